"""
Explanations: the grounds of a decision in words that a clinician can read.

What lives here: the one-line summary (no values) and the page that `render` lays out (with values: that is its purpose). What it
may import: `grounds`, `options`, `render` and below. What it never does: add a reason that `grounds` does not give, or a word
that blames a person. Stepping up is worded as a match of care to present need, never as failure (F1-22); stepping down as
progress (F1-16).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from continuum import grounds
from continuum.conditions import Condition
from continuum.grounds import Obstacle
from continuum.levels import NOT_IN_CARE, Level, Outside
from continuum.options import circumstances, options, unread
from continuum.render import Mark, Page, Point, Section
from continuum.rules import About, Hold, StepUp, Urgency
from continuum.sources import Source
from continuum.whereabouts import Case, Direction

LONGEST_SUMMARY: Final = 139
"""A card's summary has less than 140 characters."""

DISCLAIMER: Final = "For professionals: it supports your judgement and replaces neither it nor emergency care."


def name(level: Level | Outside | None) -> str:
    """A level, or a place outside the ladder, in words."""
    if isinstance(level, Level):
        return level.name
    return {Outside.COMPLETE: "completion of care", Outside.NOT_IN_CARE: "no care", None: "an unknown level"}[level]


def headline(case: Case, *, short: bool = False) -> str:
    """`Step down: Residential to Partial hospitalization (PHP)`; in short with ids instead of names."""
    direction = case.direction
    if direction is Direction.NOT_DETERMINED:
        return (
            "Not determined: current level of care unknown"
            if case.origin is None
            else f"Admission not determined: {_between(case)}"
        )
    origin, target = (_short(level) if short else name(level) for level in (case.origin_level, case.target_level))
    return {
        Direction.ADMIT: f"Admit: {target}",
        Direction.STEP_UP: f"Step up: {origin} to {target}",
        Direction.STAY: f"Stay: {origin}",
        Direction.STEP_DOWN: f"Step down: {origin} to {target}",
        Direction.COMPLETE: f"Complete: {origin} to {target}",
    }[direction]


def _short(level: Level | Outside | None) -> str:
    return level.id if isinstance(level, Level) else name(level)


def _between(case: Case) -> str:
    if case.by_rung.entry is None:
        return "no entry level is set"
    return f"{name(case.level(case.placement.lowest))} to {name(case.level(case.placement.highest))}"


def summary(case: Case) -> str:
    """One line of at most 139 characters, without values: the headline, its urgency, levels passed, and what is open."""
    passed, questions = len(grounds.skipped(case, case.placement.target)), grounds.open_questions(case)
    urgent = sum(question.urgent for question in questions)
    urgency = grounds.urgency(case)
    extras = [
        urgency.name.lower() if urgency is not Urgency.ROUTINE else "",
        f"{passed} level{'s' if passed > 1 else ''} passed" if passed else "",
        "provisional" if case.placement.provisional and case.placement.target is not None else "",
        f"{len(questions)} open question{'s' if len(questions) > 1 else ''}" if questions else "",
        f"{urgent} urgent" if urgent else "",
    ]
    tail = ", ".join(extra for extra in extras if extra)
    return _fitted(case, f"; {tail}" if tail else "")


def _fitted(case: Case, tail: str) -> str:
    """Headline and tail; where names are too long, with ids, and cut at last: what is open is never cut off."""
    room = LONGEST_SUMMARY - len(tail)
    head = headline(case) if len(headline(case)) <= room else headline(case, short=True)
    return (head if len(head) <= room else f"{head[: room - 1].rstrip()}…") + tail


def _cited(id_: str, sources: Iterable[Source]) -> str:
    cited = ", ".join(str(source) for source in sources)
    return f"[{id_}{': ' if cited else ''}{cited}]"


