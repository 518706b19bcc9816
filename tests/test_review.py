"""Reviews: when to look again; time asks for an assessment, and moves nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from continuum import (
    NOT_IN_CARE,
    Assessment,
    Continuum,
    Decision,
    Direction,
    Engine,
    Level,
    ReturnToUse,
    RuleSet,
    Severity,
    StepDown,
)
from continuum.errors import EpisodeError
from continuum.library import four_levels, stepdown
from continuum.review import Review, check_today, review_due
from tests.library.cases import best
from tests.test_disposition import acts

ENGINE = Engine(stepdown.RULES)
DAY = date(2026, 11, 2)
NO_DAY = "the day of the assessment is not recorded, so when to look again cannot be told"
NO_INTERVAL = "no review interval is set for this level"
UNDETERMINED = "the decision is not determined: settle its open questions now"
BEFORE = "today: lies before the last day recorded; pass the day on which you ask"

SIX = {"aftercare": 90, "outpatient": 30, "iop": 14, "php": 7, "residential": 7, "inpatient": 1}
TEN = {"1.0": 90, "1.5": 30, "1.7": 14, "2.1": 14, "2.5": 7, "2.7": 7, "3.1": 14, "3.5": 7, "3.7": 3, "4": 1}

LADDER = Continuum(
    "partly-said",
    [
        Level("low", "Low", purpose="a link", review_days=20),
        Level("mid", "Mid", purpose="structure"),
        Level("high", "High", purpose="safety"),
    ],
)
PARTLY_SAID = Engine(
    RuleSet(
        id="partly-said",
        version="1",
        title="Partly said",
        intended_use="Tests.",
        continuum=LADDER,
        facts=Assessment,
        rules=[StepDown("down", at=["mid", "high"], when=Assessment.goals_met.as_condition(), because="the goals are met")],
    )
)
"""Intervals are set for the lowest level only."""


def decide(level: Any, **changes: Any) -> Decision:
    return ENGINE.decide(best(level).replace(assessed_on=DAY, **changes))


def after(days: int, level: str) -> str:
    return f"care at {level} is looked at again after {days} day{'' if days == 1 else 's'} at the latest"


@pytest.mark.parametrize(
    ("rules", "level", "days"),
    [
        *((stepdown.RULES, level, days) for level, days in SIX.items()),
        *((four_levels.RULES, level, days) for level, days in TEN.items()),
    ],
)
def test_each_level_has_its_interval(rules: RuleSet, level: str, days: int) -> None:
    """Care that stays at a level is looked at again after the level's interval, counted from the day of the assessment."""
    stay = Engine(rules).decide(best(level).replace(assessed_on=DAY, goals_met=False, medically_stable=False))
    assert (stay.direction, stay.provisional) == (Direction.STAY, False)
    expected = Review(DAY + timedelta(days), days, after(days, rules.continuum[level].name))
    assert review_due(stay, DAY) == expected


def test_every_level_of_both_ladders_is_in_the_tables() -> None:
    """No level was forgotten above."""
    assert [*SIX] == [*stepdown.LADDER.ids]
    assert [*TEN] == [*four_levels.LADDER.ids]


@pytest.mark.parametrize(
    ("decision", "days", "level"),
    [
        (decide("residential"), 7, "Residential"),
        (decide("iop", return_to_use=ReturnToUse.RETURN), 7, "Partial hospitalization (PHP)"),
        (decide("outpatient", needs_24h_supervision=True), 7, "Residential"),
        (decide("inpatient"), 1, "Medically managed inpatient"),
        (decide("aftercare"), 90, "Aftercare"),
        (decide(NOT_IN_CARE, disorder_severity=Severity.MODERATE), 14, "Intensive outpatient (IOP)"),
    ],
)
def test_the_shorter_interval_counts(decision: Decision, days: int, level: str) -> None:
    """Of the two levels that a decision speaks of, where the person was and where it leads, the one looked at sooner counts."""
    assert decision.direction is not Direction.STAY
    assert review_due(decision, DAY) == Review(DAY + timedelta(days), days, after(days, level))


