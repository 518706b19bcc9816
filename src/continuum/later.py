"""
What is imported only when it is first asked for.

What lives here: `Later`, which stands in for a module, and `names_later`, by which a package offers names of its modules. What it
may import: the standard library. What it never does: import anything before it is asked for something.

Deciding needs no page, no record and no search, and most programs ask for few of them. So what is needed to decide is imported at
once; the rest is named at the head of the module that offers it, where type checkers see the import itself:

    if TYPE_CHECKING:
        from continuum import barriers
    else:
        barriers = Later("continuum.barriers")

Several threads may ask at once: Python's own import has a lock for each module.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from types import ModuleType


class Later(ModuleType):
    """
    Stands in for a module, which is imported when something of it is first asked for.

    Example:
        >>> statistics = Later("statistics")
        >>> statistics.median([1, 2, 4])
        2
    """

    def __getattr__(self, name: str) -> object:
        """Something of the module itself."""
        return getattr(import_module(self.__name__), name)


def names_later(package: str, names: Mapping[str, Collection[str]]) -> Callable[[str], object]:
    """
    The function `__getattr__` of a package whose names are imported when they are first asked for (PEP 562).

    Args:
        package: Name of the package.
        names: Each module of the package with the names that are offered of it.

    Example:
        >>> names_later("json", {"decoder": ["JSONDecoder"]})("JSONDecoder").__module__
        'json.decoder'
    """
    homes = {name: module for module, offered in names.items() for name in offered}

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return find
