"""The demos of landscapes show what they claim, by numbers."""

import math

import numpy as np
import pytest

from course.a08_landscapes.demos import escape, patience, shell, turn
from course.a08_landscapes.demos.patience import BOTTOM, TRUE
from course.a08_landscapes.demos.shell import in_the_shell
from course.a08_landscapes.demos.turn import SURFACES, TRUTH, facing, is_a_minimum, projected


def result(demo, **changes):
    return demo.compute(**demo.settings(**changes))


@pytest.mark.parametrize(
    ("name", "curvatures", "kind"),
    [
        ("x² + y³", [0, 2], "degenerate"),
        ("x² + y⁴", [0, 2], "degenerate"),
        ("x² + y²", [2, 2], "min"),
        ("x² − y²", [-2, 2], "saddle"),
        ("x³ − 3 x y²", [0, 0], "degenerate"),
    ],
)
def test_the_test_says_of_a_surface_what_its_curvatures_allow(name, curvatures, kind):
    view = result(turn, name=name)
    np.testing.assert_array_equal(view.curvatures, curvatures)
    assert view.kind == kind


@pytest.mark.parametrize("name", SURFACES)
def test_the_truth_about_a_surface_is_that_of_its_values(name):
    angles = np.linspace(0, 2 * np.pi, 200)
    around = SURFACES[name](0.1 * np.cos(angles), 0.1 * np.sin(angles))
    is_minimum = bool((around > 0).all())
    assert ("is a minimum" in TRUTH[name]) == is_minimum


def test_turning_moves_the_corners_and_keeps_their_distances():
    corners = np.random.default_rng(0).normal(size=(20, 3))
    plain, turned = projected(corners, 0, 0), projected(corners, 35, 50)
    np.testing.assert_allclose(plain, corners[:, [0, 2, 1]])
    np.testing.assert_allclose(np.linalg.norm(turned, axis=1), np.linalg.norm(corners, axis=1))


def test_far_cells_are_drawn_first():
    low = result(turn, azimuth=0, elevation=0)
    # From low in front the cells at the far end of y come first, the near end hides them.
    heights = SURFACES["x² + y³"](np.zeros(1), np.array([0.95])) / 2
    first = low.heights[: len(low.heights) // 24]
    assert abs(first.min() - heights[0]) < 0.1


def test_the_prediction_on_x2_y3_waits_for_the_outline_along_x():
    assert is_a_minimum(result(turn, azimuth=90, elevation=50)) is None
    assert is_a_minimum(result(turn, azimuth=0, elevation=10)) is None
    assert is_a_minimum(result(turn, azimuth=90, elevation=10)).startswith("no")
    assert [facing(angle) for angle in (0, 45, 90, 180)] == [
        "along y",
        "between the axes",
        "along x",
        "along y",
    ]


def test_a_ball_fills_its_shell_and_directions_come_to_right_angles():
    balls = {D: result(shell, dimensions=D) for D in (1, 2, 10, 100, 1000)}
    assert [f"{balls[D].in_shell:.3f}" for D in (2, 10, 100)] == ["0.020", "0.096", "0.634"]
    for D in (10, 100, 1000):
        assert balls[D].mean_cosine == pytest.approx(math.sqrt(2 / (math.pi * D)), rel=0.05)
    assert balls[1].mean_cosine == pytest.approx(1)
    for ball in balls.values():
        assert ball.radii.sum() == pytest.approx(1) and ball.cosines.sum() == pytest.approx(1)
    assert balls[100].radii[:32].sum() == 0  # nothing nearer than 0.8 of the radius
    assert in_the_shell(balls[1000]) == "nearly all" and f"{0.99**1000:.5f}" == "0.00004"
    assert in_the_shell(balls[100]) is None


def test_each_factor_of_ten_costs_as_many_steps():
    left = [result(escape, start=10.0**-k).left_after for k in range(2, 10)]
    assert np.ptp(np.diff(left)) <= 1
    assert np.mean(np.diff(left)) == pytest.approx(math.log(10) / math.log(1.05), abs=0.5)


def test_momentum_hastens_an_escape_and_begins_none():
    assert result(escape, start=1e-6, momentum=0.9).left_after < 0.3 * (
        result(escape, start=1e-6).left_after
    )
    stuck = result(escape, start=1e-10, momentum=0.9)
    assert stuck.left_after is None and (stuck.path[:, 1] == 0).all()
    assert escape.prediction.answer(stuck) == "no"
    assert escape.prediction.answer(result(escape, start=1e-10)) is None


@pytest.mark.parametrize("noise", [1e-8, 1e-4, 1e-2])
def test_noise_leaves_the_ridge(noise):
    assert result(escape, start=1e-10, noise=noise).left_after is not None


def test_a_stronger_curvature_is_left_sooner():
    left = [result(escape, curvature=c).left_after for c in (0.5, 1.0, 2.0)]
    assert left == sorted(left, reverse=True)


def test_patience_is_needed_where_there_is_noise():
    assert result(patience, noise=0.0, patience=1).best == BOTTOM
    assert TRUE.argmin() == BOTTOM
    lost = [result(patience, patience=p).lost for p in (1, 8, 30)]
    assert lost[0] > 0.3 and max(lost[1:]) < 0.01
    stops = [result(patience, patience=1, seed=seed) for seed in range(10)]
    assert {patience.prediction.answer(each) for each in stops} == {"before epoch 20"}
    assert patience.prediction.answer(result(patience, patience=2)) is None


def test_min_delta_ends_slow_gains():
    assert result(patience, min_delta=0.1).stop < result(patience).stop
