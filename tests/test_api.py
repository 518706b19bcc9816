"""The public API is the one on record: a change of it is seen, and whether it breaks callers is told."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest

import continuum
from tests.api import HEAD, ON_RECORD, breaking, modules_of, public_modules, report, written

TEXT = ON_RECORD.read_text(encoding="utf-8")
WHAT_TO_DO = """The public API is not the one on record in tests/api.txt.

{report}

If this is meant: python -m tests.api, and a line in CHANGELOG.md, under "Removed" or "Changed" where it breaks callers. Once
there is a release, what breaks callers is deprecated first, and taken away in a later release.
"""
with_griffe = pytest.mark.skipif(find_spec("griffe") is None, reason="griffe is not installed: install it to classify changes")


def test_the_api_is_the_one_on_record() -> None:
    """Names, signatures, bases, values of enumerations: whoever changes one sees it here, and says so in the changelog."""
    now = written()
    if now != TEXT:
        pytest.fail(WHAT_TO_DO.format(report=report(TEXT, now)), pytrace=False)


def test_the_record_is_the_whole_public_surface() -> None:
    """Each public module is in it, and each name that `import continuum` offers; it is Python, and tells nothing private."""
    names = [line.removeprefix(HEAD) for line in TEXT.splitlines() if line.startswith(HEAD)]
    assert names == sorted(public_modules())
    files = modules_of(TEXT)
    assert len(files) == len(names)
    offered = {line.rpartition(" ")[2] for line in files["__init__.py"].splitlines() if line.startswith("from ")}
    assert offered == {*continuum.__all__}
    for name, text in files.items():
        compile(text, name, "exec")
    assert [line for line in TEXT.splitlines() if line.startswith(("_", "def _"))] == []


def test_constructors_are_written_out() -> None:
    """What attrs makes of fields is part of the API, and stands there as whoever calls it has to write it."""
    assert "class Source:\n    def __init__(self, id: str, work: str='', note: str='') -> None: ...\n" in TEXT
    assert "        status: str='draft, not clinically validated',\n" in TEXT
    assert "class Way(NamedTuple):\n    def __init__(self, rule: StepDown, limit: int) -> None: ...\n" in TEXT


def test_a_difference_can_be_read() -> None:
    """The lines that differ, and what it means for callers, or how to find out."""
    told = report("# continuum.one\nX: int\n", "# continuum.one\nX: str\n")
    assert told.startswith("--- tests/api.txt\n+++ the source\n@@ -1,2 +1,2 @@\n # continuum.one\n-X: int\n+X: str\n\n")


BEFORE = """# continuum
from continuum.one import Thing

# continuum.one
class Kind(Enum):
    LOW = 'low'
class Thing(Shown):
    def __init__(self, name: str, *, size: int=1) -> None: ...
    name: str
    @property
    def words(self) -> str: ...
def look(at: Thing, most: int) -> int: ...
"""


@with_griffe
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("look(at: Thing, most: int)", "look(at: Thing)", ["continuum.one.look(most): Parameter was removed"]),
        ("most: int)", "most: int, least: int)", ["continuum.one.look(least): Parameter was added as required"]),
        ("most: int)", "*, most: int)", ["continuum.one.look(most): Parameter kind was changed"]),
        ("size: int=1", "size: int", ["continuum.one.Thing.__init__(size): Parameter is now required"]),
        ("size: int=1", "size: int=2", ["continuum.one.Thing.__init__(size): Parameter default was changed"]),
        ("def words", "def text", ["continuum.one.Thing.words: Public object was removed"]),
        ("class Thing(Shown)", "class Thing", ["continuum.one.Thing: Base class was removed"]),
        ("'low'", "'lowest'", ["continuum.one.Kind.LOW: Attribute value was changed"]),
        ("from continuum.one import Thing\n", "", ["continuum.Thing: Public object was removed"]),
        ("most: int)", "most: int=3)", []),
        ("size: int=1", "size: int=1, weight: int=0", []),
        ("    name: str\n", "    name: str\n    more: str\n", []),
    ],
)
def test_what_breaks_callers_is_told(old: str, new: str, told: list[str]) -> None:
    """What is taken away, renamed, asked for or meant otherwise breaks them; what is added and need not be given does not."""
    after = BEFORE.replace(old, new, 1)
    assert after != BEFORE
    assert breaking(BEFORE, after) == told
    assert report(BEFORE, after).endswith(
        f"Breaks callers: {told[-1]}" if told else "Nothing of it breaks callers, as far as Griffe can tell."
    )


@with_griffe
def test_the_record_can_be_read_by_griffe() -> None:
    """All of it: the same breaks nobody, and a parameter less of one function in all of it is found."""
    griffe = import_module("griffe")
    assert breaking(TEXT, TEXT) == []
    assert breaking(TEXT, TEXT.replace("    time_limit: float | None=None,\n", "", 1)) != []
    with griffe.temporary_visited_package("continuum", modules_of(TEXT)) as package:
        assert package["decision"]["Decision"]["explain"].parameters["width"].default == "88"
