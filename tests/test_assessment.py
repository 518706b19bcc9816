"""The assessment: its vocabulary, what it refuses without showing a value, and starting afresh at another level."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from typing import Any, ClassVar

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given as drawn
from hypothesis import strategies as st

from continuum.assessment import OUTDATED_BY_A_MOVE, Assessment, FactSources, Provenance, is_short_text
from continuum.errors import AssessmentError, WireError
from continuum.facts import Choice, Count, Duration, Fact, Flag, Grade
from continuum.levels import COMPLETE, NOT_IN_CARE
from continuum.scales import (
    Appointment,
    BarrierKind,
    Completeness,
    Danger,
    Delivery,
    Overdose,
    Planning,
    Preference,
    PriorTreatment,
    Response,
    ReturnToUse,
    Risk,
    Severity,
    SinceResidential,
    Skills,
    Substance,
    Transfer,
)
from continuum.wire import read_case

# The vocabulary as worked out before it was written: kind; scale, or bounds and unit; worse end; whether it is about the
# stay at one level (L); whether it can change (C) or is history (H); whether it is a ground for a level (G) or not (-); rows.
VOCABULARY: dict[str, tuple[type[Fact[Any]], object, object, str, str]] = {
    "withdrawal_risk": (Grade, Risk, "higher", "C G", "F1-10 F1-29 F3-7"),
    "physical_health_risk": (Grade, Risk, "higher", "C G", "F1-10 F3-24"),
    "mental_health_risk": (Grade, Risk, "higher", "C G", "F1-10 F2-27 F4-20"),
    "engagement_risk": (Grade, Risk, "higher", "C -", "F3-20"),
    "return_to_use_risk": (Grade, Risk, "higher", "C G", "F1-26 F2-13"),
    "environment_risk": (Grade, Risk, "higher", "C G", "F1-28 F2-23 F1-11"),
    "recent_overdose": (Grade, Overdose, "higher", "C G", "F1-10"),
    "danger_to_self_or_others": (Grade, Danger, "higher", "C G", "F3-9 F1-10"),
    "needs_24h_supervision": (Flag, None, True, "C G", "F3-4 F3-10"),
    "withdrawal_worse_than_expected": (Flag, None, True, "L C G", "F1-27 F1-29"),
    "medically_stable": (Flag, None, False, "L C G", "F1-10 F1-14"),
    "ciwa_ar": (Count, (0, 67, "points"), "higher", "C -", "F1-10"),
    "cows": (Count, (0, 48, "points"), "higher", "C -", "F1-10"),
    "primary_substance": (Choice, Substance, None, "H G", "F0-19 F0-20"),
    "disorder_severity": (Grade, Severity, "higher", "H G", "F1-7 F1-8 F1-9 F2-23"),
    "co_occurring_condition": (Flag, None, True, "H G", "F2-23 F4-20 F3-25"),
    "trauma_history": (Flag, None, True, "H G", "F0-19 F2-23"),
    "prior_return_to_use": (Flag, None, True, "H G", "F2-23 F1-31"),
    "prior_treatment": (Choice, PriorTreatment, None, "H -", "F1-31"),
    "time_since_residential": (Grade, SinceResidential, "higher", "H G", "F2-1 F2-5"),
    "medication_treatment": (Flag, None, None, "C -", "F1-30 F3-21 F2-40"),
    "hours_needed": (Count, (0, 60, "hours"), "higher", "C -", "F3-6"),
    "return_to_use": (Grade, ReturnToUse, "higher", "L C G", "F1-23 F0-27"),
    "response": (Grade, Response, "lower", "L C G", "F1-3 F1-4 F1-25"),
    "goals_met": (Flag, None, False, "L C G", "F1-17 F0-5"),
    "judged_ready": (Flag, None, False, "L C G", "F0-5"),
    "weeks_stable": (Duration, (0, 520, "weeks"), "lower", "L C G", "F1-21 F0-30 F2-5"),
    "attendance": (Count, (0, 100, "percent"), "lower", "L C G", "F3-27 F2-38"),
    "new_stressor": (Flag, None, True, "L C G", "F1-26"),
    "days_at_level": (Duration, (0, 3650, "days"), None, "L H -", "F0-21 F2-8"),
    "recovery_skills": (Grade, Skills, "lower", "C G", "F3-11 F2-6 F2-21"),
    "family_support": (Flag, None, False, "C G", "F4-16 F4-17"),
    "peer_support": (Flag, None, False, "C G", "F2-20 F4-12 F4-16"),
    "full_assessment": (Grade, Completeness, "lower", "L C G", "F3-15"),
    "transition_plan": (Grade, Planning, "lower", "L C G", "F1-13 F1-17 F2-30"),
    "prevention_plan": (Flag, None, False, "C G", "F2-9"),
    "continuing_care_plan": (Flag, None, False, "C G", "F0-27 F2-30"),
    "first_appointment": (Grade, Appointment, "lower", "L C G", "F2-37 F2-43"),
    "intake_started": (Flag, None, False, "L C G", "F2-43"),
    "record_transfer": (Grade, Transfer, "lower", "L C G", "F2-40 F2-43"),
    "contact_named": (Flag, None, False, "L C G", "F2-44"),
    "days_to_first_session": (Duration, (0, 365, "days"), "higher", "L C G", "F2-38"),
    "same_team": (Flag, None, False, "L C G", "F2-42 F0-29"),
    "main_barrier": (Choice, BarrierKind, None, "C -", "F1-20 F2-31 F2-35 F3-19 F4-25"),
    "barrier_verified": (Flag, None, None, "C -", "F2-33"),
    "preference": (Choice, Preference, None, "C -", "F1-18"),
    "mandated": (Flag, None, None, "C -", "F3-20"),
    "delivery": (Choice, Delivery, None, "C -", "F4-22 F2-36"),
}
SCOPED = frozenset(name for name, (*_, marks, _) in VOCABULARY.items() if "L" in marks)

SCALES: dict[type[Enum], str] = {
    Risk: "NONE MILD MODERATE SEVERE VERY_SEVERE",
    Overdose: "NONE CLEARED NOT_CLEARED",
    Danger: "NONE PRESENT IMMINENT",
    Severity: "IN_REMISSION MILD MODERATE SEVERE",
    SinceResidential: "NONE OVER_90_DAYS DAYS_31_TO_90 WITHIN_30_DAYS",
    ReturnToUse: "NONE LAPSE RETURN",
    Response: "WORSENING ABSENT PARTIAL GOOD",
    Skills: "ABSENT DEVELOPING LEARNED TESTED",
    Completeness: "MISSING PARTIAL COMPLETE",
    Planning: "NONE STARTED AGREED",
    Appointment: "NONE RECOMMENDED REFERRED SCHEDULED CONFIRMED",
    Transfer: "NONE PARTIAL IN_TRANSIT RECEIVED",
    Substance: "ALCOHOL OPIOIDS SEDATIVES STIMULANTS CANNABIS SEVERAL OTHER",
    PriorTreatment: "NEVER BENEFIT LIMITED_BENEFIT",
    BarrierKind: "NONE CHILDCARE TRANSPORT WORK DISTANCE COST AUTHORIZATION WAITING_LIST OTHER",
    Preference: "LESS SAME MORE",
    Delivery: "IN_PERSON HYBRID TELEHEALTH",
}

SENTINEL = "Quincy Peculiar 4711"
NUMBER = 471_100_815
MARKS = ("Quincy", "Peculiar", "4711")
META = ("level", "assessed_on", "assessed_by", "person", "fact_sources")


class Stage(StrEnum):
    IOP = "iop"
    PHP = "php"


class Named(StrEnum):
    GOALS_MET = "goals_met"
    NURSE = "nurse"


class Ours(Assessment):
    craving: Count = Count("craving today", low=0, high=10, unit="points", worse="higher")
    first_week: Flag = Flag("first week here", worse=None, scope="level")


def a_value(fact: Fact[Any]) -> Any:
    if isinstance(fact, Flag):
        return True
    if isinstance(fact, Count):
        return fact.high
    assert isinstance(fact, (Grade, Choice))
    return fact.members()[-1]


def everything() -> dict[str, Any]:
    return {name: a_value(fact) for name, fact in Assessment.vocabulary().items()}


def refusal(**given: Any) -> tuple[str, ...]:
    with pytest.raises(AssessmentError) as caught:
        Assessment(**given)
    return caught.value.problems


def shows_nothing(error: BaseException) -> bool:
    shown = [str(error), repr(error), *traceback.format_exception(error)]
    return not any(mark in text for mark in MARKS for text in shown)


def test_the_vocabulary_has_48_facts() -> None:
    """The standard vocabulary is exactly the table above, in its order."""
    assert [*Assessment.vocabulary()] == [*VOCABULARY]
    assert len(VOCABULARY) == 48


@pytest.mark.parametrize("name", VOCABULARY)
def test_each_fact_is_declared_as_worked_out(name: str) -> None:
    """Kind, scale or bounds, worse end, scope, changeability, ground and sources of each fact are those of the table."""
    fact = Assessment.vocabulary()[name]
    kind, scale, worse, marks, rows = VOCABULARY[name]
    assert type(fact) is kind
    if isinstance(fact, Count):
        assert (fact.low, fact.high, fact.unit) == scale
    else:
        assert getattr(fact, "kind", None) is scale
    assert getattr(fact, "worse", None) == worse
    assert fact.higher_is_worse is (None if worse is None else worse in {"higher", True})
    assert fact.scope == ("level" if "L" in marks else "person")
    assert fact.changeable is ("C" in marks)
    assert fact.ground is ("G" in marks)
    assert " ".join(source.id for source in fact.source) == rows


@pytest.mark.parametrize("name", VOCABULARY)
def test_each_fact_says_where_it_comes_from(name: str) -> None:
    """No fact stands without a requirement that asks for it."""
    assert Assessment.vocabulary()[name].source


def test_the_facts_that_move_nobody() -> None:
    """Scale scores, what is only recorded, motivation, money and delivery are no ground for a level (law 8)."""
    assert {name for name, fact in Assessment.vocabulary().items() if not fact.ground} == {
        *("ciwa_ar", "cows"),
        *("main_barrier", "barrier_verified", "preference", "mandated", "delivery"),
        *("medication_treatment", "hours_needed", "prior_treatment", "days_at_level", "engagement_risk"),
    }


def test_the_times() -> None:
    """Three facts only measure time, and time alone moves nobody (law 8)."""
    times = {name for name, fact in Assessment.vocabulary().items() if fact.is_time}
    assert times == {"weeks_stable", "days_at_level", "days_to_first_session"}


@pytest.mark.parametrize("scale", SCALES)
def test_each_scale_in_its_order(scale: type[Enum]) -> None:
    """The members of each scale, ascending, are numbered from 0."""
    assert " ".join(member.name for member in scale) == SCALES[scale]
    assert [member.value for member in scale] == [*range(len(scale))]


def test_every_scale_is_in_use() -> None:
    """Each scale belongs to a fact, and each fact with named values has its scale in the table."""
    used = {scale for _, scale, *_ in VOCABULARY.values() if isinstance(scale, type)}
    assert used == {*SCALES}


@pytest.mark.parametrize("name", [name for name, (kind, *_) in VOCABULARY.items() if kind is Flag])
def test_each_flag_has_its_clauses(name: str) -> None:
    """Yes and no of each standard flag are worded clauses, and differ."""
    fact = getattr(Assessment, name)
    assert fact.yes
    assert fact.no
    assert fact.yes != fact.no


def test_labels_are_told_apart() -> None:
    """No two facts have the same label, so that an explanation is clear."""
    labels = [fact.label for fact in Assessment.vocabulary().values()]
    assert len(set(labels)) == len(labels)


def test_the_level_scoped_facts() -> None:
    """The facts about the stay at one level are those marked L in the table."""
    assert Assessment.level_scoped() == SCOPED
    assert len(SCOPED) == 18


def test_a_vocabulary_extended() -> None:
    """A subclass has the standard facts and its own, and its level-scoped facts are reset as well."""
    assert [*Ours.vocabulary()] == [*VOCABULARY, "craving", "first_week"]
    assert Ours.level_scoped() == SCOPED | {"first_week"}
    moved = Ours(level="php", craving=3, first_week=True, goals_met=True).moved_to("iop")
    assert moved.known() == {"craving": 3}
    assert type(moved) is Ours


def test_everything_is_unknown_until_given() -> None:
    """An assessment of which nothing is said is one where everything is unknown."""
    empty = Assessment()
    assert empty.known() == {}
    assert (empty.level, empty.assessed_on, empty.assessed_by, empty.fact_sources) == (None, None, None, FactSources())
    assert repr(empty) == "<Assessment: 0 of 48 facts known>"


def test_everything_known() -> None:
    """Every fact takes a value of its kind and gives it back as it is."""
    full = Assessment(level="php", **everything())
    assert full.known() == everything()
    assert repr(full) == "<Assessment: 48 of 48 facts known>"


def test_what_else_an_assessment_carries() -> None:
    """Day, role and origin of the facts are kept beside the facts, and are not counted among them."""
    day, sources = date(2026, 1, 2), FactSources.of({"goals_met": Provenance.RECORD})
    given = Assessment(level="php", assessed_on=day, assessed_by="nurse", fact_sources=sources)
    assert (given.level, given.assessed_on, given.assessed_by, given.fact_sources) == ("php", day, "nurse", sources)
    assert repr(given) == "<Assessment: 0 of 48 facts known>"


def test_a_level_given_as_a_member_of_a_str_enum() -> None:
    """A member of a `StrEnum` is kept as plain text, so that both spellings make the same assessment."""
    given = Assessment(level=Stage.PHP)
    assert type(given.level) is str
    assert given == Assessment(level="php")
    assert type(given.moved_to(Stage.IOP).level) is str


@pytest.mark.parametrize("level", ["x", "x" * 64, NOT_IN_CARE, None])
def test_levels_that_can_be_given(level: Any) -> None:
    """A level is a text of 1 to 64 characters, `NOT_IN_CARE` or unknown; whether it exists, the ladder knows."""
    assert Assessment(level=level).level == level


@pytest.mark.parametrize(
    ("level", "given"),
    [
        ("", "text of another length"),
        ("x" * 65, "text of another length"),
        (3, "a whole number"),
        (COMPLETE, "a value of type Outside"),
        (["php"], "a list"),
    ],
)
def test_levels_that_cannot_be_given(level: object, given: str) -> None:
    """What can be no level is refused."""
    expected = "level: expected the id of a level (1 to 64 characters), NOT_IN_CARE or None"
    assert refusal(level=level) == (f"{expected}; was given {given}",)


@pytest.mark.parametrize("name", sorted(SCOPED))
def test_a_person_not_in_care_has_no_stay(name: str) -> None:
    """A fact about the stay at a level is refused where the person is not in care, and welcome where they are."""
    value = a_value(Assessment.vocabulary()[name])
    sentence = f"{name}: is about the stay at a level, and has no meaning with level=NOT_IN_CARE; leave it out"
    assert refusal(level=NOT_IN_CARE, **{name: value}) == (sentence,)
    for level in ("php", None):
        given: dict[str, Any] = {"level": level, name: value}
        assert Assessment(**given).known() == {name: value}


def test_a_person_not_in_care_has_all_other_facts() -> None:
    """At an admission every fact about the person may be known, and those about a stay may be given as unknown."""
    person = {name: value for name, value in everything().items() if name not in SCOPED}
    given: dict[str, Any] = {**person, **dict.fromkeys(SCOPED)}
    assert Assessment(level=NOT_IN_CARE, **given).known() == person


@pytest.mark.parametrize(
    ("day", "given"),
    [
        (datetime(2026, 1, 2, tzinfo=UTC), "a value of type datetime"),
        ("2026-01-02", "text"),
        (20260102, "a whole number"),
    ],
)
def test_days_that_cannot_be_given(day: object, given: str) -> None:
    """The day of the assessment is a date without a time: a moment would depend on the time zone."""
    assert refusal(assessed_on=day) == (f"assessed_on: expected a date without a time, or None; was given {given}",)


@pytest.mark.parametrize("role", ["", "x" * 65, "nurse\n", "two\nlines", "bell\a", 3, ["nurse"]])
def test_roles_that_cannot_be_given(role: object) -> None:
    """The role of who assessed is a short text on one line, and says something."""
    assert refusal(assessed_by=role) == ("assessed_by: expected a role of 1 to 64 printable characters, or None",)


def test_a_role_given_as_a_member_of_a_str_enum() -> None:
    """A role is kept as plain text, so that both spellings make the same assessment."""
    given = Assessment(assessed_by=Named.NURSE)
    assert (given.assessed_by, type(given.assessed_by)) == ("nurse", str)
    assert given == Assessment(assessed_by="nurse")


def test_the_longest_role() -> None:
    """A role of 64 characters is fine."""
    assert Assessment(assessed_by="x" * 64).assessed_by == "x" * 64


@pytest.mark.parametrize("key", ["", "x" * 65, "p-1\n", "two\nlines", "bell\a", 3, True, ["p-1"], date(2026, 1, 2)])
def test_keys_of_a_person_that_cannot_be_given(key: object) -> None:
    """The key of a person is a short text on one line, and says something."""
    assert refusal(person=key) == ("person: expected an opaque key of 1 to 64 printable characters, or None",)


@pytest.mark.parametrize("key", [None, "p", "x" * 64, "Ä 1"])
def test_keys_of_a_person_that_can_be_given(key: str | None) -> None:
    """A key is kept as it is, and is no fact; without one, the person is not told apart."""
    given = Assessment(person=key)
    assert given.person == key
    assert given.known() == {}
    assert (given == Assessment()) == (key is None)


def test_a_key_given_as_a_member_of_a_str_enum() -> None:
    """A key is kept as plain text, so that both spellings make the same assessment."""
    given = Assessment(person=Named.NURSE)
    assert (given.person, type(given.person)) == ("nurse", str)
    assert given == Assessment(person="nurse")


def test_the_key_of_a_person_stays() -> None:
    """It is kept by a copy with other facts, by a move and by pickling; the copy may be of another person."""
    before = Assessment(level="php", person="p-1", goals_met=True)
    assert before.replace(goals_met=None).person == "p-1"
    assert before.moved_to("iop").person == "p-1"
    assert before.moved_to(NOT_IN_CARE).person == "p-1"
    assert pickle.loads(pickle.dumps(before)).person == "p-1"  # noqa: S301 # our own bytes
    assert before.replace(person="p-2").person == "p-2"
    assert before.replace(person=None) == Assessment(level="php", goals_met=True)


def test_the_key_of_a_person_is_not_shown() -> None:
    """Neither `repr` nor an error about anything else shows it."""
    given = Assessment(level="php", person=SENTINEL)
    assert repr(given) == str(given) == "<Assessment: 0 of 48 facts known>"
    attempts: list[dict[str, Any]] = [{"goals_met": 1}, {"level": "iop"}, {"person": SENTINEL * 5}]
    for changes in attempts:
        with pytest.raises(AssessmentError) as caught:
            given.replace(**changes)
        assert shows_nothing(caught.value)


@pytest.mark.parametrize(
    ("sources", "sentence"),
    [
        (None, "fact_sources: expected FactSources.of({fact: Provenance}); was given nothing"),
        ({"goals_met": Provenance.RECORD}, "fact_sources: expected FactSources.of({fact: Provenance}); was given an object"),
        (
            FactSources.of({"goal_met": Provenance.RECORD}),
            "fact_sources: names a fact that there is not; did you mean 'goals_met'?",
        ),
        (FactSources.of({"shoe_size": Provenance.RECORD}), "fact_sources: names a fact that there is not"),
    ],
)
def test_fact_sources_that_cannot_be_given(sources: object, sentence: str) -> None:
    """Where facts come from is said of facts that there are, in an object of its own."""
    assert refusal(fact_sources=sources) == (sentence,)


def test_fact_sources() -> None:
    """Where each fact comes from can be asked by its name; the order in which it was said is irrelevant."""
    sources = FactSources.of({"withdrawal_risk": Provenance.OBSERVED, "goals_met": Provenance.RECORD})
    assert sources == FactSources.of({"goals_met": Provenance.RECORD, "withdrawal_risk": Provenance.OBSERVED})
    assert sources.pairs == (("goals_met", Provenance.RECORD), ("withdrawal_risk", Provenance.OBSERVED))
    assert sources.get("goals_met") is Provenance.RECORD
    assert sources.get("craving") is None
    assert repr(sources) == "<FactSources of 2 facts>"
    assert [one.value for one in Provenance] == ["self-report", "collateral", "record", "observed"]


@pytest.mark.parametrize(
    "pairs",
    [
        "goals_met",
        None,
        [("goals_met", Provenance.RECORD)],
        ("goals_met",),
        (("goals_met",),),
        (("goals_met", Provenance.RECORD, "and more"),),
        (["goals_met", Provenance.RECORD],),
        ((3, Provenance.RECORD),),
        ((None, Provenance.RECORD),),
        (("goals_met", Provenance.RECORD), SENTINEL),
        (("goals_met", "record"),),
        (("goals_met", SENTINEL),),
        (("goals_met", NUMBER),),
        (("goals_met", None),),
        (("goals_met", [Provenance.RECORD]),),
        (([SENTINEL], Provenance.RECORD),),
        ((Stage.IOP, Provenance.RECORD),),
    ],
)
def test_fact_sources_are_pairs(pairs: Any) -> None:
    """What is no tuple of pairs of a plain text and a member of `Provenance` is refused at once, and not shown."""
    with pytest.raises(AssessmentError) as caught:
        FactSources(pairs)
    assert caught.value.problems == ("fact_sources: expected FactSources.of({fact: Provenance})",)
    assert shows_nothing(caught.value)


@pytest.mark.parametrize(
    "by_fact",
    [
        None,
        NUMBER,
        SENTINEL,
        [("goals_met", Provenance.RECORD)],
        {"goals_met"},
        {NUMBER: Provenance.RECORD},
        {None: Provenance.RECORD},
        {SENTINEL.encode(): Provenance.RECORD},
        {"goals_met": Provenance.RECORD, NUMBER: Provenance.RECORD},
        {"goals_met": "record"},
        {"goals_met": SENTINEL},
        {"goals_met": NUMBER},
        {"goals_met": [SENTINEL]},
        {"goals_met": None},
    ],
)
def test_fact_sources_of_what_is_no_mapping(by_fact: Any) -> None:
    """What is no mapping from texts to members of `Provenance` is refused with what was expected, and not shown."""
    with pytest.raises(AssessmentError) as caught:
        FactSources.of(by_fact)
    assert caught.value.problems == ("fact_sources: expected FactSources.of({fact: Provenance})",)
    assert shows_nothing(caught.value)


def test_fact_sources_of_members_of_a_str_enum() -> None:
    """A fact named by a member of a `StrEnum` is kept as plain text, beside one named by a text."""
    sources = FactSources.of({Named.GOALS_MET: Provenance.RECORD, "attendance": Provenance.OBSERVED})
    assert sources.pairs == (("attendance", Provenance.OBSERVED), ("goals_met", Provenance.RECORD))
    assert [type(fact) for fact, _ in sources.pairs] == [str, str]
    assert sources == FactSources.of({"goals_met": Provenance.RECORD, "attendance": Provenance.OBSERVED})


def test_fact_sources_name_a_fact_once() -> None:
    """A fact that comes from two places at once is refused, whether they differ or not."""
    for other in (Provenance.RECORD, Provenance.OBSERVED):
        with pytest.raises(AssessmentError) as caught:
            FactSources((("goals_met", Provenance.RECORD), ("goals_met", other)))
        assert caught.value.problems == ("fact_sources: a fact is named twice",)
    assert FactSources((("goals_met", Provenance.RECORD), ("attendance", Provenance.RECORD))).get("attendance")


@pytest.mark.parametrize(
    ("role", "fit"),
    [
        ("nurse", True),
        ("x", True),
        ("x" * 64, True),
        ("", False),
        ("x" * 65, False),
        ("nurse\n", False),
        ("nurse\t2", False),
        (None, False),
        (3, False),
        (b"nurse", False),
    ],
)
def test_what_can_be_a_role(role: object, fit: bool) -> None:  # noqa: FBT001 # a column of the table
    """A role is a text of 1 to 64 printable characters; records and plain data ask the same question."""
    assert is_short_text(role) is fit


def test_where_a_fact_comes_from_counts_in_an_extended_vocabulary() -> None:
    """Sources may be said of the facts that a subclass adds, and are refused of those only another one has."""
    sources = FactSources.of({"craving": Provenance.SELF_REPORT})
    assert Ours(fact_sources=sources).fact_sources.get("craving") is Provenance.SELF_REPORT
    assert refusal(fact_sources=sources) == ("fact_sources: names a fact that there is not",)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "withdrawal_risk",
            3,
            "withdrawal_risk: expected a member of Risk: NONE, MILD, MODERATE, SEVERE, VERY_SEVERE; was given a whole number",
        ),
        (
            "preference",
            Delivery.HYBRID,
            "preference: expected a member of Preference: LESS, SAME, MORE; was given a value of type Delivery",
        ),
        ("goals_met", 1, "goals_met: expected true or false; was given a whole number"),
        ("attendance", 90.0, "attendance: expected a whole number of percent from 0 to 100; was given a decimal number"),
        ("attendance", True, "attendance: expected a whole number of percent from 0 to 100; was given a true/false value"),
        (
            "weeks_stable",
            -1,
            "weeks_stable: expected a whole number of weeks from 0 to 520; was given a whole number outside these bounds",
        ),
    ],
)
def test_values_that_a_fact_cannot_have(name: str, value: object, sentence: str) -> None:
    """A value is taken as it is or refused with what was expected; nothing is converted."""
    assert refusal(**{name: value}) == (sentence,)


def test_names_that_are_no_fact() -> None:
    """A misspelt name is shown with the nearest fact; one that resembles none may hold anything and is not shown."""
    assert refusal(goal_met=True) == ("goal_met: Assessment has no such fact; did you mean 'goals_met'?",)
    assert refusal(level="php", shoe_size=44) == ("entry 2: Assessment has no such fact, nor one of a similar name",)


def test_all_problems_of_a_record_together() -> None:
    """Whoever mends a record is told everything that is wrong with it at once."""
    given: dict[str, Any] = {"level": 3, "shoe_size": 44, "goals_met": 1, "assessed_on": "today", "assessed_by": 3}
    assert refusal(**given, fact_sources=None) == (
        "entry 2: Assessment has no such fact, nor one of a similar name",
        "goals_met: expected true or false; was given a whole number",
        "level: expected the id of a level (1 to 64 characters), NOT_IN_CARE or None; was given a whole number",
        "assessed_on: expected a date without a time, or None; was given text",
        "assessed_by: expected a role of 1 to 64 printable characters, or None",
        "fact_sources: expected FactSources.of({fact: Provenance}); was given nothing",
    )


def test_replace_changes_facts_only() -> None:
    """A copy with other values keeps everything else, and leaves the original as it was."""
    before = Assessment(level="php", assessed_by="nurse", withdrawal_risk=Risk.MILD, goals_met=True)
    after = before.replace(withdrawal_risk=Risk.NONE, goals_met=None)
    assert after == Assessment(level="php", assessed_by="nurse", withdrawal_risk=Risk.NONE)
    assert before == Assessment(level="php", assessed_by="nurse", withdrawal_risk=Risk.MILD, goals_met=True)


@pytest.mark.parametrize("level", ["iop", "php", None, NOT_IN_CARE])
def test_replace_refuses_the_level(level: Any) -> None:
    """Asking one rung lower with the same assessment would walk a person down the ladder unassessed."""
    before = Assessment(level="php", goals_met=True)
    for replace in (before.replace, before.__replace__):
        with pytest.raises(AssessmentError) as caught:
            replace(level=level)
        assert str(caught.value) == (
            "level: an assessment speaks of the level where it was made, and replace() keeps it; "
            "use .moved_to(level) to start afresh at another level"
        )


def test_no_class_of_assessments_has_a_replace_of_its_own() -> None:
    """On every version of Python the copy of an assessment is made by `replace`, also where the attrs package brings its own."""
    assert "__replace__" not in vars(Assessment)
    assert "__replace__" not in vars(Ours)
    before = Ours(level="php", craving=3)
    with pytest.raises(AssessmentError) as caught:
        before.__replace__(level="iop")
    assert str(caught.value).startswith("level: an assessment speaks of the level where it was made")
    after = before.__replace__(craving=4)
    assert (type(after), after.level, after.craving) == (Ours, "php", 4)


def test_moving_resets_exactly_the_stay() -> None:
    """After a move the facts about the last stay are unknown, and all others are kept."""
    before = Assessment(level="php", assessed_on=date(2026, 1, 2), assessed_by="nurse", **everything())
    after = before.moved_to("iop")
    assert after.level == "iop"
    assert after.known() == {name: value for name, value in everything().items() if name not in SCOPED | OUTDATED_BY_A_MOVE}
    assert (after.assessed_on, after.assessed_by) == (before.assessed_on, before.assessed_by)
    assert before.known() == everything()


def test_moving_forgets_where_the_facts_of_the_stay_came_from() -> None:
    """A source is kept for the facts that are kept, and for no other."""
    sources = FactSources.of(dict.fromkeys(VOCABULARY, Provenance.RECORD))
    kept = Assessment(level="php", fact_sources=sources).moved_to("iop").fact_sources
    assert {fact for fact, _ in kept.pairs} == {*VOCABULARY} - SCOPED - OUTDATED_BY_A_MOVE


def test_moving_checks_the_level() -> None:
    """What can be no level is refused by a move, too."""
    wrong: Any = 3
    with pytest.raises(AssessmentError) as caught:
        Assessment(level="php").moved_to(wrong)
    assert str(caught.value) == (
        "level: expected the id of a level (1 to 64 characters), NOT_IN_CARE or None; was given a whole number"
    )


def test_assessments_are_equal_by_content() -> None:
    """Two assessments of the same content are equal and hash alike; any difference makes another one."""
    given: dict[str, Any] = {"level": "php", "assessed_by": "nurse", **everything()}
    assert Assessment(**given) == Assessment(**given)
    assert hash(Assessment(**given)) == hash(Assessment(**given))
    for name in given:
        assert Assessment(**{**given, name: None}) != Assessment(**given)
    assert Ours() != Assessment()


@pytest.mark.parametrize(
    "given",
    [
        Assessment(),
        Assessment(level=NOT_IN_CARE, withdrawal_risk=Risk.NONE),
        Assessment(level="php", fact_sources=FactSources.of({"goals_met": Provenance.RECORD}), **everything()),
        Ours(level="php", craving=3),
    ],
)
def test_assessments_pickle(given: Assessment) -> None:
    """An assessment is the same on the other side of a process border."""
    again = pickle.loads(pickle.dumps(given))  # noqa: S301 # our own bytes
    assert again == given
    assert type(again) is type(given)
    assert hash(again) == hash(given)


def test_assessments_are_frozen() -> None:
    """Nobody changes an assessment once it is made."""
    given: Any = Assessment(level="php", goals_met=True)
    with pytest.raises(FrozenInstanceError):
        given.goals_met = False
    with pytest.raises(FrozenInstanceError):
        given.level = "iop"
    with pytest.raises(FrozenInstanceError):
        del given.goals_met
    assert given == Assessment(level="php", goals_met=True)


@pytest.mark.parametrize("name", [*META, *VOCABULARY])
@pytest.mark.parametrize(
    "planted",
    [
        NUMBER,
        -NUMBER,
        NUMBER + 0.4711,
        SENTINEL * 5,
        SENTINEL.encode(),
        [SENTINEL],
        (SENTINEL, NUMBER),
        {SENTINEL: NUMBER},
        Enum("Sentinel", {"PECULIAR": SENTINEL}).PECULIAR,  # type: ignore[attr-defined] # made on the spot
    ],
    ids=["number", "negative", "decimal", "text", "bytes", "list", "pair", "object", "member"],
)
def test_no_error_shows_a_value(name: str, planted: object) -> None:
    """Whatever is planted in whichever field, neither the error nor its traceback shows it."""
    given: dict[str, Any] = {name: planted}
    before = Assessment()
    for attempt in (Assessment, before.replace):
        with pytest.raises(AssessmentError) as caught:
            attempt(**given)
        assert shows_nothing(caught.value)


def test_no_error_shows_any_of_many_values() -> None:
    """A record in which every field is wrong gives one error, with a sentence for each and a value in none."""
    given: dict[str, Any] = dict.fromkeys([*META, *VOCABULARY], NUMBER)
    with pytest.raises(AssessmentError) as caught:
        Assessment(**given)
    assert len(caught.value.problems) == len(given)
    assert shows_nothing(caught.value)


@pytest.mark.parametrize("name", [SENTINEL, "quincy_4711_Quincy_Peculiar", f"note: {SENTINEL}", SENTINEL * 9])
def test_no_error_shows_an_unknown_name(name: str) -> None:
    """A name that resembles none of ours may be free text, and neither it nor its value is shown."""
    given: dict[str, Any] = {name: SENTINEL}
    for attempt in (Assessment, Assessment(level="php").replace):
        with pytest.raises(AssessmentError) as caught:
            attempt(**given)
        assert shows_nothing(caught.value)


def test_no_error_shows_a_source() -> None:
    """The name of a fact that cannot be is not shown."""
    sources = FactSources.of({SENTINEL: Provenance.RECORD})
    with pytest.raises(AssessmentError) as caught:
        Assessment(fact_sources=sources)
    assert shows_nothing(caught.value)
    assert not any(mark in repr(sources) for mark in MARKS)


def test_no_error_of_a_move_shows_a_value() -> None:
    """A move to what is no level, or a replaced level, shows neither the level nor the facts."""
    here = Assessment(level=SENTINEL, assessed_by=SENTINEL)
    with pytest.raises(AssessmentError) as moved:
        here.moved_to(SENTINEL * 9)
    with pytest.raises(AssessmentError) as replaced:
        here.replace(level=SENTINEL)
    assert shows_nothing(moved.value)
    assert shows_nothing(replaced.value)


def test_no_error_shows_a_stay_of_a_person_not_in_care() -> None:
    """The refusal of a fact about the stay names the fact and not its value."""
    with pytest.raises(AssessmentError) as caught:
        Assessment(level=NOT_IN_CARE, days_at_level=3471, assessed_by=SENTINEL)
    assert shows_nothing(caught.value)
    assert "3471" not in str(caught.value)


def test_no_repr_shows_a_value() -> None:
    """What is taken as it is may be peculiar, too, and neither `repr` nor `str` shows it."""
    given = Assessment(level=SENTINEL, assessed_by=SENTINEL, assessed_on=date(4711, 1, 2), ciwa_ar=47, preference=Preference.LESS)
    for shown in (repr(given), str(given), f"{given}", repr([given]), repr(given.moved_to(SENTINEL))):
        assert not any(mark in shown for mark in MARKS)
        assert "LESS" not in shown
    assert repr(given) == "<Assessment: 2 of 48 facts known>"


# What is clearly fine is not checked in turn.


class Clipped(str):
    """A text that is more than a text."""

    __slots__ = ()


class Dated(date):
    """A day that is more than a day."""


TEXTS: list[object] = [
    None,
    "",
    "x",
    "x" * 64,
    "x" * 65,
    "nurse",
    "\n",
    "not-in-care",
    "complete",
    Clipped("nurse"),
    Stage.PHP,
    Named.NURSE,
    3,
]
PLAIN_FIELDS: dict[str, list[object]] = {
    "level": [*TEXTS, NOT_IN_CARE, COMPLETE, ["php"]],
    "assessed_on": [None, date(2026, 1, 2), Dated(2026, 1, 2), datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02", 3],
    "assessed_by": TEXTS,
    "person": TEXTS,
    "fact_sources": [
        *(FactSources(), FactSources.of({"goals_met": Provenance.RECORD}), FactSources.of({"goal_met": Provenance.RECORD})),
        *(None, {}, ()),
    ],
}


class CheckedInTurn(Assessment):
    """Of nothing beside the facts is told at one look that it is fine."""

    __sure__: ClassVar[Mapping[str, Callable[[Any], bool]]] = {}


def outcome(kind: type[Assessment], given: dict[str, Any]) -> object:
    """What is wrong; or all values, and what those beside the facts have become."""
    try:
        held = vars(kind(**given))
    except AssessmentError as refused:
        return refused.problems
    return held, [type(held[name]) for name in PLAIN_FIELDS]


@drawn(st.fixed_dictionaries({name: st.sampled_from(some) for name, some in PLAIN_FIELDS.items()}), st.data())
def test_what_is_passed_at_one_look_has_nothing_wrong(fields: dict[str, Any], data: st.DataObject) -> None:
    """Whatever stands beside the facts, and whatever is known of a stay: the quick look passes what the full check leaves."""
    known = {name: data.draw(st.sampled_from([None, True])) for name in ("goals_met", "same_team", "peer_support")}
    assert outcome(Assessment, fields | known) == outcome(CheckedInTurn, fields | known)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"level": "php"},
        {"level": "x" * 64, "assessed_on": date(2026, 1, 2), "assessed_by": "nurse", "person": "p-1", "peer_support": True},
    ],
)
def test_the_common_case_is_passed_at_one_look(fields: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A level, a day, a role and a key are seen at once to be fine, and not checked in turn."""
    Assessment()  # what tells at one look is there
    monkeypatch.setattr(Assessment, "_check", None)
    assert Assessment(**fields).known() == {name: value for name, value in fields.items() if name in VOCABULARY}


