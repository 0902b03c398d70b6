"""The delimiters of what students must not see: nbgrader's, or the course's own."""

from __future__ import annotations

from typing import NamedTuple

from traitlets.config import Config

# By kind of region: nbgrader's class, its two settings, and what they are without a setting.
SETTINGS = {
    "solution": ("ClearSolutions", "solution_delimeter", "SOLUTION"),
    "hidden tests": ("ClearHiddenTests", "test_delimeter", "HIDDEN TESTS"),
    "mark scheme": ("ClearMarkScheme", "mark_scheme_delimeter", "MARK SCHEME"),
}


class Delimiters(NamedTuple):
    """Lines that hold these words begin and end a region."""

    begin: str
    end: str


def delimiters(config: Config, kind: str) -> Delimiters:
    """Return the delimiters of a kind of region, without importing nbgrader, which takes long."""
    owner, name, words = SETTINGS[kind]
    settings = dict(config.get(owner, {}))
    begin = settings.get(f"begin_{name}", f"BEGIN {words}")
    return Delimiters(begin, settings.get(f"end_{name}", f"END {words}"))
