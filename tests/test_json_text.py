"""JSON text: read strictly, in bounded time, without a word shown of what stands there; written in one form only."""

from __future__ import annotations

import hashlib
import json
import math
import time
import traceback
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuum.errors import DefinitionError, WireError
from continuum.json_text import DEEPEST, MOST_CHARACTERS, MOST_DIGITS, digest, read_json, write_json

SECONDS = 5.0
"""Of processor time: far more than any permitted text needs, far less than quadratic time would take."""

SENTINEL = "Zq7xJv"


def refused_json(text: str | bytes) -> str:
    with pytest.raises(WireError) as caught:
        read_json(text)
    assert caught.value.paths == ("the case",)
    return str(caught.value)


# Reading.


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{}", {}),
        (" \r\n\t[1, -2, 0.5, true, false, null]\n", [1, -2, 0.5, True, False, None]),
        ('{"a": {"b": {"c": []}}}', {"a": {"b": {"c": []}}}),
        ('{"a": 1, "b": {"a": 1}}', {"a": 1, "b": {"a": 1}}),
        ('"\\u00e9\\n\\"\\\\"', 'é\n"\\'),
        ("9" * MOST_DIGITS, 10**MOST_DIGITS - 1),
        ("\ufeff{}", {}),
        (b"\xef\xbb\xbf{}", {}),
        ('"\u00e9"'.encode(), "é"),
        ('"' + "x" * (MOST_CHARACTERS - 2) + '"', "x" * (MOST_CHARACTERS - 2)),
        ('"' + "[{" * 1000 + '"', "[{" * 1000),
    ],
)
def test_json_that_is_read(text: str | bytes, value: object) -> None:
    """JSON is read as it stands, text or UTF-8, with or without a byte-order mark, up to the bounds."""
    assert read_json(text) == value


@pytest.mark.parametrize(
    "text",
    [
        '{"level": "iop", "level": "php"}',
        '{"a": {"b": 1, "b": 1}}',
        '[[{"a": 1, "b": 2, "a": null}]]',
        '{"a": 1, "\\u0061": 2}',
    ],
)
def test_a_key_twice_is_refused_at_any_depth(text: str) -> None:
    """Of two values under one key none is chosen, even if both are the same."""
    assert refused_json(text) == ("the case: an object names the same key twice; which of the two counts cannot be guessed")


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", '{"facts": {"weeks_stable": NaN}}', "[[-Infinity]]"])
def test_constants_that_are_no_json_are_refused(text: str) -> None:
    """NaN and the infinities are no values, wherever they stand."""
    assert refused_json(text) == "the case: NaN and infinite numbers are no JSON; leave an unknown fact out, or give null"


@pytest.mark.parametrize("text", ["1e400", "-1e400", "[1.5e999]", "9" * 400 + ".0"])
def test_a_number_too_large_for_a_decimal_is_refused(text: str) -> None:
    """A number that would silently become infinite is refused as the infinities are."""
    assert refused_json(text) == "the case: NaN and infinite numbers are no JSON; leave an unknown fact out, or give null"


@pytest.mark.parametrize("digits", ["1" * 19, "-" + "1" * 19, "[" + "7" * 5000 + "]", "1" * 900_000])
def test_huge_whole_numbers_are_refused(digits: str) -> None:
    """A whole number has at most eighteen digits."""
    assert refused_json(digits) == "the case: a number has more than 18 digits"


def test_a_minus_is_no_digit() -> None:
    """A negative number may have as many digits as a positive one."""
    assert read_json("-" + "9" * MOST_DIGITS) == 1 - 10**MOST_DIGITS


def test_nesting_up_to_the_bound_is_read() -> None:
    """Eighty brackets in one another are read, the next is refused, mixed or not."""
    for left, right in (("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")):
        times = DEEPEST // (1 + left.startswith("[{"))
        assert read_json(left * times + "1" + right * times) is not None
        assert refused_json(left * times + "[1]" + right * times) == "the case: the JSON is nested deeper than 80"


@given(st.text(st.sampled_from('[]{}"\\a\u00e9\n')))
def test_brackets_in_strings_do_not_count(text: str) -> None:
    """Whatever a string holds, quotes and backslashes too, as a value and as a key, it adds nothing to the depth."""
    for ascii_only in (True, False):
        written = json.dumps({text: text}, ensure_ascii=ascii_only)
        fits = "[" * (DEEPEST - 1) + written + "]" * (DEEPEST - 1)
        value = read_json(fits)
        for _ in range(DEEPEST - 1):
            (value,) = value
        assert value == {text: text}
        assert refused_json(f"[{fits}]") == "the case: the JSON is nested deeper than 80"


