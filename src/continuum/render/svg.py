"""
Drawings as SVG that stands in a page of HTML.

What lives here: `as_svg`, for ladders and timelines. What it may import: `pages`, `characters`, `colors`, `markup`. What it
never does: carry a meaning by color alone, or load anything. Whoever cannot see a drawing is told all that it shows.

Widths of texts are estimated, rather too wide than too narrow, since the font is that of the page around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple
from unicodedata import category, east_asian_width

from continuum.render.characters import tidy
from continuum.render.colors import COLORS, QUIET
from continuum.render.markup import Attributes, element, shown
from continuum.render.pages import Drawing, Event, Ladder, Mark, Rung, Span, Timeline

WIDTH: Final = 360.0
STYLE: Final = "display:block;width:100%;max-width:28em;height:auto;overflow:visible;color:inherit;margin:0.4em 0 0.8em"

NAME_SIZE: Final = 13.5
NOTE_SIZE: Final = 12.0
LINE: Final = 1.35
"""Height of a line, in sizes of its letters."""

MARGIN: Final = 8.0
PADDING: Final = 7.0
"""Between a rung's innermost border and its text, beside it and above it."""
OUTLINE: Final = 5.0
"""Room of one mark's outline."""
APART: Final = 8.0
"""Between one rung and the next, one lane and the next, one label and the next."""

LEFT: Final = 4.0
RIGHT: Final = WIDTH - 4.0
"""Where a timeline begins and ends."""
ARROW: Final = 14.0
"""Room right of the last day, for the arrow of what goes on."""
BAR: Final = 9.0

BROAD: Final = frozenset("mwMW@%&—…")


def as_svg(drawing: Drawing) -> str:
    """A drawing as an element of SVG."""
    shapes, height = _ladder(drawing) if isinstance(drawing, Ladder) else _timeline(drawing)
    rows = "; ".join(", ".join(cell for cell in map(tidy, row) if cell) for row in drawing.spelled_out.rows)
    return element(
        "svg",
        {
            "role": "img",
            "aria-label": drawing.title,
            "viewBox": f"0 0 {WIDTH:g} {round(height, 1):g}",
            "width": WIDTH,
            "fill": "none",
            "style": STYLE,
        },
        element("title", {}, shown(drawing.title)),
        element("desc", {}, shown(f"{drawing.description} {rows}")),
        *shapes,
    )


# Texts.


def width_of(text: str, size: float) -> float:
    """How wide a text is at most in common fonts."""
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    """Width of a letter, in sizes of its font."""
    if category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    if east_asian_width(letter) in {"W", "F"} or category(letter) == "So" or letter in BROAD:
        return 1.05
    return 0.8 if letter.isupper() else 0.62


def wrapped(text: str, size: float, room: float) -> list[str]:
    """A text in lines that fit; a word that no line can hold is broken."""
    lines = [""]
    for word in tidy(text).split(" "):
        for piece in _pieces(word, size, room):
            longer = f"{lines[-1]} {piece}".strip()
            if width_of(longer, size) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, size: float, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if width_of(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


PLAIN: Final[Attributes] = {}
BOLD: Final[Attributes] = {"font-weight": "600"}
BOLDER: Final = 1.12
"""By how much bold letters are wider."""


def _text(x: float, y: float, text: str, size: float, more: Attributes = PLAIN) -> str:
    attributes = {"x": x, "y": y, "font-size": size, "fill": "currentColor", **more}
    return element("text", attributes, shown(text))


# Ladders.


def _ladder(ladder: Ladder) -> tuple[list[str], float]:
    shapes: list[str] = []
    top = 1.0
    inset = MARGIN + OUTLINE * max((len(rung.marked) for rung in ladder.rungs), default=0)
    for number, rung in enumerate(ladder.rungs):
        if number:
            shapes.append(_line(WIDTH / 2, top - APART, WIDTH / 2, top))
        drawn, height = _rung(rung, top, inset)
        shapes += drawn
        top += height + APART
    return shapes, top - APART + 1 if ladder.rungs else top


def _rung(rung: Rung, top: float, inset: float) -> tuple[list[str], float]:
    """A box with name, marks and note, and an outline for each mark."""
    marks = [mark for mark in Mark if mark in rung.marks]
    room, above = WIDTH - 2 * inset, PADDING + OUTLINE * max(0, len(marks) - 1)
    lines: list[tuple[str, float, Attributes]] = [
        *((line, NAME_SIZE, BOLD) for line in wrapped(rung.name, NAME_SIZE * BOLDER, room)),
        *((line, NOTE_SIZE, PLAIN) for marked in rung.marked for line in wrapped(marked, NOTE_SIZE, room)),
        *((line, NOTE_SIZE, PLAIN) for line in wrapped(rung.note, NOTE_SIZE, room) if line),
    ]
    texts: list[str] = []
    y = top + above
    for line, size, weight in lines:
        y += size * LINE
        texts.append(_text(inset, y - size * 0.35, line, size, weight))
    height = y + above - top
    outlines = [_outline(mark, top, height, OUTLINE * number) for number, mark in enumerate(marks)]
    return [*(outlines or [_box(top, height, 0, {"stroke": QUIET, "stroke-width": 1.0})]), *texts], height


def _outline(mark: Mark, top: float, height: float, inset: float) -> str:
    """Solid, double, dotted or dashed."""
    stroke: dict[str, str | float] = {"stroke": COLORS[mark], "stroke-width": 2.0}
    if mark is Mark.DECIDED:
        thin = {**stroke, "stroke-width": 1.3}
        return _box(top, height, inset, thin) + _box(top, height, inset + 2.8, thin)
    dashes = {Mark.PASSED: "0.1 4.5", Mark.POSSIBLE: "8 5"}
    if mark in dashes:
        stroke |= {"stroke-dasharray": dashes[mark], "stroke-linecap": "round" if mark is Mark.PASSED else "butt"}
    return _box(top, height, inset, stroke)


def _box(top: float, height: float, inset: float, stroke: Attributes) -> str:
    edge = 1 + inset
    place = {"x": edge, "y": top + inset, "width": WIDTH - 2 * edge, "height": height - 2 * inset, "rx": 4.0}
    return element("rect", {**place, **stroke})


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "stroke": QUIET, "stroke-width": 1.0})


