"""Plain data in: what is read, what is refused and in which words, in bounded time, and never with a value shown."""

from __future__ import annotations

import json
import math
import time
import traceback
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuum.assessment import Assessment, FactSources, Provenance
from continuum.errors import WireError, kind_of
from continuum.facts import Choice, Count, Fact, Flag, Grade
from continuum.forms import MOST_PROBLEMS
from continuum.json_text import DEEPEST, MOST_CHARACTERS, MOST_DIGITS, read_json
from continuum.levels import NOT_IN_CARE, Continuum, Level, Outside
from continuum.scales import ReturnToUse, Risk, Skills, Substance
from continuum.wire import read_case

KEYS = ("format", "level", "assessed_on", "assessed_by", "person", "facts", "fact_sources")

LADDER = Continuum("three", [Level(name, name, purpose="what no other level does") for name in ("outpatient", "iop", "php")])
NO_SUCH_LEVEL = "level: there is no such level on the ladder 'three' (outpatient < iop < php)"
FACTS: dict[str, Fact[Any]] = dict(Assessment.vocabulary())
SECONDS = 5.0
"""Of processor time: far more than any permitted text needs, far less than quadratic time would take."""

SENTINEL = "Zq7xJv"
NUMBER = 48151623


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


def refused_json(text: str | bytes) -> str:
    with pytest.raises(WireError) as caught:
        read_json(text)
    assert caught.value.paths == ("the case",)
    return str(caught.value)


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


# Reading JSON text.


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{}", {}),
        (" \r\n\t[1, -2, 0.5, true, false, null]\n", [1, -2, 0.5, True, False, None]),
        ('{"a": {"b": {"c": []}}}', {"a": {"b": {"c": []}}}),
        ('{"a": 1, "b": {"a": 1}}', {"a": 1, "b": {"a": 1}}),
        ('"\\u00e9\\n\\"\\\\"', 'é\n"\\'),
        ("9" * MOST_DIGITS, 10**MOST_DIGITS - 1),
        ("\ufeff{}", {}),
        (b"\xef\xbb\xbf{}", {}),
        ('"\u00e9"'.encode(), "é"),
        ('"' + "x" * (MOST_CHARACTERS - 2) + '"', "x" * (MOST_CHARACTERS - 2)),
        ('"' + "[{" * 1000 + '"', "[{" * 1000),
    ],
)
def test_json_that_is_read(text: str | bytes, value: object) -> None:
    """JSON is read as it stands, text or UTF-8, with or without a byte-order mark, up to the bounds."""
    assert read_json(text) == value


@pytest.mark.parametrize(
    "text",
    [
        '{"level": "iop", "level": "php"}',
        '{"a": {"b": 1, "b": 1}}',
        '[[{"a": 1, "b": 2, "a": null}]]',
        '{"a": 1, "\\u0061": 2}',
    ],
)
def test_a_key_twice_is_refused_at_any_depth(text: str) -> None:
    """Of two values under one key none is chosen, even if both are the same."""
    assert refused_json(text) == ("the case: an object names the same key twice; which of the two counts cannot be guessed")


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", '{"facts": {"weeks_stable": NaN}}', "[[-Infinity]]"])
def test_constants_that_are_no_json_are_refused(text: str) -> None:
    """NaN and the infinities are no values, wherever they stand."""
    assert refused_json(text) == "the case: NaN and infinite numbers are no JSON; leave an unknown fact out, or give null"


@pytest.mark.parametrize("text", ["1e400", "-1e400", "[1.5e999]", "9" * 400 + ".0"])
def test_a_number_too_large_for_a_decimal_is_refused(text: str) -> None:
    """A number that would silently become infinite is refused as the infinities are."""
    assert refused_json(text) == "the case: NaN and infinite numbers are no JSON; leave an unknown fact out, or give null"


@pytest.mark.parametrize("digits", ["1" * 19, "-" + "1" * 19, "[" + "7" * 5000 + "]", "1" * 900_000])
def test_huge_whole_numbers_are_refused(digits: str) -> None:
    """A whole number has at most eighteen digits."""
    assert refused_json(digits) == "the case: a number has more than 18 digits"


def test_a_minus_is_no_digit() -> None:
    """A negative number may have as many digits as a positive one."""
    assert read_json("-" + "9" * MOST_DIGITS) == 1 - 10**MOST_DIGITS


def test_nesting_up_to_the_bound_is_read() -> None:
    """Eighty brackets in one another are read, the next is refused, mixed or not."""
    for left, right in (("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")):
        times = DEEPEST // (1 + left.startswith("[{"))
        assert read_json(left * times + "1" + right * times) is not None
        assert refused_json(left * times + "[1]" + right * times) == "the case: the JSON is nested deeper than 80"


@given(st.text(st.sampled_from('[]{}"\\a\u00e9\n')))
def test_brackets_in_strings_do_not_count(text: str) -> None:
    """Whatever a string holds, quotes and backslashes too, as a value and as a key, it adds nothing to the depth."""
    for ascii_only in (True, False):
        written = json.dumps({text: text}, ensure_ascii=ascii_only)
        fits = "[" * (DEEPEST - 1) + written + "]" * (DEEPEST - 1)
        value = read_json(fits)
        for _ in range(DEEPEST - 1):
            (value,) = value
        assert value == {text: text}
        assert refused_json(f"[{fits}]") == "the case: the JSON is nested deeper than 80"


