"""Questions: against brute force over every complete answer, and on worked cases."""

from __future__ import annotations

from itertools import islice, product
from math import prod
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import assume, given
from hypothesis import strategies as st

from continuum import (
    NOT_IN_CARE,
    Assessment,
    Choice,
    Count,
    Decision,
    DecisionError,
    Engine,
    Flag,
    Grade,
    RuleSet,
    StepDown,
    StepUp,
    Substance,
    total,
)
from continuum.budgets import TRIALS_FOR_QUESTIONS
from continuum.library import four_levels, stepdown
from continuum.placement import admit, place
from continuum.questions import Questions
from continuum.whereabouts import Case
from tests.laws.small_worlds import SMALL_WORLDS, everyone
from tests.laws.worlds import Color, Three, assessments, ladder, own_facts, rule_sets, values_of
from tests.library.cases import best

LOW, MID, HIGH = Three
ENGINE = Engine(stepdown.RULES)
MOST_ANSWERS = 3_000


def facts_of(found: Any) -> list[str]:
    return [question.fact for question in found]


# Brute force.


def target(case: Case, values: dict[str, Any]) -> int | None:
    placed = place(case.by_rung, case.origin, values) if isinstance(case.origin, int) else admit(case.by_rung, values)
    return placed.target


def gaps(case: Case) -> list[str]:
    """What is unknown and could be answered where the person is."""
    stay = case.rules.facts.level_scoped()
    facts = own_facts(case.rules.facts)
    return [name for name in facts if case.values[name] is None and (case.origin is not NOT_IN_CARE or name not in stay)]


def decisive(case: Case) -> set[str]:
    """The facts in which two complete answers differ alone that lead to different levels."""
    names = gaps(case)
    targets = {
        answers: target(case, {**case.values, **dict(zip(names, answers, strict=True))})
        for answers in product(*(values_of(case.rules.facts, name) for name in names))
    }
    found = set()
    for place_of, name in enumerate(names):
        by_rest: dict[tuple[Any, ...], set[int | None]] = {}
        for answers, leads_to in targets.items():
            by_rest.setdefault((*answers[:place_of], *answers[place_of + 1 :]), set()).add(leads_to)
        if any(len(different) > 1 for different in by_rest.values()):
            found.add(name)
    return found


def agrees(decision: Decision) -> int:
    """Compare the search with brute force; how many questions fall away."""
    needed, asked = decisive(decision.case) | {*decision.rules.required_facts}, decision.open_questions
    assert decisive(decision.case) <= {*facts_of(asked)}, "a fact that could change the target is not asked for"
    found = decision.find_open_questions()
    assert found.asked == tuple(question for question in asked if question.fact in needed)
    assert found.finished
    return len(asked) - len(found)


@given(st.data())
def test_the_search_leaves_what_brute_force_leaves(data: st.DataObject) -> None:
    """Exactly the questions that can change the level, and the required facts that are missing."""
    rules = data.draw(rule_sets())
    decision = Engine(rules).decide(data.draw(assessments(rules)))
    assume(prod(len(values_of(rules.facts, name)) for name in gaps(decision.case)) <= MOST_ANSWERS)
    agrees(decision)


@pytest.mark.parametrize("rules", SMALL_WORLDS.values(), ids=SMALL_WORLDS)
def test_the_search_leaves_what_brute_force_leaves_in_small_worlds(rules: RuleSet) -> None:
    """For every seventh assessment that can be made."""
    for person in islice(everyone(rules), 0, None, 7):
        agrees(Engine(rules).decide(person))


@given(st.data(), st.integers(0, 60))
def test_a_search_that_ends_early_keeps_what_it_is_not_sure_of(data: st.DataObject, trials: int) -> None:
    """With few trials nothing falls away that stays with many; what did not end keeps its question."""
    rules = data.draw(rule_sets())
    decision = Engine(rules).decide(data.draw(assessments(rules)))
    some, every = decision.find_open_questions(most_trials=trials), decision.find_open_questions()
    assert {*every.asked} <= {*some.asked} <= {*decision.open_questions}
    assert some == every or not some.finished
    none = decision.find_open_questions(most_trials=0)
    assert none.asked == decision.open_questions
    assert none.finished == ({*facts_of(none)} <= {*rules.required_facts})


