"""
Pages of the site that are made from the package when it is built, so that they cannot fall behind it.

What lives here: `setup`, which Sphinx calls; the text of each page; and where a link to a file that is no page leads on the site.
The pages are written to docs/made, which no clone holds.
"""

from __future__ import annotations

import ast
import inspect
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from attrs import AttrsInstance, fields_dict
from sphinx.application import Sphinx
from sphinx.ext.napoleon.docstring import GoogleDocstring

import continuum
from continuum import Assessment, Engine
from continuum.commands import RULE_SETS
from continuum.library import evidence, stepdown
from continuum.library.works import WORKS
from continuum.wire import read_case

DOCS = Path(__file__).parent
ROOT = DOCS.parent
MADE = DOCS / "made"
SOURCES = ROOT / "src" / "continuum"
LINK = re.compile(r"\[([^\]]+)\]\(([^)#:\s]+)(#[^)\s]*)?\)")
HOMES = {"examples": "made/examples.md", "schemas": "reference/json-format.md"}
"""Folders of docs/ that hold no pages, with the page that shows what they hold."""


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx is asked to call."""
    app.connect("builder-inited", write_pages)
    app.connect("source-read", lead_to_pages)
    app.connect("autodoc-skip-member", skips)
    app.connect("autodoc-process-docstring", as_restructured_text)
    app.connect("autodoc-process-signature", with_defaults)
    return {"parallel_read_safe": True}


def skips(_app: Sphinx, _what: str, _name: str, thing: object, skip: bool, _options: object) -> bool | None:  # noqa: FBT001 # Sphinx passes it so
    """Members of an enum are shown without a docstring."""
    return False if skip and isinstance(thing, Enum) else None


def as_restructured_text(_app: Sphinx, what: str, _name: str, _thing: object, _options: object, lines: list[str]) -> None:
    """
    Sections of Google's kind, Markdown's tables and code, and plurals of code (`Scale`s) as reStructuredText.

    Napoleon as an extension would do the first, and also take a first sentence with a colon for the type of an attribute.
    """
    text: list[str] = []
    for line in lines:
        if not line.startswith("|"):
            if what == "module" and line.startswith("    ") and not text[-1]:
                text += ["::", ""]
            text.append(re.sub(r"(`[^`]+`)(?=\w)", r"\1\\ ", line))
        elif not set(line) <= set("|-: "):
            if not text[-1].startswith("   "):
                text += [".. csv-table::", "   :delim: |", "   :header-rows: 1", ""]
            text.append(f"   {line.strip('| ')}")
    lines[:] = GoogleDocstring(text).lines()


def with_defaults(
    _app: Sphinx, _what: str, _name: str, thing: object, _options: object, arguments: str | None, returned: str | None
) -> tuple[str | None, str | None]:
    """Where attrs wrote an __init__, the defaults instead of where it keeps them; dots for one that is no plain value."""

    def default(found: re.Match[str]) -> str:
        value = fields_dict(cast("type[AttrsInstance]", thing))[found[1]].default
        if isinstance(value, Enum):
            return f"{type(value).__name__}.{value.name}"
        return repr(value) if value is None or isinstance(value, bool | int | str) else "..."

    text = re.sub(r"attr_dict\['(\w+)'\]\.default", default, arguments or "")
    return re.sub(r"\bNOTHING\b", "...", text) or arguments, returned


def write_pages(_app: Sphinx) -> None:
    """Every page, where it differs from what is there: what is the same is not built again."""
    (MADE / "modules").mkdir(parents=True, exist_ok=True)
    texts = {MADE / name: text for name, text in pages()}
    for old in {*MADE.rglob("*.md")} - texts.keys():
        old.unlink()
    for file, text in texts.items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")


def pages() -> Iterator[tuple[str, str]]:
    """Each page, below docs/made."""
    modules = list(public_modules())
    yield "modules/index.md", index_of(modules)
    yield "modules/continuum.md", front_door()
    for module in modules:
        yield f"modules/{module}.md", f"# {module}\n\n{automodule(module)}"
    for rules in RULE_SETS.values():
        yield f"{rules.id}.md", rules.to_markdown(1) + "\n"
    yield "evidence.md", claims()
    yield "command-line.md", command_line()
    yield "examples.md", examples()
    yield "changelog.md", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").replace("](docs/", "](../")


def public_modules() -> Iterator[str]:
    """The modules in the order of the layers: what uses others before what it uses."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    for name in (name.strip() for layer in layers for name in layer.split("|")):
        if not name.startswith("_"):
            yield f"continuum.{name}"
            yield from (f"continuum.{name}.{part.name}" for part in pkgutil.iter_modules([str(SOURCES / name)]))


def automodule(module: str, options: str = "") -> str:
    """What its docstrings say."""
    return f"```{{eval-rst}}\n.. automodule:: {module}\n{options}```\n"


def index_of(modules: list[str]) -> str:
    """A table of all modules, each with its first sentence."""
    rows = [f"| [{module}]({module}.md) | {first_line(import_module(module))} |" for module in modules]
    entries = "\n".join(["continuum", *modules])
    return (
        "# Modules\n\nMost programs need only what [`continuum`](continuum.md) offers. The modules stand in the order of their "
        "layers: each imports only what stands below it, and says at its head what lives in it.\n\n"
        "| Module | What it is |\n| --- | --- |\n" + "\n".join(rows) + f"\n\n```{{toctree}}\n:hidden:\n\n{entries}\n```\n"
    )


