"""Where two versions of a rule set decide differently: held against everybody of the small worlds, and against arbitrary ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum, IntEnum
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    ROUTINE,
    Admission,
    Assessment,
    Choice,
    Condition,
    Count,
    DefinitionError,
    DefinitionErrors,
    Engine,
    Flag,
    Grade,
    Level,
    RuleSet,
    StepDown,
    StepUp,
    total,
)
from continuum import compare as compare_module
from continuum.compare import MOST_REGIONS, Change, Comparison, Difference, Region, compare
from continuum.definitions import rule_set_digest
from continuum.errors import ProofError
from continuum.levels import place_id
from continuum.library import four_levels, stepdown
from continuum.regions import Clause
from continuum.render import Point
from continuum.reports import Verdict
from continuum.sources import DRAFT
from tests.laws.small_worlds import EMERGENCY, FAR_JUMP, FULL, LEAN, NO_ENTRY, SMALL_WORLDS, UNDER, Small, everyone
from tests.laws.worlds import Color, Three, assessments, ladder, rule_sets, values_of
from tests.shown import check_methods

Way = tuple[str, str | None, str | None]
"""From where, to where before, to where now; as ids."""
Found = dict[Way, set[Assessment]]


def changed(rules: RuleSet, rule_id: str, **changes: Any) -> RuleSet:
    """A rule set in which one rule says something else."""
    assert rule_id in {rule.id for rule in rules.rules}
    return evolve(rules, version="2", rules=[evolve(one, **changes) if one.id == rule_id else one for one in rules.rules])


def without(rules: RuleSet, *rule_ids: str) -> RuleSet:
    assert set(rule_ids) <= {rule.id for rule in rules.rules}
    return evolve(rules, version="2", rules=[one for one in rules.rules if one.id not in rule_ids])


REWORDED = evolve(FULL, title="Other", rules=[evolve(rule, because="other") for rule in FULL.rules], limits="Others.")
EQUIVALENT = {
    "the same": (FULL, FULL),
    "reordered": (FULL, evolve(FULL, rules=FULL.rules[::-1], justifications=FULL.justifications[::-1])),
    "reworded": (FULL, REWORDED),
    "said in another way": (LEAN, evolve(LEAN, rules=[evolve(one, when=~(Small.progress < Three.HIGH)) for one in LEAN.rules])),
    "without an entry": (NO_ENTRY, evolve(NO_ENTRY, rules=NO_ENTRY.rules[::-1])),
    "required, and asked for by other rules anyway": (FULL, evolve(FULL, required_facts=())),
}
DIFFERENT = {
    "threshold": (FULL, changed(FULL, "risk-mid", when=Small.risk >= Three.HIGH)),
    "threshold of a hold": (FULL, changed(FULL, "not-there-yet", when=Small.progress <= Three.MID)),
    "one rule fewer": (FULL, without(FULL, "risk-mid")),
    "no crisis": (FULL, without(FULL, "crisis")),
    "no completion": (FULL, without(FULL, "down-0")),
    "one rule more": (without(FULL, "not-booked"), FULL),
    "justification": (FULL, evolve(FULL, justifications=FULL.justifications[:1])),
    "entry": (LEAN, evolve(LEAN, entry="r1")),
    "no entry any more": (LEAN, evolve(LEAN, entry=None)),
    "an entry at last": (without(EMERGENCY, "home"), evolve(EMERGENCY, entry=None)),
    "not immediate": (EMERGENCY, changed(EMERGENCY, "now", urgency=ROUTINE)),
    "nothing required": (NO_ENTRY, evolve(NO_ENTRY, required_facts=())),
    "worlds 1": (FULL, LEAN),
    "worlds 2": (FAR_JUMP, UNDER),
    "worlds 3": (NO_ENTRY, EMERGENCY),
}
PAIRS = EQUIVALENT | DIFFERENT


def brute(old: RuleSet, new: RuleSet, people: Iterable[Assessment]) -> Found:
    """Who is decided differently, in which way; one after the other."""
    engines, found = (Engine(old), Engine(new)), Found()
    for person in people:
        before, after = (engine.decide(person) for engine in engines)
        if (before.target_id, before.range_ids) != (after.target_id, after.range_ids):
            found.setdefault((f"{before.origin_id}", before.target_id, after.target_id), set()).add(person)
    return found


def direction(rules: RuleSet, before: str | None, after: str | None) -> Change:
    """In which direction this is, told from the ladder alone."""
    order = [COMPLETE.value, *rules.continuum.ids]
    if before == after:
        return Change.RANGE_ONLY
    if before is None:
        return Change.DETERMINED
    if after is None:
        return Change.UNDETERMINED
    return Change.MORE_CARE if order.index(after) > order.index(before) else Change.LESS_CARE


def by_way(comparison: Comparison) -> dict[Way, Difference]:
    found = {(f"{place_id(one.origin)}", one.old_id, one.new_id): one for one in comparison.differences}
    assert len(found) == len(comparison.differences)
    return found


def check(comparison: Comparison, people: list[Assessment]) -> Comparison:
    """Everything that is said of a comparison is so of all these people, and nothing is left out."""
    truth = brute(comparison.old, comparison.new, people)
    told = by_way(comparison)
    assert told.keys() == truth.keys()
    assert comparison.equivalent is (not truth)
    assert comparison.verdict is (Verdict.REFUTED if truth else Verdict.PROVED)
    assert not comparison.undecided
    assert not comparison.not_analysed
    for way, difference in told.items():
        assert difference.change is direction(comparison.new, way[1], way[2])
        assert 1 <= len(difference.regions) <= MOST_REGIONS
        covered = set[Assessment]()
        for region in difference.regions:
            among = {person for person in people if region.covers(person)}
            assert among <= truth[way]
            smallest = min(len(person.known()) for person in truth[way] - covered)
            assert len(region.old.assessment.known()) == len(region.new.assessment.known()) == smallest
            assert region.old.assessment in among - covered
            assert region.new == Engine(comparison.new).decide(region.new.assessment)
            assert region.old == Engine(comparison.old).decide(region.old.assessment)
            covered |= among
        assert difference.complete is (covered == truth[way])
    order = [(place_id(one.origin), one.change is Change.RANGE_ONLY) for one in comparison.differences]
    places = [*comparison.new.continuum.ids, NOT_IN_CARE.value]
    assert order == sorted(order, key=lambda one: (places.index(f"{one[0]}"), one[1]))
    return comparison


@pytest.mark.parametrize("name", PAIRS)
def test_it_says_what_asking_everybody_says(name: str) -> None:
    """Each difference is told with its direction and its smallest example; regions hold nothing else; none is missed."""
    comparison = check(compare(*PAIRS[name]), [*everyone(FULL)])
    assert comparison.equivalent is (name in EQUIVALENT)


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_a_region_is_as_wide_as_can_be(pair: tuple[RuleSet, RuleSet]) -> None:
    """No fact of a region could take one more value, or be left out, without somebody in it who is decided otherwise."""
    people = [*everyone(FULL)]
    truth = brute(*pair, people)
    for way, difference in by_way(compare(*pair)).items():
        for region in difference.regions:
            for clause in region.where:
                others = evolve(region, where=tuple(one for one in region.where if one is not clause))
                refused = [None, *values_of(Small, clause.fact)]
                refused = [value for value in refused if not clause.covers(value)]
                assert refused
                for value in refused:
                    wider = [one for one in people if others.covers(one) and vars(one)[clause.fact] == value]
                    assert [one for one in wider if one not in truth[way]], (way, clause.fact)


def test_every_direction_is_told() -> None:
    """More care, less care, determined, undetermined and range only all occur."""
    found = {one.change for pair in DIFFERENT.values() for one in compare(*pair).differences}
    assert found == {*Change}


def mirrored(comparison: Comparison) -> dict[Any, Any]:
    """What a comparison says, by way, without who decided."""
    return {
        way: (one.change, one.complete, [([(clause.fact, clause.words) for clause in part.where]) for part in one.regions])
        for way, one in by_way(comparison).items()
    }


TURNED = {
    Change.MORE_CARE: Change.LESS_CARE,
    Change.LESS_CARE: Change.MORE_CARE,
    Change.DETERMINED: Change.UNDETERMINED,
    Change.UNDETERMINED: Change.DETERMINED,
    Change.RANGE_ONLY: Change.RANGE_ONLY,
}


def check_turned(old: RuleSet, new: RuleSet) -> None:
    forth, back = mirrored(compare(old, new)), mirrored(compare(new, old))
    assert back == {(place, after, before): (TURNED[change], *rest) for (place, before, after), (change, *rest) in forth.items()}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_turned_around_it_says_the_opposite(pair: tuple[RuleSet, RuleSet]) -> None:
    """Comparing the other way round gives the same regions, and each direction turned."""
    check_turned(*pair)


@st.composite
def versions(draw: st.DrawFn) -> tuple[RuleSet, RuleSet]:
    """A rule set, and the same with something left out."""
    rules = draw(rule_sets())

    def some(items: tuple[Any, ...]) -> list[Any]:
        left_out = draw(st.sets(st.integers(0, len(items) - 1), max_size=2)) if items else set()
        return [item for at, item in enumerate(items) if at not in left_out]

    kept = some(rules.rules) or [*rules.rules]
    admits = any(isinstance(rule, Admission) for rule in kept)
    entry = rules.entry if admits else draw(st.sampled_from([rules.entry, None]))
    parts: dict[str, Any] = {"justifications": some(rules.justifications), "required_facts": some(rules.required_facts)}
    return rules, evolve(rules, version="2", rules=kept, entry=entry, **parts)


@given(st.data())
def test_arbitrary_rule_sets(data: st.DataObject) -> None:
    """Whoever is decided differently is told of, and whoever lies in a region is decided differently in the way told."""
    old, new = data.draw(versions())
    comparison = compare(old, new)
    told = by_way(comparison)
    for _ in range(4):
        person = data.draw(assessments(old))
        truth = brute(old, new, [person])
        in_regions = {way for way, one in told.items() if any(region.covers(person) for region in one.regions)}
        assert in_regions <= truth.keys() <= told.keys()
        assert all(way in in_regions for way in truth if told[way].complete)
    assert all(one.change is direction(new, one.old_id, one.new_id) for one in comparison.differences)


@given(versions())
def test_arbitrary_rule_sets_turned_around(pair: tuple[RuleSet, RuleSet]) -> None:
    """Comparing arbitrary rule sets the other way round gives the same regions, and each direction turned."""
    check_turned(*pair)


@pytest.mark.parametrize("rules", [*SMALL_WORLDS.values(), stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.title)
def test_a_rule_set_is_equivalent_to_itself(rules: RuleSet) -> None:
    """The same rules, listed the other way round, are proved equivalent."""
    comparison = compare(rules, evolve(rules, rules=rules.rules[::-1]))
    assert comparison.equivalent
    assert comparison.verdict is Verdict.PROVED
    assert comparison.differences == ()
    assert comparison.undecided == comparison.not_analysed == ()


# The shipped rules.


STABLE_LONGER = changed(stepdown.RULES, "not-yet-stable", when=Assessment.weeks_stable < 4)


def test_a_longer_hold_in_the_shipped_rules() -> None:
    """Waiting for four stable weeks instead of two only ever means more care, and the weeks are told first."""
    comparison = compare(stepdown.RULES, STABLE_LONGER)
    assert {one.change for one in comparison.differences} == {Change.MORE_CARE, Change.RANGE_ONLY}
    first = comparison.differences[0]
    assert repr(first) == "<Difference in 'outpatient': aftercare to outpatient, more care>"
    assert first.says == "was step down to Aftercare, now stay (more care)"
    assert {
        region.where[0].words for one in comparison.differences for region in one.regions if one.change is Change.MORE_CARE
    } == {"time stable at this level is from 2 weeks to 3 weeks"}
    assert NOT_IN_CARE not in {one.origin for one in comparison.differences}
    assert "aftercare" not in {place_id(one.origin) for one in comparison.differences}


def test_an_admission_left_out_of_the_shipped_rules() -> None:
    """Without a rule for admissions less care, or the same, is decided at an admission, and nothing changes at any level."""
    rule = next(one for one in stepdown.RULES.rules if isinstance(one, Admission))
    comparison = compare(stepdown.RULES, without(stepdown.RULES, rule.id))
    assert {place_id(one.origin) for one in comparison.differences} == {NOT_IN_CARE.value}
    assert Change.LESS_CARE in {one.change for one in comparison.differences}
    assert Change.MORE_CARE not in {one.change for one in comparison.differences}


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.title)
def test_a_justification_left_out_of_the_shipped_rules(rules: RuleSet) -> None:
    """Without a justification some people are not sent as far down, at higher levels only, and nobody further."""
    gone, *left = rules.justifications
    comparison = compare(rules, evolve(rules, version="next", justifications=left))
    assert {one.change for one in comparison.differences} == {Change.MORE_CARE, Change.RANGE_ONLY}
    for one in comparison.differences:
        assert isinstance(one.origin, Level)
        assert rules.continuum.rank(one.origin.id) > rules.continuum.rank(gone.skips)


# What is assumed.


ASSUMED = {
    "facts about the person": (~Small.home, Small.risk >= Three.MID),
    "facts about the stay": (~(Small.crisis & Small.booked), (Small.progress >= Three.MID) | Small.home),
}


@pytest.mark.parametrize("assume", ASSUMED.values(), ids=ASSUMED.keys())
@pytest.mark.parametrize("name", ["threshold", "justification", "worlds 1", "no entry any more", "worlds 3"])
def test_what_is_assumed_holds_of_everybody(name: str, assume: tuple[Condition, ...]) -> None:
    """Only who fits what is assumed is compared, at an admission too, where nothing is known of a stay."""
    people = [one for one in everyone(FULL) if all(condition.possibly(vars(one)) for condition in assume)]
    assert check(compare(*DIFFERENT[name], assume=assume), people).assume == assume


def test_who_is_certainly_an_exception_is_left_out() -> None:
    """Under an assumption nobody who breaks it is an example, and who may break it still is; the page says what was assumed."""
    fewer, mild = without(FULL, "risk-high"), Small.risk <= Three.MID
    examples = {
        bool(assume): {vars(region.new.assessment)["risk"] for one in comparison.differences for region in one.regions}
        for assume in ([], [mild])
        for comparison in [compare(FULL, fewer, assume=assume)]
    }
    assert Three.HIGH in examples[False]
    assert Three.HIGH not in examples[True]
    assert None in examples[True]
    comparison = compare(FULL, fewer, assume=[mild])
    assert comparison.page().lead[-1] == "Assumed of everybody: risk is at most mid."
    assert comparison.to_dict()["assume"] == ["risk is at most mid"]


# Vocabularies.


class Grown(Small):
    """The small vocabulary, and one fact more."""

    alone: Flag = Flag("lives alone", worse=True)


def grown(**parts: Any) -> RuleSet:
    floor = StepUp("alone", at_least="r1", when=Grown.alone, because="alone")
    return evolve(LEAN, version="2", facts=Grown, **{"rules": (*LEAN.rules, floor), **parts})


def test_a_vocabulary_may_grow() -> None:
    """A fact that only the new rules know is no part of the old assessment, and of the new one it is."""
    comparison = compare(LEAN, grown())
    told = by_way(comparison)
    assert {way: one.change for way, one in told.items() if one.change is not Change.RANGE_ONLY} == {
        ("r0", "complete", "r0"): Change.MORE_CARE,
        ("r0", "complete", "r1"): Change.MORE_CARE,
        ("r0", "r0", "r1"): Change.MORE_CARE,
        ("r1", "r0", "r1"): Change.MORE_CARE,
        (NOT_IN_CARE.value, "r0", "r1"): Change.MORE_CARE,
        (NOT_IN_CARE.value, "r0", None): Change.UNDETERMINED,
    }
    (region,) = told[NOT_IN_CARE.value, "r0", "r1"].regions
    assert type(region.old.assessment) is Small
    assert type(region.new.assessment) is Grown
    assert (region.old.assessment.known(), region.new.assessment.known()) == ({}, {"alone": True})
    assert region.words == "At an admission where lives alone: yes"
    assert region.covers(region.new.assessment)
    assert not region.covers(region.old.assessment)
    assert not region.covers(Grown(level="r0", alone=True))
    points = next(section for section in comparison.page().parts if section.heading == "Admission").points
    assert points[1] == Point(
        "At an admission where lives alone: yes: was admission to Rung 0, now admission to Rung 1 (more care).",
        (
            "For example: Not in care yet: nothing is known.",
            "For example: Not in care yet: lives alone: yes; nothing else is known.",
            "Before: Admit: Rung 0.",
            "Now: Admit: Rung 1; 1 level passed.",
        ),
    )


def test_a_vocabulary_may_shrink() -> None:
    """Turned around, the same is told of it."""
    check_turned(LEAN, grown())


class Hue(Enum):
    RED = 0
    BLUE = 1


def twin() -> Any:
    """Called as another scale is, and with the same names, but from 1 to 3."""
    return IntEnum("Three", "LOW MID HIGH")


def declared(**facts: Any) -> type[Assessment]:
    """A vocabulary with these facts."""
    return type("Ours", (Assessment,), {**facts, "__annotations__": dict.fromkeys(facts, "Any")})


def asking(facts: type[Assessment], *names: str, **parts: Any) -> RuleSet:
    """Rules that ask for these facts, whatever kind they are of: all of them, known, let a person step down."""
    when = Assessment.goals_met.as_condition()
    rules = (StepDown("down", at="r1", when=when, because="met"),)
    about = {"id": "ours", "version": "1", "title": "Ours", "intended_use": "Tests.", "continuum": ladder(2)}
    return RuleSet(**{**about, "facts": facts, "rules": rules, "required_facts": names, **parts})


UNLIKE: Mapping[str, tuple[Any, Any, str]] = {
    "kind": (
        Flag("one", worse=True),
        Count("one", low=0, high=9, unit="points", worse="higher"),
        "is a Flag in the old one, and a Count in the new one",
    ),
    "bounds": (
        Count("one", low=0, high=9, unit="points", worse="higher"),
        Count("one", low=0, high=5, unit="points", worse="higher"),
        "takes a whole number of points from 0 to 9 in the old one, and a whole number of points from 0 to 5 in the new one",
    ),
    "unit": (
        Count("one", low=0, high=9, unit="days", worse="higher"),
        Count("one", low=0, high=9, unit="weeks", worse="higher"),
        "takes a whole number of days from 0 to 9 in the old one, and a whole number of weeks from 0 to 9 in the new one",
    ),
    "members": (
        Choice("one", Color),
        Choice("one", Hue),
        "takes a member of Color: RED, GREEN, BLUE in the old one, and a member of Hue: RED, BLUE in the new one",
    ),
    "classes": (
        Grade("one", Three, worse="higher"),
        Grade("one", twin(), worse="higher"),
        "takes members of two classes, each called Three (facts= reads a file with the classes in code)",
    ),
    "worse": (
        Flag("one", worse=True),
        Flag("one", worse=None),
        "says that the higher end is worse in the old one, and that neither end is worse in the new one",
    ),
    "the other end": (
        Grade("one", Three, worse="lower"),
        Grade("one", Three, worse="higher"),
        "says that the lower end is worse in the old one, and that the higher end is worse in the new one",
    ),
    "scope": (
        Flag("one", worse=True, scope="level"),
        Flag("one", worse=True),
        "is about the level in the old one, and about the person in the new one",
    ),
}


@pytest.mark.parametrize(("before", "after", "says"), UNLIKE.values(), ids=UNLIKE.keys())
def test_a_fact_that_means_something_else_is_refused(before: Any, after: Any, says: str) -> None:
    """If either asks for a fact that both know, its values have to be the same in both; the error says how they differ."""
    old, new = declared(one=before), declared(one=after)
    for asked in (("one",), ()), ((), ("one",)):
        with pytest.raises(DefinitionErrors) as caught:
            compare(asking(old, *asked[0]), asking(new, *asked[1], version="2"))
        assert str(caught.value) == (
            "rule sets 'ours' 1 and 'ours' 2 cannot be compared\n"
            f"  - fact 'one' {says}; declare it alike in both, or give the new one another name"
        )


@pytest.mark.parametrize(("before", "after"), [one[:2] for one in UNLIKE.values()], ids=UNLIKE.keys())
def test_a_fact_that_nobody_asks_for_may_mean_anything(before: Any, after: Any) -> None:
    """A fact that neither rule set asks for is not compared; if an assumption asks for it, it is."""
    old, new = asking(declared(one=before)), asking(declared(one=after))
    assert compare(old, new).equivalent
    with pytest.raises(DefinitionErrors, match=r"^rule sets 'ours' 1 and 'ours' 1 cannot be compared$") as caught:
        compare(old, new, assume=[after == [*after.probes([])][-1]])
    assert caught.value.problems[0].startswith("fact 'one' ")


def test_a_fact_in_other_words_is_the_same_fact() -> None:
    """Labels and meanings decide nothing."""
    old = declared(one=Grade("one", Three, worse="higher", changeable=False))
    new = declared(one=Grade("two", Three, worse="higher", meaning="Something."))
    assert compare(asking(old, "one"), asking(new, "one")).equivalent


def test_several_problems_are_told_at_once() -> None:
    """Each fact, in the order of their names."""
    old = declared(b=Flag("b", worse=True), a=Flag("a", worse=True, scope="level"))
    new = declared(b=Flag("b", worse=False), a=Flag("a", worse=None))
    with pytest.raises(DefinitionErrors) as caught:
        compare(asking(old, "a", "b"), asking(new))
    assert [problem.split(";")[0] for problem in caught.value.problems] == [
        "fact 'a' says that the higher end is worse in the old one, and that neither end is worse in the new one",
        "fact 'a' is about the level in the old one, and about the person in the new one",
        "fact 'b' says that the higher end is worse in the old one, and that the lower end is worse in the new one",
    ]


# What cannot be asked.


REFUSED: Mapping[str, tuple[Any, str]] = {
    "nothing old": (
        lambda: compare(None, LEAN),  # type: ignore[arg-type] # on purpose
        "compare() takes two RuleSets, as in compare(before, after); was given nothing as the old one",
    ),
    "text for new": (
        lambda: compare(LEAN, "small"),  # type: ignore[arg-type] # on purpose
        "compare() takes two RuleSets, as in compare(before, after); was given text as the new one",
    ),
    "ladders": (
        lambda: compare(LEAN, asking(Assessment)),
        (
            "the two are on different ladders: r0 < r1 < r2 < r3 in the old one, r0 < r1 in the new one; "
            "only rule sets with the same levels in the same order can be compared"
        ),
    ),
    "steps": (
        lambda: compare(LEAN, LEAN, most_steps=-1),
        "most_steps= takes a whole number, 0 or more: how much the search may work out",
    ),
    "time": (lambda: compare(LEAN, LEAN, time_limit=-0.5), "time_limit= takes a number of seconds, 0 or more"),
    "one condition": (
        lambda: compare(LEAN, LEAN, assume=Small.home),  # type: ignore[arg-type] # on purpose
        "assume= takes a list of conditions, was given one; put it in brackets",
    ),
    "another vocabulary": (
        lambda: compare(LEAN, LEAN, assume=[Grown.alone]),
        "assume= cannot be used\n  - there is no fact 'alone' in the vocabulary",
    ),
    "truth": (
        lambda: bool(compare(LEAN, LEAN)),
        "a comparison is neither true nor false; ask for comparison.equivalent, and for its differences",
    ),
}


@pytest.mark.parametrize(("ask", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_makes_no_sense_is_refused(ask: Any, says: str) -> None:
    """The error says what was given and what is expected."""
    with pytest.raises(DefinitionError) as caught:
        ask()
    assert str(caught.value) == says


def test_a_difference_that_the_engines_do_not_show_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """An example that does not replay is a defect of the library, and is not reported as anything else."""
    old, new = DIFFERENT["threshold"]
    monkeypatch.setattr(compare_module, "Engine", lambda _: Engine(old))
    with pytest.raises(ProofError) as caught:
        compare(old, new)
    assert str(caught.value) == (
        "a difference was found at 'r0', and the engines do not show it: "
        "this is a defect of the library, not of the rule sets; please report it with both of them"
    )


def test_a_difference_that_the_engines_show_otherwise_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where they differ, and not in the way found."""
    old, new = LEAN, evolve(LEAN, entry="r1", version="2")
    monkeypatch.setattr(compare_module, "Engine", lambda rules: Engine(new if rules is old else old))
    with pytest.raises(ProofError, match=r"^a difference was found at 'not-in-care', and the engines do not show it: "):
        compare(old, new)


