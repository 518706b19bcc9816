"""
The trace of a decision: every rule considered, its condition part by part, and what kept it from being true.

What lives here: `Trace`, its rules (`Considered`) and the parts of their conditions (`Judged`). What it may import: `grounds`,
`render` and below. What it never does: decide. How far care can lead from a level it asks of `placement`, and whether a part
holds of the condition itself.

A rule is *asked* if an assessment at this level puts it to the question, whatever its facts are:

- in care: the step-ups, holds and step-downs that name the level; the justifications of levels that a step down from here may
  pass; and each floor that speaks of a level on the way: from the one below the lowest on which a step down may land (a floor
  there says why care goes no lower) up to the highest to which step-ups may lead;
- at a first placement: each floor, those of admissions among them, that speaks of a level between the entry and the highest to
  which they may lead;
- where the level is unknown: the floors that are due at once, since they hold wherever the person is;
- everywhere: the required facts.

Law: a rule that is not asked could say what it likes, and the person would be placed no differently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, Literal, TypeAlias

from attrs import field, frozen

from continuum.comparisons import AS_WRITTEN
from continuum.conditions import AnyOf, Condition, NOf, Not, Values, Vocabulary
from continuum.errors import DecisionError, did_you_mean, listed
from continuum.facts import Flag
from continuum.grounds import Reason, floors_on_the_way
from continuum.levels import NOT_IN_CARE, Level, Outside
from continuum.placement import climb, step_down, step_up
from continuum.render import Page, Point, Section, Shown
from continuum.rule_set import Floor
from continuum.rules import IMMEDIATE, Admission, Hold, Justification, StepDown, StepUp, TransitionRule
from continuum.whereabouts import Case

Kind: TypeAlias = Literal["step-up", "admission", "hold", "required", "step-down", "justification"]
"""What a rule is; `required` is the hold that a required fact stands for while it is unknown."""

KINDS: Final[Mapping[type[TransitionRule | Justification], Kind]] = {
    StepUp: "step-up",
    Admission: "admission",
    Hold: "hold",
    StepDown: "step-down",
    Justification: "justification",
}
ORDER: Final[tuple[Kind, ...]] = ("step-up", "admission", "hold", "required", "step-down", "justification")
"""The order in which placement asks."""

VERDICTS: Final[Mapping[bool | None, str]] = {True: "true", False: "false", None: "unknown"}
SIGNS: Final[Mapping[bool | None, str]] = {True: "✓", False: "✗", None: "?"}

HOW_TO_READ: Final = (
    "Each rule with its condition, part by part. A reason for care that is unknown moves nobody up, and keeps people from less "
    "care; a reason for less care counts only if it is certain."
)


@frozen(repr=False)
class Judged:
    """
    One part of a condition, and whether it holds for this person. A negation is read into what it negates.

    Args:
        words: The part as a clause, with its threshold.
        formula: The part with the names of facts, operators and values.
        holds: True, False, or `None` where the facts that are known do not settle it.
        facts: The names of the facts that it mentions, in reading order.
        parts: The parts that it is made of; a single comparison or sum has none.
        needs: How many of them have to be true.
    """

    words: str
    formula: str
    holds: bool | None
    facts: tuple[str, ...]
    parts: tuple[Judged, ...] = ()
    needs: int = 0

    def __repr__(self) -> str:
        """What it asks; not the answer, which would say something of a person."""
        return f"<Judged {self.formula!r}>"

    @property
    def kept_by(self) -> tuple[Judged, ...]:
        """
        The smallest parts that keep it from being true: every one that is false or unknown; none if it is true.

        Were all of them true, it would be. Where it needs only some of its parts, fewer would do.
        """
        if self.holds:
            return ()
        return tuple(dict.fromkeys(chain.from_iterable(part.kept_by for part in self.parts))) or (self,)


@frozen(repr=False)
class Considered:
    """
    A rule as it stands to an assessment.

    Args:
        id: The rule's id.
        kind: What it is.
        because: Its reason.
        judged: Its condition.
        not_asked_because: Why this assessment does not ask it; empty if it does.
    """

    id: str
    kind: Kind
    because: str
    judged: Judged
    not_asked_because: str

    def __repr__(self) -> str:
        """Which rule, and whether it is asked; not what it says of a person."""
        return f"<Considered {self.id!r}, {self.kind}{'' if self.asked else ', not asked'}>"

    @property
    def asked(self) -> bool:
        """Whether this assessment asks it."""
        return not self.not_asked_because

    @property
    def fired(self) -> bool:
        """Whether it is asked, and its condition is certainly true."""
        return self.asked and self.judged.holds is True

    @property
    def open(self) -> bool:
        """Whether it is asked, and the facts that are known do not settle it."""
        return self.asked and self.judged.holds is None

    @property
    def kept_by(self) -> tuple[Judged, ...]:
        """The smallest parts of its condition that keep it from being true; none if it is true."""
        return self.judged.kept_by


@frozen(repr=False)
class Trace(Shown):
    """
    Every rule, justification and required fact of a rule set, each judged for one assessment; see the head of this module.

    `rules`: those that are asked first, then in the order in which placement asks, then by id.

    Example:
        >>> from continuum import Assessment, Engine, Risk
        >>> from continuum.library import stepdown
        >>> trace = Engine(stepdown.RULES).decide(Assessment(level="iop", return_to_use_risk=Risk.SEVERE)).trace
        >>> trace["lapse-at-high-risk"].kept_by
        (<Judged 'return_to_use >= LAPSE'>,)
        >>> trace["php-not-needed"].not_asked_because
        'no step down from here can pass php'
    """

    case: Case
    rules: tuple[Considered, ...] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Judge every rule."""
        object.__setattr__(self, "rules", _considered(self.case))

    def __repr__(self) -> str:
        """How many rules there are, and how many are asked."""
        return f"<Trace of {self.case.rules.id!r}: {len(self.rules)} rules, {len(self.asked)} asked>"

    def __len__(self) -> int:
        """How many rules there are."""
        return len(self.rules)

    def __iter__(self) -> Iterator[Considered]:
        """The rules, those that are asked first."""
        return iter(self.rules)

    def __contains__(self, rule_id: object) -> bool:
        """Whether there is a rule of this id."""
        return any(one.id == rule_id for one in self.rules)

    def __getitem__(self, rule_id: str) -> Considered:
        """The rule of this id; a `DecisionError` names the nearest one if there is none."""
        for one in self.rules:
            if one.id == rule_id:
                return one
        known = (one.id for one in self.rules)
        raise DecisionError(f"the rules of {self.case.rules.id!r} have none of this id{did_you_mean(rule_id, known)}")

    @property
    def asked(self) -> tuple[Considered, ...]:
        """The rules that this assessment asks."""
        return tuple(one for one in self.rules if one.asked)

    @property
    def fired(self) -> tuple[Considered, ...]:
        """The rules that are asked and certainly true: what the decision rests on, and what agrees with it or is outweighed."""
        return tuple(one for one in self.rules if one.fired)

    def page(self) -> Page:
        """Every rule with its condition, part by part; this shows values."""
        return _page(self)

    def to_dict(self) -> dict[str, Any]:
        """
        The trace as plain data.

        No fact is listed with its value; but whether a part holds says something of a person, and of a yes or no it says all.
        """
        rules = self.case.rules
        named = {"id": rules.id, "version": rules.version, "status": rules.status}
        return {"ruleset": named, "rules": [_rule_data(one) for one in self.rules]}


