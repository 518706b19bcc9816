"""
Our own calls, each as a contender.

What lives here: `core`, the choice of the rung without a `Decision`, and the contenders of one decision. What it may import: the
library, `measure`, `by_hand`, `records`, `table`. What it never does: time something that is not offered to everybody.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from operator import attrgetter, methodcaller
from typing import Any

from continuum import NOT_IN_CARE, Assessment, Decision, DecisionError, Engine, RuleSet
from continuum.compiler import chooser
from continuum.levels import Outside
from continuum.library import stepdown
from continuum.wire import read_case, write
from tests.bench import by_hand
from tests.bench.measure import Contender
from tests.bench.records import CYCLE, with_unknowns
from tests.bench.table import plain

FEW, MANY = 0.05, 0.3
"""How much is unknown of a record with gaps."""


def core(rules: RuleSet) -> Callable[[Assessment], int | None]:
    """The rung that the rules decide, by the compiled functions, and nothing around it."""
    choosers = {level: chooser(rules.by_rung, rung, level) for rung, level in enumerate(rules.continuum.ids)}
    places: dict[Any, Any] = {**choosers, NOT_IN_CARE: chooser(rules.by_rung, None, "admission")}

    def place(record: Assessment) -> int | None:
        known = vars(record)
        target: int | None = places[known["level"]](known)
        return target

    return place


def values_of(record: Assessment) -> dict[str, Any]:
    """What an `Assessment` takes to be this record: its level, and what is known."""
    return {"level": record.level, **record.known()}


def row_of(record: Assessment) -> dict[str, Any]:
    """What a form or a frame holds of this record: numbers, names, yes and no; the level by its id, or the word for no care."""
    level = record.level.value if isinstance(record.level, Outside) else record.level
    return {"level": level, **{name: plain(value) for name, value in record.known().items()}}


def asked_by(rules: RuleSet) -> set[str]:
    """The facts on which the rules decide, and the level."""
    conditions = [*(rule.when for rule in rules.rules), *(one.when for one in rules.justifications)]
    return {"level", *rules.required_facts}.union(*(condition.facts() for condition in conditions))


class Nothing:
    """What a class costs that does nothing with what it is given: no constructor in Python can cost less."""

    def __init__(self, /, **_: object) -> None:
        """Nothing."""


class Calls:
    """The calls of one engine on one list of records."""

    def __init__(self, records: Sequence[Assessment]) -> None:
        self.engine = Engine(stepdown.RULES)
        self.records = records
        self.by_hand = self._timed("(a) if/elif by hand", by_hand.place)
        self.core = self._timed("(b) the rung alone, compiled", core(stepdown.RULES))
        self.decide = self._timed("(c) engine.decide(record)", self.engine.decide)

    def _timed(self, name: str, run: Callable[[Any], object], items: Sequence[Any] | None = None) -> Contender:
        return Contender(name, run, self.records if items is None else items, CYCLE)

    def one_decision(self) -> list[Contender]:
        """What it takes to decide, from a record and from what a record is made of."""
        decide = self.engine.decide
        asked = asked_by(self.engine.rules)
        values = [{name: value for name, value in values_of(record).items() if name in asked} for record in self.records]
        everything = [values_of(record) for record in self.records]
        rows = [row_of(record) for record in self.records]
        documents = [write(record) for record in self.records]

        def decide_and_read(record: Assessment) -> object:
            decision = decide(record)
            return decision.target_id, decision.direction

        return [
            self.by_hand,
            self.core,
            self.decide,
            self._timed("(c) and reading .target_id, .direction", decide_and_read),
            self._timed("(d) a class that takes as many keywords and does nothing", lambda given: Nothing(**given), values),
            self._timed("(d) Assessment(**values)", lambda given: Assessment(**given), values),
            self._timed("(d) engine.decide(Assessment(**values))", lambda given: decide(Assessment(**given)), values),
            self._timed("(d) with the facts, too, that no rule asks for", lambda given: decide(Assessment(**given)), everything),
            self._timed("(d) engine.decide(read_case(document))", lambda data: decide(read_case(data, Assessment)), documents),
            self._timed("(d) engine.decide_facts(row)", self.engine.decide_facts, rows),
            Contender("(d) engine.decide_many(rows), per row", self._all, rows, CYCLE, at_once=True),
        ]

    def _all(self, rows: Sequence[Any]) -> object:
        """Every answer, and none kept."""
        return deque(self.engine.decide_many(rows), maxlen=0)

    def with_gaps(self) -> list[Contender]:
        """Deciding what is partly unknown."""
        shares = [(share, with_unknowns(self.records, share)) for share in (FEW, MANY)]
        return [
            self._timed(f"(e) engine.decide, {share:.0%} of the facts unknown", self.engine.decide, some)
            for share, some in shares
        ]

    def views(self) -> list[Contender]:
        """What may be asked of a decision, once it is made."""
        decisions = [self.engine.decide(record) for record in self.records]
        lower = [decision for decision in decisions if _has_barriers(decision)]
        whole = lower[: len(lower) // CYCLE * CYCLE]
        return [
            self._timed("(f) decision.open_questions", attrgetter("open_questions"), decisions),
            self._timed("(f) decision.to_record()", methodcaller("to_record"), decisions),
            self._timed("(f) decision.explain()", methodcaller("explain"), decisions),
            self._timed("(f) decision.find_barriers(), where there is less care", methodcaller("find_barriers"), whole),
        ]


def _has_barriers(decision: Decision) -> bool:
    try:
        decision.find_barriers()
    except DecisionError:
        return False
    return True
