"""The demos of activations show what they claim, by numbers."""

import numpy as np
import pytest

from course.a01_activations.demos import bends, dying, explorer
from course.a01_activations.demos.bends import TARGETS, X
from course.a01_activations.demos.explorer import NAMES
from dlkit import activations


def result(demo, **changes):
    return demo.compute(**demo.settings(**changes))


def trained(steps, rate, **changes):
    state = dying.start(**{"activation": "ReLU", "bias": 0, "rate": rate} | changes)
    for _ in range(steps):
        state = dying.step(state, rate=rate)
    return state


# ---------------------------------------------------------------- bends


def test_three_units_draw_the_hat_and_two_do_not():
    hat = result(bends, units=3, turn2=1.0)
    assert hat.error < 1e-12 and hat.segments == 4
    assert result(bends, units=2).error > 1


def test_two_units_draw_the_step():
    step = result(bends, target="step", units=2, place0=-1.0, turn0=5.0, place1=-0.8, turn1=-5.0)
    assert step.error < 1e-12


def test_no_sum_of_these_units_draws_the_valley():
    for places in ((-3.0, -1.0), (-2.0, 1.0)):
        settings = {"place0": places[0], "place1": places[1], "turn0": -1.0, "turn1": 1.0}
        valley = result(bends, target="valley", units=2, **settings)
        assert valley.total[0] == 0 and TARGETS["valley"][0] == 2


def test_five_units_make_six_segments_and_equal_places_make_fewer():
    assert bends.prediction.answer(result(bends, units=5)) == "6"
    doubled = result(bends, units=5, place1=-1.0)
    assert doubled.segments == 5 and bends.prediction.answer(doubled) is None
    assert bends.prediction.answer(result(bends, units=5, turn1=0.0)) is None


def test_a_unit_that_is_switched_off_is_shown_and_not_added():
    off, on = result(bends, units=2, turn2=3.0), result(bends, units=3, turn2=3.0)
    np.testing.assert_array_equal(off.parts, on.parts)
    np.testing.assert_allclose(on.total - off.total, 3 * np.maximum(X - 1, 0), atol=1e-12)


# ---------------------------------------------------------------- explorer


@pytest.mark.parametrize("name", NAMES)
def test_the_slope_is_that_of_the_curve(name):
    shown = result(explorer, activation=name, a=0.7)
    slope = np.gradient(shown.values, np.linspace(-6, 6, 481))
    away = np.abs(np.linspace(-6, 6, 481)) > 0.05  # corners have no slope to measure
    np.testing.assert_allclose(shown.slopes[away], slope[away], atol=2e-3)


def test_where_curves_are_flat():
    flat = {name: result(explorer, activation=name).saturated for name in NAMES}
    assert flat["sigmoid"][0] and flat["sigmoid"][-1] and not flat["sigmoid"][240]
    assert flat["tanh"][0] and flat["tanh"][-1]
    assert flat["ReLU"][0] and not flat["ReLU"][-1]
    assert not flat["leaky ReLU"].any()
    steep = {name for name in NAMES if result(explorer, activation=name).slopes.max() > 1.001}
    assert steep == {"GELU", "SiLU"}


def test_the_answer_about_the_sigmoid_waits_for_a_place_far_out():
    answer = explorer.prediction.answer
    assert answer(result(explorer, activation="sigmoid", z=4.9)) is None
    for z in (-6.0, -5.0, 5.0, 6.0):
        assert answer(result(explorer, activation="sigmoid", z=z)) == "less than a hundredth"
    assert answer(result(explorer, activation="tanh", z=6.0)) is None


# ---------------------------------------------------------------- dying


def test_short_steps_kill_nobody_and_long_ones_more_than_a_quarter():
    assert trained(100, 1.0).dead[-1] == 0 and trained(100, 3.0).dead[-1] == 0
    for rate in (10.0, 14.7, 30.0):
        state = trained(101, rate)
        assert state.dead[-1] > 0.25
        assert dying.prediction.answer(state) == "more than a quarter"
    assert trained(101, 30.0).dead[-1] == 1


def test_a_dead_unit_does_not_come_back_with_short_steps():
    state = trained(30, 10.0)
    before = state.dead[-1]
    for _ in range(100):
        state = dying.step(state, rate=1.0)
    assert before > 0.25 and state.dead[-1] == before
    assert dying.prediction.answer(state) is None  # these were not long steps alone


def test_a_low_bias_leaves_units_dead_from_the_start():
    shares = [trained(0, 1.0, bias=bias).dead[0] for bias in (-3, -2, -1, 0)]
    assert shares == sorted(shares, reverse=True) and shares[1] > 0.4 and shares[3] == 0
    assert trained(100, 1.0, bias=-2).dead[-1] == shares[1]


def test_other_activations_do_not_die_of_the_same_steps():
    assert trained(100, 10.0, activation="leaky ReLU").dead[-1] == 0
    assert trained(100, 10.0, activation="tanh").wrong < 0.05


def test_a_training_that_has_diverged_stays_where_it_is_and_says_so():
    state = trained(60, 30.0, activation="leaky ReLU")
    assert len(state.losses) < 60 and "diverged" in dying.describe(state)
    assert dying.step(state, rate=0.1) is state


def test_a_step_is_a_step_of_gradient_descent():
    before = trained(0, 1.0)
    after = dying.step(before, rate=0.5)
    (W1, _), (W2, b2) = before.layers
    outputs, (z, _) = activations.mlp_forward(before.x, before.layers, activations.relu)
    d = (activations.sigmoid(outputs) - before.labels[:, None]) / len(before.x)
    np.testing.assert_allclose(after.layers[1][1], b2 - 0.5 * d.sum(axis=0), rtol=1e-12)
    dz = activations.relu_backward(d @ W2.T, z)
    np.testing.assert_allclose(after.layers[0][0], W1 - 0.5 * before.x.T @ dz, rtol=1e-12)
    assert before.losses == after.losses[:1]  # the state before is as it was
