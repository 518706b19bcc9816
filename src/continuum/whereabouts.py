"""
Whereabouts: where the person of an assessment is, and where a rule set leads them.

What lives here: `examine`, which places an assessment, the `Case` that comes of it, and the names of places and directions. What
it may import: `placement` and below. What it never does: say why (see `grounds`).
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NamedTuple

from continuum.assessment import Assessment
from continuum.conditions import Values
from continuum.errors import AssessmentError, DefinitionError, kind_of
from continuum.levels import COMPLETE, NOT_IN_CARE, Completion, Level, Outside, place_id
from continuum.placement import Placement, admit, place
from continuum.rule_set import COMPLETED, RulesByRung, RuleSet, check_vocabulary

Origin = int | Literal[Outside.NOT_IN_CARE] | None
"""Where a person is: a rung, not in care, or unknown."""


class Direction(StrEnum):
    """What a decision comes to."""

    ADMIT = "admit"
    STEP_UP = "step-up"
    STAY = "stay"
    STEP_DOWN = "step-down"
    COMPLETE = "complete"
    NOT_DETERMINED = "not-determined"


class Case(NamedTuple):
    """One assessment, placed by one rule set; `origin` is a rung, `NOT_IN_CARE`, or `None` for an unknown level."""

    rules: RuleSet
    assessment: Assessment
    origin: Origin
    placement: Placement

    @property
    def by_rung(self) -> RulesByRung:
        """The rules along the ladder."""
        return self.rules.by_rung

    @property
    def values(self) -> Values:
        """What is known; to be read only."""
        return MappingProxyType(vars(self.assessment))

    @property
    def has_range(self) -> bool:
        """Whether the range says something: the level is known, and for an admission the rules name an entry."""
        return self.origin is not None and self.start is not None

    @property
    def start(self) -> int | None:
        """The rung from which the way up is counted: where the person is, or the entry at an admission."""
        return self.by_rung.entry if self.origin is NOT_IN_CARE else self.origin

    @property
    def origin_level(self) -> Level | Literal[Outside.NOT_IN_CARE] | None:
        """The level at which the assessment was made, or the place outside the ladder; `None` if unknown."""
        return place_of(self.rules, self.origin)

    @property
    def target_level(self) -> Level | Completion | None:
        """The level decided, or `COMPLETE`; `None` if not determined."""
        return None if self.placement.target is None else self.level(self.placement.target)

    @property
    def target_id(self) -> str | None:
        """The id of the level decided, or `complete`; `None` if not determined."""
        return place_id(self.target_level)

    @property
    def range_ids(self) -> tuple[str, str] | None:
        """The ids of the lowest and the highest level that is possible; `None` where the range says nothing."""
        low, high = self.placement.lowest, self.placement.highest
        return (f"{place_id(self.level(low))}", f"{place_id(self.level(high))}") if self.has_range else None

    @property
    def direction(self) -> Direction:
        """Where the target lies, seen from the origin."""
        return direction(self.origin, self.placement.target)

    def level(self, rung: int) -> Level | Completion:
        """The level at a rung."""
        return level_at(self.rules, rung)


def level_at(rules: RuleSet, rung: int) -> Level | Completion:
    """The level at a rung, or `COMPLETE` below the lowest."""
    return COMPLETE if rung == COMPLETED else rules.continuum.levels[rung]


def place_of(rules: RuleSet, origin: Origin) -> Level | Literal[Outside.NOT_IN_CARE] | None:
    """The level at which somebody is, or the place outside the ladder; `None` if unknown."""
    return rules.continuum.levels[origin] if isinstance(origin, int) else origin


def origin_of(rules: RuleSet, assessment: Assessment) -> Origin:
    """
    Where the person of an assessment is, on the ladder of the rules.

    Raises:
        AssessmentError: It is no assessment of the rule set's vocabulary, or its level is not on the ladder.
        DefinitionError: The rules are no `RuleSet`, or the assessment's vocabulary does more than add facts.
    """
    if type(rules) is not RuleSet:
        raise DefinitionError(f"a decision needs a RuleSet, was given {kind_of(rules)}")
    if not issubclass(type(assessment), rules.facts):  # what it says of its own class is not asked
        raise AssessmentError(
            f"the rule set {rules.id!r} reads assessments of type {rules.facts.__name__}; was given {kind_of(assessment)}"
        )
    check_vocabulary(type(assessment))  # type: ignore[arg-type] # a class is hashable, whatever its instances are
    level, ladder = assessment.level, rules.continuum
    if level is None:
        return None
    if isinstance(level, Outside):
        return NOT_IN_CARE
    if level not in ladder:
        raise AssessmentError(
            f"level: for care that is not on the ladder, use the nearest level at or above it; {ladder.no_such_level(level)}"
        )
    return ladder.rank(level)


def examine(rules: RuleSet, assessment: Assessment) -> Case:
    """
    Place an assessment.

    Raises:
        AssessmentError, DefinitionError: As `origin_of`.
    """
    origin = origin_of(rules, assessment)
    if origin is None:
        placement = Placement(None, COMPLETED, rules.by_rung.top)
    elif origin is NOT_IN_CARE:
        placement = admit(rules.by_rung, vars(assessment))
    else:
        placement = place(rules.by_rung, origin, vars(assessment))
    return Case(rules, assessment, origin, placement)


def direction(origin: Origin, target: int | None) -> Direction:
    """Where a target lies, seen from an origin."""
    if target is None or origin is None:
        return Direction.NOT_DETERMINED
    if isinstance(origin, Outside):
        return Direction.ADMIT
    if target == COMPLETED:
        return Direction.COMPLETE
    if target == origin:
        return Direction.STAY
    return Direction.STEP_UP if target > origin else Direction.STEP_DOWN
