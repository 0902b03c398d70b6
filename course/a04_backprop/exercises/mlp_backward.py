"""The exercise on backpropagation through any number of layers."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a04_backprop.exercises.shared import RELU, TANH, network, real
from dlkit import backprop

DATA = {"dy": takes("N M"), "x": takes("N D")}
DEPTHS: tuple[tuple[int, ...], ...] = (  # sizes of all layers: one to four of them, and six
    (3, 2),
    (3, 4, 2),
    (2, 3, 2, 3),
    (2, 3, 1, 2, 3),
    (2, 1, 2, 1, 3, 1, 2),
)

mlp_backward = Exercise(
    id="backprop.mlp_backward",
    title="Any number of layers",
    difficulty=4,
    minutes=40,
    is_core=False,
    hints=(
        "Every layer does the same on the way back: it gets a gradient for its output, hands one "
        "on to its input, and keeps two for itself. What did each layer read on the way forward?",
        "Layer k read the samples if it is the first, and the activated outputs of the layer "
        "before otherwise. Between two layers the gradient, of shape (N, units), passes the "
        "activation at that layer's pre-activations. After the last layer there is none.",
        "Go forward and keep what every layer reads, and every pre-activation. Go backward from "
        "the last layer: call your dense backward, put its two gradients in front of the list, "
        "and unless this was the first layer send what is left through the activation.",
    ),
)


def problem(
    rng: np.random.Generator, n: int, *sizes: int
) -> tuple[np.ndarray, np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    """Draw an upstream gradient, samples and layers."""
    dy, x = rng.normal(size=(n, sizes[-1])), rng.normal(size=(n, sizes[0]))
    return dy, x, network(rng, *sizes)


@mlp_backward.asks(backprop.mlp_backward, DATA, part="gradients")
def _ask_mlp_backward(ask: Ask, rng: np.random.Generator) -> None:
    one, two = (np.array([[1.0, -1.0]]), np.zeros(2)), (np.array([[5.0], [7.0]]), np.zeros(1))
    ask.paper(np.array([[1.0]]), np.array([[2.0]]), [one, two], *RELU)
    for sizes in DEPTHS[:2]:
        title = f"{len(sizes) - 1} layers of sizes {', '.join(map(str, sizes))}"
        ask.values(title, *problem(rng, 3, *sizes), *TANH)
    with ask.essential("the chain rule reaches the first of many layers"):
        for deep in DEPTHS[2:]:
            title = f"{len(deep) - 1} layers of sizes {', '.join(map(str, deep))}"
            ask.values(title, *problem(rng, 3, *deep), *TANH)
    ask.values("relu in place of tanh", *problem(rng, 3, 2, 4, 1), *RELU)
    dy, x, params = problem(rng, 3, 2, 3, 1)
    ask.standard(dy, x, params, *TANH)
    ask.edge("all layers of one size", *problem(rng, 2, 2, 2, 2), *TANH)
    ask.edge("one sample", *problem(rng, 1, 2, 3, 1), *TANH)
    ask.refuses("no layers", "ValueError", dy, x, [], *TANH)
    ask.refuses("an upstream gradient of another shape", "ValueError", dy[:1], x, params, *TANH)
    ask.property("linear", dy, x, params, *TANH)


def accepted(dy, x, params):
    """Return all arrays as floats, with the guards that right and wrong solutions share."""
    if not params:
        raise ValueError("there has to be a layer")
    dy, x = real(dy), real(x)
    layers = [(real(W), real(b)) for W, b in params]
    if dy.shape != (len(x), len(layers[-1][1])):
        raise ValueError("the upstream gradient needs the shape of the output")
    return dy, x, layers


def forward_through(x, layers, activation):
    """Return what each layer reads, and the pre-activations of all of them."""
    inputs, z = [x], []
    for W, b in layers:
        z.append(inputs[-1] @ W + b)
        inputs.append(activation(z[-1]))
    return inputs[:-1], z


def back_through(delta, layers, inputs, z, slope):
    """Go back through all layers; `slope(delta, l)` passes the activation below layer l."""
    gradients: list[tuple[np.ndarray, np.ndarray]] = []
    for layer in reversed(range(len(layers))):
        W, b = layers[layer]
        own = (inputs[layer].T @ delta).astype(W.dtype), delta.sum(axis=0).astype(b.dtype)
        gradients.insert(0, own)
        delta = (delta @ W.T).astype(inputs[layer].dtype)
        if layer:
            delta = slope(delta, layer)
    return delta, gradients


@mlp_backward.wrong(
    "mlp_backward",
    "off by one layer",
    "each of your layers meets what the layer after it reads, or its own output. A layer's weights "
    "are multiplied by what that layer has read on the way forward.",
)
def mlp_off_by_one(dy, x, params, activation, activation_backward):
    dy, x, layers = accepted(dy, x, params)
    inputs, z = forward_through(x, layers, activation)
    shifted = [*inputs[1:], activation(z[-1])]
    return back_through(
        dy, layers, shifted, z, lambda d, layer: activation_backward(d, z[layer - 1])
    )


@mlp_backward.wrong(
    "mlp_backward",
    "weights meet the pre-activations",
    "your weights' gradients are made with the pre-activations of the layer before. What a layer "
    "has read on the way forward are the activated outputs: use these.",
)
def mlp_of_pre_activations(dy, x, params, activation, activation_backward):
    dy, x, layers = accepted(dy, x, params)
    _, z = forward_through(x, layers, activation)
    return back_through(
        dy, layers, [x, *z], z, lambda d, layer: activation_backward(d, z[layer - 1])
    )


@mlp_backward.wrong(
    "mlp_backward",
    "biases' gradients accumulated over the layers",
    "the gradients of your biases pile up from layer to layer. Each layer has a sum of its own, "
    "which begins at 0.",
)
def mlp_with_accumulated_biases(dy, x, params, activation, activation_backward):
    dy, x, layers = accepted(dy, x, params)
    inputs, z = forward_through(x, layers, activation)
    dx, gradients = back_through(
        dy, layers, inputs, z, lambda d, layer: activation_backward(d, z[layer - 1])
    )
    total = 0.0
    piled: list[tuple[np.ndarray, np.ndarray]] = []
    for dW, db in reversed(gradients):
        total = total + db.sum()
        piled.insert(0, (dW, (db + total - db.sum()).astype(db.dtype)))
    return dx, piled


@mlp_backward.wrong(
    "mlp_backward",
    "list in the order of the way back",
    "your list begins with the last layer. It is returned in the order of the layers, so that it "
    "fits the parameters: first layer first.",
)
def mlp_reversed(dy, x, params, activation, activation_backward):
    dy, x, layers = accepted(dy, x, params)
    inputs, z = forward_through(x, layers, activation)
    dx, gradients = back_through(
        dy, layers, inputs, z, lambda d, layer: activation_backward(d, z[layer - 1])
    )
    return dx, gradients[::-1]


@mlp_backward.wrong(
    "mlp_backward",
    "only the gradients of the parameters",
    "the gradient of x is missing from your result. It comes first: this network may be a part of "
    "a larger one, whose earlier layers wait for it.",
)
def mlp_without_dx(dy, x, params, activation, activation_backward):
    dy, x, layers = accepted(dy, x, params)
    inputs, z = forward_through(x, layers, activation)
    return back_through(
        dy, layers, inputs, z, lambda d, layer: activation_backward(d, z[layer - 1])
    )[1]


@mlp_backward.wrong(
    "mlp_backward",
    "divided by the number of samples",
    "you divide by the number of samples. If the loss takes a mean, its 1/N is in dy already.",
    of=("layers", "all"),
)
def mlp_divided(dy, x, params, activation, activation_backward, *, of):
    dy, x, layers = accepted(dy, x, params)
    inputs, z = forward_through(x, layers, activation)
    dx, gradients = back_through(
        dy, layers, inputs, z, lambda d, layer: activation_backward(d, z[layer - 1])
    )
    n = len(x)
    return (dx / n if of == "all" else dx), [(dW / n, db / n) for dW, db in gradients]


@mlp_backward.right("mlp_backward")
def mlp_by_recursion(dy, x, params, activation, activation_backward):
    dy, x, layers = accepted(dy, x, params)

    def back(h, remaining):
        W, b = remaining[0]
        z = h @ W + b
        delta, gradients = dy, []
        if remaining[1:]:
            above, gradients = back(activation(z), remaining[1:])
            delta = activation_backward(above, z)
        own = (h.T @ delta).astype(W.dtype), delta.sum(axis=0).astype(b.dtype)
        return (delta @ W.T).astype(h.dtype), [own, *gradients]

    return back(x, layers)


@mlp_backward.right("mlp_backward")
def mlp_with_a_stack(dy, x, params, activation, activation_backward):
    delta, h, layers = accepted(dy, x, params)
    stack = []
    for W, b in layers:
        z = h @ W + b
        stack.append((W, h, z))
        h = activation(z)
    gradients = []
    while stack:
        W, read, _ = stack.pop()
        own = np.einsum("nd,nm->dm", read, delta), np.sum(delta, axis=0)
        gradients.append([g.astype(W.dtype) for g in own])
        delta = np.einsum("nm,dm->nd", delta, W).astype(read.dtype)
        if stack:
            delta = activation_backward(delta, stack[-1][2])
    return delta, list(reversed(gradients))
