"""The shipped program standards as a table: every requirement once met, once not met, once unknown; and row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from continuum import (
    CLINICAL,
    NOT_IN_CARE,
    Appointment,
    Assessment,
    BarrierKind,
    Completeness,
    Decision,
    DefinitionErrors,
    Engine,
    Hold,
    Planning,
    Risk,
    RuleSet,
    Skills,
    Transfer,
)
from continuum.facts import Count, Fact
from continuum.library import four_levels, stepdown
from continuum.library.program_standards import (
    ACCESS,
    AFTERCARE,
    BY_LEVEL,
    HANDOFF,
    INPATIENT,
    IOP,
    OUTPATIENT,
    OUTPATIENT_MANAGED,
    PHP,
    PHP_MANAGED,
    PROVIDER,
    RESIDENTIAL,
    RESIDENTIAL_MANAGED,
)
from continuum.library.works import WORKS
from continuum.programs import Program
from continuum.records import Facts
from continuum.standards import (
    MET,
    NOT_MET,
    PREFERRED,
    RED_FLAG,
    REQUIRED,
    UNKNOWN,
    Finding,
    Findings,
    Outcome,
    Requirement,
    Standard,
    Weight,
    check,
)
from tests.library.cases import best

P = Program
ENGINE = Engine(stepdown.RULES)
FOUR_LEVELS = Engine(four_levels.RULES)
MANAGED = (OUTPATIENT_MANAGED, PHP_MANAGED, RESIDENTIAL_MANAGED)
BY_DAY = (IOP, OUTPATIENT, PHP, OUTPATIENT_MANAGED, PHP_MANAGED)
DAY_AND_NIGHT = (RESIDENTIAL, RESIDENTIAL_MANAGED, INPATIENT)
OF_TREATMENT = (*BY_DAY, *DAY_AND_NIGHT)
OF_A_LEVEL = (*OF_TREATMENT, AFTERCARE)
WITH_AN_ENTRY = (*BY_DAY, RESIDENTIAL, RESIDENTIAL_MANAGED)
WITH_A_HANDOFF = (*WITH_AN_ENTRY, AFTERCARE)
SHIPPED = (*OF_A_LEVEL, PROVIDER, ACCESS, HANDOFF)
ROWS_OF_ARTICLES = {"F0": 31, "F1": 33, "F2": 46, "F3": 31, "F4": 31}

GOOD_NUMBERS: dict[str, Any] = {
    "weekly_hours": 12,
    "days_per_week": 5,
    "session_hours": 3,
    "wait_days": 0,
    "transition_talk_day": 1,
    "individual_sessions_per_month": 4,
}
GOOD_FLAGS: dict[str, Any] = {
    name: fact.higher_is_worse is not True for name, fact in P.vocabulary().items() if name not in GOOD_NUMBERS
}
BEST = Program(**GOOD_NUMBERS, **GOOD_FLAGS)
"""The best answer to every question, where one is better; the numbers of an IOP."""
BEST_DAY = BEST.replace(weekly_hours=20)
"""The same in a day program."""

by_standard = pytest.mark.parametrize("standard", SHIPPED, ids=lambda one: one.id)
by_level_standard = pytest.mark.parametrize("standard", OF_A_LEVEL, ids=lambda one: one.id)


def for_each(standards: Iterable[Standard]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("standard", [*standards], ids=lambda one: one.id)


def best_program(standard: Standard) -> Program:
    return BEST_DAY if standard is PHP else BEST


def best_record(standard: Standard) -> Facts:
    return best("residential") if standard.record is Assessment else best_program(standard)


def outcomes(standard: Standard, record: Facts, decision: Decision | None = None) -> dict[str, Outcome]:
    return {one.requirement.id: one.outcome for one in check(record, standard, decision)}


def verdict(standard: Standard, **changes: Any) -> Outcome:
    return check(best_record(standard).replace(**changes), standard).verdict


def weights(standard: Standard) -> dict[str, Weight]:
    return {one.id: one.weight for one in standard.requirements}


def facts_that_decide(standard: Standard) -> set[str]:
    return {fact for one in standard.requirements if one.weight is not PREFERRED for fact in one.when.facts()}


def decide_at(level: str, **changes: Any) -> Decision:
    """To stay at a level of either ladder, whatever less care or more is in reach: a full assessment is still to be made."""
    engine = ENGINE if level in stepdown.LADDER else FOUR_LEVELS
    decision = engine.decide(best(level).replace(full_assessment=Completeness.MISSING, **changes))
    assert decision.target_id == level
    return decision


def decide(standard: Standard, **changes: Any) -> Decision:
    """A decision for the level of the standard; any, if it speaks of none."""
    return decide_at(standard.levels[0] if standard.levels else "iop", **changes)


def name_of(fact: Fact[Any]) -> str:
    return fact.name


# The table.

Answers = dict[str, Any]


@frozen
class Row:
    """One requirement: its weight, and the answers that make it met (a flag ruled out), not met, unknown; the others are best."""

    id: str
    weight: Weight
    met: tuple[Answers, ...]
    not_met: tuple[Answers, ...]
    unknown: tuple[Answers, ...]


def yes(name: str, fact: str, weight: Weight) -> Row:
    return Row(name, weight, ({fact: True},), ({fact: False},), ({fact: None},))


def no(name: str, fact: str, weight: Weight) -> Row:
    return Row(name, weight, ({fact: False},), ({fact: True},), ({fact: None},))


def number(name: str, fact: str, weight: Weight, met: Iterable[int], not_met: Iterable[int]) -> Row:
    return Row(name, weight, tuple({fact: one} for one in met), tuple({fact: one} for one in not_met), ({fact: None},))


def answers(names: str, *given_answers: str) -> tuple[Answers, ...]:
    said = {"yes": True, "no": False, "?": None}
    return tuple({name: said[word] for name, word in zip(names.split(), words.split(), strict=True)} for words in given_answers)


def chosen(appointment: Appointment | None, plan: Planning | None) -> Answers:
    return {"first_appointment": appointment, "transition_plan": plan}


QUALITY = (
    yes("state-license", "state_license", REQUIRED),
    yes("accreditation", "accreditation", PREFERRED),
    yes("entry-assessment", "entry_assessment", REQUIRED),
    yes("individual-plan", "individual_plan", REQUIRED),
    yes("structure", "structured_program", REQUIRED),
    yes("accountable-lead", "accountable_lead", REQUIRED),
    no("one-size-schedule", "one_size_schedule", RED_FLAG),
    yes("no-aftercare-planning", "continuing_care_planning", RED_FLAG),
    number("late-transition-talk", "transition_talk_day", RED_FLAG, (1, 7), (8, 365)),
)
HANDOFF_IN = (
    yes("accepts-records-directly", "accepts_records_directly", REQUIRED),
    yes("talks-with-sender", "talks_with_sender", REQUIRED),
    yes("contact-before-first-session", "contact_before_first_session", REQUIRED),
    yes("shared-philosophy", "shared_philosophy", PREFERRED),
)
ENTRY = (
    number("short-wait", "wait_days", PREFERRED, (0, 7), (8, 365)),
    number("weeks-of-waiting", "wait_days", RED_FLAG, (0, 13), (14, 365)),
    no("entry-hurdles", "entry_hurdles", RED_FLAG),
)
RESIDENCE = "recovery_residence_link case_management"
ANYWHERE = (
    yes("dual-diagnosis-care", "dual_diagnosis_care", PREFERRED),
    yes("trauma-care", "trauma_care", PREFERRED),
    yes("withdrawal-care", "withdrawal_care", PREFERRED),
    yes("medical-care", "health_monitoring", PREFERRED),
    yes("medication", "medication_management", PREFERRED),
    yes("psychiatry", "psychiatry", PREFERRED),
    yes("motivational-work", "motivational_interviewing", PREFERRED),
    yes("peer-group", "peer_link", PREFERRED),
    yes("benefits-check", "benefits_verified", PREFERRED),
    yes("skills-practice", "between_session_practice", PREFERRED),
)
WHILE_AT_HOME = (
    Row(
        "recovery-residence",
        PREFERRED,
        met=answers(RESIDENCE, "yes yes"),
        not_met=answers(RESIDENCE, "no yes", "yes no", "? no"),
        unknown=answers(RESIDENCE, "? yes", "yes ?", "? ?"),
    ),
    yes("remote-sessions", "telehealth", PREFERRED),
    yes("work-hours", "evening_sessions", PREFERRED),
)
SERVICES = (*ANYWHERE, *WHILE_AT_HOME)
FOR_LATER = tuple(row.id for row in WHILE_AT_HOME)
FAMILY = yes("family-component", "family_component", REQUIRED)
FAMILY_IF_NEEDED = yes("family-component", "family_component", PREFERRED)
MANAGEMENT = "health_monitoring medication_management"
MEDICAL_MANAGEMENT = Row(
    "medical-management",
    REQUIRED,
    met=answers(MANAGEMENT, "yes yes"),
    not_met=answers(MANAGEMENT, "no yes", "yes no", "? no", "no ?"),
    unknown=answers(MANAGEMENT, "? yes", "yes ?", "? ?"),
)
MEDICAL_STAFF = yes("medical-staff", "medical_staff", REQUIRED)
NEXT_STEP = yes("confirms-next-step", "confirms_next_step", REQUIRED)
METHODS = "cognitive_behavioral_therapy dialectical_behavior_therapy motivational_interviewing"
TIMES = "day_sessions evening_sessions"

AS_OUTPATIENT = (
    number("under-iop-hours", "weekly_hours", PREFERRED, (0, 1, 8), (9, 12)),
    *QUALITY,
    *ENTRY,
    *HANDOFF_IN,
    FAMILY,
    *SERVICES,
)
AS_PHP = (
    number("daily", "days_per_week", REQUIRED, (5, 7), (0, 4)),
    yes("work-and-family", "work_and_family_join", REQUIRED),
    *QUALITY,
    FAMILY,
    *ENTRY,
    *HANDOFF_IN,
    *SERVICES,
)
AS_RESIDENTIAL = (
    yes("staff-day-and-night", "round_the_clock_staff", REQUIRED),
    NEXT_STEP,
    *QUALITY,
    FAMILY,
    *ENTRY,
    *HANDOFF_IN,
    *ANYWHERE,
)
TABLE: dict[str, tuple[Row, ...]] = {
    "iop": (
        number("weekly-hours", "weekly_hours", REQUIRED, (9, 12, 60, 168), (0, 8)),
        number("typical-hours", "weekly_hours", PREFERRED, (12, 15), (11, 16, 60)),
        yes("returns-home", "returns_home", REQUIRED),
        number("days-per-week", "days_per_week", PREFERRED, (3, 5), (2, 6)),
        number("session-hours", "session_hours", PREFERRED, (2, 3, 4), (1, 5)),
        *QUALITY,
        yes("licensed-staff", "licensed_staff", REQUIRED),
        FAMILY,
        yes("group-therapy", "group_therapy", REQUIRED),
        number("individual-sessions", "individual_sessions_per_month", REQUIRED, (2, 4, 60), (0, 1)),
        yes("prevention-curriculum", "prevention_curriculum", REQUIRED),
        Row(
            "evidence-based-methods",
            REQUIRED,
            met=answers(METHODS, "yes no no", "no yes no", "no no yes", "yes ? ?"),
            not_met=answers(METHODS, "no no no"),
            unknown=answers(METHODS, "? ? ?", "no ? no"),
        ),
        yes("communication-skills", "communication_skills", PREFERRED),
        yes("life-domains", "life_domains", PREFERRED),
        Row(
            "day-or-evening",
            PREFERRED,
            met=answers(TIMES, "yes no", "no yes", "? yes"),
            not_met=answers(TIMES, "no no"),
            unknown=answers(TIMES, "? no", "no ?", "? ?"),
        ),
        *ENTRY,
        *HANDOFF_IN,
        *SERVICES,
    ),
    "outpatient": AS_OUTPATIENT,
    "outpatient-managed": (MEDICAL_MANAGEMENT, *AS_OUTPATIENT),
    "php": (AS_PHP[0], number("weekly-hours", "weekly_hours", REQUIRED, (20, 168), (0, 19)), *AS_PHP[1:]),
    "php-managed": (MEDICAL_MANAGEMENT, number("weekly-hours", "weekly_hours", PREFERRED, (9, 168), (0, 8)), *AS_PHP),
    "residential": AS_RESIDENTIAL,
    "residential-managed": (MEDICAL_MANAGEMENT, MEDICAL_STAFF, *AS_RESIDENTIAL),
    "inpatient": (MEDICAL_STAFF, NEXT_STEP, *QUALITY, FAMILY_IF_NEEDED, *ANYWHERE),
    "aftercare": (no("no-fixed-end", "fixed_end", REQUIRED), *HANDOFF_IN, FAMILY_IF_NEEDED, *SERVICES),
    "provider": tuple(
        yes(name.replace("_", "-"), name, PREFERRED)
        for name in (
            "entry_assessment",
            "withdrawal_care",
            "individual_plan",
            "psychotherapy",
            "family_component",
            "medication_management",
            "dual_diagnosis_care",
            "peer_link",
            "case_management",
            "complementary_methods",
            "aftercare",
        )
    ),
    "access": (
        yes("benefits-verified", "benefits_verified", REQUIRED),
        yes("level-confirmed", "level_confirmed", REQUIRED),
        yes("in-network", "in_network", PREFERRED),
        yes("documents-necessity", "documents_necessity", PREFERRED),
    ),
    "handoff": (
        Row(
            "which-program",
            REQUIRED,
            met=(
                chosen(Appointment.REFERRED, Planning.AGREED),
                chosen(Appointment.CONFIRMED, Planning.AGREED),
            ),
            not_met=(
                chosen(Appointment.NONE, Planning.AGREED),
                chosen(Appointment.RECOMMENDED, Planning.AGREED),
                chosen(Appointment.REFERRED, Planning.STARTED),
                chosen(None, Planning.NONE),
            ),
            unknown=(
                chosen(None, Planning.AGREED),
                chosen(Appointment.SCHEDULED, None),
                chosen(None, None),
            ),
        ),
        Row(
            "first-session",
            REQUIRED,
            met=({"first_appointment": Appointment.SCHEDULED}, {"first_appointment": Appointment.CONFIRMED}),
            not_met=({"first_appointment": Appointment.NONE}, {"first_appointment": Appointment.REFERRED}),
            unknown=({"first_appointment": None},),
        ),
        Row(
            "record",
            REQUIRED,
            met=({"record_transfer": Transfer.IN_TRANSIT}, {"record_transfer": Transfer.RECEIVED}),
            not_met=({"record_transfer": Transfer.NONE}, {"record_transfer": Transfer.PARTIAL}),
            unknown=({"record_transfer": None},),
        ),
        yes("contact", "contact_named", REQUIRED),
    ),
}
CASES = [(standard, row) for standard in SHIPPED for row in TABLE[standard.id]]

by_case = pytest.mark.parametrize(("standard", "row"), CASES, ids=[f"{standard.id}-{row.id}" for standard, row in CASES])


def finding_of(standard: Standard, row: Row, changes: Answers) -> tuple[Finding, Outcome]:
    """The finding of the row with everything else best, and the verdict."""
    findings = check(best_record(standard).replace(**changes), standard)
    return next(one for one in findings if one.requirement.id == row.id), findings.verdict


@by_standard
def test_the_table_speaks_of_every_requirement(standard: Standard) -> None:
    """Each requirement of each shipped standard has its row, with the weight it has there."""
    assert [row.id for row in TABLE[standard.id]] == [one.id for one in standard.requirements]
    assert {row.id: row.weight for row in TABLE[standard.id]} == weights(standard)
    assert {*TABLE} == {one.id for one in SHIPPED}


@by_case
def test_a_requirement_is_met(standard: Standard, row: Row) -> None:
    """The answers that it looks for, at its thresholds too, meet it, and nothing is left to ask about it."""
    for changes in row.met:
        finding, _ = finding_of(standard, row, changes)
        assert (finding.outcome, finding.weight, finding.open) == (MET, row.weight, False), changes


@by_case
def test_a_requirement_is_not_met(standard: Standard, row: Row) -> None:
    """Just past its threshold it is not met, and decides the verdict unless it is preferred beside what is required."""
    for changes in row.not_met:
        finding, came_to = finding_of(standard, row, changes)
        assert (finding.outcome, finding.open) == (NOT_MET, False), changes
        if row.weight is not PREFERRED or standard is PROVIDER:
            assert came_to is NOT_MET


@by_case
def test_a_requirement_is_unknown(standard: Standard, row: Row) -> None:
    """Without the answer it is a question, never met, and leaves the verdict open unless something else is required instead."""
    for changes in row.unknown:
        finding, came_to = finding_of(standard, row, changes)
        assert (finding.outcome, finding.open, finding.words) == (UNKNOWN, True, finding.requirement.ask), changes
        if row.weight is not PREFERRED or standard is PROVIDER:
            assert came_to is UNKNOWN


@for_each([*OF_A_LEVEL, ACCESS, HANDOFF])
def test_what_is_preferred_leaves_the_verdict_alone(standard: Standard) -> None:
    """Where something is required, everything that is only preferred may be unknown or lacking: a good program stays one."""
    decisive = facts_that_decide(standard)
    preferred = {fact for one in standard.requirements if one.weight is PREFERRED for fact in one.when.facts()} - decisive
    for answer in (None, False):
        flags = {name: answer for name in preferred if name not in GOOD_NUMBERS}
        assert verdict(standard, **flags) is MET


@by_standard
def test_the_best_is_met(standard: Standard) -> None:
    """The best program, or the best handoff, meets every standard, with nothing left to ask."""
    findings = check(best_record(standard), standard)
    assert findings.verdict is MET
    assert findings.questions == ()


@by_level_standard
def test_the_best_program_is_met_for_whoever_needs_everything(standard: Standard) -> None:
    """With every need at once, the best program falls short of no requirement, and of none by being unknown."""
    needy = decide(
        standard,
        co_occurring_condition=True,
        trauma_history=True,
        withdrawal_risk=Risk.MILD,
        physical_health_risk=Risk.MODERATE,
        medication_treatment=True,
        environment_risk=Risk.MODERATE,
        mandated=True,
        peer_support=False,
        family_support=False,
        main_barrier=BarrierKind.CHILDCARE,
        same_team=False,
        recovery_skills=Skills.LEARNED,
        hours_needed=12,
    )
    assert len(needy.services) == len(stepdown.NEEDS) - 1, "all but the check of benefits"
    in_the_standard = [one for one in check(best_program(standard), standard, needy) if one.requirement in standard.requirements]
    assert {one.outcome for one in in_the_standard if one.needed} == {MET}


@by_standard
def test_nothing_known_is_nothing_met(standard: Standard) -> None:
    """Of a program, or a handoff, of which nothing is known, every requirement is a question."""
    findings = check(standard.record(), standard)
    assert {one.outcome for one in findings} == {UNKNOWN}
    assert sorted(findings.questions) == sorted(one.ask for one in standard.requirements)


# Levels.


def test_by_level_speaks_of_every_level_of_both_ladders() -> None:
    """Whatever level is decided, on six levels or on four with their sublevels, there is a standard for the program."""
    assert {*BY_LEVEL} == {*stepdown.LADDER.ids, *four_levels.LADDER.ids}
    assert {standard.id for standard in BY_LEVEL.values()} == {standard.id for standard in OF_A_LEVEL}
    assert all(standard.record is Program for standard in BY_LEVEL.values())


@pytest.mark.parametrize(
    ("level", "standard"),
    [
        ("aftercare", AFTERCARE),
        ("outpatient", OUTPATIENT),
        ("iop", IOP),
        ("php", PHP),
        ("residential", RESIDENTIAL),
        ("inpatient", INPATIENT),
        ("1.0", AFTERCARE),
        ("1.5", OUTPATIENT),
        ("1.7", OUTPATIENT_MANAGED),
        ("2.1", IOP),
        ("2.5", PHP),
        ("2.7", PHP_MANAGED),
        ("3.1", RESIDENTIAL),
        ("3.5", RESIDENTIAL),
        ("3.7", RESIDENTIAL_MANAGED),
        ("4", INPATIENT),
    ],
)
def test_a_level_has_its_standard(level: str, standard: Standard) -> None:
    """A level's id as plain text finds it; F2-17: level 2.1 is an IOP."""
    assert BY_LEVEL[level] is standard


