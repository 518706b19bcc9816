"""
Dispositions: what was actually done, and why it differs from what was recommended.

What lives here: `Disposition`, its coded reasons, and the levels passed in fact. What it may import: `decision` and below. What
it never does: change a recommendation. Preference, barriers, cost, availability and authorization have their place here and
nowhere else: they explain what was done, and never what is needed.

The reasons are neutral codes. Leaving early is a way in which care goes on elsewhere, later, or not yet; it is recorded without
blame, with what is left uncovered, so that somebody can offer it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from continuum.assessment import LONGEST_TEXT, is_day, is_short_text
from continuum.decision import Decision
from continuum.errors import EpisodeError, is_pairs, kind_of, listed, plain_text
from continuum.explanation import name
from continuum.levels import COMPLETE, NOT_IN_CARE, Level, Outside
from continuum.records import as_given
from continuum.render import Page, Point, Section, Shown
from continuum.rule_set import COMPLETED
from continuum.whereabouts import Direction

LONGEST_NOTE: Final = 2_000


class ReasonCode(StrEnum):
    """Why what was done differs from what was recommended, or why a level was passed; neutral, and never a ground for a level."""

    AS_RECOMMENDED = "as_recommended"
    PERSON_PREFERENCE = "person_preference"
    CHILDCARE = "childcare"
    TRANSPORT = "transport"
    DISTANCE = "distance"
    WORK_OR_SCHOOL = "work_or_school"
    COST = "cost"
    AUTHORIZATION_PENDING = "authorization_pending"
    AUTHORIZATION_DENIED = "authorization_denied"
    WAITING_LIST = "waiting_list"
    LEVEL_NOT_OFFERED = "level_not_offered"
    SERVICE_NOT_OFFERED = "service_not_offered"
    LANGUAGE_OR_CULTURE = "language_or_culture"
    ACCESSIBILITY = "accessibility"
    LEGAL_ORDER = "legal_order"
    MEDICATION_ROUTE = "medication_route"
    LEFT_EARLY = "left_early"
    MOVED = "moved"
    CLINICAL_JUDGMENT = "clinical_judgment"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The code as a reader would say it."""
        return self.value.replace("_", " ")


class Authorization(StrEnum):
    """How far the payer's authorization is."""

    NOT_NEEDED = "not_needed"
    NOT_ASKED = "not_asked"
    PENDING = "pending"
    GRANTED = "granted"
    DENIED = "denied"


NEEDS_A_NOTE: Final = (ReasonCode.CLINICAL_JUDGMENT, ReasonCode.OTHER)
NEEDS_VERIFIED_BENEFITS: Final = (ReasonCode.COST, ReasonCode.AUTHORIZATION_PENDING, ReasonCode.AUTHORIZATION_DENIED)
STATE_OF: Final[Mapping[ReasonCode, Authorization]] = {
    ReasonCode.AUTHORIZATION_PENDING: Authorization.PENDING,
    ReasonCode.AUTHORIZATION_DENIED: Authorization.DENIED,
}
CODES: Final = listed(code.value for code in ReasonCode if code is not ReasonCode.AS_RECOMMENDED)


@frozen(repr=False)
class Passed:
    """A level passed in fact: by the decision's own justification, or for the reason that somebody gave."""

    level: Level
    justification: str = ""
    code: ReasonCode | None = None

    def __repr__(self) -> str:
        """Whether the decision justifies it; no more."""
        return f"<Passed, {'justified' if self.justification else 'for a reason given'}>"


def _chosen(chosen: str | Outside) -> str | Outside:
    return chosen if isinstance(chosen, Outside) else plain_text(chosen)


def _reasons(reasons: Iterable[ReasonCode] | ReasonCode) -> tuple[ReasonCode, ...]:
    if isinstance(reasons, ReasonCode):
        return (reasons,)
    if isinstance(reasons, str) or not isinstance(reasons, Iterable):
        raise EpisodeError(f"reasons: expected members of ReasonCode ({CODES}); was given {kind_of(reasons)}")
    given = tuple(reasons)
    if not all(isinstance(code, ReasonCode) for code in given):
        return given
    return tuple(sorted(given, key=[*ReasonCode].index) if isinstance(reasons, set | frozenset) else dict.fromkeys(given))


