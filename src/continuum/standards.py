"""
Standards: what a program should offer, and whether one does.

What lives here: `Requirement`, `Standard`, and `check`, which compares a record with a standard and, where there is a decision,
with the level and the services that it names. What it may import: `decision`, `programs`, `render` and below. What it never does:
take what nobody has asked for granted, or move a level of care.

A requirement is a condition over the facts of a record, so it is met, not met, or unknown, as conditions are. The texts are for
whoever looks for a program: what is unknown becomes a question to be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from textwrap import shorten
from typing import Any, Final, NoReturn

from attrs import Attribute, evolve, field, frozen

from continuum.conditions import Condition
from continuum.decision import Decision
from continuum.errors import DefinitionError, DefinitionErrors, ProgramError, as_many, kind_of, plain_text
from continuum.grounds import Service
from continuum.levels import LEVEL_ID, Level
from continuum.programs import Program
from continuum.records import Facts, as_given
from continuum.render import Page, Point, Section, Shown
from continuum.rule_set import is_foreign
from continuum.rules import LONGEST_TEXT, RULE_ID, as_condition, check_id, check_kind, check_optional_text, check_text
from continuum.sources import DRAFT, Source, as_sources

MOST_REQUIREMENTS: Final = 256


class Weight(Enum):
    """How much a requirement weighs."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    RED_FLAG = "red flag"


