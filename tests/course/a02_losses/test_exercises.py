"""What only the exercises on losses claim."""

import numpy as np
import pytest

from autograder.audit.syllabus import rows_of
from tests.course.grading import hidden_checks, marks_with
from tests.course.topics import COURSE

# In the syllabus, 5 + 4 + 4 + 5 + 6 + 4 + 7 + 5 + 5 + 4 wrong solutions; one cannot be written.
LISTED, DROPPED = 49, 1


def find(exercise_id):
    return COURSE.registry.find(exercise_id)


def test_no_wrong_solution_of_the_syllabus_is_left_out():
    assert sum(len(row["wrong"]) for row in rows_of("losses").values()) == LISTED - DROPPED


def test_the_binary_loss_is_the_loss_of_two_classes():
    binary, classes = find("losses.bce_with_logits"), find("losses.cross_entropy")
    title = "hard targets, as two classes with logits (z, 0)"
    check = next(c for c in hidden_checks(binary.id, 0) if c.title == title)
    logits, targets = check.args
    scores = np.stack([logits, np.zeros_like(logits)], axis=1)
    loss = classes.references["cross_entropy"](scores, (1 - targets).astype(int))
    assert loss == pytest.approx(check.expected, rel=1e-14)


def test_the_way_back_through_softmax_is_its_full_jacobian_times_upstream():
    rng = np.random.default_rng(0)
    z, dy = rng.normal(size=4), rng.normal(size=4)
    softmax = find("losses.softmax").references["softmax"]
    steps = 1e-6 * np.eye(4)
    jacobian = np.array([(softmax(z + s) - softmax(z - s)) / 2e-6 for s in steps])
    backward = find("losses.softmax_backward").references["softmax_backward"]
    np.testing.assert_allclose(backward(dy[None], z[None])[0], jacobian @ dy, atol=1e-9)


OVERFLOWING = {  # by function: a formula that is right on paper, and its member of a family
    "logsumexp": ("the maximum is not subtracted", ""),
    "softmax": ("exponentials overflow", ""),
    "log_softmax": ("logarithm of the rounded softmax", ""),
    "cross_entropy": ("a small constant inside the logarithm", "eps=1e-12, is_clipped=False"),
    "bce_with_logits": ("logarithm of the rounded sigmoid", ""),
}


def overflowing(function, exercise):
    misconception, variant = OVERFLOWING[function]
    (family,) = (
        each
        for each in exercise.wrong_solutions
        if (each.replaces, each.misconception) == (function, misconception)
    )
    return family.variants[variant]


def test_formulas_that_overflow_keep_at_most_80_of_100():
    total = 0.0
    for exercise in COURSE.registry.exercises_for("losses"):
        replaced = {
            name: overflowing(name, exercise) for name in exercise.references if name in OVERFLOWING
        }
        total += max(marks_with(exercise, **replaced))
    assert total == 80
