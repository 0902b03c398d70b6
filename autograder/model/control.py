"""Where the controls placed a test cell: the marks of the model solution and the bare release."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from autograder.model.endings import Ending

Key = tuple[str, str]  # of a cell: the name of its notebook, and its grade_id


class Place(StrEnum):
    """Where the model solution passes a test cell."""

    OUTSIDE = "outside"  # in the judge, outside the student's process
    INSIDE = "inside"  # in the student's process alone
    NOWHERE = "nowhere"  # nowhere: a fault of the source
    UNTRIED = "untried"  # the source has no answer that could be tried


class WhyInside(StrEnum):
    """Why a test cell runs in the student's process."""

    SETTING = "setting"  # c.AutograderSandbox.in_kernel names it
    FILES = "files"  # it uses a file that c.Autograde.exclude_overwriting leaves to the students
    KERNEL = "kernel"  # a kernel of a process of its own runs the whole notebook
    MODEL = "model"  # the model solution gets more there than outside
    BARE = "bare"  # outside, the bare release passes it; there it does not
    SIGN = "sign"  # its text shows it, and there is no model solution to try


@dataclass(frozen=True)
class CellControl:
    """One test cell: where the model solution passes, and whether an untouched notebook does.

    ``outside`` and ``within`` say how it ended with the model solution outside and inside the
    student's process; ``within`` is None where it was not tried there.
    """

    notebook: str
    grade_id: str
    points: float
    place: Place
    why_inside: WhyInside | None = None  # None where it is judged outside
    outside: Ending | None = None
    within: Ending | None = None
    signs: tuple[str, ...] = ()  # of what cannot be judged outside, where there is no answer
    earned: float | None = None  # what the model solution gets where the cell is judged
    is_given_away: bool = False  # the bare release gets its full points
    changes_arguments: bool = False  # calls of the model solution change what the test has made

    @property
    def key(self) -> Key:
        return self.notebook, self.grade_id


@dataclass(frozen=True)
class Controls:
    """The controls of an assignment, and a fingerprint of all that they depend on."""

    fingerprint: str
    cells: tuple[CellControl, ...]
