"""
The grounds of a decision: which rules fired, what was passed, what holds, what is missing.

What lives here: plain functions that retell how a case was placed, each by the same questions that `placement` asked. What it
may import: `whereabouts` and below. What it never does: decide anything of its own, or keep state.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from continuum.conditions import AllOf, Condition
from continuum.levels import NOT_IN_CARE, Level, Outside
from continuum.placement import certainly, justified, place, possibly, too_low
from continuum.rule_set import COMPLETED, Floor
from continuum.rules import (
    IMMEDIATE,
    ROUTINE,
    Admission,
    Hold,
    Justification,
    ServiceNeed,
    StepDown,
    StepUp,
    TransitionRule,
    Urgency,
)
from continuum.sources import Claim, Source
from continuum.whereabouts import Case

LEVEL = "level"
"""The name under which an unknown level of care is asked for."""


@frozen(repr=False)
class Reason:
    """A rule that fired, or that keeps the person where they are."""

    rule: TransitionRule

    def __repr__(self) -> str:
        """The rule's id: its condition would tell what is recorded."""
        return f"<Reason {self.rule.id!r}>"

    @property
    def urgency(self) -> Urgency:
        """How soon, if it is a step-up."""
        return self.rule.urgency if isinstance(self.rule, StepUp) else ROUTINE


@frozen(repr=False)
class Skip:
    """A level that was passed, and what justified it."""

    level: Level
    justification: str
    because: str
    sources: tuple[Source, ...]

    def __repr__(self) -> str:
        """The level and what justified it, by their ids."""
        return f"<Skip {self.level.id!r}: {self.justification!r}>"


@frozen(repr=False)
class Held:
    """A hold that is not ruled out: certain, or resting on something unknown."""

    hold: Hold
    certain: bool

    def __repr__(self) -> str:
        """The hold's id, and whether it is certain."""
        return f"<Held {self.hold.id!r}{'' if self.certain else ', not ruled out'}>"


@frozen(repr=False)
class Service:
    """What the program must offer; not certain means that it is to be clarified."""

    need: ServiceNeed
    needed: bool

    def __repr__(self) -> str:
        """The need's id, and whether it is needed."""
        return f"<Service {self.need.id!r}, {'needed' if self.needed else 'to be clarified'}>"


@frozen
class OpenQuestion:
    """An unknown fact that could change the decision, or that is required; and the rules that wait for it."""

    fact: str
    label: str
    rules: tuple[str, ...]
    urgent: bool


@frozen(repr=False)
class Obstacle:
    """
    What stands between the person and less care, and what would end it.

    `kind` is `step-up` (a floor or local step-up that is true or possible), `hold`, `not-met` (a step-down whose condition is not
    met), `no-rule` (no step-down speaks of this level) or `unjustified` (a level that may not be passed).
    """

    kind: Literal["step-up", "hold", "not-met", "no-rule", "unjustified"]
    rule: str
    because: str
    until: tuple[str, ...]
    certain: bool

    def __repr__(self) -> str:
        """What it is, and the id of its rule; not what it waits for."""
        return f"<Obstacle {self.kind}{f': {self.rule!r}' if self.rule else ''}>"


def floors_on_the_way(case: Case) -> tuple[Floor, ...]:
    """Every floor that counts: those of step-ups, and at an admission those of admissions too."""
    return (*case.by_rung.floors, *case.by_rung.admissions) if case.origin is NOT_IN_CARE else case.by_rung.floors


def _found_too_low(case: Case, low: int, high: int) -> list[TransitionRule]:
    """The floors that certainly find some rung from `low` to below `high` too low."""
    certain = certainly(case.values)
    return [
        floor.rule
        for floor in floors_on_the_way(case)
        if floor.lowest < high and low < floor.at_least and certain(floor.rule.when)
    ]


def _fired(case: Case) -> list[TransitionRule]:
    certain = certainly(case.values)
    target, origin = case.placement.target, case.origin
    if origin is None:
        return [rule for rule in _immediate(case) if certain(rule.when)]
    if isinstance(origin, Outside):
        entry = case.by_rung.entry
        return [] if entry is None else _found_too_low(case, entry, case.placement.lowest)
    jumps: list[TransitionRule] = [jump.rule for jump in case.by_rung.jumps[origin] if certain(jump.rule.when)]
    if target is not None and target > origin:
        return _found_too_low(case, origin, target) + jumps
    if target == origin:
        holds: list[TransitionRule] = [hold for hold in case.by_rung.holds[origin] if certain(hold.when)]
        return _found_too_low(case, origin - 1, origin) + jumps + holds
    return [
        way.rule for way in case.by_rung.ways[origin] if target is not None and way.limit <= target and certain(way.rule.when)
    ]


