"""What only the notebook on approximation claims."""

import re

import numpy as np
import pytest

from dlkit.activations import dead_fraction, relu
from tests.course.notebooks import NOTEBOOKS

(NOTEBOOK,) = (each for each in NOTEBOOKS if each.topic == "approximation")
RUN = (
    "failures",
    "find_out_bumps",
    "find_out_knots",
    "find_out_sawtooth",
    "find_out_triangle",
    "train_triangle",
)


@pytest.fixture(scope="module")
def solved():
    """What the solutions and the cells that try and train define."""
    names = {"np": np}
    for cell in NOTEBOOK.document.cells:
        if cell.id == "failures":
            exec("from dlkit import datasets", names)
            exec(cell.source, names)
    names |= NOTEBOOK.solution()
    for cell in NOTEBOOK.document.cells:
        if cell.id in RUN[1:]:
            exec(cell.source, names)
    return names


@pytest.fixture(scope="module")
def text():
    """All that students read."""
    cells = NOTEBOOK.document.cells
    return "\n".join(each.source for each in cells if each.cell_type == "markdown")


def percent(share, digits=1):
    return f"{100 * share:.{digits}f}"


@pytest.mark.slow
def test_a_straight_line_is_as_good_as_the_answer_outside(solved, text):
    right = np.mean(solved["answers"] == solved["new_labels"])
    outside = np.mean(solved["new_labels"] == 0)
    assert right == pytest.approx(outside, abs=0.001)
    assert f"right for about {percent(right, 0)} of 100 new points" in text
    assert f"{percent(outside, 0)} of 100 points lie outside" in text


def test_the_errors_of_bumps_and_of_pieces_are_those_in_the_text(solved, text):
    wave, sup = solved["wave"], solved["sup_error"]
    bumps = {n: sup(wave, solved["wall"](n), 0, 1, 10001) for n in (8, 128)}
    pieces = [sup(wave, solved["drawn"](n), 0, 1, 10001) for n in (8, 16, 32, 64)]
    assert f"With 8 bumps the sup error is {bumps[8]:.2f}" in text
    assert f"With 8 pieces the sup error is {pieces[0]:.3f}" in text
    assert ", ".join(f"{error:.4f}" for error in pieces) in text
    assert f"The bumps have an error of {bumps[128]:.4f} with 128 of them" in text
    needed = 128 * bumps[128] / pieces[-1]
    assert needed == pytest.approx(2600, rel=0.02) and "about 2600, so 5200 units" in text
    assert pieces[0] <= (2 * np.pi) ** 2 / 8 / 8**2


def test_the_pieces_are_those_in_the_text(solved, text):
    pieces = solved["count_pieces"](solved["sawtooth"](solved["grid"], 10))
    assert f"for $D = 10$ that is {pieces - 1} against 30" in text


def test_the_built_network_is_as_good_as_the_opening_says(solved, text):
    assert min(solved["shares"]["your triangle_net"]) > 0.999
    assert "more than 99.9 of 100 points right without training" in text


def test_the_shares_of_the_milestone_are_those_in_the_text(solved, text):
    shares = {name: np.array(found) for name, found in solved["shares"].items()}
    line, three, eight = (shares[n] for n in list(shares)[:3])
    assert f"right for {percent(line.mean())} % of new points on average" in text
    assert f"from {percent(line.min())} to {percent(line.max())}, which is what always" in text
    stuck = three[three < 0.95]
    assert (len(stuck), np.sum(three > 0.98)) == (5, 3)
    assert f"right for {percent(stuck.min())} to {percent(stuck.max())} %" in text
    assert f"the average, {percent(three.mean())} %, describes none" in text
    assert f"all eight succeed, from {percent(eight.min())} to {percent(eight.max())} %" in text
    assert eight.min() > 0.95
    built = shares["your triangle_net"]
    assert f"right for {percent(built.min(), 2)} to 100 %" in text and built.max() == 1


def test_the_networks_that_stick_are_as_the_text_says(solved, text):
    with_dead, best = 0, int(np.argmax(solved["shares"]["3 hidden units"]))
    for seed, layers in enumerate(solved["trained"][3]):
        x, _ = solved["points"](seed, 500)
        dead = 3 * dead_fraction(x @ layers[0][0] + layers[0][1])
        if solved["shares"]["3 hidden units"][seed] < 0.95:
            with_dead += dead > 0
            assert dead < 3
        else:
            assert dead == 0
    assert with_dead == 3 and "In three of them one or two units have become 0" in text
    (W, b), (v, c) = solved["trained"][3][best]
    middle = solved["TRIANGLE"].mean(axis=0)
    assert (relu(middle @ W + b) == 0).all() and (v < 0).all() and c > 0
    edges = (solved["TRIANGLE"] + np.roll(solved["TRIANGLE"], -1, axis=0)) / 2  # their middles
    beyond = (edges @ W + b) / np.linalg.norm(W, axis=0)
    assert beyond.max(axis=0) == pytest.approx(0.1, abs=0.01)
    assert sorted(beyond.argmax(axis=0)) == [0, 1, 2]
    assert "from a line that runs about 0.1 inside its edge" in text


def test_the_table_of_the_opening_marks_what_is_core():
    rows = re.findall(r"^\| \d .*?\| (core|extension) \|", NOTEBOOK.cell("welcome").source, re.M)
    assert [row == "core" for row in rows] == [each.is_core for each in NOTEBOOK.exercises]
    assert rows.count("core") == 6
