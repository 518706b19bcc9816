"""
Pages that tell their reader to write a file, or to run a command: what the file holds, and what the command is said to print.

A file is a fenced block under a line that ends with its name in code marks and a colon. A command of ours that is shown with
its output is a block of `sh` with `text` right under it, in which `...` stands for what is left out; `; echo "exit code $?"` at
its end shows its code.
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import Final

import pytest
from sybil import Sybil
from sybil.example import Example

from continuum.__main__ import main

FILE: Final = re.compile(r"`([\w./-]+\.(?:py|json|jsonl|csv|yml))`:\n\n```\w+\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND: Final = re.compile(r"```sh\n(python -m continuum [^\n]+)\n```\n\n```text\n(.*?)```", re.DOTALL)
CODE: Final = '; echo "exit code $?"'


def blocks(page: Path, language: str, heading: str = "") -> list[str]:
    """The fenced blocks of a page in one language, or of one section of it."""
    text = page.read_text(encoding="utf-8")
    if heading:
        text = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def files(page: Path) -> dict[str, str]:
    """Each file that the page tells its reader to write."""
    return dict(FILE.findall(page.read_text(encoding="utf-8")))


def write_files(page: Path, folder: Path) -> None:
    """Do as the page says, in a folder."""
    for name, text in files(page).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def desk(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to where the reader of a page is: a folder with the files of the page, its modules ready to be imported."""
    write_files(page, folder)
    for name in files(page):
        monkeypatch.delitem(sys.modules, name.removesuffix(".py"), raising=False)
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(folder)


def follow(page: Path, sybil: Sybil) -> None:
    """Type every example of a page, one after the other."""
    example: Example
    for example in sybil.parse(page).examples():
        example.evaluate()


def commands(page: Path) -> list[tuple[str, str]]:
    """Each command of ours that the page shows with its output."""
    return COMMAND.findall(page.read_text(encoding="utf-8"))


def said(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command of ours prints, in this process."""
    code = main(shlex.split(command.removesuffix(CODE))[3:])
    printed = capsys.readouterr()
    assert not printed.err
    return printed.out + (f"exit code {code}\n" if command.endswith(CODE) else "")
