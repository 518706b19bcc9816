"""
Options: the levels around a decision, weighed as a professional would.

What lives here: `Option`, what speaks for and against each level, and the circumstances that are recorded beside them and move
nobody. What it may import: `grounds` and below. What it never does: recommend anything that `placement` did not decide.

A level is *recommended* (decided), *open* (unknown facts leave it possible), *blocked* (below what is certainly needed, with what
blocks it) or *not indicated* (above everything that could be needed).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, StrEnum
from typing import Final

from attrs import frozen

from continuum import grounds
from continuum.conditions import Condition
from continuum.grounds import Case, Service
from continuum.levels import COMPLETE, Completion, Level, Outside
from continuum.placement import Rail, certainly, justified, possibly
from continuum.rule_set import COMPLETED, Floor, Jump
from continuum.rules import Hold

NOTHING_ASKS: Final = "nothing that is known or unknown asks for this much care"


class Standing(StrEnum):
    """How a level stands to a decision."""

    RECOMMENDED = "recommended"
    OPEN = "open"
    BLOCKED = "blocked"
    NOT_INDICATED = "not indicated"


@frozen
class Option:
    """
    One level, as it stands to a decision.

    `speaks_for` and `speaks_against` are clauses of rules and levels, without values of facts; a rule that fired says of a person
    what it says. `blocked_by`: id of the first rule or justification that blocks it; empty where there is none to name.
    `questions`: the unknown facts on which an open option depends.
    """

    level: Level | Completion
    standing: Standing
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    blocked_by: str = ""
    questions: tuple[str, ...] = ()


@frozen(repr=False)
class Circumstance:
    """
    Something recorded that moves nobody, such as a barrier or a preference, in words that show its value.

    `services`: what eases it, as far as the rules know of something: telehealth where the way is long.
    """

    fact: str
    words: str
    services: tuple[Service, ...]

    def __repr__(self) -> str:
        """Which fact; not its value."""
        return f"<Circumstance {self.fact!r}>"


@frozen
class _Ground:
    """Something that stands against a level, or for it; `when` is what it waits for, if it may still change."""

    rule: str
    text: str
    when: Condition | None
    certain: bool

    @property
    def words(self) -> str:
        """The clause, with a word where it is not certain."""
        return self.text if self.certain else f"{self.text} (cannot be ruled out)"


def options(case: Case) -> tuple[Option, ...]:
    """Every level around a decision, the most care first; the end of care is among them where it is in reach."""
    if case.origin is None:
        levels = reversed(case.rules.continuum.levels)
        return tuple(Option(level, Standing.OPEN, _purpose(level), (), questions=(grounds.LEVEL,)) for level in levels)
    start = case.start
    if start is None:
        return ()
    lowest = start if isinstance(case.origin, Outside) else COMPLETED if case.origin == 0 else 0
    return tuple(_option(case, rung) for rung in range(case.by_rung.top, lowest - 1, -1))


def circumstances(case: Case) -> tuple[Circumstance, ...]:
    """What is recorded and is no ground for a level, each with the services that the rules name because of it."""
    services = grounds.services(case)
    found: list[Circumstance] = []
    for name, fact in case.rules.facts.vocabulary().items():
        value = case.values[name]
        easing = tuple(service for service in services if name in service.need.when.facts())
        if not fact.ground and value is not None and (easing or not _says_nothing(value)):
            found.append(Circumstance(name, f"{fact.label}: {fact.show(value)}", easing))
    return tuple(found)


def _says_nothing(value: object) -> bool:
    """Whether an answer is a plain no: a flag that is not set, or a scale at NONE."""
    return value is False or (isinstance(value, Enum) and value.name == "NONE")


def _option(case: Case, rung: int) -> Option:
    placement, level, purpose = case.placement, case.level(rung), _purpose(case.level(rung))
    if rung == placement.target:
        return Option(level, Standing.RECOMMENDED, (*(reason.rule.because for reason in grounds.reasons(case)), *purpose), ())
    if rung > placement.highest:
        return Option(level, Standing.NOT_INDICATED, purpose, (NOTHING_ASKS,))
    if rung < placement.lowest:
        blocked = [*_blockers(case, rung, certainly(case.values), possibly(case.values))]
        return Option(level, Standing.BLOCKED, purpose, tuple(one.words for one in blocked), blocked[0].rule)
    wanting = [*_may_need(case, rung)]
    blocking = [*_blockers(case, rung, possibly(case.values), certainly(case.values))]
    return Option(
        level,
        Standing.OPEN,
        (*(f"may be needed: {one.text}" for one in wanting), *purpose),
        tuple(one.words for one in blocking),
        questions=_questions(case, [*wanting, *blocking]),
    )


def _purpose(level: Level | Completion) -> tuple[str, ...]:
    return (level.purpose,) if isinstance(level, Level) else ()


def _may_need(case: Case, rung: int) -> Iterator[_Ground]:
    """The reasons for care, not certain, that would lead at least to this level."""
    for one in _asking(case):
        is_high_enough = one.speaks_of(rung - 1) if isinstance(one, Floor) else one.target >= rung
        if is_high_enough and one.rule.when.possibly(case.values) and not one.rule.when.definitely(case.values):
            yield _Ground(one.rule.id, one.rule.because, one.rule.when, certain=False)


def _asking(case: Case) -> tuple[Floor | Jump, ...]:
    """Every reason for more care that counts where the person is."""
    jumps = case.by_rung.jumps[case.origin] if isinstance(case.origin, int) else ()
    return (*grounds.floors_on_the_way(case), *jumps)


def _blockers(case: Case, rung: int, care: Rail, less: Rail) -> Iterator[_Ground]:
    """What keeps a person from this level on one pair of rails, in the order in which placement asks; then what it asks next."""
    origin = case.origin
    for one in _asking(case):
        is_too_low = one.lowest <= max(rung, case.start or 0) if isinstance(one, Floor) else True
        asks_for_more = one.at_least > rung if isinstance(one, Floor) else one.target > rung
        if is_too_low and asks_for_more and care(one.rule.when):
            yield _care(case, one.rule.id, one.rule.because, one.rule.when)
    if not isinstance(origin, int) or rung >= origin:
        return
    for hold in case.by_rung.holds[origin]:
        if care(hold.when):
            yield _hold(case, hold)
    yield from _no_way(case, origin, rung, less)
    for between in range(origin - 1, rung, -1):
        if not justified(case.by_rung, between, less):
            yield _unjustified(case, between)


def _care(case: Case, rule: str, because: str, when: Condition) -> _Ground:
    return _Ground(rule, because, when, when.definitely(case.values))


def _hold(case: Case, hold: Hold) -> _Ground:
    return _care(case, hold.id, f"{hold.because}; until {hold.until}", hold.when)


def _no_way(case: Case, origin: int, rung: int, less: Rail) -> Iterator[_Ground]:
    """The step-downs at this level, where none that is met reaches so low."""
    ways = case.by_rung.ways[origin]
    if any(less(way.rule.when) and way.limit <= rung for way in ways):
        return
    if not ways:
        yield _Ground("", "no rule permits stepping down from this level", None, certain=True)
    for way in ways:
        if way.limit > rung:
            lowest = case.level(way.limit)
            text = f"this step down ends at {lowest.name if lowest is not COMPLETE else 'the end of care'}"
            yield _Ground(way.rule.id, text, None, certain=True)
        else:
            certain = not way.rule.when.possibly(case.values)
            yield _Ground(way.rule.id, "the conditions for this step down are not met", way.rule.when, certain)


def _unjustified(case: Case, rung: int) -> _Ground:
    """A level on the way down that may not be passed."""
    name = case.rules.continuum.levels[rung].name
    found = case.by_rung.justifications[rung]
    if not found:
        return _Ground("", f"{name} is never passed", None, certain=True)
    certain = not any(one.when.possibly(case.values) for one in found)
    return _Ground(found[0].id, f"passing {name} is not justified", found[0].when, certain)


def _questions(case: Case, waiting: list[_Ground]) -> tuple[str, ...]:
    """The open questions on which these grounds wait, in the order in which they are to be asked; all of them, if none does."""
    facts = {fact for one in waiting if one.when is not None and not one.certain for fact in one.when.open_facts(case.values)}
    asked = [question.fact for question in grounds.open_questions(case)]
    return tuple(fact for fact in asked if fact in facts) or tuple(asked)
