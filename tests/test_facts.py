"""Facts: their declaration, the conditions that are written over them, and how they read, refuse and show values."""

from __future__ import annotations

import operator
from collections.abc import Callable
from enum import Enum, IntEnum, StrEnum
from typing import Any, Self, cast

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuum.comparisons import OPERATORS, Compare, OneOf
from continuum.conditions import AllOf, Condition, Not
from continuum.errors import AssessmentError, DefinitionError
from continuum.facts import Choice, Count, Duration, Fact, Flag, Grade, in_words
from continuum.sources import Source


class Risk(IntEnum):
    """Declared out of order on purpose: the numbers say what is higher."""

    SEVERE = 3
    NONE = 0
    MILD = 1


class Skills(IntEnum):
    ABSENT = 0
    TESTED = 1


class Alone(IntEnum):
    ONLY = 0


class Substance(Enum):
    ALCOHOL = "alcohol"
    OPIOIDS = "opioids"
    NOT_KNOWN_YET = "later"


class Format(Enum):
    IN_PERSON = 1
    REMOTE = 4
    MIXED = "mixed"


class Solo(Enum):
    ONLY = "only"


class Visit:
    """Facts learn their names in any class; records are tested beside their own module."""

    risk: Grade[Risk] = Grade("risk of return to use", Risk, worse="higher")
    skills: Grade[Skills] = Grade("coping skills", Skills, worse="lower")
    season: Grade[Skills] = Grade("season", Skills, worse=None)
    craving: Count = Count("craving", low=0, high=10, unit="points", worse="higher")
    sleep: Count = Count("sleep", low=0, high=24, unit="hours", worse="lower")
    age: Count = Count("age", low=18, high=120, unit="years", worse=None)
    stable: Duration = Duration("time stable here", low=0, high=52, unit="weeks", worse="lower", scope="level")
    sober: Flag = Flag("sober", worse=False, yes="sober today", no="not sober today")
    overdose: Flag = Flag("overdose", worse=True)
    remote: Flag = Flag("remote", worse=None)
    substance: Choice[Substance] = Choice("main substance", Substance)
    format: Choice[Format] = Choice("format", Format)


ALL_FACTS: list[Fact[Any]] = [
    Visit.risk,
    Visit.skills,
    Visit.season,
    Visit.craving,
    Visit.sleep,
    Visit.age,
    Visit.stable,
    Visit.sober,
    Visit.overdose,
    Visit.remote,
    Visit.substance,
    Visit.format,
]
ORDERED: list[Any] = [Visit.risk, Visit.skills, Visit.season, Visit.craving, Visit.sleep, Visit.age, Visit.stable]
RISKS = "a member of Risk: NONE, MILD, SEVERE"
SUBSTANCES = "a member of Substance: ALCOHOL, OPIOIDS, NOT_KNOWN_YET"
POINTS = "a whole number of points from 0 to 10"


def refused(build: Callable[[], object]) -> str:
    with pytest.raises(DefinitionError) as caught:
        build()
    assert type(caught.value) is DefinitionError
    return str(caught.value)


def name_of(fact: Fact[Any]) -> str:
    return fact.name


# Declaration.


def test_a_fact_learns_the_name_under_which_it_is_declared() -> None:
    """No name is written twice."""
    assert [fact.name for fact in ALL_FACTS] == [name for name in vars(Visit) if name in {fact.name for fact in ALL_FACTS}]
    assert Visit.risk.name == "risk"
    assert Flag("sober", worse=False).name == ""


def test_what_is_not_said_has_its_default() -> None:
    """A fact is about the person, changeable, a ground, without source, and measures no time unless it says otherwise."""
    for fact in (Visit.risk, Visit.craving, Visit.sober, Visit.substance):
        assert (fact.scope, fact.changeable, fact.ground, fact.source, fact.is_time) == ("person", True, True, (), False)
    assert (Visit.sober.yes, Visit.sober.no) == ("sober today", "not sober today")
    assert (Visit.overdose.yes, Visit.overdose.no) == ("", "")


def test_a_fact_keeps_what_is_said_of_it() -> None:
    """Scope, changeability, ground and sources travel with the fact."""
    source = Source("F1-10")
    fact = Flag("mandated", worse=None, scope="level", changeable=False, ground=False, source=[source])
    assert (fact.scope, fact.changeable, fact.ground, fact.source) == ("level", False, False, (source,))


