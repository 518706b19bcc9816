"""
Forms: how a kind of value stands in plain data.

What lives here: `Form` and its kinds. A form is one description with three uses: it *writes* a value as plain data, it *reads*
plain data strictly and collects everything that is wrong with it, each with its path, and it *describes* itself as JSON Schema.
So what is written, what is read and what the schema says cannot drift apart. What it may import: `errors`. What it never does:
know a rule or a person, guess, convert, or show a value in an error.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, Generic, Literal, TypeVar, cast

from attrs import field, frozen

from continuum.errors import ContinuumError, WireError, did_you_mean, kind_of, shown_name

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

Plain = Any
"""What JSON can hold: objects, lists, texts, numbers, true, false and null."""

FORMAT: Final = "format"
"""The key under which a document says what it is."""
MOST_PROBLEMS: Final = 50
MOST_PARTS: Final = 30_000
"""How many conditions, and parts of conditions, a document may have: more than fit into its text."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{6})?(Z|[+-][0-9]{2}:[0-5][0-9])")
"""A time with its zone; Python and RFC 3339 agree on these."""


class _Unread(Enum):
    UNREAD = 0


UNREAD: Final = _Unread.UNREAD
"""What a form gives in the place of a value that it has refused."""
Unread = Literal[_Unread.UNREAD]

NOTHING_INSIDE: Final[Mapping[str, str]] = MappingProxyType({})
"""There is nothing that stands one deeper."""


