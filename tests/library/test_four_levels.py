"""The ten-rung rules as a decision table: every rule once firing, once not, once unknown; and what they share with the six."""

from __future__ import annotations

import re
from runpy import run_path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Admission,
    Assessment,
    Danger,
    Decision,
    DefinitionError,
    Direction,
    Engine,
    Hold,
    Level,
    Overdose,
    Response,
    ReturnToUse,
    Risk,
    RuleSet,
    Severity,
    SinceResidential,
    Skills,
    StepDown,
    StepUp,
    Substance,
    Urgency,
)
from continuum.library import four_levels, stepdown
from continuum.library.works import WORKS
from tests.library import test_stepdown as six
from tests.library.cases import best
from tests.library.test_laws_of_the_shipped_rules import people
from tests.library.test_stepdown import EMERGENCIES, Row, by_rule, fired, gone

ENGINE = Engine(four_levels.RULES)
LADDER = four_levels.LADDER


def by_id(rules: RuleSet) -> dict[str, Any]:
    """Rules, justifications and needs; their ids are unique together."""
    parts: list[Any] = [*rules.rules, *rules.justifications, *rules.needs]
    return {one.id: one for one in parts}


OURS, THEIRS = by_id(four_levels.RULES), by_id(stepdown.RULES)
MEDICAL = ("1.7", "2.7", "3.7")
BAND = {"1.0": "1.7", "1.5": "1.7", "1.7": "1.7", "2.1": "2.7", "2.5": "2.7", "3.1": "3.7", "3.5": "3.7", "4": "3.7"}

# Either fact at MODERATE is a medical need; withdrawal from alcohol or sedatives asks for more than the x.7 of a band.
NEED_OF_THE_BODY: dict[str, Any] = {"physical_health_risk": Risk.MODERATE}
NEED_IN_WITHDRAWAL: dict[str, Any] = {"withdrawal_risk": Risk.MODERATE, "primary_substance": Substance.OPIOIDS}

with_a_medical_need = pytest.mark.parametrize("need", [NEED_OF_THE_BODY, NEED_IN_WITHDRAWAL], ids=["body", "withdrawal"])


def decide(level: Any, *changes: dict[str, Any]) -> Decision:
    assessment = best(level)
    for change in changes:
        assessment = assessment.replace(**change)
    return ENGINE.decide(assessment)


def justifications(decision: Decision) -> list[str]:
    return [skip.justification for skip in decision.skipped]


def asked(decision: Decision) -> set[str]:
    return {question.fact for question in decision.open_questions}


# The table: what speaks for more care.


def floor(rule: str, target: str, fires: dict[str, Any], silent: dict[str, Any], level: str = "1.5") -> Row:
    return Row(rule, level, fires, silent, gone(fires), target)


FLOORS = [
    floor("overdose-not-cleared", "4", {"recent_overdose": Overdose.NOT_CLEARED}, {"recent_overdose": Overdose.CLEARED}),
    floor("withdrawal-high-risk", "4", {"withdrawal_risk": Risk.SEVERE}, {"withdrawal_risk": Risk.MODERATE}),
    floor("danger-imminent", "4", {"danger_to_self_or_others": Danger.IMMINENT}, {"danger_to_self_or_others": Danger.PRESENT}),
    floor("physical-critical", "4", {"physical_health_risk": Risk.VERY_SEVERE}, {"physical_health_risk": Risk.SEVERE}),
    floor("mental-critical", "4", {"mental_health_risk": Risk.VERY_SEVERE}, {"mental_health_risk": Risk.SEVERE}),
    floor(
        "withdrawal-moderate-dangerous",
        "3.7",
        {"withdrawal_risk": Risk.MODERATE, "primary_substance": Substance.SEDATIVES},
        {"withdrawal_risk": Risk.MILD, "primary_substance": Substance.SEDATIVES},
    ),
    floor(
        "withdrawal-moderate-dangerous",
        "3.7",
        {"withdrawal_risk": Risk.MODERATE, "primary_substance": Substance.ALCOHOL},
        {"withdrawal_risk": Risk.MODERATE, "primary_substance": Substance.OPIOIDS},
    ),
    floor("danger-present", "3.5", {"danger_to_self_or_others": Danger.PRESENT}, {"danger_to_self_or_others": Danger.NONE}),
    floor("return-risk-very-severe", "3.5", {"return_to_use_risk": Risk.VERY_SEVERE}, {"return_to_use_risk": Risk.SEVERE}),
    floor("needs-24h", "3.1", {"needs_24h_supervision": True}, {"needs_24h_supervision": False}),
    floor("home-unworkable", "3.1", {"environment_risk": Risk.SEVERE}, {"environment_risk": Risk.MODERATE}),
    floor("physical-severe", "2.7", {"physical_health_risk": Risk.SEVERE}, {"physical_health_risk": Risk.MODERATE}),
    floor("mental-severe", "2.5", {"mental_health_risk": Risk.SEVERE}, {"mental_health_risk": Risk.MODERATE}),
    floor("return-risk-severe", "2.1", {"return_to_use_risk": Risk.SEVERE}, {"return_to_use_risk": Risk.MODERATE}),
    *(
        floor(f"medical-need-{band}", target, {fact: Risk.MODERATE, **given_}, {fact: Risk.MILD, **given_}, level)
        for band, level, target in (
            (1, "1.0", "1.7"),
            (1, "1.5", "1.7"),
            (2, "2.1", "2.7"),
            (2, "2.5", "2.7"),
            (3, "3.1", "3.7"),
            (3, "3.5", "3.7"),
        )
        for fact, given_ in (
            ("physical_health_risk", {}),
            ("withdrawal_risk", {"primary_substance": Substance.CANNABIS}),
        )
    ),
]

