"""The page of the laws leaves none out: each has its section, in its own words, with what is proved of it and what it catches."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from continuum import RuleSet
from continuum.laws import LAWS, Law
from continuum.library import four_levels, stepdown
from continuum.properties import PROPERTIES
from continuum.reports import BUILT, LAW_NAMES
from continuum.verify import verify
from tests.laws import lawbook, test_exhaustive
from tests.laws.small_worlds import SMALL_WORLDS, everyone, worsenings
from tests.laws.worlds import Situation
from tests.seeded.test_seeded_defects import DEFECTS, broken_laws, mutant
from tests.test_planted_rule_set_bugs import FOUND
from tests.test_safety_case import is_file

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "explanation" / "laws.md").read_text(encoding="utf-8")
ROWS = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
SHIPPED: dict[str, RuleSet] = {"Six levels": stepdown.RULES, "Ten levels": four_levels.RULES}
FIELDS = ("For a person", "Why", "How", "Proof status", "Twin", "Planted defects", "Tested")
ALONE = (6, 7, 8)
"""The laws of a whole rule set: each is one section, and has no value in `LAWS`."""
FILES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "laws").glob("*.py") if path.stem != "__init__")

each_law = pytest.mark.parametrize("law", LAWS, ids=[law.id for law in LAWS])


def headed(number: int) -> str:
    """The heading of a law with this number."""
    return f"## Law {number}, {LAW_NAMES[number]}"


HEADINGS = [*(f"### `{law.id}`" for law in LAWS), *map(headed, ALONE)]
each_section = pytest.mark.parametrize("heading", HEADINGS)


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any size; nothing, if there is no such heading."""
    _, _, rest = f"\n{page}".partition(f"\n{heading}\n")
    return re.split(r"\n#+ ", rest)[0]


def part(page: str, number: int) -> str:
    """Everything under the heading of a law, its sections and all."""
    _, _, rest = page.partition(f"\n{headed(number)}\n")
    return rest.split("\n## ")[0]


