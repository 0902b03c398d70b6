"""The second function of the exercise on the network of the lecture notes: a batch at once."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.promises import takes
from course.a00_shapes.exercises.shared import fitting_layers, real
from course.a00_shapes.exercises.two_layer_paper import LINEAR, two_layer_paper
from dlkit import shapes

SIZES = ((5, 3, 4), (4, 2, 3), (3, 4, 2))  # N, D, H: all different, in all orders of size
LAYERS = {"x": takes("N D"), "W1": takes("D H"), "W2": takes("H M")}


def layers(rng: np.random.Generator, n: int, d: int, h: int) -> tuple[np.ndarray, ...]:
    """Draw a batch and the weights of two layers."""
    return rng.normal(size=(n, d)), rng.normal(size=(d, h)), rng.normal(size=(h, 1))


@two_layer_paper.asks(shapes.forward_matrix, LAYERS)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    x, W1 = np.array([[1.0, 2.0], [0.0, 3.0], [2.0, 0.0]]), np.array([[1.0, 2.0], [0.0, 1.0]])
    ask.paper(x, W1, np.array([[1.0], [3.0]]))
    for n, d, h in SIZES:
        ask.values(f"{n} samples, {d} inputs, {h} hidden units", *layers(rng, n, d, h))
    x, W1, W2 = layers(rng, 4, 3, 5)
    ask.values("hidden values below 0", -np.abs(x), np.abs(W1), np.abs(W2))
    with ask.essential(LINEAR):
        ask.property("mirrored", -np.abs(x), np.abs(W1), np.abs(W2))
    ask.standard(x, W1, W2)
    ask.edge("one sample", x[:1], W1, W2)
    ask.edge("no samples", x[:0], W1, W2)
    ask.edge("one hidden unit", x, W1[:, :1], W2[:1])
    ask.refuses("one sample without its axis", "ValueError", x[0], W1, W2)
    ask.refuses("output weights without their second axis", "ValueError", x, W1, W2[:, 0])
    ask.refuses("weights of two outputs", "ValueError", x, W1, np.hstack([W2, W2]))


@two_layer_paper.wrong(
    "forward_matrix",
    "first weights transposed",
    "the rows and columns of W1 are exchanged in your product. Column number h of W1 belongs to "
    "hidden unit h; a square W1 hides the mistake.",
)
def transposed(x, W1, W2):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return (x @ W1.T @ W2)[:, 0]


@two_layer_paper.wrong(
    "forward_matrix",
    "an axis too many",
    "the numbers are right, but each stands in a row of its own: the shape is (N, 1). One number "
    "for each sample, shape (N,), is asked for.",
)
def with_column(x, W1, W2):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return x @ W1 @ W2


@two_layer_paper.wrong(
    "forward_matrix",
    "only the first sample",
    "your function answers for the first sample alone. Each of the N rows has a result.",
    as_number=(True, False),
)
def first_sample(x, W1, W2, *, as_number):
    x, W1, W2 = fitting_layers(x, W1, W2)
    y = x[:1] @ W1 @ W2
    return float(y[0, 0]) if as_number else y[0]


@two_layer_paper.wrong(
    "forward_matrix",
    "an activation that the network does not have",
    "hidden values are bent on their way to your output. This network has no bend: every unit "
    "hands on its sum.",
    activation=(np.abs, np.tanh, np.square, np.sign),
)
def bent(x, W1, W2, *, activation):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return (activation(x @ W1) @ W2)[:, 0]


@two_layer_paper.wrong(
    "forward_matrix",
    "hidden values below 0 cut off",
    "where a hidden value is below 0, your output takes 0 in its place. This network has no bend: "
    "every unit hands on its sum.",
)
def rectified(x, W1, W2):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return (np.maximum(x @ W1, 0) @ W2)[:, 0]


@two_layer_paper.wrong(
    "forward_matrix",
    "squeezed too far",
    "with a single sample your result has no axis left. Take out only the axis of the outputs, so "
    "that one sample still gives an array of shape (1,).",
)
def squeezed(x, W1, W2):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return np.squeeze(x @ W1 @ W2)


@two_layer_paper.wrong(
    "forward_matrix",
    "output weights ignored",
    "your output adds up the hidden values as if all its weights were 1. Multiply by W2 as well.",
)
def without_output_weights(x, W1, W2):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return (x @ W1).sum(axis=1)


@two_layer_paper.wrong(
    "forward_matrix",
    "mean over the hidden units",
    "your output is the mean over the hidden units, so it is H times too small. Add up the hidden "
    "values times their weights, and divide by nothing.",
)
def mean_of_hidden(x, W1, W2):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return (x @ W1 * W2[:, 0]).mean(axis=1)


@two_layer_paper.wrong(
    "forward_matrix",
    "the weights of the paper network",
    "your function uses other weights than the ones it was given. W1 and W2 are arguments; the "
    "network on paper is only one example of them.",
)
def own_weights(x, W1, W2):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return 2 * x[:, 1]


@two_layer_paper.wrong(
    "forward_matrix",
    "stopped at the hidden layer",
    "your function returns the hidden values, H of them for each sample. A second product, with "
    "W2, makes one number of each row.",
)
def hidden_only(x, W1, W2):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return x @ W1


@two_layer_paper.wrong(
    "forward_matrix",
    "summed over the samples",
    "the results of all samples are put together in your function. Samples never mix in a forward "
    "pass: each row keeps a number of its own.",
    together=(np.sum, np.mean),
)
def mixed_samples(x, W1, W2, *, together):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return float(together(x @ W1 @ W2))


@two_layer_paper.wrong(
    "forward_matrix",
    "shapes not compared",
    "weights of two outputs were accepted, and one output was dropped without a word. Compare the "
    "shapes first, and refuse what is not (N, D), (D, H) and (H, 1).",
)
def unguarded(x, W1, W2):
    x, W1, W2 = real(x), real(W1), real(W2)
    return (x @ W1 @ W2)[:, 0]


@two_layer_paper.right("forward_matrix")
def other_product_first(x, W1, W2):
    x, W1, W2 = fitting_layers(x, W1, W2)
    return (x @ (W1 @ W2)).ravel()


@two_layer_paper.right("forward_matrix")
def sample_by_sample(x, W1, W2):
    x, W1, W2 = fitting_layers(x, W1, W2)
    y = np.empty(len(x), dtype=np.result_type(x, W1, W2))
    for n, row in enumerate(x):
        y[n] = sum((row @ column) * weight for column, weight in zip(W1.T, W2[:, 0], strict=True))
    return y
