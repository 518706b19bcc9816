"""
The six-rung step-down continuum: aftercare, outpatient, intensive outpatient, partial hospitalization, residential, inpatient.

What lives here: the ladder, its rules, each with its reason and sources, and the screen for emergencies. Data only. Status:
draft, not clinically validated, for adults, for professionals. `ed.` marks what no source covers: common sense, whose numbers
are parameters.

Reading order: `LADDER`, then step-ups (reasons for more care), holds (reasons to stay), step-downs (permission for less care),
justifications (when a level may be passed), needs (what the program must offer).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from continuum.assessment import Assessment
from continuum.levels import COMPLETE, Continuum, Level
from continuum.library.evidence import OUTCOMES
from continuum.library.works import rows
from continuum.records import FactGroup
from continuum.rule_set import RuleSet
from continuum.rules import CLINICAL, HANDOFF, IMMEDIATE, PROMPT, Admission, Hold, Justification, ServiceNeed, StepDown, StepUp
from continuum.scales import (
    Appointment,
    BarrierKind,
    Completeness,
    Danger,
    Overdose,
    Planning,
    Response,
    ReturnToUse,
    Risk,
    Severity,
    SinceResidential,
    Skills,
    Substance,
    Transfer,
)

A = Assessment


class Stage(StrEnum):
    """The ids of the six levels, so that a type checker catches a misspelt one."""

    AFTERCARE = "aftercare"
    OUTPATIENT = "outpatient"
    IOP = "iop"
    PHP = "php"
    RESIDENTIAL = "residential"
    INPATIENT = "inpatient"


BELOW_RESIDENTIAL: Final = (Stage.AFTERCARE, Stage.OUTPATIENT, Stage.IOP, Stage.PHP)
BELOW_INPATIENT: Final = (*BELOW_RESIDENTIAL, Stage.RESIDENTIAL)
WITH_A_STEP_TO_PLAN: Final = (Stage.OUTPATIENT, Stage.IOP, Stage.PHP, Stage.RESIDENTIAL)
WITH_ANOTHER_PROGRAM: Final = (Stage.IOP, Stage.PHP, Stage.RESIDENTIAL, Stage.INPATIENT)

STABLE_WEEKS: Final = 2
STABLE_WEEKS_AFTER_RESIDENTIAL: Final = 4
STABLE_WEEKS_TO_COMPLETE: Final = 26
LEAST_ATTENDANCE: Final = 70
LONGEST_GAP_DAYS: Final = 7

LADDER: Final = Continuum(
    "stepdown",
    [
        Level(
            Stage.AFTERCARE,
            "Aftercare",
            purpose="the long-term link, and early notice when things get harder",
            setting="community",
            supervision="check-ups only",
            exposure="full",
            dose="check-ups and peer meetings",
            medically_managed=False,
            round_the_clock=False,
            review_days=90,
            sources=rows("F0-10 F1-7 F3-3 F0-27", editorial="the review interval"),
        ),
        Level(
            Stage.OUTPATIENT,
            "Outpatient therapy",
            purpose="connection and therapy for the long run",
            setting="home",
            supervision="some hours a week, partly remote",
            exposure="full",
            dose="about weekly, under 9 hours a week",
            medically_managed=False,
            round_the_clock=False,
            review_days=30,
            sources=rows("F1-7 F1-19 F2-11 F2-13", editorial="the review interval"),
        ),
        Level(
            Stage.IOP,
            "Intensive outpatient (IOP)",
            purpose="skills meet real life while care is active: exposure, processing, reinforcement; not a lesser treatment",
            setting="home each evening, sessions by day or in the evening",
            supervision="3 to 5 days a week",
            exposure="full, with structure",
            dose="9 hours a week or more, no maximum; 12 to 15 typical; 3 to 5 days of about 3 hours",
            medically_managed=False,
            round_the_clock=False,
            review_days=14,
            sources=rows("F2-2 F2-3 F2-11 F2-15 F2-17 F3-1 F3-14 F4-1 F4-4 F4-10", editorial="the review interval"),
        ),
        Level(
            Stage.PHP,
            "Partial hospitalization (PHP)",
            purpose="first independence with intensive clinical support; work and family join in",
            setting="day program, evenings at home",
            supervision="daily",
            exposure="first",
            dose="daily, 20 hours a week or more",
            medically_managed=False,
            round_the_clock=False,
            review_days=7,
            sources=rows("F0-23 F1-8 F2-11", editorial="the review interval"),
        ),
        Level(
            Stage.RESIDENTIAL,
            "Residential",
            purpose="foundations in a controlled place; it may include withdrawal and dual-diagnosis care",
            setting="live-in",
            supervision="day and night, managed schedule",
            exposure="few exposures",
            dose="round the clock; often 15 to 60 days or longer, which is a description and never a trigger",
            medically_managed=False,
            round_the_clock=True,
            review_days=7,
            sources=rows("F0-22 F1-9 F2-15", editorial="the review interval"),
        ),
        Level(
            Stage.INPATIENT,
            "Medically managed inpatient",
            purpose="safety of life, and withdrawal care",
            setting="hospital",
            supervision="medical staff day and night",
            exposure="none",
            dose="round the clock, until stable",
            medically_managed=True,
            round_the_clock=True,
            review_days=1,
            sources=rows("F0-6 F1-10", editorial="the review interval"),
        ),
    ],
)
"""The ladder; supervision falls and independence rises downward (F0-7, F0-26, F3-2)."""

EMERGENCIES: Final = FactGroup(
    "Overdose and danger", negative={"recent_overdose": Overdose.NONE, "danger_to_self_or_others": Danger.NONE}
)
"""A negative screen for two of the five emergencies, as `**EMERGENCIES.none_present()`; the other three are ratings."""

HOME_AT_NIGHT: Final = "every level passed sends the person home at night"

STEP_UPS: Final = (
    # Emergencies end the weighing: the highest level, now.
    StepUp(
        "overdose-not-cleared",
        when=A.recent_overdose >= Overdose.NOT_CLEARED,
        at_least=Stage.INPATIENT,
        urgency=IMMEDIATE,
        because="there was a recent overdose, and it is not medically cleared yet",
        skips_because="emergency: no level passed has hospital care",
        sources=rows("F1-10"),
    ),
    StepUp(
        "withdrawal-high-risk",
        when=A.withdrawal_risk >= Risk.SEVERE,
        at_least=Stage.INPATIENT,
        urgency=IMMEDIATE,
        because="withdrawal is high-risk, or has severe complications",
        skips_because="emergency: high-risk withdrawal needs hospital care, and no level passed has it",
        sources=rows("F1-10 F1-29 F3-7 F0-6"),
    ),
    StepUp(
        "danger-imminent",
        when=A.danger_to_self_or_others >= Danger.IMMINENT,
        at_least=Stage.INPATIENT,
        urgency=IMMEDIATE,
        because="there is imminent danger to self or others",
        skips_because="emergency: safety cannot be kept on any level passed",
        sources=rows("F1-10 F3-9"),
    ),
    StepUp(
        "physical-critical",
        when=A.physical_health_risk >= Risk.VERY_SEVERE,
        at_least=Stage.INPATIENT,
        urgency=IMMEDIATE,
        because="there is a critical medical complication",
        skips_because="emergency: a medical complication needs a hospital",
        sources=rows("F1-10"),
    ),
    StepUp(
        "mental-critical",
        when=A.mental_health_risk >= Risk.VERY_SEVERE,
        at_least=Stage.INPATIENT,
        urgency=IMMEDIATE,
        because="the mental state is critical",
        skips_because="emergency: a critical mental state needs a hospital",
        sources=rows("F1-10"),
    ),
    # What needs someone there at night.
    StepUp(
        "needs-24h",
        when=A.needs_24h_supervision,
        at_least=Stage.RESIDENTIAL,
        urgency=PROMPT,
        because="round-the-clock supervision is needed",
        skips_because=HOME_AT_NIGHT,
        sources=rows("F3-4 F1-9 F2-15", editorial="the urgency"),
    ),
    StepUp(
        "danger-present",
        when=A.danger_to_self_or_others >= Danger.PRESENT,
        at_least=Stage.RESIDENTIAL,
        urgency=PROMPT,
        because="a risk to self or others is present",
        skips_because=f"{HOME_AT_NIGHT}, and IOP presupposes no risk to self or others",
        sources=rows("F3-9 F1-9", editorial="that the floor is residential and not PHP, and the urgency"),
    ),
    StepUp(
        "withdrawal-moderate-dangerous",
        when=(A.withdrawal_risk >= Risk.MODERATE)
        & A.primary_substance.one_of(Substance.ALCOHOL, Substance.SEDATIVES, Substance.SEVERAL),
        at_least=Stage.RESIDENTIAL,
        urgency=PROMPT,
        because="withdrawal from alcohol or sedatives can turn dangerous, and quitting alone is unsafe",
        skips_because="the levels passed have no one at hand when withdrawal worsens at night",
        sources=rows("F3-7 F3-8 F1-9 F0-20", editorial="the threshold, the substances and the urgency"),
    ),
    StepUp(
        "home-unworkable",
        when=A.environment_risk >= Risk.SEVERE,
        at_least=Stage.RESIDENTIAL,
        because="recovery cannot be worked on in the home environment",
        skips_because=f"{HOME_AT_NIGHT}, to the place where recovery cannot be worked on",
        sources=rows("F1-28 F2-23", editorial="the threshold"),
    ),
    StepUp(
        "return-risk-very-severe",
        when=A.return_to_use_risk >= Risk.VERY_SEVERE,
        at_least=Stage.RESIDENTIAL,
        urgency=PROMPT,
        because="the risk of return to use cannot be kept in check outside round-the-clock care",
        skips_because=f"{HOME_AT_NIGHT}, with nobody there to keep the risk in check",
        sources=rows("F1-9 F1-15 F1-26", editorial="the threshold and the urgency"),
    ),
    # What needs clinical contact every day, or several times a week.
    StepUp(
        "mental-severe",
        when=A.mental_health_risk >= Risk.SEVERE,
        at_least=Stage.PHP,
        because="mental health needs daily clinical contact",
        skips_because="contact is not daily in outpatient care and IOP",
        sources=rows("F0-23 F1-8 F4-20", editorial="the threshold"),
    ),
    StepUp(
        "physical-severe",
        when=A.physical_health_risk >= Risk.SEVERE,
        at_least=Stage.PHP,
        because="physical health needs daily clinical contact",
        skips_because="contact is not daily in outpatient care and IOP",
        sources=rows("F0-23 F1-8", editorial="the threshold"),
    ),
    StepUp(
        "return-risk-severe",
        when=A.return_to_use_risk >= Risk.SEVERE,
        at_least=Stage.IOP,
        because="the risk of return to use is high, and several contacts a week are needed",
        skips_because="outpatient contact is too sparse for the risk",
        sources=rows("F2-13 F1-8 F1-26", editorial="the threshold"),
    ),
    # What happened during the stay: the next level up. None of it blames a person (F1-22).
    StepUp(
        "return-to-use",
        at=BELOW_RESIDENTIAL,
        when=A.return_to_use >= ReturnToUse.RETURN,
        because="there was a return to use at this level",
        sources=rows("F1-23 F1-4 F0-30"),
    ),
    StepUp(
        "lapse-at-high-risk",
        at=BELOW_RESIDENTIAL,
        when=(A.return_to_use >= ReturnToUse.LAPSE) & (A.return_to_use_risk >= Risk.SEVERE),
        because="there was use at this level while the risk of return to use is high",
        sources=rows("F1-23 F0-27 F1-26", editorial="that a lapse alone only holds"),
    ),
    StepUp(
        "not-responding",
        at=BELOW_RESIDENTIAL,
        when=A.response <= Response.ABSENT,
        because="there is no response to care at this level, or things get worse; that needs no return to use",
        sources=rows("F1-4 F1-25 F0-30"),
    ),
    StepUp(
        "stressor-raises-risk",
        at=BELOW_RESIDENTIAL,
        when=A.new_stressor & (A.return_to_use_risk >= Risk.SEVERE),
        because="new major stress or trauma has greatly raised the risk",
        sources=rows("F1-26", editorial="the threshold"),
    ),
    StepUp(
        "withdrawal-worse",
        at=BELOW_RESIDENTIAL,
        when=A.withdrawal_worse_than_expected,
        because="withdrawal is stronger or longer than expected, post-acute withdrawal included",
        sources=rows("F1-27"),
    ),
    StepUp(
        "withdrawal-worse-in-residential",
        at=Stage.RESIDENTIAL,
        when=A.withdrawal_worse_than_expected & (A.withdrawal_risk >= Risk.MODERATE),
        urgency=PROMPT,
        because="withdrawal worsens beyond what residential care was to handle",
        sources=rows("F1-27 F1-29", editorial="the threshold"),
    ),
)
"""Reasons for more care. Inpatient care is reached by medical, mental or safety need only (F1-10)."""

ADMISSIONS: Final = (
    Admission(
        "entry-severe",
        when=A.disorder_severity >= Severity.SEVERE,
        at_least=Stage.RESIDENTIAL,
        because="the disorder is severe at the start of care",
        skips_because="the levels passed are described for mild and moderate disorders, or as continuation",
        sources=rows("F1-9 F3-8 F3-12"),
    ),
    Admission(
        "entry-moderate",
        when=A.disorder_severity >= Severity.MODERATE,
        at_least=Stage.IOP,
        because="the disorder is moderate at the start of care",
        skips_because="the levels passed are described for mild disorders, or for after higher care",
        sources=rows("F1-8 F4-3 F1-7"),
    ),
    Admission(
        "entry-mild",
        when=A.disorder_severity >= Severity.MILD,
        at_least=Stage.OUTPATIENT,
        because="there is a disorder that needs treatment, and aftercare is not treatment",
        sources=rows("F1-7 F3-3"),
    ),
)
"""Floors for the first placement only: severity at the start does not pin a person to a level for good."""

HOLDS: Final = (
    Hold(
        "lapse",
        at=BELOW_INPATIENT,
        when=A.return_to_use >= ReturnToUse.LAPSE,
        about=CLINICAL,
        because="there was use at this level, and it is to be understood first",
        until="the use has been worked through, and a new assessment shows none since",
        sources=rows("F0-27 F1-23 F0-30"),
    ),
    Hold(
        "new-stressor",
        at=BELOW_INPATIENT,
        when=A.new_stressor,
        about=CLINICAL,
        because="major stress or trauma is fresh",
        until="the stress or trauma has been addressed, and its effect reassessed",
        sources=rows("F1-26 F1-21", editorial="that it holds even without raised risk"),
    ),
    Hold(
        "withdrawal-unsettled",
        at=BELOW_INPATIENT,
        when=(A.withdrawal_risk >= Risk.MODERATE) | A.withdrawal_worse_than_expected,
        about=CLINICAL,
        because="there is no less care while the body is still in withdrawal",
        until="withdrawal is settled: the risk mild or less, and no longer worse than expected",
        sources=rows("F3-7 F0-6 F1-27 F1-21", editorial="that a moderate risk holds for every substance"),
    ),
    Hold(
        "not-yet-stable",
        at=BELOW_INPATIENT,
        when=A.weeks_stable < STABLE_WEEKS,
        about=CLINICAL,
        because="too fast a step risks what was gained",
        until=f"{STABLE_WEEKS} weeks without use, crisis or worsening",
        sources=rows("F1-21 F0-30 F0-16 F0-17", editorial="the number of weeks"),
    ),
    Hold(
        "first-90-days",
        at=(Stage.OUTPATIENT, Stage.IOP),
        when=(A.time_since_residential >= SinceResidential.DAYS_31_TO_90) & (A.weeks_stable < STABLE_WEEKS_AFTER_RESIDENTIAL),
        about=CLINICAL,
        because="the first 90 days after residential care are claimed to hold most returns to use",
        until=f"{STABLE_WEEKS_AFTER_RESIDENTIAL} stable weeks, or the 90 days are over",
        sources=rows("F2-1 F2-5 F2-6", editorial="the number of weeks"),
    ),
    Hold(
        "attendance-low",
        at=(Stage.OUTPATIENT, Stage.IOP, Stage.PHP),
        when=A.attendance < LEAST_ATTENDANCE,
        about=CLINICAL,
        because="too few sessions were attended to judge progress yet",
        until=f"an attendance of {LEAST_ATTENDANCE} percent, with barriers addressed",
        sources=rows("F3-27 F2-38 F0-21", editorial="the number"),
    ),
    Hold(
        "assessment-incomplete",
        when=A.full_assessment < Completeness.COMPLETE,
        about=CLINICAL,
        because="there is no placement without a full assessment",
        until="there is a physical, psychological and social assessment by qualified staff, not older than 30 days",
        sources=rows("F3-15", editorial="that recent means 30 days"),
    ),
    Hold(
        "plan-not-agreed",
        at=WITH_A_STEP_TO_PLAN,
        when=A.transition_plan < Planning.AGREED,
        about=HANDOFF,
        because="steps are planned, not improvised",
        until="the step is agreed and written in the personal plan",
        sources=rows("F1-13 F1-17 F2-46 F2-30"),
    ),
    Hold(
        "no-prevention-plan",
        at=WITH_A_STEP_TO_PLAN,
        when=~A.prevention_plan,
        about=HANDOFF,
        because="exposure rises at the next level",
        until="there is a written plan for preventing a return to use",
        sources=rows("F2-9"),
    ),
    Hold(
        "no-appointment",
        at=(Stage.OUTPATIENT, Stage.IOP, Stage.PHP, Stage.INPATIENT),
        when=A.first_appointment < Appointment.SCHEDULED,
        about=HANDOFF,
        because="a recommendation or a referral is no appointment yet",
        until="there is a first appointment with a date",
        sources=rows("F2-37 F2-39 F2-43 F0-28 F2-7 F0-25"),
    ),
    Hold(
        "appointment-unconfirmed",
        at=Stage.RESIDENTIAL,
        when=A.first_appointment < Appointment.CONFIRMED,
        about=HANDOFF,
        because="leaving with nothing confirmed leaves the care unfinished",
        until="the receiving program has confirmed the date",
        sources=rows("F2-43 F2-46 F2-39 F0-3 F0-28 F2-7"),
    ),
    Hold(
        "intake-not-started",
        at=WITH_ANOTHER_PROGRAM,
        when=~A.intake_started & ~A.same_team,
        about=HANDOFF,
        because="scheduled means that intake is under way",
        until="intake papers are begun, or the same team goes on",
        sources=rows("F2-43 F2-42", editorial="the exception for the same team, and levels other than residential"),
    ),
    Hold(
        "record-not-sent",
        at=WITH_ANOTHER_PROGRAM,
        when=(A.record_transfer < Transfer.IN_TRANSIT) & ~A.same_team,
        about=HANDOFF,
        because="the next team needs diagnosis, medication and history from its first day",
        until="diagnosis, medication and history are on their way, or the same team goes on",
        sources=rows("F2-40 F2-41 F2-43 F2-42", editorial="the exception for the same team"),
    ),
    Hold(
        "no-contact",
        at=WITH_ANOTHER_PROGRAM,
        when=~A.contact_named & ~A.same_team,
        about=HANDOFF,
        because="someone must answer in the gap",
        until="a contact before the first session is named, or the same team goes on",
        sources=rows("F2-44 F2-38", editorial="the exception for the same team"),
    ),
    Hold(
        "gap-too-long",
        at=WITH_ANOTHER_PROGRAM,
        when=A.days_to_first_session > LONGEST_GAP_DAYS,
        about=HANDOFF,
        because="the time before the first session is where people are claimed to be lost",
        until=f"the first session is within {LONGEST_GAP_DAYS} days",
        sources=rows("F2-38", editorial="the number"),
    ),
    Hold(
        "no-continuing-care",
        at=(Stage.AFTERCARE, Stage.OUTPATIENT),
        when=~A.continuing_care_plan,
        about=HANDOFF,
        because="treatment does not end into nothing",
        until="there is a written continuing-care plan",
        sources=rows("F0-27 F2-30 F0-25 F0-3"),
    ),
)
"""Reasons to stay, each with what ends it. Unknown holds: a handoff nobody knows of is not arranged (F2-45)."""

DONE_AND_READY: Final = A.goals_met & A.judged_ready & (A.response >= Response.GOOD)
SUPPORTED: Final = A.family_support | A.peer_support
READY_FOR_OUTPATIENT_FORMS: Final = (
    DONE_AND_READY
    & (A.recovery_skills >= Skills.LEARNED)
    & (A.return_to_use_risk <= Risk.MODERATE)
    & (A.mental_health_risk <= Risk.MODERATE)
)

STEP_DOWNS: Final = (
    StepDown(
        "inpatient-to-residential",
        at=Stage.INPATIENT,
        when=A.medically_stable & (A.withdrawal_risk <= Risk.MILD) & (A.physical_health_risk <= Risk.MODERATE),
        no_lower_than=Stage.PHP,
        because="the person is stable, and hospital care has done its part",
        sources=rows("F1-10 F1-14 F3-10", editorial="the ceilings for risks"),
    ),
    StepDown(
        "residential-down",
        at=Stage.RESIDENTIAL,
        when=READY_FOR_OUTPATIENT_FORMS,
        no_lower_than=Stage.OUTPATIENT,
        because="the program is completed, the person does well and is judged prepared, and skills are learned",
        sources=rows("F0-5 F1-17 F1-3 F3-11 F3-4 F2-22", editorial="the ceilings for risks"),
    ),
    StepDown(
        "php-down",
        at=Stage.PHP,
        when=READY_FOR_OUTPATIENT_FORMS,
        no_lower_than=Stage.OUTPATIENT,
        because="first independence has held, and daily care is no longer needed",
        sources=rows("F0-5 F1-17 F2-11 F0-24 F3-10", editorial="the ceilings for risks"),
    ),
    StepDown(
        "iop-to-outpatient",
        at=Stage.IOP,
        when=DONE_AND_READY
        & (A.recovery_skills >= Skills.TESTED)
        & (A.return_to_use_risk <= Risk.MILD)
        & (A.mental_health_risk <= Risk.MODERATE),
        no_lower_than=Stage.OUTPATIENT,
        because="skills have held in daily life",
        sources=rows("F0-5 F1-17 F2-6 F2-16 F1-7", editorial="the ceilings for risks"),
    ),
    StepDown(
        "outpatient-to-aftercare",
        at=Stage.OUTPATIENT,
        when=DONE_AND_READY & (A.return_to_use_risk <= Risk.MILD) & (A.mental_health_risk <= Risk.MILD) & SUPPORTED,
        no_lower_than=Stage.AFTERCARE,
        because="treatment goals are met, and support outside treatment is in place",
        sources=rows("F1-17 F0-5 F4-16 F1-19 F3-3", editorial="the ceilings for risks"),
    ),
    StepDown(
        "aftercare-to-complete",
        at=Stage.AFTERCARE,
        when=DONE_AND_READY
        & (A.weeks_stable >= STABLE_WEEKS_TO_COMPLETE)
        & (A.return_to_use_risk <= Risk.MILD)
        & (A.mental_health_risk <= Risk.MILD)
        & SUPPORTED,
        no_lower_than=COMPLETE,
        because="recovery has been stable for long, with support",
        sources=rows("F0-5 F0-10 F0-21", editorial="the number of weeks, which never suffice alone, and the ceilings for risks"),
    ),
)
"""Permission for less care: progress and readiness decide, never the schedule (F0-5, F0-21)."""

JUSTIFICATIONS: Final = (
    Justification(
        "residential-not-needed",
        skips=Stage.RESIDENTIAL,
        when=~A.needs_24h_supervision
        & (A.danger_to_self_or_others <= Danger.NONE)
        & (A.disorder_severity <= Severity.MODERATE)
        & (A.environment_risk <= Risk.MILD)
        & (A.return_to_use_risk <= Risk.MODERATE)
        & (A.mental_health_risk <= Risk.MODERATE)
        & ~A.withdrawal_worse_than_expected,
        because="after withdrawal care PHP is as good a start when nobody is needed at night; PHP lays the foundations",
        sources=rows("F3-10 F3-4 F1-9 F1-27", editorial="the ceilings for home and risks"),
    ),
    Justification(
        "php-not-needed",
        skips=Stage.PHP,
        when=~A.needs_24h_supervision
        & (A.danger_to_self_or_others <= Danger.NONE)
        & (A.mental_health_risk <= Risk.MILD)
        & (A.physical_health_risk <= Risk.MILD)
        & (A.return_to_use_risk <= Risk.MILD)
        & (A.environment_risk <= Risk.MODERATE),
        because="nothing asks for daily clinical contact; the program that takes over carries the first independence",
        sources=rows("F3-4 F0-6 F2-22 F2-12", editorial="the ceilings for risks"),
    ),
    Justification(
        "iop-not-needed",
        skips=Stage.IOP,
        when=~A.co_occurring_condition
        & ~A.trauma_history
        & ~A.prior_return_to_use
        & (A.disorder_severity <= Severity.MILD)
        & (A.environment_risk <= Risk.MILD)
        & (A.return_to_use_risk <= Risk.MILD)
        & (A.recovery_skills >= Skills.TESTED)
        & SUPPORTED,
        because="none of the five indicators for a structured step down holds, and skills are tested in daily life; "
        "outpatient therapy, with peers or family, covers the exposure",
        sources=rows("F2-23 F2-13 F2-12 F2-6 F1-7 F4-16", editorial="the conditions on risk and support beyond the five"),
    ),
)
"""When a level may be passed on the way down; the narrowest is IOP's, where the gap would open (F2-13)."""

