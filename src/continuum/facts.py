"""
Typed facts: what can be known of a person, and how a condition is written over it.

What lives here: `Fact` and its kinds (`Grade`, `Flag`, `Count`, `Duration`, `Choice`), and `total`. What it may import:
`comparisons`, `conditions`, `totals`, `errors`, `sources`. What it never does: decide anything, or show a fact's value in an
error or a `repr`.

A fact is declared once, in a record (see `records`), and read in two ways. On the class it is the fact itself, for conditions;
on an instance it is the value, or `None` for unknown. Type checkers see both without a plugin:

    class Ours(Assessment):
        craving: Count = Count("Craving today", low=0, high=10, unit="points", worse="higher")

    Ours.craving >= 7          # a condition
    Ours(craving=3).craving    # 3
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from enum import Enum, IntEnum
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Literal, NoReturn, Self, TypeVar, cast, overload

from attrs import field, frozen

from continuum.comparisons import Compare, OneOf, number_phrase
from continuum.conditions import Condition, Operand, no_truth
from continuum.errors import AssessmentError, DefinitionError, kind_of
from continuum.sources import Source, as_sources
from continuum.totals import Part, Sum

if TYPE_CHECKING:
    from typing import Never

T = TypeVar("T")
M = TypeVar("M", bound=Enum)
G = TypeVar("G", bound=IntEnum)

LONGEST_LABEL: Final = 120
AS_NUMBERS: Final = ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__", "__hash__", "__int__", "__add__", "__radd__")
"""What a member of a scale does as its number does."""
COMPARED_BY_NAME: Final = (object.__eq__, str.__eq__, int.__eq__)
"""How members of a choice may be compared."""

Worse = Literal["higher", "lower"] | None
Scope = Literal["person", "level"]


def _is_label(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip()) and len(text) <= LONGEST_LABEL and text.isprintable()


def in_words(member: Enum) -> str:
    """An enum member as a clinician would read it: `very severe`."""
    return member.name.lower().replace("_", " ")


@frozen(eq=False, repr=False)
class Fact(Generic[T]):
    """
    One thing that can be known of a person, and is unknown until somebody says it.

    Args:
        label: The fact in words, such as `risk of return to use`; it stands before "is" in explanations.
        meaning: What it means and how it is rated, for whoever fills it in.
        scope: `level` for what is about the stay at one level of care: it is unknown again after a move.
        changeable: False for history and circumstances, which are never offered as something to change.
        ground: False for what may move nobody (cost, preference, delivery): refused in every condition but a `ServiceNeed`'s.
        source: Where the fact comes from.
    """

    label: str
    meaning: str = field(default="", kw_only=True)
    scope: Scope = field(default="person", kw_only=True)
    changeable: bool = field(default=True, kw_only=True)
    ground: bool = field(default=True, kw_only=True)
    source: tuple[Source, ...] = field(default=(), kw_only=True, converter=as_sources)
    name: str = field(default="", init=False)

    is_time: ClassVar[bool] = False
    """Whether it only measures time: time alone moves nobody."""

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be declared."""
        if not _is_label(self.label):
            raise DefinitionError(
                f"a fact needs a label of 1 to {LONGEST_LABEL} printable characters, as in Flag('goals met', worse=False)"
            )
        if not isinstance(self.scope, str) or self.scope not in {"person", "level"}:
            raise DefinitionError(f"fact {self.label!r}: scope is 'person' or 'level'")
        if type(self.changeable) is not bool or type(self.ground) is not bool:
            raise DefinitionError(f"fact {self.label!r}: changeable and ground are True or False")

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn the name under which it is declared."""
        if not self.name:
            object.__setattr__(self, "name", name)

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: type) -> Self: ...
        @overload
        def __get__(self, instance: object, owner: type) -> T | None: ...
        def __get__(self, instance: object, owner: type) -> Self | T | None:
            """The fact on the class, its value on a record."""

        def __set__(self, instance: Never, value: T | None) -> None:
            """Typed as impossible: records are frozen. The type of `value` is what a constructor takes."""

    def __eq__(self, value: T) -> Compare:  # type: ignore[override] # a condition on purpose: facts are compared by identity
        """The condition that the fact has this value."""
        return self.compare("==", value)

    def __ne__(self, value: T) -> Compare:  # type: ignore[override] # a condition on purpose, as __eq__ is
        """The condition that the fact has another value."""
        return self.compare("!=", value)

    __hash__ = object.__hash__

    def __bool__(self) -> NoReturn:
        """Refused: a fact has no truth before it meets an assessment."""
        raise no_truth("fact")

    def __repr__(self) -> str:
        """Kind and name."""
        return f"<{type(self).__name__} {self.name or self.label!r}>"

    def compare(self, op: str, value: object) -> Compare:
        """The condition `fact op value`; what the operators call."""
        self.check_declared()
        problem = self.refusal(op, value)
        if problem:
            raise DefinitionError(problem)
        return Compare(self.name, op, value)

    def check_declared(self) -> None:
        """Refuse a fact that has no name yet."""
        if not self.name:
            raise DefinitionError(f"{self!r} belongs to no record yet: declare it in a class, and write Class.fact in conditions")

    # What a condition has to know (see `conditions.Scale`).

    @property
    def higher_is_worse(self) -> bool | None:
        """Which end is worse; `None`: neither."""
        return None

    @property
    def bounds(self) -> tuple[int, int] | None:
        """Lowest and highest value as numbers; `None`: not to be added up."""
        return None

    def refusal(self, op: str, value: object) -> str | None:
        """Why this comparison makes no sense; `None`: it does."""
        if op not in {"==", "!="}:
            return f"{self.name!r} has no order: compare it with == or !=, not with {op}"
        return self.misfit_refusal(value)

    def misfit_refusal(self, value: object) -> str | None:
        """Why it cannot be compared with this value; `None`: it can."""
        wrong = self.misfit(value)
        return f"{self.name!r} is compared with {self.expected()}; {wrong}" if wrong else None

    def probes(self, values: Sequence[Any]) -> Sequence[Any]:
        """Ascending values among which every comparison with `values` shows all its outcomes."""
        raise NotImplementedError

    def expected(self) -> str:
        """What a value of it is, for messages."""
        raise NotImplementedError

    def expected_plain(self) -> str:
        """What plain data has to hold to stand for a value of it, for messages."""
        return self.expected()

    def misfit(self, value: object) -> str | None:
        """What is wrong with a value, without showing it; `None`: nothing."""
        raise NotImplementedError

    def read(self, raw: object) -> T:
        """
        The value that plain data stands for.

        Raises:
            AssessmentError: It stands for none; the message says what was expected and never shows the value.
        """
        raise NotImplementedError

    def show(self, value: T) -> str:
        """A value in words, for explanations."""
        raise NotImplementedError

    def phrase(self, op: str, value: T) -> str:
        """A comparison in words."""
        return f"{self.label} {'is' if op == '==' else 'is not'} {self.show(value)}"

    def phrase_any(self, values: Sequence[T], *, negated: bool) -> str:
        """In words, that it is one of these values (or none of them)."""
        shown = [self.show(value) for value in values]
        either = f"{', '.join(shown[:-1])} {'nor' if negated else 'or'} {shown[-1]}" if len(shown) > 1 else shown[0]
        return f"{self.label} is {('neither ' if len(shown) > 1 else 'not ') if negated else ''}{either}"

    def _unreadable(self, wrong: str) -> AssessmentError:
        return AssessmentError(f"{self.name}: expected {self.expected_plain()}; {wrong}")


class _Ordered(Fact[T]):
    """A fact whose values have an order."""

    __slots__ = ()

    def __lt__(self, value: T) -> Compare:
        """Less than the value."""
        return self.compare("<", value)

    def __le__(self, value: T) -> Compare:
        """At most the value."""
        return self.compare("<=", value)

    def __gt__(self, value: T) -> Compare:
        """More than the value."""
        return self.compare(">", value)

    def __ge__(self, value: T) -> Compare:
        """At least the value."""
        return self.compare(">=", value)

    def between(self, low: T, high: T) -> Condition:
        """From `low` to `high`, both included."""
        return (self >= low) & (self <= high)

    def one_of(self, *values: T) -> OneOf:
        """Any of these values."""
        return _one_of(self, values)

    def refusal(self, op: str, value: object) -> str | None:  # noqa: ARG002 # every operator is fine
        """The value must fit."""
        return self.misfit_refusal(value)


def _one_of(fact: Fact[Any], values: Sequence[Any]) -> OneOf:
    for value in values:
        fact.compare("==", value)
    return OneOf(fact.name, tuple(dict.fromkeys(values)))


def _worse_end(worse: object, label: str) -> bool | None:
    if worse is not None and (not isinstance(worse, str) or worse not in {"higher", "lower"}):
        raise DefinitionError(f"fact {label!r}: worse is 'higher', 'lower' or None (neither end is worse)")
    return None if worse is None else worse == "higher"


def _enum_problem(kind: object, label: str, base: type[Enum]) -> DefinitionError:
    return DefinitionError(
        f"fact {label!r} needs a class of kind {base.__name__} with at least two members, was given {kind_of(kind)}"
    )


def _check_names(kind: type[Enum], label: str) -> None:
    if len({member.name.casefold() for member in kind}) < len(kind):
        raise DefinitionError(
            f"fact {label!r}: the names of its values differ by more than their case, since data may give any case"
        )


class _Named(Fact[M]):
    """What the two kinds of facts with named values share."""

    __slots__ = ()

    kind: type[M]

    def members(self) -> list[M]:
        """The values, in order."""
        return [*self.kind]

    def probes(self, values: Sequence[M]) -> Sequence[M]:  # noqa: ARG002 # there are few enough to try all
        """Every member."""
        return self.members()

    def _names(self) -> str:
        return ", ".join(member.name for member in self.members())

    def expected(self) -> str:
        """`a member of Risk: NONE, MILD, ...`."""
        return f"a member of {self.kind.__name__}: {self._names()}"

    def expected_plain(self) -> str:
        """The names, and the numbers that stand for them."""
        numbers = sorted(member.value for member in self.members() if type(member.value) is int)
        if not numbers:
            return f"one of {self._names()}"
        low, high = numbers[0], numbers[-1]
        has_gaps = len(numbers) <= high - low
        which = f"one of the numbers {', '.join(map(str, numbers))}" if has_gaps else f"a number from {low} to {high}"
        return f"one of {self._names()}, or {which}"

    def misfit(self, value: object) -> str | None:
        """Only a member itself fits; a bare number or text does not."""
        if type(value) is self.kind:
            return None
        return f"was given {kind_of(value)}"

    def read(self, raw: object) -> M:
        """A member by its name in any case, or by its number; a member itself."""
        if type(raw) is self.kind:
            return raw
        for member in self.members():
            if (isinstance(raw, str) and raw.casefold() == member.name.casefold()) or (
                type(raw) is int and type(member.value) is int and raw == member.value
            ):
                return member
        raise self._unreadable(
            f"was given {kind_of(raw)} that is none of them" if type(raw) in {str, int} else f"was given {kind_of(raw)}"
        )

    def show(self, value: M) -> str:
        """`very severe`."""
        return in_words(value)


@frozen(eq=False, repr=False)
class Grade(_Named[G], _Ordered[G]):
    """
    A rating on an ordered scale of names, an `IntEnum`.

    Args:
        kind: The scale, members in ascending order.
        worse: Which end is worse: `"higher"`, `"lower"`, or `None` where neither is.

    Raises:
        DefinitionError: The scale is no `IntEnum` with two members or more.
    """

    kind: type[G]
    worse: Worse = field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Refuse what is no ordered scale."""
        super().__attrs_post_init__()
        _worse_end(self.worse, self.label)
        if not (isinstance(self.kind, type) and issubclass(self.kind, IntEnum) and len(self.kind) > 1):
            raise _enum_problem(self.kind, self.label, IntEnum)
        _check_names(self.kind, self.label)
        if any(getattr(self.kind, name) is not getattr(IntEnum, name) for name in AS_NUMBERS):
            raise DefinitionError(f"fact {self.label!r}: the members of a scale compare as their numbers; redefine no comparison")

    def members(self) -> list[G]:
        """The values, ascending."""
        return sorted(self.kind)

    @property
    def higher_is_worse(self) -> bool | None:
        """As declared."""
        return _worse_end(self.worse, self.label)

    @property
    def bounds(self) -> tuple[int, int]:
        """The numbers of its ends."""
        return int(min(self.kind)), int(max(self.kind))

    def phrase(self, op: str, value: G) -> str:
        """`risk of return to use is severe or higher`."""
        members = self.members()
        rank, name = members.index(value), self.show(value)
        if op == "<":
            return self.phrase("<=", members[rank - 1]) if rank > 0 else f"{self.label} is below {name}"
        if op == ">":
            return self.phrase(">=", members[rank + 1]) if value != members[-1] else f"{self.label} is above {name}"
        if op == "<=" and rank > 0:
            return f"{self.label} is at most {name}"
        if op == ">=" and value != members[-1]:
            return f"{self.label} is {name} or higher"
        return f"{self.label} is not {name}" if op == "!=" else f"{self.label} is {name}"


