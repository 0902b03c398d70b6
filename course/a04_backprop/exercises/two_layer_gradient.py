"""The gradients of the two-layer objective."""

import numpy as np

from autograder.specification.ask import Ask
from course.a04_backprop.exercises.shared import RELU, one_hot
from course.a04_backprop.exercises.two_layer_objective import (
    DATA,
    accepted,
    ask_both,
    log_probabilities,
    problem,
    two_layer_objective,
)
from dlkit import activations, backprop

TANH, TANH_BACKWARD = activations.tanh, activations.tanh_backward


@two_layer_objective.asks(backprop.two_layer_objective_grad, DATA, part="gradients")
def _ask_gradients(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng, pair=True)
    params, x, labels = problem(rng, 5, 3, 2, 4)
    with ask.essential("the chain rule passes the second layer and the slope of the activation"):
        ask.values("without a penalty", params, x, labels)
        pair = dict(zip(("activation", "activation_backward"), RELU, strict=True))
        ask.values("relu, without a penalty", *problem(rng, 4, 2, 3, 2), **pair)
    ask.property("batch_duplication_invariant", params, x, labels, arguments=(1, 2))


def forward_through(params, x, labels, lam, activation):
    """Return x, z, h, the gradient of the scores, and the two weight matrices."""
    W1, b1, W2, b2, x, labels = accepted(params, x, labels, lam)
    z = x @ W1 + b1
    h = activation(z)
    probabilities = np.exp(log_probabilities(h @ W2 + b2))
    do = (probabilities - one_hot(labels, len(b2)).astype(probabilities.dtype)) / len(x)
    return x, z, h, do, W1, W2


