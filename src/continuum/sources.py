"""
Where a statement comes from.

What lives here: `Source`; `Claim`, what a source claims and nobody here has verified; `DRAFT`, the status of rules that nobody
has validated. What it may import: `errors`, `reprs`.
A level, a fact and a rule each carry their sources, so that a reader can go from a decision to the text it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from continuum.errors import DefinitionError, as_many, kind_of, listed
from continuum.reprs import repr_of_fields

DRAFT: Final = "draft, not clinically validated"
"""The status of rules, ladders and standards of which nothing else is said."""


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

    __repr__ = repr_of_fields

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


def cited(ids: str) -> tuple[Source, ...]:
    """The requirements that ask for a fact, by their ids separated by blanks (see docs/requirements.md)."""
    return tuple(Source(row) for row in ids.split())


class Mark(StrEnum):
    """What a reader has to know before relying on a claim."""

    UNCITED = "the work names no source for it"
    PROVIDER = "its source is a provider of care"
    REASONING = "an argument, not a finding"
    CONFLICTING = "another claim contradicts it or uses its figure otherwise"
    REUSED = "one figure reused for several claims"


def _as_marks(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    found = as_many(marks, "marks")
    if not all(isinstance(mark, Mark) for mark in found):
        raise DefinitionError(f"marks are members of Mark: {listed(mark.name for mark in Mark)}")
    return found


@frozen
class Claim:
    """
    What a cited work claims, in our words. A claim is never a fact of ours: none was verified, and every text about it says so.

    Args:
        id: Unique among the claims of a rule set.
        text: The claim, as a clause.
        figure: The figure given, if any.
        claimed_by: Who claims it, as far as the work says.
        marks: What speaks against relying on it.
        sources: The rows in which the claim stands; at least one.

    Raises:
        DefinitionError: A text that is missing or no text on one line, or no source.

    Example:
        >>> Claim("slow", text="slow is steady", figure="2 of 3", claimed_by="an article", sources=[Source("F0-1")]).words()
        'Claimed by an article, not verified: slow is steady (2 of 3).'
    """

    id: str
    text: str = field(kw_only=True)
    figure: str = field(default="", kw_only=True)
    claimed_by: str = field(kw_only=True)
    marks: tuple[Mark, ...] = field(default=(), kw_only=True, converter=_as_marks)
    sources: tuple[Source, ...] = field(kw_only=True, converter=as_sources)

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        """Refuse a claim that could not be told from a fact."""
        for name in ("id", "text", "claimed_by", "figure"):
            text: object = getattr(self, name)
            if not isinstance(text, str) or not text.isprintable() or not (text.strip() or name == "figure"):
                raise DefinitionError(f"a claim needs {name}=, a text on one line; was given {kind_of(text)}")
        if not self.sources:
            raise DefinitionError(f"claim {self.id!r} needs sources=, the rows in which it stands")

    def words(self) -> str:
        """The claim as a sentence that says it is one."""
        figure = f" ({self.figure})" if self.figure else ""
        caveats = f" Mind: {'; '.join(self.marks)}." if self.marks else ""
        return f"Claimed by {self.claimed_by}, not verified: {self.text}{figure}.{caveats}"