Passing = tuple[tuple[str, ReasonCode], ...]


def _passing(passing: Mapping[str, ReasonCode] | Passing) -> Passing:
    if not isinstance(passing, Mapping) and not is_pairs(passing):
        raise EpisodeError(f"passing: expected each level passed with its ReasonCode; was given {kind_of(passing)}")
    pairs = passing.items() if isinstance(passing, Mapping) else passing
    return tuple((plain_text(level), code) for level, code in pairs)


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


@frozen(kw_only=True, repr=False)
class Disposition(Shown):
    """
    What was done after a decision. The recommendation stays what it was.

    Where the chosen level is not the recommended one, it takes at least one coded reason, and one for every level passed in fact
    without the decision's justification. What nobody provides then is named in `uncovered`.

    Args:
        decision: The decision that was acted on.
        chosen: Id of the level where care goes on, `COMPLETE`, or `NOT_IN_CARE` where the person leaves care or does not begin.
        on: The day on which care at the level before ends, or is decided to go on.
        decided_by: The role of who decided, such as `physician` or `person`; no name.
        begins_on: The first day at the chosen level, where it is a later one.
        reasons: Why it differs; only `AS_RECOMMENDED`, or nothing, where it does not.
        passing: For each level passed in fact without the decision's justification, why.
        benefits_verified: Whether benefits were verified; to be said where cost or authorization is a reason (F2-33).
        authorization: How far the payer's authorization is, if that was asked.
        note: Free text; needed with `CLINICAL_JUDGMENT` and `OTHER`. Shown in the pages only.

    Raises:
        EpisodeError: Everything that does not fit, at once.

    Example:
        >>> from continuum import Assessment, Engine, ReturnToUse
        >>> from continuum.library import stepdown
        >>> advised = Engine(stepdown.RULES).decide(Assessment(level="iop", return_to_use=ReturnToUse.RETURN))
        >>> stayed = Disposition(
        ...     decision=advised, chosen="iop", on=date(2026, 11, 2), decided_by="counselor", reasons=ReasonCode.WAITING_LIST
        ... )
        >>> stayed.differs, [level.id for level in stayed.uncovered]
        (True, ['php'])
    """

    decision: Decision
    chosen: str | Outside = field(converter=_chosen)
    on: date
    decided_by: str = field(converter=plain_text)
    begins_on: date | None = None
    reasons: tuple[ReasonCode, ...] = field(default=(), converter=_reasons)
    passing: Passing = field(default=(), converter=_passing)
    benefits_verified: bool | None = None
    authorization: Authorization | None = None
    note: str = field(default="", converter=plain_text)

    def __attrs_post_init__(self) -> None:
        """Refuse what does not follow from the decision, or says nothing of why."""
        problems = [*self._unreadable()] or [*self._incoherent()]
        if problems:
            raise EpisodeError(*problems)
        if not self.differs:
            object.__setattr__(self, "reasons", (ReasonCode.AS_RECOMMENDED,))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled as it was given: a copy is checked anew."""
        return as_given(self)

    def __repr__(self) -> str:
        """Whether it differs; no more."""
        return f"<Disposition: {'other than' if self.differs else 'as'} recommended>"

    @property
    def place(self) -> Level | Outside:
        """Where care goes on, or the place outside the ladder."""
        return self.chosen if isinstance(self.chosen, Outside) else self.decision.rules.continuum[self.chosen]

    @property
    def differs(self) -> bool:
        """Whether it is other than what was recommended; always, where nothing was."""
        return self.place != self.decision.target

    @property
    def direction(self) -> Direction:
        """Where it leads in fact; leaving care counts as completing it only where care is complete."""
        origin, target = self.decision.origin, self.place
        if origin == target:
            return Direction.STAY
        if origin is None or target is NOT_IN_CARE:
            return Direction.NOT_DETERMINED
        if origin is NOT_IN_CARE:
            return Direction.ADMIT
        if target is COMPLETE:
            return Direction.COMPLETE
        return Direction.STEP_UP if self._rung(target) > self._rung(origin) else Direction.STEP_DOWN

    @property
    def passed(self) -> tuple[Passed, ...]:
        """Every level passed in fact, in the order in which it is passed, with its justification or the reason given."""
        justified, codes = self._justified(), dict(self.passing)
        return tuple(Passed(level, justified.get(level.id, ""), codes.get(level.id)) for level in self._between())

    @property
    def uncovered(self) -> tuple[Level, ...]:
        """
        The levels above the chosen one, up to the recommended one: what they do, nobody does now.

        Where nothing was recommended, up to the lowest level that was still possible.
        """
        recommended = self.decision.target or (self.decision.range or (None,))[0]
        if not isinstance(recommended, Level):
            return ()
        return tuple(self.decision.rules.continuum.levels[self._rung(self.place) + 1 : self._rung(recommended) + 1])

    def page(self) -> Page:
        """What was done and why; this shows what was recorded."""
        recommended = name(self.decision.target) if self.decision.target else "not determined"
        title = f"Done: {name(self.place)}" if self.place is not NOT_IN_CARE else "Done: care was left, or not begun"
        lead = (f"Recommended: {recommended}. The recommendation stays what it was, whatever was done.",)
        sections = (
            Section("Why", tuple(Point(reason.words) for reason in self.reasons)),
            Section("Levels passed", tuple(_passed_point(one) for one in self.passed)),
            Section("Left uncovered, and to be offered", tuple(Point(f"{one.name}: {one.purpose}") for one in self.uncovered)),
            Section("Recorded beside it", tuple(map(Point, self._beside()))),
        )
        return Page(title, lead, sections, (f"Rules: {self.decision.rules.label}.",))

    def _beside(self) -> Iterator[str]:
        yield f"decided on {self.on.isoformat()} by role: {self.decided_by}"
        if self.begins_on is not None:
            yield f"begins on {self.begins_on.isoformat()}, {_days((self.begins_on - self.on).days)} later"
        if self.authorization is not None:
            yield f"authorization: {self.authorization.value.replace('_', ' ')}"
        if self.benefits_verified is not None:
            yield f"benefits {'verified' if self.benefits_verified else 'not verified yet: verify them'}"
        if self.note:
            yield f"note: {' '.join(self.note.split())}"

    def _rung(self, place: Level | Outside) -> int:
        return COMPLETED if isinstance(place, Outside) else self.decision.rules.continuum.rank(place.id)

    def _between(self) -> tuple[Level, ...]:
        """The levels strictly between origin and chosen level; at an admission from the entry up, on leaving all the way down."""
        origin, levels = self.decision.origin, self.decision.rules.continuum.levels
        if origin is None or self.place == origin:
            return ()
        if isinstance(origin, Outside):
            entry = self.decision.case.by_rung.entry or 0
            return levels[entry : max(self._rung(self.place), entry)]
        here, there = self._rung(origin), self._rung(self.place)
        return levels[here + 1 : there] if there > here else levels[there + 1 : here][::-1]

    def _justified(self) -> dict[str, str]:
        """
        What the decision itself justifies passing; nothing, where the person goes lower than it leads.

        Who passes a level on the way down is covered by the level where the decision ends, and by no other.
        """
        origin, target, rung = self.decision.origin, self.decision.target, self._rung(self.place)
        goes_lower = isinstance(origin, Level) and target is not None and rung < min(self._rung(target), self._rung(origin))
        return {} if goes_lower else {skip.level.id: skip.justification for skip in self.decision.skipped}

    def _unreadable(self) -> Iterator[str]:
        """What makes every other check meaningless."""
        if type(self.decision) is not Decision:
            yield f"decision: expected a Decision, as Engine.decide makes it; was given {kind_of(self.decision)}"
            return
        ladder = self.decision.rules.continuum
        if not isinstance(self.chosen, Outside) and self.chosen not in ladder:
            outside = "COMPLETE, NOT_IN_CARE where the person leaves care, or the id of a level"
            yield f"chosen: expected {outside}; {ladder.no_such_level(self.chosen)}"
        yield from self._wrong_kinds()
        levels = [level for level, _ in self.passing]
        if not all(isinstance(level, str) for level in levels) or len({*map(str, levels)}) < len(levels):
            yield "passing: expected the id of each level passed, once, with its ReasonCode"
        for place, given in (("reasons", self.reasons), ("passing", tuple(code for _, code in self.passing))):
            wrong = [code for code in given if type(code) is not ReasonCode]
            if wrong:
                yield f"{place}: expected members of ReasonCode ({CODES}); was given {kind_of(wrong[0])}"

    def _wrong_kinds(self) -> Iterator[str]:
        if not is_day(self.on):
            yield f"on: expected a date without a time; was given {kind_of(self.on)}"
        if self.begins_on is not None and not is_day(self.begins_on):
            yield f"begins_on: expected a date without a time, or None; was given {kind_of(self.begins_on)}"
        if not is_short_text(self.decided_by):
            yield f"decided_by: expected a role of 1 to {LONGEST_TEXT} printable characters"
        if self.benefits_verified is not None and type(self.benefits_verified) is not bool:
            yield f"benefits_verified: expected True, False or None; was given {kind_of(self.benefits_verified)}"
        if self.authorization is not None and type(self.authorization) is not Authorization:
            given = kind_of(self.authorization)
            yield f"authorization: expected one of {listed(state.value for state in Authorization)}, or None; was given {given}"
        if not isinstance(self.note, str) or len(self.note) > LONGEST_NOTE or not "".join(self.note.split()).isprintable():
            yield f"note: expected text of at most {LONGEST_NOTE} characters, without control characters"

    def _incoherent(self) -> Iterator[str]:
        """What contradicts the decision or itself."""
        assessed = self.decision.assessment.assessed_on
        if assessed is not None and self.on < assessed:
            yield "on: lies before the day of the assessment that was decided on"
        if self.begins_on is not None and self.begins_on < self.on:
            yield "begins_on: lies before the day in on="
        if self.begins_on is not None and isinstance(self.place, Outside):
            yield "begins_on: nothing begins where care ends; leave it out"
        if self.begins_on is not None and self.place == self.decision.origin:
            yield "begins_on: nothing begins where the person stays; leave it out"
        if self.place is COMPLETE and self.decision.origin is NOT_IN_CARE:
            yield "chosen: care that has not begun cannot be completed; NOT_IN_CARE says that it does not begin"
        yield from self._reasons_missing()
        yield from self._passing_problems()
        yield from self._not_backed()

    def _reasons_missing(self) -> Iterator[str]:
        others = [code for code in self.reasons if code is not ReasonCode.AS_RECOMMENDED]
        if self.differs and (not others or len(others) < len(self.reasons)):
            yield f"reasons: this is not what was recommended; say why, with at least one of {CODES}"
        if not self.differs and others:
            yield "reasons: this is what was recommended; leave reasons= out"

    def _passing_problems(self) -> Iterator[str]:
        between, given = [level.id for level in self._between()], dict(self.passing)
        missing = [level for level in between if level not in given and level not in self._justified()]
        if missing:
            yield (
                f"passing: {listed(missing)} {'are' if len(missing) > 1 else 'is'} passed in fact, without a justification of "
                f"the decision; give each a reason, as in passing={{{missing[0]!r}: ReasonCode.LEVEL_NOT_OFFERED}}"
            )
        if any(level not in between for level in given):
            yield "passing: names a level that is not passed"
        if any(level in self._justified() for level in given):
            yield "passing: names a level that the decision itself justifies passing; leave it out"
        if ReasonCode.AS_RECOMMENDED in given.values():
            yield "passing: nobody recommended to pass this level, so not as_recommended; give another reason"

    def _not_backed(self) -> Iterator[str]:
        codes = {*self.reasons, *dict(self.passing).values()}
        unsaid = [code.value for code in NEEDS_A_NOTE if code in codes]
        if unsaid and not self.note.strip():
            yield f"note: {listed(unsaid)} {'need' if len(unsaid) > 1 else 'needs'} a word of explanation"
        unverified = [code.value for code in NEEDS_VERIFIED_BENEFITS if code in codes]
        if unverified and self.benefits_verified is None:
            are = "are" if len(unverified) > 1 else "is"
            yield f"benefits_verified: {listed(unverified)} {are} not to be assumed; say whether benefits were verified"
        for code, state in STATE_OF.items():
            if code in codes and self.authorization not in {None, state}:
                yield f"authorization: {code.value} is given as a reason, but authorization= says something else"


def _passed_point(one: Passed) -> Point:
    why = f"justified by the decision [{one.justification}]" if one.justification else one.code.words if one.code else ""
    return Point(f"{one.level.name}: {why}", (f"What that level is for: {one.level.purpose}.",))
