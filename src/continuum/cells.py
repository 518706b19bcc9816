"""
Cells: what the rules can ask of one person, and into which ranges of values they cut a fact.

What lives here: the conditions that `placement` can ask of a case, the values of a fact that show every outcome of them, and the
check of a budget. What it may import: `grounds` and below. What it never does: search, or decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from continuum.comparisons import Compare, OneOf
from continuum.conditions import Condition
from continuum.errors import DecisionError
from continuum.facts import Count, Fact
from continuum.grounds import floors_on_the_way
from continuum.totals import Total
from continuum.whereabouts import Case


def conditions_at(case: Case) -> tuple[Condition, ...]:
    """Every condition that `placement` can ask where the person is; none where the level is unknown."""
    rules, origin = case.by_rung, case.origin
    if origin is None:
        return ()
    floors = tuple(floor.rule.when for floor in floors_on_the_way(case))
    if not isinstance(origin, int):
        return (*floors, *(hold.when for hold in rules.required))
    return (
        *floors,
        *(jump.rule.when for jump in rules.jumps[origin]),
        *(hold.when for hold in rules.holds[origin]),
        *(way.rule.when for way in rules.ways[origin]),
        *(one.when for rung in range(origin) for one in rules.justifications[rung]),
    )


def _leaves(conditions: Iterable[Condition], name: str) -> Iterator[Condition]:
    """The comparisons and totals, anywhere in the conditions, that mention this fact."""
    for condition in conditions:
        yield from _leaves(condition.parts(), name)
        if not condition.parts() and name in condition.facts():
            yield condition


def every_value(fact: Fact[Any]) -> Sequence[Any]:
    """All values of a fact, ascending."""
    return range(fact.low, fact.high + 1) if isinstance(fact, Count) else fact.probes([])


def edges(fact: Fact[Any], conditions: Iterable[Condition]) -> Sequence[Any]:
    """Ascending values of a fact, both ends of each cell among them; every value, where the fact is added up."""
    leaves = [*_leaves(conditions, fact.name)]
    if any(isinstance(leaf, Total) for leaf in leaves):
        return every_value(fact)
    compared = [leaf.value for leaf in leaves if isinstance(leaf, Compare)]
    listed = [value for leaf in leaves if isinstance(leaf, OneOf) for value in leaf.values]
    return fact.probes([*compared, *listed])


def cells(fact: Fact[Any], conditions: Iterable[Condition]) -> Sequence[Any]:
    """Ascending values of a fact, one of each cell: a cell is what these conditions cannot tell apart."""
    leaves = [*_leaves(conditions, fact.name)]
    values = edges(fact, leaves)
    if any(isinstance(leaf, Total) for leaf in leaves):
        return values
    lowest: dict[tuple[bool, ...], Any] = {}
    for value in values:
        lowest.setdefault(tuple(leaf.definitely({fact.name: value}) for leaf in leaves), value)
    return [*lowest.values()]


def check_trials(most_trials: object) -> None:
    """
    Refuse what is no budget of a search: a number of trials, never a time, so that the answer is the same on every machine.

    Raises:
        DecisionError: It is no whole number, or below 0.
    """
    if type(most_trials) is not int or most_trials < 0:
        raise DecisionError("most_trials= takes a whole number, 0 or more: how often the search may place the person")