def test_only_a_duration_is_a_time() -> None:
    """Time alone moves nobody, so a rule has to know which facts are times."""
    assert [fact.name for fact in ALL_FACTS if fact.is_time] == ["stable"]
    assert isinstance(Visit.stable, Count)


@pytest.mark.parametrize(
    ("fact", "worse"),
    [
        (Visit.risk, True),
        (Visit.skills, False),
        (Visit.season, None),
        (Visit.craving, True),
        (Visit.sleep, False),
        (Visit.age, None),
        (Visit.stable, False),
        (Visit.sober, False),
        (Visit.overdose, True),
        (Visit.remote, None),
        (Visit.substance, None),
        (Visit.format, None),
    ],
    ids=lambda value: value.name if isinstance(value, Fact) else repr(value),
)
def test_a_fact_knows_its_worse_end(fact: Fact[Any], *, worse: bool | None) -> None:
    """`worse` as declared; names without an order have none."""
    assert fact.higher_is_worse is worse


def test_grades_and_counts_have_bounds_and_the_others_have_none() -> None:
    """Bounds are what a total adds up."""
    assert {fact.name: fact.bounds for fact in ALL_FACTS} == {
        "risk": (0, 3),
        "skills": (0, 1),
        "season": (0, 1),
        "craving": (0, 10),
        "sleep": (0, 24),
        "age": (18, 120),
        "stable": (0, 52),
        "sober": None,
        "overdose": None,
        "remote": None,
        "substance": None,
        "format": None,
    }


def test_facts_are_frozen() -> None:
    """Nobody changes a declared fact."""
    for fact in ALL_FACTS:
        for name in ("label", "name", "anything"):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(fact, name, "changed")


def test_facts_are_told_apart_by_identity() -> None:
    """`==` builds a condition, so two facts of the same wording are still two keys."""
    twins = [Flag("sober", worse=False), Flag("sober", worse=False)]
    assert len({fact: fact.label for fact in (*ALL_FACTS, *twins)}) == len(ALL_FACTS) + 2
    assert hash(Visit.risk) == object.__hash__(Visit.risk)


def test_the_repr_of_a_fact_is_its_kind_and_name() -> None:
    """The label stands in while the fact belongs to no class."""
    assert [repr(fact) for fact in (Visit.risk, Visit.craving, Visit.stable, Visit.sober, Visit.substance)] == [
        "<Grade 'risk'>",
        "<Count 'craving'>",
        "<Duration 'stable'>",
        "<Flag 'sober'>",
        "<Choice 'substance'>",
    ]
    assert repr(Flag("lives alone", worse=None)) == "<Flag 'lives alone'>"


def test_enum_members_are_shown_in_words() -> None:
    """Underscores are spaces, capitals are small."""
    assert in_words(Substance.NOT_KNOWN_YET) == "not known yet"


NO_LABEL = "a fact needs a label of 1 to 120 printable characters, as in Flag('goals met', worse=False)"
NO_UNIT = "fact 'craving' needs a unit in the plural, such as unit='points'"


