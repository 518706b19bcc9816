"""Defects planted in `placement`, one line each: every one is caught, by the law that is meant to catch it."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from continuum import placement
from tests.laws.lawbook import LAWS
from tests.laws.small_worlds import SMALL_WORLDS, answers, everyone, worsenings
from tests.laws.worlds import Situation, situations
from tests.seeded.planting import planted

DEFECTS = {
    "acts on what is merely possible": (
        "target = highest if highest <= rung else max(rung, lowest)",
        "target = lowest",
        "2 unknown never reduces care",
    ),
    "raises on what is merely possible": (
        "target = highest if highest <= rung else max(rung, lowest)",
        "target = highest",
        "2 unknown never raises",
    ),
    "steps down while a step up is due on the other rail": (
        "max(rung, lowest)",
        "min(rung, lowest)",
        "4 safety first",
    ),
    "passes rungs without a justification": (
        "and justified(rules, landing, less)",
        "",
        "1 justified skips",
    ),
    "takes a possible justification for a certain one": (
        "justified(rules, landing, less)",
        "justified(rules, landing, care)",
        "1 justified skips",
    ),
    "passes one rung more than justified": (
        "landing, limit = rung - 1, min(limits)",
        "landing, limit = max(rung - 2, 0), min(limits)",
        "1 justified skips",
    ),
    "never passes a justified rung": (
        "while landing > limit and",
        "while False and",
        "liveness: most permissive",
    ),
    "lands on a rung that is too low": (
        "return landing if landing == COMPLETED else climb(rules.floors, landing, care)",
        "return landing",
        "5 one assessment, one step",
    ),
    "checks the landing on the wrong rail": (
        "else climb(rules.floors, landing, care)",
        "else climb(rules.floors, landing, less)",
        "2 unknown never reduces care",
    ),
    "takes the least permissive step-down": ("min(limits)", "max(limits)", "liveness: most permissive"),
    "lets a hold beat a step-up": (
        "if demanded > rung or held(rules, rung, care):\n        return demanded",
        "if held(rules, rung, care):\n        return rung\n    if demanded > rung:\n        return demanded",
        "4 safety first",
    ),
    "forgets the holds": ("or any(care(hold.when) for hold in rules.holds[rung])", "", "2 unknown never reduces care"),
    "holds only when certain": (
        "if demanded > rung or held(rules, rung, care):",
        "if demanded > rung or held(rules, rung, less):",
        "2 unknown never reduces care",
    ),
    "forgets a step-up at the top": (
        "any(care(jump.rule.when) for jump in rules.jumps[rung]) or ",
        "",
        "2 unknown never reduces care",
    ),
    "climbs one rung only": ("while too_low(floors, rung, care):", "if too_low(floors, rung, care):", "4 safety first"),
    "does not climb after a local step-up": (
        "return climb(rules.floors, demand, care)",
        "return max(demand, climb(rules.floors, rung, care))",
        "5 one assessment, one step",
    ),
    "takes the lowest demand": (
        "max([rung, *(jump.target for jump in rules.jumps[rung] if care(jump.rule.when))])",
        "min([jump.target for jump in rules.jumps[rung] if care(jump.rule.when)], default=rung)",
        "4 safety first",
    ),
    "forgets the floors": ("return climb(rules.floors, demand, care)", "return demand", "4 safety first"),
    "permits on what is merely possible": (
        "limits = [way.limit for way in rules.ways[rung] if less(way.rule.when)]",
        "limits = [way.limit for way in rules.ways[rung] if care(way.rule.when)]",
        "2 unknown never reduces care",
    ),
    "admits without the required facts": (
        "if any(care(hold.when) for hold in rules.required):\n        return rules.top",
        "",
        "admission is settled",
    ),
    "admits past the admission floors": (
        "(*rules.floors, *rules.admissions), entry, care",
        "rules.floors, entry, care",
        "admission is settled",
    ),
    "admits on what is certain only": (
        "highest = first_rung(rules, rules.entry, possibly(values))",
        "highest = lowest",
        "2 knowing more narrows",
    ),
    "takes any urgency for an emergency": (
        "and floor.rule.urgency is IMMEDIATE",
        "",
        "admission is settled",
    ),
    "takes a merely possible emergency for one": (
        "emergency(rules, rules.entry, lowest, certainly(values))",
        "emergency(rules, rules.entry, lowest, possibly(values))",
        "admission is settled",
    ),
    "never sees an emergency": (
        "settled = lowest == highest or emergency(rules, rules.entry, lowest, certainly(values))",
        "settled = lowest == highest",
        "admission is settled",
    ),
    "swaps the rails": (
        "lowest = on_rails(rules, rung, certainly(values), possibly(values))",
        "lowest = on_rails(rules, rung, certainly(values), certainly(values))",
        "2 knowing more narrows",
    ),
}


def mutant(old: str, new: str) -> ModuleType:
    """The module with one planted defect."""
    return planted(placement, old, new)


@pytest.fixture(scope="module")
def seen() -> list[Situation]:
    """Situations to try: every one of the small worlds, and many of arbitrary ones."""
    found: list[Situation] = []

    @settings(max_examples=400, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(situations())
    def collect(situation: Situation) -> None:
        found.append(situation)

    collect()
    for rules in SMALL_WORLDS.values():
        for person in everyone(rules):
            answered = list(answers(person)) or [person]
            worse = next(worsenings(person), person)
            found += [Situation(rules, person, one, person, worse) for one in (answered[0], answered[-1])]
    return found


def broken_laws(module: ModuleType, seen: list[Situation], law: str) -> bool:
    """Whether some situation breaks this law with these functions."""
    for situation in seen:
        try:
            LAWS[law](situation, module)
        except (AssertionError, IndexError, StopIteration):
            return True
    return False


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_defect_is_caught(defect: str, seen: list[Situation]) -> None:
    """The law that is meant to catch it does."""
    old, new, law = DEFECTS[defect]
    assert broken_laws(mutant(old, new), seen, law)


@pytest.mark.parametrize("law", LAWS)
def test_twin_the_real_algorithm_is_not_accused(law: str, seen: list[Situation]) -> None:
    """On the same situations the real functions break no law."""
    assert not broken_laws(placement, seen, law)