LEVELS = (*stepdown.LADDER.ids, *four_levels.LADDER.ids)


def test_each_level_has_one_standard_that_names_it() -> None:
    """What a standard says of its levels is all that there is: no level is named twice, and the checklists name none."""
    assert sorted(level for standard in OF_A_LEVEL for level in standard.levels) == sorted(LEVELS)
    assert all(BY_LEVEL[level] is standard for standard in OF_A_LEVEL for level in standard.levels)
    assert {standard.levels for standard in (PROVIDER, ACCESS, HANDOFF)} == {()}


@pytest.mark.parametrize("level", LEVELS)
@by_standard
def test_a_standard_for_another_level_is_noticed(standard: Standard, level: str) -> None:
    """Of all standards for a level, only that of the level decided is met by the best program; the checklists always are."""
    best_one = best_record(standard)
    findings = check(best_one, standard, decide_at(level))
    fits = not standard.levels or BY_LEVEL[level] is standard
    assert (findings.other_level is None) == fits
    assert findings.level_open is False
    assert findings.verdict is (MET if fits else NOT_MET)
    assert [*findings] == [*check(best_one, standard)]
    assert findings.questions == ()
    if findings.other_level is not None:
        assert findings.other_level.id == level


def test_aftercare_is_not_met_for_a_person_who_needs_a_hospital() -> None:
    """Aftercare at its best, for who came from there: it says which level is decided, and the standard of that level decides."""
    emergency = ENGINE.decide(best("aftercare").replace(withdrawal_risk=Risk.SEVERE))
    assert emergency.target_id == "inpatient"
    for standard, outcome in ((AFTERCARE, NOT_MET), (INPATIENT, MET)):
        findings = check(BEST, standard, emergency)
        assert findings.verdict is outcome
        assert ("The level decided is Medically managed inpatient" in findings.explain(500)) == (standard is AFTERCARE)


