"""
Verify: prove that a rule set keeps the laws, or show who it fails.

What lives here: `verify`, and the `Report` of what it proved. What it may import: `properties`, `engine`, `cases` and below.
What it never does: call proved what it did not finish, or report a counterexample that the engine does not show.

    >>> from continuum.library import stepdown
    >>> report = verify(stepdown.RULES)
    >>> report.holds
    True

Every case is looked at, however many there are: no sample is drawn. A proof is about the rules as written. It says nothing of
whether they are right for people.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from time import monotonic
from typing import Any, Final, NoReturn

from attrs import frozen

from continuum.assessment import Assessment
from continuum.cases import CaseForm
from continuum.circuit import all_of
from continuum.conditions import Condition, Operand, Vocabulary, condition_of
from continuum.decision import Decision
from continuum.definitions import rule_set_digest
from continuum.diagrams import NOWHERE, Budget, BudgetSpentError
from continuum.engine import Engine
from continuum.errors import DefinitionError, DefinitionErrors, ProofError, as_many, did_you_mean, kind_of, listed
from continuum.laws import BY_ID as LAWS_BY_ID
from continuum.levels import Level
from continuum.properties import BY_ID, PROPERTIES, Found, Property, Question, Search
from continuum.render import Page, Point, Section, Shown
from continuum.rule_set import RuleSet, is_foreign
from continuum.space import TooWideError

MOST_STEPS: Final = 2_000_000
"""
How much a search may take, in parts of diagrams worked out: at the very most some 20 seconds and a gigabyte.

