"""Records of facts: exact values by name, frozen, comparable, picklable, and silent about what they hold."""

from __future__ import annotations

import copy
import gc
import inspect
import io
import linecache
import pickle
import pydoc
import sys
import tokenize
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from enum import Enum, IntEnum, StrEnum
from functools import cached_property
from threading import Barrier
from typing import Any, ClassVar, cast

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuum.errors import AssessmentError, DefinitionError
from continuum.facts import Choice, Count, Duration, Fact, Flag, Grade
from continuum.records import Doubt, FactGroup, Facts
from tests.laws.worlds import pools


class Risk(IntEnum):
    NONE = 0
    MILD = 1
    SEVERE = 2


class Substance(Enum):
    ALCOHOL = "alcohol"
    OPIOIDS = "opioids"


class Visit(Facts):
    risk: Grade[Risk] = Grade("risk of return to use", Risk, worse="higher")
    craving: Count = Count("craving", low=0, high=10, unit="points", worse="higher")
    stable: Duration = Duration("time stable here", low=0, high=52, unit="weeks", worse="lower", scope="level")
    sober: Flag = Flag("sober", worse=False)
    substance: Choice[Substance] = Choice("main substance", Substance)
    edition: ClassVar[str] = "first"


class Placed(Visit):
    place: str | None = None
    ward: str = "A"
    alone: Flag = Flag("lives alone", worse=None)

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterator[str]:
        """Places are written in small letters, and there is no ward X."""
        if values["place"]:
            values["place"] = values["place"].casefold()
        if values["ward"] == "X":
            yield "ward: there is no such ward"


FULL: dict[str, Any] = {
    "risk": Risk.MILD,
    "craving": 3,
    "stable": 6,
    "sober": True,
    "substance": Substance.ALCOHOL,
}


def not_accepted(record: Callable[..., Facts], **values: object) -> AssessmentError:
    with pytest.raises(AssessmentError) as caught:
        record(**values)
    assert type(caught.value) is AssessmentError
    return caught.value


def refused(build: Callable[[], object]) -> str:
    with pytest.raises(DefinitionError) as caught:
        build()
    assert type(caught.value) is DefinitionError
    return str(caught.value)


# Reading and building.


def test_a_fact_reads_as_itself_on_the_class_and_as_its_value_on_a_record() -> None:
    """The same name is the fact for conditions and the value of a person."""
    visit = Visit(**FULL)
    assert isinstance(Visit.risk, Grade)
    assert Visit.vocabulary()["risk"] is Visit.risk
    assert {name: getattr(visit, name) for name in FULL} == FULL
    assert visit.risk is Risk.MILD


def test_every_fact_is_unknown_until_it_is_given() -> None:
    """Nothing has a default but unknown, and None says unknown as well."""
    visit = Visit()
    assert [getattr(visit, name) for name in Visit.vocabulary()] == [None] * 5
    assert Visit(**dict.fromkeys(FULL)) == visit


def test_known_facts_are_told_by_name_in_the_order_of_declaration() -> None:
    """Zero and no are known; None is not."""
    visit = Visit(sober=False, craving=0, risk=None)
    assert visit.known() == {"craving": 0, "sober": False}
    assert [*visit.known()] == ["craving", "sober"]
    assert Visit().known() == {}
    visit.known()["risk"] = Risk.MILD
    assert visit.risk is None


def test_known_facts_are_what_conditions_ask_for() -> None:
    """A condition of the class is judged by the values of a record."""
    condition = (Visit.risk >= Risk.MILD) & Visit.sober
    assert [condition.evaluate(visit.known()) for visit in (Visit(**FULL), Visit(sober=True), Visit(sober=False))] == [
        True,
        None,
        False,
    ]


def test_the_vocabulary_lists_the_facts_in_the_order_of_declaration() -> None:
    """What is annotated as a class variable, and what is no fact, stays out of it."""
    assert [*Visit.vocabulary()] == ["risk", "craving", "stable", "sober", "substance"]
    assert all(fact.name == name for name, fact in Visit.vocabulary().items())
    assert Visit.edition == Visit().edition == "first"
    assert Facts.vocabulary() == {}


def test_the_vocabulary_is_read_only() -> None:
    """Nobody adds, changes or removes a fact of a record from outside."""
    words: Any = Visit.vocabulary()
    with pytest.raises(TypeError, match="does not support item assignment"):
        words["extra"] = Visit.sober
    with pytest.raises(TypeError, match="does not support item deletion"):
        del words["risk"]
    assert [*Visit.vocabulary()] == [*FULL]


def test_a_record_of_a_record_adds_facts_and_leaves_the_first_alone() -> None:
    """A subclass has the facts it inherits first, then its own; the record it extends learns nothing."""
    assert [*Placed.vocabulary()] == [*Visit.vocabulary(), "alone"]
    assert "alone" not in Visit.vocabulary()
    placed = Placed(**FULL, alone=False)
    assert placed.known() == {**FULL, "alone": False}
    assert Placed.risk is Visit.risk
    assert isinstance(placed, Visit)


