"""
Safety: a test that fails as long as a rule set is not safe.

What lives here: `check_laws`, which tries the laws on single people, and `assert_safe`, which proves them. What it may import:
`people`, `verify` and below, and Hypothesis. What it never does: pass over what is not proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import indent
from typing import Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from continuum.conditions import Operand
from continuum.engine import Engine
from continuum.errors import DefinitionError, did_you_mean, kind_of, listed
from continuum.laws import LAWS, About, Law, look
from continuum.reports import Counterexample, Flaw, Report
from continuum.rule_set import COMPLETED, RuleSet
from continuum.searches import People
from continuum.strategies.people import Drawn, Scale, assessments, at_the_edges, speakable
from continuum.verify import MOST_STEPS, verify

# The laws, tried.


def check_laws(rules: RuleSet, *, max_examples: int = 100) -> None:
    """
    Try every law on people near the decisions of a rule set; the laws are those that `verify` proves.

    It tries the same people each time, whatever profile Hypothesis has, and keeps none of them.

    Args:
        rules: The rule set.
        max_examples: How many people, or pairs of people, are tried for each law.

    Raises:
        AssertionError: A law is broken: which, how, and by whom.
        DefinitionError: It is no rule set, or no number of examples.

    Example:
        >>> from continuum.library import four_levels
        >>> check_laws(four_levels.RULES, max_examples=5)
    """
    if type(max_examples) is not int or max_examples < 1:
        raise DefinitionError(f"max_examples= takes a whole number, 1 or more; was given {kind_of(max_examples)}")
    people, scale = assessments(rules), at_the_edges(rules)
    alone = st.tuples(people)
    drawn = {
        About.ONE: alone,
        About.WORSE: _one_fact_worse(rules, people, scale),
        About.FULLER: _one_answer_more(rules, people, scale),
        About.ARRIVED: alone,
    }
    for law in LAWS:
        _check_law(law, rules, drawn[law.about], max_examples)


def _check_law(law: Law, rules: RuleSet, drawn: st.SearchStrategy[People], max_examples: int) -> None:
    @settings(
        max_examples=max_examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(drawn)
    def keeps_the_law(people: People) -> None:
        compared = _arriving(rules, people) if law.about is About.ARRIVED else people
        broken = law.broken(*(look(rules, person) for person in compared)) if compared else []
        if broken:
            raise AssertionError(_breach(law, rules, compared, broken))

    keeps_the_law()


def _breach(law: Law, rules: RuleSet, people: People, broken: Iterable[str]) -> str:
    shown = Counterexample(people, tuple(map(Engine(rules).decide, people)))
    what = f"Rule set {rules.id!r}, version {rules.version}: {listed(dict.fromkeys(broken))}."
    return "\n".join([f"law {law.number}, {law.id}: {law.says}", what, *shown.sentences])


def _arriving(rules: RuleSet, people: People) -> People:
    """A person, and the start at the level decided; nobody, if none is decided or care is complete."""
    (person,) = people
    placed = look(rules, person).placed
    rung = sum(placed.target) - 1
    return (person, person.moved_to(rules.continuum.ids[rung])) if placed.settled and rung > COMPLETED else ()


@st.composite
def _one_fact_worse(draw: st.DrawFn, rules: RuleSet, people: Drawn, scale: Scale) -> People:
    person, kinds = draw(people), rules.facts.vocabulary()
    names = [name for name in speakable(rules, person.level, scale) if kinds[name].higher_is_worse is not None]
    if not names:
        return person, person
    name = draw(st.sampled_from(names))
    order = scale[name] if kinds[name].higher_is_worse else scale[name][::-1]
    at = draw(st.integers(0, len(order) - 2))
    return person.replace(**{name: order[at]}), person.replace(**{name: draw(st.sampled_from(order[at + 1 :]))})


@st.composite
def _one_answer_more(draw: st.DrawFn, rules: RuleSet, people: Drawn, scale: Scale) -> People:
    person = draw(people)
    names = [*speakable(rules, person.level, scale)]
    if not names:
        return person, person
    name = draw(st.sampled_from(names))
    return person.replace(**{name: None}), person.replace(**{name: draw(st.sampled_from(scale[name]))})


# The proofs, asserted.

NO_WAIVERS: Final[Mapping[str, str]] = {}


def assert_safe(  # noqa: PLR0913 # the keywords of verify()
    rules: RuleSet,
    *,
    allow: Mapping[str, str] = NO_WAIVERS,
    only: Iterable[str] | None = None,
    assume: Iterable[Operand] = (),
    most_steps: int = MOST_STEPS,
    time_limit: float | None = None,
    search_all: bool = False,
) -> None:
    """
    Fail a test unless everything about a rule set is proved, and every flaw that is left is waived for a reason.

    Advice counts as well. A waiver that no flaw needs (any more) fails, too, and so does whatever the budget did not reach or
    what cannot be analysed. `python -O` changes nothing.

    Args:
        rules: The rule set.
        allow: The flaws that are meant to be there: the id of each, and why.
        only: As `verify` takes it.
        assume: As `verify` takes it.
        most_steps: As `verify` takes it.
        time_limit: As `verify` takes it.
        search_all: As `verify` takes it.

    Raises:
        AssertionError: Every flaw that is not waived, with the case that shows it and a test of it; every waiver that is wrong;
            whatever was not settled.
        DefinitionError: Something that was asked makes no sense.

    Example:
        >>> from continuum.library import four_levels
        >>> why = "kept beside a rule that says more: it names its own reason"
        >>> assert_safe(
        ...     four_levels.RULES,
        ...     allow={
        ...         "rule-matters:lapse-at-high-risk-to-2.1": why,
        ...         "rule-matters:stressor-raises-risk-to-2.1": why,
        ...     },
        ... )
    """
    if not isinstance(allow, Mapping):
        raise DefinitionError(f"allow= takes a mapping of ids of flaws to reasons, was given {kind_of(allow)}")
    report = verify(rules, only=only, assume=assume, most_steps=most_steps, time_limit=time_limit, search_all=search_all)
    problems = [
        *(_shown(flaw) for flaw in report.flaws if flaw.id not in allow),
        *_unsettled(report),
        *_wrong_waivers(allow, [flaw.id for flaw in report.flaws]),
    ]
    if problems:
        raise AssertionError(
            "\n\n".join([f"rule set {rules.id!r}, version {rules.version}, is not shown to be safe:", *problems])
        )


def _shown(flaw: Flaw) -> str:
    cases = flaw.counterexample.sentences if flaw.counterexample else ()
    test = f"A test of it, where RULES is the rule set:\n\n{indent(flaw.as_test(), '    ')}"
    return "\n".join([f"{flaw.id}: {flaw.says}", *(f"  {case}" for case in cases), indent(test.rstrip(), "  ")])


def _unsettled(report: Report) -> Iterator[str]:
    for one in report.proofs:
        if one.undecided:
            yield f"{one.of.id}: the search ended before {listed(one.undecided)}; raise most_steps= or time_limit="
        if one.not_analysed:
            yield f"{one.of.id}: cannot be analysed for {listed(one.not_analysed)}"


def _wrong_waivers(allow: Mapping[str, str], flaws: Sequence[str]) -> Iterator[str]:
    for name, reason in allow.items():
        if name not in flaws:
            hint = did_you_mean(name, flaws) or "; remove it from allow="
            yield f"waiver {name!r}: there is no such flaw{hint}"
        if not isinstance(reason, str) or not any(map(str.isalnum, reason)):
            yield f"waiver {name!r}: say why the flaw is meant to be there"