def kind(value: object) -> Any:
    """Hands a value of the wrong type past the type checker."""
    return value


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Flag("", worse=None), NO_LABEL),
        (lambda: Flag("  \t", worse=None), NO_LABEL),
        (lambda: Flag(kind(3), worse=None), NO_LABEL),
        (lambda: Grade("", Risk, worse=None), NO_LABEL),
        (lambda: Count(kind(None), low=0, high=1, unit="points", worse=None), NO_LABEL),
        (lambda: Choice("", Substance), NO_LABEL),
        (lambda: Flag("s" * 121, worse=None), NO_LABEL),
        (lambda: Flag("sober\ntoday", worse=None), NO_LABEL),
        (lambda: Flag("sober\x1b[2J", worse=None), NO_LABEL),
        (lambda: Flag("sober", worse=None, scope=kind("stay")), "fact 'sober': scope is 'person' or 'level'"),
        (lambda: Choice("format", Format, scope=kind(None)), "fact 'format': scope is 'person' or 'level'"),
        (lambda: Flag("sober", worse=None, scope=kind([])), "fact 'sober': scope is 'person' or 'level'"),
        (lambda: Flag("sober", worse=kind("higher")), "fact 'sober': worse is True, False or None (neither answer is worse)"),
        (lambda: Flag("sober", worse=kind(1)), "fact 'sober': worse is True, False or None (neither answer is worse)"),
        (
            lambda: Grade("risk", Risk, worse=kind("up")),
            "fact 'risk': worse is 'higher', 'lower' or None (neither end is worse)",
        ),
        (
            lambda: Count("craving", low=0, high=9, unit="points", worse=kind(value=True)),
            "fact 'craving': worse is 'higher', 'lower' or None (neither end is worse)",
        ),
        (
            lambda: Count("craving", low=0, high=9, unit="points", worse=kind([])),
            "fact 'craving': worse is 'higher', 'lower' or None (neither end is worse)",
        ),
        (
            lambda: Grade("risk", Risk, worse=kind([])),
            "fact 'risk': worse is 'higher', 'lower' or None (neither end is worse)",
        ),
        (lambda: Flag("sober", worse=kind([])), "fact 'sober': worse is True, False or None (neither answer is worse)"),
        (lambda: Count("craving", low=0, high=9, unit=kind(3), worse=None), NO_UNIT),
        (lambda: Count("craving", low=0, high=9, unit=kind(None), worse=None), NO_UNIT),
        (lambda: Count("craving", low=0, high=9, unit=" ", worse=None), NO_UNIT),
        (lambda: Duration("craving", low=0, high=9, unit="", worse=None), NO_UNIT),
        (
            lambda: Grade("risk", kind(Substance), worse=None),
            "fact 'risk' needs a class of kind IntEnum with at least two members, was given a value of type EnumType",
        ),
        (
            lambda: Grade("risk", Alone, worse=None),
            "fact 'risk' needs a class of kind IntEnum with at least two members, was given a value of type EnumType",
        ),
        (
            lambda: Grade("risk", kind(int), worse=None),
            "fact 'risk' needs a class of kind IntEnum with at least two members, was given a value of type type",
        ),
        (
            lambda: Grade("risk", kind(Risk.MILD), worse=None),
            "fact 'risk' needs a class of kind IntEnum with at least two members, was given a value of type Risk",
        ),
        (
            lambda: Choice("kind", kind("Substance")),
            "fact 'kind' needs a class of kind Enum with at least two members, was given text",
        ),
        (
            lambda: Choice("kind", Solo),
            "fact 'kind' needs a class of kind Enum with at least two members, was given a value of type EnumType",
        ),
        (
            lambda: Choice("kind", kind(str)),
            "fact 'kind' needs a class of kind Enum with at least two members, was given a value of type type",
        ),
        *(
            (
                lambda low=low, high=high: Count("craving", low=kind(low), high=kind(high), unit="points", worse=None),
                "fact 'craving' needs whole-number bounds with low below high",
            )
            for low, high in [(3, 3), (4, 3), (0.0, 3), (0, 3.0), (False, 3), (0, True), (None, 3), ("0", 3)]
        ),
    ],
)
def test_what_cannot_be_declared_is_refused(build: Callable[[], Fact[Any]], message: str) -> None:
    """Labels, scopes, worse ends, scales and bounds that make no sense stop the author at once."""
    assert refused(build) == message


def test_a_label_may_have_120_characters() -> None:
    """The longest label is kept whole, and so is one with letters of any alphabet."""
    assert Flag("s" * 120, worse=None).label == "s" * 120
    assert Flag("Rückfall, ½ Jahr", worse=None).label == "Rückfall, ½ Jahr"


def test_a_fact_keeps_its_first_name() -> None:
    """A second name, in a class that is no record, changes nothing and raises nothing; a record refuses it (see there)."""
    again: Any = type("Second", (), {"drinking": Visit.sober})
    assert again.drinking is Visit.sober
    assert Visit.sober.name == "sober"
    assert ~again.drinking == Not(Compare("sober", "==", value=True))


# Conditions over facts.


@pytest.mark.parametrize("fact", ORDERED, ids=name_of)
def test_an_ordered_fact_compares_with_six_operators(fact: Any) -> None:
    """Each operator gives its comparison; a value on the left gives the mirrored one."""
    value = fact.probes([])[-1]
    mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
    operators: dict[str, Any] = {**OPERATORS}
    for op, compare in operators.items():
        assert compare(fact, value) == Compare(fact.name, op, value)
        assert compare(value, fact) == Compare(fact.name, mirrored[op], value)


@pytest.mark.parametrize("fact", [Visit.sober, Visit.substance], ids=name_of)
def test_a_fact_without_an_order_is_equal_or_not(fact: Any) -> None:
    """`==` and `!=` give comparisons; the operators of an order do not exist."""
    value = fact.probes([])[0]
    assert (fact == value) == Compare(fact.name, "==", value)
    assert (fact != value) == Compare(fact.name, "!=", value)
    for ordering in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError, match="not supported between instances"):
            ordering(fact, value)


