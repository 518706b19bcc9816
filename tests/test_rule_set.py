"""Rule sets: every check of their construction with its exact sentence and a twin that builds, and the layout by rung."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Self

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from continuum.assessment import Assessment
from continuum.comparisons import Compare, Missing, OneOf
from continuum.conditions import AllOf, AnyOf, Condition, NOf, Not, Operand, Values, n_of
from continuum.errors import DefinitionError, DefinitionErrors
from continuum.facts import Count, Duration, Fact, Flag
from continuum.levels import COMPLETE, NOT_IN_CARE, Continuum, Level
from continuum.library import stepdown
from continuum.rule_set import COMPLETED, MOST_RULES, Floor, Jump, RuleSet, Way, is_lasting
from continuum.rules import (
    CLINICAL,
    HANDOFF,
    IMMEDIATE,
    PROMPT,
    Admission,
    Hold,
    Justification,
    ServiceNeed,
    StepDown,
    StepUp,
    TransitionRule,
)
from continuum.scales import Appointment, Preference, ReturnToUse, Risk, Severity, Substance
from continuum.sources import Claim, Source
from continuum.totals import Part, Total


class Named(StrEnum):
    RULES = "ours/six"
    BROKEN = "our rules"
    CRAVING = "craving"
    SHOE_SIZE = "shoe_size"


class Stage(StrEnum):
    AFTERCARE = "aftercare"
    OUTPATIENT = "outpatient"
    IOP = "iop"
    PHP = "php"
    RESIDENTIAL = "residential"
    INPATIENT = "inpatient"


class Ours(Assessment):
    craving: Count = Count("craving today", low=0, high=10, unit="points", worse="higher")
    weeks_sober: Duration = Duration("time without use", low=0, high=520, unit="weeks", worse="lower")
    first_week: Flag = Flag("first week here", worse=None, scope="level")
    left_before: Flag = Flag("left this level before", worse=True, scope="level", changeable=False)


LADDER = Continuum("six", [Level(stage.value, stage.name, purpose="what no other level does") for stage in Stage])
NO_SUCH = "there is no such level on the ladder 'six' (aftercare < outpatient < iop < php < residential < inpatient)"

RISK = Ours.withdrawal_risk >= Risk.SEVERE
LAPSE = Ours.return_to_use >= ReturnToUse.LAPSE
DONE = Ours.goals_met.as_condition()
CALM = Ours.withdrawal_risk <= Risk.MILD
UNSCHEDULED = Ours.first_appointment < Appointment.SCHEDULED

NO_GROUND = "is no ground for a level of care (ground=False); only a ServiceNeed may use it (law 8)"
HISTORY_ALONE = "it could be true by history alone, which nothing could end; let it rest on a fact that can change (law 6)"
TIME_ALONE = "it could be true by time alone, and time alone moves nobody; let it rest on another fact (law 8)"
NO_STAY = "it could be true without any fact about the stay at this level; let it rest on one, such as goals_met (law 5)"
MIXTURE = "it mixes facts about the stay at a level with lasting ones so that either could make it true; split it in two (law 5)"


def up(rule_id: str = "up", when: Operand = RISK, **more: Any) -> StepUp:
    """A floor under the two lowest levels, unless more is said."""
    return StepUp(rule_id, when=when, **{"because": "too much risk", "at_least": "iop", "skips_because": "no nurse", **more})


def jump(rule_id: str = "jump", when: Operand = LAPSE, **more: Any) -> StepUp:
    """A local step-up from IOP to the next level, unless more is said."""
    return StepUp(rule_id, when=when, **{"because": "use at this level", "at": "iop", **more})


def first(rule_id: str = "first", when: Operand = RISK, **more: Any) -> Admission:
    """An admission to IOP, unless more is said."""
    return Admission(rule_id, when=when, **{"because": "severe", "at_least": "iop", "skips_because": "no nurse", **more})


def hold(rule_id: str = "hold", when: Operand = RISK, **more: Any) -> Hold:
    """A clinical hold at every level, unless more is said."""
    return Hold(rule_id, when=when, **{"because": "too much risk", "until": "it is lower", "about": CLINICAL, **more})


def owed(rule_id: str = "owed", when: Operand = UNSCHEDULED, **more: Any) -> Hold:
    """A handoff hold at every level, unless more is said."""
    return hold(rule_id, when, because="no appointment", until="it is scheduled", about=HANDOFF, **more)


def down(rule_id: str = "down", when: Operand = DONE, **more: Any) -> StepDown:
    """A step-down from PHP to the next level, unless more is said."""
    return StepDown(rule_id, when=when, **{"because": "done here", "at": "php", **more})


def passing(when: Operand = CALM, **more: Any) -> Justification:
    """A justification to pass IOP, unless more is said."""
    return Justification(when=when, **{"because": "covered elsewhere", "skips": "iop", **more})


def build(*rules: TransitionRule, **more: Any) -> RuleSet:
    given = {
        "id": "ours/six",
        "version": "2026.1",
        "title": "Six levels",
        "intended_use": "tests",
        "continuum": LADDER,
        "facts": Ours,
        "rules": rules,
        **more,
    }
    return RuleSet(**given)


def problems(*rules: TransitionRule, **more: Any) -> tuple[str, ...]:
    with pytest.raises(DefinitionErrors) as caught:
        build(*rules, **more)
    assert caught.value.message == "rule set 'ours/six' cannot be used"
    return caught.value.problems


def wrong_way(words: str, kind: str, verb: str) -> str:
    return (
        f"'{words}' has the wrong direction: a {kind} may only {verb} as facts get worse; "
        "look for a turned comparison, an == on a scale, or a fact with the other end worse (law 3)"
    )


# What a rule set is.


def test_a_rule_set_keeps_what_it_is_given() -> None:
    """Rules, justifications, needs and required facts are kept as tuples, with draft status unless said otherwise."""
    need = ServiceNeed("need", when=Ours.mandated, offers="reports to the court")
    rules = build(down(), justifications=[passing()], needs=[need], required_facts=["craving", Ours.goals_met])
    assert (rules.id, rules.version, rules.title, rules.intended_use) == ("ours/six", "2026.1", "Six levels", "tests")
    assert (rules.rules, rules.justifications, rules.needs) == ((down(),), (passing(),), (need,))
    assert rules.required_facts == ("craving", "goals_met")
    assert (rules.status, rules.reviewer, rules.limits) == ("draft, not clinically validated", "", "")
    assert rules.entry is None


def test_the_standard_vocabulary_is_the_default() -> None:
    """A rule set without a vocabulary of its own speaks of the standard one."""
    rules = RuleSet(id="a", version="1", title="t", intended_use="u", continuum=LADDER, rules=[down()])
    assert rules.facts is Assessment


def test_the_repr_of_a_rule_set() -> None:
    """A rule set is shown by id, version and size."""
    assert repr(build(up(), down())) == "<RuleSet 'ours/six' 2026.1: 2 rules on 6 levels; draft, not clinically validated>"


def test_rule_sets_are_equal_by_content() -> None:
    """Two rule sets of the same content are equal and hash alike; another version is another rule set."""
    assert build(up(), down()) == build(up(), down())
    assert hash(build(up(), down())) == hash(build(up(), down()))
    assert build(up(), down()) != build(up(), down(), version="2026.2")
    assert build(up(), down()) != build(up())


def test_a_rule_set_pickles() -> None:
    """A rule set with its layout is the same on the other side of a process border."""
    rules = build(up(), hold(), owed(), down(), justifications=[passing()], entry="outpatient", required_facts=["craving"])
    again = pickle.loads(pickle.dumps(rules))  # noqa: S301 # our own bytes
    assert again == rules
    assert again.by_rung == rules.by_rung
    assert again.facts is Ours


def test_a_rule_set_is_frozen() -> None:
    """Nobody changes a rule set or its layout once it is built."""
    rules: Any = build(down())
    for name in ("rules", "by_rung"):
        with pytest.raises(FrozenInstanceError):
            setattr(rules, name, ())


@pytest.mark.parametrize("name", ["version", "title", "intended_use", "status"])
@pytest.mark.parametrize("text", ["", " ", "two\nlines", "x" * 501, 3])
def test_texts_that_say_nothing(name: str, text: object) -> None:
    """A rule set says what it is, in texts of one line."""
    with pytest.raises(DefinitionError) as caught:
        build(down(), **{name: text})
    assert str(caught.value) == f"'ours/six': {name} needs a text on one line, 1 to 500 printable characters"


@pytest.mark.parametrize("name", ["reviewer", "limits"])
def test_optional_texts(name: str) -> None:
    """Reviewer and limits may be left out, but say something if given."""
    assert getattr(build(down(), **{name: "adults only"}), name) == "adults only"
    with pytest.raises(DefinitionError) as caught:
        build(down(), **{name: " "})
    assert str(caught.value) == f"'ours/six': {name} needs a text on one line, 1 to 500 printable characters"


def test_the_id_of_a_rule_set() -> None:
    """The id of a rule set is short and plain."""
    with pytest.raises(DefinitionError) as caught:
        build(down(), id="our rules")
    assert str(caught.value) == (
        "id 'our rules': use 1 to 64 letters, digits, '.', '_', '/' or '-', beginning with a letter or digit"
    )


def test_the_id_of_a_rule_set_is_kept_as_plain_text() -> None:
    """A member of a `StrEnum` is welcome as the id, and no message shows the enumeration it came from."""
    rules = build(down(), id=Named.RULES)
    assert (rules.id, type(rules.id)) == ("ours/six", str)
    assert rules == build(down())
    assert problems(id=Named.RULES) == ("it has no rules: nothing could ever be decided; give it at least one",)
    with pytest.raises(DefinitionError) as caught:
        build(down(), id=Named.BROKEN)
    assert str(caught.value) == (
        "id 'our rules': use 1 to 64 letters, digits, '.', '_', '/' or '-', beginning with a letter or digit"
    )


@pytest.mark.parametrize(("continuum", "given"), [(["php"], "a list"), (None, "nothing"), ("six", "text")])
def test_a_rule_set_needs_a_ladder(continuum: object, given: str) -> None:
    """Levels alone are no ladder."""
    with pytest.raises(DefinitionError) as caught:
        build(down(), continuum=continuum)
    assert str(caught.value) == f"a rule set needs a ladder: continuum=Continuum(id, levels), was given {given}"


@pytest.mark.parametrize("facts", [None, "Ours", dict, Ours(), Ours.craving])
def test_a_rule_set_needs_a_vocabulary(facts: object) -> None:
    """The vocabulary is `Assessment` or a subclass, the class itself."""
    with pytest.raises(DefinitionError) as caught:
        build(down(), facts=facts)
    assert str(caught.value) == "a rule set needs a vocabulary: facts=Assessment, or a subclass of it"


class Dated(Assessment):
    day_number: Count = Count("day of the stay", low=0, high=99, unit="days", worse=None, scope="level")

    @property
    def is_new(self) -> bool:
        """A method of another name changes nothing."""
        return self.day_number == 0


class Unscoped(Assessment):
    @classmethod
    def level_scoped(cls) -> frozenset[str]:
        return frozenset()


class Unchecked(Assessment):
    @classmethod
    def _check(cls, values: dict[str, Any]) -> Iterator[str]:  # noqa: ARG003 # what the test is about
        return iter(())


class Walking(Assessment):
    def replace(self, **changes: object) -> Self:
        return type(self)(**{**vars(self), **changes})


class Moving(Assessment):
    def moved_to(self, level: Any) -> Self:
        return type(self)(**{**vars(self), "level": level})


class Reworded(Assessment):
    @classmethod
    def vocabulary(cls) -> Mapping[str, Fact[Any]]:
        return {}


class Heir(Unscoped):
    pass


class Scopeless:
    @classmethod
    def level_scoped(cls) -> frozenset[str]:
        return frozenset()


class Mixed(Scopeless, Assessment):
    pass


@pytest.mark.parametrize(
    ("facts", "changed"),
    [
        (Unscoped, "Unscoped.level_scoped"),
        (Unchecked, "Unchecked._check"),
        (Walking, "Walking.replace"),
        (Moving, "Moving.moved_to"),
        (Reworded, "Reworded.vocabulary"),
        (Heir, "Unscoped.level_scoped"),
        (Mixed, "Scopeless.level_scoped"),
    ],
)
def test_a_vocabulary_that_changes_what_an_assessment_is(facts: type[Assessment], changed: str) -> None:
    """A vocabulary that redefines a method of `Assessment` could switch a law off, and is refused wherever it inherits that."""
    with pytest.raises(DefinitionError) as caught:
        build(down(), facts=facts)
    assert caught.value.problems == (f"{changed} changes what an assessment is; a vocabulary adds facts and nothing else",)


def meddling(name: str, *bases: type) -> Any:
    """A vocabulary that redefines this one method."""

    def method(*_: object, **__: object) -> None:
        raise AssertionError

    return type("Meddling", bases or (Assessment,), {name: method})


@pytest.mark.parametrize(
    "name",
    ["__init__", "__new__", "__getattribute__", "__getattr__", "__setstate__", "__reduce__", "__reduce_ex__"],
)
def test_a_vocabulary_that_changes_how_an_assessment_is_made(name: str) -> None:
    """Whoever makes, reads or restores an assessment could make up facts that nobody gave, and is refused."""
    made = meddling(name)
    for facts in (made, type("Heir", (made,), {}), type("Mixed", (meddling(name, object), Assessment), {})):
        with pytest.raises(DefinitionError) as caught:
            build(down(), facts=facts)
        assert caught.value.problems == (
            f"Meddling.{name} changes what an assessment is; a vocabulary adds facts and nothing else",
        )


class Meta(type):
    pass


class Metered(Assessment, metaclass=Meta):
    pass


class HeirOfMetered(Metered):
    pass


@pytest.mark.parametrize("facts", [Metered, HeirOfMetered])
def test_a_vocabulary_with_a_metaclass(facts: object) -> None:
    """A metaclass could answer for the vocabulary what it likes, and is refused."""
    with pytest.raises(DefinitionError) as caught:
        build(down(), facts=facts)
    assert caught.value.problems == ("a rule set needs a vocabulary: facts=Assessment, or a subclass of it",)


def test_a_vocabulary_may_add_what_is_its_own() -> None:
    """Facts and methods of other names than those of `Assessment` are welcome."""
    assert build(down(), facts=Dated).facts is Dated


# What is checked of the rule set as a whole.


def test_without_rules() -> None:
    """A rule set without rules is refused, one with a single rule is not."""
    assert problems() == ("it has no rules: nothing could ever be decided; give it at least one",)
    assert len(build(hold()).rules) == 1


@pytest.mark.parametrize(
    ("foreign", "kind"),
    [
        ("php-to-iop", "text"),
        (None, "nothing"),
        (passing(), "a value of type Justification"),
        (ServiceNeed("need", when=RISK, offers="a nurse"), "a value of type ServiceNeed"),
        (TransitionRule("rule", when=RISK, because="so"), "a value of type TransitionRule"),
    ],
)
def test_foreign_objects_among_the_rules(foreign: Any, kind: str) -> None:
    """What is none of the four kinds of rules is refused, and nothing else can be said then."""
    assert problems(down(), foreign, down()) == (f"rules= takes StepUp, Admission, Hold and StepDown, was given {kind}",)


@pytest.mark.parametrize(
    ("name", "takes", "foreign", "kind"),
    [
        ("justifications", "Justification", down("other"), "a value of type StepDown"),
        ("justifications", "Justification", hold("other", DONE), "a value of type Hold"),
        ("justifications", "Justification", "iop-not-needed", "text"),
        ("justifications", "Justification", None, "nothing"),
        ("needs", "ServiceNeed", passing(), "a value of type Justification"),
        ("needs", "ServiceNeed", hold("other"), "a value of type Hold"),
        ("needs", "ServiceNeed", {"id": "need"}, "an object"),
        ("needs", "ServiceNeed", None, "nothing"),
        ("claims", "Claim", Source("F0-1"), "a value of type Source"),
        ("claims", "Claim", "slow is steady", "text"),
        ("claims", "Claim", None, "nothing"),
    ],
)
def test_foreign_objects_elsewhere(name: str, takes: str, foreign: Any, kind: str) -> None:
    """What does not belong among justifications, needs or claims is refused, and nothing else can be said then."""
    assert problems(up(at_least=None), **{name: [foreign, foreign]}) == (f"{name}= takes {takes}, was given {kind}",)


@pytest.mark.parametrize("foreign", [None, 3, True, b"goals_met", ["goals_met"], {"goals_met": 1}, RISK, Ours])
def test_foreign_objects_among_the_required_facts(foreign: Any) -> None:
    """What is neither a fact nor its name is refused among the required facts, and nothing else can be said then."""
    assert problems(up(at_least=None), required_facts=["craving", foreign]) == ("required_facts= takes facts or their names",)


def test_foreign_objects_everywhere() -> None:
    """Everything of the wrong kind is reported together."""
    wrong: Any = None
    assert problems(wrong, justifications=[down()], needs=[passing()], claims=[down()], required_facts=[3]) == (
        "rules= takes StepUp, Admission, Hold and StepDown, was given nothing",
        "justifications= takes Justification, was given a value of type StepDown",
        "needs= takes ServiceNeed, was given a value of type Justification",
        "claims= takes Claim, was given a value of type StepDown",
        "required_facts= takes facts or their names",
    )


def test_a_rule_that_merely_extends_one() -> None:
    """A subclass of a kind of rule could promise anything, and is refused."""

    class Gentle(StepDown):
        pass

    assert problems(Gentle("down", when=DONE, because="done here", at="php")) == (
        "rules= takes StepUp, Admission, Hold and StepDown, was given a value of type Gentle",
    )


@pytest.mark.parametrize(
    ("name", "given", "kind"),
    [
        ("rules", down(), "a value of type StepDown"),
        ("rules", "down", "text"),
        ("rules", None, "nothing"),
        ("justifications", passing(), "a value of type Justification"),
        ("justifications", "iop-not-needed", "text"),
        ("justifications", None, "nothing"),
        ("needs", ServiceNeed("need", when=RISK, offers="a nurse"), "a value of type ServiceNeed"),
        ("needs", "need", "text"),
        ("claims", "slow is steady", "text"),
        ("claims", None, "nothing"),
        ("required_facts", "goals_met", "text"),
        ("required_facts", Ours.goals_met, "a value of type Flag"),
        ("required_facts", None, "nothing"),
    ],
)
def test_one_thing_given_for_a_list(name: str, given: object, kind: str) -> None:
    """One rule, fact or name in place of a list is refused, and a text is not taken apart into letters."""
    with pytest.raises(DefinitionError) as caught:
        build(**{"rules": [down()], name: given})
    assert caught.value.problems == (f"{name}= takes a list, was given {kind}",)


def claimed(name: str, row: str = "F0-1") -> Claim:
    return Claim(name, text="slow is steady", claimed_by="an article", sources=[Source(row)])


def test_one_claim_given_for_a_list() -> None:
    """One claim is no list of claims."""
    with pytest.raises(DefinitionError) as caught:
        build(down(), claims=claimed("slow"))
    assert caught.value.problems == ("claims= takes a list, was given a value of type Claim",)


def test_a_claim_that_merely_extends_one() -> None:
    """A subclass could leave out that it is not verified."""

    class Sure(Claim):
        def words(self) -> str:
            return self.text

    sure = Sure("sure", text="it is so", claimed_by="us", sources=[Source("F0-1")])
    assert problems(down(), claims=[sure]) == ("claims= takes Claim, was given a value of type Sure",)


def test_claims_are_kept_in_order() -> None:
    """They come from anything that yields, and belong to what a rule set is."""
    claims = [claimed("slow"), claimed("again")]
    rules = build(down(), claims=iter(claims))
    assert rules.claims == tuple(claims)
    assert build(down()).claims == ()
    assert rules != build(down())
    assert pickle.loads(pickle.dumps(rules)) == rules  # noqa: S301 # our own bytes
    assert rules.by_rung == build(down()).by_rung


def test_claims_of_one_name() -> None:
    """A claim is told by its id; a rule may have the same, and two claims may stand in one row."""
    twice = [claimed("slow"), claimed("again"), claimed("slow", "F0-2"), claimed("again"), claimed("alone")]
    assert problems(down(), claims=twice) == ("claim 'again' is there more than once", "claim 'slow' is there more than once")
    assert problems(down(), down(), claims=twice[::2])[1:] == ("claim 'slow' is there more than once",)
    assert build(down("slow"), claims=[claimed("slow"), claimed("again")]).claims


def test_at_most_a_thousand_claims() -> None:
    """Claims are counted like rules."""
    claims = [claimed(f"claim-{number}") for number in range(MOST_RULES + 1)]
    assert problems(down(), claims=claims) == ("claims= has 1001 entries, the most is 1000",)
    assert len(build(down(), claims=claims[1:]).claims) == 1000


def test_lists_from_anything_that_yields() -> None:
    """Rules and required facts may come from a generator."""
    rules = build(rules=(rule for rule in (down(), hold())), required_facts=(name for name in ("craving",)))
    assert (rules.rules, rules.required_facts) == ((down(), hold()), ("craving",))


def test_at_most_a_thousand_of_everything() -> None:
    """Justifications and needs are counted like rules, and beyond the limit nothing else is checked."""
    many: dict[str, list[Any]] = {
        "justifications": [passing(RISK, id=f"pass-{number}") for number in range(MOST_RULES + 1)],
        "needs": [ServiceNeed(f"need-{number}", when=Missing("craving"), offers="a nurse") for number in range(MOST_RULES + 1)],
    }
    for name, items in many.items():
        assert problems(down(), **{name: items}) == (f"{name}= has 1001 entries, the most is 1000",)
    turned = [up(f"up-{number}", CALM, at_least=None) for number in range(MOST_RULES + 1)]
    assert problems(*turned, **many) == tuple(f"{name}= has 1001 entries, the most is 1000" for name in ("rules", *many))
    assert build(down(), needs=[ServiceNeed(f"n{number}", when=RISK, offers="a nurse") for number in range(MOST_RULES)])


def test_at_most_a_thousand_rules() -> None:
    """A thousand rules are the most."""
    rules = [hold(f"hold-{number}") for number in range(MOST_RULES + 1)]
    assert problems(*rules) == ("rules= has 1001 entries, the most is 1000",)
    assert len(build(*rules[1:]).rules) == 1000


def test_the_limit_is_checked_beside_the_kinds() -> None:
    """Too many objects that are no rules are refused for both."""
    wrong: Any = [None] * 1001
    assert problems(*wrong) == (
        "rules= takes StepUp, Admission, Hold and StepDown, was given nothing",
        "rules= has 1001 entries, the most is 1000",
    )


def test_names_used_twice() -> None:
    """Rules, justifications, needs and required facts have one name each, so that a reason can be looked up."""
    text = "is used more than once; rules, justifications, needs and required facts share their names"
    need = ServiceNeed("same", when=RISK, offers="a nurse")
    twice = "id 'same' " + text
    assert problems(down("same"), hold("same")) == (twice,)
    assert problems(down("same"), justifications=[passing(id="same")]) == (twice,)
    assert problems(down("same"), needs=[need]) == (twice,)
    assert problems(down(), justifications=[passing(), passing(when=DONE)]) == ("id 'iop-not-needed' " + text,)
    assert problems(hold("required-craving"), required_facts=["craving"]) == ("id 'required-craving' " + text,)
    assert problems(hold(), required_facts=["craving", Ours.craving]) == ("id 'required-craving' " + text,)
    many = [hold(rule_id) for rule_id in "hgfedcba" * 2]
    assert problems(*many) == tuple(f"id {rule_id!r} {text}" for rule_id in "abcdefgh")
    assert build(
        down("a"), hold("b"), justifications=[passing(id="c"), passing(id="d")], needs=[need], required_facts=["craving"]
    )


def test_the_entry_is_a_level() -> None:
    """The entry is a level of the ladder, or left out."""
    assert problems(down(), entry="outpatent") == (f"entry 'outpatent': {NO_SUCH}; did you mean 'outpatient'?",)
    assert problems(down(), entry="") == (f"entry '': {NO_SUCH}",)
    assert build(down(), entry="outpatient").by_rung.entry == 1


def test_the_entry_is_kept_as_plain_text() -> None:
    """A member of a `StrEnum` is welcome as the entry, and no message shows the enumeration it came from."""
    rules = build(first(), entry=Stage.OUTPATIENT)
    assert (rules.entry, type(rules.entry), rules.by_rung.entry) == ("outpatient", str, 1)
    assert rules == build(first(), entry="outpatient")
    assert problems(first(), entry=Stage.PHP) == (
        "rule 'first': at_least 'iop' does not lie above the entry 'php', so it could never matter",
    )


def test_the_ladder_of_a_str_enum_in_messages() -> None:
    """A ladder whose levels were named by a `StrEnum` is shown with their ids alone."""
    ladder = Continuum("six", [Level(stage, stage.name, purpose="what no other level does") for stage in Stage])
    assert ladder == LADDER
    assert problems(down(at=Stage.AFTERCARE), up(at=Stage.IOP, at_least=Stage.IOP), continuum=ladder) == (
        "rule 'down': below 'aftercare' there is only the end of care; write no_lower_than=COMPLETE if that is meant",
        "rule 'up': at_least 'iop' does not lie above 'iop', the lowest level it speaks of",
    )


@pytest.mark.parametrize(
    ("entry", "given"), [(NOT_IN_CARE, "a value of type Outside"), (3, "a whole number"), (["iop"], "a list")]
)
def test_what_is_no_entry(entry: object, given: str) -> None:
    """The entry is named by its id, and nothing else."""
    with pytest.raises(DefinitionError) as caught:
        build(down(), entry=entry)
    assert caught.value.problems == (f"a level is named by its id, was given {given}",)


def test_required_facts_are_facts() -> None:
    """A required fact is one of the vocabulary."""
    assert problems(down(), required_facts=["cravings"]) == (
        "required fact 'cravings': there is no such fact in the vocabulary; did you mean 'craving'?",
    )
    assert problems(down(), required_facts=["shoe_size"]) == (
        "required fact 'shoe_size': there is no such fact in the vocabulary",
    )
    assert problems(down(), facts=Assessment, required_facts=[Ours.craving]) == (
        "required fact 'craving': there is no such fact in the vocabulary",
    )
    assert build(down(), required_facts=["craving"]).required_facts == ("craving",)


def test_required_facts_are_kept_as_plain_text() -> None:
    """A required fact may be named by a member of a `StrEnum`, and no message shows the enumeration it came from."""
    rules = build(down(), required_facts=[Named.CRAVING])
    assert (rules.required_facts, type(rules.required_facts[0])) == (("craving",), str)
    assert rules == build(down(), required_facts=["craving"])
    assert problems(down(), required_facts=[Named.SHOE_SIZE]) == (
        "required fact 'shoe_size': there is no such fact in the vocabulary",
    )


def test_required_facts_are_grounds() -> None:
    """Nobody is kept for want of a fact that may move nobody."""
    assert problems(down(), required_facts=["preference"]) == (
        "required fact 'preference' is no ground for a level, so nobody may be kept for want of it (law 8)",
    )
    assert build(down(), required_facts=["trauma_history"]).required_facts == ("trauma_history",)


def test_required_facts_of_an_admission() -> None:
    """A fact about the stay is unknown at every admission, and required only where there is none."""
    assert problems(down(), required_facts=["response"], entry="iop") == (
        "required fact 'response' is about the stay at a level, so unknown at an admission: nobody could be admitted",
    )
    assert build(down(), required_facts=["response"]).required_facts == ("response",)
    assert build(down(), required_facts=["craving"], entry="iop").required_facts == ("craving",)


# What is checked of every rule.


class SureCompare(Compare):
    def definitely(self, values: Values) -> bool:  # noqa: ARG002 # a lie, as in all classes below
        return True


class SureOneOf(OneOf):
    def definitely(self, values: Values) -> bool:  # noqa: ARG002 # a condition that lies needs no facts
        return True


class SureAllOf(AllOf):
    def definitely(self, values: Values) -> bool:  # noqa: ARG002 # a condition that lies needs no facts
        return True


class SureAnyOf(AnyOf):
    def definitely(self, values: Values) -> bool:  # noqa: ARG002 # a condition that lies needs no facts
        return True


class SureNOf(NOf):
    def definitely(self, values: Values) -> bool:  # noqa: ARG002 # a condition that lies needs no facts
        return True


class SureNot(Not):
    def definitely(self, values: Values) -> bool:  # noqa: ARG002 # a condition that lies needs no facts
        return True


class SureTotal(Total):
    def definitely(self, values: Values) -> bool:  # noqa: ARG002 # a condition that lies needs no facts
        return True


class SureMissing(Missing):
    def problems(self, vocabulary: object) -> Iterator[str]:  # noqa: ARG002 # a condition that lies needs no facts
        return iter(())


class Secretive(SureAllOf):
    def parts(self) -> tuple[Condition, ...]:
        raise AssertionError

    def mentions(self) -> Iterator[str]:
        return iter(())


FOREIGN = "its condition holds a class of its own; build conditions with comparisons, &, |, ~, n_of and total only"
SURE: list[Condition] = [
    SureCompare("goals_met", "==", True),  # noqa: FBT003 # the value compared with
    SureOneOf("primary_substance", (Substance.ALCOHOL,)),
    SureAllOf((DONE, CALM)),
    SureAnyOf((DONE, CALM)),
    SureNOf((DONE, CALM), n=1),
    SureNot(RISK),
    SureTotal([Part("craving", 0, 10)], "<=", 3),
    SureMissing("craving"),
]


@pytest.mark.parametrize("sure", SURE)
def test_a_condition_of_a_foreign_class(sure: Condition) -> None:
    """A subclass of a condition could be certain of what nobody knows, and is refused wherever a condition stands."""
    assert problems(down(when=sure)) == (f"rule 'down': {FOREIGN}",)
    assert problems(up(when=sure)) == (f"rule 'up': {FOREIGN}",)
    assert problems(hold(when=sure)) == (f"rule 'hold': {FOREIGN}",)
    assert problems(first(when=sure), entry="aftercare") == (f"rule 'first': {FOREIGN}",)
    assert problems(down(), justifications=[passing(sure, id="pass")]) == (f"justification 'pass': {FOREIGN}",)
    assert problems(down(), needs=[ServiceNeed("need", when=sure, offers="a nurse")]) == (f"need 'need': {FOREIGN}",)


@pytest.mark.parametrize("sure", SURE)
def test_a_condition_of_a_foreign_class_inside_another(sure: Condition) -> None:
    """A foreign condition is found in every group, behind a negation, and however deep."""
    groups = [
        AllOf((DONE, sure)),
        AnyOf((DONE, sure)),
        NOf((CALM, sure, DONE), n=2),
        Not(sure),
        DONE & ~(CALM | (RISK & Not(sure))),
    ]
    for when in groups:
        assert problems(down(when=when)) == (f"rule 'down': {FOREIGN}",)


def test_a_foreign_condition_that_hides_its_parts() -> None:
    """What is inside a foreign condition is not asked."""
    hidden = Secretive.__new__(Secretive)
    object.__setattr__(hidden, "terms", (DONE,))
    assert problems(down(when=hidden)) == (f"rule 'down': {FOREIGN}",)
    assert build(down(when=AllOf((DONE, AnyOf((CALM, Not(RISK)))))))


def test_a_foreign_condition_beside_other_problems() -> None:
    """A foreign condition is reported beside what is wrong with the levels, once, and nothing of its own is asked."""
    sure = SureCompare("cravings", ">=", 3)
    assert problems(down(when=sure & sure, at="hospital"), hold(when=CALM)) == (
        f"rule 'down': at 'hospital': {NO_SUCH}",
        f"rule 'down': {FOREIGN}",
        "rule 'hold': " + wrong_way("withdrawal risk is at most mild", "Hold", "become true"),
    )


@pytest.mark.parametrize(
    ("fact", "given"),
    [
        (3, "a whole number"),
        (None, "nothing"),
        (b"craving", "a value of type bytes"),
        (["craving"], "a list"),
        (Ours.craving, "a value of type Count"),
        (Ours.goals_met, "a value of type Flag"),
    ],
)
def test_a_condition_names_its_fact(fact: Any, given: str) -> None:
    """A comparison over what is no name is refused before a rule set could stumble over it."""
    makers: list[Callable[[], Condition]] = [lambda: Compare(fact, ">=", 3), lambda: OneOf(fact, (3,)), lambda: OneOf(fact, ())]
    for make in makers:
        with pytest.raises(DefinitionError) as caught:
            down(when=make())
        assert caught.value.problems == (f"a condition names its fact, was given {given}; write Class.fact >= value",)


@pytest.mark.parametrize("op", ["=>", "", "in", None, 3, [">="], {">="}, {">=": 1}])
def test_a_condition_knows_its_operators(op: Any) -> None:
    """What is no operator is refused, be it hashable or not."""
    makers: dict[str, Callable[[], Condition]] = {
        "a comparison of 'craving'": lambda: Compare("craving", op, 3),
        "a total": lambda: Total([Part("craving", 0, 10)], op, 3),
    }
    for what, make in makers.items():
        with pytest.raises(DefinitionError) as caught:
            hold(when=make())
        assert caught.value.problems == (f"{what} knows the operators <, <=, >, >=, == and !=, and no other",)


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        (up(at="outpatent"), "rule 'up': at"),
        (jump(at=["iop", "outpatent"]), "rule 'jump': at"),
        (hold(at="outpatent"), "rule 'hold': at"),
        (down(at="outpatent"), "rule 'down': at"),
        (up(at_least="outpatent"), "rule 'up': at_least"),
        (first(at_least="outpatent"), "rule 'first': at_least"),
        (down(no_lower_than="outpatent"), "rule 'down': no_lower_than"),
    ],
)
def test_unknown_levels(rule: TransitionRule, where: str) -> None:
    """A level that is not on the ladder is refused wherever a rule names one, with the nearest there is."""
    sentence = f"{where} 'outpatent': {NO_SUCH}; did you mean 'outpatient'?"
    assert problems(rule, entry="aftercare") == (sentence,)


def test_an_unknown_level_unlike_all() -> None:
    """A level that resembles none is refused without a suggestion."""
    assert problems(down(at="hospital")) == (f"rule 'down': at 'hospital': {NO_SUCH}",)


def test_an_unknown_level_of_a_justification() -> None:
    """The level that a justification lets pass is one of the ladder."""
    level_text = f"{NO_SUCH}; did you mean 'outpatient'?"
    found = problems(down(), justifications=[passing(skips="outpatent", id="pass")])
    assert found == (f"justification 'pass': skips 'outpatent': {level_text}",)


def test_every_unknown_level_of_a_rule() -> None:
    """All levels that a rule misspells are reported, and its unknown facts with them."""
    rule = down(when=Compare("goal_met", "==", True), at=["pph", "ipo"], no_lower_than="aftercar")  # noqa: FBT003 # the value compared with
    assert problems(rule) == (
        f"rule 'down': at 'pph': {NO_SUCH}",
        f"rule 'down': at 'ipo': {NO_SUCH}",
        f"rule 'down': no_lower_than 'aftercar': {NO_SUCH}; did you mean 'aftercare'?",
        "rule 'down': there is no fact 'goal_met' in the vocabulary; did you mean 'goals_met'?",
    )


def test_unknown_facts() -> None:
    """A condition over a fact that the vocabulary lacks is refused, in rules, justifications and needs alike."""
    missing = Compare("cravings", ">=", 3)
    sentence = "there is no fact 'cravings' in the vocabulary; did you mean 'craving'?"
    for rule in (up(when=missing), hold("up", when=missing), down("up", when=missing), first("up", when=missing)):
        assert problems(rule, entry="aftercare") == (f"rule 'up': {sentence}",)
    assert problems(down(), justifications=[passing(missing, id="pass")]) == (f"justification 'pass': {sentence}",)
    assert problems(down(), needs=[ServiceNeed("need", when=missing, offers="a nurse")]) == (f"need 'need': {sentence}",)
    assert build(up(when=Compare("craving", ">=", 3)))


def test_facts_of_another_vocabulary() -> None:
    """A rule over a subclass' fact does not fit a rule set over the standard vocabulary."""
    rule = up(when=Ours.craving >= 7)
    assert problems(rule, facts=Assessment) == ("rule 'up': there is no fact 'craving' in the vocabulary",)
    assert build(rule, facts=Ours)


