"""
Rows: how what stands in a column of a table is read as the value of a fact.

What lives here: what is recognized at sight (`Column`), what stands for a gap (`is_unknown`), and `read`, for everything else.
What it may import: `facts`, `errors`. What it never does: import numpy or pandas, convert by guess, or show a value in an error.

Values of numpy and pandas are known by the names of their package and type, from closed lists.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, cast

from continuum.errors import AssessmentError
from continuum.facts import Choice, Fact, Flag, Grade

TRUTH_VALUES: Final = frozenset({"numpy.bool", "numpy.bool_"})
WHOLE_NUMBERS: Final = frozenset(
    {f"numpy.{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}
    | {"numpy.intc", "numpy.uintc", "numpy.longlong", "numpy.ulonglong"}
)
WITH_A_GAP: Final = frozenset(
    {f"numpy.float{bits}" for bits in (16, 32, 64, 96, 128)} | {"numpy.longdouble", "numpy.datetime64", "numpy.timedelta64"}
)
"""Types with a value that stands for a gap, and that alone does not equal itself; as Python's own decimals have it."""
GAPS: Final = frozenset({"pandas.NAType", "pandas.NaTType"})
"""Types whose only value stands for a gap."""

Column = tuple[type | None, Mapping[object, Any]]
"""
What is recognized at sight in a column: a type whose values are taken as they are, and texts and numbers that stand for a value.

Of what is taken as it is, the record refuses what does not fit. Only texts and whole numbers may be looked up: `True` equals 1.
"""
NO_FACT: Final[Column] = (None, {})
"""At sight, nothing is recognized in the column of what is no fact."""


def as_column(fact: Fact[Any]) -> Column:
    """What is recognized at sight in the column of a fact."""
    match fact:
        case Grade() | Choice():
            members = cast("list[Enum]", fact.members())
            return fact.kind, {word: member for member in members for word in _words(member)}
        case _:
            return bool if isinstance(fact, Flag) else int, {}


def _words(member: Enum) -> list[object]:
    """The usual spellings of a member's name, and its number."""
    name, number = member.name, member.value
    spelled = (name, name.lower(), name.upper(), name.capitalize())  # a few letters become others, such as the dotless i
    return [*(one for one in spelled if one.casefold() == name.casefold()), *([number] if type(number) is int else [])]


def _type_name(value: object) -> str:
    """Package and type; the module inside a package where a type is said to live differs by version."""
    kind = type(value)
    return f"{str(kind.__module__).partition('.')[0]}.{kind.__name__}"


def is_unknown(raw: object) -> bool:
    """Whether it stands for a gap."""
    kind = type(raw)
    if raw is None or kind is str:
        return raw is None
    name = _type_name(raw) if kind is not float else ""
    if kind is float or name in WITH_A_GAP:
        return bool(raw != raw)  # noqa: PLR0124 # NaN and NaT alone differ from themselves
    return name in GAPS


def read(fact: Fact[Any], raw: object) -> object:
    """
    The value of a fact: what `Fact.read` makes of it, or of the value of Python's own that stands for one of numpy.

    Raises:
        AssessmentError: As `Fact.read`; an empty text gets a word more.
    """
    try:
        return fact.read(_plain(raw))
    except AssessmentError as error:
        if isinstance(raw, str) and not raw:
            raise AssessmentError(f"{error}; an empty text is not unknown, None is") from None
        raise


def _plain(raw: Any) -> object:
    name = _type_name(raw)
    if name in WHOLE_NUMBERS:
        return operator.index(raw)
    return bool(raw) if name in TRUTH_VALUES else raw
