"""Which modules an assignment's cells import, and so what has to exist for whom.

What a student sees imported, or has to import, exists in the sandbox. What only test cells import
(a reference solution, the grader itself) exists for the judge alone, unless a kernel of its own
process runs the notebook, its tests included.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Container, Iterator, Sequence

from autograder.coursework import names
from autograder.model import Cell, Notebook, Role

OWN = ("dlkit", "autograder")  # ours; `topics` says which part of dlkit exists


Key = tuple[str, str]  # of a cell: the name of its notebook, and its grade_id


def inside(
    notebooks: Sequence[Notebook], kernels: Container[str] = (), tests: Container[Key] = ()
) -> frozenset[str]:
    """Modules of other libraries that cells in the sandbox import.

    ``kernels`` run all cells of the notebooks named, ``tests`` are test cells that run inside.
    """
    return frozenset(
        module
        for notebook in notebooks
        for cell in notebook.code
        if cell.role is not Role.TEST
        or notebook.name in kernels
        or (notebook.name, cell.grade_id) in tests
        for module in _modules(cell)
    )


def judge_only(
    notebooks: Sequence[Notebook], kernels: Container[str] = (), tests: Container[Key] = ()
) -> frozenset[str]:
    """Modules of other libraries that the judge's test cells alone import."""
    cells = (cell for notebook in notebooks for cell in notebook.code if cell.role is Role.TEST)
    imported = frozenset(module for cell in cells for module in _modules(cell))
    return imported - inside(notebooks, kernels, tests)


def _modules(cell: Cell) -> Iterator[str]:
    with contextlib.suppress(SyntaxError):  # a cell that students are to mend
        for name in names.imported(names.parse(cell.source)):
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in OWN:
                yield top
