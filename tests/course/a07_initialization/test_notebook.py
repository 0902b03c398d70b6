"""What only the notebook on initialization claims."""

import re

import numpy as np
import pytest

from dlkit.activations import relu, tanh
from dlkit.check.chance import normal_below
from dlkit.initialization import calibrate_gain, normals, predict_layer_gain
from tests.course.notebooks import NOTEBOOKS

(NOTEBOOK,) = (each for each in NOTEBOOKS if each.topic == "initialization")

CELLS = (
    "failures",
    "find_out_zero_init_report",
    "find_out_activation_stats",
    "find_out_torch_default_linear",
    "find_out_he_normal",
    "find_out_calibrate_gain",
)
TRAININGS = ("thirty_layers", "ten_layers")  # over seeds: they take most of the time


@pytest.fixture(scope="module")
def text():
    """All that students read, but for the written answers."""
    cells = NOTEBOOK.document.cells
    return "\n".join(each.source for each in cells if each.cell_type == "markdown")


@pytest.fixture(scope="module")
def names():
    """What the solutions define; the cells that run add to it, in the notebook's order."""
    return NOTEBOOK.solution()


@pytest.fixture(scope="module")
def printed(names):
    """What each of the cells that compute says, but for the long trainings."""
    return {cell: lines_of(cell, names) for cell in CELLS}


@pytest.fixture(scope="module")
def trained(names, printed):
    """What the two cells say that train over seeds."""
    return {cell: lines_of(cell, names) for cell in TRAININGS}


def lines_of(cell, names):
    """Run a cell of the notebook among these names, and return what it prints."""
    (source,) = (each.source for each in NOTEBOOK.document.cells if each.id == cell)
    lines = []
    names["print"] = lambda *words, **_: lines.append(" ".join(map(str, words)))
    exec(source, names)
    return lines


