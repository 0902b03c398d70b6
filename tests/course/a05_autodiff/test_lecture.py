"""The numbers in the words of the lecture on automatic differentiation are those that come out."""

import re

import nbformat
import numpy as np
import pytest

from course.a05_autodiff import experiments
from course.a05_autodiff.demos.diamond import compute, slope
from course.lectures.topics import ROOT
from dlkit.activations import tanh_backward
from dlkit.autodiff import (
    derivatives,
    getitem_backward,
    jvp,
    max_backward,
    topo_order,
    unbroadcast,
)
from dlkit.backprop import numerical_gradient, relative_error


@pytest.fixture(scope="module")
def text():
    """The source of every cell; a description that is written in several pieces is one text."""
    cells = nbformat.read(ROOT / "course/a05_autodiff/lecture.ipynb", as_version=4).cells
    return {cell["id"]: re.sub(r'"\n\s*"', "", cell.source) for cell in cells}


def says(text, cell, *values):
    """Demand that a cell holds each of these numbers as it is written."""
    for value in values:
        assert value in text[cell], f"{cell} does not say {value}"


def test_the_added_term_is_not_noticed_in_the_training(text):
    training = experiments.forgotten()
    says(
        text,
        "one_word_question",
        f"falls from {training.before:.3f} to {training.after:.3f}",
        f"with right gradients it would have fallen to {training.after_right_gradients:.3f}",
        f"It reaches {training.error:.1f}",
        f"{training.wrong_signs} of {experiments.network(0)[0].size} weights",
        "50 samples",
    )
    says(text, "one_word", f"{len(experiments.samples()[0])} samples", "learning rate 0.5")


def test_the_second_layer_has_the_right_gradients_all_the_same():
    (x, labels), start = experiments.samples(), experiments.network(0)
    wrong, right = (
        experiments.by_hand(start, x, labels, experiments.bent, back)
        for back in (tanh_backward, experiments.bent_backward)
    )
    assert relative_error(wrong[0], right[0]) > 1
    assert all(np.array_equal(wrong[k], right[k]) for k in (2, 3))


def test_nudging_finds_about_ten_digits(text):
    (slope,) = numerical_gradient(lambda x: np.tanh(x[0]), np.array([0.6]), h=1e-5)
    digits = -np.log10(relative_error(slope, 1 - np.tanh(0.6) ** 2))
    assert 9 < digits < 12
    says(text, "three_ways", "about 10 digits", r"nudging by $\pm 10^{-5}$")


def test_the_diamond_has_the_slope_36(text):
    assert derivatives(lambda x: (3 * x) * (x * x), 2.0) == (24.0, [36.0])
    says(text, "chain_notes", "together $36$", r"3 \cdot 4 = 12", r"2 \cdot 6 = 12")
    says(text, "chain_figure", "f = 24")


def test_the_graph_has_two_orders_back(text):
    says(text, "order_question", "two orders")
    parents = {"e": "cd", "d": "ab", "c": "b", "b": "a", "a": ""}
    orders = [order for order in permutations_of("abcde") if is_order(order, parents)]
    assert sorted(orders) == ["abcde", "abdce"]
    assert topo_order([[1, 2], [3], [3, 4], [4], []]) == [4, 3, 1, 2, 0]


def permutations_of(names):
    if not names:
        return [""]
    return [n + rest for n in names for rest in permutations_of(names.replace(n, ""))]


def is_order(order, parents):
    return all(order.index(p) < order.index(n) for n in order for p in parents[n])


def test_two_walks_leave_twice_the_gradient(text):
    slopes = [derivatives(lambda x: x * x + x, 3.0, times=times)[1] for times in (1, 2)]
    assert slopes == [[7.0], [14.0]]
    assert experiments.nothing_set_to_0() == 20
    says(text, "second_walk", r"$f = x \cdot x + x$ at 3")
    says(text, "second_walk_notes", "7 again", r"$20 = 7 + (1 + 2 \cdot 6)$")


