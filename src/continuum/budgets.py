"""
Budgets: how often a search about one person may place the person, where its caller says nothing else.

What lives here: numbers, and nothing else, since a decision names them before any search is imported. What it may import: nothing
of ours. A budget is a number of trials, never a time, so that the answer is the same on every machine.
"""

from typing import Final

TRIALS_FOR_BARRIERS: Final = 10_000
"""Enough for all sets of three among 38 facts that can change; the shipped rules ask for at most 28 such facts at a level."""

TRIALS_FOR_QUESTIONS: Final = 20_000
"""Far more than any case takes that was tried on the shipped rules, also with nothing known."""
