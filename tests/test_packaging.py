"""What users get is what it should be: the wheel and the sdist, built from this tree and looked into."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from markdown_it import MarkdownIt

import continuum
from tests.distributions import ROOT, built_sdist, built_wheel, unpacked

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
STATED: dict[str, Any] = PROJECT["project"]
LEAVINGS = re.compile(r"(^|/)(__pycache__|\.[a-z_]+_cache|\.hypothesis|\.coverage.*|[^/]+\.(egg-info|pyc|pyo|pyd|so))(/|$)")
"""What tests, checkers and compilers leave behind."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel is unpacked."""
    scratch = tmp_path_factory.mktemp("wheel")
    return unpacked(built_wheel(scratch), scratch / "site")


@pytest.fixture(scope="module")
def metadata(installed: Path) -> Distribution:
    """The distribution that was installed."""
    (one,) = distributions(path=[str(installed)])
    return one


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sdist is unpacked."""
    scratch = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built_sdist(scratch)) as archive:
        archive.extractall(scratch / "unpacked", filter="data")
    (root,) = (scratch / "unpacked").iterdir()
    return root


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def of_the_library(names: Iterable[str]) -> set[str]:
    return {name.removeprefix("src/") for name in names if PurePosixPath(name).suffix == ".py" or name.endswith("/py.typed")}


# The wheel.


def test_the_wheel_holds_the_library_and_its_metadata(installed: Path) -> None:
    """Every module, the mark that it is typed, the licence and the metadata; no test, no page, nothing left behind."""
    about = f"continuum_care-{continuum.__version__}.dist-info"
    beside = {f"{about}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")}
    written = {path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("*")}
    assert files(installed) == of_the_library(written) | beside
    assert {"continuum/py.typed", "continuum/__main__.py", "continuum/strategies/people.py"} <= files(installed)


def test_the_wheel_is_of_pure_python(metadata: Distribution) -> None:
    """One wheel serves every system and every supported Python."""
    assert {"Root-Is-Purelib: true", "Tag: py3-none-any"} <= {*(metadata.read_text("WHEEL") or "").splitlines()}


def test_the_metadata_says_what_is_installed(metadata: Distribution) -> None:
    """Name, version, Python, licence and command are those of the project, and the version is the library's own."""
    said = metadata.metadata
    assert (said["Name"], said["Version"]) == ("continuum-care", continuum.__version__)
    assert (said["Requires-Python"], said["License-Expression"]) == (">=3.11", "MIT")
    assert said.get_all("License-File") == ["LICENSE"]
    assert [(one.group, one.name, one.value) for one in metadata.entry_points] == [
        ("console_scripts", "continuum", "continuum.__main__:run")
    ]


def test_only_attrs_comes_along(metadata: Distribution) -> None:
    """Everything else is an extra, and every extra is one that the project declares."""
    required = metadata.requires or []
    assert [one for one in required if "extra ==" not in one] == STATED["dependencies"] == ["attrs>=23.2"]
    assert {*(metadata.metadata.get_all("Provides-Extra") or [])} == {*STATED["optional-dependencies"]}
    assert {match[1] for one in required if (match := re.search(r"extra == '(.+)'$", one))} == {*STATED["optional-dependencies"]}


def test_every_supported_python_is_named(metadata: Distribution) -> None:
    """A classifier for each, and that the library is typed; none for an older Python."""
    said = metadata.metadata.get_all("Classifier") or []
    named = [one.removeprefix("Programming Language :: Python :: ") for one in said if re.search(r":: 3\.\d+$", one)]
    assert named[0] == STATED["requires-python"].removeprefix(">=")
    assert named == [f"3.{minor}" for minor in range(11, 11 + len(named))]
    assert "Typing :: Typed" in said


def test_the_description_is_the_readme(metadata: Distribution) -> None:
    """What the index shows is the README as Markdown, with its limits and that nobody endorses it."""
    said = metadata.metadata
    description = said["Description"]
    assert said["Description-Content-Type"] == "text/markdown"
    assert description == (ROOT / "README.md").read_text(encoding="utf-8")
    assert "not affiliated with and not endorsed by ASAM" in description
    assert "not clinically validated" in description
    assert MarkdownIt().render(description).startswith("<h1>continuum</h1>")


def test_the_wheel_works_by_itself(installed: Path) -> None:
    """With nothing else of this project on the path, the command decides an example."""
    finished = subprocess.run(  # noqa: S603 # our own command line, nothing from outside
        [sys.executable, "-B", "-W", "error", "-m", "continuum", "decide", str(ROOT / "docs/examples/residential-ready.json")],
        cwd=installed,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.startswith("Step down: Residential to Intensive outpatient (IOP)\n")


# The sdist.


def test_the_sdist_holds_what_the_project_says(sources: Path) -> None:
    """The parts that the project lists, and what the build adds; every module and every test is among them."""
    listed = {*PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]}
    assert {path.name for path in sources.iterdir()} == listed | {".gitignore", "PKG-INFO"}
    here = {path.relative_to(ROOT).as_posix() for part in ("src", "tests") for path in (ROOT / part).rglob("*.py")}
    assert here <= files(sources)
    assert sources.name == f"continuum_care-{continuum.__version__}"


def test_nothing_is_left_behind_in_the_sdist(sources: Path) -> None:
    """No cache of a test or a checker, and nothing compiled, though the tree that it is built from may be full of them."""
    assert sorted(name for name in files(sources) if LEAVINGS.search(name)) == []
    for name in ("tests/__pycache__/x.pyc", ".hypothesis/x", "src/.mypy_cache/x", "src/continuum/x.so", "a.egg-info/PKG-INFO"):
        assert LEAVINGS.search(name), name


def test_the_links_of_the_readme_lead_somewhere_in_the_sdist(sources: Path) -> None:
    """Whoever unpacks it can follow every link to a page, an example or a module."""
    tokens = MarkdownIt().parse((sources / "README.md").read_text(encoding="utf-8"))
    links = [str(child.attrs["href"]) for token in tokens for child in token.children or [] if child.type == "link_open"]
    relative = [link for link in links if not link.startswith(("#", "https://"))]
    assert len(relative) > 5
    assert [link for link in relative if not (sources / link.partition("#")[0]).exists()] == []


def test_the_wheel_of_the_sdist_is_the_wheel(sources: Path, installed: Path, tmp_path: Path) -> None:
    """Whoever builds from the sdist gets the same files, to the byte, as whoever takes the wheel."""
    again = unpacked(built_wheel(tmp_path, sources), tmp_path / "site")
    assert {name: (again / name).read_bytes() for name in files(again)} == {
        name: (installed / name).read_bytes() for name in files(installed)
    }
