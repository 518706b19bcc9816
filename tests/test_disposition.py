"""Dispositions: what was done, why it differs, and what nobody does then; the recommendation stays what it was."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from continuum import (
    COMPLETE,
    NOT_IN_CARE,
    Assessment,
    Choice,
    ContinuumError,
    Count,
    Decision,
    Direction,
    Engine,
    Flag,
    Grade,
    Level,
    ReturnToUse,
    RuleSet,
    Severity,
    StepDown,
)
from continuum.disposition import LONGEST_NOTE, STATE_OF, Authorization, Disposition, ReasonCode
from continuum.errors import EpisodeError
from continuum.library import four_levels, stepdown
from continuum.rule_set import COMPLETED
from tests.library.cases import best
from tests.shown import check_methods, laid_out

ENGINE = Engine(stepdown.RULES)
ENGINES = {"stepdown": ENGINE, "four_levels": Engine(four_levels.RULES)}
TODAY = date(2026, 11, 2)
R = ReasonCode
DIFFERING = [code for code in R if code is not R.AS_RECOMMENDED]
CODES = (
    "person_preference, childcare, transport, distance, work_or_school, cost, authorization_pending, authorization_denied, "
    "waiting_list, level_not_offered, service_not_offered, language_or_culture, accessibility, legal_order, medication_route, "
    "left_early, moved, clinical_judgment and other"
)
SAY_WHY = f"reasons: this is not what was recommended; say why, with at least one of {CODES}"
NO_SUCH_LEVEL = (
    "chosen: expected COMPLETE, NOT_IN_CARE where the person leaves care, or the id of a level; there is no such level on the "
    "ladder 'stepdown' (aftercare < outpatient < iop < php < residential < inpatient)"
)
NOT_BEGUN = "chosen: care that has not begun cannot be completed; NOT_IN_CARE says that it does not begin"
EACH_ONCE = "passing: expected the id of each level passed, once, with its ReasonCode"
PAIRS = "passing: expected each level passed with its ReasonCode; was given"
NOTE = "note: expected text of at most 2000 characters, without control characters"


# What was recommended.


def decide(level: Any, **changes: Any) -> Decision:
    return ENGINE.decide(best(level).replace(assessed_on=TODAY, **changes))


DOWN = decide("residential")
"""To outpatient therapy; PHP and IOP are passed with a justification."""
UP = decide("iop", return_to_use=ReturnToUse.RETURN)
"""To PHP."""
FAR_UP = decide("outpatient", needs_24h_supervision=True)
"""To residential care; IOP and PHP are passed, since they send the person home at night."""
STAY = decide("php", judged_ready=False)
END = decide("aftercare")
FIRST = decide(NOT_IN_CARE, disorder_severity=Severity.MODERATE)
"""Admission to IOP."""
UNSETTLED = decide(NOT_IN_CARE, disorder_severity=None)
"""An admission that is not determined: aftercare to residential."""
SOMEWHERE = ENGINE.decide(Assessment(assessed_on=TODAY))
"""At an unknown level."""


# What was done.


def done(decision: Any, chosen: Any, reasons: Any = (), **changes: Any) -> Disposition:
    arguments: dict[str, Any] = {"on": TODAY, "decided_by": "physician", **changes}
    return Disposition(decision=decision, chosen=chosen, reasons=reasons, **arguments)


def refused(decision: Any, chosen: Any, reasons: Any = (), **changes: Any) -> tuple[str, ...]:
    with pytest.raises(EpisodeError) as caught:
        done(decision, chosen, reasons, **changes)
    assert type(caught.value) is EpisodeError
    return caught.value.problems


def ids(levels: Any) -> list[str]:
    return [level.id for level in levels]


def passed(one: Disposition) -> list[tuple[str, str]]:
    return [(each.level.id, each.justification or (each.code.value if each.code else "")) for each in one.passed]


def on_the_way(decision: Decision, chosen: Any) -> list[str]:
    """The levels strictly between, told from the ladder alone."""
    ladder = list(decision.rules.continuum.ids)
    place = COMPLETE.value if chosen is COMPLETE else NOT_IN_CARE.value if chosen is NOT_IN_CARE else chosen
    if decision.origin_id in {None, place}:
        return []
    there = ladder.index(place) if place in ladder else -1
    if decision.origin_id == NOT_IN_CARE.value:
        return ladder[ladder.index(decision.rules.entry or ladder[0]) : max(there, 0)]
    here = ladder.index(str(decision.origin_id))
    return ladder[here + 1 : there] if there > here else ladder[there + 1 : here][::-1]


def goes_lower(decision: Decision, chosen: Any) -> bool:
    """Whether the person goes down, and below the level to which the decision leads, told from the ladder alone."""
    rungs = ["complete", *decision.rules.continuum.ids]
    there = 0 if chosen in {COMPLETE, NOT_IN_CARE} else rungs.index(chosen)
    if decision.target_id is None or decision.origin_id not in rungs:
        return False
    return there < min(rungs.index(decision.target_id), rungs.index(decision.origin_id))


def to_be_explained(decision: Decision, chosen: Any) -> list[str]:
    """Those of them that the decision does not justify passing: all of them, where the person goes lower than it leads."""
    justified = set() if goes_lower(decision, chosen) else {skip.level.id for skip in decision.skipped}
    return [level for level in on_the_way(decision, chosen) if level not in justified]


def acted(decision: Decision, chosen: Any, code: ReasonCode = R.WAITING_LIST, **changes: Any) -> Disposition:
    """What was done, with this reason wherever one is asked for."""
    place = chosen if chosen in {COMPLETE, NOT_IN_CARE} else decision.rules.continuum[chosen]
    reasons = () if place == decision.target else (code,)
    return done(decision, chosen, reasons, passing=dict.fromkeys(to_be_explained(decision, chosen), code), **changes)


def answers(name: str) -> list[Any]:
    """Values of a standard fact: all, or of a number some."""
    fact = Assessment.vocabulary()[name]
    if isinstance(fact, Flag):
        return [False, True]
    if isinstance(fact, Count):
        return [fact.low, fact.low + 1, fact.low + 3, fact.high]
    assert isinstance(fact, (Grade, Choice))
    return list(fact.members())


SOME_ANSWER = {name: st.none() | st.sampled_from(answers(name)) for name in Assessment.vocabulary()}


@st.composite
def near_best(draw: st.DrawFn, level: Any, given: Mapping[str, Any]) -> Assessment:
    """The best case at a level, with up to three facts answered otherwise, or unknown."""
    facts = [name for name in SOME_ANSWER if level is not NOT_IN_CARE or name not in Assessment.level_scoped()]
    changed = {name: draw(SOME_ANSWER[name]) for name in draw(st.sets(st.sampled_from(facts), max_size=3))}
    return best(level).replace(**{**changed, **given})


@st.composite
def acts(draw: st.DrawFn) -> tuple[Decision, Any]:
    """A decision, and where care went on then."""
    engine = ENGINES[draw(st.sampled_from([*ENGINES]))]
    ladder = engine.rules.continuum.ids
    level = draw(st.sampled_from([*ladder, *ladder, NOT_IN_CARE, None]))
    decision = engine.decide(draw(near_best(level, {"assessed_on": TODAY})))
    # Nobody completes care who is not in care.
    chosen = draw(st.sampled_from([*ladder, NOT_IN_CARE, *([] if level is NOT_IN_CARE else [COMPLETE])]))
    return decision, chosen


# As recommended, and otherwise.


@pytest.mark.parametrize(
    ("decision", "chosen", "direction"),
    [
        (DOWN, "outpatient", Direction.STEP_DOWN),
        (UP, "php", Direction.STEP_UP),
        (FAR_UP, "residential", Direction.STEP_UP),
        (STAY, "php", Direction.STAY),
        (END, COMPLETE, Direction.COMPLETE),
        (FIRST, "iop", Direction.ADMIT),
    ],
)
@pytest.mark.parametrize("reasons", [(), R.AS_RECOMMENDED, [R.AS_RECOMMENDED], (R.AS_RECOMMENDED, R.AS_RECOMMENDED)])
def test_as_recommended(decision: Decision, chosen: Any, direction: Direction, reasons: Any) -> None:
    """What was done as recommended needs no word of reason, and leads where the decision led; nothing is left uncovered."""
    one = done(decision, chosen, reasons)
    assert (one.differs, one.reasons, one.place) == (False, (R.AS_RECOMMENDED,), decision.target)
    assert one.direction is direction is decision.direction
    assert one.uncovered == ()
    assert repr(one) == str(one) == "<Disposition: as recommended>"


@pytest.mark.parametrize(
    ("decision", "chosen", "direction"),
    [
        (DOWN, "residential", Direction.STAY),
        (DOWN, "php", Direction.STEP_DOWN),
        (DOWN, "inpatient", Direction.STEP_UP),
        (DOWN, NOT_IN_CARE, Direction.NOT_DETERMINED),
        (DOWN, COMPLETE, Direction.COMPLETE),
        (STAY, "iop", Direction.STEP_DOWN),
        (END, "aftercare", Direction.STAY),
        (END, NOT_IN_CARE, Direction.NOT_DETERMINED),
        (FIRST, "outpatient", Direction.ADMIT),
        (FIRST, NOT_IN_CARE, Direction.STAY),
        (UNSETTLED, "aftercare", Direction.ADMIT),
        (UNSETTLED, NOT_IN_CARE, Direction.STAY),
        (SOMEWHERE, "iop", Direction.NOT_DETERMINED),
        (SOMEWHERE, COMPLETE, Direction.NOT_DETERMINED),
        (SOMEWHERE, NOT_IN_CARE, Direction.NOT_DETERMINED),
    ],
)
def test_other_than_recommended(decision: Decision, chosen: Any, direction: Direction) -> None:
    """Where it differs, it says why; leaving care is no completion, and from an unknown level nobody can tell the direction."""
    one = acted(decision, chosen)
    assert (one.differs, one.reasons) == (True, (R.WAITING_LIST,))
    assert one.direction is direction
    assert repr(one) == str(one) == "<Disposition: other than recommended>"
    assert SAY_WHY in refused(decision, chosen)


def test_where_care_goes_on() -> None:
    """The place is a level of the ladder, or one of the two places outside it."""
    assert acted(DOWN, "iop").place == stepdown.LADDER["iop"]
    assert acted(DOWN, COMPLETE).place is COMPLETE
    assert acted(DOWN, NOT_IN_CARE).place is NOT_IN_CARE


def test_members_of_a_str_enum_are_welcome() -> None:
    """A level may be named by the member beside the ladder; it is kept as plain text."""
    one = done(STAY, stepdown.Stage.OUTPATIENT, R.MOVED, passing={stepdown.Stage.IOP: R.MOVED})
    assert (type(one.chosen), type(one.passing[0][0])) == (str, str)
    assert one == done(STAY, "outpatient", R.MOVED, passing={"iop": R.MOVED})


def test_reasons_are_kept_in_order_and_once() -> None:
    """One reason needs no list, and a reason given twice counts once."""
    assert done(DOWN, "php", R.MOVED).reasons == (R.MOVED,)
    assert done(DOWN, "php", [R.MOVED, R.TRANSPORT, R.MOVED]).reasons == (R.MOVED, R.TRANSPORT)
    assert done(DOWN, "php", {R.MOVED: 1}).reasons == (R.MOVED,)


@pytest.mark.parametrize("code", DIFFERING)
def test_every_code_is_a_reason(code: ReasonCode) -> None:
    """Each code says why what was done differs, and why a level was passed, wherever what it needs is said beside it."""
    said: dict[str, Any] = {"note": "see the letter", "benefits_verified": False}
    one = done(STAY, "outpatient", code, passing={"iop": code}, **said)
    assert one.reasons == (code,)
    assert passed(one) == [("iop", code.value)]
    assert f"- {code.value.replace('_', ' ')}\n" in one.explain()
    assert f"- Intensive outpatient (IOP): {code.value.replace('_', ' ')}\n" in one.explain()


def test_words_of_the_codes() -> None:
    """A code is told in words."""
    assert (R.WORK_OR_SCHOOL.words, R.COST.words) == ("work or school", "cost")
    assert len(R) == 20


# What cannot be recorded.


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"on": None}, "on: expected a date without a time; was given nothing"),
        ({"on": "2026-11-02"}, "on: expected a date without a time; was given text"),
        ({"on": datetime(2026, 11, 2, tzinfo=UTC)}, "on: expected a date without a time; was given a value of type datetime"),
        ({"begins_on": "2026-11-02"}, "begins_on: expected a date without a time, or None; was given text"),
        (
            {"begins_on": datetime(2026, 11, 2, tzinfo=UTC)},
            "begins_on: expected a date without a time, or None; was given a value of type datetime",
        ),
        ({"decided_by": ""}, "decided_by: expected a role of 1 to 64 printable characters"),
        ({"decided_by": "x" * 65}, "decided_by: expected a role of 1 to 64 printable characters"),
        ({"decided_by": "a\nb"}, "decided_by: expected a role of 1 to 64 printable characters"),
        ({"decided_by": None}, "decided_by: expected a role of 1 to 64 printable characters"),
        ({"benefits_verified": 1}, "benefits_verified: expected True, False or None; was given a whole number"),
        ({"benefits_verified": "yes"}, "benefits_verified: expected True, False or None; was given text"),
        (
            {"authorization": "pending"},
            "authorization: expected one of not_needed, not_asked, pending, granted and denied, or None; was given text",
        ),
        (
            {"authorization": True},
            (
                "authorization: expected one of not_needed, not_asked, pending, granted and denied, or None; "
                "was given a true/false value"
            ),
        ),
        ({"note": None}, NOTE),
        ({"note": "x" * (LONGEST_NOTE + 1)}, NOTE),
        ({"note": "a bell\a"}, NOTE),
        ({"note": "\x1b[2J"}, NOTE),
        ({"note": "nothing\0"}, NOTE),
        ({"reasons": ["cost"]}, f"reasons: expected members of ReasonCode ({CODES}); was given text"),
        ({"reasons": [["cost"]]}, f"reasons: expected members of ReasonCode ({CODES}); was given a list"),
        ({"reasons": ({},)}, f"reasons: expected members of ReasonCode ({CODES}); was given an object"),
        ({"reasons": [R.MOVED, set()]}, f"reasons: expected members of ReasonCode ({CODES}); was given a value of type set"),
        ({"reasons": [R.MOVED, None]}, f"reasons: expected members of ReasonCode ({CODES}); was given nothing"),
        ({"reasons": "cost"}, f"reasons: expected members of ReasonCode ({CODES}); was given text"),
        ({"reasons": 3}, f"reasons: expected members of ReasonCode ({CODES}); was given a whole number"),
        ({"reasons": None}, f"reasons: expected members of ReasonCode ({CODES}); was given nothing"),
        ({"passing": {"iop": "cost"}}, f"passing: expected members of ReasonCode ({CODES}); was given text"),
        ({"passing": {"iop": None}}, f"passing: expected members of ReasonCode ({CODES}); was given nothing"),
        ({"passing": None}, "passing: expected each level passed with its ReasonCode; was given nothing"),
        ({"passing": ["iop"]}, f"{PAIRS} a list"),
        ({"passing": "iop"}, f"{PAIRS} text"),
        ({"passing": ("iop", R.MOVED)}, f"{PAIRS} a value of type tuple"),
        ({"passing": (("iop",),)}, f"{PAIRS} a value of type tuple"),
        ({"passing": (["iop", R.MOVED],)}, f"{PAIRS} a value of type tuple"),
        ({"passing": (3,)}, f"{PAIRS} a value of type tuple"),
        ({"passing": {3: R.MOVED}}, EACH_ONCE),
        ({"passing": (([], R.MOVED),)}, EACH_ONCE),
        ({"passing": (("iop", R.MOVED), ("iop", R.MOVED))}, EACH_ONCE),
        ({"passing": (("iop", R.MOVED), (stepdown.Stage.IOP, R.OTHER))}, EACH_ONCE),
        ({"passing": (("iop", []),)}, f"passing: expected members of ReasonCode ({CODES}); was given a list"),
        ({"chosen": "detox"}, NO_SUCH_LEVEL),
        ({"chosen": "IOP"}, f"{NO_SUCH_LEVEL}; did you mean 'iop'?"),
        ({"chosen": ""}, NO_SUCH_LEVEL),
        ({"chosen": None}, NO_SUCH_LEVEL),
        ({"chosen": stepdown.LADDER["php"]}, NO_SUCH_LEVEL),
        ({"decision": "step down"}, "decision: expected a Decision, as Engine.decide makes it; was given text"),
        ({"decision": None}, "decision: expected a Decision, as Engine.decide makes it; was given nothing"),
    ],
)
def test_values_of_the_wrong_kind(changes: dict[str, Any], problem: str) -> None:
    """The message says which field, what was expected and what sort of thing was given; nothing is converted."""
    arguments: dict[str, Any] = {"decision": STAY, "chosen": "iop", "reasons": R.MOVED, **changes}
    assert refused(**arguments) == (problem,)


@pytest.mark.parametrize("note", ["", "one line", "two\nlines", "a\ttab\r\n", "\u00e0 la m\u00e9thode", " \u3000 "])
def test_notes_of_several_lines(note: str) -> None:
    """Line ends, tabs and every script are welcome in a note."""
    assert done(STAY, "php", note=note).note == note


def test_the_longest_note_and_role() -> None:
    """What just fits is taken."""
    one = done(STAY, "php", note="x" * LONGEST_NOTE, decided_by="x" * 64)
    assert (len(one.note), len(one.decided_by)) == (2_000, 64)


@pytest.mark.parametrize(
    ("decision", "chosen", "changes", "problem"),
    [
        (STAY, "php", {"on": TODAY - timedelta(1)}, "on: lies before the day of the assessment that was decided on"),
        (DOWN, "outpatient", {"begins_on": TODAY - timedelta(1)}, "begins_on: lies before the day in on="),
        (END, COMPLETE, {"begins_on": TODAY}, "begins_on: nothing begins where care ends; leave it out"),
        (STAY, "php", {"begins_on": TODAY}, "begins_on: nothing begins where the person stays; leave it out"),
        (
            DOWN,
            "residential",
            {"begins_on": TODAY + timedelta(3), "reasons": R.WAITING_LIST},
            "begins_on: nothing begins where the person stays; leave it out",
        ),
        (
            UP,
            NOT_IN_CARE,
            {"begins_on": TODAY, "reasons": R.LEFT_EARLY, "passing": {"outpatient": R.LEFT_EARLY, "aftercare": R.LEFT_EARLY}},
            "begins_on: nothing begins where care ends; leave it out",
        ),
        (FIRST, COMPLETE, {"reasons": R.OTHER, "note": "well"}, NOT_BEGUN),
        (UNSETTLED, COMPLETE, {"reasons": R.OTHER, "note": "well"}, NOT_BEGUN),
        (
            DOWN,
            "aftercare",
            {"reasons": R.MOVED, "passing": {"outpatient": R.MOVED}},
            (
                "passing: php and iop are passed in fact, without a justification of the decision; give each a reason, as in "
                "passing={'php': ReasonCode.LEVEL_NOT_OFFERED}"
            ),
        ),
        (DOWN, "php", {}, SAY_WHY),
        (DOWN, "php", {"reasons": R.AS_RECOMMENDED}, SAY_WHY),
        (DOWN, "php", {"reasons": (R.MOVED, R.AS_RECOMMENDED)}, SAY_WHY),
        (UNSETTLED, NOT_IN_CARE, {}, SAY_WHY),
        (STAY, "php", {"reasons": R.MOVED}, "reasons: this is what was recommended; leave reasons= out"),
        (STAY, "php", {"reasons": (R.AS_RECOMMENDED, R.MOVED)}, "reasons: this is what was recommended; leave reasons= out"),
        (
            STAY,
            "outpatient",
            {"reasons": R.MOVED},
            (
                "passing: iop is passed in fact, without a justification of the decision; give each a reason, as in "
                "passing={'iop': ReasonCode.LEVEL_NOT_OFFERED}"
            ),
        ),
        (
            STAY,
            "aftercare",
            {"reasons": R.MOVED},
            (
                "passing: iop and outpatient are passed in fact, without a justification of the decision; give each a reason, "
                "as in passing={'iop': ReasonCode.LEVEL_NOT_OFFERED}"
            ),
        ),
        (
            STAY,
            "aftercare",
            {"reasons": R.MOVED, "passing": {"iop": R.MOVED}},
            (
                "passing: outpatient is passed in fact, without a justification of the decision; give each a reason, as in "
                "passing={'outpatient': ReasonCode.LEVEL_NOT_OFFERED}"
            ),
        ),
        (STAY, "iop", {"reasons": R.MOVED, "passing": {"iop": R.MOVED}}, "passing: names a level that is not passed"),
        (STAY, "iop", {"reasons": R.MOVED, "passing": {"detox": R.MOVED}}, "passing: names a level that is not passed"),
        (STAY, "php", {"passing": {"php": R.MOVED}}, "passing: names a level that is not passed"),
        (
            DOWN,
            "outpatient",
            {"passing": {"php": R.MOVED}},
            "passing: names a level that the decision itself justifies passing; leave it out",
        ),
        (
            STAY,
            "outpatient",
            {"reasons": R.MOVED, "passing": {"iop": R.AS_RECOMMENDED}},
            "passing: nobody recommended to pass this level, so not as_recommended; give another reason",
        ),
        (STAY, "iop", {"reasons": R.CLINICAL_JUDGMENT}, "note: clinical_judgment needs a word of explanation"),
        (STAY, "iop", {"reasons": R.OTHER, "note": " \n "}, "note: other needs a word of explanation"),
        (
            STAY,
            "iop",
            {"reasons": (R.OTHER, R.CLINICAL_JUDGMENT)},
            "note: clinical_judgment and other need a word of explanation",
        ),
        (
            STAY,
            "outpatient",
            {"reasons": R.MOVED, "passing": {"iop": R.OTHER}},
            "note: other needs a word of explanation",
        ),
        (
            STAY,
            "iop",
            {"reasons": R.COST},
            "benefits_verified: cost is not to be assumed; say whether benefits were verified",
        ),
        (
            STAY,
            "iop",
            {"reasons": (R.AUTHORIZATION_DENIED, R.AUTHORIZATION_PENDING)},
            (
                "benefits_verified: authorization_pending and authorization_denied are not to be assumed; "
                "say whether benefits were verified"
            ),
        ),
        (
            STAY,
            "outpatient",
            {"reasons": R.MOVED, "passing": {"iop": R.COST}},
            "benefits_verified: cost is not to be assumed; say whether benefits were verified",
        ),
        (
            STAY,
            "iop",
            {"reasons": R.AUTHORIZATION_PENDING, "benefits_verified": True, "authorization": Authorization.DENIED},
            "authorization: authorization_pending is given as a reason, but authorization= says something else",
        ),
        (
            STAY,
            "iop",
            {"reasons": R.AUTHORIZATION_DENIED, "benefits_verified": True, "authorization": Authorization.GRANTED},
            "authorization: authorization_denied is given as a reason, but authorization= says something else",
        ),
    ],
)
def test_what_does_not_follow(decision: Decision, chosen: Any, changes: dict[str, Any], problem: str) -> None:
    """What contradicts the decision, or says nothing of why, is refused with what to do."""
    assert refused(decision, chosen, **changes) == (problem,)


def test_all_that_cannot_be_read_at_once() -> None:
    """Whoever mends a record is told every value of the wrong kind together."""
    wrong: dict[str, Any] = {
        "on": None,
        "begins_on": 1,
        "decided_by": "",
        "passing": {"iop": "cost"},
        "benefits_verified": 0,
        "authorization": "denied",
        "note": b"",
    }
    assert refused(STAY, "PHPP", ["cost"], **wrong) == (
        f"{NO_SUCH_LEVEL}; did you mean 'php'?",
        "on: expected a date without a time; was given nothing",
        "begins_on: expected a date without a time, or None; was given a whole number",
        "decided_by: expected a role of 1 to 64 printable characters",
        "benefits_verified: expected True, False or None; was given a whole number",
        "authorization: expected one of not_needed, not_asked, pending, granted and denied, or None; was given text",
        NOTE,
        f"reasons: expected members of ReasonCode ({CODES}); was given text",
        f"passing: expected members of ReasonCode ({CODES}); was given text",
    )


def test_all_that_does_not_follow_at_once() -> None:
    """And then everything that contradicts the decision, together."""
    wrong: dict[str, Any] = {
        "on": TODAY - timedelta(1),
        "begins_on": TODAY - timedelta(2),
        "passing": {"iop": R.COST, "php": R.AS_RECOMMENDED, "aftercare": R.AUTHORIZATION_DENIED},
        "authorization": Authorization.PENDING,
    }
    assert refused(FAR_UP, "inpatient", (R.AS_RECOMMENDED, R.OTHER), **wrong) == (
        "on: lies before the day of the assessment that was decided on",
        "begins_on: lies before the day in on=",
        SAY_WHY,
        (
            "passing: residential is passed in fact, without a justification of the decision; give each a reason, as in "
            "passing={'residential': ReasonCode.LEVEL_NOT_OFFERED}"
        ),
        "passing: names a level that is not passed",
        "passing: names a level that the decision itself justifies passing; leave it out",
        "passing: nobody recommended to pass this level, so not as_recommended; give another reason",
        "note: other needs a word of explanation",
        "benefits_verified: cost and authorization_denied are not to be assumed; say whether benefits were verified",
        "authorization: authorization_denied is given as a reason, but authorization= says something else",
    )


def test_days_that_fit() -> None:
    """The day of the assessment itself will do, also as the first day at the new level; without a day, any day does."""
    assert done(DOWN, "outpatient", on=TODAY, begins_on=TODAY).begins_on == TODAY
    undated = ENGINE.decide(best("residential"))
    assert done(undated, "outpatient", on=date(1999, 1, 1)).on == date(1999, 1, 1)


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize(
    ("code", "authorization"),
    [
        (R.COST, None),
        *((R.COST, state) for state in Authorization),
        (R.AUTHORIZATION_PENDING, None),
        (R.AUTHORIZATION_PENDING, Authorization.PENDING),
        (R.AUTHORIZATION_DENIED, None),
        (R.AUTHORIZATION_DENIED, Authorization.DENIED),
    ],
)
def test_money_as_a_reason(code: ReasonCode, authorization: Authorization | None, verified: bool) -> None:  # noqa: FBT001 # drawn
    """Cost and authorization explain what was done once it is said whether benefits were verified (F2-33)."""
    one = done(STAY, "iop", code, benefits_verified=verified, authorization=authorization)
    assert (one.reasons, one.benefits_verified, one.authorization) == ((code,), verified, authorization)


def test_authorization_may_be_said_without_being_a_reason() -> None:
    """It is recorded, and asks for nothing more."""
    for state in Authorization:
        assert done(STAY, "php", authorization=state).authorization is state


# Levels passed in fact.


@pytest.mark.parametrize(
    ("decision", "chosen", "way"),
    [
        # Down: as far as it was justified.
        (DOWN, "outpatient", [("php", "php-not-needed"), ("iop", "iop-not-needed")]),
        (DOWN, "php", []),
        (DOWN, "iop", [("php", "php-not-needed")]),
        # Lower than the decision leads, nothing is justified: whoever is there is not at the level that was to cover it.
        (DOWN, "aftercare", [("php", "moved"), ("iop", "moved"), ("outpatient", "moved")]),
        (DOWN, COMPLETE, [(level, "moved") for level in ("php", "iop", "outpatient", "aftercare")]),
        (DOWN, NOT_IN_CARE, [(level, "moved") for level in ("php", "iop", "outpatient", "aftercare")]),
        # Down where nothing was justified.
        (STAY, "iop", []),
        (STAY, "aftercare", [("iop", "moved"), ("outpatient", "moved")]),
        (UP, "aftercare", [("outpatient", "moved")]),
        # Up: as far as it was justified, beyond, and not as far.
        (FAR_UP, "residential", [("iop", "needs-24h"), ("php", "needs-24h")]),
        (FAR_UP, "php", [("iop", "needs-24h")]),
        (FAR_UP, "inpatient", [("iop", "needs-24h"), ("php", "needs-24h"), ("residential", "moved")]),
        (STAY, "inpatient", [("residential", "moved")]),
        (DOWN, "inpatient", []),
        # Staying.
        (STAY, "php", []),
        (DOWN, "residential", []),
        # Admission, from the entry up.
        (FIRST, "iop", [("aftercare", "entry-moderate"), ("outpatient", "entry-moderate")]),
        (FIRST, "aftercare", []),
        (FIRST, "outpatient", [("aftercare", "entry-moderate")]),
        (FIRST, "php", [("aftercare", "entry-moderate"), ("outpatient", "entry-moderate"), ("iop", "moved")]),
        (FIRST, NOT_IN_CARE, []),
        (UNSETTLED, "iop", [("aftercare", "moved"), ("outpatient", "moved")]),
        # Out of care, and to its end: all the way down.
        (END, COMPLETE, []),
        (END, NOT_IN_CARE, []),
        (UP, NOT_IN_CARE, [("outpatient", "moved"), ("aftercare", "moved")]),
        (UP, COMPLETE, [("outpatient", "moved"), ("aftercare", "moved")]),
        (STAY, COMPLETE, [("iop", "moved"), ("outpatient", "moved"), ("aftercare", "moved")]),
        # From nobody knows where.
        (SOMEWHERE, "inpatient", []),
        (SOMEWHERE, NOT_IN_CARE, []),
    ],
)
def test_levels_passed_in_fact(decision: Decision, chosen: Any, way: list[tuple[str, str]]) -> None:
    """Every level between is named in the order in which it is passed, with the decision's justification or a reason given."""
    one = acted(decision, chosen, R.MOVED)
    assert passed(one) == way
    assert ids(each.level for each in one.passed) == on_the_way(decision, chosen)
    for each in one.passed:
        assert (each.justification == "") == (each.code is not None)
        assert repr(each) == f"<Passed, {'justified' if each.justification else 'for a reason given'}>"


