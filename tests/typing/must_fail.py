# ruff: noqa: B015, B018, FBT003 # a folder of mistakes that are only type-checked, each on a line of its own
"""What type checkers must reject: every line that ends in the mark E, and no other. Never run (see `tests/test_typing.py`)."""

from __future__ import annotations

from enum import Enum, IntEnum

from continuum.comparisons import Compare
from continuum.conditions import AllOf, AnyOf, Condition, NOf, n_of
from continuum.facts import Choice, Count, Duration, Flag, Grade, total
from continuum.records import FactGroup, Facts
from continuum.sources import Source


class Risk(IntEnum):
    NONE = 0
    SEVERE = 1


class Skills(IntEnum):
    ABSENT = 0
    LEARNED = 1


class Substance(Enum):
    ALCOHOL = "alcohol"
    OPIOIDS = "opioids"


class Visit(Facts):
    risk: Grade[Risk] = Grade("risk of return to use", Risk, worse="higher")
    craving: Count = Count("craving today", low=0, high=10, unit="points", worse="higher")
    overdose: Flag = Flag("overdose", worse=True)
    substance: Choice[Substance] = Choice("main substance", Substance)
    place: str | None = None


class LongVisit(Visit):
    alone: Flag = Flag("lives alone", worse=None)


class WrongKinds(Facts):
    risk: Count = Flag("risk", worse=True)  # E
    skills: Grade[Skills] = Grade("skills", Risk, worse="lower")  # E
    sober: bool = Flag("sober", worse=False)  # E


def constructors_take_exact_types_by_name() -> None:
    Visit(risk=1)  # E
    Visit(risk="mild")  # E
    Visit(risk=Skills.LEARNED)  # E
    Visit(craving=2.0)  # E
    Visit(craving="2")  # E
    Visit(overdose=1)  # E
    Visit(overdose="no")  # E
    Visit(substance="alcohol")  # E
    Visit(place=3)  # E
    Visit(Risk.NONE)  # E
    Visit(cravings=3)  # E
    Visit(alone=True)  # E
    LongVisit(alone="yes")  # E
    LongVisit(craving="2")  # E


def records_are_frozen(visit: Visit) -> None:
    visit.risk = Risk.NONE  # E
    visit.craving = None  # E
    visit.bogus = 3  # E


def values_are_not_conditions(visit: Visit) -> None:
    visit.craving >= 3  # E
    visit.craving + 1  # E
    visit.risk.between(Risk.NONE, Risk.SEVERE)  # E
    visit.overdose & Visit.overdose  # E
    visit.bogus  # E


def comparisons_take_exact_types() -> None:
    Visit.risk >= 1  # E
    Visit.risk < Skills.LEARNED  # E
    Visit.craving >= "3"  # E
    Visit.craving <= 2.5  # E
    Visit.craving > Visit.risk  # E
    Visit.risk.between(0, 1)  # E
    Visit.craving.between("low", 3)  # E
    Visit.risk.one_of(Skills.ABSENT)  # E
    Visit.substance.one_of("alcohol")  # E
    Visit.bogus  # E


def what_has_no_order_is_not_ordered() -> None:
    Visit.substance >= Substance.ALCOHOL  # E
    Visit.substance.between(Substance.ALCOHOL, Substance.OPIOIDS)  # E
    Visit.overdose >= True  # E
    Visit.overdose.one_of(True)  # E


def only_conditions_and_flags_combine(severe: Compare) -> None:
    severe & Visit.risk  # E
    Visit.risk & severe  # E
    severe | 3  # E
    severe & True  # E
    True & severe  # E
    1 | severe  # E
    Visit.craving >= 1 & Visit.overdose  # E
    AllOf((Visit.craving,))  # E
    AnyOf([severe, Visit.risk])  # E
    NOf([True], n=1)  # E
    Visit.overdose & Visit.craving  # E
    ~Visit.craving  # E
    n_of(2, Visit.overdose, Visit.risk)  # E
    n_of("2", Visit.overdose)  # E
    n_of(2, [Visit.overdose])  # E


def sums_are_of_grades_and_counts() -> None:
    total(Visit.overdose)  # E
    total(Visit.substance)  # E
    total("craving")  # E
    total(Visit.craving) >= "3"  # E
    total(Visit.craving) >= 2.5  # E
    total(Visit.craving).between(1, 3)  # E


def conditions_are_frozen_and_judge_mappings(severe: Compare) -> None:
    severe.op = "<"  # E
    severe.evaluate([3])  # E
    severe.rests_on(3)  # E
    Compare("risk", ">=")  # E
    Condition()  # E


def declarations_are_complete() -> None:
    Grade("risk", Risk)  # E
    Grade("substance", Substance, worse="higher")  # E
    Grade("risk", Risk, worse=True)  # E
    Choice("kind", str)  # E
    Flag("overdose")  # E
    Flag("overdose", worse="higher")  # E
    Flag("overdose", worse=True, scope="stay")  # E
    Flag("overdose", worse=True, source=Source("F1-1"))  # E
    Flag("overdose", True)  # E
    Count("craving", low=0, high=10, unit="points")  # E
    Count("craving", low=0, high=10, worse="higher")  # E
    Duration("stay", low=0.5, high=10, unit="days", worse=None)  # E
    FactGroup("Emergencies", {"overdose": False})  # E
