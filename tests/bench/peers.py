"""
Other engines for the same table of 25 rules, each at its best: made ready once, asked many times.

What lives here: `encodings`, which says the table in the words of every engine that is installed, and which are `missing`. What
it may import: `table`; the engines, all of them here and by name, since they are optional and partly untyped. What it never does:
time anything.

Each engine is given its own prepared form of a person, where it has one, and a plain dict, which it has to take apart on every
call. Other ways, tried on Python 3.11, were no faster: for datalogic-py a `Session`, JSON text, and rows joined by `or`; for
zen-engine JSON text, a static loader and `evaluate_batch`; for rule-engine its default resolver and types for its symbols.
Numbers that are `Decimal`s before would save rule-engine a twentieth.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from operator import getitem
from typing import Any, Final

from attrs import frozen

from tests.bench.table import AFTERCARE, FACTS, ROWS, Row, Term

MODULES: Final = {"datalogic-py": "datalogic_py", "zen-engine": "zen", "rule-engine": "rule_engine"}
"""What is installed, and what is imported."""
KEY: Final = "table"


@frozen
class Encoding:
    """
    The table in the words of an engine.

    Args:
        peer: The engine, with its version.
        way: Which of its ways of asking this is.
        prepare: Makes of a plain dict what it is asked with; this is not timed.
        decide: The level for one person.
        from_dict: Whether it is asked with the plain dict itself.
    """

    peer: str
    way: str
    decide: Callable[[Any], int]
    prepare: Callable[[Row], Any] = dict
    from_dict: bool = True

    @property
    def name(self) -> str:
        """The engine, the way, and what it is asked with."""
        return f"{self.peer}: {self.way}{'' if self.from_dict else ', prepared'}"


def missing() -> list[str]:
    """The engines that are not installed."""
    return [name for name, module in MODULES.items() if find_spec(module) is None]


def encodings() -> Iterator[Encoding]:
    """Every engine that is installed, in each way worth timing."""
    makers = {"datalogic-py": _datalogic, "zen-engine": _zen, "rule-engine": _rule_engine}
    for name, make in makers.items():
        if name not in missing():
            yield from make(import_module(MODULES[name]), f"{name} {_version(name)}")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "of an unknown version"


# JSON Logic, in Rust.


def _datalogic(datalogic: Any, peer: str) -> Iterator[Encoding]:
    branches = [part for level, terms in ROWS for part in (_logic(terms), level)]
    rule = datalogic.Engine().compile({"if": [*branches, AFTERCARE]})
    yield Encoding(peer, "rule.evaluate_data(handle)", rule.evaluate_data, datalogic.DataHandle, from_dict=False)
    yield Encoding(peer, "rule.evaluate(dict)", rule.evaluate)


def _logic(terms: tuple[Term, ...]) -> Any:
    said = [_logic_term(term) for term in terms]
    return {"and": said} if len(said) > 1 else said[0]


def _logic_term(term: Term) -> Any:
    fact = {"var": term.fact}
    if term.op == "==":
        return fact if term.plain else {"!": fact}
    return {term.op: [fact, [*term.plain] if term.op == "in" else term.plain]}


# The decision table and the expressions of GoRules, in Rust.


def _zen(zen: Any, peer: str) -> Iterator[Encoding]:
    graph = json.dumps(_decision_graph())
    content = zen.ZenDecisionContent(graph)
    engine = zen.ZenEngine({"loader": lambda _: content})
    decision = zen.ZenEngine().create_decision(graph)
    expression = zen.compile_expression(
        "".join(f"({_all(terms, _zen_term)}) ? {level} : " for level, terms in ROWS) + f"{AFTERCARE}"
    )

    def by_key(person: Row) -> int:
        found: int = engine.evaluate(KEY, person)["result"]["level"]
        return found

    def by_decision(person: Row) -> int:
        found: int = decision.evaluate(person)["result"]["level"]
        return found

    yield Encoding(peer, "one expression of 25 branches", expression.evaluate)
    yield Encoding(peer, "table: engine.evaluate(key, dict), content loaded once", by_key)
    yield Encoding(peer, "table: create_decision(), decision.evaluate(dict)", by_decision)


def _all(terms: tuple[Term, ...], say: Callable[[Term], str]) -> str:
    return " and ".join(map(say, terms))


def _zen_term(term: Term) -> str:
    return f"{term.fact} {term.op} {json.dumps(term.plain)}"


def _zen_cell(term: Term) -> str:
    if term.op == "in":
        return ", ".join(map(json.dumps, term.plain))
    return json.dumps(term.plain) if term.op == "==" else f"{term.op} {term.plain}"


def _zen_row(number: int, level: int, terms: tuple[Term, ...]) -> dict[str, str]:
    cells = {term.fact: _zen_cell(term) for term in terms}
    return {"_id": f"row-{number}", "level": f"{level}", **dict.fromkeys(FACTS, ""), **cells}


def _decision_graph() -> dict[str, Any]:
    """A graph of three nodes, the table in the middle; an empty cell takes any value."""
    rows = [_zen_row(number, *row) for number, row in enumerate((*ROWS, (AFTERCARE, ())), 1)]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": fact, "name": fact, "field": fact} for fact in FACTS],
        "outputs": [{"id": "level", "name": "level", "field": "level"}],
        "rules": rows,
    }
    nodes = {"in": ("inputNode", {"schema": ""}), "rules": ("decisionTableNode", table), "out": ("outputNode", {"schema": ""})}
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}, "content": content}
            for name, (kind, content) in nodes.items()
        ],
        "edges": [
            {"id": f"{one}-{other}", "type": "edge", "sourceId": one, "targetId": other}
            for one, other in (("in", "rules"), ("rules", "out"))
        ],
    }


# Expressions in pure Python.


def _rule_engine(rule_engine: Any, peer: str) -> Iterator[Encoding]:
    context = rule_engine.Context(resolver=getitem)
    chain = rule_engine.Chain(
        [(_all(terms, _rule_term), level) for level, terms in ROWS], default_value=AFTERCARE, context=context
    )
    nested = "".join(f"({_all(terms, _rule_term)}) ? {level} : (" for level, terms in ROWS) + f"{AFTERCARE}" + ")" * len(ROWS)
    rule = rule_engine.Rule(nested, context=context)
    yield Encoding(peer, "one rule of 25 branches", rule.evaluate)
    yield Encoding(peer, "Chain of 25 rules", chain.evaluate)


def _rule_term(term: Term) -> str:
    if term.op == "==":
        return term.fact if term.plain else f"not {term.fact}"
    return f"{term.fact} {term.op} {json.dumps(term.plain)}"
