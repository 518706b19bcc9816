"""Programs: what is known of one, nothing taken for granted, and errors that are silent about values."""

from __future__ import annotations

import copy
import pickle
import re
import sys
import traceback
from collections.abc import Callable
from enum import Enum, StrEnum
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError

from continuum.assessment import Assessment
from continuum.errors import AssessmentError, ContinuumError, ProgramError
from continuum.facts import Count, Flag
from continuum.programs import LONGEST_NAME, Program
from continuum.records import Facts

ROWS_OF_ARTICLES = {"F0": 31, "F1": 33, "F2": 46, "F3": 31, "F4": 31}
BLAME = re.compile(
    r"relaps|addict\b|abuse|fail|punish|non-?complian|refus|clean\b|dirty|denial|unmotivated|unwilling|manipulat",
    re.IGNORECASE,
)
KNOWN: dict[str, Any] = {"weekly_hours": 12, "state_license": True, "wait_days": 0, "fixed_end": False}
NO_NAME = "name: expected a text of 1 to 120 printable characters, or None"
FACTS = [*Program.vocabulary()]
FLAGS = [name for name, fact in Program.vocabulary().items() if isinstance(fact, Flag)]
COUNTS = [name for name, fact in Program.vocabulary().items() if isinstance(fact, Count)]


class Riverside(Program):
    childcare: Flag = Flag("childcare", worse=False, yes="there is childcare", no="there is no childcare")
    beds: Count = Count("beds", low=0, high=200, unit="beds", worse=None)


def not_accepted(build: Callable[..., object], **values: object) -> ProgramError:
    with pytest.raises(ProgramError) as caught:
        build(**values)
    assert type(caught.value) is ProgramError
    return caught.value


def fact_of(name: str) -> Any:
    return Program.vocabulary()[name]


# What is known.


def test_everything_is_unknown_until_somebody_has_asked() -> None:
    """No fact of a program has a default but unknown, and a program without a name is welcome."""
    program = Program()
    assert [getattr(program, name) for name in FACTS] == [None] * len(FACTS)
    assert program.known() == {}
    assert program.name is None
    assert Program(**dict.fromkeys(FACTS)) == program


def test_what_is_given_is_known() -> None:
    """Zero and no are answers, and the name is no fact."""
    program = Program(name="Riverside", **KNOWN)
    assert program.known() == KNOWN
    assert program.name == "Riverside"
    assert program.replace(name=None).known() == KNOWN


def test_the_facts_are_yes_or_no_or_a_number() -> None:
    """Whoever asks a program needs no rating scale to write the answer down."""
    assert sorted([*FLAGS, *COUNTS]) == sorted(FACTS)
    assert "name" not in FACTS


def test_a_program_shares_no_fact_with_an_assessment() -> None:
    """What is known of a program is never taken for what is known of a person."""
    assert not {*Program.vocabulary()} & {*Assessment.vocabulary()}


def test_the_repr_says_how_much_is_known_and_never_what() -> None:
    """Neither a value nor the name of the program is in a log."""
    program = Program(name="Riverside", weekly_hours=137, state_license=False)
    for text in (repr(program), str(program), f"{program}", f"{[program]}"):
        assert "137" not in text
        assert "Riverside" not in text
    assert repr(program) == f"<Program: 2 of {len(FACTS)} facts known>"
    assert repr(Program()) == f"<Program: 0 of {len(FACTS)} facts known>"


