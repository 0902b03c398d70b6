"""The instructor's notebooks of all topics, as the tests over them see them."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from tests.course.topics import COURSE, ROOT


def settings(cell):
    """What nbgrader has written into a cell's metadata; nothing in a cell of the student's own."""
    return cell.metadata.get("nbgrader", {})


def stem(exercise):
    """The part of an exercise's id that its cells are named by: mse, of losses.mse."""
    return exercise.id.partition(".")[2]


@dataclass(frozen=True)
class SourceNotebook:
    """One notebook of ``source/``; it is read anew wherever it is asked for."""

    path: Path

    @property
    def address(self):
        return self.path.parent.name

    @property
    def topic(self):
        return self.path.stem

    @property
    def exercises(self):
        return COURSE.registry.exercises_for(self.topic)

    @property
    def document(self):
        return nbformat.read(self.path, as_version=4)

    def cells(self, **wanted):
        """The cells whose nbgrader settings have these values."""
        return [
            cell
            for cell in self.document.cells
            if settings(cell) and all(settings(cell)[key] == value for key, value in wanted.items())
        ]

    def cell(self, grade_id):
        (cell,) = self.cells(grade_id=grade_id)
        return cell

    def solution(self):
        """What the read-only code and the solutions define; nothing is drawn, checked or tried."""
        names = {}
        for cell in self.cells(cell_type="code", grade=False):
            if "illustration" not in cell.metadata.get("tags", []):
                exec(compile(cell.source, cell.id, "exec"), names)
        return names


NOTEBOOKS = [SourceNotebook(path) for path in sorted(ROOT.glob("source/*/*.ipynb"))]
EXERCISES = [(notebook, exercise) for notebook in NOTEBOOKS for exercise in notebook.exercises]

every_notebook = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda each: each.address)
every_exercise_of_a_notebook = pytest.mark.parametrize(
    ("notebook", "exercise"), EXERCISES, ids=[exercise.id for _, exercise in EXERCISES]
)
