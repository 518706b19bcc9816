"""
JSON text, read strictly and written canonically.

What lives here: `read_json`, `write_json`, and `digest`, the fingerprint of plain data. What it may import: `errors`. What it
never does: know what the data means, guess, or show in an error what stands in a text.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from math import isfinite
from typing import Any, Final

from continuum.errors import DefinitionError, WireError, kind_of

MOST_CHARACTERS: Final = 1_000_000
DEEPEST: Final = 80
"""Deep enough for the deepest condition that a rule may have, in a rule set, in a document."""
MOST_DIGITS: Final = 18

_MARKS = re.compile(r'[\\"\[\]{}]')


class _Refused(Exception):  # noqa: N818 # private: carries a sentence out of the JSON parser, and becomes a WireError
    """A JSON text that is well formed and still refused."""


def read_json(text: str | bytes, *, what: str = "the case", most: int = MOST_CHARACTERS) -> Any:
    """
    JSON, strictly: no key twice, no NaN, no endless number, no bottomless nesting, no endless text.

    Args:
        text: The JSON, as text or UTF-8.
        what: What the text is, for messages about the whole of it.
        most: How many characters the text may have.

    Raises:
        WireError: The text is refused; line and column are given, never what stands there.

    Example:
        >>> read_json('{"level": "iop", "facts": {}}')
        {'level': 'iop', 'facts': {}}
    """
    if not isinstance(text, str | bytes):
        raise DefinitionError(f"read_json() takes text, or bytes in UTF-8; was given {kind_of(text)}")
    decoded = _decoded(text, what)
    if len(decoded) > most:
        raise WireError((what, f"the text is longer than {most} characters"))
    if _depth(decoded) > DEEPEST:
        raise WireError((what, f"the JSON is nested deeper than {DEEPEST}"))
    try:
        return json.loads(decoded, object_pairs_hook=_object, parse_int=_whole, parse_float=_decimal, parse_constant=_constant)
    except _Refused as refused:
        sentence = str(refused)
    except json.JSONDecodeError as error:
        sentence = f"this is no JSON: {_syntax(error)} at line {error.lineno}, column {error.colno}"
    raise WireError((what, sentence))  # outside of what it was caught in, which holds the whole text


def write_json(data: object) -> str:
    r"""
    Plain data as JSON in its canonical form: keys in order, no blanks, ASCII only, so that equal data is equal text.

    Example:
        >>> write_json({"b": 1, "a": ["é"]})
        '{"a":["\\u00e9"],"b":1}'
    """
    return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(data: object) -> str:
    """
    The fingerprint of plain data: the SHA-256 of its canonical JSON.

    Example:
        >>> digest({})
        'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return f"sha256:{sha256(write_json(data).encode()).hexdigest()}"


def _decoded(text: str | bytes, what: str) -> str:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start
    raise WireError((what, f"the text is not UTF-8: byte {start} cannot be read"))


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
