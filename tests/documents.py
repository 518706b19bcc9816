"""
Documents of every kind: small, valid, with every key that there is; and what is drawn in more ways than `worlds` draws it.

A text that may never be shown in an error holds `SENTINEL`, and so does whatever of a person can be a text; a number is `NUMBER`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum, IntEnum
from typing import Any, Final

from attrs import evolve, field, frozen
from hypothesis import settings
from hypothesis import strategies as st

from continuum import (
    CLINICAL,
    COMPLETE,
    HANDOFF,
    NOT_IN_CARE,
    PROMPT,
    Admission,
    Assessment,
    Choice,
    Condition,
    Continuum,
    Count,
    Decision,
    Duration,
    Engine,
    Fact,
    FactSources,
    Flag,
    Grade,
    Hold,
    Justification,
    Level,
    Provenance,
    RuleSet,
    ServiceNeed,
    Source,
    StepDown,
    StepUp,
    n_of,
    total,
)
from continuum.comparisons import OPERATORS, Compare, OneOf
from continuum.conditions import AllOf, AnyOf, NOf, Not
from continuum.disposition import Authorization, Disposition, ReasonCode
from continuum.episode import Episode
from continuum.library import four_levels, stepdown
from continuum.programs import Program
from continuum.sources import Claim, Mark
from continuum.standards import PREFERRED, RED_FLAG, REQUIRED, Requirement, Standard
from continuum.totals import Part, Total
from continuum.wire import (
    Writable,
    read_case,
    read_decision,
    read_disposition,
    read_episode,
    read_ladder,
    read_program,
    read_rule_set,
    read_standard,
    write,
)
from tests.laws import worlds
from tests.laws.worlds import values_of

WORD: Final = "Zq7xJv"
NUMBER: Final = 48151623
SENTINEL: Final = f"{WORD} {NUMBER}"

SOURCE = Source("F0-1", work=f"a work {SENTINEL}", note=f"a note {SENTINEL}")


class Craving(IntEnum):
    NONE = 0
    SOME = 2
    MUCH = 5


class Shift(Enum):
    DAY = "d"
    NIGHT = 7


class Ours(Assessment):
    """A fact of each kind, and every key that a fact may have."""

    craving: Grade[Craving] = Grade(
        "craving today", Craving, worse="higher", meaning=f"How strong it is. {SENTINEL}", source=[SOURCE]
    )
    strain: Count = Count("strain", low=0, high=99_999_999, unit="points", worse="higher")
    doing: Count = Count("doing well", low=0, high=10, unit="points", worse="lower", scope="level")
    booked: Flag = Flag("appointment", worse=False, scope="level", yes="it is booked", no="nothing is booked")
    nights: Duration = Duration("nights here", low=0, high=99_999_999, unit="nights", worse=None, scope="level")
    shift: Choice[Shift] = Choice("shift at work", Shift, changeable=False, ground=False)


class OurProgram(Program):
    """What a program of ours is asked beside the standard questions."""

    beds: Count = Count("beds", low=0, high=99_999_999, unit="beds", worse="lower")
    garden: Flag = Flag("garden", worse=False)


LADDER = Continuum(
    "four",
    [
        Level(
            "low",
            "Low",
            purpose=f"a link {SENTINEL}",
            setting=f"at home {SENTINEL}",
            supervision=f"seldom {SENTINEL}",
            exposure=f"all of it {SENTINEL}",
            dose=f"an hour {SENTINEL}",
            medically_managed=False,
            round_the_clock=False,
            review_days=30,
            sources=[SOURCE],
        ),
        Level("mid", "Middle", purpose="practice"),
        Level("high", "High", purpose="safety", round_the_clock=True),
        Level("top", "Top", purpose="medicine", medically_managed=True, round_the_clock=True, review_days=1),
    ],
)

CALM = Ours.craving.one_of(Craving.NONE, Craving.SOME)
WELL = Ours.doing >= 8
RULES = RuleSet(
    id="ours/rules",
    version="2026.1",
    title=f"Ours {SENTINEL}",
    intended_use=f"Tests. {SENTINEL}",
    status=f"draft {SENTINEL}",
    reviewer=f"nobody {SENTINEL}",
    limits=f"all {SENTINEL}",
    continuum=LADDER,
    facts=Ours,
    entry="low",
    required_facts=["craving"],
    rules=[
        StepUp(
            "floor",
            at="low",
            at_least="high",
            when=Ours.craving >= Craving.MUCH,
            urgency=PROMPT,
            because=f"too much {SENTINEL}",
            skips_because=f"too low {SENTINEL}",
            sources=[SOURCE],
        ),
        StepUp("jump", at=("low", "mid"), when=(Ours.doing < 2) | ~(Ours.doing >= 1), because=f"not well {SENTINEL}"),
        Admission("severe", at_least="high", when=Ours.strain >= 50, because=f"x {SENTINEL}", skips_because=f"y {SENTINEL}"),
        Hold(
            "strained",
            at=("mid", "high"),
            when=total(Ours.craving, Ours.strain) > NUMBER + 4,
            about=CLINICAL,
            because=f"strain {SENTINEL}",
            until=f"less {SENTINEL}",
            sources=[SOURCE],
        ),
        Hold("not-booked", when=~Ours.booked, about=HANDOFF, because=f"owed {SENTINEL}", until=f"booked {SENTINEL}"),
        StepDown("end", at="low", no_lower_than=COMPLETE, when=WELL & CALM, because=f"done {SENTINEL}"),
        StepDown("next", at=["mid", "top"], when=WELL, because=f"well {SENTINEL}", sources=[SOURCE]),
        StepDown(
            "far", at="high", no_lower_than="low", when=n_of(2, WELL, Ours.doing > 5, CALM & WELL), because=f"well {SENTINEL}"
        ),
    ],
    justifications=[
        Justification("mid-covered", skips="mid", when=CALM & (Ours.doing >= 9), because=f"x {SENTINEL}", sources=[SOURCE])
    ],
    needs=[
        ServiceNeed("nights", when=(Ours.shift == Shift.NIGHT) | (Ours.nights != 1), offers=f"x {SENTINEL}", sources=[SOURCE])
    ],
    claims=[
        Claim(
            "slow", text=f"x {SENTINEL}", figure=f"2 of 3 {SENTINEL}", claimed_by=f"y {SENTINEL}", marks=[*Mark], sources=[SOURCE]
        )
    ],
)

DAY = date(2026, 11, 2)
PERSON = f"p {SENTINEL}"
NURSE = f"nurse {SENTINEL}"


def seen(level: Any, days: int = 0, **facts: Any) -> Decision:
    """The decision for a person seen at this level so many days after the first."""
    known: dict[str, Any] = {"craving": Craving.SOME, "strain": NUMBER, **facts}
    return ENGINE.decide(
        Ours(level=level, assessed_on=DAY + timedelta(days), assessed_by=NURSE, person=PERSON, fact_sources=FROM, **known)
    )


ENGINE = Engine(RULES)
FROM = FactSources.of({"craving": Provenance.OBSERVED, "strain": Provenance.RECORD, "shift": Provenance.SELF_REPORT})
DOWN = seen("high", doing=9, booked=True, nights=NUMBER, shift=Shift.NIGHT)
"""To low; mid is passed with its justification."""
UP = seen("low", 20, craving=Craving.MUCH)
"""To high, and an open question left."""
FIRST = seen(NOT_IN_CARE, strain=None)
"""An admission that is not determined."""
OTHERWISE = Disposition(
    decision=DOWN,
    chosen=NOT_IN_CARE,
    on=DAY,
    decided_by=NURSE,
    reasons=[ReasonCode.COST, ReasonCode.OTHER],
    passing={"mid": ReasonCode.LEFT_EARLY, "low": ReasonCode.LEFT_EARLY},
    benefits_verified=True,
    authorization=Authorization.NOT_ASKED,
    note=f"two lines\n{SENTINEL}",
)
ADVISED = Disposition(decision=DOWN, chosen="low", on=DAY + timedelta(1), begins_on=DAY + timedelta(9), decided_by=NURSE)
RAISED = Disposition(decision=UP, chosen="high", on=DAY + timedelta(21), decided_by=NURSE, begins_on=DAY + timedelta(22))
HISTORY = (
    Episode(PERSON)
    .record(DOWN)
    .record(OTHERWISE)
    .supersede({2: ADVISED}, because=f"a slip {SENTINEL}")
    .record(UP)
    .record(RAISED)
    .supersede({5: None}, because=f"not begun {SENTINEL}")
)
"""What was done is corrected, and what came after is withdrawn."""

CASE = DOWN.assessment
PROGRAM = OurProgram(name=f"House {SENTINEL}", weekly_hours=12, in_network=True, beds=NUMBER, garden=False)
REQUIREMENTS = (
    Requirement("hours", when=Program.weekly_hours >= 9, text=f"x {SENTINEL}", ask="hours?", weight=REQUIRED, sources=[SOURCE]),
    Requirement(
        "near",
        when=Program.in_network & ~Program.returns_home,
        text="x",
        ask=f"near? {SENTINEL}",
        weight=PREFERRED,
        for_need="nights",
        sources=[SOURCE],
    ),
    Requirement("few", when=Program.weekly_hours < 2, text="x", ask="few?", weight=RED_FLAG, sources=[SOURCE]),
)
STANDARD = Standard(
    id="ours/standard",
    version="1",
    title=f"Ours {SENTINEL}",
    status=f"draft {SENTINEL}",
    levels=["low", "mid"],
    for_later=["later"],
    requirements=REQUIREMENTS,
)
OWN_STANDARD = evolve(
    STANDARD,
    record=OurProgram,
    requirements=[*REQUIREMENTS, evolve(REQUIREMENTS[0], id="garden", when=OurProgram.garden.as_condition())],
)


@frozen
class Kind:
    """One kind of document: a small thing with every key, and the function that reads it."""

    thing: Writable
    read: Callable[[object], Any]
    plain: Mapping[str, Any] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Write it once."""
        object.__setattr__(self, "plain", write(self.thing))