NEEDS: Final = (
    ServiceNeed(
        "dual-diagnosis-care",
        when=A.co_occurring_condition | (A.mental_health_risk >= Risk.MODERATE),
        offers="integrated care for co-occurring conditions",
        sources=rows("F2-27 F4-20 F1-9 F3-21", editorial="the threshold"),
    ),
    ServiceNeed("trauma-care", when=A.trauma_history, offers="trauma-informed counseling", sources=rows("F2-23 F4-23")),
    ServiceNeed(
        "withdrawal-care",
        when=A.withdrawal_risk >= Risk.MILD,
        offers="medically managed withdrawal care or follow-up",
        sources=rows("F0-6 F1-30 F3-7", editorial="the threshold"),
    ),
    ServiceNeed(
        "medical-care",
        when=A.physical_health_risk >= Risk.MODERATE,
        offers="medical monitoring",
        sources=rows("F3-21 F3-24 F1-10", editorial="the threshold"),
    ),
    ServiceNeed(
        "medication",
        when=A.medication_treatment,
        offers="medication management without interruption",
        sources=rows("F3-21 F3-24 F1-30 F2-40"),
    ),
    ServiceNeed(
        "recovery-residence",
        when=A.environment_risk >= Risk.MODERATE,
        offers="a recovery residence with case management beside outpatient care",
        sources=rows("F1-11 F4-13 F2-23", editorial="the threshold"),
    ),
    ServiceNeed(
        "motivational-work",
        when=(A.engagement_risk >= Risk.MODERATE) | A.mandated,
        offers="motivational work",
        sources=rows("F2-19 F3-20", editorial="the threshold"),
    ),
    ServiceNeed("peer-group", when=~A.peer_support, offers="a peer group or mutual help", sources=rows("F2-20 F4-12 F4-16")),
    ServiceNeed("family-work", when=~A.family_support, offers="family sessions", sources=rows("F2-28 F4-11 F4-17")),
    ServiceNeed(
        "remote-sessions",
        when=A.main_barrier.one_of(BarrierKind.DISTANCE, BarrierKind.TRANSPORT, BarrierKind.CHILDCARE),
        offers="telehealth or hybrid sessions",
        sources=rows("F2-36 F4-30 F4-22 F1-20"),
    ),
    ServiceNeed(
        "work-hours",
        when=A.main_barrier.one_of(BarrierKind.WORK, BarrierKind.CHILDCARE),
        offers="sessions before or after work, at family-friendly times",
        sources=rows("F4-4 F4-19 F4-24 F4-25"),
    ),
    ServiceNeed(
        "benefits-check",
        when=A.main_barrier.one_of(BarrierKind.COST, BarrierKind.AUTHORIZATION) & ~A.barrier_verified,
        offers="verification of benefits before cost is treated as a barrier",
        sources=rows("F2-31 F2-32 F2-33 F2-34"),
    ),
    ServiceNeed(
        "warm-handoff",
        when=~A.same_team,
        offers="a warm handoff between teams of one philosophy",
        sources=rows("F2-42 F0-29 F2-10"),
    ),
    ServiceNeed(
        "skills-practice",
        when=A.recovery_skills < Skills.TESTED,
        offers="planned practice between sessions",
        sources=rows("F2-21 F2-16 F4-10"),
    ),
)
"""What the program must offer; a need never moves a level."""

RULES: Final = RuleSet(
    id="stepdown",
    version="2026.1",
    title="Step-down continuum of six levels",
    intended_use="Supports professionals in addiction treatment of adults in weighing the next level of care.",
    limits="Adults only. Thresholds marked ed. are editorial. A medication-first route for opioids is another rule set.",
    continuum=LADDER,
    facts=Assessment,
    entry=Stage.AFTERCARE,
    required_facts=(A.withdrawal_risk, A.physical_health_risk, A.mental_health_risk, A.co_occurring_condition),
    rules=(*STEP_UPS, *ADMISSIONS, *HOLDS, *STEP_DOWNS),
    justifications=JUSTIFICATIONS,
    needs=NEEDS,
    claims=OUTCOMES,
)
"""The rule set. Draft, not clinically validated."""
