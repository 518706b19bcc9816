"""Barriers: against brute force on arbitrary worlds, and on worked cases."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from continuum import (
    CLINICAL,
    COMPLETE,
    NOT_IN_CARE,
    Assessment,
    Choice,
    Count,
    Decision,
    DecisionError,
    Engine,
    Flag,
    Grade,
    Hold,
    Level,
    Overdose,
    Response,
    ReturnToUse,
    Risk,
    RuleSet,
    StepDown,
    n_of,
    total,
)
from continuum.barriers import MOST_CHANGES, Barriers, Finding, _Search, find_barriers, why_not
from continuum.library import four_levels, stepdown
from continuum.placement import admit, place
from continuum.rule_set import COMPLETED
from continuum.whereabouts import Case
from continuum.wire import read_case
from tests.laws.small_worlds import EMERGENCY, FULL, LEAN, NO_ENTRY, Small, everyone
from tests.laws.worlds import Color, Three, assessments, ladder, own_facts, rule_sets, situations, values_of
from tests.library.cases import best

LOW, MID, HIGH = Three
ENGINE = Engine(stepdown.RULES)
EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
BEHIND = (
    f"Rules: {stepdown.RULES.label}.\n"
    "This is found by the rules alone. It is no advice to change a record, and no reason to put care off."
)


def decide(level: Any, **changes: Any) -> Decision:
    return ENGINE.decide(best(level).replace(**changes))


def words(barriers: Barriers) -> list[str]:
    return [barrier.words for barrier in barriers]


# Brute force.


def lowest(case: Case, changes: Mapping[str, Any]) -> int:
    """The lowest rung with these values, and what is unknown left so."""
    values = {**case.values, **changes}
    placed = place(case.by_rung, case.origin, values) if isinstance(case.origin, int) else admit(case.by_rung, values)
    return placed.lowest


def known(case: Case, *, changeable: bool) -> list[str]:
    facts = case.rules.facts
    return [
        name for name in own_facts(facts) if case.values[name] is not None and facts.vocabulary()[name].changeable is changeable
    ]


def suffices(case: Case, rung: int, names: tuple[str, ...]) -> bool:
    """Whether any values of these facts do."""
    choices = [values_of(case.rules.facts, name) for name in names]
    return any(lowest(case, dict(zip(names, values, strict=True))) <= rung for values in product(*choices))


def smallest(case: Case, rung: int) -> set[frozenset[str]]:
    """Every set of up to three known, changeable facts that suffices, and no part of which does."""
    found: set[frozenset[str]] = set()
    for size in range(MOST_CHANGES + 1):
        for names in combinations(known(case, changeable=True), size):
            if not any(one <= {*names} for one in found) and suffices(case, rung, names):
                found.add(frozenset(names))
    return found


def meaning(case: Case, rung: int, found: set[frozenset[str]]) -> Finding:
    """What these sets come to."""
    if found:
        return Finding.ONLY_QUESTIONS if frozenset() in found else Finding.FOUND
    changeable, history = (tuple(known(case, changeable=change)) for change in (True, False))
    if suffices(case, rung, changeable):
        return Finding.TAKES_MORE
    return Finding.ONLY_HISTORY if suffices(case, rung, (*changeable, *history)) else Finding.NO_WAY


def below(case: Case) -> list[int]:
    """The rungs that may be asked about."""
    target, highest = case.placement.target, case.placement.highest
    return [*range(COMPLETED, highest + 1 if target is None else target)] if case.has_range else []


def asked(case: Case, rung: int, **budget: int) -> Barriers:
    level = case.level(rung)
    return why_not(case, level.id if isinstance(level, Level) else COMPLETE, **budget)


def agrees(case: Case, rung: int) -> Finding:
    """Compare the search with brute force."""
    barriers, found = asked(case, rung), smallest(case, rung)
    assert {frozenset(barrier.facts) for barrier in barriers} == found - {frozenset()}
    assert barriers.standing is meaning(case, rung, found)
    assert barriers.finished
    sizes = [len(barrier.facts) for barrier in barriers]
    assert sizes == sorted(sizes)
    for barrier in barriers:
        is_exact(case, rung, {change.fact: change.value for change in barrier.changes})
    return barriers.standing


def is_exact(case: Case, rung: int, chosen: dict[str, Any]) -> None:
    """The values do, in an assessment as they stand; and for each alone, none that is nearer to what is recorded does."""
    assert Engine(case.rules).decide(case.assessment.replace(**chosen)).case.placement.lowest <= rung
    for name, value in chosen.items():
        for nearer in nearer_values(case, name, value):
            assert lowest(case, {**chosen, name: nearer}) > rung


def nearer_values(case: Case, name: str, value: Any) -> Iterator[Any]:
    """Every value of a fact that lies nearer to what is recorded than this one; of an unordered fact, the values before it."""
    recorded, values = case.values[name], list(values_of(case.rules.facts, name))
    if isinstance(case.rules.facts.vocabulary()[name], Choice):
        yield from values[: values.index(value)]
        return
    distance = abs(values.index(value) - values.index(recorded))
    yield from (other for other in values if abs(values.index(other) - values.index(recorded)) < distance)


@given(st.data())
def test_the_search_finds_what_brute_force_finds(data: st.DataObject) -> None:
    """Every smallest set of up to three facts and no other, with values that do and none nearer; and what it comes to."""
    rules = data.draw(rule_sets())
    case = Engine(rules).decide(data.draw(assessments(rules))).case
    if below(case):
        agrees(case, data.draw(st.sampled_from(below(case))))


@pytest.mark.parametrize("rules", [FULL, EMERGENCY], ids=["full", "emergency"])
def test_the_search_finds_what_brute_force_finds_in_small_worlds(rules: RuleSet) -> None:
    """For every seventh assessment that can be made, and every level below."""
    cases = (Engine(rules).decide(person).case for person in islice(everyone(rules), 0, None, 7))
    seen = {agrees(case, rung) for case in cases for rung in below(case)}
    assert seen >= {Finding.FOUND, Finding.ONLY_QUESTIONS, Finding.NO_WAY}


@given(situations(), st.integers(0, 40))
def test_a_search_that_ends_early_finds_nothing_wrong(situation: Any, trials: int) -> None:
    """What was found with few trials is part of what is found with many, and it says that it has not finished."""
    case = Engine(situation.rules).decide(situation.assessment).case
    for rung in below(case)[:2]:
        some, every = asked(case, rung, most_trials=trials), asked(case, rung)
        assert some.found == every.found[: len(some)]
        assert some == every if some.finished else some.standing in {Finding.UNFINISHED, Finding.FOUND}


# What is asked about.


@pytest.mark.parametrize(
    ("decision", "level"),
    [
        (decide("iop", return_to_use=ReturnToUse.RETURN), "iop"),
        (decide("iop", recent_overdose=Overdose.NOT_CLEARED), "iop"),
        (decide("iop", goals_met=False), "outpatient"),
        (decide("aftercare", goals_met=False), "complete"),
        (decide("residential", prior_return_to_use=True), "outpatient"),
        (decide(NOT_IN_CARE, needs_24h_supervision=True), "php"),
        (decide(NOT_IN_CARE, needs_24h_supervision=True, recent_overdose=None), "php"),
    ],
)
def test_the_next_lower_care(decision: Decision, level: str) -> None:
    """No step up; else one level lower than decided, or than what is needed at least."""
    barriers = decision.find_barriers()
    assert barriers.level == (COMPLETE if level == "complete" else stepdown.LADDER[level])
    assert barriers == decision.why_not(COMPLETE if level == "complete" else level)


UNKNOWN_LEVEL = "the current level of care is not known, so nothing is lower; see decision.open_questions"
NO_LEVEL_OF_ENTRY = "these rules name no level of entry, so no answer can settle an admission, and nothing is lower"
AT_ENTRY = "nothing that is known asks for more than the level of entry, and an admission goes no lower"


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (decide("aftercare"), "completion of care is decided, and nothing lies below it"),
        (decide("outpatient"), "the step down leads to the lowest level already; whether care is completed is decided there"),
        (decide(NOT_IN_CARE), AT_ENTRY),
        (decide(NOT_IN_CARE, recent_overdose=None), AT_ENTRY),
        (ENGINE.decide(Assessment()), UNKNOWN_LEVEL),
        (Engine(NO_ENTRY).decide(Small(level=NOT_IN_CARE)), NO_LEVEL_OF_ENTRY),
    ],
)
def test_where_there_is_nothing_lower(decision: Decision, why: str) -> None:
    """It says so, and why."""
    with pytest.raises(DecisionError) as caught:
        decision.find_barriers()
    assert str(caught.value) == why


IS_DECIDED = "this is the level decided: nothing stands in its way; see decision.reasons"
IS_ABOVE = "this level lies above what is decided: nothing that is known asks for it; see decision.options"
NO_SUCH_LEVEL = (
    "why_not() takes the id of a level, or COMPLETE; there is no such level on the ladder 'stepdown' "
    "(aftercare < outpatient < iop < php < residential < inpatient)"
)


@pytest.mark.parametrize(
    ("decision", "level", "why"),
    [
        (decide("iop", goals_met=False), "iop", IS_DECIDED),
        (decide("aftercare"), COMPLETE, IS_DECIDED),
        (decide(NOT_IN_CARE), "aftercare", IS_DECIDED),
        (decide("iop", goals_met=False), stepdown.Stage.PHP, IS_ABOVE),
        (decide("iop", return_to_use_risk=None), "residential", IS_ABOVE),
        (decide(NOT_IN_CARE, needs_24h_supervision=None), "inpatient", IS_ABOVE),
        (ENGINE.decide(Assessment()), "iop", UNKNOWN_LEVEL),
        (Engine(NO_ENTRY).decide(Small(level=NOT_IN_CARE)), "r0", NO_LEVEL_OF_ENTRY),
        (decide("iop"), "outpatiant", f"{NO_SUCH_LEVEL}; did you mean 'outpatient'?"),
        (decide("iop"), "complete", NO_SUCH_LEVEL),
        (decide("iop"), stepdown.LADDER["outpatient"], NO_SUCH_LEVEL),
    ],
)
def test_what_is_no_lower_level(decision: Decision, level: Any, why: str) -> None:
    """The level decided, those above it, and what is no level of this ladder."""
    with pytest.raises(DecisionError) as caught:
        decision.why_not(level)
    assert str(caught.value) == why


def test_a_level_that_only_waits_for_questions() -> None:
    """At an admission that is not determined, every level in the range; below it, barriers."""
    decision = decide(NOT_IN_CARE, return_to_use_risk=Risk.SEVERE, needs_24h_supervision=None)
    assert decision.range_ids == ("iop", "residential")
    assert decision.target is None
    assert {decision.why_not(level).standing for level in ("iop", "php", "residential")} == {Finding.ONLY_QUESTIONS}
    assert words(decision.why_not("outpatient")) == ["risk of return to use is at most moderate"]
    with pytest.raises(DecisionError):
        decision.why_not("inpatient")


@pytest.mark.parametrize("ask", [find_barriers, lambda case, trials: why_not(case, "outpatient", trials)])
def test_a_budget_has_to_be_one(ask: Any) -> None:
    """A whole number of trials, 0 or more."""
    with pytest.raises(DecisionError) as caught:
        ask(decide("iop", goals_met=False).case, -1)
    assert str(caught.value) == "most_trials= takes a whole number, 0 or more: how often the search may place the person"


# Worked cases.


@pytest.mark.parametrize(
    ("level", "changes", "found"),
    [
        ("iop", {"return_to_use_risk": Risk.SEVERE}, ["risk of return to use is at most mild"]),
        ("iop", {"goals_met": False}, ["the goals of this level are met"]),
        ("iop", {"weeks_stable": 0}, ["time stable at this level is 2 weeks or more"]),
        ("iop", {"attendance": 12}, ["attendance at this level is 70 percent or more"]),
        ("iop", {"days_to_first_session": 365}, ["time until the first session is 7 days or less"]),
        ("iop", {"new_stressor": True}, ["there is no new major stress or trauma, or it has been worked through"]),
        ("iop", {"response": Response.ABSENT}, ["response to care at this level is partial or higher"]),
        ("iop", {"return_to_use": ReturnToUse.LAPSE}, ["use at this level is none"]),
        ("inpatient", {"recent_overdose": Overdose.NOT_CLEARED}, ["recent overdose is at most cleared"]),
        (NOT_IN_CARE, {"environment_risk": Risk.VERY_SEVERE}, ["risk from the home environment is at most moderate"]),
        (
            "outpatient",
            {"family_support": False, "peer_support": False, "goals_met": False},
            [
                "the goals of this level are met and family or friends support recovery",
                "the goals of this level are met and a peer group or mutual help is in use",
            ],
        ),
        (
            "iop",
            {"intake_started": False, "contact_named": False, "same_team": False},
            [
                "the same team goes on with the person",
                "intake papers are begun at the receiving program and there is a named contact before the first session",
            ],
        ),
        (
            "iop",
            {"return_to_use": ReturnToUse.LAPSE, "weeks_stable": 1, "new_stressor": True},
            [
                (
                    "use at this level is none and time stable at this level is 2 weeks or more and "
                    "there is no new major stress or trauma, or it has been worked through"
                )
            ],
        ),
    ],
)
def test_what_would_have_to_change(level: Any, changes: dict[str, Any], found: list[str]) -> None:
    """No more than is needed, and no further from what is recorded; the fewest changes first."""
    barriers = decide(level, **changes).find_barriers()
    assert words(barriers) == found
    assert (barriers.standing, barriers.finished) == (Finding.FOUND, True)


@pytest.mark.parametrize(
    ("case", "found"),
    [
        ("first-placement", []),
        (
            "iop-return-to-use",
            [
                "risk of return to use is at most moderate and use at this level is at most lapse",
                "use at this level is none and there is no new major stress or trauma, or it has been worked through",
            ],
        ),
        ("residential-ready", []),
    ],
)
def test_the_cases_of_the_docs(case: str, found: list[str]) -> None:
    """A return to use leaves two ways to avoid a step up; in the two others, only history stands in the way of less care."""
    barriers = ENGINE.decide(read_case((EXAMPLES / f"{case}.json").read_text(encoding="utf-8"), Assessment)).find_barriers()
    assert words(barriers) == found
    assert barriers.standing is (Finding.FOUND if found else Finding.ONLY_HISTORY)


def test_a_change_and_a_barrier() -> None:
    """A change has its fact, label, words and value; a barrier the facts and words of its changes."""
    (barrier,) = decide("iop", weeks_stable=1, attendance=60).find_barriers()
    first, second = barrier.changes
    assert (first.fact, first.label, first.value) == ("weeks_stable", "time stable at this level", 2)
    assert (second.fact, second.words, second.value) == ("attendance", "attendance at this level is 70 percent or more", 70)
    assert barrier.facts == ("weeks_stable", "attendance")
    assert barrier.words == f"{first.words} and {second.words}"


def test_history_is_never_to_be_changed() -> None:
    """If it alone stands in the way, that is said; also where something else would have to change with it."""
    for changes in ({}, {"goals_met": False}):
        history = decide("residential", prior_return_to_use=True, **changes).why_not("outpatient")
        assert (history.standing, history.found, history.finished) == (Finding.ONLY_HISTORY, (), True)


def test_no_way() -> None:
    """Where no rule leads so low, nothing would do."""
    for barriers in (decide("inpatient").find_barriers(), decide("iop").why_not("aftercare"), decide("iop").why_not(COMPLETE)):
        assert (barriers.standing, barriers.found, barriers.finished) == (Finding.NO_WAY, (), True)


def test_more_than_three_changes() -> None:
    """They are no next step, and are not listed."""
    changes = {"weeks_stable": 0, "attendance": 0, "goals_met": False}
    assert len(decide("iop", **changes).find_barriers()) == 1
    barriers = decide("iop", **changes, judged_ready=False).find_barriers()
    assert (barriers.standing, barriers.found, barriers.finished) == (Finding.TAKES_MORE, (), True)


def test_only_questions() -> None:
    """What is not known is no barrier; together with a known one, the known one alone is."""
    barriers = decide("iop", goals_met=None).find_barriers()
    assert (barriers.standing, barriers.found, barriers.finished) == (Finding.ONLY_QUESTIONS, (), True)
    assert words(decide("iop", goals_met=None, judged_ready=False).find_barriers()) == [
        "the treating team judges the person ready for less care"
    ]


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
@given(data=st.data())
def test_on_the_shipped_rules_every_search_ends(rules: RuleSet, data: st.DataObject) -> None:
    """Whatever is recorded; and only what can change, and may count, is to change."""
    vocabulary = Assessment.vocabulary()
    level = data.draw(st.sampled_from([*rules.continuum.ids, NOT_IN_CARE]))
    names = [name for name in best(level).known() if vocabulary[name].ground]
    drawn = {name: data.draw(st.sampled_from(vocabulary[name].probes([1, 2, 4, 7, 26, 70]))) for name in names}
    case = Engine(rules).decide(best(level).replace(**drawn)).case
    for rung in below(case):
        barriers = asked(case, rung)
        assert barriers.finished
        for name in {name for barrier in barriers for name in barrier.facts}:
            assert vocabulary[name].changeable
            assert vocabulary[name].ground


# Facts of which neither end is worse.


class Odd(Assessment):
    """What goes neither way, beside what does."""

    done: Grade[Three] = Grade("progress", Three, worse="lower", scope="level")
    color: Choice[Color] = Choice("color", Color)
    old_color: Choice[Color] = Choice("color of before", Color, changeable=False)
    hours: Count = Count("hours", low=0, high=40, unit="hours", worse=None)
    mood: Grade[Three] = Grade("mood", Three, worse=None)
    alone: Flag = Flag("alone", worse=None, yes="the person lives alone", no="the person lives with others")
    sleep: Count = Count("trouble with sleep", low=0, high=9, unit="points", worse="higher")
    craving: Count = Count("craving", low=0, high=9, unit="points", worse="higher")


def odd(when: Any, *holds: Any, **facts: Any) -> Decision:
    """Whether someone may step down who could otherwise stay, by a condition and some holds."""
    found = [
        Hold(f"hold-{number}", when=hold, about=CLINICAL, because="a hold", until="it ends") for number, hold in enumerate(holds)
    ]
    rules = RuleSet(
        id="odd",
        version="1",
        title="Odd",
        intended_use="Tests.",
        continuum=ladder(2),
        facts=Odd,
        rules=[StepDown("down", at="r1", when=(Odd.done >= MID) & when, because="done"), *found],
    )
    known: dict[str, Any] = {"done": HIGH, "color": Color.RED, "old_color": Color.RED, "hours": 20, "mood": LOW, "alone": True}
    return Engine(rules).decide(Odd(**{"level": "r1", **known, **facts}))


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        (odd(Odd.color.one_of(Color.GREEN, Color.BLUE)), ["color is green"]),
        (odd(Odd.color == Color.BLUE), ["color is blue"]),
        (odd(~Odd.alone), ["the person lives with others"]),
        (odd((Odd.hours <= 4) | (Odd.hours > 25)), ["hours is 26 hours"]),
        (odd((Odd.hours <= 15) | (Odd.hours > 25)), ["hours is 15 hours"]),
        (odd((Odd.hours <= 14) | (Odd.hours > 25)), ["hours is 14 hours"]),
        (odd(Odd.mood == HIGH), ["mood is high"]),
        (odd(Odd.mood >= MID), ["mood is mid"]),
        (odd(total(Odd.hours, Odd.mood) == 23), ["hours is 23 hours"]),
        (odd(total(Odd.hours, Odd.mood) == 21), ["hours is 21 hours", "mood is mid"]),
        (odd(Odd.color == Color.BLUE, done=LOW), ["progress is mid or higher and color is blue"]),
        (odd(Odd.color == Color.BLUE, Odd.color == Color.BLUE, Odd.alone & (Odd.mood == LOW)), []),
        (odd(Odd.color != Color.RED, Odd.color == Color.GREEN), ["color is blue"]),
        (odd((Odd.color == Color.BLUE) & ~Odd.alone), ["color is blue and the person lives with others"]),
        (odd(Odd.mood == LOW, done=LOW), ["progress is mid or higher"]),
        (odd(total(Odd.hours) == 20, done=LOW), ["progress is mid or higher"]),
    ],
)
def test_what_has_no_better_end_is_tried_value_by_value(decision: Decision, found: list[str]) -> None:
    """The nearest value that does; of two as near, the lower; of an unordered fact, the first. What is recorded may stay."""
    barriers = decision.find_barriers()
    assert words(barriers) == found
    assert barriers.finished


def test_a_value_that_would_do_for_one_rule_does_not_for_another() -> None:
    """Two rules that want two colors are never met together, and that is seen; with two facts of the kind they are."""
    contrary = odd(Odd.color == Color.BLUE, Odd.color == Color.BLUE)
    assert contrary.find_barriers().standing is Finding.NO_WAY
    before = odd(Odd.color == Color.BLUE, Odd.color.one_of(Color.BLUE) & (Odd.old_color == Color.RED))
    assert before.find_barriers().standing is Finding.ONLY_HISTORY
    assert odd(Odd.old_color == Color.BLUE).find_barriers().standing is Finding.ONLY_HISTORY


def test_what_is_chosen_first_is_what_has_no_better_end() -> None:
    """With it as near as can be, the others go no further than they must."""
    rule = ((Odd.color == Color.GREEN) & (Odd.done >= HIGH)) | ((Odd.color == Color.BLUE) & (Odd.done >= MID))
    assert words(odd(rule, done=LOW).find_barriers()) == ["progress is high and color is green"]


def test_the_values_of_a_barrier_do_together() -> None:
    """What is taken back for the first fact is not there for the next one."""
    decision = odd(total(Odd.sleep, Odd.craving) <= 7, sleep=8, craving=8)
    assert words(decision.find_barriers()) == ["trouble with sleep is 7 points or less and craving is 0 points"]


def test_too_many_values_to_try() -> None:
    """A number that is added up and has more values than there are trials left is not tried; other ways still are."""
    rule = (total(Odd.hours, Odd.mood) == 39) | (Odd.color == Color.BLUE)
    assert words(odd(rule).find_barriers()) == ["color is blue", "hours is 39 hours"]
    barriers = odd(rule).find_barriers(most_trials=40)
    assert (words(barriers), barriers.finished, barriers.standing) == (["color is blue"], False, Finding.FOUND)
    alone = odd(total(Odd.hours, Odd.mood) == 39).find_barriers(most_trials=40)
    assert (words(alone), alone.finished, alone.standing) == ([], False, Finding.UNFINISHED)


# Few trials.


def test_no_trials_at_all() -> None:
    """Nothing is found and nothing is ruled out; what needs no search is known all the same."""
    barriers = decide("iop", goals_met=False).find_barriers(most_trials=0)
    assert (barriers.standing, barriers.found, barriers.finished) == (Finding.UNFINISHED, (), False)
    assert decide("iop", goals_met=None).find_barriers(most_trials=0).finished


def test_what_was_found_before_the_trials_ran_out_stands() -> None:
    """With the value nearest to what is recorded; and it says that there may be more."""
    decision = decide("outpatient", family_support=False, peer_support=False)
    every = decision.find_barriers()
    seen = {trials: decision.find_barriers(most_trials=trials) for trials in range(20)}
    assert {len(barriers) for barriers in seen.values()} == {0, 1, 2}
    (one,) = {barriers for barriers in seen.values() if len(barriers) == 1}
    assert (one.found, one.finished, one.standing) == (every.found[:1], False, Finding.FOUND)
    assert "The search ended early: there may be other ways." in one.explain()
    assert seen[19] == every


def hundred(any_of: int) -> Decision:
    """Someone of whom 100 facts are not as they should be, where so many of them, whichever, would have to be."""
    names = [f"f{number}" for number in range(100)]
    body: dict[str, Any] = {name: Flag(f"fact {name}", worse=True, scope="level") for name in names}
    body["__annotations__"] = dict.fromkeys(names, "Any")
    many: Any = type("Many", (Assessment,), body)
    down = StepDown("down", at="r1", when=n_of(any_of, *(~body[name] for name in names)), because="enough")
    return Engine(evolve(LEAN, facts=many, rules=[down])).decide(many(level="r1", **dict.fromkeys(names, True)))


@pytest.mark.parametrize(
    ("any_of", "budget", "found", "finished"),
    [(1, 202, 100, True), (1, 201, 99, False), (2, 5_152, 4_950, True), (3, 6_000, 6_000 - 5_152, False)],
)
def test_among_many_facts_a_search_ends_with_its_trials(any_of: int, budget: int, found: int, finished: bool) -> None:  # noqa: FBT001 # a column of the table
    """Of 100 facts any one does, or any two, or three: no set is tried that holds a smaller one, none after the last trial."""
    barriers = hundred(any_of).find_barriers(most_trials=budget)
    assert (len(barriers), barriers.finished) == (found, finished)
    assert {len(barrier.facts) for barrier in barriers} == {any_of}


def test_after_the_last_trial_no_further_set_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 100 facts it takes four: the 161,700 sets of three are left alone."""
    looked_at, solution = list[int](), _Search.solution

    def noted(search: _Search, names: Sequence[str]) -> dict[str, Any] | None:
        looked_at.append(len(names))
        return solution(search, names)

    monkeypatch.setattr(_Search, "solution", noted)
    assert hundred(4).find_barriers(most_trials=300).standing is Finding.UNFINISHED
    assert len(looked_at) == 300 - 100 + 1