def _immediate(case: Case) -> list[StepUp]:
    """The floors that are due at once: they hold wherever the person is."""
    rules = (floor.rule for floor in case.by_rung.floors)
    return [rule for rule in rules if isinstance(rule, StepUp) and rule.urgency is IMMEDIATE]


def reasons(case: Case) -> tuple[Reason, ...]:
    """
    The rules that fired, including every certain floor that keeps the person where they are; most urgent first.

    At an admission that is not determined: what already speaks against the lower levels. Where the level is unknown: emergencies.
    """
    order: dict[type[TransitionRule], int] = {StepUp: 0, Admission: 1, StepDown: 2, Hold: 3}
    found = [Reason(rule) for rule in _fired(case)]
    return tuple(sorted(found, key=lambda reason: (-reason.urgency, order[type(reason.rule)], reason.rule.id)))


def urgency(case: Case) -> Urgency:
    """The highest urgency among the reasons."""
    return max((reason.urgency for reason in reasons(case)), default=ROUTINE)


def skipped(case: Case, target: int | None) -> tuple[Skip, ...]:
    """
    Every level between origin and target, in the order in which it is passed, with what justified it.

    Law: justified skips.
    """
    start = case.start
    if start is None or target is None:
        return ()
    if target < start:
        return tuple(_passed_down(case, rung) for rung in range(start - 1, target, -1))
    first = start if case.origin is NOT_IN_CARE else start + 1
    return tuple(_passed_up(case, rung) for rung in range(first, target))


def _passed_down(case: Case, rung: int) -> Skip:
    certain = certainly(case.values)
    one: Justification = next(one for one in case.by_rung.justifications[rung] if certain(one.when))
    return Skip(case.rules.continuum.levels[rung], one.id, one.because, one.sources)


def _passed_up(case: Case, rung: int) -> Skip:
    """The most urgent, then the highest floor that found the rung too low; else the local step-up that passed it."""
    certain = certainly(case.values)
    floors = [
        (floor.rule, floor.at_least) for floor in floors_on_the_way(case) if floor.speaks_of(rung) and certain(floor.rule.when)
    ]
    jumps = [
        (jump.rule, jump.target)
        for jump in (case.by_rung.jumps[case.origin] if isinstance(case.origin, int) else ())
        if jump.target > rung and certain(jump.rule.when)
    ]
    rule, _ = min(floors or jumps, key=lambda pair: (-Reason(pair[0]).urgency, -pair[1], pair[0].id))
    return Skip(case.rules.continuum.levels[rung], rule.id, rule.skips_because or rule.because, rule.sources)


def holds(case: Case) -> tuple[Held, ...]:
    """The holds at the origin that are not ruled out; at an admission, the required facts that are missing."""
    if case.origin is None:
        return ()
    rung_holds = case.by_rung.required if isinstance(case.origin, Outside) else case.by_rung.holds[case.origin]
    found = [Held(hold, hold.when.definitely(case.values)) for hold in rung_holds if hold.when.possibly(case.values)]
    return tuple(sorted(found, key=lambda held: (not held.certain, held.hold.about.value, held.hold.id)))


def ready_for(case: Case) -> int | None:
    """The rung to which the person could step down now, were it not for handoff holds; `None` if that is nothing lower."""
    if not isinstance(case.origin, int) or case.placement.target is None:
        return None
    ready = place(case.by_rung.without_handoff(), case.origin, case.values).target
    return ready if ready is not None and ready < case.placement.target else None


def services(case: Case) -> tuple[Service, ...]:
    """What the program must offer; what is not ruled out is to be clarified, never dropped."""
    needs = sorted(case.rules.needs, key=lambda need: need.id)
    return tuple(Service(need, need.when.definitely(case.values)) for need in needs if need.when.possibly(case.values))


