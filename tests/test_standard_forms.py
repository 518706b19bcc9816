"""Programs and standards as plain data: what is known, and what is asked, with the facts of their vocabulary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from continuum import Assessment, Count, Facts, Flag
from continuum.errors import WireError
from continuum.library import program_standards
from continuum.programs import Program
from continuum.standards import MOST_REQUIREMENTS, REQUIRED, Requirement, Standard, Weight, check
from continuum.wire import read_program, read_standard, schema, write
from tests import documents
from tests.documents import OWN_STANDARD, PROGRAM, REQUIREMENTS, SENTINEL, SOURCE, STANDARD, OurProgram, Ours
from tests.laws import worlds

VALIDATOR = Draft202012Validator(schema("standard"))
SOURCES = [{"id": "F0-1", "work": f"a work {SENTINEL}", "note": f"a note {SENTINEL}"}]


def plain(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {**json.loads(json.dumps(write(STANDARD))), **changes}
    return found


def refused(data: object) -> tuple[tuple[str, str], ...]:
    with pytest.raises(WireError) as caught:
        read_standard(data)
    return caught.value.pairs


# Programs.


def refused_program(data: object, facts: type[Program] = Program) -> tuple[tuple[str, str], ...]:
    with pytest.raises(WireError) as caught:
        read_program(data, facts)
    return caught.value.pairs


def test_a_program() -> None:
    """A program is written with its name and what is known of it, and is read again the same; the format may be left out."""
    written = write(PROGRAM)
    assert [*written.items()] == [
        ("format", "continuum/program/1"),
        ("name", f"House {SENTINEL}"),
        ("facts", {"weekly_hours": 12, "in_network": True, "beds": documents.NUMBER, "garden": False}),
    ]
    assert read_program(written, OurProgram) == read_program(json.dumps(written), OurProgram) == PROGRAM
    assert read_program({key: written[key] for key in ("name", "facts")}, OurProgram) == PROGRAM
    assert write(Program()) == {"format": "continuum/program/1"}
    for data in ({}, {"name": None, "facts": None}, {"facts": {"weekly_hours": None}}, {"format": None}):
        assert read_program(data, Program) == Program()


FACTS = {
    name: st.booleans() if isinstance(fact, Flag) else st.integers(fact.low, fact.high)
    for name, fact in OurProgram.vocabulary().items()
    if isinstance(fact, Flag | Count)
}


@given(st.fixed_dictionaries({}, optional=FACTS), documents.LINES | st.none())
def test_any_program_is_read_as_it_was_written(facts: dict[str, Any], name: str | None) -> None:
    """Whatever is known of a program is written and read again the same; that of standard facts as the schema says."""
    program = OurProgram(name=name, **facts)
    assert read_program(json.dumps(write(program)), OurProgram) == program
    standard = {fact: value for fact, value in facts.items() if fact in Program.vocabulary()}
    assert Draft202012Validator(schema("program")).is_valid(write(Program(name=name, **standard)))
    assert len(FACTS) == len(OurProgram.vocabulary())


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (None, [("", "expected an object with the keys format, name, facts; was given nothing")]),
        ("[]", [("", "expected an object with the keys format, name, facts; was given a list")]),
        ({"format": "continuum/assessment/1"}, [("format", 'expected "continuum/program/1"')]),
        ({"name": ""}, [("name", "expected a name of 1 to 120 printable characters")]),
        ({"name": "x" * 121}, [("name", "expected a name of 1 to 120 printable characters")]),
        ({"name": 3}, [("name", "expected a name of 1 to 120 printable characters; was given a whole number")]),
        ({"fact": {}}, [("fact", "there is no such key; did you mean 'facts'?")]),
        ({"facts": []}, [("facts", "expected an object of fact names; was given a list")]),
        (
            {"facts": {"weekly_hours": 169, "weekly_hour": 1, "in_network": 1, "beds": 3}},
            [
                ("facts.weekly_hour", "there is no such fact; did you mean 'weekly_hours'?"),
                ("facts.entry 4", "there is no such fact, nor one of a similar name"),
                (
                    "facts.weekly_hours",
                    "expected a whole number of hours from 0 to 168; was given a whole number outside these bounds",
                ),
                ("facts.in_network", "expected true or false; was given a whole number"),
            ],
        ),
    ],
)
def test_programs_that_are_refused(data: object, problems: list[tuple[str, str]]) -> None:
    """What is wrong with the description of a program is told at its path, all at once."""
    assert refused_program(data) == tuple((path or "the program", said) for path, said in problems)


class Checked(Program):
    """A program of which something does not go together."""

    night: Flag = Flag("open at night", worse=None)

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterator[str]:
        yield from super()._check(values)
        if values["night"] and values["weekly_hours"] is None:
            yield "night: how many hours, then?"
            yield "the description is not complete"


def test_what_a_program_itself_finds_wrong() -> None:
    """What the class of a program checks is told at the fact that it names, or of the whole."""
    assert refused_program({"facts": {"night": True}}, Checked) == (
        ("facts.night", "how many hours, then?"),
        ("the program", "the description is not complete"),
    )


# Standards.


def test_a_standard() -> None:
    """A standard is written with everything that it was built from, and is read again the same."""
    written = write(STANDARD)
    assert [*written.items()] == [
        ("format", "continuum/standard/1"),
        ("id", "ours/standard"),
        ("version", "1"),
        ("title", f"Ours {SENTINEL}"),
        ("status", f"draft {SENTINEL}"),
        ("record", "program"),
        ("levels", ["low", "mid"]),
        ("for_later", ["later"]),
        (
            "requirements",
            [
                {
                    "id": "hours",
                    "when": {"fact": "weekly_hours", "op": ">=", "value": 9},
                    "text": f"x {SENTINEL}",
                    "ask": "hours?",
                    "weight": "required",
                    "sources": SOURCES,
                },
                {
                    "id": "near",
                    "when": {
                        "all": [
                            {"fact": "in_network", "op": "==", "value": True},
                            {"not": {"fact": "returns_home", "op": "==", "value": True}},
                        ]
                    },
                    "text": "x",
                    "ask": f"near? {SENTINEL}",
                    "weight": "preferred",
                    "for_need": "nights",
                    "sources": SOURCES,
                },
                {
                    "id": "few",
                    "when": {"fact": "weekly_hours", "op": "<", "value": 2},
                    "text": "x",
                    "ask": "few?",
                    "weight": "red-flag",
                    "sources": SOURCES,
                },
            ],
        ),
    ]
    assert read_standard(written) == read_standard(json.dumps(written)) == STANDARD


@pytest.mark.parametrize("standard", program_standards.ALL)
def test_the_shipped_standards(standard: Standard) -> None:
    """Each shipped standard is written as the schema says, and is read again the same."""
    written = write(standard)
    assert VALIDATOR.is_valid(written)
    assert read_standard(json.dumps(written)) == standard


def test_a_standard_for_programs_of_ones_own() -> None:
    """A standard over facts of one's own is read over the vocabulary that it declares, and judges as it did."""
    written = write(OWN_STANDARD)
    assert VALIDATOR.is_valid(written)
    assert (written["record"]["name"], written["record"]["extends"]) == ("OurProgram", "program")
    read = read_standard(written)
    assert read == read_standard(json.dumps(written))
    assert write(read) == written
    record: Any = read.record
    program = read_program(write(PROGRAM), record)
    assert [*map(repr, check(program, read))] == [*map(repr, check(PROGRAM, OWN_STANDARD))]
    assert [one.outcome for one in check(program, read)] == [one.outcome for one in check(PROGRAM, OWN_STANDARD)]


