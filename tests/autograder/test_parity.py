"""An ordinary course graded twice, by nbgrader with its own kernel and by us: nothing differs.

Outputs of test cells are left out: here the judge runs them, and shows no traceback of a test.
"""

import json
import shutil

import pytest

from autograder.coursework.course import open_course
from autograder.gradebook import open_gradebook
from autograder.grading import pipeline
from tests.autograder.conftest import Silent, nbgrader
from tests.autograder.kernel_outputs import lasting
from tests.ordinary_course import make_course
from tests.ordinary_course.notebooks import ASSIGNMENTS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parity") / "plain"
    make_course(folder)
    shutil.copytree(folder, folder.with_name("ours"))
    return folder


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def graded_twice(plain, request):
    """The name of an assignment, and the course as nbgrader and as we graded it."""
    name, ours = request.param, plain.with_name("ours")
    pipeline.grade(open_course(ours), pipeline.Request(name), Silent())
    done = nbgrader(plain, "autograde", name)
    assert done.returncode == 0, done.stderr[-2000:]
    return name, plain, ours


def test_every_cell_has_the_same_mark_in_the_gradebook(graded_twice):
    name, plain, ours = graded_twice
    theirs = marks(plain, name)
    assert marks(ours, name) == theirs
    assert len({mark for mark, _ in theirs.values()}) >= 4  # none, some, all, and none yet


def test_every_cell_of_a_student_shows_the_same(graded_twice):
    name, plain, ours = graded_twice
    compared = 0
    for theirs in sorted(plain.glob(f"autograded/*/{name}/*.ipynb")):
        mine = ours / theirs.relative_to(plain)
        for number, (cell, other) in enumerate(zip(cells(mine), cells(theirs), strict=True)):
            assert cell["source"] == other["source"]
            if cell["cell_type"] == "code" and not is_test(cell):
                assert lasting(cell["outputs"]) == lasting(other["outputs"]), (
                    theirs.parent,
                    number,
                    cell["source"],
                )
                compared += len(other["outputs"])
    assert compared > 12


def marks(folder, assignment):
    """What the gradebook says, by student, notebook and cell: the mark, and who is to look."""
    found = {}
    with open_gradebook(open_course(folder)) as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    place = (submission.student_id, notebook.name, grade.name)
                    found[place] = (grade.auto_score, grade.needs_manual_grade)
    return found


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def is_test(cell):
    settings = cell["metadata"].get("nbgrader", {})
    return settings.get("grade") and not settings.get("solution")
