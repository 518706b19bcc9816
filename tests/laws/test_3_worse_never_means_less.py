"""Law 3, worse never means less: making a fact worse never lowers the target (it may make an admission undetermined)."""

from hypothesis import given

from continuum import placement
from tests.laws.lawbook import outcome, worse_never_less
from tests.laws.small_worlds import some_situation
from tests.laws.worlds import Situation, situations


@given(situations())
def test_a_worse_fact_never_lowers_the_target(situation: Situation) -> None:
    """One fact worse, all else equal: the same level or more care, on both rails."""
    worse_never_less(situation, placement)


def test_twin_a_worse_fact_can_raise_the_target() -> None:
    """There are situations in which one worse fact turns a step down into a step up."""

    def turns(situation: Situation) -> bool:
        now, then = (outcome(placement, situation.rules, one) for one in (situation.assessment, situation.worse))
        if now.origin is None or now.target is None or then.target is None:
            return False
        return now.target < now.origin < then.target

    assert turns(some_situation(turns))
