"""
From each row of the source articles to what embodies it and what tests it.

`python -m tests.traceability` writes docs/requirements.md. Objects are found because they cite the row, tests because they name
it, or because they walk through every object of a kind. Nothing is listed by hand but where a row has its home that is no data
(`Row.kept_by`).
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import frozen

from continuum import Admission, Assessment, Hold, RuleSet, StepDown, StepUp
from continuum.library import evidence, four_levels, program_standards, stepdown
from continuum.library.requirements import ROWS, Row
from continuum.library.works import WORKS
from continuum.programs import Program
from continuum.standards import Standard

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "requirements.md"
ROW_ID = re.compile(r"\bF[0-4]-\d+\b")
STANDARDS = [value for value in vars(program_standards).values() if isinstance(value, Standard)]
LAW_FILES = {path.name.split("_")[1]: path for path in sorted((ROOT / "tests" / "laws").glob("test_[1-8]_*.py"))}

IN_TABLE = "tests/library/test_stepdown.py"
IN_TEN = "tests/library/test_four_levels.py"
WALKED = {
    StepUp: "test_a_step_up_fires",
    Admission: "test_an_admission_fires",
    Hold: "test_a_hold_holds",
    StepDown: "test_a_step_down_is_permitted",
}
"""For each kind of rule the test that goes through all of them, under the same name for both rule sets."""


@frozen
class Home:
    """Something that embodies a row, and the test that goes through everything of its kind."""

    name: str
    test: str


def _of(rules: RuleSet, path: str) -> Iterator[tuple[Any, Home]]:
    for level in rules.continuum:
        yield level, Home(f"level `{level.id}`", f"{path}::test_the_ladder")
    for rule in rules.rules:
        yield rule, Home(f"`{rule.id}`", f"{path}::{WALKED[type(rule)]}")
    for one in rules.justifications:
        yield one, Home(f"`{one.id}`", f"{path}::test_a_justification_passes_its_level")
    for need in rules.needs:
        yield need, Home(f"need `{need.id}`", f"{path}::test_a_need_is_needed_not_needed_or_to_be_clarified")


def homes() -> Iterator[tuple[tuple[str, ...], Home]]:
    """Everything that cites rows, with the rows it cites."""
    found: list[tuple[Any, Home]] = [*_of(stepdown.RULES, IN_TABLE), *_of(four_levels.RULES, IN_TEN)]
    for standard in STANDARDS:
        test = "tests/library/test_program_standards.py::test_a_requirement_is_met"
        found += [(one, Home(f"standard: `{one.id}`", test)) for one in standard.requirements]
    found += [
        (claim, Home(f"claim `{claim.id}`", "tests/library/test_evidence.py::test_a_row_that_claims_something_is_a_claim"))
        for claim in evidence.CLAIMS
    ]
    yield from ((tuple(source.id for source in one.sources), home) for one, home in found)
    for record, test in (
        (Assessment, "tests/test_requirements.py::test_every_fact_is_a_fact_of_the_record"),
        (Program, "tests/test_requirements.py::test_every_fact_is_a_fact_of_the_record"),
    ):
        for name, fact in record.vocabulary().items():
            yield tuple(source.id for source in fact.source), Home(f"`{record.__name__}.{name}`", test)


@cache
def embodied_by() -> Mapping[str, tuple[Home, ...]]:
    """For each row id what cites it."""
    found: dict[str, dict[Home, None]] = defaultdict(dict)
    for rows, home in homes():
        for row in rows:
            found[row][home] = None
    return {row: tuple(homes) for row, homes in found.items()}


@cache
def named_in() -> Mapping[str, tuple[str, ...]]:
    """For each row id the tests that name it in their sentence or in the table they go through."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                said = [ast.get_docstring(node) or "", *map(ast.unparse, node.decorator_list)]
                for row in ROW_ID.findall(" ".join(said)):
                    found[row][f"{path.relative_to(ROOT).as_posix()}::{node.name}"] = None
    return {row: tuple(tests) for row, tests in found.items()}


def resolve(name: str) -> object:
    """What a `kept_by` name stands for: the file of a law's tests, or something in the package; a KeyError or AttributeError."""
    if name.startswith("law "):
        return LAW_FILES[name.removeprefix("law ")]
    parts = name.split(".")
    size = 2 if parts[0] == "library" else 1
    found: Any = import_module(".".join(["continuum", *parts[:size]]))
    for part in parts[size:]:
        found = getattr(found, part)
    return found


def checks_of(row: Row) -> tuple[str, ...]:
    """The tests that name the row, and those that go through what embodies it."""
    walked = [home.test for home in embodied_by().get(row.id, ())]
    files = [LAW_FILES[name.removeprefix("law ")] for name in row.kept_by if name.startswith("law ")]
    laws = [path.relative_to(ROOT).as_posix() for path in files]
    return tuple(dict.fromkeys([*named_in().get(row.id, ()), *laws, *walked]))


def homeless(rows: Iterable[Row]) -> list[str]:
    """The rows that nothing embodies or nothing tests, and that are not out of scope."""
    in_scope = (row for row in rows if not row.out_of_scope)
    return [row.id for row in in_scope if not (row.kept_by or row.id in embodied_by()) or not checks_of(row)]


def _line(row: Row) -> str:
    if row.out_of_scope:
        return f"| {row.id} | {row.statement} | out of scope: {row.out_of_scope} | |"
    names = [
        *(f"`{name}`" if "." in name else name for name in row.kept_by),
        *(one.name for one in embodied_by().get(row.id, ())),
    ]
    shown = ", ".join(dict.fromkeys(names))
    tests = ", ".join(f"`{test.removeprefix('tests/')}`" for test in checks_of(row))
    return f"| {row.id} | {row.statement} | {shown} | {tests} |"


def page() -> str:
    """docs/requirements.md."""
    total, out = len(ROWS), sum(bool(row.out_of_scope) for row in ROWS.values())
    lines = [
        "# What the source articles ask for, and where it is",
        "",
        "Made by `python -m tests.traceability` from the code and its tests; a test fails where this page is not what it would",
        "write, and where a row has neither a home nor a reason to have none. Names of tests are below `tests/`.",
        "",
        f"{total} rows, {total - out} embodied, {out} out of scope. The articles are lay texts: what they say is cited as",
        "their statement, and figures are claims (see `continuum.library.evidence`), never facts of ours. The rules that embody",
        "them are drafts, not clinically validated.",
    ]
    for key, work in WORKS.items():
        lines += ["", f"## {key}: {work}", "", "| row | what it says | embodied by | tested by |", "|---|---|---|---|"]
        lines += [_line(row) for row in ROWS.values() if row.id.startswith(f"{key}-")]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
