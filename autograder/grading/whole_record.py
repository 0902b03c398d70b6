"""The record of a whole submission: of all its notebooks, or of what could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from autograder.model import GRADED, CellRecord, Ending, EndingKind, Notebook, Record, Role

if TYPE_CHECKING:
    from autograder.grading.jobs import Job


def combined(job: Job, records: Iterable[Record]) -> Record:
    """One record of all notebooks; each cell, ending and repair says which notebook is meant."""
    records = tuple(records)
    return replace(
        records[0],
        fingerprint=job.fingerprint,
        endings={name: how for record in records for name, how in record.endings.items()},
        cells=tuple(
            replace(cell, notebook=record.notebook) for record in records for cell in record.cells
        ),
        repairs=tuple(repair for record in records for repair in record.repairs),
        isolation=_isolation(job),
        seconds=round(sum(record.seconds for record in records), 3),
    )


def ungraded(job: Job, source: Notebook, ending: Ending) -> Record:
    """No test earns anything; where there is no file, no human need look at answers either."""
    graded = (cell for cell in source.cells if cell.role in GRADED)
    nothing = GRADED if ending.kind is EndingKind.NOT_HANDED_IN else (Role.TEST,)
    return Record(
        assignment=job.assignment.name,
        student=job.submission.student,
        notebook=source.name,
        fingerprint=job.fingerprint,
        endings={source.name: ending},
        cells=tuple(
            CellRecord(c.grade_id, c.role, c.points, 0.0 if c.role in nothing else None, ending)
            for c in graded
        ),
    )


def _isolation(job: Job) -> str:
    kernels = ", ".join(job.assignment.own_kernels)
    return (
        f"{job.isolation_level}, but tests in the student's own kernel ({kernels})"
        if kernels
        else job.isolation_level
    )
