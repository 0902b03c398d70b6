"""What the notebook on landscapes says half of the points depend on, beyond the catalogue."""

import pytest

from course.a08_landscapes.exercises.hessian_fd import hessian_fd
from course.a08_landscapes.exercises.hessian_fd_steps import hessian_over_h
from course.a08_landscapes.exercises.index_vs_loss import index_vs_loss, numbers
from course.a08_landscapes.exercises.p_local_min import p_local_min
from dlkit.check.marking import mark
from tests.course.grading import findings_with, marks_with

NOT_SYMMETRIC = [
    pytest.param(solution, id=f"{wrong.misconception}, {member}")
    for wrong in p_local_min.wrong_solutions
    if wrong.misconception in ("matrices that are not symmetric", "transposes mixed up")
    for member, solution in wrong.variants.items()
]


@pytest.mark.parametrize("solution", NOT_SYMMETRIC)
def test_matrices_that_are_not_symmetric_lose_the_half_by_two_checks(solution):
    for seed in range(10):
        findings = findings_with(p_local_min, seed, p_local_min=solution)
        assert mark(p_local_min.points, findings) <= p_local_min.points / 2
        assert sum(not finding.passed for finding in findings) >= 2


def test_steps_and_shares_do_not_cost_the_half_of_corners_and_of_critical_points():
    assert min(marks_with(hessian_fd, hessian_fd=hessian_over_h)) > hessian_fd.points / 2
    assert min(marks_with(index_vs_loss, index_vs_loss=numbers)) > index_vs_loss.points / 2