def test_an_admission_where_the_rules_name_no_entry() -> None:
    """Nothing is determined, and every level below the chosen one is passed for a reason."""
    rules = RuleSet(
        id="no-entry",
        version="1",
        title="No entry",
        intended_use="Tests.",
        continuum=stepdown.LADDER,
        facts=Assessment,
        rules=[StepDown("down", at="iop", when=Assessment.goals_met.as_condition(), because="the goals are met")],
    )
    decision = Engine(rules).decide(best(NOT_IN_CARE))
    one = acted(decision, "iop")
    assert (one.differs, one.direction) == (True, Direction.ADMIT)
    assert ids(each.level for each in one.passed) == ["aftercare", "outpatient"]
    assert one.uncovered == ()


def test_an_admission_is_counted_from_the_entry() -> None:
    """The levels below the rules' entry are not passed; where care begins lower still, nothing lies between."""
    rules = RuleSet(
        id="high-entry",
        version="1",
        title="High entry",
        intended_use="Tests.",
        continuum=stepdown.LADDER,
        facts=Assessment,
        entry="iop",
        rules=[StepDown("down", at="iop", when=Assessment.goals_met.as_condition(), because="the goals are met")],
    )
    decision = Engine(rules).decide(best(NOT_IN_CARE))
    assert passed(acted(decision, "residential", R.MOVED)) == [("iop", "moved"), ("php", "moved")]
    assert (acted(decision, "iop").passed, acted(decision, "iop").differs) == ((), False)
    lower = acted(decision, "aftercare")
    assert (lower.passed, ids(lower.uncovered)) == ((), ["outpatient", "iop"])


