"""The error family: whose fault it is, how messages are worded, and what a message never shows."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from continuum.errors import (
    AssessmentError,
    ContinuumError,
    DecisionError,
    DefinitionError,
    DefinitionErrors,
    MissingExtraError,
    WireError,
    as_many,
    did_you_mean,
    kind_of,
    listed,
    nearest,
    plain_text,
    shown_name,
)

NAMES = ("goals_met", "judged_ready", "weeks_stable", "four-levels")


class Secret(StrEnum):
    VALUE = "secret"


def group_of_two() -> DefinitionErrors:
    return DefinitionErrors("rule set 'ours' cannot be used", [DefinitionError("no entry"), DefinitionError("no rules")])


@pytest.mark.parametrize("kind", [DefinitionError, AssessmentError, DecisionError])
def test_each_child_is_a_continuum_error_and_a_value_error(kind: type[ContinuumError]) -> None:
    """Whoever catches `ContinuumError` or `ValueError` catches every error of the library."""
    assert issubclass(kind, ContinuumError)
    assert issubclass(kind, ValueError)


def test_a_wire_error_is_one_of_the_family() -> None:
    """Unreadable plain data raises a `ContinuumError` that is a `ValueError`, too."""
    assert issubclass(WireError, ContinuumError)
    assert issubclass(WireError, ValueError)


def test_a_missing_extra_is_one_of_the_family() -> None:
    """It is an `ImportError`, says what to install, and survives a copy."""
    error = MissingExtraError.of("continuum.strategies", "hypothesis", "testing")
    assert isinstance(error, ContinuumError)
    assert isinstance(error, ImportError)
    assert str(error) == 'continuum.strategies needs hypothesis; install it with: pip install "continuum-care[testing]"'
    assert str(pickle.loads(pickle.dumps(error))) == str(error) == str(copy.copy(error))  # noqa: S301 # our own


def test_one_problem_stands_as_it_is() -> None:
    """A single problem is the whole message."""
    error = AssessmentError("weeks_stable: expected a whole number")
    assert str(error) == "weeks_stable: expected a whole number"
    assert error.problems == ("weeks_stable: expected a whole number",)


def test_several_problems_are_numbered() -> None:
    """Several problems stand on a numbered line each."""
    error = AssessmentError("one thing", "another thing")
    assert str(error) == "2 problems:\n  1. one thing\n  2. another thing"
    assert error.problems == ("one thing", "another thing")


@pytest.mark.parametrize("error", [DefinitionError("a"), AssessmentError("a", "b"), DecisionError("a")])
def test_errors_pickle_and_copy(error: ContinuumError) -> None:
    """An error keeps its type, message and problems when it is sent to another process."""
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 # our own bytes
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert again.problems == error.problems


def test_the_group_says_where_and_lists_every_problem() -> None:
    """The message of a group is headed by where the problems were found."""
    assert str(group_of_two()) == "rule set 'ours' cannot be used\n  - no entry\n  - no rules"
    assert group_of_two().problems == ("no entry", "no rules")
    assert group_of_two().message == "rule set 'ours' cannot be used"


def test_the_group_keeps_the_errors_themselves() -> None:
    """Each problem of a group is a `DefinitionError` of its own."""
    errors = group_of_two().exceptions
    assert [type(error) for error in errors] == [DefinitionError, DefinitionError]
    assert [str(error) for error in errors] == ["no entry", "no rules"]


def test_the_group_is_a_definition_error_and_an_exception_group() -> None:
    """`except DefinitionError`, `except ValueError` and `except ExceptionGroup` all catch it."""
    for kind in (DefinitionError, ContinuumError, ValueError, ExceptionGroup):
        with pytest.raises(kind) as caught:
            raise group_of_two()
        assert type(caught.value) is DefinitionErrors


def test_except_star_catches_the_group() -> None:
    """`except*` for definition errors sees all problems, and they are still a `DefinitionErrors`."""
    seen: list[BaseExceptionGroup[Any]] = []
    try:
        raise group_of_two()
    except* DefinitionError as group:
        seen.append(group)
    assert [type(group) for group in seen] == [DefinitionErrors]
    assert [str(error) for group in seen for error in group.exceptions] == ["no entry", "no rules"]


def test_except_star_for_another_error_lets_the_group_pass() -> None:
    """`except*` for assessment errors does not swallow definition errors."""
    seen: list[object] = []
    try:
        try:
            raise group_of_two()
        except* AssessmentError as group:
            seen.append(group)
    except DefinitionErrors as error:
        seen.append(error.problems)
    assert seen == [("no entry", "no rules")]


def test_splitting_the_group_keeps_its_type() -> None:
    """The parts of a split group are `DefinitionErrors` with the same heading and their own problems."""
    match, rest = group_of_two().split(lambda error: str(error) == "no entry")
    assert type(match) is DefinitionErrors
    assert type(rest) is DefinitionErrors
    assert (match.message, match.problems) == ("rule set 'ours' cannot be used", ("no entry",))
    assert (rest.message, rest.problems) == ("rule set 'ours' cannot be used", ("no rules",))


def test_a_subgroup_keeps_its_type() -> None:
    """A subgroup is a `DefinitionErrors`, and says only what it holds."""
    part = group_of_two().subgroup(lambda error: str(error) == "no rules")
    assert type(part) is DefinitionErrors
    assert str(part) == "rule set 'ours' cannot be used\n  - no rules"


def test_a_group_with_a_group_inside_lists_the_inner_one() -> None:
    """A group inside a group is listed with its own heading."""
    outer = DefinitionErrors("library", [DefinitionError("first"), DefinitionErrors("inner", [DefinitionError("second")])])
    assert outer.problems == ("first", "inner\n  - second")


def test_the_group_pickles() -> None:
    """A group keeps its type, heading and problems when it is sent to another process."""
    again = pickle.loads(pickle.dumps(group_of_two()))  # noqa: S301 # our own bytes
    assert type(again) is DefinitionErrors
    assert str(again) == str(group_of_two())
    assert again.problems == ("no entry", "no rules")
    assert [str(error) for error in again.exceptions] == ["no entry", "no rules"]


def test_a_wire_error_names_the_paths() -> None:
    """Each problem of unreadable data begins with its path, and the paths can be had alone."""
    error = WireError(("facts.weeks_stable", "expected a whole number"), ("level", "expected text"))
    assert error.problems == ("facts.weeks_stable: expected a whole number", "level: expected text")
    assert error.pairs == (("facts.weeks_stable", "expected a whole number"), ("level", "expected text"))
    assert error.paths == ("facts.weeks_stable", "level")
    assert str(error) == "2 problems:\n  1. facts.weeks_stable: expected a whole number\n  2. level: expected text"


def test_a_wire_error_pickles() -> None:
    """A wire error keeps its pairs when it is sent to another process."""
    again = pickle.loads(pickle.dumps(WireError(("level", "expected text"))))  # noqa: S301 # our own bytes
    assert type(again) is WireError
    assert again.pairs == (("level", "expected text"),)
    assert str(again) == "level: expected text"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("goals_met", "goals_met"),
        ("goal_met", "goals_met"),
        ("Goals_Met", "goals_met"),
        ("goals-met", "goals_met"),
        ("WEEKS-STABLE", "weeks_stable"),
        ("four-levels", "four-levels"),
        ("four_levels", "four-levels"),
        ("four-level", "four-levels"),
        ("something else", None),
        ("göals_met", None),
        ("goals_met\n", None),
        ("", None),
        (3, None),
        (None, None),
        (["goals_met"], None),
    ],
)
def test_the_nearest_name(given: object, found: str | None) -> None:
    """The nearest known name is found across case, hyphens and slips, and only plain text that is like one has any."""
    assert nearest(given, NAMES) == found


def test_the_nearest_name_is_shown_as_it_is_spelt() -> None:
    """The suggestion keeps the spelling of the known name, not the folded one."""
    assert nearest("php", ["PHP", "IOP"]) == "PHP"


def test_near_names_alike_in_hyphens_and_underscores() -> None:
    """A known name with hyphens is found where the given name has so many that only they differ."""
    assert nearest("a-b-c-d", ["a-b-c-d"]) == "a-b-c-d"


def test_over_long_names_are_compared_with_nothing() -> None:
    """A name of more than 64 characters has no nearest name, so that hostile input costs no time."""
    known = ["x" * 64, "x" * 65]
    assert nearest("x" * 64, known) == "x" * 64
    assert nearest("x" * 65, known) is None


def test_nothing_is_near_where_nothing_is_known() -> None:
    """Without known names there is no nearest one."""
    assert nearest("php", []) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [("goals-met", "; did you mean 'goals_met'?"), ("something else", ""), ("x" * 65, ""), (None, "")],
)
def test_did_you_mean(given: object, words: str) -> None:
    """A suggestion shows a known name only, and there is none for what is unlike all."""
    assert did_you_mean(given, NAMES) == words


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("goals_met", "goals_met"),
        ("goal_met", "goal_met"),
        ("Goals-Met", "Goals-Met"),
        ("week_stable", "week_stable"),
        ("four_levels", "four_levels"),
        ("goals_set", "goals_set"),
        ("goals_moot", "entry 7"),
        ("goals", "entry 7"),
        ("goals of Quincy", "entry 7"),
        ("something else", "entry 7"),
        ("x" * 65, "entry 7"),
        ("goals_met\n", "entry 7"),
        ("", "entry 7"),
        (None, "entry 7"),
        (4711, "entry 7"),
        (("goals_met",), "entry 7"),
    ],
)
def test_a_name_is_shown_only_as_a_slip(given: object, shown: str) -> None:
    """A name is shown as given if it is clearly a slip for a known one, and by its position if it may hold anything."""
    assert shown_name(given, NAMES, 7) == shown


def test_a_name_may_have_a_nearest_one_and_yet_not_be_shown() -> None:
    """To suggest a known name takes less likeness than to show the given one."""
    assert nearest("goals_moot", NAMES) == "goals_met"
    assert nearest("goals_moot", NAMES, likeness=0.85) is None
    assert shown_name("goals_moot", NAMES, 1) == "entry 1"
    assert shown_name("goals_met", [], 1) == "entry 1"


@pytest.mark.parametrize("items", [[1, "a"], (1, "a"), {1: 2, "a": 3}, (item for item in (1, "a")), iter([1, "a"])])
def test_several_items_become_a_tuple(items: Any) -> None:
    """Whatever yields several items is taken as a tuple, in their order."""
    assert as_many(items, "rules") == (1, "a")


def test_no_items() -> None:
    """A list may be empty."""
    assert as_many([], "rules") == ()


@pytest.mark.parametrize(
    ("items", "given"),
    [
        ("goals_met", "text"),
        ("", "text"),
        (None, "nothing"),
        (3, "a whole number"),
        (True, "a true/false value"),
        (DefinitionError("one"), "a value of type DefinitionError"),
    ],
)
def test_one_item_is_not_several(items: Any, given: str) -> None:
    """One text is no collection of letters, and one thing no collection at all; what was given is not shown."""
    with pytest.raises(DefinitionError) as caught:
        as_many(items, "rules")
    assert caught.value.problems == (f"rules= takes a list, was given {given}",)


@pytest.mark.parametrize(
    ("names", "words"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), (iter("ab"), "a and b")]
)
def test_names_in_a_sentence(names: Any, words: str) -> None:
    """Names are listed with commas and one `and`."""
    assert listed(names) == words


@pytest.mark.parametrize(("given", "text"), [(Secret.VALUE, "secret"), ("secret", "secret"), ("", "")])
def test_a_member_of_a_str_enum_becomes_plain_text(given: str, text: str) -> None:
    """A member of a `StrEnum` becomes the text that it stands for, of the type `str` itself."""
    assert (plain_text(given), type(plain_text(given))) == (text, str)


@pytest.mark.parametrize("given", [None, 3, True, b"secret", ["secret"], DefinitionError])
def test_what_is_no_text_stays_as_it_is(given: Any) -> None:
    """What is no text is left to the check that follows."""
    assert plain_text(given) is given


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("secret", "text"),
        (True, "a true/false value"),
        (47, "a whole number"),
        (4.7, "a decimal number"),
        ({"a": 1}, "an object"),
        ([1], "a list"),
        (None, "nothing"),
        ((1,), "a value of type tuple"),
        (b"secret", "a value of type bytes"),
        (DefinitionError("secret"), "a value of type DefinitionError"),
        (DefinitionError, "a value of type type"),
        (Secret.VALUE, "a value of type Secret"),
        (date(2026, 1, 2), "a value of type date"),
    ],
)
def test_the_kind_of_a_value(value: object, words: str) -> None:
    """A message says what sort of thing was given, and never which."""
    assert kind_of(value) == words