@pytest.mark.parametrize(("level", "changes"), [(None, {}), (NOT_IN_CARE, {"disorder_severity": None})])
def test_what_is_not_determined_is_due_at_once(level: Any, changes: dict[str, Any]) -> None:
    """Nothing is waited for where nothing is settled, and the next day it is overdue."""
    decision = decide(level, **changes)
    assert decision.target is None
    assert review_due(decision, DAY) == Review(DAY, 0, UNDETERMINED)
    assert review_due(decision, DAY).due is True
    assert review_due(decision, DAY + timedelta(3)) == Review(DAY, -3, UNDETERMINED)


@pytest.mark.parametrize(("level", "changes"), [(None, {}), (NOT_IN_CARE, {"disorder_severity": None})])
@pytest.mark.parametrize("today", [DAY, date(1999, 1, 1), date.min, date.max])
def test_what_is_not_determined_is_due_at_once_without_a_day_too(level: Any, changes: dict[str, Any], today: date) -> None:
    """On whichever day it is asked, its open questions are due that day."""
    review = review_due(ENGINE.decide(best(level).replace(**changes)), today)
    assert review == Review(today, 0, UNDETERMINED)
    assert review.due is True


def test_without_a_day_of_assessment_nothing_says_when() -> None:
    """No clock is read to make one up, and any day can be asked about."""
    for level in ("iop", "residential"):
        review = review_due(ENGINE.decide(best(level)), date(1999, 1, 1))
        assert review == Review(None, None, NO_DAY)
        assert review.due is None


def test_without_an_interval_nothing_says_when() -> None:
    """Where the ladder sets none, none is made up; where it sets one for one of the two levels, that one counts."""
    stay = PARTLY_SAID.decide(Assessment(level="mid", assessed_on=DAY, goals_met=False))
    down = PARTLY_SAID.decide(Assessment(level="mid", assessed_on=DAY, goals_met=True))
    from_high = PARTLY_SAID.decide(Assessment(level="high", assessed_on=DAY, goals_met=True))
    assert review_due(stay, DAY) == review_due(from_high, DAY) == Review(None, None, NO_INTERVAL)
    assert review_due(stay, DAY).due is None
    assert review_due(down, DAY) == Review(DAY + timedelta(20), 20, after(20, "Low"))


@pytest.mark.parametrize(
    ("days", "left", "due"), [(0, 14, False), (13, 1, False), (14, 0, True), (15, -1, True), (400, -386, True)]
)
def test_due_on_its_day_and_from_then_on(days: int, left: int, due: bool) -> None:  # noqa: FBT001 # parametrized
    """It is due on the day itself, not the day before, and stays due."""
    review = review_due(decide("iop", judged_ready=False), DAY + timedelta(days))
    assert (review.due_on, review.days_left, review.due) == (DAY + timedelta(14), left, due)


@pytest.mark.parametrize(("before", "left"), [(0, 0), (13, 13), (14, 14), (15, 14)])
def test_reviews_end_with_the_calendar(before: int, left: int) -> None:
    """What would be due after its last day is due on that day, and nothing fails."""
    day = date.max - timedelta(before)
    stay = ENGINE.decide(best("iop").replace(judged_ready=False, assessed_on=day))
    expected = Review(day + timedelta(left), left, after(14, "Intensive outpatient (IOP)"))
    assert review_due(stay, day) == expected
    assert review_due(stay, date.max) == Review(expected.due_on, left - before, expected.because)


