"""Claims of the articles: each cited and attributed, none verified, conflicts visible, and nothing decided by any of them."""

from __future__ import annotations

import pickle
import re
from typing import Any

import attrs
import pytest

from continuum import Assessment, Hold, RuleSet
from continuum.errors import DefinitionError
from continuum.library import four_levels, stepdown
from continuum.library.evidence import BY_ID, CLAIMS, CONFLICTS
from continuum.library.requirements import ROWS
from continuum.library.works import WORKS
from continuum.sources import Claim, Mark, Source

CLAIM_OF_ROW = {
    "F0-4": "step-down-model",
    "F0-6": "iop-dose-sessions",
    "F0-8": "abrupt-change",
    "F0-9": "smooth-transitions",
    "F0-10": "longer-aftercare",
    "F0-12": "several-stages",
    "F0-13": "completion",
    "F0-14": "over-30-days",
    "F0-15": "several-stages",
    "F0-26": "graded-exposure",
    "F0-31": "step-down-model",
    "F1-19": "iop-dose-days",
    "F1-24": "return-40-60-lifetime",
    "F2-1": "return-40-60-first-year",
    "F2-2": "iop-dose-hours",
    "F2-5": "first-90-days",
    "F2-10": "full-continuum",
    "F2-16": "exposure-cycle",
    "F2-17": "iop-dose-hours",
    "F2-20": "peers",
    "F2-21": "rehearsal",
    "F2-37": "appointment",
    "F3-13": "step-down-studies",
    "F3-14": "iop-dose-no-maximum",
    "F3-22": "iop-effect",
    "F3-23": "cost-and-access",
    "F3-26": "iop-effect",
    "F4-2": "iop-eases-symptoms",
    "F4-5": "ninety-one",
    "F4-7": "ninety-one",
    "F4-8": "condensed-therapies",
    "F4-12": "own-plans-beside-therapy",
    "F4-14": "ninety-one",
    "F4-15": "integrated-groups",
    "F4-18": "ninety-one",
    "F4-21": "ninety-one",
    "F4-22": "delivery",
    "F4-25": "ninety-one",
    "F4-26": "cost-and-effect",
    "F4-27": "cost-and-effect",
    "F4-28": "ninety-one",
}
BLAMING = r"relaps|\baddicts?\b|alcoholic|abus|\busers?\b|fail|punish|non-?complian|refus|\bclean\b|dirty"
CERTAIN = r"\bpro(ve|of)|\bshow|\bfacts?\b|demonstrat|establish|confirm|validat|guarante|evidence"
NUMBER = r"\d+(?:[.,]\d+)*"

each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)


def numbers(text: str) -> set[str]:
    return set(re.findall(NUMBER, text))


def given(**changes: Any) -> dict[str, Any]:
    return {"id": "slow", "text": "slow is steady", "claimed_by": "an article", "sources": [Source("F0-1")]} | changes


def texts_of(rules: RuleSet) -> list[str]:
    """Every text of a rule set that a reader may take for its reason, and every condition; not ids, such as level 2.7."""
    texts = [rule.because for rule in rules.rules] + [str(rule.when) for rule in rules.rules]
    texts += [rule.until for rule in rules.rules if isinstance(rule, Hold)]
    texts += [text for one in rules.justifications for text in (one.because, str(one.when))]
    texts += [text for need in rules.needs for text in (need.offers, str(need.when))]
    texts += [text for fact in Assessment.vocabulary().values() for text in (fact.label, fact.meaning)]
    texts += [
        text
        for level in rules.continuum
        for text in (
            level.name.removeprefix(level.id),
            level.purpose,
            level.setting,
            level.supervision,
            level.exposure,
            level.dose,
        )
    ]
    return texts


@pytest.mark.parametrize(("row", "claim"), CLAIM_OF_ROW.items(), ids=CLAIM_OF_ROW)
def test_a_row_that_claims_something_is_a_claim(row: str, claim: str) -> None:
    """Every row of evidence stands in one claim, and in that one."""
    assert [one.id for one in CLAIMS if row in {source.id for source in one.sources}] == [claim]


