"""The engine."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from continuum import Assessment, AssessmentError, Count, DefinitionError, Engine, Risk
from continuum.library import stepdown
from tests.laws.small_worlds import FULL, Small, everyone


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
    """Eight threads decide as one does."""
    engine = Engine(FULL)
    people = [person for number, person in enumerate(everyone(FULL)) if number % 7 == 0]
    alone = [engine.decide(person) for person in people]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(engine.decide, people)) == alone


def test_it_pickles() -> None:
    """A copy decides the same."""
    engine = pickle.loads(pickle.dumps(Engine(FULL)))  # noqa: S301 # our own bytes
    person = Small(level="r1", crisis=True)
    assert engine.decide(person) == Engine(FULL).decide(person)
