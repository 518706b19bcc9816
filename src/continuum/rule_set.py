"""
Rule sets: rules that fit together on one ladder, over one vocabulary.

What lives here: `RuleSet`, every check of its construction, and `RulesByRung`, the rules laid out along the ladder for
`placement`. What it may import: `rulebook`, `rules`, `assessment`, `levels` and below. What it never does: decide.

The checks make laws 3, 5 and 8 theorems for every rule set that can be built. Reasons for care may only grow as a fact gets
worse, reasons for less care may only shrink. A step-up is either about the stay at one level or not at all. Every hold and
step-up can be ended by something that can change. Nothing moves on time alone, nor on facts that are no ground for a level.
All problems are reported together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
from attrs import Attribute, field, frozen

from continuum import render
from continuum.assessment import Assessment
from continuum.comparisons import Compare, Missing, OneOf
from continuum.conditions import AllOf, AnyOf, Condition, NOf, Not
from continuum.errors import DefinitionError, DefinitionErrors, as_many, did_you_mean, kind_of, listed, plain_text
from continuum.facts import Fact
from continuum.later import Later
from continuum.levels import COMPLETE, Completion, Continuum
from continuum.records import as_given
from continuum.render import Shown
from continuum.reprs import repr_of_fields
from continuum.rules import (
    CLINICAL,
    HANDOFF,
    IMMEDIATE,
    Admission,
    Hold,
    Justification,
    ServiceNeed,
    StepDown,
    StepUp,
    TransitionRule,
    check_id,
    check_optional_text,
    check_text,
    level_or_none,
)
from continuum.sources import DRAFT, Claim
from continuum.totals import Total

if TYPE_CHECKING:
    from continuum import rulebook
else:
    rulebook = Later("continuum.rulebook")

COMPLETED = -1
"""The rank of `COMPLETE`, below the lowest rung."""
MOST_RULES = 1_000

CONSTRUCTION = frozenset(
    {"__init__", "__new__", "__getattribute__", "__getattr__", "__setstate__", "__reduce__", "__reduce_ex__"}
)
"""What a vocabulary may not redefine: it could make up facts that nobody gave."""

KNOWN_CONDITIONS = frozenset({Compare, OneOf, AllOf, AnyOf, NOf, Not, Total, Missing})
"""A condition of any other class could say what it likes."""


class Floor(NamedTuple):
    """A rule that finds every rung from `lowest` up to just below `at_least` too low."""

    rule: StepUp | Admission
    lowest: int
    at_least: int

    def speaks_of(self, rung: int) -> bool:
        """Whether the rung is one that it finds too low."""
        return self.lowest <= rung < self.at_least


class Jump(NamedTuple):
    """A local step-up at one rung, with the rung it asks for; at the top that is the same rung."""

    rule: StepUp
    target: int


class Way(NamedTuple):
    """A step-down at one rung, with the lowest rung it permits."""

    rule: StepDown
    limit: int


@frozen
class RulesByRung:
    """The rules of a rule set as numbers along the ladder: rungs are 0 (lowest) to `top`, `COMPLETED` is -1."""

    top: int
    entry: int | None
    floors: tuple[Floor, ...]
    admissions: tuple[Floor, ...]
    jumps: tuple[tuple[Jump, ...], ...]
    holds: tuple[tuple[Hold, ...], ...]
    ways: tuple[tuple[Way, ...], ...]
    justifications: tuple[tuple[Justification, ...], ...]
    required: tuple[Hold, ...]

    __repr__ = repr_of_fields

    def without_handoff(self) -> RulesByRung:
        """The same rules with every handoff hold lifted."""
        return attrs.evolve(self, holds=tuple(tuple(hold for hold in holds if hold.about is CLINICAL) for holds in self.holds))


def _names(facts: Iterable[str | Fact[Any]]) -> tuple[str, ...]:
    found = as_many(facts, "required_facts")
    return tuple(fact.name if isinstance(fact, Fact) else plain_text(fact) for fact in found)


def _rules(rules: Iterable[TransitionRule]) -> tuple[TransitionRule, ...]:
    return as_many(rules, "rules")


def _justifications(justifications: Iterable[Justification]) -> tuple[Justification, ...]:
    return as_many(justifications, "justifications")


def _needs(needs: Iterable[ServiceNeed]) -> tuple[ServiceNeed, ...]:
    return as_many(needs, "needs")


def _claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return as_many(claims, "claims")


def _check_continuum(_: object, __: Attribute[Continuum], value: Continuum) -> None:
    if type(value) is not Continuum:
        raise DefinitionError(f"a rule set needs a ladder: continuum=Continuum(id, levels), was given {kind_of(value)}")


def _check_facts(_: object, __: Attribute[type[Assessment]], value: type[Assessment]) -> None:
    if type(value) is not type or not issubclass(value, Assessment):
        raise DefinitionError("a rule set needs a vocabulary: facts=Assessment, or a subclass of it")
    check_vocabulary(value)  # type: ignore[arg-type] # a class is hashable, whatever its instances are


@lru_cache(maxsize=64)
def check_vocabulary(facts: type[Assessment]) -> None:
    """
    Refuse a vocabulary that does more than add facts: it could make up what nobody gave.

    Raises:
        DefinitionError: It redefines something of `Assessment`.
    """
    for base in set(facts.__mro__) - set(Assessment.__mro__):
        for name in vars(base):
            if name in CONSTRUCTION or (hasattr(Assessment, name) and not name.startswith("__")):
                raise DefinitionError(
                    f"{base.__name__}.{name} changes what an assessment is; a vocabulary adds facts and nothing else"
                )


@frozen(kw_only=True)
class RuleSet(Shown):
    """
    Rules for one ladder and one vocabulary, checked together when built.

    Args:
        id: Name of the rule set, such as `riverside/stepdown`; with the version it is frozen once published.
        version: Version of its content.
        title: What it is called.
        intended_use: For whom and what it is meant.
        continuum: The ladder.
        facts: The vocabulary: `Assessment` or a subclass.
        rules: Step-ups, admissions, holds and step-downs; their order does not matter.
        justifications: What lets a step down pass a level.
        needs: What the receiving program must offer.
        entry: The lowest level of admission; without it a first placement is not determined.
        required_facts: Facts without which nobody is sent on; each holds while it is unknown.
        status: What has been shown about it.
        reviewer: Who reviewed it, by role or name (F3-30).
        limits: What it does not cover.
        claims: What the sources claim and nobody verified; shown in explanations as claimed, and read by no rule.

    Raises:
        DefinitionErrors: Everything that is wrong, at once, as an `ExceptionGroup` that is a `DefinitionError`.

    Example:
        >>> from continuum.library import stepdown
        >>> RuleSet(
        ...     id="riverside/evenings",
        ...     version="1",
        ...     title="Evenings",
        ...     intended_use="Adults in evening care.",
        ...     continuum=stepdown.LADDER,
        ...     rules=[StepDown("php-done", at="php", when=Assessment.goals_met, because="the goals of PHP are met")],
        ... )
        <RuleSet 'riverside/evenings' 1: 1 rules on 6 levels; draft, not clinically validated>

    Law: 3, 5 and 8 hold by construction.
    """

    id: str = field(converter=plain_text, validator=check_id)
    version: str = field(validator=check_text)
    title: str = field(validator=check_text)
    intended_use: str = field(validator=check_text)
    continuum: Continuum = field(validator=_check_continuum)
    facts: type[Assessment] = field(default=Assessment, validator=_check_facts)
    rules: tuple[TransitionRule, ...] = field(converter=_rules)
    justifications: tuple[Justification, ...] = field(default=(), converter=_justifications)
    needs: tuple[ServiceNeed, ...] = field(default=(), converter=_needs)
    entry: str | None = field(default=None, converter=level_or_none)
    required_facts: tuple[str, ...] = field(default=(), converter=_names)
    status: str = field(default=DRAFT, validator=check_text)
    reviewer: str = field(default="", validator=check_optional_text)
    limits: str = field(default="", validator=check_optional_text)
    claims: tuple[Claim, ...] = field(default=(), converter=_claims)
    by_rung: RulesByRung = field(init=False, eq=False, repr=False)
    digest_once_asked: str = field(default="", init=False, eq=False, repr=False)
    """Kept by `definitions.rule_set_digest`, which takes a while."""

    def __attrs_post_init__(self) -> None:
        """Check everything, then lay the rules out along the ladder."""
        problems = tuple(dict.fromkeys(_Checks(self).problems()))
        if problems:
            raise DefinitionErrors(f"rule set {self.id!r} cannot be used", [DefinitionError(problem) for problem in problems])
        object.__setattr__(self, "by_rung", _lay_out(self))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled as it was written: a copy is checked and laid out anew."""
        return as_given(self)

    def __repr__(self) -> str:
        """Id, version, size and status."""
        size = f"{len(self.rules)} rules on {len(self.continuum)} levels"
        return f"<RuleSet {self.id!r} {self.version}: {size}; {self.status}>"

    @property
    def label(self) -> str:
        """What it is called wherever it is named, with its status: `Evenings, version 2 (riverside/evenings); draft, ...`."""
        return f"{self.title}, version {self.version} ({self.id}); {self.status}"

    def page(self) -> render.Page:
        """Everything it says, for whoever reviews it."""
        return rulebook.page(self)  # pyright: ignore[reportArgumentType] # it takes fields with converters for something else

    def to_mermaid(self) -> str:
        """Its levels and the ways between them as a chart for Mermaid: solid down, dotted up."""
        return rulebook.chart(self)  # pyright: ignore[reportArgumentType] # as above

    def required_hold(self, fact: str) -> Hold:
        """
        The hold that a required fact stands for.

        Raises:
            DefinitionError: There is no such fact.
        """
        if not isinstance(fact, str) or fact not in self.facts.vocabulary():
            raise DefinitionError(f"there is no such fact in the vocabulary{did_you_mean(fact, self.facts.vocabulary())}")
        label = self.facts.vocabulary()[fact].label
        return Hold(
            f"required-{fact}",
            when=Missing(fact),
            because=f"nobody is sent on without knowing this: {label}",
            until=f"{label} is known",
            about=CLINICAL,
        )


