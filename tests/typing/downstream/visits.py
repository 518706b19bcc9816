"""The facts that this program asks about, one of each kind, beside the standard ones."""

from __future__ import annotations

from enum import Enum, IntEnum

from continuum import Assessment, Choice, Count, Duration, FactGroup, Flag, Grade, Source


class Mood(IntEnum):
    STEADY = 0
    LOW = 1
    DESPAIRING = 2


class Group(Enum):
    MORNING = "morning"
    EVENING = "evening"


class Visit(Assessment):
    mood: Grade[Mood] = Grade("mood today", Mood, worse="higher")
    craving: Count = Count("craving today", low=0, high=10, unit="points", worse="higher", source=[Source("diary")])
    days_settled: Duration = Duration("time settled here", low=0, high=60, unit="days", worse="lower", scope="level")
    week_done: Flag = Flag("week completed", worse=False, scope="level")
    unsafe_tonight: Flag = Flag("no safe place tonight", worse=True)
    group: Choice[Group] = Choice("group wished for", Group, ground=False)


TONIGHT = FactGroup("Tonight", negative={"unsafe_tonight": False})
