"""What is run again after a change: the tests that the change touches, and no others."""

import json
import shutil
from pathlib import Path

import pytest

from autograder.coursework.course import open_course
from autograder.grading import pipeline
from autograder.judge import cells
from autograder.release import release
from autograder.results import records
from tests.autograder.conftest import NAME, Silent, copy_exercises, keep_only, other_course
from tests.ordinary_course import make_course

pytestmark = pytest.mark.slow  # whole classes

LIGHT, STUDENTS = "light", ("right", "overflows")


@pytest.fixture(scope="module")
def graded_light(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reuse") / "course"
    make_course(folder, {LIGHT: STUDENTS, "heavy": ()})
    grade(folder)
    return folder


@pytest.fixture
def course(graded_light, tmp_path):
    return Path(shutil.copytree(graded_light, tmp_path / "course"))


def grade(folder, name=LIGHT):
    watcher = Silent()
    pipeline.grade(open_course(folder), pipeline.Request(name, workers=1), watcher)
    return watcher.graded


def asked_in(folder, student, name=LIGHT):
    record = records.read(open_course(folder), name, student)
    return {cell.grade_id: cell for cell in record.cells if cell.role == "test"}


def rewrite(folder, old, new, room="source"):
    path = folder / room / LIGHT / f"{LIGHT}.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        cell["source"] = source.replace(old, new)
    path.write_text(json.dumps(notebook))
    release(open_course(folder), [LIGHT])


def test_nothing_changed_nothing_is_run(course):
    assert grade(course) == []


def test_a_changed_test_is_asked_again_alone(course):
    before = asked_in(course, "overflows")
    rewrite(course, "[2, 3, 5, 7, 11, 13]", "[2, 3, 5, 7, 11, 14]")
    assert sorted(grade(course)) == sorted(STUDENTS)
    after = asked_in(course, "overflows")
    assert (before["test_primes"].mark, after["test_primes"].mark) == (2.0, 0.0)
    again = {name for name in after if after[name].key != before[name].key}
    assert "test_primes" in again and not again & {"test_gradient", "test_adam", "test_answer"}
    # What was not asked again is the record of before, down to how long it took.
    assert all(
        after[name] == before[name] for name in after if name not in again and before[name].key
    )


def test_a_test_that_leaves_variables_to_later_cells_is_always_asked(course):
    """`z` of the first test could be read by any cell behind it: only those that are read count."""
    rewrite(course, "assert set(answer) ==", "assert z.ndim == 2 and set(answer) ==")
    grade(course)
    assert asked_in(course, "right")["test_answer"].mark == 1.0
    assert asked_in(course, "right")["test_softmax"].key == ""


def test_a_changed_answer_asks_again_from_there_on(course):
    path = course / "submitted" / "right" / LIGHT / f"{LIGHT}.ipynb"
    path.write_text(path.read_text().replace("yield n", "yield n + 1"))
    before = asked_in(course, "right")
    assert grade(course) == ["right"]
    after = asked_in(course, "right")
    assert after["test_primes"].mark == 0.0
    same = {name for name in after if after[name].key == before[name].key}
    assert same == {"test_softmax", "test_gradient", "test_adam", "test_stack"}


def test_force_asks_everything(course):
    before = asked_in(course, "right")
    request = pipeline.Request(LIGHT, workers=1, force=True)
    watcher = Silent()
    pipeline.grade(open_course(course), request, watcher)
    assert sorted(watcher.graded) == sorted(STUDENTS)
    after = asked_in(course, "right")
    assert {n: c.mark for n, c in after.items()} == {n: c.mark for n, c in before.items()}


def test_a_changed_file_beside_the_notebook_asks_again(course):
    path = course / "submitted" / "right" / LIGHT / f"{LIGHT}.ipynb"
    path.write_text(path.read_text().replace("yield n", "yield n * __import__('mine').FACTOR"))
    for factor, mark in (1, 2.0), (2, 0.0):
        path.with_name("mine.py").write_text(f"FACTOR = {factor}")
        grade(course)
        assert asked_in(course, "right")["test_primes"].mark == mark


# A course whose exercises are specified, in a package of its own that may be edited.
STUDENTS_OF_LOSSES = ("ada", "emil")


@pytest.fixture(scope="module")
def graded_losses(handed_in, tmp_path_factory):
    folder = Path(shutil.copytree(handed_in, tmp_path_factory.mktemp("edited") / "course"))
    copy_exercises(folder)
    keep_only(folder, STUDENTS_OF_LOSSES)
    with other_course():
        grade(folder, NAME)
    return folder


@pytest.fixture
def losses(graded_losses, tmp_path, course_modules):
    return Path(shutil.copytree(graded_losses, tmp_path / "course"))


@pytest.fixture
def ran(monkeypatch):
    """The test cells that a judge in this process runs, by their labels."""
    labels = []
    real = cells.judge

    def judge(source, namespace, points, label, seconds):
        labels.append(label.removeprefix("<cell ").removesuffix(">"))
        return real(source, namespace, points, label, seconds)

    monkeypatch.setattr(cells, "judge", judge)
    return labels


def edit(folder, file):
    path = folder / "course" / NAME / "exercises" / file
    path.write_text(path.read_text() + "\n# edited\n")


def test_an_edited_exercise_is_asked_again_alone(losses, ran, grade_here):
    edit(losses, "hinge_gradient.py")
    course = open_course(losses)
    jobs = list(pipeline._changed(course, pipeline.prepare(course, pipeline.Request(NAME))))
    assert len(jobs) == len(STUDENTS_OF_LOSSES)
    for job in jobs:
        ran.clear()
        grade_here(pipeline._with_earlier(course, job))
        assert ran == ["test_hinge"]


def test_the_marks_of_other_exercises_stay_to_the_last_detail(losses):
    before = {student: asked_in(losses, student, NAME) for student in STUDENTS_OF_LOSSES}
    edit(losses, "mse.py")  # and with it every helper in it
    assert sorted(grade(losses, NAME)) == sorted(STUDENTS_OF_LOSSES)
    for student in STUDENTS_OF_LOSSES:
        after = asked_in(losses, student, NAME)
        again = {name for name in after if after[name].key != before[student][name].key}
        assert again == {"test_mse"}
        kept = after.keys() - again
        assert {n: after[n] for n in kept} == {n: before[student][n] for n in kept}
        assert after["test_mse"].mark == before[student]["test_mse"].mark
    assert grade(losses, NAME) == []


def test_every_test_of_ours_can_be_taken_over(graded_losses):
    for student in STUDENTS_OF_LOSSES:
        assert all(cell.key for cell in asked_in(graded_losses, student, NAME).values())