def test_a_standard_for_programs_of_ones_own_is_read_for_them() -> None:
    """A standard that was written in Python is read again for the programs of that class."""
    assert read_standard(write(OWN_STANDARD), facts=OurProgram) == OWN_STANDARD


@pytest.mark.parametrize(("written", "facts"), [(OWN_STANDARD, Program), (STANDARD, OurProgram), (STANDARD, Assessment)])
def test_a_standard_for_other_facts_than_those_asked_for_is_refused(written: Standard, facts: type[Facts]) -> None:
    """What the file declares, and what it is read for, have to be the same."""
    with pytest.raises(WireError) as caught:
        read_standard(write(written), facts)
    sentence = f"declares other facts than {facts.__name__}; compare the two, or read the file's own, without facts="
    assert caught.value.pairs == (("record", sentence),)


REQUIREMENT = Requirement("a", when=Assessment.goals_met, text="x", ask="y?", weight=REQUIRED, sources=[SOURCE])


def test_a_standard_for_assessments() -> None:
    """A standard may judge assessments, of the standard vocabulary or of one's own."""
    standard = evolve(STANDARD, record=Assessment, requirements=[REQUIREMENT])
    assert write(standard)["record"] == "assessment"
    assert read_standard(json.dumps(write(standard))) == standard
    own = evolve(standard, record=Ours, requirements=[evolve(REQUIREMENT, when=Ours.booked.as_condition())])
    read = read_standard(write(own))
    assert (read.record.__name__, read.record.__bases__) == ("Ours", (Assessment,))
    assert write(read) == write(own)
    assert VALIDATOR.is_valid(write(own))


