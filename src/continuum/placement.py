"""
Placement: the one file that decides.

**Theory of operation.** Levels are rungs, 0 the lowest. Every condition is true, false or unknown, so everything is asked on two
rails: what *certainly* holds and what *possibly* holds. Reasons for care (step-ups, holds) are put to one rail, reasons for
less care (step-downs, justifications) to the other:

- **highest**: every reason for care that is possible counts, and less care only for reasons that are certain;
- **lowest**: only reasons for care that are certain count, and every possible reason for less care does.

Whatever the unknown facts turn out to be, the decision lies between the two. A person goes down only as far as the
highest allows, goes up only as far as the lowest demands, and otherwise stays: an unknown fact neither reduces care nor raises
it. When the two differ, the decision is provisional, and what to ask follows from it.

**On one rail**, at one rung:

1. *Step up*, if a step-up speaks of this rung: to the highest demand, and on until no floor finds the rung too low.
2. *Stay*, if a hold applies, or a step-up at the top has nowhere to go.
3. *Step down*, if a step-down permits it: to the next rung, and past each rung that has its justification, as far as the most
   permissive step-down allows; then climb again, so that nobody lands on a rung that is too low.
4. *Stay* otherwise.

A first placement climbs from the entry rung; while a required fact is unknown, its highest is the top. It is settled where the
two agree, or where an emergency says where to go now; otherwise it is not determined.

**Rules of this house.** Plain functions, no state, no clock, no randomness, no input or output. The order of the rules is
irrelevant: every question is an any, a highest or a lowest. It imports `rule_set` and below; others only retell what stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from continuum.conditions import Condition, Values
from continuum.rule_set import COMPLETED, Floor, RulesByRung
from continuum.rules import IMMEDIATE, StepUp

Rail = Callable[[Condition], bool]
"""One way of judging a condition while facts are unknown: certainly true, or possibly true."""


class Placement(NamedTuple):
    """Where a person goes (`None`: not determined), and between which rungs every answer to the open questions leaves them."""

    target: int | None
    lowest: int
    highest: int

    @property
    def provisional(self) -> bool:
        """Whether unknown facts could still change it."""
        return self.lowest != self.highest


def certainly(values: Values) -> Rail:
    """The rail on which only what is known counts."""
    return lambda condition: condition.definitely(values)


def possibly(values: Values) -> Rail:
    """The rail on which everything counts that is not ruled out."""
    return lambda condition: condition.possibly(values)


def too_low(floors: tuple[Floor, ...], rung: int, care: Rail) -> bool:
    """Whether some floor finds this rung too low."""
    return any(floor.speaks_of(rung) and care(floor.rule.when) for floor in floors)


def climb(floors: tuple[Floor, ...], rung: int, care: Rail) -> int:
    """The first rung from here upward that no floor finds too low; floors end below the top, so there is one."""
    while too_low(floors, rung, care):
        rung += 1
    return rung


def step_up(rules: RulesByRung, rung: int, care: Rail) -> int:
    """The rung that the step-ups demand: the highest demand, then the climb; this rung, if none speaks."""
    demand = max([rung, *(jump.target for jump in rules.jumps[rung] if care(jump.rule.when))])
    return climb(rules.floors, demand, care)


def held(rules: RulesByRung, rung: int, care: Rail) -> bool:
    """Whether a hold, or a step-up with nowhere to go, keeps the person from stepping down."""
    return any(care(jump.rule.when) for jump in rules.jumps[rung]) or any(care(hold.when) for hold in rules.holds[rung])


def justified(rules: RulesByRung, rung: int, less: Rail) -> bool:
    """Whether a step down may pass this rung."""
    return any(less(justification.when) for justification in rules.justifications[rung])


def step_down(rules: RulesByRung, rung: int, care: Rail, less: Rail) -> int:
    """The rung that the step-downs permit; this rung, if none does."""
    limits = [way.limit for way in rules.ways[rung] if less(way.rule.when)]
    if not limits:
        return rung
    landing, limit = rung - 1, min(limits)
    while landing > limit and justified(rules, landing, less):
        landing -= 1
    return landing if landing == COMPLETED else climb(rules.floors, landing, care)


def on_rails(rules: RulesByRung, rung: int, care: Rail, less: Rail) -> int:
    """Step up before hold, hold before step down."""
    demanded = step_up(rules, rung, care)
    if demanded > rung or held(rules, rung, care):
        return demanded
    return step_down(rules, rung, care, less)


def place(rules: RulesByRung, rung: int, values: Values) -> Placement:
    """Where a person goes who is at this rung: never down on what is merely possible, never up on it either."""
    lowest = on_rails(rules, rung, certainly(values), possibly(values))
    highest = on_rails(rules, rung, possibly(values), certainly(values))
    target = highest if highest <= rung else max(rung, lowest)
    return Placement(target, lowest, highest)


def first_rung(rules: RulesByRung, entry: int, care: Rail) -> int:
    """Where an admission leads on one rail."""
    if any(care(hold.when) for hold in rules.required):
        return rules.top
    return climb((*rules.floors, *rules.admissions), entry, care)


def emergency(rules: RulesByRung, entry: int, reached: int, care: Rail) -> bool:
    """Whether a floor that is due at once found a rung too low on the way from the entry to the rung reached."""
    immediate = [floor for floor in rules.floors if isinstance(floor.rule, StepUp) and floor.rule.urgency is IMMEDIATE]
    return any(care(floor.rule.when) for floor in immediate if floor.lowest < reached and entry < floor.at_least)


def admit(rules: RulesByRung, values: Values) -> Placement:
    """The first placement: settled, or where to go now in an emergency, or not determined yet; without an entry, never."""
    if rules.entry is None:
        return Placement(None, 0, 0)
    lowest = first_rung(rules, rules.entry, certainly(values))
    highest = first_rung(rules, rules.entry, possibly(values))
    settled = lowest == highest or emergency(rules, rules.entry, lowest, certainly(values))
    return Placement(lowest if settled else None, lowest, highest)
