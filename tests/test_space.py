"""Everybody at once, as sets: against everybody, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise, permutations, product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from continuum import CLINICAL, NOT_IN_CARE, Condition, Count, Fact, Hold, RuleSet, StepUp, total
from continuum.cells import every_value
from continuum.circuit import Placed, Rails
from continuum.comparisons import Missing
from continuum.diagrams import EVERYWHERE, NOWHERE
from continuum.laws import look
from continuum.rule_set import RulesByRung
from continuum.space import ROUNDS, UNKNOWN, WIDEST_SUM, Space, TooWideError, cells_of, conditions_of, in_order
from tests.laws.small_worlds import FULL, LEAN, NO_ENTRY, SMALL_WORLDS, UNDER, Small, everyone
from tests.laws.worlds import Three, assessments, rule_sets

WORLDS = pytest.mark.parametrize("rules", SMALL_WORLDS.values(), ids=SMALL_WORLDS)


def cell_of(space: Space, name: str, value: object) -> int:
    """The cell in which a value lies."""
    if value is None:
        return UNKNOWN
    ascending = [*every_value(space.facts[space.variable[name]])]
    place = ascending.index(value)
    for at, cell in enumerate(space.cells[space.variable[name]]):
        if cell and ascending.index(cell[0]) <= place <= ascending.index(cell[-1]):
            return at
    raise AssertionError("the value lies in no cell")


def cells_for(space: Space, values: dict[str, Any]) -> dict[int, int]:
    """The cells in which somebody's facts lie."""
    return {at: cell_of(space, fact.name, values[fact.name]) for at, fact in enumerate(space.facts)}


def leaves(condition: Condition) -> Iterator[Condition]:
    if condition.parts():
        for part in condition.parts():
            yield from leaves(part)
    else:
        yield condition


def said(fact: Fact[Any], conditions: Iterable[Condition], value: Any) -> list[bool]:
    """What every comparison says of one value of a fact."""
    atoms = [leaf for one in conditions for leaf in leaves(one) if leaf.facts() == {fact.name}]
    return [atom.definitely({fact.name: value}) for atom in atoms]


# Cells.


@given(rule_sets())
def test_every_value_lies_in_one_cell_that_no_condition_can_tell_apart(rules: RuleSet) -> None:
    """Cells lie one after the other, the unknown first; they leave no value out; within one every comparison says the same."""
    conditions = [*conditions_of(rules)]
    for name, fact in rules.facts.vocabulary().items():
        mentioning = [one for one in conditions if name in one.facts()]
        if not mentioning:
            continue
        unknown, *cells = cells_of(fact, [leaf for one in mentioning for leaf in leaves(one) if name in leaf.facts()])
        assert unknown == ()
        ascending = [*every_value(fact)]
        spans = [(ascending.index(cell[0]), ascending.index(cell[-1])) for cell in cells]
        assert spans[0][0] == 0
        assert spans[-1][1] == len(ascending) - 1
        assert all(later[0] == earlier[1] + 1 for earlier, later in pairwise(spans))
        summed = any(leaf.facts() > {name} for one in mentioning for leaf in leaves(one))
        for low, high in spans:
            assert len({tuple(said(fact, conditions, value)) for value in ascending[low : high + 1]}) == 1
            assert low == high or not summed
        for earlier, later in pairwise(cells):
            assert summed or said(fact, conditions, earlier[0]) != said(fact, conditions, later[0])


def test_a_fact_of_many_values_has_as_many_cells_as_it_is_cut_into() -> None:
    """Two thresholds make three cells and the unknown, however many values there are."""
    fact = Many.points
    conditions = [fact >= 10, fact >= 900_000]
    assert [cell[:1] + cell[-1:] for cell in cells_of(fact, conditions)] == [(), (0, 9), (10, 899_999), (900_000, 1_000_000)]


def test_a_fact_that_no_comparison_asks_is_one_cell_beside_the_unknown() -> None:
    """As a required fact is, of which it only counts that it is known."""
    assert cells_of(Small.risk, [Missing("risk")]) == ((), (Three.LOW, Three.MID, Three.HIGH))


