"""The pages of the reference that are written by hand leave nothing out."""

from __future__ import annotations

import re
from pathlib import Path

from continuum import errors
from continuum.wire import SCHEMAS

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


def test_every_document_is_listed_with_its_schema() -> None:
    """Each kind of document stands once, with its format and its schema."""
    rows = re.findall(r"`continuum/([a-z-]+)/1`.*\[([a-z-]+)\]\(\.\./schemas/([a-z-]+)\.schema\.json\)", page("json-format"))
    assert sorted(rows) == [(name, name, name) for name in sorted(SCHEMAS)]


def test_every_error_is_listed() -> None:
    """Each kind of error that can be raised stands once, with what to do."""
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.ContinuumError)}
    assert sorted(re.findall(r"^\| `(\w+)` \|", page("errors"), re.MULTILINE)) == sorted(kinds - {"ContinuumError"})


def test_the_glossary_is_in_order() -> None:
    """A word is found where the alphabet has it."""
    words = re.findall(r"^## (.+)$", page("glossary"), re.MULTILINE)
    assert words
    assert words == sorted(words, key=str.casefold)
