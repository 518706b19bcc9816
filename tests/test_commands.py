"""The commands of the command line: rule sets from files, and a page for each question, whatever its input holds."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Assessment,
    Continuum,
    Count,
    Decision,
    Engine,
    Flag,
    Level,
    RuleSet,
    Source,
    StepDown,
    StepUp,
)
from continuum.__main__ import main
from continuum.compare import compare
from continuum.errors import DecisionError
from continuum.json_text import DEEPEST, MOST_CHARACTERS
from continuum.library import four_levels, program_standards, stepdown
from continuum.programs import Program
from continuum.render import Page, as_document, as_markdown, as_text
from continuum.replay import replay
from continuum.standards import MET, NOT_MET, REQUIRED, UNKNOWN, Outcome, Requirement, Standard, check
from continuum.verify import verify
from continuum.wire import SCHEMAS, digest, read_rule_set, schema, write
from tests.golden import CASES, EXAMPLES, FORMS
from tests.library.cases import best
from tests.library.test_program_standards import BEST_DAY
from tests.test_main import SENTINEL, SENTINEL_WEEKS, Cli, library, process

NOT_THERE = "the file cannot be read: no such file or directory"
SHIPPED = "and what is shipped is called stepdown and four-levels"
WHICH_STANDARD = (
    "no level is decided that has one; name one with --standard: access, aftercare, inpatient, iop, outpatient, "
    "outpatient-managed, php, php-managed, provider, residential, residential-managed"
)
REPLAY = "Replay of a decision"
SCRIPT = re.compile(r"(?<!\\)<script")
"""Markup that would run; in Markdown a stroke before it makes it text."""


class Ours(Assessment):
    """A vocabulary of its own."""

    craving: Count = Count("craving today", low=0, high=500, unit="points", worse="higher")
    week_done: Flag = Flag("week completed", worse=False, scope="level")


ALIKE = Continuum(
    "alike",
    [
        Level("iop", "Evening group", purpose="a link"),
        Level("php", "Day house", purpose="structure"),
        Level("inpatient", "Night house", purpose="safety"),
    ],
)
"""A ladder of its own, with the ids of levels for which standards are shipped."""
DONE = "the week is completed"
OURS = RuleSet(
    id="riverside/evenings",
    version="2026.1",
    title="Evening program <script>alert(1)</script>",
    intended_use="An example for naïve readers.",
    continuum=ALIKE,
    facts=Ours,
    entry="iop",
    required_facts=["craving"],
    rules=[
        StepUp("craving-high", at_least="php", when=Ours.craving >= 8, because="craving is high"),
        StepDown("week-php", at="php", when=Ours.week_done, because=DONE),
        StepDown("week-inpatient", at="inpatient", when=Ours.week_done, because=DONE),
        StepDown("end", at="iop", no_lower_than=COMPLETE, when=Ours.week_done, because=DONE),
    ],
)
OUR_CASE: dict[str, Any] = {"level": "php", "facts": {"craving": 2, "week_done": True}}
BY_OURS = Engine(OURS).decide(Ours(level="php", craving=2, week_done=True))


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    return Cli(tmp_path, capsys, monkeypatch)


def put(cli: Cli, name: str, data: object) -> str:
    """A file with this data as JSON."""
    return cli.file(name, json.dumps(data, ensure_ascii=False))


def complaints(where: str, *problems: str) -> str:
    return "".join(f"continuum: {where}: {problem}\n" for problem in problems)


def laid_out(form: str, *pages: Page) -> str:
    """What is printed of some pages, told from the ways of laying out alone."""
    if form == "html":
        return as_document(*pages) + "\n"
    lay_out: Callable[[Page], str] = as_text if form == "text" else partial(as_markdown, level=1)
    return "\n\n".join(map(lay_out, pages)) + "\n"


def decided(level: Any, **changes: Any) -> Decision:
    return Engine(stepdown.RULES).decide(best(level).replace(**changes))


LOWER = decided("iop")
"""From IOP to outpatient therapy."""
HIGHER = decided("outpatient", needs_24h_supervision=True)
"""From outpatient therapy to residential care."""


# A rule set from a file.


def test_rules_from_a_file_with_a_vocabulary_of_their_own(cli: Cli) -> None:
    """They decide as the rule set in Python does, as text and as JSON; the shipped rules know neither of its facts."""
    ours, case = put(cli, "ours.json", write(OURS)), put(cli, "case.json", OUR_CASE)
    text = cli("decide", case, "--rules", ours)
    assert (text.code, text.err, text.out) == (0, "", BY_OURS.explain() + "\n")
    assert text.out.startswith("Step down: Day house to Evening group\n")
    (found,) = cli("decide", case, "--rules", ours, "--format", "json").objects
    assert found == BY_OURS.to_dict()
    assert found["ruleset"]["id"] == "riverside/evenings"
    shipped = cli("decide", case)
    assert (shipped.code, shipped.out) == (2, "")
    no_fact = "there is no such fact, nor one of a similar name"
    assert shipped.err == complaints(case, f"facts.entry 1: {no_fact}", f"facts.entry 2: {no_fact}")


def test_rules_from_a_file_decide_every_case(cli: Cli) -> None:
    """Of several, a bad one is told by the vocabulary and the ladder of the file, in its place."""
    lines = [
        {"level": "iop", "facts": {"craving": 9}},
        {"level": "iop", "facts": {"cravin": 9}},
        {"level": "residential"},
        OUR_CASE,
    ]
    file = cli.file("cases.jsonl", "\n".join(map(json.dumps, lines)))
    ran = cli("decide", "--rules", put(cli, "ours.json", write(OURS)), file)
    assert (ran.code, ran.outcomes) == (2, ["iop", "facts.cravin", "level", "php"])
    assert [one.get("target") for one in ran.objects] == ["php", None, None, "iop"]
    no_level = "level: there is no such level on the ladder 'alike' (iop < php < inpatient)"
    misspelt = complaints(f"{file}, line 2", "facts.cravin: there is no such fact; did you mean 'craving'?")
    assert ran.err == misspelt + complaints(f"{file}, line 3", no_level)


def spoilt() -> dict[str, Any]:
    """The rule set with two slips, of which one is two problems."""
    data = deepcopy(write(OURS))
    data["rules"][0]["when"]["fact"] = "cravings"
    data["rules"][1]["becuase"] = data["rules"][1].pop("because")
    return data


def unlawful() -> dict[str, Any]:
    """The rule set with a step up that less craving would bring."""
    data = deepcopy(write(OURS))
    data["rules"][0]["when"]["op"] = "<="
    return data


SPOILT = (
    "rules[0].when.fact: there is no such fact in the vocabulary; did you mean 'craving'?",
    "rules[1].becuase: there is no such key; did you mean 'because'?",
    "rules[1]: the key because is missing",
)
UNLAWFUL = (
    "the rule set: rule 'craving-high': 'craving today is 8 points or less' has the wrong direction: a StepUp may only become "
    "true as facts get worse; look for a turned comparison, an == on a scale, or a fact with the other end worse (law 3)"
)
WITH_RULES: Mapping[str, tuple[str, ...]] = {
    "decide": ("decide", "case.json", "--rules"),
    "decide as json": ("decide", "case.json", "case.json", "--rules"),
    "explain": ("explain", "case.json", "--rules"),
    "rules": ("rules",),
    "program": ("program", "program.json", "--case", "case.json", "--rules"),
}
"""Each command that takes rules, but for their name."""
with_rules = pytest.mark.parametrize("words", WITH_RULES.values(), ids=WITH_RULES)


@pytest.fixture
def good_files(cli: Cli) -> None:
    """A case and a program in the current folder."""
    cli.monkeypatch.chdir(cli.folder)
    put(cli, "case.json", {"level": "iop"})
    put(cli, "program.json", {"name": "Riverside"})


@with_rules
@pytest.mark.parametrize(("broken", "problems"), [(spoilt(), SPOILT), (unlawful(), (UNLAWFUL,))], ids=["spoilt", "unlawful"])
@pytest.mark.usefixtures("good_files")
def test_a_broken_rule_set_is_told_with_paths(
    cli: Cli, words: tuple[str, ...], broken: dict[str, Any], problems: tuple[str, ...]
) -> None:
    """All its problems, a line each, with exit 2; nothing is decided, shown or compared by it."""
    put(cli, "broken.json", broken)
    ran = cli(*words, "broken.json")
    assert (ran.code, ran.out, ran.err) == (2, "", complaints("broken.json", *problems))


@with_rules
@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("stepdwon", "; did you mean 'stepdown'?"),
        ("four_levels", "; did you mean 'four-levels'?"),
        ("STEPDOWN", "; did you mean 'stepdown'?"),
        ("asam", ""),
        ("rules.json", ""),
    ],
)
@pytest.mark.usefixtures("good_files")
def test_a_name_that_is_neither_shipped_nor_a_file(cli: Cli, words: tuple[str, ...], name: str, nearest: str) -> None:
    """What is shipped is named, the nearest where there is one; nothing is decided by other rules than those asked for."""
    ran = cli(*words, name)
    assert (ran.code, ran.out, ran.err) == (2, "", complaints(name, f"name: {NOT_THERE}, {SHIPPED}{nearest}"))


@pytest.mark.usefixtures("good_files")
def test_a_standard_that_is_neither_shipped_nor_a_file(cli: Cli) -> None:
    """Likewise of standards."""
    ran = cli("program", "program.json", "--standard", "residental")
    names = (
        "aftercare, outpatient, outpatient-managed, iop, php, php-managed, residential, residential-managed, inpatient, provider"
    )
    why = f"name: {NOT_THERE}, and what is shipped is called {names} and access; did you mean 'residential'?"
    assert (ran.code, ran.out, ran.err) == (2, "", complaints("residental", why))


@pytest.mark.usefixtures("good_files")
def test_what_is_shipped_comes_before_a_file_of_its_name(cli: Cli) -> None:
    """Nobody decides by other rules because of what lies in a folder; with a path to it, the file is meant."""
    put(cli, "stepdown", write(OURS))
    put(cli, "iop", write(program_standards.ACCESS))
    assert cli("rules", "stepdown").out == stepdown.RULES.explain() + "\n"
    assert cli("rules", "./stepdown").out == OURS.explain() + "\n"
    assert cli("program", "program.json", "--standard", "iop").out.startswith(program_standards.IOP.title)
    assert cli("program", "program.json", "--standard", "./iop").out.startswith(program_standards.ACCESS.title)


# Explaining a case.


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_an_example_is_explained_as_it_stands_beside_the_docs(cli: Cli, case: str, form: str) -> None:
    """In each of three ways, word for word."""
    ran = cli("explain", str(EXAMPLES / f"{case}.json"), "--options", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (EXAMPLES / f"{case}.{FORMS[form]}").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_each_part_that_is_asked_for_is_a_page(cli: Cli, form: str) -> None:
    """Barriers and trace follow the decision, in this order whatever the order asked; options are a section of it."""
    case = put(cli, "case.json", write(HIGHER.assessment))
    plain, weighed = HIGHER.page(), HIGHER.page(with_options=True)
    barriers, trace = HIGHER.find_barriers().page(), HIGHER.trace.page()
    expected: dict[tuple[str, ...], tuple[Page, ...]] = {
        (): (plain,),
        ("--options",): (weighed,),
        ("--barriers",): (plain, barriers),
        ("--trace",): (plain, trace),
        ("--trace", "--barriers", "--options"): (weighed, barriers, trace),
    }
    for parts, pages in expected.items():
        ran = cli("explain", case, *parts, "--format", form)
        assert (ran.code, ran.err, ran.out) == (0, "", laid_out(form, *pages))
    assert len({laid_out(form, *pages) for pages in expected.values()}) == len(expected)


def test_text_is_what_is_given_if_nothing_is_asked(cli: Cli) -> None:
    """As `decide` gives for one case."""
    case = put(cli, "case.json", write(HIGHER.assessment))
    assert cli("explain", case).out == cli("explain", case, "--format", "text").out == cli("decide", case).out


LOWEST_ALREADY = "the step down leads to the lowest level already; whether care is completed is decided there"
NOWHERE_LOWER: Mapping[str, Assessment] = {
    "completion": best("aftercare"),
    "the lowest level": best("outpatient"),
    "the level of entry": best(NOT_IN_CARE),
    "an unknown level": Assessment(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("assessment", NOWHERE_LOWER.values(), ids=NOWHERE_LOWER)
def test_where_nothing_is_lower_a_sentence_stands_in_the_place_of_barriers(cli: Cli, assessment: Assessment, form: str) -> None:
    """It says why there is nothing to search, and it is no error; what else is asked for follows."""
    decision = Engine(stepdown.RULES).decide(assessment)
    with pytest.raises(DecisionError) as caught:
        decision.find_barriers()
    ran = cli("explain", put(cli, "case.json", write(assessment)), "--barriers", "--trace", "--format", form)
    why = f"{str(caught.value).partition('; see ')[0]}."  # what to call in Python is no help on a page
    pages = (
        decision.page(),
        Page("What would have to change", (why,), foot=(f"Rules: {stepdown.RULES.label}.",)),
        decision.trace.page(),
    )
    assert (ran.code, ran.err, ran.out) == (0, "", laid_out(form, *pages))


def test_the_sentence_where_care_is_completed(cli: Cli) -> None:
    """Word for word."""
    ran = cli("explain", put(cli, "case.json", write(best("aftercare"))), "--barriers")
    assert ran.out.endswith(
        "\n\nWhat would have to change\n"
        "completion of care is decided, and nothing lies below it.\n"
        "\n"
        "Rules: Step-down continuum of six levels, version 2026.1 (stepdown); draft, not\n"
        "clinically validated.\n"
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_case_is_explained_by_rules_from_a_file(cli: Cli, form: str) -> None:
    """With facts of their own; what is written in the rules is never read as markup."""
    ours, case = put(cli, "ours.json", write(OURS)), put(cli, "case.json", OUR_CASE)
    ran = cli("explain", case, "--rules", ours, "--barriers", "--trace", "--format", form)
    instead = Page("What would have to change", (f"{LOWEST_ALREADY}.",), foot=(f"Rules: {BY_OURS.rules.label}.",))
    pages = BY_OURS.page(), instead, BY_OURS.trace.page()
    assert (ran.code, ran.err, ran.out) == (0, "", laid_out(form, *pages))
    assert bool(SCRIPT.search(ran.out)) == (form == "text")


# Explaining a record.


def changed_rules() -> RuleSet:
    """The shipped rules without the step down that leads to what is on record, as another version."""
    return evolve(stepdown.RULES, version="2027.1", rules=[one for one in stepdown.RULES.rules if one.id != "iop-to-outpatient"])


@pytest.mark.parametrize("form", FORMS)
def test_a_record_is_replayed_by_its_own_rules(cli: Cli, form: str) -> None:
    """The replay comes first, then the decision as it was explained; by the shipped name or from a file, with exit 0."""
    record = put(cli, "record.json", LOWER.to_record(notice="Not to be disclosed."))
    again = replay(LOWER.to_record(), stepdown.RULES)
    assert again.page().lead == ("The rules are those of the record, and they come to the same decision.",)
    for rules in ("stepdown", put(cli, "rules.json", write(stepdown.RULES))):
        ran = cli("explain", record, "--rules", rules, "--format", form)
        assert (ran.code, ran.err, ran.out) == (0, "", laid_out(form, again.page(), LOWER.page()))
        assert ran.out.index(REPLAY) < ran.out.index("Step down: Intensive outpatient")


def test_the_parts_that_are_asked_for_follow_a_record_too(cli: Cli) -> None:
    """Options, barriers and trace of the decision made again."""
    again = replay(HIGHER.to_record(), stepdown.RULES)
    ran = cli("explain", put(cli, "record.json", HIGHER.to_record()), "--options", "--barriers", "--trace")
    pages = again.page(), HIGHER.page(with_options=True), HIGHER.find_barriers().page(), HIGHER.trace.page()
    assert (ran.code, ran.err, ran.out) == (0, "", laid_out("text", *pages))


@pytest.mark.parametrize("form", FORMS)
def test_a_record_replayed_by_other_rules_tells_what_differs(cli: Cli, form: str) -> None:
    """With exit 1; what is explained then is what the rules given come to."""
    rules = changed_rules()
    again = replay(LOWER.to_record(), rules)
    record = put(cli, "record.json", LOWER.to_record())
    ran = cli("explain", record, "--rules", put(cli, "rules.json", write(rules)), "--format", form)
    assert (ran.code, ran.err, ran.out) == (1, "", laid_out(form, again.page(), again.decision.page()))
    text = cli("explain", record, "--rules", str(cli.folder / "rules.json")).out
    assert text.startswith(
        "Replay of a decision\n"
        "The rules given come to another outcome than the record says.\n"
        "\n"
        "What differs\n"
        "  - rules.version: was 2026.1; now 2027.1\n"
        "  - rules.digest: was\n"
        f"    {digest(stepdown.RULES)}; now\n"
        f"    {digest(rules)}\n"
        "  - outcome.direction: was step-down; now stay\n"
        "  - outcome.target: was outpatient; now iop\n"
        "  - outcome.range: was outpatient, outpatient; now iop, iop\n"
        "  - outcome.reasons: was iop-to-outpatient; now none\n"
        "\n"
        "Decided again by: Step-down continuum of six levels, version 2027.1 (stepdown); draft,\n"
        "not clinically validated.\n"
        "Recorded with version "
    )
    assert "\n\nStay: Intensive outpatient (IOP)\n" in text


def test_another_version_that_decides_alike_differs_all_the_same(cli: Cli) -> None:
    """Exit 1 says that something differs, if only the version."""
    rules = evolve(stepdown.RULES, version="2027.1")
    ran = cli("explain", put(cli, "record.json", LOWER.to_record()), "--rules", put(cli, "rules.json", write(rules)))
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith(f"{REPLAY}\nThe outcome is the same; but see what differs.\n\nWhat differs\n  - rules.version: ")
    assert "outcome." not in ran.out


@pytest.mark.parametrize(
    ("place", "value", "lead", "differs"),
    [
        (
            ("outcome", "target"),
            "aftercare",
            "The rules given come to another outcome",
            "outcome.target: was aftercare; now outpatient",
        ),
        (("outcome", "provisional"), True, "The rules given come to another outcome", "outcome.provisional: was yes; now no"),
        (
            ("assessment_digest",),
            f"sha256:{'0' * 64}",
            "The outcome is the same",
            "assessment: was as its digest was taken; now another",
        ),
        (
            ("assessment", "facts", "goals_met"),
            False,
            "The rules given come to another outcome",
            "outcome.direction: was step-down; now",
        ),
    ],
)
def test_a_record_that_was_changed_is_found_out(cli: Cli, place: tuple[str, ...], value: object, lead: str, differs: str) -> None:
    """By its own rules, with exit 1: the record does not say what they come to, or its assessment is another one."""
    record = LOWER.to_record()
    part = record
    for key in place[:-1]:
        part = part[key]
    assert part[place[-1]] != value
    part[place[-1]] = value
    ran = cli("explain", put(cli, "record.json", record))
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith(f"{REPLAY}\n{lead}")
    assert f"  - {differs}" in ran.out


def test_a_record_by_rules_of_ones_own_needs_them(cli: Cli) -> None:
    """By those it is replayed; the shipped ones know neither its facts nor its vocabulary."""
    record, ours = put(cli, "record.json", BY_OURS.to_record()), put(cli, "ours.json", write(OURS))
    ran = cli("explain", record, "--rules", ours)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{REPLAY}\nThe rules are those of the record")
    shipped = cli("explain", record)
    assert (shipped.code, shipped.out) == (2, "")
    assert shipped.err.startswith(f"continuum: {record}: assessment.facts.entry 1: there is no such fact")


def test_a_record_made_on_another_ladder_is_bad_input(cli: Cli) -> None:
    """Its level is none of these rules; nothing is replayed."""
    record = put(cli, "record.json", LOWER.to_record())
    ran = cli("explain", record, "--rules", "four-levels")
    ladder = "'four-levels' (1.0 < 1.5 < 1.7 < 2.1 < 2.5 < 2.7 < 3.1 < 3.5 < 3.7 < 4)"
    no_level = f"assessment.level: there is no such level on the ladder {ladder}"
    assert (ran.code, ran.out, ran.err) == (2, "", complaints(record, no_level))


def test_a_redacted_record_is_bad_input(cli: Cli) -> None:
    """It holds no assessment, so that there is nothing to decide and nothing to explain."""
    record = put(cli, "record.json", LOWER.to_record(redacted=True))
    ran = cli("explain", record)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"continuum: {record}: ")


def test_a_redacted_record_is_called_by_its_name(cli: Cli) -> None:
    """One complaint, in the words of `read_decision`."""
    record = put(cli, "record.json", LOWER.to_record(redacted=True))
    why = "format: a redacted record holds no assessment: nothing can be decided from it again"
    assert cli("explain", record).err == complaints(record, why)


def test_a_record_is_no_case_to_decide_or_to_find_a_program_for(cli: Cli) -> None:
    """Only `explain` takes records."""
    record, program_ = put(cli, "record.json", LOWER.to_record()), put(cli, "program.json", {})
    for words in (("decide", record), ("program", program_, "--case", record)):
        ran = cli(*words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.endswith(f'continuum: {record}: format: expected "continuum/assessment/1"\n')


# Rule sets.

RULES = {"stepdown": stepdown.RULES, "four-levels": four_levels.RULES, "ours": OURS}


def rules_named(cli: Cli, name: str) -> str:
    """The name as it is shipped, or the file."""
    return put(cli, "ours.json", write(OURS)) if name == "ours" else name


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", RULES)
def test_rules_are_shown(cli: Cli, name: str, form: str) -> None:
    """The page of the rule set, in each of three ways; text is what is given if nothing is asked."""
    ran = cli("rules", rules_named(cli, name), "--format", form)
    assert (ran.code, ran.err, ran.out) == (0, "", laid_out(form, RULES[name].page()))
    assert form != "text" or cli("rules", rules_named(cli, name)).out == ran.out
    assert bool(SCRIPT.search(ran.out)) == (form == "text" and name == "ours")


@pytest.mark.parametrize("name", RULES)
def test_rules_as_a_chart(cli: Cli, name: str) -> None:
    """For Mermaid."""
    ran = cli("rules", rules_named(cli, name), "--format", "mermaid")
    assert (ran.code, ran.err, ran.out) == (0, "", RULES[name].to_mermaid() + "\n")
    assert "\nflowchart BT\n" in ran.out


@pytest.mark.parametrize("name", RULES)
def test_rules_as_json_can_be_read_again(cli: Cli, name: str) -> None:
    """They are equal then, and one who changes them begins there; letters stay letters."""
    ran = cli("rules", rules_named(cli, name), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    again = read_rule_set(ran.out, RULES[name].facts)
    assert (again, digest(again)) == (RULES[name], digest(RULES[name]))
    assert json.loads(ran.out) == write(RULES[name])
    assert ("naïve" in ran.out) == (name == "ours")
    file = cli.file("again.json", ran.out)
    assert cli("rules", file, "--format", "json").out == ran.out


# Schemas.


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_printed(cli: Cli, name: str) -> None:
    """It is JSON, and a valid schema."""
    ran = cli("schema", name)
    assert (ran.code, ran.err) == (0, "")
    printed = json.loads(ran.out)
    assert printed == schema(name)
    assert printed["$id"] == f"urn:continuum:{name}:1"
    Draft202012Validator.check_schema(printed)


def test_a_printed_schema_describes_what_is_printed(cli: Cli) -> None:
    """The rules as JSON are what the schema of a rule set asks for, and another document is not."""
    validator = Draft202012Validator(json.loads(cli("schema", "rule-set").out))
    assert validator.is_valid(json.loads(cli("rules", "stepdown", "--format", "json").out))
    assert not validator.is_valid(write(program_standards.IOP))


# Programs.


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [one.id for one in program_standards.ALL if issubclass(one.record, Program)])
def test_a_program_is_compared_with_a_shipped_standard(cli: Cli, name: str, form: str) -> None:
    """By its name; every shipped standard for programs can be named."""
    (judged_by,) = (one for one in program_standards.ALL if one.id == name)
    known = Program(name="Riverside", weekly_hours=12, fixed_end=True)
    findings = check(known, judged_by)
    ran = cli("program", put(cli, "program.json", write(known)), "--standard", name, "--format", form)
    assert (ran.code, ran.err, ran.out) == (1, "", laid_out(form, findings.page()))
    assert findings.verdict is not MET
    assert "Riverside" in ran.out


LICENSED = Standard(
    id="licensed",
    version="1",
    title="Licensed",
    requirements=[
        Requirement(
            "license",
            when=Program.state_license,
            text="a state license",
            ask="Is there a state license?",
            weight=REQUIRED,
            sources=[Source("A-25")],
        )
    ],
)


@pytest.mark.parametrize(("license_", "verdict", "code"), [(True, MET, 0), (False, NOT_MET, 1), (None, UNKNOWN, 1)])
def test_the_exit_code_is_the_verdict(cli: Cli, license_: object, verdict: Outcome, code: int) -> None:
    """0 only if the standard is met; what is unknown is never met. The standard is from a file."""
    known = Program() if license_ is None else Program(state_license=bool(license_))
    ran = cli("program", put(cli, "program.json", write(known)), "--standard", put(cli, "standard.json", write(LICENSED)))
    findings = check(known, LICENSED)
    assert (findings.verdict, ran.code, ran.err, ran.out) == (verdict, code, "", laid_out("text", findings.page()))


def test_a_program_can_meet_a_shipped_standard(cli: Cli) -> None:
    """Alone, and for a person for whom that level is decided."""
    program_, case = (
        put(cli, "program.json", write(BEST_DAY)),
        put(cli, "case.json", write(best("iop").replace(judged_ready=False))),
    )
    for words in (("--standard", "iop"), ("--case", case), ("--case", case, "--standard", "iop")):
        assert cli("program", program_, *words).code == 0


LEVELS = [("stepdown", level) for level in stepdown.LADDER.ids] + [("four-levels", level) for level in four_levels.LADDER.ids]


@pytest.mark.parametrize(("rules", "level"), LEVELS)
def test_with_a_case_the_standard_is_that_of_the_level_decided(cli: Cli, rules: str, level: str) -> None:
    """For every level of both ladders; what the person needs is looked for as well."""
    case, known = put(cli, "case.json", {"level": level}), Program(name="Riverside")
    decision = Engine(RULES[rules]).decide(Assessment(level=level))
    assert decision.target_id == level
    ran = cli("program", put(cli, "program.json", write(known)), "--case", case, "--rules", rules)
    judged_by = program_standards.BY_LEVEL[level]
    assert level in judged_by.levels
    assert (ran.code, ran.err, ran.out) == (1, "", laid_out("text", check(known, judged_by, decision).page()))


def test_it_is_the_level_where_care_goes_on_and_not_where_it_is(cli: Cli) -> None:
    """After a step down, the program looked for is one of the level below."""
    ran = cli("program", put(cli, "program.json", {}), "--case", put(cli, "case.json", write(LOWER.assessment)))
    assert ran.out.startswith(f"{program_standards.OUTPATIENT.title}\n")


def test_a_standard_that_is_named_stands_though_another_level_is_decided(cli: Cli) -> None:
    """The program is compared with it, and never meets it."""
    program_, case = put(cli, "program.json", write(BEST_DAY)), put(cli, "case.json", write(LOWER.assessment))
    ran = cli("program", program_, "--case", case, "--standard", "iop")
    findings = check(BEST_DAY, program_standards.IOP, LOWER)
    assert (ran.code, ran.err, ran.out) == (1, "", laid_out("text", findings.page()))
    assert "The level decided is Outpatient therapy, and this standard is for another: " in " ".join(ran.out.split())


UNSETTLED: Mapping[str, tuple[str, ...]] = {
    "no case": (),
    "a first placement that is open": ("--case", str(EXAMPLES / "first-placement.json")),
    "an unknown level": ("--case", "unknown.json"),
    "completion": ("--case", "completed.json"),
    "a ladder of its own": ("--case", "ours-case.json", "--rules", "ours.json"),
}


@pytest.fixture
def unsettled_files(cli: Cli) -> None:
    """The files of these in the current folder, and a program."""
    cli.monkeypatch.chdir(cli.folder)
    put(cli, "program.json", {"name": "Riverside"})
    put(cli, "unknown.json", {})
    put(cli, "completed.json", write(best("aftercare")))
    put(cli, "ours.json", write(OURS))
    put(cli, "ours-case.json", OUR_CASE)


@pytest.mark.parametrize("words", UNSETTLED.values(), ids=UNSETTLED)
@pytest.mark.usefixtures("unsettled_files")
def test_no_standard_is_guessed(cli: Cli, words: tuple[str, ...]) -> None:
    """Without a level of a shipped ladder that is decided, exit 2 with the names; levels of other ladders may share an id."""
    ran = cli("program", "program.json", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"standard: {WHICH_STANDARD}\n")
    assert cli("program", "program.json", *words, "--standard", "provider").code == 1


@pytest.mark.usefixtures("unsettled_files")
def test_a_missing_standard_is_told_once(cli: Cli) -> None:
    """There is no file to be named."""
    assert cli("program", "program.json").err == f"continuum: standard: {WHICH_STANDARD}\n"


@pytest.mark.usefixtures("unsettled_files")
def test_the_standard_of_a_shipped_ladder_is_that_of_the_ladder_in_a_file(cli: Cli) -> None:
    """Whoever changes a shipped rule set on its ladder is told the same standard: the ladder counts, not the name."""
    put(cli, "changed.json", write(changed_rules()))
    put(cli, "case.json", {"level": "php"})
    ran = cli("program", "program.json", "--case", "case.json", "--rules", "changed.json")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith(f"{program_standards.PHP.title}: Riverside\n")


@pytest.mark.usefixtures("unsettled_files")
def test_while_no_level_is_determined_no_standard_for_one_is_met(cli: Cli) -> None:
    """Which level is needed is the first thing to find out."""
    put(cli, "best.json", write(BEST_DAY))
    assert cli("program", "best.json", "--standard", "iop").code == 0
    ran = cli("program", "best.json", "--standard", "iop", "--case", str(EXAMPLES / "first-placement.json"))
    assert (ran.code, ran.err) == (1, "")
    assert "Which level of care is needed? The decision leaves it open." in ran.out


@pytest.mark.usefixtures("unsettled_files")
def test_a_standard_for_another_record_is_bad_input(cli: Cli) -> None:
    """That of the handoff judges assessments."""
    put(cli, "handoff.json", write(program_standards.HANDOFF))
    ran = cli("program", "program.json", "--standard", "handoff.json")
    why = "the standard 'handoff' judges records of type Assessment; was given a value of type Program"
    assert (ran.code, ran.out, ran.err) == (2, "", complaints("handoff.json", why))


class Local(Program):
    childcare: Flag = Flag("childcare", worse=False, yes="there is childcare", no="there is no childcare")


@pytest.mark.usefixtures("unsettled_files")
def test_a_standard_from_a_file_may_have_a_vocabulary_of_its_own(cli: Cli) -> None:
    """As a rule set may."""
    asked = evolve(LICENSED.requirements[0], id="childcare", when=Local.childcare)
    put(cli, "own.json", write(evolve(LICENSED, record=Local, requirements=[asked])))
    put(cli, "local.json", {"facts": {"childcare": True}})
    ran = cli("program", "local.json", "--standard", "own.json")
    assert (ran.code, ran.err) == (0, "")


# Input that cannot be read.

HOSTILE: Mapping[str, str | bytes] = {
    "empty": "",
    "blank": " \n ",
    "no JSON": "level: iop",
    "half": '{"level": "iop"',
    "two": '{"level": "iop"} {"level": "php"}',
    "two lines": '{"level": "iop"}\n{"level": "php"}\n',
    "a list": "[]",
    "a list of cases": '[{"level": "iop"}]',
    "a text": '"iop"',
    "a number": "47",
    "true": "true",
    "null": "null",
    "not UTF-8": b"\xff\xfe{}",
    "a key twice": '{"level": "iop", "level": "php"}',
    "another format": '{"format": "continuum/decision/2"}',
    "a number as format": '{"format": 1}',
    "a key of no kind": '{"x": 1}',
    "NaN": '{"facts": {"weeks_stable": NaN}}',
    "infinite": '{"facts": {"weeks_stable": 1e999}}',
    "many digits": '{"facts": {"weeks_stable": ' + "7" * 5000 + "}}",
    "deep": "[" * 100_000,
    "deep and closed": "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
    "long": '{"level": "' + "x" * MOST_CHARACTERS + '"}',
    "markup": "<script>alert(1)</script>",
    "a record of nothing": '{"format": "continuum/decision/1"}',
    "a redacted record of nothing": '{"format": "continuum/redacted-decision/1"}',
    "a record of wrong parts": '{"format": "continuum/decision/1", "rules": [], "assessment": 1, "outcome": "x", "library": 0}',
    "half a pair": '{"level": "\\ud800"}',
}
READING: Mapping[str, tuple[str, ...]] = {
    "decide by": ("decide", "case.json", "--rules", "{}"),
    "explain": ("explain", "{}"),
    "explain by": ("explain", "case.json", "--rules", "{}"),
    "rules": ("rules", "{}"),
    "program": ("program", "{}", "--standard", "iop"),
    "program for": ("program", "program.json", "--case", "{}"),
    "program for, by": ("program", "program.json", "--case", "case.json", "--rules", "{}"),
    "program against": ("program", "program.json", "--standard", "{}"),
}
"""Each place where a command names a file; in all others good ones are named."""
reading = pytest.mark.parametrize("place", READING)


def named_in(place: str, name: str) -> list[str]:
    return [word.format(name) for word in READING[place]]


@reading
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.usefixtures("good_files")
def test_a_file_that_cannot_be_understood(cli: Cli, place: str, text: str | bytes) -> None:
    """Wherever it is named: exit 2, a complaint that names it, nothing else, and no traceback."""
    cli.file("bad.json", text)
    ran = cli(*named_in(place, "bad.json"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert all(line.startswith("continuum: bad.json: ") for line in ran.err.splitlines())


@pytest.mark.parametrize("form", ["[]", "{}", '["continuum/decision/1"]'])
@pytest.mark.usefixtures("good_files")
def test_a_format_that_is_no_text(cli: Cli, form: str) -> None:
    """It is bad input as any other."""
    cli.file("bad.json", f'{{"format": {form}}}')
    ran = cli("explain", "bad.json")
    assert (ran.code, ran.out, ran.err) == (2, "", complaints("bad.json", 'format: expected "continuum/assessment/1"'))


@reading
@pytest.mark.parametrize(
    ("name", "shown", "why"),
    [
        ("missing.json", "missing.json", "no such file or directory"),
        (".", ".", "is a directory"),
        ("case\0.json", "case\\x00.json", ""),
        ("case\x1b[2J\n\u202e.json", "case\\x1b[2J\\n\\u202e.json", "no such file or directory"),
    ],
)
@pytest.mark.usefixtures("good_files")
def test_a_file_that_cannot_be_opened(cli: Cli, place: str, name: str, shown: str, why: str) -> None:
    """Exit 2, and why, wherever it is named; its name steers no terminal; what is shipped is named where it could stand."""
    ran = cli(*named_in(place, name))
    by_name = place in {"explain", "program", "program for"}
    lead = f"continuum: {shown}: {'file' if by_name else 'name'}: the file cannot be read: {why}"
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(lead)
    assert ("what is shipped is called" in ran.err) != by_name


# Standard input.


@reading
@pytest.mark.usefixtures("good_files")
def test_standard_input_in_every_place(cli: Cli, place: str) -> None:
    """`-` is read as a file with the same text would be."""
    good = {"explain": OUR_CASE, "program": {"name": "Elsewhere"}, "program for": {"level": "php"}}
    text = json.dumps(good.get(place, write(LICENSED if place == "program against" else OURS)))
    words = [*named_in(place, "-"), *(("--rules", "ours.json") if place == "explain" else ())]
    put(cli, "ours.json", write(OURS))
    cli.file("given.json", text)
    cli.stdin(text)
    ran, expected = cli(*words), cli(*["given.json" if word == "-" else word for word in words])
    assert (ran.code, ran.out) == (expected.code, expected.out)
    assert expected.code < 2 or place == "program for, by"
    assert ran.err.replace("-: ", "") == expected.err.replace("given.json: ", "")


@reading
@pytest.mark.parametrize("text", ["", "{", "[]", b"\xff"])
@pytest.mark.usefixtures("good_files")
def test_bad_standard_input_in_every_place(cli: Cli, place: str, text: str | bytes) -> None:
    """Exit 2, and nothing is printed."""
    cli.stdin(text)
    ran = cli(*named_in(place, "-"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("continuum: ")


@reading
@pytest.mark.usefixtures("good_files")
def test_no_standard_input_in_every_place(cli: Cli, place: str) -> None:
    """Where there is none at all, that is said."""
    cli.monkeypatch.setattr(sys, "stdin", None)
    ran = cli(*named_in(place, "-"))
    assert (ran.code, ran.out) == (2, "")
    assert "the file cannot be read: it is closed" in ran.err


@pytest.mark.parametrize("place", READING)
@pytest.mark.usefixtures("good_files")
def test_standard_input_has_one_name(cli: Cli, place: str) -> None:
    """A complaint about it names it in words, as `decide` does for a case."""
    cli.stdin("{")
    assert cli(*named_in(place, "-")).err.startswith("continuum: standard input: ")


# No value is shown where none is asked for.

NUMBER = 437_000_437
OUR_RECORD = Engine(OURS).decide(
    Ours(level="php", craving=SENTINEL_WEEKS, week_done=True, assessed_by=SENTINEL, person=SENTINEL, assessed_on=date(2027, 3, 4))
)
DOCUMENTS: Mapping[str, Mapping[str, Any]] = {
    "explain": OUR_RECORD.to_record(notice=SENTINEL),
    "explain a redacted one": OUR_RECORD.to_record(redacted=True, notice=SENTINEL),
    "explain a case": write(OUR_RECORD.assessment),
    "program": {"format": "continuum/program/1", "name": SENTINEL, "facts": {"weekly_hours": 43, "state_license": True}},
    "program for": write(OUR_RECORD.assessment),
    "program against": write(LICENSED),
    "rules": write(OURS),
}
NAMES = {"id", "entry", "at", "at_least", "required_facts"}
"""By what is called so, a rule set calls its levels and facts: no person is named there, and complaints show these names."""


def planted(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The data with something peculiar in one place of it, for each place, and the place; texts where texts belong, too."""
    yield from (
        (at, value)
        for value in (SENTINEL, [SENTINEL], {SENTINEL: SENTINEL}, SENTINEL.lower(), NUMBER, float(NUMBER), SENTINEL * 500)
    )
    if isinstance(data, dict):
        for key in data:
            others = {name: part for name, part in data.items() if name != key}
            yield (*at, key), {**others, SENTINEL: data[key]}
            yield from ((place, {**others, key: part}) for place, part in planted(data[key], (*at, key)))
    if isinstance(data, list):
        for number, item in enumerate(data[:2]):
            for place, part in planted(item, (*at, number)):
                yield place, [*data[:number], part, *data[number + 1 :]]


