"""What only the exercises on shapes claim."""

import numpy as np
import pytest

from autograder.audit.syllabus import rows_of
from tests.course.grading import SEEDS, feedback_with, hidden_checks
from tests.course.topics import COURSE

# In the syllabus, 4 + 5 + 5 + 4 + 5 + 4 + 4 + 4 wrong solutions; four are right or not possible.
LISTED, DROPPED = 35, 4


def find(exercise_id):
    return COURSE.registry.find(exercise_id)


def test_no_wrong_solution_of_the_syllabus_is_left_out():
    rows = rows_of("shapes").values()
    assert sum(len(row["wrong"]) for row in rows) == LISTED - DROPPED
    assert sum(len(row.get("dropped", [])) for row in rows) == DROPPED


def test_the_paper_network_is_the_matrix_network_with_its_weights():
    references = find("shapes.two_layer_paper").references
    x = np.random.default_rng(0).normal(size=(6, 2))
    products = references["forward_matrix"](x, [[1.0, 1.0], [1.0, -1.0]], [[1.0], [-1.0]])
    one_by_one = [references["two_layer_paper"](row) for row in x]
    np.testing.assert_allclose(products, one_by_one, rtol=1e-12)
    np.testing.assert_allclose(products, 2 * x[:, 1], rtol=1e-12)


@pytest.mark.parametrize("function", ["dense_forward", "forward_matrix", "pairwise_sq_dist"])
def test_the_plain_cases_have_sizes_that_all_differ(function):
    (exercise,) = (e for e in COURSE.registry.exercises_for("shapes") if function in e.references)
    sizes = [
        (*check.args[0].shape, check.args[1].shape[1 if function == "dense_forward" else 0])
        for check in hidden_checks(exercise.id, 0)
        if check.function == function and check.title[:1].isdigit() and check.kind == "value"
    ]
    assert len(sizes) == 3
    if function != "forward_matrix":  # whose first weights have as many rows as x has columns
        assert all(len(set(each)) == 3 for each in sizes)


def test_a_block_and_an_unshuffled_part_are_told_apart():
    exercise = find("shapes.train_val_split")
    solutions = {each.misconception: each.solution for each in exercise.wrong_solutions}
    for seed in SEEDS:
        told = {
            name: feedback_with(exercise, seed, train_val_split=solution)
            for name, solution in solutions.items()
        }
        assert len(set(told.values())) == len(solutions)


def test_every_way_to_shuffle_is_right():
    def by_permuted(n, fraction, *, rng):
        order = rng.permuted(np.arange(n))
        return order[int(fraction * n) :], order[: int(fraction * n)]

    exercise = find("shapes.train_val_split")
    drawn = [c for c in hidden_checks(exercise.id, 1) if c.kind == "property"]
    assert len(drawn) == 5
    assert all(check.run({"train_val_split": by_permuted}).passed for check in drawn)
