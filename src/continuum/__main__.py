"""
The command line: `python -m continuum decide FILE...`, or `continuum decide FILE...`.

What lives here: reading files and standard input, printing decisions, exit codes. What it may import: everything. Nothing
imports it.

Exit codes: 0 every case decided, 2 bad input, 64 wrong usage. A bad case never stops the others.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

from attrs import frozen

from continuum import __version__
from continuum.engine import Engine
from continuum.errors import WireError
from continuum.library import four_levels, stepdown
from continuum.rule_set import RuleSet
from continuum.wire import read_case

DECIDED: Final = 0
BAD_INPUT: Final = 2
WRONG_USAGE: Final = 64

RULE_SETS: Final[dict[str, RuleSet]] = {rules.id: rules for rules in (stepdown.RULES, four_levels.RULES)}
JSON_LINES: Final = (".jsonl", ".ndjson")
STANDARD_INPUT: Final = "-"
UNREADABLE: Final = "the file cannot be read"

EPILOG: Final = (
    "FILE is the JSON of one case, a JSON Lines file with a case a line, or - for standard input. Several cases give one "
    "JSON decision a line, in order, with an error object in the place of a bad case. Exit codes: 0 decided, 2 bad input, "
    "64 wrong usage. For professionals; the shipped rules are drafts, not clinically validated."
)


class _Parser(argparse.ArgumentParser):
    """Wrong usage exits with 64, since 2 means bad input here."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and how it is used."""
        self.exit(WRONG_USAGE, f"{self.prog}: {message}\n{self.format_usage()}")


@frozen
class _Text:
    """The text of one case, and where it stands; `None` where it could not be read."""

    where: str
    text: bytes | None
    problem: str = ""


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="continuum", description="Level-of-care decisions in addiction treatment, with their reasons.")
    parser.add_argument("--version", action="version", version=f"continuum {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="COMMAND")
    decide = commands.add_parser("decide", help="decide cases", description="Decide cases.", epilog=EPILOG)
    decide.add_argument("files", nargs="+", metavar="FILE", help="a case (JSON), cases (JSON Lines), or - for standard input")
    decide.add_argument("--format", choices=("text", "json"), help="default: text for one case, json for several")
    decide.add_argument("--options", action="store_true", help="weigh every level around, too (always there in json)")
    decide.add_argument("--rules", choices=sorted(RULE_SETS), default="stepdown", help="the rule set (default: stepdown)")
    return parser


def _read(name: str, stdin: TextIO | None) -> _Text:
    where = "standard input" if name == STANDARD_INPUT else name
    try:
        if name == STANDARD_INPUT:
            return _Text(where, stdin.buffer.read()) if stdin else _Text(where, None, f"{UNREADABLE}: it is closed")
        return _Text(where, Path(name).read_bytes())
    except OSError as error:
        return _Text(where, None, f"{UNREADABLE}: {(error.strerror or 'no reason given').lower()}")
    except ValueError:
        return _Text(where, None, f"{UNREADABLE}: no file can have this name")


def _is_json(text: bytes, kind: type[object] = object) -> bool:
    """Whether it is one JSON value by itself, of this kind."""
    try:
        return isinstance(json.loads(text), kind)
    except (ValueError, RecursionError):
        return False


def _is_json_lines(source: _Text, lines: list[bytes]) -> bool:
    """By its name; or because it is no JSON as a whole, while some line of it is an object."""
    if source.where.lower().endswith(JSON_LINES):
        return bool(lines)
    return len(lines) > 1 and not _is_json(source.text or b"") and any(_is_json(line, dict) for line in lines)


def _cases(source: _Text) -> tuple[list[_Text], bool]:
    """One case, or one for each line that is not blank where the text is JSON Lines; and whether it is."""
    lines = [(number, line) for number, line in enumerate((source.text or b"").splitlines(), 1) if line.strip()]
    if _is_json_lines(source, [line for _, line in lines]):
        return [_Text(f"{source.where}, line {number}", line) for number, line in lines], True
    return [source], False


def _decide(engine: Engine, case: _Text, *, with_options: bool) -> tuple[dict[str, Any], str, tuple[str, ...]]:
    """The decision as plain data and as text, or the problems."""
    if case.text is None:
        problems: tuple[tuple[str, str], ...] = (("file", case.problem),)
    else:
        try:
            decision = engine.decide(read_case(case.text, engine.rules.facts, engine.rules.continuum))
            return decision.to_dict(), decision.explain(with_options=with_options), ()
        except WireError as error:
            problems = error.pairs
    report = {"error": {"problems": [{"path": path, "message": sentence} for path, sentence in problems]}}
    return report, "", tuple(f"{path}: {sentence}" for path, sentence in problems)


def decide(
    names: Iterable[str],
    rules: RuleSet,
    form: str | None,
    streams: tuple[TextIO | None, TextIO, TextIO],
    *,
    with_options: bool = False,
) -> int:
    """Decide every case of the files; returns the exit code."""
    stdin, stdout, stderr = streams
    sources = [_cases(_read(name, stdin)) for name in names]
    cases = [case for found, _ in sources for case in found]
    form = form or ("json" if len(cases) > 1 or any(is_lines for _, is_lines in sources) else "text")
    engine = Engine(rules)
    code, rule = DECIDED, ""
    for case in cases:
        data, text, problems = _decide(engine, case, with_options=with_options)
        if problems:
            code = BAD_INPUT
            stderr.writelines(f"continuum: {case.where}: {problem}\n" for problem in problems)
        if form == "json":
            stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        elif text:
            stdout.write(f"{rule}{text}\n")
            rule = f"\n{'-' * 88}\n\n"
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command line.

    Args:
        arguments: The words after the program's name; those of the process if not given.
    """
    asked = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return decide(asked.files, RULE_SETS[asked.rules], asked.format, streams, with_options=asked.options)


def run() -> NoReturn:
    """The console script: as `main`, ending the process; a reader that has gone is no error."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        code = DECIDED
        for stream in (sys.stdout, sys.stderr):
            with suppress(BrokenPipeError):
                stream.close()
    sys.exit(code)


if __name__ == "__main__":
    run()
