"""
Circuit: the algorithm of `placement`, told once more for any kind of truth.

What lives here: the algorithm over an `Algebra`, a kind of truths that can be combined with and, or and not. With plain truths
it places one person; with sets of cases (see `space`) it places everybody at once, which is what a proof needs. What it may
import: `rule_set` and below. What it never does: differ from `placement` (tests hold them against each other).

Conditions are judged on two rails, as everywhere: what is certain, and what is possible. A rung is told by *heights*, as a
thermometer does: entry k says whether it is rung k or higher; where care is completed, none does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from attrs import frozen

from continuum.conditions import AllOf, AnyOf, Condition, NOf, Not, Values
from continuum.rule_set import Floor, RulesByRung
from continuum.rules import IMMEDIATE, StepUp

T = TypeVar("T")

Heights = tuple[T, ...]
"""For each rung whether it is reached: this one, or a higher one."""


class Algebra(Protocol[T]):
    """Truths that can be combined, and what they are for a comparison or a sum."""

    @property
    def never(self) -> T:
        """False."""
        ...

    @property
    def always(self) -> T:
        """True."""
        ...

    def both(self, one: T, other: T) -> T:
        """And."""
        ...

    def either(self, one: T, other: T) -> T:
        """Or."""
        ...

    def opposite(self, one: T) -> T:
        """Not."""
        ...

    def leaf(self, condition: Condition) -> Rails[T]:
        """A condition that has no parts, on both rails."""
        ...


class Rails(NamedTuple, Generic[T]):
    """A condition on both rails."""

    certain: T
    possible: T


Rail = Callable[[Condition], T]
"""One way of judging a condition: certainly true, or possibly true."""


class Placed(NamedTuple, Generic[T]):
    """Where a person goes, and between which rungs every answer would leave them; as heights."""

    settled: T
    """Whether there is a target at all."""
    target: Heights[T]
    lowest: Heights[T]
    highest: Heights[T]


@frozen
class PlainTruths:
    """True and false, for one person: the algebra that everybody knows."""

    values: Values
    never: bool = False
    always: bool = True

    def both(self, one: bool, other: bool) -> bool:  # noqa: FBT001 # truths are the arguments
        """And."""
        return one and other

    def either(self, one: bool, other: bool) -> bool:  # noqa: FBT001 # truths are the arguments
        """Or."""
        return one or other

    def opposite(self, one: bool) -> bool:  # noqa: FBT001 # the truth is the argument
        """Not."""
        return not one

    def leaf(self, condition: Condition) -> Rails[bool]:
        """As the condition says itself."""
        return Rails(condition.definitely(self.values), condition.possibly(self.values))


def any_of(algebra: Algebra[T], truths: Iterable[T]) -> T:
    """Or, over many; in pairs, so that leaving one out changes little of what was worked out before."""
    found = [*truths] or [algebra.never]
    while len(found) > 1:
        pairs = [algebra.either(*found[at : at + 2]) for at in range(0, len(found) - 1, 2)]
        found = pairs + found[2 * len(pairs) :]
    return found[0]


def all_of(algebra: Algebra[T], truths: Iterable[T]) -> T:
    """And, over many."""
    found = [*truths] or [algebra.always]
    while len(found) > 1:
        pairs = [algebra.both(*found[at : at + 2]) for at in range(0, len(found) - 1, 2)]
        found = pairs + found[2 * len(pairs) :]
    return found[0]


def same(algebra: Algebra[T], one: T, other: T) -> T:
    """Whether both hold, or neither."""
    return algebra.either(algebra.both(one, other), algebra.opposite(algebra.either(one, other)))


def equal(algebra: Algebra[T], one: Heights[T], other: Heights[T]) -> T:
    """Whether two heights are the same rung."""
    return all_of(algebra, [same(algebra, *pair) for pair in zip(one, other, strict=True)])


def so_many(algebra: Algebra[T], number: int, truths: Iterable[T]) -> T:
    """Whether at least so many of them hold."""
    counted = [algebra.always, *[algebra.never] * number]
    for truth in truths:
        for count in range(number, 0, -1):
            counted[count] = algebra.either(counted[count], algebra.both(counted[count - 1], truth))
    return counted[number]


def judge(algebra: Algebra[T], condition: Condition) -> Rails[T]:
    """A condition on both rails, from what its parts are."""
    if isinstance(condition, Not):
        certain, possible = judge(algebra, condition.term)
        return Rails(algebra.opposite(possible), algebra.opposite(certain))
    judged = [judge(algebra, part) for part in condition.parts()]
    if not judged:
        return algebra.leaf(condition)
    rails = [one.certain for one in judged], [one.possible for one in judged]
    match condition:
        case AllOf():
            return Rails(*(all_of(algebra, rail) for rail in rails))
        case AnyOf():
            return Rails(*(any_of(algebra, rail) for rail in rails))
        case NOf():
            return Rails(*(so_many(algebra, condition.n, rail) for rail in rails))
        case _:
            raise TypeError  # pragma: no cover # a rule set takes no condition of another kind


@frozen
class Circuit(Generic[T]):
    """
    The algorithm over one algebra.

    Args:
        algebra: What truths are.
        rules: The rules by rung.
        judged: A condition on both rails; `judge`, or one that remembers.
    """

    algebra: Algebra[T]
    rules: RulesByRung
    judged: Callable[[Condition], Rails[T]]

    def certain(self, condition: Condition) -> T:
        """The rail on which only what is known counts."""
        return self.judged(condition).certain

    def possible(self, condition: Condition) -> T:
        """The rail on which everything counts that is not ruled out."""
        return self.judged(condition).possible

    def at(self, rung: int) -> Placed[T]:
        """Where people go who are at this rung."""
        lowest = self._on_rails(rung, self.certain, self.possible)
        highest = self._on_rails(rung, self.possible, self.certain)
        raised = (self.algebra.both(highest[rung + 1], height) for height in lowest[rung + 1 :])
        return Placed(self.algebra.always, (*highest[: rung + 1], *raised), lowest, highest)

    def admission(self) -> Placed[T]:
        """Where people go who are not in care yet; nowhere, without an entry."""
        never, entry = self.algebra.never, self.rules.entry
        if entry is None:
            heights = (self.algebra.always, *[never] * self.rules.top)
            return Placed(never, heights, heights, heights)
        lowest, highest = self._first_rung(entry, self.certain), self._first_rung(entry, self.possible)
        settled = self.algebra.either(equal(self.algebra, lowest, highest), self._emergency(entry, lowest))
        return Placed(settled, lowest, lowest, highest)

    def any_true(self, conditions: Iterable[Condition], rail: Rail[T]) -> T:
        """Whether some condition is true on this rail."""
        return any_of(self.algebra, map(rail, conditions))

    def too_low(self, floors: Iterable[Floor], rung: int, care: Rail[T]) -> T:
        """Whether some floor finds this rung too low."""
        return self.any_true((floor.rule.when for floor in floors if floor.speaks_of(rung)), care)

    def climb(self, floors: Sequence[Floor], start: Heights[T], care: Rail[T]) -> Heights[T]:
        """From each rung upward, while a floor finds it too low; who completes care is not fetched back."""
        reached = [start[0]]
        for rung in range(self.rules.top):
            onward = self.algebra.both(reached[rung], self.too_low(floors, rung, care))
            reached.append(self.algebra.either(start[rung + 1], onward))
        return tuple(reached)

    def step_up(self, rung: int, care: Rail[T]) -> Heights[T]:
        """The rung that the step-ups demand; this rung, if none speaks."""
        jumps = self.rules.jumps[rung]
        demand = (
            self.any_true((jump.rule.when for jump in jumps if jump.target >= height), care)
            for height in range(rung + 1, self.rules.top + 1)
        )
        return self.climb(self.rules.floors, (*[self.algebra.always] * (rung + 1), *demand), care)

    def held(self, rung: int, care: Rail[T]) -> T:
        """Whether a hold, or a step-up with nowhere to go, keeps people from stepping down."""
        jumps, holds = self.rules.jumps[rung], self.rules.holds[rung]
        return self.any_true((*(jump.rule.when for jump in jumps), *(hold.when for hold in holds)), care)

    def step_down(self, rung: int, care: Rail[T], less: Rail[T]) -> Heights[T]:
        """The rung that the step-downs permit; this rung, if none does."""
        ways, opposite = self.rules.ways[rung], self.algebra.opposite
        no_lower = [self.any_true((way.rule.when for way in ways if way.limit < height), less) for height in range(rung + 1)]
        passed, start = no_lower[rung], [opposite(no_lower[rung])]
        for height in range(rung - 1, -1, -1):
            justified = self.any_true((one.when for one in self.rules.justifications[height]), less)
            passed = self.algebra.both(passed, self.algebra.both(no_lower[height], justified))
            start.append(opposite(passed))
        above = [self.algebra.never] * (self.rules.top - rung)
        return self.climb(self.rules.floors, (*reversed(start), *above), care)

    def _on_rails(self, rung: int, care: Rail[T], less: Rail[T]) -> Heights[T]:
        """Step up before hold, hold before step down."""
        demanded, lowered = self.step_up(rung, care), self.step_down(rung, care, less)
        rises = demanded[rung + 1] if rung < self.rules.top else self.algebra.never
        stays = self.algebra.either(rises, self.held(rung, care))
        return tuple(self._choose(stays, one, other) for one, other in zip(demanded, lowered, strict=True))

    def _first_rung(self, entry: int, care: Rail[T]) -> Heights[T]:
        """Where an admission leads on one rail."""
        missing = self.any_true((hold.when for hold in self.rules.required), care)
        start = [*[self.algebra.always] * (entry + 1), *[self.algebra.never] * (self.rules.top - entry)]
        climbed = self.climb((*self.rules.floors, *self.rules.admissions), tuple(start), care)
        return tuple(self.algebra.either(missing, height) for height in climbed)

    def _emergency(self, entry: int, reached: Heights[T]) -> T:
        """Whether a floor that is due at once found a rung too low on the way from the entry to the rung reached."""
        immediate = [one for one in self.rules.floors if isinstance(one.rule, StepUp) and one.rule.urgency is IMMEDIATE]
        return any_of(
            self.algebra,
            (
                self.algebra.both(self.certain(floor.rule.when), reached[floor.lowest + 1])
                for floor in immediate
                if entry < floor.at_least
            ),
        )

    def _choose(self, truth: T, yes: T, no: T) -> T:
        both, opposite = self.algebra.both, self.algebra.opposite
        return self.algebra.either(both(truth, yes), both(opposite(truth), no))
