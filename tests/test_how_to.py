"""The how-to pages on apps, records, upgrades and tables: the files that a reader writes, the commands, and what they print."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from doctest import ELLIPSIS, OutputChecker
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from continuum import AssessmentError, Engine
from continuum.errors import DecisionError
from continuum.library import stepdown
from tests.pages import commands, desk, files, follow, said
from tests.test_docs import DOCS

HOW_TO = Path(__file__).parent.parent / "docs" / "how-to"
APP, REPLAY, UPGRADE, TABLES = (
    HOW_TO / f"{name}.md" for name in ("embed-in-an-app", "record-and-replay", "upgrade-a-rule-set", "decide-over-tables")
)
PAGES = pytest.mark.parametrize("page", [APP, REPLAY, UPGRADE, TABLES], ids=lambda page: page.stem)

At = Callable[[Path], Path]


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    """Goes to the desk of a page's reader."""

    def go(page: Path) -> Path:
        desk(page, tmp_path, monkeypatch)
        return tmp_path

    return go


@PAGES
def test_commands_print_what_the_page_shows(page: Path, at: At, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command that is shown with its output prints it, once the examples have written what it reads."""
    at(page)
    if commands(page):
        follow(page, DOCS)
    capsys.readouterr()
    for command, output in commands(page):
        printed = said(command, capsys)
        assert OutputChecker().check_output(output, printed, ELLIPSIS), printed


def test_pages_show_commands_and_files() -> None:
    """The two tests above and below have something to look at."""
    assert {page.stem: len(commands(page)) for page in (REPLAY, UPGRADE)} == {"record-and-replay": 1, "upgrade-a-rule-set": 1}
    assert {page.stem: [*files(page)] for page in (APP, REPLAY, UPGRADE, TABLES)} == {
        "embed-in-an-app": ["level_of_care.py", "test_level_of_care.py"],
        "record-and-replay": ["case.json"],
        "upgrade-a-rule-set": ["house.py", "test_release.py"],
        "decide-over-tables": ["people.csv", "tables.py", "with_pandas.py", "read_people.py", "with_polars.py"],
    }


def test_another_output_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page that shows what a command does not print, or another exit code, would fail."""
    page = tmp_path / "page.md"
    page.write_text('```sh\npython -m continuum diff stepdown stepdown; echo "exit code $?"\n```\n\n```text\nNo\n```\n', "utf-8")
    ((command, output),) = commands(page)
    printed = said(command, capsys)
    assert printed.endswith("exit code 0\n")
    assert not OutputChecker().check_output(output, printed, ELLIPSIS)


@pytest.mark.parametrize(("page", "name"), [(APP, "test_level_of_care"), (UPGRADE, "test_release")])
def test_tests_that_readers_are_given_pass(page: Path, name: str, at: At) -> None:
    """Each test of the file holds for what the page shows."""
    at(page)
    tests = [thing for called, thing in vars(import_module(name)).items() if called.startswith("test_")]
    assert len(tests) == 2
    for test in tests:
        test()


# Embed it in an app.


SENTINEL = "Quincy Peculiar 4711"


@pytest.fixture
def app(at: At) -> Any:
    """The module of the page."""
    at(APP)
    return import_module("level_of_care")


@pytest.fixture
def visit(app: Any) -> dict[str, object]:
    """A visit of which not everything is known."""
    given = {"key": "p-1", "day": "2026-11-02", "role": "nurse", "unit": "IOP", "danger": "negative", "mind": 1, "use": "slip"}
    return dict.fromkeys(app.FIELDS, "") | given


def test_a_reply_is_json_and_carries_the_limits(app: Any, visit: dict[str, object]) -> None:
    """Decision, page, questions, and what the rules are for; all of it can be sent."""
    body = json.loads(json.dumps(app.reply(visit).body))
    assert body["decision"]["direction"] == "stay"
    assert body["decision"]["ruleset"]["limits"] == stepdown.RULES.limits
    for said_of_it in (stepdown.RULES.status, stepdown.RULES.intended_use, stepdown.RULES.limits, "Residential"):
        assert said_of_it in body["html"]
    assert [one["urgent"] for one in body["ask_next"]][:2] == [True, True]
    assert [one["field"] for one in body["ask_next"] if one["label"] == "withdrawal risk"] == ["withdrawal"]


def test_an_unknown_unit_is_asked_for(app: Any, visit: dict[str, object]) -> None:
    """No level is no error: the decision is not determined, and the first question is where the person is."""
    body = app.reply(visit | {"unit": ""}).body
    assert body["decision"]["direction"] == "not-determined"
    assert body["ask_next"][0] == {
        "field": "unit",
        "label": "current level of care",
        "meaning": "",
        "expects": "a level of care",
        "answers": [],
        "urgent": True,
    }


def test_an_intake_is_an_admission(app: Any, visit: dict[str, object]) -> None:
    """The word for nobody in care yet is no level."""
    seen = visit | {"unit": "INTAKE", "use": "", "overdose": "not seen"}
    assert app.reply(seen).body["decision"]["direction"] == "admit"


def test_whatever_is_planted_in_a_field_shows_nowhere(
    app: Any, visit: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in what is said beside the field, nor in the log, nor in a repr."""
    caplog.set_level(logging.DEBUG)
    for field in visit:
        for planted in (SENTINEL * 4, 47_114_711, 4711.5, [SENTINEL], {SENTINEL: 1}):
            reply = app.reply(visit | {field: planted})
            assert reply.status == 422
            assert [one["field"] for one in reply.body["problems"]] == [field]
            assert not re.search("Quincy|4711", f"{reply.body} {reply}")
    assert caplog.records
    assert not re.search("Quincy|4711|p-1", caplog.text)
    caplog.clear()
    assert app.reply(visit | {"key": "Quincy"}).status == 200
    assert caplog.messages == [f"decided by stepdown {stepdown.RULES.version}"]


def test_a_field_that_the_record_lacks_is_no_unknown_fact(app: Any, visit: dict[str, object]) -> None:
    """A form that lost a field fails for everybody, and is not decided on in silence."""
    with pytest.raises(KeyError, match="danger"):
        app.reply({field: value for field, value in visit.items() if field != "danger"})


def test_what_is_no_fault_of_the_record_is_raised(app: Any, visit: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of another kind becomes no reply to whoever filled in the form."""

    def refuse(_: object) -> None:
        raise DecisionError("do not act on it")

    monkeypatch.setattr(app, "shown", refuse)
    with pytest.raises(DecisionError):
        app.reply(visit)


def test_a_word_that_no_fact_takes_is_noticed(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's test of the table fails for a level that is not on the ladder, and for a rating that there is not."""
    at(APP)
    table = import_module("test_level_of_care")
    for field, (fact, _) in {"unit": ("level", {}), "danger": ("danger_to_self_or_others", {})}.items():
        with monkeypatch.context() as patch:
            patch.setitem(table.FIELDS, field, (fact, {"ours": "theirs"}))
            with pytest.raises(AssessmentError, match=fact):
                table.test_every_word_of_our_forms_is_understood()


# Upgrade a rule set.


def test_a_changed_rule_without_a_new_version_is_noticed(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's test fails for another content under an approved version, and for a version that nobody approved."""
    at(UPGRADE)
    release = import_module("test_release")
    for changed, error in (
        (evolve(release.RULES, limits="None."), AssertionError),
        (evolve(release.RULES, version="9"), KeyError),
    ):
        monkeypatch.setattr(release, "RULES", changed)
        with pytest.raises(error):
            release.test_this_version_is_the_one_that_was_approved()


# Decide over tables.


HEAD = "level,danger_to_self_or_others,goals_met,weeks_stable,withdrawal_risk\n"


@pytest.fixture
def tables(at: At) -> Any:
    """The module of the page."""
    at(TABLES)
    return import_module("tables")


def rows(tables: Any, text: str) -> list[dict[str, object]]:
    return [tables.row_of(cells) for cells in tables.cells_in(text.splitlines())]


def test_cells_become_values_by_the_kind_of_their_fact(tables: Any) -> None:
    """Numbers and answers are read, names are left to the library, an empty cell is left out."""
    found = rows(tables, HEAD + "iop,none,yes,3,1\n2,,no,,mild\n")
    assert found == [
        {"level": "iop", "danger_to_self_or_others": "none", "goals_met": True, "weeks_stable": 3, "withdrawal_risk": 1},
        {"level": "2", "goals_met": False, "withdrawal_risk": "mild"},
    ]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("iop,none,Yes,3,1", "goals_met: expected true or false; was given text"),
        ("iop,none,1,3,1", "goals_met: expected true or false; was given text"),
        ("iop,none,yes,3.0,1", "weeks_stable: expected a whole number of weeks from 0 to 520; was given text"),
        ("iop,none,yes,-3,1", "weeks_stable: expected a whole number of weeks from 0 to 520; was given text"),
        ("iop,none,yes,9999999,1", "weeks_stable: expected a whole number of weeks from 0 to 520; was given text"),
        (
            "iop,none,yes,\N{ARABIC-INDIC DIGIT THREE},1",
            "weeks_stable: expected a whole number of weeks from 0 to 520; was given text",
        ),
        ("iop,none,yes,3", "withdrawal_risk: expected one of"),
        ("iop,none,yes,3,1,severe", "entry 6: Assessment has no such fact"),
    ],
)
def test_cells_that_are_not_understood_are_refused(tables: Any, cells: str, problem: str) -> None:
    """Nothing becomes unknown because it could not be read, and a row of another length is not decided on."""
    (answer,) = Engine(stepdown.RULES).decide_many(rows(tables, HEAD + cells))
    assert isinstance(answer, AssessmentError)
    assert str(answer).startswith(problem)
    assert tables.cells_of(answer) == dict.fromkeys(tables.COLUMNS) | {"problem": str(answer)}


def test_a_column_named_twice_is_refused(tables: Any) -> None:
    """The later one would hide what the earlier one says."""
    with pytest.raises(ValueError, match="two columns have the same name"):
        rows(tables, "level,goals_met,goals_met\niop,yes,\n")


GAPS: dict[str, Mapping[str, Any]] = {
    "pandas": {"weeks_stable": "Int64", "goals_met": "boolean"},
    "polars": {},
}


@pytest.mark.parametrize("package", GAPS)
@pytest.mark.usefixtures("tables")
def test_frames_are_decided_where_their_package_is(package: str) -> None:
    """Of a frame with gaps: every answer in its row, beside the columns that were there."""
    frames = pytest.importorskip(package)
    held: dict[str, list[Any]] = {
        "id": ["a", "b", "c"],
        "level": ["iop", "iop", "iop"],
        "weeks_stable": [3, None, 1_000],
        "goals_met": [None, True, False],
        "return_to_use": ["return", None, "none"],
    }
    frame = frames.DataFrame(held)
    if GAPS[package]:
        frame = frame.astype(GAPS[package]).set_index([[7, 7, 7]])
    decide_frame = import_module(f"with_{package}").decide_frame
    found = decide_frame(Engine(stepdown.RULES), frame, ["id"])
    columns = [*held, *import_module("tables").COLUMNS]
    assert [*found.columns] == [*decide_frame(Engine(stepdown.RULES), frame[:0], ["id"]).columns] == columns
    assert [*found["id"]] == held["id"]
    assert [*found["target"]][:2] == ["php", "iop"]
    problem = [*found["problem"]][2]
    assert (
        problem == "weeks_stable: expected a whole number of weeks from 0 to 520; was given a whole number outside these bounds"
    )


@pytest.mark.usefixtures("tables")
def test_pandas_reads_the_people_as_the_page_says() -> None:
    """Read so, a word for none is no gap, and a number beside a gap is a number."""
    pytest.importorskip("pandas")
    Path("people.csv").write_text(files(TABLES)["people.csv"].replace("none", "None"), "utf-8")
    people = import_module("read_people").people
    assert [*people["recent_overdose"]][:4] == ["None"] * 4
    found = import_module("with_pandas").decide_frame(Engine(stepdown.RULES), people, ["id"])
    assert [*found["target"].dropna()] == ["php", "residential", "outpatient", "inpatient"]
    refused = [problem.partition(":")[0] for problem in found["problem"].dropna()]
    assert refused == ["withdrawal_risk", "danger_to_self_or_others"]