# Rows.


class Undecided:
    """Something whose comparisons have no truth, like arrays and gaps of other packages."""

    def __eq__(self, other: object) -> Any:
        raise TypeError

    __hash__ = object.__hash__


def row_refusal(row: dict[str, object]) -> tuple[str, ...]:
    with pytest.raises(AssessmentError) as caught:
        Assessment.from_row(row)
    assert shows_nothing(caught.value)
    return caught.value.problems


def test_an_assessment_from_a_row() -> None:
    """Facts by name, number or member; the level by its id, the day as a date or as text; a gap is unknown."""
    sources = FactSources.of({"goals_met": Provenance.RECORD})
    made = Assessment(
        level="php",
        assessed_on=date(2026, 1, 2),
        assessed_by="nurse",
        person="p-1",
        fact_sources=sources,
        withdrawal_risk=Risk.MILD,
    )
    row = {"level": "php", "assessed_on": "2026-01-02", "assessed_by": "nurse", "person": "p-1", "fact_sources": sources}
    nan = float("nan")
    for more in (
        {"withdrawal_risk": "mild"},
        {"withdrawal_risk": 1},
        {"withdrawal_risk": Risk.MILD, "goals_met": None, "cows": nan},
    ):
        assert Assessment.from_row({**row, **more}) == made
    assert Assessment.from_row({**row, "withdrawal_risk": 1, "assessed_on": date(2026, 1, 2)}) == made
    assert Assessment.from_row(dict.fromkeys([*META, *VOCABULARY], nan)) == Assessment()
    assert Ours.from_row({"level": Stage.PHP, "craving": 3}) == Ours(level="php", craving=3)
    assert type(Assessment.from_row({"level": Stage.PHP}).level) is str


