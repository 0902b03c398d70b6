"""The gradient on its way back, for the exercise on signals in a deep net."""

import numpy as np

from autograder.specification.ask import Ask
from course.a07_initialization.exercises.activation_stats import (
    X,
    accepted,
    activation_stats,
    ask_deep,
    forward,
    weights_for,
)
from dlkit import activations, initialization

TANH = (np.tanh, activations.tanh_backward)
RELU = (activations.relu, activations.relu_backward)


@activation_stats.asks(initialization.gradient_stats, X, part="gradients")
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    essential = "the gradient passes each layer's weights and the slope of its activation"
    ask_deep(ask, rng, essential, TANH, RELU)


def net(x, init, activation, depth, rng):
    """Return weights, inputs and pre-activations of all layers, and the gradient at the end."""
    x = accepted(x, depth, rng)
    weights = weights_for(x, init, depth, rng)
    inputs, z = forward(x, weights, activation)
    return weights, inputs, z, rng.standard_normal(z[-1].shape)


def backward(weights, z, delta, activation_backward):
    """Return the right gradients at the pre-activations, first layer first."""
    deltas: list[np.ndarray] = []
    for W, z_l in zip(weights[::-1], z[::-1], strict=True):
        deltas.insert(0, activation_backward(delta, z_l))
        delta = deltas[0] @ W.T
    return deltas


@activation_stats.wrong(
    "gradient_stats",
    "slope at the activations",
    "you take the slope of the activation at its output h. It is needed where the activation was "
    "evaluated: at z.",
)
def gradient_slope_at_h(x, init, activation, activation_backward, depth, *, rng):
    weights, inputs, _, delta = net(x, init, activation, depth, rng)
    return np.array([d.std() for d in backward(weights, inputs[1:], delta, activation_backward)])


@activation_stats.wrong(
    "gradient_stats",
    "slope left out",
    "the slope of the activation is missing: your gradient passes the weights alone.",
)
def gradient_without_slope(x, init, activation, activation_backward, depth, *, rng):
    weights, _, z, delta = net(x, init, activation, depth, rng)
    return np.array([d.std() for d in backward(weights, z, delta, lambda dy, _: dy)])


@activation_stats.wrong(
    "gradient_stats",
    "weights not transposed",
    "on the way back the gradient is multiplied by the transposed weights, W.T. Square weights "
    "hide this mistake, since the shapes fit either way.",
)
def gradient_not_transposed(x, init, activation, activation_backward, depth, *, rng):
    weights, _, z, delta = net(x, init, activation, depth, rng)
    turned = [W.T for W in weights]
    return np.array([d.std() for d in backward(turned, z, delta, activation_backward)])


@activation_stats.wrong(
    "gradient_stats",
    "weights of another layer",
    "on its way back your gradient passes the weights of a neighbouring layer. It has to pass "
    "those that lie between the two z, which the signal has passed there on its way forward.",
    by=(-1, 1),
)
def gradient_with_other_weights(x, init, activation, activation_backward, depth, *, rng, by):
    weights, _, z, delta = net(x, init, activation, depth, rng)
    others = [weights[(layer + by) % depth] for layer in range(depth)]
    return np.array([d.std() for d in backward(others, z, delta, activation_backward)])


@activation_stats.wrong(
    "gradient_stats",
    "last layer first",
    "your entries come in the order of the way back. The first entry belongs to the first layer.",
)
def gradient_in_order_of_way_back(x, init, activation, activation_backward, depth, *, rng):
    weights, _, z, delta = net(x, init, activation, depth, rng)
    return np.array([d.std() for d in backward(weights, z, delta, activation_backward)[::-1]])


@activation_stats.wrong(
    "gradient_stats",
    "gradient of ones",
    "your way back begins with ones. It begins with standard normal numbers from `rng`, drawn "
    "after all weights.",
)
def gradient_of_ones(x, init, activation, activation_backward, depth, *, rng):
    weights, _, z, delta = net(x, init, activation, depth, rng)
    ones = np.ones_like(delta)
    return np.array([d.std() for d in backward(weights, z, ones, activation_backward)])