CRISIS_AT_THE_TOP = StepUp("crisis", at="r3", when=Small.crisis, because="crisis")


def test_a_range_that_the_engines_show_alike_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where only the range should differ."""
    old, new = LEAN, evolve(LEAN, rules=(*LEAN.rules, CRISIS_AT_THE_TOP))
    assert {one.change for one in compare(old, new).differences} == {Change.RANGE_ONLY, Change.MORE_CARE}
    monkeypatch.setattr(compare_module, "Engine", lambda _: Engine(old))
    with pytest.raises(ProofError, match=r"^a difference was found at 'r3', and the engines do not show it: "):
        compare(old, new, assume=[Small.progress <= Three.MID])


# Budgets.


def test_time_that_is_over_proves_nothing() -> None:
    """Without time nothing is decided, and nobody is told that two rule sets are equivalent."""
    comparison = compare(stepdown.RULES, stepdown.RULES, time_limit=0)
    assert comparison.verdict is Verdict.UNDECIDED
    assert not comparison.equivalent
    assert comparison.undecided == (*stepdown.LADDER.ids, "not-in-care")
    assert comparison.differences == ()
    assert comparison.not_analysed == ()
    assert repr(comparison) == "<Comparison of 'stepdown' 2026.1 and 'stepdown' 2026.1: no differences, unfinished>"
    assert comparison.page().lead[:2] == (
        "No differences found.",
        "Not everything was compared: there may be differences besides.",
    )
    (section,) = comparison.page().parts
    assert (section.heading, section.points) == (
        "What is not known",
        (Point("The search ended before it was through: aftercare, outpatient, iop, php, residential, inpatient, not-in-care."),),
    )
    assert compare(stepdown.RULES, stepdown.RULES, time_limit=600.0).equivalent


def test_steps_that_are_used_up_prove_nothing() -> None:
    """Without steps no place is finished that takes a search worth counting."""
    for rules in (stepdown.RULES, four_levels.RULES):
        comparison = compare(rules, rules, most_steps=0)
        assert comparison.verdict is Verdict.UNDECIDED
        assert {*rules.continuum.ids[1:]} <= {*comparison.undecided}


def test_what_was_found_before_the_end_is_told() -> None:
    """A difference refutes even where the search ended after it; more steps find no less, and enough find all of it."""
    everything = compare(stepdown.RULES, STABLE_LONGER)
    found = [compare(stepdown.RULES, STABLE_LONGER, most_steps=steps) for steps in range(0, 2_000_000, 200_000)]
    assert [one for one in found if one.differences and one.undecided]
    for one, more in pairwise(found):
        assert len(one.differences) <= len(more.differences)
        assert one.verdict is (Verdict.REFUTED if one.differences else Verdict.UNDECIDED)
        assert mirrored(one).items() <= mirrored(everything).items()
        assert one.finished is not bool(one.undecided)
    assert repr(next(one for one in found if one.differences and one.undecided)).endswith(", unfinished>")
    assert everything.finished


def wide(number: int, high: int) -> tuple[type[Assessment], list[Any]]:
    """A vocabulary of counts that can be added up, and the counts."""
    facts = declared(**{f"n{at}": Count(f"n{at}", low=0, high=high, unit="points", worse="higher") for at in range(number)})
    return facts, [facts.vocabulary()[f"n{at}"] for at in range(number)]


def test_a_budget_may_end_before_it_began() -> None:
    """What is assumed takes steps, too."""
    facts, counts = wide(5, 50)
    rules = asking(facts)
    assume = [total(*counts) >= 50, total(*counts) <= 200]
    assert compare(rules, rules, assume=assume, most_steps=0).undecided == ("r0", "r1")
    assert compare(rules, rules, assume=assume).equivalent


def test_a_sum_of_too_many_values_is_not_analysed() -> None:
    """Where it is asked, or assumed, nothing is claimed; where it is not asked, all is compared."""
    facts, counts = wide(2, 200)
    floor = StepUp("sum", at="r0", at_least="r1", when=(total(*counts) >= 300), because="sum")
    worse = StepUp("worse", at="r0", when=~Assessment.goals_met, because="worse")
    old = asking(facts, rules=(*asking(facts).rules, worse))
    new = evolve(old, rules=(*old.rules, floor))
    comparison = compare(old, new)
    assert comparison.verdict is Verdict.NOT_ANALYSED
    assert not comparison.equivalent
    assert comparison.not_analysed == ("r0", "r1")
    assert comparison.page().parts[-1].points == (Point("Cannot be analysed: r0, r1."),)
    assumed = compare(old, old, assume=[total(*counts) >= 300])
    assert assumed.not_analysed == ("r0", "r1")
    summed = asking(
        facts, rules=(StepDown("down", at="r1", when=Assessment.goals_met & (total(*counts) <= 9), because="met"), worse)
    )
    comparison = compare(summed, evolve(summed, rules=(summed.rules[0], evolve(worse, because="other"))))
    assert comparison.not_analysed == ("r1",)
    comparison = compare(summed, evolve(summed, rules=summed.rules[:1]))
    assert (comparison.verdict, comparison.not_analysed) == (Verdict.REFUTED, ("r1",))
    assert {place_id(one.origin) for one in comparison.differences} == {"r0"}


def test_too_many_facts_are_not_analysed() -> None:
    """Beyond 200 facts nothing is searched; 200 are fine."""
    facts, counts = wide(201, 1)
    names = [one.name for one in counts]
    assert compare(asking(facts, *names[1:]), asking(facts, *names[1:])).not_analysed == ("r0", "r1")
    assert compare(asking(facts, *names[2:]), asking(facts, *names[2:])).equivalent


def test_progress_is_told() -> None:
    """Before each place: how many are done, how many there are, and which is next."""
    told = list[tuple[int, int, str]]()
    compare(LEAN, LEAN, progress=lambda *one: told.append(one))
    assert told == [
        (0, 5, "Decisions in Rung 0."),
        (1, 5, "Decisions in Rung 1."),
        (2, 5, "Decisions in Rung 2."),
        (3, 5, "Decisions in Rung 3."),
        (4, 5, "Decisions at an admission."),
    ]
    told.clear()
    compare(NO_ENTRY, NO_ENTRY, progress=lambda *one: told.append(one))
    assert [done for done, _, _ in told] == [0, 1, 2, 3]


# In words.


def test_a_region_in_words() -> None:
    """Where, what is so, what was decided, what is decided now, in which direction, and an example."""
    comparison = compare(LEAN, changed(LEAN, "down-2", when=(Small.progress >= Three.HIGH) & (Small.risk <= Three.MID)))
    assert repr(comparison) == "<Comparison of 'small' 1 and 'small' 2: 2 differences>"
    (section,) = comparison.page().parts
    assert section.heading == "Rung 2"
    assert section.points == (
        Point(
            "In Rung 2 where risk is high or not known; progress is high: was step down to Rung 1, now stay (more care).",
            (
                "For example: At Rung 2: progress is high; nothing else is known.",
                "Before: Step down: Rung 2 to Rung 1.",
                "Now: Stay: Rung 2; provisional, 1 open question (possible: Rung 1 to Rung 2).",
            ),
        ),
        Point(
            "In Rung 2 where risk is high; progress is not known: "
            "was stay, and still is; which levels open questions leave possible differs (range only).",
            (
                "For example: At Rung 2: risk is high; nothing else is known.",
                "Before: Stay: Rung 2; provisional, 1 open question (possible: Rung 1 to Rung 2).",
                "Now: Stay: Rung 2.",
            ),
        ),
    )
    one, other = comparison.differences
    assert repr(one) == "<Difference in 'r2': r1 to r2, more care>"
    assert repr(one.regions) == "(<Region in 'r2': 2 facts>,)"
    assert repr(one.regions[0].where) == "(<Clause on 'risk'>, <Clause on 'progress'>)"
    assert other.change is Change.RANGE_ONLY
    assert comparison.page().lead[0] == "2 differences found."
    assert comparison.page().title == "Comparison: Small, version 1, with Small, version 2"


SAYINGS = {
    "completion": (LEAN, without(LEAN, "down-0"), "was completion of care, now stay (more care)"),
    "step up": (FULL, without(FULL, "crisis"), "was step up to Rung 2, now stay (less care)"),
    "from nowhere": (
        evolve(LEAN, entry=None),
        LEAN,
        "was not determined, now admission to Rung 0 (becomes determined)",
    ),
    "to nowhere": (LEAN, evolve(LEAN, entry=None), "was admission to Rung 0, now not determined (becomes undetermined)"),
    "an admission": (LEAN, evolve(LEAN, entry="r1"), "was admission to Rung 0, now admission to Rung 1 (more care)"),
    "a range where there was none": (
        evolve(EMERGENCY, entry=None),
        EMERGENCY,
        "was not determined, and still is; which levels open questions leave possible differs (range only)",
    ),
}


@pytest.mark.parametrize(("old", "new", "says"), SAYINGS.values(), ids=SAYINGS.keys())
def test_what_changes_in_words(old: RuleSet, new: RuleSet, says: str) -> None:
    """Each decision as it is called where it is made."""
    assert says in {one.says for one in compare(old, new).differences}


def test_whoever_it_is() -> None:
    """A region may be everybody at a place; of a single difference one is spoken of."""
    comparison = compare(LEAN, evolve(LEAN, entry="r1"))
    (difference,) = comparison.differences
    (region,) = difference.regions
    assert region.where == ()
    assert region.words == "At an admission, whatever is known"
    assert region.covers(Small(level=NOT_IN_CARE, home=True))
    assert not region.covers(Small(level="r0"))
    assert not region.covers(Small())
    assert comparison.page().lead[0] == "1 difference found."
    assert [section.heading for section in comparison.page().parts] == ["Admission"]


def test_that_there_are_other_cases_is_said() -> None:
    """Where regions do not hold everybody whom a difference concerns, a point says so; where they do, none does."""
    comparison = compare(FULL, LEAN)
    assert {one.complete for one in comparison.differences} == {True, False}
    for section, origin in zip(comparison.page().parts, FULL.continuum, strict=False):
        differences = [one for one in comparison.differences if one.origin == origin]
        told = [point.text for point in section.points if point.text.startswith("And other cases: ")]
        assert told == [f"And other cases: {one.says}." for one in differences if not one.complete]


COUNTED = Count("points", low=0, high=9, unit="points", worse=None)
GRADED = Grade("grade", Three, worse=None)
COLORED = Choice("color", Color)
FLAGGED = Flag("flag", worse=None)
ALL_KINDS = declared(points=COUNTED, grade=GRADED, color=COLORED, flag=FLAGGED)
WORDS: Mapping[str, tuple[Condition, str]] = {
    "at most": (COUNTED <= 3, "points is 3 points or less"),
    "at least": (COUNTED >= 3, "points is 3 points or more"),
    "exactly": (COUNTED == 3, "points is 3 points"),
    "lowest": (COUNTED < 1, "points is 0 points"),
    "between": (COUNTED.between(3, 5), "points is from 3 points to 5 points"),
    "runs": (COUNTED != 3, "points is 2 points or less or points is 4 points or more"),
    "grade at most": (GRADED <= Three.MID, "grade is at most mid"),
    "grade at least": (GRADED >= Three.MID, "grade is mid or higher"),
    "grade in the middle": (GRADED == Three.MID, "grade is mid"),
    "grade at both ends": (GRADED != Three.MID, "grade is low or high"),
    "choice": (COLORED == Color.GREEN, "color is green"),
    "choices": (COLORED != Color.RED, "color is green or blue"),
    "yes": (FLAGGED.as_condition(), "flag: yes"),
    "no": (~FLAGGED, "flag: no"),
}


def lowered(when: Condition) -> RuleSet:
    """Rules that let a person step down where a condition and the goals are met."""
    met = Assessment.goals_met.as_condition()
    return asking(ALL_KINDS, rules=(StepDown("down", at="r1", when=met & when, because="met"),))


@pytest.mark.parametrize(("when", "words"), WORDS.values(), ids=WORDS.keys())
def test_a_clause_in_words(when: Condition, words: str) -> None:
    """Where a step down needs something more, whoever lacks it, or of whom it is not known, stays; each fact in its own words."""
    base = asking(ALL_KINDS)
    lacking = next(one for one in compare(lowered(~when), base).differences if one.change is Change.LESS_CARE)
    (region,) = lacking.regions
    (name,) = when.facts()
    clauses = {clause.fact: clause for clause in region.where}
    assert clauses.keys() == {name, "goals_met"}
    assert clauses[name].words == f"{words} or not known"
    assert clauses["goals_met"].words == "the goals of this level are met"
    assert clauses[name].covers(None)
    for value in values_of(ALL_KINDS, name):
        assert clauses[name].covers(value) is when.definitely({name: value})
    more = next(one for one in compare(lowered(when), lowered(~when)).differences if (one.old_id, one.new_id) == ("r0", "r1"))
    assert {clause.fact: clause.words for clause in more.regions[0].where}[name] == words


def test_known_or_not_in_words() -> None:
    """Where only that a fact is known counts, that is what is said."""
    comparison = compare(asking(ALL_KINDS), asking(ALL_KINDS, "flag"))
    words = {one.change: {clause.words for region in one.regions for clause in region.where} for one in comparison.differences}
    assert words == {Change.MORE_CARE: {"the goals of this level are met", "flag is not known"}}
    back = compare(asking(ALL_KINDS, "color"), asking(ALL_KINDS, "flag")).differences
    told = {clause.words for one in back for region in one.regions for clause in region.where}
    assert {"flag is known", "color is known", "flag is not known", "color is not known"} <= told


def test_a_clause_takes_nothing_of_another_kind() -> None:
    """Between the ends of a cell lie numbers only."""
    clause = Clause("points", ((0, 3), (9,)), "")
    assert [value for value in range(11) if clause.covers(value)] == [0, 1, 2, 3, 9]
    assert not clause.covers(None)
    assert not clause.covers(Color.RED)
    assert Clause("points", ((), (4,)), "").covers(None)


def test_as_plain_data() -> None:
    """Everything that is told, with both assessments of each example."""
    comparison = compare(LEAN, grown())
    told = comparison.to_dict()
    assert told == json.loads(json.dumps(told))
    assert [*told] == ["format", "old", "new", "verdict", "equivalent", "assume", "differences", "undecided", "not_analysed"]
    assert told["format"] == "continuum/comparison/1"
    assert told["old"] == {"id": "small", "version": "1", "digest": rule_set_digest(LEAN), "status": DRAFT}
    assert told["new"] == {"id": "small", "version": "2", "digest": rule_set_digest(grown()), "status": DRAFT}
    assert (told["verdict"], told["equivalent"]) == ("refuted", False)
    assert told["differences"][-1] == {
        "origin": "not-in-care",
        "old": "r0",
        "new": "r1",
        "change": "more care",
        "complete": True,
        "regions": [
            {
                "where": [{"fact": "alone", "words": "lives alone: yes"}],
                "old": {
                    "assessment": {"format": "continuum/assessment/1", "level": "not-in-care"},
                    "target": "r0",
                    "range": ["r0", "r0"],
                    "decision": "Admit: Rung 0",
                },
                "new": {
                    "assessment": {"format": "continuum/assessment/1", "level": "not-in-care", "facts": {"alone": True}},
                    "target": "r1",
                    "range": ["r1", "r1"],
                    "decision": "Admit: Rung 1; 1 level passed",
                },
            }
        ],
    }
    ended = compare(LEAN, evolve(LEAN, entry=None)).to_dict()
    assert [one["regions"][0]["new"]["range"] for one in ended["differences"]] == [None]
    assert compare(LEAN, LEAN).to_dict()["differences"] == []
    assert (compare(LEAN, LEAN).to_dict()["verdict"], compare(LEAN, LEAN).to_dict()["equivalent"]) == ("proved", True)


@pytest.mark.parametrize("name", ["the same", "threshold", "entry", "worlds 3"])
def test_it_can_be_read(name: str) -> None:
    """Its page lays out as text, Markdown and HTML."""
    check_methods(compare(*PAIRS[name]))


def test_what_an_equivalence_means_is_said() -> None:
    """The page of two that are equivalent says what was compared, and what was not."""
    assert compare(*EQUIVALENT["reworded"]).explain(120) == (
        "Comparison: Small, version 1, with Other, version 1\n"
        "They are proved equivalent: for every assessment the same level, and the same range of levels, is decided.\n"
        "Every assessment that they can be asked about was compared, known and with gaps; none was left out.\n"
        "Compared are the level decided and the levels that open questions leave possible. "
        "Reasons, urgency, services and wording\n"
        "are not.\n"
        "\n"
        "Before: Small, version 1 (small); draft, not clinically validated.\n"
        "Now: Other, version 1 (small); draft, not clinically validated.\n"
        "This is a proof about the rules as they are written. It does not say that they are right for people."
    )
    assert repr(compare(LEAN, LEAN)) == "<Comparison of 'small' 1 and 'small' 1: equivalent>"


def test_nothing_can_be_changed_and_nothing_is_shown_by_accident() -> None:
    """A comparison and its parts are frozen, and their representations show no value of a fact."""
    comparison = compare(*DIFFERENT["threshold"])
    difference = comparison.differences[0]
    region = difference.regions[0]
    for part, name in ((comparison, "old"), (difference, "regions"), (region, "where"), (region.where[0], "words")):
        with pytest.raises(FrozenInstanceError):
            setattr(part, name, ())
    assert isinstance(difference, Difference)
    assert isinstance(region, Region)
    shown = f"{comparison!r}{comparison.differences!r}{region!r}{region.where!r}"
    assert not [word for word in ("LOW", "MID", "HIGH", "low", "mid", "high", "yes") if word in shown]