@pytest.mark.parametrize("word", ["not-in-care", NOT_IN_CARE, Clipped("not-in-care")])
def test_an_admission_from_a_row(word: object) -> None:
    """The word for no care asks for an admission, which has no stay to speak of."""
    assert Assessment.from_row({"level": word, "withdrawal_risk": 1}) == Assessment(level=NOT_IN_CARE, withdrawal_risk=Risk.MILD)
    sentence = "goals_met: is about the stay at a level, and has no meaning with level=NOT_IN_CARE; leave it out"
    assert row_refusal({"level": word, "goals_met": True}) == (sentence,)
    assert row_refusal({"level": word, "goals_met": "yes"}) == ("goals_met: expected true or false; was given text", sentence)


DAY_EXPECTED = 'assessed_on: expected a date without a time, or a text such as "2026-11-02"; was given other text'


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"assessed_on": "2026-02-30"}, DAY_EXPECTED),
        ({"assessed_on": "20260102"}, DAY_EXPECTED),
        ({"assessed_on": "2026-W01-5"}, DAY_EXPECTED),
        ({"assessed_on": "2026-01-02T00:00:00"}, DAY_EXPECTED),
        ({"assessed_on": " 2026-01-02"}, DAY_EXPECTED),
        ({"assessed_on": ""}, DAY_EXPECTED),
        ({"assessed_on": SENTINEL}, DAY_EXPECTED),
        (
            {"assessed_on": datetime(2026, 1, 2, tzinfo=UTC)},
            "assessed_on: expected a date without a time, or None; was given a value of type datetime",
        ),
        ({"assessed_by": ""}, "assessed_by: expected a role of 1 to 64 printable characters, or None"),
        ({"person": 4711}, "person: expected an opaque key of 1 to 64 printable characters, or None"),
        (
            {"level": ""},
            "level: expected the id of a level (1 to 64 characters), NOT_IN_CARE or None; was given text of another length",
        ),
        (
            {"level": Undecided()},
            "level: expected the id of a level (1 to 64 characters), NOT_IN_CARE or None; was given a value of type Undecided",
        ),
        ({"fact_sources": {}}, "fact_sources: expected FactSources.of({fact: Provenance}); was given an object"),
        (
            {"goals_met": ""},
            "goals_met: expected true or false; was given text; an empty text is not unknown, None is",
        ),
    ],
)
def test_what_a_row_cannot_hold_beside_the_facts(row: dict[str, object], sentence: str) -> None:
    """The column is named, and its value is not shown."""
    assert row_refusal(row) == (sentence,)


