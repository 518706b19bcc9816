"""The strategies: what they draw is valid and near decisions; what is broken or unsafe fails a test, and says how."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import continuum
from continuum import (
    NOT_IN_CARE,
    Assessment,
    Choice,
    Continuum,
    Count,
    Duration,
    Engine,
    Flag,
    Level,
    RuleSet,
    ServiceNeed,
    StepDown,
    StepUp,
    space,
    strategies,
    total,
)
from continuum.errors import ContinuumError, DefinitionError, MissingExtraError
from continuum.laws import look
from continuum.library import four_levels, stepdown
from continuum.searches import Search, deciding
from continuum.strategies import assert_safe, assessments, check_laws, continuums, levels, rule_sets, safety
from tests.laws.small_worlds import FULL, LEAN, NO_ENTRY, Small
from tests.laws.worlds import Color, ladder
from tests.seeded.test_seeded_defects import DEFECTS, mutant

ALWAYS_THE_SAME = settings(
    max_examples=100,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def drawn(strategy: st.SearchStrategy[Any], number: int = 100) -> list[Any]:
    """As many examples, the same on every run."""
    found: list[Any] = []

    @settings(ALWAYS_THE_SAME, max_examples=number)
    @given(strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found


# Ladders.


@given(levels())
def test_levels_can_be_used(level: Level) -> None:
    """A level that is drawn is one, and what it says of itself is one line each."""
    assert type(level) is Level
    assert level.name.strip()
    assert (level.name + level.setting).isprintable()


def test_levels_differ() -> None:
    """Names in other scripts, texts left empty, and what is not said: each is drawn."""
    some = drawn(levels(), 100)
    assert any(not level.name.isascii() for level in some)
    assert {level.medically_managed for level in some} == {True, False, None}
    assert any(level.review_days is None for level in some)
    assert any(not level.dose for level in some)


@given(continuums())
def test_ladders_have_two_to_six_levels(ladder_: Continuum) -> None:
    """As many levels as are asked for, if nothing is said."""
    assert 2 <= len(ladder_) <= 6


@given(continuums(3, 4))
def test_ladders_have_as_many_levels_as_asked(ladder_: Continuum) -> None:
    """The bounds count."""
    assert len(ladder_) in {3, 4}


SIZES = "a ladder has 2 to 64 levels: give whole numbers, min_size= no higher than max_size="


@pytest.mark.parametrize("sizes", [(1, 3), (4, 3), (2, 65), (True, 3), (2, 3.0)])
@pytest.mark.parametrize("strategy", [continuums, rule_sets])
def test_a_ladder_of_an_impossible_size_is_refused(strategy: Any, sizes: tuple[Any, Any]) -> None:
    """Before anything is drawn."""
    with pytest.raises(DefinitionError, match=f"^{re.escape(SIZES)}$"):
        strategy(min_size=sizes[0], max_size=sizes[1])


# Rule sets.


@settings(max_examples=50)
@given(rule_sets(), st.data())
def test_rule_sets_decide(rules: RuleSet, data: st.DataObject) -> None:
    """Whatever is drawn passes the checks of construction, and decides any of its assessments."""
    assert type(rules) is RuleSet
    person = data.draw(assessments(rules, near_decisions=False))
    assert Engine(rules).decide(person).summary


@given(rule_sets(min_size=3, max_size=3).flatmap(lambda rules: st.tuples(st.just(rules), assessments(rules))))
@settings(max_examples=20)
def test_rule_sets_have_assessments_near_their_decisions(drawn_: tuple[RuleSet, Assessment]) -> None:
    """The starts of a rule set that was drawn can be searched as those of any other."""
    rules, person = drawn_
    assert len(rules.continuum) == 3
    assert Engine(rules).decide(person).summary


def test_rule_sets_have_rules_of_every_kind() -> None:
    """Step-ups, admissions, holds, step-downs and justifications; with and without an entry and required facts."""
    some = drawn(rule_sets(), 100)
    kinds = {type(rule).__name__ for rules in some for rule in deciding(rules)}
    assert kinds == {"StepUp", "Admission", "Hold", "StepDown", "Justification"}
    assert {rules.entry is None for rules in some} == {rules.required_facts == () for rules in some} == {True, False}
    assert {len(rules.continuum) for rules in some} == {2, 3, 4, 5}
    facts = {type(fact) for rules in some for fact in rules.facts.vocabulary().values() if fact.label.startswith("fact ")}
    assert {Choice, Count, Duration, Flag} < facts


# Assessments.


def fired(rules: RuleSet, people: list[Assessment]) -> set[str]:
    """The rules that brought about, or justified, some decision."""
    decisions = [Engine(rules).decide(person) for person in people]
    return {reason.rule.id for decision in decisions for reason in decision.reasons}


@pytest.fixture(scope="module")
def near() -> list[Assessment]:
    """People near decisions."""
    return drawn(assessments(stepdown.RULES), 600)


@pytest.fixture(scope="module")
def anybody() -> list[Assessment]:
    """People of any kind."""
    return drawn(assessments(stepdown.RULES, near_decisions=False), 600)


def directions(people: list[Assessment]) -> Counter[str]:
    """How often each direction is decided."""
    return Counter(Engine(stepdown.RULES).decide(person).direction.value for person in people)


def test_near_decisions_every_direction_is_reached(near: list[Assessment]) -> None:
    """Step down, step up, stay, complete, admit and not determined: each occurs among a few hundred."""
    found = directions(near)
    assert set(found) == {"step-down", "step-up", "stay", "complete", "admit", "not-determined"}
    assert found["step-down"] >= 30


def test_twin_any_values_step_nobody_down(anybody: list[Assessment]) -> None:
    """That is what near_decisions is for: among as many people of any kind nobody steps down."""
    assert not {"step-down", "complete"} & set(directions(anybody))


def test_near_decisions_most_rules_fire(near: list[Assessment], anybody: list[Assessment]) -> None:
    """Most rules are the reason of some decision, every step-down among them; of people of any kind no step-down ever is."""
    downs = {rule.id for rule in stepdown.RULES.rules if isinstance(rule, StepDown)}
    assert len(fired(stepdown.RULES, near)) >= 35
    assert downs <= fired(stepdown.RULES, near)
    assert not downs & fired(stepdown.RULES, anybody)


@pytest.mark.parametrize("near", [True, False])
def test_assessments_are_made_at_every_level_and_at_an_admission(near: bool) -> None:  # noqa: FBT001 # a parameter of the test
    """Where there is no entry, nobody is assessed for an admission."""
    assert {person.level for person in drawn(assessments(FULL, near_decisions=near))} == {*FULL.continuum.ids, NOT_IN_CARE}
    assert {person.level for person in drawn(assessments(NO_ENTRY, near_decisions=near))} == {*NO_ENTRY.continuum.ids}


@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize("level", [stepdown.Stage.PHP, "php", NOT_IN_CARE])
def test_assessments_are_made_at_the_level_asked_for(level: Any, near: bool) -> None:  # noqa: FBT001 # a parameter of the test
    """A level, by its id or as a member of an enumeration, or an admission."""
    assert {person.level for person in drawn(assessments(stepdown.RULES, level=level, near_decisions=near), 20)} == {level}


def test_an_admission_without_an_entry_can_be_asked_for() -> None:
    """It is not determined, and that is a decision."""
    some = drawn(assessments(NO_ENTRY, level=NOT_IN_CARE), 50)
    assert {Engine(NO_ENTRY).decide(person).direction.value for person in some} == {"not-determined"}


def test_what_the_rules_do_not_mention_stays_unknown(near: list[Assessment], anybody: list[Assessment]) -> None:
    """Near decisions; what only a service need mentions is drawn, and of people of any kind everything is."""
    asked = {name for one in (*deciding(stepdown.RULES), *stepdown.RULES.needs) for name in one.when.facts()}
    asked |= {*stepdown.RULES.required_facts}
    assert {name for person in near for name in person.known()} == asked
    assert {name for person in anybody for name in person.known()} == {*Assessment.vocabulary()}
    assert asked < {*Assessment.vocabulary()}


def test_numbers_are_drawn_at_the_edges(near: list[Assessment]) -> None:
    """Both sides of a threshold occur, and nothing far from one but the ends of the scale."""
    found = {person.attendance for person in near}
    assert {69, 70, None} <= found <= {0, 69, 70, 71, 100, None}


class Plain(Assessment):
    """One thing of the stay, of which none is worse."""

    color: Choice[Color] = Choice("color", Color, scope="level")


GREEN = Plain.color == Color.GREEN
ONLY_COLORS = RuleSet(
    id="colors",
    version="1",
    title="Colors",
    intended_use="Tests.",
    continuum=ladder(2),
    facts=Plain,
    entry="r0",
    rules=[StepDown("down", at="r1", when=GREEN, because="green"), StepUp("up", at="r0", when=~GREEN, because="not green")],
    needs=[ServiceNeed("green", when=GREEN, offers="green things")],
)
"""At an admission its rules can ask nothing at all."""


def test_where_nothing_can_be_asked_nothing_is_known() -> None:
    """At an admission a fact of the stay has no meaning."""
    assert {len(person.known()) for person in drawn(assessments(ONLY_COLORS, level=NOT_IN_CARE), 20)} == {0}
    assert {person.color for person in drawn(assessments(ONLY_COLORS, level="r0"), 50)} == {*Color, None}


class Wide(Assessment):
    """Two numbers, of which the sum has more values than can be analysed."""

    one: Count = Count("one", low=0, high=200, unit="points", worse="higher", scope="level")
    other: Count = Count("other", low=0, high=200, unit="points", worse="higher", scope="level")


TOO_WIDE = RuleSet(
    id="wide",
    version="1",
    title="Wide",
    intended_use="Tests.",
    continuum=ladder(2),
    facts=Wide,
    rules=[
        StepDown("down", at="r1", when=total(Wide.one, Wide.other) <= 3, because="few"),
        StepUp("up", at="r0", when=Wide.one >= 9, because="many"),
    ],
)


def test_what_cannot_be_analysed_is_drawn_from_the_best_case() -> None:
    """The search for starts gives up, and people are drawn all the same."""
    some = drawn(assessments(TOO_WIDE), 100)
    assert {"step-down", "step-up"} <= {Engine(TOO_WIDE).decide(person).direction.value for person in some}


def test_too_many_facts_are_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `verify` does not analyse them: people are drawn from the best case."""
    monkeypatch.setattr(space, "MOST_FACTS", 4)
    monkeypatch.setattr(space.Space, "view", lambda *_: pytest.fail("searched"))
    assert len(drawn(assessments(FULL), 20)) == 20


