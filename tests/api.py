"""
The public API as it stands in the source: each public module with its public names, signatures and bases, and nothing else.

`python -m tests.api` writes it to tests/api.txt: do it after a change that is meant, and read what has changed before you commit.

It is Python, without docstrings and without what functions do, in the order of the names. The constructors that attrs writes, and
those of named tuples, are written out. Griffe reads it as it would read a package, and tells which changes break callers.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import continuum

ROOT = Path(__file__).parents[1]
SOURCES = Path(continuum.__file__).parent
ON_RECORD = ROOT / "tests" / "api.txt"
HEAD = "# "
NOBODY_CALLS = frozenset(
    {"__attrs_post_init__", "__dir__", "__getattr__", "__hash__", "__init_subclass__", "__reduce__", "__repr__", "__str__"}
)
"""How a thing is built, shown and copied; nobody calls these by their names."""
LONGEST_LINE = 120
KEPT_DECORATORS = frozenset({"abstractmethod", "classmethod", "overload", "property", "staticmethod"})
NOTHING = ast.Expr(ast.Constant(...))


def public_modules() -> dict[str, Path]:
    """Each public module of the package, with its file."""
    found = {}
    for path in sorted(SOURCES.rglob("*.py")):
        parts = path.relative_to(SOURCES.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        if not any(part.startswith("_") for part in name.split(".")):
            found[name] = path
    return found


def written() -> str:
    """All of it as one text."""
    return "\n\n".join(f"{HEAD}{name}\n{stub(name, path)}" for name, path in sorted(public_modules().items())) + "\n"


def stub(name: str, path: Path) -> str:
    """What a module offers: what it says in `__all__`, or what it defines under a public name."""
    module = import_module(name)
    body = list(_plain(ast.parse(path.read_text(encoding="utf-8")).body))
    offered: list[str] = getattr(module, "__all__", [])
    imports = (one for one in body if isinstance(one, ast.ImportFrom))
    lines = sorted(f"from {one.module} import {alias.name}" for one in imports for alias in one.names if alias.name in offered)
    classes = {one.name: one for one in body if isinstance(one, ast.ClassDef)}
    for one in classes.values():
        one.body = [*_constructor(getattr(module, one.name)), *one.body]
    needed = {base for one in classes.values() for base in map(ast.unparse, one.bases)}
    shown = (one for one in body if not (isinstance(one, ast.ClassDef) and one.name.startswith("_") and one.name not in needed))
    return "\n".join([*lines, *_members(shown)])


def _plain(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements as a type checker sees them."""
    for one in body:
        if isinstance(one, ast.If):
            yield from _plain(one.body if ast.unparse(one.test) == "TYPE_CHECKING" else [])
        else:
            yield one


def _members(body: Iterable[ast.stmt], *, of_enum: bool = False) -> list[str]:
    """What is defined, in the order of the names."""
    found = [(name, number, text) for number, one in enumerate(body) for name, text in _member(one, of_enum=of_enum)]
    return [text for _, _, text in sorted(found)]


def _member(one: ast.stmt, *, of_enum: bool) -> Iterator[tuple[str, str]]:
    """The names that a statement defines, each with its text."""
    if isinstance(one, ast.ClassDef):
        bases = list(map(ast.unparse, one.bases))
        inside = _members(_plain(one.body), of_enum=any(base.endswith("Enum") for base in bases))
        head = f"class {one.name}({', '.join(bases)}):" if bases else f"class {one.name}:"
        yield one.name, "\n".join([head, *(f"    {line}" for text in inside or ["..."] for line in text.splitlines())])
    elif isinstance(one, ast.FunctionDef) and _is_called(one.name):
        one.decorator_list = [each for each in one.decorator_list if ast.unparse(each) in KEPT_DECORATORS]
        one.body, one.type_comment = [NOTHING], None
        yield one.name, _in_lines(ast.unparse(one).replace(":\n    ...", ": ..."))
    elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and not one.target.id.startswith("_"):
        yield one.target.id, f"{one.target.id}: {ast.unparse(one.annotation)}"
    elif isinstance(one, ast.Assign):
        for target in one.targets:
            names = [each.id for each in ast.walk(target) if isinstance(each, ast.Name) and not each.id.startswith("_")]
            yield from ((name, f"{name} = {_value(one.value, of_enum=of_enum)}") for name in names if not _is_variable(one.value))


def _in_lines(text: str) -> str:
    """A function, with a line for each argument where it is long."""
    head, depth, quoted, parts = text.find("("), 0, False, [""]
    if len(text) <= LONGEST_LINE:
        return text
    end = text.rfind(") ->")
    for letter in text[head + 1 : end]:
        quoted ^= letter == "'"
        depth += (letter in "[(") - (letter in "])")
        if letter == "," and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return "\n".join([text[: head + 1], *(f"    {part.strip()}," for part in parts), text[end:]])


def _is_called(name: str) -> bool:
    return name not in NOBODY_CALLS and (not name.startswith("_") or name.endswith("__"))


