"""Strategies for arbitrary pages, with texts that try to be markup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from continuum.render import Event, Ladder, Mark, Page, Point, Rung, Section, Span, Table, Timeline

NASTY = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</svg></td></section>",
    "<!-- ",
    " -->",
    "]]>",
    "<?php ?>",
    "&amp; &#60; &lt;b&gt; &nbsp;",
    "' onload='x",
    '" style="color:red',
    "[a](http://b.org)",
    "[a]: http://b.org",
    "![a](b.png)",
    "<http://b.org>",
    "http://b.org www.b.org a@b.org",
    "[ ] [x]",
    "`code`",
    "```",
    "~~~ ~~struck~~",
    "**bold** _slanted_ *slanted* __bold__",
    "| a | b |",
    "\\|",
    "\\",
    "| --- |",
    "# ",
    " #",
    "- ",
    "+ ",
    "* ",
    "> ",
    "1. ",
    "10) ",
    "===",
    "---",
    "$x$ {x} %(x)s",
    "end; subgraph",
    "%%{init: {}}%%",
    "#quot; #35;",
    "    indented",
    "one\ntwo\r\n\r\nthree\tfour",
    "\u2028\u2029\x85\x0b\x0c\x1c",
    "\x00\x07\x1b[31m\x7f\x9b",
    "\ud800",
    "\udfff\ud800",
    "\ufffe\uffff\ufdd0",
    "\u202eright to left\u200f",
    "\u00a0\u3000\u200b",
    "e\u0301",
    "治療",
    "withdrawal_risk >= SEVERE and goals_met",
)

letters = st.text(st.characters(exclude_categories=[]), max_size=6)
texts = st.lists(st.sampled_from(NASTY) | letters, max_size=3).map("".join)
days = st.integers(0, 400).map(lambda number: date(2026, 1, 1) + timedelta(days=number))

rungs = st.builds(Rung, texts, texts, st.lists(st.sampled_from(Mark), max_size=5).map(tuple))
ladders = st.builds(Ladder, texts, texts, st.lists(rungs, max_size=4).map(tuple))
points: st.SearchStrategy[Point] = st.recursive(
    st.builds(Point, texts),
    lambda inner: st.builds(Point, texts, st.lists(texts | inner, max_size=2).map(tuple)),
    max_leaves=4,
)


def said(point: Point) -> Iterator[str]:
    """The text of a point and of everything under it, in reading order."""
    yield point.text
    for detail in point.points:
        yield from said(detail)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of one column or more, with rows or without."""
    width = draw(st.integers(1, 3))
    row = st.tuples(*[texts] * width)
    return Table(draw(row), tuple(draw(st.lists(row, max_size=3))))


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """A few stretches and days on a few lanes."""
    lanes = tuple(draw(st.lists(texts, min_size=1, max_size=3)))
    lane = st.integers(0, len(lanes) - 1)
    spans: list[Span] = []
    for _ in range(draw(st.integers(0, 4))):
        start, end = sorted([draw(days), draw(days)])
        spans.append(Span(draw(lane), start, draw(st.sampled_from([end, None])), draw(texts)))
    events = draw(st.lists(st.builds(Event, lane, days, texts), max_size=3))
    return Timeline(draw(texts), draw(texts), lanes, tuple(spans), tuple(events))


drawings = ladders | timelines()


@st.composite
def sections(draw: st.DrawFn, depth: int = 2) -> Section:
    """A section, perhaps with sections in it."""
    parts: Any = st.lists(sections(depth - 1), max_size=2) if depth else st.just([])
    return Section(
        draw(texts),
        tuple(draw(st.lists(points, max_size=2))),
        draw(st.none() | tables()),
        draw(st.none() | drawings),
        tuple(draw(parts)),
    )


pages = st.builds(
    Page,
    texts,
    st.lists(texts, max_size=2).map(tuple),
    st.lists(sections(), max_size=2).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
)
