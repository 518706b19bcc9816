"""
Definitions as plain data: levels, ladders, claims, rules and rule sets.

What lives here: their forms, and the digest of a rule set. What it may import: `forms`, `vocabularies`, `rule_set` and below.
What it never does: take a rule set that its own checks would refuse; a file is checked as what a Python author writes.
"""

from __future__ import annotations

from typing import Final

from attrs import evolve, frozen

from continuum.assessment import Assessment
from continuum.forms import (
    FORMAT,
    UNREAD,
    Form,
    Key,
    Kinds,
    Many,
    Plain,
    Reading,
    Settled,
    Shape,
    Text,
    Unread,
    Whole,
    Word,
    YesNo,
    as_object,
    within,
)
from continuum.json_text import digest, write_json
from continuum.levels import COMPLETE, LEVEL_ID, LONGEST_NAME, MOST_LEVELS, Continuum, Level, Outside
from continuum.rule_set import MOST_RULES, RuleSet
from continuum.rules import (
    ROUTINE,
    RULE_ID,
    About,
    Admission,
    Hold,
    Justification,
    ServiceNeed,
    StepDown,
    StepUp,
    TransitionRule,
    Urgency,
)
from continuum.sources import DRAFT, Claim, Mark
from continuum.vocabularies import AT_LEAST_ONE, FACT, FACT_NAME, SOURCES, ConditionForm, Vocabulary, read_vocabulary

LADDER_FORMAT: Final = "continuum/ladder/1"
RULE_SET_FORMAT: Final = "continuum/rule-set/1"

ID: Final = Text("an id", longest=64, pattern=RULE_ID.pattern)
LINE: Final = Text("a text on one line")
LINE_OR_NOTHING: Final = Text("a text on one line", shortest=0)
LEVEL_NAME: Final = Text("the id of a level", longest=32, pattern=LEVEL_ID.pattern)

LEVEL: Final = Shape(
    "level",
    Level,
    (
        Key("id", LEVEL_NAME),
        Key("name", Text("a name", longest=LONGEST_NAME)),
        Key("purpose", LINE),
        Key("setting", LINE_OR_NOTHING, default=""),
        Key("supervision", LINE_OR_NOTHING, default=""),
        Key("exposure", LINE_OR_NOTHING, default=""),
        Key("dose", LINE_OR_NOTHING, default=""),
        Key("medically_managed", YesNo(), default=None),
        Key("round_the_clock", YesNo(), default=None),
        Key("review_days", Whole(1, 36_500), default=None),
        Key("sources", SOURCES, default=()),
    ),
)
STATUS: Final = Key("status", LINE, default=DRAFT, always=True)
"""Whoever reads a file is told what has been shown about the rules in it."""
_LADDER: Final = (Key("id", LEVEL_NAME), Key("levels", Many(LEVEL, MOST_LEVELS, 2)))
LADDER: Final = Shape("ladder", Continuum, (*_LADDER, evolve(STATUS, always=False)))
"""Within a rule set, whose own status is said."""
LADDER_FILE: Final = Shape("ladder-file", Continuum, (*_LADDER, STATUS), (FORMAT, LADDER_FORMAT))
CLAIM: Final = Shape(
    "claim",
    Claim,
    (
        Key("id", LINE),
        Key("text", LINE),
        Key("figure", LINE_OR_NOTHING, default=""),
        Key("claimed_by", LINE),
        Key("marks", Many(Word(Mark)), default=()),
        Key("sources", AT_LEAST_ONE),
    ),
)


@frozen
class PlaceForm(Form[str | Outside]):
    """
    The id of a level, or a place outside the ladder.

    Args:
        outside: The places outside that may be meant.
    """

    outside: tuple[Outside, ...]

    def write(self, value: str | Outside) -> Plain:
        """As it is called."""
        return value if isinstance(value, str) else value.value

    def read(self, raw: object, at: str, reading: Reading) -> str | Outside | Unread:
        """As it is called."""
        return next((one for one in self.outside if raw == one.value), None) or LEVEL_NAME.read(raw, at, reading)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """An id; the places outside look like one."""
        return LEVEL_NAME.schema(named)


AT: Final = Many(LEVEL_NAME, MOST_LEVELS, 1)


