"""Episodes: the way of one person through care, which only grows, makes sense, and follows from what was recorded."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Assessment,
    Continuum,
    Count,
    Decision,
    Direction,
    Engine,
    FactSources,
    Flag,
    Level,
    Overdose,
    Provenance,
    ReturnToUse,
    RuleSet,
    Severity,
    SinceResidential,
    StepDown,
)
from continuum.disposition import Disposition, ReasonCode
from continuum.episode import Entry, Episode, Stay, Step, UseRecorded
from continuum.errors import EpisodeError
from continuum.library import four_levels, stepdown
from continuum.render import Page, Span, as_text
from continuum.review import Review, review_due
from tests.library.cases import best
from tests.shown import check_methods, laid_out
from tests.test_disposition import acted, answers, near_best

ENGINE = Engine(stepdown.RULES)
ENGINES = {"stepdown": ENGINE, "four_levels": Engine(four_levels.RULES)}
R = ReasonCode
WITHIN, TO_90, OVER, NEVER = (
    SinceResidential.WITHIN_30_DAYS,
    SinceResidential.DAYS_31_TO_90,
    SinceResidential.OVER_90_DAYS,
    SinceResidential.NONE,
)

NO_DAY = "a decision in a history needs the day of its assessment; give assessed_on="
EARLIER = "lies before the day of the entry before it; entries are added in the order of days, and corrected by supersede()"
ANOTHER_PERSON = "the assessment is of another person than this history; compare person= in both"
ANOTHER_LADDER = "the decision is on another ladder than the history; begin a new one, see Correspondence"
ANOTHER_LEVEL = "the assessment was made at another level than the one where the person is; record the step first"
NOT_THE_LAST = (
    "the disposition is not for the last decision of this history: it is of another person or another level, or that "
    "decision was acted on before; record its decision first, or supersede the disposition"
)
NOT_THERE = "supersedes an entry that is not there, or was superseded before"
SAY_WHY = "supersedes another; say why in because=, in 1 to 500 printable characters"
NUMBERS = "entries: expected the number of each entry to be corrected, with what takes its place, or None"
BEFORE = "today: lies before the last day recorded; pass the day on which you ask"


def day(number: int) -> date:
    """The day of this number; the histories below begin with day 0."""
    return date(2026, 1, 1) + timedelta(number)


def seen(level: Any, number: int, **changes: Any) -> Decision:
    """What is decided for the best case at a level on this day, with a few facts otherwise; IOP is not to be skipped."""
    given_: dict[str, Any] = {"prior_return_to_use": True, "time_since_residential": None, "assessed_on": day(number), **changes}
    return ENGINE.decide(best(level).replace(**given_))


def went(decision: Decision, chosen: Any, number: int, **changes: Any) -> Disposition:
    return acted(decision, chosen, on=day(number), **changes)


def history(*contents: Decision | Disposition, person: str | None = None) -> Episode:
    made = Episode(person)
    for content in contents:
        made = made.record(content)
    return made


def moved(*way: tuple[Any, int], person: str | None = None) -> Episode:
    """A person who is seen at each level of the way on its day, and goes on to the next the same day."""
    made = Episode(person)
    for (level, number), (following, _) in pairwise(way):
        decision = seen(level, number, person=person)
        made = made.record(decision).record(went(decision, following, number))
    return made


def problem(*entries: Entry, person: str | None = None) -> str:
    with pytest.raises(EpisodeError) as caught:
        Episode(person, entries)
    assert type(caught.value) is EpisodeError
    return str(caught.value)


def recorded(*contents: Any, person: str | None = None) -> str:
    return problem(*map(Entry, contents), person=person)


LOWER = seen("residential", 0, days_at_level=28)
"""Residential care, to IOP."""
LOWERED = went(LOWER, "iop", 1, begins_on=day(3))
RETURNED = seen("iop", 20, return_to_use=ReturnToUse.RETURN)
"""IOP, to PHP."""
RAISED = went(RETURNED, "php", 20)
LOWER_AGAIN = seen("php", 40)
"""PHP, to IOP."""
LOWERED_AGAIN = went(LOWER_AGAIN, "iop", 41)
LAPSED = seen("iop", 60, return_to_use=ReturnToUse.LAPSE)
"""IOP, to stay there."""
STAYED = went(LAPSED, "iop", 60)
WAY = (LOWER, LOWERED, RETURNED, RAISED, LOWER_AGAIN, LOWERED_AGAIN, LAPSED, STAYED)
EXAMPLE = history(*WAY)


# One person's way.


def test_an_empty_history() -> None:
    """Nothing is said of anybody."""
    empty = Episode()
    assert (empty.person, empty.entries, empty.effective, empty.place) == (None, (), (), None)
    assert (empty.decisions, empty.dispositions, empty.stays, empty.steps, empty.returns_to_use) == ((), (), (), (), ())
    assert empty.days_at_level(day(0)) is None
    assert empty.days_since_residential(day(0)) is None
    assert empty.time_since_residential(day(0)) is None
    assert repr(empty) == "<Episode of 0 entries>"


def test_the_way_of_the_example_is_as_recommended() -> None:
    """Residential care to IOP, a return to use, PHP, and IOP again, where a lapse keeps the person."""
    assert [one.target_id for one in EXAMPLE.decisions] == ["iop", "php", "iop", "iop"]
    assert not any(one.differs for one in EXAMPLE.dispositions)
    assert EXAMPLE.place == stepdown.LADDER["iop"]
    assert EXAMPLE.decisions == (LOWER, RETURNED, LOWER_AGAIN, LAPSED)
    assert EXAMPLE.dispositions == (LOWERED, RAISED, LOWERED_AGAIN, STAYED)
    assert [content for _, content in EXAMPLE.effective] == [*WAY]
    assert [number for number, _ in EXAMPLE.effective] == [*range(1, 9)]


def test_stays() -> None:
    """Each stay has its first day, where anybody said it, and the day on which it was left; staying on is the same stay."""
    ladder = stepdown.LADDER
    assert EXAMPLE.stays == (
        Stay(ladder["residential"], day(-28), day(1)),
        Stay(ladder["iop"], day(3), day(20)),
        Stay(ladder["php"], day(20), day(41)),
        Stay(ladder["iop"], day(41), None),
    )
    assert [repr(one) for one in EXAMPLE.stays] == ["<Stay, over>", "<Stay, over>", "<Stay, over>", "<Stay, going on>"]


def test_steps() -> None:
    """Each move with its day, its direction, what was passed, and the days until the first day at the new level."""
    ladder = stepdown.LADDER
    iop, php, residential = ladder["iop"], ladder["php"], ladder["residential"]
    assert EXAMPLE.steps == (
        Step(day(1), residential, iop, Direction.STEP_DOWN, recommended=True, passed=("php",), gap_days=2),
        Step(day(20), iop, php, Direction.STEP_UP, recommended=True, passed=(), gap_days=0),
        Step(day(41), php, iop, Direction.STEP_DOWN, recommended=True, passed=(), gap_days=0),
    )


def test_steps_other_than_recommended() -> None:
    """Leaving care and coming back are moves too; what was done otherwise says so, and nothing else."""
    left = went(LOWER, NOT_IN_CARE, 1)
    again = seen(NOT_IN_CARE, 10, disorder_severity=Severity.MODERATE)
    back = went(again, "outpatient", 12, begins_on=day(15))
    steps = history(LOWER, left, again, back).steps
    outpatient, residential = stepdown.LADDER["outpatient"], stepdown.LADDER["residential"]
    assert steps == (
        Step(
            day(1),
            residential,
            NOT_IN_CARE,
            Direction.NOT_DETERMINED,
            recommended=False,
            passed=("php", "iop", "outpatient", "aftercare"),
            gap_days=0,
        ),
        Step(day(12), NOT_IN_CARE, outpatient, Direction.ADMIT, recommended=False, passed=("aftercare",), gap_days=3),
    )
    assert [repr(one) for one in (*steps, *EXAMPLE.steps[:1])] == [
        "<Step, other than recommended>",
        "<Step, other than recommended>",
        "<Step, as recommended>",
    ]


def test_a_plan_that_did_not_come_about_is_no_step() -> None:
    """Planned for a later day, with the person seen elsewhere before it; planned again, it is one step, as it is one move."""
    planned = went(RETURNED, "php", 22, begins_on=day(30))
    again = seen("iop", 25, return_to_use=ReturnToUse.RETURN)
    assert [step.on for step in history(RETURNED, planned).steps] == [day(22)]
    assert history(RETURNED, planned, again).steps == ()
    assert history(RETURNED, planned, seen(NOT_IN_CARE, 25)).steps == ()
    postponed = history(RETURNED, planned, again, went(again, "php", 25, begins_on=day(30)))
    assert [(step.on, step.gap_days) for step in postponed.steps] == [(day(25), 5)]


@pytest.mark.parametrize("number", [25, 30, 31])
def test_a_plan_that_came_about_is_a_step(number: int) -> None:
    """Seen there on the first day, later, or sooner than planned."""
    told = history(RETURNED, went(RETURNED, "php", 22, begins_on=day(30)), seen("php", number))
    assert [(step.on, step.target, step.gap_days) for step in told.steps] == [(day(22), stepdown.LADDER["php"], 8)]


def test_an_admission_that_is_not_taken_up_is_no_step() -> None:
    """Who was out of care, and stays out of it, made no move."""
    asked = seen(NOT_IN_CARE, 0)
    declined = history(asked, went(asked, NOT_IN_CARE, 0))
    assert (declined.steps, declined.stays, declined.place) == ((), (), NOT_IN_CARE)


def test_returns_to_use() -> None:
    """Every assessment that recorded use, with its day, its level and how much; a lapse counts, none does not."""
    iop = stepdown.LADDER["iop"]
    assert EXAMPLE.returns_to_use == (
        UseRecorded(day(20), iop, ReturnToUse.RETURN),
        UseRecorded(day(60), iop, ReturnToUse.LAPSE),
    )
    assert [repr(one) for one in EXAMPLE.returns_to_use] == ["<UseRecorded>"] * 2
    assert history(seen("iop", 0, return_to_use=None)).returns_to_use == ()


def test_places() -> None:
    """A person is where the last entry says: where they were assessed, until something was done."""
    assert history(LOWER).place == stepdown.LADDER["residential"]
    assert history(LOWER, LOWERED).place == stepdown.LADDER["iop"]
    assert history(seen(NOT_IN_CARE, 0)).place is NOT_IN_CARE
    assert history(seen(None, 0)).place is None
    end = seen("aftercare", 0)
    assert history(end, went(end, COMPLETE, 0)).place is COMPLETE
    assert history(LOWER, went(LOWER, NOT_IN_CARE, 0)).place is NOT_IN_CARE


@pytest.mark.parametrize(("today", "days"), [(60, 19), (61, 20), (400, 359)])
def test_days_at_the_present_level(today: int, days: int) -> None:
    """Whole days since the stay began; staying on does not begin anew."""
    assert EXAMPLE.days_at_level(day(today)) == days


def test_days_at_level_from_the_first_assessment() -> None:
    """What the first assessment says counts on; where it says nothing, nothing is made up, and a later step tells again."""
    assert history(LOWER).days_at_level(day(0)) == 28
    assert history(LOWER).days_at_level(day(5)) == 33
    assert history(seen("residential", 0, days_at_level=0)).days_at_level(day(5)) == 5
    silent = seen("residential", 0)
    assert history(silent).days_at_level(day(5)) is None
    assert history(silent).stays == (Stay(stepdown.LADDER["residential"], None, None),)
    assert history(silent, went(silent, "iop", 5)).days_at_level(day(6)) == 1


def test_days_at_a_level_that_begins_later() -> None:
    """Until the first day there, nobody is there; on it, the stay is 0 days old."""
    begun = history(LOWER, LOWERED)
    assert [begun.days_at_level(day(today)) for today in (1, 2, 3, 4)] == [None, None, 0, 1]


@pytest.mark.parametrize(("days", "since"), [(0, date(1, 1, 5)), (4, date(1, 1, 1)), (5, None), (3_650, None)])
def test_a_stay_that_began_before_there_were_days(days: int, since: date | None) -> None:
    """Where the calendar does not reach back so far, the first day is unknown, and nothing fails."""
    told = history(seen("iop", 0, assessed_on=date(1, 1, 5), days_at_level=days))
    assert told.stays == (Stay(stepdown.LADDER["iop"], since, None),)
    assert told.days_at_level(date(1, 1, 6)) == (None if since is None else days + 1)
    assert told.next_assessment(date(1, 1, 6)).level == "iop"


@pytest.mark.parametrize("said", [OVER, TO_90, WITHIN, NEVER])
def test_a_leaving_before_there_were_days(said: SinceResidential) -> None:
    """It is taken to be as short ago as it can be, and nothing fails."""
    told = history(seen("iop", 0, assessed_on=date(1, 1, 5), time_since_residential=said))
    assert told.time_since_residential(date(1, 1, 6)) is (NEVER if said is NEVER else WITHIN)


def test_the_last_day_of_the_calendar() -> None:
    """Nothing that is asked on it fails."""
    told = history(seen("residential", 0, assessed_on=date.max - timedelta(3), time_since_residential=OVER))
    told = told.record(acted(told.decisions[0], "iop", on=date.max - timedelta(2), begins_on=date.max))
    assert told.review_due(date.max) == Review(date.max, 0, "care at Residential is looked at again after 7 days at the latest")
    assert (told.days_at_level(date.max), told.time_since_residential(date.max)) == (0, WITHIN)


def test_nobody_is_at_a_level_who_is_out_of_care() -> None:
    """After leaving, after completion, and where the level is unknown, no days are counted."""
    end = seen("aftercare", 0, days_at_level=100)
    for out in (
        history(LOWER, went(LOWER, NOT_IN_CARE, 0)),
        history(end, went(end, COMPLETE, 0)),
        history(seen(NOT_IN_CARE, 0)),
        history(seen(None, 0, days_at_level=3)),
    ):
        assert out.days_at_level(day(9)) is None


def test_coming_back_to_the_same_level_is_a_new_stay() -> None:
    """Who left and comes back begins anew, at the same level too; so do the days."""
    back = moved(("iop", 0), (NOT_IN_CARE, 10), ("iop", 20))
    iop = stepdown.LADDER["iop"]
    assert back.stays == (Stay(iop, None, day(0)), Stay(iop, day(10), None))
    assert back.days_at_level(day(25)) == 15


def test_coming_back_after_completion() -> None:
    """Care that was completed can begin again: by an assessment of a person who is not in care."""
    back = moved(("aftercare", 0), (COMPLETE, 0)).record(seen(NOT_IN_CARE, 100))
    assert back.place is NOT_IN_CARE
    assert [one.direction for one in back.steps] == [Direction.COMPLETE]


def test_a_level_found_out_later() -> None:
    """Where the level was unknown, the next assessment may be made at any, and what was done there counts as a move."""
    found = history(seen(None, 0), seen("php", 3, days_at_level=10))
    assert found.stays == (Stay(stepdown.LADDER["php"], day(-7), None),)
    nowhere = seen(None, 0)
    placed = history(nowhere, went(nowhere, "php", 2))
    assert [one.direction for one in placed.steps] == [Direction.NOT_DETERMINED]
    assert placed.place == stepdown.LADDER["php"]


# Time since residential care.


@pytest.mark.parametrize(
    ("after", "grade"), [(0, WITHIN), (1, WITHIN), (30, WITHIN), (31, TO_90), (90, TO_90), (91, OVER), (4_000, OVER)]
)
@pytest.mark.parametrize("level", ["residential", "inpatient"])
def test_time_since_residential_care(level: str, after: int, grade: SinceResidential) -> None:
    """Counted from the day on which care round the clock was left, in days and as the grade that assessments hold."""
    left = moved((level, 0), ("php", 0))
    assert left.days_since_residential(day(after)) == after
    assert left.time_since_residential(day(after)) is grade


def test_it_is_unknown_until_residential_care_is_left() -> None:
    """Who is still there has not left; where nobody was there, nobody says."""
    assert history(LOWER).days_since_residential(day(9)) is None
    assert history(LOWER).time_since_residential(day(9)) is None
    assert history(seen("iop", 0)).time_since_residential(day(9)) is None


def test_from_the_hospital_to_residential_care_is_no_leaving() -> None:
    """Somebody is there day and night all along; it counts from the day on which that ends."""
    still = seen("inpatient", 0, needs_24h_supervision=True)
    there = history(still, went(still, "residential", 2))
    assert there.days_since_residential(day(9)) is None
    assert there.time_since_residential(day(9)) is None
    lower = seen("residential", 20)
    outside = there.record(lower).record(went(lower, "php", 21))
    assert outside.days_since_residential(day(22)) == 1


@pytest.mark.parametrize(
    ("today", "days", "grade"),
    [(1, 0, WITHIN), (5, 0, WITHIN), (6, 1, WITHIN), (35, 30, WITHIN), (36, 31, TO_90), (96, 91, OVER)],
)
def test_leaving_counts_from_the_first_day_elsewhere(today: int, days: int, grade: SinceResidential) -> None:
    """As a grade it is taken to be as short as it can be; the days are those since the leaving."""
    leaving = history(LOWER, went(LOWER, "php", 1, begins_on=day(5)))
    assert leaving.days_since_residential(day(today)) == today - 1
    assert days == max(0, today - 5)
    assert leaving.time_since_residential(day(today)) is grade


def test_the_last_leaving_counts() -> None:
    """Who went back and left again is counted from the last time."""
    left = moved(("residential", 0), ("php", 50), ("residential", 80), ("php", 80))
    assert left.days_since_residential(day(100)) == 20
    assert left.time_since_residential(day(100)) is WITHIN


@pytest.mark.parametrize(
    ("said", "after", "grade"),
    [
        (NEVER, 0, NEVER),
        (NEVER, 4_000, NEVER),
        (WITHIN, 0, WITHIN),
        (WITHIN, 30, WITHIN),
        (WITHIN, 31, TO_90),
        (WITHIN, 91, OVER),
        (TO_90, 0, TO_90),
        (TO_90, 59, TO_90),
        (TO_90, 60, OVER),
        (OVER, 0, OVER),
        (OVER, 4_000, OVER),
        (None, 0, None),
        (None, 100, None),
    ],
)
def test_what_an_assessment_says_goes_on_with_time(
    said: SinceResidential | None, after: int, grade: SinceResidential | None
) -> None:
    """Where only a grade is known, the time since is taken to be as short as it can be: a hold is never lifted too soon."""
    told = history(seen("iop", 0, time_since_residential=said))
    assert told.time_since_residential(day(after)) is grade
    assert told.days_since_residential(day(after)) is None


def test_the_most_recent_leaving_that_was_said_counts() -> None:
    """A later assessment that says nothing, or less, leaves what an earlier one said."""
    told = history(seen("iop", 0, time_since_residential=TO_90), seen("iop", 10))
    assert told.time_since_residential(day(10)) is TO_90
    assert told.time_since_residential(day(60)) is OVER
    again = told.record(seen("iop", 20, time_since_residential=WITHIN))
    assert again.time_since_residential(day(20)) is WITHIN
    assert again.record(seen("iop", 30, time_since_residential=OVER)).time_since_residential(day(50)) is WITHIN


def test_a_later_none_wipes_nothing_out() -> None:
    """That somebody was never there, said later, does not undo that they were said to be, or left it on record."""
    said = history(seen("iop", 0, time_since_residential=WITHIN), seen("iop", 10, time_since_residential=NEVER))
    assert [said.time_since_residential(day(today)) for today in (10, 31, 91)] == [WITHIN, TO_90, OVER]
    left = moved(("residential", 0), ("iop", 0)).record(seen("iop", 10, time_since_residential=NEVER))
    assert [left.time_since_residential(day(today)) for today in (10, 31, 91)] == [WITHIN, TO_90, OVER]


@pytest.mark.parametrize(
    ("said", "grades"),
    [
        (WITHIN, [WITHIN, TO_90, TO_90, TO_90, OVER]),
        (TO_90, [TO_90, TO_90, TO_90, OVER, OVER]),
        (OVER, [TO_90, TO_90, TO_90, OVER, OVER]),
        (NEVER, [TO_90, TO_90, TO_90, OVER, OVER]),
        (None, [TO_90, TO_90, TO_90, OVER, OVER]),
    ],
)
def test_of_the_record_and_a_statement_the_more_recent_counts(
    said: SinceResidential | None, grades: list[SinceResidential]
) -> None:
    """What is said after a leaving on record counts where it speaks of a later one; what fits the record leaves it as it is."""
    left = moved(("residential", 0), ("iop", 0)).record(seen("iop", 40, time_since_residential=said))
    assert [left.time_since_residential(day(today)) for today in (70, 71, 90, 91, 131)] == grades


def test_a_statement_made_before_the_leaving_counts_on() -> None:
    """Who came into residential care soon after leaving one, and left it again, is counted from the more recent."""
    lower = seen("residential", 0, time_since_residential=WITHIN)
    left = history(lower, went(lower, "php", 20))
    assert [left.time_since_residential(day(today)) for today in (50, 51, 110, 111)] == [WITHIN, TO_90, TO_90, OVER]


def test_a_statement_goes_on_over_steps_that_leave_nothing() -> None:
    """A step between levels at which nobody is there at night changes nothing of it."""
    down = seen("php", 0, time_since_residential=WITHIN)
    told = history(down, went(down, "iop", 0))
    assert told.time_since_residential(day(30)) is WITHIN
    assert told.time_since_residential(day(31)) is TO_90


@pytest.mark.parametrize("said", [None, NEVER, OVER])
def test_it_is_unknown_of_a_person_who_was_out_of_care(said: SinceResidential | None) -> None:
    """They may have been elsewhere: neither an earlier statement nor an earlier leaving is carried on."""
    lower = seen("residential", 0, time_since_residential=said)
    end = seen("aftercare", 0, time_since_residential=said)
    for out in (history(lower, went(lower, NOT_IN_CARE, 0)), history(end, went(end, COMPLETE, 0))):
        again = seen(NOT_IN_CARE, 100, disorder_severity=Severity.MODERATE)
        back = out.record(again).record(went(again, "iop", 100))
        for known in (out, out.record(again), back):
            assert known.time_since_residential(day(100)) is None
            assert known.next_assessment(day(100)).time_since_residential is None


def test_what_is_said_on_coming_back_counts() -> None:
    """An assessment after the time out of care may say it, and a leaving after that is counted."""
    out = moved(("php", 0), (NOT_IN_CARE, 0))
    again = seen(NOT_IN_CARE, 100, disorder_severity=Severity.MODERATE, time_since_residential=TO_90)
    back = out.record(again).record(went(again, "residential", 100))
    assert back.time_since_residential(day(100)) is TO_90
    lower = seen("residential", 120)
    assert back.record(lower).record(went(lower, "iop", 120)).time_since_residential(day(121)) is WITHIN


SILENT = Continuum(
    "silent",
    [
        Level("day", "Day", purpose="contact by day", round_the_clock=False, review_days=10),
        Level("house", "House", purpose="a house"),
        Level("night", "Night", purpose="contact by night", round_the_clock=True, review_days=5),
    ],
)
"""Of one level nobody said whether anybody is there at night."""
SILENT_ENGINE = Engine(
    RuleSet(
        id="silent",
        version="1",
        title="Silent",
        intended_use="Tests.",
        continuum=SILENT,
        facts=Assessment,
        entry="day",
        rules=[StepDown("down", at=["house", "night"], when=Assessment.goals_met.as_condition(), because="the goals are met")],
    )
)


def silent(level: str, number: int, **changes: Any) -> Decision:
    return SILENT_ENGINE.decide(Assessment(level=level, assessed_on=day(number), **changes))


@pytest.mark.parametrize("said", [NEVER, OVER, WITHIN, None])
def test_leaving_a_level_of_which_nobody_said_it(said: SinceResidential | None) -> None:
    """Where nobody said whether somebody was there at night, leaving it makes unknown what was known before."""
    down = silent("house", 0, goals_met=True, time_since_residential=said)
    assert history(down).time_since_residential(day(0)) is said
    stayed = history(down, went(down, "house", 1))
    assert (stayed.time_since_residential(day(1)) is None) == (said is None)
    left = history(down, went(down, "day", 1))
    assert left.time_since_residential(day(1)) is None
    assert left.days_since_residential(day(1)) is None


@pytest.mark.parametrize(
    ("origin", "chosen", "grade"),
    [
        ("night", "night", OVER),
        ("night", "day", WITHIN),
        ("night", "house", None),
        ("house", "house", OVER),
        ("house", "day", None),
        ("house", "night", None),
        ("day", "day", OVER),
        ("day", "house", OVER),
        ("day", "night", OVER),
    ],
)
@pytest.mark.parametrize("goals_met", [False, True])
def test_a_move_that_may_be_one_out_of_care_round_the_clock(
    origin: str,
    chosen: str,
    grade: SinceResidential | None,
    goals_met: bool,  # noqa: FBT001 # parametrized
) -> None:
    """Where one end of a move does not say whether anybody is there at night, nobody can tell if it was left."""
    start = silent(origin, 0, goals_met=goals_met, time_since_residential=OVER)
    told = history(start, went(start, chosen, 1))
    assert told.time_since_residential(day(1)) is grade
    assert told.days_since_residential(day(1)) == (0 if (origin, chosen) == ("night", "day") else None)
    assert told.next_assessment(day(1)).time_since_residential is grade


def test_a_leaving_before_one_that_nobody_can_tell_is_not_carried_on() -> None:
    """A move that may be another leaving makes the first one no longer the last; a statement after it counts."""
    lower = silent("night", 0, goals_met=True)
    told = history(lower, went(lower, "day", 0))
    up = silent("day", 10)
    told = told.record(up).record(went(up, "night", 10))
    assert told.time_since_residential(day(10)) is WITHIN
    lower = silent("night", 20, goals_met=True)
    told = told.record(lower).record(went(lower, "house", 20))
    assert told.time_since_residential(day(20)) is None
    assert told.record(silent("house", 30, time_since_residential=OVER)).time_since_residential(day(30)) is OVER


def test_leaving_an_unknown_level() -> None:
    """It may have been residential care: what the assessment said there does not count, however the level was left."""
    nowhere = seen(None, 0, time_since_residential=NEVER)
    assert history(nowhere).time_since_residential(day(0)) is None
    assert history(nowhere, went(nowhere, "iop", 0)).time_since_residential(day(0)) is None
    assert history(nowhere, seen("php", 3)).time_since_residential(day(3)) is None


def test_what_is_said_out_of_care_does_not_outlive_the_time_out_of_care() -> None:
    """Where the person has been meanwhile nobody knows; said at the admission itself, it counts from there on."""
    outside = seen(NOT_IN_CARE, 0, time_since_residential=NEVER)
    assert history(outside).next_assessment(day(400)).time_since_residential is None
    assert history(outside, seen(NOT_IN_CARE, 400)).next_assessment(day(401)).time_since_residential is None
    admitted = history(outside, went(outside, "aftercare", 0))
    assert admitted.time_since_residential(day(5)) is NEVER


def test_the_next_assessment_can_be_before_the_first_day_at_the_level() -> None:
    """Then no day is counted there yet, and it can be recorded."""
    told = history(LOWER, LOWERED)
    start = told.next_assessment(day(2))
    assert (start.level, start.days_at_level) == ("iop", None)
    assert told.record(ENGINE.decide(start)).place == stepdown.LADDER["iop"]
    with pytest.raises(EpisodeError, match=r"^on: lies before the last day recorded"):
        told.next_assessment(day(0))


# The next assessment.


def test_the_next_assessment_keeps_what_happened_for_good() -> None:
    """Such as past trauma, with its source; everything else is unknown, and is to be looked at again."""
    sources = {
        "trauma_history": Provenance.SELF_REPORT,
        "withdrawal_risk": Provenance.OBSERVED,
        "goals_met": Provenance.OBSERVED,
        "time_since_residential": Provenance.SELF_REPORT,
    }
    down = seen(
        "residential",
        0,
        person="p-1",
        assessed_by="nurse",
        trauma_history=True,
        disorder_severity=Severity.MODERATE,
        fact_sources=FactSources.of(sources),
    )
    start = history(down, went(down, "php", 0), person="p-1").next_assessment(day(10))
    assert start.known() == {
        "trauma_history": True,
        "prior_return_to_use": True,
        "time_since_residential": WITHIN,
        "days_at_level": 10,
    }
    assert (start.level, start.assessed_on, start.assessed_by, start.person) == ("php", day(10), None, "p-1")
    assert start.fact_sources == FactSources.of(
        {
            "trauma_history": Provenance.SELF_REPORT,
            "time_since_residential": Provenance.RECORD,
            "days_at_level": Provenance.RECORD,
        }
    )


HISTORY = ("co_occurring_condition", "prior_return_to_use", "trauma_history")


@pytest.mark.parametrize("fact", HISTORY)
def test_a_fact_of_history_is_kept_at_its_worse_end_only(fact: str) -> None:
    """That something happened is kept; that it did not may be otherwise by now, and is asked again, like what is unknown."""
    clear: dict[str, Any] = dict.fromkeys(HISTORY, False)
    for answer in (True, False, None):
        sources = FactSources.of({fact: Provenance.SELF_REPORT})
        told = history(seen("iop", 0, **{**clear, fact: answer}, fact_sources=sources))
        start = told.next_assessment(day(1))
        assert start.known() == ({fact: True} if answer else {})
        assert start.fact_sources == (sources if answer else FactSources())


def test_no_fact_but_these_is_kept() -> None:
    """Whatever is answered otherwise, only facts of history at their worse end, and what follows from the record, are known."""
    vocabulary = Assessment.vocabulary()
    for fact in vocabulary:
        for answer in answers(fact):
            told = history(seen("iop", 0, **{**dict.fromkeys(HISTORY), fact: answer}))
            derived = fact in {"days_at_level", "time_since_residential"}
            kept = derived or (fact in HISTORY and answer is True)
            assert told.next_assessment(day(0)).known() == ({fact: answer} if kept else {}), fact


def test_what_happened_for_good_is_taken_from_the_last_assessment_that_knew() -> None:
    """Left open later, it is not forgotten, nor its source; known otherwise later, it is asked again."""
    sources = FactSources.of({"trauma_history": Provenance.COLLATERAL})
    first = seen("iop", 0, trauma_history=True, fact_sources=sources)
    for later, kept in ((None, True), (False, None)):
        start = history(first, seen("iop", 5, trauma_history=later)).next_assessment(day(6))
        assert start.trauma_history is kept
        assert start.fact_sources.get("trauma_history") is (Provenance.COLLATERAL if kept else None)


def test_a_milder_disorder_is_no_reason_at_the_next_admission() -> None:
    """How severe it was is not carried over: what is unknown keeps the way to higher care open."""
    first = seen(NOT_IN_CARE, 0, disorder_severity=Severity.MILD)
    out = history(first, went(first, NOT_IN_CARE, 0))
    start = out.next_assessment(day(30))
    assert (start.disorder_severity, start.primary_substance, start.prior_treatment) == (None, None, None)
    again = ENGINE.decide(start.replace(**{**best(NOT_IN_CARE).known(), "disorder_severity": Severity.SEVERE}))
    assert again.target_id == "residential"


def test_the_next_assessment_takes_the_place_of_the_last() -> None:
    """It can be decided on and recorded at once; with everything changeable unknown, nobody is moved by it."""
    start = EXAMPLE.next_assessment(day(70))
    decision = ENGINE.decide(start)
    assert decision.direction is Direction.STAY
    assert decision.provisional
    assert EXAMPLE.record(decision).place == stepdown.LADDER["iop"]


def test_twin_the_next_assessment_answered_steps_down() -> None:
    """Once what can change is looked at again, and speaks for less care, the person goes on."""
    start = EXAMPLE.next_assessment(day(70))
    told = {fact: value for fact, value in best("iop").known().items() if fact not in start.known()}
    assert ENGINE.decide(start.replace(**told)).target_id == "outpatient"


def test_what_follows_from_the_record_alone() -> None:
    """Where the record says nothing of the days, they are unknown, and no source is named for them."""
    start = history(seen("iop", 0)).next_assessment(day(9))
    assert (start.days_at_level, start.time_since_residential, start.fact_sources) == (None, None, FactSources())
    told = history(seen("iop", 0, time_since_residential=NEVER, days_at_level=0)).next_assessment(day(9))
    assert (told.days_at_level, told.time_since_residential) == (9, NEVER)
    assert told.fact_sources.get("days_at_level") is Provenance.RECORD
    assert told.fact_sources.get("time_since_residential") is Provenance.RECORD


def test_a_source_of_what_is_derived_is_not_kept() -> None:
    """Where the record says nothing any more, it does not stand under somebody else's name either."""
    down = seen(
        "residential",
        0,
        time_since_residential=NEVER,
        trauma_history=True,
        fact_sources=FactSources.of({"time_since_residential": Provenance.SELF_REPORT, "trauma_history": Provenance.RECORD}),
    )
    start = history(down, went(down, NOT_IN_CARE, 0)).next_assessment(day(1))
    assert start.fact_sources == FactSources.of({"trauma_history": Provenance.RECORD})


