"""Histories as plain data: no decision is taken from a file, and what was done and recorded is checked as anything else is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Assessment,
    Decision,
    DefinitionError,
    Engine,
    Flag,
    Risk,
    RuleSet,
    StepDown,
)
from continuum.disposition import Disposition, ReasonCode
from continuum.episode import Entry, Episode
from continuum.errors import EpisodeError, WireError
from continuum.histories import MOST_ENTRIES, as_rule_sets
from continuum.json_text import MOST_CHARACTERS
from continuum.library import four_levels, stepdown
from continuum.wire import LONGEST_HISTORY, digest, read_decision, read_disposition, read_episode, schema, write
from tests import documents
from tests.documents import (
    ADVISED,
    DAY,
    DOWN,
    FIRST,
    HISTORY,
    OTHERWISE,
    RAISED,
    RECORD,
    REDACTED,
    RULES,
    SENTINEL,
    SHIPPED,
    UP,
    Ours,
    seen,
    spots,
    within_history,
)
from tests.laws.small_worlds import SMALL_WORLDS, everyone
from tests.test_disposition import SAY_WHY, acted, acts
from tests.test_episode import EARLIER, EXAMPLE, histories

SECONDS = 20.0
"""Of processor time, for a history of several hundred entries."""


def copied(plain: Any) -> Any:
    return json.loads(json.dumps(plain))


def refused(read: Callable[..., object], data: object, rules: Any = RULES, **options: Any) -> tuple[tuple[str, str], ...]:
    with pytest.raises(WireError) as caught:
        read(data, rules, **options)
    return caught.value.pairs


# Decisions.


@pytest.mark.parametrize("decision", [DOWN, UP, FIRST])
def test_a_decision_is_read_from_its_record(decision: Decision) -> None:
    """A record is read as the decision that it records, made again; when it was recorded, and the notice, are not part of it."""
    for record in (
        write(decision),
        decision.to_record(recorded_at=datetime(2026, 11, 2, tzinfo=UTC), notice="not to be passed on"),
        json.dumps(write(decision)),
        json.dumps(write(decision)).encode("utf-8-sig"),
    ):
        read = read_decision(record, RULES)
        assert read == decision
        assert read.to_dict() == decision.to_dict()


@pytest.mark.parametrize("name", SMALL_WORLDS)
def test_every_decision_of_a_small_world_is_read_again(name: str) -> None:
    """Every decision that can be made, of every direction, is read from its record as the same."""
    rules = SMALL_WORLDS[name]
    engine = Engine(rules)
    for person in [*everyone(rules)][::53]:
        decision = engine.decide(person)
        assert read_decision(write(decision), [RULES, rules]) == decision


@given(acts())
def test_decisions_by_the_shipped_rules_are_read_again(act: tuple[Decision, Any]) -> None:
    """Whatever the shipped rules decide is read from its record as the same, told from the two by the digest."""
    decision, _ = act
    assert read_decision(json.dumps(write(decision)), SHIPPED) == decision


@given(documents.rule_sets(), st.data())
@documents.FEWER
def test_decisions_by_any_rules_are_read_again(rules: RuleSet, data: st.DataObject) -> None:
    """Whatever any rules decide is read from its record as the same."""
    decision = Engine(rules).decide(data.draw(documents.assessments(rules)))
    assert read_decision(json.dumps(write(decision)), (RULES, rules)) == decision


def with_part(path: str, value: object) -> dict[str, Any]:
    """The record with something else at this path."""
    record: dict[str, Any] = copied(RECORD)
    next(spot for spot in spots(record) if spot.path == path).put(value)
    return record


AGAIN = "the rules come to another outcome; see replay()"
BY_OTHERS = "the record was made by other rules than those given (ours/rules 2026.1); see replay()"
CHANGED = "the record was made by this version with another content than those given (ours/rules 2026.1); see replay()"
NO_DIGEST = "expected a digest of 1 to 71 printable characters, matching sha256:[0-9a-f]{64}"
NO_VERSION = "expected a version of 1 to 32 printable characters, matching [0-9A-Za-z.+-]+"
OTHER_CASE = ("assessment", "is not the one of which the digest was taken")


@pytest.mark.parametrize(
    ("path", "value", "problems"),
    [
        ("outcome.target", "mid", [("outcome.target", AGAIN)]),
        ("outcome.target", "complete", [("outcome.target", AGAIN)]),
        ("outcome.target", None, [("outcome.target", AGAIN)]),
        ("outcome.origin", "top", [("outcome.origin", AGAIN)]),
        ("outcome.direction", "stay", [("outcome.direction", AGAIN)]),
        ("outcome.range", ["low", "high"], [("outcome.range", AGAIN)]),
        ("outcome.range", [], [("outcome.range", AGAIN)]),
        ("outcome.range", None, [("outcome.range", AGAIN)]),
        ("outcome.provisional", True, [("outcome.provisional", AGAIN)]),
        ("outcome.urgency", "immediate", [("outcome.urgency", AGAIN)]),
        ("outcome.reasons", [], [("outcome.reasons", AGAIN)]),
        ("outcome.reasons", ["far", "far"], [("outcome.reasons", AGAIN)]),
        ("outcome.reasons", ["end"], [("outcome.reasons", AGAIN)]),
        ("outcome.skipped", [], [("outcome.skipped", AGAIN)]),
        ("outcome.skipped[0].justification", "mid-not-needed", [("outcome.skipped", AGAIN)]),
        ("outcome.skipped[0].level", "low", [("outcome.skipped", AGAIN)]),
        ("outcome.open_questions", ["craving"], [("outcome.open_questions", AGAIN)]),
        ("assessment.facts.doing", 8, [OTHER_CASE]),
        ("assessment.facts.booked", None, [OTHER_CASE]),
        ("assessment.facts", {}, [OTHER_CASE]),
        ("assessment.level", "mid", [OTHER_CASE]),
        ("assessment.assessed_on", "2026-11-03", [OTHER_CASE]),
        ("assessment.assessed_by", "nurse", [OTHER_CASE]),
        ("assessment.person", None, [OTHER_CASE]),
        ("assessment.fact_sources.craving", "record", [OTHER_CASE]),
        ("assessment_digest", "sha256:" + "0" * 64, [OTHER_CASE]),
        ("rules.version", "2026.2", [("rules", BY_OTHERS)]),
        ("rules.id", "ours/other", [("rules", BY_OTHERS)]),
        ("rules.digest", "sha256:" + "0" * 64, [("rules", CHANGED)]),
        ("rules.digest", "sha256:", [("rules.digest", NO_DIGEST)]),
        ("rules.digest", 3, [("rules.digest", f"{NO_DIGEST}; was given a whole number")]),
        ("assessment_digest", RECORD["assessment_digest"].upper(), [("assessment_digest", NO_DIGEST)]),
        ("rules", None, [("rules", "expected an object with the keys id, version, digest, status; was given nothing")]),
        ("format", "continuum/decision/2", [("format", 'expected "continuum/decision/1"')]),
        ("format", None, [("format", 'expected "continuum/decision/1"')]),
        (
            "assessment.level",
            "iop",
            [("assessment.level", "there is no such level on the ladder 'four' (low < mid < high < top)")],
        ),
        (
            "assessment.facts.doing",
            11,
            [
                (
                    "assessment.facts.doing",
                    "expected a whole number of points from 0 to 10; was given a whole number outside these bounds",
                )
            ],
        ),
        ("recorded_at", "2026-11-02", [("recorded_at", 'expected a time with its zone, such as "2026-11-02T10:00:00+00:00"')]),
        ("notice", "x" * 2_001, [("notice", "expected a notice of 0 to 2000 printable characters")]),
        ("library", "", [("library", NO_VERSION)]),
        ("library", "1" * 33, [("library", NO_VERSION)]),
        ("library", "1 2", [("library", NO_VERSION)]),
        ("library", "漢", [("library", NO_VERSION)]),
        (
            "outcome",
            {"target": "lowest", "skipped": [{"level": "mid"}], "range": ["low"] * 3, "provisional": 0},
            [
                ("outcome", "the key direction is missing"),
                ("outcome.range", "expected a list of at most 2; was given a list of 3"),
                ("outcome.provisional", "expected true or false; was given a whole number"),
                ("outcome", "the key urgency is missing"),
                ("outcome", "the key reasons is missing"),
                ("outcome.skipped[0]", "the key justification is missing"),
                ("outcome", "the key open_questions is missing"),
            ],
        ),
    ],
)
def test_a_record_that_was_tampered_with_is_refused(path: str, value: object, problems: list[tuple[str, str]]) -> None:
    """Law 1: whatever in a record is not what its rules come to for its assessment, it is refused, with the part that differs."""
    assert refused(read_decision, with_part(path, value)) == tuple(problems)


def test_a_status_that_the_rules_never_had_is_refused() -> None:
    """A record that does not say it, as of a time when none did, is read as ever; one that claims another is not."""
    said = with_part("rules.status", "validated")
    problem = ("rules.status", "the rules have another status than the record says; see replay()")
    assert refused(read_decision, said) == (problem,)
    said["rules"].pop("status")
    assert read_decision(said, RULES) == read_decision(with_part("rules.status", RULES.status), RULES)


def test_every_part_that_differs_is_told() -> None:
    """A record with another outcome in several parts is refused with each of them."""
    record = copied(RECORD)
    record["outcome"] |= {"target": "high", "direction": "stay", "range": ["high", "high"], "reasons": [], "skipped": []}
    assert [path for path, _ in refused(read_decision, record)] == [
        f"outcome.{name}" for name in ("direction", "target", "range", "reasons", "skipped")
    ]


def test_the_record_of_another_person_is_refused() -> None:
    """An outcome does not pass from one assessment to another, though the digest is taken of the other anew."""
    other = write(seen("high", doing=9, booked=True, craving=None))
    swapped = copied({**RECORD, "assessment": other["assessment"], "assessment_digest": other["assessment_digest"]})
    assert ("outcome.target", AGAIN) in refused(read_decision, swapped)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 12),
    st.sampled_from(["low", "mid", "high", "top", "far", "end", "next", "SOME", "NONE", "DAY", "routine", "prompt", "stay"]),
    st.just([]),
    st.just({}),
)
AROUND = ("recorded_at", "notice", "library")


@given(st.sampled_from([DOWN, UP, FIRST]), st.data(), VALUES)
def test_any_single_change_of_a_record_is_refused_or_changes_nothing(decision: Decision, data: st.DataObject, value: Any) -> None:
    """Law 1: with anything else in any single place, a record is refused, or it still says the same of the same assessment."""
    record = copied(write(decision))
    spot = data.draw(st.sampled_from([one for one in spots(record) if one.path not in AROUND]), label="place")
    if data.draw(st.booleans(), label="left out"):
        del spot.inside[spot.key]
    else:
        spot.put(value)
    try:
        read = read_decision(record, RULES)
    except WireError as error:
        assert error.paths  # noqa: PT017 # either outcome is right, and each has to hold something
    else:
        assert read == decision
        assert write(read) == write(decision)


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (None, [("the record", "expected an object, the record of a decision; was given nothing")]),
        ([RECORD], [("the record", "expected an object, the record of a decision; was given a list")]),
        (True, [("the record", "expected an object, the record of a decision; was given a true/false value")]),
        ({}, [("format", 'expected "continuum/decision/1"')]),
        (write(DOWN.assessment), [("format", 'expected "continuum/decision/1"')]),
        (write(OTHERWISE), [("format", 'expected "continuum/decision/1"')]),
        (DOWN.to_dict(), [("format", 'expected "continuum/decision/1"')]),
        (REDACTED, [("format", "a redacted record holds no assessment: nothing can be decided from it again")]),
        (
            {"format": "continuum/decision/1"},
            [("rules", "expected an object with the keys id, version, digest, status; was given nothing")],
        ),
        ('{"format": "continuum/deci', [("the record", "this is no JSON: unterminated string starting at line 1, column 12")]),
        ("[]", [("the record", "expected an object, the record of a decision; was given a list")]),
    ],
)
def test_what_is_no_record(data: object, problems: list[tuple[str, str]]) -> None:
    """What is no record of a decision is refused; of a redacted one it is said why."""
    assert refused(read_decision, data) == tuple(problems)


def test_every_truncation_of_a_record_is_refused() -> None:
    """No beginning of a record passes for one."""
    text = json.dumps(RECORD)
    for end in range(0, len(text), 7):
        ((path, said),) = refused(read_decision, text[:end])
        assert (path, said.partition(":")[0]) == ("the record", "this is no JSON")


def test_a_record_finds_its_rules_among_several() -> None:
    """Of several rule sets, also of one id, or one version, the one with the digest of the record decides again."""
    same_version = evolve(RULES, title="another title")
    next_version = evolve(RULES, version="2026.2")
    for several in (
        [RULES, same_version, next_version],
        (same_version, RULES),
        {next_version: 1, RULES: 2},
        iter([*SHIPPED, RULES]),
    ):
        assert read_decision(RECORD, several).rules == RULES
    assert refused(read_decision, RECORD, same_version) == (("rules", CHANGED),)
    assert refused(read_decision, RECORD, next_version) == (("rules", BY_OTHERS.replace("2026.1", "2026.2")),)
    named = "ours/rules 2026.1, ours/rules 2026.2, stepdown 2026.1, four-levels 2026.1"
    said = f"the record was made by this version with another content than those given ({named}); see replay()"
    assert [one.id for one in SHIPPED] == ["stepdown", "four-levels"]
    assert refused(read_decision, RECORD, [same_version, next_version, *SHIPPED]) == (("rules", said),)


@pytest.mark.parametrize(
    ("rules", "given_"),
    [
        (None, "nothing"),
        ([], "a list"),
        ("stepdown", "text"),
        ({}, "an object"),
        ([RULES, None], "a list"),
        ([RULES.rules], "a list"),
        (Engine(RULES), "a value of type Engine"),
        (RuleSet, "a value of type ABCMeta"),
        (3, "a whole number"),
    ],
)
def test_rules_that_are_none(rules: Any, given_: str) -> None:
    """Anything else than rule sets is the caller's mistake, and is told before a record is looked at."""
    for read in (read_decision, read_disposition, read_episode):
        with pytest.raises(DefinitionError) as caught:
            read(object(), rules)
        assert str(caught.value) == f"rules= takes the RuleSet that decided, or several; was given {given_}"
    assert as_rule_sets(RULES) == as_rule_sets([RULES]) == (RULES,)