@frozen(eq=False, repr=False)
class Choice(_Named[M]):
    """
    One of several names without an order, an `Enum`.

    Args:
        kind: The names.

    Raises:
        DefinitionError: The names are no `Enum` with two members or more.
    """

    kind: type[M]

    def __attrs_post_init__(self) -> None:
        """Refuse what is no enumeration."""
        super().__attrs_post_init__()
        if not (isinstance(self.kind, type) and issubclass(self.kind, Enum) and len(self.kind) > 1):
            raise _enum_problem(self.kind, self.label, Enum)
        if issubclass(self.kind, enum.Flag):
            raise DefinitionError(
                f"fact {self.label!r}: a choice is one of its names, and flags may be several; use a Flag for each"
            )
        own = (base for base in self.kind.__mro__ if issubclass(base, Enum) and base.__module__ != "enum")
        if self.kind.__eq__ not in COMPARED_BY_NAME or any("__hash__" in vars(base) for base in own):
            raise DefinitionError(f"fact {self.label!r}: a choice compares by its names; redefine no comparison")
        if any(one == other for one, other in combinations(self.kind, 2)):
            raise DefinitionError(f"fact {self.label!r}: two values of a choice are equal; nobody could tell them apart")
        _check_names(self.kind, self.label)

    def one_of(self, *values: M) -> OneOf:
        """Any of these values."""
        return _one_of(self, values)


