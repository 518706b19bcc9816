"""
What the articles ask for, row by row, where it is more than one rule: the way down and up, time, wording, what moves nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Appointment,
    Assessment,
    BarrierKind,
    Continuum,
    Danger,
    Decision,
    Delivery,
    Direction,
    Engine,
    FactSources,
    Flag,
    Hold,
    Level,
    Preference,
    PriorTreatment,
    Provenance,
    Response,
    ReturnToUse,
    Risk,
    RuleSet,
    Severity,
    Skills,
    StepDown,
    StepUp,
    Substance,
    explanation,
)
from continuum.disposition import Disposition, ReasonCode
from continuum.episode import Episode
from continuum.library import evidence, four_levels, program_standards, stepdown
from continuum.library.works import WORKS
from continuum.review import review_due
from continuum.standards import Standard
from tests.library.cases import best

SIX = Engine(stepdown.RULES)
RULE_SETS = (stepdown.RULES, four_levels.RULES)
both = pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.id)
DAY = date(2026, 11, 2)


def decide(level: Any, **changes: Any) -> Decision:
    return SIX.decide(best(level).replace(**changes))


def test_support_is_reduced_one_level_at_a_time() -> None:
    """
    F0-1, F0-8, F2-14, F2-22: without a justification for each level passed, a step down is one level, however ready the
    person is.
    """
    indicators = {"prior_return_to_use": True, "mental_health_risk": Risk.MODERATE}
    assert decide("residential", **indicators).target_id == "php"
    assert decide("php", **indicators).target_id == "iop"
    assert decide("iop", prior_return_to_use=True).target_id == "outpatient"


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.id)
def test_the_ladders_go_from_hospital_to_the_long_term_link(rules: RuleSet) -> None:
    """
    F0-2, F0-6, F0-12, F2-11, F3-2, F3-3, F4-6: hospital, residential, PHP, IOP, outpatient, aftercare, each with its purpose.
    """
    words = ("aftercare|monitoring", "outpatient", "intensive outpatient", "partial|php", "residential", "inpatient")
    names = [level.name.lower() for level in rules.continuum]
    ranks = [next(rank for rank, name in enumerate(names) if re.search(word, name)) for word in words]
    assert ranks == sorted(ranks)
    assert len({level.purpose for level in rules.continuum}) == len(rules.continuum)


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.id)
def test_supervision_falls_and_exposure_rises_downward(rules: RuleSet) -> None:
    """
    F0-7, F0-26, F2-15: upward, once somebody is there day and night it stays so; daily life is met in full at the bottom
    only.
    """
    round_the_clock = [level.round_the_clock for level in rules.continuum]
    assert round_the_clock == sorted(round_the_clock, key=bool)
    exposure = [level.exposure.split(",")[0] for level in rules.continuum]
    order = ["full", "first", "some exposures", "few exposures", "none"]
    assert [order.index(one) for one in exposure] == sorted(order.index(one) for one in exposure)


@pytest.mark.parametrize("level", ["inpatient", "residential", "php", "iop", "outpatient"])
def test_nobody_leaves_into_nothing(level: str) -> None:
    """
    F0-3, F0-25, F0-28, F2-7, F2-39: with nothing arranged the person stays, and the decision names the gap and what they are
    ready for.
    """
    decision = decide(level, first_appointment=Appointment.NONE)
    assert decision.direction is Direction.STAY
    assert decision.ready_for is not None
    assert "gap in care" in " ".join(decision.explain().split())


def test_completing_care_needs_a_plan_for_the_time_after() -> None:
    """F0-3, F0-27: nobody ends care, or outpatient therapy, without a written continuing-care plan."""
    for level in ("outpatient", "aftercare"):
        decision = decide(level, continuing_care_plan=False)
        assert (decision.direction, [held.hold.id for held in decision.holds]) == (Direction.STAY, ["no-continuing-care"])


def test_less_care_needs_readiness_and_improvement() -> None:
    """F0-5, F1-3, F1-17: judged ready and not improved, or improved and not judged ready, the person stays."""
    for level in ("residential", "php", "iop", "outpatient", "aftercare"):
        assert decide(level, judged_ready=False).direction is Direction.STAY
        assert decide(level, response=Response.PARTIAL).direction is Direction.STAY
        assert decide(level, goals_met=False).direction is Direction.STAY


def test_staying_is_a_full_outcome() -> None:
    """F0-16, F0-17, F0-18: who needs more time has it, at every level, and the text says that staying is no lack."""
    for level in stepdown.Stage:
        decision = decide(level, goals_met=False, medically_stable=False)
        assert decision.direction is Direction.STAY
        assert explanation.MEANING[Direction.STAY] in " ".join(decision.explain().split())
    assert "full outcome" in explanation.MEANING[Direction.STAY]


def test_the_path_depends_on_the_person() -> None:
    """F0-19, F0-20, F2-13: substance, other disorders and trauma change where a step leads."""
    assert decide("php").target_id == "outpatient"
    for indicator in ({"co_occurring_condition": True}, {"trauma_history": True}):
        assert decide("php", **indicator).target_id == "iop"
    withdrawal = {"withdrawal_risk": Risk.MODERATE}
    assert decide("iop", **withdrawal, primary_substance=Substance.ALCOHOL).target_id == "residential"
    assert decide("iop", **withdrawal, primary_substance=Substance.OPIOIDS).target_id == "iop"


@both
def test_no_schedule_moves_a_person(rules: RuleSet) -> None:
    """F0-21, F2-8: any time in care moves nobody; what holds a person says what ends it; and a review is due, not a step."""
    level = rules.continuum.ids[3]
    for days in (0, 15, 60, 3650):
        person = Assessment(level=level, assessed_on=DAY, days_at_level=days, weeks_stable=520)
        assert Engine(rules).decide(person).target_id == level
    assert all(rule.until for rule in rules.rules if isinstance(rule, Hold))
    decision = Engine(rules).decide(Assessment(level=level, assessed_on=DAY))
    assert review_due(decision, DAY + timedelta(days=365)).due
    assert decision.direction is Direction.STAY


def test_who_struggles_has_more_care_for_a_while_and_steps_down_again() -> None:
    """
    F0-30, F1-4, F1-23, F1-25: a return to use, or no response without one, leads up; stable again, the way down is the same.
    """
    for struggling in ({"return_to_use": ReturnToUse.RETURN}, {"response": Response.ABSENT}):
        up = decide("outpatient", **struggling)
        assert (up.direction, up.target_id) == (Direction.STEP_UP, "iop")
        assert "no failure" in up.explain()
    assert decide("iop", weeks_stable=1).direction is Direction.STAY
    assert decide("iop").target_id == "outpatient"


def test_own_ladders_and_rules() -> None:
    """F1-1, F0-18, F0-20: one approach does not fit all: a program brings its own levels, facts and rules."""

    class Ours(Assessment):
        house_rules: Flag = Flag("house rules agreed", worse=False, scope="level")

    ladder = Continuum("house", [Level("flat", "Own flat", purpose="a link"), Level("house", "House", purpose="company")])
    step = StepDown("leave", at="house", when=Ours.house_rules, because="agreed")
    rules = RuleSet(id="house", version="1", title="House", intended_use="Test.", continuum=ladder, facts=Ours, rules=[step])
    assert Engine(rules).decide(Ours(level="house", house_rules=True)).target_id == "flat"


def test_the_right_level_changes_and_is_asked_again() -> None:
    """F1-2, F3-25: a changed fact is a new assessment, and a new decision beside the old one, which stays."""
    before = decide("iop", assessed_on=DAY)
    found = before.assessment.replace(
        assessed_on=DAY + timedelta(days=7), mental_health_risk=Risk.SEVERE, co_occurring_condition=True
    )
    after = SIX.decide(found)
    assert (before.target_id, after.target_id) == ("outpatient", "php")
    assert Episode().record(before).record(after).decisions == (before, after)


@both
def test_a_step_lies_between_two_levels(rules: RuleSet) -> None:
    """F1-5: a step has a target other than its origin, and only then is it one."""
    for level in rules.continuum.ids:
        for changes in ({}, {"goals_met": False, "medically_stable": False}, {"return_to_use": ReturnToUse.RETURN}):
            decision = Engine(rules).decide(best(level).replace(**changes))
            is_step = decision.direction in {Direction.STEP_UP, Direction.STEP_DOWN, Direction.COMPLETE}
            assert is_step is (decision.target != decision.origin)


def test_four_levels_with_sublevels() -> None:
    """F1-6, F1-8: four general levels, each with sublevels but the highest; the medically managed ones among them."""
    levels = [level.id.split(".") for level in four_levels.LADDER]
    assert [one[0] for one in levels] == ["1", "1", "1", "2", "2", "2", "3", "3", "3", "4"]
    assert [level.id for level in four_levels.LADDER if level.medically_managed] == ["1.7", "2.7", "3.7", "4"]


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.MILD, "outpatient"), (Severity.MODERATE, "iop"), (Severity.SEVERE, "residential")]
)
def test_care_can_begin_or_begin_again_at_any_level(severity: Severity, level: str) -> None:
    """F1-12, F1-7, F1-8, F1-9, F3-8, F4-3, F4-31: by present need alone, with no ladder to climb first; again after leaving."""
    admitted = decide(NOT_IN_CARE, disorder_severity=severity, assessed_on=DAY)
    assert (admitted.direction, admitted.target_id) == (Direction.ADMIT, level)
    begun = Disposition(decision=admitted, chosen=level, on=DAY, decided_by="physician")
    again = SIX.decide(best(level).replace(assessed_on=DAY))
    left = Disposition(
        decision=again,
        chosen=NOT_IN_CARE,
        on=DAY,
        decided_by="person",
        reasons=ReasonCode.LEFT_EARLY,
        passing=dict.fromkeys(stepdown.LADDER.ids[: stepdown.LADDER.rank(level)], ReasonCode.LEFT_EARLY),
    )
    history = Episode().record(admitted).record(begun).record(again).record(left).record(admitted).record(begun)
    assert [stay.level.id for stay in history.stays] == [level, level]


def test_from_hospital_to_residential_when_stable() -> None:
    """
    F1-14, F1-10, F3-10: stable, a person leaves the hospital; for residential care, or for PHP where nobody is needed at
    night.
    """
    assert decide("inpatient", medically_stable=False).direction is Direction.STAY
    assert decide("inpatient", disorder_severity=Severity.SEVERE).target_id == "residential"
    assert decide("inpatient").target_id == "php"


def test_after_residential_care_the_way_up_again_is_as_long_as_needed() -> None:
    """F1-15: where outpatient care is not enough, one level up, or back to residential care where the risk asks for it."""
    assert decide("outpatient", return_to_use=ReturnToUse.RETURN).target_id == "iop"
    assert decide("outpatient", return_to_use_risk=Risk.VERY_SEVERE).target_id == "residential"


def test_a_home_where_recovery_cannot_be_worked_on() -> None:
    """F1-28: from outpatient to residential care, and each level passed says why."""
    decision = decide("outpatient", environment_risk=Risk.SEVERE)
    assert (decision.target_id, [skip.level.id for skip in decision.skipped]) == ("residential", ["iop", "php"])
    assert {skip.justification for skip in decision.skipped} == {"home-unworkable"}


def test_withdrawal_worse_than_planned_for() -> None:
    """F1-27, F1-29: one level up, and from residential care to the hospital, promptly."""
    assert decide("iop", withdrawal_worse_than_expected=True).target_id == "php"
    worse = decide("residential", withdrawal_worse_than_expected=True, withdrawal_risk=Risk.MODERATE)
    assert (worse.target_id, worse.urgency.name) == ("inpatient", "PROMPT")


def test_new_stress_that_greatly_raises_the_risk() -> None:
    """F1-26: one level up where the risk is high; else the person stays until it is worked through."""
    assert decide("iop", new_stressor=True, return_to_use_risk=Risk.SEVERE).target_id == "php"
    assert decide("iop", new_stressor=True).direction is Direction.STAY


MOVES_NOBODY: dict[str, tuple[str, list[Any]]] = {
    "F1-18": ("preference", [*Preference]),
    "F1-20": ("main_barrier", [*BarrierKind]),
    "F2-33": ("barrier_verified", [True, False]),
    "F2-35": ("main_barrier", [BarrierKind.DISTANCE]),
    "F3-12": ("main_barrier", [BarrierKind.WORK]),
    "F3-20": ("mandated", [True, False]),
    "F3-23": ("main_barrier", [BarrierKind.COST]),
    "F4-22": ("delivery", [*Delivery]),
    "F4-25": ("main_barrier", [BarrierKind.WORK]),
    "F1-31": ("prior_treatment", [*PriorTreatment]),
}


@pytest.mark.parametrize(("fact", "values"), MOVES_NOBODY.values(), ids=MOVES_NOBODY)
@both
def test_what_is_recorded_and_moves_nobody(rules: RuleSet, fact: str, values: list[Any]) -> None:
    """F1-18, F1-20, F1-31, F2-33, F2-35, F3-12, F3-20, F3-23, F4-22, F4-25: whatever it is, target and range are the same."""
    for level in (*rules.continuum.ids, NOT_IN_CARE):
        known = Engine(rules).decide(best(level))
        for value in (None, *values):
            again = Engine(rules).decide(best(level).replace(**{fact: value}))
            assert (again.target_id, again.range_ids) == (known.target_id, known.range_ids)


def test_what_was_done_instead_never_changes_the_recommendation() -> None:
    """F1-18, F1-20, F2-31, F2-33, F2-35, F3-12, F3-19, F4-25: reasons for doing something else are recorded beside it, coded."""
    decision = decide("outpatient", return_to_use=ReturnToUse.RETURN)
    for code in (ReasonCode.PERSON_PREFERENCE, ReasonCode.TRANSPORT, ReasonCode.WAITING_LIST, ReasonCode.WORK_OR_SCHOOL):
        done = Disposition(decision=decision, chosen="outpatient", on=DAY, decided_by="physician", reasons=code)
        assert done.differs
        assert [level.id for level in done.uncovered] == ["iop"]
        assert done.decision == decide("outpatient", return_to_use=ReturnToUse.RETURN)


def test_distance_and_duties_are_met_by_services() -> None:
    """F1-20, F2-36, F4-19, F4-24, F4-30: what limits taking part names a service that eases it, telehealth among them."""
    offered = {
        barrier: {service.need.id for one in decide("iop", main_barrier=barrier).circumstances for service in one.services}
        for barrier in (BarrierKind.DISTANCE, BarrierKind.TRANSPORT, BarrierKind.CHILDCARE, BarrierKind.WORK)
    }
    assert all("remote-sessions" in offered[barrier] for barrier in offered if barrier is not BarrierKind.WORK)
    assert "work-hours" in offered[BarrierKind.WORK]


def test_cost_is_checked_before_it_counts() -> None:
    """
    F2-31, F2-32, F2-33, F2-34: an assumed cost asks for verified benefits; the reasons of a decision can be shown to a payer.
    """
    decision = decide("iop", main_barrier=BarrierKind.COST, barrier_verified=False)
    assert "benefits-check" in {service.need.id for service in decision.services if service.needed}
    assert decision.explain().count("[iop-to-outpatient: ") == 1
    assert decision.to_dict()["reasons"][0]["sources"]


def test_a_level_passed_says_what_it_was_for_and_who_covers_it() -> None:
    """F2-12: each level does what the next cannot, so passing one names its purpose, and the justification who takes over."""
    decision = decide("residential")
    for skip in decision.skipped:
        assert skip.level.purpose in " ".join(decision.explain().split())
    covering = ("covers", "carries", "lays", "takes over", "supports recovery")
    for rules in RULE_SETS:
        assert all(any(word in one.because for word in covering) for one in rules.justifications)


def test_the_first_ninety_days_after_residential_care() -> None:
    """F2-1, F2-5, F2-6: stable for less than four weeks in that time, and with skills not tested, nobody goes on from IOP."""
    history = _history_out_of_residential()
    for days, holds in ((30, True), (90, True), (91, False)):
        since = history.time_since_residential(DAY + timedelta(days=days))
        decision = decide("iop", time_since_residential=since, weeks_stable=3)
        assert (decision.direction is Direction.STAY) is holds
    assert decide("iop", recovery_skills=Skills.LEARNED).direction is Direction.STAY


def _history_out_of_residential() -> Episode:
    advised = decide("residential", assessed_on=DAY, mental_health_risk=Risk.MODERATE)
    return Episode().record(advised).record(Disposition(decision=advised, chosen="php", on=DAY, decided_by="physician"))


@pytest.mark.parametrize("fact", ["prevention_plan", "transition_plan"])
def test_steps_are_planned_before_they_are_made(fact: str) -> None:
    """
    F1-13, F2-9, F2-46: without a plan for the step, and one for preventing a return to use, the person stays until there is
    one.
    """
    decision = decide("residential", **{fact: None})
    assert decision.direction is Direction.STAY
    assert decision.ready_for is not None


@pytest.mark.parametrize(
    ("changes", "hold"),
    [
        ({"first_appointment": Appointment.SCHEDULED}, "appointment-unconfirmed"),
        ({"first_appointment": Appointment.REFERRED}, "appointment-unconfirmed"),
        ({"intake_started": False, "same_team": False}, "intake-not-started"),
        ({"days_to_first_session": 8}, "gap-too-long"),
    ],
)
def test_scheduled_is_more_than_referred(changes: dict[str, Any], hold: str) -> None:
    """
    F2-37, F2-38, F2-43, F2-46: a date that is confirmed, papers begun, a first session soon; else the handoff is incomplete.
    """
    decision = decide("residential", **changes)
    assert hold in {held.hold.id for held in decision.holds}
    assert decision.direction is Direction.STAY


def test_who_needs_somebody_at_night_is_not_at_home() -> None:
    """F3-4, F3-9: no IOP for who needs supervision round the clock, or is at risk to self or others."""
    for changes in ({"needs_24h_supervision": True}, {"danger_to_self_or_others": Danger.PRESENT}):
        assert decide("iop", **changes).target_id == "residential"
        assert decide("residential", **changes).direction is Direction.STAY


def test_support_outside_treatment() -> None:
    """F4-16, F4-17, F2-20: peers count where family cannot, and without either nobody leaves outpatient care."""
    assert decide("outpatient", family_support=False).target_id == "aftercare"
    assert decide("outpatient", family_support=False, peer_support=False).direction is Direction.STAY
    needs = {
        service.need.id for service in decide("outpatient", family_support=False, peer_support=False).services if service.needed
    }
    assert {"family-work", "peer-group"} <= needs


def test_low_attendance_holds_until_barriers_are_addressed() -> None:
    """F3-27, F2-38: what was not attended shows nothing, so the person stays, and the hold speaks of barriers, not of blame."""
    decision = decide("iop", attendance=40)
    assert [held.hold.id for held in decision.holds] == ["attendance-low"]
    assert "barriers" in decision.holds[0].hold.until


def test_where_facts_come_from_is_recorded() -> None:
    """F3-29: each fact of a record says whether the person, others, or the record told it."""
    told = FactSources.of({"withdrawal_risk": Provenance.OBSERVED, "trauma_history": Provenance.SELF_REPORT})
    person = Assessment(level="iop", withdrawal_risk=Risk.MILD, trauma_history=False, fact_sources=told)
    assert person.fact_sources.get("trauma_history") is Provenance.SELF_REPORT


def test_a_rule_set_names_who_reviewed_it() -> None:
    """F3-30: there is a place for the reviewer, and the shipped drafts do not pretend to have one."""
    assert [rules.reviewer for rules in RULE_SETS] == ["", ""]
    assert all(rules.status == "draft, not clinically validated" for rules in RULE_SETS)


def test_every_explanation_says_what_it_is() -> None:
    """
    F1-32: no medical advice: a draft, for professionals, no replacement for judgement or emergency care, with its works
    named.
    """
    for rules in RULE_SETS:
        text = " ".join(Engine(rules).decide(best(rules.continuum.ids[2])).explain().split())
        assert text.endswith(explanation.DISCLAIMER)
        assert rules.status in text
    assert all(source.work in WORKS.values() for rule in stepdown.RULES.rules for source in rule.sources if source.id != "ed.")


def texts() -> Iterator[str]:
    """Every text that the library can say to anyone."""
    for rules in RULE_SETS:
        for level in rules.continuum:
            yield from (level.name, level.purpose, level.setting, level.supervision, level.exposure, level.dose)
        for rule in rules.rules:
            yield from (rule.because, getattr(rule, "until", ""), getattr(rule, "skips_because", ""))
        yield from (one.because for one in rules.justifications)
        yield from (need.offers for need in rules.needs)
        yield from (rules.title, rules.intended_use, rules.limits)
    for fact in Assessment.vocabulary().values():
        yield from (fact.label, fact.meaning, getattr(fact, "yes", ""), getattr(fact, "no", ""))
    yield from (claim.words() for claim in evidence.CLAIMS)
    for standard in vars(program_standards).values():
        if isinstance(standard, Standard):
            yield from (text for one in standard.requirements for text in (one.text, one.ask))
    yield from (code.words for code in ReasonCode)
    yield from explanation.MEANING.values()
    yield from (explanation.NOTHING_MET, explanation.NOTHING_CERTAIN, explanation.NOWHERE_HIGHER, explanation.AT_ENTRY)


BLAMING = re.compile(
    r"relaps|addicts?\b|abus(?!e\b.{0,40}\d)|\bfail|punish|non-?complian|refus|\bclean\b|dirty|resist|drop-?out", re.IGNORECASE
)
NOT_A_FAILURE = re.compile(r"no failure|never (as )?failure", re.IGNORECASE)


def test_no_text_blames_a_person() -> None:
    """
    F1-22, F1-16, F2-3: no label, no failure, no punishment; a return to use is never called a relapse, leaving never refusal.
    """
    said = [text for text in texts() if text]
    assert len(said) > 500
    assert [text for text in said if BLAMING.search(NOT_A_FAILURE.sub("", text))] == []


def test_what_the_directions_mean() -> None:
    """
    F1-16, F1-22, F0-8, F2-14, F0-25: down is progress and gradual, up is no failure; the end of care keeps the way back open.
    """
    assert "sign of progress" in explanation.MEANING[Direction.STEP_DOWN]
    assert "gradually, not removed" in explanation.MEANING[Direction.STEP_DOWN]
    assert "no failure" in explanation.MEANING[Direction.STEP_UP]
    assert "way back in stays open" in explanation.MEANING[Direction.COMPLETE]
    assert decide("aftercare").target is COMPLETE


@both
def test_iop_is_no_lesser_treatment(rules: RuleSet) -> None:
    """F2-3, F3-1, F4-1, F4-10: it is where skills meet real life while care is active, and it says so."""
    iop = next(level for level in rules.continuum if "(IOP)" in level.name)
    assert "not a lesser treatment" in iop.purpose
    assert "real life" in iop.purpose


@both
def test_iop_hours_have_a_least_and_no_most(rules: RuleSet) -> None:
    """F2-2, F2-17, F3-14: 9 hours a week or more, no maximum, 12 to 15 typical; and no rule reads any hours."""
    iop = next(level for level in rules.continuum if "(IOP)" in level.name)
    assert all(part in iop.dose for part in ("9 hours a week or more", "no maximum", "12 to 15 typical"))
    assert not any("hours_needed" in rule.when.facts() for rule in rules.rules)


def test_emergencies_lead_to_the_highest_level_at_once() -> None:
    """F1-10, F3-7: whatever else is known, from everywhere, with the emergency named for each level passed."""
    for rules in RULE_SETS:
        for rule in rules.rules:
            if isinstance(rule, StepUp) and rule.urgency.name == "IMMEDIATE":
                assert rule.at_least == rules.continuum.ids[-1]
                assert "hospital" in rule.skips_because or "safety" in rule.skips_because
