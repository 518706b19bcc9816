"""Conditions: three truth values, words, polarity, what they rest on, what they leave open, and what is refused."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from enum import Enum, IntEnum
from itertools import permutations, product
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuum import comparisons, conditions
from continuum.comparisons import AS_WRITTEN, Compare, Missing, OneOf, number_phrase
from continuum.conditions import AllOf, AnyOf, Condition, NOf, Not, Polarity, Reach, n_of
from continuum.errors import DefinitionError
from continuum.facts import Choice, Count, Duration, Flag, Grade, total
from continuum.records import Facts


class Risk(IntEnum):
    NONE = 0
    MILD = 1
    SEVERE = 2
    VERY_SEVERE = 3


class Skills(IntEnum):
    ABSENT = 0
    LEARNED = 1
    TESTED = 2


class Substance(Enum):
    ALCOHOL = "alcohol"
    OPIOIDS = "opioids"
    SEDATIVES = "sedatives"


class Visit(Facts):
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


WORDS = Visit.vocabulary()
GROWS, SHRINKS = Polarity(grows=True, shrinks=False), Polarity(grows=False, shrinks=True)
NEITHER, BOTH = Polarity(grows=False, shrinks=False), Polarity(grows=True, shrinks=True)
LETTERS: Mapping[str, bool | None] = {"T": True, "F": False, "?": None}


def yes(name: str) -> Compare:
    return Compare(name, "==", value=True)


A, B, C, D = yes("a"), yes("b"), yes("c"), yes("d")


def answers(letters: str) -> dict[str, bool | None]:
    """`T?` is a true and b unknown."""
    return dict(zip("abcd", (LETTERS[letter] for letter in letters), strict=False))


def rails(condition: Condition, values: Mapping[str, Any]) -> str:
    """What it evaluates to, as a letter; both rails must agree with it."""
    answer = condition.evaluate(values)
    assert (condition.definitely(values), condition.possibly(values)) == (answer is True, answer is not False)
    return next(letter for letter, value in LETTERS.items() if value is answer)


def refused(build: Callable[[], object]) -> str:
    """The whole message of the definition error that is raised."""
    with pytest.raises(DefinitionError) as caught:
        build()
    assert type(caught.value) is DefinitionError
    return str(caught.value)


# What conditions evaluate to.


@pytest.mark.parametrize(
    ("op", "below", "same", "above"),
    [
        ("<", "T", "F", "F"),
        ("<=", "T", "T", "F"),
        (">", "F", "F", "T"),
        (">=", "F", "T", "T"),
        ("==", "F", "T", "F"),
        ("!=", "T", "F", "T"),
    ],
)
def test_a_comparison_holds_as_its_operator_says_and_is_unknown_without_a_value(
    op: str, below: str, same: str, above: str
) -> None:
    """Each operator is judged below, at and above its value; a missing name and None are both unknown."""
    condition = Compare("craving", op, 5)
    assert [rails(condition, {"craving": number}) for number in (4, 5, 6)] == [below, same, above]
    assert rails(condition, {}) == rails(condition, {"craving": None}) == "?"


def test_zero_and_false_are_known() -> None:
    """A value that is falsy in Python is a value, not a gap."""
    assert rails(Compare("craving", "<", 1), {"craving": 0}) == "T"
    assert rails(yes("a"), {"a": False}) == "F"
    assert rails(OneOf("craving", [1, 2]), {"craving": 0}) == "F"
    assert rails(Missing("a"), {"a": False}) == "F"


def test_one_of_holds_for_its_values_only() -> None:
    """`one_of` is true among its values, false beside them, unknown without a value."""
    condition = OneOf("risk", [Risk.NONE, Risk.SEVERE])
    assert [rails(condition, {"risk": risk}) for risk in Risk] == ["T", "F", "T", "F"]
    assert rails(condition, {}) == rails(condition, {"risk": None}) == "?"


def test_missing_is_possible_exactly_while_its_fact_is_unknown_and_never_true() -> None:
    """A required fact that is not known keeps a door shut without ever being a reason."""
    assert rails(Missing("a"), {}) == rails(Missing("a"), {"a": None}) == "?"
    assert [rails(Missing("a"), {"a": value}) for value in (True, False, 3)] == ["F", "F", "F"]


@pytest.mark.parametrize(
    ("given_answers", "both", "either"),
    [
        ("TT", "T", "T"),
        ("TF", "F", "T"),
        ("T?", "?", "T"),
        ("FT", "F", "T"),
        ("FF", "F", "F"),
        ("F?", "F", "?"),
        ("?T", "?", "T"),
        ("?F", "F", "?"),
        ("??", "?", "?"),
    ],
)
def test_and_and_or_have_three_values(given_answers: str, both: str, either: str) -> None:
    """One false settles `and`, one true settles `or`; else an unknown leaves them unknown."""
    assert rails(A & B, answers(given_answers)) == both
    assert rails(A | B, answers(given_answers)) == either


@pytest.mark.parametrize(("given_answer", "opposite"), [("T", "F"), ("F", "T"), ("?", "?")])
def test_not_swaps_true_and_false_and_leaves_unknown_unknown(given_answer: str, opposite: str) -> None:
    """Negation of an unknown is unknown, never true."""
    assert rails(~A, answers(given_answer)) == opposite
    assert rails(Not(Not(A)), answers(given_answer)) == given_answer


@pytest.mark.parametrize(
    ("given_answers", "one", "two", "three"),
    [
        ("TTT", "T", "T", "T"),
        ("TTF", "T", "T", "F"),
        ("TT?", "T", "T", "?"),
        ("TFF", "T", "F", "F"),
        ("TF?", "T", "?", "F"),
        ("T??", "T", "?", "?"),
        ("FFF", "F", "F", "F"),
        ("FF?", "?", "F", "F"),
        ("F??", "?", "?", "F"),
        ("???", "?", "?", "?"),
    ],
)
def test_n_of_counts_in_any_order(given_answers: str, one: str, two: str, three: str) -> None:
    """`n_of` is true once n are true, false once n are no longer left, else unknown."""
    for order in permutations(given_answers):
        values = answers("".join(order))
        assert [rails(n_of(n, A, B, C), values) for n in (1, 2, 3)] == [one, two, three]


def test_groups_of_one_are_their_term() -> None:
    """A group of one condition says what the condition says."""
    for letter in LETTERS:
        assert [rails(group, answers(letter)) for group in (AllOf([A]), AnyOf([A]), n_of(1, A))] == [letter] * 3


def test_the_two_rails_do_not_notice_that_one_fact_occurs_twice() -> None:
    """`a or not a` stays unknown while a is: the rails look at the tree, not at the meaning, which errs on the safe side."""
    assert rails(A | ~A, {}) == "?"
    assert rails(A & ~A, {}) == "?"


# How conditions are put together.


def test_a_chain_of_ands_or_ors_is_one_group() -> None:
    """`a & b & c` is one group of three; the other kind of group stays a term of its own."""
    both_ways = [A & B & C, A & (B & C)]
    assert both_ways == [AllOf([A, B, C])] * 2
    either_way = [A | B | C, A | (B | C)]
    assert either_way == [AnyOf([A, B, C])] * 2
    pairs = (A & B) & (C & D)
    assert pairs == AllOf([A, B, C, D])
    mixed = [(A & B) | C, (A | B) & C, n_of(1, A, B) & C]
    assert mixed == [AnyOf([AllOf([A, B]), C]), AllOf([AnyOf([A, B]), C]), AllOf([NOf([A, B], n=1), C])]


def test_a_double_negation_is_the_condition_itself() -> None:
    """`~~a` gives a back, not a tower of negations."""
    assert ~~A == A
    assert Not(A) == ~A
    assert ~~(A & B) == A & B


def test_flags_stand_for_themselves_in_every_node() -> None:
    """A yes-or-no fact can be written wherever a condition can."""
    sober, risky = yes("sober"), Compare("risk", ">=", Risk.SEVERE)
    assert Visit.sober & Visit.overdose == AllOf([sober, yes("overdose")])
    assert Visit.sober | Visit.overdose == AnyOf([sober, yes("overdose")])
    assert Visit.sober & (Visit.risk >= Risk.SEVERE) == AllOf([sober, risky])
    assert (Visit.risk >= Risk.SEVERE) | Visit.sober == AnyOf([risky, sober])
    assert ~Visit.sober == Not(Visit.sober) == Not(sober)
    assert AllOf([Visit.sober]) == AllOf([sober])
    assert n_of(1, Visit.sober, risky) == NOf([sober, risky], n=1)
    assert A.as_condition() is A


def test_groups_and_lists_take_any_iterable_and_keep_tuples() -> None:
    """What is handed over as a list or generator is kept as a tuple, so that no one can change it later."""
    assert AllOf(term for term in (A, B)).terms == (A, B)
    assert OneOf("craving", iter([1, 2])).values == (1, 2)


def test_the_shape_of_a_tree_can_be_asked() -> None:
    """Facts, depth, size and mentions are read off the tree."""
    tree = (A & B & ~A) | n_of(1, Missing("c"), OneOf("d", [1]))
    assert tree.facts() == {"a", "b", "c", "d"}
    assert [*tree.mentions()] == ["a", "b", "a", "c", "d"]
    assert (A.depth(), A.size(), (~A).depth(), (~A).size()) == (1, 1, 2, 2)
    assert (tree.depth(), tree.size()) == (4, 9)
    assert A.parts() == ()
    assert (~A).parts() == (A,)
    assert (A | B).parts() == (A, B)


EVERY_NODE: list[Condition] = [
    Compare("risk", ">=", Risk.SEVERE),
    OneOf("substance", [Substance.ALCOHOL, Substance.OPIOIDS]),
    A & B,
    A | B,
    n_of(2, A, B, C),
    Not(A),
    Missing("a"),
    total(Visit.risk, Visit.craving) >= 4,
]


@pytest.mark.parametrize("node", EVERY_NODE, ids=lambda node: type(node).__name__)
def test_every_node_is_equal_to_its_like_hashable_frozen_and_picklable(node: Condition) -> None:
    """Conditions are plain values: they can be compared, put in sets and sent to another process, and never changed."""
    again = pickle.loads(pickle.dumps(node))  # noqa: S301 # our own bytes
    assert again == node
    assert again is not node
    assert hash(again) == hash(node)
    assert {node, again} == {node}
    assert [other for other in EVERY_NODE if other == node] == [node]
    kind: Any = type(node)
    for name in (attrs.fields(kind)[0].name, "anything"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(node, name, None)


def test_groups_of_another_kind_or_order_are_other_conditions() -> None:
    """Equality is that of the tree: kind, order, operator, value and number all count."""
    different = [
        A & B,
        B & A,
        A | B,
        n_of(1, A, B),
        n_of(2, A, B),
        Compare("a", "!=", value=True),
        A,
        Compare("a", "==", value=2),
    ]
    assert len(set(different)) == len(different)
    assert len({Missing("a"), Missing("b"), OneOf("a", [1]), OneOf("a", [2]), OneOf("b", [1])}) == 5


def test_the_repr_of_a_condition_can_be_read_by_its_author() -> None:
    """A condition holds a rule's own constants, never a person's values."""
    assert repr(A & ~B) == (
        "AllOf(terms=(Compare(fact='a', op='==', value=True), Not(term=Compare(fact='b', op='==', value=True))))"
    )


# Words.


FOUR = "(sober today and remote: yes); (sober today or overdose: yes); (at least 1 of: sober today; remote: yes); overdose: no"


@pytest.mark.parametrize(
    ("condition", "words", "opposite"),
    [
        (Visit.risk >= Risk.SEVERE, "risk of return to use is severe or higher", "risk of return to use is at most mild"),
        (Visit.risk > Risk.MILD, "risk of return to use is severe or higher", "risk of return to use is at most mild"),
        (Visit.risk <= Risk.MILD, "risk of return to use is at most mild", "risk of return to use is severe or higher"),
        (Visit.risk < Risk.SEVERE, "risk of return to use is at most mild", "risk of return to use is severe or higher"),
        (Visit.risk == Risk.VERY_SEVERE, "risk of return to use is very severe", "risk of return to use is not very severe"),
        (Visit.risk != Risk.NONE, "risk of return to use is not none", "risk of return to use is none"),
        (Visit.risk >= Risk.VERY_SEVERE, "risk of return to use is very severe", "risk of return to use is at most severe"),
        (Visit.risk > Risk.SEVERE, "risk of return to use is very severe", "risk of return to use is at most severe"),
        (Visit.risk <= Risk.NONE, "risk of return to use is none", "risk of return to use is mild or higher"),
        (Visit.risk < Risk.MILD, "risk of return to use is none", "risk of return to use is mild or higher"),
        (Visit.risk > Risk.NONE, "risk of return to use is mild or higher", "risk of return to use is none"),
        (Visit.risk < Risk.VERY_SEVERE, "risk of return to use is at most severe", "risk of return to use is very severe"),
        (Visit.craving >= 5, "craving is 5 points or more", "craving is less than 5 points"),
        (Visit.craving > 5, "craving is more than 5 points", "craving is 5 points or less"),
        (Visit.craving <= 5, "craving is 5 points or less", "craving is more than 5 points"),
        (Visit.craving < 1, "craving is less than 1 point", "craving is 1 point or more"),
        (Visit.craving == 1, "craving is 1 point", "craving is not 1 point"),
        (Visit.craving != 0, "craving is not 0 points", "craving is 0 points"),
        (Visit.stable >= 6, "time stable here is 6 weeks or more", "time stable here is less than 6 weeks"),
        (Visit.sober.as_condition(), "sober today", "not sober today"),
        (Visit.sober != True, "not sober today", "sober today"),  # noqa: E712 # builds a condition
        (Visit.overdose == False, "overdose: no", "overdose: yes"),  # noqa: E712 # builds a condition
        (Visit.substance == Substance.ALCOHOL, "main substance is alcohol", "main substance is not alcohol"),
        (Visit.substance.one_of(Substance.ALCOHOL), "main substance is alcohol", "main substance is not alcohol"),
        (
            Visit.substance.one_of(Substance.ALCOHOL, Substance.OPIOIDS),
            "main substance is alcohol or opioids",
            "main substance is neither alcohol nor opioids",
        ),
        (
            Visit.risk.one_of(Risk.NONE, Risk.MILD, Risk.VERY_SEVERE),
            "risk of return to use is none, mild or very severe",
            "risk of return to use is neither none, mild nor very severe",
        ),
        (Visit.craving.one_of(1, 3), "craving is 1 point or 3 points", "craving is neither 1 point nor 3 points"),
        (
            Visit.craving.between(2, 5),
            "craving is 2 points or more and craving is 5 points or less",
            "craving is less than 2 points or craving is more than 5 points",
        ),
        (Visit.sober & Visit.overdose, "sober today and overdose: yes", "not sober today or overdose: no"),
        (Visit.sober | Visit.overdose, "sober today or overdose: yes", "not sober today and overdose: no"),
        (~Visit.sober & ~Visit.overdose, "not sober today and overdose: no", "sober today or overdose: yes"),
        (
            (Visit.sober & Visit.remote) | Visit.overdose,
            "(sober today and remote: yes) or overdose: yes",
            "(not sober today or remote: no) and overdose: no",
        ),
        (
            (Visit.sober | Visit.remote) & ~(Visit.overdose & Visit.remote),
            "(sober today or remote: yes) and (overdose: no or remote: no)",
            "(not sober today and remote: no) or (overdose: yes and remote: yes)",
        ),
        (
            n_of(2, Visit.sober, Visit.overdose, Visit.risk >= Risk.SEVERE),
            "at least 2 of: sober today; overdose: yes; risk of return to use is severe or higher",
            "fewer than 2 of: sober today; overdose: yes; risk of return to use is severe or higher",
        ),
        (
            n_of(1, Visit.sober, Visit.overdose) & Visit.remote,
            "(at least 1 of: sober today; overdose: yes) and remote: yes",
            "(fewer than 1 of: sober today; overdose: yes) or remote: no",
        ),
        (
            n_of(
                2, Visit.sober & Visit.remote, Visit.sober | Visit.overdose, n_of(1, Visit.sober, Visit.remote), ~Visit.overdose
            ),
            f"at least 2 of: {FOUR}",
            f"fewer than 2 of: {FOUR}",
        ),
        (
            n_of(1, Visit.sober & Visit.remote),
            "at least 1 of: sober today and remote: yes",
            "fewer than 1 of: sober today and remote: yes",
        ),
        (AllOf([Visit.sober]), "sober today", "not sober today"),
        (AllOf([Visit.sober | Visit.overdose]), "sober today or overdose: yes", "not sober today and overdose: no"),
        (
            AnyOf([AllOf([Visit.sober | Visit.overdose]), Visit.remote]),
            "(sober today or overdose: yes) or remote: yes",
            "(not sober today and overdose: no) and remote: no",
        ),
        (
            total(Visit.risk, Visit.craving, Visit.sleep) >= 5,
            "the sum of risk of return to use, craving and sleep is 5 or more",
            "the sum of risk of return to use, craving and sleep is less than 5",
        ),
        (Missing("risk"), "risk of return to use is not known", "risk of return to use is known"),
    ],
)
def test_a_condition_reads_as_a_clause_and_so_does_its_opposite(condition: Condition, words: str, opposite: str) -> None:
    """Every node and operator has its words; the opposite of a comparison is another comparison, of a group a `not (...)`."""
    assert condition.words(WORDS) == words
    assert condition.negated_words(WORDS) == opposite
    assert (~condition).words(WORDS) == opposite
    assert Not(condition).negated_words(WORDS) == words
    assert Not(Not(condition)).words(WORDS) == words


def test_numbers_are_compared_in_words() -> None:
    """One phrase per operator."""
    assert {op: number_phrase(op, "5") for op in comparisons.OPERATORS} == {
        "<": "is less than 5",
        "<=": "is 5 or less",
        ">": "is more than 5",
        ">=": "is 5 or more",
        "==": "is 5",
        "!=": "is not 5",
    }


@pytest.mark.parametrize(
    ("condition", "written", "opposite"),
    [
        (Visit.risk >= Risk.SEVERE, "risk >= SEVERE", "risk < SEVERE"),
        (Visit.risk > Risk.SEVERE, "risk > SEVERE", "risk <= SEVERE"),
        (Visit.risk == Risk.MILD, "risk == MILD", "risk != MILD"),
        (Visit.stable >= 4, "stable >= 4", "stable < 4"),
        (Visit.sober.as_condition(), "sober", "not sober"),
        (Visit.sober == False, "not sober", "sober"),  # noqa: E712 # builds a condition
        (Visit.sober != True, "not sober", "sober"),  # noqa: E712 # builds a condition
        (Visit.sober != False, "sober", "not sober"),  # noqa: E712 # builds a condition
        (Compare("sober", ">=", value=True), "sober >= True", "sober < True"),
        (Compare("sober", "==", 1), "sober == 1", "sober != 1"),
        (Compare("season", "==", "dry"), "season == 'dry'", "season != 'dry'"),
        (
            Visit.substance.one_of(Substance.ALCOHOL, Substance.SEDATIVES),
            "substance in (ALCOHOL, SEDATIVES)",
            "substance not in (ALCOHOL, SEDATIVES)",
        ),
        (Visit.craving.one_of(1, 3), "craving in (1, 3)", "craving not in (1, 3)"),
        (Visit.substance.one_of(Substance.ALCOHOL), "substance == ALCOHOL", "substance != ALCOHOL"),
        (OneOf("sober", [True]), "sober", "not sober"),
        (
            (Visit.sober | (Visit.risk < Risk.SEVERE)) & ~Visit.overdose,
            "(sober or risk < SEVERE) and not overdose",
            "(not sober and risk >= SEVERE) or overdose",
        ),
        (
            n_of(1, Visit.sober, Visit.craving > 3),
            "at least 1 of: sober; craving > 3",
            "fewer than 1 of: sober; craving > 3",
        ),
        (
            total(Visit.risk, Visit.sleep) >= 5,
            "the sum of risk and sleep is 5 or more",
            "the sum of risk and sleep is less than 5",
        ),
        (Missing("risk"), "risk is not known", "risk is known"),
    ],
)
def test_a_condition_can_be_spelled_out_as_it_was_written(condition: Condition, written: str, opposite: str) -> None:
    """With the names of facts, operators and values alone, so no vocabulary is needed."""
    assert condition.words(AS_WRITTEN) == written
    assert condition.negated_words(AS_WRITTEN) == (~condition).words(AS_WRITTEN) == opposite


def test_what_answers_for_every_name_is_never_empty() -> None:
    """Logging asks it, and gets an answer."""
    assert bool(AS_WRITTEN) is True


@pytest.mark.parametrize(
    "ask",
    [
        lambda: (Visit.risk >= Risk.SEVERE).polarity(AS_WRITTEN),
        lambda: (Visit.sober & Visit.remote).polarity(AS_WRITTEN),
        lambda: (total(Visit.risk) >= 2).polarity(AS_WRITTEN),
        lambda: (Visit.risk >= Risk.SEVERE).truths(AS_WRITTEN),
        lambda: problems(Visit.risk >= Risk.SEVERE, AS_WRITTEN),
        lambda: problems(~Visit.substance.one_of(Substance.ALCOHOL), AS_WRITTEN),
        lambda: problems(total(Visit.risk) >= 2, AS_WRITTEN),
        lambda: AS_WRITTEN["risk"].higher_is_worse,
    ],
)
def test_what_only_spells_a_condition_out_does_not_judge_it(ask: Callable[[], object]) -> None:
    """Of a fact it knows the name: which end is worse, and whether a comparison makes sense, it refuses to say."""
    name = refused(ask).split("'")[1]
    assert name in WORDS
    assert refused(ask) == (
        f"AS_WRITTEN knows only the name of {name!r}; ask with the vocabulary of its record, Assessment.vocabulary()"
    )


@pytest.mark.parametrize("ask", [list, len, dict])
def test_what_answers_for_every_name_cannot_list_them(ask: Callable[[object], object]) -> None:
    """Every name is in it, so an empty list would be a lie."""
    assert AS_WRITTEN["anything"].label == "anything"
    assert "anything" in AS_WRITTEN
    assert refused(lambda: ask(AS_WRITTEN)) == "AS_WRITTEN answers for every name, so its names cannot be listed or counted"


# Polarity.


@pytest.mark.parametrize(
    ("condition", "polarity"),
    [
        (Visit.risk >= Risk.SEVERE, GROWS),
        (Visit.risk > Risk.MILD, GROWS),
        (Visit.risk <= Risk.MILD, SHRINKS),
        (Visit.risk < Risk.SEVERE, SHRINKS),
        (Visit.risk == Risk.MILD, NEITHER),
        (Visit.risk != Risk.MILD, NEITHER),
        (Visit.risk == Risk.VERY_SEVERE, GROWS),
        (Visit.risk == Risk.NONE, SHRINKS),
        (Visit.risk != Risk.NONE, GROWS),
        (Visit.skills >= Skills.LEARNED, SHRINKS),
        (Visit.skills < Skills.TESTED, GROWS),
        (Visit.skills == Skills.ABSENT, GROWS),
        (Visit.skills == Skills.TESTED, SHRINKS),
        (Visit.skills == Skills.LEARNED, NEITHER),
        (Visit.season == Skills.LEARNED, BOTH),
        (Visit.craving >= 3, GROWS),
        (Visit.craving == 3, NEITHER),
        (Visit.craving == 10, GROWS),
        (Visit.craving != 10, SHRINKS),
        (Visit.craving.between(3, 5), NEITHER),
        (Visit.sleep >= 7, SHRINKS),
        (Visit.sleep < 7, GROWS),
        (Visit.age >= 65, BOTH),
        (Visit.age == 65, BOTH),
        (Visit.overdose.as_condition(), GROWS),
        (~Visit.overdose, SHRINKS),
        (Visit.sober.as_condition(), SHRINKS),
        (Visit.sober != True, GROWS),  # noqa: E712 # builds a condition
        (Visit.remote.as_condition(), BOTH),
        (Visit.substance == Substance.ALCOHOL, BOTH),
        (Visit.substance.one_of(Substance.ALCOHOL, Substance.OPIOIDS), BOTH),
        (Visit.risk.one_of(Risk.SEVERE, Risk.VERY_SEVERE), GROWS),
        (Visit.risk.one_of(Risk.NONE, Risk.MILD), SHRINKS),
        (Visit.risk.one_of(Risk.MILD, Risk.VERY_SEVERE), NEITHER),
        (Visit.skills.one_of(Skills.ABSENT, Skills.LEARNED), GROWS),
        (Visit.overdose & (Visit.sleep < 4), GROWS),
        (Visit.overdose | Visit.sober, NEITHER),
        (Visit.overdose & Visit.sober, NEITHER),
        (Visit.sober & (Visit.craving < 3), SHRINKS),
        (Visit.sober & Visit.remote, SHRINKS),
        (Visit.remote | (Visit.age >= 65), BOTH),
        (~(Visit.overdose & (Visit.sleep < 4)), SHRINKS),
        (~(Visit.overdose & Visit.sober), NEITHER),
        (n_of(2, Visit.overdose, ~Visit.sober, Visit.risk >= Risk.SEVERE), GROWS),
        (n_of(2, Visit.overdose, Visit.sober, Visit.risk >= Risk.SEVERE), NEITHER),
        (Missing("risk"), BOTH),
        (~Missing("risk"), BOTH),
    ],
)
def test_polarity_says_which_way_a_condition_goes_when_a_fact_gets_worse(condition: Condition, polarity: Polarity) -> None:
    """Towards the worse end, whichever end that is; a fact without a worse end goes with both."""
    assert condition.polarity(WORDS) == polarity
    assert Not(condition).polarity(WORDS) == Polarity(grows=polarity.shrinks, shrinks=polarity.grows)


def test_only_a_comparison_has_outcomes_along_its_scale() -> None:
    """A comparison and a list hold or fail at each value; that a fact is missing is no question about values."""
    assert Compare("risk", ">=", Risk.SEVERE).truths(WORDS) == [False, False, True, True]
    assert OneOf("risk", [Risk.NONE, Risk.SEVERE]).truths(WORDS) == [True, False, True, False]
    assert [node for node in EVERY_NODE if hasattr(node, "truths")] == EVERY_NODE[:2]


# What a condition rests on, and what it leaves open.


@pytest.mark.parametrize(
    ("condition", "unknown", "reach"),
    [
        (A, "", Reach(true=True, false=True)),
        (A, "a", Reach(true=False, false=False)),
        (A, "b", Reach(true=True, false=True)),
        (OneOf("a", [1]), "a", Reach(true=False, false=False)),
        (OneOf("a", [1]), "b", Reach(true=True, false=True)),
        (A & B, "a", Reach(true=False, false=True)),
        (A & B, "ab", Reach(true=False, false=False)),
        (A | B, "a", Reach(true=True, false=False)),
        (A | B, "ab", Reach(true=False, false=False)),
        (~(A & B), "a", Reach(true=True, false=False)),
        (~(A | B), "a", Reach(true=False, false=True)),
        (n_of(2, A, B, C), "a", Reach(true=True, false=True)),
        (n_of(2, A, B, C), "ab", Reach(true=False, false=False)),
        (n_of(1, A, B, C), "ab", Reach(true=True, false=False)),
        (n_of(3, A, B, C), "ab", Reach(true=False, false=True)),
        (n_of(3, A, B, C), "abc", Reach(true=False, false=False)),
        (n_of(2, A, B, C, D), "a", Reach(true=True, false=True)),
        (n_of(2, A, B, C, D), "ab", Reach(true=True, false=False)),
        (Missing("a"), "a", Reach(true=False, false=False)),
        (Missing("a"), "b", Reach(true=False, false=True)),
        (~Missing("a"), "b", Reach(true=True, false=False)),
    ],
)
def test_reach_says_what_can_be_settled_while_facts_are_unknown(condition: Condition, unknown: str, reach: Reach) -> None:
    """True needs every term of `and`, one of `or`, n of `n_of`; false the reverse; `not` swaps them."""
    assert condition.reach(set(unknown)) == reach
    assert condition.rests_on(set(unknown)) is not reach.true


def test_a_condition_rests_on_facts_taken_together() -> None:
    """`a or b` rests on neither fact alone, but on both; a list of names will do."""
    assert [(A | B).rests_on(names) for names in (["a"], ["b"], ["a", "b"], [])] == [False, False, True, False]
    assert [(A & B).rests_on(names) for names in (["a"], ["b"], ["c"])] == [True, True, False]


@pytest.mark.parametrize(
    ("condition", "given_answers", "open_facts"),
    [
        (A, "?", "a"),
        (A, "T", ""),
        (OneOf("a", [True]), "?", "a"),
        (OneOf("a", [True]), "F", ""),
        (Missing("a"), "?", "a"),
        (Missing("a"), "F", ""),
        (A & B, "??", "ab"),
        (A & B, "T?", "b"),
        (A & B, "F?", ""),
        (A | B, "F?", "b"),
        (A | B, "T?", ""),
        (~(A & B), "?T", "a"),
        (~(A & B), "?F", ""),
        (n_of(2, A, B, C), "T??", "bc"),
        (n_of(2, A, B, C), "TT?", ""),
        (n_of(2, A, B, C), "FF?", ""),
        ((A & B) | (C & D), "?F??", "cd"),
        ((A & B) | (C & D), "??TT", ""),
        ((A | B) & (A | C), "?T??", "ac"),
        (A & (A | B), "??", "aab"),
    ],
)
def test_open_facts_are_the_unknown_facts_of_unsettled_parts(condition: Condition, given_answers: str, open_facts: str) -> None:
    """What is settled asks nothing more; what is open asks for its unknown facts, in reading order."""
    assert [*condition.open_facts(answers(given_answers))] == [*open_facts]


# What is refused.


NEVER_TRUE_BY_ITSELF = (
    "a condition is neither true nor false by itself; combine with &, | and ~ instead of and, or and not, "
    "write .between(low, high) instead of a chained comparison, and call .evaluate(values) to judge it"
)


@pytest.mark.parametrize("node", EVERY_NODE, ids=lambda node: type(node).__name__)
def test_no_condition_has_a_truth_by_itself(node: Condition) -> None:
    """`if condition`, `and`, `or` and `not` would silently mean something else, so they are refused."""
    assert refused(lambda: bool(node)) == NEVER_TRUE_BY_ITSELF
    assert refused(lambda: node and A) == NEVER_TRUE_BY_ITSELF
    assert refused(lambda: node or A) == NEVER_TRUE_BY_ITSELF
    assert refused(lambda: not node) == NEVER_TRUE_BY_ITSELF


def test_a_chained_comparison_is_refused() -> None:
    """`1 <= fact <= 3` would drop its first half, so it is refused, and `between` is named."""
    assert refused(lambda: 1 <= Visit.craving <= 3) == NEVER_TRUE_BY_ITSELF
    assert refused(lambda: Risk.NONE < Visit.risk < Risk.SEVERE) == NEVER_TRUE_BY_ITSELF


NO_OPERAND = (
    "expected a condition or a yes-or-no fact, was given {}; "
    "compare the fact with a value, in parentheses beside & and |, as in (fact >= 3) & flag"
)


@pytest.mark.parametrize(
    ("operand", "kind"),
    [
        (True, "a true/false value"),
        (3, "a whole number"),
        (2.5, "a decimal number"),
        ("sober", "text"),
        (None, "nothing"),
        ([A], "a list"),
        (Visit.craving, "a value of type Count"),
        (Visit.substance, "a value of type Choice"),
        (A.definitely, "a value of type method"),
    ],
)
def test_only_conditions_and_flags_can_be_combined(operand: Any, kind: str) -> None:
    """A bare value or a fact that is no yes-or-no in a condition is refused by every node, with what to write instead."""
    message = NO_OPERAND.format(kind)
    assert refused(lambda: A & operand) == message
    assert refused(lambda: A | operand) == message
    assert refused(lambda: Visit.sober & operand) == message
    assert refused(lambda: Visit.sober | operand) == message
    assert refused(lambda: AllOf([A, operand])) == message
    assert refused(lambda: AnyOf([operand])) == message
    assert refused(lambda: n_of(1, A, operand)) == message
    assert refused(lambda: Not(operand)) == message


SOBER: Any = Visit.sober
"""The flag, with its type put aside, for what a type checker would stop."""
CRAVING: Any = Visit.craving


@pytest.mark.parametrize(
    ("build", "kind"),
    [
        (lambda: CRAVING >= 1 & SOBER, "a whole number"),
        (lambda: SOBER == True & SOBER, "a true/false value"),
        (lambda: CRAVING <= 1 | SOBER, "a whole number"),
        (lambda: True & SOBER, "a true/false value"),
        (lambda: True | SOBER, "a true/false value"),
        (lambda: 1 & (SOBER | SOBER), "a whole number"),
        (lambda: 1 | (SOBER & SOBER), "a whole number"),
        (lambda: None & ~SOBER, "nothing"),
        (lambda: "sober" | ~SOBER, "text"),
        (lambda: CRAVING & SOBER, "a value of type Count"),
        (lambda: CRAVING | (SOBER & SOBER), "a value of type Count"),
    ],
)
def test_what_stands_on_the_left_of_a_combination_must_be_a_condition_too(build: Callable[[], object], kind: str) -> None:
    """`fact >= 1 & flag` means `fact >= (1 & flag)` in Python, so it is refused with the parentheses that it lacks."""
    assert refused(build) == NO_OPERAND.format(kind)


@pytest.mark.parametrize("build", [AllOf, AnyOf, lambda terms: NOf(terms, n=1), lambda terms: n_of(0, *terms)])
def test_an_empty_group_is_refused(build: Callable[[list[Condition]], Condition]) -> None:
    """Nothing at all is neither all nor any."""
    assert refused(lambda: build([])) == "an empty group of conditions is refused: give it at least one condition"


@pytest.mark.parametrize("n", [0, -1, 4, True, 2.0, "2", None])
def test_n_of_asks_for_a_number_of_terms_that_it_has(n: Any) -> None:
    """A number outside 1 to the number of terms, or one that is no whole number, is refused."""
    assert refused(lambda: n_of(n, A, B, C)) == "n_of() asks for a whole number from 1 to the number of its conditions, 3"


def test_one_of_what_is_no_list_is_refused() -> None:
    """A text or a number is no list of values; the parameter is named."""
    letters: Any = "abc"
    number: Any = 3
    assert refused(lambda: OneOf("craving", letters)) == "values= takes a list, was given text"
    assert refused(lambda: OneOf("craving", number)) == "values= takes a list, was given a whole number"
    assert refused(lambda: AllOf(letters)) == "terms= takes a list, was given text"


def test_one_of_nothing_is_refused() -> None:
    """A list without values is never true."""
    message = "one_of() of 'craving' needs at least one value: of none it is never true"
    assert refused(lambda: OneOf("craving", [])) == message
    assert refused(Visit.craving.one_of) == message


@pytest.mark.parametrize("values", [[None], [3, None], [None, 3]])
def test_one_of_does_not_take_unknown_for_a_value(values: list[int | None]) -> None:
    """`None` among the values would be an "is known" test, and definitely true of what nobody knows."""
    message = "one_of() of 'craving' takes values; that a fact is unknown is no value"
    assert refused(lambda: OneOf("craving", values)) == message


@pytest.mark.parametrize("op", ["=", "in", "is", "=>", "", "__ge__", "or"])
def test_only_the_operators_of_the_table_are_known(op: str) -> None:
    """Anything else, from wherever it comes, is refused when the comparison is built."""
    message = "a comparison of 'craving' knows the operators <, <=, >, >=, == and !=, and no other"
    assert refused(lambda: Compare("craving", op, 3)) == message


@pytest.mark.parametrize("op", [None, 3, [], {}])
def test_an_operator_is_text(op: Any) -> None:
    """What is no text, and cannot even be looked up, is refused like an operator that does not exist."""
    message = "a comparison of 'craving' knows the operators <, <=, >, >=, == and !=, and no other"
    assert refused(lambda: Compare("craving", op, 3)) == message


@pytest.mark.parametrize(
    ("fact", "kind"),
    [(Visit.craving, "a value of type Count"), (Visit.sober, "a value of type Flag"), (None, "nothing"), (3, "a whole number")],
)
def test_a_condition_holds_the_name_of_its_fact(fact: Any, kind: str) -> None:
    """The fact itself in place of its name is refused, with what to write instead."""
    message = f"a condition names its fact, was given {kind}; write Class.fact >= value"
    assert refused(lambda: Compare(fact, ">=", 3)) == message
    assert refused(lambda: OneOf(fact, [3])) == message


def test_every_operator_has_its_complement() -> None:
    """The two tables agree: whatever the numbers, exactly one of an operator and its complement holds."""
    assert {*comparisons.COMPLEMENTS} == {*comparisons.OPERATORS}
    for op, complement in comparisons.COMPLEMENTS.items():
        assert comparisons.COMPLEMENTS[complement] == op
        for left, right in product((1, 2), repeat=2):
            assert comparisons.OPERATORS[op](left, right) is not comparisons.OPERATORS[complement](left, right)


def nested(depth: int) -> Condition:
    condition: Condition = A
    for _ in range(depth - 1):
        condition = Not(condition)
    return condition


def test_nesting_has_a_limit() -> None:
    """32 levels are allowed, the 33rd is refused, whatever the node."""
    message = "a condition is nested at most 32 deep; say it with fewer parentheses, or as several rules"
    deepest = nested(32)
    assert deepest.depth() == conditions.MAX_DEPTH == 32
    assert refused(lambda: Not(deepest)) == message
    assert refused(lambda: AllOf([deepest])) == message
    assert refused(lambda: AnyOf([A, deepest])) == message
    assert refused(lambda: n_of(1, A, deepest)) == message
    assert AllOf([nested(31)]).depth() == 32


def test_the_width_of_a_group_has_a_limit() -> None:
    """256 terms are allowed, the 257th is refused, also when the group grows by `&`."""
    message = "a group holds at most 256 conditions, this one has 257"
    widest = AllOf([A] * 256)
    assert len(widest.terms) == conditions.MAX_WIDTH == 256
    assert refused(lambda: widest & B) == message
    assert refused(lambda: AnyOf([A] * 257)) == message
    assert refused(lambda: n_of(1, *[A] * 257)) == message


def test_the_number_of_nodes_has_a_limit() -> None:
    """10,000 nodes are allowed, one more is refused."""
    message = "a condition has at most 10000 parts; say it as several rules"
    wide = AllOf([A] * 99)
    largest = [wide] * 99 + [AllOf([A] * 98)]
    assert AnyOf(largest).size() == conditions.MAX_NODES == 10_000
    assert refused(lambda: AnyOf([*largest, A])) == message
    assert refused(lambda: Not(AnyOf(largest))) == message


def problems(condition: Condition, vocabulary: conditions.Vocabulary = WORDS) -> list[str]:
    return [*condition.problems(vocabulary)]


RISKS = "a member of Risk: NONE, MILD, SEVERE, VERY_SEVERE"


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        (Compare("cravings", ">=", 3), "there is no fact 'cravings' in the vocabulary; did you mean 'craving'?"),
        (Compare("Sober", "==", value=True), "there is no fact 'Sober' in the vocabulary; did you mean 'sober'?"),
        (Compare("zzz", ">=", 3), "there is no fact 'zzz' in the vocabulary"),
        (OneOf("cravings", [3, 4]), "there is no fact 'cravings' in the vocabulary; did you mean 'craving'?"),
        (OneOf("zzz", [3, "x"]), "there is no fact 'zzz' in the vocabulary"),
        (Compare("risk", ">=", 2), f"'risk' is compared with {RISKS}; was given a whole number"),
        (Compare("risk", "==", "SEVERE"), f"'risk' is compared with {RISKS}; was given text"),
        (Compare("risk", ">=", Skills.TESTED), f"'risk' is compared with {RISKS}; was given a value of type Skills"),
        (
            Compare("craving", ">=", 11),
            "'craving' is compared with a whole number of points from 0 to 10; was given a whole number outside these bounds",
        ),
        (
            Compare("craving", "<", value=True),
            "'craving' is compared with a whole number of points from 0 to 10; was given a true/false value",
        ),
        (
            Compare("craving", "<", float("nan")),
            "'craving' is compared with a whole number of points from 0 to 10; was given a decimal number",
        ),
        (Compare("sober", "==", 1), "'sober' is compared with true or false; was given a whole number"),
        (
            Compare("substance", "==", "alcohol"),
            "'substance' is compared with a member of Substance: ALCOHOL, OPIOIDS, SEDATIVES; was given text",
        ),
        (
            Compare("substance", ">=", Substance.ALCOHOL),
            "'substance' has no order: compare it with == or !=, not with >=",
        ),
        (Compare("risk", ">=", Risk.NONE), "'risk of return to use is none or higher' is true of every value; {}"),
        (Compare("risk", "<=", Risk.VERY_SEVERE), "'risk of return to use is at most very severe' is true of every value; {}"),
        (Compare("risk", ">", Risk.VERY_SEVERE), "'risk of return to use is above very severe' is true of no value; {}"),
        (Compare("risk", "<", Risk.NONE), "'risk of return to use is below none' is true of no value; {}"),
        (Compare("craving", ">=", 0), "'craving is 0 points or more' is true of every value; {}"),
        (Compare("craving", "<=", 10), "'craving is 10 points or less' is true of every value; {}"),
        (Compare("craving", ">", 10), "'craving is more than 10 points' is true of no value; {}"),
        (Compare("craving", "<", 0), "'craving is less than 0 points' is true of no value; {}"),
        (OneOf("substance", Substance), "'main substance is alcohol, opioids or sedatives' is true of every value; {}"),
        (OneOf("sober", [True, False]), "'sober is yes or no' is true of every value; {}"),
        (Missing("risk"), "a rule may not ask whether 'risk' is known; list it in required_facts"),
    ],
)
def test_a_comparison_that_makes_no_sense_is_a_problem(condition: Condition, problem: str) -> None:
    """Unknown facts, values a fact cannot have, and comparisons that say nothing are told in a sentence, inside groups too."""
    expected = [problem.format("leave it out or mend the value")]
    assert problems(condition) == expected
    assert problems(~condition) == expected
    assert problems(Visit.sober & condition) == expected
    assert problems(n_of(1, Visit.sober | condition, Visit.overdose)) == expected


@pytest.mark.parametrize(
    "condition",
    [
        *(Compare("craving", op, 5) for op in comparisons.OPERATORS),
        *(Compare("craving", op, 0) for op in (">", "<=", "==", "!=")),
        *(Compare("craving", op, 10) for op in ("<", ">=", "==", "!=")),
        *(Compare("risk", op, Risk.NONE) for op in (">", "<=", "==", "!=")),
        *(Compare("risk", op, Risk.VERY_SEVERE) for op in ("<", ">=", "==", "!=")),
        Compare("sober", "!=", value=True),
        OneOf("substance", [Substance.ALCOHOL]),
        OneOf("craving", [0, 10]),
        total(Visit.risk, Visit.craving) >= 5,
        n_of(2, Visit.sober, ~Visit.overdose),
    ],
)
def test_a_comparison_that_some_values_pass_and_some_do_not_is_no_problem(condition: Condition) -> None:
    """The ends of a scale may be compared with, as long as both outcomes can occur."""
    assert problems(condition) == []


def test_all_problems_are_told_in_reading_order() -> None:
    """Nobody has to mend one slip to see the next."""
    condition = (Compare("cravings", ">=", 3) | Compare("craving", ">=", 0)) & Visit.sober & OneOf("risk", [1, Risk.MILD, "x"])
    assert problems(condition) == [
        "there is no fact 'cravings' in the vocabulary; did you mean 'craving'?",
        "'craving is 0 points or more' is true of every value; leave it out or mend the value",
        f"'risk' is compared with {RISKS}; was given a whole number",
        f"'risk' is compared with {RISKS}; was given text",
    ]


# Properties: random conditions over four small facts, every case tried.


class Small(Facts):
    risk: Grade[Skills] = Grade("risk", Skills, worse="higher")
    sleep: Count = Count("sleep", low=0, high=3, unit="hours", worse="lower")
    remote: Flag = Flag("remote", worse=None)
    overdose: Flag = Flag("overdose", worse=True)


SMALL = Small.vocabulary()
DOMAINS: Mapping[str, list[Any]] = {
    "risk": [*Skills],
    "sleep": [0, 1, 2, 3],
    "remote": [False, True],
    "overdose": [False, True],
}
SUMMED: Mapping[str, Grade[Skills] | Count] = {"risk": Small.risk, "sleep": Small.sleep}


@st.composite
def leaves(draw: st.DrawFn) -> Condition:
    """A condition on one fact, or a sum."""
    kind = draw(st.sampled_from(["compare", "compare", "compare", "one of", "total", "missing"]))
    if kind == "total":
        summed = draw(st.lists(st.sampled_from([*SUMMED]), min_size=1, unique=True))
        highest = sum(SUMMED[name].bounds[1] for name in summed)
        number = draw(st.integers(-1, highest + 1))
        sums = total(*(SUMMED[name] for name in summed))
        return draw(
            st.sampled_from([sums < number, sums <= number, sums > number, sums >= number, sums == number, sums != number])
        )
    name = draw(st.sampled_from([*DOMAINS]))
    if kind == "missing":
        return Missing(name)
    if kind == "one of":
        return OneOf(name, draw(st.lists(st.sampled_from(DOMAINS[name]), min_size=1, unique=True)))
    ops = ["==", "!="] if isinstance(SMALL[name], Flag) else [*comparisons.OPERATORS]
    return Compare(name, draw(st.sampled_from(ops)), draw(st.sampled_from(DOMAINS[name])))


def branches(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    terms = st.lists(inner, min_size=1, max_size=3)
    counted = terms.flatmap(lambda found: st.integers(1, len(found)).map(lambda n: NOf(found, n=n)))
    return st.one_of(terms.map(AllOf), terms.map(AnyOf), counted, inner.map(Not))


TREES = st.recursive(leaves(), branches, max_leaves=6)
SENSIBLE = TREES.filter(lambda tree: len([*tree.mentions()]) == len(tree.facts()) and not problems(tree, SMALL))
"""Every fact at most once, each comparison with both outcomes: then the two rails are not only safe but exact."""


def partial(names: Mapping[str, object] | frozenset[str]) -> Iterator[dict[str, Any]]:
    """Every way to know some of the facts and not the others."""
    ordered = [name for name in DOMAINS if name in names]
    for values in product(*([None, *DOMAINS[name]] for name in ordered)):
        yield dict(zip(ordered, values, strict=True))


def fillings(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every way to fill in what is unknown."""
    for full in product(*(DOMAINS[name] if value is None else [value] for name, value in values.items())):
        yield dict(zip(values, full, strict=True))


