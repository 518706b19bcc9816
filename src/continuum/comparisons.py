"""
Comparisons: conditions on a single fact.

What lives here: `Compare`, `OneOf`, `Missing`, which a rule set makes from its required facts, and `AS_WRITTEN`, which spells
conditions out where there is no vocabulary. What it may import: `conditions`, `errors`, `reprs`. What it never does: know what a
fact's values mean; a vocabulary of `Scale`s says that.
"""

from __future__ import annotations

import operator
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Final, NoReturn

from attrs import field, frozen

from continuum.conditions import Condition, Polarity, Reach, Scale, Values, Vocabulary
from continuum.errors import DefinitionError, as_many, did_you_mean, kind_of, listed
from continuum.reprs import repr_of_fields

OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
COMPLEMENTS: Final[Mapping[str, str]] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def _values(items: Iterable[Any]) -> tuple[Any, ...]:
    return as_many(items, "values")


def scale_problem(fact: str, vocabulary: Vocabulary) -> str | None:
    """That there is no such fact."""
    return None if fact in vocabulary else f"there is no fact {fact!r} in the vocabulary{did_you_mean(fact, vocabulary)}"


def _outcome_problem(condition: Compare | OneOf, vocabulary: Vocabulary) -> str | None:
    """A comparison that every value passes, or none, says nothing: most likely a slip."""
    truths = condition.truths(vocabulary)
    if all(truths) or not any(truths):
        return (
            f"{condition.words(vocabulary)!r} is true of {'every' if all(truths) else 'no'} value; leave it out or mend the value"
        )
    return None


def _polarity_of(truths: Sequence[bool], *, higher_is_worse: bool | None) -> Polarity:
    if higher_is_worse is None:
        return Polarity(grows=True, shrinks=True)
    up, down = sorted(truths), sorted(truths, reverse=True)
    found = list(truths)
    return (
        Polarity(grows=found == up, shrinks=found == down)
        if higher_is_worse
        else Polarity(grows=found == down, shrinks=found == up)
    )


def _check_name(fact: object) -> None:
    if type(fact) is not str:
        raise DefinitionError(f"a condition names its fact, was given {kind_of(fact)}; write Class.fact >= value")


class _OneFact(Condition):
    """A condition on a single fact."""

    __slots__ = ()

    fact: str

    def mentions(self) -> Iterator[str]:
        """Its one fact."""
        yield self.fact

    def open_facts(self, values: Values) -> Iterator[str]:
        """Its fact, if unknown."""
        if values.get(self.fact) is None:
            yield self.fact

    def reach(self, unknown: Collection[str]) -> Reach:
        """Neither, while its fact is unknown."""
        settled = self.fact not in unknown
        return Reach(true=settled, false=settled)


class _Comparison(_OneFact):
    """A condition that holds or fails at each value of its fact."""

    __slots__ = ()

    @abstractmethod
    def truths(self, vocabulary: Vocabulary) -> list[bool]:
        """Whether it holds, at ascending values of the fact."""

    def polarity(self, vocabulary: Vocabulary) -> Polarity:
        """It grows if the values that satisfy it are closed towards the worse end."""
        return _polarity_of(self.truths(vocabulary), higher_is_worse=vocabulary[self.fact].higher_is_worse)


