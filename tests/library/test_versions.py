"""What is shipped under an id and a version stays as it is: people who approved it, and records, name it by these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from attrs import evolve

from continuum import Assessment, Continuum, RuleSet
from continuum.correspondence import Correspondence
from continuum.definitions import _IN_WORDS
from continuum.json_text import digest as digest_of_data
from continuum.library import four_levels, program_standards, stepdown
from continuum.standards import PREFERRED, REQUIRED, Standard
from continuum.vocabularies import FACT
from continuum.wire import digest, write

Key = tuple[str, str, str]

PUBLISHED = {
    ("rule set", "stepdown", "2026.1"): "sha256:c7778ce62a033bced569a9aab8609c1822f3488ddcedec434791efe581144dee",
    ("ladder", "stepdown", "2026.1"): "sha256:d94dcbab5b82b8c99e8b2e5622abb8cc1597c3ea90d9db1ccd384188047c72cc",
    ("rule set", "four-levels", "2026.1"): "sha256:20e961d0f6caa4e99b7a23011847928672582565e7597608d463f241ba29f529",
    ("ladder", "four-levels", "2026.1"): "sha256:e721bcf5d6d4d5ed62fe0005ea590cc6740fd34e9f517d3d7ef07703a5364c40",
    ("correspondence", "four-levels", "2026.1"): "sha256:302c455b61be3c72bc19aa7b9d61b1df3bd579a8378f1ce462f0d8db145b62fe",
    ("standard", "aftercare", "2026.1"): "sha256:7e6c6869a9652387de557742a7ce0cb92f8664d50b7d7a0e893f8b389ddc6136",
    ("standard", "outpatient", "2026.1"): "sha256:55e0072b6d67092ac532cf98102563bfb7a0ff0352af04ef24a3c83cafcf907d",
    ("standard", "outpatient-managed", "2026.1"): "sha256:a94c297367fdd55d094229a65cb39d4f3eb04c3c2ec8e581ce12e14416e32232",
    ("standard", "iop", "2026.1"): "sha256:f39b0728221641b7dfe921ea89ff4da8ba2aea25c8d58d514708ef14acde29f3",
    ("standard", "php", "2026.1"): "sha256:26375ccec906bd31228fa8034d90790f75b70b37c27f41b5686fb6df33511a70",
    ("standard", "php-managed", "2026.1"): "sha256:4b96948e2e417ed19cabbad3f39d44efe0f47a3c692e16808f2a02f194885064",
    ("standard", "residential", "2026.1"): "sha256:6c7ceba59bca4c2bf6f651432141d7ed002e61931116e89758dc719c7fb26280",
    ("standard", "residential-managed", "2026.1"): "sha256:98bca189a9f19361c57e33f7aa7feddf8c4da5bd1188307a533cd2846f912bcd",
    ("standard", "inpatient", "2026.1"): "sha256:a36d9dc5156bb44f237244f351841f1b9039026b943da599d5edb42d9cdf8a40",
    ("standard", "provider", "2026.1"): "sha256:25a77df853d03c39989b6b4770f1b22789b625a044cda23ec465890869860e17",
    ("standard", "access", "2026.1"): "sha256:35cfbb9d9190e8f2f9fda0f083832aef9699b3f62817ec0b5123277544820b7c",
    ("standard", "handoff", "2026.1"): "sha256:c9f2f2f96403b66cc9511bc72a15165f9a51fb232a3b6c59e5e9fac2c9864861",
}
"""Kind, id and version of everything shipped, with its digest. A new version is a new line; the lines of old versions stay."""

WHAT_TO_DO = """
{name} is not what stands in PUBLISHED under this version; its digest is now
    {found}
