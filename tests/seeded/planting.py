"""Planting a defect: one line of a module is changed, and whoever is meant to notice has to."""

from __future__ import annotations

import inspect
from types import ModuleType


def planted(module: ModuleType, old: str, new: str) -> ModuleType:
    """A copy of a module of the library in which this stands in the place of that."""
    source = inspect.getsource(module)
    assert old in source, "the defect no longer fits the source; plant it anew"
    mutant = ModuleType("mutant")
    exec(source.replace(old, new), vars(mutant))  # noqa: S102 # our own source with a planted defect
    return mutant