class Later(Ours):
    """What was asked beside the vocabulary of the rules."""

    later: Flag = Flag("something asked since", worse=None)


def test_an_assessment_may_say_more_than_the_rules_ask() -> None:
    """With its class given, a record of an assessment of a subclass is read as one; without, there are no such facts."""
    decision = Engine(RULES).decide(Later(level="high", doing=9, later=True))
    read = read_decision(write(decision), RULES, Later)
    assert read == decision
    assert type(read.assessment) is Later
    assert read_disposition(write(acted_on(decision)), RULES, Later).decision == decision
    assert refused(read_decision, write(decision), RULES) == (
        ("assessment.facts.entry 2", "there is no such fact, nor one of a similar name"),
    )


def acted_on(decision: Decision) -> Disposition:
    return Disposition(decision=decision, chosen=decision.target_id or "", on=DAY, decided_by="nurse")


def test_a_class_that_the_rules_do_not_take_is_told() -> None:
    """A class of assessments that is no subclass of the vocabulary of the rules is the caller's mistake."""
    record = write(Engine(RULES).decide(Ours(level="low")))
    for read in (read_decision, read_disposition, read_episode):
        with pytest.raises(DefinitionError) as caught:
            read(record, RULES, Assessment)
        assert str(caught.value) == "facts= takes Ours, or a subclass of it; was given a value of type type"


