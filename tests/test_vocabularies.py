"""Vocabularies as plain data: facts of every kind, scales, classes built from a declaration, and conditions over their facts."""

from __future__ import annotations

import json
import linecache
import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from difflib import get_close_matches
from enum import Enum, IntEnum, StrEnum
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from continuum import (
    NOT_IN_CARE,
    Assessment,
    AssessmentError,
    Choice,
    Condition,
    Count,
    Fact,
    Flag,
    Grade,
    Risk,
    Source,
    Substance,
    n_of,
    total,
)
from continuum.comparisons import OneOf
from continuum.conditions import MAX_DEPTH, MAX_NODES, MAX_WIDTH, AllOf, AnyOf, Not, Polarity, Reach
from continuum.errors import WireError, kind_of
from continuum.forms import MOST_PARTS, MOST_PROBLEMS, UNREAD, Form, Key, Reading, Shape, document
from continuum.library import stepdown
from continuum.programs import Program
from continuum.vocabularies import (
    CONDITION_KEYS,
    FACT,
    FARTHEST,
    MOST_FACTS,
    MOST_MEMBERS,
    STANDARD_SCALES,
    ConditionForm,
    Vocabulary,
    _NumberOrText,
    plain_value,
)
from continuum.wire import write
from tests.documents import Craving, Ours, Shift, conditions
from tests.laws import worlds

VOCABULARY = Vocabulary("assessment", Assessment)
PROGRAMS = Vocabulary("program", Program)


def read(form: Form[Any], raw: object) -> Any:
    reading = Reading("the whole")
    return reading.finish(form.read(raw, "", reading))


def refused(form: Form[Any], raw: object) -> tuple[tuple[str, str], ...]:
    with pytest.raises(WireError) as caught:
        read(form, raw)
    return caught.value.pairs


def flag(name: object, **parts: Any) -> dict[str, Any]:
    return {"kind": "flag", "name": name, "label": "a label", "worse": True, **parts}


def grade(members: object, name: object = "Own", **parts: Any) -> dict[str, Any]:
    return {"kind": "grade", "name": "own", "label": "own", "scale": {"name": name, "members": members}, "worse": None, **parts}


def declared(*facts: object, name: str = "Own") -> dict[str, Any]:
    return {"name": name, "extends": "assessment", "facts": [*facts]}


# Facts.

OURS: dict[str, dict[str, Any]] = {
    "craving": {
        "kind": "grade",
        "name": "craving",
        "label": "craving today",
        "meaning": "How strong it is. Zq7xJv 48151623",
        "sources": [{"id": "F0-1", "work": "a work Zq7xJv 48151623", "note": "a note Zq7xJv 48151623"}],
        "scale": {"name": "Craving", "members": {"NONE": 0, "SOME": 2, "MUCH": 5}},
        "worse": "higher",
    },
    "strain": {
        "kind": "count",
        "name": "strain",
        "label": "strain",
        "low": 0,
        "high": 99_999_999,
        "unit": "points",
        "worse": "higher",
    },
    "doing": {
        "kind": "count",
        "name": "doing",
        "label": "doing well",
        "scope": "level",
        "low": 0,
        "high": 10,
        "unit": "points",
        "worse": "lower",
    },
    "booked": {
        "kind": "flag",
        "name": "booked",
        "label": "appointment",
        "scope": "level",
        "worse": False,
        "yes": "it is booked",
        "no": "nothing is booked",
    },
    "nights": {
        "kind": "duration",
        "name": "nights",
        "label": "nights here",
        "scope": "level",
        "low": 0,
        "high": 99_999_999,
        "unit": "nights",
        "worse": None,
    },
    "shift": {
        "kind": "choice",
        "name": "shift",
        "label": "shift at work",
        "changeable": False,
        "ground": False,
        "scale": {"name": "Shift", "members": {"DAY": "d", "NIGHT": 7}},
    },
}


@pytest.mark.parametrize("name", OURS)
def test_a_fact_of_each_kind(name: str) -> None:
    """Each kind of fact is written with what is not as usual, in order, and is read again as it was."""
    fact = Ours.vocabulary()[name]
    assert [*FACT.write(fact).items()] == [*OURS[name].items()]
    again: Fact[Any] = read(FACT, OURS[name])
    assert (type(again), again.name) == (type(fact), name)
    assert FACT.write(again) == OURS[name]
    assert (again.label, again.meaning, again.scope, again.changeable, again.ground, again.source) == (
        (fact.label, fact.meaning, fact.scope, fact.changeable, fact.ground, fact.source)
    )
    assert (again.higher_is_worse, again.bounds, again.is_time) == (fact.higher_is_worse, fact.bounds, fact.is_time)
    assert again.expected_plain() == fact.expected_plain()


@pytest.mark.parametrize("base", [Assessment, Program])
def test_every_standard_fact_is_written_and_read(base: type[Assessment | Program]) -> None:
    """Each fact of the standard vocabularies is written, as the schema says, and read again as it was."""
    validator = Draft202012Validator(document(FACT, "A fact", "urn:fact:1"))
    for name, fact in base.vocabulary().items():
        written = FACT.write(fact)
        assert validator.is_valid(written)
        again: Any = read(FACT, json.loads(json.dumps(written)))
        assert (again.name, FACT.write(again)) == (name, written)
        if isinstance(fact, Grade | Choice):
            assert again.kind is fact.kind


