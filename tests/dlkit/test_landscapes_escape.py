"""How long a saddle holds a descent, and when to stop one."""

import math

import numpy as np
import pytest

from dlkit.activations import mlp_forward, relu, relu_backward
from dlkit.arguments import ShapeError
from dlkit.backprop import mlp_backward, two_layer_objective, two_layer_objective_grad
from dlkit.datasets import digits, moons
from dlkit.initialization import he_normal
from dlkit.landscapes import early_stop, escape_step, perturbed_gd
from dlkit.losses import cross_entropy, cross_entropy_grad
from dlkit.optimizers import (
    Adam,
    adam_step,
    minimize,
    momentum_step,
    nesterov_step,
    rmsprop_step,
    sgd_step,
)
from dlkit.shapes import minibatches

SEEDS = range(20)


def saddle(x):
    """Return the gradient of (x² - y²) / 2."""
    return np.array([x[0], -x[1]])


def steps_out(path):
    left = escape_step(path, [0.0, 0.0], [0.0, 1.0])
    return math.inf if left is None else left


def median_with_noise(sigma, y0, gradient=saddle, steps=400):
    return np.median([
        steps_out(perturbed_gd(gradient, [1.0, y0], lr=0.05, steps=steps, sigma=sigma,
                               rng=np.random.default_rng(seed)))
        for seed in SEEDS
    ])  # fmt: skip


class TestPerturbedDescent:
    def test_without_noise_it_is_gradient_descent(self):
        rng = np.random.default_rng(0)
        path = perturbed_gd(saddle, [1.0, 0.3], lr=0.1, steps=30, sigma=0, rng=rng)
        expected = minimize(saddle, [1.0, 0.3], sgd_step, steps=30, lr=0.1)
        np.testing.assert_array_equal(path, expected)
        assert perturbed_gd(saddle, [1, 3], lr=0.1, steps=0, sigma=0, rng=rng).tolist() == [[1, 3]]

    def test_noise_is_in_every_gradient_and_scaled_by_the_learning_rate_once(self):
        def flat(x):
            return np.zeros_like(x)

        rng = np.random.default_rng(0)
        path = perturbed_gd(flat, np.zeros((2, 3)), lr=0.1, steps=5000, sigma=2.0, rng=rng)
        moves = np.diff(path, axis=0)
        assert path.shape == (5001, 2, 3)
        assert moves.std() == pytest.approx(0.2, rel=0.03)
        assert abs(np.corrcoef(moves[1:, 0, 0], moves[:-1, 0, 0])[0, 1]) < 0.07
        again = perturbed_gd(flat, np.zeros((2, 3)), lr=0.1, steps=9, sigma=2.0,
                             rng=np.random.default_rng(0))  # fmt: skip
        np.testing.assert_array_equal(again, path[:10])

    def test_an_overflow_is_no_warning_and_x_is_not_changed(self):
        x = np.array([1.0, 1.0])
        x.setflags(write=False)
        with np.errstate(all="raise"):
            path = perturbed_gd(saddle, x, lr=1e9, steps=50, sigma=1.0,
                                rng=np.random.default_rng(0))  # fmt: skip
        assert not np.isfinite(path[-1]).all()

    def test_bad_arguments_are_refused(self):
        rng = np.random.default_rng(0)
        with pytest.raises(ValueError, match="sigma is -1"):
            perturbed_gd(saddle, [1.0, 0.0], lr=0.1, steps=1, sigma=-1, rng=rng)
        with pytest.raises(ShapeError, match="gradient has shape"):
            perturbed_gd(lambda x: x[:1], [1.0, 0.0], lr=0.1, steps=1, sigma=0, rng=rng)
        with pytest.raises(TypeError, match="rng is NoneType"):
            perturbed_gd(saddle, [1.0, 0.0], lr=0.1, steps=1, sigma=0, rng=None)


