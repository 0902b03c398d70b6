"""Exercises on regression losses: mean squared error, mean absolute error, Huber."""

import numpy as np

from autograder.exercises.ask import Ask
from autograder.exercises.specification import Exercise, Function, right, wrong
from dlkit import losses

SHAPES = ((5,), (7, 3), (4, 6))  # a vector, and batches with N > M and N < M


def _pair(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    return rng.normal(size=shape), rng.normal(size=shape)


def _ask_regression(ask: Ask, rng: np.random.Generator) -> None:
    """The questions that every regression loss and its gradient must answer."""
    for shape in SHAPES:
        ask.values(f"predictions of shape {shape}", *_pair(rng, shape))
    predictions, targets = _pair(rng, (6, 5))
    ask.layouts(predictions, targets)
    ask.float32(predictions, targets)
    ask.integers(predictions, targets)
    ask.edge("one sample with one output", *_pair(rng, (1, 1)))
    ask.refuses("shape (5, 1) against (5,)", "ValueError", predictions[:5, :1], targets[:5, 0])
    ask.refuses("an empty batch", "ValueError", np.empty((0, 3)), np.empty((0, 3)))
    ask.pure(predictions, targets)


def _ask_mse(ask: Ask, rng: np.random.Generator) -> None:
    _ask_regression(ask, rng)
    predictions, targets = _pair(rng, (5, 4))
    ask.law("batch_duplication_invariant", predictions, targets)
    ask.law("symmetric", predictions, targets)


def _ask_mse_grad(ask: Ask, rng: np.random.Generator) -> None:
    _ask_regression(ask, rng)
    ask.law("antisymmetric", *_pair(rng, (5, 4)))


def _needs_equal_shapes(predictions, targets):
    """Students' own words for the guard that wrong solutions share with right ones."""
    if np.shape(predictions) != np.shape(targets) or np.size(predictions) == 0:
        raise ValueError("predictions and targets need the same, non-empty shape")
    return np.asarray(predictions) - np.asarray(targets)


@wrong(
    "mse",
    "shapes broadcast silently",
    "predictions of shape (N, 1) and targets of shape (N,) broadcast to an N by N table of "
    "differences. Compare the shapes first and refuse different ones.",
)
def mse_broadcasts(predictions, targets):
    if np.size(predictions) == 0:
        raise ValueError("empty")
    return float(np.mean((predictions - targets) ** 2))


@wrong(
    "mse",
    "factor one half",
    "your loss is half of the mean squared error. Some books put 1/2 in front to make the gradient "
    "shorter; the specification here does not.",
)
def mse_half(predictions, targets):
    return float(np.mean(_needs_equal_shapes(predictions, targets) ** 2) / 2)


@wrong(
    "mse",
    "sum instead of mean",
    "your loss grows with the number of elements: the squared differences are summed, but their "
    "mean over all elements is asked for.",
)
def mse_sum(predictions, targets):
    return float(np.sum(_needs_equal_shapes(predictions, targets) ** 2))


@wrong(
    "mse",
    "mean over the samples only",
    "with several outputs per sample your loss is too large by their number: divide by all "
    "elements, not by the number of rows.",
)
def mse_over_rows(predictions, targets):
    residual = _needs_equal_shapes(predictions, targets)
    return float(np.sum(residual**2) / len(residual))


@wrong(
    "mse_grad",
    "gradient without 2/n",
    "the direction is right but the length is not: the derivative of a mean of squares brings a "
    "factor 2 and keeps the 1/n of the mean.",
)
def mse_grad_unscaled(predictions, targets):
    return _needs_equal_shapes(predictions, targets) * 1.0


@right("mse")
def mse_by_dot_product(predictions, targets):
    residual = _needs_equal_shapes(predictions, targets).ravel().astype(float)
    return residual @ residual / residual.size


@right("mse")
def mse_by_loop(predictions, targets):
    residual = _needs_equal_shapes(predictions, targets)
    return sum(float(r) ** 2 for r in residual.flat) / residual.size


@right("mse_grad")
def mse_grad_by_terms(predictions, targets):
    residual = _needs_equal_shapes(predictions, targets)
    return residual / residual.size + residual / residual.size


@right("mse_grad")
def mse_grad_into_new_array(predictions, targets):
    residual = _needs_equal_shapes(predictions, targets)
    gradient = np.empty(residual.shape, dtype=np.result_type(residual, np.float32))
    np.multiply(residual, 2.0, out=gradient)
    gradient /= residual.size
    return gradient


MSE = Exercise(
    id="losses.mse",
    title="Mean squared error",
    functions=(
        Function("mse", losses.mse, _ask_mse),
        Function("mse_grad", losses.mse_grad, _ask_mse_grad, part="gradients"),
    ),
    difficulty=1,
    minutes=10,
    hints=(
        "A loss is one number for the whole batch. Which elements does the mean run over?",
        "Write r for the residual, an array of the shape of the predictions. The loss is the mean "
        "of its squares; the gradient has one entry for each prediction.",
        "Compare the two shapes, refuse empty input, subtract, square, average. For the gradient, "
        "differentiate one term of the mean with respect to its own prediction.",
    ),
    wrong=(mse_broadcasts, mse_half, mse_sum, mse_over_rows, mse_grad_unscaled),
    right=(mse_by_dot_product, mse_by_loop, mse_grad_by_terms, mse_grad_into_new_array),
)
