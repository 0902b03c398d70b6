"""Learn from the instructor's own notebook what every student's process will import.

The notebook is run once, in a child like a student's; what it has imported by then the warm
parent imports too, so that no student's process has to. A notebook that cannot be run costs
nothing but this saving. A kernel of a process of its own is only started: one that does not start
here starts for nobody.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from autograder.errors import MachineError
from autograder.model import Assignment, Limits, Role
from autograder.sandbox.session import SandboxEnded, Session
from autograder.sandbox.warm import WarmParent


def rehearse(
    parent: WarmParent, assignment: Assignment, limits: Limits, files: Mapping[str, str]
) -> None:
    """Start every kernel, then let the warm parent import what the answers it forks for import."""
    for kernel in assignment.own_kernels:
        parent.import_all(["inside.foreign"])
        try:
            parent.fork(limits, files, kernel).end()
        except MachineError:
            parent.close()  # it is of no use
            raise
    if len(assignment.kernels) == len(assignment.notebooks):
        return
    session = parent.fork(limits, files)
    with contextlib.suppress(SandboxEnded):
        _run(session, assignment, limits)
        known = session.ask("modules", limits.call_seconds)["modules"]
        parent.import_all([name for name in known if isinstance(name, str)])
    if session.alive:
        session.end()


def _run(session: Session, assignment: Assignment, limits: Limits) -> None:
    forked = (each for each in assignment.notebooks if each.name not in assignment.kernels)
    for notebook in forked:
        for cell in notebook.code:
            if cell.role is not Role.TEST and not cell.illustrates:
                session.ask("execute", limits.cell_seconds, code=cell.source)
