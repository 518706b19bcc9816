"""
Commands: what the command line does.

What lives here: a function a command, each from names of files to an exit code; reading files and standard input. What it may
import: everything but `__main__`. What it never does: stop at the first bad file where there are others, or show what a file
holds in a complaint about it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import Final, TextIO

from attrs import frozen

from continuum.audit import DECISION_FORMAT, REDACTED_FORMAT
from continuum.compare import Comparison, compare
from continuum.decision import Decision
from continuum.engine import Engine
from continuum.errors import ContinuumError, DecisionError, DefinitionError, WireError, did_you_mean, listed
from continuum.forms import FORMAT, as_object
from continuum.json_text import read_json
from continuum.library import four_levels, program_standards, stepdown
from continuum.programs import Program
from continuum.render import Page, as_document, as_markdown, as_text
from continuum.replay import Replay, replay
from continuum.reports import Report, Verdict
from continuum.rule_set import RuleSet
from continuum.standards import MET, Standard, check
from continuum.verify import Progress
from continuum.verify import verify as proofs_of
from continuum.wire import read_case, read_program, read_rule_set, read_standard, write
from continuum.wire import schema as schema_of

DONE: Final = 0
DIFFERS: Final = 1
BAD_INPUT: Final = 2
UNDECIDED: Final = 3
WRONG_USAGE: Final = 64

RULE_SETS: Final[dict[str, RuleSet]] = {rules.id: rules for rules in (stepdown.RULES, four_levels.RULES)}
STANDARDS: Final[dict[str, Standard]] = {one.id: one for one in program_standards.ALL if issubclass(one.record, Program)}
JSON_LINES: Final = (".jsonl", ".ndjson")
STANDARD_INPUT: Final = "-"
UNREADABLE: Final = "the file cannot be read"
WIDTH: Final = 88
"""Columns of text that goes to a file or to another program."""
WIDEST: Final = 120
"""Columns of text on a terminal that is wider: longer lines are hard to read."""


BAR: Final = 24
CLEARED: Final = "\r\x1b[K"


def laid_out(form: str, *pages: Page, width: int = WIDTH) -> str:
    """Pages as text, as Markdown, or as a document of HTML."""
    if form == "html":
        return as_document(*pages) + "\n"
    return "\n\n".join(as_markdown(page, 1) if form == "markdown" else as_text(page, width) for page in pages) + "\n"


@frozen
class Streams:
    """Where a command reads and writes, and how many columns its text may take."""

    stdin: TextIO | None
    stdout: TextIO
    stderr: TextIO

    @property
    def width(self) -> int:
        """As wide as the terminal, if it writes to one."""
        return min(get_terminal_size().columns, WIDEST) if self.stdout.isatty() else WIDTH

    def show(self, form: str, *pages: Page) -> None:
        """Write pages, in one of their forms."""
        self.stdout.write(laid_out(form, *pages, width=self.width))

    def write_json(self, data: object, indent: int | None = None) -> None:
        """Write plain data, on one line or set in by so many blanks."""
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=indent) + "\n")

    @contextmanager
    def bar(self) -> Generator[Progress | None]:
        """What tells the progress of a search, on a terminal; it leaves nothing behind."""
        if not self.stderr.isatty():
            yield None
            return
        try:
            yield self._draw
        finally:
            self.stderr.write(CLEARED)

    def _draw(self, done: int, total: int, what: str) -> None:
        """A bar, and what is asked, on one line."""
        full = BAR * done // total
        line = f"[{'#' * full}{'.' * (BAR - full)}] {done} of {total}  {what}"
        self.stderr.write(f"{CLEARED}{line[: get_terminal_size().columns - 1]}")
        self.stderr.flush()

    def complain(self, where: str, error: ContinuumError) -> int:
        """Say what is wrong with one file, a line for each problem."""
        self.stderr.writelines(f"continuum: {spelled_out(called(where))}: {problem}\n" for problem in error.problems)
        return BAD_INPUT


@frozen
class _Text:
    """The text of one case, and where it stands; `None` where it could not be read."""

    where: str
    text: bytes | None
    problem: str = ""

    def read(self) -> bytes:
        """
        The text.

        Raises:
            WireError: It could not be read.
        """
        if self.text is None:
            raise WireError(("file", self.problem))
        return self.text


def called(name: str) -> str:
    """What a file is called in a complaint."""
    return "standard input" if name == STANDARD_INPUT else name


def spelled_out(text: str) -> str:
    """A text from the command line, such as the name of a file, in which nothing can steer the terminal or hide."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def _read(name: str, stdin: TextIO | None) -> _Text:
    where = called(name)
    try:
        if name == STANDARD_INPUT:
            return _Text(where, stdin.buffer.read()) if stdin else _Text(where, None, f"{UNREADABLE}: it is closed")
        return _Text(where, Path(name).read_bytes())
    except OSError as error:
        return _Text(where, None, f"{UNREADABLE}: {(error.strerror or 'no reason given').lower()}")
    except ValueError:
        return _Text(where, None, f"{UNREADABLE}: no file can have this name")


