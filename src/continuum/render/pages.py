"""
What a page is made of.

What lives here: `Page`, `Section`, `Point`, `Table`, and the two drawings, `Ladder` and `Timeline`, each with the table that says
the same. What it may import: `errors`. What it never does: lay anything out.

All texts are plain: whatever stands in them is shown as it is, and never read as markup.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from continuum.errors import DefinitionError


class Mark(Enum):
    """What is marked on a ladder: a word and a glyph each, and a stroke of its own, so that no meaning rests on color."""

    NOW = ("here now", "●")
    DECIDED = ("recommended", "◆")
    PASSED = ("passed, with a justification", "○")
    POSSIBLE = ("possible while questions are open", "◇")

    def __init__(self, word: str, glyph: str) -> None:
        """Keep both."""
        self.word = word
        self.glyph = glyph


@frozen
class Rung:
    """One rung of a ladder that is drawn."""

    name: str
    note: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def marked(self) -> tuple[str, ...]:
        """Each of its marks as glyph and word, in one order whatever the order given."""
        return tuple(f"{mark.glyph} {mark.word}" for mark in Mark if mark in self.marks)


@frozen
class Ladder:
    """
    A drawing of rungs.

    Args:
        title: What it is, for whoever cannot see it.
        description: What it shows, likewise; the rungs are spelled out after it.
        rungs: From the highest to the lowest, as they are read.

    Example:
        >>> Ladder("Two", "", (Rung("High"), Rung("Low", marks=(Mark.NOW,)))).spelled_out.rows
        (('High', ''), ('Low', '● here now'))
    """

    title: str
    description: str
    rungs: tuple[Rung, ...]

    @property
    def spelled_out(self) -> Table:
        """The same as a table."""
        rows = tuple((rung.name, ", ".join(rung.marked), rung.note) for rung in self.rungs)
        return Table(("Level", "Mark", "Note"), rows).lean


@frozen
class Span:
    """
    A stretch of days on one lane.

    Args:
        lane: Which lane, counted from 0.
        start: Its first day.
        end: Its last day; `None`: it goes on.
        label: What is said of it.
    """

    lane: int
    start: date
    end: date | None = None
    label: str = ""

    @property
    def days(self) -> str:
        """From when to when."""
        return f"{self.start.isoformat()} to {self.end.isoformat()}" if self.end else f"from {self.start.isoformat()} on"

    @property
    def last(self) -> date:
        """The last day that is known of it."""
        return self.end or self.start


@frozen
class Event:
    """Something on one day of a lane."""

    lane: int
    start: date
    label: str

    @property
    def days(self) -> str:
        """When."""
        return self.start.isoformat()

    @property
    def last(self) -> date:
        """The same day."""
        return self.start


@frozen
class Timeline:
    """
    A drawing of stretches of days. It ends on the last day that stands in it: there is no clock.

    Args:
        title: What it is, for whoever cannot see it.
        description: What it shows, likewise; all of it is spelled out after it.
        lanes: Names of the lanes, from the highest to the lowest.
        spans: Stretches of days.
        events: Single days.

    Raises:
        DefinitionError: A lane that is not there, or a span that ends before it starts.

    Example:
        >>> stays = (Span(0, date(2026, 11, 2), date(2026, 11, 20)), Span(1, date(2026, 11, 20)))
        >>> Timeline("History", "", ("Residential", "IOP"), stays).spelled_out.rows
        (('2026-11-02 to 2026-11-20', 'Residential'), ('from 2026-11-20 on', 'IOP'))
    """

    title: str
    description: str
    lanes: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    events: tuple[Event, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse what could not be drawn."""
        if any(not 0 <= one.lane < len(self.lanes) for one in self.entries):
            raise DefinitionError(f"a timeline of {len(self.lanes)} lanes takes lane= from 0 to {len(self.lanes) - 1}")
        if any(span.last < span.start for span in self.spans):
            raise DefinitionError("a span of a timeline ends before it starts; give the earlier day first")

    @property
    def entries(self) -> tuple[Span | Event, ...]:
        """Spans and events as they follow on each other; on the same day spans first."""
        return tuple(sorted((*self.spans, *self.events), key=lambda one: one.start))

    @property
    def spelled_out(self) -> Table:
        """The same as a table."""
        rows = tuple((one.days, self.lanes[one.lane], one.label) for one in self.entries)
        return Table(("Days", "Level", "What"), rows).lean


Drawing = Ladder | Timeline


@frozen
class Table:
    """
    Rows under headings; the first cell of a row says what the row is about.

    Raises:
        DefinitionError: A row that has not one cell under each heading.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse rows that do not fit."""
        if not self.headings or any(len(row) != len(self.headings) for row in self.rows):
            raise DefinitionError("a table needs headings, and each of its rows one cell under each of them")

    @property
    def lean(self) -> Table:
        """It without the columns that are empty in every row; the first one stays."""
        kept = [number for number in range(len(self.headings)) if number == 0 or any(row[number] for row in self.rows)]
        headings, *rows = (tuple(row[number] for number in kept) for row in (self.headings, *self.rows))
        return Table(headings, tuple(rows))


@frozen
class Point:
    """One statement, with details under it; a detail may have details of its own."""

    text: str
    details: tuple[str | Point, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        """Each detail as a point."""
        return tuple(one if isinstance(one, Point) else Point(one) for one in self.details)


@frozen
class Section:
    """A heading, and under it a drawing, points, a table, and sections of its own, in this order."""

    heading: str
    points: tuple[Point, ...] = ()
    table: Table | None = None
    drawing: Drawing | None = None
    sections: tuple[Section, ...] = ()

    @property
    def drawn(self) -> Drawing | None:
        """Its drawing, if anything is on it."""
        return self.drawing if self.drawing and self.drawing.spelled_out.rows else None

    @property
    def filled(self) -> Table | None:
        """Its table, if it has rows."""
        return self.table if self.table and self.table.rows else None

    @property
    def parts(self) -> tuple[Section, ...]:
        """Its own sections, without those that say nothing."""
        return tuple(one for one in self.sections if one.says_something)

    @property
    def says_something(self) -> bool:
        """Whether anything stands under its heading; a section of which that is not so is left out."""
        return bool(self.drawn or self.points or self.filled or self.parts)


@frozen
class Page:
    """A title, leading sentences, sections and closing sentences."""

    title: str
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = field(default=())
    foot: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Section, ...]:
        """Its sections, without those that say nothing."""
        return tuple(one for one in self.sections if one.says_something)
