"""
Four type checkers read the programs in `tests/typing`, as users of the library do: with its wheel installed, and nothing of this
project on the path. They accept what users write and reject each marked line, and no other.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import attr
import attrs
import hypothesis
import pytest

from tests.distributions import built_wheel, unpacked

PROGRAMS = Path(__file__).parent / "typing"
MARK = re.compile(r"  # E$", re.MULTILINE)
SLIP = """from continuum import Decision

from .app import line_of


def slips(decision: Decision) -> None:
    line_of(decision).heading.append("now")  # E
    print(decision.target.name)  # E
"""
"""A module of the application, to see that a checker reads it and knows its types."""

Errors = dict[str, str]
"""What a checker says, by file and line."""


class Consumer(NamedTuple):
    python: Path
    programs: Path

    def files(self) -> list[str]:
        return [path.relative_to(self.programs).as_posix() for path in sorted(self.programs.rglob("*.py"))]

    def marked(self, file: str) -> set[str]:
        lines = (self.programs / file).read_text(encoding="utf-8").splitlines()
        return {f"{file}:{number}" for number, line in enumerate(lines, 1) if MARK.search(line)}

    def output(self, *command: str) -> str:
        finished = subprocess.run(  # noqa: S603 # our own command line, nothing from outside
            [sys.executable, "-m", *command],
            cwd=self.programs,
            env={name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "MYPYPATH"}},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert finished.returncode == 1, f"there are errors to be found, and the checker ran:\n{finished.stdout}{finished.stderr}"
        return finished.stdout

    def where(self, file: str, line: int) -> str:
        """Some checkers name files by their whole paths."""
        return f"{(self.programs / file).relative_to(self.programs).as_posix()}:{line}"


@pytest.fixture(scope="module")
def consumer(tmp_path_factory: pytest.TempPathFactory) -> Consumer:
    """A virtual environment with our wheel, attrs and Hypothesis, and nothing else; and the programs."""
    scratch = tmp_path_factory.mktemp("consumer")
    venv.create(scratch / "venv", symlinks=os.name != "nt", with_pip=False)
    (packages,) = (scratch / "venv").rglob("site-packages")
    unpacked(built_wheel(scratch), packages)
    for needed in (attr, attrs, hypothesis):
        folder = Path(needed.__path__[0])
        shutil.copytree(folder, packages / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    programs = scratch / "programs"
    shutil.copytree(PROGRAMS / "downstream", programs / "downstream", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("accepted.py", "must_fail.py"):
        shutil.copy(PROGRAMS / name, programs)
    (programs / "downstream" / "slip.py").write_text(SLIP, encoding="utf-8")
    return Consumer(scratch / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"), programs)


def mypy_errors(at: Consumer) -> Errors:
    (at.programs / "mypy.ini").write_text("[mypy]\nstrict = true\n", encoding="utf-8")
    lines = at.output("mypy", "--python-executable", str(at.python), "--output", "json", *at.files()).splitlines()
    found = [one for one in map(json.loads, lines) if one["severity"] == "error"]
    return {at.where(one["file"], one["line"]): one["message"] for one in found}


def pyright_errors(at: Consumer) -> Errors:
    config = {
        "include": at.files(),
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "reportUnusedExpression": "none",
        "reportUnusedCallResult": "none",
    }
    (at.programs / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    report = json.loads(at.output("pyright", "--outputjson", "--pythonpath", str(at.python)))
    found = [one for one in report["generalDiagnostics"] if one["severity"] == "error"]
    return {at.where(one["file"], one["range"]["start"]["line"] + 1): one["message"] for one in found}


def pyrefly_errors(at: Consumer) -> Errors:
    config = at.programs / "pyrefly.toml"
    config.write_text('preset = "strict"\n', encoding="utf-8")
    options = ["--config", str(config), "--python-interpreter-path", str(at.python), "--output-format", "json"]
    found = json.loads(at.output("pyrefly", "check", *options, *at.files()))["errors"]
    return {at.where(one["path"], one["line"]): one["description"] for one in found if one["severity"] == "error"}


def ty_errors(at: Consumer) -> Errors:
    found = json.loads(at.output("ty", "check", "--python", str(at.python), "--output-format", "gitlab", *at.files()))
    return {at.where(one["location"]["path"], one["location"]["positions"]["begin"]["line"]): one["description"] for one in found}


CHECKERS: dict[str, Callable[[Consumer], Errors]] = {
    "mypy": mypy_errors,
    "pyright": pyright_errors,
    "pyrefly": pyrefly_errors,
    "ty": ty_errors,
}


@pytest.fixture(scope="module", params=CHECKERS)
def found(request: pytest.FixtureRequest, consumer: Consumer) -> Errors:
    """All that a checker says of all programs, asked once."""
    checker: str = request.param
    if find_spec(checker) is None:
        pytest.skip(f"{checker} is not installed: install it to check the types that users see")
    return CHECKERS[checker](consumer)


def about(errors: Errors, part: str) -> Errors:
    return {where: said for where, said in errors.items() if where.startswith(part)}


def test_every_checker_accepts_what_users_write(found: Errors) -> None:
    """Class access is a fact, instance access is its value or nothing, and every operator has its own type."""
    assert about(found, "accepted.py") == {}


def test_every_checker_rejects_each_marked_line_and_no_other(found: Errors, consumer: Consumer) -> None:
    """A slip in a record, a comparison or a declaration is seen before anything runs."""
    marked, errors = consumer.marked("must_fail.py"), about(found, "must_fail.py")
    assert len(marked) > 60, "the marks are read"
    missed, unmarked = sorted(marked - {*errors}), {where: said for where, said in errors.items() if where not in marked}
    assert (missed, unmarked) == ([], {})


def test_every_checker_accepts_an_application(found: Errors, consumer: Consumer) -> None:
    """Facts, a ladder, rules, an application and its tests have no error, and a slip in one more module is seen."""
    errors, marked = about(found, "downstream/"), consumer.marked("downstream/slip.py")
    assert {where: said for where, said in errors.items() if where not in marked} == {}
    assert {*errors} == marked
    assert len(marked) == 2
    assert {*found} == {*errors, *about(found, "must_fail.py")}, "nothing is said of the library itself"
