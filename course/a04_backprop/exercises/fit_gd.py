"""The exercise on a whole descent: steps, and a history that can be trusted."""

from itertools import accumulate

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a04_backprop.exercises.shared import RELU, labelled, two_layers
from dlkit import activations, backprop

DATA = {"x": takes("N D"), "labels": takes("N", dtypes=("int64",))}
TANH, TANH_BACKWARD = activations.tanh, activations.tanh_backward

fit_gd = Exercise(
    id="backprop.fit_gd",
    title="All the way down",
    difficulty=3,
    minutes=25,
    is_core=False,
    hints=(
        "The history has one entry more than there are steps. At which moments is the objective "
        "measured, and with which parameters?",
        "Measure the objective at the start. Then, once for each step: all four gradients at the "
        "present parameters, one step, and the objective at the new place. The history has steps "
        "plus 1 floats.",
        "Begin with a list that holds the objective of the start. In a loop compute the gradients, "
        "step, measure, append. Check each measured number before going on: where it is not "
        "finite, raise a FloatingPointError that names the step.",
    ),
)


def _problem(
    rng: np.random.Generator, n: int, d: int, h: int, c: int
) -> tuple[tuple[np.ndarray, ...], np.ndarray, np.ndarray]:
    return two_layers(rng, d, h, c), *labelled(rng, n, d, c)


@fit_gd.asks(backprop.fit_gd, DATA)
def _ask_fit_gd(ask: Ask, rng: np.random.Generator) -> None:
    start = (np.array([[1.0]]), np.array([0.0]), np.array([[0.0, 0.0]]), np.array([0.0, 0.0]))
    ask.paper(start, np.array([[-1.0], [1.0]]), np.array([0, 1]), lr=1.0, steps=1)
    with ask.essential("every step starts where the last one ended"):
        ask.values("5 steps", *_problem(rng, 5, 3, 2, 4), lr=0.5, steps=5)
    ask.values("3 steps with a penalty", *_problem(rng, 5, 2, 3, 4), lr=0.2, steps=3, lam=0.5)
    pair = dict(zip(("activation", "activation_backward"), RELU, strict=True))
    ask.values("4 steps with relu", *_problem(rng, 4, 2, 4, 3), lr=0.1, steps=4, lam=0.1, **pair)
    params, x, labels = _problem(rng, 4, 3, 2, 3)
    ask.edge("no steps", params, x, labels, lr=0.5, steps=0)
    ask.edge("a learning rate of 0", params, x, labels, lr=0.0, steps=2)
    infinite = (1e200 * params[0], *params[1:]), x, labels
    kind = "FloatingPointError"
    ask.refuses("an infinite objective that stays", kind, *infinite, lr=0.0, steps=2, lam=1.0)
    far = params, 1e3 * x, labels
    for title, steps in (("explodes on its way", 9), ("explodes in its last step", 1)):
        ask.refuses(f"a descent that {title}", kind, *far, lr=1e200, steps=steps, lam=1.0)
    ask.refuses("a negative number of steps", "ValueError", params, x, labels, lr=0.1, steps=-1)
    ask.refuses("a negative learning rate", "ValueError", params, x, labels, lr=-0.1, steps=2)
    ask.standard(params, x, labels, lr=0.5, steps=2)


def accepted(params, lr, steps):
    """Return copies of the parameters, with the guards that right and wrong solutions share."""
    if steps < 0 or not 0 <= lr < np.inf:
        raise ValueError("neither steps nor lr is negative")
    return tuple(np.array(p, dtype=np.result_type(p, np.float32)) for p in params)


def tools_for(x, labels, lam, activation, activation_backward, is_accepted=np.isfinite):
    """Return the objective and its gradients as functions of the parameters alone, both right."""

    def objective(params):
        with np.errstate(all="ignore"):
            value = backprop.two_layer_objective(params, x, labels, lam=lam, activation=activation)
        if not is_accepted(value):
            raise FloatingPointError("the objective is not finite")
        return value

    def gradient(params):
        pair = {"activation": activation, "activation_backward": activation_backward}
        with np.errstate(all="ignore"):
            return backprop.two_layer_objective_grad(params, x, labels, lam=lam, **pair)

    return objective, gradient


