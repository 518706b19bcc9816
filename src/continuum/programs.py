"""
Programs: what is known of a treatment program.

What lives here: `Program`. What it may import: `records`, `facts`, `errors`, `sources`. What it never does: judge a program (see
`standards`), or know a person. Whoever looks for a program fills it in with the answers to their questions; what nobody has
answered is unknown, and never taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from continuum.errors import ContinuumError, ProgramError, plain_text
from continuum.facts import Count, Flag
from continuum.records import Facts
from continuum.sources import cited

LONGEST_NAME: Final = 120


def _offers(what: str, rows: str, *, verb: str = "is", lacks: str = "is not") -> Flag:
    """A yes-or-no fact whose two sentences differ in the verb only."""
    return Flag(what, worse=False, yes=f"{what} {verb} offered", no=f"{what} {lacks} offered", source=cited(rows))


class Program(Facts):
    """
    What is known of one program, as far as somebody has asked.

    Args:
        name: What the program is called, at most 120 characters; shown in explanations only.

    Raises:
        ProgramError: A fact that there is not, with the nearest name, or a value that a fact cannot have; all problems at once.

    Example:
        >>> Program(weekly_hours=12, state_license=True)
        <Program: 2 of 54 facts known>
        >>> Program(weekly_hour=12)
        Traceback (most recent call last):
        continuum.errors.ProgramError: weekly_hour: Program has no such fact; did you mean 'weekly_hours'?
    """

    __refusal__: ClassVar[type[ContinuumError]] = ProgramError

    name: str | None = None

    # How much, and when.
    weekly_hours: Count = Count(
        "hours of treatment a week", low=0, high=168, unit="hours", worse="lower", source=cited("F2-2 F2-17 F3-14 F3-6")
    )
    days_per_week: Count = Count(
        "days of treatment a week", low=0, high=7, unit="days", worse="lower", source=cited("F2-2 F1-19 F3-14")
    )
    session_hours: Count = Count(
        "length of a day's sessions", low=0, high=24, unit="hours", worse=None, source=cited("F2-2 F3-14")
    )
    returns_home: Flag = Flag(
        "people go home each day",
        worse=None,
        yes="people go home after the day's sessions",
        no="people stay overnight",
        source=cited("F2-2 F3-14"),
    )
    day_sessions: Flag = _offers("daytime sessions", "F4-4", verb="are", lacks="are not")
    evening_sessions: Flag = Flag(
        "sessions before or after work",
        worse=False,
        yes="there are sessions before or after work",
        no="there are no sessions before or after work",
        source=cited("F4-4 F4-19 F4-24"),
    )
    telehealth: Flag = _offers("telehealth", "F2-36 F4-22 F4-30")
    wait_days: Count = Count("waiting time", low=0, high=365, unit="days", worse="higher", source=cited("F3-19 F2-38"))
    entry_hurdles: Flag = Flag(
        "hurdles before entry",
        worse=True,
        yes="there are hurdles before entry, such as repeated calls or forms",
        no="there are no hurdles before entry",
        source=cited("F3-19"),
    )

    # Whether it can be trusted.
    state_license: Flag = Flag(
        "state license", worse=False, yes="the program has a state license", no="there is no state license", source=cited("F2-25")
    )
    accreditation: Flag = Flag(
        "accreditation by the Joint Commission or CARF",
        worse=False,
        yes="the program is accredited by the Joint Commission or CARF",
        no="the program is accredited by neither the Joint Commission nor CARF",
        source=cited("F2-25"),
    )
    licensed_staff: Flag = Flag(
        "licensed staff in all forms of treatment",
        worse=False,
        yes="the staff is licensed in all forms of treatment",
        no="the staff is not licensed in all forms of treatment",
        source=cited("F2-28"),
    )
    structured_program: Flag = Flag(
        "formal structure",
        worse=False,
        yes="treatment has a formal structure",
        no="treatment has no formal structure",
        source=cited("F3-17"),
    )
    accountable_lead: Flag = Flag(
        "someone accountable for each plan",
        worse=False,
        yes="somebody is accountable for each person's plan and its delivery",
        no="nobody is accountable for each person's plan and its delivery",
        source=cited("F3-18"),
    )

    # The plan.
    entry_assessment: Flag = Flag(
        "full assessment at entry",
        worse=False,
        yes="entry is with a physical, psychological and social assessment, or a recent one by qualified staff is accepted",
        no="entry is without a full assessment",
        source=cited("F3-15 F1-30"),
    )
    individual_plan: Flag = Flag(
        "plan of one's own",
        worse=False,
        yes="each person has a plan of their own from the assessment on",
        no="everybody follows one curriculum",
        source=cited("F2-26 F3-17 F3-27 F4-2 F1-30"),
    )
    one_size_schedule: Flag = Flag(
        "one schedule for everybody",
        worse=True,
        yes="everybody has the same schedule",
        no="schedules differ by person",
        source=cited("F2-30"),
    )
    continuing_care_planning: Flag = Flag(
        "planning of the time after",
        worse=False,
        yes="the time after the program is planned formally",
        no="the time after the program is not planned formally",
        source=cited("F2-28 F2-30"),
    )
    transition_talk_day: Count = Count(
        "day of the stay on which the next step is first talked about",
        low=1,
        high=365,
        unit="days",
        worse="higher",
        source=cited("F2-30 F2-46"),
    )
    confirms_next_step: Flag = Flag(
        "next step confirmed before leaving",
        worse=False,
        yes="the next step is confirmed before a person leaves",
        no="people leave before the next step is confirmed",
        source=cited("F2-46 F2-39"),
    )
    fixed_end: Flag = Flag(
        "fixed end",
        worse=True,
        yes="the program ends after a fixed time",
        no="the program has no fixed end",
        source=cited("F0-10"),
    )

    # What treatment consists of.
    group_therapy: Flag = Flag(
        "groups as the main form",
        worse=False,
        yes="groups are the main form of treatment",
        no="groups are not the main form of treatment",
        source=cited("F2-18 F4-14"),
    )
    individual_sessions_per_month: Count = Count(
        "individual sessions a month",
        low=0,
        high=60,
        unit="sessions",
        worse="lower",
        source=cited("F2-18 F4-2 F4-29"),
    )
    prevention_curriculum: Flag = Flag(
        "curriculum for preventing a return to use",
        worse=False,
        yes="there is a curriculum for preventing a return to use: cravings, high-risk situations",
        no="there is no curriculum for preventing a return to use",
        source=cited("F2-18 F3-21 F4-9"),
    )
    cognitive_behavioral_therapy: Flag = _offers("cognitive behavioral therapy (CBT)", "F2-19 F3-16 F4-2")
    dialectical_behavior_therapy: Flag = _offers("dialectical behavior therapy (DBT)", "F2-19 F3-16")
    motivational_interviewing: Flag = _offers("motivational interviewing", "F2-19 F3-16 F3-20")
    psychotherapy: Flag = _offers("psychotherapy", "F1-30")
    communication_skills: Flag = Flag(
        "communication and emotion regulation",
        worse=False,
        yes="communication and emotion regulation are taught",
        no="communication and emotion regulation are not taught",
        source=cited("F2-18 F4-11"),
    )
    life_domains: Flag = Flag(
        "work on identity, family, school, work and life skills",
        worse=False,
        yes="there is work on identity, family, school, work and life skills",
        no="there is no work on identity, family, school, work and life skills",
        source=cited("F3-27"),
    )
    between_session_practice: Flag = Flag(
        "practice between sessions",
        worse=False,
        yes="skills are practiced between sessions and talked through",
        no="there is no planned practice between sessions",
        source=cited("F2-16 F2-21 F4-10"),
    )
    family_component: Flag = _offers("family sessions", "F2-28 F4-11 F4-17 F1-30", verb="are", lacks="are not")
    work_and_family_join: Flag = Flag(
        "work and family join in",
        worse=False,
        yes="work and family join in while treatment goes on",
        no="work and family do not join in while treatment goes on",
        source=cited("F0-23"),
    )
    peer_link: Flag = Flag(
        "link to peers or mutual help",
        worse=False,
        yes="people are linked to peers or mutual help",
        no="people are not linked to peers or mutual help",
        source=cited("F1-19 F4-12 F2-20 F1-30"),
    )
    recovery_residence_link: Flag = Flag(
        "link to a recovery residence",
        worse=False,
        yes="there is a link to a recovery residence",
        no="there is no link to a recovery residence",
        source=cited("F1-11 F4-13"),
    )
    dual_diagnosis_care: Flag = _offers("integrated care for co-occurring conditions", "F2-27 F4-20 F4-21 F1-30")
    trauma_care: Flag = _offers("trauma-informed counseling", "F4-23 F2-23")
    case_management: Flag = _offers("case management", "F1-30 F1-11")
    complementary_methods: Flag = _offers("complementary methods", "F1-30", verb="are", lacks="are not")
    aftercare: Flag = _offers("aftercare or an alumni group", "F1-30 F0-10")

    # Medical care.
    withdrawal_care: Flag = _offers("medically managed withdrawal care or follow-up", "F0-6 F1-30")
    health_monitoring: Flag = _offers("continuous health checks", "F3-24 F3-21", verb="are", lacks="are not")
    medication_management: Flag = _offers("medication management", "F3-24 F3-21 F1-30")
    psychiatry: Flag = _offers("psychiatric care", "F4-29 F3-21")
    medical_staff: Flag = Flag(
        "medical staff day and night",
        worse=False,
        yes="there is medical staff day and night",
        no="there is no medical staff day and night",
        source=cited("F1-10"),
    )
    round_the_clock_staff: Flag = Flag(
        "staff day and night",
        worse=False,
        yes="somebody is there day and night",
        no="nobody is there at night",
        source=cited("F1-9 F2-15"),
    )

    # The handoff.
    accepts_records_directly: Flag = Flag(
        "records come directly from the sender",
        worse=False,
        yes="records are taken directly from the program before",
        no="records are not taken directly from the program before",
        source=cited("F2-40 F2-43"),
    )
    talks_with_sender: Flag = Flag(
        "talks with the program before",
        worse=False,
        yes="the team talks with the program before",
        no="the team does not talk with the program before",
        source=cited("F2-41 F2-42"),
    )
    contact_before_first_session: Flag = Flag(
        "contact before the first session",
        worse=False,
        yes="somebody can be reached before the first session",
        no="nobody can be reached before the first session",
        source=cited("F2-44 F2-38"),
    )
    shared_philosophy: Flag = Flag(
        "same philosophy or team as before",
        worse=False,
        yes="philosophy or team are the same as before",
        no="philosophy and team differ from before",
        source=cited("F2-42 F0-29"),
    )

    # Access and payment; they move nobody.
    benefits_verified: Flag = Flag(
        "benefits verified",
        worse=None,
        yes="benefits have been verified with the insurer",
        no="benefits have not been verified with the insurer",
        source=cited("F2-32 F2-33"),
    )
    level_confirmed: Flag = Flag(
        "coverage asked for by level",
        worse=None,
        yes="the insurer was asked for the level by its number",
        no="the insurer was not asked for the level by its number",
        source=cited("F2-32 F2-31"),
    )
    in_network: Flag = Flag(
        "in the insurer's network",
        worse=None,
        yes="the program is in the insurer's network",
        no="the program is outside the insurer's network",
        source=cited("F2-32"),
    )
    documents_necessity: Flag = Flag(
        "documents why the care is needed",
        worse=None,
        yes="the program documents why the care is needed, as insurers ask",
        no="the program does not document why the care is needed",
        source=cited("F2-31 F2-34"),
    )

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterator[str]:
        """The name."""
        name = values["name"] = plain_text(values["name"])
        is_name = isinstance(name, str) and bool(name.strip()) and len(name) <= LONGEST_NAME and name.isprintable()
        if name is not None and not is_name:
            yield f"name: expected a text of 1 to {LONGEST_NAME} printable characters, or None"
