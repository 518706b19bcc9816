"""Law 4, safety first: step-up beats hold beats step-down; twin: what is permitted and free of reasons for care happens."""

from hypothesis import given

from continuum import laws, placement
from tests.laws.lawbook import most_permissive, outcome, safety_first
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
        view = laws.look(situation.rules, situation.assessment)
        if view.origin is None:
            return False
        stays, ways = view.said.holds[view.origin], view.said.ways[view.origin]
        return view.above(view.origin) and view.certain(stays) and view.certain(ways)

    found = some_situation(meet)
    result = outcome(placement, found.rules, found.assessment)
    assert result.target is not None
    assert result.origin is not None
    assert result.target > result.origin
