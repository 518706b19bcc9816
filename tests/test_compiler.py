"""The compiled rules against `placement`, and defects planted in the compiler."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from continuum import (
    NOT_IN_CARE,
    Assessment,
    Choice,
    Count,
    Flag,
    Grade,
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
from tests.test_circuit import MORE_WORLDS, Case, by_placement

SOURCE = inspect.getsource(compiler)
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


class Every(Assessment):
    """A fact of every kind."""

    grade: Grade[Three] = Grade("a grade", Three, worse="higher")
    flag: Flag = Flag("a flag", worse=True)
    count: Count = Count("a count", low=-2, high=3, unit="points", worse="lower")
    color: Choice[Color] = Choice("a colour", Color)


VALUES: dict[str, list[Any]] = {
    "grade": [None, *Three],
    "flag": [None, False, True],
    "count": [None, *range(-2, 4)],
    "color": [None, *Color],
}
PEOPLE = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})
SUMMANDS = [Part("grade", int(min(Three)), int(max(Three))), Part("count", -2, 3)]


def comparisons(fact: str, operators: list[str]) -> st.SearchStrategy[Condition]:
    return st.builds(Compare, st.just(fact), st.sampled_from(operators), st.sampled_from(VALUES[fact][1:]))


LEAVES: st.SearchStrategy[Condition] = st.one_of(
    *(comparisons(fact, [*OPERATORS]) for fact in ("grade", "count")),
    *(comparisons(fact, ["==", "!="]) for fact in ("flag", "color")),
    *(
        st.builds(OneOf, st.just(fact), st.lists(st.sampled_from(VALUES[fact][1:]), min_size=1, max_size=3))
        for fact in ("grade", "count", "color")
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


SPELLING_DEFECTS = {
    "takes no for yes": ('answer = condition.value is (op == "==")', 'answer = condition.value is (op != "==")'),
    "takes an unknown answer for one": ('{value} is not {not answer}"', '{value} is {answer}"'),
    "joins any with and": ('return " or ".join(', 'return " and ".join('),
    "joins all with or": ('return " and ".join(', 'return " or ".join('),
    "swaps no rails under not": ("self.term(condition.term, not rail)", "self.term(condition.term, rail)"),
    "forgets a not": ('return f"not {self.term(', 'return f"{self.term('),
    "puts no parentheses": ('return f"({self.spell(condition, rail)})"', "return self.spell(condition, rail)"),
    "counts one more": (">= {condition.n}", "> {condition.n}"),
    "takes what is missing for certain": ('return "False" if rail is CERTAIN else', "return "),
    "takes nothing for missing": ('{self._value(condition.fact)} is None"', '{self._value(condition.fact)} is not None"'),
    "compares a choice as a number": ("if isinstance(value, int):", "if True:"),
    "forgets a negation": ("{'!=' if negated else '=='}", "=="),
    "forgets that a member is another": ("is {'not ' if negated else ''}", "is "),
    "takes one member for another": (
        "self._members.setdefault(value, len(self._members))",
        "self._members.setdefault(type(value), len(self._members))",
    ),
    "takes unknown for settled": ('settled = (op == "==") is (rail is CERTAIN)', "settled = True"),
    "settles on the other rail": ('settled = (op == "==") is (rail is CERTAIN)', 'settled = (op == "==") is (rail is POSSIBLE)'),
    "takes unknown for a value": (
        'f"{value} is not None and {compared}" if rail is CERTAIN',
        'f"{value} is None or {compared}" if rail is CERTAIN',
    ),
    "takes unknown for no value": (
        'else f"{value} is None or {compared}"',
        'else f"{value} is not None and {compared}"',
    ),
    "asks for all of several values": ('among = " or ".join(', 'among = " and ".join('),
    "finds unknown among the values": ("return among if rail is CERTAIN else", "return"),
    "adds up the wrong ends": (
        'is (rail is CERTAIN)\n                return f"{low',
        'is (rail is POSSIBLE)\n                return f"{low',
    ),
    "adds up the lowest for the highest": ('for end in ("low", "high")', 'for end in ("low", "low")'),
    "asks one end of a sum": ("({low} == {high} == {number})", "({low} == {number})"),
    "takes the edge of a sum out": ("({low} <= {number} <= {high})", "({low} < {number} <= {high})"),
    "turns an equality of sums": ("{'' if op == '==' else 'not '}", ""),
    "takes an unknown summand for known": ("if {value} is None else {value}'", "if {value} is not None else {value}'"),
}
DEFECTS = {
    "asks a lower demand first": ("sorted(asked, key=lambda one: -one[1])", "sorted(asked, key=lambda one: one[1])"),
    "asks a demand where none is possible": (
        'f"    if {spelling.spell(when, POSSIBLE)}:"\n        yield f"        if {spell',
        'f"    if True:"\n        yield f"        if not {spell',
    ),
    "rises on what is merely possible": (
        'yield f"        if {spelling.spell(when, CERTAIN)}:"',
        'yield f"        if {spelling.spell(when, POSSIBLE)}:"',
    ),
    "forgets what is merely possible": ('yield "        may_rise = True"', 'yield "        pass"'),
    "forgets to stay": ('yield "    if may_rise:"', 'yield "    if False:"'),
    "forgets the floors": ("for floor in rules.floors if floor.speaks_of(rung)]", "for floor in ()]"),
    "asks floors of other rungs": (
        "for floor in rules.floors if floor.speaks_of(rung)]",
        "for floor in rules.floors if floor.at_least > rung]",
    ),
    "forgets the jumps": ("for jump in rules.jumps[rung]]", "for jump in ()]"),
    "does not climb on": ("goes_on = any(floor.at_least > target for floor in above)", "goes_on = False"),
    "sees no floors further up": ("above = [floor for floor in rules.floors if floor.lowest > rung]", "above = []"),
    "forgets the holds": ("for hold in rules.holds[rung]:", "for hold in ():"),
    "holds only when certain": (
        'spelling.spell(hold.when, POSSIBLE)}:"\n        yield f"        return',
        'spelling.spell(hold.when, CERTAIN)}:"\n        yield f"        return',
    ),
    "checks the landing on the wrong rail": (
        "_climb(spelling, floors, POSSIBLE)\n    yield",
        "_climb(spelling, floors, CERTAIN)\n    yield",
    ),
    "climbs on what is merely possible": (
        "yield from _climb(spelling, above, CERTAIN)",
        "yield from _climb(spelling, above, POSSIBLE)",
    ),
    "climbs past what a floor speaks of": (
        'within = f"{floor.lowest} <= rung < {floor.at_least}" if floor.lowest > 0 else',
        "within =",
    ),
    "asks the highest floor first wherever it begins": (
        "key=lambda floor: (floor.lowest, -floor.at_least)",
        "key=lambda floor: -floor.at_least",
    ),
    "climbs one rung": ('yield f"        rung = {floor.at_least}"', 'yield "        rung = rung + 1"'),
    "permits on what is merely possible": ("spelling.any_of(permits, CERTAIN)", "spelling.any_of(permits, POSSIBLE)"),
    "takes the least permissive step-down": (
        "for limit in sorted({way.limit for way in rules.ways[rung]}):",
        "for limit in sorted({way.limit for way in rules.ways[rung]}, reverse=True):",
    ),
    "permits always": (
        '    yield "    else:"\n    yield f"        return {rung}"',
        '    yield "    else:"\n    yield f"        limit = {rung - 1}"',
    ),
    "passes on what is merely possible": (
        "for one in rules.justifications[landing]), CERTAIN)",
        "for one in rules.justifications[landing]), POSSIBLE)",
    ),
    "passes further than permitted": ('f"    if limit < rung == {landing} and', 'f"    if rung == {landing} and'),
    "passes a rung although the one before was not": ('f"    if limit < rung == {landing} and', 'f"    if limit < {landing} and'),
    "never passes": ("while landing > lowest and rules.justifications[landing]:", "while False:"),
    "passes with the justification of the rung above": (
        "(one.when for one in rules.justifications[landing])",
        "(one.when for one in rules.justifications[landing + 1])",
    ),
    "lands on a rung that is too low": ("if floor.lowest < rung and landing < floor.at_least <= rung", "if False"),
    "lands too low where it passes nothing": ("landing < floor.at_least <= rung", "landing < floor.at_least < rung"),
    "never completes": ('yield f"    return {COMPLETED}"', 'yield "    return 0"'),
    "completes unasked": (
        '    if not rules.ways[rung]:\n        yield f"    return {rung}"',
        '    if not rules.ways[rung]:\n        yield f"    return {rung or COMPLETED}"',
    ),
    "admits past the admission floors": ("floors = (*rules.floors, *rules.admissions)", "floors = rules.floors"),
    "admits on what is merely possible": (
        'yield from _climb(spelling, floors, CERTAIN)\n    yield "    if rung == highest',
        'yield from _climb(spelling, floors, POSSIBLE)\n    yield "    if rung == highest',
    ),
    "admits on what is certain only": ("floors, POSSIBLE, watched=True", "floors, CERTAIN, watched=True"),
    "begins at the lowest rung": ('yield f"    rung = {entry}"', 'yield "    rung = 0"'),
    "admits although something required is missing": ("missing = [hold.when for hold in rules.required]", "missing = []"),
    "takes a missing fact for a reason to be admitted": ("{rules.top} if missing else rung", "rung"),
    "admits whoever is not settled": ('yield "    return None"\n\n\nclass Written', 'yield "    return rung"\n\n\nclass Written'),
    "never sees an emergency": ("floor.rule.urgency is IMMEDIATE and entry", "False and entry"),
    "takes any urgency for an emergency": ("and floor.rule.urgency is IMMEDIATE", ""),
    "takes a merely possible emergency for one": (
        "spelling.term(floor.rule.when, CERTAIN)",
        "spelling.term(floor.rule.when, POSSIBLE)",
    ),
    "takes an emergency below the entry for one": ("and entry < floor.at_least:", ":"),
    "takes what may lift for what does": ("settled = settled and {spelling", "settled = True or {spelling"),
    "goes on from where it may lead": (
        'rung = {entry}"\n    yield from _climb(spelling, floors, CERTAIN)',
        'rung = rung"\n    yield from _climb(spelling, floors, CERTAIN)',
    ),
    "settles where something is missing": ('yield "    settled = not missing"', 'yield "    settled = True"'),
    "settles where the ends differ": ('yield "    if rung == highest:"', 'yield "    if rung <= highest:"'),
    "takes a name of one rung for that of another": ("elif rules.entry is not None:", "elif rules.entry:"),
}


def mutant(old: str, new: str) -> ModuleType:
    """The module with one planted defect."""
    assert SOURCE.count(old) >= 1, "the defect no longer fits the source; plant it anew"
    module = ModuleType("mutant")
    exec(SOURCE.replace(old, new), vars(module))  # noqa: S102 # our own source with a planted defect
    return module


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Every assessment of the worlds, well mixed."""
    found = [Case(rules, person, by_placement(rules, person)) for rules in WORLDS.values() for person in everyone(rules)]
    return [found[at * 997 % len(found)] for at in range(len(found))]