# What happened during the stay (MORE in the draft): the change that fires it, the one that does not, the one that is unknown.
LAPSE_AT = {"return_to_use": ReturnToUse.LAPSE}
STRESSOR_AT = {"new_stressor": True}
MORE: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "return-to-use": (
        {"return_to_use": ReturnToUse.RETURN},
        {"return_to_use": ReturnToUse.LAPSE},
        {"return_to_use": None},
    ),
    "lapse-at-high-risk": (
        {**LAPSE_AT, "return_to_use_risk": Risk.SEVERE},
        {**LAPSE_AT, "return_to_use_risk": Risk.MODERATE},
        {**LAPSE_AT, "return_to_use_risk": None},
    ),
    "not-responding": ({"response": Response.ABSENT}, {"response": Response.PARTIAL}, {"response": None}),
    "stressor-raises-risk": (
        {**STRESSOR_AT, "return_to_use_risk": Risk.SEVERE},
        {**STRESSOR_AT, "return_to_use_risk": Risk.MODERATE},
        {**STRESSOR_AT, "return_to_use_risk": None},
    ),
    "withdrawal-worse": (
        {"withdrawal_worse_than_expected": True},
        {"withdrawal_worse_than_expected": False},
        {"withdrawal_worse_than_expected": None},
    ),
}
# Where it is asked, the end of the rule's id, and where it leads. From 1.0 a severe risk alone leads to 2.1 already.
MORE_AT = {
    "1.0": ("", "1.5"),
    "1.5": ("-to-2.1", "2.1"),
    "1.7": ("-to-2.1", "2.1"),
    "2.1": ("", "2.5"),
    "2.5": ("-to-3.1", "3.1"),
    "2.7": ("-to-3.1", "3.1"),
    "3.1": ("", "3.5"),
}
WITH_A_SEVERE_RISK = ("lapse-at-high-risk", "stressor-raises-risk")

JUMPS = [
    *(
        Row(
            f"{rule}{end}",
            level,
            fires,
            silent,
            unknown,
            "2.1" if level == "1.0" and rule in WITH_A_SEVERE_RISK else target,
        )
        for rule, (fires, silent, unknown) in MORE.items()
        for level, (end, target) in MORE_AT.items()
    ),
    # The other half of the two: at a severe risk, a lapse or a stressor makes the difference, from 2.1 upward.
    *(
        Row(
            f"{rule}{MORE_AT[level][0]}",
            level,
            fires,
            silent,
            gone(fires),
            MORE_AT[level][1],
            {"return_to_use_risk": Risk.SEVERE},
        )
        for rule, fires, silent in (
            ("lapse-at-high-risk", LAPSE_AT, {"return_to_use": ReturnToUse.NONE}),
            ("stressor-raises-risk", STRESSOR_AT, {"new_stressor": False}),
        )
        for level in ("2.1", "2.5", "2.7", "3.1")
    ),
    Row(
        "withdrawal-worse-at-3.7",
        "3.7",
        {"withdrawal_worse_than_expected": True},
        {"withdrawal_worse_than_expected": False},
        {"withdrawal_worse_than_expected": None},
        "4",
        NEED_IN_WITHDRAWAL,
    ),
    Row(
        "withdrawal-worse-at-3.7",
        "3.7",
        {"withdrawal_risk": Risk.MODERATE},
        {"withdrawal_risk": Risk.MILD},
        {"withdrawal_risk": None},
        "4",
        {"withdrawal_worse_than_expected": True},
    ),
]
STEP_UPS = [*FLOORS, *JUMPS]


@by_rule(STEP_UPS)
def test_a_step_up_fires(row: Row) -> None:
    """It raises to its level, and is named as a reason; every level passed carries a justification."""
    decision = decide(row.level, row.given, row.fires)
    assert row.rule in fired(decision)
    assert (decision.direction, decision.target_id, decision.provisional) == (Direction.STEP_UP, row.target, False)
    assert tuple(skip.level for skip in decision.skipped) == LADDER.between(row.level, str(row.target))
    assert all(skip.because for skip in decision.skipped)


@by_rule(FLOORS)
def test_a_floor_lies_where_it_leads(row: Row) -> None:
    """It asks for the level itself, and is not merely carried on by a medical need that is there as well."""
    assert OURS[row.rule].at_least == row.target


@by_rule(STEP_UPS)
def test_a_step_up_is_silent(row: Row) -> None:
    """Just below its threshold it does not speak, and nobody is raised as far."""
    decision = decide(row.level, row.given, row.silent)
    assert row.rule not in fired(decision)
    assert decision.target_id != row.target


@by_rule(STEP_UPS)
def test_a_step_up_is_unknown(row: Row) -> None:
    """Unknown, it raises nobody, forbids a step down, and is asked for."""
    decision = decide(row.level, row.given, row.unknown)
    assert row.rule not in fired(decision)
    assert (decision.direction, decision.provisional) == (Direction.STAY, True)
    questions = {question.fact: question.rules for question in decision.open_questions}
    assert any(row.rule in questions.get(fact, ()) for fact in row.unknown)


@pytest.mark.parametrize("rule", EMERGENCIES)
def test_an_emergency_is_immediate(rule: str) -> None:
    """It is due at once, asks for the highest level, is asked for first, and settles an admission with gaps."""
    row = next(row for row in FLOORS if row.rule == rule)
    decision = decide(row.level, row.fires)
    assert (decision.urgency, decision.target_id) == (Urgency.IMMEDIATE, "4")
    assert decide(row.level, row.unknown).open_questions[0].urgent
    unknown_otherwise = ENGINE.decide(Assessment(level=NOT_IN_CARE, **row.fires))
    assert (unknown_otherwise.direction, unknown_otherwise.target_id) == (Direction.ADMIT, "4")


ADMISSIONS = [
    Row(
        f"entry-{name}",
        NOT_IN_CARE,
        {"disorder_severity": severity},
        {"disorder_severity": Severity(severity - 1)},
        {"disorder_severity": None},
        target,
    )
    for name, severity, target in (
        ("severe", Severity.SEVERE, "3.5"),
        ("moderate", Severity.MODERATE, "2.1"),
        ("mild", Severity.MILD, "1.5"),
    )
]


@by_rule(ADMISSIONS)
def test_an_admission_fires(row: Row) -> None:
    """Severity at the start sets the first level; every level passed from the entry upward has its reason."""
    decision = decide(row.level, row.fires)
    assert (decision.direction, decision.target_id) == (Direction.ADMIT, row.target)
    assert row.rule in fired(decision)
    assert [skip.level.id for skip in decision.skipped] == list(LADDER.ids[: LADDER.rank(str(row.target))])


@by_rule(ADMISSIONS)
def test_an_admission_is_silent(row: Row) -> None:
    """One grade below, it does not speak, and the first level is lower."""
    decision = decide(row.level, row.silent)
    assert row.rule not in fired(decision)
    assert LADDER.rank(str(decision.target_id)) < LADDER.rank(str(row.target))