def test_the_next_assessment_after_leaving() -> None:
    """It asks for an admission, and says nothing of a stay."""
    end = seen("aftercare", 0, days_at_level=100)
    for out in (history(LOWER, went(LOWER, NOT_IN_CARE, 1)), history(end, went(end, COMPLETE, 1))):
        start = out.next_assessment(day(30))
        assert start.level is NOT_IN_CARE
        assert (start.days_at_level, start.time_since_residential) == (None, None)
        assert ENGINE.decide(start).direction is Direction.NOT_DETERMINED


@pytest.mark.parametrize(("today", "days"), [(3_650, 3_650), (3_651, None), (9_999, None)])
def test_a_stay_too_long_to_be_held(today: int, days: int | None) -> None:
    """Beyond the bounds of the fact it is unknown in the assessment, and no error; the history still says it."""
    long = history(seen("aftercare", 0, days_at_level=0))
    assert long.days_at_level(day(today)) == today
    assert long.next_assessment(day(today)).days_at_level == days


class Ours(Assessment):
    craving: Count = Count("craving today", low=0, high=10, unit="points", worse="higher")
    first_week: Flag = Flag("first week here", worse=None, scope="level")
    first_use_early: Flag = Flag("first use before 15", worse=True, changeable=False)
    early_here: Flag = Flag("came early to this level", worse=None, changeable=False, scope="level")
    readmitted: Flag = Flag("readmitted to this level", worse=True, changeable=False, scope="level")
    finished_school: Flag = Flag("finished school", worse=False, changeable=False)
    born_here: Flag = Flag("born here", worse=None, changeable=False)
    earlier_stays: Count = Count("earlier stays", low=0, high=99, unit="stays", worse="higher", changeable=False)


