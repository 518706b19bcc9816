"""The application: it decides, shows, stores and reads again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from continuum import Assessment, AssessmentError, Decision, Direction, Engine, Level, RuleSet, Urgency, WireError
from continuum.replay import replay
from continuum.reports import Report
from continuum.verify import verify
from continuum.wire import digest, read_case, read_decision, read_rule_set, schema, write

from .rules import RULES, Place
from .visits import TONIGHT, Mood, Visit

ENGINE = Engine(RULES)


@frozen
class Line:
    """What a list of people shows of one of them."""

    heading: str
    target: str
    urgent: bool
    ask: tuple[str, ...]
    why: tuple[str, ...]


def target_of(decision: Decision) -> str:
    match decision.target:
        case None:
            return "not determined"
        case Level(name=name):
            return name
        case complete:
            return str(complete)


def line_of(decision: Decision) -> Line:
    return Line(
        heading=decision.summary,
        target=target_of(decision),
        urgent=decision.direction is Direction.STEP_UP and decision.urgency >= Urgency.PROMPT,
        ask=tuple(question.label for question in decision.open_questions if question.urgent),
        why=tuple(reason.rule.because for reason in decision.reasons),
    )


def passed(decision: Decision) -> dict[str, str]:
    return {skip.level.id: skip.because for skip in decision.skipped}


def what_keeps(decision: Decision) -> list[str]:
    held = [f"{one.hold.because}, until {one.hold.until}" for one in decision.holds if one.certain]
    return [*held, *(needed.need.offers for needed in decision.services if needed.needed)]


def tonight(place: Place, mood: Mood | None, craving: int | None) -> Visit:
    return Visit(level=place, assessed_on=dt.date(2026, 3, 4), mood=mood, craving=craving, **TONIGHT.none_present())


def better(visit: Visit) -> Visit:
    return visit.replace(mood=Mood.STEADY, craving=0)


def decide(visit: Visit) -> Decision:
    return ENGINE.decide(visit)


def decide_form(form: Mapping[str, object]) -> Decision | str:
    try:
        return ENGINE.decide_facts(form)
    except AssessmentError as error:
        return "; ".join(error.problems)


def decide_all(people: Iterable[Assessment | Mapping[str, object]], seen: list[int]) -> Iterator[Line | str]:
    for answer in ENGINE.decide_many(people, progress=seen.append):
        if isinstance(answer, AssessmentError):
            yield str(answer)
        else:
            yield line_of(answer)


def stored(visit: Visit) -> str:
    return json.dumps(write(visit))


def read(text: str) -> Visit:
    return read_case(text, Visit, RULES.continuum)


def on_record(decision: Decision) -> dict[str, Any]:
    return decision.to_record(recorded_at=dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC))


def is_the_same_today(record: dict[str, Any]) -> bool:
    return replay(record, RULES).same and read_decision(record, RULES).rules is RULES


def rules_from(data: object) -> RuleSet | tuple[str, ...]:
    try:
        return read_rule_set(data, Visit)
    except WireError as error:
        return error.problems


def names() -> tuple[str, frozenset[str]]:
    document: dict[str, Any] = schema("assessment", Visit)
    return document["title"], frozenset(Visit.vocabulary()) - frozenset(Assessment.vocabulary())


def fingerprint() -> str:
    return digest(RULES)


def proof() -> Report:
    return verify(RULES, only=["no-trap", "best-case"])


def flaws() -> dict[str, str]:
    return {flaw.id: flaw.says for flaw in proof().flaws}
