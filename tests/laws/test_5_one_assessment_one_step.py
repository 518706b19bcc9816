"""Law 5, one assessment, one step: after any move or admission, deciding there afresh does not move again."""

from hypothesis import given

from continuum import placement
from tests.laws.lawbook import admission_is_settled, one_step, outcome
from tests.laws.small_worlds import some_situation
from tests.laws.worlds import Situation, situations


@given(situations())
def test_a_move_settles(situation: Situation) -> None:
    """With the facts about the last stay unknown again, the new level is kept: neither back nor on."""
    one_step(situation, placement)


@given(situations())
def test_an_admission_is_the_lowest_level_that_nothing_finds_too_low(situation: Situation) -> None:
    """It is settled as soon as nothing unknown could change it, or an emergency says where to go now."""
    admission_is_settled(situation, placement)


def test_twin_people_move() -> None:
    """There are situations in which a person moves twice, with a new assessment of the stay in between."""

    def twice(situation: Situation) -> bool:
        rules = situation.rules
        first = outcome(placement, rules, situation.assessment)
        if first.origin is None or first.target is None or not 0 < first.target < first.origin:
            return False
        arrived = situation.assessment.moved_to(rules.continuum.ids[first.target])
        stay = {name: vars(situation.assessment)[name] for name in rules.facts.level_scoped()}
        second = outcome(placement, rules, arrived.replace(**stay))
        return second.target is not None and second.target < first.target

    assert twice(some_situation(twice))
