"""The demos of optimizers show what they claim, by numbers."""

import numpy as np
import pytest

from course.a06_optimizers.demos import budget, correction, race
from course.a06_optimizers.demos.budget import CURVATURES, NOISE, RATES, SIZES, expected_loss
from course.a06_optimizers.demos.race import RULES, STEPS
from course.a06_optimizers.demos.surfaces import SURFACES
from dlkit.backprop import numerical_gradient
from dlkit.optimizers import adam_step, minimize, sgd_step


def result(demo, **changes):
    return demo.compute(**demo.settings(**changes))


def run(steps, **changes):
    settings = {control.name: control.default for control in race.controls} | changes
    state = race.start(**settings)
    for _ in range(steps):
        state = race.step(state, **settings)
    return state


@pytest.mark.parametrize("name", SURFACES)
def test_the_slopes_of_every_surface_are_those_of_its_heights(name):
    surface = SURFACES[name]
    for w in np.random.default_rng(0).uniform(-1.5, 1.5, size=(5, 2)):
        measured = numerical_gradient(lambda w: float(surface.height(w[None])[0]), w)
        np.testing.assert_allclose(surface.slope(w), measured, atol=1e-5)
    np.testing.assert_allclose([surface.slope(w) for w in surface.minima], 0, atol=1e-12)
    np.testing.assert_allclose(surface.height(surface.minima), 0, atol=1e-12)
    left, right, low, high = surface.extent
    assert left < surface.start[0] < right and low < surface.start[1] < high


@pytest.mark.parametrize("name", RULES)
def test_a_runner_takes_the_steps_of_its_rule(name):
    rule, sliders = RULES[name]
    given = {"memory": 0.9, "scale": 0.9}
    options = {option: given[slider] for option, slider in sliders.items()}
    ground = SURFACES["valley along an axis"]
    path = minimize(ground.slope, ground.start, rule, steps=10, lr=0.01, **options)
    np.testing.assert_allclose(run(10, first=name).runners[0].path, path)


def test_the_turn_costs_adagrad_the_race_and_momentum_nothing():
    along, turned = (
        run(STEPS, surface=f"valley {where}") for where in ("along an axis", "at 45 degrees")
    )
    losses = [[runner.losses[-1] for runner in each.runners] for each in (along, turned)]
    assert losses[0][1] < losses[0][0] < 1e-5
    assert losses[1][0] == pytest.approx(losses[0][0])
    assert losses[1][1] > 100 * losses[1][0]
    assert race.prediction.answer(turned) == "momentum"
    assert race.prediction.answer(along) is None


def test_a_runner_that_leaves_the_surface_stays_where_it_is_and_can_be_drawn():
    state = run(40, lr_first=1.0)
    assert state.runners[0].has_left and "has left the surface" in race.describe(state)
    assert np.isfinite([plot.points.xy for plot in race.plots(state) if plot.points]).all()
    assert state.runners[0].path[-1] == state.runners[0].path[-2]


def test_the_title_of_the_losses_names_the_shares_that_the_runners_use():
    titles = [
        race.plots(run(1, first=first, second=second))[1].title
        for first, second in (("momentum", "Adagrad"), ("momentum", "Adam"), ("RMSprop", "Adam"))
    ]
    assert titles[0] == "loss (µ 0.90; ρ 0.90 unused)"
    assert titles[1:] == ["loss (µ, β₁ 0.90; β₂ 0.90)", "loss (β₁ 0.90; ρ, β₂ 0.90)"]


def test_a_cross_at_each_minimum_is_larger_than_a_mark():
    plane, _ = race.plots(run(1, surface="saddle"))
    crosses = [curve.xy for curve in plane.curves if curve.color == 2]
    np.testing.assert_allclose([cross[-1] for cross in crosses], SURFACES["saddle"].minima)
    assert all((np.ptp(cross, axis=0) > 0.2).all() for cross in crosses)


def test_noise_is_the_same_for_both_and_in_every_race():
    one, other = (run(5, noise=1.0, second="momentum", lr_second=0.01) for _ in range(2))
    assert one.runners[0].path == one.runners[1].path == other.runners[0].path
    assert one.runners[0].path != run(5, noise=0.0).runners[0].path


def test_at_the_saddle_adam_escapes_before_gradient_descent():
    state = run(
        60, surface="saddle", first="gradient descent", lr_first=0.02, second="Adam", lr_second=0.1
    )
    distances = [SURFACES["saddle"].distance(np.array(r.path[-1])) for r in state.runners]
    assert distances[1] < 0.5 < distances[0]


BOTH = {"correct_m": True, "correct_v": True}


def test_the_lengths_of_the_first_steps_are_those_of_adam():
    path = minimize(np.ones_like, [0.0], adam_step, steps=20, lr=1.0)[:, 0]
    corrected = result(correction, **BOTH)
    np.testing.assert_allclose(corrected.lengths, -np.diff(path), rtol=1e-6)
    assert correction.prediction.answer(corrected) == pytest.approx(1.0)


def test_without_corrections_the_first_step_is_three_times_too_long():
    neither = result(correction)
    assert neither.lengths[0] == pytest.approx(0.1 / np.sqrt(0.001), rel=1e-4)
    assert correction.prediction.answer(neither) is None
    assert result(correction, correct_v=True).lengths[0] == pytest.approx(0.1)
    assert result(correction, correct_m=True).lengths[0] > 30
    assert np.abs(result(correction, gradients="alternating", **BOTH).lengths[5:]).max() < 0.2


def test_the_map_is_the_mean_of_many_runs():
    rng, steps, rate, size = np.random.default_rng(0), 30, 0.5, 16
    w = np.ones((4000, len(CURVATURES)))
    for _ in range(steps):
        noise = rng.normal(size=w.shape) * np.sqrt(NOISE * CURVATURES / size)
        w = sgd_step(w, CURVATURES * w + noise, lr=rate)
    measured = 0.5 * np.mean(CURVATURES * w**2)
    assert expected_loss(np.array([rate]), size, steps)[0] == pytest.approx(measured, rel=0.02)


def test_the_linear_rule_holds_for_small_batches_and_ends():
    losses = result(budget).losses
    best = RATES[losses.argmin(axis=1)]
    ratios = best / best[0] / SIZES
    assert (np.abs(np.log2(ratios[:7])) < 0.35).all()  # up to 64
    assert ratios[-1] < 0.2
    assert losses[-1].min() > 1.5 * losses[4].min()
    assert budget.prediction.answer(result(budget, size_power=12)).startswith("much higher")
    assert budget.prediction.answer(result(budget)) is None


def test_beyond_two_over_the_largest_curvature_it_explodes():
    assert CURVATURES.max() == 1.0
    assert result(budget, rate=2.2, size_power=0).loss > 1e3
    assert "exploded" in budget.describe(result(budget, rate=3.0, size_power=0))
