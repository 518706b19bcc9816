"""The algorithm over any kind of truth against the one that decides, and defects planted in it."""

from __future__ import annotations

from types import ModuleType
from typing import Any, NamedTuple

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from continuum import CLINICAL, NOT_IN_CARE, Assessment, Hold, RuleSet, circuit, n_of
from continuum.circuit import Circuit, Placed, PlainTruths, Rails, all_of, any_of, judge, so_many
from continuum.comparisons import Compare
from continuum.conditions import AllOf, AnyOf, Condition, Not
from continuum.placement import Placement, admit, place
from continuum.strategies.worlds import trees
from tests.laws.small_worlds import EMERGENCY, FULL, LEAN, SMALL_WORLDS, Small, everyone
from tests.laws.worlds import Situation, Three, own_facts, situations, values_of
from tests.seeded.planting import planted


class Case(NamedTuple):
    """One assessment of one rule set, and where `placement` places it."""

    rules: RuleSet
    person: Assessment
    placed: Placement


def by_placement(rules: RuleSet, person: Assessment) -> Placement:
    if person.level is NOT_IN_CARE:
        return admit(rules.by_rung, vars(person))
    return place(rules.by_rung, rules.continuum.rank(f"{person.level}"), vars(person))


def by_circuit(rules: RuleSet, person: Assessment, module: Any = circuit) -> Placed[bool]:
    truths = module.PlainTruths(vars(person))
    found = module.Circuit(truths, rules.by_rung, lambda condition: module.judge(truths, condition))
    placed: Placed[bool] = found.admission() if person.level is NOT_IN_CARE else found.at(rules.continuum.rank(f"{person.level}"))
    return placed


def rung_of(heights: tuple[bool, ...]) -> int:
    """The rung that heights tell: they are true up to it, and false above."""
    rung = sum(heights) - 1
    assert heights == tuple(height <= rung for height in range(len(heights)))
    return rung


