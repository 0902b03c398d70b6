"""The exercise on weights that all begin alike."""

from dataclasses import replace
from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a07_initialization.exercises.descents import (
    gradients_of,
    norms_of,
    problem,
    report_of,
)
from dlkit import activations, initialization
from dlkit.backprop import fit_gd

DATA = {"x": takes("N D"), "labels": takes("N", dtypes=("int64",))}
TANH, TANH_BACKWARD = activations.tanh, activations.tanh_backward
RELU = {"activation": activations.relu, "activation_backward": activations.relu_backward}
SIGMOID = {"activation": activations.sigmoid, "activation_backward": activations.sigmoid_backward}

zero_init_report = Exercise(
    id="initialization.zero_init_report",
    title="What becomes of equal weights",
    difficulty=2,
    minutes=30,
    hints=(
        "Two functions of the notebook on backpropagation do nearly all of the work. Which one "
        "gives the four gradients at the start, and which one goes downhill?",
        "The start is W1 of shape (D, hidden) and W2 of shape (hidden, classes), both full of "
        "value, and two biases of zeros; one entry of W1 gets the nudge. The spread is, for each "
        "input, the largest less the smallest weight over the units; of these the largest.",
        "Check hidden and classes, build the start, two full arrays and two of zeros, and take the "
        "norm of each of the four gradients. Then descend from the same start: the loss is the "
        "last entry of the history, the spread the largest range of a row of the new W1.",
    ),
)


@zero_init_report.asks(initialization.zero_init_report, DATA)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    x, labels = np.array([[-1.0], [1.0]]), np.array([0, 0])
    ask.paper(x, labels, hidden=2, classes=2, lr=0.5, steps=1)
    batch, other = _samples(rng, 8, 3), _samples(rng, 6, 2)
    with ask.essential("the norms are those of the start, and all weights start alike"):
        ask.values("all weights 0", *batch, hidden=3, classes=3, lr=0.5, steps=2)
        ask.values("all weights 0.5", *batch, hidden=3, classes=3, value=0.5, lr=0.5, steps=2)
    nudged: dict[str, Any] = {"hidden": 3, "classes": 3, "steps": 2, "nudge": 0.25, "lr": 0.5}
    ask.values("a nudge", *other, **nudged, value=0.7)
    ask.values("a nudge and relu", *other, **nudged, value=0.4, **RELU)
    ask.values("sigmoid, weights 0", *other, hidden=2, classes=3, lr=0.5, steps=1, **SIGMOID)
    ask.values("a negative nudge, a larger lr", *other, **nudged | {"nudge": -0.5, "lr": 0.8})
    ask.edge("no steps", *other, **nudged | {"steps": 0}, value=0.2)
    ask.edge("a value that is a whole number", *other, **nudged | {"steps": 1}, value=1)
    ask.edge("one hidden unit", *other, hidden=1, classes=3, value=0.2, lr=0.5, steps=1)
    ask.edge("one class", other[0], 0 * other[1], hidden=2, classes=1, value=0.2, lr=0.5, steps=1)
    ask.standard(*other, **nudged | {"steps": 1}, value=0.5)
    ask.refuses("no hidden units", "ValueError", *other, hidden=0, classes=3, lr=0.5, steps=1)
    ask.refuses("no classes", "ValueError", *other, hidden=2, classes=0, lr=0.5, steps=1)
    ask.refuses("half a unit", "TypeError", *other, hidden=1.5, classes=3, lr=0.5, steps=1)
    ask.refuses("an infinite value", "ValueError", *other, **nudged, value=np.inf)
    ask.refuses("an infinite nudge", "ValueError", *other, **nudged | {"nudge": np.inf})
    none = np.empty((0, 3)), np.empty(0, dtype=np.int64)
    small = {"hidden": 2, "classes": 2, "lr": 1, "steps": 1}
    ask.refuses("no samples", "ValueError", *none, **small)
    ask.refuses("samples with one axis", "ValueError", x[:, 0], labels, **small)


