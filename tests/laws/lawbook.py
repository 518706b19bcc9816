"""
The laws as functions: each takes a situation and the functions that place, and fails with an assertion if the law is broken.

They ask the rules themselves, never `placement` or `grounds`, so that a defect planted there cannot hide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from attrs import frozen

from continuum import COMPLETE, NOT_IN_CARE, Admission, Assessment, Condition, Hold, RuleSet, StepDown, StepUp, Urgency
from continuum.rule_set import is_lasting
from tests.laws.worlds import Situation

Law = Callable[[Situation, ModuleType], None]


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


def floors(rules: RuleSet, rung: int, *, admission: bool = False) -> Iterator[tuple[Any, int]]:
    """The lasting step-ups (and admissions) that find a rung too low, with the rung they ask for."""
    for rule in rules.rules:
        if isinstance(rule, StepUp) and is_lasting(rule, rules.facts) and rule.at_least:
            low = rules.continuum.rank(rule.at[0]) if rule.at else 0
            if low <= rung < rules.continuum.rank(rule.at_least):
                yield rule, rules.continuum.rank(rule.at_least)
        if admission and isinstance(rule, Admission) and rung < rules.continuum.rank(rule.at_least):
            yield rule, rules.continuum.rank(rule.at_least)


def jumps(rules: RuleSet, rung: int) -> Iterator[tuple[StepUp, int]]:
    """The local step-ups at a rung, with the rung they ask for."""
    ladder = rules.continuum
    for rule in rules.rules:
        if isinstance(rule, StepUp) and not is_lasting(rule, rules.facts) and ladder.ids[rung] in (rule.at or ()):
            yield rule, ladder.rank(rule.at_least) if rule.at_least else min(rung + 1, ladder.top)


def holds(rules: RuleSet, rung: int) -> Iterator[Hold]:
    """The holds at a rung."""
    for rule in rules.rules:
        if isinstance(rule, Hold) and (rule.at is None or rules.continuum.ids[rung] in rule.at):
            yield rule


def missing_required(rules: RuleSet, assessment: Assessment) -> bool:
    return any(vars(assessment)[fact] is None for fact in rules.required_facts)


def limits(rules: RuleSet, rung: int, assessment: Assessment) -> list[int]:
    """How low the step-downs that are certain at a rung permit to go."""
    ladder = rules.continuum
    found = []
    for rule in rules.rules:
        if isinstance(rule, StepDown) and ladder.ids[rung] in rule.at and certain(assessment, rule.when):
            if rule.no_lower_than is None:
                found.append(rung - 1)
            else:
                found.append(-1 if rule.no_lower_than is COMPLETE else ladder.rank(str(rule.no_lower_than)))
    return found


def entry(rules: RuleSet) -> int:
    return rules.continuum.rank(rules.entry or "")


def justified_skips(situation: Situation, placement: ModuleType) -> None:
    """Law 1: every rung passed has a justification that is certain."""
    rules, person = situation.rules, situation.assessment
    found = outcome(placement, rules, person)
    if found.target is None:
        return
    if found.origin is None:
        for rung in range(entry(rules), found.target):
            assert any(certain(person, rule.when) for rule, _ in floors(rules, rung, admission=True)), "admitted past a rung"
        return
    for rung in range(found.target + 1, found.origin):
        passes = [one for one in rules.justifications if one.skips == rules.continuum.ids[rung]]
        assert any(certain(person, one.when) for one in passes), "stepped down past a rung"
    for rung in range(found.origin + 1, found.target):
        too_low = any(certain(person, rule.when) for rule, _ in floors(rules, rung))
        passed = any(certain(person, rule.when) and to > rung for rule, to in jumps(rules, found.origin))
        assert too_low or passed, "stepped up past a rung"


def unknown_never_reduces(situation: Situation, placement: ModuleType) -> None:
    """Law 2, on what is not known: no step down beside a possible reason for care, none without certain permission."""
    rules, person = situation.rules, situation.assessment
    found = outcome(placement, rules, person)
    if found.origin is None:
        if found.target is not None and found.target < rules.continuum.top and missing_required(rules, person):
            assert any(
                certain(person, rule.when) and getattr(rule, "urgency", None) is Urgency.IMMEDIATE
                for rung in range(entry(rules), found.target)
                for rule, _ in floors(rules, rung)
            ), "admitted below the top while a required fact is missing"
        return
    assert found.target is not None
    if found.target < found.origin:
        step_ups = [*floors(rules, found.origin), *jumps(rules, found.origin)]
        assert not any(possible(person, rule.when) for rule, _ in step_ups), "down beside a possible step-up"
        assert not any(possible(person, hold.when) for hold in holds(rules, found.origin)), "down beside a possible hold"
        assert not missing_required(rules, person), "down while a required fact is missing"
        assert any(limit <= found.target for limit in limits(rules, found.origin, person)), "down without certain permission"
        if found.target >= 0:
            onto = floors(rules, found.target)
            assert not any(possible(person, rule.when) for rule, _ in onto), "down onto a rung that may be too low"


def knowing_more_narrows(situation: Situation, placement: ModuleType) -> None:
    """Law 2, on what becomes known: every filling lands inside the range, less information only widens it."""
    rules = situation.rules
    found, filled, masked = (
        outcome(placement, rules, person) for person in (situation.assessment, situation.filled, situation.masked)
    )
    if rules.entry is None and found.origin is None:
        return
    assert found.lowest <= found.highest, "the range is upside down"
    assert found.lowest <= filled.lowest <= filled.highest <= found.highest, "a filling leaves the range"
    assert masked.lowest <= found.lowest <= found.highest <= masked.highest, "less information narrows the range"
    if found.origin is not None and found.target is not None and filled.target is not None and found.target < found.origin:
        assert filled.target <= found.target, "full knowledge says higher than a decision to step down"


def unknown_never_raises(situation: Situation, placement: ModuleType) -> None:
    """Law 2, the twin: nobody is raised by what is merely possible, and the demand is exactly what is certain."""
    rules, person = situation.rules, situation.assessment
    found = outcome(placement, rules, person)
    if found.origin is not None and found.target is not None and found.target > found.origin:
        demands = [rule for rule, _ in (*floors(rules, found.origin), *jumps(rules, found.origin))]
        assert any(certain(person, rule.when) for rule in demands), "raised by something unknown"
        reached = [rule for rule, to in floors(rules, found.target - 1) if to >= found.target]
        reached += [rule for rule, to in jumps(rules, found.origin) if to >= found.target]
        assert any(certain(person, rule.when) for rule in reached), "raised further than anything certain asks"


def worse_never_less(situation: Situation, placement: ModuleType) -> None:
    """Law 3: making a fact worse never lowers the target; an admission may become undetermined."""
    found = outcome(placement, situation.rules, situation.assessment)
    worse = outcome(placement, situation.rules, situation.worse)
    if found.target is not None:
        assert worse.target is not None or worse.origin is None, "a worse fact loses the decision"
        assert worse.target is None or worse.target >= found.target, "a worse fact lowers the target"
    assert worse.lowest >= found.lowest, "a worse fact lowers the lowest"
    assert worse.highest >= found.highest, "a worse fact lowers the highest"


def safety_first(situation: Situation, placement: ModuleType) -> None:
    """Law 4: step-up beats hold beats step-down; the highest demand wins."""
    rules, person = situation.rules, situation.assessment
    found = outcome(placement, rules, person)
    if found.origin is None or found.target is None:
        return
    for rule, to in (*floors(rules, found.origin), *jumps(rules, found.origin)):
        assert not certain(person, rule.when) or found.target >= to, "a certain step-up is not obeyed"
    for hold in holds(rules, found.origin):
        assert not certain(person, hold.when) or found.target >= found.origin, "a certain hold is not obeyed"
    if found.target >= 0:
        assert not any(certain(person, rule.when) for rule, _ in floors(rules, found.target)), "the target itself is too low"


def one_step(situation: Situation, placement: ModuleType) -> None:
    """Law 5: after a move or an admission, deciding there afresh does not move again."""
    found = outcome(placement, situation.rules, situation.assessment)
    if found.target is None or found.target < 0 or found.target == found.origin:
        return
    arrived = situation.assessment.moved_to(situation.rules.continuum.ids[found.target])
    assert outcome(placement, situation.rules, arrived).target == found.target, "one assessment moves a person twice"


def most_permissive(situation: Situation, placement: ModuleType) -> None:
    """Liveness: what is permitted, justified and free of any possible reason for care happens."""
    rules, person = situation.rules, situation.assessment
    found = outcome(placement, rules, person)
    if found.origin is None:
        return
    care = [rule.when for rule, _ in (*floors(rules, found.origin), *jumps(rules, found.origin))]
    care += [hold.when for hold in holds(rules, found.origin)]
    permitted = limits(rules, found.origin, person)
    if not permitted or missing_required(rules, person) or any(possible(person, when) for when in care):
        return
    landing = found.origin - 1
    while landing > min(permitted) and any(
        certain(person, one.when) for one in rules.justifications if one.skips == rules.continuum.ids[landing]
    ):
        landing -= 1
    while landing >= 0 and any(possible(person, rule.when) for rule, _ in floors(rules, landing)):
        landing += 1
    assert found.target == landing, "a step down that is due does not happen"


def admission_is_settled(situation: Situation, placement: ModuleType) -> None:
    """Admissions: the lowest rung that nothing finds too low, as soon as nothing unknown could change it."""
    rules, person = situation.rules, situation.assessment
    found = outcome(placement, rules, person)
    if found.origin is not None:
        return
    if rules.entry is None:
        assert found.target is None, "admitted without an entry"
        return
    rung = entry(rules)
    while any(certain(person, rule.when) for rule, _ in floors(rules, rung, admission=True)):
        rung += 1
    assert found.lowest == rung, "the admission does not climb as its floors ask"
    high = entry(rules)
    while any(possible(person, rule.when) for rule, _ in floors(rules, high, admission=True)):
        high += 1
    assert found.highest == (rules.continuum.top if missing_required(rules, person) else high), "the highest is wrong"
    urgent = any(
        certain(person, rule.when) and getattr(rule, "urgency", None) is Urgency.IMMEDIATE
        for passed in range(entry(rules), rung)
        for rule, _ in floors(rules, passed)
    )
    assert (found.target is not None) == (found.lowest == found.highest or urgent), "settled too early or too late"
    assert found.target in {None, rung}, "admitted elsewhere"


LAWS: dict[str, Law] = {
    "1 justified skips": justified_skips,
    "2 unknown never reduces care": unknown_never_reduces,
    "2 knowing more narrows": knowing_more_narrows,
    "2 unknown never raises": unknown_never_raises,
    "3 worse never means less": worse_never_less,
    "4 safety first": safety_first,
    "5 one assessment, one step": one_step,
    "liveness: most permissive": most_permissive,
    "admission is settled": admission_is_settled,
}
