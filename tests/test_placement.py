"""Placement, by example; the laws and the exhaustive test say the rest."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from continuum import NOT_IN_CARE, placement
from continuum.placement import Placement, admit, certainly, climb, place, possibly
from tests.laws.small_worlds import EMERGENCY, FAR_JUMP, FULL, LEAN, NO_ENTRY, UNDER, Small
from tests.laws.worlds import Three

BEST: dict[str, Any] = {"risk": Three.LOW, "home": False, "progress": Three.HIGH, "crisis": False, "booked": True}


def at(rung: int, **changes: Any) -> Placement:
    return place(FULL.by_rung, rung, vars(Small(level=f"r{rung}", **{**BEST, **changes})))


def test_step_down_by_one() -> None:
    """Without a justification for the next level, the step is one."""
    assert at(3, risk=Three.MID, home=True) == Placement(2, 2, 2)
    assert place(LEAN.by_rung, 3, BEST) == Placement(2, 2, 2)


def test_step_down_past_justified_rungs() -> None:
    """Each rung passed has its justification."""
    assert at(3) == Placement(0, 0, 0)
    assert at(2) == Placement(0, 0, 0)


def test_the_landing_is_checked() -> None:
    """Nobody lands on a rung that a floor finds too low."""
    assert at(2, risk=Three.MID) == Placement(1, 1, 1)


def test_a_floor_of_a_band_is_passed_with_justifications_only() -> None:
    """Where each rung of the band has its justification the person lands below it; where one has none, the floor leads back."""
    person = {**BEST, "risk": Three.MID}
    assert place(UNDER.by_rung, 3, person) == Placement(0, 0, 0)
    assert place(UNDER.by_rung, 3, {**person, "progress": Three.MID}) == Placement(3, 3, 3)
    assert place(UNDER.by_rung, 3, BEST) == Placement(0, 0, 0)


def test_a_hold_beats_a_step_down() -> None:
    """What programs still owe keeps the person."""
    assert at(2, booked=False) == Placement(2, 2, 2)


def test_a_step_up_beats_both() -> None:
    """A crisis raises by one, whatever else is so."""
    assert at(1, crisis=True) == Placement(2, 2, 2)


def test_a_step_up_with_nowhere_to_go_keeps() -> None:
    """At the top a crisis keeps the person there."""
    assert at(3, crisis=True) == Placement(3, 3, 3)


def test_the_climb_goes_on() -> None:
    """A local step-up lands, and the floors are asked again."""
    person = vars(Small(level="r0", **{**BEST, "crisis": True, "risk": Three.HIGH}))
    assert place(FAR_JUMP.by_rung, 0, person).target == 3
    assert climb(FULL.by_rung.floors, 0, certainly(person)) == 3


def test_an_unknown_neither_raises_nor_reduces() -> None:
    """Between the rails the person stays."""
    assert at(1, crisis=None) == Placement(1, 0, 2)
    assert Placement(1, 0, 2).provisional
    assert not Placement(1, 1, 1).provisional


def test_completion_is_below_the_lowest_rung() -> None:
    """It is not climbed from."""
    assert at(0) == Placement(-1, -1, -1)


def test_an_admission_climbs_from_the_entry() -> None:
    """Floors and admissions both count."""
    assert admit(FULL.by_rung, {"risk": Three.LOW, "home": False}) == Placement(0, 0, 0)
    assert admit(FULL.by_rung, {"risk": Three.LOW, "home": True}) == Placement(2, 2, 2)
    assert admit(FULL.by_rung, {"risk": Three.HIGH}) == Placement(3, 3, 3)


def test_an_admission_with_gaps_is_not_determined() -> None:
    """Its range says where it could lead."""
    assert admit(FULL.by_rung, {"risk": Three.LOW}) == Placement(None, 0, 2)
    assert admit(FULL.by_rung, {"home": False}) == Placement(None, 0, 3)


def test_an_emergency_says_where_to_go_now() -> None:
    """Provisionally, at least there."""
    assert admit(EMERGENCY.by_rung, {"risk": Three.MID}) == Placement(2, 2, 3)


def test_without_an_entry_no_admission_is_determined() -> None:
    """The rule set does not say where care begins."""
    assert admit(NO_ENTRY.by_rung, dict.fromkeys(Small.vocabulary())) == Placement(None, 0, 0)


@pytest.mark.parametrize("value", [None, True, False])
def test_the_rails(value: object) -> None:
    """Certainly is a lower bound of possibly, and both agree on what is known."""
    condition = Small.crisis.as_condition()
    sure, may = certainly({"crisis": value})(condition), possibly({"crisis": value})(condition)
    assert (sure, may) == (value is True, value is not False)


def test_the_file_that_decides_stays_small() -> None:
    """Under 200 lines, and its head explains how it works."""
    assert len(inspect.getsource(placement).splitlines()) < 200
    assert "Theory of operation" in (placement.__doc__ or "")
    assert NOT_IN_CARE.value == "not-in-care"
