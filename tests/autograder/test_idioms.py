"""Tests as ordinary courses write them are judged outside, with the marks of plain nbgrader."""

import pytest

from autograder.coursework.course import open_course
from autograder.gradebook import open_gradebook
from autograder.grading import pipeline
from autograder.model import EndingKind, Role
from autograder.release import release
from tests.autograder.conftest import Silent, nbgrader
from tests.ordinary_course import (
    build,
    idiom,
    idioms_around,
    idioms_classes,
    idioms_libraries,
    idioms_objects,
)

IDIOMS = (
    *idioms_around.IDIOMS,
    *idioms_objects.IDIOMS,
    *idioms_classes.IDIOMS,
    *idioms_libraries.IDIOMS,
)


def make_course(folder):
    """A course whose one assignment has an exercise for each idiom; two students hand it in."""
    cells = [("free", "", 0, idiom.PREAMBLE), ("locked", "helpers", 0, idiom.LOCKED)]
    for each in IDIOMS:
        answer = f"### BEGIN SOLUTION\n{each.answer}\n### END SOLUTION"
        cells += [("solution", f"{each.name}_answer", 0, answer), ("test", each.name, 1, each.test)]
    source = folder / "source/idioms"
    source.mkdir(parents=True)
    build.write(source / "idioms.ipynb", [build.cell(each) for each in cells])
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    release(open_course(folder), ["idioms"])
    for student, change in (("right", str), ("emptied", idiom.emptied)):
        answers = {f"{each.name}_answer": change(each.answer) for each in IDIOMS}
        build.hand_in_answers(folder, "idioms", student, answers)
    return folder


def graded(folder):
    """The records of the test cells, by student and idiom."""
    outcome = pipeline.grade(open_course(folder), pipeline.Request("idioms", workers=1), Silent())
    return {
        (record.student, cell.grade_id): cell
        for record in outcome.records
        for cell in record.cells
        if cell.role is Role.TEST
    }


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    return graded(make_course(tmp_path_factory.mktemp("idioms") / "course"))


@pytest.mark.parametrize("asked", IDIOMS, ids=lambda each: each.name)
def test_an_ordinary_test_gives_the_mark_of_nbgrader(cells, asked):
    right, emptied = (cells[student, asked.name] for student in ("right", "emptied"))
    assert (right.mark, emptied.mark) == (asked.right, asked.emptied), (
        right.ending,
        emptied.ending,
    )
    assert EndingKind.NOT_JUDGED not in (right.ending.kind, emptied.ending.kind)
    assert right.why_inside is None


@pytest.mark.slow
def test_the_marks_written_here_are_those_of_plain_nbgrader(tmp_path):
    folder = make_course(tmp_path / "course")
    done = nbgrader(folder, "autograde", "idioms")
    assert done.returncode == 0, done.stderr[-2000:]
    with open_gradebook(open_course(folder)) as gradebook:
        marks = {
            (submission.student.id, grade.name): grade.score
            for submission in gradebook.assignment_submissions("idioms")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
    expected = {("right", each.name): each.right for each in IDIOMS}
    assert marks == expected | {("emptied", each.name): each.emptied for each in IDIOMS}
