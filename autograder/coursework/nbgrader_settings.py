"""nbgrader's own settings: those that ``autograder grade`` follows, and those that it names.

`docs/instructors.md` lists both. All others belong to the exchange, to logs or to other commands.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from traitlets.config import Config
from traitlets.config.loader import DeferredConfigString

from autograder.coursework.nbgrader_folders import CourseDirectory
from autograder.errors import CourseError

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory as NbgradersOwn

STRUCTURE = "{nbgrader_step}/{student_id}/{assignment_id}"
OWN_EXPORTER = "autograder.grading.inside_nbgrader.GradedNotebook"
CONVERTERS = ("BaseConverter", "AutogradeApp", "Autograde")  # later ones win, as in nbgrader
EXECUTORS = ("NotebookClient", "ExecutePreprocessor", "Execute")
KERNEL = "the cells run in our sandbox: see c.AutograderLimits and c.AutograderSandbox"
REPAIRS = "cells are put back by our own rules: see docs/decisions/marks.md"
# Whose settings do nothing under our command, and what stands in their place.
WITHOUT_EFFECT = {
    **dict.fromkeys(EXECUTORS, KERNEL),
    **dict.fromkeys(("OverwriteCells", "OverwriteKernelspec", "DeduplicateIds"), REPAIRS),
    "IgnorePattern": "text on standard error costs no points",
    "LimitOutput": "see c.AutograderLimits.output_bytes",
    "ClearMetadataPreprocessor": "an autograded notebook has the metadata of its release",
}
CONVERTERS_WITHOUT_EFFECT = {
    "pre_convert_hook": "hooks run under nbgrader autograde alone",
    "post_convert_hook": "hooks run under nbgrader autograde alone",
    "sanitize_preprocessors": REPAIRS,
    "autograde_preprocessors": KERNEL,
    "exporter_class": KERNEL,
}


@dataclass(frozen=True)
class NbgraderSettings:
    """What nbgrader's settings say about a run: whom to grade, and what goes into autograded/."""

    student_id: str = "*"  # a pattern of file names
    student_id_exclude: frozenset[str] = frozenset()
    create_student: bool = True
    ignore: tuple[str, ...] = ()
    groupshared: bool = False
    permissions: int = 0o444
    exclude_overwriting: tuple[tuple[str, frozenset[str]], ...] = ()  # by assignment
    seconds: float | None = 30.0  # for one cell; None for no limit

    def students_own(self, assignment: str) -> frozenset[str]:
        """The files beside an assignment's notebooks of which the student's version counts."""
        return dict(self.exclude_overwriting).get(assignment, frozenset())


def read_settings(folder: CourseDirectory | NbgradersOwn, config: Config) -> NbgraderSettings:
    """Read what counts; refuse a structure of folders in which nothing would be found."""
    if folder.directory_structure != STRUCTURE:
        raise CourseError(
            f"c.CourseDirectory.directory_structure is {folder.directory_structure!r}; autograder "
            f"works with {STRUCTURE!r} only. Take the setting out, or use nbgrader autograde."
        )
    autograde = _merged(config, CONVERTERS)
    permissions = autograde.get("permissions", 664 if folder.groupshared else 444)
    excluded = autograde.get("exclude_overwriting", {})
    return NbgraderSettings(
        student_id=folder.student_id,
        student_id_exclude=frozenset(filter(None, folder.student_id_exclude.split(","))),
        create_student=bool(autograde.get("create_student", True)),
        ignore=tuple(folder.ignore),
        groupshared=folder.groupshared,
        permissions=_octal(permissions),
        exclude_overwriting=tuple((name, frozenset(files)) for name, files in excluded.items()),
        seconds=_seconds(_merged(config, EXECUTORS).get("timeout", 30)),
    )


def without_effect(config: Config) -> Iterator[str]:
    """Name each setting that is set and does nothing under our command."""
    for owner, why in WITHOUT_EFFECT.items():
        for name in sorted(dict(config.get(owner, {}))):
            if name != "timeout":
                yield f"c.{owner}.{name} has no effect here: {why}."
    if dict(config.get("Autograde", {})).get("exporter_class") != OWN_EXPORTER:
        for owner in CONVERTERS:
            for name in sorted(dict(config.get(owner, {})).keys() & CONVERTERS_WITHOUT_EFFECT):
                yield f"c.{owner}.{name} has no effect here: {CONVERTERS_WITHOUT_EFFECT[name]}."
    if dict(config.get("CourseDirectory", {})).get("notebook_id", "*") != "*":
        yield "c.CourseDirectory.notebook_id has no effect here: see autograder grade --notebook."


def _merged(config: Config, owners: tuple[str, ...]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for owner in owners:
        merged |= dict(config.get(owner, {}))
    return {name: _meant(value) for name, value in merged.items()}


def _meant(value: Any) -> Any:
    """What stood on nbgrader's command line is text still: ``--Execute.timeout=2``."""
    if isinstance(value, DeferredConfigString):
        with contextlib.suppress(SyntaxError, ValueError):
            return ast.literal_eval(value)
    return value


def _octal(permissions: object) -> int:
    """The rights that nbgrader writes as a number with octal digits: 644."""
    try:
        return int(str(permissions), 8)
    except ValueError:
        raise CourseError(
            f"c.Autograde.permissions is {permissions!r}; octal digits are needed, as in 644."
        ) from None


def _seconds(timeout: object) -> float | None:
    if timeout is None or (isinstance(timeout, int | float) and timeout <= 0):
        return None
    if not isinstance(timeout, int | float):
        raise CourseError(f"c.Execute.timeout is {timeout!r}; a number of seconds is needed.")
    return float(timeout)
