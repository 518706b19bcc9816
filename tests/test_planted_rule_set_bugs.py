"""Ten slips of a rule author, planted one at a time in a clean rule set: each is refused or found, and none is invented."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, IntEnum
from typing import Any, NamedTuple

import pytest
from attrs import evolve

from continuum import (
    CLINICAL,
    COMPLETE,
    HANDOFF,
    Admission,
    Assessment,
    Choice,
    Continuum,
    Count,
    Flag,
    Grade,
    Hold,
    Justification,
    Level,
    RuleSet,
    StepDown,
    StepUp,
)
from continuum.comparisons import Missing
from continuum.errors import DefinitionErrors
from continuum.reports import Verdict
from continuum.verify import verify


class Harm(IntEnum):
    LOW = 0
    SOME = 1
    HIGH = 2


class Backing(IntEnum):
    NONE = 0
    SOME = 1
    STRONG = 2


class Living(Enum):
    ALONE = "alone"
    FAMILY = "family"
    SHELTER = "shelter"
    STREET = "street"


class Pace(Enum):
    SLOW = "slow"
    STEADY = "steady"
    FAST = "fast"


class Ours(Assessment):
    """Riverside's own facts."""

    harm: Grade[Harm] = Grade("risk of harm", Harm, worse="higher")
    stable: Flag = Flag("medically settled", worse=False)
    backing: Grade[Backing] = Grade("support from others", Backing, worse="lower")
    living: Choice[Living] = Choice("living situation", Living)
    craving: Count = Count("craving", low=0, high=10, unit="points", worse="higher", scope="level")
    aims: Flag = Flag("aims of the stay reached", worse=False, scope="level")
    used_here: Flag = Flag("use during the stay", worse=True, scope="level")
    pace: Choice[Pace] = Choice("pace of progress", Pace, scope="level")
    seat: Flag = Flag("place confirmed", worse=False, scope="level")


LADDER = Continuum(
    "riverside",
    [
        Level("out", "Outpatient", purpose="sessions"),
        Level("iop", "Intensive outpatient", purpose="some days a week"),
        Level("php", "Day program", purpose="most days"),
        Level("res", "Residential", purpose="a place to live"),
    ],
)
HOUSED, UNHOUSED = Ours.living.one_of(Living.ALONE, Living.FAMILY), Ours.living.one_of(Living.SHELTER, Living.STREET)

OUT_DOWN = StepDown("out-down", at="out", no_lower_than=COMPLETE, when=Ours.aims, because="done")
IOP_DOWN = StepDown("iop-down", at="iop", when=Ours.aims & (Ours.backing >= Backing.SOME), because="ready")
PHP_DOWN = StepDown("php-down", at="php", when=Ours.aims & Ours.pace.one_of(Pace.STEADY, Pace.FAST), because="ready")
RES_DOWN = StepDown("res-down", at="res", no_lower_than="iop", when=Ours.aims, because="ready")
DOWNS = (OUT_DOWN, IOP_DOWN, PHP_DOWN, RES_DOWN)
UNSETTLED = Hold("unsettled", when=~Ours.stable, about=CLINICAL, because="not settled", until="settled")
OTHERS = (
    StepUp("harm", at_least="res", when=Ours.harm >= Harm.HIGH, because="harm", skips_because="less is too little"),
    StepUp("unhoused", at_least="php", when=UNHOUSED, because="no home", skips_because="days need a place"),
    StepUp("used", at=LADDER.ids, when=Ours.used_here, because="use"),
    StepUp("craving", at=("out", "iop"), at_least="php", when=Ours.craving >= 8, because="craving", skips_because="too strong"),
    StepUp(
        "overwhelmed",
        at="iop",
        at_least="res",
        when=(Ours.pace == Pace.FAST) & (Ours.craving >= 5),
        because="x",
        skips_because="x",
    ),
    Hold("craving-left", when=Ours.craving >= 4, about=CLINICAL, because="craving", until="less craving"),
    Hold("no-seat", when=~Ours.seat, about=HANDOFF, because="no place yet", until="a place is confirmed"),
    Hold("unsteady", at="php", when=Ours.pace.one_of(Pace.SLOW, Pace.FAST), about=CLINICAL, because="unsteady", until="steady"),
    Admission(
        "some-harm", at_least="iop", when=Ours.harm >= Harm.SOME, because="some harm", skips_because="sessions are too little"
    ),
)
PASS_PHP = Justification("php-not-needed", skips="php", when=HOUSED & (Ours.backing >= Backing.STRONG), because="covered")


def riverside(*, downs: tuple[StepDown, ...] = DOWNS, more: tuple[Any, ...] = (UNSETTLED,), **changes: Any) -> RuleSet:
    """The rule set, or one with a slip in it."""
    parts: dict[str, Any] = {
        "justifications": (PASS_PHP,),
        "rules": (*downs, *OTHERS, *more),
        "required_facts": ("harm", "stable"),
        **changes,
    }
    return RuleSet(
        id="riverside", version="1", title="Riverside", intended_use="Tests.", continuum=LADDER, facts=Ours, entry="out", **parts
    )


def put(changed: StepDown) -> tuple[StepDown, ...]:
    """The step-downs, one of them changed."""
    return tuple(changed if down.id == changed.id else down for down in DOWNS)


def test_the_clean_rule_set_is_not_accused() -> None:
    """Everything is proved, searched or not, and there is no advice."""
    for search_all in (False, True):
        report = verify(riverside(), search_all=search_all)
        assert report.flaws == ()
        assert report.holds
        assert report.verdict is Verdict.PROVED


