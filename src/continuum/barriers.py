"""
Barriers: the smallest changes of what is known that would allow less care.

What lives here: `find_barriers` and `why_not`, an exact search for the smallest sets of facts whose change would bring a person
to a level, and what it finds, in words. What it may import: `cells`, `grounds`, `render` and below. What it never does: count on
what cannot change, take an unknown fact for anything but its best (it is a question, no barrier), or advise to change a record.

The search leans on two things that hold for every rule set. Better facts never mean more care (law 3), so a set of facts
suffices if and only if it does with each at its best, and the value nearest to what is recorded is found by halving. And on the
rail of the lowest, a fact that is left unknown counts as at its best: so to try a set is to forget it, and to place the person
again. Facts of which neither end is worse are then tried value by value.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from typing import Any, Final, NoReturn

from attrs import frozen

from continuum.budgets import TRIALS_FOR_BARRIERS
from continuum.cells import check_trials, conditions_at, edges, every_value
from continuum.errors import DecisionError
from continuum.facts import Fact
from continuum.levels import COMPLETE, Completion, Level
from continuum.placement import admit, place
from continuum.render import Page, Point, Section, Shown
from continuum.rule_set import COMPLETED, RuleSet
from continuum.whereabouts import Case

MOST_CHANGES: Final = 3
"""How many changes a barrier holds at most: what needs more of them at once is no next step."""


class Finding(StrEnum):
    """What a search for barriers comes to."""

    FOUND = "found"
    """There are sets of changes that would do."""
    ONLY_QUESTIONS = "only questions"
    """Nothing that is known stands in the way; only open questions do."""
    TAKES_MORE = "takes more"
    """It takes more than three changes at once."""
    ONLY_HISTORY = "only history"
    """No change of what can change would do; were history, or a lasting circumstance, another, there would be one that does."""
    NO_WAY = "no way"
    """No change of facts would do: the rules lead nobody there from here."""
    UNFINISHED = "unfinished"
    """The search ended before anything was found, or ruled out."""


@frozen(repr=False)
class Change:
    """
    One fact, and what would have to be so, in words: `risk of return to use is at most mild`.

    `value` is the nearest one to what is recorded that would do, together with the other changes of the barrier.
    """

    fact: str
    label: str
    words: str
    value: object

    def __repr__(self) -> str:
        """Which fact; not its value."""
        return f"<Change of {self.fact!r}>"


@frozen(repr=False)
class Barrier:
    """A smallest set of changes: all of them together would do, and no part of them."""

    changes: tuple[Change, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that would have to change."""
        return tuple(change.fact for change in self.changes)

    @property
    def words(self) -> str:
        """What would have to be so."""
        return " and ".join(change.words for change in self.changes)

    def __repr__(self) -> str:
        """Which facts; not their values."""
        return f"<Barrier of {', '.join(self.facts)}>"


@frozen(repr=False)
class Barriers(Shown):
    """
    What known facts put between a person and a level.

    Args:
        level: The level asked about.
        found: The smallest sets of at most three changes that would allow it, the fewest changes first.
        finished: Whether these are all of them; where not, there may be others.
        standing: What the search comes to.
        rules: The rules that were asked.
    """

    level: Level | Completion
    found: tuple[Barrier, ...]
    finished: bool
    standing: Finding
    rules: RuleSet

    def __iter__(self) -> Iterator[Barrier]:
        """The barriers."""
        return iter(self.found)

    def __len__(self) -> int:
        """How many were found."""
        return len(self.found)

    def __bool__(self) -> NoReturn:
        """Refused: that none was found has several meanings."""
        raise DecisionError("barriers are neither true nor false; compare what was found: barriers.standing is Finding.FOUND")

    def __repr__(self) -> str:
        """What the search comes to; no facts."""
        return f"<Barriers to {_name(self.level)}: {self.standing.value} ({len(self.found)})>"

    def page(self) -> Page:
        """What would have to change; from this one can tell what is recorded."""
        ways = tuple(Point(f"{barrier.words[:1].upper()}{barrier.words[1:]}.") for barrier in self.found)
        lead = (SENTENCES[self.standing], *((MAY_BE_MORE,) if self.found and not self.finished else ()))
        heading = "This would do" if len(ways) == 1 else "Each of these would do by itself"
        return Page(
            f"What would allow {_name(self.level)}", lead, (Section(heading, ways),), (f"Rules: {self.rules.label}.", NO_ADVICE)
        )


