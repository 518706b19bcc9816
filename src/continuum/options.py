"""
Options: the levels around a decision, weighed as a professional would.

What lives here: `Option`, what speaks for and against each level, and the circumstances that are recorded beside them and move
nobody. What it may import: `grounds` and below. What it never does: recommend anything that `placement` did not decide.

A level is *recommended* (decided), *open* (in the range that unknown facts leave), *blocked* (below what is certainly needed,
with what blocks it) or *not indicated* (above everything that could be needed).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, StrEnum
from typing import Final

from attrs import frozen

from continuum import grounds
from continuum.conditions import AnyOf, Condition
from continuum.facts import Choice, Flag, Grade
from continuum.grounds import Service
from continuum.levels import Completion, Level, Outside
from continuum.placement import Rail, certainly, justified, possibly
from continuum.rule_set import COMPLETED, Floor, Jump
from continuum.rules import Hold
from continuum.whereabouts import Case

CANNOT_BE_RULED_OUT: Final = " (cannot be ruled out)"
NOTHING_ASKS: Final = "nothing that is known or unknown asks for this much care"


class Standing(StrEnum):
    """How a level stands to a decision."""

    RECOMMENDED = "recommended"
    OPEN = "open"
    BLOCKED = "blocked"
    NOT_INDICATED = "not indicated"


@frozen(repr=False)
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

    def __repr__(self) -> str:
        """How the level stands; not why."""
        return f"<Option {self.level.id if isinstance(self.level, Level) else self.level.value!r}, {self.standing.value}>"


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
    """Something that stands against a level, or for it, in words; `when` is what it waits for, if it may still change."""

    rule: str
    text: str
    when: Condition | None = None
    certain: bool = True


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
    """
    What is recorded and is no ground for a level, each with the services that the rules name because of it.

    Numbers are left out: a score or a count speaks through the rating that somebody gives in view of it.
    """
    found: list[Circumstance] = []
    for name, fact in case.rules.facts.vocabulary().items():
        value = case.values[name]
        if fact.ground or value is None or not isinstance(fact, Choice | Flag | Grade):
            continue
        easing = tuple(service for service in grounds.services(case) if _is_because_of(case, service, name))
        if easing or not _says_nothing(value):
            found.append(Circumstance(name, f"{fact.label}: {fact.show(value)}", easing))
    return tuple(found)


def unread(case: Case) -> tuple[str, ...]:
    """
    Facts that are recorded and that none of these rules asks for: of a wider vocabulary than theirs, or grounds that nobody uses.

    Nothing is decided by them. Whoever recorded one may believe that something is.
    """
    rules = case.rules
    conditions: list[Condition] = [one.when for one in rules.rules]
    conditions += [one.when for one in rules.justifications]
    conditions += [one.when for one in rules.needs]
    asked = frozenset(rules.required_facts).union(*(condition.facts() for condition in conditions))
    no_grounds = {name for name, fact in rules.facts.vocabulary().items() if not fact.ground}
    return tuple(name for name in case.assessment.known() if name not in asked | no_grounds)


def _is_because_of(case: Case, service: Service, name: str) -> bool:
    """Whether a service is named because of what is recorded under this name, and not because of something else."""
    when = service.need.when
    if name not in when.facts():
        return False
    if service.needed:
        alone = {fact: value if fact == name else None for fact, value in case.values.items()}
        return when.definitely(alone) or not when.definitely({**case.values, name: None})
    others = case.rules.facts.vocabulary()[name].probes([])
    return any(not when.possibly({**case.values, name: other}) for other in others)


def _says_nothing(value: object) -> bool:
    """Whether an answer is a plain no: a flag that is not set, or a scale at NONE."""
    return value is False or (isinstance(value, Enum) and value.name == "NONE")


def _option(case: Case, rung: int) -> Option:
    placement, level, purpose = case.placement, case.level(rung), _purpose(case.level(rung))
    if rung == placement.target:
        reasons = [reason.rule.because for reason in grounds.reasons(case)]
        return Option(level, Standing.RECOMMENDED, tuple(dict.fromkeys([*reasons, *purpose])), ())
    if rung > placement.highest:
        return Option(level, Standing.NOT_INDICATED, purpose, (NOTHING_ASKS,))
    if rung < placement.lowest:
        blocked = [*_blockers(case, rung, certainly(case.values), possibly(case.values))]
        return Option(level, Standing.BLOCKED, purpose, _texts(blocked), blocked[0].rule)
    blocking = [*_blockers(case, rung, possibly(case.values), certainly(case.values))]
    needed = rung == placement.lowest and placement.target is None
    speaking = [reason.rule.because for reason in grounds.reasons(case)] if needed else []
    unsettled = [one for one in _asking(case) if _is_unsettled(case, one)]
    if rung > (placement.lowest if placement.target is None else placement.target):
        speaking += [f"may be needed: {one.rule.because}" for one in unsettled if _leads_to(one, rung)]
    return Option(
        level,
        Standing.OPEN,
        tuple(dict.fromkeys([*speaking, *purpose])),
        _texts(blocking),
        questions=_questions(case, blocking, unsettled),
    )


def _texts(found: list[_Ground]) -> tuple[str, ...]:
    """Each clause once."""
    return tuple(dict.fromkeys(one.text for one in found))


def _purpose(level: Level | Completion) -> tuple[str, ...]:
    return (level.purpose,) if isinstance(level, Level) else ()


def _is_unsettled(case: Case, one: Floor | Jump) -> bool:
    return one.rule.when.possibly(case.values) and not one.rule.when.definitely(case.values)


def _leads_to(one: Floor | Jump, rung: int) -> bool:
    """Whether a reason for care leads at least to this level, from the one below it or from where the person is."""
    return one.speaks_of(rung - 1) if isinstance(one, Floor) else one.target >= rung


def _asking(case: Case) -> tuple[Floor | Jump, ...]:
    """Every reason for more care that counts where the person is."""
    jumps = case.by_rung.jumps[case.origin] if isinstance(case.origin, int) else ()
    return (*grounds.floors_on_the_way(case), *jumps)


def _blockers(case: Case, rung: int, care: Rail, less: Rail) -> Iterator[_Ground]:
    """What keeps a person from this level on one pair of rails, in the order in which placement asks; then what it asks next."""
    origin = case.origin
    for one in _asking(case):
        if isinstance(one, Floor):
            asks_for_more = one.at_least > rung and (one.speaks_of(rung) or one.speaks_of(case.start or 0))
        else:
            asks_for_more = one.target > rung
        if asks_for_more and care(one.rule.when):
            yield _care(case, one.rule.id, one.rule.because, one.rule.when)
    if isinstance(origin, Outside):
        yield from (_hold(case, hold) for hold in case.by_rung.required if care(hold.when))
    if not isinstance(origin, int) or rung >= origin:
        return
    yield from (_hold(case, hold) for hold in case.by_rung.holds[origin] if care(hold.when))
    yield from _no_way(case, origin, rung, less)
    for between in range(origin - 1, rung, -1):
        if not justified(case.by_rung, between, less):
            yield _unjustified(case, between)


def _care(case: Case, rule: str, because: str, when: Condition, then: str = "") -> _Ground:
    certain = when.definitely(case.values)
    return _Ground(rule, because + ("" if certain else CANNOT_BE_RULED_OUT) + then, when, certain)


def _hold(case: Case, hold: Hold) -> _Ground:
    if hold in case.by_rung.required:
        return _Ground(hold.id, hold.because, hold.when, certain=False)
    return _care(case, hold.id, hold.because, hold.when, f"; until {hold.until}")


def _no_way(case: Case, origin: int, rung: int, less: Rail) -> Iterator[_Ground]:
    """The step-downs at this level, where none that is met reaches so low."""
    ways = case.by_rung.ways[origin]
    if any(less(way.rule.when) and way.limit <= rung for way in ways):
        return
    if not ways:
        yield _Ground("", "no rule permits stepping down from this level")
    for way in ways:
        if way.limit > rung:
            yield _Ground(way.rule.id, f"the step down permitted here ends at {case.rules.continuum.levels[way.limit].name}")
        elif way.rule.when.possibly(case.values):
            text = "it is not known yet whether the conditions for this step down are met"
            yield _Ground(way.rule.id, text, way.rule.when, certain=False)
        else:
            yield _Ground(way.rule.id, "the conditions for this step down are not met")


def _unjustified(case: Case, rung: int) -> _Ground:
    """A level on the way down that may not be passed."""
    name = case.rules.continuum.levels[rung].name
    found = case.by_rung.justifications[rung]
    if not found:
        return _Ground("", f"{name} is never passed")
    waiting = [one.when for one in found if one.when.possibly(case.values)]
    if not waiting:
        return _Ground(found[0].id, f"passing {name} is not justified")
    when = waiting[0] if len(waiting) == 1 else AnyOf(tuple(waiting))
    return _Ground(found[0].id, f"it is not known yet whether passing {name} is justified", when, certain=False)


def _questions(case: Case, blocking: list[_Ground], unsettled: list[Floor | Jump]) -> tuple[str, ...]:
    """The open questions on which an option waits, in the order in which they are to be asked; all, if it waits for none."""
    waiting = [one.when for one in blocking if one.when is not None and not one.certain]
    waiting += [one.rule.when for one in unsettled]
    facts = {fact for when in waiting for fact in when.open_facts(case.values)}
    asked = [question.fact for question in grounds.open_questions(case)]
    return tuple(fact for fact in asked if fact in facts) or tuple(asked)