@frozen
class Compare(_Comparison):
    """One fact against one value, with `<`, `<=`, `>`, `>=`, `==` or `!=`."""

    fact: str
    op: str
    value: Any

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        """Refuse an operator that is not in the table."""
        _check_name(self.fact)
        if not isinstance(self.op, str) or self.op not in OPERATORS:
            raise DefinitionError(f"a comparison of {self.fact!r} knows the operators {listed(OPERATORS)}, and no other")

    def definitely(self, values: Values) -> bool:
        """Known, and it holds."""
        known = values.get(self.fact)
        return known is not None and OPERATORS[self.op](known, self.value)

    def possibly(self, values: Values) -> bool:
        """Unknown, or it holds."""
        known = values.get(self.fact)
        return known is None or OPERATORS[self.op](known, self.value)

    def truths(self, vocabulary: Vocabulary) -> list[bool]:
        """Whether it holds, at ascending values of the fact."""
        return [OPERATORS[self.op](probe, self.value) for probe in vocabulary[self.fact].probes([self.value])]

    def problems(self, vocabulary: Vocabulary) -> Iterator[str]:
        """An unknown fact, a value it cannot have, a comparison that says nothing."""
        problem = (
            scale_problem(self.fact, vocabulary)
            or vocabulary[self.fact].refusal(self.op, self.value)
            or _outcome_problem(self, vocabulary)
        )
        if problem:
            yield problem

    def words(self, vocabulary: Vocabulary) -> str:
        """`risk of return to use is severe or higher`."""
        return vocabulary[self.fact].phrase(self.op, self.value)

    def negated_words(self, vocabulary: Vocabulary) -> str:
        """The same with the opposite operator."""
        return vocabulary[self.fact].phrase(COMPLEMENTS[self.op], self.value)


@frozen
class OneOf(_Comparison):
    """One fact among several values."""

    fact: str
    values: tuple[Any, ...] = field(converter=_values)

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        """Refuse an empty list."""
        _check_name(self.fact)
        if not self.values:
            raise DefinitionError(f"one_of() of {self.fact!r} needs at least one value: of none it is never true")
        if None in self.values:
            raise DefinitionError(f"one_of() of {self.fact!r} takes values; that a fact is unknown is no value")

    def definitely(self, values: Values) -> bool:
        """Known, and among the values."""
        return values.get(self.fact) in self.values

    def possibly(self, values: Values) -> bool:
        """Unknown, or among the values."""
        known = values.get(self.fact)
        return known is None or known in self.values

    def truths(self, vocabulary: Vocabulary) -> list[bool]:
        """Whether it holds, at ascending values of the fact."""
        return [probe in self.values for probe in vocabulary[self.fact].probes(self.values)]

    def problems(self, vocabulary: Vocabulary) -> Iterator[str]:
        """An unknown fact, values it cannot have, a list that says nothing."""
        missing = scale_problem(self.fact, vocabulary)
        refused = [missing] if missing else [vocabulary[self.fact].refusal("==", value) for value in self.values]
        found = [problem for problem in refused if problem]
        yield from found
        if not found and (problem := _outcome_problem(self, vocabulary)):
            yield problem

    def words(self, vocabulary: Vocabulary) -> str:
        """`main substance is alcohol or sedatives`."""
        return vocabulary[self.fact].phrase_any(self.values, negated=False)

    def negated_words(self, vocabulary: Vocabulary) -> str:
        """`main substance is neither alcohol nor sedatives`."""
        return vocabulary[self.fact].phrase_any(self.values, negated=True)


def number_phrase(op: str, amount: str) -> str:
    """A comparison with an amount, in words: `is 5 or more`, `is less than 5`."""
    return {
        ">=": f"is {amount} or more",
        ">": f"is more than {amount}",
        "<=": f"is {amount} or less",
        "<": f"is less than {amount}",
        "==": f"is {amount}",
        "!=": f"is not {amount}",
    }[op]


