"""
Conditions over facts, with three values: true, false and unknown.

What lives here: what every condition can do (`Condition`), how conditions are combined (`AllOf`, `AnyOf`, `Not`, `NOf`), and what
they have to know of a fact (`Scale`). Conditions on a single fact are in `comparisons`, sums in `totals`. What it may import:
`errors`, `reprs`. What it never does: know a person, a rule or a level. Conditions hold the *names* of facts.

A condition is judged on two rails. It is *definitely* true when no value of the unknown facts could make it false, as far as
the tree shows it, and *possibly* true when some value could make it true. Negation swaps the rails, so every condition works:

| node | definitely | possibly |
|---|---|---|
| comparison | known and holds | unknown or holds |
| all, any | all, any of them definitely | all, any of them possibly |
| not | not possibly | not definitely |
| n of | at least n definitely | at least n possibly |
| total | with the unknown facts at their worst for it | with the unknown facts at their best for it |

There is no "is known" test: it is the one question that would let missing information reduce care.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, Never, NoReturn, Protocol, final

from attrs import field, frozen

from continuum.errors import DefinitionError, as_many, kind_of
from continuum.reprs import repr_of_fields

MAX_DEPTH: Final = 32
MAX_WIDTH: Final = 256
MAX_NODES: Final = 10_000

Values = Mapping[str, Any]
"""What is known of a person: fact names to values; a missing name or `None` is unknown."""


class Scale(Protocol):
    """What a condition has to know of a fact: how it is called, which way is worse, what it can be compared with."""

    @property
    def label(self) -> str:
        """The fact in words."""
        ...

    @property
    def higher_is_worse(self) -> bool | None:
        """Which end is worse; `None`: neither."""

    @property
    def bounds(self) -> tuple[int, int] | None:
        """Lowest and highest value as numbers, for totals; `None`: not to be added up."""

    def refusal(self, op: str, value: object) -> str | None:
        """Why this comparison makes no sense for the fact; `None`: it does."""

    def probes(self, values: Sequence[Any]) -> Sequence[Any]:
        """Ascending values among which every comparison with `values` shows all its outcomes."""
        ...

    def phrase(self, op: str, value: Any) -> str:
        """The comparison in words."""
        ...

    def phrase_any(self, values: Sequence[Any], *, negated: bool) -> str:
        """In words, that the fact is one of these values (or none of them)."""
        ...


Vocabulary = Mapping[str, Scale]


class Polarity(NamedTuple):
    """Whether a condition, when some fact gets worse, can only become true (`grows`), or only false (`shrinks`)."""

    grows: bool
    shrinks: bool


class Reach(NamedTuple):
    """Whether a condition can be definitely true, or definitely false, while some facts are unknown."""

    true: bool
    false: bool


class Operand(ABC):
    """What `&`, `|` and `~` combine: a condition, or a yes-or-no fact standing for itself."""

    __slots__ = ()

    @abstractmethod
    def as_condition(self) -> Condition:
        """The condition that this stands for."""

    def __and__(self, other: Operand) -> AllOf:
        """Both."""
        return AllOf((*_same_kind(self, AllOf), *_same_kind(other, AllOf)))

    def __or__(self, other: Operand) -> AnyOf:
        """Either, or both."""
        return AnyOf((*_same_kind(self, AnyOf), *_same_kind(other, AnyOf)))

    def __rand__(self, other: Never) -> NoReturn:
        """Refused: what stands on the left is no condition, as in `fact >= 1 & flag`, which lacks its parentheses."""
        condition_of(other)
        raise no_truth("condition")  # pragma: no cover # whatever is no Operand was refused above

    __ror__ = __rand__

    def __invert__(self) -> Condition:
        """The opposite; unknown stays unknown."""
        condition = self.as_condition()
        return condition.term if isinstance(condition, Not) else Not(condition)

    def __bool__(self) -> NoReturn:
        """Refused: a condition has no truth before it meets an assessment."""
        raise no_truth("condition")


def no_truth(thing: str) -> DefinitionError:
    """The error for `if condition`, `a and b`, `not a` and `1 <= a <= 3`."""
    judged = "call .evaluate(values) to judge it" if thing == "condition" else "compare it with a value to ask something"
    return DefinitionError(
        f"a {thing} is neither true nor false by itself; combine with &, | and ~ instead of and, or and not, "
        f"write .between(low, high) instead of a chained comparison, and {judged}"
    )


def condition_of(operand: Operand) -> Condition:
    """The condition that something stands for; a `DefinitionError` if for none."""
    if not isinstance(operand, Operand):
        raise DefinitionError(
            f"expected a condition or a yes-or-no fact, was given {kind_of(operand)}; "
            "compare the fact with a value, in parentheses beside & and |, as in (fact >= 3) & flag"
        )
    condition = operand.as_condition()
    if not isinstance(condition, Condition):
        raise DefinitionError(f"expected a condition, and this stands for {kind_of(condition)}")
    return condition


def _conditions(operands: Iterable[Operand]) -> tuple[Condition, ...]:
    return tuple(condition_of(operand) for operand in as_many(operands, "terms"))


def _same_kind(operand: Operand, kind: type[AllOf | AnyOf]) -> tuple[Condition, ...]:
    """The terms of a group of the same kind, so that `a & b & c` is one group of three."""
    condition = condition_of(operand)
    return condition.terms if isinstance(condition, kind) else (condition,)


class Condition(Operand):
    """A statement about facts that an assessment makes true, false or leaves unknown."""

    __slots__ = ()

    @final
    def as_condition(self) -> Condition:
        """Itself."""
        return self

    @final
    def evaluate(self, values: Values) -> bool | None:
        """
        True, False, or None when the facts that are known do not settle it.

        Example:
            >>> from continuum.comparisons import Compare
            >>> stable = Compare("weeks", ">=", 4)
            >>> (stable & Compare("ready", "==", True)).evaluate({"weeks": 2}), stable.evaluate({})
            (False, None)
        """
        if self.definitely(values):
            return True
        return None if self.possibly(values) else False

    @final
    def rests_on(self, facts: Collection[str]) -> bool:
        """Whether it cannot be definitely true while all these facts are unknown."""
        return not self.reach(facts).true

    @final
    def facts(self) -> frozenset[str]:
        """The names of all facts it mentions."""
        return frozenset(self.mentions())

    @final
    def depth(self) -> int:
        """How deeply it is nested; a comparison alone is 1."""
        return 1 + max((part.depth() for part in self.parts()), default=0)

    @final
    def size(self) -> int:
        """How many nodes it has."""
        return 1 + sum(part.size() for part in self.parts())

    def parts(self) -> tuple[Condition, ...]:
        """The conditions directly inside this one."""
        return ()

    def mentions(self) -> Iterator[str]:
        """Each fact it mentions, in reading order; one mentioned twice comes twice."""
        for part in self.parts():
            yield from part.mentions()

    def open_facts(self, values: Values) -> Iterator[str]:
        """The unknown facts in those of its parts that are not settled: what could still change it."""
        if self.evaluate(values) is None:
            for part in self.parts():
                yield from part.open_facts(values)

    def problems(self, vocabulary: Vocabulary) -> Iterator[str]:
        """What is wrong with it, given these facts; nothing if it can be used."""
        for part in self.parts():
            yield from part.problems(vocabulary)

    @abstractmethod
    def definitely(self, values: Values) -> bool:
        """Whether it is true whatever the unknown facts are."""

    @abstractmethod
    def possibly(self, values: Values) -> bool:
        """Whether some value of the unknown facts could make it true."""

    @abstractmethod
    def reach(self, unknown: Collection[str]) -> Reach:
        """Whether it can be definitely true, and definitely false, while these facts are unknown."""

    @abstractmethod
    def polarity(self, vocabulary: Vocabulary) -> Polarity:
        """Which way it goes when a fact gets worse."""

    @abstractmethod
    def words(self, vocabulary: Vocabulary) -> str:
        """It as a clause that a clinician can read."""

    @abstractmethod
    def negated_words(self, vocabulary: Vocabulary) -> str:
        """Its opposite as a clause."""


class _Group(Condition):
    """Several conditions together."""

    __slots__ = ()

    terms: tuple[Condition, ...]

    def __attrs_post_init__(self) -> None:
        """Refuse an empty group, and one beyond the limits."""
        if not self.terms:
            raise DefinitionError("an empty group of conditions is refused: give it at least one condition")
        if len(self.terms) > MAX_WIDTH:
            raise DefinitionError(f"a group holds at most {MAX_WIDTH} conditions, this one has {len(self.terms)}")
        _check_limits(self)

    def parts(self) -> tuple[Condition, ...]:
        """Its terms."""
        return self.terms


def _check_limits(condition: Condition) -> None:
    if condition.depth() > MAX_DEPTH:
        raise DefinitionError(
            f"a condition is nested at most {MAX_DEPTH} deep; say it with fewer parentheses, or as several rules"
        )
    if condition.size() > MAX_NODES:
        raise DefinitionError(f"a condition has at most {MAX_NODES} parts; say it as several rules")


def _joined(terms: Sequence[Condition], link: str, vocabulary: Vocabulary, *, negated: bool = False) -> str:
    worded = [term.negated_words(vocabulary) if negated else term.words(vocabulary) for term in terms]
    if len(terms) == 1:
        return worded[0]
    grouped = [isinstance(term.term if isinstance(term, Not) else term, _Group) for term in terms]
    return link.join(f"({words})" if group else words for words, group in zip(worded, grouped, strict=True))


@frozen
class AllOf(_Group):
    """Every one of its terms; written `a & b`."""

    terms: tuple[Condition, ...] = field(converter=_conditions)

    __repr__ = repr_of_fields

    def definitely(self, values: Values) -> bool:
        """All of them definitely."""
        return all(term.definitely(values) for term in self.terms)

    def possibly(self, values: Values) -> bool:
        """All of them possibly."""
        return all(term.possibly(values) for term in self.terms)

    def reach(self, unknown: Collection[str]) -> Reach:
        """True needs every term, false needs one."""
        reached = [term.reach(unknown) for term in self.terms]
        return Reach(true=all(one.true for one in reached), false=any(one.false for one in reached))

    def polarity(self, vocabulary: Vocabulary) -> Polarity:
        """What all terms have in common."""
        return _common(self.terms, vocabulary)

    def words(self, vocabulary: Vocabulary) -> str:
        """The terms, joined by `and`."""
        return _joined(self.terms, " and ", vocabulary)

    def negated_words(self, vocabulary: Vocabulary) -> str:
        """One of the terms' opposites."""
        return _joined(self.terms, " or ", vocabulary, negated=True)


