"""Options: the levels around a decision, on worked cases, on every assessment of the small worlds, and on arbitrary ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from continuum import (
    COMPLETE,
    HANDOFF,
    NOT_IN_CARE,
    Admission,
    Assessment,
    BarrierKind,
    Decision,
    Engine,
    Hold,
    Justification,
    Level,
    Preference,
    ReturnToUse,
    Risk,
    RuleSet,
    ServiceNeed,
    StepDown,
    StepUp,
)
from continuum.facts import Choice, Count, Duration, Flag, Grade
from continuum.grounds import LEVEL, Service
from continuum.library import four_levels, stepdown
from continuum.options import NOTHING_ASKS, Circumstance, Option, Standing
from tests.laws.lawbook import certain, possible
from tests.laws.small_worlds import EMERGENCY, FAR_JUMP, FULL, LEAN, NO_ENTRY, SMALL_WORLDS, UNDER, Small, everyone, speakable
from tests.laws.worlds import Color, Situation, Three, own_facts, situations, values_of
from tests.library.cases import best

LOW, MID, HIGH = Three
UNSURE = " (cannot be ruled out)"
NOT_MET = "the conditions for this step down are not met"
NOT_YET_MET = "it is not known yet whether the conditions for this step down are met"
ENDS_AT = "the step down permitted here ends at "
MAY_BE_NEEDED = "may be needed: "
UNKNOWN_RISK = "nobody is sent on without knowing this: risk"
WORLDS = pytest.mark.parametrize("rules", SMALL_WORLDS.values(), ids=SMALL_WORLDS)


class Row(NamedTuple):
    """One option as a table shows it; what the level is for is left out."""

    level: str
    standing: Standing
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()
    blocked_by: str = ""
    questions: tuple[str, ...] = ()


def not_indicated(*levels: str) -> list[Row]:
    return [Row(level, Standing.NOT_INDICATED, (), (NOTHING_ASKS,)) for level in levels]


def recommended(level: str, *because: str) -> Row:
    return Row(level, Standing.RECOMMENDED, because)


def blocked(level: str, by: str, *against: str) -> Row:
    return Row(level, Standing.BLOCKED, (), against, by)


def still_open(level: str, *questions: str, wanting: tuple[str, ...] = (), against: tuple[str, ...] = ()) -> Row:
    return Row(level, Standing.OPEN, tuple(MAY_BE_NEEDED + one for one in wanting), against, "", questions)


def row(option: Option) -> Row:
    """The option without the purpose of its level, which always stands last among what speaks for it."""
    speaks_for, level = option.speaks_for, COMPLETE.value
    if isinstance(option.level, Level):
        speaks_for, level = speaks_for[:-1], option.level.id
        assert option.speaks_for[-1] == option.level.purpose
    return Row(level, option.standing, speaks_for, option.speaks_against, option.blocked_by, option.questions)


def rows(decision: Decision) -> list[Row]:
    return [row(option) for option in decision.options]


# Worked cases on small ladders.


def small(level: Any, **changes: Any) -> Assessment:
    """Nothing speaks for more care, progress is low, and the next program is booked, unless more is said."""
    stay = {} if level is NOT_IN_CARE else {"progress": LOW, "crisis": False, "booked": True}
    return Small(**{"level": level, "risk": LOW, "home": False, **stay, **changes})


CASES: dict[str, tuple[RuleSet, Assessment, list[Row]]] = {
    "step down, and a level that is not justified": (
        UNDER,
        small("r3", home=True, progress=HIGH),
        [
            *not_indicated("r3"),
            recommended("r2", "done"),
            blocked("r1", "pass-2", "passing Rung 2 is not justified"),
            blocked("r0", "pass-2", "passing Rung 2 is not justified"),
        ],
    ),
    "step down, and a level without any justification": (
        LEAN,
        small("r3", progress=HIGH),
        [
            *not_indicated("r3"),
            recommended("r2", "done"),
            blocked("r1", "", "Rung 2 is never passed"),
            blocked("r0", "", "Rung 2 is never passed", "Rung 1 is never passed"),
        ],
    ),
    "step down, and a further one that is not met": (
        FULL,
        small("r3", progress=MID),
        [
            *not_indicated("r3"),
            recommended("r2", "getting on"),
            blocked("r1", "down-3", NOT_MET, ENDS_AT + "Rung 2"),
            blocked("r0", "down-3", NOT_MET, ENDS_AT + "Rung 2"),
        ],
    ),
    "step down, and a justification that is not known": (
        UNDER,
        small("r3", home=None, progress=HIGH),
        [
            *not_indicated("r3"),
            recommended("r2", "done"),
            still_open("r1", "home", against=("it is not known yet whether passing Rung 2 is justified",)),
            still_open("r0", "home", against=("it is not known yet whether passing Rung 2 is justified",)),
        ],
    ),
    "step down below a band, each level of it justified": (
        UNDER,
        small("r3", risk=MID, progress=HIGH),
        [*not_indicated("r3", "r2", "r1"), recommended("r0", "done")],
    ),
    "stay, where a floor leads back from a level that is not justified": (
        UNDER,
        small("r3", risk=MID, home=True, progress=HIGH),
        [
            recommended("r3", "risk"),
            blocked("r2", "middle", "risk"),
            blocked("r1", "middle", "risk", "passing Rung 2 is not justified"),
            blocked("r0", "pass-2", "passing Rung 2 is not justified"),
        ],
    ),
    "stay, and it is not known whether the levels of a band are justified": (
        UNDER,
        small("r3", risk=MID, home=None, progress=HIGH),
        [
            recommended("r3", "risk"),
            still_open("r2", "home", against=("risk",)),
            still_open("r1", "home", against=("risk", "it is not known yet whether passing Rung 2 is justified")),
            still_open("r0", "home", against=("it is not known yet whether passing Rung 2 is justified",)),
        ],
    ),
    "stay, on two holds": (
        FULL,
        small("r2", booked=False),
        [
            *not_indicated("r3"),
            recommended("r2", "nothing booked", "early"),
            blocked("r1", "not-booked", "nothing booked; until booked", "early; until progress", NOT_MET),
            blocked(
                "r0",
                "not-booked",
                "nothing booked; until booked",
                "early; until progress",
                NOT_MET,
                ENDS_AT + "Rung 1",
            ),
        ],
    ),
    "stay, and it is not known whether less care is possible": (
        LEAN,
        small("r1", progress=None),
        [*not_indicated("r3", "r2"), recommended("r1"), still_open("r0", "progress", against=(NOT_YET_MET,))],
    ),
    "stay, and it is not known whether more care is needed": (
        EMERGENCY,
        small("r1", home=None),
        [
            still_open("r3", "home", wanting=("home",)),
            still_open("r2", "home", wanting=("home",), against=("home" + UNSURE,)),
            recommended("r1"),
            blocked("r0", "down-1", NOT_MET),
        ],
    ),
    "stay, and two facts are not known": (
        FULL,
        small("r0", risk=None, home=None),
        [
            still_open("r3", "risk", "home", wanting=("risk",)),
            still_open("r2", "risk", "home", wanting=("home", "risk"), against=("risk" + UNSURE,)),
            still_open("r1", "risk", "home", wanting=("risk",), against=("home" + UNSURE, "risk" + UNSURE)),
            recommended("r0"),
            blocked("complete", "down-0", NOT_MET),
        ],
    ),
    "stay, and it is not known whether a step up is due": (
        FULL,
        small("r0", crisis=None),
        [
            *not_indicated("r3", "r2"),
            still_open("r1", "crisis", wanting=("crisis",)),
            recommended("r0"),
            blocked("complete", "down-0", NOT_MET),
        ],
    ),
    "stay at the top, where a step up has nowhere to go": (
        FULL,
        small("r3", crisis=True),
        [
            recommended("r3", "crisis"),
            blocked("r2", "crisis", "crisis", NOT_MET),
            blocked("r1", "crisis", "crisis", NOT_MET, ENDS_AT + "Rung 2"),
            blocked("r0", "crisis", "crisis", NOT_MET, ENDS_AT + "Rung 2"),
        ],
    ),
    "stay, where no rule leads down": (
        evolve(LEAN, rules=[rule for rule in LEAN.rules if rule.id != "down-2"]),
        small("r2", progress=HIGH),
        [
            *not_indicated("r3"),
            recommended("r2"),
            blocked("r1", "", "no rule permits stepping down from this level"),
            blocked("r0", "", "no rule permits stepping down from this level", "Rung 1 is never passed"),
        ],
    ),
    "step up by a floor": (
        FULL,
        small("r0", risk=HIGH),
        [
            recommended("r3", "risk"),
            blocked("r2", "risk-high", "risk"),
            blocked("r1", "risk-high", "risk"),
            blocked("r0", "risk-high", "risk"),
            blocked("complete", "risk-high", "risk", NOT_MET),
        ],
    ),
    "step up from one level past another": (
        FAR_JUMP,
        small("r1", risk=MID, crisis=True),
        [
            recommended("r3", "crisis", "far"),
            blocked("r2", "far", "far"),
            blocked("r1", "crisis", "crisis", "far"),
            blocked("r0", "crisis", "crisis", "far", "worried; until calm", NOT_MET),
        ],
    ),
    "an admission": (
        FULL,
        small(NOT_IN_CARE, risk=MID),
        [
            *not_indicated("r3"),
            recommended("r2", "risk", "entry"),
            blocked("r1", "entry", "entry"),
            blocked("r0", "risk-mid", "risk", "entry"),
        ],
    ),
    "an admission in an emergency, not settled": (
        EMERGENCY,
        small(NOT_IN_CARE, risk=MID, home=None),
        [
            still_open("r3", "home", wanting=("home",)),
            recommended("r2", "risk"),
            blocked("r1", "now", "risk"),
            blocked("r0", "now", "risk"),
        ],
    ),
    "an admission that is not determined": (
        FULL,
        small(NOT_IN_CARE, risk=None),
        [
            still_open("r3", "risk", wanting=("risk",), against=(UNKNOWN_RISK,)),
            still_open("r2", "risk", wanting=("risk", "entry"), against=("risk" + UNSURE, UNKNOWN_RISK)),
            still_open("r1", "risk", wanting=("risk", "entry"), against=("risk" + UNSURE, "entry" + UNSURE, UNKNOWN_RISK)),
            still_open("r0", "risk", against=("risk" + UNSURE, "entry" + UNSURE, UNKNOWN_RISK)),
        ],
    ),
    "the end of care, recommended": (
        LEAN,
        small("r0", progress=HIGH),
        [*not_indicated("r3", "r2", "r1", "r0"), recommended("complete", "done")],
    ),
    "the end of care, blocked": (
        LEAN,
        small("r0", progress=MID),
        [*not_indicated("r3", "r2", "r1"), recommended("r0"), blocked("complete", "down-0", NOT_MET)],
    ),
    "the end of care, open": (
        LEAN,
        small("r0", progress=None),
        [
            *not_indicated("r3", "r2", "r1"),
            recommended("r0"),
            still_open("complete", "progress", against=(NOT_YET_MET,)),
        ],
    ),
}


@pytest.mark.parametrize(("rules", "person", "expected"), CASES.values(), ids=CASES)
def test_worked_cases(rules: RuleSet, person: Assessment, expected: list[Row]) -> None:
    """Each level has its standing, what speaks for it and against, the first thing that blocks it, and what it waits for."""
    assert rows(Engine(rules).decide(person)) == expected


@pytest.mark.parametrize("rules", [*SMALL_WORLDS.values(), stepdown.RULES, four_levels.RULES])
def test_an_unknown_level_leaves_every_level_open(rules: RuleSet) -> None:
    """Where the person is decides first, so every level depends on that; the end of care is not among them."""
    decision = Engine(rules).decide(rules.facts())
    assert rows(decision) == [still_open(level, LEVEL) for level in reversed(rules.continuum.ids)]


def test_without_an_entry_there_is_nothing_to_weigh() -> None:
    """No answer can settle an admission where the rules name no entry."""
    assert Engine(NO_ENTRY).decide(small(NOT_IN_CARE)).options == ()


def test_nobody_is_admitted_below_the_entry() -> None:
    """Levels below the level of entry are no options for a first placement."""
    rules = evolve(LEAN, entry="r2")
    assert rows(Engine(rules).decide(small(NOT_IN_CARE))) == [*not_indicated("r3"), recommended("r2")]


def test_the_clause_of_a_hold_says_what_ends_it_and_that_of_a_required_fact_what_is_missing() -> None:
    """Both rest on something unknown here, so neither is certain."""
    rules = evolve(LEAN, rules=[*LEAN.rules, Hold("wait", when=~Small.booked, about=HANDOFF, because="early", until="later")])
    decision = Engine(evolve(rules, required_facts=("risk",))).decide(small("r1", risk=None, booked=None, progress=HIGH))
    against = (f"early{UNSURE}; until later", UNKNOWN_RISK)
    assert rows(decision)[-1] == still_open("r0", "risk", "booked", against=against)


# What an option depends on, and what is told only where it fits.


def option_at(rules: RuleSet, person: Assessment, level: str) -> Row:
    return next(one for one in rows(Engine(rules).decide(person)) if one.level == level)


TWICE = evolve(
    LEAN,
    justifications=[
        Justification("home-safe", skips="r2", when=~Small.home, because="safe"),
        Justification("risk-low", skips="r2", when=Small.risk <= LOW, because="calm"),
    ],
)


@pytest.mark.parametrize(
    ("facts", "questions"),
    [
        ({"home": True, "risk": None}, ("progress", "risk")),
        ({"home": None, "risk": HIGH}, ("progress", "home")),
        ({"home": None, "risk": None}, ("progress", "home", "risk")),
    ],
)
def test_each_justification_that_is_not_ruled_out_is_asked_about(facts: dict[str, Any], questions: tuple[str, ...]) -> None:
    """One of several is enough to pass a level, so that one ruled out does not silence the others."""
    against = (NOT_YET_MET, "it is not known yet whether passing Rung 2 is justified")
    person = small("r3", progress=None, **facts)
    assert option_at(TWICE, person, "r1") == still_open("r1", *questions, against=against)


def test_a_level_whose_justifications_are_all_ruled_out_is_not_passed() -> None:
    """The first of them is named as what blocks."""
    person = small("r3", home=True, risk=MID, progress=HIGH)
    assert option_at(TWICE, person, "r1") == blocked("r1", "home-safe", "passing Rung 2 is not justified")


CHAIN = evolve(
    LEAN,
    rules=[
        *LEAN.rules,
        StepUp("jump", at="r0", when=Small.crisis, because="crisis"),
        StepUp("floor", at="r1", at_least="r3", when=Small.home, because="home", skips_because="too low"),
    ],
)


@pytest.mark.parametrize(
    ("home", "questions", "wanting"),
    [(True, ("crisis",), ()), (None, ("home", "crisis"), ("home",))],
)
def test_what_only_begins_the_way_is_asked_as_well(
    *, home: bool | None, questions: tuple[str, ...], wanting: tuple[str, ...]
) -> None:
    """A crisis leads one level up, and the floor there leads on: whether there is one decides about the highest level too."""
    person = small("r0", home=home, crisis=None)
    assert option_at(CHAIN, person, "r3") == still_open("r3", *questions, wanting=wanting)
    assert "crisis" in option_at(CHAIN, person, "r1").questions


def test_a_reason_for_care_speaks_against_less_care_and_never_for_it() -> None:
    """An overdose that cannot be ruled out is told above where the person is, and below only as what stands against."""
    for rules, below in ((stepdown.RULES, "outpatient"), (four_levels.RULES, "1.5")):
        level = "iop" if rules is stepdown.RULES else "2.1"
        person = best(level).replace(recent_overdose=None)
        overdose = "there was a recent overdose, and it is not medically cleared yet"
        found = option_at(rules, person, below)
        assert found == still_open(below, "recent_overdose", against=(overdose + UNSURE,))
        assert MAY_BE_NEEDED + overdose in option_at(rules, person, rules.continuum.ids[-1]).speaks_for


def test_what_is_certain_speaks_for_the_lowest_level_of_an_open_admission() -> None:
    """Not determined, but at least this: the reason for that stands at the lowest open level, and there alone."""
    person = best(NOT_IN_CARE).replace(return_to_use_risk=Risk.SEVERE, disorder_severity=None)
    decision = Engine(stepdown.RULES).decide(person)
    (reason,) = decision.reasons
    assert (decision.target, decision.range_ids) == (None, ("iop", "residential"))
    told_at = [one.level for one in rows(decision) if reason.rule.because in one.speaks_for]
    assert told_at == ["iop"]
    assert not any(clause.startswith(MAY_BE_NEEDED) for clause in option_at(stepdown.RULES, person, "iop").speaks_for)


def test_each_clause_stands_once() -> None:
    """The needs of three bands word one medical need alike, and it is told once."""
    person = best("2.1").replace(goals_met=False, physical_health_risk=Risk.MODERATE)
    assert option_at(four_levels.RULES, person, "1.5").speaks_against.count(MEDICAL) == 1


def test_each_clause_stands_once_for_the_level_recommended() -> None:
    """Two floors word one risk alike."""
    assert option_at(FULL, small("r0", risk=HIGH), "r3") == recommended("r3", "risk")


def test_a_missing_required_fact_stands_against_the_levels_of_an_admission() -> None:
    """Where nothing else is open, it is what every level waits for."""
    rules = evolve(LEAN, required_facts=("risk",))
    person = small(NOT_IN_CARE, risk=None)
    assert rows(Engine(rules).decide(person)) == [
        still_open(level, "risk", against=(UNKNOWN_RISK,)) for level in ("r3", "r2", "r1", "r0")
    ]
    assert rows(Engine(rules).decide(person.replace(risk=HIGH))) == [*not_indicated("r3", "r2", "r1"), recommended("r0")]


# Worked cases on the shipped ladders.

STAY_UNLESS_SUPERVISED = "round-the-clock supervision is needed"
MEDICAL = "withdrawal or physical health needs medical management"

SHIPPED: dict[str, tuple[RuleSet, Any, dict[str, Any], list[Row]]] = {
    "six: residential to IOP, which is not passed": (
        stepdown.RULES,
        "residential",
        {"trauma_history": True},
        [
            *not_indicated("inpatient", "residential", "php"),
            recommended("iop", "the program is completed, the person does well and is judged prepared, and skills are learned"),
            blocked("outpatient", "iop-not-needed", "passing Intensive outpatient (IOP) is not justified"),
            blocked(
                "aftercare",
                "residential-down",
                ENDS_AT + "Outpatient therapy",
                "passing Intensive outpatient (IOP) is not justified",
                "Outpatient therapy is never passed",
            ),
        ],
    ),
    "six: not stable for long enough": (
        stepdown.RULES,
        "iop",
        {"weeks_stable": 1},
        [
            *not_indicated("inpatient", "residential", "php"),
            recommended("iop", "too fast a step risks what was gained"),
            blocked(
                "outpatient",
                "not-yet-stable",
                "too fast a step risks what was gained; until 2 weeks without use, crisis or worsening",
            ),
            blocked(
                "aftercare",
                "not-yet-stable",
                "too fast a step risks what was gained; until 2 weeks without use, crisis or worsening",
                ENDS_AT + "Outpatient therapy",
                "Outpatient therapy is never passed",
            ),
        ],
    ),
    "six: it is not known whether anyone is needed at night": (
        stepdown.RULES,
        "outpatient",
        {"needs_24h_supervision": None},
        [
            *not_indicated("inpatient"),
            still_open("residential", "needs_24h_supervision", wanting=(STAY_UNLESS_SUPERVISED,)),
            still_open(
                "php",
                "needs_24h_supervision",
                wanting=(STAY_UNLESS_SUPERVISED,),
                against=(STAY_UNLESS_SUPERVISED + UNSURE,),
            ),
            still_open(
                "iop",
                "needs_24h_supervision",
                wanting=(STAY_UNLESS_SUPERVISED,),
                against=(STAY_UNLESS_SUPERVISED + UNSURE,),
            ),
            recommended("outpatient"),
            still_open("aftercare", "needs_24h_supervision", against=(STAY_UNLESS_SUPERVISED + UNSURE,)),
        ],
    ),
    "six: a return to use at IOP": (
        stepdown.RULES,
        "iop",
        {"return_to_use": ReturnToUse.RETURN},
        [
            *not_indicated("inpatient", "residential"),
            recommended("php", "there was a return to use at this level"),
            blocked("iop", "return-to-use", "there was a return to use at this level"),
            blocked(
                "outpatient",
                "return-to-use",
                "there was a return to use at this level",
                "there was use at this level, and it is to be understood first; "
                "until the use has been worked through, and a new assessment shows none since",
            ),
            blocked(
                "aftercare",
                "return-to-use",
                "there was a return to use at this level",
                "there was use at this level, and it is to be understood first; "
                "until the use has been worked through, and a new assessment shows none since",
                ENDS_AT + "Outpatient therapy",
                "Outpatient therapy is never passed",
            ),
        ],
    ),
    "six: aftercare is over": (
        stepdown.RULES,
        "aftercare",
        {},
        [
            *not_indicated("inpatient", "residential", "php", "iop", "outpatient", "aftercare"),
            recommended("complete", "recovery has been stable for long, with support"),
        ],
    ),
    "ten: out of the hospital, as far as the rules let one go": (
        four_levels.RULES,
        "4",
        {},
        [
            *not_indicated("4", "3.7", "3.5", "3.1", "2.7"),
            recommended("2.5", "the person is stable, and hospital care has done its part"),
            *(blocked(level, "4-down", ENDS_AT + "2.5 High-intensity outpatient (PHP)") for level in ("2.1", "1.7", "1.5")),
            blocked(
                "1.0",
                "4-down",
                ENDS_AT + "2.5 High-intensity outpatient (PHP)",
                "1.5 Outpatient therapy is never passed",
            ),
        ],
    ),
    "ten: round-the-clock supervision from the lowest level": (
        four_levels.RULES,
        "1.0",
        {"needs_24h_supervision": True},
        [
            *not_indicated("4", "3.7", "3.5"),
            recommended("3.1", STAY_UNLESS_SUPERVISED),
            *(
                blocked(level, "needs-24h", STAY_UNLESS_SUPERVISED)
                for level in ("2.7", "2.5", "2.1", "1.7", "1.5", "1.0", "complete")
            ),
        ],
    ),
    "ten: a medical need at an intensive level": (
        four_levels.RULES,
        "2.5",
        {"physical_health_risk": Risk.MODERATE},
        [
            *not_indicated("4", "3.7", "3.5", "3.1"),
            recommended("2.7", MEDICAL),
            blocked("2.5", "medical-need-2", MEDICAL),
            blocked("2.1", "medical-need-2", MEDICAL),
            blocked("1.7", "medical-need-2", MEDICAL),
            blocked("1.5", "medical-need-1", MEDICAL, "passing 1.7 Medically managed outpatient is not justified"),
            blocked(
                "1.0",
                "medical-need-1",
                MEDICAL,
                ENDS_AT + "1.5 Outpatient therapy",
                "passing 1.7 Medically managed outpatient is not justified",
                "1.5 Outpatient therapy is never passed",
            ),
        ],
    ),
}


@pytest.mark.parametrize(("rules", "level", "changes", "expected"), SHIPPED.values(), ids=SHIPPED)
def test_worked_cases_of_the_shipped_rules(rules: RuleSet, level: str, changes: dict[str, Any], expected: list[Row]) -> None:
    """What a clinician would read, level by level, from the most care downward."""
    assert rows(Engine(rules).decide(best(level).replace(**changes))) == expected


# What is so of every decision.


def ranks(decision: Decision) -> list[int]:
    """The levels of the options as rungs, the end of care as -1."""
    ladder = decision.rules.continuum
    return [ladder.rank(option.level.id) if isinstance(option.level, Level) else -1 for option in decision.options]


def by_id(rules: RuleSet) -> dict[str, Any]:
    """The rules and justifications of a rule set by their ids."""
    justifications: dict[str, Any] = {one.id: one for one in rules.justifications}
    return justifications | {rule.id: rule for rule in rules.rules}


def every_level_once(decision: Decision) -> None:
    """From the top down to the lowest level in question: the entry at an admission, the end of care where it is in reach."""
    ladder, lowest = decision.rules.continuum, 0
    if decision.origin is NOT_IN_CARE:
        lowest = ladder.rank(decision.rules.entry) if decision.rules.entry else len(ladder)
    elif decision.origin == ladder.levels[0]:
        lowest = -1
    assert ranks(decision) == list(range(ladder.top, lowest - 1, -1))


def standing_follows_the_decision(decision: Decision) -> None:
    """Recommended is the target, open the rest of the range; below it is blocked, above it is not indicated."""
    target, (low, high) = decision.case.placement.target, decision.case.placement[1:]
    for option, rung in zip(decision.options, ranks(decision), strict=True):
        assert (option.standing is Standing.RECOMMENDED) == (rung == target)
        assert (option.standing is Standing.OPEN) == (low <= rung <= high and rung != target)
        assert (option.standing is Standing.BLOCKED) == (rung < low)
        assert (option.standing is Standing.NOT_INDICATED) == (rung > high)
    assert [option.standing for option in decision.options].count(Standing.RECOMMENDED) == (decision.target is not None)


def each_says_why(decision: Decision) -> None:
    """What is recommended has nothing against it; what is blocked or not indicated says why; what is open says what it awaits."""
    ids = {"", *by_id(decision.rules)}
    asked = [question.fact for question in decision.open_questions]
    for option in decision.options:
        if option.standing is not Standing.OPEN:
            assert bool(option.speaks_against) == (option.standing is not Standing.RECOMMENDED)
        assert option.blocked_by in (ids if option.standing is Standing.BLOCKED else {""})
        assert bool(option.questions) == (option.standing is Standing.OPEN)
        assert list(option.questions) == [fact for fact in asked if fact in option.questions]
        assert option.level is COMPLETE or option.speaks_for[-1] == option.level.purpose


def what_blocks_is_so(decision: Decision) -> None:
    """Every clause against a blocked level is certain, and what is named as blocking it does so, by the rules themselves."""
    rules, person = decision.rules, decision.assessment
    for option, rung in zip(decision.options, ranks(decision), strict=True):
        if option.standing is not Standing.BLOCKED:
            continue
        assert not any(UNSURE in clause or "not known yet" in clause for clause in option.speaks_against)
        if not option.blocked_by:
            first = option.speaks_against[0]
            assert first == "no rule permits stepping down from this level" or first.endswith(" is never passed")
        elif isinstance(found := by_id(rules)[option.blocked_by], StepDown):
            assert not possible(person, found.when) or rung < lowest_of(rules, found, str(person.level))
        elif isinstance(found, Justification):
            assert not possible(person, found.when)
            assert rung < rules.continuum.rank(found.skips) < rules.continuum.rank(str(person.level))
        else:
            assert certain(person, found.when)


def lowest_of(rules: RuleSet, rule: StepDown, level: str) -> int:
    """The rung at which a step down ends."""
    if isinstance(rule.no_lower_than, str):
        return rules.continuum.rank(rule.no_lower_than)
    return rules.continuum.rank(level) - 1 if rule.no_lower_than is None else -1


def no_clause_stands_twice(decision: Decision) -> None:
    """Rules that word a reason alike are told once."""
    for option in decision.options:
        assert len({*option.speaks_against}) == len(option.speaks_against)
        if option.standing is not Standing.RECOMMENDED:
            assert len({*option.speaks_for}) == len(option.speaks_for)


def may_be_needed_only_above(decision: Decision) -> None:
    """What may be needed is told above the target alone, or, where nothing is determined, above what is needed at least."""
    target, lowest, _ = decision.case.placement
    settled = lowest if target is None else target
    for option, rung in zip(decision.options, ranks(decision), strict=True):
        if any(clause.startswith(MAY_BE_NEEDED) for clause in option.speaks_for):
            assert option.standing is Standing.OPEN
            assert rung > settled


def what_is_certain_is_told(decision: Decision) -> None:
    """The reasons stand at the level recommended, or, where an admission is open, at the lowest level that is."""
    because = [*dict.fromkeys(reason.rule.because for reason in decision.reasons)]
    lowest = decision.case.placement.lowest if decision.case.has_range else None
    for option, rung in zip(decision.options, ranks(decision), strict=True):
        told = row(option).speaks_for
        if option.standing is Standing.RECOMMENDED or (decision.target is None and rung == lowest):
            assert [*dict.fromkeys(told)] == because
        else:
            assert all(clause.startswith(MAY_BE_NEEDED) for clause in told)


def what_may_ask_for_care_is_asked(decision: Decision) -> None:
    """A question on which a reason for care waits is among those of every open level: it could begin or end the way there."""
    if decision.origin is None:
        return
    person, rules = decision.assessment, [rule for rule in decision.rules.rules if isinstance(rule, StepUp | Admission)]
    unsettled = {rule.id for rule in rules if possible(person, rule.when) and not certain(person, rule.when)}
    asked = {question.fact for question in decision.open_questions if unsettled & {*question.rules}}
    for option in decision.options:
        assert option.standing is not Standing.OPEN or asked <= {*option.questions}


def asked_again_it_is_the_same(decision: Decision) -> None:
    """Weighing leaves the decision as it is."""
    before = decision.target_id, decision.range_ids, decision.reasons, decision.open_questions
    assert decision.options == decision.options
    assert decision.circumstances == decision.circumstances
    assert (decision.target_id, decision.range_ids, decision.reasons, decision.open_questions) == before
    assert decision == Engine(decision.rules).decide(decision.assessment)


ALWAYS: dict[str, Callable[[Decision], None]] = {
    "every level once": every_level_once,
    "standing follows the decision": standing_follows_the_decision,
    "each says why": each_says_why,
    "what blocks is so": what_blocks_is_so,
    "no clause stands twice": no_clause_stands_twice,
    "may be needed only above": may_be_needed_only_above,
    "what is certain is told": what_is_certain_is_told,
    "what may ask for care is asked": what_may_ask_for_care_is_asked,
    "asked again it is the same": asked_again_it_is_the_same,
}


@lru_cache
def decided(world: str) -> dict[Assessment, Decision]:
    """The decision for every assessment of a small world, those with an unknown level included."""
    engine = Engine(SMALL_WORLDS[world])
    people = [*everyone(engine.rules), Small(), Small(risk=HIGH, progress=HIGH)]
    return {person: engine.decide(person) for person in people}


@pytest.mark.parametrize("world", SMALL_WORLDS)
@pytest.mark.parametrize("name", ALWAYS)
def test_every_decision_of_the_small_worlds(name: str, world: str) -> None:
    """Nothing is sampled and nothing left out."""
    for decision in decided(world).values():
        ALWAYS[name](decision)


def fillings(person: Assessment) -> Iterator[Assessment]:
    """Every full answer to everything unknown."""
    gaps = [name for name in speakable(person) if vars(person)[name] is None]
    for values in product(*(values_of(Small, name) for name in gaps)):
        yield person.replace(**dict(zip(gaps, values, strict=True)))


@pytest.mark.parametrize("world", SMALL_WORLDS)
def test_no_answer_leads_where_it_is_blocked_or_not_indicated(world: str) -> None:
    """With everything known that is unknown now, nobody is sent to such a level, and nobody off the list."""
    for person, decision in decided(world).items():
        if decision.origin is None:
            continue
        standing = {option.level: option.standing for option in decision.options}
        targets = {decided(world)[filled].target for filled in fillings(person)}
        assert targets <= {None, *standing}
        ruled_out = {level for level, is_ in standing.items() if is_ in {Standing.BLOCKED, Standing.NOT_INDICATED}}
        assert not targets & ruled_out


@pytest.mark.parametrize("world", SMALL_WORLDS)
def test_nothing_is_open_where_everything_is_known(world: str) -> None:
    """An option is open because of something unknown, and of nothing else."""
    for person, decision in decided(world).items():
        if decision.origin is not None and all(vars(person)[name] is not None for name in speakable(person)):
            assert Standing.OPEN not in {option.standing for option in decision.options}


@pytest.mark.parametrize("world", [name for name in SMALL_WORLDS if name not in {"lean", "no entry"}])
def test_twin_every_standing_occurs(world: str) -> None:
    """The small worlds are no empty ones: levels are recommended, open, blocked and not indicated, above the target and below."""
    seen = {
        (option.standing, option.level is COMPLETE, rung > (decision.case.placement.target or 0))
        for decision in decided(world).values()
        if decision.origin is not None
        for option, rung in zip(decision.options, ranks(decision), strict=True)
    }
    assert {standing for standing, _, _ in seen} == set(Standing)
    assert {(Standing.OPEN, False, True), (Standing.OPEN, False, False), (Standing.OPEN, True, False)} <= seen


# Arbitrary worlds.

RECORDED: dict[str, tuple[Any, ...]] = {
    "preference": (None, *Preference),
    "main_barrier": (None, *BarrierKind),
    "barrier_verified": (None, False, True),
    "engagement_risk": (None, *Risk),
    "mandated": (None, False, True),
}
recordings = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in RECORDED.items()})


@given(situations(), recordings)
def test_every_decision_of_arbitrary_worlds(situation: Situation, recorded: dict[str, Any]) -> None:
    """The same of any ladder and rules; and what is no ground for a level changes nothing but the circumstances."""
    engine = Engine(situation.rules)
    decision = engine.decide(situation.assessment)
    for check in ALWAYS.values():
        check(decision)
    filled = engine.decide(situation.filled)
    if filled.target is not None:
        (reached,) = (option for option in decision.options if option.level == filled.target)
        assert reached.standing in {Standing.RECOMMENDED, Standing.OPEN}
    beside = engine.decide(situation.assessment.replace(**recorded))
    assert beside.options == decision.options
    assert (beside.target_id, beside.range_ids, beside.reasons) == (decision.target_id, decision.range_ids, decision.reasons)
    said = {name for name, value in recorded.items() if value not in {None, False, BarrierKind.NONE} and value is not Risk.NONE}
    assert {one.fact for one in beside.circumstances} == said
    assert decision.circumstances == ()


# Circumstances.


def beside(**changes: Any) -> list[tuple[str, str, list[str]]]:
    """The circumstances of a person at IOP, each with the services that ease it."""
    found = Engine(stepdown.RULES).decide(best("iop").replace(barrier_verified=None, **changes)).circumstances
    return [(one.fact, one.words, [service.need.id for service in one.services]) for one in found]


def test_a_preference_is_recorded() -> None:
    """What the person prefers is shown, and nothing rests on it."""
    assert beside(preference=Preference.LESS) == [("preference", "care preferred: less", [])]


@pytest.mark.parametrize(
    ("barrier", "words", "services"),
    [
        (BarrierKind.DISTANCE, "distance", ["remote-sessions"]),
        (BarrierKind.CHILDCARE, "childcare", ["remote-sessions", "work-hours"]),
        (BarrierKind.WORK, "work", ["work-hours"]),
        (BarrierKind.COST, "cost", ["benefits-check"]),
        (BarrierKind.WAITING_LIST, "waiting list", []),
    ],
)
def test_a_barrier_comes_with_what_eases_it(barrier: BarrierKind, words: str, services: list[str]) -> None:
    """Every service that the rules name because of it, by id; a barrier that nothing eases is shown all the same."""
    assert beside(main_barrier=barrier) == [("main_barrier", f"main barrier to taking part: {words}", services)]


def test_a_barrier_that_was_not_checked_is_told() -> None:
    """A plain no says something where a service rests on it: cost is to be verified first."""
    engine = Engine(stepdown.RULES)
    decision = engine.decide(best("iop").replace(main_barrier=BarrierKind.COST, barrier_verified=False))
    (check,) = (service for service in decision.services if service.need.id == "benefits-check")
    assert decision.circumstances == (
        Circumstance("main_barrier", "main barrier to taking part: cost", (check,)),
        Circumstance("barrier_verified", "barrier checked: no", (check,)),
    )
    checked = engine.decide(best("iop").replace(main_barrier=BarrierKind.COST, barrier_verified=True))
    assert [(one.words, one.services) for one in checked.circumstances] == [
        ("main barrier to taking part: cost", ()),
        ("barrier checked: yes", ()),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"main_barrier": BarrierKind.NONE, "mandated": False, "medication_treatment": False},
        {"engagement_risk": Risk.NONE},
        {"engagement_risk": None, "main_barrier": None, "mandated": None, "preference": None},
    ],
)
def test_a_plain_no_says_nothing(changes: dict[str, Any]) -> None:
    """A flag that is not set, a scale at NONE and what is unknown are no circumstances."""
    assert beside(**changes) == []


class Told(Assessment):
    """Facts that move nobody, of every kind, and one that may."""

    rating: Grade[Risk] = Grade("rating", Risk, worse="higher", ground=False)
    visits: Count = Count("visits", low=0, high=9, unit="visits", worse=None, ground=False)
    wait: Duration = Duration("time waited", low=0, high=90, unit="days", worse=None, ground=False)
    alone: Flag = Flag("lives alone", worse=None, ground=False)
    way: Choice[Color] = Choice("line", Color, ground=False)
    keen: Flag = Flag("keen", worse=False)


TOLD = RuleSet(
    id="told",
    version="1",
    title="Told",
    intended_use="Tests.",
    continuum=LEAN.continuum,
    facts=Told,
    rules=[StepDown("down", at="r1", when=Told.goals_met, because="done")],
    needs=[
        ServiceNeed("visitor", when=~Told.alone, offers="a visitor"),
        ServiceNeed("reminders", when=(Told.visits <= 1) | (Told.way == Color.RED), offers="reminders"),
        ServiceNeed("calls", when=(Told.rating <= Risk.MILD) & Told.keen, offers="calls"),
        ServiceNeed("company", when=Told.alone | (Told.rating >= Risk.SEVERE), offers="company"),
    ],
)


def told(**facts: Any) -> list[tuple[str, list[tuple[str, bool]]]]:
    found = Engine(TOLD).decide(Told(level="r1", **facts)).circumstances
    return [(one.words, [(service.need.id, service.needed) for service in one.services]) for one in found]


def test_circumstances_stand_in_the_order_of_the_vocabulary() -> None:
    """What is a ground is no circumstance, whatever rests on it."""
    assert told(keen=True, alone=True, visits=3, way=Color.BLUE, rating=Risk.SEVERE) == [
        ("rating: severe", [("company", True)]),
        ("lives alone: yes", [("company", True)]),
        ("line: blue", []),
    ]


def test_a_number_is_no_circumstance() -> None:
    """Scores, counts and days speak through ratings, also where a service rests on one."""
    assert told(visits=0, wait=3, ciwa_ar=9) == []
    assert told(visits=0, way=Color.RED) == [("line: red", [("reminders", True)])]


def test_a_service_rests_on_a_plain_no() -> None:
    """Then the no is told, and so is a scale at NONE, also while it is to be clarified whether the service is needed."""
    assert told(alone=False, rating=Risk.NONE, keen=True) == [
        ("rating: none", [("calls", True)]),
        ("lives alone: no", [("visitor", True)]),
    ]
    assert told(alone=False, rating=Risk.NONE) == [
        ("rating: none", [("calls", False)]),
        ("lives alone: no", [("visitor", True)]),
    ]
    assert told(rating=Risk.NONE, keen=False) == []


def test_a_service_to_be_clarified_stands_beside_what_is_recorded() -> None:
    """It waits for something else, and says so."""
    assert told(rating=Risk.MILD, alone=False) == [
        ("rating: mild", [("calls", False)]),
        ("lives alone: no", [("visitor", True)]),
    ]


def test_a_service_to_be_clarified_does_not_stand_beside_what_is_ruled_out() -> None:
    """It waits for the visits alone, and would be offered on any line; the line is none of its causes."""
    assert told(way=Color.BLUE) == [("line: blue", [])]


def test_a_service_stands_under_what_it_is_named_for_and_under_nothing_else() -> None:
    """Of two causes each carries it where it would be enough; a no to the other carries nothing."""
    assert told(alone=False, rating=Risk.SEVERE) == [
        ("rating: severe", [("company", True)]),
        ("lives alone: no", [("visitor", True)]),
    ]
    assert told(alone=True, rating=Risk.MODERATE) == [("rating: moderate", []), ("lives alone: yes", [("company", True)])]
    decision = Engine(stepdown.RULES).decide(best("iop").replace(engagement_risk=Risk.MODERATE, barrier_verified=None))
    assert [one.fact for one in decision.circumstances] == ["engagement_risk"]


def test_a_circumstance_shows_no_value_in_its_repr() -> None:
    """Which fact it is, no more; an explanation shows the words."""
    (one,) = Engine(stepdown.RULES).decide(best("iop").replace(barrier_verified=None, preference=Preference.MORE)).circumstances
    assert repr(one) == "<Circumstance 'preference'>"
    assert one == Circumstance("preference", "care preferred: more", ())


def test_circumstances_move_nobody() -> None:
    """Barriers and preference change neither a level's standing nor a word about it, at any level of either ladder."""
    silent = dict.fromkeys(("main_barrier", "barrier_verified", "mandated", "engagement_risk"))
    for rules in (stepdown.RULES, four_levels.RULES):
        engine = Engine(rules)
        for level in (*rules.continuum.ids, NOT_IN_CARE):
            before = engine.decide(best(level).replace(return_to_use_risk=None, **silent))
            assert before.circumstances == ()
            for changes in ({"preference": Preference.LESS}, {"main_barrier": BarrierKind.COST, "mandated": True}):
                after = engine.decide(before.assessment.replace(**changes))
                assert after.options == before.options
                assert {one.fact for one in after.circumstances} == set(changes)


