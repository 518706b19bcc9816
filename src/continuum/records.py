"""
Records made of facts.

What lives here: `Facts`, the base of every record (an assessment of a person, a description of a program), and
`FactGroup`, facts that are asked together. What it may import: `rows`, `facts`, `generated`, `errors`. What it never does: decide
anything, guess a value, or show one in an error or a `repr`.

Most records are fine, and are to be made fast. So each class of records has one generated function that only tells whether all
values fit; whatever it does not pass is judged by the facts themselves, which also word what is wrong.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from keyword import iskeyword
from types import GetSetDescriptorType, MappingProxyType, NoneType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, dataclass_transform

import attrs
from attrs import field, frozen

from continuum.errors import (
    AssessmentError,
    ContinuumError,
    DefinitionError,
    did_you_mean,
    is_pairs,
    kind_of,
    listed,
    shown_name,
)
from continuum.facts import Choice, Count, Duration, Fact, Flag, Grade
from continuum.generated import generated
from continuum.rows import NO_FACT, Column, as_column, is_unknown, read

LONGEST_FACT_NAME: Final = 48
KINDS: Final[tuple[type, ...]] = (Grade, Flag, Count, Duration, Choice)
"""A kind of any other class could say what it likes about its values."""


class Doubt(Enum):
    """What one look at all values of a record leaves to be judged."""

    NONE = "none"
    ABOUT_FIELDS = "about fields"
    ABOUT_FACTS = "about facts"


NO_DOUBT: Final = Doubt.NONE
Fits = Callable[[dict[str, Any]], Doubt]
"""One look at all values of a record; a false alarm does no harm."""
_KEPT: Final = ("__vocabulary__", "__plain_fields__", "__unknown__", "__level_scoped__", "__fits__", "__columns__", "__dict__")
"""Where a class of records keeps what it knows of its facts, and a record its values."""


def _pairs(negative: Mapping[str, Any] | tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
    if not isinstance(negative, Mapping) and not is_pairs(negative):
        raise DefinitionError("negative= takes each fact's name with the value that a negative answer records")
    return tuple(negative.items()) if isinstance(negative, Mapping) else negative


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


class _Signature:
    """What `inspect.signature` and `help` say of a class of records: one keyword argument for each fact and field."""

    def __get__(self, record: object, kind: type[Facts]) -> inspect.Signature:
        """Made when asked for."""
        by_name = inspect.Parameter.KEYWORD_ONLY
        return inspect.Signature(
            [
                inspect.Parameter(name, by_name, default=default, annotation=_taken(kind, name))
                for name, default in kind.__unknown__.items()
            ]
        )


def _taken(kind: type[Facts], name: str) -> object:
    """What a constructor takes under this name."""
    match kind.__vocabulary__.get(name):
        case None:
            return next(found[name] for one in kind.__mro__ if name in (found := inspect.get_annotations(one)))
        case Grade() | Choice() as fact:
            return fact.kind | None
        case fact:
            return bool | None if isinstance(fact, Flag) else int | None


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
    __unknown__: ClassVar[dict[str, Any]] = {}
    """What a record holds of which nothing was said: every fact unknown, every field at its default."""
    __level_scoped__: ClassVar[frozenset[str]] = frozenset()
    __sure__: ClassVar[Mapping[str, Callable[[Any], bool]]] = {}
    """For `_check`: fields that may have another value than their default, and what tells of most of them that they are fine."""
    __fits__: ClassVar[Fits | None] = None
    """Generated when the first record is made."""
    __columns__: ClassVar[Mapping[object, Column] | None] = None
    """How rows are read; made when the first one is."""
    __signature__ = _Signature()

    def __init_subclass__(cls) -> None:
        """Collect the declared facts and let attrs make a frozen record of them."""
        super().__init_subclass__()
        _check_bases(cls)
        if not set(vars(cls)).isdisjoint(_KEPT):
            raise DefinitionError(f"{cls.__name__} redefines how a record keeps its facts; declare facts and nothing else")
        declared: dict[str, Fact[Any]] = {name: value for name, value in vars(cls).items() if isinstance(value, Fact)}
        annotated = {name: kind for name, kind in inspect.get_annotations(cls).items() if "ClassVar" not in str(kind)}
        plain = {name: vars(cls).get(name, None) for name in annotated if name not in declared}
        for name in (*declared, *plain):
            _check_declaration(cls, name, annotated)
        for name, fact in cls.__vocabulary__.items():
            if inspect.getattr_static(cls, name) is not fact:
                raise DefinitionError(f"{cls.__name__}.{name} hides the fact of that name; choose another name")
        _check_facts(cls, declared)
        cls.__vocabulary__ = {**cls.__vocabulary__, **declared}
        cls.__plain_fields__ = {**cls.__plain_fields__, **plain}
        cls.__unknown__ = dict.fromkeys(cls.__vocabulary__) | cls.__plain_fields__
        cls.__level_scoped__ = frozenset(name for name, fact in cls.__vocabulary__.items() if fact.scope == "level")
        cls.__fits__ = cls.__columns__ = None
        these = {name: field(default=None if name in declared else plain[name]) for name in annotated}
        attrs.define(cls, these=these, slots=False, frozen=True, kw_only=True, init=False, repr=False, eq=False)
        if "__replace__" in vars(cls):  # pragma: no cover # attrs adds its own from Python 3.13 on, which would bypass replace()
            del cls.__replace__

    if not TYPE_CHECKING:  # pragma: no branch # type checkers see the constructor that dataclass_transform describes

        def __init__(self, /, **given: object) -> None:
            """Take every value by name; type checkers see one keyword argument per fact."""
            kind = type(self)
            values = kind.__unknown__ | given
            doubt = (kind.__fits__ or _fits(kind))(values)
            if doubt is not NO_DOUBT:
                self._judge(values, given, doubt)
            _set_values(self, values)

    @classmethod
    def _judge(cls, values: dict[str, Any], given: Mapping[str, object], doubt: Doubt) -> None:
        """Whether what is in doubt is wrong: everything that is, in words."""
        if doubt is Doubt.ABOUT_FACTS:
            others = [(name, number) for number, name in enumerate(given, 1) if name not in cls.__unknown__]
            problems = cls._problems(values, {name: cls.no_such_fact(name, number) for name, number in others})
        else:
            problems = [*cls._check(values)]
        if problems:
            raise cls.__refusal__(*problems)

    @classmethod
    def from_row(cls, row: Mapping[str, object]) -> Self:
        """
        A record from what frames and forms hold: columns by name, each with a plain value.

        A rating or a choice is its name in any case, its number, or the member itself; an answer is true or false; a count is a
        whole number. Truth values and whole numbers of numpy are read as Python's own.

        Unknown is what stands for a gap: `None`, a decimal NaN, `NaT` (of numpy or pandas) and `pandas.NA`; an empty text is not.
        Nothing is converted by guess: `2.0` is no count. Where a frame has made decimals of whole numbers because of gaps, give
        the column a type that has gaps, such as `Int64`.

        Fields beside the facts take what the constructor takes, or what a subclass reads besides; a gap leaves the default.

        Args:
            row: Columns and their values, as `DataFrame.to_dict("records")` gives them, or a form.

        Raises:
            AssessmentError: As on construction; each problem begins with its column. A column too many is refused, not dropped.

        Example:
            >>> from continuum.facts import Count, Flag
            >>> class Visit(Facts):
            ...     sober: Flag = Flag("sober today", worse=False)
            ...     hours: Count = Count("hours slept", low=0, high=24, unit="hours", worse="lower")
            >>> Visit.from_row({"sober": True, "hours": float("nan")})
            <Visit: 1 of 2 facts known>
            >>> Visit.from_row({"sober": "yes", "hours": 7.0})
            Traceback (most recent call last):
            continuum.errors.AssessmentError: 2 problems:
              1. sober: expected true or false; was given text
              2. hours: expected a whole number of hours from 0 to 24; was given a decimal number
        """
        if not isinstance(row, Mapping):
            raise cls.__refusal__(
                f"a row is a mapping from columns to values, such as what .to_dict() makes of a series; was given {kind_of(row)}"
            )
        columns = cls.__columns__ or _read_by(cls)
        values, told = dict[str, Any](), dict[str, str]()
        for name, raw in row.items():
            same, words = columns.get(name, NO_FACT)
            kind = type(raw)
            if kind is same:
                values[name] = raw
            elif (kind is str or kind is int) and raw in words:
                values[name] = words[raw]
            elif same is not None and is_unknown(raw):
                continue
            else:
                try:
                    values[name] = cls._cell(name, raw, row)
                except AssessmentError as error:
                    values[name], told[name] = raw, str(error)
        if told:
            known = {name: values.get(name, default) for name, default in cls.__unknown__.items()}
            raise cls.__refusal__(*cls._problems(known, told))
        return cls(**values)

    @classmethod
    def _cell(cls, name: str, raw: object, row: Mapping[str, object]) -> object:
        """What a column holds that was not recognized at sight."""
        if name in cls.__vocabulary__:
            return read(cls.__vocabulary__[name], raw)
        if name not in cls.__plain_fields__:
            raise AssessmentError(cls.no_such_fact(name, [*row].index(name) + 1))
        return cls.__plain_fields__[name] if is_unknown(raw) else cls._read_field(name, raw)

    @classmethod
    def _read_field(cls, name: str, raw: object) -> object:  # noqa: ARG003 # for subclasses
        """What a field beside the facts takes for what stands in a row; refuses it with an `AssessmentError`."""
        return raw

    @classmethod
    def no_such_fact(cls, name: str, number: int) -> str:
        """The sentence for an unknown name; a name that is not clearly a slip for one of ours is not shown."""
        known = [*cls.__vocabulary__, *cls.__plain_fields__]
        hint = did_you_mean(name, known) or ", nor one of a similar name"
        return f"{shown_name(name, known, number)}: {cls.__name__} has no such fact{hint}"

    @classmethod
    def _problems(cls, values: dict[str, Any], told: Mapping[str, str]) -> list[str]:
        """Everything that is wrong with the values; of a name of which something was told before, that."""
        problems = [said for name, said in told.items() if name not in cls.__unknown__]
        for name, fact in cls.__vocabulary__.items():
            value = values[name]
            if name in told:
                problems.append(told[name])
            elif value is not None and (wrong := fact.misfit(value)):
                problems.append(f"{name}: expected {fact.expected()}; {wrong}")
        fields = [name for name in cls.__plain_fields__ if name in told]
        problems += [told[name] for name in fields]
        problems += [problem for problem in cls._check(values) if problem.partition(":")[0] not in fields]
        return problems

    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterable[str]:  # noqa: ARG003 # for subclasses
        """What is wrong with the values beside the facts' own checks; may normalize them in place."""
        return ()

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

    def _held(self) -> tuple[object, ...]:
        """Its values, in the order of their declaration; not what a `cached_property` keeps beside them."""
        values = vars(self)
        return tuple([values[name] for name in self.__unknown__])

    def __eq__(self, other: object) -> bool:
        """Of the same kind, with the same values; attrs would compile this for each kind, name by name."""
        return self._held() == other._held() if isinstance(other, Facts) and type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        """Of the values."""
        return hash(self._held())

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled as it was given: a copy is checked anew, and a fact that is new since then is unknown."""
        return rebuilt, (type(self), self._given())

    def __repr__(self) -> str:
        """How much is known; never what."""
        return f"<{type(self).__name__}: {len(self.known())} of {len(self.__vocabulary__)} facts known>"


_set_values = vars(Facts)["__dict__"].__set__
"""All values of a record at once: what `vars(record)` is."""


def rebuilt(kind: Callable[..., Any], parts: dict[str, Any]) -> Any:
    """A pickled object, made again by its constructor, which checks it anew."""
    return kind(**parts)


def as_given(made: attrs.AttrsInstance) -> tuple[object, ...]:
    """What `__reduce__` returns for an attrs class whose copies are to be checked: its constructor, with what it was given."""
    return rebuilt, (type(made), {one.name: getattr(made, one.name) for one in attrs.fields(type(made)) if one.init})


def _fits(kind: type[Facts]) -> Fits:
    """
    Make the function that tells at one look whether all values fit, and keep it with its class.

    Nothing that a vocabulary says becomes source but the bounds of numbers: values are told apart by their position, and what
    they are compared with is handed over in the namespace. Whoever makes it a second time at the same moment makes the same.
    """
    names: dict[str, Any] = {"len": len, "type": type, "int": int, **{doubt.name: doubt for doubt in Doubt}}
    facts, fields = list[str](), list[str]()
    sure = kind.__sure__ if _owner(kind, "__sure__") is _owner(kind, "_check") else None
    for number, (name, default) in enumerate(kind.__unknown__.items()):
        match kind.__vocabulary__.get(name):
            case Grade() | Choice() as fact:
                names[f"K{number}"] = fact.kind
                facts.append(f"(type(f{number}) is K{number} or f{number} is None)")
            case Flag():
                facts.append(f"(f{number} is True or f{number} is False or f{number} is None)")
            case Count() as fact:  # hexadecimal, since Python writes no decimals of more than 4300 digits
                within = f"type(f{number}) is int and {fact.low:#x} <= f{number} <= {fact.high:#x}"
                facts.append(f"(({within}) or f{number} is None)")
            case _:
                names[f"D{number}"], names[f"S{number}"] = default, (sure or {}).get(name)
                fields.append(f"(f{number} is D{number}" + (f" or S{number}(f{number}))" if names[f"S{number}"] else ")"))
    size = len(kind.__unknown__)
    lines = [
        "def fits(values):",
        f"    if len(values) != {size}:",
        "        return ABOUT_FACTS",
        f"    [{', '.join(f'f{number}' for number in range(size))}] = values.values()",
        f"    if not (True{''.join(f' and {test}' for test in facts)}):",
        "        return ABOUT_FACTS",
        f"    return NONE if {' and '.join(fields) or True} else ABOUT_FIELDS" if sure is not None else "    return ABOUT_FIELDS",
    ]
    kind.__fits__ = generated("\n".join(lines), "fits", names, f"what fits {kind.__name__}")
    return kind.__fits__


def _owner(kind: type, name: str) -> type:
    """The class that says this last."""
    return next(base for base in kind.__mro__ if name in vars(base))


def _read_by(kind: type[Facts]) -> Mapping[object, Column]:
    """How the rows of a record are read, kept with its class."""
    kind.__columns__ = {name: as_column(fact) for name, fact in kind.__vocabulary__.items()}
    return kind.__columns__


def _check_bases(cls: type[Facts]) -> None:
    """Refuse bases whose facts would be lost."""
    if sum(issubclass(base, Facts) for base in cls.__bases__) > 1:
        raise DefinitionError(f"{cls.__name__} extends several records; extend one of them, and declare the other facts in it")
    mixins: list[type[object]] = [base for base in cls.__mro__ if not issubclass(base, Facts)]
    for base in mixins:
        if any(isinstance(value, Fact) for value in vars(base).values()):
            raise DefinitionError(f"{cls.__name__} takes facts from {base.__name__}, which is no record; let it extend Facts")
        kept = {name for name in _KEPT if not isinstance(vars(base).get(name), NoneType | GetSetDescriptorType)}
        if kept & {*vars(base)}:
            raise DefinitionError(
                f"{cls.__name__} takes from {base.__name__} how a record keeps its facts; let it add facts and nothing else"
            )


def _check_facts(cls: type[Facts], declared: Mapping[str, Fact[Any]]) -> None:
    """Refuse a fact of a kind of its own, one declared twice, and two that an explanation would call the same."""
    for name, fact in declared.items():
        if type(fact) not in KINDS:
            raise DefinitionError(f"{cls.__name__}.{name} is of a kind of its own; use {listed(kind.__name__ for kind in KINDS)}")
        if fact.name != name:
            raise DefinitionError(
                f"{cls.__name__}.{name} is the fact {fact.name!r}, declared a second time; declare a fact of its own"
            )
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
    if not name.isidentifier() or iskeyword(name):
        raise DefinitionError(f"{where}: a fact's name has letters, digits and _, and is no word that Python keeps for itself")
    if name == "self":
        raise DefinitionError(f"{where}: this name is taken by Python's own way of making a record; choose another name")
    if name not in vars(cls):
        raise DefinitionError(f"{where} is annotated but not declared, as in {name}: Count = Count(...)")
    if any(name in vars(base) for base in cls.__mro__[1:]):
        raise DefinitionError(f"{where}: the name is already taken by the record it extends; choose another name")
