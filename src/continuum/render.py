"""
Rendering: a page of headings and points as plain text.

What lives here: `Page`, `Section`, `Point`, and how they are laid out. What it may import: nothing of ours. What it never does:
know what a page is about; `explanation` writes the words.
"""

from __future__ import annotations

from textwrap import fill

from attrs import field, frozen

NARROWEST = 40


@frozen
class Point:
    """One statement, with details under it."""

    text: str
    details: tuple[str, ...] = ()


@frozen
class Section:
    """A heading with points under it."""

    heading: str
    points: tuple[Point, ...]


@frozen
class Page:
    """A title, leading sentences, sections; a section without points is left out."""

    title: str
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = field(default=())
    foot: tuple[str, ...] = ()


def as_text(page: Page, width: int = 88) -> str:
    """
    A page as plain text.

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
        [_filled(page.title, width), *(_filled(line, width) for line in page.lead)],
        *(
            [_filled(section.heading, width), *(line for point in section.points for line in _lines(point, width))]
            for section in page.sections
            if section.points
        ),
        [_filled(line, width) for line in page.foot],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _lines(point: Point, width: int) -> list[str]:
    return [_filled(point.text, width, "  - "), *(_filled(detail, width, "      ", 2) for detail in point.details)]


def _filled(text: str, width: int, lead: str = "", hanging: int = 0) -> str:
    """A text within the width, the following lines under the first; ids and compound words stay whole."""
    indent = " " * (len(lead) + hanging)
    return fill(text, width, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False)
