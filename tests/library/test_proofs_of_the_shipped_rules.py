"""Both shipped rule sets are proved: every law, for everybody who can be assessed, known and with gaps."""

from __future__ import annotations

import pytest

from continuum import RuleSet
from continuum.library import four_levels, stepdown
from continuum.properties import PROPERTIES
from continuum.reports import Verdict
from continuum.verify import verify

BOTH = pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
SAID_AGAIN = {
    "rule-matters:lapse-at-high-risk-to-2.1": "below 2.1 the floor for a severe risk asks for as much; it names its own reason",
    "rule-matters:stressor-raises-risk-to-2.1": "as above: what happened is named, and cited, where it is a reason",
}
"""What is advised against in the ten levels, and stands all the same."""


@BOTH
def test_every_law_is_proved(rules: RuleSet) -> None:
    """Nothing is left out: every property was asked, and every question answered."""
    report = verify(rules)
    assert report.holds
    assert [one.of for one in report.proofs] == [*PROPERTIES]
    assert {one.verdict for one in report.proofs if not one.of.advice} == {Verdict.PROVED}


@BOTH
def test_every_law_is_proved_by_search_too(rules: RuleSet) -> None:
    """What the way in which rules are built answers is searched all the same, and comes to the same."""
    report = verify(rules, search_all=True)
    assert report.holds
    assert not any(one.settled for one in report.proofs)


def test_what_is_advised_is_known() -> None:
    """The six levels say nothing twice; of the ten, two rules do, each with its reason."""
    assert [flaw.id for flaw in verify(stepdown.RULES).flaws] == []
    assert [flaw.id for flaw in verify(four_levels.RULES).flaws] == [*SAID_AGAIN]
