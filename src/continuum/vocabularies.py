"""
Vocabularies as plain data: declared facts, and conditions over them.

What lives here: the forms of a fact, of a vocabulary and of a condition. What it may import: `forms`, `json_text`, `records`,
`facts` and the conditions. What it never does: run anything that stands in a file. Reading a vocabulary with facts of its own
builds the class that a Python author would have written; the same declaration always gives the same class.

    {"name": "Ours", "extends": "assessment", "facts": [
        {"kind": "count", "name": "craving", "label": "craving today", "low": 0, "high": 10, "unit": "points",
         "worse": "higher"}]}

A condition is an object that says what it is by its keys:

    {"fact": "craving", "op": ">=", "value": 7}          {"fact": "primary_substance", "in": ["ALCOHOL", "SEDATIVES"]}
    {"all": [...]}   {"any": [...]}   {"not": {...}}     {"at_least": 2, "of": [...]}
    {"total": ["craving", "withdrawal_risk"], "op": ">=", "value": 5}
"""

from __future__ import annotations

import json
import keyword
import linecache
from collections.abc import Callable, Mapping
from enum import Enum, IntEnum
from threading import Lock
from typing import Any, Final, TypeVar, cast
from weakref import WeakValueDictionary

from attrs import frozen

from continuum import scales
from continuum.comparisons import OPERATORS, Compare, OneOf
from continuum.conditions import MAX_DEPTH, MAX_WIDTH, AllOf, AnyOf, Condition, NOf, Not
from continuum.errors import AssessmentError, ContinuumError, DefinitionError, WireError, kind_of, listed
from continuum.facts import LONGEST_LABEL, Choice, Count, Duration, Fact, Flag, Grade
from continuum.forms import (
    MOST_PARTS,
    UNREAD,
    Form,
    Key,
    Kinds,
    Many,
    Plain,
    Reading,
    Shape,
    Text,
    Unread,
    Whole,
    YesNo,
    as_list,
    as_object,
    refuse_all,
    within,
)
from continuum.records import LONGEST_FACT_NAME, Facts
from continuum.sources import Source
from continuum.totals import Part, Total

F = TypeVar("F", bound=Facts)

MOST_FACTS: Final = 1_000
MOST_MEMBERS: Final = 64
FARTHEST: Final = 10**9
"""How far from zero a bound may lie."""

STANDARD_SCALES: Final[Mapping[str, type[Enum]]] = {
    name: kind for name, kind in vars(scales).items() if isinstance(kind, type) and issubclass(kind, Enum) and len(kind)
}

FACT_NAME: Final = Text("a fact's name", longest=LONGEST_FACT_NAME, pattern=r"[A-Za-z][A-Za-z0-9_]*")
SOURCE: Final = Shape(
    "source",
    Source,
    (
        Key("id", Text("an id")),
        Key("work", Text("a work", shortest=0), default=""),
        Key("note", Text("a note", shortest=0), default=""),
    ),
)
SOURCES: Final = Many(SOURCE)
AT_LEAST_ONE: Final = Many(SOURCE, least=1)


@frozen
class _OneWord(Form[Any]):
    """One of a few words, or numbers, that stand for themselves."""

    words: tuple[Any, ...]

    def write(self, value: Any) -> Plain:
        """As it is."""
        return value

    def read(self, raw: object, at: str, reading: Reading) -> Any:
        """As it is; true is not 1."""
        for word in self.words:
            if raw == word and type(raw) is type(word):
                return word
        shown = ", ".join("null" if word is None else str(word).lower() for word in self.words)
        return reading.refuse(at, f"expected one of {shown}; was given {kind_of(raw)}")

    def schema(self, named: dict[str, Plain]) -> Plain:  # noqa: ARG002 # it has no named parts
        """Its words."""
        return {"enum": [*self.words]}


_NUMBER: Final = Whole(-FARTHEST, FARTHEST)
_CODE: Final = Text("a short text", shortest=0, longest=64)


@frozen
class _NumberOrText(Form[Any]):
    """A whole number or a short text, as it stands."""

    def write(self, value: Any) -> Plain:
        """As it is."""
        return value

    def read(self, raw: object, at: str, reading: Reading) -> Any:
        """As it is."""
        form: Form[Any] = _CODE if isinstance(raw, str) else _NUMBER
        return form.read(raw, at, reading)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """Either."""
        return {"anyOf": [_NUMBER.schema(named), _CODE.schema(named)]}


