"""Standards: what a requirement takes, what a record comes to, and that unknown is never met."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from continuum import NOT_IN_CARE, Assessment, Decision, DefinitionError, DefinitionErrors, Engine, Risk, ServiceNeed, Source
from continuum.comparisons import Compare
from continuum.conditions import AllOf, AnyOf, Condition, Not
from continuum.errors import ProgramError
from continuum.facts import Count, Flag
from continuum.library import stepdown
from continuum.programs import Program
from continuum.records import Facts
from continuum.standards import (
    MET,
    MOST_REQUIREMENTS,
    NOT_MET,
    PREFERRED,
    RED_FLAG,
    REQUIRED,
    UNKNOWN,
    Findings,
    Outcome,
    Requirement,
    Standard,
    Weight,
    check,
)
from tests.library.cases import best
from tests.shown import check_methods, laid_out

P = Program
A = Assessment
ROW = Source("F2-25", work="an article")
EXAMPLE = "Source('F1-10', work='...')"


def requirement(name: str, when: Any, weight: Weight = REQUIRED, **changes: Any) -> Requirement:
    given_texts: dict[str, Any] = {"text": name, "ask": f"Is there {name}?", "sources": [ROW]}
    return Requirement(name, when=when, weight=weight, **{**given_texts, **changes})


LICENSE = requirement("license", P.state_license, text="a state license", ask="Is there a state license?")
HOURS = requirement("hours", P.weekly_hours >= 9, text="at least 9 hours a week", ask="How many hours a week are there?")
FIXED = requirement("fixed", P.fixed_end, RED_FLAG, text="a fixed end", ask="Does it end after a fixed time?")
HURDLES = requirement("hurdles", P.entry_hurdles, RED_FLAG, text="hurdles before entry", ask="What comes before entry?")
CALM = requirement(
    "rooms", P.trauma_care, PREFERRED, text="quiet rooms", ask="Are there quiet rooms?", for_need="calm", sources=[ROW]
)
REMOTE = requirement("remote", P.telehealth, PREFERRED, text="remote sessions", ask="Are there remote sessions?")
PEERS = requirement(
    "peers",
    P.peer_link,
    PREFERRED,
    text="a link to peers",
    ask="How are people linked to peers?",
    sources=[Source("F1-19"), Source("ed.", note="that a link is enough")],
)
SMALL_REQUIREMENTS = (PEERS, LICENSE, FIXED, CALM, HOURS, HURDLES, REMOTE)


def standard(*requirements: Any, **changes: Any) -> Standard:
    arguments: dict[str, Any] = {"id": "small", "version": "1", "title": "Small program", "requirements": requirements}
    return Standard(**{**arguments, **changes})


SMALL = standard(*SMALL_REQUIREMENTS)
GOOD: dict[str, Any] = {
    "peer_link": True,
    "state_license": True,
    "fixed_end": False,
    "trauma_care": True,
    "weekly_hours": 12,
    "entry_hurdles": False,
    "telehealth": True,
}

NEEDS = (
    ServiceNeed("calm", when=A.trauma_history, offers="quiet rooms", sources=[Source("F2-23")]),
    ServiceNeed("rides", when=A.mandated, offers="rides to sessions"),
    ServiceNeed("evenings", when=~A.peer_support, offers="sessions in the evening", sources=[Source("F4-24")]),
)
ENGINE = Engine(evolve(stepdown.RULES, needs=NEEDS))
STATES: tuple[bool | None, ...] = (None, False, True)


def program(**changes: Any) -> Program:
    return Program(**{**GOOD, **changes})


def decide(**changes: Any) -> Decision:
    return ENGINE.decide(best("iop").replace(**changes))


def found(findings: Findings, name: str) -> Any:
    return next(one for one in findings if one.requirement.id == name)


def ids(findings: Any) -> list[str]:
    return [one.requirement.id for one in findings]


def refusal(build: Callable[[], object]) -> str:
    with pytest.raises(DefinitionError) as caught:
        build()
    assert not isinstance(caught.value, DefinitionErrors)
    return str(caught.value)


def problems(*requirements: Any, **changes: Any) -> tuple[str, ...]:
    with pytest.raises(DefinitionErrors) as caught:
        standard(*requirements, **changes)
    assert caught.value.message == "standard 'small' cannot be used"
    return caught.value.problems


# Requirements.


class Named(StrEnum):
    LICENSE = "license"
    CALM = "calm"


def test_a_requirement_keeps_what_it_is_given() -> None:
    """Texts as they are, a yes-or-no fact as the condition that it is yes, ids as plain text, sources in order."""
    made = requirement(Named.LICENSE, P.state_license, for_need=Named.CALM, sources=[ROW, Source("ed.", note="a choice")])
    assert (made.id, type(made.id), made.for_need, type(made.for_need)) == ("license", str, "calm", str)
    assert made.when == Compare("state_license", "==", True)  # noqa: FBT003 # the value compared with
    assert (made.text, made.ask, made.weight) == ("license", "Is there license?", REQUIRED)
    assert made.sources == (ROW, Source("ed.", note="a choice"))
    assert LICENSE.for_need == ""


def test_a_requirement_rests_on_something() -> None:
    """Without a row or a note that it is a choice, nothing is asked of a program."""
    assert refusal(lambda: evolve(LICENSE, sources=())) == (
        "requirement 'license' needs sources=: at least one, or Source('ed.', note=...) for a choice"
    )
    assert evolve(LICENSE, sources=[Source("ed.", note="common sense")]).sources == (Source("ed.", note="common sense"),)


def test_a_red_flag_answers_no_need() -> None:
    """A warning that somebody needs would turn it into an offer."""
    assert refusal(lambda: evolve(FIXED, for_need="calm")) == (
        "requirement 'fixed': a red flag answers no need; leave for_need= out, or give another weight"
    )
    for weight in (REQUIRED, PREFERRED):
        assert evolve(FIXED, for_need="calm", weight=weight).for_need == "calm"


@pytest.mark.parametrize("name", ["text", "ask"])
@pytest.mark.parametrize("text", ["", "  ", "two\nlines", "bell\a", "x" * 501, 3, None])
def test_a_text_that_says_nothing(name: str, text: object) -> None:
    """What is looked for, and the question, are each a text on one line."""
    texts: dict[str, Any] = {name: text}
    assert refusal(lambda: requirement("license", P.state_license, **texts)) == (
        f"'license': {name} needs a text on one line, 1 to 500 printable characters"
    )


@pytest.mark.parametrize("need", ["  ", "two\nlines", "x" * 501, 3, None])
def test_a_need_that_is_none(need: object) -> None:
    """The need that is answered may be left out, but says something if given."""
    assert refusal(lambda: requirement("license", P.state_license, for_need=need)) == (
        "'license': for_need needs a text on one line, 1 to 500 printable characters"
    )


@pytest.mark.parametrize(
    ("weight", "given_kind"),
    [("required", "text"), (None, "nothing"), (True, "a true/false value"), (Outcome.MET, "a value of type Outcome")],
)
def test_what_is_no_weight(weight: Any, given_kind: str) -> None:
    """A text that looks like a weight would weigh nothing."""
    assert refusal(lambda: requirement("license", P.state_license, weight)) == (
        f"requirement 'license': weight is one of Weight.REQUIRED, Weight.PREFERRED and Weight.RED_FLAG; was given {given_kind}"
    )


@pytest.mark.parametrize(
    ("when", "given_kind"),
    [(True, "a true/false value"), ("state_license", "text"), (None, "nothing"), (P.weekly_hours, "a value of type Count")],
)
def test_what_is_no_condition(when: object, given_kind: str) -> None:
    """Anything but a condition or a yes-or-no fact is refused, with an example of one."""
    assert refusal(lambda: requirement("license", when)) == (
        f"when= takes a condition such as (Assessment.withdrawal_risk >= Risk.SEVERE), was given {given_kind}"
    )


@pytest.mark.parametrize("name", ["", "-a", "two words", "x" * 65, 3, None])
def test_an_id_that_cannot_be_used(name: Any) -> None:
    """The id of a requirement can stand in a record."""
    assert refusal(lambda: requirement(name, P.state_license)) == (
        f"id {name!r}: use 1 to 64 letters, digits, '.', '_', '/' or '-', beginning with a letter or digit"
    )


@pytest.mark.parametrize(
    ("sources", "sentence"),
    [
        (ROW.id, "sources= takes a list, was given text"),
        (None, "sources= takes a list, was given nothing"),
        ([ROW.id], f"sources are Source objects in a list, as in [{EXAMPLE}]"),
    ],
)
def test_sources_that_cannot_be_used(sources: object, sentence: str) -> None:
    """The sources of a requirement are `Source` objects."""
    assert refusal(lambda: requirement("license", P.state_license, sources=sources)) == sentence


def test_a_requirement_is_a_value() -> None:
    """Requirements of the same content are equal, hash alike, survive pickling and cannot be changed."""
    again = pickle.loads(pickle.dumps(CALM))  # noqa: S301 # our own bytes
    assert again == CALM
    assert hash(again) == hash(CALM)
    assert evolve(CALM, id="other") != CALM
    with pytest.raises(FrozenInstanceError):
        again.text = "loud rooms"


def test_all_but_the_id_is_given_by_name() -> None:
    """A requirement reads like a sentence."""
    build: Any = Requirement
    with pytest.raises(TypeError):
        build("license", P.state_license, text="one", ask="Is there one?", weight=REQUIRED, sources=[ROW])


# Standards.


class House(Facts):
    garden: Flag = Flag("garden", worse=False, yes="there is a garden", no="there is no garden")
    stairs: Flag = Flag("stairs", worse=True, yes="there are stairs", no="there are no stairs")
    quiet: Flag = Flag("quiet", worse=False, yes="it is quiet", no="it is not quiet")
    rooms: Count = Count("number of rooms", low=0, high=3, unit="rooms", worse="lower")


class Local(Program):
    childcare: Flag = Flag("childcare", worse=False, yes="there is childcare", no="there is no childcare")


def test_a_standard_keeps_its_requirements_in_order() -> None:
    """Whatever kind of list they come in, a generator too; a program is what it judges unless it says otherwise."""
    from_generator = standard(requirements=(one for one in SMALL_REQUIREMENTS))
    assert from_generator.requirements == SMALL_REQUIREMENTS
    assert from_generator == SMALL == standard(requirements=[*SMALL_REQUIREMENTS])
    assert SMALL.record is Program
    assert SMALL.status == "draft, not clinically validated"


def test_a_standard_needs_a_requirement() -> None:
    """An empty standard would be met by every program."""
    assert problems() == ("it needs 1 to 256 requirements, has 0",)


def test_a_standard_has_at_most_so_many_requirements() -> None:
    """256 are read by nobody, 257 are refused."""
    many = [requirement(f"r{number}", P.state_license) for number in range(MOST_REQUIREMENTS + 1)]
    assert len(standard(*many[:-1]).requirements) == MOST_REQUIREMENTS == 256
    assert problems(*many) == ("it needs 1 to 256 requirements, has 257",)


def test_an_id_stands_once() -> None:
    """A finding is named by the id of its requirement, so two of the same id are refused, each id once."""
    assert problems(LICENSE, HOURS, LICENSE, HOURS, HOURS, REMOTE) == (
        "id 'hours' is used more than once",
        "id 'license' is used more than once",
    )


@pytest.mark.parametrize(
    ("foreign", "kind"),
    [
        ("license", "text"),
        (None, "nothing"),
        (P.state_license, "a value of type Flag"),
        (NEEDS[0], "a value of type ServiceNeed"),
    ],
)
def test_what_is_no_requirement(foreign: object, kind: str) -> None:
    """Whatever else stands in the list is refused, and nothing else can be said then."""
    assert problems(LICENSE, foreign, LICENSE) == (f"requirements= takes Requirement objects, was given {kind}",)


def test_a_requirement_of_a_class_of_its_own_is_refused() -> None:
    """A subclass could say of itself whatever it likes."""
    kind: Any = type("Lenient", (Requirement,), {})
    lenient = kind("license", when=P.state_license, text="one", ask="Is there one?", weight=REQUIRED, sources=[ROW])
    assert problems(lenient) == ("requirements= takes Requirement objects, was given a value of type Lenient",)


@pytest.mark.parametrize(
    ("requirements", "kind"), [("license", "text"), (LICENSE, "a value of type Requirement"), (3, "a whole number")]
)
def test_requirements_come_in_a_list(requirements: object, kind: str) -> None:
    """One requirement alone, or a text, is no list of them."""
    assert refusal(lambda: standard(requirements=requirements)) == f"requirements= takes a list, was given {kind}"


class Certain(AllOf):
    """A condition of a class of its own: it could be met by what nobody knows."""


@pytest.mark.parametrize("wrapped", [lambda one: one, Not, lambda one: AnyOf((Not(one), P.telehealth))])
def test_a_condition_of_a_class_of_its_own_is_refused(wrapped: Callable[[Condition], Condition]) -> None:
    """Wherever it stands, a foreign condition makes the standard useless."""
    assert problems(requirement("license", wrapped(Certain((P.state_license,))))) == (
        "requirement 'license': its condition holds a class of its own",
    )


def test_a_condition_is_about_the_record_that_is_judged() -> None:
    """A fact that there is not is refused with the nearest name, and a comparison that says nothing with what it says."""
    assert problems(
        requirement("slip", Compare("weekly_hour", ">=", 9)),
        requirement("person", ~A.goals_met),
        requirement("empty", P.weekly_hours >= 0),
        HOURS,
    ) == (
        "requirement 'slip': there is no fact 'weekly_hour' in the vocabulary; did you mean 'weekly_hours'?",
        "requirement 'person': there is no fact 'goals_met' in the vocabulary",
        (
            "requirement 'empty': 'hours of treatment a week is 0 hours or more' is true of every value; "
            "leave it out or mend the value"
        ),
    )


def test_a_standard_speaks_of_one_record() -> None:
    """A standard for programs of one's own may use their facts; one for programs may not, nor one for another record."""
    childcare = requirement("childcare", Local.childcare)
    assert standard(childcare, LICENSE, record=Local).record is Local
    assert problems(childcare) == ("requirement 'childcare': there is no fact 'childcare' in the vocabulary",)
    assert problems(LICENSE, record=House) == ("requirement 'license': there is no fact 'state_license' in the vocabulary",)


