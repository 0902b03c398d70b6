"""The numbers in the words of the lecture on shapes are those that come out."""

import re

import nbformat
import numpy as np
import pytest

from course.a00_shapes import experiments, figures
from course.a00_shapes.demos.timing import AT_FIRST, D, M
from course.lectures.topics import ROOT
from dlkit import datasets
from dlkit.shapes import dense_forward, forward_matrix, linear_unit


@pytest.fixture(scope="module")
def text():
    """The source of every cell; a description that is written in several pieces is one text."""
    cells = nbformat.read(ROOT / "course/a00_shapes/lecture.ipynb", as_version=4).cells
    return {cell["id"]: re.sub(r'"\n\s*"', "", cell.source) for cell in cells}


def says(text, cell, *values):
    """Demand that a cell holds each of these numbers as it is written."""
    for value in values:
        assert value in text[cell], f"{cell} does not say {value}"


def per_hundred(share):
    return f"{100 * share:.1f}"


def test_three_samples_fix_a_plane(text):
    system = np.array([[0, 0, 1], [1, 0, 1], [0, 1, 1]])  # x0, x1 and the input of the bias
    *w, b = np.linalg.solve(system, [7, 9, 4])
    y = linear_unit([2, 2], w, b)
    says(text, "several_inputs", f"b = {b:g}", f"w_0 = 9 - 7 = {w[0]:g}", f"w_1 = 4 - 7 = {w[1]:g}")
    says(text, "several_inputs", f"= {y:g}$")


def test_the_layer_with_numbers(text):
    x, W, b = figures.LAYER
    y = dense_forward(x, W, b)
    rows = [", ".join(f"({p:g}, {q:g})" for p, q in table) for table in (x, W, y)]
    says(text, "layer_product_figure", *rows, f"with {b[0]:g} and {b[1]:g}")
    says(text, "layer_product_caption", f"= ({y[1, 0]:g}, {y[1, 1]:g})$")
    says(text, "layer_product_caption", "$2 \\cdot (1, 2) - 1 \\cdot (3, -1) + (1, -2)")


def test_the_network_on_paper(text):
    y = forward_matrix(figures.X, figures.W1, figures.W2)
    hidden = ", ".join(f"({a:g}, {b:g})" for a, b in figures.X @ figures.W1)
    says(text, "products_figure", hidden, ", ".join(f"{value:g}" for value in y))
    assert (figures.X[1] == [3, 5]).all()
    says(text, "notes_network_question", f"= {y[1]:g}$", "= 8$", "= -2$")
    assert (figures.W1 @ figures.W2).ravel().tolist() == [0, 2]
    says(text, "mistake_linear", "the column (0, 2)", "always $2 x_1$")
    assert (y == 2 * figures.X[:, 1]).all()


def test_which_products_exist(text):
    x, W, v, column = (np.ones(shape) for shape in ((5, 3), (3, 4), (3,), (3, 1)))
    assert (v @ W).shape == (4,) and (x @ v).shape == (5,)
    for left, right in ((W, x), (column, v)):
        with pytest.raises(ValueError, match="mismatch"):
            left @ right
    says(text, "rule", "and (4,) is left", "and (5,) is left", "4 against 5", "1 against 3")


def test_the_wrong_way_round(text):
    x, W = np.array([[1.0, 0.0], [10.0, 1.0]]), np.array([[1.0, 2.0], [0.0, 3.0]])
    says(text, "transposed", str(x.tolist()), str(W.tolist()))
    for product in (x @ W, x @ W.T):
        says(text, "transposed", " and ".join(f"({a:g}, {b:g})" for a, b in product))
    assert (figures.W1 == figures.W1.T).all()  # which the answer names as symmetric


def test_the_stretch(text):
    numbers = np.array([1.0, 2.0, 3.0])
    squares = (numbers[:, None] - numbers) ** 2
    says(text, "stretched_caption", f"{squares.sum():g} / {squares.size}", f"{squares.mean():.2f}")


def test_the_multiplications_of_the_demo(text):
    layer = AT_FIRST, D, M
    product = f"{np.prod(layer):,}".replace(",", r"\,")
    says(text, "loops", "N = {}$, $D = {}$, $M = {}$".format(*layer), product)


def test_wines(text):
    raw, scaled = (np.mean(experiments.wines(standardised=each)) for each in (False, True))
    says(text, "scale_question", f"{per_hundred(raw)} %", f"{per_hundred(scaled)} %")
    x, varieties = datasets.wine()
    says(text, "scale_caption", f"{len(x)} wines", f"proline {x[:, 12].std():.0f}")
    says(text, "scale_caption", f"flavonoids {x[:, 6].std():.1f}")
    assert x.shape[1] == 13 and len(experiments.SEEDS) == 20 and len(set(varieties)) == 3
    assert 0.99 < x[:, 12].var() / x.var(axis=0).sum() < 1  # of all squared distances


def test_flowers(text):
    assert experiments.flowers_in_order() == 0
    says(text, "split", "None.", f"{100 * np.mean(experiments.flowers_at_random()):.0f} %")


def test_digits(text):
    drawn, in_order = experiments.digits_at_random(), per_hundred(experiments.digits_in_order())
    mean, low, high = map(per_hundred, (np.mean(drawn), min(drawn), max(drawn)))
    says(text, "neighbour", f"{mean} %, on average over twenty", f"({low} % to {high} %)")
    says(text, "shares", f"between {low} % and {high} %", f"mean, {mean} %", f"at {in_order} %")
    says(text, "order_caption", f"their mean, {mean} %", f"13 people, {mean} %", f"{in_order} % is")
    assert len(drawn) == 20 and "599" in figures.shares().axes[0].get_xlabel()
    assert len(datasets.digits()[0]) - 1198 == int(1797 / 3) == 599


def test_most_of_the_last_third_are_forms_of_their_own():
    _, labels = datasets.digits()
    for start in (1157, 1287):  # every form begins with all digits, three times
        assert labels[start : start + 30].tolist() == [*range(10)] * 3
    assert 1157 < 1198 and 1287 - 1198 + 130 < 599 / 2  # with one form of somebody known
