"""
Properties: what can be proved of a rule set, and how each is asked.

What lives here: `PROPERTIES`, each a sentence and the questions that settle it: the laws, and what speaks of the rule set as a
whole (no trap, no dead rule). What it may import: `searches` and below. What it never does: keep time (see `verify`), or
show anything (see `reports`).

A question is asked of everybody at once. Where the answer is no, it comes with the smallest case that shows it, if a case can,
and with the way to see the same on the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, product
from typing import Final

from attrs import evolve

from continuum.assessment import Assessment
from continuum.circuit import any_of
from continuum.diagrams import NOWHERE
from continuum.errors import listed
from continuum.laws import LAWS, About, Law, look
from continuum.levels import NOT_IN_CARE
from continuum.placement import Placement, admit, place
from continuum.rule_set import RulesByRung, RuleSet, is_foreign
from continuum.rules import ROUTINE, Admission, Hold, StepDown, StepUp, TransitionRule, Urgency
from continuum.searches import RANGE, Found, People, Property, Question, Rule, Search, deciding, decisions, without
from continuum.space import UNKNOWN, Space
from continuum.whereabouts import examine

# The laws, as questions.


def _law(law: Law) -> Property:
    pairs = {About.ONE: _one, About.WORSE: _worse, About.FULLER: _fuller, About.ARRIVED: _arrived}
    return Property(law.id, law.number, law.says, partial(pairs[law.about], law))


def _one(law: Law, search: Search) -> Iterator[Question]:
    for origin in search.origins:
        yield Question(search.place(origin), partial(_ask_one, law, search, origin))


def _ask_one(law: Law, search: Search, origin: int | None) -> Found | None:
    for breach in law.breaches(search.view(origin)):
        if search.someone(breach.happens):
            return _broken(law, search, breach.what, (search.person(origin, breach.happens),))
    return None


def _broken(law: Law, search: Search, what: str, people: People) -> Found:
    def seen(people: People) -> bool:
        return what in law.broken(*(look(search.rules, one) for one in people))

    return Found(f"{what[0].upper()}{what[1:]}.", people, seen)


def _arrived(law: Law, search: Search) -> Iterator[Question]:
    for origin in search.origins:
        yield Question(search.place(origin), partial(_ask_arrived, law, search, origin))


def _ask_arrived(law: Law, search: Search, origin: int | None) -> Found | None:
    space, before = search.space, search.view(origin)
    for there in range(search.rules.continuum.top + 1):
        if there == origin or not search.someone(before.goes_to(there)):
            continue
        for breach in law.breaches(before, space.pinned(search.view(there), space.of_the_stay)):
            if search.someone(breach.happens):
                first = search.person(origin, breach.happens)
                return _broken(law, search, breach.what, (first, first.moved_to(search.rules.continuum.ids[there])))
    return None


def _fuller(law: Law, search: Search) -> Iterator[Question]:
    settled = not any(is_foreign(one.when) for one in deciding(search.rules))
    for origin in search.origins:
        yield Question(search.place(origin), partial(_ask_pairs, law, search, origin, _answers), settled)


def _worse(law: Law, search: Search) -> Iterator[Question]:
    settled = all(_polarity_fits(search.rules, one) for one in deciding(search.rules))
    for origin in search.origins:
        yield Question(search.place(origin), partial(_ask_pairs, law, search, origin, _worsenings), settled)


def _polarity_fits(rules: RuleSet, one: Rule) -> bool:
    """Whether a reason for care only grows as facts get worse, and a reason for less care only shrinks."""
    if is_foreign(one.when):
        return False
    found = one.when.polarity(rules.facts.vocabulary())
    return found.grows if isinstance(one, StepUp | Hold | Admission) else found.shrinks


def _answers(space: Space, at: int) -> Iterator[tuple[int, int]]:
    """A fact that is unknown, and each answer."""
    yield from product([UNKNOWN], range(1, len(space.cells[at])))


def _worsenings(space: Space, at: int) -> Iterator[tuple[int, int]]:
    """A value of a fact, and each that is worse."""
    known = range(1, len(space.cells[at]))
    if space.facts[at].higher_is_worse is not None:
        yield from combinations(known if space.facts[at].higher_is_worse else reversed(known), 2)


def _ask_pairs(
    law: Law, search: Search, origin: int | None, changes: Callable[[Space, int], Iterable[tuple[int, int]]]
) -> Found | None:
    """One fact changes, for everybody; more than one, one after the other."""
    space, of_the_stay = search.space, search.rules.facts.level_scoped()
    for at, fact in enumerate(space.facts):
        if origin is None and fact.name in of_the_stay:
            continue
        for before, after in changes(space, at):
            cells = ({at: before}, {at: after})
            views = [space.pinned(search.view(origin), one) for one in cells]
            both = space.both(*(space.diagrams.pinned(space.assumed, one) for one in cells))
            for breach in law.breaches(*views):
                where = space.both(breach.happens, both)
                if where != NOWHERE:
                    found = space.smallest(where)
                    people = tuple(space.assessment(search.rules, origin, {**found, **one}) for one in cells)
                    return _broken(law, search, breach.what, people)
    return None


# What speaks of the rule set as a whole.


def _order(search: Search) -> Iterator[Question]:
    """Rules are laid out by their ids, and each id is there once: the layout cannot depend on how they were listed."""

    def ask() -> Found | None:
        ids = [one.id for one in deciding(search.rules)]
        turned = evolve(search.rules, rules=search.rules.rules[::-1], justifications=search.rules.justifications[::-1])
        if len(set(ids)) == len(ids) and turned.by_rung == search.rules.by_rung:
            return None
        return Found("The order in which the rules are listed changes what they say.")

    yield Question(search.rules.id, ask, searches=False)


def _grounds(search: Search) -> Iterator[Question]:
    vocabulary = search.rules.facts.vocabulary()
    no_time = {name for name, fact in vocabulary.items() if not fact.is_time}

    def ask(one: Rule) -> Found | None:
        wrong = sorted(name for name in one.when.facts() if not vocabulary[name].ground)
        if wrong:
            return Found(f"{one.id!r} asks for what is no ground for a level of care: {listed(wrong)}.")
        if not isinstance(one, Hold) and not one.when.rests_on(no_time):
            return Found(f"{one.id!r} can be true by time alone.")
        return None

    yield from (Question(one.id, partial(ask, one), searches=False) for one in deciding(search.rules))


def _traps(search: Search) -> Iterator[Question]:
    top = search.rules.continuum.top
    for rung, level in enumerate(search.rules.continuum.ids):
        if rung > 0:
            yield Question(f"down-from-{level}", partial(_ask_down, search, rung))
        if rung < top:
            yield Question(f"up-from-{level}", partial(_ask_up, search, rung))


def _ask_down(search: Search, rung: int) -> Found | None:
    view = search.view(rung)
    if search.someone(view.below(rung)):
        return None
    ways = [way.rule for way in search.rules.by_rung.ways[rung]]
    permitted, says = view.certain(ways), f"Nobody can step down from {search.names[rung]}"
    if not ways:
        return Found(f"{says}: no rule permits it.")
    if not search.someone(permitted):
        return Found(f"{says}: no rule that permits it is ever true.")
    says += ": whenever a rule permits it, something else keeps them there."
    return Found(says, (search.plain_person(rung, permitted),), partial(_true_for_nothing, search, ways, rung - 1))


def _true_for_nothing(search: Search, rules: Sequence[Rule], lowest: int, people: People) -> bool:
    """Whether one of these rules is certain, and the person ends above the rung that it leads to all the same."""
    (person,) = people
    target = examine(search.rules, person).placement.target
    return target is not None and target > lowest and any(one.when.definitely(vars(person)) for one in rules)


def _ask_up(search: Search, rung: int) -> Found | None:
    if search.someone(search.view(rung).above(rung)):
        return None
    rules = search.rules.by_rung
    speaking = rules.jumps[rung] or any(floor.speaks_of(rung) for floor in rules.floors)
    why = "no step up that speaks there is ever true" if speaking else "no step up leads up from there"
    return Found(f"Nobody can step up from {search.names[rung]}: {why}.")


def _all_the_way_down(search: Search) -> Iterator[Question]:
    """From each rung, with new and better facts at every level on the way, and the facts about the person at their best."""
    for rung in range(1, search.rules.continuum.top + 1):
        yield Question(search.place(rung), partial(_ask_all_the_way, search, rung))


def _ask_all_the_way(search: Search, rung: int) -> Found | None:
    if _reach(search, rung) != NOWHERE:
        return None
    return Found(
        f"Nobody who is at {search.names[rung]} can step down all the way to {search.names[0]}, not even in the best case."
    )


def _reach(search: Search, rung: int) -> int:
    """The lasting facts with which one can get from a rung to the lowest, if the stay at each level goes as it should."""
    space = search.space
    if rung == 0:
        return space.always
    if rung not in search.reached:
        view = search.view(rung)
        onward = any_of(space, (space.both(view.goes_to(lower), _reach(search, lower)) for lower in range(rung)))
        search.reached[rung] = space.diagrams.somehow(space.among_us(onward), space.of_the_stay.keys())
    return search.reached[rung]


def _can_be_true(search: Search) -> Iterator[Question]:
    for one in deciding(search.rules):
        yield Question(one.id, partial(_ask_true, search, one))


def _ask_true(search: Search, one: Rule) -> Found | None:
    if search.someone(search.space.judged(one.when).certain):
        return None
    return Found(f"The condition of {one.id!r} is never true.")


def _can_be_false(search: Search) -> Iterator[Question]:
    for one in deciding(search.rules):
        yield Question(one.id, partial(_ask_false, search, one))


def _ask_false(search: Search, one: Rule) -> Found | None:
    certain, possible = search.space.judged(one.when)
    if search.someone(search.space.opposite(possible)) or not search.someone(certain):
        return None
    says = f"The condition of {one.id!r} is never false: it is true of everybody of whom enough is known"
    person = search.person(_where_it_speaks(search, one), certain)
    return Found(f"{says}.", (person,), lambda people: one.when.definitely(vars(people[0])))


def _where_it_speaks(search: Search, one: Rule) -> int | None:
    """A place where a rule is asked: the highest rung, or an admission."""
    rungs = [rung for kind, rung, _ in search.effects[one.id] if kind in {"here", "down"}]
    return max(rungs) if rungs else None if isinstance(one, Admission) else search.rules.continuum.top


def _step_downs_act(search: Search) -> Iterator[Question]:
    for rung, ways in enumerate(search.rules.by_rung.ways):
        for way in ways:
            yield Question(f"{way.rule.id}@{search.place(rung)}", partial(_ask_acts, search, way.rule, rung))


def _ask_acts(search: Search, rule: StepDown, rung: int) -> Found | None:
    view, certain = search.view(rung), search.space.judged(rule.when).certain
    if not search.someone(certain) or search.someone(view.all(certain, view.below(rung))):
        return None
    says = f"{rule.id!r} permits nothing at {search.names[rung]}: "
    blocking = [
        one.id
        for one in _speaking(search.rules.by_rung, rung)
        if not search.someone(view.all(certain, view.no(search.space.judged(one.when).possible)))
    ]
    says += f"wherever it is true, so is {listed(map(repr, blocking))}, or it may be." if blocking else STEPS_NOWHERE
    return Found(says, (search.plain_person(rung, certain),), partial(_true_for_nothing, search, [rule], rung - 1))


STEPS_NOWHERE: Final = "wherever it is true, a step up or a hold is due, or may be."


def _speaking(rules: RulesByRung, rung: int) -> Iterator[TransitionRule]:
    """What keeps people at a rung, or takes them up from there."""
    yield from (floor.rule for floor in rules.floors if floor.speaks_of(rung))
    yield from (jump.rule for jump in rules.jumps[rung])
    yield from rules.holds[rung]


def _far_step_downs(search: Search) -> Iterator[Question]:
    for rung, ways in enumerate(search.rules.by_rung.ways):
        for way in ways:
            if way.limit < rung - 1:
                yield Question(f"{way.rule.id}@{search.place(rung)}", partial(_ask_far, search, way.rule, rung, way.limit))


def _ask_far(search: Search, rule: StepDown, rung: int, limit: int) -> Found | None:
    view, certain = search.view(rung), search.space.judged(rule.when).certain
    if not search.someone(certain) or search.someone(view.all(certain, view.below(limit + 1))):
        return None
    never = [
        search.names[passed]
        for passed in range(limit + 1, rung)
        if not search.someone(view.all(certain, view.certain(search.rules.by_rung.justifications[passed])))
    ]
    why = f"nothing ever justifies passing {listed(never)}" if never else "there is always something in the way"
    says = f"{rule.id!r} permits to go from {search.names[rung]} to {search.names[limit]}, and nobody gets there: {why}."
    return Found(says, (search.plain_person(rung, certain, view.below(rung)),), partial(_true_for_nothing, search, [rule], limit))


def _required(search: Search) -> Iterator[Question]:
    yield from (Question(fact, partial(_ask_required, search, fact)) for fact in search.rules.required_facts)


def _ask_required(search: Search, fact: str) -> Found | None:
    """Two answers to it, and everything else alike: does that ever change a decision?"""
    space, at = search.space, search.space.variable[fact]
    known = space.among_us(space.opposite(space.diagrams.where(at, {UNKNOWN})))
    for origin in search.origins:
        for decided in decisions(search, search.view(origin).placed):
            some = (space.both(known, way) for way in (decided, space.opposite(decided)))
            if space.both(*(space.diagrams.somehow(one, {at}) for one in some)) != NOWHERE:
                return None
    return Found(f"Nobody is sent on without knowing {fact!r}, and whatever it is, every decision is the same.")


def _rules_decide(search: Search) -> Iterator[Question]:
    yield from (Question(one.id, partial(_ask_decides, search, one)) for one in deciding(search.rules))


def _ask_decides(search: Search, one: Rule) -> Found | None:
    if search.difference(one.id) != RANGE or _is_urgent_alone(search, one):
        return None
    says = (
        f"{one.id!r} decides nothing by itself: without it fewer questions would be open, and every decision would be the same."
    )
    return Found(says, _showing(search, one), partial(_places_alike, search, one, target_only=True))


def _rules_matter(search: Search) -> Iterator[Question]:
    yield from (Question(one.id, partial(_ask_matters, search, one)) for one in deciding(search.rules))


def _ask_matters(search: Search, one: Rule) -> Found | None:
    if search.difference(one.id) is not None or _is_urgent_alone(search, one):
        return None
    if not search.someone(search.space.judged(one.when).certain):
        return None
    by = sorted(other.id for other in deciding(search.rules) if other.id != one.id and _covers(search, other, one))
    reason = f"{listed(map(repr, by))} {'says' if len(by) == 1 else 'say'} as much" if by else "other rules together say as much"
    return Found(
        f"{one.id!r} changes nothing: {reason}.", _showing(search, one), partial(_places_alike, search, one, target_only=False)
    )


def _is_urgent_alone(search: Search, one: Rule) -> bool:
    """Whether somebody is moved, or kept, more urgently because of it than any other step-up there asks."""
    if not isinstance(one, StepUp) or one.urgency is ROUTINE:
        return False
    certain, by_rung = search.space.judged(one.when).certain, search.rules.by_rung
    for rung in {rung for kind, rung, _ in search.effects[one.id] if kind == "here"}:
        others = (other for other in _speaking(by_rung, rung) if other.id != one.id and _urgency(other) >= one.urgency)
        as_urgent = any_of(search.space, (search.space.judged(other.when).certain for other in others))
        if search.someone(search.space.both(certain, search.space.opposite(as_urgent))):
            return True
    return False


def _urgency(one: Rule) -> Urgency:
    return one.urgency if isinstance(one, StepUp) else ROUTINE


def _showing(search: Search, one: Rule) -> People:
    """The smallest case in which a rule is true, if there is one."""
    certain = search.space.judged(one.when).certain
    return (search.person(_where_it_speaks(search, one), certain),) if search.someone(certain) else ()


def _places_alike(search: Search, one: Rule, people: People, *, target_only: bool) -> bool:
    """Whether these people are placed the same without a rule, which is true of them."""
    fewer = without(search.rules.by_rung, one.id)
    return all(
        one.when.definitely(vars(person))
        and _compared(_place(search.rules, search.rules.by_rung, person), target_only=target_only)
        == _compared(_place(search.rules, fewer, person), target_only=target_only)
        for person in people
    )


def _compared(placed: Placement, *, target_only: bool) -> tuple[int | None, ...]:
    return (placed.target,) if target_only else placed


def _place(rules: RuleSet, by_rung: RulesByRung, person: Assessment) -> Placement:
    if person.level is NOT_IN_CARE:
        return admit(by_rung, vars(person))
    return place(by_rung, rules.continuum.rank(f"{person.level}"), vars(person))


def _covers(search: Search, other: Rule, one: Rule) -> bool:
    """Whether one rule is true wherever another is, and does as much; a floor also keeps who is at the level it asks for."""
    if _urgency(other) < _urgency(one):
        return False
    space, by_rung = search.space, search.rules.by_rung
    keeps = {("here", floor.at_least, floor.at_least) for floor in by_rung.floors if floor.rule == other and floor.lowest == 0}
    does = search.effects[other.id] | keeps
    if not all(any((kind, rung) == they[:2] and they[2] >= far for they in does) for kind, rung, far in search.effects[one.id]):
        return False
    rails = zip(space.judged(one.when), space.judged(other.when), strict=True)
    return not any(search.someone(space.both(mine, space.opposite(theirs))) for mine, theirs in rails)


PROPERTIES: Final = (
    *map(_law, LAWS),
    Property("far-step-down", 1, "A step down that permits to pass levels can get as far as it says.", _far_step_downs),
    Property("required-facts-matter", 6, "The answer to every required fact can change a decision.", _required),
    Property("no-trap", 6, "Every level can be left downward, but the lowest, and upward, but the highest.", _traps),
    Property("best-case", 6, "In the best case one can step down from every level to the lowest.", _all_the_way_down),
    Property("can-be-true", 6, "Every condition can be true.", _can_be_true),
    Property("can-be-false", 6, "No condition is true of everybody.", _can_be_false),
    Property("step-down-acts", 6, "Every step down can happen where it is permitted.", _step_downs_act),
    Property("order", 7, "The order in which rules are listed does not matter.", _order),
    Property("grounds", 8, "No rule asks for what is no ground for a level, and none moves anybody on time alone.", _grounds),
    Property("rule-decides", 6, "Every rule decides something by itself.", _rules_decide, advice=True),
    Property("rule-matters", 6, "No rule says only what others say as well.", _rules_matter, advice=True),
)
"""Everything that can be asked, the laws first; their numbers are those of the laws."""

BY_ID: Final[Mapping[str, Property]] = {one.id: one for one in PROPERTIES}
