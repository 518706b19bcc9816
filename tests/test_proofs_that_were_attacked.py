"""What an attacker found in the prover, each mended: none of it may come back."""

from __future__ import annotations

import enum
from typing import Any

import pytest
from attrs import evolve

from continuum import Assessment, Choice, Continuum, Count, DefinitionError, Engine, Flag, Level, RuleSet, StepDown, StepUp, total
from continuum.compare import compare
from continuum.conditions import AnyOf
from continuum.reports import Verdict
from continuum.space import MOST_CUTS, MOST_FACTS
from continuum.strategies import check_laws
from continuum.verify import verify


def ladder(size: int) -> Continuum:
    return Continuum("l", [Level(f"r{rung}", f"R{rung}", purpose="p") for rung in range(size)])


def rules_of(facts: type[Assessment], *rules: Any, size: int = 2, **more: Any) -> RuleSet:
    fixed: dict[str, Any] = {"id": "x", "version": "1", "title": "t", "intended_use": "i", "entry": "r0"}
    return RuleSet(**{**fixed, **more}, continuum=ladder(size), facts=facts, rules=rules)


class Several(enum.Flag):
    ALCOHOL = enum.auto()
    OPIOIDS = enum.auto()


def equal_to_all(*_: object) -> bool:
    return True


class Alike(enum.Enum):
    ONE = 1
    OTHER = 2

    __eq__ = equal_to_all
    __hash__ = None  # type: ignore[assignment] # as a class has it that defines only the other


def test_a_choice_of_flags_is_refused() -> None:
    """Flags may be several at once, and no list of members names them all: two rule sets could differ on one of them unseen."""
    with pytest.raises(DefinitionError) as caught:
        Choice("substances", Several)
    assert str(caught.value) == ("fact 'substances': a choice is one of its names, and flags may be several; use a Flag for each")


def test_a_choice_that_compares_in_its_own_way_is_refused() -> None:
    """Members that are equal to others cannot be told apart."""
    with pytest.raises(DefinitionError) as caught:
        Choice("substance", Alike)
    assert str(caught.value) == "fact 'substance': a choice compares by its names; redefine no comparison"


class Free(Assessment):
    """Three facts of which neither answer is worse, and two that rules need."""

    a: Flag = Flag("a", worse=None)
    b: Flag = Flag("b", worse=None)
    c: Flag = Flag("c", worse=None)
    done: Flag = Flag("done", worse=False, scope="level")
    x: Count = Count("x", low=0, high=10, unit="points", worse="higher")


ONLY_WITH_A = rules_of(
    Free, StepDown("d", at="r1", when=Free.done & Free.a, because="b"), StepUp("u", at_least="r1", when=Free.x >= 5, because="b")
)
NEVER_A: dict[str, list[Any]] = {
    "outright": [~Free.a],
    "through another fact": [~Free.a | Free.b, ~Free.a | ~Free.b],
    "through two others": [~Free.a | Free.b, ~Free.a | Free.c, ~(Free.b & Free.c)],
}


@pytest.mark.parametrize("assume", NEVER_A.values(), ids=NEVER_A)
def test_who_cannot_exist_proves_nothing(assume: list[Any]) -> None:
    """However it is said that nobody has the one fact, the step down that needs it happens for nobody."""
    flaws = {flaw.id for flaw in verify(ONLY_WITH_A, assume=assume).flaws}
    assert {"no-trap:down-from-r1", "best-case:r1", "can-be-true:d"} <= flaws


def test_twin_who_can_exist_does() -> None:
    """With an assumption that leaves somebody with that fact, unknown or known, there is a way down."""
    assert verify(ONLY_WITH_A, assume=[~Free.a | Free.b]).holds
    assert verify(ONLY_WITH_A, assume=[~Free.a | Free.b, Free.x <= 7]).holds


def test_two_rule_sets_are_not_compared_on_nobody() -> None:
    """Assumptions that exclude each other are refused, as `verify` refuses them."""
    later = evolve(ONLY_WITH_A, rules=[ONLY_WITH_A.rules[0], evolve(ONLY_WITH_A.rules[1], when=Free.x >= 6)])
    assert not compare(ONLY_WITH_A, later).equivalent
    nobody = "nobody fits what assume= says: its conditions exclude each other"
    for ask in (lambda assume: compare(ONLY_WITH_A, later, assume=assume), lambda assume: verify(later, assume=assume)):
        with pytest.raises(DefinitionError) as caught:
            ask([Free.x >= 9, Free.x <= 2])
        assert str(caught.value) == nobody
    assert compare(ONLY_WITH_A, later, assume=[Free.x >= 6]).equivalent


class Wide(Assessment):
    """A count with more values than a sum may have."""

    done: Flag = Flag("done", worse=False, scope="level")
    x: Count = Count("x", low=0, high=10**9, unit="points", worse="higher")


def test_a_generated_test_fails_where_nothing_is_proved_any_more() -> None:
    """What cannot be analysed is not mended."""
    up = StepUp("up", at_least="r2", when=Wide.x >= 5, because="b", skips_because="s")
    trap = rules_of(Wide, StepDown("d", at="r1", when=Wide.done, because="b"), up, size=3)
    (flaw,) = (flaw for flaw in verify(trap).flaws if flaw.id == "no-trap:down-from-r2")
    beyond = StepUp("sum", at_least="r2", when=total(Wide.x) >= 900, because="b", skips_because="s")
    out = StepDown("out", at="r2", when=Wide.done, because="b")
    for rules, passes in (
        (trap, False),
        (evolve(trap, rules=[*trap.rules, beyond]), False),
        (evolve(trap, rules=[*trap.rules, out]), True),
    ):
        namespace: dict[str, Any] = {"RULES": rules}
        exec(flaw.as_test(), namespace)  # noqa: S102 # our own source
        if passes:
            namespace["test_no_trap_of_down_from_r2"]()
        else:
            with pytest.raises(AssertionError):
                namespace["test_no_trap_of_down_from_r2"]()