OURS = Engine(
    RuleSet(
        id="ours",
        version="1",
        title="Ours",
        intended_use="Tests.",
        continuum=SILENT,
        facts=Ours,
        entry="day",
        rules=[StepDown("down", at=["house", "night"], when=(Ours.craving <= 3) & Ours.goals_met, because="the goals are met")],
    )
)


def test_the_next_assessment_in_a_vocabulary_of_ones_own() -> None:
    """It is of the same kind, and the facts added are kept or forgotten by the same rule."""
    met: dict[str, Any] = {
        "craving": 1,
        "goals_met": True,
        "first_week": False,
        "first_use_early": True,
        "early_here": True,
        "readmitted": True,
        "finished_school": False,
        "born_here": True,
        "earlier_stays": 99,
    }
    sources = FactSources.of(dict.fromkeys(met, Provenance.SELF_REPORT))
    down = OURS.decide(Ours(level="night", assessed_on=day(0), fact_sources=sources, **met))
    start = history(down, went(down, "day", 0)).next_assessment(day(1))
    kept = {"first_use_early": True, "finished_school": False}
    assert type(start) is Ours
    assert start.known() == {**kept, "days_at_level": 1, "time_since_residential": WITHIN}
    assert {fact for fact, kind in start.fact_sources.pairs if kind is Provenance.SELF_REPORT} == {*kept}
    assert OURS.decide(start).direction is Direction.STAY
    better = OURS.decide(Ours(level="night", assessed_on=day(0), first_use_early=False, finished_school=True))
    assert history(better).next_assessment(day(1)).known() == {}


@pytest.mark.parametrize("nowhere", [Episode(), history(seen(None, 0))])
def test_no_next_assessment_of_a_person_who_is_nowhere(nowhere: Episode) -> None:
    """Where the history does not say where the person is, nothing is made up."""
    with pytest.raises(EpisodeError) as caught:
        nowhere.next_assessment(day(0))
    assert str(caught.value) == "the history does not say where the person is; record a decision made at a level first"


# The day asked about.


@pytest.mark.parametrize(
    ("today", "message"),
    [
        (day(59), "lies before the last day recorded; pass the day on which you ask"),
        (None, "expected a date without a time; was given nothing"),
        ("2026-03-02", "expected a date without a time; was given text"),
        (datetime(2027, 1, 1, tzinfo=UTC), "expected a date without a time; was given a value of type datetime"),
    ],
)
def test_days_that_cannot_be_asked_about(today: Any, message: str) -> None:
    """Every question about a day refuses one before the last entry, and what is no day."""
    for ask in (EXAMPLE.days_at_level, EXAMPLE.days_since_residential, EXAMPLE.time_since_residential, EXAMPLE.review_due):
        with pytest.raises(EpisodeError) as caught:
            ask(today)
        assert str(caught.value) == f"today: {message}"
    with pytest.raises(EpisodeError) as caught:
        EXAMPLE.next_assessment(today)
    assert str(caught.value) == f"on: {message}"


def test_what_was_superseded_does_not_hold_up_the_day() -> None:
    """The last day recorded is the last of what counts."""
    late = history(LOWER, LOWERED, RETURNED).supersede({3: None}, because="entered for another person")
    assert late.days_at_level(day(5)) == 2


# Reviews.


def test_a_decision_that_was_not_acted_on_is_reviewed_as_such() -> None:
    """The shorter interval of the levels that it speaks of, from the day of the assessment."""
    review = history(LOWER).review_due(day(2))
    assert review == Review(day(7), 5, "care at Residential is looked at again after 7 days at the latest")


def test_a_decision_that_is_not_determined_is_due_at_once() -> None:
    """Its open questions do not wait."""
    review = history(seen(None, 0)).review_due(day(0))
    assert review == Review(day(0), 0, "the decision is not determined: settle its open questions now")


def test_after_a_step_the_new_level_is_looked_at() -> None:
    """From the first day there; while that is still to come, a review of what was decided stays due."""
    because = "care at Intensive outpatient (IOP) is looked at again after 14 days at the latest"
    waiting = "care at Residential is looked at again after 7 days at the latest"
    assert history(LOWER, LOWERED).review_due(day(1)) == Review(day(7), 6, waiting)
    at_once = went(LOWER, "iop", 0)
    assert history(LOWER, at_once).review_due(day(20)) == Review(day(14), -6, because)


