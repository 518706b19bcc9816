"""
Reviews: when to look again.

What lives here: `Review` and `review_due`. What it may import: `decision` and below. What it never does: read a clock, or move
anybody. Time triggers a review, never a step (F0-21); a level is kept, or left, for what a new assessment shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from attrs import frozen

from continuum.assessment import is_day
from continuum.decision import Decision
from continuum.errors import EpisodeError, kind_of
from continuum.levels import Level, Outside


@frozen(repr=False)
class Review:
    """
    When the next assessment is due.

    Args:
        due_on: The day; `None` where nothing says when: no day of assessment, or no review interval.
        days_left: Whole days until then, from the day asked about; negative when it is over; `None` as above.
        because: Where the day comes from.
    """

    due_on: date | None
    days_left: int | None
    because: str

    def __repr__(self) -> str:
        """Whether something says when; no more."""
        return f"<Review, {'nothing says when' if self.due_on is None else 'on a day'}>"

    @property
    def due(self) -> bool | None:
        """Whether it is due on the day asked about; `None` where nothing says when."""
        return None if self.days_left is None else self.days_left <= 0


def review_due(decision: Decision, today: date) -> Review:
    """
    When a decision has to be looked at again.

    The shorter review interval of the levels that it speaks of, where the person was and where the decision leads, counted from
    the day of the assessment. While unknown facts could still change a decision, the levels in its range count, too. A decision
    that is not determined, or has urgent questions open, is due at once: what is unknown puts no review off.

    Args:
        decision: The decision.
        today: The day asked about; no clock is read.

    Raises:
        EpisodeError: `today` is no date, or lies before the day of the assessment; or there is no decision.

    Example:
        >>> from continuum import Assessment, Engine
        >>> from continuum.library import stepdown
        >>> stay = Engine(stepdown.RULES).decide(Assessment(level="iop", assessed_on=date(2026, 11, 2)))
        >>> review_due(stay, date(2026, 11, 12)).because
        'urgent questions are open: settle them now'

    Law: 8, time alone moves nobody.
    """
    if type(decision) is not Decision:
        raise EpisodeError(f"decision: expected a Decision, as Engine.decide makes it; was given {kind_of(decision)}")
    day = decision.assessment.assessed_on
    check_today(today, day)
    if decision.target is None:
        return _review(day or today, 0, today, "the decision is not determined: settle its open questions now")
    if any(question.urgent for question in decision.open_questions):
        return _review(day or today, 0, today, "urgent questions are open: settle them now")
    return review_at(day, [decision.origin, decision.target, *_in_range(decision)], today)


def _in_range(decision: Decision) -> tuple[Level, ...]:
    """The levels that unknown facts leave possible; none where nothing is left open."""
    if not decision.provisional:
        return ()
    low, high = decision.case.placement.lowest, decision.case.placement.highest
    return decision.rules.continuum.levels[max(low, 0) : high + 1]


def review_at(day: date | None, places: Iterable[Level | Outside | None], today: date) -> Review:
    """When care at these levels, looked at on this day, has to be looked at again: the shortest interval counts."""
    intervals = [(place.review_days, place.name) for place in places if isinstance(place, Level) and place.review_days]
    if not intervals:
        return Review(None, None, "no review interval is set for this level")
    days, name = min(intervals)
    return _review(day, days, today, f"care at {name} is looked at again after {days} day{'s' if days > 1 else ''} at the latest")


def _review(day: date | None, days: int, today: date, because: str) -> Review:
    if day is None:
        return Review(None, None, "the day of the assessment is not recorded, so when to look again cannot be told")
    due_on = day + timedelta(days=min(days, (date.max - day).days))
    return Review(due_on, (due_on - today).days, because)


def check_today(today: object, earliest: date | None, word: str = "today") -> None:
    """
    Refuse a day that cannot be today; the message calls it by the given word.

    Raises:
        EpisodeError: It is no date, or lies before the earliest day.
    """
    if not isinstance(today, date) or not is_day(today):
        raise EpisodeError(f"{word}: expected a date without a time; was given {kind_of(today)}")
    if earliest is not None and today < earliest:
        raise EpisodeError(f"{word}: lies before the last day recorded; pass the day on which you ask")
