# a folder of programs that are only type-checked: no package
"""What type checkers must accept, and the types they must see. Never run, only checked (see `tests/test_typing.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, IntEnum
from typing import Any, assert_type

from continuum import Continuum, Decision, RuleSet, render
from continuum.barriers import Barriers
from continuum.comparisons import Compare, Missing, OneOf
from continuum.conditions import AllOf, AnyOf, Condition, NOf, Not, Polarity, Reach, Vocabulary, n_of
from continuum.facts import Choice, Count, Duration, Fact, Flag, Grade, total
from continuum.options import Option
from continuum.records import FactGroup, Facts
from continuum.render import Page
from continuum.sources import Source
from continuum.totals import Part, Sum, Total


class Risk(IntEnum):
    NONE = 0
    MILD = 1
    SEVERE = 2


class Substance(Enum):
    ALCOHOL = "alcohol"
    OPIOIDS = "opioids"


class Visit(Facts):
    risk: Grade[Risk] = Grade("risk of return to use", Risk, worse="higher")
    craving: Count = Count("craving today", low=0, high=10, unit="points", worse="higher", source=[Source("F1-1")])
    stable: Duration = Duration("time stable here", low=0, high=52, unit="weeks", worse="lower", scope="level")
    overdose: Flag = Flag("overdose", worse=True, changeable=False)
    substance: Choice[Substance] = Choice("main substance", Substance, ground=False)
    place: str | None = None


class LongVisit(Visit):
    alone: Flag = Flag("lives alone", worse=None)


def class_access_gives_the_fact() -> None:
    assert_type(Visit.risk, Grade[Risk])
    assert_type(Visit.craving, Count)
    assert_type(Visit.stable, Duration)
    assert_type(Visit.overdose, Flag)
    assert_type(Visit.substance, Choice[Substance])


def instance_access_gives_the_value_or_nothing(visit: Visit) -> None:
    assert_type(visit.risk, Risk | None)
    assert_type(visit.craving, int | None)
    assert_type(visit.stable, int | None)
    assert_type(visit.overdose, bool | None)
    assert_type(visit.substance, Substance | None)
    assert_type(visit.place, str | None)


def constructors_take_exact_types_by_name() -> None:
    Visit()
    Visit(risk=None, craving=None, stable=None, overdose=None, substance=None, place=None)
    visit = Visit(risk=Risk.MILD, craving=3, stable=2, overdose=False, substance=Substance.ALCOHOL, place="php")
    assert_type(visit, Visit)


def a_subclass_inherits_and_adds(longer: LongVisit) -> None:
    assert_type(LongVisit(risk=Risk.SEVERE, alone=True, craving=None), LongVisit)
    assert_type(LongVisit.risk, Grade[Risk])
    assert_type(LongVisit.alone, Flag)
    assert_type(longer.risk, Risk | None)
    assert_type(longer.alone, bool | None)
    instance_access_gives_the_value_or_nothing(longer)


def records_keep_their_type(visit: Visit, longer: LongVisit) -> None:
    assert_type(visit.replace(craving=3), Visit)
    assert_type(longer.replace(craving=None), LongVisit)
    assert_type(longer.__replace__(craving=None), LongVisit)
    assert_type(visit.known(), dict[str, Any])
    assert_type(Visit.vocabulary(), Mapping[str, Fact[Any]])
    assert_type(FactGroup("Emergencies", negative={"overdose": False}).none_present(), dict[str, Any])


def a_vocabulary_is_what_conditions_ask_for() -> Vocabulary:
    return Visit.vocabulary()


def comparisons_are_conditions() -> None:
    assert_type(Visit.risk >= Risk.MILD, Compare)
    assert_type(Visit.risk > Risk.MILD, Compare)
    assert_type(Visit.risk < Risk.MILD, Compare)
    assert_type(Visit.risk <= Risk.MILD, Compare)
    assert_type(Visit.risk == Risk.MILD, Compare)
    assert_type(Visit.risk != Risk.MILD, Compare)
    assert_type(Visit.craving >= 3, Compare)
    assert_type(3 <= Visit.craving, Compare)  # noqa: SIM300 # written the other way round it is a condition as well
    assert_type(Visit.stable < 4, Compare)
    assert_type(Visit.overdose == True, Compare)  # noqa: E712 # builds a condition
    assert_type(Visit.substance == Substance.ALCOHOL, Compare)
    assert_type(Visit.substance != Substance.ALCOHOL, Compare)


def ranges_and_lists_are_conditions() -> None:
    assert_type(Visit.risk.between(Risk.NONE, Risk.MILD), Condition)
    assert_type(Visit.craving.between(2, 5), Condition)
    assert_type(Visit.risk.one_of(Risk.NONE, Risk.SEVERE), OneOf)
    assert_type(Visit.craving.one_of(1, 3), OneOf)
    assert_type(Visit.substance.one_of(Substance.ALCOHOL), OneOf)


def conditions_combine() -> None:
    severe = Visit.risk >= Risk.SEVERE
    assert_type(severe & Visit.overdose, AllOf)
    assert_type(Visit.overdose & severe, AllOf)
    assert_type(Visit.overdose & Visit.overdose, AllOf)
    assert_type(severe | Visit.overdose, AnyOf)
    assert_type(Visit.overdose | severe, AnyOf)
    assert_type(~severe, Condition)
    assert_type(~Visit.overdose, Condition)
    assert_type(n_of(2, severe, Visit.overdose, ~Visit.overdose), NOf)
    assert_type(Visit.overdose.as_condition(), Condition)


def nodes_are_built_by_hand() -> None:
    severe = Visit.risk >= Risk.SEVERE
    assert_type(AllOf([severe, Visit.overdose]), AllOf)
    assert_type(AllOf((severe, Visit.overdose)).terms, tuple[Condition, ...])
    assert_type(AnyOf(term for term in (severe, severe)), AnyOf)
    assert_type(NOf((severe, severe), n=1).n, int)
    assert_type(Not(Visit.overdose), Not)
    assert_type(Not(Visit.overdose).term, Condition)
    assert_type(OneOf("risk", [Risk.NONE]).values, tuple[Any, ...])
    assert_type(Missing("risk").fact, str)
    assert_type(Total([Part("craving", 0, 10)], ">=", 3).summands, tuple[Part, ...])


def sums_compare() -> None:
    assert_type(total(Visit.risk, Visit.craving, Visit.stable), Sum)
    assert_type(total(Visit.risk, Visit.craving) >= 5, Total)
    assert_type(total(Visit.risk, Visit.craving) > 5, Total)
    assert_type(total(Visit.risk, Visit.craving) <= 5, Total)
    assert_type(total(Visit.risk, Visit.craving) < 5, Total)
    assert_type(total(Visit.risk, Visit.craving) == 5, Total)
    assert_type(total(Visit.risk, Visit.craving) != 5, Total)


def conditions_answer(visit: Visit) -> None:
    severe = Visit.risk >= Risk.SEVERE
    assert_type(severe.evaluate(visit.known()), bool | None)
    assert_type(severe.evaluate({"risk": None}), bool | None)
    assert_type(severe.definitely({}), bool)
    assert_type(severe.possibly({}), bool)
    assert_type(severe.rests_on({"risk"}), bool)
    assert_type(severe.rests_on(["risk"]), bool)
    assert_type(severe.facts(), frozenset[str])
    assert_type(severe.polarity(Visit.vocabulary()), Polarity)
    assert_type(severe.reach({"risk"}), Reach)
    assert_type(severe.words(Visit.vocabulary()), str)
    assert_type([*severe.problems(Visit.vocabulary())], list[str])


def facts_show_and_read() -> None:
    assert_type(Visit.risk.read("mild"), Risk)
    assert_type(Visit.craving.read(3), int)
    assert_type(Visit.overdose.read(raw=True), bool)
    assert_type(Visit.substance.read("alcohol"), Substance)
    assert_type(Visit.risk.show(Risk.MILD), str)
    assert_type(Visit.risk.members(), list[Risk])
    assert_type(Visit.risk.bounds, tuple[int, int])
    assert_type(Visit.overdose.bounds, tuple[int, int] | None)
    assert_type(Visit.risk.higher_is_worse, bool | None)
    assert_type(Visit.risk.source, tuple[Source, ...])


def what_is_imported_later_is_typed(decision: Decision, rules: RuleSet, ladder: Continuum) -> None:
    assert_type(decision.find_barriers(), Barriers)
    assert_type(decision.options, tuple[Option, ...])
    assert_type(decision.page(), Page)
    assert_type(rules.page(), Page)
    assert_type(ladder.page(), render.Page)
    assert_type(render.as_text(ladder.page()), str)
