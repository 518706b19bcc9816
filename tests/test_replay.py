"""Replay: a decision on record is made again, by its own rules or by others, and every difference is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from continuum import (
    NOT_IN_CARE,
    Assessment,
    Decision,
    DecisionError,
    DefinitionError,
    Engine,
    RuleSet,
    __version__,
)
from continuum.errors import WireError
from continuum.library import stepdown
from continuum.replay import Difference, Replay, replay
from continuum.wire import digest, read_rule_set, write
from tests import documents
from tests.documents import DOWN, FIRST, MOMENT, RECORD, REDACTED, RULES, UP, WORD
from tests.laws.small_worlds import FULL, LEAN, NO_ENTRY, SMALL_WORLDS, Small, everyone
from tests.laws.worlds import Three

WITHOUT_FAR = evolve(RULES, rules=[rule for rule in RULES.rules if rule.id != "far"])
"""The same version without the rule by which the person of the record steps down."""
NEXT = evolve(RULES, version="2026.2", justifications=())
"""A later version, in which no level may be passed on the way down."""


def told(found: Replay) -> list[tuple[str, str, str]]:
    return [(one.path, one.was, one.now) for one in found.differences]


def changed(**parts: Any) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(json.dumps(RECORD))
    for path, value in parts.items():
        inside, _, key = path.rpartition("__")
        (record[inside] if inside else record)[key] = value
    return record


@pytest.mark.parametrize("decision", [DOWN, UP, FIRST])
def test_the_same_rules_come_to_the_same(decision: Decision) -> None:
    """By its own rules a record comes to what it says, whenever and with whatever notice it was recorded."""
    for record in (write(decision), json.dumps(write(decision)), decision.to_record(recorded_at=MOMENT, notice="x")):
        found = replay(record, RULES)
        assert (found.same, found.same_rules, found.intact, found.differences) == (True, True, True, ())
        assert found.decision == decision
        assert found.record.assessment == decision.assessment
        assert repr(found) == str(found) == "<Replay: same outcome, same rules>"
    assert replay(decision.to_record(recorded_at=MOMENT), RULES).record.recorded_at == MOMENT


def test_what_is_said_of_the_same() -> None:
    """Where nothing differs, a sentence says so."""
    assert replay(RECORD, RULES).explain(120) == (
        "Replay of a decision\n"
        "The rules are those of the record, and they come to the same decision.\n"
        "\n"
        f"Decided again by: {RULES.label}.\n"
        f"Recorded with version {__version__} of the library."
    )


def test_the_same_rules_read_from_a_file_come_to_the_same() -> None:
    """Rules are the same by their digest, wherever they come from."""
    again = read_rule_set(json.dumps(write(RULES)))
    found = replay(RECORD, again)
    assert (found.same, found.same_rules, found.differences) == (True, True, ())
    assert type(found.decision.assessment) is again.facts


def test_rules_that_changed_without_a_new_version() -> None:
    """The same id and version with another content is told by the digest, beside everything that comes out otherwise."""
    found = replay(RECORD, WITHOUT_FAR)
    assert (found.same, found.same_rules, found.intact) == (False, False, True)
    assert repr(found) == "<Replay: another outcome, other rules>"
    assert told(found) == [
        ("rules.digest", digest(RULES), digest(WITHOUT_FAR)),
        ("outcome.direction", "step-down", "stay"),
        ("outcome.target", "low", "high"),
        ("outcome.range", "low, low", "high, high"),
        ("outcome.reasons", "far", "none"),
        ("outcome.skipped", "mid by mid-covered", "none"),
    ]


def test_a_later_version() -> None:
    """What a later version would have decided is told in full, and in words."""
    found = replay(RECORD, NEXT)
    assert told(found) == [
        ("rules.version", "2026.1", "2026.2"),
        ("rules.digest", digest(RULES), digest(NEXT)),
        ("outcome.target", "low", "mid"),
        ("outcome.range", "low, low", "mid, mid"),
        ("outcome.skipped", "mid by mid-covered", "none"),
    ]
    assert found.explain(200) == (
        "Replay of a decision\n"
        "The rules given come to another outcome than the record says.\n"
        "\n"
        "What differs\n"
        "  - rules.version: was 2026.1; now 2026.2\n"
        f"  - rules.digest: was {digest(RULES)}; now {digest(NEXT)}\n"
        "  - outcome.target: was low; now mid\n"
        "  - outcome.range: was low, low; now mid, mid\n"
        "  - outcome.skipped: was mid by mid-covered; now none\n"
        "\n"
        f"Decided again by: {NEXT.label}.\n"
        f"Recorded with version {__version__} of the library."
    )
    assert max(map(len, found.explain(60).splitlines())) <= 80


def test_a_status_that_the_rules_never_had() -> None:
    """It is told though the digest, which speaks for it, is that of the rules; a record that does not say it is read as ever."""
    named = RECORD["rules"]
    found = replay(changed(rules={**named, "status": "validated"}), RULES)
    assert (found.same, found.same_rules) == (True, True)
    assert told(found) == [("rules.status", "validated", RULES.status)]
    silent = replay(changed(rules={key: part for key, part in named.items() if key != "status"}), RULES)
    assert (silent.same, silent.same_rules, silent.differences, silent.record.rules.status) == (True, True, (), None)


def test_other_rules_that_come_to_the_same() -> None:
    """Other rules may come to the same; that they are others is told all the same."""
    other = evolve(RULES, id="ours/other", title="Another title")
    found = replay(RECORD, other)
    assert (found.same, found.same_rules) == (True, False)
    assert repr(found) == "<Replay: same outcome, other rules>"
    assert told(found) == [("rules.id", "ours/rules", "ours/other"), ("rules.digest", digest(RULES), digest(other))]
    assert "The outcome is the same; but see what differs.\n" in found.explain()


def test_a_record_whose_outcome_was_changed() -> None:
    """By its own rules, a record that says something else is told part by part."""
    found = replay(
        changed(outcome__target="high", outcome__provisional=True, outcome__urgency="immediate", outcome__reasons=[]), RULES
    )
    assert (found.same, found.same_rules, found.intact) == (False, True, True)
    assert repr(found) == "<Replay: another outcome, same rules>"
    assert told(found) == [
        ("outcome.target", "high", "low"),
        ("outcome.provisional", "yes", "no"),
        ("outcome.urgency", "immediate", "routine"),
        ("outcome.reasons", "none", "far"),
    ]


def test_a_record_whose_assessment_was_changed() -> None:
    """An assessment of which the digest was not taken is told, though its outcome may be the same; what it says is not shown."""
    record = changed()
    record["assessment"]["facts"]["doing"] = 10
    found = replay(record, RULES)
    assert (found.same, found.same_rules, found.intact) == (True, True, False)
    assert told(found) == [("assessment", "as its digest was taken", "another, or changed since")]
    assert "The outcome is the same; but see what differs.\n" in found.explain()
    found = replay(changed(assessment_digest="sha256:" + "0" * 64), RULES)
    assert told(found) == [("assessment", "as its digest was taken", "another, or changed since")]


SEVERE = Small(level=NOT_IN_CARE, risk=Three.HIGH, home=True)


def test_a_target_that_is_no_longer_determined() -> None:
    """Where the record names a target and a range, and the rules given determine none, that is a difference."""
    found = told(replay(Engine(FULL).decide(SEVERE).to_record(), NO_ENTRY))
    assert ("outcome.target", "r3", "none") in found
    assert ("outcome.range", "r3, r3", "none") in found


def test_a_target_that_was_not_determined() -> None:
    """Where the record names no target and no range, and the rules given determine one, that is a difference."""
    found = told(replay(Engine(NO_ENTRY).decide(SEVERE).to_record(), FULL))
    assert ("outcome.target", "none", "r3") in found
    assert ("outcome.range", "none", "r3, r3") in found


def test_the_outcome_is_the_same_just_if_nothing_in_it_differs() -> None:
    """Whatever is replayed by whatever rules of the small worlds: the outcome is the same if and only if no part is told."""
    for rules in SMALL_WORLDS.values():
        people = [*everyone(rules)]
        for person in (*people[::97], *(one for one in people if one.level is NOT_IN_CARE)):
            record = Engine(rules).decide(person).to_record()
            for given in SMALL_WORLDS.values():
                found = replay(record, given)
                assert found.same == (not [one for one in found.differences if one.path.startswith("outcome.")])
                assert found.same_rules == (given == rules)
                assert ("come to the same decision" in found.explain(200)) == (not found.differences)


# What is refused.


@pytest.mark.parametrize(
    ("record", "rules", "paths"),
    [
        (None, RULES, ["the record"]),
        ([], RULES, ["the record"]),
        ('{"format"', RULES, ["the record"]),
        (changed(format="continuum/decision/2"), RULES, ["format"]),
        (changed(rules__digest="x"), RULES, ["rules.digest"]),
        (changed(assessment__level="iop"), RULES, ["assessment.level"]),
        (changed(outcome__skipped=[{"level": "mid"}]), RULES, ["outcome.skipped[0]"]),
    ],
)
def test_records_that_are_refused(record: object, rules: RuleSet, paths: list[str]) -> None:
    """What is no record is refused, and so is one whose assessment does not fit the rules given."""
    with pytest.raises(WireError) as caught:
        replay(record, rules)
    assert [*caught.value.paths] == paths


def test_an_assessment_that_does_not_fit_the_rules_is_refused() -> None:
    """An assessment on another ladder, or with facts of which the rules given know nothing, is refused with each of them."""
    with pytest.raises(WireError) as caught:
        replay(Engine(RULES).decide(documents.Ours(level="low", strain=1, booked=True)).to_record(), LEAN)
    assert caught.value.pairs == (
        ("assessment.level", "there is no such level on the ladder 'world' (r0 < r1 < r2 < r3)"),
        ("assessment.facts.entry 1", "there is no such fact, nor one of a similar name"),
    )


def test_a_redacted_record_is_refused_in_one_sentence() -> None:
    """Of a redacted record it is said that nothing can be decided from it again."""
    for record in (REDACTED, json.dumps(REDACTED)):
        with pytest.raises(WireError) as caught:
            replay(record, RULES)
        assert caught.value.pairs == (("format", "a redacted record holds no assessment: nothing can be decided from it again"),)


@pytest.mark.parametrize(
    ("rules", "given_"), [(None, "nothing"), ([], "a list"), ("stepdown", "text"), (Engine(RULES), "a value of type Engine")]
)
def test_rules_that_are_none(rules: Any, given_: str) -> None:
    """Anything else than a rule set is the caller's mistake."""
    with pytest.raises(DefinitionError) as caught:
        replay(RECORD, rules)
    assert str(caught.value) == f"rules= takes one RuleSet, by which to decide; was given {given_}"


