"""What a page is made of, which characters may stand in it, and what every thing with a page can do."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from continuum.errors import DefinitionError
from continuum.render import (
    Event,
    Ladder,
    Mark,
    Page,
    Point,
    Rung,
    Section,
    Shown,
    Span,
    Table,
    Timeline,
    as_html,
    as_markdown,
    as_text,
)
from continuum.render.characters import tidy
from tests.render_worlds import sections, texts

HISTORY = Timeline(
    "History",
    "Two stays.",
    ("Residential", "IOP"),
    (Span(1, date(2026, 11, 20), label="evening group"), Span(0, date(2026, 11, 2), date(2026, 11, 20))),
    (Event(1, date(2026, 11, 20), "assessed"), Event(0, date(2026, 11, 5), "visit")),
)


def test_marks_differ_in_word_and_glyph() -> None:
    """No two marks share either, so that neither color nor place has to tell them apart."""
    assert len({mark.word for mark in Mark}) == len({mark.glyph for mark in Mark}) == len(Mark) == 4


def test_marks_of_a_rung_stand_in_one_order() -> None:
    """Whatever the order in which they are given, and each once."""
    one = Rung("IOP", marks=(Mark.POSSIBLE, Mark.NOW, Mark.NOW))
    assert one.marked == ("● here now", "◇ possible while questions are open")


def test_a_ladder_is_spelled_out_as_a_table() -> None:
    """Columns that would be empty are left out."""
    assert Ladder("", "", (Rung("High", "a note", (Mark.DECIDED,)), Rung("Low"))).spelled_out == Table(
        ("Level", "Mark", "Note"), (("High", "◆ recommended", "a note"), ("Low", "", ""))
    )
    assert Ladder("", "", (Rung("High"), Rung("Low"))).spelled_out == Table(("Level",), (("High",), ("Low",)))


def test_a_timeline_is_spelled_out_day_by_day() -> None:
    """By first day; on the same day, stretches before single days."""
    assert HISTORY.spelled_out.rows == (
        ("2026-11-02 to 2026-11-20", "Residential", ""),
        ("2026-11-05", "Residential", "visit"),
        ("from 2026-11-20 on", "IOP", "evening group"),
        ("2026-11-20", "IOP", "assessed"),
    )


@pytest.mark.parametrize("lane", [-1, 2])
def test_a_lane_that_is_not_there_is_refused(lane: int) -> None:
    """A stay drawn on another lane would be a wrong history."""
    with pytest.raises(DefinitionError) as caught:
        Timeline("", "", ("a", "b"), (), (Event(lane, date(2026, 1, 1), "x"),))
    assert str(caught.value) == "a timeline of 2 lanes takes lane= from 0 to 1"


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    """One day is fine."""
    day = date(2026, 1, 2)
    assert Timeline("", "", ("a",), (Span(0, day, day),)).entries[0].days == "2026-01-02 to 2026-01-02"
    with pytest.raises(DefinitionError) as caught:
        Timeline("", "", ("a",), (Span(0, day, date(2026, 1, 1)),))
    assert str(caught.value) == "a span of a timeline ends before it starts; give the earlier day first"


@pytest.mark.parametrize(("headings", "rows"), [((), ()), (("a",), (("1", "2"),)), (("a", "b"), (("1",),))])
def test_rows_that_do_not_fit_are_refused(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    """A cell under the wrong heading says something that nobody wrote."""
    with pytest.raises(DefinitionError) as caught:
        Table(headings, rows)
    assert str(caught.value) == "a table needs headings, and each of its rows one cell under each of them"


def test_a_lean_table_has_no_empty_columns() -> None:
    """Only the first one stays, since it says what a row is about."""
    assert Table(("a", "b", "c"), (("", "", "x"), ("", "", ""))).lean == Table(("a", "c"), (("", "x"), ("", "")))


@pytest.mark.parametrize(
    ("section", "says"),
    [
        (Section("What"), False),
        (Section("What", table=Table(("a",))), False),
        (Section("What", drawing=Ladder("", "", ())), False),
        (Section("What", drawing=Timeline("", "", ("a",))), False),
        (Section("What", sections=(Section("y"),)), False),
        (Section("What", (Point("a"),)), True),
        (Section("What", table=Table(("a",), (("1",),))), True),
        (Section("What", drawing=Ladder("", "", (Rung("a"),))), True),
        (Section("What", sections=(Section("y", (Point("a"),)),)), True),
    ],
)
def test_a_section_that_says_nothing_is_left_out(section: Section, says: object) -> None:
    """On every kind of page."""
    page = Page("Title", sections=(section,))
    assert section.says_something is says
    for lay_out in (as_text, as_markdown, as_html):
        assert ("What" in lay_out(page)) is says


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  two \n\t words\u2028here\x85", "two words here"),
        ("\x1b[2Jcleared\x07", "�[2Jcleared�"),
        ("half \ud800 a pair", "half � a pair"),
        ("not in XML: \ufffe\uffff", "not in XML: ��"),
        ("non-\u00a0breaking, \u202eright to left\u200f", "non-\u00a0breaking, \u202eright to left\u200f"),
        ("治療 é 😀 \U0001fffe", "治療 é 😀 \U0001fffe"),
    ],
)
def test_harmful_characters_are_replaced(text: str, shown: str) -> None:
    """Control characters, halves of pairs; whatever can be read stays."""
    assert tidy(text) == shown


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff ")))
def test_what_can_be_read_stays(text: str) -> None:
    """Only blanks at the ends are trimmed."""
    assert tidy(text) == text.strip()


@given(texts)
def test_tidying_once_is_enough(text: str) -> None:
    """And the outcome can be encoded, and is one line."""
    once = tidy(text)
    assert tidy(once) == once
    assert once.encode().decode() == once
    assert len(once.splitlines()) <= 1


@frozen
class Small(Shown):
    """Something with a page."""

    text: str

    def page(self) -> Page:
        return Page(self.text, sections=(Section("Why", (Point("because of this and that, which is more than forty columns"),)),))


def test_whatever_has_a_page_can_be_shown_in_each_way() -> None:
    """Five methods, from the one page."""
    small = Small("Title")
    assert small.explain() == as_text(small.page())
    assert small.explain(40) == as_text(small.page(), 40) != small.explain()
    assert small.to_markdown() == small._repr_markdown_() == as_markdown(small.page())
    assert small.to_markdown(4) == as_markdown(small.page(), 4)
    assert small.to_html() == small._repr_html_() == as_html(small.page())
    assert small.to_html(5) == as_html(small.page(), 5)
    assert not hasattr(small, "__dict__")


def test_a_page_has_to_be_given() -> None:
    """Nothing without one can be made."""

    class Nothing(Shown):
        pass

    with pytest.raises(TypeError, match="page"):
        Nothing()  # type: ignore[abstract] # that is the point


@given(sections())
def test_laying_out_is_pure(section: Section) -> None:
    """The same page gives the same text, again and again."""
    page = Page("Title", sections=(section,))
    for lay_out in (as_text, as_markdown, as_html):
        assert lay_out(page) == lay_out(page)