# What was done.


@pytest.mark.parametrize("done", [OTHERWISE, ADVISED, RAISED])
def test_a_disposition_is_read_as_it_was_written(done: Disposition) -> None:
    """What was done is written with its decision, but for what makes a record of it, and read again the same."""
    written = write(done)
    assert written["decision"] == within_history(write(done.decision))
    assert read_disposition(written, RULES) == read_disposition(json.dumps(written), [*SHIPPED, RULES]) == done
    assert read_disposition(written, RULES).explain() == done.explain()


def test_the_keys_of_a_disposition() -> None:
    """What was done is written with what was said of it, each level passed with its reason; what was not said is left out."""
    written = {key: part for key, part in write(OTHERWISE).items() if key != "decision"}
    assert written == {
        "format": "continuum/disposition/1",
        "chosen": "not-in-care",
        "on": "2026-11-02",
        "decided_by": f"nurse {SENTINEL}",
        "reasons": ["cost", "other"],
        "passing": [{"level": "mid", "code": "left_early"}, {"level": "low", "code": "left_early"}],
        "benefits_verified": True,
        "authorization": "not_asked",
        "note": f"two lines\n{SENTINEL}",
    }
    assert [*write(ADVISED)] == ["format", "decision", "chosen", "on", "decided_by", "begins_on", "reasons"]


