"""Functions that the library writes itself."""

from __future__ import annotations

import gc
import inspect
import linecache
import traceback

import pytest

from continuum.generated import generated

SOURCE = "def divided(x):\n    return one / x\n"


def test_it_is_the_function_that_the_source_makes() -> None:
    """What it refers to is what it was given."""
    assert generated(SOURCE, "divided", {"one": 3}, "a test")(2) == 1.5


def test_nothing_that_python_has_built_in_is_in_reach() -> None:
    """But for what is handed over."""
    source = "def opened(): return open"
    with pytest.raises(NameError):
        generated(source, "opened", {}, "a test")()
    assert generated(source, "opened", {"open": len}, "a test")() is len


def test_what_is_handed_over_stays_as_it_is() -> None:
    """The function has a namespace of its own."""
    names = {"one": 1}
    generated(SOURCE, "divided", names, "a test")
    assert names == {"one": 1}


def test_tracebacks_and_debuggers_show_the_source() -> None:
    """Under its title, also after outdated sources were dropped."""
    divided = generated(SOURCE, "divided", {"one": 1}, "a test")
    linecache.checkcache()
    with pytest.raises(ZeroDivisionError) as caught:
        divided(0)
    shown = "".join(traceback.format_exception(caught.value))
    assert 'File "<continuum: a test, ' in shown
    assert "return one / x" in shown
    assert inspect.getsource(divided) == SOURCE


def test_the_source_is_kept_as_long_as_the_function() -> None:
    """Two of the same title are told apart, and who is gone leaves nothing behind."""
    one, other = (generated(SOURCE, "divided", {"one": 1}, "short-lived") for _ in range(2))
    assert len(kept("short-lived")) == 2
    del one
    gc.collect()
    assert kept("short-lived") == {other.__code__.co_filename}
    del other
    gc.collect()
    assert kept("short-lived") == set()


def kept(title: str) -> set[str]:
    return {name for name in linecache.cache if name.startswith(f"<continuum: {title}, ")}