def _shipped_or(name: str, shipped: Iterable[str], streams: Streams) -> bytes:
    """What a file holds that is named where a shipped name could have stood."""
    found = _read(name, streams.stdin)
    if found.text is None:
        names = tuple(shipped)
        raise WireError(("name", f"{found.problem}, and what is shipped is called {listed(names)}{did_you_mean(name, names)}"))
    return found.text


def _rule_set(name: str, streams: Streams) -> RuleSet:
    """A shipped rule set by its name, or one from a file."""
    return RULE_SETS[name] if name in RULE_SETS else read_rule_set(_shipped_or(name, RULE_SETS, streams))


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


def _decided(engine: Engine, case: _Text) -> Decision:
    return engine.decide(read_case(case.read(), engine.rules.facts, engine.rules.continuum))


def decide(streams: Streams, names: Iterable[str], rules: str, form: str | None, *, with_options: bool = False) -> int:
    """Decide every case of the files; a bad one gets its error in its place."""
    try:
        engine = Engine(_rule_set(rules, streams))
    except ContinuumError as error:
        return streams.complain(rules, error)
    sources = [_cases(_read(name, streams.stdin)) for name in names]
    cases = [case for found, _ in sources for case in found]
    form = form or ("json" if len(cases) > 1 or any(is_lines for _, is_lines in sources) else "text")
    code, rule = DONE, ""
    for case in cases:
        try:
            decision = _decided(engine, case)
        except WireError as error:
            code = streams.complain(case.where, error)
            if form == "json":
                problems = [{"path": path, "message": sentence} for path, sentence in error.pairs]
                streams.write_json({"error": {"problems": problems}})
            continue
        if form == "json":
            streams.write_json(decision.to_dict())
        else:
            streams.stdout.write(f"{rule}{decision.explain(streams.width, with_options=with_options)}\n")
            rule = f"\n{'-' * streams.width}\n\n"
    return code


def explain(streams: Streams, name: str, rules: str, form: str, parts: Collection[str]) -> int:
    """Explain one decision: of a case, or of a record, which is replayed first."""
    case, where = _read(name, streams.stdin), rules
    try:
        rule_set = _rule_set(rules, streams)
        where = case.where
        record = as_object(read_json(case.read()))
        if record is not None and record.get(FORMAT) in (DECISION_FORMAT, REDACTED_FORMAT):
            again: Replay | None = replay(record, rule_set)
        else:
            again = None
        decision = _decided(Engine(rule_set), case) if again is None else again.decision
    except ContinuumError as error:
        return streams.complain(where, error)
    pages = [decision.page(with_options="options" in parts), *_more(decision, parts)]
    streams.show(form, *(pages if again is None else [again.page(), *pages]))
    return DIFFERS if again is not None and again.differences else DONE


