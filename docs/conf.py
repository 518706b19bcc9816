"""
How the pages below docs/ become a site: `python -m sphinx -n -W -b html docs docs/_build/html`.

It needs `pip install ".[docs]"` and, after that, no network. Pages that are made from the package are written by `made.py`.
"""

import sys
from pathlib import Path

import continuum

sys.path.insert(0, str(Path(__file__).parent))

project = "continuum"
author = "The continuum contributors"
project_copyright = f"2026 {author}"
version = release = continuum.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "made"]
exclude_patterns = ["_build", "examples"]  # the examples are shown, case and drawing together, by made/examples.md
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(abc|attr|collections\.abc|datetime|dt|enum|hypothesis|types)\..+"),  # to look them up would need a network
    (r"py:.*", r"Attribute|Enum|date"),  # as above, imported by name
    (r"py:.*", r"(continuum\..+\.)?[A-Z]|continuum\.errors\.Item"),  # type variables stand for anything
    (r"py:class", r"continuum\..+\._\w+"),  # bases that are no part of what is promised
    (r"py:class", r"Drawing|Scope|Worse"),  # names for unions, which are described where they are written
]

myst_heading_anchors = 3
default_role = "literal"  # docstrings write code in single backticks
python_maximum_signature_line_length = 88
autodoc_preserve_defaults = True  # as written: what they come to may name a path of the machine that built the site
autodoc_member_order = "bysource"
autodoc_default_options = {
    "members": True,
    "show-inheritance": True,
    "ignore-module-all": True,  # each name is described once, in the module that holds it
}

html_theme = "furo"
html_title = f"continuum {release}"
html_theme_options = {"announcement": "The shipped rules are drafts, not clinically validated."}  # above each page
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