@given(st.integers(0, 10), st.integers(0, 10))
@settings(deadline=None)
def test_between_includes_both_ends(low: int, high: int) -> None:
    """From low to high, and nothing if high lies below low."""
    condition = Visit.craving.between(low, high)
    inside = [value for value in range(11) if condition.evaluate({"craving": value})]
    assert inside == [value for value in range(11) if low <= value <= high]


def test_between_and_one_of_build_plain_nodes() -> None:
    """They are made of comparisons and lists; a value named twice is kept once, in the order given."""
    assert Visit.risk.between(Risk.NONE, Risk.MILD) == AllOf([Visit.risk >= Risk.NONE, Visit.risk <= Risk.MILD])
    assert Visit.risk.one_of(Risk.MILD, Risk.NONE, Risk.MILD) == OneOf("risk", [Risk.MILD, Risk.NONE])
    assert Visit.craving.one_of(3) == OneOf("craving", [3])
    assert Visit.substance.one_of(Substance.OPIOIDS, Substance.ALCOHOL) == OneOf(
        "substance", [Substance.OPIOIDS, Substance.ALCOHOL]
    )


def test_a_flag_stands_for_yes_and_its_opposite_for_no() -> None:
    """`flag` is true when yes, `~flag` when no, and both are unknown without an answer."""
    sober: Condition = Visit.sober.as_condition()
    assert sober == Compare("sober", "==", value=True)
    assert ~Visit.sober == Not(sober)
    assert [(~Visit.sober).evaluate({"sober": answer}) for answer in (True, False, None)] == [False, True, None]


NO_RECORD = "belongs to no record yet: declare it in a class, and write Class.fact in conditions"


def test_a_fact_without_a_name_makes_no_condition() -> None:
    """A condition holds names, so a fact on its own cannot be compared."""
    craving = Count("craving", low=0, high=10, unit="points", worse=None)
    sober = Flag("sober", worse=None)
    substance = Choice("main substance", Substance)
    assert refused(lambda: craving >= 3) == f"<Count 'craving'> {NO_RECORD}"
    assert refused(lambda: craving.one_of(3)) == f"<Count 'craving'> {NO_RECORD}"
    assert refused(lambda: sober & Visit.overdose) == f"<Flag 'sober'> {NO_RECORD}"
    assert refused(lambda: ~sober) == f"<Flag 'sober'> {NO_RECORD}"
    assert refused(lambda: substance == Substance.ALCOHOL) == f"<Choice 'main substance'> {NO_RECORD}"


NO_TRUTH = (
    "a fact is neither true nor false by itself; combine with &, | and ~ instead of and, or and not, "
    "write .between(low, high) instead of a chained comparison, and compare it with a value to ask something"
)