# What nobody does then.


@pytest.mark.parametrize(
    ("decision", "chosen", "uncovered"),
    [
        # Below the recommendation, whichever way it led.
        (UP, "iop", ["php"]),
        (UP, "outpatient", ["iop", "php"]),
        (UP, NOT_IN_CARE, ["aftercare", "outpatient", "iop", "php"]),
        (STAY, "iop", ["php"]),
        (STAY, COMPLETE, ["aftercare", "outpatient", "iop", "php"]),
        (DOWN, "aftercare", ["outpatient"]),
        (DOWN, NOT_IN_CARE, ["aftercare", "outpatient"]),
        (FAR_UP, "iop", ["php", "residential"]),
        (FIRST, "aftercare", ["outpatient", "iop"]),
        (FIRST, NOT_IN_CARE, ["aftercare", "outpatient", "iop"]),
        # At the recommendation, or above it.
        (UP, "php", []),
        (UP, "residential", []),
        (STAY, "inpatient", []),
        (DOWN, "residential", []),
        (FIRST, "php", []),
        (END, "aftercare", []),
        (END, NOT_IN_CARE, []),
        # Where nothing was determined, up to the lowest level that was possible.
        (UNSETTLED, NOT_IN_CARE, ["aftercare"]),
        (UNSETTLED, "aftercare", []),
        (UNSETTLED, "residential", []),
        (SOMEWHERE, NOT_IN_CARE, []),
        (SOMEWHERE, "aftercare", []),
    ],
)
def test_what_is_left_uncovered(decision: Decision, chosen: Any, uncovered: list[str]) -> None:
    """The levels above the chosen one, up to the recommended one, are named, so that somebody can offer what they do."""
    assert ids(acted(decision, chosen).uncovered) == uncovered


