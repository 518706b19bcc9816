"""The command line: what it reads, prints and returns; in-process, and a few times as a process of its own."""

from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import continuum
from continuum import Engine, __main__
from continuum.__main__ import main, run
from continuum.json_text import MOST_CHARACTERS
from continuum.library import four_levels, stepdown
from continuum.wire import read_case

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
FIRST = str(EXAMPLES / "first-placement.json")
RETURN = str(EXAMPLES / "iop-return-to-use.json")
READY = str(EXAMPLES / "residential-ready.json")

IOP = '{"level": "iop"}'
PHP = '{"level": "php"}'
BAD = '{"level": "php", "facts": {"weeks_stabel": 6}}'
MISSPELT = {"path": "facts.weeks_stabel", "message": "there is no such fact; did you mean 'weeks_stable'?"}
NO_VALUE = {"path": "the case", "message": "this is no JSON: expecting value at line 1, column 1"}
USAGE = "usage: continuum [-h] [--version] COMMAND ...\n"
RULE = "\n" + "-" * 88 + "\n\n"

SENTINEL = "Zq7xJv"
SENTINEL_WEEKS = 437


class Ran:
    """What one run printed and returned."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def outcomes(self) -> list[str]:
        """The origin of each decision, or the path of each error's first problem, in order."""
        return [str(one["origin"]) if "direction" in one else one["error"]["problems"][0]["path"] for one in self.objects]


