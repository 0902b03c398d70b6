"""An assignment of two notebooks: one record, one sum, and neither leaks into the other."""

import json
import shutil
from pathlib import Path

import pytest

from autograder.coursework.course import open_course
from autograder.grading import pipeline
from autograder.results import records
from tests.autograder.conftest import Silent
from tests.ordinary_course import make_course

FORGED = "def count(text):\n    return {}\ndef scaled(counts):\n    return {'the': 0.5}"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("several") / "course"
    make_course(folder, {"light": (), "heavy": (), "several": ("right", "raises")})
    forger = Path(shutil.copytree(folder / "submitted/right", folder / "submitted/forger"))
    path = forger / "several" / "words.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "count":
            cell["source"] = FORGED
    path.write_text(json.dumps(notebook))
    absent = Path(shutil.copytree(folder / "submitted/right", folder / "submitted/absent"))
    (absent / "several" / "tables.ipynb").unlink()
    pipeline.grade(open_course(folder), pipeline.Request("several", workers=1), Silent())
    return folder


def marks(folder, student):
    """By notebook and test; both notebooks have a test of the same name."""
    cells = records.read(open_course(folder), "several", student).cells
    return {(c.notebook, c.grade_id): c.mark for c in cells if c.role == "test"}


def test_both_notebooks_count_each_under_its_name(graded):
    assert marks(graded, "right") == {
        ("tables", "test_shapes"): 2.0,
        ("tables", "test_scaled"): 5.0,
        ("words", "test_shapes"): 1.0,
        ("words", "test_count"): 4.0,
    }
    assert records.read(open_course(graded), "several", "raises").mark == 7.0


def test_one_notebook_that_is_missing_costs_its_own_points(graded):
    found = marks(graded, "absent")
    assert [found["tables", test] for test in ("test_shapes", "test_scaled")] == [0.0, 0.0]
    assert [found["words", test] for test in ("test_shapes", "test_count")] == [1.0, 4.0]


def test_a_helper_is_not_the_students_because_another_notebook_asks_for_that_name(graded):
    """`scaled` is to be written in `tables`; in `words` it is the author's, whoever rewrites it."""
    assert marks(graded, "forger")["words", "test_count"] == 1.0
