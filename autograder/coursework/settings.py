"""Our own settings in ``nbgrader_config.py``, each checked before anything depends on it.

All of them, with values other than the defaults::

    c.AutograderCourse.exercises = "course"  # the package that specifies exercises
    c.AutograderLimits.cell_seconds = 20
    c.AutograderSandbox.allow = ["mypackage"]
    c.AutograderSandbox.in_kernel = ["test_the_magic"]  # forgeable: see docs/decisions/judge.md
    c.AutograderSandbox.fresh_kernel = True  # for libraries that do not survive a fork; forgeable
    c.AutograderSandbox.strict = True  # no test runs where it could be forged: a human marks it
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.model import Limits

MAY_BE_ZERO = "restarts"  # of the limits: a process that has to be ended is then not started anew
SANDBOX_LISTS = ("allow", "deny", "in_kernel")
SANDBOX_FLAGS = ("fresh_kernel", "strict")
COURSE_NAMES = ("exercises", "sample_class")  # packages that belong to the course
ORDINARY_SECONDS = 600.0  # of a submission in a course without exercises
OWN_INSIDE = ("/tmp", "/work", "/dev", "/proc")  # where a student's process has folders of its own


def ordinary(cell_seconds: float | None) -> Limits:
    """The limits of a course without exercises: nbgrader's for a cell, and no short calls."""
    seconds = cell_seconds or ORDINARY_SECONDS
    return Limits(
        cell_seconds=seconds,
        call_seconds=seconds,
        submission_seconds=max(ORDINARY_SECONDS, 2 * seconds),
    )


def limits(settings: dict[str, Any], base: Limits) -> Limits:
    """Refuse what would stop every submission at once, and cost a whole class its marks."""
    defaults = asdict(base)
    refuse_unknown("AutograderLimits", settings, defaults)
    for name, value in settings.items():
        whole = isinstance(defaults[name], int)
        number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        enough = number and (0 < value < math.inf or (name == MAY_BE_ZERO and value == 0))
        if not enough:
            kind = "whole number" if whole else "number"
            raise CourseError(
                f"c.AutograderLimits.{name} is {value!r}; a {kind} above 0 is needed."
            )
    return replace(base, **settings)


def sandbox_lists(settings: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    lists = {name: settings[name] for name in SANDBOX_LISTS if name in settings}
    for name, value in lists.items():
        listed = isinstance(value, list | tuple | set)
        if not listed or not all(isinstance(each, str) for each in value):
            raise CourseError(
                f"c.AutograderSandbox.{name} is {value!r}; a list of names is needed, as in "
                '["scipy"].'
            )
    _refuse_absent(path for path in lists.get("allow", ()) if path.startswith("/"))
    return {name: tuple(lists.get(name, ())) for name in SANDBOX_LISTS}


def _refuse_absent(folders: Iterable[str]) -> None:
    """Folders that shall be seen in the sandbox, which has a /tmp and a /work of its own."""
    for folder in folders:
        hidden = folder.startswith(OWN_INSIDE)
        if hidden or not Path(folder).is_dir():
            why = "the sandbox has its own folder there" if hidden else "there is no such folder"
            raise CourseError(f"c.AutograderSandbox.allow names {folder!r}, but {why}.")


def sandbox_flags(settings: dict[str, Any]) -> dict[str, bool]:
    flags = {name: settings.get(name, False) for name in SANDBOX_FLAGS}
    for name, value in flags.items():
        if not isinstance(value, bool):
            raise CourseError(f"c.AutograderSandbox.{name} is {value!r}; True or False is needed.")
    inside = [name for name in ("in_kernel", "fresh_kernel") if settings.get(name)]
    if flags["strict"] and inside:
        raise CourseError(
            f"c.AutograderSandbox.strict lets no test run in the student's process, but "
            f"c.AutograderSandbox.{inside[0]} asks for it. Take one of them out."
        )
    return flags


def refuse_unknown(section: str, settings: Iterable[str], allowed: Iterable[str]) -> None:
    if unknown := set(settings) - set(allowed):
        raise CourseError(
            f"c.{section} has no {', '.join(sorted(unknown))}; "
            f"it has: {', '.join(sorted(allowed))}."
        )


def course_names(settings: dict[str, Any]) -> dict[str, str]:
    """The packages of the course, by what they are for; "" where it has none."""
    refuse_unknown("AutograderCourse", settings, COURSE_NAMES)
    for name, value in settings.items():
        dotted = isinstance(value, str) and all(part.isidentifier() for part in value.split("."))
        if not dotted:
            raise CourseError(
                f"c.AutograderCourse.{name} is {value!r}; the name of a package is needed, as in "
                '"course".'
            )
    return {name: settings.get(name, "") for name in COURSE_NAMES}