# What does not fit.


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"weekly_hour": 12}, "weekly_hour: Program has no such fact; did you mean 'weekly_hours'?"),
        ({"State_license": True}, "State_license: Program has no such fact; did you mean 'state_license'?"),
        ({"nane": "Riverside"}, "entry 1: Program has no such fact; did you mean 'name'?"),
        ({"licensed": True}, "entry 1: Program has no such fact; did you mean 'licensed_staff'?"),
        ({"weekly_hours": 12, "zzz": True}, "entry 2: Program has no such fact, nor one of a similar name"),
        ({"Jane Doe": True}, "entry 1: Program has no such fact, nor one of a similar name"),
        ({"goals_met": True}, "entry 1: Program has no such fact, nor one of a similar name"),
        ({"weekly_hours": True}, "weekly_hours: expected a whole number of hours from 0 to 168; was given a true/false value"),
        ({"weekly_hours": 2.0}, "weekly_hours: expected a whole number of hours from 0 to 168; was given a decimal number"),
        ({"weekly_hours": "12"}, "weekly_hours: expected a whole number of hours from 0 to 168; was given text"),
        (
            {"weekly_hours": 169},
            "weekly_hours: expected a whole number of hours from 0 to 168; was given a whole number outside these bounds",
        ),
        (
            {"weekly_hours": -1},
            "weekly_hours: expected a whole number of hours from 0 to 168; was given a whole number outside these bounds",
        ),
        (
            {"days_per_week": 8},
            "days_per_week: expected a whole number of days from 0 to 7; was given a whole number outside these bounds",
        ),
        (
            {"transition_talk_day": 0},
            "transition_talk_day: expected a whole number of days from 1 to 365; was given a whole number outside these bounds",
        ),
        ({"state_license": 1}, "state_license: expected true or false; was given a whole number"),
        ({"state_license": "yes"}, "state_license: expected true or false; was given text"),
        ({"state_license": []}, "state_license: expected true or false; was given a list"),
        (
            {"state_license": Program.state_license},
            "state_license: expected true or false; was given a value of type Flag",
        ),
        *[
            ({"name": name}, NO_NAME)
            for name in ("", " ", "   ", "two\nlines", "x" * 121, "x" + " " * 120, " " * 1000 + "x", 3, False, b"Riverside")
        ],
    ],
)
def test_what_does_not_fit_is_refused_by_name(values: dict[str, object], message: str) -> None:
    """The message says which fact, what was expected and what sort of thing was given; a slip is told its nearest name."""
    error = not_accepted(Program, **values)
    assert str(error) == message
    assert error.problems == (message,)


def test_all_problems_are_told_at_once() -> None:
    """Names that there are not, then the facts in their order, then the name of the program."""
    error = not_accepted(Program, name="", state_license=1, weekly_hour=12, weekly_hours=2.0)
    assert error.problems == (
        "weekly_hour: Program has no such fact; did you mean 'weekly_hours'?",
        "weekly_hours: expected a whole number of hours from 0 to 168; was given a decimal number",
        "state_license: expected true or false; was given a whole number",
        NO_NAME,
    )
    assert str(error) == (
        "4 problems:\n"
        "  1. weekly_hour: Program has no such fact; did you mean 'weekly_hours'?\n"
        "  2. weekly_hours: expected a whole number of hours from 0 to 168; was given a decimal number\n"
        "  3. state_license: expected true or false; was given a whole number\n"
        f"  4. {NO_NAME}"
    )


def test_values_go_by_name_only() -> None:
    """Nobody mixes up hours and days by their order."""
    build: Any = Program
    with pytest.raises(TypeError, match="positional argument"):
        build(12)


def test_a_program_that_erred_is_no_assessment_that_erred() -> None:
    """Whose fault it is can be caught apart, and both are errors of this library and of values."""
    error = not_accepted(Program, weekly_hours=-1)
    assert isinstance(error, ContinuumError)
    assert isinstance(error, ValueError)
    assert not isinstance(error, AssessmentError)


def test_an_assessment_still_raises_its_own_error() -> None:
    """The record of a person, and any other record, is refused as before."""

    class Visit(Facts):
        sober: Flag = Flag("sober", worse=False)

    wrong: dict[str, Any] = {"weekly_hours": 12}
    for build in (Assessment, Assessment(level="iop").replace, Visit, Visit().replace):
        with pytest.raises(AssessmentError) as caught:
            build(**wrong)
        assert type(caught.value) is AssessmentError
    with pytest.raises(AssessmentError) as caught:
        Assessment(goals_met=1)  # type: ignore[arg-type] # what the test is about
    assert str(caught.value) == "goals_met: expected true or false; was given a whole number"


SENTINEL = 7351_7351
WORD = "zyxwvut"


class Peculiar(Enum):
    """Its member gives itself away by name and value."""

    ZYXWVUT = WORD


SECRETS: list[object] = [SENTINEL, -SENTINEL, float(SENTINEL), str(SENTINEL), WORD, Peculiar.ZYXWVUT, [WORD], {WORD: SENTINEL}]


def told(error: BaseException) -> list[str]:
    return [str(error), repr(error), repr(error.args), *traceback.format_exception(error)]


