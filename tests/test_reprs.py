"""How records show their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from attrs import field, frozen

from continuum import Admission, Continuum, Hold, Justification, RuleSet, ServiceNeed, StepDown, StepUp, TransitionRule
from continuum.comparisons import Compare, Missing, OneOf
from continuum.conditions import AllOf, AnyOf, Condition, NOf, Not, n_of
from continuum.library import four_levels, stepdown
from continuum.reprs import repr_of_fields
from continuum.rule_set import RulesByRung
from continuum.sources import Claim, Source
from continuum.totals import Part, Total

A, B = Compare("a", "==", True), OneOf("b", (1, 2))  # noqa: FBT003 # the value is the argument


@frozen
class Pair:
    low: int
    high: int = field(repr=False)
    sum: int = field(init=False)

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "sum", self.low + self.high)


class Outer:
    @frozen
    class Inner:
        text: str

        __repr__ = repr_of_fields


def test_each_field_is_named_with_its_value() -> None:
    """A field that hides itself is left out, and one that the constructor does not take is there."""
    assert repr(Pair(1, 2)) == "Pair(low=1, sum=3)"


def test_a_class_is_named_as_attrs_names_it() -> None:
    """A class inside another is named with it; one inside a function stands alone."""

    @frozen
    class Local:
        __repr__ = repr_of_fields

    assert repr(Outer.Inner("it's")) == 'Outer.Inner(text="it\'s")'
    assert repr(Local()) == "Local()"


def conditions(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in condition.parts():
        yield from conditions(part)


def records(rules: RuleSet) -> Iterator[Any]:
    parts: tuple[TransitionRule | Justification | ServiceNeed, ...] = (*rules.rules, *rules.justifications, *rules.needs)
    layout = rules.by_rung
    yield from (rules.continuum, layout, *rules.claims, *parts)
    yield from (condition for part in parts for condition in conditions(part.when))
    yield from (source for part in parts for source in part.sources)


EVERY: list[Any] = [
    *records(stepdown.RULES),
    *records(four_levels.RULES),
    *(A, B, ~A, A & B, A | B, n_of(1, A, B), Missing("a"), Total((Part("a", 0, 3),), ">=", 2)),
    Claim("slow", text="slow is steady", claimed_by="an article", sources=[Source("F0-1")]),
]


@pytest.mark.parametrize(
    "kind",
    [
        *(AllOf, AnyOf, NOf, Not, Compare, OneOf, Missing, Total),
        *(StepUp, Admission, Hold, StepDown, Justification, ServiceNeed, RulesByRung, Continuum, Claim, Source),
    ],
)
def test_records_show_themselves_as_attrs_would_show_them(kind: type[Any]) -> None:
    """A class of the same name and fields that attrs made entirely has the same `repr`, for each record of the shipped rules."""
    names = [one.name for one in attrs.fields(kind)]
    twin = attrs.make_class(kind.__name__, names)
    found = [one for one in EVERY if type(one) is kind]
    assert found
    for one in found:
        assert repr(one) == repr(twin(**{name: getattr(one, name) for name in names}))