@by_rule(ADMISSIONS)
def test_an_admission_is_unknown(row: Row) -> None:
    """Unknown severity leaves the admission open up to the highest of them, and is the question."""
    decision = decide(row.level, row.unknown)
    assert (decision.direction, decision.range_ids) == (Direction.NOT_DETERMINED, ("1.0", "3.5"))
    assert [(question.fact, row.rule in question.rules) for question in decision.open_questions] == [("disorder_severity", True)]


def test_the_entry_is_the_lowest_level() -> None:
    """In remission and with nothing else, a person is admitted to monitoring."""
    decision = decide(NOT_IN_CARE, {"disorder_severity": Severity.IN_REMISSION})
    assert (decision.direction, decision.target_id, fired(decision)) == (Direction.ADMIT, "1.0", set())


# The table: what keeps a person.

BESIDE = {"aftercare": "1.0", "outpatient": "1.5", "iop": "2.1", "php": "2.5", "residential": "3.5", "inpatient": "4"}
HOLDS = [
    *(evolve(row, level=BESIDE[row.level]) for row in six.HOLDS if row.rule != "withdrawal-unsettled"),
    # Below an x.7, a withdrawal risk is more than a reason to stay; at 2.7 and 3.5 each half of this hold stands alone.
    Row(
        "withdrawal-unsettled",
        "2.7",
        {"withdrawal_risk": Risk.MODERATE},
        {"withdrawal_risk": Risk.MILD},
        {"withdrawal_risk": None},
        None,
        {"primary_substance": Substance.CANNABIS},
    ),
    Row(
        "withdrawal-unsettled",
        "3.5",
        {"withdrawal_worse_than_expected": True},
        {"withdrawal_worse_than_expected": False},
        {"withdrawal_worse_than_expected": None},
    ),
    Row(
        "first-90-days",
        "1.7",
        {"weeks_stable": 3},
        {"weeks_stable": 4},
        {"weeks_stable": None},
        None,
        {"time_since_residential": SinceResidential.WITHIN_30_DAYS},
    ),
]
BELOW_4 = ("1.0", "1.5", "1.7", "2.1", "2.5", "2.7", "3.1", "3.5", "3.7")
TO_ANOTHER_PROGRAM = ("2.1", "2.5", "2.7", "3.1", "3.5", "3.7", "4")
HELD_AT = {
    "lapse": BELOW_4,
    "new-stressor": BELOW_4,
    "withdrawal-unsettled": BELOW_4,
    "not-yet-stable": BELOW_4[:-1],
    "first-90-days": ("1.5", "1.7", "2.1"),
    "attendance-low": ("1.5", "1.7", "2.1", "2.5", "2.7"),
    "assessment-incomplete": (*BELOW_4, "4"),
    "plan-not-agreed": BELOW_4[1:],
    "no-prevention-plan": BELOW_4[1:],
    "no-appointment": ("1.5", "1.7", "2.1", "2.5", "2.7", "4"),
    "appointment-unconfirmed": ("3.1", "3.5", "3.7"),
    "intake-not-started": TO_ANOTHER_PROGRAM,
    "record-not-sent": TO_ANOTHER_PROGRAM,
    "no-contact": TO_ANOTHER_PROGRAM,
    "gap-too-long": TO_ANOTHER_PROGRAM,
    "no-continuing-care": ("1.0", "1.5"),
}
"""The table of holds in section 4 of the draft."""


@by_rule(HOLDS)
def test_a_hold_holds(row: Row) -> None:
    """It keeps the person, is named with what ends it, and is a reason."""
    decision = decide(row.level, row.given, row.fires)
    assert decision.direction is Direction.STAY
    assert row.rule in fired(decision)
    assert (row.rule, True) in {(held.hold.id, held.certain) for held in decision.holds}
    assert next(one for one in decision.obstacles if one.rule == row.rule).until == (OURS[row.rule].until,)


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
    assert set(row.unknown) & asked(decision)


@by_rule(HOLDS)
def test_a_hold_holds_at_its_levels_only(row: Row) -> None:
    """It speaks at the levels that the draft names, and at no other."""
    holding = [
        level
        for level in LADDER.ids
        if row.rule in {held.hold.id for held in decide(level, row.given, row.fires).holds if held.certain}
    ]
    assert tuple(holding) == HELD_AT[row.rule]


@by_rule([row for row in HOLDS if OURS[row.rule].about.value == "handoff"])
def test_a_handoff_hold_shows_what_the_person_is_ready_for(row: Row) -> None:
    """Lifting what programs still owe, the person could go where the best case goes."""
    ready = decide(row.level, row.given, row.fires).ready_for
    assert ready == decide(row.level, row.given).target


@by_rule([row for row in HOLDS if OURS[row.rule].about.value == "clinical"])
def test_a_clinical_hold_is_not_lifted(row: Row) -> None:
    """What is about the person's state is never lifted."""
    assert decide(row.level, row.given, row.fires).ready_for is None


@pytest.mark.parametrize("fact", four_levels.RULES.required_facts)
def test_nobody_is_sent_on_without_a_required_fact(fact: str) -> None:
    """While it is unknown everyone stays, an admission is open, and it is asked for."""
    for level in LADDER.ids:
        decision = decide(level, {fact: None})
        assert decision.direction is Direction.STAY
        assert fact in asked(decision)
    assert decide(NOT_IN_CARE, {fact: None}).direction is Direction.NOT_DETERMINED


# The table: what permits less care, and when a level is passed.

