"""Definitions as plain data: levels, ladders, claims, rules and rule sets; and the fingerprint of a rule set."""

from __future__ import annotations

import json
import math
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from continuum import (
    CLINICAL,
    HANDOFF,
    Admission,
    Assessment,
    Choice,
    Continuum,
    Count,
    DefinitionErrors,
    Engine,
    Flag,
    Hold,
    Level,
    ReturnToUse,
    Risk,
    RuleSet,
    ServiceNeed,
    Source,
    StepDown,
    StepUp,
    Substance,
)
from continuum.conditions import AnyOf
from continuum.definitions import rule_set_digest
from continuum.errors import WireError
from continuum.facts import Fact
from continuum.levels import MOST_LEVELS
from continuum.library import evidence
from continuum.rule_set import MOST_RULES
from continuum.sources import Mark
from continuum.wire import digest, read_case, read_ladder, read_rule_set, write
from tests import documents
from tests.documents import LADDER, RULES, SENTINEL, SHIPPED, Ours, Shift, spots
from tests.laws import worlds
from tests.test_vocabularies import NO_CONDITION, Pairs

ROOT = Path(__file__).parent.parent


def plain(made: RuleSet = RULES, /, **changes: Any) -> dict[str, Any]:
    """A rule set as JSON would give it, with some keys otherwise."""
    found: dict[str, Any] = {**json.loads(json.dumps(write(made))), **changes}
    return found


def refused(data: object, facts: type[Assessment] | None = Ours) -> tuple[tuple[str, str], ...]:
    with pytest.raises(WireError) as caught:
        read_rule_set(data, facts)
    return caught.value.pairs


def refused_ladder(data: object) -> tuple[tuple[str, str], ...]:
    with pytest.raises(WireError) as caught:
        read_ladder(data)
    return caught.value.pairs


# Ladders.

LOW = {"id": "low", "name": "Low", "purpose": "p"}
HIGH = {"id": "high", "name": "High", "purpose": "p"}


def ladder(*levels: Any, **parts: Any) -> dict[str, Any]:
    return {"format": "continuum/ladder/1", "id": "two", "levels": [*(levels or (LOW, HIGH))], **parts}


def test_a_ladder() -> None:
    """A ladder is written with everything that is said of its levels, what is not said left out, and is read again."""
    written = write(LADDER)
    assert written == {
        "format": "continuum/ladder/1",
        "id": "four",
        "levels": [
            {
                "id": "low",
                "name": "Low",
                "purpose": f"a link {SENTINEL}",
                "setting": f"at home {SENTINEL}",
                "supervision": f"seldom {SENTINEL}",
                "exposure": f"all of it {SENTINEL}",
                "dose": f"an hour {SENTINEL}",
                "medically_managed": False,
                "round_the_clock": False,
                "review_days": 30,
                "sources": [{"id": "F0-1", "work": f"a work {SENTINEL}", "note": f"a note {SENTINEL}"}],
            },
            {"id": "mid", "name": "Middle", "purpose": "practice"},
            {"id": "high", "name": "High", "purpose": "safety", "round_the_clock": True},
            {
                "id": "top",
                "name": "Top",
                "purpose": "medicine",
                "medically_managed": True,
                "round_the_clock": True,
                "review_days": 1,
            },
        ],
        "status": "draft, not clinically validated",
    }
    assert [*written] == ["format", "id", "levels", "status"]
    assert read_ladder(written) == read_ladder(json.dumps(written)) == LADDER
    assert read_ladder({key: part for key, part in written.items() if key != "status"}) == LADDER
    assert read_ladder({**written, "status": "reviewed"}) == evolve(LADDER, status="reviewed") != LADDER


@pytest.mark.parametrize("rules", SHIPPED)
def test_the_shipped_ladders(rules: RuleSet) -> None:
    """Each shipped ladder is written and read again the same."""
    assert read_ladder(json.dumps(write(rules.continuum))) == rules.continuum


@given(st.data(), st.integers(2, 6))
def test_any_ladder_is_read_as_it_was_written(data: st.DataObject, size: int) -> None:
    """Any ladder, whatever is said of its levels, is written and read again the same."""
    made = data.draw(documents.levels_in_full(worlds.ladder(size)))
    assert read_ladder(write(made)) == read_ladder(json.dumps(write(made))) == made