def called(document: str, name: str) -> list[str]:
    """The command that reads the document, by the rules of our own."""
    words = named_in(document.removesuffix(" a redacted one").removesuffix(" a case"), name)
    by_ours = ["--rules", "ours.json"] if document.startswith("explain") or document == "program for" else []
    return [*words, *by_ours, *(["--standard", "provider"] if document == "program for" else [])]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.usefixtures("good_files")
def test_no_value_of_a_file_is_shown_in_a_complaint(cli: Cli, document: str) -> None:
    """Wherever something peculiar stands in a file that is bad; of rules, the names by which they call levels and facts are."""
    put(cli, "ours.json", write(OURS))
    whole = json.dumps(DOCUMENTS[document])
    texts: list[tuple[tuple[Any, ...], str]] = [((), whole[:-1]), ((), f"{SENTINEL} {whole}"), ((), f"{whole} {SENTINEL}")]
    texts += [(place, json.dumps(data)) for place, data in planted(DOCUMENTS[document])]
    refused = 0
    for place, text in texts:
        if document.startswith("explain") and place == ("format",):
            continue  # A format that is no text has a test of its own.
        cli.file("given.json", text)
        ran = cli(*called(document, "given.json"))
        refused += ran.code == 2
        assert (ran.code == 2) == bool(ran.err) == (not ran.out)
        shown = {hidden for hidden in (SENTINEL.lower(), str(SENTINEL_WEEKS), "2027-03-04") if hidden in ran.err.lower()}
        assert not shown or (document == "rules" and NAMES & {*place}), place
    assert refused > len(texts) / 2