def test_siblings_do_not_add_up() -> None:
    """Depth is how many brackets are open at once, not how many there are."""
    assert read_json("[" + ",".join(["[[]]"] * 100) + "]") == [[[]]] * 100


def test_a_text_that_is_too_long_is_refused() -> None:
    """A text has at most a million characters; a byte-order mark is none of them."""
    longest = '"' + "é" * (MOST_CHARACTERS - 2) + '"'
    assert read_json("\ufeff" + longest) == read_json(longest.encode("utf-8-sig"))
    for text in (longest + " ", (longest + " ").encode()):
        assert refused_json(text) == "the case: the text is longer than 1000000 characters"


@pytest.mark.parametrize(
    ("text", "byte"),
    [(b"\xff", 0), (b'{"a": "\xe9"}', 7), (b'{"a": "\xed\xa0\x80"}', 7), ('{"a": 1}'.encode("utf-16"), 0), (b'"\xc3', 1)],
)
def test_text_that_is_not_utf_8_is_refused(text: bytes, byte: int) -> None:
    """Bytes that are no UTF-8 are refused with the place of the first, and are not replaced."""
    assert refused_json(text) == f"the case: the text is not UTF-8: byte {byte} cannot be read"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "expecting value at line 1, column 1"),
        (" \n ", "expecting value at line 2, column 2"),
        ("\ufeff\ufeff{}", "unexpected UTF-8 BOM (decode using utf-8-sig) at line 1, column 1"),
        ('{"level": "iop", "facts": {"goals', "unterminated string starting at line 1, column 28"),
        ('{"level": "iop", "facts": ', "expecting value at line 1, column 27"),
        ('{"level": "iop"', "expecting ',' delimiter at line 1, column 16"),
        ('{"level"', "expecting ':' delimiter at line 1, column 9"),
        ("{'level': 1}", "expecting property name enclosed in double quotes at line 1, column 2"),
        ('{"a": "x\ny"}', "invalid control character at line 1, column 9"),
        ('{"a": "x\x00y"}', "invalid control character at line 1, column 9"),
        ('\n{"a": "\\q"}', "invalid \\escape at line 2, column 8"),
        ('{"a": "\\u12"}', "invalid \\uXXXX escape at line 1, column 9"),
        ("{} {}", "extra data at line 1, column 4"),
        ("nul", "expecting value at line 1, column 1"),
        ("+1", "expecting value at line 1, column 1"),
        ("01", "extra data at line 1, column 2"),
        ('{"a": 1} // note', "extra data at line 1, column 10"),
        ("]" * 100, "expecting value at line 1, column 1"),
    ],
)
def test_broken_json_is_refused_with_its_place(text: str, sentence: str) -> None:
    """What is no JSON is refused with line and column, in the same words for text and bytes."""
    assert refused_json(text) == f"the case: this is no JSON: {sentence}"
    assert refused_json(text.encode()) == f"the case: this is no JSON: {sentence}"


def test_every_truncation_is_refused() -> None:
    """No beginning of an object passes for one."""
    text = json.dumps({"level": "iop", "facts": {"withdrawal_risk": "MILD", "goals_met": True, "weeks_stable": 6}})
    for end in range(len(text)):
        assert refused_json(text[:end]).startswith("the case: this is no JSON: ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x", "this is no JSON: expecting value at line 1, column 1"),
        ("[" * 81 + "]" * 81, "the JSON is nested deeper than 80"),
        ("[" + "1," * 100 + "1]", "the text is longer than 200 characters"),
        ("9" * 19, "a number has more than 18 digits"),
        (b"\xff", "the text is not UTF-8: byte 0 cannot be read"),
    ],
)
def test_what_the_text_is_and_how_long_it_may_be_can_be_said(text: str | bytes, sentence: str) -> None:
    """A message about the whole names what was to be read, and counts the characters that its reader permits."""
    with pytest.raises(WireError) as caught:
        read_json(text, what="the history", most=200)
    assert caught.value.pairs == (("the history", sentence),)
    assert read_json("[" + "1," * 99 + "1]", most=201) == [1] * 100


@pytest.mark.parametrize(
    ("given_", "kind"),
    [
        (None, "nothing"),
        ({}, "an object"),
        ([], "a list"),
        (1, "a whole number"),
        (bytearray(b"{}"), "a value of type bytearray"),
    ],
)
def test_what_is_no_text_is_refused(given_: Any, kind: str) -> None:
    """What is neither text nor bytes is a mistake of the caller, told as one."""
    with pytest.raises(DefinitionError) as caught:
        read_json(given_)
    assert str(caught.value) == f"read_json() takes text, or bytes in UTF-8; was given {kind}"


# Bounded time.