@given(acts())
def test_whatever_was_done_is_read_again(act: tuple[Decision, Any]) -> None:
    """Whatever was done after whatever decision of the shipped rules is read again the same."""
    done = acted(*act)
    assert read_disposition(json.dumps(write(done)), SHIPPED) == done


def test_every_place_and_every_code() -> None:
    """Care may end, be left or go on, for each of the reasons."""
    lowest = Engine(RULES).decide(Ours(level="low", doing=9, craving=documents.Craving.NONE, booked=True))
    completed = Disposition(decision=lowest, chosen=COMPLETE, on=DAY, decided_by="nurse")
    assert write(completed)["chosen"] == "complete"
    assert read_disposition(write(completed), RULES) == completed
    for code in ReasonCode:
        if code is not ReasonCode.AS_RECOMMENDED:
            done = acted(DOWN, NOT_IN_CARE, code, benefits_verified=False, note="x", authorization=None)
            assert read_disposition(write(done), RULES) == done


def done_with(**parts: Any) -> dict[str, Any]:
    made: dict[str, Any] = {**copied(write(OTHERWISE)), **parts}
    return {key: part for key, part in made.items() if part is not Ellipsis}


DAY_EXPECTED = 'expected a date such as "2026-11-02" or null; was given'
LEVEL_ID = "expected the id of a level of 1 to 32 printable characters, matching [a-z0-9][a-z0-9._-]{0,31}"
CODES = ", ".join(ReasonCode)
KEYS = "format, decision, chosen, on, decided_by, begins_on, reasons, passing, benefits_verified, authorization, note"
NO_SUCH_KEY = "there is no such key, nor one of a similar name"
REDACTED_INSIDE = [
    *((f".entry {number}", NO_SUCH_KEY) for number in (1, 2, 5, 6)),
    ("", "the key assessment is missing"),
    ("", "the key assessment_digest is missing"),
    (".outcome.entry 7", NO_SUCH_KEY),
    (".outcome.entry 9", NO_SUCH_KEY),
    (".outcome", "the key reasons is missing"),
    (".outcome", "the key skipped is missing"),
    (".outcome.open_questions", "expected a list of at most 1000; was given a whole number"),
]
"""Within a history even a redacted record is told part by part: no mark says there what it is."""
NO_PLACE = (
    "expected COMPLETE, NOT_IN_CARE where the person leaves care, or the id of a level; "
    "there is no such level on the ladder 'four' (low < mid < high < top)"
)


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (
            None,
            [
                (
                    "the disposition",
                    f"expected an object with the keys {KEYS}; was given nothing",
                )
            ],
        ),
        (done_with(format=...), [("format", 'expected "continuum/disposition/1"')]),
        (done_with(decision=...), [("the disposition", "the key decision is missing")]),
        (
            done_with(decision=REDACTED),
            [(f"decision{path}", said) for path, said in REDACTED_INSIDE],
        ),
        (
            done_with(decision=RECORD),
            [(f"decision.entry {number}", NO_SUCH_KEY) for number in (1, 2, 7, 8)],
        ),
        (done_with(decision=within_history(with_part("outcome.target", "mid"))), [("decision.outcome.target", AGAIN)]),
        (
            done_with(decision=within_history(with_part("assessment.facts.doing", "x"))),
            [("decision.assessment.facts.doing", "expected a whole number of points from 0 to 10; was given text")],
        ),
        (done_with(chosen="home"), [("chosen", NO_PLACE)]),
        (done_with(chosen="Low"), [("chosen", LEVEL_ID)]),
        (done_with(chosen=None), [("chosen", f"{LEVEL_ID}; was given nothing")]),
        (done_with(chosen=True), [("chosen", f"{LEVEL_ID}; was given a true/false value")]),
        (done_with(on="2026-11-01"), [("on", "lies before the day of the assessment that was decided on")]),
        (done_with(on=20261102), [("on", f"{DAY_EXPECTED} a whole number")]),
        (done_with(begins_on="2026-11-02"), [("begins_on", "nothing begins where care ends; leave it out")]),
        (done_with(decided_by="\u202e"), [("decided_by", "expected a role of 1 to 64 printable characters")]),
        (done_with(reasons="cost"), [("reasons", "expected a list of at most 1000; was given text")]),
        (done_with(reasons=["cost", "money"]), [("reasons[1]", f"expected one of {CODES}; was given text")]),
        (done_with(reasons=["COST"]), [("reasons[0]", f"expected one of {CODES}; was given text; did you mean 'cost'?")]),
        (
            done_with(reasons=["as_recommended"]),
            [
                (
                    "reasons",
                    SAY_WHY.removeprefix("reasons: "),
                )
            ],
        ),
        (done_with(passing={"mid": "cost"}), [("passing", "expected a list of at most 64; was given an object")]),
        (
            done_with(passing=[{"level": "mid", "code": 1}]),
            [("passing[0].code", f"expected one of {CODES}; was given a whole number")],
        ),
        (
            done_with(passing=[{"level": "mid", "code": "cost"}] * 2),
            [("passing", "expected the id of each level passed, once, with its ReasonCode")],
        ),
        (
            done_with(passing=[{"level": "mid", "code": "cost"}] * 65),
            [("passing", "expected a list of at most 64; was given a list of 65")],
        ),
        (done_with(benefits_verified="yes"), [("benefits_verified", "expected true or false; was given text")]),
        (
            done_with(authorization="asked"),
            [
                (
                    "authorization",
                    "expected one of not_needed, not_asked, pending, granted, denied; was given text; did you mean 'not_asked'?",
                )
            ],
        ),
        (done_with(note="x" * 2_001), [("note", "expected a note of 0 to 2000 printable characters")]),
        (done_with(note="a\x00"), [("note", "expected a note of 0 to 2000 printable characters")]),
        (done_with(note="  "), [("note", "other needs a word of explanation")]),
        (done_with(notes="x"), [("notes", "there is no such key; did you mean 'note'?")]),
    ],
)
def test_dispositions_that_are_refused(data: object, problems: list[tuple[str, str]]) -> None:
    """What cannot be read is told at its path, and what does not follow from the decision as Python tells it."""
    assert refused(read_disposition, data) == tuple(problems)


