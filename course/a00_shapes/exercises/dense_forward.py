"""The exercise on the dense layer."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a00_shapes.exercises.shared import fitting_layer, real
from dlkit import shapes
from dlkit.arguments import fitting_arrays
from dlkit.check.compare import SINGLE

SIZES = ((5, 3, 4), (4, 2, 3), (3, 4, 2))  # N, D, M: all different, in all orders of size
LAYER = {"x": takes("N D"), "W": takes("D M"), "b": takes("M")}

dense_forward = Exercise(
    id="shapes.dense_forward",
    title="The dense layer",
    difficulty=2,
    minutes=15,
    hints=(
        "Write the three shapes on paper. Which axes have to meet in the product, and which of "
        "them does the bias share?",
        "The product of (N, D) and (D, M) has the shape (N, M). The bias has the shape (M,): NumPy "
        "lines it up with the last axis, so each row gets all of it.",
        "Compare the columns of x with the rows of W and the columns of W with the length of b; "
        "then one matrix product and one sum.",
    ),
)


def layer(rng: np.random.Generator, n: int, d: int, m: int) -> tuple[np.ndarray, ...]:
    """Draw a batch, weights and biases."""
    return rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m)


@dense_forward.asks(shapes.dense_forward, LAYER)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    W = np.array([[1.0, 2.0], [0.0, 3.0], [4.0, 0.0]])
    ask.paper(np.array([[1.0, 2.0, 0.0]]), W, np.array([10.0, 20.0]))
    for n, d, m in SIZES:
        ask.values(f"{n} samples, {d} inputs, {m} outputs", *layer(rng, n, d, m))
    with ask.essential("inputs meet the rows of W, also where W is square"):
        ask.values("as many outputs as inputs", *layer(rng, 5, 3, 3))
    with ask.essential("every output has its own bias, also where N equals M"):
        ask.values("as many outputs as samples", *layer(rng, 4, 3, 4))
    x, W, b = layer(rng, 4, 5, 3)
    ask.standard(x, W, b)
    single = (each.astype(np.float32) for each in (x, W))
    ask.edge("float32, but for the biases", *single, b, tolerance=SINGLE)
    ask.edge("one sample", x[:1], W, b)
    ask.edge("no samples", x[:0], W, b)
    ask.edge("one input and one output", x[:, :1], W[:1, :1], b[:1])
    ask.refuses("one sample without its axis", "ValueError", x[0], W, b)
    ask.refuses("3 outputs but one bias for all", "ValueError", x, W, b[:1])
    ask.refuses("a bias for each sample", "ValueError", x, W, rng.normal(size=(4, 1)))


@dense_forward.wrong(
    "dense_forward",
    "weights transposed",
    "the rows and columns of W are exchanged in your product. The D columns of x meet the D rows "
    "of W; where W is square, nothing but the numbers shows the mistake.",
)
def transposed(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    return x @ W.T + b


@dense_forward.wrong(
    "dense_forward",
    "a bias for each sample",
    "your biases are added along the rows: where N equals M, sample n gets bias n. Each bias "
    "belongs to an output, so to a column.",
)
def bias_along_rows(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    return x @ W + b[:, None]


@dense_forward.wrong(
    "dense_forward",
    "other axes demanded than the specification names",
    "your function itself refuses arrays that fit: it demands other axes than the specification "
    "names. x is (N, D), W is (D, M) and b is (M,), so each output has a column and a bias.",
    is_weights=(True, False),
)
def demands_other_axes(x, W, b, *, is_weights):
    if is_weights:
        x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "M D"), b=(b, "M"))
        return x @ W.T + b
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "N"))
    return x @ W + b[:, None]


@dense_forward.wrong(
    "dense_forward",
    "into a product of float32",
    "your biases are added into the product, so they take its precision. Where x and W are "
    "float32 and b is float64, the result has to be float64: make a new array with a plain +.",
)
def added_in_place(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    product = x @ W
    product += b
    return product


@dense_forward.wrong(
    "dense_forward",
    "bias added to the weights",
    "the bias is added to the weights in your function, so it is multiplied by the inputs, and "
    "once for each of them. Add it after the product.",
    in_place=(False, True),
)
def bias_in_weights(x, W, b, *, in_place):
    x, W, b = fitting_layer(x, W, b)
    if in_place:
        W += b.astype(W.dtype)
        return x @ W
    return x @ (W + b)


@dense_forward.wrong(
    "dense_forward",
    "always float64",
    "your result is float64 although all three arrays are float32. Where everything that comes in "
    "is float32, the result is float32 as well.",
)
def in_float64(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    return x.astype(np.float64) @ W + b


@dense_forward.wrong(
    "dense_forward",
    "bias forgotten",
    "the product is right, but the bias of each output is missing in your result.",
)
def without_bias(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    return x @ W


@dense_forward.wrong(
    "dense_forward",
    "one number for all biases",
    "in your function all outputs get the same number as their bias. Each output has a bias of its "
    "own: b has one entry for each column.",
    chosen=("sum", "mean", "first"),
)
def one_bias(x, W, b, *, chosen):
    x, W, b = fitting_layer(x, W, b)
    return x @ W + {"sum": b.sum(), "mean": b.mean(), "first": b[0]}[chosen]


@dense_forward.wrong(
    "dense_forward",
    "bias added twice",
    "each bias is twice in your result. Add it once, after the product.",
)
def bias_twice(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    return x @ W + 2 * b


@dense_forward.wrong(
    "dense_forward",
    "bias with the wrong sign",
    "the biases are subtracted in your function. They are added, and may themselves be negative.",
)
def bias_subtracted(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    return x @ W - b


@dense_forward.wrong(
    "dense_forward",
    "result transposed",
    "the rows and columns of your result are exchanged: samples are rows, outputs are columns.",
)
def result_transposed(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    return (x @ W + b).T


@dense_forward.wrong(
    "dense_forward",
    "an activation that is not asked for",
    "results below 0 come out as 0 in your function. A dense layer hands on its sums as they are, "
    "also below 0.",
)
def rectified(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    return np.maximum(x @ W + b, 0)


@dense_forward.wrong(
    "dense_forward",
    "outputs added up",
    "the M outputs of each sample are added up in your function. Each of them stays a column of "
    "its own: the result is (N, M).",
)
def outputs_summed(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    return (x @ W + b).sum(axis=1)


@dense_forward.wrong(
    "dense_forward",
    "shapes not compared",
    "a single bias, or a bias for each sample, was accepted: NumPy stretches it until it fits. "
    "Compare the shape of b with the columns of W first.",
)
def stretched(x, W, b):
    x, W, b = real(x), real(W), real(b)
    if x.ndim != 2:
        raise ValueError("x is (N, D)")
    return x @ W + b


@dense_forward.right("dense_forward")
def row_by_row(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    y = np.empty((len(x), len(b)), dtype=np.result_type(x, W, b))
    for n, row in enumerate(x):
        y[n] = row @ W + b
    return y


@dense_forward.right("dense_forward")
def transposed_twice(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    return (W.T @ x.T + b[:, None]).T


@dense_forward.right("dense_forward")
def bias_as_a_weight(x, W, b):
    x, W, b = fitting_layer(x, W, b)
    ones = np.ones((len(x), 1), dtype=x.dtype)
    return np.hstack([x, ones]) @ np.vstack([W, b[None]])