class Cli:
    """Runs the command line in this process, with files in a folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.capsys, self.monkeypatch = folder, capsys, monkeypatch

    def file(self, name: str, text: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(path)

    def stdin(self, text: str | bytes) -> None:
        raw = text.encode() if isinstance(text, str) else text
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="ascii"))

    def __call__(self, *words: str) -> Ran:
        code = main(words)
        out, err = self.capsys.readouterr()
        return Ran(code, out, err)

    def leave(self, *words: str) -> Ran:
        """Run what ends the process."""
        with pytest.raises(SystemExit) as caught:
            main(words)
        out, err = self.capsys.readouterr()
        assert isinstance(caught.value.code, int)
        return Ran(caught.value.code, out, err)


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    return Cli(tmp_path, capsys, monkeypatch)


def process(words: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    """`python -m continuum` as a process of its own."""
    if "stdout" not in options:
        options |= {"stdout": subprocess.PIPE}
    return subprocess.run(  # noqa: S603 # our own command line, nothing from outside
        [sys.executable, "-W", "error", "-m", "continuum", *words], stderr=subprocess.PIPE, check=False, timeout=60, **options
    )


def library() -> str:
    """Where the library of this process is, for a process elsewhere."""
    return os.pathsep.join([str(Path(continuum.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])


# One case.


def test_one_case_is_explained_as_text(cli: Cli) -> None:
    """One case gives the explanation as text, and exit code 0."""
    ran = cli("decide", READY)
    decision = Engine(stepdown.RULES).decide(read_case(Path(READY).read_bytes(), stepdown.RULES.facts))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == decision.explain() + "\n"
    assert ran.out.startswith("Step down: Residential to Intensive outpatient (IOP)\n")
    assert cli("decide", READY, "--format", "text").out == ran.out


def test_one_case_as_json(cli: Cli) -> None:
    """With --format json, one case gives one JSON object on one line: the decision as plain data."""
    ran = cli("decide", READY, "--format", "json")
    decision = Engine(stepdown.RULES).decide(read_case(Path(READY).read_bytes(), stepdown.RULES.facts))
    assert (ran.code, ran.err) == (0, "")
    assert ran.objects == [decision.to_dict()]
    assert ran.out.endswith("}\n")
    assert cli("decide", "--format=json", "--rules", "stepdown", READY).out == ran.out


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (FIRST, ("not-determined", "not-in-care", None, ["iop", "residential"], True, [])),
        (RETURN, ("step-up", "iop", "php", ["php", "php"], False, [])),
        (READY, ("step-down", "residential", "iop", ["iop", "iop"], False, [("php", "php-not-needed")])),
    ],
    ids=["first placement", "return to use", "ready"],
)
def test_the_examples_decide_as_their_pages_say(cli: Cli, file: str, expected: tuple[object, ...]) -> None:
    """The shipped examples show a first placement that is open, a step up, and a step down past a level."""
    (found,) = cli("decide", file, "--format", "json").objects
    skipped = [(skip["level"], skip["justification"]) for skip in found["skipped"]]
    assert (found["direction"], found["origin"], found["target"], found["range"], found["provisional"], skipped) == expected


def test_the_grounds_of_the_examples(cli: Cli) -> None:
    """Each example names the rules that fired and what is still open."""
    first, back, ready = cli("decide", FIRST, RETURN, READY).objects
    assert [reason["rule"] for reason in first["reasons"]] == ["entry-mild", "entry-moderate"]
    assert first["open_questions"] == ["primary_substance"]
    assert "return-to-use" in [reason["rule"] for reason in back["reasons"]]
    assert [reason["rule"] for reason in ready["reasons"]] == ["residential-down"]
    assert (ready["holds"], ready["open_questions"]) == ([], [])


def texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(one, str) and one for one in found)


@pytest.mark.parametrize("file", [FIRST, RETURN, READY])
def test_the_keys_of_a_json_decision(cli: Cli, file: str) -> None:
    """A JSON decision has every promised key, each of its type."""
    (found,) = cli("decide", file, "--format", "json").objects
    directions = {"admit", "step-up", "stay", "step-down", "complete", "not-determined"}
    places = {*stepdown.RULES.continuum.ids, "complete"}
    assert found["direction"] in directions
    assert found["origin"] in places - {"complete"} | {"not-in-care"}
    assert found["target"] is None or found["target"] in places
    assert len(found["range"]) == 2
    assert set(found["range"]) <= places
    assert isinstance(found["provisional"], bool)
    assert found["urgency"] in {"routine", "prompt", "immediate"}
    assert found["reasons"]
    for reason in found["reasons"]:
        assert {"rule", "because", "sources"} <= set(reason)
        assert texts([reason["rule"], reason["because"]])
        assert texts(reason["sources"])
    for skip in found["skipped"]:
        assert texts([skip["level"], skip["justification"], skip["because"]])
    assert texts(found["holds"])
    assert found["ready_for"] is None or found["ready_for"] in places
    assert found["services"]
    for service in found["services"]:
        assert texts([service["id"]])
        assert service["status"] in {"needed", "clarify"}
    assert texts(found["open_questions"])
    assert set(found["open_questions"]) <= {"level", *stepdown.RULES.facts.vocabulary()}
    assert [option["level"] for option in found["options"]] == [*reversed(stepdown.RULES.continuum.ids)]
    for option in found["options"]:
        assert list(option) == ["level", "standing", "for", "against", "blocked_by", "questions"]
        assert option["standing"] in {"recommended", "open", "blocked", "not indicated"}
        assert texts(option["for"])
        assert texts(option["against"])
        assert isinstance(option["blocked_by"], str)
        assert set(option["questions"]) <= set(found["open_questions"])
    for circumstance in found["circumstances"]:
        assert list(circumstance) == ["fact", "services"]
        assert set(circumstance["services"]) <= {service["id"] for service in found["services"]}
    for claim in found["claims"]:
        assert texts([claim["id"]])
        assert claim["claimed"].startswith("Claimed by ")
    assert texts([found["summary"]])
    assert "\n" not in found["summary"]
    assert (found["ruleset"]["id"], found["ruleset"]["version"]) == (stepdown.RULES.id, stepdown.RULES.version)


def test_the_levels_around_in_text(cli: Cli) -> None:
    """With --options, the text weighs every level around; without it, that section is left out."""
    ran, plain = cli("decide", READY, "--options"), cli("decide", READY)
    decision = Engine(stepdown.RULES).decide(read_case(Path(READY).read_bytes(), stepdown.RULES.facts))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == decision.explain(with_options=True) + "\n"
    assert "\nThe levels around, most care first\n  - Medically managed inpatient: not indicated\n" in ran.out
    assert "The levels around" not in plain.out
    assert cli("decide", "--options", READY, FIRST, "--format", "text").out.count("The levels around") == 2


def test_json_always_weighs_the_levels_around(cli: Cli) -> None:
    """As JSON, the options are there whether asked for or not."""
    ran, plain = cli("decide", READY, "--options", "--format", "json"), cli("decide", READY, "--format", "json")
    assert (ran.code, ran.out) == (0, plain.out)
    standings = [(option["level"], option["standing"]) for option in plain.objects[0]["options"]]
    assert standings[3:] == [("iop", "recommended"), ("outpatient", "blocked"), ("aftercare", "blocked")]


def test_another_ladder(cli: Cli) -> None:
    """With --rules four-levels, levels are the ten sublevels; those of one ladder are no levels of the other."""
    case = cli.file("case.json", '{"level": "2.1"}')
    ran = cli("decide", case, "--rules", "four-levels")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Stay: 2.1 Intensive outpatient (IOP)\n")
    (found,) = cli("decide", case, "--rules=four-levels", "--format", "json").objects
    assert (found["origin"], found["target"], found["ruleset"]["id"]) == ("2.1", "2.1", "four-levels")
    assert [option["level"] for option in found["options"]] == [*reversed(four_levels.LADDER.ids)]
    for file, rules, ladder in ((case, "stepdown", stepdown.LADDER), (READY, "four-levels", four_levels.LADDER)):
        wrong = cli("decide", file, "--rules", rules)
        assert (wrong.code, wrong.out) == (2, "")
        named = f"'{rules}' ({' < '.join(ladder.ids)})"
        assert wrong.err == f"continuum: {file}: level: there is no such level on the ladder {named}\n"


# Several cases.


def test_several_files_give_a_json_line_each(cli: Cli) -> None:
    """Several files give one JSON decision a line, in order, unless text is asked for."""
    ran = cli("decide", READY, FIRST, RETURN, READY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.outcomes == ["residential", "not-in-care", "iop", "residential"]


def test_several_cases_as_text(cli: Cli) -> None:
    """As text, the explanations stand apart by a rule across the page."""
    one, other = cli("decide", FIRST).out, cli("decide", RETURN).out
    ran = cli("decide", FIRST, RETURN, "--format", "text")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == one + RULE + other


def test_a_bad_case_leaves_no_rule_across_the_page(cli: Cli) -> None:
    """As text, a bad case is told on standard error only; nothing stands before the first explanation."""
    bad = cli.file("bad.json", BAD)
    one = cli("decide", FIRST).out
    for files in ([bad, FIRST], [FIRST, bad]):
        ran = cli("decide", *files, "--format", "text")
        assert (ran.code, ran.out) == (2, one)


@pytest.mark.parametrize("name", ["cases.jsonl", "cases.NDJSON", "cases.json", "cases"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_json_lines_are_known_by_suffix_and_by_content(cli: Cli, name: str, end: str) -> None:
    """Several cases, one a line, are decided in order, whatever the file is called; blank lines count for nothing."""
    lines = ["", IOP, "", "  ", PHP, '{"level": "not-in-care"}', "", IOP, "", ""]
    ran = cli("decide", cli.file(name, end.join(lines)))
    assert (ran.code, ran.err) == (0, "")
    assert ran.outcomes == ["iop", "php", "not-in-care", "iop"]


@pytest.mark.parametrize("name", ["cases.jsonl", "cases.txt"])
@pytest.mark.parametrize(
    "bad", [BAD, "{", "[", "nonsense", '"text"', "[]", "null", "{} {}", "[" * 5000, '{"a": ' + "7" * 5000 + "}"]
)
def test_a_bad_line_gives_an_error_in_its_place(cli: Cli, name: str, bad: str) -> None:
    """A bad line gives an error object in its place and its line number on standard error; the others are decided."""
    file = cli.file(name, f"{IOP}\n\n{bad}\n{PHP}\n")
    ran = cli("decide", file)
    assert ran.code == 2
    assert [origin in {"iop", "php"} for origin in ran.outcomes] == [True, False, True]
    error = ran.objects[1]["error"]["problems"]
    assert ran.err == "".join(f"continuum: {file}, line 3: {one['path']}: {one['message']}\n" for one in error)


def test_a_bad_line_may_be_the_first_or_the_last(cli: Cli) -> None:
    """Lines are known as cases by any good one among them, and a byte-order mark is welcome."""
    first = cli("decide", cli.file("first", f"\ufeff{IOP}\n{PHP}\n{{"))
    assert first.outcomes == ["iop", "php", "the case"]
    for bad in ("nonsense", "[" * 100_000, "7" * 5000):
        assert cli("decide", cli.file("last", f"{bad}\n{IOP}\n{PHP}")).outcomes == ["the case", "iop", "php"]


@pytest.mark.parametrize("name", ["cases.jsonl", "cases.JSONL", "cases.NdJson"])
def test_a_suffix_alone_makes_lines_cases(cli: Cli, name: str) -> None:
    """In a file that is named JSON Lines each line is a case, even if none of them can be read."""
    assert cli("decide", cli.file(name, "{\n\n}\n")).outcomes == ["the case", "the case"]
    assert cli("decide", cli.file("case.json", "{\n\n]\n"), "--format", "json").outcomes == ["the case"]


def test_the_words_for_a_bad_line(cli: Cli) -> None:
    """The error object lists each problem with its path; standard error says the same with file and line."""
    file = cli.file("cases.jsonl", f"{IOP}\n{BAD}\nnonsense\n")
    ran = cli("decide", file)
    assert ran.objects[1:] == [{"error": {"problems": [MISSPELT]}}, {"error": {"problems": [NO_VALUE]}}]
    assert ran.err == (
        f"continuum: {file}, line 2: facts.weeks_stabel: there is no such fact; did you mean 'weeks_stable'?\n"
        f"continuum: {file}, line 3: the case: this is no JSON: expecting value at line 1, column 1\n"
    )


def test_a_json_lines_file_of_one_line_gives_json(cli: Cli) -> None:
    """A file that is named JSON Lines gives JSON, however many lines it has today."""
    ran = cli("decide", cli.file("one.jsonl", IOP + "\n"))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("{")
    assert ran.outcomes == ["iop"]


@pytest.mark.parametrize(
    "text",
    [
        '{"level": "iop", "facts":\n{}\n}',
        '{\n"level": "iop",\n"facts":\n{"weeks_stable": 6}\n}\n',
        '{"level": "iop",\r\n"fact_sources":\r\n{"cows": "record"}\r\n,"facts": null}',
    ],
)
def test_one_case_over_several_lines_is_one_case(cli: Cli, text: str) -> None:
    """A case that is laid out over several lines is one, even if a line of it could be read by itself."""
    ran = cli("decide", cli.file("case.json", text), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.outcomes == ["iop"]


def test_a_list_of_cases_is_no_case(cli: Cli) -> None:
    """A JSON list over several lines is refused as a whole: no line of it is decided by itself."""
    file = cli.file("cases.json", f"[\n{IOP},\n{PHP}\n]\n")
    ran = cli("decide", file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"continuum: {file}: the case: expected an object with the keys "
        "format, level, assessed_on, assessed_by, person, facts, fact_sources; was given a list\n"
    )


def test_one_case_laid_out_over_lines(cli: Cli) -> None:
    """An indented case is one case, and so is a broken one: its error tells the line within the file."""
    text = json.dumps(json.loads(Path(READY).read_text(encoding="utf-8")), indent=1)
    assert cli("decide", cli.file("case.json", text)).out == cli("decide", READY).out
    file = cli.file("broken.json", '{\n  "level": "iop",\n  "facts": {\n')
    ran = cli("decide", file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"continuum: {file}: the case: this is no JSON: ")


def test_many_bad_lines_are_read_in_bounded_time(cli: Cli) -> None:
    """Each line costs its own length: twenty thousand hostile lines are told one by one."""
    ran = cli("decide", cli.file("cases.jsonl", (("[" * 40) + "\n") * 20_000))
    assert ran.code == 2
    assert len(ran.objects) == 20_000


def test_a_line_that_is_too_long_is_refused(cli: Cli) -> None:
    """A line longer than a case may be is refused in its place."""
    long = '{"level": "' + "x" * MOST_CHARACTERS + '"}'
    ran = cli("decide", cli.file("cases", f"{long}\n{IOP}\n"))
    assert ran.outcomes == ["the case", "iop"]
    assert ran.objects[0]["error"]["problems"][0]["message"] == "the text is longer than 1000000 characters"


# Standard input.


def test_a_case_from_standard_input(cli: Cli) -> None:
    """`-` reads standard input, as UTF-8 whatever the terminal thinks."""
    cli.stdin('{"level": "iop", "assessed_by": "Ärztin"}')
    ran = cli("decide", "-")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Stay: Intensive outpatient (IOP)\n")


def test_json_lines_from_standard_input(cli: Cli) -> None:
    """Standard input may hold JSON Lines, among files, and keeps its place."""
    cli.stdin(f"{IOP}\n{BAD}\n{PHP}\n")
    ran = cli("decide", READY, "-", FIRST)
    assert ran.code == 2
    assert ran.outcomes == ["residential", "iop", "facts.weeks_stabel", "php", "not-in-care"]
    assert ran.err == (
        "continuum: standard input, line 2: facts.weeks_stabel: there is no such fact; did you mean 'weeks_stable'?\n"
    )


@pytest.mark.parametrize("text", [b"", b"\n", b"\xff", b"\xef\xbb\xbf"])
def test_nothing_on_standard_input(cli: Cli, text: bytes) -> None:
    """An empty or unreadable standard input is bad input."""
    cli.stdin(text)
    ran = cli("decide", "-")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("continuum: standard input: the case: ")


def test_no_standard_input(cli: Cli) -> None:
    """Where there is no standard input at all, that is told as any file that cannot be read."""
    cli.monkeypatch.setattr(sys, "stdin", None)
    ran = cli("decide", "-", cli.file("iop.json", IOP))
    assert ran.code == 2
    assert ran.outcomes == ["file", "iop"]
    assert ran.err == "continuum: standard input: file: the file cannot be read: it is closed\n"


# Bad input.


@pytest.mark.parametrize(
    ("name", "why"),
    [("missing.json", "no such file or directory"), ("missing.jsonl", "no such file or directory"), ("", "is a directory")],
)
def test_files_that_cannot_be_read(cli: Cli, name: str, why: str) -> None:
    """A file that cannot be read gives an error in its place and exit code 2; the others are decided."""
    file = str(cli.folder / name)
    message = f"continuum: {file}: file: the file cannot be read: {why}\n"
    alone = cli("decide", file, "--format", "text")
    assert (alone.code, alone.out, alone.err) == (2, "", message)
    ran = cli("decide", READY, file, FIRST)
    assert (ran.code, ran.err) == (2, message)
    assert ran.outcomes == ["residential", "file", "not-in-care"]
    assert ran.objects[1] == {"error": {"problems": [{"path": "file", "message": f"the file cannot be read: {why}"}]}}


def test_an_unreadable_file_without_a_reason(cli: Cli) -> None:
    """Where the system gives no reason, that is said."""

    def refuse(_: Path) -> bytes:
        raise OSError

    cli.monkeypatch.setattr(Path, "read_bytes", refuse)
    assert cli("decide", "case.json").err == "continuum: case.json: file: the file cannot be read: no reason given\n"


def test_a_name_that_no_file_can_have(cli: Cli) -> None:
    """A name that the system cannot even look for is bad input, too."""
    ran = cli("decide", "case\0.json")
    assert (ran.code, ran.out) == (2, "")
    assert "the file cannot be read: " in ran.err


def test_a_name_that_is_no_text(cli: Cli) -> None:
    """A name of bytes that are no UTF-8 is told with these spelled out."""
    ran = cli("decide", "case\udcff.json")
    assert (ran.code, ran.err) == (2, "continuum: case\\udcff.json: file: the file cannot be read: no such file or directory\n")


@pytest.mark.parametrize("name", ["empty.json", "empty.jsonl", "empty"])
@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_file(cli: Cli, name: str, text: str) -> None:
    """An empty file is bad input, whatever it is called."""
    file = cli.file(name, text)
    ran = cli("decide", file, "--format", "text")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"continuum: {file}: the case: this is no JSON: expecting value at line ")


def test_one_bad_case(cli: Cli) -> None:
    """One bad case says what is wrong on standard error, a line for each problem, and prints no decision."""
    file = cli.file("case.json", '{"level": "IOP", "facts": {"weeks_stabel": 6, "goals_met": 1}}')
    ladder = "'stepdown' (aftercare < outpatient < iop < php < residential < inpatient)"
    lines = [
        f"level: there is no such level on the ladder {ladder}; did you mean 'iop'?",
        "facts.weeks_stabel: there is no such fact; did you mean 'weeks_stable'?",
        "facts.goals_met: expected true or false; was given a whole number",
    ]
    ran = cli("decide", file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "".join(f"continuum: {file}: {line}\n" for line in lines)
    as_json = cli("decide", file, "--format", "json")
    problems = [dict(zip(("path", "message"), line.split(": ", maxsplit=1), strict=True)) for line in lines]
    assert (as_json.code, as_json.err) == (2, ran.err)
    assert as_json.objects == [{"error": {"problems": problems}}]


# Wrong usage, help.


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "continuum: the following arguments are required: COMMAND\n"),
        (["decide"], "continuum decide: the following arguments are required: FILE\n"),
        (["decide", "--format", "json"], "continuum decide: the following arguments are required: FILE\n"),
        (["decide", FIRST, "--verbose"], "continuum decide: unrecognized arguments: --verbose\n"),
        (["--verbose"], "continuum: the following arguments are required: COMMAND\n"),
        (["decide", FIRST, "--format"], "continuum decide: argument --format: expected one argument\n"),
        (["decide", FIRST, "--format", "xml"], "continuum decide: argument --format: invalid choice: 'xml' (choose from "),
        (["decide", FIRST, "--rules"], "continuum decide: argument --rules: expected one argument\n"),
        (["judge", FIRST], "continuum: argument COMMAND: invalid choice: 'judge' (choose from "),
        ([FIRST], "continuum: argument COMMAND: invalid choice: "),
        (["decide", FIRST, "--\x1b[2J"], "continuum decide: unrecognized arguments: --\\x1b[2J\n"),
        (
            ["program", FIRST, "--rules", "stepdown"],
            "continuum program: argument --rules: there is no case to be decided; name it with --case\n",
        ),
    ],
)
def test_wrong_usage(cli: Cli, words: list[str], message: str) -> None:
    """Wrong usage is told with the usage line on standard error, and ends with 64."""
    ran = cli.leave(*words)
    assert (ran.code, ran.out) == (64, "")
    assert ran.err.startswith(message)
    assert "\nusage: continuum" in ran.err


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["decide", "--help"], ["decide", FIRST, "-h"]])
def test_help(cli: Cli, words: list[str]) -> None:
    """Help is printed on standard output, and is no error; that of `decide` tells files and exit codes."""
    ran = cli.leave(*words)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("usage: continuum ")
    shown = " ".join(ran.out.split())
    if "decide" in words:
        assert "Exit codes: 0 decided, 2 bad input, 64 wrong usage." in shown
        assert "not clinically validated" in shown
    else:
        assert ran.out.startswith(USAGE)


def test_version(cli: Cli) -> None:
    """The version is that of the library."""
    ran = cli.leave("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"continuum {continuum.__version__}\n", "")


# No value is shown where none is asked for.


PLANTED = [
    {"facts": {"weeks_stable": SENTINEL}},
    {"facts": {"goals_met": SENTINEL, "response": [SENTINEL], "cows": {SENTINEL: SENTINEL}}},
    {"facts": {"weeks_stable": 6, SENTINEL: 1}},
    {"facts": SENTINEL},
    {"level": SENTINEL},
    {"level": [SENTINEL]},
    {"assessed_on": SENTINEL},
    {"assessed_by": f"{SENTINEL}\n"},
    {"assessed_by": SENTINEL, "facts": {"cows": -SENTINEL_WEEKS}},
    {"fact_sources": {"cows": SENTINEL}},
    {"fact_sources": {SENTINEL: "record"}},
    {"fact_sources": [SENTINEL]},
    {SENTINEL: SENTINEL},
    {"level": "not-in-care", "assessed_by": SENTINEL, "facts": {"weeks_stable": SENTINEL_WEEKS}},
    {"facts": {"weeks_stable": SENTINEL_WEEKS, "goals_met": SENTINEL}},
    [SENTINEL],
    SENTINEL,
]


def test_no_value_of_a_bad_case_is_printed(cli: Cli) -> None:
    """A peculiar value at any place of a bad case shows on neither stream, in neither format."""
    whole = [json.dumps(case) for case in PLANTED]
    broken = [text[:-1] for text in whole] + [f"{SENTINEL} {text}" for text in whole] + [f"{text} {SENTINEL}" for text in whole]
    file = cli.file("cases.jsonl", "\n".join([*whole, *broken]))
    for form in ("json", "text"):
        ran = cli("decide", file, "--format", form)
        assert ran.code == 2
        assert SENTINEL.lower() not in (ran.out + ran.err).lower()
        assert str(SENTINEL_WEEKS) not in ran.out + ran.err
        assert len(ran.err.splitlines()) >= len(whole) + len(broken)
        assert not [one for one in ran.objects if "error" not in one] if form == "json" else not ran.out


def test_a_json_decision_shows_no_value_and_no_role(cli: Cli) -> None:
    """A decision as JSON carries no value of a fact, no role and no day; the text explains with values."""
    case = {
        "level": "iop",
        "assessed_on": "2026-11-02",
        "assessed_by": SENTINEL,
        "facts": {"return_to_use": "RETURN", "weeks_stable": SENTINEL_WEEKS, "attendance": 43, "goals_met": False},
    }
    file = cli.file("case.json", json.dumps(case))
    as_json, as_text = cli("decide", file, "--format", "json"), cli("decide", file)
    assert (as_json.code, as_text.code, as_json.err, as_text.err) == (0, 0, "", "")
    for hidden in (SENTINEL, str(SENTINEL_WEEKS), "2026-11-02", "Recorded"):
        assert hidden not in as_json.out
    assert "Recorded: use at this level: return" in as_text.out
    assert SENTINEL not in as_text.out


# Streams and processes.


def test_streams_that_are_no_files(cli: Cli) -> None:
    """Output goes wherever the standard streams point, a text in memory included."""
    out, err = io.StringIO(), io.StringIO()
    cli.monkeypatch.setattr(sys, "stdout", out)
    cli.monkeypatch.setattr(sys, "stderr", err)
    assert main(["decide", FIRST, str(cli.folder)]) == 2
    assert json.loads(out.getvalue().splitlines()[0])["origin"] == "not-in-care"
    assert err.getvalue().endswith("the file cannot be read: is a directory\n")


def test_the_console_script(cli: Cli) -> None:
    """`run` takes the words of the process and ends it with the exit code."""
    for words, code in (([FIRST], 0), ([FIRST, str(cli.folder)], 2), ([FIRST, "--nope"], 64)):
        cli.monkeypatch.setattr(sys, "argv", ["continuum", "decide", *words])
        with pytest.raises(SystemExit) as caught:
            run()
        assert caught.value.code == code
    cli.capsys.readouterr()


def test_the_module_runs_as_a_program(cli: Cli) -> None:
    """`python -m continuum` is the console script."""
    cli.monkeypatch.delitem(sys.modules, "continuum.__main__")
    cli.monkeypatch.setattr(sys, "argv", ["continuum", "decide", FIRST])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("continuum", run_name="__main__")
    assert caught.value.code == 0
    assert cli.capsys.readouterr().out.startswith("Admission not determined")


def test_a_closed_pipe_is_no_error(cli: Cli) -> None:
    """If the reader has gone, the rest is dropped without a word."""

    def broken() -> int:
        raise BrokenPipeError

    out, err = io.StringIO(), io.StringIO()
    cli.monkeypatch.setattr(__main__, "main", broken)
    cli.monkeypatch.setattr(sys, "stdout", out)
    cli.monkeypatch.setattr(sys, "stderr", err)
    with pytest.raises(SystemExit) as caught:
        run()
    assert caught.value.code == 0
    assert err.closed or not err.getvalue()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break in another way on Windows")
@pytest.mark.parametrize("times", [1, 400])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_of_a_process(times: int, unbuffered: str) -> None:
    """As `continuum ... | head` ends: whether little or much was to be written, at once or at the end, exit 0 and silence."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        finished = process(["decide", *[FIRST] * times], stdout=writing, env=os.environ | {"PYTHONUNBUFFERED": unbuffered})
    finally:
        os.close(writing)
    assert (finished.returncode, finished.stderr) == (0, b"")


