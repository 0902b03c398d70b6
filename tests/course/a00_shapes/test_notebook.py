"""What only the notebook on shapes claims."""

import re

import numpy as np
import pytest

from dlkit import datasets
from tests.course.grading import marks_with
from tests.course.notebooks import NOTEBOOKS
from tests.course.topics import EXERCISES

(NOTEBOOK,) = (each for each in NOTEBOOKS if each.topic == "shapes")


@pytest.fixture(scope="module")
def solved():
    """What the solutions and the cells that compute results define."""
    names = NOTEBOOK.solution()
    for cell in NOTEBOOK.document.cells:
        if cell.id in ("find_out_standardize", "read_by_neighbours", "drawing_memory"):
            exec(cell.source.replace("\ndraw_memory()", ""), names)
    return names


@pytest.fixture(scope="module")
def text():
    """All that students read, but for the written answers."""
    cells = NOTEBOOK.document.cells
    return "\n".join(each.source for each in cells if each.cell_type == "markdown")


def cell(name):
    (found,) = (each for each in NOTEBOOK.document.cells if each.id == name)
    return found.source


def percent(share):
    return f"{100 * share:.1f} %"


def test_the_opening_shows_three_answers_that_are_wrong(capsys):
    names = {"np": np, "datasets": datasets}
    exec(cell("failures"), names)
    printed = capsys.readouterr().out
    assert "have the shape (3, 3)" in printed and "correctly: 0 of 50" in printed
    assert "10*1 + 1*0 and 10*2 + 1*3 are [12.  3.]" in printed
    assert (names["sample"] @ names["weights"]).tolist() == [10, 23]


def test_the_flowers_of_the_opening_are_named_after_a_random_division(solved, capsys):
    names = {"np": np, "datasets": datasets, **solved}
    for each in ("failures", "find_out_train_val_split"):
        exec(cell(each), names)
    assert "48 of 50 on average" in capsys.readouterr().out


def test_the_reasons_for_the_shapes_are_those_of_numpy():
    column, v, W = np.ones((3, 1)), np.arange(3.0), np.ones((3, 4))
    assert (v @ W).shape == (4,) and (column * v).shape == (3, 3)
    with pytest.raises(ValueError, match="mismatch"):
        column @ v
    sums = column[:, 0][:, None] + np.arange(5.0)
    assert sums.shape == (3, 5) and "is the table $(N, M)$ of all sums" in cell(
        "after_dense_forward"
    )
    assert 0 < np.std([0.1, 0.1, 0.1]) < 1e-15 and "three times 0.1" in cell("spec_standardize")


POINTS = {  # what somebody wrote, in the words of the table, and the answer itself
    "different shapes refused": lambda x, w, b: linear(x, w, b),
    "a single weight are accepted": lambda x, w, b: float(np.sum(x * w) + b),
    "for three inputs alone": lambda x, w, b: x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b,
    "without the bias": lambda x, w, b: linear(x, w, 0.0),
}


def linear(x, w, b):
    if x.shape != w.shape:
        raise ValueError
    return float(x @ w + b)


@pytest.mark.parametrize("row", POINTS)
def test_the_marks_of_the_first_exercise_are_those_of_the_table(row):
    (exercise,) = (each for each in EXERCISES if each.id == "shapes.linear_unit")
    (points,) = re.findall(rf"^\|.*{row}.*\| ([\d.]+) \|$", cell("marks"), re.MULTILINE)
    assert marks_with(exercise, linear_unit=POINTS[row]) == {float(points)}


def test_the_answer_tried_first_is_told_that_it_is_wrong(text):
    (exercise,) = (each for each in EXERCISES if each.id == "shapes.linear_unit")
    assert "`return b`, in place of" in text
    assert marks_with(exercise, linear_unit=lambda x, w, b: b) == {0.0}


def test_the_cases_of_the_prediction_are_those_that_are_found_out():
    asked = re.findall(r"^\d\. `(.*)`", cell("predict_dense_forward"), re.MULTILINE)
    assert asked == re.findall(r'^    "(.*)": lambda', cell("find_out_dense_forward"), re.MULTILINE)


def test_the_shares_of_wines_are_those_in_the_text(solved, text):
    raw, scaled = (np.mean(shares) for shares in solved["shares"].values())
    assert f"{percent(raw)} as measured, and {percent(scaled)} once all" in text
    assert f"right for {100 * raw:.0f} of 100 new wines" in text
    wines, _ = datasets.wine()
    low, high = wines.min(axis=0), wines.max(axis=0)
    assert wines.shape == (178, 13) and f"from {low[12]:g} to {high[12]:g}" in text
    assert f"stays between {low[7]:.1f} and {high[7]:.1f}" in text
    spreads = f"over {high[12] - low[12]:g} and flavonoids over {high[6] - low[6]:.0f}"
    assert spreads in cell("figure_standardize")


def test_the_numbers_of_distances_and_of_bytes_are_right(text):
    assert f"{599 * 1198:,}".replace(",", " ") + " distances" in text
    assert f"{599 * 1198 * 64 / 1e6:.0f} million" in text
    assert f"{5000 * 5000 * 64 * 8 / 1e9:.1f} gigabytes" in text
    assert f"{500 * 64 * 10:,}".replace(",", " ") + " multiplications" in text
    assert "(500, 64)" in cell("time_products") and "(64, 10)" in cell("time_products")


def test_the_milestone_over_seeds_is_the_one_in_the_text(solved, text):
    drawn = solved["drawn"]
    assert len(drawn) == 20 and len(solved["divided"](0)[1]) == 599
    low, high = percent(min(drawn)), percent(max(drawn))
    assert f"{percent(np.mean(drawn))} of the unseen images are read correctly" in text
    assert f"over twenty seeds, from {low} to {high}" in text
    in_order = solved["share_correct"](np.arange(1198), np.arange(1198, 1797))
    assert f"With the last third of the file put aside it is {percent(in_order)}" in text
    assert 2 < (1 - in_order) / (1 - np.mean(drawn)) < 3  # "more than twice as many mistakes"


def test_what_memory_brings_is_what_the_text_says(solved, text):
    divided, share_correct = solved["divided"], solved["share_correct"]
    wrong = [
        np.mean(
            [
                100 * (1 - share_correct(known[:n], unseen))
                for known, unseen in map(divided, range(5))
            ]
        )
        for n in (10, 1198)
    ]
    said = f"{wrong[0]:.0f} of 100 are read wrongly with 10 images, {wrong[1]:.1f} with 1198"
    assert said in text


def test_the_written_answers_compute_what_they_say(text):
    x, W1 = np.array([[40, 0], [1, 2], [0, -3], [5, 5]]), np.array([[1, 1], [1, -1]])
    answer = cell("explain_matrices")
    assert f"`h = {(x @ W1).tolist()}`" in answer
    assert f"`y = {(x @ W1 @ [[1], [-1]]).tolist()}`" in answer
    assert f"`{(W1 @ [[1], [-1]]).tolist()}`" in answer
