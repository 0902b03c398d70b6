"""The record of a whole submission: of all its notebooks, or of what could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from autograder.model import CellRecord, Notebook, Record, Role

if TYPE_CHECKING:
    from autograder.grading.jobs import Job

GRADED = (Role.TEST, Role.MANUAL, Role.TASK)


def combined(job: Job, records: Iterable[Record]) -> Record:
    """One record of all notebooks; with several, each cell and each note says which is meant."""
    first, *others = records
    several = bool(others)
    cells: list[CellRecord] = []
    repairs: list[str] = []
    for record in (first, *others):
        cells += (replace(cell, notebook=record.notebook) for cell in record.cells)
        repairs += (f"{record.notebook}: {r}" if several else r for r in record.repairs)
    worst = next((r for r in (first, *others) if r.status != "graded"), first)
    return replace(
        first,
        status=worst.status,
        reason=f"{worst.notebook}: {worst.reason}" if several and worst.reason else worst.reason,
        cells=tuple(cells),
        repairs=tuple(repairs),
        flags=_flags(worst, cells),
        isolation=_isolation(job),
        seconds=round(sum(record.seconds for record in (first, *others)), 3),
    )


def unreadable(job: Job, source: Notebook, reason: str, missing: bool = False) -> Record:
    """No test earns anything; where there is no file, no human need look at answers either."""
    graded = (cell for cell in source.cells if cell.role in GRADED)
    nothing = GRADED if missing else (Role.TEST,)
    return Record(
        assignment=job.assignment.name,
        student=job.submission.student,
        notebook=source.name,
        fingerprint=job.fingerprint,
        status="unreadable",
        reason=reason,
        cells=tuple(
            CellRecord(c.grade_id, c.role, c.points, 0.0 if c.role in nothing else None, reason)
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


def _flags(worst: Record, cells: Iterable[CellRecord]) -> tuple[str, ...]:
    """What an instructor should look at."""
    faults = [f"{c.grade_id}: {c.reason}" for c in cells if c.role is Role.TEST and c.mark is None]
    return (*([worst.reason] if worst.status == "unreadable" else []), *faults)
