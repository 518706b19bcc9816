"""Totals: sums of grades and counts against a number, with unknown facts anywhere in their bounds."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, IntEnum
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuum.comparisons import OPERATORS
from continuum.conditions import Polarity, Reach
from continuum.errors import DefinitionError
from continuum.facts import Choice, Count, Duration, Flag, Grade, total
from continuum.records import Facts
from continuum.totals import Part, Total


class Item(IntEnum):
    NEVER = 0
    SOMETIMES = 1
    OFTEN = 2


class Color(Enum):
    RED = 0
    BLUE = 1


class Score(Facts):
    sleep: Count = Count("sleep score", low=0, high=3, unit="points", worse="higher")
    mood: Count = Count("mood score", low=-2, high=2, unit="points", worse="higher")
    worry: Grade[Item] = Grade("worry", Item, worse="higher")
    energy: Count = Count("energy", low=0, high=3, unit="points", worse="lower")
    focus: Grade[Item] = Grade("focus", Item, worse="lower")
    shoe: Count = Count("shoe size", low=30, high=50, unit="sizes", worse=None)
    weeks: Duration = Duration("time here", low=0, high=9, unit="weeks", worse="lower")
    sober: Flag = Flag("sober", worse=False)
    color: Choice[Color] = Choice("color", Color)


WORDS = Score.vocabulary()
BOTH = total(Score.sleep, Score.worry)
"""From 0 to 5."""


def refused(build: Callable[[], object]) -> str:
    with pytest.raises(DefinitionError) as caught:
        build()
    assert type(caught.value) is DefinitionError
    return str(caught.value)


def problems(condition: Total) -> list[str]:
    return [*condition.problems(WORDS)]


# Written and judged.


def test_a_total_is_written_with_the_six_operators() -> None:
    """Each operator of a sum makes its `Total`; a number on the left is the same the other way round."""
    summands = (Part("sleep", 0, 3), Part("worry", 0, 2))
    written = {"<": BOTH < 3, "<=": BOTH <= 3, ">": BOTH > 3, ">=": BOTH >= 3, "==": BOTH == 3, "!=": BOTH != 3}
    assert written == {op: Total(summands, op, 3) for op in OPERATORS}
    assert (3 <= BOTH) == Total(summands, ">=", 3)  # noqa: SIM300 # the other way round on purpose


@pytest.mark.parametrize(
    ("op", "known_2", "known_3", "known_4"),
    [
        ("<", True, False, False),
        ("<=", True, True, False),
        (">", False, False, True),
        (">=", False, True, True),
        ("==", False, True, False),
        ("!=", True, False, True),
    ],
)
def test_a_known_sum_is_compared_with_the_number(op: str, *, known_2: bool, known_3: bool, known_4: bool) -> None:
    """A grade counts with its number, a count with itself."""
    condition = Total([Part("sleep", 0, 3), Part("worry", 0, 2)], op, 3)
    sums = [{"sleep": 1, "worry": Item.SOMETIMES}, {"sleep": 3, "worry": Item.NEVER}, {"sleep": 2, "worry": Item.OFTEN}]
    assert [condition.evaluate(values) for values in sums] == [known_2, known_3, known_4]


@pytest.mark.parametrize(
    ("condition", "sleep", "answer"),
    [
        (BOTH >= 3, 3, True),
        (BOTH >= 3, 1, None),
        (BOTH >= 3, 0, False),
        (BOTH > 2, 3, True),
        (BOTH > 2, 2, None),
        (BOTH > 2, 0, False),
        (BOTH <= 2, 0, True),
        (BOTH <= 2, 1, None),
        (BOTH <= 2, 3, False),
        (BOTH < 3, 0, True),
        (BOTH < 3, 2, None),
        (BOTH < 3, 3, False),
        (BOTH == 2, 0, None),
        (BOTH == 2, 2, None),
        (BOTH == 2, 3, False),
        (BOTH != 2, 3, True),
        (BOTH != 2, 1, None),
    ],
)
def test_an_unknown_summand_lies_anywhere_in_its_bounds(condition: Total, sleep: int, *, answer: bool | None) -> None:
    """With worry unknown (0 to 2), a sum is settled only if both ends of its range agree."""
    assert condition.evaluate({"sleep": sleep}) is answer
    assert condition.evaluate({"sleep": sleep, "worry": None}) is answer
    assert condition.definitely({"sleep": sleep}) is (answer is True)
    assert condition.possibly({"sleep": sleep}) is (answer is not False)
    assert (~condition).evaluate({"sleep": sleep}) is (None if answer is None else not answer)


def test_negative_values_count() -> None:
    """A summand may lower the sum, also while it is unknown."""
    condition = total(Score.sleep, Score.mood) >= 2
    assert condition.evaluate({"sleep": 3, "mood": -2}) is False
    assert condition.evaluate({"sleep": 3}) is None
    assert (total(Score.sleep, Score.mood) >= 1).evaluate({"sleep": 3}) is True


def test_open_facts_of_a_sum_are_its_unknown_facts_while_it_is_not_settled() -> None:
    """A settled sum asks nothing more."""
    condition = BOTH >= 3
    assert [*condition.open_facts({})] == ["sleep", "worry"]
    assert [*condition.open_facts({"sleep": 1, "worry": None})] == ["worry"]
    assert [*condition.open_facts({"sleep": 3})] == []
    assert [*condition.open_facts({"sleep": 0})] == []


def test_a_total_is_one_node_that_mentions_its_facts() -> None:
    """It counts as one node of a tree, however many facts it adds up."""
    condition = BOTH >= 3
    assert [*condition.mentions()] == ["sleep", "worry"]
    assert condition.facts() == {"sleep", "worry"}
    assert (condition.depth(), condition.size(), condition.parts()) == (1, 1, ())


@pytest.mark.parametrize(
    ("condition", "unknown", "reach"),
    [
        (BOTH >= 3, {"sleep"}, Reach(true=False, false=False)),
        (BOTH >= 2, {"sleep"}, Reach(true=True, false=False)),
        (BOTH >= 4, {"sleep"}, Reach(true=False, false=True)),
        (BOTH >= 3, {"worry"}, Reach(true=True, false=True)),
        (BOTH >= 4, {"worry"}, Reach(true=False, false=True)),
        (BOTH <= 2, {"worry"}, Reach(true=True, false=True)),
        (BOTH == 3, {"sleep"}, Reach(true=False, false=False)),
        (BOTH == 3, {"worry"}, Reach(true=False, false=True)),
        (BOTH == 3, set(), Reach(true=True, false=True)),
        (BOTH != 3, {"worry"}, Reach(true=True, false=False)),
        (BOTH != 3, set(), Reach(true=True, false=True)),
        (BOTH >= 3, {"sleep", "worry"}, Reach(true=False, false=False)),
        (BOTH >= 3, {"mood"}, Reach(true=True, false=True)),
    ],
)
def test_a_sum_is_in_reach_if_the_other_facts_can_settle_it(condition: Total, unknown: set[str], reach: Reach) -> None:
    """`rests_on` looks at what the other summands can make of the sum, with the unknown ones anywhere."""
    assert condition.reach(unknown) == reach
    assert condition.rests_on(unknown) is not reach.true


@settings(deadline=None)
@given(st.sampled_from([*OPERATORS]), st.integers(-4, 10), st.sets(st.sampled_from(["sleep", "mood", "worry"])))
def test_reach_finds_every_sum_that_can_be_settled(op: str, number: int, unknown: set[str]) -> None:
    """Trying all values of the known summands settles a sum exactly where reach says so."""
    parts = [Part("sleep", 0, 3), Part("mood", -2, 2), Part("worry", 0, 2)]
    condition = Total(parts, op, number)
    cases: list[dict[str, int]] = [{}]
    for part in [part for part in parts if part.fact not in unknown]:
        cases = [{**case, part.fact: value} for case in cases for value in range(part.low, part.high + 1)]
    outcomes = {condition.evaluate(case) for case in cases}
    assert condition.reach(unknown) == Reach(true=True in outcomes, false=False in outcomes)


# Polarity and words.


@pytest.mark.parametrize(
    ("condition", "grows", "shrinks"),
    [
        (total(Score.sleep, Score.worry) >= 3, True, False),
        (total(Score.sleep, Score.worry) > 3, True, False),
        (total(Score.sleep, Score.worry) <= 3, False, True),
        (total(Score.sleep, Score.worry) < 3, False, True),
        (total(Score.energy, Score.focus) >= 3, False, True),
        (total(Score.energy, Score.focus) > 3, False, True),
        (total(Score.energy, Score.focus) <= 3, True, False),
        (total(Score.energy, Score.focus) < 3, True, False),
        (total(Score.sleep, Score.energy) >= 3, False, False),
        (total(Score.sleep, Score.worry) == 3, False, False),
        (total(Score.sleep, Score.worry) != 3, False, False),
        (total(Score.sleep, Score.shoe) >= 40, True, False),
        (total(Score.energy, Score.shoe) >= 40, False, True),
        (total(Score.shoe) >= 40, True, True),
        (total(Score.shoe) == 40, True, True),
    ],
)
def test_a_sum_has_a_direction_only_if_its_facts_share_one(condition: Total, *, grows: bool, shrinks: bool) -> None:
    """Opposed worse ends and equalities go neither way; facts without a worse end do not count."""
    assert condition.polarity(WORDS) == Polarity(grows, shrinks)


@pytest.mark.parametrize(
    ("condition", "words", "opposite"),
    [
        (BOTH >= 3, "the sum of sleep score and worry is 3 or more", "the sum of sleep score and worry is less than 3"),
        (BOTH > 3, "the sum of sleep score and worry is more than 3", "the sum of sleep score and worry is 3 or less"),
        (BOTH <= 3, "the sum of sleep score and worry is 3 or less", "the sum of sleep score and worry is more than 3"),
        (BOTH < 3, "the sum of sleep score and worry is less than 3", "the sum of sleep score and worry is 3 or more"),
        (BOTH == 3, "the sum of sleep score and worry is 3", "the sum of sleep score and worry is not 3"),
        (BOTH != 3, "the sum of sleep score and worry is not 3", "the sum of sleep score and worry is 3"),
        (total(Score.sleep) > 1, "the sum of sleep score is more than 1", "the sum of sleep score is 1 or less"),
        (
            total(Score.sleep, Score.mood, Score.weeks) >= 1,
            "the sum of sleep score, mood score and time here is 1 or more",
            "the sum of sleep score, mood score and time here is less than 1",
        ),
    ],
)
def test_a_sum_reads_as_a_clause(condition: Total, words: str, opposite: str) -> None:
    """The labels are listed, the operator is put into words."""
    assert condition.words(WORDS) == words
    assert condition.negated_words(WORDS) == opposite
    assert (~condition).words(WORDS) == opposite


# What is refused.


SUM_HAS_NO_TRUTH = "a sum is neither true nor false by itself; compare it with a number, as in total(a, b) >= 5"
TOTAL_HAS_NO_TRUTH = (
    "a condition is neither true nor false by itself; combine with &, | and ~ instead of and, or and not, "
    "write .between(low, high) instead of a chained comparison, and call .evaluate(values) to judge it"
)


def test_a_sum_has_no_truth_before_it_is_compared() -> None:
    """`if total(...)`, `and`, `or` and `not` are refused, and so is a chained comparison."""
    assert refused(lambda: bool(BOTH)) == SUM_HAS_NO_TRUTH
    assert refused(lambda: BOTH and BOTH) == SUM_HAS_NO_TRUTH
    assert refused(lambda: BOTH or BOTH) == SUM_HAS_NO_TRUTH
    assert refused(lambda: not BOTH) == SUM_HAS_NO_TRUTH
    assert refused(lambda: 1 <= BOTH <= 3) == TOTAL_HAS_NO_TRUTH


def test_a_sum_is_hashable_by_identity() -> None:
    """`==` builds a condition, so the hash is that of the object, as for facts."""
    other = total(Score.sleep, Score.worry)
    assert hash(BOTH) != hash(other)
    assert len({BOTH: 1, other: 2}) == 2


@pytest.mark.parametrize(
    ("fact", "given_kind"),
    [
        (Score.sober, "<Flag 'sober'>"),
        (Score.color, "<Choice 'color'>"),
        ("sleep", "text"),
        (3, "a whole number"),
        (BOTH, "a value of type Sum"),
    ],
)
def test_only_grades_and_counts_add_up(fact: Any, given_kind: str) -> None:
    """Yes-or-no facts, names without an order and anything else are refused."""
    assert refused(lambda: total(Score.sleep, fact)) == f"total() adds up grades and counts, was given {given_kind}"


def test_a_fact_of_no_record_is_not_added_up() -> None:
    """A total holds names, so a fact that has none yet is refused, wherever it stands."""
    nameless = Count("lone score", low=0, high=3, unit="points", worse="higher")
    graded = Grade("lone grade", Item, worse="higher")
    tail = "belongs to no record yet: declare it in a class, and write Class.fact in conditions"
    assert refused(lambda: total(nameless)) == f"<Count 'lone score'> {tail}"
    assert refused(lambda: total(Score.sleep, graded)) == f"<Grade 'lone grade'> {tail}"
    assert refused(lambda: total(Score.sleep, graded, nameless)) == f"<Grade 'lone grade'> {tail}"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (2.0, "a decimal number"),
        (True, "a true/false value"),
        ("3", "text"),
        (None, "nothing"),
        (Item.OFTEN, "a value of type Item"),
    ],
)
def test_a_sum_is_compared_with_a_whole_number(value: Any, kind: str) -> None:
    """Nothing else will do, with any operator."""
    message = f"a total is compared with a whole number, was given {kind}"
    for compare in OPERATORS.values():
        assert refused(lambda compare=compare: compare(BOTH, value)) == message  # type: ignore[misc] # binds the loop's operator


def test_an_empty_repeated_or_overwide_sum_is_refused() -> None:
    """A sum has from 1 to 256 facts, each once."""
    assert refused(lambda: total() >= 3) == "a total needs at least one fact: total(fact, ...) >= number"
    assert refused(lambda: total(Score.sleep, Score.mood, Score.sleep) >= 3) == "a total names each fact once"
    widest = [Part(f"fact_{number}", 0, 1) for number in range(256)]
    assert Total(widest, ">=", 3).evaluate({}) is None
    assert refused(lambda: Total([*widest, Part("more", 0, 1)], ">=", 3)) == "a total adds up at most 256 facts"


def test_a_sum_knows_the_operators_of_the_table_only() -> None:
    """Any other operator is refused when the total is built."""
    message = "a total knows the operators <, <=, >, >=, == and !=, and no other"
    operators: list[Any] = ["=>", "", None, 3, []]
    for op in operators:
        assert refused(lambda op=op: Total([Part("sleep", 0, 3)], op, 3)) == message  # type: ignore[misc] # binds the loop's operator


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (
            Total([Part("sleeps", 0, 3), Part("worry", 0, 2)], ">=", 3),
            ["there is no fact 'sleeps' in the vocabulary; did you mean 'sleep'?"],
        ),
        (Total([Part("zzz", 0, 3)], ">=", 99), ["there is no fact 'zzz' in the vocabulary"]),
        (
            Total([Part("sober", 0, 1), Part("color", 0, 1)], ">=", 1),
            [
                "'sober' cannot be added up: a total takes grades and counts",
                "'color' cannot be added up: a total takes grades and counts",
            ],
        ),
        (
            Total([Part("sleep", 0, 4), Part("worry", -1, 2)], ">=", 3),
            [
                "'sleep' has other bounds in the vocabulary than in the total; build the total with total(...)",
                "'worry' has other bounds in the vocabulary than in the total; build the total with total(...)",
            ],
        ),
        (BOTH >= 0, ["'the sum of sleep score and worry is 0 or more' is true of every sum; leave it out or mend the number"]),
        (BOTH <= 5, ["'the sum of sleep score and worry is 5 or less' is true of every sum; leave it out or mend the number"]),
        (BOTH != 6, ["'the sum of sleep score and worry is not 6' is true of every sum; leave it out or mend the number"]),
        (BOTH > 5, ["'the sum of sleep score and worry is more than 5' is true of no sum; leave it out or mend the number"]),
        (BOTH < 0, ["'the sum of sleep score and worry is less than 0' is true of no sum; leave it out or mend the number"]),
        (BOTH == 6, ["'the sum of sleep score and worry is 6' is true of no sum; leave it out or mend the number"]),
        (BOTH >= 1, []),
        (BOTH >= 5, []),
        (BOTH == 0, []),
        (BOTH != 5, []),
        (total(Score.sleep, Score.weeks, Score.shoe) > 50, []),
    ],
)
def test_a_sum_that_makes_no_sense_is_a_problem(condition: Total, found: list[str]) -> None:
    """Unknown facts, facts that cannot be added up, other bounds, and sums that say nothing are told in a sentence."""
    assert problems(condition) == found


class Liar(Part):
    """A part that could say what it likes."""


@pytest.mark.parametrize("part", [3, ("a", 0, 3), Liar("a", 0, 3), Part("a", cast("int", 0.0), 3), Part(cast("str", 3), 0, 3)])
def test_only_parts_are_added_up(part: Any) -> None:
    """A total is built from facts, by total()."""
    with pytest.raises(DefinitionError) as caught:
        Total([part], ">=", 1)
    assert str(caught.value) == "a total adds up facts with whole-number bounds; build it with total(fact, ...)"