def test_an_undetermined_admission_that_cannot_be_low() -> None:
    """What already speaks against the lower levels counts, although nothing is determined yet."""
    decision = decide(NOT_IN_CARE, disorder_severity=Severity.MODERATE, mental_health_risk=None)
    assert decision.target is None
    assert ids(acted(decision, "outpatient").uncovered) == ["iop"]
    assert ids(acted(decision, NOT_IN_CARE).uncovered) == ["aftercare", "outpatient", "iop"]


@given(acts())
def test_every_level_passed_has_a_justification_or_a_reason(act: tuple[Decision, Any]) -> None:
    """The levels passed are those strictly between; each has exactly one of the two, and no code can be left out or added."""
    decision, chosen = act
    one = acted(decision, chosen)
    assert ids(each.level for each in one.passed) == on_the_way(decision, chosen)
    assert all((each.justification == "") == (each.code is not None) for each in one.passed)
    assert [level for level, _ in one.passing] == [each.level.id for each in one.passed if each.code]
    for level, _ in one.passing:
        fewer = {other: code for other, code in one.passing if other != level}
        with pytest.raises(EpisodeError):
            evolve(one, passing=fewer)
    for level in decision.rules.continuum.ids:
        if level not in dict(one.passing):
            with pytest.raises(EpisodeError):
                evolve(one, passing={**dict(one.passing), level: R.MOVED})