class Wider(Assessment):
    """What the shipped rules do not know."""

    strain: Count = Count("strain today", low=0, high=10, unit="points", worse="higher")
    pets: Flag = Flag("pets to be cared for", worse=None, ground=False)


def test_what_no_rule_asks_for_is_named() -> None:
    """A fact that is recorded and that the rules do not ask for moves nobody, and the decision says so, without its value."""
    engine = Engine(stepdown.RULES)
    person = Wider(level="iop", strain=9, preference=Preference.MORE)
    decision = engine.decide(person)
    assert decision.unread == ("strain",)
    assert engine.decide(person.replace(pets=True)).unread == ("strain", "pets")
    assert decision.to_dict()["unread"] == ["strain"]
    section = "Recorded, and asked by none of these rules: nothing was decided by it\n  - Strain today [strain]\n\n"
    assert section in decision.explain()
    assert decision.explain().replace(section, "") == engine.decide(person.replace(strain=None)).explain()


def test_a_ground_that_no_rule_uses_is_named() -> None:
    """In the vocabulary of the rules, too: what is no ground is not named, since nobody can expect to be moved by it."""
    wider = evolve(stepdown.RULES, facts=Wider)
    assert Engine(wider).decide(Wider(level="iop", strain=9, pets=True)).unread == ("strain",)
    asked = StepUp("strain", at_least="php", when=Wider.strain >= 8, because="strain is high", skips_because="too low")
    assert Engine(evolve(wider, rules=[*wider.rules, asked])).decide(Wider(level="iop", strain=9)).unread == ()
    assert Engine(evolve(wider, required_facts=["strain"])).decide(Wider(level="iop", strain=9)).unread == ()