@frozen
class AnyOf(_Group):
    """At least one of its terms; written `a | b`."""

    terms: tuple[Condition, ...] = field(converter=_conditions)

    __repr__ = repr_of_fields

    def definitely(self, values: Values) -> bool:
        """One of them definitely."""
        return any(term.definitely(values) for term in self.terms)

    def possibly(self, values: Values) -> bool:
        """One of them possibly."""
        return any(term.possibly(values) for term in self.terms)

    def reach(self, unknown: Collection[str]) -> Reach:
        """True needs one term, false needs every one."""
        reached = [term.reach(unknown) for term in self.terms]
        return Reach(true=any(one.true for one in reached), false=all(one.false for one in reached))

    def polarity(self, vocabulary: Vocabulary) -> Polarity:
        """What all terms have in common."""
        return _common(self.terms, vocabulary)

    def words(self, vocabulary: Vocabulary) -> str:
        """The terms, joined by `or`."""
        return _joined(self.terms, " or ", vocabulary)

    def negated_words(self, vocabulary: Vocabulary) -> str:
        """All of the terms' opposites."""
        return _joined(self.terms, " and ", vocabulary, negated=True)


@frozen
class NOf(_Group):
    """At least `n` of its terms; written `n_of(n, a, b, c)`."""

    terms: tuple[Condition, ...] = field(converter=_conditions)
    n: int = field(kw_only=True)

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        """Refuse a number of terms that the group does not have."""
        super().__attrs_post_init__()
        if type(self.n) is not int or not 1 <= self.n <= len(self.terms):
            raise DefinitionError(f"n_of() asks for a whole number from 1 to the number of its conditions, {len(self.terms)}")

    def definitely(self, values: Values) -> bool:
        """At least n of them definitely."""
        return sum(term.definitely(values) for term in self.terms) >= self.n

    def possibly(self, values: Values) -> bool:
        """At least n of them possibly."""
        return sum(term.possibly(values) for term in self.terms) >= self.n

    def reach(self, unknown: Collection[str]) -> Reach:
        """True needs n terms, false needs so many that n are no longer left."""
        reached = [term.reach(unknown) for term in self.terms]
        return Reach(
            true=sum(one.true for one in reached) >= self.n,
            false=sum(one.false for one in reached) > len(self.terms) - self.n,
        )

    def polarity(self, vocabulary: Vocabulary) -> Polarity:
        """What all terms have in common."""
        return _common(self.terms, vocabulary)

    def words(self, vocabulary: Vocabulary) -> str:
        """`at least 2 of: a; b; c`."""
        return f"at least {self.n} of: {_joined(self.terms, '; ', vocabulary)}"

    def negated_words(self, vocabulary: Vocabulary) -> str:
        """`fewer than 2 of: a; b; c`."""
        return f"fewer than {self.n} of: {_joined(self.terms, '; ', vocabulary)}"


