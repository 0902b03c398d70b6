"""What only the exercises on activations claim."""

import numpy as np
import pytest

from autograder.audit.syllabus import rows_of
from dlkit.backprop import check_backward
from tests.course.grading import feedback_with, hidden_checks, marks_with
from tests.course.topics import COURSE

# In the syllabus, 5 + 5 + 5 + 5 + 4 + 5 + 4 + 4 + 4 wrong solutions; one of tanh's is another's
# family.
LISTED, DROPPED = 41, 1


def find(exercise_id):
    return COURSE.registry.find(exercise_id)


def member(function, misconception, variant=""):
    """One member of a family of wrong solutions, with its exercise."""
    (found,) = (
        (exercise, each)
        for exercise in COURSE.registry.exercises_for("activations")
        for each in exercise.wrong_solutions
        if (each.replaces, each.misconception) == (function, misconception)
    )
    return found[0], found[1].variants[variant]


def test_no_wrong_solution_of_the_syllabus_is_left_out():
    assert sum(len(row["wrong"]) for row in rows_of("activations").values()) == LISTED - DROPPED


OVERFLOWING = [
    ("sigmoid", "an exponential overflows on the way", ""),
    ("sigmoid", "infinity divided by infinity", ""),
    ("tanh", "infinity divided by infinity", "form='notes'"),
    ("sigmoid_backward", "nan for large z", ""),
    ("tanh_backward", "infinity on the way", ""),
]


@pytest.mark.parametrize(("function", "misconception", "variant"), OVERFLOWING)
def test_a_formula_that_overflows_earns_at_most_half(function, misconception, variant):
    exercise, solution = member(function, misconception, variant)
    assert max(marks_with(exercise, **{function: solution})) <= exercise.points / 2
    told = feedback_with(exercise, 0, **{function: solution})
    assert "nothing overflows, however large z is" in told


def test_a_network_with_bent_outputs_earns_at_most_half():
    for misconception in ("activation on the outputs", "no activation at all"):
        exercise, solution = member("mlp_forward", misconception)
        assert max(marks_with(exercise, mlp_forward=solution)) <= exercise.points / 2


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu", "elu"])
def test_the_way_back_is_the_slope_of_the_way_forward(name):
    references = find(f"activations.{name}").references
    checks = [c for c in hidden_checks(f"activations.{name}", 0) if c.part == "gradients"]
    plain = [c for c in checks if c.title.startswith("z of shape")]
    assert len(plain) >= 2
    for check in plain:
        dy, *inputs = check.args
        inputs = [np.asarray(each, dtype=float) for each in inputs]

        def forward(*arrays, options=check.kwargs):
            return references[name](*arrays, **options)

        def backward(upstream, *arrays, options=check.kwargs):
            return references[f"{name}_backward"](upstream, *arrays, **options)

        assert check_backward(forward, backward, *inputs, rng=np.random.default_rng(0)) is None
        assert np.shape(dy) == inputs[0].shape


def test_the_curve_of_the_lecture_notes_is_a_tangent_of_half():
    for variant in ("form='as they write it'", "form='by the sigmoid'"):
        _, solution = member("tanh", "the curve of the lecture notes", variant)
        z = np.linspace(-5, 5, 11)
        np.testing.assert_allclose(solution(z), np.tanh(z / 2), atol=1e-15)


def test_maxout_with_two_pieces_is_a_rectifier():
    checks = hidden_checks("activations.maxout", 0)
    (check,) = (c for c in checks if c.title == "the pieces z and 0: ReLU")
    relu = find("activations.relu").references["relu"]
    np.testing.assert_array_equal(check.expected, relu(check.args[0]))
