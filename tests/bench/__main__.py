"""
The benchmark: `python -m tests.bench`, with `--peers` where the other engines are installed.

What lives here: what is measured together, and the command line. What it may import: every room of `tests.bench`. What it never
does: compare numbers of different runs: each is a ratio of times taken in turn, as its median and the quartiles around it.

Everything runs in one process and one thread. Before anything is timed, what is compared has to agree on all that it is asked.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Sequence
from itertools import chain
from typing import Final

from attrs import field, frozen

from continuum import Assessment, Engine, __version__
from continuum.library import stepdown
from continuum.whereabouts import examine
from tests.bench import building, by_hand, costs, ours, peers, table
from tests.bench.measure import SAMPLE_NS, Contender, Spread, Timings, race, ratios
from tests.bench.records import CYCLE, mix, records
from tests.bench.report import Report, Row, Section

MICRO: Final = 1_000
MILLI: Final = 1_000_000


@frozen
class Effort:
    """How much is done: rounds and their samples, people timed, people on whom all have to agree, imports, objects kept."""

    rounds: int
    sample_ns: int
    cycles: int
    agree: int
    imports: int
    kept: int


FULL: Final = Effort(rounds=60, sample_ns=SAMPLE_NS, cycles=10, agree=10_000, imports=20, kept=10_000)
QUICK: Final = Effort(rounds=7, sample_ns=SAMPLE_NS // 4, cycles=2, agree=1_000, imports=3, kept=1_000)


@frozen
class Group:
    """Contenders of one table, each a ratio to every one of the bases."""

    title: str
    about: str
    contenders: Sequence[Contender]
    bases: Sequence[tuple[str, Contender]] = ()
    unit: str = "µs"
    per: dict[Contender, float] = field(factory=dict)
    """What a contender's time is also divided by: how many rules it has."""

    @property
    def heat(self) -> list[Contender]:
        """Everybody who is timed together: the contenders, and the bases that are none of them."""
        return [*dict.fromkeys([*(base for _, base in self.bases), *self.contenders])]

    def section(self, timings: Timings) -> Section:
        """The table, once everything is timed."""
        scale = MILLI if self.unit == "ms" else MICRO
        headings = (*(f"ratio to {name}" for name, _ in self.bases), self.unit, *(["ns per rule"] if self.per else []))
        rows = [
            Row(
                one.name,
                (
                    *(ratios(timings, one, base) for _, base in self.bases),
                    Spread.of(taken / scale for taken in timings[one]),
                    *([Spread.of(taken / self.per[one] for taken in timings[one])] if self.per else []),
                ),
            )
            for one in self.contenders
        ]
        return Section(self.title, self.about, headings, tuple(rows))


def our_groups(people: Sequence[Assessment]) -> list[Group]:
    """Everything of our own that is timed in turn."""
    calls = ours.Calls(people)
    base = ("(a)", calls.by_hand)
    ready = [*chain.from_iterable(map(building.readying, (*building.SHIPPED, *map(building.generated, building.SIZES))))]
    growing = building.growth(people)
    return [
        Group("One decision", "Everything known. (d) starts from what a record is made of.", calls.one_decision(), [base]),
        Group(
            "With unknown facts",
            "The same people, with facts forgotten at random.",
            calls.with_gaps(),
            [base, ("(c)", calls.decide)],
        ),
        Group("What a decision tells", "Asked of a decision that is made already.", calls.views(), [base]),
        Group("Getting ready", "Each time with a rule set that was never seen before.", ready, unit="ms"),
        Group(
            "More rules",
            "Generated rules, nearly all of which have to be asked for every decision.",
            [*growing.values()],
            [(f"{min(growing)} rules", growing[min(growing)])],
            per={contender: float(size) for size, contender in growing.items()},
        ),
    ]


def peer_group(encodings: Sequence[peers.Encoding], rows: Sequence[table.Row]) -> Group:
    """The table of 25 rules, by hand, by our engine and by others."""
    cycle = len(table.LEVELS)
    rules = table.rule_set()
    engine, values = Engine(rules), [table.assessment(row) for row in rows]
    assessments = [Assessment(**given) for given in values]
    by_table = Contender("if/elif by hand, on a dict", table.by_hand, rows, cycle)
    contenders = [
        by_table,
        Contender("continuum: the rung alone, prepared record", ours.core(rules), assessments, cycle),
        Contender("continuum: engine.decide(record), prepared record", engine.decide, assessments, cycle),
        Contender(
            "continuum: engine.decide(Assessment(**values))", lambda given: engine.decide(Assessment(**given)), values, cycle
        ),
        *(Contender(one.name, one.decide, [one.prepare(row) for row in rows], cycle) for one in encodings),
    ]
    about = "The same table for all. What is prepared is taken apart before; from a dict, everything is done in the call."
    return Group("A table of 25 rules, the first that holds", about, contenders, [("by hand", by_table)])


