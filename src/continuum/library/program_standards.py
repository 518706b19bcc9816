"""
What to look for in a program, level by level; and two checklists: coverage, and the handoff.

What lives here: standards as data, each requirement with the rows it rests on. Status: drafts, not clinically validated. What is
required where a row calls it so, preferred where a row recommends it, and a red flag where a row warns. The texts are for whoever
looks for a program.

Reading order: `IOP`, the fullest; what other levels need (`BY_LEVEL`); `PROVIDER`, the range of services of a whole provider;
`ACCESS`, the coverage checklist; `HANDOFF`, the four questions to be answered before a person leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import evolve

from continuum.assessment import Assessment
from continuum.library.four_levels import Sublevel
from continuum.library.stepdown import Stage
from continuum.library.works import rows
from continuum.programs import Program
from continuum.scales import Appointment, Planning, Transfer
from continuum.standards import PREFERRED, RED_FLAG, REQUIRED, Requirement, Standard

P = Program
A = Assessment

LEAST_WEEKLY_HOURS: Final = 9
LEAST_DAY_HOURS: Final = 20
TYPICAL_WEEKLY_HOURS: Final = (12, 15)
USUAL_DAYS: Final = (3, 5)
WEEKDAYS: Final = 5
LONGEST_WAIT_DAYS: Final = 7
WEEKS_OF_WAITING_DAYS: Final = 14
LATEST_TALK_DAY: Final = 7
LEAST_INDIVIDUAL_SESSIONS: Final = 2

QUALITY: Final = (
    Requirement(
        "state-license",
        when=P.state_license,
        text="a state license",
        ask="Does the program have a state license, and may I see it?",
        weight=REQUIRED,
        sources=rows("F2-25"),
    ),
    Requirement(
        "accreditation",
        when=P.accreditation,
        text="accreditation by the Joint Commission or CARF",
        ask="Is the program accredited by the Joint Commission or CARF?",
        weight=PREFERRED,
        sources=rows("F2-25"),
    ),
    Requirement(
        "entry-assessment",
        when=P.entry_assessment,
        text="a physical, psychological and social assessment at entry, or a recent one accepted",
        ask="Does it begin with a physical, psychological and social assessment, or accept a recent one by qualified staff?",
        weight=REQUIRED,
        sources=rows("F3-15"),
    ),
    Requirement(
        "individual-plan",
        when=P.individual_plan,
        text="a plan for each person, from the assessment on",
        ask="Will there be a plan of one's own, or one curriculum for all?",
        weight=REQUIRED,
        sources=rows("F2-26 F3-17 F3-27 F4-2"),
    ),
    Requirement(
        "structure",
        when=P.structured_program,
        text="a formal structure",
        ask="How is the program structured?",
        weight=REQUIRED,
        sources=rows("F3-17"),
    ),
    Requirement(
        "accountable-lead",
        when=P.accountable_lead,
        text="somebody accountable for each plan and its delivery",
        ask="Who is accountable for the plan and for its delivery?",
        weight=REQUIRED,
        sources=rows("F3-18"),
    ),
    Requirement(
        "one-size-schedule",
        when=P.one_size_schedule,
        text="the same schedule for everybody",
        ask="Does the schedule differ from person to person?",
        weight=RED_FLAG,
        sources=rows("F2-30"),
    ),
    Requirement(
        "no-aftercare-planning",
        when=~P.continuing_care_planning,
        text="no formal planning of the time after",
        ask="How and when is the time after the program planned?",
        weight=RED_FLAG,
        sources=rows("F2-30 F2-28"),
    ),
    Requirement(
        "late-transition-talk",
        when=P.transition_talk_day > LATEST_TALK_DAY,
        text="the next step first talked about after the first week",
        ask="On which day is the next step first talked about?",
        weight=RED_FLAG,
        sources=rows("F2-30 F2-46"),
    ),
)
"""What any program should be, whatever its level."""

HANDOFF_IN: Final = (
    Requirement(
        "accepts-records-directly",
        when=P.accepts_records_directly,
        text="records taken directly from the program before",
        ask="Do diagnosis, medication and history come directly from the program before?",
        weight=REQUIRED,
        sources=rows("F2-40 F2-43"),
    ),
    Requirement(
        "talks-with-sender",
        when=P.talks_with_sender,
        text="a team that talks with the program before",
        ask="Will the team talk with the program before?",
        weight=REQUIRED,
        for_need="warm-handoff",
        sources=rows("F2-41 F2-42"),
    ),
    Requirement(
        "contact-before-first-session",
        when=P.contact_before_first_session,
        text="somebody to call before the first session",
        ask="Whom can one call before the first session?",
        weight=REQUIRED,
        sources=rows("F2-44"),
    ),
    Requirement(
        "shared-philosophy",
        when=P.shared_philosophy,
        text="the philosophy of the program before, or its team",
        ask="Does it share the philosophy of the program before, or its team?",
        weight=PREFERRED,
        sources=rows("F2-42 F0-29"),
    ),
)
"""How a program takes over from the one before."""

ENTRY: Final = (
    Requirement(
        "short-wait",
        when=P.wait_days <= LONGEST_WAIT_DAYS,
        text=f"a first session within {LONGEST_WAIT_DAYS} days",
        ask="How many days is it to the first session?",
        weight=PREFERRED,
        sources=rows("F3-19 F2-38", editorial="the number"),
    ),
    Requirement(
        "weeks-of-waiting",
        when=P.wait_days >= WEEKS_OF_WAITING_DAYS,
        text="a waiting list of weeks",
        ask="Is there a waiting list, and how long is it?",
        weight=RED_FLAG,
        sources=rows("F3-19 F2-38", editorial="the number"),
    ),
    Requirement(
        "entry-hurdles",
        when=P.entry_hurdles,
        text="hurdles before entry",
        ask="What has to be done before one can begin?",
        weight=RED_FLAG,
        sources=rows("F3-19"),
    ),
)
"""How soon a program can be entered."""

ANYWHERE: Final = (
    Requirement(
        "dual-diagnosis-care",
        when=P.dual_diagnosis_care,
        text="co-occurring conditions treated together with the addiction",
        ask="Are co-occurring conditions treated together with the addiction?",
        weight=PREFERRED,
        for_need="dual-diagnosis-care",
        sources=rows("F2-27 F4-20 F4-21"),
    ),
    Requirement(
        "trauma-care",
        when=P.trauma_care,
        text="trauma-informed counseling",
        ask="Is there trauma-informed counseling?",
        weight=PREFERRED,
        for_need="trauma-care",
        sources=rows("F4-23 F2-23"),
    ),
    Requirement(
        "withdrawal-care",
        when=P.withdrawal_care,
        text="medically managed withdrawal care or follow-up",
        ask="Is there medically managed withdrawal care, or follow-up of it?",
        weight=PREFERRED,
        for_need="withdrawal-care",
        sources=rows("F0-6 F1-30 F3-7"),
    ),
    Requirement(
        "medical-care",
        when=P.health_monitoring,
        text="continuous health checks",
        ask="Is health checked continuously?",
        weight=PREFERRED,
        for_need="medical-care",
        sources=rows("F3-24 F3-21"),
    ),
    Requirement(
        "medication",
        when=P.medication_management,
        text="medication management without interruption",
        ask="Will medication be managed without interruption?",
        weight=PREFERRED,
        for_need="medication",
        sources=rows("F3-24 F3-21 F1-30 F2-40"),
    ),
    Requirement(
        "psychiatry",
        when=P.psychiatry,
        text="psychiatric care",
        ask="Is there psychiatric care?",
        weight=PREFERRED,
        sources=rows("F4-29 F3-21"),
    ),
    Requirement(
        "motivational-work",
        when=P.motivational_interviewing,
        text="motivational interviewing",
        ask="Does it work with motivational interviewing?",
        weight=PREFERRED,
        for_need="motivational-work",
        sources=rows("F2-19 F3-20"),
    ),
    Requirement(
        "peer-group",
        when=P.peer_link,
        text="a link to peers or mutual help",
        ask="How are people linked to peers or mutual help?",
        weight=PREFERRED,
        for_need="peer-group",
        sources=rows("F1-19 F4-12 F2-20"),
    ),
    Requirement(
        "benefits-check",
        when=P.benefits_verified,
        text="benefits verified",
        ask="Have the benefits been verified?",
        weight=PREFERRED,
        for_need="benefits-check",
        sources=rows("F2-32 F2-33"),
    ),
    Requirement(
        "skills-practice",
        when=P.between_session_practice,
        text="skills practiced between sessions, and the practice talked through",
        ask="Are skills practiced between sessions, and is the practice talked through?",
        weight=PREFERRED,
        for_need="skills-practice",
        sources=rows("F2-16 F2-21 F4-10"),
    ),
)
"""Services that a person may need at any level; each becomes required for whoever needs it."""

WHILE_AT_HOME: Final = (
    Requirement(
        "recovery-residence",
        when=P.recovery_residence_link & P.case_management,
        text="a link to a recovery residence, with case management",
        ask="Is there a link to a recovery residence, with case management?",
        weight=PREFERRED,
        for_need="recovery-residence",
        sources=rows("F1-11 F4-13"),
    ),
    Requirement(
        "remote-sessions",
        when=P.telehealth,
        text="remote or hybrid sessions",
        ask="Are there remote or hybrid sessions?",
        weight=PREFERRED,
        for_need="remote-sessions",
        sources=rows("F2-36 F4-22 F4-30"),
    ),
    Requirement(
        "work-hours",
        when=P.evening_sessions,
        text="sessions before or after work, at family-friendly times",
        ask="Are there sessions before or after work?",
        weight=PREFERRED,
        for_need="work-hours",
        sources=rows("F4-4 F4-19 F4-24 F4-25"),
    ),
)
"""Services for who lives at home while in care; where somebody is there day and night they concern the time after."""

SERVICES: Final = (*ANYWHERE, *WHILE_AT_HOME)
FOR_LATER: Final = tuple(one.for_need for one in WHILE_AT_HOME)

FAMILY: Final = Requirement(
    "family-component",
    when=P.family_component,
    text="family sessions",
    ask="Are there family sessions?",
    weight=REQUIRED,
    for_need="family-work",
    sources=rows("F2-28 F4-11 F4-17"),
)

FAMILY_IF_NEEDED: Final = evolve(FAMILY, weight=PREFERRED)

MEDICAL_MANAGEMENT: Final = Requirement(
    "medical-management",
    when=P.health_monitoring & P.medication_management,
    text="medical management: continuous health checks and medication",
    ask="Is care managed medically, with continuous health checks and medication?",
    weight=REQUIRED,
    sources=rows("F1-7 F1-8 F1-9", editorial="that managed means health checks and medication"),
)

MEDICAL_STAFF: Final = Requirement(
    "medical-staff",
    when=P.medical_staff,
    text="medical staff day and night",
    ask="Is there medical staff day and night?",
    weight=REQUIRED,
    sources=rows("F1-10 F1-9"),
)

CONFIRMS_NEXT_STEP: Final = Requirement(
    "confirms-next-step",
    when=P.confirms_next_step,
    text="the next step confirmed before a person leaves",
    ask="Is the next step confirmed, with a date, before one leaves?",
    weight=REQUIRED,
    sources=rows("F2-46 F2-39 F0-28"),
)

IOP: Final = Standard(
    id="iop",
    version="2026.1",
    title="Intensive outpatient program (IOP)",
    levels=(Stage.IOP, Sublevel.L2_1),
    requirements=(
        Requirement(
            "weekly-hours",
            when=P.weekly_hours >= LEAST_WEEKLY_HOURS,
            text=f"at least {LEAST_WEEKLY_HOURS} hours a week; there is no maximum",
            ask="How many hours of treatment a week are there?",
            weight=REQUIRED,
            sources=rows("F2-17 F3-14 F3-6"),
        ),
        Requirement(
            "typical-hours",
            when=P.weekly_hours.between(*TYPICAL_WEEKLY_HOURS),
            text=f"{TYPICAL_WEEKLY_HOURS[0]} to {TYPICAL_WEEKLY_HOURS[1]} hours a week in the intensive phase",
            ask="How many hours a week does the intensive phase have?",
            weight=PREFERRED,
            sources=rows("F2-17"),
        ),
        Requirement(
            "returns-home",
            when=P.returns_home,
            text="everybody home again each day",
            ask="Does one go home after the day's sessions?",
            weight=REQUIRED,
            sources=rows("F2-2 F3-14"),
        ),
        Requirement(
            "days-per-week",
            when=P.days_per_week.between(*USUAL_DAYS),
            text=f"sessions on {USUAL_DAYS[0]} to {USUAL_DAYS[1]} days a week",
            ask="On how many days a week does it meet?",
            weight=PREFERRED,
            sources=rows("F2-2 F1-19 F3-14", editorial="one source says 2 to 3 sessions (F0-6)"),
        ),
        Requirement(
            "session-hours",
            when=P.session_hours.between(2, 4),
            text="about 3 hours a day",
            ask="How long does it meet on a day?",
            weight=PREFERRED,
            sources=rows("F2-2", editorial="that about 3 hours means 2 to 4"),
        ),
        *QUALITY,
        Requirement(
            "licensed-staff",
            when=P.licensed_staff,
            text="licensed staff in all forms of treatment",
            ask="Is the staff licensed in all forms of treatment?",
            weight=REQUIRED,
            sources=rows("F2-28"),
        ),
        FAMILY,
        Requirement(
            "group-therapy",
            when=P.group_therapy,
            text="groups as the main form",
            ask="Are groups the main form of treatment?",
            weight=REQUIRED,
            sources=rows("F2-18 F4-14"),
        ),
        Requirement(
            "individual-sessions",
            when=P.individual_sessions_per_month >= LEAST_INDIVIDUAL_SESSIONS,
            text="individual sessions every week or every other week",
            ask="How many individual sessions a month are there?",
            weight=REQUIRED,
            sources=rows("F2-18 F4-2 F4-29", editorial="that this means two a month"),
        ),
        Requirement(
            "prevention-curriculum",
            when=P.prevention_curriculum,
            text="a curriculum for preventing a return to use: cravings, high-risk situations",
            ask="What is done to prevent a return to use?",
            weight=REQUIRED,
            sources=rows("F2-18 F3-21 F4-9"),
        ),
        Requirement(
            "evidence-based-methods",
            when=P.cognitive_behavioral_therapy | P.dialectical_behavior_therapy | P.motivational_interviewing,
            text="at least one proven method: CBT, DBT or motivational interviewing",
            ask="Which methods are used: CBT, DBT, motivational interviewing?",
            weight=REQUIRED,
            sources=rows("F2-19 F3-16 F4-2"),
        ),
        Requirement(
            "communication-skills",
            when=P.communication_skills,
            text="communication and emotion regulation taught",
            ask="Are communication and emotion regulation taught?",
            weight=PREFERRED,
            sources=rows("F2-18 F4-11"),
        ),
        Requirement(
            "life-domains",
            when=P.life_domains,
            text="work on identity, family, school, work and life skills",
            ask="Is there work on identity, family, school, work and life skills?",
            weight=PREFERRED,
            sources=rows("F3-27"),
        ),
        Requirement(
            "day-or-evening",
            when=P.day_sessions | P.evening_sessions,
            text="sessions by day or in the evening",
            ask="Does it meet by day, in the evening, or both?",
            weight=PREFERRED,
            sources=rows("F4-4"),
        ),
        *ENTRY,
        *HANDOFF_IN,
        *SERVICES,
    ),
)
"""An intensive outpatient program: at least 9 hours a week, no maximum."""

OUTPATIENT: Final = Standard(
    id="outpatient",
    version="2026.1",
    title="Outpatient therapy",
    levels=(Stage.OUTPATIENT, Sublevel.L1_5),
    requirements=(
        Requirement(
            "under-iop-hours",
            when=P.weekly_hours < LEAST_WEEKLY_HOURS,
            text=f"less than {LEAST_WEEKLY_HOURS} hours a week",
            ask="How many hours a week does it take?",
            weight=PREFERRED,
            sources=rows("F1-7 F1-19 F3-14"),
        ),
        *QUALITY,
        *ENTRY,
        *HANDOFF_IN,
        FAMILY,
        *SERVICES,
    ),
)
"""Outpatient therapy: about weekly, part-time, for long; peers and mutual help beside it."""

PHP: Final = Standard(
    id="php",
    version="2026.1",
    title="Partial hospitalization (PHP), day treatment",
    levels=(Stage.PHP, Sublevel.L2_5),
    requirements=(
        Requirement(
            "daily",
            when=P.days_per_week >= WEEKDAYS,
            text="sessions on every weekday",
            ask="On how many days a week does it meet?",
            weight=REQUIRED,
            sources=rows("F0-23 F1-8", editorial="that daily means five days a week"),
        ),
        Requirement(
            "weekly-hours",
            when=P.weekly_hours >= LEAST_DAY_HOURS,
            text=f"at least {LEAST_DAY_HOURS} hours a week",
            ask="How many hours of treatment a week are there?",
            weight=REQUIRED,
            sources=rows("F1-8", editorial="the number, as public sources name it"),
        ),
        Requirement(
            "work-and-family",
            when=P.work_and_family_join,
            text="work and family joining in",
            ask="How do work and family join in?",
            weight=REQUIRED,
            sources=rows("F0-23"),
        ),
        *QUALITY,
        FAMILY,
        *ENTRY,
        *HANDOFF_IN,
        *SERVICES,
    ),
)
"""A day program: daily, with work and family joining in."""

RESIDENTIAL: Final = Standard(
    id="residential",
    version="2026.1",
    title="Residential program",
    levels=(Stage.RESIDENTIAL, Sublevel.L3_1, Sublevel.L3_5),
    requirements=(
        Requirement(
            "staff-day-and-night",
            when=P.round_the_clock_staff,
            text="somebody there day and night",
            ask="Is somebody there day and night?",
            weight=REQUIRED,
            sources=rows("F1-9 F2-15"),
        ),
        CONFIRMS_NEXT_STEP,
        *QUALITY,
        FAMILY,
        *ENTRY,
        *HANDOFF_IN,
        *ANYWHERE,
    ),
    for_later=FOR_LATER,
)
"""A residential program: somebody there day and night, and nobody leaves before the next step is confirmed."""

INPATIENT: Final = Standard(
    id="inpatient",
    version="2026.1",
    title="Medically managed inpatient care",
    levels=(Stage.INPATIENT, Sublevel.L4),
    requirements=(
        evolve(MEDICAL_STAFF, sources=rows("F1-10")),
        evolve(CONFIRMS_NEXT_STEP, sources=rows("F0-28 F1-10")),
        *QUALITY,
        FAMILY_IF_NEEDED,
        *ANYWHERE,
    ),
    for_later=FOR_LATER,
)
"""Hospital care: medical staff day and night, until stable."""

AFTERCARE: Final = Standard(
    id="aftercare",
    version="2026.1",
    title="Aftercare",
    levels=(Stage.AFTERCARE, Sublevel.L1_0),
    requirements=(
        Requirement(
            "no-fixed-end",
            when=~P.fixed_end,
            text="no fixed end",
            ask="Does it end after a fixed time?",
            weight=REQUIRED,
            sources=rows("F0-10"),
        ),
        *HANDOFF_IN,
        FAMILY_IF_NEEDED,
        *SERVICES,
    ),
)
"""Aftercare: the longer and the more involved, the better, as claimed; so it has no fixed end."""

OUTPATIENT_MANAGED: Final = evolve(
    OUTPATIENT,
    id="outpatient-managed",
    title="Medically managed outpatient care",
    levels=(Sublevel.L1_7,),
    requirements=(MEDICAL_MANAGEMENT, *OUTPATIENT.requirements),
)
PHP_MANAGED: Final = evolve(
    PHP,
    id="php-managed",
    title="Medically managed intensive outpatient care",
    levels=(Sublevel.L2_7,),
    requirements=(
        MEDICAL_MANAGEMENT,
        Requirement(
            "weekly-hours",
            when=P.weekly_hours >= LEAST_WEEKLY_HOURS,
            text=f"hours by need, at least {LEAST_WEEKLY_HOURS} a week",
            ask="How many hours of treatment a week are there?",
            weight=PREFERRED,
            sources=rows("F1-8", editorial="the number"),
        ),
        *(one for one in PHP.requirements if one.id != "weekly-hours"),
    ),
)
RESIDENTIAL_MANAGED: Final = evolve(
    RESIDENTIAL,
    id="residential-managed",
    title="Medically managed residential care",
    levels=(Sublevel.L3_7,),
    requirements=(MEDICAL_MANAGEMENT, MEDICAL_STAFF, *RESIDENTIAL.requirements),
)
"""The medically managed levels 1.7, 2.7 and 3.7: what the level beside them asks for, and medical management; hours by need."""

PROVIDER: Final = Standard(
    id="provider",
    version="2026.1",
    title="A provider of the whole range",
    requirements=tuple(
        Requirement(
            fact.name.replace("_", "-"),
            when=fact,
            text=text,
            ask=f"Does the provider offer {text}?",
            weight=PREFERRED,
            sources=rows("F1-30"),
        )
        for fact, text in (
            (P.entry_assessment, "a full assessment at entry"),
            (P.withdrawal_care, "withdrawal care"),
            (P.individual_plan, "a plan for each person"),
            (P.psychotherapy, "psychotherapy"),
            (P.family_component, "family education and sessions"),
            (P.medication_management, "medication management"),
            (P.dual_diagnosis_care, "integrated care for co-occurring conditions"),
            (P.peer_link, "a link to peers"),
            (P.case_management, "case management"),
            (P.complementary_methods, "complementary methods"),
            (P.aftercare, "aftercare or an alumni group"),
        )
    ),
)
"""The range of services of a whole provider, all preferred."""

ACCESS: Final = Standard(
    id="access",
    version="2026.1",
    title="Coverage, asked for before it is counted on",
    requirements=(
        Requirement(
            "benefits-verified",
            when=P.benefits_verified,
            text="benefits verified with the insurer",
            ask="Have the benefits been verified with the insurer?",
            weight=REQUIRED,
            sources=rows("F2-32 F2-33"),
        ),
        Requirement(
            "level-confirmed",
            when=P.level_confirmed,
            text="coverage asked for by the level's number, for an IOP as level 2.1",
            ask="Was the insurer asked for the level by its number, for an IOP as level 2.1?",
            weight=REQUIRED,
            sources=rows("F2-32 F2-31"),
        ),
        Requirement(
            "in-network",
            when=P.in_network,
            text="a place in the insurer's network",
            ask="Is the program in the insurer's network?",
            weight=PREFERRED,
            sources=rows("F2-32"),
        ),
        Requirement(
            "documents-necessity",
            when=P.documents_necessity,
            text="documents of why the care is needed",
            ask="Does the program document why the care is needed, as the insurer asks?",
            weight=PREFERRED,
            sources=rows("F2-31 F2-34"),
        ),
    ),
)
"""The coverage checklist. It moves no level: what is not covered is a reason to ask, not a reason for less care."""

HANDOFF: Final = Standard(
    id="handoff",
    version="2026.1",
    title="Before leaving: four questions",
    record=Assessment,
    requirements=(
        Requirement(
            "which-program",
            when=(A.first_appointment >= Appointment.REFERRED) & (A.transition_plan >= Planning.AGREED),
            text="a program that takes over, chosen for reasons that the plan gives",
            ask="Which program takes over, and why this one?",
            weight=REQUIRED,
            sources=rows("F2-44 F1-13"),
        ),
        Requirement(
            "first-session",
            when=A.first_appointment >= Appointment.SCHEDULED,
            text="a date for the first session",
            ask="When is the first session?",
            weight=REQUIRED,
            sources=rows("F2-44 F2-39 F2-43"),
        ),
        Requirement(
            "record",
            when=A.record_transfer >= Transfer.IN_TRANSIT,
            text="diagnosis, medication and history on their way",
            ask="How do diagnosis, medication and history get to the next team?",
            weight=REQUIRED,
            sources=rows("F2-44 F2-40"),
        ),
        Requirement(
            "contact",
            when=A.contact_named,
            text="somebody to call before the first session",
            ask="Whom can one call before the first session?",
            weight=REQUIRED,
            sources=rows("F2-44"),
        ),
    ),
)
"""The four questions of the handoff, asked of an assessment; a vague answer is no answer (F2-45)."""

OF_LEVELS: Final = (
    AFTERCARE,
    OUTPATIENT,
    OUTPATIENT_MANAGED,
    IOP,
    PHP,
    PHP_MANAGED,
    RESIDENTIAL,
    RESIDENTIAL_MANAGED,
    INPATIENT,
)
BY_LEVEL: Final[Mapping[str, Standard]] = {level: standard for standard in OF_LEVELS for level in standard.levels}
"""The standard for a level of either ladder, by the level's id, as each standard names its levels."""
ALL: Final = (*OF_LEVELS, PROVIDER, ACCESS, HANDOFF)
"""Every standard that is shipped."""
