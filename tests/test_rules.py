"""Rules one by one: what each takes, and what its validators refuse; whole rule sets are in test_rule_set."""

from __future__ import annotations

import pickle
from enum import StrEnum
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError

from continuum.assessment import Assessment
from continuum.comparisons import Compare
from continuum.conditions import Condition, Operand
from continuum.errors import DefinitionError
from continuum.levels import COMPLETE, NOT_IN_CARE
from continuum.rules import (
    CLINICAL,
    HANDOFF,
    IMMEDIATE,
    LONGEST_TEXT,
    PROMPT,
    ROUTINE,
    About,
    Admission,
    Hold,
    Justification,
    ServiceNeed,
    StepDown,
    StepUp,
    TransitionRule,
    Urgency,
)
from continuum.scales import Risk
from continuum.sources import Source

SEVERE = Assessment.withdrawal_risk >= Risk.SEVERE
GIVEN: dict[type, dict[str, Any]] = {
    StepUp: {"id": "up", "when": SEVERE, "because": "too much risk", "at_least": "php"},
    Admission: {"id": "in", "when": SEVERE, "because": "too much risk", "at_least": "php"},
    Hold: {"id": "wait", "when": SEVERE, "because": "too much risk", "until": "it is lower", "about": CLINICAL},
    StepDown: {"id": "down", "when": Assessment.goals_met, "because": "done here", "at": "php"},
    Justification: {"id": "pass", "when": Assessment.goals_met, "because": "done here", "skips": "php"},
    ServiceNeed: {"id": "need", "when": Assessment.medication_treatment, "offers": "prescribing"},
}
NO_SOURCE = "a source has an id, and perhaps a work and a note: texts on one line, as in Source('F1-10', work='...')"
RULES = (StepUp, Admission, Hold, StepDown)
NAMED = (StepUp, Admission, Hold, StepDown, ServiceNeed)
ALL = tuple(GIVEN)


class Stage(StrEnum):
    IOP = "iop"
    PHP = "php"


class Named(StrEnum):
    RULE = "rule-1"
    SOURCE = "F1-10"
    BROKEN = "two words"


class Pretender(Operand):
    """It joins conditions and stands for none."""

    def __init__(self, stands_for: Any) -> None:
        self.stands_for = stands_for

    def as_condition(self) -> Condition:
        return self.stands_for  # type: ignore[no-any-return] # what the tests are about


def make(kind: Any, **changes: Any) -> Any:
    given = {**GIVEN[kind], **changes}
    return kind(**given)


def refusal(kind: Any, **changes: Any) -> str:
    with pytest.raises(DefinitionError) as caught:
        make(kind, **changes)
    return str(caught.value)


def text_problem(owner: object, name: str) -> str:
    return f"{owner!r}: {name} needs a text on one line, 1 to 500 printable characters"


@pytest.mark.parametrize("kind", ALL)
def test_each_kind_can_be_made(kind: Any) -> None:
    """The least that each kind needs makes one, without sources."""
    made = make(kind)
    assert made.id == GIVEN[kind]["id"]
    assert made.sources == ()


def test_the_four_kinds_are_transition_rules() -> None:
    """Step-ups, admissions, holds and step-downs are rules; justifications and needs are not."""
    assert [issubclass(kind, TransitionRule) for kind in ALL] == [True, True, True, True, False, False]


@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize("rule_id", ["a", "9", "php-to-iop", "Riverside/x_1.2", "x" * 64])
def test_ids_that_can_be_used(kind: Any, rule_id: str) -> None:
    """An id is 1 to 64 letters, digits, dots, underscores, slashes and hyphens."""
    assert make(kind, id=rule_id).id == rule_id


@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize("rule_id", ["", "-a", "/a", "two words", "line\n", "x" * 65, "ä", 3, None])
def test_ids_that_cannot_be_used(kind: Any, rule_id: object) -> None:
    """An id that could not stand in a record is refused."""
    assert refusal(kind, id=rule_id) == (
        f"id {rule_id!r}: use 1 to 64 letters, digits, '.', '_', '/' or '-', beginning with a letter or digit"
    )


