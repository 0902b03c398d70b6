"""The controls of an assignment on disk, and how many of its test cells are judged where."""

from __future__ import annotations

import contextlib
from pathlib import Path

from autograder.coursework.course import Course
from autograder.coursework.files import write_atomically
from autograder.model import Controls
from autograder.results.records import rebuilt


def path_of(course: Course, assignment: str) -> Path:
    """Where the controls of an assignment lie."""
    return course.private / "controls" / f"{assignment}.json"


def write(course: Course, assignment: str, controls: Controls) -> None:
    """Keep the controls, so that the model solution runs again only after a change."""
    from dlkit.check import finite  # long to import, for commands that only read

    write_atomically(path_of(course, assignment), finite.dumps(controls, default=vars))


def read(course: Course, assignment: str) -> Controls | None:
    """Read the controls; None where there are none, or those of another version."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        controls: Controls = rebuilt(Controls, path_of(course, assignment).read_text("utf-8"))
        return controls
    return None
