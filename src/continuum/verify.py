"""
Verify: prove that a rule set keeps the laws, or show who it fails.

What lives here: `verify`, and the budget of a proof. What it may import: `reports`, `properties`, `engine` and below.
What it never does: call proved what it did not finish, or report a counterexample that the engine does not show.

    >>> from continuum.library import stepdown
    >>> report = verify(stepdown.RULES)
    >>> report.holds
    True

Every case is looked at, however many there are: no sample is drawn. A proof is about the rules as written. It says nothing of
whether they are right for people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import Final

from continuum.conditions import Condition, Operand, Vocabulary, condition_of
from continuum.diagrams import Budget, BudgetSpentError
from continuum.engine import Engine
from continuum.errors import DefinitionError, DefinitionErrors, ProofError, as_many, did_you_mean, kind_of, listed
from continuum.properties import BY_ID, PROPERTIES
from continuum.reports import Counterexample, Flaw, Proof, Report, Verdict
from continuum.rule_set import RuleSet, is_foreign
from continuum.searches import Found, Property, Question, Search
from continuum.space import TooWideError

MOST_STEPS: Final = 10_000_000
"""
How much a search may take, in questions asked of diagrams and branches worked out.

That is at the very most some 20 seconds and a gigabyte. The shipped rule sets take less than a tenth of it. Whoever proves what
strangers send allows less.
"""
SHARES: Final = 4
"""One question takes at most such a part of it."""
LONGEST: Final = 1e9
"""Seconds; a longer limit is none."""

Progress = Callable[[int, int, str], object]
"""Told how many questions are answered, how many there are, and what is asked."""


def verify(  # noqa: PLR0913 # each keyword is a choice of its own
    rules: RuleSet,
    *,
    only: Iterable[str] | None = None,
    assume: Iterable[Operand] = (),
    most_steps: int = MOST_STEPS,
    time_limit: float | None = None,
    progress: Progress | None = None,
    search_all: bool = False,
) -> Report:
    """
    Prove that a rule set keeps the laws, traps nobody and has no dead rule; or show who it fails.

    What is not settled within the budget is UNDECIDED; the rest of the report stands.

    Args:
        rules: The rule set.
        only: The ids of the properties to ask; every one, if not given.
        assume: Conditions that hold of everybody, for facts that imply each other; who is certainly an exception is left out.
        most_steps: How much may be worked out; the same on every machine.
        time_limit: Seconds; none, if not given.
        progress: Called before each question.
        search_all: Whether to search even what the way in which rules are built answers.

    Raises:
        DefinitionError: Something that was asked makes no sense.
        ProofError: The library erred: what was found wrong does not show on the engine.

    Example:
        >>> from continuum.library import four_levels
        >>> [flaw.id for flaw in verify(four_levels.RULES, only=["no-trap", "best-case"]).flaws]
        []
    """
    if type(rules) is not RuleSet:
        raise DefinitionError(f"verify() takes a RuleSet, as in verify(stepdown.RULES); was given {kind_of(rules)}")
    check_progress(progress)
    asked, conditions = _asked(only), assumed(rules.facts.vocabulary(), assume)
    budget = budget_of(most_steps, time_limit)
    return Report(rules, tuple(_Prover(rules, conditions, budget, progress, search_all=search_all).proofs(asked)), conditions)


def check_progress(progress: object) -> None:
    """
    Refuse what cannot be told the progress.

    Raises:
        DefinitionError: It cannot be called.
    """
    if progress is not None and not callable(progress):
        raise DefinitionError(f"progress= takes a function of done, total and what is asked; was given {kind_of(progress)}")


def _asked(only: Iterable[str] | None) -> tuple[Property, ...]:
    if only is None:
        return PROPERTIES
    names = as_many(only, "only")
    if not names:
        raise DefinitionError("only= names no property; leave it out to ask every one")
    for name in names:
        if not isinstance(name, str) or name not in BY_ID:
            raise DefinitionError(f"only= takes ids of properties: {listed(BY_ID)}{did_you_mean(name, BY_ID)}")
    return tuple(one for one in PROPERTIES if one.id in names)


def assumed(vocabulary: Vocabulary, assume: Iterable[Operand]) -> tuple[Condition, ...]:
    """
    What is assumed, as conditions over this vocabulary.

    Raises:
        DefinitionError: It is no list of conditions, or one that says nothing here.
    """
    if isinstance(assume, Operand):
        raise DefinitionError("assume= takes a list of conditions, was given one; put it in brackets")
    conditions = tuple(condition_of(one) for one in as_many(assume, "assume"))
    if any(map(is_foreign, conditions)):
        raise DefinitionError("assume= takes conditions built with comparisons, &, |, ~, n_of and total only")
    problems = [DefinitionError(one) for condition in conditions for one in condition.problems(vocabulary)]
    if problems:
        raise DefinitionErrors("assume= cannot be used", problems)
    return conditions


def budget_of(most_steps: object, time_limit: float | None) -> Budget:
    """
    The budget of a search.

    Raises:
        DefinitionError: A number that is none, or below 0.
    """
    most = _steps(most_steps)
    return Budget(most, most // SHARES, _expired(time_limit))


def _steps(most_steps: object) -> int:
    if type(most_steps) is not int or most_steps < 0:
        raise DefinitionError("most_steps= takes a whole number, 0 or more: how much the search may work out")
    return most_steps


def _expired(time_limit: float | None) -> Callable[[], bool]:
    if time_limit is None:
        return lambda: False
    if type(time_limit) not in {int, float} or not time_limit >= 0:
        raise DefinitionError("time_limit= takes a number of seconds, 0 or more")
    end = monotonic() + min(time_limit, LONGEST)
    return lambda: monotonic() >= end


def unanswered(search: Callable[[], object]) -> Verdict | None:
    """Search; and why there is no answer, if there is none."""
    try:
        search()
    except BudgetSpentError:
        return Verdict.UNDECIDED
    except (TooWideError, RecursionError):
        return Verdict.NOT_ANALYSED
    return None


class _Prover:
    """Asks every question, and keeps to the budget."""

    def __init__(
        self, rules: RuleSet, assume: tuple[Condition, ...], budget: Budget, progress: Progress | None, *, search_all: bool
    ) -> None:
        self.rules, self.budget, self.progress, self.search_all = rules, budget, progress, search_all
        self.engine, self.assumed = Engine(rules), bool(assume)
        self.done = self.total = 0
        self.search, self.not_begun = self._begin(assume)

    def _begin(self, assume: tuple[Condition, ...]) -> tuple[Search, Verdict | None]:
        """Cut the facts into cells; and whether that was too much already."""
        search = Search(self.rules, assume, self.budget)
        return search, unanswered(lambda: search.space.assume(assume))

    def proofs(self, properties: Sequence[Property]) -> list[Proof]:
        """What becomes of each."""
        questions = [(one, [*one.questions(self.search)]) for one in properties]
        self.total = sum(len(found) for _, found in questions)
        return [self.proof(one, found) for one, found in questions]

    def proof(self, asked: Property, questions: Sequence[Question]) -> Proof:
        """Ask, one after the other."""
        flaws: list[Flaw] = []
        left: dict[Verdict, list[str]] = {Verdict.UNDECIDED: [], Verdict.NOT_ANALYSED: []}
        settled = 0
        for question in questions:
            if self.progress is not None:
                self.progress(self.done, self.total, asked.says)
            self.done += 1
            if question.settled and not self.search_all:
                settled += 1
                continue
            answer = self.answer(question)
            if isinstance(answer, Verdict):
                left[answer].append(question.subject)
            elif answer is not None:
                flaws.append(self.flaw(asked, question, answer))
        undecided, not_analysed = map(tuple, left.values())
        return Proof(asked, len(questions), settled, tuple(flaws), undecided, not_analysed)

    def answer(self, question: Question) -> Found | Verdict | None:
        """What is wrong, if anything; or why nobody knows."""
        if self.not_begun is not None and question.searches:
            return self.not_begun
        found = list[Found | None]()
        verdict = unanswered(lambda: found.append(self.ask(question)))
        return found[0] if verdict is None else verdict

    def ask(self, question: Question) -> Found | None:
        """Ask one question, with its part of the budget."""
        if question.searches:
            self.search.space.diagrams.begin()
        return question.ask()

    def flaw(self, asked: Property, question: Question, found: Found) -> Flaw:
        """A flaw, once the engine has shown it."""
        shown = None
        if found.people:
            shown = Counterexample(found.people, tuple(map(self.engine.decide, found.people)))
            if not found.seen(found.people):
                raise ProofError(
                    f"{asked.id}:{question.subject} was found wrong, and the engine does not show it: "
                    "this is a defect of the library, not of the rule set; please report it with the rule set"
                )
        return Flaw(asked.id, question.subject, found.says, shown, assumed=self.assumed)
