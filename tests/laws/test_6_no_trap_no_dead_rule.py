"""
Law 6, no trap, no dead rule: every rung can be left in both directions (the ends aside), and every rule can fire.

The construction checks make this decidable without search: less care is easiest in the best case, more care in the worst, and
only the facts of which neither end is worse have to be tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from attrs import evolve

from continuum import CLINICAL, Choice, Engine, Hold, RuleSet, StepDown, StepUp
from continuum.library import four_levels, stepdown
from tests.laws.small_worlds import FULL, LEAN, SMALL_WORLDS, Small
from tests.laws.worlds import Color, worsening_order


def mentioned(rules: RuleSet) -> list[str]:
    """The facts that some rule or justification mentions."""
    found: set[str] = set(rules.required_facts)
    for one in rules.rules:
        found |= one.when.facts()
    for justification in rules.justifications:
        found |= justification.when.facts()
    return sorted(found)


def extremes(rules: RuleSet, *, worst: bool) -> Iterator[dict[str, Any]]:
    """Every mentioned fact at its worst (or best), in every mix of the facts that have no worse end."""
    vocabulary = rules.facts.vocabulary()
    names = mentioned(rules)
    orders = [worsening_order(rules.facts, name) for name in names]
    choices = [
        order if vocabulary[name].higher_is_worse is None else (order[-1] if worst else order[0],)
        for name, order in zip(names, orders, strict=True)
    ]
    for values in product(*choices):
        yield dict(zip(names, values, strict=True))


def traps(rules: RuleSet) -> set[str]:
    """The levels that can never be left downward (the lowest aside), or upward (the top aside)."""
    engine, found = Engine(rules), set[str]()
    for rung, level in enumerate(rules.continuum.ids):
        down = [
            engine.decide(rules.facts(level=level, **values)).case.placement.target for values in extremes(rules, worst=False)
        ]
        up = [engine.decide(rules.facts(level=level, **values)).case.placement.target for values in extremes(rules, worst=True)]
        if rung > 0 and not any(target is not None and target < rung for target in down):
            found.add(f"down from {level}")
        if rung < rules.continuum.top and not any(target is not None and target > rung for target in up):
            found.add(f"up from {level}")
    return found


def dead(rules: RuleSet) -> set[str]:
    """The rules and justifications whose condition nothing can make true."""
    found = set()
    for one, worst in [(rule, not isinstance(rule, StepDown)) for rule in rules.rules]:
        if not any(one.when.definitely(values) for values in extremes(rules, worst=worst)):
            found.add(one.id)
    for justification in rules.justifications:
        if not any(justification.when.definitely(values) for values in extremes(rules, worst=False)):
            found.add(justification.id)
    return found


shipped = pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)


@shipped
def test_the_shipped_rules_trap_nobody(rules: RuleSet) -> None:
    """Every level can be left, in both directions."""
    assert traps(rules) == set()


@shipped
def test_the_shipped_rules_can_all_fire(rules: RuleSet) -> None:
    """No rule and no justification is dead."""
    assert dead(rules) == set()


@pytest.mark.parametrize("rules", SMALL_WORLDS.values(), ids=SMALL_WORLDS)
def test_the_small_worlds_have_no_dead_rule(rules: RuleSet) -> None:
    """What the laws are tried on is alive."""
    assert dead(rules) == set()


def test_twin_a_trap_is_found() -> None:
    """Without its step-down a level is a trap; without step-ups nobody can go up."""
    without = evolve(FULL, rules=[rule for rule in FULL.rules if rule.id != "down-1"])
    assert traps(without) == {"down from r1"}
    assert traps(LEAN) == {"up from r0", "up from r1", "up from r2"}


class Colored(Small):
    """A fact of which neither end is worse."""

    color: Choice[Color] = Choice("color", Color, scope="level")


def test_twin_a_hold_that_never_ends_is_a_trap() -> None:
    """Holds for every color, each ended by another one, leave no way down."""
    colors = [
        Hold(color.name, at="r1", when=~(Colored.color != color), about=CLINICAL, because="x", until="x") for color in Color
    ]
    assert traps(evolve(LEAN, facts=Colored, rules=(*LEAN.rules, *colors))) >= {"down from r1"}


def test_twin_a_dead_rule_is_found() -> None:
    """A fact cannot have two values at once."""
    never = StepUp("never", at="r0", when=Colored.color.one_of(Color.RED) & (Colored.color == Color.BLUE), because="x")
    assert dead(evolve(LEAN, facts=Colored, rules=(*LEAN.rules, never))) == {"never"}