SENTENCES: Final = {
    Finding.FOUND: (
        "What would have to be so, if everything else that is known stays as it is, and what is not known turns out at its best."
    ),
    Finding.ONLY_QUESTIONS: "Nothing that is known stands in the way. Only open questions do: ask them.",
    Finding.TAKES_MORE: f"More than {MOST_CHANGES} things that are known would have to change at once.",
    Finding.ONLY_HISTORY: (
        "What cannot change stands in the way: history, or a lasting circumstance. No change of anything else would be enough."
    ),
    Finding.NO_WAY: "No change of what is known would be enough: these rules lead nobody there from here.",
    Finding.UNFINISHED: "The search ended early and found nothing; there may be something to find.",
}
MAY_BE_MORE: Final = "The search ended early: there may be other ways."
NO_ADVICE: Final = "This is found by the rules alone. It is no advice to change a record, and no reason to put care off."


def _name(level: Level | Completion) -> str:
    return level.name if isinstance(level, Level) else "completion of care"


def find_barriers(case: Case, most_trials: int = TRIALS_FOR_BARRIERS) -> Barriers:
    """
    What stands between the person and less care than decided: no step up, or the next lower level.

    Args:
        case: The case.
        most_trials: How many placements the search may try; the nearest values of what it finds take a few more.

    Raises:
        DecisionError: There is no lower level to ask about, or `most_trials` is no number of trials.
    """
    return _search(case, _goal(case), most_trials)


def why_not(case: Case, level: str | Completion, most_trials: int = TRIALS_FOR_BARRIERS) -> Barriers:
    """
    What stands between the person and one level below the one decided; arguments as in `find_barriers`.

    Raises:
        DecisionError: There is no such level, it does not lie below what is decided, or `most_trials` is no number of trials.
    """
    ladder = case.rules.continuum
    if level is not COMPLETE and level not in ladder:
        raise DecisionError(f"why_not() takes the id of a level, or COMPLETE; {ladder.no_such_level(level)}")
    rung = COMPLETED if level is COMPLETE else ladder.rank(level)
    _check_range(case)
    target, highest = case.placement.target, case.placement.highest
    if rung == target:
        raise DecisionError("this is the level decided: nothing stands in its way; see decision.reasons")
    if rung > (highest if target is None else target):
        raise DecisionError("this level lies above what is decided: nothing that is known asks for it; see decision.options")
    return _search(case, rung, most_trials)


def _check_range(case: Case) -> None:
    """Refuse a case in which no level is compared with another."""
    if case.origin is None:
        raise DecisionError("the current level of care is not known, so nothing is lower; see decision.open_questions")
    if case.start is None:
        raise DecisionError("these rules name no level of entry, so no answer can settle an admission, and nothing is lower")


def _goal(case: Case) -> int:
    """The rung to be reached: where the person is, if a step up is due; else the next one below."""
    _check_range(case)
    (target, lowest, _), origin = case.placement, case.origin
    if not isinstance(origin, int):
        if lowest == case.start:
            raise DecisionError("nothing that is known asks for more than the level of entry, and an admission goes no lower")
        return lowest - 1
    if target == COMPLETED:
        raise DecisionError("completion of care is decided, and nothing lies below it")
    if target == 0 and origin > 0:
        raise DecisionError("the step down leads to the lowest level already; whether care is completed is decided there")
    return origin if target is None or target > origin else target - 1


def _search(case: Case, rung: int, most_trials: int) -> Barriers:
    check_trials(most_trials)
    search = _Search(case, rung, most_trials)
    found, standing = search.outcome()
    known = standing if found or search.finished else Finding.UNFINISHED
    return Barriers(case.level(rung), found, search.finished, known, case.rules)