@frozen
class _Scale(Form[type[Enum]]):
    """A scale or a list of choices: its name, and its members with their numbers; a standard one is recognized."""

    base: type[Enum]

    @property
    def _code(self) -> Form[Any]:
        """What stands for a member: a number, or for a choice a text, too."""
        return _NUMBER if self.base is IntEnum else _NumberOrText()

    def write(self, value: type[Enum]) -> Plain:
        """Name and members."""
        members = {member.name: member.value for member in value}
        if any(type(code) not in {int, str} for code in members.values()):
            raise WireError(
                (value.__name__, "this cannot be written as plain data: a member's value is no whole number and no text")
            )
        return {"name": value.__name__, "members": members}

    def read(self, raw: object, at: str, reading: Reading) -> type[Enum] | Unread:
        """The enumeration."""
        data = as_object(raw)
        if data is None:
            return reading.refuse(at, f"expected an object with the keys name, members; was given {kind_of(raw)}")
        reading.refuse_unknown(at, data, ("name", "members"), "key")
        name = FACT_NAME.read(data.get("name"), within(at, "name"), reading)
        members = self._members(data.get("members"), within(at, "members"), reading)
        if name is UNREAD or members is UNREAD:
            return UNREAD
        known = STANDARD_SCALES.get(name)
        if known is not None:
            if issubclass(known, self.base) and {one.name: one.value for one in known} == members:
                return known
            return reading.refuse(within(at, "name"), "this is the name of a standard scale with other members; give it another")
        try:
            return self._enumeration(name, members)
        except (TypeError, ValueError):
            return reading.refuse(within(at, "members"), "a member has a name that Python keeps for itself")

    def _enumeration(self, name: str, members: Mapping[str, object]) -> type[Enum]:
        """One enumeration for one scale, as long as anybody has it: versions of a vocabulary share what did not change."""
        key = json.dumps([self.base.__name__, name, [*members.items()]])
        with _BUILDING:
            found = _SCALES.get(key)
            if found is None:
                make = cast("Callable[[str, Mapping[str, object]], type[Enum]]", self.base)
                found = _SCALES[key] = make(name, members)
        return found

    def _members(self, raw: object, at: str, reading: Reading) -> dict[str, object] | Unread:
        data = as_object(raw)
        if data is None or not 2 <= len(data) <= MOST_MEMBERS:  # noqa: PLR2004 # a scale has two
            return reading.refuse(at, f"expected an object of 2 to {MOST_MEMBERS} names with their numbers")
        before, codes = reading.refused, dict[str, object]()
        for position, (name, value) in enumerate(data.items(), 1):
            read_name = FACT_NAME.read(name, f"{at}.entry {position}", reading)
            code = self._code.read(value, f"{at}.entry {position}", reading)
            codes[f"{read_name}"] = code
        if reading.refused > before:
            return UNREAD
        if len({*codes.values()}) < len(codes):
            return reading.refuse(at, "two members have the same value")
        return codes

    def schema(self, named: dict[str, Plain]) -> Plain:
        """An object of name and members."""
        members = {
            "type": "object",
            "propertyNames": FACT_NAME.schema(named),
            "additionalProperties": self._code.schema(named),
            "minProperties": 2,
            "maxProperties": MOST_MEMBERS,
        }
        properties = {"name": FACT_NAME.schema(named), "members": members}
        return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _named(kind: Callable[..., Fact[Any]]) -> Callable[..., Fact[Any]]:
    """What makes a fact of this kind under its name, as declaring it in a class would."""

    def make(*, name: str, **parts: Any) -> Fact[Any]:
        if keyword.iskeyword(name):
            raise DefinitionError(f"name: {name} is a word that Python keeps for itself; choose another name")
        made = kind(**parts)
        made.__set_name__(Facts, name)
        return made

    return make


