"""The engine."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given

from continuum import NOT_IN_CARE, Assessment, AssessmentError, Count, Decision, DefinitionError, Engine, Risk
from continuum.decision import decide
from continuum.library import stepdown
from tests.laws.small_worlds import FULL, NO_ENTRY, Small, everyone
from tests.laws.worlds import Situation, Three, situations
from tests.library.cases import best


class Ours(Assessment):
    craving: Count = Count("craving today", low=0, high=10, unit="points", worse="higher")


def test_it_needs_a_rule_set() -> None:
    """Anything else is named as what it is."""
    wrong: Any = "stepdown"
    with pytest.raises(DefinitionError) as caught:
        Engine(wrong)
    assert str(caught.value) == "an Engine needs a RuleSet, as in Engine(stepdown.RULES); was given text"


def test_it_needs_an_assessment() -> None:
    """A dict is not one; read it with `wire.read_case`."""
    wrong: Any = {"level": "iop"}
    with pytest.raises(AssessmentError) as caught:
        Engine(stepdown.RULES).decide(wrong)
    assert str(caught.value) == "the rule set 'stepdown' reads assessments of type Assessment; was given an object"


def test_what_says_that_it_is_an_assessment_is_not_believed() -> None:
    """An object of another class is refused whatever it says of its class: nobody has checked its values."""
    disguised: Any = type("Disguised", (), {"__class__": Assessment})()
    vars(disguised).update(vars(best("php")))
    assert isinstance(disguised, Assessment)
    with pytest.raises(AssessmentError) as caught:
        ENGINE.decide(disguised)
    assert (
        str(caught.value) == "the rule set 'stepdown' reads assessments of type Assessment; was given a value of type Disguised"
    )


def test_it_needs_the_vocabulary_of_its_rules() -> None:
    """An assessment without the facts that the rules ask for is refused."""
    with pytest.raises(AssessmentError) as caught:
        Engine(FULL).decide(Assessment(level="r1"))
    assert str(caught.value) == "the rule set 'small' reads assessments of type Small; was given a value of type Assessment"


def test_a_richer_vocabulary_is_welcome() -> None:
    """Facts of a subclass do no harm."""
    decision = Engine(stepdown.RULES).decide(Ours(level="outpatient", craving=9, return_to_use_risk=Risk.SEVERE))
    assert decision.target_id == "iop"


def test_a_level_that_is_not_on_the_ladder() -> None:
    """It is never an admission; the message shows names of the ladder only."""
    with pytest.raises(AssessmentError) as caught:
        Engine(stepdown.RULES).decide(Assessment(level="residental"))
    assert str(caught.value) == (
        "level: for care that is not on the ladder, use the nearest level at or above it; there is no such level on the ladder "
        "'stepdown' (aftercare < outpatient < iop < php < residential < inpatient); did you mean 'residential'?"
    )


def test_a_level_may_be_a_member_of_an_enumeration() -> None:
    """`stepdown.Stage.PHP` is the level 'php'."""
    assert Engine(stepdown.RULES).decide(Assessment(level=stepdown.Stage.PHP)).origin_id == "php"


def test_one_engine_serves_many_threads() -> None:
    """Eight threads that begin at once, with nothing made yet, decide as one does alone."""
    people = [person for number, person in enumerate(everyone(FULL)) if number % 7 == 0]
    alone = [decide(FULL, person) for person in people]
    for _ in range(5):
        engine, together = Engine(FULL), Barrier(8)

        def all_of_them(turn: int, engine: Engine = engine, together: Barrier = together) -> list[Decision]:
            together.wait()
            turned = [*people[turn * 31 :], *people[: turn * 31]]
            found = dict(zip(turned, map(engine.decide, turned), strict=True))
            return [found[person] for person in people]

        with ThreadPoolExecutor(8) as pool:
            assert all(found == alone for found in pool.map(all_of_them, range(8)))


def test_it_pickles_as_its_rules() -> None:
    """A copy decides the same, before anything was decided and after; no function travels with it."""
    engine, person = Engine(FULL), Small(level="r1", crisis=True)
    fresh = pickle.dumps(engine)
    decided = engine.decide(person)
    assert pickle.dumps(engine) == fresh
    copy: Engine = pickle.loads(fresh)  # noqa: S301 # our own bytes
    assert copy == engine
    assert copy.decide(person) == decided


def test_it_cannot_be_changed() -> None:
    """Neither its rules nor what it made of them; what it made is no part of what it is."""
    engine = Engine(FULL)
    before = repr(engine), hash(engine)
    engine.decide(Small(level="r1"))
    assert (repr(engine), hash(engine)) == before
    for name in ("rules", "_choosers"):
        with pytest.raises(FrozenInstanceError):
            setattr(engine, name, None)


@given(situations())
def test_it_decides_as_placement_does(situation: Situation) -> None:
    """The functions that it makes, and the algorithm that they are made from, come to the same decisions."""
    engine = Engine(situation.rules)
    for person in (situation.assessment, situation.filled, situation.masked, situation.worse):
        assert engine.decide(person) == decide(situation.rules, person)


def test_where_nobody_is_nothing_is_determined() -> None:
    """The level unknown, or an admission without an entry."""
    assert Engine(FULL).decide(Small()).target is None
    assert Engine(NO_ENTRY).decide(Small(level=NOT_IN_CARE)).target is None
    assert Engine(FULL).decide(Small(level=NOT_IN_CARE, risk=Three.LOW, home=False)).target_id == "r0"


# Rows.

ENGINE = Engine(stepdown.RULES)
ROW = {"level": "outpatient", "return_to_use_risk": "severe", "goals_met": False}


def test_a_row_is_decided_as_the_assessment_that_it_tells_of() -> None:
    """Names and numbers of grades, and what is not said, is unknown."""
    person = Assessment(level="outpatient", return_to_use_risk=Risk.SEVERE, goals_met=False)
    for row in (ROW, {**ROW, "return_to_use_risk": 3}, {**ROW, "return_to_use_risk": Risk.SEVERE, "attendance": None}):
        assert ENGINE.decide_facts(row) == ENGINE.decide(person)


def test_a_row_is_checked_as_an_assessment_is() -> None:
    """Everything that is wrong is said, by the name of its column, and no value is shown."""
    with pytest.raises(AssessmentError) as caught:
        ENGINE.decide_facts({**ROW, "goals_met": "yes", "attendance": 101, "goal_met": True})
    assert str(caught.value).splitlines() == [
        "3 problems:",
        "  1. goal_met: Assessment has no such fact; did you mean 'goals_met'?",
        "  2. goals_met: expected true or false; was given text",
        "  3. attendance: expected a whole number of percent from 0 to 100; was given a whole number outside these bounds",
    ]


def test_a_row_with_a_level_that_is_not_on_the_ladder() -> None:
    """It is refused as in an assessment."""
    with pytest.raises(AssessmentError, match="did you mean 'outpatient'"):
        ENGINE.decide_facts({**ROW, "level": "outpatien"})


def test_rows_are_read_with_the_vocabulary_of_the_rules() -> None:
    """Facts of their own, too."""
    assert Engine(FULL).decide_facts({"level": "r1", "crisis": True}).target_id == "r2"


# Many people.


class Frame:
    """A table as libraries of tables have it: it gives the names of its columns."""

    def keys(self) -> list[str]:
        return ["level"]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())


def test_nobody_is_left_out_of_many() -> None:
    """Who cannot be decided on has the error in their place; the others are decided as they are alone."""
    wrong: Any = "php"
    people = [best("php"), {**ROW, "level": "nowhere"}, ROW, wrong, best("iop"), {"goals_met": 1}, None]
    answers = [*ENGINE.decide_many(people)]
    assert [type(answer) for answer in answers] == [Decision, AssessmentError, Decision, AssessmentError, Decision] + [
        AssessmentError
    ] * 2
    assert answers[0] == ENGINE.decide(best("php"))
    assert answers[2] == ENGINE.decide_facts(ROW)
    assert str(answers[3]) == "the rule set 'stepdown' reads assessments of type Assessment; was given text"
    assert str(answers[5]) == "goals_met: expected true or false; was given a whole number"
    assert [answer.__traceback__ for answer in answers if isinstance(answer, AssessmentError)] == [None] * 4


def test_many_are_decided_one_after_the_other() -> None:
    """Nobody is read before the one before was asked for, so a stream without an end can be decided."""
    read: list[int] = []

    def stream() -> Iterator[Assessment]:
        for number in count():
            read.append(number)
            yield best("php")

    answers = ENGINE.decide_many(stream())
    assert read == []
    assert next(answers) == next(answers) == ENGINE.decide(best("php"))
    assert read == [0, 1]


def test_the_progress_of_many_is_told() -> None:
    """After each person, errors included."""
    told: list[int] = []
    answers = ENGINE.decide_many([ROW, {"x": 1}, ROW], progress=told.append)
    assert told == []
    assert [(type(answer), *told) for answer in answers] == [(Decision, 1), (AssessmentError, 1, 2), (Decision, 1, 2, 3)]


@pytest.mark.parametrize(
    ("people", "kind"),
    [
        (Frame(), "a value of type Frame"),
        (ROW, "an object"),
        ("php", "text"),
        (None, "nothing"),
        (best("php"), "a value of type Assessment"),
    ],
)
def test_one_person_is_not_many(people: Any, kind: str) -> None:
    """A row alone is no list of rows; it is said at once, not when the first answer is asked for."""
    with pytest.raises(DefinitionError) as caught:
        ENGINE.decide_many(people)
    assert str(caught.value) == (
        f"decide_many() takes several assessments or rows, was given {kind}; "
        'of a table, hand over its rows, as table.to_dict("records") gives them'
    )


def test_progress_that_cannot_be_told() -> None:
    """It is said at once."""
    wrong: Any = 100
    with pytest.raises(DefinitionError) as caught:
        ENGINE.decide_many([], progress=wrong)
    assert str(caught.value) == "progress= takes a function of the number of people; was given a whole number"


def test_an_error_in_place_carries_nothing_with_it() -> None:
    """Neither where it was raised, nor what else was being handled when it was."""
    answers = ENGINE.decide_many([{"goals_met": 1}])
    with suppress(ZeroDivisionError):
        try:
            _ = 1 / 0
        finally:
            answer = next(answers)
    assert isinstance(answer, AssessmentError)
    assert (answer.__traceback__, answer.__context__, answer.__cause__) == (None, None, None)


def test_an_assessment_that_was_not_made_is_not_decided() -> None:
    """What was not made by its constructor has no facts, not even unknown ones."""
    nobody = object.__new__(Assessment)
    assert ENGINE.decide(nobody).target is None
    vars(nobody)["level"] = "iop"
    with pytest.raises(AssessmentError) as caught:
        ENGINE.decide(nobody)
    assert str(caught.value) == "the assessment lacks facts that every assessment has; make it with its constructor"


def test_what_goes_wrong_elsewhere_is_not_taken_for_an_answer() -> None:
    """An error of whoever hands the people over stops it, aloud."""

    def broken() -> Iterator[Assessment]:
        yield best("php")
        raise RuntimeError("the file ended")

    answers = ENGINE.decide_many(broken())
    assert isinstance(next(answers), Decision)
    with pytest.raises(RuntimeError, match="the file ended"):
        next(answers)
