"""Vanishing and exploding gradients: the laws, and the figures that the lecture shows."""

import numpy as np
import pytest

from dlkit.activations import relu, relu_backward
from dlkit.arguments import ShapeError
from dlkit.datasets import adding_problem
from dlkit.losses import mse, mse_grad
from dlkit.optimizers import clip_by_global_norm
from dlkit.recurrent import (
    gradient_norms,
    is_diagonalizable_counterexample,
    jordan_block,
    linear_rnn_grad,
    rnn_backward,
    rnn_forward,
    spectral_radius,
)

LINEAR = {"activation": lambda z: z, "activation_backward": lambda dy, z: dy}


def weights(radius, seed, H=64):
    W = np.random.default_rng(seed).standard_normal((H, H))
    return radius / spectral_radius(W) * W


class TestSpectralRadius:
    def test_of_matrices_whose_eigenvalues_are_known(self):
        assert spectral_radius(np.diag([0.5, -3.0, 2.0])) == 3
        assert spectral_radius([[0.0, -2.0], [2.0, 0.0]]) == pytest.approx(2)  # complex
        assert spectral_radius([[0.5, 100.0], [0.0, 0.25]]) == 0.5  # the norm is 100
        assert spectral_radius([[-4]]) == 4

    def test_what_has_no_eigenvalues_is_refused(self):
        for W in (np.ones((2, 3)), np.ones(4), np.ones((0, 0))):
            with pytest.raises(ShapeError, match="a square matrix"):
                spectral_radius(W)
        with pytest.raises(ValueError, match="finite numbers are needed"):
            spectral_radius([[np.nan]])


class TestLinearRnnGrad:
    def test_equals_the_norm_of_the_power(self, close):
        W = weights(0.9, 0, H=5)
        for T in (0, 1, 2, 7):
            close(linear_rnn_grad(W, T), np.linalg.norm(np.linalg.matrix_power(W, T), 2))

    @pytest.mark.parametrize("radius", [0.5, 0.9, 1.0, 1.1, 1.5])
    def test_grows_like_the_radius_to_the_power_of_time(self, radius):
        for seed in range(5):  # measured: 1.4 to 2.8 times the power, as W is not symmetric
            assert 1 < linear_rnn_grad(weights(radius, seed), 50) / radius**50 < 5

    def test_an_orthogonal_matrix_keeps_every_gradient(self):
        Q, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((6, 6)))
        assert linear_rnn_grad(Q, 500) == pytest.approx(1, rel=1e-12)

    def test_a_jordan_block_grows_like_time(self):
        for T in (50, 5000):
            assert linear_rnn_grad(jordan_block(1.0, 2), T) == pytest.approx(T, rel=1e-3)

    def test_extremes_give_no_warning(self):
        with np.errstate(all="raise"):
            assert linear_rnn_grad([[10.0]], 400) == np.inf
            assert linear_rnn_grad([[0.1]], 400) == 0
            assert linear_rnn_grad(np.zeros((2, 2)), 3) == 0
            assert linear_rnn_grad(np.diag([1e200, 1e-200]), 1) == 1e200
        with pytest.raises(ValueError, match="T is -1"):
            linear_rnn_grad(np.eye(2), -1)


class TestJordanBlocks:
    def test_powers_are_binomial(self):
        expected = [[16, 32, 24], [0, 16, 32], [0, 0, 16]]
        np.testing.assert_array_equal(np.linalg.matrix_power(jordan_block(2, 3), 4), expected)

    def test_the_counterexample_has_one_eigenvalue_and_one_eigenvector(self):
        W = is_diagonalizable_counterexample()
        (eigenvalue,) = set(np.linalg.eigvals(W))
        assert np.linalg.matrix_rank(W - eigenvalue * np.eye(2)) == 1
        assert np.linalg.matrix_power(W, 50)[0, 1] == 50


def network(H, T, W, seed):
    """Return a gradient at the end, inputs of deviation 1/2, and a network that reads them."""
    rng = np.random.default_rng([seed, 7])
    x, dh = 0.5 * rng.standard_normal((1, T, H)), rng.standard_normal((1, H))
    return dh, x, np.zeros((1, H)), np.eye(H), W, np.zeros(H)


class TestGradientNorms:
    def test_the_first_is_that_of_backpropagation_through_time(self):
        dh, *inputs = network(5, 7, weights(1.0, 0, H=5), seed=1)
        every = np.zeros((1, 7, 5))
        every[:, -1] = dh
        norms = gradient_norms(dh, *inputs)
        assert norms[0] == pytest.approx(np.linalg.norm(rnn_backward(every, *inputs)[1]))
        assert norms[-1] == pytest.approx(np.linalg.norm(dh)) and len(norms) == 8

    @pytest.mark.parametrize(
        ("radius", "linear", "tanh"),
        [(0.5, 0.498, 0.401), (1.0, 0.995, 0.727), (1.1, 1.095, 0.774), (2.0, 1.99, 1.066)],
    )
    def test_only_the_linear_network_follows_the_radius(self, radius, linear, tanh):
        for options, expected in ((LINEAR, linear), ({}, tanh)):
            factors = []
            for seed in range(5):
                norms = gradient_norms(*network(64, 100, weights(radius, seed), seed), **options)
                factors.append((norms[0] / norms[80]) ** (1 / 80))
            assert np.median(factors) == pytest.approx(expected, abs=0.03)

    def test_a_tiny_gradient_is_not_lost(self):
        dh, *inputs = network(3, 600, 0.4 * np.eye(3), seed=0)
        with np.errstate(all="raise"):
            norms = gradient_norms(dh, *inputs, **LINEAR)
        assert norms[0] / norms[-1] == pytest.approx(0.4**600, rel=1e-9)  # 1e-239


def train_to_add(seed, max_norm, T=50, H=16, N=16, steps=60):
    """Return the last error of a ReLU network, its recurrence started as the identity."""
    rng = np.random.default_rng(seed)
    Wx, Wo = rng.standard_normal((2, H)) / np.sqrt(2), rng.standard_normal((H, 1)) / np.sqrt(H)
    params, h0 = [Wx, np.eye(H), np.zeros(H), Wo], np.zeros((N, H))
    for _ in range(steps):
        x, sums = adding_problem(N, T, rng=rng)
        h, saved = rnn_forward(x, h0, *params[:3], activation=relu, return_saved=True)
        output = h[:, -1] @ params[3]
        error = mse(output, sums)
        if error > 1e6:
            break
        do, dh = mse_grad(output, sums), np.zeros_like(h)
        dh[:, -1] = do @ params[3].T
        pair = {"activation": relu, "activation_backward": relu_backward}
        grads = rnn_backward(dh, x, h0, *params[:3], saved=saved, **pair)[2:]
        grads, _ = clip_by_global_norm([*grads, h[:, -1].T @ do], max_norm)
        params = [p - 0.01 * g for p, g in zip(params, grads, strict=True)]
    return error


def test_clipping_decides_whether_a_relu_network_diverges():
    clipped = [train_to_add(seed, max_norm=1.0) for seed in range(4)]
    free = [train_to_add(seed, max_norm=1e100) for seed in range(4)]
    assert max(clipped) < 5  # measured: 0.16 to 0.60
    assert min(free) > 1e6
