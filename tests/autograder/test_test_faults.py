"""Tests that fail for everybody in the same way are reported as their own fault."""

import pytest

from autograder.model import COMPLETE, CellRecord, Record, Role, WhyInside, raised
from autograder.results.test_faults import test_faults as faults_in  # pytest would collect it

UNBOUND = ("NameError", "name 'np' is not defined")


def class_of(*endings, mark=0.0, why_inside=None):
    """One record for each ending of the only test cell."""
    for number, ending in enumerate(endings):
        cell = CellRecord("t", Role.TEST, 1.0, mark, ending, why_inside=why_inside)
        yield Record("a", f"s{number}", "nb", "", {"nb": COMPLETE}, (cell,))


def by_test(kind, message=""):
    return raised(kind, message, by_student=False)


def test_a_name_that_nobody_binds_is_told():
    (fault,) = faults_in(class_of(*[by_test(*UNBOUND)] * 2))
    assert (fault.grade_id, fault.exception, fault.submissions) == ("t", "NameError", 2)
    assert "t of nb.ipynb fails for all 2 submissions" in fault.sentence
    assert "a name that nobody binds" in fault.sentence


def test_any_other_exception_needs_three_submissions():
    same = by_test("TypeError", "f() takes 1 argument")
    assert faults_in(class_of(same, same)) == ()
    assert len(faults_in(class_of(same, same, same))) == 1


@pytest.mark.parametrize(
    "endings",
    [
        [by_test(*UNBOUND), by_test(*UNBOUND), COMPLETE],
        [by_test(*UNBOUND), by_test("NameError", "name 'x' is not defined")],
        [by_test("AssertionError")] * 5,
        [raised("ValueError", "no", by_student=True)] * 5,
        [by_test("NotImplementedError")] * 5,
    ],
    ids=["somebody passes", "other names", "a hard question", "the students' code", "not tried"],
)
def test_what_the_class_did_is_no_fault_of_the_test(endings):
    assert faults_in(class_of(*endings)) == ()


def test_inside_every_exception_may_be_the_tests():
    ends = [raised(*UNBOUND, by_student=True)] * 3
    assert len(faults_in(class_of(*ends, why_inside=WhyInside.MODEL))) == 1


def test_submissions_that_were_not_run_say_nothing():
    assert faults_in([]) == ()