def _samples(rng: np.random.Generator, n: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw samples, and labels of three classes that are not equally frequent."""
    labels = rng.permutation(np.arange(n) % 3 * (np.arange(n) % 2))
    labels[0] = 2
    return rng.normal(size=(n, d)), labels


@zero_init_report.wrong(
    "zero_init_report",
    "gradients at the end",
    "your norms are those of the gradients after the descent. The report asks for the first "
    "gradients, at the start.",
)
def report_at_the_end(x, labels, **settings):
    p = problem(x, labels, **settings)
    params, _ = fit_gd(p.start, *p.data, lr=p.lr, steps=p.steps, **p.pair)
    return report_of(p) | norms_of(gradients_of(p, params))


@zero_init_report.wrong(
    "zero_init_report",
    "one step only",
    "your descent has one step, or one too few, whatever `steps` is.",
    is_one=(True, False),
)
def report_after_one_step(x, labels, *, is_one, **settings):
    p = problem(x, labels, **settings)
    return report_of(replace(p, steps=min(p.steps, 1) if is_one else max(p.steps - 1, 0)))


@zero_init_report.wrong(
    "zero_init_report",
    "loss of the start",
    "your loss is the one of the start, or the whole history. The loss after the last step is the "
    "last entry of the history.",
    is_whole=(False, True),
)
def report_with_first_loss(x, labels, *, is_whole, **settings):
    def loss(history):
        return history if is_whole else history[0]

    return report_of(problem(x, labels, **settings), loss=loss)


OTHER_NORMS = {
    "squares": lambda g: np.sum(g**2),
    "singular value": lambda g: np.linalg.norm(g, 2),
    "column": lambda g: np.linalg.norm(g, 1),
    "largest": lambda g: np.abs(g).max(),
    "mean": lambda g: np.abs(g).mean(),
    "sum": lambda g: np.abs(g).sum(),
    "root of the mean": lambda g: np.sqrt(np.mean(g**2)),
}


@zero_init_report.wrong(
    "zero_init_report",
    "another norm",
    "the norm of a gradient is the root of the sum of all its squared entries, for a matrix as "
    "well. Yours is another one: without the root, along one axis, a singular value, a mean or the "
    "largest entry.",
    norm=tuple(OTHER_NORMS),
)
def report_by_other_norm(x, labels, *, norm, **settings):
    return report_of(problem(x, labels, **settings), norm=OTHER_NORMS[norm])


@zero_init_report.wrong(
    "zero_init_report",
    "spread over the inputs",
    "your spread compares the weights of different inputs, or all of them. Compare the hidden "
    "units, which are the columns of W1, input by input.",
    axis=(0, None),
)
def report_across_inputs(x, labels, *, axis, **settings):
    def spread(W1):
        return float(np.max(np.ptp(W1, axis=axis)))

    return report_of(problem(x, labels, **settings), spread=spread)


OTHER_SPREADS = {
    "deviation": lambda W1: np.max(np.std(W1, axis=1)),
    "mean over the inputs": lambda W1: np.mean(np.ptp(W1, axis=1)),
}


@zero_init_report.wrong(
    "zero_init_report",
    "another spread",
    "your spread is a standard deviation over the units, or a mean over the inputs. It is the "
    "largest weight less the smallest one, for the input where that is most.",
    spread=tuple(OTHER_SPREADS),
)
def report_by_other_spread(x, labels, *, spread, **settings):
    return report_of(problem(x, labels, **settings), spread=OTHER_SPREADS[spread])


@zero_init_report.wrong(
    "zero_init_report",
    "activation not handed on",
    "`activation` and `activation_backward` are not handed on to both helpers, so your report, or "
    "a part of it, is about tanh whatever the activation is.",
    without=("both", "the gradients", "the descent"),
)
def report_about_tanh(x, labels, *, without, **settings):
    p = problem(x, labels, **settings)
    about_tanh = replace(p, pair={})
    report = report_of(p if without == "the gradients" else about_tanh)
    return report | norms_of(gradients_of(p if without == "the descent" else about_tanh, p.start))


@zero_init_report.right("zero_init_report")
def report_by_dot_products(x, labels, **settings):
    return report_of(problem(x, labels, **settings), norm=lambda g: np.sqrt(np.vdot(g, g)))


@zero_init_report.right("zero_init_report")
def report_input_by_input(x, labels, **settings):
    def spread(W1):
        return max(float(row.max() - row.min()) for row in W1)

    return report_of(problem(x, labels, **settings), spread=spread)