def test_comparisons_that_say_nothing() -> None:
    """A condition that every value satisfies, or none, is refused in a rule."""
    assert problems(up(when=Ours.craving >= 0)) == (
        "rule 'up': 'craving today is 0 points or more' is true of every value; leave it out or mend the value",
    )


def test_no_rule_asks_whether_a_fact_is_known() -> None:
    """The one question that would let missing information reduce care is refused in rules, justifications and needs."""
    sentence = "a rule may not ask whether 'craving' is known; list it in required_facts"
    asks = Missing("craving")
    assert problems(down(when=asks)) == (f"rule 'down': {sentence}",)
    assert problems(down(when=DONE & ~asks)) == (f"rule 'down': {sentence}",)
    assert problems(hold(when=asks)) == (f"rule 'hold': {sentence}",)
    assert problems(down(), justifications=[passing(~asks, id="pass")]) == (f"justification 'pass': {sentence}",)
    assert problems(down(), needs=[ServiceNeed("need", when=asks, offers="a nurse")]) == (f"need 'need': {sentence}",)


@pytest.mark.parametrize(
    "rule",
    [
        up("rule", RISK & (Ours.preference == Preference.MORE)),
        hold("rule", RISK & (Ours.preference == Preference.MORE)),
        first("rule", RISK & (Ours.preference == Preference.MORE)),
        down("rule", DONE & (Ours.preference == Preference.LESS)),
    ],
)
def test_what_is_no_ground_for_a_level(rule: TransitionRule) -> None:
    """No rule decides by cost, preference, delivery or motivation (law 8)."""
    assert problems(rule, entry="aftercare") == (f"rule 'rule': 'preference' {NO_GROUND}",)


