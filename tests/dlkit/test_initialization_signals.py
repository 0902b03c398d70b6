"""What becomes of a signal and its gradient in deep nets: the lecture's table, at several seeds."""

import functools
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from dlkit.activations import (
    mlp_forward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    tanh,
    tanh_backward,
)
from dlkit.arguments import ShapeError
from dlkit.backprop import mlp_backward
from dlkit.datasets import digits
from dlkit.initialization import (
    activation_stats,
    calibrate_gain,
    gradient_stats,
    he_normal,
    lecun_normal,
    normal,
    orthogonal,
    torch_default_linear,
    xavier_normal,
    zeros,
)
from dlkit.losses import cross_entropy_grad
from dlkit.shapes import minibatches, train_val_split

WIDTH, DEPTH = 256, 50
SEEDS = range(3)
PAIRS = {
    "tanh": (tanh, tanh_backward),
    "relu": (relu, relu_backward),
    "sigmoid": (sigmoid, sigmoid_backward),
    "linear": (lambda z: z, lambda dy, z: dy),
}
SMALL, LARGE = partial(normal, std=0.01), partial(normal, std=1.0)


def samples(seed, n=16, width=WIDTH):
    return np.random.default_rng([seed, 9]).standard_normal((n, width))


@functools.cache
def stats(name, init):
    """Return the deviations and the gradients' deviations of fifty layers, at each seed."""
    activation, backward = PAIRS[name]
    measured = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        weights = [init((WIDTH, WIDTH), rng=rng) for _ in range(DEPTH)]  # drawn once for both ways
        s = activation_stats(samples(seed), one_by_one(weights), activation, DEPTH, rng=rng)
        g = gradient_stats(samples(seed), one_by_one(weights), activation, backward, DEPTH, rng=rng)
        measured.append((s, g))
    return measured


def one_by_one(weights):
    """Return an initializer that hands out these weights, layer by layer."""
    layers = iter(weights)
    return lambda shape, *, rng: next(layers)


def decades(a, b):
    """Return how many powers of ten lie between two numbers."""
    return abs(np.log10(a / b))


@pytest.mark.parametrize(
    ("name", "init", "factor"),
    [
        # PyTorch's default keeps a sixth of the mean square per layer, Xavier a half, He all.
        ("relu", torch_default_linear, 1 / 6),
        ("relu", xavier_normal, 1 / 2),
        ("relu", he_normal, 1),
        ("relu", LARGE, 128),
        ("relu", SMALL, 128e-4),
        ("tanh", SMALL, 256e-4),
    ],
)
def test_signal_and_gradient_are_powers_of_one_factor(name, init, factor):
    for s, g in stats(name, init):
        assert decades(s[-1] / s[0], factor ** (DEPTH / 2 - 0.5)) < 0.7
        assert decades(g[0] / g[-1], factor ** (DEPTH / 2 - 0.5)) < 0.7


@pytest.mark.parametrize(
    ("init", "name", "last", "gradient", "within"),
    [
        # Saturated, and yet the gradient explodes: the weights beat the flat ends.
        (LARGE, "tanh", 0.97, 1e23, 1.5),
        # The signal fades as one over the depth, not as a power of it.
        (xavier_normal, "tanh", 0.094, 0.11, 0.2),
        # Activations that look healthy, and a gradient that is gone.
        (xavier_normal, "sigmoid", 0.12, 2e-31, 2),
    ],
)
def test_activations_do_not_tell_what_the_gradients_do(init, name, last, gradient, within):
    for s, g in stats(name, init):
        assert s[-1] == pytest.approx(last, rel=0.2)
        assert decades(g[0] / g[-1], gradient) < within


@pytest.mark.parametrize(
    ("name", "init", "expected"),
    [("tanh", LARGE, 0.97), ("tanh", SMALL, 1.3e-24), ("tanh", xavier_normal, 0.13),
     ("relu", LARGE, 3.5e31), ("relu", he_normal, 0.86), ("relu", torch_default_linear, 1.8e-12)],
)  # fmt: skip
def test_thirty_layers_do_what_the_exercise_says(name, init, expected):
    for s, _ in stats(name, init):
        assert 0.4 * expected < s[29] < 2.5 * expected


def test_orthogonal_layers_keep_every_length():
    def init(shape, rng):
        return orthogonal(shape, rng=rng)

    x = samples(0, width=32)
    rng = np.random.default_rng(0)
    identity, backward = PAIRS["linear"]
    g = gradient_stats(x, init, identity, backward, DEPTH, rng=rng)
    np.testing.assert_allclose(g / g[-1], 1, rtol=0.05)
    _, z = mlp_forward(x, [(init((32, 32), rng), np.zeros(32)) for _ in range(DEPTH)], identity)
    np.testing.assert_allclose(np.linalg.norm(z[-1], axis=1), np.linalg.norm(x, axis=1), rtol=1e-12)