@frozen(eq=False, repr=False)
class Flag(Fact[bool], Operand):
    """
    Yes or no; in a condition it stands for yes, and `~flag` for no.

    Args:
        worse: True if yes is worse, False if no is, `None` where neither is.
        yes: The clause for yes; the default is made from the label.
        no: The clause for no.
    """

    worse: bool | None = field(kw_only=True)
    yes: str = field(default="", kw_only=True)
    no: str = field(default="", kw_only=True)

    __and__ = Operand.__and__
    __or__ = Operand.__or__
    __invert__ = Operand.__invert__

    def __attrs_post_init__(self) -> None:
        """Refuse a worse end that is none."""
        super().__attrs_post_init__()
        if self.worse is not None and type(self.worse) is not bool:
            raise DefinitionError(f"fact {self.label!r}: worse is True, False or None (neither answer is worse)")
        if not all(text == "" or _is_label(text) for text in (self.yes, self.no)):
            raise DefinitionError(f"fact {self.label!r}: yes and no are clauses of at most {LONGEST_LABEL} printable characters")
        if self.yes and self.yes == self.no:
            raise DefinitionError(f"fact {self.label!r}: yes and no say the same; nobody could tell them apart")

    def as_condition(self) -> Condition:
        """That it is true."""
        return self == True  # noqa: E712 # builds a condition

    @property
    def higher_is_worse(self) -> bool | None:
        """As declared."""
        return self.worse

    def probes(self, values: Sequence[bool]) -> Sequence[bool]:  # noqa: ARG002 # there are only two
        """Both."""
        return [False, True]

    def expected(self) -> str:
        """`true or false`."""
        return "true or false"

    def misfit(self, value: object) -> str | None:
        """Only True and False fit; 0 and 1 do not."""
        return None if type(value) is bool else f"was given {kind_of(value)}"

    def read(self, raw: object) -> bool:
        """True or false as they are; no yes, no 1."""
        if type(raw) is not bool:
            raise self._unreadable(f"was given {kind_of(raw)}")
        return raw

    def show(self, value: bool) -> str:  # noqa: FBT001 # the value is the argument
        """`yes` or `no`."""
        return "yes" if value else "no"

    def phrase(self, op: str, value: bool) -> str:  # noqa: FBT001 # the value is the argument
        """The clause for yes or for no."""
        answer = value if op == "==" else not value
        return (self.yes or f"{self.label}: yes") if answer else (self.no or f"{self.label}: no")


