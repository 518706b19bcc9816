"""The changelog has one shape, so that whoever updates finds first whose decisions change."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from continuum import __version__

TEXT = (Path(__file__).parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASE = re.compile(r"^## (\d+)\.(\d+)\.(\d+) \((unreleased|\d{4}-\d{2}-\d{2})\)$")
FIRST = "Decisions that change"
HEADINGS = [FIRST, "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
"""Those of Keep a Changelog, in its order, after ours."""


def problems(text: str) -> list[str]:
    """What is not in shape."""
    lines = text.splitlines()
    found = [] if lines[:1] == ["# Changelog"] else ["it begins with # Changelog"]
    found += [f"{line}: no release is headed so" for line in lines if line.startswith("## ") and not RELEASE.fullmatch(line)]
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    releases = [(match, part) for part in parts if (match := RELEASE.match(part.partition("\n")[0]))]
    versions = [tuple(map(int, match.groups()[:3])) for match, _ in releases]
    days = [match[4] for match, _ in releases]
    if versions != sorted({*versions}, reverse=True):
        found.append("the newest release comes first, and each once")
    if "unreleased" in days[1:]:
        found.append("only the first release may be unreleased")
    for match, part in releases:
        found += [f"{match[0]}: {problem}" for problem in problems_of_release(match[4], part)]
    return found


def problems_of_release(day: str, text: str) -> list[str]:
    """What is not in shape in one release."""
    lead, *parts = re.split(r"^### ", text, flags=re.MULTILINE)
    headings = [part.split("\n")[0] for part in parts]
    found = [] if headings[:1] == [FIRST] else [f"its first heading is {FIRST}"]
    if headings != [one for one in HEADINGS if one in headings]:
        found.append(f"its headings are among {', '.join(HEADINGS)}, each once, in this order")
    if len(lead.strip().splitlines()) > 1:
        found.append("what changed stands under a heading")
    if day != "unreleased" and not is_day(day):
        found.append("there is no such day")
    for heading, part in zip(headings, parts, strict=True):
        entries = re.split(r"^- ", part.partition("\n")[2], flags=re.MULTILINE)
        if entries[0].strip() or len(entries) == 1:
            found.append(f"under {heading} stands a list")
        if heading == FIRST and len(entries) > 2 and any(one.startswith("None") for one in entries):
            found.append("no decision changes, or some do")
        elif heading == FIRST and not all(one.startswith("None: ") or "→" in one for one in entries[1:]):
            found.append("a decision that changes is told as before → after; where there is none, as None: and why")
    return found


def is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def test_the_changelog_is_in_shape() -> None:
    """Keep a Changelog, and first of all what changes a decision for an unchanged assessment."""
    assert problems(TEXT) == []
    assert "Keep a Changelog" in TEXT


def test_it_tells_of_the_version_that_this_is() -> None:
    """The first release is the one in the tree."""
    first = next(match for line in TEXT.splitlines() if (match := RELEASE.fullmatch(line)))
    assert ".".join(first.groups()[:3]) == __version__


GOOD = """# Changelog

## 0.2.0 (unreleased)

### Decisions that change

- `library.stepdown` 2026.2: in IOP with three weeks since the last use, stay → step down to outpatient.

### Fixed

- A word.

## 0.1.0 (2026-11-02)

### Decisions that change

- None: this is the first release.
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("# Changelog", "# Changes", "it begins with # Changelog"),
        ("## 0.2.0 (unreleased)", "## Unreleased", "## Unreleased: no release is headed so"),
        ("## 0.2.0", "## 0.1.0", "the newest release comes first, and each once"),
        ("(2026-11-02)", "(unreleased)", "only the first release may be unreleased"),
        ("(2026-11-02)", "(2026-13-02)", "## 0.1.0 (2026-13-02): there is no such day"),
        ("### Decisions that change\n\n- N", "- N", "## 0.1.0 (2026-11-02): its first heading is Decisions that change"),
        ("- None", "Nothing.\n\n- None", "## 0.1.0 (2026-11-02): under Decisions that change stands a list"),
        ("- A word.\n", "", "## 0.2.0 (unreleased): under Fixed stands a list"),
        ("- None", "- None: so.\n- None", "## 0.1.0 (2026-11-02): no decision changes, or some do"),
        (
            "stay → step down",
            "another decision",
            "## 0.2.0 (unreleased): a decision that changes is told as before → after; where there is none, as None: and why",
        ),
        (
            "### Fixed",
            "### News",
            f"## 0.2.0 (unreleased): its headings are among {', '.join(HEADINGS)}, each once, in this order",
        ),
    ],
)
def test_what_is_out_of_shape_is_told(old: str, new: str, problem: str) -> None:
    """Twin: each slip, in a changelog that is otherwise in shape."""
    assert problems(GOOD) == []
    assert problem in problems(GOOD.replace(old, new, 1))
