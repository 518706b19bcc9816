"""The laws as values: each says what it compares, and is silent where there is nothing to compare."""

from __future__ import annotations

from continuum import NOT_IN_CARE, laws
from continuum.laws import BY_ID, LAWS, About, look
from tests.laws.small_worlds import FULL, LEAN, NO_ENTRY, Small


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
