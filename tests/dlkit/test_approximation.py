"""Networks built by hand in one dimension: what they meet, how far off they are, how that falls."""

from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from dlkit.activations import relu, sigmoid, tanh
from dlkit.approximation import (
    bump,
    convergence_order,
    eval_hidden,
    l1_error,
    l2_error,
    relu_interpolant,
    staircase_interpolant,
    sup_error,
)
from dlkit.arguments import ShapeError

KNOTS = np.array([-2.0, -1.5, 0.0, 4.0, 4.5])
VALUES = np.array([3.0, -1.0, -1.0, 2.0, 0.5])


def wave(x):
    return np.sin(2 * np.pi * x) + 0.5 * np.sin(6 * np.pi * x)


def sine(x):
    return np.sin(2 * np.pi * x)


def network(net, activation):
    return lambda x: eval_hidden(x, *net, activation)


def interpolation_error(f, segments):
    knots = np.linspace(0, 1, segments + 1)
    return sup_error(f, network(relu_interpolant(knots, f(knots)), relu), 0, 1, 4001)


def staircase_error(f, steps):
    middles = (np.arange(steps) + 0.5) / steps
    net = staircase_interpolant(middles, f(middles), steepness=1e5)
    return sup_error(f, network(net, sigmoid), 0, 1, 4001)


class TestEvalHidden:
    def test_equals_a_loop_over_units_also_when_there_are_as_many_points(self, close):
        w, b, v, x = np.random.default_rng(0).standard_normal((4, 6))
        expected = [sum(v * np.tanh(w * point + b)) + 0.5 for point in x]
        close(eval_hidden(x, w, b, v, 0.5, tanh), expected)

    def test_edges(self):
        net = np.ones(3), np.zeros(3), np.ones(3), 0.5
        assert eval_hidden([], *net, relu).shape == (0,)
        assert eval_hidden([2], *net, relu) == [6.5]
        assert eval_hidden([7.0], [], [], [], 2.0, relu) == [2.0]
        narrow = [a.astype(np.float32) for a in net[:3]]
        assert eval_hidden(np.ones(2, np.float32), *narrow, 0.5, relu).dtype == np.float32

    @pytest.mark.parametrize(
        "shapes", [((2, 1), (3,), (3,), (3,)), ((2,), (3,), (1,), (3,)), ((2,), (3,), (3,), (2,)),
                   ((2,), (3, 1), (3, 1), (3, 1))]
    )  # fmt: skip
    def test_shapes_that_do_not_fit_are_refused(self, shapes):
        with pytest.raises(ShapeError, match="eval_hidden: "):
            eval_hidden(*map(np.ones, shapes), 0.0, relu)


class TestReluInterpolant:
    def test_meets_the_points_and_is_straight_between_them(self, close):
        x = np.linspace(-2, 4.5, 77)
        f = network(relu_interpolant(KNOTS, VALUES), relu)
        close(f(KNOTS), VALUES)
        close(f(x), np.interp(x, KNOTS, VALUES))

    def test_outside_it_is_constant_on_the_left_and_goes_on_on_the_right(self, close):
        f = network(relu_interpolant(KNOTS, VALUES), relu)
        close(f([-9.0, 5.5]), [3.0, -2.5])

    def test_the_weights_by_hand(self):
        w, b, v, c = relu_interpolant([0, 2, 3], [1, 5, 4])
        np.testing.assert_array_equal([w, b, v], [[1, 1], [0, -2], [2, -3]])
        assert c == 1.0 and type(c) is float

    def test_four_times_as_close_with_twice_the_units(self):
        measured = [interpolation_error(sine, n) for n in (8, 16, 32, 64)]
        np.testing.assert_allclose(measured, [0.0704, 0.01885, 0.00479, 0.001203], rtol=2e-3)

    def test_the_lectures_wave(self):
        sizes = [8, 16, 32, 64, 128, 256]
        errors = [interpolation_error(wave, n) for n in sizes]
        np.testing.assert_allclose(
            errors, [3.17e-1, 9.33e-2, 2.37e-2, 6.02e-3, 1.50e-3, 3.77e-4], rtol=5e-3
        )
        assert convergence_order(sizes, errors) == pytest.approx(2, abs=0.06)
        steps = [staircase_error(wave, n) for n in sizes]
        np.testing.assert_allclose(
            steps, [8.45e-1, 4.73e-1, 2.41e-1, 1.21e-1, 5.96e-2, 3.02e-2], rtol=3e-2
        )
        assert convergence_order(sizes, steps) == pytest.approx(1, abs=0.06)

    def test_float32_stays_and_whole_numbers_are_not_cut(self):
        narrow = relu_interpolant(KNOTS.astype(np.float32), VALUES.astype(np.float32))
        assert [a.dtype for a in narrow[:3]] == [np.float32] * 3
        assert relu_interpolant([0, 2], [0, 1])[2] == [0.5]

    @pytest.mark.parametrize("build", [relu_interpolant,
                                       partial(staircase_interpolant, steepness=9.0)])  # fmt: skip
    @pytest.mark.parametrize(
        ("knots", "error", "message"),
        [
            ([0.0, 2.0, 1.0], ValueError, r"knots\[1\] is 2.0 and knots\[2\] is 1.0; .*increase"),
            ([0.0, 1.0, 1.0], ValueError, "must increase"),
            ([0.0, np.nan, 1.0], ValueError, "must increase"),
            ([0.0], ValueError, "there are 1 knots"),
            ([0.0, 1.0], ShapeError, "must be equal"),
        ],
    )
    def test_bad_knots_are_refused(self, build, knots, error, message):
        with pytest.raises(error, match=message):
            build(knots, np.ones(1 if len(knots) == 1 else 3))


