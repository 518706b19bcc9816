"""
Mutation testing: every small change of the code that decides is noticed by a test, or tests/mutants.toml says why it need not be.

`pip install --group mutation`, then `python -m tests.mutants [NAME ...]`: mutmut changes the modules that pyproject.toml names, a
change at a time, drops what mypy refuses, and runs the tests that come by the change. It takes about an hour on two cores. What
has been asked is kept in mutants/, and only what has changed since is asked again. A NAME restricts it, such as
`continuum.placement.*`. What survives and is not explained is printed as an entry of the list: to be noticed by a test, or
explained.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
LIST: Final = Path(__file__).with_suffix(".toml")
NOTICED: Final = {"killed", "timeout", "segfault", "caught by type check"}


class Change(NamedTuple):
    """A change: the function in which it is, as `module.Class.function`, and the lines as they were and as they are then."""

    where: str
    was: str
    now: str


def explained() -> dict[Change, str]:
    """The changes that need not be noticed, each with its reason."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["change"]
    return {Change(one["where"], one["was"], one["now"]): one["because"] for one in entries}


def where(mutant: str) -> str:
    """`continuum.facts.xǁCountǁshow__mutmut_3` is a change in `facts.Count.show`."""
    module, _, name = mutant.removeprefix("continuum.").rpartition(".")
    function = name.rpartition("__mutmut_")[0].removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    return f"{module}.{function}"


def change_of(mutant: str, shown: str) -> Change:
    """The change that `mutmut show` shows."""
    lines = [line for line in shown.splitlines() if not line.startswith(("---", "+++", "#", "@@"))]
    was, now = ("\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return Change(where(mutant), was, now)


def mutmut(*words: str) -> str:
    """What a command of mutmut prints."""
    command = [sys.executable, "-m", "mutmut", *words]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout  # noqa: S603 # a tool of ours


def survivors(names: Iterable[str]) -> Iterator[tuple[Change, str]]:
    """What no test has noticed, and what became of it."""
    for line in mutmut("results").splitlines():
        mutant, _, status = line.strip().partition(": ")
        wanted = not names or any(fnmatchcase(mutant, name) for name in names)
        if wanted and status and status not in NOTICED:
            yield change_of(mutant, mutmut("show", mutant)), status


def entry(change: Change, status: str) -> str:
    """An entry for the list."""
    told = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in change._asdict().items()]
    return "\n".join(["[[change]]", *told, f'because = ""  # {status}', ""])


def main(names: list[str]) -> int:
    """Run, and say what is not explained, and what is explained and noticed by now."""
    settings = {"HYPOTHESIS_PROFILE": "noticing", **os.environ}
    subprocess.run([sys.executable, "-m", "mutmut", "run", *names], cwd=ROOT, env=settings, check=True)  # noqa: S603 # as above
    reasons, found = explained(), dict(survivors(names))
    new = {change: status for change, status in found.items() if change not in reasons}
    stale = [] if names else [change for change in reasons if change not in found]
    lines = [
        *(entry(change, status) for change, status in new.items()),
        *(f"noticed by now, take it off the list: {change.where}: {change.now}" for change in stale),
        f"{len(found)} changes survive, {len(new)} of them without a reason",
    ]
    sys.stdout.write("\n".join([*lines, ""]))
    return 1 if new or stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
