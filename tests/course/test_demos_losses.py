"""The demos of losses show what they claim: by numbers, at their defaults and over all settings."""

import itertools
import math

import numpy as np
import pytest
from matplotlib.transforms import Bbox

from course.a02_losses import demos
from course.a02_losses.demos import boundary, delta, outlier, softmax
from course.widgets import Slider
from course.widgets.live import LiveDemo
from course.widgets.picture import Sheet
from course.widgets.writing import Writer
from dlkit import losses

ALL = {name: getattr(demos, name) for name in demos.__all__}
STILL = {name: demo for name, demo in ALL.items() if not isinstance(demo, LiveDemo)}


def result(demo, **changes):
    return demo.compute(**demo.settings(**changes))


def trained(steps, **changes):
    panel = boundary.show()
    for name, value in changes.items():
        panel.controls[name].value = value
    panel.advance(steps)
    return panel.state


@pytest.mark.parametrize("name", ALL)
def test_every_control_moves_through_its_range(name):
    demo, panel = ALL[name], ALL[name].show()
    for control in demo.controls:
        for value in control.values():
            panel.controls[control.name].value = value
            if isinstance(demo, LiveDemo):
                panel.advance(2)
        panel.controls[control.name].value = control.default
    panel.reset()


@pytest.mark.parametrize("name", ALL)
def test_a_default_is_a_place_where_the_slider_can_stand(name):
    for slider in (c for c in ALL[name].controls if isinstance(c, Slider)):
        low, default = slider.low, slider.default
        way = math.log10(default / low) if slider.log else default - low
        assert way / slider.step == pytest.approx(round(way / slider.step), abs=1e-6)


@pytest.mark.parametrize("name", STILL)
def test_every_control_changes_the_picture(name):
    demo = STILL[name]
    sheet = Sheet(demo.size)
    sheet.png(demo.draw, result(demo))
    for control in demo.controls:
        changed = [result(demo, **{control.name: value}) for value in control.values()]
        assert len({sheet.png(demo.draw, one) for one in changed}) > 1


@pytest.mark.parametrize("name", STILL)
def test_the_picture_is_that_of_the_settings_however_they_were_reached(name):
    demo = STILL[name]
    wandering = Sheet(demo.size)
    wandering.png(demo.draw, result(demo))
    for settings in wander(demo):
        wandered = wandering.png(demo.draw, demo.compute(**settings))
        straight = Sheet(demo.size)
        straight.png(demo.draw, result(demo))
        assert wandered == straight.png(demo.draw, demo.compute(**settings)), settings


@pytest.mark.parametrize("name", STILL)
def test_no_words_of_a_picture_are_cut_off_or_lie_on_others(name, written):
    demo = STILL[name]
    sheet = Sheet(demo.size)
    for changes in [{}, *each_control_through_its_range(demo), *wander(demo)]:
        written.clear()
        sheet.png(demo.draw, result(demo, **changes))
        assert len(written) > 10
        for text, box in written:
            paper = sheet.bbox
            assert paper.contains(*box.min - 1) and paper.contains(*box.max + 1), (text, changes)
        for (one, box), (other, its_box) in itertools.combinations(written, 2):
            assert not box.overlaps(its_box), (one, other, changes)


@pytest.fixture
def written(monkeypatch):
    """Every text that is drawn, with the box of its ink."""
    found, draw_text = [], Writer.draw_text

    def draw_text_and_note(writer, gc, x, y, s, *more, **options):
        lay_down = writer.draw_image

        def note(gc, left, low, pixels):
            found.append((s, Bbox.from_bounds(left, low, pixels.shape[1], pixels.shape[0])))
            lay_down(gc, left, low, pixels)

        writer.draw_image = note
        draw_text(writer, gc, x, y, s, *more, **options)
        writer.draw_image = lay_down

    monkeypatch.setattr(Writer, "draw_text", draw_text_and_note)
    return found


