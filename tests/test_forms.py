"""Forms: one description writes a value, reads it strictly, says of everything wrong where it is, and gives its schema."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum, IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from attrs import frozen
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from continuum.errors import DefinitionError, DefinitionErrors, WireError
from continuum.forms import (
    MOST_PROBLEMS,
    UNREAD,
    Day,
    Form,
    Key,
    Kinds,
    Many,
    Moment,
    Reading,
    Settled,
    Shape,
    Text,
    Whole,
    Word,
    YesNo,
    as_list,
    as_object,
    document,
    given_list,
    within,
)


class Color(Enum):
    RED = 1
    DARK_BLUE = 2


class Size(IntEnum):
    SMALL = 0
    VERY_LARGE = 1


class Code(StrEnum):
    ONE = "code one"
    TWO = "code_two"


def read(form: Form[Any], raw: object, at: str = "") -> Any:
    reading = Reading("the thing")
    return reading.finish(form.read(raw, at, reading))


def refused(form: Form[Any], raw: object, at: str = "part") -> tuple[tuple[str, str], ...]:
    reading = Reading("the thing")
    assert form.read(raw, at, reading) is UNREAD
    with pytest.raises(WireError) as caught:
        reading.finish(UNREAD)
    return caught.value.pairs


def sentence(form: Form[Any], raw: object) -> str:
    ((path, said),) = refused(form, raw)
    assert path == "part"
    return said


# One reading.


def test_a_reading_gives_the_value_if_nothing_was_refused() -> None:
    """What was read is given out as it is."""
    value = object()
    assert Reading("the thing").finish(value) is value


def test_a_reading_tells_every_problem_with_its_path() -> None:
    """Each problem stands under its path; the whole stands in the place of no path."""
    reading = Reading("the thing")
    assert reading.refuse("a.b", "is wrong") is UNREAD
    assert reading.refuse("", "is wrong, too") is UNREAD
    with pytest.raises(WireError) as caught:
        reading.finish("anything")
    assert caught.value.pairs == (("a.b", "is wrong"), ("the thing", "is wrong, too"))


@pytest.mark.parametrize(("count", "more"), [(199, 0), (200, 0), (201, 1), (1_000, 800)])
def test_at_most_two_hundred_problems_are_told(count: int, more: int) -> None:
    """Two hundred problems are told, and of more only the number; a value is never given out beside them."""
    reading = Reading("the thing")
    for number in range(count):
        reading.refuse(f"a[{number}]", "is wrong")
    with pytest.raises(WireError) as caught:
        reading.finish("anything")
    told = [(f"a[{number}]", "is wrong") for number in range(min(count, 4 * MOST_PROBLEMS))]
    assert caught.value.pairs == (*told, *([("the thing", f"{more} more problems")] if more else []))


@pytest.mark.parametrize(("before", "hint"), [(0, "; did you mean 'red'?"), (49, "; did you mean 'red'?"), (50, ""), (500, "")])
def test_the_nearest_name_is_looked_for_only_for_the_first_problems(before: int, hint: str) -> None:
    """After fifty problems no nearest name is told any more; all are counted, and after two hundred a reading is full."""
    reading = Reading("the thing")
    for _ in range(before):
        reading.refuse("a", "is wrong")
    assert (reading.refused, reading.is_full) == (before, before >= 4 * MOST_PROBLEMS)
    assert reading.hint("RED", ["red"]) == hint
    Word(Color).read("RED", "a", reading)
    assert reading.refused == before + 1
    assert (f"expected one of red, dark-blue; was given text{hint}" == reading.problems[-1][1]) == (not reading.left_out)


def test_unknown_names_are_counted_after_two_hundred_problems() -> None:
    """An unknown key that is only counted, since so many problems were told before, keeps an object from being made."""
    reading = Reading("the thing")
    for _ in range(4 * MOST_PROBLEMS):
        reading.refuse("a", "is wrong")
    assert THING.read({"id": "x", "weight": 3}, "part", reading) is UNREAD
    assert reading.left_out == 1


def test_unknown_names_are_told_by_their_place() -> None:
    """A name is shown only where it is a slip for a known one; it is counted from 1 among all names, known ones as well."""
    reading = Reading("the thing")
    reading.refuse_unknown("a", ["second", "secondd", "x", 7, None, ("first",)], ("first", "second"), "key")
    reading.refuse_unknown("", {"secnd": 1}, ("first", "second"), "fact")
    nothing_like = "there is no such key, nor one of a similar name"
    assert reading.problems == [
        ("a.secondd", "there is no such key; did you mean 'second'?"),
        ("a.entry 3", nothing_like),
        ("a.entry 4", nothing_like),
        ("a.entry 5", nothing_like),
        ("a.entry 6", nothing_like),
        ("secnd", "there is no such fact; did you mean 'second'?"),
    ]


@pytest.mark.parametrize(("count", "more"), [(50, 0), (51, 1), (1_000, 950)])
def test_at_most_fifty_unknown_names_are_told(count: int, more: int) -> None:
    """Fifty unknown names of one object are told one by one, of more only the number."""
    reading = Reading("the thing")
    reading.refuse_unknown("a", [str(number) for number in range(count)], ("first",), "key")
    assert len(reading.problems) == min(count, MOST_PROBLEMS) + (1 if more else 0)
    assert reading.problems[MOST_PROBLEMS:] == ([("a", f"{more} more names that are no key")] if more else [])


def test_what_is_an_object_and_a_list() -> None:
    """A mapping is an object, a list or a tuple is a list; a text is neither."""
    others: list[Any] = ["a", None, 1, {1}, b"a"]
    assert as_object(MappingProxyType({"a": 1})) == {"a": 1}
    assert [as_object(raw) for raw in [*others, []]] == [None] * 6
    assert (as_list([1], 1), as_list((1,), 1), as_list([], 0)) == ([1], (1,), [])
    assert [as_list(raw, 1) for raw in [*others, {}, [1, 2]]] == [None] * 7
    assert [given_list([1, 2]), given_list(()), given_list("a"), given_list({})] == [
        "a list of 2",
        "a list of 0",
        "text",
        "an object",
    ]
    assert (within("", "a"), within("a[0]", "b")) == ("a", "a[0].b")


# Text.


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (Text(), "x"),
        (Text(), "x" * 500),
        (Text(), "Zoë, 漢字 🙂 <b>&amp;</b>"),
        (Text(), " x "),
        (Text(shortest=0), ""),
        (Text(shortest=0), "   "),
        (Text(longest=3), "abc"),
        (Text(pattern="a+"), "aaa"),
        (Text(lines=True), "one\ntwo\r\n\tthree"),
        (Text(lines=True, shortest=0), "\n\n"),
    ],
)
def test_texts_that_are_read(form: Text, text: str) -> None:
    """A text within its bounds is read, and written, as it stands; markup is text like any other."""
    assert read(form, text) == form.write(text) == text


CONTROLS = (
    "\n",
    "\t",
    "\x00",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\ud800",
    "\u200b",
    "\u202e",
    "\u2028",
    "\ue000",
    "\ufeff",
    "\U000e0001",
)
"""Line breaks, control characters, half a character, characters that are not seen or turn the text around, private ones."""


@pytest.mark.parametrize("character", CONTROLS)
def test_what_is_not_printable_is_no_text(character: str) -> None:
    """A character that is not seen, or that does something, is refused wherever it stands; only line breaks may be allowed."""
    for text in (character, f"x{character}", f"{character}x", f"x{character}y"):
        assert sentence(Text(), text) == "expected a text of 1 to 500 printable characters"
        if character not in {"\n", "\t", "\x85", "\u2028"}:
            assert sentence(Text(lines=True), text) == "expected a text of 1 to 500 printable characters"


@pytest.mark.parametrize(
    ("form", "raw", "said"),
    [
        (Text(), "", "expected a text of 1 to 500 printable characters"),
        (Text(), "  ", "expected a text of 1 to 500 printable characters"),
        (Text(), "x" * 501, "expected a text of 1 to 500 printable characters"),
        (Text("a role", longest=2, shortest=2), "x", "expected a role of 2 to 2 printable characters"),
        (Text(pattern="a+"), "aab", "expected a text of 1 to 500 printable characters, matching a+"),
        (Text(pattern="a+"), "aa\n", "expected a text of 1 to 500 printable characters, matching a+"),
        (Text(pattern="a+"), "baa", "expected a text of 1 to 500 printable characters, matching a+"),
        (Text(lines=True), "\n", "expected a text of 1 to 500 printable characters"),
        (Text(), None, "expected a text of 1 to 500 printable characters; was given nothing"),
        (Text(pattern="a+"), 1, "expected a text of 1 to 500 printable characters, matching a+; was given a whole number"),
        (Text(), b"x", "expected a text of 1 to 500 printable characters; was given a value of type bytes"),
        (Text(), ["x"], "expected a text of 1 to 500 printable characters; was given a list"),
    ],
)
def test_texts_that_are_refused(form: Text, raw: object, said: str) -> None:
    """A text that is too short, too long, blank or of another pattern is refused, and so is what is no text."""
    assert sentence(form, raw) == said


# The other single values.


@pytest.mark.parametrize("raw", [0, 1, 1.0, "true", None, [], math.nan])
def test_only_true_and_false_are_yes_and_no(raw: object) -> None:
    """True and false are read, and nothing that merely looks like one of them."""
    assert [read(YesNo(), value) for value in (True, False)] == [True, False] == [YesNo().write(value) for value in (True, False)]
    assert sentence(YesNo(), raw).startswith("expected true or false; was given ")


@pytest.mark.parametrize(
    ("raw", "given_"),
    [
        (True, "a true/false value"),
        (False, "a true/false value"),
        (2.0, "a decimal number"),
        (math.nan, "a decimal number"),
        (math.inf, "a decimal number"),
        ("2", "text"),
        (None, "nothing"),
        (0, "a whole number outside these bounds"),
        (4, "a whole number outside these bounds"),
        (10**400, "a whole number outside these bounds"),
        (-(10**400), "a whole number outside these bounds"),
        (Size.VERY_LARGE, "a value of type Size"),
    ],
)
def test_only_whole_numbers_within_bounds_are_numbers(raw: object, given_: str) -> None:
    """A whole number from the lowest to the highest is read; true, 2.0, NaN and a number of any size beyond are not."""
    assert [read(Whole(1, 3), number) for number in (1, 2, 3)] == [1, 2, 3] == [Whole(1, 3).write(number) for number in (1, 2, 3)]
    assert sentence(Whole(1, 3), raw) == f"expected a whole number from 1 to 3; was given {given_}"


DAY = 'expected a date such as "2026-11-02" or null; was given'
NO_DAY = "there is no such day in the calendar"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("20261102", f"{DAY} text"),
        ("2026-11-02T00:00:00", f"{DAY} text"),
        ("2026-W45-1", f"{DAY} text"),
        ("2026-11-02\n", f"{DAY} text"),
        ("٢٠٢٦-١١-٠٢", f"{DAY} text"),  # noqa: RUF001 # digits of another script are the point
        ("", f"{DAY} text"),
        (None, f"{DAY} nothing"),
        (date(2026, 11, 2), f"{DAY} a value of type date"),
        (20261102, f"{DAY} a whole number"),
        ("2026-02-29", NO_DAY),
        ("2026-00-10", NO_DAY),
        ("0000-01-01", NO_DAY),
    ],
)
def test_days_that_are_refused(raw: object, said: str) -> None:
    """Another notation than year, month and day is refused, and so is a day that there is not."""
    assert sentence(Day(), raw) == said


NO_TIME = "there is no such time"
MOMENT = 'expected a time with its zone, such as "2026-11-02T10:00:00+00:00"'


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("2026-11-02T10:00:00", MOMENT),
        ("2026-11-02", MOMENT),
        ("2026-11-02 10:00:00+00:00", MOMENT),
        ("2026-11-02T10:00:00z", MOMENT),
        ("2026-11-02t10:00:00Z", MOMENT),
        ("2026-11-02T10:00:00Z\n", MOMENT),
        ("2026-11-02T10:00Z", MOMENT),
        ("20261102T100000+0000", MOMENT),
        ("2026-11-02T10:00:00.5+00:00", MOMENT),
        ("2026-11-02T10:00:00.1234567+00:00", MOMENT),
        ("2026-11-02T10:00:00,000000+00:00", MOMENT),
        ("2026-11-02T10:00:00+00:00:30", MOMENT),
        ("2026-11-02T10:00:00+00", MOMENT),
        ("2026-11-02\ud80010:00:00+00:00", MOMENT),
        ("2026-11-02T25:00:00+00:00", NO_TIME),
        ("2026-02-29T10:00:00+00:00", NO_TIME),
        ("2026-11-02T23:59:60Z", NO_TIME),
        ("0000-11-02T10:00:00Z", NO_TIME),
        ("2026-11-02T10:00:00+24:00", NO_TIME),
        ("", MOMENT),
        (None, f"{MOMENT}; was given nothing"),
        (1_793_613_600, f"{MOMENT}; was given a whole number"),
        (datetime(2026, 11, 2, tzinfo=UTC), f"{MOMENT}; was given a value of type datetime"),
    ],
)
def test_times_that_are_refused(raw: object, said: str) -> None:
    """A time without a zone, in another notation, or that there is not, is refused."""
    assert sentence(Moment(), raw) == said


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2026-11-02T10:00:00Z", datetime(2026, 11, 2, 10, tzinfo=UTC)),
        ("2026-11-02T10:00:00-00:00", datetime(2026, 11, 2, 10, tzinfo=UTC)),
        ("2026-11-02T10:00:00.000000+00:00", datetime(2026, 11, 2, 10, tzinfo=UTC)),
        ("2026-11-02T10:00:00.123456Z", datetime(2026, 11, 2, 10, 0, 0, 123456, tzinfo=UTC)),
        ("2026-11-02T10:00:00+23:59", datetime(2026, 11, 2, 10, tzinfo=timezone(timedelta(hours=23, minutes=59)))),
        ("2026-11-02T10:00:00-05:30", datetime(2026, 11, 2, 10, tzinfo=timezone(-timedelta(hours=5, minutes=30)))),
    ],
)
def test_times_that_are_read(raw: str, moment: datetime) -> None:
    """A time is read as RFC 3339 has it, with `Z` or an offset in minutes, in seconds or in microseconds of six digits."""
    found = read(Moment(), raw)
    assert (found, found.utcoffset()) == (moment, moment.utcoffset())
    assert Draft202012Validator(Moment().schema({})).is_valid(raw)


@pytest.mark.parametrize("raw", ["2026-11-02T10:00:00+10:60", "2026-11-02T10:00:00-10:99"])
def test_an_offset_of_more_minutes_than_an_hour_has_is_refused(raw: str) -> None:
    """An offset has at most fifty-nine minutes, as RFC 3339 has it; another time is not made of what is none."""
    assert sentence(Moment(), raw) in {MOMENT, NO_TIME}


ZONES = st.integers(1 - 24 * 60, 24 * 60 - 1).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.dates(), st.datetimes(timezones=ZONES))
@example(date.min, datetime.min.replace(tzinfo=UTC))
@example(date.max, datetime.max.replace(tzinfo=timezone(timedelta(hours=-23))))
def test_days_and_times_are_read_as_they_are_written(day: date, moment: datetime) -> None:
    """Any day, and any time in any zone of whole minutes, is written as RFC 3339 has it, and read the same, with its zone."""
    assert read(Day(), Day().write(day)) == day
    again = read(Moment(), Moment().write(moment))
    assert (again, again.utcoffset()) == (moment, moment.utcoffset())


def test_words() -> None:
    """A member is written by its value where that is a text, else by its name in lower case; and read so, and not otherwise."""
    assert [Word(Color).write(one) for one in Color] == ["red", "dark-blue"]
    assert [Word(Size).write(one) for one in Size] == ["small", "very-large"]
    assert [Word(Code).write(one) for one in Code] == ["code one", "code_two"]
    for kind in (Color, Size, Code):
        form: Word[Any] = Word(kind)
        assert [read(form, form.write(one)) for one in kind] == [*kind]
        assert all(type(read(form, form.write(one))) is kind for one in kind)


@pytest.mark.parametrize(
    ("form", "raw", "said"),
    [
        (Word(Color), "RED", "expected one of red, dark-blue; was given text; did you mean 'red'?"),
        (Word(Color), "dark_blue", "expected one of red, dark-blue; was given text; did you mean 'dark-blue'?"),
        (Word(Color), "green", "expected one of red, dark-blue; was given text"),
        (Word(Color), 1, "expected one of red, dark-blue; was given a whole number"),
        (Word(Color), Color.RED, "expected one of red, dark-blue; was given a value of type Color"),
        (Word(Size), 1, "expected one of small, very-large; was given a whole number"),
        (Word(Size), True, "expected one of small, very-large; was given a true/false value"),
        (Word(Code), "ONE", "expected one of code one, code_two; was given text"),
        (Word(Code), ["code one"], "expected one of code one, code_two; was given a list"),
        (Word(Code), {}, "expected one of code one, code_two; was given an object"),
        (Word(Code), None, "expected one of code one, code_two; was given nothing"),
    ],
)
def test_words_that_are_refused(form: Word[Any], raw: object, said: str) -> None:
    """Another word is refused with those that there are; the nearest is named, never taken."""
    assert sentence(form, raw) == said


ATOMS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["red", "code one", "2026-11-02"])
ANYTHING = st.recursive(ATOMS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)
SINGLE: list[Form[Any]] = [
    Text(),
    Text(lines=True, shortest=0),
    YesNo(),
    Whole(-3, 3),
    Day(),
    Moment(),
    Word(Color),
    Word(Size),
    Word(Code),
]


@given(st.sampled_from(SINGLE), ANYTHING)
def test_what_is_read_is_written_as_it_stood(form: Form[Any], raw: object) -> None:
    """Any plain data is refused with one problem, or is read as what is written as it stood, and as the schema says."""
    reading = Reading("the thing")
    found = form.read(raw, "part", reading)
    if found is UNREAD:
        ((path, said),) = reading.problems
        assert path == "part"
        assert said.isascii()
    else:
        assert not reading.problems
        written = form.write(found)
        assert (written, type(written)) == (raw, type(raw))
        assert Draft202012Validator(form.schema({})).is_valid(written)


# Lists.


@pytest.mark.parametrize("raw", [[1, 2, 3], (1, 2, 3)])
def test_lists(raw: object) -> None:
    """Each entry is read in its turn, and becomes a tuple."""
    form = Many(Whole(1, 3), 3)
    assert read(form, raw) == (1, 2, 3)
    assert form.write((1, 2, 3)) == [1, 2, 3]
    assert read(form, []) == ()


@pytest.mark.parametrize(
    ("raw", "given_"),
    [([1] * 4, "a list of 4"), ("123", "text"), ({"0": 1}, "an object"), (None, "nothing"), (1, "a whole number")],
)
def test_what_is_no_list_or_a_longer_one(raw: object, given_: str) -> None:
    """What is no list is refused, and so is one that is too long; its entries are not looked at."""
    assert sentence(Many(Whole(1, 3), 3), raw) == f"expected a list of at most 3; was given {given_}"


def test_every_wrong_entry_is_told() -> None:
    """All entries that are wrong are told, each by its number."""
    said = "expected true or false; was given"
    assert refused(Many(Many(YesNo())), [[True, 1], [], "x", [None]]) == (
        ("part[0][1]", f"{said} a whole number"),
        ("part[2]", "expected a list of at most 1000; was given text"),
        ("part[3][0]", f"{said} nothing"),
    )


# Objects.


@frozen
class Thing:
    """Something with parts."""

    name: str
    size: int | None
    colors: tuple[Color, ...]
    note: str

    def __attrs_post_init__(self) -> None:
        if self.name == "placed":
            said = [
                "size: is too small",
                "kind: is another",
                "name: is no key",
                "weight: is none",
                "note is short",
                "note:it ends",
            ]
            raise DefinitionErrors("the thing cannot be used", [DefinitionError(one) for one in said])
        if self.name == "bad":
            raise DefinitionErrors("the thing cannot be used", [DefinitionError("bad at once"), DefinitionError("and twice")])


KEYS = (
    Key("id", Text("a name", longest=9), of="name"),
    Key("size", Whole(0, 9), default=None),
    Key("colors", Many(Word(Color)), default=()),
    Key("note", Text("a note", shortest=0), default="none"),
)
THING = Shape("thing", Thing, KEYS)
MARKED = Shape("marked", Thing, KEYS, ("kind", "a thing"))
PERHAPS_MARKED = Shape("perhaps", Thing, KEYS, ("format", "thing/1"), marked=False)


@pytest.mark.parametrize(
    ("thing", "plain"),
    [
        (Thing("x", None, (), "none"), {"id": "x"}),
        (Thing("x", 0, (), ""), {"id": "x", "size": 0, "note": ""}),
        (Thing("x", 3, (Color.RED, Color.RED), "y"), {"id": "x", "size": 3, "colors": ["red", "red"], "note": "y"}),
    ],
)
def test_objects(thing: Thing, plain: dict[str, Any]) -> None:
    """What is as it would be without being said is left out; all else is written in order, the mark first, and read again."""
    for shape, mark in ((THING, {}), (MARKED, {"kind": "a thing"}), (PERHAPS_MARKED, {"format": "thing/1"})):
        written = shape.write(thing)
        assert [*written.items()] == [*mark.items(), *plain.items()]
        assert read(shape, written) == thing
        assert read(shape, MappingProxyType({**written, "size": thing.size})) == thing


def test_the_mark_is_asked_for_where_it_has_to_be() -> None:
    """Without its mark an object is refused where the mark says what it is; another mark is refused everywhere."""
    assert refused(MARKED, {"id": "x"}) == (("part.kind", 'expected "a thing"'),)
    for plain in ({"id": "x"}, {"id": "x", "format": None}):
        assert read(PERHAPS_MARKED, plain) == Thing("x", None, (), "none")
    others: list[Any] = ["thing/2", 1, True, ["thing/1"], {}, ""]
    for mark in others:
        assert refused(PERHAPS_MARKED, {"id": "x", "format": mark}) == (("part.format", 'expected "thing/1"'),)
        assert refused(MARKED, {"id": "x", "kind": mark}) == (("part.kind", 'expected "a thing"'),)
    assert refused(THING, {"id": "x", "format": "thing/1"}) == (
        ("part.entry 2", "there is no such key, nor one of a similar name"),
    )


@pytest.mark.parametrize(
    ("raw", "given_"), [(None, "nothing"), ([], "a list"), ("x", "text"), (True, "a true/false value"), ([("id", "x")], "a list")]
)
def test_what_is_no_object(raw: object, given_: str) -> None:
    """What is no object is refused with the keys that it may have, the mark among them."""
    assert sentence(THING, raw) == f"expected an object with the keys id, size, colors, note; was given {given_}"
    assert sentence(MARKED, raw) == f"expected an object with the keys kind, id, size, colors, note; was given {given_}"


def test_everything_wrong_with_an_object_is_told() -> None:
    """Unknown keys first, then each key, missing or wrong; null is wrong where leaving out says something."""
    raw: dict[str, Any] = {"kind": "a thing", "colours": [], "size": None, "colors": None, "note": None, "weight": 3}
    assert refused(MARKED, raw) == (
        ("part.colours", "there is no such key; did you mean 'colors'?"),
        ("part.entry 6", "there is no such key, nor one of a similar name"),
        ("part", "the key id is missing"),
        ("part.colors", "expected a list of at most 1000; was given nothing"),
        ("part.note", "expected a note of 0 to 500 printable characters; was given nothing"),
    )
    assert refused(THING, {}, "") == (("the thing", "the key id is missing"),)
    assert refused(MARKED, {**raw, "kind": "thing"}) == (("part.kind", 'expected "a thing"'),)
    assert refused(PERHAPS_MARKED, {"format": "thing/2", "weight": 3}) == (("part.format", 'expected "thing/1"'),)


def test_what_the_thing_itself_refuses_is_told() -> None:
    """
    Each problem that the constructor finds is told at the key that it names at its beginning, else at the object.

    The constructor is not asked where a part is wrong.
    """
    assert refused(THING, {"id": "bad"}) == (("part", "bad at once"), ("part", "and twice"))
    assert [path for path, _ in refused(THING, {"id": "bad", "size": 10})] == ["part.size"]
    assert refused(MARKED, {"kind": "a thing", "id": "placed"}) == (
        ("part.size", "is too small"),
        ("part.kind", "is another"),
        ("part", "name: is no key"),
        ("part", "weight: is none"),
        ("part", "note is short"),
        ("part", "note:it ends"),
    )
    assert refused(THING, {"id": "placed"}, "")[:2] == (("size", "is too small"), ("the thing", "kind: is another"))


def test_an_object_with_more_problems_than_are_told_is_not_made() -> None:
    """A problem that is only counted, since so many were told before, keeps an object from being made as any other does."""
    reading = Reading("the thing")
    for _ in range(4 * MOST_PROBLEMS):
        reading.refuse("a", "is wrong")
    assert THING.read({"id": "x", "size": 10}, "part", reading) is UNREAD
    assert reading.left_out == 1


# One of several kinds.


@frozen
class Round:
    """Something round."""

    radius: int


@frozen
class Square:
    """Something square."""

    side: int


FIGURES: Kinds[Round | Square] = Kinds(
    (
        Shape("round", Round, (Key("radius", Whole(1, 9)),), ("kind", "round")),
        Shape("square", Square, (Key("side", Whole(1, 9)),), ("kind", "square")),
    ),
    (Round, Square),
)


def test_kinds() -> None:
    """Each is written with the mark of its kind, and read by it."""
    for figure, plain in ((Round(1), {"kind": "round", "radius": 1}), (Square(2), {"kind": "square", "side": 2})):
        assert FIGURES.write(figure) == plain
        assert read(FIGURES, plain) == figure
    with pytest.raises(ValueError, match="not in tuple"):
        FIGURES.write(Color.RED)  # type: ignore[arg-type] # on purpose


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"kind": "circle"}, ("part.kind", "expected one of round, square")),
        ({"kind": "Square"}, ("part.kind", "expected one of round, square; did you mean 'square'?")),
        ({"kind": None}, ("part.kind", "expected one of round, square")),
        ({"kind": ["round"]}, ("part.kind", "expected one of round, square")),
        ({}, ("part.kind", "expected one of round, square")),
        ({"kind": "round", "side": 1, "radius": 1}, ("part.entry 2", "there is no such key, nor one of a similar name")),
        ({"kind": "round"}, ("part", "the key radius is missing")),
        ("round", ("part", "expected an object with the key kind; was given text")),
        (None, ("part", "expected an object with the key kind; was given nothing")),
    ],
)
def test_what_is_of_no_kind(raw: object, problem: tuple[str, str]) -> None:
    """An object without a kind, or of one that there is not, is refused with those that there are."""
    assert refused(FIGURES, raw) == (problem,)


def test_what_is_settled_is_not_read_again() -> None:
    """A part that was read before the others is given, whatever stands there; it is written in its form."""
    form = Settled(Whole(1, 3), 2)
    assert read(form, "anything") == 2
    assert form.write(3) == 3
    assert form.schema({}) == Whole(1, 3).schema({})


# Schemas.

BOX: Shape[dict[str, Any]] = Shape(
    "box", dict, (Key("thing", MARKED), Key("things", Many(FIGURES), default=None), Key("again", MARKED, default=None))
)


def test_a_schema_is_a_document_of_its_own() -> None:
    """Title and identity stand at its head, and each part with a name of its own once among its definitions."""
    found = document(BOX, "A box", "urn:box:1")
    assert [*found] == ["$schema", "$id", "title", "$ref", "$defs"]
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert (found["$id"], found["title"], found["$ref"]) == ("urn:box:1", "A box", "#/$defs/box")
    assert sorted(found["$defs"]) == ["box", "marked", "round", "square"]
    assert found["$defs"]["marked"] == {
        "type": "object",
        "properties": {
            "kind": {"const": "a thing"},
            "id": {"type": "string", "minLength": 1, "maxLength": 9, "pattern": r"\S"},
            "size": {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9}, {"type": "null"}]},
            "colors": {"type": "array", "items": {"enum": ["red", "dark-blue"]}, "minItems": 0, "maxItems": 1000},
            "note": {"type": "string", "minLength": 0, "maxLength": 500},
        },
        "required": ["kind", "id"],
        "additionalProperties": False,
    }
    assert found["$defs"]["box"]["properties"]["things"] == {
        "anyOf": [
            {
                "type": "array",
                "items": {"oneOf": [{"$ref": "#/$defs/round"}, {"$ref": "#/$defs/square"}]},
                "minItems": 0,
                "maxItems": 1000,
            },
            {"type": "null"},
        ]
    }
    Draft202012Validator.check_schema(found)
    assert Many(YesNo(), 3, 2).schema({}) == {"type": "array", "items": {"type": "boolean"}, "minItems": 2, "maxItems": 3}


def test_the_schema_of_a_mark() -> None:
    """A mark that has to be there is required; one that may be left out may be null, too."""
    found = document(PERHAPS_MARKED, "A thing", "urn:thing:1")
    assert found["$defs"]["perhaps"]["properties"]["format"] == {"enum": ["thing/1", None]}
    assert found["$defs"]["perhaps"]["required"] == ["id"]
    for plain in ({"id": "x"}, {"id": "x", "format": None}, {"id": "x", "format": "thing/1"}, {"id": "x", "format": "thing/2"}):
        reading = Reading("the thing")
        was_read = PERHAPS_MARKED.read(plain, "", reading) is not UNREAD
        assert Draft202012Validator(found).is_valid(plain) == was_read == (plain.get("format") != "thing/2")


def test_a_schema_without_parts_has_no_definitions() -> None:
    """A single value is described where it stands."""
    assert document(Text(pattern="a|b"), "A letter", "urn:letter:1") == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:letter:1",
        "title": "A letter",
        "type": "string",
        "minLength": 1,
        "maxLength": 500,
        "pattern": "^(?:a|b)$",
    }


def test_the_schema_of_each_single_value() -> None:
    """Each says its type, its bounds, its words or its format."""
    assert [form.schema({}) for form in SINGLE] == [
        {"type": "string", "minLength": 1, "maxLength": 500, "pattern": r"\S"},
        {"type": "string", "minLength": 0, "maxLength": 500},
        {"type": "boolean"},
        {"type": "integer", "minimum": -3, "maximum": 3},
        {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        {
            "type": "string",
            "format": "date-time",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{6})?(Z|[+-][0-9]{2}:[0-5][0-9])$",
        },
        {"enum": ["red", "dark-blue"]},
        {"enum": ["small", "very-large"]},
        {"enum": ["code one", "code_two"]},
    ]


THINGS = st.fixed_dictionaries(
    {"kind": st.just("a thing"), "id": st.sampled_from(["x", "long name", "too long a name", ""])},
    optional={
        "size": st.none() | st.integers(-1, 10) | st.booleans(),
        "colors": st.lists(st.sampled_from(["red", "dark-blue", "green", None]), max_size=2),
        "note": st.sampled_from(["", "y", 1]),
        "other": st.none(),
    },
)


@given(THINGS)
def test_reader_and_schema_agree(plain: Mapping[str, Any]) -> None:
    """What is read validates as it stands, and what is refused does not; both by the same keys, bounds and words."""
    reading = Reading("the thing")
    was_read = MARKED.read(plain, "", reading) is not UNREAD
    assert was_read == (not reading.problems)
    assert Draft202012Validator(document(MARKED, "A thing", "urn:thing:1")).is_valid(plain) == was_read


def test_no_sentence_shows_a_value() -> None:
    """Whatever is wrong, a sentence shows what was expected, and of what was given only its kind."""
    forms: list[Form[Any]] = [*SINGLE, Many(YesNo()), THING, FIGURES]
    for form in forms:
        for raw in ("Zq7xJv 48151623", 48151623.5, 10**30 + 48151623, [48151623], {"Zq7xJv": "48151623"}, b"Zq7xJv"):
            reading = Reading("the thing")
            form.read(raw, "part", reading)
            shown = json.dumps(reading.problems)
            assert not re.search("zq7xjv|48151623", shown, re.IGNORECASE)
