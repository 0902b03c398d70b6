"""The demos of shapes show what they claim, by numbers."""

import numpy as np
import pytest

from course.a00_shapes.demos import neuron, plane, timing
from course.a00_shapes.demos.plane import GRID
from course.a00_shapes.demos.timing import CHOICES, LARGEST, NAMES, STEP, Times, loops
from dlkit.shapes import dense_forward, linear_unit


def result(demo, **changes):
    return demo.compute(**demo.settings(**changes))


def test_one_line_goes_through_both_crosses_and_the_sliders_reach_it():
    unit = result(neuron, w=-0.5, b=1.5)
    assert unit.misses == pytest.approx([0, 0], abs=1e-12)
    for name, value in (("w", -0.5), ("b", 1.5)):
        (slider,) = (each for each in neuron.controls if each.name == name)
        steps = (value - slider.low) / slider.step
        assert steps == pytest.approx(round(steps)) and slider.low <= value <= slider.high
    assert "runs through the cross at (-1, 2) and through the one" in neuron.describe(unit)
    assert np.abs(result(neuron).misses).min() > 0.5
    assert "runs 2.50 below the cross at (-1, 2) and 2.00 above" in neuron.describe(result(neuron))


def test_the_unit_is_the_sum_of_its_two_terms():
    unit = result(neuron, w=-1.5, b=0.25, x=2.0)
    assert unit.y == -1.5 * 2.0 + 0.25


def test_at_input_0_the_bias_is_left_whatever_the_weight():
    for w in (-2.0, 0.7):
        assert neuron.prediction.answer(result(neuron, x=0.0, w=w)) == "the bias b"
    assert neuron.prediction.answer(result(neuron, x=0.0, b=0.0)) is None  # 0, or the bias?


def test_the_height_of_the_plane_is_the_unit_at_each_point():
    shown = result(plane, w0=2.0, w1=-1.0, b=0.5)
    row, column = 10, 40  # x1 upwards, x0 to the right
    assert shown.heights[row, column] == pytest.approx(2 * GRID[column] - GRID[row] + 0.5)


def test_without_its_weight_an_input_does_not_count():
    heights = result(plane, w1=0.0).heights
    assert np.ptp(heights, axis=0).max() == 0 < np.ptp(heights, axis=1).min()


def test_the_bias_moves_the_line_and_the_weights_turn_it():
    assert result(plane).shift == 0
    assert "y = 0 goes through the origin." in plane.describe(result(plane))
    lower = result(plane, b=-1.0)
    assert f"lies {-lower.shift:.2f} from the origin, along the arrow" in plane.describe(lower)
    assert result(plane, b=1.0).shift == pytest.approx(1 / np.hypot(1, 0.5))
    assert result(plane, b=1.0, w0=2.0, w1=1.0).shift == pytest.approx(1 / np.hypot(2, 1))
    assert plane.prediction.answer(result(plane, b=1.0)) == "it moves, and keeps its direction"
    assert plane.prediction.answer(result(plane, b=1.0, w0=2.0)) is None


def test_the_words_say_where_arrow_and_level_lines_are_and_leave_the_task_open():
    shown = result(plane, w0=1.2, w1=-1.6)  # of length 2
    words = plane.describe(shown)
    assert "to the weights, (1.20, -1.60)" in words
    assert "in the direction (1.60, 1.20), 1.00 apart" in words
    assert "upright" not in words and "(-0.00" not in plane.describe(result(plane, w1=0.0))
    y = linear_unit([0.5, 0.5], shown.w, shown.b)
    assert linear_unit([0.5 + 1.6, 0.5 + 1.2], shown.w, shown.b) == pytest.approx(y)
    assert abs(linear_unit([0.5 + 0.6, 0.5 - 0.8], shown.w, shown.b) - y) == pytest.approx(2)


def test_a_unit_without_weights_is_flat_and_has_no_line():
    flat = result(plane, w0=0.0, w1=0.0, b=1.0)
    assert np.ptp(flat.heights) == 0 and np.isnan(flat.shift)
    assert "The same everywhere." in plane.describe(flat)


def test_both_ways_give_the_same_layer():
    rng = np.random.default_rng(0)
    layer = rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), rng.normal(size=4)
    by_loops = loops(*(each.tolist() for each in layer))
    np.testing.assert_allclose(by_loops, dense_forward(*layer), rtol=1e-12)


def test_what_was_measured_once_is_kept():
    assert result(timing, rows=64) == result(timing, rows=64)
    assert result(timing, rows=100).rows == (8, 16, 32, 64, 100)
    assert result(timing, rows=64).loops == result(timing, rows=100).loops[:4]


@pytest.mark.parametrize(("ratio", "choice"), zip((1.5, 10, 300), CHOICES, strict=True))
def test_the_answer_about_the_time_is_the_one_measured_with_most_rows(ratio, choice):
    times = Times((LARGEST,), (ratio,), (1.0,))
    assert timing.prediction.answer(times) == choice
    assert timing.prediction.answer(Times((LARGEST - STEP,), (ratio,), (1.0,))) is None
    assert f"The loops take {ratio:.0f} times as long" in timing.describe(times) and len(NAMES) == 2
