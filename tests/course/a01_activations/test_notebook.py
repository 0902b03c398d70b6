"""What only the notebook on activations claims."""

import re
from itertools import pairwise

import numpy as np
import pytest

from dlkit import activations
from dlkit.check.compare import DOUBLE
from tests.course.notebooks import NOTEBOOKS

(NOTEBOOK,) = (each for each in NOTEBOOKS if each.topic == "activations")
SEEDS = range(20)


def source(name):
    (cell,) = (each for each in NOTEBOOK.document.cells if each.id == name)
    return cell.source


@pytest.fixture(scope="module")
def solved():
    """What the solutions and the cell that trains define."""
    names = NOTEBOOK.solution()
    exec(source("train_moons"), names)
    return names


@pytest.fixture(scope="module")
def shares(solved):
    """The percentages of unseen points over the seeds, for each network."""
    return {
        name: [
            100 * solved["share_right"](name, solved["learn_moons"](name, seed)) for seed in SEEDS
        ]
        for name in solved["networks"]
    }


@pytest.mark.slow
def test_the_shares_of_the_milestone_are_those_in_the_text(shares):
    one, three, bent = shares.values()
    text = source("results_moons")
    assert f"{np.mean(one):.1f}" == f"{np.mean(three):.1f}"
    assert f"both are right for {np.mean(one):.1f} % of the unseen points on average" in text
    assert f"one layer from {min(one):.1f} to {max(one):.1f}" in text
    assert f"three layers from {min(three):.1f} to {max(three):.1f}" in text
    assert f"{np.mean(bent):.1f} % are right, from {min(bent):.1f} to {max(bent):.1f}." in text
    assert f"right for about {np.mean(one):.0f} of 100 unseen points" in source("predict_moons")


def test_the_networks_have_the_numbers_of_weights_that_the_table_says(solved):
    counts = [
        sum(d * m + m for d, m in pairwise(widths)) for widths, _, _ in solved["networks"].values()
    ]
    rows = re.findall(r"\| ([\d →]+) \| (\d+) \|", source("results"))
    assert [int(count) for _, count in rows] == counts
    widths = [tuple(map(int, row.split(" → "))) for row, _ in rows]
    assert widths == [each[0] for each in solved["networks"].values()]
    assert round(counts[1] / counts[2]) == 5 and "five times as many weights" in source("welcome")
    assert counts[1] > 100 * counts[0]


def test_three_layers_collapse_to_the_line_that_they_draw(solved, capsys):
    exec(source("look_inside"), dict(solved))
    printed = capsys.readouterr().out
    assert float(re.search(r"over all points: +(\S+)", printed)[1]) < 1e-13
    assert "dead ReLU units after training:            0.0%" in printed


def test_ten_layers_make_equal_steps_and_the_formulas_fail(capsys):
    exec(source("failures"), {"np": np})
    steps, sigmoid, slope = capsys.readouterr().out.splitlines()
    assert len(set(re.findall(r"-?\d\.\d{4}", steps))) == 1
    assert sigmoid.endswith("nan") and slope.endswith(" 0.0")
    exact = activations.tanh_backward([1.0], [20.0])[0]
    assert f"{exact:.1e}" == "1.7e-17" and "a slope of 1.7e-17" in source("welcome")


def test_the_network_on_paper_answers_as_the_prediction_says(solved, capsys):
    exec(source("find_out_relu"), dict(solved))
    outputs = re.findall(r"bend (\S+), with it (\S+)", capsys.readouterr().out)
    assert outputs == [("0", "0"), ("20", "20"), ("20", "0")]
    text = source("predict_relu")
    assert re.findall(r"without the bend (\d+)", text) == [plain for plain, _ in outputs]


def test_the_switch_of_the_picture_is_as_wide_as_the_text_says():
    def output(first, second):
        x = np.array([[first, second]])
        W1, W2 = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[1.0], [-1.0]])
        params = [(W1, np.zeros(2)), (W2, np.zeros(1))]
        return activations.mlp_forward(x, params, activations.relu)[0][0, 0]

    for second in (-40.0, -13.0, 0.0, 27.0, 40.0):
        assert output(40.0, second) == 2 * second and output(-40.0, second) == 0
    assert output(40.0, 41.0) != 82 and output(-40.0, 41.0) != 0


def test_numbers_about_slopes():
    slope = activations.sigmoid_backward([1.0, 1.0, 1.0], [4.6, 4.55, 10.0])
    assert slope[0] < 0.01 < slope[1] and "beyond 4.6 in size" in source("why_sigmoid")
    assert f"{slope[2]:.1e}" == "4.5e-05" and r"4.5 \cdot 10^{-5}" in source("explain_saturation")
    assert f"{activations.sigmoid([-100.0])[0]:.3g}" == "3.72e-44"
    assert r"3.72 \cdot 10^{-44}" in source("spec_sigmoid")
    hundred = activations.sigmoid_backward([1.0], [100.0])[0]
    assert f"{hundred:.0e}" == "4e-44"
    assert r"$4 \cdot 10^{-44}$" in source("explain_saturation")
    z = np.zeros(1)
    for _ in range(10):
        z = activations.sigmoid(z) - 0.5  # the next pre-activation, with a bias of -1/2
    assert z == 0 and round(4.0**-10 * 1e6) == 1
    assert r"with biases of $-\frac{1}{2}$" in source("explain_saturation")


def test_what_a_gradient_may_be_wrong_by_where_it_is_next_to_nothing():
    for cell in ("spec_sigmoid", "spec_tanh", "spec_elu"):
        assert r"an absolute error below $10^{-11}$" in source(cell)
    assert DOUBLE.absolute == 1e-11


def test_where_exponentials_overflow():
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(710.0)) and np.isfinite(np.exp(709.0))
    assert "from 710 on" in source("spec_sigmoid")


def test_about_four_digits_are_left_next_to_zero():
    z = np.linspace(0.5, 2, 31) * 1e-12
    error = np.abs((2 / (1 + np.exp(-2 * z)) - 1) / np.tanh(z) - 1)
    assert 3.5 < -np.log10(np.median(error)) < 4.9
    assert "at $z = 10^{-12}$ about four digits are left" in source("why_tanh")
    assert abs((2 / (1 + np.exp(-2e-15)) - 1) / np.tanh(1e-15) - 1) == pytest.approx(0.1, abs=0.05)
    assert "about 0.1 at z = 1e-15" in source("figure_tanh")
