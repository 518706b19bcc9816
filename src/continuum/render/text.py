"""
Pages as plain text.

What lives here: `as_text`. What it may import: `pages`, `characters`. What it never does: leave out what another way of laying
out shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill
from typing import Final

from continuum.render.characters import tidy
from continuum.render.pages import Drawing, Ladder, Mark, Page, Point, Section, Table

NARROWEST: Final = 40
INDENT: Final = "  "
DEEPEST: Final = 6
"""Sections nested deeper are not indented further: the narrowest page has to hold them, too."""
DEEPEST_DETAIL: Final = 24
"""Likewise of details."""


def as_text(page: Page, width: int = 88) -> str:
    """
    A page as plain text.

    A table stands in columns where they fit, else row by row; sections within a section are indented.

    Args:
        page: The page.
        width: Columns at most; never less than 40.

    Example:
        >>> print(as_text(Page("Stay", sections=(Section("Why", (Point("not yet stable", ("recorded: 1 week",)),)),))))
        Stay
        <BLANKLINE>
        Why
          - not yet stable
              recorded: 1 week
    """
    width = max(width, NARROWEST)
    blocks = [
        [_filled(line, width) for line in (page.title, *page.lead)],
        *(block for section in page.parts for block in _blocks(section, width)),
        [_filled(line, width) for line in page.foot],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _blocks(section: Section, width: int, lead: str = "") -> Iterator[list[str]]:
    """A section, and then each section within it."""
    yield [
        _filled(section.heading, width, lead),
        *(_drawing(section.drawn, width, lead) if section.drawn else ()),
        *(line for point in section.points for line in _point(point, width, lead)),
        *(_table(section.filled, width, lead) if section.filled else ()),
    ]
    for part in section.parts:
        yield from _blocks(part, width, (lead + INDENT)[:DEEPEST])


def _point(point: Point, width: int, lead: str) -> list[str]:
    details = (line for detail in point.points for line in _detail(detail, width, f"{lead}      "))
    return [_filled(point.text, width, f"{lead}  - "), *details]


def _detail(point: Point, width: int, lead: str) -> Iterator[str]:
    yield _filled(point.text, width, lead, 2)
    for detail in point.points:
        yield from _detail(detail, width, (lead + INDENT)[:DEEPEST_DETAIL])


def _drawing(drawing: Drawing, width: int, lead: str) -> Iterator[str]:
    """A line for each rung, after its glyphs; or for each stretch of days, after its days."""
    lead += INDENT
    if isinstance(drawing, Ladder):
        most = max(len(rung.marked) for rung in drawing.rungs)
        for rung in drawing.rungs:
            marks = [mark for mark in Mark if mark in rung.marks]
            glyphs = "".join(mark.glyph for mark in marks).rjust(most)
            yield _filled(
                _stated(rung.name, ", ".join(mark.word for mark in marks)), width, f"{lead}{glyphs}{' ' if most else ''}"
            )
            if rung.note:
                yield _filled(rung.note, width, lead + INDENT * 2, most)
    else:
        longest = max(len(one.days) for one in drawing.entries)
        for one in drawing.entries:
            yield _filled(_stated(drawing.lanes[one.lane], one.label), width, f"{lead}{one.days.ljust(longest)}{INDENT}")


def _stated(name: str, what: str) -> str:
    return f"{name}: {what}" if what else name


def _table(table: Table, width: int, lead: str) -> list[str]:
    """In columns, or, where these are too wide, a point for each row."""
    rows = [[tidy(cell) for cell in row] for row in (table.headings, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if len(lead) + sum(len(INDENT) + one for one in widths) > width:
        return [line for row in table.rows for line in _point(_row(table, row), width, lead)]
    rows.insert(1, ["-" * one for one in widths])
    return [(lead + "".join(INDENT + cell.ljust(one) for cell, one in zip(row, widths, strict=True))).rstrip() for row in rows]


def _row(table: Table, row: tuple[str, ...]) -> Point:
    named = zip(table.headings[1:], row[1:], strict=True)
    return Point(row[0], tuple(f"{heading}: {cell}" for heading, cell in named if cell))


def _filled(text: str, width: int, lead: str = "", hanging: int = 0) -> str:
    """A text within the width, the following lines under the first; ids and compound words stay whole."""
    indent = " " * (len(lead) + hanging)
    return fill(tidy(text), width, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False) or lead.rstrip()
