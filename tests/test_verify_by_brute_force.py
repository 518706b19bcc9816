"""Every answer of `verify`, held against everybody who can be assessed, one by one: small worlds, nothing left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import product
from typing import Any, ClassVar, NamedTuple

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Admission,
    Condition,
    Duration,
    Engine,
    Flag,
    Hold,
    Justification,
    RuleSet,
    StepDown,
    StepUp,
    placement,
)
from continuum.circuit import Circuit, Placed
from continuum.errors import DefinitionError
from continuum.grounds import open_questions
from continuum.laws import BY_ID as LAWS
from continuum.laws import About, look
from continuum.placement import Placement, admit, place
from continuum.properties import BY_ID, PROPERTIES
from continuum.reports import Flaw, Report, Verdict
from continuum.rule_set import Floor, RulesByRung, Way, is_lasting
from continuum.rules import IMMEDIATE, PROMPT, ROUTINE
from continuum.strategies.worlds import trees
from continuum.verify import verify
from continuum.whereabouts import examine
from tests.laws.small_worlds import DONE, DOWNS, EMERGENCY, FULL, LEAN, SMALL_WORLDS, UNDER, Small, everyone
from tests.laws.worlds import Three, own_facts, rule_sets, values_of, worsening_order

MOST_CASES = 720
"""So many assessments at each level, at most."""
WORLDS = 160

Rule = StepUp | Admission | Hold | StepDown | Justification
Values = tuple[Any, ...]


class World(NamedTuple):
    """Something to ask of everybody."""

    rules: RuleSet
    assume: tuple[Condition, ...]


class Everybody:
    """Every assessment of a rule set with what is assumed, where each is placed, and what is wrong with that."""

    def __init__(self, rules: RuleSet, assume: Sequence[Condition] = ()) -> None:
        self.rules, self.assume, self.top = rules, assume, rules.continuum.top
        self.names = own_facts(rules.facts)
        self.stay = [name in rules.facts.level_scoped() for name in self.names]
        values = product(*((None, *values_of(rules.facts, name)) for name in self.names))
        fits = [one for one in values if all(condition.possibly(self.named(one)) for condition in assume)]
        self.fits = {one: dict(zip(self.names, one, strict=True)) for one in fits}
        entry = rules.entry
        self.entry = None if entry is None else rules.continuum.rank(entry)
        self.origins: list[int | None] = [*range(self.top + 1), *([] if entry is None else [None])]
        self.deciding: list[Rule] = [*rules.rules, *rules.justifications]  # type: ignore[list-item] # a rule set takes these kinds only
        ids = rules.continuum.ids
        self.ups = [one for one in self.deciding if isinstance(one, StepUp)]
        self.lasting = [one for one in self.ups if is_lasting(one, rules.facts)]
        self.admissions = [one for one in self.deciding if isinstance(one, Admission)]
        self.ways = [[one for one in self.deciding if isinstance(one, StepDown) and level in one.at] for level in ids]
        self.passes = [[one for one in self.deciding if isinstance(one, Justification) and one.skips == level] for level in ids]

    def is_someone(self) -> bool:
        """Whether what is assumed can be so."""
        return any(all(condition.definitely(known) for condition in self.assume) for known in self.fits.values())

    def named(self, values: Values) -> dict[str, Any]:
        return dict(zip(self.names, values, strict=True))

    def people(self, origin: int | None) -> list[Values]:
        """Who can be assessed there: at an admission nothing is known of a stay."""
        if origin is not None:
            return [*self.fits]
        return [
            one for one in self.fits if not any(known is not None and stay for known, stay in zip(one, self.stay, strict=True))
        ]

    @cached_property
    def placed(self) -> dict[int | None, dict[Values, Placement]]:
        """Where everybody goes."""
        return {origin: {one: self.place(self.rules, origin, one) for one in self.people(origin)} for origin in self.origins}

    def place(self, rules: RuleSet, origin: int | None, values: Values) -> Placement:
        named = self.fits.get(values) or self.named(values)
        return admit(rules.by_rung, named) if origin is None else place(rules.by_rung, origin, named)

    @cached_property
    def truths(self) -> dict[str, dict[Values, tuple[bool, bool]]]:
        """Every condition on both rails, by rule."""
        return {
            one.id: {values: (one.when.definitely(named), one.when.possibly(named)) for values, named in self.fits.items()}
            for one in self.deciding
        }

    def certain(self, rules: Iterable[Rule], values: Values) -> bool:
        return any(self.truths[one.id][values][0] for one in rules)

    def possible(self, rules: Iterable[Rule], values: Values) -> bool:
        return any(self.truths[one.id][values][1] for one in rules)

    def missing(self, values: Values) -> bool:
        return any(self.fits[values][fact] is None for fact in self.rules.required_facts)

    def name(self, origin: int | None) -> str:
        return NOT_IN_CARE.value if origin is None else self.rules.continuum.ids[origin]

    # What the rules say, rung by rung.

    def floors(self, rung: int, origin: int | None) -> list[StepUp | Admission]:
        """What finds a rung too low."""
        rank = self.rules.continuum.rank
        found: list[StepUp | Admission] = [
            one for one in self.lasting if rank(one.at[0] if one.at else self.name(0)) <= rung < rank(f"{one.at_least}")
        ]
        return found + [one for one in self.admissions if origin is None and rung < rank(one.at_least)]

    def jumps(self, rung: int) -> list[StepUp]:
        return [one for one in self.ups if one not in self.lasting and self.name(rung) in (one.at or ())]

    def asks_for(self, rule: StepUp | Admission, rung: int) -> int:
        return self.rules.continuum.rank(rule.at_least) if rule.at_least else min(rung + 1, self.top)

    def holds(self, rung: int) -> list[Hold]:
        return [one for one in self.deciding if isinstance(one, Hold) and (one.at is None or self.name(rung) in one.at)]

    def limit(self, way: StepDown, rung: int) -> int:
        if way.no_lower_than is None:
            return rung - 1
        return -1 if way.no_lower_than is COMPLETE else self.rules.continuum.rank(str(way.no_lower_than))

    # The laws, each in its plainest form: whether somebody is treated against it.

    def breaks_justified_skips(self, origin: int | None, values: Values, placed: Placement) -> bool:
        if placed.target is None:
            return False
        if origin is None:
            rungs = range(self.entry or 0, placed.target)
            return any(not self.certain(self.floors(rung, None), values) for rung in rungs)
        down = any(not self.certain(self.passes[rung], values) for rung in range(placed.target + 1, origin))
        return down or any(
            not self.certain(
                [*self.floors(rung, origin), *(one for one in self.jumps(origin) if self.asks_for(one, origin) > rung)], values
            )
            for rung in range(origin + 1, placed.target)
        )

    def breaks_unknown_never_reduces(self, origin: int | None, values: Values, placed: Placement) -> bool:
        target = placed.target
        if target is None:
            return False
        if origin is None:
            urgent = [
                one
                for rung in range(self.entry or 0, target)
                for one in self.floors(rung, None)
                if isinstance(one, StepUp) and one.urgency is IMMEDIATE
            ]
            return target < self.top and self.missing(values) and not self.certain(urgent, values)
        if target >= origin:
            return False
        care: list[Rule] = [*self.floors(origin, origin), *self.jumps(origin), *self.holds(origin)]
        permitted = [way for way in self.ways[origin] if self.limit(way, origin) <= target]
        onto = self.floors(target, origin) if target >= 0 else []
        return (
            self.possible(care, values)
            or self.missing(values)
            or not self.certain(permitted, values)
            or self.possible(onto, values)
        )

    def breaks_unknown_never_raises(self, origin: int | None, values: Values, placed: Placement) -> bool:
        if origin is None or placed.target is None or placed.target <= origin:
            return False
        below = placed.target - 1
        asking: list[Rule] = [one for one in self.floors(below, origin) if self.asks_for(one, below) > below]
        asking += [one for one in self.jumps(origin) if self.asks_for(one, origin) >= placed.target]
        return not self.certain(asking, values)

    def breaks_hidden_step_up(self, origin: int | None, values: Values, placed: Placement) -> bool:
        at = placed.lowest if origin is None else origin
        if origin is None and at >= self.top:
            return False
        speaking: list[tuple[StepUp | Admission, int]] = [
            (one, self.asks_for(one, at)) for one in (*self.floors(at, origin), *(() if origin is None else self.jumps(at)))
        ]
        hidden = [one for one, rung in speaking if self.truths[one.id][values] == (False, True) and placed.lowest < rung]
        if not hidden:
            return False
        level = NOT_IN_CARE if origin is None else self.name(origin)
        person = self.rules.facts(level=level, **self.fits[values])
        asked = {rule for question in open_questions(examine(self.rules, person)) for rule in question.rules}
        return placed.lowest == placed.highest or any(one.id not in asked for one in hidden)

    def breaks_safety_first(self, origin: int | None, values: Values, placed: Placement) -> bool:
        if origin is None or placed.target is None:
            return False
        for one in (*self.floors(origin, origin), *self.jumps(origin)):
            if self.truths[one.id][values][0] and placed.target < self.asks_for(one, origin):
                return True
        too_low = self.floors(placed.target, origin) if 0 <= placed.target < self.top else []
        return (placed.target < origin and self.certain(self.holds(origin), values)) or self.certain(too_low, values)

    def breaks_what_is_due(self, origin: int | None, values: Values, placed: Placement) -> bool:
        if origin is None:
            return False
        care: list[Rule] = [*self.floors(origin, origin), *self.jumps(origin), *self.holds(origin)]
        if self.possible(care, values) or self.missing(values) or not self.certain(self.ways[origin], values):
            return False
        lands = origin - 1
        furthest = min(self.limit(way, origin) for way in self.ways[origin] if self.certain([way], values))
        while lands > furthest and self.certain(self.passes[lands], values):
            lands -= 1
        while lands >= 0 and self.possible(self.floors(lands, origin), values):
            lands += 1
        return placed.target != lands

    def breaks_admission(self, origin: int | None, values: Values, placed: Placement) -> bool:
        if origin is not None:
            return False
        lowest = highest = self.entry or 0
        while self.certain(self.floors(lowest, None), values):
            lowest += 1
        while self.possible(self.floors(highest, None), values):
            highest += 1
        highest = self.top if self.missing(values) else highest
        urgent = [
            one
            for rung in range(self.entry or 0, lowest)
            for one in self.floors(rung, None)
            if isinstance(one, StepUp) and one.urgency is IMMEDIATE
        ]
        settled = lowest == highest or self.certain(urgent, values)
        return placed != (lowest if settled else None, lowest, highest)

    def breaks_one_step(self, origin: int | None, values: Values, placed: Placement) -> bool:
        if placed.target is None or placed.target < 0 or placed.target == origin:
            return False
        arrived = tuple(None if stay else known for known, stay in zip(values, self.stay, strict=True))
        return self.place(self.rules, placed.target, arrived).target != placed.target

    def changed(self, values: Values, at: int, others: Sequence[Any]) -> Iterator[Values]:
        found = ((*values[:at], other, *values[at + 1 :]) for other in others)
        yield from (one for one in found if one in self.fits)

    def breaks_narrowing(self, origin: int | None, values: Values, placed: Placement) -> bool:
        for at, known in enumerate(values):
            if known is None and not (origin is None and self.stay[at]):
                for fuller in self.changed(values, at, values_of(self.rules.facts, self.names[at])):
                    other = self.placed[origin][fuller]
                    if not placed.lowest <= other.lowest <= other.highest <= placed.highest:
                        return True
                    down = origin is not None and placed.target is not None and placed.target < origin
                    if down and (other.target is None or other.target > (placed.target or 0)) and placed.target != other.target:
                        return True
        return False

    def breaks_worse(self, origin: int | None, values: Values, placed: Placement) -> bool:
        vocabulary = self.rules.facts.vocabulary()
        for at, known in enumerate(values):
            if known is not None and vocabulary[self.names[at]].higher_is_worse is not None:
                order = worsening_order(self.rules.facts, self.names[at])
                for worse in self.changed(values, at, order[order.index(known) + 1 :]):
                    other = self.placed[origin][worse]
                    if other.lowest < placed.lowest or other.highest < placed.highest:
                        return True
                    if None not in (placed.target, other.target) and (other.target or 0) < (placed.target or 0):
                        return True
                    if origin is not None and other.target is None:
                        return True
        return False

    LAWS: ClassVar[dict[str, Callable[..., bool]]] = {
        "justified-skips": breaks_justified_skips,
        "unknown-never-reduces": breaks_unknown_never_reduces,
        "knowing-more-narrows": breaks_narrowing,
        "unknown-never-raises": breaks_unknown_never_raises,
        "hidden-step-up-is-asked": breaks_hidden_step_up,
        "what-is-due-happens": breaks_what_is_due,
        "worse-never-less": breaks_worse,
        "safety-first": breaks_safety_first,
        "one-step": breaks_one_step,
        "admission-settles": breaks_admission,
    }

    def broken_laws(self) -> Iterator[str]:
        for law, breaks in self.LAWS.items():
            for origin, placed in self.placed.items():
                if any(breaks(self, origin, values, found) for values, found in placed.items()):
                    yield f"{law}:{self.name(origin)}"

    # What speaks of the rule set as a whole.

    def goes_below(self, rung: int, lowest: int, ways: Sequence[Rule]) -> bool:
        """Whether somebody for whom one of these is certain gets below a rung."""
        placed = self.placed[rung].items()
        return any(found.target is not None and found.target < lowest and self.certain(ways, one) for one, found in placed)

    def traps(self) -> Iterator[str]:
        for rung in range(self.top + 1):
            targets = {found.target for found in self.placed[rung].values() if found.target is not None}
            if rung and not any(target < rung for target in targets):
                yield f"no-trap:down-from-{self.name(rung)}"
            if rung < self.top and not any(target > rung for target in targets):
                yield f"no-trap:up-from-{self.name(rung)}"

    def step_downs(self) -> Iterator[str]:
        for rung, ways in enumerate(self.ways):
            for way in ways:
                alive, limit = any(self.certain([way], one) for one in self.fits), self.limit(way, rung)
                if alive and not self.goes_below(rung, rung, [way]):
                    yield f"step-down-acts:{way.id}@{self.name(rung)}"
                if alive and limit < rung - 1 and not self.goes_below(rung, limit + 1, [way]):
                    yield f"far-step-down:{way.id}@{self.name(rung)}"

    def best_case(self) -> Iterator[str]:
        def lasting(values: Values) -> Values:
            return tuple(known for known, stay in zip(values, self.stay, strict=True) if not stay)

        reach = {0: {lasting(one) for one in product(*((None, *values_of(self.rules.facts, name)) for name in self.names))}}
        for rung in range(1, self.top + 1):
            placed = self.placed[rung].items()
            reach[rung] = {
                lasting(one)
                for one, found in placed
                if found.target is not None and 0 <= found.target < rung and lasting(one) in reach[found.target]
            }
            if not reach[rung]:
                yield f"best-case:{self.name(rung)}"

    def conditions(self) -> Iterator[str]:
        for one in self.deciding:
            rails = set(self.truths[one.id].values())
            if not any(certain for certain, _ in rails):
                yield f"can-be-true:{one.id}"
            elif all(possible for _, possible in rails):
                yield f"can-be-false:{one.id}"

    def required(self) -> Iterator[str]:
        for fact in self.rules.required_facts:
            if not self.answer_matters(self.names.index(fact)):
                yield f"required-facts-matter:{fact}"

    def answer_matters(self, at: int) -> bool:
        """Whether two answers, everything else alike, ever lead to different decisions."""
        for placed in self.placed.values():
            for one, found in placed.items():
                if one[at] is not None:
                    others = self.changed(one, at, values_of(self.rules.facts, self.names[at]))
                    if any(placed[other].target != found.target for other in others):
                        return True
        return False

    def advice(self) -> Iterator[str]:
        for one in self.deciding:
            fewer = without(self.rules, one)
            kind = self.difference(fewer)
            if self.is_urgent_alone(one):
                continue
            if kind == "range":
                yield f"rule-decides:{one.id}"
            if kind == "nothing" and any(self.certain([one], case) for case in self.fits):
                yield f"rule-matters:{one.id}"

    def is_urgent_alone(self, one: Rule) -> bool:
        """Whether it is true of somebody where no other step-up is that is as urgent."""
        if not isinstance(one, StepUp) or one.urgency is ROUTINE:
            return False
        for rung in range(self.top + 1):
            speaking = [rule for rule in (*self.floors(rung, rung), *self.jumps(rung)) if isinstance(rule, StepUp)]
            others = [rule for rule in speaking if rule.id != one.id and rule.urgency >= one.urgency]
            if one in speaking and any(self.certain([one], case) and not self.certain(others, case) for case in self.fits):
                return True
        return False

    def difference(self, fewer: RuleSet) -> str:
        """Whether a target differs among everybody, or a range, or nothing."""
        kind = "nothing"
        for origin, placed in self.placed.items():
            for values, found in placed.items():
                other = self.place(fewer, origin, values)
                if other.target != found.target:
                    return "target"
                if other != found:
                    kind = "range"
        return kind

    def flaws(self) -> set[str]:
        """Everything that is wrong."""
        asked: tuple[Callable[[], Iterator[str]], ...] = (
            self.broken_laws,
            self.traps,
            self.step_downs,
            self.best_case,
            self.conditions,
            self.required,
            self.advice,
        )
        return {flaw for ask in asked for flaw in ask()}


def without(rules: RuleSet, one: Rule) -> RuleSet:
    """The rule set as somebody would write it who had never thought of one rule."""
    if isinstance(one, Justification):
        return evolve(rules, justifications=[other for other in rules.justifications if other.id != one.id])
    return evolve(rules, rules=[other for other in rules.rules if other.id != one.id])


def is_small(rules: RuleSet) -> bool:
    """Whether everybody can be looked at, and every rule can be left out."""
    cases = 1
    for name in own_facts(rules.facts):
        cases *= len(values_of(rules.facts, name)) + 1
    return cases <= MOST_CASES and len(rules.rules) > 1 and len(rules.continuum) <= 4


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A small rule set, and for every other one something that is assumed."""
    rules = draw(rule_sets().filter(is_small))
    assume = draw(st.lists(trees(rules.facts, own_facts(rules.facts), care=draw(st.booleans())), max_size=2))
    return World(rules, tuple(assume))


