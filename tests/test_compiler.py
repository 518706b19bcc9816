"""The compiled rules against `placement`."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from enum import IntEnum, StrEnum
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from continuum import (
    CLINICAL,
    NOT_IN_CARE,
    Assessment,
    Choice,
    Count,
    Flag,
    Grade,
    Hold,
    Justification,
    RuleSet,
    StepDown,
    StepUp,
    compiler,
    n_of,
    total,
)
from continuum.comparisons import OPERATORS, Compare, Missing, OneOf
from continuum.compiler import CERTAIN, POSSIBLE, chooser, written
from continuum.conditions import MAX_DEPTH, AllOf, AnyOf, Condition, NOf, Not
from continuum.library import four_levels, stepdown
from continuum.placement import admit, place
from continuum.totals import Part, Total
from tests.laws.small_worlds import FULL, SMALL_WORLDS, Small, everyone
from tests.laws.worlds import Color, Situation, Three, ladder, situations
from tests.test_circuit import MORE_WORLDS, by_placement

GOOD: dict[str, Any] = {"progress": Three.HIGH, "risk": Three.LOW, "home": False, "crisis": False, "booked": True}


def rung_of(rules: RuleSet, person: Assessment) -> int | None:
    return None if person.level is NOT_IN_CARE else rules.continuum.rank(f"{person.level}")


def by_compiler(rules: RuleSet, person: Assessment, module: Any = compiler) -> int | None:
    choose = module.chooser(rules.by_rung, rung_of(rules, person), "a test")
    target: int | None = choose(vars(person))
    return target


@given(situations())
def test_on_arbitrary_worlds_it_is_the_algorithm(situation: Situation) -> None:
    """On any ladder, with any rules, known and with gaps."""
    for person in (situation.assessment, situation.filled, situation.masked, situation.worse):
        assert by_compiler(situation.rules, person) == by_placement(situation.rules, person).target


BAND = evolve(
    FULL,
    rules=[
        *FULL.rules,
        StepUp("band", at="r2", at_least="r3", when=Small.risk >= Three.MID, because="risk"),
        StepUp("low-band", at="r1", at_least="r2", when=Small.home | (Small.risk >= Three.HIGH), because="home"),
    ],
)
"""Floors that begin above the lowest level: who is lifted to them goes on from there."""

NO_END = evolve(FULL, rules=[rule for rule in FULL.rules if rule.id != "down-0"])
"""Care that nobody completes."""

WORLDS = {"band": BAND, "no end": NO_END, **SMALL_WORLDS, **{f"more {number}": rules for number, rules in enumerate(MORE_WORLDS)}}


@pytest.mark.parametrize("rules", WORLDS.values(), ids=WORLDS)
def test_on_every_assessment_of_the_small_worlds_it_is_the_algorithm(rules: RuleSet) -> None:
    """Nothing is left out: every assessment, at every level and at an admission."""
    choosers: dict[int | None, compiler.Chooser] = {}
    for person in everyone(rules):
        rung = rung_of(rules, person)
        choose = choosers.setdefault(rung, choosers.get(rung) or chooser(rules.by_rung, rung, "a test"))
        assert choose(vars(person)) == by_placement(rules, person).target


class Housing(StrEnum):
    NONE = "none"
    STABLE = "stable"


class Contact(StrEnum):
    """It shares a text with another choice."""

    NONE = "none"
    WEEKLY = "weekly"


class Numbered(IntEnum):
    ONE = 1
    TWO = 2


class Every(Assessment):
    """A fact of every kind."""

    grade: Grade[Three] = Grade("a grade", Three, worse="higher")
    flag: Flag = Flag("a flag", worse=True)
    count: Count = Count("a count", low=-2, high=3, unit="points", worse="lower")
    color: Choice[Color] = Choice("a colour", Color)
    housing: Choice[Housing] = Choice("housing", Housing)
    contact: Choice[Contact] = Choice("contact", Contact)
    numbered: Choice[Numbered] = Choice("a number", Numbered)
    done: Flag = Flag("done", worse=False, scope="level")


VALUES: dict[str, list[Any]] = {
    "grade": [None, *Three],
    "flag": [None, False, True],
    "count": [None, *range(-2, 4)],
    "color": [None, *Color],
    "housing": [None, *Housing],
    "contact": [None, *Contact],
    "numbered": [None, *Numbered],
}
PEOPLE = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})
SUMMANDS = [Part("grade", int(min(Three)), int(max(Three))), Part("count", -2, 3)]


def comparisons(fact: str, operators: list[str]) -> st.SearchStrategy[Condition]:
    return st.builds(Compare, st.just(fact), st.sampled_from(operators), st.sampled_from(VALUES[fact][1:]))


LEAVES: st.SearchStrategy[Condition] = st.one_of(
    *(comparisons(fact, [*OPERATORS]) for fact in ("grade", "count")),
    *(comparisons(fact, ["==", "!="]) for fact in ("flag", "color", "housing", "contact", "numbered")),
    *(
        st.builds(OneOf, st.just(fact), st.lists(st.sampled_from(VALUES[fact][1:]), min_size=1, max_size=3))
        for fact in ("grade", "count", "color", "housing", "contact", "numbered")
    ),
    st.builds(Missing, st.sampled_from([*VALUES])),
    st.builds(
        Total,
        st.lists(st.sampled_from(SUMMANDS), min_size=1, max_size=2, unique=True),
        st.sampled_from([*OPERATORS]),
        st.integers(-3, 7),
    ),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda terms: st.sampled_from([AllOf(terms), AnyOf(terms), Not(terms[0]), n_of((len(terms) + 1) // 2, *terms)])
    ),
    max_leaves=8,
)


def holds(condition: Condition, values: dict[str, Any], *, rail: bool, module: Any = compiler) -> object:
    """What the Python that was written for a condition comes to, looked up and read beforehand alike."""
    spelling = module._Spelling()
    looked_up = spelling.spell(condition, rail)
    reading = "\n".join(line.strip() for line in spelling.read([condition]))
    read = spelling.spell(condition, rail)
    names, variables = spelling.namespace(), {"known": values}
    exec(reading, names, variables)  # noqa: S102 # what is tested
    found = eval(looked_up, names, {"known": values})  # noqa: S307 # what is tested
    assert eval(read, names, variables) is found  # noqa: S307 # what is tested
    return found


@given(CONDITIONS, PEOPLE)
def test_a_condition_is_spelled_as_it_judges_itself(condition: Condition, values: dict[str, Any]) -> None:
    """On both rails, however it is nested; and as true or false, so that it can be counted."""
    assert holds(condition, values, rail=CERTAIN) is condition.definitely(values)
    assert holds(condition, values, rail=POSSIBLE) is condition.possibly(values)


def every_comparison() -> Iterator[Condition]:
    """One of each kind of fact by each operator and with each value; sets of values; and sums of two facts."""
    for fact, values in VALUES.items():
        known = values[1:]
        ordered = fact in {"grade", "count"}
        yield from (Compare(fact, op, value) for op in (OPERATORS if ordered else ("==", "!=")) for value in known)
        if fact != "flag":
            yield from (OneOf(fact, some) for some in (known[:1], known[1:], known))
        yield Missing(fact)
    yield from (Total(SUMMANDS, op, number) for op in OPERATORS for number in range(-3, 7))


@pytest.mark.parametrize("condition", [*every_comparison()], ids=repr)
def test_every_comparison_is_spelled_as_it_judges_itself(condition: Condition) -> None:
    """Of everybody, as it stands and turned, on both rails."""
    asked = {fact: VALUES[fact] for fact in condition.facts()}
    for turned in (condition, Not(condition)):
        for values in (dict(zip(asked, chosen, strict=True)) for chosen in product(*asked.values())):
            assert holds(turned, values, rail=CERTAIN) is turned.definitely(values)
            assert holds(turned, values, rail=POSSIBLE) is turned.possibly(values)


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
def test_no_text_of_the_rules_becomes_source(rules: RuleSet) -> None:
    """What stands in the source is made up there, a keyword, an operator or a whole number."""
    keywords = {"def", "if", "elif", "else", "return", "and", "or", "not", "is", "in", "None", "True", "False"}
    own = {"known", "rung", "limit", "highest", "missing", "settled", "may_rise", "choose", "climb", "sum"}
    signs = set("()[]:,=<>!-")
    for rung in (None, *range(len(rules.continuum))):
        source = written(rules.by_rung, rung).source
        words = "".join(" " if sign in signs else sign for sign in source).split()
        assert all(word in keywords | own or word.isdigit() or (word[0] in "fnk" and word[1:].isdigit()) for word in words)


def test_what_the_source_may_refer_to() -> None:
    """The names of facts, the members of choices, and `sum`."""
    namespace = {**written(stepdown.RULES.by_rung, 4).namespace}
    assert namespace.pop("sum") is sum
    assert {type(value) for name, value in namespace.items() if name[0] == "n"} == {str}
    members = {value for name, value in namespace.items() if name[0] == "k"}
    assert {member.name for member in members} == {"ALCOHOL", "SEDATIVES", "SEVERAL"}


@pytest.mark.parametrize("name", ["None", "x] or True or known[", "f0", 'a"] ; import os #', "choose", "line\nbreak"])
def test_a_name_that_is_python_is_a_name(name: str) -> None:
    """It is looked up, and never run; a record refuses most of these anyway."""
    for answer in (True, False, None):
        condition = Compare(name, "==", value=True)
        assert holds(condition, {name: answer}, rail=CERTAIN) is (answer is True)
        assert holds(condition, {name: answer}, rail=POSSIBLE) is (answer is not False)


@pytest.mark.parametrize("number", [10**20, -(10**20), 10**5_000], ids=["long", "below zero", "endless"])
def test_numbers_of_any_length_can_be_written(number: int) -> None:
    """Python refuses to write long ones as decimals, and that is no reason not to compare with them."""
    condition = (Compare("x", ">=", number) & Compare("x", "==", number)) | Total([Part("x", number, number + 1)], "==", number)
    for value in (number, number + 1, None):
        assert holds(condition, {"x": value}, rail=CERTAIN) is condition.definitely({"x": value})
        assert holds(condition, {"x": value}, rail=POSSIBLE) is condition.possibly({"x": value})


def test_members_of_two_choices_may_share_a_text() -> None:
    """They are equal, and yet not each other: nobody goes down past a hold because of it."""
    assert len({*Housing, *Contact}) == 3
    both = (Compare("housing", "==", Housing.NONE) | Compare("contact", "==", Contact.NONE)) | OneOf("contact", [Contact.NONE])
    values = {"housing": Housing.STABLE, "contact": Contact.NONE}
    assert holds(both, values, rail=CERTAIN) is holds(both, values, rail=POSSIBLE) is True
    rules = RuleSet(
        id="two-choices",
        version="1",
        title="Two choices",
        intended_use="Tests.",
        continuum=ladder(2),
        facts=Every,
        rules=[
            StepDown("down", at="r1", when=Every.done, because="done"),
            Hold("housing", when=Every.housing == Housing.NONE, about=CLINICAL, because="no home", until="a home"),
            Hold("contact", when=Every.contact == Contact.NONE, about=CLINICAL, because="no contact", until="contact"),
        ],
    )
    assert by_compiler(rules, Every(level="r1", done=True, housing=Housing.STABLE, contact=Contact.NONE)) == 1
    assert by_compiler(rules, Every(level="r1", done=True, housing=Housing.STABLE, contact=Contact.WEEKLY)) == 0


def deepest(turn: int) -> Condition:
    """As deep and as wide as conditions may be, with groups of one kind or of several in turn."""
    leaf: Condition = Compare("crisis", "==", value=True) | Compare("progress", "<", Three.MID)
    kinds: list[Callable[[list[Condition]], Condition]] = [
        lambda terms: NOf(terms, n=2),
        AllOf,
        AnyOf,
        lambda terms: Not(terms[0]),
        lambda terms: NOf((total(Small.progress, Small.risk) >= 2, *terms), n=1),
    ]
    found = leaf
    for depth in range(MAX_DEPTH - 2):
        kind = kinds[turn] if turn < len(kinds) else kinds[depth % len(kinds)]
        found = kind([found, *([leaf] * 80)])
    return found


@pytest.mark.parametrize("turn", range(6))
def test_the_deepest_and_widest_conditions_can_be_written(turn: int) -> None:
    """Python's own limits lie beyond ours, on both rails."""
    condition = deepest(turn)
    for values in (
        {"crisis": True, "progress": Three.LOW, "risk": None},
        {"crisis": None, "progress": Three.HIGH, "risk": Three.LOW},
    ):
        assert holds(condition, values, rail=CERTAIN) is condition.definitely(values)
        assert holds(condition, values, rail=POSSIBLE) is condition.possibly(values)