def test_no_search_per_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """The starts are searched when the strategy is made."""
    people = assessments(FULL)
    monkeypatch.setattr(Search, "view", lambda *_: pytest.fail("searched"))
    assert len(drawn(people, 50)) == 50


def test_assessments_of_what_is_no_rule_set_are_refused() -> None:
    """It says what to give."""
    with pytest.raises(DefinitionError, match=r"^this takes a RuleSet, as in assessments\(stepdown.RULES\); was given text$"):
        assessments("stepdown")  # type: ignore[arg-type] # on purpose


def test_assessments_at_a_level_that_is_not_there_are_refused() -> None:
    """The nearest level is named."""
    with pytest.raises(
        DefinitionError, match=r"^there is no such level on the ladder 'stepdown' .*; did you mean 'inpatient'\?$"
    ):
        assessments(stepdown.RULES, level="inpatien")


# The laws, tried.


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
def test_the_shipped_rules_keep_the_laws(rules: RuleSet) -> None:
    """Each law, on a few people near its decisions."""
    check_laws(rules, max_examples=25)


@pytest.mark.parametrize("rules", [FULL, NO_ENTRY, ONLY_COLORS], ids=["full", "no entry", "only colors"])
def test_rule_sets_in_which_little_can_be_compared_keep_the_laws(rules: RuleSet) -> None:
    """No entry, no fact that could be worse, nothing to answer at an admission: no law is broken by that."""
    check_laws(rules, max_examples=25)


