"""What is wrong with a source notebook, each thing in one sentence that names the cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from autograder.errors import NotebookError
from autograder.model import Cell, Notebook

ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True)
class Problem:
    """One thing to mend. An error stops the release, a warning is to be looked at, a note is not.

    ``spoils_marks`` where marks would be wrong if a class were graded all the same.
    """

    severity: str
    sentence: str
    notebook: str = ""
    index: int | None = None
    grade_id: str = ""
    spoils_marks: bool = False

    def __str__(self) -> str:
        place = f"{self.notebook}.ipynb" if self.notebook else ""
        if self.index is not None:
            place += f", cell {self.index + 1}" + (f" ({self.grade_id})" if self.grade_id else "")
        return f"{place}: {self.sentence}" if place else self.sentence


class Refused(NotebookError):
    """An assignment that cannot be used as it is; nothing was written."""

    done = ""  # what was to be done with it

    def __init__(self, assignment: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        count = f"{len(self.problems)} problem" + ("s" if len(self.problems) > 1 else "")
        super().__init__(f"{assignment} is not {self.done}, it has {count}:{lines}")

    @property
    def details(self) -> dict[str, Any]:
        """Each problem by itself."""
        return {"problems": [asdict(problem) for problem in self.problems]}


class ReleaseRefused(Refused):
    """An assignment that must not go out as it is."""

    done = "released"


class GradingRefused(Refused):
    """An assignment whose marks would be wrong."""

    done = "graded"


def error(
    notebook: Notebook, cell: Cell | None, sentence: str, *, spoils_marks: bool = False
) -> Problem:
    """Something that stops the release."""
    return replace(_problem(ERROR, notebook, cell, sentence), spoils_marks=spoils_marks)


def warning(notebook: Notebook, cell: Cell | None, sentence: str) -> Problem:
    """Something to look at."""
    return _problem(WARNING, notebook, cell, sentence)


def _problem(severity: str, notebook: Notebook, cell: Cell | None, sentence: str) -> Problem:
    if cell is None:
        return Problem(severity, sentence, notebook.name)
    return Problem(severity, sentence, notebook.name, cell.index, cell.grade_id)