_CLAUSE: Final = Text("a clause", shortest=0, longest=LONGEST_LABEL)
_WORSE: Final = _OneWord(("higher", "lower", None))
_COMMON: Final = (
    Key("name", FACT_NAME),
    Key("label", Text("a label", longest=LONGEST_LABEL)),
    Key("meaning", Text("a meaning", shortest=0, longest=2_000), default=""),
    Key("scope", _OneWord(("person", "level")), default="person"),
    Key("changeable", YesNo(), default=True),
    Key("ground", YesNo(), default=True),
    Key("sources", SOURCES, default=(), of="source"),
)
_BOUNDS: Final = (
    Key("low", _NUMBER),
    Key("high", _NUMBER),
    Key("unit", Text("a unit in the plural", longest=LONGEST_LABEL)),
    Key("worse", _WORSE),
)
_KINDS: Final[Mapping[type[Fact[Any]], tuple[str, tuple[Key, ...]]]] = {
    Flag: (
        "flag",
        (*_COMMON, Key("worse", _OneWord((True, False, None))), Key("yes", _CLAUSE, default=""), Key("no", _CLAUSE, default="")),
    ),
    Count: ("count", (*_COMMON, *_BOUNDS)),
    Duration: ("duration", (*_COMMON, *_BOUNDS)),
    Grade: ("grade", (*_COMMON, Key("scale", _Scale(IntEnum), of="kind"), Key("worse", _WORSE))),
    Choice: ("choice", (*_COMMON, Key("scale", _Scale(Enum), of="kind"))),
}
FACT: Final[Kinds[Fact[Any]]] = Kinds(
    tuple(Shape(f"fact-{word}", _named(kind), keys, ("kind", word)) for kind, (word, keys) in _KINDS.items()), (*_KINDS,)
)


@frozen
class _Declared:
    """A vocabulary's own facts."""

    name: str
    extends: str
    facts: tuple[Fact[Any], ...]


@frozen
class Vocabulary(Form[type[F]]):
    """
    A class of records: the word for the standard one, or an object that declares the facts added to it.

    Args:
        word: The word for the standard vocabulary.
        base: The standard vocabulary.
    """

    word: str
    base: type[F]

    @property
    def _shape(self) -> Shape[_Declared]:
        keys = (
            Key("name", FACT_NAME),
            Key("extends", _OneWord((self.word,))),
            Key("facts", Many(FACT, MOST_FACTS)),
        )
        return Shape(f"vocabulary-{self.word}", _Declared, keys)

    def write(self, value: type[F]) -> Plain:
        """The word, or the facts added."""
        refuse_plain_fields(value, self.base)
        own = tuple(fact for name, fact in value.vocabulary().items() if name not in self.base.vocabulary())
        return self.word if value is self.base else self._shape.write(_Declared(value.__name__, self.word, own))

    def read(self, raw: object, at: str, reading: Reading) -> type[F] | Unread:
        """The class; what is wrong with a declaration is told as to a Python author."""
        if raw == self.word:
            return self.base
        data = as_object(raw)
        if data is None:
            return reading.refuse(at, f'expected "{self.word}", or an object with the keys {", ".join(self._shape.names)}')
        declared = self._shape.read(data, at, reading)
        if declared is UNREAD:
            return UNREAD
        names = [fact.name for fact in declared.facts]
        if len({*names}) < len(names):
            return reading.refuse(within(at, "facts"), "two facts have the same name")
        try:
            return cast("type[F]", self._class(declared))
        except ContinuumError as error:
            refuse_all(error, at, reading)
            return UNREAD

    def _class(self, declared: _Declared) -> type[Facts]:
        """One class for one declaration, as long as anybody has it, so that what is read twice is equal."""
        key = json.dumps(self._shape.write(declared))
        with _BUILDING:
            found = _BUILT.get(key)
            if found is None:
                body: dict[str, Any] = {fact.name: fact for fact in declared.facts}
                body |= {"__annotations__": {fact.name: type(fact) for fact in declared.facts}, "__module__": __name__}
                before = {*linecache.cache}
                found = _BUILT[key] = type(declared.name, (self.base,), body)
                made = {source for source in {*linecache.cache} - before if source.startswith("<attrs generated")}
                for source in made:  # attrs would keep the source of each class for good
                    linecache.cache.pop(source, None)
        return found

    def schema(self, named: dict[str, Plain]) -> Plain:
        """The word, or an object."""
        return {"oneOf": [{"const": self.word}, self._shape.schema(named)]}


def read_vocabulary(form: Form[type[F]], raw: object, at: str, expected: type[F] | None, reading: Reading) -> type[F] | Unread:
    """The vocabulary that a document declares: its own, or the one in Python that it was written for, if the two are the same."""
    found = form.read(raw, at, reading)
    if found is UNREAD or expected is None:
        return found
    if form.write(expected) != form.write(found):
        sentence = f"declares other facts than {expected.__name__}; compare the two, or read the file's own, without facts="
        return reading.refuse(at, sentence)
    return expected