def test_siblings_do_not_add_up() -> None:
    """Depth is how many brackets are open at once, not how many there are."""
    assert read_json("[" + ",".join(["[[]]"] * 100) + "]") == [[[]]] * 100


def test_a_text_that_is_too_long_is_refused() -> None:
    """A text has at most a million characters; a byte-order mark is none of them."""
    longest = '"' + "é" * (MOST_CHARACTERS - 2) + '"'
    assert read_json("\ufeff" + longest) == read_json(longest.encode("utf-8-sig"))
    for text in (longest + " ", (longest + " ").encode()):
        assert refused_json(text) == "the case: the text is longer than 1000000 characters"


@pytest.mark.parametrize(
    ("text", "byte"),
    [(b"\xff", 0), (b'{"a": "\xe9"}', 7), (b'{"a": "\xed\xa0\x80"}', 7), ('{"a": 1}'.encode("utf-16"), 0), (b'"\xc3', 1)],
)
def test_text_that_is_not_utf_8_is_refused(text: bytes, byte: int) -> None:
    """Bytes that are no UTF-8 are refused with the place of the first, and are not replaced."""
    assert refused_json(text) == f"the case: the text is not UTF-8: byte {byte} cannot be read"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "expecting value at line 1, column 1"),
        (" \n ", "expecting value at line 2, column 2"),
        ("\ufeff\ufeff{}", "unexpected UTF-8 BOM (decode using utf-8-sig) at line 1, column 1"),
        ('{"level": "iop", "facts": {"goals', "unterminated string starting at line 1, column 28"),
        ('{"level": "iop", "facts": ', "expecting value at line 1, column 27"),
        ('{"level": "iop"', "expecting ',' delimiter at line 1, column 16"),
        ('{"level"', "expecting ':' delimiter at line 1, column 9"),
        ("{'level': 1}", "expecting property name enclosed in double quotes at line 1, column 2"),
        ('{"a": "x\ny"}', "invalid control character at line 1, column 9"),
        ('{"a": "x\x00y"}', "invalid control character at line 1, column 9"),
        ('\n{"a": "\\q"}', "invalid \\escape at line 2, column 8"),
        ('{"a": "\\u12"}', "invalid \\uXXXX escape at line 1, column 9"),
        ("{} {}", "extra data at line 1, column 4"),
        ("nul", "expecting value at line 1, column 1"),
        ("+1", "expecting value at line 1, column 1"),
        ("01", "extra data at line 1, column 2"),
        ('{"a": 1} // note', "extra data at line 1, column 10"),
        ("]" * 100, "expecting value at line 1, column 1"),
    ],
)
def test_broken_json_is_refused_with_its_place(text: str, sentence: str) -> None:
    """What is no JSON is refused with line and column, in the same words for text and bytes."""
    assert refused_json(text) == f"the case: this is no JSON: {sentence}"
    assert refused_json(text.encode()) == f"the case: this is no JSON: {sentence}"


def test_every_truncation_of_a_case_is_refused() -> None:
    """No beginning of a case passes for a case."""
    text = json.dumps({"level": "iop", "facts": {"withdrawal_risk": "MILD", "goals_met": True, "weeks_stable": 6}})
    assert read_case(text, Assessment).level == "iop"
    for end in range(len(text)):
        assert refused_json(text[:end]).startswith("the case: this is no JSON: ")


def test_lone_surrogates_are_refused_where_text_is_kept() -> None:
    """Half a character is no level of a ladder, no role and no name; the message can be written in UTF-8."""
    for text in ('{"level": "\\ud800"}', '{"assessed_by": "\\udfff"}', '{"\\ud800": 1}', '{"facts": {"weeks_stable\\ud800": 1}}'):
        with pytest.raises(WireError) as caught:
            read_case(text, Assessment, LADDER)
        assert len(caught.value.problems) == 1
        assert str(caught.value).encode().isascii()


# Bounded time.


@pytest.mark.parametrize(
    "text",
    [
        "[" * MOST_CHARACTERS,
        "[]" * (MOST_CHARACTERS // 2),
        '{"a":' * (MOST_CHARACTERS // 5),
        '"' * MOST_CHARACTERS,
        '"' + "\\" * (MOST_CHARACTERS - 1),
        '\\"' * (MOST_CHARACTERS // 2),
        '"' + '\\"[' * (MOST_CHARACTERS // 3 - 1),
        '[""' + ',""' * (MOST_CHARACTERS // 3 - 2),
        "-" * MOST_CHARACTERS,
        "1" * (MOST_CHARACTERS - 2) + "e9x",
        " " * MOST_CHARACTERS,
        "[" * (20 * MOST_CHARACTERS),
    ],
    ids=[
        "brackets", "pairs", "objects", "quotes", "backslashes", "escaped quotes", "quoted brackets", "empty texts", "minuses",
        "digits", "blanks", "far too long",
    ],
)  # fmt: skip
def test_hostile_texts_are_refused_in_bounded_time(text: str) -> None:
    """A text made to take long is refused within seconds, as every other."""
    begun = time.process_time()
    refused_json(text)
    assert time.process_time() - begun < SECONDS


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
        ({"goals_met": True}, "entry 1: there is no such key, nor one of a similar name"),
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
        "facts.craving: expected one of LOW, HIGH, or a number from 1 to 5; was given a whole number that is none of them",
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
ROLES = st.none() | st.text(min_size=1, max_size=64).filter(str.isprintable)


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
