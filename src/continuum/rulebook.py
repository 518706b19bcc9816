"""
The rule book: everything that a rule set says, as a page for whoever reviews it, and as a chart.

What lives here: `page` and `chart`. What it may import: `rules`, `assessment`, `levels`, `render` and below. What it never does:
decide, or judge a rule (see `rule_set`, which has these pages).

Each rule is described once, at the highest level where it speaks; at the levels below it is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from continuum.assessment import Assessment
from continuum.levels import COMPLETE, Continuum, Level
from continuum.render import Edge, Page, Point, Section, Table, flowchart
from continuum.rules import Admission, Hold, Justification, ServiceNeed, StepDown, StepUp, TransitionRule
from continuum.sources import Claim

Part = TransitionRule | Justification | ServiceNeed

COMPLETED: Final = "Completion of care"
NO_WORK: Final = "No work: chosen by the authors, or not named"

KINDS: Final[Mapping[type[StepUp | Hold | StepDown | Justification], tuple[str, tuple[str, ...], str]]] = {
    StepUp: ("What asks for more care", ("When", "Because", "Asks for", "Passes levels because", "Sources"), "No rule."),
    Hold: ("What holds", ("When", "Because", "Until", "About", "Sources"), "No rule."),
    StepDown: (
        "What permits less care",
        ("When", "Because", "No lower than", "Sources"),
        "No rule: nobody is sent on from here.",
    ),
    Justification: ("What lets a step down pass this level", ("When", "Because", "Sources"), "Nothing: it is never passed."),
}
"""What a level's section holds: a heading, the columns, and what is said where there is no such rule."""


class Rules(Protocol):
    """What a rule book is made from: a rule set, of which this module knows no more."""

    @property
    def id(self) -> str:
        """Its name."""
        ...

    @property
    def version(self) -> str:
        """Version of its content."""
        ...

    @property
    def title(self) -> str:
        """What it is called."""
        ...

    @property
    def intended_use(self) -> str:
        """For whom and what it is meant."""
        ...

    @property
    def continuum(self) -> Continuum:
        """The ladder."""
        ...

    @property
    def facts(self) -> type[Assessment]:
        """The vocabulary."""
        ...

    @property
    def rules(self) -> tuple[TransitionRule, ...]:
        """Step-ups, admissions, holds and step-downs."""
        ...

    @property
    def justifications(self) -> tuple[Justification, ...]:
        """What lets a step down pass a level."""
        ...

    @property
    def needs(self) -> tuple[ServiceNeed, ...]:
        """What the receiving program must offer."""
        ...

    @property
    def entry(self) -> str | None:
        """The lowest level of admission."""
        ...

    @property
    def required_facts(self) -> tuple[str, ...]:
        """Facts without which nobody is sent on."""
        ...

    @property
    def status(self) -> str:
        """What has been shown about it."""
        ...

    @property
    def label(self) -> str:
        """What it is called, with its status."""
        ...

    @property
    def reviewer(self) -> str:
        """Who reviewed it."""
        ...

    @property
    def limits(self) -> str:
        """What it does not cover."""
        ...

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What the sources claim."""
        ...


# The page.


def page(rules: Rules) -> Page:
    """The rule book as a page."""
    notes = {rules.entry: "the lowest level of admission"} if rules.entry else {}
    return Page(
        rules.title,
        (f"Status: {rules.status}.",),
        (
            _about(rules),
            Section("The ladder", drawing=rules.continuum.drawing(notes=notes)),
            _first_placement(rules),
            _required(rules),
            *(_level(level, rules) for level in reversed(rules.continuum.levels)),
            Section("What the program must offer", table=_table(("When", "Offers", "Sources"), rules.needs, rules)),
            Section(
                "What the sources claim",
                tuple(Point(f"{claim.words()} [{claim.id}: {', '.join(map(str, claim.sources))}]") for claim in rules.claims),
            ),
            _sources(rules),
        ),
        (f"Rules: {rules.label}.",),
    )


def _about(rules: Rules) -> Section:
    points = [
        f"Version {rules.version} ({rules.id}).",
        f"Intended use: {rules.intended_use}",
        f"Limits: {rules.limits or 'none are named.'}",
        f"Reviewed by: {rules.reviewer or 'nobody is named'}.",
        "Each rule is described at the highest level where it speaks, and named at the levels below.",
    ]
    return Section("About these rules", tuple(map(Point, points)))


def _first_placement(rules: Rules) -> Section:
    admissions = [rule for rule in rules.rules if isinstance(rule, Admission)]
    says = [
        f"The lowest level of admission is {rules.continuum[rules.entry].name}."
        if rules.entry
        else "No level of entry is named, so a first placement is not determined.",
        *(["A reason for more care that names no fact about the stay counts at a first placement, too."] if rules.entry else []),
    ]
    columns = ("When", "Because", "Asks for", "Passes levels because", "Sources")
    return Section("First placement", tuple(map(Point, says)), _table(columns, admissions, rules))


def _required(rules: Rules) -> Section:
    vocabulary = rules.facts.vocabulary()
    points = tuple(Point(f"{vocabulary[fact].label} [{fact}]") for fact in sorted(rules.required_facts))
    return Section("Nobody is sent on, nor admitted below the highest level, without knowing", points)


def _level(level: Level, rules: Rules) -> Section:
    is_end = rules.continuum.above(level.id) is None or rules.continuum.below(level.id) is None
    return Section(
        f"{level.name} [{level.id}]",
        (Point(f"What it is for: {level.purpose}."),),
        sections=tuple(_here(kind, level.id, rules) for kind in KINDS if not (is_end and kind is Justification)),
    )


def _here(kind: type[StepUp | Hold | StepDown | Justification], level: str, rules: Rules) -> Section:
    """The rules of one kind at one level: those described here, then those described above."""
    heading, columns, nothing = KINDS[kind]
    parts = [one for one in (*rules.rules, *rules.justifications) if isinstance(one, kind)]
    speaking = [(one, speaks_at(one, rules)) for one in parts]
    first = [one for one, levels in speaking if levels[-1] == level]
    above = sorted(one.id for one, levels in speaking if level in levels[:-1])
    points = [f"Described above: {', '.join(above)}."] if above else [] if first else [nothing]
    return Section(heading, tuple(map(Point, points)), _table(columns, first, rules))


def _table(columns: Sequence[str], parts: Iterable[Part], rules: Rules) -> Table:
    """What is most urgent first, then by id; the order in which rules were written says nothing."""
    vocabulary = rules.facts.vocabulary()
    ordered = sorted(parts, key=lambda one: (-one.urgency if isinstance(one, StepUp) else 0, one.id))
    said = [(one.id, one.says(vocabulary)) for one in ordered]
    return Table(("Id", *columns), tuple((id_, *(text[column] for column in columns)) for id_, text in said)).lean


def _sources(rules: Rules) -> Section:
    """Each work with all that is cited of it, levels and claims included."""
    citing: tuple[Part | Level | Claim, ...] = (
        *rules.continuum,
        *rules.rules,
        *rules.justifications,
        *rules.needs,
        *rules.claims,
    )
    cited: dict[str, set[str]] = {}
    for source in (source for one in citing for source in one.sources):
        cited.setdefault(source.work or NO_WORK, set()).add(source.id)
    rows = sorted((sorted(ids, key=_natural), work) for work, ids in cited.items())
    return Section("Sources", table=Table(("Work", "Cited as"), tuple((work, ", ".join(ids)) for ids, work in rows)))


def _natural(id_: str) -> list[tuple[int, str]]:
    """So that the ninth row comes before the tenth."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", id_)]