class TestEscape:
    @pytest.mark.parametrize("y0", [1e-1, 1e-3, 1e-6, 1e-9])
    def test_descent_takes_the_logarithm_of_the_distance(self, y0):
        path = minimize(saddle, [1.0, y0], sgd_step, steps=500, lr=0.05)
        assert abs(steps_out(path) - math.log(1 / y0) / math.log(1.05)) < 3

    @pytest.mark.parametrize(
        ("rule", "options", "steps"),
        [(momentum_step, {}, [78, 116]), (nesterov_step, {}, [71, 106]),
         (rmsprop_step, {"rho": 0.9}, [8, 9]), (adam_step, {}, [20, 22])],
    )  # fmt: skip
    def test_momentum_helps_and_steps_of_fixed_length_do_not_care(self, rule, options, steps):
        for y0, expected in zip((1e-6, 1e-9), steps, strict=True):
            path = minimize(saddle, [1.0, y0], rule, steps=200, lr=0.05, **options)
            assert abs(steps_out(path) - expected) <= 3

    def test_on_the_ridge_only_noise_escapes(self):
        for rule in (sgd_step, momentum_step, nesterov_step, adam_step):
            path = minimize(saddle, [1.0, 0.0], rule, steps=500, lr=0.05)
            assert steps_out(path) == math.inf
        assert median_with_noise(0.01, 0.0) == pytest.approx(144.5, abs=8)
        assert median_with_noise(0.1, 0.0) == pytest.approx(97.5, abs=8)

    def test_a_million_times_the_noise_is_less_than_three_times_as_fast(self):
        def steep(x):
            return np.array([2 * x[0], -2 * x[1]])

        measured = [median_with_noise(sigma, 0.0, steep) for sigma in (0, 1e-8, 1e-4, 1e-2)]
        assert measured[0] == math.inf
        np.testing.assert_allclose(measured[1:], [223, 127, 78], atol=8)

    def test_escape_is_measured_along_the_direction_from_the_saddle(self):
        path = [[5.0, 1.0], [9.0, 1.0], [5.0, 3.5], [5.0, -9.0]]
        assert escape_step(path, [5.0, 1.0], [0.0, 2.0]) == 2
        assert escape_step(path, [5.0, 1.0], [0.0, 3.0]) == 3
        assert escape_step(path, [5.0, 1.0], [30.0, 0.0]) is None
        assert escape_step(path, [5.0, 1.0], [0.0, 10.0]) is None  # at the distance, not beyond
        with pytest.raises(ShapeError, match=r"saddle \(3,\)"):
            escape_step(path, np.zeros(3), [0.0, 1.0])
        with pytest.raises(ValueError, match="must not be 0"):
            escape_step(path, [5.0, 1.0], [0.0, 0.0])


NAN = np.nan


class TestEarlyStop:
    @pytest.mark.parametrize(
        ("val", "patience", "min_delta", "expected"),
        [
            ([5, 4, 3, 2, 1], 2, 0, (4, 4)),  # never stops
            ([1, 2, 3, 4, 5], 2, 0, (0, 2)),  # the first epoch is best
            ([5, 3, 4, 3.5, 2, 1], 2, 0, (1, 3)),
            ([5, 3, 4, 3.5, 2, 1], 3, 0, (5, 5)),
            ([3, 3, 3, 3], 2, 0, (0, 2)),  # a tie is no improvement
            ([5, 4, 4.5, 3], 0, 0, (1, 2)),
            ([5, 4, 4.5, 3], 1, 0, (1, 2)),
            ([5, NAN, 4, NAN, NAN, 1], 2, 0, (2, 4)),
            ([NAN, 3, 2], 2, 0, (2, 2)),
            ([5, 4.9, 4.8, 4.7, 1], 3, 0.5, (0, 3)),
            ([5, 4.7, 4.4, 4.1, 1], 3, 0.5, (4, 4)),  # small gains add up
            ([5, 4, 3], 1, 1.0, (0, 1)),  # exactly min_delta is too little
            ([2], 0, 0, (0, 0)),
            ([np.inf, 7, 8], 5, 0, (1, 2)),
        ],
    )
    def test_by_hand(self, val, patience, min_delta, expected):
        found = early_stop(val, patience, min_delta)
        assert found == expected
        assert all(type(epoch) is int for epoch in found)

    def test_bad_arguments_are_refused(self):
        for val in ([], [NAN, NAN, 1.0], [np.inf]):
            with pytest.raises(ValueError, match="no finite value comes before the stop"):
                early_stop(val, 2)
        with pytest.raises(ShapeError, match="early_stop: val has shape"):
            early_stop([[1.0]], 2)
        with pytest.raises(TypeError, match="patience is float"):
            early_stop([1.0], 2.0)
        with pytest.raises(ValueError, match="min_delta is -1"):
            early_stop([1.0], 2, -1)

    def test_it_saves_a_network_from_learning_wrong_labels(self):
        """Later epochs fit the labels that are wrong, and lose what was known about the others."""
        saved = []
        for seed in range(3):
            losses, accuracies = learn_noisy_digits(np.random.default_rng(seed))
            best, stop = early_stop(losses, patience=10)
            assert best < stop < len(losses) - 1
            assert losses[-1] > losses[best] + 0.05
            saved.append(accuracies[best] - accuracies[-1])
        assert min(saved) > 0.02


