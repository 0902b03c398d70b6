"""A class in which nearly everybody attacks the grader by what they hand in.

One run of the real command's pipeline over forged notebooks and hostile files: everybody has a
record, nobody has an unearned point, and the two honest students have all of theirs.
"""

import json
import os
import shutil

import pytest

from autograder.coursework.course import open_course
from autograder.gradebook import open_gradebook
from autograder.grading import pipeline
from autograder.results import records
from tests.attacks.forgeries import (
    ATTACKS,
    NAME,
    checks_deleted,
    checks_doubled,
    checks_rewritten,
    link,
    points_raised,
    retagged,
)
from tests.autograder.conftest import Silent
from tests.ordinary_course import build

FULL = 20.0


def hand_in(folder, attack):
    """A submission without an answer, changed by the attack."""
    released = (folder / "release" / NAME / f"{NAME}.ipynb").read_text()
    document = json.loads(released)
    target = folder / "submitted" / attack.__name__ / NAME
    target.mkdir(parents=True)
    path = target / f"{NAME}.ipynb"
    if attack is not link:
        path.write_text(released)
    text = attack(document, target)
    if text is not None:
        path.write_text(text)
    elif path.exists() and not path.is_symlink():
        path.write_text(json.dumps(document))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    nobody = dict.fromkeys(build.ASSIGNMENTS, ())
    build.make_course(folder, nobody | {NAME: ("right_01",)})
    shutil.move(folder / "submitted/right_01", folder / "submitted/anna")
    for attack in ATTACKS:
        hand_in(folder, attack)
    shutil.copytree(folder / "submitted/anna", folder / "submitted/zoe")
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(
            "c.AutograderLimits.cell_seconds = 2.0\nc.AutograderLimits.call_seconds = 1.0\n"
        )
        config.write("c.AutograderLimits.submission_seconds = 20.0\n")
    opened = open_course(folder)
    (folder / "rooms").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder / "rooms"))
        pipeline.grade(opened, pipeline.Request(NAME), Silent())
    return opened


def test_everybody_has_a_record_and_a_row_in_the_gradebook(course):
    students = {path.name for path in course.submitted.iterdir()}
    found = {record.student: record for record in records.records_for(course, NAME)}
    assert set(found) == students and len(students) == len(ATTACKS) + 2
    with open_gradebook(course) as gradebook:
        assert {each.student.id for each in gradebook.assignment_submissions(NAME)} == students


def test_the_honest_neighbours_have_all_their_points(course):
    for student in ("anna", "zoe"):
        record = records.read(course, NAME, student)
        assert (record.mark, record.status) == (FULL, "graded"), record


@pytest.mark.parametrize("attack", [attack.__name__ for attack in ATTACKS])
def test_no_attack_earned_a_point(course, attack):
    record = records.read(course, NAME, attack)
    assert record.mark == 0, [(cell.grade_id, cell.mark) for cell in record.cells]
    assert record.points == FULL


def test_every_autograded_notebook_can_be_read(course):
    for path in course.autograded.rglob("*.ipynb"):
        json.loads(path.read_text(encoding="utf-8"))


def test_what_was_put_right_is_told(course):
    for attack in (retagged, points_raised, checks_rewritten, checks_deleted, checks_doubled):
        assert records.read(course, NAME, attack.__name__).repairs


def test_names_that_only_tests_assign_do_not_reach_the_student(course):
    record = records.read(course, NAME, "prints_what_tests_made")
    printed = "".join(str(output) for cell in record.cells for output in cell.outputs)
    assert "LEAK []" in printed


def test_a_run_leaves_no_folder_behind(course):
    """The workers of the run above have ended; what they had made went with them."""
    assert os.listdir(course.root / "rooms") == []
