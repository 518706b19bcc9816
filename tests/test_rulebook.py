"""What definitions look like when they are read: ladders, single rules, and the rule book of a rule set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from continuum import (
    COMPLETE,
    HANDOFF,
    PROMPT,
    Admission,
    Assessment,
    Continuum,
    Hold,
    Justification,
    Level,
    RuleSet,
    ServiceNeed,
    StepDown,
    StepUp,
    TransitionRule,
)
from continuum.errors import DefinitionError
from continuum.library import four_levels, stepdown
from continuum.render import Edge, Mark, Page, Rung, Section, Table
from continuum.rule_set import COMPLETED, is_lasting
from continuum.rulebook import is_floor, speaks_at, ways
from continuum.rules import rule_section
from continuum.sources import Source
from tests.laws.small_worlds import FULL, LEAN, NO_ENTRY, Small
from tests.laws.worlds import Three, rule_sets

LADDER = Continuum(
    "two",
    [
        Level("low", "Low", purpose="a link", dose="weekly", review_days=30),
        Level("high", "High", purpose="safety", review_days=1, sources=[Source("F1-10"), Source("ed.", note="the days")]),
    ],
)


# Ladders.


def test_a_ladder_is_drawn_and_described() -> None:
    """From the most care to the least; what is said of no level has no column."""
    assert LADDER.explain() == (
        "The ladder two\n"
        "Status: draft, not clinically validated.\n"
        "2 levels of care, the most care first.\n"
        "\n"
        "The levels in order\n"
        "  High\n"
        "  Low\n"
        "\n"
        "What each level is for\n"
        "  Level  Id    Purpose  Dose    Review          Sources\n"
        "  -----  ----  -------  ------  --------------  --------------------\n"
        "  High   high  safety           within 1 day    F1-10, ed.: the days\n"
        "  Low    low   a link   weekly  within 30 days"
    )


def test_a_ladder_in_a_notebook() -> None:
    """As HTML with a drawing, and as Markdown."""
    assert '<svg role="img" aria-label="The ladder two"' in LADDER._repr_html_()
    assert "| High | high | safety |" in LADDER._repr_markdown_()


def test_a_ladder_can_be_drawn_with_marks_and_notes() -> None:
    """By the ids of levels."""
    drawn = LADDER.drawing({"low": [Mark.NOW]}, {"high": "a note"}, "Where care is")
    assert drawn.rungs == (Rung("High", "a note"), Rung("Low", marks=(Mark.NOW,)))
    assert (drawn.title, drawn.description) == ("Where care is", "2 levels, the most care first.")
    assert LADDER.drawing().title == "The ladder two"


@pytest.mark.parametrize("given_", [{"marks": {"lwo": [Mark.NOW]}}, {"notes": {"lwo": "a note"}}])
def test_a_mark_beside_the_ladder_is_refused(given_: dict[str, Any]) -> None:
    """It would be lost without a word."""
    with pytest.raises(DefinitionError, match="there is no such level on the ladder 'two'"):
        LADDER.drawing(**given_)


def test_a_ladder_as_a_chart() -> None:
    """The lowest level at the bottom."""
    assert LADDER.to_mermaid().endswith('flowchart BT\n    n0["Low"]\n    n1["High"]\n    n0 --- n1')


# Single rules.

UP = StepUp(
    "up",
    at="low",
    when=Small.crisis,
    at_least="high",
    urgency=PROMPT,
    because="there is a crisis",
    skips_because="too low",
    sources=[Source("F1-10"), Source("ed.", note="the urgency")],
)
BY_HAND: list[tuple[Any, str]] = [
    (
        UP,
        (
            "Step up: up\nWhen: crisis\nBecause: there is a crisis\nAt: low\nAsks for: high, prompt\n"
            "Passes levels because: too low\nSources: F1-10, ed.: the urgency"
        ),
    ),
    (
        StepUp("next", at=("low", "mid"), when=Small.crisis, because="a crisis"),
        "Step up: next\nWhen: crisis\nBecause: a crisis\nAt: low, mid\nAsks for: the next level up",
    ),
    (
        StepUp("floor", when=Small.risk >= Three.HIGH, at_least="high", because="risk"),
        "Step up: floor\nWhen: risk >= HIGH\nBecause: risk\nAsks for: high",
    ),
    (
        Admission("entry", when=Small.home, at_least="high", because="home", skips_because="too low"),
        "Admission: entry\nWhen: home\nBecause: home\nAsks for: high\nPasses levels because: too low",
    ),
    (
        Hold("held", when=~Small.booked, about=HANDOFF, because="nothing booked", until="booked"),
        "Hold: held\nWhen: not booked\nBecause: nothing booked\nUntil: booked\nAbout: handoff\nAt: every level",
    ),
    (
        Hold("held", at=("high", "mid"), when=~Small.booked, about=HANDOFF, because="nothing booked", until="booked"),
        "Hold: held\nWhen: not booked\nBecause: nothing booked\nUntil: booked\nAbout: handoff\nAt: high, mid",
    ),
    (
        StepDown("down", at=("high", "mid"), when=Small.progress >= Three.HIGH, because="done"),
        "Step down: down\nWhen: progress >= HIGH\nBecause: done\nAt: high, mid\nNo lower than: the next level down",
    ),
    (
        StepDown("far", at="high", no_lower_than="low", when=Small.progress >= Three.HIGH, because="done"),
        "Step down: far\nWhen: progress >= HIGH\nBecause: done\nAt: high\nNo lower than: low",
    ),
    (
        StepDown("end", at="low", no_lower_than=COMPLETE, when=Small.progress >= Three.HIGH, because="done"),
        "Step down: end\nWhen: progress >= HIGH\nBecause: done\nAt: low\nNo lower than: completion of care",
    ),
    (
        Justification(skips="mid", when=~Small.home, because="covered", sources=[Source("F3-4")]),
        "Justification: mid-not-needed\nPasses: mid\nWhen: not home\nBecause: covered\nSources: F3-4",
    ),
    (
        ServiceNeed("shelter", when=Small.home, offers="a safe place"),
        "Service: shelter\nWhen: home\nOffers: a safe place",
    ),
    (TransitionRule("bare", when=Small.home, because="home"), "Rule: bare\nWhen: home\nBecause: home"),
]


@pytest.mark.parametrize(("rule", "text"), BY_HAND, ids=[rule.id for rule, _ in BY_HAND])
def test_a_rule_alone_is_shown_as_written(rule: Any, text: str) -> None:
    """It knows no vocabulary, so its condition stands there with the names of facts and values."""
    assert rule.explain(200) == text
    assert "<svg" not in rule._repr_html_()
    assert rule._repr_html_().count("<p ") == text.count("\n")


def test_a_rule_as_a_section_is_in_words() -> None:
    """Of the vocabulary that is given."""
    section = rule_section(BY_HAND[2][0], Small.vocabulary())
    assert section.heading == "Step up: floor"
    assert [point.text for point in section.points] == ["When: risk is high", "Because: risk", "Asks for: high"]


# The rule book.


def all_sections(page: Page | Section) -> Iterator[Section]:
    for section in page.sections:
        yield section
        yield from all_sections(section)


def named(page: Page, heading: str) -> Section:
    return next(one for one in all_sections(page) if one.heading.startswith(heading))


BOOK = FULL.page()


def test_the_first_lines_say_what_it_is() -> None:
    """Status, version, use, limits, reviewer; what is not named is said not to be."""
    assert (BOOK.title, BOOK.lead) == ("Small", ("Status: draft, not clinically validated.",))
    assert [point.text for point in BOOK.sections[0].points] == [
        "Version 1 (small).",
        "Intended use: Tests.",
        "Limits: none are named.",
        "Reviewed by: nobody is named.",
        "Each rule is described at the highest level where it speaks, and named at the levels below.",
    ]
    assert BOOK.foot == ("Rules: Small, version 1 (small); draft, not clinically validated.",)
    reviewed = evolve(FULL, reviewer="the medical director", limits="Adults only.", status="reviewed").page()
    texts = [point.text for point in reviewed.sections[0].points]
    assert {"Reviewed by: the medical director.", "Limits: Adults only."} <= set(texts)
    assert reviewed.lead == ("Status: reviewed.",)


def test_the_entry_is_marked_on_the_ladder() -> None:
    """In words, beside its rung."""
    assert BOOK.sections[1].drawing == FULL.continuum.drawing(notes={"r0": "the lowest level of admission"})


def test_first_placements() -> None:
    """The entry, and the floors for admissions alone."""
    section = named(BOOK, "First placement")
    assert [point.text for point in section.points] == [
        "The lowest level of admission is Rung 0.",
        "A reason for more care that names no fact about the stay counts at a first placement, too.",
    ]
    assert section.table == Table(
        ("Id", "When", "Because", "Asks for", "Passes levels because"),
        (("entry", "home unsafe: yes or risk is mid or higher", "entry", "r2", "too low"),),
    )
    without = named(NO_ENTRY.page(), "First placement")
    assert [point.text for point in without.points] == ["No level of entry is named, so a first placement is not determined."]


def test_required_facts() -> None:
    """With label and name; without any the section is left out."""
    heading = "Nobody is sent on, nor admitted below the highest level, without knowing"
    assert [point.text for point in named(BOOK, heading).points] == ["risk [risk]"]
    assert not named(LEAN.page(), heading).says_something


def test_a_level() -> None:
    """What it is for, then each kind of rule: those described here in a table, those from above by their ids."""
    level = named(BOOK, "Rung 1 [r1]")
    assert [point.text for point in level.points] == ["What it is for: what rung 1 does."]
    more, holds, less, passing = level.sections
    assert [one.heading for one in level.sections] == [
        "What asks for more care",
        "What holds",
        "What permits less care",
        "What lets a step down pass this level",
    ]
    assert [point.text for point in more.points] == ["Described above: crisis, risk-high."]
    assert more.table == Table(("Id", "When", "Because", "Asks for"), (("home", "home unsafe: yes", "home", "r2"),))
    assert [point.text for point in holds.points] == ["Described above: not-booked."]
    assert holds.table == Table(("Id",), ())
    assert less.table == Table(("Id", "When", "Because", "No lower than"), (("down-1", "progress is high", "done", "r0"),))
    assert passing.table == Table(("Id", "When", "Because"), (("pass-1", "home unsafe: no and risk is at most mid", "covered"),))


def test_a_level_without_rules_says_so() -> None:
    """That nothing speaks there is a finding for a reviewer; the ends of a ladder are never passed anyway."""
    book = evolve(LEAN, rules=[rule for rule in LEAN.rules if rule.id != "down-2"]).page()
    assert [[point.text for point in one.points] for one in named(book, "Rung 2 [r2]").sections] == [
        ["No rule."],
        ["No rule."],
        ["No rule: nobody is sent on from here."],
        ["Nothing: it is never passed."],
    ]
    assert len(named(book, "Rung 0 [r0]").sections) == len(named(book, "Rung 3 [r3]").sections) == 3


def test_what_is_most_urgent_stands_first() -> None:
    """Then by id, whatever the order in which the rules were written."""
    table = named(stepdown.RULES.page(), "Partial hospitalization (PHP) [php]").sections[0].table
    assert table is not None
    asked = [(row[0], "prompt" in row[3]) for row in table.rows]
    assert asked == sorted(asked, key=lambda one: (not one[1], one[0]))
    turned = evolve(stepdown.RULES, rules=stepdown.RULES.rules[::-1], needs=stepdown.RULES.needs[::-1])
    assert turned.page() == stepdown.RULES.page()


def test_services_and_claims() -> None:
    """What a program must offer, and what nobody has verified, each with its rows."""
    book = stepdown.RULES.page()
    services = named(book, "What the program must offer").table
    assert services is not None
    assert services.headings == ("Id", "When", "Offers", "Sources")
    assert [row[0] for row in services.rows] == sorted(need.id for need in stepdown.NEEDS)
    claims = [point.text for point in named(book, "What the sources claim").points]
    assert len(claims) == len(stepdown.RULES.claims)
    assert all(re.fullmatch(r"Claimed by .*, not verified: .* \[[a-z0-9-]+: F[-F0-9, ]+\]", claim) for claim in claims)


def test_sources_are_named_with_all_that_is_cited_of_them() -> None:
    """Work by work, the ninth row before the tenth; what rests on no work is said to."""
    table = named(stepdown.RULES.page(), "Sources").table
    assert table is not None
    assert [row[1].split("-")[0] for row in table.rows] == ["F0", "F1", "F2", "F3", "F4", "ed."]
    assert table.rows[-1] == ("No work: chosen by the authors, or not named", "ed.")
    for _, ids in table.rows[:-1]:
        numbers = [int(one.split("-")[1]) for one in ids.split(", ")]
        assert numbers == sorted(set(numbers))
    cited = {source.id for one in (*stepdown.LADDER, *stepdown.RULES.claims) for source in one.sources}
    assert cited <= set(", ".join(ids for _, ids in table.rows).split(", "))


def ids_in(section: Section) -> tuple[list[str], list[str]]:
    """The rules described in a section, and those that it names."""
    described = [row[0] for row in section.table.rows] if section.table else []
    texts = [point.text for point in section.points if point.text.startswith("Described above: ")]
    return described, [one for text in texts for one in text.removeprefix("Described above: ").removesuffix(".").split(", ")]


@given(rule_sets())
def test_every_rule_stands_at_every_level_where_it_speaks(rules: RuleSet) -> None:
    """Described once, at the highest; the book agrees with the rules as they are laid out along the ladder."""
    laid, book = rules.by_rung, rules.page()
    described: list[str] = []
    for rung, level in enumerate(rules.continuum):
        kinds = [ids_in(one) for one in named(book, f"{level.name} [{level.id}]").sections]
        floors = {floor.rule.id for floor in laid.floors if floor.speaks_of(rung)}
        laid_out = [
            floors | {jump.rule.id for jump in laid.jumps[rung]},
            {hold.id for hold in laid.holds[rung] if hold not in laid.required},
            {way.rule.id for way in laid.ways[rung]},
            {one.id for one in laid.justifications[rung]},
        ]
        assert [{*here, *above} for here, above in kinds] == laid_out[: len(kinds)]
        assert all(not {*here} & {*above} for here, above in kinds)
        described += [one for here, _ in kinds for one in here]
    admissions, _ = ids_in(named(book, "First placement"))
    described += admissions
    assert sorted(described) == sorted(one.id for one in (*rules.rules, *rules.justifications))


@given(rule_sets())
def test_ways_are_those_of_the_rules_laid_out(rules: RuleSet) -> None:
    """Step-downs to their limit, jumps to their target, floors from their lowest level; at the top there is no way up."""
    laid, ids = rules.by_rung, rules.continuum.ids
    expected = {(ids[floor.lowest], ids[floor.at_least], floor.rule.id) for floor in laid.floors}
    for rung, level in enumerate(ids):
        expected |= {(level, ids[jump.target], jump.rule.id) for jump in laid.jumps[rung] if jump.target != rung}
        expected |= {(level, "complete" if way.limit == COMPLETED else ids[way.limit], way.rule.id) for way in laid.ways[rung]}
    assert {(origin, target, rule.id) for origin, target, rule in ways(rules)} == expected
    step_ups = [rule for rule in rules.rules if isinstance(rule, StepUp)]
    assert all(is_floor(rule, rules) == is_lasting(rule, rules.facts) for rule in step_ups)


@given(rule_sets())
def test_every_rule_set_can_be_shown(rules: RuleSet) -> None:
    """In each way, with its status."""
    for text in (rules.explain(), rules.to_markdown(), rules.to_html()):
        assert "draft, not clinically validated" in text
    assert rules.to_mermaid().startswith(
        '---\ntitle: "A world, version 1 (world); draft, not clinically validated"\n---\nflowchart BT\n'
    )


def test_levels_of_a_rule_stand_in_their_order() -> None:
    """Whatever the order in which they are given."""
    near = StepDown("near", at=("r3", "r2"), when=Small.progress >= Three.MID, because="getting on")
    assert speaks_at(near, FULL) == ("r2", "r3")


def test_a_rule_set_as_a_chart() -> None:
    """Word for word: solid down, dotted up, several rules between the same two levels on one arrow."""
    assert FULL.to_mermaid() == (
        "---\n"
        'title: "Small, version 1 (small); draft, not clinically validated"\n'
        "---\n"
        "flowchart BT\n"
        '    n0["Completion of care"]\n'
        '    n1["Rung 0"]\n'
        '    n2["Rung 1"]\n'
        '    n3["Rung 2"]\n'
        '    n4["Rung 3"]\n'
        "    n0 ~~~ n1\n"
        "    n1 ~~~ n2\n"
        "    n2 ~~~ n3\n"
        "    n3 ~~~ n4\n"
        '    n1 -->|"down-0"| n0\n'
        '    n1 -.->|"crisis, risk-mid"| n2\n'
        '    n1 -.->|"risk-high"| n4\n'
        '    n2 -->|"down-1"| n1\n'
        '    n2 -.->|"crisis, home"| n3\n'
        '    n3 -->|"down-2"| n1\n'
        '    n3 -->|"near"| n2\n'
        '    n3 -.->|"crisis"| n4\n'
        '    n4 -->|"down-3"| n1\n'
        '    n4 -->|"near"| n3'
    )
    assert "Completion" not in evolve(LEAN, rules=LEAN.rules[1:]).to_mermaid()


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=["stepdown", "four levels"])
def test_the_shipped_rule_books_can_be_read(rules: RuleSet) -> None:
    """Each rule is described once; no class, no script, no code of ours shows in the words."""
    text, html = rules.explain(), rules.to_html()
    for one in (*rules.rules, *rules.justifications, *rules.needs):
        assert len(re.findall(rf"^ *- {re.escape(one.id)}$", text, re.MULTILINE)) == 1
        assert f">{one.id}</th>" in html
    assert "<script" not in html
    assert not re.search(r"Assessment|Compare|Risk\.|>=", text)
    assert rules.facts is Assessment


def test_edges_are_plain_records() -> None:
    """Solid and without a label, unless said otherwise."""
    assert Edge("a", "b") == Edge("a", "b", "", dotted=False)
