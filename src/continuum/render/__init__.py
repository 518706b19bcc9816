"""
Rendering: pages as plain text, Markdown and HTML, and charts for Mermaid.

What lives here: what a page is made of (`pages`), a way to lay it out per file (`text`, `markdown`, `html` with the drawings of
`svg`), `mermaid`, and `Shown`, which gives all of them to whatever has a page. What it may import: `errors`. What it never does:
know what a page is about; whoever makes the page writes its words.
"""

from continuum.render.html import as_document, as_html
from continuum.render.markdown import as_markdown
from continuum.render.mermaid import Edge, flowchart, ladder_chart
from continuum.render.pages import Drawing, Event, Ladder, Mark, Page, Point, Rung, Section, Span, Table, Timeline
from continuum.render.shown import Shown
from continuum.render.text import as_text

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