class Reading:
    """One reading of plain data: what was refused so far, and where."""

    def __init__(self, what: str) -> None:
        """Begin; `what` names the whole, where no path does."""
        self.what = what
        self.problems: list[tuple[str, str]] = []
        self.left_out = 0
        self.parts = 0

    @property
    def refused(self) -> int:
        """How many problems there are."""
        return len(self.problems) + self.left_out

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that no more of it is told."""
        return len(self.problems) >= 4 * MOST_PROBLEMS

    def refuse(self, at: str, sentence: str) -> Unread:
        """Note what is wrong, where; of very many problems only the number."""
        if self.is_full:
            self.left_out += 1
        else:
            self.problems.append((at or self.what, sentence))
        return UNREAD

    def hint(self, given: object, known: Iterable[str]) -> str:
        """The nearest valid name, for the first problems: to look for it takes time."""
        return "" if self.refused >= MOST_PROBLEMS else did_you_mean(given, known)

    def refuse_unknown(
        self, at: str, names: Iterable[object], known: tuple[str, ...], what: str, inside: Mapping[str, str] = NOTHING_INSIDE
    ) -> None:
        """
        Refuse names that are not known; one is shown only if it resembles a known one: a key may hold anything.

        Args:
            at: Where they stand.
            names: What is given.
            known: What may be given.
            what: What they are names of.
            inside: Names that stand one deeper, with the key under which they do.
        """
        unknown = [(number, name) for number, name in enumerate(names, 1) if name not in known]
        for number, name in unknown[:MOST_PROBLEMS]:
            if self.refused >= MOST_PROBLEMS:
                self.refuse(within(at, f"entry {number}"), f"there is no such {what}")
            elif isinstance(name, str) and name in inside:
                self.refuse(within(at, name), f'there is no such {what} here; it belongs under "{inside[name]}"')
            else:
                hint = did_you_mean(name, known) or ", nor one of a similar name"
                self.refuse(within(at, shown_name(name, known, number)), f"there is no such {what}{hint}")
        if len(unknown) > MOST_PROBLEMS:
            self.refuse(at, f"{len(unknown) - MOST_PROBLEMS} more names that are no {what}")

    def finish(self, value: T | Unread) -> T:
        """
        The value, if nothing was refused.

        Raises:
            WireError: Everything that was refused.
        """
        if self.left_out:
            self.problems.append((self.what, f"{self.left_out} more problems"))
        if self.problems:
            raise WireError(*self.problems)
        return cast("T", value)


def as_object(raw: object) -> Mapping[Any, object] | None:
    """Plain data, if it is an object."""
    return cast("Mapping[Any, object]", raw) if isinstance(raw, Mapping) else None


def as_list(raw: object, most: int) -> Sequence[object] | None:
    """Plain data, if it is a list with at most so many entries."""
    items = cast("Sequence[object]", raw) if isinstance(raw, list | tuple) else None
    return None if items is None or len(items) > most else items


def given_list(raw: object) -> str:
    """What was given instead of a list, or of one so long."""
    return f"a list of {len(cast('Sequence[object]', raw))}" if isinstance(raw, list | tuple) else kind_of(raw)


def refuse_all(error: ContinuumError, at: str, reading: Reading, names: Iterable[str] = ()) -> None:
    """Note everything that a value found wrong with itself, each under the key of which it speaks."""
    for problem in error.problems:
        name, found, sentence = problem.partition(": ")
        placed = bool(found) and name in names
        reading.refuse(within(at, name) if placed else at, sentence if placed else problem)


def within(at: str, key: str) -> str:
    """The path of a key inside an object: `facts.weeks_stable`."""
    return f"{at}.{key}" if at else key


class Form(ABC, Generic[T]):
    """How one kind of value stands in plain data."""

    __slots__ = ()

    @abstractmethod
    def write(self, value: T) -> Plain:
        """The value as plain data."""

    @abstractmethod
    def read(self, raw: object, at: str, reading: Reading) -> T | Unread:
        """The value that plain data stands for; what is wrong is noted under its path."""

    @abstractmethod
    def schema(self, named: dict[str, Plain]) -> Plain:
        """What it looks like, as JSON Schema (2020-12); parts with a name of their own are added to `named`."""


@frozen
class Text(Form[str]):
    """
    A text, on one line unless several are said.

    Args:
        expected: What is expected, for messages, such as `a role`.
        longest: How many characters at most.
        shortest: How many at least.
        pattern: What the whole text has to match, if not just any.
        lines: Whether it may have several lines.
    """

    expected: str = "a text"
    longest: int = field(default=500, kw_only=True)
    shortest: int = field(default=1, kw_only=True)
    pattern: str = field(default="", kw_only=True)
    lines: bool = field(default=False, kw_only=True)

    def write(self, value: str) -> Plain:
        """As it is."""
        return value

    def read(self, raw: object, at: str, reading: Reading) -> str | Unread:
        """As it is, if it is short, printable and of the right pattern."""
        if isinstance(raw, str) and self._fits(raw):
            return raw
        matching = f", matching {self.pattern}" if self.pattern else ""
        given = "" if isinstance(raw, str) else f"; was given {kind_of(raw)}"
        bounds = f"of {self.shortest} to {self.longest} printable characters"
        return reading.refuse(at, f"expected {self.expected} {bounds}{matching}{given}")

    def _fits(self, text: str) -> bool:
        printable = ("".join(text.split()) if self.lines else text).isprintable()
        fits = self.shortest <= len(text) <= self.longest and bool(text.strip() or not self.shortest)
        return printable and fits and (not self.pattern or re.fullmatch(self.pattern, text) is not None)

    def schema(self, named: dict[str, Plain]) -> Plain:  # noqa: ARG002 # it has no named parts
        """A string with its bounds."""
        found: dict[str, Plain] = {"type": "string", "minLength": self.shortest, "maxLength": self.longest}
        pattern = f"^(?:{self.pattern})$" if self.pattern else r"\S" if self.shortest else ""
        return found | ({"pattern": pattern} if pattern else {})


@frozen
class YesNo(Form[bool]):
    """True or false, and nothing that merely looks like it."""

    def write(self, value: bool) -> Plain:  # noqa: FBT001 # the value is the argument
        """As it is."""
        return value

    def read(self, raw: object, at: str, reading: Reading) -> bool | Unread:
        """As it is."""
        return raw if isinstance(raw, bool) else reading.refuse(at, f"expected true or false; was given {kind_of(raw)}")

    def schema(self, named: dict[str, Plain]) -> Plain:  # noqa: ARG002 # it has no named parts
        """A boolean."""
        return {"type": "boolean"}


@frozen
class Whole(Form[int]):
    """A whole number within bounds."""

    low: int
    high: int

    def write(self, value: int) -> Plain:
        """As it is."""
        return value

    def read(self, raw: object, at: str, reading: Reading) -> int | Unread:
        """As it is; true is no number, and neither is 2.0."""
        if type(raw) is int and self.low <= raw <= self.high:
            return raw
        outside = "a whole number outside these bounds" if type(raw) is int else kind_of(raw)
        return reading.refuse(at, f"expected a whole number from {self.low} to {self.high}; was given {outside}")

    def schema(self, named: dict[str, Plain]) -> Plain:  # noqa: ARG002 # it has no named parts
        """An integer with its bounds."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@frozen
class Day(Form[date]):
    """A day of the calendar: `2026-11-02`."""

    def write(self, value: date) -> Plain:
        """Year, month and day."""
        return value.isoformat()

    def read(self, raw: object, at: str, reading: Reading) -> date | Unread:
        """Year, month and day, and no other notation."""
        if not isinstance(raw, str) or not _DAY.fullmatch(raw):
            return reading.refuse(at, f'expected a date such as "2026-11-02" or null; was given {kind_of(raw)}')
        try:
            return date.fromisoformat(raw)
        except ValueError:
            return reading.refuse(at, "there is no such day in the calendar")

    def schema(self, named: dict[str, Plain]) -> Plain:  # noqa: ARG002 # it has no named parts
        """A string in the format of a date."""
        return {"type": "string", "format": "date", "pattern": f"^{_DAY.pattern}$"}


