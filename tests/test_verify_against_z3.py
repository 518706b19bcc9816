"""Verdicts held against a solver: the conditions and the algorithm told once more, independently, in z3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple

import pytest
import z3  # type: ignore[import-untyped,unused-ignore] # it ships no types
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings

from continuum import COMPLETE, Admission, Choice, Condition, Hold, RuleSet, StepDown, StepUp
from continuum.assessment import OUTDATED_BY_A_MOVE
from continuum.comparisons import Compare, OneOf
from continuum.conditions import AllOf, AnyOf, NOf, Not
from continuum.errors import DefinitionErrors
from continuum.facts import Count, Fact
from continuum.library import four_levels, stepdown
from continuum.properties import BY_ID
from continuum.rule_set import is_lasting
from continuum.totals import Total
from continuum.verify import verify
from tests.laws.small_worlds import LEAN, SMALL_WORLDS, Small
from tests.laws.worlds import Color, rule_sets

Truth = Any
"""A z3 formula; z3 has no types."""
WORLDS = 30


class Both(NamedTuple):
    """A condition on both rails."""

    sure: Truth
    maybe: Truth


def deciding(rules: RuleSet) -> list[Any]:
    """Every rule and every justification."""
    return [*rules.rules, *rules.justifications]


class Person:
    """Somebody unknown: for each fact a number, and whether it is unknown."""

    def __init__(self, rules: RuleSet, name: str, stay_of: Person | None = None) -> None:
        """With `stay_of`, the same person after a move: lasting facts are the same, those about the stay are unknown."""
        self.vocabulary = rules.facts.vocabulary()
        reset = rules.facts.level_scoped() | OUTDATED_BY_A_MOVE
        mentioned = {fact for one in deciding(rules) for fact in one.when.facts()} | set(rules.required_facts)
        self.number: dict[str, Truth] = {}
        self.unknown: dict[str, Truth] = {}
        self.bounds: list[Truth] = []
        for fact in sorted(mentioned):
            if stay_of is not None:
                self.number[fact] = stay_of.number[fact]
                self.unknown[fact] = z3.BoolVal(val=True) if fact in reset else stay_of.unknown[fact]
                continue
            low, high = self.ends(self.vocabulary[fact])
            self.number[fact], self.unknown[fact] = z3.Int(f"{name}-{fact}"), z3.Bool(f"{name}-{fact}-unknown")
            self.bounds += [self.number[fact] >= low, self.number[fact] <= high]

    def ends(self, fact: Fact[Any]) -> tuple[int, int]:
        """The lowest and the highest number that stand for its values."""
        if isinstance(fact, Count):
            return fact.low, fact.high
        values = fact.probes([])
        return self.as_number(values[0]), self.as_number(values[-1])

    @staticmethod
    def as_number(value: Any) -> int:
        """Numbers as they are, truths as 0 and 1, the members of a choice by their place."""
        return [*type(value)].index(value) if isinstance(value, Enum) and not isinstance(value, int) else int(value)

    def judge(self, condition: Condition) -> Both:
        """A condition on both rails."""
        if isinstance(condition, Not):
            inner = self.judge(condition.term)
            return Both(z3.Not(inner.maybe), z3.Not(inner.sure))
        if isinstance(condition, AllOf | AnyOf | NOf):
            terms = [self.judge(term) for term in condition.terms]
            least = {AllOf: len(terms), AnyOf: 1}.get(type(condition), getattr(condition, "n", 0))
            rails = ([term.sure for term in terms], [term.maybe for term in terms])
            return Both(*(z3.Sum([z3.If(term, 1, 0) for term in rail]) >= least for rail in rails))
        if isinstance(condition, Total):
            return self.sum(condition)
        assert isinstance(condition, Compare | OneOf)
        fact = condition.fact
        number, unknown = self.number[fact], self.unknown[fact]
        values = condition.values if isinstance(condition, OneOf) else (condition.value,)
        numbers = [self.as_number(value) for value in values]
        holds = z3.Or([compared(number, condition.op if isinstance(condition, Compare) else "==", one) for one in numbers])
        return Both(z3.And(z3.Not(unknown), holds), z3.Or(unknown, holds))

    def sum(self, condition: Total) -> Both:
        """Every sum that the unknown leaves open, and some sum."""
        spans = [(self.number[part.fact], self.unknown[part.fact], part) for part in condition.summands]
        least = z3.Sum([z3.If(unknown, part.low, number) for number, unknown, part in spans])
        most = z3.Sum([z3.If(unknown, part.high, number) for number, unknown, part in spans])
        op, value = condition.op, condition.value
        if op == "==":
            return Both(z3.And(least == value, most == value), z3.And(least <= value, value <= most))
        if op == "!=":
            return Both(z3.Or(most < value, value < least), z3.Or(least != value, most != value))
        ends = compared(least, op, value), compared(most, op, value)
        return Both(z3.And(*ends), z3.Or(*ends))


def compared(number: Truth, op: str, value: int) -> Truth:
    return {
        "<": number < value,
        "<=": number <= value,
        ">": number > value,
        ">=": number >= value,
        "==": number == value,
        "!=": number != value,
    }[op]


def any_of(truths: Iterable[Truth]) -> Truth:
    return z3.Or([*truths])


class Told:
    """The algorithm, told from the rules as they were written: rungs are integers, not heights."""

    def __init__(self, rules: RuleSet, person: Person) -> None:
        self.rules, self.person = rules, person
        self.ids, self.top = rules.continuum.ids, rules.continuum.top
        self.rank = rules.continuum.rank
        ups = [rule for rule in rules.rules if isinstance(rule, StepUp)]
        self.lasting = [rule for rule in ups if is_lasting(rule, rules.facts)]
        self.local = [rule for rule in ups if rule not in self.lasting]
        self.judged = {one.id: person.judge(one.when) for one in deciding(rules)}

    def rail(self, one: Any, rail: int) -> Truth:
        return self.judged[one.id][rail]

    def too_low(self, rung: int, rail: int, *, admission: bool = False) -> Truth:
        low = [rule for rule in self.lasting if (self.rank(rule.at[0]) if rule.at else 0) <= rung < self.rank(str(rule.at_least))]
        entering = [rule for rule in self.rules.rules if isinstance(rule, Admission) and rung < self.rank(rule.at_least)]
        return any_of(self.rail(rule, rail) for rule in (*low, *(entering if admission else ())))

    def climb(self, start: Truth, rail: int, *, admission: bool = False) -> Truth:
        """From a rung upward: rung after rung, each left if it is too low."""
        at = start
        for rung in range(self.top):
            at = z3.If(z3.And(at == rung, self.too_low(rung, rail, admission=admission)), rung + 1, at)
        return at

    def on_rails(self, rung: int, care: int, less: int) -> Truth:
        level = self.ids[rung]
        demand: Truth = z3.IntVal(rung)
        jumps = [rule for rule in self.local if level in (rule.at or ())]
        for jump in jumps:
            target = self.rank(jump.at_least) if jump.at_least else min(rung + 1, self.top)
            demand = z3.If(z3.And(self.rail(jump, care), demand < target), target, demand)
        demand = self.climb(demand, care)
        holds = [rule for rule in self.rules.rules if isinstance(rule, Hold) and (rule.at is None or level in rule.at)]
        missing = [self.person.unknown[fact] for fact in self.rules.required_facts] if care == 1 else []
        stays = z3.Or(demand > rung, any_of([*(self.rail(one, care) for one in (*jumps, *holds)), *missing]))
        return z3.If(stays, demand, self.down(rung, care, less))

    def down(self, rung: int, care: int, less: int) -> Truth:
        ways = [rule for rule in self.rules.rules if isinstance(rule, StepDown) and self.ids[rung] in rule.at]
        limit: Truth = z3.IntVal(rung)
        for way in ways:
            lowest = (
                -1
                if way.no_lower_than is COMPLETE
                else rung - 1
                if way.no_lower_than is None
                else self.rank(str(way.no_lower_than))
            )
            limit = z3.If(z3.And(self.rail(way, less), lowest < limit), lowest, limit)
        landing: Truth = z3.IntVal(rung - 1)
        for passed in range(rung - 1, -1, -1):
            justified = any_of(self.rail(one, less) for one in self.rules.justifications if one.skips == self.ids[passed])
            landing = z3.If(z3.And(landing == passed, landing > limit, justified), passed - 1, landing)
        return z3.If(limit == rung, rung, self.climb(landing, care))

    def place(self, rung: int) -> Truth:
        """The target from a rung."""
        lowest, highest = self.on_rails(rung, 0, 1), self.on_rails(rung, 1, 0)
        return z3.If(highest <= rung, highest, z3.If(lowest > rung, lowest, rung))

    def admit(self) -> tuple[Truth, Truth, Truth]:
        """Whether an admission is settled where nothing is urgent, its lowest and its highest."""
        entry = self.rank(str(self.rules.entry))
        lowest = self.climb(z3.IntVal(entry), 0, admission=True)
        highest = self.climb(z3.IntVal(entry), 1, admission=True)
        missing = any_of(self.person.unknown[fact] for fact in self.rules.required_facts)
        highest = z3.If(missing, self.top, highest)
        urgent = any_of(
            z3.And(self.rail(rule, 0), lowest > 0)
            for rule in self.lasting
            if rule.urgency.name == "IMMEDIATE" and self.rank(str(rule.at_least)) > entry
        )
        return z3.Or(lowest == highest, urgent), lowest, highest


def possible(person: Person, *truths: Truth) -> bool:
    """Whether there is such a person."""
    solver = z3.SolverFor("QF_LIA")
    solver.add(*person.bounds, *truths)
    found = solver.check()
    assert found in (z3.sat, z3.unsat)
    return bool(found == z3.sat)


def by_z3(rules: RuleSet) -> set[str]:
    """The flaws of a few properties, as a solver finds them."""
    person = Person(rules, "x")
    told, after = Told(rules, person), Told(rules, Person(rules, "x", stay_of=person))
    targets = [told.place(rung) for rung in range(told.top + 1)]
    return {*traps(told, targets), *idle_step_downs(told, targets), *second_steps(told, after, targets), *odd_conditions(told)}


def traps(told: Told, targets: Sequence[Truth]) -> Iterator[str]:
    for rung, level in enumerate(told.ids):
        if rung and not possible(told.person, targets[rung] < rung):
            yield f"no-trap:down-from-{level}"
        if rung < told.top and not possible(told.person, targets[rung] > rung):
            yield f"no-trap:up-from-{level}"


def idle_step_downs(told: Told, targets: Sequence[Truth]) -> Iterator[str]:
    ways = [(way, level) for way in told.rules.rules if isinstance(way, StepDown) for level in way.at]
    for way, level in ways:
        sure, rung = told.rail(way, 0), told.rank(level)
        if possible(told.person, sure) and not possible(told.person, sure, targets[rung] < rung):
            yield f"step-down-acts:{way.id}@{level}"


def second_steps(told: Told, after: Told, targets: Sequence[Truth]) -> Iterator[str]:
    later = [after.place(rung) for rung in range(told.top + 1)]
    stays = {there: later[there] == there for there in range(told.top + 1)}
    for rung, level in enumerate(told.ids):
        if possible(
            told.person, any_of(z3.And(targets[rung] == there, z3.Not(stays[there])) for there in stays if there != rung)
        ):
            yield f"one-step:{level}"
    if told.rules.entry is not None:
        settled, lowest, _ = told.admit()
        if possible(told.person, settled, any_of(z3.And(lowest == there, z3.Not(stays[there])) for there in stays)):
            yield "one-step:not-in-care"


def odd_conditions(told: Told) -> Iterator[str]:
    for one in deciding(told.rules):
        if not possible(told.person, told.rail(one, 0)):
            yield f"can-be-true:{one.id}"
        elif not possible(told.person, z3.Not(told.rail(one, 1))):
            yield f"can-be-false:{one.id}"


ASKED = ("no-trap", "one-step", "step-down-acts", "can-be-true", "can-be-false")


def by_verify(rules: RuleSet) -> set[str]:
    return {flaw.id for flaw in verify(rules, only=ASKED, search_all=True).flaws}


def drawn() -> Sequence[RuleSet]:
    """Rule sets of any shape, the same each time."""
    found: list[RuleSet] = []

    @settings(
        max_examples=WORLDS, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(rule_sets().filter(lambda rules: len(rules.rules) > 6))
    def collect(rules: RuleSet) -> None:
        found.append(rules)

    collect()
    return found


def test_on_random_rule_sets_the_solver_finds_the_same() -> None:
    """The same flaws and no others; some rule sets have each kind of flaw that a rule set can have."""
    seen = set[str]()
    for rules in drawn():
        expected = by_z3(rules)
        assert by_verify(rules) == expected
        seen |= {flaw.split(":")[0] for flaw in expected}
    assert seen == {*ASKED} - {"one-step", "can-be-true"}
    assert {*ASKED} <= {*BY_ID}


@pytest.mark.parametrize(
    "rules", [*SMALL_WORLDS.values(), stepdown.RULES, four_levels.RULES], ids=lambda rules: f"{rules.id}-{len(rules.rules)}"
)
def test_on_the_rule_sets_that_are_there_the_solver_finds_the_same(rules: RuleSet) -> None:
    """The small worlds, and what is shipped."""
    assert by_verify(rules) == by_z3(rules)


def test_a_rule_that_is_never_true_is_found_by_both() -> None:
    """Neither needs the other to see it."""
    never = StepUp("never", at_least="r2", when=Small.home & ~Small.home, because="x", skips_because="x")
    with pytest.raises(DefinitionErrors):
        evolve(LEAN, rules=[*LEAN.rules, never])
    dead = StepUp(
        "dead", at_least="r2", when=Turned.color.one_of(Color.RED) & (Turned.color == Color.BLUE), because="x", skips_because="x"
    )
    rules = evolve(LEAN, facts=Turned, rules=[*LEAN.rules, dead])
    assert "can-be-true:dead" in by_z3(rules)
    assert by_verify(rules) == by_z3(rules)


class Turned(Small):
    """A fact of which neither end is worse."""

    color: Choice[Color] = Choice("color", Color)
