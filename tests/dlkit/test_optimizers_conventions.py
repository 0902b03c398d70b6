"""The conventions of the steps, pinned by fixed numbers, and how far the other forms drift."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.optimizers import (
    adadelta_step,
    adagrad_step,
    adam_step,
    adamax_step,
    adamw_step,
    amsgrad_step,
    minimize,
    momentum_step,
    nadam_step,
    nesterov_step,
    rmsprop_step,
)

CURVATURES = np.logspace(0, -2, 30)
START = np.random.default_rng(2).standard_normal(30)
GRADIENTS = (0.5, -2.0, 1.0)


def gradient(w):
    return CURVATURES * w


def run(rule, states, *, counts=False, w=1.0, **options):
    """Return the last (w, *state) after the three fixed gradients."""
    w, state = np.array([w]), [np.zeros(1)] * states
    for t, g in enumerate(GRADIENTS, start=1):
        count = [t] if counts else []
        w, *state = rule(w, np.array([g]), *state, *count, **options)
    return [float(a[0]) for a in (w, *state)]


@pytest.mark.parametrize(
    ("rule", "states", "counts", "options", "expected"),
    [
        # v: 0.5, -1.55, -0.395; w: 0.95, 1.105, 1.1445
        (momentum_step, 1, False, {"lr": 0.1}, [1.1445, -0.395]),
        # g + 0.9 v: 0.95, -3.395, 0.6445
        (nesterov_step, 1, False, {"lr": 0.1}, [1.18005, -0.395]),
        # s: 0.25, 4.25, 5.25
        (
            adagrad_step,
            1,
            False,
            {"lr": 0.1},
            [1 - 0.1 * (1 - 2 / 4.25**0.5 + 1 / 5.25**0.5), 5.25],
        ),
        # s: 0.025, 0.4225, 0.48025
        (
            rmsprop_step,
            1,
            False,
            {"lr": 0.1, "rho": 0.9},
            [1 - 0.1 * (0.5 / 0.025**0.5 - 2 / 0.65 + 1 / 0.48025**0.5), 0.48025],
        ),
        # u: 0.5, 2, 1.9; m: 0.05, -0.155, -0.0395; corrected by 0.1, 0.19, 0.271
        (
            adamax_step,
            2,
            True,
            {"lr": 0.1, "beta2": 0.95},
            [1 - 0.1 * (1 - 0.155 / 0.19 / 2 - 0.0395 / 0.271 / 1.9), -0.0395, 1.9],
        ),
        # v at beta2 = 0.75: 0.0625, 1.046875, 1.03515625; corrected by 0.25, 0.4375, 0.578125
        (
            adam_step,
            2,
            True,
            {"lr": 0.1, "beta2": 0.75},
            [
                1
                - 0.1
                * (
                    1
                    - 0.155 / 0.19 / (1.046875 / 0.4375) ** 0.5
                    - 0.0395 / 0.271 / (1.03515625 / 0.578125) ** 0.5
                ),
                -0.0395,
                1.03515625,
            ],
        ),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_three_steps_by_hand(rule, states, counts, options, expected):
    assert run(rule, states, counts=counts, **options) == pytest.approx(expected, abs=1e-7)


def test_amsgrad_keeps_the_largest_mean_of_squares():
    *_, v, v_max = run(amsgrad_step, 3, counts=True, lr=0.1, beta2=0.75)
    assert (v, v_max) == (1.03515625, 1.046875)


def test_nadams_first_step_looks_ahead():
    w, *_ = nadam_step([1.0], [4.0], [0.0], [0.0], 1, lr=0.5)
    first, second = (0.9 * (1 - 0.5 * 0.96 ** (0.004 * k)) for k in (1, 2))
    ahead = second * 0.1 / (1 - first * second) + 1
    assert w[0] == pytest.approx(1 - 0.5 * ahead, rel=1e-8)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e5])
def test_adams_first_step_is_the_learning_rate(size):
    w, *_ = adam_step([0.0, 0.0], [size, -size], [0, 0], [0, 0], 1, lr=0.25)
    np.testing.assert_allclose(w, [-0.25, 0.25], rtol=2e-5)


def test_steps_of_equal_gradients():
    # Adagrad slows down as 1/sqrt(t), RMSprop settles at lr after a long first step.
    def ones(w):
        return np.ones(1)

    adagrad = -np.diff(minimize(ones, [0.0], adagrad_step, steps=100, lr=0.5)[:, 0])
    np.testing.assert_allclose(adagrad, 0.5 / np.sqrt(np.arange(1, 101)), rtol=1e-9)
    rmsprop = -np.diff(minimize(ones, [0.0], rmsprop_step, steps=2000, lr=0.5)[:, 0])
    assert rmsprop[0] == pytest.approx(5.0, rel=1e-6)
    assert rmsprop[-1] == pytest.approx(0.5, rel=1e-6)


def test_adadelta_does_not_care_about_the_unit_of_the_loss():
    def path(scale):
        return minimize(lambda w: scale * w, [1.0, -2.0], adadelta_step, steps=50, lr=1.0)

    np.testing.assert_allclose(path(10.0), path(1000.0), rtol=1e-4)


def test_weight_decay_without_a_gradient_is_exact():
    zeros = np.zeros(3)
    w = np.array([1.0, -2.0, 4.0])
    new, *_ = adamw_step(w, zeros, zeros, zeros, 7, lr=0.125, weight_decay=0.5)
    np.testing.assert_array_equal(new, w * (1 - 0.125 * 0.5))


def test_weight_decay_spares_what_has_none(close):
    w, dw = np.random.default_rng(0).standard_normal((2, 4, 3))
    m, v = np.zeros_like(w), np.zeros_like(w)
    decay = np.array([[0.3]] * 3 + [[0.0]]) * np.ones(3)  # the last row holds the biases
    new, *_ = adamw_step(w, dw, m, v, 1, lr=0.5, weight_decay=decay)
    close(new[:3], adamw_step(w, dw, m, v, 1, lr=0.5, weight_decay=0.3)[0][:3])
    np.testing.assert_array_equal(new[3], adam_step(w, dw, m, v, 1, lr=0.5)[0][3])
    with pytest.raises(ShapeError, match=r"weight_decay has shape \(4, 1\) but w"):
        adamw_step(w, dw, m, v, 1, weight_decay=decay[:, :1])


def test_float32_weights_keep_their_type_under_a_float64_decay():
    w = np.ones(2, np.float32)
    result = adamw_step(w, w, 0 * w, 0 * w, 1, lr=0.5, weight_decay=np.array([0.1, 0.0]))
    assert [a.dtype for a in result] == [np.float32] * 3


def paths(rule_of_lecture, rule, drop):
    """Return both paths over 50 steps; with `drop`, lr falls to a tenth at step 20."""
    ends = []
    for step in (rule_of_lecture, rule):
        w, v = START, np.zeros(30)
        path = []
        for t in range(50):
            w, v = step(w, gradient(w), v, lr=0.02 if drop and t >= 20 else 0.2)
            path.append(w)
        ends.append(np.array(path))
    return ends


def momentum_of_the_lecture(w, g, v, *, lr):
    v = 0.9 * v + lr * g
    return w - v, v


def test_lr_inside_the_velocity_differs_only_after_a_drop():
    inside, outside = paths(momentum_of_the_lecture, momentum_step, drop=False)
    np.testing.assert_allclose(inside, outside, atol=1e-14)
    inside, outside = paths(momentum_of_the_lecture, momentum_step, drop=True)
    assert 0.2 < np.abs(inside - outside).max() < 5


def test_momentum_as_a_mean_is_a_tenth_of_the_learning_rate():
    def mean(w, g, v, *, lr):
        v = 0.9 * v + 0.1 * g
        return w - 10 * lr * v, v

    np.testing.assert_allclose(*paths(mean, momentum_step, drop=False), atol=1e-14)


def test_nesterovs_original_takes_the_same_steps():
    """The original takes the gradient at u - lr mu v, which is where our weights are."""
    u, v = START, np.zeros(30)
    ahead = [START]
    for _ in range(50):
        v = 0.9 * v + gradient(u - 0.2 * 0.9 * v)
        u = u - 0.2 * v
        ahead.append(u - 0.2 * 0.9 * v)
    ours = minimize(gradient, START, nesterov_step, steps=50, lr=0.2)
    np.testing.assert_allclose(ours, ahead, atol=1e-13)


def test_adams_eps_inside_the_root_is_a_small_difference():
    w, m, v = START, np.zeros(30), np.zeros(30)
    for t in range(1, 51):
        g = gradient(w)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w = w - 0.05 * m / (1 - 0.9**t) / np.sqrt(v / (1 - 0.999**t) + 1e-8)
    ours = minimize(gradient, START, adam_step, steps=50, lr=0.05)[-1]
    assert 0 < np.abs(w - ours).max() < 0.05


def test_the_lectures_adam_takes_the_root_of_a_negative_number():
    g = np.array([-10.0])
    with np.errstate(invalid="ignore"):
        assert np.isnan(np.sqrt((1 - 0.9) * g / (1 - 0.9)))[0]
    path = minimize(lambda w: 2 * w, [-5.0], adam_step, steps=2000, lr=0.05)
    assert abs(path[-1, 0]) < 1e-6


def test_amsgrad_without_correction_starts_three_times_as_long():
    m, v = 0.1 * 2.0, 0.001 * 4.0
    w, *_ = amsgrad_step([0.0], [2.0], [0.0], [0.0], [0.0], 1, lr=1.0)
    assert m / np.sqrt(v) / -w[0] == pytest.approx(0.1 / np.sqrt(0.001), rel=1e-6)


def test_nadam_with_constant_momentum_is_hundredths_away():
    w, m, v = START, np.zeros(30), np.zeros(30)
    for t in range(1, 51):
        g = gradient(w)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        along = 0.9 * m / (1 - 0.9 ** (t + 1)) + 0.1 * g / (1 - 0.9**t)
        w = w - 0.05 * along / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    ours = minimize(gradient, START, nadam_step, steps=50, lr=0.05)[-1]
    assert 0.005 < np.abs(w - ours).max() < 0.3
