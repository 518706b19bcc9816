"""A few rule sets on one small vocabulary, and every assessment that can be made of it: no sampling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from continuum import (
    CLINICAL,
    COMPLETE,
    HANDOFF,
    IMMEDIATE,
    NOT_IN_CARE,
    Admission,
    Assessment,
    Flag,
    Grade,
    Hold,
    Justification,
    RuleSet,
    StepDown,
    StepUp,
    total,
)
from tests.laws.worlds import Situation, Three, ladder, own_facts, values_of, worsening_order


class Small(Assessment):
    """Two lasting facts, two about the stay, one of the handoff."""

    risk: Grade[Three] = Grade("risk", Three, worse="higher")
    home: Flag = Flag("home unsafe", worse=True)
    progress: Grade[Three] = Grade("progress", Three, worse="lower", scope="level")
    crisis: Flag = Flag("crisis", worse=True, scope="level")
    booked: Flag = Flag("booked", worse=False, scope="level")


def _rules(**parts: Any) -> RuleSet:
    fixed: dict[str, Any] = {"id": "small", "version": "1", "title": "Small", "intended_use": "Tests.", "facts": Small}
    return RuleSet(**{**fixed, "continuum": ladder(4), "entry": "r0", **parts})


DONE = Small.progress >= Three.HIGH
HIGH = Small.risk >= Three.HIGH
DOWNS = tuple(
    StepDown(f"down-{rung}", at=f"r{rung}", no_lower_than="r0" if rung else COMPLETE, when=DONE, because="done")
    for rung in range(4)
)
NOT_BOOKED = Hold("not-booked", when=~Small.booked, about=HANDOFF, because="nothing booked", until="booked")
CRISIS = StepUp("crisis", at=("r0", "r1", "r2", "r3"), when=Small.crisis, because="crisis")

FULL = _rules(
    rules=(
        *DOWNS,
        StepDown("near", at=("r2", "r3"), when=Small.progress >= Three.MID, because="getting on"),
        NOT_BOOKED,
        CRISIS,
        StepUp("risk-high", at_least="r3", when=HIGH, urgency=IMMEDIATE, because="risk", skips_because="too low"),
        StepUp("home", at="r1", at_least="r2", when=Small.home, because="home"),
        StepUp("risk-mid", at_least="r1", when=Small.risk >= Three.MID, because="risk"),
        Hold("not-there-yet", at="r2", when=Small.progress <= Three.LOW, about=CLINICAL, because="early", until="progress"),
        Admission("entry", at_least="r2", when=Small.home | (Small.risk >= Three.MID), because="entry", skips_because="too low"),
    ),
    justifications=(
        Justification("pass-1", skips="r1", when=~Small.home & (Small.risk <= Three.MID), because="covered"),
        Justification("pass-2", skips="r2", when=Small.risk <= Three.LOW, because="covered"),
    ),
    required_facts=("risk",),
)
LEAN = _rules(rules=DOWNS)
DOING_WELL = Small.risk <= Three.LOW
FAR_JUMP = _rules(
    rules=(
        *DOWNS,
        CRISIS,
        StepUp("far", at=("r0", "r1"), at_least="r3", when=Small.crisis & ~DOING_WELL, because="far", skips_because="x"),
        StepUp("sum", at_least="r2", when=total(Small.risk) >= 2, because="sum", skips_because="x"),
        Hold("worried", when=Small.crisis | Small.home, about=CLINICAL, because="worried", until="calm"),
    ),
    justifications=(Justification("pass-2", skips="r2", when=~Small.crisis | ~Small.home, because="covered"),),
)
NO_ENTRY = _rules(rules=(*DOWNS, CRISIS), entry=None, required_facts=("home", "progress"))

EMERGENCY = _rules(
    rules=(
        *DOWNS,
        StepUp("now", at_least="r2", when=Small.risk >= Three.MID, urgency=IMMEDIATE, because="risk", skips_because="too low"),
        StepUp("home", at_least="r3", when=Small.home, because="home", skips_because="too low"),
    ),
    required_facts=("risk",),
)

UNDER = _rules(
    rules=(
        *DOWNS,
        StepUp("middle", at="r1", at_least="r3", when=Small.risk >= Three.MID, because="risk", skips_because="too low"),
    ),
    justifications=(
        Justification("pass-1", skips="r1", when=Small.progress >= Three.HIGH, because="covered"),
        Justification("pass-2", skips="r2", when=~Small.home, because="covered"),
    ),
)
"""A floor of a band of levels, above the lowest: nobody lands in it, and it is passed with justifications only."""

SMALL_WORLDS = {"full": FULL, "lean": LEAN, "under": UNDER, "emergency": EMERGENCY, "far jump": FAR_JUMP, "no entry": NO_ENTRY}


def everyone(rules: RuleSet) -> Iterator[Assessment]:
    """Every assessment that can be made, at every level and at an admission, known and with gaps."""
    names = own_facts(Small)
    stay = Small.level_scoped()
    for level in (*rules.continuum.ids, NOT_IN_CARE):
        choices = [(None,) if level is NOT_IN_CARE and name in stay else (None, *values_of(Small, name)) for name in names]
        for values in product(*choices):
            arguments: dict[str, Any] = {"level": level, **dict(zip(names, values, strict=True))}
            yield Small(**arguments)


def speakable(person: Assessment) -> list[str]:
    """The facts that mean something where the person is."""
    return [name for name in own_facts(Small) if person.level is not NOT_IN_CARE or name not in Small.level_scoped()]


def answers(person: Assessment) -> Iterator[Assessment]:
    """Every way to answer one more question."""
    for name in speakable(person):
        if vars(person)[name] is None:
            yield from (person.replace(**{name: value}) for value in values_of(Small, name))


def worsenings(person: Assessment) -> Iterator[Assessment]:
    """Every way to make one known fact one step worse."""
    for name in speakable(person):
        order = worsening_order(Small, name)
        if vars(person)[name] is not None and vars(person)[name] != order[-1]:
            yield person.replace(**{name: order[order.index(vars(person)[name]) + 1]})


def some_situation(holds_in: Callable[[Situation], bool]) -> Situation:
    """A situation of the small worlds in which this is so: what shows that a law is not kept vacuously."""
    for rules in SMALL_WORLDS.values():
        for person in everyone(rules):
            for other in (person, *answers(person), *worsenings(person)):
                situation = Situation(rules, person, other, person, other)
                if holds_in(situation):
                    return situation
    raise AssertionError("there is no such situation: the law would be kept vacuously")