# How it is shown.


@pytest.mark.parametrize(
    ("decision", "budget", "text"),
    [
        (
            decide("outpatient", family_support=False, peer_support=False),
            100,
            """
What would allow Aftercare
What would have to be so, if everything else that is known stays as it is, and what is not known turns out at its best.

Each of these would do by itself
  - Family or friends support recovery.
  - A peer group or mutual help is in use.
""",
        ),
        (
            decide("aftercare", weeks_stable=9),
            100,
            """
What would allow completion of care
What would have to be so, if everything else that is known stays as it is, and what is not known turns out at its best.

This would do
  - Time stable at this level is 26 weeks or more.
""",
        ),
        (
            decide("iop", goals_met=None),
            100,
            """
What would allow Outpatient therapy
Nothing that is known stands in the way. Only open questions do: ask them.
""",
        ),
        (
            decide("iop", goals_met=False, judged_ready=False, weeks_stable=0, attendance=0),
            100,
            """
What would allow Outpatient therapy
More than 3 things that are known would have to change at once.
""",
        ),
        (
            decide("php", prior_return_to_use=True),
            100,
            """
What would allow Outpatient therapy
What cannot change stands in the way: history, or a lasting circumstance. No change of anything else would be enough.
""",
        ),
        (
            decide("inpatient"),
            100,
            """
What would allow Intensive outpatient (IOP)
No change of what is known would be enough: these rules lead nobody there from here.
""",
        ),
        (
            decide("iop", goals_met=False),
            0,
            """
What would allow Outpatient therapy
The search ended early and found nothing; there may be something to find.
""",
        ),
    ],
)
def test_the_page(decision: Decision, budget: int, text: str) -> None:
    """What would allow the level, or why nothing would; and that it is no advice."""
    assert decision.find_barriers(most_trials=budget).explain(130) == f"{text.strip()}\n\n{BEHIND}"