def test_the_widest_groups_and_the_longest_ladder_can_be_written() -> None:
    """256 terms in a group, 256 summands, 64 levels that may all be passed."""
    wide = AnyOf([Small.crisis & (Small.progress < Three.MID)] * 256)
    assert holds(wide, {"crisis": True, "progress": None}, rail=CERTAIN) is False
    many = Total([Part(f"x{number}", 0, 1) for number in range(256)], ">=", 256)
    assert holds(many, {f"x{number}": None for number in range(256)}, rail=POSSIBLE) is True
    levels = ladder(64)
    passing = [Justification(skips=level.id, when=~Small.home, because="covered") for level in levels.levels[1:-1]]
    downs = [StepDown("all-the-way", at="r63", no_lower_than="r0", when=Small.progress >= Three.HIGH, because="done")]
    downs += [
        StepDown(f"to-{number}", at="r63", no_lower_than=f"r{number}", when=Small.progress >= Three.MID, because="done")
        for number in range(1, 62)
    ]
    floors = [
        StepUp(f"at-least-{number}", at=f"r{number - 1}", at_least=f"r{number}", when=Small.risk >= Three.MID, because="risk")
        for number in range(1, 60)
    ]
    rules = evolve(FULL, continuum=levels, rules=[*downs, *floors], justifications=passing, required_facts=(), entry="r0")
    for changes, rung in (({}, 0), ({"risk": None}, 59), ({"progress": Three.MID}, 1), ({"home": None}, 62)):
        person = Small(level="r63", **{**GOOD, **changes})
        assert by_compiler(rules, person) == place(rules.by_rung, 63, vars(person)).target == rung
    assert by_compiler(rules, Small(level="r0", **{**GOOD, "risk": Three.MID})) == 59
    newcomer = Small(level=NOT_IN_CARE, risk=Three.HIGH)
    assert by_compiler(rules, newcomer) == admit(rules.by_rung, vars(newcomer)).target == 59


