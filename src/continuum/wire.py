"""
Plain data in: cases and JSON, read strictly.

What lives here: `read_json`, `read_case` and `load_case`. What it may import: `assessment`, `levels`, `errors`. What it never
does: guess, drop or convert beyond what is documented, or show a value in an error. Problems carry the path where they are,
and all problems of a case are reported together.

A case looks like this; a fact left out, or null, is unknown:

    {"level": "residential", "assessed_on": "2026-11-02", "facts": {"withdrawal_risk": "MILD", "goals_met": true}}

`"level": "not-in-care"` asks for an admission. Names of ratings are read in any case, or as numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any, Final, TypeVar, cast

from continuum.assessment import LONGEST_TEXT, Assessment, FactSources, Provenance, is_short_text
from continuum.errors import AssessmentError, WireError, did_you_mean, kind_of, shown_name
from continuum.levels import NOT_IN_CARE, Continuum

A = TypeVar("A", bound=Assessment)

MOST_CHARACTERS: Final = 1_000_000
DEEPEST: Final = 32
MOST_DIGITS: Final = 18
MOST_PROBLEMS: Final = 50
KEYS: Final = ("level", "assessed_on", "assessed_by", "person", "facts", "fact_sources")

_MARKS = re.compile(r'[\\"\[\]{}]')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ROOT = "the case"


class _Refused(Exception):  # noqa: N818 # private: carries a sentence out of the JSON parser, and becomes a WireError
    """A JSON text that is well formed and still refused."""


def read_json(text: str | bytes) -> Any:
    """
    JSON, strictly: no key twice, no NaN, no endless number, no bottomless nesting, at most a million characters.

    Raises:
        WireError: The text is refused; line and column are given, never what stands there.

    Example:
        >>> read_json('{"level": "iop", "facts": {}}')
        {'level': 'iop', 'facts': {}}
    """
    decoded = _decoded(text)
    if len(decoded) > MOST_CHARACTERS:
        raise WireError((_ROOT, f"the text is longer than {MOST_CHARACTERS} characters"))
    if _depth(decoded) > DEEPEST:
        raise WireError((_ROOT, f"the JSON is nested deeper than {DEEPEST}"))
    try:
        return json.loads(decoded, object_pairs_hook=_object, parse_int=_whole, parse_float=_decimal, parse_constant=_constant)
    except _Refused as refused:
        raise WireError((_ROOT, str(refused))) from None
    except json.JSONDecodeError as error:
        raise WireError((_ROOT, f"this is no JSON: {_syntax(error)} at line {error.lineno}, column {error.colno}")) from None


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WireError((_ROOT, f"the text is not UTF-8: byte {error.start} cannot be read")) from None


def _syntax(error: json.JSONDecodeError) -> str:
    """The parser's own words; they name what it expected and quote nothing."""
    return (error.msg[:1].lower() + error.msg[1:]).partition(": ")[0].removesuffix(" at")


def _depth(text: str) -> int:
    """How deep the brackets go, in one pass; what stands in strings does not count."""
    deepest, depth, quoted, escaped = 0, 0, False, -1
    for mark in _MARKS.finditer(text):
        if mark.start() == escaped:
            continue
        if mark[0] == '"':
            quoted = not quoted
        elif quoted:
            escaped = mark.start() + 1 if mark[0] == "\\" else -1
        else:
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark[0], 0)
            deepest = max(deepest, depth)
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Refused("an object names the same key twice; which of the two counts cannot be guessed")
    return found


def _whole(digits: str) -> int:
    if len(digits.removeprefix("-")) > MOST_DIGITS:
        raise _Refused(f"a number has more than {MOST_DIGITS} digits")
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _constant(digits)


def _constant(_: str) -> float:
    raise _Refused("NaN and infinite numbers are no JSON; leave an unknown fact out, or give null")


def load_case(text: str | bytes, facts: type[A], ladder: Continuum | None = None) -> A:
    """
    An assessment from JSON text.

    Args:
        text: The JSON of one case.
        facts: The vocabulary, such as `Assessment`.
        ladder: The ladder on which the level must be, if it is to be checked here.

    Raises:
        WireError: As `read_json` and `read_case`.
    """
    return read_case(read_json(text), facts, ladder)


def read_case(data: object, facts: type[A], ladder: Continuum | None = None) -> A:
    """
    An assessment from plain data.

    Args:
        data: A mapping with `level` and, optionally, `assessed_on`, `assessed_by`, `person`, `facts` and `fact_sources`.
        facts: The vocabulary, such as `Assessment`.
        ladder: The ladder on which the level must be, if it is to be checked here.

    Raises:
        WireError: All problems at once, each with its path, the nearest name, and what was expected.

    Example:
        >>> read_case({"level": "iop", "facts": {"withdrawal_risk": "mild", "weeks_stable": 6}}, Assessment)
        <Assessment: 2 of 48 facts known>
        >>> read_case({"level": "iop", "facts": {"weeks_stabel": 6}}, Assessment)
        Traceback (most recent call last):
        continuum.errors.WireError: facts.weeks_stabel: there is no such fact; did you mean 'weeks_stable'?
    """
    if not isinstance(data, Mapping):
        raise WireError((_ROOT, f"expected an object with the keys {', '.join(KEYS)}; was given {kind_of(data)}"))
    reader = _Reader(facts, ladder)
    values = reader.values(cast("Mapping[Any, object]", data))
    if reader.problems:
        raise WireError(*reader.problems)
    try:
        return facts(**values)
    except AssessmentError as error:
        raise WireError(*(_placed(problem, facts) for problem in error.problems)) from None


