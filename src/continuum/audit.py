"""
Audit: the record of a decision, from which it can be made again.

What lives here: `Record`, its redacted form, and their forms in plain data. What it may import: `grounds`, `cases`, `definitions`
and below. What it never does: read a clock; when a decision was made is said by whoever records it.

A record names the rules by id, version and digest, says what had been shown about them, holds the assessment as it was, and says
what the rules came to. The outcome is there to be compared: whoever reads a record decides anew (see `replay`). The redacted form
holds no fact, no day of an assessment and no key of a person, and not the rules that fired, since those say of a person what they
say.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import evolve, field, frozen

from continuum import grounds
from continuum.assessment import Assessment
from continuum.cases import CaseForm, assessment_digest
from continuum.definitions import ID, LEVEL_NAME, LINE, rule_set_digest
from continuum.errors import DecisionError, kind_of
from continuum.forms import FORMAT, MOMENT, Form, Key, Many, Moment, Plain, Shape, Text, Whole, Word, YesNo
from continuum.levels import Continuum, place_id
from continuum.rule_set import RuleSet
from continuum.rules import Urgency
from continuum.version import __version__
from continuum.vocabularies import FACT_NAME
from continuum.whereabouts import Case, Direction

DECISION_FORMAT: Final = "continuum/decision/1"
REDACTED_FORMAT: Final = "continuum/redacted-decision/1"
LONGEST_NOTICE: Final = 2_000


@frozen
class RulesNamed:
    """
    Which rules decided: id and version for people, the digest to be sure, and what had been shown about them.

    `status`: `None` where a record does not say. Rules are the same by the other three, of which the digest speaks for it, too.
    """

    id: str
    version: str
    digest: str
    status: str | None = field(default=None, eq=False)


@frozen
class Passing:
    """A level passed, and the id of what justified it."""

    level: str
    justification: str


@frozen(kw_only=True, repr=False)
class Outcome:
    """What the rules came to."""

    direction: Direction
    origin: str | None
    target: str | None
    range: tuple[str, ...] | None
    provisional: bool
    urgency: Urgency
    reasons: tuple[str, ...]
    skipped: tuple[Passing, ...]
    open_questions: tuple[str, ...]

    def __repr__(self) -> str:
        """That it is one; not what."""
        return "<Outcome>"


@frozen(kw_only=True, repr=False)
class Record:
    """A decision on record: the rules by name, the assessment, and what the one made of the other."""

    library: str = ""
    rules: RulesNamed
    assessment: Assessment
    assessment_digest: str
    outcome: Outcome
    recorded_at: datetime | None = None
    notice: str = ""

    def __repr__(self) -> str:
        """The rules; nothing of the person."""
        return f"<Record of a decision by {self.rules.id!r} {self.rules.version}>"


@frozen(kw_only=True)
class RedactedOutcome:
    """What the rules came to, without what they rest on."""

    direction: Direction
    origin: str | None
    target: str | None
    range: tuple[str, ...] | None
    provisional: bool
    urgency: Urgency
    levels_passed: int
    open_questions: int
    facts_known: int


@frozen(kw_only=True, repr=False)
class RedactedRecord:
    """A decision on record without the facts that it rests on; where a person is in care, it still says."""

    library: str
    rules: RulesNamed
    outcome: RedactedOutcome
    recorded_at: datetime | None
    notice: str

    def __repr__(self) -> str:
        """The rules; nothing of the person."""
        return f"<RedactedRecord of a decision by {self.rules.id!r} {self.rules.version}>"


_DIGEST: Final = Text("a digest", longest=71, pattern=r"sha256:[0-9a-f]{64}")
RULES_NAMED: Final = Shape(
    "rules-named",
    RulesNamed,
    (Key("id", ID), Key("version", LINE), Key("digest", _DIGEST), Key("status", LINE, default=None)),
)
_DECIDED: Final = (
    Key("direction", Word(Direction)),
    Key("origin", LEVEL_NAME, default=None),
    Key("target", LEVEL_NAME, default=None),
    Key("range", Many(LEVEL_NAME, 2, 2), default=None),
    Key("provisional", YesNo()),
    Key("urgency", Word(Urgency)),
)
_MOST: Final = 10_000
_PASSING: Final = Shape("passing", Passing, (Key("level", LEVEL_NAME), Key("justification", ID)))
OUTCOME: Final = Shape(
    "outcome",
    Outcome,
    (
        *_DECIDED,
        Key("reasons", Many(ID)),
        Key("skipped", Many(_PASSING)),
        Key("open_questions", Many(FACT_NAME)),
    ),
)
_REDACTED_OUTCOME: Final = Shape(
    "redacted-outcome",
    RedactedOutcome,
    (*_DECIDED, *(Key(name, Whole(0, _MOST)) for name in ("levels_passed", "open_questions", "facts_known"))),
)
_LIBRARY: Final = Key("library", Text("a version", longest=32, pattern=r"[0-9A-Za-z.+-]+"))
_AROUND: Final = (
    Key("recorded_at", Moment(), default=None),
    Key("notice", Text("a notice", shortest=0, longest=LONGEST_NOTICE), default=""),
)

REDACTED: Final = Shape(
    "redacted-decision",
    RedactedRecord,
    (_LIBRARY, Key("rules", RULES_NAMED), Key("outcome", _REDACTED_OUTCOME), *_AROUND),
    (FORMAT, REDACTED_FORMAT),
)


def record_form(facts: type[Assessment], ladder: Continuum | None = None, *, within_history: bool = False) -> Shape[Record]:
    """
    The form of a record whose assessment is of this vocabulary, made at a level of this ladder.

    Within a history it is the decision alone: when, by which version of the library and with which notice it was put on record
    belongs to a record that is kept by itself.
    """
    case: Form[Assessment] = CaseForm(facts, ladder)
    decided = (
        Key("rules", RULES_NAMED),
        Key("assessment", case),
        Key("assessment_digest", _DIGEST),
        Key("outcome", OUTCOME),
    )
    if within_history:
        return Shape("decided", Record, decided)
    return Shape("decision", Record, (_LIBRARY, *decided, *_AROUND), (FORMAT, DECISION_FORMAT))


def rules_named(rules: RuleSet) -> RulesNamed:
    """A rule set by name and digest, with its status."""
    return RulesNamed(rules.id, rules.version, rule_set_digest(rules), rules.status)


def outcome(case: Case) -> Outcome:
    """What the rules come to for a case."""
    placement = case.placement
    return Outcome(
        direction=case.direction,
        origin=place_id(case.origin_level),
        target=place_id(case.target_level),
        range=case.range_ids,
        provisional=placement.provisional,
        urgency=grounds.urgency(case),
        reasons=tuple(reason.rule.id for reason in grounds.reasons(case)),
        skipped=tuple(Passing(skip.level.id, skip.justification) for skip in grounds.skipped(case, placement.target)),
        open_questions=tuple(question.fact for question in grounds.open_questions(case)),
    )


def redacted(decided: Outcome, facts_known: int) -> RedactedOutcome:
    """An outcome without what it rests on."""
    return RedactedOutcome(
        direction=decided.direction,
        origin=decided.origin,
        target=decided.target,
        range=decided.range,
        provisional=decided.provisional,
        urgency=decided.urgency,
        levels_passed=len(decided.skipped),
        open_questions=len(decided.open_questions),
        facts_known=facts_known,
    )


def record_of(case: Case) -> Record:
    """The record of a decision, without when and by what it was made."""
    return Record(
        rules=rules_named(case.rules),
        assessment=case.assessment,
        assessment_digest=assessment_digest(case.assessment),
        outcome=outcome(case),
    )


def to_record(case: Case, recorded_at: datetime | None, notice: str, *, is_redacted: bool) -> Plain:
    """
    The record of a decision as plain data.

    Raises:
        DecisionError: The time has no zone or is none, or the notice is no short text.
        WireError: The vocabulary of the rules cannot be written as plain data.
    """
    _check_time(recorded_at)
    if not isinstance(notice, str) or len(notice) > LONGEST_NOTICE or not notice.isprintable():
        raise DecisionError(f"notice: expected a text on one line of at most {LONGEST_NOTICE} printable characters")
    record = evolve(record_of(case), library=__version__, recorded_at=recorded_at, notice=notice)
    if not is_redacted:
        return record_form(type(case.assessment)).write(record)
    shown = redacted(record.outcome, len(case.assessment.known()))
    return REDACTED.write(
        RedactedRecord(library=__version__, rules=record.rules, outcome=shown, recorded_at=recorded_at, notice=notice)
    )


def _check_time(recorded_at: object) -> None:
    if recorded_at is None or (isinstance(recorded_at, datetime) and MOMENT.fullmatch(recorded_at.isoformat())):
        return
    raise DecisionError(
        f"recorded_at: expected a time with its zone, in whole minutes of difference, or None; was given {kind_of(recorded_at)}"
    )