The shipped rule sets take less than a twentieth of it. Whoever proves what strangers send allows less.
"""
SHARES: Final = 4
"""One question takes at most such a part of it."""
MOST_FACTS: Final = 200
"""How many facts rules may ask for, to be analysed."""

Progress = Callable[[int, int, str], object]
"""Told how many questions are answered, how many there are, and what is asked."""

IMPORT_VERIFY: Final = "from continuum.verify import verify\n\n\n"
IMPORT_LAWS: Final = "from continuum.laws import BY_ID, look\nfrom continuum.wire import read_case\n\n\n"


class Verdict(StrEnum):
    """What became of a property."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    """The search used up its budget before it was through."""
    NOT_ANALYSED = "not analysed"
    """Something in it is beyond what can be analysed: a sum of too many values, or too many facts."""


@frozen(repr=False)
class Counterexample:
    """
    The smallest case that shows a flaw, as the engine decides it.

    Args:
        people: One assessment; or two, where one follows from the other.
        decisions: The decision for each.
    """

    people: tuple[Assessment, ...]
    decisions: tuple[Decision, ...]

    def __repr__(self) -> str:
        """How many; no values."""
        return f"<Counterexample of {len(self.people)}>"

    @property
    def sentences(self) -> tuple[str, ...]:
        """For each assessment what is known, and what is decided."""
        return tuple(sentence for one in self.decisions for sentence in (what_is_known(one), f"The decision: {one.summary}."))


def what_is_known(decision: Decision) -> str:
    """What is known of a person, and where: `At PHP: goals met; nothing else is known.`."""
    origin, person = decision.origin, decision.assessment
    where = f"At {origin.name}" if isinstance(origin, Level) else "Not in care yet"
    vocabulary = person.vocabulary()
    facts = [vocabulary[name].phrase("==", value) for name, value in person.known().items()]
    return f"{where}: {'; '.join([*facts, 'nothing else is known' if facts else 'nothing is known'])}."


@frozen(repr=False)
class Flaw:
    """
    Something that keeps a property from holding.

    Args:
        property_id: The id of the property.
        subject: The level or the rule it is about.
        says: It in one sentence.
        counterexample: What shows it; `None`, where only an absence could.
        assumed: Whether something was assumed of everybody.
    """

    property_id: str
    subject: str
    says: str
    counterexample: Counterexample | None
    assumed: bool = False

    @property
    def id(self) -> str:
        """What it is called, in a waiver too: `no-trap:down-from-php`."""
        return f"{self.property_id}:{self.subject}"

    def __repr__(self) -> str:
        """Its id."""
        return f"<Flaw {self.id}>"

    def as_test(self) -> str:
        """
        The source of a test that fails as long as the flaw is there.

        In it `RULES` is the rule set, and `ASSUME` what was assumed, if anything was.

        A broken law is shown on the people of the counterexample; anything else is asked of everybody again.
        """
        name = "".join(letter if letter.isalnum() else "_" for letter in self.id).lower()
        head = f"def test_{name}() -> None:\n    {json.dumps(self.says)}\n"
        if self.counterexample is None or self.property_id not in LAWS_BY_ID:
            assume = ", assume=ASSUME" if self.assumed else ""
            body = f"    report = verify(RULES, only=[{self.property_id!r}]{assume})\n"
            return f"{IMPORT_VERIFY}{head}{body}    assert {self.id!r} not in {{flaw.id for flaw in report.flaws}}\n"
        form = CaseForm(type(self.counterexample.people[0]))
        cases = "".join(f"        {form.write(person)!r},\n" for person in self.counterexample.people)
        body = f"    cases = [\n{cases}    ]\n    people = [read_case(case, RULES.facts, RULES.continuum) for case in cases]\n"
        law = f"BY_ID[{self.property_id!r}]"
        return f"{IMPORT_LAWS}{head}{body}    assert {law}.broken(*(look(RULES, one) for one in people)) == []\n"


@frozen(repr=False)
class Proof:
    """
    What became of one property.

    Args:
        of: The property.
        questions: How many questions it takes.
        settled: How many of them the way in which rules are built answers, so that they were not searched.
        flaws: What is wrong.
        undecided: The subjects that the budget did not reach.
        not_analysed: The subjects that cannot be analysed.
    """

    of: Property
    questions: int
    settled: int
    flaws: tuple[Flaw, ...]
    undecided: tuple[str, ...]
    not_analysed: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """A flaw refutes; otherwise it is proved only if every question was answered."""
        if self.flaws:
            return Verdict.REFUTED
        if self.undecided:
            return Verdict.UNDECIDED
        return Verdict.NOT_ANALYSED if self.not_analysed else Verdict.PROVED

    def __repr__(self) -> str:
        """Its property and its verdict."""
        return f"<Proof of {self.of.id}: {self.verdict.value}>"

    @property
    def how(self) -> str:
        """In what way it was settled, in words."""
        left = len(self.undecided) + len(self.not_analysed)
        if left:
            return f"{self.questions - left} of {_questions(self.questions)} answered"
        return BUILT if self.questions == self.settled else f"{_questions(self.questions)} answered"


BUILT: Final = "by the way in which rules are built"


def _questions(number: int) -> str:
    return "1 question" if number == 1 else f"{number} questions"


@frozen(repr=False)
class Report(Shown):
    """
    What was proved of a rule set.

    Args:
        rules: The rule set.
        proofs: What became of each property that was asked.
        assume: What was taken to hold of everybody.
    """

    rules: RuleSet
    proofs: tuple[Proof, ...]
    assume: tuple[Condition, ...] = ()

    def __bool__(self) -> NoReturn:
        """Refused: what is not proved need not be wrong."""
        raise DefinitionError("a report is neither true nor false; ask for report.holds, and for the verdict of each proof")

    def __repr__(self) -> str:
        """How many properties, by verdict."""
        return f"<Report on {self.rules.id!r} {self.rules.version}: {self._counted()}>"

    def _counted(self) -> str:
        counted = Counter(map(_verdict, self.proofs))
        return ", ".join(f"{counted[verdict]} {verdict}" for verdict in (*Verdict, ADVICE) if counted[verdict])

    @property
    def holds(self) -> bool:
        """Whether everything that was asked is proved; advice aside, unless nothing else was asked."""
        asked = [one for one in self.proofs if not one.of.advice] or self.proofs
        return all(one.verdict is Verdict.PROVED for one in asked)

    @property
    def verdict(self) -> Verdict:
        """Of everything that was asked, advice aside as in `holds`: the worst verdict there is."""
        asked = [one for one in self.proofs if not one.of.advice] or self.proofs
        found = {one.verdict for one in asked}
        return next((one for one in (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.NOT_ANALYSED) if one in found), Verdict.PROVED)

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """Everything that is wrong, and what advice says."""
        return tuple(flaw for one in self.proofs for flaw in one.flaws)

    def _outcome(self) -> str:
        """In one sentence, and never more than was asked."""
        if not self.holds:
            return f"Not everything is proved: {self._counted()}."
        asked = {one.of.id for one in self.proofs}
        return HOLDS if all(one.advice or one.id in asked for one in PROPERTIES) else HOLDS_IN_PART

    def _is_unfinished(self) -> bool:
        return any(one.undecided or one.not_analysed for one in self.proofs)

    def proof(self, property_id: str) -> Proof:
        """
        What became of one property.

        Raises:
            DefinitionError: It was not asked.
        """
        for one in self.proofs:
            if one.of.id == property_id:
                return one
        known = [one.of.id for one in self.proofs]
        raise DefinitionError(f"this was not asked; the properties of this report are {listed(known)}")

    def page(self) -> Page:
        """The verdicts, then every flaw with the case that shows it."""
        lead = [self._outcome(), *([] if self._is_unfinished() else [ABOUT_WHO_FITS if self.assume else ABOUT])]
        if self.assume:
            words = (condition.words(self.rules.facts.vocabulary()) for condition in self.assume)
            lead.append(f"Assumed of everybody: {'; '.join(words)}.")
        sections = list[Section]()
        for number, name in LAW_NAMES.items():
            proofs = (one for one in self.proofs if one.of.number == number)
            points = tuple(Point(f"{_verdict(one).capitalize()}: {one.of.says.removesuffix('.')} ({one.how}).") for one in proofs)
            sections.append(Section(f"Law {number}, {name}", points))
        for heading, advice in (("What is wrong", False), ("Advice", True)):
            found = (one for one in self.proofs if one.of.advice is advice)
            points = tuple(_point(flaw) for one in found for flaw in one.flaws)
            sections.append(Section(heading, points))
        left = [Point(f"{one.of.says} {_left(one)}") for one in self.proofs if one.undecided or one.not_analysed]
        sections.append(Section("What is not known", tuple(left)))
        return Page(f"Proofs: {self.rules.title}, version {self.rules.version}", tuple(lead), tuple(sections), (NOT_CLINICAL,))

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "format": "continuum/report/1",
            "rules": {"id": self.rules.id, "version": self.rules.version, "digest": rule_set_digest(self.rules)},
            "holds": self.holds,
            "assume": [condition.words(self.rules.facts.vocabulary()) for condition in self.assume],
            "properties": [_proof_data(one) for one in self.proofs],
        }


HOLDS: Final = "Everything that a rule set has to keep is proved."
HOLDS_IN_PART: Final = "What was asked is proved; it is not everything that a rule set has to keep."
ABOUT: Final = "Every assessment that these rules can be asked about was looked at, known and with gaps; none was left out."
ABOUT_WHO_FITS: Final = (
    "Every assessment that these rules can be asked about was looked at, known and with gaps, "
    "but for those of whom what is assumed is certainly not so."
)
NOT_CLINICAL: Final = "This is a proof about the rules as they are written. It does not say that they are right for people."


LAW_NAMES: Final = {
    1: "justified skips",
    2: "unknown never reduces care",
    3: "worse never means less",
    4: "safety first",
    5: "one assessment, one step",
    6: "no trap, no dead rule",
    7: "order and repetition do not matter",
    8: "delivery, money and motivation are no grounds",
}
"""The laws, as they are called in the docs."""
ADVICE: Final = "see advice"


def _verdict(proof: Proof) -> str:
    if not proof.of.advice:
        return proof.verdict.value
    return ADVICE if proof.flaws else proof.verdict.value


def _point(flaw: Flaw) -> Point:
    shown = flaw.counterexample.sentences if flaw.counterexample else ()
    return Point(f"{flaw.says} ({flaw.id})", shown)


def _left(proof: Proof) -> str:
    found = (("The search ended before", proof.undecided), ("Beyond what can be analysed", proof.not_analysed))
    return " ".join(f"{what}: {', '.join(subjects)}." for what, subjects in found if subjects)


def _proof_data(proof: Proof) -> dict[str, Any]:
    return {
        "id": proof.of.id,
        "law": proof.of.number,
        "says": proof.of.says,
        "advice": proof.of.advice,
        "verdict": proof.verdict.value,
        "flaws": [_flaw_data(flaw) for flaw in proof.flaws],
        "undecided": list(proof.undecided),
        "not_analysed": list(proof.not_analysed),
    }


def _flaw_data(flaw: Flaw) -> dict[str, Any]:
    shown = flaw.counterexample
    cases = (
        []
        if shown is None
        else [
            {"assessment": CaseForm(type(person)).write(person), "decision": decision.summary}
            for person, decision in zip(shown.people, shown.decisions, strict=True)
        ]
    )
    return {"id": flaw.id, "says": flaw.says, "cases": cases}


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
    asked, conditions = _asked(only), assumed(rules.facts.vocabulary(), assume)
    budget = budget_of(most_steps, time_limit)
    return Report(rules, tuple(_Prover(rules, conditions, budget, progress, search_all=search_all).proofs(asked)), conditions)


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
    end = monotonic() + time_limit
    return lambda: monotonic() >= end


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
        if len(search.space.facts) > MOST_FACTS:
            return search, Verdict.NOT_ANALYSED
        try:
            search.space.assume(assume)
            someone = all_of(search.space, [search.space.judged(condition).certain for condition in assume])
        except BudgetSpentError:
            return search, Verdict.UNDECIDED
        except TooWideError:
            return search, Verdict.NOT_ANALYSED
        if someone == NOWHERE:
            raise DefinitionError("nobody fits what assume= says: its conditions exclude each other")
        return search, None

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
        try:
            if question.searches:
                self.search.space.diagrams.begin()
            return question.ask()
        except BudgetSpentError:
            return Verdict.UNDECIDED
        except TooWideError:
            return Verdict.NOT_ANALYSED

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
