"""The ladder and the rules of this program."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from continuum import (
    CLINICAL,
    COMPLETE,
    HANDOFF,
    IMMEDIATE,
    Admission,
    Continuum,
    Hold,
    Justification,
    Level,
    RuleSet,
    ServiceNeed,
    Severity,
    Source,
    StepDown,
    StepUp,
    Transfer,
    n_of,
    total,
)

from .visits import Group, Mood, Visit


class Place(StrEnum):
    CHECK_IN = "check-in"
    EVENINGS = "evenings"
    DAYS = "days"
    HOUSE = "house"


HANDBOOK: Final = Source("handbook", work="Riverside handbook, 2026")

LADDER: Final = Continuum(
    "riverside",
    [
        Level(Place.CHECK_IN, "Check-in", purpose="a link that stays", review_days=30),
        Level(Place.EVENINGS, "Evening group", purpose="support beside work", dose="three evenings a week"),
        Level(Place.DAYS, "Day program", purpose="structure by day", sources=[HANDBOOK]),
        Level(Place.HOUSE, "House", purpose="a safe place", round_the_clock=True),
    ],
)

DOING_WELL: Final = (Visit.mood == Mood.STEADY) & (Visit.craving <= 2)

RULES: Final = RuleSet(
    id="riverside/all",
    version="2026.1",
    title="Riverside",
    intended_use="An example; nobody is treated by it.",
    continuum=LADDER,
    facts=Visit,
    entry=Place.EVENINGS,
    required_facts=["unsafe_tonight"],
    rules=[
        StepUp(
            "unsafe",
            at_least=Place.HOUSE,
            when=Visit.unsafe_tonight,
            because="nowhere safe to sleep",
            urgency=IMMEDIATE,
            skips_because="only the house has beds",
        ),
        StepUp(
            "burden",
            at_least=Place.DAYS,
            when=total(Visit.mood, Visit.craving) >= 9,
            because="mood and craving together weigh heavily",
            skips_because="evenings are too few",
        ),
        Admission(
            "severe",
            at_least=Place.DAYS,
            when=Visit.disorder_severity >= Severity.SEVERE,
            because="a severe disorder begins with days",
            skips_because="evenings are too few to begin with",
        ),
        Hold(
            "low",
            when=n_of(1, Visit.mood >= Mood.LOW, Visit.craving >= 5),
            about=CLINICAL,
            because="it is hard",
            until="it is not",
        ),
        Hold(
            "no-handoff",
            when=Visit.record_transfer <= Transfer.NONE,
            about=HANDOFF,
            because="the next team knows nothing yet",
            until="the next team is told",
            at=[Place.HOUSE, Place.DAYS],
        ),
        StepDown(
            "week",
            at=(Place.HOUSE, Place.DAYS),
            no_lower_than=Place.EVENINGS,
            when=Visit.week_done & DOING_WELL,
            because="the week is completed and the person does well",
            sources=[HANDBOOK],
        ),
        StepDown("evenings", at=Place.EVENINGS, when=Visit.week_done & DOING_WELL, because="the evenings are completed"),
        StepDown(
            "leave",
            at=Place.CHECK_IN,
            no_lower_than=COMPLETE,
            when=(Visit.days_settled >= 30) & DOING_WELL,
            because="a settled month of check-ins",
        ),
    ],
    justifications=[
        Justification(
            "no-days", skips=Place.DAYS, when=~(Visit.mood >= Mood.LOW) & (Visit.days_settled >= 14), because="settled"
        ),
    ],
    needs=[ServiceNeed("mornings", when=Visit.group == Group.MORNING, offers="a group in the morning")],
)
