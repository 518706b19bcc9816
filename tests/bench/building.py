"""
What it takes to get ready, and how that and deciding grow with the number of rules.

What lives here: `generated`, which makes a rule set of any size, and the contenders of building one and of deciding by it. What
it may import: the library, `measure`, `records`. What it never does: build the same rule set twice, which something might keep.

Rules are generated so that they are asked and rarely speak: two floors of three terms and two holds of two terms for each step
down, on the step-down ladder. Floors and holds speak of all its levels, as few real ones do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, count, product
from random import Random
from typing import Any, Final

from attrs import evolve

from continuum import CLINICAL, NOT_IN_CARE, Assessment, Engine, Hold, Risk, RuleSet, StepDown, StepUp
from continuum.library import four_levels, stepdown
from continuum.rules import TransitionRule
from tests.bench.measure import Contender
from tests.bench.records import CYCLE, SEED, WANTED
from tests.library.cases import best

A = Assessment
SHIPPED: Final = (stepdown.RULES, four_levels.RULES)
SIZES: Final = (25, 100, 300)
RISKS: Final = (A.withdrawal_risk, A.physical_health_risk, A.mental_health_risk, A.return_to_use_risk, A.environment_risk)
HIGH: Final = (Risk.MODERATE, Risk.SEVERE, Risk.VERY_SEVERE)
LOW: Final = (Risk.NONE, Risk.MILD, Risk.MODERATE)
WEEKS: Final = range(1, 27)
HIGHEST: Final = stepdown.LADDER.ids[-2:]
ABOVE_THE_LOWEST: Final = stepdown.LADDER.ids[1:]
ENOUGH: Final = 20
"""At most so many are built for one sample."""

FLOORS: Final = [*product(combinations(RISKS, 3), product(HIGH, repeat=3))]
HOLDS: Final = [*product(RISKS, HIGH, WEEKS)]
DOWNS: Final = [*product(RISKS, LOW, WEEKS)]


def generated(size: int) -> RuleSet:
    """A rule set of so many rules, no condition twice; the same for the same size."""
    random = Random(SEED)  # noqa: S311 # not for secrets
    some = size * 2 // 5
    rules: list[TransitionRule] = [_floor(number, *found) for number, found in enumerate(random.sample(FLOORS, some))]
    rules += [_hold(number, *found) for number, found in enumerate(random.sample(HOLDS, some))]
    rules += [_down(number, *found) for number, found in enumerate(random.sample(DOWNS, size - len(rules)))]
    return RuleSet(
        id=f"bench/{size}-rules",
        version="1",
        title="Generated rules",
        intended_use="Measuring.",
        continuum=stepdown.LADDER,
        rules=rules,
    )


def _floor(number: int, risks: Sequence[Any], grades: Sequence[Risk]) -> StepUp:
    one, other, third = (risk >= grade for risk, grade in zip(risks, grades, strict=True))
    return StepUp(
        f"floor-{number}",
        when=one & other & third,
        at_least=HIGHEST[number % len(HIGHEST)],
        because="three risks are high",
        skips_because="generated",
    )


def _hold(number: int, risk: Any, grade: Risk, weeks: int) -> Hold:
    return Hold(
        f"hold-{number}",
        when=(risk >= grade) & (A.weeks_stable < weeks),
        about=CLINICAL,
        because="a risk is high, and has not been stable for long",
        until="it is low, or stable",
    )


def _down(number: int, risk: Any, grade: Risk, weeks: int) -> StepDown:
    return StepDown(
        f"down-{number}",
        at=ABOVE_THE_LOWEST[number % len(ABOVE_THE_LOWEST)],
        when=A.goals_met & (risk <= grade) & (A.weeks_stable >= weeks),
        because="a risk is low, and has been stable",
    )


def name_of(rules: RuleSet) -> str:
    """What a rule set is called here, with its size."""
    return f"{rules.id}, {len(rules.rules)} rules"


def readying(rules: RuleSet) -> list[Contender]:
    """The rule set itself; then an engine's first decision; then one at every place; and all that leads to a first decision."""
    fresh = _fresh(rules)
    first, *others = [best(level) for level in (*rules.continuum.ids, NOT_IN_CARE) if level is not NOT_IN_CARE or rules.entry]

    def decide_first(made: RuleSet) -> object:
        return Engine(made).decide(first)

    def decide_everywhere(made: RuleSet) -> object:
        engine = Engine(made)
        return [engine.decide(record) for record in (first, *others)]

    name, items = name_of(rules), range(ENOUGH)
    return [
        Contender(f"(h) {name}: RuleSet(...)", fresh, items),
        Contender(f"(h) {name}: Engine(rules), first decision", decide_first, items, prepare=fresh),
        Contender(f"(h) {name}: Engine(rules), first decision at each place", decide_everywhere, items, prepare=fresh),
        Contender(f"(h) {name}: from its rules to the first decision", lambda item: decide_first(fresh(item)), items),
    ]


def _fresh(rules: RuleSet) -> Callable[[object], RuleSet]:
    """Makes the rule set anew from its parts, each time in another version, so that nothing made before is of use."""
    numbers = count()
    return lambda _: evolve(rules, version=f"{rules.version}-{next(numbers)}")


def growth(records: Sequence[Assessment]) -> dict[int, Contender]:
    """Deciding for everybody in care, by the number of rules."""
    in_care = [record for record in records if record.level is not NOT_IN_CARE]
    cycle = CYCLE - len(WANTED[NOT_IN_CARE])
    return {size: Contender(f"(h) engine.decide, {size} rules", Engine(generated(size)).decide, in_care, cycle) for size in SIZES}
