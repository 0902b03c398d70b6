"""The line of ``nbgrader_config.py`` that names the package of a course's exercises."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.skeleton.address import OWN_PACKAGE
from autograder.specification.registry import CONFIG

SETTING_LINE = f'c.AutograderCourse.exercises = "{OWN_PACKAGE}"'
_BEGINS_AS_USUAL = re.compile(r"^c = get_config\(\)", re.MULTILINE)


def can_add_setting(root: Path) -> bool:
    """Whether a line at the end of the file would be read as meant."""
    return bool(_BEGINS_AS_USUAL.search((root / CONFIG).read_text(encoding="utf-8")))


def add_setting(root: Path) -> None:
    """Add the line at the end; nothing that stands in the file changes."""
    text = (root / CONFIG).read_text(encoding="utf-8")
    with (root / CONFIG).open("a", encoding="utf-8") as file:
        file.write(("" if text.endswith("\n") else "\n") + SETTING_LINE + "\n")
