"""The demos of backpropagation show what they claim, by numbers."""

import numpy as np
import pytest

from course.a04_backprop.demos import chain, step_size
from course.a04_backprop.demos.chain import (
    BACKWARD,
    EDGES,
    FORWARD,
    HALFWAY,
    LAST,
    LEAVES,
    PLACES,
    forward,
)
from course.a04_backprop.demos.step_size import STEPS, formula
from dlkit.backprop import numerical_gradient


def result(demo, **changes):
    return demo.compute(**demo.settings(**changes))


@pytest.mark.parametrize("leaves", [(1.0, 0.8, -0.3, -0.5), (-2.0, 1.3, 0.7, 1.0)])
def test_the_gradients_of_the_leaves_are_those_that_are_measured(leaves):
    walk = result(chain, step=LAST, **dict(zip(LEAVES, leaves, strict=True)))

    def end(values):
        return forward(dict(zip(LEAVES, values, strict=True)))["J"]

    measured = numerical_gradient(end, np.array(leaves))
    np.testing.assert_allclose([walk.gradients[name] for name in LEAVES], measured, atol=1e-8)


def test_every_gradient_is_the_sum_over_its_arrows():
    """Of each node, from those of the nodes that its arrows lead to, by a nudge of that node."""
    walk = result(chain, step=LAST)
    for name in set(PLACES) - {"J"}:
        targets = [end for start, end in EDGES if start == name]
        total = 0.0
        for target in targets:
            total += walk.gradients[target] * local_slope(walk.values, name, target)
        assert walk.gradients[name] == pytest.approx(total, abs=1e-6), name


def local_slope(values, name, target):
    rules = {
        "a": lambda v: v["w"] * v["x"],
        "z": lambda v: v["a"] + v["b"],
        "h": lambda v: np.tanh(v["z"]),
        "r": lambda v: v["h"] - v["t"],
        "L": lambda v: v["r"] ** 2,
        "s": lambda v: v["w"] ** 2 / 4,
        "J": lambda v: v["L"] + v["s"],
    }
    up, down = (rules[target](values | {name: values[name] + step}) for step in (1e-6, -1e-6))
    return (up - down) / 2e-6


def test_a_walk_shows_what_it_has_computed_and_no_more():
    for step in range(LAST + 1):
        walk = result(chain, step=step)
        assert len(walk.values) == 4 + min(step, len(FORWARD))
        assert list(walk.gradients) == list(BACKWARD[: max(0, step - len(FORWARD))])


def test_no_node_is_reached_before_those_that_it_needs():
    for start, end in EDGES:
        order = [*LEAVES, *FORWARD]
        assert order.index(start) < order.index(end)
        assert BACKWARD.index(end) < BACKWARD.index(start)


def test_with_x_at_0_the_penalty_still_reaches_w():
    walk = result(chain, step=LAST, x=0.0)
    assert walk.gradients["w"] == pytest.approx(0.5 * walk.values["w"])


def test_a_sum_hands_its_gradient_on_and_the_prediction_waits_for_the_end():
    assert chain.prediction.answer(result(chain, step=LAST)) == "all three are equal"
    assert chain.prediction.answer(result(chain, step=LAST - 1)) is None


def test_play_and_step_move_the_slider():
    panel = chain.show()
    play, step, _ = panel.children[1].children[0].children[-2].children
    panel.controls["step"].value = 0
    step.click()
    assert panel.controls["step"].value == play.value == 1
    play.value = LAST
    assert panel.result.here == "w"
    step.click()
    assert panel.controls["step"].value == LAST
    panel.reset()
    assert play.value == HALFWAY


def test_central_differences_are_best_near_1e_5_and_one_sided_near_1e_8():
    curves = result(step_size).curves
    assert 1e-6 <= STEPS[curves["central"].argmin()] <= 1e-4
    assert 1e-8 <= STEPS[curves["one-sided"].argmin()] <= 1e-6
    assert curves["central"].min() < 1e-8 < curves["one-sided"].min() < 1e-6


def test_truncation_falls_with_the_square_of_the_step_and_rounding_rises_with_its_inverse():
    at = {h: result(step_size, h=h).here for h in (1e-1, 1e-2, 1e-3, 1e-8, 1e-10, 1e-12)}
    assert at[1e-2]["central"] / at[1e-3]["central"] == pytest.approx(100, rel=0.02)
    assert at[1e-2]["one-sided"] / at[1e-3]["one-sided"] == pytest.approx(10, rel=0.05)
    assert 300 < at[1e-12]["central"] / at[1e-8]["central"] < 300_000


def test_in_single_precision_hardly_four_digits_are_left():
    assert 1e-6 < result(step_size, precision="float32").curves["central"].min() < 1e-3


def test_the_task_says_how_many_weights_are_compared():
    assert f"the {formula(False).size} weights" in step_size.task


def test_no_step_helps_a_wrong_formula():
    assert result(step_size, wrong=True).curves["central"].min() > 0.1
    assert np.linalg.norm(formula(True) - formula(False)) > 0


def test_the_prediction_waits_for_the_smallest_step():
    assert step_size.prediction.answer(result(step_size, h=1e-5)) is None
    assert step_size.prediction.answer(result(step_size, h=1e-14)) == "1e-5"