@pytest.mark.parametrize("record", [None, "Program", Program(), Facts, Requirement, int, object])
def test_what_is_no_record(record: object) -> None:
    """A standard judges a class of facts that has some."""
    assert refusal(lambda: standard(LICENSE, record=record)) == (
        "a standard needs the record that it judges: record=Program, or another class of facts"
    )


def test_what_is_left_for_later_is_named_by_its_need() -> None:
    """Ids of needs come in any kind of list and become plain text; nothing is left for later unless it is said."""
    for given_ids in ([Named.CALM, "rides"], (one for one in ("calm", "rides"))):
        later = standard(LICENSE, for_later=given_ids)
        assert later.for_later == ("calm", "rides")
        assert {type(one) for one in later.for_later} == {str}
        assert later != standard(LICENSE)
        assert pickle.loads(pickle.dumps(later)) == later  # noqa: S301 # our own bytes
    assert SMALL.for_later == ()


def test_a_need_is_answered_or_left_for_later_and_not_both() -> None:
    """Each need of which both are said is refused once, by its id."""
    assert problems(CALM, evolve(REMOTE, for_need="calm"), LICENSE, for_later=["rides", "calm"]) == (
        "need 'calm' is answered by a requirement and left for later; decide for one",
    )
    both = [requirement(f"{name}-here", P.telehealth, for_need=name) for name in ("rides", "calm")]
    assert problems(*both, LICENSE, LICENSE, for_later=("rides", "evenings", "calm")) == (
        "need 'calm' is answered by a requirement and left for later; decide for one",
        "need 'rides' is answered by a requirement and left for later; decide for one",
        "id 'license' is used more than once",
    )


@pytest.mark.parametrize(
    ("wrong", "kind"), [("calm", "text"), (None, "nothing"), (3, "a whole number"), (True, "a true/false value")]
)
def test_what_is_left_for_later_comes_in_a_list(wrong: object, kind: str) -> None:
    """One id alone is no list of them."""
    assert refusal(lambda: standard(LICENSE, for_later=wrong)) == f"for_later= takes a list, was given {kind}"


@pytest.mark.parametrize("wrong", [3, None, b"calm", "", "two words", "x" * 65, NEEDS[0], ["calm"]], ids=repr)
def test_what_is_left_for_later_is_an_id(wrong: object) -> None:
    """Whatever no need could be called is refused without being shown, and nothing else is said of the requirements then."""
    for asked in (LICENSE, CALM):
        assert problems(asked, asked, for_later=["rides", wrong]) == ("for_later= takes the ids of service needs",)


def test_the_levels_of_a_standard_are_named_by_their_ids() -> None:
    """Ids of any ladder come in any kind of list and become plain text; a standard speaks of no level unless it says so."""
    for given_ids in ([stepdown.Stage.IOP, "2.1"], (one for one in ("iop", "2.1"))):
        leveled = standard(LICENSE, levels=given_ids)
        assert leveled.levels == ("iop", "2.1")
        assert {type(one) for one in leveled.levels} == {str}
        assert leveled != standard(LICENSE)
        assert pickle.loads(pickle.dumps(leveled)) == leveled  # noqa: S301 # our own bytes
    assert SMALL.levels == ()


@pytest.mark.parametrize(
    ("wrong", "kind"), [("iop", "text"), (None, "nothing"), (3, "a whole number"), (True, "a true/false value")]
)
def test_levels_come_in_a_list(wrong: object, kind: str) -> None:
    """One id alone is no list of them."""
    assert refusal(lambda: standard(LICENSE, levels=wrong)) == f"levels= takes a list, was given {kind}"


@pytest.mark.parametrize("wrong", [3, None, b"iop", "", "IOP", "two words", "x" * 33, stepdown.LADDER["iop"], ["iop"]], ids=repr)
def test_a_level_of_a_standard_is_an_id(wrong: object) -> None:
    """Whatever no level could be called is refused without being shown, and everything else that is wrong is told, too."""
    assert problems(LICENSE, LICENSE, levels=["php", wrong]) == (
        "levels= takes the ids of levels of care, such as 'iop'",
        "id 'license' is used more than once",
    )