def _more(decision: Decision, parts: Collection[str]) -> Iterable[Page]:
    if "barriers" in parts:
        try:
            yield decision.find_barriers().page()
        except DecisionError as error:
            lead = tuple(f"{problem.partition('; see ')[0]}." for problem in error.problems)
            yield Page("What would have to change", lead, foot=(f"Rules: {decision.rules.label}.",))
    if "trace" in parts:
        yield decision.trace.page()


def rules(streams: Streams, name: str, form: str) -> int:
    """Show a rule set."""
    try:
        found = _rule_set(name, streams)
    except ContinuumError as error:
        return streams.complain(name, error)
    if form == "json":
        streams.write_json(write(found), indent=2)
    elif form == "mermaid":
        streams.stdout.write(found.to_mermaid() + "\n")
    else:
        streams.show(form, found.page())
    return DONE


VERDICTS: Final = {Verdict.PROVED: DONE, Verdict.REFUTED: DIFFERS}


def verify(streams: Streams, name: str, form: str, time_limit: float | None) -> int:
    """Prove what a rule set has to keep."""
    try:
        rule_set = _rule_set(name, streams)
    except ContinuumError as error:
        return streams.complain(name, error)
    with streams.bar() as progress:
        report = proofs_of(rule_set, time_limit=time_limit, progress=progress)
    return _proved(streams, report, form)


def diff(streams: Streams, names: tuple[str, str], form: str, time_limit: float | None) -> int:
    """Compare two versions of a rule set."""
    found = list[RuleSet]()
    for name in names:
        try:
            found.append(_rule_set(name, streams))
        except ContinuumError as error:
            streams.complain(name, error)
    if len(found) < len(names):
        return BAD_INPUT
    try:
        with streams.bar() as progress:
            comparison = compare(*found, time_limit=time_limit, progress=progress)
    except DefinitionError as error:
        return streams.complain(names[1], error)
    return _proved(streams, comparison, form)


def _proved(streams: Streams, found: Report | Comparison, form: str) -> int:
    """Show what was proved; the exit code is the verdict."""
    if form == "json":
        streams.write_json(found.to_dict(), indent=2)
    else:
        streams.show(form, found.page())
    return VERDICTS.get(found.verdict, UNDECIDED)


def schema(streams: Streams, name: str) -> int:
    """Print a JSON Schema."""
    streams.write_json(schema_of(name), indent=2)
    return DONE


@frozen
class Search:
    """What a program is looked at for: a standard, if one is named, and a person's case with the rules that decide it."""

    standard: str | None
    case: str | None
    rules: str


def program(streams: Streams, name: str, search: Search, form: str) -> int:
    """Compare a program with a standard; with that of the level decided, if there is a case and no standard is named."""
    where, decision = search.rules, None
    try:
        if search.case is not None:
            engine = Engine(_rule_set(search.rules, streams))
            where = search.case
            decision = _decided(engine, _read(search.case, streams.stdin))
        where = search.standard or "standard"
        standard = _standard(search.standard, decision, streams)
        where = name
        known = read_program(
            _read(name, streams.stdin).read(), standard.record if issubclass(standard.record, Program) else Program
        )
        where = search.standard or "standard"
        findings = check(known, standard, decision)
    except ContinuumError as error:
        return streams.complain(where, error)
    streams.show(form, findings.page())
    return DONE if findings.verdict is MET else DIFFERS


def _standard(name: str | None, decision: Decision | None, streams: Streams) -> Standard:
    """The standard named, one from a file, or that of the level decided on a shipped ladder."""
    if name is not None:
        return STANDARDS[name] if name in STANDARDS else read_standard(_shipped_or(name, STANDARDS, streams))
    shipped = decision is not None and decision.rules.continuum in {rules.continuum for rules in RULE_SETS.values()}
    found = program_standards.BY_LEVEL.get(decision.target_id or "") if decision is not None and shipped else None
    if found is None:
        known = ", ".join(sorted(STANDARDS))
        raise DefinitionError(f"no level is decided that has one; name one with --standard: {known}")
    return found