def refuse_plain_fields(kind: type[Facts], base: type[Facts]) -> None:
    """
    Refuse a record with fields that are no facts: plain data would lose them.

    Raises:
        WireError: It has some.
    """
    added = [name for name in kind.__plain_fields__ if name not in base.__plain_fields__]
    if added:
        raise WireError((kind.__name__, f"this cannot be written as plain data: {listed(added)} is no fact; declare it as one"))


_BUILT: Final[WeakValueDictionary[str, type[Facts]]] = WeakValueDictionary()
_SCALES: Final[WeakValueDictionary[str, type[Enum]]] = WeakValueDictionary()
_BUILDING: Final = Lock()


@frozen
class ConditionForm(Form[Condition]):
    """
    A condition over the facts of a vocabulary.

    Args:
        record: The vocabulary, which says what a value is.
    """

    record: type[Facts]

    def write(self, value: Condition) -> Plain:
        """By its kind."""
        return _written(value)

    def read(self, raw: object, at: str, reading: Reading) -> Condition | Unread:
        """By its keys; every part that is wrong is noted."""
        return self._read(raw, at, reading, 1)

    def _read(self, raw: object, at: str, reading: Reading, depth: int) -> Condition | Unread:
        data = as_object(raw)
        if data is None:
            return reading.refuse(at, f"expected a condition, which is an object; was given {kind_of(raw)}")
        reading.parts += 1
        if reading.parts > MOST_PARTS:
            return reading.refuse(at, f"a document has at most {MOST_PARTS} conditions and parts of conditions")
        if depth > MAX_DEPTH:
            return reading.refuse(at, f"a condition is nested at most {MAX_DEPTH} deep")
        keys = next((keys for keys in CONDITION_KEYS if all(key in data for key in keys)), None)
        if keys is None:
            shown = "; ".join(", ".join(one) for one in CONDITION_KEYS)
            return reading.refuse(at, f"expected a condition, an object with the keys of one of these: {shown}")
        before = reading.refused
        reading.refuse_unknown(at, data, keys, "key")
        made = self._made(keys, data, at, reading, depth)
        return UNREAD if reading.refused > before else made

    def _made(
        self, keys: tuple[str, ...], data: Mapping[Any, object], at: str, reading: Reading, depth: int
    ) -> Condition | Unread:
        """The condition, made by its own constructor, which checks it."""
        try:
            match keys[0]:
                case "fact":
                    return self._comparison(data, at, reading)
                case "total":
                    return self._total(data, at, reading)
                case "not":
                    term = self._read(data["not"], within(at, "not"), reading, depth + 1)
                    return UNREAD if term is UNREAD else Not(term)
                case _:
                    return self._group(keys, data, at, reading, depth)
        except ContinuumError as error:
            refuse_all(error, at, reading)
            return UNREAD

    def _group(
        self, keys: tuple[str, ...], data: Mapping[Any, object], at: str, reading: Reading, depth: int
    ) -> Condition | Unread:
        key = keys[-1]
        items = as_list(data[key], MAX_WIDTH)
        if items is None:
            return reading.refuse(within(at, key), f"expected a list of at most {MAX_WIDTH} conditions")
        found = [self._read(item, f"{within(at, key)}[{number}]", reading, depth + 1) for number, item in enumerate(items)]
        terms = [term for term in found if term is not UNREAD]
        if len(terms) < len(found):
            return UNREAD
        if key != "of":
            return AllOf(terms) if key == "all" else AnyOf(terms)
        number = Whole(1, MAX_WIDTH).read(data["at_least"], within(at, "at_least"), reading)
        return UNREAD if number is UNREAD else NOf(terms, n=number)

    def _fact(self, raw: object, at: str, reading: Reading) -> Fact[Any] | Unread:
        if isinstance(raw, str) and raw in self.record.vocabulary():
            return self.record.vocabulary()[raw]
        return reading.refuse(at, f"there is no such fact in the vocabulary{reading.hint(raw, self.record.vocabulary())}")

    def _comparison(self, data: Mapping[Any, object], at: str, reading: Reading) -> Condition | Unread:
        fact = self._fact(data["fact"], within(at, "fact"), reading)
        if fact is UNREAD:
            return UNREAD
        if "in" in data:
            items = as_list(data["in"], MAX_WIDTH)
            if items is None:
                return reading.refuse(within(at, "in"), f"expected a list of at most {MAX_WIDTH} values")
            found = [read_value(fact, item, f"{within(at, 'in')}[{number}]", reading) for number, item in enumerate(items)]
            return UNREAD if any(value is UNREAD for value in found) else OneOf(fact.name, tuple(dict.fromkeys(found)))
        op = _OPERATOR.read(data["op"], within(at, "op"), reading)
        value = read_value(fact, data["value"], within(at, "value"), reading)
        return UNREAD if op is UNREAD or value is UNREAD else Compare(fact.name, op, value)

    def _total(self, data: Mapping[Any, object], at: str, reading: Reading) -> Condition | Unread:
        names = as_list(data["total"], MAX_WIDTH)
        if names is None:
            return reading.refuse(within(at, "total"), f"expected a list of at most {MAX_WIDTH} facts")
        facts = [self._fact(name, f"{within(at, 'total')}[{number}]", reading) for number, name in enumerate(names)]
        parts: list[Part] = []
        for number, fact in enumerate(facts):
            if fact is UNREAD:
                continue
            if fact.bounds is None:
                reading.refuse(f"{within(at, 'total')}[{number}]", "cannot be added up: a total takes grades and counts")
            else:
                parts.append(Part(fact.name, *fact.bounds))
        op = _OPERATOR.read(data["op"], within(at, "op"), reading)
        value = Whole(-MAX_WIDTH * FARTHEST, MAX_WIDTH * FARTHEST).read(data["value"], within(at, "value"), reading)
        return UNREAD if op is UNREAD or value is UNREAD or len(parts) < len(facts) else Total(parts, op, value)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """One of seven objects; the parts of a group are conditions again."""
        if "condition" not in named:
            named["condition"] = {"oneOf": [_object(keys, named) for keys in CONDITION_KEYS]}
        return {"$ref": "#/$defs/condition"}


