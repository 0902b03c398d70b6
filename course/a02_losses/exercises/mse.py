"""The exercise on the mean squared error."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a02_losses.exercises.shared import PAIR, ask_regression, pair, real, residual_of
from dlkit import losses

mse = Exercise(
    id="losses.mse",
    title="Mean squared error",
    difficulty=1,
    minutes=10,
    hints=(
        "A loss is one number for the whole batch. Which elements does the mean run over?",
        "Write r for the residual, an array of the shape of the predictions. The loss is the mean "
        "of its squares; the gradient has one entry for each prediction.",
        "Compare the two shapes, refuse empty input, subtract, square, average. For the gradient, "
        "differentiate one term of the mean with respect to its own prediction.",
    ),
)


@mse.asks(losses.mse, PAIR)
def _ask_mse(ask: Ask, rng: np.random.Generator) -> None:
    ask_regression(ask, rng)
    predictions, targets = pair(rng, (5, 4))
    ask.property("batch_duplication_invariant", predictions, targets)
    ask.property("symmetric", predictions, targets)


@mse.asks(losses.mse_grad, PAIR, part="gradients")
def _ask_mse_grad(ask: Ask, rng: np.random.Generator) -> None:
    ask_regression(ask, rng)
    ask.property("antisymmetric", *pair(rng, (5, 4)))


@mse.wrong(
    "mse",
    "shapes broadcast silently",
    "predictions of shape (N, 1) and targets of shape (N,) broadcast to an N by N table of "
    "differences. Compare the shapes first and refuse different ones.",
)
def mse_broadcasts(predictions, targets):
    if np.size(predictions) == 0:
        raise ValueError("empty")
    return float(np.mean((predictions - targets) ** 2))


@mse.wrong(
    "mse",
    "factor one half",
    "your loss is half of the mean squared error. Some books put 1/2 in front to make the gradient "
    "shorter; the specification here does not.",
)
def mse_half(predictions, targets):
    return float(np.mean(residual_of(predictions, targets) ** 2) / 2)


@mse.wrong(
    "mse",
    "sum instead of mean",
    "your loss grows with the number of elements: the squared differences are summed, but their "
    "mean over all elements is asked for.",
)
def mse_sum(predictions, targets):
    return float(np.sum(residual_of(predictions, targets) ** 2))


@mse.wrong(
    "mse",
    "mean over the samples only",
    "with several outputs per sample your loss is too large by their number: divide by all "
    "elements, not by the number of rows.",
)
def mse_over_rows(predictions, targets):
    residual = residual_of(predictions, targets)
    return float(np.sum(residual**2) / len(residual))


@mse.wrong(
    "mse",
    "root of the mean square",
    "your loss is the root of the mean squared error. That number has the unit of the target, but "
    "the loss that is asked for is the mean of the squares itself.",
)
def mse_root(predictions, targets):
    return float(np.sqrt(np.mean(residual_of(predictions, targets) ** 2)))


@mse.wrong(
    "mse",
    "square of the mean",
    "your loss squares the mean of the residuals, so that misses in opposite directions cancel. "
    "Square every residual first, and take the mean afterwards.",
)
def mse_of_mean(predictions, targets):
    return float(np.mean(residual_of(predictions, targets)) ** 2)


@mse.wrong(
    "mse_grad",
    "gradient without 2/n",
    "the direction is right but the length is not: the derivative of a mean of squares brings a "
    "factor 2 and keeps the 1/n of the mean.",
)
def mse_grad_unscaled(predictions, targets):
    return real(residual_of(predictions, targets))


@mse.wrong(
    "mse_grad",
    "parentheses around the residual missing",
    "the factor in front has to reach both the prediction and the target. In your formula it "
    "reaches one of them alone: put the difference in parentheses.",
    reaches=("predictions", "targets"),
)
def mse_grad_without_parentheses(predictions, targets, *, reaches):
    residual_of(predictions, targets)
    p, t, n = real(predictions), real(targets), np.size(predictions)
    return (2 * p - t / n if reaches == "predictions" else p - 2 * t / n).astype(p.dtype)


@mse.wrong(
    "mse",
    "square forgotten",
    "your loss is the mean of the residuals themselves, so misses in opposite directions cancel. "
    "Every residual has to be squared before the mean.",
)
def mse_without_square(predictions, targets):
    return float(np.mean(residual_of(predictions, targets)))


@mse.wrong(
    "mse",
    "divided by n - 1",
    "your loss divides by one element less than there are, as an estimate of a variance does. A "
    "mean of n squares divides by n.",
)
def mse_unbiased(predictions, targets):
    residual = residual_of(predictions, targets)
    return float(np.sum(residual**2) / max(residual.size - 1, 1))


@mse.wrong(
    "mse",
    "spectral norm",
    "for a matrix numpy's norm with the order 2 is its largest singular value. The mean needs the "
    "sum of all squared entries.",
)
def mse_by_spectral_norm(predictions, targets):
    residual = residual_of(predictions, targets)
    return float(np.linalg.norm(residual, 2) ** 2 / residual.size)


@mse.right("mse")
def mse_by_dot_product(predictions, targets):
    residual = residual_of(predictions, targets).ravel().astype(float)
    return residual @ residual / residual.size


@mse.right("mse")
def mse_by_loop(predictions, targets):
    residual = residual_of(predictions, targets)
    return sum(float(r) ** 2 for r in residual.flat) / residual.size


@mse.right("mse_grad")
def mse_grad_by_terms(predictions, targets):
    residual = residual_of(predictions, targets)
    return residual / residual.size + residual / residual.size


@mse.right("mse_grad")
def mse_grad_into_new_array(predictions, targets):
    residual = residual_of(predictions, targets)
    gradient = np.empty_like(real(residual))
    np.multiply(residual, 2, out=gradient)
    gradient /= residual.size
    return gradient
