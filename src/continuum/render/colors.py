"""
The colors of borders and bars.

What lives here: one table. What it may import: `pages`. What it never does: color a text, or carry a meaning that stands nowhere
else. Each color stands out from white and from nearly black ground by at least 3 to 1 (WCAG 2.2, 1.4.11).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from continuum.render.pages import Mark

QUIET: Final = "#808080"
"""Plain borders and lines."""

COLORS: Final[Mapping[Mark, str]] = {
    Mark.NOW: "#2f7fd1",
    Mark.DECIDED: "#2e8b57",
    Mark.PASSED: "#8a6fb5",
    Mark.POSSIBLE: "#b07a10",
}