STEP_DOWNS = [
    Row("4-down", "4", {}, {"medically_stable": False}, {"medically_stable": None}, "2.5"),
    Row("4-down", "4", {"physical_health_risk": Risk.SEVERE}, {"physical_health_risk": Risk.VERY_SEVERE}, {}, "3.7"),
    Row("4-down", "4", {"withdrawal_risk": Risk.MODERATE}, {"withdrawal_risk": Risk.SEVERE}, {}, "3.7"),
    Row("3.7-down", "3.7", {}, {"medically_stable": False}, {"medically_stable": None}, "2.5"),
    Row("3.7-down", "3.7", {"response": Response.PARTIAL}, {"response": Response.ABSENT}, {"response": None}, "2.5"),
    Row("3.7-down", "3.7", {"withdrawal_risk": Risk.MILD}, {"withdrawal_risk": Risk.MODERATE}, {"withdrawal_risk": None}, "2.5"),
    Row("3.7-down", "3.7", {}, {"physical_health_risk": Risk.SEVERE}, {"physical_health_risk": None}, "2.5"),
    *(
        Row("residential-down", level, {"recovery_skills": Skills.TESTED}, silent, gone(silent), "1.5")
        for level in ("3.1", "3.5")
        for silent in ({"recovery_skills": Skills.DEVELOPING}, {"goals_met": False}, {"response": Response.PARTIAL})
    ),
    Row("php-down", "2.5", {}, {"judged_ready": False}, {"judged_ready": None}, "1.5"),
    # From 2.7, php-down permits more where the risks are low; whatever they are, the next level has the same contact.
    *(
        Row("medical-management-ends", level, {}, silent, gone(silent), target, {"return_to_use_risk": risk})
        for level, target, risk in (("1.7", "1.5", Risk.NONE), ("2.7", "2.5", Risk.SEVERE))
        for silent in ({"goals_met": False}, {"judged_ready": False}, {"response": Response.PARTIAL})
    ),
    Row("iop-to-outpatient", "2.1", {}, {"recovery_skills": Skills.LEARNED}, {"recovery_skills": None}, "1.5"),
    Row(
        "outpatient-to-aftercare",
        "1.5",
        {"family_support": False},
        {"family_support": False, "peer_support": False},
        {"family_support": False, "peer_support": None},
        "1.0",
    ),
    Row("aftercare-to-complete", "1.0", {}, {"weeks_stable": 25}, {"weeks_stable": None}, "complete"),
]


@by_rule(STEP_DOWNS)
def test_a_step_down_is_permitted(row: Row) -> None:
    """The person goes as far as the rules and the justifications permit."""
    decision = decide(row.level, row.given, row.fires)
    assert (decision.target_id, decision.provisional) == (row.target, False)
    assert row.rule in fired(decision)


@by_rule(STEP_DOWNS)
def test_a_step_down_is_not_met(row: Row) -> None:
    """One part not met: the person stays, and the part is named."""
    decision = decide(row.level, row.given, row.silent)
    assert (decision.direction, decision.provisional) == (Direction.STAY, False)
    assert next(one for one in decision.obstacles if one.rule == row.rule).kind == "not-met"


@by_rule([row for row in STEP_DOWNS if row.unknown])
def test_a_step_down_is_unknown(row: Row) -> None:
    """One part unknown: the person stays, provisionally, and is asked."""
    decision = decide(row.level, row.given, row.unknown)
    assert (decision.direction, decision.provisional) == (Direction.STAY, True)
    assert set(row.unknown) & asked(decision)


@pytest.mark.parametrize("risk", [{"return_to_use_risk": Risk.SEVERE}, {"mental_health_risk": Risk.SEVERE}], ids=["use", "mind"])
def test_medical_management_ends_whatever_the_risks(risk: dict[str, Any]) -> None:
    """From 2.7 to 2.5 contact stays the same, so no risk forbids it; all that goes further asks for less risk."""
    decision = decide("2.7", risk)
    assert (decision.target_id, fired(decision)) == ("2.5", {"medical-management-ends"})
    assert decide("2.5", risk).direction is Direction.STAY


JUSTIFICATIONS = [
    Row("no-medical-need-3.7", "4", {}, NEED_OF_THE_BODY, {"physical_health_risk": None}, "3.7"),
    Row("no-medical-need-3.7", "4", {}, NEED_IN_WITHDRAWAL, {"withdrawal_risk": None}, "3.7"),
    Row("no-medical-need-2.7", "3.7", {}, NEED_OF_THE_BODY, {"physical_health_risk": None}, "2.7"),
    Row("no-medical-need-1.7", "2.7", {}, NEED_OF_THE_BODY, {"physical_health_risk": None}, "1.7"),
    # Who has a medical need steps up from beside an x.7, and withdrawal holds: there, the need only keeps them from passing.
    Row("no-medical-need-2.7", "3.1", {}, NEED_OF_THE_BODY, {"physical_health_risk": None}),
    Row("no-medical-need-2.7", "3.7", {}, NEED_IN_WITHDRAWAL, {"withdrawal_risk": None}),
    Row("no-medical-need-1.7", "2.1", {}, NEED_OF_THE_BODY, {"physical_health_risk": None}),
    Row("no-medical-need-1.7", "2.7", {}, NEED_IN_WITHDRAWAL, {"withdrawal_risk": None}),
    *(
        Row("3.5-not-needed", "3.7", {}, silent, gone(silent), "3.5")
        for silent in (
            {"needs_24h_supervision": True},
            {"danger_to_self_or_others": Danger.PRESENT},
            {"disorder_severity": Severity.SEVERE},
            {"return_to_use_risk": Risk.SEVERE},
            {"mental_health_risk": Risk.SEVERE},
        )
    ),
    Row(
        "3.5-not-needed",
        "4",
        {},
        {"withdrawal_worse_than_expected": True},
        {"withdrawal_worse_than_expected": None},
        "3.5",
    ),
    *(
        Row("3.1-not-needed", level, {}, silent, gone(silent), "3.1")
        for level in ("3.5", "3.7")
        for silent in ({"environment_risk": Risk.MODERATE},)
    ),
    Row("3.1-not-needed", "3.5", {}, {"needs_24h_supervision": True}, {"needs_24h_supervision": None}, "3.1"),
    *(
        Row("2.5-not-needed", level, {}, silent, gone(silent), "2.5")
        for level in ("2.7", "3.1", "3.5")
        for silent in ({"mental_health_risk": Risk.MODERATE}, {"return_to_use_risk": Risk.MODERATE})
    ),
    *(
        Row("2.1-not-needed", "2.5", {}, silent, gone(silent), "2.1")
        for silent in (
            {"co_occurring_condition": True},
            {"trauma_history": True},
            {"prior_return_to_use": True},
            {"disorder_severity": Severity.MODERATE},
            {"environment_risk": Risk.MODERATE},
            {"return_to_use_risk": Risk.MODERATE},
            {"recovery_skills": Skills.LEARNED},
            {"family_support": False, "peer_support": False},
        )
    ),
]


@by_rule(JUSTIFICATIONS)
def test_a_justification_passes_its_level(row: Row) -> None:
    """In the best case the level is passed and the justification named."""
    assert row.rule in justifications(decide(row.level))


