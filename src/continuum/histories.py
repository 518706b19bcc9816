"""
Histories as plain data: decisions, what was done, and a person's history of care.

What lives here: their forms. What it may import: `audit`, `decision`, `disposition`, `episode` and below. What it never does:
take anybody's word for a decision. A record names the rules that decided; the decision is made again by those rules, and refused
where anything differs from what the record says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import evolve, field, frozen

from continuum import audit
from continuum.assessment import LONGEST_TEXT, Assessment
from continuum.audit import DECISION_FORMAT, REDACTED_FORMAT, Record, RulesNamed, record_form
from continuum.cases import assessment_digest
from continuum.decision import Decision, decide
from continuum.definitions import LEVEL_NAME, PlaceForm
from continuum.disposition import LONGEST_NOTE, Authorization, Disposition, ReasonCode
from continuum.episode import Entry, Episode
from continuum.errors import DefinitionError, kind_of
from continuum.forms import (
    FORMAT,
    UNREAD,
    Day,
    Form,
    Key,
    Many,
    Plain,
    Reading,
    Shape,
    Text,
    Unread,
    Whole,
    Word,
    YesNo,
    as_object,
    within,
)
from continuum.levels import MOST_LEVELS, Outside
from continuum.rule_set import RuleSet

DISPOSITION_FORMAT: Final = "continuum/disposition/1"
EPISODE_FORMAT: Final = "continuum/episode/1"
MOST_ENTRIES: Final = 10_000


def as_rule_sets(rules: RuleSet | Iterable[RuleSet]) -> tuple[RuleSet, ...]:
    """
    The rule sets among which a record finds its own.

    Raises:
        DefinitionError: Something else was given.
    """
    found = (rules,) if isinstance(rules, RuleSet) else tuple(rules) if isinstance(rules, Iterable) else ()
    if not found or any(type(one) is not RuleSet for one in found):
        raise DefinitionError(f"rules= takes the RuleSet that decided, or several; was given {kind_of(rules)}")
    return found


@frozen
class DecisionForm(Form[Decision]):
    """
    A decision, as its record.

    Args:
        rule_sets: The rule sets by which records may be made again.
        facts: The class of the assessments; that of the rules, if not given.
        within_history: Whether it stands in a history, without when it was put on record.
    """

    rule_sets: tuple[RuleSet, ...]
    facts: type[Assessment] | None = None
    within_history: bool = False
    _named: tuple[RulesNamed, ...] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Take the digest of each rule set once."""
        object.__setattr__(self, "_named", tuple(audit.rules_named(one) for one in self.rule_sets))

    def write(self, value: Decision) -> Plain:
        """As its record."""
        if not self.within_history:
            return value.to_record()
        return record_form(type(value.assessment), within_history=True).write(audit.record_of(value.case))

    def read(self, raw: object, at: str, reading: Reading) -> Decision | Unread:
        """The decision, made again; what differs from the record is refused."""
        rules = self.rules_of(raw, at, reading)
        if rules is UNREAD:
            return UNREAD
        record = self.record(rules, raw, at, reading)
        return UNREAD if record is UNREAD else _made_again(record, rules, at, reading)

    def record(self, rules: RuleSet, raw: object, at: str, reading: Reading) -> Record | Unread:
        """What a record says, with its assessment on the ladder and in the vocabulary of these rules."""
        form = record_form(self.facts or rules.facts, rules.continuum, within_history=self.within_history)
        return form.read(raw, at, reading)

    def rules_of(self, raw: object, at: str, reading: Reading) -> RuleSet | Unread:
        """The rule set that a record names."""
        data = as_object(raw)
        if data is None:
            return reading.refuse(at, f"expected an object, the record of a decision; was given {kind_of(raw)}")
        if not self.within_history and (problem := format_problem(data)):
            return reading.refuse(within(at, FORMAT), problem)
        named = audit.RULES_NAMED.read(data.get("rules"), within(at, "rules"), reading)
        if named is UNREAD:
            return UNREAD
        for one, rules in zip(self._named, self.rule_sets, strict=True):
            if one == named:
                said = "the rules have another status than the record says; see replay()"
                return rules if named.status in (one.status, None) else reading.refuse(within(at, "rules.status"), said)
        given = ", ".join(f"{one.id} {one.version}" for one in self._named)
        alike = any((one.id, one.version) == (named.id, named.version) for one in self._named)
        what = "this version with another content" if alike else "other rules"
        return reading.refuse(within(at, "rules"), f"the record was made by {what} than those given ({given}); see replay()")

    def schema(self, named: dict[str, Plain]) -> Plain:
        """A record, with the facts of the standard vocabulary."""
        return record_form(self.facts or Assessment, within_history=self.within_history).schema(named)


