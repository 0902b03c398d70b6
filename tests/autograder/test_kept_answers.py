"""Answers that an editor or another tool moved, split, merged or stripped of their settings.

`PLAIN` has the points that ``nbgrader autograde`` of nbgrader 0.9.6 gives to the same files, each
measured by itself; 0 where it gives up with an error. All of the work is right: ours are 5 of 5.
"""

import copy

import nbformat
import pytest

from autograder.grading import pipeline
from autograder.release import release
from autograder.results import records, wording
from tests.autograder import test_release_course as build
from tests.autograder.conftest import Silent
from tests.autograder.test_release_course import cell, essay, graded_tests, solution

pytestmark = pytest.mark.slow

ANSWERS = {
    "area": "def area(r):\n    return 3 * r * r\n\ndef ring(r, R):\n    return area(R) - area(r)",
    "total": "total = 0\nfor n in range(5):\n    total += n",
    "twice": "def twice(x):\n    return 2 * x",
    "why": "Because rings are differences.",
}
HIDDEN = "### BEGIN HIDDEN TESTS\nassert twice(4) == 8\n### END HIDDEN TESTS"
PLAIN = {
    "as_handed_out": 5.0,
    "split_between_functions": 0.0,
    "split_in_three": 0.0,
    "answer_in_a_cell_of_its_own": 5.0,
    "two_answers_merged": 5.0,
    "answers_without_metadata": 5.0,
    "all_without_metadata": 0.0,
    "ids_of_an_older_release": 0.0,
    "one_cell_copied_to_try_it": 0.0,
    "merged_with_its_test": 3.0,
}


def source_cells():
    return [
        cell("import math"),
        answer("area"),
        graded_tests("assert area(2) == 12 and ring(1, 2) == 9", "test_area", 2),
        answer("total"),
        answer("twice"),
        graded_tests("assert total == 10", "test_total", 1),
        graded_tests(f"assert twice(1) == 2\n{HIDDEN}", "test_twice", 2),
        essay(ANSWERS["why"]),
        cell("print(total)"),
    ]


def answer(name):
    text = f"### BEGIN SOLUTION\n{ANSWERS[name]}\n### END SOLUTION"
    return solution(text, name)


def find(cells, grade_id):
    return next(c for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def split(cells, grade_id, *parts):
    """As JupyterLab splits a cell: each part keeps the metadata."""
    at = cells.index(find(cells, grade_id))
    copies = [copy.deepcopy(cells[at]) for _ in parts]
    for number, (each, text) in enumerate(zip(copies, parts, strict=True)):
        each.source, each.id = text, f"part-{number}"
    cells[at : at + 1] = copies


def as_handed_out(cells):
    """Nothing happened."""


def split_between_functions(cells):
    split(cells, "area", *ANSWERS["area"].split("\n\n"))


def split_in_three(cells):
    split(
        cells, "total", *ANSWERS["total"].replace("range(5):\n", "range(5):").split("\n"), "# done"
    )


def answer_in_a_cell_of_its_own(cells):
    at = cells.index(find(cells, "twice"))
    cells[at] = cell(ANSWERS["twice"])


def two_answers_merged(cells):
    first, second = find(cells, "total"), find(cells, "twice")
    first.source += "\n\n" + second.source
    cells.remove(second)


def answers_without_metadata(cells):
    for name in ANSWERS:
        find(cells, name).metadata.clear()


def all_without_metadata(cells):
    for each in cells:
        each.metadata.clear()


def ids_of_an_older_release(cells):
    for each in cells:
        if settings := each.metadata.get("nbgrader"):
            settings["grade_id"] = f"cell-{settings['grade_id']}"


def one_cell_copied_to_try_it(cells):
    at = cells.index(find(cells, "twice"))
    cells.insert(at, copy.deepcopy(cells[at]))
    cells[at].update(source="def twice(x):\n    return x  # a first try", id="try")


def merged_with_its_test(cells):
    first, test = find(cells, "twice"), find(cells, "test_twice")
    first.source += "\n\n" + test.source
    cells.remove(test)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A released course in which each student handed in one of these notebooks, not graded."""
    course = build.make_course(tmp_path_factory.mktemp("kept") / "course", source_cells())
    release(course)
    released = nbformat.read(course.release / "ps1" / "ps1.ipynb", 4)
    for name in PLAIN:
        notebook = copy.deepcopy(released)
        for grade_id, text in ANSWERS.items():
            find(notebook.cells, grade_id).source = text
        globals()[name](notebook.cells)
        build.write(course.submitted / name / "ps1", "ps1", notebook.cells)
    return course


@pytest.fixture(scope="module")
def graded(course):
    pipeline.grade(course, pipeline.Request("ps1"), Silent())
    return {record.student: record for record in records.records_for(course, "ps1")}


def test_all_of_the_work_counts_and_none_of_it_less_than_in_nbgrader(graded):
    ours = {student: record.mark for student, record in graded.items()}
    assert ours == dict.fromkeys(PLAIN, 5.0)
    assert all(ours[student] >= mark for student, mark in PLAIN.items())


def test_a_written_answer_waits_for_a_person_whatever_became_of_its_cell(graded):
    essays = {s: next(c for c in r.cells if c.grade_id == "why") for s, r in graded.items()}
    assert {student: each.mark for student, each in essays.items()} == dict.fromkeys(PLAIN, None)


def test_what_is_told_of_repairs_is_what_happened(graded):
    told = {student: wording.repairs(record) for student, record in graded.items()}
    assert told["as_handed_out"] == ()
    assert told["split_between_functions"] == (
        "area stood there more than once; all were run, the last one in its place",
    )
    assert told["two_answers_merged"] == (
        "twice was missing; the answer in another cell was run where it stands",
    )
    assert told["answers_without_metadata"] == (
        "cells had lost their settings and were recognised by text and place: "
        "area, total, twice, why",
    )
    assert told["merged_with_its_test"] == ("test_twice was missing and was put back",)
