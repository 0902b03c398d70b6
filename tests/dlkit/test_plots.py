"""Figures draw what they are given: the tests read the numbers back from the Axes."""

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt

from dlkit import plots


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def threshold(x):
    return (x[:, 0] > 0.25).astype(int)


POINTS = np.array([[0.0, 0.0], [1.0, 1.0], [0.5, 2.0]])
X = np.arange(5.0)
DRAW = {
    "loss_curves": lambda **o: plots.loss_curves({"square": lambda r: r * r}, **o),
    "fit_with_outliers": lambda **o: plots.fit_with_outliers(
        X, 2 * X, {"fit": np.square}, outliers=X > 3, **o
    ),
    "training_curve": lambda **o: plots.training_curve({"training": [3.0, 2.0, 1.0]}, **o),
    "probabilities": lambda **o: plots.probabilities({"p": np.array([0.2, 0.8])}, **o),
    "decision_regions": lambda **o: plots.decision_regions(
        threshold, POINTS, np.array([0, 1, 1]), **o
    ),
    "graph": lambda **o: plots.graph(["x", "exp"], [[0.0, 0.0], [1.0, 0.0]], [(0, 1)], **o),
    "digit_grid": lambda **o: plots.digit_grid(np.zeros((12, 64)), np.arange(12), **o),
}


def test_every_figure_is_tested():
    assert sorted(DRAW) == plots.__all__


@pytest.mark.parametrize("name", DRAW)
def test_draws_on_the_axes_it_is_given_or_on_a_new_one(name):
    _, ax = plt.subplots()
    assert DRAW[name](ax=ax) is ax
    new = DRAW[name]()
    assert new.figure is not ax.figure
    new.figure.canvas.draw()


@pytest.mark.parametrize("name", [name for name in DRAW if name not in ("digit_grid", "graph")])
def test_both_axes_are_labelled(name):
    ax = DRAW[name]()
    assert ax.get_xlabel()
    assert ax.get_ylabel()


def test_loss_curves_call_the_losses():
    ax = plots.loss_curves({"square": lambda r: r * r, "one-sided": lambda r: max(r, 0)}, reach=2)
    square, one_sided = (line.get_xydata().T for line in ax.lines)
    np.testing.assert_allclose(square[1], square[0] ** 2)
    np.testing.assert_allclose(one_sided[1], np.maximum(one_sided[0], 0))
    assert (square[0][0], square[0][-1]) == (-2, 2)
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines}) == 2


def test_fit_with_outliers_divides_the_points():
    ax = DRAW["fit_with_outliers"]()
    data, outliers = (collection.get_offsets() for collection in ax.collections)
    np.testing.assert_array_equal(data[:, 0], [0, 1, 2, 3])
    np.testing.assert_array_equal(outliers, [[4, 8]])
    fit = ax.lines[0].get_xydata()
    np.testing.assert_allclose(fit[:, 1], fit[:, 0] ** 2)


def test_training_curve_counts_epochs_from_one():
    line = DRAW["training_curve"]().lines[0].get_xydata()
    np.testing.assert_array_equal(line, [[1, 3], [2, 2], [3, 1]])


def test_training_curve_is_logarithmic_only_without_zeros():
    assert plots.training_curve({"a": [1.0, 0.1]}).get_yscale() == "log"
    assert plots.training_curve({"a": [1.0, 0.1], "b": [1.0, 0.0]}).get_yscale() == "linear"


def test_probabilities_are_the_heights_of_bars():
    ax = plots.probabilities({"p": np.array([0.2, 0.8]), "q": np.array([0.5, 0.5])})
    assert [bar.get_height() for bar in ax.patches] == [0.2, 0.8, 0.5, 0.5]
    left, right = ax.patches[0], ax.patches[2]
    assert left.get_x() + left.get_width() <= right.get_x()
    assert left.get_x() + right.get_x() + right.get_width() == pytest.approx(0)  # around tick 0
    assert ax.get_ylim() == (0, 1)


def test_decision_regions_show_the_prediction_where_it_was_made():
    ax = DRAW["decision_regions"]()
    image = ax.images[0]
    left, right, low, high = image.get_extent()
    assert (left, low) < (0, 0)
    assert (right, high) > (1, 2)
    columns = np.linspace(left, right, 300)
    np.testing.assert_array_equal(image.get_array()[0], columns > 0.25)
    assert image.origin == "lower"


def test_digit_grid_tells_wrong_predictions_by_text_and_colour():
    ax = plots.digit_grid(np.zeros((2, 64)), np.array([3, 5]), np.array([3, 6]))
    assert [text.get_text() for text in ax.texts] == ["3", "6 ≠ 5"]
    assert ax.texts[0].get_color() != ax.texts[1].get_color()


def test_digit_grid_shows_every_image_the_right_way_up_in_a_place_of_its_own():
    images = np.random.default_rng(0).uniform(size=(5, 3, 3))
    ax = plots.digit_grid(images, columns=2)
    assert len(ax.images) == 5
    corners = [(image.get_extent()[0], image.get_extent()[3]) for image in ax.images]
    width, height = corners[1][0], corners[2][1]
    assert min(width, height) > 3
    places = [(0, 0), (width, 0), (0, height), (width, height), (0, 2 * height)]
    assert corners == places
    for shown, image in zip(ax.images, images, strict=True):
        np.testing.assert_array_equal(shown.get_array(), image)
        _, _, bottom, top = shown.get_extent()
        assert bottom > top
    assert ax.yaxis_inverted()
