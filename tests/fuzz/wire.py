"""
Documents spoilt at random, thrown at their readers: `python -m tests.fuzz.wire --inputs 100000 --seed 1`.

Each input begins as a small valid document (see `tests.documents`), is spoilt as data and perhaps as text, and is given to its
reader or to another. It has to be refused by a `WireError` that shows nothing of what stands in it, or to be read as something
that is written and read again the same, in a form that its schema describes, and in bounded time. The same seed gives the same
inputs. Exit code 1 if anything else happens.
"""

from __future__ import annotations

import argparse
import json
import linecache
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any, Final, TextIO

from attrs import frozen
from jsonschema import Draft202012Validator

from continuum.errors import WireError
from continuum.wire import read_rule_set, schema, write
from tests.documents import KINDS, OWN_STANDARD, RECORD, REDACTED, SENTINEL, WORD, Ours, spots

EVERY: Final = 50_000
SECONDS: Final = 5.0
"""Of processor time, for one input."""
MOST_FINDINGS: Final = 20
SPREAD: Final = 0.5
"""How often a key is chosen first, so that keys that stand in few places are spoilt as well."""
FORGET: Final = 1_000
"""After so many inputs the sources of generated code are forgotten: attrs keeps those of every vocabulary ever read."""
ONE_IN: Final = 10
"""So many are held against their schema, or have their traceback formatted: that takes longer than reading them."""

SEEDS: Final[dict[str, tuple[str, ...]]] = {
    **{name: (json.dumps(kind.plain),) for name, kind in KINDS.items()},
    "standard": (json.dumps(KINDS["standard"].plain), json.dumps(write(OWN_STANDARD))),
    "own-rule-set": (json.dumps(KINDS["rule-set"].plain),),
    "decision": (json.dumps(KINDS["decision"].plain), json.dumps(RECORD), json.dumps(REDACTED)),
}
READERS: Final[dict[str, Callable[[object], Any]]] = {
    **{name: kind.read for name, kind in KINDS.items()},
    "own-rule-set": read_rule_set,
}
"""A rule set is read for a vocabulary in Python, and with the one that it declares."""
PERSONAL: Final = ("assessment", "program", "decision", "disposition", "episode")
"""Nothing of these is ever shown; the others are definitions, and what they call a fact may be."""
VALIDATORS: Final = {
    **{name: Draft202012Validator(schema(name, Ours)) for name in KINDS if name != "program"},
    "own-rule-set": Draft202012Validator(schema("rule-set")),
}

NAMES: Final = ("self", "mro", "name", "value", "class", "None", "__init__", "level", "facts", "real")
"""Names that mean something to Python or to a record."""
ATOMS: Final[tuple[Any, ...]] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2,
    2.0,
    0.5,
    float("nan"),
    float("inf"),
    10**18,
    10**19,
    -(10**400),
    "",
    " ",
    "x",
    "x" * 65,
    "x" * 501,
    SENTINEL,
    f"{SENTINEL}\n",
    "\ud800",
    "\x00",
    "\u202eevil\u202c",
    "\u200b",
    "<script>alert(1)</script>",
    "e\u0301",
    *NAMES,
    "complete",
    "not-in-care",
    "low",
    "top",
    "craving",
    "goals_met",
    "SOME",
    "2026-11-02",
    "2026-02-30",
    "2026-11-02T10:00:00+00:00",
    "sha256:" + "0" * 64,
    [],
    {},
    [[]],
    [None],
    ["low", "low"],
    {"": None},
    {"all": []},
    {"fact": "craving", "in": []},
    {"fact": "craving", "op": ">=", "value": "MUCH"},
    {"fact": "goals_met", "op": "==", "value": True},
    {"total": ["craving", "strain"], "op": ">=", "value": 3},
)
BYTES: Final = (b"[", b"{", b'"', b"\\", b",", b":", b"NaN", b"1e999", b"9" * 40, b"\x00", b"\xff", b"\\ud800", b"null", b"-")


def misspelt(random: Random, key: str) -> str:
    """A key with one letter more or less, in another case, with something beside it, or of another name."""
    at = random.randrange(len(key) + 1)
    slips = [key[:at] + key[at + 1 :], f"{key[:at]}x{key[at:]}", key.upper(), f"{key} ", f"{key} {WORD}", SENTINEL]
    return random.choice([*slips, random.choice(NAMES)])


def spoil(random: Random, document: Any, other: Any) -> None:
    """One change at one place; `other` is a document from which a part may come."""
    places = [*spots(document)]
    if not places:
        return
    name = random.choice(sorted({str(one.key) for one in places}))
    spot = random.choice([one for one in places if str(one.key) == name] if random.random() < SPREAD else places)
    match random.randrange(7):
        case 0 | 1:
            spot.put(deepcopy(random.choice(ATOMS)))
        case 2:
            del spot.inside[spot.key]
        case 3 if isinstance(spot.inside, list):
            spot.inside.extend([deepcopy(spot.value)] * random.choice([1, 1, 2, 300]))
        case 4 if isinstance(spot.inside, dict):
            spot.inside[misspelt(random, str(spot.key))] = spot.inside.pop(spot.key)
        case 5:
            spot.put(deepcopy(random.choice([*spots(other)] or places).value))
        case _:
            spot.put(deepcopy(random.choice(places).value))


