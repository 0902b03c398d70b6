"""What several loss exercises share: drawn cases, common questions, and solutions' own guards."""

from collections.abc import Callable

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.promises import takes

SHAPES = ((5,), (7, 3), (4, 6))  # a vector, and batches with N > M and N < M
SAMPLES_AND_CLASSES = ((5, 2), (4, 3), (3, 6), (7, 10))
Draw = Callable[[np.random.Generator, int, int], tuple[np.ndarray, np.ndarray]]
FAR_ROWS = np.array([[1e4], [-1e4], [0.0], [-800.0]])  # what is added to rows 1 to 4


PAIR = {"predictions": takes("N", "N M"), "targets": takes("N", "N M")}
LABELLED = {
    "logits": takes("N C", up_to=1e4),
    "labels": takes("N", dtypes=("int64",)),
}


def pair(
    rng: np.random.Generator, shape: tuple[int, ...], delta: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Draw predictions nearer than delta and farther, above and below, and their targets."""
    targets = rng.normal(size=shape)
    number = np.arange(targets.size)
    near, far = rng.uniform(0.1, 0.9, targets.size), rng.uniform(1.5, 3.0, targets.size)
    residual = np.where(number % 2, far, near) * np.where(number % 4 < 2, delta, -delta)
    return targets + rng.permutation(residual).reshape(shape), targets


def scores_and_labels(
    rng: np.random.Generator, samples: int, classes: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw labels of as many classes as there is room for, and logits; the first are far out."""
    labels = rng.permutation(samples) % classes
    logits = rng.normal(size=(samples, classes))
    logits[0, labels[0]] -= 9
    return logits, labels


def far_rows(rng: np.random.Generator, classes: int) -> np.ndarray:
    """Draw four rows of logits that lie far from each other, so that no common shift suits all."""
    return rng.normal(size=(4, classes)) + FAR_ROWS


def ask_regression(ask: Ask, rng: np.random.Generator) -> None:
    """The questions that every regression loss and its gradient must answer."""
    ask.paper(np.array([1.0, 2.0, 5.0]), np.array([2.0, 2.0, 2.0]))
    for shape in SHAPES:
        ask.values(f"predictions of shape {shape}", *pair(rng, shape))
    predictions, targets = pair(rng, (6, 5))
    ask.standard(predictions, targets)
    ask.edge("one sample with one output", *pair(rng, (1, 1)))
    ask.refuses("shape (5, 1) against (5,)", "ValueError", predictions[:5, :1], targets[:5, 0])
    ask.refuses("an empty batch", "ValueError", np.empty((0, 3)), np.empty((0, 3)))


def ask_classification(ask: Ask, rng: np.random.Generator, draw: Draw = scores_and_labels) -> None:
    """The questions that every loss of logits and labels, and its gradient, must answer."""
    ask.paper(np.array([[0.0, 2.0, 1.0], [3.0, 0.0, 0.0]]), np.array([1, 2]))
    for samples, classes in SAMPLES_AND_CLASSES:
        title = f"{samples} samples of {classes} classes"
        ask.values(title, *draw(rng, samples, classes))
    logits, labels = draw(rng, 6, 4)
    ask.standard(logits, labels)
    ask.edge("one sample of two classes", *draw(rng, 1, 2))
    ask.refuses("an empty batch", "ValueError", np.empty((0, 3)), np.empty(0, dtype=np.int64))
    ask.refuses("a label of -1", "ValueError", logits, np.where(labels == 0, -1, labels))
    ask.refuses("a label as large as the number of classes", "ValueError", logits, labels + 1)
    ask.refuses("a label too few", "ValueError", logits, labels[1:])
    ask.refuses("labels that are no whole numbers", "TypeError", logits, labels + 0.5)


def residual_of(predictions, targets):
    """Subtract, with the guard that right and wrong solutions of regression share."""
    if np.shape(predictions) != np.shape(targets) or np.size(predictions) == 0:
        raise ValueError("predictions and targets need the same, non-empty shape")
    return np.subtract(predictions, in_dtype_of(predictions, targets))


def classified(logits, labels):
    """Return the logits as floats, with the guards that solutions of classification share."""
    if len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError("logits (N, C) need labels (N,), and at least one of them")
    if labels.dtype.kind not in "iu":
        raise TypeError("labels are whole numbers")
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("there is no such class")
    return real(logits)


def in_dtype_of(first, second):
    """Return the second array in the precision of the first, where that one holds floats."""
    first, second = np.asarray(first), np.asarray(second)
    return second.astype(first.dtype) if first.dtype.kind == "f" else second


def real(z):
    """Make whole numbers float64, and leave float32 as it is."""
    return np.asarray(z, dtype=np.result_type(z, np.float32))


def shifted(z):
    """Subtract the maximum of each row, so that no exponential overflows."""
    return z - z.max(axis=-1, keepdims=True)


def log_probabilities(z):
    """Logarithm of softmax, right, for the solutions whose point lies elsewhere."""
    z = shifted(real(z))
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def probabilities(z):
    """Softmax, right as well."""
    return np.exp(log_probabilities(z))


def one_hot_like(rows, labels):
    """Return 1 at the true class of each row and 0 elsewhere, in the precision of the rows."""
    return (np.arange(rows.shape[1]) == labels[:, None]).astype(rows.dtype)