@each_claim
def test_a_claim_cites_rows_that_exist(claim: Claim) -> None:
    """Each source of a claim is a row of the requirements with its work, given once, and nothing is editorial."""
    ids = [source.id for source in claim.sources]
    assert ids
    assert len(set(ids)) == len(ids)
    for source in claim.sources:
        assert source.id in ROWS
        assert source.id in CLAIM_OF_ROW
        assert (source.work, source.note) == (WORKS[source.id.split("-")[0]], "")


@each_claim
def test_a_claim_has_one_claimant(claim: Claim) -> None:
    """A claim rests on one article, and names it."""
    (article,) = {source.id.split("-")[0] for source in claim.sources}
    assert article in claim.claimed_by


@each_claim
def test_a_claim_that_is_not_marked_uncited_names_its_source(claim: Claim) -> None:
    """Whoever is not told that no source is named is told which one is."""
    assert Mark.UNCITED in claim.marks or ", naming " in claim.claimed_by


@each_claim
def test_the_numbers_of_a_claim_stand_in_its_rows(claim: Claim) -> None:
    """No figure is made up, and none comes from elsewhere."""
    stated = " ".join(ROWS[source.id].statement for source in claim.sources)
    assert numbers(claim.figure) | numbers(claim.text) <= numbers(stated)


@each_claim
def test_a_claim_is_worded_as_a_claim(claim: Claim) -> None:
    """Before anything else a reader learns that it is claimed, by whom, and that nobody verified it."""
    assert claim.words().startswith(f"Claimed by {claim.claimed_by}, not verified: {claim.text}")
    assert all(str(mark) in claim.words() for mark in claim.marks)
    assert len(set(claim.marks)) == len(claim.marks)


@each_claim
def test_a_claim_sounds_no_more_certain_than_it_is(claim: Claim) -> None:
    """No text says that something is proved, shown or a fact; it is a clause, and the sentence around it ends it."""
    assert not re.search(CERTAIN, claim.text, re.IGNORECASE)
    assert claim.text[-1] != "."
    assert claim.figure[-1:] != "."


@each_claim
def test_no_claim_blames_a_person(claim: Claim) -> None:
    """F1-22: no label and no failure, and a return to use is called that; not even a name quoted says otherwise."""
    assert not re.search(BLAMING, claim.words(), re.IGNORECASE)


def test_ids_are_unique() -> None:
    """A claim is found by its id, in the order of the list."""
    assert tuple(BY_ID.values()) == CLAIMS
    assert [*BY_ID] == [claim.id for claim in CLAIMS]


def test_ninety_one_is_one_claim() -> None:
    """X7: one figure serves seven statements, so it is one claim, says that it is reused and that nobody is named for it."""
    assert [claim.id for claim in CLAIMS if "91" in numbers(claim.words())] == ["ninety-one"]
    claim = BY_ID["ninety-one"]
    assert claim.figure == "91 %"
    assert claim.marks == (Mark.UNCITED, Mark.REUSED)
    assert [source.id for source in claim.sources] == ["F4-5", "F4-7", "F4-14", "F4-18", "F4-21", "F4-25", "F4-28"]
    assert [one.id for one in CLAIMS if Mark.REUSED in one.marks] == ["ninety-one"]
    assert claim.words() == (
        "Claimed by the article F4, not verified: one figure, given for retention in seven different groups: IOP at large, "
        "veterans with co-occurring disorders, group therapy, veterans in family work, veterans with PTSD, people at work, and "
        "people coming from more care (91 %). Mind: the work names no source for it; one figure reused for several claims."
    )


def test_conflicts_are_visible_from_both_sides() -> None:
    """Whatever stands in a conflict is marked, whatever is marked stands in one, and each pair is two claims and stands once."""
    pairs = [frozenset(pair) for pair in CONFLICTS]
    assert len(set(pairs)) == len(CONFLICTS)
    assert all(len(pair) == 2 for pair in pairs)
    assert frozenset().union(*pairs) == {claim.id for claim in CLAIMS if Mark.CONFLICTING in claim.marks}


def test_conflicts_are_between_articles() -> None:
    """No article is held against itself: what differs is who says it."""
    for one, other in CONFLICTS:
        assert BY_ID[one].sources[0].work != BY_ID[other].sources[0].work