class Many(Small):
    """Facts of many values."""

    points: Count = Count("points", low=0, high=1_000_000, unit="points", worse="higher")
    wide: Count = Count("wide", low=0, high=200, unit="points", worse="higher")
    some: Count = Count("some", low=0, high=56, unit="points", worse="higher")
    more: Count = Count("more", low=0, high=57, unit="points", worse="higher")


# The order of the facts.


def spread(order: list[str], groups: list[frozenset[str]]) -> int:
    return sum(max(map(order.index, group)) - min(map(order.index, group)) for group in groups if group)


NAMES = ("a", "b", "c", "d", "e")
some_groups = st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=3), max_size=5)


@given(some_groups, st.permutations(NAMES))
def test_the_order_loses_nobody_and_is_never_worse_than_before(groups: list[frozenset[str]], names: list[str]) -> None:
    """What meets stands as close as it was given, or closer; the same input gives the same order."""
    found = in_order(names, groups)
    assert sorted(found) == sorted(names)
    assert spread(found, groups) <= spread(names, groups)
    assert found == in_order(names, groups)


def test_what_meets_in_a_condition_comes_to_stand_together() -> None:
    """Two pairs that stand crossed are uncrossed: no order of them is better."""
    groups = [frozenset({"a", "c"}), frozenset({"b", "d"})]
    assert spread(in_order(["a", "b", "c", "d"], groups), groups) == 2
    assert min(spread([*order], groups) for order in permutations("abcd")) == 2
    assert ROUNDS > 1


def test_without_anything_that_meets_the_order_stays() -> None:
    """Nothing is moved for nothing."""
    assert in_order(["b", "a"], []) == ["b", "a"]
    assert in_order([], []) == []


# Conditions as sets.


@WORLDS
def test_a_condition_is_the_set_of_those_it_is_true_of(rules: RuleSet) -> None:
    """For every condition and every assessment, on both rails."""
    space = Space([rules])
    people = [person for person in everyone(rules) if person.level == "r0"]
    conditions = [*conditions_of(rules)]
    for person in people:
        cells = cells_for(space, vars(person))
        for condition in conditions:
            found = Rails(*(space.diagrams.holds(rail, cells) for rail in space.judged(condition)))
            assert found == (condition.definitely(vars(person)), condition.possibly(vars(person)))


def test_a_condition_is_judged_once() -> None:
    """Asked again, or asked by an equal one, the answer is the one that was kept."""
    space = Space([FULL])
    steps = space.judged(FULL.rules[0].when), space.diagrams._steps
    again = evolve(FULL.rules[0]).when, FULL.rules[1].when
    assert [space.judged(one) for one in again] == [steps[0]] * 2
    assert space.diagrams._steps == steps[1]


OPERATORS = ("<", "<=", ">", ">=", "==", "!=")


class Summed(Small):
    """Facts to add up."""

    first: Count = Count("first", low=-1, high=2, unit="points", worse="higher")
    second: Count = Count("second", low=0, high=3, unit="points", worse="higher")
    third: Count = Count("third", low=2, high=4, unit="points", worse="higher")


@pytest.mark.parametrize("op", OPERATORS)
def test_a_sum_is_the_set_of_those_it_is_true_of(op: str) -> None:
    """With every operator, for every mix of known and unknown summands."""
    summands = total(Summed.first, Summed.second, Summed.third)
    rules = evolve(LEAN, facts=Summed)
    for number in (1, 4, 9):
        condition = evolve(summands >= 4, op=op, value=number)
        space = Space([rules], [condition])
        certain, possible = space.judged(condition)
        choices = [(None, *every_value(fact)) for fact in (Summed.first, Summed.second, Summed.third)]
        for values in product(*choices):
            person = dict(zip(("first", "second", "third"), values, strict=True))
            cells = {space.variable[name]: cell_of(space, name, value) for name, value in person.items()}
            assert space.diagrams.holds(certain, cells) is condition.definitely(person)
            assert space.diagrams.holds(possible, cells) is condition.possibly(person)