SAID = "printable characters"
NAME = "expected a fact's name of 1 to 48 printable characters, matching [A-Za-z][A-Za-z0-9_]*"
COUNT = {"kind": "count", "name": "a", "label": "b", "low": 0, "high": 9, "unit": "units", "worse": None}
KINDS = "expected one of flag, count, duration, grade, choice"


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        (None, [("", "expected an object with the key kind; was given nothing")]),
        ({"kind": "grades"}, [("kind", f"{KINDS}; did you mean 'grade'?")]),
        ({"kind": 1}, [("kind", KINDS)]),
        (flag("a", worse="higher"), [("worse", "expected one of true, false, null; was given text")]),
        (flag("a", worse=1), [("worse", "expected one of true, false, null; was given a whole number")]),
        (flag("a", worse=0), [("worse", "expected one of true, false, null; was given a whole number")]),
        ({"kind": "flag", "name": "a", "label": "b"}, [("", "the key worse is missing")]),
        (flag("a", label=""), [("label", f"expected a label of 1 to 120 {SAID}")]),
        (flag("a", label="x" * 121), [("label", f"expected a label of 1 to 120 {SAID}")]),
        (flag("a", label="a\u202eb"), [("label", f"expected a label of 1 to 120 {SAID}")]),
        (flag("a", label=None), [("label", f"expected a label of 1 to 120 {SAID}; was given nothing")]),
        (flag("a", meaning="a\nb"), [("meaning", f"expected a meaning of 0 to 2000 {SAID}")]),
        (flag("a", meaning=None), [("meaning", f"expected a meaning of 0 to 2000 {SAID}; was given nothing")]),
        (flag("a", yes="x" * 121), [("yes", f"expected a clause of 0 to 120 {SAID}")]),
        (flag("a", yes=" "), [("", "fact 'a label': yes and no are clauses of at most 120 printable characters")]),
        (flag("a", no=False), [("no", f"expected a clause of 0 to 120 {SAID}; was given a true/false value")]),
        (flag("a", scope="stay"), [("scope", "expected one of person, level; was given text")]),
        (flag("a", changeable=0), [("changeable", "expected true or false; was given a whole number")]),
        (flag("a", ground="yes"), [("ground", "expected true or false; was given text")]),
        (flag("a", sources={}), [("sources", "expected a list of at most 1000; was given an object")]),
        (flag("a", sources=["A-1"]), [("sources[0]", "expected an object with the keys id, work, note; was given text")]),
        (flag("a", sources=[{"id": "\x00"}]), [("sources[0].id", f"expected an id of 1 to 500 {SAID}")]),
        (flag("a", sources=[{}]), [("sources[0]", "the key id is missing")]),
        (flag("a", scale={}), [("entry 5", "there is no such key, nor one of a similar name")]),
        (flag("a", labels="x"), [("labels", "there is no such key; did you mean 'label'?")]),
        (
            {**COUNT, "low": True},
            [("low", f"expected a whole number from -{FARTHEST} to {FARTHEST}; was given a true/false value")],
        ),
        ({**COUNT, "low": 1.0}, [("low", f"expected a whole number from -{FARTHEST} to {FARTHEST}; was given a decimal number")]),
        (
            {**COUNT, "high": 10**400},
            [("high", f"expected a whole number from -{FARTHEST} to {FARTHEST}; was given a whole number outside these bounds")],
        ),
        (
            {**COUNT, "low": math.nan, "kind": "duration"},
            [("low", f"expected a whole number from -{FARTHEST} to {FARTHEST}; was given a decimal number")],
        ),
        ({**COUNT, "low": 9}, [("", "fact 'b' needs whole-number bounds with low below high")]),
        ({**COUNT, "unit": ""}, [("unit", f"expected a unit in the plural of 1 to 120 {SAID}")]),
        ({**COUNT, "worse": "Higher"}, [("worse", "expected one of higher, lower, null; was given text")]),
        ({**COUNT, "worse": True}, [("worse", "expected one of higher, lower, null; was given a true/false value")]),
        (
            {"kind": "count", "name": 1, "label": 2, "low": 3, "high": "4"},
            [
                ("name", f"{NAME}; was given a whole number"),
                ("label", f"expected a label of 1 to 120 {SAID}; was given a whole number"),
                ("high", f"expected a whole number from -{FARTHEST} to {FARTHEST}; was given text"),
                ("", "the key unit is missing"),
                ("", "the key worse is missing"),
            ],
        ),
    ],
)
def test_facts_that_are_refused(raw: object, problems: list[tuple[str, str]]) -> None:
    """What is wrong with the declaration of a fact is told at its path, and what Python's own check finds at the fact."""
    assert refused(FACT, raw) == tuple((path or "the whole", said) for path, said in problems)


HOSTILE = (
    "__init__", "__class__", "_hidden", "1st", "a b", "a-b", "a.b", "a\n", "caf\u00e9", "\u0430", "\ud800", "\u202eevil", "a\x00",
    "<b>", "", "x" * 49, "a\u200bb", "a;import os", "a=1", "{a}", "%s",
)  # fmt: skip
"""No names: they would mean something to Python, to a page or to a reader, or cannot be seen."""


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_are_refused_by_their_look(name: str) -> None:
    """A fact, a vocabulary, a scale and a member have short names of plain letters, digits and underlines."""
    assert refused(VOCABULARY, declared(flag(name))) == (("facts[0].name", NAME),)
    assert refused(VOCABULARY, declared(flag("a"), name=name)) == (("name", NAME),)
    assert refused(FACT, grade({"LOW": 0, "HIGH": 1}, name=name)) == (("scale.name", NAME),)
    assert refused(FACT, grade({"LOW": 0, name: 1})) == (("scale.members.entry 2", NAME),)


@pytest.mark.parametrize("name", [None, 1, True, ["a"], {}])
def test_what_is_no_name(name: object) -> None:
    """What is no text is no name."""
    given_ = kind_of(name)
    assert refused(VOCABULARY, declared(flag(name))) == (("facts[0].name", f"{NAME}; was given {given_}"),)
    assert refused(FACT, grade({"LOW": 0, "HIGH": 1}, name=name)) == (("scale.name", f"{NAME}; was given {given_}"),)


@pytest.mark.parametrize("name", ["class", "None", "True", "lambda", "async", "import"])
def test_words_of_python_are_no_names_of_facts(name: str) -> None:
    """A word that Python keeps for itself could not be written in a condition."""
    said = f"{name} is a word that Python keeps for itself; choose another name"
    assert refused(VOCABULARY, declared(flag(name))) == (("facts[0].name", said),)
    assert refused(FACT, flag(name)) == (("name", said),)


@pytest.mark.parametrize(
    "name", ["level", "person", "assessed_on", "goals_met", "withdrawal_risk", "known", "replace", "moved_to", "vocabulary"]
)
def test_names_that_are_taken(name: str) -> None:
    """A fact cannot take the name of another, nor of anything else that an assessment has."""
    said = f"Own.{name}: the name is already taken by the record it extends; choose another name"
    assert refused(VOCABULARY, declared(flag("a"), flag(name))) == (("the whole", said),)


@pytest.mark.parametrize("name", ["name", "cls", "other", "match", "type", "print", "facts", "values", "real", "Own", "x" * 48])
def test_names_that_mean_something_elsewhere_are_names(name: str) -> None:
    """A name that means something to Python, but not in a record, is a name as any other."""
    own = read(VOCABULARY, declared(flag(name)))
    assert own(**{name: True}).known() == {name: True}
    assert VOCABULARY.write(own) == declared(flag(name))


