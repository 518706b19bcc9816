"""Correspondences: which levels of one ladder stand for which of another, and what is refused."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise, product
from typing import Any

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from continuum.correspondence import Correspondence
from continuum.errors import AssessmentError, ContinuumError, DefinitionError
from continuum.levels import Continuum, Level
from continuum.library import four_levels, stepdown
from continuum.library.four_levels import FROM_SIX, Sublevel
from continuum.library.stepdown import Stage

STRANGER = "jane-doe"


def ladder(name: str, *ids: str) -> Continuum:
    return Continuum(name, [Level(one, one.upper(), purpose="what no other level does") for one in ids])


ONE = ladder("one", "home", "day", "ward")
OTHER = ladder("other", "0.5", "1.5", "2.5", "3.5")
FITTING: dict[Any, Any] = {"home": ["0.5"], "day": ["1.5", "2.5"], "ward": ["3.5"]}

NOT_ON_ONE = "there is no such level on the ladder 'one' (home < day < ward)"
NOT_ON_OTHER = "there is no such level on the ladder 'other' (0.5 < 1.5 < 2.5 < 3.5)"
NOT_ON_SIX = "there is no such level on the ladder 'stepdown' (aftercare < outpatient < iop < php < residential < inpatient)"


def refusal(levels: Any, one: Any = ONE, other: Any = OTHER) -> str:
    with pytest.raises(DefinitionError) as caught:
        Correspondence(one, other, levels=levels)
    return str(caught.value)


def ids(levels: tuple[Level, ...]) -> list[str]:
    return [level.id for level in levels]


def meaning(found: Correspondence) -> dict[str, list[str]]:
    """What every level may stand for."""
    return {level: ids(found.candidates(level)) for level in found.one.ids}


# What is refused.


class Wider(Continuum):
    """A ladder of a class of its own could say what it likes."""


@pytest.mark.parametrize(
    ("given", "kind"),
    [([("home", ["0.5"])], "a list"), ("home", "text"), (None, "nothing"), (((),), "a value of type tuple")],
)
def test_levels_are_an_object(given: Any, kind: str) -> None:
    """The pairs are given as a mapping from levels to levels."""
    assert refusal(given) == (
        f"levels= takes each level of the one ladder with those of the other, as in {{'php': ['2.5', '2.7']}}; was given {kind}"
    )


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ({**FITTING, "home": "0.5"}, "levels= takes a list, was given text"),
        ({**FITTING, "home": Sublevel.L1_0}, "levels= takes a list, was given a value of type Sublevel"),
        ({**FITTING, "home": None}, "levels= takes a list, was given nothing"),
        ({**FITTING, 3: ["0.5"]}, "a level is named by its id, was given a whole number"),
        ({**FITTING, "home": [0.5]}, "a level is named by its id, was given a decimal number"),
        ({**FITTING, "home": [OTHER["0.5"]]}, "a level is named by its id, was given a value of type Level"),
    ],
)
def test_levels_are_named_in_lists_of_ids(levels: Any, sentence: str) -> None:
    """Each level is named by its id, with a list of ids, even where there is only one."""
    assert refusal(levels) == sentence


@pytest.mark.parametrize(
    ("given", "kind"),
    [("stepdown", "text"), (None, "nothing"), (stepdown.RULES, "a value of type RuleSet"), (list(ONE), "a list")],
)
def test_it_lies_between_two_ladders(given: Any, kind: str) -> None:
    """Neither side may be anything but a ladder."""
    sentence = f"a correspondence lies between two ladders, was given {kind}"
    assert refusal(FITTING, one=given) == sentence
    assert refusal(FITTING, other=given) == sentence


def test_a_ladder_of_a_class_of_its_own_is_refused() -> None:
    """What is asked of a ladder is answered by a ladder, on either side."""
    sentence = "a correspondence lies between two ladders, was given a value of type Wider"
    assert refusal(FITTING, one=Wider("one", list(ONE))) == sentence
    assert refusal(FITTING, other=Wider("other", list(OTHER))) == sentence


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        (
            {"home": ["0.5"], "day": ["1.5", "2.5", "3.5"]},
            "nothing is said of ward of the ladder 'one'; every level needs a counterpart",
        ),
        (
            {"ward": ["0.5", "1.5", "2.5", "3.5"]},
            "nothing is said of home and day of the ladder 'one'; every level needs a counterpart",
        ),
        (
            {**FITTING, "day": ["2.5"]},
            "nothing is said of 1.5 of the ladder 'other'; every level needs a counterpart",
        ),
        (
            {**FITTING, "home": ["1.5"], "ward": ["2.5"]},
            "nothing is said of 0.5 and 3.5 of the ladder 'other'; every level needs a counterpart",
        ),
        ({**FITTING, "home": [], "day": ["0.5", "1.5", "2.5"]}, "'home' stands for no level; name at least one"),
        ({**FITTING, "hospital": ["3.5"]}, NOT_ON_ONE),
        ({**FITTING, "wards": ["3.5"]}, f"{NOT_ON_ONE}; did you mean 'ward'?"),
        ({**FITTING, "ward": ["3.5", "3.55"]}, f"{NOT_ON_OTHER}; did you mean '3.5'?"),
        ({**FITTING, "ward": ["3.5", "hospital"]}, NOT_ON_OTHER),
        (
            {**FITTING, "day": ["0.5", "1.5", "2.5"], "home": ["1.5"]},
            "'day' lies above 'home' on 'one', but their counterparts on 'other' do not",
        ),
        (
            {**FITTING, "day": ["1.5", "2.5", "3.5"], "ward": ["2.5"]},
            "'ward' lies above 'day' on 'one', but their counterparts on 'other' do not",
        ),
    ],
)
def test_what_would_lose_a_level_or_turn_the_order(levels: Any, sentence: str) -> None:
    """Every level has a counterpart that is there, and more care on the one ladder is never less care on the other."""
    assert refusal(levels) == sentence


def test_a_level_is_named_once() -> None:
    """Of two statements about one level the first would be lost; pairs, as a copy passes them, are read like a mapping."""
    pairs = tuple((one, tuple(others)) for one, others in FITTING.items())
    assert Correspondence(ONE, OTHER, levels=pairs) == Correspondence(ONE, OTHER, levels=FITTING)
    assert refusal((*pairs, (Stage.IOP, ("3.5",)), ("iop", ("2.5",)))) == (
        "levels= names a level of the one ladder twice; name it once, with all that it stands for"
    )


def test_both_ends_of_a_span_count() -> None:
    """A level above may stand for the same levels as the one below, but neither begin nor end lower than it."""
    same = Correspondence(ONE, OTHER, levels=dict.fromkeys(ONE.ids, OTHER.ids))
    assert all(others == list(OTHER.ids) for others in meaning(same).values())
    begins_lower = {"home": ["1.5"], "day": ["0.5", "1.5"], "ward": ["2.5", "3.5"]}
    ends_lower = {"home": ["0.5"], "day": ["1.5", "2.5", "3.5"], "ward": ["1.5", "2.5"]}
    assert refusal(begins_lower) == "'day' lies above 'home' on 'one', but their counterparts on 'other' do not"
    assert refusal(ends_lower) == "'ward' lies above 'day' on 'one', but their counterparts on 'other' do not"


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """What is missing on either side and what is not there come in one numbered list."""
    assert refusal({"home": ["0.5"], "day": [], "wards": ["2.5", "9"]}).splitlines() == [
        "5 problems:",
        "  1. nothing is said of ward of the ladder 'one'; every level needs a counterpart",
        "  2. nothing is said of 1.5 and 3.5 of the ladder 'other'; every level needs a counterpart",
        "  3. 'day' stands for no level; name at least one",
        f"  4. {NOT_ON_ONE}; did you mean 'ward'?",
        f"  5. {NOT_ON_OTHER}",
    ]


def test_every_turn_of_the_order_is_told() -> None:
    """Each pair of neighbours whose order is turned has its sentence."""
    turned = {"home": ["3.5"], "day": ["1.5", "2.5"], "ward": ["0.5"]}
    assert refusal(turned).splitlines() == [
        "2 problems:",
        "  1. 'day' lies above 'home' on 'one', but their counterparts on 'other' do not",
        "  2. 'ward' lies above 'day' on 'one', but their counterparts on 'other' do not",
    ]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Correspondence(ONE, OTHER, levels={**FITTING, STRANGER: ["3.5"]}),
        lambda: Correspondence(ONE, OTHER, levels={**FITTING, "ward": ["3.5", STRANGER]}),
        lambda: Correspondence(ONE, OTHER, levels={STRANGER: [STRANGER]}),
        lambda: Correspondence(ONE, OTHER, levels={**FITTING, "home": STRANGER}),
        lambda: Correspondence(STRANGER, OTHER, levels=FITTING),  # type: ignore[arg-type] # wrong on purpose
        lambda: Correspondence(ONE, STRANGER, levels=FITTING),  # type: ignore[arg-type] # wrong on purpose
        lambda: Correspondence(ONE, OTHER, levels=STRANGER),  # type: ignore[arg-type] # wrong on purpose
        lambda: FROM_SIX.candidates(STRANGER),
        lambda: FROM_SIX.level(STRANGER),
        lambda: FROM_SIX.reversed().candidates(STRANGER),
        lambda: Correspondence(ONE, OTHER, levels={**FITTING, STRANGER: []}),
    ],
)
def test_no_message_names_a_level_that_is_not_there(ask: Callable[[], object]) -> None:
    """A message names levels of the two ladders only: what was given may be anything."""
    with pytest.raises(DefinitionError) as caught:
        ask()
    assert STRANGER not in str(caught.value)


# What it answers.


def test_it_is_given_and_read_by_ids() -> None:
    """Members of a `StrEnum` are welcome wherever a level is named, and kept as plain text."""
    assert {type(name) for one, others in FROM_SIX.levels for name in (one, *others)} == {str}
    assert ids(FROM_SIX.candidates(Stage.PHP)) == ids(FROM_SIX.candidates("php"))
    assert FROM_SIX.reversed().level(Sublevel.L2_7).id == "php"


def test_candidates_ascend_and_come_once() -> None:
    """However they are given, the levels that one may stand for come in the order of their ladder, each once."""
    found = Correspondence(ONE, OTHER, levels={**FITTING, "day": iter(["2.5", "1.5", "2.5"])})
    assert found.candidates("day") == (OTHER["1.5"], OTHER["2.5"])


COUNTERPARTS = {
    "aftercare": ["1.0"],
    "outpatient": ["1.5", "1.7"],
    "iop": ["2.1"],
    "php": ["2.5", "2.7"],
    "residential": ["3.1", "3.5", "3.7"],
    "inpatient": ["4"],
}


def test_the_shipped_ladders_correspond() -> None:
    """`FROM_SIX` leads from the six to the ten levels, and speaks of every level of both."""
    assert (FROM_SIX.one, FROM_SIX.other) == (stepdown.LADDER, four_levels.LADDER)
    assert meaning(FROM_SIX) == COUNTERPARTS


@pytest.mark.parametrize(("level", "others"), COUNTERPARTS.items(), ids=COUNTERPARTS)
def test_a_level_of_the_six(level: str, others: list[str]) -> None:
    """Where there is one counterpart it is given; where there are several, a professional has to say which."""
    if len(others) == 1:
        assert FROM_SIX.level(level) is four_levels.LADDER[others[0]]
        return
    with pytest.raises(AssessmentError) as caught:
        FROM_SIX.level(level)
    assert str(caught.value) == (
        f"the level given on the ladder 'stepdown' may stand for {' or '.join(others)} on 'four-levels'; "
        "look at the person's care and name the level yourself"
    )


@pytest.mark.parametrize("level", four_levels.LADDER.ids)
def test_a_level_of_the_ten(level: str) -> None:
    """Read the other way, each of the ten stands for exactly one of the six: the one that lists it."""
    back = FROM_SIX.reversed()
    assert back.level(level) in stepdown.LADDER.levels
    assert [one for one, others in COUNTERPARTS.items() if level in others] == [back.level(level).id]
    assert back.candidates(level) == (back.level(level),)


@pytest.mark.parametrize(
    ("given", "suggested"),
    [("hospital", ""), ("Iop", "; did you mean 'iop'?"), ("2.1", ""), (None, ""), (3, "")],
)
def test_a_level_that_is_not_there(given: Any, suggested: str) -> None:
    """Asking for a level that the one ladder does not have names those it has."""
    for ask in (FROM_SIX.candidates, FROM_SIX.level):
        with pytest.raises(DefinitionError) as caught:
            ask(given)
        assert str(caught.value) == NOT_ON_SIX + suggested


def test_it_does_not_change() -> None:
    """A correspondence is frozen, and a pickled copy says the same."""
    attribute = "one"
    with pytest.raises(FrozenInstanceError):
        setattr(FROM_SIX, attribute, ONE)
    again = pickle.loads(pickle.dumps(FROM_SIX))  # noqa: S301 # our own bytes
    assert again == FROM_SIX
    assert meaning(again) == COUNTERPARTS


# What holds of every correspondence.


@st.composite
def correspondences(draw: st.DrawFn) -> Correspondence:
    """Two ladders, and for each level of the one a span of the other that neither begins nor ends below the last one's."""
    one = ladder("one", *(f"a{rung}" for rung in range(draw(st.integers(2, 7)))))
    other = ladder("other", *(f"b{rung}" for rung in range(draw(st.integers(2, 7)))))
    spans = [(0, draw(st.integers(0, other.top)))]
    for _ in one.ids[1:]:
        low, high = spans[-1]
        begin = draw(st.integers(low, min(high + 1, other.top)))
        spans.append((begin, draw(st.integers(max(begin, high), other.top))))
    spans[-1] = (spans[-1][0], other.top)
    levels = {level: draw(st.permutations(other.ids[low : high + 1])) for level, (low, high) in zip(one.ids, spans, strict=True)}
    return Correspondence(one, other, levels=dict(draw(st.permutations([*levels.items()]))))