@pytest.mark.parametrize("undetermined", [None, NOT_IN_CARE], ids=["level-unknown", "before-care"])
@by_standard
def test_no_level_is_met_while_none_is_determined(standard: Standard, undetermined: Any) -> None:
    """The best program leaves the level itself to be asked, first of all; the checklists speak of no level."""
    decision = ENGINE.decide(best(undetermined).replace(withdrawal_risk=None))
    assert decision.target_id is None
    findings = check(best_record(standard), standard, decision)
    assert findings.other_level is None
    assert findings.level_open is bool(standard.levels)
    if standard.levels:
        assert findings.verdict is UNKNOWN
        assert findings.questions[0].startswith("Which level of care is needed?")
    else:
        assert not [question for question in findings.questions if question.startswith("Which level")]


@by_standard
def test_at_the_end_of_care_no_level_is_another(standard: Standard) -> None:
    """Whoever has completed care is told of every program what it is, and of none that another is needed."""
    done = ENGINE.decide(best("aftercare"))
    assert done.target_id == "complete"
    findings = check(best_record(standard), standard, done)
    assert (findings.verdict, findings.other_level, findings.level_open) == (MET, None, False)


@by_level_standard
def test_every_level_offers_the_hours_that_a_person_needs(standard: Standard) -> None:
    """Whether or not the standard asks about hours itself."""
    came_to = {
        hours: check(BEST.replace(weekly_hours=hours), standard, decide(standard, hours_needed=21)).verdict
        for hours in (None, 20, 21)
    }
    assert came_to == {None: UNKNOWN, 20: NOT_MET, 21: MET}


