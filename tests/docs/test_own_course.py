"""The page about a course of one's own, followed by the letter, and what a class gets of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests.docs import tutorial

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/own_course.md"
NAME = "a01_words"
MARKS = {"ada": 10.0, "bruno": 8.0}

# A student's machine has dlkit and no autograder: what imports it there would fail.
AS_A_STUDENT = """
import sys
sys.modules["autograder"] = None
import nbformat
from dlkit.check import display
shown = []
display.show = lambda panel, **_: shown.append(str(panel))
for cell in nbformat.read("words.ipynb", as_version=4).cells:
    if cell.cell_type == "code":
        code = cell.source.lstrip("# ") if cell.source.startswith("# hint") else cell.source
        exec(code, globals())
print(*shown, sep="\\n")
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course of somebody who has done all that the page says; tests must not change it."""
    folder = tmp_path_factory.mktemp("own_course")
    for block in tutorial.blocks(PAGE):
        tutorial.follow(block, folder)
    return folder


def marks(folder):
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions(NAME)}


def test_the_right_and_the_wrong_submission_have_the_marks_of_the_page(course):
    assert marks(course) == MARKS


def test_students_are_checked_without_autograder_and_without_the_course(course, tmp_path):
    for student, told in {
        "ada": "all 5 checks passed",
        "bruno": "Change the text to small letters first",
    }.items():
        folder = Path(shutil.copytree(course / "submitted" / student / NAME, tmp_path / student))
        environment = {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", AS_A_STUDENT]
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert told in done.stdout


def test_nothing_of_the_solution_is_released(course):
    released = "".join(
        path.read_text(encoding="utf-8") for path in (course / "release" / NAME).iterdir()
    )
    assert "counts.get(word, 0) + 1" not in released
    assert "Counter" not in released


@pytest.mark.slow
def test_a_plain_nbgrader_gives_the_same_marks(course, tmp_path):
    folder = Path(shutil.copytree(course, tmp_path / "plain"))
    for made in ("gradebook.db", "autograded", ".autograder", "release"):
        path = folder / made
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for command in ("generate_assignment", "autograde"):
        tutorial.run(f"nbgrader {command} {NAME}", folder)
    assert marks(folder) == MARKS