def _is_variable(value: ast.expr) -> bool:
    """Whether it is a variable of types, which is no part of what is offered."""
    return isinstance(value, ast.Call) and ast.unparse(value.func) in {"TypeVar", "ParamSpec"}


def _value(value: ast.expr, *, of_enum: bool) -> str:
    """What a member of an enumeration stands for, and what a name for types means; of anything else that there is something."""
    return ast.unparse(value) if of_enum or not any(isinstance(part, ast.Call) for part in ast.walk(value)) else "..."


def _constructor(kind: type) -> Iterator[ast.stmt]:
    """The constructor that attrs writes, or the one of a named tuple."""
    made = vars(kind).get("__init__")
    if hasattr(kind, "_fields") or (inspect.isfunction(made) and made.__code__.co_filename.startswith("<attrs generated")):
        arguments = ", ".join(["self", *_arguments(inspect.signature(kind).parameters)])
        yield from ast.parse(f"def __init__({arguments}) -> None: ...").body


def _arguments(parameters: Mapping[str, inspect.Parameter]) -> Iterator[str]:
    is_named = False
    for name, one in parameters.items():
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not is_named:
            is_named = True
            yield "*"
        kind = "" if one.annotation is inspect.Parameter.empty else f": {_words_of(one.annotation)}"
        default = "" if one.default is inspect.Parameter.empty else f" = {_default(one.default)}"
        yield f"{name}{kind}{default}"


def _words_of(annotation: Any) -> str:
    text = getattr(annotation, "__forward_arg__", annotation)
    return text if isinstance(text, str) else inspect.formatannotation(text)


def _default(value: object) -> str:
    """As it would be written; that there is one, where that is not told by its value."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    return repr(value) if value in ((), None) or isinstance(value, bool | int | str) else "..."


# What changes, and what of it breaks callers.


def modules_of(text: str) -> dict[str, str]:
    """The files of a package, from the text that stands for it."""
    found = dict[str, list[str]]()
    for line in text.splitlines():
        if line.startswith(HEAD):
            found[line.removeprefix(HEAD)] = lines = []
        else:
            lines.append(line)
    packages = {name.rpartition(".")[0] for name in found}
    files = {name: name.replace(".", "/") + ("/__init__.py" if name in packages else ".py") for name in found}
    return {files[name].removeprefix("continuum/"): _source(lines) for name, lines in found.items()}


def _source(lines: list[str]) -> str:
    """A module in which all that is imported is offered."""
    offered = [line.rpartition(" ")[2] for line in lines if line.startswith("from ")]
    return "\n".join([*lines, *([f"__all__ = {offered!r}"] if offered else []), ""])


def breaking(old: str, new: str) -> list[str]:
    """
    What breaks callers between two texts of the API, in Griffe's words; it has to be installed.

    It compares no values of attributes, or only some versions do. Those of enumerations stand in files: they are compared here.
    """
    griffe: Any = import_module("griffe")
    load = griffe.temporary_visited_package
    with load("continuum", modules_of(old)) as before, load("continuum", modules_of(new)) as after:
        found = [one for one in griffe.find_breaking_changes(before, after) if one.kind.name != "ATTRIBUTE_CHANGED_VALUE"]
    then, now = dict(_values(old)), dict(_values(new))
    changed = (f"{name}: Attribute value was changed" for name in then if name in now and then[name] != now[name])
    return sorted([*changed, *(_told(one, griffe.Parameter) for one in found)])


def _values(text: str) -> Iterator[tuple[str, str]]:
    """Each member of an enumeration, with its value."""
    for name, source in modules_of(text).items():
        module = ".".join(["continuum", *name.removesuffix(".py").split("/")]).removesuffix(".__init__")
        for kind in (one for one in ast.parse(source).body if isinstance(one, ast.ClassDef)):
            members = (one for one in kind.body if isinstance(one, ast.Assign))
            yield from ((f"{module}.{kind.name}.{ast.unparse(one.targets[0])}", ast.unparse(one.value)) for one in members)


def _told(breakage: Any, parameter: Any) -> str:
    """`continuum.verify.verify(assume): Parameter was removed`."""
    about = next((f"({one.name})" for one in (breakage.old_value, breakage.new_value) if isinstance(one, parameter)), "")
    return f"{breakage.obj.path}{about}: {breakage.kind.value}"


def report(old: str, new: str) -> str:
    """What differs, and what of it breaks callers."""
    lines = [*unified_diff(old.splitlines(), new.splitlines(), "tests/api.txt", "the source", lineterm="", n=2)]
    if find_spec("griffe") is None:
        found = ["Whether anything of it breaks callers is told by Griffe: pip install griffe"]
    else:
        found = [f"Breaks callers: {one}" for one in breaking(old, new)] or [
            "Nothing of it breaks callers, as far as Griffe can tell."
        ]
    return "\n".join([*lines, "", *found])


if __name__ == "__main__":  # pragma: no cover # run by hand, after a change that is meant
    ON_RECORD.write_text(written(), encoding="utf-8")
