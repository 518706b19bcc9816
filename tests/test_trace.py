"""The trace: every rule considered, its condition part by part, what kept it from being true, and which rules are asked."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from continuum import (
    CLINICAL,
    NOT_IN_CARE,
    Assessment,
    Condition,
    Decision,
    DecisionError,
    Direction,
    Engine,
    Flag,
    Grade,
    Hold,
    Justification,
    Risk,
    RuleSet,
    StepDown,
    StepUp,
    TransitionRule,
    n_of,
    total,
)
from continuum.conditions import AllOf, AnyOf, Not
from continuum.library import four_levels, stepdown
from continuum.placement import Placement
from continuum.render.text import NARROWEST
from continuum.trace import ORDER, Considered, Judged, Trace
from continuum.whereabouts import examine
from continuum.wire import read_case
from tests.laws.small_worlds import DOWNS, FULL, LEAN, NO_ENTRY, SMALL_WORLDS, UNDER, Small, everyone
from tests.laws.worlds import Situation, Three, assessments, own_facts, rule_sets, situations, values_of

LOW, MID, HIGH = Three
EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
WORLDS = pytest.mark.parametrize("rules", SMALL_WORLDS.values(), ids=SMALL_WORLDS)


def trace(rules: RuleSet, person: Assessment) -> Trace:
    return Engine(rules).decide(person).trace


def ids(found: tuple[Considered, ...]) -> list[str]:
    return [one.id for one in found]


def formulas(found: tuple[Judged, ...]) -> list[str]:
    return [one.formula for one in found]


def nodes(judged: Judged) -> Iterator[Judged]:
    yield judged
    for part in judged.parts:
        yield from nodes(part)


def leaves(condition: Condition, *, negated: bool = False) -> Iterator[tuple[Condition, bool]]:
    """The comparisons and sums of a condition, each with whether it stands under a `not`."""
    inside = condition.parts()
    for part in inside:
        yield from leaves(part, negated=negated != isinstance(condition, Not))
    if not inside:
        yield condition, negated


def judge_again(judged: Judged, granted: tuple[Judged, ...] = ()) -> bool | None:
    """What a part comes to, by its parts alone; those that are granted are true."""
    if judged in granted:
        return True
    if not judged.parts:
        return judged.holds
    answers = [judge_again(part, granted) for part in judged.parts]
    if answers.count(True) >= judged.needs:
        return True
    return None if len(answers) - answers.count(False) >= judged.needs else False


def all_rules(rules: RuleSet) -> tuple[TransitionRule | Justification, ...]:
    return (*rules.rules, *rules.justifications, *rules.by_rung.required)


def without(rules: RuleSet, rule_id: str) -> RuleSet | None:
    """The rule set without one rule; `None` where no rule would be left."""
    kept = [rule for rule in rules.rules if rule.id != rule_id]
    if not kept:
        return None
    return evolve(
        rules,
        rules=kept,
        justifications=[one for one in rules.justifications if one.id != rule_id],
        required_facts=[fact for fact in rules.required_facts if f"required-{fact}" != rule_id],
    )


def one_hold(when: Condition, because: str = "it is so", facts: type[Assessment] = Small) -> RuleSet:
    hold = Hold("one", when=when, about=CLINICAL, because=because, until="it is not")
    return evolve(LEAN, rules=[*DOWNS, hold], facts=facts)


def judged(when: Condition, **known: Any) -> Judged:
    """A condition over the small vocabulary, judged for somebody."""
    return trace(one_hold(when), Small(level="r1", **known))["one"].judged


# The parts of a condition.


def test_a_comparison_is_judged_with_its_threshold() -> None:
    """One part with its words, its formula and its answer: true, false, or unknown."""
    found = {answer: judged(Small.risk >= HIGH, risk=answer) for answer in (HIGH, MID, None)}
    assert [one.holds for one in found.values()] == [True, False, None]
    assert found[MID] == Judged("risk is high", "risk >= HIGH", False, ("risk",))  # noqa: FBT003 # as the record has it
    assert [one.kept_by for one in found.values()] == [(), (found[MID],), (found[None],)]


def test_all_of_several_is_kept_by_each_that_is_not_true() -> None:
    """False parts and unknown parts, in reading order; not the true ones."""
    found = judged((Small.risk >= MID) & Small.home & Small.crisis, risk=MID, home=False)
    assert (found.holds, found.needs, found.facts) == (False, 3, ("risk", "home", "crisis"))
    assert [part.holds for part in found.parts] == [True, False, None]
    assert formulas(found.kept_by) == ["home", "crisis"]
    assert found.formula == "risk >= MID and home and crisis"
    assert found.words == "risk is mid or higher and home unsafe: yes and crisis: yes"


def test_any_of_several_is_kept_by_all_of_them() -> None:
    """Each would do; as soon as one is true, nothing keeps it."""
    either = (Small.risk >= HIGH) | Small.home
    assert formulas(judged(either, risk=MID).kept_by) == ["risk >= HIGH", "home"]
    assert (judged(either, risk=MID).holds, judged(either, risk=MID).needs) == (None, 1)
    assert judged(either, risk=MID, home=True).kept_by == ()


def test_so_many_of_several_are_kept_by_those_that_are_not_true() -> None:
    """Some of them would do: what is true already is not named."""
    found = judged(n_of(2, Small.risk >= HIGH, Small.home, Small.crisis), risk=HIGH, home=False)
    assert (found.holds, found.needs) == (None, 2)
    assert formulas(found.kept_by) == ["home", "crisis"]


def test_a_group_in_a_group_is_kept_by_its_own_parts() -> None:
    """The smallest parts are named, never a group; one that occurs twice is named once."""
    found = judged(((Small.risk >= HIGH) | Small.home) & (Small.crisis | Small.home), risk=LOW, home=False, crisis=False)
    assert [one.formula for one in nodes(found)] == [
        "(risk >= HIGH or home) and (crisis or home)",
        "risk >= HIGH or home",
        "risk >= HIGH",
        "home",
        "crisis or home",
        "crisis",
        "home",
    ]
    assert formulas(found.kept_by) == ["risk >= HIGH", "home", "crisis"]


@pytest.mark.parametrize(
    ("when", "formula", "parts", "needs"),
    [
        (~(Small.risk < HIGH), "risk >= HIGH", [], 0),
        (Not(Not(Small.risk >= HIGH)), "risk >= HIGH", [], 0),
        (~(~Small.home & (Small.risk < HIGH)), "home or risk >= HIGH", ["home", "risk >= HIGH"], 1),
        (~(~Small.home | (Small.risk < HIGH)), "home and risk >= HIGH", ["home", "risk >= HIGH"], 2),
        (
            ~n_of(2, ~Small.home, Small.risk < HIGH, ~Small.crisis),
            "fewer than 2 of: not home; risk < HIGH; not crisis",
            ["home", "risk >= HIGH", "crisis"],
            2,
        ),
        (~n_of(1, ~Small.home, ~Small.crisis), "fewer than 1 of: not home; not crisis", ["home", "crisis"], 2),
        (~(total(Small.risk) < 2), "the sum of risk is 2 or more", [], 0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_negation_is_read_into_what_it_negates(when: Condition, formula: str, parts: list[str], needs: int) -> None:
    """Its parts are what has to be true, and so many of them."""
    for risk, home, crisis in product((LOW, HIGH, None), (False, True, None), (False, True, None)):
        known = {"risk": risk, "home": home, "crisis": crisis}
        found = judged(when, **known)
        assert (found.formula, formulas(found.parts), found.needs) == (formula, parts, needs)
        assert found.holds is judge_again(found) is when.evaluate(known)


def test_the_opposite_of_a_sum_has_its_words_turned_round() -> None:
    """What is judged reads as what has to be true."""
    assert judged(~(total(Small.risk) < 2), risk=MID).words == "the sum of risk is 2 or more"
    assert judged(~(total(Small.risk) < 2), risk=MID).holds is False


@given(situations())
def test_every_condition_is_judged_as_it_evaluates(situation: Situation) -> None:
    """The whole by its own evaluation; each smallest part by that of the comparison or sum it stands for, negated or not."""
    values, vocabulary = vars(situation.assessment), situation.rules.facts.vocabulary()
    whens = {one.id: one.when for one in all_rules(situation.rules)}
    for one in trace(situation.rules, situation.assessment):
        when = whens[one.id]
        assert one.judged.holds is when.evaluate(values)
        assert one.judged.facts == tuple(dict.fromkeys(when.mentions()))
        smallest = [part for part in nodes(one.judged) if not part.parts]
        for part, (leaf, negated) in zip(smallest, leaves(when), strict=True):
            judge = Not(leaf) if negated else leaf
            assert (part.holds, part.words) == (judge.evaluate(values), judge.words(vocabulary))


@given(situations())
def test_what_keeps_a_condition_is_what_would_make_it_true(situation: Situation) -> None:
    """Nothing, where it is true; else its smallest parts that are not: all together would do, and where all is needed no less."""
    for one in trace(situation.rules, situation.assessment):
        for part in nodes(one.judged):
            assert judge_again(part) is part.holds
            assert (part.kept_by == ()) is (part.holds is True)
            assert not any(kept.parts or kept.holds for kept in part.kept_by)
            assert judge_again(part, part.kept_by) is True
        if all(part.needs == len(part.parts) for part in nodes(one.judged)):
            for kept in one.kept_by:
                assert judge_again(one.judged, tuple(other for other in one.kept_by if other != kept)) is not True


# Which rules there are.


@given(situations())
def test_every_rule_is_there_once_and_in_order(situation: Situation) -> None:
    """Rules, justifications and required facts: those that are asked first, as placement asks, then by id."""
    rules = situation.rules
    found = trace(rules, situation.assessment)
    reasons_of = {one.id: one.because for one in all_rules(rules)}
    assert len(found) == len(reasons_of) == len(rules.rules) + len(rules.justifications) + len(rules.required_facts)
    assert {one.id: one.because for one in found} == reasons_of
    assert list(found) == sorted(found, key=lambda one: (not one.asked, ORDER.index(one.kind), one.id))
    assert [one for one in found if one.asked] == [*found.asked]
    assert all(found[one.id] is one for one in found)


def test_every_kind_has_its_name() -> None:
    """The six kinds, in the order in which placement asks."""
    found = trace(FULL, Small(level=NOT_IN_CARE))
    kinds = {one.id: one.kind for one in found}
    assert ORDER == ("step-up", "admission", "hold", "required", "step-down", "justification")
    assert [kinds[name] for name in ("crisis", "risk-high", "entry", "not-booked", "required-risk", "near", "pass-1")] == [
        "step-up",
        "step-up",
        "admission",
        "hold",
        "required",
        "step-down",
        "justification",
    ]


def test_a_rule_is_found_by_its_id() -> None:
    """Or the nearest one is named; nothing else is shown of what was asked for."""
    found = trace(FULL, Small(level="r1"))
    assert found["not-booked"].because == "nothing booked"
    assert "not-booked" in found
    assert "booked" not in found
    assert found.rules[0] not in found
    for asked, said in {"not-boked": "; did you mean 'not-booked'?", "Jane Doe, 1990": "", 7: ""}.items():
        with pytest.raises(DecisionError) as caught:
            found[asked]  # type: ignore[index] # what a caller without a type checker may ask for
        assert str(caught.value) == f"the rules of 'small' have none of this id{said}"


# Which rules are asked.


def words(text: str) -> list[str]:
    return text.split()


LOW_FLOORS = evolve(
    LEAN,
    rules=[
        *DOWNS,
        StepUp("first", at_least="r1", when=Small.home, because="home"),
        StepUp("second", at_least="r2", when=Small.risk >= HIGH, because="risk", skips_because="too low"),
    ],
)
"""From r3 a step down lands on r2: a floor that speaks of r1 says why not lower, one that speaks of r0 says nothing."""
SHORT_STEP = evolve(
    UNDER,
    rules=[
        StepDown("far", at="r3", no_lower_than="r1", when=Small.progress >= HIGH, because="done"),
        *(rule for rule in UNDER.rules if rule.id == "middle"),
    ],
)
"""The step down ends on r1, so nothing passes it, though a justification would permit that."""
HERE = "is for first placements only"
IN_CARE = "is for people who are in care"


@pytest.mark.parametrize(
    ("rules", "level", "asked", "not_asked"),
    [
        (
            FULL,
            "r1",
            "crisis home risk-high risk-mid not-booked required-risk down-1",
            {
                "entry": HERE,
                "not-there-yet": "speaks of r2 only",
                "down-0": "speaks of r0 only",
                "down-2": "speaks of r2 only",
                "down-3": "speaks of r3 only",
                "near": "speaks of r2 and r3 only",
                "pass-1": "no step down from here can pass r1",
                "pass-2": "no step down from here can pass r2",
            },
        ),
        (
            FULL,
            NOT_IN_CARE,
            "home risk-high risk-mid entry required-risk",
            dict.fromkeys(words("crisis not-booked not-there-yet down-0 down-1 down-2 down-3 near pass-1 pass-2"), IN_CARE),
        ),
        (
            FULL,
            None,
            "risk-high required-risk",
            dict.fromkeys(
                words("crisis home risk-mid entry not-booked not-there-yet down-0 down-1 down-2 down-3 near pass-1 pass-2"),
                "the level of care is not known",
            ),
        ),
        (
            UNDER,
            "r0",
            "down-0",
            {
                "middle": "speaks of r1 and r2 only",
                "down-1": "speaks of r1 only",
                "down-2": "speaks of r2 only",
                "down-3": "speaks of r3 only",
                "pass-1": "no step down from here can pass r1",
                "pass-2": "no step down from here can pass r2",
            },
        ),
        (
            UNDER,
            NOT_IN_CARE,
            "",
            {"middle": "speaks of r1 and r2 only"} | dict.fromkeys(words("down-0 down-1 down-2 down-3 pass-1 pass-2"), IN_CARE),
        ),
        (
            LOW_FLOORS,
            "r3",
            "second down-3",
            {
                "first": "speaks of r0 only",
                "down-0": "speaks of r0 only",
                "down-1": "speaks of r1 only",
                "down-2": "speaks of r2 only",
            },
        ),
        (
            SHORT_STEP,
            "r3",
            "middle far pass-2",
            {"pass-1": "no step down from here can pass r1"},
        ),
        (
            evolve(LOW_FLOORS, entry="r1"),
            NOT_IN_CARE,
            "second",
            {"first": "speaks of r0 only"} | dict.fromkeys(words("down-0 down-1 down-2 down-3"), IN_CARE),
        ),
        (
            NO_ENTRY,
            NOT_IN_CARE,
            "required-home required-progress",
            dict.fromkeys(words("crisis down-0 down-1 down-2 down-3"), "the rules name no level of entry"),
        ),
        (LEAN, None, "", dict.fromkeys(words("down-0 down-1 down-2 down-3"), "the level of care is not known")),
    ],
    ids=[
        "r1",
        "first placement",
        "level unknown",
        "r0",
        "nothing leads up",
        "nothing leads down",
        "a step down ends",
        "a higher entry",
        "no entry",
        "nothing asked",
    ],
)
def test_the_level_says_which_rules_are_asked(rules: RuleSet, level: Any, asked: str, not_asked: dict[str, str]) -> None:
    """By what they speak of, and by where care can lead from here; a rule that is not asked says why."""
    found = trace(rules, Small(level=level))
    assert ids(found.asked) == asked.split()
    assert {one.id: one.not_asked_because for one in found if not one.asked} == not_asked


def test_a_floor_on_the_way_is_asked_even_where_nothing_steps_down() -> None:
    """It says why a person stays: the level below would be too low."""
    lonely = evolve(UNDER, rules=[rule for rule in UNDER.rules if rule.id == "middle"])
    decision = Engine(lonely).decide(Small(level="r3", risk=HIGH, home=False))
    assert decision.direction is Direction.STAY
    assert ids(decision.trace.asked) == ids(decision.trace.fired) == ["middle"]
    assert [reason.rule.id for reason in decision.reasons] == ["middle"]


def test_a_floor_that_a_jump_passes_is_asked() -> None:
    """It justifies the level passed, though the jump alone would have led beyond it."""
    rules = evolve(
        UNDER,
        rules=[
            *DOWNS,
            StepUp("jump", at="r0", at_least="r3", when=Small.crisis, because="crisis", skips_because="x"),
            StepUp("between", at="r1", at_least="r2", when=Small.home, because="home"),
        ],
    )
    decision = Engine(rules).decide(Small(level="r0", crisis=True, home=True))
    assert [skip.justification for skip in decision.skipped] == ["between", "jump"]
    assert ids(decision.trace.fired) == ["between", "jump"]


def placed(rules: RuleSet, person: Assessment) -> Placement:
    return examine(rules, person).placement


@given(situations())
def test_a_rule_that_is_not_asked_might_as_well_not_be_there(situation: Situation) -> None:
    """Taken out of the rule set, it leaves the placement as it is."""
    for one in trace(situation.rules, situation.assessment):
        fewer = None if one.asked else without(situation.rules, one.id)
        if fewer:
            assert placed(fewer, situation.assessment) == placed(situation.rules, situation.assessment), one.id


@given(st.data())
def test_facts_that_no_asked_rule_mentions_are_indifferent(data: st.DataObject) -> None:
    """Whatever they are, or unknown: the placement stays as it is."""
    rules = data.draw(rule_sets())
    person = data.draw(assessments(rules))
    mentioned = {fact for one in trace(rules, person).asked for fact in one.judged.facts}
    scoped = rules.facts.level_scoped() if person.level is NOT_IN_CARE else set[str]()
    free = [name for name in own_facts(rules.facts) if name not in mentioned | scoped]
    changed = {name: data.draw(st.none() | st.sampled_from(values_of(rules.facts, name))) for name in free}
    assert placed(rules, person.replace(**changed)) == placed(rules, person)


def mattering(rules: RuleSet) -> Iterator[tuple[str, Assessment]]:
    """Each rule with each person whom it makes a difference to; by trying everybody with and without it."""
    for one in all_rules(rules):
        fewer = without(rules, one.id)
        assert fewer is not None
        yield from ((one.id, person) for person in everyone(rules) if placed(fewer, person) != placed(rules, person))


@WORLDS
def test_a_rule_that_matters_to_anyone_is_asked_of_them(rules: RuleSet) -> None:
    """Tried on everybody: whomever a rule makes a difference to, the trace has it among the rules asked."""
    assert all(trace(rules, person)[rule].asked for rule, person in mattering(rules))


def test_rules_of_every_kind_matter_to_somebody() -> None:
    """So none of the three laws above is kept by rules that do nothing."""
    kinds = {one.id: one.kind for one in trace(FULL, Small(level="r1"))}
    assert {kinds[rule] for rule, _ in mattering(FULL)} == {*ORDER} - {"required"}
    assert "required-home" in {rule for rule, _ in mattering(NO_ENTRY)}


# What fired.


def reasons(decision: Decision) -> set[str]:
    return {reason.rule.id for reason in decision.reasons}


def check_against(decision: Decision) -> None:
    """The trace and the decision tell the same."""
    found, rules = decision.trace, decision.rules
    fired, asked = set(ids(found.fired)), set(ids(found.asked))
    assert reasons(decision) <= fired
    assert {skip.justification for skip in (*decision.skipped, *decision.ready_skipped)} <= fired
    assert {held.hold.id for held in decision.holds} <= asked
    assert {one.rule for one in decision.obstacles} - {""} <= asked
    if decision.origin is not NOT_IN_CARE or not decision.holds:
        # At an admission, a missing required fact opens every level up to the top: more is asked for then than can be reached.
        assert {rule for question in decision.open_questions for rule in question.rules} <= asked
    assert all(one.fired or one.open for one in found if any(held.hold.id == one.id for held in decision.holds))
    here = (
        {jump.rule.id for jump in rules.by_rung.jumps[decision.case.origin]} if isinstance(decision.case.origin, int) else set()
    )
    staying = {one.id for one in found.fired if one.kind == "hold" or one.id in here}
    if decision.direction is Direction.STAY:
        assert staying <= reasons(decision)
    if decision.direction in {Direction.STEP_DOWN, Direction.COMPLETE}:
        assert staying == set()
    if decision.origin is None:
        assert fired == reasons(decision)


@given(situations())
def test_what_a_decision_rests_on_has_fired(situation: Situation) -> None:
    """Each reason and each justification of a level passed; what keeps a person is asked."""
    check_against(Engine(situation.rules).decide(situation.assessment))


@given(st.data())
def test_where_the_level_is_unknown_what_fired_is_what_the_decision_rests_on(data: st.DataObject) -> None:
    """The emergencies that are certain, and nothing else."""
    rules = data.draw(rule_sets())
    known = {name: data.draw(st.none() | st.sampled_from(values_of(rules.facts, name))) for name in own_facts(rules.facts)}
    check_against(Engine(rules).decide(rules.facts().replace(**known)))


@WORLDS
def test_on_everyone_of_the_small_worlds_trace_and_decision_agree(rules: RuleSet) -> None:
    """Not by chance only: tried on all."""
    for person in everyone(rules):
        check_against(Engine(rules).decide(person))


def test_an_emergency_fires_where_the_level_is_unknown() -> None:
    """It is due wherever the person is; a level not known does not hide it."""
    assert ids(trace(FULL, Small(risk=HIGH)).fired) == ["risk-high"]
    assert ids(trace(FULL, Small(risk=MID)).fired) == []


def test_a_rule_that_is_true_and_not_asked_has_not_fired() -> None:
    """Nor is it open where it is unknown; its condition is judged all the same."""
    found = trace(FULL, Small(level="r1", progress=HIGH))
    assert (found["down-2"].judged.holds, found["down-2"].fired, found["down-2"].kept_by) == (True, False, ())
    assert (found["pass-1"].judged.holds, found["pass-1"].open) == (None, False)
    assert (found["down-1"].fired, found["down-1"].open) == (True, False)
    assert (found["not-booked"].fired, found["not-booked"].open) == (False, True)


def test_a_required_fact_is_open_until_it_is_known() -> None:
    """It never fires: it holds by being unknown."""
    unknown, known = (trace(FULL, Small(level="r1", risk=risk))["required-risk"] for risk in (None, LOW))
    assert (unknown.open, unknown.fired, known.open, known.fired) == (True, False, False, False)
    assert formulas(unknown.kept_by) == ["risk is not known"]


# The shipped rules, on the cases of the docs.


def example(name: str) -> Decision:
    case = read_case((EXAMPLES / f"{name}.json").read_bytes(), stepdown.RULES.facts, stepdown.RULES.continuum)
    return Engine(stepdown.RULES).decide(case)


def open_rules(found: Trace) -> list[str]:
    return [one.id for one in found if one.open]


def test_the_first_placement_of_the_docs() -> None:
    """Two admissions fired, and one floor waits for the substance."""
    found = example("first-placement").trace
    assert ids(found.fired) == ["entry-mild", "entry-moderate"]
    assert open_rules(found) == ["withdrawal-moderate-dangerous"]
    waiting = found["withdrawal-moderate-dangerous"]
    assert [part.holds for part in waiting.judged.parts] == [True, None]
    assert formulas(waiting.kept_by) == ["primary_substance in (ALCOHOL, SEDATIVES, SEVERAL)"]
    assert formulas(found["entry-severe"].kept_by) == ["disorder_severity >= SEVERE"]
    assert found["lapse"].not_asked_because == "is for people who are in care"


def test_the_step_up_of_the_docs() -> None:
    """What fired is more than the reasons: holds agree, and a floor under the lower levels does."""
    decision = example("iop-return-to-use")
    found = decision.trace
    assert reasons(decision) == {"lapse-at-high-risk", "return-to-use", "stressor-raises-risk"}
    assert ids(found.fired) == [
        "lapse-at-high-risk",
        "return-risk-severe",
        "return-to-use",
        "stressor-raises-risk",
        "lapse",
        "new-stressor",
        "not-yet-stable",
    ]
    down = found["iop-to-outpatient"]
    assert [(part.formula, part.holds) for part in down.kept_by] == [
        ("goals_met", None),
        ("judged_ready", None),
        ("response >= GOOD", False),
        ("recovery_skills >= TESTED", None),
        ("return_to_use_risk <= MILD", False),
    ]
    assert found["php-down"].not_asked_because == "speaks of php only"
    assert found["no-continuing-care"].not_asked_because == "speaks of aftercare and outpatient only"
    assert found["iop-not-needed"].not_asked_because == "no step down from here can pass iop"
    assert found["entry-mild"].not_asked_because == "is for first placements only"


def test_the_step_down_of_the_docs() -> None:
    """The step-down and the justification of the level passed fired; five parts keep the next level from being passed."""
    found = example("residential-ready").trace
    assert ids(found.fired) == ["residential-down", "php-not-needed"]
    assert open_rules(found) == []
    assert formulas(found["iop-not-needed"].kept_by) == [
        "not co_occurring_condition",
        "not prior_return_to_use",
        "disorder_severity <= MILD",
        "environment_risk <= MILD",
        "recovery_skills >= TESTED",
    ]
    supported = found["iop-not-needed"].judged.parts[-1]
    assert (supported.formula, supported.holds, supported.needs) == ("family_support or peer_support", True, 1)
    assert [one.id for one in found if one.kind == "justification" and one.asked] == ["iop-not-needed", "php-not-needed"]


def test_the_ten_levels_have_a_trace_too() -> None:
    """Every rule of the other shipped rule set, at each of its levels."""
    for level in (*four_levels.RULES.continuum.ids, NOT_IN_CARE, None):
        found = trace(four_levels.RULES, Assessment(level=level, withdrawal_risk=Risk.NONE))
        assert len(found) == len(four_levels.RULES.rules) + len(four_levels.RULES.justifications) + len(
            four_levels.RULES.required_facts
        )
        text = found.explain(400)
        assert [one.id for one in found.asked if f"[{one.id}, {one.kind}]" not in text] == []
        assert [one.id for one in found if one.id not in text] == []


# In words.


def test_the_trace_in_words() -> None:
    """What fired, what is open and what is not so, part by part with what is recorded; what is not asked by its reason."""
    person = Small(level="r2", risk=MID, home=False, progress=HIGH, crisis=False)
    expected = [
        "Trace: Rung 2",
        "Each rule with its condition, part by part. A reason for care that is unknown moves",
        "nobody up, and keeps people from less care; a reason for less care counts only if it is",
        "certain.",
        "",
        "Fired",
        "  - Risk [risk-mid, step-up]",
        "      ✓ true: risk is mid or higher (recorded: mid)",
        "  - Done [down-2, step-down]",
        "      ✓ true: progress is high (recorded: high)",
        "  - Getting on [near, step-down]",
        "      ✓ true: progress is mid or higher (recorded: high)",
        "  - Covered [pass-1, justification]",
        "      ✓ true: all of these",
        "        ✓ true: home unsafe: no (recorded: no)",
        "        ✓ true: risk is at most mid (recorded: mid)",
        "",
        "Not settled",
        "  - If true: nothing booked [not-booked, hold]",
        "      ? unknown: booked: no (recorded: not known)",
        "",
        "Asked, and not so",
        "  - If true: crisis [crisis, step-up]",
        "      ✗ false: crisis: yes (recorded: no)",
        "  - If true: home [home, step-up]",
        "      ✗ false: home unsafe: yes (recorded: no)",
        "  - If true: risk [risk-high, step-up]",
        "      ✗ false: risk is high (recorded: mid)",
        "  - If true: early [not-there-yet, hold]",
        "      ✗ false: progress is low (recorded: high)",
        "  - If true: nobody is sent on without knowing this: risk [required-risk, required]",
        "      ✗ false: risk is not known (recorded: mid)",
        "",
        "Not asked here",
        "  - Is for first placements only",
        "      entry",
        "  - Speaks of r0 only",
        "      down-0",
        "  - Speaks of r1 only",
        "      down-1",
        "  - Speaks of r3 only",
        "      down-3",
        "  - No step down from here can pass r2",
        "      pass-2",
        "",
        "Rules: Small, version 1 (small); draft, not clinically validated. Tests.",
    ]
    assert trace(FULL, person).explain().splitlines() == expected


def lines_of(found: Trace, rule_id: str) -> list[str]:
    """The details under one rule."""
    lines = found.explain(400).splitlines()
    first = next(number for number, line in enumerate(lines) if f"[{rule_id}, " in line)
    details = []
    for line in lines[first + 1 :]:
        if not line.startswith("      "):
            break
        details.append(line[6:])
    return details


KEPT = (
    "Kept from being true by: risk is high (false); home unsafe: yes (false); crisis: yes (unknown); "
    "the sum of risk is 2 or more (false)."
)


def test_what_keeps_a_condition_of_several_parts_stands_before_them() -> None:
    """The parts that matter, each with whether it is false or unknown; nested parts stand further in."""
    rules = one_hold(n_of(2, Small.risk >= HIGH, Small.home | Small.crisis, total(Small.risk) >= 2))
    assert lines_of(trace(rules, Small(level="r1", risk=MID, home=False)), "one") == [
        KEPT,
        "✗ false: at least 2 of these",
        "  ✗ false: risk is high (recorded: mid)",
        "  ? unknown: any of these",
        "    ✗ false: home unsafe: yes (recorded: no)",
        "    ? unknown: crisis: yes (recorded: not known)",
        "  ✗ false: the sum of risk is 2 or more (recorded: mid)",
    ]


class Handed(Small):
    """One more question, whose answers have words of their own."""

    kept: Flag = Flag("same team", worse=False, yes="the team goes on", no="another team takes over")


@pytest.mark.parametrize(
    ("answer", "recorded"), [(True, "same team: yes"), (False, "same team: no"), (None, "same team: not known")]
)
def test_a_yes_is_shown_with_its_question(answer: bool | None, recorded: str) -> None:  # noqa: FBT001 # as it is recorded
    """Where the words beside it are not those of the question, a yes would seem to answer them."""
    (line,) = lines_of(trace(one_hold(~Handed.kept, facts=Handed), Handed(level="r1", kept=answer)), "one")
    assert line.endswith(f": another team takes over (recorded: {recorded})")


class Strained(Small):
    """One more rating, to be added up."""

    strain: Grade[Three] = Grade("strain", Three, worse="higher")


def test_a_sum_shows_what_is_recorded_of_each_of_its_facts() -> None:
    """By its label, known or not."""
    rules = one_hold(total(Strained.risk, Strained.strain) >= 2, facts=Strained)
    assert lines_of(trace(rules, Strained(level="r1", risk=MID)), "one") == [
        "? unknown: the sum of risk and strain is 2 or more (recorded: risk: mid; strain: not known)"
    ]


def test_a_group_of_one_reads_as_all_of_it() -> None:
    """There is no choice among one."""
    for group in (AllOf([Small.home]), AnyOf([Small.home])):
        found = trace(one_hold(group), Small(level="r1", home=True))
        assert lines_of(found, "one") == ["✓ true: all of these", "  ✓ true: home unsafe: yes (recorded: yes)"]


@pytest.mark.parametrize(
    ("level", "title"),
    [("r1", "Trace: Rung 1"), (NOT_IN_CARE, "Trace: first placement"), (None, "Trace: level of care not known")],
)
def test_the_title_says_where(level: Any, title: str) -> None:
    """The level, a first placement, or that the level is not known."""
    assert trace(FULL, Small(level=level)).explain().splitlines()[0] == title


@pytest.mark.parametrize("width", [1, 40, 88, 200])
def test_the_text_keeps_to_its_width(width: int) -> None:
    """However deep a condition is nested; 40 columns are the narrowest."""
    when: Condition = Small.risk >= HIGH
    for number in range(28):
        when = (when & Small.home) if number % 2 else (when | Small.crisis)
    text = trace(one_hold(when, "it is so, " * 40), Small(level="r1", risk=MID)).explain(width)
    assert max(map(len, text.splitlines())) <= max(width, NARROWEST)
    assert text.count("? unknown") + text.count("✗ false") >= 28


# As plain data, and what is not shown.


def test_the_trace_as_plain_data() -> None:
    """Each rule with its condition and its parts, and the verdicts; it is JSON."""
    found = trace(FULL, Small(level="r2", home=True, risk=LOW)).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["ruleset"] == {"id": "small", "version": "1", "status": "draft, not clinically validated"}
    by_id = {one["id"]: one for one in found["rules"]}
    assert [*by_id] == ids(trace(FULL, Small(level="r2")).rules)
    assert by_id["pass-1"] == {
        "id": "pass-1",
        "kind": "justification",
        "because": "covered",
        "asked": True,
        "not_asked_because": "",
        "fired": False,
        "condition": {
            "words": "home unsafe: no and risk is at most mid",
            "formula": "not home and risk <= MID",
            "holds": False,
            "facts": ["home", "risk"],
            "needs": 2,
            "parts": [
                {"words": "home unsafe: no", "formula": "not home", "holds": False, "facts": ["home"], "needs": 0, "parts": []},
                {
                    "words": "risk is at most mid",
                    "formula": "risk <= MID",
                    "holds": True,
                    "facts": ["risk"],
                    "needs": 0,
                    "parts": [],
                },
            ],
        },
        "kept_by": ["not home"],
    }
    assert (by_id["entry"]["asked"], by_id["entry"]["not_asked_because"]) == (False, HERE)
    assert (by_id["home"]["fired"], by_id["crisis"]["condition"]["holds"]) == (True, None)


def test_plain_data_lists_no_value() -> None:
    """People for whom the same holds have the same data; their explanations differ."""
    ten, twelve = (Assessment(level="iop", weeks_stable=weeks) for weeks in (10, 12))
    assert trace(stepdown.RULES, ten).to_dict() == trace(stepdown.RULES, twelve).to_dict()
    assert "recorded: 10 weeks" in trace(stepdown.RULES, ten).explain()
    assert "recorded: 12 weeks" in trace(stepdown.RULES, twelve).explain()


def test_reprs_say_nothing_of_a_person() -> None:
    """They are the same whatever is known, answers included: of a yes or no, the answer is the value."""
    well, unwell = Small(level="r2", risk=LOW, home=False), Small(level="r2", risk=HIGH, home=True)
    for found in (trace(FULL, person) for person in (well, unwell)):
        assert repr(found) == str(found) == "<Trace of 'small': 15 rules, 10 asked>"
        assert repr(found["pass-1"]) == "<Considered 'pass-1', justification>"
        assert repr(found["entry"]) == "<Considered 'entry', admission, not asked>"
        assert repr(found["pass-1"].judged) == "<Judged 'not home and risk <= MID'>"
    assert repr(trace(FULL, well).rules) == repr(trace(FULL, unwell).rules)


def test_a_trace_is_frozen_and_equal_to_its_like() -> None:
    """The same question has the same trace, in another process too; nothing of it is changed."""
    person = Small(level="r2", risk=MID)
    found: Any = trace(FULL, person)
    assert found == trace(FULL, person)
    assert found != trace(FULL, Small(level="r2", risk=LOW))
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 # our own bytes
    assert (again, again.rules) == (found, found.rules)
    for thing, name in ((found, "rules"), (found.rules[0], "judged"), (found.rules[0].judged, "holds")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, None)