def test_the_level_decided_has_its_standard() -> None:
    """F2-24: the question is which program; the decision's level names the standard, and its services are looked for."""
    decision = ENGINE.decide(best("php").replace(trauma_history=True))
    assert decision.target_id == "iop"
    findings = check(BEST.replace(trauma_care=None), BY_LEVEL[decision.target_id], decision)
    assert findings.standard is IOP
    assert findings.questions == ("Is there trauma-informed counseling?",)


# Needs.


def case_name(value: Any) -> str:
    return value if isinstance(value, str) else value.name if isinstance(value, Fact) else ",".join(value)


@pytest.mark.parametrize(
    ("name", "person", "fact", "rows"),
    [
        ("dual-diagnosis-care", {"co_occurring_condition": True}, P.dual_diagnosis_care, "F2-27 F4-20 F4-21"),
        ("trauma-care", {"trauma_history": True}, P.trauma_care, "F4-23 F2-23"),
        ("withdrawal-care", {"withdrawal_risk": Risk.MILD}, P.withdrawal_care, "F0-6 F3-7"),
        ("medical-care", {"physical_health_risk": Risk.MODERATE}, P.health_monitoring, "F3-24 F3-21"),
        ("medication", {"medication_treatment": True}, P.medication_management, "F3-24 F3-21 F2-40"),
        ("recovery-residence", {"environment_risk": Risk.MODERATE}, P.recovery_residence_link, "F1-11 F4-13"),
        ("recovery-residence", {"environment_risk": Risk.MODERATE}, P.case_management, "F1-11"),
        ("motivational-work", {"mandated": True}, P.motivational_interviewing, "F2-19 F3-20"),
        ("peer-group", {"peer_support": False}, P.peer_link, "F1-19 F4-12 F2-20"),
        ("remote-sessions", {"main_barrier": BarrierKind.DISTANCE}, P.telehealth, "F2-36 F4-22 F4-30"),
        ("work-hours", {"main_barrier": BarrierKind.WORK}, P.evening_sessions, "F4-19 F4-24 F4-25"),
        ("benefits-check", {"main_barrier": BarrierKind.COST, "barrier_verified": False}, P.benefits_verified, "F2-32 F2-33"),
        ("skills-practice", {"recovery_skills": Skills.LEARNED}, P.between_session_practice, "F2-16 F2-21 F4-10"),
    ],
    ids=case_name,
)
@for_each(BY_DAY)
def test_what_a_person_needs_is_required_of_the_program(
    standard: Standard, name: str, person: Answers, fact: Fact[Any], rows: str
) -> None:
    """Each is preferred for all, and required where it is needed, as its rows ask; unknown is not enough then."""
    good = best_program(standard)
    lacking, unknown = good.replace(**{fact.name: False}), good.replace(**{fact.name: None})
    assert weights(standard)[name] is PREFERRED
    managed = standard in MANAGED and name in {"medical-care", "medication"}
    assert check(lacking, standard).verdict is (NOT_MET if managed else MET)
    for record, outcome in ((good, MET), (lacking, NOT_MET), (unknown, UNKNOWN)):
        finding = next(one for one in check(record, standard, decide(standard, **person)) if one.requirement.for_need == name)
        assert (finding.weight, finding.needed, finding.outcome) == (REQUIRED, True, outcome)
    assert check(lacking, standard, decide(standard, **person)).verdict is NOT_MET
    assert check(unknown, standard, decide(standard, **person)).verdict is not MET
    asked = next(one for one in standard.requirements if one.for_need == name)
    assert {*rows.split()} <= {source.id for source in asked.sources}


@pytest.mark.parametrize(
    ("name", "person", "fact"),
    [
        ("family-work", {"family_support": False}, P.family_component),
        ("warm-handoff", {"same_team": False}, P.talks_with_sender),
    ],
    ids=case_name,
)
@for_each(WITH_AN_ENTRY)
def test_what_is_required_of_all_is_told_as_a_need_where_it_is_one(
    standard: Standard, name: str, person: Answers, fact: Fact[Any]
) -> None:
    """F2-28, F4-17, F2-42: family work and the talk with the program before are required of all, and named where needed."""
    lacking = best_program(standard).replace(**{fact.name: False})
    for decision, words in (
        (None, "Not met, though required: "),
        (decide(standard, **person), "Not met, though needed by this person: "),
    ):
        findings = check(lacking, standard, decision)
        assert findings.verdict is NOT_MET
        finding = next(one for one in findings if one.requirement.for_need == name)
        assert (finding.weight, finding.outcome) == (REQUIRED, NOT_MET)
        assert finding.words.startswith(words)


@pytest.mark.parametrize(
    ("person", "fact"),
    [({"family_support": None}, P.family_component), ({"same_team": None}, P.talks_with_sender)],
    ids=case_name,
)
@for_each(WITH_AN_ENTRY)
def test_a_need_to_be_clarified_never_softens_what_is_required(standard: Standard, person: Answers, fact: Fact[Any]) -> None:
    """Whoever may need it, or may not: what is required of all and lacks is not met, and is no question."""
    lacking = best_program(standard).replace(**{fact.name: False})
    findings = check(lacking, standard, decide(standard, **person))
    assert findings.verdict is NOT_MET
    (finding,) = findings.settled(NOT_MET, REQUIRED)
    assert finding.requirement.when.facts() == {fact.name}
    assert finding.words.startswith("Not met, though required: ")
    assert findings.questions == ()


