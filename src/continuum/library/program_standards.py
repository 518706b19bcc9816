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
TYPICAL_WEEKLY_HOURS: Final = (12, 15)
USUAL_DAYS: Final = (3, 5)
LONGEST_WAIT_DAYS: Final = 7
WEEKS_OF_WAITING_DAYS: Final = 14
LATEST_TALK_DAY: Final = 7
LEAST_INDIVIDUAL_SESSIONS: Final = 2

QUALITY: Final = (
    Requirement(
        "state-license",
        when=P.state_license,
        text="has a state license",
        ask="Does the program have a state license, and may I see it?",
        weight=REQUIRED,
        sources=rows("F2-25"),
    ),
    Requirement(
        "accreditation",
        when=P.accreditation,
        text="is accredited by the Joint Commission or CARF",
        ask="Is the program accredited by the Joint Commission or CARF?",
        weight=PREFERRED,
        sources=rows("F2-25"),
    ),
    Requirement(
        "entry-assessment",
        when=P.entry_assessment,
        text="begins with a physical, psychological and social assessment, or accepts a recent one",
        ask="Does it begin with a physical, psychological and social assessment, or accept a recent one by qualified staff?",
        weight=REQUIRED,
        sources=rows("F3-15"),
    ),
    Requirement(
        "individual-plan",
        when=P.individual_plan,
        text="makes a plan for each person, from the assessment on",
        ask="Will there be a plan of one's own, or one curriculum for all?",
        weight=REQUIRED,
        sources=rows("F2-26 F3-17 F3-27 F4-2"),
    ),
    Requirement(
        "structure",
        when=P.structured_program,
        text="has a formal structure",
        ask="How is the program structured?",
        weight=REQUIRED,
        sources=rows("F3-17"),
    ),
    Requirement(
        "accountable-lead",
        when=P.accountable_lead,
        text="has somebody accountable for each plan and its delivery",
        ask="Who is accountable for the plan and for its delivery?",
        weight=REQUIRED,
        sources=rows("F3-18"),
    ),
    Requirement(
        "one-size-schedule",
        when=P.one_size_schedule,
        text="gives everybody the same schedule",
        ask="Does the schedule differ from person to person?",
        weight=RED_FLAG,
        sources=rows("F2-30"),
    ),
    Requirement(
        "no-aftercare-planning",
        when=~P.continuing_care_planning,
        text="has no formal planning of the time after it",
        ask="How and when is the time after the program planned?",
        weight=RED_FLAG,
        sources=rows("F2-30 F2-28"),
    ),
    Requirement(
        "late-transition-talk",
        when=P.transition_talk_day > LATEST_TALK_DAY,
        text="first talks about the next step after the first week",
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
        text="takes the record directly from the program before",
        ask="Do diagnosis, medication and history come directly from the program before?",
        weight=REQUIRED,
        sources=rows("F2-40 F2-43"),
    ),
    Requirement(
        "talks-with-sender",
        when=P.talks_with_sender,
        text="talks with the program before",
        ask="Will the team talk with the program before?",
        weight=REQUIRED,
        for_need="warm-handoff",
        sources=rows("F2-41 F2-42"),
    ),
    Requirement(
        "contact-before-first-session",
        when=P.contact_before_first_session,
        text="names somebody to call before the first session",
        ask="Whom can one call before the first session?",
        weight=REQUIRED,
        sources=rows("F2-44"),
    ),
    Requirement(
        "shared-philosophy",
        when=P.shared_philosophy,
        text="shares the philosophy of the program before, or its team",
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
        text=f"can be entered within {LONGEST_WAIT_DAYS} days",
        ask="How many days is it to the first session?",
        weight=PREFERRED,
        sources=rows("F3-19 F2-38", editorial="the number"),
    ),
    Requirement(
        "weeks-of-waiting",
        when=P.wait_days >= WEEKS_OF_WAITING_DAYS,
        text="has a waiting list of weeks",
        ask="Is there a waiting list, and how long is it?",
        weight=RED_FLAG,
        sources=rows("F3-19 F2-38", editorial="the number"),
    ),
    Requirement(
        "entry-hurdles",
        when=P.entry_hurdles,
        text="puts hurdles before entry",
        ask="What has to be done before one can begin?",
        weight=RED_FLAG,
        sources=rows("F3-19"),
    ),
)
"""How soon a program can be entered."""