def test_what_is_planted_would_be_seen(cli: Cli) -> None:
    """Where values are to be shown they are: the facts in an explanation, the name of a program, the title of rules."""
    ours, record = put(cli, "ours.json", write(OURS)), put(cli, "record.json", OUR_RECORD.to_record())
    assert f"craving today: {SENTINEL_WEEKS} points" in cli("explain", record, "--rules", ours, "--trace").out.lower()
    assert SENTINEL in cli("program", put(cli, "program.json", DOCUMENTS["program"]), "--standard", "iop").out
    assert SENTINEL in cli("rules", put(cli, "titled.json", {**write(OURS), "title": SENTINEL})).out


@pytest.mark.parametrize("form", FORMS)
def test_no_key_and_no_role_is_on_any_page(cli: Cli, form: str) -> None:
    """Neither of a case nor of a record, whatever is asked for; a notice goes with the record and not with the explanation."""
    ours = put(cli, "ours.json", write(OURS))
    documents = (write(OUR_RECORD.assessment), OUR_RECORD.to_record(notice=SENTINEL))
    for document in documents:
        file = put(cli, "given.json", document)
        ran = cli("explain", file, "--rules", ours, "--options", "--barriers", "--trace", "--format", form)
        assert (ran.code, ran.err) == (0, "")
        assert SENTINEL.lower() not in ran.out.lower()
        assert str(SENTINEL_WEEKS) in ran.out