def format_problem(data: Mapping[Any, object]) -> str:
    """Why this is no record from which a decision can be made again; nothing, if it may be one."""
    if data.get(FORMAT) == REDACTED_FORMAT:
        return "a redacted record holds no assessment: nothing can be decided from it again"
    return "" if data.get(FORMAT) == DECISION_FORMAT else f'expected "{DECISION_FORMAT}"'


def _made_again(record: Record, rules: RuleSet, at: str, reading: Reading) -> Decision | Unread:
    """The decision that the rules come to now, if it is what the record says."""
    if record.assessment_digest != assessment_digest(record.assessment):
        return reading.refuse(within(at, "assessment"), "is not the one of which the digest was taken")
    made = decide(rules, record.assessment)
    now = audit.outcome(made.case)
    differing = [key.name for key in audit.OUTCOME.keys if getattr(now, key.name) != getattr(record.outcome, key.name)]
    for name in differing:
        reading.refuse(within(at, f"outcome.{name}"), "the rules come to another outcome; see replay()")
    return UNREAD if differing else made


@frozen
class _Code:
    """A level passed in fact, with the reason given."""

    level: str
    code: ReasonCode


@frozen
class _Passing(Form[tuple[tuple[str, ReasonCode], ...]]):
    """The levels passed in fact, each with the reason given."""

    def write(self, value: tuple[tuple[str, ReasonCode], ...]) -> Plain:
        """Each in turn."""
        return _CODES.write(tuple(_Code(level, code) for level, code in value))

    def read(self, raw: object, at: str, reading: Reading) -> tuple[tuple[str, ReasonCode], ...] | Unread:
        """Each in turn."""
        found = _CODES.read(raw, at, reading)
        return UNREAD if found is UNREAD else tuple((one.level, one.code) for one in found)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """A list of levels with codes."""
        return _CODES.schema(named)


_CODES: Final = Many(Shape("passed", _Code, (Key("level", LEVEL_NAME), Key("code", Word(ReasonCode)))), MOST_LEVELS)


def disposition_form(decision: DecisionForm) -> Shape[Disposition]:
    """The form of what was done, with the decision that was acted on."""
    keys = (
        Key("decision", evolve(decision, within_history=True)),
        Key("chosen", PlaceForm(tuple(Outside))),
        Key("on", Day()),
        Key("decided_by", Text("a role", longest=LONGEST_TEXT)),
        Key("begins_on", Day(), default=None),
        Key("reasons", Many(Word(ReasonCode)), default=()),
        Key("passing", _Passing(), default=()),
        Key("benefits_verified", YesNo(), default=None),
        Key("authorization", Word(Authorization), default=None),
        Key("note", Text("a note", shortest=0, longest=LONGEST_NOTE, lines=True), default=""),
    )
    return Shape("disposition", Disposition, keys, (FORMAT, DISPOSITION_FORMAT))


@frozen(kw_only=True)
class _Line:
    """The parts of an entry as they stand in plain data: a decision, or a disposition, or neither for a withdrawal."""

    decision: Decision | None
    disposition: Disposition | None
    supersedes: int | None
    because: str


@frozen
class EntryForm(Form[Entry]):
    """
    One line of a history.

    Args:
        decision: The form of its decisions.
    """

    decision: DecisionForm

    @property
    def _shape(self) -> Shape[_Line]:
        keys = (
            Key("decision", evolve(self.decision, within_history=True), default=None),
            Key("disposition", disposition_form(self.decision), default=None),
            Key("supersedes", Whole(1, MOST_ENTRIES), default=None),
            Key("because", Text("a reason", shortest=0, longest=LONGEST_NOTE, lines=True), default=""),
        )
        return Shape("entry", _Line, keys)

    def write(self, value: Entry) -> Plain:
        """Under the name of what it holds."""
        decision = value.content if isinstance(value.content, Decision) else None
        done = value.content if isinstance(value.content, Disposition) else None
        line = _Line(decision=decision, disposition=done, supersedes=value.supersedes, because=value.because)
        return self._shape.write(line)

    def read(self, raw: object, at: str, reading: Reading) -> Entry | Unread:
        """What it holds; one thing at most."""
        line = self._shape.read(raw, at, reading)
        if line is UNREAD:
            return UNREAD
        if line.decision is not None and line.disposition is not None:
            return reading.refuse(at, "holds a decision and a disposition; write an entry for each")
        content = line.disposition if line.decision is None else line.decision
        return Entry(content, line.supersedes, line.because)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """An object with these properties."""
        return self._shape.schema(named)


def episode_form(decision: DecisionForm) -> Shape[Episode]:
    """The form of a history."""
    keys = (
        Key("person", Text("an opaque key", longest=LONGEST_TEXT), default=None),
        Key("entries", Many(EntryForm(decision), MOST_ENTRIES)),
    )
    return Shape("episode", Episode, keys, (FORMAT, EPISODE_FORMAT))