def test_several_rule_sets_are_too_many() -> None:
    """A decision is made again by one rule set; several are the caller's mistake."""
    rules: Any = [RULES, NEXT]
    with pytest.raises(DefinitionError) as caught:
        replay(RECORD, rules)
    assert str(caught.value) == "rules= takes one RuleSet, by which to decide; was given a list"


# What is shown.


def test_a_replay_has_no_truth() -> None:
    """A replay is neither true nor false: the same outcome by other rules is neither."""
    with pytest.raises(DecisionError) as caught:
        bool(replay(RECORD, RULES))
    assert str(caught.value) == "a replay is neither true nor false; ask for .same, .same_rules and .differences"


def test_nothing_that_is_replayed_shows_a_person() -> None:
    """Neither the replay nor its record, its decision or a difference shows a value, a word of the person, or a rule."""
    for rules in (RULES, WITHOUT_FAR, NEXT):
        found = replay(RECORD, rules)
        shown = " ".join(f"{one!r} {one}" for one in (found, found.record, found.decision, *found.differences))
        assert WORD not in shown
        assert "far" not in shown
        assert "mid-covered" not in shown
        assert WORD not in found.explain(500).replace(rules.label, "")
    assert repr(Difference("outcome.target", "low", "mid")) == "<Difference in outcome.target>"


def test_a_replay_is_frozen() -> None:
    """What was found stays as it is."""
    found = replay(RECORD, RULES)
    with pytest.raises(FrozenInstanceError):
        found.rules = found.record.rules  # type: ignore[misc] # that it is frozen is what is tested


@pytest.mark.parametrize("level", [*stepdown.LADDER.ids, NOT_IN_CARE, None])
def test_the_shipped_rules(level: Any) -> None:
    """A record by the shipped rules comes to the same by them, at every level and outside."""
    record = Engine(stepdown.RULES).decide(Assessment(level=level)).to_record()
    assert replay(json.dumps(record), stepdown.RULES).differences == ()
