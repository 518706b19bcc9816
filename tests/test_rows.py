"""Rows: what frames and forms hold is read as `Fact.read` reads it; gaps are unknown, and nothing is converted by guess."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from types import MappingProxyType
from typing import Any, NoReturn, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuum.assessment import Assessment
from continuum.errors import AssessmentError, ContinuumError, ProgramError
from continuum.facts import Choice, Count, Duration, Fact, Flag, Grade
from continuum.programs import Program
from continuum.records import Facts
from continuum.rows import GAPS, TRUTH_VALUES, WHOLE_NUMBERS, WITH_A_GAP, read


class Risk(IntEnum):
    SEVERE = 3
    NONE = 0
    MILD = 1


class Level(IntEnum):
    """The same numbers as another scale."""

    NONE = 0
    MILD = 1


class Substance(Enum):
    ALCOHOL = "alcohol"
    opioids = 7
    Not_Known_Yet = 2.0


DOTLESS = "s\N{LATIN SMALL LETTER DOTLESS I}n\N{LATIN SMALL LETTER DOTLESS I}r"
Foreign: Any = Enum("Foreign", {"Straße": 1, "ŉ": 2, "İzmir": 3, DOTLESS: 4})  # type: ignore[misc] # a name with odd letters
"""Names of which some have no upper or lower case that reads as the same name."""


class Word(StrEnum):
    MILD = "Mild"
    EMPTY = ""


class Whole(int):
    """A number that is more than a number."""


class Visit(Facts):
    risk: Grade[Risk] = Grade("risk of return to use", Risk, worse="higher")
    craving: Count = Count("craving", low=0, high=10, unit="points", worse="higher")
    balance: Count = Count("balance", low=-5, high=5, unit="points", worse=None)
    stable: Duration = Duration("time stable here", low=0, high=52, unit="weeks", worse="lower", scope="level")
    sober: Flag = Flag("sober", worse=False)
    substance: Choice[Substance] = Choice("main substance", Substance)
    foreign: Choice[Any] = Choice("foreign words", Foreign)


class Placed(Visit):
    ward: str = "A"
    place: str | None = None

    @classmethod
    def _read_field(cls, name: str, raw: object) -> object:
        if name == "place" and raw == "nowhere":
            raise AssessmentError("place: nowhere is no place")
        return raw

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterator[str]:
        if values["place"] == "nowhere":
            yield "place: was not read"
        if values["ward"] == "X":
            yield "ward: there is no such ward"
        if values["sober"] is not None and values["craving"] is None:
            yield "sober: needs a craving"


def scalar(package: str, kind: str, **methods: Callable[..., object]) -> Any:
    """Something that says of itself to be of this type."""
    module, _, name = f"{package}.{kind}".rpartition(".")
    return type(name, (), {"__module__": module, **methods})()


def number(kind: str, value: int) -> Any:
    return scalar(
        "numpy", kind, __index__=lambda _: value, __eq__=lambda _, other: value == other, __hash__=lambda _: hash(value)
    )


def answer(kind: str, *, value: bool) -> Any:
    return scalar("numpy", kind, __bool__=lambda _: value)


def nan(kind: str) -> Any:
    return scalar("numpy", kind, __ne__=lambda _, __: answer("bool", value=True))


def decimal(kind: str, value: float) -> Any:
    return scalar("numpy", kind, __ne__=lambda _, other: not isinstance(other, type(_)), __float__=lambda _: value)


def undecided(*_: object) -> NoReturn:
    raise TypeError("boolean value of NA is ambiguous")


def na(module: str, kind: str = "NAType") -> Any:
    return scalar(module, kind, __bool__=undecided, __eq__=undecided, __ne__=undecided, __hash__=lambda _: 1)


def refusal(row: Any, kind: type[Facts] = Visit) -> tuple[str, ...]:
    with pytest.raises(AssessmentError) as caught:
        kind.from_row(row)
    assert type(caught.value) is AssessmentError
    assert caught.value.__context__ is None
    return caught.value.problems


# Reading.


def test_a_row_of_plain_values_is_a_record() -> None:
    """Names in any case, numbers, members, truth values and whole numbers; a column left out is unknown."""
    full = Visit(risk=Risk.MILD, craving=3, stable=6, sober=True, substance=Substance.Not_Known_Yet)
    for row in (
        {"risk": "MILD", "craving": 3, "stable": 6, "sober": True, "substance": "Not_Known_Yet"},
        {"risk": "mILd", "craving": 3, "stable": 6, "sober": True, "substance": "NOT_KNOWN_YET"},
        {"risk": 1, "craving": 3, "stable": 6, "sober": True, "substance": "not_known_yet", "balance": None},
        {"risk": Risk.MILD, "craving": 3, "stable": 6, "sober": True, "substance": Substance.Not_Known_Yet},
        {"substance": "not_known_Yet", "sober": True, "stable": 6, "craving": 3, "risk": Word.MILD},
    ):
        assert Visit.from_row(row) == full
        assert [*vars(Visit.from_row(row))] == [*Visit.vocabulary()]
    assert Visit.from_row({}) == Visit()
    assert Visit.from_row({"substance": 7}).substance is Substance.opioids


def test_any_mapping_is_a_row() -> None:
    """What looks up values by name is as good as a dict, and a subclass of a record reads rows, too."""
    row = {"risk": "MILD", "sober": False}
    assert Visit.from_row(MappingProxyType(row)) == Visit(risk=Risk.MILD, sober=False)
    extended = cast("type[Visit]", type("More", (Visit,), {"more": Flag("more", worse=None), "__annotations__": {"more": Flag}}))
    assert extended.from_row({**row, "more": True}).known() == {"risk": Risk.MILD, "sober": False, "more": True}
    assert extended.__columns__ is not Visit.__columns__
    assert refusal({**row, "more": True}) == ("entry 3: Visit has no such fact, nor one of a similar name",)


def any_case(name: str) -> st.SearchStrategy[str]:
    """The name, in any mixture of cases."""
    return st.tuples(*(st.sampled_from([one, one.lower(), one.upper(), one.casefold()]) for one in name)).map("".join)


JUNK: list[object] = [
    *(True, False, 0, 1, 2, 7, -1, 11, 10**30, 0.0, 1.0, float("inf"), "", " ", "MILD", "mild ", "1", "true", "nan", b"MILD"),
    *(Whole(1), Word.MILD, Level.MILD, Risk.MILD, Substance.opioids, Decimal(1), Decimal("NaN"), 1j, [], {}, (), [1], Visit()),
]


@st.composite
def cells(draw: st.DrawFn, fact: Fact[Any]) -> object:
    """Something that may stand in the column of a fact: mostly what can be read, or nearly."""
    near: st.SearchStrategy[object] = st.booleans()
    if isinstance(fact, Count):
        near = st.integers(fact.low - 1, fact.high + 1)
    elif isinstance(fact, (Grade, Choice)):
        members = cast("list[Enum]", fact.members())
        near = st.sampled_from(members) | st.sampled_from(members).flatmap(lambda one: any_case(one.name)) | st.integers(-1, 8)
    return draw(near | near | st.sampled_from(JUNK) | st.text(max_size=5))


def as_read(fact: Fact[Any], raw: object) -> object:
    """What the fact itself reads; of what it refuses, the message."""
    try:
        return fact.read(raw)
    except AssessmentError as error:
        return error


@given(st.data())
def test_every_cell_is_read_as_its_fact_reads_it(data: st.DataObject) -> None:
    """For every fact and whatever stands in its column: the same value, or the same refusal."""
    kind: type[Facts] = data.draw(st.sampled_from([Visit, Assessment]))
    names = data.draw(st.lists(st.sampled_from([*kind.vocabulary()]), unique=True, min_size=1, max_size=6))
    row = {name: data.draw(cells(kind.vocabulary()[name])) for name in names}
    found = {name: as_read(kind.vocabulary()[name], row[name]) for name in kind.vocabulary() if name in row}
    refused = [(name, str(one)) for name, one in found.items() if isinstance(one, AssessmentError)]
    if refused:
        hint = "; an empty text is not unknown, None is"
        assert refusal(row, kind) == tuple(f"{said}{hint if row[name] == '' else ''}" for name, said in refused)
    else:
        held = vars(kind.from_row(row))
        assert {name: held[name] for name in found} == found
        assert [type(held[name]) for name in found] == [type(value) for value in found.values()]


def test_a_spelling_that_makes_another_name_is_refused() -> None:
    """A capital letter may stand for two small ones; the name that the fact does not read is not read here either."""
    assert [Visit.from_row({"foreign": word}).foreign for word in (DOTLESS, "straße", "STRASSE", 4)] == [
        *(Foreign(4), Foreign(1), Foreign(1), Foreign(4))
    ]
    expected = (
        f"foreign: expected one of Straße, ŉ, İzmir, {DOTLESS}, or a number from 1 to 4; was given text that is none of them"
    )
    assert refusal({"foreign": "SINIR"}) == (expected,)


# Gaps.


GAPPY = [
    *(None, float("nan"), -float("nan")),
    *(nan(kind) for kind in ("float16", "float32", "float64", "longdouble", "float96", "float128")),
    *(nan("datetime64"), nan("timedelta64")),
    *(na("pandas._libs.missing"), na("pandas.api.typing"), na("pandas._libs.tslibs.nattype", "NaTType")),
]


@pytest.mark.parametrize("gap", GAPPY, ids=lambda gap: type(gap).__name__)
def test_a_gap_is_unknown_in_every_column(gap: object) -> None:
    """What frames write for a gap makes a fact unknown and leaves a field at its default, and the rest is read."""
    assert Visit.from_row(dict.fromkeys(Visit.vocabulary(), gap)) == Visit()
    placed = Placed.from_row({**dict.fromkeys(Placed.vocabulary(), gap), "ward": gap, "place": gap, "craving": 2})
    assert placed == Placed(craving=2)
    assert placed.ward == "A"


@pytest.mark.parametrize(
    ("raw", "given_kind"),
    [
        ("", "text; an empty text is not unknown, None is"),
        (Word.EMPTY, "a value of type Word; an empty text is not unknown, None is"),
        (" ", "text"),
        ("nan", "text"),
        ("NA", "text"),
        (float("inf"), "a decimal number"),
        (Decimal("NaN"), "a value of type Decimal"),
        (decimal("float64", 1.0), "a value of type float64"),
        (decimal("datetime64", 1.0), "a value of type datetime64"),
        (scalar("pandas", "Timestamp"), "a value of type Timestamp"),
        (na("panda"), "a value of type NAType"),
        (scalar("numpy", "NAType"), "a value of type NAType"),
        ([], "a list"),
    ],
)
def test_nothing_else_is_a_gap(raw: object, given_kind: str) -> None:
    """An empty text, a text that means a gap elsewhere, and gaps of other packages are refused: somebody has to say so."""
    assert refusal({"sober": raw}) == (f"sober: expected true or false; was given {given_kind}",)


def test_the_word_about_an_empty_text_stands_alone() -> None:
    """Whoever reads the traceback is told once."""
    with pytest.raises(AssessmentError) as caught:
        read(Visit.sober, "")
    assert str(caught.value) == "sober: expected true or false; was given text; an empty text is not unknown, None is"
    assert caught.value.__suppress_context__


# Numbers and truth values of numpy.


@pytest.mark.parametrize("kind", sorted(WHOLE_NUMBERS))
def test_whole_numbers_of_numpy_are_read_as_pythons_own(kind: str) -> None:
    """A count takes them within its bounds, a rating and a choice as the number of a member, and an answer not at all."""
    name = kind.removeprefix("numpy.")
    found = Visit.from_row({"craving": number(name, 3), "risk": number(name, 1), "substance": number(name, 7)})
    assert found == Visit(craving=3, risk=Risk.MILD, substance=Substance.opioids)
    assert type(found.craving) is int
    assert refusal({"craving": number(name, 11), "risk": number(name, 2), "sober": number(name, 1)}) == (
        "risk: expected one of NONE, MILD, SEVERE, or one of the numbers 0, 1, 3; was given a whole number that is none of them",
        "craving: expected a whole number of points from 0 to 10; was given a whole number outside these bounds",
        "sober: expected true or false; was given a whole number",
    )


@pytest.mark.parametrize("kind", ["bool", "bool_"])
def test_truth_values_of_numpy_are_read_as_pythons_own(kind: str) -> None:
    """An answer takes them; a count and a rating refuse them as they refuse True."""
    assert Visit.from_row({"sober": answer(kind, value=True)}).sober is True
    assert Visit.from_row({"sober": answer(kind, value=False)}).sober is False
    assert refusal({"craving": answer(kind, value=True), "risk": answer(kind, value=False)}) == (
        "risk: expected one of NONE, MILD, SEVERE, or one of the numbers 0, 1, 3; was given a true/false value",
        "craving: expected a whole number of points from 0 to 10; was given a true/false value",
    )


@pytest.mark.parametrize(
    ("raw", "given_kind"),
    [
        (decimal("float64", 3.0), "a value of type float64"),
        (3.0, "a decimal number"),
        (Decimal(3), "a value of type Decimal"),
        (Whole(3), "a value of type Whole"),
        (Level.MILD, "a value of type Level"),
        ("3", "text"),
        (scalar("numpy", "timedelta64", __index__=lambda _: 3), "a value of type timedelta64"),
        (scalar("numpy_like", "int64", __index__=lambda _: 3), "a value of type int64"),
        (scalar("jax.numpy", "int64", __index__=lambda _: 3), "a value of type int64"),
    ],
)
def test_no_other_number_is_converted(raw: object, given_kind: str) -> None:
    """Decimals without a fraction, numbers of other kinds and numbers as text are refused, not converted by guess."""
    assert refusal({"craving": raw}) == (f"craving: expected a whole number of points from 0 to 10; was given {given_kind}",)


def test_the_types_known_by_name_are_a_closed_list() -> None:
    """Nobody finds out by accident that one more type is read, or stands for a gap."""
    assert sorted(TRUTH_VALUES) == ["numpy.bool", "numpy.bool_"]
    assert sorted(GAPS) == ["pandas.NAType", "pandas.NaTType"]
    assert " ".join(sorted(one.removeprefix("numpy.") for one in WHOLE_NUMBERS)) == (
        "int16 int32 int64 int8 intc longlong uint16 uint32 uint64 uint8 uintc ulonglong"
    )
    assert " ".join(sorted(one.removeprefix("numpy.") for one in WITH_A_GAP)) == (
        "datetime64 float128 float16 float32 float64 float96 longdouble timedelta64"
    )


# Refusals.


class Series:
    """A column of a frame, or a row: no mapping."""


class Frame(Mapping[Any, Any]):
    """A mapping with keys that are no text."""

    def __init__(self, **columns: object) -> None:
        self.columns: dict[Any, object] = {3: True, "sober": True, None: ["x"], **columns}

    def __getitem__(self, key: object) -> object:
        return self.columns[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@pytest.mark.parametrize(
    ("row", "given_kind"),
    [(Series(), "a value of type Series"), (None, "nothing"), ([("sober", True)], "a list"), ("sober", "text")],
)
def test_what_is_no_mapping_is_no_row(row: object, given_kind: str) -> None:
    """The message says what makes one of a series."""
    assert refusal(row) == (
        f"a row is a mapping from columns to values, such as what .to_dict() makes of a series; was given {given_kind}",
    )


def test_a_column_that_is_no_fact_is_refused() -> None:
    """Nothing is dropped in silence, not even a gap; the place of a name that is not shown is counted in the row."""
    assert refusal({"risk": "MILD", "cravings": 3}) == ("cravings: Visit has no such fact; did you mean 'craving'?",)
    for raw in (3, None, float("nan"), ""):
        assert refusal({"risk": None, "sober": float("nan"), "id": raw, "craving": 3}) == (
            "entry 3: Visit has no such fact, nor one of a similar name",
        )


def test_a_column_whose_name_is_no_text_is_refused() -> None:
    """It is told by its place and not shown."""
    assert refusal(Frame(risk="no")) == (
        "entry 1: Visit has no such fact, nor one of a similar name",
        "entry 3: Visit has no such fact, nor one of a similar name",
        "risk: expected one of NONE, MILD, SEVERE, or one of the numbers 0, 1, 3; was given text that is none of them",
    )


def test_all_problems_of_a_row_are_told_at_once() -> None:
    """Unknown columns first, then the facts in their order, then fields, then the record's own checks."""
    row = {"ward": "X", "place": "nowhere", "sober": "yes", "cravings": 3, "balance": 9, "risk": "MILT", "stable": None}
    assert refusal(row, Placed) == (
        "cravings: Placed has no such fact; did you mean 'craving'?",
        "risk: expected one of NONE, MILD, SEVERE, or one of the numbers 0, 1, 3; was given text that is none of them",
        "balance: expected a whole number of points from -5 to 5; was given a whole number outside these bounds",
        "sober: expected true or false; was given text",
        "place: nowhere is no place",
        "ward: there is no such ward",
        "sober: needs a craving",
    )


