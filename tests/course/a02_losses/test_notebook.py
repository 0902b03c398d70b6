"""What only the notebook on losses claims."""

import re

import numpy as np
import pytest

from dlkit import datasets, losses
from tests.course.notebooks import NOTEBOOKS

(NOTEBOOK,) = (each for each in NOTEBOOKS if each.topic == "losses")


SEEDS = range(20)


@pytest.fixture(scope="module")
def solved():
    """What the solutions and the cells that train and fit define."""
    names = NOTEBOOK.solution()
    for cell in NOTEBOOK.document.cells:
        if cell.id in ("train_digits", "fit_robust"):
            exec(cell.source, names)
    return names


@pytest.fixture(scope="module")
def text():
    """All that students read, but for the written answers."""
    cells = NOTEBOOK.document.cells
    return "\n".join(each.source for each in cells if each.cell_type == "markdown")


def test_the_share_of_digits_over_seeds_is_the_one_in_the_text(solved, text):
    _, labels = datasets.digits()
    runs = [solved["learn_to_read"](seed) for seed in SEEDS]
    shares = [100 * np.mean(read_as == labels[unseen]) for unseen, read_as, _ in runs]
    assert f"about {np.mean(shares):.0f} of 100 unseen images are read correctly" in text
    assert f"{min(shares):.1f} in the worst of the twenty and {max(shares):.1f} in the best" in text


def test_the_misses_of_the_milestone_over_seeds_are_those_in_the_text(solved, text):
    runs = [solved["misses"](seed) for seed in SEEDS]
    missed = {each: [run[each] for run in runs] for each in runs[0]}
    average = {each: np.mean(found) for each, found in missed.items()}
    squared, huber = (
        f"{average[each]:.0f}, from {min(missed[each]):.0f} to {max(missed[each]):.0f}"
        for each in (("squared error", "spoiled"), ("Huber loss", "spoiled"))
    )
    both = [average[name, "clean"] for name in ("squared error", "Huber loss")]
    assert f"{both[0]:.1f} and {both[1]:.1f} on average" in text
    assert f"the squared error misses by {squared} over twenty seeds" in text
    assert f"the Huber loss by {huber}." in text
    assert [round(each) for each in both] == [45, 45]  # said before the prediction


def test_the_large_miss_has_the_share_of_the_loss_that_the_text_says(text):
    (cell,) = (each for each in NOTEBOOK.document.cells if each.id == "figure_mse")
    numbers = r"positions, seen = (np\.array\(.*?\)), (np\.array\(.*?\))"
    positions, seen = (eval(each) for each in re.search(numbers, cell.source).groups())
    squares = (0.6 + 0.6 * positions - seen) ** 2
    assert f"the one large miss has {100 * squares.max() / squares.sum():.0f} % of it" in text


def test_what_is_added_inside_a_logarithm_costs_what_the_text_says(text):
    cap = f"{-np.log(1e-8):.1f}"
    assert f"no sample could cost more than ${cap}$" in text
    assert f"$\\log(0 + 10^{{-8}})$ is $-{cap}$" in text
    assert losses.cross_entropy(np.array([[1000.0, 0.0]]), np.array([1])) == 1000


def test_the_students_own_functions_read_digits_as_well_as_the_opening_says(capsys):
    opening = NOTEBOOK.cell("welcome").source
    promised = int(re.search(r"about (\d+) of 100 unseen ones right", opening)[1])
    names = NOTEBOOK.solution()
    (training,) = (each for each in NOTEBOOK.document.cells if each.id == "train_digits")
    exec(training.source, names)
    reached = float(re.search(r"([\d.]+)% of", capsys.readouterr().out)[1])
    assert abs(reached - promised) < 1
