"""Pages as plain text."""

import pytest

from continuum.render import Page, Point, Section, as_text

PAGE = Page(
    "Title",
    ("A leading sentence that is long enough to be wrapped at forty columns.",),
    (
        Section("Empty", ()),
        Section(
            "Full",
            (Point("a point that is long enough to be wrapped at forty", ("a detail, long enough to be wrapped as well",)),),
        ),
    ),
    ("foot",),
)


def test_a_page() -> None:
    """Sections without points are left out; details stand under their point."""
    assert as_text(PAGE, 40) == (
        "Title\n"
        "A leading sentence that is long enough\n"
        "to be wrapped at forty columns.\n"
        "\n"
        "Full\n"
        "  - a point that is long enough to be\n"
        "    wrapped at forty\n"
        "      a detail, long enough to be\n"
        "        wrapped as well\n"
        "\n"
        "foot"
    )


@pytest.mark.parametrize("width", [-1, 0, 39, 40])
def test_a_page_is_never_narrower_than_forty(width: int) -> None:
    """Below that, nobody could read it."""
    assert as_text(PAGE, width) == as_text(PAGE, 40)


LONG = Page(
    "A title that is longer than the forty columns of the narrowest page",
    ("A lead about hours-for-this-person and a next-step.",),
    (
        Section(
            "A heading that is longer than the forty columns of the narrowest page",
            (Point("a point about the hours-for-this-person here", ("a detail of the hours-for-this-person",)),),
        ),
    ),
    ("The foot names the standard of medically-managed care.",),
)


def test_everything_is_wrapped_and_nothing_broken_at_a_hyphen() -> None:
    """Title, lead, heading, point, detail and foot keep to the width; an id or a compound word moves to the next line whole."""
    assert as_text(LONG, 40) == (
        "A title that is longer than the forty\n"
        "columns of the narrowest page\n"
        "A lead about hours-for-this-person and a\n"
        "next-step.\n"
        "\n"
        "A heading that is longer than the forty\n"
        "columns of the narrowest page\n"
        "  - a point about the\n"
        "    hours-for-this-person here\n"
        "      a detail of the\n"
        "        hours-for-this-person\n"
        "\n"
        "The foot names the standard of\n"
        "medically-managed care."
    )


def test_a_page_that_is_wide_enough_is_not_wrapped() -> None:
    """Each text stands on one line then."""
    assert len(as_text(LONG, 100).splitlines()) == 8


@pytest.mark.parametrize("width", [40, 41, 50, 63])
def test_a_word_that_no_line_can_hold_is_broken(width: int) -> None:
    """The width is kept even then, and no letter is lost."""
    word = "a-very-long-id-" * 4 + "here"
    page = Page(word, (word,), (Section(word, (Point(word, (word,)),)),), (word,))
    text = as_text(page, width)
    assert max(map(len, text.splitlines())) <= width
    assert text.replace("\n", "").replace(" ", "") == word * 3 + "-" + word * 3


def test_a_title_alone() -> None:
    """Nothing follows it."""
    assert as_text(Page("Title")) == "Title"
