"""What only the notebook on automatic differentiation claims."""

import re
import sys

import numpy as np
import pytest

from dlkit import datasets
from dlkit.check import expressions
from tests.course.notebooks import NOTEBOOKS

(NOTEBOOK,) = (each for each in NOTEBOOKS if each.topic == "autodiff")
OWN = (
    *("failures", "find_out_derivatives", "find_out_engine", "by_hand_and_by_itself"),
    "cross_validation",
)


@pytest.fixture(scope="module")
def text():
    """All that students read, but for the written answers."""
    cells = NOTEBOOK.document.cells
    return "\n".join(each.source for each in cells if each.cell_type == "markdown")


@pytest.fixture(scope="module")
def printed():
    """The names, and what each of the cells that compute says."""
    names, said = NOTEBOOK.solution(), {}
    sources = {cell.id: cell.source for cell in NOTEBOOK.document.cells}
    for cell in OWN:
        lines = []
        names["print"] = lambda *words, lines=lines: lines.append(" ".join(map(str, words)))
        exec(sources[cell], names)
        said[cell] = lines
    return names, said


def test_training_hides_that_the_old_way_back_is_wrong(printed):
    parameters, before, after, error = (float(line.split()[-1]) for line in printed[1]["failures"])
    assert parameters == 530 and before > 20 * after
    assert error > 1.5


def test_the_old_way_back_is_wrong_by_many_factors_and_in_signs(printed, text):
    assert "another factor for each weight of the first layer, for some even in the sign" in text
    factors = printed[0]["by_hand"] / printed[0]["measured"]
    assert np.median(np.diff(np.sort(factors.ravel()))) > 1e-5 and 0 < np.mean(factors < 0) < 0.1


def test_the_old_way_back_was_right_behind_the_activation(printed):
    names = printed[0]
    x, labels = names["x_all"][:50], names["is_benign"][:50]

    def with_last_weights(W2):
        params = (*names["start"][:2], W2, names["start"][3])
        return names["two_layer_objective"](params, x, labels, activation=names["bent"])

    grads = names["two_layer_objective_grad"](names["start"], x, labels, **names["old_way_back"])
    measured = names["numerical_gradient"](with_last_weights, names["start"][2])
    assert names["relative_error"](grads[2], measured) < 1e-6


def test_the_last_part_that_is_written_to_a_place_stays():
    dx = np.zeros(4)
    dx[[2, 0, 2]] += [1.0, 10.0, 100.0]
    assert dx.tolist() == [10.0, 0.0, 100.0, 0.0]


def test_the_chains_are_as_long_as_the_text_says_and_longer_than_calls_may_nest(text):
    nodes, sums = (int(n.replace(",", "")) for n in re.findall(r"chain of ([\d,]+) ", text))
    assert nodes == sums == len(expressions.chain_of_nodes()) > 1.2 * sys.getrecursionlimit()
    assert expressions.long_chain(1) == sums + 1


def test_the_finished_power_0_has_the_slope_0_also_at_0(printed):
    _, (slope,) = printed[0]["value_and_grads"](lambda x: (x**0).sum(), [0.0, 1.0])
    assert slope.tolist() == [0.0, 0.0]


def test_no_means_at_all_are_no_mean_of_nothing(printed):
    mean_backward = printed[0]["mean_backward"]
    assert mean_backward(np.zeros(0), np.zeros((0, 3)), axis=1).shape == (0, 3)
    with pytest.raises(ValueError, match="no entries"):
        mean_backward(np.zeros(3), np.zeros((0, 3)), axis=0)


def test_an_operation_that_forgets_the_comma_of_its_tuple_reads_so(printed):
    def bare(a):
        return printed[0]["Value"](a.data, (a,), lambda dy: dy)

    with pytest.raises(TypeError, match="pull has to return a tuple"):
        printed[0]["local_gradients"](bare, 2.0)


def test_loops_and_conditions_are_differentiated_as_they_were_carried_out(printed, text):
    _, at_2, at_3 = printed[1]["find_out_derivatives"]
    assert "with the slope $4x^3 + 60 = 92$" in text and "slope 92.0, measured 92.000000" in at_2
    assert "with the slope $3x^2 + 30 = 57$" in text and "slope 57.0, measured 57.000000" in at_3
    assert "136.0" in at_2 and 2**4 + 60 * 2 == 136
    assert "117.0" in at_3 and 3**3 + 30 * 3 == 117


def test_the_slope_of_a_neuron_is_that_of_tanh(printed):
    value, *slopes = map(float, re.findall(r"-?\d+\.\d+", printed[1]["find_out_derivatives"][0]))
    z = 0.5 * 2.0 - 1.0 * 0.3 + 0.1
    slope = 1 - np.tanh(z) ** 2
    expected = slope * np.array([2.0, 0.5, 0.3, -1.0, 1.0])
    np.testing.assert_allclose([value, *slopes], [np.tanh(z), *expected], atol=1e-4)


def test_the_engine_is_right_about_the_changed_activation(printed):
    assert float(printed[1]["find_out_engine"][0].split()[-1]) < 1e-6


def test_by_hand_and_by_itself_agree_to_the_last_digits(printed, text):
    error, counts = printed[1]["by_hand_and_by_itself"]
    assert float(error.split()[-1]) < 1e-10 and "far below $10^{-10}$" in text
    assert counts == "nodes: 26, edges: 31, parameters: 530"


def test_the_samples_judged_right_are_those_in_the_text(printed, text):
    counts = printed[0]["counts"]
    low, high = (f"{count / 5.69:.1f} %" for count in (min(counts), max(counts)))
    said = f"judges {min(counts)} to {max(counts)} of the 569 samples right, {low} to {high}"
    assert len(counts) == 5 and said in text
    assert len(datasets.breast_cancer()[1]) == 569


def test_the_share_of_1993_is_the_count_that_is_quoted(text):
    assert "Of 569 samples, 97.5 % are 555" in text and round(0.975 * 569) == 555


def test_remembering_is_switched_on_again_after_everything(printed):
    assert printed[0]["Recording"].is_on