def test_a_staircase_meets_its_points_as_it_gets_steep():
    distances = []
    for k in (5.0, 20.0, 100.0):
        net = staircase_interpolant(KNOTS, VALUES, steepness=k)
        distances.append(np.abs(eval_hidden(KNOTS, *net, sigmoid) - VALUES).max())
    assert distances[0] > 0.5 > 0.05 > distances[1] > 1e-9 > distances[2]


class TestBump:
    def test_is_its_height_inside_half_at_the_edges_and_zero_outside(self):
        x = np.array([[-9.0, 2.0], [3.0, 5.0], [6.0, 99.0]])
        with np.errstate(all="raise"):
            y = bump(x, 2.0, 5.0, height=-4.0, steepness=1e3)
        np.testing.assert_allclose(y, [[0, -2], [-4, -2], [0, 0]], atol=1e-12)

    def test_both_edges_have_the_steepness(self, close):
        x = np.linspace(0, 3, 31)
        close(bump(3 - x, 1, 2, height=1.0, steepness=4), bump(x, 1, 2, height=1.0, steepness=4))
        assert bump([1.5], 1, 2, height=1.0, steepness=4)[0] == pytest.approx(np.tanh(1))

    def test_bumps_side_by_side_come_close_to_a_wave(self):
        edges = np.linspace(0, 1, 101)

        def total(x):
            cells = pairwise(edges)
            return sum(bump(x, a, b, height=wave((a + b) / 2), steepness=1e4) for a, b in cells)

        assert l1_error(wave, total, 0, 1, 5001) < 0.03

    def test_bad_edges_and_types(self):
        assert bump(np.ones(2, np.float32), 0, 1, height=1, steepness=1).dtype == np.float32
        assert not bump([0.0, 1.0], 1.0, 1.0, height=5.0, steepness=3.0).any()
        assert bump([9.0], -np.inf, 9.5, height=2.0, steepness=1e3) == [2.0]
        with pytest.raises(ValueError, match="height is inf"):
            bump([0.0], 0, 1, height=np.inf, steepness=1.0)
        with pytest.raises(ValueError, match=r"bump: a is 2.0 and b is 1.0"):
            bump([0.0], 2, 1, height=1.0, steepness=1.0)
        with pytest.raises(ValueError, match=r"steepness is 0\.0"):
            bump([0.0], 0, 1, height=1.0, steepness=0)


class TestNorms:
    def test_a_narrow_spike_is_far_in_one_norm_and_near_in_another(self):
        def spike(x):
            return np.maximum(0, 1 - np.abs(x - 3) * 1000)

        grid = (spike, np.zeros_like, 2, 4, 200_001)
        assert sup_error(*grid) == 1.0
        assert l1_error(*grid) == pytest.approx(1e-3, rel=1e-6)
        assert l2_error(*grid) == pytest.approx(np.sqrt(2e-3 / 3), rel=1e-3)

    def test_fixed_numbers_with_the_length_of_the_interval(self):
        assert sup_error(np.square, np.abs, -2, 3, 6) == 6.0
        assert l1_error(np.sign, np.ones_like, -2, 2, 5) == pytest.approx(4.0)  # 2 2 1 0 0
        assert l2_error(lambda x: x, np.zeros_like, 0, 3, 3001) == pytest.approx(3, rel=1e-6)
        for error in (sup_error, l1_error, l2_error):
            assert type(error(np.sin, np.cos, 0, 1, 2)) is float
            assert error(np.sin, np.cos, 0, 2, 9) == error(np.cos, np.sin, 0, 2, 9) > 0

    @pytest.mark.parametrize("error", [sup_error, l1_error, l2_error])
    def test_bad_arguments_are_refused(self, error):
        for low, high, n, message in (
            (1, 1, 5, "low < high"),
            (2, 1, 5, "low < high"),
            (0, 1, 1, "n is 1"),
        ):
            with pytest.raises(ValueError, match=message):
                error(np.sin, np.cos, low, high, n)
        with pytest.raises(ShapeError, match=r"g returned shape \(\) for \(5,\) points"):
            error(np.sin, lambda x: 0.0, 0, 1, 5)

    def test_the_order_is_the_power(self):
        n = np.array([3, 7, 20])
        assert convergence_order(n, 5.0 * n**-1.5) == pytest.approx(1.5, rel=1e-12)
        assert convergence_order([1, 4], [1, 0.25]) == pytest.approx(1)
        for sizes, errors, message in (
            ([4, 4], [1, 2], "two different"),
            ([], [], "two different"),
            ([1, 2], [1, 0], "errors are"),
            ([-1, 2], [1, 1], "sizes are"),
        ):
            with pytest.raises(ValueError, match=message):
                convergence_order(sizes, errors)
