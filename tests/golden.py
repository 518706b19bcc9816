"""
The pages and schemas kept beside the docs, as the library writes them now.

`python -m tests.golden` writes them anew: do it after a change that is meant, and read what has changed before you commit it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from continuum import Assessment, Engine
from continuum.commands import laid_out
from continuum.library import four_levels, stepdown
from continuum.verify import verify
from continuum.wire import SCHEMAS, read_case, schema

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLES = DOCS / "examples"
FORMS = {"text": "txt", "markdown": "md", "html": "html"}
CASES = ("first-placement", "iop-return-to-use", "residential-ready")


def pages() -> Iterator[tuple[Path, str]]:
    """Each file, with what has to stand in it."""
    for case in CASES:
        text = (EXAMPLES / f"{case}.json").read_bytes()
        page = Engine(stepdown.RULES).decide(read_case(text, Assessment)).page(with_options=True)
        yield from ((EXAMPLES / f"{case}.{ending}", laid_out(form, page)) for form, ending in FORMS.items())
    for rules in (stepdown.RULES, four_levels.RULES):
        yield DOCS / "proofs" / f"{rules.id}.md", laid_out("markdown", verify(rules).page())
    for name in SCHEMAS:
        yield DOCS / "schemas" / f"{name}.schema.json", json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for file, content in pages():
        file.write_text(content, encoding="utf-8")
