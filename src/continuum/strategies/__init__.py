"""
Strategies: property tests for rule sets of your own, with Hypothesis (extra `testing`).

What lives here: `levels`, `continuums`, `assessments` and `rule_sets`, which draw; `check_laws` and `assert_safe`, which fail a
test. What it may import: `verify` and below, and Hypothesis. What it never does: get imported by another room.

In a test of your rules:

    >>> from hypothesis import given, settings
    >>> from continuum import Engine
    >>> from continuum.library import stepdown
    >>> assert_safe(stepdown.RULES)
    >>> check_laws(stepdown.RULES, max_examples=5)
    >>> @settings(max_examples=5, derandomize=True, database=None)
    ... @given(assessments(stepdown.RULES))
    ... def test_a_summary_fits_on_one_line(person):
    ...     assert len(Engine(stepdown.RULES).decide(person).summary) <= 139
    >>> test_a_summary_fits_on_one_line()

`assert_safe` proves; `check_laws` tries the same laws on single people, without the machinery of proofs. Random people alone
rarely meet two rules at once, so `assessments` starts from the smallest cases that a proof finds.
"""

from continuum.errors import MissingExtraError

try:
    __import__("hypothesis")
except ImportError as error:
    raise MissingExtraError.of("continuum.strategies", "hypothesis", "testing") from error

from continuum.strategies.people import assessments, continuums, levels
from continuum.strategies.safety import assert_safe, check_laws
from continuum.strategies.worlds import rule_sets

__all__ = ["assert_safe", "assessments", "check_laws", "continuums", "levels", "rule_sets"]
