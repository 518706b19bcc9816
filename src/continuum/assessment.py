"""
The assessment of a person: the standard vocabulary of facts, at one level of care.

What lives here: `Assessment`, and where its facts come from (`FactSources`). What it may import: `records`, `facts`, `scales`,
`levels`, `errors`, `sources`, `later`. What it never does: know a ladder or a rule, or show a value.

Each fact says what it means and how it is rated. `worse` says which end is worse, `scope="level"` that the fact is about the stay
at one level and unknown again after a move, `changeable=False` that it is history, `ground=False` that it may move nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, cast

from attrs import field, frozen

from continuum.errors import AssessmentError, did_you_mean, kind_of, plain_text
from continuum.facts import Choice, Count, Duration, Flag, Grade
from continuum.later import Later
from continuum.levels import NOT_IN_CARE, Outside
from continuum.records import Facts
from continuum.scales import (
    Appointment,
    BarrierKind,
    Completeness,
    Danger,
    Delivery,
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
    Substance,
    Transfer,
)
from continuum.sources import cited

if TYPE_CHECKING:
    import datetime as dt
else:
    dt = Later("datetime")

LONGEST_TEXT: Final = 64
NO_LEVEL: Final = NOT_IN_CARE.value
"""The word for no care, which is no id of a level."""

OUTDATED_BY_A_MOVE: Final = frozenset({"time_since_residential"})
"""Facts about the person that a move makes stale: leaving residential care is itself such a move."""


class Provenance(Enum):
    """Where a fact of one record comes from (F3-29)."""

    SELF_REPORT = "self-report"
    COLLATERAL = "collateral"
    RECORD = "record"
    OBSERVED = "observed"


FACT_SOURCES_EXPECTED: Final = "fact_sources: expected FactSources.of({fact: Provenance})"


def _is_named(pair: object) -> bool:
    return isinstance(pair, tuple) and [type(part) for part in cast("tuple[object, ...]", pair)] == [str, Provenance]


@frozen(repr=False)
class FactSources:
    """
    Which facts of one record come from where; facts not named are not said.

    Example:
        >>> FactSources.of({"withdrawal_risk": Provenance.OBSERVED}).get("withdrawal_risk").value
        'observed'
    """

    pairs: tuple[tuple[str, Provenance], ...] = field(default=())

    def __attrs_post_init__(self) -> None:
        """Refuse what is no set of pairs; the facts are checked by the record that takes them."""
        if not isinstance(self.pairs, tuple) or not all(_is_named(pair) for pair in self.pairs):
            raise AssessmentError(FACT_SOURCES_EXPECTED)
        if len({fact for fact, _ in self.pairs}) < len(self.pairs):
            raise AssessmentError("fact_sources: a fact is named twice")
        object.__setattr__(self, "pairs", tuple(sorted(self.pairs, key=lambda pair: pair[0])))

    @classmethod
    def of(cls, by_fact: Mapping[str, Provenance]) -> Self:
        """From fact names to where each comes from."""
        if not isinstance(by_fact, Mapping) or not all(isinstance(fact, str) for fact in by_fact):
            raise AssessmentError(FACT_SOURCES_EXPECTED)
        return cls(tuple((plain_text(fact), by_fact[fact]) for fact in by_fact))

    def get(self, fact: str) -> Provenance | None:
        """Where one fact comes from, if it was said."""
        return dict(self.pairs).get(fact)

    def __repr__(self) -> str:
        """How many are said."""
        return f"<{type(self).__name__} of {len(self.pairs)} facts>"


UNSAID: Final = FactSources()
"""Of no fact is said where it comes from."""


def is_short_text(text: object) -> bool:
    """Whether this can be a role, or the key of a person."""
    return isinstance(text, str) and bool(text.strip()) and len(text) <= LONGEST_TEXT and text.isprintable()


def _is_plain_short_text(text: object) -> bool:
    return type(text) is str and is_short_text(text)


def is_day(day: object) -> bool:
    """Whether this is a date without a time."""
    return isinstance(day, dt.date) and not isinstance(day, dt.datetime)


def _read_day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # other notations have other risks of a slip
        raise AssessmentError('assessed_on: expected a date without a time, or a text such as "2026-11-02"; was given other text')
    return day


def is_level_id(level: object) -> bool:
    """Whether this can be the id of a level, as plain text."""
    return type(level) is str and 0 < len(level) <= LONGEST_TEXT and level != NO_LEVEL


class Assessment(Facts):
    """
    What is known of one person, at the level of care where the assessment was made.

    Every fact is unknown until it is given, and what is unknown never reduces care. Extend the vocabulary by subclassing.

    Args:
        level: Id of the level of care where the assessment was made; `NOT_IN_CARE` asks for an admission; `None` is unknown.
        assessed_on: The day of the assessment, as given; nothing is computed from the clock.
        assessed_by: The role of who assessed, such as `nurse`; at most 64 characters, no name of a person.
        person: An opaque key of the person, at most 64 characters, never shown; it keeps histories apart (see `episode`).
        fact_sources: Where the facts come from.

    Raises:
        AssessmentError: A value that its fact cannot have; a fact about the stay at a level where the person is not in care.

    Example:
        >>> Assessment(level="residential", withdrawal_risk=Risk.MILD, goals_met=True)
        <Assessment: 2 of 48 facts known>
        >>> (Assessment.withdrawal_risk >= Risk.SEVERE).words(Assessment.vocabulary())
        'withdrawal risk is severe or higher'
    """

    __sure__: ClassVar[Mapping[str, Callable[[Any], bool]]] = {
        "level": is_level_id,
        "assessed_on": is_day,
        "assessed_by": _is_plain_short_text,
        "person": _is_plain_short_text,
    }

    level: str | Outside | None = None
    assessed_on: dt.date | None = None
    assessed_by: str | None = None
    person: str | None = None
    fact_sources: FactSources = UNSAID

    # Risks today.
    withdrawal_risk: Grade[Risk] = Grade(
        "withdrawal risk",
        Risk,
        worse="higher",
        meaning="Risk from intoxication and withdrawal today. SEVERE: high-risk withdrawal or a severe complication.",
        source=cited("F1-10 F1-29 F3-7"),
    )
    physical_health_risk: Grade[Risk] = Grade(
        "physical health risk",
        Risk,
        worse="higher",
        meaning=(
            "Risk from physical conditions, as far as nobody else already manages it. SEVERE: a daily clinical look is "
            "needed. VERY_SEVERE: a hospital is needed."
        ),
        source=cited("F1-10 F3-24"),
    )
    mental_health_risk: Grade[Risk] = Grade(
        "mental health risk",
        Risk,
        worse="higher",
        meaning=("Risk from mental symptoms now. SEVERE: daily clinical contact is needed. VERY_SEVERE: the state is critical."),
        source=cited("F1-10 F2-27 F4-20"),
    )
    engagement_risk: Grade[Risk] = Grade(
        "risk to the plan from low engagement",
        Risk,
        worse="higher",
        ground=False,
        meaning="How far readiness and motivation put the plan at risk; it moves no level.",
        source=cited("F3-20"),
    )
    return_to_use_risk: Grade[Risk] = Grade(
        "risk of return to use",
        Risk,
        worse="higher",
        meaning=(
            "Risk of a return to use in daily life, with the supports the person has. MODERATE: several contacts a "
            "week keep it in check. VERY_SEVERE: nothing outside round-the-clock care does."
        ),
        source=cited("F1-26 F2-13"),
    )
    environment_risk: Grade[Risk] = Grade(
        "risk from the home environment",
        Risk,
        worse="higher",
        meaning=(
            "Where the person will live: home, people, safety; a recovery residence counts as the home. MODERATE: "
            "unstable or triggering. SEVERE: recovery cannot be worked on there."
        ),
        source=cited("F1-28 F2-23 F1-11"),
    )
    recent_overdose: Grade[Overdose] = Grade(
        "recent overdose",
        Overdose,
        worse="higher",
        meaning="An overdose in the last days, and whether it is medically cleared.",
        source=cited("F1-10"),
    )
    danger_to_self_or_others: Grade[Danger] = Grade(
        "danger to self or others",
        Danger,
        worse="higher",
        meaning="PRESENT: safety is needed around the clock. IMMINENT: an emergency.",
        source=cited("F3-9 F1-10"),
    )
    needs_24h_supervision: Flag = Flag(
        "round-the-clock supervision needed",
        worse=True,
        yes="round-the-clock supervision is needed",
        no="no round-the-clock supervision is needed",
        meaning="Someone must be there day and night.",
        source=cited("F3-4 F3-10"),
    )
    withdrawal_worse_than_expected: Flag = Flag(
        "withdrawal worse than expected",
        worse=True,
        scope="level",
        yes="withdrawal is stronger or longer than expected",
        no="withdrawal is no worse than expected",
        meaning="Stronger or longer than planned for, post-acute withdrawal included.",
        source=cited("F1-27 F1-29"),
    )
    medically_stable: Flag = Flag(
        "medically stable",
        worse=False,
        scope="level",
        yes="vital signs, withdrawal and mental state are stable",
        no="vital signs, withdrawal or mental state are not stable",
        meaning="The hospital's goals are reached: vital signs, withdrawal and mental state are stable.",
        source=cited("F1-10 F1-14"),
    )
    ciwa_ar: Count = Count(
        "alcohol withdrawal score (CIWA-Ar)",
        low=0,
        high=67,
        unit="points",
        worse="higher",
        ground=False,
        meaning="Optional; it moves nobody by itself and may help to rate the withdrawal risk.",
        source=cited("F1-10"),
    )
    cows: Count = Count(
        "opioid withdrawal score (COWS)",
        low=0,
        high=48,
        unit="points",
        worse="higher",
        ground=False,
        meaning="Optional; it moves nobody by itself and may help to rate the withdrawal risk.",
        source=cited("F1-10"),
    )

    # Who the person is, and their history.
    primary_substance: Choice[Substance] = Choice(
        "main substance",
        Substance,
        changeable=False,
        meaning="The main substance; SEVERAL where there is no main one.",
        source=cited("F0-19 F0-20"),
    )
    disorder_severity: Grade[Severity] = Grade(
        "severity of the disorder",
        Severity,
        worse="higher",
        changeable=False,
        meaning="Severity as currently diagnosed.",
        source=cited("F1-7 F1-8 F1-9 F2-23"),
    )
    co_occurring_condition: Flag = Flag(
        "co-occurring mental disorder",
        worse=True,
        changeable=False,
        yes="there is a co-occurring mental disorder",
        no="there is no co-occurring mental disorder",
        meaning="Any other mental disorder, treated or not.",
        source=cited("F2-23 F4-20 F3-25"),
    )
    trauma_history: Flag = Flag(
        "past trauma",
        worse=True,
        changeable=False,
        yes="there is past trauma",
        no="there is no past trauma",
        source=cited("F0-19 F2-23"),
    )
    prior_return_to_use: Flag = Flag(
        "return to use after an earlier treatment",
        worse=True,
        changeable=False,
        yes="there was a return to use after an earlier treatment",
        no="there was no return to use after an earlier treatment",
        source=cited("F2-23 F1-31"),
    )
    prior_treatment: Choice[PriorTreatment] = Choice(
        "earlier treatment", PriorTreatment, changeable=False, ground=False, source=cited("F1-31")
    )
    time_since_residential: Grade[SinceResidential] = Grade(
        "recency of residential care",
        SinceResidential,
        worse="higher",
        changeable=False,
        meaning=("Since leaving residential care in this episode; NONE: not left, or never there. Unknown again after a move."),
        source=cited("F2-1 F2-5"),
    )
    medication_treatment: Flag = Flag(
        "medication for addiction or mental health",
        worse=None,
        ground=False,
        yes="there is medication for addiction or mental health",
        no="there is no medication for addiction or mental health",
        meaning="Takes medication for addiction or mental health.",
        source=cited("F1-30 F3-21 F2-40"),
    )
    hours_needed: Count = Count(
        "weekly hours clinically needed",
        low=0,
        high=60,
        unit="hours",
        worse="higher",
        ground=False,
        meaning="Hours a week clinically needed, to be compared with what a program offers.",
        source=cited("F3-6"),
    )

    # How it goes at this level.
    return_to_use: Grade[ReturnToUse] = Grade(
        "use at this level",
        ReturnToUse,
        worse="higher",
        scope="level",
        meaning=(
            "Use at this level since the last review. LAPSE: brief and stopped. RETURN: resumed. Worked through, it is "
            "NONE again, and the stable weeks begin anew."
        ),
        source=cited("F1-23 F0-27"),
    )
    response: Grade[Response] = Grade(
        "response to care at this level",
        Response,
        worse="lower",
        scope="level",
        meaning="Response to care at this level. ABSENT: no progress.",
        source=cited("F1-3 F1-4 F1-25"),
    )
    goals_met: Flag = Flag(
        "goals of this level met",
        worse=False,
        scope="level",
        yes="the goals of this level are met",
        no="the goals of this level are not met",
        meaning="The goals of this level are met, the program is completed.",
        source=cited("F1-17 F0-5"),
    )
    judged_ready: Flag = Flag(
        "judged ready for less care",
        worse=False,
        scope="level",
        yes="the treating team judges the person ready for less care",
        no="the treating team does not judge the person ready for less care",
        meaning="The treating team judges the person prepared for less care.",
        source=cited("F0-5"),
    )
    weeks_stable: Duration = Duration(
        "time stable at this level",
        low=0,
        high=520,
        unit="weeks",
        worse="lower",
        scope="level",
        meaning="Whole weeks at this level without use, crisis or worsening.",
        source=cited("F1-21 F0-30 F2-5"),
    )
    attendance: Count = Count(
        "attendance at this level",
        low=0,
        high=100,
        unit="percent",
        worse="lower",
        scope="level",
        meaning="Share of the sessions offered here that were attended.",
        source=cited("F3-27 F2-38"),
    )
    new_stressor: Flag = Flag(
        "new major stress or trauma",
        worse=True,
        scope="level",
        yes="there is new major stress or trauma not yet worked through",
        no="there is no new major stress or trauma, or it has been worked through",
        meaning="Major stress or trauma since admission here, not yet worked through.",
        source=cited("F1-26"),
    )
    days_at_level: Duration = Duration(
        "time at this level",
        low=0,
        high=3650,
        unit="days",
        worse=None,
        scope="level",
        changeable=False,
        ground=False,
        meaning="For review dates only.",
        source=cited("F0-21 F2-8"),
    )
    recovery_skills: Grade[Skills] = Grade(
        "level of recovery skills",
        Skills,
        worse="lower",
        meaning="LEARNED: shown in sessions. TESTED: held in daily life.",
        source=cited("F3-11 F2-6 F2-21"),
    )
    family_support: Flag = Flag(
        "family or friends who support recovery",
        worse=False,
        yes="family or friends support recovery",
        no="no family or friends support recovery",
        source=cited("F4-16 F4-17"),
    )
    peer_support: Flag = Flag(
        "peer group or mutual help in use",
        worse=False,
        yes="a peer group or mutual help is in use",
        no="no peer group or mutual help is in use",
        source=cited("F2-20 F4-12 F4-16"),
    )

    # Plans, and the handoff to the receiving program.
    full_assessment: Grade[Completeness] = Grade(
        "full physical, psychological and social assessment",
        Completeness,
        worse="lower",
        scope="level",
        meaning="A physical, psychological and social assessment by qualified staff, not older than 30 days.",
        source=cited("F3-15"),
    )
    transition_plan: Grade[Planning] = Grade(
        "plan for this step",
        Planning,
        worse="lower",
        scope="level",
        meaning="How far the step is part of the personal plan.",
        source=cited("F1-13 F1-17 F2-30"),
    )
    prevention_plan: Flag = Flag(
        "written plan for preventing a return to use",
        worse=False,
        yes="there is a written plan for preventing a return to use",
        no="there is no written plan for preventing a return to use",
        source=cited("F2-9"),
    )
    continuing_care_plan: Flag = Flag(
        "written continuing-care plan",
        worse=False,
        yes="there is a written continuing-care plan",
        no="there is no written continuing-care plan",
        source=cited("F0-27 F2-30"),
    )
    first_appointment: Grade[Appointment] = Grade(
        "first appointment with the receiving program",
        Appointment,
        worse="lower",
        scope="level",
        meaning="With the receiving program; SCHEDULED: with a date. CONFIRMED: by that program.",
        source=cited("F2-37 F2-43"),
    )
    intake_started: Flag = Flag(
        "intake papers begun at the receiving program",
        worse=False,
        scope="level",
        yes="intake papers are begun at the receiving program",
        no="no intake papers are begun at the receiving program",
        source=cited("F2-43"),
    )
    record_transfer: Grade[Transfer] = Grade(
        "transfer of the record",
        Transfer,
        worse="lower",
        scope="level",
        meaning="Diagnosis, medication and history; IN_TRANSIT: all three are on their way.",
        source=cited("F2-40 F2-43"),
    )
    contact_named: Flag = Flag(
        "contact before the first session",
        worse=False,
        scope="level",
        yes="there is a named contact before the first session",
        no="there is no named contact before the first session",
        source=cited("F2-44"),
    )
    days_to_first_session: Duration = Duration(
        "time until the first session",
        low=0,
        high=365,
        unit="days",
        worse="higher",
        scope="level",
        meaning="Between leaving here and the first session there.",
        source=cited("F2-38"),
    )
    same_team: Flag = Flag(
        "same team goes on",
        worse=False,
        scope="level",
        yes="the same team goes on with the person",
        no="another team takes over",
        source=cited("F2-42 F0-29"),
    )

    # Recorded; they move nobody.
    main_barrier: Choice[BarrierKind] = Choice(
        "main barrier to taking part",
        BarrierKind,
        ground=False,
        meaning="What limits taking part most; recorded, and used for services only.",
        source=cited("F1-20 F2-31 F2-35 F3-19 F4-25"),
    )
    barrier_verified: Flag = Flag(
        "barrier checked",
        worse=None,
        ground=False,
        yes="the barrier has been checked",
        no="the barrier is assumed, not checked",
        meaning="The barrier was checked and is not merely assumed.",
        source=cited("F2-33"),
    )
    preference: Choice[Preference] = Choice(
        "care preferred",
        Preference,
        ground=False,
        meaning="The care that the person prefers, relative to now; recorded, and moves nobody.",
        source=cited("F1-18"),
    )
    mandated: Flag = Flag(
        "in treatment by order",
        worse=None,
        ground=False,
        yes="treatment is by court or employer order",
        no="treatment is not by court or employer order",
        source=cited("F3-20"),
    )
    delivery: Choice[Delivery] = Choice("present format of care", Delivery, ground=False, source=cited("F4-22 F2-36"))

    @classmethod
    def level_scoped(cls) -> frozenset[str]:
        """The facts about the stay at one level, unknown again after a move."""
        return cls.__level_scoped__

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterator[str]:
        """The level, the day, the role, the key and the sources; texts become plain ones."""
        values["level"] = plain_text(values["level"])
        level = values["level"]
        if level is NOT_IN_CARE:
            yield from cls._check_stay(values)
        elif isinstance(level, str) and level == NO_LEVEL:
            yield "level: the word for no care is no id of a level; pass NOT_IN_CARE itself"
        elif level is not None and not is_level_id(level):
            yield (
                f"level: expected the id of a level (1 to {LONGEST_TEXT} characters), NOT_IN_CARE or None; "
                f"was given {'text of another length' if isinstance(level, str) else kind_of(level)}"
            )
        day = values["assessed_on"]
        if day is not None and not is_day(day):
            yield f"assessed_on: expected a date without a time, or None; was given {kind_of(day)}"
        role = values["assessed_by"] = plain_text(values["assessed_by"])
        if role is not None and not is_short_text(role):
            yield f"assessed_by: expected a role of 1 to {LONGEST_TEXT} printable characters, or None"
        key = values["person"] = plain_text(values["person"])
        if key is not None and not is_short_text(key):
            yield f"person: expected an opaque key of 1 to {LONGEST_TEXT} printable characters, or None"
        yield from cls._check_sources(values["fact_sources"])

    @classmethod
    def _check_stay(cls, values: Mapping[str, Any]) -> Iterator[str]:
        """A person not in care has no stay to speak of."""
        if known := {name for name in cls.level_scoped() if values[name] is not None}:
            for name in sorted(known, key=[*values].index):
                yield f"{name}: is about the stay at a level, and has no meaning with level=NOT_IN_CARE; leave it out"

    @classmethod
    def _check_sources(cls, sources: object) -> Iterator[str]:
        if not isinstance(sources, FactSources):
            yield f"{FACT_SOURCES_EXPECTED}; was given {kind_of(sources)}"
            return
        for fact, _ in sources.pairs:
            if fact not in cls.vocabulary():
                yield f"fact_sources: names a fact that there is not{did_you_mean(fact, cls.vocabulary())}"

    @classmethod
    def _read_field(cls, name: str, raw: object) -> object:
        """The word for no care and a day as text, as a case on file has them."""
        if name == "level" and isinstance(raw, str) and raw == NO_LEVEL:
            return NOT_IN_CARE
        return _read_day(raw) if name == "assessed_on" and isinstance(raw, str) else raw

    def replace(self, /, **changes: object) -> Self:
        """
        A copy with some values changed; `None` makes a fact unknown.

        Where a changed fact comes from is not known any more, unless `fact_sources` is among the changes.

        Raises:
            AssessmentError: As on construction, and when `level` is among the changes: use `moved_to`.
        """
        if "level" in changes:
            raise AssessmentError(
                "level: an assessment speaks of the level where it was made, and replace() keeps it; "
                "use .moved_to(level) to start afresh at another level"
            )
        if self.fact_sources.pairs and "fact_sources" not in changes:
            changes["fact_sources"] = self._sources_without(changes)
        return super().replace(**changes)

    def moved_to(self, level: str | Outside) -> Self:
        """
        The start at another level: the facts about the last stay are unknown again, the others are kept.

        The time since residential care is unknown again too, since the move itself may have been the leaving.

        Example:
            >>> stay = Assessment(level="php", withdrawal_risk=Risk.NONE, goals_met=True)
            >>> sorted(stay.moved_to("iop").known())
            ['withdrawal_risk']

        Law: one assessment, one step.
        """
        reset = dict.fromkeys(self.level_scoped() | OUTDATED_BY_A_MOVE)
        changed: dict[str, Any] = {**self._given(), **reset, "level": level, "fact_sources": self._sources_without(reset)}
        return type(self)(**changed)

    def _sources_without(self, facts: Container[str]) -> FactSources:
        """Where the other facts come from."""
        return FactSources(tuple((fact, provenance) for fact, provenance in self.fact_sources.pairs if fact not in facts))