@pytest.mark.parametrize("fact", ALL_FACTS, ids=name_of)
def test_a_fact_has_no_truth_by_itself(fact: Fact[Any]) -> None:
    """`if fact`, `and`, `or` and `not` are refused: a fact is not its value."""
    assert refused(lambda: bool(fact)) == NO_TRUTH
    assert refused(lambda: fact and fact) == NO_TRUTH
    assert refused(lambda: fact or fact) == NO_TRUTH
    assert refused(lambda: not fact) == NO_TRUTH


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Visit.risk >= kind(1), f"'risk' is compared with {RISKS}; was given a whole number"),
        (lambda: Visit.risk == kind("MILD"), f"'risk' is compared with {RISKS}; was given text"),
        (lambda: Visit.risk == kind(None), f"'risk' is compared with {RISKS}; was given nothing"),
        (lambda: Visit.risk != kind(Skills.TESTED), f"'risk' is compared with {RISKS}; was given a value of type Skills"),
        (lambda: Visit.risk.between(Risk.NONE, kind(2)), f"'risk' is compared with {RISKS}; was given a whole number"),
        (lambda: Visit.risk.one_of(Risk.NONE, kind(2)), f"'risk' is compared with {RISKS}; was given a whole number"),
        (lambda: Visit.risk > kind(Visit.skills), f"'risk' is compared with {RISKS}; was given a value of type Grade"),
        (lambda: Visit.craving < kind(2.0), f"'craving' is compared with {POINTS}; was given a decimal number"),
        (lambda: Visit.craving <= kind(value=True), f"'craving' is compared with {POINTS}; was given a true/false value"),
        (lambda: Visit.craving > kind("3"), f"'craving' is compared with {POINTS}; was given text"),
        (lambda: Visit.craving == kind([]), f"'craving' is compared with {POINTS}; was given a list"),
        (lambda: Visit.craving != kind({}), f"'craving' is compared with {POINTS}; was given an object"),
        (lambda: Visit.craving >= 11, f"'craving' is compared with {POINTS}; was given a whole number outside these bounds"),
        (lambda: Visit.craving >= -1, f"'craving' is compared with {POINTS}; was given a whole number outside these bounds"),
        (
            lambda: Visit.craving.one_of(3, 11),
            f"'craving' is compared with {POINTS}; was given a whole number outside these bounds",
        ),
        (lambda: Visit.sober == kind(1), "'sober' is compared with true or false; was given a whole number"),
        (lambda: Visit.sober != kind(None), "'sober' is compared with true or false; was given nothing"),
        (lambda: Visit.substance == kind("alcohol"), f"'substance' is compared with {SUBSTANCES}; was given text"),
        (lambda: Visit.substance.one_of(kind(None)), f"'substance' is compared with {SUBSTANCES}; was given nothing"),
        (
            lambda: Visit.substance.compare("<", Substance.ALCOHOL),
            "'substance' has no order: compare it with == or !=, not with <",
        ),
        (
            lambda: Visit.substance.compare("or", Substance.ALCOHOL),
            "'substance' has no order: compare it with == or !=, not with or",
        ),
    ],
)
def test_a_comparison_with_what_the_fact_cannot_be_is_refused(build: Callable[[], object], message: str) -> None:
    """The message names the fact, what was expected and what sort of thing was given."""
    assert refused(build) == message


@pytest.mark.parametrize("op", ["~", "in", "", "<>"])
def test_an_operator_that_does_not_exist_is_refused_as_such(op: str) -> None:
    """The value is fine, so the message is about the operator; a fact without an order names the two that it has."""
    message = "a comparison of 'craving' knows the operators <, <=, >, >=, == and !=, and no other"
    assert refused(lambda: Visit.craving.compare(op, 2)) == message
    assert refused(lambda: Visit.risk.compare(op, Risk.MILD)) == message.replace("craving", "risk")
    assert refused(lambda: Visit.sober.compare(op, value=True)) == (
        f"'sober' has no order: compare it with == or !=, not with {op}"
    )


# Values: what fits, what plain data stands for, how they are shown.


@pytest.mark.parametrize(
    ("fact", "fitting", "misfits"),
    [
        (
            Visit.risk,
            [*Risk],
            [(1, "a whole number"), ("MILD", "text"), (Skills.TESTED, "a value of type Skills"), (None, "nothing")],
        ),
        (
            Visit.substance,
            [*Substance],
            [("alcohol", "text"), (Format.REMOTE, "a value of type Format"), (0, "a whole number")],
        ),
        (
            Visit.sober,
            [True, False],
            [(1, "a whole number"), (0, "a whole number"), ("yes", "text"), (0.0, "a decimal number"), (None, "nothing")],
        ),
        (
            Visit.craving,
            [0, 5, 10],
            [(2.0, "a decimal number"), (True, "a true/false value"), (Risk.MILD, "a value of type Risk")],
        ),
        (
            Visit.stable,
            [0, 52],
            [(float("nan"), "a decimal number"), ("6", "text"), ((), "a value of type tuple"), ([6], "a list")],
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Fact) else "",
)
def test_only_values_of_the_exact_type_fit(fact: Fact[Any], fitting: list[object], misfits: list[tuple[object, str]]) -> None:
    """True is no count, 2.0 and 1 are no ratings, text is no name; the refusal never shows the value."""
    assert [fact.misfit(value) for value in fitting] == [None] * len(fitting)
    assert [fact.misfit(value) for value, _ in misfits] == [f"was given {sort}" for _, sort in misfits]


def test_a_count_fits_within_its_bounds_only() -> None:
    """The bounds themselves fit, their neighbors outside do not."""
    outside = "was given a whole number outside these bounds"
    assert [Visit.age.misfit(value) for value in (17, 18, 120, 121)] == [outside, None, None, outside]


@pytest.mark.parametrize(
    ("fact", "exact", "plain"),
    [
        (Visit.risk, RISKS, "one of NONE, MILD, SEVERE, or one of the numbers 0, 1, 3"),
        (Visit.substance, SUBSTANCES, "one of ALCOHOL, OPIOIDS, NOT_KNOWN_YET"),
        (
            Visit.format,
            "a member of Format: IN_PERSON, REMOTE, MIXED",
            "one of IN_PERSON, REMOTE, MIXED, or one of the numbers 1, 4",
        ),
        (Visit.craving, POINTS, POINTS),
        (Visit.stable, "a whole number of weeks from 0 to 52", "a whole number of weeks from 0 to 52"),
        (Visit.sober, "true or false", "true or false"),
    ],
    ids=lambda value: value.name if isinstance(value, Fact) else "",
)
def test_a_fact_says_what_it_expects(fact: Fact[Any], exact: str, plain: str) -> None:
    """Of a program, and of plain data."""
    assert fact.expected() == exact
    assert fact.expected_plain() == plain


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        (Visit.risk, Risk.MILD, Risk.MILD),
        (Visit.risk, "MILD", Risk.MILD),
        (Visit.risk, "severe", Risk.SEVERE),
        (Visit.risk, 0, Risk.NONE),
        (Visit.risk, 3, Risk.SEVERE),
        (Visit.substance, Substance.OPIOIDS, Substance.OPIOIDS),
        (Visit.substance, "Not_Known_Yet", Substance.NOT_KNOWN_YET),
        (Visit.format, "remote", Format.REMOTE),
        (Visit.format, 4, Format.REMOTE),
        (Visit.format, "Mixed", Format.MIXED),
        (Visit.craving, 0, 0),
        (Visit.craving, 10, 10),
        (Visit.sober, True, True),
        (Visit.sober, False, False),
    ],
)
def test_plain_data_is_read_without_guessing(fact: Fact[Any], raw: object, value: object) -> None:
    """Names in any case and their numbers, whole numbers as they are, true and false."""
    assert fact.read(raw) is value