@by_rule(JUSTIFICATIONS)
def test_without_its_justification_nobody_passes(row: Row) -> None:
    """With one part just beyond its threshold, nobody passes the level on it."""
    assert row.rule not in justifications(decide(row.level, row.silent))


@by_rule([row for row in JUSTIFICATIONS if row.target])
def test_without_its_justification_the_step_ends_there(row: Row) -> None:
    """The step down ends at that level, and says why it goes no lower."""
    decision = decide(row.level, row.silent)
    assert (decision.direction, decision.target_id) == (Direction.STEP_DOWN, row.target)
    assert [one.rule for one in decision.obstacles if one.kind == "unjustified"] == [row.rule]


@by_rule(JUSTIFICATIONS)
def test_an_unknown_justification_passes_nothing(row: Row) -> None:
    """What is unknown does not let a level be passed, and is asked for."""
    decision = decide(row.level, row.unknown)
    assert decision.provisional
    assert row.rule not in justifications(decision)
    assert asked(decision) == set(row.unknown)


# Each part of what this ladder alone says for less care: the last value that permits it, and the first that does not.
NO_NIGHT_NEEDED = {
    "needs_24h_supervision": (False, True),
    "danger_to_self_or_others": (Danger.NONE, Danger.PRESENT),
}
RISKS_UP_TO_MODERATE = {
    "return_to_use_risk": (Risk.MODERATE, Risk.SEVERE),
    "mental_health_risk": (Risk.MODERATE, Risk.SEVERE),
    "withdrawal_worse_than_expected": (False, True),
}
SETTLED = {"withdrawal_risk": (Risk.MILD, Risk.MODERATE), "physical_health_risk": (Risk.MILD, Risk.MODERATE)}
PARTS: dict[str, dict[str, tuple[Any, Any]]] = {
    **{f"no-medical-need-{level}": SETTLED for level in MEDICAL},
    "3.5-not-needed": {
        **NO_NIGHT_NEEDED,
        **RISKS_UP_TO_MODERATE,
        "disorder_severity": (Severity.MODERATE, Severity.SEVERE),
    },
    "3.1-not-needed": {**NO_NIGHT_NEEDED, **RISKS_UP_TO_MODERATE, "environment_risk": (Risk.MILD, Risk.MODERATE)},
    "2.5-not-needed": {
        **NO_NIGHT_NEEDED,
        "mental_health_risk": (Risk.MILD, Risk.MODERATE),
        "return_to_use_risk": (Risk.MILD, Risk.MODERATE),
        "environment_risk": (Risk.MODERATE, Risk.SEVERE),
    },
    "4-down": {
        "medically_stable": (True, False),
        "withdrawal_risk": (Risk.MODERATE, Risk.SEVERE),
        "physical_health_risk": (Risk.SEVERE, Risk.VERY_SEVERE),
    },
    "3.7-down": {
        "medically_stable": (True, False),
        "response": (Response.PARTIAL, Response.ABSENT),
        "withdrawal_risk": (Risk.MILD, Risk.MODERATE),
        "physical_health_risk": (Risk.MODERATE, Risk.SEVERE),
    },
    "medical-management-ends": {
        "goals_met": (True, False),
        "judged_ready": (True, False),
        "response": (Response.GOOD, Response.PARTIAL),
    },
}


@pytest.mark.parametrize("rule", PARTS)
def test_every_part_of_what_permits_less_care_counts(rule: str) -> None:
    """With every part at its last permitted value the condition holds; with any one a grade beyond, or unknown, it does not."""
    when, parts = OURS[rule].when, PARTS[rule]
    permitted = {fact: last for fact, (last, _) in parts.items()}
    assert when.facts() == set(parts)
    assert when.definitely(permitted)
    for fact, (_, beyond) in parts.items():
        assert not when.possibly({**permitted, fact: beyond})
        assert not when.definitely({**permitted, fact: None})


MILD_IN_THE_BODY = {"withdrawal_risk": Risk.MILD, "physical_health_risk": Risk.MILD}


@pytest.mark.parametrize(
    ("level", "changes", "target"),
    [
        ("4", {**MILD_IN_THE_BODY, "disorder_severity": Severity.MODERATE, "environment_risk": Risk.MILD}, "2.5"),
        ("3.7", {"return_to_use_risk": Risk.MODERATE, "mental_health_risk": Risk.MODERATE}, "2.5"),
        ("3.1", {"return_to_use_risk": Risk.MILD, "mental_health_risk": Risk.MILD, "environment_risk": Risk.MODERATE}, "2.1"),
        ("2.5", {**MILD_IN_THE_BODY, "disorder_severity": Severity.MILD, "environment_risk": Risk.MILD}, "1.5"),
    ],
)
def test_levels_are_passed_up_to_the_last_permitted_value(level: str, changes: dict[str, Any], target: str) -> None:
    """People who are well, but not in the best case, pass the same levels."""
    assert decide(level, changes).target_id == target


# The table: what the program must offer.

NEEDS = [evolve(row, level="2.1") for row in six.NEEDS]


@by_rule(NEEDS)
def test_a_need_is_needed_not_needed_or_to_be_clarified(row: Row) -> None:
    """A need is named when it fires, absent when it does not, and to be clarified while unknown."""

    def state(changes: dict[str, Any]) -> bool | None:
        return next((one.needed for one in decide(row.level, changes).services if one.need.id == row.rule), None)

    assert (state(row.fires), state(row.silent), state(row.unknown)) == (True, None, False)


def test_the_table_speaks_of_every_rule() -> None:
    """Every rule, justification and need of the set has its row."""
    kinds = {StepUp: STEP_UPS, Admission: ADMISSIONS, Hold: HOLDS, StepDown: STEP_DOWNS}
    for kind, rows in kinds.items():
        assert {row.rule for row in rows} == {rule.id for rule in four_levels.RULES.rules if isinstance(rule, kind)}
    assert {row.rule for row in JUSTIFICATIONS} == {one.id for one in four_levels.RULES.justifications}
    assert {row.rule for row in NEEDS} == {need.id for need in four_levels.RULES.needs}
    assert set(HELD_AT) == {row.rule for row in HOLDS}


# Medical need on a ladder of ten.