LEVEL_ID = "expected the id of a level of 1 to 32 printable characters, matching [a-z0-9][a-z0-9._-]{0,31}"
LINE = "expected a text on one line of 1 to 500 printable characters"
RESERVED = "use 1 to 32 lower-case letters, digits, '.', '_' or '-', and neither of the reserved 'not-in-care' and 'complete'"


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (None, [("", "expected an object with the keys format, id, levels, status; was given nothing")]),
        ([], [("", "expected an object with the keys format, id, levels, status; was given a list")]),
        ({}, [("format", 'expected "continuum/ladder/1"')]),
        ({"format": None, "id": "Two", "level": 1}, [("format", 'expected "continuum/ladder/1"')]),
        ({"format": "continuum/ladder/1"}, [("", "the key id is missing"), ("", "the key levels is missing")]),
        (
            ladder(LOW, {**HIGH, "name": "LOW"}),
            [("", "ladder 'two': low and high are called the same; nobody could tell them apart")],
        ),
        (ladder(format="continuum/rule-set/1"), [("format", 'expected "continuum/ladder/1"')]),
        (ladder(id="Two"), [("id", LEVEL_ID)]),
        (ladder(id=None), [("id", f"{LEVEL_ID}; was given nothing")]),
        (ladder(levels={}), [("levels", "expected a list of at most 64; was given an object")]),
        (ladder(*[LOW] * (MOST_LEVELS + 1)), [("levels", "expected a list of at most 64; was given a list of 65")]),
        (ladder(LOW), [("", "ladder 'two' needs 2 to 64 levels, has 1")]),
        (ladder(levels=[]), [("", "ladder 'two' needs 2 to 64 levels, has 0")]),
        (ladder(LOW, HIGH, LOW), [("", "ladder 'two' names a level twice: low")]),
        (ladder(LOW, {**HIGH, "id": "complete"}), [("levels[1]", f"level id 'complete': {RESERVED}")]),
        (ladder(LOW, {**HIGH, "id": "not-in-care"}), [("levels[1]", f"level id 'not-in-care': {RESERVED}")]),
        (ladder(LOW, {**HIGH, "id": "high\n"}), [("levels[1].id", LEVEL_ID)]),
        (ladder(LOW, {**HIGH, "name": "x" * 49}), [("levels[1].name", "expected a name of 1 to 48 printable characters")]),
        (ladder(LOW, {**HIGH, "purpose": " "}), [("levels[1].purpose", LINE)]),
        (ladder(LOW, {**HIGH, "dose": "a\nb"}), [("levels[1].dose", LINE.replace("1 to", "0 to"))]),
        (
            ladder(LOW, {**HIGH, "round_the_clock": 1}),
            [("levels[1].round_the_clock", "expected true or false; was given a whole number")],
        ),
        (
            ladder(LOW, {**HIGH, "review_days": 0}),
            [("levels[1].review_days", "expected a whole number from 1 to 36500; was given a whole number outside these bounds")],
        ),
        (
            ladder(LOW, {**HIGH, "review_days": True}),
            [("levels[1].review_days", "expected a whole number from 1 to 36500; was given a true/false value")],
        ),
        (
            ladder(LOW, {**HIGH, "review_days": math.nan}),
            [("levels[1].review_days", "expected a whole number from 1 to 36500; was given a decimal number")],
        ),
        (ladder(LOW, {**HIGH, "sources": None}), [("levels[1].sources", "expected a list of at most 1000; was given nothing")]),
        (
            ladder(LOW, {"id": "high", "purposes": "p", "sources": [{"id": ""}, {"id": "a", "work": 1}]}),
            [
                ("levels[1].purposes", "there is no such key; did you mean 'purpose'?"),
                ("levels[1]", "the key name is missing"),
                ("levels[1]", "the key purpose is missing"),
                ("levels[1].sources[0].id", "expected an id of 1 to 500 printable characters"),
                ("levels[1].sources[1].work", "expected a work of 0 to 500 printable characters; was given a whole number"),
            ],
        ),
    ],
)
def test_ladders_that_are_refused(data: object, problems: list[tuple[str, str]]) -> None:
    """What is wrong with a ladder or a level is told at its path, and what their own checks find at the ladder or level."""
    assert refused_ladder(data) == tuple((path or "the ladder", said) for path, said in problems)


def two(**parts: Any) -> Continuum:
    return Continuum("two", [Level("low", "Low", **{"purpose": "p", **parts}), Level("high", "High", purpose="p")])


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ({"purpose": "x" * 501}, "purpose"),
        ({"setting": "x" * 501}, "setting"),
        ({"review_days": 36_501}, "review_days"),
        ({"sources": [Source("x" * 501)]}, "sources[0].id"),
        ({"sources": [Source("x", work="x" * 501)]}, "sources[0].work"),
        ({"sources": [Source("x")] * 1_001}, "sources"),
    ],
    ids=[*"abcdef"],
)
def test_what_python_takes_of_a_level_and_nobody_could_read_again_is_refused_when_it_is_written(
    parts: dict[str, Any], path: str
) -> None:
    """What cannot be read again is refused by whoever writes it, and not found out years later by whoever reads it."""
    made = two(**parts)
    with pytest.raises(WireError) as caught:
        write(made)
    assert caught.value.paths == (f"levels[0].{path}",)


# Rules of each kind.

CALM = {"fact": "craving", "in": ["NONE", "SOME"]}
WELL = {"fact": "doing", "op": ">=", "value": 8}
SOURCES = [{"id": "F0-1", "work": f"a work {SENTINEL}", "note": f"a note {SENTINEL}"}]

WRITTEN: dict[str, dict[str, Any]] = {
    "floor": {
        "kind": "step-up",
        "id": "floor",
        "when": {"fact": "craving", "op": ">=", "value": "MUCH"},
        "because": f"too much {SENTINEL}",
        "sources": SOURCES,
        "at": ["low"],
        "at_least": "high",
        "urgency": "prompt",
        "skips_because": f"too low {SENTINEL}",
    },
    "jump": {
        "kind": "step-up",
        "id": "jump",
        "when": {"any": [{"fact": "doing", "op": "<", "value": 2}, {"not": {"fact": "doing", "op": ">=", "value": 1}}]},
        "because": f"not well {SENTINEL}",
        "at": ["low", "mid"],
    },
    "severe": {
        "kind": "admission",
        "id": "severe",
        "when": {"fact": "strain", "op": ">=", "value": 50},
        "because": f"x {SENTINEL}",
        "at_least": "high",
        "skips_because": f"y {SENTINEL}",
    },
    "strained": {
        "kind": "hold",
        "id": "strained",
        "when": {"total": ["craving", "strain"], "op": ">", "value": documents.NUMBER + 4},
        "because": f"strain {SENTINEL}",
        "sources": SOURCES,
        "until": f"less {SENTINEL}",
        "about": "clinical",
        "at": ["mid", "high"],
    },
    "not-booked": {
        "kind": "hold",
        "id": "not-booked",
        "when": {"not": {"fact": "booked", "op": "==", "value": True}},
        "because": f"owed {SENTINEL}",
        "until": f"booked {SENTINEL}",
        "about": "handoff",
    },
    "end": {
        "kind": "step-down",
        "id": "end",
        "when": {"all": [WELL, CALM]},
        "because": f"done {SENTINEL}",
        "at": ["low"],
        "no_lower_than": "complete",
    },
    "next": {
        "kind": "step-down",
        "id": "next",
        "when": WELL,
        "because": f"well {SENTINEL}",
        "sources": SOURCES,
        "at": ["mid", "top"],
    },
    "far": {
        "kind": "step-down",
        "id": "far",
        "when": {"at_least": 2, "of": [WELL, {"fact": "doing", "op": ">", "value": 5}, {"all": [CALM, WELL]}]},
        "because": f"well {SENTINEL}",
        "at": ["high"],
        "no_lower_than": "low",
    },
}