def test_its_size_grows_with_the_rules() -> None:
    """Ten times the rules are ten times the lines, not a hundred times."""
    sizes = []
    for number in (20, 200):
        rules = [
            StepUp(f"up-{at}", at_least=f"r{1 + at % 3}", when=Small.risk >= Three.HIGH, because="x", skips_because="x")
            for at in range(number)
        ]
        world = evolve(FULL, rules=[*FULL.rules, *rules], justifications=(), required_facts=())
        sizes.append(sum(written(world.by_rung, rung).source.count("\n") for rung in (None, 0, 1, 2, 3)))
    assert sizes[1] < 10 * sizes[0]


def test_a_traceback_shows_the_source() -> None:
    """Whoever hands over what no assessment holds sees where it failed, and never the value."""
    choose = chooser(stepdown.RULES.by_rung, 4, "stepdown at residential")
    with pytest.raises(KeyError) as caught:
        choose({})
    shown = "".join(traceback.format_exception(caught.value))
    assert "<continuum: stepdown at residential, " in shown
    assert "f0 = known[n0]" in shown


def test_without_an_entry_nobody_is_admitted() -> None:
    """The rules say nothing on it."""
    assert by_compiler(SMALL_WORLDS["no entry"], Small(level=NOT_IN_CARE)) is None
