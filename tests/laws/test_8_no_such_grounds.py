"""
Law 8: delivery, money, motivation, mandate, preference and time alone move nobody.

Tried on both shipped rule sets, with every fact that is no ground and every measure of time; and for every other rule set by
construction: one that rests on such a fact cannot be built. Twin: the same facts name services, and time with progress matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from continuum import (
    CLINICAL,
    COMPLETE,
    HANDOFF,
    NOT_IN_CARE,
    Admission,
    Assessment,
    AssessmentError,
    BarrierKind,
    Condition,
    DefinitionErrors,
    Direction,
    Engine,
    Hold,
    Justification,
    Risk,
    RuleSet,
    ServiceNeed,
    Severity,
    StepDown,
    StepUp,
    placement,
)
from continuum.library import stepdown
from tests.laws.lawbook import Outcome, outcome
from tests.library.cases import best
from tests.library.test_laws_of_the_shipped_rules import SHIPPED, VOCABULARY, on_each_rule_set, people, scale

A = Assessment
NO_GROUND = [name for name, fact in VOCABULARY.items() if not fact.ground]
TIMES = [name for name, fact in VOCABULARY.items() if fact.is_time]
ABOUT_THE_STAY = Assessment.level_scoped()
NO_PROGRESS = {"goals_met": False, "medically_stable": False}


def placed(rules: RuleSet, assessment: Assessment) -> Outcome:
    """The target, and the range in which every answer to the open questions would leave it."""
    return outcome(placement, rules, assessment)


def origins(rules: RuleSet) -> list[Any]:
    """Every level, and an admission."""
    return [*rules.continuum.ids, NOT_IN_CARE]


def sayable(level: Any, names: list[str]) -> list[str]:
    """The facts that may be given there: what is about a stay has no meaning at an admission."""
    return [name for name in names if level is not NOT_IN_CARE or name not in ABOUT_THE_STAY]


def moves(rules: RuleSet, fact: str) -> set[Any]:
    """From where some value of a fact, or not knowing it, changes the placement of the best case."""
    return {
        level
        for level in origins(rules)
        for name in sayable(level, [fact])
        for value in [*scale(name), None]
        if placed(rules, best(level).replace(**{name: value})) != placed(rules, best(level))
    }


# On the shipped rules.


def test_the_facts_of_this_law() -> None:
    """What must not move anybody is declared so, with the format of care, money, motivation, order and preference among it."""
    named = {"delivery", "preference", "mandated", "main_barrier", "barrier_verified", "engagement_risk"}
    assert named < set(NO_GROUND)
    assert TIMES == ["weeks_stable", "days_at_level", "days_to_first_session"]


@on_each_rule_set
@pytest.mark.parametrize("fact", NO_GROUND)
def test_no_value_of_what_is_no_ground_moves_the_best_case(rules: RuleSet, fact: str) -> None:
    """At every level and at admission, with every value and unknown, target and range stay as they are."""
    assert moves(rules, fact) == set()


@on_each_rule_set
@given(data=st.data())
def test_no_mix_of_what_is_no_ground_moves_anybody(rules: RuleSet, data: st.DataObject) -> None:
    """Whoever it is, all such facts together, known or not, leave target and range as they are."""
    person = data.draw(people(rules)).assessment
    mix = {name: data.draw(st.none() | st.sampled_from(scale(name))) for name in sayable(person.level, NO_GROUND)}
    assert placed(rules, person.replace(**mix)) == placed(rules, person)


@on_each_rule_set
def test_no_mix_settles_what_is_unknown(rules: RuleSet) -> None:
    """With nothing else known, answering everything that is no ground settles nothing and asks for nothing else."""
    for level in origins(rules):
        for end in (0, -1):
            known = Assessment(level=level, **{name: scale(name)[end] for name in sayable(level, NO_GROUND)})
            assert placed(rules, known) == placed(rules, Assessment(level=level))
            asked = {question.fact for question in Engine(rules).decide(known).open_questions}
            assert asked
            assert not asked & set(NO_GROUND)


@on_each_rule_set
@pytest.mark.parametrize("fact", TIMES)
def test_time_with_nothing_else_known_moves_nobody(rules: RuleSet, fact: str) -> None:
    """Any time at a level, or until the next session, leaves a person there of whom nothing else is known."""
    for level in rules.continuum.ids:
        for value in scale(fact):
            decision = Engine(rules).decide(Assessment(level=level, **{fact: value}))
            assert (decision.direction, decision.target_id) == (Direction.STAY, level)


@on_each_rule_set
@pytest.mark.parametrize("fact", TIMES)
def test_time_without_progress_moves_nobody(rules: RuleSet, fact: str) -> None:
    """With everything in place except that goals are met or the person is stable, no time is long or short enough."""
    for level in rules.continuum.ids:
        for value in scale(fact):
            person = best(level).replace(**NO_PROGRESS, **{fact: value})
            assert Engine(rules).decide(person).range_ids == (level, level)


@on_each_rule_set
@given(data=st.data())
def test_without_progress_no_time_changes_anything(rules: RuleSet, data: st.DataObject) -> None:
    """Whoever it is, and whatever else speaks for more care: without progress, all times together leave target and range."""
    person = data.draw(people(rules)).assessment
    assume(person.level is not NOT_IN_CARE)
    person = person.replace(**NO_PROGRESS)
    times = {name: data.draw(st.none() | st.sampled_from(scale(name))) for name in TIMES}
    found = placed(rules, person)
    assert placed(rules, person.replace(**times)) == found
    assert found.origin is not None
    assert found.lowest >= found.origin


@pytest.mark.parametrize("fact", [name for name in (*NO_GROUND, *TIMES) if name in ABOUT_THE_STAY])
def test_no_time_can_speak_at_an_admission(fact: str) -> None:
    """Time at a level has no meaning before care, and is refused there."""
    with pytest.raises(AssessmentError, match=rf"^{fact}: is about the stay at a level"):
        best(NOT_IN_CARE).replace(**{fact: 0})


# By construction.

STRESSOR = A.new_stressor.as_condition()
DONE = A.goals_met.as_condition()
SEVERE = A.disorder_severity >= Severity.SEVERE
CALM = A.mental_health_risk <= Risk.MILD
OWED = ~A.same_team

NO_GROUND_SENTENCE = "is no ground for a level of care (ground=False); only a ServiceNeed may use it (law 8)"
TIME_ALONE_SENTENCE = "it could be true by time alone, and time alone moves nobody; let it rest on another fact (law 8)"
AT_ADMISSION_SENTENCE = "is about the stay at a level, and there is none at an admission"

Maker = Callable[[Condition], RuleSet]


def build(*rules: Any, **more: Any) -> RuleSet:
    """A rule set on the six levels with these rules."""
    given_: dict[str, Any] = {
        "id": "ours",
        "version": "1",
        "title": "Ours",
        "intended_use": "tests",
        "continuum": stepdown.LADDER,
        "entry": "aftercare",
        "rules": rules,
        **more,
    }
    return RuleSet(**given_)


def step_up(when: Condition) -> RuleSet:
    return build(StepUp("it", at="php", when=when, because="x"))


def admission(when: Condition) -> RuleSet:
    return build(Admission("it", at_least="outpatient", when=when, because="x"))


def clinical_hold(when: Condition) -> RuleSet:
    return build(Hold("it", when=when, because="x", until="y", about=CLINICAL))


def handoff_hold(when: Condition) -> RuleSet:
    return build(Hold("it", when=when, because="x", until="y", about=HANDOFF))


def step_down(when: Condition) -> RuleSet:
    return build(StepDown("it", at="php", when=when, because="x"))


def justification(when: Condition) -> RuleSet:
    down = StepDown("down", at="php", when=DONE, because="x", no_lower_than="outpatient")
    return build(down, justifications=[Justification("it", skips="iop", when=when, because="x")])


def service_need(when: Condition) -> RuleSet:
    down = StepDown("down", at="php", when=DONE, because="x")
    return build(down, needs=[ServiceNeed("it", when=when, offers="x")])


# Each kind of rule with a condition on which it may rest, and whether it speaks for care.
KINDS: dict[str, tuple[Maker, Condition, bool]] = {
    "step-up": (step_up, STRESSOR, True),
    "admission": (admission, SEVERE, True),
    "clinical hold": (clinical_hold, STRESSOR, True),
    "handoff hold": (handoff_hold, OWED, True),
    "step-down": (step_down, DONE, False),
    "justification": (justification, CALM, False),
}


def problems(make: Maker, when: Condition) -> list[str]:
    """What is wrong with the rule, without its name."""
    with pytest.raises(DefinitionErrors) as caught:
        make(when)
    return [problem.split(": ", maxsplit=1)[1] for problem in caught.value.problems]


def speaking(fact: str, *, care: bool) -> Condition:
    """A condition over one fact that may stand in a reason for care, or for less care: it names the end that is allowed."""
    return VOCABULARY[fact].compare("==", scale(fact)[-1 if care else 0])


@pytest.mark.parametrize("fact", NO_GROUND)
@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_rests_on_what_is_no_ground(kind: str, fact: str) -> None:
    """Alone, together with a ground or instead of one, the rule set that would use it is refused for that reason."""
    make, ground, care = KINDS[kind]
    about = speaking(fact, care=care)
    sentence = f"{fact!r} {NO_GROUND_SENTENCE}"
    of_a_stay = [f"{fact!r} {AT_ADMISSION_SENTENCE}"] if kind == "admission" and fact in ABOUT_THE_STAY else []
    assert problems(make, ground & about) == [sentence, *of_a_stay]
    assert sentence in problems(make, ground | about)
    assert sentence in problems(make, about)


@pytest.mark.parametrize("kind", KINDS)
def test_twin_the_same_rule_may_rest_on_a_ground(kind: str) -> None:
    """Nothing else is wrong with those rules: without such a fact, and with a ground in its place, they are built."""
    make, ground, care = KINDS[kind]
    assert make(ground)
    assert make(ground & speaking("mental_health_risk" if kind != "handoff hold" else "contact_named", care=care))


@pytest.mark.parametrize("fact", NO_GROUND)
def test_twin_a_service_may_rest_on_it(fact: str) -> None:
    """What moves nobody may still say what the program must offer."""
    assert service_need(speaking(fact, care=True)).needs[0].when.facts() == {fact}


def test_nobody_waits_for_what_is_no_ground() -> None:
    """Such a fact cannot be required: nobody stays, or is left without an admission, for want of it."""
    for fact in NO_GROUND:
        with pytest.raises(DefinitionErrors) as caught:
            build(StepDown("down", at="php", when=DONE, because="x"), required_facts=[fact])
        assert (
            f"required fact {fact!r} is no ground for a level, so nobody may be kept for want of it (law 8)"
            in caught.value.problems
        )


def on_time_alone(*, care: bool) -> Iterator[Condition]:
    """Conditions that times alone could make true: one, several, or a time instead of something else."""
    stable, session = (speaking(name, care=care) for name in ("weeks_stable", "days_to_first_session"))
    yield from (stable, session, stable & session, stable | session)
    yield (STRESSOR if care else DONE) | stable


@pytest.mark.parametrize(
    ("make", "care"),
    [(step_up, True), (step_down, False), (justification, False)],
    ids=["step-up", "step-down", "justification"],
)
def test_no_rule_that_moves_rests_on_time_alone(make: Maker, *, care: bool) -> None:
    """A rule set in which times alone could move somebody is refused for that reason, whichever they are."""
    for when in on_time_alone(care=care):
        assert problems(make, when) == [TIME_ALONE_SENTENCE]
        assert make(when & (STRESSOR if care else DONE))


@pytest.mark.parametrize("fact", TIMES)
def test_a_step_down_on_one_time_alone_is_refused(fact: str) -> None:
    """However long someone has been anywhere: no step-down is built on that alone, and the reason is told."""
    best_end = speaking(fact, care=False)
    assert TIME_ALONE_SENTENCE in problems(step_down, best_end)
    assert TIME_ALONE_SENTENCE in problems(step_down, ~~best_end)


def test_twin_time_alone_may_hold() -> None:
    """A hold keeps a person where they are, so it may rest on time alone."""
    assert clinical_hold(A.weeks_stable < 2)


# Twins: the same facts do matter, where they may.


@on_each_rule_set
@pytest.mark.parametrize(
    "fact", ["mental_health_risk", "return_to_use_risk", "environment_risk", "needs_24h_supervision", "weeks_stable"]
)
def test_twin_a_ground_moves_the_best_case(rules: RuleSet, fact: str) -> None:
    """The comparison that finds nothing for what is no ground does find what is one."""
    assert moves(rules, fact)


@on_each_rule_set
@pytest.mark.parametrize(
    ("change", "service"),
    [
        ({"main_barrier": BarrierKind.DISTANCE}, "remote-sessions"),
        ({"main_barrier": BarrierKind.WORK}, "work-hours"),
        ({"main_barrier": BarrierKind.COST, "barrier_verified": False}, "benefits-check"),
        ({"mandated": True}, "motivational-work"),
        ({"engagement_risk": Risk.MODERATE}, "motivational-work"),
        ({"medication_treatment": True}, "medication"),
    ],
)
def test_twin_it_names_services(rules: RuleSet, change: dict[str, Any], service: str) -> None:
    """What moves nobody changes what the program must offer, at every level."""
    for level in origins(rules):
        before, after = (Engine(rules).decide(person) for person in (best(level), best(level).replace(**change)))
        assert service not in {one.need.id for one in before.services}
        assert service in {one.need.id for one in after.services if one.needed}
        assert (before.target_id, before.range_ids) == (after.target_id, after.range_ids)


@pytest.mark.parametrize(("rules", "level"), [(SHIPPED["stepdown"], "iop"), (SHIPPED["four-levels"], "2.1")], ids=SHIPPED)
def test_twin_time_with_progress_matters(rules: RuleSet, level: str) -> None:
    """With every goal met, one stable week holds where two do not; half a year completes care where a week less does not."""

    def direction(at: str, weeks: int) -> Direction:
        return Engine(rules).decide(best(at).replace(weeks_stable=weeks)).direction

    assert (direction(level, 1), direction(level, 2)) == (Direction.STAY, Direction.STEP_DOWN)
    lowest = rules.continuum.ids[0]
    assert (direction(lowest, 25), direction(lowest, 26)) == (Direction.STAY, Direction.COMPLETE)
    assert Engine(rules).decide(best(lowest)).target is COMPLETE


@on_each_rule_set
def test_twin_progress_is_what_time_lacks(rules: RuleSet) -> None:
    """Those whom no time moves go on once progress is there: the same people with their goals met leave every level."""
    for level in rules.continuum.ids:
        stuck, going = best(level).replace(**NO_PROGRESS), best(level)
        assert Engine(rules).decide(stuck).direction is Direction.STAY
        assert Engine(rules).decide(going).direction in {Direction.STEP_DOWN, Direction.COMPLETE}
