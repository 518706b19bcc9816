"""
Arbitrary worlds: ladders, vocabularies, rule sets and assessments, drawn so that rules meet.

Random cases alone show a planted defect in less than one draw of a hundred. So assessments mostly start from the best case, where
a step-down fires, and a few facts are then made worse or unknown; scales are short, so that every value lies at a threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

from attrs import frozen
from hypothesis import strategies as st

from continuum import (
    CLINICAL,
    COMPLETE,
    HANDOFF,
    NOT_IN_CARE,
    Admission,
    Assessment,
    Choice,
    Condition,
    Continuum,
    Count,
    Duration,
    Flag,
    Grade,
    Hold,
    Justification,
    Level,
    RuleSet,
    StepDown,
    StepUp,
    Urgency,
    n_of,
    total,
)
from continuum.comparisons import Compare, OneOf


class Three(IntEnum):
    LOW = 0
    MID = 1
    HIGH = 2


class Color(Enum):
    RED = 0
    GREEN = 1
    BLUE = 2


class Spec(NamedTuple):
    """How one fact is declared."""

    kind: str
    worse: str | None
    scope: str
    changeable: bool
    handoff: bool


VALUES: dict[str, tuple[Any, ...]] = {
    "grade": tuple(Three),
    "flag": (False, True),
    "count": (0, 1, 2, 3),
    "time": (0, 1, 2, 3),
    "choice": tuple(Color),
}


def _fact(spec: Spec, label: str) -> Any:
    common: dict[str, Any] = {"scope": spec.scope, "changeable": spec.changeable}
    if spec.kind == "grade":
        return Grade(label, Three, worse=spec.worse, **common)  # type: ignore[arg-type] # drawn from the two words
    if spec.kind == "flag":
        return Flag(label, worse=None if spec.worse is None else spec.worse == "higher", **common)
    if spec.kind == "choice":
        return Choice(label, Color, **common)
    kind = Duration if spec.kind == "time" else Count
    return kind(label, low=0, high=3, unit="units", worse=spec.worse, **common)  # type: ignore[arg-type] # as above


@lru_cache(maxsize=512)
def vocabulary(specs: tuple[Spec, ...]) -> type[Assessment]:
    """A vocabulary of its own; the standard facts stay unused."""
    names = [f"f{number}" for number in range(len(specs))]
    body: dict[str, Any] = {name: _fact(spec, f"fact {name}") for name, spec in zip(names, specs, strict=True)}
    body["__annotations__"] = dict.fromkeys(names, "Any")
    return type("World", (Assessment,), body)


def values_of(facts: type[Assessment], name: str) -> tuple[Any, ...]:
    """The values of one fact, ascending."""
    fact = facts.vocabulary()[name]
    return tuple(fact.probes([0, 1, 2, 3]) if isinstance(fact, Count) else fact.probes([]))


def worsening_order(facts: type[Assessment], name: str) -> tuple[Any, ...]:
    """The values from best to worst; in any order where neither end is worse."""
    values = values_of(facts, name)
    return values[::-1] if facts.vocabulary()[name].higher_is_worse is False else values


def own_facts(facts: type[Assessment]) -> list[str]:
    """The facts that the world declares itself."""
    return [name for name in facts.vocabulary() if name not in Assessment.vocabulary()]


specs = st.builds(
    Spec,
    kind=st.sampled_from(["grade", "flag", "count", "time", "choice"]),
    worse=st.sampled_from(["higher", "lower", "higher", "lower", None]),
    scope=st.sampled_from(["person", "level"]),
    changeable=st.sampled_from([True, True, False]),
    handoff=st.sampled_from([False, False, True]),
)

# Facts without which some kinds of rules could not be drawn at all.
CORE = (
    Spec("grade", "higher", "person", changeable=True, handoff=False),
    Spec("grade", "lower", "level", changeable=True, handoff=False),
    Spec("flag", "lower", "level", changeable=True, handoff=True),
)


@frozen
class Pools:
    """The facts of a vocabulary by what rules may do with them."""

    facts: type[Assessment]
    lasting: tuple[str, ...]
    clinical: tuple[str, ...]
    handoff: tuple[str, ...]

    def where(self, names: Sequence[str], **wanted: object) -> list[str]:
        """The names whose facts have these attributes."""
        vocabulary_ = self.facts.vocabulary()
        return [name for name in names if all(getattr(vocabulary_[name], key) == value for key, value in wanted.items())]


@st.composite
def atoms(draw: st.DrawFn, facts: type[Assessment], name: str, *, care: bool) -> Condition:
    """A comparison that speaks for care (grows as the fact gets worse), or against it."""
    fact, order = facts.vocabulary()[name], worsening_order(facts, name)
    cut = draw(st.integers(1, len(order) - 1))
    if fact.higher_is_worse is None:
        if isinstance(fact, Choice):
            return OneOf(name, draw(st.sampled_from([order[:cut], order[cut:], (order[1],)])))
        return Compare(name, draw(st.sampled_from(["==", "!="])), order[cut])
    if isinstance(fact, Flag):
        worse_is = fact.higher_is_worse if care else not fact.higher_is_worse
        return fact.as_condition() if worse_is else ~fact
    upward = care == fact.higher_is_worse
    ascending = values_of(facts, name)
    chosen = Compare(name, ">=", ascending[cut]) if upward else Compare(name, "<", ascending[cut])
    return draw(st.sampled_from([chosen, ~Compare(name, "<" if upward else ">=", ascending[cut])]))


@st.composite
def trees(draw: st.DrawFn, facts: type[Assessment], names: Sequence[str], *, care: bool) -> Condition:
    """A small condition over these facts in one direction."""
    one = [draw(atoms(facts, draw(st.sampled_from(list(names))), care=care)) for _ in range(draw(st.integers(1, 3)))]
    summable = [
        name
        for name in names
        if isinstance(facts.vocabulary()[name], (Grade, Count)) and facts.vocabulary()[name].higher_is_worse is True
    ]
    form = draw(st.sampled_from(["one", "all", "any", "n_of", "total", "not"]))
    if form == "total" and len(summable) > 1:
        added: Any = [facts.vocabulary()[name] for name in summable[:2]]
        number = draw(st.integers(1, 3))
        return total(*added) >= number if care else total(*added) < number
    if form == "all":
        result: Condition = one[0]
        for other in one[1:]:
            result = result & other
        return result
    if form == "n_of":
        return n_of(draw(st.integers(1, len(one))), *one)
    if form == "not":
        return ~draw(atoms(facts, draw(st.sampled_from(list(names))), care=not care))
    result = one[0]
    for other in one[1:] if form == "any" else []:
        result = result | other
    return result


@st.composite
def resting(draw: st.DrawFn, facts: type[Assessment], core: Sequence[str], names: Sequence[str], *, care: bool) -> Condition:
    """A condition that rests on one of the core facts, or on either of two of them."""
    first = draw(atoms(facts, draw(st.sampled_from(list(core))), care=care))
    shape = draw(st.sampled_from(["alone", "and", "and", "either"]))
    if shape == "and":
        return first & draw(trees(facts, names, care=care))
    if shape == "either":
        return first | draw(atoms(facts, draw(st.sampled_from(list(core))), care=care))
    return first


def ladder(size: int) -> Continuum:
    """A ladder of so many rungs."""
    return Continuum("world", [Level(f"r{rung}", f"Rung {rung}", purpose=f"what rung {rung} does") for rung in range(size)])


@st.composite
def pools(draw: st.DrawFn) -> Pools:
    """A vocabulary, sorted by use."""
    drawn = (*CORE, *draw(st.lists(specs, max_size=4)))
    facts = vocabulary(drawn)
    names = own_facts(facts)
    by_name = dict(zip(names, drawn, strict=True))
    clinical = tuple(name for name in names if not by_name[name].handoff)
    return Pools(
        facts,
        lasting=tuple(name for name in clinical if by_name[name].scope == "person"),
        clinical=clinical,
        handoff=tuple(name for name in names if by_name[name].handoff),
    )


@st.composite
def step_ups(draw: st.DrawFn, pool: Pools, size: int, entry: int | None) -> list[Any]:
    """Floors, local step-ups and admissions."""
    found: list[Any] = []
    floor_core = pool.where(pool.lasting, changeable=True, is_time=False)
    for number in range(draw(st.integers(0, 3))):
        low = draw(st.integers(0, size - 2))
        found.append(
            StepUp(
                f"floor-{number}",
                at=f"r{low}",
                at_least=f"r{draw(st.integers(low + 1, size - 1))}",
                when=draw(resting(pool.facts, floor_core, pool.lasting, care=True)),
                urgency=draw(st.sampled_from([one for one in Urgency if low == 0 or one is not Urgency.IMMEDIATE])),
                because="a floor",
                skips_because="the rungs passed are too low",
            )
        )
    jump_core = pool.where(pool.clinical, scope="level", changeable=True, is_time=False)
    for number in range(draw(st.integers(0, 2))):
        at = sorted(draw(st.sets(st.integers(0, size - 1), min_size=1)))
        above = draw(st.sampled_from([None, *range(at[-1] + 1, size)]))
        found.append(
            StepUp(
                f"jump-{number}",
                at=[f"r{rung}" for rung in at],
                at_least=None if above is None else f"r{above}",
                when=draw(resting(pool.facts, jump_core, pool.clinical, care=True)),
                urgency=draw(st.sampled_from(Urgency)),
                because="a jump",
                skips_because="the jump passes them",
            )
        )
    if entry is not None and entry < size - 1:
        core = pool.where(pool.lasting, is_time=False)
        found += [
            Admission(
                f"admission-{number}",
                at_least=f"r{draw(st.integers(entry + 1, size - 1))}",
                when=draw(resting(pool.facts, core, pool.lasting, care=True)),
                because="severe at entry",
                skips_because="the rungs passed are for others",
            )
            for number in range(draw(st.integers(0, 2)))
        ]
    return found


@st.composite
def holds(draw: st.DrawFn, pool: Pools, size: int) -> list[Hold]:
    """Clinical and handoff holds."""
    core = pool.where(pool.clinical, changeable=True)
    owed = pool.where(pool.handoff, changeable=True)
    found = []
    for number in range(draw(st.integers(0, 3))):
        handoff = draw(st.booleans())
        names, base = (owed, pool.handoff) if handoff else (core, pool.clinical)
        at = draw(st.none() | st.sets(st.integers(0, size - 1), min_size=1))
        found.append(
            Hold(
                f"hold-{number}",
                at=None if at is None else [f"r{rung}" for rung in sorted(at)],
                when=draw(resting(pool.facts, names, base, care=True)),
                about=HANDOFF if handoff else CLINICAL,
                because="a hold",
                until="it ends",
            )
        )
    return found


@st.composite
def step_downs(draw: st.DrawFn, pool: Pools, size: int) -> list[StepDown]:
    """Step-downs at most rungs, some of them far."""
    core = pool.where(pool.clinical, scope="level", is_time=False)
    found = []
    for rung in range(size):
        for number in range(draw(st.sampled_from([1, 1, 1, 0, 2]))):
            far = draw(st.sampled_from([None, *range(rung)]))
            found.append(
                StepDown(
                    f"down-{rung}-{number}",
                    at=f"r{rung}",
                    no_lower_than=COMPLETE if rung == 0 else None if far is None else f"r{far}",
                    when=draw(resting(pool.facts, core, pool.clinical, care=False)),
                    because="ready",
                )
            )
    return found


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    """A rule set that passes every construction check."""
    size = draw(st.integers(2, 5))
    pool = draw(pools())
    entry = draw(st.none() | st.integers(0, size - 1) | st.just(0))
    rules = [*draw(step_ups(pool, size, entry)), *draw(holds(pool, size)), *draw(step_downs(pool, size))]
    core = pool.where(pool.clinical, is_time=False)
    justifications = [
        Justification(
            f"pass-{rung}-{number}",
            skips=f"r{rung}",
            when=draw(resting(pool.facts, core, pool.clinical, care=False)),
            because="another rung covers it",
        )
        for rung in range(1, size - 1)
        for number in range(draw(st.sampled_from([0, 1, 1, 2])))
    ]
    required = draw(st.sets(st.sampled_from(pool.lasting), max_size=1))
    return RuleSet(
        id="world",
        version="1",
        title="A world",
        intended_use="Tests.",
        continuum=ladder(size),
        facts=pool.facts,
        entry=None if entry is None else f"r{entry}",
        required_facts=sorted(required),
        rules=rules or [StepDown("down", at="r1", when=draw(atoms(pool.facts, "f1", care=False)), because="ready")],
        justifications=justifications,
    )


@st.composite
def assessments(draw: st.DrawFn, rules: RuleSet, level: object = None) -> Assessment:
    """An assessment near decisions: the best case with some facts made worse or unknown, or anything at all."""
    facts = rules.facts
    where = level or draw(st.sampled_from([*rules.continuum.ids, *rules.continuum.ids, NOT_IN_CARE]))
    names = [name for name in own_facts(facts) if where is not NOT_IN_CARE or name not in facts.level_scoped()]
    values: dict[str, Any]
    if draw(st.sampled_from([True, True, False])):
        values = {name: worsening_order(facts, name)[0] for name in names}
        for name in draw(st.sets(st.sampled_from(names), max_size=3)):
            values[name] = draw(st.none() | st.sampled_from(worsening_order(facts, name)))
        for name in pools_undirected(facts, names):
            values[name] = draw(st.none() | st.sampled_from(values_of(facts, name)))
    else:
        values = {name: draw(st.none() | st.sampled_from(values_of(facts, name))) for name in names}
    arguments: dict[str, Any] = {"level": where, **values}
    return facts(**arguments)


def pools_undirected(facts: type[Assessment], names: Sequence[str]) -> list[str]:
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
    masked = {name: None for name in known if name == draw(st.sampled_from(known))} if known else {}
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