def test_all_problems_of_a_row_together() -> None:
    """Whoever mends a row is told everything that is wrong with it at once, each under its column."""
    row = {"assessed_on": "today", "level": "", "goals_met": 1, "weeks_stabel": 3, "person": "", "withdrawal_risk": "mild"}
    assert row_refusal(row) == (
        "weeks_stabel: Assessment has no such fact; did you mean 'weeks_stable'?",
        "goals_met: expected true or false; was given a whole number",
        DAY_EXPECTED,
        "level: expected the id of a level (1 to 64 characters), NOT_IN_CARE or None; was given text of another length",
        "person: expected an opaque key of 1 to 64 printable characters, or None",
    )


def either(read: Any, data: Any) -> Assessment | None:
    try:
        found: Assessment = read(data)
    except (AssessmentError, WireError):
        return None
    return found


@drawn(
    st.sampled_from(["php", "not-in-care", "NOT-IN-CARE", "complete", "", "x" * 64, "x" * 65, None]) | st.text(max_size=3),
    st.dates().map(str) | st.none() | st.from_regex(r"\d{4}-?[01]\d-?[0-3]\d", fullmatch=True) | st.text(max_size=10),
)
def test_a_row_reads_level_and_day_as_a_case_on_file(level: str | None, day: str | None) -> None:
    """What one reads, the other reads alike; what one refuses, the other refuses."""
    case = {"level": level, "assessed_on": day}
    assert either(Assessment.from_row, case) == either(lambda data: read_case(data, Assessment), case)


def test_a_changed_fact_comes_from_nowhere_that_is_known() -> None:
    """Where the old value came from is not said of the new one; of facts that stay, and where it is said anew, it is."""
    sources = {"goals_met": Provenance.RECORD, "withdrawal_risk": Provenance.OBSERVED}
    first = Assessment(level="iop", goals_met=False, withdrawal_risk=Risk.MILD, fact_sources=FactSources.of(sources))
    for value in (True, None):
        changed = first.replace(goals_met=value)
        assert changed.fact_sources == FactSources.of({"withdrawal_risk": Provenance.OBSERVED})
    said = FactSources.of({**sources, "goals_met": Provenance.SELF_REPORT})
    assert first.replace(goals_met=True, fact_sources=said).fact_sources == said
    assert first.replace(person="p-1").fact_sources == first.fact_sources
