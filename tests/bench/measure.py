"""
Measuring: several ways to do things, timed in turn, round by round, so that what disturbs one disturbs all.

What lives here: `Contender`, `race`, which times contenders, and `Spread`, which sums up what came out. What it may import: the
standard library and attrs. What it never does: know what is measured, or compare times of different runs.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from statistics import quantiles
from time import perf_counter_ns
from typing import Any, Final

from attrs import frozen

SAMPLE_NS: Final = 4_000_000
"""How long one sample takes, about: long against the clock, short against what else the machine does."""
MOST_PASSES: Final = 10_000


@frozen(eq=False)
class Contender:
    """
    One way to do something.

    Args:
        name: What it is, in words.
        run: What is called with each item; with a list of them, if `at_once`.
        items: What it is called with, one after the other.
        cycle: How many items in a row are alike in their mix: a sample is made of whole cycles.
        at_once: Whether `run` takes many items in one call.
        prepare: Makes of an item what `run` is called with, anew for each sample; this is not timed.
    """

    name: str
    run: Callable[[Any], object]
    items: Sequence[Any]
    cycle: int = 1
    at_once: bool = False
    prepare: Callable[[Any], Any] | None = None


@frozen
class Spread:
    """The middle of some numbers, and the two quarters around it."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, numbers: Iterable[float]) -> Spread:
        """The median and the quartiles."""
        found = [*numbers]
        low, median, high = quantiles(found, n=4, method="inclusive") if len(found) > 1 else found * 3
        return cls(median, low, high)


Timings = dict[Contender, list[float]]
"""Nanoseconds per item, round by round."""


def ratios(timings: Timings, contender: Contender, base: Contender) -> Spread:
    """How many times as long as the base it takes, each round compared with itself."""
    return Spread.of(ours / theirs for ours, theirs in zip(timings[contender], timings[base], strict=True))


def race(heats: Sequence[Sequence[Contender]], rounds: int, sample_ns: int = SAMPLE_NS) -> list[Timings]:
    """
    Time everybody in each round, heat by heat, and who begins a heat changes from round to round.

    Those of a heat are timed within a fraction of a second, so whoever is to be compared belongs in one: a base in each.
    """
    plans = [[_Plan(contender, *_sizes(contender, sample_ns)) for contender in heat] for heat in heats]
    timings: list[Timings] = [{contender: [] for contender in heat} for heat in heats]
    for number in range(rounds):
        for heat, taken in zip(plans, timings, strict=True):
            first = number % len(heat)
            with no_collection():
                for plan in (*heat[first:], *heat[:first]):
                    taken[plan.contender].append(plan.sample(number))
    return timings


@contextmanager
def no_collection() -> Iterator[None]:
    """Nothing is collected meanwhile; what is left over is collected before."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@frozen
class _Plan:
    """How a contender is sampled: so many items, so many times."""

    contender: Contender
    size: int
    passes: int

    def sample(self, number: int) -> float:
        """
        Nanoseconds per item, in round `number`: each round takes the items that follow.

        What takes all items several times takes them once before: whoever ran last has left other things in the caches.
        """
        items = self.contender.items
        start = number * self.size % len(items)
        batch = [*islice(items, start, start + self.size)]
        if self.passes > 1:
            _time(self.contender, batch, 1)
        return _time(self.contender, batch, self.passes) / (len(batch) * self.passes)


def _time(contender: Contender, items: Sequence[Any], passes: int) -> int:
    run, at_once, prepare = contender.run, contender.at_once, contender.prepare
    batch = [*map(prepare, items)] if prepare else items
    begun = perf_counter_ns()
    for _ in range(passes):
        if at_once:
            run(batch)
        else:
            deque(map(run, batch), maxlen=0)
    return perf_counter_ns() - begun


def _sizes(contender: Contender, sample_ns: int) -> tuple[int, int]:
    """How many items make a sample, and how often they are run in it; trying that out is the warm-up."""
    cycle, cycles = contender.cycle, len(contender.items) // contender.cycle
    if cycles * cycle != len(contender.items) or not cycles:
        raise ValueError(f"{contender.name}: {len(contender.items)} items are not whole cycles of {cycle}")
    _time(contender, contender.items[:cycle], 1)
    taken = max(1, _time(contender, contender.items[:cycle], 1))
    if taken * cycles > sample_ns:
        fitting = max(1, sample_ns // taken)
        return cycle * max(number for number in range(1, fitting + 1) if cycles % number == 0), 1
    _time(contender, contender.items, 1)
    whole = max(1, _time(contender, contender.items, 1))
    return cycle * cycles, 1 if contender.prepare else min(MOST_PASSES, max(1, sample_ns // whole))