RISK_PLAIN = "risk: expected one of NONE, MILD, SEVERE, or one of the numbers 0, 1, 3; was given"


@pytest.mark.parametrize(
    ("fact", "raw", "message"),
    [
        (Visit.risk, "grave", f"{RISK_PLAIN} text that is none of them"),
        (Visit.risk, " mild", f"{RISK_PLAIN} text that is none of them"),
        (Visit.risk, 2, f"{RISK_PLAIN} a whole number that is none of them"),
        (Visit.risk, True, f"{RISK_PLAIN} a true/false value"),
        (Visit.risk, 1.0, f"{RISK_PLAIN} a decimal number"),
        (Visit.risk, None, f"{RISK_PLAIN} nothing"),
        (Visit.risk, Skills.TESTED, f"{RISK_PLAIN} a value of type Skills"),
        (Visit.risk, ["MILD"], f"{RISK_PLAIN} a list"),
        (
            Visit.substance,
            "later",
            "substance: expected one of ALCOHOL, OPIOIDS, NOT_KNOWN_YET; was given text that is none of them",
        ),
        (
            Visit.substance,
            0,
            "substance: expected one of ALCOHOL, OPIOIDS, NOT_KNOWN_YET; was given a whole number that is none of them",
        ),
        (
            Visit.format,
            {},
            "format: expected one of IN_PERSON, REMOTE, MIXED, or one of the numbers 1, 4; was given an object",
        ),
        (Visit.craving, 11, f"craving: expected {POINTS}; was given a whole number outside these bounds"),
        (Visit.craving, "3", f"craving: expected {POINTS}; was given text"),
        (Visit.craving, True, f"craving: expected {POINTS}; was given a true/false value"),
        (Visit.craving, 3.0, f"craving: expected {POINTS}; was given a decimal number"),
        (Visit.sober, 1, "sober: expected true or false; was given a whole number"),
        (Visit.sober, "true", "sober: expected true or false; was given text"),
        (Visit.sober, None, "sober: expected true or false; was given nothing"),
    ],
)
def test_plain_data_that_stands_for_no_value_is_refused_without_being_shown(fact: Fact[Any], raw: object, message: str) -> None:
    """The message names the fact and what was expected; the record erred, not the vocabulary."""
    with pytest.raises(AssessmentError) as caught:
        fact.read(raw)
    assert str(caught.value) == message


