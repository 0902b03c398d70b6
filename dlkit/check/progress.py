"""How far a student has come in a notebook, by the checks of this session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dlkit.check.checksfile import VisibleExercise


@dataclass(frozen=True)
class Progress:
    """Exercises right of all there are, points earned of all there are, and what is unchecked."""

    right: int
    exercises: int
    earned: float
    points: float
    unchecked: int

    def __str__(self) -> str:
        counted = (
            f"{self.right} of {self.exercises} exercises right, "
            f"{self.earned:g} of {self.points:g} points by these checks"
        )
        if self.right == self.exercises:
            return f"{counted}. Restart the kernel, run everything once more, and hand in."
        return f"{counted} ({self.unchecked} not checked yet)" if self.unchecked else counted


def progress(exercises: Sequence[VisibleExercise], earned: Mapping[str, float]) -> Progress:
    """Count what was earned so far; an exercise that ``earned`` does not know is unchecked."""
    return Progress(
        right=sum(earned.get(each.id) == each.points for each in exercises),
        exercises=len(exercises),
        earned=sum(earned.get(each.id, 0.0) for each in exercises),
        points=sum(each.points for each in exercises),
        unchecked=sum(each.id not in earned for each in exercises),
    )
