"""The list of changes that need not be noticed, and what says which they are; mutmut itself is run by hand."""

from __future__ import annotations

import inspect
import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.mutants import LIST, ROOT, Change, change_of, entry, explained, where

SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
SHOWN = """
# continuum.levels.xǁContinuumǁabove__mutmut_3: survived
--- src/continuum/levels.py
+++ src/continuum/levels.py
@@ -1,3 +1,3 @@
     def above(self, level: LevelLike) -> Level | None:
-        rank = self.rank(level) + 1
+        rank = self.rank(level) - 1
         return None
"""


def test_a_change_is_read_from_what_is_shown() -> None:
    """The function in which it is, and the lines as they were and as they are then; not the number that mutmut gives it."""
    change = change_of("continuum.levels.xǁContinuumǁabove__mutmut_3", SHOWN)
    assert change == Change("levels.Continuum.above", "rank = self.rank(level) + 1", "rank = self.rank(level) - 1")
    assert where("continuum.placement.x_step_down__mutmut_19") == "placement.step_down"
    assert where("continuum.wire.x__check_kind__mutmut_10") == "wire._check_kind"


def test_what_is_printed_is_an_entry_of_the_list() -> None:
    """It only wants a reason."""
    change = Change("levels.Continuum.above", 'one = "a"', "one = 'b' + '\\n'")
    assert tomllib.loads(entry(change, "survived"))["change"] == [{**change._asdict(), "because": ""}]


def source_of(function: str) -> str:
    """The source of `module.Class.function`."""
    module, *names = function.split(".")
    found: Any = import_module(f"continuum.{module}")
    for name in names:
        found = inspect.getattr_static(found, name)
    return inspect.getsource(getattr(found, "__func__", found))


@pytest.mark.parametrize("change", explained(), ids=lambda change: change.where)
def test_what_is_explained_is_there(change: Change) -> None:
    """Each entry is about lines that stand in the function that it names, and says why."""
    lines = [line.strip() for line in source_of(change.where).splitlines()]
    assert all(line in lines for line in change.was.splitlines())
    assert change.was != change.now
    assert len(explained()[change]) > 20


def test_no_entry_is_there_twice() -> None:
    """A second reason would hide the first."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["change"]
    assert len(entries) == len(explained())


@pytest.mark.parametrize("file", [*SETTINGS["only_mutate"], *SETTINGS["pytest_add_cli_args_test_selection"]])
def test_what_is_to_be_changed_and_asked_is_there(file: str) -> None:
    """A module or a file of tests that was renamed would be left out in silence."""
    assert (ROOT / file).is_file()


@pytest.mark.parametrize("word", [word for word in SETTINGS["pytest_add_cli_args"] if word.startswith("--deselect=")])
def test_what_is_left_out_is_there(word: str) -> None:
    """Each test that is not asked is one of the selection."""
    file, _, test = word.removeprefix("--deselect=").partition("::")
    assert file in SETTINGS["pytest_add_cli_args_test_selection"]
    assert re.search(rf"^def {test}\(", Path(ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
