"""
Compiler: the algorithm of `placement`, written out as Python for one ladder and its rules.

What lives here: `chooser`, which makes the function that places those who are at one rung, and `written`, its source. What it may
import: `rule_set`, `generated` and below. What it never does: differ from `placement` (tests hold one against the other), or let
a text of a rule set become source.

A function asks what somebody would ask who knows these rules by heart, and no more. Reasons for care come first, the highest
demand before the lower: one that is certain ends the matter, and where one is only possible the person stays. So they do where no
step-down permits less, and where a hold is not ruled out. Else they go as far down as is permitted and justified, and climb again
from there, as far as a floor may demand.

**What becomes source**: names that are made up here (`f3` for the value of a fact, `n3` for its name, `k0` for a member of a
choice), whole numbers, and operators from a closed table. Everything else reaches a function through its namespace.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from continuum.comparisons import Compare, Missing, OneOf
from continuum.conditions import AllOf, AnyOf, Condition, NOf, Not, Values
from continuum.generated import generated
from continuum.rule_set import COMPLETED, Floor, RulesByRung
from continuum.rules import IMMEDIATE, StepUp
from continuum.totals import Total

OPERATORS: Final[Mapping[str, str]] = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "==", "!=": "!="}
"""What may stand between two values, as it is written here: the operator of a condition only picks one of them."""

CERTAIN: Final = True
POSSIBLE: Final = False

Chooser = Callable[[Values], int | None]
"""From what is known of a person, unknown facts included as `None`, to the rung where they go; `None`: not determined."""

Rail = bool
"""`CERTAIN`: only what is known counts; `POSSIBLE`: everything that is not ruled out."""


class _Spelling:
    """Conditions as Python, and what the names in them stand for."""

    def __init__(self) -> None:
        self._facts: dict[str, int] = {}
        self._members: dict[object, int] = {}
        self._read: set[str] = set()

    def namespace(self) -> dict[str, Any]:
        """All that the source may refer to."""
        names = {f"n{number}": fact for fact, number in self._facts.items()}
        members = {f"k{number}": member for member, number in self._members.items()}
        return {"sum": sum, **names, **members}

    def read(self, conditions: Iterable[Condition]) -> Iterator[str]:
        """Statements that read the facts of these conditions, unless they were read before."""
        for fact in dict.fromkeys(fact for condition in conditions for fact in condition.mentions()):
            if fact not in self._read:
                self._read.add(fact)
                yield f"    {self._value(fact)} = known[n{self._facts[fact]}]"

    def any_of(self, conditions: Iterable[Condition], rail: Rail) -> str:
        """That some of these conditions is true."""
        return " or ".join(self.term(condition, rail) for condition in conditions)

    def all_of(self, conditions: Iterable[Condition], rail: Rail) -> str:
        """That all of these conditions are true."""
        return " and ".join(self.term(condition, rail) for condition in conditions)

    def term(self, condition: Condition, rail: Rail) -> str:
        """A condition, fit to stand within an expression."""
        return f"({self.spell(condition, rail)})"

    def spell(self, condition: Condition, rail: Rail) -> str:
        """A condition that stands alone."""
        match condition:
            case AllOf():
                return self.all_of(condition.terms, rail)
            case AnyOf():
                return self.any_of(condition.terms, rail)
            case Not():
                return f"not {self.term(condition.term, not rail)}"
            case NOf():
                return f"sum(({', '.join(self.spell(term, rail) for term in condition.terms)},)) >= {condition.n}"
            case _:
                return self._leaf(condition, rail)

    def _leaf(self, condition: Condition, rail: Rail) -> str:
        match condition:
            case Compare():
                return self._compare(condition, rail)
            case OneOf():
                return self._one_of(condition, rail)
            case Missing():
                return "False" if rail is CERTAIN else f"{self._value(condition.fact)} is None"
            case Total():
                return self._total(condition, rail)
            case _:
                raise TypeError  # pragma: no cover # a rule set takes no condition of another kind

    def _value(self, fact: str) -> str:
        """The value of a fact: a variable once it was read, else looked up where it stands."""
        number = self._facts.setdefault(fact, len(self._facts))
        return f"f{number}" if fact in self._read else f"known[n{number}]"

    def _same(self, value: Any, *, negated: bool = False) -> str:
        """
        What follows a value that is (or is not) the one given.

        A member that is neither a number nor a text is equal to itself alone; a text may be equal to one of another choice.
        """
        if isinstance(value, int):
            return f"{'!=' if negated else '=='} {_literal(value)}"
        member = f"k{self._members.setdefault(value, len(self._members))}"
        if isinstance(value, str):
            return f"{'!=' if negated else '=='} {member}"
        return f"is {'not ' if negated else ''}{member}"

    def _compare(self, condition: Compare, rail: Rail) -> str:
        """Unknown is neither the same as a value nor below or above it, and it may be either."""
        value, op = self._value(condition.fact), condition.op
        if type(condition.value) is bool:
            answer = condition.value is (op == "==")
            return f"{value} is {answer}" if rail is CERTAIN else f"{value} is not {not answer}"
        if op in {"==", "!="}:
            compared = f"{value} {self._same(condition.value, negated=op == '!=')}"
            settled = (op == "==") is (rail is CERTAIN)
        else:
            compared, settled = f"{value} {OPERATORS[op]} {_literal(condition.value)}", False
        if settled:
            return compared
        return f"{value} is not None and {compared}" if rail is CERTAIN else f"{value} is None or {compared}"

    def _one_of(self, condition: OneOf, rail: Rail) -> str:
        value = self._value(condition.fact)
        among = " or ".join(f"{value} {self._same(one)}" for one in condition.values)
        return among if rail is CERTAIN else f"{value} is None or {among}"

    def _total(self, condition: Total, rail: Rail) -> str:
        """The sum with the unknown facts at the end that is worst for it, or best."""
        low, high = (self._sum(condition, end) for end in ("low", "high"))
        op, number = condition.op, _literal(condition.value)
        match op, rail:
            case ("==", True) | ("!=", False):
                return f"{'' if op == '==' else 'not '}({low} == {high} == {number})"
            case ("==", False) | ("!=", True):
                return f"{'' if op == '==' else 'not '}({low} <= {number} <= {high})"
            case _:
                at_its_lowest = (op in {">", ">="}) is (rail is CERTAIN)
                return f"{low if at_its_lowest else high} {OPERATORS[op]} {number}"

    def _sum(self, condition: Total, end: str) -> str:
        values = ((self._value(part.fact), _literal(getattr(part, end))) for part in condition.summands)
        return f"sum(({', '.join(f'{bound} if {value} is None else {value}' for value, bound in values)},))"


def _literal(number: int) -> str:
    """A whole number as Python; a grade as its number. Python writes no decimals of more than 4,300 digits."""
    plain = int.__index__(number)
    return f"{plain}" if abs(plain) < sys.maxsize else f"{plain:#x}"


def _climb(spelling: _Spelling, floors: Iterable[Floor], rail: Rail, *, watched: bool = False) -> Iterator[str]:
    """
    On from `rung` to the first that no floor finds too low: floors that begin lower first, and the higher demand first.

    If watched, `settled` falls where a floor lifts somebody that may turn out not to.
    """
    for floor in sorted(floors, key=lambda floor: (floor.lowest, -floor.at_least)):
        within = f"{floor.lowest} <= rung < {floor.at_least}" if floor.lowest > 0 else f"rung < {floor.at_least}"
        yield f"    if {within} and {spelling.term(floor.rule.when, rail)}:"
        yield f"        rung = {floor.at_least}"
        if watched:
            yield f"        settled = settled and {spelling.term(floor.rule.when, CERTAIN)}"


def _at_rung(spelling: _Spelling, rules: RulesByRung, rung: int) -> Iterator[str]:
    """The function for those who are at one rung."""
    above = [floor for floor in rules.floors if floor.lowest > rung]
    if above:
        yield "def climb(known, rung):"
        yield from _climb(spelling, above, CERTAIN)
        yield "    return rung"
    yield "def choose(known):"
    yield from _care(spelling, rules, rung, above)
    if not rules.ways[rung]:
        yield f"    return {rung}"
        return
    yield from _permitted(spelling, rules, rung)
    for hold in rules.holds[rung]:
        yield from spelling.read([hold.when])
        yield f"    if {spelling.spell(hold.when, POSSIBLE)}:"
        yield f"        return {rung}"
    yield from _less_care(spelling, rules, rung)


def _care(spelling: _Spelling, rules: RulesByRung, rung: int, above: Sequence[Floor]) -> Iterator[str]:
    """The highest demand that is certain is met; where a demand is possible and none is certain, the person stays."""
    asked = [(floor.rule.when, floor.at_least) for floor in rules.floors if floor.speaks_of(rung)]
    asked += [(jump.rule.when, jump.target) for jump in rules.jumps[rung]]
    if not asked:
        return
    yield "    may_rise = False"
    for when, target in sorted(asked, key=lambda one: -one[1]):
        goes_on = any(floor.at_least > target for floor in above)
        yield from spelling.read([when])
        yield f"    if {spelling.spell(when, POSSIBLE)}:"
        yield f"        if {spelling.spell(when, CERTAIN)}:"
        yield f"            return {f'climb(known, {target})' if goes_on else target}"
        yield "        may_rise = True"
    yield "    if may_rise:"
    yield f"        return {rung}"


def _permitted(spelling: _Spelling, rules: RulesByRung, rung: int) -> Iterator[str]:
    """How far down a step-down permits to go; where none does, the person stays."""
    keyword = "if"
    for limit in sorted({way.limit for way in rules.ways[rung]}):
        permits = [way.rule.when for way in rules.ways[rung] if way.limit == limit]
        yield f"    {keyword} {spelling.any_of(permits, CERTAIN)}:"
        yield f"        limit = {limit}"
        keyword = "elif"
    yield "    else:"
    yield f"        return {rung}"


def _less_care(spelling: _Spelling, rules: RulesByRung, rung: int) -> Iterator[str]:
    """Down as far as is permitted and justified, then up again as far as a floor may demand."""
    if rung == 0:
        yield f"    return {COMPLETED}"
        return
    lowest, landing = min(way.limit for way in rules.ways[rung]), rung - 1
    yield f"    rung = {landing}"
    while landing > lowest and rules.justifications[landing]:
        justified = spelling.any_of((one.when for one in rules.justifications[landing]), CERTAIN)
        yield f"    if limit < rung == {landing} and ({justified}):"
        yield f"        rung = {landing - 1}"
        landing -= 1
    floors = [floor for floor in rules.floors if floor.lowest < rung and landing < floor.at_least <= rung]
    yield from _climb(spelling, floors, POSSIBLE)
    yield "    return rung"


def _at_admission(spelling: _Spelling, rules: RulesByRung, entry: int) -> Iterator[str]:
    """The function for those who are not in care yet: settled where all that lifts them is certain, and nothing is missing."""
    floors = (*rules.floors, *rules.admissions)
    missing = [hold.when for hold in rules.required]
    yield "def choose(known):"
    yield from spelling.read((*missing, *(floor.rule.when for floor in floors)))
    yield f"    missing = {spelling.any_of(missing, POSSIBLE) or False}"
    yield "    settled = not missing"
    yield f"    rung = {entry}"
    yield from _climb(spelling, floors, POSSIBLE, watched=True)
    yield "    if settled:"
    yield "        return rung"
    yield f"    highest = {rules.top} if missing else rung"
    yield f"    rung = {entry}"
    yield from _climb(spelling, floors, CERTAIN)
    yield "    if rung == highest:"
    yield "        return rung"
    for floor in rules.floors:
        if isinstance(floor.rule, StepUp) and floor.rule.urgency is IMMEDIATE and entry < floor.at_least:
            yield f"    if {floor.lowest} < rung and {spelling.term(floor.rule.when, CERTAIN)}:"
            yield "        return rung"
    yield "    return None"


class Written(NamedTuple):
    """A function as source, and all that its names stand for."""

    source: str
    namespace: Mapping[str, Any]


def written(rules: RulesByRung, rung: int | None) -> Written:
    """
    The function for those who are at one rung, or, with `None`, for those who are not in care yet.

    Example:
        >>> from continuum.library import stepdown
        >>> function = written(stepdown.RULES.by_rung, 4)
        >>> for line in function.source.splitlines()[:6]:
        ...     print(line)
        def choose(known):
            may_rise = False
            f0 = known[n0]
            if f0 is None or f0 >= 2:
                if f0 is not None and f0 >= 2:
                    return 5
        >>> function.namespace["n0"]
        'danger_to_self_or_others'
    """
    spelling = _Spelling()
    if rung is not None:
        lines = _at_rung(spelling, rules, rung)
    elif rules.entry is not None:
        lines = _at_admission(spelling, rules, rules.entry)
    else:
        lines = iter(("def choose(known):", "    return None"))
    source = "".join(f"{line}\n" for line in lines)
    return Written(source, spelling.namespace())


def chooser(rules: RulesByRung, rung: int | None, title: str) -> Chooser:
    """The function itself; tracebacks show its source under this title."""
    source, namespace = written(rules, rung)
    return generated(source, "choose", namespace, title)
