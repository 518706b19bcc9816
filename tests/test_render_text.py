"""Tables, drawings and sections within sections as plain text; see test_render for what pages had before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuum.render import Event, Ladder, Mark, Page, Point, Rung, Section, Span, Table, Timeline, as_text
from continuum.render.characters import tidy
from tests.render_worlds import pages, said

LADDER = Ladder(
    "The ladder",
    "Four rungs.",
    (
        Rung("Inpatient"),
        Rung("Residential", marks=(Mark.NOW,)),
        Rung("Partial hospitalization (PHP)", "nothing asks for daily clinical contact", (Mark.PASSED,)),
        Rung("Intensive outpatient (IOP)", marks=(Mark.DECIDED, Mark.POSSIBLE)),
    ),
)
HISTORY = Timeline(
    "History",
    "",
    ("Residential", "Intensive outpatient (IOP)"),
    (Span(0, date(2026, 11, 2), date(2026, 11, 20)), Span(1, date(2026, 11, 20), label="evening group")),
    (Event(0, date(2026, 11, 5), "visit"),),
)
TABLE = Table(("Level", "Days"), (("IOP", "14"), ("Partial hospitalization", "")))


def test_a_ladder_as_lines() -> None:
    """Each rung on its line, after its glyphs, with their words."""
    assert as_text(Page("T", sections=(Section("Ladder", drawing=LADDER),)), 60) == (
        "T\n"
        "\n"
        "Ladder\n"
        "     Inpatient\n"
        "   ● Residential: here now\n"
        "   ○ Partial hospitalization (PHP): passed, with a\n"
        "     justification\n"
        "      nothing asks for daily clinical contact\n"
        "  ◆◇ Intensive outpatient (IOP): recommended, possible while\n"
        "     questions are open"
    )


def test_a_ladder_without_marks_as_lines() -> None:
    """Nothing stands before the names."""
    assert as_text(Page("T", sections=(Section("Ladder", drawing=Ladder("", "", (Rung("High"), Rung("Low")))),))) == (
        "T\n\nLadder\n  High\n  Low"
    )


def test_a_timeline_as_lines() -> None:
    """Each stretch after its days."""
    assert as_text(Page("T", sections=(Section("History", drawing=HISTORY),)), 50) == (
        "T\n"
        "\n"
        "History\n"
        "  2026-11-02 to 2026-11-20  Residential\n"
        "  2026-11-05                Residential: visit\n"
        "  from 2026-11-20 on        Intensive outpatient\n"
        "                            (IOP): evening group"
    )


def test_a_table_in_columns() -> None:
    """Where it fits."""
    assert as_text(Page("T", sections=(Section("Review", (Point("a point first"),), TABLE),)), 40) == (
        "T\n"
        "\n"
        "Review\n"
        "  - a point first\n"
        "  Level                    Days\n"
        "  -----------------------  ----\n"
        "  IOP                      14\n"
        "  Partial hospitalization"
    )


def test_a_table_that_does_not_fit_row_by_row() -> None:
    """The first cell of a row, and the others under it with their headings; empty ones are left out."""
    wide = Table(("Rule", "When", "Until"), (("lapse", "there was use at this level", ""), ("gap", "x", "y" * 20)))
    text = as_text(Page("T", sections=(Section("Holds", table=wide),)), 40)
    assert (
        text == "T\n\nHolds\n  - lapse\n      When: there was use at this level\n  - gap\n      When: x\n      Until: " + "y" * 20
    )
    assert as_text(Page("T", sections=(Section("Holds", table=wide),)), 58).splitlines()[3].startswith("  Rule ")
    assert as_text(Page("T", sections=(Section("Holds", table=wide),)), 57).splitlines()[3] == "  - lapse"


def nested(depth: int) -> Section:
    inner = (nested(depth - 1),) if depth else ()
    return Section(f"Depth {depth}", (Point("a point", ("a detail",)),), TABLE, LADDER, inner)


def test_sections_within_sections_are_indented() -> None:
    """Each further in than the one that it belongs to."""
    inner = Section("Inner", (Point("a point", ("a detail",)),), Table(("a", "b"), (("1", "2"),)))
    assert as_text(Page("T", sections=(Section("Outer", sections=(inner,)),))) == (
        "T\n\nOuter\n\n  Inner\n    - a point\n        a detail\n    a  b\n    -  -\n    1  2"
    )


def test_the_deepest_sections_still_fit() -> None:
    """However deep, the width is kept."""
    text = as_text(Page("T", sections=(nested(30),)), 40)
    assert max(map(len, text.splitlines())) <= 40
    assert text.count("Depth") == 31


def test_what_steers_a_terminal_is_replaced() -> None:
    """An escape sequence does not reach it."""
    assert as_text(Page("\x1b[2J", sections=(Section("a\x07", (Point("b\x9b", ("c\x08",)),)),))) == (
        "�[2J\n\na�\n  - b�\n      c�"
    )


def parts(section: Section) -> Iterator[str]:
    """Every text of a section that stands in plain text."""
    if not section.says_something:
        return
    yield section.heading
    if isinstance(section.drawn, Ladder):
        for rung in section.drawn.rungs:
            yield from ("".join(m.glyph for m in Mark if m in rung.marks), rung.name)
            yield from (mark.word for mark in Mark if mark in rung.marks)
            yield rung.note
    elif section.drawn:
        for one in section.drawn.entries:
            yield from (one.days, section.drawn.lanes[one.lane], one.label)
    for point in section.points:
        yield from said(point)
    if section.filled:
        for row in section.filled.rows:
            yield from row
    for part in section.sections:
        yield from parts(part)


@given(pages, st.integers(0, 120))
def test_every_text_stands_on_the_page(page: Page, width: int) -> None:
    """In reading order, whatever it holds; nothing fails, and no line is wider than asked or than the narrowest page."""
    text = as_text(page, width)
    expected = [page.title, *page.lead, *(one for section in page.sections for one in parts(section)), *page.foot]
    found, rest = 0, "".join(text.split())
    for one in expected:
        wanted = "".join(tidy(one).split())
        found = rest.find(wanted, found)
        assert found >= 0, one
        found += len(wanted)
    assert max(map(len, text.split("\n")), default=0) <= max(width, 40)


@pytest.mark.parametrize("width", [40, 60, 88, 200])
def test_a_mark_is_never_told_by_its_glyph_alone(width: int) -> None:
    """Each word is there as often as its glyph."""
    text = " ".join(as_text(Page("T", sections=(Section("L", drawing=LADDER),)), width).split())
    for mark in Mark:
        assert text.count(mark.glyph) == text.count(mark.word) == 1
