"""
What it costs to import the library, and to keep what it makes.

What lives here: `imports`, which times imports in fresh processes, and `memory`, which weighs kept objects. What it may import:
the library, `measure`, `ours`. What it never does: time anything in this process, where everything is imported already.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterable
from typing import Any, Final

from continuum import Assessment, Engine
from continuum.library import stepdown
from tests.bench.measure import Spread, no_collection
from tests.bench.ours import values_of

MODULES: Final = ("attrs", "continuum", "continuum.library.stepdown")
PROGRAM: Final = "from time import perf_counter as now; begun = now(); import {}; print(now() - begun)"


def imports(rounds: int) -> dict[str, list[float]]:
    """Milliseconds that each import statement takes, in turn, each time in its own process; a first round is not counted."""
    taken: dict[str, list[float]] = {module: [] for module in MODULES}
    for number in range(rounds + 1):
        for module in MODULES:
            found = _import(module)
            if number:
                taken[module].append(found * 1_000)
    return taken


def _import(module: str) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", PROGRAM.format(module)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 # our own program
    return float(done.stdout)


def import_ratios(taken: dict[str, list[float]]) -> dict[str, Spread]:
    """How many times as long as `import attrs` each import takes, round by round."""
    base = taken[MODULES[0]]
    return {module: Spread.of(ours / theirs for ours, theirs in zip(found, base, strict=True)) for module, found in taken.items()}


def memory(records: Iterable[Assessment], number: int) -> dict[str, float]:
    """Bytes that one assessment takes, and one decision besides its assessment, of so many that are kept."""
    values = [values_of(record) for record in records]
    some = [values[index % len(values)] for index in range(number)]
    assessments, each = _kept(lambda given: Assessment(**given), some)
    engine = Engine(stepdown.RULES)
    engine.decide(assessments[0])
    _, more = _kept(engine.decide, assessments)
    return {"Assessment": each, "Decision, besides its assessment": more}


def _kept(make: Callable[[Any], Any], items: list[Any]) -> tuple[list[Any], float]:
    """What is made of the items, and the bytes that each takes."""
    kept: list[Any] = [None] * len(items)
    with no_collection():
        tracemalloc.start()
        for index, item in enumerate(items):
            kept[index] = make(item)
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return kept, size / len(items)