@given(correspondences())
def test_reversed_twice_it_says_the_same(found: Correspondence) -> None:
    """Reading there and back again leaves every level with its candidates."""
    again = found.reversed().reversed()
    assert (again.one, again.other) == (found.one, found.other)
    assert meaning(again) == meaning(found)


@given(correspondences())
def test_reversed_it_is_the_same_relation(found: Correspondence) -> None:
    """A level may stand for another exactly if that one, read the other way, may stand for it."""
    there, back = meaning(found), meaning(found.reversed())
    assert {(one, other) for one in there for other in there[one]} == {(one, other) for other in back for one in back[other]}


@given(correspondences())
def test_the_one_level_is_the_only_candidate(found: Correspondence) -> None:
    """`level` answers exactly where there is one candidate, and names all of them where there are several."""
    for level in found.one.ids:
        candidates = found.candidates(level)
        try:
            assert (found.level(level),) == candidates
        except AssessmentError as error:
            assert len(candidates) > 1
            assert f"may stand for {' or '.join(ids(candidates))} on 'other'" in str(error)  # noqa: PT017 # either may be due


SMALL = ladder("small", "x", "y", "z")


def attempts() -> Iterator[Correspondence | ContinuumError]:
    """Every relation between three levels and three levels, built or refused."""
    some = [chosen for size in range(4) for chosen in combinations(SMALL.ids, size)]
    for named in product(some, repeat=3):
        try:
            yield Correspondence(ONE, SMALL, levels=dict(zip(ONE.ids, named, strict=True)))
        except DefinitionError as error:
            yield error


