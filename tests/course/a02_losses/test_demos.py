"""The demos of losses show what they claim, by numbers."""

import itertools

import numpy as np
import pytest
from matplotlib.figure import Figure

from course.a02_losses.demos import boundary, delta, outlier, softmax
from course.a02_losses.demos.boundary import LOSSES
from course.widgets.live.pictures import stripes
from dlkit import losses


def result(demo, **changes):
    return demo.compute(**demo.settings(**changes))


def trained(steps, **changes):
    panel = boundary.show()
    for name, value in changes.items():
        panel.controls[name].value = value
    panel.advance(steps)
    return panel.state


def test_an_outlier_pulls_the_squared_error_and_hardly_the_others():
    calm, near, far = (result(outlier, outlier=lift).best for lift in (0, 5, 12))
    assert max(abs(best - 1) for best in calm.values()) < 0.05
    assert near["MSE"] > 1.5 and near["MAE"] < 1.1 and near["Huber"] < 1.2
    assert far["MSE"] > 2.4 and far["MAE"] == near["MAE"] and far["Huber"] == near["Huber"]


def test_the_best_weight_of_the_squared_error_is_that_of_least_squares():
    pull = result(outlier, outlier=12)
    x = np.linspace(0.4, 2.0, 9)
    assert pull.best["MSE"] == pytest.approx(x @ pull.y / (x @ x), abs=0.011)
    assert pull.here == losses.mse(x, pull.y)


def test_the_answer_about_the_outlier_waits_for_a_far_one():
    assert outlier.prediction.answer(result(outlier, outlier=12)) == "MSE"


def test_huber_lies_between_the_two_others_and_meets_each_at_an_end():
    slopes = {d: {n: w for n, (w, _) in result(delta, delta=d).lines.items()} for d in (0.1, 1, 10)}
    assert slopes[0.1]["Huber"] == pytest.approx(slopes[0.1]["MAE"], abs=0.03)
    assert slopes[10]["Huber"] == pytest.approx(slopes[10]["MSE"], abs=1e-6)
    assert slopes[1]["MSE"] < 0.5 < 1.5 < slopes[1]["Huber"] < slopes[1]["MAE"] < 2.1


def test_the_lines_are_the_best_ones():
    fits = result(delta, delta=0.5)
    slope, intercept = np.polyfit(fits.x, fits.y, 1)
    assert fits.lines["MSE"] == pytest.approx((slope, intercept), abs=1e-6)
    w, b = fits.lines["MAE"]
    here = losses.mae(w * fits.x + b, fits.y)
    around = [
        losses.mae((w + u) * fits.x + b + v, fits.y) for u in (-0.1, 0.1) for v in (-0.1, 0.1)
    ]
    assert here < min(around)
    w, b = fits.lines["Huber"]
    assert np.abs(losses.huber_grad(w * fits.x + b, fits.y, delta=0.5).sum()) < 1e-9


def test_too_many_outliers_tilt_every_line():
    lines = result(delta, outliers=36).lines
    assert max(w for w, _ in lines.values()) < 0.5


def test_the_largest_delta_with_a_slope_above_one_and_a_half_is_inside():
    below, above = (result(delta, delta=d).lines["Huber"][0] for d in (10**0.1, 10**0.15))
    assert below > 1.5 > above  # neighbours on the slider


@pytest.mark.parametrize("size", [0.1, 1, 10])
def test_the_answer_about_delta_needs_many_outliers(size):
    answer = delta.prediction.answer
    assert answer(result(delta, delta=size, outliers=18)) == "none"
    assert answer(result(delta, delta=size, outliers=17)) is None


def test_a_pull_goes_against_the_residual_and_hubers_is_clipped():
    figure = Figure()
    delta.draw(figure, result(delta, delta=2.0))
    r, squared = figure.axes[1].lines[0].get_data()
    absolute, huber = (line.get_ydata() for line in figure.axes[1].lines[1:])
    assert squared == pytest.approx(-r) and absolute == pytest.approx(-np.sign(r))
    assert huber == pytest.approx(-np.clip(r, -2, 2))


def test_the_outliers_lie_at_the_right_end():
    fits = result(delta, outliers=18)
    assert fits.x[fits.is_outlier].min() > fits.x[~fits.is_outlier].max()


def test_the_naive_formula_really_overflows_at_the_default_settings():
    shown = result(softmax, naive=True)
    assert np.isnan(shown.naive).all()
    assert "overflow encountered in exp" in shown.warning
    assert "nan" in softmax.describe(shown) and "overflow" in softmax.describe(shown)
    assert shown.stable == pytest.approx(result(softmax, shift=0).stable, abs=1e-12)


def test_far_below_zero_the_naive_formula_divides_zero_by_zero():
    shown = result(softmax, naive=True, shift=-1000)
    assert np.isnan(shown.naive).all()
    assert shown.warning == "invalid value encountered in divide"
    assert softmax.prediction.answer(shown) == "nan"
    assert softmax.prediction.answer(result(softmax, naive=True)) is None


def test_the_temperature_divides_after_the_shift():
    shown = result(softmax, shift=800, temperature=2.0)
    assert shown.scores == pytest.approx([401.0, 400.5, 399.5])


def test_near_zero_the_naive_formula_is_right_and_silent():
    shown = result(softmax, naive=True, shift=0)
    assert shown.naive == pytest.approx(shown.stable) and shown.warning == ""


def test_temperature_sharpens_and_flattens():
    cold, warm = (result(softmax, temperature=t).stable for t in (0.1, 10))
    assert cold[0] > 0.999 and np.ptp(warm) < 0.1


@pytest.mark.parametrize("data", ["moons", "digits"])
def test_a_confidently_wrong_start_is_wrong_and_certain(data):
    state = trained(0, data=data)
    assert state.errors[0] > 0.85 and state.losses[0] > 5


def test_from_a_wrong_start_only_the_squared_error_is_stuck():
    errors = {name: trained(101, loss=name).errors[-1] for name in LOSSES}
    assert errors.pop("squared error") > 0.6
    assert max(errors.values()) < 0.15


@pytest.mark.parametrize("rate", [0.1, 1.0, 10.0])
def test_the_cross_entropy_leaves_about_an_eighth_of_the_moons_wrong(rate):
    assert boundary.prediction.answer(trained(101, rate=rate)) == pytest.approx(13, abs=0.6)
    assert boundary.prediction.answer(trained(101, rate=rate, loss="squared error")) is None


def test_from_zero_every_loss_gets_there_but_no_straight_line_parts_the_moons():
    for name in LOSSES:
        assert 0.05 < trained(300, loss=name, weights="zero").errors[-1] < 0.15


def test_a_step_is_a_step_of_gradient_descent():
    before = trained(0)
    after = boundary.step(before, rate=0.5)
    z = before.x @ before.W + before.b
    dz = losses.cross_entropy_grad(z, before.labels)
    assert np.array_equal(after.W, before.W - 0.5 * before.x.T @ dz)
    assert before.losses == after.losses[:1]  # the state before is as it was


def test_the_plane_has_the_colour_of_the_predicted_class():
    plane, *_ = boundary.plots(trained(0))
    assert plane.image.shape == (80, 80, 3)
    low_left, high_right = plane.image[0, -1], plane.image[-1, 0]
    assert low_left[2] > low_left[0] and high_right[0] > high_right[2]  # blue, orange


def test_each_class_has_lines_of_its_own_direction():
    planes = [stripes(np.full(80 * 80, c, dtype=int)).tobytes() for c in range(4)]
    for one, other in itertools.combinations(planes, 2):
        assert one != other
