"""
What can be read as a page.

What lives here: `Shown`. What it may import: the ways of laying out. What it never does: make the page.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from continuum.render.html import as_html
from continuum.render.markdown import as_markdown
from continuum.render.pages import Page
from continuum.render.text import as_text


class Shown(ABC):
    """Something with a page: as plain text, Markdown and HTML, and of itself in a notebook."""

    __slots__ = ()

    @abstractmethod
    def page(self) -> Page:
        """Everything that is to be read of it."""

    def explain(self, width: int = 88) -> str:
        """
        It as plain text.

        Args:
            width: Columns at most; never less than 40.
        """
        return as_text(self.page(), width)

    def to_markdown(self, level: int = 2) -> str:
        """
        It as Markdown, with the tables of GitHub.

        Args:
            level: Level of the title's heading.
        """
        return as_markdown(self.page(), level)

    def to_html(self, level: int = 3) -> str:
        """
        It as a fragment of HTML that loads nothing, for any page.

        Args:
            level: Level of the title's heading.
        """
        return as_html(self.page(), level)

    def _repr_html_(self) -> str:
        """For notebooks."""
        return self.to_html()

    def _repr_markdown_(self) -> str:
        """For notebooks that show no HTML."""
        return self.to_markdown()