def built() -> list[Correspondence]:
    return [found for found in attempts() if isinstance(found, Correspondence)]


def test_more_care_is_never_less_on_the_other_ladder() -> None:
    """Of all relations of three levels with three, none is built that loses a level or lets a span begin or end lower."""
    assert 0 < len(built()) < 8**3
    for found in built():
        spans = [[SMALL.rank(level) for level in others] for others in meaning(found).values()]
        assert {rung for span in spans for rung in span} == {0, 1, 2}
        for lower, higher in pairwise(spans):
            assert min(lower) <= min(higher)
            assert max(lower) <= max(higher)


def test_what_is_refused_names_levels_of_the_ladders_only() -> None:
    """Of all relations of three levels with three, every refusal is one of the sentences that they can deserve."""
    endings = (
        "; every level needs a counterpart",
        "; name at least one",
        "but their counterparts on 'small' do not",
        "but their counterparts on 'one' do not",
    )
    refused = [found for found in attempts() if isinstance(found, ContinuumError)]
    assert refused
    for error in refused:
        assert all(problem.endswith(endings) for problem in error.problems)


def test_every_correspondence_can_be_reversed() -> None:
    """What can be built can be read in both directions."""
    for found in built():
        assert meaning(found.reversed().reversed()) == meaning(found)


def test_it_shows_its_two_ladders() -> None:
    """And no more; `attrs.evolve` makes it again from what it holds."""
    assert repr(FROM_SIX) == "<Correspondence of 'stepdown' and 'four-levels'>"
    assert attrs.evolve(FROM_SIX) == FROM_SIX
