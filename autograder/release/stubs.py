"""What students find in place of each function's solution, so that they can begin again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.coursework.names import assigned, parse
from autograder.coursework.notebook import read
from autograder.model import Assignment, Role


def stubs(assignment: Assignment, folder: Path) -> Mapping[str, str]:
    """The cell that defines a name, as it stands in the release in ``folder``, by that name."""
    stub_of_name: dict[str, str] = {}
    for notebook in assignment.notebooks:
        released = {cell.grade_id: cell.source for cell in read(folder / f"{notebook.name}.ipynb").cells}
        for cell in notebook.code:
            if cell.role is Role.SOLUTION:
                names = assigned(parse(cell.source))
                stub_of_name |= dict.fromkeys(names, released[cell.grade_id])
    return stub_of_name