def test_a_level_of_a_standard_is_named_once() -> None:
    """Each id that stands more than once is refused once."""
    assert problems(LICENSE, levels=["php", "iop", "2.1", "php", "iop", "iop"]) == (
        "level 'iop' is named more than once",
        "level 'php' is named more than once",
    )


@pytest.mark.parametrize("name", ["version", "title", "status"])
@pytest.mark.parametrize("text", ["", " ", "two\nlines", 1, None])
def test_a_standard_says_what_it_is(name: str, text: object) -> None:
    """Version, title and status are each a text on one line."""
    assert refusal(lambda: standard(LICENSE, **{name: text})) == (
        f"'small': {name} needs a text on one line, 1 to 500 printable characters"
    )


def test_a_standard_has_an_id() -> None:
    """It can stand in a record."""
    assert refusal(lambda: standard(LICENSE, id="two words")) == (
        "id 'two words': use 1 to 64 letters, digits, '.', '_', '/' or '-', beginning with a letter or digit"
    )


def test_everything_wrong_with_a_standard_is_told_at_once() -> None:
    """The message names the standard and lists every problem."""
    with pytest.raises(DefinitionErrors) as caught:
        standard(requirement("a", Certain((P.telehealth,))), requirement("a", A.goals_met))
    assert str(caught.value) == (
        "standard 'small' cannot be used\n"
        "  - id 'a' is used more than once\n"
        "  - requirement 'a': its condition holds a class of its own\n"
        "  - requirement 'a': there is no fact 'goals_met' in the vocabulary"
    )


def test_a_standard_is_a_value() -> None:
    """Standards of the same content are equal, hash alike, survive pickling and cannot be changed."""
    again = pickle.loads(pickle.dumps(SMALL))  # noqa: S301 # our own bytes
    assert again == SMALL
    assert hash(again) == hash(SMALL)
    assert standard(LICENSE) != SMALL
    with pytest.raises(FrozenInstanceError):
        again.requirements = (LICENSE,)


def test_the_repr_of_a_standard_says_its_size() -> None:
    """Id, version and how many requirements."""
    assert repr(SMALL) == "<Standard 'small' 1: 7 requirements; draft, not clinically validated>"


# One finding.


@pytest.mark.parametrize(
    ("name", "value", "outcome", "words"),
    [
        ("license", True, MET, "Met: a state license."),
        ("license", False, NOT_MET, "Not met, though required: a state license."),
        ("license", None, UNKNOWN, "Is there a state license?"),
        ("remote", True, MET, "Met: remote sessions."),
        ("remote", False, NOT_MET, "Not met, though preferred: remote sessions."),
        ("remote", None, UNKNOWN, "Are there remote sessions?"),
        ("hurdles", False, MET, "Ruled out: hurdles before entry."),
        ("hurdles", True, NOT_MET, "Red flag: hurdles before entry."),
        ("hurdles", None, UNKNOWN, "What comes before entry?"),
    ],
)
def test_a_finding_is_met_not_met_or_unknown(*, name: str, value: bool | None, outcome: Outcome, words: str) -> None:
    """Each weight has its words for the three outcomes; a red flag is met when it is ruled out, and unknown is a question."""
    fact = {"license": "state_license", "remote": "telehealth", "hurdles": "entry_hurdles"}[name]
    finding = found(check(program(**{fact: value}), SMALL), name)
    assert (finding.outcome, finding.words) == (outcome, words)
    assert finding.open is (outcome is UNKNOWN)
    assert finding.needed is False
    assert finding.weight is finding.requirement.weight


NEEDED_WORDS: list[tuple[bool | None, bool | None, Outcome, bool, str]] = [
    (True, True, MET, False, "Met: quiet rooms."),
    (True, False, NOT_MET, False, "Not met, though needed by this person: quiet rooms."),
    (True, None, UNKNOWN, True, "Are there quiet rooms?"),
    (None, True, MET, False, "Met: quiet rooms."),
    (None, False, NOT_MET, True, "Not met; find out whether this is needed: quiet rooms."),
    (None, None, UNKNOWN, True, "Are there quiet rooms? Find out, too, whether this is needed."),
    (False, True, MET, False, "Met: quiet rooms."),
    (False, False, NOT_MET, False, "Not met, though preferred: quiet rooms."),
    (False, None, UNKNOWN, True, "Are there quiet rooms?"),
]


@pytest.mark.parametrize(("needs_it", "has_it", "outcome", "is_open", "words"), NEEDED_WORDS)
def test_what_a_person_needs_is_required(
    *, needs_it: bool | None, has_it: bool | None, outcome: Outcome, is_open: bool, words: str
) -> None:
    """A need makes its requirement required; while it is to be clarified, what is not met stays open, and unknown asks twice."""
    finding = found(check(program(trauma_care=has_it), SMALL, decide(trauma_history=needs_it)), "rooms")
    assert (finding.outcome, finding.open, finding.words) == (outcome, is_open, words)
    assert finding.needed is needs_it
    assert finding.weight is (PREFERRED if needs_it is False else REQUIRED)
    assert finding.requirement is CALM


@pytest.mark.parametrize(("needs_it", "has_it"), [*product(STATES, STATES)])
def test_the_verdict_follows_the_need(*, needs_it: bool | None, has_it: bool | None) -> None:
    """Lacking what is needed is not met, what is to be clarified leaves it unknown, what nobody needs decides nothing."""
    verdict = check(program(trauma_care=has_it), SMALL, decide(trauma_history=needs_it)).verdict
    if needs_it is False or has_it:
        assert verdict is MET
    elif needs_it and has_it is False:
        assert verdict is NOT_MET
    else:
        assert verdict is UNKNOWN


@pytest.mark.parametrize(("needs_it", "has_it"), [*product(STATES, STATES)])
def test_a_need_to_be_clarified_never_softens_what_is_required(*, needs_it: bool | None, has_it: bool | None) -> None:
    """What is required of all is so whoever asks; only a need that is certain is told as one."""
    asked, strict = program(trauma_care=has_it), standard(evolve(CALM, weight=REQUIRED), PEERS)
    (alone, _), (finding, _) = check(asked, strict), check(asked, strict, decide(trauma_history=needs_it))
    assert (finding.weight, finding.outcome, finding.open) == (REQUIRED, alone.outcome, has_it is None)
    assert finding.needed is (needs_it is True)
    assert check(asked, strict, decide(trauma_history=needs_it)).verdict is check(asked, strict).verdict
    if has_it is False:
        reason = "needed by this person" if needs_it else "required"
        assert finding.words == f"Not met, though {reason}: quiet rooms."
    else:
        assert finding.words == alone.words


def test_one_need_may_be_answered_by_several_requirements() -> None:
    """Each of them is required of the program then."""
    both = standard(CALM, evolve(REMOTE, for_need="calm"), PEERS)
    findings = check(program(telehealth=False), both, decide(trauma_history=True))
    assert [(one.weight, one.outcome, one.needed) for one in findings] == [
        (REQUIRED, MET, True),
        (REQUIRED, NOT_MET, True),
        (PREFERRED, MET, False),
    ]
    assert findings.verdict is NOT_MET


# Services of which the standard says nothing.


@pytest.mark.parametrize(
    ("mandated", "words"),
    [
        (True, "Does the program offer rides to sessions?"),
        (None, "Does the program offer rides to sessions? Find out, too, whether this is needed."),
    ],
)
def test_a_service_of_which_the_standard_says_nothing_is_asked(*, mandated: bool | None, words: str) -> None:
    """It becomes a question that is required, with the sources of the need, or a note that it is one."""
    findings = check(program(), SMALL, decide(mandated=mandated))
    finding = found(findings, "rides")
    assert ids(findings) == [*ids(check(program(), SMALL)), "rides"]
    assert (finding.weight, finding.outcome, finding.needed, finding.open) == (REQUIRED, UNKNOWN, mandated, True)
    assert finding.words == words
    assert findings.questions == (words,)
    assert findings.verdict is UNKNOWN
    assert (finding.requirement.for_need, finding.requirement.text) == ("rides", "rides to sessions")
    assert [str(source) for source in finding.requirement.sources] == ["ed.: a need of the rule set"]


def test_services_that_are_asked_stand_after_the_standard_by_their_ids() -> None:
    """What the standard asks for comes first, whatever the order of the needs."""
    findings = check(program(), SMALL, decide(mandated=True, peer_support=False))
    assert ids(findings)[len(SMALL_REQUIREMENTS) :] == ["evenings", "rides"]
    assert [str(source) for source in found(findings, "evenings").requirement.sources] == ["F4-24"]