def _recorded(case: Case, when: Condition) -> tuple[str, ...]:
    """What is recorded of the facts that a condition mentions; this shows values."""
    vocabulary = case.rules.facts.vocabulary()
    facts = dict.fromkeys(when.mentions())
    known = [
        f"{vocabulary[fact].label}: {vocabulary[fact].show(case.values[fact])}" for fact in facts if case.values[fact] is not None
    ]
    unknown = [f"{vocabulary[fact].label}: not known" for fact in facts if case.values[fact] is None]
    return (f"Recorded: {'; '.join([*known, *unknown])}.",)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _why(case: Case) -> Section:
    points = [
        Point(
            f"{_capital(reason.rule.because)} {_cited(reason.rule.id, reason.rule.sources)}",
            (
                *_recorded(case, reason.rule.when),
                *((f"Until: {reason.rule.until}.",) if isinstance(reason.rule, Hold) else ()),
                *((f"Urgency: {reason.urgency.name.lower()}.",) if reason.urgency is not Urgency.ROUTINE else ()),
            ),
        )
        for reason in grounds.reasons(case)
    ]
    if not points and case.direction is Direction.STAY:
        points = [Point(NOTHING_CERTAIN if case.placement.provisional else NOTHING_MET)]
    if not points and case.direction is Direction.ADMIT:
        points = [Point(f"No reason asks for more than {name(case.target_level)}, the level of entry.")]
    return Section("Why", tuple(points))


def _passed(case: Case) -> Section:
    points = [
        Point(
            f"{skip.level.name}: {skip.because} {_cited(skip.justification, skip.sources)}",
            (f"What that level is for: {skip.level.purpose}.",),
        )
        for skip in grounds.skipped(case, case.placement.target)
    ]
    return Section("Levels passed, each with its justification", tuple(points))


def _obstacle(obstacle: Obstacle) -> Point:
    sure = "" if obstacle.certain else " (cannot be ruled out)"
    text = {
        "step-up": f"Reason for care{sure}: {obstacle.because}",
        "hold": f"Hold{sure}: {obstacle.because}",
        "not-met": obstacle.because,
        "no-rule": obstacle.because,
        "unjustified": obstacle.because,
    }[obstacle.kind]
    lead = "Would need" if obstacle.kind in {"not-met", "unjustified"} else "Ends when"
    cited = f" [{obstacle.rule}]" if obstacle.rule else ""
    return Point(f"{_capital(text)}{cited}", tuple(f"{lead}: {until}." for until in obstacle.until))


def _not_lower(case: Case) -> Section:
    heading = "What keeps care at this level, and what would change it"
    if case.direction is Direction.STEP_DOWN:
        heading = "Why not lower, and what would change it"
    return Section(heading, tuple(_obstacle(obstacle) for obstacle in grounds.obstacles(case)))


def _ready(case: Case) -> Section:
    ready = grounds.ready_for(case)
    if ready is None:
        return Section("Ready for", ())
    owed = [held.hold for held in grounds.holds(case) if held.hold.about is About.HANDOFF]
    passed = [f"{skip.level.name} would be passed: {skip.because}." for skip in grounds.skipped(case, ready)]
    text = f"{name(case.level(ready))}, as soon as the handoff is arranged; until then there would be a gap in care"
    return Section("Ready for", (Point(text, (*(f"Owed: {hold.until}." for hold in owed), *passed)),))


def _open(case: Case) -> Section:
    points = [
        Point(
            f"{_capital(question.label)} [{question.fact}]{' (urgent)' if question.urgent else ''}",
            (f"Waiting for it: {', '.join(question.rules)}.",) if question.rules else (),
        )
        for question in grounds.open_questions(case)
    ]
    return Section("Not known, and could change this; ask first what stands first", tuple(points))


def _services(case: Case) -> Section:
    needs = grounds.services(case)
    points = [
        Point(f"{_capital(service.need.offers)} {_cited(service.need.id, service.need.sources)}")
        for service in needs
        if service.needed
    ]
    unclear = [service.need.offers for service in needs if not service.needed]
    if unclear:
        points.append(Point("To be clarified, and not to be dropped:", tuple(f"{offer}." for offer in map(_capital, unclear))))
    return Section("The program must offer", tuple(points))


def _weighed(case: Case) -> Section:
    labels = {question.fact: question.label for question in grounds.open_questions(case)}
    points = [
        Point(
            f"{_capital(name(one.level))}: {one.standing.value}",
            (
                *(f"For: {text}." for text in one.speaks_for),
                *(f"Against: {text}." for text in one.speaks_against),
                *((f"Depends on: {'; '.join(labels[fact] for fact in one.questions)}.",) if one.questions else ()),
            ),
        )
        for one in options(case)
    ]
    return Section("The levels around, most care first", tuple(points))


def _beside(case: Case) -> Section:
    points = [
        Point(
            _capital(one.words),
            tuple(f"Service{'' if service.needed else ', to be clarified'}: {service.need.offers}." for service in one.services),
        )
        for one in circumstances(case)
    ]
    return Section("Recorded beside it; it moves no level", tuple(points))


