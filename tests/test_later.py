"""What is imported at once, what is imported when it is asked for, and that nobody can tell."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import continuum
from continuum import render
from continuum.later import Later, names_later

NEEDED_TO_DECIDE = {
    "continuum",
    "continuum.assessment",
    "continuum.budgets",
    "continuum.comparisons",
    "continuum.conditions",
    "continuum.decision",
    "continuum.engine",
    "continuum.errors",
    "continuum.facts",
    "continuum.generated",
    "continuum.later",
    "continuum.levels",
    "continuum.placement",
    "continuum.records",
    "continuum.render",
    "continuum.render.shown",
    "continuum.reprs",
    "continuum.rows",
    "continuum.rule_set",
    "continuum.rules",
    "continuum.scales",
    "continuum.sources",
    "continuum.totals",
    "continuum.version",
    "continuum.whereabouts",
}
"""Rooms that are imported at once; another one costs everybody who imports the library, so it is added on purpose."""

NEEDED_TO_SHOW = {"datetime", "difflib", "hashlib", "html", "json", "textwrap"}
"""What Python brings along and deciding does not need."""

DECIDED = (
    "from continuum import Assessment, Engine, ReturnToUse\n"
    "from continuum.library import stepdown\n"
    "decision = Engine(stepdown.RULES).decide(Assessment(level='iop', return_to_use=ReturnToUse.RETURN))\n"
)


def process(program: str) -> str:
    """What a program prints in a Python of its own, which has imported attrs and nothing of ours."""
    library = os.pathsep.join([str(Path(continuum.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    finished = subprocess.run(  # noqa: S603 # our own program, nothing from outside
        [sys.executable, "-W", "error", "-c", f"import sys, attrs\nbefore = set(sys.modules)\n{program}"],
        env={**os.environ, "PYTHONPATH": library},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def imported(program: str) -> set[str]:
    """What a program imports beside attrs."""
    return {*process(f"{program}\nprint(*sorted(set(sys.modules) - before), sep='\\n')").splitlines()}


def ours(modules: Iterable[str]) -> set[str]:
    return {module for module in modules if module.partition(".")[0] == "continuum"}


# What is imported at once.


def test_what_deciding_does_not_need_is_not_imported() -> None:
    """Importing the library imports the rooms that decide, and nothing that only shows, records or searches."""
    found = imported("import continuum")
    assert ours(found) == NEEDED_TO_DECIDE
    assert not found & NEEDED_TO_SHOW


def test_deciding_imports_nothing_more() -> None:
    """Building rules and an assessment imports no rim, nor does deciding, but for what writes the rules as functions."""
    asked = "decision.target_id, decision.range_ids, decision.provisional, decision.direction, decision.origin"
    found = imported(f"{DECIDED}{asked}\nrepr(decision.rules), hash(decision), decision == decision")
    beyond = {module for module in ours(found) - NEEDED_TO_DECIDE if not module.startswith("continuum.library")}
    assert beyond == {"continuum.compiler"}
    assert not found & NEEDED_TO_SHOW


def test_why_is_told_without_pages() -> None:
    """Reasons, levels passed and open questions import the room that tells them, and nothing that draws, records or searches."""
    found = imported(f"{DECIDED}decision.reasons, decision.skipped, decision.open_questions, decision.urgency")
    beyond = {module for module in ours(found) - NEEDED_TO_DECIDE if not module.startswith("continuum.library")}
    assert beyond == {"continuum.compiler", "continuum.grounds"}
    assert not found & NEEDED_TO_SHOW


# What is imported when asked for.


@pytest.mark.parametrize(
    ("question", "module"),
    [
        ("decision.explain()", "continuum.render.text"),
        ("decision.to_html()", "continuum.render.html"),
        ("decision._repr_html_()", "continuum.render.html"),
        ("decision.to_markdown()", "continuum.render.markdown"),
        ("decision.summary", "continuum.explanation"),
        ("repr(decision)", "continuum.explanation"),
        ("decision.options", "continuum.options"),
        ("decision.trace", "continuum.trace"),
        ("decision.to_record()", "continuum.audit"),
        ("decision.find_barriers()", "continuum.barriers"),
        ("decision.find_open_questions()", "continuum.questions"),
        ("decision.rules.page()", "continuum.rulebook"),
        ("decision.rules.to_mermaid()", "continuum.rulebook"),
        ("decision.rules.rules[0].page()", "continuum.render.pages"),
        ("decision.rules.continuum.explain()", "continuum.render.text"),
        ("decision.rules.continuum.to_mermaid()", "continuum.render.mermaid"),
    ],
)
def test_each_question_imports_what_answers_it(question: str, module: str) -> None:
    """Whatever is asked first of a decision in a new process is answered, by a module that was not there before."""
    answered = f"{DECIDED}assert {module!r} not in sys.modules\nanswer = {question}\nassert answer is not None"
    assert module in imported(answered)


def test_a_day_is_told_from_a_time_in_a_new_process() -> None:
    """The days of an assessment are checked though nothing about time is imported before one is given."""
    given = "from continuum import Assessment\nfrom datetime import date, datetime\nAssessment(assessed_on=date(2026, 1, 2))\n"
    refused = "try: Assessment(assessed_on=datetime(2026, 1, 2))\nexcept ValueError as error: print(error)"
    assert process(given + refused) == (
        "assessed_on: expected a date without a time, or None; was given a value of type datetime\n"
    )


def test_a_misspelt_name_is_still_matched_in_a_new_process() -> None:
    """The nearest valid name is found though nothing that compares words is imported before somebody errs."""
    program = "from continuum import Assessment\ntry: Assessment(goals_mett=True)\nexcept ValueError as error: print(error)"
    assert "goals_met" in process(program)
    assert "difflib" in imported(program)


def test_threads_may_ask_at_once() -> None:
    """Eight threads that ask a new process everything at once get the same answers, and each of them all of it."""
    program = f"""{DECIDED}
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
start = Barrier(8)
def ask(number):
    questions = [
        lambda: decision.explain(), lambda: decision.to_html(), lambda: str(decision.to_record()), lambda: decision.summary,
        lambda: decision.trace.explain(), lambda: str(decision.options), lambda: decision.find_barriers().explain(),
        lambda: decision.rules.explain(),
    ]
    start.wait()
    answers = {{at % 8: questions[at % 8]() for at in range(number, number + 8)}}
    return [answers[at] for at in range(8)]