def front_door() -> str:
    """What `import continuum` offers, by the module that holds it."""
    imports = [node for node in ast.walk(ast.parse(inspect.getsource(continuum))) if isinstance(node, ast.ImportFrom)]
    homes = {alias.name: str(node.module) for node in imports for alias in node.names if alias.name in continuum.__all__}
    names = sorted(homes.keys() - {"__version__"}, key=str.casefold)
    rows = [f"| {linked(name, homes[name])} | {first_line(getattr(continuum, name))} |" for name in names]
    docstring = automodule("continuum", "   :no-members:\n")
    return "\n".join([f"# continuum\n\n{docstring}", "| Name | What it is |", "| --- | --- |", *rows, ""])


def linked(name: str, module: str) -> str:
    """A name with a link to where it is described: a constant is described with what it belongs to."""
    thing = getattr(continuum, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        return f"{{py:obj}}`{name} <{module}.{name}>`"
    return f"`{name}`, of [{module}]({module}.md)"


def first_line(thing: object) -> str:
    """The sentence with which a docstring begins; nothing for what has none of its own."""
    if not (inspect.ismodule(thing) or inspect.isclass(thing) or inspect.isfunction(thing)):
        return ""
    return (inspect.getdoc(thing) or "").partition("\n")[0].replace("|", "\\|")


def claims() -> str:
    """What the articles claim, from `continuum.library.evidence`."""
    rows = [f"| {claim.id} | {claim.words()} [{', '.join(source.id for source in claim.sources)}] |" for claim in evidence.CLAIMS]
    return "\n".join(
        [
            "# What the articles claim",
            "",
            "The rules rest on five lay articles. What they claim is told here in our words, with who claims it. **None of it",
            "was verified by us**, and no rule takes a figure from here. The rows are those of [the table of all",
            "rows](../requirements.md). How the drafts settle it [where the articles disagree](../explanation/conflicts.md)",
            "is told on its own page.",
            "",
            "| Claim | What is claimed, and in which rows |",
            "| --- | --- |",
            *rows,
            "",
            "## Claims that do not agree",
            "",
            *(f"- {one} and {other}" for one, other in evidence.CONFLICTS),
            "",
            "## The articles",
            "",
            *(f"- {name}: {work}" for name, work in WORKS.items()),
            "",
        ]
    )


def command_line() -> str:
    """What the command line says of itself."""
    overview = help_of()
    commands = re.findall(r"^    (\w+) ", overview, re.MULTILINE)
    blocks = [f"## {name}\n\n```text\n{help_of(name)}```\n" for name in commands]
    return "\n".join(
        [
            "# Command line",
            "",
            f"`continuum COMMAND ...` and `python -m continuum COMMAND ...` are the same.\n\n```text\n{overview}```\n",
            *blocks,
        ]
    )


def help_of(*command: str) -> str:
    """What `--help` prints, 80 columns wide."""
    words = [sys.executable, "-m", "continuum", *command, "--help"]
    settings = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run(words, check=True, capture_output=True, encoding="utf-8", env=settings).stdout  # noqa: S603 # our own command line


def examples() -> str:
    """Each example case, and its decision as a notebook shows it."""
    parts = [
        "# Examples",
        "",
        "Three made-up cases, decided by the shipped rules of six levels: a draft, **not clinically validated**. Each case",
        "stands as a file would hold it; below it is the decision as a notebook shows it.",
        "",
    ]
    for file in sorted((DOCS / "examples").glob("*.json")):
        case = file.read_text(encoding="utf-8")
        decision = Engine(stepdown.RULES).decide(read_case(case, Assessment))
        parts += [
            f"## {decision.page().title.partition(':')[0]}",
            "",
            f"```{{raw}} html\n<details><summary>The case: {file.name}</summary>\n```",
            "",
            f"```json\n{case.strip()}\n```",
            "",
            "```{raw} html\n</details>\n```",
            "",
            f"```{{raw}} html\n<div class='decision'>{decision.to_html(3)}</div>\n```",
            "",
        ]
    return "\n".join(parts)


def lead_to_pages(_app: Sphinx, page: str, content: list[str]) -> None:
    """Let links to files that are no pages lead to the page about them, and show as plain words where there is none."""
    folder = (DOCS / page).parent

    def replaced(link: re.Match[str]) -> str:
        words, path, anchor = link[1], (folder / link[2]).resolve(), link[3] or ""
        target = page_about(path)
        if target == path or not path.exists():
            return link[0]
        return f"[{words}]({os.path.relpath(target, folder)}{anchor})" if target else words

    content[0] = LINK.sub(replaced, content[0])


def page_about(path: Path) -> Path | None:
    """The page of the site on which a file, or what is in it, is shown; itself, if it is a page."""
    if path.is_relative_to(DOCS):
        home = HOMES.get(path.relative_to(DOCS).parts[0])
        return DOCS / home if home and path.suffix != ".json" else path
    if path.is_relative_to(SOURCES):
        module = ".".join(("continuum", *path.relative_to(SOURCES).with_suffix("").parts)).removesuffix(".__init__")
        found = MADE / "modules" / f"{module}.md"
        return found if found.exists() else None
    return {ROOT / "README.md": DOCS / "index.md", ROOT / "CHANGELOG.md": MADE / "changelog.md"}.get(path)
