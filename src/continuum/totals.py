"""
Totals: the sum of several facts against a number, as scoring instruments use.

What lives here: the condition `Total`, what its facts contribute (`Part`), and `Sum`, with which it is written, as in
`facts.total(a, b) >= 5`. What it may import: `comparisons`, `conditions`, `errors`, `reprs`. What it never does: know what a sum
means.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, NoReturn

from attrs import field, frozen

from continuum.comparisons import COMPLEMENTS, OPERATORS, number_phrase, scale_problem
from continuum.conditions import MAX_WIDTH, Condition, Polarity, Reach, Values, Vocabulary
from continuum.errors import DefinitionError, as_many, kind_of, listed
from continuum.reprs import repr_of_fields


class Part(NamedTuple):
    """One fact of a total, with the lowest and highest number it can be."""

    fact: str
    low: int
    high: int

    def span(self, values: Values) -> tuple[int, int]:
        """Its value twice, or its bounds while it is unknown."""
        known = values.get(self.fact)
        return (self.low, self.high) if known is None else (int(known), int(known))


def sum_settles(op: str, low: int, high: int, value: int) -> tuple[bool, bool]:
    """Whether every sum from `low` to `high` satisfies the comparison, and whether some sum does."""
    if op in {"==", "!="}:
        equal_always, equal_sometimes = low == high == value, low <= value <= high
        return (equal_always, equal_sometimes) if op == "==" else (not equal_sometimes, not equal_always)
    ends = OPERATORS[op](low, value), OPERATORS[op](high, value)
    return all(ends), any(ends)


def _parts(parts: Iterable[Part]) -> tuple[Part, ...]:
    found = as_many(parts, "summands")
    for part in found:
        if type(part) is not Part or [type(value) for value in part] != [str, int, int]:
            raise DefinitionError("a total adds up facts with whole-number bounds; build it with total(fact, ...)")
    return found


@frozen
class Total(Condition):
    """The sum of some grades and counts against a number, as scoring instruments do; written `total(a, b) >= 5`."""

    summands: tuple[Part, ...] = field(converter=_parts)
    op: str
    value: int

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        """Refuse an empty, repeated or over-wide sum, and a value that is no whole number."""
        if not self.summands:
            raise DefinitionError("a total needs at least one fact: total(fact, ...) >= number")
        if len(self.summands) > MAX_WIDTH:
            raise DefinitionError(f"a total adds up at most {MAX_WIDTH} facts")
        names = [part.fact for part in self.summands]
        if len(set(names)) < len(names):
            raise DefinitionError("a total names each fact once")
        if not isinstance(self.op, str) or self.op not in OPERATORS:
            raise DefinitionError(f"a total knows the operators {listed(OPERATORS)}, and no other")
        if type(self.value) is not int:
            raise DefinitionError(f"a total is compared with a whole number, was given {kind_of(self.value)}")

    def mentions(self) -> Iterator[str]:
        """Each fact added up."""
        yield from (part.fact for part in self.summands)

    def open_facts(self, values: Values) -> Iterator[str]:
        """Its unknown facts, while the sum is not settled."""
        if self.evaluate(values) is None:
            yield from (part.fact for part in self.summands if values.get(part.fact) is None)

    def _settled(self, values: Values) -> tuple[bool, bool]:
        spans = [part.span(values) for part in self.summands]
        return sum_settles(self.op, sum(low for low, _ in spans), sum(high for _, high in spans), self.value)

    def definitely(self, values: Values) -> bool:
        """Every sum that the unknown facts allow satisfies it."""
        return self._settled(values)[0]

    def possibly(self, values: Values) -> bool:
        """Some sum that the unknown facts allow satisfies it."""
        return self._settled(values)[1]

    def reach(self, unknown: Collection[str]) -> Reach:
        """Whether the other facts can settle the sum, with these anywhere in their range."""
        known = [part for part in self.summands if part.fact not in unknown]
        open_parts = [part for part in self.summands if part.fact in unknown]
        low, high = sum(part.low for part in open_parts), sum(part.high for part in open_parts)
        ends = sum(part.low for part in known), sum(part.high for part in known)
        nearest_to_value = min(max(self.value - low, ends[0]), ends[1])
        settled = [sum_settles(self.op, end + low, end + high, self.value) for end in (*ends, nearest_to_value)]
        return Reach(true=any(every for every, _ in settled), false=any(not some for _, some in settled))

    def polarity(self, vocabulary: Vocabulary) -> Polarity:
        """One direction only if all its facts have the same worse end and it is no equality."""
        worse = {end for part in self.summands if (end := vocabulary[part.fact].higher_is_worse) is not None}
        if not worse:
            return Polarity(grows=True, shrinks=True)
        if len(worse) > 1 or self.op in {"==", "!="}:
            return Polarity(grows=False, shrinks=False)
        grows = (self.op in {">", ">="}) == worse.pop()
        return Polarity(grows=grows, shrinks=not grows)

    def problems(self, vocabulary: Vocabulary) -> Iterator[str]:
        """Unknown facts, facts that cannot be added up, a sum that says nothing."""
        found = [problem for part in self.summands if (problem := self._part_problem(part, vocabulary))]
        yield from found
        every, some = self._settled({})
        if not found and (every or not some):
            yield f"{self.words(vocabulary)!r} is true of {'every' if every else 'no'} sum; leave it out or mend the number"

    @staticmethod
    def _part_problem(part: Part, vocabulary: Vocabulary) -> str | None:
        missing = scale_problem(part.fact, vocabulary)
        if missing:
            return missing
        bounds = vocabulary[part.fact].bounds
        if bounds is None:
            return f"{part.fact!r} cannot be added up: a total takes grades and counts"
        if bounds != (part.low, part.high):
            return f"{part.fact!r} has other bounds in the vocabulary than in the total; build the total with total(...)"
        return None

    def words(self, vocabulary: Vocabulary) -> str:
        """`the sum of a and b is 5 or more`."""
        labels = listed(vocabulary[part.fact].label for part in self.summands)
        return f"the sum of {labels} {number_phrase(self.op, str(self.value))}"

    def negated_words(self, vocabulary: Vocabulary) -> str:
        """The same with the opposite operator."""
        return Total(self.summands, COMPLEMENTS[self.op], self.value).words(vocabulary)


class Sum:
    """Some grades and counts to be added up; compare it with a whole number. Made by `facts.total`."""

    __slots__ = ("_summands",)

    def __init__(self, summands: tuple[Part, ...]) -> None:
        """Keep the facts to add up."""
        self._summands = summands

    def __lt__(self, value: int) -> Total:
        """Less than the number."""
        return Total(self._summands, "<", value)

    def __le__(self, value: int) -> Total:
        """At most the number."""
        return Total(self._summands, "<=", value)

    def __gt__(self, value: int) -> Total:
        """More than the number."""
        return Total(self._summands, ">", value)

    def __ge__(self, value: int) -> Total:
        """At least the number."""
        return Total(self._summands, ">=", value)

    def __eq__(self, value: int) -> Total:  # type: ignore[override] # a condition on purpose
        """Exactly the number."""
        return Total(self._summands, "==", value)

    def __ne__(self, value: int) -> Total:  # type: ignore[override] # a condition on purpose
        """Any other number."""
        return Total(self._summands, "!=", value)

    __hash__ = object.__hash__

    def __bool__(self) -> NoReturn:
        """Refused: a sum has no truth before it is compared."""
        raise DefinitionError("a sum is neither true nor false by itself; compare it with a number, as in total(a, b) >= 5")
