"""
The scales of the standard vocabulary: what its ratings and choices can be.

What lives here: enumerations, and nothing else. What it may import: nothing of ours. Grades are `IntEnum`s in ascending order;
which end is worse is said by the fact that uses them. The scales are of our own making, not the codes of any instrument.
"""

from enum import Enum, IntEnum


class Risk(IntEnum):
    """How much care keeps a risk in check; what each grade means for a fact is said in the fact's `meaning`."""

    NONE = 0
    MILD = 1
    MODERATE = 2
    SEVERE = 3
    VERY_SEVERE = 4


class Overdose(IntEnum):
    """An overdose in the last days, and whether it is medically cleared."""

    NONE = 0
    CLEARED = 1
    NOT_CLEARED = 2


class Danger(IntEnum):
    """PRESENT needs safety around the clock, IMMINENT is an emergency."""

    NONE = 0
    PRESENT = 1
    IMMINENT = 2


class Severity(IntEnum):
    """Severity of the disorder as currently diagnosed."""

    IN_REMISSION = 0
    MILD = 1
    MODERATE = 2
    SEVERE = 3


class SinceResidential(IntEnum):
    """Time since leaving residential care in this episode; NONE: not left, or never there."""

    NONE = 0
    OVER_90_DAYS = 1
    DAYS_31_TO_90 = 2
    WITHIN_30_DAYS = 3


class ReturnToUse(IntEnum):
    """LAPSE is brief and stopped, RETURN is use resumed; worked through, it is NONE again."""

    NONE = 0
    LAPSE = 1
    RETURN = 2


class Response(IntEnum):
    """Response to care at this level; ABSENT is no progress."""

    WORSENING = 0
    ABSENT = 1
    PARTIAL = 2
    GOOD = 3


class Skills(IntEnum):
    """LEARNED is shown in sessions, TESTED is held in daily life."""

    ABSENT = 0
    DEVELOPING = 1
    LEARNED = 2
    TESTED = 3


class Completeness(IntEnum):
    """How complete the physical, psychological and social assessment is."""

    MISSING = 0
    PARTIAL = 1
    COMPLETE = 2


class Planning(IntEnum):
    """How far the step is part of the personal plan."""

    NONE = 0
    STARTED = 1
    AGREED = 2


class Appointment(IntEnum):
    """First appointment with the receiving program."""

    NONE = 0
    RECOMMENDED = 1
    REFERRED = 2
    SCHEDULED = 3
    CONFIRMED = 4


class Transfer(IntEnum):
    """The record: IN_TRANSIT means that diagnosis, medication and history are all on their way."""

    NONE = 0
    PARTIAL = 1
    IN_TRANSIT = 2
    RECEIVED = 3


class Substance(Enum):
    """Main substance."""

    ALCOHOL = 0
    OPIOIDS = 1
    SEDATIVES = 2
    STIMULANTS = 3
    CANNABIS = 4
    SEVERAL = 5
    OTHER = 6


class PriorTreatment(Enum):
    """Earlier treatment and its benefit."""

    NEVER = 0
    BENEFIT = 1
    LIMITED_BENEFIT = 2


class BarrierKind(Enum):
    """What limits participation most."""

    NONE = 0
    CHILDCARE = 1
    TRANSPORT = 2
    WORK = 3
    DISTANCE = 4
    COST = 5
    AUTHORIZATION = 6
    WAITING_LIST = 7
    OTHER = 8


class Preference(Enum):
    """The care that the person prefers, relative to now."""

    LESS = 0
    SAME = 1
    MORE = 2


class Delivery(Enum):
    """Present format of care."""

    IN_PERSON = 0
    HYBRID = 1
    TELEHEALTH = 2