def test_the_page_is_as_wide_as_asked() -> None:
    """And never narrower than 40 columns."""
    barriers = decide("iop", goals_met=False).find_barriers()
    assert max(map(len, barriers.explain().splitlines())) <= 88
    assert max(map(len, barriers.explain(1).splitlines())) <= 40


def test_it_has_no_truth() -> None:
    """That nothing was found has several meanings; it is counted and walked through like a list."""
    barriers = decide("iop", goals_met=False).find_barriers()
    with pytest.raises(DecisionError) as caught:
        bool(barriers)
    assert str(caught.value) == "barriers are neither true nor false; compare what was found: barriers.standing is Finding.FOUND"
    assert (len(barriers), tuple(barriers)) == (1, barriers.found)


def test_no_value_shows_in_a_repr() -> None:
    """Neither what is recorded nor what would do."""
    barriers = decide("iop", weeks_stable=1).find_barriers()
    (barrier,) = barriers
    assert repr(barriers) == "<Barriers to Outpatient therapy: found (1)>"
    assert repr(barrier) == "<Barrier of weeks_stable>"
    assert repr(barrier.changes[0]) == "<Change of 'weeks_stable'>"


def test_it_is_frozen_and_can_be_copied() -> None:
    """What was found stays as found."""
    barriers: Any = decide("iop", goals_met=False).find_barriers()
    with pytest.raises(FrozenInstanceError):
        barriers.found = ()
    copy = pickle.loads(pickle.dumps(barriers))  # noqa: S301 # our own bytes
    assert copy == barriers
    assert hash(copy) == hash(barriers)