def claims(case: Case) -> tuple[Claim, ...]:
    """What the sources of the reasons, levels passed and obstacles claim; never verified, and no part of the decision."""
    named = {reason.rule.id for reason in reasons(case)} | {obstacle.rule for obstacle in obstacles(case)}
    named |= {skip.justification for skip in skipped(case, case.placement.target)}
    speaking: tuple[TransitionRule | Justification, ...] = (*case.rules.rules, *case.rules.justifications)
    rows = {source.id for rule in speaking if rule.id in named for source in rule.sources if source.work}
    return tuple(claim for claim in case.rules.claims if rows & {source.id for source in claim.sources})


@frozen
class _Waiting:
    """A rule whose condition is not settled."""

    id: str
    when: Condition
    urgent: bool
    height: int


def _waiting(case: Case) -> Iterator[_Waiting]:
    """The rules whose unsettled conditions could still move the person; missing required facts always count."""
    for hold in case.by_rung.required:
        yield _Waiting(hold.id, hold.when, urgent=False, height=case.by_rung.top)
    if case.origin is None:
        for rule in _immediate(case):
            yield _Waiting(rule.id, rule.when, urgent=True, height=case.by_rung.top)
    elif case.placement.provisional:
        yield from _waiting_upward(case)
        if isinstance(case.origin, int) and case.placement.lowest < case.origin:
            yield from _waiting_downward(case, case.origin)


def _waiting_upward(case: Case) -> Iterator[_Waiting]:
    """Floors that speak of a rung still in range, and local step-ups that lead above the lowest in range."""
    low, high = case.placement.lowest, case.placement.highest
    for floor in floors_on_the_way(case):
        if floor.at_least > low and floor.lowest < high:
            yield _Waiting(floor.rule.id, floor.rule.when, Reason(floor.rule).urgency is IMMEDIATE, floor.at_least)
    for jump in case.by_rung.jumps[case.origin] if isinstance(case.origin, int) else ():
        if jump.target > low:
            yield _Waiting(jump.rule.id, jump.rule.when, jump.rule.urgency is IMMEDIATE, jump.target)


def _waiting_downward(case: Case, origin: int) -> Iterator[_Waiting]:
    """Where going down is still in range: the holds and step-downs here, and the justifications for levels in range."""
    for hold in case.by_rung.holds[origin]:
        yield _Waiting(hold.id, hold.when, urgent=False, height=origin)
    for way in case.by_rung.ways[origin]:
        yield _Waiting(way.rule.id, way.rule.when, urgent=False, height=origin)
    for rung in range(case.placement.lowest + 1, origin):
        for justification in case.by_rung.justifications[rung]:
            yield _Waiting(justification.id, justification.when, urgent=False, height=rung)


def open_questions(case: Case) -> tuple[OpenQuestion, ...]:
    """
    Every unknown fact that could change the target, the decisive ones first, and every required fact that is missing.

    First what an IMMEDIATE step-up waits for, then what settles a rule by itself, then by the ladder, then by name. Empty if and
    only if nothing is provisional and nothing required is missing.
    """
    keys: dict[str, tuple[bool, bool, int, str]] = {}
    rules: dict[str, dict[str, None]] = {}
    for waiting in _waiting(case):
        facts = dict.fromkeys(waiting.when.open_facts(case.values))
        for fact in facts:
            key = (not waiting.urgent, len(facts) > 1, -waiting.height, fact)
            keys[fact] = min(key, keys.get(fact, key))
            rules.setdefault(fact, {})[waiting.id] = None
    vocabulary = case.rules.facts.vocabulary()
    asked = [
        OpenQuestion(fact, vocabulary[fact].label, tuple(rules[fact]), urgent=not key[0])
        for fact, key in sorted(keys.items(), key=lambda item: item[1])
    ]
    level = [OpenQuestion(LEVEL, "current level of care", (), urgent=True)] if case.origin is None else []
    return (*level, *asked)


def obstacles(case: Case) -> tuple[Obstacle, ...]:
    """What keeps the person from less care than the target, each with what would end it; nothing where a step up is due."""
    target, origin = case.placement.target, case.origin
    if not isinstance(origin, int) or target is None or target > origin or target == COMPLETED:
        return ()
    if target < origin:
        return tuple(_why_no_lower(case, origin, target))
    return (*_step_ups_open(case, origin), *_holds_open(case), *_downs_not_met(case, origin), *_lifted_back(case, origin))


def _terms(when: Condition) -> tuple[Condition, ...]:
    return when.terms if isinstance(when, AllOf) else (when,)