@pytest.mark.parametrize(
    "text",
    [
        "[" * MOST_CHARACTERS,
        "[]" * (MOST_CHARACTERS // 2),
        '{"a":' * (MOST_CHARACTERS // 5),
        '"' * MOST_CHARACTERS,
        '"' + "\\" * (MOST_CHARACTERS - 1),
        '\\"' * (MOST_CHARACTERS // 2),
        '"' + '\\"[' * (MOST_CHARACTERS // 3 - 1),
        '[""' + ',""' * (MOST_CHARACTERS // 3 - 2),
        "-" * MOST_CHARACTERS,
        "1" * (MOST_CHARACTERS - 2) + "e9x",
        " " * MOST_CHARACTERS,
        "[" * (20 * MOST_CHARACTERS),
    ],
    ids=[
        "brackets", "pairs", "objects", "quotes", "backslashes", "escaped quotes", "quoted brackets", "empty texts", "minuses",
        "digits", "blanks", "far too long",
    ],
)  # fmt: skip
def test_hostile_texts_are_refused_in_bounded_time(text: str) -> None:
    """A text made to take long is refused within seconds, as every other."""
    begun = time.process_time()
    refused_json(text)
    assert time.process_time() - begun < SECONDS


# No part of a text is shown.


@pytest.mark.parametrize(
    "text",
    [
        SENTINEL,
        f'{{"level": "{SENTINEL}',
        f'{{"{SENTINEL}": 1, "{SENTINEL}": 2}}',
        f'{{"{SENTINEL}": 1}} {SENTINEL}',
        f'{{"a": "\\{SENTINEL}"}}',
        f'{{"a": "\\u{SENTINEL}"}}',
        f'{{"a": "{SENTINEL}\x01"}}',
        f'["{SENTINEL}", NaN]',
        f'["{SENTINEL}", {"7" * 30}]',
        f'["{SENTINEL}", {"[" * 80}',
        f'"{SENTINEL}"' + " " * MOST_CHARACTERS,
        b'["' + SENTINEL.encode() + b"\xff",
    ],
)
def test_no_part_of_a_text_is_shown(text: str | bytes) -> None:
    """What stands in a text that is refused shows neither in the error nor in its traceback."""
    with pytest.raises(WireError) as caught:
        read_json(text)
    shown = f"{caught.value}{caught.value!r}{''.join(traceback.format_exception(caught.value))}"
    assert SENTINEL.lower() not in shown.lower()
    assert "7777" not in shown


@pytest.mark.parametrize("text", [b'["' + SENTINEL.encode() + b"\xff", f'["{SENTINEL}'])
def test_no_part_of_a_text_travels_with_the_error(text: str | bytes) -> None:
    """Nothing that hangs on the error holds the text: a logger that walks along the chain of errors finds none of it."""
    with pytest.raises(WireError) as caught:
        read_json(text)
    assert caught.value.__context__ is caught.value.__cause__ is None
    error: BaseException | None = caught.value
    while error is not None:
        assert SENTINEL not in f"{error!r}{vars(error)}{getattr(error, 'doc', '')}{getattr(error, 'object', '')!r}"
        error = error.__context__


# Writing.

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 10**MOST_DIGITS, 10**MOST_DIGITS - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def shuffled(data: Any) -> Any:
    """The same data, with the keys of each object the other way round."""
    if isinstance(data, dict):
        return {key: shuffled(data[key]) for key in reversed([*data])}
    return [shuffled(one) for one in data] if isinstance(data, list) else data


@given(PLAIN)
def test_the_canonical_form(data: Any) -> None:
    """Canonical JSON is ASCII without blanks around, the same in whatever order the keys were, and is read back as it was."""
    written = write_json(data)
    assert written.isascii()
    assert written.isprintable()
    assert write_json(shuffled(data)) == written
    assert json.loads(written) == data
    assert write_json(read_json(written)) == written
    assert digest(shuffled(data)) == digest(data)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), (0, False), ({}, {"a": None}), (1, "1"), ([], {}), ("", None), ([1, 2], [2, 1]), ("e\u0301", "\u00e9")],
)
def test_what_looks_alike_has_another_fingerprint(one: object, other: object) -> None:
    """Data that is not the same has another fingerprint, however near it is."""
    assert digest(one) != digest(other)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_json_cannot_hold_is_not_written(number: float) -> None:
    """NaN and the infinities are never written."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json({"a": number})


def test_the_fingerprint_is_that_of_the_text() -> None:
    """A fingerprint names its function, and is the SHA-256 of the canonical text in hexadecimal digits."""
    text = b'{"a":["\\u00e9"],"b":1}'
    assert digest({"b": 1, "a": ["\u00e9"]}) == f"sha256:{hashlib.sha256(text).hexdigest()}"
