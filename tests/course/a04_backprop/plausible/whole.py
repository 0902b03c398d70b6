"""Plausible answers on whole networks, and on the way down."""

import numpy as np

from dlkit.activations import tanh, tanh_backward
from dlkit.backprop import two_layer_objective as objective_of
from dlkit.backprop import two_layer_objective_grad as gradients_of
from dlkit.losses import cross_entropy, cross_entropy_grad, l2_objective
from dlkit.shapes import dense_forward
from tests.course.plausible import right, wrong


def four(params):
    if len(params) != 4:
        raise TypeError("four arrays")
    return params


@wrong("counts the biases")
def two_layer_objective__all_of_them_pay(params, x, labels, *, lam=0.0, activation=tanh):
    W1, b1, W2, b2 = four(params)
    h = activation(dense_forward(x, W1, b1))
    return l2_objective(cross_entropy(dense_forward(h, W2, b2), labels), list(params), lam)


@right
def two_layer_objective__in_one_line(params, x, labels, *, lam=0.0, activation=tanh):
    W1, b1, W2, b2 = four(params)
    scores = dense_forward(activation(dense_forward(x, W1, b1)), W2, b2)
    return cross_entropy(scores, labels) + l2_objective(0.0, (W1, W2), lam)


def by_hand(params, x, labels, lam, activation, activation_backward, at="z", biases=False):
    W1, b1, W2, b2 = (each.astype(np.result_type(each, np.float32)) for each in four(params))
    z = dense_forward(x, W1, b1)
    h = activation(z)
    do = cross_entropy_grad(dense_forward(h, W2, b2), labels)
    if not 0 <= lam < np.inf:
        raise ValueError("lam")
    dz = activation_backward(do @ W2.T, z if at == "z" else h)
    pay = lam if biases else 0.0
    gradients = (
        *(np.transpose(x) @ dz + lam * W1, dz.sum(axis=0) + pay * b1),
        *(h.T @ do + lam * W2, do.sum(axis=0) + pay * b2),
    )
    return tuple(g.astype(W1.dtype) for g in gradients)


@wrong("output h")
def two_layer_objective_grad__slope_at_h(
    params, x, labels, *, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    return by_hand(params, x, labels, lam, activation, activation_backward, at="h")


@wrong("Only the weights pay")
def two_layer_objective_grad__biases_pay(
    params, x, labels, *, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    return by_hand(params, x, labels, lam, activation, activation_backward, biases=True)


@wrong
def two_layer_objective_grad__weights_only(
    params, x, labels, *, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    return by_hand(params, x, labels, lam, activation, activation_backward)[::2]


@right
def two_layer_objective_grad__by_hand(
    params, x, labels, *, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    return by_hand(params, x, labels, lam, activation, activation_backward)


def walked(dy, x, params, activation, activation_backward, keep=lambda delta, dW, db: (dW, db)):
    if not params:
        raise ValueError("no layers")
    x = x.astype(np.result_type(x, np.float32))
    read, before = [x], []
    for W, b in params:
        before.append(dense_forward(read[-1], W, b))
        read.append(activation(before[-1]))
    if dy.shape != before[-1].shape:
        raise ValueError("dy")
    delta, gradients = dy.astype(np.result_type(dy, np.float32)), []
    for k in range(len(params) - 1, -1, -1):
        W = params[k][0].astype(np.result_type(params[k][0], np.float32))
        dW, db = (read[k].T @ delta).astype(W.dtype), delta.sum(axis=0).astype(W.dtype)
        gradients = [keep(delta, dW, db), *gradients]
        delta = (delta @ W.T).astype(read[k].dtype)
        if k:
            delta = activation_backward(delta, before[k - 1])
    return delta, gradients


@wrong
def mlp_backward__only_the_weights(dy, x, params, activation, activation_backward):
    def weights_only(delta, dW, db):
        return dW

    return walked(dy, x, params, activation, activation_backward, weights_only)


@wrong
def mlp_backward__gradients_before_dx(dy, x, params, activation, activation_backward):
    return walked(dy, x, params, activation, activation_backward)[::-1]


@wrong("number of samples|divide")
def mlp_backward__means(dy, x, params, activation, activation_backward):
    def means(delta, dW, db):
        return dW / len(delta), db / len(delta)

    return walked(dy, x, params, activation, activation_backward, means)


@right
def mlp_backward__a_loop(dy, x, params, activation, activation_backward):
    return walked(dy, x, params, activation, activation_backward)


def rate(lr):
    if np.ndim(lr):
        raise TypeError("lr")
    if not 0 <= lr < np.inf:
        raise ValueError("lr")
    return lr


@wrong
def gd_step__a_flat_list_only(params, grads, *, lr):
    return [p - rate(lr) * g for p, g in zip(params, grads, strict=True)]


@wrong("changed|shares")
def gd_step__minus_equals(params, grads, *, lr):
    if isinstance(params, list | tuple):
        if not isinstance(grads, list | tuple) or len(params) != len(grads):
            raise ValueError("structure")
        for p, g in zip(params, grads, strict=True):
            gd_step__minus_equals(p, g, lr=lr)
        return params
    if params.shape != grads.shape:
        raise ValueError("shape")
    np.subtract(params, rate(lr) * grads, out=params, casting="unsafe")
    return params


@right
def gd_step__by_recursion(params, grads, *, lr):
    rate(lr)
    if isinstance(params, np.ndarray):
        if np.shape(grads) != params.shape:
            raise ValueError("shape")
        p = params.astype(np.result_type(params, np.float32))
        return np.array(p - lr * grads, dtype=p.dtype)
    if not isinstance(grads, list | tuple) or len(params) != len(grads):
        raise ValueError("structure")
    return [gd_step__by_recursion(params[k], grads[k], lr=lr) for k in range(len(params))]


def descended(params, x, labels, lr, steps, lam, pair, *, measured_first=True):
    if steps < 0 or not 0 <= lr < np.inf:
        raise ValueError("out of range")
    params, history = tuple(map(np.copy, params)), []

    def measure():
        with np.errstate(all="ignore"):
            history.append(objective_of(params, x, labels, lam=lam, activation=pair[0]))
        if not np.isfinite(history[-1]):
            raise FloatingPointError("exploded")

    if measured_first:
        measure()
    for _ in range(steps):
        grads = gradients_of(
            params, x, labels, lam=lam, activation=pair[0], activation_backward=pair[1]
        )
        params = tuple(np.asarray(p - lr * g, g.dtype) for p, g in zip(params, grads, strict=True))
        measure()
    return params, history


@wrong("begins after the first step")
def fit_gd__measures_after_each_step(
    params, x, labels, *, lr, steps, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    pair = activation, activation_backward
    return descended(params, x, labels, lr, steps, lam, pair, measured_first=False)


@wrong
def fit_gd__history_alone(
    params, x, labels, *, lr, steps, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    return descended(params, x, labels, lr, steps, lam, (activation, activation_backward))[1]


@wrong("lam")
def fit_gd__without_the_penalty(
    params, x, labels, *, lr, steps, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    return descended(params, x, labels, lr, steps, 0.0, (activation, activation_backward))


@right
def fit_gd__measured_first(
    params, x, labels, *, lr, steps, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    return descended(params, x, labels, lr, steps, lam, (activation, activation_backward))
