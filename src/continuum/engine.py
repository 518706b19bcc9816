"""
The engine: a rule set that answers.

What lives here: `Engine`. What it may import: `decision`, `compiler` and below. What it never does: say why (see `grounds`), or
change: the functions that it makes when they are first needed follow from its rules alone. So one engine serves many threads, and
it pickles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from attrs import Attribute, field, frozen

from continuum.assessment import Assessment
from continuum.decision import Decision, decided
from continuum.errors import AssessmentError, DefinitionError, kind_of
from continuum.later import Later
from continuum.levels import NOT_IN_CARE, Outside
from continuum.records import as_given
from continuum.reprs import repr_of_fields
from continuum.rule_set import RuleSet
from continuum.whereabouts import Origin, origin_of

if TYPE_CHECKING:
    from continuum import compiler
else:
    compiler = Later("continuum.compiler")

Row = Mapping[str, object]
"""One person as a table or a form holds them: facts, and the level, by name."""


def _check_rules(_: object, __: Attribute[RuleSet], value: RuleSet) -> None:
    if type(value) is not RuleSet:
        raise DefinitionError(f"an Engine needs a RuleSet, as in Engine(stepdown.RULES); was given {kind_of(value)}")


def _nowhere(_: object) -> None:
    """The function for those whose level is unknown: not determined."""


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
    _choosers: dict[str | Outside | None, tuple[Origin, compiler.Chooser]] = field(init=False, eq=False, repr=False)
    """By the level of an assessment: its rung, and the function that places those who are there."""

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        """Begin with no function made."""
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
            DefinitionError: Its vocabulary does more than add facts.

        Law: all of them; see `placement`.
        """
        rules = self.rules
        if type(assessment) is not rules.facts:
            origin_of(rules, assessment)
        known = vars(assessment)
        origin, choose = self._choosers.get(known.get("level")) or self._chooser(assessment)
        try:
            target = choose(known)
        except KeyError:
            raise AssessmentError("the assessment lacks facts that every assessment has; make it with its constructor") from None
        return decided(assessment, rules, origin, target)

    def decide_facts(self, row: Row) -> Decision:
        """
        The decision for a row of plain values, read and checked as `Assessment.from_row` does.

        Args:
            row: Facts by name, and `level`; names or numbers of grades as they are, nothing for what is unknown.

        Raises:
            AssessmentError: All that is wrong with the row, each by the name of its column; or its level is not on the ladder.

        Example:
            >>> from continuum.library import stepdown
            >>> Engine(stepdown.RULES).decide_facts({"level": "iop", "return_to_use": "return"}).target_id
            'php'
        """
        return self.decide(self.rules.facts.from_row(row))

    def decide_many(
        self, people: Iterable[Assessment | Row], *, progress: Callable[[int], object] | None = None
    ) -> Iterator[Decision | AssessmentError]:
        """
        The decisions for many people, one after the other as they are asked for; none is left out.

        Who cannot be decided on has the error in their place, and the others go on.

        Args:
            people: Assessments, or rows as `decide_facts` takes them.
            progress: Called after each person with the number of people so far.

        Raises:
            DefinitionError: These are not several people, or the progress cannot be told.

        Example:
            >>> from continuum.library import stepdown
            >>> rows = [{"level": "iop", "return_to_use": "return"}, {"level": "iop", "goals_met": 1}]
            >>> for answer in Engine(stepdown.RULES).decide_many(rows):
            ...     print(answer)
            Step up: Intensive outpatient (IOP) to Partial hospitalization (PHP); provisional, 10 open questions, 5 urgent
            goals_met: expected true or false; was given a whole number
        """
        if not isinstance(people, Iterable) or isinstance(people, str | bytes) or hasattr(people, "keys"):
            raise DefinitionError(
                f"decide_many() takes several assessments or rows, was given {kind_of(cast('object', people))}; "
                'of a table, hand over its rows, as table.to_dict("records") gives them'
            )
        if progress is not None and not callable(progress):
            raise DefinitionError(f"progress= takes a function of the number of people; was given {kind_of(progress)}")
        return self._answers(people, progress)

    def _answers(
        self, people: Iterable[Assessment | Row], progress: Callable[[int], object] | None
    ) -> Iterator[Decision | AssessmentError]:
        for number, person in enumerate(people, 1):
            answer: Decision | AssessmentError
            try:
                answer = self.decide_facts(person) if isinstance(person, Mapping) else self.decide(person)
            except AssessmentError as refused:
                answer = refused.with_traceback(None)
                answer.__context__ = None
            if progress is not None:
                progress(number)
            yield answer

    def _chooser(self, assessment: Assessment) -> tuple[Origin, compiler.Chooser]:
        """The function for those who are where this person is, made when it is first needed."""
        origin, rules = origin_of(self.rules, assessment), self.rules
        choose: compiler.Chooser = _nowhere
        if origin is NOT_IN_CARE:
            choose = compiler.chooser(rules.by_rung, None, f"{rules.id} at an admission")
        elif origin is not None:
            choose = compiler.chooser(rules.by_rung, origin, f"{rules.id} at {assessment.level}")
        return self._choosers.setdefault(assessment.level, (origin, choose))