def test_what_is_no_fact_has_its_default_and_is_not_counted_among_the_facts() -> None:
    """Annotated fields beside the facts are taken by name; the record's own check may mend or refuse them."""
    assert (Placed().place, Placed().ward) == (None, "A")
    placed = Placed(place="PHP", ward="B")
    assert (placed.place, placed.ward) == ("php", "B")
    assert placed.known() == {}
    assert repr(placed) == "<Placed: 0 of 6 facts known>"
    assert str(not_accepted(Placed, ward="X")) == "ward: there is no such ward"


def test_values_go_by_name_only() -> None:
    """Nobody mixes up two ratings by their order."""
    build: Any = Visit
    with pytest.raises(TypeError, match="positional argument"):
        build(Risk.MILD)


# What does not fit.


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"risk": 1}, "risk: expected a member of Risk: NONE, MILD, SEVERE; was given a whole number"),
        ({"risk": "MILD"}, "risk: expected a member of Risk: NONE, MILD, SEVERE; was given text"),
        ({"risk": Substance.ALCOHOL}, "risk: expected a member of Risk: NONE, MILD, SEVERE; was given a value of type Substance"),
        ({"risk": Visit.risk}, "risk: expected a member of Risk: NONE, MILD, SEVERE; was given a value of type Grade"),
        ({"craving": True}, "craving: expected a whole number of points from 0 to 10; was given a true/false value"),
        ({"craving": 2.0}, "craving: expected a whole number of points from 0 to 10; was given a decimal number"),
        ({"craving": float("nan")}, "craving: expected a whole number of points from 0 to 10; was given a decimal number"),
        (
            {"craving": 11},
            "craving: expected a whole number of points from 0 to 10; was given a whole number outside these bounds",
        ),
        (
            {"craving": -1},
            "craving: expected a whole number of points from 0 to 10; was given a whole number outside these bounds",
        ),
        ({"stable": [6]}, "stable: expected a whole number of weeks from 0 to 52; was given a list"),
        ({"sober": 1}, "sober: expected true or false; was given a whole number"),
        ({"sober": {}}, "sober: expected true or false; was given an object"),
        ({"substance": "alcohol"}, "substance: expected a member of Substance: ALCOHOL, OPIOIDS; was given text"),
        ({"cravings": 3}, "cravings: Visit has no such fact; did you mean 'craving'?"),
        ({"Sober": True}, "Sober: Visit has no such fact; did you mean 'sober'?"),
        ({"risk": None, "craxxng": 3}, "entry 2: Visit has no such fact; did you mean 'craving'?"),
        ({"Jane Doe": True}, "entry 1: Visit has no such fact, nor one of a similar name"),
        ({"risk": None, "zzz": True}, "entry 2: Visit has no such fact, nor one of a similar name"),
        ({"edition": "second"}, "entry 1: Visit has no such fact, nor one of a similar name"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(values: dict[str, object], message: str) -> None:
    """The message says which fact, what was expected and what sort of thing was given."""
    error = not_accepted(Visit, **values)
    assert str(error) == message
    assert error.problems == (message,)


def test_a_name_of_a_plain_field_is_suggested_too() -> None:
    """Fields beside the facts are as easily mistyped; what is less than a clear slip is told by its position, not shown."""
    assert str(not_accepted(Placed, places="php")) == "places: Placed has no such fact; did you mean 'place'?"
    assert str(not_accepted(Placed, plase="php")) == "entry 1: Placed has no such fact; did you mean 'place'?"


def test_all_problems_of_a_record_are_told_at_once() -> None:
    """Unknown names first, then the facts in their order, then the record's own checks."""
    error = not_accepted(Placed, ward="X", sober=1, cravings=3, risk=1)
    assert error.problems == (
        "cravings: Placed has no such fact; did you mean 'craving'?",
        "risk: expected a member of Risk: NONE, MILD, SEVERE; was given a whole number",
        "sober: expected true or false; was given a whole number",
        "ward: there is no such ward",
    )
    assert str(error) == (
        "4 problems:\n"
        "  1. cravings: Placed has no such fact; did you mean 'craving'?\n"
        "  2. risk: expected a member of Risk: NONE, MILD, SEVERE; was given a whole number\n"
        "  3. sober: expected true or false; was given a whole number\n"
        "  4. ward: there is no such ward"
    )


SENTINEL = 7351_7351
WORD = "zyxwvut"


class Peculiar(Enum):
    """Its member gives itself away by name and value."""

    ZYXWVUT = WORD


SECRETS: list[object] = [SENTINEL, -SENTINEL, float(SENTINEL), str(SENTINEL), WORD, Peculiar.ZYXWVUT, [WORD], {WORD: SENTINEL}]


def gives_away(text: str) -> bool:
    return WORD in text.casefold() or str(SENTINEL) in text


@pytest.mark.parametrize("name", [*FULL])
@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: type(secret).__name__)
def test_no_error_shows_a_value(name: str, secret: object) -> None:
    """Whatever stands in a fact, in the wrong type or out of bounds, is in no message, repr, argument or traceback text."""
    for build in (Visit, Placed, Visit().replace, Visit().__replace__):
        error = not_accepted(build, **{name: secret})
        told = [str(error), repr(error), repr(error.args), repr(error.problems), *traceback.format_exception_only(error)]
        assert [text for text in told if gives_away(text)] == []
        assert error.__cause__ is None
        assert error.__context__ is None


