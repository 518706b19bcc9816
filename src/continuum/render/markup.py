"""
Elements of HTML and SVG.

What lives here: `element`, the one place where markup is written, and `shown`, the one way by which a text gets into it. What it
may import: `characters`. What it never does: let a text be read as markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from continuum.render.characters import tidy

Attributes = Mapping[str, str | float]


def shown(text: str) -> str:
    """A text as it may stand between tags, or as the value of an attribute."""
    return escape(tidy(text), quote=True)


def element(name: str, attributes: Attributes, *content: str) -> str:
    """
    An element of this name.

    Args:
        name: Name of the element.
        attributes: Names to values; values are any text or number.
        content: Markup, made by `element` and `shown`.

    Example:
        >>> element("td", {"style": "padding:0"}, shown("a < b"))
        '<td style="padding:0">a &lt; b</td>'
    """
    given = "".join(f' {key}="{shown(_plain(value))}"' for key, value in attributes.items())
    return f"<{name}{given}>{''.join(content)}</{name}>"


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 1):g}"
