"""
Law 1, justified skips: every rung strictly between origin and target is named in `decision.skipped`.

On the way down with a justification that is definitely true; on the way up with the floor that found it too low or the jump's own
text; on admission every rung from the entry up to below the target with the rule that found it too low.
"""

import pytest
from hypothesis import given

from continuum import NOT_IN_CARE, Decision, DecisionError, Direction, Engine, Justification, TransitionRule, placement
from tests.laws.lawbook import entry, justified_skips
from tests.laws.small_worlds import some_situation
from tests.laws.worlds import Situation, situations


@given(situations())
def test_every_rung_passed_is_justified(situation: Situation) -> None:
    """Nobody passes a rung without a justification that is certain."""
    justified_skips(situation, placement)


@given(situations())
def test_the_decision_names_every_rung_passed(situation: Situation) -> None:
    """`skipped` lists exactly the rungs between, in the order in which they are passed."""
    rules = situation.rules
    decision = Engine(rules).decide(situation.assessment)
    ids = rules.continuum.ids
    passed = [skip.level.id for skip in decision.skipped]
    if decision.target_id is None:
        assert passed == []
        return
    target = -1 if decision.direction is Direction.COMPLETE else rules.continuum.rank(decision.target_id)
    if situation.assessment.level is NOT_IN_CARE:
        assert passed == list(ids[entry(rules) : target])
        return
    origin = rules.continuum.rank(str(situation.assessment.level))
    assert passed == list(ids[origin + 1 : target]) or passed == list(reversed(ids[target + 1 : origin]))


@given(situations())
def test_each_skip_cites_a_rule_that_is_certain(situation: Situation) -> None:
    """The justification named is one of the rule set's, its condition certain, its reason given."""
    rules, values = situation.rules, vars(situation.assessment)
    named: dict[str, TransitionRule | Justification] = {one.id: one for one in rules.rules}
    named |= {one.id: one for one in rules.justifications}
    for skip in Engine(rules).decide(situation.assessment).skipped:
        assert named[skip.justification].when.definitely(values)
        assert skip.because


@given(situations())
def test_no_other_decision_can_be_built(situation: Situation) -> None:
    """A decision by hand is the engine's or it is refused: an unjustified skip cannot exist."""
    rules, person = situation.rules, situation.assessment
    decision = Engine(rules).decide(person)
    assert Decision(person, rules, decision.target_id, decision.range_ids) == decision
    for other in (*rules.continuum.ids, "complete", None):
        if other != decision.target_id:
            with pytest.raises(DecisionError):
                Decision(person, rules, other, decision.range_ids)


@pytest.mark.parametrize("direction", [Direction.STEP_DOWN, Direction.STEP_UP, Direction.ADMIT])
def test_twin_a_justified_rung_is_skipped(direction: Direction) -> None:
    """There are situations in which a rung is passed, down, up and at an admission."""

    def skips(situation: Situation) -> bool:
        decision = Engine(situation.rules).decide(situation.assessment)
        return decision.direction is direction and len(decision.skipped) > 0

    assert skips(some_situation(skips))