@pytest.mark.parametrize("fact", ALL_FACTS, ids=name_of)
def test_probes_are_ascending_values_that_fit(fact: Fact[Any]) -> None:
    """Whatever a fact is compared with, the values to try are its own."""
    for values in ([], [fact.probes([])[0]], [fact.probes([])[-1]]):
        probes = [*fact.probes(values)]
        assert [fact.misfit(probe) for probe in probes] == [None] * len(probes)
        assert {*values} <= {*probes}
        if isinstance(fact, (Grade, Count, Flag)):
            assert probes == sorted({*probes})


def test_the_probes_of_each_kind() -> None:
    """All members, both answers, and for a count the ends and the values with their neighbors."""
    assert Visit.risk.probes([]) == [Risk.NONE, Risk.MILD, Risk.SEVERE]
    assert Visit.risk.members() == [Risk.NONE, Risk.MILD, Risk.SEVERE]
    assert Visit.substance.probes([Substance.OPIOIDS]) == [*Substance]
    assert Visit.sober.probes([True]) == [False, True]
    assert Visit.craving.probes([]) == [0, 10]
    assert Visit.craving.probes([5]) == [0, 4, 5, 6, 10]
    assert Visit.craving.probes([0, 10]) == [0, 1, 9, 10]


@given(st.sampled_from([*OPERATORS]), st.integers(0, 10))
@settings(deadline=None)
def test_the_probes_of_a_count_show_every_outcome(op: str, value: int) -> None:
    """A comparison goes up, down or both among its probes exactly as it does among all values."""
    holds = OPERATORS[op]

    def turns(values: list[int]) -> list[bool]:
        truths = [holds(each, value) for each in values]
        return [truth for number, truth in enumerate(truths) if number == 0 or truth is not truths[number - 1]]

    assert turns([*Visit.craving.probes([value])]) == turns([*range(11)])


@pytest.mark.parametrize(
    ("fact", "value", "shown"),
    [
        (Visit.risk, Risk.SEVERE, "severe"),
        (Visit.substance, Substance.NOT_KNOWN_YET, "not known yet"),
        (Visit.sober, True, "yes"),
        (Visit.sober, False, "no"),
        (Visit.craving, 0, "0 points"),
        (Visit.craving, 1, "1 point"),
        (Visit.craving, 2, "2 points"),
        (Visit.stable, 1, "1 week"),
        (Count("pulse", low=0, high=300, unit="per minute", worse=None), 1, "1 per minute"),
    ],
)
def test_a_value_is_shown_in_words(fact: Fact[Any], value: object, shown: str) -> None:
    """Names in small letters, answers as yes and no, numbers with their unit."""
    assert fact.show(value) == shown


@pytest.mark.parametrize(
    ("fact", "op", "value", "words"),
    [
        (Visit.sober, "==", True, "sober today"),
        (Visit.sober, "==", False, "not sober today"),
        (Visit.sober, "!=", True, "not sober today"),
        (Visit.sober, "!=", False, "sober today"),
        (Visit.overdose, "==", True, "overdose: yes"),
        (Visit.overdose, "==", False, "overdose: no"),
        (Visit.overdose, "!=", False, "overdose: yes"),
        (Visit.substance, "==", Substance.ALCOHOL, "main substance is alcohol"),
        (Visit.substance, "!=", Substance.ALCOHOL, "main substance is not alcohol"),
        (Visit.craving, ">=", 1, "craving is 1 point or more"),
        (Visit.skills, ">=", Skills.TESTED, "coping skills is tested"),
        (Visit.skills, ">=", Skills.ABSENT, "coping skills is absent or higher"),
        (Visit.skills, "<", Skills.TESTED, "coping skills is absent"),
        (Visit.skills, ">", Skills.ABSENT, "coping skills is tested"),
        (Visit.skills, "<=", Skills.ABSENT, "coping skills is absent"),
        (Visit.skills, "<=", Skills.TESTED, "coping skills is at most tested"),
        (Visit.skills, "<", Skills.ABSENT, "coping skills is below absent"),
        (Visit.skills, ">", Skills.TESTED, "coping skills is above tested"),
        (Visit.risk, "<", Risk.SEVERE, "risk of return to use is at most mild"),
        (Visit.risk, ">", Risk.NONE, "risk of return to use is mild or higher"),
    ],
)
def test_a_comparison_is_phrased(fact: Fact[Any], op: str, value: object, words: str) -> None:
    """A strict comparison of grades names the neighbor, and the end of a scale stands alone."""
    assert fact.phrase(op, value) == words


