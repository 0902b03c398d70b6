"""A grader that is killed while it stores marks: what has a record is in the gradebook."""

import os
import signal
from multiprocessing import get_context

import pytest

from autograder.gradebook import open_gradebook
from autograder.grading import storing
from autograder.grading.worker import GradedSubmission
from autograder.results import records
from tests.autograder.test_gradebook_writing import course, grades, record, released, write

__all__ = ["course", "released"]  # fixtures
STUDENTS = [f"s{i}" for i in range(5)]
MOMENTS = ("before the transaction ends", "after it", "between two records")


def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)


def store_and_die(course, moment):
    write_record = records.write
    with open_gradebook(course) as gradebook:
        if moment == MOMENTS[0]:
            gradebook.db.commit = die
        else:
            last = STUDENTS[0] if moment == MOMENTS[1] else STUDENTS[3]
            records.write = lambda c, r: die() if r.student == last else write_record(c, r)
        batch = [GradedSubmission(record(test=3.0, student=student)) for student in STUDENTS]
        storing.store(course, gradebook, batch)


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_is_lost_that_has_a_record(course, moment):
    grader = get_context("fork").Process(target=store_and_die, args=(course, moment))
    grader.start()
    grader.join(60)
    assert grader.exitcode == -signal.SIGKILL
    finished = [each.student for each in records.records_for(course, "ps1")]
    assert finished == (STUDENTS[:3] if moment == MOMENTS[2] else [])
    assert {grades(course, each)["test_double"][0] for each in finished} <= {3.0}
    write(course, *(record(test=2.0, student=student) for student in STUDENTS))
    assert {grades(course, each)["test_double"][0] for each in STUDENTS} == {2.0}
