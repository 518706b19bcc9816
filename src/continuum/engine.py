"""
The engine: a rule set that answers.

What lives here: `Engine`. What it may import: `decision` and below. It is immutable and without state of its own, so one engine
serves many threads, and it pickles.
"""

from __future__ import annotations

from attrs import Attribute, field, frozen

from continuum.assessment import Assessment
from continuum.decision import Decision, decide
from continuum.errors import DefinitionError, kind_of
from continuum.rule_set import RuleSet


def _check_rules(_: object, __: Attribute[RuleSet], value: RuleSet) -> None:
    if type(value) is not RuleSet:
        raise DefinitionError(f"an Engine needs a RuleSet, as in Engine(stepdown.RULES); was given {kind_of(value)}")


@frozen
class Engine:
    """
    Decides assessments by one rule set.

    Raises:
        DefinitionError: It was not given a `RuleSet`.

    Example:
        >>> from continuum.library import stepdown
        >>> from continuum import Assessment, ReturnToUse
        >>> decision = Engine(stepdown.RULES).decide(Assessment(level="iop", return_to_use=ReturnToUse.RETURN))
        >>> decision.direction.value, decision.target_id, decision.provisional
        ('step-up', 'php', True)
    """

    rules: RuleSet = field(validator=_check_rules)

    def decide(self, assessment: Assessment) -> Decision:
        """
        Step up, stay, step down, complete, admit, or not determined.

        Same assessment, same decision; unknown facts are no error.

        Raises:
            AssessmentError: It is no assessment of the rule set's vocabulary, or its level is not on the ladder.

        Law: all of them; see `placement`.
        """
        return decide(self.rules, assessment)
