"""Every row of the source articles has a home and a test, or a reason to have none; the page that says so is up to date."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from continuum import Assessment
from continuum.library.requirements import ROWS, Row
from continuum.library.works import WORKS
from continuum.programs import Program
from tests import traceability
from tests.traceability import ROOT, ROW_ID, checks_of, embodied_by, homeless, homes, named_in, page, resolve

COUNTS = {"F0": 31, "F1": 33, "F2": 46, "F3": 31, "F4": 31}
OUT_OF_SCOPE = {"F0-11", "F1-33", "F2-4", "F2-29", "F3-5", "F3-28", "F3-31"}


def test_there_are_172_rows() -> None:
    """As many as the articles have, in their order, without a gap."""
    assert [*ROWS] == [f"{work}-{number}" for work, count in COUNTS.items() for number in range(1, count + 1)]
    assert len(ROWS) == 172
    assert set(COUNTS) == set(WORKS)


def test_no_row_is_without_a_home() -> None:
    """Each is embodied by something, and tested by something, or says why not."""
    assert homeless(ROWS.values()) == []


def test_a_row_without_a_home_is_noticed() -> None:
    """One that nothing cites, one that nothing tests, and one that is out of scope."""
    uncited = Row("F0-99", "Nobody cites this.")
    untested = Row("F0-98", "Nobody tests this.", kept_by=("decision.Decision",))
    out = Row("F0-97", "Advertising.", out_of_scope="advertising")
    assert homeless([uncited, untested, out, ROWS["F1-10"]]) == ["F0-99", "F0-98"]


def test_what_is_out_of_scope_says_why() -> None:
    """Seven rows, none of which claims a home as well."""
    out = {row.id: row for row in ROWS.values() if row.out_of_scope}
    assert set(out) == OUT_OF_SCOPE
    assert not any(row.kept_by or row.id in embodied_by() for row in out.values())


@pytest.mark.parametrize("name", sorted({name for row in ROWS.values() for name in row.kept_by}))
def test_every_home_exists(name: str) -> None:
    """A name that stands for a row leads to something in the package, or to the tests of a law."""
    assert resolve(name) is not None


@pytest.mark.parametrize("name", ["decision.Decision.nonsense", "library.stepdown.NOTHING", "law 9", "nowhere.Thing"])
def test_a_home_that_is_not_there_is_noticed(name: str) -> None:
    """A renamed object or a missing law fails the test of its row."""
    with pytest.raises((AttributeError, KeyError, ModuleNotFoundError)):
        resolve(name)


def test_only_rows_that_exist_are_cited() -> None:
    """By rules, facts, levels, needs, standards and claims, and by tests."""
    assert {row for row in embodied_by() if row != "ed."} <= set(ROWS)
    assert set(named_in()) <= set(ROWS)


def test_every_test_that_is_named_exists() -> None:
    """The tests that go through everything of a kind are there under these names."""
    for test in sorted({home.test for _, home in homes()}):
        path, _, function = test.partition("::")
        assert re.search(rf"^def {function}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), test


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_is_said_in_our_words(row: Row) -> None:
    """One sentence on one line, with figures only as claims."""
    assert row.statement.isprintable()
    assert row.statement.endswith(".")
    assert "|" not in row.statement + row.out_of_scope
    if re.search(r"\d %|\d times|\d{3}", row.statement):
        assert "claim" in row.statement


@pytest.mark.parametrize("record", [Assessment, Program])
def test_every_fact_is_a_fact_of_the_record(record: type[Any]) -> None:
    """Each fact cites its rows, can be asked as a condition, and can be unknown."""
    empty = record()
    for name, fact in record.vocabulary().items():
        assert fact.source, name
        assert all(ROW_ID.fullmatch(source.id) for source in fact.source), name
        value = fact.probes([1])[0]
        assert (fact == value).evaluate(vars(empty)) is None
        assert (fact == value).evaluate(vars(record(**{name: value}))) is True


def test_the_page_is_up_to_date() -> None:
    """docs/requirements.md is what `python -m tests.traceability` writes; run it after a change."""
    assert traceability.PAGE.read_text(encoding="utf-8") == page()


def test_the_page_names_every_row_once() -> None:
    """172 lines, each with its home and its tests, or out of scope."""
    lines = [line.split(" | ") for line in page().splitlines() if ROW_ID.match(line.removeprefix("| "))]
    assert Counter(line[0].removeprefix("| ") for line in lines) == Counter([*ROWS])
    for line in lines:
        row = ROWS[line[0].removeprefix("| ")]
        assert line[2].strip()
        assert bool(row.out_of_scope) is (not checks_of(row) or "out of scope" in line[2])
