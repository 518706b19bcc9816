"""Sources: where a statement comes from, and how it is shown."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from continuum.errors import DefinitionError
from continuum.facts import Flag
from continuum.sources import Source, as_sources


def test_a_source_is_shown_by_its_short_name() -> None:
    """Beside a reason stands the id, followed by the note if there is one; the work is looked up, not repeated."""
    assert str(Source("F1-10", work="Ark Behavioral Health, 2025")) == "F1-10"
    assert str(Source("ed.", note="an editorial choice")) == "ed.: an editorial choice"
    assert str(Source("F1-10", work="Ark", note="six weeks")) == "F1-10: six weeks"


def test_work_and_note_may_be_left_out() -> None:
    """An editorial choice cites no work."""
    source = Source("ed.")
    assert (source.id, source.work, source.note) == ("ed.", "", "")


def test_sources_are_values() -> None:
    """Equal texts are equal sources, usable in sets, and nobody changes one later."""
    assert Source("F1-10", work="Ark") == Source("F1-10", "Ark")
    assert len({Source("F1-10"), Source("F1-10"), Source("F1-11"), Source("F1-10", note="x")}) == 3
    source = Source("F1-10")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        source.id = "F1-11"  # type: ignore[misc] # what is tested


@pytest.mark.parametrize(
    "texts",
    [
        {"id": ""},
        {"id": " "},
        {"id": None},
        {"id": 3},
        {"id": "F1\n10"},
        {"id": "F1-10", "work": None},
        {"id": "F1-10", "work": "Ark\x1b[2J"},
        {"id": "F1-10", "note": ["six weeks"]},
        {"id": "F1-10", "note": "six\nweeks"},
    ],
)
def test_a_source_is_made_of_texts_on_one_line(texts: dict[str, Any]) -> None:
    """What could not be cited beside a reason is refused, without being shown."""
    with pytest.raises(DefinitionError) as caught:
        Source(**texts)
    assert type(caught.value) is DefinitionError
    assert str(caught.value) == (
        "a source has an id, and perhaps a work and a note: texts on one line, as in Source('F1-10', work='...')"
    )


def test_the_repr_of_a_source_shows_all_of_it() -> None:
    """A citation is public."""
    assert repr(Source("F1-10", "Ark", "six weeks")) == "Source(id='F1-10', work='Ark', note='six weeks')"


def test_any_iterable_of_sources_becomes_a_tuple() -> None:
    """Fields that hold sources keep them in order, out of reach of later changes."""
    first, second = Source("F1-10"), Source("F1-11")
    assert as_sources(source for source in (first, second)) == (first, second)
    assert as_sources([]) == ()
    given = [first]
    kept = as_sources(given)
    given.append(second)
    assert kept == (first,)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("F1-10", "sources= takes a list, was given text"),
        (Source("F1-10"), "sources= takes a list, was given a value of type Source"),
        (None, "sources= takes a list, was given nothing"),
        (3, "sources= takes a list, was given a whole number"),
        (["F1-10"], "sources are Source objects in a list, as in [Source('F1-10', work='...')]"),
        ([Source("F1-10"), None], "sources are Source objects in a list, as in [Source('F1-10', work='...')]"),
    ],
)
def test_what_is_no_collection_of_sources_is_refused(given: Any, message: str) -> None:
    """A text is no collection of letters, one source is no list, and an id is no source."""
    for build in (lambda: as_sources(given), lambda: Flag("sober", worse=False, source=given)):
        with pytest.raises(DefinitionError) as caught:
            build()
        assert type(caught.value) is DefinitionError
        assert str(caught.value) == message
