"""Plain data in and out: what is read, what is refused and in which words, in bounded time, and never with a value shown."""

from __future__ import annotations

import io
import json
import logging
import math
import re
import time
import traceback
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from continuum import Engine, RuleSet
from continuum.assessment import Assessment, FactSources, Provenance
from continuum.episode import Episode
from continuum.errors import AssessmentError, DefinitionError, WireError, kind_of
from continuum.facts import Choice, Count, Fact, Flag, Grade
from continuum.forms import MOST_PROBLEMS
from continuum.json_text import MOST_CHARACTERS, MOST_DIGITS
from continuum.levels import NOT_IN_CARE, Continuum, Level, Outside
from continuum.library import stepdown
from continuum.programs import Program
from continuum.scales import ReturnToUse, Risk, Skills, Substance
from continuum.vocabularies import CONDITION_KEYS
from continuum.wire import (
    SCHEMAS,
    digest,
    read_case,
    read_decision,
    read_disposition,
    read_episode,
    read_ladder,
    read_program,
    read_rule_set,
    read_standard,
    schema,
    write,
)
from tests import documents
from tests.documents import KINDS, SHIPPED, Spot, spots
from tests.fuzz import wire as fuzz
from tests.test_episode import EXAMPLE
from tests.test_vocabularies import MEMBERS, NAME, NO_CONDITION

KEYS = ("format", "level", "assessed_on", "assessed_by", "person", "facts", "fact_sources")

LADDER = Continuum("three", [Level(name, name, purpose="what no other level does") for name in ("outpatient", "iop", "php")])
NO_SUCH_LEVEL = "level: there is no such level on the ladder 'three' (outpatient < iop < php)"
FACTS: dict[str, Fact[Any]] = dict(Assessment.vocabulary())
SECONDS = 5.0
"""Of processor time: far more than any permitted text needs, far less than quadratic time would take."""

SENTINEL = "Zq7xJv"
NUMBER = 48151623
SEED = 1_000
"""Of the first of the documents that are spoilt at random."""


class Craving(IntEnum):
    LOW = 1
    HIGH = 5


class Shift(Enum):
    DAY = "d"
    NIGHT = "n"


class Ours(Assessment):
    craving: Grade[Craving] = Grade("craving", Craving, worse="higher")
    shift: Choice[Shift] = Choice("shift at work", Shift)
    clean_tests: Count = Count("clean tests at this level", low=-3, high=3, unit="tests", worse="lower", scope="level")


class Ruled(Assessment):
    """A vocabulary whose own check speaks of the whole record."""

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterator[str]:
        yield from super()._check(values)
        if values["goals_met"] and values["response"] is None:
            yield "goals_met: needs a response"
            yield "assessed_on: needs a day"
            yield "the record is incomplete"


def refusal(data: object, facts: type[Assessment] = Assessment, ladder: Continuum | None = None) -> WireError:
    with pytest.raises(WireError) as caught:
        read_case(data, facts, ladder)
    return caught.value


def fact_refusal(name: str, value: object) -> str:
    error = refusal({"level": "iop", "facts": {name: value}})
    assert error.paths == (f"facts.{name}",)
    return str(error)


def spellings(fact: Fact[Any]) -> list[tuple[object, object]]:
    """Every way to write every value (of a count: its ends), with the value."""
    if isinstance(fact, Flag):
        return [(False, False), (True, True)]
    if isinstance(fact, Count):
        return [(fact.low, fact.low), (fact.high, fact.high)]
    assert isinstance(fact, Grade | Choice)
    members: list[Enum] = fact.members()
    named = [(write(member.name), member) for member in members for write in (str.upper, str.lower, str.title, str.swapcase)]
    return [*named, *((member.value, member) for member in members), *((member, member) for member in members)]


def misfits(fact: Fact[Any]) -> list[object]:
    """Values of every wrong kind, and beyond the bounds."""
    never = [1.0, math.nan, math.inf, "", "no such thing", [], [1], {}, {"value": 1}, b"1", 10**400]
    if isinstance(fact, Flag):
        return [*never, 0, 1, "true", "yes"]
    if isinstance(fact, Count):
        return [*never, True, False, "6", fact.low - 1, fact.high + 1]
    return [*never, True, False, -1, 99, "1"]


def test_lone_surrogates_are_refused_where_text_is_kept() -> None:
    """Half a character is no level of a ladder, no role and no name; the message can be written in UTF-8."""
    for text in ('{"level": "\\ud800"}', '{"assessed_by": "\\udfff"}', '{"\\ud800": 1}', '{"facts": {"weeks_stable\\ud800": 1}}'):
        with pytest.raises(WireError) as caught:
            read_case(text, Assessment, LADDER)
        assert len(caught.value.problems) == 1
        assert str(caught.value).encode().isascii()


# Bounded time.


@pytest.mark.parametrize("name", ["x{}", "weeks_stable{}", "withdrawal_risk_{}"])
def test_many_unknown_names_are_refused_in_bounded_time(name: str) -> None:
    """Two hundred thousand unknown names, like a known one or not, at all three places, are refused within seconds."""
    names = {name.format(number): 1 for number in range(200_000)}
    begun = time.process_time()
    error = refusal({**names, "facts": names, "fact_sources": names})
    assert time.process_time() - begun < SECONDS
    assert len(error.problems) == 3 * (MOST_PROBLEMS + 1)


def test_very_long_names_and_texts_are_refused_in_bounded_time() -> None:
    """A name or a text of nearly a million characters is compared with nothing."""
    long = "weeks_stable" * 80_000
    begun = time.process_time()
    error = refusal({"level": long, "assessed_on": long, "assessed_by": long, long: 1, "facts": {long: 1, "response": long}})
    assert time.process_time() - begun < SECONDS
    assert error.paths == ("entry 4", "level", "assessed_on", "assessed_by", "facts.entry 1", "facts.response")


# Reading a case.


def test_a_whole_case() -> None:
    """A case is read into an assessment: level, day, role, facts and where they come from."""
    case = {
        "level": "residential",
        "assessed_on": "2026-11-02",
        "assessed_by": "nurse",
        "facts": {"withdrawal_risk": "MILD", "goals_met": True, "weeks_stable": 6, "primary_substance": 1, "response": None},
        "fact_sources": {"withdrawal_risk": "observed", "goals_met": "self-report", "response": None, "cows": "record"},
    }
    expected = Assessment(
        level="residential",
        assessed_on=date(2026, 11, 2),
        assessed_by="nurse",
        withdrawal_risk=Risk.MILD,
        goals_met=True,
        weeks_stable=6,
        primary_substance=Substance.OPIOIDS,
        fact_sources=FactSources.of(
            {"withdrawal_risk": Provenance.OBSERVED, "goals_met": Provenance.SELF_REPORT, "cows": Provenance.RECORD}
        ),
    )
    assert read_case(case, Assessment) == expected
    assert read_case(MappingProxyType(case), Assessment) == expected
    assert read_case(json.dumps(case), Assessment) == expected
    assert read_case(json.dumps(case).encode("utf-8-sig"), Assessment) == expected


@pytest.mark.parametrize("case", [{}, dict.fromkeys(KEYS), {"facts": {}, "fact_sources": {}}, {"facts": dict.fromkeys(FACTS)}])
def test_what_is_absent_or_null_is_unknown(case: dict[str, object]) -> None:
    """An absent key, a null and an empty object all leave everything unknown."""
    assert read_case(case, Assessment, LADDER) == Assessment()


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_is_read_in_every_spelling(name: str) -> None:
    """A rating or a choice is read by its name in any case and by its number, a flag and a count as they are."""
    for plain, value in spellings(FACTS[name]):
        read = read_case({"level": "iop", "facts": {name: plain}}, Assessment)
        assert read.known() == {name: value}
        assert type(read.known()[name]) is type(value)


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_refuses_what_is_no_value_of_it(name: str) -> None:
    """A value of another kind, or beyond the bounds, is refused at its path and never converted."""
    for value in misfits(FACTS[name]):
        assert fact_refusal(name, value).startswith(f"facts.{name}: expected ")


