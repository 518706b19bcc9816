"""
Rules: what may be said about stepping up, stepping down and staying, each with its reason and its sources.

What lives here: the four kinds of `TransitionRule` (`StepUp`, `Admission`, `Hold`, `StepDown`), `Justification` and
`ServiceNeed`, each with what it says in words. What it may import: `conditions`, `comparisons`, `levels`, `errors`, `sources`,
`render`, `reprs`. What it never does: apply a rule (see `placement`) or judge a rule against the others (see `rule_set`).

Conditions of step-ups and holds stand for reasons for care: what is unknown counts as possible. Conditions of step-downs and
justifications stand for reasons for less care: they count only when they are certain.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable
from enum import Enum, IntEnum
from typing import Any, ClassVar, Final

from attrs import Attribute, field, frozen

from continuum import render
from continuum.comparisons import AS_WRITTEN
from continuum.conditions import Condition, Operand, Vocabulary, condition_of
from continuum.errors import DefinitionError, kind_of, listed, plain_text
from continuum.levels import COMPLETE, Completion, level_id
from continuum.render import Shown
from continuum.reprs import repr_of_fields
from continuum.sources import Source, as_sources

RULE_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
LONGEST_TEXT: Final = 500


class Urgency(IntEnum):
    """How soon a step up is due."""

    ROUTINE = 0
    PROMPT = 1
    IMMEDIATE = 2


class About(Enum):
    """What a hold is about: the person's state, or what programs still owe at the handoff."""

    CLINICAL = "clinical"
    HANDOFF = "handoff"


ROUTINE: Final = Urgency.ROUTINE
PROMPT: Final = Urgency.PROMPT
IMMEDIATE: Final = Urgency.IMMEDIATE
CLINICAL: Final = About.CLINICAL
HANDOFF: Final = About.HANDOFF


def as_condition(operand: Operand) -> Condition:
    """A converter: a yes-or-no fact alone is a condition, too."""
    if not isinstance(operand, Operand):
        raise DefinitionError(
            f"when= takes a condition such as (Assessment.withdrawal_risk >= Risk.SEVERE), was given {kind_of(operand)}"
        )
    return condition_of(operand)


def _levels(at: str | Iterable[str]) -> tuple[str, ...]:
    if not isinstance(at, Iterable):
        raise DefinitionError(f"at= takes the id of a level, or several; was given {kind_of(at)}")
    return (level_id(at),) if isinstance(at, str) else tuple(level_id(level) for level in at)


def _levels_or_none(at: str | Iterable[str] | None) -> tuple[str, ...] | None:
    return None if at is None else _levels(at)


def level_or_none(level: str | None) -> str | None:
    """A converter: a level's id as plain text, or nothing."""
    return None if level is None else level_id(level)


def _level_or_complete(level: str | Completion | None) -> str | Completion | None:
    return level if level is None or level is COMPLETE else level_id(level)


def check_id(_: object, __: Attribute[str], value: str) -> None:
    """A validator: an id is short and plain, so that it can stand in a record or a test."""
    if not isinstance(value, str) or not RULE_ID.fullmatch(value):
        raise DefinitionError(
            f"id {value!r}: use 1 to 64 letters, digits, '.', '_', '/' or '-', beginning with a letter or digit"
        )