@pytest.mark.parametrize("name", [*FULL])
@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: type(secret).__name__)
def test_no_plain_data_is_shown_when_it_cannot_be_read(name: str, secret: object) -> None:
    """Reading plain data is as silent about values as building a record."""
    with pytest.raises(AssessmentError) as caught:
        Visit.vocabulary()[name].read(secret)
    assert not gives_away(str(caught.value) + repr(caught.value))
    assert caught.value.__context__ is None


def test_a_name_that_resembles_none_of_ours_is_not_shown() -> None:
    """A name may hold anything, such as a person's; only a near miss is repeated."""
    for given_name in (WORD, f"craving of {WORD}", WORD * 40, str(SENTINEL)):
        assert not gives_away(str(not_accepted(Visit, **{given_name: SENTINEL})))


class Numbers(Facts):
    """The peculiar values are allowed here, so that they stand in a record."""

    count: Count = Count("count", low=0, high=10**9, unit="points", worse=None)
    kind: Choice[Substance] = Choice("kind", Substance)
    note: str = ""


def test_the_repr_of_a_record_says_how_much_is_known_and_never_what() -> None:
    """Logs and tracebacks may hold a record without holding a person's values."""
    record = Numbers(count=SENTINEL, kind=Substance.OPIOIDS, note=WORD)
    for text in (repr(record), str(record), f"{record}", f"{[record]}"):
        assert not gives_away(text)
        assert "opioids" not in text.casefold()
    assert repr(record) == "<Numbers: 2 of 2 facts known>"
    assert repr(Visit(sober=False)) == "<Visit: 1 of 5 facts known>"
    assert repr(Facts()) == "<Facts: 0 of 0 facts known>"


def test_failures_on_a_record_do_not_show_its_values_either() -> None:
    """Assigning, deleting and asking for what is not there are refused in silence about the rest."""
    record: Any = Numbers(count=SENTINEL, note=WORD)
    attempts: list[Callable[[], object]] = [
        lambda: setattr(record, "count", 1),
        lambda: delattr(record, "count"),
        lambda: record.missing,
        lambda: record < record,  # noqa: PLR0124 # there is no order to ask for
    ]
    for attempt in attempts:
        with pytest.raises((AttributeError, TypeError)) as caught:
            attempt()
        assert not gives_away(str(caught.value) + repr(caught.value))


# Values that stay.


