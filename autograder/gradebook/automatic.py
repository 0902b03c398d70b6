"""The automatic mark of every cell of an assignment, as it stands in the gradebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


def automatic_marks(gradebook: Gradebook, assignment: str) -> dict[tuple[str, str, str], float]:
    """Return the marks by student, notebook and grade_id, of the cells that have one."""
    return {
        (submission.student_id, notebook.name, grade.name): float(grade.auto_score)
        for submission in gradebook.assignment_submissions(assignment)
        for notebook in submission.notebooks
        for grade in notebook.grades
        if grade.auto_score is not None
    }