CONDITION_KEYS: Final = (
    ("fact", "op", "value"),
    ("fact", "in"),
    ("all",),
    ("any",),
    ("not",),
    ("at_least", "of"),
    ("total", "op", "value"),
)
"""What an object has to have to be a condition of each kind."""

_OPERATOR: Final = _OneWord((*OPERATORS,))


def read_value(fact: Fact[Any], raw: object, at: str, reading: Reading) -> Any:
    """A fact's value, as its kind reads it."""
    try:
        return fact.read(raw)
    except AssessmentError as error:
        return reading.refuse(at, error.problems[0].split(": ", maxsplit=1)[1])


def _written(when: Condition) -> Plain:
    written: Plain = None
    match when:
        case Compare():
            written = {"fact": when.fact, "op": when.op, "value": plain_value(when.value)}
        case OneOf():
            written = {"fact": when.fact, "in": [plain_value(value) for value in when.values]}
        case AllOf() | AnyOf() | NOf():
            written = _written_group(when)
        case Not():
            written = {"not": _written(when.term)}
        case Total():
            written = {"total": [part.fact for part in when.summands], "op": when.op, "value": when.value}
        case _:
            raise WireError(
                (type(when).__name__, "this cannot be written as plain data: it is a condition of a class of its own")
            )
    return written


def _written_group(when: AllOf | AnyOf | NOf) -> Plain:
    terms = [_written(term) for term in when.terms]
    if isinstance(when, NOf):
        return {"at_least": when.n, "of": terms}
    return {"all" if isinstance(when, AllOf) else "any": terms}


def plain_value(value: object) -> Plain:
    """A fact's value as plain data: a member by its name, anything else as it is."""
    return value.name if isinstance(value, Enum) else value


def _object(keys: tuple[str, ...], named: dict[str, Plain]) -> Plain:
    several = {"type": "array", "items": {"$ref": "#/$defs/condition"}, "minItems": 1, "maxItems": MAX_WIDTH}
    value = {"type": ["string", "integer", "boolean"]}
    forms: dict[str, Plain] = {
        "fact": FACT_NAME.schema(named),
        "op": _OPERATOR.schema(named),
        "value": {"type": "integer"} if keys[0] == "total" else value,
        "in": {"type": "array", "items": value, "minItems": 1, "maxItems": MAX_WIDTH},
        "all": several,
        "any": several,
        "of": several,
        "not": {"$ref": "#/$defs/condition"},
        "at_least": {"type": "integer", "minimum": 1, "maximum": MAX_WIDTH},
        "total": {"type": "array", "items": FACT_NAME.schema(named), "minItems": 1, "maxItems": MAX_WIDTH},
    }
    properties = {key: forms[key] for key in keys}
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}
