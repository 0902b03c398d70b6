"""Measurements as they are typed from the notebook's text, right and wrong."""

import numpy as np

from dlkit.activations import tanh, tanh_backward
from dlkit.arguments import (
    fitting_arrays,
    require_generator,
    require_number,
    require_whole_number,
)
from dlkit.backprop import fit_gd, two_layer_objective_grad
from tests.course.plausible import right, wrong


def start(x, hidden, classes, value, nudge):
    (x,) = fitting_arrays(x=(x, "N D"))
    hidden = require_whole_number(hidden, at_least=1)
    classes = require_whole_number(classes, at_least=1)
    W1 = np.full((x.shape[1], hidden), require_number(value, above=-np.inf))
    W1[0, 0] += require_number(nudge, above=-np.inf)
    return W1, np.zeros(hidden), np.full((hidden, classes), float(value)), np.zeros(classes)


def reported(gradients, history, W1):
    names = ("dW1", "db1", "dW2", "db2")
    norms = {name: float(np.sqrt((g**2).sum())) for name, g in zip(names, gradients, strict=True)}
    return norms | {"loss": history[-1], "unit_spread": float(np.ptp(W1, axis=1).max())}


@wrong("after the descent")
def zero_init_report__norms_at_the_end(
    x, labels, *, hidden, classes, lr, steps, value=0.0, nudge=0.0, activation=tanh,
    activation_backward=tanh_backward,
):  # fmt: skip
    pair = {"activation": activation, "activation_backward": activation_backward}
    begin = start(x, hidden, classes, value, nudge)
    params, history = fit_gd(begin, x, labels, lr=lr, steps=steps, **pair)
    gradients = two_layer_objective_grad(params, x, labels, **pair)
    return reported(gradients, history, params[0])


@right
def zero_init_report__in_other_order(
    x, labels, *, hidden, classes, lr, steps, value=0.0, nudge=0.0, activation=tanh,
    activation_backward=tanh_backward,
):  # fmt: skip
    pair = {"activation": activation, "activation_backward": activation_backward}
    begin = start(x, hidden, classes, value, nudge)
    params, history = fit_gd(begin, x, labels, lr=lr, steps=steps, **pair)
    return reported(two_layer_objective_grad(begin, x, labels, **pair), history, params[0])


def checked(x, depth, rng):
    (x,) = fitting_arrays(x=(x, "N D"))
    if x.size == 0:
        raise ValueError("empty")
    return x, require_whole_number(depth, at_least=1), require_generator(rng)


@wrong("one axis")
def activation_stats__per_unit(x, init, activation, depth, *, rng):
    h, depth, rng = checked(x, depth, rng)
    stats = []
    for _ in range(depth):
        h = activation(h @ init((h.shape[1], h.shape[1]), rng=rng))
        stats.append(h.std(axis=0).mean())
    return np.array(stats)


@wrong("pre-activations z")
def activation_stats__of_z(x, init, activation, depth, *, rng):
    h, depth, rng = checked(x, depth, rng)
    stats = []
    for _ in range(depth):
        z = h @ init((h.shape[1], h.shape[1]), rng=rng)
        stats.append(z.std())
        h = activation(z)
    return np.array(stats)


@wrong("order of the way back")
def gradient_stats__not_reversed(x, init, activation, activation_backward, depth, *, rng):
    h, depth, rng = checked(x, depth, rng)
    layers = []
    for _ in range(depth):
        W = init((h.shape[1], h.shape[1]), rng=rng)
        layers.append((W, h @ W))
        h = activation(h @ W)
    d, stats = rng.standard_normal(h.shape), []
    for W, z in reversed(layers):
        d = activation_backward(d, z)
        stats.append(d.std())
        d = d @ W.T
    return np.array(stats)


def settings(std, fan_in):
    return require_number(std, at_least=0), require_whole_number(fan_in, at_least=1)


@wrong("variance of the activations")
def predict_layer_gain__variance(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    z = np.linspace(-12, 12, 4801)
    bell = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * 0.005
    y = activation(z)
    return fan_in * std**2 * (np.sum(bell * y**2) - np.sum(bell * y) ** 2)


@wrong("std has to be squared")
def predict_layer_gain__std_once(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    z = np.linspace(-12, 12, 4801)
    bell = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * 0.005
    return float(fan_in * std * np.sum(bell * activation(z) ** 2))


@right
def predict_layer_gain__by_loop(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    z = np.linspace(-12, 12, 4801)
    y = activation(z)
    total = sum(float(b) ** 2 * np.exp(-a * a / 2) for a, b in zip(z, y, strict=True))
    return fan_in * std**2 * total * 0.005 / np.sqrt(2 * np.pi)


@right
def predict_layer_gain__by_arange(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    z = np.arange(-12, 12.001, 0.005)  # 0 is missed by 2e-12
    bell = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return float(fan_in * std**2 * np.sum(activation(z) ** 2 * bell) * 0.005)


def draws_of(rng, draws):
    return require_generator(rng).standard_normal(require_whole_number(draws, at_least=1))


@wrong("variance of the activations")
def calibrate_gain__by_std(activation, *, rng, draws=100_000):
    y = activation(draws_of(rng, draws))
    if not y.any():
        raise ValueError("zero")
    with np.errstate(divide="ignore"):
        return 1 / y.std()


@wrong("variance of the activations")
def calibrate_gain__by_std_refused_at_0(activation, *, rng, draws=100_000):
    if (std := np.std(activation(draws_of(rng, draws)))) == 0:
        raise ValueError("zero")
    return float(1 / std)


@wrong("root is missing")
def calibrate_gain__no_root(activation, *, rng, draws=100_000):
    y = activation(draws_of(rng, draws))
    if not y.any():
        raise ValueError("zero")
    return 1 / np.mean(y**2)