class Outcome(Enum):
    """What is known of a requirement; for a red flag, MET means that it is ruled out."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


REQUIRED: Final = Weight.REQUIRED
PREFERRED: Final = Weight.PREFERRED
RED_FLAG: Final = Weight.RED_FLAG
MET: Final = Outcome.MET
NOT_MET: Final = Outcome.NOT_MET
UNKNOWN: Final = Outcome.UNKNOWN

_LEAD: Final = {
    MET: "Everything that counts here is met, and no red flag is up.",
    NOT_MET: "Something that counts here is not met, or a red flag is up: see below before relying on it.",
    UNKNOWN: "Not settled yet: ask the questions below. A vague answer is no answer; keep asking.",
}
_WHICH_LEVEL: Final = "Which level of care is needed? The decision leaves it open."
_SAYS_NOTHING: Final = "nothing below says that care of this kind is what is needed."


@frozen(repr=False)
class Requirement:
    """
    One thing to look for in a program.

    Args:
        id: Unique in its standard.
        when: The condition under which it is met; of a red flag, under which the flag is up.
        text: What is looked for, as a noun: `a state license`; of a red flag, what would be one.
        ask: The question to be asked while it is unknown.
        weight: `REQUIRED`, `PREFERRED` or `RED_FLAG`.
        for_need: Id of a service need (see `ServiceNeed`) that this requirement answers; it is required of a program for a person
            who has the need.
        sources: What it rests on; at least one.

    Raises:
        DefinitionError: A text is missing, or there is no source.
    """

    id: str = field(converter=plain_text, validator=check_id)
    when: Condition = field(kw_only=True, converter=as_condition)
    text: str = field(kw_only=True, validator=check_text)
    ask: str = field(kw_only=True, validator=check_text)
    weight: Weight = field(kw_only=True, validator=check_kind(Weight, "requirement"))
    for_need: str = field(default="", kw_only=True, converter=plain_text, validator=check_optional_text)
    sources: tuple[Source, ...] = field(kw_only=True, converter=as_sources)

    def __attrs_post_init__(self) -> None:
        """Refuse what rests on nothing, and a warning that would count as an offer."""
        if self.for_need and self.weight is RED_FLAG:
            raise DefinitionError(
                f"requirement {self.id!r}: a red flag answers no need; leave for_need= out, or give another weight"
            )
        if not self.sources:
            raise DefinitionError(
                f"requirement {self.id!r} needs sources=: at least one, or Source('ed.', note=...) for a choice"
            )

    def __repr__(self) -> str:
        """Its id."""
        return f"<Requirement {self.id!r}>"


def _requirements(requirements: Iterable[Requirement]) -> tuple[Requirement, ...]:
    return as_many(requirements, "requirements")


def _levels(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(plain_text(one) for one in as_many(ids, "levels"))


def _for_later(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(plain_text(one) for one in as_many(ids, "for_later"))


def _twice(ids: Sequence[str]) -> list[str]:
    return sorted({name for name in ids if ids.count(name) > 1})


def _check_record(_: object, __: Attribute[Any], value: Any) -> None:
    if not isinstance(value, type) or not issubclass(value, Facts) or value is Facts:
        raise DefinitionError("a standard needs the record that it judges: record=Program, or another class of facts")


@frozen(kw_only=True)
class Standard:
    """
    What is required, what is preferred, and what is a red flag.

    Args:
        id: Name of the standard.
        version: Version of its content.
        title: What it is called.
        requirements: At least one; their order is the order of the findings.
        record: The record that it judges: `Program` or a subclass, or another record of facts.
        levels: Ids of the levels of care, on any ladder, for which the standard is made; empty: it speaks of no level (access,
            provider, handoff).
        for_later: Ids of service needs that care of this kind does not answer itself, since they concern the time after; they
            become questions about that time.
        status: What has been shown about it.

    Raises:
        DefinitionErrors: Everything that is wrong, at once.
    """

    id: str = field(converter=plain_text, validator=check_id)
    version: str = field(validator=check_text)
    title: str = field(validator=check_text)
    requirements: tuple[Requirement, ...] = field(converter=_requirements)
    record: type[Facts] = field(default=Program, validator=_check_record)
    levels: tuple[str, ...] = field(default=(), converter=_levels)
    for_later: tuple[str, ...] = field(default=(), converter=_for_later)
    status: str = field(default=DRAFT, validator=check_text)

    def __attrs_post_init__(self) -> None:
        """Check all requirements together."""
        problems = tuple(dict.fromkeys(self._problems()))
        if problems:
            raise DefinitionErrors(f"standard {self.id!r} cannot be used", [DefinitionError(problem) for problem in problems])

    def _problems(self) -> Iterator[str]:
        if not 1 <= len(self.requirements) <= MOST_REQUIREMENTS:
            yield f"it needs 1 to {MOST_REQUIREMENTS} requirements, has {len(self.requirements)}"
        wrong = [one for one in self.requirements if type(one) is not Requirement]
        if wrong:
            yield f"requirements= takes Requirement objects, was given {kind_of(wrong[0])}"
            return
        yield from self._problems_of_levels()
        if not all(isinstance(one, str) and RULE_ID.fullmatch(one) for one in self.for_later):
            yield "for_later= takes the ids of service needs"
            return
        both = sorted({one.for_need for one in self.requirements} & {*self.for_later})
        yield from (f"need {name!r} is answered by a requirement and left for later; decide for one" for name in both)
        yield from (f"id {name!r} is used more than once" for name in _twice([one.id for one in self.requirements]))
        for one in self.requirements:
            if is_foreign(one.when):
                yield f"requirement {one.id!r}: its condition holds a class of its own"
            else:
                yield from (f"requirement {one.id!r}: {problem}" for problem in one.when.problems(self.record.vocabulary()))

    def _problems_of_levels(self) -> Iterator[str]:
        if all(isinstance(one, str) and LEVEL_ID.fullmatch(one) for one in self.levels):
            yield from (f"level {name!r} is named more than once" for name in _twice(self.levels))
        else:
            yield "levels= takes the ids of levels of care, such as 'iop'"

    def __repr__(self) -> str:
        """Id, version, size and status."""
        return f"<Standard {self.id!r} {self.version}: {len(self.requirements)} requirements; {self.status}>"


@frozen(repr=False)
class Finding:
    """
    What is known of one requirement.

    `weight` is that of the requirement, or `REQUIRED` where the person needs it. `needed`: whether the decision names a need for
    it (True), leaves the need to be clarified (None), or neither, or it is required anyway (False).
    """

    requirement: Requirement
    weight: Weight
    outcome: Outcome
    needed: bool | None = False

    def __repr__(self) -> str:
        """Which requirement; not what is known of it."""
        return f"<Finding on {self.requirement.id!r}>"

    @property
    def open(self) -> bool:
        """Whether something is still to be asked: of the program, or whether the person needs it at all."""
        return self.outcome is UNKNOWN or (self.outcome is NOT_MET and self.needed is None)

    @property
    def words(self) -> str:
        """The finding as a sentence for whoever chooses a program; an open one as what to ask."""
        text = self.requirement.text
        if self.outcome is UNKNOWN:
            return self.requirement.ask + (" Find out, too, whether this is needed." if self.needed is None else "")
        if self.weight is RED_FLAG:
            return f"{'Ruled out' if self.outcome is MET else 'Red flag'}: {text}."
        if self.outcome is MET:
            return f"Met: {text}."
        if self.needed is None:
            return f"Not met; find out whether this is needed: {text}."
        return f"Not met, though {'needed by this person' if self.needed else self.weight.value}: {text}."


@frozen(repr=False, eq=False)
class Findings(Shown):
    """
    A record compared with a standard, and with a decision if there is one; made by `check`.

    Iterate over it for the findings, in the order of the standard. They are computed and cannot be given: no verdict stands
    without them.

    `verdict` is `NOT_MET` where something required is not met or a red flag is up, `UNKNOWN` while that is open, else `MET`. What
    is preferred decides it only where nothing is required. Where the standard is for some levels, it is `NOT_MET` if another
    level is decided, and never `MET` while the level is not determined.
    """

    record: Facts
    standard: Standard
    decision: Decision | None = None
    findings: tuple[Finding, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Compare."""
        object.__setattr__(self, "findings", tuple(_compared(self.record, self.standard, self.decision)))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled as what it was asked: a copy is compared anew."""
        return as_given(self)

    def __iter__(self) -> Iterator[Finding]:
        """The findings."""
        return iter(self.findings)

    def __len__(self) -> int:
        """How many."""
        return len(self.findings)

    def __bool__(self) -> NoReturn:
        """Refused: a verdict has three values."""
        raise ProgramError("findings are neither true nor false; compare their verdict: findings.verdict is MET")

    def __repr__(self) -> str:
        """Standard and verdict; no values."""
        return f"<Findings by {self.standard.id!r}: {self.verdict.value}>"

    def open(self, *weights: Weight) -> tuple[Finding, ...]:
        """The findings with something still to be asked, of these weights or of all."""
        return tuple(one for one in self._of(weights) if one.open)

    def settled(self, outcome: Outcome, *weights: Weight) -> tuple[Finding, ...]:
        """The findings that came to this outcome with nothing left to ask, of these weights or of all."""
        return tuple(one for one in self._of(weights) if one.outcome is outcome and not one.open)

    def _of(self, weights: tuple[Weight, ...]) -> Iterator[Finding]:
        """In the order of the weights, and of the standard within each."""
        return (one for weight in weights or Weight for one in self.findings if one.weight is weight)

    @property
    def other_level(self) -> Level | None:
        """
        The level decided, where the standard names levels and that is not among them.

        `None` where there is nothing to compare: no decision, no levels in the standard, no level determined, or care completed.
        """
        target = None if self.decision is None else self.decision.target
        return target if isinstance(target, Level) and self.standard.levels and target.id not in self.standard.levels else None

    @property
    def level_open(self) -> bool:
        """Whether the standard is for some levels, and the decision does not determine one."""
        return bool(self.standard.levels) and self.decision is not None and self.decision.target is None

    @property
    def verdict(self) -> Outcome:
        """Whether everything required is met and no red flag is up, and the level decided is one of the standard."""
        if self.other_level is not None:
            return NOT_MET
        return UNKNOWN if self.level_open and self._found is MET else self._found

    @property
    def _found(self) -> Outcome:
        """What the findings come to, whatever the level."""
        wishes = self.standard.requirements if all(one.weight is PREFERRED for one in self.standard.requirements) else ()
        outcomes = {one.outcome for one in self.findings if one.requirement in wishes}
        if self.settled(NOT_MET, REQUIRED, RED_FLAG) or NOT_MET in outcomes:
            return NOT_MET
        return UNKNOWN if self.open(REQUIRED, RED_FLAG) or UNKNOWN in outcomes else MET

    @property
    def questions(self) -> tuple[str, ...]:
        """What to ask: which level is needed, if that is open; then the required first."""
        about_level = (_WHICH_LEVEL,) if self.level_open else ()
        return (*about_level, *(one.words for one in self.open(REQUIRED, RED_FLAG, PREFERRED)))

    def page(self) -> Page:
        """The findings, for whoever chooses a program."""
        name = getattr(self.record, "name", None)
        sections = (
            ("Red flags", self.settled(NOT_MET, RED_FLAG)),
            ("Required, and not met", self.settled(NOT_MET, REQUIRED)),
            ("Ask, since it is required", self.open(REQUIRED)),
            ("Ask, since it would be a red flag", self.open(RED_FLAG)),
            ("Ask, since it is preferred", self.open(PREFERRED)),
            ("Preferred, and not met", self.settled(NOT_MET, PREFERRED)),
            ("Met", self.settled(MET, REQUIRED, RED_FLAG, PREFERRED)),
        )
        return Page(
            f"{self.standard.title}: {name}" if name else self.standard.title,
            tuple(self._lead()),
            tuple(Section(heading, tuple(map(_point, found))) for heading, found in sections),
            (
                f"Standard: {self.standard.id}, version {self.standard.version}; {self.standard.status}.",
                *([] if self.decision is None else [f"Rules: {self.decision.rules.label}."]),
            ),
        )

    def _lead(self) -> Iterator[str]:
        """What it came to; where another level is decided, only what speaks against the program may stand before that."""
        if self.other_level is None or self._found is NOT_MET:
            yield _LEAD[self.verdict]
        if self.other_level is not None:
            yield f"The level decided is {self.other_level.name}, and this standard is for another: {_SAYS_NOTHING}"
        if self.level_open:
            yield f"{_WHICH_LEVEL} Until it is settled, {_SAYS_NOTHING}"


def _point(finding: Finding) -> Point:
    one = finding.requirement
    return Point(f"{finding.words} [{one.id}: {', '.join(map(str, one.sources))}]")


def check(record: Facts, standard: Standard, decision: Decision | None = None) -> Findings:
    """
    Compare a record with a standard.

    With a program and a decision, every service that the decision names is looked for as well: what the person needs is required
    of the program, and a service of which the standard says nothing becomes a question. Unknown is never met.

    A standard for another level than the one decided is not met, whatever the program offers (see `Findings.other_level`); while
    the level is not determined, no standard for a level is met. `program_standards.BY_LEVEL` gives the one for the level decided.

    Args:
        record: The program, as far as it is known.
        standard: What it should offer.
        decision: The decision for the person who is looking.

    Raises:
        ProgramError: The record is not of the kind that the standard judges, or the decision is none.
        DefinitionError: The standard is none.

    Example:
        >>> from continuum.library import program_standards
        >>> check(Program(weekly_hours=12), program_standards.IOP).verdict.value
        'unknown'
    """
    return Findings(record, standard, decision)


def _compared(record: Facts, standard: Standard, decision: Decision | None) -> Iterator[Finding]:
    if type(standard) is not Standard:
        raise DefinitionError(f"check() compares with a Standard, was given {kind_of(standard)}")
    if not isinstance(record, standard.record):
        raise ProgramError(
            f"the standard {standard.id!r} judges records of type {standard.record.__name__}; was given {kind_of(record)}"
        )
    if decision is not None and type(decision) is not Decision:
        raise ProgramError(f"decision= takes a Decision, as Engine.decide makes it; was given {kind_of(decision)}")
    services = {service.need.id: service for service in (() if decision is None else decision.services)}
    yield from (_finding(record, one, services.get(one.for_need)) for one in standard.requirements)
    if decision is not None and issubclass(standard.record, Program):
        yield from _hours(record, standard, decision)
        yield from _unheard_of(standard, services.values())


def _finding(record: Facts, one: Requirement, service: Service | None) -> Finding:
    values: dict[str, Any] = vars(record)
    true, possible = one.when.definitely(values), one.when.possibly(values)
    outcome = UNKNOWN if possible and not true else MET if true != (one.weight is RED_FLAG) else NOT_MET
    if service is None or (one.weight is REQUIRED and not service.needed):
        return Finding(one, one.weight, outcome)
    return Finding(one, REQUIRED, outcome, _needed(service))


def _needed(service: Service) -> bool | None:
    """Needed, or to be clarified."""
    return True if service.needed else None


def _hours(record: Facts, standard: Standard, decision: Decision) -> Iterator[Finding]:
    """The hours that the person needs, where the standard is for a level or asks about hours at all."""
    hours = decision.assessment.hours_needed
    if hours and (standard.levels or any(Program.weekly_hours.name in one.when.facts() for one in standard.requirements)):
        needed = Requirement(
            "hours-for-this-person",
            when=Program.weekly_hours >= hours,
            text="as many hours a week as this person needs",
            ask="Does the program offer as many hours a week as this person needs?",
            weight=REQUIRED,
            sources=Program.weekly_hours.source,
        )
        yield evolve(_finding(record, needed, None), needed=True)


def _unheard_of(standard: Standard, services: Iterable[Service]) -> Iterator[Finding]:
    """Services of which the standard says nothing, or that are for later: to be asked, not dropped."""
    answered = {one.for_need for one in standard.requirements}
    for service in services:
        need, later = service.need, service.need.id in standard.for_later
        if need.id not in answered:
            ask = f"For the time after: who offers {need.offers}?" if later else f"Does the program offer {need.offers}?"
            weight = PREFERRED if later else REQUIRED
            asked = Requirement(
                need.id,
                when=need.when,
                text=need.offers,
                ask=shorten(ask, LONGEST_TEXT, placeholder="…?", break_on_hyphens=False),
                weight=weight,
                for_need=need.id,
                sources=need.sources or (Source("ed.", note="a need of the rule set"),),
            )
            yield Finding(asked, weight, UNKNOWN, _needed(service))
