"""Law 4, safety first: step-up beats hold beats step-down; twin: what is permitted and free of reasons for care happens."""

from hypothesis import given

from continuum import placement
from tests.laws.lawbook import certain, floors, holds, jumps, limits, most_permissive, outcome, safety_first
from tests.laws.small_worlds import some_situation
from tests.laws.worlds import Situation, situations


@given(situations())
def test_every_certain_reason_for_care_is_obeyed(situation: Situation) -> None:
    """The highest certain demand is met, and a certain hold forbids going down."""
    safety_first(situation, placement)


@given(situations())
def test_twin_a_step_down_that_is_due_happens(situation: Situation) -> None:
    """Permitted, justified, and free of possible reasons for care: the person goes down exactly that far."""
    most_permissive(situation, placement)


def test_twin_all_three_can_meet() -> None:
    """There are situations in which a step-up, a hold and a step-down are all certain at once; the step-up wins."""

    def meet(situation: Situation) -> bool:
        rules, person = situation.rules, situation.assessment
        found = outcome(placement, rules, person)
        if found.origin is None:
            return False
        ups = [to for rule, to in (*floors(rules, found.origin), *jumps(rules, found.origin)) if certain(person, rule.when)]
        stays = [hold for hold in holds(rules, found.origin) if certain(person, hold.when)]
        return max(ups, default=0) > found.origin and bool(stays) and bool(limits(rules, found.origin, person))

    found = some_situation(meet)
    result = outcome(placement, found.rules, found.assessment)
    assert result.target is not None
    assert result.origin is not None
    assert result.target > result.origin
