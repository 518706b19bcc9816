"""What is so of every page, and of everything that has one, whatever it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from continuum.render import Page, Shown, as_html, as_markdown, as_text
from continuum.render.characters import tidy
from tests.test_render_html import ALLOWED, parsed

NARROW = 60
NOWHERE = ("<script", " id=", " class=", " href=", " src=", "javascript:")


class LaidOut(NamedTuple):
    """A page in three ways."""

    text: str
    markdown: str
    html: str


def laid_out(make: Callable[[], Page]) -> LaidOut:
    """A page made twice and laid out in all three ways: each time the same, within its width, and with no markup but ours."""
    page, again = make(), make()
    assert page == again
    found, other = (LaidOut(as_text(one, NARROW), as_markdown(one), as_html(one)) for one in (page, again))
    assert found == other
    assert all(len(line) <= NARROW for line in found.text.splitlines())
    assert found.markdown.startswith("## ")
    assert not [mark for mark in NOWHERE if mark in found.html]
    assert "<script" not in found.text + found.markdown
    for one in parsed(found.html):
        assert set(one.attrib) <= ALLOWED[one.tag]
    assert tidy(page.title) == "".join(next(one for one in parsed(found.html) if one.tag == "h3").itertext())
    return found


def check_methods(thing: Shown) -> LaidOut:
    """Each way in which something can be shown gives its page."""
    found = laid_out(thing.page)
    page = thing.page()
    assert thing.to_markdown() == thing._repr_markdown_() == found.markdown
    assert thing.to_html() == thing._repr_html_() == found.html
    for level in (1, 4):
        assert thing.to_markdown(level) == as_markdown(page, level)
        assert thing.to_html(level) == as_html(page, level)
    assert thing.to_markdown(4).startswith("#### ")
    return found
