"""
Worlds to draw: rule sets of every kind, each of which passes the checks of its construction.

What lives here: `rule_sets`, and the ladders, vocabularies, conditions and rules that it is drawn from. What it may import:
`people`, `rule_set` and below, and Hypothesis. What it never does: draw what could not be built.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, IntEnum
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from attrs import frozen
from hypothesis import assume
from hypothesis import strategies as st

from continuum.assessment import Assessment
from continuum.comparisons import Compare, OneOf
from continuum.conditions import Condition, n_of
from continuum.facts import Choice, Count, Duration, Flag, Grade, total
from continuum.levels import COMPLETE, Continuum, Level
from continuum.rule_set import RuleSet
from continuum.rules import CLINICAL, HANDOFF, Admission, Hold, Justification, StepDown, StepUp, TransitionRule, Urgency
from continuum.strategies.people import check_sizes

# Arbitrary rule sets.


class Three(IntEnum):
    """A short scale, so that every value lies at a threshold."""

    LOW = 0
    MID = 1
    HIGH = 2


class Color(Enum):
    """Things of which none is worse."""

    RED = 0
    GREEN = 1
    BLUE = 2


class Spec(NamedTuple):
    """How one fact is declared, and whether it is kept for holds of the handoff."""

    kind: Literal["grade", "flag", "count", "time", "choice"]
    worse: Literal["higher", "lower"] | None
    scope: Literal["person", "level"]
    changeable: bool
    handoff: bool


_SPECS = st.builds(
    Spec,
    kind=st.sampled_from(["grade", "flag", "count", "time", "choice"]),
    worse=st.sampled_from(["higher", "lower", "higher", "lower", None]),
    scope=st.sampled_from(["person", "level"]),
    changeable=st.sampled_from([True, True, False]),
    handoff=st.sampled_from([False, False, True]),
)
_CORE: Final = (
    Spec("grade", "higher", "person", changeable=True, handoff=False),
    Spec("grade", "lower", "level", changeable=True, handoff=False),
    Spec("flag", "lower", "level", changeable=True, handoff=True),
)
"""Facts without which some kinds of rules could not be drawn at all."""


def _fact(spec: Spec, label: str) -> Any:
    common: dict[str, Any] = {"scope": spec.scope, "changeable": spec.changeable}
    match spec.kind:
        case "grade":
            return Grade(label, Three, worse=spec.worse, **common)
        case "flag":
            return Flag(label, worse=None if spec.worse is None else spec.worse == "higher", **common)
        case "choice":
            return Choice(label, Color, **common)
        case _:
            kind = Duration if spec.kind == "time" else Count
            return kind(label, low=0, high=3, unit="units", worse=spec.worse, **common)


@lru_cache(maxsize=512)
def _vocabulary(specs: tuple[Spec, ...]) -> type[Assessment]:
    """A vocabulary of its own; the standard facts stay unused."""
    names = [f"f{number}" for number in range(len(specs))]
    body: dict[str, Any] = {name: _fact(spec, f"fact {name}") for name, spec in zip(names, specs, strict=True)}
    body["__annotations__"] = dict.fromkeys(names, "Any")
    return type("World", (Assessment,), body)


def own_facts(facts: type[Assessment]) -> list[str]:
    """The facts that a vocabulary adds to the standard ones."""
    return [name for name in facts.vocabulary() if name not in Assessment.vocabulary()]


def values_of(facts: type[Assessment], name: str) -> tuple[Any, ...]:
    """The values of one fact, ascending; of a number the lowest few and the highest."""
    return tuple(facts.vocabulary()[name].probes([0, 1, 2, 3]))


def worsening_order(facts: type[Assessment], name: str) -> tuple[Any, ...]:
    """The values from best to worst; ascending, where neither end is worse."""
    values = values_of(facts, name)
    return values[::-1] if facts.vocabulary()[name].higher_is_worse is False else values


def ladder(size: int) -> Continuum:
    """A ladder of so many rungs: `r0`, `r1` and so on."""
    return Continuum("world", [Level(f"r{rung}", f"Rung {rung}", purpose=f"what rung {rung} does") for rung in range(size)])


@frozen
class Pools:
    """The facts of a vocabulary by what rules may do with them."""

    facts: type[Assessment]
    lasting: tuple[str, ...]
    clinical: tuple[str, ...]
    handoff: tuple[str, ...]

    def where(self, names: Sequence[str], **wanted: object) -> list[str]:
        """The names whose facts have these attributes."""
        kinds = self.facts.vocabulary()
        return [name for name in names if all(getattr(kinds[name], key) == value for key, value in wanted.items())]


@st.composite
def pools(draw: st.DrawFn) -> Pools:
    """A vocabulary, sorted by use."""
    specs = (*_CORE, *draw(st.lists(_SPECS, max_size=4)))
    facts = _vocabulary(specs)
    by_name = dict(zip(own_facts(facts), specs, strict=True))
    clinical = tuple(name for name, spec in by_name.items() if not spec.handoff)
    return Pools(
        facts,
        lasting=tuple(name for name in clinical if by_name[name].scope == "person"),
        clinical=clinical,
        handoff=tuple(name for name, spec in by_name.items() if spec.handoff),
    )


@st.composite
def _comparisons(draw: st.DrawFn, facts: type[Assessment], name: str, *, care: bool) -> Condition:
    """A comparison that speaks for care (grows as the fact gets worse), or against it."""
    fact, order = facts.vocabulary()[name], worsening_order(facts, name)
    cut = draw(st.integers(1, len(order) - 1))
    if fact.higher_is_worse is None:
        if isinstance(fact, Choice):
            return OneOf(name, draw(st.sampled_from([order[:cut], order[cut:], (order[1],)])))
        return Compare(name, draw(st.sampled_from(["==", "!="])), order[cut])
    if isinstance(fact, Flag):
        return fact.as_condition() if care == fact.higher_is_worse else ~fact
    upward, at = care == fact.higher_is_worse, values_of(facts, name)[cut]
    chosen, other = (">=", "<") if upward else ("<", ">=")
    return draw(st.sampled_from([Compare(name, chosen, at), ~Compare(name, other, at)]))


@st.composite
def trees(draw: st.DrawFn, facts: type[Assessment], names: Sequence[str], *, care: bool) -> Condition:
    """A small condition over these facts in one direction."""
    kinds = facts.vocabulary()
    parts = [draw(_comparisons(facts, draw(st.sampled_from(names)), care=care)) for _ in range(draw(st.integers(1, 3)))]
    summable = [kinds[name] for name in names if isinstance(kinds[name], (Grade, Count)) and kinds[name].higher_is_worse]
    form = draw(st.sampled_from(["one", "all", "any", "n_of", "total", "not"]))
    if form == "total" and len(summable) > 1:
        added: Any = summable[:2]
        number = draw(st.integers(1, 3))
        return total(*added) >= number if care else total(*added) < number
    if form == "n_of":
        return n_of(draw(st.integers(1, len(parts))), *parts)
    if form == "not":
        return ~draw(_comparisons(facts, draw(st.sampled_from(names)), care=not care))
    result = parts[0]
    for part in parts[1:] if form in {"all", "any"} else []:
        result = result & part if form == "all" else result | part
    return result


@st.composite
def _resting(draw: st.DrawFn, facts: type[Assessment], core: Sequence[str], names: Sequence[str], *, care: bool) -> Condition:
    """A condition that rests on one of the core facts, or on either of two of them."""
    first = draw(_comparisons(facts, draw(st.sampled_from(core)), care=care))
    shape = draw(st.sampled_from(["alone", "and", "and", "either"]))
    if shape == "and":
        return first & draw(trees(facts, names, care=care))
    if shape == "either":
        return first | draw(_comparisons(facts, draw(st.sampled_from(core)), care=care))
    return first


@st.composite
def _floors(draw: st.DrawFn, pool: Pools, size: int) -> list[TransitionRule]:
    core, found = pool.where(pool.lasting, changeable=True, is_time=False), list[TransitionRule]()
    for number in range(draw(st.integers(0, 3))):
        low = draw(st.integers(0, size - 2))
        found.append(
            StepUp(
                f"floor-{number}",
                at=f"r{low}",
                at_least=f"r{draw(st.integers(low + 1, size - 1))}",
                when=draw(_resting(pool.facts, core, pool.lasting, care=True)),
                urgency=draw(st.sampled_from([one for one in Urgency if low == 0 or one is not Urgency.IMMEDIATE])),
                because="a floor",
                skips_because="the rungs passed are too low",
            )
        )
    return found


@st.composite
def _jumps(draw: st.DrawFn, pool: Pools, size: int) -> list[TransitionRule]:
    core = pool.where(pool.clinical, scope="level", changeable=True, is_time=False)
    found = list[TransitionRule]()
    for number in range(draw(st.integers(0, 2))):
        at = sorted(draw(st.sets(st.integers(0, size - 1), min_size=1)))
        above = draw(st.sampled_from([None, *range(at[-1] + 1, size)]))
        found.append(
            StepUp(
                f"jump-{number}",
                at=[f"r{rung}" for rung in at],
                at_least=None if above is None else f"r{above}",
                when=draw(_resting(pool.facts, core, pool.clinical, care=True)),
                urgency=draw(st.sampled_from(Urgency)),
                because="a jump",
                skips_because="the jump passes them",
            )
        )
    return found


@st.composite
def _admissions(draw: st.DrawFn, pool: Pools, size: int, entry: int | None) -> list[TransitionRule]:
    if entry is None or entry == size - 1:
        return []
    core = pool.where(pool.lasting, is_time=False)
    return [
        Admission(
            f"admission-{number}",
            at_least=f"r{draw(st.integers(entry + 1, size - 1))}",
            when=draw(_resting(pool.facts, core, pool.lasting, care=True)),
            because="severe at entry",
            skips_because="the rungs passed are for others",
        )
        for number in range(draw(st.integers(0, 2)))
    ]


@st.composite
def _holds(draw: st.DrawFn, pool: Pools, size: int) -> list[TransitionRule]:
    core, owed = pool.where(pool.clinical, changeable=True), pool.where(pool.handoff, changeable=True)
    found = list[TransitionRule]()
    for number in range(draw(st.integers(0, 3))):
        handoff = draw(st.booleans())
        names, base = (owed, pool.handoff) if handoff else (core, pool.clinical)
        at = draw(st.none() | st.sets(st.integers(0, size - 1), min_size=1))
        found.append(
            Hold(
                f"hold-{number}",
                at=None if at is None else [f"r{rung}" for rung in sorted(at)],
                when=draw(_resting(pool.facts, names, base, care=True)),
                about=HANDOFF if handoff else CLINICAL,
                because="a hold",
                until="it ends",
            )
        )
    return found


@st.composite
def _step_downs(draw: st.DrawFn, pool: Pools, size: int) -> list[TransitionRule]:
    """Step-downs at most rungs, some of them far."""
    core, found = pool.where(pool.clinical, scope="level", is_time=False), list[TransitionRule]()
    for rung in range(size):
        for number in range(draw(st.sampled_from([1, 1, 1, 0, 2]))):
            far = draw(st.sampled_from([None, *range(rung)]))
            found.append(
                StepDown(
                    f"down-{rung}-{number}",
                    at=f"r{rung}",
                    no_lower_than=COMPLETE if rung == 0 else None if far is None else f"r{far}",
                    when=draw(_resting(pool.facts, core, pool.clinical, care=False)),
                    because="ready",
                )
            )
    return found


@st.composite
def _justifications(draw: st.DrawFn, pool: Pools, size: int) -> list[Justification]:
    core = pool.where(pool.clinical, is_time=False)
    return [
        Justification(
            f"pass-{rung}-{number}",
            skips=f"r{rung}",
            when=draw(_resting(pool.facts, core, pool.clinical, care=False)),
            because="another rung covers it",
        )
        for rung in range(1, size - 1)
        for number in range(draw(st.sampled_from([0, 1, 1, 2])))
    ]


def rule_sets(*, min_size: int = 2, max_size: int = 5) -> st.SearchStrategy[RuleSet]:
    """
    Rule sets of every shape that passes the checks of construction, for tests of code that takes anybody's rules.

    Each has a ladder `r0`, `r1` and so on, a vocabulary of short scales (`f0`, `f1`, ...), and rules of every kind that meet on
    the same few facts. They are safe as every rule set is, and no sense is to be made of them: levels may be traps, rules dead.
    For their assessments take `rule_sets().flatmap(assessments)`, or, much faster, `near_decisions=False`.

    Args:
        min_size: The fewest levels, 2 or more.
        max_size: The most levels, 64 or fewer.

    Raises:
        DefinitionError: There is no ladder of such a size.

    Example:
        >>> rule_sets(max_size=3).validate()
    """
    check_sizes(min_size, max_size)
    return _rule_sets(min_size, max_size)


@st.composite
def _rule_sets(draw: st.DrawFn, min_size: int, max_size: int) -> RuleSet:
    size = draw(st.integers(min_size, max_size))
    pool = draw(pools())
    entry = draw(st.none() | st.integers(0, size - 1) | st.just(0))
    ups = [*draw(_floors(pool, size)), *draw(_jumps(pool, size)), *draw(_admissions(pool, size, entry))]
    rules = [*ups, *draw(_holds(pool, size)), *draw(_step_downs(pool, size))]
    justifications = draw(_justifications(pool, size))
    required = draw(st.sets(st.sampled_from(pool.lasting), max_size=1))
    assume(bool(rules))
    return RuleSet(
        id="world",
        version="1",
        title="A world",
        intended_use="Tests.",
        continuum=ladder(size),
        facts=pool.facts,
        entry=None if entry is None else f"r{entry}",
        required_facts=sorted(required),
        rules=rules,
        justifications=justifications,
    )