@pytest.mark.parametrize("number", range(len(WRITTEN)))
def test_a_rule_of_each_kind(number: int) -> None:
    """Each rule is written with its kind first, its keys in order, and what is as usual left out."""
    written = write(RULES)["rules"][number]
    assert [*written.items()] == [*WRITTEN[written["id"]].items()]


def test_a_rule_set() -> None:
    """A rule set is written with everything that it was built from, and is read again the same, for the same vocabulary."""
    written = write(RULES)
    assert [*written] == [
        "format",
        "id",
        "version",
        "title",
        "intended_use",
        "status",
        "reviewer",
        "limits",
        "ladder",
        "vocabulary",
        "entry",
        "required_facts",
        "rules",
        "justifications",
        "needs",
        "claims",
    ]
    assert written["format"] == "continuum/rule-set/1"
    assert written["ladder"] == {key: part for key, part in write(LADDER).items() if key not in {"format", "status"}}
    assert (written["entry"], written["required_facts"]) == ("low", ["craving"])
    assert written["justifications"] == [
        {
            "id": "mid-covered",
            "skips": "mid",
            "when": {"all": [CALM, {"fact": "doing", "op": ">=", "value": 9}]},
            "because": f"x {SENTINEL}",
            "sources": SOURCES,
        }
    ]
    assert written["needs"] == [
        {
            "id": "nights",
            "when": {"any": [{"fact": "shift", "op": "==", "value": "NIGHT"}, {"fact": "nights", "op": "!=", "value": 1}]},
            "offers": f"x {SENTINEL}",
            "sources": SOURCES,
        }
    ]
    assert written["claims"] == [
        {
            "id": "slow",
            "text": f"x {SENTINEL}",
            "figure": f"2 of 3 {SENTINEL}",
            "claimed_by": f"y {SENTINEL}",
            "marks": [
                "the work names no source for it",
                "its source is a provider of care",
                "an argument, not a finding",
                "another claim contradicts it or uses its figure otherwise",
                "one figure reused for several claims",
            ],
            "sources": SOURCES,
        }
    ]
    assert read_rule_set(written, Ours) == read_rule_set(json.dumps(written), Ours) == RULES


def test_what_is_as_usual_is_left_out() -> None:
    """A rule set with nothing but what it has to have is written with its status and nothing else; left out, that is as usual."""
    least = RuleSet(
        id="least",
        version="1",
        title="t",
        intended_use="i",
        continuum=two(),
        rules=[StepDown("down", at="high", when=Assessment.goals_met, because="x")],
    )
    written = write(least)
    assert [*written] == ["format", "id", "version", "title", "intended_use", "status", "ladder", "vocabulary", "rules"]
    assert written["status"] == "draft, not clinically validated"
    assert written["vocabulary"] == "assessment"
    goals_met = {"fact": "goals_met", "op": "==", "value": True}
    assert written["rules"] == [{"kind": "step-down", "id": "down", "when": goals_met, "because": "x", "at": ["high"]}]
    assert read_rule_set(written) == least
    assert read_rule_set({key: part for key, part in written.items() if key != "status"}) == least
    said: dict[str, Any] = {"status": least.status, "reviewer": "", "entry": None, "claims": [], "required_facts": []}
    assert read_rule_set({**written, **said}) == least


@pytest.mark.parametrize("rules", SHIPPED)
def test_the_shipped_rule_sets(rules: RuleSet) -> None:
    """Each shipped rule set is written and read again the same, with the same digest; the file holds no vocabulary."""
    text = json.dumps(write(rules))
    assert read_rule_set(text) == read_rule_set(text, Assessment) == rules
    assert digest(read_rule_set(text)) == digest(rules)
    assert plain(rules)["vocabulary"] == "assessment"


def test_the_shipped_claims() -> None:
    """The evidence that is shipped is written and read again with its marks."""
    rules = evolve(SHIPPED[0], claims=evidence.CLAIMS)
    assert read_rule_set(json.dumps(write(rules))).claims == tuple(evidence.CLAIMS)
    assert {mark for claim in evidence.CLAIMS for mark in claim.marks} == {*Mark}


@documents.FEWER
@given(documents.rule_sets())
def test_any_rule_set_is_read_as_it_was_written(rules: RuleSet) -> None:
    """Any rule set over any vocabulary is written and read again the same for its vocabulary, with the same digest."""
    written = write(rules)
    again = read_rule_set(written, rules.facts)
    assert again == read_rule_set(json.dumps(written), rules.facts) == rules
    assert write(again) == written
    assert digest(again) == digest(rules)


@documents.FEWER
@given(documents.rule_sets(), st.data())
def test_a_rule_set_with_a_vocabulary_of_its_own_decides_the_same(rules: RuleSet, data: st.DataObject) -> None:
    """
    A file read with the vocabulary that it declares gives equal rule sets each time, with the same digest, and decides the same.

    The same in everything: in the words of the decision, and in its record.
    """
    text = json.dumps(write(rules))
    again = read_rule_set(text)
    assert again == read_rule_set(text)
    assert again.facts is read_rule_set(text).facts
    assert write(again) == write(rules)
    assert digest(again) == digest(rules)
    for _ in range(2):
        assessment = data.draw(documents.assessments(rules))
        there = read_case(json.dumps(write(assessment)), again.facts, again.continuum)
        assert write(there) == write(assessment)
        assert digest(there) == digest(assessment)
        one, other = Engine(rules).decide(assessment), Engine(again).decide(there)
        assert one.to_dict() == other.to_dict()
        assert one.to_record() == other.to_record()
        assert one.explain() == other.explain()