def test_what_is_no_ground_in_a_justification() -> None:
    """No level is passed because of what may move nobody; all such facts are named."""
    when = DONE & ~Ours.mandated & (Ours.ciwa_ar <= 9)
    assert problems(down(), justifications=[passing(when)]) == (
        f"justification 'iop-not-needed': 'ciwa_ar' {NO_GROUND}",
        f"justification 'iop-not-needed': 'mandated' {NO_GROUND}",
    )


def test_what_is_no_ground_asks_for_a_service() -> None:
    """A need may use what is no ground for a level, as it moves nobody."""
    needs = [ServiceNeed("need", when=Ours.mandated & Ours.goals_met & (Ours.ciwa_ar >= 10), offers="a nurse")]
    assert build(down(), needs=needs).needs == tuple(needs)


TURNED_RISK = wrong_way("withdrawal risk is at most mild", "{}", "become true")
TURNED_GOALS = wrong_way("the goals of this level are not met", "{}", "become false")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (up("rule", CALM), TURNED_RISK.format("StepUp")),
        (hold("rule", CALM), TURNED_RISK.format("Hold")),
        (first("rule", CALM), TURNED_RISK.format("Admission")),
        (down("rule", ~Ours.goals_met), TURNED_GOALS.format("StepDown")),
    ],
)
def test_turned_conditions(rule: TransitionRule, sentence: str) -> None:
    """Reasons for care may only grow as facts get worse, reasons for less care may only shrink (law 3)."""
    assert problems(rule, entry="aftercare") == (f"rule 'rule': {sentence}",)


