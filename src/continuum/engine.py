"""
The engine: a rule set that answers.

What lives here: `Engine`. What it may import: `decision`, `compiler` and below. It is immutable: the functions that it makes when
first needed are a matter of its rules alone. So one engine serves many threads, and it pickles.
"""

from __future__ import annotations

from attrs import Attribute, field, frozen

from continuum.assessment import Assessment
from continuum.compiler import Chooser, chooser
from continuum.decision import Decision, decided
from continuum.errors import DefinitionError, kind_of
from continuum.grounds import Origin, origin_of
from continuum.levels import Outside
from continuum.records import as_given
from continuum.rule_set import RuleSet


def _check_rules(_: object, __: Attribute[RuleSet], value: RuleSet) -> None:
    if type(value) is not RuleSet:
        raise DefinitionError(f"an Engine needs a RuleSet, as in Engine(stepdown.RULES); was given {kind_of(value)}")


def _nowhere(_: object) -> None:
    """The function for those whose level is unknown."""


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
    _choosers: dict[str | Outside | None, tuple[Origin, Chooser]] = field(init=False, eq=False, repr=False)
    """For each place where somebody was decided on: the rung, and the function for those who are there."""

    def __attrs_post_init__(self) -> None:
        """Begin with nothing made."""
        object.__setattr__(self, "_choosers", {})

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled as its rules."""
        return as_given(self)

    def decide(self, assessment: Assessment) -> Decision:
        """
        Step up, stay, step down, complete, admit, or not determined.

        Same assessment, same decision; unknown facts are no error.

        Raises:
            AssessmentError: It is no assessment of the rule set's vocabulary, or its level is not on the ladder.

        Law: all of them; see `placement`.
        """
        if type(assessment) is not self.rules.facts:
            origin_of(self.rules, assessment)
        known = vars(assessment)
        origin, choose = self._choosers.get(known["level"]) or self._chooser(assessment)
        return decided(assessment, self.rules, origin, choose(known))

    def _chooser(self, assessment: Assessment) -> tuple[Origin, Chooser]:
        """The function for those who are where this person is, made when first needed."""
        origin, by_rung = origin_of(self.rules, assessment), self.rules.by_rung
        if origin is None:
            choose: Chooser = _nowhere
        else:
            rung = origin if isinstance(origin, int) else None
            choose = chooser(by_rung, rung, f"{self.rules.id} at {assessment.level}")
        return self._choosers.setdefault(assessment.level, (origin, choose))