@pytest.mark.parametrize(
    ("today", "message"),
    [
        (DAY - timedelta(1), BEFORE),
        (date(1999, 1, 1), BEFORE),
        (datetime(2026, 11, 3, tzinfo=UTC), "today: expected a date without a time; was given a value of type datetime"),
        ("2026-11-03", "today: expected a date without a time; was given text"),
        (None, "today: expected a date without a time; was given nothing"),
        (20261103, "today: expected a date without a time; was given a whole number"),
    ],
)
def test_days_that_cannot_be_today(today: Any, message: str) -> None:
    """A day before the assessment, a moment, and what is no day are refused, whether the decision is determined or not."""
    for decision in (decide("iop"), decide(None)):
        with pytest.raises(EpisodeError) as caught:
            review_due(decision, today)
        assert str(caught.value) == message


def test_a_moment_is_refused_also_where_no_day_is_recorded() -> None:
    """What is no day is never taken for one."""
    wrong: Any = "today"
    with pytest.raises(EpisodeError):
        review_due(ENGINE.decide(best("iop")), wrong)


def test_the_day_is_called_by_the_name_of_the_argument() -> None:
    """Who passes `on` is told about `on`."""
    for today, message in (
        (DAY - timedelta(1), "on: lies before the last day recorded; pass the day on which you ask"),
        (3, "on: expected a date without a time; was given a whole number"),
    ):
        with pytest.raises(EpisodeError) as caught:
            check_today(today, DAY, "on")
        assert str(caught.value) == message
    check_today(DAY, DAY, "on")
    check_today(DAY, None)


def test_a_review_is_frozen() -> None:
    """Nobody puts a review off by changing it."""
    review: Any = review_due(decide("iop"), DAY)
    with pytest.raises(FrozenInstanceError):
        review.due_on = DAY + timedelta(365)


@given(acts(), st.integers(0, 5_000))
def test_time_moves_nobody(act: tuple[Decision, Any], days: int) -> None:
    """Whatever day is asked about, the decision is the same, and its review falls on the same day (law 8)."""
    decision, _ = act
    before, day = decision.to_dict(), decision.assessment.assessed_on
    assert day is not None
    review = review_due(decision, day + timedelta(days))
    assert decision.to_dict() == before
    assert decision == Engine(decision.rules).decide(decision.assessment)
    assert review.due_on == review_due(decision, day).due_on
    assert review.due_on is not None
    assert review.days_left == (review.due_on - day).days - days


@given(acts())
def test_no_review_is_later_than_the_longest_interval_of_its_levels(act: tuple[Decision, Any]) -> None:
    """A review is never later than either level of the decision asks for."""
    decision, _ = act
    review = review_due(decision, decision.assessment.assessed_on or DAY)
    places = [place for place in (decision.origin, decision.target) if isinstance(place, Level)]
    assert review.days_left is not None
    assert all(place.review_days is not None and review.days_left <= place.review_days for place in places)
    assert decision.target is not None or review.due


def test_what_is_unknown_puts_no_review_off() -> None:
    """Urgent questions make a review due at once; other questions let the shortest interval of the range count."""
    nothing_known = Engine(stepdown.RULES).decide(Assessment(level="aftercare", assessed_on=DAY))
    assert review_due(nothing_known, DAY) == Review(DAY, 0, "urgent questions are open: settle them now")
    maybe_up = Engine(stepdown.RULES).decide(best("outpatient").replace(assessed_on=DAY, environment_risk=None, goals_met=False))
    assert (maybe_up.target_id, maybe_up.range_ids) == ("outpatient", ("outpatient", "residential"))
    assert review_due(maybe_up, DAY).days_left == 7


def test_a_review_needs_a_decision() -> None:
    """Anything else is refused by name."""
    with pytest.raises(EpisodeError, match=r"^decision: expected a Decision, as Engine\.decide makes it; was given nothing$"):
        review_due(None, DAY)  # type: ignore[arg-type] # wrong on purpose


def test_a_review_shows_no_day() -> None:
    """Only whether there is one."""
    assert repr(Review(DAY, 0, "x")) == "<Review, on a day>"
    assert repr(Review(None, None, "x")) == "<Review, nothing says when>"