def test_a_turned_justification() -> None:
    """No level is passed for a reason that grows as facts get worse (law 3)."""
    sentence = wrong_way("withdrawal risk is severe or higher", "Justification", "become false")
    assert problems(down(), justifications=[passing(RISK)]) == (f"justification 'iop-not-needed': {sentence}",)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (Ours.craving == 5, "craving today is 5 points"),
        (Ours.craving != 5, "craving today is not 5 points"),
        ((Ours.craving >= 5) & (Ours.craving <= 7), "craving today is 5 points or more and craving today is 7 points or less"),
        (RISK | ~Ours.needs_24h_supervision, "withdrawal risk is severe or higher or no round-the-clock supervision is needed"),
    ],
)
def test_conditions_without_a_direction(when: Condition, words: str) -> None:
    """A condition that both grows and shrinks as facts get worse is fit for no rule."""
    assert problems(up(when=when)) == ("rule 'up': " + wrong_way(words, "StepUp", "become true"),)
    assert problems(down(when=DONE & when)) == (
        "rule 'down': " + wrong_way((DONE & when).words(Ours.vocabulary()), "StepDown", "become false"),
    )


def test_facts_without_a_worse_end_serve_both_ways() -> None:
    """A fact of which neither end is worse may stand in reasons for care and for less care."""
    alcohol = Ours.primary_substance == Substance.ALCOHOL
    assert build(up(when=RISK & alcohol), up("other", RISK & ~alcohol), down(when=DONE & alcohol), hold(when=RISK & ~alcohol))