def test_a_rule_set_of_one_class_is_not_one_of_another() -> None:
    """What is read without its Python vocabulary is as good, but no rule set for assessments of that class."""
    assert read_rule_set(plain()) != RULES
    assert read_rule_set(plain()).facts.__bases__ == (Assessment,)


# The vocabulary for which a file was written.


class Others(Assessment):
    craving: Count = Count("craving", low=0, high=3, unit="points", worse="higher")


class Renamed(Assessment):
    booked: Flag = Flag("booked", worse=False, scope="level")


def test_a_file_for_other_facts_is_refused() -> None:
    """A file is read for a vocabulary in Python only if it declares the same facts; then nothing else of it is read."""
    others: list[type[Assessment]] = [Others, Assessment, Renamed]
    for other in others:
        said = f"declares other facts than {other.__name__}; compare the two, or read the file's own, without facts="
        assert refused(plain(rules=3), other) == (("vocabulary", said),)
    said_of_ours = "declares other facts than Ours; compare the two, or read the file's own, without facts="
    assert refused(plain(vocabulary="assessment")) == (("vocabulary", said_of_ours),)
    assert refused(plain(SHIPPED[0])) == (("vocabulary", said_of_ours),)


def changed_vocabulary(change: Callable[[list[dict[str, Any]]], object]) -> dict[str, Any]:
    data = plain()
    change(data["vocabulary"]["facts"])
    return data


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts[0].update(label="craving now"),
        lambda facts: facts[0].update(worse="lower"),
        lambda facts: facts[0]["scale"]["members"].update(MUCH=6),
        lambda facts: facts[1].update(high=99_999_998),
        lambda facts: facts[2].pop("scope"),
        lambda facts: facts[3].update(yes="it is"),
        lambda facts: facts[5].update(ground=True),
        lambda facts: facts.pop(),
        lambda facts: facts.append({"kind": "flag", "name": "more", "label": "more", "worse": None}),
    ],
)
def test_any_other_declaration_is_one_of_other_facts(change: Callable[[list[dict[str, Any]]], object]) -> None:
    """One word, bound or fact more, less or otherwise, and the file was not written for this vocabulary."""
    assert [path for path, _ in refused(changed_vocabulary(change))] == ["vocabulary"]


def test_a_vocabulary_that_cannot_be_read_is_told_alone() -> None:
    """The vocabulary says what the conditions mean; while it is wrong, only what is wrong with it is told."""
    for facts in (None, Ours):
        data = plain(vocabulary={"name": "Own", "extends": "assessment"}, rules=3, title=None)
        assert refused(data, facts) == (("vocabulary", "the key facts is missing"),)
    assert refused(plain(vocabulary=None)) == (
        ("vocabulary", 'expected "assessment", or an object with the keys name, extends, facts'),
    )


# What is refused.

STEP_DOWN: dict[str, Any] = {"kind": "step-down", "id": "down", "when": WELL, "because": "x", "at": ["high"]}
HOLD: dict[str, Any] = {"kind": "hold", "id": "hold", "when": CALM, "because": "x", "until": "y", "about": "clinical"}
STEP_UP: dict[str, Any] = {
    "kind": "step-up",
    "id": "up",
    "when": {"fact": "craving", "op": ">=", "value": "MUCH"},
    "because": "x",
    "at_least": "top",
    "skips_because": "y",
}
ADMISSION: dict[str, Any] = {"kind": "admission", "id": "first", "when": STEP_UP["when"], "because": "x", "at_least": "mid"}
NEED: dict[str, Any] = {"id": "need", "when": CALM, "offers": "x"}
JUSTIFICATION: dict[str, Any] = {"id": "pass", "skips": "mid", "when": WELL, "because": "x"}
CLAIM: dict[str, Any] = {"id": "claim", "text": "x", "claimed_by": "y", "sources": [{"id": "a"}]}
SHARED = "is used more than once; rules, justifications, needs and required facts share their names"
NO_LEVEL = "there is no such level on the ladder 'four' (low < mid < high < top)"
ID = "expected an id of 1 to 64 printable characters, matching [A-Za-z0-9][A-Za-z0-9._/-]{0,63}"