def back_through(x, z, h, do, W1, W2, *, lam, backward, dz=None):
    """Return the four gradients; `dz` replaces the right one where the mistake lies there."""
    dz = backward(do @ W2.T, z) if dz is None else dz
    gradients = x.T @ dz + lam * W1, dz.sum(axis=0), h.T @ do + lam * W2, do.sum(axis=0)
    return tuple(np.asarray(g, dtype=W1.dtype) for g in gradients)


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "penalty forgotten in one layer",
    "one of your weight gradients lacks lam times its weights. Both matrices pay, so both feel the "
    "pull towards 0.",
    layer=(1, 2),
)
def grad_without_one_penalty(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD, layer
):
    x, z, h, do, W1, W2 = forward_through(params, x, labels, lam, activation)
    gradients = list(back_through(x, z, h, do, W1, W2, lam=lam, backward=activation_backward))
    position, W = (0, W1) if layer == 1 else (2, W2)
    gradients[position] = gradients[position] - lam * W
    return tuple(gradients)


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "penalty left out",
    "your gradients do not depend on lam. Each weight matrix adds lam times itself.",
)
def grad_without_penalty(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    forward = forward_through(params, x, labels, lam, activation)
    return back_through(*forward, lam=0.0, backward=activation_backward)


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "second weights changed before they are used",
    "on the way back you use weights of the second layer that have already moved. All gradients "
    "belong to one place: compute them all, then take a step.",
    rate=(1.0, 0.1, 0.01),
)
def grad_with_moved_weights(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD, rate
):
    x, z, h, do, W1, W2 = forward_through(params, x, labels, lam, activation)
    moved = W2 - rate * (h.T @ do + lam * W2)
    dz = activation_backward(do @ moved.T, z)
    return back_through(x, z, h, do, W1, W2, lam=lam, backward=activation_backward, dz=dz)


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "slope of the activation at h instead of z",
    "you ask for the slope of the activation at its output h. It is needed where the activation "
    "was evaluated, at z.",
)
def grad_with_slope_at_h(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    x, z, h, do, W1, W2 = forward_through(params, x, labels, lam, activation)
    dz = activation_backward(do @ W2.T, h)
    return back_through(x, z, h, do, W1, W2, lam=lam, backward=activation_backward, dz=dz)


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "slope of the activation left out",
    "the gradient goes straight from the hidden outputs to the first layer in your function. It "
    "passes the activation on the way: multiply by its slope.",
)
def grad_without_slope(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    x, z, h, do, W1, W2 = forward_through(params, x, labels, lam, activation)
    return back_through(x, z, h, do, W1, W2, lam=lam, backward=activation_backward, dz=do @ W2.T)


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "always the slope of tanh",
    "your gradient passes the hidden layer with the slope of tanh, whatever comes in. Call the "
    "function that is given as `activation_backward`.",
)
def grad_with_slope_of_tanh(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    forward = forward_through(params, x, labels, lam, activation)
    return back_through(*forward, lam=lam, backward=TANH_BACKWARD)


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "gradient of a sum, objective of a mean",
    "the loss is a mean over the batch, but your gradients are those of a sum: they do not belong "
    "to the objective. The 1/N is part of the gradient of the scores.",
)
def grad_of_sum(params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD):
    x, z, h, do, W1, W2 = forward_through(params, x, labels, lam, activation)
    return back_through(x, z, h, do * len(x), W1, W2, lam=lam, backward=activation_backward)


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "divided by N twice",
    "you divide by the number of samples once more than needed: the gradient of the cross-entropy "
    "has its 1/N already.",
)
def grad_divided_twice(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    x, z, h, do, W1, W2 = forward_through(params, x, labels, lam, activation)
    return back_through(x, z, h, do / len(x), W1, W2, lam=lam, backward=activation_backward)


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "writes into the parameters",
    "an array that came in has been changed, or is part of your result. This function only says "
    "which way the parameters should move; moving them is for others.",
    rate=(1.0, 0.1),
)
def grad_in_place(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD, rate
):
    forward = forward_through(params, x, labels, lam, activation)
    gradients = back_through(*forward, lam=lam, backward=activation_backward)
    for array, gradient in zip(params, gradients, strict=True):
        if array.dtype.kind == "f":
            array -= rate * gradient
    return gradients


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "penalty on the biases",
    "the gradients of your biases contain lam times the biases. Only the weights pay.",
)
def grad_with_penalised_biases(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    forward = forward_through(params, x, labels, lam, activation)
    dW1, db1, dW2, db2 = back_through(*forward, lam=lam, backward=activation_backward)
    b1, b2 = (np.asarray(params[i], dtype=dW1.dtype) for i in (1, 3))
    return dW1, db1 + lam * b1, dW2, db2 + lam * b2


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "penalty with a factor of 2",
    "the penalty in your gradients is twice the right one: half of a square has the derivative lam "
    "times the weight, without a 2.",
)
def grad_with_doubled_penalty(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    forward = forward_through(params, x, labels, lam, activation)
    return back_through(*forward, lam=2 * lam, backward=activation_backward)


@two_layer_objective.wrong(
    "two_layer_objective_grad",
    "another order",
    "your gradients come in another order than the parameters. They are returned as W1, b1, W2 "
    "and b2 came in.",
    order=((2, 3, 0, 1), (0, 2, 1, 3), (3, 2, 1, 0)),
)
def grad_in_other_order(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD, order
):
    forward = forward_through(params, x, labels, lam, activation)
    gradients = back_through(*forward, lam=lam, backward=activation_backward)
    return tuple(gradients[position] for position in order)


@two_layer_objective.right("two_layer_objective_grad")
def grad_by_layers(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    forward = forward_through(params, x, labels, lam, activation)
    return list(back_through(*forward, lam=lam, backward=activation_backward))


@two_layer_objective.right("two_layer_objective_grad")
def grad_sample_by_sample(
    params, x, labels, *, lam=0.0, activation=TANH, activation_backward=TANH_BACKWARD
):
    x, z, h, do, W1, W2 = forward_through(params, x, labels, lam, activation)
    gradients = [lam * W1, np.zeros_like(W1[0]), lam * W2, np.zeros_like(W2[0])]
    for n in range(len(x)):
        dz = activation_backward(W2 @ do[n], z[n])
        shares = np.outer(x[n], dz), dz, np.outer(h[n], do[n]), do[n]
        gradients = [gradients[k] + shares[k] for k in range(4)]
    return tuple(np.asarray(g, dtype=W1.dtype) for g in gradients)
