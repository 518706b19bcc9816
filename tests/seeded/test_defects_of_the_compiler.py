"""Defects planted in the compiler, one line each: every one is noticed by whoever holds it against `placement`."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from continuum import compiler
from continuum.comparisons import OPERATORS, Compare
from continuum.conditions import Condition
from continuum.totals import Total
from tests.laws.small_worlds import everyone
from tests.seeded.planting import planted
from tests.test_circuit import Case, by_placement
from tests.test_compiler import CONDITIONS, PEOPLE, SUMMANDS, VALUES, WORLDS, Contact, Housing, holds, rung_of

SPELLING_DEFECTS = {
    "takes no for yes": ('answer = condition.value is (op == "==")', 'answer = condition.value is (op != "==")'),
    "takes an unknown answer for one": ('{value} is not {not answer}"', '{value} is {answer}"'),
    "joins any with and": ('return " or ".join(', 'return " and ".join('),
    "joins all with or": ('return " and ".join(', 'return " or ".join('),
    "swaps no rails under not": ("self.term(condition.term, not rail)", "self.term(condition.term, rail)"),
    "forgets a not": ('return f"not {self.term(', 'return f"{self.term('),
    "puts no parentheses": ('return f"({self.spell(condition, rail)})"', "return self.spell(condition, rail)"),
    "counts one more": (">= {condition.n}", "> {condition.n}"),
    "takes what is missing for certain": ('return "False" if rail is CERTAIN else', "return "),
    "takes nothing for missing": ('{self._value(condition.fact)} is None"', '{self._value(condition.fact)} is not None"'),
    "compares a choice as a number": ("if isinstance(value, int):", "if True:"),
    "forgets a negation": ("{'!=' if negated else '=='}", "=="),
    "forgets that a member is another": ("is {'not ' if negated else ''}", "is "),
    "takes one member for another": (
        "self._members.setdefault(value, len(self._members))",
        "self._members.setdefault(type(value), len(self._members))",
    ),
    "takes a text for an object": ("if isinstance(value, str):", "if False:"),
    "takes unknown for settled": ('settled = (op == "==") is (rail is CERTAIN)', "settled = True"),
    "settles on the other rail": ('settled = (op == "==") is (rail is CERTAIN)', 'settled = (op == "==") is (rail is POSSIBLE)'),
    "takes unknown for a value": (
        'f"{value} is not None and {compared}" if rail is CERTAIN',
        'f"{value} is None or {compared}" if rail is CERTAIN',
    ),
    "takes unknown for no value": (
        'else f"{value} is None or {compared}"',
        'else f"{value} is not None and {compared}"',
    ),
    "asks for all of several values": ('among = " or ".join(', 'among = " and ".join('),
    "finds unknown among the values": ("return among if rail is CERTAIN else", "return"),
    "adds up the wrong ends": (
        'is (rail is CERTAIN)\n                return f"{low',
        'is (rail is POSSIBLE)\n                return f"{low',
    ),
    "adds up the lowest for the highest": ('for end in ("low", "high")', 'for end in ("low", "low")'),
    "asks one end of a sum": ("({low} == {high} == {number})", "({low} == {number})"),
    "takes the edge of a sum out": ("({low} <= {number} <= {high})", "({low} < {number} <= {high})"),
    "turns an equality of sums": ("{'' if op == '==' else 'not '}", ""),
    "takes an unknown summand for known": ("if {value} is None else {value}'", "if {value} is not None else {value}'"),
}
DEFECTS = {
    "asks a lower demand first": ("sorted(asked, key=lambda one: -one[1])", "sorted(asked, key=lambda one: one[1])"),
    "asks a demand where none is possible": (
        'f"    if {spelling.spell(when, POSSIBLE)}:"\n        yield f"        if {spell',
        'f"    if True:"\n        yield f"        if not {spell',
    ),
    "rises on what is merely possible": (
        'yield f"        if {spelling.spell(when, CERTAIN)}:"',
        'yield f"        if {spelling.spell(when, POSSIBLE)}:"',
    ),
    "forgets what is merely possible": ('yield "        may_rise = True"', 'yield "        pass"'),
    "forgets to stay": ('yield "    if may_rise:"', 'yield "    if False:"'),
    "forgets the floors": ("for floor in rules.floors if floor.speaks_of(rung)]", "for floor in ()]"),
    "asks floors of other rungs": (
        "for floor in rules.floors if floor.speaks_of(rung)]",
        "for floor in rules.floors if floor.at_least > rung]",
    ),
    "forgets the jumps": ("for jump in rules.jumps[rung]]", "for jump in ()]"),
    "does not climb on": ("goes_on = any(floor.at_least > target for floor in above)", "goes_on = False"),
    "sees no floors further up": ("above = [floor for floor in rules.floors if floor.lowest > rung]", "above = []"),
    "forgets the holds": ("for hold in rules.holds[rung]:", "for hold in ():"),
    "holds only when certain": (
        'spelling.spell(hold.when, POSSIBLE)}:"\n        yield f"        return',
        'spelling.spell(hold.when, CERTAIN)}:"\n        yield f"        return',
    ),
    "checks the landing on the wrong rail": (
        "_climb(spelling, floors, POSSIBLE)\n    yield",
        "_climb(spelling, floors, CERTAIN)\n    yield",
    ),
    "climbs on what is merely possible": (
        "yield from _climb(spelling, above, CERTAIN)",
        "yield from _climb(spelling, above, POSSIBLE)",
    ),
    "climbs past what a floor speaks of": (
        'within = f"{floor.lowest} <= rung < {floor.at_least}" if floor.lowest > 0 else',
        "within =",
    ),
    "asks the highest floor first wherever it begins": (
        "key=lambda floor: (floor.lowest, -floor.at_least)",
        "key=lambda floor: -floor.at_least",
    ),
    "climbs one rung": ('yield f"        rung = {floor.at_least}"', 'yield "        rung = rung + 1"'),
    "permits on what is merely possible": ("spelling.any_of(permits, CERTAIN)", "spelling.any_of(permits, POSSIBLE)"),
    "takes the least permissive step-down": (
        "for limit in sorted({way.limit for way in rules.ways[rung]}):",
        "for limit in sorted({way.limit for way in rules.ways[rung]}, reverse=True):",
    ),
    "permits always": (
        '    yield "    else:"\n    yield f"        return {rung}"',
        '    yield "    else:"\n    yield f"        limit = {rung - 1}"',
    ),
    "passes on what is merely possible": (
        "for one in rules.justifications[landing]), CERTAIN)",
        "for one in rules.justifications[landing]), POSSIBLE)",
    ),
    "passes further than permitted": ('f"    if limit < rung == {landing} and', 'f"    if rung == {landing} and'),
    "passes a rung although the one before was not": ('f"    if limit < rung == {landing} and', 'f"    if limit < {landing} and'),
    "never passes": ("while landing > lowest and rules.justifications[landing]:", "while False:"),
    "passes with the justification of the rung above": (
        "(one.when for one in rules.justifications[landing])",
        "(one.when for one in rules.justifications[landing + 1])",
    ),
    "lands on a rung that is too low": ("if floor.lowest < rung and landing < floor.at_least <= rung", "if False"),
    "lands too low where it passes nothing": ("landing < floor.at_least <= rung", "landing < floor.at_least < rung"),
    "never completes": ('yield f"    return {COMPLETED}"', 'yield "    return 0"'),
    "completes unasked": (
        '    if not rules.ways[rung]:\n        yield f"    return {rung}"',
        '    if not rules.ways[rung]:\n        yield f"    return {rung or COMPLETED}"',
    ),
    "admits past the admission floors": ("floors = (*rules.floors, *rules.admissions)", "floors = rules.floors"),
    "admits on what is merely possible": (
        'yield from _climb(spelling, floors, CERTAIN)\n    yield "    if rung == highest',
        'yield from _climb(spelling, floors, POSSIBLE)\n    yield "    if rung == highest',
    ),
    "admits on what is certain only": ("floors, POSSIBLE, watched=True", "floors, CERTAIN, watched=True"),
    "begins at the lowest rung": ('yield f"    rung = {entry}"', 'yield "    rung = 0"'),
    "admits although something required is missing": ("missing = [hold.when for hold in rules.required]", "missing = []"),
    "takes a missing fact for a reason to be admitted": ("{rules.top} if missing else rung", "rung"),
    "admits whoever is not settled": ('yield "    return None"\n\n\nclass Written', 'yield "    return rung"\n\n\nclass Written'),
    "never sees an emergency": ("floor.rule.urgency is IMMEDIATE and entry", "False and entry"),
    "takes any urgency for an emergency": ("and floor.rule.urgency is IMMEDIATE", ""),
    "takes a merely possible emergency for one": (
        "spelling.term(floor.rule.when, CERTAIN)",
        "spelling.term(floor.rule.when, POSSIBLE)",
    ),
    "takes an emergency below the entry for one": ("and entry < floor.at_least:", ":"),
    "takes what may lift for what does": ("settled = settled and {spelling", "settled = True or {spelling"),
    "goes on from where it may lead": (
        'rung = {entry}"\n    yield from _climb(spelling, floors, CERTAIN)',
        'rung = rung"\n    yield from _climb(spelling, floors, CERTAIN)',
    ),
    "settles where something is missing": ('yield "    settled = not missing"', 'yield "    settled = True"'),
    "settles where the ends differ": ('yield "    if rung == highest:"', 'yield "    if rung <= highest:"'),
    "takes a name of one rung for that of another": ("elif rules.entry is not None:", "elif rules.entry:"),
}


def mutant(old: str, new: str) -> ModuleType:
    """The module with one planted defect."""
    return planted(compiler, old, new)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Every assessment of the worlds, well mixed."""
    found = [Case(rules, person, by_placement(rules, person)) for rules in WORLDS.values() for person in everyone(rules)]
    return [found[at * 997 % len(found)] for at in range(len(found))]


