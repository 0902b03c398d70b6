"""Descents along the gradient: one step, and a whole fit."""

import numpy as np
import pytest

from dlkit.activations import relu, relu_backward, tanh
from dlkit.arguments import ShapeError
from dlkit.backprop import (
    fit_gd,
    gd_step,
    two_layer_objective,
    two_layer_objective_grad,
)


def draw(*shape):
    return np.random.default_rng([*shape]).standard_normal(shape)


class TestGdStep:
    def test_moves_against_the_gradient_in_any_structure(self):
        params = [(np.array([1.0, 2.0]), np.array([[3.0]])), [np.array(4.0)]]
        grads = [(np.array([1.0, -1.0]), np.array([[2.0]])), [np.array(0.0)]]
        ((a, b), (c,)) = gd_step(params, grads, lr=0.5)
        np.testing.assert_array_equal(a, [0.5, 2.5])
        np.testing.assert_array_equal(b, [[2.0]])
        assert c == 4
        assert isinstance(gd_step(params, grads, lr=0.5)[0], tuple)

    @pytest.mark.parametrize("lr", [0.0, 0.1])
    def test_shares_nothing_and_changes_nothing(self, lr):
        params, grads = [draw(3, 2)], [draw(2, 3).T]
        before = params[0].copy()
        (new,) = gd_step(params, grads, lr=lr)
        assert not np.shares_memory(new, params[0])
        np.testing.assert_array_equal(params[0], before)
        np.testing.assert_array_equal(new, before - lr * grads[0])

    def test_keeps_float32(self):
        assert gd_step(np.float32([1, 2]), draw(2), lr=0.1).dtype == np.float32

    def test_refuses_what_does_not_fit(self):
        with pytest.raises(ShapeError, match=r"array has shape \(2,\) but gradient has shape"):
            gd_step(np.ones(2), np.ones((1, 2)), lr=0.1)
        for grads in ([np.ones(2)], np.ones(2)):
            with pytest.raises(ValueError, match="params has 2 entries"):
                gd_step([np.ones(2), np.ones(2)], grads, lr=0.1)
        for lr in (-0.1, np.nan):
            with pytest.raises(ValueError, match="lr is"):
                gd_step(np.ones(2), np.ones(2), lr=lr)


class TestFitGd:
    def problem(self):
        x = draw(30, 2)
        return (draw(2, 3), np.zeros(3), draw(3, 2), np.zeros(2)), x, (x[:, 0] > 0).astype(int)

    def test_the_objective_falls_at_every_small_step(self):
        params, x, y = self.problem()
        _, history = fit_gd(params, x, y, lr=0.1, steps=50, lam=0.01)
        assert len(history) == 51
        assert (np.diff(history) < 0).all()

    def test_history_holds_the_objective_before_each_step(self):
        params, x, y = self.problem()
        end, history = fit_gd(params, x, y, lr=0.1, steps=1)
        assert history == [two_layer_objective(params, x, y), two_layer_objective(end, x, y)]
        expected = gd_step(params, two_layer_objective_grad(params, x, y), lr=0.1)
        for a, b in zip(end, expected, strict=True):
            np.testing.assert_array_equal(a, b)

    def test_two_short_descents_are_one_long(self):
        params, x, y = self.problem()
        halfway, first = fit_gd(params, x, y, lr=0.1, steps=3)
        _, second = fit_gd(halfway, x, y, lr=0.1, steps=4)
        assert first + second[1:] == fit_gd(params, x, y, lr=0.1, steps=7)[1]

    def test_no_steps_measure_once(self):
        params, x, y = self.problem()
        same, history = fit_gd(params, x, y, lr=0.1, steps=0)
        assert len(history) == 1 and all(map(np.array_equal, same, params))
        assert not any(map(np.shares_memory, same, params))

    def test_a_descent_that_explodes_stops_with_a_message(self):
        params, x, y = self.problem()
        with pytest.raises(FloatingPointError, match="try a smaller lr"):
            fit_gd(params, 1e3 * x, y, lr=1e200, steps=20, lam=1.0)

    def test_any_pair_may_be_the_activation(self):
        params, x, y = self.problem()
        options = {"lr": 0.1, "steps": 5}
        default = fit_gd(params, x, y, **options)[1]
        pair = {"activation": relu, "activation_backward": relu_backward}
        assert fit_gd(params, x, y, **options, **pair)[1] != default
        assert fit_gd(params, x, y, **options, activation=tanh)[1] == default
