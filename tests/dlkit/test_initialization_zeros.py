"""What a net that starts with equal weights can and cannot learn."""

import numpy as np
import pytest

from dlkit.activations import (
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    tanh,
    tanh_backward,
)
from dlkit.initialization import (
    zero_init_report,
)

PAIRS = {
    "tanh": (tanh, tanh_backward),
    "relu": (relu, relu_backward),
    "sigmoid": (sigmoid, sigmoid_backward),
    "linear": (lambda z: z, lambda dy, z: dy),
}


class TestZeroInitReport:
    X = np.random.default_rng(0).standard_normal((40, 3))
    LABELS = (X[:, 0] + X[:, 1] > 0.3).astype(int)

    def report(self, name, value=0.0):
        activation, backward = PAIRS[name]
        return zero_init_report(
            self.X, self.LABELS, hidden=5, classes=3, value=value, lr=0.1, steps=100,
            activation=activation, activation_backward=backward,
        )  # fmt: skip

    @pytest.mark.parametrize("name", ["tanh", "relu"])
    def test_from_zeros_only_the_output_bias_learns(self, name):
        report = self.report(name)
        assert list(report) == ["dW1", "db1", "dW2", "db2", "loss", "unit_spread"]
        assert report["dW1"] == report["db1"] == report["dW2"] == report["unit_spread"] == 0
        shares = np.bincount(self.LABELS, minlength=3) / 40
        assert report["db2"] == pytest.approx(np.linalg.norm(1 / 3 - shares), rel=1e-12)

    def test_a_nudge_of_one_weight_sets_the_units_free(self):
        settings = {"hidden": 5, "classes": 3, "value": 0.3, "lr": 1.0, "steps": 100}
        nudged = zero_init_report(self.X, self.LABELS, **settings, nudge=0.01)
        stuck = zero_init_report(self.X, self.LABELS, **settings)
        assert nudged["unit_spread"] > 0.012 and stuck["unit_spread"] < 1e-12
        assert nudged["loss"] < stuck["loss"] < np.log(3)
        with pytest.raises(ValueError, match="nudge is nan"):
            zero_init_report(self.X, self.LABELS, hidden=5, classes=3, lr=1, steps=1, nudge=np.nan)

    def test_one_hidden_unit_and_one_class_are_enough_and_none_are_not(self):
        least = zero_init_report(
            self.X, [0] * 40, hidden=1, classes=1, lr=0.1, steps=1
        )  # no choice
        assert not any(least.values())
        settings = {"hidden": 5, "classes": 3, "lr": 0.1, "steps": 1}
        for bad in ("hidden", "classes"):
            with pytest.raises(ValueError, match=f"zero_init_report: {bad} is 0; at least 1"):
                zero_init_report(self.X, self.LABELS, **(settings | {bad: 0}))
        with pytest.raises(ValueError, match="value is inf"):
            zero_init_report(self.X, self.LABELS, **settings, value=np.inf)

    def test_a_sigmoid_at_zero_is_one_half_so_the_output_weights_learn(self):
        report = self.report("sigmoid")
        assert report["dW1"] == 0 and report["dW2"] > 0

    @pytest.mark.parametrize("name", ["tanh", "relu", "sigmoid"])
    def test_equal_weights_learn_but_all_units_stay_one(self, name):
        report = self.report(name, value=0.3)
        assert report["dW2"] > 0
        assert report["unit_spread"] < 1e-12