# A person's history of care.


def test_a_history_is_read_as_it_was_written() -> None:
    """A history is written with what was superseded and withdrawn, and why, and read again the same."""
    written = write(HISTORY)
    assert [*written] == ["format", "person", "entries"]
    assert [[*entry] for entry in written["entries"]] == [
        ["decision"],
        ["disposition"],
        ["disposition", "supersedes", "because"],
        ["decision"],
        ["disposition"],
        ["supersedes", "because"],
    ]
    assert (written["entries"][5]["supersedes"], written["entries"][2]["because"]) == (5, f"a slip {SENTINEL}")
    read = read_episode(written, RULES)
    assert read == read_episode(json.dumps(written), [RULES]) == HISTORY
    assert read.effective == HISTORY.effective
    assert read.explain() == HISTORY.explain()


def test_the_example_of_a_way_through_care() -> None:
    """A longer way by shipped rules is read again the same, with all that follows from it."""
    read = read_episode(json.dumps(write(EXAMPLE)), SHIPPED)
    assert read == EXAMPLE
    assert (read.stays, read.steps, read.returns_to_use, read.place) == (
        EXAMPLE.stays,
        EXAMPLE.steps,
        EXAMPLE.returns_to_use,
        EXAMPLE.place,
    )


@given(histories(corrected=True))
@documents.FEWER
def test_any_history_is_read_as_it_was_written(told: Episode) -> None:
    """Any history, as recommended or otherwise, with corrections, is read again the same."""
    rules = {digest(decision.rules): decision.rules for entry in told.entries if (decision := decided(entry)) is not None}
    assert read_episode(json.dumps(write(told)), rules.values() or SHIPPED) == told