def is_lasting(rule: StepUp, facts: type[Assessment]) -> bool:
    """Whether a step-up is a floor: it mentions no fact about the stay at one level."""
    return not (rule.when.facts() & facts.level_scoped())


def _lay_out(rules: RuleSet) -> RulesByRung:
    ladder = rules.continuum
    ordered = sorted(rules.rules, key=lambda rule: rule.id)
    step_ups = [rule for rule in ordered if isinstance(rule, StepUp)]
    local = [rule for rule in step_ups if not is_lasting(rule, rules.facts)]
    required = tuple(rules.required_hold(fact) for fact in sorted(rules.required_facts))
    return RulesByRung(
        top=ladder.top,
        entry=ladder.rank(rules.entry) if rules.entry else None,
        floors=tuple(
            Floor(rule, ladder.rank(rule.at[0]) if rule.at else 0, ladder.rank(rule.at_least))
            for rule in step_ups
            if rule not in local and rule.at_least
        ),
        admissions=tuple(Floor(rule, 0, ladder.rank(rule.at_least)) for rule in ordered if isinstance(rule, Admission)),
        jumps=tuple(
            tuple(
                Jump(rule, ladder.rank(rule.at_least) if rule.at_least else min(rung + 1, ladder.top))
                for rule in local
                if level.id in (rule.at or ())
            )
            for rung, level in enumerate(ladder)
        ),
        holds=tuple(
            (*(rule for rule in ordered if isinstance(rule, Hold) and level.id in (rule.at or ladder.ids)), *required)
            for level in ladder
        ),
        ways=tuple(
            tuple(Way(rule, _limit(rule, rung, ladder)) for rule in ordered if isinstance(rule, StepDown) and level.id in rule.at)
            for rung, level in enumerate(ladder)
        ),
        justifications=tuple(
            tuple(sorted((one for one in rules.justifications if one.skips == level.id), key=lambda one: one.id))
            for level in ladder
        ),
        required=required,
    )


