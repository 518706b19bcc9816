"""Decisions: four fields, everything else computed, and nothing built that the rules do not make."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Assessment,
    Decision,
    DecisionError,
    DefinitionError,
    Direction,
    Engine,
    Overdose,
    Risk,
    Urgency,
)
from continuum.explanation import LONGEST_SUMMARY
from continuum.library import stepdown
from tests.laws.worlds import Situation, situations
from tests.library.cases import best

ENGINE = Engine(stepdown.RULES)
REFUSED = (
    "the rules of 'stepdown' do not come to this decision for the assessment; "
    "ask Engine(rules).decide(assessment) for the one they come to"
)


def decide(level: Any, **changes: Any) -> Decision:
    return ENGINE.decide(best(level).replace(**changes))


def test_a_decision_by_hand_is_recomputed() -> None:
    """What the rules decide can be built, and equals the engine's."""
    made = Decision(best("php"), stepdown.RULES, "outpatient", ("outpatient", "outpatient"))
    assert made == decide("php")
    assert made.to_dict() == decide("php").to_dict()


@pytest.mark.parametrize(
    ("target", "range_ids"),
    [
        ("aftercare", ("aftercare", "aftercare")),
        ("php", ("outpatient", "outpatient")),
        ("outpatient", ("outpatient", "php")),
        ("outpatient", None),
        (None, None),
        ("nowhere", ("outpatient", "outpatient")),
    ],
)
def test_what_the_rules_do_not_decide_cannot_be_built(target: str | None, range_ids: tuple[str, str] | None) -> None:
    """A decision with an unjustified skip cannot exist."""
    with pytest.raises(DecisionError) as caught:
        Decision(best("php"), stepdown.RULES, target, range_ids)
    assert str(caught.value) == REFUSED


def test_it_is_frozen() -> None:
    """A decision made is not changed."""
    decision: Any = decide("php")
    with pytest.raises(FrozenInstanceError):
        decision.target_id = "aftercare"


def test_it_has_no_truth() -> None:
    """Every outcome is a full one, staying included."""
    with pytest.raises(DecisionError) as caught:
        bool(decide("php"))
    assert (
        str(caught.value) == "a decision is neither true nor false; compare its direction: decision.direction is Direction.STAY"
    )


def test_directions_and_levels() -> None:
    """Origin and target are levels, or the places outside the ladder."""
    down, end, first = decide("php"), decide("aftercare"), decide(NOT_IN_CARE)
    assert down.origin == stepdown.LADDER["php"]
    assert (down.origin_id, down.target_id, down.target) == ("php", "outpatient", stepdown.LADDER["outpatient"])
    assert (end.direction, end.target, end.target_id) == (Direction.COMPLETE, COMPLETE, "complete")
    assert (first.direction, first.origin, first.origin_id) == (Direction.ADMIT, NOT_IN_CARE, "not-in-care")
    assert down.range == (stepdown.LADDER["outpatient"], stepdown.LADDER["outpatient"])


def test_an_unknown_level_is_not_determined() -> None:
    """The first open question is the level; emergencies follow, then the required facts."""
    decision = ENGINE.decide(Assessment(withdrawal_risk=Risk.NONE))
    assert (decision.direction, decision.origin, decision.target, decision.range) == (Direction.NOT_DETERMINED, None, None, None)
    assert [question.fact for question in decision.open_questions] == [
        "level",
        "danger_to_self_or_others",
        "mental_health_risk",
        "physical_health_risk",
        "recent_overdose",
        "co_occurring_condition",
    ]
    assert (decision.reasons, decision.skipped, decision.holds, decision.obstacles, decision.ready_for) == ((), (), (), (), None)


def test_an_emergency_keeps_its_urgency_at_the_top() -> None:
    """In hospital already, the reason and its urgency are still named."""
    decision = decide("inpatient", recent_overdose=Overdose.NOT_CLEARED)
    assert (decision.direction, decision.urgency) == (Direction.STAY, Urgency.IMMEDIATE)
    assert [reason.rule.id for reason in decision.reasons] == ["overdose-not-cleared"]


def test_ready_for_comes_with_its_own_skips() -> None:
    """What would be passed once the handoff is arranged is named beforehand."""
    decision = decide("residential", prevention_plan=False)
    assert decision.direction is Direction.STAY
    assert decision.ready_for == stepdown.LADDER["outpatient"]
    assert [skip.level.id for skip in decision.ready_skipped] == ["php", "iop"]
    assert decide("residential").ready_skipped == ()
    assert decide("residential", judged_ready=False).ready_for is None


def test_a_decision_pickles() -> None:
    """With everything it is computed from."""
    decision = decide("iop")
    assert pickle.loads(pickle.dumps(decision)) == decision  # noqa: S301 # our own bytes