@pytest.mark.parametrize("kind", ALL)
def test_an_id_is_kept_as_plain_text(kind: Any) -> None:
    """A member of a `StrEnum` is welcome as an id, and no message shows the enumeration it came from."""
    made = make(kind, id=Named.RULE)
    assert (made.id, type(made.id)) == ("rule-1", str)
    assert made == make(kind, id="rule-1")
    assert refusal(kind, id=Named.BROKEN) == (
        "id 'two words': use 1 to 64 letters, digits, '.', '_', '/' or '-', beginning with a letter or digit"
    )


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *((kind, "because") for kind in (*RULES, Justification)),
        (Hold, "until"),
        (ServiceNeed, "offers"),
    ],
)
@pytest.mark.parametrize("text", ["", "  ", "two\nlines", "bell\a", "x" * 501, 3, None])
def test_texts_that_say_nothing(kind: Any, name: str, text: object) -> None:
    """A reason is a text on one line that says something."""
    assert refusal(kind, **{name: text}) == text_problem(GIVEN[kind]["id"], name)


@pytest.mark.parametrize("kind", [StepUp, Admission])
@pytest.mark.parametrize("text", ["  ", "two\nlines", "x" * 501, 3, None])
def test_the_reason_for_skipping_is_empty_or_a_text(kind: Any, text: object) -> None:
    """`skips_because` may be left out, but says something if given."""
    assert refusal(kind, skips_because=text) == text_problem(GIVEN[kind]["id"], "skips_because")
    assert make(kind).skips_because == ""
    assert make(kind, skips_because="the levels between have no nurse").skips_because == "the levels between have no nurse"


def test_the_longest_text() -> None:
    """A text of 500 characters is fine."""
    assert len(make(Hold, because="x" * LONGEST_TEXT).because) == 500


@pytest.mark.parametrize("kind", ALL)
def test_a_yes_or_no_fact_alone_is_a_condition(kind: Any) -> None:
    """A flag stands for yes, and becomes the comparison that holds its name."""
    assert make(kind, when=Assessment.goals_met).when == Compare("goals_met", "==", True)  # noqa: FBT003 # the value compared with


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    ("when", "given"),
    [
        (True, "a true/false value"),
        ("goals_met", "text"),
        (None, "nothing"),
        (Assessment.withdrawal_risk, "a value of type Grade"),
    ],
)
def test_what_is_no_condition(kind: Any, when: object, given: str) -> None:
    """Anything but a condition or a flag is refused, with an example of one."""
    assert refusal(kind, when=when) == (
        f"when= takes a condition such as (Assessment.withdrawal_risk >= Risk.SEVERE), was given {given}"
    )


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    ("stands_for", "given"),
    [
        (True, "a true/false value"),
        (None, "nothing"),
        ("goals_met", "text"),
        (Assessment.goals_met, "a value of type Flag"),
        (Compare, "a value of type ABCMeta"),
    ],
)
def test_what_stands_for_no_condition(kind: Any, stands_for: object, given: str) -> None:
    """What joins conditions but stands for something else is refused, and not shown."""
    assert refusal(kind, when=Pretender(stands_for)) == f"expected a condition, and this stands for {given}"
    assert make(kind, when=Pretender(SEVERE)).when is SEVERE


@pytest.mark.parametrize("kind", [StepUp, Hold, StepDown])
@pytest.mark.parametrize(
    ("at", "levels"),
    [
        ("php", ("php",)),
        (Stage.PHP, ("php",)),
        (["php", "iop"], ("php", "iop")),
        ((Stage.PHP, "iop"), ("php", "iop")),
        ({"php": 1}, ("php",)),
    ],
)
def test_the_levels_at_which_a_rule_speaks(kind: Any, at: Any, levels: tuple[str, ...]) -> None:
    """`at` takes one level or several, and keeps them as plain text."""
    made = make(kind, at=at)
    assert made.at == levels
    assert {type(level) for level in made.at} == {str}


@pytest.mark.parametrize("kind", [StepUp, Hold])
def test_a_rule_without_levels_speaks_of_all(kind: Any) -> None:
    """Without `at`, a step-up or hold is not bound to certain levels."""
    assert make(kind).at is None
    assert make(kind, at=None).at is None


@pytest.mark.parametrize("kind", [StepUp, Hold, StepDown])
@pytest.mark.parametrize("at", [[], ["php", "php"], ["php", Stage.PHP]])
def test_no_level_or_one_twice(kind: Any, at: Any) -> None:
    """An empty `at` would silence a rule, and a level named twice is a slip."""
    assert refusal(kind, at=at) == f"rule {GIVEN[kind]['id']!r}: at needs at least one level, and each level once"