def test_records_are_frozen() -> None:
    """Facts, plain fields and new names can be neither set nor deleted."""
    record = Placed(**FULL)
    for name in ("risk", "place", "anything"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(record, name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(record, name)
    assert record.known() == FULL


def test_records_are_equal_when_all_values_are() -> None:
    """Facts and plain fields count, the order in which they are given does not, nor does a record of another class equal."""
    assert Visit(**FULL) == Visit(**dict(reversed(FULL.items())))
    assert hash(Visit(**FULL)) == hash(Visit(**FULL))
    for name in FULL:
        assert Visit(**FULL) != Visit(**{**FULL, name: None})
    assert Placed(ward="A") != Placed(ward="B")
    assert Visit() != Placed()
    others: list[object] = [{}, None, 0, ()]
    assert Visit() not in others
    assert len({Visit(), Visit(risk=None), Visit(risk=Risk.NONE), Placed(), Placed(place="php")}) == 4


@pytest.mark.parametrize("record", [Visit(), Visit(**FULL), Placed(**FULL, alone=True, place="php", ward="B")])
def test_records_survive_pickling_and_copying(record: Any) -> None:
    """A copy is equal to the original, of the same class, and frozen too."""
    for again in (
        pickle.loads(pickle.dumps(record)),  # noqa: S301 # our own bytes
        pickle.loads(pickle.dumps(record, 2)),  # noqa: S301 # our own bytes
        copy.copy(record),
        copy.deepcopy(record),
    ):
        assert again == record
        assert type(again) is type(record)
        assert again.known() == record.known()
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            again.risk = None


def test_replace_changes_a_copy() -> None:
    """What is not named stays, None makes a fact unknown, and the original keeps its values."""
    placed = Placed(**FULL, place="php")
    changed = placed.replace(craving=9, sober=None, ward="B")
    assert type(changed) is Placed
    assert changed.known() == {"risk": Risk.MILD, "craving": 9, "stable": 6, "substance": Substance.ALCOHOL}
    assert (changed.place, changed.ward) == ("php", "B")
    assert placed == Placed(**FULL, place="php")
    assert placed.replace() == placed
    assert placed.__replace__(craving=9, sober=None, ward="B") == changed


def test_replace_checks_as_construction_does() -> None:
    """A changed copy is as well-formed as a new record."""
    expected = "craving: expected a whole number of points from 0 to 10; was given a whole number outside these bounds"
    assert str(not_accepted(Visit(**FULL).replace, craving=11)) == expected
    assert str(not_accepted(Visit(**FULL).__replace__, craving=11)) == expected
    assert str(not_accepted(Visit().replace, cravings=1)) == "cravings: Visit has no such fact; did you mean 'craving'?"


class Counted(Visit):
    @cached_property
    def how_many(self) -> int:
        return len(self.known())


def test_replace_takes_along_the_fields_only() -> None:
    """What else an instance has come to hold, such as a cached property, is no fact and is computed anew."""
    record = Counted(sober=True)
    assert record.how_many == 1
    assert "how_many" in vars(record)
    changed = record.replace(craving=3)
    assert changed == Counted(sober=True, craving=3)
    assert changed.how_many == 2


if sys.version_info >= (3, 13):

    def test_copy_replace_is_replace() -> None:
        """The standard library's own way to change a copy works."""
        assert copy.replace(Visit(**FULL), craving=9) == Visit(**FULL).replace(craving=9)


# Declarations that are refused.


def declare(base: type[Facts], annotated: dict[str, object], body: dict[str, object]) -> Any:
    """What `class Tried(base)` with this body does."""
    return type("Tried", (base,), {"__annotations__": annotated, **body})


def flag() -> Flag:
    return Flag("something", worse=None)


def test_a_fact_needs_its_annotation() -> None:
    """Without it a type checker would not know the constructor; a class variable is no annotation of a fact."""
    message = "Tried.extra needs its annotation, as in extra: Count = Count(...)"
    assert refused(lambda: declare(Facts, {}, {"extra": flag()})) == message
    assert refused(lambda: declare(Facts, {"extra": ClassVar[Flag]}, {"extra": flag()})) == message
    assert refused(lambda: declare(Facts, {"extra": "ClassVar[Flag]"}, {"extra": flag()})) == message


def test_an_annotation_needs_its_fact() -> None:
    """A name without a value would be a fact for type checkers only."""
    assert refused(lambda: declare(Facts, {"extra": Flag}, {})) == (
        "Tried.extra is annotated but not declared, as in extra: Count = Count(...)"
    )


@pytest.mark.parametrize("name", ["_hidden", "__mangled", "größe", "n" * 49])
def test_a_fact_has_a_plain_short_public_name(name: str) -> None:
    """Facts are what a record shows; a private, long or foreign-lettered name could not stand in a message."""
    message = f"Tried.{name}: a fact's name begins with a letter and has at most 48 ASCII characters"
    assert refused(lambda: declare(Facts, {name: Flag}, {name: flag()})) == message
    assert refused(lambda: declare(Facts, {name: int}, {name: 3})) == message


@pytest.mark.parametrize("name", ["a b", "1st", "x)", "x: 3", "class", "None", "", "x\n"])
def test_a_fact_has_a_name_that_can_be_written(name: str) -> None:
    """A class made by `type` may ask for any name; one that no constructor could be called with is refused."""
    message = f"Tried.{name}: a fact's name has letters, digits and _, and is no word that Python keeps for itself"
    assert refused(lambda: declare(Facts, {name: Flag}, {name: flag()})) == message
    assert refused(lambda: declare(Facts, {name: int}, {name: 3})) == message


@pytest.mark.parametrize(
    ("base", "name"),
    [
        (Facts, "known"),
        (Facts, "replace"),
        (Facts, "vocabulary"),
        (Facts, "no_such_fact"),
        (Visit, "risk"),
        (Visit, "known"),
        (Visit, "edition"),
        (Placed, "risk"),
        (Placed, "ward"),
    ],
)
def test_a_name_that_is_taken_is_refused(base: type[Facts], name: str) -> None:
    """No fact hides a method of the record, nor a fact or field that it inherits."""
    message = f"Tried.{name}: the name is already taken by the record it extends; choose another name"
    assert refused(lambda: declare(base, {name: Flag}, {name: flag()})) == message
    assert refused(lambda: declare(base, {name: int}, {name: 3})) == message


def test_a_fact_name_may_have_48_characters() -> None:
    """The longest name is a name like any other."""
    assert declare(Facts, {"n" * 48: Flag}, {"n" * 48: flag()})(**{"n" * 48: True}).known() == {"n" * 48: True}


def test_a_fact_is_refused_under_a_second_name() -> None:
    """One fact has one name, which is that of its first declaration, in another record or in the same one."""
    assert refused(lambda: declare(Facts, {"drinking": Flag}, {"drinking": Visit.sober})) == (
        "Tried.drinking is the fact 'sober', declared a second time; declare a fact of its own"
    )
    twice = flag()
    assert refused(lambda: declare(Facts, {"one": Flag, "two": Flag}, {"one": twice, "two": twice})) == (
        "Tried.two is the fact 'one', declared a second time; declare a fact of its own"
    )
    assert Visit.sober.name == "sober"


class Other(Facts):
    extra: Flag = Flag("extra", worse=None)


class Mixin:
    """No record, and yet it has facts: they would be facts for its readers only."""

    tired: Flag = Flag("tired", worse=None)


class Helper:
    """A mixin as it should be: it adds what it can do, not what is known."""

    def known_names(self: Any) -> list[str]:
        return [*self.known()]


@pytest.mark.parametrize("bases", [(Visit, Other), (Other, Visit), (Placed, Visit), (Helper, Visit, Other)])
def test_a_record_extends_one_record_only(bases: tuple[type[Any], ...]) -> None:
    """Of two records, the facts of one would be lost."""
    message = "Tried extends several records; extend one of them, and declare the other facts in it"
    assert refused(lambda: type("Tried", bases, {})) == message


@pytest.mark.parametrize(
    "bases", [(Mixin, Visit), (Visit, Mixin), (Visit, Helper, Mixin), (Facts, type("Below", (Mixin,), {}))], ids=str
)
def test_a_mixin_brings_no_facts(bases: tuple[type[Any], ...]) -> None:
    """A fact on a plain class, near or far, would be in no vocabulary, so the record is refused and told what to do."""
    message = "Tried takes facts from Mixin, which is no record; let it extend Facts"
    assert refused(lambda: type("Tried", bases, {})) == message


def test_a_mixin_without_facts_is_welcome() -> None:
    """Methods may come from anywhere."""
    helped: Any = type("Helped", (Helper, Visit), {})
    assert helped(**FULL).known_names() == [*FULL]
    assert [*helped.vocabulary()] == [*Visit.vocabulary()]


def test_a_record_may_have_methods_properties_and_class_variables() -> None:
    """Only what is annotated or a fact is part of the record."""
    asked = property(lambda self: len(self.known()))
    made = declare(Facts, {"extra": Flag, "limit": ClassVar[int]}, {"extra": flag(), "limit": 3, "asked": asked})
    record = made(extra=True)
    assert [*made.vocabulary()] == ["extra"]
    assert (record.limit, record.asked) == (3, 1)
    assert record == made(extra=True)


def test_records_without_facts_are_allowed() -> None:
    """An empty record extends one without adding anything, and is still a record of its own."""
    empty = declare(Visit, {}, {})
    assert [*empty.vocabulary()] == [*Visit.vocabulary()]
    assert empty(**FULL).known() == FULL
    assert empty(**FULL) != Visit(**FULL)


# Groups.


def test_a_negative_screen_is_recorded_and_never_a_default() -> None:
    """The answers are handed out as a dict of one's own, to be passed to a record."""
    screen = FactGroup("Signs", negative={"sober": True, "craving": 0})
    assert screen.none_present() == {"sober": True, "craving": 0}
    assert Visit(**screen.none_present()) == Visit(sober=True, craving=0)
    screen.none_present()["sober"] = False
    assert screen.none_present() == {"sober": True, "craving": 0}


def test_a_group_is_copied_with_a_change() -> None:
    """A copy under another title keeps the answers, as those of other definitions keep what they hold."""
    screen = FactGroup("Signs", negative={"sober": True, "craving": 0})
    assert attrs.evolve(screen, title="Others") == FactGroup("Others", negative={"sober": True, "craving": 0})


def test_a_group_lists_the_names_of_its_facts() -> None:
    """In the order given; the title says what the screen looks for."""
    screen = FactGroup("Signs", negative={"sober": True, "craving": 0})
    assert [*screen] == ["sober", "craving"]
    assert screen.title == "Signs"
    assert screen == FactGroup("Signs", negative={"craving": 0, "sober": True})
    assert screen != FactGroup("Others", negative={"craving": 0, "sober": True})


def test_a_group_keeps_a_copy_of_its_answers() -> None:
    """Whoever built it cannot change what a negative answer means afterwards."""
    answers: dict[str, object] = {"sober": True}
    screen = FactGroup("Signs", negative=answers)
    answers["sober"] = False
    answers["craving"] = 9
    assert screen.none_present() == {"sober": True}


def test_a_group_can_be_put_in_a_set() -> None:
    """Equal groups are one member, groups with other answers or another title are others."""
    groups = [FactGroup(title, negative={"sober": sober}) for title in ("Signs", "Others") for sober in (True, False, True)]
    assert len({*groups}) == 4
    assert hash(groups[0]) == hash(groups[2])


def test_the_vocabulary_is_made_of_facts() -> None:
    """Every kind of fact can be declared in a record."""
    assert {type(fact) for fact in Visit.vocabulary().values()} == {Grade, Count, Duration, Flag, Choice}
    assert all(isinstance(fact, Fact) for fact in Placed.vocabulary().values())


class Own(Count):
    """A kind of its own."""


def _declared(**body: Any) -> Callable[[], object]:
    kinds = {name: "Any" for name, value in body.items() if isinstance(value, Fact)}
    return lambda: type("Tried", (Visit,), {**body, "__annotations__": kinds})


@pytest.mark.parametrize(
    ("declare", "message"),
    [
        (
            _declared(__vocabulary__={}),
            "Tried redefines how a record keeps its facts; declare facts and nothing else",
        ),
        *(
            (_declared(**{name: None}), "Tried redefines how a record keeps its facts; declare facts and nothing else")
            for name in ("__plain_fields__", "__unknown__", "__level_scoped__", "__fits__", "__columns__", "__dict__")
        ),
        (_declared(risk=3), "Tried.risk hides the fact of that name; choose another name"),
        (
            _declared(points=Own("points", low=0, high=3, unit="points", worse="higher")),
            "Tried.points is of a kind of its own; use Grade, Flag, Count, Duration and Choice",
        ),
        (
            lambda: FactGroup("Signs", negative=cast("dict[str, Any]", 3)),
            "negative= takes each fact's name with the value that a negative answer records",
        ),
    ],
)
def test_what_a_record_could_lie_with_is_refused(declare: Callable[[], object], message: str) -> None:
    """Facts that are hidden, replaced, or of a kind that could say what it likes."""
    with pytest.raises(DefinitionError) as caught:
        declare()
    assert str(caught.value) == message


# The generated function, which only tells whether all values fit.


class Whole(int):
    """A number that is more than a number."""


class Word(StrEnum):
    MILD = "MILD"


class Level(IntEnum):
    """The same numbers as another scale."""

    NONE = 0
    MILD = 1


class Mixed(Enum):
    """Members of several types; one has the name of a variable of the generated function."""

    values = 1
    f0 = "f0"
    OTHER = 2.5


ODD_NAMES = ["f0", "f1", "K0", "K1", "len", "type", "int", "values", "fits", "given", "kind", "match", "B"]
JUNK: list[object] = [
    *(True, False, 0, 1, 2, -1, 10**30, 0.0, 1.0, float("nan"), "", "MILD", "mild", "1", b"1"),
    *(Whole(1), Word.MILD, Level.MILD, Risk.MILD, Risk.SEVERE, Substance.ALCOHOL, Mixed.values, Mixed.OTHER),
    *([], {}, (), [1], Visit.risk, Risk, int, Visit()),
]


def a_fact(draw: st.DrawFn, label: str) -> Fact[Any]:
    kind = draw(st.sampled_from([Grade, Flag, Count, Duration, Choice]))
    if kind is Grade:
        return Grade(label, draw(st.sampled_from([Risk, Level])), worse="higher")
    if kind is Choice:
        return Choice(label, draw(st.sampled_from([Substance, Mixed, Risk])))
    if kind is Flag:
        return Flag(label, worse=True)
    low = draw(st.integers(-3, 3) | st.sampled_from([-(10**30), 2**63]))
    high = low + draw(st.integers(1, 5) | st.just(10**40))
    return (Count if kind is Count else Duration)(label, low=low, high=high, unit="units", worse=None)


@st.composite
def records(draw: st.DrawFn) -> type[Facts]:
    """A class of records with any facts, under any name that can be declared, and with fields that are none."""
    body: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(ODD_NAMES), unique=True, max_size=6)):
        body[name] = draw(st.booleans()) and a_fact(draw, f"fact {name}")
    kinds = dict.fromkeys(body, "Any")
    return cast(
        "type[Facts]", type("Drawn", (draw(st.sampled_from([Facts, Visit, Placed])),), {**body, "__annotations__": kinds})
    )


