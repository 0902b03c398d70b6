"""The sample class, graded for real: expected marks, repeatability, resuming after a kill."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.coursework import assignment
from autograder.coursework.course import open_course
from autograder.coursework.notebook import read
from autograder.gradebook import open_gradebook
from autograder.grading import pipeline
from autograder.results import records, wording
from autograder.results.tally import tally_all
from course import sample_class
from tests.autograder.conftest import NAME, ROOT, Silent, keep_only, nbgrader

pytestmark = pytest.mark.slow  # whole classes

EXPECTED = {student.name: student.mark for student in sample_class.STUDENTS}
# The command, storing in small batches: a whole class would be one, and none half done.
GRADER = (
    "from autograder.commands import main; from autograder.grading import batches; "
    "batches.BATCH = 2; main.main()"
)


def grade(folder, **options):
    watcher = Silent()
    course = open_course(folder)
    return pipeline.grade(course, pipeline.Request(NAME, **options), watcher), watcher


def marks(folder):
    found = records.records_for(open_course(folder), NAME)
    return {record.student: record.mark for record in found}


def test_every_student_gets_the_mark_worked_out_by_hand(graded):
    assert marks(graded) == EXPECTED


def test_every_submission_ends_in_a_record_with_a_reason_where_it_went_wrong(graded):
    found = {r.student: r for r in records.records_for(open_course(graded), NAME)}
    assert set(found) == set(EXPECTED)
    assert all(wording.endings(record) for record in found.values() if record.status != "graded")


def test_the_exercises_of_each_student_get_the_marks_worked_out_by_hand(graded):
    for student in sample_class.STUDENTS:
        record = records.read(open_course(graded), NAME, student.name)
        found = [cell.mark for cell in record.cells if cell.role == "test"]
        assert found == list(student.marks), student.name


def test_a_second_run_grades_nothing_and_changes_nothing(graded):
    before = marks(graded)
    outcome, watcher = grade(graded)
    assert watcher.graded == []
    assert outcome.kept == len(EXPECTED)
    assert marks(graded) == before


def test_a_forced_second_run_gives_the_same_marks(graded):
    students = tuple(sorted(EXPECTED))[::4]
    before = marks(graded)
    _, watcher = grade(graded, students=students, force=True)
    assert sorted(watcher.graded) == sorted(students)
    assert marks(graded) == before


def test_a_changed_submission_alone_is_graded_again(graded, tmp_path):
    folder = Path(shutil.copytree(graded, tmp_path / "course"))
    chosen = sorted(EXPECTED)[0]
    (folder / "submitted" / chosen / NAME / "notes.txt").write_text("one more file")
    _, watcher = grade(folder)
    assert watcher.graded == [chosen]


def test_the_instructors_notebook_gets_everything_and_the_bare_release_nothing(handed_in, tmp_path):
    folder = Path(shutil.copytree(handed_in, tmp_path / "course"))
    shutil.rmtree(folder / "submitted")
    for student, room in (("instructor", "source"), ("bare", "release")):
        mine = folder / "submitted" / student / NAME
        mine.mkdir(parents=True)
        shutil.copy(folder / room / NAME / "losses.ipynb", mine)
    grade(folder)
    assert marks(folder) == {"instructor": 100.0, "bare": 0.0}
    record = records.read(open_course(folder), NAME, "instructor")
    assert tally_all(record, {}).waiting
    bare = records.read(open_course(folder), NAME, "bare")
    assert {f.status for c in bare.cells for e in c.exercises for f in e.findings} == {
        "not attempted"
    }


def test_hidden_numbers_differ_between_students_and_not_between_runs(graded):
    found = {
        record.student: {e.seed for cell in record.cells for e in cell.exercises}
        for record in records.records_for(open_course(graded), NAME)
    }
    seeds = [next(iter(each)) for each in found.values() if each]
    assert all(len(each) <= 1 for each in found.values())
    assert len(set(seeds)) == len(seeds)


def test_the_grader_imports_nothing_of_the_class():
    """The expected marks stand beside the grader, never inside it."""
    for path in (ROOT / "autograder").rglob("*.py"):
        if path.name not in ("demo.py", "course.py", "settings.py"):  # a setting names it
            assert "sample_class" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("finished", [3, 9, 17])
def test_a_killed_grader_resumes_where_it_was(handed_in, tmp_path, finished):
    folder = Path(shutil.copytree(handed_in, tmp_path / "course"))
    done = folder / ".autograder" / "records" / NAME
    command = [sys.executable, "-c", GRADER, "grade", NAME, "--course", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while len(list(done.glob("*.json"))) < finished and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = {path.name: path.stat().st_mtime_ns for path in done.glob("*.json")}
    assert finished <= len(before) < len(EXPECTED)
    _, watcher = grade(folder)
    after = {path.name: path.stat().st_mtime_ns for path in done.glob("*.json")}
    assert after.items() >= before.items()
    assert len(watcher.graded) == len(EXPECTED) - len(before)
    assert marks(folder) == EXPECTED


def test_plain_nbgrader_gives_the_same_marks_on_honest_work(handed_in, tmp_path):
    """nbgrader with its own kernel, our engine not configured, cell by cell."""
    honest = {s.name: list(s.marks) for s in sample_class.STUDENTS if s.honest}
    assert len(honest) >= 12
    folder = Path(shutil.copytree(handed_in, tmp_path / "course"))
    keep_only(folder, honest)
    config = folder / "nbgrader_config.py"
    lines = config.read_text().splitlines(keepends=True)
    config.write_text("".join(line for line in lines if not line.startswith("c.Autograde.")))
    done = nbgrader(folder, "autograde", NAME)
    assert done.returncode == 0, done.stderr[-2000:]
    tests = [c.grade_id for c in read(folder / "source" / NAME / "losses.ipynb").cells if c.points]
    with open_gradebook(open_course(folder)) as gradebook:
        for student, marks in honest.items():
            grades = gradebook.find_submission_notebook("losses", NAME, student).grades
            theirs = {grade.name: grade.auto_score for grade in grades}
            assert [theirs[name] for name in tests if name.startswith("test_")] == marks, student


def test_the_list_of_allowed_modules_ends_before_the_topic(handed_in):
    allowed = assignment.load(open_course(handed_in), NAME).allowed_modules
    assert "shapes" in allowed
    assert not {"losses", "backprop", "autograder"} & set(allowed)