@pytest.fixture(scope="module")
def judged() -> list[tuple[Condition, dict[str, Any]]]:
    """Conditions of every kind, and people to judge by them."""
    found: list[tuple[Condition, dict[str, Any]]] = []

    @settings(
        max_examples=1_500, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(CONDITIONS, PEOPLE)
    def collect(condition: Condition, values: dict[str, Any]) -> None:
        found.append((condition, values))

    collect()
    sums = [Total(SUMMANDS, op, number) for op in OPERATORS for number in (-2, 0, 2)]
    some = [{"grade": grade, "count": count} for grade in VALUES["grade"] for count in (None, -2, 0, 3)]
    shared = [
        (Compare("housing", "==", Housing.NONE) | Compare("contact", op, Contact.NONE), {"housing": housing, "contact": contact})
        for op in ("==", "!=")
        for housing in Housing
        for contact in Contact
    ]
    return [*found, *shared, *((condition, values) for condition in sums for values in some)]


def misplaces(module: ModuleType, cases: list[Case]) -> bool:
    """Whether somebody is placed otherwise than by `placement`, or nowhere."""
    choosers: dict[tuple[int, int | None], Any] = {}
    for case in cases:
        key = id(case.rules), rung_of(case.rules, case.person)
        try:
            if key not in choosers:
                choosers[key] = module.chooser(case.rules.by_rung, key[1], "a mutant")
            if choosers[key](vars(case.person)) != case.placed.target:
                return True
        except (AssertionError, NameError, IndexError, SyntaxError, TypeError):
            return True
    return False


def misjudges(module: ModuleType, judged: list[tuple[Condition, dict[str, Any]]]) -> bool:
    """Whether some condition is spelled otherwise than it judges itself."""
    rails = module.CERTAIN, module.POSSIBLE
    for condition, values in judged:
        expected = condition.definitely(values), condition.possibly(values)
        try:
            if any(
                holds(condition, values, rail=rail, module=module) is not one for rail, one in zip(rails, expected, strict=True)
            ):
                return True
        except (AssertionError, NameError, SyntaxError, TypeError):
            return True
    return False


def test_twin_the_source_without_a_defect_differs_nowhere(
    cases: list[Case], judged: list[tuple[Condition, dict[str, Any]]]
) -> None:
    """What is executed for the planted defects is, without one, the module itself."""
    module = mutant("", "")
    assert not misplaces(module, cases)
    assert not misjudges(module, judged)


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_planted_defect_misplaces_somebody(defect: str, cases: list[Case]) -> None:
    """Some assessment of the small worlds is placed otherwise, or not at all."""
    assert misplaces(mutant(*DEFECTS[defect]), cases)


@pytest.mark.parametrize("defect", SPELLING_DEFECTS)
def test_every_planted_defect_misjudges_something(defect: str, judged: list[tuple[Condition, dict[str, Any]]]) -> None:
    """Some condition is spelled otherwise than it judges itself."""
    assert misjudges(mutant(*SPELLING_DEFECTS[defect]), judged)