def gives_away(error: BaseException) -> bool:
    return any(WORD in text.casefold() or str(SENTINEL) in text for text in told(error))


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: type(secret).__name__)
def test_no_error_shows_a_value(secret: object) -> None:
    """Whatever stands in a fact is in no message, repr, argument or traceback, alone or beside other problems."""
    for name in FACTS:
        for build in (Program, Riverside, Program().replace, Program().__replace__):
            error = not_accepted(build, **{name: secret})
            assert not gives_away(error)
            assert error.__cause__ is None
            assert error.__context__ is None
    assert not gives_away(not_accepted(Program, **dict.fromkeys(FACTS, secret)))


@pytest.mark.parametrize(
    "name", [SENTINEL, f"{WORD}\n", WORD * 40, [WORD], Peculiar.ZYXWVUT], ids=lambda name: type(name).__name__
)
def test_no_error_shows_the_name_of_a_program(name: object) -> None:
    """A name that cannot be used is not repeated either."""
    assert not gives_away(not_accepted(Program, name=name))


def test_no_error_shows_a_name_of_a_fact_that_resembles_none() -> None:
    """A name may hold anything, such as an answer; only a near miss is repeated."""
    for name in (WORD, f"weekly_hours {WORD}", WORD * 40, str(SENTINEL)):
        assert not gives_away(not_accepted(Program, **{name: SENTINEL}))


# The name.


class Names(StrEnum):
    RIVERSIDE = "Riverside"


def test_a_name_is_plain_text() -> None:
    """A name of up to 120 characters in any script is kept; a member of a `StrEnum` becomes plain text."""
    assert len(str(Program(name="x" * LONGEST_NAME).name)) == LONGEST_NAME == 120
    assert Program(name="Haus am Fluß").name == "Haus am Fluß"
    assert Program(name="x y").name == "x y"
    program = Program(name=Names.RIVERSIDE)
    assert (program.name, type(program.name)) == ("Riverside", str)
    assert program == Program(name="Riverside")


# Values that stay.


def test_a_program_is_frozen() -> None:
    """Facts, the name and new names can be neither set nor deleted."""
    program: Any = Program(**KNOWN)
    for name in ("weekly_hours", "name", "anything"):
        with pytest.raises(FrozenInstanceError):
            setattr(program, name, None)
        with pytest.raises(FrozenInstanceError):
            delattr(program, name)
    assert program.known() == KNOWN


def test_programs_are_equal_when_all_values_are() -> None:
    """Facts and name count; the order in which they are given does not, nor does a program of another class equal."""
    assert Program(**KNOWN) == Program(**dict(reversed(KNOWN.items())))
    assert hash(Program(**KNOWN)) == hash(Program(**KNOWN))
    assert Program(**KNOWN) != Program(**{**KNOWN, "weekly_hours": None})
    assert Program(name="Riverside") != Program(name="Hillside")
    assert Riverside(**KNOWN) != Program(**KNOWN)


@pytest.mark.parametrize("program", [Program(), Program(name="Riverside", **KNOWN), Riverside(**KNOWN, childcare=True, beds=12)])
def test_programs_survive_pickling_and_copying(program: Any) -> None:
    """A copy is equal to the original, of the same class, and frozen too."""
    for again in (
        pickle.loads(pickle.dumps(program)),  # noqa: S301 # our own bytes
        copy.copy(program),
        copy.deepcopy(program),
    ):
        assert again == program
        assert type(again) is type(program)
        assert (again.name, again.known()) == (program.name, program.known())
        with pytest.raises(FrozenInstanceError):
            again.weekly_hours = 9


def test_replace_changes_a_copy() -> None:
    """An answer that comes in makes a new record, None takes one back, and the first record keeps its values."""
    program = Program(name="Riverside", **KNOWN)
    changed = program.replace(weekly_hours=15, state_license=None, telehealth=True)
    assert changed.known() == {"weekly_hours": 15, "wait_days": 0, "fixed_end": False, "telehealth": True}
    assert changed.name == "Riverside"
    assert program == Program(name="Riverside", **KNOWN)
    assert program.__replace__(weekly_hours=15, state_license=None, telehealth=True) == changed


def test_replace_checks_as_construction_does() -> None:
    """A changed copy is as well-formed as a new record."""
    assert str(not_accepted(Program().replace, weekly_hour=9)) == (
        "weekly_hour: Program has no such fact; did you mean 'weekly_hours'?"
    )
    assert str(not_accepted(Program().replace, name="")) == NO_NAME


