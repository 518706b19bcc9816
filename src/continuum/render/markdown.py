"""
Pages as Markdown.

What lives here: `as_markdown`, and `escaped`, which makes any text stand for itself. What it may import: `pages`, `characters`.
What it never does: write HTML, a link, or an image; what a text holds is never read as markup.

It is CommonMark with the tables of GitHub, which notebooks, GitHub and the cards of CDS Hooks show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from continuum.render.characters import tidy
from continuum.render.pages import Page, Point, Section, Table

DEEPEST_HEADING: Final = 6

ANYWHERE: Final = re.compile(r"[\\`*_\[\]<>|~#$]|&(?=#?\w)|:(?=//)|(?<=www)\.|@")
"""What could mean something wherever it stands; the last three could become a link where addresses are looked for."""
AT_THE_START: Final = re.compile(r"^(?=[-+=])|^(\d{1,9})(?=[.)])")
"""What could begin a list or a heading."""


def escaped(text: str) -> str:
    r"""
    A text on one line that stands for itself, wherever in a page it is put.

    Example:
        >>> print(escaped("1. <b>withdrawal_risk</b>"), escaped("not-yet-stable"))
        1\. \<b\>withdrawal\_risk\</b\> not-yet-stable
    """
    return AT_THE_START.sub(r"\1\\", ANYWHERE.sub(r"\\\g<0>", tidy(text)))


def as_markdown(page: Page, level: int = 2) -> str:
    r"""
    A page as Markdown.

    Args:
        page: The page.
        level: Level of the title's heading, from 1; sections lie one below each, down to 6.

    Example:
        >>> print(as_markdown(Page("Stay", sections=(Section("Why", (Point("not yet stable", ("weeks: 1",)),)),))))
        ## Stay
        <BLANKLINE>
        ### Why
        <BLANKLINE>
        - not yet stable
          - weeks: 1
    """
    level = max(level, 1)
    blocks = [
        _heading(page.title, level),
        *_paragraphs(page.lead),
        *(block for section in page.parts for block in _blocks(section, level + 1)),
        *_paragraphs(page.foot),
    ]
    return "\n\n".join(blocks)


def _heading(text: str, level: int) -> str:
    return f"{'#' * min(level, DEEPEST_HEADING)} {escaped(text)}"


def _paragraphs(texts: Sequence[str]) -> Iterator[str]:
    return (escaped(text) for text in texts if tidy(text))


def _blocks(section: Section, level: int) -> Iterator[str]:
    yield _heading(section.heading, level)
    if section.drawn:
        yield _table(section.drawn.spelled_out)
    if section.points:
        yield "\n".join(line for point in section.points for line in _point(point))
    if section.filled:
        yield _table(section.filled)
    for part in section.parts:
        yield from _blocks(part, level + 1)


def _point(point: Point, lead: str = "") -> Iterator[str]:
    """A detail without text would underline the point, and so make a heading of it; what is under it takes its place."""
    if tidy(point.text) or not lead:
        yield f"{lead}- {escaped(point.text)}"
        lead += "  "
    for detail in point.points:
        yield from _point(detail, lead)


def _table(table: Table) -> str:
    rows = (table.headings, ("---",) * len(table.headings), *table.rows)
    return "\n".join(
        f"| {' | '.join(cell if number == 1 else escaped(cell) for cell in row)} |" for number, row in enumerate(rows)
    )
