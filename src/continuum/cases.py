"""
Cases as plain data: what is known of a person.

What lives here: the form of an assessment, and its digest. What it may import: `forms`, `vocabularies`, `assessment` and below.
What it never does: guess, drop or convert beyond what is documented.

A case looks like this; a fact left out, or null, is unknown:

    {"level": "residential", "assessed_on": "2026-11-02", "facts": {"withdrawal_risk": "MILD", "goals_met": true}}

`"level": "not-in-care"` asks for an admission. Names of ratings are read in any case, or as numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Generic, TypeVar

from attrs import field, frozen

from continuum.assessment import LONGEST_TEXT, Assessment, FactSources, Provenance
from continuum.errors import ContinuumError, kind_of
from continuum.facts import Choice, Count, Fact, Flag, Grade
from continuum.forms import FORMAT, UNREAD, Day, Form, Key, Plain, Reading, Shape, Text, Unread, Word, as_object, within
from continuum.json_text import digest
from continuum.levels import NOT_IN_CARE, Continuum, Outside
from continuum.records import Facts
from continuum.vocabularies import plain_value, read_value, refuse_plain_fields

A = TypeVar("A", bound=Assessment)
R = TypeVar("R", bound=Facts)

CASE_FORMAT: Final = "continuum/assessment/1"


@frozen
class _Place(Form[str | Outside]):
    """The id of a level, or `not-in-care`; on a ladder, if one is given."""

    ladder: Continuum | None

    def write(self, value: str | Outside) -> Plain:
        """As it is called."""
        return value if isinstance(value, str) else value.value

    def read(self, raw: object, at: str, reading: Reading) -> str | Outside | Unread:
        """The id, or `NOT_IN_CARE`; the nearest level is named, never taken."""
        if not isinstance(raw, str) or not 0 < len(raw) <= LONGEST_TEXT:
            given = "text of another length" if isinstance(raw, str) else kind_of(raw)
            return reading.refuse(at, f'expected the id of a level, "{NOT_IN_CARE.value}" or null; was given {given}')
        if raw == NOT_IN_CARE.value:
            return NOT_IN_CARE
        if self.ladder is not None and raw not in self.ladder:
            return reading.refuse(at, self.ladder.no_such_level(raw))
        return raw

    def schema(self, named: dict[str, Plain]) -> Plain:  # noqa: ARG002 # it has no named parts
        """A short text; which levels there are, a ladder says."""
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}


@frozen
class FactValues(Form[Mapping[str, Any]]):
    """An object whose keys are names of facts."""

    record: type[Facts]

    def entries(self, raw: object, at: str, reading: Reading) -> Mapping[str, object] | Unread:
        """What is there of known facts; unknown ones are refused."""
        given, known = as_object(raw), self.record.vocabulary()
        if given is None:
            return reading.refuse(at, f"expected an object of fact names; was given {kind_of(raw)}")
        reading.refuse_unknown(at, given, tuple(known), "fact")
        return {name: given[name] for name in known if given.get(name) is not None}

    def write(self, value: Mapping[str, Any]) -> Plain:
        """Each known fact."""
        return {name: plain_value(one) for name, one in value.items()}

    def read(self, raw: object, at: str, reading: Reading) -> Mapping[str, Any] | Unread:
        """Each fact as its kind reads it; null is unknown."""
        entries = self.entries(raw, at, reading)
        if entries is UNREAD:
            return UNREAD
        known = self.record.vocabulary()
        return {name: read_value(known[name], value, within(at, name), reading) for name, value in entries.items()}

    def schema(self, named: dict[str, Plain]) -> Plain:  # noqa: ARG002 # it has no named parts
        """A property for each fact."""
        properties = {name: {"anyOf": [_fact_schema(fact), {"type": "null"}]} for name, fact in self.record.vocabulary().items()}
        return {"type": "object", "properties": properties, "additionalProperties": False}


def _fact_schema(fact: Fact[Any]) -> Plain:
    about = {"title": fact.label} | ({"description": fact.meaning} if fact.meaning else {})
    match fact:
        case Flag():
            return {**about, "type": "boolean"}
        case Count():
            return {**about, "type": "integer", "minimum": fact.low, "maximum": fact.high}
        case Grade() | Choice():
            members = fact.members()
            return {**about, "enum": [member.name for member in members] + [m.value for m in members if type(m.value) is int]}
        case _:  # pragma: no cover # a record takes no fact of another kind
            return about


@frozen
class _Origins(Form[FactSources]):
    """Where facts come from, by fact."""

    record: type[Facts]

    def write(self, value: FactSources) -> Plain:
        """Each by its fact."""
        return {fact: _PROVENANCE.write(origin) for fact, origin in value.pairs}

    def read(self, raw: object, at: str, reading: Reading) -> FactSources | Unread:
        """Each by its fact; null says nothing."""
        entries = FactValues(self.record).entries(raw, at, reading)
        if entries is UNREAD:
            return UNREAD
        found = {name: _PROVENANCE.read(value, within(at, name), reading) for name, value in entries.items()}
        return FactSources.of({name: origin for name, origin in found.items() if origin is not UNREAD})

    def schema(self, named: dict[str, Plain]) -> Plain:
        """An object of fact names."""
        origin = {"anyOf": [_PROVENANCE.schema(named), {"type": "null"}]}
        return {"type": "object", "properties": dict.fromkeys(self.record.vocabulary(), origin), "additionalProperties": False}


_PROVENANCE: Final = Word(Provenance)


@frozen(kw_only=True)
class _Case:
    """The parts of an assessment as they stand in plain data."""

    level: Any
    assessed_on: Any
    assessed_by: Any
    person: Any
    facts: Mapping[str, Any] | None
    fact_sources: FactSources | None


def made(record: type[R], values: Mapping[str, Any], at: str, reading: Reading) -> R | Unread:
    """The record; what it finds wrong itself is placed at the fact that it names."""
    try:
        return record(**values)
    except ContinuumError as error:
        for problem in error.problems:
            name, found, sentence = problem.partition(": ")
            path = f"facts.{name}" if name in record.vocabulary() else name
            reading.refuse(within(at, path) if found else at, sentence if found else problem)
        return UNREAD


@frozen
class CaseForm(Form[A], Generic[A]):
    """
    An assessment.

    Args:
        facts: The vocabulary.
        ladder: The ladder on which the level must be, if it is to be checked here.
    """

    facts: type[A]
    ladder: Continuum | None = None
    _shape: Shape[_Case] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Lay out the keys."""
        keys = (
            Key("level", _Place(self.ladder), default=None),
            Key("assessed_on", Day(), default=None),
            Key("assessed_by", Text("a role", longest=LONGEST_TEXT), default=None),
            Key("person", Text("an opaque key", longest=LONGEST_TEXT), default=None),
            Key("facts", FactValues(self.facts), default=None),
            Key("fact_sources", _Origins(self.facts), default=None),
        )
        inside = dict.fromkeys(self.facts.vocabulary(), "facts")
        shape = Shape("assessment", _Case, keys, (FORMAT, CASE_FORMAT), marked=False, inside=inside)
        object.__setattr__(self, "_shape", shape)

    def write(self, value: A) -> Plain:
        """What is known, by name."""
        refuse_plain_fields(type(value), Assessment)
        case = _Case(
            level=value.level,
            assessed_on=value.assessed_on,
            assessed_by=value.assessed_by,
            person=value.person,
            facts=value.known() or None,
            fact_sources=value.fact_sources if value.fact_sources.pairs else None,
        )
        return self._shape.write(case)

    def read(self, raw: object, at: str, reading: Reading) -> A | Unread:
        """The assessment, checked as any other."""
        case = self._shape.read(raw, at, reading)
        if case is UNREAD:
            return UNREAD
        values = {"level": case.level, "assessed_on": case.assessed_on, "assessed_by": case.assessed_by, "person": case.person}
        return made(self.facts, {**values, "fact_sources": case.fact_sources or FactSources(), **(case.facts or {})}, at, reading)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """An object with these properties."""
        return self._shape.schema(named)


def assessment_digest(assessment: Assessment) -> str:
    """
    The fingerprint of an assessment: of everything in it.

    It tells whether two records are the same. It hides nothing: whoever knows most of an assessment can find the rest by trying.
    """
    return digest(CaseForm(type(assessment)).write(assessment))
