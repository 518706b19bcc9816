"""
People to draw: levels, ladders, and assessments near decisions.

What lives here: `levels`, `continuums`, `assessments`. What it may import: `verify` and below, and Hypothesis. What it never
does: judge what is drawn (see `safety`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from hypothesis import strategies as st

from continuum.assessment import Assessment
from continuum.cells import edges, every_value
from continuum.diagrams import Budget, BudgetSpentError
from continuum.errors import DefinitionError, kind_of, plain_text
from continuum.levels import LEVEL_ID, LONGEST_NAME, MOST_LEVELS, NOT_IN_CARE, Continuum, Level, Outside
from continuum.rule_set import COMPLETED, RuleSet
from continuum.searches import Search, deciding
from continuum.space import TooWideError, conditions_of
from continuum.verify import MOST_STEPS

Drawn = st.SearchStrategy[Assessment]
Scale = Mapping[str, Sequence[Any]]
"""Facts, and the values of each that are worth drawing, ascending."""

# Ladders.

_IDS = st.from_regex(LEVEL_ID, fullmatch=True).filter(lambda text: text not in {outside.value for outside in Outside})
_TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=LONGEST_NAME)
_NAMES = _TEXTS.filter(lambda text: bool(text.strip()))


def levels() -> st.SearchStrategy[Level]:
    """
    Levels of care with any id, name and texts that a level may have.

    Example:
        >>> levels().validate()
    """
    said = st.none() | st.booleans()
    return st.builds(
        Level,
        _IDS,
        _NAMES,
        purpose=_NAMES,
        setting=_TEXTS,
        supervision=_TEXTS,
        exposure=_TEXTS,
        dose=_TEXTS,
        medically_managed=said,
        round_the_clock=said,
        review_days=st.none() | st.integers(1, 365),
    )


def continuums(min_size: int = 2, max_size: int = 6) -> st.SearchStrategy[Continuum]:
    """
    Ladders of so many levels.

    Args:
        min_size: The fewest levels, 2 or more.
        max_size: The most levels, 64 or fewer.

    Raises:
        DefinitionError: There is no ladder of such a size.

    Example:
        >>> continuums(max_size=3).validate()
    """
    check_sizes(min_size, max_size)
    rungs = st.lists(levels(), min_size=min_size, max_size=max_size, unique_by=(_id_of, _name_of))
    return st.builds(Continuum, _IDS, rungs)


def _id_of(level: Level) -> str:
    return level.id


def _name_of(level: Level) -> str:
    return level.name.casefold()


def check_sizes(min_size: object, max_size: object) -> None:
    """
    Refuse a size that no ladder has.

    Raises:
        DefinitionError: There is no ladder of such a size.
    """
    if type(min_size) is not int or type(max_size) is not int or not 2 <= min_size <= max_size <= MOST_LEVELS:  # noqa: PLR2004 # below two there is nowhere to step
        raise DefinitionError(f"a ladder has 2 to {MOST_LEVELS} levels: give whole numbers, min_size= no higher than max_size=")


# Assessments.

MOST_CHANGES: Final = 3
"""How many facts of a case near a decision are changed at most: with more, it is no longer near."""


def assessments(rules: RuleSet, *, near_decisions: bool = True, level: str | Outside | None = None) -> Drawn:
    """
    Assessments that a rule set can be asked about, at every level and at an admission, if there is an entry.

    Near decisions they start from a case in which as little as possible is known, and a level is decided, or a rule is true; or
    from one in which everything speaks for less care. Then up to three facts are made unknown, or set to a value at an edge of
    what some rule asks. What neither a rule nor a service need mentions stays unknown: it can change nothing. What is not near a
    decision has any value of any fact, or none.

    The starts are searched once, when this is called, and not for each example. The day, the role, the person and the sources
    of an assessment stay unsaid; `.map(lambda person: person.replace(...))` adds them.

    Args:
        rules: The rule set.
        near_decisions: Whether rules are to meet; else any values.
        level: One level, or `NOT_IN_CARE`; every place, if not given.

    Raises:
        DefinitionError: It is no rule set, or the level is not on its ladder.

    Example:
        >>> from continuum.library import stepdown
        >>> assessments(stepdown.RULES, level="php").filter(lambda person: person.goals_met).validate()
    """
    if type(rules) is not RuleSet:
        raise DefinitionError(f"this takes a RuleSet, as in assessments(stepdown.RULES); was given {kind_of(rules)}")
    places = _places(rules, level)
    if near_decisions:
        search, scale = Search(rules, budget=Budget(MOST_STEPS, MOST_STEPS)), at_the_edges(rules)
        drawn = {place: _near(_starts(search, place, scale), speakable(rules, place, scale)) for place in places}
    else:
        scale = {name: every_value(fact) for name, fact in rules.facts.vocabulary().items()}
        drawn = {place: anybody(rules.facts, place, speakable(rules, place, scale)) for place in places}
    return st.sampled_from(places).flatmap(lambda place: drawn[place])


def _places(rules: RuleSet, level: str | Outside | None) -> list[str | Outside]:
    if level is None:
        return [*rules.continuum.ids, *([] if rules.entry is None else [NOT_IN_CARE])]
    if level is not NOT_IN_CARE and level not in rules.continuum:
        raise DefinitionError(rules.continuum.no_such_level(level))
    return [plain_text(level) if isinstance(level, str) else level]


def at_the_edges(rules: RuleSet) -> Scale:
    """What the rules and the service needs mention, with both ends of every range of values that they tell apart."""
    conditions = [*conditions_of(rules), *(need.when for need in rules.needs)]
    mentioned = frozenset[str]().union(*(condition.facts() for condition in conditions))
    return {name: edges(fact, conditions) for name, fact in rules.facts.vocabulary().items() if name in mentioned}


def speakable(rules: RuleSet, place: str | Outside | None, scale: Scale) -> Scale:
    """The facts that mean something at a place: who is not in care has no stay."""
    if place is not NOT_IN_CARE:
        return scale
    return {name: values for name, values in scale.items() if name not in rules.facts.level_scoped()}


def _starts(search: Search, place: str | Outside, scale: Scale) -> list[list[Assessment]]:
    """
    Groups of cases to start from; each is drawn as often as the others.

    In the first each level is decided. In the others each rule is true: by itself, beside the permission to step down, and where
    somebody does step down.
    """
    rules, kinds = search.rules, search.rules.facts.vocabulary()
    here = speakable(rules, place, scale)
    best = {name: values[-1 if kinds[name].higher_is_worse is False else 0] for name, values in here.items()}
    groups: list[list[Assessment]] = [[rules.facts(level=place), rules.facts(level=place, **best)], [], [], []]
    origin = None if place is NOT_IN_CARE else rules.continuum.rank(f"{place}")
    if origin in search.origins:
        with suppress(BudgetSpentError, TooWideError):
            for group, where in _wanted(search, origin):
                if search.someone(where):
                    groups[group].append(search.person(origin, where))
    return [[*dict.fromkeys(found)] for found in groups if found]


def _wanted(search: Search, origin: int | None) -> Iterator[tuple[int, int]]:
    """The cases to look for at one place, with the group of each."""
    view = search.view(origin)
    yield from ((0, view.goes_to(rung)) for rung in range(COMPLETED, view.top + 1))
    yield 0, view.no(view.placed.settled)
    lower = [] if origin is None else [view.certain(view.said.ways[origin]), view.below(origin)]
    for rule in deciding(search.rules):
        if origin in _origins(search, rule.id):
            certain = search.space.judged(rule.when).certain
            yield from enumerate([certain, *(view.all(certain, other) for other in lower)], 1)


def _origins(search: Search, rule: str) -> set[int | None]:
    """From where a rule can be asked; a justification speaks of a level that is passed."""
    found: set[int | None] = set()
    for kind, rung, _ in search.effects[rule]:
        if kind == "pass":
            found |= {*range(rung + 1, search.rules.continuum.top + 1)}
        else:
            found.add(None if kind == "admission" else rung)
    return found


@st.composite
def _near(draw: st.DrawFn, starts: Sequence[Sequence[Assessment]], scale: Scale) -> Assessment:
    person = draw(st.one_of([st.sampled_from(found) for found in starts]))
    names = st.lists(st.sampled_from([*scale]), unique=True, max_size=MOST_CHANGES) if scale else st.just([])
    return person.replace(**{name: draw(st.none() | st.sampled_from(scale[name])) for name in draw(names)})


def anybody(facts: type[Assessment], place: str | Outside, scale: Scale) -> Drawn:
    """Anybody at a place."""
    values: dict[str, Any] = {name: st.none() | st.sampled_from(values) for name, values in scale.items()}
    return st.builds(facts, level=st.just(place), **values)
