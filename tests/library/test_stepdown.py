"""The six-rung rules as a decision table: every rule once firing, once not, once unknown."""

from __future__ import annotations

import re
from typing import Any

import pytest
from attrs import field, frozen

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Admission,
    Appointment,
    Assessment,
    BarrierKind,
    Completeness,
    Danger,
    Decision,
    Delivery,
    Direction,
    Engine,
    Hold,
    Overdose,
    Planning,
    Preference,
    PriorTreatment,
    Response,
    ReturnToUse,
    Risk,
    Severity,
    SinceResidential,
    Skills,
    StepDown,
    StepUp,
    Substance,
    Transfer,
    Urgency,
)
from continuum.library import stepdown
from continuum.library.works import WORKS
from tests.library.cases import best

ENGINE = Engine(stepdown.RULES)
RULES = {rule.id: rule for rule in stepdown.RULES.rules}
EMERGENCIES = ("overdose-not-cleared", "withdrawal-high-risk", "danger-imminent", "physical-critical", "mental-critical")


@frozen
class Row:
    """One rule: where it is asked, what else differs from the best case, and the answers that make it fire, not fire, unknown."""

    rule: str
    level: Any
    fires: dict[str, Any]
    silent: dict[str, Any]
    unknown: dict[str, Any]
    target: str | None = None
    given: dict[str, Any] = field(factory=dict)


def decide(level: Any, *changes: dict[str, Any]) -> Decision:
    assessment = best(level)
    for change in changes:
        assessment = assessment.replace(**change)
    return ENGINE.decide(assessment)