def of_rules(*rules: Any, **parts: Any) -> dict[str, Any]:
    return plain(rules=[*rules], justifications=[], needs=[], claims=[], required_facts=[], **parts)


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (plain(format="continuum/rule-set/2"), [("format", 'expected "continuum/rule-set/1"')]),
        (plain(id="a b"), [("id", ID)]),
        (plain(id="x" * 65), [("id", ID)]),
        (plain(id="../../etc/passwd"), [("id", ID)]),
        (plain(version=1), [("version", f"{LINE}; was given a whole number")]),
        (plain(title="a\u202eb"), [("title", LINE)]),
        (plain(limits="\x00"), [("limits", LINE.replace("1 to", "0 to"))]),
        (plain(limits=" "), [("", "'ours/rules': limits needs a text on one line, 1 to 500 printable characters")]),
        (plain(reviewer=None), [("reviewer", f"{LINE.replace('1 to', '0 to')}; was given nothing")]),
        (plain(entry="lowest"), [("", "entry 'lowest': there is no such level on the ladder 'four' (low < mid < high < top)")]),
        (plain(entry=3), [("entry", f"{LEVEL_ID}; was given a whole number")]),
        (plain(required_facts="craving"), [("required_facts", "expected a list of at most 1000; was given text")]),
        (
            plain(required_facts=["cravin"]),
            [("", "required fact 'cravin': there is no such fact in the vocabulary; did you mean 'craving'?")],
        ),
        (
            plain(required_facts=["craving", "craving"]),
            [
                (
                    "",
                    f"id 'required-craving' {SHARED}",
                )
            ],
        ),
        (
            plain(required_facts=["__class__"]),
            [("required_facts[0]", "expected a fact's name of 1 to 48 printable characters, matching [A-Za-z][A-Za-z0-9_]*")],
        ),
        (plain(ladder=None), [("ladder", "expected an object with the keys id, levels, status; was given nothing")]),
        (plain(ladder={**write(LADDER)}), [("ladder.entry 1", "there is no such key, nor one of a similar name")]),
        (plain(rules=[]), [("", "it has no rules: nothing could ever be decided; give it at least one")]),
        (plain(rules=[STEP_DOWN] * (MOST_RULES + 1)), [("rules", "expected a list of at most 1000; was given a list of 1001")]),
        (plain(needs=[NEED] * (MOST_RULES + 1)), [("needs", "expected a list of at most 1000; was given a list of 1001")]),
        (
            plain(justifications=[JUSTIFICATION] * (MOST_RULES + 1)),
            [("justifications", "expected a list of at most 1000; was given a list of 1001")],
        ),
        (plain(claims=[CLAIM] * (MOST_RULES + 1)), [("claims", "expected a list of at most 1000; was given a list of 1001")]),
        (plain(claims={}), [("claims", "expected a list of at most 1000; was given an object")]),
        (of_rules(STEP_DOWN, "next"), [("rules[1]", "expected an object with the key kind; was given text")]),
        (
            of_rules({**STEP_DOWN, "kind": "stepdown"}),
            [("rules[0].kind", "expected one of step-up, admission, hold, step-down; did you mean 'step-down'?")],
        ),
        (of_rules({**STEP_DOWN, "kind": None}), [("rules[0].kind", "expected one of step-up, admission, hold, step-down")]),
        (of_rules({**STEP_DOWN, "id": ""}), [("rules[0].id", ID)]),
        (of_rules({**STEP_DOWN, "id": "<b>"}), [("rules[0].id", ID)]),
        (of_rules({**STEP_DOWN, "at": "high"}), [("rules[0].at", "expected a list of at most 64; was given text")]),
        (of_rules({**STEP_DOWN, "at": []}), [("rules[0]", "rule 'down': at needs at least one level, and each level once")]),
        (
            of_rules({**STEP_DOWN, "at": ["high", "high"]}),
            [("rules[0]", "rule 'down': at needs at least one level, and each level once")],
        ),
        (
            of_rules({**STEP_DOWN, "at": ["high"] * 65}),
            [("rules[0].at", "expected a list of at most 64; was given a list of 65")],
        ),
        (of_rules({**STEP_DOWN, "at": None}), [("rules[0].at", "expected a list of at most 64; was given nothing")]),
        (of_rules({**STEP_DOWN, "at": ["high", 3]}), [("rules[0].at[1]", f"{LEVEL_ID}; was given a whole number")]),
        (of_rules({**STEP_DOWN, "no_lower_than": "Complete"}), [("rules[0].no_lower_than", LEVEL_ID)]),
        (
            of_rules({**STEP_DOWN, "no_lower_than": True}),
            [("rules[0].no_lower_than", f"{LEVEL_ID}; was given a true/false value")],
        ),
        (
            of_rules({**STEP_DOWN, "no_lower_than": "complete"}),
            [("", "rule 'down': COMPLETE is reached only from the lowest level: at='low'")],
        ),
        (of_rules({**STEP_DOWN, "at_least": "low"}), [("rules[0].entry 6", "there is no such key, nor one of a similar name")]),
        (of_rules({**HOLD, "about": "the person"}), [("rules[0].about", "expected one of clinical, handoff; was given text")]),
        (
            of_rules({**HOLD, "about": "CLINICAL"}),
            [("rules[0].about", "expected one of clinical, handoff; was given text; did you mean 'clinical'?")],
        ),
        (of_rules({**HOLD, "until": ""}), [("rules[0].until", LINE)]),
        (
            of_rules({key: HOLD[key] for key in ("kind", "id")}),
            [("rules[0]", f"the key {key} is missing") for key in ("when", "because", "until", "about")],
        ),
        (
            of_rules({**STEP_UP, "urgency": 2}),
            [("rules[0].urgency", "expected one of routine, prompt, immediate; was given a whole number")],
        ),
        (
            of_rules({**STEP_UP, "urgency": None}),
            [("rules[0].urgency", "expected one of routine, prompt, immediate; was given nothing")],
        ),
        (
            of_rules({**STEP_UP, "at_least": "to"}),
            [
                (
                    "",
                    f"rule 'up': at_least 'to': {NO_LEVEL}; did you mean 'top'?",
                )
            ],
        ),
        (
            of_rules({**STEP_UP, "at_least": None}),
            [("", "rule 'up': it mentions no fact about the stay at a level, so it is a floor and needs at_least=")],
        ),
        (
            of_rules({**STEP_UP, "skips_because": ""}),
            [("", "rule 'up': from 'low' it passes mid and high without a justification; say why in skips_because= (law 1)")],
        ),
        (of_rules({**ADMISSION, "at_least": None}), [("rules[0].at_least", f"{LEVEL_ID}; was given nothing")]),
        (
            of_rules(ADMISSION, entry=None),
            [("", "rule 'first': an Admission needs the rule set's entry=, the lowest level of admission")],
        ),
        (
            of_rules({**HOLD, "when": {"fact": "main_barrier", "in": ["COST"]}}),
            [
                (
                    "",
                    (
                        "rule 'hold': 'main_barrier' is no ground for a level of care (ground=False); "
                        "only a ServiceNeed may use it (law 8)"
                    ),
                )
            ],
        ),
        (
            of_rules({**HOLD, "when": {"fact": "booked", "op": "<", "value": True}}),
            [("", "rule 'hold': 'booked' has no order: compare it with == or !=, not with <")],
        ),
        (
            of_rules({**HOLD, "when": {"fact": "strain", "op": ">=", "value": 0}}),
            [("", "rule 'hold': 'strain is 0 points or more' is true of every value; leave it out or mend the value")],
        ),
        (
            of_rules(STEP_DOWN, STEP_DOWN),
            [("", "id 'down' is used more than once; rules, justifications, needs and required facts share their names")],
        ),
        (plain(claims=[CLAIM, CLAIM]), [("", "claim 'claim' is there more than once")]),
        (
            plain(claims=[{**CLAIM, "marks": ["uncited"]}]),
            [("claims[0].marks[0]", f"expected one of {', '.join(Mark)}; was given text")],
        ),
        (plain(claims=[{**CLAIM, "sources": []}]), [("claims[0]", "claim 'claim' needs sources=, the rows in which it stands")]),
        (plain(claims=[{**CLAIM, "text": "\n"}]), [("claims[0].text", LINE)]),
        (plain(needs=[{**NEED, "because": "x"}]), [("needs[0].entry 4", "there is no such key, nor one of a similar name")]),
        (
            plain(needs=[{**NEED, "id": "floor"}]),
            [("", "id 'floor' is used more than once; rules, justifications, needs and required facts share their names")],
        ),
        (plain(justifications=[{**JUSTIFICATION, "id": ""}]), [("justifications[0].id", ID)]),
        (
            plain(justifications=[{**JUSTIFICATION, "skips": "top"}]),
            [("", "justification 'pass': 'top' is an end of the ladder, and no step down passes it")],
        ),
        (
            plain(justifications=[{**JUSTIFICATION, "when": {}}]),
            [
                (
                    "justifications[0].when",
                    NO_CONDITION,
                )
            ],
        ),
    ],
)
def test_rule_sets_that_are_refused(data: object, problems: list[tuple[str, str]]) -> None:
    """What is wrong is told at its path; what is wrong with the rules together is told of the rule set, as to a Python author."""
    assert refused(data) == tuple((path or "the rule set", said) for path, said in problems)


