"""What the benchmark measures against: the baseline is no slower for being wrong, and no faster either."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuum import NOT_IN_CARE, Assessment, Engine
from continuum.library import stepdown
from continuum.placement import admit, place
from continuum.rule_set import RulesByRung
from continuum.searches import deciding, without
from continuum.strategies import assessments
from continuum.whereabouts import examine
from continuum.wire import digest
from tests.bench import __main__ as bench
from tests.bench import building, by_hand, peers, table
from tests.bench.measure import Contender, Spread, race, ratios
from tests.bench.records import CYCLE, VALUES, WANTED, mix, records, with_unknowns

PEOPLE = records(240)
LITTLE = bench.Effort(rounds=2, sample_ns=1, cycles=2, agree=CYCLE, imports=1, kept=5)
NEAR_DECISIONS = assessments(stepdown.RULES)


def decided(rules: RulesByRung, person: Assessment) -> int | None:
    values = vars(person)
    if person.level is NOT_IN_CARE:
        return admit(rules, values).target
    return place(rules, stepdown.LADDER.rank(str(person.level)), values).target


@st.composite
def known(draw: st.DrawFn) -> Assessment:
    """Somebody near a decision, with whatever was unknown filled in."""
    person = draw(NEAR_DECISIONS)
    scoped = Assessment.level_scoped() if person.level is NOT_IN_CARE else frozenset[str]()
    missing = [name for name in VALUES if vars(person)[name] is None and name not in scoped]
    return person.replace(**{name: draw(st.sampled_from(VALUES[name])) for name in missing})


def test_the_baseline_decides_as_the_engine_does() -> None:
    """On 10,080 records, at every level and at admissions."""
    assert len(PEOPLE) == 10_080
    wrong = [person for person in PEOPLE if by_hand.place(person) != examine(stepdown.RULES, person).placement.target]
    assert not wrong


@pytest.mark.parametrize("rule", [rule.id for rule in deciding(stepdown.RULES)])
def test_the_baseline_follows_every_rule(rule: str) -> None:
    """Without any one of the rules, the engine and the baseline would differ on some of these records."""
    fewer = without(stepdown.RULES.by_rung, rule)
    assert any(by_hand.place(person) != decided(fewer, person) for person in PEOPLE)


@given(known())
def test_the_baseline_decides_as_the_engine_does_near_decisions(person: Assessment) -> None:
    """Everybody of whom everything is known."""
    assert by_hand.place(person) == examine(stepdown.RULES, person).placement.target


def test_the_mix_of_a_cycle() -> None:
    """Of six records at a level two go up, two stay and two go down, where that can be."""
    assert mix(PEOPLE[:CYCLE]) == {
        "aftercare": {"complete": 2, "stay": 2, "step-up": 1, "step-up past a level": 1},
        "outpatient": {"stay": 2, "step-down": 2, "step-up": 1, "step-up past a level": 1},
        "iop": {"stay": 2, "step-down": 2, "step-up": 1, "step-up past a level": 1},
        "php": {"stay": 2, "step-down": 1, "step-down past a level": 1, "step-up": 1, "step-up past a level": 1},
        "residential": {"stay": 2, "step-down": 1, "step-down past a level": 1, "step-up": 2},
        "inpatient": {"stay": 3, "step-down": 2, "step-down past a level": 1},
        "not-in-care": {"admit": 6},
    }


def test_every_cycle_has_the_same_mix() -> None:
    """So a sample of whole cycles is like any other."""
    cycles = [PEOPLE[start : start + CYCLE] for start in range(0, len(PEOPLE), CYCLE)]
    assert all(mix(cycle) == mix(PEOPLE[:CYCLE]) for cycle in cycles[:20])
    admitted = [examine(stepdown.RULES, person).placement.target for person in PEOPLE[:CYCLE] if person.level is NOT_IN_CARE]
    assert sorted(admitted, key=str) == [*range(len(WANTED) - 1)]


def test_the_records_are_the_same_on_every_run() -> None:
    """In another process, too, where sets have another order."""
    program = "from tests.bench.records import records; from continuum.wire import digest; print(*map(digest, records(2)))"
    done = subprocess.run(  # noqa: S603 # our own program
        [sys.executable, "-c", program], cwd=Path(__file__).parents[1], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == [digest(person) for person in records(2)]


def test_records_have_no_unknown_fact_but_of_a_stay_that_there_is_not() -> None:
    """The baseline may rely on it."""
    for person in PEOPLE[:CYCLE]:
        unknown = VALUES.keys() - person.known().keys()
        assert unknown == (Assessment.level_scoped() if person.level is NOT_IN_CARE else set())


def test_unknown_facts_are_as_many_as_wanted() -> None:
    """Within a tenth, over many people; and where they are known, nothing else is said of anybody."""
    some = PEOPLE[: 10 * CYCLE]
    forgetful = with_unknowns(some, 0.3)
    share = 1 - sum(len(person.known()) for person in forgetful) / sum(len(person.known()) for person in some)
    assert 0.27 < share < 0.33
    assert all(one.known().items() <= other.known().items() for one, other in zip(forgetful, some, strict=True))


def test_every_encoding_of_the_table_agrees() -> None:
    """By hand and by our engine, on people for whom each row is the first that holds at times."""
    rows = table.people(200)
    engine = Engine(table.rule_set())
    for row in rows:
        decision = engine.decide(Assessment(**table.assessment(row)))
        assert table.by_hand(row) == table.outcome(row) == table.LEVEL_IDS.index(str(decision.target_id))
    assert Counter(map(table.outcome, rows)) == dict.fromkeys(table.LEVELS, 200)
    first = {
        next((number for number, (_, terms) in enumerate(table.ROWS) if all(_holds(term, row) for term in terms)), None)
        for row in rows
    }
    assert first == {None, *range(25)}


def _holds(term: table.Term, row: table.Row) -> bool:
    return table.HOLDS[term.op](row[term.fact], term.plain)


@pytest.mark.parametrize("size", building.SIZES)
def test_generated_rule_sets_have_their_size(size: int) -> None:
    """And no condition twice, which a compiler might ask only once."""
    rules = building.generated(size).rules
    assert len(rules) == len({rule.when for rule in rules}) == size


def test_a_sample_is_made_of_whole_cycles() -> None:
    """Otherwise samples would differ in their mix."""
    with pytest.raises(ValueError, match=r"^slow: 5 items are not whole cycles of 2$"):
        race([[Contender("slow", str, [1, 2, 3, 4, 5], cycle=2)]], rounds=1)


def test_contenders_are_timed_on_all_their_items() -> None:
    """Round by round, a cycle or more at a time, or all at once where that is the call."""
    seen: list[object] = []
    taken: list[object] = []
    each = Contender("each", seen.append, [1, 2, 3, 4], cycle=2, prepare=str)
    many = Contender("many", lambda batch: taken.append(tuple(batch)), [1, 2, 3, 4], cycle=2, at_once=True)
    timings, again = race([[each, many], [many]], rounds=4, sample_ns=1)
    assert set(seen) == {"1", "2", "3", "4"}
    assert set(taken) == {(1, 2), (3, 4)}
    assert [len(timings[each]), len(timings[many]), len(again[many])] == [4, 4, 4]
    assert ratios(timings, each, each) == Spread(1.0, 1.0, 1.0)


def test_a_spread_is_the_median_and_the_quartiles() -> None:
    """Of a single number, that number."""
    assert Spread.of([4.0, 1.0, 3.0, 2.0, 5.0]) == Spread(median=3.0, low=2.0, high=4.0)
    assert Spread.of([4.0]) == Spread(4.0, 4.0, 4.0)


def test_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a table for everything, in three shapes; engines that are missing are said to be."""
    monkeypatch.setattr(peers, "MODULES", dict.fromkeys(peers.MODULES, "no_module_of_this_name"))
    report = bench.measure(LITTLE, with_peers=True)
    assert [section.title for section in report.sections] == [
        "One decision",
        "With unknown facts",
        "What a decision tells",
        "Getting ready",
        "More rules",
        "A table of 25 rules, the first that holds",
        "Import",
        "Memory",
    ]
    loud = "zen-engine is not installed: pip install zen-engine"
    assert f"!!! NOT MEASURED: {loud} !!!" in report.to_text()
    assert f"**Not measured: {loud}**" in report.to_markdown()
    page = (Path(__file__).parents[1] / "docs/explanation/performance.md").read_text(encoding="utf-8")
    for section in report.sections:
        assert f"## {section.title}\n" in page
        assert all(f"| {row.name} |" in page for row in section.rows)
    first = json.loads(report.to_json())["sections"][0]["rows"][0]
    assert first["name"] == "(a) if/elif by hand"
    assert first["cells"][0] == {"median": 1.0, "low": 1.0, "high": 1.0}