@frozen(eq=False, repr=False)
class Count(_Ordered[int]):
    """
    A whole number with bounds and a unit.

    Args:
        low: Lowest possible value.
        high: Highest possible value.
        unit: What is counted, in the plural: `points`.
        worse: Which end is worse: `"higher"`, `"lower"`, or `None` where neither is.

    Raises:
        DefinitionError: Bounds that are no whole numbers, or leave less than two values.
    """

    low: int = field(kw_only=True)
    high: int = field(kw_only=True)
    unit: str = field(kw_only=True)
    worse: Worse = field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Refuse bounds that leave no choice."""
        super().__attrs_post_init__()
        _worse_end(self.worse, self.label)
        if type(self.low) is not int or type(self.high) is not int or self.low >= self.high:
            raise DefinitionError(f"fact {self.label!r} needs whole-number bounds with low below high")
        if not _is_label(self.unit):
            raise DefinitionError(f"fact {self.label!r} needs a unit in the plural, such as unit='points'")

    @property
    def higher_is_worse(self) -> bool | None:
        """As declared."""
        return _worse_end(self.worse, self.label)

    @property
    def bounds(self) -> tuple[int, int]:
        """As declared."""
        return self.low, self.high

    def probes(self, values: Sequence[int]) -> Sequence[int]:
        """The ends, and each value with its neighbours."""
        near = {value + step for value in values for step in (-1, 0, 1)} | {self.low, self.high}
        return sorted(value for value in near if self.low <= value <= self.high)

    def expected(self) -> str:
        """`a whole number of weeks from 0 to 520`."""
        return f"a whole number of {self.unit} from {self.low} to {self.high}"

    def misfit(self, value: object) -> str | None:
        """Only a whole number within the bounds fits; True, 2.0 and NaN do not."""
        if type(value) is not int:
            return f"was given {kind_of(value)}"
        return None if self.low <= value <= self.high else "was given a whole number outside these bounds"

    def read(self, raw: object) -> int:
        """The number as it is."""
        wrong = self.misfit(raw)
        if wrong:
            raise self._unreadable(wrong)
        return cast("int", raw)

    def show(self, value: int) -> str:
        """`6 weeks`."""
        return f"{value} {self.unit.removesuffix('s') if value == 1 else self.unit}"

    def phrase(self, op: str, value: int) -> str:
        """`time stable here is 6 weeks or more`."""
        return f"{self.label} {number_phrase(op, self.show(value))}"


class Duration(Count):
    """A count of days or weeks that only measures time; time alone moves nobody."""

    __slots__ = ()
    is_time: ClassVar[bool] = True


def total(*facts: Grade[Any] | Count) -> Sum:
    """
    The sum of some grades (by their numbers) and counts, as scoring instruments make it; an unknown fact leaves its range open.

    Raises:
        DefinitionError: A fact that cannot be added up.

    Example:
        >>> class Score:
        ...     sleep: Count = Count("sleep", low=0, high=3, unit="points", worse="higher")
        ...     mood: Count = Count("mood", low=0, high=3, unit="points", worse="higher")
        >>> (total(Score.sleep, Score.mood) >= 3).evaluate({"sleep": 3})
        True
    """
    for fact in facts:
        if not isinstance(fact, (Grade, Count)):
            raise DefinitionError(
                f"total() adds up grades and counts, was given {fact if isinstance(fact, Fact) else kind_of(fact)}"
            )
        fact.check_declared()
    return Sum(tuple(Part(fact.name, *fact.bounds) for fact in facts))