def numbers(line):
    return [float(each) for each in re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", line)]


def shares(line):
    return [float(each) for each in re.findall(r"([\d.]+)%", line)]


def near(value, power):
    return abs(np.log10(value / power)) < 0.35


def test_none_of_the_three_starts_learns(printed):
    assert len(printed["failures"]) == 3
    for line in printed["failures"]:
        assert 7 < shares(line)[0] < 13


def test_equal_weights_and_a_nudge(printed, text):
    zeros, ones, nudged = printed["find_out_zero_init_report"]
    losses = [re.search(r"loss ([\d.]+)", line)[1] for line in (zeros, ones, nudged)]
    assert losses == ["0.66", "0.63", "0.44"]
    assert f"the loss, {losses[0]}, is that of" in text
    assert f"the loss falls to {losses[1]}, and the units" in text
    assert f"the loss falls to {losses[2]}. (Why" in text
    assert "unit_spread 0" in zeros and "unit_spread 0" in ones and "unit_spread 1" in nudged
    assert "dW1 0," in ones


def test_signals_and_gradients_of_exercise_2(printed, text):
    rows = {}
    for line in printed["find_out_activation_stats"]:
        name, _, std = line.partition(":")[0].split()
        rows[name + std] = [float(each) for each in re.findall(r"\de[-+]\d+", line)]
    assert near(rows["tanh1.0"][1], 3e10) and "*explodes*" in text
    assert near(rows["sigmoid0.1"][0], 0.1) and rows["sigmoid0.1"][1] < 1e-15
    assert near(rows["tanh0.01"][0], 1e-30) and rows["tanh0.01"][1] < 1e-25


def test_the_prediction_holds_for_relu_and_not_for_tanh(printed, text):
    linear, relu, tanh_line = (
        [float(each) for each in re.findall(r"\de[-+]\d+", line)]
        for line in printed["find_out_torch_default_linear"]
    )
    for predicted, measured in (linear, relu):
        assert 0.5 <= measured / predicted <= 2
    powers = [round(-np.log10(predicted)) for predicted, _ in (linear, relu)]
    assert powers == [7, 11] and "to within a factor of two, over 7 and 11 powers of ten" in text
    assert tanh_line[1] > 1e4 * tanh_line[0]


def test_six_initializations(printed, text):
    rows = {}
    for line in printed["find_out_he_normal"]:
        rows[line[:17].strip()] = [float(e) for e in re.findall(r"\d\.\de[-+]\d+", line[17:])]
    assert rows["He"][2] == 0.35 and "0.35 behind 30 layers" in text
    assert 0.3 < rows["He"][3] < 1
    assert near(rows["Xavier"][2], 1e-5) and near(rows["PyTorch's default"][2], 2e-12)
    apart = np.log10(rows["normal, std 1"][2] / rows["normal, std 0.01"][2])
    assert round(apart) == 60 and "60 powers of ten apart" in text
    assert rows["Xavier"][0] == 0.14 and "the signal is 0.14" in text
    assert near(rows["PyTorch's default"][0], 5e-8)


def test_the_gain_holds_tanh(printed, text):
    xavier, calibrated, five_thirds = (
        numbers(line)[-1] for line in printed["find_out_calibrate_gain"]
    )
    assert xavier == 0.14 and "without a gain fall to 0.14" in text
    assert abs(calibrated - 0.63) < 0.02 and "$1/1.59 = 0.63$" in text
    assert 0.01 < five_thirds - calibrated < 0.05 and "holds the signal a little higher" in text
    gain = calibrate_gain(tanh, rng=np.random.default_rng(0))
    assert f"For `tanh` it gives {gain:.2f}" in text and round(1 / gain, 2) == 0.63


@pytest.mark.slow
def test_thirty_layers_learn_from_he_and_not_from_xavier(trained, text):
    xavier, he = (shares(line) for line in trained["thirty_layers"])
    assert max(xavier) < 12
    assert 55 < min(he) < 65 and 75 < max(he) < 85  # rounding differs between processors
    assert "from about 60 % to about 80 % after 15 epochs" in text


@pytest.mark.slow
def test_ten_layers_from_six_starts(trained, text):
    ends = {line[:17].strip(): shares(line) for line in trained["ten_layers"]}
    for name in ("zeros", "normal, std 0.01", "normal, std 1", "PyTorch's default"):
        assert max(ends[name]) < 13, name
    xavier, he = (round(np.mean(ends[name])) for name in ("Xavier", "He"))
    assert f"({xavier} % against {he} % from He's)" in text
    assert round(2 ** (9 / 2)) == 23 and "nine halvings" in text and "a factor of about 23" in text


def test_what_the_cut_leaves(text):
    assert "0.8796 is left" in text and round(normals.STD_AFTER_CUT, 4) == 0.8796
    assert pytest.approx(0.8796256610342398, rel=1e-12) == normals.STD_AFTER_CUT
    assert round(2 * 20_000 * normal_below(-3)) == 54 and "20 000 weights about 54 lie" in text
    assert "lose 23 % of the mean square" in text
    assert round(100 * (1 - normals.STD_AFTER_CUT**2)) == 23


def test_fifteen_halvings(text):
    assert "smaller by $2^{15}$, about 33 000" in text and round(2**15, -3) == 33_000


def test_nine_digits_of_the_integral_are_right(text):
    assert r"For a smooth $\varphi$ and for `relu` it is right to nine digits" in text
    sine = (1 - np.exp(-2)) / 2  # the mean square of a sine of standard normal numbers
    for activation, mean_square in ((lambda z: z, 1.0), (relu, 0.5), (np.sin, sine)):
        assert predict_layer_gain(1.0, 1, activation) == pytest.approx(mean_square, rel=1e-9)


def test_too_small_stays_where_it_was_and_too_large_is_thrown_out():
    names, nets = NOTEBOOK.solution(), []
    lines_of("failures", names)
    fresh = names["fresh_network"]

    def kept(draw, depth, rng):
        nets.append(fresh(draw, depth, rng))
        nets.append([(W.copy(), b.copy()) for W, b in nets[-1]])
        return nets[-2]

    names["fresh_network"] = kept
    for name in ("normal, std 0.01", "normal, std 1"):
        with np.errstate(all="ignore"):
            names["train"](names["starts"][name], depth=10, seed=0, epochs=1)
    small, start, large, _ = nets
    assert [W.shape for W, _ in start] == [(64, 64)] * 9 + [(64, 10)]
    for (W, _), (first, _) in zip(small, start, strict=True):
        assert np.abs(W - first).max() < 1e-4  # of a deviation of 1e-2
    assert all(np.isnan(W).any() for W, _ in large)


def test_lengths_of_vectors_spread_over_two_powers_of_ten(text):
    assert "spread them over two powers of ten" in text
    rng = np.random.default_rng(0)
    h = rng.standard_normal((200, 20))
    h /= np.linalg.norm(h, axis=1, keepdims=True)
    for _ in range(50):
        h = h @ rng.standard_normal((20, 20)) / np.sqrt(20)
    lengths = np.linalg.norm(h, axis=1)
    assert 1.9 < np.log10(lengths.max() / lengths.min()) < 2.3
    assert lengths.min() < 0.1 and lengths.max() < 2  # mostly downwards