def drawn_worlds() -> list[World]:
    """The same ones each time."""
    found: list[World] = []

    @settings(
        max_examples=WORLDS, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(worlds())
    def collect(world: World) -> None:
        found.append(world)

    collect()
    return found


class Compared(NamedTuple):
    """What was found in two ways."""

    everybody: Everybody
    report: Report
    expected: set[str]


@pytest.fixture(scope="module")
def compared() -> list[Compared]:
    """Every world with both answers."""
    small = [World(rules, ()) for rules in SMALL_WORLDS.values()]
    found = []
    for rules, assume in (*small, *drawn_worlds()):
        everybody = Everybody(rules, assume)
        if everybody.is_someone():
            found.append(Compared(everybody, verify(rules, assume=assume, search_all=True), everybody.flaws()))
        else:
            with pytest.raises(DefinitionError, match="nobody fits"):
                verify(rules, assume=assume)
    return found


def test_there_are_enough_worlds(compared: list[Compared]) -> None:
    """At least a hundred that differ, many with something assumed."""
    assert len({repr(one.report.rules.rules) + repr(one.report.assume) for one in compared}) >= 80
    assert sum(bool(one.report.assume) for one in compared) >= 20


def test_every_question_of_every_property_has_the_same_answer(compared: list[Compared]) -> None:
    """What is wrong is exactly what looking at everybody finds wrong, and everything was answered."""
    for one in compared:
        assert {flaw.id for flaw in one.report.flaws} == one.expected
        assert all(not proof.undecided and not proof.not_analysed and not proof.settled for proof in one.report.proofs)
        wanted = {flaw.split(":")[0] for flaw in one.expected}
        assert {proof.of.id for proof in one.report.proofs if proof.verdict is Verdict.REFUTED} == wanted
        assert one.report.holds is not any(not BY_ID[id_].advice for id_ in wanted)


def test_what_is_settled_by_the_way_rules_are_built_need_not_be_searched(compared: list[Compared]) -> None:
    """Without a search of it the report says the same."""
    for one in compared:
        quick = verify(one.report.rules, assume=one.report.assume)
        assert [repr(proof) for proof in quick.proofs] == [repr(proof) for proof in one.report.proofs]
        assert {flaw.id: flaw.says for flaw in quick.flaws} == {flaw.id: flaw.says for flaw in one.report.flaws}
        assert sum(proof.settled for proof in quick.proofs) > 0


CAN_BE_WRONG = {
    "far-step-down",
    "required-facts-matter",
    "no-trap",
    "best-case",
    "can-be-true",
    "can-be-false",
    "step-down-acts",
    "rule-decides",
    "rule-matters",
}


def test_twin_whatever_can_be_wrong_is_wrong_somewhere_and_right_elsewhere(compared: list[Compared]) -> None:
    """The worlds are no easy ones: each property that construction leaves open fails in some of them, and holds in others."""
    refuted = [{proof.of.id for proof in one.report.proofs if proof.flaws} for one in compared]
    assert set[str]().union(*refuted) == CAN_BE_WRONG
    for id_ in CAN_BE_WRONG:
        assert any(id_ not in found for found in refuted)
    assert {one.id for one in PROPERTIES} == {*Everybody.LAWS, *CAN_BE_WRONG, "order", "grounds"}


def about(compared: Compared, flaw: Flaw) -> list[Rule]:
    """The rules that a counterexample has to make true."""
    subject = flaw.subject.split("@")[0]
    if flaw.property_id == "no-trap":
        rung = compared.everybody.rules.continuum.rank(subject.removeprefix("down-from-"))
        return [*compared.everybody.ways[rung]]
    return [one for one in compared.everybody.deciding if one.id == subject]


def test_every_counterexample_is_real_and_nobody_smaller_would_do(compared: list[Compared]) -> None:
    """The engine decides as it says, what is assumed fits, the rule is true of them, and of no one else less is known."""
    shown = set[str]()
    for one in compared:
        for flaw in one.report.flaws:
            if flaw.counterexample is None:
                continue
            (person,), (decision,) = flaw.counterexample.people, flaw.counterexample.decisions
            shown.add(flaw.property_id)
            assert decision == Engine(one.report.rules).decide(person)
            origin = None if person.level is NOT_IN_CARE else one.report.rules.continuum.rank(f"{person.level}")
            values = tuple(vars(person)[name] for name in one.everybody.names)
            assert values in one.everybody.placed[origin]
            rules = about(one, flaw)
            assert one.everybody.certain(rules, values)
            assert len(person.known()) == fewest_known(one.everybody, flaw, rules, origin)
            if flaw.property_id in {"no-trap", "step-down-acts"}:
                assert decision.case.placement.target == origin or decision.direction.value == "step-up"
    assert shown == CAN_BE_WRONG - {"best-case", "can-be-true", "required-facts-matter"}


def fewest_known(everybody: Everybody, flaw: Flaw, rules: list[Rule], origin: int | None) -> int:
    """Of how few facts one has to know to show a flaw; where something is in the way, with nothing open, if that can be."""
    cases = [case for case in everybody.placed[origin] if everybody.certain(rules, case)]
    placed = everybody.placed[origin]
    if flaw.property_id == "far-step-down" and origin is not None:
        cases = [case for case in cases if (placed[case].target or 0) < origin] or cases
    if flaw.property_id in {"far-step-down", "no-trap", "step-down-acts"}:
        cases = [case for case in cases if placed[case].lowest == placed[case].highest] or cases
    return min(sum(known is not None for known in case) for case in cases)


def covered_alone(everybody: Everybody, one: Rule, other: Rule) -> bool:
    """Whether, with one other rule of its kind only, a rule changes nothing, whatever else there is of the other kind."""
    less = isinstance(one, StepDown | Justification)
    context = [
        rule
        for rule in everybody.deciding
        if rule.id not in {one.id, other.id} and isinstance(rule, StepDown | Justification) is not less
    ]
    if isinstance(one, Justification):
        context += [rule for rule in everybody.deciding if isinstance(rule, StepDown)]

    def of(rules: list[Rule]) -> RuleSet:
        unique = {rule.id: rule for rule in rules}.values()
        return evolve(
            everybody.rules,
            rules=[rule for rule in unique if not isinstance(rule, Justification)],
            justifications=[rule for rule in unique if isinstance(rule, Justification)],
        )

    with_it, without_it = of([*context, other, one]), of([*context, other])
    return all(
        everybody.place(with_it, origin, values) == everybody.place(without_it, origin, values)
        for origin in everybody.origins
        for values in everybody.people(origin)
    )


def test_who_is_said_to_say_as_much_does(compared: list[Compared]) -> None:
    """Beside each rule that is named, and no other of its kind, the rule that is called idle is idle still."""
    named = 0
    for one in compared:
        by_id = {rule.id: rule for rule in one.everybody.deciding}
        for flaw in one.report.proof("rule-matters").flaws:
            words = flaw.says.partition(": ")[2].split("'")[1::2]
            for id_ in words:
                named += 1
                if len(one.everybody.fits) <= 64:
                    assert covered_alone(one.everybody, by_id[flaw.subject], by_id[id_])
    assert named > 10


def test_two_answers_that_only_an_assumption_keeps_apart_are_compared() -> None:
    """Where the answer between them is ruled out, the two that are left still decide differently."""
    rules = EMERGENCY
    assume = [(Small.risk <= Three.LOW) | (Small.risk >= Three.HIGH)]
    everybody = Everybody(rules, assume)
    assert everybody.answer_matters(everybody.names.index("risk"))
    assert verify(rules, assume=assume, only=["required-facts-matter"]).flaws == ()


def test_twin_where_an_assumption_leaves_one_answer_it_cannot_matter() -> None:
    """With no two values left nothing is compared."""
    rules = EMERGENCY
    assume = [Small.risk <= Three.LOW]
    assert [flaw.id for flaw in verify(rules, assume=assume, only=["required-facts-matter"]).flaws] == [
        "required-facts-matter:risk"
    ]


def test_where_nothing_is_decided_no_rule_decides() -> None:
    """A rule that only raises the lower end of a range, where nobody is admitted yet, decides nothing."""
    home = Admission("home", at_least="r2", when=Small.home, because="x", skips_because="x")
    high = Admission("high", at_least="r3", when=Small.risk >= Three.HIGH, because="x", skips_because="x")
    rules = evolve(LEAN, rules=[*LEAN.rules, home, high], required_facts=["home"])
    assume = [~Small.home | (Small.risk >= Three.HIGH)]
    flaws = verify(rules, assume=assume, only=["rule-decides", "rule-matters"], search_all=True).flaws
    assert {flaw.id for flaw in flaws} == {"rule-decides:home"}
    assert {flaw.id for flaw in flaws} == {*Everybody(rules, assume).advice()}


# No rule set that can be built breaks a law. So rules are laid out otherwise than they were written; the search has to see it.

ANYTHING_GOES = Justification("any", skips="r1", when=DONE, because="x")
FAR = StepUp("far", at_least="r3", when=Small.home, because="x", skips_because="x")
TURNED = StepUp("turned", at_least="r3", when=Small.risk <= Three.LOW, because="x", skips_because="x")
NOT_ABOUT_THE_STAY = StepDown("lasting", at="r1", when=Small.risk <= Three.LOW, because="x")
NONE: tuple[tuple[Any, ...], ...] = ((),) * 4

FORGED: dict[str, tuple[RuleSet, dict[str, Any]]] = {
    "justified-skips": (FULL, {"justifications": ((ANYTHING_GOES,),) * 4}),
    "unknown-never-reduces": (FULL, {"holds": NONE}),
    "unknown-never-raises": (UNDER, {"floors": (Floor(FAR, 0, 3),)}),
    "hidden-step-up-is-asked": (FULL, {"floors": ()}),
    "what-is-due-happens": (LEAN, {"ways": NONE}),
    "worse-never-less": (UNDER, {"floors": (Floor(TURNED, 0, 3),)}),
    "safety-first": (FULL, {"jumps": NONE}),
    "one-step": (UNDER, {"ways": ((), *((Way(NOT_ABOUT_THE_STAY, rung - 1),) for rung in range(1, 4)))}),
    "admission-settles": (FULL, {"admissions": ()}),
}


def forged(law: str) -> RuleSet:
    """A rule set that is laid out otherwise than it was written."""
    written, changes = FORGED[law]
    rules = evolve(written)
    object.__setattr__(rules, "by_rung", evolve(rules.by_rung, **changes))
    return rules


@pytest.mark.parametrize("law", FORGED)
def test_a_broken_law_is_found_and_shown(law: str) -> None:
    """The search refutes it, and the law is broken for the people it shows, decided one by one; as written it is proved."""
    report = verify(forged(law), only=[law], search_all=True)
    assert report.verdict is Verdict.REFUTED
    for flaw in report.flaws:
        assert flaw.counterexample is not None
        broken = LAWS[law].broken(*(look(report.rules, person) for person in flaw.counterexample.people))
        assert flaw.says.removesuffix(".").lower() in [one.lower() for one in broken]
    assert verify(FORGED[law][0], only=[law], search_all=True).holds


@pytest.mark.parametrize("law", [one for one in FORGED if LAWS[one].about is About.ONE])
def test_what_shows_a_broken_law_is_the_smallest_case_of_it(law: str) -> None:
    """Nobody at the same level of whom less is known is treated wrong in the same way."""
    rules = forged(law)
    for flaw in verify(rules, only=[law]).flaws:
        assert flaw.counterexample is not None
        (person,) = flaw.counterexample.people
        what = flaw.says[0].lower() + flaw.says[1:-1]
        alike = [other for other in everyone(rules) if other.level == person.level and len(other.known()) < len(person.known())]
        assert not [other for other in alike if what in LAWS[law].broken(look(rules, other))]


def test_a_range_that_is_too_narrow_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted in both tellings of the algorithm: with the highest taken for the lowest, an answer leads out of the range."""
    at, place_ = Circuit.at, placement.place

    def narrow(circuit: Circuit[int], rung: int) -> Placed[int]:
        found = at(circuit, rung)
        return found._replace(highest=found.lowest)

    def narrow_place(rules: RulesByRung, rung: int, values: Any) -> Placement:
        found = place_(rules, rung, values)
        return found._replace(highest=found.lowest)

    assert verify(FULL, only=["knowing-more-narrows"], search_all=True).holds
    monkeypatch.setattr(Circuit, "at", narrow)
    monkeypatch.setattr(placement, "place", narrow_place)
    report = verify(FULL, only=["knowing-more-narrows"], search_all=True)
    assert {flaw.says for flaw in report.flaws} == {"Knowing more leaves the range."}
    for flaw in report.flaws:
        assert flaw.counterexample is not None
        known, fuller = flaw.counterexample.people
        assert len(fuller.known()) == len(known.known()) + 1
        assert LAWS["knowing-more-narrows"].broken(look(FULL, known), look(FULL, fuller))


def test_a_layout_that_depends_on_the_order_is_found() -> None:
    """Rules laid out as they were listed would be laid out otherwise if they were listed otherwise."""
    rules = evolve(FULL)
    object.__setattr__(rules, "by_rung", evolve(rules.by_rung, floors=rules.by_rung.floors[::-1]))
    flaws = verify(rules, only=["order"]).flaws
    assert [(flaw.id, flaw.says) for flaw in flaws] == [
        ("order:small", "The order in which the rules are listed changes what they say.")
    ]
    assert verify(FULL, only=["order"]).holds


class Unfounded(Small):
    """A fact that is no ground, and a time."""

    cost: Flag = Flag("cost", worse=True, ground=False)
    days: Duration = Duration("days", low=0, high=9, unit="days", worse=None)


def test_what_is_no_ground_is_found() -> None:
    """What the construction refuses is seen in rules that went around it, too."""
    rules = evolve(LEAN, facts=Unfounded)
    cost = StepUp("cost", at_least="r1", when=Unfounded.cost, because="x")
    time = Admission("time", at_least="r1", when=Unfounded.days >= 3, because="x")
    object.__setattr__(rules, "rules", (*rules.rules, cost, time))
    assert {flaw.id: flaw.says for flaw in verify(rules, only=["grounds"]).flaws} == {
        "grounds:cost": "'cost' asks for what is no ground for a level of care: cost.",
        "grounds:time": "'time' can be true by time alone.",
    }
    assert verify(LEAN, only=["grounds"]).holds


class Handed(Small):
    """Facts of which neither end is worse: one about the stay, one about the person."""

    left: Flag = Flag("left", worse=None, scope="level")
    born: Flag = Flag("born elsewhere", worse=None)


def handed(first: Condition, second: Condition) -> RuleSet:
    """Down from the third rung on one condition, and from the second on another."""
    downs = [StepDown("from-2", at="r2", when=first, because="x"), StepDown("from-1", at="r1", when=second, because="x")]
    return evolve(LEAN, facts=Handed, rules=[DOWNS[0], *downs, DOWNS[3]])


WAYS_DOWN = {
    "the stay at each level is a new one": (handed(~Handed.left, Handed.left.as_condition()), set[str]()),
    "the person stays the same": (
        handed(Handed.left & ~Handed.born, Handed.left & Handed.born),
        {"best-case:r2", "best-case:r3"},
    ),
}


@pytest.mark.parametrize("way", WAYS_DOWN)
def test_the_best_case_has_a_new_stay_at_each_level_and_the_same_person(way: str) -> None:
    """What one level asks of the stay does not bind the next; what it asks of the person does."""
    rules, expected = WAYS_DOWN[way]
    assert {*Everybody(rules).best_case()} == expected
    assert {flaw.id for flaw in verify(rules, only=["best-case"]).flaws} == expected


def test_a_rule_that_makes_a_step_up_more_urgent_is_not_idle() -> None:
    """Without it the same people go to the same level, and later: that is a change; its slower twin changes nothing."""
    slow = StepUp("slow", at_least="r2", when=Small.home, because="x", skips_because="x")
    for urgency in (PROMPT, IMMEDIATE):
        urgent = evolve(slow, id="urgent", urgency=urgency)
        both, without_it = evolve(LEAN, rules=[*DOWNS, slow, urgent]), evolve(LEAN, rules=[*DOWNS, slow])
        person = Small(level="r0", home=True)
        assert [Engine(rules).decide(person).urgency for rules in (both, without_it)] == [urgency, ROUTINE]
        flaws = verify(both, only=["rule-matters", "rule-decides"]).flaws
        assert [flaw.says for flaw in flaws] == ["'slow' changes nothing: 'urgent' says as much."]
        assert {flaw.id for flaw in flaws} == {*Everybody(both).advice()}
        twins = evolve(LEAN, rules=[*DOWNS, urgent, evolve(urgent, id="twin")])
        assert {flaw.subject for flaw in verify(twins, only=["rule-matters"]).flaws} == {"urgent", "twin"}
