"""
What the five articles claim, claim by claim: results, figures and arguments that nobody here has verified.

What lives here: `CLAIMS`, each in our own words with who claims it, the figure as given, what speaks against relying on it and
the rows in which it stands; and `CONFLICTS`, the pairs that do not agree. Data only. Status: as claimed by lay articles; the
studies they name were not looked up. A claim is never a fact of ours: no rule, level, fact or need takes a share or a count from
here.

One claim has one claimant. Where two articles differ, there are two claims, so that a reader sees both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from continuum.library.works import rows
from continuum.sources import Claim, Mark

OUTCOMES: Final[tuple[Claim, ...]] = (
    # Stepping down, and the length and stages of care.
    Claim(
        "step-down-model",
        text="care that steps down by degrees has better long-term results, fewer returns to use and no harmful breaks",
        claimed_by="the article F0",
        marks=[Mark.UNCITED],
        sources=rows("F0-4 F0-31"),
    ),
    Claim(
        "step-down-studies",
        text="many studies speak for stepping down by degrees, and recovery can last with enough support",
        claimed_by="1st Step Behavioral Health (F3)",
        marks=[Mark.UNCITED, Mark.PROVIDER],
        sources=rows("F3-13"),
    ),
    Claim(
        "abrupt-change",
        text="a sudden change of level tends to be followed by a return to use, for want of support and preparation",
        claimed_by="the article F0",
        marks=[Mark.UNCITED],
        sources=rows("F0-8"),
    ),
    Claim(
        "smooth-transitions",
        text="smooth transitions under professional supervision throughout make people less vulnerable when the level changes",
        claimed_by="the article F0, naming research of a provider, AMFM Treatment",
        marks=[Mark.PROVIDER],
        sources=rows("F0-9"),
    ),
    Claim(
        "longer-aftercare",
        text="the longer and closer aftercare is, the steadier is its benefit",
        claimed_by="the article F0, from a meta-analysis that it does not identify",
        marks=[Mark.UNCITED],
        sources=rows("F0-10"),
    ),
    Claim(
        "several-stages",
        text="people recover more often through several stages of care than through a single one, and the benefits add up",
        claimed_by="the article F0",
        marks=[Mark.UNCITED],
        sources=rows("F0-12 F0-15"),
    ),
    Claim(
        "completion",
        text="residential programs are completed more often than programs of outpatient care alone",
        figure="65 % against 52 %",
        claimed_by="the article F0",
        marks=[Mark.UNCITED, Mark.CONFLICTING],
        sources=rows("F0-13"),
    ),
    Claim(
        "over-30-days",
        text="programs of more than 30 days have more success at 12 months than programs of 30 days",
        figure="84.2 % against 54.7 %",
        claimed_by="the article F0, which does not say what success is",
        marks=[Mark.UNCITED],
        sources=rows("F0-14"),
    ),
    # Exposure to daily life.
    Claim(
        "graded-exposure",
        text="people can withstand triggers that they meet by degrees, with professionals at hand",
        claimed_by="the article F0",
        marks=[Mark.UNCITED, Mark.REASONING],
        sources=rows("F0-26"),
    ),
    Claim(
        "exposure-cycle",
        text="recovery becomes durable by meeting a situation, working it through and strengthening the response",
        claimed_by="the article F2",
        marks=[Mark.UNCITED, Mark.REASONING],
        sources=rows("F2-16"),
    ),
    # Returns to use.
    Claim(
        "return-40-60-lifetime",
        text="some people in recovery return to use at some point",
        figure="40 to 60 %",
        claimed_by="Ark Behavioral Health (F1), naming NIDA",
        marks=[Mark.CONFLICTING],
        sources=rows("F1-24"),
    ),
    Claim(
        "return-40-60-first-year",
        text="some people return to use within a year of discharge, the initial 30 to 90 days being riskiest",
        figure="40 to 60 %",
        claimed_by="the article F2, naming a 2020 study in Drug and Alcohol Dependence",
        marks=[Mark.CONFLICTING],
        sources=rows("F2-1"),
    ),
    Claim(
        "first-90-days",
        text="most returns to use after residential care fall into the first 90 days",
        figure="59 %, 1,326 adults over 12 months",
        claimed_by="the article F2, naming a 2019 study in a journal on substance use treatment",
        sources=rows("F2-5"),
    ),
    Claim(
        "full-continuum",
        text="adults with the full continuum, IOP included, are more often abstinent at 12 months, thanks to continuity",
        figure="almost twice as often, 892 adults",
        claimed_by="the article F2, naming a 2021 study in a journal on drug and alcohol use",
        sources=rows("F2-10"),
    ),
    Claim(
        "peers",
        text="accountability to peers predicts abstinence at 6 months better than the frequency of individual sessions",
        figure="2,400 adults",
        claimed_by="the article F2, naming a 2018 study in Psychiatric Services",
        sources=rows("F2-20"),
    ),
    Claim(
        "rehearsal",
        text="rehearsing skills between sessions goes with fewer returns to use than as many hours without it",
        figure="34 % fewer, 340 adults",
        claimed_by="the article F2, naming a 2019 study in Addictive Behaviors",
        sources=rows("F2-21"),
    ),
    Claim(
        "appointment",
        text="people who leave with an appointment are likelier to attend the first session than people with a referral only",
        figure="2.7 times, 1,840 adults",
        claimed_by="the article F2, naming a 2022 study in a journal on substance use treatment and prevention",
        sources=rows("F2-37"),
    ),
    # Intensive outpatient care: what it does, what it costs.
    Claim(
        "iop-effect",
        text="many studies speak for the effect of IOP, with lasting progress in a rather short time",
        claimed_by="1st Step Behavioral Health (F3)",
        marks=[Mark.UNCITED, Mark.PROVIDER],
        sources=rows("F3-22 F3-26"),
    ),
    Claim(
        "iop-eases-symptoms",
        text="the CBT and groups of an IOP ease the symptoms of a substance use disorder",
        claimed_by="the article F4, naming a provider, Radix Recovery, for what IOP is and nobody for its effect",
        marks=[Mark.UNCITED, Mark.PROVIDER],
        sources=rows("F4-2"),
    ),
    Claim(
        "cost-and-effect",
        text="IOP has an effect similar to inpatient care at less cost, is likelier to be covered, and spares income",
        claimed_by="the article F4",
        marks=[Mark.UNCITED, Mark.CONFLICTING],
        sources=rows("F4-26 F4-27"),
    ),
    Claim(
        "cost-and-access",
        text="acute care usually costs more than IOP, which can give more access to programming than outpatient care",
        claimed_by="1st Step Behavioral Health (F3)",
        marks=[Mark.UNCITED, Mark.PROVIDER],
        sources=rows("F3-23"),
    ),
    Claim(
        "condensed-therapies",
        text="condensed therapies, such as integrated prolonged exposure or the Unified Protocol, ease symptoms",
        claimed_by="the article F4",
        marks=[Mark.UNCITED],
        sources=rows("F4-8"),
    ),
    Claim(
        "own-plans-beside-therapy",
        text="plans for one's own recovery, such as 12-step groups, reduce use when they go with therapy",
        claimed_by="the article F4",
        marks=[Mark.UNCITED],
        sources=rows("F4-12"),
    ),
    Claim(
        "integrated-groups",
        text="groups that treat substance use and mental health together reduce both symptoms and use",
        claimed_by="the article F4",
        marks=[Mark.UNCITED],
        sources=rows("F4-15"),
    ),
    Claim(
        "delivery",
        text="results of IOP are alike in person, in hybrid form and by telehealth",
        claimed_by="the article F4",
        marks=[Mark.UNCITED],
        sources=rows("F4-22"),
    ),
    Claim(
        "ninety-one",
        text=(
            "one figure, given for retention in seven different groups: IOP at large, veterans with co-occurring disorders, "
            "group therapy, veterans in family work, veterans with PTSD, people at work, and people coming from more care"
        ),
        figure="91 %",
        claimed_by="the article F4",
        marks=[Mark.UNCITED, Mark.REUSED],
        sources=rows("F4-5 F4-7 F4-14 F4-18 F4-21 F4-25 F4-28"),
    ),
)
"""What care is claimed to achieve, by subject: what explanations of decisions show."""

DOSES: Final[tuple[Claim, ...]] = (
    Claim(
        "iop-dose-sessions",
        text="IOP takes a few sessions of therapy a week",
        figure="2 to 3 sessions a week",
        claimed_by="the article F0",
        marks=[Mark.UNCITED, Mark.CONFLICTING],
        sources=rows("F0-6"),
    ),
    Claim(
        "iop-dose-days",
        text="IOP may ask for sessions on several days of the week",
        figure="3 to 5 days a week",
        claimed_by="Ark Behavioral Health (F1)",
        marks=[Mark.UNCITED, Mark.PROVIDER, Mark.CONFLICTING],
        sources=rows("F1-19"),
    ),
    Claim(
        "iop-dose-hours",
        text="IOP takes several long sessions a week, has a least number of hours, and usually exceeds it while intensive",
        figure="3 to 5 days of about 3 hours; at least 9 hours a week, 12 to 15 usual",
        claimed_by="the article F2, naming ASAM for the least number of hours",
        marks=[Mark.CONFLICTING],
        sources=rows("F2-2 F2-17"),
    ),
    Claim(
        "iop-dose-no-maximum",
        text="IOP has a least number of hours and no greatest, and the person goes home afterwards",
        figure="at least 9 hours a week, no maximum",
        claimed_by="1st Step Behavioral Health (F3), naming ASAM",
        marks=[Mark.CONFLICTING],
        sources=rows("F3-14"),
    ),
)
"""How much care intensive outpatient care is said to be; no two articles say the same."""

CLAIMS: Final = (*OUTCOMES, *DOSES)
"""Every claim."""

BY_ID: Final[Mapping[str, Claim]] = {claim.id: claim for claim in CLAIMS}
"""Every claim by its id."""

CONFLICTS: Final[tuple[tuple[str, str], ...]] = (
    ("return-40-60-lifetime", "return-40-60-first-year"),
    ("completion", "cost-and-effect"),
    ("iop-dose-sessions", "iop-dose-days"),
    ("iop-dose-sessions", "iop-dose-hours"),
    ("iop-dose-sessions", "iop-dose-no-maximum"),
)
"""Pairs of claims, by id, that do not agree or that use one figure for different things; each pair stands once."""