def test_after_staying_the_level_is_looked_at_again() -> None:
    """Where a stay was decided and done on the day of the assessment, its interval begins anew that day."""
    because = "care at Intensive outpatient (IOP) is looked at again after 14 days at the latest"
    assert EXAMPLE.review_due(day(60)) == Review(day(74), 14, because)


IOP_AGAIN = "care at Intensive outpatient (IOP) is looked at again after 14 days at the latest"
PHP_AGAIN = "care at Partial hospitalization (PHP) is looked at again after 7 days at the latest"
RESIDENTIAL_AGAIN = "care at Residential is looked at again after 7 days at the latest"
INPATIENT_AGAIN = "care at Medically managed inpatient is looked at again after 1 day at the latest"


@pytest.mark.parametrize(
    ("decision", "chosen", "on", "review"),
    [
        # Moved as recommended: what is decided of is over, and the new level has its own interval.
        (LOWER, "iop", 6, Review(day(20), 14, IOP_AGAIN)),
        (LOWER, "iop", 60, Review(day(74), 14, IOP_AGAIN)),
        # Staying, recommended or not, on whichever day, puts no review off.
        (LAPSED, "iop", 73, Review(day(74), 1, IOP_AGAIN)),
        (LAPSED, "iop", 80, Review(day(74), -6, IOP_AGAIN)),
        (LOWER, "residential", 6, Review(day(7), 1, RESIDENTIAL_AGAIN)),
        (RETURNED, "iop", 21, Review(day(27), 6, PHP_AGAIN)),
        # Nor does anything else: the earliest day counts.
        (LOWER, "outpatient", 6, Review(day(7), 1, RESIDENTIAL_AGAIN)),
        (LOWER, "aftercare", 20, Review(day(7), -13, RESIDENTIAL_AGAIN)),
        (RETURNED, "outpatient", 21, Review(day(27), 6, PHP_AGAIN)),
        (LAPSED, "inpatient", 61, Review(day(62), 1, INPATIENT_AGAIN)),
        (LAPSED, "php", 70, Review(day(74), 4, IOP_AGAIN)),
        (LAPSED, "php", 62, Review(day(69), 7, PHP_AGAIN)),
    ],
)
def test_what_is_done_puts_no_review_off(decision: Decision, chosen: str, on: int, review: Review) -> None:
    """Who does not move as it was recommended is seen no later than if nothing had been done."""
    assert history(decision, went(decision, chosen, on)).review_due(day(on)) == review


def test_a_level_that_begins_later_asks_for_no_earlier_review() -> None:
    """Its interval runs from the first day there; what was decided is looked at in the meantime."""
    other = history(LAPSED, went(LAPSED, "inpatient", 61, begins_on=day(80)))
    assert other.review_due(day(61)) == Review(day(74), 13, IOP_AGAIN)
    assert history(LAPSED, went(LAPSED, "inpatient", 61, begins_on=day(70))).review_due(day(61)).due_on == day(71)


def test_doing_something_where_nothing_was_determined_settles_nothing() -> None:
    """The open questions stay due, wherever care goes on, and out of care, too."""
    because = "the decision is not determined: settle its open questions now"
    nowhere, asked = seen(None, 0), seen(NOT_IN_CARE, 0, disorder_severity=None)
    for open_ in (nowhere, asked):
        for chosen in ("aftercare", "iop", "inpatient"):
            done = history(open_, went(open_, chosen, 2))
            assert done.review_due(day(2)) == Review(day(0), -2, because)
        assert history(open_, went(open_, NOT_IN_CARE, 2)).review_due(day(9)) == Review(day(0), -9, because)


def test_where_one_of_the_two_sets_no_interval_the_other_counts() -> None:
    """A place of which nobody said it puts no review off either."""
    at_night = silent("night", 0)
    assert history(at_night, went(at_night, "house", 3)).review_due(day(3)).due_on == day(5)
    at_house = silent("house", 0)
    assert history(at_house, went(at_house, "day", 3)).review_due(day(3)).due_on == day(10)
    assert history(at_house, went(at_house, "house", 3)).review_due(day(3)).due_on == day(10)


def test_completed_care_is_not_reviewed() -> None:
    """There is nothing to look at, and the way back stays open; who left early is looked for no later than if they had not."""
    end = seen("aftercare", 0)
    completed = history(end, went(end, COMPLETE, 0)).review_due(day(9))
    assert completed == Review(None, None, "there is no care to be looked at again; the way back in stays open")
    assert history(LOWER, went(LOWER, NOT_IN_CARE, 0)).review_due(day(9)) == review_due(LOWER, day(9))


def test_a_level_without_an_interval() -> None:
    """Where the ladder sets none, none is made up."""
    down = silent("night", 0, goals_met=True)
    assert history(down, went(down, "house", 0)).review_due(day(1)) == Review(
        None, None, "no review interval is set for this level"
    )


def test_an_empty_history_has_no_review() -> None:
    """There is nothing to look at yet."""
    with pytest.raises(EpisodeError) as caught:
        Episode().review_due(day(0))
    assert str(caught.value) == "there is nothing to review yet: record a decision first"


# What does not follow.


def test_a_decision_needs_a_day() -> None:
    """A history is in the order of days."""
    assert recorded(seen("iop", 0, assessed_on=None)) == f"entry 1: {NO_DAY}"


def test_a_decision_that_no_longer_counts_needs_a_day_too() -> None:
    """It stays on record, and is shown with its day."""
    assert problem(Entry(seen("iop", 0, assessed_on=None)), Entry(None, 1, "a slip")) == f"entry 1: {NO_DAY}"


@pytest.mark.parametrize("because", [None, 0, False, ()])
def test_a_reason_is_a_text_or_left_out(because: Any) -> None:
    """Nothing else that is empty stands for no reason: it could be written, and not be read again."""
    text = "entry 1: because is a text of 1 to 500 printable characters, or empty"
    assert problem(Entry(seen("iop", 0), because=because)) == text


def test_a_history_goes_on_when_its_ladder_has_been_validated() -> None:
    """What has been shown about a ladder does not make it another one; its id and its levels do."""
    validated = Engine(evolve(stepdown.RULES, continuum=evolve(stepdown.LADDER, status="validated at two sites")))
    later = validated.decide(seen("iop", 60).assessment)
    assert history(*WAY[:6], later).place == stepdown.LADDER["iop"]
    renamed = Engine(evolve(stepdown.RULES, continuum=evolve(stepdown.LADDER, id="another")))
    assert recorded(*WAY[:6], renamed.decide(later.assessment)) == f"entry 7: {ANOTHER_LADDER}"


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        ((seen("iop", 1), seen("iop", 0)), f"entry 2: {EARLIER}"),
        ((LOWER, LOWERED, seen("iop", 0)), f"entry 3: {EARLIER}"),
        ((LOWER, went(LOWER, "iop", 5), seen("iop", 4)), f"entry 3: {EARLIER}"),
        ((LOWER, LOWERED, seen("php", 2)), f"entry 3: {ANOTHER_LEVEL}"),
        ((seen("iop", 0), seen("php", 1)), f"entry 2: {ANOTHER_LEVEL}"),
        ((seen("iop", 0), seen(NOT_IN_CARE, 1)), f"entry 2: {ANOTHER_LEVEL}"),
        ((seen("iop", 0), seen(None, 1)), f"entry 2: {ANOTHER_LEVEL}"),
        ((seen(NOT_IN_CARE, 0), seen("iop", 1)), f"entry 2: {ANOTHER_LEVEL}"),
        ((LOWER, LOWERED, seen("residential", 4)), f"entry 3: {ANOTHER_LEVEL}"),
        ((LOWER, went(LOWER, NOT_IN_CARE, 1), seen("residential", 4)), f"entry 3: {ANOTHER_LEVEL}"),
        ((seen("iop", 0), silent("day", 1)), f"2 problems:\n  1. entry 2: {ANOTHER_LADDER}\n  2. entry 2: {ANOTHER_LEVEL}"),
        ((seen(None, 0), silent("day", 1)), f"entry 2: {ANOTHER_LADDER}"),
        ((seen("iop", 0, person="p-1"),), f"entry 1: {ANOTHER_PERSON}"),
        ((LOWERED,), f"entry 1: {NOT_THE_LAST}"),
        ((LOWER, RAISED), f"entry 2: {NOT_THE_LAST}"),
        ((LOWER, LOWERED, LOWERED), f"entry 3: {NOT_THE_LAST}"),
        ((LOWER, LOWERED, went(LOWER, "php", 3)), f"entry 3: {NOT_THE_LAST}"),
        ((LOWER, seen("residential", 1), LOWERED), f"entry 3: {NOT_THE_LAST}"),
        ((LOWER, went(seen("residential", 0, person="p-1"), "iop", 1)), f"entry 2: {NOT_THE_LAST}"),
        (
            (LOWER, LOWERED, went(LOWER, "php", 0)),
            f"2 problems:\n  1. entry 3: {NOT_THE_LAST}\n  2. entry 3: {EARLIER}",
        ),
        (
            (seen("iop", 1), silent("day", 0, person="p-1")),
            (
                f"4 problems:\n  1. entry 2: {EARLIER}\n  2. entry 2: {ANOTHER_PERSON}\n  3. entry 2: {ANOTHER_LADDER}\n"
                f"  4. entry 2: {ANOTHER_LEVEL}"
            ),
        ),
        ((seen("iop", 1), seen("iop", 0), LOWERED), f"entry 2: {EARLIER}"),
    ],
)
def test_what_does_not_follow_from_what_went_before(contents: Any, message: str) -> None:
    """The first entry that does not follow is refused, with everything that is wrong with it; what comes after is not asked."""
    assert recorded(*contents) == message


def test_the_same_day_will_do() -> None:
    """Several entries of one day stand in the order in which they were recorded."""
    first = seen("php", 0)
    on = went(first, "iop", 0)
    second = seen("iop", 0, return_to_use=ReturnToUse.RETURN)
    assert history(first, on, second, went(second, "php", 0)).place == stepdown.LADDER["php"]


@pytest.mark.parametrize("level", ["residential", "iop", NOT_IN_CARE])
def test_the_days_before_a_new_level_begins_are_no_blind_spot(level: Any) -> None:
    """Somebody may be seen where they were, where they are to go, or nowhere; who does not arrive has no stay there."""
    told = history(LOWER, LOWERED, seen(level, 2, recent_overdose=Overdose.NOT_CLEARED))
    assert told.decisions[-1].target_id == "inpatient"
    assert told.place == told.decisions[-1].origin
    assert [stay.level.id for stay in told.stays] == {"residential": ["residential"] * 2, "iop": ["residential", "iop"]}.get(
        str(level), ["residential"]
    )
    assert all(stay.since is None or stay.until is None or stay.since <= stay.until for stay in told.stays)


def test_from_the_first_day_on_the_person_is_at_the_new_level() -> None:
    """What was possible while it was to come is no longer."""
    assert history(LOWER, LOWERED, seen("iop", 3)).days_at_level(day(3)) == 0
    assert recorded(LOWER, LOWERED, seen("residential", 3)) == f"entry 3: {ANOTHER_LEVEL}"
    assert recorded(LOWER, LOWERED, seen(NOT_IN_CARE, 3)) == f"entry 3: {ANOTHER_LEVEL}"


def test_an_assessment_may_be_repeated_before_anything_is_done() -> None:
    """The last decision is the one to act on."""
    again = seen("residential", 4)
    assert history(LOWER, again, went(again, "iop", 4)).place == stepdown.LADDER["iop"]


@pytest.mark.parametrize(("kept", "assessed"), [("p-1", None), (None, "p-1"), ("p-1", "p-2"), ("p-1", "P-1")])
def test_another_person_does_not_get_in(kept: str | None, assessed: str | None) -> None:
    """A history is of one person: the key is the same in both, or in neither."""
    other = seen("residential", 0, person=assessed)
    assert recorded(other, person=kept) == f"entry 1: {ANOTHER_PERSON}"
    mine = seen("residential", 0, person=kept)
    assert recorded(mine, other, person=kept) == f"entry 2: {ANOTHER_PERSON}"
    assert recorded(mine, went(other, "iop", 1), person=kept) == f"entry 2: {NOT_THE_LAST}"
    assert history(mine, person=kept).person == kept


