"""
Space: everybody who can be assessed, as sets.

What lives here: `Space`, in which a condition is the set of the cases that make it true, and a rule set places everybody at
once; how facts are cut into cells, and put in order. What it may import: `circuit`, `laws`, `cells`, `diagrams` and below. What
it never does: judge what it finds (see `properties`).

A fact is cut where some condition tells its values apart; that it is unknown is a cell of its own. Facts that meet in a
condition stand close to each other: that keeps the diagrams small (the FORCE heuristic).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from typing import Any, Final

from attrs import evolve

from continuum.assessment import OUTDATED_BY_A_MOVE, Assessment
from continuum.cells import edges
from continuum.circuit import Circuit, Placed, Rails, all_of, any_of, equal, judge
from continuum.comparisons import Compare, Missing, OneOf
from continuum.conditions import Condition
from continuum.diagrams import EVERYWHERE, NOWHERE, Budget, Diagrams
from continuum.errors import DefinitionError
from continuum.facts import Fact
from continuum.laws import View
from continuum.levels import NOT_IN_CARE
from continuum.rule_set import RulesByRung, RuleSet
from continuum.totals import Total, sum_settles

UNKNOWN: Final = 0
"""The cell of a fact that is not known."""
WIDEST_SUM: Final = 256
"""How far apart the lowest and the highest sum of a total may be, to be analysed."""
MOST_FACTS: Final = 200
"""How many facts rules may ask for, to be analysed."""
MOST_CUTS: Final = 256
"""How many comparisons and sums may ask for one fact, to be analysed."""
ROUNDS: Final = 30
"""How often the order of the facts is bettered at most."""

Cell = tuple[Any, ...]
"""The values of a cell, ascending: its two ends, and some between; none, where the fact is unknown."""


class TooWideError(Exception):
    """A condition that cannot be analysed; never leaves the library."""


def conditions_of(rules: RuleSet) -> Iterator[Condition]:
    """Everything that decides."""
    yield from (rule.when for rule in (*rules.rules, *rules.by_rung.required))
    yield from (justification.when for justification in rules.justifications)


def _leaves(condition: Condition) -> Iterator[Condition]:
    if condition.parts():
        yield from chain.from_iterable(map(_leaves, condition.parts()))
    else:
        yield condition


def in_order(names: Sequence[str], groups: Sequence[Collection[str]]) -> list[str]:
    """Names, so that those of a group stand close to each other: each moves to the middle of its groups, again and again."""

    def spread(order: Sequence[str]) -> int:
        place = {name: at for at, name in enumerate(order)}
        return sum(max(places) - min(places) for group in groups if (places := [place[name] for name in group]))

    best = order = [*names]
    for _ in range(ROUNDS):
        place = {name: at for at, name in enumerate(order)}
        middles: dict[str, list[float]] = {name: [] for name in order}
        for group in groups:
            middle = sum(place[name] for name in group) / len(group)
            for name in group:
                middles[name].append(middle)
        sums = {name: sum(found) / len(found) if found else float(place[name]) for name, found in middles.items()}
        order = sorted(order, key=lambda name: (sums[name], place[name]))
        if spread(order) < spread(best):
            best = order
    return best


def _is_too_wide(condition: Condition) -> bool:
    """Whether a sum has so many values that it cannot be analysed; then its facts need not be cut for it."""
    return isinstance(condition, Total) and sum(part.high - part.low for part in condition.summands) > WIDEST_SUM


def cells_of(fact: Fact[Any], leaves: Sequence[Condition]) -> tuple[Cell, ...]:
    """
    The cells into which conditions without parts cut a fact: the unknown first, then ascending.

    Neighbors of equal effect are one cell.

    Raises:
        TooWideError: There are too many of them.
    """
    if len(leaves) > MOST_CUTS:
        raise TooWideError
    added_up = any(isinstance(leaf, Total) for leaf in leaves)
    compared = [leaf for leaf in leaves if isinstance(leaf, Compare | OneOf)]

    def effect(value: Any) -> tuple[object, ...]:
        return (value,) if added_up else tuple(leaf.definitely({fact.name: value}) for leaf in compared)

    return ((), *(tuple(values) for _, values in groupby(edges(fact, leaves), key=effect)))


def _leaves_by_fact(conditions: Iterable[Condition]) -> dict[str, list[Condition]]:
    """For each fact the conditions without parts that mention it, each once; sums that are too wide cut nothing."""
    found: dict[str, list[Condition]] = {}
    for leaf in dict.fromkeys(chain.from_iterable(map(_leaves, conditions))):
        for name in sorted(leaf.facts()):
            found.setdefault(name, [])
            if not _is_too_wide(leaf):
                found[name].append(leaf)
    return found


class Space:
    """
    Everybody who can be assessed for one rule set, or for two that are compared; an `Algebra` of sets.

    Args:
        rule_sets: The rule sets; facts of one name are the same in each.
        assume: What will be assumed: it cuts the facts, too.
        budget: How much a search may take.

    Raises:
        TooWideError: There are too many facts, or one is cut too often, to be analysed.
    """

    never: int = NOWHERE
    always: int = EVERYWHERE

    def __init__(self, rule_sets: Sequence[RuleSet], assume: Sequence[Condition] = (), budget: Budget | None = None) -> None:
        """Cut the facts into cells, and put them in order."""
        conditions = [*chain.from_iterable(map(conditions_of, rule_sets)), *assume]
        vocabulary: dict[str, Fact[Any]] = {}
        for rules in rule_sets:
            vocabulary |= rules.facts.vocabulary()
        leaves = _leaves_by_fact(conditions)
        if len(leaves) > MOST_FACTS:
            raise TooWideError
        groups = [*dict.fromkeys(condition.facts() for condition in conditions)]
        names = in_order([name for name in vocabulary if name in leaves], sorted(groups, key=sorted))
        self.facts = [vocabulary[name] for name in names]
        self.variable = {name: at for at, name in enumerate(names)}
        self.cells = [cells_of(fact, leaves[fact.name]) for fact in self.facts]
        self.diagrams = Diagrams([len(cells) for cells in self.cells], budget)
        self.both, self.either, self.opposite = self.diagrams.both, self.diagrams.either, self.diagrams.opposite
        self._costs = [[int(cell != UNKNOWN) for cell in range(len(cells))] for cells in self.cells]
        self._judged: dict[Condition, Rails[int]] = {}
        self._by_identity: dict[int, tuple[Condition, Rails[int]]] = {}
        self.assumed = EVERYWHERE
        scoped = frozenset[str]().union(*(rules.facts.level_scoped() for rules in rule_sets)) | OUTDATED_BY_A_MOVE
        self.of_the_stay = {at: UNKNOWN for at, fact in enumerate(self.facts) if fact.name in scoped}
        """The facts that are unknown again after a move."""

    def assume(self, conditions: Sequence[Condition]) -> None:
        """
        Leave out who cannot be somebody of whom all these conditions are true; they are among those that were given for it.

        Raises:
            DefinitionError: Nobody is left.
        """
        fits = all_of(self, [self.judged(condition).certain for condition in conditions])
        for variable in sorted(self.diagrams.asks(fits)):
            answered = self.diagrams.somehow(fits, {variable})
            fits = self.either(fits, self.both(self.diagrams.where(variable, {UNKNOWN}), answered))
        if fits == NOWHERE:
            raise DefinitionError("nobody fits what assume= says: its conditions exclude each other")
        self.assumed = fits

    # Conditions as sets.

    def judged(self, condition: Condition) -> Rails[int]:
        """The cases in which a condition is certain, and possible."""
        kept = self._by_identity.get(id(condition))
        if kept is None:
            if condition not in self._judged:
                self._judged[condition] = judge(self, condition)
            kept = self._by_identity[id(condition)] = condition, self._judged[condition]
        return kept[1]

    def leaf(self, condition: Condition) -> Rails[int]:
        """
        A comparison, a sum or a gap as sets.

        Raises:
            TooWideError: The sum has too many values.
        """
        if isinstance(condition, Total):
            return self._total(condition)
        (name,) = condition.facts()
        variable = self.variable[name]
        if isinstance(condition, Missing):
            return Rails(NOWHERE, self.diagrams.where(variable, {UNKNOWN}))
        true = {at for at, cell in enumerate(self.cells[variable]) if cell and condition.definitely({name: cell[0]})}
        return Rails(self.diagrams.where(variable, true), self.diagrams.where(variable, true | {UNKNOWN}))

    def _total(self, condition: Total) -> Rails[int]:
        if _is_too_wide(condition):
            raise TooWideError
        parts = sorted(condition.summands, key=lambda part: self.variable[part.fact])
        done: dict[tuple[int, int, int], Rails[int]] = {}

        def add(at: int, low: int, high: int) -> Rails[int]:
            if at == len(parts):
                every, some = sum_settles(condition.op, low, high, condition.value)
                return Rails(int(every), int(some))
            if (at, low, high) not in done:
                part, variable = parts[at], self.variable[parts[at].fact]
                spans = [part.span({part.fact: cell[0] if cell else None}) for cell in self.cells[variable]]
                rails = [add(at + 1, low + least, high + most) for least, most in spans]
                certain = self.diagrams.chosen(variable, [one.certain for one in rails])
                done[at, low, high] = Rails(certain, self.diagrams.chosen(variable, [one.possible for one in rails]))
            return done[at, low, high]

        return add(0, 0, 0)

    # Everybody's decisions.

    def circuit(self, rules: RulesByRung) -> Circuit[int]:
        """The algorithm over these sets."""
        return Circuit(self, rules, self.judged)

    def placed(self, rules: RulesByRung, origin: int | None) -> Placed[int]:
        """Where everybody goes from one rung, or at an admission."""
        circuit = self.circuit(rules)
        return circuit.admission() if origin is None else circuit.at(origin)

    def view(self, rules: RuleSet, origin: int | None) -> View[int]:
        """Everybody's decisions at one place, as the laws see them."""
        placed = self.placed(rules.by_rung, origin)
        return View(rules, origin, self, self.judged, placed, partial(_asked, self, rules.by_rung, origin, placed))

    def pinned(self, view: View[int], cells: Mapping[int, int]) -> View[int]:
        """The same, where some facts are known to lie in these cells."""

        def pin(heights: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(self.diagrams.pinned(height, cells) for height in heights)

        (settled,), target, lowest, highest = map(pin, ((view.placed.settled,), *view.placed[1:]))
        return evolve(view, placed=Placed(settled, target, lowest, highest))

    def among_us(self, where: int) -> int:
        """The cases of a set in which some answers to what is not known make everything assumed true."""
        return self.both(where, self.assumed)

    # Back to people.

    def smallest(self, where: int) -> dict[int, int]:
        """The case of a set of which the least is known."""
        return self.diagrams.cheapest(where, self._costs)

    def values(self, cells: Mapping[int, int]) -> dict[str, Any]:
        """The facts of a case, each at the lowest value of its cell."""
        return {self.facts[at].name: self.cells[at][cell][0] for at, cell in sorted(cells.items()) if cell != UNKNOWN}

    def assessment(self, rules: RuleSet, origin: int | None, cells: Mapping[int, int]) -> Assessment:
        """Somebody of whom this much is known."""
        arguments: dict[str, Any] = self.values(cells)
        level = NOT_IN_CARE if origin is None else rules.continuum.ids[origin]
        return rules.facts(level=level, **arguments)


def _asked(space: Space, rules: RulesByRung, origin: int | None, placed: Placed[int], rule: str) -> int:
    """Whether `grounds.open_questions` asks for what a step-up waits for: it is not settled, and in the range."""
    opposite = space.opposite
    floors = (*rules.floors, *rules.admissions) if origin is None else rules.floors
    jumps = () if origin is None else rules.jumps[origin]
    in_range = [
        (one.rule.when, space.both(opposite(placed.lowest[one.at_least]), placed.highest[one.lowest + 1]))
        for one in floors
        if one.rule.id == rule
    ]
    in_range += [(one.rule.when, opposite(placed.lowest[one.target])) for one in jumps if one.rule.id == rule]
    provisional = opposite(equal(space, placed.lowest, placed.highest))
    unsettled = (
        all_of(space, [provisional, there, space.judged(when).possible, opposite(space.judged(when).certain)])
        for when, there in in_range
    )
    return any_of(space, unsettled)
