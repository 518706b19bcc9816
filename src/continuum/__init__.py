"""
Level-of-care decisions in addiction treatment: step up, step down or stay, explained and safe by construction.

    from continuum import Assessment, Engine, Risk
    from continuum.library import stepdown

    decision = Engine(stepdown.RULES).decide(Assessment(level="iop", return_to_use_risk=Risk.SEVERE))
    print(decision.explain())

No level is skipped without a justification, what is unknown never reduces care, and every decision says why, what is missing and
what would change it. For professionals; the shipped rule sets are drafts, not clinically validated.
"""

from typing import TYPE_CHECKING

from continuum.assessment import Assessment, FactSources, Provenance
from continuum.conditions import Condition, n_of
from continuum.decision import Decision
from continuum.engine import Engine
from continuum.errors import AssessmentError, ContinuumError, DecisionError, DefinitionError, DefinitionErrors, WireError
from continuum.facts import Choice, Count, Duration, Fact, Flag, Grade, total
from continuum.later import names_later
from continuum.levels import COMPLETE, NOT_IN_CARE, Continuum, Level
from continuum.records import FactGroup, Facts
from continuum.rule_set import RuleSet
from continuum.rules import (
    CLINICAL,
    HANDOFF,
    IMMEDIATE,
    PROMPT,
    ROUTINE,
    Admission,
    Hold,
    Justification,
    ServiceNeed,
    StepDown,
    StepUp,
    TransitionRule,
    Urgency,
)
from continuum.scales import (
    Appointment,
    BarrierKind,
    Completeness,
    Danger,
    Delivery,
    Overdose,
    Planning,
    Preference,
    PriorTreatment,
    Response,
    ReturnToUse,
    Risk,
    Severity,
    SinceResidential,
    Skills,
    Substance,
    Transfer,
)
from continuum.sources import Source
from continuum.version import __version__
from continuum.whereabouts import Direction

if TYPE_CHECKING:
    from continuum.grounds import Held, Obstacle, OpenQuestion, Reason, Service, Skip
else:
    __getattr__ = names_later(__name__, {"grounds": ("Held", "Obstacle", "OpenQuestion", "Reason", "Service", "Skip")})

__all__ = [
    "CLINICAL",
    "COMPLETE",
    "HANDOFF",
    "IMMEDIATE",
    "NOT_IN_CARE",
    "PROMPT",
    "ROUTINE",
    "Admission",
    "Appointment",
    "Assessment",
    "AssessmentError",
    "BarrierKind",
    "Choice",
    "Completeness",
    "Condition",
    "Continuum",
    "ContinuumError",
    "Count",
    "Danger",
    "Decision",
    "DecisionError",
    "DefinitionError",
    "DefinitionErrors",
    "Delivery",
    "Direction",
    "Duration",
    "Engine",
    "Fact",
    "FactGroup",
    "FactSources",
    "Facts",
    "Flag",
    "Grade",
    "Held",
    "Hold",
    "Justification",
    "Level",
    "Obstacle",
    "OpenQuestion",
    "Overdose",
    "Planning",
    "Preference",
    "PriorTreatment",
    "Provenance",
    "Reason",
    "Response",
    "ReturnToUse",
    "Risk",
    "RuleSet",
    "Service",
    "ServiceNeed",
    "Severity",
    "SinceResidential",
    "Skills",
    "Skip",
    "Source",
    "StepDown",
    "StepUp",
    "Substance",
    "Transfer",
    "TransitionRule",
    "Urgency",
    "WireError",
    "__version__",
    "n_of",
    "total",
]


def __dir__() -> list[str]:
    """What it offers, imported or not."""
    return sorted({*globals(), *__all__})
