"""
What can be read as a page.

What lives here: `Shown`. What it may import: the ways of laying out, each when it is first asked for. What it never does: make
the page.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from continuum.later import Later

if TYPE_CHECKING:
    from continuum.render import html, markdown, pages, text
else:
    html = Later("continuum.render.html")
    markdown = Later("continuum.render.markdown")
    pages = Later("continuum.render.pages")
    text = Later("continuum.render.text")


class Shown(ABC):
    """Something with a page: as plain text, Markdown and HTML, and of itself in a notebook."""

    __slots__ = ()

    @abstractmethod
    def page(self) -> pages.Page:
        """Everything that is to be read of it."""

    def explain(self, width: int = 88) -> str:
        """
        It as plain text.

        Args:
            width: Columns at most; never less than 40.
        """
        return text.as_text(self.page(), width)

    def to_markdown(self, level: int = 2) -> str:
        """
        It as Markdown, with the tables of GitHub.

        Args:
            level: Level of the title's heading.
        """
        return markdown.as_markdown(self.page(), level)

    def to_html(self, level: int = 3) -> str:
        """
        It as a fragment of HTML that loads nothing, for any page.

        Args:
            level: Level of the title's heading.
        """
        return html.as_html(self.page(), level)

    def _repr_html_(self) -> str:
        """For notebooks."""
        return self.to_html()

    def _repr_markdown_(self) -> str:
        """For notebooks that show no HTML."""
        return self.to_markdown()