@given(acts())
def test_something_is_uncovered_exactly_below_the_recommendation(act: tuple[Decision, Any]) -> None:
    """Nothing is uncovered at the recommended level or above; below it, everything up to it is."""
    decision, chosen = act
    one, ladder = acted(decision, chosen), decision.rules.continuum
    lowest = decision.target or (decision.range[0] if decision.range else None)
    recommended = ladder.rank(lowest.id) if isinstance(lowest, Level) else -1
    there = ladder.rank(one.place.id) if isinstance(one.place, Level) else -1
    assert bool(one.uncovered) == (there < recommended)
    assert list(one.uncovered) == [level for rank, level in enumerate(ladder) if there < rank <= recommended]


@given(acts())
def test_no_justification_of_the_decision_covers_who_goes_lower(act: tuple[Decision, Any]) -> None:
    """Below the level to which the decision leads, every level passed has its own reason; elsewhere, its justifications count."""
    decision, chosen = act
    one = acted(decision, chosen)
    justified = {skip.level.id: skip.justification for skip in decision.skipped}
    expected = {} if goes_lower(decision, chosen) else justified
    assert [each.justification for each in one.passed] == [expected.get(level, "") for level in on_the_way(decision, chosen)]


# The recommendation stays what it was.


@given(
    acts(),
    st.sampled_from(DIFFERING),
    st.none() | st.sampled_from(Authorization),
    st.booleans(),
    st.text(st.characters(exclude_categories=["C"]), max_size=40),
)
def test_nothing_done_changes_the_recommendation(
    act: tuple[Decision, Any],
    code: ReasonCode,
    state: Authorization | None,
    verified: bool,  # noqa: FBT001 # drawn
    note: str,
) -> None:
    """Preference, barriers, cost and authorization explain what was done; the decision is the same before and after (law 8)."""
    decision, chosen = act
    before, told, question = decision.to_dict(), decision.explain(), decision.assessment
    one = acted(
        decision,
        chosen,
        code,
        authorization=STATE_OF.get(code, state),
        benefits_verified=verified,
        note=f"A word: {note}",
    )
    one.explain()
    assert one.decision is decision
    assert (decision.to_dict(), decision.explain(), decision.assessment) == (before, told, question)
    assert decision == Engine(decision.rules).decide(question)
    assert one.differs == (one.place != decision.target)