def test_self_is_no_name_of_a_fact() -> None:
    """What Python calls the object itself is refused as a name that is taken."""
    said = "Own.self: this name is taken by Python's own way of making a record; choose another name"
    assert refused(VOCABULARY, declared(flag("a"), flag("self"))) == (("the whole", said),)


# Scales.


def test_a_standard_scale_is_recognized() -> None:
    """A scale of the name and members of a standard one is that one, in whatever order the members stand."""
    members = {one.name: one.value for one in Risk}
    assert read(FACT, grade(members, "Risk")).kind is Risk
    assert read(FACT, grade({name: members[name] for name in reversed(members)}, "Risk")).kind is Risk
    substances = {one.name: one.value for one in Substance}
    choice = {"kind": "choice", "name": "a", "label": "b", "scale": {"name": "Substance", "members": substances}}
    assert read(FACT, choice).kind is Substance
    assert read(FACT, {**choice, "scale": {"name": "Risk", "members": members}}).kind is Risk
    assert {"Risk", "Substance", "Overdose"} < {*STANDARD_SCALES}
    assert not {"Enum", "IntEnum"} & {*STANDARD_SCALES}


def test_a_standard_scale_with_other_members_is_refused() -> None:
    """The name of a standard scale stands for that scale only: with another member, number or kind it is refused."""
    said = "this is the name of a standard scale with other members; give it another"
    members = {one.name: one.value for one in Risk}
    substances = {one.name: one.value for one in Substance}
    others = [{**members, "EXTREME": 9}, {**members, "SEVERE": 9}, {"LOW": 0, "HIGH": 1}]
    for raw in (*(grade(other, "Risk") for other in others), grade({"A": 0, "B": 1}, "Substance")):
        assert refused(FACT, raw) == (("scale.name", said),)
    assert refused(FACT, grade(substances, "Substance")) == (("scale.name", said),)
    choice = {"kind": "choice", "name": "a", "label": "b", "scale": {"name": "Substance", "members": {**substances, "TEA": 99}}}
    assert refused(FACT, choice) == (("scale.name", said),)


def test_a_scale_of_its_own() -> None:
    """Any other scale becomes an enumeration with these members; what it stands for is what they say, not their order."""
    kind = read(FACT, grade({"HIGH": 5, "LOW": -1, "name": 2, "real": 3})).kind
    assert (kind.__name__, issubclass(kind, IntEnum)) == ("Own", True)
    assert [(one.name, one.value) for one in kind] == [("HIGH", 5), ("LOW", -1), ("name", 2), ("real", 3)]
    assert [one.name for one in read(FACT, grade({"HIGH": 5, "LOW": -1})).members()] == ["LOW", "HIGH"]
    shifts = {
        "kind": "choice",
        "name": "a",
        "label": "b",
        "scale": {"name": "Own", "members": {"DAY": "d", "NIGHT": 7, "OFF": "7", "NONE": ""}},
    }
    choice = read(FACT, shifts)
    assert {one.name: one.value for one in choice.kind} == {"DAY": "d", "NIGHT": 7, "OFF": "7", "NONE": ""}
    assert FACT.write(choice) == shifts


CODE = f"expected a whole number from -{FARTHEST} to {FARTHEST}; was given"
MEMBERS = "expected an object of 2 to 64 names with their numbers"


@pytest.mark.parametrize(
    ("scale", "problems"),
    [
        (None, [("scale", "expected an object with the keys name, members; was given nothing")]),
        (["A", "B"], [("scale", "expected an object with the keys name, members; was given a list")]),
        ({}, [("scale.name", f"{NAME}; was given nothing"), ("scale.members", MEMBERS)]),
        ({"name": "S", "members": ["A", "B"]}, [("scale.members", MEMBERS)]),
        ({"name": "S", "members": {}}, [("scale.members", MEMBERS)]),
        ({"name": "S", "members": {"A": 0}}, [("scale.members", MEMBERS)]),
        ({"name": "S", "members": {f"m{n}": n for n in range(MOST_MEMBERS + 1)}}, [("scale.members", MEMBERS)]),
        ({"name": "S", "members": {"A": 0, "B": 0}}, [("scale.members", "two members have the same value")]),
        ({"name": "S", "members": {"A": 0, "B": True}}, [("scale.members.entry 2", f"{CODE} a true/false value")]),
        ({"name": "S", "members": {"A": 0.0, "B": 1}}, [("scale.members.entry 1", f"{CODE} a decimal number")]),
        ({"name": "S", "members": {"A": 0, "B": math.nan}}, [("scale.members.entry 2", f"{CODE} a decimal number")]),
        (
            {"name": "S", "members": {"A": 0, "B": 10**10}},
            [("scale.members.entry 2", f"{CODE} a whole number outside these bounds")],
        ),
        ({"name": "S", "members": {"A": 0, "B": "b"}}, [("scale.members.entry 2", f"{CODE} text")]),
        ({"name": "S", "members": {"A": 0, "B": None}}, [("scale.members.entry 2", f"{CODE} nothing")]),
        ({"name": "S", "members": {"A": 0, 1: 1}}, [("scale.members.entry 2", f"{NAME}; was given a whole number")]),
        ({"name": "S", "members": {"A": 0, "mro": 1}}, [("scale.members", "a member has a name that Python keeps for itself")]),
        (
            {"name": "S", "members": {"LOW": 0, "low": 1}},
            [("the whole", "fact 'own': the names of its values differ by more than their case, since data may give any case")],
        ),
        (
            {"name": "S", "members": {"A": 0, "B": 1}, "member": 3},
            [("scale.member", "there is no such key; did you mean 'members'?")],
        ),
    ],
)
def test_scales_that_are_refused(scale: object, problems: list[tuple[str, str]]) -> None:
    """A scale is two to sixty-four names, each with a whole number of its own."""
    assert refused(FACT, {**grade({}), "scale": scale}) == tuple(problems)


def test_every_wrong_member_is_told() -> None:
    """All that is wrong with the members of a scale is told at once."""
    assert refused(FACT, grade({"A": True, "B-C": 1, "D": 2.0})) == (
        ("scale.members.entry 1", f"{CODE} a true/false value"),
        ("scale.members.entry 2", NAME),
        ("scale.members.entry 3", f"{CODE} a decimal number"),
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x" * 65, "expected a short text of 0 to 64 printable characters"),
        ("\x00", "expected a short text of 0 to 64 printable characters"),
        (True, f"{CODE} a true/false value"),
        (1.5, f"{CODE} a decimal number"),
        ([1], f"{CODE} a list"),
    ],
)
def test_codes_of_choices_that_are_refused(code: object, said: str) -> None:
    """What stands for a choice is a whole number or a short text, which may be empty."""
    choice = {"kind": "choice", "name": "a", "label": "b", "scale": {"name": "S", "members": {"A": code, "B": 1}}}
    assert refused(FACT, choice) == (("scale.members.entry 1", said),)