RISK = "facts.withdrawal_risk: expected one of NONE, MILD, MODERATE, SEVERE, VERY_SEVERE, or a number from 0 to 4; was given"
SUBSTANCE = (
    "facts.primary_substance: expected one of ALCOHOL, OPIOIDS, SEDATIVES, STIMULANTS, CANNABIS, SEVERAL, OTHER, "
    "or a number from 0 to 6; was given"
)
GOALS = "facts.goals_met: expected true or false; was given"
WEEKS = "facts.weeks_stable: expected a whole number of weeks from 0 to 520; was given"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("withdrawal_risk", 2.0, f"{RISK} a decimal number"),
        ("withdrawal_risk", True, f"{RISK} a true/false value"),
        ("withdrawal_risk", 5, f"{RISK} a whole number that is none of them"),
        ("withdrawal_risk", -1, f"{RISK} a whole number that is none of them"),
        ("withdrawal_risk", "HIGH", f"{RISK} text that is none of them"),
        ("withdrawal_risk", "very severe", f"{RISK} text that is none of them"),
        ("withdrawal_risk", " MILD", f"{RISK} text that is none of them"),
        ("withdrawal_risk", "2", f"{RISK} text that is none of them"),
        ("withdrawal_risk", Skills.ABSENT, f"{RISK} a value of type Skills"),
        ("withdrawal_risk", ["MILD"], f"{RISK} a list"),
        ("withdrawal_risk", {"MILD": 1}, f"{RISK} an object"),
        ("primary_substance", 0.0, f"{SUBSTANCE} a decimal number"),
        ("primary_substance", False, f"{SUBSTANCE} a true/false value"),
        ("primary_substance", 7, f"{SUBSTANCE} a whole number that is none of them"),
        ("primary_substance", "heroin", f"{SUBSTANCE} text that is none of them"),
        ("goals_met", 1, f"{GOALS} a whole number"),
        ("goals_met", 0, f"{GOALS} a whole number"),
        ("goals_met", "true", f"{GOALS} text"),
        ("goals_met", 1.0, f"{GOALS} a decimal number"),
        ("goals_met", [], f"{GOALS} a list"),
        ("weeks_stable", True, f"{WEEKS} a true/false value"),
        ("weeks_stable", 6.0, f"{WEEKS} a decimal number"),
        ("weeks_stable", math.nan, f"{WEEKS} a decimal number"),
        ("weeks_stable", "6", f"{WEEKS} text"),
        ("weeks_stable", -1, f"{WEEKS} a whole number outside these bounds"),
        ("weeks_stable", 521, f"{WEEKS} a whole number outside these bounds"),
        ("weeks_stable", {}, f"{WEEKS} an object"),
    ],
)
def test_the_words_for_a_value_that_does_not_fit(name: str, value: object, message: str) -> None:
    """The message names the path, what was expected, and what kind of thing was given."""
    assert fact_refusal(name, value) == message


@pytest.mark.parametrize(
    ("data", "given"),
    [
        (None, "nothing"),
        (True, "a true/false value"),
        (1, "a whole number"),
        (1.5, "a decimal number"),
        ([{"level": "iop"}], "a list"),
    ],
)
def test_a_case_is_an_object(data: object, given: str) -> None:
    """Anything but an object is refused with the keys that an object would have."""
    keys = ", ".join(KEYS)
    message = f"the case: expected an object with the keys {keys}; was given "
    assert str(refusal(data)) == message + given
    with pytest.raises(WireError, match=f"{given}$"):
        read_case(json.dumps(data), Assessment)


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"levels": "iop"}, "levels: there is no such key; did you mean 'level'?"),
        ({"Level": "iop"}, "Level: there is no such key; did you mean 'level'?"),
        ({"asessed_on": None}, "asessed_on: there is no such key; did you mean 'assessed_on'?"),
        ({"fact-sources": {}}, "fact-sources: there is no such key; did you mean 'fact_sources'?"),
        ({"lvl": "iop"}, "entry 1: there is no such key; did you mean 'level'?"),
        ({"level": "iop", "name": "x"}, "entry 2: there is no such key, nor one of a similar name"),
        ({"goals_met": True}, 'goals_met: there is no such key here; it belongs under "facts"'),
        ({"goals_mt": True}, "entry 1: there is no such key, nor one of a similar name"),
        ({"": 1}, "entry 1: there is no such key, nor one of a similar name"),
        ({7: 1}, "entry 1: there is no such key, nor one of a similar name"),
        ({None: 1}, "entry 1: there is no such key, nor one of a similar name"),
        ({"facts": {"weeks_stabel": 6}}, "facts.weeks_stabel: there is no such fact; did you mean 'weeks_stable'?"),
        ({"facts": {"Goals_Met": 6}}, "facts.Goals_Met: there is no such fact; did you mean 'goals_met'?"),
        ({"facts": {"goals-met": 6}}, "facts.goals-met: there is no such fact; did you mean 'goals_met'?"),
        ({"facts": {"stable_weeks": 6}}, "facts.entry 1: there is no such fact, nor one of a similar name"),
        ({"facts": {"weeks_stab": 6}}, "facts.weeks_stab: there is no such fact; did you mean 'weeks_stable'?"),
        ({"facts": {"wek_stab": 6}}, "facts.entry 1: there is no such fact; did you mean 'weeks_stable'?"),
        ({"facts": {"level": "iop"}}, "facts.entry 1: there is no such fact, nor one of a similar name"),
        ({"facts": {"cows": 1, "dogs": None}}, "facts.entry 2: there is no such fact, nor one of a similar name"),
        ({"facts": {"goals_met\n": True}}, "facts.entry 1: there is no such fact, nor one of a similar name"),
        ({"facts": {("a", 1): True}}, "facts.entry 1: there is no such fact, nor one of a similar name"),
        (
            {"fact_sources": {"weeks_stabel": "record"}},
            "fact_sources.weeks_stabel: there is no such fact; did you mean 'weeks_stable'?",
        ),
        ({"fact_sources": {"x": None}}, "fact_sources.entry 1: there is no such fact, nor one of a similar name"),
    ],
)
def test_unknown_names(case: dict[Any, object], message: str) -> None:
    """An unknown name is refused with the nearest known one; unless it is clearly a slip, only its position is told."""
    assert str(refusal(case)) == message


@pytest.mark.parametrize("name", ["withdrawal_risk=4", "withdrawal_risk:3", "return_to_use_risk_MILD", "days_at_level 321"])
def test_a_name_that_carries_a_value_is_not_shown(name: str) -> None:
    """A known name with a value run into it is told by its position: the value is the person's."""
    error = refusal({"facts": {name: None}})
    assert error.paths == ("facts.entry 1",)


LEVEL = 'level: expected the id of a level, "not-in-care" or null; was given'


@pytest.mark.parametrize(
    ("level", "message"),
    [
        (3, f"{LEVEL} a whole number"),
        (True, f"{LEVEL} a true/false value"),
        (["iop"], f"{LEVEL} a list"),
        ({}, f"{LEVEL} an object"),
        (1.0, f"{LEVEL} a decimal number"),
        ("", f"{LEVEL} text of another length"),
        ("x" * 65, f"{LEVEL} text of another length"),
        ("IOP", f"{NO_SUCH_LEVEL}; did you mean 'iop'?"),
        ("out-patient", f"{NO_SUCH_LEVEL}; did you mean 'outpatient'?"),
        ("residential", NO_SUCH_LEVEL),
        ("complete", NO_SUCH_LEVEL),
        ("iop\n", NO_SUCH_LEVEL),
        ("NOT-IN-CARE", NO_SUCH_LEVEL),
    ],
)
def test_levels_that_are_refused(level: object, message: str) -> None:
    """A level is the id of one on the ladder; what is near is suggested, never taken."""
    assert str(refusal({"level": level}, ladder=LADDER)) == message


