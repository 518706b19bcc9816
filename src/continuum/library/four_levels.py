"""
Four general levels with sublevels: the ten-rung ladder 1.0 to 4, after the levels that public sources name.

What lives here: the ladder, its rules, and how its levels correspond to the six of `stepdown`. Data only. Status: draft, not
clinically validated, for adults, for professionals. Numbers and names are used as public sources state them; no criteria text,
rating table or decision logic of ASAM is used, and ASAM has no part in this.

What the two ladders share is taken from `stepdown`, and this file says only where it applies here. New are the medically managed
levels 1.7, 2.7 and 3.7: a medical need leads to the one of its band, and who has none passes it. All thresholds are editorial.

Limit: how care is managed (clinically or medically) and how intensive it is are two axes, laid on one line here. A person with a
lasting medical need steps down from 3.7 to 2.7, and from 2.7 to 1.7, only where each level between is justified; otherwise that
person stays until the medical need is settled, and the decision says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from attrs import evolve

from continuum.assessment import Assessment
from continuum.correspondence import Correspondence
from continuum.errors import DefinitionError
from continuum.levels import COMPLETE, Continuum, Level
from continuum.library import stepdown
from continuum.library.works import rows
from continuum.rule_set import RuleSet
from continuum.rules import IMMEDIATE, Justification, StepDown, StepUp, TransitionRule
from continuum.scales import Danger, Response, Risk, Severity
from continuum.sources import Source

A = Assessment
_Place = TypeVar("_Place")


class Sublevel(StrEnum):
    """The ids of the ten levels, so that a type checker catches a misspelt one."""

    L1_0 = "1.0"
    L1_5 = "1.5"
    L1_7 = "1.7"
    L2_1 = "2.1"
    L2_5 = "2.5"
    L2_7 = "2.7"
    L3_1 = "3.1"
    L3_5 = "3.5"
    L3_7 = "3.7"
    L4 = "4"


L1_0, L1_5, L1_7, L2_1, L2_5, L2_7, L3_1, L3_5, L3_7, L4 = Sublevel

LADDER: Final = Continuum(
    "four-levels",
    [
        Level(
            L1_0,
            "1.0 Long-term remission monitoring",
            purpose="the long-term link, and early notice when things get harder",
            setting="community",
            supervision="check-ups only",
            exposure="full",
            dose="check-ups and peer meetings",
            medically_managed=False,
            round_the_clock=False,
            review_days=90,
            sources=rows("F1-6 F1-7 F0-10 F3-3", editorial="the review interval"),
        ),
        Level(
            L1_5,
            "1.5 Outpatient therapy",
            purpose="connection and therapy for the long run",
            setting="home",
            supervision="some hours a week, partly remote",
            exposure="full",
            dose="under 9 hours a week",
            medically_managed=False,
            round_the_clock=False,
            review_days=30,
            sources=rows("F1-6 F1-7 F1-19 F2-11", editorial="the review interval"),
        ),
        Level(
            L1_7,
            "1.7 Medically managed outpatient",
            purpose="medical management beside outpatient therapy",
            setting="home",
            supervision="some hours a week, with medical staff",
            exposure="full",
            dose="by need",
            medically_managed=True,
            round_the_clock=False,
            review_days=14,
            sources=rows("F1-6 F1-7", editorial="the review interval"),
        ),
        Level(
            L2_1,
            "2.1 Intensive outpatient (IOP)",
            purpose="skills meet real life while care is active: exposure, processing, reinforcement; not a lesser treatment",
            setting="home each evening, sessions by day or in the evening",
            supervision="3 to 5 days a week",
            exposure="full, with structure",
            dose="9 hours a week or more, no maximum; 9 to 19 in regulation, 12 to 15 typical in the intensive phase",
            medically_managed=False,
            round_the_clock=False,
            review_days=14,
            sources=rows("F1-6 F1-8 F2-2 F2-3 F2-17 F3-14", editorial="the review interval"),
        ),
        Level(
            L2_5,
            "2.5 High-intensity outpatient (PHP)",
            purpose="first independence with intensive clinical support; work and family join in",
            setting="day program, evenings at home",
            supervision="daily",
            exposure="first",
            dose="daily, 20 hours a week or more",
            medically_managed=False,
            round_the_clock=False,
            review_days=7,
            sources=rows("F1-6 F1-8 F0-23 F2-11", editorial="the review interval"),
        ),
        Level(
            L2_7,
            "2.7 Medically managed intensive outpatient",
            purpose="daily medical management while living at home",
            setting="day program, evenings at home",
            supervision="daily, with medical staff",
            exposure="first",
            dose="by need",
            medically_managed=True,
            round_the_clock=False,
            review_days=7,
            sources=rows("F1-6 F1-8", editorial="the review interval"),
        ),
        Level(
            L3_1,
            "3.1 Low-intensity residential",
            purpose="a safe place to live, with someone there at night and some treatment",
            setting="live-in",
            supervision="day and night, clinically managed",
            exposure="some exposures",
            dose="round the clock; hours of treatment differ between sources",
            medically_managed=False,
            round_the_clock=True,
            review_days=14,
            sources=rows("F1-6 F1-9", editorial="the review interval"),
        ),
        Level(
            L3_5,
            "3.5 High-intensity residential",
            purpose="foundations in a controlled place, with intensive treatment",
            setting="live-in",
            supervision="day and night, clinically managed",
            exposure="few exposures",
            dose="round the clock; hours of treatment differ between sources",
            medically_managed=False,
            round_the_clock=True,
            review_days=7,
            sources=rows("F1-6 F1-9 F0-22 F2-15", editorial="the review interval"),
        ),
        Level(
            L3_7,
            "3.7 Medically managed residential",
            purpose="medical and withdrawal care in a controlled place",
            setting="live-in",
            supervision="nursing day and night, medically managed",
            exposure="few exposures",
            dose="round the clock, with nursing",
            medically_managed=True,
            round_the_clock=True,
            review_days=3,
            sources=rows("F1-6 F1-9", editorial="the review interval"),
        ),
        Level(
            L4,
            "4 Medically managed inpatient",
            purpose="safety of life, and withdrawal care",
            setting="hospital",
            supervision="medical staff day and night",
            exposure="none",
            dose="round the clock, until stable",
            medically_managed=True,
            round_the_clock=True,
            review_days=1,
            sources=rows("F1-6 F1-10 F0-6", editorial="the review interval"),
        ),
    ],
)
"""The ladder; the rungs x.7 matter only to people with a medical or withdrawal need (F1-6)."""

FROM_SIX: Final = Correspondence(
    stepdown.LADDER,
    LADDER,
    levels={
        stepdown.Stage.AFTERCARE: [L1_0],
        stepdown.Stage.OUTPATIENT: [L1_5, L1_7],
        stepdown.Stage.IOP: [L2_1],
        stepdown.Stage.PHP: [L2_5, L2_7],
        stepdown.Stage.RESIDENTIAL: [L3_1, L3_5, L3_7],
        stepdown.Stage.INPATIENT: [L4],
    },
)
"""
Which of these levels the six of `stepdown` may stand for. The medically managed 1.7, 2.7 and 3.7 stand beside outpatient, PHP and
residential care; read the other way, that they are medically managed is lost, and has to be arranged as a service.
"""

EMERGENCIES: Final = stepdown.EMERGENCIES
MEDICAL_NEED: Final = (A.withdrawal_risk >= Risk.MODERATE) | (A.physical_health_risk >= Risk.MODERATE)
SETTLED: Final = (A.withdrawal_risk <= Risk.MILD) & (A.physical_health_risk <= Risk.MILD)

NIGHTS_OR_HOURS: Final = (
    "the levels below 3.1 send the person home at night, and 3.1 is a place to live, with few hours of treatment"
)
NO_MORE_CONTACT: Final = "the level passed adds medical management, not contact"

FLOORS: Final[Mapping[str, tuple[Sublevel, str]]] = {
    "withdrawal-moderate-dangerous": (L3_7, "no level passed has medical staff at hand when withdrawal worsens at night"),
    "danger-present": (L3_5, NIGHTS_OR_HOURS),
    "return-risk-very-severe": (L3_5, NIGHTS_OR_HOURS),
    "needs-24h": (L3_1, stepdown.HOME_AT_NIGHT),
    "home-unworkable": (L3_1, f"{stepdown.HOME_AT_NIGHT}, to the place where recovery cannot be worked on"),
    "physical-severe": (L2_7, "contact is not daily on the levels up to 2.1, and 2.5 is not medically managed"),
    "mental-severe": (L2_5, "contact is not daily on any level passed"),
    "return-risk-severe": (L2_1, "contact is too sparse for the risk on every level passed"),
}
"""Where the floors of `stepdown` lie on this ladder, and why the levels below them may be passed; its emergencies lead to 4."""

NEXT_BAND: Final = ("return-to-use", "lapse-at-high-risk", "not-responding", "stressor-raises-risk", "withdrawal-worse")
"""What happened during the stay: the next level up that adds contact, from 1.0 to 3.1."""

_UPS: Final = {rule.id: rule for rule in stepdown.STEP_UPS}


def _place_of(rule: TransitionRule, places: Mapping[str, _Place], table: str) -> _Place:
    """Where a rule of `stepdown` applies here: none may be lost on the way."""
    if rule.id not in places:
        raise DefinitionError(
            f"{rule.kind} {rule.id!r} of stepdown has no place on this ladder; give it one in four_levels.{table}"
        )
    return places[rule.id]


def _cited(rule: TransitionRule, editorial: str) -> tuple[Source, ...]:
    """The rows that a rule of `stepdown` rests on, and what is an editorial choice here."""
    return (*(source for source in rule.sources if source.work), Source("ed.", note=editorial))


STEP_UPS: Final = (
    # Emergencies end the weighing: the highest level, now.
    *(evolve(rule, at_least=L4) for rule in stepdown.STEP_UPS if rule.urgency is IMMEDIATE),
    *(
        evolve(
            _UPS[rule],
            at_least=level,
            skips_because=why,
            sources=_cited(_UPS[rule], "the threshold, the urgency, and where this floor lies"),
        )
        for rule, (level, why) in FLOORS.items()
    ),
    # A medical need leads to the medically managed level of each band: nobody with one lands beside it.
    StepUp(
        "medical-need-1",
        at=L1_0,
        when=MEDICAL_NEED,
        at_least=L1_7,
        because="withdrawal or physical health needs medical management",
        skips_because="1.5 is not medically managed",
        sources=rows("F1-7 F1-6", editorial="the threshold"),
    ),
    StepUp(
        "medical-need-2",
        at=L2_1,
        when=MEDICAL_NEED,
        at_least=L2_7,
        because="withdrawal or physical health needs medical management",
        skips_because="2.5 is not medically managed",
        sources=rows("F1-8 F1-6", editorial="the threshold"),
    ),
    StepUp(
        "medical-need-3",
        at=L3_1,
        when=MEDICAL_NEED,
        at_least=L3_7,
        because="withdrawal or physical health needs medical management",
        skips_because="3.5 is not medically managed",
        sources=rows("F1-9 F1-6", editorial="the threshold"),
    ),
    # What happened during the stay: more contact. With a medical need the climb goes on to the x.7 of the band.
    *(evolve(_UPS[rule], at=(L1_0, L2_1, L3_1)) for rule in NEXT_BAND),
    *(
        evolve(_UPS[rule], id=f"{rule}-to-2.1", at=(L1_5, L1_7), at_least=L2_1, skips_because=NO_MORE_CONTACT)
        for rule in NEXT_BAND
    ),
    *(
        evolve(_UPS[rule], id=f"{rule}-to-3.1", at=(L2_5, L2_7), at_least=L3_1, skips_because=NO_MORE_CONTACT)
        for rule in NEXT_BAND
    ),
    evolve(_UPS["withdrawal-worse-in-residential"], id="withdrawal-worse-at-3.7", at=L3_7),
)
"""Reasons for more care. Use or no response in residential care does not lead to a hospital: it holds."""

ENTRY_AT: Final[Mapping[str, Sublevel]] = {"entry-severe": L3_5, "entry-moderate": L2_1, "entry-mild": L1_5}
ADMISSIONS: Final = tuple(
    evolve(rule, at_least=_place_of(rule, ENTRY_AT, "ENTRY_AT"), sources=_cited(rule, "where this floor lies"))
    for rule in stepdown.ADMISSIONS
)
"""Floors for the first placement only; with a medical need the climb goes on to the x.7 of the band."""

BELOW_4: Final = (L1_0, L1_5, L1_7, L2_1, L2_5, L2_7, L3_1, L3_5, L3_7)
WITH_A_STEP_TO_PLAN: Final = (L1_5, L1_7, L2_1, L2_5, L2_7, L3_1, L3_5, L3_7)
WITH_ANOTHER_PROGRAM: Final = (L2_1, L2_5, L2_7, L3_1, L3_5, L3_7, L4)

HOLDS_AT: Final[Mapping[str, tuple[Sublevel, ...]]] = {
    "lapse": BELOW_4,
    "new-stressor": BELOW_4,
    "withdrawal-unsettled": BELOW_4,
    "not-yet-stable": (L1_0, L1_5, L1_7, L2_1, L2_5, L2_7, L3_1, L3_5),
    "first-90-days": (L1_5, L1_7, L2_1),
    "attendance-low": (L1_5, L1_7, L2_1, L2_5, L2_7),
    "assessment-incomplete": (*BELOW_4, L4),
    "plan-not-agreed": WITH_A_STEP_TO_PLAN,
    "no-prevention-plan": WITH_A_STEP_TO_PLAN,
    "no-appointment": (L1_5, L1_7, L2_1, L2_5, L2_7, L4),
    "appointment-unconfirmed": (L3_1, L3_5, L3_7),
    "intake-not-started": WITH_ANOTHER_PROGRAM,
    "record-not-sent": WITH_ANOTHER_PROGRAM,
    "no-contact": WITH_ANOTHER_PROGRAM,
    "gap-too-long": WITH_ANOTHER_PROGRAM,
    "no-continuing-care": (L1_0, L1_5),
}
HOLDS: Final = tuple(evolve(hold, at=_place_of(hold, HOLDS_AT, "HOLDS_AT")) for hold in stepdown.HOLDS)
"""Reasons to stay: those of `stepdown`, at the levels of this ladder. 3.7 and 4 are left on being medically stable."""

_DOWNS: Final = {rule.id: rule for rule in stepdown.STEP_DOWNS}

STEP_DOWNS: Final = (
    StepDown(
        "4-down",
        at=L4,
        when=A.medically_stable & (A.withdrawal_risk <= Risk.MODERATE) & (A.physical_health_risk <= Risk.SEVERE),
        no_lower_than=L2_5,
        because="the person is stable, and hospital care has done its part",
        sources=rows("F1-10 F1-14 F3-10", editorial="the ceilings for risks: 3.7 takes what is not yet settled"),
    ),
    StepDown(
        "3.7-down",
        at=L3_7,
        when=A.medically_stable
        & (A.response >= Response.PARTIAL)
        & (A.withdrawal_risk <= Risk.MILD)
        & (A.physical_health_risk <= Risk.MODERATE),
        no_lower_than=L2_5,
        because="the person is stable and responds to care, and medical care in residence has done its part",
        sources=rows("F1-9 F1-14 F1-3 F3-10", editorial="the ceilings for risks"),
    ),
    evolve(_DOWNS["residential-down"], at=(L3_1, L3_5), no_lower_than=L1_5),
    evolve(_DOWNS["php-down"], at=(L2_5, L2_7), no_lower_than=L1_5),
    StepDown(
        "medical-management-ends",
        at=(L1_7, L2_7),
        when=stepdown.DONE_AND_READY,
        because="the goals are met, and the next level down has the same contact without medical management",
        sources=rows("F0-5 F1-17 F1-6", editorial="that risks need no ceiling where contact stays the same"),
    ),
    evolve(_DOWNS["iop-to-outpatient"], at=L2_1, no_lower_than=L1_5),
    evolve(_DOWNS["outpatient-to-aftercare"], at=L1_5, no_lower_than=L1_0),
    evolve(_DOWNS["aftercare-to-complete"], at=L1_0, no_lower_than=COMPLETE),
)
"""Permission for less care; a medical need keeps a person by the floors of the bands."""

_JUSTIFIED: Final = {one.id: one for one in stepdown.JUSTIFICATIONS}

JUSTIFICATIONS: Final = (
    *(
        Justification(
            f"no-medical-need-{level}",
            skips=level,
            when=SETTLED,
            because="there is nothing medical to manage, so the clinically managed level beside it covers what is needed",
            sources=rows("F1-6 F2-12", editorial="the threshold"),
        )
        for level in (L1_7, L2_7, L3_7)
    ),
    Justification(
        skips=L3_5,
        when=~A.needs_24h_supervision
        & (A.danger_to_self_or_others <= Danger.NONE)
        & (A.disorder_severity <= Severity.MODERATE)
        & (A.return_to_use_risk <= Risk.MODERATE)
        & (A.mental_health_risk <= Risk.MODERATE)
        & ~A.withdrawal_worse_than_expected,
        because="no treatment round the clock is needed; the program that takes over lays the foundations",
        sources=rows("F3-10 F3-4 F1-9 F1-27 F2-12", editorial="the ceilings for risks; the home is a matter of 3.1"),
    ),
    Justification(
        skips=L3_1,
        when=~A.needs_24h_supervision
        & (A.danger_to_self_or_others <= Danger.NONE)
        & (A.environment_risk <= Risk.MILD)
        & (A.return_to_use_risk <= Risk.MODERATE)
        & (A.mental_health_risk <= Risk.MODERATE)
        & ~A.withdrawal_worse_than_expected,
        because="nobody is needed at night, and there is a home to go to that supports recovery",
        sources=rows("F3-4 F3-10 F1-27 F2-12", editorial="the ceilings for home and risks"),
    ),
    Justification(
        skips=L2_5,
        when=~A.needs_24h_supervision
        & (A.danger_to_self_or_others <= Danger.NONE)
        & (A.mental_health_risk <= Risk.MILD)
        & (A.return_to_use_risk <= Risk.MILD)
        & (A.environment_risk <= Risk.MODERATE),
        because=_JUSTIFIED["php-not-needed"].because,
        sources=rows("F3-4 F0-6 F2-22 F2-12", editorial="the ceilings for risks; physical health is a matter of 2.7"),
    ),
    evolve(_JUSTIFIED["iop-not-needed"], id="2.1-not-needed", skips=L2_1),
)
"""When a level may be passed on the way down; the x.7 are passed by who has no medical need."""

RULES: Final = RuleSet(
    id="four-levels",
    version="2026.1",
    title="Four general levels of care with sublevels",
    intended_use=stepdown.RULES.intended_use,
    limits=(
        "Adults only. All thresholds of this set are editorial. Management and intensity are two axes laid on one line: "
        "a lasting medical need may keep a person at 3.7 or 2.7. A medication-first route for opioids is another rule set."
    ),
    continuum=LADDER,
    facts=Assessment,
    entry=L1_0,
    required_facts=stepdown.RULES.required_facts,
    rules=(*STEP_UPS, *ADMISSIONS, *HOLDS, *STEP_DOWNS),
    justifications=JUSTIFICATIONS,
    needs=stepdown.NEEDS,
    claims=stepdown.RULES.claims,
)
"""The rule set. Draft, not clinically validated."""
