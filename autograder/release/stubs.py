"""What students find in place of each function's solution, so that they can begin again."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import ClearSolutions
from traitlets.config import Config

from autograder.coursework.names import assigned, parse
from autograder.model import Assignment, Cell, Role


def stubs(assignment: Assignment, config: Config) -> Mapping[str, str]:
    """The released text of the cell that defines a name, by that name."""
    found: dict[str, str] = {}
    for notebook in assignment.notebooks:
        for cell in notebook.code:
            if cell.role is Role.SOLUTION:
                text = _released(cell, config)
                found |= {name: text for name in assigned(parse(cell.source))}
    return found


def _released(cell: Cell, config: Config) -> str:
    """The cell's text after nbgrader's own step that takes solutions out."""
    document: NotebookNode = new_notebook(
        cells=[new_code_cell(cell.source, metadata=copy.deepcopy(cell.metadata))]
    )
    document, _ = ClearSolutions(config=config).preprocess(document, {})
    return str(document.cells[0].source)
