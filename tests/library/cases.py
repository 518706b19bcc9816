"""People for whom everything speaks for less care, one for each level: what a table row changes is all that differs."""

from __future__ import annotations

from typing import Any

from continuum import (
    NOT_IN_CARE,
    Appointment,
    Assessment,
    BarrierKind,
    Completeness,
    Danger,
    Overdose,
    Planning,
    Response,
    ReturnToUse,
    Risk,
    Severity,
    SinceResidential,
    Skills,
    Substance,
    Transfer,
)

PERSON: dict[str, Any] = {
    "withdrawal_risk": Risk.NONE,
    "physical_health_risk": Risk.NONE,
    "mental_health_risk": Risk.NONE,
    "engagement_risk": Risk.NONE,
    "return_to_use_risk": Risk.NONE,
    "environment_risk": Risk.NONE,
    "recent_overdose": Overdose.NONE,
    "danger_to_self_or_others": Danger.NONE,
    "needs_24h_supervision": False,
    "primary_substance": Substance.ALCOHOL,
    "disorder_severity": Severity.IN_REMISSION,
    "co_occurring_condition": False,
    "trauma_history": False,
    "prior_return_to_use": False,
    "time_since_residential": SinceResidential.NONE,
    "medication_treatment": False,
    "recovery_skills": Skills.TESTED,
    "family_support": True,
    "peer_support": True,
    "prevention_plan": True,
    "continuing_care_plan": True,
    "main_barrier": BarrierKind.NONE,
    "barrier_verified": True,
    "mandated": False,
}
STAY: dict[str, Any] = {
    "withdrawal_worse_than_expected": False,
    "medically_stable": True,
    "return_to_use": ReturnToUse.NONE,
    "response": Response.GOOD,
    "goals_met": True,
    "judged_ready": True,
    "weeks_stable": 26,
    "attendance": 100,
    "new_stressor": False,
    "full_assessment": Completeness.COMPLETE,
    "transition_plan": Planning.AGREED,
    "first_appointment": Appointment.CONFIRMED,
    "intake_started": True,
    "record_transfer": Transfer.RECEIVED,
    "contact_named": True,
    "days_to_first_session": 0,
    "same_team": True,
}


def best(level: Any) -> Assessment:
    """The best case at a level, or at an admission."""
    arguments: dict[str, Any] = {"level": level, **PERSON, **({} if level is NOT_IN_CARE else STAY)}
    return Assessment(**arguments)