SERVICES: Final = (
    Requirement(
        "dual-diagnosis-care",
        when=P.dual_diagnosis_care,
        text="treats co-occurring conditions together with the addiction",
        ask="Are co-occurring conditions treated together with the addiction?",
        weight=PREFERRED,
        for_need="dual-diagnosis-care",
        sources=rows("F2-27 F4-20 F4-21"),
    ),
    Requirement(
        "trauma-care",
        when=P.trauma_care,
        text="has trauma-informed counseling",
        ask="Is there trauma-informed counseling?",
        weight=PREFERRED,
        for_need="trauma-care",
        sources=rows("F4-23 F2-23"),
    ),
    Requirement(
        "withdrawal-care",
        when=P.withdrawal_care,
        text="offers medically managed withdrawal care or follow-up",
        ask="Is there medically managed withdrawal care, or follow-up of it?",
        weight=PREFERRED,
        for_need="withdrawal-care",
        sources=rows("F0-6 F1-30 F3-7"),
    ),
    Requirement(
        "medical-care",
        when=P.health_monitoring,
        text="checks health continuously",
        ask="Is health checked continuously?",
        weight=PREFERRED,
        for_need="medical-care",
        sources=rows("F3-24 F3-21"),
    ),
    Requirement(
        "medication",
        when=P.medication_management,
        text="manages medication without interruption",
        ask="Will medication be managed without interruption?",
        weight=PREFERRED,
        for_need="medication",
        sources=rows("F3-24 F3-21 F1-30 F2-40"),
    ),
    Requirement(
        "psychiatry",
        when=P.psychiatry,
        text="has psychiatric care",
        ask="Is there psychiatric care?",
        weight=PREFERRED,
        sources=rows("F4-29 F3-21"),
    ),
    Requirement(
        "recovery-residence",
        when=P.recovery_residence_link & P.case_management,
        text="is linked to a recovery residence, with case management",
        ask="Is there a link to a recovery residence, with case management?",
        weight=PREFERRED,
        for_need="recovery-residence",
        sources=rows("F1-11 F4-13"),
    ),
    Requirement(
        "motivational-work",
        when=P.motivational_interviewing,
        text="works with motivational interviewing",
        ask="Does it work with motivational interviewing?",
        weight=PREFERRED,
        for_need="motivational-work",
        sources=rows("F2-19 F3-20"),
    ),
    Requirement(
        "peer-group",
        when=P.peer_link,
        text="links people to peers or mutual help",
        ask="How are people linked to peers or mutual help?",
        weight=PREFERRED,
        for_need="peer-group",
        sources=rows("F1-19 F4-12 F2-20"),
    ),
    Requirement(
        "remote-sessions",
        when=P.telehealth,
        text="has remote or hybrid sessions",
        ask="Are there remote or hybrid sessions?",
        weight=PREFERRED,
        for_need="remote-sessions",
        sources=rows("F2-36 F4-22 F4-30"),
    ),
    Requirement(
        "work-hours",
        when=P.evening_sessions,
        text="has sessions before or after work, at family-friendly times",
        ask="Are there sessions before or after work?",
        weight=PREFERRED,
        for_need="work-hours",
        sources=rows("F4-4 F4-19 F4-24 F4-25"),
    ),
    Requirement(
        "benefits-check",
        when=P.benefits_verified,
        text="has had the benefits verified",
        ask="Have the benefits been verified?",
        weight=PREFERRED,
        for_need="benefits-check",
        sources=rows("F2-32 F2-33"),
    ),
    Requirement(
        "skills-practice",
        when=P.between_session_practice,
        text="has skills practiced between sessions, and talks the practice through",
        ask="Are skills practiced between sessions, and is the practice talked through?",
        weight=PREFERRED,
        for_need="skills-practice",
        sources=rows("F2-16 F2-21 F4-10"),
    ),
)
"""Services that a person may need; each becomes required for whoever needs it."""

FAMILY: Final = Requirement(
    "family-component",
    when=P.family_component,
    text="has family sessions",
    ask="Are there family sessions?",
    weight=REQUIRED,
    for_need="family-work",
    sources=rows("F2-28 F4-11 F4-17"),
)

