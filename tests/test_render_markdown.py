"""Pages as Markdown, read back with an implementation of CommonMark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from continuum.render import Ladder, Mark, Page, Point, Rung, Section, Span, Table, Timeline, as_markdown
from continuum.render.characters import tidy
from continuum.render.markdown import escaped
from tests.render_worlds import NASTY, pages, said, texts

READER = MarkdownIt("commonmark").enable(["table"])

PAGE = Page(
    "Stay: Residential",
    ("Staying is a full outcome.",),
    (
        Section("Empty"),
        Section(
            "Why",
            (Point("not yet stable [not-yet-stable: F1-21]", ("Until: 2 weeks.", "Recorded: 1.")), Point("1. second")),
            Table(("Rule", "When"), (("gap", "a | b"), ("x", ""))),
            sections=(Section("Deeper", (Point("a point"),)),),
        ),
        Section(
            "The ladder",
            drawing=Ladder("The title", "What it shows.", (Rung("High", "note", (Mark.NOW, Mark.DECIDED)), Rung("Low"))),
        ),
        Section("History", drawing=Timeline("The title", "", ("High",), (Span(0, date(2026, 1, 1), date(2026, 1, 2)),))),
    ),
    ("The foot.",),
)
MARKDOWN = r"""## Stay: Residential

Staying is a full outcome.

### Why

- not yet stable \[not-yet-stable: F1-21\]
  - Until: 2 weeks.
  - Recorded: 1.
- 1\. second

| Rule | When |
| --- | --- |
| gap | a \| b |
| x |  |

#### Deeper

- a point

### The ladder

| Level | Mark | Note |
| --- | --- | --- |
| High | ● here now, ◆ recommended | note |
| Low |  |  |

### History

| Days | Level |
| --- | --- |
| 2026-01-01 to 2026-01-02 | High |

The foot."""


def test_a_page() -> None:
    """Word for word: headings, lists, tables; drawings as tables."""
    assert as_markdown(PAGE) == MARKDOWN


@pytest.mark.parametrize(("level", "headings"), [(-1, "1234"), (1, "1234"), (4, "4567"), (6, "6789"), (99, "9999")])
def test_headings_begin_at_the_level_asked_for(level: int, headings: str) -> None:
    """Each section lies one below what it is in; there are six levels, so deeper ones share the last."""
    inner = Section("d", (Point("x"),))
    page = Page("a", sections=(Section("b", sections=(Section("c", sections=(inner,)),)),))
    found = [token.tag for token in READER.parse(as_markdown(page, level)) if token.type == "heading_open"]
    assert found == [f"h{min(int(one), 6)}" for one in headings]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Partial hospitalization (PHP)", "Partial hospitalization (PHP)"),
        ("not-yet-stable", "not-yet-stable"),
        ("withdrawal_risk >= SEVERE", r"withdrawal\_risk \>= SEVERE"),
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("=== a", r"\=== a"),
        ("12) a", r"12\) a"),
        ("1.0 Long-term", r"1\.0 Long-term"),
        ("a 1. b", "a 1. b"),
        ("Q&A &amp; &#60;", r"Q\&A \&amp; \&#60;".replace("&#", r"&\#")),
        ("https://a.org", r"https\://a.org"),
        ("www.a.org", r"www\.a.org"),
        ("a@b.org", r"a\@b.org"),
        ("91 %, $5: 3 * 4 ~ 12 `x` <b> | #7 \\", r"91 %, \$5: 3 \* 4 \~ 12 \`x\` \<b\> \| \#7 \\"),
    ],
)
def test_what_could_mean_something_is_escaped(text: str, written: str) -> None:
    """And nothing else, so that the source can be read."""
    assert escaped(text) == written


def read(markdown: str) -> Iterator[tuple[str, str]]:
    """Each text with the tag that it stands in."""
    opened: list[Token] = []
    for token in READER.parse(markdown):
        if token.type == "inline":
            within = opened[-2] if opened[-1].hidden else opened[-1]
            assert {child.type for child in token.children or ()} <= {"text"}, token.content
            yield within.tag, "".join(child.content for child in token.children or ())
        elif token.nesting == 1:
            opened.append(token)
        elif token.nesting == -1:
            opened.pop()
        else:
            raise AssertionError(token.type)


def written(page: Page) -> Iterator[tuple[str, str]]:
    """What should stand there: each text with its tag, as far as it is not blank."""
    yield "h2", page.title
    yield from (("p", text) for text in page.lead)
    for section in page.parts:
        yield from section_written(section, 3)
    yield from (("p", text) for text in page.foot)


def section_written(section: Section, level: int) -> Iterator[tuple[str, str]]:
    yield f"h{level}", section.heading
    if section.drawn:
        yield from table_written(section.drawn.spelled_out)
    for point in section.points:
        yield from (("li", text) for text in said(point))
    if section.filled:
        yield from table_written(section.filled)
    for part in section.parts:
        yield from section_written(part, level + 1)


def table_written(table: Table) -> Iterator[tuple[str, str]]:
    yield from (("th", heading) for heading in table.headings)
    yield from (("td", cell) for row in table.rows for cell in row)


@given(pages)
@example(PAGE)
def test_every_text_comes_back_as_it_was(page: Page) -> None:
    """Whatever the texts hold, a reader of CommonMark finds them unchanged, where they belong, and nothing but text in them."""
    found = [(tag, text) for tag, text in read(as_markdown(page)) if text]
    assert found == [(tag, tidy(text)) for tag, text in written(page) if tidy(text)]


@given(texts)
@example("".join(NASTY))
def test_no_tag_is_rendered_but_ours(text: str) -> None:
    """No link, image, code, emphasis or HTML comes out of a text, in any place of a page."""
    section = Section(text, (Point(text, (text,)),), Table((text,), ((text,),)))
    html = READER.render(as_markdown(Page(text, (text,), (section,), (text,))))
    tags = {part.split(">")[0].strip("/ ") for part in html.split("<")[1:]}
    assert tags <= {"h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}


def test_a_point_without_text_keeps_its_details() -> None:
    """The list is not torn apart."""
    page = Page("T", sections=(Section("S", (Point("", ("a",)), Point("b"))),))
    assert list(read(as_markdown(page))) == [("h2", "T"), ("h3", "S"), ("li", "a"), ("li", "b")]
