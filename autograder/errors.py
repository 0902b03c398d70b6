"""Faults of the instructor or the machine; what a student's code does is data, never one of these.

AutograderError            exit code 2: something in the call or the course has to change
├── UnknownExercise        no such exercise or topic
├── SpecificationError     an exercise that cannot be used, names file and line
├── CourseError            the course folder: missing, unreadable, not set up
│   └── UnknownAssignment  no such assignment
├── NotebookError          a source notebook that cannot be used, names the cell
└── MachineError           exit code 3: the machine cannot do what is asked
    ├── NoIsolation        no way here to fence student code off
    └── GradebookError     the database: locked, foreign, not writable
"""

from __future__ import annotations

from typing import Any


class AutograderError(Exception):
    """Base of all; the message is one sentence for a person, with values and what to do."""

    exit_code = 2

    @property
    def details(self) -> dict[str, Any]:
        """What a program is told beside the sentence, with ``--json``."""
        return {}


class UnknownExercise(AutograderError):
    """No exercise or topic has this name."""


class SpecificationError(AutograderError):
    """An exercise is not specified as it must be; the message names the author's file."""


class CourseError(AutograderError):
    """The course folder cannot be used as it is."""


class UnknownAssignment(CourseError):
    """The course has no assignment of this name."""


class NotebookError(AutograderError):
    """A source notebook is not as it must be; the message names notebook and cell."""


class MachineError(AutograderError):
    """The machine cannot do what is asked of it."""

    exit_code = 3


class NoIsolation(MachineError):
    """Student code cannot be fenced off here."""


class GradebookError(MachineError):
    """The gradebook database cannot be read or written."""