def test_what_is_no_rule_set_at_all() -> None:
    """What is no object is refused with the keys that it would have, and what has none of them its format."""
    expected = f"expected an object with the keys {', '.join(write(RULES))}; was given"
    for data, given_ in ((None, "nothing"), ([plain()], "a list"), (3, "a whole number"), (True, "a true/false value")):
        assert refused(data, None) == (("the rule set", f"{expected} {given_}"),)
    needed = ("id", "version", "title", "intended_use", "ladder", "vocabulary", "rules")
    missing = tuple(("the rule set", f"the key {key} is missing") for key in needed)
    assert refused({"format": "continuum/rule-set/1"}, None) == missing
    for other in ({}, {"format": None, "rules": 3, "titles": "x"}):
        assert refused(other, None) == (("format", 'expected "continuum/rule-set/1"'),)


@pytest.mark.parametrize("data", [None, {}, {"format": "continuum/rule-set/1"}])
def test_what_is_no_rule_set_is_told_so_for_a_vocabulary_in_python_too(data: object) -> None:
    """Whether or not a vocabulary is given, what is wrong with the file is the same."""
    assert refused(data, Ours) == refused(data, None)


def test_everything_is_told_at_once() -> None:
    """All that cannot be read is told together, in the order of the keys; the rules are judged when all of them can be read."""
    data = of_rules(
        {**STEP_DOWN, "when": {"fact": "doin", "op": ">=", "value": 8}, "because": ""},
        {**HOLD, "until": 3, "when": {"all": []}},
        titles="x",
    )
    data["needs"] = [{"id": "a b", "when": CALM, "offers": "\x00"}]
    data["ladder"]["levels"][1]["review_days"] = 0
    assert refused(data) == (
        ("titles", "there is no such key; did you mean 'title'?"),
        (
            "ladder.levels[1].review_days",
            "expected a whole number from 1 to 36500; was given a whole number outside these bounds",
        ),
        ("rules[0].when.fact", "there is no such fact in the vocabulary; did you mean 'doing'?"),
        ("rules[0].because", LINE),
        ("rules[1].when", "an empty group of conditions is refused: give it at least one condition"),
        ("rules[1].until", f"{LINE}; was given a whole number"),
        ("needs[0].id", ID),
        ("needs[0].offers", LINE),
    )


def test_a_file_is_checked_as_what_a_python_author_writes() -> None:
    """Each problem that the rule set itself would find in Python is found in the file, in the same words, one by one."""
    wrong = [
        StepDown("early", at="high", when=Ours.doing < 3, because="x"),
        StepUp("time", at="mid", when=Ours.nights >= 3, because="x"),
        Hold("history", when=Ours.shift == Shift.DAY, about=CLINICAL, because="x", until="y"),
        Hold("owed", when=Ours.doing < 3, about=HANDOFF, because="x", until="y"),
        Admission("stay", at_least="low", when=Ours.doing < 3, because="x"),
    ]
    with pytest.raises(DefinitionErrors) as caught:
        evolve(RULES, rules=wrong)
    written = [
        {"kind": "step-down", "id": "early", "when": {"fact": "doing", "op": "<", "value": 3}, "because": "x", "at": ["high"]},
        {"kind": "step-up", "id": "time", "when": {"fact": "nights", "op": ">=", "value": 3}, "because": "x", "at": ["mid"]},
        {**HOLD, "id": "history", "when": {"fact": "shift", "op": "==", "value": "DAY"}},
        {**HOLD, "id": "owed", "when": {"fact": "doing", "op": "<", "value": 3}, "about": "handoff"},
        {**ADMISSION, "id": "stay", "when": {"fact": "doing", "op": "<", "value": 3}, "at_least": "low"},
    ]
    assert len(caught.value.problems) > 8
    assert refused(plain(rules=written)) == tuple(("the rule set", problem) for problem in caught.value.problems)


def test_what_cannot_be_written() -> None:
    """A vocabulary that holds what JSON cannot is refused when its rule set is written, and when its digest is taken."""

    class Pair(Assessment):
        pair: Choice[Pairs] = Choice("a pair", Pairs)

    rules = evolve(SHIPPED[0], facts=Pair)
    for function in (write, digest, lambda one: Engine(one).decide(Pair(level="iop")).to_record()):
        with pytest.raises(WireError, match=r"^Pairs: this cannot be written as plain data: a member's value is no whole number"):
            function(rules)


