"""The exercise on the way back through softmax: an upstream gradient times its Jacobian."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a02_losses.exercises.shared import (
    SAMPLES_AND_CLASSES,
    far_rows,
    in_dtype_of,
    probabilities,
    real,
)
from dlkit import losses


def _upstream_and_scores(
    rng: np.random.Generator, shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    return rng.normal(size=shape), rng.normal(size=shape)


softmax_backward = Exercise(
    id="losses.softmax_backward",
    title="Softmax backwards",
    difficulty=3,
    minutes=25,
    is_core=False,
    hints=(
        "All probabilities of a sample share one denominator. What happens to the others when one "
        "score grows?",
        "For one sample the derivatives form a C by C matrix: on its diagonal each "
        "probability less its own square, elsewhere minus the product of two. Multiply it with the "
        "C entries of the upstream gradient; the result has shape (N, C).",
        "Compute the probabilities. Weight the upstream gradient with them and sum over the "
        "classes: one number for each sample. Subtract it from the upstream gradient, and multiply "
        "by the probabilities.",
    ),
)


@softmax_backward.asks(
    losses.softmax_backward,
    {"dy": takes("N C"), "z": takes("N C", up_to=1e3)},
    part="gradients",
)
def _ask_softmax_backward(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([[1.0, 0.0], [0.0, 3.0]]), np.array([[0.0, 0.0], [1.0, 1.0]]))
    for shape in SAMPLES_AND_CLASSES:
        ask.values(f"random upstream gradient of shape {shape}", *_upstream_and_scores(rng, shape))
    dy, z = _upstream_and_scores(rng, (6, 4))
    ask.standard(dy, z)
    ask.edge("one sample of two classes", *_upstream_and_scores(rng, (1, 2)))
    ask.edge("no samples", np.empty((0, 3)), np.empty((0, 3)))
    ask.edge("an upstream gradient of ones, which gives 0", np.ones((6, 4)), z)
    gap = np.array([[1000.0, 0.0, 999.0], [0.0, 0.5, -1000.0]])
    ask.edge("a gap of 1000 between two scores", rng.normal(size=(2, 3)), gap)
    ask.edge("rows far from each other", rng.normal(size=(4, 5)), far_rows(rng, 5))
    ask.refuses("shape (6, 4) against (1, 4)", "ValueError", dy, z[:1])
    ask.property("linear", dy, z)
    ask.property("zero_sum", dy, z)
    ask.property("shift_invariant", dy, z, by=1000.0, argument=1)


def _accepted(dy, z):
    """Return the upstream gradient and the probabilities, with the guard that solutions share."""
    if np.shape(dy) != np.shape(z):
        raise ValueError("the upstream gradient needs the shape of the scores")
    p = probabilities(z)
    return in_dtype_of(p, dy), p


@softmax_backward.wrong(
    "softmax_backward",
    "only the diagonal of the Jacobian",
    "every score moves all the probabilities of its sample, as they share one sum. Your gradient "
    "holds only the effect of a score on its own probability.",
)
def backward_on_diagonal(dy, z):
    dy, p = _accepted(dy, z)
    return p * (1 - p) * dy


@softmax_backward.wrong(
    "softmax_backward",
    "plain sum of the upstream gradient",
    "from each entry of the upstream gradient its sum over the classes is subtracted, but the "
    "entries have to be weighted by the probabilities first.",
)
def backward_with_plain_sum(dy, z):
    dy, p = _accepted(dy, z)
    return p * (dy - dy.sum(axis=-1, keepdims=True))


@softmax_backward.wrong(
    "softmax_backward",
    "summed over the batch",
    "the samples get mixed up: the weighted sum has to run over the classes of one sample, not "
    "over the samples of the batch.",
)
def backward_over_batch(dy, z):
    dy, p = _accepted(dy, z)
    return p * (dy - np.sum(p * dy, axis=0, keepdims=True))


@softmax_backward.wrong(
    "softmax_backward",
    "upstream gradient ignored",
    "your result does not depend on the upstream gradient at all. The chain rule multiplies it "
    "with the derivatives of softmax.",
)
def backward_without_upstream(dy, z):
    dy, p = _accepted(dy, z)
    return p * (1 - p)


@softmax_backward.wrong(
    "softmax_backward",
    "one sum for the whole batch",
    "the weighted sum runs over all entries of the batch. Every sample has its own: sum over the "
    "classes of its row and keep the axis.",
    weighted=(True, False),
)
def backward_over_everything(dy, z, *, weighted):
    dy, p = _accepted(dy, z)
    return p * (dy - np.sum(p * dy if weighted else dy))


@softmax_backward.wrong(
    "softmax_backward",
    "scores used as probabilities",
    "your formula puts the scores themselves where the probabilities belong. The function gets "
    "scores: compute their softmax first.",
)
def backward_of_scores(dy, z):
    dy, _ = _accepted(dy, z)
    return real(z) * (dy - np.sum(z * dy, axis=-1, keepdims=True))


@softmax_backward.wrong(
    "softmax_backward",
    "probabilities missing in front",
    "the difference in your formula still has to be multiplied by the probabilities: a class of "
    "probability 0 cannot be moved by its score.",
)
def backward_without_probabilities(dy, z):
    dy, p = _accepted(dy, z)
    return dy - np.sum(p * dy, axis=-1, keepdims=True)


@softmax_backward.wrong(
    "softmax_backward",
    "way back through the logarithm of softmax",
    "your formula is the one for log-softmax. Here the upstream gradient is that of the "
    "probabilities themselves.",
)
def backward_of_log_softmax(dy, z):
    dy, p = _accepted(dy, z)
    return dy - p * dy.sum(axis=-1, keepdims=True)


@softmax_backward.right("softmax_backward")
def backward_by_jacobians(dy, z):
    dy, p = _accepted(dy, z)
    jacobians = p[:, :, None] * (np.eye(len(z.T), dtype=p.dtype) - p[:, None, :])
    return np.einsum("njk,nj->nk", jacobians, dy)


@softmax_backward.right("softmax_backward")
def backward_row_by_row(dy, z):
    dy, p = _accepted(dy, z)
    gradient = np.empty_like(p)
    for n, row in enumerate(p):
        gradient[n] = row * dy[n] - row * (row @ dy[n])
    return gradient