KINDS: Final[dict[str, Kind]] = {
    "assessment": Kind(CASE, lambda data: read_case(data, Ours)),
    "program": Kind(PROGRAM, lambda data: read_program(data, OurProgram)),
    "ladder": Kind(LADDER, read_ladder),
    "rule-set": Kind(RULES, lambda data: read_rule_set(data, Ours)),
    "standard": Kind(STANDARD, read_standard),
    "decision": Kind(DOWN, lambda data: read_decision(data, RULES)),
    "disposition": Kind(OTHERWISE, lambda data: read_disposition(data, RULES)),
    "episode": Kind(HISTORY, lambda data: read_episode(data, RULES)),
}
"""By the name of its schema."""

MOMENT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
RECORD: Final[dict[str, Any]] = DOWN.to_record(recorded_at=MOMENT, notice=f"not to be passed on {SENTINEL}")
REDACTED: Final[dict[str, Any]] = DOWN.to_record(recorded_at=MOMENT, notice="not to be passed on", redacted=True)


def within_history(record: Mapping[str, Any]) -> dict[str, Any]:
    """What stands of a record in a history: the decision alone, not when and by what it was put on record."""
    return {key: record[key] for key in ("rules", "assessment", "assessment_digest", "outcome")}


SHIPPED: Final = (stepdown.RULES, four_levels.RULES)


