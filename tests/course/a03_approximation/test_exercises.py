"""What only the exercises on approximation claim."""

import numpy as np
import pytest

from autograder.audit.syllabus import rows_of
from dlkit.activations import mlp_forward, relu, sigmoid
from dlkit.check import counterexamples
from tests.course.grading import hidden_checks
from tests.course.topics import COURSE

# In the syllabus, 4 + 4 + 4 + 5 + 4 + 4 + 5 + 4 + 4 wrong solutions; three cannot be told apart.
LISTED, DROPPED = 38, 3


def reference(function):
    (exercise,) = (
        each
        for each in COURSE.registry.exercises_for("approximation")
        if function in each.references
    )
    return exercise.references[function]


def test_no_wrong_solution_of_the_syllabus_is_left_out():
    assert sum(len(row["wrong"]) for row in rows_of("approximation").values()) == LISTED - DROPPED


def test_doubling_the_pieces_quarters_the_error_of_a_wave():
    def wave(x):
        return np.sin(2 * np.pi * x)

    errors = []
    for pieces in (8, 16, 32, 64):
        knots = np.linspace(0, 1, pieces + 1)
        net = reference("relu_interpolant")(knots, wave(knots))
        drawn = lambda x, net=net: reference("eval_hidden")(x, *net, relu)  # noqa: E731
        errors.append(reference("sup_error")(wave, drawn, 0, 1, 10001))
    assert np.divide(errors[:-1], errors[1:]) == pytest.approx(4, abs=0.3)


def test_the_two_distances_tell_a_spike_apart():
    def spike(x):
        return np.maximum(1 - np.abs(x - 0.5) / 0.01, 0)

    arguments = (spike, np.zeros_like, 0.0, 1.0, 10001)
    assert reference("sup_error")(*arguments) == 1
    assert reference("l1_error")(*arguments) == pytest.approx(0.01)


@pytest.mark.parametrize("m", range(3, 9))
def test_every_polygon_that_is_asked_for_is_a_network_that_is_positive_in_its_middle(m):
    build = reference("triangle_net" if m == 3 else "polygon_net")
    name = "approximation.triangle_net" if m == 3 else "approximation.polygon_net"
    for check in hidden_checks(name, m):
        if check.kind == "value" and check.args[0].dtype == np.float64:
            corners = check.args[0]
            score, _ = mlp_forward(corners.mean(axis=0)[None], build(corners, 1e4), sigmoid)
            assert score[0, 0] > 0


def test_the_pieces_of_a_sawtooth_double_with_every_layer():
    x = np.linspace(0, 1, 2**8 + 1)
    pieces = [reference("count_pieces")(reference("sawtooth")(x, d)) for d in range(1, 8)]
    assert pieces == [2**d for d in range(1, 8)]


def test_the_points_of_the_counterexample_show_steps_and_growth_for_every_student():
    for seed in range(30):
        for check in hidden_checks("approximation.uat_counterexample", seed):
            if check.kind == "property":
                z, x = check.args
                assert np.abs(z).max() > 100 * counterexamples.FAR
                for points, place in ((z, 0.0), (z, 1.0), (x, 0.5)):
                    below, above = points[points < place].max(), points[points > place].min()
                    assert above - below < counterexamples.NEIGHBOURS
                assert x.min() >= 0 and x.max() <= 1