@pytest.mark.parametrize("offers", ["w" * 500, "rides " * 83, "well-known " * 45, "ride-" * 99], ids=len)
@pytest.mark.parametrize("later", [(), ("rides",)], ids=["now", "later"])
def test_a_service_with_a_long_name_is_asked_in_short(offers: str, later: tuple[str, ...]) -> None:
    """The question is cut to what a text may hold and says so; what is offered is kept whole."""
    long = Engine(evolve(stepdown.RULES, needs=[ServiceNeed("rides", when=A.mandated, offers=offers)]))
    findings = check(program(), standard(LICENSE, for_later=later), long.decide(best("iop").replace(mandated=True)))
    asked = found(findings, "rides").requirement
    assert len(asked.ask) <= 500
    assert asked.ask.startswith("For the time after: who offers" if later else "Does the program offer")
    assert asked.ask.endswith("…?")
    assert asked.text == offers
    assert findings.questions == (asked.ask,)
    assert "…?" in findings.explain()


@pytest.mark.parametrize("later", [(), ("rides",)], ids=["now", "later"])
def test_a_shortened_question_does_not_break_at_hyphens(later: tuple[str, ...]) -> None:
    """A word with a hyphen is kept whole or left out."""
    long = Engine(evolve(stepdown.RULES, needs=[ServiceNeed("rides", when=A.mandated, offers="well-known " * 45)]))
    (words,) = check(program(), standard(LICENSE, for_later=later), long.decide(best("iop").replace(mandated=True))).questions
    begin = "For the time after: who offers " if later else "Does the program offer "
    kept = words.removeprefix(begin).removesuffix("…?").split()
    assert {*kept} == {"well-known"}
    assert 500 - len(words) < len(" well-known")


@pytest.mark.parametrize("size", [476, 477], ids=["fits", "too-long"])
def test_a_question_is_cut_only_if_it_must_be(size: int) -> None:
    """A question of 500 characters is asked whole."""
    offers = "w" * (size - 4) + " bus"
    long = Engine(evolve(stepdown.RULES, needs=[ServiceNeed("rides", when=A.mandated, offers=offers)]))
    (words,) = check(program(), standard(LICENSE), long.decide(best("iop").replace(mandated=True))).questions
    whole = f"Does the program offer {offers}?"
    assert words == (whole if len(whole) <= 500 else whole.replace(" bus?", "…?"))


# Services that are left for the time after.

LATER = standard(*SMALL_REQUIREMENTS, for_later=["rides", "nobody-needs-this"])


@pytest.mark.parametrize(
    ("mandated", "words"),
    [
        (True, "For the time after: who offers rides to sessions?"),
        (None, "For the time after: who offers rides to sessions? Find out, too, whether this is needed."),
    ],
)
def test_a_service_that_is_left_for_later_is_asked_about_that_time(*, mandated: bool | None, words: str) -> None:
    """It is a question that is preferred, with its need and sources; the verdict on the program does not wait for it."""
    findings = check(program(), LATER, decide(mandated=mandated))
    finding = found(findings, "rides")
    assert ids(findings) == [*ids(check(program(), LATER)), "rides"]
    assert (finding.weight, finding.outcome, finding.needed, finding.open) == (PREFERRED, UNKNOWN, mandated, True)
    assert (finding.requirement.weight, finding.requirement.for_need) == (PREFERRED, "rides")
    assert finding.requirement.text == "rides to sessions"
    assert [str(source) for source in finding.requirement.sources] == ["ed.: a need of the rule set"]
    assert findings.questions == (words,)
    assert findings.verdict is MET
    assert f"Ask, since it is preferred\n  - {words} [rides: " in findings.explain(500)


def test_a_service_that_is_left_for_later_is_asked_only_where_it_is_needed() -> None:
    """Without a decision, or for a person who does not need it, nothing is asked; other services are asked as ever."""
    for decision in (None, decide(mandated=False)):
        assert [*check(program(), LATER, decision)] == [*check(program(), SMALL, decision)]
    findings = check(program(), LATER, decide(mandated=True, peer_support=False))
    assert [(one.requirement.id, one.weight) for one in findings][len(SMALL_REQUIREMENTS) :] == [
        ("evenings", REQUIRED),
        ("rides", PREFERRED),
    ]
    assert findings.verdict is UNKNOWN


# Hours.


@pytest.mark.parametrize(
    ("hours_needed", "weekly_hours", "outcome", "words"),
    [
        (12, 12, MET, "Met: as many hours a week as this person needs."),
        (12, 168, MET, "Met: as many hours a week as this person needs."),
        (13, 12, NOT_MET, "Not met, though needed by this person: as many hours a week as this person needs."),
        (13, None, UNKNOWN, "Does the program offer as many hours a week as this person needs?"),
        (1, None, UNKNOWN, "Does the program offer as many hours a week as this person needs?"),
        (60, 60, MET, "Met: as many hours a week as this person needs."),
    ],
)
def test_the_hours_that_a_person_needs(hours_needed: int, weekly_hours: int | None, outcome: Outcome, words: str) -> None:
    """Where the standard asks about hours, the program has to offer as many as the person needs."""
    findings = check(program(weekly_hours=weekly_hours), SMALL, decide(hours_needed=hours_needed))
    finding = found(findings, "hours-for-this-person")
    assert (finding.weight, finding.needed, finding.outcome, finding.words) == (REQUIRED, True, outcome, words)
    assert findings.verdict is outcome
    assert finding.requirement.sources == Program.weekly_hours.source
    assert ids(findings) == [*ids(check(program(), SMALL)), "hours-for-this-person"]


@pytest.mark.parametrize("hours_needed", [0, None])
def test_no_hours_are_looked_for_where_none_are_needed(hours_needed: int | None) -> None:
    """With no hours needed, or hours that nobody has named, nothing is added."""
    assert ids(check(program(), SMALL, decide(hours_needed=hours_needed))) == ids(check(program(), SMALL))


def test_hours_are_looked_for_only_where_the_standard_asks_about_them() -> None:
    """A standard that says nothing of hours stays silent; one that mentions them within a condition does not."""
    silent, mentions = standard(LICENSE), standard(requirement("either", P.telehealth | (P.weekly_hours < 9), PREFERRED))
    assert ids(check(program(weekly_hours=3), silent, decide(hours_needed=20))) == ["license"]
    assert ids(check(program(weekly_hours=3), mentions, decide(hours_needed=20))) == ["either", "hours-for-this-person"]


def test_hours_are_looked_for_wherever_the_standard_is_for_a_level() -> None:
    """A level that asks about no hours itself still has to offer as many as the person needs."""
    leveled = standard(LICENSE, levels=["outpatient"])
    for weekly_hours, outcome in ((20, MET), (19, NOT_MET), (None, UNKNOWN)):
        findings = check(program(weekly_hours=weekly_hours), leveled, decide(hours_needed=20))
        assert ids(findings) == ["license", "hours-for-this-person"]
        assert findings.verdict is outcome
    for hours_needed in (0, None):
        assert ids(check(program(weekly_hours=3), leveled, decide(hours_needed=hours_needed))) == ["license"]


def test_hours_are_looked_for_in_a_program_of_ones_own() -> None:
    """A subclass of `Program` has weekly hours, too; another record has none, and nothing is added to it."""
    own = standard(HOURS, record=Local)
    assert ids(check(Local(weekly_hours=3), own, decide(hours_needed=20))) == ["hours", "hours-for-this-person"]
    home = standard(requirement("garden", House.garden), record=House, levels=["outpatient"])
    assert ids(check(House(), home, decide(hours_needed=20))) == ["garden"]


def test_hours_come_before_services_that_are_asked() -> None:
    """After the standard first the hours, then the services that it does not mention."""
    findings = check(program(), SMALL, decide(hours_needed=20, mandated=True))
    assert ids(findings)[len(SMALL_REQUIREMENTS) :] == ["hours-for-this-person", "rides"]


# The level decided.


IN_A_HOSPITAL = ENGINE.decide(best("residential").replace(withdrawal_risk=Risk.SEVERE))
WITHOUT_A_LEVEL = ENGINE.decide(best(None))
BEFORE_CARE = ENGINE.decide(Assessment(level=NOT_IN_CARE))
DONE = ENGINE.decide(best("aftercare"))
UNDETERMINED = (WITHOUT_A_LEVEL, BEFORE_CARE)
ASKS_FOR_THE_LEVEL = "Which level of care is needed? The decision leaves it open."
ANOTHER_LEVEL = (
    "The level decided is Medically managed inpatient, and this standard is for another: "
    "nothing below says that care of this kind is what is needed."
)


SMALL_LICENSE = standard(LICENSE, FIXED)


def leveled(*levels: str, requirements: tuple[Requirement, ...] = (LICENSE, FIXED)) -> Standard:
    return standard(*requirements, levels=levels)


def test_the_decisions_asked_about_are_what_their_names_say() -> None:
    """One names a level, two leave it open, and one leads out of care."""
    assert [one.target_id for one in (IN_A_HOSPITAL, *UNDETERMINED, DONE)] == ["inpatient", None, None, "complete"]


def test_a_standard_for_another_level_is_not_met() -> None:
    """However good a program is, it does not meet the standard of one level for a person who needs another."""
    for levels in (["aftercare", "1.0"], ["residential"], ["4"]):
        findings = check(program(), leveled(*levels), IN_A_HOSPITAL)
        assert findings.other_level is stepdown.LADDER["inpatient"]
        assert findings.level_open is False
        assert findings.verdict is NOT_MET
        assert {one.outcome for one in findings} == {MET}
        assert findings.questions == ()