@for_each([INPATIENT, AFTERCARE])
def test_family_sessions_are_required_where_they_are_needed(standard: Standard) -> None:
    """F4-17: in a hospital and in aftercare they are preferred for all, and required for whoever needs family work."""
    lacking = BEST.replace(family_component=False)
    assert weights(standard)["family-component"] is PREFERRED
    assert check(lacking, standard).verdict is MET
    came_to = {state: check(lacking, standard, decide(standard, family_support=state)).verdict for state in STATES}
    assert came_to == {True: MET, False: NOT_MET, None: UNKNOWN}
    assert check(BEST, standard, decide(standard, family_support=False)).verdict is MET


TIME_AFTER = [
    ("recovery-residence", {"environment_risk": Risk.MODERATE}, {"environment_risk": None}),
    ("remote-sessions", {"main_barrier": BarrierKind.DISTANCE}, {"main_barrier": None}),
    ("work-hours", {"main_barrier": BarrierKind.WORK}, {"main_barrier": None}),
]


@pytest.mark.parametrize(("name", "needs_it", "may_need_it"), TIME_AFTER, ids=[name for name, _, _ in TIME_AFTER])
@for_each(DAY_AND_NIGHT)
def test_care_day_and_night_leaves_some_needs_for_the_time_after(
    standard: Standard, name: str, needs_it: Answers, may_need_it: Answers
) -> None:
    """F1-11, F2-36, F4-4: who stays overnight needs a residence, remote or evening sessions later: who offers them?"""
    assert standard.for_later == FOR_LATER
    assert name not in {one.id for one in standard.requirements}
    for person, needed in ((needs_it, True), (may_need_it, None)):
        findings = check(BEST, standard, decide(standard, **person))
        finding = next(one for one in findings if one.requirement.for_need == name)
        assert (finding.weight, finding.outcome, finding.needed) == (PREFERRED, UNKNOWN, needed)
        assert finding.words.startswith("For the time after: who offers ")
        assert finding.words in findings.questions
        assert findings.verdict is MET


def test_the_questions_about_the_time_after() -> None:
    """Each need in the words of the rules."""
    person = decide(RESIDENTIAL, environment_risk=Risk.MODERATE, main_barrier=BarrierKind.CHILDCARE)
    assert check(BEST, RESIDENTIAL, person).questions == (
        "For the time after: who offers a recovery residence with case management beside outpatient care?",
        "For the time after: who offers telehealth or hybrid sessions?",
        "For the time after: who offers sessions before or after work, at family-friendly times?",
    )


@for_each([*BY_DAY, AFTERCARE, PROVIDER, ACCESS, HANDOFF])
def test_care_by_day_leaves_nothing_for_later(standard: Standard) -> None:
    """Whoever goes home at night needs it now."""
    assert standard.for_later == ()


@for_each(WITH_AN_ENTRY)
def test_every_need_of_the_shipped_rules_is_answered(standard: Standard) -> None:
    """For programs that are chosen in advance, each need is answered, or left for later: to no question that nobody wrote."""
    answered = {one.for_need for one in standard.requirements}
    assert {need.id for need in stepdown.NEEDS} <= {*answered, *standard.for_later}


@by_standard
def test_every_need_that_is_answered_is_one_of_the_shipped_rules(standard: Standard) -> None:
    """A misspelt need would never be required of anybody; both ladders have the same needs, and each is answered once."""
    answered = [one.for_need for one in standard.requirements if one.for_need]
    assert {*answered, *standard.for_later} <= {need.id for need in stepdown.NEEDS}
    assert len({*answered}) == len(answered)
    assert four_levels.RULES.needs == stepdown.RULES.needs == stepdown.NEEDS


STATES: tuple[bool | None, ...] = (None, False, True)
FACTS_OF_NEEDS: dict[str, tuple[Any, ...]] = {
    "co_occurring_condition": STATES,
    "trauma_history": STATES,
    "withdrawal_risk": (None, Risk.NONE, Risk.MILD),
    "physical_health_risk": (None, Risk.NONE, Risk.MODERATE),
    "medication_treatment": STATES,
    "environment_risk": (None, Risk.NONE, Risk.MODERATE),
    "mandated": STATES,
    "peer_support": STATES,
    "family_support": STATES,
    "main_barrier": (None, *BarrierKind),
    "barrier_verified": STATES,
    "same_team": STATES,
    "recovery_skills": (None, Skills.LEARNED, Skills.TESTED),
    "hours_needed": (None, 0, 9, 20, 60),
}
needs_of_people = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in FACTS_OF_NEEDS.items()})
people = st.tuples(st.sampled_from([*stepdown.Stage]), needs_of_people).map(lambda drawn: best(drawn[0]).replace(**drawn[1]))


def values_of(fact: Fact[Any]) -> list[Any]:
    return [None, *(fact.probes([2, 5, 7, 9, 13]) if isinstance(fact, Count) else (False, True))]


ANSWERS = [(name, value) for name, fact in P.vocabulary().items() for value in values_of(fact)]
programs = st.lists(st.sampled_from(ANSWERS), max_size=8).map(lambda drawn: BEST.replace(**dict(drawn)))


def named(findings: Findings) -> set[str]:
    return {one.requirement.for_need for one in findings if one.needed is not False} - {""}


@given(people, programs, st.sampled_from([*OF_A_LEVEL, PROVIDER, ACCESS]))
def test_law_no_service_is_dropped(person: Assessment, program: Program, standard: Standard) -> None:
    """Whatever a person may need is found in every standard for programs once: required, or asked about the time after."""
    decision = ENGINE.decide(person)
    findings = check(program, standard, decision)
    required = {one.for_need for one in standard.requirements if one.weight is REQUIRED}
    for service in decision.services:
        need, needed = service.need.id, service.needed or None
        about_it = [(one.weight, one.needed) for one in findings if one.requirement.for_need == need]
        if need in standard.for_later:
            assert about_it == [(PREFERRED, needed)]
        else:
            assert about_it == [(REQUIRED, needed or (False if need in required else None))]
    may_be_needed = {service.need.id for service in decision.services if service.needed or service.need.id not in required}
    assert named(findings) == may_be_needed


@given(people, needs_of_people, programs, st.sampled_from([*OF_A_LEVEL, PROVIDER, ACCESS]))
def test_law_what_is_not_met_is_not_met_for_anybody(
    person: Assessment, needs: Answers, program: Program, standard: Standard
) -> None:
    """A program that does not meet a standard does not meet it for any person, whose level it is or another."""
    if check(program, standard).verdict is NOT_MET:
        assert check(program, standard, ENGINE.decide(person)).verdict is NOT_MET
        assert check(program, standard, decide(standard, **needs)).verdict is NOT_MET


def test_a_need_mends_no_verdict_on_a_provider() -> None:
    """A provider that lacks a part of the whole range lacks it for a person with needs as well."""
    lacking = BEST.replace(complementary_methods=False)
    assert check(lacking, PROVIDER).verdict is check(lacking, PROVIDER, decide(PROVIDER, trauma_history=True)).verdict is NOT_MET


@given(people, needs_of_people, programs, st.sampled_from(ANSWERS), st.sampled_from(OF_A_LEVEL))
def test_law_an_answer_never_unsettles(
    person: Assessment, needs: Answers, program: Program, answer: tuple[str, Any], standard: Standard
) -> None:
    """With one more answer about the program, no shipped standard takes a verdict back, with a decision or without."""
    name, value = answer
    before, after = program.replace(**{name: None}), program.replace(**{name: value})
    for decision in (None, ENGINE.decide(person), decide(standard, **needs)):
        came_to = check(before, standard, decision).verdict
        assert came_to in {UNKNOWN, check(after, standard, decision).verdict}