def field(text: str, name: str) -> str:
    """One point of a section, on one line; nothing, if it is not there."""
    found = re.search(rf"^- \*\*{name}\.\*\* (.*?)(?=\n- \*\*|\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def cells(page: str, id_: str) -> list[str]:
    """The row of a table that speaks of a law or a property."""
    rows = (line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| "))
    return next((row for row in rows if f"`{id_}`" in row[:2]), list[str]())


# What is there, and in which words.


def unsaid(page: str) -> list[str]:
    """The laws and properties that the page leaves out, or tells in other words."""
    missing = [law.id for law in LAWS if f"**{law.says}**" not in section(part(page, law.number), f"### `{law.id}`")]
    missing += [headed(number) for number in LAW_NAMES if f"\n{headed(number)}\n" not in page]
    flat = " ".join(page.split())
    return missing + [one.id for one in PROPERTIES if f"`{one.id}`" not in page or one.says not in flat]


def test_every_law_and_property_has_its_place() -> None:
    """Each of the ten a section under its number, with its own sentence; the other properties their sentences."""
    assert unsaid(PAGE) == []


@each_law
def test_twin_a_law_that_is_left_out_is_noticed(law: Law) -> None:
    """Without its section, or with another sentence in it."""
    assert unsaid(PAGE.replace(f"### `{law.id}`\n", "### Another\n")) == [law.id]
    assert law.id in unsaid(PAGE.replace(f"**{law.says}**", "**Something else.**"))


@pytest.mark.parametrize("number", LAW_NAMES)
def test_twin_a_number_that_is_left_out_is_noticed(number: int) -> None:
    """As a heading with the name that reports give it."""
    assert headed(number) in unsaid(PAGE.replace(f"{headed(number)}\n", "## Another\n"))


@each_section
def test_every_section_says_everything(heading: str) -> None:
    """All points, none of them empty, and an example that is run."""
    text = section(PAGE, heading)
    assert [name for name in FIELDS if not field(text, name)] == []
    assert "\n>>> " in text


def test_twin_a_point_that_is_left_out_is_noticed() -> None:
    """Of a point that is not there nothing is found."""
    text = section(PAGE, HEADINGS[0])
    assert field(text.replace("- **Twin.**", "- **Other.**"), "Twin") == ""
    assert section(PAGE, "### `nothing`") == ""


# The numbers, the lawbook and the files.


def in_the_lawbook() -> dict[str, str]:
    """The id of the law that each name of the lawbook stands for."""
    return {name: inspect.getclosurevars(kept).nonlocals["law"].id for name, kept in lawbook.LAWS.items()}


def misplaced(page: str, names: dict[str, str]) -> set[str]:
    """The laws that the lawbook lacks, or whose row does not say the number, what is compared and the name as they are."""
    called = {id_: name for name, id_ in names.items()}
    return {
        law.id for law in LAWS if cells(page, law.id)[:4] != [f"{law.number}", f"`{law.id}`", law.about.value, called.get(law.id)]
    }


def test_the_table_is_the_lawbook() -> None:
    """Each law has one name there, and one row here that says it."""
    names = in_the_lawbook()
    assert misplaced(PAGE, names) == set()
    assert sorted(names.values()) == sorted(law.id for law in LAWS)


@each_law
def test_twin_a_law_that_the_lawbook_or_the_table_lacks_is_noticed(law: Law) -> None:
    """Whichever of the two it is missing from."""
    names = in_the_lawbook()
    assert misplaced(PAGE, {name: id_ for name, id_ in names.items() if id_ != law.id}) == {law.id}
    without = "\n".join(line for line in PAGE.splitlines() if f"| `{law.id}` |" not in line)
    assert misplaced(without, names) == {law.id}


@each_law
def test_the_file_of_a_law_tries_it(law: Law) -> None:
    """By its name in the lawbook, or with all of them; and its section names the same file."""
    path = cells(PAGE, law.id)[4].strip("`")
    (name,) = (name for name, id_ in in_the_lawbook().items() if id_ == law.id)
    called = [alias for alias, kept in vars(lawbook).items() if kept is lawbook.LAWS[name]]
    source = (ROOT / path).read_text(encoding="utf-8")
    with_all = path == "tests/laws/test_exhaustive.py" and name in test_exhaustive.ALONE
    assert with_all or any(re.search(rf"\b{alias}\(", source) for alias in called)
    assert f"`{path}`" in field(section(PAGE, f"### `{law.id}`"), "Tested")


@pytest.mark.parametrize("path", FILES)
def test_every_file_of_the_laws_is_named(path: str) -> None:
    """A file that nobody reads about is found by nobody."""
    assert f"`{path}`" in PAGE or f"`{path}::" in PAGE


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(tests/[^`]+)`", PAGE))))
def test_every_path_leads_somewhere(path: str) -> None:
    """To a file, and to a test in it where one is named."""
    assert is_file(path)


# What is proved.


@cache
def reported(rules: RuleSet) -> dict[str, str]:
    """What the report says of each property, `Proved (7 questions answered)`; its lines stand in docs/proofs as well."""
    proofs = (ROOT / "docs" / "proofs" / f"{rules.id}.md").read_text(encoding="utf-8")
    lines = [line for line in verify(rules).to_markdown().splitlines() if re.match(r"- [A-Z][a-z ]+: .*\)\.$", line)]
    assert [line for line in lines if line not in proofs] == []
    said: dict[str, str] = {}
    for one in PROPERTIES:
        (line,) = (line for line in lines if f": {one.says.removesuffix('.')} (" in line)
        said[one.id] = f"{line[2:].split(': ')[0]} ({line.rpartition('(')[2].removesuffix(').')})"
    return said


WHERE = {
    **{law.id: (f"### `{law.id}`", "Proof status") for law in LAWS},
    "far-step-down": ("### `justified-skips`", "Twin"),
    "order": (headed(7), "Proof status"),
    "grounds": (headed(8), "Proof status"),
}
"""Where the page tells the results for a property in words; those of the others are in the table of law 6."""


@pytest.mark.parametrize("id_", [one.id for one in PROPERTIES])
def test_what_is_proved_is_told_as_in_the_reports(id_: str) -> None:
    """For both shipped rule sets, with the number of questions, and nothing else."""
    expected = {name: reported(rules)[id_] for name, rules in SHIPPED.items()}
    if id_ in WHERE:
        heading, point = WHERE[id_]
        told = dict(re.findall(r"((?:Six|Ten) levels): (.*?\))\.", field(section(PAGE, heading), point)))
    else:
        told = dict(zip(SHIPPED, cells(section(PAGE, headed(6)), id_)[2:], strict=True))
    assert told == expected


@each_law
def test_what_holds_by_construction_is_called_so(law: Law) -> None:
    """And only that: everything else is searched for each rule set."""
    settled = {BUILT in reported(rules)[law.id] for rules in SHIPPED.values()}
    start = "By construction, " if settled == {True} else "Proved for each rule set, "
    assert field(section(PAGE, f"### `{law.id}`"), "Proof status").startswith(f"{start}tested on arbitrary worlds. ")


# What is caught.


def quoted(text: str) -> set[str]:
    return set(re.findall(r'"([^"]+)"', text))


def seen() -> Iterable[Situation]:
    """Everybody in the small worlds, and one fact worse."""
    for rules in SMALL_WORLDS.values():
        for person in everyone(rules):
            for worse in worsenings(person):
                yield Situation(rules, person, person, person, worse)


@each_law
def test_the_defects_planted_for_a_law_are_named(law: Law) -> None:
    """All of them; where there is none, the page says so and names another that the law sees, too, and it does."""
    (name,) = (name for name, id_ in in_the_lawbook().items() if id_ == law.id)
    planted = {defect for defect, (_, _, meant) in DEFECTS.items() if meant == name}
    told = field(section(PAGE, f"### `{law.id}`"), "Planted defects")
    if planted:
        assert quoted(told) == planted
        return
    assert told.startswith("None is planted for it. It also sees ")
    for defect in quoted(told):
        old, new, _ = DEFECTS[defect]
        assert broken_laws(mutant(old, new), list(seen()), name), defect


def test_every_planted_defect_is_on_the_page() -> None:
    """Under some law; and under law 6 the slips of a rule author that a search finds."""
    told = set[str]().union(*(quoted(field(section(PAGE, heading), "Planted defects")) for heading in HEADINGS))
    assert told == {*DEFECTS, *FOUND}
    assert quoted(field(section(PAGE, headed(6)), "Planted defects")) == set(FOUND)


# Why.


@pytest.mark.parametrize("number", LAW_NAMES)
def test_the_rows_that_rest_on_a_law_are_its_reasons(number: int) -> None:
    """Each row of the table of requirements that names the law is given for it; and whatever else is given is a row."""
    rows = {line.split(" | ")[0].strip("| "): line.split(" | ")[2] for line in ROWS.splitlines() if re.match(r"\| F\d", line)}
    resting = {row for row, kept_by in rows.items() if re.search(rf"\blaw {number}\b", kept_by)}
    given = re.findall(r"\bF\d-\d+\b", " ".join(re.findall(r"- \*\*Why\.\*\*.*?(?=\n- )", part(PAGE, number), re.DOTALL)))
    assert resting <= set(given)
    assert set(given) <= rows.keys()
