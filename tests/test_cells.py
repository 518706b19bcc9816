"""Cells: what can be asked where a person is, and which values show every outcome of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuum import NOT_IN_CARE, Assessment, Choice, Condition, Count, DecisionError, Flag, Grade, n_of, total
from continuum.cells import cells, check_trials, conditions_at, edges, every_value
from continuum.whereabouts import examine
from tests.laws.small_worlds import FULL, NO_ENTRY, Small
from tests.laws.worlds import Color, Three, assessments, own_facts, rule_sets


class Odd(Assessment):
    """One fact of each kind."""

    risk: Grade[Three] = Grade("risk", Three, worse="higher")
    weeks: Count = Count("weeks", low=0, high=9, unit="weeks", worse="lower")
    points: Count = Count("points", low=0, high=9, unit="points", worse=None)
    color: Choice[Color] = Choice("color", Color)
    calm: Flag = Flag("calm", worse=False)


NESTED = n_of(1, ~((Odd.weeks >= 4) & Odd.calm), (Odd.points == 3) | Odd.color.one_of(Color.RED))


@pytest.mark.parametrize(
    ("fact", "at_edges", "one_each"),
    [
        (Odd.risk, [*Three], [Three.LOW]),
        (Odd.weeks, [0, 3, 4, 5, 9], [0, 4]),
        (Odd.points, [0, 2, 3, 4, 9], [0, 3]),
        (Odd.color, [*Color], [Color.RED, Color.GREEN]),
        (Odd.calm, [False, True], [False, True]),
    ],
)
def test_a_fact_is_cut_where_it_is_compared(fact: Any, at_edges: list[Any], one_each: list[Any]) -> None:
    """Anywhere in a condition; both ends of each cell are edges, and the first value of each stands for it."""
    assert edges(fact, [NESTED]) == at_edges
    assert cells(fact, [NESTED]) == one_each


def test_a_fact_that_is_added_up_is_not_cut() -> None:
    """Every value counts in a sum; a fact beside it is cut as before."""
    conditions = [total(Odd.risk, Odd.weeks) >= 4, Odd.points >= 8]
    assert cells(Odd.weeks, conditions) == edges(Odd.weeks, conditions) == range(10)
    assert cells(Odd.risk, conditions) == [*Three]
    assert cells(Odd.points, conditions) == [0, 8]


def test_every_value() -> None:
    """Ascending."""
    assert (every_value(Odd.weeks), every_value(Odd.risk), every_value(Odd.calm)) == (range(10), [*Three], [False, True])


def test_what_is_asked_where_a_person_is() -> None:
    """At a level the step-ups, holds and step-downs there, and the levels below it that may be passed; floors everywhere."""

    def words(rules: Any, person: Assessment) -> list[str]:
        return [when.words(Small.vocabulary()) for when in conditions_at(examine(rules, person))]

    floors = ["home unsafe: yes", "risk is high", "risk is mid or higher"]
    done, crisis, owed = "progress is high", "crisis: yes", ["booked: no", "risk is not known"]
    assert words(FULL, Small(level="r0")) == [*floors, crisis, *owed, done]
    assert words(FULL, Small(level="r2")) == [
        *floors,
        crisis,
        owed[0],
        "progress is low",
        owed[1],
        done,
        "progress is mid or higher",
        "home unsafe: no and risk is at most mid",
    ]
    assert words(FULL, Small(level=NOT_IN_CARE)) == [*floors, "home unsafe: yes or risk is mid or higher", owed[1]]
    assert words(NO_ENTRY, Small(level=NOT_IN_CARE)) == ["home unsafe is not known", "progress is not known"]
    assert words(FULL, Small()) == []


@given(st.data())
def test_nothing_else_moves_anybody(data: st.DataObject) -> None:
    """A fact that is not in these conditions changes no placement, and values of one cell place alike."""
    rules = data.draw(rule_sets())
    person = data.draw(assessments(rules))
    case = examine(rules, person)
    conditions: tuple[Condition, ...] = conditions_at(case)
    names = own_facts(rules.facts)
    name = data.draw(
        st.sampled_from([one for one in names if case.origin is not NOT_IN_CARE or one not in rules.facts.level_scoped()])
    )
    fact = rules.facts.vocabulary()[name]
    placed = {value: examine(rules, person.replace(**{name: value})).placement for value in every_value(fact)}
    one_each = [placed[value] for value in cells(fact, conditions)]
    assert set(placed.values()) == set(one_each)
    assert any(name in when.facts() for when in conditions) or len(one_each) == 1


@pytest.mark.parametrize("wrong", [-1, True, 2.0, None, "10"])
def test_a_budget_is_a_number_of_trials(wrong: object) -> None:
    """A whole one; a truth value is none."""
    with pytest.raises(DecisionError) as caught:
        check_trials(wrong)
    assert str(caught.value) == "most_trials= takes a whole number, 0 or more: how often the search may place the person"
    check_trials(0)
