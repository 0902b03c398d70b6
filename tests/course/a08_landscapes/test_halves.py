"""What the notebook on landscapes says half of the points depend on, beyond the catalogue."""

import pytest

from course.a08_landscapes.exercises.hessian_fd import hessian_fd
from course.a08_landscapes.exercises.hessian_fd_steps import hessian_over_h
from course.a08_landscapes.exercises.index_vs_loss import index_vs_loss, numbers
from course.a08_landscapes.exercises.p_local_min import of_any_matrices, p_local_min
from tests.course.grading import marks_with


@pytest.mark.parametrize("way", ["lower", "upper", "half of one"])
def test_matrices_that_are_not_symmetric_lose_the_half(way):
    def not_symmetric(dimensions, n, *, rng, shift=0.0):
        return of_any_matrices(dimensions, n, rng=rng, shift=shift, way=way)

    marks = marks_with(p_local_min, range(10), p_local_min=not_symmetric)
    assert max(marks) <= p_local_min.points / 2


def test_steps_and_shares_do_not_cost_the_half_of_corners_and_of_critical_points():
    assert min(marks_with(hessian_fd, hessian_fd=hessian_over_h)) > hessian_fd.points / 2
    assert min(marks_with(index_vs_loss, index_vs_loss=numbers)) > index_vs_loss.points / 2