@pytest.mark.parametrize("key", ["", "x" * 65, "two\nlines", 3, ["p-1"]])
def test_keys_of_a_person_that_cannot_be(key: Any) -> None:
    """A key is a short text on one line, or none."""
    with pytest.raises(EpisodeError) as caught:
        Episode(key)
    assert str(caught.value) == "person: expected an opaque key of 1 to 64 printable characters, or None"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ((LOWER,), "entry 1: expected an Entry; was given a value of type Decision"),
        (("first",), "entry 1: expected an Entry; was given text"),
        ((None,), "entry 1: expected an Entry; was given nothing"),
        ((Entry(LOWER), 3), "entry 2: expected an Entry; was given a whole number"),
        ((Entry("first"),), "entry 1: expected a Decision or a Disposition; was given text"),  # type: ignore[arg-type] # wrong on purpose
        ((Entry(best("iop")),), "entry 1: expected a Decision or a Disposition; was given a value of type Assessment"),  # type: ignore[arg-type] # wrong on purpose
        ((Entry(LOWER, because="\t"),), "entry 1: because is a text of 1 to 500 printable characters, or empty"),
        ((Entry(None),), "entry 1: withdraws nothing; name the entry that it supersedes"),
        (
            (Entry(None), Entry(None)),
            (
                "2 problems:\n  1. entry 1: withdraws nothing; name the entry that it supersedes\n"
                "  2. entry 2: withdraws nothing; name the entry that it supersedes"
            ),
        ),
        ((Entry(LOWER, 1, "why"),), f"entry 1: {NOT_THERE}"),
    ],
)
def test_entries_that_are_none(entries: Any, message: str) -> None:
    """A record is made of decisions and dispositions."""
    assert problem(*entries) == message


@pytest.mark.parametrize(("entries", "given_"), [(None, "nothing"), (3, "a whole number")])
def test_a_record_is_a_list_of_entries(entries: Any, given_: str) -> None:
    """What is no list of entries is none."""
    with pytest.raises(EpisodeError) as caught:
        Episode(None, entries)
    assert str(caught.value) == f"entries: expected Entry objects, oldest first; was given {given_}"


def test_recording_nothing() -> None:
    """Only decisions and dispositions are recorded."""
    wrong: Any
    for wrong, message in (
        (None, "entry 2: withdraws nothing; name the entry that it supersedes"),
        (Entry(LOWERED), "entry 2: expected a Decision or a Disposition; was given a value of type Entry"),
        ("stepped down", "entry 2: expected a Decision or a Disposition; was given text"),
    ):
        with pytest.raises(EpisodeError) as caught:
            history(LOWER).record(wrong)
        assert str(caught.value) == message


# Corrections.


def test_an_entry_superseded() -> None:
    """The correction counts in the place of what was wrong, which stays on record."""
    told = history(LOWER, LOWERED, seen("iop", 20))
    mended = told.supersede({3: RETURNED}, because="the return to use was told later")
    assert mended.entries == (*told.entries, Entry(RETURNED, 3, "the return to use was told later"))
    assert mended.effective == ((1, LOWER), (2, LOWERED), (4, RETURNED))
    assert len(mended.returns_to_use) == 1
    assert mended.record(RAISED).place == stepdown.LADDER["php"]
    assert told.effective == ((1, LOWER), (2, LOWERED), (3, seen("iop", 20)))


def test_what_hangs_together_is_corrected_together() -> None:
    """A decision is corrected with its disposition; one of them alone would make no sense."""
    again = seen("residential", 0, days_at_level=20)
    told = history(LOWER, LOWERED, RETURNED)
    with pytest.raises(EpisodeError) as caught:
        told.supersede({1: again}, because="the days were counted wrongly")
    assert str(caught.value) == f"entry 2: {NOT_THE_LAST}"
    both: list[dict[int, Any]] = [{1: again, 2: went(again, "iop", 1)}, {2: went(again, "iop", 1), 1: again}]
    for entries in both:
        mended = told.supersede(entries, because="the days were counted wrongly")
        assert [content for _, content in mended.effective] == [again, went(again, "iop", 1), RETURNED]
        assert mended.stays[0].since == day(-20)
        assert [content for _, content in told.effective] == [LOWER, LOWERED, RETURNED]


def test_a_withdrawal() -> None:
    """What was withdrawn counts no more, and stays on record with the withdrawal."""
    told = history(LOWER, LOWERED)
    back = told.supersede({2: None}, because="the bed was kept after all")
    assert back.place == stepdown.LADDER["residential"]
    assert back.entries == (*told.entries, Entry(None, 2, "the bed was kept after all"))
    assert (back.effective, back.steps) == (((1, LOWER),), ())
    nothing = told.supersede({1: None, 2: None}, because="entered for another person")
    assert (nothing.effective, nothing.place, len(nothing.entries)) == ((), None, 4)
    assert nothing.record(seen("php", -5)).place == stepdown.LADDER["php"]


def test_a_correction_is_corrected() -> None:
    """The superseding entry can be superseded in its turn, a withdrawal too; it stands where the first one stood."""
    told = history(LOWER, LOWERED, seen("iop", 20))
    once = told.supersede({3: RETURNED}, because="the return to use was told later")
    twice = once.supersede({4: seen("iop", 21)}, because="that was another person's")
    assert [number for number, _ in twice.effective] == [1, 2, 5]
    gone = twice.supersede({5: None}, because="nobody was seen that day")
    assert [number for number, _ in gone.effective] == [1, 2]
    again = gone.supersede({6: RETURNED}, because="she was, on paper")
    assert [number for number, _ in again.effective] == [1, 2, 7]
    assert len(again.entries) == 7
    assert again.entries[: len(told.entries)] == told.entries


def test_a_correction_stands_where_the_first_one_stood() -> None:
    """An entry in the middle is corrected in the middle, whatever came later."""
    late = went(LOWER, "iop", 2, begins_on=day(4))
    mended = EXAMPLE.supersede({2: late}, because="the transport came a day later")
    assert [content for _, content in mended.effective] == [LOWER, late, *WAY[2:]]
    assert [number for number, _ in mended.effective] == [1, 9, 3, 4, 5, 6, 7, 8]
    assert mended.place == EXAMPLE.place


@pytest.mark.parametrize("number", [0, -1, 3, 99])
def test_there_is_no_such_entry(number: Any) -> None:
    """What is not there cannot be superseded."""
    with pytest.raises(EpisodeError) as caught:
        history(LOWER, LOWERED).supersede({number: LOWERED}, because="a slip")
    assert str(caught.value) == f"entry 3: {NOT_THERE}"


def test_nothing_is_superseded_twice() -> None:
    """What was superseded is superseded; the entry in its place can be."""
    once = history(LOWER, LOWERED).supersede({2: went(LOWER, "iop", 2)}, because="a slip")
    with pytest.raises(EpisodeError) as caught:
        once.supersede({2: None}, because="another slip")
    assert str(caught.value) == f"entry 4: {NOT_THERE}"
    assert problem(Entry(LOWER), Entry(LOWER, 1, "a"), Entry(LOWER, 1, "b")) == f"entry 3: {NOT_THERE}"


@pytest.mark.parametrize("because", ["", "  \n", "  ", "x" * 501, "two\nlines", "a bell\a", "\u2028", None, 3])
def test_a_correction_says_why(because: Any) -> None:
    """Nothing on record is set aside without a reason."""
    told = history(LOWER, LOWERED)
    with pytest.raises(EpisodeError) as caught:
        told.supersede({2: None}, because=because)
    assert str(caught.value) == f"entry 3: {SAY_WHY}"
    with pytest.raises(EpisodeError) as caught:
        told.supersede({1: None, 2: None}, because=because)
    assert str(caught.value) == f"2 problems:\n  1. entry 3: {SAY_WHY}\n  2. entry 4: {SAY_WHY}"
    assert told.supersede({2: None}, because="x" * 500).entries[2].because == "x" * 500


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({1: None}, f"entry 2: {NOT_THE_LAST}"),
        ({2: None}, f"entry 3: {ANOTHER_LEVEL}"),
        ({2: went(LOWER, "php", 1)}, f"entry 3: {ANOTHER_LEVEL}"),
        ({2: went(LOWER, "iop", 21)}, f"entry 3: {EARLIER}"),
        ({3: seen("iop", 0)}, f"entry 9: {EARLIER}"),
        ({1: LOWERED}, f"entry 9: {NOT_THE_LAST}"),
        ({3: None, 4: None}, f"entry 5: {ANOTHER_LEVEL}"),
        ({1: seen("residential", 0, person="p-1")}, f"entry 9: {ANOTHER_PERSON}"),
    ],
)
def test_a_correction_that_leaves_nonsense(entries: Mapping[int, Any], message: str) -> None:
    """What counts has to make sense after a correction too."""
    with pytest.raises(EpisodeError) as caught:
        EXAMPLE.supersede(entries, because="a slip")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "entries",
    [[2], None, (2, None), {}, {True: LOWERED}, {1.0: LOWERED}, {"1": LOWERED}, {LOWER: LOWERED}, {2: None, None: LOWER}],
)
def test_corrections_are_named_by_number(entries: Any) -> None:
    """At least one number, each with what takes the place of its entry; what is not a number is taken for none."""
    with pytest.raises(EpisodeError) as caught:
        EXAMPLE.supersede(entries, because="a slip")
    assert str(caught.value) == NUMBERS


@pytest.mark.parametrize("number", [True, 1.0, "1", LOWER])
def test_an_entry_names_another_by_number(number: Any) -> None:
    """An entry made by hand is read no more generously."""
    assert problem(Entry(LOWER), Entry(LOWER, number, "why")) == f"entry 2: {NOT_THERE}"


# Nothing is reordered, edited or shown.


def test_it_is_frozen() -> None:
    """Neither the history, nor an entry, nor what follows from them is changed."""
    told: Any = history(LOWER, LOWERED)
    for thing, name in (
        (told, "entries"),
        (told, "person"),
        (told.entries[0], "content"),
        (told.entries[0], "supersedes"),
        (told.stays[0], "until"),
        (told.steps[0], "recommended"),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, None)
    entries = [Entry(LOWER)]
    made = Episode(entries=entries)
    entries.clear()
    assert len(made.entries) == 1


def test_recording_gives_another_history() -> None:
    """The one before is what it was."""
    before = history(LOWER)
    after = before.record(LOWERED)
    assert (len(before.entries), len(after.entries)) == (1, 2)
    assert before != after
    assert after == history(LOWER, LOWERED)


def test_swapped_entries_are_refused() -> None:
    """No two entries of the example can change places."""
    for first in range(len(WAY)):
        for second in range(first):
            swapped = [*EXAMPLE.entries]
            swapped[first], swapped[second] = swapped[second], swapped[first]
            with pytest.raises(EpisodeError):
                Episode(None, tuple(swapped))


@pytest.mark.parametrize("left_out", range(len(WAY) - 1))
def test_no_entry_of_the_example_but_the_last_can_be_left_out(left_out: int) -> None:
    """What follows rests on what went before."""
    with pytest.raises(EpisodeError):
        evolve(EXAMPLE, entries=(*EXAMPLE.entries[:left_out], *EXAMPLE.entries[left_out + 1 :]))


CORRECTED = (
    history(LOWER, LOWERED, seen("iop", 20))
    .supersede({3: RETURNED}, because="the return to use was told later")
    .record(RAISED)
    .supersede({5: None}, because="the place was given to another")
)


@pytest.mark.parametrize("told", [Episode(), Episode("p-1"), EXAMPLE, CORRECTED, moved(("php", 0), ("iop", 1), person="p-1")])
def test_copies_are_equal(told: Episode) -> None:
    """Pickled and copied, a history is the same."""
    for again in (pickle.loads(pickle.dumps(told)), copy.copy(told), copy.deepcopy(told)):  # noqa: S301 # our own bytes
        assert again == told
        assert (again.person, again.effective, again.stays, again.steps) == (told.person, told.effective, told.stays, told.steps)
        assert again.explain() == told.explain()


@pytest.mark.parametrize(
    ("tampered", "value", "message"),
    [
        ("entries", EXAMPLE.entries[1:], f"entry 1: {NOT_THE_LAST}"),
        ("entries", EXAMPLE.entries[::-1], f"entry 1: {NOT_THE_LAST}"),
        ("entries", (Entry(seen("iop", 0, assessed_on=None)),), f"entry 1: {NO_DAY}"),
        ("person", "p-1", f"entry 1: {ANOTHER_PERSON}"),
    ],
)
def test_a_tampered_copy_is_refused(tampered: str, value: Any, message: str) -> None:
    """A copy is built by the constructor, and read from its beginning."""
    told = history(*WAY)
    object.__setattr__(told, tampered, value)
    with pytest.raises(EpisodeError) as caught:
        pickle.loads(pickle.dumps(told))  # noqa: S301 # our own bytes
    assert str(caught.value) == message


def test_nothing_is_derived_from_a_decision_without_a_day() -> None:
    """Forced into a history, it is refused in the same words as by the constructor."""
    told = history(LOWER)
    object.__setattr__(told, "entries", (Entry(seen("iop", 0, assessed_on=None, days_at_level=3)),))
    with pytest.raises(EpisodeError) as caught:
        _ = told.stays
    assert str(caught.value) == NO_DAY


