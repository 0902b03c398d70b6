"""What the controls found that an instructor should mend, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.model import Assignment, Cell, CellControl, Notebook, Place
from autograder.release.problems import Problem, error, warning
from autograder.results import control_words

GIVEN_AWAY = (
    "a notebook that nobody has touched gets its full points: the test checks nothing, or what it "
    "checks is there already."
)
UNTRIED = (
    "the source has no answer to it, so nobody can tell beforehand whether a right answer passes. "
    "Put a model solution into the source to make it sure."
)


def problems(assignment: Assignment) -> tuple[Problem, ...]:
    """Return the faults of the tests, and what has to run where it could be forged."""
    cells = {(n.name, cell.grade_id): (n, cell) for n in assignment.notebooks for cell in n.cells}
    return tuple(
        problem
        for control in assignment.controls
        for problem in _problems(assignment, control, *cells[control.key])
    )


def _problems(
    assignment: Assignment, control: CellControl, notebook: Notebook, cell: Cell
) -> Iterator[Problem]:
    if control.place is Place.NOWHERE:
        make = warning if control.earned else error
        yield make(notebook, cell, control_words.not_passed(control))
    elif control.place is Place.UNTRIED:
        yield warning(notebook, cell, UNTRIED)
    if control.is_given_away:
        yield warning(notebook, cell, GIVEN_AWAY)
    if control.why_inside:
        make = error if assignment.is_strict else warning
        yield make(notebook, cell, _inside(control, is_strict=assignment.is_strict))


def _inside(control: CellControl, *, is_strict: bool) -> str:
    reason = control.why_inside
    assert reason
    where = (
        "it can be judged in the student's process alone, which c.AutograderSandbox.strict forbids"
        if is_strict
        else "it is judged in the student's process, where a mark can be forged"
    )
    why = control_words.why(reason, control.outside).rstrip(".")
    return f"{where}: {why}. To avoid it, {control_words.avoidance(reason)}."
