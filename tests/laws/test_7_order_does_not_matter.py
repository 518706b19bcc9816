"""Law 7, order and repetition do not matter: same input, same decision; nothing is mutated; no clock, no randomness."""

import pickle
import random

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from continuum import Engine, RuleSet
from continuum.library import stepdown
from tests.laws.worlds import Situation, assessments, rule_sets, situations


def shuffled(rules: RuleSet, seed: int) -> RuleSet:
    """The same rules in another order."""
    order = random.Random(seed)  # noqa: S311 # no secret
    return evolve(
        rules,
        rules=order.sample(rules.rules, len(rules.rules)),
        justifications=order.sample(rules.justifications, len(rules.justifications)),
        required_facts=order.sample(rules.required_facts, len(rules.required_facts)),
    )


@given(situations(), st.integers(0, 1_000))
def test_the_order_of_rules_is_irrelevant(situation: Situation, seed: int) -> None:
    """Rules, justifications and required facts in any order: the same decision, explained the same."""
    here = Engine(situation.rules).decide(situation.assessment)
    there = Engine(shuffled(situation.rules, seed)).decide(situation.assessment)
    assert here.to_dict() == there.to_dict()
    assert here.explain() == there.explain()


@given(situations())
def test_deciding_changes_nothing(situation: Situation) -> None:
    """Deciding twice gives the same, and leaves rules and assessment as they were."""
    before = vars(situation.assessment).copy(), situation.rules.by_rung
    engine = Engine(situation.rules)
    assert engine.decide(situation.assessment) == engine.decide(situation.assessment)
    assert (vars(situation.assessment), situation.rules.by_rung) == before


@given(rule_sets().flatmap(lambda rules: st.tuples(st.just(rules), assessments(rules))))
def test_the_order_of_facts_is_irrelevant(pair: tuple[RuleSet, object]) -> None:
    """An assessment given in another order is the same, and decided the same."""
    rules, assessment = pair
    assert isinstance(assessment, rules.facts)
    again = rules.facts(**dict(reversed(vars(assessment).items())))
    assert again == assessment
    assert Engine(rules).decide(again) == Engine(rules).decide(assessment)


def test_twin_the_rules_matter() -> None:
    """The shipped engine pickles and still decides: equality is not the equality of nothing."""
    engine = pickle.loads(pickle.dumps(Engine(stepdown.RULES)))  # noqa: S301 # our own bytes
    assert engine == Engine(stepdown.RULES)
    assert engine != Engine(evolve(stepdown.RULES, justifications=()))