# The digest.


def shuffled(items: Iterable[Any], seed: int) -> list[Any]:
    return sorted(items, key=lambda one: random.Random(f"{seed} {write_order(one)}").random())  # noqa: S311 # not for secrets


def write_order(one: Any) -> str:
    return one if isinstance(one, str) else one.id


@documents.FEWER
@given(documents.rule_sets(), st.integers(0, 9))
def test_the_digest_does_not_depend_on_any_order(rules: RuleSet, seed: int) -> None:
    """Law 7: whatever the order of rules, justifications, needs, claims and required facts, the digest is the same."""
    other = evolve(
        rules,
        rules=shuffled(rules.rules, seed),
        justifications=shuffled(rules.justifications, seed),
        needs=shuffled(rules.needs, seed),
        claims=shuffled(rules.claims, seed),
        required_facts=shuffled(rules.required_facts, seed),
    )
    assert digest(other) == digest(rules)
    assert digest(read_rule_set(json.dumps(write(other)))) == digest(rules)


def test_the_digest_of_any_order_of_every_part() -> None:
    """The rules of the example, and two of everything else, may stand in any order."""
    more = evolve(
        RULES,
        justifications=[*RULES.justifications, evolve(RULES.justifications[0], id="other-justification")],
        needs=[*RULES.needs, evolve(RULES.needs[0], id="other-need")],
        claims=[*RULES.claims, evolve(RULES.claims[0], id="other-claim")],
        required_facts=["strain", "craving"],
    )
    for name in ("rules", "justifications", "needs", "claims", "required_facts"):
        backward = evolve(more, **{name: getattr(more, name)[::-1]})
        assert backward != more
        assert digest(backward) == digest(more)


WORDS: tuple[Any, ...] = (
    *("higher", "lower", "person", "level", "immediate", "routine", "handoff", "clinical", "duration", "count"),
    *("top", "high", "mid", "low", "DAY", "NONE", ">", "<=", ">=", "==", "!="),
    *("strain", "cows", "goals_met", "withdrawal_risk", "weeks_stable", str(Mark.UNCITED), True, None),
)
"""What a key may say otherwise; most of it makes no sense at most places, and is refused there."""

ALWAYS_THE_SAME = {"format", "vocabulary.extends"}
"""What has one value only."""
DECIDES_NOTHING = {"vocabulary.name"}
"""What a vocabulary is called; the digest is that of its facts."""
NAMED_ELSEWHERE = {"ladder.levels[].id", "rules[].kind", "vocabulary.facts[].name"}
"""What nothing else would fit, were it changed in this place alone; see the tests that follow."""


def otherwise(value: Any) -> list[Any]:
    """Other things that could stand in the place of a value."""
    if isinstance(value, bool):
        return [not value, None]
    return [value + 1, value - 1] if isinstance(value, int) else [f"{value}x", *WORDS]


def readable(data: object) -> RuleSet | None:
    try:
        return read_rule_set(data)
    except WireError:
        return None


def nameless(path: str) -> str:
    """The key that a path leads to: whichever entry of a list, and wherever in a condition."""
    return re.sub(r"when\..*?(\w+(?:\[\])?)$", r"when.\1", re.sub(r"\[\d+\]", "[]", path))


def test_the_digest_changes_with_any_single_change() -> None:
    """
    One word, number or answer otherwise, anywhere in a rule set, its ladder or its vocabulary, and the digest is another.

    Every key is changed at least once, so that none is left out of the digest but the name of the vocabulary.
    """
    was, changed, everywhere = digest(RULES), set[str](), set[str]()
    for number, spot in enumerate(spots(plain())):
        name = nameless(spot.path)
        if isinstance(spot.value, dict | list) or name in changed:
            continue
        everywhere.add(name)
        for value in otherwise(spot.value):
            data = plain()
            [*spots(data)][number].put(value)
            again = readable(data)
            if again is not None and write(again) != write(RULES):
                assert (digest(again) == was) == (name in DECIDES_NOTHING)
                changed.add(name)
                break
    assert changed >= DECIDES_NOTHING
    assert everywhere - changed == ALWAYS_THE_SAME | NAMED_ELSEWHERE


def test_the_digest_changes_with_whatever_is_left_out() -> None:
    """A rule, a source, a fact, a mark or a word less, and the digest is another."""
    found = set[str]()
    for number, spot in enumerate(spots(plain())):
        data = plain()
        there = [*spots(data)][number]
        del there.inside[there.key]
        again = readable(data)
        if again is not None and write(again) != write(RULES):
            assert digest(again) != digest(RULES)
            found.add(nameless(spot.path))
    for part in (
        "rules[]",
        "justifications[]",
        "needs[]",
        "claims[]",
        "claims[].marks[]",
        "required_facts[]",
        "rules[].sources[]",
    ):
        assert part in found
    for key in ("status", "reviewer", "limits", "ladder.levels[].review_days", "vocabulary.facts[].changeable", "rules[].at"):
        assert key in found


@pytest.mark.parametrize("name", ["low", "mid", "high", "top", "craving", "strain", "doing", "booked", "nights", "shift"])
def test_the_digest_changes_with_a_name(name: str) -> None:
    """A level or a fact that is called otherwise, wherever it is named, makes another rule set."""
    text = re.sub(f'"{name}"(?!:)', f'"{name}2"', json.dumps(plain()))
    assert digest(read_rule_set(text)) != digest(RULES)


def test_the_digest_changes_with_the_kind_of_a_rule() -> None:
    """The same words in a rule of another kind make another rule set."""
    rules = [{**rule, "kind": "step-up"} if rule["kind"] == "admission" else rule for rule in write(RULES)["rules"]]
    assert digest(read_rule_set(plain(rules=rules))) != digest(RULES)


def fact(name: str, **changes: Any) -> Fact[Any]:
    made: Fact[Any] = evolve(Ours.vocabulary()[name], **changes)
    made.__set_name__(Ours, name)
    return made