def test_what_the_rules_ask_for_is_not_named() -> None:
    """Twin: every ground of the shipped rules is asked for, and what nobody recorded is an open question, if anything."""
    assert Engine(stepdown.RULES).decide(Assessment(level="iop", days_at_level=3, preference=Preference.MORE)).unread == ()
    assert Engine(stepdown.RULES).decide(Wider(level="iop")).unread == ()
    everything = best("iop").replace(days_at_level=3, hours_needed=9)
    assert len(everything.known()) > 30
    assert Engine(stepdown.RULES).decide(everything).unread == ()


def test_options_and_circumstances_are_values() -> None:
    """Equal contents are equal, and nobody changes one later."""
    decision = Engine(stepdown.RULES).decide(best("iop").replace(preference=Preference.LESS))
    for one, name in ((decision.options[0], "standing"), (decision.circumstances[0], "words")):
        changing: Any = one
        with pytest.raises(FrozenInstanceError):
            setattr(changing, name, "recommended")
    assert isinstance(decision.options, tuple)
    assert all(isinstance(service, Service) for one in decision.circumstances for service in one.services)
    assert len({*decision.options, *decision.options}) == len(stepdown.LADDER)


def test_what_moves_nobody_is_everywhere_told_apart() -> None:
    """The facts of the small worlds are all grounds, so these worlds have no circumstances at all."""
    assert all(Small.vocabulary()[name].ground for name in own_facts(Small))
    assert not any(decision.circumstances for world in SMALL_WORLDS for decision in decided(world).values())


def test_an_option_shows_how_it_stands_and_not_why() -> None:
    """What speaks for a level says of a person what it says."""
    shown = [repr(option) for option in Engine(FULL).decide(small("r0", risk=HIGH)).options]
    assert shown == [
        "<Option 'r3', recommended>",
        "<Option 'r2', blocked>",
        "<Option 'r1', blocked>",
        "<Option 'r0', blocked>",
        "<Option 'complete', blocked>",
    ]