def values_near(fact: Fact[Any]) -> list[object]:
    """Values that fit, and for a number those just outside."""
    edges = [fact.low - 1, fact.high + 1, Whole(fact.low)] if isinstance(fact, Count) else []
    return [*fact.probes([]), *edges]


@st.composite
def what_is_given(draw: st.DrawFn, kind: type[Facts]) -> dict[str, object]:
    """Values for some names of a class, mostly such as fit, and now and then for a name that there is not."""
    found: dict[str, object] = {}
    names = [*kind.__vocabulary__, *kind.__plain_fields__]
    for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=8)) if names else []:
        fact = kind.__vocabulary__.get(name)
        near = ["PHP", "X"] if fact is None else [None, *values_near(fact)]
        found[name] = draw(st.sampled_from(near) if fact is None or draw(st.integers(0, 5)) else st.sampled_from(JUNK))
    if not draw(st.integers(0, 9)):
        found[draw(st.sampled_from(["rsk", "nobody", "F0"]))] = True
    return found


def judged_by_the_facts(kind: type[Facts], values: dict[str, Any]) -> list[str]:
    """What a constructor says that asks each fact in turn."""
    held: dict[str, Any] = {**dict.fromkeys(kind.__vocabulary__), **kind.__plain_fields__}
    problems = [kind.no_such_fact(name, number) for number, name in enumerate(values, 1) if name not in held]
    held |= values
    for name, fact in kind.__vocabulary__.items():
        if held[name] is not None and (wrong := fact.misfit(held[name])):
            problems.append(f"{name}: expected {fact.expected()}; {wrong}")
    return problems