# Worked cases.


@pytest.mark.parametrize(
    ("level", "dropped"),
    [
        ("aftercare", []),
        ("outpatient", []),
        ("iop", []),
        ("php", []),
        ("residential", ["primary_substance"]),
        ("inpatient", ["primary_substance"]),
        (NOT_IN_CARE, []),
    ],
)
def test_with_nothing_known(level: Any, dropped: list[str]) -> None:
    """Almost every question can matter; the substance cannot where a withdrawal that asks for it holds by itself."""
    decision = ENGINE.decide(Assessment(level=level))
    found = decision.find_open_questions()
    assert [question.fact for question in decision.open_questions if question not in found.asked] == dropped
    assert found.finished
    assert found.asked == tuple(question for question in decision.open_questions if question.fact not in dropped)


def test_a_question_that_another_answer_made_idle() -> None:
    """In residential care a moderate withdrawal holds for every substance, so nobody needs to ask for it."""
    person = best("residential").replace(withdrawal_risk=None, primary_substance=None, family_support=None)
    decision = ENGINE.decide(person)
    assert facts_of(decision.open_questions) == ["withdrawal_risk", "primary_substance"]
    assert facts_of(decision.find_open_questions()) == ["withdrawal_risk"]
    below = ENGINE.decide(best("php").replace(withdrawal_risk=None, primary_substance=None))
    assert facts_of(below.find_open_questions()) == ["withdrawal_risk", "primary_substance"]
    known = ENGINE.decide(best("php").replace(withdrawal_risk=None, primary_substance=Substance.OPIOIDS))
    assert facts_of(known.find_open_questions()) == ["withdrawal_risk"]


def test_a_required_fact_stays() -> None:
    """It is asked for although no answer changes the level: nobody is sent on without it."""
    decision = ENGINE.decide(best("iop").replace(goals_met=False, co_occurring_condition=None))
    assert facts_of(decision.find_open_questions(most_trials=0)) == ["co_occurring_condition"]
    assert decision.find_open_questions(most_trials=0).finished


def test_everything_stays_where_the_level_is_unknown() -> None:
    """No answer but the level decides anything there, and an emergency may be asked for."""
    decision = ENGINE.decide(Assessment())
    assert decision.find_open_questions() == Questions(decision.open_questions, finished=True)


