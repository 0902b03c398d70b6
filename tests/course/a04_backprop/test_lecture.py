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


def test_all_four_versions_learn_and_the_right_one_has_not_the_smallest_loss(text):
    results = {name: experiments.learn_by(name) for name in "ABCD"}
    assert {right for _, right in results.values()} == {43 / 44}
    assert results["B"][0] > min(loss for loss, _ in results.values())
    says(text, "four_question", "B is right, although its loss is not the smallest")


def test_the_four_trainings_are_as_the_first_slide_says(text):
    data = experiments.wines()
    assert (len(data.x), len(data.x_unseen)) == (134, 44)
    says(text, "four_ways", "134 wines", "44 other wines", f"learning rate {experiments.RATE}")


def test_only_b_agrees_with_what_is_measured(text):
    says(text, "four_explained", "B is right", "In all three even some signs are wrong")
    errors = {name: experiments.error_of(name) for name in "ABCD"}
    assert errors["B"] < 1e-6
    assert min(errors[name] for name in "ACD") > 1 and max(errors.values()) < 2


def test_why_the_wrong_versions_learn_all_the_same(text):
    data, params = experiments.wines(), experiments.fresh_network()
    right = experiments.gradients_by("B", params, data)
    flipped = {}
    for name in "ACD":
        wrong = experiments.gradients_by(name, params, data)
        assert np.array_equal(wrong[2], right[2]) and np.array_equal(wrong[3], right[3])
        flipped[name] = np.mean(np.sign(wrong[0]) != np.sign(right[0]))
    assert 0 < flipped["A"] < 0.1 and 0 < flipped["C"] < 0.1 and flipped["D"] > 0.5
    says(text, "four_explained", "few sums over the samples come out with the wrong sign")


def test_the_second_weights_of_d_turn_towards_its_random_numbers(text):
    def cosine(params):
        W2, random = params[2].T, experiments.random_upward()
        return np.sum(W2 * random) / np.linalg.norm(W2) / np.linalg.norm(random)

    assert cosine(experiments.fresh_network()) < 0.1
    assert cosine(experiments.trained_by("D")) > 0.7 > 0 > cosine(experiments.trained_by("B"))
    says(text, "four_explained", "turns towards the random numbers")


def test_paths_and_arrows_of_diamonds(text):
    assert (2**5, 4 * 5, 4 * 30, round(2**30 / 1e9)) == (32, 20, 120, 1)
    says(text, "diamonds", "diamonds(5)", "five diamonds", "32 paths from w to J, over 20 arrows")
    says(text, "every_edge_once_notes", "here 32 and 20, with 30 diamonds a billion and 120")


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
    layers = 2
    says(text, "any_depth", "About three times")
    says(text, "any_depth", f"{layers} products forward and {2 * layers - 1} backward")


def test_from_where_on_the_batch_takes_more_room_than_the_network(text):
    more = [
        n for n in range(1, 1025) if experiments.kept(10, 512, n) > experiments.parameters(10, 512)
    ]
    says(text, "memory_caption", f"from {more[0]} samples on")
    says(text, "memory_figure", f"{experiments.kept(10, 512, 1024) / 1e6:.1f} million at 1024")
    says(text, "memory_figure", f"level line at {experiments.parameters(10, 512) / 1e6:.1f}")


@pytest.mark.parametrize(
    ("name", "scale", "shrinks", "words"),
    [
        ("sigmoid", 1, 1e12, "more than a trillion times smaller"),
        ("relu", 1, 1e3, "(about 900 times smaller)"),
        ("tanh", 1, 10, "(10 times smaller)"),
        ("tanh", 3, 1e-2, "(about 80 times larger)"),
    ],
)
def test_delta_in_20_layers(text, name, scale, shrinks, words):
    for seed in range(5):
        first, *_, last = experiments.sizes_of_deltas(name, scale=scale, seed=seed)
        assert shrinks / 2.5 < last / first < 5 * shrinks, seed
    says(text, "depth_caption", words)


def test_what_a_picture_of_delta_is_said_to_show(text):
    cases = {"tanh": 1, "relu": 1, "sigmoid": 1, "× 3": 3}
    sizes = {
        n: experiments.sizes_of_deltas(n.replace("× 3", "tanh"), scale=cases[n]) for n in cases
    }
    assert {f"{each[-1]:.1f}" for each in sizes.values()} == {"0.8"}
    assert sizes["sigmoid"][0] < 1e-12 and round(sizes["× 3"][0]) == 64
    first = f"tanh is near {sizes['tanh'][0]:.2f}", f"relu near {sizes['relu'][0]:.4f}"
    says(text, "depth_figure", "begin near 0.8", *first, "below 0.000000000001;", "to about 64")
    smaller = {name: each[-1] / each[0] for name, each in sizes.items()}
    assert smaller["sigmoid"] > 1e12 and round(smaller["relu"], -2) == 900
    assert round(smaller["tanh"], -1) == 10 and round(1 / smaller["× 3"], -1) == 80


def test_a_corner_nearby_looks_like_a_mistake_and_one_farther_off_does_not(text):
    z = np.array([[3e-6, -0.5, 2.0]])
    assert check_backward(relu, relu_backward, z, rng=np.random.default_rng(0))
    assert not check_backward(relu, relu_backward, z + 1e-3, rng=np.random.default_rng(0))
    says(text, "kinks_notes", "$0.000003$", "about $0.00001$")


def test_zeros_are_right_for_ones_and_wrong_for_random_numbers():
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