class Pairs(Enum):
    ONE = (1, 2)
    TWO = (2, 3)


class Truths(Enum):
    YES = True
    NO = False


class Halves(Enum):
    ONE = 0.5
    TWO = 1


class Kept(IntEnum):
    NO = False
    YES = True


class Letters(StrEnum):
    A = "a"
    B = "b"


def test_a_code_is_written_as_it_stands() -> None:
    """What stands for a choice is a number or a text of its own, and no form changes it."""
    assert [_NumberOrText().write(code) for code in (7, "7")] == [7, "7"]


@pytest.mark.parametrize("kind", [Pairs, Truths, Halves])
def test_choices_that_cannot_be_written(kind: type[Enum]) -> None:
    """A choice whose members stand for anything but whole numbers and texts is refused when it is written."""
    said = f"{kind.__name__}: this cannot be written as plain data: a member's value is no whole number and no text"
    with pytest.raises(WireError) as caught:
        FACT.write(Choice("a label", kind))
    assert str(caught.value) == said


@pytest.mark.parametrize("kind", [Kept, Letters])
def test_choices_of_any_other_kind_are_written(kind: type[Enum]) -> None:
    """Whole numbers and texts are written as they are, whatever kind of enumeration holds them."""
    fact = Choice("a label", kind)
    fact.__set_name__(object, "a")
    again = read(FACT, FACT.write(fact))
    assert [(one.name, one.value) for one in again.kind] == [(one.name, one.value) for one in kind]


def bounded(fact: Fact[Any], name: str = "Own") -> type[Assessment]:
    """A vocabulary in Python with one fact."""
    return type(name, (Assessment,), {"__annotations__": {"own": type(fact)}, "own": fact})


def enumeration(base: type[Enum], members: dict[str, object]) -> Any:
    """An enumeration as a program would make it."""
    make: Any = base
    return make("Made", members)


PYTHON_ALONE: dict[str, Callable[[], type[Assessment]]] = {
    "a class of a name that begins with an underline": lambda: bounded(Flag("a", worse=None), "_Own"),
    "a class of a name in other letters": lambda: bounded(Flag("a", worse=None), "\u00c4"),
    "a class of a long name": lambda: bounded(Flag("a", worse=None), "x" * 49),
    "a long meaning": lambda: bounded(Flag("a", worse=None, meaning="x" * 2_001)),
    "a meaning of several lines": lambda: bounded(Flag("a", worse=None, meaning="x\ny")),
    "a far bound": lambda: bounded(Count("a", low=0, high=FARTHEST + 1, unit="units", worse=None)),
    "a far number of a scale": lambda: bounded(Grade("a", enumeration(IntEnum, {"A": 0, "B": FARTHEST + 1}), worse=None)),
    "many members": lambda: bounded(Choice("a", enumeration(Enum, {f"m{number}": number for number in range(MOST_MEMBERS + 1)}))),
    "a member in other letters": lambda: bounded(Choice("a", enumeration(Enum, {"\u00c4": 0, "B": 1}))),
    "a long text of a choice": lambda: bounded(Choice("a", enumeration(Enum, {"A": "x" * 65, "B": "b"}))),
    "a source of many words": lambda: bounded(Flag("a", worse=None, source=[Source("x", note="y" * 501)])),
}


IN_VAIN: dict[str, str] = {
    "a class of a name that begins with an underline": "name",
    "a class of a name in other letters": "name",
    "a class of a long name": "name",
    "a long meaning": "facts[0].meaning",
    "a meaning of several lines": "facts[0].meaning",
    "a far bound": "facts[0].high",
    "a far number of a scale": "facts[0].scale.members.entry 2",
    "many members": "facts[0].scale.members",
    "a member in other letters": "facts[0].scale.members.entry 1",
    "a long text of a choice": "facts[0].scale.members.entry 1",
    "a source of many words": "facts[0].sources[0].note",
}


@pytest.mark.parametrize("name", PYTHON_ALONE)
def test_what_python_takes_and_nobody_could_read_again_is_refused_when_it_is_written(name: str) -> None:
    """What cannot be read again is refused by whoever writes a rule set over it, and not found out years later."""
    own = PYTHON_ALONE[name]()
    with pytest.raises(WireError) as caught:
        write(evolve(stepdown.RULES, facts=own))
    assert caught.value.paths == (f"vocabulary.{IN_VAIN[name]}",)
    assert refused(VOCABULARY, VOCABULARY.write(own)) == tuple((IN_VAIN[name], said) for _, said in caught.value.pairs)


class Warded(Assessment):
    """An assessment with something that is no fact."""

    ward: str = "a"


class Housed(Program):
    """A program with something that is no fact."""

    house: str = "a"


def test_a_record_with_plain_fields_is_not_written() -> None:
    """What is no fact would be lost in plain data; a vocabulary with it is refused when it is written."""
    with pytest.raises(WireError) as caught:
        VOCABULARY.write(Warded)
    assert caught.value.pairs == (("Warded", "this cannot be written as plain data: ward is no fact; declare it as one"),)
    with pytest.raises(WireError) as caught:
        PROGRAMS.write(Housed)
    assert caught.value.pairs == (("Housed", "this cannot be written as plain data: house is no fact; declare it as one"),)


# Vocabularies.


def test_the_standard_vocabularies_are_words() -> None:
    """The standard vocabulary is one word; the class itself comes back."""
    standard: list[tuple[Vocabulary[Any], str, type[Any]]] = [
        (VOCABULARY, "assessment", Assessment),
        (PROGRAMS, "program", Program),
    ]
    for form, word, base in standard:
        assert form.write(base) == word
        assert read(form, word) is base


