"""
Pages as HTML.

What lives here: `as_html`, which makes a fragment, and `as_document`. What it may import: `pages`, `characters`, `colors`,
`markup`, `svg`. What it never does: write a script, a link, an id or a class, or load anything: the fragment can stand in any
page, any number of times.

Color, font and size of text are those of the page around it, so that it can be read on light and dark ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from continuum.render.characters import tidy
from continuum.render.colors import QUIET
from continuum.render.markup import element, shown
from continuum.render.pages import Page, Point, Section, Table
from continuum.render.svg import as_svg

DEEPEST_HEADING: Final = 6
NARROWEST_COLUMN: Final = 20
"""Columns of a table become no narrower than so many letters, if they hold so many."""
LETTER: Final = 0.55
"""Width of a letter, in sizes of its font."""

FRAME: Final = "color:inherit;font:inherit;line-height:1.5;text-align:left"
BODY: Final = "font-family:system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em"
RULE: Final = f"border-top:1px solid {QUIET};margin:2em 0"
HEADING: Final = "margin:{above}em 0 0.4em;font-size:{size}em;font-weight:600;line-height:1.3;color:inherit;text-align:left"
PARAGRAPH: Final = "margin:0 0 0.5em;max-width:46em"
POINTS: Final = "margin:0 0 0.5em;padding-left:1.4em;max-width:46em;list-style:disc"
DETAILS: Final = "margin:0.1em 0 0.4em;padding-left:1.2em;list-style:circle"
POINT: Final = "margin:0.2em 0"
EDGE: Final = 2.5
"""Where a table goes on beyond the right edge of the page it fades, so that nobody takes what is seen for the whole; its last
column keeps so much room beside it that nothing fades where the table ends."""
SCROLLED: Final = (
    f"overflow-x:auto;margin:0.4em 0 0.8em;mask-image:linear-gradient(to right,#000 calc(100% - {EDGE}em),transparent)"
)
TABLE: Final = "border-collapse:collapse;table-layout:auto;margin:0;border:none;font-size:0.95em"
ROW: Final = "background:none"
CELL: Final = (
    "padding:0.4em {after}em 0.4em 0;border:none;border-bottom:1px solid {line};text-align:left;vertical-align:top;"
    "min-width:{least:g}em;max-width:none;white-space:normal;background:none;font-weight:{weight}"
)


def as_html(page: Page, level: int = 3) -> str:
    """
    A page as a fragment of HTML.

    Args:
        page: The page.
        level: Level of the title's heading, from 1; sections lie one below each, down to 6.

    Example:
        >>> as_html(Page("Stay & see")).endswith('">Stay &amp; see</h3></section>')
        True
    """
    level = max(level, 1)
    return element(
        "section",
        {"style": FRAME},
        _heading(page.title, level, above=0),
        *_paragraphs(page.lead),
        *(part for section in page.parts for part in _section(section, level + 1, 1)),
        *_paragraphs(page.foot),
    )


def as_document(*pages: Page) -> str:
    """
    Pages as a document of HTML, to be opened by itself; it loads nothing, and is light or dark as its reader prefers.

    Args:
        pages: At least one; the first one's title is that of the document.

    Example:
        >>> as_document(Page("Stay")).startswith('<!doctype html>')
        True
    """
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark">{element("title", {}, shown(pages[0].title))}'
    )
    first, *others = pages
    below = (part for page in others for part in (element("div", {"style": RULE}), as_html(page, 2)))
    body = element("body", {"style": BODY}, as_html(first, 1), *below)
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>{body}</html>'


def _heading(text: str, level: int, depth: int = 0, above: float = 1.4) -> str:
    size = max(1.0, 1.25 - 0.1 * depth)
    return element(f"h{min(level, DEEPEST_HEADING)}", {"style": HEADING.format(above=above, size=size)}, shown(text))


def _paragraphs(texts: Sequence[str]) -> Iterator[str]:
    return (element("p", {"style": PARAGRAPH}, shown(text)) for text in texts if tidy(text))


def _section(section: Section, level: int, depth: int) -> Iterator[str]:
    yield _heading(section.heading, level, depth)
    if section.drawn:
        yield as_svg(section.drawn)
    if section.points:
        yield element("ul", {"style": POINTS}, *map(_point, section.points))
    if section.filled:
        yield _table(section.filled, section.heading)
    for part in section.parts:
        yield from _section(part, level + 1, depth + 1)


def _point(point: Point) -> str:
    below = [element("ul", {"style": DETAILS}, *map(_point, point.points))] if point.details else []
    return element("li", {"style": POINT}, shown(point.text), *below)


def _table(table: Table, name: str) -> str:
    """A table that scrolls sideways, by keys as well, where the page is too narrow."""
    least = [LETTER * min(NARROWEST_COLUMN, max(map(len, column))) for column in zip(table.headings, *table.rows, strict=True)]
    head = _cells(table.headings, least, ["col"] * len(least))
    body = [_cells(row, least, ["row", *[""] * (len(least) - 1)]) for row in table.rows]
    return element(
        "div",
        {"style": SCROLLED, "role": "region", "aria-label": name, "tabindex": "0"},
        element("table", {"style": TABLE}, element("thead", {}, head), element("tbody", {}, *body)),
    )


def _cells(row: Sequence[str], least: Sequence[float], scopes: Sequence[str]) -> str:
    cells = enumerate(zip(row, least, scopes, strict=True), 1)
    return element("tr", {"style": ROW}, *(_cell(*cell, is_last=number == len(row)) for number, cell in cells))


def _cell(text: str, least: float, scope: str, *, is_last: bool) -> str:
    style = CELL.format(line=QUIET, least=least, weight=600 if scope else 400, after=EDGE + 1 if is_last else 1)
    return element("th" if scope else "td", {"style": style} | ({"scope": scope} if scope else {}), shown(text))