TEXT = """\
History of care, 6 entries
A history only grows: what was corrected stays on record, and does not count.

Record
  - 1. 2026-01-01, assessed at Residential: Step down: Residential to Intensive
    outpatient (IOP); 1 level passed
  - 2. 2026-01-02, done: Intensive outpatient (IOP) (as recommended)
  - 3. 2026-01-21, assessed at Intensive outpatient (IOP): Step down: Intensive
    outpatient (IOP) to Outpatient therapy
      Superseded: it does not count.
  - 4. 2026-01-21, assessed at Intensive outpatient (IOP): Step up: Intensive outpatient
    (IOP) to Partial hospitalization (PHP)
      Takes the place of entry 3: the return to use was told later.
  - 5. 2026-01-21, done: Partial hospitalization (PHP) (as recommended)
      Superseded: it does not count.
  - 6. entry 5 withdrawn
      Takes the place of entry 5: the place was given to another.

Rules: Step-down continuum of six levels, version 2026.1 (stepdown); draft, not
clinically validated."""

LEFT_TEXT = """\
History of care, 2 entries
A history only grows: what was corrected
stays on record, and does not count.

Record
  - 1. 2026-01-01, assessed at an
    unknown level: Not determined:
    current level of care unknown; 7
    open questions, 6 urgent
  - 2. 2026-01-03, done: no care (other
    than recommended: waiting list)

Rules: Step-down continuum of six
levels, version 2026.1 (stepdown);
draft, not clinically validated."""


def test_the_explanation() -> None:
    """Every entry in the order of recording, with what was corrected and why."""
    assert CORRECTED.explain() == TEXT
    nowhere = ENGINE.decide(Assessment(assessed_on=day(0)))
    assert history(nowhere, went(nowhere, NOT_IN_CARE, 2)).explain(10) == LEFT_TEXT
    assert Episode().explain() == (
        "History of care, 0 entries\nA history only grows: what was corrected stays on record, and does not count."
    )


SENTINEL = "Quincy Peculiar 4711"
MARKS = ("Quincy", "Peculiar", "4711")


def shows_nothing(error: BaseException) -> bool:
    shown = [str(error), repr(error), repr(error.args), *traceback.format_exception(error)]
    return not any(mark in text for mark in MARKS for text in shown)


def test_no_repr_shows_a_value() -> None:
    """Neither the key of the person, nor a day, a level, a note or a reason is shown; a key is not even in the explanation."""
    first = seen("residential", 0, person=SENTINEL, assessed_by=SENTINEL)
    told = history(first, went(first, "php", 1, note=SENTINEL, decided_by=SENTINEL), person=SENTINEL)
    told = told.supersede({2: None}, because=SENTINEL)
    things = (told, told.entries, told.stays, EXAMPLE.stays, EXAMPLE.steps, EXAMPLE.returns_to_use)
    for shown in (*map(repr, things), *map(str, things)):
        assert not any(mark in shown for mark in (*MARKS, "2026", "residential", "php", "iop", "RETURN"))
    assert repr(told) == "<Episode of 3 entries>"
    assert repr(told.entries) == "(<Entry: decision>, <Entry: disposition>, <Entry: withdrawal, supersedes 2>)"
    assert SENTINEL in told.explain()
    assert SENTINEL not in history(first, person=SENTINEL).explain()


@pytest.mark.parametrize("planted", [SENTINEL, SENTINEL * 40, 471_100_815, [SENTINEL], {SENTINEL: SENTINEL}, SENTINEL.encode()])
def test_no_error_shows_a_value(planted: Any) -> None:
    """Whatever is planted wherever, neither the error nor its traceback shows it."""
    mine = seen("residential", 0, person=SENTINEL, assessed_by=SENTINEL)
    done = went(mine, "iop", 1, note=SENTINEL, decided_by=SENTINEL)
    told = history(mine, done, person=SENTINEL)
    attempts: list[Callable[[], object]] = [
        lambda: Episode(planted, told.entries[1:]),
        lambda: Episode(None, (planted,)),
        lambda: Episode(None, (Entry(planted),)),
        lambda: Episode("other", told.entries),
        lambda: told.record(planted),
        lambda: told.record(done),
        lambda: told.record(seen("php", 0, person=SENTINEL)),
        lambda: told.supersede({1: planted}, because=SENTINEL),
        lambda: told.supersede({1: None}, because=SENTINEL),
        lambda: told.supersede({9: mine}, because=SENTINEL),
        lambda: told.supersede({2: None}, because=SENTINEL * 40),
        lambda: told.days_at_level(planted),
        lambda: told.next_assessment(planted),
        lambda: told.review_due(day(0)),
    ]
    for attempt in attempts:
        with pytest.raises(EpisodeError) as caught:
            attempt()
        assert shows_nothing(caught.value)


# Arbitrary histories.


@st.composite
def histories(draw: st.DrawFn, *, apart: int = 0, since: bool = False, corrected: bool = False, waiting: bool = False) -> Episode:
    """
    A valid history: people near the best case, seen and moved on, as recommended or otherwise.

    Entries lie `apart` days from each other at least. `since`: assessments may say how long ago residential care was
    left, and there is a ladder on which nobody said of one level whether anybody is there at night. `waiting`: before the
    first day at the next level, people may be seen there, where they were, or nowhere.
    """
    engines = [*ENGINES.values(), *([SILENT_ENGINE] * 2 if since else [])]
    engine = draw(st.sampled_from(engines))
    ladder = engine.rules.continuum.ids
    number = 0
    begins = 0
    level: Any = draw(st.sampled_from([*ladder, *ladder, NOT_IN_CARE, None]))
    before = level
    told = Episode(draw(st.sampled_from([None, "p-1"])))
    for _ in range(draw(st.integers(1, 4))):
        if waiting and number < begins and draw(st.booleans()):
            number = draw(st.integers(number, begins - 1))
            level = draw(st.sampled_from([level, before, NOT_IN_CARE]))
        else:
            number = max(number, begins) + draw(st.integers(apart, 60))
        days = draw(st.none() | st.integers(0, 50)) if level is not NOT_IN_CARE else None
        given_: dict[str, Any] = {"assessed_on": day(number), "person": told.person, "days_at_level": days}
        if since:
            given_["time_since_residential"] = draw(st.sampled_from([None, None, *SinceResidential]))
        decision = engine.decide(draw(near_best(level, given_)))
        told = told.record(decision)
        if draw(st.sampled_from([True, True, True, False])):
            number += draw(st.integers(apart, 9))
            places: list[Any] = [*ladder, NOT_IN_CARE, *([COMPLETE] if level is not NOT_IN_CARE else [])]
            recommended: Any = decision.target.id if isinstance(decision.target, Level) else decision.target
            as_recommended = recommended is not None and draw(st.booleans())
            chosen = recommended if as_recommended else draw(st.sampled_from(places))
            moves = chosen in ladder and chosen != level
            begins = number + draw(st.integers(1, 9)) if moves and draw(st.booleans()) else 0
            told = told.record(went(decision, chosen, number, begins_on=day(begins) if begins else None))
            before, level = level, chosen if chosen in ladder else NOT_IN_CARE
    if corrected and draw(st.booleans()):
        last = len(told.entries)
        told = told.supersede({last: None}, because="a slip")
    return told


def last_day(told: Episode) -> date:
    days = [one.assessment.assessed_on for one in told.decisions if one.assessment.assessed_on]
    return max([day(0), *days, *(one.begins_on or one.on for one in told.dispositions)])


@given(histories(corrected=True))
def test_a_person_is_where_the_last_entry_that_counts_leads(told: Episode) -> None:
    """The place of the last disposition, or the level of an assessment after it."""
    contents = [content for _, content in told.effective]
    if not contents:
        assert told.place is None
    elif isinstance(contents[-1], Disposition):
        assert told.place == contents[-1].place
    else:
        places = [one.place for one in told.dispositions]
        assert told.place == contents[-1].origin
        assert not places or places[-1] == told.place or (places[-1] is COMPLETE and told.place is NOT_IN_CARE)


@given(histories())
def test_stays_follow_each_other(told: Episode) -> None:
    """No two stays overlap, only the last can go on, and between two of them there is a step, and nothing but its gap."""
    stays = told.stays
    assert all(one.since is None or one.until is None or one.since <= one.until for one in stays)
    leaving = [step for step in told.steps if isinstance(step.origin, Level)]
    over = [one for one in stays if one.until is not None]
    assert [(one.level, one.until) for one in over] == [(step.origin, step.on) for step in leaving]
    assert [*stays[: len(over)]] == over
    for one, following, step in zip(stays, stays[1:], leaving, strict=False):
        assert one.until is not None
        assert following.since is not None
        assert one.until <= following.since
        if isinstance(step.target, Level):
            assert (step.target, step.gap_days) == (following.level, (following.since - one.until).days)
    assert len(stays) - len(over) == isinstance(told.place, Level)
    assert not isinstance(told.place, Level) or stays[-1].level == told.place


@given(histories(waiting=True, corrected=True))
def test_nobody_has_two_stays_at_a_time(told: Episode) -> None:
    """
    Each stay begins no sooner than the one before it ends, whenever people are seen while the next is to begin.

    So no day of care is counted twice.
    """
    stays = told.stays
    assert all(one.since is None or one.until is None or one.since <= one.until for one in stays)
    for one, following in pairwise(stays):
        assert one.until is not None
        assert following.since is None or one.until <= following.since
    assert any(one.until is None for one in stays[-1:]) == isinstance(told.place, Level)


def within(span: Span, on: date) -> bool:
    return span.start < on and (span.end is None or on < span.end)


@given(histories(waiting=True, corrected=True))
def test_every_assessment_lies_within_the_stay_it_was_made_in(told: Episode) -> None:
    """Who was seen at a level has a stay there that day; and no stay goes on over a day on which they were seen elsewhere."""
    spans = [(stay.level, span) for stay, span in zip(told.stays, told.timeline().spans, strict=True)]
    for on, place in ((one.assessment.assessed_on, one.origin) for one in told.decisions):
        assert on is not None
        there = [span for level, span in spans if level == place]
        assert not isinstance(place, Level) or any(on in {one.start, one.end} or within(one, on) for one in there)
        assert place is None or not any(within(span, on) for level, span in spans if level != place)


@given(histories())
def test_there_are_as_many_steps_as_moves(told: Episode) -> None:
    """Each disposition that leads elsewhere is one step, and no other is."""
    moves = [one for one in told.dispositions if one.place != one.decision.origin]
    assert [(step.on, step.origin, step.target) for step in told.steps] == [
        (one.on, one.decision.origin, one.place) for one in moves
    ]
    assert [step.recommended for step in told.steps] == [one.place == one.decision.target for one in moves]
    assert [list(step.passed) for step in told.steps] == [[each.level.id for each in one.passed] for one in moves]


@given(histories(waiting=True, corrected=True))
def test_each_step_leads_to_where_the_person_was_next_seen(told: Episode) -> None:
    """Where nobody has looked since, to where they are; and a move without a day of its own to begin is always a step."""
    contents = [content for _, content in told.effective]
    following = dict(pairwise(number for number, _ in enumerate(contents)))
    moves = [
        (number, one) for number, one in enumerate(contents) if isinstance(one, Disposition) and one.place != one.decision.origin
    ]
    made: list[Disposition] = []
    for number, one in moves:
        later = contents[following[number]] if number in following else None
        assert later is None or isinstance(later, Decision)
        if later is None or later.origin == (one.place if isinstance(one.place, Level) else NOT_IN_CARE):
            made.append(one)
        else:
            assert one.begins_on is not None
    assert [(step.on, step.origin, step.target) for step in told.steps] == [
        (one.on, one.decision.origin, one.place) for one in made
    ]


DERIVED = {"days_at_level", "time_since_residential"}


@given(histories(), st.integers(0, 400))
def test_the_next_assessment_never_reduces_care(told: Episode, later: int) -> None:
    """With everything that can change unknown, nobody steps down: what is unknown never reduces care (law 2)."""
    engine = Engine(told.decisions[-1].rules)
    assume(told.place is not None)
    start = told.next_assessment(last_day(told) + timedelta(later))
    assert {fact: value for fact, value in start.known().items() if fact not in DERIVED}.items() <= dict.fromkeys(
        HISTORY, True
    ).items()
    assert (start.person, start.assessed_by) == (told.person, None)
    decision = engine.decide(start)
    if isinstance(told.place, Level):
        assert decision.direction is Direction.STAY
    else:
        assert decision.direction is Direction.NOT_DETERMINED
    told.record(decision)


@st.composite
def complete_answers(draw: st.DrawFn, level: Any) -> dict[str, Any]:
    """Everything answered: as in the best case, or anyhow."""
    facts = [fact for fact in Assessment.vocabulary() if level is not NOT_IN_CARE or fact not in Assessment.level_scoped()]
    usual = {fact: answers(fact)[0] for fact in facts} | best(level).known()
    others = draw(st.just(facts) | st.sets(st.sampled_from(facts), max_size=4))
    return usual | {fact: draw(st.sampled_from(answers(fact))) for fact in others}


def rung(decision: Decision) -> int:
    assert decision.target is not None
    return decision.rules.continuum.rank(decision.target.id) if isinstance(decision.target, Level) else -1


