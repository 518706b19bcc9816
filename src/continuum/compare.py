"""
Compare: where two versions of a rule set decide differently, or a proof that they do not.

What lives here: `compare`, and the `Comparison` that it comes to. What it may import: `verify`, `regions` and below. What
it never does: call equivalent what it did not finish, or report a difference that the two engines do not show.

    >>> from attrs import evolve
    >>> from continuum.library import stepdown
    >>> compare(stepdown.RULES, evolve(stepdown.RULES, version="next", rules=stepdown.RULES.rules[::-1])).equivalent
    True

Compared are the level decided and the range of levels that open questions leave possible, for everybody, known and with gaps. Why
and how soon, and what the program must offer, is not compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property, partial
from itertools import chain, product
from typing import Any, Final, Literal, NoReturn

from attrs import field, frozen

from continuum.assessment import Assessment
from continuum.cases import CaseForm
from continuum.circuit import equal
from continuum.conditions import Condition, Operand
from continuum.decision import Decision
from continuum.diagrams import NOWHERE, Budget
from continuum.engine import Engine
from continuum.errors import DefinitionError, DefinitionErrors, ProofError, kind_of
from continuum.explanation import name
from continuum.facts import Choice, Fact, Grade
from continuum.laws import View
from continuum.levels import NOT_IN_CARE, Level, Outside, place_id
from continuum.regions import Clause, clause, product_of, widest
from continuum.render import Page, Point, Section, Shown
from continuum.reports import NOT_CLINICAL, Verdict, rules_data, what_is_known
from continuum.rule_set import COMPLETED, RuleSet
from continuum.space import Space, conditions_of
from continuum.verify import MOST_STEPS, Progress, assumed, budget_of, check_progress, unanswered
from continuum.whereabouts import Direction

MOST_REGIONS: Final = 3
"""In how many regions a difference is told at most; whether there are other cases is always said."""

Origin = Level | Literal[Outside.NOT_IN_CARE]
Targets = tuple[int | None, int | None]
"""The rung decided before, and now; `None`: not determined."""


class Change(StrEnum):
    """In which direction a decision changes."""

    MORE_CARE = "more care"
    LESS_CARE = "less care"
    DETERMINED = "becomes determined"
    UNDETERMINED = "becomes undetermined"
    RANGE_ONLY = "range only"
    """The level decided is the same, and what open questions leave possible is not."""


@frozen(repr=False)
class Region:
    """
    People of whom two rule sets decide differently in one way, and the smallest example.

    Args:
        where: What is so of all of them, and enough; whoever fits it, and what was assumed, is decided differently.
        old: The decision by the old rules for an example: of those not in a region before, one of whom the least is known.
        new: The decision by the new rules for the same person.
    """

    where: tuple[Clause, ...]
    old: Decision
    new: Decision

    def __repr__(self) -> str:
        """What it speaks of; no values."""
        return f"<Region in {self.new.origin_id!r}: {len(self.where)} facts>"

    def covers(self, assessment: Assessment) -> bool:
        """Whether somebody is in it."""
        origin, known = self.new.origin, vars(assessment)
        at = origin.id if isinstance(origin, Level) else origin
        return assessment.level == at and all(clause.covers(known.get(clause.fact)) for clause in self.where)

    @property
    def words(self) -> str:
        """Who is in it: `In PHP where risk is severe or higher`."""
        place = _at(self.new.origin)
        place = f"{place[0].upper()}{place[1:]}"
        clauses = "; ".join(clause.words for clause in self.where)
        return f"{place} where {clauses}" if clauses else f"{place}, whatever is known"


def _at(place: Level | Outside | None) -> str:
    return f"in {place.name}" if isinstance(place, Level) else "at an admission"


@frozen(repr=False)
class Difference:
    """
    One way in which decisions differ at one place: from one level decided to another.

    Args:
        origin: The level of the assessment, or `NOT_IN_CARE` for an admission.
        change: In which direction.
        regions: Who it concerns; at least one region, at most `MOST_REGIONS`.
        complete: Whether these regions are all; otherwise there are other cases.
    """

    origin: Origin
    change: Change
    regions: tuple[Region, ...]
    complete: bool

    def __repr__(self) -> str:
        """Where, from what to what."""
        return f"<Difference in {place_id(self.origin)!r}: {self.old_id} to {self.new_id}, {self.change.value}>"

    @property
    def old_id(self) -> str | None:
        """The id of the level decided by the old rules, `complete`, or `None` for not determined."""
        return self.regions[0].old.target_id

    @property
    def new_id(self) -> str | None:
        """The same by the new rules."""
        return self.regions[0].new.target_id

    @property
    def says(self) -> str:
        """What changes: `was stay, now step down to PHP (less care)`."""
        one = self.regions[0]
        now = STILL if self.change is Change.RANGE_ONLY else f"now {_decided(one.new)}"
        return f"was {_decided(one.old)}, {now} ({self.change.value})"


STILL: Final = "and still is; which levels open questions leave possible differs"


def _decided(decision: Decision) -> str:
    target = name(decision.target)
    return {
        Direction.ADMIT: f"admission to {target}",
        Direction.STEP_UP: f"step up to {target}",
        Direction.STAY: "stay",
        Direction.STEP_DOWN: f"step down to {target}",
        Direction.COMPLETE: target,
        Direction.NOT_DETERMINED: "not determined",
    }[decision.direction]


@frozen(repr=False)
class Comparison(Shown):
    """
    Where two rule sets decide differently. Made by `compare`.

    Args:
        old: The one before.
        new: The one after.
        differences: Each way in which they differ.
        undecided: The ids of the places that the budget did not reach, or not finish.
        not_analysed: The ids of the places that cannot be analysed: a sum of too many values, or too many facts.
        assume: What was taken to hold of everybody.
    """

    old: RuleSet
    new: RuleSet
    differences: tuple[Difference, ...]
    undecided: tuple[str, ...] = ()
    not_analysed: tuple[str, ...] = ()
    assume: tuple[Condition, ...] = field(default=())

    def __bool__(self) -> NoReturn:
        """Refused: what is not proved equivalent need not differ."""
        raise DefinitionError("a comparison is neither true nor false; ask for comparison.equivalent, and for its differences")

    def __repr__(self) -> str:
        """What was compared, and what became of it."""
        return (
            f"<Comparison of {self.old.id!r} {self.old.version} and {self.new.id!r} {self.new.version}: "
            f"{'equivalent' if self.equivalent else _counted(self.differences)}{'' if self.finished else ', unfinished'}>"
        )

    @property
    def finished(self) -> bool:
        """Whether every place was compared to the end; where not, there may be other differences."""
        return not (self.undecided or self.not_analysed)

    @property
    def verdict(self) -> Verdict:
        """What became of their being equivalent: a difference refutes it; it is proved only if every place was finished."""
        if self.differences:
            return Verdict.REFUTED
        if self.undecided:
            return Verdict.UNDECIDED
        return Verdict.NOT_ANALYSED if self.not_analysed else Verdict.PROVED

    @property
    def equivalent(self) -> bool:
        """Whether it is proved that both decide the same level and the same range for everybody who may fit what is assumed."""
        return self.verdict is Verdict.PROVED

    def page(self) -> Page:
        """Every difference by level, with the people whom it concerns, and an example; this shows values of made-up people."""
        lead = [EQUIVALENT] if self.equivalent else [f"{_counted(self.differences).capitalize()} found."]
        lead += [EVERYBODY if self.finished else UNFINISHED, ABOUT]
        if self.assume:
            lead.append(f"Assumed of everybody: {'; '.join(self._assumed_words)}.")
        places: list[Origin] = [*self.new.continuum, NOT_IN_CARE]
        sections = [
            _section(place, [one for one in self.differences if place_id(one.origin) == place_id(place)]) for place in places
        ]
        left = [("The search ended before it was through", self.undecided), ("Cannot be analysed", self.not_analysed)]
        points = tuple(Point(f"{what}: {', '.join(found)}.") for what, found in left if found)
        title = f"Comparison: {_titled(self.old)}, with {_titled(self.new)}"
        foot = (f"Before: {self.old.label}.", f"Now: {self.new.label}.", NOT_CLINICAL)
        return Page(title, tuple(lead), (*sections, Section("What is not known", points)), foot)

    @property
    def _assumed_words(self) -> list[str]:
        vocabulary = {**self.old.facts.vocabulary(), **self.new.facts.vocabulary()}
        return [condition.words(vocabulary) for condition in self.assume]

    def to_dict(self) -> dict[str, Any]:
        """
        The comparison as plain data.

        Raises:
            WireError: A vocabulary has fields that are no facts, which cannot be written.
        """
        return {
            "format": "continuum/comparison/1",
            "old": rules_data(self.old),
            "new": rules_data(self.new),
            "verdict": self.verdict.value,
            "equivalent": self.equivalent,
            "assume": self._assumed_words,
            "differences": [_difference_data(one) for one in self.differences],
            "undecided": [*self.undecided],
            "not_analysed": [*self.not_analysed],
        }


EQUIVALENT: Final = "They are proved equivalent: for every assessment the same level, and the same range of levels, is decided."
UNFINISHED: Final = "Not everything was compared: there may be differences besides."
EVERYBODY: Final = "Every assessment that they can be asked about was compared, known and with gaps; none was left out."
ABOUT: Final = (
    "Compared are the level decided and the levels that open questions leave possible. "
    "Reasons, urgency, services and wording are not."
)


def _counted(differences: Collection[Difference]) -> str:
    return f"{len(differences) or 'no'} difference{'' if len(differences) == 1 else 's'}"


def _titled(rules: RuleSet) -> str:
    return f"{rules.title}, version {rules.version}"


def _section(origin: Origin, differences: Iterable[Difference]) -> Section:
    points = list[Point]()
    for one in differences:
        points += [Point(f"{region.words}: {one.says}.", _example(region)) for region in one.regions]
        if not one.complete:
            points.append(Point(f"And other cases: {one.says}."))
    return Section(origin.name if isinstance(origin, Level) else "Admission", tuple(points))


def _example(region: Region) -> tuple[str, ...]:
    """What is known of the person, by either vocabulary, and both decisions."""
    people = dict.fromkeys(f"For example: {what_is_known(one)}" for one in (region.old, region.new))
    return (*people, f"Before: {_with_range(region.old)}.", f"Now: {_with_range(region.new)}.")


def _with_range(decision: Decision) -> str:
    if decision.range is None or not decision.provisional:
        return decision.summary
    low, high = decision.range
    return f"{decision.summary} (possible: {name(low)} to {name(high)})"


def _difference_data(one: Difference) -> dict[str, Any]:
    regions = [
        {
            "where": [{"fact": clause.fact, "words": clause.words} for clause in region.where],
            "old": _decision_data(region.old),
            "new": _decision_data(region.new),
        }
        for region in one.regions
    ]
    told = {"origin": place_id(one.origin), "old": one.old_id, "new": one.new_id, "change": one.change.value}
    return {**told, "complete": one.complete, "regions": regions}


def _decision_data(decision: Decision) -> dict[str, Any]:
    return {
        "assessment": CaseForm(type(decision.assessment)).write(decision.assessment),
        "target": decision.target_id,
        "range": None if decision.range_ids is None else [*decision.range_ids],
        "decision": decision.summary,
    }


def compare(  # noqa: PLR0913 # each keyword is a choice of its own
    old: RuleSet,
    new: RuleSet,
    *,
    assume: Iterable[Operand] = (),
    most_steps: int = MOST_STEPS,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """
    Prove that two rule sets decide the same, or show everywhere that they do not.

    Both are on one ladder, and what both know of a person means the same in each; either may know more. What is not finished
    within the budget is undecided, and then they are not called equivalent.

    Args:
        old: The rule set before.
        new: The rule set after.
        assume: Conditions that hold of everybody, for facts that imply each other; who is certainly an exception is left out.
        most_steps: How much may be worked out; the same on every machine.
        time_limit: Seconds; none, if not given.
        progress: Called before each place.

    Raises:
        DefinitionError: The two cannot be compared, or something that was asked makes no sense.
        ProofError: The library erred: a difference that was found does not show on the engines.

    Example:
        >>> from attrs import evolve
        >>> from continuum.library import stepdown
        >>> fewer = [rule for rule in stepdown.RULES.rules if rule.id != "aftercare-to-complete"]
        >>> comparison = compare(stepdown.RULES, evolve(stepdown.RULES, version="next", rules=fewer))
        >>> comparison.differences
        (<Difference in 'aftercare': complete to aftercare, more care>, <Difference in 'aftercare': ... range only>)
    """
    check_progress(progress)
    for given, which in ((old, "old"), (new, "new")):
        if type(given) is not RuleSet:
            raise DefinitionError(
                f"compare() takes two RuleSets, as in compare(before, after); was given {kind_of(given)} as the {which} one"
            )
    _check_ladders(old, new)
    _check_facts(old, new, chain(conditions_of(old), conditions_of(new)))
    conditions = assumed({**old.facts.vocabulary(), **new.facts.vocabulary()}, assume)
    _check_facts(old, new, conditions)
    return _Comparer(old, new, conditions, budget_of(most_steps, time_limit)).comparison(progress)


def _check_ladders(old: RuleSet, new: RuleSet) -> None:
    if old.continuum.ids != new.continuum.ids:
        ladders = [" < ".join(rules.continuum.ids) for rules in (old, new)]
        raise DefinitionError(
            f"the two are on different ladders: {ladders[0]} in the old one, {ladders[1]} in the new one; "
            "only rule sets with the same levels in the same order can be compared"
        )


def _check_facts(old: RuleSet, new: RuleSet, conditions: Iterable[Condition]) -> None:
    """What both know, and either asks, has to mean the same in both."""
    mentioned = frozenset[str]().union(*(condition.facts() for condition in conditions))
    before, after = old.facts.vocabulary(), new.facts.vocabulary()
    problems = [
        DefinitionError(f"fact {fact!r} {problem}; declare it alike in both, or give the new one another name")
        for fact in sorted(mentioned & before.keys() & after.keys())
        for problem in _unlike(before[fact], after[fact])
    ]
    if problems:
        raise DefinitionErrors(f"rule sets {old.id!r} {old.version} and {new.id!r} {new.version} cannot be compared", problems)


def _unlike(before: Fact[Any], after: Fact[Any]) -> Iterator[str]:
    """In what two facts of one name differ, so far as it can decide; if in kind, that says it all."""
    if type(before) is not type(after):
        yield f"is a {type(before).__name__} in the old one, and a {type(after).__name__} in the new one"
        return
    if before.expected() != after.expected():
        yield f"takes {before.expected()} in the old one, and {after.expected()} in the new one"
    elif isinstance(before, Grade | Choice) and isinstance(after, Grade | Choice) and before.kind is not after.kind:
        yield f"takes members of two classes, each called {before.kind.__name__} (facts= reads a file with the classes in code)"
    if before.higher_is_worse is not after.higher_is_worse:
        yield f"says that {WORSE[before.higher_is_worse]} in the old one, and that {WORSE[after.higher_is_worse]} in the new one"
    if before.scope != after.scope:
        yield f"is about the {before.scope} in the old one, and about the {after.scope} in the new one"


WORSE: Final = {True: "the higher end is worse", False: "the lower end is worse", None: "neither end is worse"}


class _Comparer:
    """Places everybody by both rule sets, and keeps to the budget."""

    def __init__(self, old: RuleSet, new: RuleSet, assume: tuple[Condition, ...], budget: Budget) -> None:
        self.old, self.new, self.assume, self.budget = old, new, assume, budget
        self.order = _order(old, new)
        self.found: list[Difference] = []
        self.not_begun = unanswered(lambda: self.space.assume(assume))

    @cached_property
    def space(self) -> Space:
        """Everybody."""
        return Space([self.old, self.new], self.assume, self.budget)

    @property
    def origins(self) -> list[int | None]:
        """Every place of an assessment: the rungs, and an admission, if there is an entry in either."""
        admission = [] if self.old.entry is None and self.new.entry is None else [None]
        return [*range(self.new.continuum.top + 1), *admission]

    def comparison(self, progress: Progress | None) -> Comparison:
        """One place after the other; what was found at a place that was not finished is a difference all the same."""
        left: dict[Verdict, list[str]] = {Verdict.UNDECIDED: [], Verdict.NOT_ANALYSED: []}
        for done, origin in enumerate(self.origins):
            place: Origin = NOT_IN_CARE if origin is None else self.new.continuum.levels[origin]
            if progress is not None:
                progress(done, len(self.origins), f"Decisions {_at(place)}.")
            verdict = self.not_begun or unanswered(partial(self.ask, origin, place))
            if verdict is not None:
                left[verdict].append(f"{place_id(place)}")
        undecided, not_analysed = map(tuple, left.values())
        return Comparison(self.old, self.new, tuple(self.found), undecided, not_analysed, self.assume)

    def ask(self, origin: int | None, place: Origin) -> None:
        """Find what differs at one place, from each level decided to each."""
        self.space.diagrams.begin()
        space, views = self.space, [self.space.view(rules, origin) for rules in (self.old, self.new)]
        before, after = ([*_targets(view)] for view in views)
        for (one, from_one), (other, to_other) in sorted(product(before, after), key=lambda pair: pair[0][0] == pair[1][0]):
            where = space.both(from_one, to_other)
            if one == other:
                where = space.both(where, _range_differs(*views))
            if space.among_us(where) != NOWHERE:
                self.found.append(self.difference(origin, place, (one, other), where))

    def difference(self, origin: int | None, place: Origin, targets: Targets, where: int) -> Difference:
        """
        A difference, told in a few regions; a region may hold who is not among us, since that makes it shorter to tell.

        At an admission no region speaks of a stay: no rule that counts there asks for one, and whoever fits what is assumed still
        does where less is known.
        """
        space = self.space
        allowed, left = space.either(where, space.opposite(space.assumed)), space.among_us(where)
        regions = list[Region]()
        while left != NOWHERE and len(regions) < MOST_REGIONS:
            person = space.smallest(left)
            cube = widest(space, person, allowed)
            clauses = tuple(clause(space, at, cube[at]) for at in sorted(cube, key=lambda at: self.order[space.facts[at].name]))
            regions.append(Region(clauses, *self.witness(origin, targets, person)))
            left = space.both(left, space.opposite(product_of(space, cube)))
        return Difference(place, _change(*targets), tuple(regions), left == NOWHERE)

    def witness(self, origin: int | None, targets: Targets, cells: Mapping[int, int]) -> tuple[Decision, Decision]:
        """Both decisions for one person, once the engines have shown that they differ as they were found to."""
        values, level = self.space.values(cells), NOT_IN_CARE if origin is None else self.new.continuum.ids[origin]

        def decided(rules: RuleSet) -> Decision:
            own: dict[str, Any] = {fact: value for fact, value in values.items() if fact in rules.facts.vocabulary()}
            return Engine(rules).decide(rules.facts(level=level, **own))

        before, after = decided(self.old), decided(self.new)
        shown = tuple(one.case.placement.target for one in (before, after))
        if shown != targets or (before.target_id, before.range_ids) == (after.target_id, after.range_ids):
            raise ProofError(
                f"a difference was found at {place_id(before.origin)!r}, and the engines do not show it: "
                "this is a defect of the library, not of the rule sets; please report it with both of them"
            )
        return before, after


def _order(old: RuleSet, new: RuleSet) -> dict[str, int]:
    """The order of the facts for a reader: first those that a changed rule asks for, then as they were declared."""
    changed = {*conditions_of(old)} ^ {*conditions_of(new)}
    asked = frozenset[str]().union(*(condition.facts() for condition in changed))
    declared = {**old.facts.vocabulary(), **new.facts.vocabulary()}
    return {fact: place for place, fact in enumerate(sorted(declared, key=lambda fact: fact not in asked))}


def _targets(view: View[int]) -> Iterator[tuple[int | None, int]]:
    """Each level that can be decided, and for whom."""
    yield None, view.no(view.placed.settled)
    yield from ((rung, view.goes_to(rung)) for rung in range(COMPLETED, view.top + 1))


def _range_differs(before: View[int], after: View[int]) -> int:
    """
    Who is left another range.

    Without an entry an admission has no range; a range of a single rung stands for it here, which no other admission that is not
    determined has.
    """
    ranges = [view.placed.lowest + view.placed.highest for view in (before, after)]
    return before.no(equal(before.algebra, *ranges))


def _change(before: int | None, after: int | None) -> Change:
    if before == after:
        return Change.RANGE_ONLY
    if before is None or after is None:
        return Change.DETERMINED if before is None else Change.UNDETERMINED
    return Change.MORE_CARE if after > before else Change.LESS_CARE