def test_twin_a_standard_for_the_level_decided_can_be_met() -> None:
    """Where the level decided is among those of the standard, on whichever place, the findings alone decide."""
    for levels in (["inpatient"], ["4", "inpatient"], ["inpatient", "residential"]):
        for license_, outcome in ((True, MET), (False, NOT_MET), (None, UNKNOWN)):
            findings = check(program(state_license=license_), leveled(*levels), IN_A_HOSPITAL)
            assert findings.other_level is None
            assert findings.level_open is False
            assert findings.verdict is outcome


@pytest.mark.parametrize("decision", UNDETERMINED, ids=["level-unknown", "before-care"])
def test_a_level_that_is_not_determined_leaves_the_verdict_open(decision: Decision) -> None:
    """Nothing is met then, what is not met stays so, and the first question is which level is needed."""
    for license_, outcome in ((True, UNKNOWN), (False, NOT_MET), (None, UNKNOWN)):
        asked = program(state_license=license_)
        findings, alone = check(asked, leveled("inpatient"), decision), check(asked, SMALL_LICENSE, decision)
        assert (findings.other_level, findings.level_open) == (None, True)
        assert findings.verdict is outcome
        assert findings.questions == (ASKS_FOR_THE_LEVEL, *alone.questions)
        assert [*findings] == [*alone]


@pytest.mark.parametrize(
    ("levels", "decision"),
    [
        (("inpatient",), None),
        (("inpatient",), DONE),
        *(((), decision) for decision in (None, IN_A_HOSPITAL, WITHOUT_A_LEVEL, BEFORE_CARE, DONE)),
    ],
)
def test_no_level_is_compared_where_there_is_none(levels: tuple[str, ...], decision: Decision | None) -> None:
    """Without a decision, for a standard that speaks of no level, and at the end of care, the findings alone decide."""
    for license_, outcome in ((True, MET), (False, NOT_MET), (None, UNKNOWN)):
        findings = check(program(state_license=license_), leveled(*levels, requirements=(LICENSE,)), decision)
        assert (findings.other_level, findings.level_open) == (None, False)
        assert found(findings, "license").outcome is outcome
        assert ASKS_FOR_THE_LEVEL not in findings.questions
    kinds = check(program(), leveled(*levels), decision), check(program(), SMALL_LICENSE, decision)
    assert kinds[0].verdict is kinds[1].verdict
    assert kinds[0].explain() == kinds[1].explain()


def test_a_list_of_wishes_is_for_its_level_too() -> None:
    """Where nothing is required, another level is not met, and an open one is open, all the same."""
    for decision, outcome in ((IN_A_HOSPITAL, NOT_MET), (WITHOUT_A_LEVEL, UNKNOWN), (None, MET)):
        assert check(program(), leveled("aftercare", requirements=(REMOTE,)), decision).verdict is outcome


def test_another_record_has_a_level_as_well() -> None:
    """The level is compared by its id, whatever the standard judges."""
    home = standard(requirement("garden", House.garden), record=House, levels=["residential"])
    assert check(House(garden=True), home, IN_A_HOSPITAL).verdict is NOT_MET
    assert check(House(garden=True), evolve(home, levels=["inpatient"]), IN_A_HOSPITAL).verdict is MET


def test_the_repr_of_findings_shows_no_level() -> None:
    """Which level a person needs is in no log."""
    assert repr(check(program(), leveled("aftercare"), IN_A_HOSPITAL)) == "<Findings by 'small': not met>"
    assert repr(check(program(), leveled("aftercare"), WITHOUT_A_LEVEL)) == "<Findings by 'small': unknown>"


def test_findings_for_another_level_survive_pickling() -> None:
    """A copy comes to the same."""
    findings = check(program(), leveled("aftercare"), IN_A_HOSPITAL)
    again = pickle.loads(pickle.dumps(findings))  # noqa: S301 # our own bytes
    assert (again.verdict, again.other_level) == (NOT_MET, stepdown.LADDER["inpatient"])


def test_the_text_says_that_the_standard_is_for_another_level() -> None:
    """It comes first: that everything below is met would be read as enough, and nothing speaks against the program."""
    assert check(program(), leveled("aftercare", requirements=(LICENSE,)), IN_A_HOSPITAL).explain(200) == (
        "Small program\n"
        f"{ANOTHER_LEVEL}\n"
        "\n"
        "Met\n"
        "  - Met: a state license. [license: F2-25]\n"
        "\n"
        "Standard: small, version 1; draft, not clinically validated.\n"
        f"Rules: {stepdown.RULES.label}."
    )


def test_the_text_asks_what_is_unknown_for_another_level_too() -> None:
    """The questions stay, and the text does not call a verdict unsettled that no answer can change."""
    lines = check(Program(), leveled("aftercare", requirements=(LICENSE,)), IN_A_HOSPITAL).explain(200).splitlines()
    assert lines[:4] == ["Small program", ANOTHER_LEVEL, "", "Ask, since it is required"]


def test_the_text_tells_what_is_not_met_before_the_level() -> None:
    """A red flag stays one, and is told whatever level is needed."""
    lines = check(program(fixed_end=True), leveled("aftercare"), IN_A_HOSPITAL).explain(200).splitlines()
    assert lines[:5] == [
        "Small program",
        "Something that counts here is not met, or a red flag is up: see below before relying on it.",
        ANOTHER_LEVEL,
        "",
        "Red flags",
    ]


@pytest.mark.parametrize(
    ("license_", "lead"),
    [
        (True, "Not settled yet: ask the questions below. A vague answer is no answer; keep asking."),
        (False, "Something that counts here is not met, or a red flag is up: see below before relying on it."),
    ],
)
def test_the_text_asks_which_level_is_needed(*, license_: bool, lead: str) -> None:
    """Right after the lead, with what nobody may conclude until then."""
    lines = check(program(state_license=license_), leveled("aftercare"), BEFORE_CARE).explain(200).splitlines()
    assert lines[1:4] == [
        lead,
        f"{ASKS_FOR_THE_LEVEL} Until it is settled, nothing below says that care of this kind is what is needed.",
        "",
    ]


# What cannot be compared.


@pytest.mark.parametrize(
    ("record", "given_kind"),
    [
        (House(), "a value of type House"),
        (best("iop"), "a value of type Assessment"),
        (None, "nothing"),
        ({"weekly_hours": 12}, "an object"),
        (Program, "a value of type type"),
    ],
)
def test_another_record_is_refused(record: Any, given_kind: str) -> None:
    """A standard for programs judges programs, and shows nothing of what it was given instead."""
    with pytest.raises(ProgramError) as caught:
        check(record, SMALL)
    assert str(caught.value) == f"the standard 'small' judges records of type Program; was given {given_kind}"


def test_a_standard_for_programs_of_ones_own_judges_no_other() -> None:
    """A subclass is judged by the standard of its parent, and never the other way round."""
    own = standard(requirement("childcare", Local.childcare), record=Local)
    assert check(Local(**GOOD), SMALL).verdict is MET
    with pytest.raises(ProgramError) as caught:
        check(Program(), own)
    assert str(caught.value) == "the standard 'small' judges records of type Local; was given a value of type Program"


@pytest.mark.parametrize(
    ("wrong", "given_kind"),
    [(None, "nothing"), ("iop", "text"), (Standard, "a value of type type"), (LICENSE, "a value of type Requirement")],
)
def test_what_is_no_standard(wrong: Any, given_kind: str) -> None:
    """A program is compared with a standard, not with the name of one."""
    with pytest.raises(DefinitionError) as caught:
        check(Program(), wrong)
    assert str(caught.value) == f"check() compares with a Standard, was given {given_kind}"


@pytest.mark.parametrize(
    ("wrong", "given_kind"),
    [
        (best("iop"), "a value of type Assessment"),
        (False, "a true/false value"),
        ("iop", "text"),
        (stepdown.RULES, "a value of type RuleSet"),
    ],
)
def test_what_is_no_decision(wrong: Any, given_kind: str) -> None:
    """Only a decision names what the person needs."""
    with pytest.raises(ProgramError) as caught:
        check(Program(), SMALL, wrong)
    assert str(caught.value) == f"decision= takes a Decision, as Engine.decide makes it; was given {given_kind}"


# All findings.


def test_findings_come_in_the_order_of_the_standard() -> None:
    """They can be iterated over and counted; what was compared stays with them."""
    findings = check(program(), SMALL)
    assert ids(findings) == ["peers", "license", "fixed", "rooms", "hours", "hurdles", "remote"]
    assert len(findings) == len(findings.findings) == 7
    assert (findings.record, findings.standard) == (program(), SMALL)
    assert tuple(findings) == findings.findings


def test_findings_have_no_truth() -> None:
    """A verdict has three values, so that none of them is the truth."""
    for one in (check(program(), SMALL), check(Program(), SMALL)):
        with pytest.raises(ProgramError) as caught:
            bool(one)
        assert str(caught.value) == ("findings are neither true nor false; compare their verdict: findings.verdict is MET")