IOP: Final = Standard(
    id="iop",
    version="2026.1",
    title="Intensive outpatient program (IOP)",
    requirements=(
        Requirement(
            "weekly-hours",
            when=P.weekly_hours >= LEAST_WEEKLY_HOURS,
            text=f"offers at least {LEAST_WEEKLY_HOURS} hours a week; there is no maximum",
            ask="How many hours of treatment a week are there?",
            weight=REQUIRED,
            sources=rows("F2-17 F3-14 F3-6"),
        ),
        Requirement(
            "typical-hours",
            when=P.weekly_hours.between(*TYPICAL_WEEKLY_HOURS),
            text=f"offers {TYPICAL_WEEKLY_HOURS[0]} to {TYPICAL_WEEKLY_HOURS[1]} hours a week in its intensive phase",
            ask="How many hours a week does the intensive phase have?",
            weight=PREFERRED,
            sources=rows("F2-17"),
        ),
        Requirement(
            "returns-home",
            when=P.returns_home,
            text="lets people go home each day",
            ask="Does one go home after the day's sessions?",
            weight=REQUIRED,
            sources=rows("F2-2 F3-14"),
        ),
        Requirement(
            "days-per-week",
            when=P.days_per_week.between(*USUAL_DAYS),
            text=f"meets on {USUAL_DAYS[0]} to {USUAL_DAYS[1]} days a week",
            ask="On how many days a week does it meet?",
            weight=PREFERRED,
            sources=rows("F2-2 F1-19 F3-14", editorial="one source says 2 to 3 sessions (F0-6)"),
        ),
        Requirement(
            "session-hours",
            when=P.session_hours.between(2, 4),
            text="meets for about 3 hours",
            ask="How long does it meet on a day?",
            weight=PREFERRED,
            sources=rows("F2-2", editorial="that about 3 hours means 2 to 4"),
        ),
        *QUALITY,
        Requirement(
            "licensed-staff",
            when=P.licensed_staff,
            text="has licensed staff in all forms of treatment",
            ask="Is the staff licensed in all forms of treatment?",
            weight=REQUIRED,
            sources=rows("F2-28"),
        ),
        FAMILY,
        Requirement(
            "group-therapy",
            when=P.group_therapy,
            text="has groups as its main form",
            ask="Are groups the main form of treatment?",
            weight=REQUIRED,
            sources=rows("F2-18 F4-14"),
        ),
        Requirement(
            "individual-sessions",
            when=P.individual_sessions_per_month >= LEAST_INDIVIDUAL_SESSIONS,
            text="has individual sessions every week or every other week",
            ask="How many individual sessions a month are there?",
            weight=REQUIRED,
            sources=rows("F2-18 F4-2 F4-29", editorial="that this means two a month"),
        ),
        Requirement(
            "prevention-curriculum",
            when=P.prevention_curriculum,
            text="has a curriculum for preventing a return to use: cravings, high-risk situations",
            ask="What is done to prevent a return to use?",
            weight=REQUIRED,
            sources=rows("F2-18 F3-21 F4-9"),
        ),
        Requirement(
            "evidence-based-methods",
            when=P.cognitive_behavioral_therapy | P.dialectical_behavior_therapy | P.motivational_interviewing,
            text="uses at least one proven method: CBT, DBT or motivational interviewing",
            ask="Which methods are used: CBT, DBT, motivational interviewing?",
            weight=REQUIRED,
            sources=rows("F2-19 F3-16 F4-2"),
        ),
        Requirement(
            "communication-skills",
            when=P.communication_skills,
            text="teaches communication and emotion regulation",
            ask="Are communication and emotion regulation taught?",
            weight=PREFERRED,
            sources=rows("F2-18 F4-11"),
        ),
        Requirement(
            "life-domains",
            when=P.life_domains,
            text="works on identity, family, school, work and life skills",
            ask="Is there work on identity, family, school, work and life skills?",
            weight=PREFERRED,
            sources=rows("F3-27"),
        ),
        Requirement(
            "day-or-evening",
            when=P.day_sessions | P.evening_sessions,
            text="meets by day or in the evening",
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
    requirements=(
        Requirement(
            "under-iop-hours",
            when=P.weekly_hours < LEAST_WEEKLY_HOURS,
            text=f"takes less than {LEAST_WEEKLY_HOURS} hours a week",
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
    requirements=(
        Requirement(
            "daily",
            when=P.days_per_week >= USUAL_DAYS[1],
            text="meets daily",
            ask="On how many days a week does it meet?",
            weight=REQUIRED,
            sources=rows("F0-23 F1-8", editorial="that daily means five days a week"),
        ),
        Requirement(
            "work-and-family",
            when=P.work_and_family_join,
            text="lets work and family join in",
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
    requirements=(
        Requirement(
            "staff-day-and-night",
            when=P.round_the_clock_staff,
            text="has somebody there day and night",
            ask="Is somebody there day and night?",
            weight=REQUIRED,
            sources=rows("F1-9 F2-15"),
        ),
        Requirement(
            "confirms-next-step",
            when=P.confirms_next_step,
            text="has the next step confirmed before a person leaves",
            ask="Is the next step confirmed, with a date, before one leaves?",
            weight=REQUIRED,
            sources=rows("F2-46 F2-39 F0-28"),
        ),
        *QUALITY,
        FAMILY,
        *ENTRY,
        *HANDOFF_IN,
        *SERVICES,
    ),
)
"""A residential program: somebody there day and night, and nobody leaves before the next step is confirmed."""

INPATIENT: Final = Standard(
    id="inpatient",
    version="2026.1",
    title="Medically managed inpatient care",
    requirements=(
        Requirement(
            "medical-staff",
            when=P.medical_staff,
            text="has medical staff day and night",
            ask="Is there medical staff day and night?",
            weight=REQUIRED,
            sources=rows("F1-10"),
        ),
        Requirement(
            "confirms-next-step",
            when=P.confirms_next_step,
            text="has the next step confirmed before a person leaves",
            ask="Is the next step confirmed, with a date, before one leaves?",
            weight=REQUIRED,
            sources=rows("F0-28 F1-10"),
        ),
        *QUALITY,
        *SERVICES,
    ),
)
"""Hospital care: medical staff day and night, until stable."""

AFTERCARE: Final = Standard(
    id="aftercare",
    version="2026.1",
    title="Aftercare",
    requirements=(
        Requirement(
            "no-fixed-end",
            when=~P.fixed_end,
            text="has no fixed end",
            ask="Does it end after a fixed time?",
            weight=REQUIRED,
            sources=rows("F0-10"),
        ),
        *HANDOFF_IN,
        *SERVICES,
    ),
)
"""Aftercare: the longer and the more involved, the better, as claimed; so it has no fixed end."""

PROVIDER: Final = Standard(
    id="provider",
    version="2026.1",
    title="A provider of the whole range",
    requirements=tuple(
        Requirement(
            fact.name.replace("_", "-"),
            when=fact,
            text=text,
            ask=f"Is it so that the provider {text}?",
            weight=PREFERRED,
            sources=rows("F1-30"),
        )
        for fact, text in (
            (P.entry_assessment, "assesses in full at entry"),
            (P.withdrawal_care, "offers withdrawal care"),
            (P.individual_plan, "makes a plan for each person"),
            (P.psychotherapy, "offers psychotherapy"),
            (P.family_component, "teaches and includes families"),
            (P.medication_management, "manages medication"),
            (P.dual_diagnosis_care, "treats co-occurring conditions together with the addiction"),
            (P.peer_link, "links people to peers"),
            (P.case_management, "offers case management"),
            (P.complementary_methods, "offers complementary methods"),
            (P.aftercare, "offers aftercare or an alumni group"),
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
            text="has had the benefits verified with the insurer",
            ask="Have the benefits been verified with the insurer?",
            weight=REQUIRED,
            sources=rows("F2-32 F2-33"),
        ),
        Requirement(
            "level-confirmed",
            when=P.level_confirmed,
            text="was asked for at the insurer by its level, for an IOP as level 2.1",
            ask="Was the insurer asked for the level by its number, for an IOP as level 2.1?",
            weight=REQUIRED,
            sources=rows("F2-32 F2-31"),
        ),
        Requirement(
            "in-network",
            when=P.in_network,
            text="is in the insurer's network",
            ask="Is the program in the insurer's network?",
            weight=PREFERRED,
            sources=rows("F2-32"),
        ),
        Requirement(
            "documents-necessity",
            when=P.documents_necessity,
            text="documents why the care is needed",
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
            text="that takes over is chosen, and the plan says why",
            ask="Which program takes over, and why this one?",
            weight=REQUIRED,
            sources=rows("F2-44 F1-13"),
        ),
        Requirement(
            "first-session",
            when=A.first_appointment >= Appointment.SCHEDULED,
            text="that takes over has given a date for the first session",
            ask="When is the first session?",
            weight=REQUIRED,
            sources=rows("F2-44 F2-39 F2-43"),
        ),
        Requirement(
            "record",
            when=A.record_transfer >= Transfer.IN_TRANSIT,
            text="that takes over is being sent diagnosis, medication and history",
            ask="How do diagnosis, medication and history get to the next team?",
            weight=REQUIRED,
            sources=rows("F2-44 F2-40"),
        ),
        Requirement(
            "contact",
            when=A.contact_named,
            text="that takes over has named somebody to call before the first session",
            ask="Whom can one call before the first session?",
            weight=REQUIRED,
            sources=rows("F2-44"),
        ),
    ),
)
"""The four questions of the handoff, asked of an assessment; a vague answer is no answer (F2-45)."""

BY_LEVEL: Final[Mapping[str, Standard]] = {
    Stage.AFTERCARE: AFTERCARE,
    Stage.OUTPATIENT: OUTPATIENT,
    Stage.IOP: IOP,
    Stage.PHP: PHP,
    Stage.RESIDENTIAL: RESIDENTIAL,
    Stage.INPATIENT: INPATIENT,
    Sublevel.L1_0: AFTERCARE,
    Sublevel.L1_5: OUTPATIENT,
    Sublevel.L1_7: OUTPATIENT,
    Sublevel.L2_1: IOP,
    Sublevel.L2_5: PHP,
    Sublevel.L2_7: PHP,
    Sublevel.L3_1: RESIDENTIAL,
    Sublevel.L3_5: RESIDENTIAL,
    Sublevel.L3_7: RESIDENTIAL,
    Sublevel.L4: INPATIENT,
}
"""The standard for a level of either ladder, by the level's id."""
