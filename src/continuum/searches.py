"""
Searches: what is asked of everybody who can be assessed, and what has been found out on the way.

What lives here: what a question, its answer and a property are, and `Search`: one rule set, everybody's decisions by it, and what
each of its rules is good for. What it may import: `space`, `laws` and below. What it never does: say what ought to be (see
`properties`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import product
from typing import Any, Final

from attrs import evolve, frozen

from continuum.assessment import Assessment
from continuum.circuit import Placed
from continuum.conditions import Condition
from continuum.diagrams import NOWHERE, Budget
from continuum.laws import View
from continuum.levels import NOT_IN_CARE
from continuum.rule_set import RulesByRung, RuleSet
from continuum.rules import Justification, TransitionRule
from continuum.space import Space

Rule = TransitionRule | Justification
People = tuple[Assessment, ...]
TARGET: Final = "target"
RANGE: Final = "range"


@frozen
class Found:
    """
    What a question found wrong.

    Args:
        says: It in one sentence.
        people: The smallest case that shows it; two, where one decision follows another; none, where no case could.
        seen: Whether the engine shows it for these people.
    """

    says: str
    people: People = ()
    seen: Callable[[People], bool] = lambda _: True


@frozen
class Question:
    """
    One thing to ask of everybody.

    Args:
        subject: What it is about: a level, a rule, or a rule at a level.
        ask: Search; nothing, if nothing is wrong.
        settled: Whether the way in which rules are built answers it, so that it need not be searched.
        searches: Whether it takes a search at all; where not, the rules are read, and it takes no budget.
    """

    subject: str
    ask: Callable[[], Found | None]
    settled: bool = False
    searches: bool = True


@frozen
class Property:
    """
    What can be proved of a rule set.

    Args:
        id: Its name.
        number: The law that it belongs to.
        says: It in one sentence.
        questions: What has to be asked.
        advice: Whether it is good style only: a rule set that lacks it is safe all the same.
    """

    id: str
    number: int
    says: str
    questions: Callable[[Search], Iterator[Question]]
    advice: bool = False


class Search:
    """
    One rule set, and what has been found out about it.

    Args:
        rules: The rule set.
        assume: What is taken to hold of everybody.
        budget: How much it may take.
    """

    def __init__(self, rules: RuleSet, assume: Sequence[Condition] = (), budget: Budget | None = None) -> None:
        """Nothing is searched before it is asked."""
        self.rules = rules
        self._cut = partial(Space, [rules], assume, budget)
        self.names = [level.name for level in rules.continuum]
        self._views: dict[int | None, View[int]] = {}
        self._differences: dict[str, str | None] = {}
        self.reached: dict[int, int] = {}

    @cached_property
    def space(self) -> Space:
        """Everybody, once the facts are cut into cells; a `TooWideError` where that is too much."""
        return self._cut()

    @property
    def origins(self) -> list[int | None]:
        """Every place of an assessment: the rungs, and an admission, if there is an entry."""
        return [*range(self.rules.continuum.top + 1), *([] if self.rules.entry is None else [None])]

    def place(self, origin: int | None) -> str:
        """The id of a place."""
        return NOT_IN_CARE.value if origin is None else self.rules.continuum.ids[origin]

    def view(self, origin: int | None) -> View[int]:
        """Everybody's decisions at one place."""
        if origin not in self._views:
            self._views[origin] = self.space.view(self.rules, origin)
        return self._views[origin]

    def someone(self, where: int) -> bool:
        """Whether there is such a case."""
        return self.space.among_us(where) != NOWHERE

    def person(self, origin: int | None, where: int) -> Assessment:
        """The smallest case of a set."""
        return self.space.assessment(self.rules, origin, self.space.smallest(self.space.among_us(where)))

    def plain_person(self, origin: int | None, *wanted: int) -> Assessment:
        """
        The smallest case of the first set; if there are such, one in the other sets, too, and one in which nothing is open.

        Where nothing is open, nobody can take a question for what is in the way.
        """
        where = wanted[0]
        for more in (*wanted[1:], self.view(origin).is_one_rung()):
            if self.someone(self.space.both(where, more)):
                where = self.space.both(where, more)
        return self.person(origin, where)

    def difference(self, rule: str) -> str | None:
        """What would change without a rule, among everybody and everywhere: a `TARGET`, only a `RANGE`, or nothing (`None`)."""
        if rule not in self._differences:
            self._differences[rule] = _difference(self, rule)
        return self._differences[rule]

    @cached_property
    def effects(self) -> dict[str, frozenset[tuple[str, int, int]]]:
        """What each rule does, by its id: in which way, at which rung, and how far."""
        found: dict[str, set[tuple[str, int, int]]] = {one.id: set() for one in deciding(self.rules)}
        for rule, kind, rung, far in _effects(self.rules.by_rung):
            found.setdefault(rule, set()).add((kind, rung, far))
        return {rule: frozenset(effects) for rule, effects in found.items()}


