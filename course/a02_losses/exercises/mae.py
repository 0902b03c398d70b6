"""The exercise on the mean absolute error."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a02_losses.exercises.shared import PAIR, ask_regression, pair, real, residual_of
from dlkit import losses

mae = Exercise(
    id="losses.mae",
    title="Mean absolute error",
    difficulty=1,
    minutes=10,
    is_core=False,
    hints=(
        "The absolute value has a corner at 0. What slope has it on either side, and which one "
        "does the specification choose at the corner itself?",
        "Write r for the residual, an array of the shape of the predictions, with n elements. The "
        "loss is the mean of its absolute values; each entry of the gradient is one n-th of the "
        "sign of its own residual.",
        "Compare the two shapes, refuse empty input, subtract, take absolute values, average. For "
        "the gradient look for a function of numpy that gives 0 at 0, and divide by the number of "
        "elements.",
    ),
)


@mae.asks(losses.mae, PAIR)
def _ask_mae(ask: Ask, rng: np.random.Generator) -> None:
    ask_regression(ask, rng)
    ask.property("batch_duplication_invariant", *pair(rng, (5, 4)))


@mae.asks(losses.mae_grad, PAIR, part="gradients")
def _ask_mae_grad(ask: Ask, rng: np.random.Generator) -> None:
    ask_regression(ask, rng)
    predictions, targets = pair(rng, (6, 4))
    predictions[1::2] = targets[1::2]
    ask.edge("some predictions equal to their targets", predictions, targets)
    ask.edge("residuals of 1e-12", 1e-12 * np.array([1.0, -1.0, 2.0]), np.zeros(3))
    ask.property("antisymmetric", *pair(rng, (5, 4)))


@mae.wrong(
    "mae",
    "absolute value of the mean",
    "errors of opposite sign cancel in your loss: the absolute value has to be taken of every "
    "residual, before the mean and not after it.",
)
def mae_of_mean(predictions, targets):
    return float(np.abs(np.mean(residual_of(predictions, targets))))


@mae.wrong(
    "mae_grad",
    "sign of target minus prediction",
    "your gradient points the wrong way: where a prediction is too large, the loss grows with the "
    "prediction, so its gradient is positive there.",
)
def mae_grad_turned(predictions, targets):
    return np.sign(residual_of(targets, predictions)) / np.size(targets)


@mae.wrong(
    "mae_grad",
    "nan where prediction and target agree",
    "where a prediction equals its target your gradient is not a number, as 0 is divided by 0. The "
    "convention there is a gradient of 0.",
)
def mae_grad_by_division(predictions, targets):
    residual = residual_of(predictions, targets)
    return residual / np.abs(residual) / residual.size


@mae.wrong(
    "mae_grad",
    "a small constant below the line",
    "the small number that you add before dividing makes the gradient of small residuals too "
    "short. The slope of a corner has the same size however near to it you are.",
    eps=(1e-6, 1e-7, 1e-8, 1e-10, 1e-12, 1e-15),
)
def mae_grad_with_constant(predictions, targets, *, eps):
    residual = real(residual_of(predictions, targets))
    return (residual / (np.abs(residual) + eps) / residual.size).astype(residual.dtype)


@mae.wrong(
    "mae_grad",
    "gradient without 1/n",
    "the signs are right but the length is not: the loss is a mean over n elements, so each "
    "element moves it by only one n-th.",
)
def mae_grad_unscaled(predictions, targets):
    return real(np.sign(residual_of(predictions, targets)))


@mae.wrong(
    "mae_grad",
    "a slope of 1 where prediction and target agree",
    "where a prediction equals its target your gradient is not 0. The corner has no slope of its "
    "own; the convention there is 0.",
    slope=(1, -1),
)
def mae_grad_with_slope_at_corner(predictions, targets, *, slope):
    residual = real(residual_of(predictions, targets))
    sign = np.where(residual == 0, slope, np.sign(residual))
    return (sign / residual.size).astype(residual.dtype)


@mae.right("mae")
def mae_by_root_of_square(predictions, targets):
    return np.sqrt(residual_of(predictions, targets) ** 2).mean()


@mae.right("mae")
def mae_by_larger_minus_smaller(predictions, targets):
    residual_of(predictions, targets)
    return np.mean(np.maximum(predictions, targets) - np.minimum(predictions, targets))


@mae.right("mae_grad")
def mae_grad_by_steps(predictions, targets):
    residual = residual_of(predictions, targets)
    return (np.heaviside(residual, 0) - np.heaviside(-residual, 0)) / residual.size


@mae.right("mae_grad")
def mae_grad_by_masks(predictions, targets):
    residual = residual_of(predictions, targets)
    gradient = np.zeros_like(real(residual))
    gradient[residual > 0] = 1 / residual.size
    gradient[residual < 0] = -1 / residual.size
    return gradient