def as_placement(placed: Placed[bool]) -> Placement:
    """What heights say, as rungs."""
    target, lowest, highest = map(rung_of, placed[1:])
    return Placement(target if placed.settled else None, lowest, highest)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Every assessment of the small worlds, and of a few more that lead to what those leave out; well mixed."""
    found = []
    for rules in (*SMALL_WORLDS.values(), *MORE_WORLDS):
        found += [Case(rules, person, by_placement(rules, person)) for person in everyone(rules)]
    return [found[at * 997 % len(found)] for at in range(len(found))]


TWO_OF_THREE = n_of(2, Small.home, Small.crisis, Small.progress <= Three.MID)
MORE_WORLDS = (
    evolve(FULL, entry="r1"),
    evolve(FULL, entry="r3", rules=[rule for rule in FULL.rules if rule.id != "entry"]),
    evolve(EMERGENCY, entry="r2"),
    evolve(LEAN, rules=[*LEAN.rules, Hold("two", when=TWO_OF_THREE, about=CLINICAL, because="two", until="fewer")]),
)


def test_on_every_assessment_of_the_small_worlds_it_is_the_algorithm(cases: list[Case]) -> None:
    """Target, lowest and highest are those of `placement`, for each of several thousand assessments."""
    assert len(cases) == len({id(case) for case in cases}) > 2_000
    for case in cases:
        assert as_placement(by_circuit(case.rules, case.person)) == case.placed


@given(situations())
def test_on_arbitrary_worlds_it_is_the_algorithm(situation: Situation) -> None:
    """On any ladder, with any rules, known and with gaps."""
    for person in (situation.assessment, situation.filled, situation.masked, situation.worse):
        assert as_placement(by_circuit(situation.rules, person)) == by_placement(situation.rules, person)


def test_without_an_entry_nothing_is_settled_and_the_range_is_that_of_placement() -> None:
    """It is the lowest rung, and nobody is told to go there."""
    placed = by_circuit(SMALL_WORLDS["no entry"], Small(level=NOT_IN_CARE))
    assert placed == Placed(settled=False, **dict.fromkeys(["target", "lowest", "highest"], (True, False, False, False)))


@given(st.data())
def test_a_condition_is_judged_as_it_judges_itself(data: st.DataObject) -> None:
    """On both rails, however it is nested."""
    names = own_facts(Small)
    term = st.booleans().flatmap(lambda care: trees(Small, names, care=care))
    condition: Condition = data.draw(
        st.recursive(
            term,
            lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
                lambda terms: st.sampled_from([AllOf(terms), AnyOf(terms), Not(terms[0]), n_of((len(terms) + 1) // 2, *terms)])
            ),
            max_leaves=8,
        )
    )
    values = {name: data.draw(st.none() | st.sampled_from(values_of(Small, name))) for name in names}
    expected = Rails(condition.definitely(values), condition.possibly(values))
    assert judge(PlainTruths(values), condition) == expected
    assert PlainTruths(values).leaf(condition) == expected


@given(st.lists(st.booleans(), max_size=9))
def test_many_truths_are_combined_as_python_combines_them(truths: list[bool]) -> None:
    """Any, all and at least so many; of none, any is false and all is true."""
    plain = PlainTruths({})
    assert any_of(plain, truths) is any(truths)
    assert all_of(plain, iter(truths)) is all(truths)
    for number in range(len(truths) + 2):
        assert so_many(plain, number, truths) is (sum(truths) >= number)


def test_the_rails_of_a_circuit_are_those_of_its_conditions() -> None:
    """Unknown is possible, and not certain."""
    unknown = Compare("home", "==", value=True)
    truths = PlainTruths({"home": None})
    found = Circuit(truths, FULL.by_rung, lambda condition: judge(truths, condition))
    assert (found.certain(unknown), found.possible(unknown)) == (False, True)


DEFECTS = {
    "combines any with and": ("algebra.either(*found[at : at + 2])", "algebra.both(*found[at : at + 2])"),
    "combines all with or": ("algebra.both(*found[at : at + 2])", "algebra.either(*found[at : at + 2])"),
    "forgets the last of an odd number": ("found = pairs + found[2 * len(pairs) :]", "found = pairs"),
    "takes no reason for a reason": ("found = [*truths] or [algebra.never]", "found = [*truths] or [algebra.always]"),
    "swaps no rails under not": (
        "Rails(algebra.opposite(possible), algebra.opposite(certain))",
        "Rails(algebra.opposite(certain), algebra.opposite(possible))",
    ),
    "judges what is certain by what is possible": ("self.judged(condition).certain", "self.judged(condition).possible"),
    "judges what is possible by what is certain": ("self.judged(condition).possible", "self.judged(condition).certain"),
    "swaps the rails of the lowest": (
        "self._on_rails(rung, self.certain, self.possible)",
        "self._on_rails(rung, self.certain, self.certain)",
    ),
    "swaps the rails of the highest": (
        "self._on_rails(rung, self.possible, self.certain)",
        "self._on_rails(rung, self.possible, self.possible)",
    ),
    "raises on what is merely possible": (
        "self.algebra.both(highest[rung + 1], height)",
        "self.algebra.either(highest[rung + 1], height)",
    ),
    "goes down on what is merely possible": ("(*highest[: rung + 1], *raised)", "(*lowest[: rung + 1], *raised)"),
    "splits the target one rung too low": (
        "(*highest[: rung + 1], *raised), lowest, highest)",
        "(*highest[:rung], lowest[rung], *raised), lowest, highest)",
    ),
    "admits on what is certain only": ("self._first_rung(entry, self.possible)", "self._first_rung(entry, self.certain)"),
    "admits whoever is not settled": (
        "settled = self.algebra.either(equal(self.algebra, lowest, highest), self._emergency(entry, lowest))",
        "settled = self.algebra.always",
    ),
    "never sees an emergency": (
        "settled = self.algebra.either(equal(self.algebra, lowest, highest), self._emergency(entry, lowest))",
        "settled = equal(self.algebra, lowest, highest)",
    ),
    "takes any difference for none": ("return all_of(algebra, [same(", "return any_of(algebra, [same("),
    "asks every floor at every rung": (" for floor in floors if floor.speaks_of(rung))", " for floor in floors)"),
    "fetches back who completes care": ("reached = [start[0]]", "reached = [self.algebra.always]"),
    "does not climb": ("self.algebra.either(start[rung + 1], onward)", "start[rung + 1]"),
    "climbs from where nobody is": (
        "self.algebra.both(reached[rung], self.too_low(",
        "self.algebra.both(self.algebra.always, self.too_low(",
    ),
    "climbs from the start only": (
        "self.algebra.both(reached[rung], self.too_low(",
        "self.algebra.both(start[rung], self.too_low(",
    ),
    "asks the floors of the rung above": ("self.too_low(floors, rung, care))\n", "self.too_low(floors, rung + 1, care))\n"),
    "goes one rung less than a jump demands": ("if jump.target >= height)", "if jump.target > height)"),
    "goes all the way with every jump": ("for jump in jumps if jump.target >= height)", "for jump in jumps)"),
    "forgets the floors after a jump": (
        "return self.climb(self.rules.floors, (*[self.algebra.always]",
        "return self.climb((), (*[self.algebra.always]",
    ),
    "forgets the holds": ("*(hold.when for hold in holds)), care)", "), care)"),
    "forgets a step up at the top": ("for jump in jumps), *(hold", "for jump in ()), *(hold"),
    "permits on the other rail": ("if way.limit < height), less)", "if way.limit < height), care)"),
    "permits one rung more": ("if way.limit < height), less)", "if way.limit <= height), less)"),
    "passes on the other rail": ("self.rules.justifications[height]), less)", "self.rules.justifications[height]), care)"),
    "passes with the justification of the rung above": (
        "self.rules.justifications[height]), less)",
        "self.rules.justifications[height + 1]), less)",
    ),
    "passes without a justification": ("self.algebra.both(no_lower[height], justified)", "no_lower[height]"),
    "passes further than permitted": ("self.algebra.both(no_lower[height], justified)", "justified"),
    "passes a rung although the one before was not": (
        "passed = self.algebra.both(passed, self.algebra.both(",
        "passed = self.algebra.both(no_lower[rung], self.algebra.both(",
    ),
    "lands on a rung that is too low": (
        "return self.climb(self.rules.floors, (*reversed(start)",
        "return self.climb((), (*reversed(start)",
    ),
    "checks the landing on the wrong rail": ("*reversed(start), *above), care)", "*reversed(start), *above), less)"),
    "lets a hold beat a step up": ("self._choose(stays, one, other) for one", "self._choose(rises, one, other) for one"),
    "holds only where something rises": (
        "stays = self.algebra.either(rises, self.held(rung, care))",
        "stays = self.algebra.both(rises, self.held(rung, care))",
    ),
    "holds on the wrong rail": (
        "self.algebra.either(rises, self.held(rung, care))",
        "self.algebra.either(rises, self.held(rung, less))",
    ),
    "admits although something required is missing": (
        "tuple(self.algebra.either(missing, height) for height in climbed)",
        "climbed",
    ),
    "admits past the admission floors": (
        "(*self.rules.floors, *self.rules.admissions), tuple(start)",
        "self.rules.floors, tuple(start)",
    ),
    "begins one rung above the entry": (
        "start = [*[self.algebra.always] * (entry + 1), *[self.algebra.never] * (self.rules.top - entry)]",
        "start = [*[self.algebra.always] * (entry + 2), *[self.algebra.never] * (self.rules.top - entry - 1)]",
    ),
    "begins at the lowest rung": (
        "start = [*[self.algebra.always] * (entry + 1), *[self.algebra.never] * (self.rules.top - entry)]",
        "start = [self.algebra.always, *[self.algebra.never] * self.rules.top]",
    ),
    "takes any urgency for an emergency": ("and one.rule.urgency is IMMEDIATE", ""),
    "takes a merely possible emergency for one": (
        "self.certain(floor.rule.when), reached",
        "self.possible(floor.rule.when), reached",
    ),
    "takes an emergency below the entry for one": ("if entry < floor.at_least", ""),
    "chooses the other way round": (
        "return self.algebra.either(both(truth, yes), both(opposite(truth), no))",
        "return self.algebra.either(both(truth, no), both(opposite(truth), yes))",
    ),
    "takes different heights for the same": (
        "algebra.opposite(algebra.either(one, other))",
        "algebra.opposite(one)",
    ),
    "counts one too few": ("return counted[number]", "return counted[number - 1]"),
}


def mutant(old: str, new: str) -> ModuleType:
    """The module with one planted defect."""
    return planted(circuit, old, new)


def differs(case: Case, module: ModuleType) -> bool:
    try:
        return as_placement(by_circuit(case.rules, case.person, module)) != case.placed
    except (AssertionError, IndexError, ValueError):
        return True


def test_twin_the_source_without_a_defect_differs_nowhere(cases: list[Case]) -> None:
    """What is executed for the planted defects is, without one, the module itself."""
    module = mutant("", "")
    assert not any(differs(case, module) for case in cases[::7])


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_planted_defect_differs_somewhere(defect: str, cases: list[Case]) -> None:
    """Some assessment of the small worlds is placed otherwise, or not at all."""
    module = mutant(*DEFECTS[defect])
    assert any(differs(case, module) for case in cases)