@given(histories(since=True), st.integers(0, 120), st.data())
def test_nothing_carried_over_reduces_care(told: Episode, later: int, data: st.DataObject) -> None:
    """
    Whatever is answered, who begins from the history gets no less care than who is assessed afresh.

    The fresh assessment may say of residential care what the history says, or that it is longer ago: that much the history knows.
    """
    assume(told.place is not None)
    start = told.next_assessment(last_day(told) + timedelta(later))
    fresh_answers = data.draw(complete_answers(start.level))
    carried = start.time_since_residential
    if carried is not None:
        fresh_answers["time_since_residential"] = min(carried, fresh_answers["time_since_residential"])
    fresh = Assessment(level=start.level, assessed_on=start.assessed_on, person=start.person, **fresh_answers)
    filled = start.replace(**{fact: value for fact, value in fresh_answers.items() if fact not in start.known()})
    assert set(filled.known()) == set(fresh_answers)
    engine = Engine(told.decisions[-1].rules)
    assert rung(engine.decide(filled)) >= rung(engine.decide(fresh))
    repeated = engine.decide(fresh.replace(**start.known()))
    assert rung(engine.decide(filled)) == rung(repeated)


def since_residential(found: list[date], today: date) -> SinceResidential:
    """The grade of the last of these days on which care round the clock was left; NONE where there is none."""
    days = (today - max(found)).days if found else None
    return NEVER if days is None else WITHIN if days <= 30 else TO_90 if days <= 90 else OVER


def may_be_out_of_night_care(one: Disposition) -> bool:
    """Whether somebody was there at night, or may have been, and now nobody is, or may be; where neither is for certain."""
    was: Any = one.decision.origin.round_the_clock if isinstance(one.decision.origin, Level) else one.decision.origin
    now = one.place.round_the_clock if isinstance(one.place, Level) else False
    is_move = one.place != one.decision.origin
    return is_move and (was, now) in {(None, True), (None, False), (None, None), (True, None)}


@given(histories(since=True), st.integers(0, 120))
def test_the_time_since_residential_care_is_never_taken_to_be_longer(told: Episode, later: int) -> None:
    """The last leaving on record, or a more recent one that was said, since the person may have been elsewhere."""
    today = last_day(told) + timedelta(later)
    contents = [content for _, content in told.effective]
    lost = [
        number
        for number, one in enumerate(contents)
        if isinstance(one, Disposition) and (not isinstance(one.place, Level) or may_be_out_of_night_care(one))
    ]
    found: list[date] = []
    is_never = False
    for one in contents[max(lost, default=-1) + 1 :]:
        if isinstance(one, Decision) and not isinstance(one.origin, Level):
            found, is_never = [], False
        if isinstance(one, Disposition):
            was, now = (isinstance(place, Level) and place.round_the_clock is True for place in (one.decision.origin, one.place))
            found += [one.begins_on or one.on] if was and not now else []
        elif (
            one.origin is not None
            and one.assessment.time_since_residential is not None
            and one.assessment.assessed_on is not None
        ):
            said, seen_on = one.assessment.time_since_residential, one.assessment.assessed_on
            is_never |= said is NEVER
            if said > since_residential(found, seen_on):
                found.append(seen_on - timedelta({WITHIN: 0, TO_90: 31, OVER: 91}[said]))
    is_said = (found or is_never) and not (told.place is NOT_IN_CARE or told.place is COMPLETE)
    expected = since_residential(found, today) if is_said else None
    assert told.time_since_residential(today) is expected


@given(histories(since=True), st.integers(0, 120))
def test_days_since_residential_care_are_counted_from_the_last_leaving(told: Episode, later: int) -> None:
    """From the day of leaving, whatever anybody says, unless it may have been left again since."""
    today = last_day(told) + timedelta(later)
    unclear = [number for number, one in enumerate(told.dispositions) if may_be_out_of_night_care(one)]
    left = [
        one.on
        for one in told.dispositions[max(unclear, default=-1) + 1 :]
        if isinstance(one.decision.origin, Level) and one.decision.origin.round_the_clock
        if not isinstance(one.place, Level) or one.place.round_the_clock is False
    ]
    assert told.days_since_residential(today) == ((today - left[-1]).days if left else None)


@given(histories(since=True), st.integers(0, 120))
def test_only_a_step_as_recommended_puts_a_review_off(told: Episode, later: int) -> None:
    """Whatever else is done, care is looked at again no later than if it had not been; out of care, there is none."""
    today = last_day(told) + timedelta(later)
    review, decided = told.review_due(today), review_due(told.decisions[-1], today)
    last = told.effective[-1][1]
    if isinstance(last, Decision):
        assert review == decided
    elif not isinstance(last.place, Level) and not last.differs:
        assert review.due_on is None
    elif last.differs or last.place == last.decision.origin or last.begins_on not in {None, last.on}:
        assert decided.due_on is None or (review.due_on is not None and review.due_on <= decided.due_on)
        assert last.decision.target is not None or review.due
    elif not isinstance(last.place, Level) or last.place.review_days is None:
        assert review.due_on is None
    else:
        assert review.due_on == (last.begins_on or last.on) + timedelta(last.place.review_days)


@given(histories(), st.integers(0, 120))
def test_asking_changes_nothing(told: Episode, later: int) -> None:
    """Whatever is asked on whichever day, the history and its decisions are the same (law 8)."""
    engine = Engine(told.decisions[-1].rules)
    before, today = told.entries, last_day(told) + timedelta(later)
    told.review_due(today)
    told.days_at_level(today)
    told.explain()
    assert told.entries == before
    assert [engine.decide(one.assessment) for one in told.decisions] == [*told.decisions]


@settings(max_examples=40)
@given(histories(corrected=True))
def test_every_history_survives_pickling(told: Episode) -> None:
    """A copy is read from its beginning, and comes to the same."""
    again = pickle.loads(pickle.dumps(told))  # noqa: S301 # our own bytes
    assert again == told
    assert (again.place, again.stays, again.steps) == (told.place, told.stays, told.steps)


@given(histories(apart=1), st.data())
def test_no_history_can_be_reordered(told: Episode, data: st.DataObject) -> None:
    """Of entries on distinct days, every order but the one in which they were recorded is refused."""
    order = data.draw(st.permutations(range(len(told.entries))))
    assume(order != [*range(len(told.entries))])
    with pytest.raises(EpisodeError):
        Episode(told.person, tuple(told.entries[number] for number in order))


@given(histories(), st.sampled_from(["p-1", "p-2", None]))
def test_no_history_becomes_that_of_another(told: Episode, person: str | None) -> None:
    """With another key, the same entries are refused."""
    assume(person != told.person)
    with pytest.raises(EpisodeError):
        Episode(person, told.entries)


@settings(max_examples=75)
@given(histories(), st.data())
def test_a_history_only_grows(told: Episode, data: st.DataObject) -> None:
    """What is withdrawn from the end, entry by entry, leaves what was there before it; every old entry stays on record."""
    count = data.draw(st.integers(1, len(told.entries)))
    gone = range(len(told.entries), len(told.entries) - count, -1)
    together = told.supersede(dict.fromkeys(gone), because="a slip")
    one_by_one = told
    for number in gone:
        one_by_one = one_by_one.supersede({number: None}, because="a slip")
    before = Episode(told.person, told.entries[: len(told.entries) - count])
    for mended in (together, one_by_one):
        assert mended.entries[: len(told.entries)] == told.entries
        assert len(mended.entries) == len(told.entries) + count
        assert (mended.effective, mended.place, mended.stays, mended.steps) == (
            before.effective,
            before.place,
            before.stays,
            before.steps,
        )


# Over time.

IOP_BY_NAME, PHP_BY_NAME = "Intensive outpatient (IOP)", "Partial hospitalization (PHP)"
LANES = ("Medically managed inpatient", "Residential", PHP_BY_NAME, IOP_BY_NAME, "Outpatient therapy", "Aftercare")
BEFORE_THEN = "began before"
OVER_TIME = "Levels of care over time"


def drawn(told: Episode) -> tuple[list[tuple[str, int, int | None, str]], list[tuple[str, int, str]]]:
    """The spans and the events by name of the lane and number of the day."""
    line = told.timeline()

    def number(when: date) -> int:
        return (when - day(0)).days

    spans = [
        (line.lanes[one.lane], number(one.start), None if one.end is None else number(one.end), one.label) for one in line.spans
    ]
    return spans, [(line.lanes[one.lane], number(one.start), one.label) for one in line.events]


BROUGHT_IN = seen(NOT_IN_CARE, 0, disorder_severity=Severity.MODERATE)
"""First placement at IOP."""
USED = seen("iop", 5, days_at_level=2, return_to_use=ReturnToUse.RETURN)
"""IOP since day 3, to PHP."""
UNKNOWN_SINCE = seen("iop", 10)
"""IOP, nobody says since when."""
FROM_NOWHERE = ENGINE.decide(Assessment(assessed_on=day(0), return_to_use=ReturnToUse.LAPSE))


@pytest.mark.parametrize(
    ("told", "spans"),
    [
        (
            EXAMPLE,
            [
                ("Residential", -28, 1, ""),
                (IOP_BY_NAME, 3, 20, ""),
                (PHP_BY_NAME, 20, 41, ""),
                (IOP_BY_NAME, 41, None, ""),
            ],
        ),
        (history(seen("php", 0, days_at_level=0)), [(PHP_BY_NAME, 0, None, "")]),
        (history(seen("php", 5, days_at_level=5)), [(PHP_BY_NAME, 0, None, "")]),
        (history(UNKNOWN_SINCE), [(IOP_BY_NAME, 10, None, BEFORE_THEN)]),
        (history(UNKNOWN_SINCE, seen("iop", 17, days_at_level=17)), [(IOP_BY_NAME, 10, None, BEFORE_THEN)]),
        (
            history(UNKNOWN_SINCE, went(UNKNOWN_SINCE, "outpatient", 12)),
            [(IOP_BY_NAME, 10, 12, BEFORE_THEN), (LANES[4], 12, None, "")],
        ),
        (
            history(UNKNOWN_SINCE, went(UNKNOWN_SINCE, "outpatient", 10)),
            [(IOP_BY_NAME, 10, 10, BEFORE_THEN), (LANES[4], 10, None, "")],
        ),
        (history(UNKNOWN_SINCE, went(UNKNOWN_SINCE, NOT_IN_CARE, 12)), [(IOP_BY_NAME, 10, 12, BEFORE_THEN)]),
        (history(UNKNOWN_SINCE, went(UNKNOWN_SINCE, COMPLETE, 12)), [(IOP_BY_NAME, 10, 12, BEFORE_THEN)]),
        (history(UNKNOWN_SINCE, went(UNKNOWN_SINCE, "iop", 12)), [(IOP_BY_NAME, 10, None, BEFORE_THEN)]),
        (history(BROUGHT_IN), []),
        (history(BROUGHT_IN, went(BROUGHT_IN, "iop", 0)), [(IOP_BY_NAME, 0, None, "")]),
        (history(BROUGHT_IN, went(BROUGHT_IN, "iop", 0, begins_on=day(7))), [(IOP_BY_NAME, 7, None, "")]),
        (history(BROUGHT_IN, went(BROUGHT_IN, NOT_IN_CARE, 0)), []),
        (history(FROM_NOWHERE, went(FROM_NOWHERE, "iop", 1)), [(IOP_BY_NAME, 1, None, "")]),
        (Episode(), []),
        (history(LOWER).supersede({1: None}, because="a slip"), []),
    ],
    ids=[
        "four stays, two of them at one level",
        "from the day of the assessment",
        "from before it",
        "from nobody knows when",
        "from nobody knows when, though somebody said so later",
        "over",
        "over on the same day",
        "left",
        "completed",
        "going on as it was decided",
        "a first placement",
        "admitted",
        "admitted, to begin later",
        "not begun",
        "at an unknown level before",
        "nothing",
        "withdrawn",
    ],
)
def test_stays_over_time(told: Episode, spans: list[object]) -> None:
    """From the first day to the last, or on; where nobody recorded the first, from the first assessment there, which is said."""
    assert drawn(told)[0] == spans


def test_leaving_and_coming_back_is_drawn_as_two_stays() -> None:
    """With what lies between left open."""
    left = went(UNKNOWN_SINCE, NOT_IN_CARE, 12)
    back = seen(NOT_IN_CARE, 30, disorder_severity=Severity.MODERATE)
    told = history(UNKNOWN_SINCE, left, back, went(back, "iop", 31))
    assert drawn(told) == ([(IOP_BY_NAME, 10, 12, BEFORE_THEN), (IOP_BY_NAME, 31, None, "")], [])


def test_what_was_superseded_is_not_drawn() -> None:
    """Neither the stay nor the use of an entry that does not count; what takes its place is."""
    assert drawn(CORRECTED) == (
        [("Residential", -28, 1, ""), (IOP_BY_NAME, 3, None, "")],
        [(IOP_BY_NAME, 20, "return to use")],
    )
    told = history(USED, went(USED, "php", 5))
    assert drawn(told) == ([(IOP_BY_NAME, 3, 5, ""), (PHP_BY_NAME, 5, None, "")], [(IOP_BY_NAME, 5, "return to use")])
    mended = told.supersede({1: seen("iop", 5, days_at_level=5), 2: None}, because="another person's test")
    assert drawn(mended) == ([(IOP_BY_NAME, 0, None, "")], [])


