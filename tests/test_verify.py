"""What `verify` takes, what a report says, and that nothing is called proved that was not finished."""

from __future__ import annotations

import json
import math
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from continuum import (
    CLINICAL,
    COMPLETE,
    Admission,
    Assessment,
    Count,
    Flag,
    Hold,
    Justification,
    RuleSet,
    StepDown,
    StepUp,
    total,
)
from continuum import verify as verify_module
from continuum.circuit import Circuit, Placed
from continuum.comparisons import Compare, Missing
from continuum.conditions import Condition
from continuum.diagrams import NOWHERE
from continuum.errors import DefinitionError, DefinitionErrors, ProofError
from continuum.library import four_levels, stepdown
from continuum.properties import PROPERTIES
from continuum.reports import Flaw, Report, Verdict
from continuum.searches import Search
from continuum.space import MOST_FACTS
from continuum.verify import MOST_STEPS, verify
from tests.laws.small_worlds import DONE, DOWNS, FULL, LEAN, NO_ENTRY, UNDER, Small
from tests.laws.worlds import Three, ladder
from tests.shown import check_methods

IDS = tuple(one.id for one in PROPERTIES)
ASK = "justified-skips, unknown-never-reduces, knowing-more-narrows, unknown-never-raises, hidden-step-up-is-asked, \
what-is-due-happens, worse-never-less, safety-first, one-step, admission-settles, far-step-down, required-facts-matter, \
no-trap, best-case, can-be-true, can-be-false, step-down-acts, order, grounds, rule-decides and rule-matters"


def rules_of(*rules: Any, **changes: Any) -> RuleSet:
    """A small rule set with these rules."""
    return evolve(LEAN, rules=(*DOWNS, *rules), **changes)


# What it takes.


class Wide(Small):
    """Facts that are too much to add up."""

    left: Count = Count("left", low=0, high=10**9, unit="points", worse="higher")
    right: Count = Count("right", low=0, high=200, unit="points", worse="higher")


TOO_WIDE = total(Wide.left, Wide.right) >= 250


class Odd(Compare):
    """A condition of a class of its own."""