@given(st.data())
def test_a_record_is_made_as_its_facts_judge(data: st.DataObject) -> None:
    """What the facts find fitting is kept as it is, in order; if anything does not fit, all that they say is told."""
    kind = data.draw(records() | pools().map(lambda world: world.facts))
    values = data.draw(what_is_given(kind))
    held = {**dict.fromkeys(kind.__vocabulary__), **kind.__plain_fields__, **values}
    problems = judged_by_the_facts(kind, values)
    unplaced = dict(held)
    problems += kind._check(unplaced)
    if problems:
        assert not_accepted(kind, **values).problems == tuple(problems)
    else:
        kept = vars(kind(**values))
        assert [*kept] == [*held]
        assert all(kept[name] is held[name] for name in held if name in kind.__vocabulary__)
        assert {name: kept[name] for name in kind.__plain_fields__} == {name: unplaced[name] for name in kind.__plain_fields__}


@given(st.data())
def test_the_generated_function_tells_exactly_whether_all_values_fit(data: st.DataObject) -> None:
    """It raises no false alarm either: what fits is made without asking each fact."""
    kind = data.draw(records())
    kind()
    assert kind.__fits__ is not None
    values = data.draw(what_is_given(kind))
    fits = kind.__fits__({**kind.__unknown__, **values})
    assert (fits is not Doubt.ABOUT_FACTS) is (not judged_by_the_facts(kind, values))