@activation_stats.wrong(
    "gradient_stats",
    "gradient drawn before the weights",
    "the gradient at the end is drawn too early: draw all weights first, so that the same seed "
    "gives the same net in both functions.",
)
def gradient_drawn_first(x, init, activation, activation_backward, depth, *, rng):
    x = accepted(x, depth, rng)
    delta = rng.standard_normal(x.shape)
    weights = weights_for(x, init, depth, rng)
    _, z = forward(x, weights, activation)
    return np.array([d.std() for d in backward(weights, z, delta, activation_backward)])


@activation_stats.wrong(
    "gradient_stats",
    "measured at the activations",
    "you measure the gradient at the activations h, before it has passed the slope. Measure it at "
    "the pre-activations z.",
)
def gradient_at_activations(x, init, activation, activation_backward, depth, *, rng):
    weights, _, z, delta = net(x, init, activation, depth, rng)
    deltas = backward(weights, z, delta, activation_backward)
    after = [d @ W.T for d, W in zip(deltas[1:], weights[1:], strict=True)]
    return np.array([d.std() for d in (*after, delta)])


@activation_stats.wrong(
    "gradient_stats",
    "measured behind the weights",
    "you measure after the weights of a layer, one place too far back. The entry of a layer "
    "belongs to the gradient at its own z.",
)
def gradient_behind_weights(x, init, activation, activation_backward, depth, *, rng):
    weights, _, z, delta = net(x, init, activation, depth, rng)
    deltas = backward(weights, z, delta, activation_backward)
    return np.array([(d @ W.T).std() for d, W in zip(deltas, weights, strict=True)])


@activation_stats.wrong(
    "gradient_stats",
    "gradients of the weights measured",
    "you measure the gradients of the weights. Here the gradients at the pre-activations are asked "
    "for, one for each sample and unit.",
)
def gradient_of_weights(x, init, activation, activation_backward, depth, *, rng):
    weights, inputs, z, delta = net(x, init, activation, depth, rng)
    deltas = backward(weights, z, delta, activation_backward)
    return np.array([(h.T @ d).std() for h, d in zip(inputs, deltas, strict=False)])


@activation_stats.wrong(
    "gradient_stats",
    "last slope left out",
    "the gradient comes in at the last activations, so it passes the slope of the last layer, too, "
    "before it reaches the last z.",
)
def gradient_without_last_slope(x, init, activation, activation_backward, depth, *, rng):
    weights, _, z, delta = net(x, init, activation, depth, rng)
    deltas = [delta]
    for W, z_l in zip(weights[:0:-1], z[-2::-1], strict=True):
        deltas.insert(0, activation_backward(deltas[0] @ W.T, z_l))
    return np.array([d.std() for d in deltas])


@activation_stats.wrong(
    "gradient_stats",
    "slope at another layer",
    "your slopes belong to the z of another layer. Each layer's gradient is multiplied by the "
    "slope at its own z.",
)
def gradient_with_other_slopes(x, init, activation, activation_backward, depth, *, rng):
    weights, _, z, delta = net(x, init, activation, depth, rng)
    shifted = [z[0], *z[:-1]]
    return np.array([d.std() for d in backward(weights, shifted, delta, activation_backward)])


@activation_stats.right("gradient_stats")
def gradient_by_lists(x, init, activation, activation_backward, depth, *, rng):
    weights, _, z, delta = net(x, init, activation, depth, rng)
    return np.array([float(np.std(d)) for d in backward(weights, z, delta, activation_backward)])


@activation_stats.right("gradient_stats")
def gradient_by_slopes(x, init, activation, activation_backward, depth, *, rng):
    weights, _, z, upstream = net(x, init, activation, depth, rng)
    stats = np.empty(depth)
    for layer in range(depth - 1, -1, -1):
        delta = upstream * activation_backward(np.ones_like(z[layer]), z[layer])
        stats[layer] = np.sqrt(np.var(delta))
        upstream = np.einsum("nm,dm->nd", delta, weights[layer])
    return stats