class Visit(Facts):
    """A record that is neither a program nor an assessment."""

    sober: Flag = Flag("sober today", worse=False)


def test_a_standard_for_another_kind_of_record_is_not_written_as_one_for_assessments() -> None:
    """A standard for records of which there is no word is refused when it is written, and is never passed off as another."""
    visits = evolve(STANDARD, record=Visit, requirements=[evolve(REQUIREMENT, when=Visit.sober.as_condition())])
    with pytest.raises(WireError) as caught:
        write(visits)
    assert caught.value.pairs == (("Visit", "this cannot be written as plain data: it is neither a Program nor an Assessment"),)


def test_what_could_not_be_read_again_is_refused_when_it_is_written() -> None:
    """What cannot be read again is refused by whoever writes it, and not found out years later by whoever reads it."""
    standard = evolve(STANDARD, requirements=[evolve(REQUIREMENTS[0], for_need="x" * 65)])
    with pytest.raises(WireError) as caught:
        write(standard)
    assert caught.value.pairs == (("requirements[0].for_need", "expected the id of a need of 0 to 64 printable characters"),)
    longest = evolve(STANDARD, requirements=[evolve(REQUIREMENTS[0], for_need="x" * 64)])
    assert read_standard(write(longest)) == longest


LINE = "expected a text on one line of 1 to 500 printable characters"
ID = "expected an id of 1 to 64 printable characters, matching [A-Za-z0-9][A-Za-z0-9._/-]{0,63}"
LEVEL_ID = "expected the id of a level of 1 to 32 printable characters, matching [a-z0-9][a-z0-9._-]{0,31}"
KEYS = "format, id, version, title, status, record, levels, for_later, requirements"
VOCABULARY = "or an object with the keys name, extends, facts"
ASKED: dict[str, Any] = {**write(STANDARD)["requirements"][0]}


OF_EVERY_VALUE = "'hours of treatment a week is 0 hours or more' is true of every value; leave it out or mend the value"


