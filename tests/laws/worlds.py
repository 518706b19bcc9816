"""
Arbitrary worlds: ladders, vocabularies, rule sets and assessments, drawn so that rules meet.

Random cases alone show a planted defect in less than one draw of a hundred. So assessments mostly start from the best case, where
a step-down fires, and a few facts are then made worse or unknown; scales are short, so that every value lies at a threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from continuum import NOT_IN_CARE, Assessment, RuleSet
from continuum.strategies.worlds import Color, Pools, Three, ladder, own_facts, pools, rule_sets, values_of, worsening_order

__all__ = [
    "Color",
    "Pools",
    "Situation",
    "Three",
    "assessments",
    "ladder",
    "own_facts",
    "pools",
    "rule_sets",
    "situations",
    "values_of",
    "variants",
    "worsening_order",
]


@st.composite
def assessments(draw: st.DrawFn, rules: RuleSet, level: object = None) -> Assessment:
    """An assessment near decisions: the best case with some facts made worse or unknown, or anything at all."""
    facts = rules.facts
    where = level or draw(st.sampled_from([*rules.continuum.ids, *rules.continuum.ids, NOT_IN_CARE]))
    names = [name for name in own_facts(facts) if where is not NOT_IN_CARE or name not in facts.level_scoped()]
    values: dict[str, Any]
    if draw(st.sampled_from([True, True, False])):
        values = {name: worsening_order(facts, name)[0] for name in names}
        for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=3)):
            values[name] = draw(st.none() | st.sampled_from(worsening_order(facts, name)))
        for name in undirected(facts, names):
            values[name] = draw(st.none() | st.sampled_from(values_of(facts, name)))
    else:
        values = {name: draw(st.none() | st.sampled_from(values_of(facts, name))) for name in names}
    arguments: dict[str, Any] = {"level": where, **values}
    return facts(**arguments)


def undirected(facts: type[Assessment], names: Sequence[str]) -> list[str]:
    """The facts of which neither end is worse."""
    return [name for name in names if facts.vocabulary()[name].higher_is_worse is None]


@frozen
class Situation:
    """A rule set, an assessment, and variants of it to compare with."""

    rules: RuleSet
    assessment: Assessment
    filled: Assessment
    """Every unknown fact of the world answered somehow."""
    masked: Assessment
    """One more fact unknown, if any was known."""
    worse: Assessment
    """One known fact made worse, if any could be."""


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Something to decide, and what to hold it against."""
    rules = draw(rule_sets())
    assessment = draw(assessments(rules))
    return draw(variants(rules, assessment))


@st.composite
def variants(draw: st.DrawFn, rules: RuleSet, assessment: Assessment) -> Situation:
    """The variants of one assessment."""
    facts = rules.facts
    names = [name for name in own_facts(facts) if assessment.level is not NOT_IN_CARE or name not in facts.level_scoped()]
    known = [name for name in names if vars(assessment)[name] is not None]
    filling = {name: draw(st.sampled_from(values_of(facts, name))) for name in names if name not in known}
    masked = {draw(st.sampled_from(known)): None} if known else {}
    worsening: dict[str, Any] = {}
    if known:
        name = draw(st.sampled_from(known))
        order = worsening_order(facts, name)
        at = order.index(vars(assessment)[name])
        if facts.vocabulary()[name].higher_is_worse is not None and at < len(order) - 1:
            worsening = {name: draw(st.sampled_from(order[at + 1 :]))}
    return Situation(
        rules,
        assessment,
        assessment.replace(**filling),
        assessment.replace(**masked),
        assessment.replace(**worsening),
    )
