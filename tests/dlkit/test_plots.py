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
    "functions": lambda **o: plots.functions({"f": np.square, "g": np.sin}, points=(X, X), **o),
    "measured": lambda **o: plots.measured(
        {"a": [1, 2], "b": [3, 4]}, [10, 20], xlabel="layer", ylabel="deviation", **o
    ),
    "network": lambda **o: plots.network([["x", "1"], ["+"]], weights=[[["w"], ["b"]]], **o),
    "matrix_equation": lambda **o: plots.matrix_equation(
        [("X", [[1, 0], [2, -3.5]]), "@", ("w", [4, 5])], written=True, **o
    ),
    "contours": lambda **o: plots.contours(
        lambda w: w[:, 0] ** 2 + 9 * w[:, 1] ** 2, (-2, 2, -1, 1), paths={"p": POINTS}, **o
    ),
    "probability_map": lambda **o: plots.probability_map(
        lambda x: x[:, 0].clip(0, 1), POINTS, np.array([0, 1, 1]), **o
    ),
    "separating_lines": lambda **o: plots.separating_lines(
        np.array([[3.0, 0.0], [4.0, 2.0]]), np.array([-1.0, 1.0]), names=["a", "b"], **o
    ),
}
DIAGRAMS = ("digit_grid", "graph", "network", "matrix_equation")


def test_every_figure_is_tested():
    assert sorted([*DRAW, "show"]) == plots.__all__


@pytest.mark.parametrize("name", DRAW)
def test_nothing_is_cut_off_where_no_notebook_finds_the_room(name):
    figure = DRAW[name]().figure
    paper, drawn = figure.bbox_inches, figure.get_tightbbox()
    assert drawn.width > paper.width / 2
    assert paper.contains(*drawn.min + 1e-6) and paper.contains(*drawn.max - 1e-6)


@pytest.mark.parametrize("name", DRAW)
def test_draws_on_the_axes_it_is_given_or_on_a_new_one(name):
    _, ax = plt.subplots()
    assert DRAW[name](ax=ax) is ax
    new = DRAW[name]()
    assert new.figure is not ax.figure
    new.figure.canvas.draw()


@pytest.mark.parametrize("name", [name for name in DRAW if name not in DIAGRAMS])
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


def test_the_legend_calls_outliers_what_the_caller_calls_them():
    ax = plots.fit_with_outliers(X, X, {"fit": np.square}, outliers=X > 3, outlier_label="spoiled")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["data", "spoiled", "fit"]


def test_training_curve_counts_epochs_from_one():
    line = DRAW["training_curve"]().lines[0].get_xydata()
    np.testing.assert_array_equal(line, [[1, 3], [2, 2], [3, 1]])


def test_training_curve_is_logarithmic_only_without_zeros_and_says_so():
    def axis(**losses):
        ax = plots.training_curve(losses)
        return ax.get_yscale(), ax.get_ylabel()

    assert axis(a=[1.0, 0.1]) == ("log", "loss, logarithmic")
    assert axis(a=[1.0, 0.1], b=[1.0, 0.0]) == ("linear", "loss")


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
    assert [text.get_text() for text in ax.texts] == ["3", "read 6\nis 5"]
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


def test_functions_are_drawn_over_their_points():
    ax = DRAW["functions"]()
    f, g = (line.get_xydata().T for line in ax.lines)
    np.testing.assert_allclose([f[1], g[1]], [f[0] ** 2, np.sin(g[0])])
    np.testing.assert_array_equal(ax.collections[0].get_offsets(), np.column_stack([X, X]))


def test_measured_values_are_told_apart_by_colour_dashes_and_marks():
    a, b = DRAW["measured"](logarithmic=True).lines
    np.testing.assert_array_equal(b.get_xydata(), [[10, 3], [20, 4]])
    for look in ("get_color", "get_linestyle", "get_marker"):
        assert getattr(a, look)() != getattr(b, look)()


def test_a_network_joins_every_unit_to_every_unit_of_the_next_layer():
    ax = plots.network([["a", "b", "c"], ["d", "e"], ["f"]])
    assert len(ax.lines) == 3 * 2 + 2 * 1
    assert len(ax.patches) == 6
    without = plots.network([["a"], ["d", "1"], ["f"]], weights=[[["w", None]], [[""], ["b"]]])
    assert len(without.lines) == 3  # None: nothing leads into the unit that is always 1


def test_a_matrix_equation_has_a_cell_per_number_and_white_zeros():
    ax = DRAW["matrix_equation"]()
    written = [text.get_text() for text in ax.texts]
    assert written == ["1", "0", "2", "-3.5", "X\n(2, 2)", "@", "4", "5", "w\n(2,)"]
    faces = [patch.get_facecolor() for patch in ax.patches]
    assert faces[1] == (1, 1, 1, 1)
    assert len(set(faces[:4])) == 4
    tops = [patch.get_y() for patch in ax.patches[:4]]
    assert tops[0] == tops[1] > tops[2]  # the first row on top


def test_numbers_in_a_matrix_are_read_on_every_cell():
    values = np.arange(-10.0, 11.0)[None]
    ax = plots.matrix_equation([("X", values)], written=True)
    for cell, text in zip(ax.patches, ax.texts, strict=False):
        shares = np.array(cell.get_facecolor()[:3])
        light = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
        light = light @ [0.2126, 0.7152, 0.0722]
        ratio = 1.05 / (light + 0.05) if text.get_color() == "white" else (light + 0.05) / 0.05
        assert ratio > 4.5, text.get_text()  # what WCAG demands


def test_contours_have_the_height_of_the_function():
    ax = DRAW["contours"]()
    rings = ax.collections[0]
    for height, path in zip(rings.levels, rings.get_paths(), strict=True):
        x, y = path.vertices.T
        inside = (abs(x) < 1.99) & (abs(y) < 0.99)
        np.testing.assert_allclose((x**2 + 9 * y**2)[inside], height, atol=0.01)
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), POINTS)


def test_a_separating_line_is_where_the_unit_is_zero_and_its_arrow_where_it_is_positive():
    ax = DRAW["separating_lines"]()
    W, b = np.array([[3.0, 0.0], [4.0, 2.0]]), np.array([-1.0, 1.0])
    for index, line in enumerate(ax.lines):
        np.testing.assert_allclose(line.get_xydata() @ W[:, index] + b[index], 0, atol=1e-12)
    tips = [text.xy for text in ax.texts]
    assert all(tip @ W[:, k] + b[k] > 0 for k, tip in enumerate(tips))
    assert ax.get_xlim() == (-1, 1)


def test_a_graph_writes_beside_its_arrows():
    ax = plots.graph(
        ["x", "square"], [[0, 0], [1, 0]], [(0, 1), (0, 1)], edge_labels=["left", "right"]
    )
    left, right = (text for text in ax.texts if text.get_text() in ("left", "right"))
    assert left.get_position() != right.get_position()
