"""Pages as HTML, and drawings as SVG: parsed again, whatever the texts hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import example, given

from continuum.render import Event, Ladder, Mark, Page, Point, Rung, Section, Span, Table, Timeline, as_html
from continuum.render.characters import tidy
from continuum.render.colors import COLORS, QUIET
from continuum.render.html import SCROLLED
from continuum.render.pages import Drawing
from continuum.render.svg import BOLDER, NOTE_SIZE, WIDTH, as_svg, width_of, wrapped
from tests.render_worlds import NASTY, drawings, ladders, pages, said, texts, timelines

ALLOWED = {
    **{tag: {"style"} for tag in ("h1", "h2", "h3", "h4", "h5", "h6", "section", "p", "ul", "li", "table", "tr", "td")},
    "thead": set[str](),
    "tbody": set[str](),
    "th": {"style", "scope"},
    "div": {"style", "role", "aria-label", "tabindex"},
    "svg": {"style", "role", "aria-label", "viewBox", "width", "fill"},
    "title": set[str](),
    "desc": set[str](),
    "text": {"x", "y", "font-size", "fill", "font-weight", "text-anchor"},
    "rect": {"x", "y", "width", "height", "rx", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap"},
    "line": {"x1", "y1", "x2", "y2", "stroke", "stroke-width"},
    "polygon": {"points", "fill"},
}
"""No `id`, `class`, `href`, `src`, `on…`: nothing that could clash, load or run."""

PAGE = Page(
    "Stay",
    ("Staying is a full outcome.",),
    (Section("Why", (Point("a < b", ("a detail",)), Point("c")), Table(("Rule", "When"), (("gap", "x"), ("y", "")))),),
    ("The foot.",),
)


def plain(html: str) -> str:
    """Without styles, which are for the eye."""
    root = fromstring(html)  # noqa: S314 # made by us, a moment ago
    for one in root.iter():
        one.attrib.pop("style", None)
    return "".join(_plain(root))


def _plain(one: Element) -> Iterator[str]:
    given_ = "".join(f" {key}={value!r}" for key, value in one.attrib.items())
    yield f"<{one.tag}{given_}>{one.text or ''}"
    for child in one:
        yield from _plain(child)
        yield child.tail or ""
    yield f"</{one.tag}>"


def test_a_page() -> None:
    """Headings in order, lists, a table with headings for rows and columns; in reading order."""
    assert plain(as_html(PAGE)) == (
        "<section><h3>Stay</h3><p>Staying is a full outcome.</p><h4>Why</h4>"
        "<ul><li>a < b<ul><li>a detail</li></ul></li><li>c</li></ul>"
        "<div role='region' aria-label='Why' tabindex='0'><table>"
        "<thead><tr><th scope='col'>Rule</th><th scope='col'>When</th></tr></thead>"
        "<tbody><tr><th scope='row'>gap</th><td>x</td></tr><tr><th scope='row'>y</th><td></td></tr></tbody>"
        "</table></div><p>The foot.</p></section>"
    )


def test_a_table_that_goes_on_beyond_the_edge_fades_there() -> None:
    """It scrolls, and nobody takes what is seen of it for the whole; beside its last column there is room for what fades."""
    (scrolled,) = [one for one in parsed(as_html(PAGE)) if one.tag == "div"]
    declared = dict(part.split(":") for part in scrolled.get("style", "").split(";"))
    assert declared["overflow-x"] == "auto"
    assert "calc(100% - 2.5em),transparent" in declared["mask-image"]
    for row in scrolled.iter("tr"):
        assert ["padding:0.4em 3.5em 0.4em 0" in cell.get("style", "") for cell in row] == [False, True]


def test_texts_take_color_and_font_from_the_page_around() -> None:
    """On dark ground they are light without knowing it."""
    html = as_html(PAGE)
    assert "color:inherit;font:inherit" in html
    assert "font-family" not in html
    for one in fromstring(html).iter():  # noqa: S314 # made by us, a moment ago
        declared = dict(part.split(":") for part in one.get("style", "").split(";") if part)
        assert declared.get("color", "inherit") == "inherit"
        assert declared.get("background", "none") == "none"


@pytest.mark.parametrize(("level", "headings"), [(-1, "123"), (1, "123"), (3, "345"), (5, "566"), (9, "666")])
def test_headings_begin_at_the_level_asked_for(level: int, headings: str) -> None:
    """Each section lies one below what it is in; deeper ones share the sixth."""
    page = Page("a", sections=(Section("b", sections=(Section("c", (Point("x"),)),)),))
    assert [one.tag for one in parsed(as_html(page, level)) if one.tag[0] == "h"] == [f"h{one}" for one in headings]


def parsed(html: str) -> Iterator[Element]:
    """All elements, in order; what is well-formed XML is read alike by every parser."""
    return fromstring(html).iter()  # noqa: S314 # made by us, a moment ago


def expected(page: Page) -> Iterator[tuple[str, str]]:
    """Each text outside drawings with its tag."""
    yield "h3", page.title
    yield from (("p", text) for text in page.lead if tidy(text))
    for section in page.parts:
        yield from expected_section(section, 4)
    yield from (("p", text) for text in page.foot if tidy(text))


def expected_section(section: Section, level: int) -> Iterator[tuple[str, str]]:
    yield f"h{level}", section.heading
    for point in section.points:
        yield from (("li", text) for text in said(point))
    if section.filled:
        yield from (("th", heading) for heading in section.filled.headings)
        for row in section.filled.rows:
            yield "th", row[0]
            yield from (("td", cell) for cell in row[1:])
    for part in section.parts:
        yield from expected_section(part, level + 1)


HOLDING_TEXT = {"h3", "h4", "h5", "h6", "p", "li", "th", "td"}


@given(pages)
@example(PAGE)
def test_every_text_comes_back_as_it_was(page: Page) -> None:
    """Whatever the texts hold, they stand where they belong, unchanged, and are no markup."""
    found = [(one.tag, one.text or "") for one in parsed(as_html(page)) if one.tag in HOLDING_TEXT]
    assert found == [(tag, tidy(text)) for tag, text in expected(page)]


class Reader(HTMLParser):
    """What a browser makes of it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.data: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({key for key, _ in attrs}) == len(attrs)
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise AssertionError(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.data.append(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


@given(pages)
@example(Page("".join(NASTY), sections=(Section("", drawing=Ladder("".join(NASTY), "".join(NASTY), (Rung("".join(NASTY)),))),)))
def test_only_our_own_tags_and_attributes(page: Page) -> None:
    """Nothing that runs, loads, links, or could clash with the page around; every tag is closed in its place."""
    html = as_html(page)
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    for tag, given_ in reader.tags:
        allowed = {name.lower() for name in ALLOWED[tag]}
        assert set(given_) <= allowed, tag
        style = given_.get("style") or ""
        assert style == SCROLLED or re.fullmatch(r"[a-z0-9#;:. %-]*", style)
    assert [one.tag.lower() for one in parsed(html)] == [tag for tag, _ in reader.tags]
    assert "".join(reader.data) == "".join(one.text or "" for one in parsed(html))
    assert html.encode()


# Drawings.


def texts_of(drawing: Drawing) -> list[str]:
    """What is written in it, one text after the other."""
    if isinstance(drawing, Ladder):
        return [text for rung in drawing.rungs for text in (rung.name, *rung.marked, rung.note)]
    found: list[str] = []
    for number, lane in enumerate(drawing.lanes):
        entries = [one for one in drawing.entries if one.lane == number]
        glyph = {True: "◆", False: ""}
        found += [
            lane,
            *(f"{glyph[isinstance(one, Event)]}{one.days}{':' * bool(tidy(one.label))}{one.label}" for one in entries),
        ]
    if drawing.entries:
        first, last = min(one.start for one in drawing.entries), max(one.last for one in drawing.entries)
        found += [first.isoformat(), *([last.isoformat()] if last > first else [])]
    return found


@given(drawings)
def test_every_text_of_a_drawing_is_drawn(drawing: Drawing) -> None:
    """Wrapped, and never cut; its name and all that it shows are told to whoever cannot see it."""
    root = fromstring(as_svg(drawing))  # noqa: S314 # made by us, a moment ago
    assert (root.tag, root.get("role"), root.get("aria-label")) == ("svg", "img", tidy(drawing.title))
    assert [one.tag for one in root[:2]] == ["title", "desc"]
    assert (root[0].text or "") == tidy(drawing.title)
    told = root[1].text or ""
    assert told.startswith(tidy(drawing.description))
    for row in drawing.spelled_out.rows:
        assert ", ".join(cell for cell in map(tidy, row) if cell) in told
    drawn = "".join("".join((one.text or "").split()) for one in root.iter("text"))
    assert drawn == "".join("".join(tidy(text).split()) for text in texts_of(drawing))


def numbers(one: Element, *names: str) -> list[float]:
    return [float(one.get(name, "")) for name in names]


@given(drawings)
def test_a_drawing_keeps_within_its_frame(drawing: Drawing) -> None:
    """Shapes and texts, whatever their length: nothing is clipped, and no text lies on another."""
    root = fromstring(as_svg(drawing))  # noqa: S314 # made by us, a moment ago
    _, _, width, height = map(float, root.get("viewBox", "").split())
    assert width == WIDTH
    for one in root.iter("rect"):
        x, y, w, h = numbers(one, "x", "y", "width", "height")
        assert min(x, y, w, h) >= 0
        assert x + w <= width
        assert y + h <= height + 0.1
    for one in root.iter("polygon"):
        pairs = [tuple(map(float, pair.split(","))) for pair in one.get("points", "").split()]
        assert all(-4 <= x <= width and 0 <= y <= height for x, y in pairs)
    rows: dict[float, list[tuple[float, float]]] = {}
    for one in root.iter("text"):
        x, y, size = numbers(one, "x", "y", "font-size")
        wide = width_of(one.text or "", size * (BOLDER if one.get("font-weight") else 1))
        start = x - wide if one.get("text-anchor") else x
        assert start >= 0
        assert start + wide <= width + 0.1
        assert size <= y <= height
        rows.setdefault(y, []).append((start, start + wide))
    for row in rows.values():
        ordered = sorted(row)
        assert all(left[1] <= right[0] for left, right in pairwise(ordered))
    lines = sorted(rows)
    assert all(below - above >= NOTE_SIZE for above, below in pairwise(lines))


def test_a_name_of_forty_eight_letters_is_wrapped() -> None:
    """The longest name that a level may have, in the widest letters, on a phone."""
    room = WIDTH - 40
    for name in ("W" * 48, "治" * 48, "Medically managed inpatient and withdrawal care!"):
        lines = wrapped(name, 13.5, room)
        assert len(lines) > 1
        assert all(width_of(line, 13.5) <= room for line in lines)
        assert "".join(lines).replace(" ", "") == name.replace(" ", "")


def test_sixty_four_rungs_can_be_drawn() -> None:
    """The longest ladder that there is."""
    root = fromstring(as_svg(Ladder("", "", tuple(Rung(f"Rung {number}") for number in range(64)))))  # noqa: S314 # made by us
    tops = [float(one.get("y", "")) for one in root.iter("rect")]
    assert len(tops) == 64
    assert tops == sorted(tops)


@pytest.mark.parametrize("mark", Mark)
def test_a_mark_is_told_by_word_glyph_and_stroke(mark: Mark) -> None:
    """Color alone tells nothing: without it, no two marks look alike."""
    outlines = {}
    for one in Mark:
        root = fromstring(as_svg(Ladder("", "", (Rung("Name", marks=(one,)),))))  # noqa: S314 # made by us, a moment ago
        rects = list(root.iter("rect"))
        outlines[one] = (len(rects), rects[0].get("stroke-dasharray"), rects[0].get("stroke-width"))
        assert f"{one.glyph} {one.word}" in [text.text for text in root.iter("text")]
        assert {rect.get("stroke") for rect in rects} == {COLORS[one]}
    assert sum(outline == outlines[mark] for outline in outlines.values()) == 1


def test_every_mark_of_a_rung_has_its_outline() -> None:
    """Each within the one before; a rung without marks has a quiet border."""
    root = fromstring(as_svg(Ladder("", "", (Rung("a", marks=tuple(Mark)), Rung("b")))))  # noqa: S314 # made by us
    rects = list(root.iter("rect"))
    assert [one.get("stroke") for one in rects] == [
        *(COLORS[mark] for mark in (Mark.NOW, Mark.DECIDED, Mark.DECIDED, Mark.PASSED, Mark.POSSIBLE)),
        QUIET,
    ]
    lefts = [float(one.get("x", "")) for one in rects[:-1]]
    assert lefts == sorted(set(lefts))


def test_a_stay_that_goes_on_ends_in_an_arrow() -> None:
    """One that has ended does not; where it ended is where the next one begins."""
    one, other = date(2026, 1, 1), date(2026, 1, 11)
    root = fromstring(as_svg(Timeline("", "", ("a", "b"), (Span(0, one, other), Span(1, other)))))  # noqa: S314 # made by us
    (x, width), (start, _) = (numbers(bar, "x", "width") for bar in root.iter("rect"))
    assert x + width == pytest.approx(start)
    assert len(list(root.iter("polygon"))) == 1
    ended = fromstring(as_svg(Timeline("", "", ("a",), (Span(0, one, one),))))  # noqa: S314 # made by us, a moment ago
    assert not list(ended.iter("polygon"))
    assert numbers(next(ended.iter("rect")), "width") == [3]


@given(timelines())
def test_later_days_lie_further_right(timeline: Timeline) -> None:
    """Bars of one lane stand in the order of their days."""
    root = fromstring(as_svg(timeline))  # noqa: S314 # made by us, a moment ago
    spans = [one for lane in range(len(timeline.lanes)) for one in timeline.entries if isinstance(one, Span) and one.lane == lane]
    bars = [numbers(bar, "x")[0] for bar in root.iter("rect")]
    ordered = sorted(zip((one.start for one in spans), bars, strict=True))
    assert [left for _, left in ordered] == sorted(bars)
    assert len(set(bars)) == len({one.start for one in spans})


# Colors.


def luminance(color: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_what_it_is_said_to_be() -> None:
    """Black on white is 21 to 1, a color on itself 1 to 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", ["#ffffff", "#111111", "#1e1e1e"])
@pytest.mark.parametrize("color", [QUIET, *COLORS.values()])
def test_borders_and_bars_stand_out(color: str, ground: str) -> None:
    """At least 3 to 1, on white and on dark ground."""
    assert contrast(color, ground) >= 3


@given(ladders, texts)
def test_colors_are_for_borders_and_bars_only(ladder: Ladder, text: str) -> None:
    """Texts take the color of the page around."""
    page = Page(text, sections=(Section(text, (Point(text),), Table((text,), ((text,),)), ladder),))
    for one in parsed(as_html(page)):
        if one.tag == "text":
            assert one.get("fill") == "currentColor"
        elif one.tag in {"rect", "line"}:
            assert one.get("stroke") in {QUIET, *COLORS.values()}
