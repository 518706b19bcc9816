"""What the tutorials tell a reader to write and to run: it is taken out of the page, and does what the page says."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

from continuum.__main__ import main
from tests.pages import blocks, follow
from tests.test_docs import DOCS, ROOT

TUTORIALS = ROOT / "docs" / "tutorial"
FIRST, LADDER, SKIPS = (TUTORIALS / f"{name}.md" for name in ("first-decision", "your-own-ladder", "justified-skips"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a reader works."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands(page: Path) -> list[list[str]]:
    """What the page runs of ours: the words after `python -m continuum`."""
    lines = [line.split() for block in blocks(page, "sh") for line in block.splitlines()]
    return [words[3:] for words in lines if words[:3] == ["python", "-m", "continuum"]]


def test_the_version_is_shown_as_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """The first command of the first tutorial prints what stands below it."""
    with pytest.raises(SystemExit) as ended:
        main(commands(FIRST)[0])
    assert ended.value.code == 0
    assert capsys.readouterr().out == blocks(FIRST, "text")[0]


@pytest.mark.usefixtures("folder")
def test_the_record_of_a_first_decision_is_explained_as_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The file that the page writes is replayed, comes to the same, and is explained."""
    follow(FIRST, DOCS)
    capsys.readouterr()
    assert main(commands(FIRST)[1]) == 0
    shown = blocks(FIRST, "text")[1]
    assert shown.startswith("Replay of a decision\n")
    assert capsys.readouterr().out.startswith(shown)


def test_the_file_of_a_ladder_decides_the_case_as_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rules that the page writes decide the case that it tells the reader to write."""
    follow(LADDER, DOCS)
    capsys.readouterr()
    (case,), (shown,), (command,) = blocks(LADDER, "json"), blocks(LADDER, "text"), commands(LADDER)
    (folder / "case.json").write_text(case, encoding="utf-8")
    assert main(command) == 0
    assert capsys.readouterr().out == shown


@pytest.fixture
def test_of_skips(folder: Path) -> Path:
    """The test that the page on skips tells the reader to write, beside the rules that it writes."""
    follow(SKIPS, DOCS)
    (written,) = (block for block in blocks(SKIPS, "python") if ">>>" not in block)
    file = folder / "test_lakeside.py"
    file.write_text(written, encoding="utf-8")
    return file


def run_tests(file: Path) -> int:
    """Run every test of a file, and say how many there were."""
    tests = [one for name, one in runpy.run_path(str(file)).items() if name.startswith("test_")]
    for test in tests:
        test()
    return len(tests)


def test_the_test_that_keeps_the_proof_passes(test_of_skips: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rules as the page leaves them are proved, by its test and by its command."""
    assert run_tests(test_of_skips) == 1
    capsys.readouterr()
    assert main(commands(SKIPS)[0]) == 0
    assert capsys.readouterr().out


def test_the_test_that_keeps_the_proof_fails_once_the_rules_are_changed_back(test_of_skips: Path) -> None:
    """The twin: with the flaw in the file again, the page's test names it."""
    file = test_of_skips.with_name("lakeside.json")
    rules = json.loads(file.read_text(encoding="utf-8"))
    (far,) = (rule for rule in rules["rules"] if rule["id"] == "from-house")
    assert far["no_lower_than"] == "weekly"
    far["no_lower_than"] = "calls"
    file.write_text(json.dumps(rules), encoding="utf-8")
    with pytest.raises(AssertionError, match="far-step-down:from-house@house"):
        run_tests(test_of_skips)