def decided(entry: Entry) -> Decision | None:
    """The decision of an entry, whether made or acted on."""
    return entry.content.decision if isinstance(entry.content, Disposition) else entry.content


def test_an_empty_history() -> None:
    """A history without entries is one, with or without a person."""
    for told in (Episode(), Episode("p-1")):
        assert read_episode(write(told), RULES) == told
    assert write(Episode()) == {"format": "continuum/episode/1", "entries": []}


def test_a_history_by_several_versions_of_the_rules() -> None:
    """Rules change while a person is in care; each decision is made again by the version that made it."""
    later = evolve(RULES, version="2026.2", rules=[rule for rule in RULES.rules if rule.id != "severe"])
    second = Engine(later).decide(UP.assessment)
    told = Episode(documents.PERSON).record(DOWN).record(ADVISED).record(second)
    assert read_episode(json.dumps(write(told)), [later, RULES]) == told
    assert [one.rules.version for one in read_episode(write(told), [RULES, later]).decisions] == ["2026.1", "2026.2"]
    only = "the record was made by other rules than those given (ours/rules 2026.1); see replay()"
    assert refused(read_episode, write(told), RULES) == (("entries[2].decision.rules", only),)
    others = only.replace("2026.1", "2026.2")
    assert refused(read_episode, write(told), later) == (
        ("entries[0].decision.rules", others),
        ("entries[1].disposition.decision.rules", others),
    )


def told_with(number: int, entry: Any) -> dict[str, Any]:
    """The history with something else in the place of an entry."""
    data: dict[str, Any] = copied(write(HISTORY))
    data["entries"][number] = entry
    return data


