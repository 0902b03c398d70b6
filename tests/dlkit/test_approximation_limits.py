"""What depth buys, and what a network built by hand cannot do."""

import numpy as np
import pytest

from dlkit.activations import relu, tanh
from dlkit.approximation import (
    count_pieces,
    eval_hidden,
    l2_error,
    random_features,
    relu_interpolant,
    sawtooth,
    sup_error,
    tent,
    uat_counterexample,
)
from dlkit.arguments import ShapeError


def wave(x):
    return np.sin(2 * np.pi * x) + 0.5 * np.sin(6 * np.pi * x)


def network(net, activation):
    return lambda x: eval_hidden(x, *net, activation)


class TestDepth:
    def test_the_tent_maps_the_unit_interval_onto_itself(self):
        np.testing.assert_array_equal(
            tent(np.array([-3, 0, 0.25, 0.5, 0.875, 1, 4])), [0, 0, 0.5, 1, 0.25, 0, 0]
        )

    def test_pieces_double_with_each_layer(self):
        x = np.linspace(0, 1, 2**10 + 1)
        pieces = [count_pieces(sawtooth(x, depth)) for depth in range(1, 11)]
        assert pieces == [2**depth for depth in range(1, 11)]
        assert sawtooth(x, 3).min() == 0 and sawtooth(x, 3).max() == 1

    def test_one_hidden_layer_does_it_with_one_unit_per_piece(self, close):
        x = np.linspace(0, 1, 2**9 + 1)
        knots = np.linspace(0, 1, 2**5 + 1)
        net = relu_interpolant(knots, sawtooth(knots, 5))
        assert len(net[0]) == 2**5
        close(eval_hidden(x, *net, relu), sawtooth(x, 5))

    @pytest.mark.parametrize(
        ("y", "pieces"),
        [([1.0, 1.0, 1.0], 1), ([2.0, 1.0, 0.0], 1), ([3.0, 1.0, 0.0], 2), ([5, 5], 1),
         ([0, 1, 2, 2, 2, 3], 3), ([0, 1, 0, 1], 3),
         (np.interp(np.linspace(0, 1, 1001), [0, 0.3, 0.31, 1], [0, 1 / 3, 1 / 3, 7]), 3)],
    )  # fmt: skip
    def test_count_pieces(self, y, pieces):
        assert count_pieces(y) == pieces

    def test_bad_arguments_are_refused(self):
        with pytest.raises(ValueError, match="depth is 0"):
            sawtooth([0.5], 0)
        for y in ([1.0], [0.0, np.nan, 1.0]):
            with pytest.raises(ValueError, match="two finite values"):
                count_pieces(y)
        assert sawtooth(np.ones(2, np.float32), 2).dtype == np.float32


class TestLimits:
    X = np.linspace(0, 1, 1000)

    def error(self, units, activation, seed, scale=10.0):
        net = random_features(
            self.X, wave(self.X), units, activation, rng=np.random.default_rng(seed), scale=scale
        )
        return l2_error(wave, network(net, activation), 0, 1, 2001)

    def test_random_tanh_units_are_good_enough_and_random_relu_units_less(self):
        """Where trained networks of this size are a hundredth off, it is not for lack of units."""
        assert np.median([self.error(64, tanh, seed, 3.0) for seed in range(5)]) < 1e-6
        relus = [np.median([self.error(n, relu, seed) for seed in range(5)]) for n in (16, 64, 256)]
        np.testing.assert_allclose(relus, [9.9e-2, 9.3e-3, 1.3e-3], rtol=0.6)

    def test_the_counterexample_is_bounded_and_continuous_and_fails(self):
        values, f, eps = uat_counterexample(np.linspace(-100, 100, 10_001), self.X)
        np.testing.assert_array_equal(values, 1)
        assert np.ptp(f) == 1
        for seed in range(3):
            rng = np.random.default_rng(seed)
            net = random_features(self.X, f, 200, np.ones_like, rng=rng)
            assert sup_error(np.positive, network(net, np.ones_like), 0, 1, 1001) >= eps == 0.5
            net = random_features(self.X, f, 200, tanh, rng=rng)
            assert sup_error(np.positive, network(net, tanh), 0, 1, 1001) < 1e-6

    def test_the_counterexample_keeps_shapes_and_dtypes(self):
        values, f, _ = uat_counterexample(np.zeros((2, 3), np.float32), [1, 2])
        assert (values.shape, values.dtype, f.dtype) == ((2, 3), np.float32, np.float64)
        with pytest.raises(TypeError, match="uat_counterexample"):
            uat_counterexample(["a"], [0.0])

    def test_random_features_have_their_scale_and_their_centres_in_the_range(self):
        rng = np.random.default_rng(0)
        w, b, v, c = random_features([-3.0, 1.0, 0.0], np.ones(3), 5000, tanh, rng=rng, scale=0.5)
        assert w.std() == pytest.approx(0.5, rel=0.05) and abs(w.mean()) < 0.03
        centres = -b / w
        assert -3 <= centres.min() < -2.99 and 0.99 < centres.max() <= 1
        assert v.shape == (5000,) and type(c) is float

    def test_a_constant_is_left_to_the_output_bias(self):
        net = random_features([0.0, 1.0], [5.0, 5.0], 1, np.zeros_like,
                              rng=np.random.default_rng(0))  # fmt: skip
        assert net[3] == pytest.approx(5.0)

    def test_random_features_refuse_bad_arguments(self):
        rng = np.random.default_rng(0)
        with pytest.raises(ShapeError, match="random_features: x has shape"):
            random_features([1.0, 2.0], [1.0], 3, tanh, rng=rng)
        with pytest.raises(ValueError, match="empty"):
            random_features([], [], 3, tanh, rng=rng)
        with pytest.raises(ValueError, match="units is 0"):
            random_features([1.0], [1.0], 0, tanh, rng=rng)