def stepped(params, grads, lr):
    return tuple(p - lr * g for p, g in zip(params, grads, strict=True))


def descend(params, steps, lr, objective, gradient):
    """The right descent, for the solutions whose mistake lies in what they make of it."""
    history = [objective(params)]
    for _ in range(steps):
        params = stepped(params, gradient(params), lr)
        history.append(objective(params))
    return params, history


@fit_gd.wrong(
    "fit_gd",
    "every step from the start",
    "each of your steps begins at the first parameters again, so that you never get farther than "
    "one step. Carry the new parameters on.",
)
def fit_from_the_start(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    start = accepted(params, lr, steps)
    objective, gradient = tools_for(x, labels, lam, activation, activation_backward)
    params, history = start, [objective(start)]
    for _ in range(steps):
        params = stepped(start, gradient(start), lr)
        history.append(objective(params))
    return params, history


@fit_gd.wrong(
    "fit_gd",
    "gradients computed once",
    "your gradients are those of the start in every step. The slope changes on the way: compute "
    "the gradients anew at each place.",
)
def fit_with_first_gradients(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    objective, gradient = tools_for(x, labels, lam, activation, activation_backward)
    grads = gradient(params)
    return descend(params, steps, lr, objective, lambda _: grads)


@fit_gd.wrong(
    "fit_gd",
    "gradients of the place before",
    "from the second step on you use the gradients of the place before the present one. Compute "
    "them where you are, then step.",
)
def fit_with_old_gradients(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    objective, gradient = tools_for(x, labels, lam, activation, activation_backward)
    history, grads = [objective(params)], gradient(params)
    for _ in range(steps):
        next_grads = gradient(params)
        params = stepped(params, grads, lr)
        grads = next_grads
        history.append(objective(params))
    return params, history


@fit_gd.wrong(
    "fit_gd",
    "uphill",
    "your objective grows from step to step: the step goes in the direction of the gradient. "
    "Subtract it.",
)
def fit_uphill(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    tools = tools_for(x, labels, lam, activation, activation_backward)
    return descend(params, steps, -lr, *tools)


@fit_gd.wrong(
    "fit_gd",
    "activation not handed on",
    "somewhere in your descent it is tanh whatever comes in. The objective needs `activation`, its "
    "gradients need `activation` and `activation_backward`.",
    tanh_in=("history", "steps", "history and steps", "way back"),
)
def fit_with_tanh(
    params,
    x,
    labels,
    *,
    lr,
    steps,
    lam=0.0,
    activation=TANH,
    activation_backward=TANH_BACKWARD,
    tanh_in,
):
    params = accepted(params, lr, steps)
    measured_by = TANH if "history" in tanh_in else activation
    stepped_by = TANH if "steps" in tanh_in else activation
    back_by = activation_backward if tanh_in == "history" else TANH_BACKWARD
    objective, _ = tools_for(x, labels, lam, measured_by, activation_backward)
    _, gradient = tools_for(x, labels, lam, stepped_by, back_by)
    return descend(params, steps, lr, objective, gradient)


@fit_gd.right("fit_gd")
def fit_by_collecting_places(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    places = [accepted(params, lr, steps)]
    objective, gradient = tools_for(x, labels, lam, activation, activation_backward)
    while len(places) <= steps:
        here = places[-1]
        places.append(stepped(here, gradient(here), lr))
    return places[-1], [objective(place) for place in places]


@fit_gd.right("fit_gd")
def fit_by_accumulating(
    params, x, labels, *, lr, steps, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    params = accepted(params, lr, steps)
    objective, gradient = tools_for(x, labels, lam, activation, activation_backward)

    def follow(place, _):
        params = stepped(place[0], gradient(place[0]), lr)
        return params, objective(params)

    start = params, objective(params)
    places = list(accumulate(range(steps), follow, initial=start))
    return places[-1][0], [value for _, value in places]