def test_a_level_is_checked_against_the_ladder_only_if_there_is_one() -> None:
    """Without a ladder, any id is read; the engine checks it later."""
    assert read_case({"level": "x" * 64}, Assessment).level == "x" * 64
    assert read_case({"level": "php"}, Assessment, LADDER).level == "php"
    assert read_case('{"level": "elsewhere"}', Assessment).level == "elsewhere"
    with pytest.raises(WireError, match="no such level"):
        read_case('{"level": "elsewhere"}', Assessment, LADDER)


def test_not_in_care_asks_for_an_admission() -> None:
    """`not-in-care` is read as the place before care, on any ladder."""
    for ladder in (None, LADDER):
        assert read_case({"level": "not-in-care"}, Assessment, ladder).level is NOT_IN_CARE


def test_a_person_not_in_care_has_no_stay() -> None:
    """Facts about a stay are refused for a person who is not in care, all of them, each at its path."""
    sentence = "is about the stay at a level, and has no meaning with level=NOT_IN_CARE; leave it out"
    error = refusal({"level": "not-in-care", "facts": {"weeks_stable": 3, "cows": 1, "goals_met": False, "response": None}})
    assert error.pairs == (("facts.goals_met", sentence), ("facts.weeks_stable", sentence))
    assert error.problems == (f"facts.goals_met: {sentence}", f"facts.weeks_stable: {sentence}")
    assert str(error) == f"2 problems:\n  1. facts.goals_met: {sentence}\n  2. facts.weeks_stable: {sentence}"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-11-02", date(2026, 11, 2)), ("2024-02-29", date(2024, 2, 29)), ("0001-01-01", date.min), ("9999-12-31", date.max)],
)
def test_days_that_are_read(text: str, day: date) -> None:
    """A day is read from year, month and day."""
    assert read_case({"assessed_on": text}, Assessment).assessed_on == day


DAY = 'assessed_on: expected a date such as "2026-11-02" or null; was given'


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("20261102", f"{DAY} text"),
        ("2026-W45-1", f"{DAY} text"),
        ("2026-11-2", f"{DAY} text"),
        ("02.11.2026", f"{DAY} text"),
        ("2026-11-02T10:00", f"{DAY} text"),
        ("2026-11-02 ", f"{DAY} text"),
        ("2026-11-02\n", f"{DAY} text"),
        ("\u0662\u0660\u0662\u0666-11-02", f"{DAY} text"),
        ("", f"{DAY} text"),
        (20261102, f"{DAY} a whole number"),
        (False, f"{DAY} a true/false value"),
        ([2026, 11, 2], f"{DAY} a list"),
        (datetime(2026, 11, 2), f"{DAY} a value of type datetime"),  # noqa: DTZ001 # a zone changes nothing here
        ("2026-02-29", "assessed_on: there is no such day in the calendar"),
        ("2026-13-01", "assessed_on: there is no such day in the calendar"),
        ("0000-01-01", "assessed_on: there is no such day in the calendar"),
    ],
)
def test_days_that_are_refused(day: object, message: str) -> None:
    """Another notation, a time of day, or a day that is not in the calendar is refused."""
    assert str(refusal({"assessed_on": day})) == message


@pytest.mark.parametrize("role", ["n", "counselor", "x" * 64, "Ärztin vom Dienst"])
def test_roles_that_are_read(role: str) -> None:
    """A role is a short printable text."""
    assert read_case({"assessed_by": role}, Assessment).assessed_by == role


@pytest.mark.parametrize("role", ["", "x" * 65, "two\nlines", "bell\a", 1, True, 1.5, ["nurse"], {"role": "nurse"}])
def test_roles_that_are_refused(role: object) -> None:
    """A role that is no short printable text is refused."""
    given = "" if isinstance(role, str) else f"; was given {kind_of(role)}"
    assert str(refusal({"assessed_by": role})) == f"assessed_by: expected a role of 1 to 64 printable characters{given}"


@pytest.mark.parametrize("key", ["p", "p-1", "x" * 64, "Ä 1", None])
def test_keys_of_a_person_that_are_read(key: str | None) -> None:
    """The key of a person is a short printable text, or null; left out, there is none."""
    assert read_case({"person": key}, Assessment) == Assessment(person=key)
    assert read_case(json.dumps({"level": "iop", "person": key}), Assessment).person == key
    assert read_case({}, Assessment).person is None


@pytest.mark.parametrize("key", ["", "x" * 65, "two\nlines", "bell\a", 1, True, 1.5, ["p-1"], {"key": "p-1"}])
def test_keys_of_a_person_that_are_refused(key: object) -> None:
    """A key that is no short printable text is refused, and not shown."""
    error = refusal({"person": key})
    given = "" if isinstance(key, str) else f"; was given {kind_of(key)}"
    assert str(error) == f"person: expected an opaque key of 1 to 64 printable characters{given}"
    assert error.paths == ("person",)


@pytest.mark.parametrize("kind", Provenance)
def test_every_provenance_is_read(kind: Provenance) -> None:
    """Where a fact comes from is read by its value."""
    read = read_case({"fact_sources": {"cows": kind.value}}, Assessment)
    assert read.fact_sources == FactSources.of({"cows": kind})


SOURCE = "fact_sources.cows: expected one of self-report, collateral, record, observed; was given"


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("hearsay", "text"),
        ("OBSERVED", "text; did you mean 'observed'?"),
        ("", "text"),
        (0, "a whole number"),
        (True, "a true/false value"),
        (["record"], "a list"),
        ({}, "an object"),
    ],
)
def test_sources_that_are_refused(source: object, given: str) -> None:
    """Any other word, or no word, is refused with the four that there are."""
    assert str(refusal({"fact_sources": {"cows": source}})) == f"{SOURCE} {given}"


@pytest.mark.parametrize("key", ["facts", "fact_sources"])
@pytest.mark.parametrize(
    ("value", "given"),
    [([], "a list"), ("", "text"), (0, "a whole number"), (False, "a true/false value"), (0.0, "a decimal number")],
)
def test_facts_and_sources_are_objects(key: str, value: object, given: str) -> None:
    """Anything else is refused, empty or not."""
    assert str(refusal({key: value})) == f"{key}: expected an object of fact names; was given {given}"


def test_all_problems_are_reported_together() -> None:
    """Everything that is wrong with a case is told at once, in the order in which a case is written."""
    error = refusal(
        {
            "levels": 1,
            "level": "IOP",
            "assessed_on": "today",
            "assessed_by": "",
            "patient": "x",
            "facts": {"goals_met": 1, "weeks_stabel": 6, "withdrawal_risk": 2.0, "something else": 1},
            "fact_sources": {"cows": "rumor", "cow": "record"},
        },
        ladder=LADDER,
    )
    pairs = (
        ("levels", "there is no such key; did you mean 'level'?"),
        ("entry 5", "there is no such key, nor one of a similar name"),
        ("level", "there is no such level on the ladder 'three' (outpatient < iop < php); did you mean 'iop'?"),
        ("assessed_on", 'expected a date such as "2026-11-02" or null; was given text'),
        ("assessed_by", "expected a role of 1 to 64 printable characters"),
        ("facts.weeks_stabel", "there is no such fact; did you mean 'weeks_stable'?"),
        ("facts.entry 4", "there is no such fact, nor one of a similar name"),
        (
            "facts.withdrawal_risk",
            "expected one of NONE, MILD, MODERATE, SEVERE, VERY_SEVERE, or a number from 0 to 4; was given a decimal number",
        ),
        ("facts.goals_met", "expected true or false; was given a whole number"),
        ("fact_sources.cow", "there is no such fact; did you mean 'cows'?"),
        ("fact_sources.cows", "expected one of self-report, collateral, record, observed; was given text"),
    )
    assert error.pairs == pairs
    assert error.paths == tuple(path for path, _ in pairs)
    assert error.problems == tuple(f"{path}: {sentence}" for path, sentence in pairs)
    assert str(error) == "\n".join(
        ["11 problems:", *(f"  {number}. {path}: {sentence}" for number, (path, sentence) in enumerate(pairs, 1))]
    )