WORDS_OF_THE_SOURCE = {
    *("def", "fits", "values", "if", "else", "len", "return", "True", "False", "and", "or", "not", "is", "None", "type", "int"),
    *(doubt.name for doubt in Doubt),
}


def source_of(kind: type[Facts]) -> str:
    kind()
    assert kind.__fits__ is not None
    return "".join(linecache.getlines(cast("Any", kind.__fits__).__code__.co_filename))


@given(records())
@settings(max_examples=25)
def test_nothing_that_a_vocabulary_says_becomes_source(kind: type[Facts]) -> None:
    """The generated source is made of a few words, of numbered names, and of numbers; no text stands in it."""
    for token in tokenize.generate_tokens(io.StringIO(source_of(kind)).readline):
        if token.type == tokenize.NAME and token.string not in WORDS_OF_THE_SOURCE:
            letter, number = token.string[0], token.string[1:]
            assert letter in "fKDS"
            assert number.isdigit()
        assert token.type not in {tokenize.STRING, tokenize.COMMENT, tokenize.ERRORTOKEN}


class Careful(Facts):
    """A field that is judged, and a look that tells of most of its values that they are fine."""

    __sure__: ClassVar[Mapping[str, Callable[[Any], bool]]] = {"place": str.islower}

    sober: Flag = Flag("sober", worse=False)
    place: str = "home"
    other: object = None

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterable[str]:
        judged.append(values["place"])
        return ["place: never"] if values["place"] == "NEVER" else []


class MoreCareful(Careful):
    """What is sure of a field for one class need not be so for another that judges in its own way."""

    extra: Flag = Flag("extra", worse=None)

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterable[str]:
        yield from ["place: not here"] if values["place"] == "here" else []


judged: list[str] = []


def test_fields_are_judged_where_one_look_does_not_tell() -> None:
    """A default, and what the class is sure of, need no judging; whatever else is said does, and may be refused."""
    judged.clear()
    for said in ({}, {"place": "here"}, {"place": "there", "sober": True}):
        assert vars(Careful(**cast("dict[str, Any]", said))) == {"sober": None, "place": "home", "other": None} | said
    assert judged == []
    Careful(place="HERE")
    Careful(place="here", other=1)
    assert judged == ["HERE", "here"]
    with pytest.raises(AssessmentError, match=r"^place: never$"):
        Careful(place="NEVER")


def test_who_judges_in_its_own_way_is_asked() -> None:
    """The look of the class that it extends does not count."""
    assert MoreCareful(place="there").place == "there"
    with pytest.raises(AssessmentError, match=r"^place: not here$"):
        MoreCareful(place="here")


class Remembering(Facts):
    """A record with something that is worked out once and kept beside the values."""

    sober: Flag = Flag("sober", worse=False)

    @cached_property
    def list_of_nothing(self) -> list[str]:
        return []


def test_what_is_kept_beside_the_values_is_no_part_of_a_record() -> None:
    """Records are equal, and have the same hash, whatever was asked of them."""
    asked, fresh = Remembering(sober=True), Remembering(sober=True)
    assert asked.list_of_nothing == []
    assert (asked == fresh, hash(asked) == hash(fresh), asked == Remembering(sober=False)) == (True, True, False)
    assert pickle.loads(pickle.dumps(asked)) == asked  # noqa: S301 # our own bytes
    assert asked != "text"


class Pretending:
    """What a record holds is said here, and not by its constructor."""

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override] # that it may not is what is tested
        return {"sober": True}


