"""
The command line: `python -m continuum COMMAND ...`, or `continuum COMMAND ...`.

What lives here: what may be asked, and how a process ends. What it may import: everything. Nothing imports it.

Exit codes: 0 done, 1 a record and the rules come to different outcomes, a program does not meet what was asked for, a rule set
is refuted, or two versions differ, 2 bad input, 3 a proof that did not finish or cannot be made, 64 wrong usage. Bad input
never stops what is beside it.
"""

from __future__ import annotations

import argparse
import sys
from argparse import ArgumentTypeError
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import Final, NoReturn

from continuum import __version__
from continuum.commands import (
    DONE,
    RULE_SETS,
    STANDARDS,
    WRONG_USAGE,
    Search,
    Streams,
    decide,
    diff,
    explain,
    program,
    rules,
    schema,
    spelled_out,
    verify,
)
from continuum.wire import SCHEMAS

STATUS: Final = "For professionals; the shipped rules are drafts, not clinically validated."
EPILOG: Final = (
    "FILE is the JSON of one case, a JSON Lines file with a case a line, or - for standard input. Several cases give one "
    "JSON decision a line, in order, with an error object in the place of a bad case. Exit codes: 0 decided, 2 bad input, "
    f"64 wrong usage. {STATUS}"
)
PAGES: Final = ("text", "markdown", "html")
RULES: Final = "stepdown"
RULE_SET: Final = f"a shipped rule set ({', '.join(sorted(RULE_SETS))}) or the JSON of one"
RULES_HELP: Final = f"{RULE_SET} (default: {RULES})"


class _Parser(argparse.ArgumentParser):
    """Wrong usage exits with 64, since 2 means bad input here."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and how it is used."""
        self.exit(WRONG_USAGE, f"{self.prog}: {spelled_out(message)}\n{self.format_usage()}")


def _seconds(text: str) -> float:
    """A number of seconds, 0 or more."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not seconds >= 0:
        raise ArgumentTypeError("expected a number of seconds, 0 or more")
    return seconds


def _add_proof(parser: _Parser) -> None:
    """What may be said of every proof."""
    parser.add_argument("--format", choices=(*PAGES, "json"), default="text", help="default: text")
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="as --format json")
    parser.add_argument("--time-limit", type=_seconds, metavar="S", help="seconds after which what is not proved is undecided")


def _parser() -> tuple[_Parser, dict[str, _Parser]]:
    """What may be asked, and the part of each command."""
    parser = _Parser(prog="continuum", description="Level-of-care decisions in addiction treatment, with their reasons.")
    parser.add_argument("--version", action="version", version=f"continuum {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="COMMAND")

    one = commands.add_parser("decide", help="decide cases", description="Decide cases.", epilog=EPILOG)
    one.add_argument("files", nargs="+", metavar="FILE", help="a case (JSON), cases (JSON Lines), or - for standard input")
    one.add_argument("--format", choices=("text", "json"), help="default: text for one case, json for several")
    one.add_argument("--options", action="store_true", help="weigh every level around, too (always there in json)")
    one.add_argument("--rules", metavar="NAME|FILE", default=RULES, help=RULES_HELP)

    one = commands.add_parser("explain", help="explain one decision in full, from a case or from its record")
    one.add_argument("file", metavar="FILE", help="a case or the record of a decision (JSON), or - for standard input")
    one.add_argument("--format", choices=PAGES, default="text", help="default: text")
    one.add_argument("--options", action="store_true", help="weigh every level around, too")
    one.add_argument("--barriers", action="store_true", help="search for the smallest changes that would allow less care")
    one.add_argument("--trace", action="store_true", help="show every rule, and what kept it from firing")
    one.add_argument("--rules", metavar="NAME|FILE", default=RULES, help=RULES_HELP)

    one = commands.add_parser("rules", help="show a rule set")
    one.add_argument("rules", metavar="NAME|FILE", help=RULE_SET)
    one.add_argument("--format", choices=(*PAGES, "mermaid", "json"), default="text", help="default: text")

    one = commands.add_parser("verify", help="prove that a rule set keeps the laws, or show who it fails")
    one.add_argument("rules", metavar="NAME|FILE", help=RULE_SET)
    _add_proof(one)

    one = commands.add_parser("diff", help="show where two versions of a rule set decide differently, or prove that they do not")
    one.add_argument("old", metavar="OLD", help=RULE_SET)
    one.add_argument("new", metavar="NEW", help="the other one, likewise")
    _add_proof(one)

    one = commands.add_parser("schema", help="print a JSON Schema")
    one.add_argument("name", choices=sorted(SCHEMAS), metavar="NAME", help=", ".join(sorted(SCHEMAS)))

    one = commands.add_parser("program", help="compare a program with a standard, and with what a person needs")
    one.add_argument("file", metavar="FILE", help="what is known of the program (JSON), or - for standard input")
    one.add_argument(
        "--standard", metavar="NAME|FILE", help=f"a shipped standard ({', '.join(sorted(STANDARDS))}) or the JSON of one"
    )
    one.add_argument("--case", metavar="FILE", help="the case of the person who looks for a program")
    one.add_argument("--rules", metavar="NAME|FILE", help=f"with --case: {RULES_HELP}")
    one.add_argument("--format", choices=PAGES, default="text", help="default: text")
    for each in (parser, *commands.choices.values()):
        each.epilog = each.epilog or STATUS
    return parser, commands.choices


def _search(parser: _Parser, asked: argparse.Namespace) -> Search:
    """What a program is looked at for; rules without a case would decide nothing, and are refused."""
    if asked.rules is not None and asked.case is None:
        parser.error("argument --rules: there is no case to be decided; name it with --case")
    return Search(asked.standard, asked.case, asked.rules or RULES)


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command line.

    Args:
        arguments: The words after the program's name; those of the process if not given.
    """
    parser, commands = _parser()
    asked, unknown = parser.parse_known_args(arguments)
    if unknown:
        commands[asked.command].error(f"unrecognized arguments: {' '.join(unknown)}")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    streams = Streams(sys.stdin, sys.stdout, sys.stderr)
    match asked.command:
        case "decide":
            code = decide(streams, asked.files, asked.rules, asked.format, with_options=asked.options)
        case "explain":
            parts = {name for name in ("options", "barriers", "trace") if getattr(asked, name)}
            code = explain(streams, asked.file, asked.rules, asked.format, parts)
        case "rules":
            code = rules(streams, asked.rules, asked.format)
        case "verify":
            code = verify(streams, asked.rules, asked.format, asked.time_limit)
        case "diff":
            code = diff(streams, (asked.old, asked.new), asked.format, asked.time_limit)
        case "schema":
            code = schema(streams, asked.name)
        case _:
            code = program(streams, asked.file, _search(commands["program"], asked), asked.format)
    return code


def run() -> NoReturn:
    """The console script: as `main`, ending the process; a reader that has gone is no error."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        code = DONE
        for stream in (sys.stdout, sys.stderr):
            with suppress(BrokenPipeError):
                stream.close()
    sys.exit(code)


if __name__ == "__main__":
    run()