def test_a_vocabulary_of_its_own() -> None:
    """The facts added are written in order; what is read is a class as Python would have it, with those facts at its end."""
    written = VOCABULARY.write(Ours)
    assert written == {"name": "Ours", "extends": "assessment", "facts": [*OURS.values()]}
    own = read(VOCABULARY, written)
    assert (own.__name__, own.__bases__, issubclass(own, Ours)) == ("Ours", (Assessment,), False)
    assert [*own.vocabulary()] == [*Ours.vocabulary()]
    assert own.level_scoped() == Ours.level_scoped()
    person = own(level="low", strain=3, booked=True)
    assert repr(person) == f"<Ours: 2 of {len(Ours.vocabulary())} facts known>"
    assert person == own(level="low", strain=3, booked=True)
    assert person != Ours(level="low", strain=3, booked=True)
    assert ((own.strain >= 3) & own.booked).evaluate(vars(person)) is True
    with pytest.raises(AssessmentError, match=r"^strain: expected a whole number of points from 0 to 99999999; was given text$"):
        own(strain="3")
    with pytest.raises(AssessmentError, match=r"^doing: is about the stay at a level"):
        own(level=NOT_IN_CARE, doing=3)


def test_a_vocabulary_of_programs() -> None:
    """Programs are extended as assessments are."""
    own = read(PROGRAMS, {"name": "Own", "extends": "program", "facts": [flag("garden")]})
    assert issubclass(own, Program)
    assert own(name="House", garden=True).known() == {"garden": True}


def test_facts_of_several_classes_are_written_together() -> None:
    """A vocabulary that extends another of one's own is written with the facts of both."""

    class More(Ours):
        more: Flag = Flag("more", worse=None)

    written = VOCABULARY.write(More)
    assert [fact["name"] for fact in written["facts"]] == [*OURS, "more"]
    assert VOCABULARY.write(read(VOCABULARY, written)) == written


def test_no_fact_added() -> None:
    """A class that adds nothing is a vocabulary of its own."""
    own = read(VOCABULARY, declared())
    assert own is not Assessment
    assert own.vocabulary() == Assessment.vocabulary()
    assert VOCABULARY.write(own) == declared()


def test_one_class_for_one_declaration() -> None:
    """The same declaration gives the same class, in whatever order its keys stand; another one gives another."""
    own = read(VOCABULARY, declared(flag("a")))
    backward = {key: declared(flag("a"))[key] for key in ("facts", "extends", "name")}
    assert read(VOCABULARY, backward) is own
    assert read(VOCABULARY, declared(flag("a", scope="person", sources=[]))) is own
    for other in (
        declared(flag("b")),
        declared(flag("a", worse=None)),
        declared(flag("a"), name="Other"),
        declared(flag("a", yes="y")),
    ):
        assert read(VOCABULARY, other) is not own


def test_one_scale_for_one_declaration() -> None:
    """Two versions of a vocabulary share the scales that did not change, so that what they say can be compared."""
    rating = grade({"LOW": 0, "HIGH": 1})
    old, new = (read(VOCABULARY, declared(rating, *more)) for more in ((), (flag("b", label="b"),)))
    assert old is not new
    assert kind_of_scale(old, rating) is kind_of_scale(new, rating)
    renamed = {**rating, "scale": {**rating["scale"], "name": "Else"}}
    for other in (grade({"LOW": 0, "HIGH": 2}), grade({"HIGH": 1, "LOW": 0}), renamed):
        assert kind_of_scale(read(VOCABULARY, declared(other)), other) is not kind_of_scale(old, rating)


def kind_of_scale(vocabulary: Any, declared_as: Any) -> type:
    """The class of the members of a fact."""
    return type(vocabulary.vocabulary()[declared_as["name"]].members()[0])


def test_one_class_for_one_declaration_however_many_there_are() -> None:
    """As long as anybody holds the class of a declaration, the same declaration gives it again."""
    own = read(VOCABULARY, declared(flag("a"), name="First"))
    for number in range(257):
        read(VOCABULARY, declared(name=f"Other{number}"))
    assert read(VOCABULARY, declared(flag("a"), name="First")) is own


def test_the_order_of_facts_and_members_is_kept() -> None:
    """The same facts or members in another order are another declaration, and each is written in its own order."""
    one, other = flag("a"), flag("b", label="b")
    for facts in ((one, other), (other, one)):
        own = read(VOCABULARY, declared(*facts))
        assert VOCABULARY.write(own)["facts"] == [*facts]
        assert [*own.vocabulary()][-2:] == [fact["name"] for fact in facts]
    assert read(VOCABULARY, declared(one, other)) is not read(VOCABULARY, declared(other, one))
    for members in ({"LOW": 0, "HIGH": 1}, {"HIGH": 1, "LOW": 0}):
        assert [*VOCABULARY.write(read(VOCABULARY, declared(grade(members))))["facts"][0]["scale"]["members"]] == [*members]


def test_one_class_for_one_declaration_read_by_many_at_once() -> None:
    """Several readers at the same time are given the same class."""
    raw = declared(flag("a"), name="AtOnce")
    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(lambda _: read(VOCABULARY, raw), range(32))]
    assert len({*found}) == 1


def test_what_nobody_could_tell_apart_is_refused() -> None:
    """Two facts with the same label, in any case, and a flag whose answers read the same, are refused as in Python."""
    alike = "Own.b and a have the same label; nobody could tell them apart"
    for label in ("a label", "A LABEL"):
        assert refused(VOCABULARY, declared(flag("a"), flag("b", label=label))) == (("the whole", alike),)
    same = "fact 'a label': yes and no say the same; nobody could tell them apart"
    assert refused(VOCABULARY, declared(flag("a", yes="x", no="x"))) == (("facts[0]", same),)


def test_a_vocabulary_that_nobody_holds_leaves_nothing_behind() -> None:
    """Reading a declaration leaves nothing that grows with the number of declarations read."""
    before = len(linecache.cache)
    for number in range(5):
        read(VOCABULARY, declared(flag(f"a{number}"), name="Forgotten"))
    assert len(linecache.cache) == before


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        (None, [("", 'expected "assessment", or an object with the keys name, extends, facts')]),
        ("program", [("", 'expected "assessment", or an object with the keys name, extends, facts')]),
        ("Assessment", [("", 'expected "assessment", or an object with the keys name, extends, facts')]),
        (["assessment"], [("", 'expected "assessment", or an object with the keys name, extends, facts')]),
        (
            {},
            [("", "the key name is missing"), ("", "the key extends is missing"), ("", "the key facts is missing")],
        ),
        ({**declared(), "extends": "program"}, [("extends", "expected one of assessment; was given text")]),
        ({**declared(), "extends": None}, [("extends", "expected one of assessment; was given nothing")]),
        ({**declared(), "fact": []}, [("fact", "there is no such key; did you mean 'facts'?")]),
        ({**declared(), "facts": {}}, [("facts", "expected a list of at most 1000; was given an object")]),
        (declared(*[flag("a")] * (MOST_FACTS + 1)), [("facts", "expected a list of at most 1000; was given a list of 1001")]),
        (declared(flag("a"), flag("b"), flag("a")), [("facts", "two facts have the same name")]),
        (declared("goals_met"), [("facts[0]", "expected an object with the key kind; was given text")]),
    ],
)
def test_vocabularies_that_are_refused(raw: object, problems: list[tuple[str, str]]) -> None:
    """A vocabulary is the word for the standard one, or a name, what it extends, and the facts added, each once."""
    assert refused(VOCABULARY, raw) == tuple((path or "the whole", said) for path, said in problems)


