"""
Where a statement comes from.

What lives here: `Source`. What it may import: `errors`. A level, a fact and a rule each carry their sources, so that a
reader can go from a decision to the text it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from continuum.errors import DefinitionError, as_many


@frozen
class Source:
    """
    One place that a level, fact or rule rests on.

    Args:
        id: Short name shown beside a reason: a requirement id such as `F1-10`, or `ed.` for an editorial choice.
        work: The work cited, as a reader would look it up; empty for an editorial choice.
        note: What exactly is taken from it, or what was chosen without a source.

    Example:
        >>> str(Source("F1-10", work="Ark Behavioral Health, 2025"))
        'F1-10'
    """

    id: str
    work: str = ""
    note: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse what could not be cited on one line."""
        texts: tuple[object, ...] = (self.id, self.work, self.note)
        if not all(isinstance(text, str) and text.isprintable() for text in texts) or not self.id.strip():
            raise DefinitionError(
                "a source has an id, and perhaps a work and a note: texts on one line, as in Source('F1-10', work='...')"
            )

    def __str__(self) -> str:
        """The short name, with the note if there is one."""
        return f"{self.id}: {self.note}" if self.note else self.id


def as_sources(sources: Iterable[Source]) -> tuple[Source, ...]:
    """A converter for fields that hold sources; it takes a collection of `Source` objects only."""
    found = as_many(sources, "sources")
    if not all(isinstance(source, Source) for source in found):
        raise DefinitionError("sources are Source objects in a list, as in [Source('F1-10', work='...')]")
    return found
