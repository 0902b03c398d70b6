"""Write the course folder, released by nbgrader's own rules, and the submissions."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

from autograder.coursework.course import open_course
from autograder.release import release
from tests.ordinary_course.answers import stub
from tests.ordinary_course.build import as_json, write
from tests.styled_course import chance, fitting, weather

ASSIGNMENTS: dict[str, ModuleType] = {"weather": weather, "chance": chance, "fitting": fitting}
SUBMISSIONS = {name: tuple(module.ANSWERS) for name, module in ASSIGNMENTS.items()}


def make_course(folder: Path) -> None:
    """Write a released course in which everybody of `SUBMISSIONS` has handed in."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'styled'\n"
    )
    for name, module in ASSIGNMENTS.items():
        source = folder / "source" / name
        for place, text in getattr(module, "FILES", {}).items():
            (source / place).parent.mkdir(parents=True, exist_ok=True)
            (source / place).write_text(text)
        source.mkdir(parents=True, exist_ok=True)
        write(source / f"{name}.ipynb", [as_json(cell) for cell in module.CELLS])
    release(open_course(folder), list(ASSIGNMENTS))
    for name, students in SUBMISSIONS.items():
        for student in students:
            _hand_in(folder, name, student)


def _hand_in(folder: Path, name: str, student: str) -> None:
    """The released notebook with the right answers, but for those that this student has."""
    module = ASSIGNMENTS[name]
    right = {key: stub(text) for role, key, _, text in module.CELLS if role == "solution"}
    answers = right | module.ANSWERS[student]
    released = folder / "release" / name / f"{name}.ipynb"
    notebook = json.loads(released.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        settings = cell["metadata"].get("nbgrader", {})
        if settings.get("solution") and settings["grade_id"] in answers:
            cell["source"] = answers[settings["grade_id"]]
    target = folder / "submitted" / student / name / f"{name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(notebook), encoding="utf-8")