def test_use_on_record_is_drawn_where_it_was_recorded() -> None:
    """Lapses and returns, each on its day; none where the level is not known, for there is no lane for it."""
    assert drawn(EXAMPLE)[1] == [(IOP_BY_NAME, 20, "return to use"), (IOP_BY_NAME, 60, "lapse")]
    told = history(FROM_NOWHERE)
    assert [one.level for one in told.returns_to_use] == [None]
    assert drawn(told) == ([], [])
    assert drawn(history(seen("iop", 5, return_to_use=ReturnToUse.NONE)))[1] == []


def test_the_lanes_are_those_of_the_ladder() -> None:
    """From the highest to the lowest, on whichever ladder the history is; without a decision there are none."""
    line = EXAMPLE.timeline()
    assert (line.title, line.description) == (OVER_TIME, "Each stay at its level, and each use on record.")
    assert line.lanes == LANES
    assert (Episode().timeline().lanes, Episode().timeline().entries) == ((), ())
    other = Engine(four_levels.RULES).decide(Assessment(level="2.1", assessed_on=day(4), return_to_use=ReturnToUse.LAPSE))
    on_another = history(other, went(other, "3.1", 6))
    assert on_another.timeline().lanes == tuple(level.name for level in four_levels.LADDER.levels[::-1])
    assert drawn(on_another) == (
        [("2.1 Intensive outpatient (IOP)", 4, 6, BEFORE_THEN), (four_levels.LADDER["3.1"].name, 6, None, "")],
        [("2.1 Intensive outpatient (IOP)", 4, "lapse")],
    )


def test_the_first_and_the_last_day_that_there_are() -> None:
    """Nothing is counted beyond the calendar."""
    last = ENGINE.decide(best("iop").replace(assessed_on=date.max, days_at_level=3))
    assert history(last).timeline().spans == (Span(3, date(9999, 12, 28), None),)
    first = ENGINE.decide(best("iop").replace(assessed_on=date.min, days_at_level=3))
    assert history(first).timeline().spans == (Span(3, date.min, None, BEFORE_THEN),)
    for one in (first, last):
        check_methods(history(one))


def test_the_page_has_the_drawing_before_the_record() -> None:
    """Markdown spells it out as a table; HTML draws it, and tells all of it to whoever cannot see it."""
    told = history(USED, went(USED, "php", 5))
    assert [one.heading for one in told.page().parts] == [OVER_TIME, "Record"]
    shown = check_methods(told)
    assert shown.markdown == (
        "## History of care, 2 entries\n"
        "\n"
        "A history only grows: what was corrected stays on record, and does not count.\n"
        "\n"
        "### Levels of care over time\n"
        "\n"
        "| Days | Level | What |\n"
        "| --- | --- | --- |\n"
        "| 2026-01-04 to 2026-01-06 | Intensive outpatient (IOP) |  |\n"
        "| from 2026-01-06 on | Partial hospitalization (PHP) |  |\n"
        "| 2026-01-06 | Intensive outpatient (IOP) | return to use |\n"
        "\n"
        "### Record\n"
        "\n"
        "- 1\\. 2026-01-06, assessed at Intensive outpatient (IOP): Step up: "
        "Intensive outpatient (IOP) to Partial hospitalization (PHP)\n"
        "- 2\\. 2026-01-06, done: Partial hospitalization (PHP) (as recommended)\n"
        "\n"
        "Rules: Step-down continuum of six levels, version 2026.1 (stepdown); draft, not clinically validated."
    )
    assert shown.html.count("<svg") == 1
    assert (
        "<desc>Each stay at its level, and each use on record. 2026-01-04 to 2026-01-06, Intensive outpatient (IOP); "
        "from 2026-01-06 on, Partial hospitalization (PHP); 2026-01-06, Intensive outpatient (IOP), return to use</desc>"
    ) in shown.html


@pytest.mark.parametrize("told", [Episode(), history(BROUGHT_IN), history(FROM_NOWHERE)])
def test_without_a_stay_nothing_is_drawn(told: Episode) -> None:
    """The page is its record."""
    assert not told.timeline().spans
    assert [one.heading for one in told.page().parts] == ["Record"][: len(told.entries)]
    assert "<svg" not in check_methods(told).html


def test_the_text_is_the_record() -> None:
    """It is kept without the drawing, and otherwise as the page is."""
    page = EXAMPLE.page()
    assert EXAMPLE.explain() == as_text(Page(page.title, page.lead, page.sections[1:], page.foot))
    assert EXAMPLE.explain(50) == as_text(Page(page.title, page.lead, page.sections[1:], page.foot), 50) != EXAMPLE.explain()
    assert OVER_TIME in as_text(page)


@given(histories(waiting=True, corrected=True))
def test_the_drawing_says_what_the_history_says(told: Episode) -> None:
    """A span for each stay, from its first day or the first assessment there, and an event for each use at a level."""
    line = told.timeline()
    assert [line.lanes[one.lane] for one in line.spans] == [stay.level.name for stay in told.stays]
    assert [one.end for one in line.spans] == [stay.until for stay in told.stays]
    seen_on = [(one.origin, one.assessment.assessed_on) for one in told.decisions]
    for span, stay in zip(line.spans, told.stays, strict=True):
        assert (span.label == BEFORE_THEN) == (stay.since is None)
        assert span.start == stay.since if stay.since is not None else (stay.level, span.start) in seen_on
    assert [(line.lanes[one.lane], one.start) for one in line.events] == [
        (use.level.name, use.on) for use in told.returns_to_use if isinstance(use.level, Level)
    ]


@given(histories(waiting=True, corrected=True))
def test_spans_of_a_history_never_overlap(told: Episode) -> None:
    """Nobody is in two places: each begins no sooner than the one before it ends."""
    spans = told.timeline().spans
    assert all(one.end is not None and one.end <= following.start for one, following in pairwise(spans))


@given(histories(corrected=True))
def test_every_history_can_be_laid_out(told: Episode) -> None:
    """In all three ways, the same each time; and every line of text keeps to its width."""
    laid_out(told.page)
    assert all(len(line) <= 60 for line in told.explain(60).splitlines())


WAITING = went(RETURNED, "php", 22, begins_on=day(30))
"""Decided at IOP on day 20, to begin at PHP on day 30."""


@pytest.mark.parametrize(("days", "since", "label"), [(None, 25, BEFORE_THEN), (0, 25, ""), (2, 23, ""), (3, 22, "")])
def test_who_waits_for_the_next_level_is_not_drawn_there(days: int | None, since: int, label: str) -> None:
    """Seen at the level before, in the meantime: that the next one was to begin is no stay there, and this one goes on."""
    told = history(RETURNED, WAITING, seen("iop", 25, days_at_level=days))
    assert drawn(told)[0] == [(IOP_BY_NAME, 20, 22, BEFORE_THEN), (IOP_BY_NAME, since, None, label)]
    check_methods(told)


@pytest.mark.parametrize("days", [4, 5, 25, 3_650])
def test_who_was_still_at_the_level_before_is_drawn_there_once(days: int) -> None:
    """Seen there while waiting, by an assessment that says it was never left: the stay goes on, from its first day."""
    again = seen("iop", 25, days_at_level=days)
    assert drawn(history(RETURNED, WAITING, again))[0] == [(IOP_BY_NAME, 20, None, BEFORE_THEN)]
    known = RETURNED.assessment.replace(days_at_level=6)
    start = ENGINE.decide(known)
    told = history(start, went(start, "php", 22, begins_on=day(30)), again)
    assert told.stays == (Stay(stepdown.LADDER["iop"], day(14), None),)
    assert told.days_at_level(day(26)) == 12
    assert history(*told.decisions[:1], *told.dispositions).stays[0].until == day(22)


def test_who_was_still_there_and_leaves_has_one_stay() -> None:
    """It ends on the day on which it was left at last, and the next one begins after that."""
    again = seen("iop", 25, days_at_level=25, return_to_use=ReturnToUse.RETURN)
    told = history(RETURNED, WAITING, again, went(again, "php", 27, begins_on=day(28)))
    assert drawn(told)[0] == [(IOP_BY_NAME, 20, 27, BEFORE_THEN), (PHP_BY_NAME, 28, None, "")]


@pytest.mark.parametrize("on", [20, 22])
def test_what_lies_between_is_left_open_where_nobody_says(on: int) -> None:
    """Left and seen there again, on whichever days: nobody is drawn there in between, and no days are counted."""
    told = history(RETURNED, went(RETURNED, "php", on, begins_on=day(30)), seen("iop", 25))
    assert drawn(told)[0] == [(IOP_BY_NAME, 20, on, BEFORE_THEN), (IOP_BY_NAME, 25, None, BEFORE_THEN)]
    assert told.days_at_level(day(26)) is None


def test_a_time_out_of_care_is_never_drawn_over() -> None:
    """Whatever is said of the days at the level, where the person was on record as out of care meanwhile."""
    out, iop = seen(NOT_IN_CARE, 24), stepdown.LADDER["iop"]
    for days, since in ((0, day(25)), (1, day(24)), (2, None), (25, None)):
        told = history(RETURNED, WAITING, out, seen("iop", 25, days_at_level=days))
        assert told.stays == (Stay(iop, None, day(22)), Stay(iop, since, None))
    left = history(RETURNED, went(RETURNED, NOT_IN_CARE, 20))
    back = seen(NOT_IN_CARE, 30, disorder_severity=Severity.MODERATE)
    told = left.record(back).record(went(back, "iop", 30, begins_on=day(40))).record(seen("iop", 33, days_at_level=33))
    assert drawn(told)[0] == [(IOP_BY_NAME, 20, 20, BEFORE_THEN), (IOP_BY_NAME, 33, None, BEFORE_THEN)]


def test_who_is_seen_at_a_level_before_its_first_day_is_there_by_then() -> None:
    """What was recorded there lies within the stay."""
    told = history(BROUGHT_IN, went(BROUGHT_IN, "iop", 0, begins_on=day(7)), seen("iop", 3, return_to_use=ReturnToUse.LAPSE))
    assert drawn(told) == ([(IOP_BY_NAME, 3, None, BEFORE_THEN)], [(IOP_BY_NAME, 3, "lapse")])


@pytest.mark.parametrize(("days", "since"), [(None, None), (0, 3), (1, 2), (3, 0), (4, None), (30, None)])
def test_the_first_day_of_who_came_before_it_was_planned(days: int | None, since: int | None) -> None:
    """It is what is said of it, back to the day of the step; else it is unknown, for the planned day it was not."""
    told = history(BROUGHT_IN, went(BROUGHT_IN, "iop", 0, begins_on=day(7)), seen("iop", 3, days_at_level=days))
    assert told.stays == (Stay(stepdown.LADDER["iop"], None if since is None else day(since), None),)
    assert told.days_at_level(day(10)) == (None if since is None else 10 - since)


def test_who_is_seen_at_the_next_level_and_then_at_the_one_before() -> None:
    """Each stay ends before the next begins, though an assessment says that it began before that."""
    iop, php = stepdown.LADDER["iop"], stepdown.LADDER["php"]
    for days, since in ((0, day(26)), (1, None), (26, None)):
        told = history(RETURNED, WAITING, seen("php", 24), seen("iop", 26, days_at_level=days))
        assert told.stays == (Stay(iop, None, day(22)), Stay(php, None, day(26)), Stay(iop, since, None))


def test_an_unknown_level_takes_up_no_stay() -> None:
    """Whatever is said of the days at it: nobody knows which one it is."""
    nowhere, php = seen(None, 0), stepdown.LADDER["php"]
    told = history(nowhere, went(nowhere, "php", 0, begins_on=day(9)))
    assert told.record(seen(None, 3, days_at_level=9)).stays == ()
    found = told.record(seen(None, 3)).record(seen("iop", 4, days_at_level=4))
    assert found.stays == (Stay(stepdown.LADDER["iop"], day(0), None),)
    lost = seen(None, 4)
    told = told.record(seen("php", 3)).record(lost).record(went(lost, "iop", 4, begins_on=day(9)))
    assert told.record(seen(None, 5, days_at_level=5)).stays == (Stay(php, None, day(4)),)


def test_one_entry_is_one() -> None:
    """In the title of the page."""
    assert history(LOWER).page().title == "History of care, 1 entry"


def test_what_the_page_of_a_history_keeps_to_itself() -> None:
    """Neither the key nor a role, nor a note, nor a value of a fact; why an entry was corrected is shown."""
    first = seen("residential", 0, person=SENTINEL, assessed_by=SENTINEL, ciwa_ar=47)
    done = went(first, "php", 1, note=SENTINEL, decided_by=SENTINEL)
    for shown in check_methods(history(first, done, person=SENTINEL)):
        assert not [mark for mark in MARKS if mark in shown]
    corrected = history(first, done, person=SENTINEL).supersede({2: None}, because="a Peculiar slip")
    for shown in check_methods(corrected):
        assert shown.count("Peculiar") == 1
        assert not [mark for mark in ("Quincy", "4711") if mark in shown]
