"""
Law 2, unknown never reduces care: no step-down while a step-up or hold is true or unknown, none without certain permission.

Less information only widens the range; every filling of the unknowns lands inside; if a decision with gaps goes down, full
knowledge never says higher. Twin: an unknown alone never raises; a hidden step-up is always flagged and asked for.
"""

from hypothesis import given

from continuum import Direction, Engine, placement
from tests.laws.lawbook import (
    hidden_step_up_is_asked,
    knowing_more_narrows,
    outcome,
    unknown_never_raises,
    unknown_never_reduces,
)
from tests.laws.small_worlds import some_situation
from tests.laws.worlds import Situation, own_facts, situations


@given(situations())
def test_nothing_unknown_reduces_care(situation: Situation) -> None:
    """A step down needs every reason for care to be ruled out, and its own reasons to be certain."""
    unknown_never_reduces(situation, placement)


@given(situations())
def test_knowing_more_only_narrows(situation: Situation) -> None:
    """The range holds every filling, and a fact less only widens it."""
    knowing_more_narrows(situation, placement)


@given(situations())
def test_nothing_unknown_raises(situation: Situation) -> None:
    """A step up is asked for by something certain, and goes no further than that asks."""
    unknown_never_raises(situation, placement)


@given(situations())
def test_a_hidden_step_up_is_asked(situation: Situation) -> None:
    """Where a gap may hide the need for more care, the decision is provisional and asks."""
    hidden_step_up_is_asked(situation, placement)


@given(situations())
def test_what_answers_could_change_is_asked(situation: Situation) -> None:
    """If answers change the target, the decision was provisional and asked for one of the facts answered."""
    rules = situation.rules
    now, then = (outcome(placement, rules, person) for person in (situation.assessment, situation.filled))
    if now.target == then.target or (rules.entry is None and now.origin is None):
        return
    decision = Engine(rules).decide(situation.assessment)
    answered = set(situation.filled.known()) - set(situation.assessment.known())
    assert decision.provisional
    assert answered & {question.fact for question in decision.open_questions}


@given(situations())
def test_questions_are_open_exactly_when_something_is_unsettled(situation: Situation) -> None:
    """No open question if and only if nothing is provisional and nothing required is missing."""
    rules, person = situation.rules, situation.assessment
    decision = Engine(rules).decide(person)
    missing = [fact for fact in rules.required_facts if vars(person)[fact] is None]
    asked = [question.fact for question in decision.open_questions]
    if rules.entry is None and decision.direction is Direction.NOT_DETERMINED:
        return
    assert (not asked) == (not decision.provisional and not missing)
    assert set(missing) <= set(asked)
    assert all(fact in own_facts(rules.facts) and vars(person)[fact] is None for fact in asked)
    assert len(set(asked)) == len(asked)


def test_twin_a_hidden_step_up_is_flagged() -> None:
    """There are situations in which an unknown fact hides a step up; the decision stays, is provisional, and asks."""

    def hides(situation: Situation) -> bool:
        now, then = (outcome(placement, situation.rules, one) for one in (situation.assessment, situation.filled))
        return now.origin is not None and now.target == now.origin and (then.target or 0) > now.origin

    found = some_situation(hides)
    decision = Engine(found.rules).decide(found.assessment)
    assert decision.provisional
    assert decision.open_questions


def test_twin_a_gap_that_cannot_matter_does_not_stop_a_step_down() -> None:
    """There are situations in which a person steps down although something is unknown."""

    def goes_down(situation: Situation) -> bool:
        found = outcome(placement, situation.rules, situation.assessment)
        gaps = len(situation.assessment.known()) < len(own_facts(situation.rules.facts))
        return found.origin is not None and found.target is not None and found.target < found.origin and gaps

    assert goes_down(some_situation(goes_down))