@pytest.mark.parametrize("kind", [StepUp, Hold, StepDown])
@pytest.mark.parametrize(("at", "given"), [(3, "a whole number"), (COMPLETE, "a value of type Outside")])
def test_at_is_no_level(kind: Any, at: object, given: str) -> None:
    """`at` takes ids of levels, nothing else."""
    assert refusal(kind, at=at) == f"at= takes the id of a level, or several; was given {given}"


def test_a_step_down_speaks_of_levels_that_are_named() -> None:
    """A step-down says at which levels it applies; there is no default."""
    assert refusal(StepDown, at=None) == "at= takes the id of a level, or several; was given nothing"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (StepUp, "at"),
        (Hold, "at"),
        (StepDown, "at"),
        (StepUp, "at_least"),
        (Admission, "at_least"),
        (StepDown, "no_lower_than"),
        (Justification, "skips"),
    ],
)
def test_a_level_is_named_by_its_id(kind: Any, name: str) -> None:
    """Where a level is named, only its id will do."""
    wrong = [3] if name == "at" else 3
    assert refusal(kind, **{name: wrong}) == "a level is named by its id, was given a whole number"


@pytest.mark.parametrize(("kind", "name"), [(Admission, "at_least"), (Justification, "skips")])
def test_a_level_that_must_be_named(kind: Any, name: str) -> None:
    """An admission says where to, and a justification which level may be passed."""
    assert refusal(kind, **{name: None}) == "a level is named by its id, was given nothing"


@pytest.mark.parametrize(
    ("kind", "name"),
    [(StepUp, "at_least"), (Admission, "at_least"), (StepDown, "no_lower_than"), (Justification, "skips")],
)
def test_a_member_of_a_str_enum_becomes_plain_text(kind: Any, name: str) -> None:
    """A member of a `StrEnum` is welcome as a level, and is kept as plain text."""
    kept = getattr(make(kind, **{name: Stage.IOP}), name)
    assert (kept, type(kept)) == ("iop", str)


def test_a_step_up_may_leave_open_how_far() -> None:
    """Without `at_least`, a local step-up asks for the next level."""
    assert make(StepUp, at_least=None).at_least is None


def test_how_low_a_step_down_may_lead() -> None:
    """A step-down leads to the next level, to a named one, or out of care where that is written."""
    assert make(StepDown).no_lower_than is None
    assert make(StepDown, no_lower_than="iop").no_lower_than == "iop"
    assert make(StepDown, no_lower_than=COMPLETE).no_lower_than is COMPLETE


def test_a_step_down_does_not_lead_before_care() -> None:
    """`NOT_IN_CARE` is where an admission begins, not where a step down ends."""
    assert refusal(StepDown, no_lower_than=NOT_IN_CARE) == "a level is named by its id, was given a value of type Outside"


def test_how_urgent_a_step_up_is() -> None:
    """A step-up is routine unless it says otherwise, and urgencies have an order."""
    assert make(StepUp).urgency is ROUTINE
    assert make(StepUp, urgency=IMMEDIATE).urgency is IMMEDIATE
    assert ROUTINE < PROMPT < IMMEDIATE
    assert [*Urgency] == [ROUTINE, PROMPT, IMMEDIATE]


def test_what_a_hold_is_about() -> None:
    """A hold says whether it is about the person or about what programs still owe."""
    assert [make(Hold, about=about).about for about in About] == [CLINICAL, HANDOFF]


@pytest.mark.parametrize(
    ("urgency", "given"),
    [
        (2, "a whole number"),
        (True, "a true/false value"),
        ("IMMEDIATE", "text"),
        (None, "nothing"),
        (Risk.SEVERE, "a value of type Risk"),
    ],
)
def test_what_is_no_urgency(urgency: object, given: str) -> None:
    """A number or another rating that looks like an urgency is none."""
    assert refusal(StepUp, urgency=urgency) == (
        f"rule 'up': urgency is one of Urgency.ROUTINE, Urgency.PROMPT and Urgency.IMMEDIATE; was given {given}"
    )


@pytest.mark.parametrize(
    ("about", "given"),
    [
        ("handoff", "text"),
        ("clinical", "text"),
        (None, "nothing"),
        (True, "a true/false value"),
        (About, "a value of type EnumType"),
    ],
)
def test_what_no_hold_is_about(about: object, given: str) -> None:
    """A text that looks like what a hold is about would make a hold that is never lifted, and is refused."""
    assert refusal(Hold, about=about) == f"rule 'wait': about is one of About.CLINICAL and About.HANDOFF; was given {given}"