@pytest.mark.parametrize(
    ("where", "what", "prefix", "path"),
    [
        (None, "key", "", "the case"),
        ("facts", "fact", "facts.", "facts"),
        ("fact_sources", "fact", "fact_sources.", "fact_sources"),
    ],
)
def test_at_most_fifty_unknown_names_are_listed(where: str | None, what: str, prefix: str, path: str) -> None:
    """Fifty unknown names are listed, of more only the number is told."""
    for count in (MOST_PROBLEMS, MOST_PROBLEMS + 1, MOST_PROBLEMS + 7):
        names = {f"{number}": 1 for number in range(count)}
        error = refusal(names if where is None else {where: names})
        listed = [(f"{prefix}entry {number}", f"there is no such {what}, nor one of a similar name") for number in range(1, 51)]
        more = [(path, f"{count - 50} more names that are no {what}")] if count > 50 else []
        assert error.pairs == (*listed, *more)


def test_an_own_vocabulary_is_read() -> None:
    """A vocabulary that extends ours is read with its own facts, and is what comes back."""
    read = read_case({"level": "iop", "facts": {"craving": 5, "shift": "Night", "clean_tests": -3, "cows": 0}}, Ours, LADDER)
    assert type(read) is Ours
    assert read == Ours(level="iop", craving=Craving.HIGH, shift=Shift.NIGHT, clean_tests=-3, cows=0)
    assert read_case({"fact_sources": {"craving": "record"}}, Ours).fact_sources.get("craving") is Provenance.RECORD


def test_an_own_vocabulary_speaks_for_itself() -> None:
    """Its bounds, names and scope are those of its own facts; a number between two of a scale is none of it."""
    error = refusal({"facts": {"craving": 3, "shift": "d", "clean_tests": 4, "cravings": 1}}, Ours)
    assert error.problems == (
        "facts.cravings: there is no such fact; did you mean 'craving'?",
        "facts.craving: expected one of LOW, HIGH, or one of the numbers 1, 5; was given a whole number that is none of them",
        "facts.shift: expected one of DAY, NIGHT; was given text that is none of them",
        "facts.clean_tests: expected a whole number of tests from -3 to 3; was given a whole number outside these bounds",
    )
    assert refusal({"level": "not-in-care", "facts": {"clean_tests": 0}}, Ours).paths == ("facts.clean_tests",)
    assert refusal({"facts": {"craving": 1}}).paths == ("facts.entry 1",)


def test_a_check_of_an_own_vocabulary_is_a_wire_error() -> None:
    """What the vocabulary's own check finds stands at the path that it names, or at the case if it names none."""
    assert read_case({"facts": {"goals_met": True, "response": "good"}}, Ruled).goals_met is True
    error = refusal({"facts": {"goals_met": True}}, Ruled)
    assert error.pairs == (
        ("facts.goals_met", "needs a response"),
        ("assessed_on", "needs a day"),
        ("the case", "the record is incomplete"),
    )


# No value is ever shown.


def planted(value: object) -> Iterator[dict[Any, object]]:
    """Cases with a peculiar value at every place, each of them refused."""
    wrong: dict[str, object] = {"cows": 99}
    for name in FACTS:
        for thing in (value, [value], {"a": value}, {str(value): 1}):
            yield {"level": "iop", "facts": {name: thing}}
            yield {"level": "iop", "fact_sources": {name: thing}}
    for key in KEYS:
        for thing in (value, [value], {"a": value}, {str(value): value}, f"{value}\n", str(value) * 20):
            yield {key: thing, "facts": wrong} if key != "facts" else {key: thing}
    for odd in (value, str(value), f"{value}\n", str(value) * 20, f"{value} goals met"):
        yield {odd: value}
        yield {"facts": {odd: value}}
        yield {"fact_sources": {odd: value}}
    yield {"level": "iop", "assessed_by": str(value), "facts": wrong}
    yield {"level": "not-in-care", "assessed_by": str(value), "facts": {"goals_met": True}}


@pytest.mark.parametrize("value", [SENTINEL, NUMBER, NUMBER + 0.5, -NUMBER])
def test_no_value_is_shown_wherever_it_stands(value: float | str) -> None:
    """A value planted at any place of a case shows neither in the error, nor in its repr, nor in its traceback."""
    bare = str(value).lstrip("-").lower()
    for case in planted(value):
        error = refusal(case, ladder=LADDER)
        texts = [str(error), repr(error), *error.problems, *error.paths, *traceback.format_exception(error)]
        assert not [text for text in texts if bare in text.lower()]
        assert error.__context__ is None or error.__suppress_context__


@pytest.mark.parametrize(
    "text",
    [
        SENTINEL,
        f'{{"level": "{SENTINEL}',
        f'{{"level": {SENTINEL}}}',
        f'{{"facts": {{"{SENTINEL}": 1, "{SENTINEL}": 2}}}}',
        f'{{"{SENTINEL}": 1}} {SENTINEL}',
        f'{{"a": "\\{SENTINEL}"}}',
        f'{{"a": "\\u{SENTINEL}"}}',
        f'{{"a": "{SENTINEL}\x01"}}',
        f'["{SENTINEL}", NaN]',
        f'["{SENTINEL}", {"7" * 30}]',
        f'["{SENTINEL}", {"[" * 40}',
        f'"{SENTINEL}"' + " " * MOST_CHARACTERS,
        b'["' + SENTINEL.encode() + b"\xff",
        f"'{SENTINEL}'",
        f'{{"{SENTINEL}"}}',
        f'"{SENTINEL}"',
        f'["{SENTINEL}"]',
    ],
)
def test_no_part_of_a_text_is_shown(text: str | bytes) -> None:
    """What stands in a text that is refused shows neither in the error nor in its traceback."""
    with pytest.raises(WireError) as caught:
        read_case(text, Assessment, LADDER)
    shown = f"{caught.value}{caught.value!r}{''.join(traceback.format_exception(caught.value))}"
    assert SENTINEL.lower() not in shown.lower()
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    assert "7777" not in shown


def test_a_case_that_is_read_shows_no_value_either() -> None:
    """The assessment says only how much is known."""
    assert repr(read_case({"level": SENTINEL, "assessed_by": SENTINEL, "facts": {"cows": 41}}, Assessment)) == (
        "<Assessment: 1 of 48 facts known>"
    )


# Arbitrary data.

NAMES = st.one_of(st.text(max_size=8), st.sampled_from([*KEYS, *FACTS, "weeks_stabel", "Level"]))
ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 8),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["MILD", "none", "not-in-care", "iop", "2026-11-02", "record", "nurse"]),
)
JSON = st.recursive(ATOMS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=12)


def plain_values(fact: Fact[Any]) -> st.SearchStrategy[tuple[object, object]]:
    """Plain data of a value, with the value."""
    if isinstance(fact, Count):
        return st.integers(fact.low, fact.high).map(lambda number: (number, number))
    return st.sampled_from([(plain, value) for plain, value in spellings(fact) if not isinstance(plain, Enum)])


PLAIN_VALUES = {name: plain_values(fact) for name, fact in FACTS.items()}
STAYS = Assessment.level_scoped()
SEVERAL = st.fixed_dictionaries({}, optional={name: PLAIN_VALUES[name] for name in [*FACTS][::6]})
PLACES = st.one_of(
    st.sampled_from([NOT_IN_CARE, None, *LADDER.ids]), st.text(min_size=1, max_size=64).filter(lambda text: text != "not-in-care")
)
ROLES = st.none() | st.text(min_size=1, max_size=64).filter(lambda text: text.isprintable() and bool(text.strip()))