# Timelines.


class Scale(NamedTuple):
    """Where a day lies."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Its place between left and right; where all is one day, that is the left."""
        return LEFT + (RIGHT - ARROW - LEFT) * (day - self.first).days / max(1, (self.last - self.first).days)


def _timeline(timeline: Timeline) -> tuple[list[str], float]:
    entries = timeline.entries
    scale = Scale(min((one.start for one in entries), default=date.min), max((one.last for one in entries), default=date.min))
    shapes: list[str] = []
    top = 0.0
    for number, name in enumerate(timeline.lanes):
        drawn, height = _lane(name, [one for one in entries if one.lane == number], scale, top)
        shapes += drawn
        top += height + APART
    drawn = _axis(scale, top + APART) if entries else []
    return [*shapes, *drawn], top + APART + NOTE_SIZE * 2


def _axis(scale: Scale, top: float) -> list[str]:
    """The first day and the last."""
    y, right = top + NOTE_SIZE * LINE, scale.x(scale.last)
    return [
        _line(LEFT, top, RIGHT, top),
        _text(LEFT, y, scale.first.isoformat(), NOTE_SIZE),
        *([_text(right, y, scale.last.isoformat(), NOTE_SIZE, {"text-anchor": "end"})] if scale.last > scale.first else []),
    ]


def _lane(name: str, entries: Sequence[Span | Event], scale: Scale, top: float) -> tuple[list[str], float]:
    """The name, the line with its bars, and what is said of each below."""
    shapes: list[str] = []
    y = top
    for line in wrapped(name, NAME_SIZE * BOLDER, WIDTH - 2 * LEFT):
        y += NAME_SIZE * LINE
        shapes.append(_text(LEFT, y - NAME_SIZE * 0.3, line, NAME_SIZE, BOLD))
    y += 4 + BAR / 2
    shapes.append(_line(LEFT, y, RIGHT, y))
    shapes += [_bar(one, scale, y) if isinstance(one, Span) else _diamond(one, scale, y) for one in entries]
    y += BAR / 2 + 2
    placed = _placed((scale.x(one.start), _said(one)) for one in entries)
    shapes += [_text(x, y + (row + 1) * NOTE_SIZE * LINE - 3, text, NOTE_SIZE) for x, row, text in placed]
    return shapes, y + (1 + max((row for _, row, _ in placed), default=-1)) * NOTE_SIZE * LINE - top


def _said(entry: Span | Event) -> str:
    glyph = f"{Mark.DECIDED.glyph} " if isinstance(entry, Event) else ""
    return f"{glyph}{entry.days}{': ' if tidy(entry.label) else ''}{tidy(entry.label)}"


def _placed(labels: Iterable[tuple[float, str]]) -> list[tuple[float, int, str]]:
    """Each label below its day, in the first row where it touches no other; a long one in rows of its own."""
    ends: list[float] = []
    placed: list[tuple[float, int, str]] = []
    for wanted, text in labels:
        lines = wrapped(text, NOTE_SIZE, RIGHT - LEFT)
        wide = width_of(text, NOTE_SIZE)
        x = max(LEFT, min(wanted, RIGHT - wide))
        row = next((row for row, end in enumerate(ends) if end + APART <= x), len(ends)) if len(lines) == 1 else len(ends)
        ends[row : row + 1] = [x + wide if len(lines) == 1 else WIDTH] * len(lines)
        placed += [(x, row + number, line) for number, line in enumerate(lines)]
    return placed


def _bar(span: Span, scale: Scale, y: float) -> str:
    """From the first day to the last; what goes on ends in an arrow at the right."""
    start, color = scale.x(span.start), COLORS[Mark.NOW]
    end = scale.x(span.end) if span.end else RIGHT - BAR
    bar = element("rect", {"x": start, "y": y - BAR / 2, "width": max(3.0, end - start), "height": BAR, "rx": 2.0, "fill": color})
    points = f"{RIGHT - BAR:.1f},{y - BAR:.1f} {RIGHT:.1f},{y:.1f} {RIGHT - BAR:.1f},{y + BAR:.1f}"
    return bar + ("" if span.end else element("polygon", {"points": points, "fill": color}))


def _diamond(event: Event, scale: Scale, y: float) -> str:
    x, half = scale.x(event.start), BAR * 0.8
    points = f"{x - half:.1f},{y:.1f} {x:.1f},{y - half:.1f} {x + half:.1f},{y:.1f} {x:.1f},{y + half:.1f}"
    return element("polygon", {"points": points, "fill": "currentColor"})