def test_two_flaws_never_have_one_test() -> None:
    """Ids that differ in a dash, a dot or an underscore give names that differ."""
    ids = ("2-1", "2_1", "2.1", "a", "a_of_b")
    rules = RuleSet(
        id="x",
        version="1",
        title="t",
        intended_use="i",
        continuum=Continuum("l", [Level(name, f"Level {name} 😀", purpose="p") for name in ids]),
        facts=Free,
        rules=[StepDown("d", at="2_1", when=Free.done, because="b")],
    )
    tests = [flaw.as_test() for flaw in verify(rules, only=["no-trap"]).flaws]
    names = [source.partition("def ")[2].partition("(")[0] for source in tests]
    assert len({*names}) == len(names) > 2
    assert all(name.isidentifier() for name in names)
    for source in tests:
        namespace: dict[str, Any] = {}
        exec(source, namespace)  # noqa: S102 # our own source
    assert any("😀" in source for source in tests)


def many_cuts(number: int) -> RuleSet:
    conditions = [AnyOf([Wide.x >= 10 * cut + 5 for cut in range(at, at + 200)]) for at in range(0, number, 200)]
    ups = [StepUp(f"u{at}", at_least="r1", when=when, because="b") for at, when in enumerate(conditions)]
    return rules_of(Wide, StepDown("d", at="r1", when=Wide.done, because="b"), *ups)


def test_a_fact_that_is_cut_too_often_is_not_analysed() -> None:
    """Work is bounded before the first question is asked."""
    rules = many_cuts(4_000)
    report = verify(rules, time_limit=1, most_steps=1_000)
    assert report.verdict is Verdict.NOT_ANALYSED
    assert compare(rules, rules).verdict is Verdict.NOT_ANALYSED
    assert verify(many_cuts(MOST_CUTS - 56)).verdict is Verdict.PROVED


def test_too_many_facts_are_counted_before_they_are_cut() -> None:
    """A rule set that asks for too many is not analysed, and at once."""
    names = [f"f{number}" for number in range(MOST_FACTS)]
    body: dict[str, Any] = {name: Flag(f"flag {name}", worse=True) for name in names}
    body["done"] = Flag("done", worse=False, scope="level")
    facts: Any = type("Many", (Assessment,), {**body, "__annotations__": dict.fromkeys(body, "Any")})
    up = StepUp("u", at_least="r1", when=AnyOf([getattr(facts, name) for name in names]), because="b")
    rules = rules_of(facts, StepDown("d", at="r1", when=facts.done, because="b"), up)
    assert verify(rules).verdict is Verdict.NOT_ANALYSED


def test_what_does_not_fit_on_the_stack_is_not_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Called from deep inside another program: no crash, and no proof."""

    def too_deep(*_: object) -> int:
        raise RecursionError

    monkeypatch.setattr("continuum.circuit.Circuit.at", too_deep)
    assert verify(ONLY_WITH_A).verdict is Verdict.NOT_ANALYSED
    assert compare(ONLY_WITH_A, ONLY_WITH_A).verdict is Verdict.NOT_ANALYSED


def test_trivial_questions_take_steps_too() -> None:
    """Many rules on many levels make no large diagrams; the budget ends the search all the same."""
    ups = [StepUp(f"u{number}", at_least="r1", when=Free.x >= 1 + number % 9, because="b") for number in range(200)]
    rules = rules_of(Free, StepDown("d", at="r1", when=Free.done, because="b"), *ups, size=16)
    report = verify(rules, most_steps=20_000, only=["rule-decides", "hidden-step-up-is-asked"])
    assert report.verdict is Verdict.UNDECIDED


def test_any_number_of_seconds_is_a_limit() -> None:
    """However many there are."""
    assert verify(ONLY_WITH_A, only=["grounds"], time_limit=10**400).holds
    assert verify(ONLY_WITH_A, only=["grounds"], time_limit=float("inf")).holds


@pytest.mark.parametrize("ask", [lambda: verify(ONLY_WITH_A, progress=5), lambda: compare(ONLY_WITH_A, ONLY_WITH_A, progress=5)])  # type: ignore[arg-type] # on purpose
def test_progress_is_told_to_a_function(ask: Any) -> None:
    """Anything else is refused before the search begins."""
    with pytest.raises(DefinitionError) as caught:
        ask()
    assert str(caught.value) == "progress= takes a function of done, total and what is asked; was given a whole number"


@pytest.mark.parametrize(("number", "kind"), [(0, "a whole number"), (True, "a true/false value"), ("x", "text")])
def test_a_law_is_tried_on_somebody(number: Any, kind: str) -> None:
    """No example would keep every law."""
    with pytest.raises(DefinitionError) as caught:
        check_laws(ONLY_WITH_A, max_examples=number)
    assert str(caught.value) == f"max_examples= takes a whole number, 1 or more; was given {kind}"


def test_twin_the_rules_that_were_attacked_decide() -> None:
    """They are no empty ones."""
    assert Engine(ONLY_WITH_A).decide(Free(level="r1", done=True, a=True, x=0)).target_id == "r0"
