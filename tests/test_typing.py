"""Two type checkers read the programs in `tests/typing`: they accept the one and reject each marked line of the other."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import continuum

PROGRAMS = Path(__file__).parent / "typing"
LIBRARY = Path(continuum.__file__).parents[1]
INSTALLED = "site-packages" in LIBRARY.parts
MARK = re.compile(r"  # E$", re.MULTILINE)


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 # our own command line, nothing from outside
        [sys.executable, "-m", *command],
        cwd=cwd,
        env={**os.environ, **({} if INSTALLED else {"MYPYPATH": str(LIBRARY)})},  # an installed package is found by itself
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def mypy_errors(program: Path, scratch: Path) -> dict[int, str]:
    config = scratch / "mypy.ini"
    config.write_text("[mypy]\nstrict = true\n", encoding="utf-8")
    finished = run("mypy", "--config-file", str(config), "--cache-dir", str(scratch), "--no-pretty", str(program), cwd=scratch)
    assert finished.returncode in {0, 1}, finished.stdout + finished.stderr
    assert re.search(r"^(Success: no issues found|Found \d+ errors?) ", finished.stdout, re.MULTILINE), (
        finished.stdout + finished.stderr
    )
    found = re.findall(r"^(.+):(\d+): error: (.*)$", finished.stdout, re.MULTILINE)
    assert {Path(path).name for path, _, _ in found} <= {program.name}, finished.stdout
    return {int(line): text for _, line, text in found}


def pyright_errors(program: Path, scratch: Path) -> dict[int, str]:
    rules = {"reportUnusedExpression": "none", "reportUnusedCallResult": "none"}
    shutil.copy(program, scratch)  # pyright reads below its project only
    config = {"include": [program.name], "extraPaths": [str(LIBRARY)], "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (scratch / "pyrightconfig.json").write_text(json.dumps(config | rules), encoding="utf-8")
    finished = run("pyright", "--outputjson", "--project", str(scratch), cwd=scratch)
    assert finished.returncode in {0, 1}, finished.stdout + finished.stderr
    report = json.loads(finished.stdout)
    assert report["summary"]["filesAnalyzed"] == 1
    found = [one for one in report["generalDiagnostics"] if one["severity"] == "error"]
    assert {Path(one["file"]).name for one in found} <= {program.name}, finished.stdout
    return {one["range"]["start"]["line"] + 1: one["message"] for one in found}


CHECKERS = {"mypy": mypy_errors, "pyright": pyright_errors}


def errors(checker: str, program: str, scratch: Path) -> dict[int, str]:
    if find_spec(checker) is None:
        pytest.skip(f"{checker} is not installed: install it to check the types that users see")
    return CHECKERS[checker](PROGRAMS / program, scratch)


def marked(text: str) -> set[int]:
    return {number for number, line in enumerate(text.splitlines(), 1) if MARK.search(line)}


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_checker_accepts_what_users_write(checker: str, tmp_path: Path) -> None:
    """Class access is a fact, instance access is its value or nothing, and every operator has its own type."""
    assert errors(checker, "accepted.py", tmp_path) == {}


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_checker_rejects_each_marked_line_and_no_other(checker: str, tmp_path: Path) -> None:
    """A slip in a record, a comparison or a declaration is seen before anything runs."""
    found = errors(checker, "must_fail.py", tmp_path)
    text = (PROGRAMS / "must_fail.py").read_text(encoding="utf-8")
    assert len(marked(text)) > 60, "the marks are read"
    assert {"missed": sorted(marked(text) - {*found}), "unmarked": {line: found[line] for line in {*found} - marked(text)}} == {
        "missed": [],
        "unmarked": {},
    }
