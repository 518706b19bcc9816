"""
Levels of care and the ladder they form.

What lives here: `Level`, `Continuum` (a ladder of levels, from the least care to the most) and the two places outside every
ladder, `NOT_IN_CARE` and `COMPLETE`. What it may import: `errors`, `sources`, `render`, `reprs`. What it never does: know a
person or a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Final, Literal

from attrs import field, frozen

from continuum import render
from continuum.errors import DefinitionError, as_many, did_you_mean, kind_of, listed, plain_text
from continuum.render import Shown
from continuum.reprs import repr_of_fields
from continuum.sources import DRAFT, Source, as_sources

LEVEL_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
LONGEST_NAME: Final = 48
MOST_LEVELS: Final = 64


class Outside(Enum):
    """The two places that are no level: before care and after it."""

    NOT_IN_CARE = "not-in-care"
    COMPLETE = "complete"


NOT_IN_CARE: Final = Outside.NOT_IN_CARE
"""Given as an assessment's level, it asks for an admission."""
COMPLETE: Final = Outside.COMPLETE
"""The end of the continuum, below the lowest level; reached only from there."""

Completion = Literal[Outside.COMPLETE]


def place_id(place: Level | Outside | None) -> str | None:
    """The id of a level, the word for a place outside the ladder, or nothing."""
    return place.id if isinstance(place, Level) else place.value if place else None


def level_id(level: str) -> str:
    """A level's id as plain text: a member of a `StrEnum` is welcome wherever a level is named."""
    if not isinstance(level, str):
        raise DefinitionError(f"a level is named by its id, was given {kind_of(level)}")
    return str.__str__(level)


@frozen(repr=False)
class Level:
    """
    One level of care.

    Args:
        id: Short name used in rules and data: lower-case letters, digits, `.`, `_` and `-`.
        name: What clinicians call it, at most 48 characters.
        purpose: What this level does that no other does; it says what is lost when the level is passed over.
        setting: Where the person is and lives.
        supervision: How close professional supervision is.
        exposure: How far daily life and its triggers are met.
        dose: How much care there usually is; a description, never a trigger.
        medically_managed: Whether medical staff manage the care; `None`: not said.
        round_the_clock: Whether someone is there day and night; `None`: not said.
        review_days: After how many days at the latest the level is reviewed; `None`: not said.
        sources: Where the description comes from.

    Raises:
        DefinitionError: An id or name that cannot be used.

    Example:
        >>> Level("iop", "Intensive outpatient (IOP)", purpose="skills meet real life while care is active").id
        'iop'
    """

    id: str = field(converter=level_id)
    name: str
    purpose: str = field(kw_only=True)
    setting: str = field(default="", kw_only=True)
    supervision: str = field(default="", kw_only=True)
    exposure: str = field(default="", kw_only=True)
    dose: str = field(default="", kw_only=True)
    medically_managed: bool | None = field(default=None, kw_only=True)
    round_the_clock: bool | None = field(default=None, kw_only=True)
    review_days: int | None = field(default=None, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), kw_only=True, converter=as_sources)

    def __attrs_post_init__(self) -> None:
        """Refuse names that rules and summaries could not carry."""
        if not LEVEL_ID.fullmatch(self.id) or self.id in {outside.value for outside in Outside}:
            raise DefinitionError(
                f"level id {self.id!r}: use 1 to 32 lower-case letters, digits, '.', '_' or '-', and neither of the reserved "
                f"{listed(repr(outside.value) for outside in Outside)}"
            )
        if not _is_text(self.name) or not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise DefinitionError(f"level {self.id!r} needs a name of 1 to {LONGEST_NAME} printable characters")
        if not _is_text(self.purpose) or not self.purpose.strip():
            raise DefinitionError(f"level {self.id!r} needs a purpose: what it does that no other level does")
        for text in ("setting", "supervision", "exposure", "dose"):
            if not _is_text(getattr(self, text)):
                raise DefinitionError(f"level {self.id!r}: {text} is a text on one line, or empty")
        for flag in ("medically_managed", "round_the_clock"):
            if getattr(self, flag) is not None and type(getattr(self, flag)) is not bool:
                raise DefinitionError(f"level {self.id!r}: {flag} is True, False or None (not said)")
        if self.review_days is not None and (type(self.review_days) is not int or self.review_days < 1):
            raise DefinitionError(f"level {self.id!r}: review_days is a whole number of days, 1 or more")

    def __repr__(self) -> str:
        """Its id."""
        return f"<Level {self.id!r}>"


def _is_text(text: object) -> bool:
    return isinstance(text, str) and text.isprintable()


def _as_levels(levels: Iterable[Level]) -> tuple[Level, ...]:
    return as_many(levels, "levels")