def test_an_end_of_a_scale_may_be_named_by_equality() -> None:
    """Equality with the worst value grows, and equality with the best one shrinks."""
    assert build(up(when=Ours.withdrawal_risk == Risk.VERY_SEVERE), down(when=DONE & (Ours.withdrawal_risk == Risk.NONE)))


@pytest.mark.parametrize("when", [Ours.trauma_history, Ours.disorder_severity >= Severity.SEVERE, RISK | Ours.trauma_history])
def test_history_alone(when: Operand) -> None:
    """A step-up or hold that history alone could make true would pin a person for good."""
    assert problems(up(when=when)) == (f"rule 'up': {HISTORY_ALONE}",)
    assert problems(hold(when=when)) == (f"rule 'hold': {HISTORY_ALONE}",)
    for twin in (when & RISK, n_of(2, when, RISK)):
        assert build(up(when=twin), hold(when=twin))


def test_history_alone_of_a_local_step_up() -> None:
    """A fact about the stay that nothing can change cannot be the only reason for more care."""
    assert problems(jump(when=Ours.left_before)) == (f"rule 'jump': {HISTORY_ALONE}",)
    assert build(jump(when=Ours.left_before & RISK))


def test_history_may_admit_justify_and_permit() -> None:
    """An admission may rest on severity at the start, and history may be among the reasons for less care."""
    severe, mild = Ours.disorder_severity >= Severity.SEVERE, Ours.disorder_severity <= Severity.MILD
    assert build(first(when=severe), down(when=DONE & ~Ours.trauma_history), entry="aftercare", justifications=[passing(mild)])