@settings(deadline=None)
@given(TREES)
def test_what_is_definite_holds_for_every_filling_and_what_holds_for_some_is_possible(tree: Condition) -> None:
    """The two rails never claim more than every filling of the unknowns bears out."""
    for values in partial(tree.facts()):
        outcomes = {tree.evaluate(full) for full in fillings(values)}
        assert None not in outcomes
        assert not tree.definitely(values) or outcomes == {True}
        assert tree.possibly(values) or outcomes == {False}


@settings(deadline=None)
@given(SENSIBLE)
def test_the_two_rails_are_exact_where_no_fact_occurs_twice(tree: Condition) -> None:
    """An answer is unknown only if the facts that are not known could really turn it."""
    for values in partial(tree.facts()):
        outcomes = {tree.evaluate(full) for full in fillings(values)}
        assert tree.evaluate(values) is (outcomes.pop() if len(outcomes) == 1 else None)


@settings(deadline=None)
@given(TREES)
def test_more_information_never_turns_a_settled_answer(tree: Condition) -> None:
    """Learning one more fact settles or keeps an answer; it never takes it back."""
    for values in partial(tree.facts()):
        before = tree.evaluate(values)
        if before is not None:
            for name in [name for name, value in values.items() if value is None]:
                assert {tree.evaluate({**values, name: learned}) for learned in DOMAINS[name]} == {before}


