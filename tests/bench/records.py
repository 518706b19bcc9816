"""
The people of the benchmark: records of which everything is known, in a mix that is the same on every run.

What lives here: `records`, which draws them, `with_unknowns`, which forgets some facts of each, and `mix`, which counts what was
drawn. What it may import: the library. What it never does: measure, or ask the baseline (`by_hand`) anything.

**The mix.** Records of random values step up nearly always, so each begins as somebody for whom everything speaks for less care;
some facts, those of one rule among them, are then drawn anew, at the edges of what the rules tell apart; and it is kept where the
engine decides what is wanted. Of six records made at one level, two go
up, one of them past a level; two stay; two go down, one of them past a level. Where that cannot be (nothing lies above inpatient
care, no rule passes a level from IOP), `WANTED` asks for what is next to it. Of six that are not in care, one is admitted to each
level. So every cycle of 42 records has the same mix, and so has every sample that is made of whole cycles.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, Final

from continuum import NOT_IN_CARE, Assessment
from continuum.cells import edges, every_value
from continuum.levels import Outside
from continuum.library import stepdown
from continuum.space import conditions_of
from continuum.whereabouts import Case, examine
from tests.library.cases import best

SEED: Final = 20260101
Place = str | Outside
Spare = defaultdict[tuple[Place, int | None], deque[Assessment]]

WANTED: Final[Mapping[Place, Sequence[Sequence[int]]]] = {
    "aftercare": ((1,), (2, 3, 4, 5), (0,), (0,), (-1,), (-1,)),
    "outpatient": ((2,), (3, 4, 5), (1,), (1,), (0,), (0,)),
    "iop": ((3,), (4, 5), (2,), (2,), (1,), (1,)),
    "php": ((4,), (5,), (3,), (3,), (2,), (1,)),
    "residential": ((5,), (5,), (4,), (4,), (3,), (1, 2)),
    "inpatient": ((5,), (5,), (5,), (4,), (4,), (3,)),
    NOT_IN_CARE: ((0,), (1,), (2,), (3,), (4,), (5,)),
}
"""For each place, the rungs one of which each of its six records in a cycle is to lead to; -1 is the end of care."""

CYCLE: Final = sum(map(len, WANTED.values()))
CHANGES: Final = (0, 1, 2, 3, 5, 8)
"""How many facts are drawn anew beside those of one rule: one of these numbers."""

_ASKED: Final = (*conditions_of(stepdown.RULES),)
VALUES: Final = {
    name: [*(edges(fact, _ASKED) if any(name in asked.facts() for asked in _ASKED) else every_value(fact))]
    for name, fact in Assessment.vocabulary().items()
}
"""Of what the rules ask, the values at both ends of each range that they tell apart; of anything else, all."""
CIRCUMSTANCES: Final = frozenset({"same_team", "time_since_residential", "primary_substance"})
"""What moves nobody by itself, and decides whether something else does: always drawn anew."""
BEST: Final[Mapping[Place, Assessment]] = {place: best(place) for place in WANTED}


def records(cycles: int, seed: int = SEED) -> list[Assessment]:
    """So many cycles of records; the same for the same seed."""
    random = Random(seed)  # noqa: S311 # not for secrets
    spare: Spare = defaultdict(deque)
    found: list[Assessment] = []
    for _ in range(cycles):
        cycle = [_take(random, spare, place, rungs) for place, slots in WANTED.items() for rungs in slots]
        random.shuffle(cycle)
        found += cycle
    return found


def _take(random: Random, spare: Spare, place: Place, rungs: Sequence[int]) -> Assessment:
    """One whom the rules send to one of these rungs; whoever is met on the way is kept for another time."""
    while not any(spare[place, rung] for rung in rungs):
        record = _draw(random, place)
        spare[place, examine(stepdown.RULES, record).placement.target].append(record)
    return spare[place, random.choice([rung for rung in rungs if spare[place, rung]])].popleft()


def _draw(random: Random, place: Place) -> Assessment:
    """Somebody at this place, everything known; at an admission, the severity of the disorder is drawn anew too."""
    start = vars(BEST[place])
    scoped = Assessment.level_scoped() if place is NOT_IN_CARE else frozenset[str]()
    names = [name for name in VALUES if name not in scoped]
    drawn = {name for name in names if start[name] is None} | {*random.sample(names, random.choice(CHANGES))}
    drawn |= CIRCUMSTANCES | random.choice(_ASKED).facts() | ({"disorder_severity"} if place is NOT_IN_CARE else set())
    values: dict[str, Any] = {name: random.choice(VALUES[name]) if name in drawn else start[name] for name in names}
    return Assessment(level=place, **values)


def with_unknowns(people: Sequence[Assessment], share: float, seed: int = SEED) -> list[Assessment]:
    """The same people, each fact of each unknown with this probability."""
    random = Random(seed)  # noqa: S311 # not for secrets
    return [person.replace(**{name: None for name in person.known() if random.random() < share}) for person in people]


def mix(people: Sequence[Assessment]) -> dict[str, dict[str, int]]:
    """For each place, how many of these people go where, as the engine decides; past a level is counted apart."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        case = examine(stepdown.RULES, person)
        found[f"{person.level.value if isinstance(person.level, Outside) else person.level}"][_outcome(case)] += 1
    return {place: dict(sorted(counted.items())) for place, counted in found.items()}


def _outcome(case: Case) -> str:
    target, origin = case.placement.target, case.origin
    if isinstance(origin, int) and target is not None and abs(target - origin) > 1:
        return f"{case.direction} past a level"
    return f"{case.direction}"
