"""The tests of the application: its rules are proved, and what it shows and stores holds of anybody."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from continuum import NOT_IN_CARE, Assessment, Decision, Transfer
from continuum.strategies import assert_safe, assessments, check_laws
from continuum.wire import write

from . import app
from .rules import RULES, Place
from .visits import Mood, Visit

PEOPLE: st.SearchStrategy[Assessment] = assessments(RULES)
NEWCOMERS: st.SearchStrategy[Assessment] = assessments(RULES, near_decisions=False, level=NOT_IN_CARE)


def test_the_rules_are_safe() -> None:
    """Every law is proved of the rules, and people who are drawn find none broken."""
    assert_safe(RULES, allow={"rule-matters:low": "it tells people why, where the step down only says that they do not do well"})
    check_laws(RULES, max_examples=20)
    assert (app.proof().holds, app.flaws()) == (True, {})


@settings(max_examples=30)
@given(PEOPLE)
def test_whoever_is_drawn_is_shown_and_stored(person: Assessment) -> None:
    """A person is of the program's own vocabulary, has one line, and is read as stored; so is the decision."""
    assert isinstance(person, Visit)
    decision = app.decide(person)
    assert app.line_of(decision).heading == decision.summary
    assert app.read(app.stored(person)) == person
    assert app.is_the_same_today(app.on_record(decision))


@settings(max_examples=30)
@given(NEWCOMERS)
def test_nobody_begins_with_check_ins(person: Assessment) -> None:
    """An admission is to the evenings, the entry of the ladder, or above."""
    assert app.ENGINE.decide(person).target_id in {None, Place.EVENINGS, Place.DAYS, Place.HOUSE}


def test_somebody_who_does_well_goes_down() -> None:
    """What was hard holds and is named; once it is better, the completed week counts, and the level passed has its reason."""
    hard = app.tonight(Place.HOUSE, Mood.LOW, 3).replace(week_done=True, days_settled=20)
    assert app.what_keeps(app.decide(hard))[0] == "it is hard, until it is not"
    handed_over = app.better(hard).replace(record_transfer=Transfer.RECEIVED)
    assert app.target_of(app.decide(handed_over)) == "Evening group"
    assert app.passed(app.decide(handed_over)) == {"days": "settled"}


def test_a_form_is_decided_or_says_what_is_wrong() -> None:
    """Forms are read by the program's own facts, one by one and as a list."""
    found = app.decide_form({"level": "evenings", "unsafe_tonight": True})
    assert isinstance(found, Decision)
    assert app.line_of(found).urgent
    wrong = {"level": "evenings", "craving": 11}
    seen: list[int] = []
    assert [*app.decide_all([wrong], seen)] == [app.decide_form(wrong)]
    assert seen == [1]


def test_the_rules_are_read_as_written() -> None:
    """What is written of the rules is the rules, and a file that is none says what it lacks."""
    assert app.rules_from(write(RULES)) == RULES
    assert isinstance(app.rules_from("{}"), tuple)
    assert app.fingerprint().startswith("sha256:")
    assert app.names() == (
        "The assessment of a person, at one level of care",
        frozenset({"mood", "craving", "days_settled", "week_done", "unsafe_tonight", "group"}),
    )
