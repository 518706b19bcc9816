"""Decision diagrams against plain sets of cases: every operation, on every case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuum.diagrams import BETWEEN_LOOKS, EVERYWHERE, NOWHERE, Budget, BudgetSpentError, Diagrams

WIDTHS = (2, 3, 1, 2, 3)
CASES = tuple(product(*map(range, WIDTHS)))
Cases = frozenset[tuple[int, ...]]
EVERY_CASE: Cases = frozenset(CASES)


def held(diagrams: Diagrams, one: int) -> Cases:
    """The cases of a set, asked one by one."""
    return frozenset(case for case in CASES if diagrams.holds(one, dict(enumerate(case))))


def of_cases(diagrams: Diagrams, cases: Iterable[tuple[int, ...]]) -> int:
    """The set of these cases, put together one by one."""
    found = NOWHERE
    for case in cases:
        one = EVERYWHERE
        for variable, cell in enumerate(case):
            one = diagrams.both(one, diagrams.where(variable, {cell}))
        found = diagrams.either(found, one)
    return found


some_cases = st.sets(st.sampled_from(CASES), max_size=24).map(frozenset)
a_variable = st.integers(0, len(WIDTHS) - 1)
partial_cases = st.dictionaries(a_variable, st.integers(0, 2)).map(
    lambda cells: {variable: cell % WIDTHS[variable] for variable, cell in cells.items()}
)


def fits(case: tuple[int, ...], cells: dict[int, int]) -> bool:
    return all(case[variable] == cell for variable, cell in cells.items())


@given(some_cases, some_cases)
def test_and_or_and_not_are_those_of_plain_sets(one: Cases, other: Cases) -> None:
    """Both is what is common, either what is in one of them, opposite what is left."""
    diagrams = Diagrams(WIDTHS)
    mine, theirs = of_cases(diagrams, one), of_cases(diagrams, other)
    assert held(diagrams, mine) == one
    assert held(diagrams, diagrams.both(mine, theirs)) == one & other
    assert held(diagrams, diagrams.either(mine, theirs)) == one | other
    assert held(diagrams, diagrams.opposite(mine)) == EVERY_CASE - one


@given(some_cases, st.randoms(use_true_random=False))
def test_the_same_set_is_the_same_number(cases: Cases, random: Random) -> None:
    """However a set is put together, its number is the same; and different sets have different numbers."""
    diagrams = Diagrams(WIDTHS)
    ordered = sorted(cases)
    one = of_cases(diagrams, ordered)
    random.shuffle(ordered)
    assert of_cases(diagrams, ordered) == one
    assert diagrams.opposite(of_cases(diagrams, EVERY_CASE - cases)) == one
    assert (one == NOWHERE) is (not cases)
    for case in CASES[::9]:
        assert (of_cases(diagrams, cases ^ {case}) == one) is False


def test_everything_put_together_is_everywhere_and_nothing_is_nowhere() -> None:
    """The two ends have their own numbers, however they are reached."""
    diagrams = Diagrams(WIDTHS)
    assert of_cases(diagrams, CASES) == EVERYWHERE
    assert of_cases(diagrams, ()) == NOWHERE
    assert diagrams.opposite(EVERYWHERE) == NOWHERE
    assert diagrams.opposite(NOWHERE) == EVERYWHERE


@given(a_variable, st.sets(st.integers(0, 2)))
def test_where_is_the_cases_with_one_of_these_cells(variable: int, cells: set[int]) -> None:
    """Cells that a variable does not have add nothing."""
    diagrams = Diagrams(WIDTHS)
    assert held(diagrams, diagrams.where(variable, cells)) == {case for case in CASES if case[variable] in cells}


@given(a_variable, st.data())
def test_chosen_puts_a_set_under_each_cell(variable: int, data: st.DataObject) -> None:
    """The cases of each branch, where the variable has the cell of that branch."""
    diagrams = Diagrams(WIDTHS)
    later = st.sets(st.tuples(*(st.integers(0, width - 1) for width in WIDTHS[variable + 1 :])), max_size=6)
    tails = [data.draw(later) for _ in range(WIDTHS[variable])]
    branches = []
    for tail in tails:
        found = NOWHERE
        for case in sorted(tail):
            one = EVERYWHERE
            for at, cell in enumerate(case, variable + 1):
                one = diagrams.both(one, diagrams.where(at, {cell}))
            found = diagrams.either(found, one)
        branches.append(found)
    expected = {case for case in CASES if case[variable + 1 :] in tails[case[variable]]}
    assert held(diagrams, diagrams.chosen(variable, branches)) == expected


@given(some_cases, partial_cases)
def test_pinned_is_what_is_left_where_some_cells_are_known(cases: Cases, cells: dict[int, int]) -> None:
    """A case is in it if, with these cells put in, it is in the set; it asks none of them any more."""
    diagrams = Diagrams(WIDTHS)
    pinned = diagrams.pinned(of_cases(diagrams, cases), cells)
    put_in = {case for case in CASES if tuple(cells.get(at, cell) for at, cell in enumerate(case)) in cases}
    assert held(diagrams, pinned) == put_in
    assert not diagrams.asks(pinned) & cells.keys()


@given(some_cases, st.sets(a_variable))
def test_somehow_is_what_some_value_of_the_variables_brings_in(cases: Cases, variables: set[int]) -> None:
    """The other variables alone decide; any value of these will do."""
    diagrams = Diagrams(WIDTHS)
    opened = diagrams.somehow(of_cases(diagrams, cases), variables)

    def rest(case: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(cell for at, cell in enumerate(case) if at not in variables)

    assert held(diagrams, opened) == {case for case in CASES if rest(case) in set(map(rest, cases))}
    assert not diagrams.asks(opened) & variables


@given(some_cases.filter(bool), st.data())
def test_the_cheapest_case_is_in_the_set_costs_least_and_is_the_first_of_its_kind(cases: Cases, data: st.DataObject) -> None:
    """No case costs less; of those that cost the same the one with the lowest cells, the first variable first."""
    diagrams = Diagrams(WIDTHS)
    free = st.integers(0, 3)
    costs = [[0, *(data.draw(free) for _ in range(width - 1))] for width in WIDTHS]
    found = diagrams.cheapest(of_cases(diagrams, cases), costs)

    def cost(case: Iterable[tuple[int, int]]) -> int:
        return sum(costs[variable][cell] for variable, cell in case)

    covered = [case for case in CASES if fits(case, found)]
    assert set(covered) <= cases
    least = min(cost(enumerate(case)) for case in cases)
    assert cost(found.items()) == least
    assert covered[0] == min(case for case in cases if cost(enumerate(case)) == least)


def test_a_variable_that_does_not_matter_is_not_named() -> None:
    """The cheapest case names what the set asks on its way, and nothing else."""
    diagrams = Diagrams(WIDTHS)
    assert diagrams.cheapest(EVERYWHERE, [[1] * width for width in WIDTHS]) == {}
    assert diagrams.cheapest(diagrams.where(1, {2}), [[0] * width for width in WIDTHS]) == {1: 2}


def test_the_empty_set_has_no_cheapest_case() -> None:
    """It is asked for a case that it does not have."""
    with pytest.raises(ValueError, match=r"^the set is empty$"):
        Diagrams(WIDTHS).cheapest(NOWHERE, [])


@given(some_cases)
def test_a_set_asks_the_variables_on_which_it_depends(cases: Cases) -> None:
    """A variable is asked if and only if changing it alone takes some case in or out."""
    diagrams = Diagrams(WIDTHS)
    matters = {
        at
        for at, width in enumerate(WIDTHS)
        for case in CASES
        for cell in range(width)
        if (case in cases) != ((*case[:at], cell, *case[at + 1 :]) in cases)
    }
    assert diagrams.asks(of_cases(diagrams, cases)) == matters


def test_the_first_cell_counts_where_none_is_given() -> None:
    """What is not said is the first cell, which in a space is the unknown."""
    diagrams = Diagrams(WIDTHS)
    assert diagrams.holds(diagrams.where(1, {0}), {})
    assert not diagrams.holds(diagrams.where(1, {1}), {})
    assert diagrams.holds(diagrams.where(1, {1}), {1: 1})
    assert diagrams.holds(EVERYWHERE, {})
    assert not diagrams.holds(NOWHERE, {})


def test_its_length_counts_the_parts_stored_once() -> None:
    """The two ends are there from the start; what was there before is not stored again."""
    diagrams = Diagrams(WIDTHS)
    assert len(diagrams) == 2
    diagrams.where(0, {1})
    assert len(diagrams) == 3
    diagrams.where(0, {1})
    diagrams.where(2, {0})
    assert len(diagrams) == 3


# The budget.


def parity(diagrams: Diagrams, variables: int) -> int:
    """Whether an odd number of variables has its second cell: every case matters."""
    found = NOWHERE
    for variable in range(variables):
        second = diagrams.where(variable, {1})
        found = diagrams.either(diagrams.both(found, diagrams.opposite(second)), diagrams.both(diagrams.opposite(found), second))
    return found


def test_a_budget_stops_the_search_after_its_steps() -> None:
    """It is looked at every so many steps; with enough of them the search comes to its end."""
    with pytest.raises(BudgetSpentError):
        parity(Diagrams([2] * 200, Budget(BETWEEN_LOOKS - 1, 10**9)), 200)
    assert parity(Diagrams([2] * 200, Budget(10**9, 10**9)), 200) not in {NOWHERE, EVERYWHERE}


def test_the_steps_of_a_budget_are_a_bound_that_may_be_reached() -> None:
    """As many steps as there are may be taken, in all and for one question, and not one more."""
    Budget(7, 3).check(7, begun_at=4)
    with pytest.raises(BudgetSpentError):
        Budget(7, 3).check(8, begun_at=5)
    with pytest.raises(BudgetSpentError):
        Budget(7, 3).check(7, begun_at=3)


def test_a_budget_stops_when_the_time_is_over() -> None:
    """It asks whether it is, at every look."""
    looks = iter([False, True])
    budget = Budget(10**9, 10**9, lambda: next(looks))
    budget.check(0, begun_at=0)
    with pytest.raises(BudgetSpentError):
        budget.check(0, begun_at=0)


def test_what_a_search_takes_is_the_same_each_time() -> None:
    """The smallest budget that is enough is enough again."""

    def steps_needed(build: Callable[[Diagrams], int]) -> int:
        diagrams = Diagrams([2] * 30)
        build(diagrams)
        return diagrams._steps

    needed = steps_needed(lambda diagrams: parity(diagrams, 30))
    assert needed == steps_needed(lambda diagrams: parity(diagrams, 30))
    diagrams = Diagrams([2] * 30, Budget(needed, needed))
    parity(diagrams, 30)
    diagrams.begin()
    diagrams.where(0, {1})
    with pytest.raises(BudgetSpentError):
        diagrams.begin()


def test_a_question_may_take_a_part_of_the_budget_only() -> None:
    """One that takes more is stopped; what it has worked out is there for the next one."""
    first = Diagrams([2] * 150)
    parity(first, 150)
    all_of_it, again = first._steps, -first._steps
    parity(first, 150)
    again += first._steps
    assert again < all_of_it - 2 * BETWEEN_LOOKS
    diagrams = Diagrams([2] * 150, Budget(10**9, again + BETWEEN_LOOKS))
    with pytest.raises(BudgetSpentError):
        parity(diagrams, 150)
    for _ in range(500):
        diagrams.begin()
        try:
            found = parity(diagrams, 150)
        except BudgetSpentError:
            continue
        assert found not in {NOWHERE, EVERYWHERE}
        return
    pytest.fail("it never came to its end")


def test_without_a_budget_nothing_is_checked() -> None:
    """A search may take what it takes."""
    diagrams = Diagrams([2] * 200)
    assert parity(diagrams, 200) not in {NOWHERE, EVERYWHERE}
    diagrams.begin()
    assert diagrams._steps > BETWEEN_LOOKS


def test_a_search_that_was_stopped_leaves_only_what_is_right() -> None:
    """What was stored before the budget ran out is true; the same search begun again on the same sets gives the same."""
    allowed = [True]
    diagrams = Diagrams([2] * 100, Budget(10**9, 10**9, lambda: not allowed[0]))
    allowed[0] = False
    with pytest.raises(BudgetSpentError):
        parity(diagrams, 100)
    allowed[0] = True
    fresh = Diagrams([2] * 100)
    again, expected = parity(diagrams, 100), parity(fresh, 100)
    for odd in range(100):
        cells = dict.fromkeys(range(odd), 1)
        assert diagrams.holds(again, cells) == fresh.holds(expected, cells) == bool(odd % 2)