ASKING = evolve(
    RULES,
    needs=[
        *RULES.needs,
        ServiceNeed(
            "asking",
            when=AnyOf(
                [
                    Assessment.goals_met,
                    Assessment.weeks_stable >= 2,
                    Assessment.withdrawal_risk >= Risk.MODERATE,
                    Assessment.primary_substance == Substance.ALCOHOL,
                ]
            ),
            offers="x",
        ),
    ],
)
"""The example, with a need that mentions standard facts of each kind."""


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("goals_met", {"scope": "person"}),
        ("goals_met", {"changeable": False}),
        ("goals_met", {"ground": False}),
        ("goals_met", {"worse": None}),
        ("weeks_stable", {"low": 1}),
        ("weeks_stable", {"high": 521}),
        ("weeks_stable", {"unit": "days"}),
        ("weeks_stable", {"worse": "higher"}),
        ("withdrawal_risk", {"kind": ReturnToUse}),
        ("withdrawal_risk", {"worse": "lower"}),
        ("primary_substance", {"kind": Risk}),
        ("craving", {"kind": ReturnToUse}),
        ("craving", {"label": "otherwise"}),
        ("craving", {"meaning": "otherwise"}),
        ("craving", {"source": [Source("A-2")]}),
        ("booked", {"yes": "otherwise"}),
        ("booked", {"no": "otherwise"}),
        ("strain", {"high": 100}),
    ],
)
def test_the_digest_changes_with_any_fact(monkeypatch: pytest.MonkeyPatch, name: str, changes: dict[str, Any]) -> None:
    """A standard fact that a later version of the library rates otherwise changes the digest, as any change of our own does."""
    was, again = digest(ASKING), evolve(ASKING)
    monkeypatch.setattr(Ours, "__vocabulary__", {**Ours.__vocabulary__, name: fact(name, **changes)})
    assert digest(again) != was


@pytest.mark.parametrize(
    "changes",
    [{"label": "goals"}, {"meaning": "otherwise"}, {"source": [Source("A-2")]}, {"yes": "yes"}, {"no": "no"}],
)
def test_the_digest_does_not_change_with_the_words_of_a_standard_fact(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    """A standard fact that a later version of the library describes in other words decides the same."""
    was, again = digest(ASKING), evolve(ASKING)
    monkeypatch.setattr(Ours, "__vocabulary__", {**Ours.__vocabulary__, "goals_met": fact("goals_met", **changes)})
    assert digest(again) == was


@pytest.mark.parametrize("name", ["goals_met", "weeks_stable", "withdrawal_risk", "primary_substance"])
def test_the_digest_covers_of_standard_facts_those_that_are_mentioned(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A standard fact counts once a rule, a need, a justification or a required fact mentions it, and not before."""
    known = Assessment.goals_met.as_condition() if name == "goals_met" else None
    mentioning = [ASKING]
    if known is None:
        mentioning.append(evolve(RULES, rules=[*RULES.rules[:2], *RULES.rules[3:]], entry=None, required_facts=["craving", name]))
    else:
        mentioning += [
            evolve(RULES, rules=[*RULES.rules, StepDown("met", at="high", when=known, because="x")]),
            evolve(RULES, justifications=[evolve(RULES.justifications[0], id="met", when=known)]),
        ]
    before = [digest(rules) for rules in mentioning]
    again, unasked, was = [evolve(rules) for rules in mentioning], evolve(RULES), digest(RULES)
    changed = fact(name, changeable=not Ours.vocabulary()[name].changeable)
    monkeypatch.setattr(Ours, "__vocabulary__", {**Ours.__vocabulary__, name: changed})
    assert digest(unasked) == was
    assert [digest(rules) != one for rules, one in zip(again, before, strict=True)] == [True] * len(before)


def test_the_digest_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule set keeps its digest; one made from it takes its own, and both are equal whether or not it was taken."""
    rules = evolve(RULES)
    assert rules.digest_once_asked == ""
    assert digest(rules) == rules.digest_once_asked
    again = evolve(rules)
    assert (again.digest_once_asked, again == rules, hash(again) == hash(rules)) == ("", True, True)
    monkeypatch.setattr(Ours, "__vocabulary__", {**Ours.__vocabulary__, "strain": fact("strain", high=100)})
    assert digest(rules) != digest(again)


def test_the_digest_does_not_depend_on_the_order_or_the_name_of_a_vocabulary() -> None:
    """The same facts in another order, in a class of another name, make the same rule set for whoever reads its decisions."""
    data = plain()
    data["vocabulary"]["facts"].reverse()
    data["vocabulary"]["name"] = "Theirs"
    assert write(read_rule_set(data)) != write(RULES)
    assert digest(read_rule_set(data)) == digest(RULES)


def test_the_digest_changes_with_the_vocabulary() -> None:
    """The same rules over a vocabulary with one more fact are another rule set."""

    class More(Assessment):
        more: Flag = Flag("more", worse=None)

    rules = SHIPPED[0]
    assert digest(evolve(rules, facts=More)) != digest(rules)
    assert len({digest(one) for one in (*SHIPPED, RULES, evolve(rules, version="2"))}) == 4


PROGRAM = """
from continuum.wire import digest
from tests.documents import CASE, RULES, SHIPPED
print(*map(digest, (*SHIPPED, RULES, CASE)))
"""


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_digest_is_the_same_in_any_process(seed: str) -> None:
    """Another process, with other hashes of texts, takes the same digests."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), *sys.path])}
    made = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)  # noqa: S603 # our own program
    assert made.stdout.split() == [digest(one) for one in (*SHIPPED, RULES, documents.CASE)]


def test_a_digest_names_its_function() -> None:
    """A digest is a SHA-256 in hexadecimal digits, and is the same however often it is taken."""
    assert re.fullmatch("sha256:[0-9a-f]{64}", digest(RULES))
    assert digest(RULES) == rule_set_digest(RULES)
