"""The laws as values: each says what it compares, and is silent where there is nothing to compare."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve

from continuum import NOT_IN_CARE, RuleSet, laws
from continuum.laws import BY_ID, LAWS, About, View, look
from continuum.placement import Placement
from tests.laws.small_worlds import FULL, LEAN, NO_ENTRY, Small
from tests.laws.worlds import Three


def test_each_law_has_a_name_and_a_sentence() -> None:
    """By which reports and tests tell it; the numbers are those of the docs."""
    assert [*BY_ID.values()] == [*LAWS]
    assert {law.number for law in LAWS} == {1, 2, 3, 4, 5}
    assert all(law.says.endswith(".") for law in LAWS)


def test_without_an_entry_nobody_is_admitted_and_every_law_is_kept() -> None:
    """No law of one decision, or of two, finds anything wrong with that."""
    nobody, known = (look(NO_ENTRY, Small(level=NOT_IN_CARE, home=home)) for home in (None, True))
    assert not nobody.placed.settled
    for law in LAWS:
        views = (nobody,) if law.about is About.ONE else (nobody, known)
        assert law.broken(*views) == []
    assert [*BY_ID["knowing-more-narrows"].breaches(nobody, known)] == []
    (only,) = BY_ID["admission-settles"].breaches(nobody)
    assert only == laws.Breach("admitted without an entry", happens=False)


def test_who_does_not_move_has_made_no_step() -> None:
    """A decision to stay has no second one to be compared with."""
    stays = look(LEAN, Small(level="r2"))
    assert [*BY_ID["one-step"].breaches(stays, stays)] == []
    outside = look(FULL, Small(level=NOT_IN_CARE))
    assert [*BY_ID["one-step"].breaches(stays, outside)] == []


# Every law can be broken, in each of its ways: by functions that place people where they must not go.

IN = NOT_IN_CARE
LOW, MID, HIGH = Three.LOW, Three.MID, Three.HIGH
WELL: dict[str, Any] = {"risk": LOW, "home": False, "progress": HIGH, "crisis": False, "booked": True}
KNOWN: dict[str, Any] = {"risk": LOW, "home": False}
Forged = tuple[int | None, int, int]


def forged(rules: RuleSet, level: Any, placed: Forged, **facts: Any) -> View[bool]:
    """The decision for somebody whom other functions place; target, lowest and highest are given."""
    placement: Any = SimpleNamespace(place=lambda *_: Placement(*placed), admit=lambda *_: Placement(*placed))
    return look(rules, Small(level=level, **facts), placement)


def at(rung: int | None) -> Forged:
    """Settled, and nothing open."""
    return rung, rung or 0, rung or 0


BROKEN: list[tuple[str, str, list[View[bool]]]] = [
    ("justified-skips", "admitted past a level", [forged(FULL, IN, at(2), **KNOWN)]),
    ("justified-skips", "stepped down past a level", [forged(FULL, "r3", at(0), **WELL | {"home": True})]),
    ("justified-skips", "stepped up past a level", [forged(FULL, "r0", at(2), **WELL | {"crisis": True})]),
    ("unknown-never-reduces", "down beside a possible step up", [forged(FULL, "r2", at(1), **WELL | {"crisis": None})]),
    ("unknown-never-reduces", "down beside a possible hold", [forged(FULL, "r2", at(1), **WELL | {"booked": None})]),
    ("unknown-never-reduces", "down while a required fact is missing", [forged(FULL, "r2", at(1), **WELL | {"risk": None})]),
    ("unknown-never-reduces", "down without certain permission", [forged(FULL, "r2", at(0), **WELL | {"progress": MID})]),
    ("unknown-never-reduces", "down onto a level that may be too low", [forged(FULL, "r2", at(1), **WELL | {"home": None})]),
    ("unknown-never-reduces", "admitted below the top while a required fact is missing", [forged(FULL, IN, at(0), home=False)]),
    ("unknown-never-raises", "raised by something unknown", [forged(FULL, "r0", at(1))]),
    ("unknown-never-raises", "raised further than anything asks", [forged(FULL, "r0", at(2), **WELL | {"risk": MID})]),
    ("hidden-step-up-is-asked", "settled although a step up may be due", [forged(FULL, "r1", at(1), **WELL | {"risk": None})]),
    (
        "hidden-step-up-is-asked",
        "what a step up waits for is not asked",
        [evolve(forged(FULL, "r1", (1, 1, 3), **WELL | {"risk": None}), asked=lambda _: False)],
    ),
    ("what-is-due-happens", "a step down that is due does not happen", [forged(FULL, "r1", at(1), **WELL)]),
    ("safety-first", "a certain step up is not obeyed", [forged(FULL, "r0", at(0), **WELL | {"risk": HIGH})]),
    ("safety-first", "a certain hold is not obeyed", [forged(FULL, "r1", at(0), **WELL | {"booked": False})]),
    ("safety-first", "the target itself is too low", [forged(FULL, "r2", at(1), **WELL | {"home": True})]),
    ("one-step", "goes back up", [forged(FULL, "r2", at(1)), forged(FULL, "r1", at(2))]),
    ("one-step", "goes on down", [forged(FULL, "r2", at(1)), forged(FULL, "r1", at(0))]),
    ("one-step", "goes on up", [forged(FULL, "r0", at(1)), forged(FULL, "r1", at(2))]),
    ("one-step", "goes back down", [forged(FULL, "r0", at(1)), forged(FULL, "r1", at(0))]),
    ("one-step", "the admission does not settle: it goes up", [forged(FULL, IN, at(1)), forged(FULL, "r1", at(2))]),
    ("one-step", "the admission does not settle: it goes down", [forged(FULL, IN, at(1)), forged(FULL, "r1", at(0))]),
    ("admission-settles", "admitted without an entry", [forged(NO_ENTRY, IN, at(0))]),
    ("admission-settles", "an admission does not go where its floors lead", [forged(FULL, IN, (1, 1, 0), **KNOWN)]),
    ("admission-settles", "an admission does not go where its floors lead", [forged(FULL, IN, (0, 0, 2), **KNOWN)]),
    ("admission-settles", "settled too early or too late", [forged(FULL, IN, (None, 0, 0), **KNOWN)]),
    ("admission-settles", "admitted elsewhere", [forged(FULL, IN, (1, 0, 0), **KNOWN)]),
    ("knowing-more-narrows", "the range is upside down", [forged(FULL, "r1", (1, 2, 1)), forged(FULL, "r1", at(1))]),
    ("knowing-more-narrows", "knowing more leaves the range", [forged(FULL, "r1", at(1)), forged(FULL, "r1", (1, 1, 2))]),
    ("knowing-more-narrows", "knowing more leaves the range", [forged(FULL, "r1", at(1)), forged(FULL, "r1", (1, 0, 1))]),
    (
        "knowing-more-narrows",
        "full knowledge says higher than a step down",
        [forged(FULL, "r2", (1, 1, 2)), forged(FULL, "r2", at(2))],
    ),
    ("worse-never-less", "a worse fact loses the decision", [forged(FULL, "r1", at(1)), forged(FULL, "r1", at(None))]),
    ("worse-never-less", "a worse fact lowers the target", [forged(FULL, "r1", (2, 1, 3)), forged(FULL, "r1", (1, 1, 3))]),
    ("worse-never-less", "a worse fact lowers the lowest", [forged(FULL, "r1", (1, 1, 3)), forged(FULL, "r1", (1, 0, 3))]),
    ("worse-never-less", "a worse fact lowers the highest", [forged(FULL, "r1", (1, 1, 3)), forged(FULL, "r1", (1, 1, 2))]),
]


@pytest.mark.parametrize(("law", "what", "views"), BROKEN, ids=[f"{number}: {one[1]}" for number, one in enumerate(BROKEN)])
def test_every_way_to_break_a_law_is_seen(law: str, what: str, views: list[View[bool]]) -> None:
    """By that law itself, though others may see it, too."""
    assert what in BY_ID[law].broken(*views)


def test_twin_where_nobody_forges_nothing_is_broken() -> None:
    """The same people, placed by the algorithm."""
    for facts in (WELL, {}):
        for level in ("r0", "r1", "r2", "r3"):
            seen = look(FULL, Small(level=level, **facts))
            assert [breach for law in LAWS if law.about is About.ONE for breach in law.broken(seen)] == []


def test_every_breach_that_a_law_speaks_of_is_tried() -> None:
    """None is left out, so that a law that says less is noticed."""
    whats = {what for _, what, _ in BROKEN}
    tried = {breach.what for law, _, views in BROKEN for breach in BY_ID[law].breaches(*views)}
    assert tried == whats
