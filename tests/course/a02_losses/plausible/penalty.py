"""Plausible answers on the L2 penalty."""

import numpy as np

from tests.course.a02_losses.plausible.shared import a_list, number
from tests.course.plausible import right, wrong


@wrong
def l2_objective__absolute_values(loss, weights, lam):
    return float(loss) + number(lam) / 2 * sum(np.abs(W).sum() for W in a_list(weights))


@wrong
def l2_objective__norm_not_squared(loss, weights, lam):
    return float(loss) + number(lam) / 2 * sum(np.linalg.norm(W) for W in a_list(weights))


@wrong
def l2_objective__mean_of_squares(loss, weights, lam):
    return float(loss) + number(lam) / 2 * sum(np.mean(W**2) for W in a_list(weights))


@wrong
def l2_objective__first_matrix_only(loss, weights, lam):
    return float(loss) + number(lam) / 2 * np.sum(a_list(weights)[0] ** 2)


@wrong
def l2_objective_grad__scales_in_place(weights, lam):
    for W in a_list(weights):
        np.multiply(W, number(lam), out=W, casting="unsafe")
    return weights


@wrong
def l2_objective_grad__returns_the_weights(weights, lam):
    number(lam)
    return [W * 1.0 for W in a_list(weights)]


@wrong
def l2_objective_grad__one_long_vector(weights, lam):
    return np.concatenate([number(lam) * W.ravel() for W in a_list(weights)])


@right
def l2_objective__as_it_is_written(loss, weights, lam):
    penalty = 0
    for W in a_list(weights):
        penalty += np.sum(W**2)
    return float(loss) + 0.5 * number(lam) * penalty