def test_the_descent_by_overwritten_parts_climbs_to_the_peak(text):
    assert all(slope(x, overwrites=True) == x**3 / 4 for x in (0.0, 0.5, -1.8))
    good, bad = (compute(1.8, 0.2, overwrites).descent for overwrites in (False, True))
    assert good[-1] == pytest.approx(np.sqrt(2)) and 0 < bad[-1] < 1 and len(bad) == 41
    assert (np.diff(bad) < 0).all() and slope(0.0, True) == slope(0.0, False) == 0
    says(
        text, "descents_question", "$x^3 - 2x$", "$x^3/4$", r"$x = \pm\sqrt{8/3} \approx \pm 1.63$"
    )
    says(text, "descents", "start at 1.8, learning rate 0.2, 40 steps")
    assert (compute(-1.8, 0.2, True).descent == -bad).all()  # towards 0 from the other side, too


def test_from_two_starts_only_the_first_overwritten_gradient_is_right():
    assert f"{np.sqrt(8 / 3):.2f}" == "1.63"
    for start in (-np.sqrt(8 / 3), np.sqrt(8 / 3)):
        good, bad = (compute(start, 0.2, overwrites) for overwrites in (False, True))
        assert good.left == pytest.approx(bad.left)
        assert abs(good.descent[2] - bad.descent[2]) > 0.1


def test_shapes_after_stretching(text):
    dy = np.ones((4, 3))
    assert unbroadcast(dy, (4, 1)).shape == (4, 1) and unbroadcast(dy, (3,)).shape == (3,)
    says(text, "stretched_question", "(4, 1)", "(3,)")


def test_reading_twice_and_winning(text):
    dx = getitem_backward([1.0, 10.0, 100.0], np.array([5.0, 6, 7, 8]), index=[2, 0, 2])
    naive = np.zeros(4)
    naive[[2, 0, 2]] += [1, 10, 100]
    winner = max_backward([1.0], [[2.0, 5.0, 5.0]], axis=1)[0]
    for values in (dx, naive, winner):  # a list is not broken at the end of a line
        words = f"`{values.astype(int).tolist()}`".replace(" ", "\N{NO-BREAK SPACE}")
        says(text, "reading", words)


def test_the_engine_agrees_with_the_derivation_by_hand(text):
    assert experiments.agreement() < 1e-10 and experiments.agreement(is_bent=True) < 1e-10
    says(text, "by_hand", "30 inputs, 16 hidden units, 2 classes")
    assert [p.size for p in experiments.network(0)] == [30 * 16, 16, 16 * 2, 2]
    assert sum(p.size for p in experiments.network(0)) == 530
    says(text, "directions_question", "530 runs or one walk")


def test_ways_and_arrows(text):
    says(text, "ways_figure", "from 4 to 120", "paths from 2 to a billion")
    assert 4 * 30 == 120 and 1e9 < 2**30 < 1.1e9
    says(text, "ways_notes", "30 diamonds", "a billion paths", "60 products", "120 products")


def test_the_way_back_takes_about_twice_the_multiplications(text):
    forward, back = experiments.multiplications(64, *[100] * 6)
    says(text, "tedious", f"{back / forward:.1f} times as many")
    assert experiments.multiplications(7, 5, 3) == (105, 105)


def test_a_number_with_its_rate(text):
    value, rate = jvp(lambda x: x * x + x, np.array(3.0), np.array(1.0))
    assert (value, rate) == (12, 7)
    says(text, "dual", "x * x + x at 3")
    says(text, "dual_notes", r"$2 \cdot 3 \cdot 1 + 1 = 7$")


def test_a_total_keeps_its_past_alive_unless_it_is_detached(text):
    with_past = experiments.nodes_kept(100, detached=False)[-1]
    says(text, "kept_figure", f"up to {with_past}", "it keeps 1")
    assert set(np.diff(experiments.nodes_kept(100, detached=False))) == {3}
    assert with_past == 3 * 100 + 2
    says(text, "memory", "3 new nodes a step, beside `w` and the first total")
    assert set(experiments.nodes_kept(100, detached=True)) == {1}