def test_nothing_is_open() -> None:
    """Then nothing is left, with no search at all."""
    assert ENGINE.decide(best("iop")).find_open_questions(most_trials=0) == Questions((), finished=True)


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
@given(data=st.data())
def test_on_the_shipped_rules_every_search_ends(rules: RuleSet, data: st.DataObject) -> None:
    """Whatever is unknown, within half of its budget."""
    level = data.draw(st.sampled_from([*rules.continuum.ids, NOT_IN_CARE]))
    unknown = data.draw(st.sets(st.sampled_from(sorted(best(level).known()))))
    person = best(level).replace(**dict.fromkeys(unknown))
    assert Engine(rules).decide(person).find_open_questions(most_trials=TRIALS_FOR_QUESTIONS // 2).finished


# Facts that are hard to search.


class Odd(Assessment):
    """What goes neither way, and what has many values."""

    done: Grade[Three] = Grade("progress", Three, worse="lower", scope="level")
    risk: Grade[Three] = Grade("risk", Three, worse="higher")
    color: Choice[Color] = Choice("color", Color)
    hours: Count = Count("hours", low=0, high=199, unit="hours", worse="higher")
    rooms: Count = Count("rooms", low=0, high=199, unit="rooms", worse=None)
    alone: Flag = Flag("alone", worse=True)


def odd(*care: Any, **facts: Any) -> Decision:
    """Someone who may step down where progress is made, and steps up where a condition asks for it."""
    rules = RuleSet(
        id="odd",
        version="1",
        title="Odd",
        intended_use="Tests.",
        continuum=ladder(3),
        facts=Odd,
        rules=[
            StepDown("down", at="r1", when=Odd.done >= MID, because="done"),
            *(
                StepUp(f"up-{number}", at_least="r2", when=one, because="up", skips_because="up")
                for number, one in enumerate(care)
            ),
        ],
    )
    return Engine(rules).decide(Odd(level="r1", **facts))


def test_a_fact_that_only_repeats_another_falls_away() -> None:
    """Beside a rule that fires for every risk, a narrower one changes nothing, and what it alone asks for is idle."""
    decision = odd(Odd.risk >= MID, (Odd.risk >= HIGH) & Odd.alone, done=HIGH)
    assert facts_of(decision.open_questions) == ["risk", "alone"]
    assert facts_of(decision.find_open_questions()) == ["risk"]


def test_a_fact_of_which_neither_end_is_worse() -> None:
    """Each of its values is tried; colors that all lead the same way are not asked for."""
    one = odd((Odd.color == Color.GREEN) & (Odd.risk >= MID), done=HIGH)
    assert facts_of(one.find_open_questions()) == ["color", "risk"]
    risk = Odd.risk >= MID
    all_of_them = [(Odd.color == color) & risk for color in Color]
    assert facts_of(odd(*all_of_them, done=HIGH).open_questions) == ["color", "risk"]
    assert facts_of(odd(*all_of_them, done=HIGH).find_open_questions()) == ["risk"]


@pytest.mark.parametrize(("risk", "asked", "trials"), [(LOW, ["alone"], 3), (None, ["alone", "risk"], 12)])
def test_the_trials_are_shared_out_evenly(risk: Three | None, asked: list[str], trials: int) -> None:
    """A trial for the case as it stands and one for each end of the fact; of two, the same with the best answer to the other."""
    decision = odd(Odd.alone, Odd.risk >= MID, done=HIGH, risk=risk)
    assert facts_of(decision.open_questions) == asked
    assert decision.find_open_questions(most_trials=trials).finished
    assert not decision.find_open_questions(most_trials=trials - 1).finished


def test_more_values_than_trials() -> None:
    """A number that is added up is answered value by value: with fewer trials than values, what waits for it stays."""
    decision = odd(total(Odd.hours, Odd.risk) >= 199, Odd.alone & (Odd.hours >= 5), done=HIGH)
    assert facts_of(decision.open_questions) == ["alone", "hours", "risk"]
    few = decision.find_open_questions(most_trials=500)
    assert (few.asked, few.finished) == (decision.open_questions, False)
    many = decision.find_open_questions()
    assert (many.asked, many.finished) == (decision.open_questions, True)


def test_more_values_of_the_fact_itself_than_trials() -> None:
    """Where neither end is worse, each of its values is a trial."""
    decision = odd((total(Odd.rooms) == 7) & (Odd.risk >= MID), done=HIGH, risk=HIGH)
    few = decision.find_open_questions(most_trials=200)
    assert (facts_of(few), few.finished) == (["rooms"], False)
    many = decision.find_open_questions()
    assert (facts_of(many), many.finished) == (["rooms"], True)


# The answer.


def test_the_questions_are_walked_through_and_counted() -> None:
    """In the order in which they are to be asked; none left means that there is nothing to ask."""
    decision = ENGINE.decide(best("php").replace(withdrawal_risk=None, goals_met=None))
    found = decision.find_open_questions()
    assert (len(found), tuple(found)) == (2, found.asked)
    assert found
    assert not ENGINE.decide(best("php")).find_open_questions()


def test_it_is_frozen() -> None:
    """What was found stays as found."""
    found: Any = ENGINE.decide(best("php")).find_open_questions()
    with pytest.raises(FrozenInstanceError):
        found.finished = False


def test_a_budget_has_to_be_one() -> None:
    """A whole number of trials, 0 or more."""
    with pytest.raises(DecisionError) as caught:
        ENGINE.decide(best("php")).find_open_questions(most_trials=-1)
    assert str(caught.value) == "most_trials= takes a whole number, 0 or more: how often the search may place the person"