class _Search:
    """Tries to forget sets of facts, from small to large, until it has tried them all or the trials are used up."""

    def __init__(self, case: Case, rung: int, trials: int) -> None:
        self.case, self.rung, self.trials, self.finished = case, rung, trials, True
        self.vocabulary = case.rules.facts.vocabulary()
        self.conditions = conditions_at(case)

    def outcome(self) -> tuple[tuple[Barrier, ...], Finding]:
        """What is found, and what it comes to; if the search does not finish, only what is found counts."""
        if self.case.placement.lowest <= self.rung:
            return (), Finding.ONLY_QUESTIONS
        names, history = self.recorded(changeable=True), self.recorded(changeable=False)
        if self.solution(names) is None and self.finished:
            return (), Finding.NO_WAY if self.solution([*names, *history]) is None else Finding.ONLY_HISTORY
        found = tuple(self.barrier(solution) for solution in self.smallest(names))
        return found, Finding.FOUND if found else Finding.TAKES_MORE

    def recorded(self, *, changeable: bool) -> list[str]:
        """The known facts that could be better, as far as a rule may ask for them here; no rule asks for what is no ground."""
        mentioned = frozenset[str]().union(*(when.facts() for when in self.conditions))
        return [
            name
            for name, fact in self.vocabulary.items()
            if name in mentioned and fact.changeable is changeable and self.case.values[name] not in {None, _best(fact)}
        ]

    def smallest(self, names: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Each smallest set of facts that suffices, with values that do; every set holds the facts that nothing can replace."""
        needed = [name for name in names if not self.tries({other: None for other in names if other != name})]
        others = [name for name in names if name not in needed]
        found: set[tuple[str, ...]] = set()
        for size in range(MOST_CHANGES - len(needed) + 1):
            others = [name for name in others if (name,) not in found]
            for extra in combinations(others, size):
                if any(pair in found for pair in combinations(extra, 2)):
                    continue
                solution = self.solution([name for name in names if name in needed or name in extra])
                if solution is not None:
                    found.add(extra)
                    yield solution
                elif not self.trials and not self.finished:
                    return
            if () in found:
                return

    def solution(self, names: Sequence[str]) -> dict[str, Any] | None:
        """Values that would do: the best, and the nearest where neither end is worse; `None` if none were found."""
        pending: list[dict[str, Any]] = [{name: _best(self.vocabulary[name]) for name in names}]
        while pending:
            changes = pending.pop()
            if not self.tries(changes):
                continue
            name = next((name for name in names if changes[name] is None), None)
            if name is None:
                return changes
            values = edges(self.vocabulary[name], self.conditions)
            if len(values) > self.trials:
                self.finished = False
            else:
                pending += [{**changes, name: value} for value in reversed(self.by_distance(name, values))]
        return None

    def by_distance(self, name: str, values: Sequence[Any]) -> list[Any]:
        """The values of a fact of which neither end is worse: as recorded, then the nearest; in their order, if it has none."""
        recorded = self.case.values[name]
        others = [value for value in values if value != recorded]
        if self.vocabulary[name].bounds is not None:
            others.sort(key=lambda value: abs(value - recorded))
        return [recorded, *others]

    def tries(self, changes: Mapping[str, Any]) -> bool:
        """Whether these changes are seen to do: with no trials left, nothing is."""
        if not self.trials:
            self.finished = False
            return False
        self.trials -= 1
        return self.suffices(changes)

    def suffices(self, changes: Mapping[str, Any]) -> bool:
        """Whether the person could then be where it is asked for, or lower; what is unknown, or forgotten, is at its best."""
        values, origin = {**self.case.values, **changes}, self.case.origin
        placed = place(self.case.by_rung, origin, values) if isinstance(origin, int) else admit(self.case.by_rung, values)
        return placed.lowest <= self.rung

    def barrier(self, solution: Mapping[str, Any]) -> Barrier:
        """The changes, each taken back towards what is recorded as far as the others allow, one after the other."""
        chosen = dict(solution)
        for name in solution:
            if self.vocabulary[name].higher_is_worse is not None:
                chosen[name] = self.nearest(name, chosen)
        return Barrier(tuple(_change(self.vocabulary[name], value) for name, value in chosen.items()))

    def nearest(self, name: str, chosen: Mapping[str, Any]) -> Any:
        """The first value, from the recorded one to the best, that still does."""
        fact = self.vocabulary[name]
        values = every_value(fact)
        at = values.index(self.case.values[name])
        towards_best = values[:at][::-1] if fact.higher_is_worse else values[at + 1 :]
        does = bisect_left(
            towards_best, x=True, hi=len(towards_best) - 1, key=lambda value: self.suffices({**chosen, name: value})
        )
        return towards_best[does]


def _best(fact: Fact[Any]) -> Any:
    """Its best value; `None` where neither end is worse."""
    worse = fact.higher_is_worse
    return None if worse is None else fact.probes([])[0 if worse else -1]


def _change(fact: Fact[Any], value: Any) -> Change:
    exactly = fact.higher_is_worse is None or value == _best(fact)
    op = "==" if exactly else "<=" if fact.higher_is_worse else ">="
    return Change(fact.name, fact.label, fact.phrase(op, value), value)