@pytest.mark.parametrize(
    ("one", "other"),
    [("F1-24", "F2-1"), ("F0-13", "F4-26"), ("F0-6", "F1-19"), ("F0-6", "F2-17"), ("F0-6", "F3-14")],
    ids=["X3", "X5", "X1 days", "X1 hours", "X1 no maximum"],
)
def test_a_conflict_of_the_articles_is_told(one: str, other: str) -> None:
    """X1, X3 and X5: the rows that do not agree stand in claims that say so."""
    assert (CLAIM_OF_ROW[one], CLAIM_OF_ROW[other]) in CONFLICTS


def test_one_share_for_two_times() -> None:
    """X3: the share is the same, the time is not, and each is told with its own claimant."""
    lifetime, first_year = BY_ID["return-40-60-lifetime"], BY_ID["return-40-60-first-year"]
    assert lifetime.figure == first_year.figure == "40 to 60 %"
    assert ("at some point" in lifetime.text, "within a year" in first_year.text) == (True, True)
    assert ("NIDA" in lifetime.claimed_by, "2020" in first_year.claimed_by) == (True, True)


@pytest.mark.parametrize(
    ("row", "marks"),
    [
        ("F0-9", [Mark.PROVIDER]),
        ("F0-13", [Mark.UNCITED, Mark.CONFLICTING]),
        ("F0-14", [Mark.UNCITED]),
        ("F0-26", [Mark.UNCITED, Mark.REASONING]),
        ("F2-16", [Mark.UNCITED, Mark.REASONING]),
        ("F3-13", [Mark.UNCITED, Mark.PROVIDER]),
        ("F4-2", [Mark.UNCITED, Mark.PROVIDER]),
        ("F4-26", [Mark.UNCITED, Mark.CONFLICTING]),
    ],
)
def test_what_speaks_against_relying_on_a_claim(row: str, marks: list[Mark]) -> None:
    """A claim says whether no source is named, a provider is the source, or it is an argument only."""
    assert list(BY_ID[CLAIM_OF_ROW[row]].marks) == marks


def test_only_studies_with_a_year_stand_without_a_mark() -> None:
    """What has no mark names a study and its year; it is no less unverified."""
    unmarked = [claim for claim in CLAIMS if not claim.marks]
    assert [claim.id for claim in unmarked] == ["first-90-days", "full-continuum", "peers", "rehearsal", "appointment"]
    assert all(re.search(r"naming a 20\d\d study in ", claim.claimed_by) for claim in unmarked)
    assert BY_ID["first-90-days"].words() == (
        "Claimed by the article F2, naming a 2019 study in a journal on substance use treatment, not verified: "
        "most returns to use after residential care fall into the first 90 days (59 %, 1,326 adults over 12 months)."
    )


@pytest.mark.parametrize("rules", [stepdown.RULES, four_levels.RULES], ids=lambda rules: rules.id)
def test_claims_decide_nothing(rules: RuleSet) -> None:
    """No share, multiple or number of people that is claimed stands in a rule, need, fact or level, or in a condition."""
    counted = rf"({NUMBER})(?: to ({NUMBER}))? (?:%|times|adults)"
    claimed = {number for claim in CLAIMS for pair in re.findall(counted, claim.figure) for number in pair if number}
    assert {"59", "91", "84.2", "54.7", "40", "60", "65", "52", "34", "2.7", "1,326", "892", "2,400", "340", "1,840"} == claimed
    for text in texts_of(rules):
        assert "%" not in text
        assert not numbers(text.replace("15 to 60 days", "")) & claimed, text  # F1-9, the usual length of residential care


def test_claims_are_values() -> None:
    """They pickle, are equal again, and nobody changes one later."""
    for protocol in (2, pickle.HIGHEST_PROTOCOL):
        again: tuple[Claim, ...] = pickle.loads(pickle.dumps(CLAIMS, protocol))  # noqa: S301 # our own bytes
        assert again == CLAIMS
        assert len({*again, *CLAIMS}) == len(CLAIMS)
        assert all(type(mark) is Mark for claim in again for mark in claim.marks)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            again[0].figure = "100 %"  # type: ignore[misc] # what is tested


