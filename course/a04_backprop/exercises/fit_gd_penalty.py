"""Mistakes with the penalty in a descent, and with objectives that are not finite."""

import numpy as np

from course.a04_backprop.exercises.fit_gd import (
    TANH,
    TANH_BACKWARD,
    accepted,
    descend,
    fit_gd,
    tools_for,
)


@fit_gd.wrong(
    "fit_gd",
    "penalty left out of the descent",
    "lam changes nothing in your descent. Hand it on to the objective and to its gradients.",
)
def fit_without_penalty(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    tools = tools_for(x, labels, 0.0, activation, activation_backward)
    return descend(params, steps, lr, *tools)


@fit_gd.wrong(
    "fit_gd",
    "penalty left out of the history",
    "your steps follow the penalty, but your history leaves it out. Its entries are the whole "
    "objective: hand lam on there, too.",
)
def fit_with_history_of_loss(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    objective, _ = tools_for(x, labels, 0.0, activation, activation_backward)
    _, gradient = tools_for(x, labels, lam, activation, activation_backward)
    return descend(params, steps, lr, objective, gradient)


@fit_gd.wrong(
    "fit_gd",
    "penalty left out of the steps",
    "your history counts the penalty, but your steps do not follow it. Hand lam on to the "
    "gradients, too.",
)
def fit_with_steps_of_loss(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    objective, _ = tools_for(x, labels, lam, activation, activation_backward)
    _, gradient = tools_for(x, labels, 0.0, activation, activation_backward)
    return descend(params, steps, lr, objective, gradient)


@fit_gd.wrong(
    "fit_gd",
    "looks for nan alone",
    "an infinite objective passes your check, which finds nan alone. Refuse whatever is not "
    "finite.",
)
def fit_that_finds_nan_alone(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    tools = tools_for(
        x, labels, lam, activation, activation_backward, lambda value: not np.isnan(value)
    )
    return descend(params, steps, lr, *tools)
