"""
Correspondence: which levels of one ladder stand for which levels of another.

What lives here: `Correspondence`. What it may import: `levels`, `errors`. What it never does: translate a decision. A level of
one ladder may stand for several of the other; then the person's care has to be looked at, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from continuum.errors import AssessmentError, DefinitionError, as_many, is_pairs, kind_of, listed
from continuum.levels import Continuum, Level, level_id

Pairs = tuple[tuple[str, tuple[str, ...]], ...]


def _as_pairs(levels: Mapping[str, Iterable[str]] | Pairs) -> Pairs:
    if not isinstance(levels, Mapping) and not is_pairs(levels):
        raise DefinitionError(
            f"levels= takes each level of the one ladder with those of the other, as in {{'php': ['2.5', '2.7']}}; "
            f"was given {kind_of(levels)}"
        )
    pairs = levels.items() if isinstance(levels, Mapping) else levels
    found = tuple((level_id(one), tuple(level_id(other) for other in as_many(others, "levels"))) for one, others in pairs)
    if len(dict(found)) < len(found):
        raise DefinitionError("levels= names a level of the one ladder twice; name it once, with all that it stands for")
    return found


@frozen(repr=False)
class Correspondence:
    """
    Which levels of one ladder stand for which of another, read in both directions.

    Args:
        one: The one ladder.
        other: The other ladder.
        levels: For every level of the one, the levels of the other that it may stand for; every level of the other occurs.

    Raises:
        DefinitionError: A level that is not there, one left out, or levels that would change their order on the way.

    Example:
        >>> from continuum.library import four_levels
        >>> [level.id for level in four_levels.FROM_SIX.candidates("php")]
        ['2.5', '2.7']
        >>> four_levels.FROM_SIX.level("iop").id
        '2.1'
        >>> four_levels.FROM_SIX.reversed().level("2.7").id
        'php'
    """

    one: Continuum
    other: Continuum
    levels: Pairs = field(kw_only=True, converter=_as_pairs)

    def __attrs_post_init__(self) -> None:
        """Refuse what would lose a level or turn the order round."""
        for ladder in (self.one, self.other):
            if type(ladder) is not Continuum:
                raise DefinitionError(f"a correspondence lies between two ladders, was given {kind_of(ladder)}")
        problems = [*self._missing(), *self._strangers()]
        problems = problems or [*_crossing(self.one, self.other, dict(self.levels))]
        problems = problems or [*_crossing(self.other, self.one, self._turned())]
        if problems:
            raise DefinitionError(*problems)
        ordered = tuple((one, tuple(other for other in self.other.ids if other in self._of(one))) for one in self.one.ids)
        object.__setattr__(self, "levels", ordered)

    def __repr__(self) -> str:
        """Both ladders."""
        return f"<Correspondence of {self.one.id!r} and {self.other.id!r}>"

    def _strangers(self) -> Iterable[str]:
        for ladder, named in ((self.one, self._named()[0]), (self.other, self._named()[1])):
            yield from (ladder.no_such_level(level) for level in named if level not in ladder)

    def _missing(self) -> Iterable[str]:
        for ladder, named in ((self.one, self._named()[0]), (self.other, self._named()[1])):
            left_out = [level for level in ladder.ids if level not in named]
            if left_out:
                yield f"nothing is said of {listed(left_out)} of the ladder {ladder.id!r}; every level needs a counterpart"
        empty = [one for one, others in self.levels if one in self.one and not others]
        yield from (f"{one!r} stands for no level; name at least one" for one in empty)

    def _turned(self) -> dict[str, tuple[str, ...]]:
        return {other: tuple(one for one in self.one.ids if other in self._of(one)) for other in self.other.ids}

    def _named(self) -> tuple[list[str], list[str]]:
        return [one for one, _ in self.levels], [other for _, others in self.levels for other in others]

    def _of(self, level: str) -> tuple[str, ...]:
        return dict(self.levels)[level]

    def candidates(self, level: str) -> tuple[Level, ...]:
        """
        The levels of the other ladder that this level may stand for, ascending.

        Raises:
            DefinitionError: There is no such level on the one ladder.
        """
        return tuple(self.other[other] for other in self._of(self.one[level].id))

    def level(self, level: str) -> Level:
        """
        The one level of the other ladder that this level stands for.

        Raises:
            AssessmentError: It may stand for several; which one is for a professional to say.
            DefinitionError: There is no such level on the one ladder.
        """
        found, *others = self.candidates(level)
        if others:
            raise AssessmentError(
                f"the level given on the ladder {self.one.id!r} may stand for "
                f"{' or '.join(one.id for one in (found, *others))} on {self.other.id!r}; "
                "look at the person's care and name the level yourself"
            )
        return found

    def reversed(self) -> Correspondence:
        """The same, read from the other ladder to the one."""
        return Correspondence(self.other, self.one, levels=self._turned())


def _crossing(ladder: Continuum, other: Continuum, levels: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """More care on the one ladder is never less care on the other."""
    spans = [sorted(other.rank(level) for level in levels[one]) for one in ladder.ids]
    for below, above, lower, higher in zip(ladder.ids, ladder.ids[1:], spans, spans[1:], strict=False):
        if higher[0] < lower[0] or higher[-1] < lower[-1]:
            yield f"{above!r} lies above {below!r} on {ladder.id!r}, but their counterparts on {other.id!r} do not"