def _rules_over(facts: type[Assessment]) -> tuple[Kinds[TransitionRule], Shape[Justification], Shape[ServiceNeed]]:
    """The forms of rules, justifications and needs whose conditions are over this vocabulary."""
    when = Key("when", ConditionForm(facts))
    rule = (Key("id", ID), when, Key("because", LINE), Key("sources", SOURCES, default=()))
    skips = Key("skips_because", LINE_OR_NOTHING, default="")
    at_some = Key("at", AT, default=None)
    at_least, urgency = Key("at_least", LEVEL_NAME, default=None), Key("urgency", Word(Urgency), default=ROUTINE)
    no_lower_than = Key("no_lower_than", PlaceForm((COMPLETE,)), default=None)
    by_kind: dict[type[TransitionRule], tuple[str, tuple[Key, ...]]] = {
        StepUp: ("step-up", (*rule, at_some, at_least, urgency, skips)),
        Admission: ("admission", (*rule, Key("at_least", LEVEL_NAME), skips)),
        Hold: ("hold", (*rule, Key("until", LINE), Key("about", Word(About)), at_some)),
        StepDown: ("step-down", (*rule, Key("at", AT), no_lower_than)),
    }
    shapes = tuple(Shape(word, kind, keys, ("kind", word)) for kind, (word, keys) in by_kind.items())
    justification = (Key("id", ID), Key("skips", LEVEL_NAME), when, Key("because", LINE), Key("sources", SOURCES, default=()))
    need = (Key("id", ID), when, Key("offers", LINE), Key("sources", SOURCES, default=()))
    return (
        Kinds(shapes, (*by_kind,)),
        Shape("justification", Justification, justification),
        Shape("need", ServiceNeed, need),
    )


VOCABULARY: Final = Vocabulary("assessment", Assessment)


def _rule_set_over(facts: type[Assessment]) -> Shape[RuleSet]:
    """The keys of a rule set over this vocabulary."""
    rules, justification, need = _rules_over(facts)
    keys = (
        Key("id", ID),
        Key("version", LINE),
        Key("title", LINE),
        Key("intended_use", LINE),
        STATUS,
        Key("reviewer", LINE_OR_NOTHING, default=""),
        Key("limits", LINE_OR_NOTHING, default=""),
        Key("ladder", LADDER, of="continuum"),
        Key("vocabulary", Settled(VOCABULARY, facts), of="facts"),
        Key("entry", LEVEL_NAME, default=None),
        Key("required_facts", Many(FACT_NAME), default=()),
        Key("rules", Many(rules, MOST_RULES, 1)),
        Key("justifications", Many(justification, MOST_RULES), default=()),
        Key("needs", Many(need, MOST_RULES), default=()),
        Key("claims", Many(CLAIM, MOST_RULES), default=()),
    )
    return Shape("rule-set", RuleSet, keys, (FORMAT, RULE_SET_FORMAT))


@frozen
class RuleSetForm(Form[RuleSet]):
    """
    A rule set, with its ladder and its vocabulary.

    Args:
        facts: The vocabulary in Python for which the file has to be written; without one, the file's own is built.
    """

    facts: type[Assessment] | None = None

    def write(self, value: RuleSet) -> Plain:
        """Everything that it was built from."""
        return _rule_set_over(value.facts).write(value)

    def read(self, raw: object, at: str, reading: Reading) -> RuleSet | Unread:
        """The vocabulary first, since it says what the conditions mean; then the rest, checked together."""
        data = as_object(raw)
        if data is None or "vocabulary" not in data:
            return _rule_set_over(Assessment).read(raw, at, reading)
        facts = read_vocabulary(VOCABULARY, data["vocabulary"], within(at, "vocabulary"), self.facts, reading)
        return UNREAD if facts is UNREAD else _rule_set_over(facts).read(raw, at, reading)

    def schema(self, named: dict[str, Plain]) -> Plain:
        """An object with these properties."""
        return _rule_set_over(Assessment).schema(named)


def rule_set_digest(rules: RuleSet) -> str:
    """
    The fingerprint of a rule set: of everything in it, and of what its facts can be.

    The order of rules is no part of it. Of facts that are not its own, only what can decide is: a standard fact that no rule
    mentions, or that is described in other words, changes nothing.

    Raises:
        WireError: Something in its vocabulary cannot be written as plain data.
    """
    if not rules.digest_once_asked:
        object.__setattr__(rules, "digest_once_asked", digest(_content(rules)))
    return rules.digest_once_asked


def _content(rules: RuleSet) -> Plain:
    """What a rule set says, in one order."""
    written = RuleSetForm().write(rules)
    ordered = {name: sorted(part, key=write_json) if name in _UNORDERED else part for name, part in written.items()}
    speaking: tuple[TransitionRule | Justification | ServiceNeed, ...] = (*rules.rules, *rules.justifications, *rules.needs)
    asked = frozenset(rules.required_facts).union(*(one.when.facts() for one in speaking))
    own = rules.facts.vocabulary().keys() - Assessment.vocabulary().keys()
    facts = {name: FACT.write(fact) for name, fact in rules.facts.vocabulary().items() if name in asked | own}
    decide = {
        name: fact if name in own else {key: part for key, part in fact.items() if key not in _IN_WORDS}
        for name, fact in facts.items()
    }
    return {"rules": {name: part for name, part in ordered.items() if name != "vocabulary"}, "facts": decide}


_IN_WORDS: Final = ("label", "meaning", "sources", "yes", "no")
"""What a fact is called, and why; it decides nothing."""


_UNORDERED: Final = ("required_facts", "rules", "justifications", "needs", "claims")
"""Law 7: in what order these are written changes nothing."""