@frozen
class Missing(_OneFact):
    """
    That a required fact is not known yet: never true, and possible exactly while the fact is unknown.

    A rule set makes these from its `required_facts`; rules may not use them (there is no "is known" test).
    """

    fact: str

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        """Refuse what is no name."""
        _check_name(self.fact)

    def definitely(self, values: Values) -> bool:  # noqa: ARG002 # the same for every person
        """Never."""
        return False

    def possibly(self, values: Values) -> bool:
        """While the fact is unknown."""
        return values.get(self.fact) is None

    def reach(self, unknown: Collection[str]) -> Reach:
        """Never true; false once the fact is known."""
        return Reach(true=False, false=self.fact not in unknown)

    def polarity(self, vocabulary: Vocabulary) -> Polarity:  # noqa: ARG002 # knowing a fact is neither worse nor better
        """No value of the fact makes it true, so it goes neither way."""
        return Polarity(grows=True, shrinks=True)

    def problems(self, vocabulary: Vocabulary) -> Iterator[str]:  # noqa: ARG002 # refused whatever the facts are
        """Refused in a rule."""
        yield f"a rule may not ask whether {self.fact!r} is known; list it in required_facts"

    def words(self, vocabulary: Vocabulary) -> str:
        """`withdrawal risk is not known`."""
        return f"{vocabulary[self.fact].label} is not known"

    def negated_words(self, vocabulary: Vocabulary) -> str:
        """`withdrawal risk is known`."""
        return f"{vocabulary[self.fact].label} is known"


def _spelled(value: object) -> str:
    return value.name if isinstance(value, Enum) else repr(value)


class _NameOnly:
    """A fact of which nothing is known but its name: it can be spelled out; whatever else is asked of it is refused."""

    __slots__ = ("label",)

    def __init__(self, label: str) -> None:
        """Keep the name."""
        self.label = label

    def _refusal(self) -> DefinitionError:
        return DefinitionError(
            f"AS_WRITTEN knows only the name of {self.label!r}; ask with the vocabulary of its record, Assessment.vocabulary()"
        )

    @property
    def higher_is_worse(self) -> NoReturn:
        """Refused."""
        raise self._refusal()

    @property
    def bounds(self) -> NoReturn:
        """Refused."""
        raise self._refusal()

    def refusal(self, op: str, value: object) -> NoReturn:  # noqa: ARG002 # refused whatever is asked
        """Refused."""
        raise self._refusal()

    def probes(self, values: Sequence[Any]) -> NoReturn:  # noqa: ARG002 # refused whatever is asked
        """Refused."""
        raise self._refusal()

    def phrase(self, op: str, value: Any) -> str:
        """`withdrawal_risk >= SEVERE`; of a yes or no, `goals_met` or `not goals_met`."""
        if type(value) is bool and op in {"==", "!="}:
            return self.label if value is (op == "==") else f"not {self.label}"
        return f"{self.label} {op} {_spelled(value)}"

    def phrase_any(self, values: Sequence[Any], *, negated: bool) -> str:
        """`primary_substance in (ALCOHOL, SEDATIVES)`, or `not in`; of one value, `==` or `!=`."""
        if len(values) == 1:
            return self.phrase("!=" if negated else "==", values[0])
        return f"{self.label} {'not in' if negated else 'in'} ({', '.join(_spelled(value) for value in values)})"


class _AsWritten(Mapping[str, Scale]):
    """
    A vocabulary that answers for every name, with nothing but that name.

    Example:
        >>> (Compare("goals_met", "==", True) & ~Compare("weeks_stable", "<", 4)).words(AS_WRITTEN)
        'goals_met and weeks_stable >= 4'
    """

    __slots__ = ()

    def __getitem__(self, name: str) -> _NameOnly:
        """The name."""
        return _NameOnly(name)

    def __iter__(self) -> NoReturn:
        """Refused: every name is in it."""
        raise DefinitionError("AS_WRITTEN answers for every name, so its names cannot be listed or counted")

    __len__ = __iter__

    def __bool__(self) -> bool:
        """It is never empty; whoever logs it asks."""
        return True


AS_WRITTEN: Final = _AsWritten()
"""
For `condition.words(AS_WRITTEN)`: a condition with the names of its facts, operators and values, as its author wrote it.

It is for words only, where no vocabulary is at hand; whatever else is asked of it raises a `DefinitionError`. A negation is read
into its comparison; a total and a required fact keep their words, with names in them.
"""