@pytest.mark.parametrize("justification_id", ["-a", "/a", "two words", "line\n", "x" * 65, "ä", 3, 0, None, False])
def test_names_of_a_justification_that_cannot_be_used(justification_id: object) -> None:
    """The name of a justification may be left out, but is short and plain if given."""
    assert refusal(Justification, id=justification_id) == (
        f"id {justification_id!r}: use 1 to 64 letters, digits, '.', '_', '/' or '-', beginning with a letter or digit"
    )


@pytest.mark.parametrize("justification_id", ["a", "9", "pass-php", "Riverside/x_1.2", "x" * 64])
def test_names_of_a_justification(justification_id: str) -> None:
    """A justification keeps the name it is given."""
    assert make(Justification, id=justification_id).id == justification_id


def test_a_justification_without_a_name_is_called_after_its_level() -> None:
    """Most levels have one justification, so that its name can be made from the level."""
    assert make(Justification, id="").id == "php-not-needed"
    assert Justification(skips=Stage.IOP, when=Assessment.goals_met, because="done here").id == "iop-not-needed"


@pytest.mark.parametrize("kind", ALL)
def test_sources_are_kept_in_order(kind: Any) -> None:
    """A rule keeps its sources as a tuple, in the order given."""
    sources = [Source("F1-10"), Source("ed.", note="a parameter")]
    assert make(kind, sources=sources).sources == tuple(sources)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    ("sources", "sentence"),
    [
        ("F1-10", "sources= takes a list, was given text"),
        (Source("F1-10"), "sources= takes a list, was given a value of type Source"),
        (None, "sources= takes a list, was given nothing"),
        (["F1-10"], "sources are Source objects in a list, as in [Source('F1-10', work='...')]"),
        ([Source("F1-10"), None], "sources are Source objects in a list, as in [Source('F1-10', work='...')]"),
    ],
)
def test_sources_that_cannot_be_used(kind: Any, sources: object, sentence: str) -> None:
    """The sources of a rule are `Source` objects; a text is not taken apart into letters."""
    assert refusal(kind, sources=sources) == sentence


@pytest.mark.parametrize("field", ["id", "work", "note"])
@pytest.mark.parametrize("text", ["two\nlines", "bell\a", "tab\t", 3, None, True, b"F1-10", ["F1-10"], Source("F1-10")])
def test_a_source_that_cannot_be_cited(field: str, text: object) -> None:
    """What a source says stands on one line, so that a reason can show it."""
    given: dict[str, Any] = {"id": "F1-10", field: text}
    with pytest.raises(DefinitionError) as caught:
        Source(**given)
    assert caught.value.problems == (NO_SOURCE,)


@pytest.mark.parametrize("source_id", ["", " ", "  "])
def test_a_source_without_an_id(source_id: str) -> None:
    """A source has a short name, whatever else it says."""
    with pytest.raises(DefinitionError) as caught:
        Source(source_id, work="Ark Behavioral Health, 2025", note="a parameter")
    assert caught.value.problems == (NO_SOURCE,)


def test_a_source_with_and_without_more() -> None:
    """Work and note may be left out, and a member of a `StrEnum` is a text."""
    source = Source(Named.SOURCE)
    assert (source.work, source.note, str(source)) == ("", "", "F1-10")
    assert str(Source("F1-10", work="Ark Behavioral Health, 2025", note="a parameter")) == "F1-10: a parameter"


@pytest.mark.parametrize("kind", ALL)
def test_rules_are_equal_by_content(kind: Any) -> None:
    """Two rules of the same content are equal, hash alike and survive pickling; another id is another rule."""
    made = make(kind)
    assert made == make(kind)
    assert hash(made) == hash(make(kind))
    assert made != make(kind, id="other")
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 # our own bytes


@pytest.mark.parametrize("kind", ALL)
def test_rules_are_frozen(kind: Any) -> None:
    """Nobody changes a rule once it is made."""
    with pytest.raises(FrozenInstanceError):
        make(kind).id = "other"


@pytest.mark.parametrize("kind", ALL)
def test_all_but_the_id_is_given_by_name(kind: Any) -> None:
    """A rule reads like a sentence: nothing but its id is given by position."""
    given = {**GIVEN[kind]}
    when = given.pop("when")
    with pytest.raises(TypeError):
        kind(given.pop("id"), when, **given)
