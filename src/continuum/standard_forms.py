"""
Programs and standards as plain data.

What lives here: their forms. What it may import: `cases`, `standards`, `vocabularies` and below. What it never does: judge a
program.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Generic, TypeVar

from attrs import field, frozen

from continuum.assessment import Assessment
from continuum.cases import FactValues, made
from continuum.definitions import ID, LEVEL_NAME, LINE, STATUS
from continuum.errors import WireError
from continuum.forms import FORMAT, UNREAD, Form, Key, Many, Plain, Reading, Settled, Shape, Text, Unread, Word, as_object, within
from continuum.programs import LONGEST_NAME, Program
from continuum.records import Facts
from continuum.standards import MOST_REQUIREMENTS, Requirement, Standard, Weight
from continuum.vocabularies import AT_LEAST_ONE, ConditionForm, Vocabulary, read_vocabulary, refuse_plain_fields

P = TypeVar("P", bound=Program)

PROGRAM_FORMAT: Final = "continuum/program/1"
STANDARD_FORMAT: Final = "continuum/standard/1"
_PROGRAM: Final = Vocabulary("program", Program)
_ASSESSMENT: Final = Vocabulary("assessment", Assessment)


@frozen(kw_only=True)
class _Description:
    """The parts of a program as they stand in plain data."""

    name: Any
    facts: Mapping[str, Any] | None


@frozen
class ProgramForm(Form[P], Generic[P]):
    """
    What is known of a program.

    Args:
        facts: The vocabulary: `Program` or a subclass.
    """

    facts: type[P]
    _shape: Shape[_Description] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Lay out the keys."""
        keys = (
            Key("name", Text("a name", longest=LONGEST_NAME), default=None),
            Key("facts", FactValues(self.facts), default=None),
        )
        object.__setattr__(self, "_shape", Shape("program", _Description, keys, (FORMAT, PROGRAM_FORMAT), marked=False))

    def write(self, value: P) -> Plain:
        """What is known, by name."""
        refuse_plain_fields(type(value), Program)
        return self._shape.write(_Description(name=value.name, facts=value.known() or None))

    def read(self, raw: object, at: str, reading: Reading) -> P | Unread:
        """The program, checked as any other."""
        description = self._shape.read(raw, at, reading)
        if description is UNREAD:
            return UNREAD
        return made(self.facts, {"name": description.name, **(description.facts or {})}, at, reading)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """An object with these properties."""
        return self._shape.schema(named)


@frozen
class _Record(Form[type[Facts]]):
    """The kind of record that a standard judges."""

    def write(self, value: type[Facts]) -> Plain:
        """As a vocabulary of programs, or of assessments; a standard for other records stays in Python."""
        if issubclass(value, Program):
            return _PROGRAM.write(value)
        if not issubclass(value, Assessment):
            raise WireError((value.__name__, "this cannot be written as plain data: it is neither a Program nor an Assessment"))
        return _ASSESSMENT.write(value)

    def read(self, raw: object, at: str, reading: Reading) -> type[Facts] | Unread:
        """As a vocabulary of programs, or of assessments."""
        data = as_object(raw)
        extends = raw if data is None else data.get("extends")
        return _ASSESSMENT.read(raw, at, reading) if extends == "assessment" else _PROGRAM.read(raw, at, reading)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """Either."""
        return {"anyOf": [_PROGRAM.schema(named), _ASSESSMENT.schema(named)]}


_RECORD: Final = _Record()


def _standard_over(record: type[Facts]) -> Shape[Standard]:
    """The keys of a standard for records of this kind."""
    requirement = (
        Key("id", ID),
        Key("when", ConditionForm(record)),
        Key("text", LINE),
        Key("ask", LINE),
        Key("weight", Word(Weight)),
        Key("for_need", Text("the id of a need", shortest=0, longest=64), default=""),
        Key("sources", AT_LEAST_ONE),
    )
    keys = (
        Key("id", ID),
        Key("version", LINE),
        Key("title", LINE),
        STATUS,
        Key("record", Settled(_RECORD, record)),
        Key("levels", Many(LEVEL_NAME), default=()),
        Key("for_later", Many(ID), default=()),
        Key("requirements", Many(Shape("requirement", Requirement, requirement), MOST_REQUIREMENTS, 1)),
    )
    return Shape("standard", Standard, keys, (FORMAT, STANDARD_FORMAT))


@frozen
class StandardForm(Form[Standard]):
    """
    A standard, with the kind of record that it judges.

    Args:
        facts: The kind of record in Python for which the file has to be written; without one, the file's own is built.
    """

    facts: type[Facts] | None = None

    def write(self, value: Standard) -> Plain:
        """Everything that it was built from."""
        return _standard_over(value.record).write(value)

    def read(self, raw: object, at: str, reading: Reading) -> Standard | Unread:
        """The kind of record first, since it says what the conditions mean; then the rest, checked together."""
        data = as_object(raw)
        if data is None or "record" not in data:
            return _standard_over(Program).read(raw, at, reading)
        record = read_vocabulary(_RECORD, data["record"], within(at, "record"), self.facts, reading)
        return UNREAD if record is UNREAD else _standard_over(record).read(raw, at, reading)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """An object with these properties."""
        return _standard_over(Program).schema(named)