@with_a_medical_need
@pytest.mark.parametrize("level", BAND)
def test_a_medical_need_leads_to_the_medically_managed_level_of_its_band(level: str, need: dict[str, Any]) -> None:
    """From anywhere but 2.7 and 3.7, with either fact, the person goes to the x.7 of the band or stays there; from 4 to 3.7."""
    decision = decide(level, need)
    assert (decision.target_id, decision.provisional) == (BAND[level], False)
    assert all(skip.because == f"{skip.level.id} is not medically managed" for skip in decision.skipped)


@pytest.mark.parametrize("level", MEDICAL)
def test_withdrawal_is_settled_where_it_is_managed(level: str) -> None:
    """With a withdrawal risk that is not mild, nobody leaves an x.7 downward: that holds, whatever else is justified."""
    decision = decide(level, NEED_IN_WITHDRAWAL)
    assert (decision.direction, decision.provisional) == (Direction.STAY, False)
    assert "withdrawal-unsettled" in fired(decision)


@given(data=st.data())
def test_nobody_with_a_medical_need_lands_where_care_is_not_medically_managed(data: st.DataObject) -> None:
    """Whoever it is, wherever they come from: with a certain medical need, the level decided is medically managed."""
    person = data.draw(people(four_levels.RULES)).assessment
    fact = data.draw(st.sampled_from(["withdrawal_risk", "physical_health_risk"]))
    person = person.replace(**{fact: data.draw(st.sampled_from([Risk.MODERATE, Risk.SEVERE, Risk.VERY_SEVERE]))})
    target = ENGINE.decide(person).target
    if target is None:
        assert person.level is NOT_IN_CARE
        return
    assert isinstance(target, Level)
    assert target.medically_managed


@given(data=st.data())
def test_nobody_passes_a_medically_managed_level_with_a_medical_need(data: st.DataObject) -> None:
    """On the way down, an x.7 is passed only by people who are known to have no medical need."""
    person = data.draw(people(four_levels.RULES)).assessment
    passed = [one for one in justifications(ENGINE.decide(person)) if one.startswith("no-medical-need-")]
    if passed:
        assert person.withdrawal_risk is not None
        assert person.withdrawal_risk <= Risk.MILD
        assert person.physical_health_risk is not None
        assert person.physical_health_risk <= Risk.MILD


@pytest.mark.parametrize("level", LADDER.ids)
def test_without_a_medical_need_every_medically_managed_level_between_is_passed(level: str) -> None:
    """In the best case nobody lands on an x.7, and each one between has its justification in the decision."""
    decision = decide(level)
    assert decision.target_id not in MEDICAL
    if decision.target is COMPLETE:
        assert level == "1.0"
        return
    between = [one.id for one in LADDER.between(level, str(decision.target_id))][::-1]
    assert [skip.level.id for skip in decision.skipped] == between
    assert [one for one in justifications(decision) if one.startswith("no-medical-need-")] == [
        f"no-medical-need-{one}" for one in between if one in MEDICAL
    ]


@with_a_medical_need
@pytest.mark.parametrize(
    ("severity", "target"),
    [
        (Severity.IN_REMISSION, "1.7"),
        (Severity.MILD, "1.7"),
        (Severity.MODERATE, "2.7"),
        (Severity.SEVERE, "3.7"),
    ],
)
def test_an_admission_with_a_medical_need_climbs_on(severity: Severity, target: str, need: dict[str, Any]) -> None:
    """Severity leads to the band, and the medical need to its x.7; every level passed has a reason."""
    decision = decide(NOT_IN_CARE, {"disorder_severity": severity}, need)
    assert (decision.direction, decision.target_id) == (Direction.ADMIT, target)
    assert [skip.level.id for skip in decision.skipped] == list(LADDER.ids[: LADDER.rank(target)])
    assert decision.skipped[-1].justification == f"medical-need-{target[0]}"


@pytest.mark.parametrize("substance", Substance)
def test_withdrawal_that_can_turn_dangerous_needs_3_7(substance: Substance) -> None:
    """From alcohol, sedatives or several substances a moderate withdrawal risk leads to 3.7, else to the x.7 of the band."""
    dangerous = substance in {Substance.ALCOHOL, Substance.SEDATIVES, Substance.SEVERAL}
    for level in ("1.0", "1.5", "2.1", "2.5"):
        decision = decide(level, {"withdrawal_risk": Risk.MODERATE, "primary_substance": substance})
        assert decision.target_id == ("3.7" if dangerous else BAND[level])


# What happened during the stay.


@pytest.mark.parametrize("rule", MORE)
@pytest.mark.parametrize(("level", "target", "passed"), [("1.5", "2.1", "1.7"), ("2.5", "3.1", "2.7")])
def test_more_contact_passes_what_adds_none(level: str, target: str, passed: str, rule: str) -> None:
    """From 1.5 to 2.1 and from 2.5 to 3.1: the x.7 between adds medical management, not contact, and that is said."""
    decision = decide(level, MORE[rule][0])
    assert (decision.target_id, [skip.level.id for skip in decision.skipped]) == (target, [passed])
    if rule not in WITH_A_SEVERE_RISK or level == "2.5":
        assert decision.skipped[0].because == "the level passed adds medical management, not contact"


@with_a_medical_need
@pytest.mark.parametrize("rule", ["return-to-use", "not-responding", "withdrawal-worse"])
@pytest.mark.parametrize(
    ("level", "target"),
    [("1.0", "1.7"), ("1.5", "2.7"), ("1.7", "2.7"), ("2.1", "2.7"), ("2.5", "3.7"), ("2.7", "3.7"), ("3.1", "3.7")],
)
def test_more_contact_with_a_medical_need_climbs_on(level: str, target: str, rule: str, need: dict[str, Any]) -> None:
    """With a medical need the climb goes on to the x.7 of the band reached."""
    decision = decide(level, MORE[rule][0], need)
    assert (decision.direction, decision.target_id) == (Direction.STEP_UP, target)
    assert all(skip.because for skip in decision.skipped)


