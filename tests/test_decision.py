"""Decisions: four fields, everything else computed, and nothing built that the rules do not make."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from attrs import asdict, evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Appointment,
    Assessment,
    BarrierKind,
    Decision,
    DecisionError,
    DefinitionError,
    Direction,
    Engine,
    Overdose,
    Preference,
    Risk,
    RuleSet,
    Severity,
    Urgency,
)
from continuum.explanation import DISCLAIMER, LONGEST_SUMMARY
from continuum.grounds import Obstacle
from continuum.library import four_levels, stepdown
from continuum.rule_set import COMPLETED
from continuum.sources import Claim, Source
from tests.laws.small_worlds import FULL, SMALL_WORLDS, UNDER, Small, everyone
from tests.laws.worlds import Situation, Three, situations
from tests.library.cases import best

ENGINE = Engine(stepdown.RULES)
FOUR = Engine(four_levels.RULES)
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


def test_what_stands_in_the_way_is_searched_for() -> None:
    """Towards the next lower level, or any below the one decided, in as many trials as one likes."""
    decision = decide("iop", goals_met=False)
    barriers = decision.find_barriers()
    assert (barriers.level, [one.facts for one in barriers]) == (stepdown.LADDER["outpatient"], [("goals_met",)])
    assert decision.why_not("outpatient") == barriers
    assert decision.why_not(COMPLETE).level is COMPLETE
    assert not decision.find_barriers(most_trials=1).finished
    assert not decision.why_not("outpatient", most_trials=1).finished


def test_which_questions_can_change_the_level_is_searched_for() -> None:
    """What provably cannot is left out, in as many trials as one likes."""
    decision = decide("residential", withdrawal_risk=None, primary_substance=None)
    assert [question.fact for question in decision.open_questions] == ["withdrawal_risk", "primary_substance"]
    assert decision.find_open_questions().asked == decision.open_questions[:1]
    assert decision.find_open_questions(most_trials=1).asked == decision.open_questions


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
        "options",
        "circumstances",
        "unread",
        "claims",
        "summary",
        "ruleset",
        "notice",
    ]
    assert data["direction"] == "stay"
    assert (data["origin"], data["target"], data["range"]) == ("residential", "residential", ["outpatient", "residential"])
    assert (data["provisional"], data["urgency"], data["holds"]) == (True, "routine", ["appointment-unconfirmed"])
    assert (data["ready_for"], data["open_questions"]) == ("outpatient", ["first_appointment"])
    assert data["ruleset"] == {
        "id": "stepdown",
        "version": "2026.1",
        "status": "draft, not clinically validated",
        "intended_use": stepdown.RULES.intended_use,
        "limits": stepdown.RULES.limits,
    }
    assert data["notice"] == DISCLAIMER
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


NESTED = {
    "reasons": ["rule", "because", "sources", "urgency"],
    "skipped": ["level", "justification", "because", "sources"],
    "obstacles": ["kind", "rule", "because", "until", "certain"],
    "ready_skipped": ["level", "justification", "because", "sources"],
    "services": ["id", "status", "offers", "sources"],
    "options": ["level", "standing", "for", "against", "blocked_by", "questions"],
    "circumstances": ["fact", "services"],
    "claims": ["id", "claimed"],
}


def test_the_keys_of_every_part_as_plain_data() -> None:
    """What others rely on, in each entry of each list; together the decisions have an entry in every list."""
    decisions = [
        decide("php"),
        decide("residential", first_appointment=Appointment.REFERRED, environment_risk=Risk.MILD),
        decide("iop", main_barrier=BarrierKind.COST, co_occurring_condition=True),
    ]
    for part, keys in NESTED.items():
        entries = [one for decision in decisions for one in decision.to_dict()[part]]
        assert entries, part
        assert all(list(one) == keys for one in entries), part


def test_what_each_part_says_as_plain_data() -> None:
    """Nothing is left out of an obstacle, a service or a level passed."""
    decision = decide("php")
    data = decision.to_dict()
    assert data["obstacles"] == [
        {"kind": one.kind, "rule": one.rule, "because": one.because, "until": list(one.until), "certain": one.certain}
        for one in decision.obstacles
    ]
    assert [(one["offers"], one["sources"]) for one in data["services"]] == [
        (one.need.offers, list(map(str, one.need.sources))) for one in decision.services
    ]
    assert [(one["because"], one["sources"]) for one in data["skipped"]] == [
        (one.because, list(map(str, one.sources))) for one in decision.skipped
    ]


def test_services_as_plain_data() -> None:
    """Needed, or to be clarified."""
    data = decide("iop", co_occurring_condition=True, trauma_history=None).to_dict()
    assert {one["id"]: one["status"] for one in data["services"]} == {"dual-diagnosis-care": "needed", "trauma-care": "clarify"}


def test_options_as_plain_data() -> None:
    """Each level with its standing, what speaks for it and against, the id that blocks it and the facts it waits for."""
    data = json.loads(json.dumps(decide("outpatient", family_support=None, peer_support=False, trauma_history=True).to_dict()))
    assert [(one["level"], one["standing"]) for one in data["options"]] == [
        ("inpatient", "not indicated"),
        ("residential", "not indicated"),
        ("php", "not indicated"),
        ("iop", "not indicated"),
        ("outpatient", "recommended"),
        ("aftercare", "open"),
    ]
    assert data["options"][-1] == {
        "level": "aftercare",
        "standing": "open",
        "for": ["the long-term link, and early notice when things get harder"],
        "against": ["it is not known yet whether the conditions for this step down are met"],
        "blocked_by": "",
        "questions": ["family_support"],
    }
    end = decide("aftercare", weeks_stable=3).to_dict()["options"][-1]
    assert (end["level"], end["standing"], end["for"], end["blocked_by"]) == ("complete", "blocked", [], "aftercare-to-complete")
    assert ENGINE.decide(Assessment()).to_dict()["options"][0]["questions"] == ["level"]


def test_circumstances_as_plain_data() -> None:
    """Which facts they are and what eases them, without their values."""
    data = decide("iop", main_barrier=BarrierKind.CHILDCARE, preference=Preference.MORE, barrier_verified=None).to_dict()
    assert data["circumstances"] == [
        {"fact": "main_barrier", "services": ["remote-sessions", "work-hours"]},
        {"fact": "preference", "services": []},
    ]


# What keeps a person from less care, where a floor leads back.


@pytest.mark.parametrize(
    ("level", "severity", "obstacles"),
    [
        ("3.7", Severity.SEVERE, [("step-up", "medical-need-3", True), ("unjustified", "3.5-not-needed", True)]),
        ("3.7", None, [("step-up", "medical-need-3", True), ("unjustified", "3.5-not-needed", False)]),
        ("2.7", Severity.SEVERE, [("step-up", "medical-need-2", True), ("unjustified", "2.1-not-needed", True)]),
        ("4", Severity.SEVERE, [("step-up", "medical-need-3", True), ("unjustified", "no-medical-need-3.7", True)]),
    ],
)
def test_a_level_from_which_a_floor_leads_back_is_an_obstacle(
    level: str, severity: Severity | None, obstacles: list[tuple[str, str, bool]]
) -> None:
    """With a medical need nobody ends beside the managed level of a band: what may not be passed is named with the need."""
    decision = FOUR.decide(best(level).replace(physical_health_risk=Risk.MODERATE, disorder_severity=severity))
    assert [(one.kind, one.rule, one.certain) for one in decision.obstacles] == obstacles


def test_where_the_level_between_is_justified_the_managed_level_below_is_reached() -> None:
    """The same medical need, and nothing that needs residential care: the floor of the band is passed with justifications."""
    decision = FOUR.decide(best("3.7").replace(physical_health_risk=Risk.MODERATE))
    assert (decision.direction, decision.target_id) == (Direction.STEP_DOWN, "2.7")
    assert [skip.level.id for skip in decision.skipped] == ["3.5", "3.1"]
    assert [(one.kind, one.rule) for one in decision.obstacles] == [
        ("step-up", "medical-need-2"),
        ("unjustified", "no-medical-need-2.7"),
    ]


def test_a_level_that_is_never_passed_and_leads_back_is_an_obstacle() -> None:
    """Without any justification there is no id to name, and no answer that would end it."""
    person = Small(level="r3", risk=Three.MID, home=False, progress=Three.HIGH, crisis=False, booked=True)
    assert [(one.kind, one.rule, one.because) for one in Engine(evolve(UNDER, justifications=())).decide(person).obstacles] == [
        ("step-up", "middle", "risk"),
        ("unjustified", "", "Rung 2 is never passed: there is no justification for it"),
    ]


@pytest.mark.parametrize(
    ("facts", "summary", "obstacles"),
    [
        ({"risk": Three.LOW}, "Step down: Rung 3 to Rung 2", [("unjustified", "pass-2")]),
        ({"progress": Three.LOW}, "Stay: Rung 3", [("step-up", "middle"), ("not-met", "down-3")]),
        ({"home": False}, "Step down: Rung 3 to Rung 0; 2 levels passed", []),
    ],
)
def test_a_level_from_which_nothing_leads_back(facts: dict[str, Any], summary: str, obstacles: list[tuple[str, str]]) -> None:
    """The person ends on it, or no step down is met, or it may be passed: none of that keeps a person where they are."""
    known = {"risk": Three.MID, "home": True, "progress": Three.HIGH, "crisis": False, "booked": True}
    decision = Engine(UNDER).decide(Small(level="r3", **{**known, **facts}))
    assert decision.summary == summary
    assert [(one.kind, one.rule) for one in decision.obstacles] == obstacles


# Claims.


def row_of(rule: str) -> Source:
    return Source(f"row-{rule}", work="An article")


def claim(name: str, *sources: Source) -> Claim:
    return Claim(name, text=f"it is so with {name}", claimed_by="an article", sources=sources)


def sourced(rules: RuleSet) -> RuleSet:
    """The same rules, each with a row of its own that a claim cites; and an editorial choice that every rule rests on."""
    editorial = Source("ed.", note="a choice")
    named: list[Any] = [*rules.rules, *rules.justifications]
    return evolve(
        rules,
        rules=[evolve(rule, sources=[row_of(rule.id), editorial]) for rule in rules.rules],
        justifications=[evolve(one, sources=[row_of(one.id), editorial]) for one in rules.justifications],
        claims=[*(claim(one.id, row_of(one.id)) for one in named), claim("nobody", row_of("nobody")), claim("ed.", editorial)],
    )


@pytest.mark.parametrize("rules", SMALL_WORLDS.values(), ids=SMALL_WORLDS)
def test_a_claim_shows_where_its_row_is_cited(rules: RuleSet) -> None:
    """A claim stands beside a reason, a level passed or an obstacle that cites its row, never for an editorial choice."""
    engine = Engine(sourced(rules))
    for person in everyone(rules):
        decision = engine.decide(person)
        named = {reason.rule.id for reason in decision.reasons} | {skip.justification for skip in decision.skipped}
        named |= {obstacle.rule for obstacle in decision.obstacles}
        assert [one.id for one in decision.claims] == [one.id for one in engine.rules.claims if one.id in named]


@pytest.mark.parametrize(
    ("level", "facts", "claims"),
    [
        ("r3", {"progress": Three.HIGH}, ["down-3", "pass-1", "pass-2"]),
        ("r3", {"progress": Three.MID}, ["down-3", "near"]),
        ("r2", {"progress": Three.LOW}, ["down-2", "near", "not-there-yet"]),
        ("r0", {"progress": Three.LOW, "risk": Three.MID}, ["risk-mid"]),
        (NOT_IN_CARE, {}, []),
        (NOT_IN_CARE, {"home": True}, ["entry", "home"]),
    ],
)
def test_which_claims_show(level: Any, facts: dict[str, Any], claims: list[str]) -> None:
    """Those of rules that fired, of levels passed, and of what stands between the person and less care."""
    stay = {} if level is NOT_IN_CARE else {"crisis": False, "booked": True}
    person = Small(**{"level": level, "risk": Three.LOW, "home": False, **stay, **facts})
    assert sorted(one.id for one in Engine(sourced(FULL)).decide(person).claims) == claims


@pytest.mark.parametrize("rules", SMALL_WORLDS.values(), ids=SMALL_WORLDS)
def test_claims_change_nothing_else(rules: RuleSet) -> None:
    """With claims and without, everybody is placed alike, on the same grounds, and told the same otherwise."""
    with_claims, without = Engine(sourced(rules)), Engine(evolve(sourced(rules), claims=()))
    for person in everyone(rules):
        found, plain = with_claims.decide(person).to_dict(), without.decide(person).to_dict()
        assert plain["claims"] == []
        assert {**found, "claims": []} == plain


def test_several_rows_and_several_claims() -> None:
    """A claim is told once however many of its rows are cited; claims stand in the order of the rule set."""
    done, crisis = row_of("down-3"), row_of("crisis")
    rules = evolve(FULL, rules=[evolve(rule, sources=[done, crisis]) for rule in FULL.rules])
    claims = [claim("later", crisis, row_of("other")), claim("other", row_of("other")), claim("both", done, crisis)]
    person = Small(level="r3", risk=Three.LOW, home=False, progress=Three.HIGH, crisis=False, booked=True)
    decision = Engine(evolve(rules, claims=claims)).decide(person)
    assert decision.claims == (claims[0], claims[2])
    assert decision.to_dict()["claims"] == [
        {"id": "later", "claimed": "Claimed by an article, not verified: it is so with later."},
        {"id": "both", "claimed": "Claimed by an article, not verified: it is so with both."},
    ]


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
    object.__setattr__(tampered, "_target", COMPLETED)
    assert pickle.loads(pickle.dumps(tampered)).target_id == "outpatient"  # noqa: S301 # our own bytes
    rules = pickle.loads(pickle.dumps(stepdown.RULES))  # noqa: S301 # our own bytes
    object.__setattr__(rules, "by_rung", rules.by_rung.without_handoff())
    again = pickle.loads(pickle.dumps(rules))  # noqa: S301 # our own bytes
    assert again.by_rung == stepdown.RULES.by_rung


def test_a_decision_that_the_rules_do_not_come_to_is_not_explained() -> None:
    """Whoever tampers with an answer, or with the assessment, gets no grounds for it."""
    tampered = decide("php")
    object.__setattr__(tampered, "_target", COMPLETED)
    with pytest.raises(DecisionError) as caught:
        tampered.explain()
    assert str(caught.value) == (
        "the rules of 'stepdown' do not come to this decision when asked again: do not act on it; "
        "if nobody has changed the assessment since, this is a defect of the library, to be reported"
    )
    assert repr(tampered) == "<Decision that its rules do not come to>"
    changed = decide("php")
    vars(changed.assessment)["needs_24h_supervision"] = True
    with pytest.raises(DecisionError):
        str(changed)


def test_a_decision_from_another_level_is_not_explained() -> None:
    """Whoever moves the person afterwards gets no grounds, though the rules lead from there to the same level."""
    changed = ENGINE.decide(Assessment(level="outpatient", return_to_use_risk=Risk.VERY_SEVERE))
    assert changed.direction is Direction.STEP_UP
    vars(changed.assessment)["level"] = "residential"
    assert ENGINE.decide(changed.assessment).target == changed.target
    with pytest.raises(DecisionError):
        changed.to_dict()


def test_what_it_has_told_is_no_part_of_it() -> None:
    """Whoever takes it apart finds what was asked and where it leads, whether it has told why or not."""
    fresh, told = decide("php"), decide("php")
    assert told.provisional is False
    assert asdict(fresh, recurse=False) == asdict(told, recurse=False)
    assert [*asdict(fresh, recurse=False)] == ["assessment", "rules", "_origin", "_target"]


def test_it_needs_a_rule_set() -> None:
    """Nothing that merely looks like one."""
    wrong: dict[str, Any] = {"nothing": None, "a whole number": 3}
    for kind, rules in wrong.items():
        with pytest.raises(DefinitionError) as caught:
            Decision(best("php"), rules, "outpatient", ("outpatient", "outpatient"))
        assert str(caught.value) == f"a decision needs a RuleSet, was given {kind}"


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


def test_grounds_show_ids_alone() -> None:
    """What is printed of a reason, a hold or a service does not tell what is recorded of the person."""
    down, held = decide("php", co_occurring_condition=True, trauma_history=None), decide("php", first_appointment=None)
    shown = [down.reasons[0], decide("php").skipped[0], held.holds[0], held.obstacles[0]]
    assert [repr(one) for one in shown] == [
        "<Reason 'php-down'>",
        "<Skip 'iop': 'iop-not-needed'>",
        "<Held 'no-appointment', not ruled out>",
        "<Obstacle hold: 'no-appointment'>",
    ]
    assert repr(decide("php", first_appointment=Appointment.REFERRED).holds[0]) == "<Held 'no-appointment'>"
    assert {"<Service 'dual-diagnosis-care', needed>", "<Service 'trauma-care', to be clarified>"} <= set(
        map(repr, down.services)
    )
    assert repr(Obstacle("no-rule", "", "no rule permits it", (), certain=True)) == "<Obstacle no-rule>"
