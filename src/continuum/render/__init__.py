"""
Rendering: pages as plain text, Markdown and HTML, and charts for Mermaid.

What lives here: what a page is made of (`pages`), a way to lay it out per file (`text`, `markdown`, `html` with the drawings of
`svg`), `mermaid`, and `Shown`, which gives all of them to whatever has a page. What it may import: `errors`, `later`. What it
never does: know what a page is about; whoever makes the page writes its words.

Each name is imported when it is first asked for: whoever has a page is there long before anybody reads it.
"""

from typing import TYPE_CHECKING

from continuum.later import names_later

if TYPE_CHECKING:
    from continuum.render.html import as_document, as_html
    from continuum.render.markdown import as_markdown
    from continuum.render.mermaid import Edge, flowchart, ladder_chart
    from continuum.render.pages import Drawing, Event, Ladder, Mark, Page, Point, Rung, Section, Span, Table, Timeline
    from continuum.render.shown import Shown
    from continuum.render.text import as_text
else:
    __getattr__ = names_later(
        __name__,
        {
            "html": ("as_document", "as_html"),
            "markdown": ("as_markdown",),
            "mermaid": ("Edge", "flowchart", "ladder_chart"),
            "pages": ("Drawing", "Event", "Ladder", "Mark", "Page", "Point", "Rung", "Section", "Span", "Table", "Timeline"),
            "shown": ("Shown",),
            "text": ("as_text",),
        },
    )

__all__ = [
    "Drawing",
    "Edge",
    "Event",
    "Ladder",
    "Mark",
    "Page",
    "Point",
    "Rung",
    "Section",
    "Shown",
    "Span",
    "Table",
    "Timeline",
    "as_document",
    "as_html",
    "as_markdown",
    "as_text",
    "flowchart",
    "ladder_chart",
]


def __dir__() -> list[str]:
    """What it offers, imported or not."""
    return sorted({*globals(), *__all__})
