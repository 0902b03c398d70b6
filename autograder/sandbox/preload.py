"""Learn from the instructor's own notebook what every student's process will import.

What its import statements name, the warm parent imports at once. Then the notebook is run in a
child like a student's; what that has imported besides (a backend, the reader of a file), the
parent imports too, so that no student's process has to. A notebook that cannot be run costs
nothing but this saving. A kernel of its own process is started once, to know whether it does.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

from autograder.coursework import names
from autograder.errors import MachineError
from autograder.model import Assignment, Cell, Limits, Role
from autograder.sandbox.session import SandboxEnded
from autograder.sandbox.warm import WarmParent


def preload_imports(
    parent: WarmParent, assignment: Assignment, limits: Limits, files: Mapping[str, str]
) -> None:
    """Start every kernel; have the warm parent import what the source's own answers import."""
    for kernel in assignment.own_kernels:
        parent.import_all(["inside.foreign"])
        try:
            parent.fork(limits, files, kernel).end()
        except MachineError:
            parent.close()  # it cannot be used
            raise
    if len(assignment.kernels) == len(assignment.notebooks):
        return
    cells = list(_cells(assignment))
    parent.import_all(list(dict.fromkeys(name for cell in cells for name in _named(cell))))
    session = parent.fork(limits, files)
    with contextlib.suppress(SandboxEnded):
        for cell in cells:
            session.ask("execute", limits.cell_seconds, code=cell.source)
        module_names = session.ask("modules", limits.call_seconds)["modules"]
        parent.import_all([name for name in module_names if isinstance(name, str)])
    if session.alive:
        session.end()


def _cells(assignment: Assignment) -> Iterator[Cell]:
    """The cells that a student's process will run, as their author answered them."""
    for notebook in assignment.notebooks:
        if notebook.name not in assignment.kernels:
            graded = (cell for cell in notebook.code if not cell.is_illustration)
            yield from (cell for cell in graded if cell.role is not Role.TEST)


def _named(cell: Cell) -> Iterator[str]:
    with contextlib.suppress(SyntaxError):
        yield from names.imported(names.parse(cell.source))
