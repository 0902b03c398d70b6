"""What the syllabus asks of a topic, and what the exercises still lack of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from autograder.audit import tables
from autograder.errors import SpecificationError
from autograder.specification.exercise import Exercise

FILE = "syllabus.toml"  # in the folder of a topic's exercises

Rows = Mapping[str, Mapping[str, list[str]]]


def rows_of(topic: str) -> Rows:
    """Read the rows of a topic: by exercise, its ``functions`` and ``wrong`` solutions."""
    file = tables.path_of(topic, FILE)
    rows = tables.read(file)
    if not rows:
        raise SpecificationError(f"{file} has no rows. Write down what each exercise has to ask.")
    for exercise, row in rows.items():
        lists = (row.get("functions"), row.get("wrong")) if isinstance(row, dict) else ()
        if not lists or not all(isinstance(each, list) for each in lists):
            raise SpecificationError(
                f"{file}: the row {exercise!r} needs two lists of names, `functions` and `wrong`."
            )
    return rows


def missing(rows: Rows, exercises: Sequence[Exercise]) -> Iterator[str]:
    """Yield what the rows ask for and the exercises have not: exercises, functions, mistakes."""
    by_id = {exercise.id: exercise for exercise in exercises}
    for exercise_id, row in rows.items():
        if exercise_id not in by_id:
            yield f"{exercise_id}: the exercise"
            continue
        exercise = by_id[exercise_id]
        for name in row["functions"]:
            if name not in exercise.references:
                yield f"{exercise_id}: the function {name}"
        catalogued = {each.misconception for each in exercise.wrong_solutions}
        for name in row["wrong"]:
            if name not in catalogued:
                yield f"{exercise_id}: the wrong solution {name!r}"