@pytest.mark.parametrize("mixin", [Pretending, type("Emptying", (), {"__vocabulary__": {}})])
def test_a_mixin_that_changes_how_facts_are_kept_is_refused(mixin: type) -> None:
    """It could make up facts that nobody gave."""
    with pytest.raises(DefinitionError) as caught:
        type("Mixed", (mixin, Visit), {})
    assert str(caught.value) == (
        f"Mixed takes from {mixin.__name__} how a record keeps its facts; let it add facts and nothing else"
    )


def test_the_generated_function_is_shown_in_tracebacks_and_debuggers() -> None:
    """Its source is found under its file name, names the class there, and stays when outdated sources are dropped."""
    source = source_of(Visit)
    assert source.startswith(
        "def fits(values):\n    if len(values) != 5:\n        return ABOUT_FACTS\n    [f0, f1, f2, f3, f4] = "
    )
    assert " and ((type(f1) is int and 0x0 <= f1 <= 0xa) or f1 is None)" in source
    file = cast("Any", Visit.__fits__).__code__.co_filename
    assert file.startswith("<continuum: what fits Visit, ")
    linecache.checkcache()
    assert source_of(Visit) == source


def test_a_class_that_nobody_holds_leaves_no_source_behind() -> None:
    """Classes made by the thousands, by tests or from files, take their generated sources with them."""
    made = declare(Visit, {"extra": Flag}, {"extra": flag()})
    made(extra=True)
    file = made.__fits__.__code__.co_filename
    assert file in linecache.cache
    del made
    gc.collect()
    assert file not in linecache.cache


def test_the_function_is_generated_for_the_first_record_and_for_each_class_anew() -> None:
    """Declaring a class stays cheap, and a subclass does not use what was made for the class that it extends."""
    first = declare(Facts, {"extra": Flag}, {"extra": flag()})
    assert first.__fits__ is None
    first(extra=True)
    second = declare(first, {"more": Flag}, {"more": Flag("more", worse=None)})
    assert second.__fits__ is None
    assert second(extra=True, more=False).known() == {"extra": True, "more": False}
    assert first(extra=True).known() == {"extra": True}
    assert first.__fits__ is not second.__fits__
    again = first.__fits__
    first()
    assert first.__fits__ is again


def test_many_make_the_first_record_of_a_class_at_once() -> None:
    """Several threads that generate the function at the same moment make equal records."""
    for _ in range(10):
        made, start = declare(Visit, {"extra": Flag}, {"extra": flag()}), Barrier(4)

        def build(_: int, made: Any = made, start: Barrier = start) -> Any:
            start.wait()
            return made(**FULL, extra=True)

        with ThreadPoolExecutor(4) as pool:
            found = [*pool.map(build, range(4))]
        assert len({*found}) == 1


@pytest.mark.parametrize("size", [0, 1, 2, 3_000])
def test_a_record_may_have_few_facts_or_many(size: int) -> None:
    """The generated function is as long as the vocabulary."""
    names = [f"fact_{number}" for number in range(size)]
    made = declare(Facts, dict.fromkeys(names, Flag), {name: Flag(name, worse=None) for name in names})
    values: dict[str, Any] = dict.fromkeys(names, True)
    assert made(**values).known() == values
    assert made().known() == {}
    for name in names[-1:]:
        assert str(not_accepted(made, **{name: 1})) == f"{name}: expected true or false; was given a whole number"


def test_bounds_may_be_longer_than_python_writes() -> None:
    """A number of more than 4300 digits is a bound like any other."""
    far = 10**5_000
    made = declare(Facts, {"far": Count}, {"far": Count("far", low=-far, high=far, unit="steps", worse=None)})
    assert made(far=far).far == far
    assert made(far=-far).far == -far


def test_the_record_is_checked_once_by_its_own_check() -> None:
    """A check that counts or normalizes sees the values once, whether all of them fit or not."""
    calls: list[object] = []

    def check(cls: type[Facts], values: dict[str, Any]) -> Iterator[str]:  # noqa: ARG001 # what a check takes
        calls.append(values["sober"])
        return iter(())

    made: Any = type("Asked", (Visit,), {"_check": classmethod(check)})
    made(sober=True)
    not_accepted(made, sober=1)
    assert calls == [True, 1]


# What Python says of the constructor.


def test_a_class_of_records_says_what_its_constructor_takes() -> None:
    """Each fact and field is a keyword argument, with what it takes and its default; `help` shows it."""
    assert str(inspect.signature(Visit)) == (
        f"(*, risk: {__name__}.Risk | None = None, craving: int | None = None, stable: int | None = None, "
        f"sober: bool | None = None, substance: {__name__}.Substance | None = None)"
    )
    assert str(inspect.signature(Placed)).endswith("alone: bool | None = None, place: 'str | None' = None, ward: 'str' = 'A')")
    shown = pydoc.plain(pydoc.render_doc(Visit)).replace("|", " ")  # Python 3.13 writes an argument on a line
    assert f" Visit(*, risk: {__name__}.Risk None = None, craving: int None = None," in " ".join(shown.split()).replace("( ", "(")
    assert str(inspect.signature(Facts)) == "()"
