"""Mistakes with the history of a descent."""

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
    "history without its start",
    "your history begins after the first step, so each number stands one place too early and one "
    "is missing. The first entry is the objective before any step.",
)
def fit_without_start(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    tools = tools_for(x, labels, lam, activation, activation_backward)
    params, history = descend(params, steps, lr, *tools)
    return params, history[1:]


@fit_gd.wrong(
    "fit_gd",
    "history without its end",
    "the objective after the last step is missing from your history: it has an entry for each "
    "step, and one more for where the descent ends.",
)
def fit_without_end(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    tools = tools_for(x, labels, lam, activation, activation_backward)
    params, history = descend(params, steps, lr, *tools)
    return params, history[:-1]


@fit_gd.wrong(
    "fit_gd",
    "end counted twice, start never",
    "your history has the right length, but each number stands one place too early, and the last "
    "one is there twice. Measure before the first step.",
)
def fit_shifted(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    tools = tools_for(x, labels, lam, activation, activation_backward)
    params, history = descend(params, steps, lr, *tools)
    return params, [*history[1:], history[-1]]
