"""The numbers in the words of the lecture on initialization are those that come out."""

import inspect
import math
import re
from functools import partial

import nbformat
import numpy as np
import pytest

from course.a07_initialization import experiments
from course.lectures.topics import ROOT
from dlkit import datasets
from dlkit.activations import relu, tanh
from dlkit.initialization import (
    activation_stats,
    calibrate_gain,
    fans,
    normals,
    orthogonal,
    predict_layer_gain,
)
from dlkit.shapes import train_val_split


@pytest.fixture(scope="module")
def text():
    """The source of every cell; a description that is written in several pieces is one text."""
    cells = nbformat.read(ROOT / "course/a07_initialization/lecture.ipynb", as_version=4).cells
    return {cell["id"]: re.sub(r'"\n\s*"', "", cell.source) for cell in cells}


def says(text, cell, *values):
    """Demand that a cell holds each of these numbers as it is written."""
    for value in values:
        assert value in text[cell], f"{cell} does not say {value}"


def last(start, name):
    s, g = experiments.sizes(experiments.SIX[start], name)
    return s[-1], g[0], g[-1]


def near(value, power):
    return abs(np.log10(value / power)) < 0.35


def shares_of_one_digit(seed):
    """The shares that a net reads right if it names 0, 1, …, 9 for every unseen image."""
    images, labels = datasets.digits()
    _, unseen = train_val_split(len(images), 1 / 3, rng=np.random.default_rng(seed))
    return np.bincount(labels[unseen]) / len(unseen)


def test_none_of_the_three_starts_is_better_than_guessing(text):
    for name in ("zeros", "normal, std 0.01", "normal, std 1"):
        with np.errstate(all="ignore"):
            share = experiments.train_digits(experiments.SIX[name], 10, seed=0, epochs=3)[-1]
        assert 0.07 < share < 0.13 and share in shares_of_one_digit(0)
    assert inspect.signature(experiments.train_digits).parameters["lr"].default == 0.01
    says(text, "three_starts", "rate 0.01")
    says(text, "three_question", "Guessing gives 10 %", "one digit for all images")


def test_weights_of_std_1_are_thrown_off_and_overflow_within_an_epoch(monkeypatch):
    sizes, descend = [], experiments._descend

    def recorded(params, *rest):
        descend(params, *rest)
        sizes.append(np.abs(params[0][0]).max())

    monkeypatch.setattr(experiments, "_descend", recorded)
    with np.errstate(all="ignore"):
        experiments.train_digits(experiments.SIX["normal, std 1"], 10, seed=0, epochs=1)
    assert sizes[0] > 1e3 and sizes[1] > 1e20 and np.isnan(sizes[-1])


def test_equal_weights_are_one_unit_and_a_nudge_parts_them(text):
    zeros = experiments.equal_start(0.0, steps=100)  # its loss has settled: one bias moves
    ones, nudged = experiments.equal_start(1.0), experiments.equal_start(1.0, 0.01)
    assert zeros["dW1"] == zeros["db1"] == zeros["dW2"] == 0 < zeros["db2"]
    assert ones["unit_spread"] == 0 < 1 < nudged["unit_spread"]
    assert nudged["loss"] < 0.5 < ones["loss"] < zeros["loss"]
    says(text, "mistake_linear", "200 points", "1000 steps")
    says(text, "mistake_linear_answer", "copied eight times", "larger by 0.01", "1.00 and 1.02")
    assert experiments.unit_weights(1.0).round(2).tolist() == [1.0, 1.02]
    assert experiments.unit_weights(0.0, steps=100).tolist() == [0.0, 0.0]  # no gradient, ever


def test_thirty_layers_with_relu(text):
    ends = {"He": 0.35, "normal, std 1": 1e25, "normal, std 0.01": 1e-35,
            "PyTorch's default": 2e-12, "Xavier": 1e-5}  # fmt: skip
    for start, end in ends.items():
        assert near(last(start, "relu")[0], end), start
    says(text, "six_relu", "Std 1 rises to 1e25, std 0.01 falls to 1e-35", "2e-12", "to 1e-5")
    assert pytest.approx(2e-12, rel=0.1) == 6.0**-15
    says(text, "mistake_one_answer", r"$6^{-15} \approx 2 \cdot 10^{-12}$")


def test_the_gradient_of_a_weight_is_tiny_in_every_layer(text):
    rng = np.random.default_rng(1)
    inputs, start = [np.random.default_rng(0).standard_normal((32, 100))], "PyTorch's default"
    weights = [experiments.SIX[start]((100, 100), rng=rng) for _ in range(30)]
    for W in weights:
        inputs.append(relu(inputs[-1] @ W))
    delta = rng.standard_normal((32, 100))
    for W, h, out in zip(weights[::-1], inputs[-2::-1], inputs[:0:-1], strict=True):
        delta = delta * (out > 0)
        assert near(np.einsum("nd,nm->ndm", h, delta).std(), 4e-12)
        if h is inputs[15]:
            assert near(h.std(), 1e-6) and near(delta.std(), 3e-6)
        delta = delta @ W.T
    says(text, "six_relu_caption", r"$3 \cdot 10^{-6}$ and $10^{-6}$", r"about $4 \cdot 10^{-12}$")


