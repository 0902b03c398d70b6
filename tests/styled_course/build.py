"""Write the course folder, released by nbgrader's own rules, and the submissions."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from autograder.coursework.course import open_course
from autograder.release import release
from tests.ordinary_course.answers import stub
from tests.ordinary_course.build import cell, hand_in_answers, write
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
        write(source / f"{name}.ipynb", [cell(each) for each in module.CELLS])
    release(open_course(folder), list(ASSIGNMENTS))
    for name, module in ASSIGNMENTS.items():
        right = {key: stub(text) for role, key, _, text in module.CELLS if role == "solution"}
        for student in module.ANSWERS:
            hand_in_answers(folder, name, student, right | module.ANSWERS[student])
