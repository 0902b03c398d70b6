"""Text of a student's as a terminal or a page may show it: nothing in it acts.

Escape sequences move a terminal's cursor, marks of direction show a text in another order than it
has, and half a character can be written nowhere. Each is shown as a replacement character.
"""

from __future__ import annotations

import re

ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tabs and ends of lines
    "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"  # directions, other ends of lines
    "\ud800-\udfff]"  # halves of characters
)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def cleaned(text: str) -> str:
    """Replace what would act; ends of lines as Windows writes them become plain ones."""
    return ACTING.sub(REPLACEMENT, text.replace("\r\n", "\n"))


def in_one_line(text: str) -> str:
    """As `cleaned`, also without ends of lines and tabs: for a name in a row or a sentence."""
    return re.sub("[\t\n]", REPLACEMENT, cleaned(text))