def kept(width):
    """What twelve draws of He's weights leave of a signal from layer 1 to layer 30."""
    x = np.random.default_rng(0).standard_normal((32, width))
    draws = (np.random.default_rng(seed) for seed in range(12))
    sizes = (activation_stats(x, experiments.SIX["He"], relu, 30, rng=rng) for rng in draws)
    return np.array([s[-1] / s[0] for s in sizes])


def test_one_random_draw_is_a_factor_of_two_or_three_off(text):
    wide, narrow = kept(100), kept(20)
    assert wide.min() > 1 / 3.5 and wide.max() < 3
    assert narrow.min() < 1 / 10
    says(text, "predict_notes", "a factor of 2 or 3", "more in narrower layers")


def test_thirty_layers_with_tanh_and_sigmoid(text):
    signal, first, end = last("normal, std 1", "tanh")
    assert round(signal, 2) == 0.96 and near(first / end, 3e10)
    assert round((first / end) ** (1 / 29), 1) == 2.3 and 0.01 * first > 1e6
    says(text, "six_tanh_caption", "2.3 in each of 29 layers")
    says(text, "six_tanh", "level at 0.96", "by 3e10", "to 5e-8", "to 1e-30")
    assert near(last("PyTorch's default", "tanh")[0], 5e-8)
    assert near(last("normal, std 0.01", "tanh")[0], 1e-30)
    assert round(last("Xavier", "tanh")[0], 2) == 0.14
    says(text, "predict_notes", "0.14 in layer 30", "0.39")
    assert round(predict_layer_gain(0.1, 100, tanh), 2) == 0.39
    says(text, "names", "plain `tanh` 0.39")
    signal, first, end = last("Xavier", "sigmoid")
    assert signal > 0.1 and first < 1e-15 * end
    alone = experiments.sample_spread(experiments.SIX["Xavier"], "sigmoid")
    assert alone[0] > 0.1 and alone[-1] < 1e-15
    says(text, "sigmoid_notes", "fifteen digits")


def test_one_layer_keeps_a_third(text):
    _, z = experiments.one_layer()
    says(text, "one_layer", f"a variance of {z.var():.2f}")
    assert predict_layer_gain(1 / 300**0.5, 100, relu) == pytest.approx(1 / 6)


def test_fans_of_the_two_layers():
    assert fans((5, 3)) == (5, 3) and fans((8, 2, 3, 3)) == (18, 72)


def test_xavier_keeps_neither_in_a_layer_of_100_and_300(text):
    assert 100 * 2 / 400 == 0.5 and 300 * 2 / 400 == 1.5
    says(text, "mistake_both_answer", "halved", "grows by a half")


def test_he_learns_with_thirty_layers_and_xavier_does_not(text):
    ends = {}
    for name in ("Xavier", "He"):
        ends[name] = [
            experiments.train_digits(experiments.SIX[name], 30, seed=s, epochs=5, lr=0.003)
            for s in range(2)
        ]
    for seed, shares in enumerate(ends["Xavier"]):
        assert set(shares) <= set(shares_of_one_digit(seed)) and min(shares) >= 0.085
        assert max(shares) < 0.095
    says(text, "he_caption", "one digit for all images, right for about 9 %")
    early, late = sorted(ends["He"], key=lambda shares: -shares[-1])
    assert early[-1] > 0.45 and max(late[:4]) < 0.12 < 0.2 < late[4]
    says(text, "he_caption", "with one seed only in epoch 5")
    says(text, "he_figure", "one of them to about a half")
    says(text, "he_slide", "rate 0.003")
    says(text, "he_caption", "29 layers", "about 23 000")
    assert round(2**14.5, -3) == 23_000


def test_what_the_cut_leaves(text):
    assert round(normals.STD_AFTER_CUT, 4) == 0.8796
    assert round(100 * (1 - normals.STD_AFTER_CUT**2)) == 23
    says(text, "truncated_notes", "0.8796", "23 %")
    z = np.random.default_rng(0).standard_normal(20_000)
    assert round(100 * math.erfc(2**0.5)) == 5
    says(text, "truncated", "5 % of all normal numbers")
    assert round(np.clip(z, -2, 2).std(), 2) == 0.96
    assert round(z[np.abs(z) <= 2].std(), 2) == 0.88
    says(text, "cut_bell", "0.96", "0.88")


def test_gains(text):
    gain = calibrate_gain(tanh, rng=np.random.default_rng(0))
    says(text, "orthogonal", f"`tanh`: {gain:.2f}", "100 000 standard normal")
    assert round(predict_layer_gain(0.1, 100, tanh) ** -0.5, 2) == 1.59


def test_orthogonal_weights_with_the_gain_of_relu_keep_a_signal_as_he_does(text):
    x = np.random.default_rng(0).standard_normal((32, 100))
    for gain, low, high in ((2**0.5, 1 / 3, 3), (1.0, 0, 1e-3)):
        start = partial(orthogonal, gain=gain)
        s = activation_stats(x, start, relu, 30, rng=np.random.default_rng(1))
        assert low < s[-1] / s[0] < high
    says(text, "orthogonal", r"With a gain of $\sqrt 2$ the signal stays")