def test_a_process_decides() -> None:
    """A process of its own decides what is given, and ends with 0."""
    finished = process(["decide", FIRST, "-", "--format", "json"], input=IOP.encode())
    assert (finished.returncode, finished.stderr) == (0, b"")
    assert [json.loads(line)["origin"] for line in finished.stdout.splitlines()] == ["not-in-care", "iop"]


def test_a_process_tells_bad_input_without_a_traceback(tmp_path: Path) -> None:
    """Bad input gives a message on standard error, no traceback, and exit 2."""
    (tmp_path / "bad.json").write_text(BAD, encoding="utf-8")
    finished = process(
        ["decide", "bad.json", "missing.json", "-"], input=b"\xff", cwd=tmp_path, env=os.environ | {"PYTHONPATH": library()}
    )
    assert finished.returncode == 2
    assert finished.stderr.decode().splitlines() == [
        "continuum: bad.json: facts.weeks_stabel: there is no such fact; did you mean 'weeks_stable'?",
        "continuum: missing.json: file: the file cannot be read: no such file or directory",
        "continuum: standard input: the case: the text is not UTF-8: byte 0 cannot be read",
    ]
    assert json.loads(finished.stdout.splitlines()[0]) == {"error": {"problems": [MISSPELT]}}


def test_a_process_tells_wrong_usage() -> None:
    """Wrong usage ends the process with 64, on standard error only."""
    finished = process(["decide"])
    assert (finished.returncode, finished.stdout) == (64, b"")
    assert finished.stderr.startswith(b"continuum decide: the following arguments are required: FILE\n")


def test_a_process_writes_utf_8_everywhere() -> None:
    """The output is UTF-8 whatever the terminal's own encoding is."""
    finished = process(["decide", "n\u00f6.json"], env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": library()})
    assert finished.returncode == 2
    assert finished.stderr.decode() == "continuum: n\u00f6.json: file: the file cannot be read: no such file or directory\n"