# What is shown.

AS_RECOMMENDED_TEXT = """\
Done: Outpatient therapy
Recommended: Outpatient therapy. The recommendation stays what it was, whatever was
done.

Why
  - as recommended

Levels passed
  - Partial hospitalization (PHP): justified by the decision [php-not-needed]
      What that level is for: first independence with intensive clinical support; work
        and family join in.
  - Intensive outpatient (IOP): justified by the decision [iop-not-needed]
      What that level is for: skills meet real life while care is active: exposure,
        processing, reinforcement; not a lesser treatment.

Recorded beside it
  - decided on 2026-11-02 by role: physician
  - begins on 2026-11-09, 7 days later

Rules: Step-down continuum of six levels, version 2026.1 (stepdown); draft, not
clinically validated."""

LEFT_TEXT = """\
Done: care was left, or not begun
Recommended: Partial hospitalization (PHP). The recommendation stays what it was, whatever
was done.

Why
  - left early
  - other

Levels passed
  - Outpatient therapy: cost
      What that level is for: connection and therapy for the long run.
  - Aftercare: left early
      What that level is for: the long-term link, and early notice when things get harder.

Left uncovered, and to be offered
  - Aftercare: the long-term link, and early notice when things get harder
  - Outpatient therapy: connection and therapy for the long run
  - Intensive outpatient (IOP): skills meet real life while care is active: exposure,
    processing, reinforcement; not a lesser treatment
  - Partial hospitalization (PHP): first independence with intensive clinical support;
    work and family join in

Recorded beside it
  - decided on 2026-11-03 by role: person
  - authorization: not asked
  - benefits not verified yet: verify them
  - note: A job in another town; the way back in was offered.

Rules: Step-down continuum of six levels, version 2026.1 (stepdown); draft, not clinically
validated."""

BEGUN_TEXT = """\
Done: Aftercare
Recommended: not determined. The
recommendation stays what it was,
whatever was done.

Why
  - language or culture

Recorded beside it
  - decided on 2026-11-02 by role:
    physician
  - authorization: granted
  - benefits verified

Rules: Step-down continuum of six
levels, version 2026.1 (stepdown);
draft, not clinically validated."""