@given(worlds.pools())
def test_any_vocabulary_is_written_and_read(pool: worlds.Pools) -> None:
    """Any vocabulary is written as the schema says, and read as a class that is written the same, and is the same each time."""
    written = VOCABULARY.write(pool.facts)
    assert Draft202012Validator(document(VOCABULARY, "A vocabulary", "urn:vocabulary:1")).is_valid(written)
    own = read(VOCABULARY, json.loads(json.dumps(written)))
    assert VOCABULARY.write(own) == written
    assert read(VOCABULARY, written) is own


# Conditions.

WHEN = ConditionForm(Ours)
BOOKED = {"fact": "booked", "op": "==", "value": True}
MUCH = {"fact": "craving", "op": ">=", "value": "MUCH"}


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (Ours.booked.as_condition(), BOOKED),
        (Ours.craving >= Craving.MUCH, MUCH),
        (Ours.strain != 3, {"fact": "strain", "op": "!=", "value": 3}),
        (Ours.nights < 3, {"fact": "nights", "op": "<", "value": 3}),
        (Ours.shift == Shift.NIGHT, {"fact": "shift", "op": "==", "value": "NIGHT"}),
        (Ours.craving.one_of(Craving.NONE, Craving.MUCH), {"fact": "craving", "in": ["NONE", "MUCH"]}),
        (OneOf("booked", [True]), {"fact": "booked", "in": [True]}),
        (~Ours.booked, {"not": BOOKED}),
        (Not(Not(Ours.booked)), {"not": {"not": BOOKED}}),
        (AllOf([Ours.booked]), {"all": [BOOKED]}),
        (Ours.booked & (Ours.craving >= Craving.MUCH), {"all": [BOOKED, MUCH]}),
        (Ours.booked | (Ours.craving >= Craving.MUCH), {"any": [BOOKED, MUCH]}),
        (n_of(2, Ours.booked, Ours.craving >= Craving.MUCH), {"at_least": 2, "of": [BOOKED, MUCH]}),
        (total(Ours.craving, Ours.strain) < 7, {"total": ["craving", "strain"], "op": "<", "value": 7}),
        (Ours.goals_met & ~Ours.booked, {"all": [{"fact": "goals_met", "op": "==", "value": True}, {"not": BOOKED}]}),
    ],
)
def test_a_condition_of_each_kind(when: Condition, written: dict[str, Any]) -> None:
    """Each kind of condition is written by its own keys, values by their names, and is read again as it was."""
    assert WHEN.write(when) == written
    assert read(WHEN, written) == when
    assert read(WHEN, json.loads(json.dumps(written))) == when


def test_values_are_read_as_those_of_a_case() -> None:
    """A name of a rating is read in any case, or as its number; a flag and a count as they are; one named twice counts once."""
    assert read(WHEN, {**MUCH, "value": "much"}) == read(WHEN, {**MUCH, "value": 5}) == (Ours.craving >= Craving.MUCH)
    several = read(WHEN, {"fact": "craving", "in": ["MUCH", "much", 5, "NONE", "MUCH"]})
    assert several == Ours.craving.one_of(Craving.MUCH, Craving.NONE)
    assert WHEN.write(several) == {"fact": "craving", "in": ["MUCH", "NONE"]}
    assert (plain_value(Craving.MUCH), plain_value(Shift.DAY), plain_value(3)) == ("MUCH", "DAY", 3)


