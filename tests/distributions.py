"""What is given to users, built as `pip` builds it: the wheel and the sdist."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from zipfile import ZipFile

from hatchling import build

ROOT = Path(__file__).parents[1]
"""The project, as cloned or as unpacked from an sdist."""


def built_wheel(into: Path, project: Path = ROOT) -> Path:
    """The wheel; nothing is written into the project."""
    with chdir(project):
        return into / build.build_wheel(str(into))


def built_sdist(into: Path, project: Path = ROOT) -> Path:
    """The sdist; nothing is written into the project."""
    with chdir(project):
        return into / build.build_sdist(str(into))


def unpacked(wheel: Path, into: Path) -> Path:
    """Where the wheel is installed: a wheel of pure Python only has to be unpacked."""
    with ZipFile(wheel) as archive:
        archive.extractall(into)
    return into
