"""What is recorded of a cell: not run at all, not reached, or a test that was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.judge import outputs
from autograder.judge.cells import Judged
from autograder.judge.evidence import exercise_record
from autograder.model import Cell, CellRecord, Ending, Plan, Role
from autograder.results import wording
from autograder.specification.grade import Graded, summary


def unexecuted(plan: Plan, cell: Cell) -> CellRecord:
    """An answer that was left as released earns 0; others wait for a human, or for their test."""
    mark = 0.0 if cell.grade_id in plan.unanswered else None
    return CellRecord(cell.grade_id, cell.role, cell.points, mark)


def unrun(plan: Plan, cell: Cell, ending: Ending) -> CellRecord:
    """A cell that the run did not reach; a test cell earns nothing."""
    record = unexecuted(plan, cell)
    if cell.role is Role.TEST:
        return replace(record, mark=0.0, ending=ending)
    return replace(record, ending=ending) if cell.kind == "code" else record


def of_test(
    cell: Cell, judged: Judged, graded: Sequence[Graded], *, changed_arguments: bool
) -> CellRecord:
    """A test cell that ran in the judge, with what its calls of ``grade`` found."""
    panels = [str(summary(each)) for each in graded]
    return CellRecord(
        grade_id=cell.grade_id,
        role=cell.role,
        points=cell.points,
        mark=judged.mark,
        ending=judged.ending,
        exercises=tuple(exercise_record(each) for each in graded),
        outputs=outputs.of_test(judged.mark, wording.ending(judged.ending), panels),
        lines=judged.lines,
        changed_arguments=changed_arguments,
    )