def planted(monkeypatch: pytest.MonkeyPatch, defect: str) -> None:
    """From here on people are placed by an algorithm with this defect."""
    old, new, _ = DEFECTS[defect]
    monkeypatch.setattr(safety, "look", partial(look, placement=mutant(old, new)))


def told(rules: RuleSet) -> list[str]:
    """What is said of a broken law, line by line."""
    with pytest.raises(AssertionError) as caught:
        check_laws(rules)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    "defect",
    [
        "acts on what is merely possible",
        "raises on what is merely possible",
        "passes rungs without a justification",
        "holds only when certain",
        "climbs one rung only",
        "forgets the floors",
        "admits past the admission floors",
        "swaps the rails",
    ],
)
def test_a_planted_defect_breaks_a_law(defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """People of a small rule set are enough to see it."""
    planted(monkeypatch, defect)
    assert told(FULL)[0].startswith("law ")


def test_a_broken_law_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The law, its sentence, what is broken, and the smallest case found with its decision."""
    planted(monkeypatch, "forgets the holds")
    law, what, *people = told(FULL)
    assert law == "law 2, unknown-never-reduces: What is unknown never reduces care."
    assert what == "Rule set 'small', version 1: down beside a possible hold."
    assert [re.sub(r"Rung \d: .*progress is.*; nothing", "Rung _: ...; nothing", one) for one in people] == [
        "At Rung _: ...; nothing else is known.",
        "The decision: Stay: Rung 0; provisional, 1 open question.",
    ]


def test_a_law_of_two_people_shows_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before and after, each with its decision; what is wrong is said once."""
    planted(monkeypatch, "swaps the rails")
    law, what, *people = told(FULL)
    assert law == "law 2, knowing-more-narrows: Every answer stays within the range that was given."
    assert what.startswith("Rule set 'small', version 1: ")
    assert [one.partition(":")[0] for one in people] == ["At Rung 0", "The decision"] * 2


def test_a_broken_law_is_told_alike_on_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The people who are tried depend on nothing but the rule set."""
    planted(monkeypatch, "forgets the floors")
    assert told(FULL) == told(FULL)


def test_as_many_people_are_tried_as_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """One for each of the seven laws of one assessment, two for each of the two of pairs, one to three for the arrival."""
    seen: list[Assessment] = []

    def counted(rules: RuleSet, person: Assessment) -> Any:
        seen.append(person)
        return look(rules, person)

    monkeypatch.setattr(safety, "look", counted)
    check_laws(FULL, max_examples=5)
    assert 5 * 12 <= len(seen) <= 5 * 14


# The proofs, asserted.


def unsafe(rules: RuleSet, **keywords: Any) -> str:
    """What is said of a rule set that is not shown to be safe."""
    with pytest.raises(AssertionError) as caught:
        assert_safe(rules, **keywords)
    return str(caught.value)


WAIVERS = {
    "rule-matters:lapse-at-high-risk-to-2.1": "names its own reason",
    "rule-matters:stressor-raises-risk-to-2.1": "names its own reason",
}
HEAD = "rule set 'small', version 1, is not shown to be safe:\n\n"


def test_the_shipped_six_levels_are_safe() -> None:
    """There is nothing to waive."""
    assert_safe(stepdown.RULES)


def test_the_shipped_ten_levels_are_safe_but_for_two_rules() -> None:
    """Two pieces of advice, each waived for a reason."""
    assert_safe(four_levels.RULES, allow=WAIVERS)


def test_advice_has_to_be_waived_too() -> None:
    """Every flaw is shown that is not waived, and none that is."""
    first, second = WAIVERS
    said = unsafe(four_levels.RULES, only=["rule-matters"], allow={first: "names its own reason"})
    assert f"\n{second}: 'stressor-raises-risk-to-2.1' changes nothing: " in said
    assert first not in said


def test_a_trap_is_shown() -> None:
    """With its id, its sentence, and the source of a test."""
    waived = {"no-trap:up-from-r0": "nobody is meant to", "no-trap:up-from-r1": "nobody is meant to"}
    assert unsafe(LEAN, only=["no-trap"], allow=waived) == (
        HEAD + "no-trap:up-from-r2: Nobody can step up from Rung 2: no step up leads up from there.\n"
        "  A test of it, where RULES is the rule set:\n\n"
        "      from continuum.verify import verify\n\n\n"
        "      def test_no_trap_of_up_from_r2() -> None:\n"
        '          "Nobody can step up from Rung 2: no step up leads up from there."\n'
        "          (proof,) = verify(RULES, only=['no-trap']).proofs\n"
        "          assert 'up-from-r2' not in proof.left"
    )


def test_every_flaw_is_listed() -> None:
    """One after the other."""
    said = unsafe(LEAN, only=["no-trap"])
    assert re.findall(r"^no-trap:[\w-]+", said, re.MULTILINE) == [f"no-trap:up-from-r{rung}" for rung in range(3)]


def test_the_case_that_shows_a_flaw_is_told() -> None:
    """In words, with what is decided."""
    assert unsafe(FULL).startswith(
        HEAD + "rule-matters:not-there-yet: 'not-there-yet' changes nothing: other rules together say as much.\n"
        "  At Rung 2: progress is low; nothing else is known.\n"
        "  The decision: Stay: Rung 2; provisional, 2 open questions, 1 urgent.\n"
        "  A test of it, "
    )


TRAPS = {f"no-trap:up-from-r{rung}": "a demonstration" for rung in range(3)}


def test_flaws_that_are_waived_are_accepted() -> None:
    """Whatever they are: a waiver is a decision of who wrote the rules."""
    assert_safe(LEAN, only=["no-trap"], allow=TRAPS)


def test_a_waiver_that_nothing_needs_is_an_error() -> None:
    """The flaw has been mended, or was never there: the waiver has to go."""
    assert unsafe(stepdown.RULES, only=["no-trap"], allow={"mended": "it was there"}) == (
        "rule set 'stepdown', version 2026.1, is not shown to be safe:\n\n"
        "waiver 'mended': there is no such flaw; remove it from allow="
    )


def test_a_misspelt_waiver_is_told_the_nearest_flaw() -> None:
    """And the flaw itself is not waived."""
    said = unsafe(LEAN, only=["no-trap"], allow={**TRAPS, "no-trap:up-form-r1": "a slip"})
    assert said == HEAD + "waiver 'no-trap:up-form-r1': there is no such flaw; did you mean 'no-trap:up-from-r1'?"


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_a_waiver_says_why(reason: Any) -> None:
    """An empty reason is none."""
    said = unsafe(LEAN, only=["no-trap"], allow={**TRAPS, "no-trap:up-from-r1": reason})
    assert said == HEAD + "waiver 'no-trap:up-from-r1': say why the flaw is meant to be there"


def test_waivers_are_a_mapping() -> None:
    """A list of ids gives no reasons."""
    with pytest.raises(DefinitionError, match=r"^allow= takes a mapping of ids of flaws to reasons, was given a list$"):
        assert_safe(LEAN, allow=["no-trap:up-from-r0"])  # type: ignore[arg-type] # on purpose


def test_what_was_not_decided_is_an_error() -> None:
    """Nobody knows whether it is safe."""
    assert unsafe(FULL, only=["safety-first"], most_steps=0) == (
        HEAD + "safety-first: the search ended before r1, r2, r3 and not-in-care; raise most_steps= or time_limit="
    )
    assert "the search ended before" in unsafe(FULL, only=["no-trap"], time_limit=0)


def test_what_cannot_be_analysed_is_an_error() -> None:
    """It is never taken for safe."""
    said = unsafe(TOO_WIDE, only=["safety-first"])
    assert said == "rule set 'wide', version 1, is not shown to be safe:\n\nsafety-first: cannot be analysed for r1"


def test_the_keywords_of_verify_are_passed_on() -> None:
    """What is assumed, and whether to search what is settled by the way in which rules are built."""
    with pytest.raises(DefinitionError, match=r"^assume= takes a list of conditions, was given one; put it in brackets$"):
        assert_safe(FULL, assume=Small.home)  # type: ignore[arg-type] # on purpose
    assert_safe(FULL, only=["knowing-more-narrows"], search_all=True)
    assert "the search ended before" in unsafe(FULL, only=["knowing-more-narrows"], search_all=True, most_steps=0)
    assert_safe(FULL, only=["knowing-more-narrows"], most_steps=0)


# Without Hypothesis.

NEEDED = 'continuum.strategies needs hypothesis; install it with: pip install "continuum-care[testing]"'
SOURCES = Path(continuum.__file__).parent


def run(*options: str, code: str) -> subprocess.CompletedProcess[str]:
    """Run this in a Python of its own."""
    env = {**os.environ, "PYTHONPATH": str(SOURCES.parent)}
    return subprocess.run([sys.executable, *options, "-c", code], env=env, capture_output=True, text=True, check=False)  # noqa: S603 # our own code


def test_without_hypothesis_the_extra_is_named() -> None:
    """Whoever lacks it reads what to install."""
    done = run(code="import sys; sys.modules['hypothesis'] = None; import continuum.strategies")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"continuum.errors.MissingExtraError: {NEEDED}"


def test_a_missing_extra_is_an_import_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever catches `ImportError` or `ContinuumError` catches it, with what was missing as its cause."""
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError) as caught:
        runpy.run_path(strategies.__file__)
    assert isinstance(caught.value, ImportError)
    assert isinstance(caught.value, ContinuumError)
    assert caught.value.problems == (NEEDED,)
    assert isinstance(caught.value.__cause__, ModuleNotFoundError)


def test_asserting_does_not_depend_on_assert() -> None:
    """`python -O` takes `assert` away; a rule set that is not safe fails all the same."""
    done = run(
        "-O", code="from continuum.library import four_levels; from continuum.strategies import *; assert_safe(four_levels.RULES)"
    )
    assert done.returncode == 1
    assert "AssertionError: rule set 'four-levels', version " in done.stderr