@pytest.fixture(scope="module")
def judged() -> list[tuple[Condition, dict[str, Any]]]:
    """Conditions of every kind, and people to judge by them."""
    found: list[tuple[Condition, dict[str, Any]]] = []

    @settings(
        max_examples=1_500, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(CONDITIONS, PEOPLE)
    def collect(condition: Condition, values: dict[str, Any]) -> None:
        found.append((condition, values))

    collect()
    sums = [Total(SUMMANDS, op, number) for op in OPERATORS for number in (-2, 0, 2)]
    some = [{"grade": grade, "count": count} for grade in VALUES["grade"] for count in (None, -2, 0, 3)]
    return found + [(condition, values) for condition in sums for values in some]


def misplaces(module: ModuleType, cases: list[Case]) -> bool:
    """Whether somebody is placed otherwise than by `placement`, or nowhere."""
    choosers: dict[tuple[int, int | None], Any] = {}
    for case in cases:
        key = id(case.rules), rung_of(case.rules, case.person)
        try:
            if key not in choosers:
                choosers[key] = module.chooser(case.rules.by_rung, key[1], "a mutant")
            if choosers[key](vars(case.person)) != case.placed.target:
                return True
        except (AssertionError, NameError, IndexError, SyntaxError, TypeError):
            return True
    return False


def misjudges(module: ModuleType, judged: list[tuple[Condition, dict[str, Any]]]) -> bool:
    """Whether some condition is spelled otherwise than it judges itself."""
    rails = module.CERTAIN, module.POSSIBLE
    for condition, values in judged:
        expected = condition.definitely(values), condition.possibly(values)
        try:
            if any(
                holds(condition, values, rail=rail, module=module) is not one for rail, one in zip(rails, expected, strict=True)
            ):
                return True
        except (AssertionError, NameError, SyntaxError, TypeError):
            return True
    return False


def test_twin_the_source_without_a_defect_differs_nowhere(
    cases: list[Case], judged: list[tuple[Condition, dict[str, Any]]]
) -> None:
    """What is executed for the planted defects is, without one, the module itself."""
    module = mutant("", "")
    assert not misplaces(module, cases)
    assert not misjudges(module, judged)


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_planted_defect_misplaces_somebody(defect: str, cases: list[Case]) -> None:
    """Some assessment of the small worlds is placed otherwise, or not at all."""
    assert misplaces(mutant(*DEFECTS[defect]), cases)


@pytest.mark.parametrize("defect", SPELLING_DEFECTS)
def test_every_planted_defect_misjudges_something(defect: str, judged: list[tuple[Condition, dict[str, Any]]]) -> None:
    """Some condition is spelled otherwise than it judges itself."""
    assert misjudges(mutant(*SPELLING_DEFECTS[defect]), judged)