OPERATORS = "expected one of <, <=, >, >=, ==, !=; was given"
CRAVING = "expected one of NONE, SOME, MUCH, or one of the numbers 0, 2, 5; was given"
STRAIN = "expected a whole number of points from 0 to 99999999; was given"
NO_FACT = "there is no such fact in the vocabulary"
NO_CONDITION = (
    "expected a condition, an object with the keys of one of these: "
    "fact, op, value; fact, in; all; any; not; at_least, of; total, op, value"
)
UNKNOWN_KEY = "there is no such key, nor one of a similar name"


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        (None, [("", "expected a condition, which is an object; was given nothing")]),
        (True, [("", "expected a condition, which is an object; was given a true/false value")]),
        ([BOOKED], [("", "expected a condition, which is an object; was given a list")]),
        ("booked", [("", "expected a condition, which is an object; was given text")]),
        ({}, [("", NO_CONDITION)]),
        ({"fact": "booked"}, [("", NO_CONDITION)]),
        ({"fact": "booked", "op": "=="}, [("", NO_CONDITION)]),
        ({"known": "booked"}, [("", NO_CONDITION)]),
        ({"of": [BOOKED]}, [("", NO_CONDITION)]),
        ({"total": ["strain"], "value": 3}, [("", NO_CONDITION)]),
        ({**BOOKED, "in": [True]}, [("entry 4", UNKNOWN_KEY)]),
        ({"all": [BOOKED], "any": [BOOKED]}, [("entry 2", "there is no such key, nor one of a similar name")]),
        ({"not": BOOKED, "nott": 1}, [("nott", "there is no such key; did you mean 'not'?")]),
        ({**BOOKED, "fact": "bookd"}, [("fact", f"{NO_FACT}; did you mean 'booked'?")]),
        ({**BOOKED, "fact": "level"}, [("fact", NO_FACT)]),
        ({**BOOKED, "fact": "__class__"}, [("fact", NO_FACT)]),
        ({**BOOKED, "fact": 3}, [("fact", NO_FACT)]),
        ({**BOOKED, "fact": ["booked"]}, [("fact", NO_FACT)]),
        ({**BOOKED, "op": "="}, [("op", f"{OPERATORS} text")]),
        ({**BOOKED, "op": "is"}, [("op", f"{OPERATORS} text")]),
        ({**BOOKED, "op": None}, [("op", f"{OPERATORS} nothing")]),
        ({**BOOKED, "value": 1}, [("value", "expected true or false; was given a whole number")]),
        ({**BOOKED, "value": None}, [("value", "expected true or false; was given nothing")]),
        ({**MUCH, "value": "HUGE"}, [("value", f"{CRAVING} text that is none of them")]),
        ({**MUCH, "value": 3}, [("value", f"{CRAVING} a whole number that is none of them")]),
        ({**MUCH, "value": True}, [("value", f"{CRAVING} a true/false value")]),
        ({**MUCH, "value": 2.0}, [("value", f"{CRAVING} a decimal number")]),
        ({**MUCH, "value": math.nan}, [("value", f"{CRAVING} a decimal number")]),
        ({**MUCH, "value": 10**400}, [("value", f"{CRAVING} a whole number that is none of them")]),
        ({**MUCH, "fact": "strain", "value": "MUCH"}, [("value", f"{STRAIN} text")]),
        ({**MUCH, "fact": "strain", "value": -1}, [("value", f"{STRAIN} a whole number outside these bounds")]),
        ({"fact": "x", "op": "=", "value": 1}, [("fact", NO_FACT)]),
        ({"fact": "strain", "op": 1, "value": []}, [("op", f"{OPERATORS} a whole number"), ("value", f"{STRAIN} a list")]),
        ({"fact": "craving", "in": "MUCH"}, [("in", "expected a list of at most 256 values")]),
        ({"fact": "craving", "in": {}}, [("in", "expected a list of at most 256 values")]),
        ({"fact": "strain", "in": [*range(257)]}, [("in", "expected a list of at most 256 values")]),
        (
            {"fact": "craving", "in": ["MUCH", "HUGE", None, True]},
            [
                ("in[1]", f"{CRAVING} text that is none of them"),
                ("in[2]", f"{CRAVING} nothing"),
                ("in[3]", f"{CRAVING} a true/false value"),
            ],
        ),
        ({"fact": "craving", "in": []}, [("", "one_of() of 'craving' needs at least one value: of none it is never true")]),
        ({"all": BOOKED}, [("all", "expected a list of at most 256 conditions")]),
        ({"any": [BOOKED] * 257}, [("any", "expected a list of at most 256 conditions")]),
        ({"at_least": 1, "of": [BOOKED] * 257}, [("of", "expected a list of at most 256 conditions")]),
        ({"all": []}, [("", "an empty group of conditions is refused: give it at least one condition")]),
        ({"any": []}, [("", "an empty group of conditions is refused: give it at least one condition")]),
        ({"at_least": 1, "of": []}, [("", "an empty group of conditions is refused: give it at least one condition")]),
        (
            {"at_least": 0, "of": [BOOKED]},
            [("at_least", "expected a whole number from 1 to 256; was given a whole number outside these bounds")],
        ),
        (
            {"at_least": True, "of": [BOOKED]},
            [("at_least", "expected a whole number from 1 to 256; was given a true/false value")],
        ),
        ({"at_least": 2, "of": [BOOKED]}, [("", "n_of() asks for a whole number from 1 to the number of its conditions, 1")]),
        ({"at_least": 1.0, "of": [{}]}, [("of[0]", NO_CONDITION)]),
        (
            {"all": [BOOKED, {"any": [{"not": {**BOOKED, "value": 0}}, 3]}, {"not": []}]},
            [
                ("all[1].any[0].not.value", "expected true or false; was given a whole number"),
                ("all[1].any[1]", "expected a condition, which is an object; was given a whole number"),
                ("all[2].not", "expected a condition, which is an object; was given a list"),
            ],
        ),
        ({"total": "strain", "op": "<", "value": 1}, [("total", "expected a list of at most 256 facts")]),
        ({"total": ["strain"] * 257, "op": "<", "value": 1}, [("total", "expected a list of at most 256 facts")]),
        ({"total": [], "op": "<", "value": 1}, [("", "a total needs at least one fact: total(fact, ...) >= number")]),
        ({"total": ["strain", "strain"], "op": "<", "value": 1}, [("", "a total names each fact once")]),
        (
            {"total": ["strain", "booked", "strian", 3], "op": "=<", "value": 1.0},
            [
                ("total[2]", f"{NO_FACT}; did you mean 'strain'?"),
                ("total[3]", NO_FACT),
                ("total[1]", "cannot be added up: a total takes grades and counts"),
                ("op", f"{OPERATORS} text"),
                ("value", "expected a whole number from -256000000000 to 256000000000; was given a decimal number"),
            ],
        ),
    ],
)
def test_conditions_that_are_refused(raw: object, problems: list[tuple[str, str]]) -> None:
    """What is wrong with a condition is told at its path, all of it; what its own constructor finds is told at the condition."""
    assert refused(WHEN, raw) == tuple((path or "the whole", said) for path, said in problems)


def nested(depth: int) -> Any:
    """A condition of this depth, through groups of every kind."""
    made: Any = BOOKED
    for number in range(depth - 1):
        made = [{"not": made}, {"all": [made]}, {"any": [made, BOOKED]}, {"at_least": 1, "of": [made]}][number % 4]
    return made


def test_depth() -> None:
    """A condition is nested at most thirty-two deep; beyond, it is told where, and nothing below is looked at."""
    deepest = read(WHEN, nested(MAX_DEPTH))
    assert deepest.depth() == MAX_DEPTH == 32
    assert read(WHEN, json.loads(json.dumps(nested(MAX_DEPTH)))) == deepest
    for depth in (MAX_DEPTH + 1, MAX_DEPTH + 2, 400):
        made = nested(depth)
        ((path, said),) = refused(WHEN, made)
        assert said == "a condition is nested at most 32 deep"
        assert len([*parts_of(path)]) >= MAX_DEPTH
    assert refused(WHEN, {"not": nested(MAX_DEPTH)})[0][1] == "a condition is nested at most 32 deep"


def parts_of(path: str) -> Iterator[str]:
    """The keys of a path."""
    yield from path.replace("[0]", "").split(".")


def test_width() -> None:
    """A group holds at most 256 conditions, a list of values as many, a total as many facts."""
    for key in ("all", "any"):
        assert len(read(WHEN, {key: [BOOKED] * MAX_WIDTH}).terms) == MAX_WIDTH == 256
    assert read(WHEN, {"at_least": 256, "of": [BOOKED] * 256}).n == 256
    assert len(read(WHEN, {"fact": "strain", "in": [*range(256)]}).values) == 256


def test_size() -> None:
    """A condition has at most ten thousand parts, groups counted; the group that makes it too many is told."""
    full = {"all": [BOOKED] * 255}
    assert read(WHEN, {"any": [*[full] * 39, {"all": [BOOKED] * 14}]}).size() == MAX_NODES == 10_000
    assert refused(WHEN, {"not": {"any": [*[full] * 39, {"all": [BOOKED] * 15}]}}) == (
        ("not", "a condition has at most 10000 parts; say it as several rules"),
    )