FIRST_ENTRY, SECOND_ENTRY = write(HISTORY)["entries"][:2]


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (None, [("the history", "expected an object with the keys format, person, entries; was given nothing")]),
        ({}, [("format", 'expected "continuum/episode/1"')]),
        ({"format": "continuum/episode/1"}, [("the history", "the key entries is missing")]),
        ({**write(Episode()), "entries": None}, [("entries", "expected a list of at most 10000; was given nothing")]),
        (
            {**write(Episode()), "entries": [{}] * (MOST_ENTRIES + 1)},
            [("entries", "expected a list of at most 10000; was given a list of 10001")],
        ),
        ({**write(Episode()), "person": "\x00"}, [("person", "expected an opaque key of 1 to 64 printable characters")]),
        (
            {**write(HISTORY), "person": "someone else"},
            [("the history", "entry 1: the assessment is of another person than this history; compare person= in both")],
        ),
        (
            told_with(0, None),
            [("entries[0]", "expected an object with the keys decision, disposition, supersedes, because; was given nothing")],
        ),
        (told_with(0, {}), [("the history", "entry 1: withdraws nothing; name the entry that it supersedes")]),
        (
            told_with(0, {"decision": None, "disposition": None}),
            [("the history", "entry 1: withdraws nothing; name the entry that it supersedes")],
        ),
        (
            told_with(1, {**FIRST_ENTRY, **SECOND_ENTRY}),
            [("entries[1]", "holds a decision and a disposition; write an entry for each")],
        ),
        (
            told_with(0, {"decision": REDACTED}),
            [(f"entries[0].decision{path}", said) for path, said in REDACTED_INSIDE],
        ),
        (
            told_with(0, {"decision": within_history(with_part("outcome.target", "mid"))}),
            [("entries[0].decision.outcome.target", AGAIN)],
        ),
        (
            told_with(0, {"decision": within_history(with_part("assessment.facts.doing", 1.5))}),
            [
                (
                    "entries[0].decision.assessment.facts.doing",
                    "expected a whole number of points from 0 to 10; was given a decimal number",
                )
            ],
        ),
        (told_with(1, {"disposition": done_with(on=1)}), [("entries[1].disposition.on", f"{DAY_EXPECTED} a whole number")]),
        (
            told_with(1, {"disposition": done_with(note=" ")}),
            [("entries[1].disposition.note", "other needs a word of explanation")],
        ),
        (
            told_with(5, {"supersedes": 0, "because": "x"}),
            [("entries[5].supersedes", "expected a whole number from 1 to 10000; was given a whole number outside these bounds")],
        ),
        (
            told_with(5, {"supersedes": True, "because": "x"}),
            [("entries[5].supersedes", "expected a whole number from 1 to 10000; was given a true/false value")],
        ),
        (
            told_with(5, {"supersedes": 2, "because": "x"}),
            [("the history", "entry 6: supersedes an entry that is not there, or was superseded before")],
        ),
        (
            told_with(5, {"supersedes": 6, "because": "x"}),
            [("the history", "entry 6: supersedes an entry that is not there, or was superseded before")],
        ),
        (
            told_with(5, {"supersedes": 5}),
            [("the history", "entry 6: supersedes another; say why in because=, in 1 to 500 printable characters")],
        ),
        (
            told_with(5, {"supersedes": 5, "because": "x" * 501}),
            [("the history", "entry 6: supersedes another; say why in because=, in 1 to 500 printable characters")],
        ),
        (
            told_with(5, {"supersedes": 5, "because": "x" * 2_001}),
            [("entries[5].because", "expected a reason of 0 to 2000 printable characters")],
        ),
        (
            told_with(5, {"supersede": 5, "because": None}),
            [
                ("entries[5].supersede", "there is no such key; did you mean 'supersedes'?"),
                ("entries[5].because", "expected a reason of 0 to 2000 printable characters; was given nothing"),
            ],
        ),
        (
            told_with(5, FIRST_ENTRY),
            [
                (
                    "the history",
                    f"entry 6: {EARLIER}",
                )
            ],
        ),
    ],
)
def test_histories_that_are_refused(data: object, problems: list[tuple[str, str]]) -> None:
    """What cannot be read is told at its path, and what makes no sense as a history with the number of its entry."""
    assert refused(read_episode, data) == tuple((path, said) for path, said in problems)


def test_a_history_that_makes_no_sense_in_python_makes_none_in_a_file() -> None:
    """The same problems are found in the same words."""
    entries = [Entry(UP), Entry(DOWN)]
    with pytest.raises(EpisodeError) as caught:
        Episode(documents.PERSON, entries)
    data = {
        "format": "continuum/episode/1",
        "person": documents.PERSON,
        "entries": [{"decision": within_history(write(one))} for one in (UP, DOWN)],
    }
    assert refused(read_episode, data) == tuple(("the history", problem) for problem in caught.value.problems)


@pytest.mark.parametrize("because", ["\x00", " ", "a\nb", "x" * 501])
def test_a_reason_for_nothing_is_checked(because: str) -> None:
    """What an entry says beside nothing that is superseded is checked as any other text, in Python and in a file."""
    said = "entry 1: because is a text of 1 to 500 printable characters, or empty"
    with pytest.raises(EpisodeError) as caught:
        Episode(documents.PERSON, [Entry(DOWN, None, because)])
    assert caught.value.problems == (said,)
    if because.isprintable():
        assert refused(read_episode, told_with(0, {**FIRST_ENTRY, "because": because})) == (("the history", said),)


@pytest.mark.parametrize("because", ["", "x", "x" * 500])
def test_a_reason_for_nothing_is_read_again(because: str) -> None:
    """What an entry says beside nothing that is superseded is kept."""
    told = Episode(documents.PERSON, [Entry(DOWN, None, because)])
    assert read_episode(json.dumps(write(told)), RULES) == told


