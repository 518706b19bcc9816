"""
One table of 25 rules for every engine: where care is needed, by the first row that holds.

What lives here: `ROWS`, the table as data; `outcome`, which reads it; `by_hand`, the same as an if-chain; `rule_set`, the same
for our engine; and `people`, to whom it is put. What it may import: the library, `records`. What it never does: know another
engine (see `peers`).

Rows stand in descending order of their levels, so that the first row that holds names the highest level that any row asks for:
the same answer as that of 25 floors. Facts of a person are plain values here: grades are numbers, choices are names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, IntEnum
from operator import eq, ge, le
from random import Random
from typing import Any, Final

from attrs import frozen

from continuum import (
    Assessment,
    Condition,
    Danger,
    Overdose,
    Risk,
    RuleSet,
    Severity,
    SinceResidential,
    Skills,
    StepUp,
    Substance,
)
from continuum.conditions import AllOf
from continuum.library import stepdown
from tests.bench.records import SEED, VALUES
from tests.library.cases import PERSON

Row = dict[str, Any]
"""The facts of one person as plain values."""

AFTERCARE, OUTPATIENT, IOP, PHP, RESIDENTIAL, INPATIENT = range(6)
DANGEROUS_TO_QUIT: Final = (Substance.ALCOHOL, Substance.SEDATIVES, Substance.SEVERAL)


def is_in(value: object, values: tuple[object, ...]) -> bool:
    """Membership, in the order of the other comparisons."""
    return value in values


HOLDS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {">=": ge, "<=": le, "==": eq, "in": is_in}


@frozen
class Term:
    """One comparison of a rule; the terms of a rule are joined by `and`."""

    fact: str
    op: str
    value: Any

    @property
    def plain(self) -> Any:
        """What the fact is compared with, as a plain value; of several, a tuple."""
        return tuple(map(plain, self.value)) if self.op == "in" else plain(self.value)


def plain(value: object) -> Any:
    """A number for a grade, a name for a choice; anything else is plain already."""
    if isinstance(value, IntEnum):
        return int(value)
    return value.name if isinstance(value, Enum) else value


def _rule(level: int, *terms: tuple[str, str, Any]) -> tuple[int, tuple[Term, ...]]:
    return level, tuple(Term(*term) for term in terms)


ROWS: Final = (
    _rule(INPATIENT, ("recent_overdose", ">=", Overdose.NOT_CLEARED)),
    _rule(INPATIENT, ("withdrawal_risk", ">=", Risk.SEVERE)),
    _rule(INPATIENT, ("danger_to_self_or_others", ">=", Danger.IMMINENT)),
    _rule(INPATIENT, ("physical_health_risk", ">=", Risk.VERY_SEVERE)),
    _rule(INPATIENT, ("mental_health_risk", ">=", Risk.VERY_SEVERE)),
    _rule(RESIDENTIAL, ("needs_24h_supervision", "==", True)),
    _rule(RESIDENTIAL, ("danger_to_self_or_others", ">=", Danger.PRESENT)),
    _rule(RESIDENTIAL, ("withdrawal_risk", ">=", Risk.MODERATE), ("primary_substance", "in", DANGEROUS_TO_QUIT)),
    _rule(RESIDENTIAL, ("environment_risk", ">=", Risk.SEVERE)),
    _rule(RESIDENTIAL, ("return_to_use_risk", ">=", Risk.VERY_SEVERE)),
    _rule(PHP, ("mental_health_risk", ">=", Risk.SEVERE)),
    _rule(PHP, ("physical_health_risk", ">=", Risk.SEVERE)),
    _rule(PHP, ("return_to_use_risk", ">=", Risk.SEVERE), ("recovery_skills", "<=", Skills.DEVELOPING)),
    _rule(PHP, ("co_occurring_condition", "==", True), ("mental_health_risk", ">=", Risk.MODERATE)),
    _rule(PHP, ("withdrawal_risk", ">=", Risk.MODERATE)),
    _rule(IOP, ("return_to_use_risk", ">=", Risk.SEVERE)),
    _rule(IOP, ("return_to_use_risk", ">=", Risk.MODERATE), ("prior_return_to_use", "==", True)),
    _rule(IOP, ("environment_risk", ">=", Risk.MODERATE), ("family_support", "==", False)),
    _rule(IOP, ("time_since_residential", ">=", SinceResidential.DAYS_31_TO_90), ("recovery_skills", "<=", Skills.LEARNED)),
    _rule(IOP, ("trauma_history", "==", True), ("mental_health_risk", ">=", Risk.MODERATE)),
    _rule(OUTPATIENT, ("disorder_severity", ">=", Severity.MILD), ("recovery_skills", "<=", Skills.LEARNED)),
    _rule(OUTPATIENT, ("mental_health_risk", ">=", Risk.MODERATE)),
    _rule(OUTPATIENT, ("return_to_use_risk", ">=", Risk.MILD), ("peer_support", "==", False)),
    _rule(OUTPATIENT, ("environment_risk", ">=", Risk.MILD), ("recovery_skills", "<=", Skills.DEVELOPING)),
    _rule(OUTPATIENT, ("return_to_use_risk", ">=", Risk.MILD), ("prevention_plan", "==", False)),
)
"""The level, and the terms that all have to hold; where no row holds, aftercare will do."""

FACTS: Final = tuple(dict.fromkeys(term.fact for _, terms in ROWS for term in terms))
LEVELS: Final = tuple(range(6))
LEVEL_IDS: Final = stepdown.LADDER.ids


def outcome(row: Row) -> int:
    """What the table says: the definition that every encoding has to meet."""
    return next((level for level, terms in ROWS if all(HOLDS[term.op](row[term.fact], term.plain) for term in terms)), AFTERCARE)


def by_hand(p: Row) -> int:
    """What the table says, as one would write it: numbers are the plain values of `ROWS`."""
    if (
        p["recent_overdose"] >= 2
        or p["withdrawal_risk"] >= 3
        or p["danger_to_self_or_others"] >= 2
        or p["physical_health_risk"] >= 4
        or p["mental_health_risk"] >= 4
    ):
        return INPATIENT
    if (
        p["needs_24h_supervision"]
        or p["danger_to_self_or_others"] >= 1
        or (p["withdrawal_risk"] >= 2 and p["primary_substance"] in {"ALCOHOL", "SEDATIVES", "SEVERAL"})
        or p["environment_risk"] >= 3
        or p["return_to_use_risk"] >= 4
    ):
        return RESIDENTIAL
    if (
        p["mental_health_risk"] >= 3
        or p["physical_health_risk"] >= 3
        or (p["return_to_use_risk"] >= 3 and p["recovery_skills"] <= 1)
        or (p["co_occurring_condition"] and p["mental_health_risk"] >= 2)
        or p["withdrawal_risk"] >= 2
    ):
        return PHP
    if (
        p["return_to_use_risk"] >= 3
        or (p["return_to_use_risk"] >= 2 and p["prior_return_to_use"])
        or (p["environment_risk"] >= 2 and not p["family_support"])
        or (p["time_since_residential"] >= 2 and p["recovery_skills"] <= 2)
        or (p["trauma_history"] and p["mental_health_risk"] >= 2)
    ):
        return IOP
    if (
        (p["disorder_severity"] >= 1 and p["recovery_skills"] <= 2)
        or p["mental_health_risk"] >= 2
        or (p["return_to_use_risk"] >= 1 and not p["peer_support"])
        or (p["environment_risk"] >= 1 and p["recovery_skills"] <= 1)
        or (p["return_to_use_risk"] >= 1 and not p["prevention_plan"])
    ):
        return OUTPATIENT
    return AFTERCARE


def rule_set() -> RuleSet:
    """What the table says, as 25 floors on the step-down ladder."""
    return RuleSet(
        id="bench/table",
        version="1",
        title="The table of the benchmark",
        intended_use="Measuring.",
        continuum=stepdown.LADDER,
        rules=[_floor(number, level, terms) for number, (level, terms) in enumerate(ROWS, 1)],
    )


def _floor(number: int, level: int, terms: tuple[Term, ...]) -> StepUp:
    conditions = [_condition(term) for term in terms]
    return StepUp(
        f"row-{number:02}",
        when=AllOf(conditions) if len(conditions) > 1 else conditions[0],
        at_least=LEVEL_IDS[level],
        because="the row of the table holds",
        skips_because="the table says so",
    )


def _condition(term: Term) -> Condition:
    fact: Any = Assessment.vocabulary()[term.fact]
    condition: Condition = fact.one_of(*term.value) if term.op == "in" else fact.compare(term.op, term.value)
    return condition


def people(cycles: int, seed: int = SEED) -> list[Row]:
    """So many cycles of six people, one for each outcome, in any order; the same for the same seed."""
    random = Random(seed)  # noqa: S311 # not for secrets
    spare: dict[int, list[Row]] = {level: [] for level in LEVELS}
    while min(map(len, spare.values())) < cycles:
        row = _draw(random)
        spare[outcome(row)].append(row)
    found: list[Row] = []
    for number in range(cycles):
        cycle = [rows[number] for rows in spare.values()]
        random.shuffle(cycle)
        found += cycle
    return found


def _draw(random: Random) -> Row:
    """Somebody with nothing to report, but for some facts that are drawn anew."""
    drawn = {*random.sample(FACTS, random.choice((1, 2, 3, 4, 6)))}
    return {fact: plain(random.choice(VALUES[fact]) if fact in drawn else PERSON[fact]) for fact in FACTS}


def assessment(row: Row) -> dict[str, Any]:
    """What an `Assessment` takes for the same person, in aftercare: the lowest level, from which every floor counts."""
    vocabulary = Assessment.vocabulary()
    return {"level": LEVEL_IDS[AFTERCARE], **{fact: vocabulary[fact].read(value) for fact, value in row.items()}}