@pytest.mark.parametrize(
    ("one", "width", "text"),
    [
        (done(DOWN, "outpatient", begins_on=date(2026, 11, 9)), 88, AS_RECOMMENDED_TEXT),
        (
            done(
                UP,
                NOT_IN_CARE,
                (R.LEFT_EARLY, R.OTHER),
                on=date(2026, 11, 3),
                decided_by="person",
                passing={"aftercare": R.LEFT_EARLY, "outpatient": R.COST},
                authorization=Authorization.NOT_ASKED,
                benefits_verified=False,
                note="  A job in another town;\n\tthe way back in was offered.\n",
            ),
            90,
            LEFT_TEXT,
        ),
        (
            acted(UNSETTLED, "aftercare", R.LANGUAGE_OR_CULTURE, authorization=Authorization.GRANTED, benefits_verified=True),
            20,
            BEGUN_TEXT,
        ),
    ],
)
def test_the_explanation(one: Disposition, width: int, text: str) -> None:
    """What was done, why, what was passed, what is left uncovered, and what was recorded beside it."""
    assert one.explain(width) == text


def test_completion_is_told_as_such() -> None:
    """Completing care is not leaving it."""
    assert done(END, COMPLETE).explain().startswith("Done: completion of care\nRecommended: completion of care. ")


LEFT_MARKDOWN = """\
## Done: care was left, or not begun

Recommended: Intensive outpatient (IOP). The recommendation stays what it was, whatever was done.

### Why

- cost
- left early

### Left uncovered, and to be offered

- Aftercare: the long-term link, and early notice when things get harder
- Outpatient therapy: connection and therapy for the long run
- Intensive outpatient (IOP): skills meet real life while care is active: exposure, processing, reinforcement; \
not a lesser treatment

### Recorded beside it

- decided on 2026-11-02 by role: person
- authorization: denied
- benefits verified
- note: \\<b\\>later\\</b\\>, \\_perhaps\\_

Rules: Step-down continuum of six levels, version 2026.1 (stepdown); draft, not clinically validated."""


def test_it_can_be_shown_in_each_way() -> None:
    """Markdown and HTML say the same as the text; what is written in a note is never read as markup."""
    one = done(
        FIRST,
        NOT_IN_CARE,
        (R.COST, R.LEFT_EARLY),
        decided_by="person",
        benefits_verified=True,
        authorization=Authorization.DENIED,
        note="<b>later</b>, _perhaps_",
    )
    shown = check_methods(one)
    assert shown.markdown == LEFT_MARKDOWN
    assert shown.html.count("note: &lt;b&gt;later&lt;/b&gt;, _perhaps_") == 1
    assert shown.text.count("note: <b>later</b>, _perhaps_") == 1


@given(acts(), st.sampled_from(DIFFERING))
def test_whatever_was_done_can_be_laid_out(act: tuple[Decision, Any], code: ReasonCode) -> None:
    """In all three ways, the same each time; every reason, every level passed and every one left uncovered is on the page."""
    one = acted(*act, code, note="a note", benefits_verified=True)
    laid_out(one.page)
    points = {each.heading: [point.text for point in each.points] for each in one.page().sections}
    assert points["Why"] == [reason.words for reason in one.reasons]
    assert [text.partition(": ")[0] for text in points["Levels passed"]] == [each.level.name for each in one.passed]
    left = [text.partition(": ")[0] for text in points["Left uncovered, and to be offered"]]
    assert left == [level.name for level in one.uncovered]


def test_role_and_note_stand_where_the_page_says_so() -> None:
    """Each once, under what was recorded beside it; the key of the person and who assessed them are not shown at all."""
    decision = decide("php", judged_ready=False, assessed_by="Assessor-4711", person="Key-4711", ciwa_ar=47)
    one = acted(decision, "outpatient", note="Noted\n privately", decided_by="Quincy")
    beside = next(each for each in one.page().sections if each.heading == "Recorded beside it")
    assert [point.text for point in beside.points] == ["decided on 2026-11-02 by role: Quincy", "note: Noted privately"]
    for shown in check_methods(one):
        assert (shown.count("Quincy"), shown.count("Noted privately")) == (1, 1)
        assert not [mark for mark in ("4711", "47 ", "Assessor", "Key-") if mark in shown]


def test_what_begins_at_once_and_what_begins_later_is_told() -> None:
    """With the days between."""
    for days, told in ((0, "2026-11-02, 0 days later"), (2, "2026-11-04, 2 days later")):
        assert f"- begins on {told}" in done(DOWN, "outpatient", begins_on=TODAY + timedelta(days)).explain()


def test_one_day_is_one() -> None:
    """The day after."""
    assert "- begins on 2026-11-03, 1 day later\n" in done(DOWN, "outpatient", begins_on=TODAY + timedelta(1)).explain() + "\n"


SENTINEL = "Quincy Peculiar 4711"
NUMBER = 471_100_815
MARKS = ("Quincy", "Peculiar", "PECULIAR", "4711")


class Planted(Enum):
    PECULIAR = SENTINEL


def shows_nothing(error: BaseException) -> bool:
    shown = [str(error), repr(error), repr(error.args), *traceback.format_exception(error)]
    return not any(mark in text for mark in MARKS for text in shown)


@pytest.mark.parametrize(
    "name",
    ["decision", "chosen", "on", "decided_by", "begins_on", "reasons", "passing", "benefits_verified", "authorization", "note"],
)
@pytest.mark.parametrize(
    "planted",
    [
        SENTINEL * 200,
        NUMBER,
        NUMBER + 0.4711,
        SENTINEL.encode(),
        [SENTINEL],
        {SENTINEL: SENTINEL},
        Planted.PECULIAR,
        datetime(4711, 1, 1, tzinfo=UTC),
    ],
    ids=["text", "number", "decimal", "bytes", "list", "object", "member", "moment"],
)
def test_no_error_shows_a_value(name: str, planted: object) -> None:
    """Whatever is planted in whichever field, neither the error nor its traceback shows it."""
    arguments: dict[str, Any] = {"decision": STAY, "chosen": "iop", "reasons": R.MOVED, name: planted}
    with pytest.raises(EpisodeError) as caught:
        done(**arguments)
    assert shows_nothing(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"chosen": "iop", "reasons": ()},
        {"chosen": "php", "reasons": R.MOVED},
        {"chosen": "iop", "reasons": R.COST},
        {"chosen": "iop", "passing": {SENTINEL: R.MOVED}},
        {"chosen": "outpatient"},
        {"chosen": SENTINEL},
        {"on": date(2026, 11, 1)},
        {"begins_on": date(2026, 11, 1)},
    ],
)
def test_no_error_shows_the_note_the_role_or_an_id(changes: dict[str, Any]) -> None:
    """What was recorded beside a mistake is not shown either, nor what is known of the person."""
    assessment = best("php").replace(judged_ready=False, assessed_on=TODAY, assessed_by=SENTINEL, person=SENTINEL, ciwa_ar=47)
    arguments: dict[str, Any] = {
        "decision": ENGINE.decide(assessment),
        "chosen": "iop",
        "reasons": R.MOVED,
        "decided_by": SENTINEL,
        "note": SENTINEL,
        **changes,
    }
    with pytest.raises(EpisodeError) as caught:
        done(**arguments)
    assert shows_nothing(caught.value)