@st.composite
def written_cases(draw: st.DrawFn) -> tuple[Assessment, dict[str, object]]:
    """A valid assessment, and the plain data that it is written as."""
    level = draw(PLACES)
    chosen = draw(st.lists(st.sampled_from([*FACTS]), unique=True, max_size=12))
    pairs = {name: draw(PLAIN_VALUES[name]) for name in chosen if level is not NOT_IN_CARE or name not in STAYS}
    sources = draw(st.dictionaries(st.sampled_from([*FACTS]), st.sampled_from(Provenance), max_size=5))
    day = draw(st.none() | st.dates())
    role = draw(ROLES)
    values: dict[str, Any] = {name: value for name, (_, value) in pairs.items()}
    assessment = Assessment(level=level, assessed_on=day, assessed_by=role, fact_sources=FactSources.of(sources), **values)
    plain: dict[str, object] = {
        "level": level.value if isinstance(level, Outside) else level,
        "assessed_on": day.isoformat() if day else None,
        "assessed_by": role,
        "facts": {name: written for name, (written, _) in pairs.items()},
        "fact_sources": {name: kind.value for name, kind in sources.items()},
    }
    kept = draw(st.sets(st.sampled_from(KEYS)))
    return assessment, {key: value for key, value in plain.items() if key in kept or value not in (None, {})}


@given(written_cases(), st.booleans())
def test_what_is_written_is_read_back(case: tuple[Assessment, dict[str, object]], ascii_only: bool) -> None:  # noqa: FBT001 # drawn
    """Every assessment written as plain data, in whatever spelling, is read back equal: as data, as text, as bytes."""
    assessment, plain = case
    text = json.dumps(plain, ensure_ascii=ascii_only)
    assert read_case(plain, Assessment) == assessment
    assert read_case(text, Assessment) == assessment
    assert read_case(text.encode("utf-8-sig"), Assessment) == assessment


def outcome(data: object, facts: type[Assessment] = Assessment) -> object:
    """The assessment, or the problems; anything else that is raised fails the test."""
    try:
        return read_case(data, facts, LADDER)
    except WireError as error:
        return well_told(error)


def loaded(text: str | bytes) -> object:
    """As `outcome`, of JSON text."""
    try:
        return read_case(text, Assessment, LADDER)
    except WireError as error:
        return well_told(error)


def well_told(error: WireError) -> tuple[tuple[str, str], ...]:
    """The problems, each with a path and a sentence, in plain letters."""
    assert error.pairs
    assert all(path and sentence for path, sentence in error.pairs)
    assert str(error).isascii()
    return error.pairs


def representable(data: object) -> bool:
    """Whether JSON text can carry the data as `read_json` reads it."""
    if isinstance(data, Mapping):
        return all(map(representable, data.values()))
    if isinstance(data, list):
        return all(map(representable, data))
    return math.isfinite(data) if isinstance(data, float) else not isinstance(data, int) or len(str(abs(data))) <= MOST_DIGITS


@given(JSON)
def test_arbitrary_data_is_read_or_refused(data: object) -> None:
    """Whatever plain data is given, it is read or refused by a `WireError`, alike as data and as text."""
    read = outcome(data)
    assert not isinstance(read, tuple) or read == outcome(data)
    if not representable(data):
        assert isinstance(loaded(json.dumps(data)), tuple)
    elif not isinstance(data, str):
        assert loaded(json.dumps(data)) == read


@given(st.data(), written_cases())
def test_a_spoilt_case_is_read_or_refused(data: st.DataObject, case: tuple[Assessment, dict[str, object]]) -> None:
    """A valid case with one thing replaced or added is read, or refused for that thing alone."""
    facts: dict[str, object] = {name: written for name, (written, _) in data.draw(SEVERAL).items()}
    plain: dict[str, object] = {**case[1], "level": "iop", "facts": facts}
    inside = data.draw(st.booleans())
    name = data.draw(NAMES)
    (facts if inside else plain)[name] = data.draw(JSON)
    for vocabulary in (Assessment, Ours):
        read = outcome(plain, vocabulary)
        if isinstance(read, tuple) and (inside or name != "level"):
            prefix = "facts." if inside else ""
            assert all(path.startswith((prefix + name, f"{prefix}entry ")) for path, _ in read)


@given(st.data(), written_cases())
def test_a_spoilt_text_is_read_or_refused(data: st.DataObject, case: tuple[Assessment, dict[str, object]]) -> None:
    """A text with some bytes cut out and others put in is read or refused by a `WireError`."""
    text = json.dumps(case[1], ensure_ascii=False).encode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 8)))
    put = data.draw(
        st.binary(max_size=4) | st.sampled_from([b"[", b'"', b"\\", b"NaN", b"1e999", b"9" * 40, b"{}", b",", b"\x00"])
    )
    assert isinstance(loaded(text[:start] + put + text[end:]), Assessment | tuple)


@given(st.text() | st.binary())
def test_arbitrary_text_is_read_or_refused(text: str | bytes) -> None:
    """Any text and any bytes are read or refused by a `WireError`."""
    assert isinstance(loaded(text), Assessment | tuple)


def test_the_probes_of_this_file_are_awake() -> None:
    """The names and values used above are those of the library: a known value is read, and the sentinel is none."""
    assert read_case({"level": "iop", "facts": {"return_to_use": "return"}}, Assessment).return_to_use is ReturnToUse.RETURN
    assert not [name for name in FACTS if SENTINEL.lower() in name]
    assert len([*planted(SENTINEL)]) > 8 * len(FACTS)


# Everything that is written and read.

DOWN_BY_STEPDOWN = EXAMPLE.decisions[0]
STANDARD_KINDS: dict[str, tuple[Any, Callable[[object], Any]]] = {
    "assessment": (DOWN_BY_STEPDOWN.assessment, lambda data: read_case(data, Assessment)),
    "program": (Program(name="House", weekly_hours=12, in_network=True), lambda data: read_program(data, Program)),
    "ladder": (KINDS["ladder"].thing, read_ladder),
    "rule-set": (KINDS["rule-set"].thing, read_rule_set),
    "standard": (KINDS["standard"].thing, read_standard),
    "decision": (DOWN_BY_STEPDOWN, lambda data: read_decision(data, stepdown.RULES)),
    "disposition": (EXAMPLE.dispositions[0], lambda data: read_disposition(data, stepdown.RULES)),
    "episode": (Episode(None, EXAMPLE.entries[:2]), lambda data: read_episode(data, stepdown.RULES)),
}
"""A thing of each kind over the standard vocabulary, which the schemas describe; with what reads it."""


def copied(plain: Any) -> Any:
    return json.loads(json.dumps(plain))


def refused_by(read: Callable[[object], Any], data: object) -> WireError:
    with pytest.raises(WireError) as caught:
        read(data)
    return caught.value


@pytest.mark.parametrize("name", KINDS)
def test_what_is_written_says_what_it_is_and_is_read_again(name: str) -> None:
    """Each thing is written with its format first, as plain data that JSON holds, and is read again: data, text and bytes."""
    kind = KINDS[name]
    written = write(kind.thing)
    assert next(iter(written.items())) == ("format", f"continuum/{name}/1")
    assert copied(written) == written
    for data in (
        written,
        MappingProxyType(written),
        json.dumps(written),
        json.dumps(written, ensure_ascii=False).encode("utf-8-sig"),
    ):
        assert kind.read(data) == kind.thing
    assert write(kind.read(written)) == written


@pytest.mark.parametrize(
    ("thing", "given_"),
    [
        (None, "nothing"),
        ({}, "an object"),
        ("iop", "text"),
        (LADDER.levels[0], "a value of type Level"),
        (Assessment, "a value of type type"),
        (Risk.MILD, "a value of type Risk"),
        (documents.RULES.rules[0], "a value of type StepUp"),
        (EXAMPLE.entries[0], "a value of type Entry"),
        (Engine(stepdown.RULES), "a value of type Engine"),
        ([stepdown.RULES], "a list"),
    ],
)
def test_what_cannot_be_written(thing: Any, given_: str) -> None:
    """Anything else is refused; a part of something is written with the whole."""
    with pytest.raises(DefinitionError) as caught:
        write(thing)
    assert str(caught.value) == f"write() takes an assessment, a program, a rule set, a ladder and the like; was given {given_}"


def test_each_reader_reads_its_own_kind_only() -> None:
    """No document passes for one of another kind."""
    for name, kind in KINDS.items():
        for other in KINDS.values():
            if other is not kind:
                assert refused_by(kind.read, other.plain).problems
        assert refused_by(kind.read, {**kind.plain, "format": "continuum/other/1"}).paths[0] == "format", name