def test_the_repr_of_findings_shows_no_values() -> None:
    """Which standard and what it came to; neither an answer nor the name of the program."""
    assert repr(check(program(name="Riverside"), SMALL)) == "<Findings by 'small': met>"
    assert repr(check(Program(weekly_hours=137), SMALL)) == "<Findings by 'small': unknown>"
    assert repr(check(program(weekly_hours=7), SMALL)) == "<Findings by 'small': not met>"


def test_the_repr_of_a_finding_shows_its_requirement_only() -> None:
    """Neither what was answered nor what the person needs is in a log."""
    decision = decide(trauma_history=True, mandated=None, hours_needed=20)
    for record in (Program(), program(), program(trauma_care=False, weekly_hours=7)):
        findings = check(record, SMALL, decision)
        assert [repr(one) for one in findings] == [f"<Finding on {name!r}>" for name in ids(findings)]
        assert str(found(findings, "rooms")) == "<Finding on 'rooms'>"


def test_findings_survive_pickling_and_cannot_be_changed() -> None:
    """A copy says the same of the same program."""
    findings = check(program(name="Riverside", telehealth=None), SMALL, decide(trauma_history=None, hours_needed=20))
    again = pickle.loads(pickle.dumps(findings))  # noqa: S301 # our own bytes
    assert (again.record, again.standard, again.findings) == (findings.record, findings.standard, findings.findings)
    assert again.explain() == findings.explain()
    with pytest.raises(FrozenInstanceError):
        again.findings = ()
    with pytest.raises(FrozenInstanceError):
        again.findings[0].outcome = MET


MIXED = standard(
    requirement("p1", P.telehealth, PREFERRED),
    requirement("f1", P.fixed_end, RED_FLAG),
    requirement("r1", P.state_license),
    requirement("p2", P.peer_link, PREFERRED),
    requirement("r2", P.weekly_hours >= 9),
    requirement("f2", P.entry_hurdles, RED_FLAG),
)


def test_questions_come_with_the_required_first() -> None:
    """First what is required, then what would be a red flag, then what is preferred; within each as in the standard."""
    nothing_known = check(Program(), MIXED)
    assert nothing_known.questions == (
        "Is there r1?",
        "Is there r2?",
        "Is there f1?",
        "Is there f2?",
        "Is there p1?",
        "Is there p2?",
    )
    assert ids(nothing_known.open(PREFERRED, REQUIRED)) == ["p1", "p2", "r1", "r2"]
    assert ids(nothing_known.open(RED_FLAG)) == ["f1", "f2"]
    assert nothing_known.settled(MET, REQUIRED, RED_FLAG, PREFERRED) == ()


def test_what_is_settled_is_asked_no_more() -> None:
    """Findings are told by outcome and weight, in the order of the weights that are asked for."""
    some_known = check(Program(telehealth=False, state_license=True, weekly_hours=3, fixed_end=False, entry_hurdles=True), MIXED)
    assert ids(some_known.settled(MET, REQUIRED, RED_FLAG, PREFERRED)) == ["r1", "f1"]
    assert ids(some_known.settled(NOT_MET, PREFERRED, RED_FLAG, REQUIRED)) == ["p1", "f2", "r2"]
    assert some_known.settled(UNKNOWN, REQUIRED, RED_FLAG, PREFERRED) == ()
    assert some_known.questions == ("Is there p2?",)
    assert some_known.verdict is NOT_MET


def test_without_weights_all_weights_are_meant() -> None:
    """In the order of the weights: required, preferred, red flags."""
    nothing_known = check(Program(), MIXED)
    assert nothing_known.open() == nothing_known.open(*Weight)
    assert ids(nothing_known.open()) == ["r1", "r2", "p1", "p2", "f1", "f2"]
    assert nothing_known.settled(MET) == nothing_known.settled(NOT_MET) == ()
    known = check(
        Program(telehealth=False, peer_link=True, state_license=True, weekly_hours=3, fixed_end=False, entry_hurdles=True), MIXED
    )
    assert known.open() == known.settled(UNKNOWN) == ()
    assert ids(known.settled(MET)) == ["r1", "p2", "f1"]
    assert ids(known.settled(NOT_MET)) == ["r2", "p1", "f2"]


@pytest.mark.parametrize(
    ("telehealth", "peer_link", "verdict"),
    [
        (True, True, MET),
        (True, False, NOT_MET),
        (None, False, NOT_MET),
        (True, None, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_what_is_preferred_decides_where_nothing_is_required(
    *, telehealth: bool | None, peer_link: bool | None, verdict: Outcome
) -> None:
    """A list of wishes alone is met if every wish is; beside one thing required, or one flag, no wish decides."""
    wishes = [one for one in MIXED.requirements if one.weight is PREFERRED]
    asked = program(telehealth=telehealth, peer_link=peer_link)
    assert check(asked, standard(*wishes)).verdict is verdict
    for decisive in (LICENSE, FIXED):
        assert check(asked, standard(*wishes, decisive)).verdict is MET


@pytest.mark.parametrize("needs_it", [True, None])
def test_a_need_mends_no_verdict_on_wishes(*, needs_it: bool | None) -> None:
    """A list of wishes that is not met without a decision is not met with one."""
    wishes, asked = standard(CALM, REMOTE), program(telehealth=False)
    assert check(asked, wishes).verdict is check(asked, wishes, decide(trauma_history=needs_it)).verdict is NOT_MET


def test_a_need_to_be_clarified_softens_no_wish() -> None:
    """A list of wishes that is not met stays so while it is open whether the wish is a need."""
    wishes, asked = standard(CALM), program(trauma_care=False)
    assert check(asked, wishes).verdict is check(asked, wishes, decide(trauma_history=True)).verdict is NOT_MET
    assert check(asked, wishes, decide(trauma_history=None)).verdict is NOT_MET


def test_a_list_of_wishes_does_not_wait_for_the_time_after() -> None:
    """What is left for later decides nothing, where nothing is required either."""
    assert check(program(), standard(REMOTE, for_later=["rides"]), decide(mandated=True)).verdict is MET


def test_what_may_not_be_needed_is_open_and_not_settled() -> None:
    """Not met, with the need still to be clarified: a question of what is required, and no verdict yet."""
    findings = check(program(trauma_care=False), SMALL, decide(trauma_history=None))
    assert ids(findings.open(REQUIRED)) == ["rooms"]
    assert findings.settled(NOT_MET, REQUIRED, PREFERRED, RED_FLAG) == ()
    assert findings.questions == ("Not met; find out whether this is needed: quiet rooms.",)
    assert findings.verdict is UNKNOWN


# Laws, over arbitrary standards and records.

LEAVES: tuple[Condition, ...] = (
    House.garden.as_condition(),
    House.stairs.as_condition(),
    House.quiet.as_condition(),
    House.rooms >= 1,
    House.rooms > 2,
    House.rooms != 2,
)
HOUSE_VALUES: dict[str, tuple[Any, ...]] = {
    "garden": (False, True),
    "stairs": (False, True),
    "quiet": (False, True),
    "rooms": (0, 1, 2, 3),
}
conditions = st.recursive(
    st.integers(0, len(LEAVES) - 1).map(LEAVES.__getitem__),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(AllOf),
        st.lists(inner, min_size=2, max_size=3).map(AnyOf),
    ),
    max_leaves=4,
)
standards = st.lists(st.tuples(conditions, st.sampled_from(Weight)), min_size=1, max_size=6).map(
    lambda drawn: standard(
        *(requirement(f"r{number}", when, weight) for number, (when, weight) in enumerate(drawn)), record=House
    )
)
houses = st.fixed_dictionaries({name: st.sampled_from((None, *values)) for name, values in HOUSE_VALUES.items()}).map(
    lambda values: House(**values)
)


def fully_known(house: House) -> Iterator[House]:
    """Every house that this one could turn out to be."""
    known = house.known()
    choices = [[known[name]] if name in known else values for name, values in HOUSE_VALUES.items()]
    for answers in product(*choices):
        yield House(**dict(zip(HOUSE_VALUES, answers, strict=True)))


def better_known(house: House) -> Iterator[House]:
    """Every house with one more answer."""
    for name, values in HOUSE_VALUES.items():
        if name not in house.known():
            yield from (house.replace(**{name: value}) for value in values)


def truths(house: House, judged_by: Standard, weight: Weight) -> list[bool | None]:
    return [one.when.evaluate(house.known()) for one in judged_by.requirements if one.weight is weight]


@given(standards, houses)
def test_law_the_verdict_is_what_is_required_and_every_flag(judged_by: Standard, house: House) -> None:
    """Met if and only if all that is required is true and every flag false; wishes stand for it where there is neither."""
    required, flags = truths(house, judged_by, REQUIRED), truths(house, judged_by, RED_FLAG)
    if not required and not flags:
        required = truths(house, judged_by, PREFERRED)
    verdict = check(house, judged_by).verdict
    assert (verdict is MET) == (all(one is True for one in required) and all(one is False for one in flags))
    assert (verdict is NOT_MET) == (any(one is False for one in required) or any(one is True for one in flags))


@given(standards, houses)
def test_law_a_verdict_holds_whatever_comes_out(judged_by: Standard, house: House) -> None:
    """A verdict that is given while something is unknown is the verdict of every record that it could turn out to be."""
    verdict = check(house, judged_by).verdict
    if verdict is not UNKNOWN:
        assert {check(one, judged_by).verdict for one in fully_known(house)} == {verdict}


@given(standards, houses)
def test_law_an_answer_settles_and_never_unsettles(judged_by: Standard, house: House) -> None:
    """With one more answer, what was settled stays as it was, each finding and the verdict."""
    before = check(house, judged_by)
    for more in better_known(house):
        after = check(more, judged_by)
        assert before.verdict in {UNKNOWN, after.verdict}
        assert all(old.outcome in {UNKNOWN, new.outcome} for old, new in zip(before, after, strict=True))


@given(standards, houses)
def test_law_unknown_is_never_met(judged_by: Standard, house: House) -> None:
    """A finding that is met is so for every record that it could turn out to be; of nothing known, nothing is met."""
    for finding in check(house, judged_by):
        if finding.outcome is MET:
            wanted = finding.weight is not RED_FLAG
            assert all(finding.requirement.when.evaluate(one.known()) is wanted for one in fully_known(house))
    assert {finding.outcome for finding in check(House(), judged_by)} == {UNKNOWN}


@given(standards, houses)
def test_law_nothing_is_left_to_ask_of_a_house_that_is_known(judged_by: Standard, house: House) -> None:
    """Fully known, a record is met or not met, and there are no questions."""
    for one in fully_known(house):
        findings = check(one, judged_by)
        assert findings.verdict is not UNKNOWN
        assert findings.questions == ()


@given(standards, houses)
def test_law_what_is_preferred_decides_nothing_beside_what_is_required(judged_by: Standard, house: House) -> None:
    """Where something is required, or would be a red flag, the verdict is the same without all that is preferred."""
    decisive = [one for one in judged_by.requirements if one.weight is not PREFERRED]
    if decisive:
        assert check(house, judged_by).verdict is check(house, evolve(judged_by, requirements=decisive)).verdict


@given(standards, houses)
def test_law_a_finding_is_open_or_settled_and_never_both(judged_by: Standard, house: House) -> None:
    """Open, met or not met: every finding is in exactly one of the lists, and only the open ones are questions."""
    findings = check(house, judged_by)
    open_ones = findings.open(*Weight)
    lists = (open_ones, findings.settled(MET, *Weight), findings.settled(NOT_MET, *Weight))
    assert sorted(name for one in lists for name in ids(one)) == sorted(ids(findings))
    assert sorted(findings.questions) == sorted(one.words for one in open_ones)


def test_twin_a_good_program_that_is_fully_known_is_met() -> None:
    """The laws leave room for a verdict: with every answer good, everything required is met."""
    findings = check(program(), SMALL, decide(hours_needed=12, trauma_history=True))
    assert findings.verdict is MET
    assert findings.questions == ()
    assert {finding.outcome for finding in findings} == {MET}


FACTS_OF_SMALL: dict[str, tuple[Any, ...]] = dict.fromkeys(GOOD, (None, False, True)) | {"weekly_hours": (None, 3, 9, 20)}
small_programs = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in FACTS_OF_SMALL.items()}).map(
    lambda values: Program(**values)
)
FACTS_OF_NEEDS = ("trauma_history", "mandated", "peer_support")
needs_of_people = st.fixed_dictionaries(
    {**{name: st.sampled_from(STATES) for name in FACTS_OF_NEEDS}, "hours_needed": st.sampled_from((None, 0, 9, 20))}
)
people = needs_of_people.map(lambda changes: best("iop").replace(**changes))
NEED_IDS = tuple(need.id for need in NEEDS)
ABOUT_HOURS = requirement("about-hours", P.weekly_hours >= 9, PREFERRED)
SMALL_LEAVES = (P.state_license, P.telehealth, P.weekly_hours >= 9, ~P.fixed_end, P.trauma_care | P.peer_link)