def check_baseline(people: Sequence[Assessment]) -> str:
    """By hand, by placement and by whatever is plugged in, the same; or else there is nothing to time."""
    chosen = ours.core(stepdown.RULES)
    for person in people:
        decided = examine(stepdown.RULES, person).placement.target
        if not decided == by_hand.place(person) == chosen(person):
            raise SystemExit("the baseline, the engine and its core do not agree; run tests/test_bench.py")
    return f"by hand, the engine and its core agreed on {len(people):,} records"


def check_table(encodings: Sequence[peers.Encoding], rows: Sequence[table.Row]) -> str:
    """Every encoding gives what the table says; or else there is nothing to time."""
    engine = Engine(table.rule_set())
    for row in rows:
        wanted = table.outcome(row)
        decision = engine.decide(Assessment(**table.assessment(row)))
        ways = {"by hand": table.by_hand(row), "continuum": table.LEVEL_IDS.index(decision.target_id or "")}
        ways |= {one.name: one.decide(one.prepare(row)) for one in encodings}
        wrong = [name for name, found in ways.items() if found != wanted]
        if wrong:
            raise SystemExit(f"on the table of 25 rules these do not agree with it: {', '.join(wrong)}")
    return f"all {len(encodings) + 2} encodings of the table agreed on {len(rows):,} records"


def import_section(effort: Effort) -> Section:
    """How long imports take."""
    taken = costs.imports(effort.imports)
    found = costs.import_ratios(taken)
    rows = tuple(Row(f"(g) import {module}", (found[module], Spread.of(taken[module]))) for module in taken)
    return Section("Import", "In a fresh process each, bytecode written before.", ("ratio to import attrs", "ms"), rows)


def memory_section(people: Sequence[Assessment], effort: Effort) -> Section:
    """How much is kept."""
    rows = tuple(Row(f"(i) {name}", (size,)) for name, size in costs.memory(people, effort.kept).items())
    return Section("Memory", f"Of {effort.kept:,} that are kept, each.", ("bytes",), rows)


def _mix_notes(people: Sequence[Assessment]) -> list[str]:
    counted = mix(people[:CYCLE])
    said = [
        f"{place}: {', '.join(f'{number} {outcome}' for outcome, number in found.items())}" for place, found in counted.items()
    ]
    return [f"{len(people):,} records timed, in cycles of {CYCLE}, each of them with:", *sorted(said)]


def measure(effort: Effort, *, with_peers: bool) -> Report:
    """Check, then time everything in turn, then import and weigh."""
    people = records(effort.cycles)
    notes = [*_mix_notes(people), check_baseline(records(-(-effort.agree // CYCLE)))]
    warnings: list[str] = []
    groups = our_groups(people)
    if with_peers:
        encodings, rows = [*peers.encodings()], table.people(-(-effort.agree // len(table.LEVELS)))
        notes.append(check_table(encodings, rows))
        warnings += [f"{name} is not installed: pip install {name}" for name in peers.missing()]
        groups.append(peer_group(encodings, rows[: effort.cycles * CYCLE]))
    else:
        notes.append(f"other engines were not asked for: --peers, with pip install {' '.join(peers.MODULES)}")
    timings = race([group.heat for group in groups], effort.rounds, effort.sample_ns)
    notes.append(f"{effort.rounds} rounds; median (quartiles)")
    made_with = {"Python": f"{platform.python_version()} ({platform.python_implementation()})", "continuum": __version__}
    sections = [group.section(taken) for group, taken in zip(groups, timings, strict=True)]
    sections += [import_section(effort), memory_section(people, effort)]
    return Report(made_with, tuple(notes), tuple(warnings), tuple(sections))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Speed and size, as ratios within one run.")
    parser.add_argument("--quick", action="store_true", help="some seconds, and a rough idea")
    parser.add_argument("--peers", action="store_true", help=f"other engines too: pip install {' '.join(peers.MODULES)}")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--markdown", action="store_true", help="tables for a page of the docs")
    shape.add_argument("--json", action="store_true", help="everything, for programs")
    given = parser.parse_args(arguments)
    report = measure(QUICK if given.quick else FULL, with_peers=given.peers)
    sys.stdout.write(report.to_json() if given.json else report.to_markdown() if given.markdown else report.to_text())


if __name__ == "__main__":
    main()