with ThreadPoolExecutor(8) as threads:
    found = list(threads.map(ask, range(8)))
print(all(answers == found[0] for answers in found), all(found[0]))
"""
    assert process(program) == "True True\n"


# Nobody can tell.


def test_every_public_name_is_there() -> None:
    """Each name in `__all__` is there in a new process: by itself, by `import *` and in `dir`; so it is of `render`."""
    program = """
import json, continuum
from continuum import *
from continuum import render
every = [name for name in continuum.__all__ if name in dir(continuum) and globals()[name] is getattr(continuum, name)]
shown = [name for name in render.__all__ if name in dir(render) and getattr(render, name) is getattr(render, name)]
from continuum.render import *
print(json.dumps([every, [name for name in shown if globals()[name] is getattr(render, name)]]))
"""
    assert json.loads(process(program)) == [continuum.__all__, render.__all__]


def test_a_package_has_no_other_names() -> None:
    """A name that a package does not offer is refused as Python refuses it."""
    assert not hasattr(render, "as_pdf")
    assert {*render.__all__} < {*dir(render)}
    assert {*continuum.__all__} < {*dir(continuum)}
    with pytest.raises(AttributeError, match=r"^module 'continuum\.render' has no attribute 'as_pdf'$"):
        names_later("continuum.render", {"text": ["as_text"]})("as_pdf")


def test_a_stand_in_is_asked_as_the_module_itself() -> None:
    """It is a module of that name, and has what the module has, nothing more and nothing less."""
    found = Later("statistics")
    assert isinstance(found, ModuleType)
    assert found.__name__ == "statistics"
    assert found.median is statistics.median
    with pytest.raises(AttributeError, match=r"^module 'statistics' has no attribute 'mood'$"):
        _ = found.mood


def test_a_stand_in_imports_nothing_by_itself() -> None:
    """Even a module that does not exist is missed only when something of it is asked for."""
    missing = Later("continuum.nowhere")
    with pytest.raises(ModuleNotFoundError, match=r"^No module named 'continuum\.nowhere'$"):
        _ = missing.anything
    assert "continuum.nowhere" not in sys.modules


def test_a_change_of_the_module_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in keeps no copy, so what a test replaces in the module is replaced for everybody."""
    found: Any = Later("statistics")
    assert found.median([1, 2, 3]) == 2
    monkeypatch.setattr(statistics, "median", max)
    assert found.median([1, 2, 3]) == 3


def test_what_is_annotated_can_be_read() -> None:
    """Tools that ask for the types of a method get them, also where they are imported for the first time by that."""
    program = """
import typing
from continuum import Assessment, Continuum, Decision, RuleSet
methods = [
    Decision.options.fget, Decision.circumstances.fget, Decision.trace.fget, Decision.find_barriers, Decision.find_open_questions,
    Decision.page, Decision.to_record, RuleSet.page, Continuum.page, Continuum.drawing,
]
print(*(typing.get_type_hints(method)["return"] for method in methods), typing.get_type_hints(Assessment)["assessed_on"])
"""
    assert process(program) == (
        "tuple[continuum.options.Option, ...] tuple[continuum.options.Circumstance, ...] <class 'continuum.trace.Trace'> "
        "<class 'continuum.barriers.Barriers'> <class 'continuum.questions.Questions'> <class 'continuum.render.pages.Page'> "
        "dict[str, typing.Any] <class 'continuum.render.pages.Page'> <class 'continuum.render.pages.Page'> "
        "<class 'continuum.render.pages.Ladder'> datetime.date | None\n"
    )
