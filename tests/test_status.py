"""
That a rule set is a draft, not clinically validated, is said wherever it shows itself: each way of showing stands in a table.

What is said is the status of the rules that are shown. So each table is asked twice: of the shipped rules, and of rules with a
status of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from inspect import isabstract
from pathlib import Path
from typing import Any, get_args

import pytest
from attrs import evolve, frozen

from continuum import Assessment, Continuum, Decision, Engine, ReturnToUse, RuleSet
from continuum.__main__ import _parser, main
from continuum.barriers import Barriers
from continuum.commands import RULE_SETS, STANDARDS
from continuum.compare import Comparison, compare
from continuum.disposition import Disposition, ReasonCode
from continuum.episode import Episode
from continuum.library import program_standards, stepdown
from continuum.programs import Program
from continuum.render import Shown
from continuum.replay import Replay, replay
from continuum.reports import Report
from continuum.rules import Admission, Hold, Justification, ServiceNeed, StepDown, StepUp, TransitionRule
from continuum.sources import DRAFT
from continuum.standards import Findings, Standard, check
from continuum.trace import Trace
from continuum.verify import verify
from continuum.wire import Writable, read_ladder, read_rule_set, read_standard, write

ROOT = Path(__file__).parents[1]
STATUSES = (DRAFT, "reviewed by nobody, made up for a test")

ALONE = {TransitionRule, StepUp, Admission, Hold, StepDown, Justification, ServiceNeed}
"""A rule by itself belongs to no rule set, and knows the status of none."""
NO_RULES = {Assessment, Program}
"""What is known of a person or of a program was not decided by rules."""


@frozen
class Shelf:
    """One thing of each kind, by rules, a ladder and a standard with this status."""

    status: str

    @property
    def ladder(self) -> Continuum:
        return evolve(stepdown.LADDER, status=self.status)

    @property
    def standard(self) -> Standard:
        return evolve(program_standards.IOP, status=self.status)

    @property
    def rules(self) -> RuleSet:
        return evolve(stepdown.RULES, status=self.status)

    @property
    def decision(self) -> Decision:
        person = Assessment(level="iop", assessed_on=date(2026, 11, 2), return_to_use=ReturnToUse.RETURN)
        return Engine(self.rules).decide(person)

    @property
    def disposition(self) -> Disposition:
        return Disposition(
            decision=self.decision, chosen="iop", on=date(2026, 11, 2), decided_by="counselor", reasons=[ReasonCode.WAITING_LIST]
        )

    @property
    def episode(self) -> Episode:
        return Episode().record(self.decision).record(self.disposition)

    @property
    def comparison(self) -> Comparison:
        return compare(self.rules, self.rules)

    @property
    def report(self) -> Report:
        return verify(self.rules, only=["safety-first"])

    def pages(self) -> dict[type[Shown], Shown]:
        """What can be read as a page."""
        return {
            RuleSet: self.rules,
            Continuum: self.ladder,
            Decision: self.decision,
            Trace: self.decision.trace,
            Barriers: self.decision.find_barriers(),
            Disposition: self.disposition,
            Episode: self.episode,
            Replay: replay(self.decision.to_record(), self.rules),
            Report: self.report,
            Comparison: self.comparison,
            Findings: check(Program(weekly_hours=12), self.standard, self.decision),
        }

    def written(self) -> dict[type[Any], Writable]:
        """What can be written as a document."""
        return {
            RuleSet: self.rules,
            Continuum: self.ladder,
            Standard: self.standard,
            Decision: self.decision,
            Disposition: self.disposition,
            Episode: self.episode,
        }

    def data(self) -> dict[str, dict[str, Any]]:
        """What else is given as plain data."""
        return {
            "a decision": self.decision.to_dict(),
            "a record": self.decision.to_record(),
            "a redacted record": self.decision.to_record(redacted=True),
            "a trace": self.decision.trace.to_dict(),
            "a report": self.report.to_dict(),
            "a comparison": self.comparison.to_dict(),
        }

    def charts(self) -> dict[str, str]:
        return {"rules": self.rules.to_mermaid(), "ladder": self.ladder.to_mermaid()}

    def reprs(self) -> dict[str, str]:
        """What a programmer sees of the rules themselves; what is about them names them by id and version, on one short line."""
        return {
            "rules": repr(self.rules),
            "ladder": repr(self.ladder),
            "standard": repr(self.standard),
            "engine": repr(Engine(self.rules)),
        }


SHELVES = {status: Shelf(status) for status in STATUSES}
PAGES = {status: shelf.pages() for status, shelf in SHELVES.items()}


def name_of(kind: type[Any]) -> str:
    return kind.__name__


def words(text: str) -> str:
    """A text without its line ends."""
    return " ".join(text.split())


def kinds_of(base: type[Any]) -> Iterator[type[Any]]:
    """Everything of the library that can be built, among the classes below one."""
    kind: type[Any]
    for kind in base.__subclasses__():
        if kind.__module__.startswith("continuum.") and not kind.__name__.startswith("_") and not isabstract(kind):
            yield kind
        yield from kinds_of(kind)


def test_everything_that_is_shown_or_written_is_in_a_table() -> None:
    """A new kind of page or document cannot be forgotten here."""
    assert {*kinds_of(Shown)} == {*PAGES[DRAFT]} | ALONE
    assert {*get_args(Writable)} == {*SHELVES[DRAFT].written()} | NO_RULES


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("kind", [*PAGES[DRAFT]], ids=name_of)
def test_a_page_says_the_status(kind: type[Shown], status: str) -> None:
    """As text, as Markdown, as HTML, and in a notebook; and no other status."""
    shown = PAGES[status][kind]
    for text in (shown.explain(), shown.to_markdown(), shown.to_html(), shown._repr_html_(), shown._repr_markdown_()):
        assert status in words(text)
        assert [one for one in STATUSES if one in words(text)] == [status]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("kind", [*SHELVES[DRAFT].written()], ids=name_of)
def test_a_document_says_the_status(kind: type[Any], status: str) -> None:
    """Under its own key, the default too."""
    text = json.dumps(write(SHELVES[status].written()[kind]))
    assert f'"status": "{status}"' in text


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("name", SHELVES[DRAFT].data())
def test_plain_data_says_the_status(name: str, status: str) -> None:
    """Under its own key; redacted records, too: it is about rules, not about a person."""
    assert f'"status": "{status}"' in json.dumps(SHELVES[status].data()[name])


@pytest.mark.parametrize("status", STATUSES)
def test_charts_and_reprs_say_the_status(status: str) -> None:
    """A chart in its title, which is drawn; a repr at its end."""
    for name, text in SHELVES[status].charts().items():
        assert status in text.splitlines()[1], name
    for name, text in SHELVES[status].reprs().items():
        assert status in text, name


def test_a_document_without_the_key_means_what_it_meant() -> None:
    """Files of before are read as drafts; a status that is said is kept."""
    for status, shelf in SHELVES.items():
        readers: list[Any] = [read_rule_set, read_ladder, read_standard]
        things: list[Any] = [shelf.rules, shelf.ladder, shelf.standard]
        for read, thing in zip(readers, things, strict=True):
            written = write(thing)
            assert read(written) == thing
            assert read({key: part for key, part in written.items() if key != "status"}).status == DRAFT
            assert read(written).status == status


# The command line.

CASE = {"level": "iop", "facts": {"return_to_use": "RETURN"}}
FORMS: dict[str, list[list[str]]] = {
    "decide": [["case.json"], ["case.json", "--options"], ["case.json", "--format", "json"], ["cases.jsonl"]],
    "explain": [
        [file, "--barriers", "--trace", "--format", form]
        for file in ("case.json", "lowest.json", "record.json")
        for form in ("text", "markdown", "html")
    ],
    "rules": [[name, "--format", form] for name in RULE_SETS for form in ("text", "markdown", "html", "mermaid", "json")],
    "verify": [["stepdown", "--time-limit", "0", "--format", form] for form in ("text", "markdown", "html", "json")],
    "diff": [["stepdown", "stepdown", "--time-limit", "0", "--format", form] for form in ("text", "markdown", "html", "json")],
    "program": [
        *(["program.json", "--standard", name] for name in STANDARDS),
        *(["program.json", "--case", "case.json", "--format", form] for form in ("text", "markdown", "html")),
    ],
}
NO_RULE_SET = {"schema"}
"""A schema describes every document of a kind, whoever wrote it."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files to read."""
    files: dict[str, Any] = {
        "case.json": CASE,
        "lowest.json": {"level": "outpatient"},
        "record.json": SHELVES[DRAFT].decision.to_record(),
        "program.json": {"name": "Riverside"},
    }
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "cases.jsonl").write_text(f"{json.dumps(CASE)}\n" * 2, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_is_in_the_table() -> None:
    """A new command cannot be forgotten here."""
    assert {*_parser()[1]} == {*FORMS} | NO_RULE_SET


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("command", "asked"), [(command, asked) for command, forms in FORMS.items() for asked in forms], ids=str)
def test_a_command_says_the_status(command: str, asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever it prints, in each form; of several cases, each line."""
    main([command, *asked])
    printed = capsys.readouterr()
    assert printed.err == ""
    lines = printed.out.splitlines() if "jsonl" in asked[0] else [printed.out]
    assert [line for line in lines if DRAFT not in words(line)] == []


@pytest.mark.parametrize("command", [[], *([name] for name in _parser()[1])], ids=" ".join)
def test_the_help_says_it(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks what a command does is told for whom, and how far."""
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    said = "For professionals; the shipped rules are drafts, not clinically validated."
    assert words(capsys.readouterr().out).endswith(said)


# The pages.

OURS = re.compile(r"\b(stepdown|four[-_]levels|program_standards)\b")
BUILT = {"_build", "made"}
DOCS = [
    one for ending in ("md", "txt", "html") for one in (ROOT / "docs").rglob(f"*.{ending}") if not BUILT.intersection(one.parts)
]


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS)], ids=lambda one: one.name)
def test_a_page_that_names_the_shipped_rules_says_what_they_are(page: Path) -> None:
    """Whoever comes from elsewhere to any page of the documentation is told."""
    text = page.read_text(encoding="utf-8")
    said = re.sub(r"[*_>\\]|&[a-z]+;", "", words(text))
    assert not OURS.search(text) or "not clinically validated" in said


def test_every_page_of_the_site_says_it() -> None:
    """Above each page, those that are made from the code included."""
    settings = (ROOT / "docs" / "conf.py").read_text(encoding="utf-8")
    assert '"announcement": "The shipped rules are drafts, not clinically validated."' in settings