def each_control_through_its_range(demo):
    return [{control.name: value} for control in demo.controls for value in control.values()]


def wander(demo):
    """Move every control to its last setting, one after the other, and then all to the first."""
    settings = demo.settings()
    for place in (-1, 0):
        for control in demo.controls:
            settings |= {control.name: control.values()[place]}
            yield dict(settings)


@pytest.mark.parametrize("name", STILL)
def test_compute_is_pure_and_its_words_are_complete(name):
    demo = STILL[name]
    once, again = (demo.describe(result(demo)) for _ in range(2))
    assert once == again and "{" not in once


@pytest.mark.parametrize("name", STILL)
def test_the_default_picture_does_not_give_the_answer_away(name):
    demo = STILL[name]
    assert demo.prediction.answer(result(demo)) is None


@pytest.mark.parametrize("name", ALL)
def test_every_demo_can_be_understood_without_seeing(name):
    demo = ALL[name]
    assert demo.title and demo.task.endswith((".", "?"))
    assert demo.prediction.question.endswith("?") and demo.prediction.because.endswith(".")
    assert all(control.label for control in demo.controls)


def test_an_outlier_pulls_the_squared_error_and_hardly_the_others():
    calm, default, far = (result(outlier, outlier=lift).best for lift in (0, 5, 12))
    assert max(abs(best - 1) for best in calm.values()) < 0.05
    assert default["MSE"] > 1.5 and default["MAE"] < 1.1 and default["Huber"] < 1.2
    assert far["MSE"] > 2.4 and far["MAE"] == default["MAE"] and far["Huber"] == default["Huber"]


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


def test_the_answer_about_delta_needs_outliers_and_a_large_delta():
    answer = delta.prediction.answer
    assert answer(result(delta, delta=10)) == "the line of MSE"
    assert answer(result(delta, delta=10, outliers=0)) is None


def test_the_naive_formula_really_overflows_at_the_default_settings():
    shown = result(softmax, naive=True)
    assert np.isnan(shown.naive).all()
    assert "RuntimeWarning: overflow encountered in exp" in shown.warning
    assert "nan" in softmax.describe(shown) and "overflow" in softmax.describe(shown)
    assert shown.stable == pytest.approx(result(softmax, shift=0).stable, abs=1e-12)


def test_far_below_zero_the_naive_formula_divides_zero_by_zero():
    shown = result(softmax, naive=True, shift=-1000)
    assert np.isnan(shown.naive).all()
    assert shown.warning == "RuntimeWarning: invalid value encountered in divide"


def test_near_zero_the_naive_formula_is_right_and_silent():
    shown = result(softmax, naive=True, shift=0)
    assert shown.naive == pytest.approx(shown.stable) and shown.warning == ""


def test_temperature_sharpens_and_flattens():
    cold, warm = (result(softmax, temperature=t).stable for t in (0.1, 10))
    assert cold[0] > 0.999 and np.ptp(warm) < 0.1


def test_the_limit_of_exp_is_that_of_float64():
    limit = softmax.prediction.answer(result(softmax, naive=True))
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(limit)) and np.isinf(np.exp(limit + 1e-10))


@pytest.mark.parametrize("data", ["moons", "digits"])
def test_a_confidently_wrong_start_is_wrong_and_certain(data):
    state = trained(0, data=data)
    assert state.errors[0] > 0.85 and state.losses[0] > 5


def test_from_a_wrong_start_only_the_squared_error_is_stuck():
    errors = {name: trained(101, loss=name).errors[-1] for name in boundary.prediction.choices}
    assert errors.pop("squared error") > 0.6
    assert max(errors.values()) < 0.15
    assert boundary.prediction.answer(trained(101, loss="squared error")) == "squared error"
    assert boundary.prediction.answer(trained(101)) is None


def test_from_zero_every_loss_gets_there_but_no_straight_line_parts_the_moons():
    for name in boundary.prediction.choices:
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