def test_the_calibrated_gain_holds_tanh_where_xavier_fades():
    gain = calibrate_gain(tanh, rng=np.random.default_rng(0))
    for s, _ in stats("tanh", partial(lecun_normal, gain=gain)):
        assert s[-1] == pytest.approx(1 / gain, rel=0.1)


def test_zeros_let_nothing_through():
    rng = np.random.default_rng(0)
    assert not activation_stats(samples(0), zeros, tanh, 3, rng=rng).any()
    g = gradient_stats(samples(0), zeros, tanh, tanh_backward, 3, rng=rng)
    assert g[-1] > 0 and not g[:-1].any()


def test_the_first_layer_by_hand():
    """One layer of the weight 2 on x = -1, 3: the activations 0, 6, the gradient as it came."""
    x = np.array([[-1.0], [3.0]])

    def two(shape, rng):
        return np.full(shape, 2.0)

    assert activation_stats(x, two, relu, 1, rng=np.random.default_rng(0)) == [3.0]
    r = np.random.default_rng(0).standard_normal((2, 1))
    g = gradient_stats(x, two, relu, relu_backward, 2, rng=np.random.default_rng(0))
    np.testing.assert_allclose(g, [abs(2 * r[1, 0]) / 2, abs(r[1, 0]) / 2], rtol=1e-14)


def test_each_layer_has_new_weights_and_both_functions_the_same_net():
    shapes, drawn = [], []

    def init(shape, rng):
        shapes.append(shape)
        drawn.append(rng.standard_normal(shape))
        return drawn[-1]

    x = samples(0, width=5)
    activation_stats(x, init, tanh, 4, rng=np.random.default_rng(1))
    gradient_stats(x, init, tanh, tanh_backward, 4, rng=np.random.default_rng(1))
    assert shapes == [(5, 5)] * 8
    assert len(np.unique(np.array(drawn[:4]))) == 100
    np.testing.assert_array_equal(drawn[:4], drawn[4:])


def test_an_overflow_is_no_warning():
    with np.errstate(all="raise"):
        s = activation_stats(samples(0), partial(normal, std=1e6), relu, DEPTH,
                             rng=np.random.default_rng(0))  # fmt: skip
    assert not np.isfinite(s[-1])


@pytest.mark.parametrize(
    ("x", "depth", "error", "message"),
    [
        (np.ones(3), 2, ShapeError, r"x has shape \(3,\)"),
        (np.ones((0, 3)), 2, ValueError, "empty"),
        (np.ones((2, 3)), 0, ValueError, "depth is 0"),
        (np.ones((2, 3)), 2.0, TypeError, "depth is float"),
    ],
)
def test_bad_arguments_are_refused(x, depth, error, message):
    with pytest.raises(error, match=f"^activation_stats: .*{message}"):
        activation_stats(x, he_normal, relu, depth, rng=np.random.default_rng(0))
    with pytest.raises(error, match=f"^gradient_stats: .*{message}"):
        gradient_stats(x, he_normal, relu, relu_backward, depth, rng=np.random.default_rng(0))


def train_ten_layers(init, lr, seed, epochs):
    """Return the accuracy on the digits' held-out part after SGD with momentum."""
    rng = np.random.default_rng(seed)
    x, labels = digits()
    train, test = train_val_split(len(x), 1 / 3, rng=rng)
    x = (x - x[train].mean()) / x[train].std()
    sizes = [64] * 10 + [10]
    params = [(init(s, rng=rng), np.zeros(s[1])) for s in pairwise(sizes)]
    velocity = [tuple(np.zeros_like(p) for p in layer) for layer in params]
    for _ in range(epochs):
        for batch in minibatches(len(train), 64, rng=rng):
            xb, yb = x[train[batch]], labels[train[batch]]
            logits, _ = mlp_forward(xb, params, relu)
            dy = cross_entropy_grad(logits, yb)
            _, grads = mlp_backward(dy, xb, params, relu, relu_backward)
            for layer, g, v in zip(params, grads, velocity, strict=True):
                for p, dp, vp in zip(layer, g, v, strict=True):
                    vp *= 0.9
                    vp += dp
                    p -= lr * vp
    logits, _ = mlp_forward(x[test], params, relu)
    return np.mean(np.argmax(logits, axis=1) == labels[test])


def test_ten_layers_learn_the_digits_from_he_and_nothing_from_small_weights():
    assert np.median([train_ten_layers(he_normal, 0.01, seed, 10) for seed in SEEDS]) > 0.9
    assert train_ten_layers(SMALL, 0.01, 0, 5) < 0.2
    assert train_ten_layers(zeros, 0.01, 0, 1) < 0.2