@frozen
class Spot:
    """A place in a document: an object or a list, the key or the number there, and the path that an error gives for it."""

    inside: Any
    key: Any
    path: str

    @property
    def value(self) -> Any:
        """What is there."""
        return self.inside[self.key]

    def put(self, value: object) -> None:
        """Something else is there."""
        self.inside[self.key] = value


def spots(data: Any, at: str = "") -> Iterator[Spot]:
    """Every place in a document, from the outside in; the document itself is none."""
    if isinstance(data, dict):
        for key in data:
            yield from _spots_from(Spot(data, key, f"{at}.{key}" if at else str(key)))
    elif isinstance(data, list):
        for number in range(len(data)):
            yield from _spots_from(Spot(data, number, f"{at}[{number}]"))


def _spots_from(spot: Spot) -> Iterator[Spot]:
    yield spot
    yield from spots(spot.value, spot.path)


# What is drawn.

FEWER = settings(max_examples=max(1, settings().max_examples // 3))
"""For laws of which each example takes long: a rule set is built, written, read and asked."""

LINES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
SOURCES = st.lists(st.builds(Source, id=LINES, work=LINES | st.just(""), note=LINES | st.just("")), max_size=2)
SOME_SOURCES = st.lists(st.builds(Source, id=LINES), min_size=1, max_size=2)


@st.composite
def comparisons(draw: st.DrawFn, facts: type[Assessment]) -> Condition:
    """A comparison of any kind that makes sense of the fact, and is true of some value and not of all."""
    name = draw(st.sampled_from(worlds.own_facts(facts)))
    fact, values = facts.vocabulary()[name], values_of(facts, name)
    possible: list[Condition] = [
        Compare(name, op, value) for op in OPERATORS for value in values if fact.refusal(op, value) is None
    ]
    several = draw(st.lists(st.sampled_from(values), min_size=1, max_size=len(values) - 1, unique=True))
    return draw(st.sampled_from([*(one for one in possible if not [*one.problems(facts.vocabulary())]), OneOf(name, several)]))


def _total(facts: list[Fact[Any]], op: str, number: int) -> Total:
    return Total([Part(fact.name, *fact.bounds) for fact in facts if fact.bounds], op, number)


@st.composite
def totals(draw: st.DrawFn, facts: type[Assessment]) -> Condition:
    """A sum of some of the facts against a number that it may miss and may reach."""
    summable = [fact for name in worlds.own_facts(facts) if (fact := facts.vocabulary()[name]).bounds is not None]
    added = draw(st.lists(st.sampled_from(summable), min_size=1, max_size=3, unique_by=id))
    op = draw(st.sampled_from([*OPERATORS]))
    made = [_total(added, op, number) for number in range(10)]
    return draw(st.sampled_from([one for one in made if not [*one.problems(facts.vocabulary())]]))


def conditions(facts: type[Assessment]) -> st.SearchStrategy[Condition]:
    """A condition of any kind, in any direction, as a need may have it."""

    def grown(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, min_size=1, max_size=3)
        counted = several.flatmap(lambda terms: st.integers(1, len(terms)).map(lambda number: NOf(terms, n=number)))
        return several.map(AllOf) | several.map(AnyOf) | inner.map(Not) | counted

    return st.recursive(comparisons(facts) | totals(facts), grown, max_leaves=5)


@st.composite
def levels_in_full(draw: st.DrawFn, ladder: Continuum) -> Continuum:
    """The same ladder, with everything that may be said of its levels."""
    said = st.none() | st.booleans()
    words = LINES | st.just("")
    names = draw(st.lists(LINES, min_size=len(ladder), max_size=len(ladder), unique_by=str.casefold))
    return Continuum(
        ladder.id,
        [
            evolve(
                level,
                name=name,
                setting=draw(words),
                supervision=draw(words),
                exposure=draw(words),
                dose=draw(words),
                medically_managed=draw(said),
                round_the_clock=draw(said),
                review_days=draw(st.none() | st.integers(1, 36_500)),
                sources=draw(SOURCES),
            )
            for level, name in zip(ladder, names, strict=True)
        ],
    )


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """Claims with any marks."""
    return [
        Claim(
            f"claim {number}",
            text=draw(LINES),
            figure=draw(LINES | st.just("")),
            claimed_by=draw(LINES),
            marks=draw(st.lists(st.sampled_from(Mark), unique=True)),
            sources=draw(SOME_SOURCES),
        )
        for number in range(draw(st.integers(0, 2)))
    ]


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    """A rule set of `worlds`, with needs, claims, sources, and everything that may be said of it and of its levels."""
    rules = draw(worlds.rule_sets())
    needs = [
        ServiceNeed(f"need-{number}", when=draw(conditions(rules.facts)), offers=draw(LINES), sources=draw(SOURCES))
        for number in range(draw(st.integers(0, 2)))
    ]
    return evolve(
        rules,
        version=draw(LINES),
        title=draw(LINES),
        intended_use=draw(LINES),
        status=draw(LINES),
        reviewer=draw(LINES | st.just("")),
        limits=draw(LINES | st.just("")),
        continuum=draw(levels_in_full(rules.continuum)),
        rules=[evolve(rule, sources=draw(SOURCES)) for rule in rules.rules],
        needs=needs,
        claims=draw(claims()),
    )


PEOPLE = st.none() | st.text(min_size=1, max_size=64).filter(lambda text: text.isprintable() and bool(text.strip()))


@st.composite
def assessments(draw: st.DrawFn, rules: RuleSet) -> Assessment:
    """An assessment of `worlds`, with a day, a role, a person and sources of its facts."""
    facts = [*rules.facts.vocabulary()]
    said = draw(st.dictionaries(st.sampled_from(facts), st.sampled_from(Provenance), max_size=3))
    return draw(worlds.assessments(rules)).replace(
        assessed_on=draw(st.none() | st.dates()),
        assessed_by=draw(PEOPLE),
        person=draw(PEOPLE),
        fact_sources=FactSources.of(said),
    )