class Once(dict[str, Any]):
    """A part of a document that counts how often it is asked for its fact."""

    asked = 0

    def __getitem__(self, key: str) -> Any:
        """Count, and answer."""
        Once.asked += key == "fact"
        return super().__getitem__(key)


def test_a_condition_that_holds_a_part_in_many_places_is_read_in_bounded_time() -> None:
    """Of a document not more parts are read than it may have; plain data may hold one part in very many places at once."""
    Once.asked = 0
    made: Any = Once(BOOKED)
    for _ in range(24):
        made = {"all": [made, made]}
    assert ("all[1]", said := f"a document has at most {MOST_PARTS} conditions and parts of conditions") in refused(WHEN, made)
    assert 0 < Once.asked <= MOST_PARTS == 30_000
    reading = Reading("the whole")
    reading.parts = MOST_PARTS - 2
    assert WHEN.read({"not": BOOKED}, "", reading) == Not(Ours.booked)
    assert WHEN.read(BOOKED, "when", reading) is UNREAD
    assert reading.problems == [("when", said)]


def test_names_are_compared_only_while_they_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest name is looked for only where it will be told: a thousand facts times many thousand slips take minutes."""
    compared = 0

    def counted(*given_: Any, **options: Any) -> list[str]:
        nonlocal compared
        compared += 1
        return get_close_matches(*given_, **options)

    monkeypatch.setattr("difflib.get_close_matches", counted)
    slips = [{"any": [{**BOOKED, "fact": f"bookd{number}"} for number in range(250)]} for _ in range(8)]
    assert len(refused(WHEN, {"all": slips})) == 4 * MOST_PROBLEMS + 1
    assert 0 < compared <= 2 * MOST_PROBLEMS


class Never(Condition):
    """A condition of a class of its own."""

    def definitely(self, values: Any) -> bool:  # noqa: ARG002 # the same for all
        """Never."""
        return False

    possibly = definitely

    def reach(self, unknown: Any) -> Reach:  # noqa: ARG002 # the same for all
        """Nothing."""
        return Reach(true=False, false=True)

    def polarity(self, vocabulary: Any) -> Polarity:  # noqa: ARG002 # the same for all
        """Neither way."""
        return Polarity(grows=True, shrinks=True)

    def words(self, vocabulary: Any) -> str:  # noqa: ARG002 # the same for all
        """`never`."""
        return "never"

    negated_words = words


def test_a_condition_of_a_class_of_its_own_is_not_written() -> None:
    """What could say anything is refused when it is written, wherever it stands."""
    for when in (Never(), ~Never(), AllOf([Never()]), AnyOf([~Never(), Ours.booked])):
        with pytest.raises(WireError) as caught:
            WHEN.write(when)
        assert str(caught.value) == "Never: this cannot be written as plain data: it is a condition of a class of its own"
    assert (Never().possibly({}), Never().reach(()).true, Never().negated_words({})) == (False, False, "never")
    assert Never().polarity({}).grows


@given(st.data())
def test_any_condition_is_written_and_read(data: st.DataObject) -> None:
    """Any condition over any vocabulary is written as the schema says, and read again the same, from data and from JSON."""
    facts = data.draw(worlds.pools()).facts
    when = data.draw(conditions(facts))
    form = ConditionForm(facts)
    written = form.write(when)
    assert read(form, written) == read(form, json.loads(json.dumps(written))) == when
    assert Draft202012Validator(document(form, "A condition", "urn:condition:1")).is_valid(written)


RAW_CONDITIONS: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([BOOKED, MUCH, {"fact": "strain", "in": [3, 4]}, {"total": ["strain", "craving"], "op": ">", "value": 4}]),
    lambda inner: st.one_of(
        [
            st.fixed_dictionaries(
                {}, optional={key: inner | st.lists(inner, max_size=2) | st.sampled_from([1, "=="]) for key in one}
            )
            for one in CONDITION_KEYS
        ]
    ),
    max_leaves=6,
)


@given(RAW_CONDITIONS)
def test_whatever_is_read_as_a_condition_is_written_again(raw: Any) -> None:
    """Anything that looks like a condition is refused, or read as one that is written as the schema says, and read again."""
    reading = Reading("the whole")
    when = WHEN.read(raw, "", reading)
    if isinstance(when, Condition):
        assert not reading.problems
        written = WHEN.write(when)
        assert read(WHEN, written) == when
        assert Draft202012Validator(document(WHEN, "A condition", "urn:condition:1")).is_valid(written)
    else:
        assert reading.problems


@pytest.mark.parametrize(
    ("raw", "is_valid"),
    [
        (BOOKED, True),
        ({"fact": "strain", "in": [1]}, True),
        ({"fact": "strain", "in": []}, False),
        ({"all": [BOOKED]}, True),
        ({"all": []}, False),
        ({"any": [BOOKED] * 256}, True),
        ({"any": [BOOKED] * 257}, False),
        ({"not": BOOKED}, True),
        ({"not": [BOOKED]}, False),
        ({"at_least": 1, "of": [BOOKED]}, True),
        ({"at_least": 0, "of": [BOOKED]}, False),
        ({"total": ["strain"], "op": ">", "value": 1}, True),
        ({"total": ["strain"], "op": ">", "value": True}, False),
        ({**BOOKED, "value": 2.5}, False),
        ({**BOOKED, "value": None}, False),
        ({**BOOKED, "op": "="}, False),
        ({**BOOKED, "fact": "__init__"}, False),
        ({**BOOKED, "note": ""}, False),
        ({}, False),
        ({"all": [{"any": [{"not": {}}]}]}, False),
    ],
)
def test_the_schema_of_conditions(raw: Any, is_valid: bool) -> None:  # noqa: FBT001 # drawn from the table
    """The schema takes exactly one of the seven objects, at any depth."""
    assert Draft202012Validator(document(WHEN, "A condition", "urn:condition:1")).is_valid(raw) == is_valid


def test_a_condition_is_described_once() -> None:
    """However often a schema holds conditions, they are described in one place."""
    form: Shape[Any] = Shape("two", dict, (Key("one", WHEN), Key("other", WHEN)))
    found = document(form, "Two", "urn:two:1")
    assert found["$defs"]["two"]["properties"] == {"one": {"$ref": "#/$defs/condition"}, "other": {"$ref": "#/$defs/condition"}}
    assert [*found["$defs"]] == ["two", "condition"]