@pytest.mark.parametrize("level", ["3.5", "3.7"])
@pytest.mark.parametrize(
    "change",
    [
        {"return_to_use": ReturnToUse.LAPSE},
        {"return_to_use": ReturnToUse.RETURN},
        {"response": Response.ABSENT},
        {"response": Response.WORSENING},
        {"new_stressor": True},
        {"withdrawal_worse_than_expected": True},
    ],
    ids=str,
)
@pytest.mark.parametrize("risk", [Risk.NONE, Risk.SEVERE])
def test_use_or_no_response_in_residential_care_only_holds(level: str, change: dict[str, Any], risk: Risk) -> None:
    """At 3.5 and 3.7 nothing of this leads to a hospital: the person stays, and the decision says what keeps them."""
    decision = decide(level, change, {"return_to_use_risk": risk})
    assert (decision.direction, decision.provisional) == (Direction.STAY, False)
    kinds = {one.kind for one in decision.obstacles}
    assert kinds & {"hold", "not-met"}
    assert "step-up" not in kinds


# The limit: two axes on one line.


@with_a_medical_need
def test_a_lasting_medical_need_keeps_a_person_with_a_severe_disorder(need: dict[str, Any]) -> None:
    """At 3.7 the person stays however well it goes, and the decision says that it is the medical need, and what would end it."""
    decision = decide("3.7", {"disorder_severity": Severity.SEVERE}, need)
    assert (decision.direction, decision.provisional) == (Direction.STAY, False)
    kept = next(one for one in decision.obstacles if one.rule == "medical-need-3")
    assert (kept.kind, kept.certain) == ("step-up", True)
    assert kept.because == "withdrawal or physical health needs medical management"
    assert kept.until == ("withdrawal risk is at most mild and physical health risk is at most mild",)
    settled = decide("3.7", {"disorder_severity": Severity.SEVERE})
    assert (settled.direction, settled.target_id) == (Direction.STEP_DOWN, "3.5")


@pytest.mark.parametrize(
    ("level", "kept_by", "because_of"),
    [
        ("1.7", "medical-need-1", {}),
        ("2.7", "medical-need-2", {"trauma_history": True}),
        ("3.7", "medical-need-3", {"disorder_severity": Severity.SEVERE}),
    ],
)
def test_where_a_medical_need_keeps_a_person_the_decision_says_so(level: str, kept_by: str, because_of: dict[str, Any]) -> None:
    """The x.7 of the band is kept while the need is there, and the floor that keeps it is named; settled, the person goes on."""
    decision = decide(level, because_of, NEED_OF_THE_BODY)
    assert (decision.target_id, decision.provisional) == (level, False)
    assert kept_by in {one.rule for one in decision.obstacles if one.kind == "step-up" and one.certain}
    assert decide(level, because_of).direction is Direction.STEP_DOWN


@pytest.mark.parametrize(
    ("level", "target", "passed"),
    [("3.7", "2.7", ["3.5-not-needed", "3.1-not-needed"]), ("2.7", "1.7", ["2.5-not-needed", "2.1-not-needed"])],
)
def test_a_lasting_medical_need_steps_down_where_each_level_between_is_justified(
    level: str, target: str, passed: list[str]
) -> None:
    """From 3.7 to 2.7 and from 2.7 to 1.7 the next medically managed level takes over, and the decision says why no lower."""
    decision = decide(level, NEED_OF_THE_BODY)
    assert (decision.target_id, decision.provisional, justifications(decision)) == (target, False, passed)
    assert {one.rule for one in decision.obstacles} == {f"medical-need-{target[0]}", f"no-medical-need-{target}"}


@pytest.mark.parametrize("level", ["2.5", "2.7", "3.1", "3.5"])
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
def test_any_of_the_five_indicators_forbids_passing_2_1(level: str, indicator: dict[str, Any]) -> None:
    """F2-23: with any of the five nobody passes 2.1, from wherever they come; from 3.5, an unstable home already keeps 3.1."""
    assert "2.1-not-needed" in justifications(decide(level))
    at_home = level == "3.5" and "environment_risk" in indicator
    assert decide(level, indicator).target_id == ("3.1" if at_home else "2.1")


def test_completing_care_asks_no_less_than_monitoring_does() -> None:
    """What keeps a person at 1.5 keeps a person at 1.0 from completing care, too."""
    for risk in ({"mental_health_risk": Risk.MODERATE}, {"return_to_use_risk": Risk.MODERATE}):
        assert decide("1.5", risk).direction is Direction.STAY
        assert decide("1.0", risk).direction is Direction.STAY


def test_from_hospital_to_the_end_of_care_in_four_assessments() -> None:
    """In the best case: 4, 2.5, 1.5, 1.0, completion; each step with its own assessment, every level between justified."""
    path, level = [], "4"
    while level != "complete":
        decision = decide(level)
        path.append((level, justifications(decision)))
        level = str(decision.target_id)
    assert path == [
        ("4", ["no-medical-need-3.7", "3.5-not-needed", "3.1-not-needed", "no-medical-need-2.7"]),
        ("2.5", ["2.1-not-needed", "no-medical-need-1.7"]),
        ("1.5", []),
        ("1.0", []),
    ]


# What is shared with the six.

DERIVED = {
    **{f"{rule}-to-2.1": rule for rule in MORE},
    **{f"{rule}-to-3.1": rule for rule in MORE},
    "withdrawal-worse-at-3.7": "withdrawal-worse-in-residential",
    "2.1-not-needed": "iop-not-needed",
}
"""Rules that are one of the six-rung rules under another id."""
OUR_OWN = {
    "4-down",
    "3.7-down",
    "medical-management-ends",
    *(f"medical-need-{band}" for band in (1, 2, 3)),
    *(f"no-medical-need-{level}" for level in MEDICAL),
    "3.5-not-needed",
    "3.1-not-needed",
    "2.5-not-needed",
}
SPLIT = {
    "inpatient-to-residential",
    "withdrawal-worse-in-residential",
    "residential-not-needed",
    "php-not-needed",
    "iop-not-needed",
}


def test_what_is_shared_is_all_but_the_medical_bands() -> None:
    """Every rule is one of the six-rung rules, is derived from one, or is among the few of its own."""
    assert set(OURS) - set(THEIRS) == OUR_OWN | set(DERIVED)
    assert set(THEIRS) - set(OURS) == SPLIT


@pytest.mark.parametrize(
    ("table", "shared"), [("HOLDS_AT", stepdown.HOLDS), ("ENTRY_AT", stepdown.ADMISSIONS)], ids=["HOLDS_AT", "ENTRY_AT"]
)
def test_a_table_of_places_names_each_shared_rule_and_no_other(table: str, shared: tuple[Hold | Admission, ...]) -> None:
    """A rule that was taken out of the six is taken out here, too."""
    assert {*getattr(four_levels, table)} == {rule.id for rule in shared}