def _common(terms: Sequence[Condition], vocabulary: Vocabulary) -> Polarity:
    found = [term.polarity(vocabulary) for term in terms]
    return Polarity(grows=all(one.grows for one in found), shrinks=all(one.shrinks for one in found))


@frozen
class Not(Condition):
    """The opposite of its term; written `~a`."""

    term: Condition = field(converter=condition_of)

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        """Refuse nesting beyond the limits."""
        _check_limits(self)

    def parts(self) -> tuple[Condition, ...]:
        """Its term."""
        return (self.term,)

    def definitely(self, values: Values) -> bool:
        """The term is not even possible."""
        return not self.term.possibly(values)

    def possibly(self, values: Values) -> bool:
        """The term is not certain."""
        return not self.term.definitely(values)

    def reach(self, unknown: Collection[str]) -> Reach:
        """The term's, swapped."""
        reached = self.term.reach(unknown)
        return Reach(true=reached.false, false=reached.true)

    def polarity(self, vocabulary: Vocabulary) -> Polarity:
        """The term's, swapped."""
        found = self.term.polarity(vocabulary)
        return Polarity(grows=found.shrinks, shrinks=found.grows)

    def words(self, vocabulary: Vocabulary) -> str:
        """The term's opposite."""
        return self.term.negated_words(vocabulary)

    def negated_words(self, vocabulary: Vocabulary) -> str:
        """The term itself."""
        return self.term.words(vocabulary)


def n_of(n: int, *terms: Operand) -> NOf:
    """
    At least `n` of several conditions.

    Example:
        >>> from continuum.comparisons import Compare
        >>> n_of(2, Compare("a", "==", True), Compare("b", "==", True), Compare("c", "==", True)).evaluate({"a": True, "c": True})
        True
    """
    return NOf(terms, n=n)