class Ward(Assessment):
    """A vocabulary with something that is no fact."""

    ward: str = "none"


def test_nothing_is_dropped() -> None:
    """An assessment that holds what is no fact is refused when it is written, and not written without it."""
    with pytest.raises(WireError) as caught:
        write(Ward(level="iop", ward="3b"))
    assert caught.value.pairs == (("Ward", "this cannot be written as plain data: ward is no fact; declare it as one"),)


def test_the_word_for_no_care_is_no_level() -> None:
    """A level cannot be called as the place outside every ladder is."""
    try:
        person = Assessment(level="not-in-care")
    except AssessmentError:
        return
    assert read_case(write(person), Assessment) == person


def test_the_order_of_fact_sources_is_none() -> None:
    """Where facts come from is read again the same, in whatever order it was said."""
    pairs = (("weeks_stable", Provenance.RECORD), ("cows", Provenance.OBSERVED))
    person = Assessment(fact_sources=FactSources(pairs))
    assert read_case(write(person), Assessment) == person


@pytest.mark.parametrize(
    ("facts", "given_"),
    [(int, "a value of type type"), (3, "a whole number"), (Program, "a value of type type"), ("assessment", "text")],
)
def test_a_vocabulary_that_is_none(facts: Any, given_: str) -> None:
    """What is no vocabulary of assessments is the caller's mistake, and is told as such."""
    for read in (
        lambda: read_case({}, facts),
        lambda: read_rule_set(write(stepdown.RULES), facts),
        lambda: read_decision(write(DOWN_BY_STEPDOWN), stepdown.RULES, facts),
        lambda: schema("assessment", facts),
    ):
        with pytest.raises(DefinitionError) as caught:
            read()
        assert str(caught.value) == f"facts= takes Assessment, or a subclass of it; was given {given_}"


def test_what_is_no_kind_of_record_is_told_where_it_is_given() -> None:
    """A program is read with a kind of program, a standard with any kind of record."""
    number: Any = 3
    for read, base in ((lambda: read_program({}, number), "Program"), (lambda: read_standard({}, number), "Facts")):
        with pytest.raises(DefinitionError) as caught:
            read()
        assert str(caught.value) == f"facts= takes {base}, or a subclass of it; was given a whole number"


@pytest.mark.parametrize(
    ("ladder", "given_"), [("three", "text"), ([*LADDER], "a list"), (stepdown.RULES, "a value of type RuleSet")]
)
def test_a_ladder_that_is_none(ladder: Any, given_: str) -> None:
    """What is no ladder is the caller's mistake, and is told as such."""
    with pytest.raises(DefinitionError) as caught:
        read_case({}, Assessment, ladder)
    assert str(caught.value) == f"ladder= takes a Continuum; was given {given_}"


# Digests.


@given(written_cases())
def test_equal_assessments_have_equal_digests(case: tuple[Assessment, dict[str, object]]) -> None:
    """The digest is of what is known: the same for the same, however it was written, and for a subclass that says no more."""
    assessment, plain = case
    assert digest(read_case(plain, Assessment)) == digest(assessment) == digest(read_case(json.dumps(plain), Ours))


def test_the_digest_of_an_assessment_changes_with_anything_in_it() -> None:
    """Another level, day, role, person, fact, source, or one of these less, is another digest."""
    kind = KINDS["assessment"]
    seen = {digest(documents.CASE)}
    changes: dict[str, Any] = {
        "level": "mid",
        "assessed_on": "2026-11-03",
        "assessed_by": "counselor",
        "person": "p-2",
        "facts.craving": "NONE",
        "facts.strain": 1,
        "facts.doing": 1,
        "facts.booked": False,
        "facts.nights": 1,
        "facts.shift": "DAY",
        "fact_sources.craving": "record",
        "fact_sources.shift": "collateral",
        "fact_sources.strain": "observed",
    }
    places = {spot.path: number for number, spot in enumerate(spots(copied(kind.plain)))}
    assert {*changes} == {*places} - {"format", "facts", "fact_sources"}
    for path, value in changes.items():
        for change in ("put", "left out"):
            data = copied(kind.plain)
            spot = [*spots(data)][places[path]]
            if change == "put":
                spot.put(value)
            else:
                del spot.inside[spot.key]
            seen.add(digest(kind.read(data)))
    assert len(seen) == 1 + 2 * len(changes)


@pytest.mark.parametrize(
    ("thing", "given_"),
    [(None, "nothing"), ({}, "an object"), (LADDER, "a value of type Continuum"), (DOWN_BY_STEPDOWN, "a value of type Decision")],
)
def test_what_has_no_digest(thing: Any, given_: str) -> None:
    """Only rule sets and assessments have a digest."""
    with pytest.raises(DefinitionError) as caught:
        digest(thing)
    assert str(caught.value) == f"digest() takes a RuleSet or an Assessment; was given {given_}"


# Schemas.