# Row by row.


@for_each(OF_TREATMENT)
def test_a_license_is_required_and_accreditation_preferred(standard: Standard) -> None:
    """F2-25: without a state license a program does not meet the standard; without accreditation it still can."""
    assert verdict(standard, state_license=False) is NOT_MET
    assert verdict(standard, state_license=None) is UNKNOWN
    assert verdict(standard, accreditation=False) is MET
    assert outcomes(standard, best_program(standard).replace(accreditation=False))["accreditation"] is NOT_MET


@for_each(OF_TREATMENT)
def test_a_plan_of_ones_own_is_required(standard: Standard) -> None:
    """F2-26, F3-17: one curriculum for everybody is not enough, nor is a program without a formal structure."""
    assert verdict(standard, individual_plan=False) is NOT_MET
    assert verdict(standard, individual_plan=None) is UNKNOWN
    assert verdict(standard, structured_program=False) is NOT_MET


@by_level_standard
def test_co_occurring_conditions_make_dual_diagnosis_care_required(standard: Standard) -> None:
    """F2-27: whoever has a co-occurring condition needs a program that treats both; for the others it is preferred."""
    program = best_program(standard).replace(dual_diagnosis_care=False)
    assert check(program, standard, decide(standard, co_occurring_condition=False)).verdict is MET
    assert check(program, standard, decide(standard, co_occurring_condition=True)).verdict is NOT_MET
    assert check(program, standard, decide(standard, co_occurring_condition=None)).verdict is UNKNOWN


@pytest.mark.parametrize("fact", [P.family_component, P.continuing_care_planning, P.licensed_staff], ids=name_of)
def test_what_is_indispensable_in_an_iop(fact: Fact[Any]) -> None:
    """F2-28: family work, planning of the time after, and licensed staff in all forms of treatment are each indispensable."""
    assert verdict(IOP, **{fact.name: False}) is NOT_MET
    assert verdict(IOP, **{fact.name: None}) is UNKNOWN


@pytest.mark.parametrize(
    ("flag", "good", "bad"),
    [
        ("one-size-schedule", {"one_size_schedule": False}, {"one_size_schedule": True}),
        ("no-aftercare-planning", {"continuing_care_planning": True}, {"continuing_care_planning": False}),
        ("late-transition-talk", {"transition_talk_day": 7}, {"transition_talk_day": 8}),
    ],
)
@for_each(OF_TREATMENT)
def test_the_three_red_flags(standard: Standard, flag: str, good: Answers, bad: Answers) -> None:
    """F2-30: one schedule for all, no plan for the time after, and a late talk about it each warn; unknown rules none out."""
    assert weights(standard)[flag] is RED_FLAG
    assert verdict(standard, **good) is MET
    assert verdict(standard, **bad) is NOT_MET
    assert verdict(standard, **dict.fromkeys(bad)) is UNKNOWN
    up = next(one for one in check(best_program(standard).replace(**bad), standard) if one.requirement.id == flag)
    assert up.words == f"Red flag: {up.requirement.text}."


def test_benefits_are_verified_and_the_level_asked_for() -> None:
    """F2-32, F2-33: benefits verified, and asked for by the level's number; being in the network is preferred."""
    assert weights(ACCESS) == {
        "benefits-verified": REQUIRED,
        "level-confirmed": REQUIRED,
        "in-network": PREFERRED,
        "documents-necessity": PREFERRED,
    }
    assert verdict(ACCESS, benefits_verified=False) is NOT_MET
    assert verdict(ACCESS, level_confirmed=None) is UNKNOWN
    assert verdict(ACCESS, in_network=False, documents_necessity=False) is MET
    asked = next(one for one in ACCESS.requirements if one.id == "level-confirmed")
    assert "level 2.1" in asked.ask


def test_the_four_questions_of_the_handoff() -> None:
    """F2-44: which program and why, when the first session is, how the record gets there, and whom to call until then."""
    findings = check(Assessment(level="residential"), HANDOFF)
    assert findings.verdict is UNKNOWN
    assert findings.questions == (
        "Which program takes over, and why this one?",
        "When is the first session?",
        "How do diagnosis, medication and history get to the next team?",
        "Whom can one call before the first session?",
    )
    assert {one.weight for one in findings} == {REQUIRED}


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("which-program", ("transition_plan",)),
        ("first-session", ("first_appointment",)),
        ("record", ("record_transfer",)),
        ("contact", ("contact_named",)),
    ],
)
@pytest.mark.parametrize("level", stepdown.Stage)
def test_a_missing_answer_is_no_answer(level: str, name: str, facts: tuple[str, ...]) -> None:
    """F2-45: what nobody has said of the handoff is never taken as done, at any level, and is asked again."""
    assert check(best(level), HANDOFF).verdict is MET
    findings = check(best(level).replace(**dict.fromkeys(facts)), HANDOFF)
    assert findings.verdict is UNKNOWN
    assert next(one for one in findings if one.requirement.id == name).outcome is UNKNOWN
    assert "keep asking" in findings.explain(500)


def test_the_handoff_of_somebody_not_in_care() -> None:
    """F2-45: before a first admission nothing of a handoff is known, and none is taken as done."""
    assert check(best(NOT_IN_CARE), HANDOFF).verdict is UNKNOWN


@given(people)
def test_law_the_handoff_stays_four_questions(person: Assessment) -> None:
    """F2-44: what a person needs adds nothing to the checklist of the handoff, and takes nothing away."""
    with_decision = check(person, HANDOFF, ENGINE.decide(person))
    assert [*with_decision] == [*check(person, HANDOFF)]
    assert len(with_decision) == 4


def test_the_range_of_a_whole_provider() -> None:
    """F1-30: eleven services, each preferred; since nothing is required, the whole range is what the verdict is on."""
    assert {*weights(PROVIDER).values()} == {PREFERRED}
    assert len(PROVIDER.requirements) == 11
    for one in PROVIDER.requirements:
        (fact,) = one.when.facts()
        lacking = BEST.replace(**{fact: False})
        assert outcomes(PROVIDER, lacking)[one.id] is NOT_MET
        assert check(lacking, PROVIDER).verdict is NOT_MET
        assert check(BEST.replace(**{fact: None}), PROVIDER).verdict is UNKNOWN
        assert [source.id for source in one.sources] == ["F1-30"]


@pytest.mark.parametrize(("hours", "outcome"), [(0, NOT_MET), (8, NOT_MET), (9, MET), (19, MET), (60, MET), (168, MET)])
def test_an_iop_has_a_least_and_no_most(hours: int, outcome: Outcome) -> None:
    """F3-14, F2-17: at least 9 hours a week; there is no maximum, and 60 hours a week are met."""
    assert outcomes(IOP, BEST.replace(weekly_hours=hours))["weekly-hours"] is outcome
    assert verdict(IOP, weekly_hours=hours) is outcome


def test_one_goes_home_from_an_iop() -> None:
    """F3-14, F2-2: a program where people stay overnight is no IOP."""
    assert verdict(IOP, returns_home=False) is NOT_MET