@frozen
class Continuum(Shown):
    """
    A ladder: levels in ascending order of care.

    Args:
        id: Name of the ladder.
        levels: From the least care to the most; at least two, at most 64, no id twice.
        status: What has been shown about it.

    Raises:
        DefinitionError: Too few or too many levels, an id twice, or a status that says nothing.

    Example:
        >>> low = Level("low", "Low", purpose="a link")
        >>> high = Level("high", "High", purpose="safety")
        >>> Continuum("two", [low, high]).above("low").id
        'high'
    """

    id: str = field(converter=plain_text)
    levels: tuple[Level, ...] = field(converter=_as_levels)
    status: str = field(default=DRAFT, kw_only=True)

    __repr__ = repr_of_fields

    def __attrs_post_init__(self) -> None:
        """Refuse what is no ladder."""
        if not isinstance(self.id, str) or not LEVEL_ID.fullmatch(self.id):
            raise DefinitionError(f"ladder id {self.id!r}: use 1 to 32 lower-case letters, digits, '.', '_' or '-'")
        if not all(isinstance(level, Level) for level in self.levels):
            raise DefinitionError(f"ladder {self.id!r} is made of Level objects, from the least care to the most")
        if not 2 <= len(self.levels) <= MOST_LEVELS:  # noqa: PLR2004 # below two there is nowhere to step
            raise DefinitionError(f"ladder {self.id!r} needs 2 to {MOST_LEVELS} levels, has {len(self.levels)}")
        if not _is_text(self.status) or not self.status.strip():
            raise DefinitionError(f"ladder {self.id!r}: status is a text on one line, such as {DRAFT!r}")
        ids = [level.id for level in self.levels]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise DefinitionError(f"ladder {self.id!r} names a level twice: {listed(twice)}")
        names = [level.name.casefold() for level in self.levels]
        alike = [level.id for level in self.levels if names.count(level.name.casefold()) > 1]
        if alike:
            raise DefinitionError(f"ladder {self.id!r}: {listed(alike)} are called the same; nobody could tell them apart")

    def __len__(self) -> int:
        """How many levels it has."""
        return len(self.levels)

    def __iter__(self) -> Iterator[Level]:
        """Its levels, ascending."""
        return iter(self.levels)

    def __contains__(self, level_id: object) -> bool:
        """Whether a level of this id is on it."""
        return any(level.id == level_id for level in self.levels)

    def __getitem__(self, level_id: str) -> Level:
        """The level of this id; a `DefinitionError` names the nearest one if there is none."""
        return self.levels[self.rank(level_id)]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, ascending."""
        return tuple(level.id for level in self.levels)

    @property
    def top(self) -> int:
        """The rank of the highest level."""
        return len(self.levels) - 1

    def rank(self, level_id: str) -> int:
        """
        How many levels lie below this one; the lowest has rank 0.

        Raises:
            DefinitionError: There is no such level.
        """
        for rank, level in enumerate(self.levels):
            if level.id == level_id:
                return rank
        raise DefinitionError(self.no_such_level(level_id))

    def no_such_level(self, level_id: object) -> str:
        """The sentence for a level that is not on this ladder; it shows names of the ladder only."""
        return f"there is no such level on the ladder {self.id!r} ({' < '.join(self.ids)}){did_you_mean(level_id, self.ids)}"

    def above(self, level_id: str) -> Level | None:
        """The next level up; `None` above the highest."""
        rank = self.rank(level_id)
        return None if rank == self.top else self.levels[rank + 1]

    def below(self, level_id: str) -> Level | None:
        """The next level down; `None` below the lowest."""
        rank = self.rank(level_id)
        return None if rank == 0 else self.levels[rank - 1]

    def between(self, one: str, other: str) -> tuple[Level, ...]:
        """The levels strictly between two others, ascending."""
        low, high = sorted((self.rank(one), self.rank(other)))
        return self.levels[low + 1 : high]

    def drawing(
        self, marks: Mapping[str, Iterable[render.Mark]] | None = None, notes: Mapping[str, str] | None = None, title: str = ""
    ) -> render.Ladder:
        """
        The ladder as a drawing.

        Args:
            marks: Ids of levels to what is marked there.
            notes: Ids of levels to what is said there.
            title: What the drawing is; that it is this ladder, if not given.

        Raises:
            DefinitionError: A mark or a note for a level that is not on the ladder.

        Example:
            >>> from continuum.render import Mark
            >>> ladder = Continuum("two", [Level("low", "Low", purpose="a link"), Level("high", "High", purpose="safety")])
            >>> [(rung.name, rung.marked) for rung in ladder.drawing({"low": [Mark.NOW]}).rungs]
            [('High', ()), ('Low', ('● here now',))]
        """
        marks, notes = marks or {}, notes or {}
        for level in (*marks, *notes):
            self.rank(level)
        return render.Ladder(
            title or f"The ladder {self.id}",
            f"{len(self)} levels, the most care first.",
            tuple(
                render.Rung(level.name, notes.get(level.id, ""), tuple(marks.get(level.id, ())))
                for level in reversed(self.levels)
            ),
        )

    def page(self) -> render.Page:
        """The ladder, drawn, and what is said of each level."""
        headings = ("Level", "Id", "Purpose", "Setting", "Dose", "Review", "Sources")
        table = render.Table(headings, tuple(map(_row, reversed(self.levels)))).lean
        return render.Page(
            f"The ladder {self.id}",
            (f"Status: {self.status}.", f"{len(self)} levels of care, the most care first."),
            (
                render.Section("The levels in order", drawing=self.drawing()),
                render.Section("What each level is for", table=table),
            ),
        )

    def to_mermaid(self) -> str:
        """The ladder as a chart for Mermaid."""
        return render.ladder_chart(self.drawing(title=f"The ladder {self.id}; {self.status}"))


def _row(level: Level) -> tuple[str, ...]:
    days = f"within {level.review_days} day{'s' if level.review_days > 1 else ''}" if level.review_days else ""
    return level.name, level.id, level.purpose, level.setting, level.dose, days, ", ".join(map(str, level.sources))
