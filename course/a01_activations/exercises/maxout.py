"""The exercise on maxout: several dense layers, and the largest wins."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a01_activations.exercises.shared import real
from dlkit import activations

SIZES = ((5, 3, 2, 4), (5, 2, 4, 3), (4, 5, 3, 2))  # N, D, M and the number of pieces

maxout = Exercise(
    id="activations.maxout",
    title="Maxout",
    difficulty=3,
    minutes=25,
    is_core=False,
    hints=(
        "Every piece is a dense layer with weights and biases of its own. The pieces compete "
        "separately for each sample and each output.",
        "The pieces together have shape (P, N, M): one table of outputs for each piece. The result "
        "has shape (N, M), so the first axis is the one that goes, and the winner is a number from "
        "0 to P minus 1.",
        "Multiply the batch by all weight matrices at once, add the biases with an axis for the "
        "samples put in between, and take the maximum over the pieces. If the winners are asked "
        "for, the position of the maximum over the same axis is the second result.",
    ),
)


def layer(
    rng: np.random.Generator, n: int, d: int, m: int, pieces: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw a batch, weights and biases."""
    shapes = ((n, d), (pieces, d, m), (pieces, m))
    x, W, b = (rng.normal(size=shape) for shape in shapes)
    return x, W, 2 * b


@maxout.asks(activations.maxout, {"x": takes("N D"), "W": takes("P D M"), "b": takes("P M")})
def _ask_maxout(ask: Ask, rng: np.random.Generator) -> None:
    paper = np.array([[-1.0], [2.0]]), np.array([[[1.0]], [[-2.0]]]), np.array([[0.0], [1.0]])
    ask.paper(*paper)
    for n, d, m, pieces in SIZES:
        title = f"{pieces} pieces, {n} samples of {d} inputs, {m} outputs"
        ask.values(title, *layer(rng, n, d, m, pieces))
        ask.values(f"{title}, with the winners", *layer(rng, n, d, m, pieces), return_saved=True)
    ask.values("as many pieces as outputs", *layer(rng, 5, 2, 3, 3), return_saved=True)
    ask.standard(*layer(rng, 4, 3, 2, 3))
    x, eye = rng.normal(size=(5, 3)), np.eye(3)
    ask.edge("one piece is a dense layer", *layer(rng, 5, 3, 2, 1), return_saved=True)
    ask.edge("the pieces z and 0: ReLU", x, np.stack([eye, 0 * eye]), np.zeros((2, 3)))
    leaky = np.stack([eye, 0.1 * eye])
    ask.edge("the pieces z and z / 10: leaky ReLU", x, leaky, np.zeros((2, 3)), return_saved=True)
    alike = np.stack([eye[:, :2]] * 3)
    biases = np.array([[0.0, 2.0], [1.0, 1.0], [1.0, 2.0]])
    ask.edge("pieces that tie: the first wins", x, alike, biases, return_saved=True)
    ask.edge("no samples", *layer(rng, 0, 6, 4, 5))
    x, W, b = layer(rng, 5, 3, 2, 4)
    ask.refuses("an input too few", "ValueError", x[:, 1:], W, b)
    ask.refuses("one row of biases for all pieces", "ValueError", x, W, b[:1])
    ask.refuses("a single sample without an axis for it", "ValueError", x[0], W, b)


def accepted(x, W, b):
    """Return the arrays as floats, with the guards that right and wrong solutions share."""
    x, W, b = real(x), real(W), real(b)
    if x.ndim != 2 or W.ndim != 3 or x.shape[1] != W.shape[1] or b.shape != W.shape[::2]:
        raise ValueError("(N, D), (P, D, M) and (P, M) are needed")
    return x, W, b


def pieces_of(x, W, b):
    """Return what every piece says, (P, N, M)."""
    x, W, b = accepted(x, W, b)
    return x @ W + b[:, None, :]


def with_winners(y, winners, return_saved):
    return (y, winners) if return_saved else y


@maxout.wrong(
    "maxout",
    "maximum over the outputs",
    "your maximum runs over the outputs, so each piece has one number left for a sample. The "
    "pieces compete: the maximum runs over them, for each output by itself.",
)
def maxout_over_outputs(x, W, b, *, return_saved=False):
    z = pieces_of(x, W, b)
    return with_winners(z.max(axis=2), z.argmax(axis=2), return_saved)