# What is printed is UTF-8.


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("explain", "case.json"), "◆"),
        (("explain", "case.json", "--format", "markdown", "--options"), "◇"),
        (("explain", "case.json", "--format", "html"), "◆"),
        (("rules", "ours.json"), "naïve"),
        (("rules", "ours.json", "--format", "json"), "naïve"),
        (("program", "named.json", "--standard", "iop"), "Café Ö 治療"),
    ],
)
@pytest.mark.usefixtures("good_files")
def test_pages_are_written_as_utf_8(cli: Cli, words: tuple[str, ...], shown: str) -> None:
    """Whatever the encoding of the terminal."""
    put(cli, "ours.json", write(OURS))
    put(cli, "named.json", {"name": "Café Ö 治療"})
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    cli.monkeypatch.setattr(sys, "stdout", out)
    cli.monkeypatch.setattr(sys, "stderr", err)
    main(words)
    out.flush()
    assert shown in out.buffer.getvalue().decode("utf-8")


@pytest.mark.usefixtures("good_files")
def test_a_process_writes_a_page_as_utf_8(cli: Cli) -> None:
    """From standard input to standard output, with a terminal that knows ASCII only."""
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": library()}
    finished = process(
        ["explain", "-", "--trace"], input=json.dumps(write(HIGHER.assessment)).encode(), env=environment, cwd=cli.folder
    )
    assert (finished.returncode, finished.stderr) == (0, b"")
    assert finished.stdout.decode("utf-8") == laid_out("text", HIGHER.page(), HIGHER.trace.page())


