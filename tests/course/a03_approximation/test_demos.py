"""The demos of approximation show what they claim, by numbers."""

import numpy as np
import pytest

from course.a03_approximation.demos import bumps, pieces, triangle
from course.a03_approximation.demos.bumps import STEEP
from dlkit import approximation


def result(demo, **changes):
    return demo.compute(**demo.settings(**changes))


def test_the_wall_is_the_sum_of_its_bumps():
    wall = result(bumps)
    assert wall.bumps.sum(axis=0) == pytest.approx(wall.sum)
    assert wall.worst == np.abs(wall.goal - wall.sum).max()
    assert f"{wall.worst:.2f}" == "0.39" and "0.39" in bumps.prediction.question


def test_bumps_and_steepness_have_to_grow_together():
    stuck, both = result(bumps, bumps=64), result(bumps, bumps=64, steepness=10**2.5)
    assert bumps.prediction.answer(stuck) == "it gets stuck above 0.1"
    assert stuck.worst > 0.12 and both.worst == pytest.approx(0.05, abs=0.005)
    assert bumps.prediction.answer(both) is None


def test_with_sixteen_bumps_the_best_steepness_is_inside():
    errors = [result(bumps, bumps=16, steepness=10**e).area for e in np.arange(1, 3.01, 0.1)]
    best = int(np.argmin(errors))
    assert 0 < best < len(errors) - 1 and min(errors) < 0.03 < 0.05 < min(errors[0], errors[-1])


def test_a_jump_is_met_in_area_and_never_at_its_worst_point():
    walls = [
        result(bumps, target="a jump", bumps=n, steepness=k) for n in (8, 64) for k in (30, 1000)
    ]
    assert min(wall.worst for wall in walls) > 0.7
    assert min(wall.area for wall in walls) < 0.01


def test_the_default_steepness_is_a_round_place_of_the_slider():
    assert np.isclose(result(bumps).steepness, STEEP) and f"{STEEP:.0f}" == "40"


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_the_smallest_width_that_follows_the_folds(depth):
    errors = {n: result(pieces, depth=depth, units=n).error for n in range(2, 2**depth + 1)}
    assert [n for n, error in errors.items() if error < 1e-9] == [2**depth]


def test_the_wide_layer_goes_through_the_folds_at_equal_distances():
    race = result(pieces)
    knots = np.arange(19) / 18
    assert np.interp(knots, race.x, race.wide) == pytest.approx(approximation.sawtooth(knots, 6))
    assert (race.wide_pieces, race.error) == (14, pytest.approx(0.875))
    assert "off by 0.5 only" in pieces.describe(race)
    assert "off by 0.5 only" not in pieces.describe(result(pieces, units=64))


def test_folds_double_the_pieces():
    for depth in range(1, 9):
        race = result(pieces, depth=depth)
        assert race.deep_pieces == 2**depth
        assert race.wide_pieces <= race.units


def test_six_folds_take_sixty_four_units_in_one_layer():
    answer = pieces.prediction.answer
    assert answer(result(pieces, units=63)) is None
    assert answer(result(pieces, units=64)) == "64"
    assert "18 units" in pieces.prediction.question


def test_half_of_the_units_see_nothing_of_the_folds():
    assert np.ptp(result(pieces, depth=4, units=8).wide) == 0


def test_the_steepness_from_which_99_percent_are_right_is_inside():
    low, high = (result(triangle, steepness=10**e).right for e in (0.0, 3.0))
    assert low < 0.8 and high > 0.999
    shares = [result(triangle, steepness=10**e).right for e in np.arange(0, 3.01, 0.1)]
    assert 5 < np.argmax(np.array(shares) > 0.99) < 20


def test_a_thin_triangle_needs_more_steepness():
    thin = {"ay": -0.2, "by": -0.2, "cy": 0.1}
    wide, narrow = (result(triangle, steepness=20, **each).found for each in ({}, thin))
    assert narrow < wide - 0.1


@pytest.mark.parametrize("soft", [1.0, 2.0])
def test_soft_units_find_nothing(soft):
    assert triangle.prediction.answer(result(triangle, steepness=soft)) == "nothing"
    assert triangle.prediction.answer(result(triangle)) is None


def test_the_map_is_that_of_the_network():
    region = result(triangle)
    net = approximation.triangle_net(region.corners, region.steepness)
    assert (region.lines[0] * region.steepness) == pytest.approx(net[0][0])
    assert region.answer.shape == (81, 81) and 0.97 < region.right < 1