@pytest.mark.parametrize(
    ("values", "words", "opposite"),
    [
        ([Substance.ALCOHOL], "is alcohol", "is not alcohol"),
        ([Substance.ALCOHOL, Substance.OPIOIDS], "is alcohol or opioids", "is neither alcohol nor opioids"),
        ([*Substance], "is alcohol, opioids or not known yet", "is neither alcohol, opioids nor not known yet"),
    ],
)
def test_a_list_of_values_is_phrased(values: list[Substance], words: str, opposite: str) -> None:
    """One value, either of two, or the last of several behind `or` and `nor`."""
    assert Visit.substance.phrase_any(values, negated=False) == f"main substance {words}"
    assert Visit.substance.phrase_any(values, negated=True) == f"main substance {opposite}"


def test_a_bare_fact_is_no_kind_of_fact() -> None:
    """Values are known to the kinds only: the base names them and answers for none."""
    bare: Fact[int] = Fact("something")
    for ask in (lambda: bare.probes([]), bare.expected, lambda: bare.misfit(1), lambda: bare.read(1), lambda: bare.show(1)):
        with pytest.raises(NotImplementedError):
            ask()
    assert (bare.higher_is_worse, bare.bounds, bare.is_time) == (None, None, False)


class Alike(Enum):
    m = 1
    M = 2


def test_names_that_differ_in_case_only_are_refused() -> None:
    """Data may give a name in any case, so which of the two is meant could not be told."""
    with pytest.raises(DefinitionError) as caught:
        Choice("letter", Alike)
    assert str(caught.value) == (
        "fact 'letter': the names of its values differ by more than their case, since data may give any case"
    )


class Stubborn(IntEnum):
    LOW = 0
    HIGH = 1

    def __ge__(self, other: object) -> bool:
        return True


class Inflated(IntEnum):
    """In a sum it is more than its number."""

    LOW = 0
    HIGH = 1

    def __radd__(self, other: int) -> int:
        return other + 100


class Everything:
    """What it is mixed into compares by it."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


class Coded(StrEnum):
    """Its members have codes of their own and may share a text."""

    def __new__(cls, code: int, text: str) -> Self:
        made = str.__new__(cls, text)
        made._value_ = f"{code}"
        return made

    FIRST = 1, "none"
    SECOND = 2, "none"


class Mixed(Everything, Enum):
    ALCOHOL = 1
    OPIOIDS = 2


class Scattered(Enum):
    """Its members are found by a number of their own."""

    ALCOHOL = 1
    OPIOIDS = 2

    def __hash__(self) -> int:
        return 0


@pytest.mark.parametrize(
    ("declare", "message"),
    [
        (
            lambda: Grade("risk", Inflated, worse="higher"),
            "fact 'risk': the members of a scale compare as their numbers; redefine no comparison",
        ),
        (
            lambda: Choice("substance", Coded),
            "fact 'substance': two values of a choice are equal; nobody could tell them apart",
        ),
        (
            lambda: Choice("substance", Mixed),
            "fact 'substance': a choice compares by its names; redefine no comparison",
        ),
        (
            lambda: Choice("substance", Scattered),
            "fact 'substance': a choice compares by its names; redefine no comparison",
        ),
        (
            lambda: Flag("done", worse=False, changeable=cast("bool", "no")),
            "fact 'done': changeable and ground are True or False",
        ),
        (lambda: Flag("done", worse=False, ground=cast("bool", 0)), "fact 'done': changeable and ground are True or False"),
        (
            lambda: Flag("done", worse=False, yes="x" * 121),
            "fact 'done': yes and no are clauses of at most 120 printable characters",
        ),
        (lambda: Flag("done", worse=False, no="\n"), "fact 'done': yes and no are clauses of at most 120 printable characters"),
        (
            lambda: Grade("risk", Stubborn, worse="higher"),
            "fact 'risk': the members of a scale compare as their numbers; redefine no comparison",
        ),
    ],
)
def test_what_a_fact_could_lie_with_is_refused(declare: Callable[[], object], message: str) -> None:
    """Marks that are no truth values, clauses that are none, and scales with an order of their own."""
    with pytest.raises(DefinitionError) as caught:
        declare()
    assert str(caught.value) == message


class Counted(IntEnum):
    """It begins at one, and has no gaps."""

    ONE = 1
    TWO = 2


def test_numbers_without_gaps_are_told_by_their_ends() -> None:
    """Wherever they begin."""
    assert Grade("a scale", Counted, worse="higher").expected_plain() == "one of ONE, TWO, or a number from 1 to 2"