def final_loss(hidden, seed, steps=250):
    """Return the loss on two moons after Adam has started from random weights."""
    x, labels = moons(100, noise=0.1, rng=np.random.default_rng(0))
    shapes = [(2, hidden), (hidden,), (hidden, 2), (2,)]
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    p = np.random.default_rng(seed).standard_normal(ends[-1]) / np.sqrt(2)
    params = [a.reshape(s) for a, s in zip(np.split(p, ends[:-1]), shapes, strict=True)]
    optimizer = Adam(p, lr=0.05)
    for _ in range(steps):
        grads = two_layer_objective_grad(params, x, labels)
        optimizer.step(np.concatenate([g.ravel() for g in grads]))
    return two_layer_objective(params, x, labels)


def test_with_more_units_than_needed_no_start_ends_badly():
    """Three units can do it and mostly do; with sixteen even the worst of twelve starts does."""
    tight, wide = ([final_loss(hidden, seed) for seed in range(12)] for hidden in (3, 16))
    assert min(tight) < 0.01 and np.median(tight) < 0.02 and max(tight) > 0.15
    assert max(wide) < 0.03


def learn_noisy_digits(rng, hidden=256, epochs=60, lr=3e-3):
    """Train on 200 digits, 60 of them with random labels.

    Return the losses on 300 others and the accuracies on the rest, epoch by epoch.
    """
    x, labels = digits()
    x = x.astype(np.float32)
    train, val, test = np.split(rng.permutation(len(x)), [200, 500])
    noisy = labels.copy()
    noisy[train[:60]] = rng.integers(0, 10, 60)
    p = np.zeros(64 * hidden + hidden + hidden * 10 + 10, np.float32)
    g = np.zeros_like(p)
    params, grads = layers(p, hidden), layers(g, hidden)
    for W, _ in params:
        W[:] = he_normal(W.shape, rng=rng)
    optimizer = Adam(p, lr=lr)
    losses, accuracies = [], []
    for _ in range(epochs):
        for batch in minibatches(200, 32, rng=rng):
            rows = train[batch]
            logits, _ = mlp_forward(x[rows], params, relu)
            dy = cross_entropy_grad(logits, noisy[rows])
            _, new = mlp_backward(dy, x[rows], params, relu, relu_backward)
            for (dW, db), gradient in zip(grads, new, strict=True):
                dW[:], db[:] = gradient
            optimizer.step(g)
        losses.append(cross_entropy(mlp_forward(x[val], params, relu)[0], labels[val]))
        logits, _ = mlp_forward(x[test], params, relu)
        accuracies.append(np.mean(logits.argmax(axis=1) == labels[test]))
    return losses, accuracies


def layers(p, hidden):
    """Return the weights and biases of a network 64-hidden-10 as views into one vector."""
    W1, b1, W2, b2 = np.split(p, np.cumsum([64 * hidden, hidden, hidden * 10]))
    return [(W1.reshape(64, hidden), b1), (W2.reshape(hidden, 10), b2)]
