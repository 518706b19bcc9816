"""
What was measured, put in tables: plain text, Markdown, or JSON.

What lives here: `Section`, a table of spreads under headings, and `Report`, all of them with what they were measured on. What it
may import: `measure`. What it never does: measure or judge.
"""

from __future__ import annotations

import json
from typing import Any

from attrs import asdict, frozen

from tests.bench.measure import Spread

Cell = Spread | float | None


@frozen
class Row:
    """One thing measured: what it is, and a number under each heading, or none."""

    name: str
    cells: tuple[Cell, ...]


@frozen
class Section:
    """One table."""

    title: str
    about: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    def cells(self) -> list[list[str]]:
        """The table as text, its headings first."""
        return [["", *self.headings], *([row.name, *map(shown, row.cells)] for row in self.rows)]


@frozen
class Report:
    """
    All tables of one run.

    Args:
        made_with: What it was measured on: name to version.
        notes: What has to be known to read the numbers, such as what was checked before.
        warnings: What was asked for and could not be measured.
        sections: The tables.
    """

    made_with: dict[str, str]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]

    def to_text(self) -> str:
        """For a terminal."""
        head = [f"{name} {version}" for name, version in self.made_with.items()]
        warnings = [f"!!! NOT MEASURED: {warning} !!!" for warning in self.warnings]
        tables = ["\n".join([section.title, section.about, *_plain(section.cells())]) for section in self.sections]
        return "\n\n".join(["\n".join([*head, *self.notes, *warnings]), *tables, *warnings]) + "\n"

    def to_markdown(self) -> str:
        """For a page of the docs."""
        head = [f"- {name} {version}" for name, version in self.made_with.items()]
        warnings = [f"**Not measured: {warning}**" for warning in self.warnings]
        tables = [f"### {section.title}\n\n{section.about}\n\n{_markdown(section.cells())}" for section in self.sections]
        return "\n\n".join(["\n".join([*head, *(f"- {note}" for note in self.notes)]), *warnings, *tables]) + "\n"

    def to_json(self) -> str:
        """For programs: each spread as its median and quartiles."""
        data: dict[str, Any] = asdict(self)
        return json.dumps(data, indent=1) + "\n"


def shown(cell: Cell) -> str:
    """A number with its spread, in three digits; nothing for none."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return _digits(cell)
    return f"{_digits(cell.median)} ({_digits(cell.low)} to {_digits(cell.high)})"


def _digits(number: float) -> str:
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}" if number >= 0.1 else f"{number:.3f}"


def _plain(table: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    rows = [
        [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))] for row in table
    ]
    return ["  ".join(row).rstrip() for row in rows]


def _markdown(table: list[list[str]]) -> str:
    rule = ["---", *["--:"] * (len(table[0]) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (table[0], rule, *table[1:]))
