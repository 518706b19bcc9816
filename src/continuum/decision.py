"""
Decisions: what an engine answers.

What lives here: `Decision`, and `decide`, which makes one. What it may import: `whereabouts`, `grounds`, `explanation`, `render`
and below. What it never does: exist without its justifications. A decision is what was asked and where it leads; everything else
is computed when asked, by `grounds`, `options`, `trace` and the like: sound, because assessment and rule set are immutable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import field, frozen

from continuum import render, whereabouts
from continuum.assessment import Assessment
from continuum.budgets import TRIALS_FOR_BARRIERS, TRIALS_FOR_QUESTIONS
from continuum.errors import DecisionError
from continuum.later import Later
from continuum.levels import Completion, Level, Outside, place_id
from continuum.render import Shown
from continuum.rule_set import RuleSet
from continuum.rules import Urgency
from continuum.sources import Claim, Source
from continuum.whereabouts import Case, Direction, Origin

if TYPE_CHECKING:
    import datetime as dt

    from continuum import audit, barriers, explanation, grounds, questions
    from continuum import options as weighing
    from continuum import trace as tracing
else:
    dt = Later("datetime")
    audit = Later("continuum.audit")
    barriers = Later("continuum.barriers")
    explanation = Later("continuum.explanation")
    grounds = Later("continuum.grounds")
    questions = Later("continuum.questions")
    tracing = Later("continuum.trace")
    weighing = Later("continuum.options")


class _Told(Shown):
    """Where a decision keeps what it has told once: no part of what it is."""

    __slots__ = ("_case",)

    _case: Case


@frozen(repr=False, init=False)
class Decision(_Told):
    """
    What the rules come to for one assessment. Made by `Engine.decide`.

    Built by hand, it is recomputed and refused if anything differs: a decision with an unjustified skip cannot exist.

    Args:
        assessment: The assessment decided on.
        rules: The rule set that decided.
        target_id: Id of the level decided, `complete`, or `None` if not determined.
        range_ids: Between which two levels every answer to the open questions would lead; `None` if the level is unknown.

    Raises:
        DecisionError: The rules do not decide this.
        AssessmentError: The assessment does not fit the rules.
        DefinitionError: The rules are no `RuleSet`, or the assessment's vocabulary does more than add facts.

    Law: 1, justified skips.
    """

    assessment: Assessment
    rules: RuleSet
    _origin: Origin = field(eq=False)
    _target: int | None

    def __init__(self, assessment: Assessment, rules: RuleSet, target_id: str | None, range_ids: tuple[str, str] | None) -> None:
        """Recompute, and refuse what differs."""
        case = whereabouts.examine(rules, assessment)
        if (target_id, range_ids) != (case.target_id, case.range_ids):
            raise DecisionError(
                f"the rules of {rules.id!r} do not come to this decision for the assessment; "
                "ask Engine(rules).decide(assessment) for the one they come to"
            )
        _set_assessment(self, assessment)
        _set_rules(self, rules)
        _set_origin(self, case.origin)
        _set_target(self, case.placement.target)

    def __reduce__(self) -> tuple[Callable[[RuleSet, Assessment], Decision], tuple[RuleSet, Assessment]]:
        """Pickled as what it was asked: a copy is decided anew."""
        return decide, (self.rules, self.assessment)

    def __bool__(self) -> NoReturn:
        """Refused: every outcome is a full one."""
        raise DecisionError("a decision is neither true nor false; compare its direction: decision.direction is Direction.STAY")

    def __repr__(self) -> str:
        """The summary; no values."""
        try:
            return f"<Decision: {self.summary}>"
        except DecisionError:
            return "<Decision that its rules do not come to>"

    def __str__(self) -> str:
        """The summary; no values."""
        return self.summary

    @property
    def case(self) -> Case:
        """
        The assessment as `placement` places it, from which everything else is told; worked out once, when first asked for.

        Raises:
            DecisionError: `placement` starts from another level, or comes to another: no such decision is explained.
        """
        try:
            return self._case
        except AttributeError:
            case = whereabouts.examine(self.rules, self.assessment)
        if (case.origin, case.placement.target) != (self._origin, self._target):
            raise DecisionError(
                f"the rules of {self.rules.id!r} do not come to this decision when asked again: do not act on it; "
                "if nobody has changed the assessment since, this is a defect of the library, to be reported"
            )
        object.__setattr__(self, "_case", case)
        return case

    @property
    def direction(self) -> Direction:
        """Admit, step up, stay, step down, complete or not determined."""
        return whereabouts.direction(self._origin, self._target)

    @property
    def origin(self) -> Level | Outside | None:
        """The level at which the assessment was made, `NOT_IN_CARE`, or `None` for unknown."""
        return whereabouts.place_of(self.rules, self._origin)

    @property
    def origin_id(self) -> str | None:
        """Its id: a level's, `not-in-care`, or `None`."""
        return place_id(self.origin)

    @property
    def target(self) -> Level | Completion | None:
        """The level decided, `COMPLETE`, or `None` if not determined."""
        return None if self._target is None else whereabouts.level_at(self.rules, self._target)

    @property
    def target_id(self) -> str | None:
        """The id of the level decided, `complete`, or `None` if not determined."""
        return place_id(self.target)

    @property
    def range(self) -> tuple[Level | Completion, Level | Completion] | None:
        """Lowest and highest level that the open questions leave possible; `None` if the level, or an entry, is unknown."""
        case = self.case
        return (case.level(case.placement.lowest), case.level(case.placement.highest)) if case.has_range else None

    @property
    def range_ids(self) -> tuple[str, str] | None:
        """Their ids."""
        return self.case.range_ids

    @property
    def provisional(self) -> bool:
        """Whether unknown facts could still change it."""
        return self.case.placement.provisional

    @property
    def urgency(self) -> Urgency:
        """How soon; the highest urgency among its reasons."""
        return grounds.urgency(self.case)

    @property
    def reasons(self) -> tuple[grounds.Reason, ...]:
        """The rules that fired, and every certain floor that keeps the person where they are."""
        return grounds.reasons(self.case)

    @property
    def skipped(self) -> tuple[grounds.Skip, ...]:
        """Each level passed, with its justification."""
        return grounds.skipped(self.case, self.case.placement.target)

    @property
    def holds(self) -> tuple[grounds.Held, ...]:
        """The holds at this level that are not ruled out."""
        return grounds.holds(self.case)

    @property
    def obstacles(self) -> tuple[grounds.Obstacle, ...]:
        """What stands between the person and less care, and what would end it."""
        return grounds.obstacles(self.case)

    @property
    def ready_for(self) -> Level | Completion | None:
        """Where the person could go now if the handoff holds were lifted; `None` if that is nothing lower."""
        rung = grounds.ready_for(self.case)
        return None if rung is None else self.case.level(rung)

    @property
    def ready_skipped(self) -> tuple[grounds.Skip, ...]:
        """The levels that would be passed on the way to `ready_for`."""
        rung = grounds.ready_for(self.case)
        return () if rung is None else grounds.skipped(self.case, rung)

    @property
    def services(self) -> tuple[grounds.Service, ...]:
        """What the program must offer, or what is to be clarified."""
        return grounds.services(self.case)

    @property
    def open_questions(self) -> tuple[grounds.OpenQuestion, ...]:
        """What to ask next, the decisive questions first."""
        return grounds.open_questions(self.case)

    @property
    def summary(self) -> str:
        """One line of at most 139 characters, without values."""
        return explanation.summary(self.case)

    @property
    def options(self) -> tuple[weighing.Option, ...]:
        """Every level around, most care first: recommended, open, blocked or not indicated; what speaks for it and against."""
        return weighing.options(self.case)

    @property
    def circumstances(self) -> tuple[weighing.Circumstance, ...]:
        """What is recorded and moves nobody, such as barriers and preference, with the services that ease it."""
        return weighing.circumstances(self.case)

    @property
    def unread(self) -> tuple[str, ...]:
        """Facts that are recorded and that none of its rules asks for: nothing was decided by them."""
        return weighing.unread(self.case)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What the sources of its grounds claim; not verified, and no ground themselves."""
        return grounds.claims(self.case)

    @property
    def trace(self) -> tracing.Trace:
        """Every rule considered, its condition part by part, and what kept it from being true."""
        return tracing.Trace(self.case)

    def find_barriers(self, *, most_trials: int = TRIALS_FOR_BARRIERS) -> barriers.Barriers:
        """
        The smallest changes of what is known that would allow less care: a search.

        Of a step up, what would avoid it; of a stay, what would allow the next lower level, or completion from the lowest one; of
        a step down or an admission, what would allow one level lower than decided; of an admission not determined, one lower than
        what is needed at least. Unknown facts are taken at their best.

        Args:
            most_trials: How often the search may place the person; where that does not do, `finished` is False.

        Raises:
            DecisionError: There is nothing lower: care is completed, the step down leads to the lowest level, nothing asks for
                more than the level of entry, or the level, or an entry, is not known.

        Example:
            >>> from continuum import Engine, Risk
            >>> from continuum.library import stepdown
            >>> step_up = Engine(stepdown.RULES).decide(Assessment(level="outpatient", return_to_use_risk=Risk.SEVERE))
            >>> print(step_up.find_barriers().explain())
            What would allow Outpatient therapy
            What would have to be so, if everything else that is known stays as it is, and what is
            not known turns out at its best.
            <BLANKLINE>
            This would do
              - Risk of return to use is at most moderate.
            <BLANKLINE>
            Rules: Step-down continuum of six levels, version 2026.1 (stepdown); draft, not
            clinically validated.
            This is found by the rules alone. It is no advice to change a record, and no reason to
            put care off.

        Law: 3, worse never means less.
        """
        return barriers.find_barriers(self.case, most_trials)

    def why_not(self, level: str | Completion, *, most_trials: int = TRIALS_FOR_BARRIERS) -> barriers.Barriers:
        """
        The same search for any level below the one decided.

        Where an admission is not determined, only open questions stand before the levels that it may lead to.

        Args:
            level: Id of the level, or `COMPLETE`.
            most_trials: As in `find_barriers`.

        Raises:
            DecisionError: There is no such level; it is the level decided or lies above it; or the person's level, or an entry,
                is not known.

        Example:
            >>> from continuum import COMPLETE, Engine
            >>> from continuum.library import stepdown
            >>> stay = Engine(stepdown.RULES).decide(Assessment(level="aftercare", goals_met=False, judged_ready=False))
            >>> [barrier.words for barrier in stay.why_not(COMPLETE)]
            ['the goals of this level are met and the treating team judges the person ready for less care']
        """
        return barriers.why_not(self.case, level, most_trials)

    def find_open_questions(self, *, most_trials: int = TRIALS_FOR_QUESTIONS) -> questions.Questions:
        """
        The open questions, less those that provably cannot change the level: a search.

        Required facts that are missing always stay, and so does everything where the person's level is unknown.

        Args:
            most_trials: How often the search may place the person; a question for which that does not do stays.

        Raises:
            DecisionError: `most_trials` is no whole number, or below 0.

        Example:
            >>> from continuum import Engine
            >>> from continuum.library import stepdown
            >>> stay = Engine(stepdown.RULES).decide(Assessment(level="inpatient"))
            >>> left = stay.find_open_questions()
            >>> [question.label for question in stay.open_questions if question not in left.asked]
            ['main substance']

        Law: 2, unknown never reduces care.
        """
        return questions.find_open_questions(self.case, most_trials)

    def page(self, *, with_options: bool = False) -> render.Page:
        """
        The decision with everything it rests on; this shows values.

        Args:
            with_options: Whether every level around is weighed, too.
        """
        return explanation.page(self.case, with_options=with_options)

    def explain(self, width: int = 88, *, with_options: bool = False) -> str:
        """
        The decision with everything it rests on, as plain text; this shows values.

        Args:
            width: Columns at most.
            with_options: Whether every level around is weighed, too.
        """
        return render.as_text(self.page(with_options=with_options), width)

    def to_markdown(self, level: int = 2, *, with_options: bool = False) -> str:
        """
        The decision with everything it rests on, as Markdown; this shows values.

        Args:
            level: Level of the title's heading.
            with_options: Whether every level around is weighed, too.
        """
        return render.as_markdown(self.page(with_options=with_options), level)

    def to_html(self, level: int = 3, *, with_options: bool = False) -> str:
        """
        The decision with everything it rests on, as a fragment of HTML that loads nothing; this shows values.

        Args:
            level: Level of the title's heading.
            with_options: Whether every level around is weighed, too.
        """
        return render.as_html(self.page(with_options=with_options), level)

    def to_dict(self) -> dict[str, Any]:
        """
        The decision as plain data.

        No fact is listed with its value; but a rule that fired, or a condition not met, says of a person what it says. Status,
        intended use and limits of the rules, and the notice that it replaces no judgement, are to be shown with it.
        """
        return {
            "direction": self.direction.value,
            "origin": self.origin_id,
            "target": self.target_id,
            "range": list(self.range_ids) if self.range_ids else None,
            "provisional": self.provisional,
            "urgency": self.urgency.name.lower(),
            "reasons": [_reason(one) for one in self.reasons],
            "skipped": [_skip(one) for one in self.skipped],
            "holds": [held.hold.id for held in self.holds],
            "obstacles": [_obstacle(one) for one in self.obstacles],
            "ready_for": place_id(self.ready_for),
            "ready_skipped": [_skip(one) for one in self.ready_skipped],
            "services": [_service(one) for one in self.services],
            "open_questions": [question.fact for question in self.open_questions],
            "options": [_option(one) for one in self.options],
            "circumstances": [
                {"fact": one.fact, "services": [service.need.id for service in one.services]} for one in self.circumstances
            ],
            "unread": list(self.unread),
            "claims": [{"id": claim.id, "claimed": claim.words()} for claim in self.claims],
            "summary": self.summary,
            "ruleset": {
                "id": self.rules.id,
                "version": self.rules.version,
                "status": self.rules.status,
                "intended_use": self.rules.intended_use,
                "limits": self.rules.limits,
            },
            "notice": explanation.DISCLAIMER,
        }

    def to_record(self, *, recorded_at: dt.datetime | None = None, notice: str = "", redacted: bool = False) -> dict[str, Any]:
        """
        The decision as a record to be kept, from which `replay` makes it again; this holds the values of facts.

        Args:
            recorded_at: When, as you say it; a time with its zone. No clock is read. A redacted record keeps it, and a time may
                lead to a person.
            notice: What whoever receives the record has to be told, such as a notice on redisclosure.
            redacted: Without the assessment and the rules that fired. What is left still says where a person is in care.

        Raises:
            DecisionError: The time has no zone, or the notice is no short text.
            WireError: The vocabulary of the rules cannot be written as plain data.

        Example:
            >>> from continuum import Assessment
            >>> from continuum.library import stepdown
            >>> record = decide(stepdown.RULES, Assessment(level="iop")).to_record()
            >>> record["rules"]["id"], record["assessment"], record["outcome"]["target"]
            ('stepdown', {'format': 'continuum/assessment/1', 'level': 'iop'}, 'iop')
        """
        record: dict[str, Any] = audit.to_record(self.case, recorded_at, notice, is_redacted=redacted)
        return record


def decide(rules: RuleSet, assessment: Assessment) -> Decision:
    """
    The decision of these rules for this assessment, as `placement` makes it.

    Raises:
        AssessmentError: It is no assessment of the rule set's vocabulary, or its level is not on the ladder.
        DefinitionError: The rules are no `RuleSet`, or the assessment's vocabulary does more than add facts.
    """
    case = whereabouts.examine(rules, assessment)
    return decided(assessment, rules, case.origin, case.placement.target)


def decided(assessment: Assessment, rules: RuleSet, origin: Origin, target: int | None) -> Decision:
    """A decision from where it leads; `placement` is asked when the decision is asked for its grounds."""
    made = object.__new__(Decision)
    _set_assessment(made, assessment)
    _set_rules(made, rules)
    _set_origin(made, origin)
    _set_target(made, target)
    return made


_set_assessment, _set_rules, _set_origin, _set_target = (
    vars(Decision)[name].__set__ for name in ("assessment", "rules", "_origin", "_target")
)
"""The slots themselves: what fills the fields of a frozen class, and costs half of what `object.__setattr__` does."""


def _ids(sources: tuple[Source, ...]) -> list[str]:
    return [str(source) for source in sources]


def _reason(one: grounds.Reason) -> dict[str, Any]:
    rule = one.rule
    return {"rule": rule.id, "because": rule.because, "sources": _ids(rule.sources), "urgency": one.urgency.name.lower()}


def _skip(one: grounds.Skip) -> dict[str, Any]:
    return {"level": one.level.id, "justification": one.justification, "because": one.because, "sources": _ids(one.sources)}


def _obstacle(one: grounds.Obstacle) -> dict[str, Any]:
    return {"kind": one.kind, "rule": one.rule, "because": one.because, "until": list(one.until), "certain": one.certain}


def _service(one: grounds.Service) -> dict[str, Any]:
    need, status = one.need, "needed" if one.needed else "clarify"
    return {"id": need.id, "status": status, "offers": need.offers, "sources": _ids(need.sources)}


def _option(one: weighing.Option) -> dict[str, Any]:
    return {
        "level": place_id(one.level),
        "standing": one.standing.value,
        "for": list(one.speaks_for),
        "against": list(one.speaks_against),
        "blocked_by": one.blocked_by,
        "questions": list(one.questions),
    }