def test_what_does_not_go_together_is_told_of_a_row_as_of_a_record() -> None:
    """A record's own check sees what was read, and what could not be read is not taken for unknown."""
    assert refusal({"sober": True}, Placed) == ("sober: needs a craving",)
    assert refusal({"sober": True, "craving": 11}, Placed) == (
        "craving: expected a whole number of points from 0 to 10; was given a whole number outside these bounds",
    )
    assert refusal({"sober": True, "craving": "3"}, Placed) == (
        "craving: expected a whole number of points from 0 to 10; was given text",
    )


def test_fields_take_what_the_constructor_takes() -> None:
    """Values beside the facts are not read by the rules for facts: an empty text is a text."""
    assert Placed.from_row({"ward": "", "place": "php"}) == Placed(ward="", place="php")


def test_a_program_is_read_from_a_row() -> None:
    """Every kind of record reads rows, and refuses them with its own error."""
    assert Program.from_row({"name": "Riverside", "weekly_hours": number("int64", 12), "telehealth": float("nan")}) == Program(
        name="Riverside", weekly_hours=12
    )
    for row in ({"weekly_hours": 12.0}, {"weekly_hours": 169}, None):
        with pytest.raises(ContinuumError) as caught:
            Program.from_row(cast("Any", row))
        assert type(caught.value) is ProgramError


SENTINEL = "Quincy Peculiar 4711"
SHOWING = re.compile("Quincy|Peculiar|4711")


@pytest.mark.parametrize("name", [*Placed.vocabulary(), "place", SENTINEL, "crav ing Peculiar"])
@pytest.mark.parametrize("planted", [SENTINEL, 47_114_711, 4711.5, [SENTINEL], number("int64", 47_114_711), Decimal(4711)])
def test_no_error_of_a_row_shows_a_value(name: str, planted: object) -> None:
    """Whatever is planted in whichever column, or as its name, neither the error nor its traceback shows it."""
    with pytest.raises(AssessmentError) as caught:
        Placed.from_row({name: planted, "ward": "X"})
    shown = [str(caught.value), repr(caught.value), *traceback.format_exception_only(caught.value)]
    assert not any(SHOWING.search(text) for text in shown)