def offering(drawn: list[tuple[Any, Weight, str]], for_later: set[str]) -> Standard:
    made = [
        requirement(f"r{number}", when, weight, for_need="" if weight is RED_FLAG else need)
        for number, (when, weight, need) in enumerate(drawn)
    ]
    return standard(*made, for_later=sorted(for_later - {one.for_need for one in made}))


offerings = st.builds(
    offering,
    st.lists(
        st.tuples(st.sampled_from(SMALL_LEAVES), st.sampled_from(Weight), st.sampled_from(("", *NEED_IDS))),
        min_size=1,
        max_size=5,
    ),
    st.sets(st.sampled_from(NEED_IDS)),
)


@given(small_programs, people, offerings)
def test_law_no_service_is_dropped(asked: Program, person: Assessment, judged_by: Standard) -> None:
    """Every service of the decision is among the findings: where it is answered, or else as a question, now or for later."""
    decision = ENGINE.decide(person)
    findings = check(asked, judged_by, decision)
    for service in decision.services:
        need = service.need.id
        about_it = [one for one in findings if one.requirement.for_need == need]
        answered = [one for one in judged_by.requirements if one.for_need == need]
        for one in about_it:
            assert one.weight is (PREFERRED if need in judged_by.for_later else REQUIRED)
            required_anyway = one.requirement in answered and one.requirement.weight is REQUIRED
            assert one.needed is (True if service.needed else False if required_anyway else None)
        if answered:
            assert [one.requirement for one in about_it] == answered
        else:
            assert [one.outcome for one in about_it] == [UNKNOWN]
            assert about_it[0].words in findings.questions
    named = {service.need.id for service in decision.services}
    assert {one.requirement.for_need for one in findings if one.needed is not False} <= named | {""}


@given(small_programs, people, offerings)
def test_law_a_decision_adds_and_takes_nothing_away(asked: Program, person: Assessment, judged_by: Standard) -> None:
    """With a decision each requirement comes to the same, weighs at least as much, and is not reopened if it was required."""
    without, with_decision = check(asked, judged_by), check(asked, judged_by, ENGINE.decide(person))
    assert len(with_decision) >= len(without)
    for alone, finding in zip(without, with_decision, strict=False):
        assert (finding.requirement, finding.outcome) == (alone.requirement, alone.outcome)
        assert finding.weight in {alone.weight, REQUIRED}
        if alone.weight is not PREFERRED:
            assert (finding.weight, finding.open) == (alone.weight, alone.open)


@given(small_programs, people, offerings)
def test_law_what_is_not_met_is_not_met_for_anybody(asked: Program, person: Assessment, judged_by: Standard) -> None:
    """A verdict that is not met without a decision is not met with any: a need, certain or not, never softens it."""
    if check(asked, judged_by).verdict is NOT_MET:
        assert check(asked, judged_by, ENGINE.decide(person)).verdict is NOT_MET


@given(small_programs, people, offerings)
def test_law_a_verdict_with_a_decision_is_met_only_if_it_is_without(
    asked: Program, person: Assessment, judged_by: Standard
) -> None:
    """What a person needs is asked on top of the standard, and never instead of it."""
    if check(asked, judged_by, ENGINE.decide(person)).verdict is MET:
        assert check(asked, judged_by).verdict is MET


anybody = st.builds(
    lambda level, changes: best(level).replace(**changes), st.sampled_from([None, NOT_IN_CARE, *stepdown.Stage]), needs_of_people
)
levels_of_standards = st.lists(st.sampled_from([*stepdown.LADDER.ids, "2.1", "4"]), unique=True, max_size=4)


@given(small_programs, anybody, offerings, levels_of_standards)
def test_law_a_level_decides_beside_the_findings(
    asked: Program, person: Assessment, judged_by: Standard, levels: list[str]
) -> None:
    """Another level is not met, an open one is never met, and nothing else about a level changes what the findings come to."""
    decision, hours = ENGINE.decide(person), evolve(judged_by, requirements=(*judged_by.requirements, ABOUT_HOURS))
    findings, alone = check(asked, evolve(hours, levels=levels), decision), check(asked, hours, decision)
    assert [*findings] == [*alone]
    named, target = bool(levels), decision.target_id
    assert (findings.other_level is not None) == (named and target not in {None, "complete", *levels})
    assert findings.level_open == (named and target is None)
    if findings.other_level is not None:
        assert (findings.verdict, findings.other_level.id) == (NOT_MET, target)
    elif findings.level_open:
        assert findings.verdict is (NOT_MET if alone.verdict is NOT_MET else UNKNOWN)
    else:
        assert findings.verdict is alone.verdict
    assert findings.questions == (*([ASKS_FOR_THE_LEVEL] if findings.level_open else []), *alone.questions)


@given(small_programs, people, offerings)
def test_law_an_answer_about_the_program_never_unsettles_what_a_person_needs(
    asked: Program, person: Assessment, judged_by: Standard
) -> None:
    """With a decision as well, one more answer leaves a verdict that is met or not met as it is."""
    decision = ENGINE.decide(person)
    before = check(asked, judged_by, decision).verdict
    for name, values in FACTS_OF_SMALL.items():
        if name not in asked.known():
            for value in values[1:]:
                assert before in {UNKNOWN, check(asked.replace(**{name: value}), judged_by, decision).verdict}


