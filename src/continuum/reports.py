"""
Reports: what was proved of a rule set, what is wrong with it, and who shows it.

What lives here: `Report`, its proofs, flaws and counterexamples, each in words. What it may import: `properties`, `decision`,
`cases` and below. What it never does: prove anything (see `verify`), or say more than was asked.
"""

from __future__ import annotations

import json
from collections import Counter
from enum import StrEnum
from typing import Any, Final, NoReturn

from attrs import frozen

from continuum.assessment import Assessment
from continuum.cases import CaseForm
from continuum.conditions import Condition
from continuum.decision import Decision
from continuum.definitions import rule_set_digest
from continuum.errors import DefinitionError, listed
from continuum.laws import BY_ID as LAWS_BY_ID
from continuum.levels import Level
from continuum.properties import PROPERTIES
from continuum.render import Page, Point, Section, Shown
from continuum.rule_set import RuleSet
from continuum.searches import Property

IN_A_NAME: Final = {":": "_of_", "@": "_at_", "-": "_", "_": "__", ".": "_dot_", "/": "_in_"}
"""What stands for a letter of an id in the name of a function: `a.b` is not called as `a-b` is, but as `a-dot-b`."""
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
        name = "".join(IN_A_NAME.get(letter, letter) for letter in self.id)
        head = f"def test_{name}() -> None:\n    {json.dumps(self.says, ensure_ascii=False)}\n"
        if self.counterexample is None or self.property_id not in LAWS_BY_ID:
            assume = ", assume=ASSUME" if self.assumed else ""
            body = f"    (proof,) = verify(RULES, only=[{self.property_id!r}]{assume}).proofs\n"
            return f"{IMPORT_VERIFY}{head}{body}    assert {self.subject!r} not in proof.left\n"
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
    def left(self) -> frozenset[str]:
        """The subjects of which it is not proved."""
        return frozenset((*(flaw.subject for flaw in self.flaws), *self.undecided, *self.not_analysed))

    @property
    def how(self) -> str:
        """In what way it was settled, in words."""
        left = len(self.undecided) + len(self.not_analysed)
        if left:
            return f"{self.questions - left} of {_questions(self.questions)} answered"
        if not self.questions:
            return "nothing to ask"
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
        return self.verdict is Verdict.PROVED

    @property
    def verdict(self) -> Verdict:
        """Of everything that was asked, advice aside as in `holds`: the worst verdict there is."""
        asked = [one for one in self.proofs if not one.of.advice] or self.proofs
        found = {one.verdict for one in asked}
        return next((one for one in (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.NOT_ANALYSED) if one in found), Verdict.PROVED)

    @property
    def finished(self) -> bool:
        """Whether every question was answered, those of advice too; where not, there may be other flaws."""
        return not any(one.undecided or one.not_analysed for one in self.proofs)

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
        lead = [self._outcome(), *([(ABOUT_WHO_FITS if self.assume else ABOUT)] if self.finished else [])]
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
        return Page(
            f"Proofs: {self.rules.title}, version {self.rules.version}",
            tuple(lead),
            tuple(sections),
            (f"Rules: {self.rules.label}.", NOT_CLINICAL),
        )

    def to_dict(self) -> dict[str, Any]:
        """
        The report as plain data.

        Raises:
            WireError: The vocabulary has fields that are no facts, which cannot be written.
        """
        return {
            "format": "continuum/report/1",
            "rules": rules_data(self.rules),
            "holds": self.holds,
            "assume": [condition.words(self.rules.facts.vocabulary()) for condition in self.assume],
            "properties": [_proof_data(one) for one in self.proofs],
        }


def rules_data(rules: RuleSet) -> dict[str, str]:
    """A rule set by name, digest and status, as plain data."""
    return {"id": rules.id, "version": rules.version, "digest": rule_set_digest(rules), "status": rules.status}


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