WRONG: dict[str, tuple[Callable[[], object], str]] = {
    "rules": (
        lambda: verify(stepdown),  # type: ignore[arg-type] # what is wrong
        "verify() takes a RuleSet, as in verify(stepdown.RULES); was given a value of type module",
    ),
    "only one text": (lambda: verify(FULL, only="no-trap"), "only= takes a list, was given text"),
    "only nothing": (lambda: verify(FULL, only=()), "only= names no property; leave it out to ask every one"),
    "only a slip": (
        lambda: verify(FULL, only=["no-trap", "no-traps"]),
        f"only= takes ids of properties: {ASK}; did you mean 'no-trap'?",
    ),
    "only something else": (lambda: verify(FULL, only=["sentinel"]), f"only= takes ids of properties: {ASK}"),
    "only a number": (lambda: verify(FULL, only=[3]), f"only= takes ids of properties: {ASK}"),  # type: ignore[list-item] # what is wrong
    "only a list in a list": (
        lambda: verify(FULL, only=[["no-trap"]]),  # type: ignore[list-item] # what is wrong
        f"only= takes ids of properties: {ASK}",
    ),
    "one condition": (
        lambda: verify(FULL, assume=Small.home),  # type: ignore[arg-type] # what is wrong
        "assume= takes a list of conditions, was given one; put it in brackets",
    ),
    "assume a text": (lambda: verify(FULL, assume="home"), "assume= takes a list, was given text"),  # type: ignore[arg-type] # as above
    "assume a truth": (
        lambda: verify(FULL, assume=[True]),  # type: ignore[list-item] # what is wrong
        (
            "expected a condition or a yes-or-no fact, was given a true/false value; "
            "compare the fact with a value, in parentheses beside & and |, as in (fact >= 3) & flag"
        ),
    ),
    "assume a class of its own": (
        lambda: verify(FULL, assume=[Small.home & Odd("home", "==", value=True)]),
        "assume= takes conditions built with comparisons, &, |, ~, n_of and total only",
    ),
    "assume that nobody is there": (
        lambda: verify(FULL, assume=[(Small.risk <= Three.LOW) & (Small.risk >= Three.HIGH) & Missing("risk")]),
        "assume= cannot be used\n  - a rule may not ask whether 'risk' is known; list it in required_facts",
    ),
    "assume what excludes everybody": (
        lambda: verify(FULL, assume=[Small.risk <= Three.LOW, Small.risk >= Three.HIGH]),
        "nobody fits what assume= says: its conditions exclude each other",
    ),
    "assume what contradicts itself": (
        lambda: verify(FULL, assume=[Small.home & ~Small.home]),
        "nobody fits what assume= says: its conditions exclude each other",
    ),
    "steps below zero": (
        lambda: verify(FULL, most_steps=-1),
        "most_steps= takes a whole number, 0 or more: how much the search may work out",
    ),
    "a truth for steps": (
        lambda: verify(FULL, most_steps=True),
        "most_steps= takes a whole number, 0 or more: how much the search may work out",
    ),
    "half a step": (
        lambda: verify(FULL, most_steps=0.5),  # type: ignore[arg-type] # what is wrong
        "most_steps= takes a whole number, 0 or more: how much the search may work out",
    ),
    "no number for a time": (
        lambda: verify(FULL, time_limit="1"),  # type: ignore[arg-type] # what is wrong
        "time_limit= takes a number of seconds, 0 or more",
    ),
    "a truth for a time": (lambda: verify(FULL, time_limit=True), "time_limit= takes a number of seconds, 0 or more"),
    "a time below zero": (lambda: verify(FULL, time_limit=-0.1), "time_limit= takes a number of seconds, 0 or more"),
    "a time that is no number": (lambda: verify(FULL, time_limit=math.nan), "time_limit= takes a number of seconds, 0 or more"),
    "the truth of a report": (
        lambda: bool(verify(FULL, only=["order"])),
        "a report is neither true nor false; ask for report.holds, and for the verdict of each proof",
    ),
    "a proof that was not asked for": (
        lambda: verify(FULL, only=["order", "grounds"]).proof("no-trap"),
        "this was not asked; the properties of this report are order and grounds",
    ),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_what_makes_no_sense_is_refused(mistake: str) -> None:
    """In a sentence that says what would."""
    call, sentence = WRONG[mistake]
    with pytest.raises(DefinitionError) as caught:
        call()
    assert str(caught.value) == sentence


def test_everything_wrong_with_what_is_assumed_is_said_at_once() -> None:
    """Facts that are not there, and comparisons that say nothing."""
    with pytest.raises(DefinitionErrors) as caught:
        verify(FULL, assume=[Compare("hom", "==", value=True), Small.risk >= Three.LOW])
    assert caught.value.problems == (
        "there is no fact 'hom' in the vocabulary; did you mean 'home'?",
        "'risk is low or higher' is true of every value; leave it out or mend the value",
    )


@pytest.mark.parametrize("only", [["order"], ("no-trap", "order"), {"best-case"}, iter(["can-be-true", "order"])])
def test_only_what_was_asked_is_answered_in_the_order_of_the_properties(only: Any) -> None:
    """Whatever kind of collection it is; named twice is asked once."""
    names = [*only]
    report = verify(FULL, only=[*names, *names])
    assert [proof.of.id for proof in report.proofs] == [one for one in IDS if one in names]


def test_a_flag_alone_can_be_assumed() -> None:
    """As in a rule, a yes-or-no fact stands for itself."""
    assert verify(FULL, assume=[Small.home], only=["order"]).assume == (Compare("home", "==", value=True),)


def test_time_and_steps_may_be_plenty() -> None:
    """Whole seconds, fractions, and no end."""
    for time_limit in (3_600, 3_600.5, math.inf):
        assert verify(LEAN, only=["can-be-true"], time_limit=time_limit).holds


def test_progress_is_told_before_each_question() -> None:
    """How many are answered, how many there are, and what is asked; nothing is left out and nothing told twice."""
    told: list[tuple[int, int, str]] = []
    report = verify(FULL, progress=lambda *now: told.append(now))
    questions = sum(proof.questions for proof in report.proofs)
    assert [done for done, _, _ in told] == [*range(questions)]
    assert {whole for _, whole, _ in told} == {questions}
    assert [says for _, _, says in told] == [proof.of.says for proof in report.proofs for _ in range(proof.questions)]


def test_what_tells_the_progress_is_a_function() -> None:
    """Anything else is refused before anything is asked, by its kind."""
    number: Any = 3
    with pytest.raises(DefinitionError) as caught:
        verify(FULL, progress=number)
    assert str(caught.value) == "progress= takes a function of done, total and what is asked; was given a whole number"


def test_who_stops_it_by_an_error_gets_that_error() -> None:
    """What a progress function raises is not swallowed."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify(FULL, progress=stop)


# What a report says.


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
def test_the_shipped_rule_sets_are_proved(rules: RuleSet) -> None:
    """Everything, searched too."""
    report = verify(rules, search_all=True)
    assert report.holds
    assert report.verdict is Verdict.PROVED
    assert {proof.of.id for proof in report.proofs} == set(IDS)
    assert not [flaw for flaw in report.flaws if flaw.property_id != "rule-matters"]


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
def test_the_shipped_rule_sets_take_less_than_a_tenth_of_the_budget(rules: RuleSet) -> None:
    """There is room for rule sets of one's own that are much larger."""
    assert verify(rules, most_steps=MOST_STEPS // 10).holds


def test_polarity_answers_without_a_search() -> None:
    """The two laws about pairs are settled by construction; with `search_all` no question is."""
    report = verify(FULL)
    settled = {proof.of.id: proof.settled for proof in report.proofs if proof.settled}
    assert settled == {"knowing-more-narrows": 5, "worse-never-less": 5}
    assert report.proof("worse-never-less").how == "by the way in which rules are built"
    assert report.proof("no-trap").how == "6 questions answered"
    assert report.proof("order").how == "1 question answered"
    assert verify(UNDER).proof("required-facts-matter").how == "nothing to ask"
    assert sum(proof.settled for proof in verify(FULL, search_all=True).proofs) == 0


def test_a_level_without_an_entry_has_no_admission_to_ask_about() -> None:
    """Four levels, four questions."""
    assert verify(NO_ENTRY).proof("one-step").questions == 4
    assert verify(FULL).proof("one-step").questions == 5


def test_advice_is_no_refusal_unless_it_is_all_that_was_asked() -> None:
    """A rule set with idle rules is safe; whoever asks for advice only gets its verdict."""
    report = verify(FULL)
    assert [flaw.id for flaw in report.flaws] == ["rule-matters:not-there-yet"]
    assert report.holds
    assert report.verdict is Verdict.PROVED
    alone = verify(FULL, only=["rule-matters"])
    assert not alone.holds
    assert alone.verdict is Verdict.REFUTED
    assert verify(FULL, only=["rule-decides"]).holds


def test_a_repr_counts_and_shows_no_values() -> None:
    """Of a report, a proof, a flaw and a counterexample."""
    report = verify(FULL)
    (flaw,) = report.flaws
    assert repr(report) == "<Report on 'small' 1: 20 proved, 1 see advice>"
    assert repr(report.proof("no-trap")) == "<Proof of no-trap: proved>"
    assert repr(report.proof("rule-matters")) == "<Proof of rule-matters: refuted>"
    assert repr(flaw) == "<Flaw rule-matters:not-there-yet>"
    assert repr(flaw.counterexample) == "<Counterexample of 1>"
    assert repr(verify(LEAN, time_limit=0, only=["no-trap", "order"])) == "<Report on 'small' 1: 1 proved, 1 undecided>"


def test_the_worst_verdict_is_that_of_the_report() -> None:
    """Refuted before undecided before not analysed before proved."""
    refuted, undecided = verify(LEAN, only=["no-trap"]), verify(LEAN, only=["best-case"], most_steps=0)
    wide = verify(WIDE_RULES, only=["safety-first"])
    proved = verify(LEAN, only=["order"])
    together = [
        (proved, Verdict.PROVED),
        (wide, Verdict.NOT_ANALYSED),
        (undecided, Verdict.UNDECIDED),
        (refuted, Verdict.REFUTED),
    ]
    proofs: tuple[Any, ...] = ()
    for report, verdict in together:
        assert report.verdict is verdict
        proofs += report.proofs
        assert evolve(report, proofs=proofs).verdict is verdict
        assert evolve(report, proofs=proofs).holds is (verdict is Verdict.PROVED)


# A page, and plain data.


def test_the_page_of_a_report_that_holds() -> None:
    """Every verdict under its law, and what a proof does not say."""
    found = check_methods(verify(FULL))
    for line in (
        "Proofs: Small, version 1",
        "Everything that a rule set has to keep is proved.",
        "Every assessment that these rules can be asked about was",
        "Law 1, justified skips",
        "See advice: No rule says only what others say as well",
        "Advice",
        "This is a proof about the rules as they are written.",
    ):
        assert line in found.text
    assert "What is wrong" not in found.text
    assert "What is not known" not in found.text


def test_the_page_of_a_report_that_does_not_hold() -> None:
    """What is wrong, with the case that shows it."""
    text = check_methods(verify(LEAN, only=["no-trap", "far-step-down"])).markdown
    assert "Not everything is proved: 2 refuted." in text
    assert "What is wrong" in text
    assert "Rung 2: progress is high; nothing else is known." in text
    assert "The decision: Step down: Rung 2 to Rung 1" in text


def test_a_page_claims_no_more_than_was_asked() -> None:
    """A part of the properties is not all of them; advice need not be among them."""
    whole = "Everything that a rule set has to keep is proved."
    part = "What was asked is proved; it is not everything that a rule set has to keep."
    assert verify(FULL, only=["order"]).page().lead[0] == part
    assert verify(FULL, only=[one.id for one in PROPERTIES if not one.advice]).page().lead[0] == whole
    assert verify(FULL, only=["rule-decides"]).page().lead[0] == part


def test_a_page_says_what_was_not_reached_and_does_not_say_that_all_were_looked_at() -> None:
    """By name, and why."""
    report = verify(FULL, only=["no-trap", "order"], time_limit=0)
    page = report.page()
    assert page.lead == ("Not everything is proved: 1 proved, 1 undecided.",)
    text = check_methods(report).markdown
    assert "Every level can be left downward, but the lowest, and upward, but the highest. The search ended before: " in text
    wide = check_methods(verify(WIDE_RULES, only=["can-be-true"])).markdown
    assert "Every condition can be true. Beyond what can be analysed: wide." in wide
    assert "Undecided: Every level can be left" in text
    assert "(0 of 6 questions answered)" in text


def test_a_page_says_what_was_assumed() -> None:
    """In the words of the vocabulary, and that some were left out for it."""
    report = verify(FULL, only=["order"], assume=[Small.home, Small.risk >= Three.MID])
    assert report.page().lead[1:] == (
        (
            "Every assessment that these rules can be asked about was looked at, known and with gaps, "
            "but for those of whom what is assumed is certainly not so."
        ),
        "Assumed of everybody: home unsafe: yes; risk is mid or higher.",
    )
    assert verify(FULL, only=["order"]).page().lead[1].endswith("; none was left out.")
    assert report.to_dict()["assume"] == ["home unsafe: yes", "risk is mid or higher"]


def test_a_report_is_plain_data() -> None:
    """What goes to JSON and comes back is the same, with every case of every flaw."""
    report = verify(LEAN)
    data = json.loads(json.dumps(report.to_dict()))
    assert data == report.to_dict()
    assert data["format"] == "continuum/report/1"
    assert data["holds"] is False
    assert {*data["rules"]} == {"id", "version", "digest", "status"}
    assert [one["id"] for one in data["properties"]] == [*IDS]
    (far,) = [one for one in data["properties"] if one["id"] == "far-step-down"]
    assert far["verdict"] == "refuted"
    assert far["law"] == 1
    assert [flaw["id"] for flaw in far["flaws"]] == ["far-step-down:down-2@r2", "far-step-down:down-3@r3"]
    (case,) = far["flaws"][0]["cases"]
    assert case["decision"] == "Step down: Rung 2 to Rung 1"
    assert case["assessment"]["facts"] == {"progress": "HIGH"} or "progress" in str(case["assessment"])
    (trap,) = [one for one in data["properties"] if one["id"] == "no-trap"]
    assert trap["flaws"][0]["cases"] == []
    assert verify(LEAN, only=["no-trap"], most_steps=0).to_dict()["properties"][0]["undecided"] != []


# Each kind of finding, word for word.

HIGH = Small.risk >= Three.HIGH
BLOCK = StepUp("block", at="r2", when=Small.crisis, because="x")
FLOOR = StepUp("floor", at_least="r2", when=HIGH, because="x", skips_because="x")


class Sided(Small):
    """A fact of which neither end is worse, so that a rule may go either way with it."""

    left: Flag = Flag("left-handed", worse=None, scope="level")
    born: Flag = Flag("born elsewhere", worse=None)


LEFT_DOWN = StepDown("left-down", at="r2", when=Sided.left, because="x")
LEFT_UP = StepUp("left-up", at="r2", when=Sided.left, because="x")
DEAD_DOWN = StepDown("dead-down", at="r2", when=Sided.left & ~Sided.left, because="x")
FEWER = tuple(rule for rule in DOWNS if rule.id != "down-2")


def sided(*rules: Any, **changes: Any) -> RuleSet:
    """A rule set on the vocabulary with sides, without the step-down at the third rung."""
    return evolve(LEAN, facts=Sided, rules=(*FEWER, *rules), **changes)


WORDING: dict[str, tuple[RuleSet, str]] = {
    "no-trap:down-from-r2": (sided(), "Nobody can step down from Rung 2: no rule permits it."),
    "no-trap:down-from-r2 ": (
        sided(DEAD_DOWN),
        "Nobody can step down from Rung 2: no rule that permits it is ever true.",
    ),
    "no-trap:down-from-r2  ": (
        sided(LEFT_DOWN, LEFT_UP),
        "Nobody can step down from Rung 2: whenever a rule permits it, something else keeps them there.",
    ),
    "no-trap:up-from-r2": (sided(), "Nobody can step up from Rung 2: no step up leads up from there."),
    "no-trap:up-from-r2 ": (
        sided(StepUp("dead-up", at="r2", when=Sided.left & ~Sided.left, because="x")),
        "Nobody can step up from Rung 2: no step up that speaks there is ever true.",
    ),
    "no-trap:up-from-r1": (
        sided(StepUp("dead-floor", at_least="r2", when=Sided.born & ~Sided.born, because="x", skips_because="x")),
        "Nobody can step up from Rung 1: no step up that speaks there is ever true.",
    ),
    "best-case:r2": (sided(), "Nobody who is at Rung 2 can step down all the way to Rung 0, not even in the best case."),
    "can-be-true:dead-down": (sided(DEAD_DOWN), "The condition of 'dead-down' is never true."),
    "can-be-false:all": (
        evolve(UNDER, facts=Sided, justifications=[Justification("all", skips="r1", when=Sided.born | ~Sided.born, because="x")]),
        "The condition of 'all' is never false: it is true of everybody of whom enough is known.",
    ),
    "step-down-acts:left-down@r2": (
        sided(LEFT_DOWN, LEFT_UP),
        "'left-down' permits nothing at Rung 2: wherever it is true, so is 'left-up', or it may be.",
    ),
    "step-down-acts:left-down@r2 ": (
        sided(
            StepDown("left-down", at="r2", when=Sided.left & Sided.born, because="x"),
            StepUp("born", at="r1", at_least="r2", when=Sided.born, because="x"),
        ),
        "'left-down' permits nothing at Rung 2: wherever it is true, a step up or a hold is due, or may be.",
    ),
    "far-step-down:down-3@r3": (
        LEAN,
        "'down-3' permits to go from Rung 3 to Rung 0, and nobody gets there: nothing ever justifies passing Rung 1 and Rung 2.",
    ),
    "far-step-down:far@r3": (
        sided(
            StepDown("far", at="r3", no_lower_than="r1", when=Sided.left & Sided.born, because="x"),
            StepUp("born", at="r1", at_least="r2", when=Sided.born, because="x"),
            justifications=[Justification("pass", skips="r2", when=Small.risk <= Three.LOW, because="x")],
        ),
        "'far' permits to go from Rung 3 to Rung 1, and nobody gets there: there is always something in the way.",
    ),
    "required-facts-matter:home": (
        NO_ENTRY,
        "Nobody is sent on without knowing 'home', and whatever it is, every decision is the same.",
    ),
    "rule-matters:same": (
        rules_of(FLOOR, evolve(FLOOR, id="same", at_least="r1", when=HIGH & Small.home, skips_because="")),
        "'same' changes nothing: 'floor' says as much.",
    ),
    "rule-matters:not-there-yet": (FULL, "'not-there-yet' changes nothing: other rules together say as much."),
    "rule-matters:mirrored": (
        rules_of(FLOOR, Hold("mirrored", at=FLOOR.at_least, when=HIGH & Small.home, about=CLINICAL, because="x", until="y")),
        "'mirrored' changes nothing: 'floor' says as much.",
    ),
    "rule-matters:held-by-a-band": (
        rules_of(
            evolve(FLOOR, at="r1", skips_because=""),
            Hold("held-by-a-band", at="r2", when=HIGH & Small.home, about=CLINICAL, because="x", until="y"),
        ),
        "'held-by-a-band' changes nothing: other rules together say as much.",
    ),
    "rule-matters:third": (
        rules_of(FLOOR, evolve(FLOOR, id="again"), evolve(FLOOR, id="third")),
        "'third' changes nothing: 'again' and 'floor' say as much.",
    ),
    "rule-decides:dead-down": (
        sided(DEAD_DOWN),
        "'dead-down' decides nothing by itself: without it fewer questions would be open, and every decision would be the same.",
    ),
}


@pytest.mark.parametrize("flaw", WORDING)
def test_each_finding_is_said_in_its_own_words(flaw: str) -> None:
    """Exactly so; the words of the page are those."""
    rules, sentence = WORDING[flaw]
    report = verify(rules, only=[flaw.partition(":")[0]])
    found = {one.id: one for one in report.flaws}
    assert found[flaw.strip()].says == sentence
    assert sentence in " ".join(point.text for section in report.page().sections for point in section.points)


def test_what_nobody_can_be_is_not_wanted() -> None:
    """A case to be shown has what is wanted beside it, if there is such a case; else it is shown without."""
    search = Search(LEAN)
    lower = search.view(1).below(1)
    assert search.plain_person(1, lower, NOWHERE) == search.plain_person(1, lower)
    assert search.plain_person(1, search.space.always, lower) == search.plain_person(1, lower)


def test_a_person_is_shown_as_the_engine_decides() -> None:
    """Where they are, what is known of them, and the decision; at an admission, and of whom nothing is known, too."""
    rules = rules_of(
        Admission("low", at_least="r1", when=HIGH, because="x"),
        Admission("high", at_least="r2", when=HIGH, because="x", skips_because="x"),
    )
    (flaw,) = verify(rules, only=["rule-matters"]).flaws
    assert flaw.counterexample is not None
    assert flaw.counterexample.sentences == (
        "Not in care yet: risk is high; nothing else is known.",
        "The decision: Admit: Rung 2; 2 levels passed.",
    )
    broken = evolve(LEAN)
    object.__setattr__(broken, "by_rung", evolve(LEAN.by_rung, entry=2))
    (settled,) = verify(broken, only=["admission-settles"]).flaws
    assert settled.counterexample is not None
    assert settled.counterexample.sentences[0] == "Not in care yet: nothing is known."


# A test for each flaw.


def run(source: str, **names: Any) -> None:
    """Execute a test's source, and the test."""
    names = {**names}
    exec(source, names)  # noqa: S102 # the source that we wrote ourselves
    (test,) = (value for name, value in names.items() if name.startswith("test_"))
    test()


@pytest.mark.parametrize("flaw", WORDING)
def test_its_test_fails_as_long_as_the_flaw_is_there(flaw: str) -> None:
    """And passes on a rule set that does not have it."""
    rules, sentence = WORDING[flaw]
    found = {one.id: one for one in verify(rules).flaws}[flaw.strip()]
    source = found.as_test()
    assert json.dumps(sentence) in source
    with pytest.raises(AssertionError):
        run(source, RULES=rules)
    run(source, RULES=stepdown.RULES)


def test_the_test_for_a_broken_law_is_about_its_people() -> None:
    """It needs no search: the law is put to the decisions for the people of the counterexample."""
    rules = evolve(FULL)
    object.__setattr__(rules, "by_rung", evolve(FULL.by_rung, holds=((),) * 4))
    for flaw in verify(rules, only=["unknown-never-reduces", "one-step"]).flaws:
        source = flaw.as_test()
        assert "read_case" in source
        assert "verify(" not in source
        with pytest.raises(AssertionError):
            run(source, RULES=rules)
        run(source, RULES=FULL)


def test_the_test_for_a_flaw_under_an_assumption_assumes_the_same() -> None:
    """Without it the flaw would not be there."""
    assume = [~Small.home]
    (flaw,) = [one for one in verify(FULL, assume=assume, only=["can-be-true"]).flaws if one.subject == "home"]
    assert flaw.assumed
    with pytest.raises(AssertionError):
        run(flaw.as_test(), RULES=FULL, ASSUME=assume)
    run(flaw.as_test(), RULES=FULL, ASSUME=[])
    assert verify(FULL, only=["can-be-true"]).flaws == ()


# Budgets.


def answered(report: Report) -> dict[str, tuple[tuple[str, ...], Verdict]]:
    return {proof.of.id: (tuple(flaw.id for flaw in proof.flaws), proof.verdict) for proof in report.proofs}


def test_without_any_steps_only_what_takes_none_is_proved() -> None:
    """What the construction settles, what is read off the rules, and what there is nothing to ask about."""
    report = verify(FULL, most_steps=0)
    assert report.flaws == ()
    assert not report.holds
    proved = {proof.of.id for proof in report.proofs if proof.verdict is Verdict.PROVED}
    assert proved == {"order", "grounds", "knowing-more-narrows", "worse-never-less"}


def test_without_any_time_nothing_that_is_searched_is_answered() -> None:
    """Not even a flaw is found, and nothing is called proved that would have to be searched."""
    report = verify(LEAN, time_limit=0)
    assert report.flaws == ()
    for proof in report.proofs:
        free = proof.of.id in {"order", "grounds", "knowing-more-narrows", "worse-never-less"} or not proof.questions
        assert proof.verdict is (Verdict.PROVED if free else Verdict.UNDECIDED)
        assert proof.how.startswith("0 of ") is not free


@pytest.fixture(scope="module")
def everything() -> Report:
    """A full run, nothing settled without a search."""
    return verify(FULL, search_all=True)


@pytest.mark.parametrize("most_steps", [1, 400, 900, 1_400, 1_900, 2_400, 2_900, 3_400, 3_900, 4_400, 4_900])
def test_what_is_not_finished_is_not_called_proved_and_what_is_stands(everything: Report, most_steps: int) -> None:
    """Every subject is answered as in a full run, or it is named as undecided; the same each time."""
    part = verify(FULL, search_all=True, most_steps=most_steps)
    assert part.proofs == verify(FULL, search_all=True, most_steps=most_steps).proofs
    assert any(proof.undecided for proof in part.proofs)
    assert everything.finished
    assert not part.finished
    for mine, whole in zip(part.proofs, everything.proofs, strict=True):
        assert {flaw.id for flaw in whole.flaws} - {flaw.id for flaw in mine.flaws} <= {
            f"{mine.of.id}:{subject}" for subject in mine.undecided
        }
        assert {flaw.id for flaw in mine.flaws} <= {flaw.id for flaw in whole.flaws}
        assert (mine.verdict is Verdict.UNDECIDED) is (bool(mine.undecided) and not mine.flaws)
        assert (mine.verdict is Verdict.PROVED) <= (whole.verdict is Verdict.PROVED)
        assert mine.questions == whole.questions


def test_a_run_stopped_by_the_clock_keeps_what_it_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock jumps in the middle: what came before is proved, what comes after is undecided, and a full run is as before."""
    before = answered(verify(FULL))
    now = [0.0]
    monkeypatch.setattr(verify_module, "monotonic", lambda: now[0])

    def jump(done: int, whole: int, _: str) -> None:
        now[0] = 100.0 if done * 2 > whole else 0.0

    report = verify(FULL, time_limit=50, progress=jump)
    verdicts = [proof.verdict for proof in report.proofs if proof.of.id not in {"order", "grounds"}]
    first = verdicts.index(Verdict.UNDECIDED)
    assert first > 5
    assert {*verdicts[:first]} == {Verdict.PROVED}
    assert {*verdicts[first:]} == {Verdict.UNDECIDED}
    assert not report.holds
    assert answered(verify(FULL)) == before


FRESH = """
import json
from continuum.library import stepdown
from continuum.verify import verify
print(json.dumps(verify(stepdown.RULES).to_dict(), sort_keys=True))
"""


def test_a_run_that_was_stopped_leaves_nothing_behind() -> None:
    """The full run that follows it is, to the letter, that of a process that has done nothing else."""
    for most_steps in (0, 700, 2_100):
        verify(stepdown.RULES, most_steps=most_steps)
    here = json.dumps(verify(stepdown.RULES).to_dict(), sort_keys=True)
    fresh = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True)  # noqa: S603 # our own source
    assert fresh.stdout.strip() == here


def test_a_budget_spent_on_what_is_assumed_leaves_everything_undecided() -> None:
    """Before it is known who is left, nothing is asked of them."""
    flags = [Compare(f"flag{at}", "==", value=True) for at in range(60)]
    odd: Condition = flags[0]
    for one in flags[1:9]:
        odd = (odd & ~one) | (~odd & one)
    rules = evolve(LEAN, facts=many_facts(60))
    report = verify(rules, assume=[odd], most_steps=10)
    assert report.verdict is Verdict.UNDECIDED
    assert verify(rules, assume=[odd]).proof("can-be-true").verdict is Verdict.PROVED


# What cannot be analysed.

WIDE_RULES = evolve(
    LEAN, facts=Wide, rules=[*DOWNS, StepUp("wide", at_least="r2", when=TOO_WIDE, because="x", skips_because="x")]
)


def test_a_sum_of_too_many_values_is_not_analysed_and_the_rest_is() -> None:
    """What it decides is not known; what does not ask for it is. That a fact has a billion values takes no longer."""
    report = verify(WIDE_RULES)
    assert not report.holds
    assert report.verdict is Verdict.NOT_ANALYSED or report.verdict is Verdict.REFUTED
    assert report.proof("can-be-true").not_analysed == ("wide",)
    assert report.proof("can-be-true").verdict is Verdict.NOT_ANALYSED
    assert report.proof("can-be-true").how == "4 of 5 questions answered"
    assert report.proof("safety-first").not_analysed == ("r0", "r1", "r2", "r3", "not-in-care")
    assert report.proof("grounds").verdict is Verdict.PROVED
    assert report.to_dict()["properties"][14]["not_analysed"] == ["wide"]


def test_an_assumption_that_is_too_wide_leaves_nothing_analysed() -> None:
    """Nobody knows who is left."""
    report = verify(evolve(LEAN, facts=Wide), assume=[TOO_WIDE], only=["best-case", "order"])
    assert [proof.verdict for proof in report.proofs] == [Verdict.NOT_ANALYSED, Verdict.PROVED]


def many_facts(number: int) -> type[Assessment]:
    """A vocabulary of so many flags beside the small one."""
    body: dict[str, Any] = {f"flag{at}": Flag(f"flag {at}", worse=True) for at in range(number)}
    return type("Many", (Small,), {**body, "__annotations__": dict.fromkeys(body, "Any")})


@pytest.mark.parametrize("number", [MOST_FACTS - 1, MOST_FACTS])
def test_more_facts_than_the_most_are_not_analysed(number: int) -> None:
    """One fact is that of the step-downs; with the most there are, everything is analysed."""
    facts = many_facts(number)
    holds = [
        Hold(f"hold{at}", when=Compare(f"flag{at}", "==", value=True), about=CLINICAL, because="x", until="x")
        for at in range(number)
    ]
    rules = evolve(LEAN, facts=facts, rules=[*DOWNS, *holds])
    report = verify(rules, only=["no-trap", "safety-first", "worse-never-less", "order"])
    found = {proof.of.id: proof.verdict for proof in report.proofs}
    analysed = number < MOST_FACTS
    assert found == {
        "no-trap": Verdict.REFUTED if analysed else Verdict.NOT_ANALYSED,
        "safety-first": Verdict.PROVED if analysed else Verdict.NOT_ANALYSED,
        "worse-never-less": Verdict.PROVED,
        "order": Verdict.PROVED,
    }


def test_a_report_does_not_depend_on_the_order_of_rules_or_facts() -> None:
    """The same rules listed otherwise are found the same."""
    turned = evolve(FULL, rules=FULL.rules[::-1], justifications=FULL.justifications[::-1])
    assert answered(verify(turned)) == answered(verify(FULL))
    mine = {flaw.id: flaw.counterexample.people for flaw in verify(FULL).flaws if flaw.counterexample}
    assert {flaw.id: flaw.counterexample.people for flaw in verify(turned).flaws if flaw.counterexample} == mine


def test_a_rule_set_may_have_one_fact_and_two_levels() -> None:
    """The smallest there is: down, out, and no way up."""
    rules = RuleSet(
        id="tiny",
        version="1",
        title="Tiny",
        intended_use="Tests.",
        continuum=ladder(2),
        facts=Small,
        rules=[
            StepDown("down", at="r1", when=DONE, because="x"),
            StepDown("out", at="r0", no_lower_than=COMPLETE, when=DONE, because="x"),
        ],
    )
    assert [flaw.id for flaw in verify(rules).flaws] == ["no-trap:up-from-r0"]


def test_a_condition_of_an_unknown_kind_is_settled_by_nothing() -> None:
    """What nobody knows the direction of is searched, and not believed."""
    rules = evolve(LEAN)
    odd = evolve(FLOOR, id="odd", when=Odd("home", "==", value=True))
    object.__setattr__(rules, "rules", (*rules.rules, odd))
    report = verify(rules, only=["worse-never-less", "knowing-more-narrows"])
    assert [proof.settled for proof in report.proofs] == [0, 0]


def test_a_flaw_is_named_as_a_waiver_names_it() -> None:
    """The property, a colon, and what it is about."""
    assert Flaw("no-trap", "down-from-php", "x", None).id == "no-trap:down-from-php"
    assert pickle.loads(pickle.dumps(Flaw("a", "b", "x", None))) == Flaw("a", "b", "x", None)  # noqa: S301 # our own bytes


def test_what_the_engine_does_not_show_is_a_defect_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted in one telling of the algorithm only: nothing is reported of the rule set."""
    at = Circuit.at

    def wrong(circuit: Circuit[int], rung: int) -> Placed[int]:
        found = at(circuit, rung)
        return found._replace(target=found.lowest)

    monkeypatch.setattr(Circuit, "at", wrong)
    with pytest.raises(ProofError) as caught:
        verify(FULL, only=["unknown-never-reduces"])
    assert str(caught.value) == (
        "unknown-never-reduces:r0 was found wrong, and the engine does not show it: "
        "this is a defect of the library, not of the rule set; please report it with the rule set"
    )
