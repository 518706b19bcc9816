"""The safety case and the guide name only what there is; wherever the shipped rules show themselves, they say what they are."""

from __future__ import annotations

import ast
import inspect
import io
import re
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import continuum
from continuum import Assessment, Engine, RuleSet, explanation
from continuum.commands import Streams, rules
from continuum.laws import LAWS
from continuum.library import four_levels, stepdown
from continuum.properties import PROPERTIES

ROOT = Path(__file__).parent.parent
SOURCES = Path(continuum.__file__).parent
CASE = ROOT / "docs" / "explanation" / "safety-case.md"
GUIDE = ROOT / "docs" / "contributing.md"
RULE_SETS = (stepdown.RULES, four_levels.RULES)
SHIPPED = pytest.mark.parametrize("shipped", RULE_SETS, ids=[one.id for one in RULE_SETS])
STATUS = "draft, not clinically validated"

IDS = {law.id for law in LAWS} | {one.id for one in PROPERTIES} | {rule.id for shipped in RULE_SETS for rule in shipped.rules}
MODULES = [".".join(path.relative_to(SOURCES.parent).with_suffix("").parts) for path in sorted(SOURCES.rglob("*.py"))]

OUTSIDE = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "subprocess", "multiprocessing", "logging"}
CHANCE = {"random", "secrets", "uuid"}


def prose(path: Path) -> str:
    """The page without its blocks of code, on one line."""
    return " ".join(re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).split())


def named(path: Path) -> list[str]:
    """Everything that stands in code marks."""
    return sorted(set(re.findall(r"`([^`]+)`", prose(path))))


def is_file(name: str) -> bool:
    """Whether it is a path of the repository, with a test of that name in it where one is named."""
    path, _, test = name.partition("::")
    file = ROOT / path
    return file.exists() and (
        not test or re.search(rf"^def {test}\(", file.read_text(encoding="utf-8"), re.MULTILINE) is not None
    )


def found_in(owner: Any, parts: list[str]) -> Any:
    """What a dotted name leads to from here; of what attrs makes, an annotation is enough."""
    for part in parts:
        owner = getattr(owner, part) if hasattr(owner, part) else owner.__annotations__[part]
    return owner


def resolved(name: str) -> Any:
    """What a dotted name stands for: a module of the package, something in one, or something in a class of any of them."""
    first, *rest = name.removeprefix("continuum.").split(".")
    owners = [continuum, *map(import_module, (one for one in MODULES if not one.endswith("__main__")))]
    for size in range(len(rest), -1, -1):
        path = ".".join(("continuum", first, *rest[:size])) if first != "continuum" else "continuum"
        if path in MODULES or f"{path}.__init__" in MODULES:
            return found_in(import_module(path), rest[size:])
    return found_in(next(vars(owner)[first] for owner in owners if first in vars(owner)), rest)


def is_name(name: str) -> bool:
    """Whether a dotted name, with or without one of its keywords, leads anywhere."""
    called = re.fullmatch(r"([\w.]+)(?:\((\w+)=\))?", name)
    if not called:
        return False
    try:
        thing = resolved(called[1])
    except (AttributeError, KeyError, StopIteration):
        return False
    return not called[2] or called[2] in inspect.signature(thing).parameters


def is_command(name: str) -> bool:
    """Whether it runs a module that there is, or a command of the library."""
    if name.startswith("python -m "):
        return find_spec(name.split()[2]) is not None
    return name.startswith("continuum ") and name.split()[1] in {
        "decide",
        "explain",
        "rules",
        "program",
        "verify",
        "diff",
        "schema",
    }


def exists(name: str) -> bool:
    return name in IDS or is_file(name) or is_name(name) or is_command(name)


@pytest.mark.parametrize("name", named(CASE))
def test_what_the_safety_case_names_exists(name: str) -> None:
    """A path, a test in it, a module, a class and what it has, a law or a rule: what stands in code marks is there."""
    assert exists(name), name


@pytest.mark.parametrize("name", named(GUIDE))
def test_what_the_guide_names_exists(name: str) -> None:
    """Nor in the guide for contributors."""
    assert exists(name), name


@pytest.mark.parametrize(
    "name",
    [
        "tests/laws/test_9_nothing.py",
        "tests/test_decision.py::test_it_has_no_trut",
        "src/continuum/nowhere.py",
        "continuum.nowhere",
        "laws.NOTHING",
        "Decision.nothing",
        "Decision.to_record(nothing=)",
        "no-such-law",
        "python -m tests.nothing",
        "continuum nothing",
        "two words",
    ],
)
def test_what_is_not_there_is_noticed(name: str) -> None:
    """A file that was renamed, a test that was dropped or a keyword that is called otherwise fails the tests above."""
    assert not exists(name)