def test_plain_data() -> None:
    """The keys that others rely on, all of them plain."""
    data = json.loads(json.dumps(decide("residential", first_appointment=None).to_dict()))
    assert list(data) == [
        "direction",
        "origin",
        "target",
        "range",
        "provisional",
        "urgency",
        "reasons",
        "skipped",
        "holds",
        "obstacles",
        "ready_for",
        "ready_skipped",
        "services",
        "open_questions",
        "summary",
        "ruleset",
    ]
    assert data["direction"] == "stay"
    assert (data["origin"], data["target"], data["range"]) == ("residential", "residential", ["outpatient", "residential"])
    assert (data["provisional"], data["urgency"], data["holds"]) == (True, "routine", ["appointment-unconfirmed"])
    assert (data["ready_for"], data["open_questions"]) == ("outpatient", ["first_appointment"])
    assert data["ruleset"] == {"id": "stepdown", "version": "2026.1", "status": "draft, not clinically validated"}
    assert ENGINE.decide(Assessment()).to_dict()["range"] is None


def test_reasons_and_skips_as_plain_data() -> None:
    """Each with its rule, its text and its sources."""
    data = decide("php").to_dict()
    assert data["reasons"] == [
        {
            "rule": "php-down",
            "because": "first independence has held, and daily care is no longer needed",
            "sources": ["F0-5", "F1-17", "F2-11", "F0-24", "F3-10", "ed.: the ceilings for risks"],
            "urgency": "routine",
        }
    ]
    assert [(skip["level"], skip["justification"]) for skip in data["skipped"]] == [("iop", "iop-not-needed")]


def test_services_as_plain_data() -> None:
    """Needed, or to be clarified."""
    data = decide("iop", co_occurring_condition=True, trauma_history=None).to_dict()
    assert {one["id"]: one["status"] for one in data["services"]} == {"dual-diagnosis-care": "needed", "trauma-care": "clarify"}


@given(situations())
def test_no_value_shows_in_str_repr_or_plain_data(situation: Situation) -> None:
    """`str` and `repr` are the summary: one line, short enough for a card."""
    decision = Engine(situation.rules).decide(situation.assessment)
    assert str(decision) == decision.summary
    assert repr(decision) == f"<Decision: {decision.summary}>"
    assert len(decision.summary) <= LONGEST_SUMMARY
    assert "\n" not in decision.summary
    json.dumps(decision.to_dict())


def test_a_sentinel_shows_nowhere_but_in_the_explanation() -> None:
    """A peculiar value is in no summary, repr or plain data; the explanation is where values are shown."""
    decision = decide("iop", weeks_stable=1)
    shown = (str(decision), repr(decision), json.dumps(decision.to_dict()))
    assert not any("1 week" in text for text in shown)
    assert "time stable at this level: 1 week" in decision.explain(200)


class Agreeable(str):
    """Equal to everything."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = str.__hash__


def test_a_decision_by_hand_keeps_what_was_computed() -> None:
    """A text that equals everything does not get in."""
    made = Decision(best("php"), stepdown.RULES, Agreeable("complete"), ("outpatient", "outpatient"))
    assert made.target_id == "outpatient"
    assert type(made.target_id) is str


def test_what_is_known_cannot_be_changed_through_a_decision() -> None:
    """The values that a decision reads are read only."""
    values: Any = decide("php").case.values
    with pytest.raises(TypeError):
        values["needs_24h_supervision"] = True


def test_a_copy_is_decided_anew() -> None:
    """What is pickled is the question; a tampered answer does not come back."""
    tampered = decide("php")
    object.__setattr__(tampered, "target_id", "complete")
    assert pickle.loads(pickle.dumps(tampered)).target_id == "outpatient"  # noqa: S301 # our own bytes
    rules = pickle.loads(pickle.dumps(stepdown.RULES))  # noqa: S301 # our own bytes
    object.__setattr__(rules, "by_rung", rules.by_rung.without_handoff())
    again = pickle.loads(pickle.dumps(rules))  # noqa: S301 # our own bytes
    assert again.by_rung == stepdown.RULES.by_rung


def test_it_needs_a_rule_set() -> None:
    """Nothing that merely looks like one."""
    wrong: Any = None
    with pytest.raises(DefinitionError) as caught:
        Decision(best("php"), wrong, "outpatient", ("outpatient", "outpatient"))
    assert str(caught.value) == "a decision needs a RuleSet, was given nothing"


class Inventive(Assessment):
    """It makes up what nobody gave."""

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Any:
        values["goals_met"] = True
        return iter(())


def test_an_assessment_that_makes_things_up_is_refused() -> None:
    """Also where the rules read the standard vocabulary."""
    with pytest.raises(DefinitionError) as caught:
        ENGINE.decide(Inventive(level="iop"))
    assert str(caught.value) == "Inventive._check changes what an assessment is; a vocabulary adds facts and nothing else"
