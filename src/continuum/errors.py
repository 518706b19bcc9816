"""
The error family: whose fault it is, and how a message is worded.

What lives here: the exceptions that the library raises, and what several rooms share in refusing: phrases (the nearest valid
name, a list of names, what sort of thing was given) and converters (`as_many`, `is_pairs`, `plain_text`). What it may import:
`later`. What it never does: put a fact's value, an id of a person or free text into a message. A message says what was given
where, what was expected, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Self, TypeVar, cast

from continuum.later import Later

if TYPE_CHECKING:
    import difflib
else:
    difflib = Later("difflib")

Item = TypeVar("Item")

_LONGEST_NAME_COMPARED = 64
LONGEST_SLIP = 2
"""By how many letters a misspelt name may be longer or shorter, to be shown."""


class ContinuumError(Exception):
    """
    Every error that this library raises on purpose; catch this one to catch them all.

    Never raised itself: one of its children says whose fault it is. `problems` holds each problem as one sentence.
    """

    def __init__(self, *problems: str) -> None:
        """Take one sentence or several; several are numbered, a line each."""
        super().__init__(*problems)
        self.problems: tuple[str, ...] = problems

    def __str__(self) -> str:
        """One problem as it stands; several as a numbered list."""
        if len(self.problems) == 1:
            return self.problems[0]
        numbered = (f"  {number}. {problem}" for number, problem in enumerate(self.problems, 1))
        return "\n".join([f"{len(self.problems)} problems:", *numbered])


class DefinitionError(ContinuumError, ValueError):
    """The author of a vocabulary, ladder or rule set erred: mend it before anything is deployed."""


class DefinitionErrors(DefinitionError, ExceptionGroup[DefinitionError]):  # noqa: N818 # the plural of DefinitionError
    """
    All problems of one rule set at once.

    It is a `DefinitionError` and an `ExceptionGroup`: `except DefinitionError` and `except*` both work.
    """

    def __new__(cls, message: str, problems: Sequence[DefinitionError]) -> Self:
        """Build the group; the message names the rule set."""
        return ExceptionGroup.__new__(cls, message, problems)

    def __init__(self, message: str, problems: Sequence[DefinitionError]) -> None:
        """Keep each problem's sentence, headed by where it was found."""
        ExceptionGroup.__init__(self, message, problems)
        self.problems = tuple(str(problem) for problem in problems)

    def __str__(self) -> str:
        """Say where, then list every problem."""
        listed = "\n".join(f"  - {problem}" for problem in self.problems)
        return f"{self.message}\n{listed}"

    def derive(self, excs: Sequence[DefinitionError], /) -> DefinitionErrors:  # type: ignore[override] # narrower on purpose: only definition errors are grouped
        """Keep the type when the group is split."""
        return DefinitionErrors(self.message, excs)


class AssessmentError(ContinuumError, ValueError):
    """The record of the person erred: show the message to whoever filled it in. Unknown facts are never an error."""


class ProgramError(ContinuumError, ValueError):
    """The description of a program erred: show the message to whoever filled it in. What is unknown is never an error."""


class EpisodeError(ContinuumError, ValueError):
    """The history of the person erred: something recorded does not follow from what was recorded before it."""


class DecisionError(ContinuumError, ValueError):
    """A decision that the rules do not make, or a question that cannot be asked of this one: the message says what can be."""


class ProofError(ContinuumError, RuntimeError):
    """The library erred: two parts of it that have to agree do not. Trust neither, and report it."""


class MissingExtraError(ContinuumError, ImportError):
    """A part of the library that needs more than its core: install the extra that the message names."""

    @classmethod
    def of(cls, module: str, needed: str, extra: str) -> Self:
        """The sentence for a module, what it needs, and the extra that brings it."""
        return cls(f'{module} needs {needed}; install it with: pip install "continuum-care[{extra}]"')


class WireError(ContinuumError, ValueError):
    """
    Plain data (JSON) could not be read.

    Each of `problems` begins with the path of what is wrong, as in `facts.weeks_stable`; `paths` lists them alone.
    """

    def __init__(self, *problems: tuple[str, str]) -> None:
        """Take pairs of path and sentence."""
        Exception.__init__(self, *problems)
        self.pairs: tuple[tuple[str, str], ...] = problems
        self.problems = tuple(f"{path}: {sentence}" for path, sentence in problems)

    @property
    def paths(self) -> tuple[str, ...]:
        """Where each problem is, in the order of `problems`."""
        return tuple(path for path, _ in self.pairs)


def nearest(given: object, known: Iterable[str], likeness: float = 0.7) -> str | None:
    """The known name that is most like the given one, if any is like it at all; only plain text is compared."""
    if not isinstance(given, str) or len(given) > _LONGEST_NAME_COMPARED or not (given.isascii() and given.isprintable()):
        return None
    by_folded = {name.casefold(): name for name in known}
    for folded in (given.casefold().replace("-", "_"), given.casefold()):
        matches = difflib.get_close_matches(folded, [*by_folded], n=1, cutoff=likeness)
        if matches:
            return by_folded[matches[0]]
    return None


def did_you_mean(given: object, known: Iterable[str]) -> str:
    """`; did you mean 'php'?` or nothing: a suggestion shows a known name only, never what was given."""
    found = nearest(given, known)
    return f"; did you mean {found!r}?" if found else ""


def shown_name(given: object, known: Iterable[str], number: int) -> str:
    """A name as given if it is clearly a slip for a known one, else its position: a name may hold anything, a value too."""
    found = nearest(given, known, likeness=0.85)
    if found is None or not isinstance(given, str) or not given.replace("-", "_").isidentifier():
        return f"entry {number}"
    digits = [[letter for letter in name if letter.isdigit()] for name in (given, found)]
    is_slip = abs(len(given) - len(found)) <= LONGEST_SLIP and digits[0] == digits[1]
    return given if is_slip else f"entry {number}"


def as_many(items: Iterable[Item], name: str) -> tuple[Item, ...]:
    """A tuple of several items; one text is no collection of letters."""
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise DefinitionError(f"{name}= takes a list, was given {kind_of(items)}")
    return tuple(items)


def is_pairs(items: object) -> bool:
    """Whether this is a tuple of pairs, as a converter makes it from a mapping and `attrs.evolve` passes it back."""
    if not isinstance(items, tuple):
        return False
    pairs = cast("tuple[object, ...]", items)
    return all(isinstance(pair, tuple) and len(cast("tuple[object, ...]", pair)) == 2 for pair in pairs)  # noqa: PLR2004 # a pair is two


def listed(names: Iterable[str]) -> str:
    """Names for a sentence: `a, b and c`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def plain_text(text: str) -> str:
    """A converter: a member of a `StrEnum` becomes plain text; anything else stays as it is, for the check that follows."""
    return str.__str__(text) if isinstance(text, str) else text


def kind_of(value: object) -> str:
    """What sort of thing was given, without saying what it is: `text`, `a bool`, `nothing`."""
    kind: type[object] = type(value)
    names: dict[type[object], str] = {
        str: "text",
        bool: "a true/false value",
        int: "a whole number",
        float: "a decimal number",
        dict: "an object",
        list: "a list",
        type(None): "nothing",
    }
    return names.get(kind, f"a value of type {kind.__name__}")
