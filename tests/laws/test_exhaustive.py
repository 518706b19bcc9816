"""The laws on every assessment of a few small worlds: no sampling, nothing left out."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from continuum import Assessment, Engine, RuleSet, placement
from tests.laws.lawbook import LAWS, Outcome, outcome
from tests.laws.small_worlds import NO_ENTRY, SMALL_WORLDS, Small, answers, everyone, speakable, worsenings
from tests.laws.worlds import Situation, values_of

WORLDS = pytest.mark.parametrize("rules", SMALL_WORLDS.values(), ids=SMALL_WORLDS)
ALONE = [name for name in LAWS if name not in {"2 knowing more narrows", "3 worse never means less"}]


@WORLDS
def test_every_assessment_keeps_every_law_of_one_decision(rules: RuleSet) -> None:
    """Skips, unknowns, precedence, one step, liveness and admission."""
    for person in everyone(rules):
        situation = Situation(rules, person, person, person, person)
        for name in ALONE:
            LAWS[name](situation, placement)


@WORLDS
def test_every_answer_narrows_and_every_worsening_raises(rules: RuleSet) -> None:
    """One fact at a time, for every assessment; longer chains follow by induction."""
    for person in everyone(rules):
        for answered in answers(person):
            LAWS["2 knowing more narrows"](Situation(rules, person, answered, person, person), placement)
        for worse in worsenings(person):
            LAWS["3 worse never means less"](Situation(rules, person, person, person, worse), placement)


def fillings(person: Assessment, placed: dict[Assessment, Outcome]) -> dict[tuple[Any, ...], int | None]:
    """The target of every full answer to everything unknown, by the answers."""
    gaps = [name for name in speakable(person) if vars(person)[name] is None]
    found = {}
    for values in product(*(values_of(Small, name) for name in gaps)):
        found[values] = placed[person.replace(**dict(zip(gaps, values, strict=True)))].target
    return found


@WORLDS
def test_every_question_that_matters_is_asked(rules: RuleSet) -> None:
    """If two full answers differ in one fact only, and in the target, that fact is an open question."""
    placed = {person: outcome(placement, rules, person) for person in everyone(rules)}
    engine = Engine(rules)
    for person in placed:
        gaps = [name for name in speakable(person) if vars(person)[name] is None]
        targets = fillings(person, placed)
        asked = {question.fact for question in engine.decide(person).open_questions}
        for place, name in enumerate(gaps):
            by_rest: dict[tuple[Any, ...], set[int | None]] = {}
            for values, target in targets.items():
                by_rest.setdefault((*values[:place], *values[place + 1 :]), set()).add(target)
            if any(len(different) > 1 for different in by_rest.values()):
                assert name in asked, "a fact that could change the target is not asked for"


@WORLDS
def test_twin_every_direction_occurs(rules: RuleSet) -> None:
    """The small worlds are no empty ones: in each, people step down, stay, complete, and are admitted if there is an entry."""
    seen = {Engine(rules).decide(person).direction.value for person in everyone(rules)}
    assert seen >= {"step-down", "stay", "complete", "not-determined" if rules is NO_ENTRY else "admit"}