def test_time_alone() -> None:
    """No step up, admission, step down or skip rests on time alone (law 8)."""
    soon, long = Ours.weeks_sober < 2, Ours.weeks_sober >= 8
    assert problems(up(when=soon)) == (f"rule 'up': {TIME_ALONE}",)
    assert problems(jump(when=Ours.weeks_stable < 2)) == (f"rule 'jump': {TIME_ALONE}",)
    assert problems(first(when=soon), entry="aftercare") == (f"rule 'first': {TIME_ALONE}",)
    assert problems(down(when=Ours.weeks_stable >= 8)) == (f"rule 'down': {TIME_ALONE}",)
    assert problems(down(when=(Ours.weeks_stable >= 8) & long)) == (f"rule 'down': {TIME_ALONE}",)
    assert problems(down(when=(Ours.weeks_stable >= 8) | DONE)) == (f"rule 'down': {TIME_ALONE}",)
    assert problems(down(), justifications=[passing(long)]) == (f"justification 'iop-not-needed': {TIME_ALONE}",)
    assert build(
        up(when=soon & RISK),
        jump(when=(Ours.weeks_stable < 2) & LAPSE),
        first(when=soon & RISK),
        down(when=(Ours.weeks_stable >= 8) & CALM),
        entry="aftercare",
        justifications=[passing(long & CALM)],
    )


def test_time_alone_may_hold() -> None:
    """A hold moves nobody, so it may rest on time alone."""
    assert build(hold(when=Ours.weeks_stable < 2))


# Step-ups that are floors.


def test_which_step_ups_are_floors() -> None:
    """A step-up is lasting exactly if it mentions no fact about the stay at one level."""
    assert is_lasting(up(), Ours)
    assert not is_lasting(jump(), Ours)
    assert not is_lasting(up(when=RISK & LAPSE), Ours)


def test_a_floor_without_a_level() -> None:
    """A lasting step-up says which level is the least."""
    assert problems(up(at_least=None)) == (
        "rule 'up': it mentions no fact about the stay at a level, so it is a floor and needs at_least=",
    )


def test_a_floor_at_several_levels() -> None:
    """A lasting step-up speaks of every level from one up, so that only the lowest is named."""
    assert problems(up(at=["aftercare", "outpatient"])) == (
        "rule 'up': a floor has one lowest level: at= takes a single level here",
    )
    assert build(up(at="outpatient")).by_rung.floors[0].lowest == 1


def test_a_floor_that_is_not_above() -> None:
    """A floor below the lowest level it speaks of could never matter."""
    assert problems(up(at="php", at_least="iop")) == (
        "rule 'up': at_least 'iop' does not lie above 'php', the lowest level it speaks of",
    )
    assert problems(up(at="iop", at_least="iop")) == (
        "rule 'up': at_least 'iop' does not lie above 'iop', the lowest level it speaks of",
    )
    assert problems(up(at_least="aftercare")) == (
        "rule 'up': at_least 'aftercare' does not lie above 'aftercare', the lowest level it speaks of",
    )
    assert build(up(at="outpatient", at_least="iop"))


def test_an_emergency_is_one_at_every_level() -> None:
    """A floor that begins higher would find nobody below it in danger; one from the lowest level says the same as one without."""
    refused = "rule 'up': it is IMMEDIATE, and an emergency is one at every level: leave at= out"
    for level in ("outpatient", "iop", "php"):
        assert problems(up(at=level, at_least="residential", urgency=IMMEDIATE)) == (refused,)
    assert problems(up(at="php", at_least="iop", urgency=IMMEDIATE)) == (
        refused,
        "rule 'up': at_least 'iop' does not lie above 'php', the lowest level it speaks of",
    )
    for rule in (
        up(at_least="residential", urgency=IMMEDIATE),
        up(at="aftercare", at_least="residential", urgency=IMMEDIATE),
        up(at="outpatient", at_least="residential", urgency=PROMPT),
    ):
        assert build(rule).by_rung.floors[0].rule is rule


def test_a_floor_that_passes_levels() -> None:
    """A floor that leads past levels says why (law 1)."""
    assert problems(up(at_least="residential", skips_because="")) == (
        (
            "rule 'up': from 'aftercare' it passes outpatient, iop and php without a justification; "
            "say why in skips_because= (law 1)"
        ),
    )
    assert problems(up(at="iop", at_least="residential", skips_because="")) == (
        "rule 'up': from 'iop' it passes php without a justification; say why in skips_because= (law 1)",
    )
    assert build(up(at_least="residential", skips_because="no nurse below"), up("next", at_least="outpatient", skips_because=""))


# Step-ups about the stay.


def test_a_mixture() -> None:
    """A step-up that either a lasting fact or one about the stay could make true is two rules in one."""
    assert problems(jump(when=RISK | LAPSE)) == (f"rule 'jump': {MIXTURE}",)
    assert problems(up(when=RISK | LAPSE)) == (
        f"rule 'up': {MIXTURE}",
        "rule 'up': it is about the stay at a level and needs at=, the levels it speaks of",
    )
    assert problems(jump(when=n_of(1, RISK, LAPSE))) == (f"rule 'jump': {MIXTURE}",)
    assert build(jump(when=LAPSE), up(when=RISK))
    assert build(jump(when=RISK & LAPSE))
    assert build(jump(when=n_of(2, RISK, LAPSE)))


def test_a_local_step_up_without_levels() -> None:
    """A local step-up says at which levels it speaks."""
    assert problems(jump(at=None)) == ("rule 'jump': it is about the stay at a level and needs at=, the levels it speaks of",)
    assert build(jump(at=["iop", "php"]))


def test_a_local_step_up_that_is_not_above() -> None:
    """A local step-up leads above every level at which it speaks."""
    assert problems(jump(at=["outpatient", "php", "iop"], at_least="iop")) == (
        "rule 'jump': at_least 'iop' does not lie above 'php'",
        "rule 'jump': at_least 'iop' does not lie above 'iop'",
    )
    assert build(jump(at="outpatient", at_least="iop"))


def test_a_local_step_up_that_passes_levels() -> None:
    """A local step-up that leads past levels says why, for each level at which it speaks (law 1)."""
    assert problems(jump(at=["aftercare", "iop", "php"], at_least="residential")) == (
        (
            "rule 'jump': from 'aftercare' it passes outpatient, iop and php without a justification; "
            "say why in skips_because= (law 1)"
        ),
        "rule 'jump': from 'iop' it passes php without a justification; say why in skips_because= (law 1)",
    )
    assert build(jump(at=["aftercare", "iop", "php"], at_least="residential", skips_because="no bed below"))
    assert build(jump(at="php", at_least="residential"))


# Admissions.


def test_an_admission_without_an_entry() -> None:
    """An admission needs the level from which people are admitted."""
    assert problems(first()) == ("rule 'first': an Admission needs the rule set's entry=, the lowest level of admission",)
    assert build(first(), entry="aftercare")