@frozen
class Moment(Form[datetime]):
    """A time with its zone, as RFC 3339 has it: `2026-11-02T10:00:00+00:00`, or with a `Z`."""

    def write(self, value: datetime) -> Plain:
        """With its zone in numbers."""
        return value.isoformat()

    def read(self, raw: object, at: str, reading: Reading) -> datetime | Unread:
        """The time; without a zone it is none."""
        if not isinstance(raw, str) or not MOMENT.fullmatch(raw):
            given = "" if isinstance(raw, str) else f"; was given {kind_of(raw)}"
            return reading.refuse(at, f'expected a time with its zone, such as "2026-11-02T10:00:00+00:00"{given}')
        try:
            return datetime.fromisoformat(raw)
        except ValueError:
            return reading.refuse(at, "there is no such time")

    def schema(self, named: dict[str, Plain]) -> Plain:  # noqa: ARG002 # it has no named parts
        """A string in the format of a time."""
        return {"type": "string", "format": "date-time", "pattern": f"^{MOMENT.pattern}$"}


@frozen
class Word(Form[E]):
    """One of an enumeration: by its value where that is a code of its own, else by its name in lower case."""

    kind: type[E]

    @property
    def words(self) -> dict[str, E]:
        """The words and what they stand for."""
        return {one.value if isinstance(one, str) else one.name.lower().replace("_", "-"): one for one in self.kind}

    def write(self, value: E) -> Plain:
        """Its word."""
        return next(word for word, one in self.words.items() if one is value)

    def read(self, raw: object, at: str, reading: Reading) -> E | Unread:
        """What the word stands for; the nearest word is named, never taken."""
        if isinstance(raw, str) and raw in self.words:
            return self.words[raw]
        hint = reading.hint(raw, self.words)
        return reading.refuse(at, f"expected one of {', '.join(self.words)}; was given {kind_of(raw)}{hint}")

    def schema(self, named: dict[str, Plain]) -> Plain:  # noqa: ARG002 # it has no named parts
        """Its words."""
        return {"enum": [*self.words]}


@frozen
class Many(Form[tuple[T, ...]]):
    """A list, each of one form; at most so many, and at least so many (which the value itself checks)."""

    each: Form[T]
    most: int = 1_000
    least: int = 0

    def write(self, value: tuple[T, ...]) -> Plain:
        """Each in turn."""
        return [self.each.write(one) for one in value]

    def read(self, raw: object, at: str, reading: Reading) -> tuple[T, ...] | Unread:
        """Each in turn; all that are wrong are noted."""
        items = as_list(raw, self.most)
        if items is None:
            return reading.refuse(at, f"expected a list of at most {self.most}; was given {given_list(raw)}")
        found = [self.each.read(item, f"{at}[{number}]", reading) for number, item in enumerate(items)]
        return UNREAD if any(one is UNREAD for one in found) else tuple(cast("list[T]", found))

    def schema(self, named: dict[str, Plain]) -> Plain:
        """An array."""
        return {"type": "array", "items": self.each.schema(named), "minItems": self.least, "maxItems": self.most}


class _Needed(Enum):
    NEEDED = 0


NEEDED: Final = _Needed.NEEDED
"""In the place of a default: the key has to be there."""


@frozen
class Key:
    """
    One key of an object.

    Args:
        name: What it is called in plain data.
        form: The form of its value.
        default: What stands for it where it is left out; where that is `None`, null says the same.
        of: The attribute and argument that it stands for, where that has another name.
        always: Whether it is written even where that says what leaving it out would say.
    """

    name: str
    form: Form[Any]
    default: object = NEEDED
    of: str = ""
    always: bool = False

    @property
    def attribute(self) -> str:
        """The attribute and argument that it stands for."""
        return self.of or self.name


