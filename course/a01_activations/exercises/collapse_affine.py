"""The exercise on two dense layers without a bend between them, which are one."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a01_activations.exercises.shared import real
from dlkit import activations

SIZES = ((4, 3, 2), (2, 5, 3), (3, 4, 6))  # inputs, hidden units, outputs
LAYERS = {
    "W1": takes("D H"),
    "b1": takes("H"),
    "W2": takes("H M"),
    "b2": takes("M"),
}

collapse_affine = Exercise(
    id="activations.collapse_affine",
    title="Two layers that are one",
    difficulty=2,
    minutes=20,
    hints=(
        "Write the output of the second layer as a formula in x, and multiply it out. Which part "
        "is multiplied by x, and what is left when x is 0?",
        "The new weights have shape (D, M), the new biases (M,). With x a batch, shape (N, D), the "
        "first layer gives shape (N, H). Its biases, shape (H,), go through the second layer "
        "like everything else.",
        "The weights are the product of both weight matrices, in the order in which x meets them. "
        "The biases are those of the first layer, sent through the second layer with its own "
        "biases added.",
    ),
)


def stack(rng: np.random.Generator, inputs: int, hidden: int, outputs: int) -> list[np.ndarray]:
    """Draw the weights and biases of two layers."""
    shapes = ((inputs, hidden), (hidden,), (hidden, outputs), (outputs,))
    return [rng.normal(size=shape) for shape in shapes]


@collapse_affine.asks(activations.collapse_affine, LAYERS)
def _ask_collapse(ask: Ask, rng: np.random.Generator) -> None:
    W1, b1 = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([3.0, 1.0])
    W2, b2 = np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([5.0, 4.0])
    ask.paper(W1, b1, W2, b2)
    for inputs, hidden, outputs in SIZES:
        title = f"{inputs} inputs, {hidden} hidden units, {outputs} outputs"
        ask.values(title, *stack(rng, inputs, hidden, outputs))
    ask.values("square matrices", *stack(rng, 3, 3, 3))
    ask.values("square matrices without biases", *_without_biases(stack(rng, 4, 4, 4)))
    ask.standard(*stack(rng, 4, 3, 2))
    ask.edge("one input, one hidden unit, one output", *stack(rng, 1, 1, 1))
    W1, b1, W2, b2 = stack(rng, 4, 3, 2)
    ask.refuses("a bias too few", "ValueError", W1, b1[1:], W2, b2)
    ask.refuses("biases as a row, shape (1, H)", "ValueError", W1, b1[None], W2, b2)


def _without_biases(layers: list[np.ndarray]) -> list[np.ndarray]:
    W1, b1, W2, b2 = layers
    return [W1, 0 * b1, W2, 0 * b2]


def accepted(W1, b1, W2, b2):
    """Return the four arrays as floats, with the guards that solutions share."""
    W1, b1, W2, b2 = map(real, (W1, b1, W2, b2))
    if (b1.shape, b2.shape) != (W1.shape[1:], W2.shape[1:]) or len(W2) != len(b1):
        raise ValueError("the layers do not fit together")
    return W1, b1, W2, b2


@collapse_affine.wrong(
    "collapse_affine",
    "matrices in the wrong order",
    "your product has the second layer's weights first. With samples as rows x meets W1 first, so "
    "W1 stands on the left.",
)
def collapse_turned(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return W2 @ W1, b1 @ W2 + b2


@collapse_affine.wrong(
    "collapse_affine",
    "biases added",
    "your biases are b1 + b2. What the first layer adds still has to go through the second one, "
    "so b1 meets its weights.",
)
def collapse_bias_sum(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return W1 @ W2, b1 + b2


@collapse_affine.wrong(
    "collapse_affine",
    "second bias lost",
    "the biases of the second layer are missing from yours. They are added last, so they come "
    "through unchanged.",
)
def collapse_without_second_bias(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return W1 @ W2, b1 @ W2


@collapse_affine.wrong(
    "collapse_affine",
    "first bias lost",
    "the biases of the first layer are missing from yours. The second layer sees them in its "
    "inputs, as it sees everything else.",
)
def collapse_without_first_bias(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return W1 @ W2, 1 * b2


@collapse_affine.wrong(
    "collapse_affine",
    "bias added to the weights",
    "your weights contain the first biases, added to the matrix. Weights multiply x and biases do "
    "not: keep the two apart.",
    bias_too=(False, True),
)
def collapse_bias_in_weights(W1, b1, W2, b2, *, bias_too):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return W1 @ W2 + b1, b1 @ W2 + b2 if bias_too else 1 * b2


@collapse_affine.wrong(
    "collapse_affine",
    "matrices added",
    "your weights are the sum of both matrices. One layer works on what the other has made, and "
    "that is a product.",
)
def collapse_sum(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return W1 + W2, b1 @ W2 + b2


@collapse_affine.wrong(
    "collapse_affine",
    "element-wise product",
    "your weights are multiplied element by element. Layers in a row need the product of matrices, "
    "rows times columns.",
)
def collapse_by_elements(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return W1 * W2, b1 @ W2 + b2


@collapse_affine.wrong(
    "collapse_affine",
    "weights transposed",
    "your weights are the transpose of the right ones, with a row for each output. In this course "
    "they are (inputs, outputs).",
)
def collapse_transposed(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return (W1 @ W2).T, b1 @ W2 + b2


@collapse_affine.wrong(
    "collapse_affine",
    "biases as a row",
    "your biases have shape (1, M): an axis for a single sample is left over. Biases have shape "
    "(M,).",
)
def collapse_bias_row(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return W1 @ W2, b1[None] @ W2 + b2


@collapse_affine.wrong(
    "collapse_affine",
    "first bias on the wrong side",
    "you multiply the second weights by the first biases. Biases go through the second layer as a "
    "sample does, from the left: the biases first, then the weights.",
)
def collapse_bias_from_the_right(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return W1 @ W2, W2 @ b1 + b2


@collapse_affine.wrong(
    "collapse_affine",
    "the pair exchanged",
    "your pair has the biases first. The order is that of the arguments: weights, then biases.",
)
def collapse_exchanged(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    return b1 @ W2 + b2, W1 @ W2


@collapse_affine.right("collapse_affine")
def collapse_by_probing(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    b = b1 @ W2 + b2  # what the stack gives for x = 0
    rows = (np.eye(len(W1), dtype=W1.dtype) @ W1 + b1) @ W2 + b2
    return rows - b, b


@collapse_affine.right("collapse_affine")
def collapse_by_one_more_row(W1, b1, W2, b2):
    W1, b1, W2, b2 = accepted(W1, b1, W2, b2)
    both = np.vstack([W1, b1]) @ W2
    both[-1] += b2
    return both[:-1], both[-1]