def _unmet(case: Case, when: Condition) -> tuple[str, ...]:
    """The parts of a condition that are not certain, in words."""
    vocabulary = case.rules.facts.vocabulary()
    return tuple(
        term.words(vocabulary) + (" (not known yet)" if term.possibly(case.values) else "")
        for term in _terms(when)
        if not term.definitely(case.values)
    )


def _step_up_open(case: Case, rule: StepUp | Admission) -> Obstacle:
    """A step-up that is true or possible; what ends it is its opposite."""
    certain, opposite = rule.when.definitely(case.values), rule.when.negated_words(case.rules.facts.vocabulary())
    return Obstacle("step-up", rule.id, rule.because, (opposite if certain else f"it is known that {opposite}",), certain)


def _step_ups_open(case: Case, origin: int) -> Iterator[Obstacle]:
    """Step-ups here that are possible or have nowhere to go, and floors that may find the next level down too low."""
    rules: list[StepUp | Admission] = [floor.rule for floor in case.by_rung.floors if floor.lowest <= origin <= floor.at_least]
    rules += [jump.rule for jump in case.by_rung.jumps[origin]]
    yield from (_step_up_open(case, rule) for rule in rules if rule.when.possibly(case.values))


def _holds_open(case: Case) -> Iterator[Obstacle]:
    for held in holds(case):
        yield Obstacle("hold", held.hold.id, held.hold.because, (held.hold.until,), held.certain)


def _downs_not_met(case: Case, origin: int) -> Iterator[Obstacle]:
    """The step-downs at this level, unless one of them is met."""
    ways = case.by_rung.ways[origin]
    if not ways:
        yield Obstacle("no-rule", "", "no rule permits stepping down from this level", (), certain=True)
    elif not any(way.rule.when.definitely(case.values) for way in ways):
        yield from (_not_met(case, way.rule) for way in ways)


def _not_met(case: Case, rule: StepDown) -> Obstacle:
    """A step-down that is not certain, with the parts it would still need."""
    ruled_out = not rule.when.possibly(case.values)
    because = (
        "the conditions for this step down are not met" if ruled_out else "it is not known yet whether this step down is met"
    )
    return Obstacle("not-met", rule.id, because, _unmet(case, rule.when), ruled_out)


def _why_no_lower(case: Case, origin: int, target: int) -> Iterator[Obstacle]:
    """Why a step down ends where it does although a rule permits to go lower: a floor below it, or no justification."""
    certain, possible = certainly(case.values), possibly(case.values)
    ways = case.by_rung.ways[origin]
    yield from (_not_met(case, way.rule) for way in ways if way.limit < target and not certain(way.rule.when))
    if target <= min(way.limit for way in ways if certain(way.rule.when)):
        return
    below = [floor.rule for floor in case.by_rung.floors if floor.speaks_of(target - 1)]
    yield from (_step_up_open(case, rule) for rule in below if possible(rule.when))
    yield from _unjustified(case, _first_unjustified(case, origin))


def _lifted_back(case: Case, origin: int) -> Iterator[Obstacle]:
    """The level that may not be passed, where stepping down would end on it and a floor leads back from there."""
    stop = _first_unjustified(case, origin)
    if stop is not None and too_low(case.by_rung.floors, stop, possibly(case.values)):
        yield from _unjustified(case, stop)


def _first_unjustified(case: Case, origin: int) -> int | None:
    """The first rung on the way down that may not be passed, if a step-down that is met leads further."""
    certain = certainly(case.values)
    limits = [way.limit for way in case.by_rung.ways[origin] if certain(way.rule.when)]
    rungs = range(origin - 1, min(limits, default=origin), -1)
    return next((rung for rung in rungs if not justified(case.by_rung, rung, certain)), None)


def _unjustified(case: Case, rung: int | None) -> Iterator[Obstacle]:
    """Why a rung may not be passed."""
    if rung is None:
        return
    name = case.rules.continuum.levels[rung].name
    for one in case.by_rung.justifications[rung]:
        ruled_out = not one.when.possibly(case.values)
        yield Obstacle("unjustified", one.id, f"{name} is not passed", _unmet(case, one.when), ruled_out)
    if not case.by_rung.justifications[rung]:
        yield Obstacle("unjustified", "", f"{name} is never passed: there is no justification for it", (), certain=True)
