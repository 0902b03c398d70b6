"""What only the notebook on backpropagation claims."""

import re

import numpy as np
import pytest

from dlkit import datasets
from tests.course.notebooks import NOTEBOOKS

(NOTEBOOK,) = (each for each in NOTEBOOKS if each.topic == "backprop")

OWN = ("failures", "train_wines", "leave_one_out")
FOUND_OUT = ("find_out_numerical_gradient", "find_out_mlp_backward")


@pytest.fixture(scope="module")
def text():
    """All that students read, but for the written answers."""
    cells = NOTEBOOK.document.cells
    return "\n".join(each.source for each in cells if each.cell_type == "markdown")


@pytest.fixture(scope="module")
def solved(printed):
    """What the solutions and the cells that train define."""
    names, _ = printed
    return names


@pytest.fixture(scope="module")
def printed():
    """The names, and what each of the cells that train says."""
    names, said = NOTEBOOK.solution(), {}
    sources = {cell.id: cell.source for cell in NOTEBOOK.document.cells}
    for cell in (*OWN, "four_ways", *FOUND_OUT):
        lines = []
        names["print"] = lambda *words, lines=lines: lines.append(" ".join(map(str, words)))
        exec(sources[cell], names)
        said[cell] = lines
    return names, said


@pytest.mark.slow
def test_all_four_ways_back_learn_and_the_wrong_one_d_has_the_smallest_loss(printed):
    before, *after = printed[1]["failures"]
    losses = [float(re.search(r"steps ([\d.]+)", line)[1]) for line in after]
    assert float(before.split()[-1]) > 50 * max(losses)
    assert losses == sorted(losses, reverse=True) and len(set(losses)) == 4
    shares = {re.search(r"([\d.]+)% of the unseen", line)[1] for line in after}
    assert shares == {"97.7"}


def test_only_b_agrees_with_what_is_measured(printed):
    errors = [float(line.split()[-1]) for line in printed[1]["four_ways"]]
    assert errors[1] < 1e-6
    assert min(errors[0], *errors[2:]) > 0.5


def test_the_default_step_is_the_best_of_those_tried(printed):
    errors = [float(line.split()[-1]) for line in printed[1]["find_out_numerical_gradient"]]
    assert np.argmin(errors) == 2  # 1e-1, 1e-3, 1e-5, ...


def test_no_layer_of_the_right_network_is_pointed_at(printed):
    lines = printed[1]["find_out_mlp_backward"]
    assert len(lines) == 4 and not any("look here" in line for line in lines)


def test_in_single_precision_no_step_leaves_more_than_five_digits(text):
    assert "no step leaves more than four or five of them" in text
    x, best = np.linspace(-1, 1, 101, dtype=np.float32), 1.0
    for h in 10.0 ** np.arange(-5, 0.1, 0.25).astype(np.float32):
        slopes = (np.exp(x + np.float32(h)) - np.exp(x - np.float32(h))) / np.float32(2 * h)
        best = min(best, float(np.max(np.abs(slopes - np.exp(x)) / np.exp(x))))
    assert 1e-5 < best < 1e-4


def test_the_shares_over_ten_divisions_are_those_in_the_text(solved, printed, text):
    right, wrong, mended = printed[1]["train_wines"][:3]
    mean, spread = re.search(r"([\d.]+) ± ([\d.]+)", right).groups()
    assert f"they sorted {mean} ± {spread} of the unseen wines right over ten divisions" in text
    assert mended.split(":")[1] == right.split(":")[1]
    assert float(re.search(r"([\d.]+) ±", wrong)[1]) < float(mean) - 0.05
    histories = [solved["train"](0, **way)[0] for way in solved["ways"].values()]
    np.testing.assert_allclose(histories[2], histories[0], rtol=1e-6)
    assert len(solved["divide"](0)[0]) == 134


def test_a_gradient_wrong_by_n_is_told_by_its_share(printed, text):
    share = float(printed[1]["train_wines"][3].split()[-1])
    assert share == pytest.approx(1 - 1 / 134)
    assert r"0.99, which is $1 - \frac{1}{134}$" in text and round(share, 2) == 0.99


def test_the_wines_sorted_right_from_five_starts_are_those_in_the_text(solved, text):
    counts = solved["counts"]
    assert len(datasets.wine()[1]) == 178 and len(counts) == 5
    assert f"your network sorts {min(counts)} to {max(counts)} of the 178 wines" in text


def test_the_counts_of_1992_are_the_shares_that_are_quoted(text):
    (shares,) = re.findall(
        r"sorted ([\d.]+) % right, quadratic ([\d.]+) %, linear ([\d.]+) %, "
        r"and the nearest neighbour ([\d.]+) %",
        text,
    )
    counts = [round(178 * float(share) / 100) for share in shares]
    assert f"{counts[0]}, {counts[1]}, {counts[2]} and {counts[3]}" in text
    assert [f"{count / 1.78:.1f}" for count in counts] == [f"{float(s):.1f}" for s in shares]


def test_the_jacobian_of_4000_units_has_as_many_zeros_as_the_text_says(text):
    assert "16 million entries, 15 996 000 of them zeros" in text
    assert 4000**2 - 4000 == 15_996_000