def _considered(case: Case) -> tuple[Considered, ...]:
    asked = frozenset(_asked(case))
    rules: tuple[TransitionRule | Justification, ...] = (*case.rules.rules, *case.rules.justifications)
    found = [_consider(case, rule, KINDS[type(rule)], asked) for rule in rules]
    found += [_consider(case, hold, "required", asked) for hold in case.by_rung.required]
    return tuple(sorted(found, key=lambda one: (not one.asked, ORDER.index(one.kind), one.id)))


def _consider(case: Case, rule: TransitionRule | Justification, kind: Kind, asked: frozenset[str]) -> Considered:
    judged = _judged(rule.when, case.values, case.rules.facts.vocabulary())
    return Considered(rule.id, kind, rule.because, judged, "" if rule.id in asked else _why_not_asked(case, rule))


def _judged(condition: Condition, values: Values, vocabulary: Vocabulary, *, negated: bool = False) -> Judged:
    """A condition, or its opposite, with its parts."""
    if isinstance(condition, Not):
        return _judged(condition.term, values, vocabulary, negated=not negated)
    answer = condition.evaluate(values)
    spell = condition.negated_words if negated else condition.words
    return Judged(
        spell(vocabulary),
        spell(AS_WRITTEN),
        None if answer is None else answer != negated,
        tuple(dict.fromkeys(condition.mentions())),
        tuple(_judged(part, values, vocabulary, negated=negated) for part in condition.parts()),
        _needs(condition, negated=negated),
    )


def _needs(condition: Condition, *, negated: bool) -> int:
    """How many parts of a condition have to be true; of its opposite, how many opposites of its parts."""
    parts = len(condition.parts())
    needs = condition.n if isinstance(condition, NOf) else 1 if isinstance(condition, AnyOf) else parts
    return parts - needs + 1 if negated and parts else needs


def _asked(case: Case) -> Iterator[str]:
    """The ids of the rules that are asked at this level, whatever the facts are."""
    yield from (hold.id for hold in case.by_rung.required)
    if case.origin is None:
        yield from (floor.rule.id for floor in case.by_rung.floors if Reason(floor.rule).urgency is IMMEDIATE)
    elif isinstance(case.origin, int):
        yield from _asked_in_care(case, case.origin)
    elif case.start is not None:
        highest = climb(floors_on_the_way(case), case.start, _always)
        yield from _floors_between(floors_on_the_way(case), case.start, highest)


