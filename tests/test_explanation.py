"""Explanations, as a clinician reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Assessment,
    BarrierKind,
    Continuum,
    Decision,
    Direction,
    Engine,
    Level,
    Overdose,
    Preference,
    ReturnToUse,
    Risk,
    RuleSet,
    Skills,
    explanation,
    render,
)
from continuum.errors import DecisionError
from continuum.explanation import (
    AT_ENTRY,
    DISCLAIMER,
    LONGEST_SUMMARY,
    MEANING,
    NOTHING_CERTAIN,
    NOTHING_MET,
    NOWHERE_HIGHER,
)
from continuum.library import four_levels, stepdown
from continuum.render import as_html, as_markdown
from continuum.replay import replay
from continuum.sources import Claim, Mark, Source
from tests.laws.small_worlds import EMERGENCY, FULL, LEAN, NO_ENTRY, Small
from tests.laws.worlds import Situation, Three, situations
from tests.library.cases import best
from tests.shown import check_methods, laid_out

ENGINE = Engine(stepdown.RULES)


def decide(level: Any, **changes: Any) -> Decision:
    return ENGINE.decide(best(level).replace(**changes))


def section(text: str, heading: str) -> str:
    return next(block for block in text.split("\n\n") if block.startswith(heading))


@pytest.mark.parametrize(
    ("decision", "summary"),
    [
        (decide("php"), "Step down: Partial hospitalization (PHP) to Outpatient therapy; 1 level passed"),
        (decide("aftercare"), "Complete: Aftercare to completion of care"),
        (decide("iop", goals_met=False), "Stay: Intensive outpatient (IOP)"),
        (decide(NOT_IN_CARE), "Admit: Aftercare"),
        (
            decide("outpatient", recent_overdose=Overdose.NOT_CLEARED),
            "Step up: Outpatient therapy to Medically managed inpatient; immediate, 3 levels passed",
        ),
        (
            decide("iop", recent_overdose=None),
            "Stay: Intensive outpatient (IOP); provisional, 1 open question, 1 urgent",
        ),
        (
            decide(NOT_IN_CARE, disorder_severity=None),
            "Admission not determined: Aftercare to Residential; 1 open question",
        ),
        (ENGINE.decide(Assessment()), "Not determined: current level of care unknown; 7 open questions, 6 urgent"),
        (
            Engine(NO_ENTRY).decide(Small(level=NOT_IN_CARE, home=False)),
            "Admission not determined: no entry level is set; 1 open question",
        ),
    ],
)
def test_summaries(decision: Decision, summary: str) -> None:
    """One line: direction, levels, urgency, how many are passed, what is open."""
    assert decision.summary == summary


def test_a_long_summary_keeps_what_is_open() -> None:
    """Long names are cut; the open questions never are."""
    long = Continuum("long", [Level(f"r{rung}", f"{rung} " + "very long name " * 3, purpose="x") for rung in range(4)])
    rules = evolve(LEAN, continuum=long, entry=None, required_facts=("risk",))
    summary = Engine(rules).decide(Small(level="r3", progress=Three.HIGH, crisis=False)).summary
    assert summary.endswith("; provisional, 1 open question")
    down = Engine(rules).decide(Small(level="r3", progress=Three.HIGH, risk=Three.LOW)).summary
    assert len(summary) <= LONGEST_SUMMARY
    assert len(down) <= LONGEST_SUMMARY


@pytest.mark.parametrize("direction", Direction)
def test_every_direction_has_its_meaning(direction: Direction) -> None:
    """Each says what it means for the person, without blame."""
    assert not re.search(r"relaps|fault|punish|non-?complian", MEANING[direction], re.IGNORECASE)


def test_stepping_up_is_no_failure() -> None:
    """F1-22, F1-16: the words say so."""
    up = decide("iop", return_to_use_risk=Risk.VERY_SEVERE).explain(200)
    assert "Stepping up matches care to what is needed now. It is no failure, and stepping down again is the goal." in up
    assert "A step down is a sign of progress: support is reduced gradually, not removed." in decide("php").explain(200)


def test_a_hold_is_explained_with_what_ends_it() -> None:
    """Why, what is recorded, until when."""
    text = decide("iop", weeks_stable=1).explain(200)
    assert section(text, "Why") == (
        "Why\n"
        "  - Too fast a step risks what was gained [not-yet-stable: F1-21, F0-30, F0-16, F0-17, ed.: the number of weeks]\n"
        "      Recorded: time stable at this level: 1 week.\n"
        "      Until: 2 weeks without use, crisis or worsening."
    )
    assert section(text, "What keeps") == (
        "What keeps care at this level, and what would change it\n"
        "  - Hold: too fast a step risks what was gained [not-yet-stable]\n"
        "      Ends when: 2 weeks without use, crisis or worsening."
    )


def test_what_cannot_be_ruled_out_is_explained() -> None:
    """An unknown emergency keeps the person, is urgent, and says what would end it."""
    text = decide("iop", recent_overdose=None).explain(200)
    assert section(text, "Why") == (
        "Why\n  - No reason for more care is certain, and less care is not certain either: see what keeps care at this level."
    )
    assert "  - Reason for care (cannot be ruled out): there was a recent overdose, and it is not medically cleared yet" in text
    assert "      Ends when: it is known that recent overdose is at most cleared." in text
    assert "  - Recent overdose [recent_overdose] (urgent)\n      Waiting for it: overdose-not-cleared." in text
    assert "Provisional: with everything known it may be anything from Outpatient therapy to Medically managed inpatient." in text


def test_an_unmet_step_down_names_what_is_missing() -> None:
    """Known and not met, or not known yet."""
    text = decide("iop", recovery_skills=Skills.LEARNED, judged_ready=None).explain(200)
    assert section(text, "What keeps") == (
        "What keeps care at this level, and what would change it\n"
        "  - The conditions for this step down are not met [iop-to-outpatient]\n"
        "      Would need: the treating team judges the person ready for less care (not known yet).\n"
        "      Would need: level of recovery skills is tested."
    )
    unknown = decide("iop", judged_ready=None).explain(200)
    assert "  - It is not known yet whether this step down is met [iop-to-outpatient]" in unknown


def test_a_missing_handoff_names_what_is_owed() -> None:
    """F0-25: the gap is named, and where the person could go."""
    text = decide("residential", prevention_plan=False).explain(200)
    assert section(text, "Ready for") == (
        "Ready for\n"
        "  - Outpatient therapy, as soon as the handoff is arranged; until then there would be a gap in care\n"
        "      Owed: there is a written plan for preventing a return to use.\n"
        "      Partial hospitalization (PHP) would be passed: nothing asks for daily clinical contact; the program that takes "
        "over carries the first independence.\n"
        "      Intensive outpatient (IOP) would be passed: none of the five indicators for a structured step down holds, and "
        "skills are tested in daily life; outpatient therapy, with peers or family, covers\n        the exposure."
    )


def test_needs_to_be_clarified_stand_together() -> None:
    """What is needed comes first, each with its sources; what is unknown is not dropped."""
    text = decide("iop", goals_met=False, trauma_history=True, mandated=None).explain(200)
    assert section(text, "The program must offer") == (
        "The program must offer\n"
        "  - Trauma-informed counseling [trauma-care: F2-23, F4-23]\n"
        "  - To be clarified, and not to be dropped:\n"
        "      Motivational work."
    )


def test_an_admission_says_what_is_needed_at_least() -> None:
    """Not determined, and still not without a direction."""
    text = decide(NOT_IN_CARE, primary_substance=None, withdrawal_risk=Risk.MODERATE, return_to_use_risk=Risk.SEVERE).explain(200)
    assert "On what is known, at least this is needed: Intensive outpatient (IOP)." in text
    settled = decide(NOT_IN_CARE).explain(200)
    assert "  - No reason asks for more than Aftercare, the level of entry." in settled


def test_a_level_without_a_way_down_says_so() -> None:
    """No rule permits it: that is named, too."""
    rules = evolve(LEAN, rules=[rule for rule in LEAN.rules if rule.id != "down-2"])
    decision = Engine(rules).decide(Small(level="r2", progress=Three.HIGH))
    assert [(one.kind, one.because) for one in decision.obstacles] == [
        ("no-rule", "no rule permits stepping down from this level")
    ]
    assert "  - No rule permits stepping down from this level" in decision.explain()


def test_a_rung_without_any_justification_says_so() -> None:
    """It is never passed."""
    decision = Engine(LEAN).decide(Small(level="r2", progress=Three.HIGH))
    assert [(one.kind, one.because) for one in decision.obstacles] == [
        ("unjustified", "Rung 1 is never passed: there is no justification for it")
    ]


@given(situations())
def test_every_explanation_says_what_it_is(situation: Situation) -> None:
    """A headline, the rule set with its status, and for whom it is; nothing wider than asked."""
    text = Engine(situation.rules).decide(situation.assessment).explain(100)
    assert "draft, not clinically validated" in text.replace("\n", " ")
    assert text.replace("\n", " ").endswith(DISCLAIMER)
    assert all(len(line) <= 100 for line in text.splitlines()[1:])


def test_the_meaning_follows_the_case() -> None:
    """At the top on an emergency, at the entry, and where there is none, the first sentence says so."""
    assert NOWHERE_HIGHER in decide("inpatient", recent_overdose=Overdose.NOT_CLEARED).explain(200)
    assert AT_ENTRY in decide(NOT_IN_CARE).explain(200)
    assert MEANING[Direction.ADMIT] in decide(NOT_IN_CARE, needs_24h_supervision=True).explain(200)
    assert explanation.NO_ENTRY in Engine(NO_ENTRY).decide(Small(level=NOT_IN_CARE)).explain(200)
    assert NOTHING_MET in decide("iop", goals_met=False).explain(200)
    assert NOTHING_CERTAIN in decide("iop", goals_met=None).explain(200)
    kept = Engine(FULL).decide(Small(level="r1", risk=Three.MID, progress=Three.LOW, home=False, crisis=False, booked=True))
    assert MEANING[Direction.STAY] in kept.explain(200)


def test_an_emergency_is_named_even_where_the_level_is_unknown() -> None:
    """It holds wherever the person is."""
    decision = ENGINE.decide(Assessment(recent_overdose=Overdose.NOT_CLEARED))
    assert [reason.rule.id for reason in decision.reasons] == ["overdose-not-cleared"]
    assert decision.summary == "Not determined: current level of care unknown; immediate, 6 open questions, 5 urgent"


def test_a_step_down_names_the_further_one_that_is_not_met_yet() -> None:
    """Why not lower: another step-down at the level would go further."""
    decision = Engine(FULL).decide(Small(level="r3", risk=Three.LOW, home=False, progress=Three.MID, crisis=False, booked=True))
    assert decision.target_id == "r2"
    assert [(one.kind, one.rule) for one in decision.obstacles] == [("not-met", "down-3")]


def test_long_names_give_way_to_ids() -> None:
    """Both levels stay told apart."""
    long = Continuum(
        "long", [Level(f"r{rung}", "a very long name of a level that goes on " + str(rung), purpose="x") for rung in range(4)]
    )
    rules = evolve(LEAN, continuum=long, justifications=(), required_facts=("risk",))
    decision = Engine(rules).decide(Small(level="r3", progress=Three.HIGH, risk=Three.LOW))
    assert decision.summary == (
        "Step down: a very long name of a level that goes on 3 to a very long name of a level that goes on 2"
    )
    unknown = evolve(FULL, continuum=long)
    person = Small(level="r3", risk=None, home=False, progress=Three.HIGH, crisis=None, booked=None)
    assert Engine(unknown).decide(person).summary.startswith("Stay: a very long name")


def test_a_floor_below_the_target_says_why_not_lower() -> None:
    """The step down is justified further, and a floor keeps the person from it."""
    decision = Engine(FULL).decide(Small(level="r2", risk=Three.MID, home=False, progress=Three.HIGH, crisis=False, booked=True))
    assert decision.target_id == "r1"
    assert [(one.kind, one.rule, one.certain) for one in decision.obstacles] == [("step-up", "risk-mid", True)]


def test_a_headline_too_long_for_names_uses_ids() -> None:
    """What is open is never cut off, and neither is which level is meant."""
    names = ["a very long name of a level, number forty-two, " + str(rung) for rung in range(4)]
    long = Continuum("long", [Level(f"r{rung}", name, purpose="x") for rung, name in enumerate(names)])
    person = Small(level="r0", risk=Three.MID, home=None, progress=None, crisis=None, booked=None)
    assert Engine(evolve(EMERGENCY, continuum=long)).decide(person).summary == (
        "Step up: r0 to r2; immediate, 1 level passed, provisional, 1 open question"
    )


# The levels around, what is recorded beside it, and what the sources claim.

LEVELS_AROUND = "The levels around, most care first"
BESIDE = "Recorded beside it; it moves no level"
CLAIMED = "What the sources claim"
CLAIM = Claim(
    "practice",
    text="practice between sessions lasts",
    figure="2 of 3",
    claimed_by="an article",
    marks=[Mark.UNCITED],
    sources=[Source("F2-16")],
)
WEIGHED = """\
Stay: Intensive outpatient (IOP)
Staying is a full outcome: care continues as it is until the next review.
Provisional: with everything known it may be anything from Outpatient therapy to
Intensive outpatient (IOP). Until then nothing unknown has reduced care, and nothing
unknown has raised it.

