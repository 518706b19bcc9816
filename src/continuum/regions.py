"""
Regions: sets of cases that can be read.

What lives here: cutting out of a set a part that is told by what is so of each fact (a cube), and its words. What it may import:
`space` and below. What it never does: count anybody in who is not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

from attrs import frozen

from continuum.circuit import all_of
from continuum.comparisons import Missing
from continuum.diagrams import NOWHERE
from continuum.facts import Choice, Fact, Grade
from continuum.space import UNKNOWN, Cell, Space

Cube = Mapping[int, Collection[int]]
"""For some facts the cells in which they lie; the others may be anything."""


@frozen(repr=False)
class Clause:
    """
    What is so of one fact throughout a region.

    Args:
        fact: The name of the fact.
        cells: The values that it may have, by their ends, ascending; an empty one: it may be unknown.
        words: The same in words.
    """

    fact: str
    cells: tuple[Cell, ...]
    words: str

    def __repr__(self) -> str:
        """The fact that it is about."""
        return f"<Clause on {self.fact!r}>"

    def covers(self, value: object) -> bool:
        """Whether it is so of this value; `None` is unknown."""
        if value is None:
            return () in self.cells
        return any(value in cell or (type(value) is int and cell[0] <= value <= cell[-1]) for cell in self.cells if cell)


def clause(space: Space, at: int, cells: Collection[int]) -> Clause:
    """That a fact lies in these cells, in its own words."""
    fact, all_cells = space.facts[at], space.cells[at]
    vocabulary = {fact.name: fact}
    known = sorted(cell for cell in cells if cell != UNKNOWN)
    gap, words = Missing(fact.name), list[str]()
    if len(known) == len(all_cells) - 1:
        words.append(gap.negated_words(vocabulary))
    elif known:
        words.append(_among(fact, all_cells, known))
    if UNKNOWN in cells:
        words.append("not known" if known else gap.words(vocabulary))
    return Clause(fact.name, tuple(all_cells[cell] for cell in sorted(cells)), " or ".join(words))


def product_of(space: Space, cube: Cube) -> int:
    """A cube as a set."""
    return all_of(space, [space.diagrams.where(at, cells) for at, cells in cube.items()])


def widest(space: Space, case: Mapping[int, int], allowed: int) -> Cube:
    """
    A case, opened as far as it stays within a set: first by facts that need not be known of at all, then by more values.

    Opening a fact leaves the others less room, so that once through all of them nothing can be opened further.
    """
    cube: dict[int, Collection[int]] = {at: (cell,) for at, cell in case.items()}
    for at in sorted(case):
        if _missed(space, cube, at, allowed) == NOWHERE:
            del cube[at]
    for at in sorted(cube):
        missed = _missed(space, cube, at, allowed)
        cells = range(len(space.cells[at]))
        cube[at] = [cell for cell in cells if space.diagrams.pinned(missed, {at: cell}) == NOWHERE]
    return cube


def _missed(space: Space, cube: Cube, at: int, allowed: int) -> int:
    """What would lie outside of the set if one fact of a cube were anything."""
    rest = {one: cells for one, cells in cube.items() if one != at}
    return space.both(product_of(space, rest), space.opposite(allowed))


def _among(fact: Fact[Any], cells: Sequence[Cell], chosen: Sequence[int]) -> str:
    """That a known fact lies in some of its cells, in words; by bounds, where it has an order."""
    runs = _runs(chosen)
    if isinstance(fact, Choice) or (isinstance(fact, Grade) and len(runs) > 1):
        return fact.phrase_any([*chain.from_iterable(cells[cell] for cell in chosen)], negated=False)
    return " or ".join(_within(fact, cells, run[0], run[-1]) for run in runs)


def _runs(chosen: Sequence[int]) -> list[list[int]]:
    """Numbers, ascending, as runs without a gap."""
    runs = list[list[int]]()
    for cell in chosen:
        if runs and runs[-1][-1] == cell - 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _within(fact: Fact[Any], cells: Sequence[Cell], first: int, last: int) -> str:
    low, high = cells[first][0], cells[last][-1]
    if low == high:
        return fact.phrase("==", low)
    if first == 1:
        return fact.phrase("<=", high)
    if last == len(cells) - 1:
        return fact.phrase(">=", low)
    return f"{fact.label} is from {fact.show(low)} to {fact.show(high)}"
