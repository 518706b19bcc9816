"""The page that compares us with other tools is fair to each, and its figures are those of the page that measured them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

EXPLANATION = Path(__file__).parent.parent / "docs" / "explanation"
PAGE = (EXPLANATION / "why-not.md").read_text(encoding="utf-8")
MEASURED = (EXPLANATION / "performance.md").read_text(encoding="utf-8")
TOOLS = {
    heading: text
    for heading, text in (found.split("\n", maxsplit=1) for found in PAGE.split("\n## ")[1:])
    if heading not in {"When not to use continuum", "What was looked at"}
}
NAMES = (
    *("if/elif", "python-statemachine", "transitions", "zen-engine", "rule-engine", "durable_rules", "business-rules", "experta"),
    *("JSON Logic", "DMN", "Camunda", "JDM", "CQL", "PlanDefinition", "CDS Hooks", "score or a model", "language model", "SMT"),
)


@pytest.mark.parametrize("name", NAMES)
def test_each_tool_has_its_place(name: str) -> None:
    """It is in the heading of a section."""
    assert any(name in heading for heading in TOOLS)


@pytest.mark.parametrize("heading", TOOLS)
def test_each_is_told_by_its_merits_first(heading: str) -> None:
    """What it is better at, what goes wrong for us, when to use it instead, and how to use both; in this order."""
    points = ("**Better at:**", "**What ", "**Use it instead**", "**Together:**")
    places = [TOOLS[heading].find(point) for point in points]
    assert places[0] == 1
    assert places == sorted(places)


def test_every_figure_was_measured() -> None:
    """Each multiple, for the tool of which it is told, stands in a row of the page of measurements."""
    told = {
        "datalogic-py 5.9.0: rule.evaluate_data(handle), prepared": r"datalogic-py answers a table of 25 rules in ([\d.]+) times",
        "continuum: engine.decide(record), prepared record": r"`engine\.decide` in ([\d.]+) times",
        "zen-engine 2.1.3: table: engine.evaluate(key, dict), content loaded once": r"a zen-engine table in ([\d.]+) times",
    }
    flat = " ".join(PAGE.split())
    for row, words in told.items():
        (figure,) = re.findall(words, flat)
        assert f"| {row} | {figure} (" in MEASURED
    assert len(re.findall(r"[\d.]+ times", flat)) == len(told)


@pytest.mark.parametrize("version", sorted(set(re.findall(r"(?:zen-engine|rule-engine|datalogic-py) [\d.]+\d", MEASURED))))
def test_what_was_tried_is_what_was_measured(version: str) -> None:
    """The same version of each, here and there."""
    assert version in " ".join(PAGE.split())