@maxout.wrong(
    "maxout",
    "sum of the pieces",
    "your pieces are added up or averaged, and a sum of dense layers is one dense layer: there is "
    "no bend. Only the largest piece counts.",
    how=(np.sum, np.mean),
)
def maxout_as_sum(x, W, b, *, return_saved=False, how):
    z = pieces_of(x, W, b)
    return with_winners(how(z, axis=0), z.argmax(axis=0), return_saved)


@maxout.wrong(
    "maxout",
    "bias added after the maximum",
    "your pieces compete without their biases, which come in only afterwards. A bias belongs to "
    "its piece and helps to decide who wins.",
    bias=("largest", "first", "the winner's"),
)
def maxout_bias_last(x, W, b, *, return_saved=False, bias):
    x, W, b = accepted(x, W, b)
    z = x @ W
    winners = z.argmax(axis=0)
    chosen = {
        "largest": b.max(axis=0),
        "first": b[0],
        "the winner's": b[winners, np.arange(b.shape[1])],
    }
    return with_winners(z.max(axis=0) + chosen[bias], winners, return_saved)


@maxout.wrong(
    "maxout",
    "pieces and outputs exchanged",
    "your function takes the last axis of W for the pieces and the first for the outputs. It is "
    "the other way round: (P, D, M).",
)
def maxout_exchanged(x, W, b, *, return_saved=False):
    z = pieces_of(x, W, b)
    return with_winners(z.max(axis=2).T, z.argmax(axis=2).T, return_saved)


@maxout.wrong(
    "maxout",
    "floor at 0",
    "your result is never below 0: a rectifier has slipped in. In a maxout the pieces themselves "
    "are the only candidates.",
)
def maxout_with_floor(x, W, b, *, return_saved=False):
    z = pieces_of(x, W, b)
    return with_winners(np.maximum(z.max(axis=0), 0), z.argmax(axis=0), return_saved)


@maxout.wrong(
    "maxout",
    "maximum over the samples",
    "your maximum runs over the samples, so they are no longer told apart. The pieces compete, for "
    "each sample by itself.",
)
def maxout_over_samples(x, W, b, *, return_saved=False):
    x, W, b = accepted(x, W, b)
    z = np.concatenate([x @ W + b[:, None, :], np.full((len(W), 1, W.shape[2]), -np.inf)], axis=1)
    return with_winners(z.max(axis=1), z.argmax(axis=1), return_saved)


@maxout.wrong(
    "maxout",
    "biases left out",
    "your pieces have no biases. Each adds its own before they compete.",
)
def maxout_without_biases(x, W, b, *, return_saved=False):
    x, W, b = accepted(x, W, b)
    z = x @ W
    return with_winners(z.max(axis=0), z.argmax(axis=0), return_saved)


@maxout.wrong(
    "maxout",
    "biases without an axis for the samples",
    "your biases, shape (P, M), meet pieces of shape (P, N, M): they lack the axis of the samples, "
    "so numpy lays their pieces along the samples.",
)
def maxout_biases_along_samples(x, W, b, *, return_saved=False):
    x, W, b = accepted(x, W, b)
    z = x @ W + b
    return with_winners(z.max(axis=0), z.argmax(axis=0), return_saved)


@maxout.right("maxout")
def maxout_by_loop(x, W, b, *, return_saved=False):
    x, W, b = accepted(x, W, b)
    z = np.stack([x @ weights + bias for weights, bias in zip(W, b, strict=True)])
    winners = np.argmax(z, axis=0)
    return with_winners(np.take_along_axis(z, winners[None], axis=0)[0], winners, return_saved)


@maxout.right("maxout")
def maxout_by_contest(x, W, b, *, return_saved=False):
    z = pieces_of(x, W, b)
    y, winners = z[0].copy(), np.zeros(z.shape[1:], dtype=int)
    for number in range(1, len(z)):
        is_larger = z[number] > y
        y[is_larger], winners[is_larger] = z[number][is_larger], number
    return with_winners(y, winners, return_saved)


@maxout.right("maxout")
def maxout_by_einsum(x, W, b, *, return_saved=False):
    x, W, b = accepted(x, W, b)
    z = np.einsum("nd,pdm->nmp", x, W) + b.T
    return with_winners(z.max(axis=-1), z.argmax(axis=-1), return_saved)