def test_an_admission_with_a_misspelt_entry() -> None:
    """A misspelt entry is reported once, and no admission is blamed for it."""
    assert problems(first(), entry="outpatent") == (f"entry 'outpatent': {NO_SUCH}; did you mean 'outpatient'?",)


def test_an_admission_on_a_fact_about_the_stay() -> None:
    """Nobody who is not in care has a stay to speak of."""
    assert problems(first(when=RISK & LAPSE & ~Ours.goals_met), entry="aftercare") == (
        "rule 'first': 'goals_met' is about the stay at a level, and there is none at an admission",
        "rule 'first': 'return_to_use' is about the stay at a level, and there is none at an admission",
    )
    assert build(first(when=RISK & Ours.needs_24h_supervision), entry="aftercare")


def test_an_admission_that_is_not_above() -> None:
    """An admission no higher than the entry could never matter."""
    for entry in ("iop", "php"):
        assert problems(first(), entry=entry) == (
            f"rule 'first': at_least 'iop' does not lie above the entry '{entry}', so it could never matter",
        )
    assert build(first(), entry="outpatient")


def test_an_admission_that_passes_levels() -> None:
    """An admission that passes more than the entry says why (law 1)."""
    assert problems(first(skips_because=""), entry="aftercare") == (
        (
            "rule 'first': at an admission it passes aftercare and outpatient without a justification; "
            "say why in skips_because= (law 1)"
        ),
    )
    assert build(first(skips_because=""), entry="outpatient")
    assert build(first(skips_because="no nurse below"), entry="aftercare")


# Step-downs.


def test_a_step_down_without_the_stay() -> None:
    """A step-down on lasting facts alone would walk a person down the ladder unassessed (law 5)."""
    refused: list[Condition] = [CALM, DONE | CALM, n_of(1, DONE, CALM)]
    for when in refused:
        assert problems(down(when=when)) == (f"rule 'down': {NO_STAY}",)
    fine: list[Condition] = [DONE, DONE & CALM, n_of(2, DONE, CALM), Ours.first_week & CALM]
    for when in fine:
        assert build(down(when=when))


def test_a_step_down_that_leads_nowhere() -> None:
    """A step-down leads below every level at which it applies."""
    assert problems(down(at=["residential", "php", "iop"], no_lower_than="php")) == (
        "rule 'down': no_lower_than 'php' does not lie below 'php'",
        "rule 'down': no_lower_than 'php' does not lie below 'iop'",
    )
    assert build(down(at=["residential", "inpatient"], no_lower_than="php"))


def test_the_end_of_care_from_above() -> None:
    """The end of care is reached only from the lowest level."""
    sentence = "rule 'down': COMPLETE is reached only from the lowest level: at='aftercare'"
    assert problems(down(at="outpatient", no_lower_than=COMPLETE)) == (sentence,)
    assert problems(down(at=["aftercare", "outpatient"], no_lower_than=COMPLETE)) == (sentence,)
    assert build(down(at="aftercare", no_lower_than=COMPLETE))


def test_the_end_of_care_by_default() -> None:
    """A step-down from the lowest level ends care only where that is written."""
    sentence = "rule 'down': below 'aftercare' there is only the end of care; write no_lower_than=COMPLETE if that is meant"
    assert problems(down(at="aftercare")) == (sentence,)
    assert problems(down(at=["outpatient", "aftercare"])) == (sentence,)
    assert problems(down(at="aftercare", no_lower_than="aftercare")) == (
        "rule 'down': no_lower_than 'aftercare' does not lie below 'aftercare'",
    )
    assert build(down(at="outpatient"))


# Justifications.


@pytest.mark.parametrize("level", ["aftercare", "inpatient"])
def test_a_justification_at_an_end_of_the_ladder(level: str) -> None:
    """No step down passes the lowest level or the highest."""
    assert problems(down(), justifications=[passing(skips=level, id="pass")]) == (
        f"justification 'pass': {level!r} is an end of the ladder, and no step down passes it",
    )


@pytest.mark.parametrize("level", ["outpatient", "iop", "php", "residential"])
def test_a_justification_between_the_ends(level: str) -> None:
    """Every level between the ends may be passed with a justification, on lasting facts or the stay."""
    assert build(down(), justifications=[passing(skips=level)])
    assert build(down(), justifications=[passing(DONE, skips=level)])


# Handoff holds.


ASKED = "is asked by a handoff hold, so no other rule may decide by it"
AGREED = Ours.first_appointment >= Appointment.SCHEDULED


@pytest.mark.parametrize(
    "rule",
    [
        jump("other", UNSCHEDULED & LAPSE),
        hold("other", UNSCHEDULED),
        down("other", DONE & AGREED),
    ],
)
def test_what_programs_owe_decides_nothing_else(rule: TransitionRule) -> None:
    """A fact of a handoff hold stands in no other rule, so that lifting those holds shows where the person could go."""
    assert problems(rule, owed()) == (f"'other': 'first_appointment' {ASKED}",)
    assert problems(owed(), rule) == (f"'other': 'first_appointment' {ASKED}",)
    assert build(rule)


def test_what_programs_owe_on_lasting_facts() -> None:
    """A lasting fact of a handoff hold stands in no step-up and no admission."""
    plan = owed(when=~Ours.continuing_care_plan)
    for rule in (up("other", RISK & ~Ours.continuing_care_plan), first("other", RISK & ~Ours.continuing_care_plan)):
        assert problems(plan, rule, entry="aftercare") == (f"'other': 'continuing_care_plan' {ASKED}",)
        assert build(rule, entry="aftercare")


def test_what_programs_owe_in_a_justification() -> None:
    """A fact of a handoff hold justifies no skip; each such fact is named, in the order of the alphabet."""
    kept = [Ours.intake_started, Ours.contact_named, Ours.same_team, Ours.prevention_plan, Ours.continuing_care_plan]
    when = CALM & AGREED & kept[0] & kept[1] & kept[2] & kept[3] & kept[4]
    holds = [owed(), *(owed(f"owed-{fact.name}", ~fact) for fact in kept)]
    assert problems(*holds, justifications=[passing(when)]) == tuple(
        f"'iop-not-needed': {fact!r} {ASKED}" for fact in sorted(["first_appointment", *(fact.name for fact in kept)])
    )
    assert build(down(), justifications=[passing(when)])


def test_what_programs_owe_is_not_required_of_the_person() -> None:
    """A required fact is about the person, not about what programs owe."""
    assert problems(owed(), required_facts=["first_appointment"]) == (
        "required fact 'first_appointment' is asked by a handoff hold; a required fact is about the person",
    )
    assert build(owed(), required_facts=["craving"])
    names = ["same_team", "prevention_plan", "intake_started", "first_appointment", "contact_named"]
    several = owed(when=UNSCHEDULED | ~Ours.same_team | ~Ours.prevention_plan | ~Ours.intake_started | ~Ours.contact_named)
    assert problems(several, required_facts=names) == tuple(
        f"required fact {fact!r} is asked by a handoff hold; a required fact is about the person" for fact in sorted(names)
    )


def test_what_programs_owe_in_several_handoff_holds_and_needs() -> None:
    """Handoff holds may share their facts, and needs may ask for them."""
    none = owed("none", Ours.first_appointment < Appointment.REFERRED)
    needs = [ServiceNeed("need", when=UNSCHEDULED, offers="a first appointment")]
    assert build(owed(), none, down(), needs=needs)


# All at once.


