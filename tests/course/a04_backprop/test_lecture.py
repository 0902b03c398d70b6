"""The numbers in the words of the lecture on backpropagation are those that come out."""

import re

import nbformat
import numpy as np
import pytest

from course.a04_backprop import experiments
from course.lectures.topics import ROOT
from dlkit import losses
from dlkit.activations import relu, relu_backward
from dlkit.backprop import check_backward, jacobian


@pytest.fixture(scope="module")
def text():
    """The source of every cell; a description that is written in several pieces is one text."""
    cells = nbformat.read(ROOT / "course/a04_backprop/lecture.ipynb", as_version=4).cells
    return {cell["id"]: re.sub(r'"\n\s*"', "", cell.source) for cell in cells}


def says(text, cell, *values):
    """Demand that a cell holds each of these numbers as it is written."""
    for value in values:
        assert value in text[cell], f"{cell} does not say {value}"


def test_all_four_ways_learn_and_the_right_one_has_not_the_smallest_loss(text):
    results = {name: experiments.learn_by(name) for name in "ABCD"}
    assert {right for _, right in results.values()} == {43 / 44}
    assert results["B"][0] > min(loss for loss, _ in results.values())
    says(text, "four_question", "B is right, although its loss is not the smallest")


def test_only_b_agrees_with_what_is_measured(text):
    says(text, "four_explained", "B is right")
    errors = {name: experiments.error_of(name) for name in "ABCD"}
    assert errors["B"] < 1e-6
    assert min(errors[name] for name in "ACD") > 0.5


def test_ways_and_arrows_of_diamonds(text):
    says(text, "diamonds", "sixteen ways from w to J, over sixteen arrows")
    assert 2**4 == 4 * 4 == 16
    says(
        text,
        "every_edge_once_notes",
        "in 30 diamonds that is 120 arrows in place of a billion ways",
    )
    assert 4 * 30 == 120 and round(2**30 / 1e9) == 1


def test_the_order_of_products_costs_what_is_said(text):
    n = 1000
    assert 3 * n**2 == 3e6 and 2 * n**3 + n**2 > 2e9
    says(text, "why_backwards", "three million multiplications", "more than two billion")


def test_zeros_of_a_jacobian(text):
    table = jacobian(np.tanh, np.array([0.8, -0.5, 1.2])).round(6)
    assert np.count_nonzero(table) == 3
    says(text, "jacobians_caption", "16 million entries, 4000 of them not 0")
    assert 4000**2 == 16_000_000


def test_a_step_of_training_costs_three_times_a_prediction(text):
    forward, backward = experiments.multiplications(256, 512, 512)
    assert backward == 2 * forward
    says(text, "any_depth", "About three times")


def test_from_where_on_the_batch_takes_more_room_than_the_network(text):
    more = [
        n for n in range(1, 1025) if experiments.kept(10, 512, n) > experiments.parameters(10, 512)
    ]
    says(text, "memory_caption", f"from {more[0]} samples on")
    says(text, "memory_figure", f"{experiments.kept(10, 512, 1024) / 1e6:.1f} million at 1024")
    says(text, "memory_figure", f"level line at {experiments.parameters(10, 512) / 1e6:.1f}")


def test_the_gradients_of_20_layers(text):
    sizes = {n: experiments.sizes_of_gradients(n) for n in ("relu", "tanh", "sigmoid")}
    first, *_, last = sizes["sigmoid"]
    assert 0.5e12 < last / first < 2e12
    says(text, "depth_caption", "a trillion times smaller", "at most ¼")
    says(text, "depth_figure", f"from {last:.2f} in the last layer below 0.0000000000001")
    assert first < 1e-13
    for name in ("relu", "tanh"):
        assert max(sizes[name]) < 10 * min(sizes[name])
    first, *_, last = experiments.sizes_of_gradients("tanh", scale=3)
    says(text, "depth_caption", "three times as large", f"{first / last:.0f} times as large")


def test_a_corner_nearby_looks_like_a_mistake_and_one_farther_off_does_not(text):
    z = np.array([[3e-6, -0.5, 2.0]])
    assert check_backward(relu, relu_backward, z, rng=np.random.default_rng(0))
    assert not check_backward(relu, relu_backward, z + 1e-3, rng=np.random.default_rng(0))
    says(text, "kinks_notes", "$0.000003$", "about $0.00001$")


def test_a_backward_of_zeros_passes_with_ones_and_fails_with_random_numbers():
    z = np.random.default_rng(0).normal(size=(5, 3))
    assert np.abs(losses.softmax_backward(np.ones((5, 3)), z)).max() < 1e-15
    rng = np.random.default_rng(1)
    assert check_backward(losses.softmax, lambda dy, z: 0 * z, z, rng=rng)


def test_descents_wrong_by_n(text):
    count = len(experiments.wines().x)
    right, restless = experiments.descent(1, 0.5), experiments.descent(count, 0.5)
    np.testing.assert_allclose(experiments.descent(count, 0.5 / count), right, rtol=1e-8)
    assert (np.diff(right) < 0).all()
    says(text, "wrong_by_n_caption", f"{count} wines", f"jumps up to {max(restless):.0f}")
    says(text, "wrong_by_n_caption", f"the relative error is {1 - 1 / count:.2f}")
