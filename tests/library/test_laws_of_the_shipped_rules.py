"""Every law on the shipped rules: people near the best case, a few facts worse or unknown, at every level and at admission."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from continuum import NOT_IN_CARE, Assessment, Count, Engine, RuleSet, placement
from continuum.library import four_levels, stepdown
from tests.laws.lawbook import LAWS, outcome
from tests.laws.worlds import Situation
from tests.library.cases import best

SHIPPED = {rules.id: rules for rules in (stepdown.RULES, four_levels.RULES)}
VOCABULARY = Assessment.vocabulary()
THRESHOLDS = [0, 1, 2, 3, 4, 7, 8, 25, 26, 69, 70]

TURNED = {
    rules.id: evolve(
        rules,
        rules=rules.rules[::-1],
        justifications=rules.justifications[::-1],
        needs=rules.needs[::-1],
        claims=rules.claims[::-1],
    )
    for rules in SHIPPED.values()
}

on_each_rule_set = pytest.mark.parametrize("rules", SHIPPED.values(), ids=SHIPPED)


def scale(name: str) -> list[Any]:
    """The values of a fact from best to worst, numbers around the thresholds of the rules."""
    fact = VOCABULARY[name]
    values = list(fact.probes(THRESHOLDS if isinstance(fact, Count) else []))
    return values[::-1] if fact.higher_is_worse is False else values


@st.composite
def people(draw: st.DrawFn, rules: RuleSet) -> Situation:
    """Someone for whom almost everything speaks for less care, and variants of them."""
    level = draw(st.sampled_from([*rules.continuum.ids, NOT_IN_CARE]))
    names = [name for name in best(level).known() if VOCABULARY[name].ground]
    changes: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=5)):
        changes[name] = draw(st.none() | st.sampled_from(scale(name)))
    person = best(level).replace(**changes)
    known = sorted(set(person.known()) & set(names))
    gaps = {name: draw(st.sampled_from(scale(name))) for name in names if name not in known}
    name = draw(st.sampled_from(known))
    order = scale(name)
    now = vars(person)[name]
    worse = [value for value in order if VOCABULARY[name].higher_is_worse is not None and order.index(value) > order.index(now)]
    worsened = {name: draw(st.sampled_from(worse))} if worse else {}
    return Situation(
        rules,
        person,
        person.replace(**gaps),
        person.replace(**{name: None}),
        person.replace(**worsened),
    )


@on_each_rule_set
@pytest.mark.parametrize("law", LAWS)
@given(data=st.data())
def test_the_shipped_rules_keep_every_law(rules: RuleSet, law: str, data: st.DataObject) -> None:
    """Skips, unknowns, worsening, precedence, one step, liveness and admission."""
    LAWS[law](data.draw(people(rules)), placement)


@on_each_rule_set
@given(data=st.data())
def test_what_answers_could_change_is_asked(rules: RuleSet, data: st.DataObject) -> None:
    """If answering everything changes the target, one of the facts answered was an open question."""
    situation = data.draw(people(rules))
    now, then = (outcome(placement, rules, person) for person in (situation.assessment, situation.filled))
    if now.target != then.target:
        asked = {question.fact for question in Engine(rules).decide(situation.assessment).open_questions}
        assert asked & (set(situation.filled.known()) - set(situation.assessment.known()))


@on_each_rule_set
@given(data=st.data())
def test_every_decision_can_be_explained(rules: RuleSet, data: st.DataObject) -> None:
    """A stay, or a step that a rule would let go further, always says what keeps the person."""
    decision = Engine(rules).decide(data.draw(people(rules)).assessment)
    assert decision.explain()
    if decision.direction.value == "stay":
        assert decision.obstacles
    if decision.direction.value in {"step-up", "step-down", "complete"}:
        assert decision.reasons


@on_each_rule_set
@given(data=st.data())
def test_the_order_of_the_shipped_rules_does_not_matter(rules: RuleSet, data: st.DataObject) -> None:
    """Law 7: turned round, the same rules decide the same for the same reasons; asked again, they repeat it."""
    person = data.draw(people(rules)).assessment
    said, turned = Engine(rules).decide(person).to_dict(), Engine(TURNED[rules.id]).decide(person).to_dict()
    for told in (said, turned):
        told["claims"] = sorted(claim["id"] for claim in told["claims"])
    assert said == turned
    assert Engine(rules).decide(person) == Engine(rules).decide(person)
