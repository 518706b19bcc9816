"""The explanations of the example cases and the schemas, word for word as they stand beside the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from continuum.wire import SCHEMAS
from tests.golden import CASES, DOCS, EXAMPLES, FORMS, pages

PAGES = dict(pages())
TITLES = {
    "first-placement": "Admission not determined: Intensive outpatient (IOP) to Residential",
    "iop-return-to-use": "Step up: Intensive outpatient (IOP) to Partial hospitalization (PHP)",
    "residential-ready": "Step down: Residential to Intensive outpatient (IOP)",
}


@pytest.mark.parametrize("file", PAGES, ids=[str(file.relative_to(DOCS)) for file in PAGES])
def test_what_stands_beside_the_docs_is_what_is_written(file: Path) -> None:
    """After a change that is meant, `python -m tests.golden` writes the files anew."""
    assert file.read_text(encoding="utf-8") == PAGES[file]


def test_every_file_is_compared() -> None:
    """No case stands there without each of its pages, no page without its case, and no schema that is not written any more."""
    assert {*EXAMPLES.iterdir()} == {EXAMPLES / f"{case}.{ending}" for case in CASES for ending in ("json", *FORMS.values())}
    assert {*(DOCS / "schemas").iterdir()} == {DOCS / "schemas" / f"{name}.schema.json" for name in SCHEMAS}
    assert {*(DOCS / "proofs").iterdir()} == {DOCS / "proofs" / f"{rules}.md" for rules in ("stepdown", "four-levels")}
    cases = {EXAMPLES / f"{case}.json" for case in CASES}
    assert {*PAGES} == {*EXAMPLES.iterdir(), *(DOCS / "schemas").iterdir(), *(DOCS / "proofs").iterdir()} - cases


@pytest.mark.parametrize("case", CASES)
def test_each_page_is_a_full_one(case: str) -> None:
    """Its decision, the ladder and the levels around, in each way of showing."""
    text, markdown, html = (PAGES[EXAMPLES / f"{case}.{ending}"] for ending in FORMS.values())
    assert text.startswith(f"{TITLES[case]}\n")
    assert markdown.startswith(f"# {TITLES[case]}\n")
    assert f"<title>{TITLES[case]}</title>" in html
    assert html.count("<svg") == 1
    for page in (text, markdown, html):
        for heading in ("On the ladder", "The levels around, most care first", "The program must offer"):
            assert page.count(heading) >= 1
        assert page.endswith("\n")