def _not_read(case: Case) -> Section:
    vocabulary = type(case.assessment).vocabulary()
    points = [Point(f"{_capital(vocabulary[name].label)} [{name}]") for name in unread(case)]
    return Section("Recorded, and asked by none of these rules: nothing was decided by it", tuple(points))


def _claimed(case: Case) -> Section:
    return Section("What the sources claim", tuple(Point(claim.words()) for claim in grounds.claims(case)))


NOTHING_CERTAIN: Final = (
    "No reason for more care is certain, and less care is not certain either: see what keeps care at this level."
)
NOTHING_MET: Final = "Nothing asks for more care, and the conditions for less are not met: see what keeps care at this level."
NOWHERE_HIGHER: Final = "There is no higher level on this ladder: act on the reasons below now."
AT_ENTRY: Final = "A first placement at the level of entry: nothing known asks for more."
NO_ENTRY: Final = "These rules name no level of entry, so no answer can settle an admission."

MEANING: Final = {
    Direction.ADMIT: "A first placement: each level from the entry up to it was found too low for the reasons below.",
    Direction.STEP_UP: "Stepping up matches care to what is needed now. It is no failure, and stepping down again is the goal.",
    Direction.STAY: "Staying is a full outcome: care continues as it is until the next review.",
    Direction.STEP_DOWN: "A step down is a sign of progress: support is reduced gradually, not removed.",
    Direction.COMPLETE: "Completing care is a sign of lasting progress; the way back in stays open.",
    Direction.NOT_DETERMINED: "What is known does not settle a level, and what is unknown never reduces care.",
}


def _meaning(case: Case) -> str:
    """What the direction means for this person."""
    direction = case.direction
    if direction is Direction.STAY and any(isinstance(reason.rule, StepUp) for reason in grounds.reasons(case)):
        return NOWHERE_HIGHER if case.placement.target == case.by_rung.top else MEANING[direction]
    if direction is Direction.ADMIT and not grounds.skipped(case, case.placement.target):
        return AT_ENTRY
    return NO_ENTRY if case.origin is NOT_IN_CARE and not case.has_range else MEANING[direction]


def _lead(case: Case) -> tuple[str, ...]:
    """What the direction means, and how settled it is."""
    lead = [_meaning(case)]
    if case.placement.provisional and case.placement.target is not None:
        lead.append(
            f"Provisional: with everything known it may be {_between_any(case)}. Until then nothing unknown has reduced care, "
            "and nothing unknown has raised it."
        )
    if case.origin is NOT_IN_CARE and case.placement.target is None and case.has_range:
        lead.append(f"On what is known, at least this is needed: {name(case.level(case.placement.lowest))}.")
    return tuple(lead)


def _between_any(case: Case) -> str:
    low, high = name(case.level(case.placement.lowest)), name(case.level(case.placement.highest))
    return f"anything from {low} to {high}"


def _ladder(case: Case) -> Section:
    """The ladder, with where the person is, what is decided and what was passed."""
    skips, target = grounds.skipped(case, case.placement.target), case.target_level
    low, high = case.placement.lowest, case.placement.highest
    possible = case.rules.continuum.levels[max(low, 0) : high + 1] if case.placement.provisional and case.has_range else ()
    marked = [(case.origin_level, Mark.NOW), (target, Mark.DECIDED), *((skip.level, Mark.PASSED) for skip in skips)]
    marked += [(level, Mark.POSSIBLE) for level in possible if level != target]
    marks: dict[str, list[Mark]] = {}
    for level, mark in marked:
        if isinstance(level, Level):
            marks.setdefault(level.id, []).append(mark)
    return Section("On the ladder", drawing=case.rules.continuum.drawing(marks, title=headline(case)))


def page(case: Case, *, with_options: bool = False) -> Page:
    """The whole explanation of one placement; it shows values."""
    rules = case.rules
    return Page(
        headline(case),
        _lead(case),
        (
            _ladder(case),
            _why(case),
            _not_read(case),
            _passed(case),
            _not_lower(case),
            _ready(case),
            _open(case),
            *((_weighed(case),) if with_options else ()),
            _services(case),
            _beside(case),
            _claimed(case),
        ),
        (
            f"Rules: {rules.label}. {rules.intended_use}",
            *([f"Limits: {rules.limits}"] if rules.limits else []),
            DISCLAIMER,
        ),
    )