# Where rules speak and lead.


def is_floor(rule: StepUp, rules: Rules) -> bool:
    """Whether a step-up is one: it mentions no fact about the stay at one level."""
    return not (rule.when.facts() & rules.facts.level_scoped())


def speaks_at(rule: TransitionRule | Justification, rules: Rules) -> tuple[str, ...]:
    """The levels of which it speaks, ascending; an admission speaks of those below the one that it asks for."""
    ids, rank = rules.continuum.ids, rules.continuum.rank
    if isinstance(rule, Justification):
        return (rule.skips,)
    at: tuple[str, ...] = getattr(rule, "at", None) or ids
    if isinstance(rule, StepUp) and rule.at_least and is_floor(rule, rules):
        return ids[rank(at[0]) : rank(rule.at_least)]
    return tuple(sorted(at, key=rank))


def ways(rules: Rules) -> Iterator[tuple[str, str, TransitionRule]]:
    """From which level each rule leads to which, at most."""
    ladder = rules.continuum
    for rule in rules.rules:
        if isinstance(rule, StepDown):
            for level in rule.at:
                yield level, _lowest(rule, level, ladder), rule
        elif isinstance(rule, StepUp):
            speaks = speaks_at(rule, rules)
            for level in speaks[:1] if is_floor(rule, rules) else speaks:
                above = ladder.above(level)
                if above is not None:
                    yield level, rule.at_least or above.id, rule


def _lowest(rule: StepDown, level: str, ladder: Continuum) -> str:
    below = ladder.below(level)
    return rule.no_lower_than if isinstance(rule.no_lower_than, str) else below.id if below else COMPLETE.value


def chart(rules: Rules) -> str:
    """Levels, solid arrows for the furthest step down, dotted ones for what asks for more care; ids of rules beside them."""
    merged: dict[tuple[str, str, bool], list[str]] = {}
    for origin, target, rule in ways(rules):
        merged.setdefault((origin, target, isinstance(rule, StepUp)), []).append(rule.id)
    edges = [Edge(origin, target, ", ".join(sorted(ids)), dotted) for (origin, target, dotted), ids in sorted(merged.items())]
    end = {COMPLETE.value: COMPLETED} if any(edge.target == COMPLETE.value for edge in edges) else {}
    return flowchart(rules.label, {**end, **{level.id: level.name for level in rules.continuum}}, edges)
