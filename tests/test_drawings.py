"""What how-it-decides.md shows of the code is what the code does, for everybody."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from continuum import NOT_IN_CARE, Direction
from continuum.render.svg import WIDTH, width_of
from tests.drawings import ENDS, GLYPHS, PAGE, RULES, drawn_paths, files, paths_of, rows, said
from tests.laws.worlds import Situation, situations

FILES = dict(files())
SVG = "{http://www.w3.org/2000/svg}"
DRAWINGS = [file for file in FILES if file.suffix == ".svg"]
END_OF = {
    ("step_up", "a higher level"): "step up",
    ("held", "yes"): "held",
    ("step_down", "this level"): "no lower level",
    ("step_down", "a lower level"): "step down",
}


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_what_stands_in_the_docs_is_what_is_written(file: Path) -> None:
    """After a change that is meant, `python -m tests.drawings` writes the files anew."""
    assert file.read_text(encoding="utf-8") == FILES[file]


def test_the_page_shows_every_drawing() -> None:
    """Each by a link to its file."""
    assert all(f"](../static/{file.name})" in FILES[PAGE] for file in DRAWINGS)


@given(situations())
def test_nobody_takes_another_way(situation: Situation) -> None:
    """Whatever the ladder, the rules and the facts are, one of the ways drawn is taken, to the end that is drawn."""
    person = situation.assessment
    if person.level is not NOT_IN_CARE:
        rung = situation.rules.continuum.rank(f"{person.level}")
        ends = {"step up": "a higher level", "stay": "this level", "step down": "a lower level"}
        for path, end in paths_of(situation.rules, person):
            assert ends[drawn_paths()[path].lower()] == said(end, rung)


def test_every_pair_of_ends_has_its_row() -> None:
    """In the order of the table: what both rails come to, whether or not it can be."""
    pairs = [(row.highest, row.lowest) for row in rows()[: len(ENDS) ** 2]]
    assert pairs == [(one, other) for one in ENDS for other in ENDS]


def test_each_person_of_the_table_is_as_it_says() -> None:
    """The rails of whoever is in care, asked one by one, end as their row says."""
    in_care = [row for row in rows() if row.person is not None and isinstance(row.person.level, str)]
    assert len(in_care) == 11
    for row in in_care:
        assert row.person is not None
        (highest, _), (lowest, _) = paths_of(RULES, row.person)
        assert (END_OF[highest[-1]], END_OF[lowest[-1]]) == (row.highest, row.lowest)


def test_every_direction_has_its_person() -> None:
    """Admit, step up, stay, step down, complete, and not determined."""
    assert {row.decision.direction for row in rows() if row.decision is not None} == {*Direction}


def test_nobody_is_where_the_lowest_would_lie_above_the_highest() -> None:
    """Those pairs, and no others, are marked as proved to be empty."""
    order = ("step down", "no lower level", "step up")
    empty = {(row.highest, row.lowest) for row in rows() if row.person is None}
    above = {(one, other) for at, one in enumerate(order) for other in order[at + 1 :]}
    assert empty == above | {("held", "step up"), ("no lower level", "held"), ("step down", "held")}


@pytest.mark.parametrize("file", DRAWINGS, ids=[file.name for file in DRAWINGS])
def test_a_drawing_can_be_read(file: Path) -> None:
    """It is well-formed, is told to whoever cannot see it, brings its own ground, and no line of text leaves it."""
    root = ET.fromstring(FILES[file])  # noqa: S314 # our own text
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    assert "prefers-color-scheme:dark" in (root.findtext(f"{SVG}style") or "")
    texts = root.findall(f"{SVG}text")
    assert len(texts) > 8
    for text in texts:
        words, size = text.text or "", float(text.attrib["font-size"])
        half = width_of(words, size) / 2
        left = float(text.attrib["x"]) - (half if "text-anchor" in text.attrib else 0)
        assert left >= 0
        assert left + 2 * half <= WIDTH, words


def test_the_ladder_names_every_rule_that_moves_somebody() -> None:
    """Each floor, jump, admission, step-down and justification by its id; holds are counted, since they stand at most levels."""
    (ladder,) = (text for file, text in FILES.items() if file.name == "stepdown-ladder.svg")
    by_rung = RULES.by_rung
    named = [floor.rule.id for floor in (*by_rung.floors, *by_rung.admissions)]
    named += [jump.rule.id for jumps in by_rung.jumps for jump in jumps]
    named += [way.rule.id for ways in by_rung.ways for way in ways]
    named += [one.id for one in RULES.justifications]
    assert all(rule in ladder for rule in named)
    assert all(glyph in ladder for glyph in GLYPHS)
    assert all(floor.lowest == 0 for floor in by_rung.floors), "the drawing says that they speak wherever a person is"