def _placed(problem: str, facts: type[Assessment]) -> tuple[str, str]:
    """The path and the sentence of a problem that the record itself found."""
    name, found, sentence = problem.partition(": ")
    if not found:
        return _ROOT, problem
    return (f"facts.{name}" if name in facts.vocabulary() else name), sentence


class _Reader:
    """Reads one case and collects what is wrong with it."""

    def __init__(self, facts: type[Assessment], ladder: Continuum | None) -> None:
        self.facts = facts
        self.ladder = ladder
        self.problems: list[tuple[str, str]] = []

    def values(self, data: Mapping[Any, object]) -> dict[str, Any]:
        """The constructor's arguments, as far as they can be read."""
        self._refuse_unknown("", data, KEYS, "key")
        return {
            "level": self._level(data.get("level")),
            "assessed_on": self._day(data.get("assessed_on")),
            "assessed_by": self._short_text("assessed_by", "a role", data.get("assessed_by")),
            "person": self._short_text("person", "an opaque key", data.get("person")),
            "fact_sources": self._sources(data.get("fact_sources")),
            **self._facts(data.get("facts")),
        }

    def _refuse_unknown(self, prefix: str, data: Mapping[Any, object], known: tuple[str, ...], what: str) -> None:
        """A name is shown only if it resembles a known one: a key may hold anything."""
        unknown = [(number, name) for number, name in enumerate(data, 1) if name not in known]
        for number, name in unknown[:MOST_PROBLEMS]:
            hint = did_you_mean(name, known) or ", nor one of a similar name"
            self.problems.append((f"{prefix}{shown_name(name, known, number)}", f"there is no such {what}{hint}"))
        if len(unknown) > MOST_PROBLEMS:
            self.problems.append((prefix.rstrip(".") or _ROOT, f"{len(unknown) - MOST_PROBLEMS} more names that are no {what}"))

    def _level(self, raw: object) -> Any:
        if raw is None:
            return None
        if not isinstance(raw, str) or not 0 < len(raw) <= LONGEST_TEXT:
            given = "text of another length" if isinstance(raw, str) else kind_of(raw)
            self.problems.append(("level", f'expected the id of a level, "{NOT_IN_CARE.value}" or null; was given {given}'))
            return None
        if raw == NOT_IN_CARE.value:
            return NOT_IN_CARE
        if self.ladder is not None and raw not in self.ladder:
            self.problems.append(("level", self.ladder.no_such_level(raw)))
        return raw

    def _day(self, raw: object) -> date | None:
        if raw is None:
            return None
        if isinstance(raw, str) and _DAY.fullmatch(raw):
            try:
                return date.fromisoformat(raw)
            except ValueError:
                self.problems.append(("assessed_on", "there is no such day in the calendar"))
                return None
        self.problems.append(("assessed_on", f'expected a date such as "2026-11-02" or null; was given {kind_of(raw)}'))
        return None

    def _short_text(self, path: str, what: str, raw: object) -> str | None:
        if raw is not None and not is_short_text(raw):
            self.problems.append((path, f"expected {what} of 1 to {LONGEST_TEXT} printable characters, or null"))
            return None
        return cast("str | None", raw)

    def _mapping(self, path: str, raw: object) -> Mapping[Any, object]:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            self.problems.append((path, f"expected an object of fact names; was given {kind_of(raw)}"))
            return {}
        entries = cast("Mapping[Any, object]", raw)
        self._refuse_unknown(f"{path}.", entries, tuple(self.facts.vocabulary()), "fact")
        return entries

    def _facts(self, raw: object) -> dict[str, Any]:
        given = self._mapping("facts", raw)
        values: dict[str, Any] = {}
        for name, fact in self.facts.vocabulary().items():
            if given.get(name) is not None:
                try:
                    values[name] = fact.read(given[name])
                except AssessmentError as error:
                    self.problems.append((f"facts.{name}", error.problems[0].split(": ", maxsplit=1)[1]))
        return values

    def _sources(self, raw: object) -> FactSources:
        kinds = {kind.value: kind for kind in Provenance}
        found: dict[str, Provenance] = {}
        for name, value in self._mapping("fact_sources", raw).items():
            if name in self.facts.vocabulary() and value is not None:
                if isinstance(value, str) and value in kinds:
                    found[str(name)] = kinds[value]
                else:
                    self.problems.append(
                        (f"fact_sources.{name}", f"expected one of {', '.join(kinds)}; was given {kind_of(value)}")
                    )
        return FactSources.of(found)
