"""The exercise on a whole network: dense layers with an activation between them."""

from itertools import pairwise
from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a01_activations.exercises.shared import real
from dlkit import activations

NETWORKS: tuple[
    tuple[int, tuple[int, ...], np.ufunc], ...
] = (  # samples, widths from the inputs to the outputs, activation
    (5, (3, 2), np.tanh),
    (4, (2, 5, 3), np.sin),
    (4, (3, 4, 2, 3), np.tanh),
    (3, (2, 4, 3, 2, 1), np.arctan),
    (2, (4, 3, 2, 3, 2, 3), np.cos),
)

ESSENTIAL = (
    "no activation acts on the outputs, one acts between all other layers, and what is kept is "
    "from before it"
)

mlp_forward = Exercise(
    id="activations.mlp_forward",
    title="The whole network",
    difficulty=3,
    minutes=30,
    hints=(
        "Each layer takes what the one before has made. Between two layers the activation acts; "
        "how many such places are there in a network of L layers?",
        "Layer number l takes an array of shape (N, inputs) and gives pre-activations of shape "
        "(N, outputs). Keep each of these arrays in a list of length L. The activation of one is "
        "the input of the next layer, and the last one is the result.",
        "Start with the batch and an empty list. For each pair of weights and biases: if this is "
        "not the first layer, apply the activation to the newest pre-activations; multiply, add "
        "the biases, append to the list. At the end return the last entry and the list.",
    ),
)


def network(
    rng: np.random.Generator, samples: int, widths: tuple[int, ...]
) -> tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    """Draw a batch, and weights and biases of every layer."""
    params = [(rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in pairwise(widths)]
    return rng.normal(size=(samples, widths[0])), params


@mlp_forward.asks(activations.mlp_forward, {"x": takes("N D")})
def _ask_mlp(ask: Ask, rng: np.random.Generator) -> None:
    first = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([0.0, 1.0])
    second = np.array([[1.0], [-1.0]]), np.array([2.0])
    ask.paper(np.array([[4.0, 0.0], [-1.0, -3.0]]), [first, second], np.abs)
    for samples, widths, activation in NETWORKS[:1]:
        title = f"one layer, {samples} samples, widths {widths}"
        ask.values(title, *network(rng, samples, widths), activation)
    with ask.essential(ESSENTIAL):
        for samples, widths, activation in NETWORKS[1:]:
            title = f"{len(widths) - 1} layers, {samples} samples, widths {widths}"
            ask.values(title, *network(rng, samples, widths), activation)
    ask.values("three layers of equal width", *network(rng, 4, (3, 3, 3, 3)), np.tanh)
    ask.standard(*network(rng, 3, (2, 4, 2)), np.tanh)
    ask.edge("one sample", *network(rng, 1, (2, 3, 2)), np.tanh)
    ask.edge("no samples", *network(rng, 0, (2, 3, 4)), np.tanh)
    x, params = network(rng, 4, (3, 5, 2))
    ask.refuses("no layer at all", "ValueError", x, [], np.tanh)
    ask.refuses("layers that do not fit", "ValueError", x, params[::-1], np.tanh)
    ask.refuses("biases of another layer", "ValueError", x, _biases_turned(params), np.tanh)
    ask.refuses("the name of an activation in place of it", "TypeError", x, params, "tanh")


def _biases_turned(params: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    (W1, b1), (W2, b2) = params
    return [(W1, b2), (W2, b1)]


def dense(x, W, b):
    """One layer, with the guards that right and wrong solutions share."""
    x, W, b = real(x), real(W), real(b)
    if x.shape[1:] != W.shape[:1] or b.shape != W.shape[1:]:
        raise ValueError("the layer does not fit")
    return x @ W + b


def checked(params):
    """Return the list of layers, which must not be empty."""
    if not len(params):
        raise ValueError("at least one layer is needed")
    return params


def run(x, params, activation):
    """Return what a right network keeps: the pre-activations of all layers."""
    kept: list[np.ndarray] = []
    for W, b in checked(params):
        kept.append(dense(activation(kept[-1]) if kept else x, W, b))
    return kept


@mlp_forward.wrong(
    "mlp_forward",
    "activation on the outputs",
    "your activation acts on the outputs too. The last layer stays as it is: an output must be "
    "able to reach every number, and what bends it further belongs to the loss.",
)
def mlp_bent_output(x, params, activation):
    kept = run(x, params, activation)
    return activation(kept[-1]), kept


@mlp_forward.wrong(
    "mlp_forward",
    "last bias outside",
    "in your last layer the bias is added after the activation, as a sheet of lecture notes has "
    "it. It belongs inside the layer, and no activation acts there.",
)
def mlp_last_bias_outside(x, params, activation):
    kept = run(x, params, activation)
    bias = real(params[-1][1])
    y = activation(kept[-1] - bias) + bias
    return y, [*kept[:-1], y]


@mlp_forward.wrong(
    "mlp_forward",
    "biases of the first layer everywhere",
    "your network uses the first layer's biases in every layer. Each layer has biases of its own.",
)
def mlp_first_bias(x, params, activation):
    run(x, params, activation)
    return result_of(run(x, [(W, params[0][1]) for W, _ in params], activation))


@mlp_forward.wrong(
    "mlp_forward",
    "no activation at all",
    "your network has no activation anywhere: it is one dense layer in disguise. Let the "
    "activation act between every two layers.",
)
def mlp_linear(x, params, activation):
    activation(real(x))
    return result_of(run(x, params, lambda z: z))


@mlp_forward.wrong(
    "mlp_forward",
    "activation on the inputs",
    "your activation acts on the inputs before the first layer. The batch goes into the first "
    "layer as it is.",
)
def mlp_bent_input(x, params, activation):
    return result_of(run(activation(real(x)), params, activation))


@mlp_forward.wrong(
    "mlp_forward",
    "biases after the activation",
    "your biases are added after the activation. Inside it they decide where the bend is; outside "
    "they only lift what comes out.",
)
def mlp_bias_outside(x, params, activation):
    kept, h = [], real(x)
    for W, b in checked(params):
        kept.append(dense(h, W, b))
        h = activation(kept[-1] - real(b)) + real(b)
    return kept[-1], kept


@mlp_forward.wrong(
    "mlp_forward",
    "biases left out",
    "your layers multiply without adding their biases. A dense layer has both.",
)
def mlp_without_biases(x, params, activation):
    run(x, params, activation)
    return result_of(run(x, [(W, 0 * real(b)) for W, b in params], activation))


def result_of(kept):
    return kept[-1], kept


@mlp_forward.right("mlp_forward")
def mlp_by_loop(x, params, activation):
    (W, b), *others = checked(params)
    z = dense(x, W, b)
    kept = [z]
    for W, b in others:
        z = dense(activation(z), W, b)
        kept.append(z)
    return z, kept


@mlp_forward.right("mlp_forward")
def mlp_by_recursion(x, params, activation):
    *earlier, (W, b) = checked(params)
    kept = list(mlp_by_recursion(x, earlier, activation)[1]) if earlier else []
    kept.append(dense(activation(kept[-1]) if kept else x, W, b))
    return kept[-1], kept