@pytest.mark.parametrize(
    ("part", "table", "told"),
    [("HOLDS", "HOLDS_AT", "Hold 'one-more' of stepdown"), ("ADMISSIONS", "ENTRY_AT", "Admission 'one-more' of stepdown")],
)
def test_a_shared_rule_without_a_place_is_refused(monkeypatch: pytest.MonkeyPatch, part: str, table: str, told: str) -> None:
    """A rule that is new to the six is not lost here: without its place on this ladder nothing of it can be imported."""
    rules = getattr(stepdown, part)
    monkeypatch.setattr(stepdown, part, (*rules, evolve(rules[0], id="one-more")))
    with pytest.raises(DefinitionError) as caught:
        run_path(four_levels.__file__)
    assert str(caught.value) == f"{told} has no place on this ladder; give it one in four_levels.{table}"


@pytest.mark.parametrize(("ours", "theirs"), [*((id_, id_) for id_ in OURS if id_ in THEIRS), *DERIVED.items()])
def test_a_shared_rule_says_the_same_on_both_ladders(ours: str, theirs: str) -> None:
    """Only where it applies and where it leads differ: condition, reason, urgency and what ends it are the same."""
    one, other = OURS[ours], THEIRS[theirs]
    assert type(one) is type(other)
    assert one.when == other.when
    for said in ("because", "urgency", "about", "until", "offers"):
        assert getattr(one, said, None) == getattr(other, said, None)


@pytest.mark.parametrize("rule", [rule.id for rule in four_levels.RULES.rules if rule.id in THEIRS])
def test_a_shared_rule_leads_to_a_counterpart(rule: str) -> None:
    """Where a rule of the six leads to a level, here it leads to one that stands for it."""
    theirs = THEIRS[rule]
    led = getattr(theirs, "at_least", None) or getattr(theirs, "no_lower_than", None)
    here = getattr(OURS[rule], "at_least", None) or getattr(OURS[rule], "no_lower_than", None)
    if isinstance(led, str):
        assert here in {level.id for level in four_levels.FROM_SIX.candidates(led)}
    else:
        assert here is led


def test_required_facts_and_screen_are_those_of_the_six() -> None:
    """Nobody is asked anything else on this ladder."""
    assert four_levels.RULES.required_facts == stepdown.RULES.required_facts
    assert four_levels.EMERGENCIES is stepdown.EMERGENCIES
    assert (four_levels.RULES.facts, four_levels.RULES.entry) == (Assessment, "1.0")


# Sources, ladder and wording.


def everything() -> list[Any]:
    return [*LADDER, *four_levels.RULES.rules, *four_levels.RULES.justifications, *four_levels.RULES.needs]


def test_everything_cites_its_sources() -> None:
    """Every level, rule, justification and need names requirement rows that exist, each with its work."""
    rows = {"F0": 31, "F1": 33, "F2": 46, "F3": 31, "F4": 31}
    for one in everything():
        cited = [source for source in one.sources if source.id != "ed."]
        assert cited, one.id
        for source in cited:
            match = re.fullmatch(r"(F\d)-(\d+)", source.id)
            assert match is not None, source.id
            assert 1 <= int(match[2]) <= rows[match[1]], source.id
            assert source.work == WORKS[match[1]]


def test_editorial_choices_say_what_was_chosen() -> None:
    """A source marked ed. says what was chosen without one; every rule of this ladder alone has one."""
    for one in everything():
        assert all(source.note.strip() for source in one.sources if source.id == "ed."), one.id
    for rule in OUR_OWN:
        assert [source for source in OURS[rule].sources if source.id == "ed."], rule


def test_the_ladder() -> None:
    """Ten levels, each with what a reader needs; 3.1 and above are there at night, the x.7 and 4 are medically managed."""
    assert LADDER.ids == ("1.0", "1.5", "1.7", "2.1", "2.5", "2.7", "3.1", "3.5", "3.7", "4")
    assert tuple(four_levels.Sublevel) == LADDER.ids
    assert all(level.name.startswith(f"{level.id} ") for level in LADDER)
    assert [level.id for level in LADDER if level.round_the_clock] == ["3.1", "3.5", "3.7", "4"]
    assert [level.id for level in LADDER if level.medically_managed] == [*MEDICAL, "4"]
    assert [level.review_days for level in LADDER] == [90, 30, 14, 14, 7, 7, 14, 7, 3, 1]
    for level in LADDER:
        assert level.round_the_clock is not None
        assert level.medically_managed is not None
        assert level.purpose
        assert level.setting
        assert level.supervision
        assert level.exposure
        assert level.dose


def test_it_says_what_it_is() -> None:
    """Draft, for adults, for professionals; that a lasting medical need may keep a person is among the limits."""
    assert (four_levels.RULES.id, four_levels.RULES.version) == ("four-levels", "2026.1")
    assert four_levels.RULES.status == "draft, not clinically validated"
    assert "professionals" in four_levels.RULES.intended_use
    assert "adults" in four_levels.RULES.intended_use
    assert "Adults only" in four_levels.RULES.limits
    assert "All thresholds of this set are editorial" in four_levels.RULES.limits
    assert "a lasting medical need may keep a person at 3.7 or 2.7" in four_levels.RULES.limits


def texts() -> list[str]:
    """Whatever a reader of levels, rules and decisions may be shown."""
    names = ("name", "purpose", "setting", "supervision", "exposure", "dose", "because", "skips_because", "until", "offers", "id")
    found = [getattr(one, name) for one in everything() for name in names if hasattr(one, name)]
    found += [source.note for one in everything() for source in one.sources]
    rules = four_levels.RULES
    return [text for text in (*found, rules.id, rules.title, rules.intended_use, rules.limits, rules.status) if text]


def test_no_text_blames_a_person() -> None:
    """F1-22: no label, no failure, no punishment; a return to use is never called a relapse."""
    assert len(texts()) > 300
    for text in texts():
        assert not re.search(r"relaps|addict\b|abuse|fail|punish|non-?complian|refus|clean\b|dirty", text, re.IGNORECASE), text


def test_no_text_claims_to_be_of_asam() -> None:
    """Level numbers are used as public sources state them; no text of a level or rule names their owner."""
    for text in texts():
        assert "asam" not in text.lower(), text