def test_twelve_to_fifteen_hours_are_usual() -> None:
    """F2-17: 12 to 15 hours a week in the intensive phase are preferred; 9 are enough."""
    usual = {hours: outcomes(IOP, BEST.replace(weekly_hours=hours))["typical-hours"] for hours in (9, 11, 12, 15, 16)}
    assert usual == {9: NOT_MET, 11: NOT_MET, 12: MET, 15: MET, 16: NOT_MET}
    assert verdict(IOP, weekly_hours=9) is MET
    assert weights(IOP)["typical-hours"] is PREFERRED


@pytest.mark.parametrize(("hours_needed", "expected"), [(9, MET), (12, MET), (13, NOT_MET), (60, NOT_MET)])
def test_hours_follow_the_person(hours_needed: int, expected: Outcome) -> None:
    """F3-6: 12 hours a week meet the standard of an IOP, but not for a person who needs more."""
    assert check(BEST, IOP, decide(IOP, hours_needed=hours_needed)).verdict is expected


def test_outpatient_therapy_takes_less_time() -> None:
    """F1-7, F1-19: less than the 9 hours of an IOP, as a preference only."""
    assert outcomes(OUTPATIENT, BEST.replace(weekly_hours=8))["under-iop-hours"] is MET
    assert outcomes(OUTPATIENT, BEST.replace(weekly_hours=9))["under-iop-hours"] is NOT_MET
    assert verdict(OUTPATIENT, weekly_hours=9) is MET


@for_each(WITH_AN_ENTRY)
def test_a_program_can_be_entered_soon(standard: Standard) -> None:
    """F3-19: weeks of waiting and hurdles before entry are red flags; within a week is preferred."""
    good = best_program(standard)
    waits = {days: (outcomes(standard, good.replace(wait_days=days)), verdict(standard, wait_days=days)) for days in (7, 8, 14)}
    assert [(found["short-wait"], came_to) for found, came_to in waits.values()] == [
        (MET, MET),
        (NOT_MET, MET),
        (NOT_MET, NOT_MET),
    ]
    assert verdict(standard, wait_days=None) is UNKNOWN
    assert verdict(standard, entry_hurdles=True) is NOT_MET
    assert verdict(standard, entry_hurdles=None) is UNKNOWN


def test_what_an_iop_consists_of() -> None:
    """F2-18: groups as the main form, individual sessions, and a curriculum are required; communication is preferred."""
    assert verdict(IOP, group_therapy=False) is NOT_MET
    assert verdict(IOP, individual_sessions_per_month=1) is NOT_MET
    assert verdict(IOP, individual_sessions_per_month=2) is MET
    assert verdict(IOP, prevention_curriculum=False) is NOT_MET
    assert verdict(IOP, communication_skills=False, life_domains=False) is MET


@pytest.mark.parametrize("method", METHODS.split())
def test_one_proven_method_is_enough(method: str) -> None:
    """F2-19, F3-16: any one of CBT, DBT and motivational interviewing will do; none of them will not."""
    none = dict.fromkeys(METHODS.split(), False)
    assert verdict(IOP, **none) is NOT_MET
    assert verdict(IOP, **{**none, method: True}) is MET
    assert verdict(IOP, **{**none, method: None}) is UNKNOWN


def test_sessions_by_day_or_in_the_evening() -> None:
    """F4-4: either will do, and neither rules a program out."""
    asked = {(day, evening): BEST.replace(day_sessions=day, evening_sessions=evening) for day in STATES for evening in STATES}
    for times, program in asked.items():
        expected = MET if True in times else UNKNOWN if None in times else NOT_MET
        assert outcomes(IOP, program)["day-or-evening"] is expected
        assert check(program, IOP).verdict is MET


@for_each(WITH_A_HANDOFF)
def test_the_philosophy_of_the_program_before(standard: Standard) -> None:
    """F0-29, F2-42: to share it, or the team, is preferred; another one rules no program out."""
    assert weights(standard)["shared-philosophy"] is PREFERRED
    assert outcomes(standard, best_program(standard).replace(shared_philosophy=False))["shared-philosophy"] is NOT_MET
    assert verdict(standard, shared_philosophy=False) is MET


@pytest.mark.parametrize("fact", [P.accepts_records_directly, P.talks_with_sender, P.contact_before_first_session], ids=name_of)
@for_each(WITH_A_HANDOFF)
def test_a_program_takes_over_from_the_one_before(standard: Standard, fact: Fact[Any]) -> None:
    """F2-40, F2-41, F2-44: it takes the record directly, talks with the program before, and names somebody to call."""
    assert verdict(standard, **{fact.name: False}) is NOT_MET
    assert verdict(standard, **{fact.name: None}) is UNKNOWN


@for_each(OF_TREATMENT)
def test_a_program_begins_with_an_assessment_and_answers_for_the_plan(standard: Standard) -> None:
    """F3-15, F3-18: a full assessment at entry, and somebody accountable for the plan and its delivery."""
    assert verdict(standard, entry_assessment=False) is NOT_MET
    assert verdict(standard, accountable_lead=False) is NOT_MET


def test_in_php_work_and_family_join_in() -> None:
    """F0-23: a day program is daily, and lets work and family join in."""
    assert verdict(PHP, days_per_week=4) is NOT_MET
    assert verdict(PHP, days_per_week=5) is MET
    assert verdict(PHP, work_and_family_join=False) is NOT_MET
    assert verdict(PHP, work_and_family_join=None) is UNKNOWN


@pytest.mark.parametrize(("hours", "expected"), [(0, NOT_MET), (19, NOT_MET), (20, MET), (168, MET), (None, UNKNOWN)])
def test_a_day_program_takes_twenty_hours(hours: int | None, expected: Outcome) -> None:
    """F1-8: at least 20 hours a week, a number that is marked as our choice."""
    assert verdict(PHP, weekly_hours=hours) is expected
    asked = next(one for one in PHP.requirements if one.id == "weekly-hours")
    assert [source.note for source in asked.sources if source.id == "ed."] == ["the number, as public sources name it"]


# Medically managed levels.


@pytest.mark.parametrize(
    ("standard", "beside", "added", "without"),
    [
        (OUTPATIENT_MANAGED, OUTPATIENT, ["medical-management"], set()),
        (PHP_MANAGED, PHP, ["medical-management", "weekly-hours"], {"weekly-hours"}),
        (RESIDENTIAL_MANAGED, RESIDENTIAL, ["medical-management", "medical-staff"], set()),
    ],
    ids=[standard.id for standard in MANAGED],
)
def test_a_managed_level_asks_for_what_the_level_beside_it_does(
    standard: Standard, beside: Standard, added: list[str], without: set[str]
) -> None:
    """F1-7, F1-8, F1-9: medical management first, then all of the level beside it, for which it stands nowhere else."""
    kept = [one for one in beside.requirements if one.id not in without]
    assert [one.id for one in standard.requirements[: len(added)]] == added
    assert [*standard.requirements[len(added) :]] == kept
    assert len(kept) == len(beside.requirements) - len(without)
    assert (standard.record, standard.for_later, standard.version) == (beside.record, beside.for_later, beside.version)
    assert standard.title != beside.title


@pytest.mark.parametrize("fact", [P.health_monitoring, P.medication_management], ids=name_of)
@for_each(MANAGED)
def test_a_managed_level_is_managed_medically(standard: Standard, fact: Fact[Any]) -> None:
    """F1-7, F1-8, F1-9: health checks and medication are both required of levels 1.7, 2.7 and 3.7; unknown is not enough."""
    assert verdict(standard, **{fact.name: False}) is NOT_MET
    assert verdict(standard, **{fact.name: None}) is UNKNOWN


