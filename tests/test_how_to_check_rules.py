"""The how-to pages on tests, findings and standards: the files that a reader writes, the commands, and what they print."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from doctest import DocTestParser
from pathlib import Path

import pytest

import continuum
from continuum.__main__ import main
from continuum.laws import BY_ID as LAWS_BY_ID
from continuum.properties import PROPERTIES
from continuum.reports import Verdict
from continuum.searches import Property
from tests.pages import blocks, write_files

ROOT = Path(__file__).parent.parent
SOURCES = Path(continuum.__file__).parent.parent
HOW_TO = ROOT / "docs" / "how-to"
IN_CI = HOW_TO / "test-your-rules-in-ci.md"
BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="the page shows commands of a Unix shell, and there is none here")


def in_shell(commands: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run what a page shows, as a workflow does: the first command that fails ends it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    script = re.sub(r"^python ", f'"{sys.executable}" ', commands, flags=re.MULTILINE)
    return subprocess.run(  # noqa: S603 # our own pages, nothing from outside
        [f"{BASH}", "-e", "-c", script],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(SOURCES), **more},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def steps(workflow: str) -> list[str]:
    """What a workflow runs: every `run:` of one line or of several."""
    found = re.findall(r"^ +(?:- )?run: (?:\|\n((?: {10}.*\n)+)|(.+)\n)", workflow, re.MULTILINE)
    return [re.sub(r"^ {10}", "", lines, flags=re.MULTILINE) or line for lines, line in found]


# A project of one's own.


@pytest.fixture(scope="module")
def pinned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the page, with its pinned files, which are those of the branch before, too."""
    folder = tmp_path_factory.mktemp("riverside")
    write_files(IN_CI, folder)
    done = in_shell(blocks(IN_CI, "sh", "The files that are pinned")[0], folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert [done.stdout] == blocks(IN_CI, "text", "The files that are pinned")
    (folder / "before").mkdir()
    shutil.copy(folder / "rules.json", folder / "before")
    return folder


@needs_bash
def test_the_workflow_of_the_page_passes(pinned: Path) -> None:
    """Every command of it but the installation, on the files of the page: the tests, the proof and the comparison."""
    install, *commands = steps((pinned / ".github/workflows/rules.yml").read_text(encoding="utf-8"))
    assert install == f'pip install "continuum-care[testing]=={continuum.__version__}" pytest'
    assert [command.split("\n")[0] for command in commands] == [
        "python -m pytest",
        "python -m continuum verify rules.json --time-limit 60",
        "code=0",
    ]
    for command in commands:
        done = in_shell(command, pinned, GITHUB_STEP_SUMMARY="summary.md")
        assert done.returncode == 0, done.stdout + done.stderr
    assert "\nThey are proved equivalent: " in (pinned / "summary.md").read_text(encoding="utf-8")


@needs_bash
def test_the_tests_of_the_page_notice_a_changed_rule(pinned: Path, tmp_path: Path) -> None:
    """The tests that the page names fail, and the comparison says who is decided differently; the workflow lets that pass."""
    folder = tmp_path / "changed"
    shutil.copytree(pinned, folder)
    house = folder / "house.py"
    text = house.read_text(encoding="utf-8")
    changed = text.replace('at_least="day", when=Ours.craving >= 4', 'at_least="day", when=Ours.craving >= 5')
    assert changed != text
    house.write_text(changed, encoding="utf-8")
    (failed, compared), shown = (blocks(IN_CI, language, "When a rule changes") for language in ("sh", "text"))
    assert in_shell(failed, folder).stdout == shown[0]
    house.write_text(changed.replace('version="2026.1"', 'version="2026.2"'), encoding="utf-8")
    publish = blocks(IN_CI, "sh", "The files that are pinned")[0]
    assert in_shell(publish.splitlines()[0], folder).returncode == 0
    done = in_shell(compared, folder)
    assert (done.returncode, done.stdout) == (1, shown[1])
    last = steps((folder / ".github/workflows/rules.yml").read_text(encoding="utf-8"))[-1]
    assert in_shell(last, folder, GITHUB_STEP_SUMMARY="summary.md").returncode == 0


@needs_bash
@pytest.mark.parametrize("spoilt", ["missing", "no rule set"])
def test_the_last_step_of_the_workflow_fails_without_a_comparison(pinned: Path, tmp_path: Path, spoilt: str) -> None:
    """Twin: a difference passes, and what could not be compared does not."""
    folder = tmp_path / "spoilt"
    shutil.copytree(pinned, folder)
    (folder / "before" / "rules.json").unlink()
    if spoilt == "no rule set":
        (folder / "before" / "rules.json").write_text("{}", encoding="utf-8")
    last = steps((folder / ".github/workflows/rules.yml").read_text(encoding="utf-8"))[-1]
    assert in_shell(last, folder, GITHUB_STEP_SUMMARY="summary.md").returncode == 1


@needs_bash
def test_the_commands_of_the_page_end_as_its_table_says(pinned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit codes 0 to 3 of both commands; 1 of a proof where a level cannot be left."""
    monkeypatch.chdir(pinned)
    trap = (pinned / "rules.json").read_text(encoding="utf-8").replace('"night"\n      ],', '"day"\n      ],')
    (pinned / "trap.json").write_text(trap, encoding="utf-8")
    assert main(["verify", "rules.json"]) == main(["diff", "rules.json", "rules.json"]) == 0
    assert main(["verify", "trap.json"]) == main(["diff", "rules.json", "trap.json"]) == 1
    assert main(["verify", "none.json"]) == main(["diff", "rules.json", "stepdown"]) == 2
    assert main(["verify", "rules.json", "--time-limit", "0"]) == 3
    assert main(["diff", "rules.json", "trap.json", "--time-limit", "0"]) == 3


# Findings.

FINDINGS = (HOW_TO / "read-a-finding.md").read_text(encoding="utf-8")
KEPT = {*LAWS_BY_ID, "order", "grounds"}
"""What no rule set that can be built lacks."""


def part_of(one: Property) -> str:
    """The part of the page in which a property belongs."""
    if one.advice:
        return "Advice"
    return "What every rule set keeps" if one.id in KEPT else "What your rules can lack"


def sections(part: str) -> dict[str, str]:
    """The sections of one part of the page, by their headings."""
    text = FINDINGS.partition(f"\n## {part}\n")[2].partition("\n## ")[0]
    return {heading: body for heading, _, body in (one.partition("\n") for one in text.split("\n### ")[1:])}


@pytest.mark.parametrize("part", ["What your rules can lack", "Advice", "What every rule set keeps"])
def test_the_page_has_a_section_for_every_property(part: str) -> None:
    """In the order of `PROPERTIES`, each with its sentence and the number of its law; and for nothing else."""
    belong = [one for one in PROPERTIES if part_of(one) == part]
    assert [*sections(part)] == [one.id for one in belong]
    for one in belong:
        assert sections(part)[one.id].strip().startswith(f"> {one.says} (Law {one.number})\n\n"), one.id


@pytest.mark.parametrize("one", [one for one in PROPERTIES if one.id not in KEPT], ids=lambda one: one.id)
def test_what_can_be_lacking_is_shown_on_a_rule_set(one: Property) -> None:
    """A finding of that property, by its id, with how to mend it and when to waive it; the page's examples are run elsewhere."""
    body = sections(part_of(one))[one.id]
    assert f'\n>>> finding("{one.id}", house(' in body
    assert f"\n{one.id}:" in body
    assert "\n*Mend:*" in body
    assert "*Waive:*" in body


def test_the_page_has_every_verdict() -> None:
    """With the headings below which a report shows it."""
    table = FINDINGS.partition("## What a line can be\n")[2].partition("\nThe examples")[0]
    for verdict in Verdict:
        assert f"| {verdict.value}" in table
    for heading in ("What is wrong", "Advice", "What is not known"):
        assert f'"{heading}"' in table


# Standards.

STANDARDS = HOW_TO / "write-a-program-standard.md"


@needs_bash
def test_the_standard_of_the_page_is_tested_and_compared(tmp_path: Path) -> None:
    """Its module, from the examples that define it; its tests; and both commands, with what they print."""
    write_files(STANDARDS, tmp_path)
    defined = STANDARDS.read_text(encoding="utf-8").partition("\nKeep the class and the standard in a module, `evenings.py`.")[0]
    module = "".join(example.source for example in DocTestParser().get_examples(defined))
    (tmp_path / "evenings.py").write_text(module, encoding="utf-8")
    done = in_shell(blocks(STANDARDS, "sh", "As JSON")[0], tmp_path)
    assert (done.returncode, done.stderr, [done.stdout]) == (1, "", blocks(STANDARDS, "text", "As JSON"))
    done = in_shell(blocks(STANDARDS, "sh", "Test it")[0], tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"benefits_verified": True, "level_confirmed": True}, 0),
        ({"benefits_verified": False, "level_confirmed": True}, 1),
        ({"level_confirmed": True}, 1),
        ({"level_confirmed": 3}, 2),
    ],
    ids=["met", "not met", "not settled", "no answer"],
)
def test_the_command_of_the_page_ends_as_it_says(tmp_path: Path, facts: dict[str, object], code: int) -> None:
    """With 0 only if the standard is met."""
    program = tmp_path / "program.json"
    program.write_text(json.dumps({"facts": facts}), encoding="utf-8")
    assert main(["program", str(program), "--standard", "access"]) == code
