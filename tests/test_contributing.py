"""What the guide tells of a first change is what whoever makes it will see."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from attrs import evolve

from continuum import Assessment, Hold, ReturnToUse
from continuum.compare import Change, compare
from continuum.library import stepdown
from continuum.reports import HOLDS
from continuum.verify import verify

ROOT = Path(__file__).parents[1]
GUIDE = " ".join((ROOT / "docs" / "contributing.md").read_text(encoding="utf-8").split())
WEAKER = evolve(
    stepdown.RULES,
    rules=[
        evolve(rule, when=Assessment.return_to_use >= ReturnToUse.RETURN) if rule.id == "lapse" else rule
        for rule in stepdown.RULES.rules
    ],
)


def test_the_change_can_be_made_as_told() -> None:
    """In the hold of that name stands what is to be replaced, once; with it, the rules are those compared here."""
    source = Path(stepdown.__file__).read_text(encoding="utf-8")
    (hold,) = re.findall(r'    Hold\(\n        "lapse",\n.*?\n    \),\n', source, re.DOTALL)
    assert hold.count("ReturnToUse.LAPSE") == 1
    (rule,) = (rule for rule in stepdown.RULES.rules if rule.id == "lapse")
    assert isinstance(rule, Hold)
    assert rule.when == (Assessment.return_to_use >= ReturnToUse.LAPSE)


def test_the_comparison_names_as_many_differences_as_told() -> None:
    """The numbers of the page."""
    found = compare(stepdown.RULES, WEAKER).differences
    changes = Counter(one.change for one in found)
    assert {*changes} == {Change.LESS_CARE, Change.RANGE_ONLY}
    told = f"{len(found)} differences: {changes[Change.LESS_CARE]} of less care, {changes[Change.RANGE_ONLY]} of the range alone"
    assert told in GUIDE


def test_the_proofs_notice_nothing() -> None:
    """As the page says, in the words that it quotes."""
    assert verify(WEAKER).holds
    assert f'"{HOLDS}"' in GUIDE


def test_what_a_pull_request_answers() -> None:
    """Who is decided differently, which law, test and source, what unknown does, the proof, and the line of the changelog."""
    questions = GUIDE.partition("## What a pull request answers")[2]
    numbers = re.findall(r"(?<= )(\d)\. \*\*", questions)
    assert numbers == [f"{number}" for number in range(1, len(numbers) + 1)]
    for asked in ("decided differently", "law or row", "sources", "test failed", "unknown", "proved", "changelog", "versions"):
        assert asked in questions, asked
