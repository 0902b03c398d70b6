"""Cells that every notebook of a course shares, filled in from its exercises.

A course keeps them as Jinja templates in the folder ``shared_cells`` of the package that specifies
its exercises::

    course/shared_cells/how_it_works.md.j2         one cell of a notebook, named how_it_works
    course/shared_cells/each_exercise/hint.py.j2   a cell for each exercise, as hint_mse

A cell's name is its grade_id, or its id where it has none. A source notebook holds these cells
like all others, so that it opens and runs as it is; `release` brings them up to date. What a
template may use: `assignment`, `topic`, `exercises`, `written_points` (those of each answer that a
human marks), and in ``each_exercise`` also `exercise`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2

from autograder.coursework.course import Course
from autograder.coursework.files import write_atomically
from autograder.coursework.notebook import read_document, role_of
from autograder.errors import CourseError
from autograder.model import Role
from autograder.release.problems import ERROR, WARNING, Problem
from autograder.specification.registry import topic_of

FOLDER, EACH_EXERCISE, ENDING = "shared_cells", "each_exercise", ".j2"

Document = dict[str, Any]


def refresh(course: Course, assignment: str) -> tuple[str, ...]:
    """Bring the shared cells of an assignment's source up to date; return the names of those."""
    documents = _documents(course, assignment)
    texts = _texts(course, assignment, documents.values())
    changed = []
    for path, document in documents.items():
        stale = list(_stale(document, texts))
        for index, name in stale:
            document["cells"][index]["source"] = texts[name].splitlines(keepends=True)
        if stale:
            _write(path, document)
        changed += [name for _, name in stale]
    return tuple(changed)


def problems(course: Course, assignment: str) -> Iterator[Problem]:
    """Name the shared cells that are out of date, and those that no notebook has."""
    documents = _documents(course, assignment)
    texts = _texts(course, assignment, documents.values())
    for path, document in documents.items():
        for index, name in _stale(document, texts):
            sentence = (
                "this cell is shared by all notebooks and differs from its template in "
                f"{FOLDER}/. Change the template, or run: autograder release {assignment}"
            )
            yield Problem(ERROR, sentence, path.stem, index, name)
    present = {_name(cell) for document in documents.values() for cell in document["cells"]}
    if missing := [name for name in texts if name not in present]:
        sentence = f"it has no cell named {', '.join(missing)}, which all notebooks here share."
        yield Problem(WARNING, f"{assignment}: {sentence}")


def _documents(course: Course, assignment: str) -> dict[Path, Document]:
    return {path: read_document(path) for path in sorted((course.source / assignment).glob("*.ipynb"))}


def _stale(document: Document, texts: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """The position and the name of each shared cell whose text is not that of its template."""
    for index, cell in enumerate(document["cells"]):
        name = _name(cell)
        if name in texts and "".join(cell["source"]) != texts[name]:
            yield index, name


def _name(cell: Mapping[str, Any]) -> str:
    return str(_settings(cell).get("grade_id") or cell.get("id") or "")


def _settings(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    settings: Mapping[str, Any] = cell.get("metadata", {}).get("nbgrader", {})
    return settings


def _texts(course: Course, assignment: str, documents: Any) -> dict[str, str]:
    """The text of every shared cell of an assignment, by name; none where it has no exercises."""
    topic = topic_of(assignment)
    folder = Path(course.registry.home) / FOLDER
    if topic not in course.registry.folders or not folder.is_dir():
        return {}
    exercises = course.registry.exercises_for(topic)
    values = {
        "assignment": assignment,
        "topic": topic,
        "exercises": exercises,
        "written_points": tuple(_written_points(documents)),
    }
    texts = {_stem(path): _fill(path, values) for path in _templates(folder)}
    for exercise in exercises:
        _, _, short = exercise.id.partition(".")
        for path in _templates(folder / EACH_EXERCISE):
            texts[f"{_stem(path)}_{short}"] = _fill(path, {**values, "exercise": exercise})
    return texts


def _written_points(documents: Any) -> Iterator[float]:
    """The points of every answer that a human marks."""
    for document in documents:
        for cell in document["cells"]:
            if role_of(_settings(cell)) in (Role.MANUAL, Role.TASK):
                yield _settings(cell).get("points") or 0


def _templates(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{ENDING}"))


def _stem(path: Path) -> str:
    """``how_it_works`` of ``how_it_works.md.j2``."""
    return path.name.partition(".")[0]


def _fill(path: Path, values: Mapping[str, Any]) -> str:
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    try:
        return environment.from_string(path.read_text(encoding="utf-8")).render(values)
    except jinja2.TemplateError as fault:
        raise CourseError(f"{path} cannot be filled in: {fault}. Mend the template.") from None


def _write(path: Path, document: Document) -> None:
    """Write a notebook as nbformat does, with the rights that the file had."""
    rights = path.stat().st_mode & 0o777
    text = json.dumps(
        document, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": ")
    )
    write_atomically(path, text + "\n")
    path.chmod(rights)
