"""The demos of initialization show what they claim, by numbers."""

import numpy as np
import pytest

from course.a07_initialization.demos import depth, symmetry
from course.a07_initialization.demos.depth import CHOICES, STARTS
from course.a07_initialization.demos.symmetry import AT_ONCE, ENOUGH, LEAST, PARTED
from dlkit.initialization import calibrate_gain


def result(**changes):
    return depth.compute(**depth.settings(**changes))


# ---------------------------------------------------------------- depth


@pytest.mark.parametrize(
    ("start", "factor"),
    [("Xavier", 1 / 2), ("PyTorch's default", 1 / 6), ("He", 1), ("normal, std 1", 50)],
)
def test_relu_multiplies_by_one_factor_in_each_layer(start, factor):
    sizes = result(start=start, activation="relu")
    for change in (sizes.signal[-1] / sizes.signal[0], sizes.gradient[0] / sizes.gradient[-1]):
        assert abs(np.log10(change / factor**14.5)) < 1


def test_of_the_four_choices_he_alone_keeps_signal_and_gradient_with_relu():
    answers = {s: depth.prediction.answer(result(start=s, activation="relu")) for s in STARTS}
    assert {start for start, answer in answers.items() if answer} == {"He"}
    assert answers["He"] == "He" and "He" in CHOICES
    assert depth.prediction.answer(result(start="He", activation="relu", depth=20)) is None
    assert depth.prediction.answer(result(start="He", activation="relu", scale=2.0)) is None


def test_sigmoid_looks_healthy_forward_and_is_lost_backward():
    sizes = result(start="Xavier", activation="sigmoid")
    assert sizes.signal.min() > 0.09
    assert sizes.gradient[0] < 1e-15 * sizes.gradient[-1]


def test_the_factor_that_makes_xavier_right_for_relu_is_the_root_of_two():
    near = 10**0.15  # where the slider can stand
    assert near == pytest.approx(2**0.5, rel=0.002)
    sizes, he = (
        result(start=s, activation="relu", scale=k) for s, k in (("Xavier", near), ("He", 1))
    )
    np.testing.assert_allclose(sizes.signal, he.signal, rtol=0.1)


def test_orthogonal_weights_keep_both_where_there_is_no_activation():
    sizes = result(start="orthogonal", activation="none", depth=40)
    np.testing.assert_allclose(sizes.signal, sizes.signal[0], rtol=0.02)
    np.testing.assert_allclose(sizes.gradient, sizes.gradient[0], rtol=0.02)
    assert calibrate_gain(lambda z: z, rng=np.random.default_rng(0)) == pytest.approx(1, rel=0.01)


def test_zeros_let_nothing_through_and_the_picture_says_so():
    sizes = result(start="zeros")
    assert not sizes.signal.any() and not sizes.gradient[:-1].any()
    assert "0 in the last" in depth.describe(sizes)


# ---------------------------------------------------------------- symmetry


def trained(pictures, value, noise):
    state = symmetry.start(value, noise)
    for _ in range(pictures):
        state = symmetry.step(state)
    return state


def test_without_noise_the_units_stay_one_and_the_loss_stays_high():
    state = trained(ENOUGH, 0.5, LEAST)
    assert state.spread == 0 and state.losses[-1] > 0.55


@pytest.mark.parametrize("noise", [1e-9, 1e-6])
def test_tiny_noise_is_enough(noise):
    state = trained(ENOUGH + 1, 0.5, noise)
    assert state.spread > PARTED and state.losses[-1] < 0.2
    assert symmetry.prediction.answer(state) == symmetry.prediction.choices[-1]


def test_zeros_without_noise_learn_how_frequent_the_classes_are():
    state = trained(20, 0.0, LEAST)
    share = np.mean(state.labels)
    entropy = -share * np.log(share) - (1 - share) * np.log(1 - share)
    assert state.losses[-1] == pytest.approx(entropy, abs=1e-3)
    assert not state.params[0].any() and not state.params[2].any()
    assert f"Step {20 * AT_ONCE}:" in symmetry.describe(state)