@pytest.mark.usefixtures("good_files")
def test_every_process_prints_the_same(cli: Cli) -> None:
    """Whatever the order in which a process keeps its sets."""
    put(cli, "record.json", HIGHER.to_record())
    put(cli, "changed.json", write(changed_rules()))
    words = ["explain", "record.json", "--rules", "changed.json", "--options", "--barriers", "--trace"]
    environment = os.environ | {"PYTHONPATH": library()}
    first, second = (process(words, env=environment | {"PYTHONHASHSEED": seed}, cwd=cli.folder) for seed in ("1", "2"))
    assert (first.returncode, first.stderr) == (1, b"")
    assert first.stdout == second.stdout


# Proofs.

TRAP = evolve(OURS, rules=[rule for rule in OURS.rules if rule.id != "week-php"])
"""Nobody leaves the day house downward."""


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
def test_a_rule_set_is_proved(cli: Cli, rules: RuleSet, form: str) -> None:
    """Exit code 0; advice is shown, and counts for nothing."""
    ran = cli("verify", rules.id, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == laid_out(form, verify(rules).page())


def test_a_report_as_json(cli: Cli) -> None:
    """With --json, or --format json: the report as plain data."""
    ran = cli("verify", "stepdown", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == verify(stepdown.RULES).to_dict()
    assert cli("verify", "stepdown", "--format", "json").out == ran.out


@pytest.mark.usefixtures("good_files")
def test_a_rule_set_is_refuted(cli: Cli) -> None:
    """Exit code 1, with what is wrong."""
    put(cli, "trap.json", write(TRAP))
    ran = cli("verify", "trap.json")
    assert (ran.code, ran.err) == (1, "")
    assert "Nobody can step down from Day house: no rule permits it. (no-trap:down-from-php)" in " ".join(ran.out.split())


def test_a_proof_that_did_not_finish(cli: Cli) -> None:
    """Exit code 3; and what is read off the rules is proved all the same."""
    ran = cli("verify", "stepdown", "--json", "--time-limit", "0")
    assert (ran.code, ran.err) == (3, "")
    verdicts = {one["id"]: one["verdict"] for one in json.loads(ran.out)["properties"]}
    assert {name for name, verdict in verdicts.items() if verdict == "proved"} == {*SETTLED}
    assert {*verdicts.values()} == {"proved", "undecided"}


SETTLED = ("knowing-more-narrows", "worse-never-less", "order", "grounds")


@pytest.mark.usefixtures("good_files")
def test_rules_that_cannot_be_read_are_not_proved(cli: Cli) -> None:
    """Exit code 2, with paths."""
    put(cli, "broken.json", {**write(OURS), "rules": 7})
    ran = cli("verify", "broken.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("continuum: broken.json: rules: ")


NEXT = evolve(OURS, version="2026.2", rules=[evolve(OURS.rules[0], when=Ours.craving >= 9), *OURS.rules[1:]])


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.usefixtures("good_files")
def test_two_versions_are_compared(cli: Cli, form: str) -> None:
    """Exit code 1 where they differ, 0 where they are proved equivalent."""
    put(cli, "old.json", write(OURS))
    put(cli, "new.json", write(NEXT))
    old, new = (read_rule_set((cli.folder / name).read_bytes()) for name in ("old.json", "new.json"))
    ran = cli("diff", "old.json", "new.json", "--format", form)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == laid_out(form, compare(old, new).page())
    same = cli("diff", "stepdown", "stepdown", "--format", form)
    assert (same.code, same.err) == (0, "")
    assert same.out == laid_out(form, compare(stepdown.RULES, stepdown.RULES).page())


@pytest.mark.usefixtures("good_files")
def test_a_comparison_as_json(cli: Cli) -> None:
    """With --json: the comparison as plain data; exit code 3 where it did not finish."""
    put(cli, "old.json", write(OURS))
    put(cli, "new.json", write(NEXT))
    ran = cli("diff", "old.json", "new.json", "--json")
    assert ran.code == 1
    assert {one["change"] for one in json.loads(ran.out)["differences"]} == {"less care", "range only"}
    ran = cli("diff", "old.json", "new.json", "--json", "--time-limit=0")
    assert ran.code == 3
    assert json.loads(ran.out)["undecided"] == [*ALIKE.ids, "not-in-care"]


@pytest.mark.usefixtures("good_files")
def test_two_that_cannot_be_compared(cli: Cli) -> None:
    """Exit code 2: other ladders, and files that are none, each told."""
    put(cli, "old.json", write(OURS))
    ran = cli("diff", "stepdown", "old.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("continuum: old.json: the two are on different ladders: ")
    ran = cli("diff", "no.json", "nope.json")
    assert (ran.code, ran.out) == (2, "")
    assert [line.split(": ")[1] for line in ran.err.splitlines()] == ["no.json", "nope.json"]


@pytest.mark.parametrize("seconds", ["-1", "nan", "soon", ""])
def test_a_time_limit_is_a_number_of_seconds(cli: Cli, seconds: str) -> None:
    """Anything else is wrong usage."""
    ran = cli.leave("verify", "stepdown", f"--time-limit={seconds}")
    assert (ran.code, ran.out) == (64, "")
    assert "continuum verify: argument --time-limit: expected a number of seconds, 0 or more\n" in ran.err


def test_a_terminal_is_shown_the_progress(cli: Cli) -> None:
    """A bar on one line, within the terminal, and gone in the end; nothing of it in a file."""
    cli.monkeypatch.setenv("COLUMNS", "60")
    cli.monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    ran = cli("verify", "stepdown")
    *lines, last = ran.err.split("\r\x1b[K")
    total = sum(one.questions for one in verify(stepdown.RULES).proofs)
    assert lines[1] == f"[{'.' * 24}] 0 of {total}  No level is passed without "[:59]
    assert len(lines) - 1 == total
    assert {len(line) for line in lines[1:]} <= set(range(60))
    assert last == ""
    assert ran.out == laid_out("text", verify(stepdown.RULES).page())


# As wide as the terminal.


@pytest.mark.parametrize("words", [["decide", "higher.json"], ["explain", "higher.json", "--trace"], ["rules", "stepdown"]])
@pytest.mark.parametrize(("columns", "wide"), [(60, 60), (100, 100), (120, 120), (400, 120), (12, 40)])
@pytest.mark.usefixtures("good_files")
def test_text_is_as_wide_as_the_terminal(cli: Cli, words: list[str], columns: int, wide: int) -> None:
    """Narrow ones and wide ones; no wider than can be read."""
    put(cli, "higher.json", write(HIGHER.assessment))
    cli.monkeypatch.setenv("COLUMNS", str(columns))
    cli.monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    pages = {"decide": [HIGHER.page()], "explain": [HIGHER.page(), HIGHER.trace.page()], "rules": [stepdown.RULES.page()]}
    ran = cli(*words)
    assert ran.out == "\n\n".join(as_text(page, wide) for page in pages[words[0]]) + "\n"
    assert max(map(len, ran.out.splitlines())) in range(wide - 15, wide + 1)


@pytest.mark.usefixtures("good_files")
def test_the_line_between_cases_is_as_wide_as_the_terminal(cli: Cli) -> None:
    """So that it takes one line."""
    put(cli, "higher.json", write(HIGHER.assessment))
    cli.monkeypatch.setenv("COLUMNS", "50")
    cli.monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    lines = cli("decide", "higher.json", "higher.json", "--format", "text").out.splitlines()
    assert "-" * 50 in lines
    assert max(map(len, lines)) <= 50


@pytest.mark.usefixtures("good_files")
def test_text_for_another_program_is_88_columns_wide(cli: Cli) -> None:
    """Whatever terminal stands around it: a file is the same wherever it was written."""
    put(cli, "higher.json", write(HIGHER.assessment))
    cli.monkeypatch.setenv("COLUMNS", "50")
    assert cli("decide", "higher.json").out == HIGHER.explain(88) + "\n"


@pytest.mark.usefixtures("good_files")
def test_a_process_asks_its_terminal_how_wide_it_is(cli: Cli) -> None:
    """A real one, where there are any."""
    put(cli, "higher.json", write(HIGHER.assessment))
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    ours, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 64, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"} | {"PYTHONPATH": library()}
    with os.fdopen(ours, "rb") as screen, ThreadPoolExecutor() as pool:
        reading = pool.submit(lambda: b"".join(iter(partial(read_terminal, screen.fileno()), b"")))
        with os.fdopen(terminal, "wb") as stdout:
            finished = process(["decide", "higher.json"], stdout=stdout, env=environment, cwd=cli.folder)
        shown = reading.result(30).decode()
    assert (finished.returncode, finished.stderr) == (0, b"")
    assert shown.replace("\r\n", "\n") == HIGHER.explain(64) + "\n"


def read_terminal(number: int) -> bytes:
    """What a terminal shows next; nothing once nobody writes to it."""
    try:
        return os.read(number, 4096)
    except OSError:
        return b""


# Wrong usage.

FILE_NEEDED = "the following arguments are required: FILE"
CHOOSE_A_FORM = "argument --format: invalid choice: "


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["explain"], FILE_NEEDED),
        (["explain", "a", "--format", "json"], CHOOSE_A_FORM),
        (["explain", "a", "--format", "mermaid"], CHOOSE_A_FORM),
        (["explain", "a", "--rules"], "argument --rules: expected one argument"),
        (["explain", "a", "--trace=1"], "argument --trace: ignored explicit argument '1'"),
        (["rules"], "the following arguments are required: NAME|FILE"),
        (["rules", "stepdown", "--format", "xml"], CHOOSE_A_FORM),
        (["schema"], "the following arguments are required: NAME"),
        (["schema", "rule_set"], "argument NAME: invalid choice: 'rule_set' (choose from "),
        (["schema", ""], "argument NAME: invalid choice: '' (choose from "),
        (["program"], FILE_NEEDED),
        (["program", "a", "--case"], "argument --case: expected one argument"),
        (["program", "a", "--standard"], "argument --standard: expected one argument"),
        (["program", "a", "--format", "json"], CHOOSE_A_FORM),
        *(
            (words, f"unrecognized arguments: {words[-1]}")
            for words in (
                ["decide", "a", "--trace"],
                ["explain", "a", "b"],
                ["rules", "a", "b"],
                ["schema", "ladder", "program"],
                ["program", "a", "--options"],
            )
        ),
    ],
)
def test_wrong_usage_is_told_with_the_usage_of_the_command(cli: Cli, words: list[str], message: str) -> None:
    """What is wrong, how that command is used, and exit 64."""
    ran = cli.leave(*words)
    assert (ran.code, ran.out) == (64, "")
    assert ran.err.startswith(f"continuum {words[0]}: {message}")
    assert f"\nusage: continuum {words[0]} [-h]" in ran.err


@pytest.mark.parametrize("command", ["decide", "explain", "rules", "schema", "program"])
def test_each_command_tells_how_it_is_used(cli: Cli, command: str) -> None:
    """With exit 0, on standard output."""
    ran = cli.leave(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: continuum {command} [-h]")
