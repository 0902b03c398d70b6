"""The exercise on the way back through a dense layer."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a04_backprop.exercises.shared import real
from dlkit import backprop

SIZES = ((4, 3, 2), (2, 4, 3), (3, 2, 4))  # samples, inputs, outputs
LAYER = {"dy": takes("N M"), "x": takes("N D"), "W": takes("D M"), "b": takes("M")}

dense_backward = Exercise(
    id="backprop.dense_backward",
    title="A dense layer backwards",
    difficulty=2,
    minutes=30,
    hints=(
        "Write one output of one sample as a sum and ask: where does this weight occur, where "
        "this input, where this bias? Whatever occurs in several places collects from all of them.",
        "With dy of shape (N, M), x of shape (N, D) and W of shape (D, M) only one product of two "
        "of them has the shape of W, and only one the shape of x. The gradient of b has shape "
        "(M,): each bias is added to every sample.",
        "Check that the shapes fit. Multiply dy with the transposed weights for the samples, the "
        "transposed samples with dy for the weights, and sum dy over the samples for the biases. "
        "Nothing is divided: a mean is in dy already.",
    ),
)


def _layer(rng: np.random.Generator, n: int, d: int, m: int) -> tuple[np.ndarray, ...]:
    return tuple(rng.normal(size=shape) for shape in ((n, m), (n, d), (d, m), (m,)))


@dense_backward.asks(backprop.dense_backward, LAYER, part="gradients")
def _ask_dense_backward(ask: Ask, rng: np.random.Generator) -> None:
    x, W = np.array([[1.0], [2.0]]), np.array([[1.0, 2.0, 3.0]])
    ask.paper(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 10.0]]), x, W, np.zeros(3))
    with ask.essential("the samples' shares are summed, with the upstream gradient as it comes"):
        for n, d, m in SIZES:
            title = f"{n} samples, {d} inputs, {m} outputs"
            ask.values(title, *_layer(rng, n, d, m))
    dy, x, W, b = _layer(rng, 4, 2, 3)
    ask.standard(dy, x, W, b)
    ask.edge("as many samples as inputs and outputs", *_layer(rng, 2, 2, 2))
    ask.edge("one sample", *_layer(rng, 1, 3, 2))
    ask.edge("one input, one output", *_layer(rng, 4, 1, 1))
    ask.edge("no samples", *_layer(rng, 0, 3, 2))
    ask.edge("need_dx=False", dy, x, W, b, need_dx=False)
    ask.refuses("an upstream gradient of another batch", "ValueError", dy[:2], x, W, b)
    ask.refuses("an upstream gradient of one sample for all", "ValueError", dy[:1], x, W, b)
    ask.refuses("transposed weights", "ValueError", dy, x, W.T, b)
    ask.refuses("an output more than there are biases", "ValueError", dy, x, W, b[:2])
    ask.refuses("biases of shape (1, 3)", "ValueError", dy, x, W, b[None, :])
    ask.refuses("weights for fewer inputs", "ValueError", dy, x, W[:1], b)
    ask.property("linear", dy, x, W, b)


def accepted(dy, x, W, b):
    """Return the four as floats, with the guard that right and wrong solutions share."""
    dy, x, W, b = map(real, (dy, x, W, b))
    if (dy.ndim, x.ndim, W.ndim, b.ndim) != (2, 2, 2, 1):
        raise ValueError("dy, x and W have two axes, b has one")
    if dy.shape != (len(x), len(b)) or W.shape != (x.shape[1], len(b)):
        raise ValueError("the shapes do not fit together")
    return dy, x, W, b


def typed(gradients, *inputs, need_dx=True):
    """Return each gradient in the dtype of its input, and None for dx where nobody needs it."""
    dx, dW, db = (g.astype(a.dtype) for g, a in zip(gradients, inputs, strict=True))
    return (dx if need_dx else None), dW, db


def right_gradients(dy, x, W):
    return dy @ W.T, x.T @ dy, dy.sum(axis=0)


@dense_backward.wrong(
    "dense_backward",
    "weights' gradient transposed",
    "your gradient of W is the transpose of the right one: it has to have the shape of W, inputs "
    "by outputs, so that a step can be subtracted.",
)
def dense_with_transposed_weights(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    dx, dW, db = right_gradients(dy, x, W)
    return typed((dx, dW.T, db), x, W, b, need_dx=need_dx)


@dense_backward.wrong(
    "dense_backward",
    "mean over the samples for the biases",
    "the gradient of b is the sum over the samples: every sample adds its share. A mean, where the "
    "loss takes one, is in dy already.",
    at_least=(0, 1),
)
def dense_with_mean_bias(dy, x, W, b, *, need_dx=True, at_least):
    dy, x, W, b = accepted(dy, x, W, b)
    with np.errstate(invalid="ignore"):  # nan where 0 samples are divided by
        db = np.divide(dy.sum(axis=0), max(len(dy), at_least))
    return typed((dy @ W.T, x.T @ dy, db), x, W, b, need_dx=need_dx)


@dense_backward.wrong(
    "dense_backward",
    "biases' gradient with an axis too many",
    "your gradient of b has shape (1, M), but b has shape (M,). Subtracting one from the other "
    "would turn the biases into a matrix: drop that axis.",
)
def dense_with_kept_axis(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    db = dy.sum(axis=0, keepdims=True)
    return typed((dy @ W.T, x.T @ dy, db), x, W, b, need_dx=need_dx)


@dense_backward.wrong(
    "dense_backward",
    "weights not transposed",
    "on the way back to the samples your weights are not transposed. With as many inputs as "
    "outputs that gives wrong numbers, otherwise an error.",
)
def dense_with_forward_weights(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    return typed((dy @ W, x.T @ dy, dy.sum(axis=0)), x, W, b, need_dx=need_dx)


@dense_backward.wrong(
    "dense_backward",
    "divided by the number of samples",
    "you divide by N, but dy comes from the loss, and a mean loss has put its 1/N in there. Divide "
    "again, and the gradient is too small by N.",
    divided=("W", "Wb", "xWb"),
    at_least=(0, 1),
)
def dense_divided_again(dy, x, W, b, *, need_dx=True, divided, at_least):
    dy, x, W, b = accepted(dy, x, W, b)
    named, n = zip("xWb", right_gradients(dy, x, W), strict=True), max(len(x), at_least)
    with np.errstate(invalid="ignore"):  # nan where 0 samples are divided by
        gradients = [np.divide(g, n) if name in divided else g for name, g in named]
    return typed(gradients, x, W, b, need_dx=need_dx)


@dense_backward.wrong(
    "dense_backward",
    "stacked product of the lecture notes",
    "for each sample your formula adds up the upstream gradient over the outputs before it meets "
    "the inputs, so all outputs get one column. Each weight needs its own input times its own dy.",
    stretched=(True, False),
)
def dense_stacked(dy, x, W, b, *, need_dx=True, stretched):
    dy, x, W, b = accepted(dy, x, W, b)
    row = dy.sum(axis=1) @ x
    dW = np.tile(row[:, None], W.shape[1]) if stretched else row[None, :]
    return typed((dy @ W.T, dW, dy.sum(axis=0)), x, W, b, need_dx=need_dx)


@dense_backward.wrong(
    "dense_backward",
    "biases' gradient for each sample",
    "your gradient of b has a row for each sample. One bias serves all of them, so their shares "
    "are summed.",
)
def dense_with_unsummed_bias(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    return typed((dy @ W.T, x.T @ dy, dy.copy()), x, W, b, need_dx=need_dx)


@dense_backward.wrong(
    "dense_backward",
    "biases' gradient summed over the outputs",
    "for the biases you add up along the wrong axis: each bias belongs to one output and collects "
    "from all samples.",
)
def dense_with_bias_along_outputs(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    return typed((dy @ W.T, x.T @ dy, dy.sum(axis=1)), x, W, b, need_dx=need_dx)


@dense_backward.wrong(
    "dense_backward",
    "samples summed before the product",
    "you sum the samples first and multiply afterwards, so that every input meets the upstream "
    "gradient of every other sample. Multiply sample by sample, then sum.",
)
def dense_of_sums(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    dW = np.outer(x.sum(axis=0), dy.sum(axis=0))
    return typed((dy @ W.T, dW, dy.sum(axis=0)), x, W, b, need_dx=need_dx)


@dense_backward.right("dense_backward")
def dense_by_einsum(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    dx = np.einsum("nm,dm->nd", dy, W)
    dW = np.einsum("nd,nm->dm", x, dy)
    return typed((dx, dW, np.einsum("nm->m", dy)), x, W, b, need_dx=need_dx)


@dense_backward.right("dense_backward")
def dense_sample_by_sample(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    dx, dW, db = np.empty_like(x), np.zeros_like(W), np.zeros_like(b)
    for n in range(len(x)):
        dx[n] = W @ dy[n]
        dW += np.outer(x[n], dy[n])
        db += dy[n]
    return (dx if need_dx else None), dW, db
