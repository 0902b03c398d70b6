"""What the class report keeps of one record; a class of 2,000 fits into memory like this."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.model import ANSWERS, Record, Role, Status
from autograder.report import similarity
from autograder.report.similarity import Answer
from autograder.results import outputs, wording
from autograder.results.manual_marks import NO_MANUAL_MARKS, ManualMarks
from autograder.results.parts import parts as parts_of
from autograder.results.tally import BY_HAND, final_mark, tally_all


@dataclass(frozen=True)
class Item:
    """One marked cell: usually one exercise, whose name it then bears, or a written answer."""

    grade_id: str
    names: tuple[str, ...]
    mark: float | None
    points: float
    seconds: float
    by_hand: bool = False
    notebook: str = ""
    essentials: tuple[str, ...] = ()  # what it is about and this answer misses


@dataclass(frozen=True)
class Shown:
    """A misconception that an answer showed, and what the student reads about it."""

    exercise: str
    function: str
    name: str
    message: str


@dataclass(frozen=True)
class Submission:
    """One student's submission, people's marks included; ``marked`` are points with a mark.

    ``endings``, ``faults`` and ``repairs`` are sentences: why it was not run to its end, which
    tests or cells need a look, what was put back. ``late_seconds`` is None without a deadline.
    """

    student: str
    notebooks: tuple[str, ...]
    status: Status
    endings: tuple[str, ...]
    mark: float
    points: float
    marked: float
    waiting: int
    late_seconds: float | None
    seconds: float
    faults: tuple[str, ...]
    repairs: tuple[str, ...]
    items: tuple[Item, ...]
    misconceptions: tuple[Shown, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def readable(self) -> bool:
        return self.status in (Status.GRADED, Status.ENDED_EARLY)


def reduce(
    record: Record,
    manual_marks: Mapping[str, ManualMarks],
    notebooks: Iterable[Mapping[str, Any]] = (),
) -> Submission:
    """Keep of a record, and of the notebooks that were run, what the report needs.

    ``manual_marks`` is by the name of the notebook.
    """
    parts = parts_of(record)
    total = tally_all(record, manual_marks)
    answers = (cell for cell in record.cells if cell.role in ANSWERS)
    as_released = {cell.grade_id for cell in answers if cell.mark == 0.0}
    return Submission(
        student=record.student,
        notebooks=tuple(part.notebook for part in parts),
        status=record.status,
        endings=wording.endings(record),
        mark=total.mark,
        points=total.points,
        marked=total.marked,
        waiting=total.waiting,
        late_seconds=record.late_seconds,
        seconds=record.seconds,
        faults=(
            *(*wording.faults(record), *wording.changed_arguments(record)),
            *wording.stopped_cells(record),
        ),
        repairs=wording.repairs(record),
        items=tuple(item for part in parts for item in _items(part, manual_marks)),
        misconceptions=tuple(dict.fromkeys(_shown(record))),
        answers=tuple(each for notebook in notebooks for each in written(notebook, as_released)),
    )


def written(notebook: Mapping[str, Any], as_released: Collection[str] = ()) -> Iterator[Answer]:
    """Yield the answers in a notebook that define functions, but not those left as released."""
    for cell in notebook.get("cells", ()):
        settings = cell.get("metadata", {}).get("nbgrader", {})
        name, text = str(settings.get("grade_id")), outputs.joined(cell.get("source")).strip()
        is_answer = cell.get("cell_type") == "code" and settings.get("solution")
        functions = similarity.functions(text) if is_answer and name not in as_released else ()
        if functions:
            yield Answer(name, functions, text)


def _items(record: Record, manual_marks: Mapping[str, ManualMarks]) -> Iterator[Item]:
    marks_of_notebook = manual_marks.get(record.notebook, NO_MANUAL_MARKS)
    for cell in record.cells:
        if cell.role in (Role.TEST, *BY_HAND):
            yield Item(
                grade_id=cell.grade_id,
                names=tuple(exercise.exercise for exercise in cell.exercises),
                mark=final_mark(cell, marks_of_notebook.of(cell.grade_id)),
                points=cell.points,
                seconds=cell.seconds,
                by_hand=cell.role is not Role.TEST,
                notebook=record.notebook,
                essentials=tuple(e for each in cell.exercises for e in each.essentials),
            )


def _shown(record: Record) -> Iterator[Shown]:
    for cell in record.cells:
        for exercise in cell.exercises:
            for misconception in exercise.misconceptions:
                yield Shown(
                    exercise.exercise,
                    misconception.function,
                    misconception.name,
                    misconception.message,
                )