def gone(changes: dict[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(changes)


def floor(rule: str, target: str, fires: dict[str, Any], silent: dict[str, Any], **given: Any) -> Row:
    return Row(rule, "outpatient", fires, silent, gone(fires), target, given)


STEP_UPS = [
    floor("overdose-not-cleared", "inpatient", {"recent_overdose": Overdose.NOT_CLEARED}, {"recent_overdose": Overdose.CLEARED}),
    floor("withdrawal-high-risk", "inpatient", {"withdrawal_risk": Risk.SEVERE}, {"withdrawal_risk": Risk.MILD}),
    floor(
        "danger-imminent",
        "inpatient",
        {"danger_to_self_or_others": Danger.IMMINENT},
        {"danger_to_self_or_others": Danger.NONE},
    ),
    floor("physical-critical", "inpatient", {"physical_health_risk": Risk.VERY_SEVERE}, {"physical_health_risk": Risk.MODERATE}),
    floor("mental-critical", "inpatient", {"mental_health_risk": Risk.VERY_SEVERE}, {"mental_health_risk": Risk.MILD}),
    floor("needs-24h", "residential", {"needs_24h_supervision": True}, {"needs_24h_supervision": False}),
    floor(
        "danger-present",
        "residential",
        {"danger_to_self_or_others": Danger.PRESENT},
        {"danger_to_self_or_others": Danger.NONE},
    ),
    floor(
        "withdrawal-moderate-dangerous",
        "residential",
        {"withdrawal_risk": Risk.MODERATE, "primary_substance": Substance.SEDATIVES},
        {"withdrawal_risk": Risk.MILD, "primary_substance": Substance.SEDATIVES},
    ),
    floor("home-unworkable", "residential", {"environment_risk": Risk.SEVERE}, {"environment_risk": Risk.MODERATE}),
    floor(
        "return-risk-very-severe",
        "residential",
        {"return_to_use_risk": Risk.VERY_SEVERE},
        {"return_to_use_risk": Risk.MILD},
    ),
    floor("mental-severe", "php", {"mental_health_risk": Risk.SEVERE}, {"mental_health_risk": Risk.MILD}),
    floor("physical-severe", "php", {"physical_health_risk": Risk.SEVERE}, {"physical_health_risk": Risk.MODERATE}),
    floor("return-risk-severe", "iop", {"return_to_use_risk": Risk.SEVERE}, {"return_to_use_risk": Risk.MILD}),
    floor("return-to-use", "iop", {"return_to_use": ReturnToUse.RETURN}, {"return_to_use": ReturnToUse.NONE}),
    Row(
        "lapse-at-high-risk",
        "iop",
        {"return_to_use": ReturnToUse.LAPSE},
        {"return_to_use": ReturnToUse.NONE},
        {"return_to_use": None},
        "php",
        {"return_to_use_risk": Risk.SEVERE},
    ),
    floor("not-responding", "iop", {"response": Response.ABSENT}, {"response": Response.GOOD}),
    Row(
        "stressor-raises-risk",
        "iop",
        {"new_stressor": True},
        {"new_stressor": False},
        {"new_stressor": None},
        "php",
        {"return_to_use_risk": Risk.SEVERE},
    ),
    floor("withdrawal-worse", "iop", {"withdrawal_worse_than_expected": True}, {"withdrawal_worse_than_expected": False}),
    Row(
        "withdrawal-worse-in-residential",
        "residential",
        {"withdrawal_worse_than_expected": True, "withdrawal_risk": Risk.MODERATE},
        {"withdrawal_worse_than_expected": False, "withdrawal_risk": Risk.MILD},
        {"withdrawal_worse_than_expected": None, "withdrawal_risk": Risk.MODERATE},
        "inpatient",
    ),
]
ADMISSIONS = [
    Row(
        f"entry-{name}",
        NOT_IN_CARE,
        {"disorder_severity": severity},
        {"disorder_severity": Severity.IN_REMISSION},
        {"disorder_severity": None},
        target,
    )
    for name, severity, target in (
        ("severe", Severity.SEVERE, "residential"),
        ("moderate", Severity.MODERATE, "iop"),
        ("mild", Severity.MILD, "outpatient"),
    )
]
OTHER_TEAM = {"same_team": False}
HOLDS = [
    Row("lapse", "php", {"return_to_use": ReturnToUse.LAPSE}, {"return_to_use": ReturnToUse.NONE}, {"return_to_use": None}),
    Row("new-stressor", "residential", {"new_stressor": True}, {"new_stressor": False}, {"new_stressor": None}),
    Row(
        "withdrawal-unsettled",
        "php",
        {"withdrawal_risk": Risk.MODERATE},
        {"withdrawal_risk": Risk.MILD},
        {"withdrawal_risk": None},
        None,
        {"primary_substance": Substance.CANNABIS},
    ),
    Row("not-yet-stable", "iop", {"weeks_stable": 1}, {"weeks_stable": 2}, {"weeks_stable": None}),
    Row(
        "first-90-days",
        "iop",
        {"time_since_residential": SinceResidential.DAYS_31_TO_90},
        {"time_since_residential": SinceResidential.OVER_90_DAYS},
        {"time_since_residential": None},
        None,
        {"weeks_stable": 3},
    ),
    Row("attendance-low", "php", {"attendance": 69}, {"attendance": 70}, {"attendance": None}),
    Row(
        "assessment-incomplete",
        "inpatient",
        {"full_assessment": Completeness.PARTIAL},
        {"full_assessment": Completeness.COMPLETE},
        {"full_assessment": None},
    ),
    Row(
        "plan-not-agreed",
        "residential",
        {"transition_plan": Planning.STARTED},
        {"transition_plan": Planning.AGREED},
        {"transition_plan": None},
    ),
    Row("no-prevention-plan", "php", {"prevention_plan": False}, {"prevention_plan": True}, {"prevention_plan": None}),
    Row(
        "no-appointment",
        "outpatient",
        {"first_appointment": Appointment.REFERRED},
        {"first_appointment": Appointment.SCHEDULED},
        {"first_appointment": None},
    ),
    Row(
        "appointment-unconfirmed",
        "residential",
        {"first_appointment": Appointment.SCHEDULED},
        {"first_appointment": Appointment.CONFIRMED},
        {"first_appointment": None},
    ),
    Row(
        "intake-not-started",
        "iop",
        {"intake_started": False},
        {"intake_started": True},
        {"intake_started": None},
        None,
        OTHER_TEAM,
    ),
    Row(
        "record-not-sent",
        "php",
        {"record_transfer": Transfer.PARTIAL},
        {"record_transfer": Transfer.IN_TRANSIT},
        {"record_transfer": None},
        None,
        OTHER_TEAM,
    ),
    Row("no-contact", "inpatient", {"contact_named": False}, {"contact_named": True}, {"contact_named": None}, None, OTHER_TEAM),
    Row(
        "gap-too-long",
        "residential",
        {"days_to_first_session": 8},
        {"days_to_first_session": 7},
        {"days_to_first_session": None},
    ),
    Row(
        "no-continuing-care",
        "aftercare",
        {"continuing_care_plan": False},
        {"continuing_care_plan": True},
        {"continuing_care_plan": None},
    ),
]
STEP_DOWNS = [
    Row("inpatient-to-residential", "inpatient", {}, {"medically_stable": False}, {"medically_stable": None}, "php"),
    Row("residential-down", "residential", {}, {"recovery_skills": Skills.DEVELOPING}, {"recovery_skills": None}, "outpatient"),
    Row("php-down", "php", {}, {"judged_ready": False}, {"judged_ready": None}, "outpatient"),
    Row("iop-to-outpatient", "iop", {}, {"recovery_skills": Skills.LEARNED}, {"recovery_skills": None}, "outpatient"),
    Row(
        "outpatient-to-aftercare",
        "outpatient",
        {"family_support": False},
        {"family_support": False, "peer_support": False},
        {"family_support": False, "peer_support": None},
        "aftercare",
    ),
    Row("aftercare-to-complete", "aftercare", {}, {"weeks_stable": 25}, {"weeks_stable": None}, "complete"),
]
JUSTIFICATIONS = [
    Row(
        "residential-not-needed",
        "inpatient",
        {},
        {"disorder_severity": Severity.SEVERE},
        {"disorder_severity": None},
        "residential",
    ),
    Row("php-not-needed", "residential", {}, {"mental_health_risk": Risk.MODERATE}, {"environment_risk": None}, "php"),
    Row("iop-not-needed", "php", {}, {"trauma_history": True}, {"trauma_history": None}, "iop"),
]
NEEDS = [
    Row(
        "dual-diagnosis-care",
        "iop",
        {"co_occurring_condition": True},
        {"co_occurring_condition": False},
        {"co_occurring_condition": None},
    ),
    Row("trauma-care", "iop", {"trauma_history": True}, {"trauma_history": False}, {"trauma_history": None}),
    Row("withdrawal-care", "iop", {"withdrawal_risk": Risk.MILD}, {"withdrawal_risk": Risk.NONE}, {"withdrawal_risk": None}),
    Row(
        "medical-care",
        "iop",
        {"physical_health_risk": Risk.MODERATE},
        {"physical_health_risk": Risk.MILD},
        {"physical_health_risk": None},
    ),
    Row("medication", "iop", {"medication_treatment": True}, {"medication_treatment": False}, {"medication_treatment": None}),
    Row(
        "recovery-residence",
        "iop",
        {"environment_risk": Risk.MODERATE},
        {"environment_risk": Risk.MILD},
        {"environment_risk": None},
    ),
    Row("motivational-work", "iop", {"mandated": True}, {"mandated": False}, {"mandated": None}),
    Row("peer-group", "iop", {"peer_support": False}, {"peer_support": True}, {"peer_support": None}),
    Row("family-work", "iop", {"family_support": False}, {"family_support": True}, {"family_support": None}),
    Row(
        "remote-sessions",
        "iop",
        {"main_barrier": BarrierKind.DISTANCE},
        {"main_barrier": BarrierKind.COST},
        {"main_barrier": None},
    ),
    Row("work-hours", "iop", {"main_barrier": BarrierKind.WORK}, {"main_barrier": BarrierKind.NONE}, {"main_barrier": None}),
    Row(
        "benefits-check",
        "iop",
        {"main_barrier": BarrierKind.COST, "barrier_verified": False},
        {"main_barrier": BarrierKind.COST, "barrier_verified": True},
        {"main_barrier": BarrierKind.COST, "barrier_verified": None},
    ),
    Row("warm-handoff", "iop", {"same_team": False}, {"same_team": True}, {"same_team": None}),
    Row(
        "skills-practice",
        "iop",
        {"recovery_skills": Skills.LEARNED},
        {"recovery_skills": Skills.TESTED},
        {"recovery_skills": None},
    ),
]


def by_rule(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.rule)


def fired(decision: Decision) -> set[str]:
    return {reason.rule.id for reason in decision.reasons}


@by_rule(STEP_UPS)
def test_a_step_up_fires(row: Row) -> None:
    """It raises to its level, and is named as a reason; every level passed carries a justification."""
    decision = decide(row.level, row.given, row.fires)
    assert row.rule in fired(decision)
    assert (decision.direction, decision.target_id, decision.provisional) == (Direction.STEP_UP, row.target, False)
    assert all(skip.because for skip in decision.skipped)


@by_rule(STEP_UPS)
def test_a_step_up_is_silent(row: Row) -> None:
    """Just below its threshold it does not speak."""
    decision = decide(row.level, row.given, row.silent)
    assert row.rule not in fired(decision)
    assert decision.direction is not Direction.STEP_UP


@by_rule(STEP_UPS)
def test_a_step_up_is_unknown(row: Row) -> None:
    """Unknown, it raises nobody, forbids a step down, and is asked for."""
    decision = decide(row.level, row.given, row.unknown)
    assert row.rule not in fired(decision)
    assert (decision.direction, decision.provisional) == (Direction.STAY, True)
    asked = {question.fact: question for question in decision.open_questions}
    assert set(gone(row.fires)) & set(asked)
    assert any(row.rule in question.rules for question in asked.values())


@pytest.mark.parametrize("rule", EMERGENCIES)
def test_an_emergency_is_immediate(rule: str) -> None:
    """It is due at once, asks for the highest level, and is asked for first."""
    row = next(row for row in STEP_UPS if row.rule == rule)
    decision = decide(row.level, row.fires)
    assert (decision.urgency, decision.target_id) == (Urgency.IMMEDIATE, "inpatient")
    assert [skip.level.id for skip in decision.skipped] == ["iop", "php", "residential"]
    assert decide(row.level, row.unknown).open_questions[0].urgent


@pytest.mark.parametrize("rule", EMERGENCIES)
def test_an_emergency_settles_an_admission_with_gaps(rule: str) -> None:
    """With nothing else known, it says where to go now."""
    row = next(row for row in STEP_UPS if row.rule == rule)
    decision = ENGINE.decide(Assessment(level=NOT_IN_CARE, **row.fires))
    assert (decision.direction, decision.target_id) == (Direction.ADMIT, "inpatient")


@by_rule(ADMISSIONS)
def test_an_admission_fires(row: Row) -> None:
    """Severity at the start sets the first level."""
    decision = decide(row.level, row.fires)
    assert (decision.direction, decision.target_id) == (Direction.ADMIT, row.target)
    assert row.rule in fired(decision)


@by_rule(ADMISSIONS)
def test_an_admission_is_silent(row: Row) -> None:
    """In remission, nothing asks for more than aftercare."""
    decision = decide(row.level, row.silent)
    assert (decision.target_id, fired(decision)) == ("aftercare", set())


@by_rule(ADMISSIONS)
def test_an_admission_is_unknown(row: Row) -> None:
    """Unknown severity leaves the admission open, and is the question."""
    decision = decide(row.level, row.unknown)
    assert (decision.direction, decision.range_ids) == (Direction.NOT_DETERMINED, ("aftercare", "residential"))
    assert [question.fact for question in decision.open_questions] == ["disorder_severity"]


@pytest.mark.parametrize("level", ["iop", "php", "residential"])
def test_severity_at_entry_pins_nobody(level: str) -> None:
    """Admission rules are for the first placement: a severe disorder does not keep a person at a level."""
    assert decide(level, {"disorder_severity": Severity.SEVERE}).direction is Direction.STEP_DOWN


@by_rule(HOLDS)
def test_a_hold_holds(row: Row) -> None:
    """It keeps the person, is named with what ends it, and is a reason."""
    decision = decide(row.level, row.given, row.fires)
    assert decision.direction is Direction.STAY
    assert row.rule in fired(decision)
    assert (row.rule, True) in {(held.hold.id, held.certain) for held in decision.holds}
    assert next(one for one in decision.obstacles if one.rule == row.rule).until


@by_rule(HOLDS)
def test_a_hold_is_over(row: Row) -> None:
    """Just past its threshold it lets go, and the person steps down."""
    decision = decide(row.level, row.given, row.silent)
    assert decision.direction in {Direction.STEP_DOWN, Direction.COMPLETE}
    assert decision.holds == ()


@by_rule(HOLDS)
def test_a_hold_is_unknown(row: Row) -> None:
    """Unknown holds: the person stays, provisionally, and the fact is asked for."""
    decision = decide(row.level, row.given, row.unknown)
    assert (decision.direction, decision.provisional) == (Direction.STAY, True)
    assert row.rule not in fired(decision)
    assert (row.rule, False) in {(held.hold.id, held.certain) for held in decision.holds}
    assert set(row.unknown) & {question.fact for question in decision.open_questions}


@by_rule([row for row in HOLDS if getattr(RULES[row.rule], "about").value == "handoff"])  # noqa: B009 # not every rule has it
def test_a_handoff_hold_shows_what_the_person_is_ready_for(row: Row) -> None:
    """Lifting what programs still owe, the person could go where the best case goes."""
    ready = decide(row.level, row.given, row.fires).ready_for
    assert ready == decide(row.level, row.given).target


@by_rule([row for row in HOLDS if getattr(RULES[row.rule], "about").value == "clinical"])  # noqa: B009 # as above
def test_a_clinical_hold_is_not_lifted(row: Row) -> None:
    """What is about the person's state is never lifted."""
    assert decide(row.level, row.given, row.fires).ready_for is None


@by_rule(STEP_DOWNS)
def test_a_step_down_is_permitted(row: Row) -> None:
    """In the best case the person goes as far as the rule and the justifications permit."""
    decision = decide(row.level, row.fires)
    assert (decision.target_id, decision.provisional) == (row.target, False)
    assert row.rule in fired(decision)


@by_rule(STEP_DOWNS)
def test_a_step_down_is_not_met(row: Row) -> None:
    """One part not met: the person stays, and the part is named."""
    decision = decide(row.level, row.silent)
    assert (decision.direction, decision.provisional) == (Direction.STAY, False)
    assert next(one for one in decision.obstacles if one.rule == row.rule).kind == "not-met"


@by_rule(STEP_DOWNS)
def test_a_step_down_is_unknown(row: Row) -> None:
    """One part unknown: the person stays, provisionally, and is asked."""
    decision = decide(row.level, row.unknown)
    assert (decision.direction, decision.provisional) == (Direction.STAY, True)
    assert {question.fact for question in decision.open_questions} & set(row.unknown)


@by_rule(JUSTIFICATIONS)
def test_a_justification_passes_its_level(row: Row) -> None:
    """In the best case the level is passed and the justification named."""
    assert row.rule in {skip.justification for skip in decide(row.level).skipped}


@by_rule(JUSTIFICATIONS)
def test_without_its_justification_the_level_is_not_passed(row: Row) -> None:
    """The step down ends at that level, and says why it goes no lower."""
    decision = decide(row.level, row.silent)
    assert (decision.direction, decision.target_id) == (Direction.STEP_DOWN, row.target)
    assert [one.rule for one in decision.obstacles if one.kind == "unjustified"] == [row.rule]


@by_rule(JUSTIFICATIONS)
def test_an_unknown_justification_passes_nothing(row: Row) -> None:
    """What is unknown does not let a level be passed, and is asked for."""
    decision = decide(row.level, row.unknown)
    assert decision.provisional
    assert row.rule not in {skip.justification for skip in decision.skipped}
    assert {question.fact for question in decision.open_questions} == set(row.unknown)


@pytest.mark.parametrize(
    "indicator",
    [
        {"co_occurring_condition": True},
        {"trauma_history": True},
        {"prior_return_to_use": True},
        {"disorder_severity": Severity.MODERATE},
        {"environment_risk": Risk.MODERATE},
    ],
    ids=lambda indicator: next(iter(indicator)),
)
def test_any_of_the_five_indicators_keeps_iop(indicator: dict[str, Any]) -> None:
    """F2-23: with any of the five, nobody passes IOP, neither from PHP nor from residential care."""
    for level in ("php", "residential"):
        assert decide(level, indicator).target_id == "iop"


@by_rule(NEEDS)
def test_a_need_is_needed_not_needed_or_to_be_clarified(row: Row) -> None:
    """A need is named when it fires, absent when it does not, and to be clarified while unknown; it moves nobody by itself."""

    def state(changes: dict[str, Any]) -> bool | None:
        return next((one.needed for one in decide(row.level, changes).services if one.need.id == row.rule), None)

    assert (state(row.fires), state(row.silent), state(row.unknown)) == (True, None, False)


@pytest.mark.parametrize("fact", stepdown.RULES.required_facts)
def test_nobody_is_sent_on_without_a_required_fact(fact: str) -> None:
    """While it is unknown the person stays, an admission is open, and it is asked for."""
    for level in ("aftercare", "iop", "residential", "inpatient"):
        decision = decide(level, {fact: None})
        assert decision.direction is Direction.STAY
        assert fact in {question.fact for question in decision.open_questions}
    assert decide(NOT_IN_CARE, {fact: None}).direction is Direction.NOT_DETERMINED


@pytest.mark.parametrize(
    "change",
    [
        {"main_barrier": BarrierKind.COST},
        {"preference": Preference.LESS},
        {"mandated": True},
        {"delivery": Delivery.TELEHEALTH},
        {"engagement_risk": Risk.VERY_SEVERE},
        {"ciwa_ar": 67},
        {"cows": 48},
        {"hours_needed": 60},
        {"prior_treatment": PriorTreatment.LIMITED_BENEFIT},
        {"medication_treatment": True},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("level", [*stepdown.Stage, NOT_IN_CARE])
def test_what_is_no_ground_moves_nobody(level: Any, change: dict[str, Any]) -> None:
    """Law 8: delivery, money, motivation, mandate, preference and scores leave target and range as they are."""
    here, there = decide(level), decide(level, change)
    assert (here.target_id, here.range_ids) == (there.target_id, there.range_ids)


@pytest.mark.parametrize("level", stepdown.Stage)
def test_time_alone_moves_nobody(level: str) -> None:
    """Law 8: any time in care, with nothing else met, leaves a person where they are."""
    for weeks, days in ((0, 0), (520, 3650)):
        decision = decide(level, {"goals_met": False, "medically_stable": False}, {"weeks_stable": weeks, "days_at_level": days})
        assert decision.direction is Direction.STAY


def test_completing_care_asks_no_less_than_aftercare_does() -> None:
    """What keeps a person in outpatient care keeps a person in aftercare from completing it, too."""
    for risk in ({"mental_health_risk": Risk.MODERATE}, {"return_to_use_risk": Risk.MODERATE}):
        assert decide("outpatient", risk).direction is Direction.STAY
        assert decide("aftercare", risk).direction is Direction.STAY


def test_the_table_speaks_of_every_rule() -> None:
    """Every rule, justification and need of the set has its row."""
    kinds = {StepUp: STEP_UPS, Admission: ADMISSIONS, Hold: HOLDS, StepDown: STEP_DOWNS}
    for kind, rows in kinds.items():
        assert {row.rule for row in rows} == {rule.id for rule in stepdown.RULES.rules if isinstance(rule, kind)}
    assert {row.rule for row in JUSTIFICATIONS} == {one.id for one in stepdown.RULES.justifications}
    assert {row.rule for row in NEEDS} == {need.id for need in stepdown.RULES.needs}


def test_everything_cites_its_sources() -> None:
    """Every level, rule, justification and need names requirement rows that exist, each with its work."""
    rows = {"F0": 31, "F1": 33, "F2": 46, "F3": 31, "F4": 31}
    everything: list[Any] = [
        *stepdown.LADDER,
        *stepdown.RULES.rules,
        *stepdown.RULES.justifications,
        *stepdown.RULES.needs,
    ]
    for one in everything:
        cited = [source for source in one.sources if source.id != "ed."]
        assert cited, one.id
        for source in cited:
            match = re.fullmatch(r"(F\d)-(\d+)", source.id)
            assert match is not None, source.id
            assert 1 <= int(match[2]) <= rows[match[1]], source.id
            assert source.work == WORKS[match[1]]


def test_editorial_choices_say_what_was_chosen() -> None:
    """A source marked ed. says what was chosen without one."""
    for rule in stepdown.RULES.rules:
        assert all(source.note for source in rule.sources if source.id == "ed.")


def test_the_ladder() -> None:
    """Six levels, each with a purpose, a setting and a review interval; only hospital care is medically managed."""
    assert stepdown.LADDER.ids == ("aftercare", "outpatient", "iop", "php", "residential", "inpatient")
    assert [level.round_the_clock for level in stepdown.LADDER] == [False, False, False, False, True, True]
    assert [level.medically_managed for level in stepdown.LADDER] == [False, False, False, False, False, True]
    assert all(level.setting and level.supervision and level.dose and level.review_days for level in stepdown.LADDER)
    assert tuple(stepdown.Stage) == stepdown.LADDER.ids


def test_it_says_what_it_is() -> None:
    """Draft, for adults, for professionals."""
    assert stepdown.RULES.status == "draft, not clinically validated"
    assert "adults" in stepdown.RULES.intended_use
    assert "Adults only" in stepdown.RULES.limits


def test_no_text_blames_a_person() -> None:
    """F1-22: no label, no failure, no punishment; a return to use is never called a relapse."""
    texts = [rule.because for rule in stepdown.RULES.rules]
    texts += [one.because for one in stepdown.RULES.justifications]
    texts += [rule.until for rule in stepdown.RULES.rules if isinstance(rule, Hold)]
    texts += [need.offers for need in stepdown.RULES.needs]
    texts += [level.purpose for level in stepdown.LADDER]
    for text in texts:
        assert not re.search(r"relaps|addict\b|abuse|fail|punish|non-?complian|refus|clean\b|dirty", text, re.IGNORECASE), text


def test_the_screen_for_emergencies() -> None:
    """A negative screen is recorded explicitly, and answers exactly its two questions."""
    screened = Assessment(level="iop", **stepdown.EMERGENCIES.none_present())
    assert screened.known() == {"recent_overdose": Overdose.NONE, "danger_to_self_or_others": Danger.NONE}
    assert list(stepdown.EMERGENCIES) == ["recent_overdose", "danger_to_self_or_others"]


def test_from_hospital_to_the_end_of_care_in_five_assessments() -> None:
    """In the best case: hospital, PHP, outpatient, aftercare, completion; each step with its own assessment."""
    path, level = [], "inpatient"
    while level != "complete":
        decision = decide(level)
        path.append((level, [skip.level.id for skip in decision.skipped]))
        level = str(decision.target_id)
    assert path == [
        ("inpatient", ["residential"]),
        ("php", ["iop"]),
        ("outpatient", []),
        ("aftercare", []),
    ]
    assert decide("aftercare").target is COMPLETE
