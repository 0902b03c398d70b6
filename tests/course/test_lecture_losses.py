"""The numbers in the prose of the lecture on losses are those that come out."""

import importlib.util
import math
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

from course.a02_losses import demos
from dlkit import losses

FOLDER = Path(__file__).parents[2] / "course/a02_losses"
MINUTES = np.array([21.0, 22.0, 24.0, 26.0, 57.0])


@pytest.fixture(scope="module")
def text():
    cells = nbformat.read(FOLDER / "lecture.ipynb", as_version=4).cells
    return {cell["id"]: cell.source for cell in cells}


@pytest.fixture(scope="module")
def experiments():
    """The module beside the lecture, imported as the lecture does."""
    specification = importlib.util.spec_from_file_location("experiments", FOLDER / "experiments.py")
    module = importlib.util.module_from_spec(specification)
    sys.modules["experiments"] = module  # dataclasses look for their module
    specification.loader.exec_module(module)
    yield module
    del sys.modules["experiments"]


def says(text, cell, *values):
    """Demand that a cell holds each of these numbers as it is written."""
    for value in values:
        assert value in text[cell], f"{cell} does not say {value}"


def test_means_medians_and_a_quantile(text):
    says(text, "station", f"{np.median(MINUTES):.0f} minutes, the *median*")
    says(text, "station", f"{MINUTES.mean():.0f} minutes, the *mean*")
    guesses = np.arange(20, 60)
    price = [np.where(c < MINUTES, 9 * (MINUTES - c), c - MINUTES).sum() for c in guesses]
    says(text, "station", f"as for each minute too long, {guesses[np.argmin(price)]}")
    assert np.quantile(MINUTES, 0.9, method="inverted_cdf") == 57


def test_hubers_constant_goes_from_the_median_to_the_mean(text, experiments):
    ends = [experiments.huber_constant(MINUTES, delta) for delta in (3.0, 3.1, 26.9, 27.0)]
    assert ends[0] == pytest.approx(24) and ends[3] == pytest.approx(30)
    assert 24 < ends[1] < ends[2] < 30
    says(text, "huber_constants_caption", "up to 3 minutes", r"$\delta = 27$")


def test_slopes_through_spoiled_points(text):
    fits = {delta: demos.delta.compute(delta=delta, outliers=6).lines for delta in (0.1, 1.0)}
    says(text, "huber_lines_notes", f"squared error finds a slope of {fits[1.0]['MSE'][0]:.2f}")
    says(text, "huber_lines_notes", f"finds {fits[1.0]['Huber'][0]:.2f} with $\\delta = 1$")
    says(text, "huber_lines_notes", f"absolute error, {fits[1.0]['MAE'][0]:.2f}")
    assert fits[0.1]["Huber"][0] == pytest.approx(fits[0.1]["MAE"][0], abs=0.01)


def test_probabilities_and_prices(text):
    cat = [f"{losses.softmax(np.array([2.0, 1.0, -1.0]) / t)[0]:.2f}" for t in (0.5, 1, 4)]
    says(text, "temperatures_caption", f"{cat[0]}, {cat[1]} and {cat[2]}")
    says(text, "epsilon_answer", f"{-math.log(1e-8):.2f}")
    says(text, "cross_entropy", f"{math.log(10):.3f}", f"{math.log(2):.2f}")
    says(text, "honest_caption", f"{-0.7 * math.log(0.7) - 0.3 * math.log(0.3):.3f}")
    p = 1 / (1 + math.exp(10))
    says(text, "certain_caption", f"{2 * (1 - p) ** 2 * p:.5f}")


def test_the_loss_falls_and_the_risk_rises(text, experiments):
    digits = experiments.few_digits(100)
    early, late = (experiments.train(digits, steps=n, rate=1.0) for n in (750, 6000))
    seen, unseen = (
        [losses.cross_entropy(m.scores(x), y) for m in (early, late)]
        for x, y in ((digits.x, digits.labels), (digits.x_unseen, digits.labels_unseen))
    )
    assert 7.5 < seen[0] / seen[1] < 8.5
    says(text, "overtrained_caption", f"from {seen[0]:.3f} to {seen[1]:.3f}", "an eighth")
    says(text, "overtrained_caption", f"from {unseen[0]:.3f} to {unseen[1]:.3f}")
    z = late.scores(digits.x_unseen)
    hits = experiments.accuracy(z, digits.labels_unseen)
    says(text, "metric_caption", f"{hits:.1%}".replace("%", " %"))
    ts = np.geomspace(0.2, 8, 60)
    best = ts[np.argmin([losses.cross_entropy(z / t, digits.labels_unseen) for t in ts])]
    says(text, "metric_caption", f"$T = {best:.1f}$")


def test_a_price_on_weights_pays(text, experiments):
    digits = experiments.few_digits(200, mislabelled=40)
    free, best = (experiments.train(digits, lam=lam) for lam in (1e-4, 1e-2))
    hits = [
        experiments.accuracy(m.scores(digits.x_unseen), digits.labels_unseen) for m in (best, free)
    ]
    says(text, "price_caption", *(f"{share:.1%}".replace("%", " %") for share in hits))
    seen = [losses.cross_entropy(m.scores(digits.x), digits.labels) for m in (best, free)]
    assert 1.6 < seen[0] / seen[1] < 2
