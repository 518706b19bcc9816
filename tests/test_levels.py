"""Levels of care and ladders: what makes one, and how to find one's way on it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError

from continuum.errors import DefinitionError
from continuum.levels import COMPLETE, LONGEST_NAME, MOST_LEVELS, NOT_IN_CARE, Continuum, Level, Outside, level_id
from continuum.sources import Source


class Stage(StrEnum):
    AFTERCARE = "aftercare"
    OUTPATIENT = "outpatient"
    IOP = "iop"
    PHP = "php"


def level(id_: str) -> Level:
    return Level(id_, id_.upper(), purpose="what no other level does")


LADDER = Continuum("four", [level(stage.value) for stage in Stage])
NO_SUCH = "there is no such level on the ladder 'four' (aftercare < outpatient < iop < php)"


def refusal(id_: Any = "iop", name: Any = "IOP", **more: Any) -> str:
    given: dict[str, Any] = {"purpose": "skills meet real life", **more}
    with pytest.raises(DefinitionError) as caught:
        Level(id_, name, **given)
    return str(caught.value)


def ladder_refusal(levels: Any, id_: Any = "ours", **parts: Any) -> str:
    with pytest.raises(DefinitionError) as caught:
        Continuum(id_, levels, **parts)
    return str(caught.value)


def test_a_level_carries_what_is_said_of_it() -> None:
    """A level keeps its description as given; what is not said is empty or unknown."""
    source = Source("F1-10")
    iop = Level("iop", "IOP", purpose="skills meet real life", review_days=30, medically_managed=False, sources=[source])
    assert (iop.id, iop.name, iop.purpose, iop.review_days) == ("iop", "IOP", "skills meet real life", 30)
    assert (iop.medically_managed, iop.round_the_clock) == (False, None)
    assert (iop.setting, iop.supervision, iop.exposure, iop.dose) == ("", "", "", "")
    assert iop.sources == (source,)
    assert level("php").review_days is None


@pytest.mark.parametrize("level_id", ["a", "3.7", "iop", "a_b-c.d", "0", "x" * 32])
def test_ids_that_can_be_used(level_id: str) -> None:
    """A level id is 1 to 32 lower-case letters, digits, dots, underscores and hyphens."""
    assert level(level_id).id == level_id


@pytest.mark.parametrize(
    "level_id",
    ["", "PHP", "php!", "-php", ".1", "_a", "two words", "php\n", "x" * 33, "ärzte", "complete", "not-in-care"],
)
def test_ids_that_cannot_be_used(level_id: object) -> None:
    """An id that rules and records could not carry, or that names a place outside the ladder, is refused."""
    assert refusal(level_id) == (
        f"level id {level_id!r}: use 1 to 32 lower-case letters, digits, '.', '_' or '-', "
        "and neither of the reserved 'not-in-care' and 'complete'"
    )


@pytest.mark.parametrize(
    ("level_id", "given"),
    [(3, "a whole number"), (None, "nothing"), (b"iop", "a value of type bytes"), (NOT_IN_CARE, "a value of type Outside")],
)
def test_ids_that_are_no_text(level_id: object, given: str) -> None:
    """An id is a text and nothing else."""
    assert refusal(level_id) == f"a level is named by its id, was given {given}"


def test_a_member_of_a_str_enum_becomes_the_id() -> None:
    """The id of a level is plain text, so that no message shows the enumeration it came from."""
    named = level(Stage.IOP)
    assert (named.id, type(named.id)) == ("iop", str)
    assert named == Level("iop", "IOP", purpose="what no other level does")
    assert refusal(Stage.IOP, "") == "level 'iop' needs a name of 1 to 48 printable characters"
    assert [type(one) for one in Continuum("four", [level(stage) for stage in Stage]).ids] == [str] * 4


def test_a_level_id_as_plain_text() -> None:
    """Wherever a level is named, a member of a `StrEnum` becomes the text it stands for."""
    assert (level_id(Stage.IOP), type(level_id(Stage.IOP))) == ("iop", str)
    assert level_id("") == ""


@pytest.mark.parametrize("name", ["", "  ", "x" * 49, "two\nlines", "bell\a", 3, None, b"IOP", ["I", "O", "P"]])
def test_names_that_cannot_be_used(name: object) -> None:
    """A name is 1 to 48 printable characters, so that a summary can carry it."""
    assert refusal(name=name) == "level 'iop' needs a name of 1 to 48 printable characters"


def test_the_longest_name() -> None:
    """A name of 48 characters is fine."""
    assert len(Level("iop", "x" * LONGEST_NAME, purpose="p").name) == 48


@pytest.mark.parametrize("purpose", ["", " ", "two\nlines", "bell\a", 3, None, ["skills"]])
def test_a_level_needs_a_purpose(purpose: object) -> None:
    """A level without a purpose could be passed over without anything being lost, and is refused."""
    assert refusal(purpose=purpose) == "level 'iop' needs a purpose: what it does that no other level does"


@pytest.mark.parametrize("name", ["setting", "supervision", "exposure", "dose"])
@pytest.mark.parametrize("text", ["two\nlines", "bell\a", 3, None, True, ["home"]])
def test_descriptions_that_cannot_be_used(name: str, text: object) -> None:
    """What else is said of a level is a text on one line, so that a summary can carry it."""
    assert refusal(**{name: text}) == f"level 'iop': {name} is a text on one line, or empty"


@pytest.mark.parametrize("name", ["setting", "supervision", "exposure", "dose"])
@pytest.mark.parametrize("text", ["", " ", "at home, most evenings"])
def test_descriptions(name: str, text: str) -> None:
    """A description may be left out, and is kept as given."""
    given: dict[str, Any] = {name: text}
    assert getattr(Level("iop", "IOP", purpose="p", **given), name) == text


@pytest.mark.parametrize("name", ["medically_managed", "round_the_clock"])
@pytest.mark.parametrize("flag", ["yes", "", 2, -1, 0.5, NOT_IN_CARE, 0, 1, 0.0, 1.0, [], {}, [True], {True}])
def test_flags_that_cannot_be_used(name: str, flag: object) -> None:
    """Whether a level has something is yes, no or not said; a number that equals one of them is none, nor is a list."""
    assert refusal(**{name: flag}) == f"level 'iop': {name} is True, False or None (not said)"


@pytest.mark.parametrize("name", ["medically_managed", "round_the_clock"])
@pytest.mark.parametrize("flag", [True, False, None])
def test_flags(name: str, flag: bool | None) -> None:  # noqa: FBT001 # the value is what the test is about
    """Yes, no and not said are kept apart."""
    given: dict[str, Any] = {name: flag}
    assert getattr(Level("iop", "IOP", purpose="p", **given), name) is flag


def test_the_sources_of_a_level_in_a_sentence() -> None:
    """A source of a level is shown by its short name, with the note if there is one."""
    sources = [Source("F1-10"), Source("ed.", note="thirty days")]
    assert [str(source) for source in Level("iop", "IOP", purpose="p", sources=sources).sources] == ["F1-10", "ed.: thirty days"]


@pytest.mark.parametrize(
    ("sources", "sentence"),
    [
        ("F1-10", "sources= takes a list, was given text"),
        (Source("F1-10"), "sources= takes a list, was given a value of type Source"),
        (None, "sources= takes a list, was given nothing"),
        (["F1-10"], "sources are Source objects in a list, as in [Source('F1-10', work='...')]"),
        ([Source("F1-10"), None], "sources are Source objects in a list, as in [Source('F1-10', work='...')]"),
    ],
)
def test_sources_of_a_level_that_cannot_be_used(sources: object, sentence: str) -> None:
    """The sources of a level are `Source` objects; a text is not taken apart into letters."""
    assert refusal(sources=sources) == sentence


@pytest.mark.parametrize("days", [0, -1, True, 2.0, "30"])
def test_review_days_that_cannot_be_used(days: object) -> None:
    """The days until a review are a whole number, 1 or more."""
    assert refusal(review_days=days) == "level 'iop': review_days is a whole number of days, 1 or more"


def test_a_review_every_day() -> None:
    """One day until the review is the least."""
    assert Level("iop", "IOP", purpose="p", review_days=1).review_days == 1


def test_levels_are_equal_by_content_and_frozen() -> None:
    """Two levels of the same content are one and the same to rules, and nobody changes them."""
    assert level("iop") == level("iop")
    assert hash(level("iop")) == hash(level("iop"))
    assert level("iop") != level("php")
    with pytest.raises(FrozenInstanceError):
        level("iop").name = "x"  # type: ignore[misc] # what the test is about


def test_a_ladder_needs_two_levels() -> None:
    """On a ladder of fewer than two levels there is nowhere to step."""
    assert ladder_refusal([]) == "ladder 'ours' needs 2 to 64 levels, has 0"
    assert ladder_refusal([level("iop")]) == "ladder 'ours' needs 2 to 64 levels, has 1"
    assert len(Continuum("ours", [level("iop"), level("php")])) == 2


def test_a_ladder_has_at_most_64_levels() -> None:
    """A ladder of 64 levels is the longest."""
    levels = [level(f"l{number}") for number in range(MOST_LEVELS + 1)]
    assert ladder_refusal(levels) == "ladder 'ours' needs 2 to 64 levels, has 65"
    assert len(Continuum("ours", levels[1:])) == 64


def test_a_ladder_is_made_of_levels() -> None:
    """Names alone make no ladder, and a single foreign object among the levels spoils it."""
    assert ladder_refusal(["iop", "php"]) == "ladder 'ours' is made of Level objects, from the least care to the most"
    assert ladder_refusal([level("iop"), level("php"), None]) == (
        "ladder 'ours' is made of Level objects, from the least care to the most"
    )


@pytest.mark.parametrize(
    ("levels", "given"),
    [("iop", "text"), ("", "text"), (None, "nothing"), (level("iop"), "a value of type Level"), (3, "a whole number")],
)
def test_a_ladder_is_made_of_several_levels(levels: object, given: str) -> None:
    """One level or one text in place of the levels is refused, and a text is not taken apart into letters."""
    assert ladder_refusal(levels) == f"levels= takes a list, was given {given}"


@pytest.mark.parametrize("id_", ["", "Ours", "our ladder", "-a", "ours\n", "x" * 33, 3, None, b"ours"])
def test_the_id_of_a_ladder(id_: object) -> None:
    """The id of a ladder is as short and plain as that of a level."""
    assert ladder_refusal([level("iop"), level("php")], id_) == (
        f"ladder id {id_!r}: use 1 to 32 lower-case letters, digits, '.', '_' or '-'"
    )
    assert Continuum("x" * 32, [level("iop"), level("php")]).id == "x" * 32


def test_the_id_of_a_ladder_is_kept_as_plain_text() -> None:
    """A member of a `StrEnum` is welcome as the id of a ladder, and no message shows the enumeration it came from."""
    ladder = Continuum(Stage.PHP, [level("iop"), level("php")])
    assert (ladder.id, type(ladder.id)) == ("php", str)
    assert ladder == Continuum("php", [level("iop"), level("php")])
    assert ladder_refusal([], Stage.PHP) == "ladder 'php' needs 2 to 64 levels, has 0"


def test_the_status_of_a_ladder() -> None:
    """A draft unless something else is said; it is shown wherever the ladder shows itself."""
    ladder = Continuum("ours", [level("iop"), level("php")])
    assert ladder.status == "draft, not clinically validated"
    reviewed = Continuum("ours", [level("iop"), level("php")], status="reviewed in 2026")
    assert reviewed != ladder
    assert reviewed.explain().startswith("The ladder ours\nStatus: reviewed in 2026.\n2 levels of care")
    assert reviewed.to_mermaid().startswith('---\ntitle: "The ladder ours; reviewed in 2026"\n---\n')


@pytest.mark.parametrize("status", ["", "  ", "two\nlines", 3, None])
def test_a_status_that_says_nothing(status: object) -> None:
    """The status of a ladder is a text on one line."""
    assert ladder_refusal([level("iop"), level("php")], status=status) == (
        "ladder 'ours': status is a text on one line, such as 'draft, not clinically validated'"
    )


def test_a_ladder_names_each_level_once() -> None:
    """An id that stands on two rungs is refused, whatever else the levels say."""
    twice = [level("iop"), level("php"), Level("iop", "Another", purpose="p"), level("php")]
    assert ladder_refusal(twice) == "ladder 'ours' names a level twice: iop and php"
    many = [level(level_id) for level_id in "hgfedcba" * 2]
    assert ladder_refusal(many) == "ladder 'ours' names a level twice: a, b, c, d, e, f, g and h"


def test_a_ladder_takes_its_levels_from_anything_that_yields_them() -> None:
    """The levels of a ladder are a tuple, whatever they came from, and keep their order."""
    ladder = Continuum("two", (level(level_id) for level_id in ("low", "high")))
    assert ladder.levels == (level("low"), level("high"))
    assert [one.id for one in ladder] == ["low", "high"]


def test_the_ranks_of_a_ladder() -> None:
    """The lowest level has rank 0, the highest the rank `top`."""
    assert [LADDER.rank(level_id) for level_id in LADDER.ids] == [0, 1, 2, 3]
    assert LADDER.ids == ("aftercare", "outpatient", "iop", "php")
    assert LADDER.top == 3
    assert len(LADDER) == 4


def test_the_next_level_up() -> None:
    """Above a level lies the next one, and nothing above the highest."""
    assert LADDER.above("aftercare") == LADDER["outpatient"]
    assert LADDER.above("iop") == LADDER["php"]
    assert LADDER.above("php") is None


def test_the_next_level_down() -> None:
    """Below a level lies the next one, and nothing below the lowest."""
    assert LADDER.below("php") == LADDER["iop"]
    assert LADDER.below("outpatient") == LADDER["aftercare"]
    assert LADDER.below("aftercare") is None


@pytest.mark.parametrize(
    ("one", "other", "between"),
    [
        ("aftercare", "php", ["outpatient", "iop"]),
        ("php", "aftercare", ["outpatient", "iop"]),
        ("aftercare", "iop", ["outpatient"]),
        ("iop", "php", []),
        ("iop", "iop", []),
    ],
)
def test_the_levels_between(one: str, other: str, between: list[str]) -> None:
    """Between two levels lie those strictly between, ascending, whichever is named first."""
    assert [found.id for found in LADDER.between(one, other)] == between


def test_a_ladder_knows_its_levels() -> None:
    """A level is on the ladder by its id, and nothing else is."""
    assert "iop" in LADDER
    assert "residential" not in LADDER
    assert 2 not in LADDER
    assert level("iop") not in LADDER


def test_a_level_by_its_id() -> None:
    """A ladder gives the level of an id."""
    assert LADDER["php"] is LADDER.levels[3]


def test_a_member_of_a_str_enum_names_a_level() -> None:
    """Wherever a ladder is asked for a level, a member of a `StrEnum` does as well."""
    assert Stage.IOP in LADDER
    assert LADDER.rank(Stage.IOP) == 2
    assert LADDER[Stage.IOP] == LADDER["iop"]
    assert LADDER.above(Stage.IOP) == LADDER["php"]
    assert LADDER.between(Stage.PHP, Stage.OUTPATIENT) == (LADDER["iop"],)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("outpatent", f"{NO_SUCH}; did you mean 'outpatient'?"),
        ("IOP", f"{NO_SUCH}; did you mean 'iop'?"),
        ("after-care", f"{NO_SUCH}; did you mean 'aftercare'?"),
        ("hospital", NO_SUCH),
        (2, NO_SUCH),
        (NOT_IN_CARE, NO_SUCH),
    ],
)
def test_a_level_that_is_not_on_the_ladder(given: Any, text: str) -> None:
    """What is not on the ladder is refused with the nearest name and all there are; what was given is not shown."""
    asked: list[Callable[[Any], object]] = [
        LADDER.rank,
        LADDER.above,
        LADDER.below,
        LADDER.__getitem__,
        lambda one: LADDER.between(one, "iop"),
    ]
    for ask in asked:
        with pytest.raises(DefinitionError) as caught:
            ask(given)
        assert str(caught.value) == text
    assert LADDER.no_such_level(given) == text


def test_the_places_outside_a_ladder() -> None:
    """Before care and after it lie two places that are no level and are told apart by identity."""
    assert [*Outside] == [NOT_IN_CARE, COMPLETE]
    assert (NOT_IN_CARE.value, COMPLETE.value) == ("not-in-care", "complete")
    assert pickle.loads(pickle.dumps(COMPLETE)) is COMPLETE  # noqa: S301 # our own bytes


def test_ladders_are_equal_by_content() -> None:
    """Two ladders of the same id and levels are equal and hash alike; another order is another ladder."""
    again = Continuum("four", LADDER.levels)
    assert again == LADDER
    assert hash(again) == hash(LADDER)
    assert Continuum("four", LADDER.levels[::-1]) != LADDER


def test_a_ladder_pickles() -> None:
    """A ladder is the same on the other side of a process border."""
    assert pickle.loads(pickle.dumps(LADDER)) == LADDER  # noqa: S301 # our own bytes


def test_a_level_shows_its_id() -> None:
    """Its description is long, and belongs into explanations."""
    assert repr(Level("iop", "Intensive outpatient", purpose="skills meet real life")) == "<Level 'iop'>"


def test_the_page_of_a_ladder_has_a_row_for_each_level() -> None:
    """The most care first, with everything that is said of it; what is not said is left empty, and one day is one day."""
    levels = [
        Level("low", "Low", purpose="a link", review_days=2, sources=[Source("F1-1")]),
        Level("mid", "Mid", purpose="practice", setting="a clinic", dose="daily", review_days=1),
        Level("high", "High", purpose="safety"),
    ]
    (table,) = [section.table for section in Continuum("three", levels).page().sections if section.table is not None]
    assert table.headings == ("Level", "Id", "Purpose", "Setting", "Dose", "Review", "Sources")
    assert table.rows == (
        ("High", "high", "safety", "", "", "", ""),
        ("Mid", "mid", "practice", "a clinic", "daily", "within 1 day", ""),
        ("Low", "low", "a link", "", "", "within 2 days", "F1-1"),
    )
