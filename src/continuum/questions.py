"""
Questions: which of the open questions can change the level at all.

What lives here: `find_open_questions`, an exact search that drops a question only where it is proved that no answer to it, with
any answers to the others, leads to another level. What it may import: `cells`, `grounds` and below. What it never does: drop a
required fact, or a question of which the search could not make sure.

A fact is decisive if two complete answers to everything unknown differ in it alone and lead to different levels. The search
answers the other questions one by one, and the two rails of `placement` bound whatever else may be answered. So a few answers do:
where the ranges for two values of the fact lie apart, it is decisive; where they are all one and the same level, or the fact is
no longer asked for, no further answer makes it so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from continuum.budgets import TRIALS_FOR_QUESTIONS
from continuum.cells import cells, check_trials, conditions_at
from continuum.grounds import OpenQuestion, open_questions
from continuum.whereabouts import Case, examine


@frozen
class Questions:
    """
    The open questions that can change the level, in the order in which they are to be asked.

    Args:
        asked: What is left to ask. Of the other open questions it is proved that they change nothing, whatever the answers are.
        finished: Whether the search ended for every question; where it did not, some may be left that change nothing.
    """

    asked: tuple[OpenQuestion, ...]
    finished: bool

    def __iter__(self) -> Iterator[OpenQuestion]:
        """What is left to ask."""
        return iter(self.asked)

    def __len__(self) -> int:
        """How many questions that is."""
        return len(self.asked)


def find_open_questions(case: Case, most_trials: int = TRIALS_FOR_QUESTIONS) -> Questions:
    """
    The open questions, less those that provably change nothing.

    Required facts that are missing always stay; where the level is unknown, everything does.

    Args:
        case: The case.
        most_trials: How often the person may be placed, shared out evenly among the questions.

    Raises:
        DecisionError: `most_trials` is no number of trials.
    """
    check_trials(most_trials)
    found, answers = open_questions(case), _answers(case)
    doubtful = [one.fact for one in found if case.origin is not None and one.fact not in case.rules.required_facts]
    share = most_trials // max(len(doubtful), 1)
    decisive = {fact: _is_decisive(case, fact, answers, share) for fact in doubtful}
    left = tuple(one for one in found if decisive.get(one.fact) is not False)
    return Questions(left, finished=None not in decisive.values())


def _answers(case: Case) -> dict[str, Sequence[Any]]:
    """For each unknown fact the answers that the rules can tell apart, the best first."""
    conditions, found = conditions_at(case), dict[str, Sequence[Any]]()
    for name, fact in case.rules.facts.vocabulary().items():
        if case.values[name] is None:
            values = cells(fact, conditions)
            found[name] = values[::-1] if fact.higher_is_worse is False else values
    return found


def _is_decisive(case: Case, fact: str, answers: Mapping[str, Sequence[Any]], trials: int) -> bool | None:
    """Whether some answers to the other questions make this one decisive; `None` if so many trials do not tell."""
    ends = answers[fact]
    if case.rules.facts.vocabulary()[fact].higher_is_worse is not None:
        ends = (ends[0], ends[-1])  # law 3: what lies between them leads to nothing beyond theirs
    beside = frozenset[str]().union(*(when.facts() for when in conditions_at(case) if fact in when.facts()))
    pending: list[dict[str, Any]] = [{}]
    while pending:
        given = pending.pop()
        trials -= 1 + len(ends)
        if trials < 0:
            return None
        open_facts = [one.fact for one in open_questions(_answered(case, given))]
        if fact not in open_facts:
            continue
        ranges = [_answered(case, {**given, fact: end}).placement for end in ends]
        if max(one.lowest for one in ranges) > min(one.highest for one in ranges):
            return True
        if min(one.lowest for one in ranges) < max(one.highest for one in ranges):
            # What stands in one condition with the fact comes first: it tells soonest whether the fact counts.
            name = min((other for other in open_facts if other != fact), key=lambda other: other not in beside)
            if len(answers[name]) > trials:
                return None
            pending += [{**given, name: answer} for answer in reversed(answers[name])]
    return False


def _answered(case: Case, given: Mapping[str, Any]) -> Case:
    """The case with some questions answered."""
    return examine(case.rules, case.assessment.replace(**given))
