"""
Functions that the library writes itself.

What lives here: `generated`, which makes a function of source. What it may import: the standard library. What it never does: see
that a source is safe. Whoever writes one puts names of its own making, numbers and operators into it; what a vocabulary or a rule
set says reaches the function as a value, through its namespace.
"""

from __future__ import annotations

import linecache
import weakref
from collections.abc import Callable, Mapping
from typing import Any


def generated(source: str, name: str, namespace: Mapping[str, Any], title: str) -> Callable[..., Any]:
    """
    The function of this name in a source.

    Tracebacks and debuggers show the source, as long as there is the function.

    Args:
        source: Python that makes the function.
        name: What the function is called there.
        namespace: All that the source may refer to; of what Python has built in, only what is in it.
        title: What the source is called in a traceback.

    Example:
        >>> generated("def twice(x): return f(x, 2)", "twice", {"f": pow}, "an example")(3)
        9
    """
    names: dict[str, Any] = {"__builtins__": {}, **namespace}
    file = f"<continuum: {title}, {id(names):x}>"
    exec(compile(source, file, "exec"), names)  # noqa: S102 # the source is ours: see above
    function: Callable[..., Any] = names[name]
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    weakref.finalize(function, linecache.cache.pop, file, None).atexit = False
    return function