def worsened(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The same with one known fact a step worse."""
    for name, value in values.items():
        worse = SMALL[name].higher_is_worse
        if value is not None and worse is not None:
            step = DOMAINS[name].index(value) + (1 if worse else -1)
            if 0 <= step < len(DOMAINS[name]):
                yield {**values, name: DOMAINS[name][step]}


def seen_polarity(tree: Condition) -> Polarity:
    """What it really does on both rails when a fact gets worse."""
    grows = shrinks = True
    for values in partial(tree.facts()):
        before = tree.definitely(values), tree.possibly(values)
        for worse in worsened(values):
            after = tree.definitely(worse), tree.possibly(worse)
            grows = grows and before[0] <= after[0] and before[1] <= after[1]
            shrinks = shrinks and before[0] >= after[0] and before[1] >= after[1]
    return Polarity(grows, shrinks)


@settings(deadline=None)
@given(TREES)
def test_polarity_keeps_its_word_on_both_rails(tree: Condition) -> None:
    """A condition that may only grow never becomes less true, known or unknown, when a fact gets worse; likewise shrinking."""
    promised, seen = tree.polarity(SMALL), seen_polarity(tree)
    assert promised.grows <= seen.grows
    assert promised.shrinks <= seen.shrinks


@settings(deadline=None)
@given(leaves().filter(lambda leaf: isinstance(leaf, (Compare, OneOf))))
def test_the_polarity_of_a_single_comparison_is_exact(leaf: Condition) -> None:
    """Only a comparison that really goes both ways is called neither."""
    assert leaf.polarity(SMALL) == seen_polarity(leaf)


@settings(deadline=None)
@given(TREES)
def test_a_condition_is_never_definite_without_the_facts_it_rests_on(tree: Condition) -> None:
    """While the facts are unknown, no values of the others settle what is out of reach."""
    for chosen in product((True, False), repeat=len(tree.facts())):
        unknown = {name for name, left_out in zip(sorted(tree.facts()), chosen, strict=True) if left_out}
        reach = tree.reach(unknown)
        others = [values for values in partial(tree.facts()) if all(values[name] is None for name in unknown)]
        assert reach.true or not any(tree.definitely(values) for values in others)
        assert reach.false or all(tree.possibly(values) for values in others)
        assert tree.rests_on(unknown) is not reach.true


@settings(deadline=None)
@given(SENSIBLE)
def test_reach_is_exact_where_no_fact_occurs_twice(tree: Condition) -> None:
    """What is said to be in reach can really be settled by the other facts."""
    for chosen in product((True, False), repeat=len(tree.facts())):
        unknown = {name for name, left_out in zip(sorted(tree.facts()), chosen, strict=True) if left_out}
        outcomes = {tree.evaluate(values) for values in partial(tree.facts()) if all(values[name] is None for name in unknown)}
        assert tree.reach(unknown) == Reach(true=True in outcomes, false=False in outcomes)


@settings(deadline=None)
@given(TREES)
def test_open_facts_name_every_unknown_fact_that_could_turn_the_answer(tree: Condition) -> None:
    """Nothing decisive is left unasked, nothing known is asked again, and something is open exactly while the answer is."""
    for values in partial(tree.facts()):
        opened = {*tree.open_facts(values)}
        unknown = {name for name, value in values.items() if value is None}
        assert opened <= unknown
        assert bool(opened) is (tree.evaluate(values) is None)
        for name in unknown:
            others = {other: value for other, value in values.items() if other != name}
            decisive = any(
                len({tree.evaluate({**full, name: value}) for value in DOMAINS[name]}) > 1 for full in fillings(others)
            )
            assert not decisive or name in opened


@settings(deadline=None)
@given(st.lists(leaves(), min_size=1, max_size=3))
def test_all_and_any_are_the_ends_of_n_of(terms: list[Condition]) -> None:
    """`n_of(1, ...)` is `any`, `n_of(all, ...)` is `all`: in their answers, reach, polarity and open facts."""
    for group, n in ((AnyOf(terms), 1), (AllOf(terms), len(terms))):
        counted = NOf(terms, n=n)
        assert counted.polarity(SMALL) == group.polarity(SMALL)
        for values in partial(group.facts()):
            unknown = {name for name, value in values.items() if value is None}
            assert counted.evaluate(values) is group.evaluate(values)
            assert counted.reach(unknown) == group.reach(unknown)
            assert [*counted.open_facts(values)] == [*group.open_facts(values)]


@settings(deadline=None)
@given(TREES)
def test_trees_survive_pickling_and_double_negation(tree: Condition) -> None:
    """A tree is equal to its copy, and the opposite of its opposite says the same, in words as well."""
    assert pickle.loads(pickle.dumps(tree)) == tree  # noqa: S301 # our own bytes
    assert [(~~tree).evaluate(values) for values in partial(tree.facts())] == [
        tree.evaluate(values) for values in partial(tree.facts())
    ]
    assert (~tree).negated_words(SMALL) == tree.words(SMALL)
    assert tree.size() > sum(part.size() for part in tree.parts())