VALIDATORS = {name: Draft202012Validator(schema(name)) for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one(name: str) -> None:
    """Each is a JSON Schema of 2020-12 with its own identity, refers to parts of itself only, and can be written as JSON."""
    found = schema(name)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert (found["$id"], found["title"]) == (f"urn:continuum:{name}:1", SCHEMAS[name])
    assert copied(found) == found
    for spot in spots(found):
        if spot.key == "$ref":
            assert spot.value.removeprefix("#/$defs/") in found["$defs"]
    objects = [spot.value for spot in spots(found) if isinstance(spot.value, dict) and spot.value.get("type") == "object"]
    assert objects
    assert all("additionalProperties" in one for one in objects)


def test_the_names_of_schemas() -> None:
    """There is one for everything that is written; another name is refused, and the nearest told."""
    assert {*SCHEMAS} == {*KINDS, "redacted-decision"}
    for name, hint in (("rule_set", "; did you mean 'rule-set'?"), ("Zq7xJv", ""), ("", "")):
        with pytest.raises(DefinitionError) as caught:
            schema(name)
        assert str(caught.value) == f"there is no such schema; expected one of {', '.join(SCHEMAS)}{hint}"


@pytest.mark.parametrize("name", STANDARD_KINDS)
def test_what_is_written_is_as_its_schema_says(name: str) -> None:
    """What is written of the standard vocabulary is valid by the schema of its kind, and by no other."""
    written = write(STANDARD_KINDS[name][0])
    assert [other for other, validator in VALIDATORS.items() if validator.is_valid(written)] == [name]


@pytest.mark.parametrize("rules", SHIPPED)
def test_the_shipped_rule_sets_are_as_the_schema_says(rules: RuleSet) -> None:
    """Both shipped rule sets, and their ladders, are valid."""
    assert VALIDATORS["rule-set"].is_valid(write(rules))
    assert VALIDATORS["ladder"].is_valid(write(rules.continuum))


@given(documents.rule_sets(), st.data())
@documents.FEWER
def test_any_rule_set_is_as_the_schema_says(rules: RuleSet, data: st.DataObject) -> None:
    """Any rule set is written as the schema says, with its ladder; an assessment as that of its vocabulary says."""
    assert VALIDATORS["rule-set"].is_valid(write(rules))
    assert VALIDATORS["ladder"].is_valid(write(rules.continuum))
    assessment = write(data.draw(documents.assessments(rules)))
    assert Draft202012Validator(schema("assessment", rules.facts)).is_valid(assessment)
    named = {*assessment.get("facts", {}), *assessment.get("fact_sources", {})}
    assert VALIDATORS["assessment"].is_valid(assessment) == (named <= {*FACTS})


@given(written_cases())
def test_any_assessment_is_as_the_schema_says(case: tuple[Assessment, dict[str, object]]) -> None:
    """Any assessment is written as the schema says, whatever spelling it was read from."""
    assert VALIDATORS["assessment"].is_valid(write(read_case(case[1], Assessment)))


@pytest.mark.parametrize("name", ["decision", "disposition", "episode"])
def test_what_is_written_of_an_own_vocabulary_is_as_the_schema_says(name: str) -> None:
    """A record that holds an assessment of one's own vocabulary is described by the schema for that vocabulary alone."""
    assert Draft202012Validator(schema(name, documents.Ours)).is_valid(KINDS[name].plain)
    assert not VALIDATORS[name].is_valid(KINDS[name].plain)


def test_a_program_of_an_own_vocabulary_is_as_the_schema_says() -> None:
    """A program of one's own vocabulary is described by the schema for that vocabulary."""
    facts: Any = documents.OurProgram
    assert Draft202012Validator(schema("program", facts)).is_valid(KINDS["program"].plain)


def objects(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in a document, with its path."""
    yield "", data
    yield from ((spot.path, spot.value) for spot in spots(data) if isinstance(spot.value, dict))


def is_condition(inside: dict[str, Any]) -> bool:
    return any(all(key in inside for key in keys) for keys in CONDITION_KEYS)


WHOLE = {
    "assessment": "the case",
    "program": "the program",
    "ladder": "the ladder",
    "rule-set": "the rule set",
    "standard": "the standard",
    "decision": "the record",
    "disposition": "the disposition",
    "episode": "the history",
}


@pytest.mark.parametrize("name", STANDARD_KINDS)
def test_a_key_more_is_refused_everywhere(name: str) -> None:
    """In every object of every document one unknown key is refused at its place, by the reader and by the schema."""
    thing, read = STANDARD_KINDS[name]
    for number, (path, inside) in enumerate(objects(write(thing))):
        if path.endswith("scale.members"):
            continue
        data = copied(write(thing))
        [*objects(data)][number][1]["zzz"] = None
        what = "fact" if path.endswith(("facts", "fact_sources")) and "vocabulary" not in path else "key"
        at = f"{path}.entry {len(inside) + 1}" if path else f"entry {len(inside) + 1}"
        assert refused_by(read, data).pairs == ((at, f"there is no such {what}, nor one of a similar name"),)
        assert not VALIDATORS[name].is_valid(data) or what == "fact", path


def expected_for_missing(path: str, key: str, inside: dict[str, Any], name: str) -> tuple[str, str]:
    """The problem of an object that lacks a key that it has to have."""
    at = f"{path}.{key}" if path else key
    if key == "format":
        return at, f'expected "{inside[key]}"'
    if is_condition(inside):
        return path, NO_CONDITION
    if key == "rules" and "assessment_digest" in inside:
        return at, "expected an object with the keys id, version, digest, status; was given nothing"
    if path.endswith("scale"):
        return at, f"{NAME}; was given nothing" if key == "name" else MEMBERS
    if key == "kind":
        words = "step-up, admission, hold, step-down" if "rules[" in path else "flag, count, duration, grade, choice"
        return at, f"expected one of {words}"
    return path or WHOLE[name], f"the key {key} is missing"


@pytest.mark.parametrize("name", STANDARD_KINDS)
def test_a_key_less_is_refused_where_it_has_to_be_there(name: str) -> None:
    """In every object of every document each key that the schema asks for is asked for by the reader, at its place."""
    thing, read = STANDARD_KINDS[name]
    asked = 0
    for number, (path, inside) in enumerate(objects(write(thing))):
        for key in inside:
            data = copied(write(thing))
            del [*objects(data)][number][1][key]
            if path.endswith("scale.members") or VALIDATORS[name].is_valid(data):
                continue
            asked += 1
            assert refused_by(read, data).pairs[0] == expected_for_missing(path, key, inside, name)
    assert asked or name in {"assessment", "program"}


@pytest.mark.parametrize("name", STANDARD_KINDS)
def test_another_mark_is_refused_everywhere(name: str) -> None:
    """Wherever a document says what it is, another word is refused, and only that, by the reader and by the schema."""
    thing, read = STANDARD_KINDS[name]
    for number, spot in enumerate(spots(write(thing))):
        if spot.key not in {"format", "kind"}:
            continue
        for word in ("continuum/other/1", "", 1, None):
            data = copied(write(thing))
            [*spots(data)][number].put(word)
            may_be_left_out = word is None and spot.value in {"continuum/assessment/1", "continuum/program/1"}
            if may_be_left_out:
                assert read(data) == thing
            else:
                assert refused_by(read, data).paths == (spot.path,)
            assert VALIDATORS[name].is_valid(data) == may_be_left_out


def error_path(spot: Spot) -> str:
    """The path that an error gives for a place: a member of a scale is told by its number, since its name may be anything."""
    inside, _, key = spot.path.rpartition(".members.")
    return f"{inside}.members.entry {[*spot.inside].index(key) + 1}" if inside else spot.path


@pytest.mark.parametrize("name", KINDS)
def test_what_can_stand_nowhere_is_refused_at_its_place(name: str) -> None:
    """A decimal number, NaN, a number without end and bytes can stand nowhere: at every single place they are refused, there."""
    kind = KINDS[name]
    for number, spot in enumerate(spots(copied(kind.plain))):
        for value in (2.5, math.nan, math.inf, 10**400, b"x", object()):
            data = copied(kind.plain)
            [*spots(data)][number].put(value)
            assert refused_by(kind.read, data).paths == (error_path(spot),)


@pytest.mark.parametrize("name", KINDS)
def test_another_kind_is_refused_at_its_place(name: str) -> None:
    """An object or a list in the place of a text, number or answer, and the other way round, is refused at every single place."""
    kind = KINDS[name]
    for number, spot in enumerate(spots(copied(kind.plain))):
        is_whole = isinstance(spot.value, dict | list)
        for value in ("Zq7xJv \x00", True) if is_whole else ([], {}, [spot.value], {"a": spot.value}):
            data = copied(kind.plain)
            [*spots(data)][number].put(value)
            first = refused_by(kind.read, data).paths[0]
            assert first == error_path(spot) or (spot.key == "record" and first == "record.entry 1")


# Hostile size.

LARGE: dict[str, Callable[[], object]] = {
    "a million unknown keys": lambda: {f"key{number}": 1 for number in range(1_000_000)},
    "a list of a million": lambda: [{}] * 1_000_000,
    "a million known keys with unknown names inside": lambda: {
        "format": "x",
        "facts": {f"weeks_stable{number}": 1 for number in range(500_000)},
        "fact_sources": {f"goals_met_{number}": 1 for number in range(500_000)},
    },
    "a long text": lambda: "[" + "0," * 450_000 + "0]",
    "a long text of one string": lambda: '"' + "x" * 900_000 + '"',
    "a long text of unknown keys": lambda: json.dumps({f"weeks_stable{number}": 1 for number in range(40_000)}),
    "a long text of brackets": lambda: "[" * 450_000 + "]" * 450_000,
}


@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize("name", KINDS)
def test_large_documents_are_refused_in_bounded_time(name: str, size: str) -> None:
    """Whatever is far too large is refused by every reader within seconds, and with few words."""
    data = LARGE[size]()
    begun = time.process_time()
    error = refused_by(KINDS[name].read, data)
    assert time.process_time() - begun < SECONDS
    assert len(error.problems) <= 4 * MOST_PROBLEMS + 1
    assert len(str(error)) < 100_000


def deep(depth: int) -> Any:
    """Lists and objects in one another, as far as plain data can hold them."""
    made: Any = []
    for number in range(depth):
        made = [made] if number % 2 else {"all": [made], "facts": made}
    return made


def huge(value: Any, inside: Any) -> Any:
    """Something far too large of the kind that stands here, or far too deep."""
    if isinstance(inside, list):
        return [value] * 1_000_000
    return {f"{key}{number}": value for number in range(100_000) for key in ("zzz", "x")}


@pytest.mark.parametrize("name", KINDS)
def test_parts_that_are_far_too_large_are_refused_in_bounded_time(name: str) -> None:
    """For each list stands one of a million, for each object one of very many keys, and for both a bottomless one."""
    kind = KINDS[name]
    begun, places = time.process_time(), 0
    bottomless = deep(2_000)
    done = set[str]()
    for number, spot in enumerate(spots(copied(kind.plain))):
        shape = re.sub(r"\d+", "", spot.path)
        if shape in done or not isinstance(spot.value, dict | list):
            continue
        done.add(shape)
        for value in (huge(next(iter(spot.value), 1), spot.value), bottomless):
            data = copied(kind.plain)
            [*spots(data)][number].put(value)
            assert len(refused_by(kind.read, data).problems) <= 4 * MOST_PROBLEMS + 1
            places += 1
    assert places >= 2
    assert time.process_time() - begun < SECONDS * places


def test_a_long_text_takes_bounded_memory() -> None:
    """Reading a text of nearly a million characters takes a few hundred bytes for each, however many parts it has."""
    texts = ['{"rules": [' + "{}," * 290_000 + "{}]}", json.dumps({f"k{number}": {} for number in range(60_000)})]
    for text in texts:
        tracemalloc.start()
        refused_by(read_rule_set, text)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 300 * MOST_CHARACTERS


def test_a_large_rule_set_is_read_in_bounded_time() -> None:
    """A rule set that is as large as its text may be is read, and not only refused, within seconds."""
    rule = {
        "kind": "hold",
        "when": {"fact": "craving", "op": ">=", "value": "MUCH"},
        "because": "x",
        "until": "y",
        "about": "clinical",
    }
    rules = [*KINDS["rule-set"].plain["rules"], *({**rule, "id": f"hold-{number}"} for number in range(990))]
    text = json.dumps({**KINDS["rule-set"].plain, "rules": rules})
    begun = time.process_time()
    assert len(read_rule_set(text).rules) == 998
    assert time.process_time() - begun < SECONDS


# Nothing is shown, wherever it stands.

CALLED = ("label", "unit", "yes", "no")
"""What a definition calls a fact: it is told to the author of the definition, as it would be in Python."""


def spoilt(spot: Spot) -> Iterator[tuple[str, Callable[[Spot], object]]]:
    """Ways to spoil one place, so that what stands there is still in the document."""
    value = spot.value
    yield "wrapped", lambda there: there.put([value, value])
    yield "as a key", lambda there: there.put({str(value)[:200]: value})
    yield "longer", lambda there: there.put(f"{value}\n{value}" * 20)
    yield "nearly", lambda there: there.put(f"{value} ")
    yield "a number", lambda there: there.put(NUMBER + 0.5)
    yield "a large number", lambda there: there.put(NUMBER * 10**12)
    if isinstance(spot.inside, dict):
        yield "another key", lambda there: there.inside.update({f"{there.key}s {SENTINEL}": there.inside.pop(there.key)})
        yield "a key beside", lambda there: there.inside.update({f"{there.key}_{NUMBER}": value})


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error with everything that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("name", KINDS)
def test_nothing_that_stands_in_a_document_is_shown(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """
    Each place of each document is spoilt in several ways; no error shows a value, a text or a key of a person, in any way.

    Neither the message, nor its repr, its traceback or whatever led to it; and nothing at all is logged.
    """
    kind, errors = KINDS[name], list[tuple[str, str, WireError]]()
    with caplog.at_level(logging.DEBUG):
        for number, spot in enumerate(spots(copied(kind.plain))):
            if spot.key in CALLED and name in {"rule-set", "standard"}:
                continue
            for way, spoil in spoilt(spot):
                data = copied(kind.plain)
                spoil([*spots(data)][number])
                try:
                    kind.read(data)
                except WireError as error:
                    errors.append((spot.path, way, error))
    shown = [(path, way, everything_shown(error)) for path, way, error in errors]
    assert [one[:2] for one in shown if re.search(f"{SENTINEL}|{NUMBER}", one[2], re.IGNORECASE)] == []
    assert len(shown) > 4 * len([*spots(kind.plain)])
    assert not caplog.records


def everything_shown(error: WireError) -> str:
    """The message, the repr and the traceback of an error, and the message and the repr of whatever led to it."""
    return "".join([*(f"{one}{one!r}" for one in chain(error)), *traceback.format_exception(error)])


def test_nothing_is_logged_when_all_is_well(caplog: pytest.LogCaptureFixture) -> None:
    """Reading, writing, digests, schemas and replay log nothing."""
    with caplog.at_level(logging.DEBUG):
        for kind in KINDS.values():
            write(kind.read(json.dumps(kind.plain)))
        digest(documents.CASE)
        schema("episode")
    assert not caplog.records


@pytest.mark.parametrize("name", ["assessment", "program", "decision", "disposition", "episode"])
def test_nothing_that_is_read_shows_a_person(name: str) -> None:
    """What is read shows in repr and str how much there is, and neither a value, a text nor a key of a person."""
    read = KINDS[name].read(KINDS[name].plain)
    assert SENTINEL in json.dumps(write(read))
    assert not re.search(f"{SENTINEL}|{NUMBER}", f"{read!r}{read}", re.IGNORECASE)


# Spoilt at random.


def test_documents_spoilt_at_random() -> None:
    """Some thousand spoilt documents are refused in plain words, or read as something that is written and read again."""
    report = fuzz.run(2_000, SEED, io.StringIO())
    assert report.findings == ()
    assert all(report.read[name] and report.refused[name] for name in fuzz.READERS)


def test_the_same_seed_spoils_in_the_same_way() -> None:
    """What is found can be tried again: an input is made of its seed alone."""
    for seed in range(40):
        assert repr(fuzz.made(seed)) == repr(fuzz.made(seed))
    assert len({repr(fuzz.made(seed)) for seed in range(40)}) > 30


def raising(error: Exception) -> Callable[[object], Any]:
    def read(_: object) -> Any:
        raise error

    return read


def remembering(data: object) -> Any:
    """A reader that reads the same thing as another each time."""
    return Assessment(level="iop", weeks_stable=len(repr(data)) % 500)


LITTLE = 0.05
"""Of processor time, in the place of the seconds that an input may take."""


def dawdling(_: object) -> Any:
    """A reader that takes its time."""
    begun = time.process_time()
    while time.process_time() - begun < 3 * LITTLE:
        pass
    return Assessment()


@pytest.mark.parametrize(
    ("reader", "found"),
    [
        (raising(KeyError("x")), "KeyError: 'x'"),
        (raising(RecursionError("deep")), "RecursionError: deep"),
        (raising(WireError(("facts", f"was given {SENTINEL}"))), "the error shows something of the document"),
        (raising(WireError(("facts", "is wrong"))), ""),
        (remembering, "what was read is written and read again as something else"),
        (lambda _: 3, "what was read cannot be written and read again: DefinitionError: write() takes"),
        (lambda _: Ruled(level="iop"), ""),
        (dawdling, "it took"),
    ],
)
def test_what_the_fuzzer_looks_for_it_finds(monkeypatch: pytest.MonkeyPatch, reader: Callable[[object], Any], found: str) -> None:
    """An exception of another kind, a value that is shown, a thing that is not read again, and a slow reader are each found."""
    monkeypatch.setitem(fuzz.READERS, "assessment", reader)
    monkeypatch.setattr(fuzz, "SECONDS", LITTLE)
    wrong, _ = fuzz.finding(fuzz.Input("assessment", "assessment", {}, has_label=False), in_full=True)
    assert wrong.startswith(found)
    assert bool(wrong) == bool(found)


def test_the_fuzzer_tells_how_it_went(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without findings it ends with 0; with one it ends with 1, and tells its seed and its input; progress goes to stderr."""
    monkeypatch.setattr(fuzz, "EVERY", 10)
    assert fuzz.main(["--inputs", "30", "--seed", str(SEED)]) == 0
    told = capsys.readouterr()
    assert told.out.endswith("\n0 findings\n")
    assert [line.split(",")[0] for line in told.err.splitlines()] == ["10 inputs", "20 inputs", "30 inputs"]
    for name in fuzz.READERS:
        monkeypatch.setitem(fuzz.READERS, name, raising(KeyError("planted")))
    assert fuzz.main(["--inputs", "3", "--seed", "7"]) == 1
    told = capsys.readouterr()
    assert "\nseed 7: KeyError: 'planted'\nInput(" in told.out
    assert told.out.endswith("\n3 findings\n")