def spoilt_text(random: Random, text: bytes) -> bytes:
    """A text with some bytes cut out, put in, or doubled."""
    for _ in range(random.choice([1, 1, 1, 2, 5])):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.choice([0, 0, 1, 1, 2, 8, 200]))
        put = random.choice([*BYTES, text[start:end] * 2, bytes([random.randrange(256)])])
        text = text[:start] + put + text[end:]
    return text


@frozen
class Input:
    """What is given to a reader."""

    kind: str
    reader: str
    data: Any
    has_label: bool
    """Whether a definition may show it, since something is called so."""


def made(seed: int) -> Input:
    """The input of this seed."""
    random = Random(seed)  # noqa: S311 # not for secrets
    kind = random.choice([*SEEDS])
    document = json.loads(random.choice(SEEDS[kind]))
    for _ in range(random.choice([0, 1, 1, 1, 2, 2, 3, 5])):
        spoil(random, document, json.loads(random.choice(SEEDS[random.choice([*SEEDS])])))
    reader = kind if random.random() < 0.9 else random.choice([*READERS])
    has_label = reader not in PERSONAL and any(
        spot.key in {"label", "unit", "yes", "no"} and WORD in str(spot.value) for spot in spots(document)
    )
    way = random.randrange(4)
    if way < 2:
        return Input(kind, reader, document, has_label)
    try:
        text = json.dumps(document, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")
    except ValueError:
        return Input(kind, reader, document, has_label)
    return Input(kind, reader, text if way == 2 else spoilt_text(random, text), has_label)


def finding(given: Input, *, in_full: bool) -> tuple[str, bool]:
    """What is wrong with how an input was taken; nothing, if all is well. And whether it was read."""
    begun = time.process_time()
    read = READERS[given.reader]
    try:
        found = read(given.data)
    except WireError as error:
        shown = f"{error}{error!r}" + ("".join(traceback.format_exception(error)) if in_full else "")
        if WORD.lower() in shown.lower() and not given.has_label:
            return "the error shows something of the document", False
        return _slow(begun), False
    except Exception as error:  # noqa: BLE001 # any other exception is what is looked for
        return f"{type(error).__name__}: {error}", False
    return _unlike(given.reader, read, found, in_full=in_full) or _slow(begun), True


def _slow(begun: float) -> str:
    taken = time.process_time() - begun
    return f"it took {taken:.1f} s" if taken > SECONDS else ""


def _unlike(name: str, read: Callable[[object], Any], found: Any, *, in_full: bool) -> str:
    """How what was read differs from what is written and read again."""
    try:
        plain = write(found)
        if read(plain) != found or read(json.dumps(plain)) != found:
            return "what was read is written and read again as something else"
        if in_full and name in VALIDATORS and not VALIDATORS[name].is_valid(plain):
            return "what was read is written otherwise than the schema says"
    except Exception as error:  # noqa: BLE001 # any exception is what is looked for
        return f"what was read cannot be written and read again: {type(error).__name__}: {error}"
    return ""


@frozen
class Report:
    """How many inputs each reader took and refused, and what was found."""

    read: Counter[str]
    refused: Counter[str]
    findings: tuple[tuple[int, str], ...]


def run(inputs: int, seed: int, progress: TextIO) -> Report:
    """So many inputs, the first made of this seed."""
    read: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    findings: list[tuple[int, str]] = []
    begun = time.monotonic()
    for number in range(inputs):
        given = made(seed + number)
        wrong, was_read = finding(given, in_full=number % ONE_IN == 0)
        (read if was_read else refused)[given.reader] += 1
        if wrong:
            findings.append((seed + number, wrong))
        if number % FORGET == 0:
            linecache.clearcache()
        if (number + 1) % EVERY == 0:
            progress.write(f"{number + 1} inputs, {len(findings)} findings, {time.monotonic() - begun:.0f} s\n")
            progress.flush()
    return Report(read, refused, tuple(findings))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.wire", description="Spoilt documents for every reader.")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0, help="the first input's; each following one has the next")
    asked = parser.parse_args(arguments)
    report = run(asked.inputs, asked.seed, sys.stderr)
    for name in READERS:
        sys.stdout.write(f"{name}: {report.read[name]} read, {report.refused[name]} refused\n")
    for seed, wrong in report.findings[:MOST_FINDINGS]:
        sys.stdout.write(f"\nseed {seed}: {wrong}\n{made(seed)!r}\n")
    sys.stdout.write(f"{len(report.findings)} findings\n")
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