def _asked_in_care(case: Case, origin: int) -> Iterator[str]:
    rules = case.by_rung
    landing, highest = step_down(rules, origin, _never, _always), step_up(rules, origin, _always)
    yield from _floors_between(rules.floors, max(0, landing - 1), highest)
    yield from (jump.rule.id for jump in rules.jumps[origin])
    yield from (hold.id for hold in rules.holds[origin])
    yield from (way.rule.id for way in rules.ways[origin])
    yield from (one.id for rung in range(landing + 1, origin) for one in rules.justifications[rung])


def _always(_: Condition) -> bool:
    """The rail on which everything holds: what is reached on it is the most that rules can come to."""
    return True


def _never(_: Condition) -> bool:
    """The rail on which nothing holds."""
    return False


def _floors_between(floors: Iterable[Floor], low: int, high: int) -> Iterator[str]:
    """The floors that speak of some rung from `low` to below `high`."""
    yield from (floor.rule.id for floor in floors if floor.lowest < high and low < floor.at_least)


def _why_not_asked(case: Case, rule: TransitionRule | Justification) -> str:
    if case.origin is None:
        return "the level of care is not known"
    if case.start is None:
        return "the rules name no level of entry"
    floor = next((floor for floor in case.by_rung.floors if floor.rule.id == rule.id), None)
    if case.origin is NOT_IN_CARE and floor is None:
        return "is for people who are in care"
    if isinstance(rule, Admission):
        return "is for first placements only"
    if isinstance(rule, Justification):
        return f"no step down from here can pass {rule.skips}"
    levels = case.rules.continuum.ids[floor.lowest : floor.at_least] if floor else getattr(rule, "at", ())
    return f"speaks of {listed(levels)} only"


def _rule_data(one: Considered) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "because": one.because,
        "asked": one.asked,
        "not_asked_because": one.not_asked_because,
        "fired": one.fired,
        "condition": _part_data(one.judged),
        "kept_by": [part.formula for part in one.kept_by],
    }


def _part_data(judged: Judged) -> dict[str, Any]:
    return {
        "words": judged.words,
        "formula": judged.formula,
        "holds": judged.holds,
        "facts": list(judged.facts),
        "needs": judged.needs,
        "parts": [_part_data(part) for part in judged.parts],
    }


def _page(trace: Trace) -> Page:
    case, rules = trace.case, trace.case.rules
    found = {
        "Fired": trace.fired,
        "Not settled": tuple(one for one in trace if one.open),
        "Asked, and not so": tuple(one for one in trace.asked if one.judged.holds is False),
    }
    sections = [Section(heading, tuple(_point(case, one) for one in ones)) for heading, ones in found.items()]
    return Page(
        f"Trace: {_where(case.origin_level)}",
        (HOW_TO_READ,),
        (*sections, _not_asked(trace)),
        (f"Rules: {rules.label}. {rules.intended_use}",),
    )


def _where(level: Level | Outside | None) -> str:
    if level is None:
        return "level of care not known"
    return level.name if isinstance(level, Level) else "first placement"


def _point(case: Case, one: Considered) -> Point:
    """A rule; what it would say is not to be read as said while it is not true."""
    says = _capital(one.because) if one.fired else f"If true: {one.because}"
    return Point(f"{says} [{one.id}, {one.kind}]", (*_kept(one), _tree(case, one.judged)))


def _kept(one: Considered) -> Iterator[str]:
    """What keeps it from being true, where that is to be looked for among several parts."""
    if one.kept_by and one.judged.parts:
        kept = "; ".join(f"{part.words} ({VERDICTS[part.holds]})" for part in one.kept_by)
        yield f"Kept from being true by: {kept}."


def _not_asked(trace: Trace) -> Section:
    """The rules that are not asked, by the reason why."""
    by_reason: dict[str, list[str]] = {}
    for one in trace:
        if not one.asked:
            by_reason.setdefault(_capital(one.not_asked_because), []).append(one.id)
    return Section("Not asked here", tuple(Point(reason, (", ".join(ids),)) for reason, ids in by_reason.items()))


def _tree(case: Case, judged: Judged) -> Point:
    """A part, and under it the parts that it is made of."""
    how_many = {1: "any of these", len(judged.parts): "all of these"}.get(judged.needs, f"at least {judged.needs} of these")
    text = how_many if judged.parts else f"{judged.words} (recorded: {_recorded(case, judged)})"
    return Point(f"{SIGNS[judged.holds]} {VERDICTS[judged.holds]}: {text}", tuple(_tree(case, part) for part in judged.parts))


def _recorded(case: Case, judged: Judged) -> str:
    """What is recorded of the facts of one comparison or sum; this shows values."""
    asked = [case.rules.facts.vocabulary()[fact] for fact in judged.facts]
    shown = ["not known" if case.values[fact.name] is None else fact.show(case.values[fact.name]) for fact in asked]
    if len(asked) == 1 and (not isinstance(asked[0], Flag) or asked[0].label in judged.words):
        return shown[0]  # a yes to a question in other words would seem to answer these
    return "; ".join(f"{fact.label}: {value}" for fact, value in zip(asked, shown, strict=True))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
