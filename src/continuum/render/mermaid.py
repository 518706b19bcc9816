"""
Charts for Mermaid, which GitHub and many notebooks draw.

What lives here: `flowchart`, and `ladder_chart` for a ladder with its marks. What it may import: `errors`, `pages`, `characters`.
What it never does: let a text end its label, or name a node by a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

from continuum.errors import DefinitionError
from continuum.render.characters import tidy
from continuum.render.pages import Ladder, Mark

SPECIAL: Final = re.compile(r"""[!"#$%&*:;<=>?@\[\\\]^_`{|}~]""")
"""What could mean something in a label."""
LIST: Final = re.compile(r"^(\d*)([-+.)])(?= |$)")
"""What could be read as the beginning of a list."""
STROKES: Final[Mapping[Mark, str]] = {
    Mark.NOW: "stroke-width:2px",
    Mark.DECIDED: "stroke-width:5px",
    Mark.PASSED: "stroke-width:2px,stroke-dasharray:2 4",
    Mark.POSSIBLE: "stroke-width:2px,stroke-dasharray:8 5",
}


@frozen
class Edge:
    """An arrow from one node to another, by their keys; dotted or solid, with a label or without."""

    origin: str
    target: str
    label: str = ""
    dotted: bool = False


def label(text: str) -> str:
    """
    A text as a label in quotes; whatever could mean something to Mermaid stands as a number.

    Example:
        >>> print(label('say "end"; #1'))
        "say #34;end#34;#59; #35;1"
    """
    numbered = SPECIAL.sub(lambda found: f"#{ord(found[0])};", tidy(text))
    return f'"{LIST.sub(lambda found: f"{found[1]}#{ord(found[2])};", numbered)}"'


def flowchart(title: str, nodes: Mapping[str, str], edges: Iterable[Edge]) -> str:
    """
    A chart of nodes from bottom to top, in the order given, and arrows between them.

    Args:
        title: What it is.
        nodes: Keys to labels, the lowest first. Keys are for `edges` only, and are not shown.
        edges: The arrows.

    Raises:
        DefinitionError: An edge from or to a node that is not there.

    Example:
        >>> print(flowchart("Two", {"low": "Low", "high": "High"}, [Edge("low", "high", "worse", dotted=True)]))
        ---
        title: "Two"
        ---
        flowchart BT
            n0["Low"]
            n1["High"]
            n0 ~~~ n1
            n0 -.->|"worse"| n1
    """
    keys = {key: f"n{number}" for number, key in enumerate(nodes)}
    arrows = [_arrow(edge, keys) for edge in edges]
    return _chart(title, nodes.values(), "~~~", arrows)


def ladder_chart(ladder: Ladder) -> str:
    """
    A ladder with its marks, in words and by stroke.

    Example:
        >>> from continuum.render import Rung
        >>> print(ladder_chart(Ladder("Two", "", (Rung("High", marks=(Mark.NOW,)), Rung("Low")))))
        ---
        title: "Two"
        ---
        flowchart BT
            n0["Low"]
            n1["High (● here now)"]
            n0 --- n1
            style n1 stroke-width:2px
    """
    rungs = ladder.rungs[::-1]
    labels = [f"{rung.name} ({', '.join(rung.marked)})" if rung.marks else rung.name for rung in rungs]
    strokes = [
        f"style n{number} {STROKES[next(mark for mark in Mark if mark in rung.marks)]}"
        for number, rung in enumerate(rungs)
        if rung.marks
    ]
    return _chart(ladder.title, labels, "---", strokes)


def _arrow(edge: Edge, keys: Mapping[str, str]) -> str:
    if edge.origin not in keys or edge.target not in keys:
        raise DefinitionError("an edge of a chart leads from one of its nodes to another; name both by their keys")
    text = f"|{label(edge.label)}|" if tidy(edge.label) else ""
    return f"{keys[edge.origin]} {'-.->' if edge.dotted else '-->'}{text} {keys[edge.target]}"


def _chart(title: str, labels: Iterable[str], between: str, rest: Iterable[str]) -> str:
    """Links between neighbors keep the nodes in their order, whatever else joins them."""
    nodes = [f"n{number}[{label(text)}]" for number, text in enumerate(labels)]
    links = [f"n{number} {between} n{number + 1}" for number in range(len(nodes) - 1)]
    heading = json.dumps(tidy(title), ensure_ascii=False).replace("<", "\\u003c")
    return "\n".join(["---", f"title: {heading}", "---", "flowchart BT", *(f"    {line}" for line in (*nodes, *links, *rest))])