def long_history(entries: int) -> Episode:
    """A person who is seen every day, and stays; every tenth day is corrected later."""
    day = date(2026, 1, 1)
    engine = Engine(stepdown.RULES)
    decisions = [
        engine.decide(Assessment(level="iop", assessed_on=day + timedelta(number), withdrawal_risk=Risk.MILD, person="p-1"))
        for number in range(entries)
    ]
    told = Episode("p-1", [Entry(one) for one in decisions])
    return told.supersede({number: decisions[number - 1] for number in range(1, entries, 10)}, because="a slip")


def test_a_long_history_is_read_in_bounded_time() -> None:
    """Several hundred entries are read within seconds; their JSON may be longer than that of anything else."""
    told = long_history(600)
    text = json.dumps(write(told))
    assert len(told.entries) == 660
    assert LONGEST_HISTORY == 10 * MOST_CHARACTERS
    assert len(text) < LONGEST_HISTORY / 4
    begun = time.process_time()
    assert read_episode(text, SHIPPED) == told
    assert time.process_time() - begun < SECONDS


def test_a_history_that_is_too_long_is_refused() -> None:
    """Ten million characters are read, and not one more; of anything else but a history one million."""
    empty = json.dumps(write(Episode()))
    assert read_episode(empty + " " * (LONGEST_HISTORY - len(empty)), RULES) == Episode()
    assert refused(read_episode, empty + " " * LONGEST_HISTORY) == (
        ("the history", "the text is longer than 10000000 characters"),
    )
    for read, thing in ((read_decision, DOWN), (read_disposition, OTHERWISE)):
        text = json.dumps(write(thing)) + " " * MOST_CHARACTERS
        assert [said for _, said in refused(read, text)] == ["the text is longer than 1000000 characters"]


# Schemas.


@pytest.mark.parametrize(
    ("name", "thing"), [("disposition", acted(EXAMPLE.decisions[0], NOT_IN_CARE)), ("episode", EXAMPLE), ("episode", Episode())]
)
def test_what_is_written_of_standard_facts_is_as_the_schema_says(name: str, thing: Disposition | Episode) -> None:
    """What was done and recorded by the shipped rules is as the schemas say; a key more, one less or another mark is not."""
    described = schema(name)
    validator = Draft202012Validator(described)
    written = copied(write(thing))
    assert validator.is_valid(written)
    assert not validator.is_valid({**written, "more": 1})
    assert not validator.is_valid({**written, "format": "continuum/other/1"})
    for key in described["$defs"][name]["required"]:
        assert not validator.is_valid({kept: part for kept, part in written.items() if kept != key})


def test_the_schema_of_an_entry() -> None:
    """An entry may hold a decision, what was done, or neither, and says what it supersedes."""
    validator = Draft202012Validator(schema("episode"))
    entries: list[tuple[dict[str, Any], bool]] = [
        ({}, True),
        ({"decision": None, "disposition": None, "supersedes": None, "because": ""}, True),
        ({"supersedes": 1, "because": "x"}, True),
        ({"supersedes": 0}, False),
        ({"supersedes": True}, False),
        ({"because": None}, False),
        ({"decision": {}}, False),
        ({"content": None}, False),
    ]
    for entry, is_valid in entries:
        assert validator.is_valid({"format": "continuum/episode/1", "entries": [entry]}) == is_valid


# Nobody is shown.


def everything(items: Iterable[object]) -> str:
    return " ".join(f"{one!r} {one}" for one in items)


def test_nothing_that_is_read_shows_a_person() -> None:
    """What is read shows in its repr how much there is, and neither a value nor a text."""
    read = read_episode(write(HISTORY), RULES)
    shown = everything(
        [
            read,
            *read.entries,
            *read.stays,
            *read.steps,
            *read.decisions,
            *read.dispositions,
            *(one.assessment for one in read.decisions),
            *(one.assessment.fact_sources for one in read.decisions),
        ]
    )
    assert documents.WORD not in shown
    assert str(documents.NUMBER) not in shown
    assert "<Episode of 6 entries>" in shown


def test_the_rules_of_a_history_may_be_any() -> None:
    """A small ladder of another shape is read as the shipped ones are."""
    rules = four_levels.RULES
    decision = Engine(rules).decide(Assessment(level=rules.continuum.ids[0], assessed_on=DAY))
    assert read_episode(write(Episode(None, [Entry(decision)])), rules).decisions == (decision,)
    least = evolve(
        rules,
        id="least",
        rules=[StepDown("d", at=rules.continuum.ids[1], when=Assessment.goals_met, because="x")],
        justifications=(),
        needs=(),
        required_facts=(),
    )
    assert read_decision(write(Engine(least).decide(Assessment(level=None))), least).target_id is None
