"""Charts for Mermaid."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuum.errors import DefinitionError
from continuum.render import Edge, Ladder, Mark, Rung, flowchart, ladder_chart
from continuum.render.characters import tidy
from continuum.render.mermaid import STROKES, label
from tests.render_worlds import ladders, texts

QUOTED = r'"(?:[^!"#$%&*:;<=>?@\[\\\]^_`{|}~\x00-\x1f]|#\d+;)*"'
LINE = re.compile(
    rf"    (?:n\d+\[{QUOTED}\]|n\d+ (?:~~~|---) n\d+|n\d+ (?:-->|-\.->)(?:\|{QUOTED}\|)? n\d+|style n\d+ [a-z0-9:, -]+)"
)


def decoded(quoted: str) -> str:
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), quoted[1:-1])


@given(texts)
def test_no_text_ends_its_label(text: str) -> None:
    """Whatever could mean something stands as a number; read back, the text is as it was."""
    assert re.fullmatch(QUOTED, label(text))
    assert decoded(label(text)) == tidy(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Intensive outpatient (IOP)", '"Intensive outpatient (IOP)"'),
        ("not-yet-stable, 1.0", '"not-yet-stable, 1.0"'),
        ('say "x"]', '"say #34;x#34;#93;"'),
        ("#1; <b>", '"#35;1#59; #60;b#62;"'),
        ("%%{init}%%", '"#37;#37;#123;init#125;#37;#37;"'),
        ("a_b: c", '"a#95;b#58; c"'),
        ("1. first", '"1#46; first"'),
        ("12) x", '"12#41; x"'),
        ("- x", '"#45; x"'),
        ("-", '"#45;"'),
        ("-x 1. y", '"-x 1. y"'),
        ("two\nlines", '"two lines"'),
    ],
)
def test_labels(text: str, written: str) -> None:
    """Ids of rules stay readable; what looks like a list, an entity, a comment or a bracket is no longer one."""
    assert label(text) == written


def test_a_flowchart() -> None:
    """Word for word: nodes from the lowest, links that keep their order, arrows."""
    edges = [Edge("high", "low", "down-1, down-2"), Edge("low", "high", "worse", dotted=True), Edge("mid", "low")]
    assert flowchart('A "title"', {"low": "Low", "mid": "Middle", "high": "High"}, edges) == (
        "---\n"
        'title: "A \\"title\\""\n'
        "---\n"
        "flowchart BT\n"
        '    n0["Low"]\n'
        '    n1["Middle"]\n'
        '    n2["High"]\n'
        "    n0 ~~~ n1\n"
        "    n1 ~~~ n2\n"
        '    n2 -->|"down-1, down-2"| n0\n'
        '    n0 -.->|"worse"| n2\n'
        "    n1 --> n0"
    )


@pytest.mark.parametrize("edge", [Edge("a", "c"), Edge("c", "a")])
def test_an_edge_to_nowhere_is_refused(edge: Edge) -> None:
    """Mermaid would make up a node."""
    with pytest.raises(DefinitionError) as caught:
        flowchart("", {"a": "A", "b": "B"}, [edge])
    assert str(caught.value) == "an edge of a chart leads from one of its nodes to another; name both by their keys"


@given(st.dictionaries(texts, texts, min_size=1, max_size=4), texts, st.data())
def test_a_flowchart_has_the_lines_that_were_asked_for(nodes: dict[str, str], text: str, data: st.DataObject) -> None:
    """Whatever the texts hold: no line more, none less, each of a known form, and keys never show."""
    keys = st.sampled_from(sorted(nodes))
    edges = data.draw(st.lists(st.builds(Edge, keys, keys, texts, st.booleans()), max_size=3))
    lines = flowchart(text, nodes, edges).split("\n")
    assert len(lines) == 4 + len(nodes) + len(nodes) - 1 + len(edges)
    assert [lines[0], lines[2], lines[3]] == ["---", "---", "flowchart BT"]
    assert json.loads(lines[1].removeprefix("title: ")) == tidy(text)
    assert "<" not in lines[1]
    assert all(LINE.fullmatch(line) for line in lines[4:])
    assert [decoded(line.split("[", 1)[1][:-1]) for line in lines[4 : 4 + len(nodes)]] == [tidy(one) for one in nodes.values()]


def test_a_ladder() -> None:
    """Its rungs from the lowest up, each mark in words, the first one by its stroke."""
    ladder = Ladder("The ladder", "", (Rung("High"), Rung("Middle", marks=(Mark.POSSIBLE, Mark.DECIDED)), Rung("Low")))
    assert ladder_chart(ladder) == (
        "---\n"
        'title: "The ladder"\n'
        "---\n"
        "flowchart BT\n"
        '    n0["Low"]\n'
        '    n1["Middle (◆ recommended, ◇ possible while questions are open)"]\n'
        '    n2["High"]\n'
        "    n0 --- n1\n"
        "    n1 --- n2\n"
        "    style n1 stroke-width:5px"
    )


def test_strokes_tell_the_marks_apart() -> None:
    """Each mark has one, and no two are alike."""
    assert set(STROKES) == set(Mark)
    assert len(set(STROKES.values())) == len(Mark)


@given(ladders)
def test_a_ladder_chart_shows_every_rung(ladder: Ladder) -> None:
    """Whatever the names hold."""
    lines = ladder_chart(ladder).split("\n")[4:]
    assert all(LINE.fullmatch(line) for line in lines)
    names = [decoded(line.split("[", 1)[1][:-1]) for line in lines if "[" in line]
    assert [name.startswith(tidy(rung.name)) for name, rung in zip(names, ladder.rungs[::-1], strict=True)] == [True] * len(names)
