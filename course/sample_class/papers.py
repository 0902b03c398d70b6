"""What students typed themselves: one Markdown file each, a section for every cell answered."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).with_name("free")
SECTION = re.compile(r"^## (\w+)$\n", re.MULTILINE)
CODE = re.compile(r"\A```python\n(.*)\n```\Z", re.DOTALL)


def read_paper(student: str) -> dict[str, str]:
    """Return the text of each cell that a student answered, by its grade_id."""
    text = (FOLDER / f"{student}.md").read_text(encoding="utf-8")
    _who, *pieces = SECTION.split(text)
    return {
        cell: _without_fence(answer.strip("\n"))
        for cell, answer in zip(pieces[::2], pieces[1::2], strict=True)
    }


def _without_fence(answer: str) -> str:
    code = CODE.match(answer)
    return code[1] if code else answer