def asked(**changes: Any) -> dict[str, Any]:
    made = {**ASKED, **changes}
    return plain(requirements=[{key: part for key, part in made.items() if part is not Ellipsis}])


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (None, [("", f"expected an object with the keys {KEYS}; was given nothing")]),
        ([], [("", f"expected an object with the keys {KEYS}; was given a list")]),
        (
            {"format": "continuum/standard/1"},
            [("", f"the key {key} is missing") for key in ("id", "version", "title", "record", "requirements")],
        ),
        ({}, [("format", 'expected "continuum/standard/1"')]),
        (plain(format="continuum/ladder/1"), [("format", 'expected "continuum/standard/1"')]),
        (plain(id="a\u200bb"), [("id", ID)]),
        (plain(version=True), [("version", f"{LINE}; was given a true/false value")]),
        (plain(titel="x"), [("entry 10", "there is no such key; did you mean 'title'?")]),
        (plain(record=None), [("record", f'expected "program", {VOCABULARY}')]),
        (plain(record="programs"), [("record", f'expected "program", {VOCABULARY}')]),
        (plain(record=["assessment"]), [("record", f'expected "program", {VOCABULARY}')]),
        (
            plain(record={"extends": "assessment"}),
            [("record", "the key name is missing"), ("record", "the key facts is missing")],
        ),
        (
            plain(record={"name": "Own", "extends": "case", "facts": []}),
            [("record.extends", "expected one of program; was given text")],
        ),
        (
            plain(record="assessment", requirements=[ASKED]),
            [("requirements[0].when.fact", "there is no such fact in the vocabulary")],
        ),
        (plain(levels="low"), [("levels", "expected a list of at most 1000; was given text")]),
        (plain(levels=["Low", 3]), [("levels[0]", LEVEL_ID), ("levels[1]", f"{LEVEL_ID}; was given a whole number")]),
        (plain(levels=["low", "low"]), [("", "level 'low' is named more than once")]),
        (plain(for_later=[""]), [("for_later[0]", ID)]),
        (plain(for_later=["nights"]), [("", "need 'nights' is answered by a requirement and left for later; decide for one")]),
        (plain(requirements=[]), [("", "it needs 1 to 256 requirements, has 0")]),
        (plain(requirements=[ASKED] * 2), [("", "id 'hours' is used more than once")]),
        (
            plain(requirements=[ASKED] * (MOST_REQUIREMENTS + 1)),
            [("requirements", "expected a list of at most 256; was given a list of 257")],
        ),
        (asked(id=...), [("requirements[0]", "the key id is missing")]),
        (asked(ask=""), [("requirements[0].ask", LINE)]),
        (asked(text="a\nb"), [("requirements[0].text", LINE)]),
        (asked(weight="must"), [("requirements[0].weight", "expected one of required, preferred, red-flag; was given text")]),
        (asked(weight=None), [("requirements[0].weight", "expected one of required, preferred, red-flag; was given nothing")]),
        (
            asked(sources=[]),
            [("requirements[0]", "requirement 'hours' needs sources=: at least one, or Source('ed.', note=...) for a choice")],
        ),
        (asked(sources=...), [("requirements[0]", "the key sources is missing")]),
        (
            asked(for_need=None),
            [("requirements[0].for_need", "expected the id of a need of 0 to 64 printable characters; was given nothing")],
        ),
        (
            asked(for_need="x", weight="red-flag"),
            [("requirements[0]", "requirement 'hours': a red flag answers no need; leave for_need= out, or give another weight")],
        ),
        (
            asked(when={"fact": "weekly_hours", "op": ">=", "value": 9.0}),
            [("requirements[0].when.value", "expected a whole number of hours from 0 to 168; was given a decimal number")],
        ),
        (
            asked(when={"fact": "weekly_hours", "op": ">=", "value": 0}),
            [
                (
                    "",
                    f"requirement 'hours': {OF_EVERY_VALUE}",
                )
            ],
        ),
        (
            asked(when={"fact": "in_network", "op": "<", "value": True}),
            [("", "requirement 'hours': 'in_network' has no order: compare it with == or !=, not with <")],
        ),
        (asked(note="x"), [("requirements[0].entry 7", "there is no such key, nor one of a similar name")]),
    ],
)
def test_standards_that_are_refused(data: object, problems: list[tuple[str, str]]) -> None:
    """What cannot be read is told at its path, and what is wrong with the requirements together as to a Python author."""
    assert refused(data) == tuple((path or "the standard", said) for path, said in problems)


@given(worlds.pools(), st.data())
@documents.FEWER
def test_any_standard_is_read_as_it_was_written(pool: worlds.Pools, data: st.DataObject) -> None:
    """Any standard over any vocabulary is written as the schema says, and read as one that is written the same."""
    standard = Standard(
        id="drawn",
        version=data.draw(documents.LINES),
        title=data.draw(documents.LINES),
        status=data.draw(documents.LINES),
        record=pool.facts,
        levels=data.draw(st.lists(st.sampled_from(["low", "high"]), unique=True)),
        for_later=data.draw(st.lists(st.sampled_from(["one", "two"]))),
        requirements=[
            Requirement(
                f"r{number}",
                when=data.draw(documents.conditions(pool.facts)),
                text=data.draw(documents.LINES),
                ask=data.draw(documents.LINES),
                weight=data.draw(st.sampled_from(Weight)),
                sources=data.draw(documents.SOME_SOURCES),
            )
            for number in range(data.draw(st.integers(1, 3)))
        ],
    )
    written = write(standard)
    assert VALIDATOR.is_valid(written)
    read = read_standard(json.dumps(written))
    assert read == read_standard(written)
    assert write(read) == written