REFUSED: dict[str, tuple[Callable[[], RuleSet], str]] = {
    "a comparison reversed": (
        lambda: riverside(downs=put(evolve(IOP_DOWN, when=Ours.aims & (Ours.backing <= Backing.SOME)))),
        (
            "rule 'iop-down': 'aims of the stay reached: yes and support from others is at most some' has the wrong direction: "
            "a StepDown may only become false as facts get worse; "
            "look for a turned comparison, an == on a scale, or a fact with the other end worse (law 3)"
        ),
    ),
    "what is unknown made safe": (
        lambda: riverside(downs=put(evolve(IOP_DOWN, when=IOP_DOWN.when & ((Ours.craving <= 3) | Missing("craving"))))),
        "rule 'iop-down': a rule may not ask whether 'craving' is known; list it in required_facts",
    ),
}


@pytest.mark.parametrize("bug", REFUSED)
def test_what_breaks_a_law_cannot_be_built(bug: str) -> None:
    """The sentence names the rule and what to look for."""
    build, sentence = REFUSED[bug]
    with pytest.raises(DefinitionErrors) as caught:
        build()
    assert caught.value.problems == (sentence,)


class Bug(NamedTuple):
    """A slip, and what is found."""

    rules: RuleSet
    flaw: str
    says: str
    follows: frozenset[str] = frozenset()
    """What is wrong besides because of it."""


CRAVING_AGAIN = StepUp("strong-craving", at="iop", when=Ours.craving >= 9, because="strong craving")

FOUND = {
    "a hold is missing": Bug(
        riverside(more=()),
        "required-facts-matter:stable",
        "Nobody is sent on without knowing 'stable', and whatever it is, every decision is the same.",
    ),
    "a far target without a justification": Bug(
        riverside(downs=put(evolve(RES_DOWN, no_lower_than="out"))),
        "far-step-down:res-down@res",
        "'res-down' permits to go from Residential to Outpatient, and nobody gets there: "
        "nothing ever justifies passing Intensive outpatient.",
    ),
    "a rule that another shadows": Bug(
        riverside(more=(UNSETTLED, CRAVING_AGAIN)),
        "rule-matters:strong-craving",
        "'strong-craving' changes nothing: 'craving' says as much.",
    ),
    "down to a level that sends everybody back": Bug(
        riverside(downs=put(evolve(PHP_DOWN, when=PHP_DOWN.when & UNHOUSED))),
        "step-down-acts:php-down@php",
        "'php-down' permits nothing at Day program: wherever it is true, a step up or a hold is due, or may be.",
        frozenset({"no-trap:down-from-php", "best-case:php", "rule-decides:php-down", "rule-decides:unsteady"}),
    ),
    "a level without a way down": Bug(
        riverside(downs=(OUT_DOWN, PHP_DOWN, RES_DOWN)),
        "no-trap:down-from-iop",
        "Nobody can step down from Intensive outpatient: no rule permits it.",
        frozenset({"best-case:iop", "best-case:php", "best-case:res"}),
    ),
    "down only where a step up is due": Bug(
        riverside(
            downs=put(evolve(IOP_DOWN, when=IOP_DOWN.when & (Ours.pace == Pace.FAST))),
            more=(UNSETTLED, StepUp("too-fast", at="iop", when=Ours.pace == Pace.FAST, because="too fast")),
        ),
        "step-down-acts:iop-down@iop",
        "'iop-down' permits nothing at Intensive outpatient: wherever it is true, so is 'too-fast', or it may be.",
        frozenset({"no-trap:down-from-iop", "best-case:iop", "best-case:php", "best-case:res", "rule-decides:iop-down"}),
    ),
    "a justification that is always true": Bug(
        riverside(justifications=(evolve(PASS_PHP, when=HOUSED | UNHOUSED),)),
        "can-be-false:php-not-needed",
        "The condition of 'php-not-needed' is never false: it is true of everybody of whom enough is known.",
    ),
    "a value missing from a list": Bug(
        riverside(downs=put(evolve(PHP_DOWN, when=Ours.aims & (Ours.pace == Pace.FAST)))),
        "step-down-acts:php-down@php",
        "'php-down' permits nothing at Day program: wherever it is true, so is 'unsteady', or it may be.",
        frozenset({"no-trap:down-from-php", "best-case:php", "rule-decides:php-down"}),
    ),
}


@pytest.mark.parametrize("bug", FOUND)
def test_what_can_be_built_is_found(bug: str) -> None:
    """The property that is meant to see it does, in its own words, with a case wherever a case can show it."""
    planted = FOUND[bug]
    report = verify(planted.rules)
    found = {flaw.id: flaw for flaw in report.flaws}
    assert {planted.flaw, *planted.follows} == found.keys()
    assert found[planted.flaw].says == planted.says
    assert report.holds is (planted.flaw.startswith("rule-matters"))


@pytest.mark.parametrize("bug", FOUND)
def test_what_is_found_is_found_by_a_search_of_everything_too(bug: str) -> None:
    """And nothing more: the laws hold in spite of the slip."""
    planted = FOUND[bug]
    assert {flaw.id for flaw in verify(planted.rules, search_all=True).flaws} == {planted.flaw, *planted.follows}


def test_ten_of_ten() -> None:
    """Each slip has its own place here."""
    assert len(REFUSED) + len(FOUND) == 10
