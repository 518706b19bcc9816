"""
Records made of facts.

What lives here: `Facts`, the base of every record (an assessment of a person, a description of a program), and
`FactGroup`, facts that are asked together. What it may import: `facts`, `errors`. What it never does: decide anything, convert
or guess a value, or show one in an error or a `repr`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, dataclass_transform

import attrs
from attrs import field, frozen

from continuum.errors import AssessmentError, ContinuumError, DefinitionError, did_you_mean, listed, shown_name
from continuum.facts import Choice, Count, Duration, Fact, Flag, Grade

LONGEST_FACT_NAME: Final = 48
KINDS: Final[tuple[type, ...]] = (Grade, Flag, Count, Duration, Choice)
"""A kind of any other class could say what it likes about its values."""


def _pairs(negative: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    if not isinstance(negative, Mapping):
        raise DefinitionError("negative= takes each fact's name with the value that a negative answer records")
    return tuple(negative.items())


@frozen
class FactGroup:
    """
    A screen: facts that are asked together, and the answers that mean "nothing found".

    Args:
        title: What the screen looks for.
        negative: Each fact's name with the value that a negative answer records.

    Example:
        >>> FactGroup("Emergencies", negative={"overdose": False}).none_present()
        {'overdose': False}
    """

    title: str
    negative: tuple[tuple[str, Any], ...] = field(kw_only=True, converter=_pairs, eq=frozenset)

    def none_present(self) -> dict[str, Any]:
        """A recorded negative screen, to be passed to an assessment: explicit, never a default."""
        return dict(self.negative)

    def __iter__(self) -> Iterator[str]:
        """The names of its facts."""
        return iter(self.none_present())


@dataclass_transform(kw_only_default=True)
class Facts:
    """
    A record made of facts; each is unknown until it is given.

    Subclass it and declare facts; a subclass of a subclass adds facts. Instances are frozen, comparable, hashable and
    picklable, and take keyword arguments only. Values are taken as they are, never converted: `True` is no count and `2.0` is no
    rating.

    Raises:
        DefinitionError: On subclassing, when a fact lacks its annotation, or a name is taken.
        AssessmentError: On construction: an unknown name, or a value that its fact cannot have; all problems at once.

    Example:
        >>> from continuum.facts import Count, Flag
        >>> class Visit(Facts):
        ...     sober: Flag = Flag("sober today", worse=False)
        ...     hours: Count = Count("hours slept", low=0, high=24, unit="hours", worse="lower")
        >>> Visit(sober=True)
        <Visit: 1 of 2 facts known>
        >>> Visit(hours=25)
        Traceback (most recent call last):
        continuum.errors.AssessmentError: hours: expected a whole number of hours from 0 to 24; was given ... outside these bounds
    """

    __vocabulary__: ClassVar[Mapping[str, Fact[Any]]] = {}
    __plain_fields__: ClassVar[Mapping[str, object]] = {}
    __refusal__: ClassVar[type[ContinuumError]] = AssessmentError
    """What is raised where a record of this kind erred."""

    def __init_subclass__(cls) -> None:
        """Collect the declared facts and let attrs make a frozen record of them."""
        super().__init_subclass__()
        _check_bases(cls)
        if {"__vocabulary__", "__plain_fields__", "__dict__"} & set(vars(cls)):
            raise DefinitionError(f"{cls.__name__} redefines how a record keeps its facts; declare facts and nothing else")
        declared: dict[str, Fact[Any]] = {name: value for name, value in vars(cls).items() if isinstance(value, Fact)}
        annotated = {name: kind for name, kind in inspect.get_annotations(cls).items() if "ClassVar" not in str(kind)}
        plain = {name: vars(cls).get(name, None) for name in annotated if name not in declared}
        for name in (*declared, *plain):
            _check_declaration(cls, name, annotated)
        for name, fact in cls.__vocabulary__.items():
            if inspect.getattr_static(cls, name) is not fact:
                raise DefinitionError(f"{cls.__name__}.{name} hides the fact of that name; choose another name")
        for name, fact in declared.items():
            if type(fact) not in KINDS:
                raise DefinitionError(
                    f"{cls.__name__}.{name} is of a kind of its own; use {listed(kind.__name__ for kind in KINDS)}"
                )
            if fact.name != name:
                raise DefinitionError(
                    f"{cls.__name__}.{name} is the fact {fact.name!r}, declared a second time; declare a fact of its own"
                )
        _check_labels(cls, declared)
        cls.__vocabulary__ = {**cls.__vocabulary__, **declared}
        cls.__plain_fields__ = {**cls.__plain_fields__, **plain}
        these = {name: field(default=None if name in declared else plain[name]) for name in annotated}
        attrs.define(cls, these=these, slots=False, frozen=True, kw_only=True, init=False, repr=False)
        if "__replace__" in vars(cls):  # pragma: no cover # attrs adds its own from Python 3.13 on, which would bypass replace()
            del cls.__replace__

    if not TYPE_CHECKING:  # pragma: no branch # type checkers see the constructor that dataclass_transform describes

        def __init__(self, /, **given: object) -> None:
            """Take every value by name; type checkers see one keyword argument per fact."""
            values = dict.fromkeys(self.__vocabulary__) | self.__plain_fields__
            problems = [self.no_such_fact(name, number) for number, name in enumerate(given, 1) if name not in values]
            values |= given
            for name, fact in self.__vocabulary__.items():
                value = values[name]
                if value is not None and (wrong := fact.misfit(value)):
                    problems.append(f"{name}: expected {fact.expected()}; {wrong}")
            problems += self._check(values)
            if problems:
                raise self.__refusal__(*problems)
            vars(self).update(values)

    @classmethod
    def no_such_fact(cls, name: str, number: int) -> str:
        """The sentence for an unknown name; a name that is not clearly a slip for one of ours is not shown."""
        known = [*cls.__vocabulary__, *cls.__plain_fields__]
        hint = did_you_mean(name, known) or ", nor one of a similar name"
        return f"{shown_name(name, known, number)}: {cls.__name__} has no such fact{hint}"

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterator[str]:  # noqa: ARG003 # for subclasses
        """What is wrong with the values beside the facts' own checks; may normalize them in place."""
        return iter(())

    @classmethod
    def vocabulary(cls) -> Mapping[str, Fact[Any]]:
        """All facts by name, in the order in which they were declared."""
        return MappingProxyType(cls.__vocabulary__)

    def known(self) -> dict[str, Any]:
        """The facts that are known, by name."""
        return {name: value for name in self.__vocabulary__ if (value := vars(self)[name]) is not None}

    def _given(self) -> dict[str, Any]:
        """What a constructor takes to make this record again."""
        return {name: vars(self)[name] for name in (*self.__vocabulary__, *self.__plain_fields__)}

    def replace(self, /, **changes: object) -> Self:
        """
        A copy with some values changed; `None` makes a fact unknown.

        Raises:
            AssessmentError: As on construction.
        """
        return type(self)(**{**self._given(), **changes})

    def __replace__(self, /, **changes: object) -> Self:
        """What `copy.replace` calls."""
        return self.replace(**changes)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled as it was given: a copy is checked anew, and a fact that is new since then is unknown."""
        return rebuilt, (type(self), self._given())

    def __repr__(self) -> str:
        """How much is known; never what."""
        return f"<{type(self).__name__}: {len(self.known())} of {len(self.__vocabulary__)} facts known>"


def rebuilt(kind: Callable[..., Any], parts: dict[str, Any]) -> Any:
    """A pickled object, made again by its constructor, which checks it anew."""
    return kind(**parts)


def as_given(made: attrs.AttrsInstance) -> tuple[object, ...]:
    """What `__reduce__` returns for an attrs class whose copies are to be checked: its constructor, with what it was given."""
    return rebuilt, (type(made), {one.name: getattr(made, one.name) for one in attrs.fields(type(made)) if one.init})


def _check_bases(cls: type[Facts]) -> None:
    """Refuse bases whose facts would be lost."""
    if sum(issubclass(base, Facts) for base in cls.__bases__) > 1:
        raise DefinitionError(f"{cls.__name__} extends several records; extend one of them, and declare the other facts in it")
    mixins: list[type[object]] = [base for base in cls.__mro__ if not issubclass(base, Facts)]
    for base in mixins:
        if any(isinstance(value, Fact) for value in vars(base).values()):
            raise DefinitionError(f"{cls.__name__} takes facts from {base.__name__}, which is no record; let it extend Facts")


def _check_labels(cls: type[Facts], declared: Mapping[str, Fact[Any]]) -> None:
    """Refuse two facts that an explanation would call the same."""
    labels = {fact.label.casefold(): name for name, fact in cls.__vocabulary__.items()}
    for name, fact in declared.items():
        other = labels.setdefault(fact.label.casefold(), name)
        if other != name:
            raise DefinitionError(f"{cls.__name__}.{name} and {other} have the same label; nobody could tell them apart")


def _check_declaration(cls: type[Facts], name: str, annotated: Mapping[str, object]) -> None:
    """Refuse a declaration that a type checker and the record would read differently."""
    where = f"{cls.__name__}.{name}"
    if name not in annotated:
        raise DefinitionError(f"{where} needs its annotation, as in {name}: Count = Count(...)")
    if name.startswith("_") or not name.isascii() or len(name) > LONGEST_FACT_NAME:
        raise DefinitionError(f"{where}: a fact's name begins with a letter and has at most {LONGEST_FACT_NAME} ASCII characters")
    if name == "self":
        raise DefinitionError(f"{where}: this name is taken by Python's own way of making a record; choose another name")
    if name not in vars(cls):
        raise DefinitionError(f"{where} is annotated but not declared, as in {name}: Count = Count(...)")
    if any(name in vars(base) for base in cls.__mro__[1:]):
        raise DefinitionError(f"{where}: the name is already taken by the record it extends; choose another name")