def check_text(owner: Any, attribute: Attribute[str], value: str) -> None:
    """A validator: a text says something, on one line."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT or not value.isprintable():
        raise DefinitionError(
            f"{owner.id!r}: {attribute.name} needs a text on one line, 1 to {LONGEST_TEXT} printable characters"
        )


def check_optional_text(owner: object, attribute: Attribute[str], value: str) -> None:
    """A validator: empty, or as `check_text`."""
    if value != "":
        check_text(owner, attribute, value)


def check_kind(kind: type[Enum], owned_by: str = "rule") -> Callable[[Any, Attribute[Any], object], None]:
    """A validator: a member of this enumeration, and nothing that merely looks like one."""

    def check(owner: Any, attribute: Attribute[Any], value: object) -> None:
        if type(value) is not kind:
            members = listed(f"{kind.__name__}.{member.name}" for member in kind)
            raise DefinitionError(f"{owned_by} {owner.id!r}: {attribute.name} is one of {members}; was given {kind_of(value)}")

    return check


def _check_optional_id(owner: object, attribute: Attribute[str], value: str) -> None:
    if value != "":
        check_id(owner, attribute, value)


def _check_at(rule: TransitionRule, attribute: Attribute[Any], value: tuple[str, ...]) -> None:
    if not value or len(set(value)) < len(value):
        raise DefinitionError(f"rule {rule.id!r}: {attribute.name} needs at least one level, and each level once")


def _check_at_or_none(rule: TransitionRule, attribute: Attribute[tuple[str, ...] | None], value: tuple[str, ...] | None) -> None:
    if value is not None:
        _check_at(rule, attribute, value)


class _Worded(Shown):
    """What a rule set is made of: each part has an id, and says under headings what it says."""

    __slots__ = ()

    kind: ClassVar[str]
    id: str

    @abstractmethod
    def says(self, vocabulary: Vocabulary) -> dict[str, str]:
        """What it says, by heading; conditions in the words of a vocabulary, levels by their ids."""

    def page(self) -> render.Page:
        """What it says; its condition as written, since a rule alone knows no vocabulary."""
        return render.Page(f"{self.kind}: {self.id}", _sentences(self, AS_WRITTEN))


def rule_section(rule: TransitionRule | Justification | ServiceNeed, vocabulary: Vocabulary) -> render.Section:
    """
    One rule as a section of a page.

    Args:
        rule: The rule.
        vocabulary: Whose words its condition is put in; `AS_WRITTEN` where there is none.

    Example:
        >>> from continuum.comparisons import Compare
        >>> need = ServiceNeed("shelter", when=Compare("home_unsafe", "==", True), offers="a safe place")
        >>> [point.text for point in rule_section(need, AS_WRITTEN).points]
        ['When: home_unsafe', 'Offers: a safe place']
    """
    return render.Section(f"{rule.kind}: {rule.id}", tuple(map(render.Point, _sentences(rule, vocabulary))))


def _sentences(rule: _Worded, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(f"{heading}: {text}" for heading, text in rule.says(vocabulary).items() if text)


def _cited(sources: Iterable[Source]) -> str:
    return ", ".join(map(str, sources))


@frozen
class TransitionRule(_Worded):
    """
    What every rule has: an id, a condition, a reason and its sources.

    Args:
        id: Unique in its rule set.
        when: The condition under which it speaks.
        because: The reason, as a clause a clinician can read.
        sources: What it rests on.
    """

    kind: ClassVar[str] = "Rule"

    id: str = field(converter=plain_text, validator=check_id)
    when: Condition = field(kw_only=True, converter=as_condition)
    because: str = field(kw_only=True, validator=check_text)
    sources: tuple[Source, ...] = field(default=(), kw_only=True, converter=as_sources)

    __repr__ = repr_of_fields

    def says(self, vocabulary: Vocabulary) -> dict[str, str]:
        """What it says, by heading."""
        said = {"When": self.when.words(vocabulary), "Because": self.because}
        return {**said, **self._details(), "Sources": _cited(self.sources)}

    def _details(self) -> dict[str, str]:
        """What only its kind says."""
        return {}


@frozen
class StepUp(TransitionRule):
    """
    A reason for more care.

    Its condition tells which of two kinds it is. *Lasting*: it mentions no fact about the stay at one level; then `at_least` is a
    floor under every level from `at` (the lowest, if not given) up to just below `at_least`. *Local*: it rests on a fact about
    the stay; then it speaks only of the levels `at` which the assessment may be made, and asks for `at_least`, or the next level.

    Args:
        at: Lasting: the lowest level it speaks of. Local: the levels it speaks of.
        at_least: The level it asks for; needed when lasting.
        urgency: How soon. An IMMEDIATE lasting step-up settles where a person goes now, even at an admission with gaps.
        skips_because: Why the levels between may be passed; needed when there are any.

    Unknown facts never raise a person by themselves; they make the decision provisional and are asked for.

    Example:
        >>> from continuum import Assessment, Risk
        >>> severe, why = Assessment.withdrawal_risk >= Risk.SEVERE, "this withdrawal needs medical care"
        >>> print(StepUp("withdrawal", when=severe, at_least="inpatient", urgency=PROMPT, because=why).explain())
        Step up: withdrawal
        When: withdrawal_risk >= SEVERE
        Because: this withdrawal needs medical care
        Asks for: inpatient, prompt
    """

    kind: ClassVar[str] = "Step up"

    at: tuple[str, ...] | None = field(default=None, kw_only=True, converter=_levels_or_none, validator=_check_at_or_none)
    at_least: str | None = field(default=None, kw_only=True, converter=level_or_none)
    urgency: Urgency = field(default=Urgency.ROUTINE, kw_only=True, validator=check_kind(Urgency))
    skips_because: str = field(default="", kw_only=True, validator=check_optional_text)

    __repr__ = repr_of_fields

    def _details(self) -> dict[str, str]:
        """Where it speaks, and what it asks for."""
        when = "" if self.urgency is Urgency.ROUTINE else f", {self.urgency.name.lower()}"
        asks_for = f"{self.at_least or 'the next level up'}{when}"
        return {"At": ", ".join(self.at or ()), "Asks for": asks_for, "Passes levels because": self.skips_because}


@frozen
class Admission(TransitionRule):
    """
    A floor for the first placement only: for what does not fall as people improve, such as severity at the start of care.

    Args:
        at_least: The lowest level a person may be admitted to.
        skips_because: Why the levels from the entry level up may be passed; needed when more than the entry level is.

    A fact that is unknown lifts nobody; while it could, the admission is not determined.

    Example:
        >>> from continuum import Assessment, Severity
        >>> severe, why = Assessment.disorder_severity >= Severity.SEVERE, "a severe disorder needs more than weekly care"
        >>> print(Admission("severe", when=severe, at_least="iop", because=why).explain())
        Admission: severe
        When: disorder_severity >= SEVERE
        Because: a severe disorder needs more than weekly care
        Asks for: iop
    """

    kind: ClassVar[str] = "Admission"

    at_least: str = field(kw_only=True, converter=level_id)
    skips_because: str = field(default="", kw_only=True, validator=check_optional_text)

    __repr__ = repr_of_fields

    def _details(self) -> dict[str, str]:
        """What it asks for."""
        return {"Asks for": self.at_least, "Passes levels because": self.skips_because}


@frozen
class Hold(TransitionRule):
    """
    Forbids stepping down while it is not definitely false; unknown holds.

    Args:
        until: What ends it.
        about: `CLINICAL`, or `HANDOFF` for what programs still owe.
        at: The levels where it applies; every level, if not given.

    Example:
        >>> from continuum import Appointment, Assessment
        >>> none, why = Assessment.first_appointment < Appointment.SCHEDULED, "there would be a gap in care"
        >>> print(Hold("no-appointment", when=none, about=HANDOFF, because=why, until="it is scheduled").explain())
        Hold: no-appointment
        When: first_appointment < SCHEDULED
        Because: there would be a gap in care
        Until: it is scheduled
        About: handoff
        At: every level
    """

    kind: ClassVar[str] = "Hold"

    until: str = field(kw_only=True, validator=check_text)
    about: About = field(kw_only=True, validator=check_kind(About))
    at: tuple[str, ...] | None = field(default=None, kw_only=True, converter=_levels_or_none, validator=_check_at_or_none)

    __repr__ = repr_of_fields

    def _details(self) -> dict[str, str]:
        """What ends it, what it is about, and where it applies."""
        return {"Until": self.until, "About": self.about.value, "At": ", ".join(self.at or ("every level",))}


@frozen
class StepDown(TransitionRule):
    """
    Permits stepping down while definitely true, by one level unless each level passed has its `Justification`.

    Args:
        at: The levels where it applies.
        no_lower_than: The lowest level it permits; the next one down, if not given. `COMPLETE` must be written out.

    Example:
        >>> from continuum import Assessment
        >>> print(StepDown("php-done", at="php", when=Assessment.goals_met, because="the goals of PHP are met").explain())
        Step down: php-done
        When: goals_met
        Because: the goals of PHP are met
        At: php
        No lower than: the next level down
    """

    kind: ClassVar[str] = "Step down"

    at: tuple[str, ...] = field(kw_only=True, converter=_levels, validator=_check_at)
    no_lower_than: str | Completion | None = field(default=None, kw_only=True, converter=_level_or_complete)

    __repr__ = repr_of_fields

    def _details(self) -> dict[str, str]:
        """Where it applies, and how far it reaches."""
        limit = "completion of care" if self.no_lower_than is COMPLETE else self.no_lower_than or "the next level down"
        return {"At": ", ".join(self.at), "No lower than": limit}


@frozen
class Justification(_Worded):
    """
    Lets a step down pass over one level while definitely true.

    Args:
        id: Unique in its rule set; made from the level if not given.
        skips: The level that may be passed.
        when: The condition.
        because: Why, and who covers what that level would have done.
        sources: What it rests on.

    Example:
        >>> from continuum import Assessment
        >>> unneeded, why = ~Assessment.needs_24h_supervision, "nobody needs to be there day and night"
        >>> print(Justification(skips="residential", when=unneeded, because=why).explain())
        Justification: residential-not-needed
        Passes: residential
        When: not needs_24h_supervision
        Because: nobody needs to be there day and night
    """

    kind: ClassVar[str] = "Justification"

    id: str = field(default="", converter=plain_text, validator=_check_optional_id)
    skips: str = field(kw_only=True, converter=level_id)
    when: Condition = field(kw_only=True, converter=as_condition)
    because: str = field(kw_only=True, validator=check_text)
    sources: tuple[Source, ...] = field(default=(), kw_only=True, converter=as_sources)

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        """Give it a name if it has none."""
        if not self.id:
            object.__setattr__(self, "id", f"{self.skips}-not-needed")

    def says(self, vocabulary: Vocabulary) -> dict[str, str]:
        """What it says, by heading."""
        said = {"Passes": self.skips, "When": self.when.words(vocabulary), "Because": self.because}
        return {**said, "Sources": _cited(self.sources)}


@frozen
class ServiceNeed(_Worded):
    """
    Something that the receiving program must offer. It never moves a level; while unknown it is to be clarified, never dropped.

    Args:
        id: Unique in its rule set.
        when: The condition; it may use facts that move nobody, such as barriers.
        offers: What the program must offer.
        sources: What it rests on.
    """

    kind: ClassVar[str] = "Service"

    id: str = field(converter=plain_text, validator=check_id)
    when: Condition = field(kw_only=True, converter=as_condition)
    offers: str = field(kw_only=True, validator=check_text)
    sources: tuple[Source, ...] = field(default=(), kw_only=True, converter=as_sources)

    __repr__ = repr_of_fields

    def says(self, vocabulary: Vocabulary) -> dict[str, str]:
        """What it says, by heading."""
        return {"When": self.when.words(vocabulary), "Offers": self.offers, "Sources": _cited(self.sources)}