@pytest.mark.parametrize("law", LAWS, ids=[law.id for law in LAWS])
def test_every_law_answers_a_hazard(law: Any) -> None:
    """Each is named in the table of hazards, with its number somewhere on the page."""
    hazards = [line for line in CASE.read_text(encoding="utf-8").splitlines() if line.startswith("| H")]
    assert any(f"`{law.id}`" in line for line in hazards), law.id
    assert re.search(rf"[Ll]aws? (\d, )?{law.number}\b", prose(CASE))


def test_hazards_and_what_is_left_are_numbered() -> None:
    """From 1 on, without a gap; each hazard names what keeps it so, and every risk that is referred to is there."""
    lines = CASE.read_text(encoding="utf-8").splitlines()
    for letter, least in (("H", 15), ("R", 5)):
        rows = [line.strip("| ").split(" | ") for line in lines if re.match(rf"\| {letter}\d", line)]
        assert [row[0] for row in rows] == [f"{letter}{number}" for number in range(1, len(rows) + 1)]
        assert len(rows) >= least
        assert letter == "R" or all("`tests/" in row[-1] and len(row) == 5 for row in rows)
    assert set(re.findall(r"\(R\d\)", prose(CASE))) <= {f"(R{number})" for number in range(1, len(rows) + 1)}


@SHIPPED
def test_the_code_is_quoted_as_it_is(shipped: RuleSet) -> None:
    """Intended use, limits, status and the last sentence of every explanation; that nobody is named as reviewer is so."""
    for words in (shipped.intended_use, shipped.limits, shipped.status, explanation.DISCLAIMER):
        assert f'"{words}"' in prose(CASE), words
    assert shipped.reviewer == ""
    assert shipped.status == STATUS


def test_whose_product_it_is_not_is_said_as_in_the_readme() -> None:
    """In the same sentences."""
    said = "Independent of, not affiliated with and not endorsed by ASAM or any product that bears its name."
    for page in (CASE, ROOT / "README.md"):
        assert f"{said} No criteria text, rating table or decision logic of ASAM is used." in prose(page)


def test_no_fact_or_limit_speaks_of_who_is_not_covered() -> None:
    """As the page says: were there a fact for age or pregnancy, it would have to be told otherwise."""
    said = [*Assessment.vocabulary(), *(fact.label for fact in Assessment.vocabulary().values())]
    said += [shipped.limits for shipped in RULE_SETS]
    assert not any(re.search(r"\bage\b|_age\b|pregnan|prison|capacity", text, re.IGNORECASE) for text in said)


# Wherever a shipped rule set shows itself.


def told(text: str) -> str:
    """What a reader reads: without markup, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@SHIPPED
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_the_pages_of_the_shipped_rules_say_what_they_are(shipped: RuleSet, form: str) -> None:
    """At the head and in the last line of `continuum rules`, in each way of showing."""
    out = io.StringIO()
    assert rules(Streams(None, out, sys.stderr), shipped.id, form) == 0
    assert told(out.getvalue()).count(STATUS) >= 2


WAYS: dict[str, Callable[[Any], str]] = {
    "markdown": lambda decision: decision.to_markdown(),
    "html": lambda decision: decision.to_html(),
    "notebook": lambda decision: decision._repr_html_(),
    "plain data": lambda decision: decision.to_dict()["ruleset"]["status"],
    "trace": lambda decision: decision.trace.explain(),
}


@SHIPPED
@pytest.mark.parametrize("way", WAYS)
def test_every_decision_of_the_shipped_rules_says_what_they_are(shipped: RuleSet, way: str) -> None:
    """At every level, in every form but the text, of which `test_every_explanation_says_what_it_is` speaks."""
    for level in shipped.continuum.ids:
        assert STATUS in told(WAYS[way](Engine(shipped).decide(Assessment(level=level)))), level


# No clock, no chance, nothing sent.


def imported(path: Path) -> set[str]:
    """The modules that a file imports, by the first part of their names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return {name.partition(".")[0] for name in plain | {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}}


@pytest.mark.parametrize("path", sorted(SOURCES.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCES)))
def test_no_module_reaches_outside(path: Path) -> None:
    """None imports what sends, logs or draws lots; a timer is read for the budget of a proof only, and no calendar anywhere."""
    allowed = {"time"} if path.name == "verify.py" else set()
    assert not imported(path) & (OUTSIDE | CHANCE | {"time"}) - allowed
    assert not re.search(r"\.(now|today|utcnow)\(", path.read_text(encoding="utf-8"))
