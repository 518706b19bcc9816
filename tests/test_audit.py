"""Audit: the record of a decision holds all that is needed to decide again; the redacted one says nothing of the person."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from continuum import NOT_IN_CARE, Assessment, Decision, DecisionError, Engine, RuleSet, __version__
from continuum.audit import LONGEST_NOTICE, OUTCOME, REDACTED, Outcome, Passing, outcome, rules_named
from continuum.errors import WireError
from continuum.forms import Reading, document
from continuum.library import stepdown
from continuum.replay import replay
from continuum.wire import digest, schema, write
from tests import documents
from tests.documents import DOWN, FIRST, MOMENT, NUMBER, RECORD, RULES, SENTINEL, UP, WORD, spots
from tests.laws import worlds
from tests.laws.small_worlds import NO_ENTRY, SMALL_WORLDS, everyone

DIGEST = "sha256:[0-9a-f]{64}"


def test_a_record() -> None:
    """A record names the rules, holds the assessment with its digest, says what came of it, when, and what is to be told."""
    assert [*RECORD] == ["format", "library", "rules", "assessment", "assessment_digest", "outcome", "recorded_at", "notice"]
    assert (RECORD["format"], RECORD["library"]) == ("continuum/decision/1", __version__)
    assert RECORD["rules"] == {"id": "ours/rules", "version": "2026.1", "digest": digest(RULES), "status": RULES.status}
    assert RECORD["assessment"] == write(DOWN.assessment)
    assert RECORD["assessment_digest"] == digest(DOWN.assessment)
    assert [*RECORD["outcome"].items()] == [
        ("direction", "step-down"),
        ("origin", "high"),
        ("target", "low"),
        ("range", ["low", "low"]),
        ("provisional", False),
        ("urgency", "routine"),
        ("reasons", ["far"]),
        ("skipped", [{"level": "mid", "justification": "mid-covered"}]),
        ("open_questions", []),
    ]
    assert (RECORD["recorded_at"], RECORD["notice"]) == ("2026-11-02T10:00:00+00:00", f"not to be passed on {SENTINEL}")


def test_a_record_without_time_and_notice() -> None:
    """No clock is read: without a time a record has none, and is the same whenever it is made."""
    record = DOWN.to_record()
    assert record == write(DOWN) == {key: part for key, part in RECORD.items() if key not in {"recorded_at", "notice"}}


def test_outcomes_that_are_not_determined() -> None:
    """What there is not is left out: an origin that nobody knows, a target that is not determined, a range without an entry."""
    somewhere = Engine(RULES).decide(documents.Ours())
    assert [*somewhere.to_record()["outcome"]] == ["direction", "provisional", "urgency", "reasons", "skipped", "open_questions"]
    assert somewhere.to_record()["outcome"]["open_questions"] == [question.fact for question in somewhere.open_questions]
    first = FIRST.to_record()["outcome"]
    assert (first["origin"], "target" in first, first["range"]) == ("not-in-care", False, ["low", "high"])
    nowhere = Engine(NO_ENTRY).decide(NO_ENTRY.facts(level=NOT_IN_CARE)).to_record()["outcome"]
    assert {"target", "range"} & {*nowhere} == set()


class Nowhere(tzinfo):
    """A zone that does not say how far it is from UTC."""

    def utcoffset(self, moment: datetime | None) -> None:  # the same at any time
        """Nothing."""

    dst = tzname = utcoffset


class Later(datetime):
    """A time of a class of its own."""


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 11, 2, 10, tzinfo=UTC), "2026-11-02T10:00:00+00:00"),
        (datetime(2026, 11, 2, 10, 0, 0, 5, tzinfo=timezone(-timedelta(hours=5))), "2026-11-02T10:00:00.000005-05:00"),
        (datetime.min.replace(tzinfo=UTC), "0001-01-01T00:00:00+00:00"),
        (Later(2026, 11, 2, tzinfo=UTC), "2026-11-02T00:00:00+00:00"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=23, minutes=59))), "9999-12-31T23:59:59.999999+23:59"),
    ],
)
def test_the_time_is_written_as_it_was_said(moment: datetime, written: str) -> None:
    """A time of any class is written with its zone, in full and in the redacted form, and is read again as the same."""
    record = DOWN.to_record(recorded_at=moment)
    assert record["recorded_at"] == written
    assert replay(json.dumps(record), RULES).record.recorded_at == moment
    assert DOWN.to_record(recorded_at=moment, redacted=True)["recorded_at"] == written


def test_a_time_may_be_read_with_a_z() -> None:
    """Whoever writes Z for the zone of UTC means what we write as +00:00."""
    assert replay({**RECORD, "recorded_at": "2026-11-02T10:00:00Z"}, RULES).record.recorded_at == MOMENT


@pytest.mark.parametrize("text", ["2026-11-02T24:00:01+00:00", "2026-02-30T10:00:00Z", "2026-11-02T10:00:00+24:00"])
def test_times_that_there_are_not(text: str) -> None:
    """What is written as a time is, and is none of the calendar, is refused as such."""
    with pytest.raises(WireError) as caught:
        replay({**RECORD, "recorded_at": text}, RULES)
    assert caught.value.pairs == (("recorded_at", "there is no such time"),)


@pytest.mark.parametrize(
    ("moment", "given_"),
    [
        (datetime(2026, 11, 2, 10), "a value of type datetime"),  # noqa: DTZ001 # no zone is the point
        (date(2026, 11, 2), "a value of type date"),
        (Later(2026, 11, 2), "a value of type Later"),
        (datetime(2026, 11, 2, tzinfo=Nowhere()), "a value of type datetime"),
        (datetime(2026, 11, 2, tzinfo=timezone(timedelta(seconds=1))), "a value of type datetime"),
        ("2026-11-02T10:00:00+00:00", "text"),
        (1_793_613_600, "a whole number"),
        (True, "a true/false value"),
    ],
)
@pytest.mark.parametrize("redacted", [True, False])
def test_times_that_are_refused(moment: Any, given_: str, redacted: bool) -> None:  # noqa: FBT001 # both forms
    """A time whose zone gives no whole minutes is none, since nobody could write when it was; and no other thing is one."""
    with pytest.raises(DecisionError) as caught:
        DOWN.to_record(recorded_at=moment, redacted=redacted)
    expected = "recorded_at: expected a time with its zone, in whole minutes of difference, or None"
    assert str(caught.value) == f"{expected}; was given {given_}"


@pytest.mark.parametrize("notice", ["", " ", "x", "x" * LONGEST_NOTICE, "Zoë 漢字 <b>"])
def test_notices(notice: str) -> None:
    """A notice is a text on one line, of up to two thousand characters, and is kept as it is; none is left out."""
    for redacted in (True, False):
        record = DOWN.to_record(notice=notice, redacted=redacted)
        assert record.get("notice", "") == notice
        assert ("notice" in record) == (notice != "")


@pytest.mark.parametrize("notice", ["x" * (LONGEST_NOTICE + 1), "a\nb", "\x00", "\u202e", "\ud800", None, 1, ["x"], b"x"])
@pytest.mark.parametrize("redacted", [True, False])
def test_notices_that_are_refused(notice: Any, redacted: bool) -> None:  # noqa: FBT001 # both forms
    """A notice that is too long, of several lines or no text is refused."""
    with pytest.raises(DecisionError) as caught:
        DOWN.to_record(notice=notice, redacted=redacted)
    assert str(caught.value) == "notice: expected a text on one line of at most 2000 printable characters"


@given(documents.rule_sets(), st.data())
@documents.FEWER
def test_any_record_is_as_its_schema_says(rules: RuleSet, data: st.DataObject) -> None:
    """Whatever is decided, the record says what the decision says, and both forms are as their schemas say, but for own facts."""
    decision = Engine(rules).decide(data.draw(documents.assessments(rules)))
    moment = data.draw(st.none() | st.datetimes(timezones=st.just(UTC)))
    record = decision.to_record(recorded_at=moment)
    assert json.loads(json.dumps(record)) == record
    words = decision.to_dict()
    said = record["outcome"]
    assert {key: said.get(key) for key in ("direction", "origin", "target", "range", "provisional", "urgency")} == {
        key: words[key] for key in ("direction", "origin", "target", "range", "provisional", "urgency")
    }
    assert said["reasons"] == [reason["rule"] for reason in words["reasons"]]
    assert said["skipped"] == [{key: skip[key] for key in ("level", "justification")} for skip in words["skipped"]]
    assert said["open_questions"] == words["open_questions"]
    assert record["assessment_digest"] == digest(decision.assessment)
    redacted = decision.to_record(recorded_at=moment, redacted=True)
    assert Draft202012Validator(schema("redacted-decision")).is_valid(redacted)
    assert Draft202012Validator(document(OUTCOME, "An outcome", "urn:outcome:1")).is_valid(said)


def test_records_of_the_standard_vocabulary_are_as_the_schema_says() -> None:
    """A record of a shipped rule set is as the schema of decisions says."""
    validator = Draft202012Validator(schema("decision"))
    for level in (*stepdown.LADDER.ids, NOT_IN_CARE, None):
        record = Engine(stepdown.RULES).decide(Assessment(level=level)).to_record(recorded_at=MOMENT, notice="x")
        assert validator.is_valid(record)
        for key in (*record, "more"):
            spoilt = {**record, "more": 1} if key == "more" else {name: part for name, part in record.items() if name != key}
            assert validator.is_valid(spoilt) == (key in {"recorded_at", "notice"})


# The redacted form.


def test_a_redacted_record() -> None:
    """It names the rules, says where from and where to, how soon, and how much was known, passed and asked; no more."""
    assert {
        "format": "continuum/redacted-decision/1",
        "library": __version__,
        "rules": {"id": "ours/rules", "version": "2026.1", "digest": digest(RULES), "status": RULES.status},
        "outcome": {
            "direction": "step-down",
            "origin": "high",
            "target": "low",
            "range": ["low", "low"],
            "provisional": False,
            "urgency": "routine",
            "levels_passed": 1,
            "open_questions": 0,
            "facts_known": 6,
        },
        "recorded_at": "2026-11-02T10:00:00+00:00",
        "notice": "not to be passed on",
    } == documents.REDACTED


def telling(decision: Decision) -> set[str]:
    """The words in a record that say something of the person beyond the levels; but for those of a letter or two."""
    record = decision.to_record()
    said = [str(spot.value) for spot in spots(record["assessment"]) if isinstance(spot.value, str | int) and spot.key != "level"]
    rules = decision.rules
    ids = [one.id for part in (rules.rules, rules.justifications, rules.needs) for one in part]
    return {word for word in (*said, *ids, *rules.facts.vocabulary(), record["assessment_digest"]) if len(word) > 2}


@pytest.mark.parametrize("decision", [DOWN, UP, FIRST])
def test_a_redacted_record_says_nothing_of_the_person(decision: Decision) -> None:
    """Neither a fact nor its value, no day, role or key of a person, no rule that fired, and no fingerprint of these."""
    written = json.dumps({**decision.to_record(redacted=True), "format": "", "rules": ""})
    assert WORD not in written
    assert str(NUMBER) not in written
    assert "2026-11" not in written
    assert not telling(decision) & {*re.findall(r"[A-Za-z0-9_:/.-]+", written)}
    assert len(telling(decision) & {*re.findall(r"[A-Za-z0-9_:/.-]+", json.dumps(decision.to_record()))}) > 5


@given(st.sampled_from([*SMALL_WORLDS]), st.data())
def test_people_who_differ_only_in_what_is_redacted_have_the_same_record(name: str, data: st.DataObject) -> None:
    """Who comes to the same outcome with as many facts known and as many questions open has the same redacted record."""
    rules = SMALL_WORLDS[name]
    people = data.draw(st.lists(worlds.assessments(rules), min_size=2, max_size=6))
    made = [Engine(rules).decide(person.replace(person="p", assessed_on=date(2026, 1, 1))) for person in people]
    by_outcome: dict[str, set[str]] = {}
    for one in made:
        key = (one.direction, one.origin_id, one.target_id, one.range_ids, one.provisional, one.urgency, len(one.skipped))
        counted = (len(one.open_questions), len(one.assessment.known()))
        by_outcome.setdefault(f"{key}{counted}", set()).add(json.dumps(one.to_record(redacted=True)))
    assert all(len(records) == 1 for records in by_outcome.values())


def test_a_redacted_record_is_read_by_its_own_form() -> None:
    """What is redacted is read as what it is, and as nothing more."""
    reading = Reading("the record")
    read = reading.finish(REDACTED.read(documents.REDACTED, "", reading))
    assert REDACTED.write(read) == documents.REDACTED
    assert repr(read) == str(read) == "<RedactedRecord of a decision by 'ours/rules' 2026.1>"


# What is shown.


def test_a_record_shows_which_rules_decided() -> None:
    """The repr of a record names the rules, and nothing of the person."""
    record = replay(RECORD, RULES).record
    assert repr(record) == str(record) == "<Record of a decision by 'ours/rules' 2026.1>"


def test_an_outcome_shows_no_rule_and_no_fact() -> None:
    """The repr of what the rules came to names neither the rules that fired nor the facts that are asked."""
    for decision in (DOWN, UP, FIRST):
        made = outcome(decision.case)
        assert repr(made) == str(made) == "<Outcome>"


def test_the_parts_of_an_outcome() -> None:
    """An outcome is made from a case alone, and is the same each time."""
    made = outcome(DOWN.case)
    assert isinstance(made, Outcome)
    assert made == outcome(DOWN.case)
    assert made.skipped == (Passing("mid", "mid-covered"),)
    assert rules_named(RULES) == replay(RECORD, RULES).record.rules


def test_every_small_world_is_recorded() -> None:
    """Every decision that can be made in the small worlds has a record, and a redacted one, that hold no more than they may."""
    for rules in SMALL_WORLDS.values():
        engine = Engine(rules)
        for person in [*everyone(rules)][::37]:
            decision = engine.decide(person)
            assert {*decision.to_record()["outcome"]} <= {key.name for key in OUTCOME.keys}
            assert {*decision.to_record(redacted=True)} == {"format", "library", "rules", "outcome"}