def test_a_claim_as_a_sentence() -> None:
    """Figure and marks are told where there are any."""
    assert Claim(**given()).words() == "Claimed by an article, not verified: slow is steady."
    assert Claim(**given(figure="2 of 3")).words() == "Claimed by an article, not verified: slow is steady (2 of 3)."
    assert Claim(**given(marks=[Mark.UNCITED, Mark.REASONING])).words() == (
        "Claimed by an article, not verified: slow is steady. Mind: the work names no source for it; an argument, not a finding."
    )


def test_a_claim_keeps_its_marks_and_sources_out_of_reach() -> None:
    """Any collection becomes a tuple, in its order."""
    marks, sources = [Mark.REUSED, Mark.PROVIDER], [Source("F0-2"), Source("F0-1")]
    claim = Claim(**given(marks=marks, sources=sources))
    marks.clear()
    sources.clear()
    assert (claim.marks, claim.sources) == ((Mark.REUSED, Mark.PROVIDER), (Source("F0-2"), Source("F0-1")))
    assert (Claim(**given()).marks, Claim(**given()).figure) == ((), "")


@pytest.mark.parametrize("name", ["id", "text", "claimed_by", "figure"])
@pytest.mark.parametrize(("value", "kind"), [(None, "nothing"), (3, "a whole number"), ("one\ntwo", "text"), (["a"], "a list")])
def test_a_claim_is_made_of_texts_on_one_line(name: str, value: Any, kind: str) -> None:
    """What could not be told from a fact on one line is refused, without being shown."""
    with pytest.raises(DefinitionError) as caught:
        Claim(**given(**{name: value}))
    assert str(caught.value) == f"a claim needs {name}=, a text on one line; was given {kind}"


@pytest.mark.parametrize("name", ["id", "text", "claimed_by"])
@pytest.mark.parametrize("blank", ["", " "])
def test_only_the_figure_of_a_claim_may_be_empty(name: str, blank: str) -> None:
    """Nobody claims nothing, and no claim is nobody's."""
    with pytest.raises(DefinitionError) as caught:
        Claim(**given(**{name: blank}))
    assert str(caught.value) == f"a claim needs {name}=, a text on one line; was given text"


def test_a_claim_stands_somewhere() -> None:
    """Without a row there is nothing to look up."""
    with pytest.raises(DefinitionError) as caught:
        Claim(**given(sources=[]))
    assert str(caught.value) == "claim 'slow' needs sources=, the rows in which it stands"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"marks": "UNCITED"}, "marks= takes a list, was given text"),
        ({"marks": Mark.UNCITED}, "marks= takes a list, was given a value of type Mark"),
        ({"marks": None}, "marks= takes a list, was given nothing"),
        (
            {"marks": ["the work names no source for it"]},
            "marks are members of Mark: UNCITED, PROVIDER, REASONING, CONFLICTING and REUSED",
        ),
        (
            {"marks": [Mark.UNCITED, None]},
            "marks are members of Mark: UNCITED, PROVIDER, REASONING, CONFLICTING and REUSED",
        ),
        ({"sources": "F0-1"}, "sources= takes a list, was given text"),
        ({"sources": ["F0-1"]}, "sources are Source objects in a list, as in [Source('F1-10', work='...')]"),
    ],
)
def test_marks_and_sources_are_lists_of_their_kind(changes: dict[str, Any], message: str) -> None:
    """One mark is no list, its text is no mark, and an id is no source."""
    with pytest.raises(DefinitionError) as caught:
        Claim(**given(**changes))
    assert type(caught.value) is DefinitionError
    assert str(caught.value) == message


@pytest.mark.parametrize("name", [attribute.name for attribute in attrs.fields(Claim) if attribute.default is attrs.NOTHING])
def test_a_claim_without_a_part_is_refused(name: str) -> None:
    """Python itself asks for id, text, claimant and sources."""
    parts = given()
    del parts[name]
    with pytest.raises(TypeError, match=name):
        Claim(**parts)


def test_marks_are_told_in_words() -> None:
    """Each mark is a clause of its own, so that a reader needs no legend."""
    assert [str(mark) for mark in Mark] == [
        "the work names no source for it",
        "its source is a provider of care",
        "an argument, not a finding",
        "another claim contradicts it or uses its figure otherwise",
        "one figure reused for several claims",
    ]
