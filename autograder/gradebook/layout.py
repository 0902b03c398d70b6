"""What nbgrader's database holds of a released assignment: ids of its notebooks and cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class NotebookLayout:
    """One notebook: the ids of its cells by their names, and the points of the graded ones."""

    id: str
    graded: dict[str, str] = field(default_factory=dict)
    commented: dict[str, str] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """One assignment; without notebooks where the gradebook does not know it."""

    assignment: str
    duedate: datetime | None
    notebooks: Mapping[str, NotebookLayout]


def read_layout(session: Any, assignment: str) -> Layout:
    """Read in three queries what every submission of an assignment needs."""
    from nbgrader.api import Assignment, Notebook

    row = session.query(Assignment.id, Assignment.duedate).filter_by(name=assignment).first()
    if row is None:
        return Layout("", None, {})
    pairs = session.query(Notebook.id, Notebook.name).filter_by(assignment_id=row.id).all()
    by_id = {notebook_id: NotebookLayout(notebook_id) for notebook_id, _ in pairs}
    for notebook_id, name, cell_id, kind, points in _cells(session, list(by_id)):
        notebook = by_id[notebook_id]
        if points is not None:
            notebook.graded[name], notebook.points[name] = cell_id, points
        if kind != "GradeCell":  # a manually graded answer stands there twice, as either kind
            notebook.commented[name] = cell_id
    ids = {name: notebook_id for notebook_id, name in pairs}
    return Layout(row.id, row.duedate, {name: by_id[ids[name]] for name in sorted(ids)})


def _cells(session: Any, notebooks: list[str]) -> Any:
    from nbgrader.api import BaseCell, GradeCell, TaskCell
    from sqlalchemy import func, select

    cell, grade, task = (kind.__table__ for kind in (BaseCell, GradeCell, TaskCell))
    points = func.coalesce(grade.c.max_score, task.c.max_score)
    query = (
        select(cell.c.notebook_id, cell.c.name, cell.c.id, cell.c.type, points)
        .outerjoin_from(cell, grade, grade.c.id == cell.c.id)
        .outerjoin(task, task.c.id == cell.c.id)
        .where(cell.c.notebook_id.in_(notebooks))
        .order_by(cell.c.id)
    )
    return session.execute(query)