def is_foreign(condition: Condition) -> bool:
    """Whether it, or anything in it, is of a class of its own; what is inside a foreign class is not asked."""
    return type(condition) not in KNOWN_CONDITIONS or any(is_foreign(part) for part in condition.parts())


def _limit(rule: StepDown, rung: int, ladder: Continuum) -> int:
    if rule.no_lower_than is None:
        return rung - 1
    return COMPLETED if rule.no_lower_than is COMPLETE else ladder.rank(rule.no_lower_than)


class _Checks:
    """Everything that can be wrong with a rule set, as sentences that begin with the rule they are about."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.ladder = rules.continuum
        self.vocabulary = rules.facts.vocabulary()
        self.scoped = rules.facts.level_scoped()
        self.changeable = {name for name, fact in self.vocabulary.items() if fact.changeable}
        self.no_time = {name for name, fact in self.vocabulary.items() if not fact.is_time}
        self.no_ground = {name for name, fact in self.vocabulary.items() if not fact.ground}

    def problems(self) -> Iterator[str]:
        """All of them."""
        if not self.rules.rules:
            yield "it has no rules: nothing could ever be decided; give it at least one"
        foreign = [*self._foreign()]
        if any(not isinstance(fact, str) for fact in self.rules.required_facts):
            foreign.append("required_facts= takes facts or their names")
        yield from foreign
        if foreign:
            return
        yield from self._duplicates()
        yield from self._entry_and_required()
        for rule in self.rules.rules:
            yield from (f"rule {rule.id!r}: {problem}" for problem in self._rule(rule))
        for justification in self.rules.justifications:
            yield from (f"justification {justification.id!r}: {problem}" for problem in self._justification(justification))
        for need in self.rules.needs:
            yield from (f"need {need.id!r}: {problem}" for problem in self._condition(need.when))
        if not self._has_foreign_conditions():
            yield from self._handoff()

    def _foreign(self) -> Iterator[str]:
        """What makes every other check meaningless: things of the wrong kind, or too many."""
        expected: dict[str, tuple[type, ...]] = {
            "rules": (StepUp, Admission, Hold, StepDown),
            "justifications": (Justification,),
            "needs": (ServiceNeed,),
            "claims": (Claim,),
        }
        for name, kinds in expected.items():
            items: tuple[object, ...] = getattr(self.rules, name)
            wrong = [item for item in items if type(item) not in kinds]
            if wrong:
                yield f"{name}= takes {listed(kind.__name__ for kind in kinds)}, was given {kind_of(wrong[0])}"
            if len(items) > MOST_RULES:
                yield f"{name}= has {len(items)} entries, the most is {MOST_RULES}"
        if len(self.rules.required_facts) > MOST_RULES:
            yield f"required_facts= has {len(self.rules.required_facts)} entries, the most is {MOST_RULES}"

    def _duplicates(self) -> Iterator[str]:
        everything: Iterable[TransitionRule | Justification | ServiceNeed]
        everything = chain(self.rules.rules, self.rules.justifications, self.rules.needs)
        counted = Counter([*(one.id for one in everything), *(f"required-{fact}" for fact in self.rules.required_facts)])
        for name in sorted(name for name, count in counted.items() if count > 1):
            yield f"id {name!r} is used more than once; rules, justifications, needs and required facts share their names"
        claims = Counter(claim.id for claim in self.rules.claims)
        yield from (
            f"claim {name!r} is there more than once" for name in sorted(name for name, count in claims.items() if count > 1)
        )

    def _entry_and_required(self) -> Iterator[str]:
        entry = self.rules.entry
        if entry is not None and entry not in self.ladder:
            yield f"entry {entry!r}: {self.ladder.no_such_level(entry)}"
        for fact in self.rules.required_facts:
            if fact not in self.vocabulary:
                yield f"required fact {fact!r}: there is no such fact in the vocabulary{did_you_mean(fact, self.vocabulary)}"
            elif fact in self.no_ground:
                yield f"required fact {fact!r} is no ground for a level, so nobody may be kept for want of it (law 8)"
            elif fact in self.scoped and entry is not None:
                yield f"required fact {fact!r} is about the stay at a level, so unknown at an admission: nobody could be admitted"

    def _level(self, where: str, level: str) -> Iterator[str]:
        if level not in self.ladder:
            yield f"{where} {level!r}: {self.ladder.no_such_level(level)}"

    def _rule(self, rule: TransitionRule) -> Iterator[str]:
        found = [*self._levels_of(rule), *self._condition(rule.when)]
        yield from found
        if found:
            return
        yield from self._ground(rule.when)
        checks: dict[type[TransitionRule], Callable[[Any], Iterator[str]]] = {
            StepUp: self._step_up,
            Admission: self._admission,
            Hold: self._hold,
            StepDown: self._step_down,
        }
        yield from checks[type(rule)](rule)

    def _step_up(self, rule: StepUp) -> Iterator[str]:
        yield from self._care(rule.when, "StepUp")
        yield from self._can_end(rule.when)
        yield from self._not_time_alone(rule.when)
        yield from self._lasting(rule) if is_lasting(rule, self.rules.facts) else self._local(rule)

    def _hold(self, rule: Hold) -> Iterator[str]:
        yield from self._care(rule.when, "Hold")
        yield from self._can_end(rule.when)

    def _levels_of(self, rule: TransitionRule) -> Iterator[str]:
        for level in getattr(rule, "at", None) or ():
            yield from self._level("at", level)
        at_least = getattr(rule, "at_least", None)
        if at_least is not None:
            yield from self._level("at_least", at_least)
        no_lower_than: str | Completion | None = getattr(rule, "no_lower_than", None)
        if isinstance(no_lower_than, str):
            yield from self._level("no_lower_than", no_lower_than)

    def _has_foreign_conditions(self) -> bool:
        deciding: Iterable[TransitionRule | Justification] = chain(self.rules.rules, self.rules.justifications)
        return any(is_foreign(one.when) for one in deciding)

    def _condition(self, when: Condition) -> Iterator[str]:
        if is_foreign(when):
            yield "its condition holds a class of its own; build conditions with comparisons, &, |, ~, n_of and total only"
        else:
            yield from when.problems(self.vocabulary)

    def _ground(self, when: Condition) -> Iterator[str]:
        for fact in sorted(when.facts() & self.no_ground):
            yield f"{fact!r} is no ground for a level of care (ground=False); only a ServiceNeed may use it (law 8)"

    def _wrong_way(self, when: Condition, kind: str, rule: str) -> str:
        return (
            f"{when.words(self.vocabulary)!r} has the wrong direction: a {kind} may only {rule} as facts get worse; "
            "look for a turned comparison, an == on a scale, or a fact with the other end worse (law 3)"
        )

    def _care(self, when: Condition, kind: str) -> Iterator[str]:
        if not when.polarity(self.vocabulary).grows:
            yield self._wrong_way(when, kind, "become true")

    def _less_care(self, when: Condition, kind: str) -> Iterator[str]:
        if not when.polarity(self.vocabulary).shrinks:
            yield self._wrong_way(when, kind, "become false")

    def _can_end(self, when: Condition) -> Iterator[str]:
        if not when.rests_on(self.changeable):
            yield "it could be true by history alone, which nothing could end; let it rest on a fact that can change (law 6)"

    def _not_time_alone(self, when: Condition) -> Iterator[str]:
        if not when.rests_on(self.no_time):
            yield "it could be true by time alone, and time alone moves nobody; let it rest on another fact (law 8)"

    def _lasting(self, rule: StepUp) -> Iterator[str]:
        if rule.at_least is None:
            yield "it mentions no fact about the stay at a level, so it is a floor and needs at_least="
            return
        if rule.at is not None and len(rule.at) > 1:
            yield "a floor has one lowest level: at= takes a single level here"
            return
        lowest, at_least = self.ladder.rank(rule.at[0]) if rule.at else 0, self.ladder.rank(rule.at_least)
        if lowest > 0 and rule.urgency is IMMEDIATE:
            yield "it is IMMEDIATE, and an emergency is one at every level: leave at= out"
        if at_least <= lowest:
            yield f"at_least {rule.at_least!r} does not lie above {self.ladder.ids[lowest]!r}, the lowest level it speaks of"
        yield from self._passed(rule, self.ladder.ids[lowest], lowest, at_least)

    def _local(self, rule: StepUp) -> Iterator[str]:
        if not rule.when.rests_on(self.scoped):
            yield (
                "it mixes facts about the stay at a level with lasting ones so that either could make it true; "
                "split it in two (law 5)"
            )
        if rule.at is None:
            yield "it is about the stay at a level and needs at=, the levels it speaks of"
            return
        for level in rule.at:
            if rule.at_least is not None:
                rung, at_least = self.ladder.rank(level), self.ladder.rank(rule.at_least)
                if at_least <= rung:
                    yield f"at_least {rule.at_least!r} does not lie above {level!r}"
                yield from self._passed(rule, level, rung, at_least)

    def _passed(self, rule: StepUp, level: str, rung: int, at_least: int) -> Iterator[str]:
        between = self.ladder.ids[rung + 1 : at_least]
        if between and not rule.skips_because:
            yield f"from {level!r} it passes {listed(between)} without a justification; say why in skips_because= (law 1)"

    def _admission(self, rule: Admission) -> Iterator[str]:
        yield from self._care(rule.when, "Admission")
        yield from self._not_time_alone(rule.when)
        for fact in sorted(rule.when.facts() & self.scoped):
            yield f"{fact!r} is about the stay at a level, and there is none at an admission"
        entry = self.rules.entry
        if entry is None:
            yield "an Admission needs the rule set's entry=, the lowest level of admission"
        elif entry in self.ladder:
            lowest, at_least = self.ladder.rank(entry), self.ladder.rank(rule.at_least)
            if at_least <= lowest:
                yield f"at_least {rule.at_least!r} does not lie above the entry {entry!r}, so it could never matter"
            if at_least > lowest + 1 and not rule.skips_because:
                passed = listed(self.ladder.ids[lowest:at_least])
                yield f"at an admission it passes {passed} without a justification; say why in skips_because= (law 1)"

    def _step_down(self, rule: StepDown) -> Iterator[str]:
        yield from self._less_care(rule.when, "StepDown")
        yield from self._not_time_alone(rule.when)
        if not rule.when.rests_on(self.scoped):
            yield "it could be true without any fact about the stay at this level; let it rest on one, such as goals_met (law 5)"
        lowest = self.ladder.ids[0]
        if rule.no_lower_than is COMPLETE:
            if rule.at != (lowest,):
                yield f"COMPLETE is reached only from the lowest level: at={lowest!r}"
            return
        for level in rule.at:
            rung = self.ladder.rank(level)
            if _limit(rule, rung, self.ladder) >= rung:
                yield f"no_lower_than {rule.no_lower_than!r} does not lie below {level!r}"
            elif _limit(rule, rung, self.ladder) == COMPLETED:
                yield f"below {level!r} there is only the end of care; write no_lower_than=COMPLETE if that is meant"

    def _justification(self, justification: Justification) -> Iterator[str]:
        found = [*self._level("skips", justification.skips), *self._condition(justification.when)]
        yield from found
        if found:
            return
        if self.ladder.rank(justification.skips) in {0, self.ladder.top}:
            yield f"{justification.skips!r} is an end of the ladder, and no step down passes it"
        yield from self._ground(justification.when)
        yield from self._less_care(justification.when, "Justification")
        yield from self._not_time_alone(justification.when)

    def _handoff(self) -> Iterator[str]:
        holds = [rule for rule in self.rules.rules if isinstance(rule, Hold) and rule.about is HANDOFF]
        owed = frozenset(chain.from_iterable(hold.when.facts() for hold in holds))
        deciding: Iterable[TransitionRule | Justification] = chain(self.rules.rules, self.rules.justifications)
        for one in deciding:
            for fact in sorted(owed & one.when.facts()) if one not in holds else ():
                yield f"{one.id!r}: {fact!r} is asked by a handoff hold, so no other rule may decide by it"
        for fact in sorted(owed & set(self.rules.required_facts)):
            yield f"required fact {fact!r} is asked by a handoff hold; a required fact is about the person"
