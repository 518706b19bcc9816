"""The laws of `continuum.laws`, put to a situation and to functions that place: each fails with an assertion if it is broken."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from attrs import frozen

from continuum import NOT_IN_CARE, Assessment, Condition, RuleSet, laws
from tests.laws.worlds import Situation

Kept = Callable[[Situation, ModuleType], None]


@frozen
class Outcome:
    """Where one assessment is placed; rungs are numbers, -1 is completion."""

    origin: int | None
    target: int | None
    lowest: int
    highest: int


def outcome(placement: ModuleType, rules: RuleSet, assessment: Assessment) -> Outcome:
    """Place an assessment with these functions."""
    if assessment.level is NOT_IN_CARE:
        target, lowest, highest = placement.admit(rules.by_rung, vars(assessment))
        return Outcome(None, target, lowest, highest)
    origin = rules.continuum.rank(str(assessment.level))
    target, lowest, highest = placement.place(rules.by_rung, origin, vars(assessment))
    return Outcome(origin, target, lowest, highest)


def certain(assessment: Assessment, when: Condition) -> bool:
    return when.definitely(vars(assessment))


def possible(assessment: Assessment, when: Condition) -> bool:
    return when.possibly(vars(assessment))


def entry(rules: RuleSet) -> int:
    return rules.continuum.rank(rules.entry or "")


def _pairs(law: laws.Law, situation: Situation, placement: ModuleType) -> list[tuple[Assessment, ...]]:
    """The assessments of a situation that a law compares."""
    person = situation.assessment
    match law.about:
        case laws.About.ONE:
            return [(person,)]
        case laws.About.WORSE:
            return [(person, situation.worse)]
        case laws.About.FULLER:
            return [(person, situation.filled), (situation.masked, person)]
        case laws.About.ARRIVED:
            target = outcome(placement, situation.rules, person).target
            return [] if target is None or target < 0 else [(person, person.moved_to(situation.rules.continuum.ids[target]))]


def kept(law: laws.Law) -> Kept:
    """The law as a function of a situation."""

    def check(situation: Situation, placement: ModuleType) -> None:
        for people in _pairs(law, situation, placement):
            broken = law.broken(*(laws.look(situation.rules, person, placement) for person in people))
            assert not broken, broken[0]

    return check


LAWS: dict[str, Kept] = {
    "1 justified skips": kept(laws.BY_ID["justified-skips"]),
    "2 unknown never reduces care": kept(laws.BY_ID["unknown-never-reduces"]),
    "2 knowing more narrows": kept(laws.BY_ID["knowing-more-narrows"]),
    "2 unknown never raises": kept(laws.BY_ID["unknown-never-raises"]),
    "2 hidden step-up is asked": kept(laws.BY_ID["hidden-step-up-is-asked"]),
    "3 worse never means less": kept(laws.BY_ID["worse-never-less"]),
    "4 safety first": kept(laws.BY_ID["safety-first"]),
    "5 one assessment, one step": kept(laws.BY_ID["one-step"]),
    "liveness: most permissive": kept(laws.BY_ID["what-is-due-happens"]),
    "admission is settled": kept(laws.BY_ID["admission-settles"]),
}

justified_skips = LAWS["1 justified skips"]
unknown_never_reduces = LAWS["2 unknown never reduces care"]
knowing_more_narrows = LAWS["2 knowing more narrows"]
unknown_never_raises = LAWS["2 unknown never raises"]
hidden_step_up_is_asked = LAWS["2 hidden step-up is asked"]
worse_never_less = LAWS["3 worse never means less"]
safety_first = LAWS["4 safety first"]
one_step = LAWS["5 one assessment, one step"]
most_permissive = LAWS["liveness: most permissive"]
admission_is_settled = LAWS["admission is settled"]