On the ladder
     Medically managed inpatient
     Residential
     Partial hospitalization (PHP)
  ●◆ Intensive outpatient (IOP): here now, recommended
   ◇ Outpatient therapy: possible while questions are open
     Aftercare

Why
  - No reason for more care is certain, and less care is not certain either: see what
    keeps care at this level.

What keeps care at this level, and what would change it
  - It is not known yet whether this step down is met [iop-to-outpatient]
      Would need: the treating team judges the person ready for less care (not known
        yet).

Not known, and could change this; ask first what stands first
  - Judged ready for less care [judged_ready]
      Waiting for it: iop-to-outpatient.

The levels around, most care first
  - Medically managed inpatient: not indicated
      For: safety of life, and withdrawal care.
      Against: nothing that is known or unknown asks for this much care.
  - Residential: not indicated
      For: foundations in a controlled place; it may include withdrawal and
        dual-diagnosis care.
      Against: nothing that is known or unknown asks for this much care.
  - Partial hospitalization (PHP): not indicated
      For: first independence with intensive clinical support; work and family join in.
      Against: nothing that is known or unknown asks for this much care.
  - Intensive outpatient (IOP): recommended
      For: skills meet real life while care is active: exposure, processing,
        reinforcement; not a lesser treatment.
  - Outpatient therapy: open
      For: connection and therapy for the long run.
      Against: it is not known yet whether the conditions for this step down are met.
      Depends on: judged ready for less care.
  - Aftercare: blocked
      For: the long-term link, and early notice when things get harder.
      Against: the step down permitted here ends at Outpatient therapy.
      Against: Outpatient therapy is never passed.

