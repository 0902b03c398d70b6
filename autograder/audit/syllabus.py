"""What the syllabus asks of a topic, and what the exercises still lack of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence

from autograder.errors import AutograderError
from autograder.specification import registry
from autograder.specification.exercise import Exercise

FILE = "syllabus.toml"  # in the folder of a topic's exercises

Rows = Mapping[str, Mapping[str, list[str]]]


def rows_of(topic: str) -> Rows:
    """Read the rows of a topic: by exercise, its ``functions`` and ``wrong`` solutions."""
    file = registry.current().folders[topic] / FILE
    rows = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    if not rows:
        raise AutograderError(f"{file} has no rows; add what the topic must ask")
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
