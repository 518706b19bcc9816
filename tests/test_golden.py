"""The explanations of the example cases and the schemas, word for word as they stand beside the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import CASES, DOCS, EXAMPLES, pages


@pytest.mark.parametrize(("file", "content"), [*pages()], ids=[str(file.relative_to(DOCS)) for file, _ in pages()])
def test_what_stands_beside_the_docs_is_what_is_written(file: Path, content: str) -> None:
    """After a change that is meant, `python -m tests.golden` writes the files anew."""
    assert file.read_text(encoding="utf-8") == content


def test_every_example_is_explained() -> None:
    """No case stands there without its pages, and no page without its case."""
    assert {path.stem for path in EXAMPLES.iterdir()} == {*CASES}
    assert {path.suffix for path in EXAMPLES.iterdir()} == {".json", ".txt", ".md", ".html"}
