"""Executed docs only: every example of the README, the docs and the docstrings runs, and shows what it says."""

from __future__ import annotations

import re
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.example import Example
from sybil.parsers.doctest import DocTestParser

import continuum
from continuum.__main__ import main
from tests.pages import desk

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = Path(continuum.__file__).parent

DOCS = Sybil(parsers=[DocTestParser(ELLIPSIS | NORMALIZE_WHITESPACE)], path=str(ROOT), patterns=["*.md"], name="docs")
DOCSTRINGS = Sybil(
    parsers=[DocTestParser(ELLIPSIS | NORMALIZE_WHITESPACE)],
    path=str(SOURCES),
    patterns=["*.py"],
    document_types={".py": PythonDocStringDocument},
    name="docstrings",
)


def examples() -> list[tuple[str, Sybil, Path]]:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    found = [(str(path.relative_to(ROOT)), DOCS, path) for path in pages]
    return found + [(str(path.relative_to(SOURCES)), DOCSTRINGS, path) for path in sorted(SOURCES.rglob("*.py"))]


@pytest.mark.parametrize(
    ("sybil", "path"), [(sybil, path) for _, sybil, path in examples()], ids=[name for name, _, _ in examples()]
)
def test_examples_run(sybil: Sybil, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example of a page, one after the other, where the files are that the page tells its reader to write."""
    document = sybil.parse(path)
    if path.suffix == ".md":
        desk(path, tmp_path, monkeypatch)
    if path.suffix == ".py":
        module = ".".join(("continuum", *path.relative_to(SOURCES).with_suffix("").parts)).removesuffix(".__init__")
        if module != "continuum.__main__":
            document.namespace.update(vars(__import__(module, fromlist=["*"])))
    example: Example
    for example in document.examples():
        example.evaluate()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_readme_shows_what_the_first_command_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The output under the first command is the output of the first command."""
    monkeypatch.chdir(ROOT)
    words = blocks("sh")[0].split("&&")[1].split()
    assert words[:3] == ["python", "-m", "continuum"]
    assert main(words[3:]) == 0
    assert capsys.readouterr().out == blocks("text")[0]


def test_the_case_in_the_readme_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON shown can be decided."""
    case = tmp_path / "case.json"
    case.write_text(blocks("json")[0], encoding="utf-8")
    assert main(["decide", str(case)]) == 0
    assert capsys.readouterr().out.startswith("Stay: Residential")


def test_ci_runs_the_commands_of_the_readme() -> None:
    """What the README promises is what is checked."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for command in blocks("sh"):
        assert command.strip() in script


def test_the_first_screen_says_it_all() -> None:
    """What it is, the promise, for whom and how far, both commands, and a decision with its output."""
    first = README[:1600]
    for said in (
        "No level is skipped without a justification",
        "For professionals who weigh care for adults",
        "not clinically validated",
        "pip install . &&",
        'pip install ".[test]" &&',
        "Step down: Residential to Intensive outpatient (IOP)",
    ):
        assert said in first, said


def test_links_lead_somewhere() -> None:
    """Every relative link of README and docs names a file that is there."""
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), target


def test_the_version_is_one() -> None:
    """The package and its metadata say the same."""
    metadata = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{continuum.__version__}"' in metadata