The program must offer
  - Verification of benefits before cost is treated as a barrier [benefits-check: F2-31,
    F2-32, F2-33, F2-34]

Recorded beside it; it moves no level
  - Main barrier to taking part: cost
      Service: verification of benefits before cost is treated as a barrier.
  - Barrier checked: no
      Service: verification of benefits before cost is treated as a barrier.
  - Care preferred: less

What the sources claim
  - Claimed by an article, not verified: practice between sessions lasts (2 of 3). Mind:
    the work names no source for it.

Rules: Step-down continuum of six levels, version 2026.1 (stepdown); draft, not
clinically validated. Supports professionals in addiction treatment of adults in
weighing the next level of care.
Limits: Adults only. Thresholds marked ed. are editorial. A medication-first route for
opioids is another rule set.
For professionals: it supports your judgement and replaces neither it nor emergency
care."""


def in_doubt() -> Decision:
    """A person at IOP for whom it is not known whether the team judges them ready."""
    person = best("iop").replace(
        judged_ready=None, main_barrier=BarrierKind.COST, barrier_verified=False, preference=Preference.LESS
    )
    return Engine(evolve(stepdown.RULES, claims=[CLAIM])).decide(person)


def headings(text: str) -> list[str]:
    return [block.splitlines()[0] for block in text.split("\n\n")]


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
def test_the_limits_of_the_rules_travel_with_each_decision(rules: RuleSet) -> None:
    """Where there are any; rules without limits have no line for them."""
    page = Engine(rules).decide(Assessment(level=rules.continuum.ids[0])).page()
    assert f"Limits: {rules.limits}" in page.foot
    bare = Engine(evolve(rules, limits="")).decide(Assessment(level=rules.continuum.ids[0])).page()
    assert not [line for line in bare.foot if line.startswith("Limits")]


def test_the_levels_around_are_weighed() -> None:
    """Word for word: each level with what speaks for it and against, what it depends on, and what moves nobody below."""
    assert in_doubt().explain(with_options=True) == WEIGHED


def test_levels_are_weighed_only_when_asked_for() -> None:
    """By default they are left out, and nothing else is."""
    decision = in_doubt()
    blocks = WEIGHED.split("\n\n")
    assert decision.explain() == "\n\n".join(block for block in blocks if not block.startswith(LEVELS_AROUND))
    assert decision.explain(88, with_options=False) == decision.explain()


def test_every_way_of_showing_weighs_when_asked() -> None:
    """As text, Markdown and HTML; by default, and in a notebook, none of them does."""
    decision = in_doubt()
    weighed, plain = (decision.page(with_options=asked) for asked in (True, False))
    assert decision.page() == plain
    assert weighed != plain
    assert decision.to_markdown(with_options=True) == as_markdown(weighed)
    assert decision.to_html(4, with_options=True) == as_html(weighed, 4)
    assert decision.to_markdown(3) == as_markdown(plain, 3)
    assert decision.to_markdown() == decision._repr_markdown_() == as_markdown(plain, 2)
    assert decision.to_html() == decision._repr_html_() == as_html(plain, 3)


def test_an_option_that_is_blocked_shows_every_clause_against_it() -> None:
    """A step up names the same reason against each level below it; the end of care is weighed like any level."""
    text = decide("aftercare", weeks_stable=3, return_to_use=ReturnToUse.LAPSE).explain(200, with_options=True)
    assert section(text, LEVELS_AROUND).endswith(
        "  - Aftercare: recommended\n"
        "      For: there was use at this level, and it is to be understood first.\n"
        "      For: the long-term link, and early notice when things get harder.\n"
        "  - Completion of care: blocked\n"
        "      Against: there was use at this level, and it is to be understood first; "
        "until the use has been worked through, and a new assessment shows none since.\n"
        "      Against: the conditions for this step down are not met."
    )


def test_an_unknown_level_leaves_all_levels_open() -> None:
    """Each level depends on where the person is."""
    found = section(ENGINE.decide(Assessment()).explain(200, with_options=True), LEVELS_AROUND).splitlines()
    assert found[1] == "  - Medically managed inpatient: open"
    assert sum(line.endswith(": open") for line in found) == len(stepdown.LADDER)
    assert found.count("      Depends on: current level of care.") == len(stepdown.LADDER)


def test_what_a_level_depends_on_is_named_by_its_labels() -> None:
    """One after the other, in the order in which they are to be asked."""
    text = decide("iop", recent_overdose=None, judged_ready=None).explain(200, with_options=True)
    assert section(text, LEVELS_AROUND).count("      Depends on: recent overdose; judged ready for less care.") == 1
    assert section(text, LEVELS_AROUND).count("      Depends on: recent overdose.") == 3
    assert "recent_overdose" not in section(text, LEVELS_AROUND)


def test_a_service_that_may_be_needed_is_to_be_clarified() -> None:
    """Cost is recorded, and whether that was checked is not: below the barrier the service stands with what is open about it."""
    text = decide("iop", main_barrier=BarrierKind.COST, barrier_verified=None).explain(200)
    assert section(text, BESIDE) == (
        f"{BESIDE}\n"
        "  - Main barrier to taking part: cost\n"
        "      Service, to be clarified: verification of benefits before cost is treated as a barrier."
    )


def test_without_an_entry_there_is_no_level_to_weigh() -> None:
    """A section without points is left out."""
    text = Engine(NO_ENTRY).decide(Small(level=NOT_IN_CARE)).explain(with_options=True)
    assert LEVELS_AROUND not in headings(text)


@pytest.mark.parametrize("width", [40, 60, 88, 200])
def test_the_new_sections_keep_within_the_width(width: int) -> None:
    """However narrow the page; the words stay the same."""
    text = in_doubt().explain(width, with_options=True)
    assert all(len(line) <= width for line in text.splitlines())
    assert text.split() == WEIGHED.split()


@given(situations())
def test_weighing_adds_a_section_and_changes_none(situation: Situation) -> None:
    """The rest of the page is the same, and no line is wider than asked."""
    decision = Engine(situation.rules).decide(situation.assessment)
    weighed, plain = (decision.explain(60, with_options=asked).split("\n\n") for asked in (True, False))
    added = [block for block in weighed if block.startswith(LEVELS_AROUND)]
    assert [block for block in weighed if block not in added] == plain
    assert len(added) == bool(decision.options)
    assert all(len(line) <= 60 for line in "\n".join(added).splitlines())


def test_what_moves_nobody_stands_below() -> None:
    """Preference and barriers are shown with their values where there are any, whether or not levels are weighed."""
    text = decide("iop", preference=Preference.LESS, barrier_verified=None).explain(200)
    assert section(text, BESIDE) == f"{BESIDE}\n  - Care preferred: less"
    assert BESIDE not in headings(decide("iop", barrier_verified=None).explain(200))


def test_claims_say_that_they_are_claims() -> None:
    """Each begins with who claims it and says that it is not verified."""
    for level in stepdown.LADDER.ids:
        decision = decide(level)
        text = decision.explain(400)
        assert (CLAIMED in headings(text)) == bool(decision.claims)
        if decision.claims:
            points = section(text, CLAIMED).splitlines()[1:]
            assert len(points) == len(decision.claims)
            assert all(re.match(r"  - Claimed by .*, not verified: ", point) for point in points)


def test_there_is_no_section_for_claims_where_no_row_is_cited() -> None:
    """A claim whose row stands in no ground of the decision is not told, nor is one of a rule set without claims."""
    engine = Engine(evolve(stepdown.RULES, claims=[CLAIM]))
    assert CLAIMED in headings(engine.decide(best("iop")).explain())
    assert CLAIMED not in headings(engine.decide(best("php")).explain())
    assert CLAIMED not in headings(Engine(evolve(stepdown.RULES, claims=())).decide(best("iop")).explain())


# The ladder, drawn.

ON_THE_LADDER = "On the ladder"
NOW, DECIDED, PASSED, POSSIBLE = render.Mark
SEVERE_AND_OPEN = {"return_to_use_risk": Risk.SEVERE, "recent_overdose": None}


def marks(decision: Decision) -> dict[str, tuple[render.Mark, ...]]:
    """The levels with a mark, from the highest."""
    drawing = explanation.page(decision.case).sections[0].drawing
    assert isinstance(drawing, render.Ladder)
    assert [rung.name for rung in drawing.rungs] == [level.name for level in decision.rules.continuum.levels[::-1]]
    assert not [rung.note for rung in drawing.rungs if rung.note]
    levels = zip(decision.rules.continuum.ids[::-1], drawing.rungs, strict=True)
    return {level: rung.marks for level, rung in levels if rung.marks}


@pytest.mark.parametrize(
    ("decision", "direction", "marked"),
    [
        (decide("php"), Direction.STEP_DOWN, {"php": (NOW,), "iop": (PASSED,), "outpatient": (DECIDED,)}),
        (decide("iop"), Direction.STEP_DOWN, {"iop": (NOW,), "outpatient": (DECIDED,)}),
        (
            decide("residential", disorder_severity=None),
            Direction.STEP_DOWN,
            {"residential": (NOW,), "php": (PASSED,), "iop": (DECIDED,), "outpatient": (POSSIBLE,)},
        ),
        (
            decide("outpatient", recent_overdose=Overdose.NOT_CLEARED),
            Direction.STEP_UP,
            {"inpatient": (DECIDED,), **dict.fromkeys(["residential", "php", "iop"], (PASSED,)), "outpatient": (NOW,)},
        ),
        (
            decide("outpatient", **SEVERE_AND_OPEN),
            Direction.STEP_UP,
            {**dict.fromkeys(["inpatient", "residential", "php"], (POSSIBLE,)), "iop": (DECIDED,), "outpatient": (NOW,)},
        ),
        (decide("iop", goals_met=False), Direction.STAY, {"iop": (NOW, DECIDED)}),
        (decide("inpatient", recent_overdose=Overdose.NOT_CLEARED), Direction.STAY, {"inpatient": (NOW, DECIDED)}),
        (
            decide("iop", recent_overdose=None),
            Direction.STAY,
            {
                **dict.fromkeys(["inpatient", "residential", "php"], (POSSIBLE,)),
                "iop": (NOW, DECIDED),
                "outpatient": (POSSIBLE,),
            },
        ),
        (decide("aftercare", goals_met=None), Direction.STAY, {"aftercare": (NOW, DECIDED)}),
        (decide("aftercare"), Direction.COMPLETE, {"aftercare": (NOW,)}),
        (decide(NOT_IN_CARE), Direction.ADMIT, {"aftercare": (DECIDED,)}),
        (
            decide(NOT_IN_CARE, needs_24h_supervision=True),
            Direction.ADMIT,
            {"residential": (DECIDED,), **dict.fromkeys(["php", "iop", "outpatient", "aftercare"], (PASSED,))},
        ),
        (
            Engine(EMERGENCY).decide(Small(level=NOT_IN_CARE, risk=Three.MID)),
            Direction.ADMIT,
            {"r3": (POSSIBLE,), "r2": (DECIDED,), "r1": (PASSED,), "r0": (PASSED,)},
        ),
        (
            decide(NOT_IN_CARE, disorder_severity=None),
            Direction.NOT_DETERMINED,
            dict.fromkeys(["residential", "php", "iop", "outpatient", "aftercare"], (POSSIBLE,)),
        ),
        (Engine(NO_ENTRY).decide(Small(level=NOT_IN_CARE)), Direction.NOT_DETERMINED, {}),
        (ENGINE.decide(Assessment()), Direction.NOT_DETERMINED, {}),
    ],
)
def test_what_is_marked_on_the_ladder(decision: Decision, direction: Direction, marked: dict[str, object]) -> None:
    """In every direction: where the person is, where care goes on, what is passed, and what open questions leave possible."""
    assert decision.direction is direction
    assert [*marks(decision).items()] == [*marked.items()]
    assert ON_THE_LADDER in headings(decision.explain())


@given(situations())
def test_the_marks_say_what_the_decision_says(situation: Situation) -> None:
    """On any ladder: each mark stands where the decision has it, and a level passed is neither origin, target nor possible."""
    decision = Engine(situation.rules).decide(situation.assessment)
    ladder = decision.rules.continuum
    found = marks(decision)
    by_mark = {mark: {level for level in ladder.ids if mark in found.get(level, ())} for mark in render.Mark}
    assert by_mark[NOW] == {decision.origin_id} & {*ladder.ids}
    assert by_mark[DECIDED] == {decision.target_id} & {*ladder.ids}
    assert by_mark[PASSED] == {skip.level.id for skip in decision.skipped}
    low, high = (-1 if one is COMPLETE else ladder.rank(one.id) for one in decision.range or ()) if decision.range else (0, -1)
    within = {level for level in ladder.ids if low <= ladder.rank(level) <= high} if decision.provisional else set[str]()
    assert by_mark[POSSIBLE] == within - {decision.target_id}
    assert not by_mark[PASSED] & (by_mark[NOW] | by_mark[DECIDED] | by_mark[POSSIBLE])


def test_the_ladder_is_drawn_on_every_page() -> None:
    """Its title is the headline; whoever cannot see it is told of every level and its marks, and text has its glyphs."""
    decision = decide("residential", disorder_severity=None)
    html = decision.to_html()
    assert html.count("<svg") == 1
    rows = (
        "Medically managed inpatient; Residential, ● here now; Partial hospitalization (PHP), ○ passed, with a justification; "
        "Intensive outpatient (IOP), ◆ recommended; Outpatient therapy, ◇ possible while questions are open; Aftercare"
    )
    title = "Step down: Residential to Intensive outpatient (IOP)"
    assert f'aria-label="{title}"' in html
    assert f"<title>{title}</title><desc>6 levels, the most care first. {rows}</desc>" in html
    assert section(decision.explain(), ON_THE_LADDER) == (
        "On the ladder\n"
        "    Medically managed inpatient\n"
        "  ● Residential: here now\n"
        "  ○ Partial hospitalization (PHP): passed, with a justification\n"
        "  ◆ Intensive outpatient (IOP): recommended\n"
        "  ◇ Outpatient therapy: possible while questions are open\n"
        "    Aftercare"
    )
    assert section(decision.to_markdown(), "| Level | Mark |") == (
        "| Level | Mark |\n"
        "| --- | --- |\n"
        "| Medically managed inpatient |  |\n"
        "| Residential | ● here now |\n"
        "| Partial hospitalization (PHP) | ○ passed, with a justification |\n"
        "| Intensive outpatient (IOP) | ◆ recommended |\n"
        "| Outpatient therapy | ◇ possible while questions are open |\n"
        "| Aftercare |  |"
    )


def test_a_ladder_without_marks_is_drawn_all_the_same() -> None:
    """Where the level is unknown: no glyph, and no room for one."""
    decision = ENGINE.decide(Assessment())
    found = section(decision.explain(), ON_THE_LADDER).splitlines()
    assert found == [ON_THE_LADDER, *(f"  {level.name}" for level in stepdown.LADDER.levels[::-1])]
    assert section(decision.to_markdown(), "| Level |").startswith("| Level |\n| --- |\n| Medically managed inpatient |\n")


# In every way of showing.


@pytest.mark.parametrize("decision", [decide("php"), decide(NOT_IN_CARE), ENGINE.decide(Assessment()), in_doubt()])
def test_a_decision_can_be_shown_in_each_way(decision: Decision) -> None:
    """Text, Markdown and HTML of one page, and of itself in a notebook."""
    check_methods(decision)
    assert decision.explain() == render.as_text(decision.page())
    assert decision.explain(50) == render.as_text(decision.page(), 50) != decision.explain()
    weighed = decision.page(with_options=True)
    assert decision.explain(50, with_options=True) == render.as_text(weighed, 50)
    assert [one for one in weighed.sections if one not in decision.page().sections] == [
        one for one in weighed.sections if one.heading == LEVELS_AROUND
    ]


def pages_of(decision: Decision) -> Iterator[Callable[[], render.Page]]:
    """What makes each page that there is of a decision and its rules."""
    yield partial(decision.page, with_options=True)
    yield decision.trace.page
    yield decision.rules.page
    yield decision.rules.continuum.page
    yield replay(decision.to_record(), decision.rules).page
    try:
        yield decision.find_barriers(most_trials=200).page
    except DecisionError:
        return


@given(situations())
def test_every_page_of_any_situation_can_be_laid_out(situation: Situation) -> None:
    """In all three ways, the same each time, with no markup but that of the page."""
    decision = Engine(situation.rules).decide(situation.assessment)
    for make in pages_of(decision):
        laid_out(make)


def test_neither_key_nor_role_is_on_any_page() -> None:
    """Who assessed, and the key of the person, are in the record; no page of the decision has them."""
    person = best("iop").replace(
        person="Quincy-4711", assessed_by="Peculiar nurse", judged_ready=None, assessed_on=date(2026, 11, 2)
    )
    for decision in (ENGINE.decide(person), ENGINE.decide(person.replace(goals_met=False, return_to_use=ReturnToUse.RETURN))):
        assert "Quincy-4711" in str(decision.to_record())
        for make in pages_of(decision):
            for shown in laid_out(make):
                assert not [mark for mark in ("Quincy", "4711", "Peculiar", "2026-11-02") if mark in shown]