A version that was published is frozen: people approved it, and records name it. If the change is meant, give it a new version in
src/continuum/library, add a line for that version to PUBLISHED, and write in CHANGELOG.md, under "Decisions that change", who is
decided differently (continuum diff OLD NEW says it). If it is not meant, take it back. Before the first release, and only
then, the digest of a line may be changed instead.
"""


def shipped() -> Iterator[tuple[Key, str]]:
    """Everything shipped that has an id, with the version under which it is published."""
    six, ten = stepdown.RULES, four_levels.RULES
    for rules in (six, ten):
        yield ("rule set", rules.id, rules.version), digest(rules)
        yield ("ladder", rules.continuum.id, rules.version), digest_of_data(write(rules.continuum))
    yield ("correspondence", ten.id, ten.version), digest_of_pairs(four_levels.FROM_SIX)
    for standard in program_standards.ALL:
        yield ("standard", standard.id, standard.version), digest_of_standard(standard)


def digest_of_pairs(correspondence: Correspondence) -> str:
    """Which levels stand for which."""
    return digest_of_data([[one, [*others]] for one, others in correspondence.levels])


def digest_of_standard(standard: Standard) -> str:
    """All that it says, and what the facts that it asks for can be; not what those are called."""
    asked = frozenset[str]().union(*(one.when.facts() for one in standard.requirements))
    vocabulary = standard.record.vocabulary()
    facts: dict[str, Any] = {name: FACT.write(vocabulary[name]) for name in asked}
    decide = {name: {key: part for key, part in fact.items() if key not in _IN_WORDS} for name, fact in facts.items()}
    return digest_of_data({"standard": write(standard), "facts": decide})


def problem(key: Key, found: str, published: Mapping[Key, str] = PUBLISHED) -> str:
    """What to do about something that is not as it was published; nothing, if it is."""
    return "" if published.get(key) == found else WHAT_TO_DO.format(name=" ".join(key), found=found)


def test_what_was_published_did_not_change() -> None:
    """Each rule set, ladder, correspondence and standard is what its id and version were published for."""
    problems = [told for key, found in shipped() if (told := problem(key, found))]
    assert not problems, "".join(problems)


def test_everything_shipped_has_a_version_of_its_own() -> None:
    """No two share kind, id and version; every standard of the library and every rule set is among them."""
    keys = [key for key, _ in shipped()]
    assert len(keys) == len({*keys}) == len(program_standards.ALL) + 5
    standards = {value.id for value in vars(program_standards).values() if isinstance(value, Standard)}
    assert {id_ for kind, id_, _ in keys if kind == "standard"} == standards


RULES = stepdown.RULES
HOLD = next(rule for rule in stepdown.HOLDS if rule.id == "not-yet-stable")


def with_hold(**parts: Any) -> RuleSet:
    return evolve(RULES, rules=[evolve(rule, **parts) if rule is HOLD else rule for rule in RULES.rules])


@pytest.mark.parametrize(
    "changed",
    [
        with_hold(when=Assessment.weeks_stable < stepdown.STABLE_WEEKS + 1),
        with_hold(at="iop"),
        with_hold(because="other words"),
        evolve(RULES, rules=[rule for rule in RULES.rules if rule is not HOLD]),
        evolve(RULES, needs=RULES.needs[1:]),
        evolve(RULES, claims=()),
        evolve(RULES, required_facts=()),
        evolve(RULES, status="clinically validated"),
    ],
    ids=["threshold", "levels", "words", "a rule less", "a need less", "no claims", "no required facts", "status"],
)
def test_a_rule_set_that_changed_is_noticed(changed: RuleSet) -> None:
    """Twin: whatever changes under the version, the table tells; in another order nothing has changed."""
    key = ("rule set", RULES.id, RULES.version)
    published = {key: digest(RULES)}
    told = problem(key, digest(changed), published)
    assert told.startswith(f"\nrule set stepdown {RULES.version} is not what stands in PUBLISHED under this version")
    assert "A version that was published is frozen" in told
    assert problem(key, digest(evolve(RULES, rules=RULES.rules[::-1])), published) == ""
    assert problem(("rule set", RULES.id, "a version without a line"), digest(RULES), published)


def test_a_ladder_a_correspondence_or_a_standard_that_changed_is_noticed() -> None:
    """Twin: a day of review, a counterpart, or what is required has another digest."""
    lowest, *above = stepdown.LADDER
    ladder = Continuum(stepdown.LADDER.id, [evolve(lowest, review_days=91), *above])
    assert digest_of_data(write(ladder)) != digest_of_data(write(stepdown.LADDER))
    pairs = dict(four_levels.FROM_SIX.levels) | {"outpatient": ("1.5",), "iop": ("1.7", "2.1")}
    moved = evolve(four_levels.FROM_SIX, levels=pairs)
    assert digest_of_pairs(moved) != digest_of_pairs(four_levels.FROM_SIX)
    for standard in program_standards.ALL:
        first, *others = standard.requirements
        weighed = evolve(first, weight=REQUIRED if first.weight is PREFERRED else PREFERRED)
        assert digest_of_standard(evolve(standard, requirements=[weighed, *others])) != digest_of_standard(standard)
        assert digest_of_standard(evolve(standard, title="Other")) != digest_of_standard(standard)
