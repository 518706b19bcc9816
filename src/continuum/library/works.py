"""
The works that the shipped rules rest on, and how a rule cites them.

What lives here: the five articles, and `rows`, which turns requirement ids into sources. They are lay articles, not guidelines:
what they say is cited as their statement, and no figure of theirs is a fact of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from continuum.sources import Source

WORKS: Final[Mapping[str, str]] = {
    "F0": "“The Benefits of a Step-Down Approach to Addiction Treatment” (web article, publisher not named)",
    "F1": "Ark Behavioral Health, “What Is Step-Down Vs. Step-Up Addiction Treatment?”, 2025",
    "F2": "web article on intensive outpatient care after residential treatment (title and publisher not named)",
    "F3": "1st Step Behavioral Health, “Intensive Outpatient Program (IOP) for Addiction and Recovery”",
    "F4": "web article on intensive outpatient programs (title and publisher not named)",
}


def rows(ids: str, *, editorial: str = "") -> tuple[Source, ...]:
    """
    Sources for requirement ids separated by blanks.

    Args:
        ids: Requirement ids, as in docs/requirements.md.
        editorial: What was chosen without a source, if anything.

    Example:
        >>> [str(source) for source in rows("F1-10 F3-9", editorial="the threshold")]
        ['F1-10', 'F3-9', 'ed.: the threshold']
    """
    cited = tuple(Source(row, work=WORKS[row.split("-")[0]]) for row in ids.split())
    return (*cited, Source("ed.", note=editorial)) if editorial else cited
