"""
Which characters may stand in a page.

What lives here: `tidy`. What it may import: nothing of ours. What it never does: change a character that can be read.

A control character could steer the terminal that shows a page, and neither it nor half of a surrogate pair may stand in XML.
"""

from __future__ import annotations

import re
from typing import Final

HARMFUL: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
BLANKS: Final = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029 ]+")


def tidy(text: str) -> str:
    r"""
    A text on one line: blanks and line breaks become one blank, harmful characters the replacement character.

    Example:
        >>> tidy(" two\n\tlines\x1b[2J ")
        'two lines�[2J'
    """
    return BLANKS.sub(" ", HARMFUL.sub("\ufffd", text)).strip()