def deciding(rules: RuleSet) -> tuple[Rule, ...]:
    """Every rule and every justification."""
    return (*rules.rules, *rules.justifications)


def decisions(search: Search, placed: Placed[int]) -> tuple[int, ...]:
    """What tells decisions apart: whether there is one, and where it leads; where there is none, it leads nowhere."""
    return (placed.settled, *(search.space.both(placed.settled, height) for height in placed.target))


def without(rules: RulesByRung, rule: str) -> RulesByRung:
    """The same rules, but for one."""

    def kept(found: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(one for one in found if getattr(one, "rule", one).id != rule)

    def kept_by_rung(rows: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
        return tuple(map(kept, rows))

    return evolve(
        rules,
        floors=kept(rules.floors),
        admissions=kept(rules.admissions),
        jumps=kept_by_rung(rules.jumps),
        holds=kept_by_rung(rules.holds),
        ways=kept_by_rung(rules.ways),
        justifications=kept_by_rung(rules.justifications),
        required=kept(rules.required),
    )


def _difference(search: Search, rule: str) -> str | None:
    """Ask where the rule speaks first: most rules show there what they are good for."""
    fewer, range_differs = without(search.rules.by_rung, rule), False
    spoken = {rung for _, rung, _ in search.effects[rule]}
    for origin in sorted(search.origins, key=lambda origin: origin not in spoken):
        ours, theirs = search.view(origin).placed, search.space.placed(fewer, origin)
        if ours == theirs:
            continue
        if _differ(search, decisions(search, ours), decisions(search, theirs)):
            return TARGET
        range_differs = range_differs or _differ(search, ours.lowest + ours.highest, theirs.lowest + theirs.highest)
    return RANGE if range_differs else None


def _differ(search: Search, ours: tuple[int, ...], theirs: tuple[int, ...]) -> bool:
    among_us = search.space.among_us
    return any(one != other and among_us(one) != among_us(other) for one, other in zip(ours, theirs, strict=True))


def _effects(rules: RulesByRung) -> Iterator[tuple[str, str, int, int]]:
    for floor in rules.floors:
        for kind, rung in product(["here", "admission"], range(floor.lowest, floor.at_least)):
            yield floor.rule.id, kind, rung, floor.at_least
    for floor in rules.admissions:
        yield from ((floor.rule.id, "admission", rung, floor.at_least) for rung in range(floor.at_least))
    for rung in range(rules.top + 1):
        yield from ((jump.rule.id, "here", rung, jump.target) for jump in rules.jumps[rung])
        yield from ((hold.id, "here", rung, rung) for hold in rules.holds[rung])
        yield from ((way.rule.id, "down", rung, -way.limit) for way in rules.ways[rung])
        yield from ((one.id, "pass", rung, 0) for one in rules.justifications[rung])