@for_each([OUTPATIENT, PHP, RESIDENTIAL])
def test_a_level_that_is_not_managed_medically_requires_no_such_care(standard: Standard) -> None:
    """It is preferred there, and required for whoever needs it."""
    assert verdict(standard, health_monitoring=False, medication_management=False, medical_staff=False) is MET
    needy = decide(standard, physical_health_risk=Risk.MODERATE)
    assert check(best_program(standard).replace(health_monitoring=False), standard, needy).verdict is NOT_MET


@for_each([RESIDENTIAL_MANAGED, INPATIENT])
def test_medical_staff_is_there_day_and_night(standard: Standard) -> None:
    """F1-10: at level 3.7 and in a hospital, and not at levels where people go home."""
    assert verdict(standard, medical_staff=False) is NOT_MET
    assert verdict(standard, medical_staff=None) is UNKNOWN
    assert {verdict(one, medical_staff=False) for one in BY_DAY} == {MET}


def test_at_level_2_7_the_hours_are_those_of_the_person() -> None:
    """At least 9 are preferred, and however many are needed are required."""
    assert verdict(PHP_MANAGED, weekly_hours=8) is MET
    assert verdict(PHP_MANAGED, weekly_hours=None) is MET
    came_to = {
        hours: check(BEST.replace(weekly_hours=hours), PHP_MANAGED, decide(PHP_MANAGED, hours_needed=20)).verdict
        for hours in (None, 19, 20)
    }
    assert came_to == {None: UNKNOWN, 19: NOT_MET, 20: MET}


@for_each([RESIDENTIAL, RESIDENTIAL_MANAGED])
def test_residential_care_has_somebody_there_day_and_night(standard: Standard) -> None:
    """F1-9, F2-15: nobody there at night is no residential care."""
    assert verdict(standard, round_the_clock_staff=False) is NOT_MET
    assert verdict(standard, round_the_clock_staff=None) is UNKNOWN


@for_each(DAY_AND_NIGHT)
def test_nobody_leaves_before_the_next_step_is_confirmed(standard: Standard) -> None:
    """F2-46, F0-28: care day and night that ends with no next step confirmed is unfinished."""
    assert verdict(standard, confirms_next_step=False) is NOT_MET
    assert verdict(standard, confirms_next_step=None) is UNKNOWN


def test_hospital_care_has_medical_staff_day_and_night() -> None:
    """F1-10: staff that is not medical is not enough."""
    assert verdict(INPATIENT, medical_staff=False, round_the_clock_staff=True) is NOT_MET
    assert verdict(INPATIENT, medical_staff=None) is UNKNOWN
    assert verdict(INPATIENT, round_the_clock_staff=None) is MET


def test_aftercare_has_no_fixed_end() -> None:
    """F0-10: longer and closer aftercare is claimed to be better, so it does not end by the calendar."""
    assert verdict(AFTERCARE, fixed_end=True) is NOT_MET
    assert verdict(AFTERCARE, fixed_end=None) is UNKNOWN
    assert "no-fixed-end" not in {one.id for standard in OF_TREATMENT for one in standard.requirements}


# Money moves nobody.


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
@pytest.mark.parametrize("fact", [P.benefits_verified, P.level_confirmed, P.in_network, P.documents_necessity], ids=name_of)
def test_coverage_decides_no_level(rules: RuleSet, fact: Any) -> None:
    """F2-32, F2-33: no rule can speak of coverage, since a program's facts are in no rule's vocabulary."""
    held = Hold("not-covered", when=~fact, about=CLINICAL, because="it is not covered", until="it is covered")
    with pytest.raises(DefinitionErrors) as caught:
        evolve(rules, rules=(*rules.rules, held))
    assert caught.value.problems == (f"rule 'not-covered': there is no fact {fact.name!r} in the vocabulary",)


@by_level_standard
def test_coverage_rules_out_no_program(standard: Standard) -> None:
    """Not verified, not asked for, outside the network and without documents, a program still meets the standard of its level."""
    uncovered = dict.fromkeys(("benefits_verified", "level_confirmed", "in_network", "documents_necessity"), False)
    assert verdict(standard, **uncovered) is MET
    assert verdict(ACCESS, **uncovered) is NOT_MET
    assert not {"level_confirmed", "in_network", "documents_necessity"} & {
        fact for one in standard.requirements for fact in one.when.facts()
    }


# Sources and words.


def test_every_requirement_cites_rows_that_exist() -> None:
    """Each names at least one row, with its work; what was chosen without one says what."""
    for standard in SHIPPED:
        for one in standard.requirements:
            cited = [source for source in one.sources if source.id != "ed."]
            assert cited, one.id
            assert all(source.note for source in one.sources if source.id == "ed."), one.id
            for source in cited:
                match = re.fullmatch(r"(F\d)-([1-9]\d*)", source.id)
                assert match is not None, source.id
                assert int(match[2]) <= ROWS_OF_ARTICLES[match[1]], source.id
                assert source.work == WORKS[match[1]]


def all_requirements() -> list[Requirement]:
    return [one for standard in SHIPPED for one in standard.requirements]


def test_every_fact_of_a_program_is_looked_for_somewhere() -> None:
    """Nothing is asked of a program that no standard ever uses."""
    used = {
        fact for standard in SHIPPED if standard.record is Program for one in standard.requirements for fact in one.when.facts()
    }
    assert used == {*P.vocabulary()}


def test_no_text_blames_a_person_or_names_a_protected_criterion() -> None:
    """F1-22: no label, no failure, no punishment; a return to use is not called by another name."""
    texts = [text for one in all_requirements() for text in (one.text, one.ask)]
    texts += [standard.title for standard in SHIPPED]
    for text in texts:
        assert not re.search(
            r"relaps|addict\b|abuse|fail|punish|non-?complian|refus|clean\b|dirty|denial|unmotivated|unwilling",
            text,
            re.IGNORECASE,
        ), text
        assert "ASAM" not in text


def test_every_question_is_one() -> None:
    """What is to be asked ends with a question mark, and begins as a sentence."""
    for one in all_requirements():
        assert one.ask.endswith("?"), one.id
        assert one.ask[0].isupper(), one.id


def test_every_text_is_a_noun() -> None:
    """What is looked for follows `Met:` or `Red flag:`, so it is no clause with a verb at its head, and has no full stop."""
    verbs = "has|is|are|can|does|offers|gives|takes|makes|meets|puts|treats|uses|works|names|shares|links|checks|lets"
    for one in all_requirements():
        assert not one.text[0].isupper(), one.id
        assert one.text[-1] not in ".?!", one.id
        assert not re.match(rf"({verbs}|the program|it) ", one.text), one.id


@by_standard
def test_no_two_requirements_ask_the_same(standard: Standard) -> None:
    """Whoever goes through the list hears each question once, and each answer stands for one thing."""
    assert len({one.ask for one in standard.requirements}) == len(standard.requirements)
    assert len({one.text for one in standard.requirements}) == len(standard.requirements)


@by_standard
def test_a_standard_says_what_it_is(standard: Standard) -> None:
    """Draft, with a title and a version."""
    assert standard.status == "draft, not clinically validated"
    assert standard.version == "2026.1"
    assert check(standard.record(), standard).explain().startswith(f"{standard.title}\n")
    assert len({one.id for one in SHIPPED}) == len({one.title for one in SHIPPED}) == len(SHIPPED)
