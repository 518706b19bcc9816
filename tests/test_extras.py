"""The core needs attrs and nothing else: importing any of its modules never asks for an extra."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import continuum

SOURCES = Path(continuum.__file__).parent
EXTRAS = (
    *("_pytest", "furo", "hypothesis", "jsonschema", "markdown_it", "myst_nb", "numpy", "pandas", "polars", "pytest"),
    *("sphinx", "sybil", "z3"),
)
"""What the extras install, and what a reader might expect a library of tables and proofs to import."""

REFUSED = f"""
import importlib, sys
class Refusal:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in {EXTRAS!r}:
            raise ImportError('an extra is asked for: ' + name)
before = {{*sys.modules}}
sys.meta_path.insert(0, Refusal())
for name in sys.argv[1:]:
    importlib.import_module(name)
found = {{name.partition('.')[0] for name in {{*sys.modules}} - before}}
print(*sorted(found - {{*sys.stdlib_module_names}}))
"""
"""Imports what it is asked to, where no extra can be imported, and says what else than Python's own was imported."""


def modules() -> list[str]:
    names = (".".join(("continuum", *path.relative_to(SOURCES).with_suffix("").parts)) for path in sorted(SOURCES.rglob("*.py")))
    return [name.removesuffix(".__init__") for name in names if not name.startswith("continuum.strategies.")]


def imports(*names: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 # our own program, nothing from outside
        [sys.executable, "-W", "error", "-c", REFUSED, *names],
        env={**os.environ, "PYTHONPATH": str(SOURCES.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_every_module_of_the_core_is_imported_without_an_extra() -> None:
    """All modules but the strategies: they import attrs, each other and what Python brings along."""
    every = modules()
    assert {"continuum", "continuum.__main__", "continuum.render.html", "continuum.verify", "continuum.library.stepdown"} <= {
        *every
    }
    done = imports(*every)
    assert (done.stderr, done.stdout) == ("", "attr attrs continuum\n")


@pytest.mark.parametrize(
    "name", ["continuum", "continuum.__main__", "continuum.library.four_levels", "continuum.verify", "continuum.wire"]
)
def test_what_users_import_first_needs_no_extra(name: str) -> None:
    """Alone in a new process, too, where no other module has imported anything before it."""
    done = imports(name)
    assert (done.stderr, done.stdout) == ("", "attr attrs continuum\n")


def test_an_extra_that_is_asked_for_is_seen() -> None:
    """The strategies need Hypothesis, so the same process stops at it, and the error names what to install."""
    done = imports("continuum.strategies")
    assert done.returncode == 1
    assert "an extra is asked for: hypothesis" in done.stderr
    assert 'pip install "continuum-care[testing]"' in done.stderr.splitlines()[-1]
