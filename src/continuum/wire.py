"""
The wire: everything that the library knows, to and from plain data and JSON.

What lives here: `write`, a function to read each kind of thing, `digest`, and `schema`, which describes what is written. What it
may import: everything but the shipped library and the command line. What it never does: guess, drop or convert beyond what is
documented, or show a value in an error. Problems carry the path where they are, and all problems of a document are reported
together.

Every reader takes plain data (what `json.loads` gives) or the JSON itself, as text or UTF-8. What is decided is never taken from
a file: a decision that is read is made again by the rules that are given, and refused where anything differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar, cast

from continuum.assessment import Assessment
from continuum.audit import REDACTED
from continuum.cases import CaseForm, assessment_digest
from continuum.decision import Decision
from continuum.definitions import LADDER_FILE, RuleSetForm, rule_set_digest
from continuum.disposition import Disposition
from continuum.episode import Episode
from continuum.errors import DefinitionError, did_you_mean, kind_of
from continuum.forms import Form, Reading, document
from continuum.histories import DecisionForm, as_rule_sets, disposition_form, episode_form
from continuum.json_text import MOST_CHARACTERS, read_json
from continuum.levels import Continuum
from continuum.programs import Program
from continuum.records import Facts
from continuum.rule_set import RuleSet
from continuum.standard_forms import ProgramForm, StandardForm
from continuum.standards import Standard

A = TypeVar("A", bound=Assessment)
P = TypeVar("P", bound=Program)
T = TypeVar("T")

Writable = Assessment | Program | RuleSet | Continuum | Standard | Decision | Disposition | Episode

LONGEST_HISTORY: Final = 10 * MOST_CHARACTERS
"""How many characters the JSON of a history may have: each of its decisions is on record in full."""


def _form_of(thing: Writable) -> Form[Any]:
    """The form in which something is written."""
    if isinstance(thing, Assessment):
        return CaseForm(type(thing))
    if isinstance(thing, Program):
        return ProgramForm(type(thing))
    of_others: dict[type, Form[Any]] = {
        RuleSet: RuleSetForm(),
        Continuum: LADDER_FILE,
        Standard: StandardForm(),
        Decision: _RECORDS,
        Disposition: disposition_form(_RECORDS),
        Episode: episode_form(_RECORDS),
    }
    if type(thing) not in of_others:
        raise DefinitionError(
            f"write() takes an assessment, a program, a rule set, a ladder and the like; was given {kind_of(thing)}"
        )
    return of_others[type(thing)]


_RECORDS: Final = DecisionForm(())


def write(thing: Writable) -> dict[str, Any]:
    """
    Anything that the library knows as plain data, with its format; `json.dumps` makes JSON of it.

    An assessment, a decision and a history are written with the values of facts.

    Raises:
        DefinitionError: It is nothing that can be written.
        WireError: A definition of your own holds what JSON cannot, or what could not be read again; each with its path.

    Example:
        >>> write(Assessment(level="iop", goals_met=True))
        {'format': 'continuum/assessment/1', 'level': 'iop', 'facts': {'goals_met': True}}
    """
    form = _form_of(thing)
    written: dict[str, Any] = form.write(thing)
    if isinstance(thing, RuleSet | Continuum | Standard):
        reading = Reading(f"what was written of {thing.id}")
        reading.finish(form.read(written, "", reading))
    return written


def digest(thing: RuleSet | Assessment) -> str:
    """
    The fingerprint of a rule set or of an assessment: equal things have equal digests, whatever the order of their rules.

    The digest of an assessment hides nothing from whoever knows most of it.

    Raises:
        DefinitionError: It is neither.

    Example:
        >>> digest(Assessment(level="iop"))[:15]
        'sha256:2235b803'
    """
    if isinstance(thing, Assessment):
        return assessment_digest(thing)
    if type(thing) is not RuleSet:
        raise DefinitionError(f"digest() takes a RuleSet or an Assessment; was given {kind_of(thing)}")
    return rule_set_digest(thing)


def _check_kind(name: str, given: Any, base: type[Facts]) -> None:
    if not isinstance(given, type) or not issubclass(given, base):
        raise DefinitionError(f"{name}= takes {base.__name__}, or a subclass of it; was given {kind_of(cast('object', given))}")


def _read(form: Form[T], data: object, what: str, most: int = MOST_CHARACTERS) -> T:
    plain = read_json(data, what=what, most=most) if isinstance(data, str | bytes) else data
    reading = Reading(what)
    return reading.finish(form.read(plain, "", reading))


def read_case(data: object, facts: type[A], ladder: Continuum | None = None) -> A:
    """
    An assessment.

    Args:
        data: A mapping with `level` and, optionally, `assessed_on`, `assessed_by`, `person`, `facts` and `fact_sources`; or its
            JSON.
        facts: The vocabulary, such as `Assessment`.
        ladder: The ladder on which the level must be, if it is to be checked here.

    Raises:
        WireError: All problems at once, each with its path, the nearest name, and what was expected.

    Example:
        >>> read_case({"level": "iop", "facts": {"withdrawal_risk": "mild", "weeks_stable": 6}}, Assessment)
        <Assessment: 2 of 48 facts known>
        >>> read_case('{"level": "iop", "facts": {"weeks_stabel": 6}}', Assessment)
        Traceback (most recent call last):
        continuum.errors.WireError: facts.weeks_stabel: there is no such fact; did you mean 'weeks_stable'?
    """
    _check_kind("facts", facts, Assessment)
    if ladder is not None and type(ladder) is not Continuum:
        raise DefinitionError(f"ladder= takes a Continuum; was given {kind_of(ladder)}")
    return _read(CaseForm(facts, ladder), data, "the case")


def read_program(data: object, facts: type[P]) -> P:
    """
    What is known of a program.

    Args:
        data: A mapping with `name` and `facts`, or its JSON.
        facts: The vocabulary, such as `Program`.

    Raises:
        WireError: As `read_case`.

    Example:
        >>> read_program('{"name": "Riverside", "facts": {"weekly_hours": 12}}', Program)
        <Program: 1 of 54 facts known>
    """
    _check_kind("facts", facts, Program)
    return _read(ProgramForm(facts), data, "the program")


def read_ladder(data: object) -> Continuum:
    """
    A ladder.

    Raises:
        WireError: As `read_case`.
    """
    return _read(LADDER_FILE, data, "the ladder")


def read_rule_set(data: object, facts: type[Assessment] | None = None) -> RuleSet:
    """
    A rule set, checked as every rule set is.

    A file may declare facts of its own; reading it builds the vocabulary. Nothing in a file is ever run.

    Args:
        data: As `write` writes it, or its JSON.
        facts: The vocabulary in Python for which the file was written; the facts that it declares have to be the same.

    Raises:
        WireError: As `read_case`; what is wrong with the rules themselves is told as to a Python author.

    Example:
        >>> from continuum.library import stepdown
        >>> read_rule_set(write(stepdown.RULES)) == stepdown.RULES
        True
    """
    if facts is not None:
        _check_kind("facts", facts, Assessment)
    return _read(RuleSetForm(facts), data, "the rule set")


def read_standard(data: object, facts: type[Facts] | None = None) -> Standard:
    """
    A standard for programs, or for assessments.

    Args:
        data: As `write` writes it, or its JSON.
        facts: The kind of record in Python for which the file was written; the facts that it declares have to be the same.

    Raises:
        WireError: As `read_case`.
    """
    if facts is not None:
        _check_kind("facts", facts, Facts)
    return _read(StandardForm(facts), data, "the standard")


def _records(rules: RuleSet | Iterable[RuleSet], facts: type[Assessment] | None) -> DecisionForm:
    found = as_rule_sets(rules)
    for one in found if facts is not None else ():
        _check_kind("facts", facts, one.facts)
    return DecisionForm(found, facts)


def read_decision(data: object, rules: RuleSet | Iterable[RuleSet], facts: type[Assessment] | None = None) -> Decision:
    """
    A decision from its record: made again by the rules that the record names, and refused where anything differs.

    Args:
        data: As `write` or `Decision.to_record` writes it, or its JSON.
        rules: The rule set that decided, or several among which it is.
        facts: The class of the assessment, where it is a subclass of the vocabulary of the rules.

    Raises:
        WireError: As `read_case`; the record was made by other rules, or says what its rules do not come to (see `replay`).

    Law: 1, no decision is taken from anywhere without its justifications.
    """
    return _read(_records(rules, facts), data, "the record")


def read_disposition(data: object, rules: RuleSet | Iterable[RuleSet], facts: type[Assessment] | None = None) -> Disposition:
    """
    What was done, with the decision that was acted on.

    Raises:
        WireError: As `read_decision`; or it does not follow from its decision.
    """
    return _read(disposition_form(_records(rules, facts)), data, "the disposition")


def read_episode(data: object, rules: RuleSet | Iterable[RuleSet], facts: type[Assessment] | None = None) -> Episode:
    """
    A person's history of care.

    Raises:
        WireError: As `read_decision`; or the history does not make sense.
    """
    return _read(episode_form(_records(rules, facts)), data, "the history", LONGEST_HISTORY)


SCHEMAS: Final[Mapping[str, str]] = {
    "assessment": "The assessment of a person, at one level of care",
    "program": "What is known of a program",
    "ladder": "A ladder of levels of care",
    "rule-set": "A rule set",
    "standard": "A standard for programs",
    "decision": "A decision on record",
    "redacted-decision": "A decision on record, without what it rests on",
    "disposition": "What was done after a decision",
    "episode": "A person's history of care",
}
"""What has a schema."""


def schema(name: str, facts: type[Facts] | None = None) -> dict[str, Any]:
    """
    The JSON Schema (2020-12) of a kind of document.

    It describes what is written; a reader asks more (that levels are on the ladder, that a rule set keeps the laws), and is more
    patient in one thing: names of ratings are read in any case.

    Args:
        name: One of `SCHEMAS`.
        facts: The vocabulary of the assessments in it, or of the program; the standard one, if not given.

    Raises:
        DefinitionError: There is no such schema, and the nearest is named; or the vocabulary is none.

    Example:
        >>> sorted(schema("assessment")["$defs"]["assessment"]["properties"])[:3]
        ['assessed_by', 'assessed_on', 'fact_sources']
    """
    if not isinstance(name, str) or name not in SCHEMAS:
        raise DefinitionError(f"there is no such schema; expected one of {', '.join(SCHEMAS)}{did_you_mean(name, SCHEMAS)}")
    base: type[Facts] = Program if name == "program" else Assessment
    vocabulary: Any = base if facts is None else facts
    _check_kind("facts", vocabulary, base)
    if name == "program":
        return document(ProgramForm(vocabulary), SCHEMAS[name], _urn(name))
    records = DecisionForm((), vocabulary)
    forms: dict[str, Form[Any]] = {
        "assessment": CaseForm(vocabulary),
        "ladder": LADDER_FILE,
        "rule-set": RuleSetForm(),
        "standard": StandardForm(),
        "decision": records,
        "redacted-decision": REDACTED,
        "disposition": disposition_form(records),
        "episode": episode_form(records),
    }
    return document(forms[name], SCHEMAS[name], _urn(name))


def _urn(name: str) -> str:
    return f"urn:continuum:{name}:1"
