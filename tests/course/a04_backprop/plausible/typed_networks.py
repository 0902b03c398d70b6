"""Answers typed by a student on whole networks backwards."""

import numpy as np

from dlkit.activations import tanh, tanh_backward
from dlkit.arguments import real_array, require_number, require_same_shape
from dlkit.backprop import dense_backward
from dlkit.losses import cross_entropy, cross_entropy_grad, l2_objective_grad
from dlkit.shapes import dense_forward
from tests.course.plausible import right, wrong


def four(params):
    if len(params) != 4:
        raise TypeError("four arrays: W1, b1, W2, b2")
    return [real_array(p) for p in params]


@wrong("twice the one asked for")
def two_layer_objective__penalty_without_half(params, x, labels, *, lam=0.0, activation=tanh):
    W1, b1, W2, b2 = four(params)
    lam = require_number(lam, at_least=0)
    h = activation(dense_forward(x, W1, b1))
    loss = cross_entropy(dense_forward(h, W2, b2), labels)
    return float(loss + lam * (np.sum(W1**2) + np.sum(W2**2)))


@wrong("adds up the norms")
def two_layer_objective__norm_not_squared(params, x, labels, *, lam=0.0, activation=tanh):
    W1, b1, W2, b2 = four(params)
    lam = require_number(lam, at_least=0)
    h = activation(dense_forward(x, W1, b1))
    loss = cross_entropy(dense_forward(h, W2, b2), labels)
    return float(loss + lam / 2 * (np.linalg.norm(W1) + np.linalg.norm(W2)))


@right
def two_layer_objective_grad__right_by_hand(
    params, x, labels, *, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    W1, b1, W2, b2 = four(params)
    x = real_array(x)
    lam = require_number(lam, at_least=0)
    z = dense_forward(x, W1, b1)
    h = activation(z)
    do = cross_entropy_grad(dense_forward(h, W2, b2), labels)
    dz = activation_backward(do @ W2.T, z)
    grads = x.T @ dz + lam * W1, dz.sum(axis=0), h.T @ do + lam * W2, do.sum(axis=0)
    return tuple(g.astype(p.dtype) for g, p in zip(grads, (W1, b1, W2, b2), strict=True))


@wrong("at its output h")
def two_layer_objective_grad__slope_at_h(
    params, x, labels, *, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    W1, b1, W2, b2 = four(params)
    pW1, pW2 = l2_objective_grad([W1, W2], lam)
    h = activation(dense_forward(x, W1, b1))
    do = cross_entropy_grad(dense_forward(h, W2, b2), labels)
    dh, dW2, db2 = dense_backward(do, h, W2, b2)
    dz = activation_backward(dh, h)
    _, dW1, db1 = dense_backward(dz, x, W1, b1, need_dx=False)
    return dW1 + pW1, db1, dW2 + pW2, db2


@wrong("once more than needed")
def two_layer_objective_grad__mean_twice(
    params, x, labels, *, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    W1, b1, W2, b2 = four(params)
    pW1, pW2 = l2_objective_grad([W1, W2], lam)
    z = dense_forward(x, W1, b1)
    h = activation(z)
    do = cross_entropy_grad(dense_forward(h, W2, b2), labels) / len(labels)
    dh, dW2, db2 = dense_backward(do, h, W2, b2)
    dz = activation_backward(dh, z)
    _, dW1, db1 = dense_backward(dz, x, W1, b1, need_dx=False)
    return dW1 + pW1, db1, dW2 + pW2, db2


@wrong("the slope of tanh, whatever comes in")
def two_layer_objective_grad__always_tanh(
    params, x, labels, *, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    W1, b1, W2, b2 = four(params)
    pW1, pW2 = l2_objective_grad([W1, W2], lam)
    z = dense_forward(x, W1, b1)
    h = activation(z)
    do = cross_entropy_grad(dense_forward(h, W2, b2), labels)
    dh, dW2, db2 = dense_backward(do, h, W2, b2)
    dz = tanh_backward(dh, z)
    _, dW1, db1 = dense_backward(dz, x, W1, b1, need_dx=False)
    return dW1 + pW1, db1, dW2 + pW2, db2


@wrong("Only the weights pay")
def two_layer_objective_grad__biases_punished(
    params, x, labels, *, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    W1, b1, W2, b2 = four(params)
    lam = require_number(lam, at_least=0)
    z = dense_forward(x, W1, b1)
    h = activation(z)
    do = cross_entropy_grad(dense_forward(h, W2, b2), labels)
    dh, dW2, db2 = dense_backward(do, h, W2, b2)
    dz = activation_backward(dh, z)
    _, dW1, db1 = dense_backward(dz, x, W1, b1, need_dx=False)
    return tuple(g + lam * p for g, p in zip((dW1, db1, dW2, db2), (W1, b1, W2, b2), strict=True))


@right
def mlp_backward__right_recursive(dy, x, params, activation, activation_backward):
    if len(params) == 0:
        raise ValueError("no layers")
    (W, b), *rest = params
    z = dense_forward(x, W, b)
    if rest:
        dh, grads = mlp_backward__right_recursive(
            dy, activation(z), rest, activation, activation_backward
        )
        dz = activation_backward(dh, z)
    else:
        dz, grads = dy, []
    dx, dW, db = dense_backward(dz, x, W, b)
    return dx, [(dW, db), *grads]


def forward_of(x, params, activation):
    if len(params) == 0:
        raise ValueError("no layers")
    h = real_array(x)
    inputs, zs = [], []
    for W, b in params:
        inputs.append(h)
        zs.append(dense_forward(h, W, b))
        h = activation(zs[-1])
    return inputs, zs


@wrong("begins with the last layer")
def mlp_backward__last_layer_first(dy, x, params, activation, activation_backward):
    inputs, zs = forward_of(x, params, activation)
    delta, grads = dy, []
    for layer in range(len(params) - 1, -1, -1):
        delta, dW, db = dense_backward(delta, inputs[layer], *params[layer])
        grads.append((dW, db))
        if layer > 0:
            delta = activation_backward(delta, zs[layer - 1])
    return delta, grads


@wrong("before the last layer sees it")
def mlp_backward__slope_on_output(dy, x, params, activation, activation_backward):
    inputs, zs = forward_of(x, params, activation)
    dy = real_array(dy)
    require_same_shape(dy=dy, y=zs[-1])
    delta, grads = dy, []
    for layer in range(len(params) - 1, -1, -1):
        delta = activation_backward(delta, zs[layer])
        delta, dW, db = dense_backward(delta, inputs[layer], *params[layer])
        grads.insert(0, (dW, db))
    return delta, grads


@wrong("made with the pre-activations")
def mlp_backward__weights_read_z(dy, x, params, activation, activation_backward):
    inputs, zs = forward_of(x, params, activation)
    delta, grads = dy, []
    for layer in range(len(params) - 1, -1, -1):
        read = zs[layer - 1] if layer > 0 else inputs[0]
        delta, dW, db = dense_backward(delta, read, *params[layer])
        grads.insert(0, (dW, db))
        if layer > 0:
            delta = activation_backward(delta, zs[layer - 1])
    return delta, grads