@given(small_programs, people, offerings)
def test_law_an_answer_about_a_need_never_unsettles(asked: Program, person: Assessment, judged_by: Standard) -> None:
    """Once it is known what a person needs, a verdict that was met or not met before stays so."""
    before = check(asked, judged_by, ENGINE.decide(person)).verdict
    for name in FACTS_OF_NEEDS:
        if name not in person.known():
            for value in (False, True):
                after = check(asked, judged_by, ENGINE.decide(person.replace(**{name: value}))).verdict
                assert before in {UNKNOWN, after}


@given(small_programs, anybody, offerings, levels_of_standards)
def test_any_findings_can_be_laid_out(asked: Program, person: Assessment, judged_by: Standard, levels: list[str]) -> None:
    """In all three ways, the same each time; each finding stands there once."""
    findings = check(asked, evolve(judged_by, levels=levels), ENGINE.decide(person))
    page = findings.page()
    laid_out(findings.page)
    words = [point.text.rpartition(" [")[0] for each in page.sections for point in each.points]
    assert sorted(words) == sorted(one.words for one in findings)


# The text.

GOLDEN = """\
Small program: Riverside
Something that counts here is not met, or a red flag is up: see below before relying on
it.

Red flags
  - Red flag: hurdles before entry. [hurdles: F2-25]

Required, and not met
  - Not met, though needed by this person: as many hours a week as this person needs.
    [hours-for-this-person: F2-2, F2-17, F3-14, F3-6]

Ask, since it is required
  - Is there a state license? [license: F2-25]
  - Not met; find out whether this is needed: quiet rooms. [rooms: F2-25]
  - Does the program offer sessions in the evening? [evenings: F4-24]
  - Does the program offer rides to sessions? Find out, too, whether this is needed.
    [rides: ed.: a need of the rule set]

Ask, since it would be a red flag
  - Does it end after a fixed time? [fixed: F2-25]

Ask, since it is preferred
  - How are people linked to peers? [peers: F1-19, ed.: that a link is enough]

Preferred, and not met
  - Not met, though preferred: remote sessions. [remote: F2-25]

Met
  - Met: at least 9 hours a week. [hours: F2-25]

Standard: small, version 1; draft, not clinically validated.
Rules: Step-down continuum of six levels, version 2026.1 (stepdown); draft, not
clinically validated."""


def golden() -> Findings:
    riverside = Program(name="Riverside", weekly_hours=12, entry_hurdles=True, trauma_care=False, telehealth=False)
    return check(riverside, SMALL, decide(hours_needed=15, trauma_history=None, mandated=None, peer_support=False))


def test_the_whole_text() -> None:
    """Everything that can be found, in the words that a reader gets."""
    assert golden().explain() == GOLDEN


def test_the_sections_stand_in_order_and_the_empty_ones_are_left_out() -> None:
    """What speaks against a program comes first, then what to ask, then what is fine."""
    headings = [line for line in golden().explain().splitlines() if line and line[0] != " "]
    assert headings[3:-3] == [
        "Red flags",
        "Required, and not met",
        "Ask, since it is required",
        "Ask, since it would be a red flag",
        "Ask, since it is preferred",
        "Preferred, and not met",
        "Met",
    ]
    assert check(Program(state_license=True), standard(LICENSE)).explain() == (
        "Small program\n"
        "Everything that counts here is met, and no red flag is up.\n"
        "\n"
        "Met\n"
        "  - Met: a state license. [license: F2-25]\n"
        "\n"
        "Standard: small, version 1; draft, not clinically validated."
    )


def test_the_text_of_what_is_not_settled() -> None:
    """With answers missing, the text says so before anything else."""
    assert check(Program(), standard(LICENSE, status="reviewed by nobody")).explain() == (
        "Small program\n"
        "Not settled yet: ask the questions below. A vague answer is no answer; keep asking.\n"
        "\n"
        "Ask, since it is required\n"
        "  - Is there a state license? [license: F2-25]\n"
        "\n"
        "Standard: small, version 1; reviewed by nobody."
    )


def test_what_is_met_is_told_with_the_required_first() -> None:
    """Then the flags that are ruled out, then what is preferred."""
    findings = check(program(), SMALL)
    lines = [line for line in findings.explain(200).splitlines() if line.startswith("  - ")]
    assert [line.split("[")[1].split(":")[0] for line in lines] == [
        "license",
        "hours",
        "fixed",
        "hurdles",
        "peers",
        "rooms",
        "remote",
    ]


@pytest.mark.parametrize("width", [40, 60, 88, 120])
def test_the_text_keeps_to_its_width(width: int) -> None:
    """No line is wider than asked for, and no word is lost by it."""
    text = golden().explain(width)
    assert max(map(len, text.splitlines())) <= width
    assert text.replace("\n", "").replace(" ", "") == GOLDEN.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("width", [40, 60])
def test_a_long_title_keeps_to_the_width(width: int) -> None:
    """The title and the name of the program are wrapped as everything else, and ids are never broken at a hyphen."""
    named = Program(name=" ".join(["Riverside"] * 12), weekly_hours=3)
    text = check(named, standard(*SMALL_REQUIREMENTS, title="A small program " * 6), decide(hours_needed=20)).explain(width)
    assert max(map(len, text.splitlines())) <= width
    assert not [line for line in text.splitlines() if line.endswith("-")]
    assert "hours-for-this-person" in text


def test_the_text_is_never_narrower_than_can_be_read() -> None:
    """Less than 40 columns are 40."""
    assert golden().explain(1) == golden().explain(40)


def test_the_text_shows_every_finding_once() -> None:
    """What is asked, met or not met: each is found by its id."""
    text = golden().explain(500)
    for finding in golden():
        assert text.count(f" [{finding.requirement.id}: ") == 1
        assert text.count(finding.words) == 1


def test_a_record_without_a_name_is_told_by_the_standard() -> None:
    """Another record than a program has no name, and the title stands alone."""
    home = standard(requirement("garden", House.garden), record=House, title="A house")
    assert check(House(garden=True), home).explain().splitlines()[0] == "A house"
    assert check(Program(), SMALL).explain().splitlines()[0] == "Small program"


def test_findings_can_be_shown_in_each_way() -> None:
    """Text, Markdown and HTML of the one page; a name is never read as markup."""
    shown = check_methods(golden())
    assert [line[4:] for line in shown.markdown.splitlines() if line.startswith("### ")] == [
        "Red flags",
        "Required, and not met",
        "Ask, since it is required",
        "Ask, since it would be a red flag",
        "Ask, since it is preferred",
        "Preferred, and not met",
        "Met",
    ]
    assert shown.markdown.startswith("## Small program: Riverside\n\nSomething that counts here is not met")
    assert "\n- Red flag: hurdles before entry. \\[hurdles: F2-25\\]\n" in shown.markdown
    foot = f"\n\nStandard: small, version 1; draft, not clinically validated.\n\nRules: {stepdown.RULES.label}."
    assert shown.markdown.endswith(foot)
    marked = check_methods(check(Program(name="<b>Riverside</b> *"), SMALL))
    assert marked.html.count("Small program: &lt;b&gt;Riverside&lt;/b&gt; *</h3>") == 1
    assert marked.markdown.startswith("## Small program: \\<b\\>Riverside\\</b\\> \\*\n")


@pytest.mark.parametrize("decision", [None, IN_A_HOSPITAL, WITHOUT_A_LEVEL, BEFORE_CARE, DONE])
@pytest.mark.parametrize("levels", [(), ("inpatient",), ("aftercare", "iop")])
def test_findings_about_any_level_can_be_shown(levels: tuple[str, ...], decision: Decision | None) -> None:
    """With or without a level to compare."""
    for asked in (Program(), program(), program(fixed_end=True)):
        check_methods(check(asked, leveled(*levels), decision))


def test_nothing_of_the_person_is_on_the_page() -> None:
    """What the person needs is told as what to ask of the program: no key, no role, no day, and no value of a fact."""
    person = best("iop").replace(
        person="Key-4711", assessed_by="Quincy", assessed_on=date(2026, 11, 2), hours_needed=37, trauma_history=True, ciwa_ar=47
    )
    findings = check(program(weekly_hours=12), SMALL, ENGINE.decide(person))
    assert found(findings, "hours-for-this-person").outcome is NOT_MET
    for shown in check_methods(findings):
        assert "as many hours a week as this person needs" in " ".join(shown.split())
        assert not [mark for mark in ("4711", "Quincy", "2026-11", "37", "47", "trauma") if mark in shown]


def test_findings_cannot_be_given() -> None:
    """They are computed, here and in a copy, so that no verdict stands without them."""
    with pytest.raises(TypeError):
        Findings(Program(), SMALL, None, ())  # type: ignore[call-arg] # wrong on purpose
    made = check(Program(), SMALL)
    assert pickle.loads(pickle.dumps(made)).findings == made.findings  # noqa: S301 # our own bytes
    with pytest.raises(ProgramError):
        Findings(Assessment(), SMALL)


def test_a_requirement_shows_its_id() -> None:
    """And no number that it was made with."""
    assert repr(LICENSE) == f"<Requirement {LICENSE.id!r}>"