def test_all_problems_together() -> None:
    """Whoever mends a rule set is told everything that is wrong with it at once, each time the same."""
    found = problems(
        down(when=CALM, at="aftercare"),
        up(when=CALM | Ours.trauma_history, at_least=None),
        hold("down", when=Compare("cravings", ">=", 3)),
        owed(when=~Ours.intake_started),
        entry="residental",
        required_facts=["intake_started", "ciwa_ar"],
        justifications=[passing(RISK & ~Ours.intake_started, skips="inpatient")],
        needs=[ServiceNeed("need", when=Missing("craving"), offers="a nurse")],
    )
    level_text = f"{NO_SUCH}; did you mean 'residential'?"
    assert found == (
        "id 'down' is used more than once; rules, justifications, needs and required facts share their names",
        f"entry 'residental': {level_text}",
        "required fact 'intake_started' is about the stay at a level, so unknown at an admission: nobody could be admitted",
        "required fact 'ciwa_ar' is no ground for a level, so nobody may be kept for want of it (law 8)",
        f"rule 'down': {NO_STAY}",
        "rule 'down': below 'aftercare' there is only the end of care; write no_lower_than=COMPLETE if that is meant",
        "rule 'up': " + wrong_way("withdrawal risk is at most mild or there is past trauma", "StepUp", "become true"),
        f"rule 'up': {HISTORY_ALONE}",
        "rule 'up': it mentions no fact about the stay at a level, so it is a floor and needs at_least=",
        "rule 'down': there is no fact 'cravings' in the vocabulary; did you mean 'craving'?",
        "justification 'inpatient-not-needed': 'inpatient' is an end of the ladder, and no step down passes it",
        "justification 'inpatient-not-needed': "
        + wrong_way(
            "withdrawal risk is severe or higher and no intake papers are begun at the receiving program",
            "Justification",
            "become false",
        ),
        "need 'need': a rule may not ask whether 'craving' is known; list it in required_facts",
        f"'inpatient-not-needed': 'intake_started' {ASKED}",
        "required fact 'intake_started' is asked by a handoff hold; a required fact is about the person",
    )


def test_the_same_problem_is_said_once() -> None:
    """A sentence that would come twice is said once."""
    both = Compare("cravings", ">=", 3) | Compare("cravings", ">=", 3)
    assert problems(up(when=both)) == ("rule 'up': there is no fact 'cravings' in the vocabulary; did you mean 'craving'?",)


def test_the_whole_message() -> None:
    """The error names the rule set and lists its problems, each a `DefinitionError` of its own."""
    with pytest.raises(DefinitionErrors) as caught:
        build(up(at_least=None), down(when=CALM))
    assert str(caught.value) == (
        "rule set 'ours/six' cannot be used\n"
        "  - rule 'up': it mentions no fact about the stay at a level, so it is a floor and needs at_least=\n"
        f"  - rule 'down': {NO_STAY}"
    )
    assert [type(error) for error in caught.value.exceptions] == [DefinitionError, DefinitionError]


# The layout along the ladder.


def test_the_layout_of_floors() -> None:
    """A floor speaks of every rung from its lowest up to just below the level it asks for."""
    low, high = up("low", at_least="php"), up("high", at="iop", at_least="residential", urgency=PROMPT)
    layout = build(low, high).by_rung
    assert layout.floors == (Floor(high, 2, 4), Floor(low, 0, 3))
    assert [rung for rung in range(6) if layout.floors[0].speaks_of(rung)] == [2, 3]
    assert [rung for rung in range(6) if layout.floors[1].speaks_of(rung)] == [0, 1, 2]
    assert layout.admissions == ()
    assert layout.jumps == ((),) * 6


def test_the_layout_of_admissions() -> None:
    """Admissions are floors from the lowest rung, kept apart from the lasting ones."""
    rules = build(first(), up(), entry="outpatient")
    assert rules.by_rung.entry == 1
    assert rules.by_rung.admissions == (Floor(first(), 0, 2),)
    assert rules.by_rung.floors == (Floor(up(), 0, 2),)


def test_the_layout_without_an_entry() -> None:
    """Without an entry there is no rung of admission, and the top is the highest rung."""
    layout = build(down()).by_rung
    assert (layout.entry, layout.top) == (None, 5)
    assert build(down(), entry="aftercare").by_rung.entry == 0


def test_the_layout_of_local_step_ups() -> None:
    """A local step-up stands at its rungs with the next one or the level it asks for; at the top it asks for the top."""
    near = jump("near", at=["inpatient", "aftercare", "residential"])
    far = jump("far", at=["aftercare", "php"], at_least="inpatient", skips_because="no bed below")
    layout = build(near, far).by_rung
    assert layout.jumps == (
        (Jump(far, 5), Jump(near, 1)),
        (),
        (),
        (Jump(far, 5),),
        (Jump(near, 5),),
        (Jump(near, 5),),
    )
    assert layout.floors == ()


def test_the_layout_of_step_downs() -> None:
    """A step-down stands at its rungs with the lowest rung it permits; the end of care lies below the lowest."""
    last = down("last", at="aftercare", no_lower_than=COMPLETE)
    near = down("near", at=["outpatient", "php"])
    far = down("far", at=["php", "inpatient"], no_lower_than="outpatient")
    layout = build(near, far, last).by_rung
    assert COMPLETED == -1
    assert layout.ways == (
        (Way(last, COMPLETED),),
        (Way(near, 0),),
        (),
        (Way(far, 1), Way(near, 2)),
        (),
        (Way(far, 1),),
    )


def test_the_layout_of_holds() -> None:
    """A hold stands at its rungs or at every one, followed by what is required, which stands at every one."""
    here, everywhere = hold("here", at=["iop", "php"]), owed("everywhere")
    rules = build(here, everywhere, down(), required_facts=["response", "craving"])
    required = (rules.required_hold("craving"), rules.required_hold("response"))
    assert rules.by_rung.required == required
    assert rules.by_rung.holds == (
        (everywhere, *required),
        (everywhere, *required),
        (everywhere, here, *required),
        (everywhere, here, *required),
        (everywhere, *required),
        (everywhere, *required),
    )


def test_the_hold_of_a_required_fact() -> None:
    """A required fact stands for a clinical hold that ends when the fact is known."""
    required = build(down(), required_facts=["craving"]).required_hold("craving")
    assert required == Hold(
        "required-craving",
        when=Missing("craving"),
        because="nobody is sent on without knowing this: craving today",
        until="craving today is known",
        about=CLINICAL,
    )
    assert (required.when.evaluate({}), required.when.evaluate({"craving": 10})) == (None, False)


@pytest.mark.parametrize(
    ("fact", "hint"), [("cravings", "; did you mean 'craving'?"), ("shoe_size", ""), ("", ""), (None, ""), (3, "")]
)
def test_the_hold_of_an_unknown_fact(fact: Any, hint: str) -> None:
    """There is no hold for a fact that the vocabulary lacks; what was asked for is not shown."""
    with pytest.raises(DefinitionError) as caught:
        build(down()).required_hold(fact)
    assert caught.value.problems == (f"there is no such fact in the vocabulary{hint}",)


def test_the_layout_of_justifications() -> None:
    """Justifications stand at the rung that they let pass."""
    here, also, other = passing(id="here"), passing(DONE, id="also"), passing(skips="php")
    layout = build(down(), justifications=[here, other, also]).by_rung
    assert layout.justifications == ((), (), (also, here), (other,), (), ())


def test_the_layout_without_handoff_holds() -> None:
    """Lifting the handoff holds leaves all clinical ones, the required facts and everything else."""
    rules = build(hold(), owed(), owed("papers", ~Ours.intake_started, at="php"), up(), down(), required_facts=["craving"])
    lifted = rules.by_rung.without_handoff()
    required = rules.required_hold("craving")
    assert lifted.holds == ((hold(), required),) * 6
    assert (lifted.floors, lifted.ways, lifted.required) == (rules.by_rung.floors, rules.by_rung.ways, (required,))
    assert len(rules.by_rung.holds[3]) == 4


def test_the_layout_does_not_depend_on_the_order() -> None:
    """Rules, justifications and required facts in another order make the same layout (law 7)."""
    rules = [
        *(up("a"), up("b", at="iop", at_least="php"), jump("c"), jump("d", at=["aftercare", "iop"]), first("e"), hold("f")),
        *(owed("g"), hold("h", at="php"), down("i"), down("j", no_lower_than="aftercare"), down("k", at="iop")),
    ]
    justifications = [passing(id="x"), passing(DONE, id="y"), passing(skips="outpatient")]
    required = ["craving", "trauma_history", "withdrawal_risk"]
    more: dict[str, Any] = {"entry": "aftercare"}
    layout = build(*rules, justifications=justifications, required_facts=required, **more).by_rung
    for turn in range(1, len(rules)):
        turned = build(
            *(*rules[turn:], *rules[:turn])[::-1],
            justifications=[*justifications[turn % 3 :], *justifications[: turn % 3]],
            required_facts=required[::-1],
            **more,
        )
        assert turned.by_rung == layout


def test_at_most_a_thousand_required_facts() -> None:
    """The limit is one for every list."""
    with pytest.raises(DefinitionErrors) as caught:
        evolve(stepdown.RULES, required_facts=["withdrawal_risk"] * (MOST_RULES + 1))
    assert caught.value.problems == ("required_facts= has 1001 entries, the most is 1000",)
