"""
Replay: a decision on record, made again.

What lives here: `Replay` and `replay`. What it may import: `histories`, `engine` and below. What it never does: change a record.
The rules given need not be those of the record: whether they are is part of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from attrs import frozen

from continuum import audit
from continuum.audit import Outcome, Record, RulesNamed
from continuum.cases import assessment_digest
from continuum.decision import Decision, decide
from continuum.errors import DecisionError, DefinitionError, WireError, kind_of
from continuum.forms import FORMAT, Plain, Reading, as_list, as_object
from continuum.histories import DecisionForm, format_problem
from continuum.json_text import read_json
from continuum.render import Page, Point, Section, Shown
from continuum.rule_set import MOST_RULES, RuleSet


@frozen(repr=False)
class Difference:
    """Something in which a decision made again differs from its record: where, and what it was and is."""

    path: str
    was: str
    now: str

    def __repr__(self) -> str:
        """Where; not what."""
        return f"<Difference in {self.path}>"


@frozen(repr=False)
class Replay(Shown):
    """
    A decision made again, and how it stands to its record.

    Args:
        record: The record.
        decision: What the rules given come to for the assessment on record.
        rules: The name and the digest of the rules given.
    """

    record: Record
    decision: Decision
    rules: RulesNamed

    def __bool__(self) -> NoReturn:
        """Refused: the same outcome by other rules is neither true nor false."""
        raise DecisionError("a replay is neither true nor false; ask for .same, .same_rules and .differences")

    def __repr__(self) -> str:
        """Whether it is the same; no more."""
        return f"<Replay: {'same' if self.same else 'another'} outcome, {'same' if self.same_rules else 'other'} rules>"

    @property
    def same_rules(self) -> bool:
        """Whether the rules given are those of the record, by id, version and digest."""
        return self.rules == self.record.rules

    @property
    def intact(self) -> bool:
        """Whether the assessment on record is the one of which the digest was taken."""
        return assessment_digest(self.record.assessment) == self.record.assessment_digest

    @property
    def same(self) -> bool:
        """
        Whether the outcome is the same in every part that a record holds: where it leads, why, past what, what is open.

        Holds, obstacles and services are in no record; `decision` has them.
        """
        return audit.outcome(self.decision.case) == self.record.outcome

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Everything that differs: the rules, the assessment, and each part of the outcome."""
        return tuple(self._differences())

    def _differences(self) -> Iterator[Difference]:
        for name in ("id", "version", "digest", "status"):
            was, now = getattr(self.record.rules, name), getattr(self.rules, name)
            if was not in (now, None):
                yield Difference(f"rules.{name}", was, now)
        if not self.intact:
            yield Difference("assessment", "as its digest was taken", "another, or changed since")
        was, now = _parts(self.record.outcome), _parts(audit.outcome(self.decision.case))
        yield from (Difference(f"outcome.{name}", was[name], now[name]) for name in was if was[name] != now[name])

    def page(self) -> Page:
        """How the decision stands to its record."""
        if self.same and not self.differences:
            lead = "The rules are those of the record, and they come to the same decision."
        elif self.same:
            lead = "The outcome is the same; but see what differs."
        else:
            lead = "The rules given come to another outcome than the record says."
        points = tuple(Point(f"{one.path}: was {one.was}; now {one.now}") for one in self.differences)
        made = f"Recorded with version {self.record.library} of the library."
        foot = (f"Decided again by: {self.decision.rules.label}.", made)
        return Page("Replay of a decision", (lead,), (Section("What differs", points),), foot)


def _parts(outcome: Outcome) -> dict[str, str]:
    """Each part of an outcome in words."""
    parts = {key.name: (getattr(outcome, key.attribute), key.form) for key in audit.OUTCOME.keys}
    return {name: _words(None if part is None else form.write(part)) for name, (part, form) in parts.items()}


def _words(part: Plain) -> str:
    items, passed = as_list(part, MOST_RULES), as_object(part)
    if items is not None:
        return ", ".join(_words(one) for one in items) or "none"
    if passed is not None:
        return " by ".join(f"{one}" for one in passed.values())
    return {None: "none", True: "yes", False: "no"}.get(part, f"{part}")


def replay(data: object, rules: RuleSet) -> Replay:
    """
    Decide again what is on record, and say whether it comes to the same.

    Args:
        data: The record, as `Decision.to_record` made it, or its JSON.
        rules: The rules to decide by: those of the record, or a later version to see what it would change.

    Raises:
        WireError: The record cannot be read, or its assessment does not fit these rules.
        DefinitionError: The rules are none.

    Example:
        >>> from continuum import Assessment
        >>> from continuum.library import stepdown
        >>> record = decide(stepdown.RULES, Assessment(level="iop")).to_record()
        >>> replay(record, stepdown.RULES)
        <Replay: same outcome, same rules>
    """
    if type(rules) is not RuleSet:
        raise DefinitionError(f"rules= takes one RuleSet, by which to decide; was given {kind_of(rules)}")
    reading, what = Reading("the record"), "the record"
    plain = read_json(data, what=what) if isinstance(data, str | bytes) else data
    record_data = as_object(plain)
    if record_data is not None and (problem := format_problem(record_data)):
        raise WireError((FORMAT, problem))
    record = reading.finish(DecisionForm(()).record(rules, plain, "", reading))
    return Replay(record, decide(rules, record.assessment), audit.rules_named(rules))