if sys.version_info >= (3, 13):

    def test_copy_replace_is_replace() -> None:
        """The standard library's own way to change a copy works."""
        assert copy.replace(Program(**KNOWN), weekly_hours=15) == Program(**KNOWN).replace(weekly_hours=15)


# A vocabulary of one's own.


def test_a_program_of_ones_own_adds_facts() -> None:
    """A subclass has every fact of a program and its own, for conditions and for values; `Program` learns nothing."""
    program = Riverside(name="Riverside", weekly_hours=12, childcare=True)
    own: bool | None = program.childcare
    inherited: int | None = program.weekly_hours
    assert (own, inherited, program.beds) == (True, 12, None)
    assert [*Riverside.vocabulary()] == [*FACTS, "childcare", "beds"]
    assert [*Program.vocabulary()] == FACTS
    assert isinstance(program, Program)
    condition = Riverside.childcare & (Riverside.weekly_hours >= 9)
    assert [condition.evaluate(one.known()) for one in (program, Riverside(weekly_hours=12), Riverside(childcare=False))] == [
        True,
        None,
        False,
    ]


def test_a_program_of_ones_own_errs_as_a_program() -> None:
    """Its errors are program errors and name the class; the name is still checked."""
    error = not_accepted(Riverside, child_care=True, beds=201, name=3)
    assert error.problems == (
        "child_care: Riverside has no such fact; did you mean 'childcare'?",
        "beds: expected a whole number of beds from 0 to 200; was given a whole number outside these bounds",
        NO_NAME,
    )


# What each fact says of itself.


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_cites_rows_that_exist(name: str) -> None:
    """Nothing is asked of a program that no article speaks of, and each row is cited once."""
    cited = [source.id for source in fact_of(name).source]
    assert cited
    assert len({*cited}) == len(cited)
    for row in cited:
        match = re.fullmatch(r"(F\d)-([1-9]\d*)", row)
        assert match is not None, row
        assert int(match[2]) <= ROWS_OF_ARTICLES[match[1]], row


def test_every_fact_has_a_label_of_its_own() -> None:
    """The label says in plain words what is asked for, and no two facts share one."""
    labels = [fact_of(name).label for name in FACTS]
    assert len({*labels}) == len(labels)
    assert not [label for label in labels if "_" in label or label != label.strip() or label.endswith(".")]


@pytest.mark.parametrize("name", FLAGS)
def test_both_answers_are_clauses_that_blame_nobody(name: str) -> None:
    """A yes and a no are each said in a clause of their own, and neither labels a person."""
    fact = fact_of(name)
    assert fact.yes
    assert fact.no
    assert fact.yes != fact.no
    for text in (fact.yes, fact.no, fact.label):
        assert not BLAME.search(text), text
        assert "ASAM" not in text
        assert not text.endswith((".", "?")), text
    assert (fact.phrase("==", True), fact.phrase("!=", True)) == (fact.yes, fact.no)  # noqa: FBT003 # the value compared with


def test_services_that_are_offered_are_worded_alike() -> None:
    """One fact in the singular and one in the plural, each with its two clauses."""
    assert (Program.telehealth.yes, Program.telehealth.no) == ("telehealth is offered", "telehealth is not offered")
    assert (Program.family_component.yes, Program.family_component.no) == (
        "family sessions are offered",
        "family sessions are not offered",
    )


def test_money_and_coverage_are_neither_good_nor_bad() -> None:
    """Neither answer about benefits, network or documents counts as worse."""
    access = (Program.benefits_verified, Program.level_confirmed, Program.in_network, Program.documents_necessity)
    assert [fact.higher_is_worse for fact in access] == [None] * 4


@pytest.mark.parametrize("name", COUNTS)
def test_numbers_have_the_bounds_that_they_can_have(name: str) -> None:
    """Both ends can be recorded, and what lies beyond cannot."""
    fact = fact_of(name)
    assert [Program(**{name: end}).known() for end in fact.bounds] == [{name: end} for end in fact.bounds]
    for beyond in (fact.low - 1, fact.high + 1):
        assert str(not_accepted(Program, **{name: beyond})) == (
            f"{name}: expected a whole number of {fact.unit} from {fact.low} to {fact.high}; "
            "was given a whole number outside these bounds"
        )