def test_a_sum_of_too_many_values_is_refused_and_the_widest_is_not() -> None:
    """Up to 256 is analysed, one more is not."""
    rules = evolve(LEAN, facts=Many)
    just, over = total(Many.wide, Many.some) >= 100, total(Many.wide, Many.more) >= 100
    space = Space([rules], [just, over])
    certain, possible = space.judged(just)
    cells = {"wide": 60, "some": 40}
    known = {space.variable[name]: cell_of(space, name, value) for name, value in cells.items()}
    assert space.diagrams.holds(certain, known)
    assert not space.diagrams.holds(possible, {**known, space.variable["some"]: cell_of(space, "some", 39)})
    assert WIDEST_SUM == 256
    with pytest.raises(TooWideError):
        space.judged(over)


# Views.


def as_one(space: Space, placed: Placed[int], cells: dict[int, int]) -> Placed[bool]:
    """Where one person goes, read from where everybody goes."""
    target, lowest, highest = (tuple(space.diagrams.holds(part, cells) for part in heights) for heights in placed[1:])
    return where_settled(Placed(space.diagrams.holds(placed.settled, cells), target, lowest, highest))


def where_settled(placed: Placed[bool]) -> Placed[bool]:
    """Where nothing is settled there is no target, whatever stands in its place."""
    return placed if placed.settled else placed._replace(target=())


@WORLDS
def test_everybody_at_once_is_everybody_one_by_one(rules: RuleSet) -> None:
    """For every assessment: the target, the range, whether it is settled, and for each step-up whether it is asked for."""
    space = Space([rules])
    views = {origin: space.view(rules, origin) for origin in (*range(4), None)}
    ids = [rule.id for rule in rules.rules if type(rule).__name__ in {"StepUp", "Admission"}]
    asked = {(origin, one): view.asked(one) for origin, view in views.items() for one in ids}
    seen = set[bool]()
    for person in everyone(rules):
        one, cells = look(rules, person), cells_for(space, vars(person))
        assert as_one(space, views[one.origin].placed, cells) == where_settled(one.placed)
        for rule in ids:
            seen.add(one.asked(rule))
            assert space.diagrams.holds(asked[one.origin, rule], cells) is one.asked(rule)
    assert seen == {True, False} if ids else not seen


@settings(max_examples=60)
@given(st.data())
def test_on_arbitrary_worlds_everybody_at_once_is_each_one(data: st.DataObject) -> None:
    """The same on any ladder and any rules, for some people each."""
    rules = data.draw(rule_sets())
    space = Space([rules])
    ids = [rule.id for rule in rules.rules if isinstance(rule, StepUp)]
    for _ in range(4):
        person = data.draw(assessments(rules))
        one, cells = look(rules, person), cells_for(space, vars(person))
        view = space.view(rules, one.origin)
        assert as_one(space, view.placed, cells) == where_settled(one.placed)
        assert [space.diagrams.holds(view.asked(rule), cells) for rule in ids] == [one.asked(rule) for rule in ids]


def test_a_rule_that_does_not_speak_there_is_never_asked_for() -> None:
    """A step-down is no step-up, and nobody has an id that no rule has."""
    space = Space([FULL])
    view = space.view(FULL, 2)
    assert view.asked("down-2") == view.asked("nobody") == NOWHERE
    assert view.asked("crisis") not in {NOWHERE, EVERYWHERE}


def test_a_pinned_view_is_the_view_of_those_with_these_facts() -> None:
    """With facts put in, everybody who has them goes where the view says, and nothing asks for these facts any more."""
    space = Space([FULL])
    cells = {space.variable["risk"]: 2, space.variable["crisis"]: UNKNOWN}
    view = space.view(FULL, 2)
    pinned = space.pinned(view, cells)
    for person in everyone(FULL):
        known = cells_for(space, vars(person))
        for one, whole in zip(pinned.placed[1:], view.placed[1:], strict=True):
            for mine, theirs in zip(one, whole, strict=True):
                assert space.diagrams.holds(mine, known) is space.diagrams.holds(theirs, {**known, **cells})
        assert space.diagrams.holds(pinned.placed.settled, known)
    asked = set[int]().union(*(space.diagrams.asks(one) for one in (*pinned.placed.target, *pinned.placed.lowest)))
    assert not asked & cells.keys()
    assert asked