def test_no_repr_shows_a_value() -> None:
    """Neither the level, nor the day, nor the role, nor the note is shown; the explanation is where they are."""
    one = acted(STAY, "outpatient", note=SENTINEL, decided_by=SENTINEL)
    for shown in (repr(one), str(one), f"{one}", repr([one]), repr(one.passed)):
        assert not any(mark in shown for mark in (*MARKS, "outpatient", "iop", "2026", "waiting"))
    assert f"note: {SENTINEL}" in one.explain()
    assert f"by role: {SENTINEL}" in one.explain()


# Values that stay.


@pytest.mark.parametrize(
    "one",
    [
        done(DOWN, "outpatient"),
        acted(STAY, "aftercare", note="a note", begins_on=TODAY + timedelta(3)),
        acted(UP, NOT_IN_CARE, R.COST, benefits_verified=False, authorization=Authorization.NOT_ASKED),
        acted(SOMEWHERE, COMPLETE),
    ],
)
def test_copies_are_equal(one: Disposition) -> None:
    """Pickled and copied, it is the same."""
    for again in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):  # noqa: S301 # our own bytes
        assert again == one
        assert (again.differs, again.place, again.passed, again.uncovered) == (one.differs, one.place, one.passed, one.uncovered)
        assert again.explain() == one.explain()


@pytest.mark.parametrize(
    ("tampered", "value", "problem"),
    [
        ("reasons", (), SAY_WHY),
        ("reasons", (R.AS_RECOMMENDED,), SAY_WHY),
        ("chosen", "iop", "passing: names a level that is not passed"),
        (
            "passing",
            (),
            (
                "passing: iop is passed in fact, without a justification of the decision; give each a reason, as in "
                "passing={'iop': ReasonCode.LEVEL_NOT_OFFERED}"
            ),
        ),
        ("on", TODAY - timedelta(1), "on: lies before the day of the assessment that was decided on"),
        ("note", None, NOTE),
    ],
)
def test_a_tampered_copy_is_refused(tampered: str, value: Any, problem: str) -> None:
    """A copy is built by the constructor, and checked as what is given by hand."""
    one = acted(STAY, "outpatient")
    object.__setattr__(one, tampered, value)
    with pytest.raises(EpisodeError) as caught:
        pickle.loads(pickle.dumps(one))  # noqa: S301 # our own bytes
    assert str(caught.value) == problem


def test_a_copy_rests_on_the_decision_made_anew() -> None:
    """A decision that was tampered with comes back as the rules make it, and the disposition is held against that one."""
    decision = decide("php", judged_ready=False)
    one = done(decision, "php")
    object.__setattr__(decision, "_target", COMPLETED)
    assert pickle.loads(pickle.dumps(one)).decision.target_id == "php"  # noqa: S301 # our own bytes
    object.__setattr__(one, "decision", DOWN)
    with pytest.raises(EpisodeError) as caught:
        pickle.loads(pickle.dumps(one))  # noqa: S301 # our own bytes
    assert str(caught.value) == SAY_WHY


def test_it_is_frozen() -> None:
    """What was done is not changed afterwards."""
    one: Any = acted(STAY, "outpatient")
    for name in ("chosen", "reasons", "note", "decision"):
        with pytest.raises(FrozenInstanceError):
            setattr(one, name, None)
    with pytest.raises(FrozenInstanceError):
        one.passed[0].code = None


def test_a_variant_is_checked_as_well() -> None:
    """`attrs.evolve` gives another one, and refuses what does not fit."""
    one = acted(STAY, "outpatient")
    assert evolve(one, note="a word").note == "a word"
    assert evolve(done(DOWN, "outpatient"), note="a word").reasons == (R.AS_RECOMMENDED,)
    assert evolve(one) == one
    attempts: list[tuple[Mapping[str, Any], str]] = [
        ({"reasons": ()}, SAY_WHY),
        ({"chosen": "iop"}, "passing: names a level that is not passed"),
        ({"decision": None}, "decision: expected a Decision, as Engine.decide makes it; was given nothing"),
    ]
    for changes, problem in attempts:
        with pytest.raises(EpisodeError) as caught:
            evolve(one, **changes)
        assert str(caught.value) == problem


def test_equal_by_content() -> None:
    """The same done twice is the same; any difference makes another one."""
    one = acted(STAY, "outpatient")
    assert one == acted(STAY, "outpatient")
    assert hash(one) == hash(acted(STAY, "outpatient"))
    changes: list[dict[str, Any]] = [
        {"note": "x"},
        {"on": TODAY + timedelta(1)},
        {"decided_by": "nurse"},
        {"benefits_verified": False},
        {"authorization": Authorization.NOT_NEEDED},
        {"begins_on": TODAY},
        {"reasons": (R.WAITING_LIST, R.MOVED)},
        {"passing": {"iop": R.MOVED}},
    ]
    assert all(evolve(one, **change) != one for change in changes)


@given(acts(), st.data())
def test_whatever_is_given_is_taken_or_refused_in_our_words(act: tuple[Decision, Any], data: st.DataObject) -> None:
    """Codes at random are either coherent or an `EpisodeError`; nothing else is raised."""
    decision, chosen = act
    levels = st.sampled_from(decision.rules.continuum.ids)
    codes = st.sampled_from(R)
    record: dict[str, Any] = {
        "reasons": data.draw(st.lists(codes, max_size=3)),
        "passing": data.draw(st.dictionaries(levels, codes, max_size=4)),
        "benefits_verified": data.draw(st.none() | st.booleans()),
        "authorization": data.draw(st.none() | st.sampled_from(Authorization)),
        "note": data.draw(st.sampled_from(["", "a word"])),
    }
    try:
        one = done(decision, chosen, **record)
    except ContinuumError as error:
        assert type(error) is EpisodeError  # noqa: PT017 # both outcomes are fine
        return
    assert one.differs == (R.AS_RECOMMENDED not in one.reasons)
    assert all((each.justification == "") == (each.code is not None) for each in one.passed)


def test_reasons_in_a_set_have_an_order() -> None:
    """The same in every process: that of the codes."""
    reasons: Any = {R.WAITING_LIST, R.COST, R.TRANSPORT}
    passing = dict.fromkeys(to_be_explained(STAY, "outpatient"), R.COST)
    one = done(STAY, "outpatient", reasons, passing=passing, benefits_verified=True)
    assert one.reasons == (R.TRANSPORT, R.COST, R.WAITING_LIST)
