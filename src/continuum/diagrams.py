"""
Decision diagrams: sets of cases, however many, held in one small graph and compared at once.

What lives here: `Diagrams`, sets over a few variables with a few cells each, and the budget of a search. What it may import:
the standard library and attrs. What it never does: know a person, a fact or a rule.

A set is a number. Two sets are the same if and only if their numbers are (each part of the graph is stored once, in one order
of the variables), so `NOWHERE` proves that a set is empty. Every case is one cell of every variable:

    >>> two = Diagrams([3, 2])
    >>> low, yes = two.where(0, {0, 1}), two.where(1, {1})
    >>> two.both(low, two.opposite(low)) == NOWHERE
    True
    >>> two.cheapest(two.both(two.opposite(low), yes), [[0, 0, 0], [0, 0]])
    {0: 2, 1: 1}
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

from attrs import field, frozen

NOWHERE: Final = 0
"""The empty set."""
EVERYWHERE: Final = 1
"""The set of all cases."""
BETWEEN_LOOKS: Final = 1_024
"""After how many steps a search looks at its budget."""

Cheapest = tuple[int, dict[int, int]]


class BudgetSpentError(Exception):
    """The search used up its budget; nothing is known of what it did not finish. Never leaves the library."""


@frozen
class Budget:
    """
    How much a search may take.

    Args:
        steps: How much may be worked out: questions asked of the graph, and branches of its parts.
        at_once: How many of them for one question, so that a hard one leaves something for the others.
        expired: Whether the time is over.
    """

    steps: int
    at_once: int
    expired: Callable[[], bool] = field(default=lambda: False)

    def check(self, steps: int, begun_at: int) -> None:
        """
        Go on, or stop.

        Raises:
            BudgetSpentError: The budget is used up.
        """
        if steps > self.steps or steps - begun_at > self.at_once or self.expired():
            raise BudgetSpentError


class Diagrams:
    """
    Sets over variables, each with so many cells; the first variable is asked first.

    Args:
        widths: How many cells each variable has.
        budget: How much may be used; without one, as much as it takes.
    """

    def __init__(self, widths: Sequence[int], budget: Budget | None = None) -> None:
        """Begin with the empty set and the set of everything."""
        self.widths = tuple(widths)
        self._budget = budget
        self._steps = self._begun_at = self._next_look = 0
        self._variable = [len(self.widths)] * 2
        self._branches: list[tuple[int, ...]] = [(), ()]
        self._known: dict[tuple[int, tuple[int, ...]], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._either: dict[tuple[int, int], int] = {}
        self._opposite: dict[int, int] = {NOWHERE: EVERYWHERE, EVERYWHERE: NOWHERE}

    def __len__(self) -> int:
        """How many parts the graph has."""
        return len(self._variable)

    def begin(self) -> None:
        """
        Begin another question.

        Raises:
            BudgetSpentError: There is nothing left for it.
        """
        self._begun_at = self._steps
        self._look()

    def _look(self) -> None:
        self._next_look = self._steps + BETWEEN_LOOKS
        if self._budget is not None:
            self._budget.check(self._steps, self._begun_at)

    def _part(self, variable: int, branches: tuple[int, ...]) -> int:
        """The one part with these branches; none at all, where they do not differ."""
        self._steps += len(branches)
        if branches.count(branches[0]) == len(branches):
            return branches[0]
        found = self._known.get((variable, branches))
        if found is None:
            found = self._known[variable, branches] = len(self._variable)
            self._variable.append(variable)
            self._branches.append(branches)
        return found

    def where(self, variable: int, cells: Collection[int]) -> int:
        """The cases in which a variable lies in one of these cells."""
        return self._part(variable, tuple(int(cell in cells) for cell in range(self.widths[variable])))

    def chosen(self, variable: int, branches: Iterable[int]) -> int:
        """For each cell of a variable the set that goes with it; those sets ask later variables only."""
        return self._part(variable, tuple(branches))

    def both(self, one: int, other: int) -> int:
        """The cases in both."""
        self._steps += 1
        if self._steps >= self._next_look:
            self._look()
        if one > other:
            one, other = other, one
        if one == EVERYWHERE:
            return other
        if one in (NOWHERE, other):
            return one
        found = self._both.get((one, other))
        if found is None:
            found = self._both[one, other] = self._combined(self.both, one, other)
        return found

    def either(self, one: int, other: int) -> int:
        """The cases in one of them, or in both."""
        self._steps += 1
        if self._steps >= self._next_look:
            self._look()
        if one > other:
            one, other = other, one
        if one == NOWHERE:
            return other
        if one in (EVERYWHERE, other):
            return one
        found = self._either.get((one, other))
        if found is None:
            found = self._either[one, other] = self._combined(self.either, one, other)
        return found

    def _combined(self, combine: Callable[[int, int], int], one: int, other: int) -> int:
        """Two sets, cell by cell of the first variable that either of them asks."""
        first, second = self._variable[one], self._variable[other]
        if first == second:
            return self._part(first, tuple(map(combine, self._branches[one], self._branches[other])))
        if first < second:
            return self._part(first, tuple([combine(branch, other) for branch in self._branches[one]]))
        return self._part(second, tuple([combine(one, branch) for branch in self._branches[other]]))

    def opposite(self, one: int) -> int:
        """All other cases."""
        found = self._opposite.get(one)
        if found is None:
            found = self._part(self._variable[one], tuple([self.opposite(branch) for branch in self._branches[one]]))
            self._opposite[one], self._opposite[found] = found, one
        return found

    def pinned(self, one: int, cells: Mapping[int, int]) -> int:
        """The set that is left where some variables are known to lie in these cells: it does not ask them any more."""
        done = {NOWHERE: NOWHERE, EVERYWHERE: EVERYWHERE}

        def pin(part: int) -> int:
            found = done.get(part)
            if found is None:
                variable, branches = self._variable[part], self._branches[part]
                if variable in cells:
                    found = pin(branches[cells[variable]])
                else:
                    found = self._part(variable, tuple([pin(branch) for branch in branches]))
                done[part] = found
            return found

        return pin(one)

    def somehow(self, one: int, variables: Collection[int]) -> int:
        """The cases that some value of these variables brings into the set."""
        done = {NOWHERE: NOWHERE, EVERYWHERE: EVERYWHERE}

        def open_up(part: int) -> int:
            found = done.get(part)
            if found is None:
                opened = [open_up(branch) for branch in self._branches[part]]
                if self._variable[part] in variables:
                    found = NOWHERE
                    for branch in opened:
                        found = self.either(found, branch)
                else:
                    found = self._part(self._variable[part], tuple(opened))
                done[part] = found
            return found

        return open_up(one)

    def cheapest(self, one: int, costs: Sequence[Sequence[int]]) -> dict[int, int]:
        """
        One case of a set: a cell for each variable that it depends on, at the lowest cost in all; of equals the first.

        Args:
            one: The set; not empty.
            costs: What each cell of each variable costs; a variable that the case does not name costs nothing.
        """
        done: dict[int, Cheapest | None] = {NOWHERE: None, EVERYWHERE: (0, {})}

        def cost(part: int) -> Cheapest | None:
            if part not in done:
                variable = self._variable[part]
                ways = [
                    (found[0] + costs[variable][cell], cell, found[1])
                    for cell, branch in enumerate(self._branches[part])
                    if (found := cost(branch)) is not None
                ]
                best = min(ways, key=lambda way: way[:2])
                done[part] = best[0], {variable: best[1], **best[2]}
            return done[part]

        found = cost(one)
        if found is None:
            raise ValueError("the set is empty")
        return found[1]

    def asks(self, one: int) -> set[int]:
        """The variables on which a set depends."""
        seen, waiting = set[int](), [one]
        found = set[int]()
        while waiting:
            part = waiting.pop()
            if part > EVERYWHERE and part not in seen:
                seen.add(part)
                found.add(self._variable[part])
                waiting.extend(self._branches[part])
        return found

    def holds(self, one: int, cells: Mapping[int, int]) -> bool:
        """Whether a set holds the case with these cells; the first cell, where none is given."""
        while one > EVERYWHERE:
            one = self._branches[one][cells.get(self._variable[one], 0)]
        return one == EVERYWHERE
