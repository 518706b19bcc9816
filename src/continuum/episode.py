"""
Episodes: one person's way through care, as it was decided and as it was gone.

What lives here: `Episode`, the history of one person, and what follows from it: stays, steps, returns to use, days. What it may
import: `disposition`, `review`, `decision` and below. What it never does: read a clock, change a decision, or forget.

A history only grows. An entry that was wrong is superseded by another one, or withdrawn, with the reason; the old one stays on
record. What counts is the history without what was superseded, and it has to make sense: days in order, each decision made where
the person is, each disposition for the decision before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any, Final, Literal

from attrs import evolve, field, frozen

from continuum.assessment import LONGEST_TEXT, Assessment, FactSources, Provenance, is_short_text
from continuum.decision import Decision
from continuum.disposition import Disposition
from continuum.errors import EpisodeError, kind_of, plain_text
from continuum.explanation import name
from continuum.facts import Fact, Flag
from continuum.levels import NOT_IN_CARE, Level, Outside
from continuum.records import as_given
from continuum.render import Event, Page, Point, Section, Shown, Span, Timeline, as_text
from continuum.review import Review, check_today, review_at, review_due
from continuum.rules import LONGEST_TEXT as LONGEST_REASON
from continuum.scales import ReturnToUse, SinceResidential
from continuum.whereabouts import Direction

Content = Decision | Disposition
Place = Level | Outside | None

LEAST_DAYS: Final[Mapping[SinceResidential, int]] = {
    SinceResidential.OVER_90_DAYS: 91,
    SinceResidential.DAYS_31_TO_90: 31,
    SinceResidential.WITHIN_30_DAYS: 0,
}
"""The fewest days of each grade: where only a grade is known, the time since is taken to be as short as it can be."""


@frozen(repr=False)
class Entry:
    """
    One line of the record.

    Args:
        content: A decision or a disposition; `None` withdraws the entry that is superseded.
        supersedes: The number of the entry that this one takes the place of, counted from 1.
        because: Why; needed when something is superseded.
    """

    content: Content | None
    supersedes: int | None = None
    because: str = field(default="", converter=plain_text)

    def __repr__(self) -> str:
        """What kind of entry it is."""
        kind = "withdrawal" if self.content is None else type(self.content).__name__.lower()
        return f"<Entry: {kind}{'' if self.supersedes is None else f', supersedes {self.supersedes}'}>"


@frozen(repr=False)
class Stay:
    """Care at one level from a day, until a day; `None` for a first day that nobody recorded, and for a stay that goes on."""

    level: Level
    since: date | None
    until: date | None

    def __repr__(self) -> str:
        """Whether it goes on; no more."""
        return f"<Stay, {'going on' if self.until is None else 'over'}>"


@frozen(repr=False)
class Step:
    """
    A move that was made.

    `recommended`: it is where the decision led. `gap_days`: from the day of the move to the first day at the new level.
    """

    on: date
    origin: Place
    target: Place
    direction: Direction
    recommended: bool
    passed: tuple[str, ...]
    gap_days: int

    def __repr__(self) -> str:
        """Whether it was recommended; no more."""
        return f"<Step, {'as' if self.recommended else 'other than'} recommended>"


@frozen(repr=False)
class UseRecorded:
    """Use that an assessment recorded at a level."""

    on: date
    level: Place
    extent: ReturnToUse

    def __repr__(self) -> str:
        """That it is one; no more."""
        return "<UseRecorded>"


def _entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    if not isinstance(entries, Iterable):
        raise EpisodeError(f"entries: expected Entry objects, oldest first; was given {kind_of(entries)}")
    return tuple(entries)


def _key(person: str | None) -> str | None:
    return None if person is None else plain_text(person)


@frozen(repr=False)
class Episode(Shown):
    """
    The history of one person.

    Add to it with `record`, correct it with `supersede`; both give a new episode. Everything else is derived from it.

    Args:
        person: An opaque key of the person, the same as in the assessments; never shown. `None` where none is used.
        entries: The record, oldest first.

    Raises:
        EpisodeError: The history does not make sense: an assessment of another person, or at another level than where the person
            is, days out of order, a disposition for another decision.

    Example:
        >>> from continuum import Assessment, Engine, ReturnToUse
        >>> from continuum.library import stepdown
        >>> engine = Engine(stepdown.RULES)
        >>> start = Assessment(level="iop", assessed_on=date(2026, 11, 2), return_to_use=ReturnToUse.RETURN)
        >>> advised = engine.decide(start)
        >>> moved = Disposition(decision=advised, chosen="php", on=date(2026, 11, 3), decided_by="physician")
        >>> history = Episode().record(advised).record(moved)
        >>> history.place.id, history.days_at_level(date(2026, 11, 10)), len(history.returns_to_use)
        ('php', 7, 1)
    """

    person: str | None = field(default=None, converter=_key)
    entries: tuple[Entry, ...] = field(default=(), converter=_entries)

    def __attrs_post_init__(self) -> None:
        """Read the whole history once, and refuse what does not follow."""
        if self.person is not None and not is_short_text(self.person):
            raise EpisodeError(f"person: expected an opaque key of 1 to {LONGEST_TEXT} printable characters, or None")
        problems = [*_malformed(self.entries)] or [*_Reader(self.person).problems(self.effective)]
        if problems:
            raise EpisodeError(*problems)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled as it was recorded: a copy is checked anew."""
        return as_given(self)

    def __repr__(self) -> str:
        """How much there is; no more."""
        return f"<Episode of {len(self.entries)} entries>"

    def record(self, content: Content) -> Episode:
        """
        The history with one more entry at its end: a decision, or the disposition for the last decision.

        Raises:
            EpisodeError: It does not follow from the history.
        """
        return Episode(self.person, (*self.entries, Entry(content)))

    def supersede(self, entries: Mapping[int, Content | None], *, because: str) -> Episode:
        """
        The history with entries corrected; the old ones stay on record.

        Args:
            entries: For each number of an entry (from 1), what takes its place; `None` withdraws it. What hangs together is
                corrected together: a decision with its disposition.
            because: Why.

        Raises:
            EpisodeError: There is no such entry, it was superseded before, or the history would make no sense.
        """
        if not isinstance(entries, Mapping) or not entries or any(type(number) is not int for number in entries):
            raise EpisodeError("entries: expected the number of each entry to be corrected, with what takes its place, or None")
        corrections = (Entry(content, number, because) for number, content in entries.items())
        return Episode(self.person, (*self.entries, *corrections))

    @property
    def effective(self) -> tuple[tuple[int, Content], ...]:
        """What counts: the entries not superseded, each with its number, in the place where it belongs."""
        order = [number for number, entry in enumerate(self.entries, 1) if entry.supersedes is None]
        for number, entry in enumerate(self.entries, 1):
            if entry.supersedes is not None:
                order[order.index(entry.supersedes)] = number
        return tuple((number, content) for number in order if (content := self.entries[number - 1].content) is not None)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions that count, oldest first."""
        return tuple(content for _, content in self.effective if isinstance(content, Decision))

    @property
    def dispositions(self) -> tuple[Disposition, ...]:
        """The dispositions that count, oldest first."""
        return tuple(content for _, content in self.effective if isinstance(content, Disposition))

    @property
    def place(self) -> Place:
        """Where the person is: a level, `NOT_IN_CARE`, `COMPLETE`, or `None` while nothing says."""
        return _place_after(self.effective[-1][1]) if self.effective else None

    @property
    def stays(self) -> tuple[Stay, ...]:
        """
        Each stay at one level, oldest first; no two overlap. Leaving and coming back makes a new stay, at the same level too.

        A stay that was to begin, and did not, is none. Who is seen there before its first day was there by then; who is seen at
        the level before, and is said to have been there since before leaving it, did not leave it. What is said to reach back
        over a day on which the person is on record elsewhere has an unknown first day.
        """
        return tuple(stay for stay, _ in self._stays())

    def _stays(self) -> list[tuple[Stay, date]]:
        """Each stay, with the day of the entry that it begins with."""
        stays: list[tuple[Stay, date]] = []
        earliest = date.min
        for _, content in self.effective:
            now, day = _place_after(content), _day(content)
            last, entered = stays.pop() if stays and stays[-1][0].until is None else (None, day)
            if last is not None and (last.since is None or last.since <= day):
                stays.append((last if last.level == now else evolve(last, until=day), entered))
                earliest = day
            elif last is not None and stays and last.level != now == stays[-1][0].level and _reaches_back(content, earliest):
                # The stay that was to begin is dropped, and the one before it was not left.
                stays[-1] = (evolve(stays[-1][0], until=None), stays[-1][1])
            if isinstance(now, Level) and not (stays and stays[-1][0].until is None):
                stays.append((Stay(now, _first_day(content, earliest), None), day))
            earliest = earliest if now is None else day
        return stays

    @property
    def steps(self) -> tuple[Step, ...]:
        """
        Every move made, oldest first; staying is no move.

        Neither is a plan that did not come about: to begin on a later day, with the person seen elsewhere before it. Until
        somebody looks, a plan counts as made.
        """
        contents = [content for _, content in self.effective]
        return tuple(
            _step(one)
            for one, following in zip_longest(contents, contents[1:])
            if isinstance(one, Disposition) and one.direction is not Direction.STAY and _came_about(one, following)
        )

    @property
    def returns_to_use(self) -> tuple[UseRecorded, ...]:
        """Every assessment that recorded use, oldest first: lapses as well as returns."""
        found = ((_day(one), one.origin, one.assessment.return_to_use) for one in self.decisions)
        return tuple(UseRecorded(day, level, use) for day, level, use in found if use is not None and use > ReturnToUse.NONE)

    def days_at_level(self, today: date) -> int | None:
        """
        Whole days of the present stay; `None` where the person is at no level, or nobody recorded the first day.

        Raises:
            EpisodeError: `today` is no date, or lies before the last entry.
        """
        self._check(today)
        stay = self.stays[-1] if self.stays else None
        if stay is None or stay.until is not None or stay.since is None or stay.since > today:
            return None
        return (today - stay.since).days

    def days_since_residential(self, today: date) -> int | None:
        """
        Whole days since care round the clock was last left, as recorded here; `None` where it was not, or nobody can tell.

        Hospital care counts, too: what is claimed of the first weeks after residential care is taken to hold after any care in
        which somebody was there day and night.

        Raises:
            EpisodeError: As `days_at_level`.
        """
        self._check(today)
        left = None
        for one in self.dispositions:
            if _may_leave_residential(one):
                left = None
            elif _leaves_residential(one):
                left = one.on
        return None if left is None else (today - left).days

    def time_since_residential(self, today: date) -> SinceResidential | None:
        """
        How recent the leaving is, as an assessment holds it; `None` is unknown.

        What assessments say counts, too: time goes on from there. Where several things are said the most recent leaving counts,
        and where only a grade is known, the time since is taken to be as short as it can be. Nothing is said of a person who is
        out of care, or was since: they may have been elsewhere.

        Raises:
            EpisodeError: As `days_at_level`.
        """
        self._check(today)
        left = None if isinstance(self.place, Outside) else self._left_residential()
        return left if not isinstance(left, date) else _grade(max(0, (today - left).days))

    def next_assessment(self, on: date) -> Assessment:
        """
        The start of the next assessment: where the person is, what has happened for good, and what follows from the history.

        Only what cannot turn for the better is kept, such as past trauma. Everything else is unknown until somebody looks again:
        nothing is carried over that could reduce care.

        Args:
            on: The day of the next assessment.

        Raises:
            EpisodeError: The history is empty or says nothing of where the person is, or the day lies before its last entry.
        """
        self._check(on, "on")
        place = self.place
        if place is None:
            raise EpisodeError("the history does not say where the person is; record a decision made at a level first")
        days, vocabulary = self.days_at_level(on), type(self.decisions[-1].assessment).vocabulary()
        latest = {name: one.assessment for one in self.decisions for name in one.assessment.known() if name in vocabulary}
        kept = {
            name: vars(told_by)[name] for name, told_by in latest.items() if _is_for_good(vocabulary[name], vars(told_by)[name])
        }
        derived: dict[str, Any] = {
            "days_at_level": None if days is None or Assessment.days_at_level.misfit(days) else days,
            "time_since_residential": self.time_since_residential(on),
        }
        told = {name: source for name in kept if (source := latest[name].fact_sources.get(name)) is not None}
        told |= dict.fromkeys((fact for fact, value in derived.items() if value is not None), Provenance.RECORD)
        level = place.id if isinstance(place, Level) else NOT_IN_CARE
        sources = FactSources.of(told)
        kind = type(self.decisions[-1].assessment)
        return kind(level=level, assessed_on=on, person=self.person, fact_sources=sources, **kept, **derived)

    def review_due(self, today: date) -> Review:
        """
        When to look again: after the last decision, or, where the person moved as it recommended, after the first day there.

        Doing something else, staying, waiting for a place, or leaving early puts no review off.

        Raises:
            EpisodeError: There is no entry yet, or `today` lies before the last one.
        """
        self._check(today)
        if not self.effective:
            raise EpisodeError("there is nothing to review yet: record a decision first")
        last = self.effective[-1][1]
        if isinstance(last, Decision):
            return review_due(last, today)
        if isinstance(last.place, Outside) and not last.differs:
            return Review(None, None, "there is no care to be looked at again; the way back in stays open")
        decided, there = review_due(last.decision, today), review_at(last.begins_on or last.on, [last.place], today)
        moved = not last.differs and last.direction is not Direction.STAY and last.begins_on in {None, last.on}
        return there if moved else min(decided, there, key=_due_on)

    def page(self) -> Page:
        """The history, what was superseded included; this shows what was recorded."""
        counting = {number for number, _ in self.effective}
        points = [_line(number, entry, counts=number in counting) for number, entry in enumerate(self.entries, 1)]
        lead = ("A history only grows: what was corrected stays on record, and does not count.",)
        drawn = self.timeline()
        levels = (Section("Levels of care over time", drawing=drawn),) if drawn.spans else ()
        title = f"History of care, {len(points)} entr{'y' if len(points) == 1 else 'ies'}"
        return Page(title, lead, (*levels, Section("Record", tuple(points))), tuple(self._rules()))

    def _rules(self) -> Iterator[str]:
        """Each rule set that decided anything on record."""
        contents = (entry.content for entry in self.entries if entry.content is not None)
        decided = (one if isinstance(one, Decision) else one.decision for one in contents)
        yield from (f"Rules: {label}." for label in dict.fromkeys(one.rules.label for one in decided))

    def explain(self, width: int = 88) -> str:
        """The history as plain text without a drawing, what was superseded included; this shows what was recorded."""
        page = self.page()
        return as_text(evolve(page, sections=page.sections[-1:]), width)

    def timeline(self) -> Timeline:
        """The stays, and the use recorded in them, to be drawn; it ends with the last day on record."""
        levels = self.decisions[0].rules.continuum.levels[::-1] if self.decisions else ()
        used = [(one.level, one) for one in self.returns_to_use if isinstance(one.level, Level)]
        return Timeline(
            "Levels of care over time",
            "Each stay at its level, and each use on record.",
            tuple(level.name for level in levels),
            tuple(self._spans(levels)),
            tuple(Event(levels.index(level), one.on, USE[one.extent]) for level, one in used),
        )

    def _spans(self, levels: tuple[Level, ...]) -> Iterator[Span]:
        """Each stay from its first day; where nobody recorded that, from the first assessment made in it."""
        for stay, entered in self._stays():
            start, label = (entered, "began before") if stay.since is None else (stay.since, "")
            yield Span(levels.index(stay.level), start, stay.until, label)

    def _check(self, today: object, word: str = "today") -> None:
        check_today(today, max((_day(content) for _, content in self.effective), default=None), word)

    def _left_residential(self) -> date | Literal[SinceResidential.NONE] | None:
        """
        When care round the clock was left since the person was last out of care; NONE if it was not, `None` if nothing says.

        What an assessment says counts where it says of a leaving that is more recent than any known until then.
        """
        left: date | Literal[SinceResidential.NONE] | None = None
        for _, content in self.effective:
            if isinstance(content, Decision):
                left = _as_said(content, left if isinstance(content.origin, Level) else None)
            elif isinstance(content.place, Outside) or _may_leave_residential(content):
                left = None
            elif _leaves_residential(content):
                left = content.begins_on or content.on
        return left


def _as_said(made: Decision, left: date | Literal[SinceResidential.NONE] | None) -> date | Literal[SinceResidential.NONE] | None:
    """The last leaving of care round the clock, with what one more assessment says of it."""
    said = made.assessment.time_since_residential if made.origin is not None else None
    known = _grade(max(0, (_day(made) - left).days)) if isinstance(left, date) else left
    if said is None or (known is not None and said <= known):
        return left
    return SinceResidential.NONE if said is SinceResidential.NONE else _earlier(_day(made), LEAST_DAYS[said])


def _earlier(day: date, days: int) -> date:
    return day - timedelta(days=min(days, (day - date.min).days))


def _leaves_residential(done: Disposition) -> bool:
    """Whether care round the clock is left for a place of which it is said that nobody is there at night."""
    origin, target = done.decision.origin, done.place
    was_there = isinstance(origin, Level) and origin.round_the_clock is True
    return was_there and (isinstance(target, Outside) or target.round_the_clock is False)


def _may_leave_residential(done: Disposition) -> bool:
    """Whether a move may be one out of care round the clock, since it is not said of one of its ends."""
    origin, target = done.decision.origin, done.place
    if origin is None:
        return True
    if target == origin or isinstance(origin, Outside):
        return False
    is_open_end = isinstance(target, Level) and target.round_the_clock is None
    return origin.round_the_clock is None or (origin.round_the_clock and is_open_end)


def _is_for_good(fact: Fact[Any], value: object) -> bool:
    """Whether a fact is one of history, at its worse end: it may be found to be so, and never again not to have been."""
    return isinstance(fact, Flag) and not fact.changeable and fact.scope == "person" and value is fact.worse


def _due_on(review: Review) -> date:
    """The day of a review; one that nothing sets comes last."""
    return review.due_on or date.max


def _day(content: Content) -> date:
    """The day of an entry; a decision without one has been refused before anything is derived."""
    day = content.on if isinstance(content, Disposition) else content.assessment.assessed_on
    if day is None:
        raise EpisodeError(NO_DAY)
    return day


NO_DAY: Final = "a decision in a history needs the day of its assessment; give assessed_on="


def _rungs(made: Decision) -> tuple[str, tuple[Level, ...]]:
    """The ladder of a decision, whatever had been shown about it by then: validation does not make it another one."""
    return made.rules.continuum.id, made.rules.continuum.levels


def _place_after(content: Content) -> Place:
    return content.place if isinstance(content, Disposition) else content.origin


def _first_day(content: Content, earliest: date) -> date | None:
    """The first day of a stay that begins with this entry; unknown where it is said to lie before the earliest that it can be."""
    if isinstance(content, Disposition):
        return content.begins_on or content.on
    days = content.assessment.days_at_level
    return None if days is None or _reaches_back(content, earliest) else _day(content) - timedelta(days=days)


def _reaches_back(content: Content, before: date) -> bool:
    """Whether an assessment says that the person has been at its level since before this day."""
    days = content.assessment.days_at_level if isinstance(content, Decision) else None
    return days is not None and days > (_day(content) - before).days


def _grade(days: int) -> SinceResidential:
    return next(grade for grade, least in LEAST_DAYS.items() if days >= least)


def _came_about(done: Disposition, following: Content | None) -> bool:
    """Whether nobody was seen elsewhere before the first day at the new level; what follows was made where the person was."""
    return done.begins_on is None or following is None or _place_after(following) == done.place


def _step(done: Disposition) -> Step:
    gap = (done.begins_on - done.on).days if done.begins_on is not None else 0
    passed = tuple(one.level.id for one in done.passed)
    return Step(done.on, done.decision.origin, done.place, done.direction, not done.differs, passed, gap)


def _line(number: int, entry: Entry, *, counts: bool) -> Point:
    content = entry.content
    if content is None:
        text = f"entry {entry.supersedes} withdrawn"
    elif isinstance(content, Decision):
        text = f"{_day(content).isoformat()}, assessed at {name(content.origin)}: {content.summary}"
    else:
        done = (
            "as recommended"
            if not content.differs
            else f"other than recommended: {', '.join(one.words for one in content.reasons)}"
        )
        text = f"{content.on.isoformat()}, done: {name(content.place)} ({done})"
    details = [f"Takes the place of entry {entry.supersedes}: {entry.because}."] if entry.supersedes is not None else []
    if not counts and content is not None:
        details.append("Superseded: it does not count.")
    return Point(f"{number}. {text}", tuple(details))


def _is_reason(because: object) -> bool:
    return isinstance(because, str) and bool(because.strip()) and len(because) <= LONGEST_REASON and because.isprintable()


def _malformed(entries: tuple[Entry, ...]) -> Iterator[str]:
    """What makes it impossible to read the history at all."""
    standing: set[int] = set()
    for number, entry in enumerate(entries, 1):
        if type(entry) is not Entry:
            yield f"entry {number}: expected an Entry; was given {kind_of(entry)}"
            return
        if entry.content is not None and type(entry.content) not in {Decision, Disposition}:
            yield f"entry {number}: expected a Decision or a Disposition; was given {kind_of(entry.content)}"
            return
        if isinstance(entry.content, Decision) and entry.content.assessment.assessed_on is None:
            yield f"entry {number}: {NO_DAY}"
        if entry.supersedes is None:
            if entry.because != "" and not _is_reason(entry.because):
                yield f"entry {number}: because is a text of 1 to {LONGEST_REASON} printable characters, or empty"
            if entry.content is None:
                yield f"entry {number}: withdraws nothing; name the entry that it supersedes"
        else:
            if type(entry.supersedes) is not int or entry.supersedes not in standing:
                yield f"entry {number}: supersedes an entry that is not there, or was superseded before"
                return
            standing.discard(entry.supersedes)
            if not _is_reason(entry.because):
                yield f"entry {number}: supersedes another; say why in because=, in 1 to {LONGEST_REASON} printable characters"
        standing.add(number)


class _Reader:
    """Reads a history from its beginning, and says what does not follow from what went before."""

    def __init__(self, person: str | None) -> None:
        self.person = person
        self.first: Decision | None = None
        self.waiting: Decision | None = None
        self.place: Place = None
        self.before: Place = None
        self.begins_on: date | None = None
        self.day: date | None = None

    def problems(self, history: Iterable[tuple[int, Content]]) -> Iterator[str]:
        """All of them, each with the number of its entry; what follows a wrong entry is not asked."""
        for number, content in history:
            found = [*(self._decision(content) if isinstance(content, Decision) else self._disposition(content))]
            if found:
                yield from (f"entry {number}: {problem}" for problem in found)
                return
            if isinstance(content, Disposition):
                self.before, self.begins_on = self.place, content.begins_on
            self.day, self.place = _day(content), _place_after(content)

    def _decision(self, made: Decision) -> Iterator[str]:
        assessment = made.assessment
        if self.day is not None and _day(made) < self.day:
            yield EARLIER
        if assessment.person != self.person:
            yield "the assessment is of another person than this history; compare person= in both"
        if self.first is not None and _rungs(made) != _rungs(self.first):
            yield "the decision is on another ladder than the history; begin a new one, see Correspondence"
        if self.place is not None and made.origin not in self._expected(_day(made)):
            yield "the assessment was made at another level than the one where the person is; record the step first"
        self.first = made if self.first is None else self.first
        self.waiting = made

    def _expected(self, day: date) -> tuple[Place, ...]:
        """Where the person can be: where the history leads, or, before the first day there, where it led from, or nowhere."""
        place = NOT_IN_CARE if isinstance(self.place, Outside) else self.place
        is_waiting = self.begins_on is not None and day < self.begins_on
        return (place, self.before, NOT_IN_CARE) if is_waiting else (place,)

    def _disposition(self, done: Disposition) -> Iterator[str]:
        if self.waiting is None or done.decision != self.waiting:
            yield (
                "the disposition is not for the last decision of this history: it is of another person or another level, or that "
                "decision was acted on before; record its decision first, or supersede the disposition"
            )
        if self.day is not None and done.on < self.day:
            yield EARLIER
        self.waiting = None


USE: Final = {ReturnToUse.LAPSE: "lapse", ReturnToUse.RETURN: "return to use"}
EARLIER: Final = (
    "lies before the day of the entry before it; entries are added in the order of days, and corrected by supersede()"
)
