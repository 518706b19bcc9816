"""
Laws: what every rule set keeps, each written once.

What lives here: `LAWS`, each a sentence and the search for its breaches, and `View`, the decisions that it is asked about. What
it may import: `circuit`, `grounds` and below. What it never does: ask how the algorithm works. The laws look at the rules and
at where people go, never at `placement`, so that a defect there cannot hide.

A law is written over any `Algebra`. With plain truths it is a test of one person's decision; with sets of cases it is a proof:

    >>> from continuum import Assessment
    >>> from continuum.library import stepdown
    >>> [breach for law in LAWS if law.about is About.ONE for breach in law.broken(look(stepdown.RULES, Assessment(level="php")))]
    []
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import partial
from types import ModuleType
from typing import Any, Final, Generic, NamedTuple, TypeVar

from attrs import Factory, field, frozen

from continuum import placement as our_placement
from continuum.assessment import Assessment
from continuum.circuit import Algebra, Heights, Placed, PlainTruths, Rails, all_of, any_of, equal, judge, same
from continuum.comparisons import Missing
from continuum.conditions import Condition
from continuum.grounds import open_questions
from continuum.levels import COMPLETE, NOT_IN_CARE
from continuum.placement import Placement
from continuum.rule_set import COMPLETED, RuleSet, is_lasting
from continuum.rules import IMMEDIATE, Admission, Hold, Justification, StepDown, StepUp
from continuum.whereabouts import examine

T = TypeVar("T")


class About(Enum):
    """What a law compares."""

    ONE = "one assessment"
    WORSE = "an assessment, and another in which one fact is worse"
    FULLER = "an assessment, and another in which more is known"
    ARRIVED = "an assessment, and the start at the level decided"


class Breach(NamedTuple, Generic[T]):
    """One way to break a law: what is wrong, and whether it happens."""

    what: str
    happens: T


class Asks(NamedTuple):
    """A rule that asks for a rung, and the rungs that it finds too low; `always`: not at an admission only."""

    rule: StepUp | Admission
    lowest: int
    at_least: int
    always: bool

    @property
    def when(self) -> Condition:
        """Its condition."""
        return self.rule.when

    def speaks_of(self, rung: int) -> bool:
        """Whether it finds this rung too low."""
        return self.lowest <= rung < self.at_least


class Permits(NamedTuple):
    """A step-down, and the lowest rung that it permits."""

    rule: StepDown
    limit: int

    @property
    def when(self) -> Condition:
        """Its condition."""
        return self.rule.when


class Said(NamedTuple):
    """What a rule set says, rung by rung."""

    floors: list[Asks]
    jumps: list[list[Asks]]
    holds: list[list[Hold]]
    ways: list[list[Permits]]
    passes: list[list[Justification]]


@frozen
class View(Generic[T]):
    """
    Decisions at one place, for one person or for everybody at once.

    Args:
        rules: The rules.
        origin: The rung of the assessment; `None` at an admission.
        algebra: What truths are.
        judged: A condition on both rails.
        placed: Where people go.
        asked: Whether some open question names the rule with this id.
    """

    rules: RuleSet
    origin: int | None
    algebra: Algebra[T]
    judged: Callable[[Condition], Rails[T]]
    placed: Placed[T]
    asked: Callable[[str], T]
    said: Said = field(default=Factory(lambda view: _said(view.rules), takes_self=True), repr=False)
    """What the rule set says, rung by rung."""

    @property
    def top(self) -> int:
        """The highest rung."""
        return self.rules.continuum.top

    @property
    def entry(self) -> int | None:
        """The lowest rung of admission."""
        return None if self.rules.entry is None else self.rules.continuum.rank(self.rules.entry)

    @property
    def first_rungs(self) -> range:
        """The rungs that an admission may pass: from the entry to below the highest; none without an entry."""
        return range(self.top if self.entry is None else self.entry, self.top)

    def all(self, *truths: T) -> T:
        """And."""
        return all_of(self.algebra, truths)

    def any(self, *truths: T) -> T:
        """Or."""
        return any_of(self.algebra, truths)

    def no(self, truth: T) -> T:
        """Not."""
        return self.algebra.opposite(truth)

    def differ(self, one: T, other: T) -> T:
        """One without the other."""
        return self.no(same(self.algebra, one, other))

    def is_one_rung(self) -> T:
        """Whether every answer would leave people on the same rung."""
        return equal(self.algebra, self.placed.lowest, self.placed.highest)

    def certain(self, rules: Iterable[Any]) -> T:
        """Whether the condition of one of these is certain."""
        return any_of(self.algebra, (self.judged(rule.when).certain for rule in rules))

    def possible(self, rules: Iterable[Any]) -> T:
        """Whether the condition of one of these is possible."""
        return any_of(self.algebra, (self.judged(rule.when).possible for rule in rules))

    def missing(self) -> T:
        """Whether a required fact is not known."""
        return any_of(self.algebra, (self.judged(Missing(fact)).possible for fact in self.rules.required_facts))

    def reaches(self, heights: Heights[T], rung: int) -> T:
        """Whether it is this rung or a higher one."""
        if rung <= COMPLETED:
            return self.algebra.always
        return heights[rung] if rung <= self.top else self.algebra.never

    def goes_to(self, rung: int) -> T:
        """Whether this rung is decided; -1 is the completion of care."""
        return self.all(self.placed.settled, self.is_at(self.placed.target, rung))

    def is_at(self, heights: Heights[T], rung: int) -> T:
        """Whether it is exactly this rung."""
        return self.all(self.reaches(heights, rung), self.no(self.reaches(heights, rung + 1)))

    def below(self, rung: int) -> T:
        """Whether something below this rung is decided."""
        return self.all(self.placed.settled, self.no(self.reaches(self.placed.target, rung)))

    def above(self, rung: int) -> T:
        """Whether something above this rung is decided."""
        return self.all(self.placed.settled, self.reaches(self.placed.target, rung + 1))

    # What the rules say of a rung; asked of the rule set as it was written.

    def floors(self, rung: int) -> list[Asks]:
        """What finds this rung too low; at an admission the floors of admissions, too."""
        return [one for one in self.said.floors if one.speaks_of(rung) and (one.always or self.origin is None)]

    def demands(self, rung: int) -> list[Asks]:
        """Every step-up that speaks here."""
        return [*self.floors(rung), *self.said.jumps[rung]]


def _said(rules: RuleSet) -> Said:
    """What a rule set says of each rung, from its rules alone."""
    ladder, ids = rules.continuum, rules.continuum.ids
    ups = [rule for rule in rules.rules if isinstance(rule, StepUp)]
    local = [rule for rule in ups if not is_lasting(rule, rules.facts)]
    floors = [
        Asks(rule, ladder.rank(rule.at[0]) if rule.at else 0, ladder.rank(rule.at_least), always=True)
        for rule in ups
        if rule not in local and rule.at_least
    ]
    floors += [Asks(rule, 0, ladder.rank(rule.at_least), always=False) for rule in rules.rules if isinstance(rule, Admission)]
    downs = [rule for rule in rules.rules if isinstance(rule, StepDown)]
    holds = [rule for rule in rules.rules if isinstance(rule, Hold)]
    return Said(
        floors,
        [
            [
                Asks(rule, rung, ladder.rank(rule.at_least) if rule.at_least else min(rung + 1, ladder.top), always=True)
                for rule in local
                if level in (rule.at or ())
            ]
            for rung, level in enumerate(ids)
        ],
        [[rule for rule in holds if rule.at is None or level in rule.at] for level in ids],
        [[Permits(rule, _limit(rule, rung, rules)) for rule in downs if level in rule.at] for rung, level in enumerate(ids)],
        [[one for one in rules.justifications if one.skips == level] for level in ids],
    )


def _limit(rule: StepDown, rung: int, rules: RuleSet) -> int:
    if rule.no_lower_than is None:
        return rung - 1
    return COMPLETED if rule.no_lower_than is COMPLETE else rules.continuum.rank(f"{rule.no_lower_than}")


Breaches = Callable[..., Iterator[Breach[Any]]]


@frozen
class Law:
    """
    What has to be so, of one decision or of two.

    Args:
        id: Its name, such as `justified-skips`.
        number: The law of docs/explanation that it belongs to.
        says: It in one sentence.
        about: What it compares.
        breaches: Every way to break it, for one view or two.
    """

    id: str
    number: int
    says: str
    about: About
    breaches: Breaches = field(repr=False)

    def broken(self, *views: View[bool]) -> list[str]:
        """What is wrong with these decisions; nothing, if they keep it."""
        return [breach.what for breach in self.breaches(*views) if breach.happens]


def look(rules: RuleSet, assessment: Assessment, placement: ModuleType = our_placement) -> View[bool]:
    """
    The decision for one assessment, as the laws see it.

    Args:
        rules: The rules.
        assessment: The assessment, at a level of the ladder or at an admission.
        placement: The functions that place.
    """
    values, top = vars(assessment), rules.continuum.top
    origin = None if assessment.level is NOT_IN_CARE else rules.continuum.rank(f"{assessment.level}")
    found = placement.admit(rules.by_rung, values) if origin is None else placement.place(rules.by_rung, origin, values)
    truths = PlainTruths(values)
    named = partial(_named, rules, assessment)
    return View(rules, origin, truths, partial(judge, truths), _as_heights(found, top), named)


def _as_heights(found: Placement, top: int) -> Placed[bool]:
    target, lowest, highest = (
        tuple(rung is not None and rung >= height for height in range(top + 1))
        for rung in (found.target, found.lowest, found.highest)
    )
    return Placed(found.target is not None, target, lowest, highest)


def _named(rules: RuleSet, assessment: Assessment, rule: str) -> bool:
    return any(rule in question.rules for question in open_questions(examine(rules, assessment)))


# The laws. Each yields every way in which it could be broken.


def justified_skips(view: View[T]) -> Iterator[Breach[T]]:
    """Every rung between origin and target has a reason that is certain."""
    if view.origin is None:
        for rung in view.first_rungs:
            yield Breach("admitted past a level", view.all(view.above(rung), view.no(view.certain(view.floors(rung)))))
        return
    rules = view.said
    for rung in range(view.origin):
        passes = view.certain(rules.passes[rung])
        yield Breach("stepped down past a level", view.all(view.below(rung), view.no(passes)))
    for rung in range(view.origin + 1, view.top):
        passed_by = [jump for jump in rules.jumps[view.origin] if jump.at_least > rung]
        reason = view.certain([*view.floors(rung), *passed_by])
        yield Breach("stepped up past a level", view.all(view.above(rung), view.no(reason)))


def unknown_never_reduces(view: View[T]) -> Iterator[Breach[T]]:
    """No step down beside a possible reason for care, none without certain permission; no low admission with gaps."""
    if view.origin is None:
        yield from _low_admission(view)
        return
    here, rules, lower = view.origin, view.said, view.below(view.origin)
    yield Breach("down beside a possible step up", view.all(lower, view.possible(view.demands(here))))
    yield Breach("down beside a possible hold", view.all(lower, view.possible(rules.holds[here])))
    yield Breach("down while a required fact is missing", view.all(lower, view.missing()))
    for rung in range(COMPLETED, here):
        permitted = view.certain([way for way in rules.ways[here] if way.limit <= rung])
        yield Breach("down without certain permission", view.all(view.goes_to(rung), view.no(permitted)))
        if rung > COMPLETED:
            onto = view.possible(view.floors(rung))
            yield Breach("down onto a level that may be too low", view.all(view.goes_to(rung), onto))


def _low_admission(view: View[T]) -> Iterator[Breach[T]]:
    urgent = [view.all(view.above(rung), view.certain(_immediate(view.floors(rung)))) for rung in view.first_rungs]
    low = view.all(view.placed.settled, view.no(view.reaches(view.placed.target, view.top)))
    yield Breach(
        "admitted below the top while a required fact is missing", view.all(low, view.missing(), view.no(view.any(*urgent)))
    )


def _immediate(asks: Iterable[Asks]) -> list[Asks]:
    return [one for one in asks if getattr(one.rule, "urgency", None) is IMMEDIATE]


def unknown_never_raises(view: View[T]) -> Iterator[Breach[T]]:
    """Nobody is raised by what is merely possible, nor further than something certain asks."""
    if view.origin is None:
        return
    here = view.origin
    yield Breach("raised by something unknown", view.all(view.above(here), view.no(view.certain(view.demands(here)))))
    for rung in range(here + 1, view.top + 1):
        asking = [one for one in view.floors(rung - 1) if one.at_least >= rung]
        asking += [one for one in view.said.jumps[here] if one.at_least >= rung]
        yield Breach("raised further than anything asks", view.all(view.goes_to(rung), view.no(view.certain(asking))))


def hidden_step_up_is_asked(view: View[T]) -> Iterator[Breach[T]]:
    """A step-up that may be due makes the decision provisional, and what it waits for is asked."""
    if view.origin is None:
        speaking = [(one, view.is_at(view.placed.lowest, rung)) for rung in view.first_rungs for one in view.floors(rung)]
    else:
        speaking = [(one, view.algebra.always) for one in view.demands(view.origin)]
    settled = view.is_one_rung()
    for one, there in speaking:
        certain, possible = view.judged(one.when)
        hidden = view.all(there, possible, view.no(certain), view.no(view.reaches(view.placed.lowest, one.at_least)))
        yield Breach("settled although a step up may be due", view.all(hidden, settled))
        yield Breach("what a step up waits for is not asked", view.all(hidden, view.no(view.asked(one.rule.id))))


def safety_first(view: View[T]) -> Iterator[Breach[T]]:
    """Step-up beats hold beats step-down, and nobody ends where a floor finds the level too low."""
    if view.origin is None:
        return
    for one in view.demands(view.origin):
        short = view.no(view.reaches(view.placed.target, one.at_least))
        yield Breach("a certain step up is not obeyed", view.all(view.judged(one.when).certain, short))
    held = view.certain(view.said.holds[view.origin])
    yield Breach("a certain hold is not obeyed", view.all(held, view.below(view.origin)))
    for rung in range(view.top):
        yield Breach("the target itself is too low", view.all(view.goes_to(rung), view.certain(view.floors(rung))))


def what_is_due_happens(view: View[T]) -> Iterator[Breach[T]]:
    """The twin of law 2: what is permitted, justified and free of any possible reason for care happens."""
    if view.origin is None:
        return
    rules, here = view.said, view.origin
    care = view.possible([*view.demands(here), *rules.holds[here]])
    due = view.all(view.no(view.any(care, view.missing())), view.certain(rules.ways[here]))
    for landing in range(here - 1, COMPLETED - 1, -1):
        lower = view.certain([way for way in rules.ways[here] if way.limit < landing])
        onward = view.all(lower, view.certain(rules.passes[landing])) if landing > COMPLETED else view.algebra.never
        lands, due = view.all(due, view.no(onward)), view.all(due, onward)
        yield from _is_placed(view, lands, landing, "a step down that is due does not happen")


def _is_placed(view: View[T], lands: T, landing: int, what: str) -> Iterator[Breach[T]]:
    """Whoever lands there goes to the first rung from there upward that cannot be too low."""
    for rung in range(landing, view.top + 1):
        too_low = view.possible(view.floors(rung)) if rung > COMPLETED else view.algebra.never
        yield Breach(what, view.all(lands, view.no(too_low), view.no(view.goes_to(rung))))
        lands = view.all(lands, too_low)


def admission_is_settled(view: View[T]) -> Iterator[Breach[T]]:
    """The lowest rung that nothing finds too low, as soon as nothing unknown could change it; in an emergency, now."""
    if view.origin is not None:
        return
    if view.entry is None:
        yield Breach("admitted without an entry", view.placed.settled)
        return
    lowest, highest = view.placed.lowest, view.placed.highest
    yield from _climbs(view, lowest, view.certain, view.algebra.never)
    yield from _climbs(view, highest, view.possible, view.missing())
    urgent = [view.all(view.reaches(lowest, rung + 1), view.certain(_immediate(view.floors(rung)))) for rung in view.first_rungs]
    ready = view.any(view.is_one_rung(), *urgent)
    yield Breach("settled too early or too late", view.differ(ready, view.placed.settled))
    for height in range(view.top + 1):
        elsewhere = view.differ(view.placed.target[height], lowest[height])
        yield Breach("admitted elsewhere", view.all(view.placed.settled, elsewhere))


def _climbs(view: View[T], heights: Heights[T], rail: Callable[[Iterable[Any]], T], to_the_top: T) -> Iterator[Breach[T]]:
    """An end of the range is where its floors lead to from the entry; the top, where something required is missing."""
    reached, entry = view.algebra.always, view.entry or 0
    for height in range(view.top + 1):
        if height > entry:
            reached = view.all(reached, rail(view.floors(height - 1)))
        expected = view.any(reached, to_the_top)
        yield Breach("an admission does not go where its floors lead", view.differ(heights[height], expected))


def knowing_more_narrows(known: View[T], fuller: View[T]) -> Iterator[Breach[T]]:
    """Every answer stays in the range, and never brings more care than a decision to step down."""
    if known.origin is None and known.entry is None:
        return
    for one in (known, fuller):
        for low, high in zip(one.placed.lowest, one.placed.highest, strict=True):
            yield Breach("the range is upside down", one.all(low, one.no(high)))
    for height in range(known.top + 1):
        low = known.all(known.placed.lowest[height], known.no(fuller.placed.lowest[height]))
        high = known.all(fuller.placed.highest[height], known.no(known.placed.highest[height]))
        yield Breach("knowing more leaves the range", known.any(low, high))
        if known.origin is not None:
            higher = known.all(fuller.placed.target[height], known.no(known.placed.target[height]))
            yield Breach("full knowledge says higher than a step down", known.all(known.below(known.origin), higher))


def worse_never_means_less(better: View[T], worse: View[T]) -> Iterator[Breach[T]]:
    """Making a fact worse never lowers the target; it may make an admission undetermined."""
    both = better.all(better.placed.settled, worse.placed.settled)
    if better.origin is not None:
        yield Breach("a worse fact loses the decision", better.no(both))
    for height in range(better.top + 1):
        for before, after, what in (
            (better.all(both, better.placed.target[height]), worse.placed.target[height], "target"),
            (better.placed.lowest[height], worse.placed.lowest[height], "lowest"),
            (better.placed.highest[height], worse.placed.highest[height], "highest"),
        ):
            yield Breach(f"a worse fact lowers the {what}", better.all(before, better.no(after)))


def one_step(before: View[T], after: View[T]) -> Iterator[Breach[T]]:
    """After a move or an admission, the level is kept as long as nothing new is known."""
    there = after.origin
    if there is None or there == before.origin:
        return
    moved = before.goes_to(there)
    up_first = before.origin is not None and there > before.origin
    up, down = ("goes on up", "goes back down") if up_first else ("goes back up", "goes on down")
    if before.origin is None:
        up, down = "the admission does not settle: it goes up", "the admission does not settle: it goes down"
    yield Breach(up, before.all(moved, after.above(there)))
    yield Breach(down, before.all(moved, after.below(there)))


LAWS: Final = (
    Law("justified-skips", 1, "No level is passed without a reason that is certain.", About.ONE, justified_skips),
    Law("unknown-never-reduces", 2, "What is unknown never reduces care.", About.ONE, unknown_never_reduces),
    Law("knowing-more-narrows", 2, "Every answer stays within the range that was given.", About.FULLER, knowing_more_narrows),
    Law("unknown-never-raises", 2, "What is merely possible raises nobody.", About.ONE, unknown_never_raises),
    Law("hidden-step-up-is-asked", 2, "A step up that may be due is an open question.", About.ONE, hidden_step_up_is_asked),
    Law("what-is-due-happens", 2, "A step down that is certain in every respect happens.", About.ONE, what_is_due_happens),
    Law("worse-never-less", 3, "A fact that gets worse never means less care.", About.WORSE, worse_never_means_less),
    Law("safety-first", 4, "A step up comes before a hold, and a hold before a step down.", About.ONE, safety_first),
    Law("one-step", 5, "One assessment moves a person one time: neither back nor on.", About.ARRIVED, one_step),
    Law("admission-settles", 5, "An admission is the lowest level that nothing finds too low.", About.ONE, admission_is_settled),
)
"""The laws that speak of decisions; what speaks of a whole rule set is in `properties`."""

BY_ID: Final[Mapping[str, Law]] = {law.id: law for law in LAWS}