def test_the_facts_of_the_stay_are_unknown_after_a_move() -> None:
    """They are those that `moved_to` resets, as far as some rule asks for them."""
    space = Space([FULL])
    assert space.of_the_stay == {space.variable[name]: UNKNOWN for name in ("progress", "crisis", "booked")}


def test_two_rule_sets_are_seen_in_one_space() -> None:
    """Their facts are cut by the conditions of both."""
    space = Space([LEAN, UNDER])
    assert space.cells == Space([UNDER, LEAN]).cells
    assert {fact.name for fact in space.facts} == {"progress", "home", "risk"}
    assert {fact.name for fact in Space([LEAN]).facts} == {"progress"}
    assert space.placed(LEAN.by_rung, 2) != space.placed(UNDER.by_rung, 2)


# What is assumed.


def test_who_is_certainly_an_exception_is_left_out() -> None:
    """Of an assumption those stay of whom it is true or unknown."""
    home = Small.home.as_condition()
    space = Space([FULL], [home])
    assert space.among_us(EVERYWHERE) == EVERYWHERE
    space.assume([home, ~(Small.risk >= Three.HIGH)])
    for person in everyone(FULL):
        fits = vars(person)["home"] is not False and vars(person)["risk"] is not Three.HIGH
        assert space.diagrams.holds(space.among_us(EVERYWHERE), cells_for(space, vars(person))) is fits
    space.assume([])
    assert space.assumed == EVERYWHERE


# Back to people.


@given(st.data())
def test_somebody_made_from_cells_lies_in_these_cells(data: st.DataObject) -> None:
    """From cells to an assessment and back."""
    rules = data.draw(rule_sets())
    space = Space([rules])
    origin = data.draw(st.integers(0, rules.continuum.top))
    cells = {at: data.draw(st.integers(0, len(one) - 1)) for at, one in enumerate(space.cells)}
    person = space.assessment(rules, origin, cells)
    assert cells_for(space, vars(person)) == cells
    assert person.level == rules.continuum.ids[origin]
    assert {*person.known()} == {space.facts[at].name for at, cell in cells.items() if cell != UNKNOWN}
    assert space.values(cells) == {name: vars(person)[name] for name in person.known()}


def test_somebody_who_is_not_in_care_yet() -> None:
    """No origin is an admission."""
    space = Space([FULL])
    assert space.assessment(FULL, None, {space.variable["risk"]: 3}) == Small(level=NOT_IN_CARE, risk=Three.HIGH)


@WORLDS
def test_the_smallest_case_is_one_of_whom_the_least_is_known(rules: RuleSet) -> None:
    """For each rung that some are sent to: nobody of whom less is known is sent there."""
    space = Space([rules])
    people = [(one.origin, sum(one.placed.target) - 1, person) for person in everyone(rules) for one in [look(rules, person)]]
    for origin in range(4):
        view = space.view(rules, origin)
        for rung in range(-1, 4):
            there = [person for start, target, person in people if (start, target) == (origin, rung)]
            where = view.goes_to(rung)
            assert (where != NOWHERE) is bool(there)
            if there:
                found = space.assessment(rules, origin, space.smallest(where))
                assert found in there
                assert len(found.known()) == min(len(person.known()) for person in there)


def test_a_hold_for_what_is_required_is_a_condition_too() -> None:
    """Everything that decides cuts the facts: rules, justifications, and what is required."""
    assert {*conditions_of(FULL)} >= {Missing("risk"), FULL.justifications[0].when, FULL.rules[0].when}
    assert len([*conditions_of(NO_ENTRY)]) == len(NO_ENTRY.rules) + 2
    held = evolve(LEAN, rules=[*LEAN.rules, Hold("h", when=Small.home, about=CLINICAL, because="x", until="x")])
    assert Space([held]).variable.keys() == {"progress", "home"}


def test_rules_by_rung_can_be_placed_alone() -> None:
    """Whoever leaves a rule out gets the decisions without it."""
    space, bare = Space([FULL]), evolve(FULL.by_rung, floors=())
    assert isinstance(bare, RulesByRung)
    assert space.placed(bare, 0) != space.placed(FULL.by_rung, 0)
    assert space.placed(bare, None) != space.placed(FULL.by_rung, None)
