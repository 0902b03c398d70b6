"""What the class report keeps of one record; a class of 2,000 fits into memory like this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.feedback import marks
from autograder.feedback.human import Decisions
from autograder.model import Record, Role


@dataclass(frozen=True)
class Item:
    """One automatically marked cell: usually one exercise, whose name it then bears."""

    grade_id: str
    names: tuple[str, ...]
    mark: float | None
    points: float
    seconds: float


@dataclass(frozen=True)
class Shown:
    """A misconception that an answer showed."""

    exercise: str
    function: str
    name: str


@dataclass(frozen=True)
class Submission:
    """One student's submission, people's marks included."""

    student: str
    notebook: str
    status: str
    reason: str
    mark: float
    points: float
    waiting: int
    late_seconds: float
    seconds: float
    flags: tuple[str, ...]
    repairs: tuple[str, ...]
    items: tuple[Item, ...]
    misconceptions: tuple[Shown, ...]

    @property
    def readable(self) -> bool:
        return self.status != "unreadable"


def reduce(record: Record, decided: Decisions) -> Submission:
    """Keep of a record what the report needs."""
    total = marks.tally(record, decided)
    return Submission(
        student=record.student,
        notebook=record.notebook,
        status=record.status,
        reason=record.reason,
        mark=total.mark,
        points=total.points,
        waiting=total.waiting,
        late_seconds=record.late_seconds,
        seconds=record.seconds,
        flags=record.flags,
        repairs=record.repairs,
        items=tuple(_items(record, decided)),
        misconceptions=tuple(dict.fromkeys(_shown(record))),
    )


def _items(record: Record, decided: Decisions) -> Iterator[Item]:
    for cell in record.cells:
        if cell.role is Role.TEST:
            names = tuple(exercise.exercise for exercise in cell.exercises)
            mark = marks.final_mark(cell, decided)
            yield Item(cell.grade_id, names, mark, cell.points, cell.seconds)


def _shown(record: Record) -> Iterator[Shown]:
    for cell in record.cells:
        for exercise in cell.exercises:
            for found in exercise.misconceptions:
                yield Shown(exercise.exercise, found.function, found.name)