@frozen
class Shape(Form[T]):
    """
    An object with these keys and no other.

    Args:
        name: What it is called in a schema.
        make: What makes the value, called with the attributes.
        keys: Its keys, in the order in which they are written.
        mark: A key with a fixed value that says what it is, such as `("kind", "hold")`.
        marked: Whether the mark has to be there; it is always written.
        inside: Names that readers look for here and that stand one deeper, with the key under which they do.
    """

    name: str
    make: Callable[..., T]
    keys: tuple[Key, ...]
    mark: tuple[str, str] | None = None
    marked: bool = True
    inside: Mapping[str, str] = NOTHING_INSIDE

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that it may have."""
        return (*((self.mark[0],) if self.mark else ()), *(key.name for key in self.keys))

    def write(self, value: T) -> Plain:
        """Its keys; what is as it would be without being said is left out, unless it always has to be said."""
        written: dict[str, Plain] = dict([self.mark]) if self.mark else {}
        for key in self.keys:
            part: Any = getattr(value, key.attribute)
            if key.always or key.default is NEEDED or (part is not key.default and part != key.default):
                written[key.name] = key.form.write(part)
        return written

    def read(self, raw: object, at: str, reading: Reading) -> T | Unread:
        """What its keys stand for, if every one of them can be read."""
        data = as_object(raw)
        if data is None:
            return reading.refuse(at, f"expected an object with the keys {', '.join(self.names)}; was given {kind_of(raw)}")
        before = reading.refused
        if self.mark is not None and not self._is_marked(data):
            return reading.refuse(within(at, self.mark[0]), f'expected "{self.mark[1]}"')
        reading.refuse_unknown(at, data, self.names, "key", self.inside)
        found = {key.attribute: self._read_key(key, data, at, reading) for key in self.keys}
        if reading.refused > before:
            return UNREAD
        try:
            return self.make(**found)
        except ContinuumError as error:
            refuse_all(error, at, reading, self.names)
            return UNREAD

    def _is_marked(self, data: Mapping[Any, object]) -> bool:
        """Whether it says that it is what is expected here; if not, nothing else that it says can be understood."""
        key, word = self.mark or ("", "")
        return data.get(key) == word or (not self.marked and data.get(key) is None)

    @staticmethod
    def _read_key(key: Key, data: Mapping[Any, object], at: str, reading: Reading) -> object:
        if key.name not in data or (key.default is None and data[key.name] is None):
            return key.default if key.default is not NEEDED else reading.refuse(at, f"the key {key.name} is missing")
        return key.form.read(data[key.name], within(at, key.name), reading)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """An object with these properties and no other, under its name."""
        if self.name not in named:
            named[self.name] = {}
            mark: Plain = {"const": self.mark[1]} if self.mark and self.marked else {"enum": [self.mark and self.mark[1], None]}
            properties: dict[str, Plain] = {self.mark[0]: mark} if self.mark else {}
            properties |= {key.name: _or_null(key.form.schema(named), key.default) for key in self.keys}
            needed = [self.mark[0]] if self.mark and self.marked else []
            named[self.name] = {
                "type": "object",
                "properties": properties,
                "required": needed + [key.name for key in self.keys if key.default is NEEDED],
                "additionalProperties": False,
            }
        return {"$ref": f"#/$defs/{self.name}"}


def _or_null(schema: Plain, default: object) -> Plain:
    return {"anyOf": [schema, {"type": "null"}]} if default is None else schema


@frozen
class Kinds(Form[T]):
    """One of several shapes, told by their mark, such as the kinds of a rule."""

    shapes: tuple[Shape[Any], ...]
    types: tuple[type, ...]

    @property
    def _key(self) -> str:
        return next(shape.mark[0] for shape in self.shapes if shape.mark)

    @property
    def _by_word(self) -> dict[str, Shape[Any]]:
        return {shape.mark[1]: shape for shape in self.shapes if shape.mark}

    def write(self, value: T) -> Plain:
        """In the shape of its type."""
        return self.shapes[self.types.index(type(value))].write(value)

    def read(self, raw: object, at: str, reading: Reading) -> T | Unread:
        """In the shape that its mark names."""
        data = as_object(raw)
        if data is None:
            return reading.refuse(at, f"expected an object with the key {self._key}; was given {kind_of(raw)}")
        word = data.get(self._key)
        if isinstance(word, str) and word in self._by_word:
            return self._by_word[word].read(data, at, reading)
        hint = reading.hint(word, self._by_word)
        return reading.refuse(within(at, self._key), f"expected one of {', '.join(self._by_word)}{hint}")

    def schema(self, named: dict[str, Plain]) -> Plain:
        """Exactly one of them."""
        return {"oneOf": [shape.schema(named) for shape in self.shapes]}


@frozen
class Settled(Form[T]):
    """A part that was read before the others, because it says how they are read."""

    form: Form[T]
    value: T

    def write(self, value: T) -> Plain:
        """In its form."""
        return self.form.write(value)

    def read(self, raw: object, at: str, reading: Reading) -> T:  # noqa: ARG002 # it has been read
        """What was read before."""
        return self.value

    def schema(self, named: dict[str, Plain]) -> Plain:
        """That of its form."""
        return self.form.schema(named)


def document(form: Form[Any], title: str, identity: str) -> dict[str, Plain]:
    """The JSON Schema (2020-12) of a form, as a document of its own."""
    named: dict[str, Plain] = {}
    found = form.schema(named)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": identity, "title": title}
    return {**head, **found, **({"$defs": named} if named else {})}
