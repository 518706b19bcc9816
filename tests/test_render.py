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


def test_a_title_alone() -> None:
    """Nothing follows it."""
    assert as_text(Page("Title")) == "Title"
