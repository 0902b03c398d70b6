"""The numbers in the words of the lecture on losses are those that come out."""

import math
import re

import nbformat
import numpy as np
import pytest

from course.a02_losses import demos, experiments
from course.lectures.topics import ROOT
from dlkit import losses

MINUTES = np.array([21.0, 22.0, 24.0, 26.0, 57.0])
SCORES = np.array([2.0, 1.0, -1.0])
RATIOS = np.geomspace(0.2, 8, 60)  # of temperatures


@pytest.fixture(scope="module")
def text():
    """The source of every cell; a description that is written in several pieces is one text."""
    cells = nbformat.read(ROOT / "course/a02_losses/lecture.ipynb", as_version=4).cells
    return {cell["id"]: re.sub(r'"\n\s*"', "", cell.source) for cell in cells}


@pytest.fixture(scope="module")
def overtrained():
    """The digits of the lecture and the models after few and after many steps."""
    digits = experiments.few_digits(100)
    return digits, [experiments.train(digits, steps=n, rate=1.0) for n in (750, 6000)]


@pytest.fixture(scope="module")
def penalised():
    """The mislabelled digits, and a model for every strength of the penalty."""
    digits = experiments.few_digits(200, mislabelled=40)
    strengths = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
    return digits, {lam: experiments.train(digits, lam=lam) for lam in strengths}


def says(text, cell, *values):
    """Demand that a cell holds each of these numbers as it is written."""
    for value in values:
        assert value in text[cell], f"{cell} does not say {value}"


def percent(share, digits=1):
    return f"{share:.{digits}%}".replace("%", " %")


def test_means_medians_and_a_quantile(text):
    middle, mean = f"{np.median(MINUTES):.0f}", f"{MINUTES.mean():.0f}"
    says(text, "station", f"{middle} minutes, the *median*", f"{mean} minutes, the *mean*")
    says(text, "best_constants", f"lowest at the mean, {mean}", f"lowest at the median, {middle}")
    says(text, "best_constants_caption", f"MSE is lowest at {mean}, the MAE at {middle}")


def test_a_minute_too_short_that_costs_nine_pays_up_to_the_slowest_morning(text):
    guesses = np.arange(20, 60)
    price = [np.where(c < MINUTES, 9 * (MINUTES - c), c - MINUTES).sum() for c in guesses]
    says(text, "station", f"3. {guesses[np.argmin(price)]} minutes", "more than 26: on four")
    not_above = np.sum(MINUTES <= 26)
    says(text, "median_notes", f"from 26 on 1 · {not_above} < 9 · {np.sum(MINUTES > 26)}")
    assert np.sum(MINUTES > 57) == 0
    assert np.quantile(MINUTES, 9 / (9 + 1), method="inverted_cdf") == 57
    says(text, "median_notes", rf"for $\alpha = 9\,\beta$ at $F = {9 / (9 + 1)}$")


def test_pairs_of_mornings(text):
    first, last = MINUTES.min(), MINUTES.max()
    apart = {abs(c - first) + abs(c - last) for c in np.linspace(first, last, 73)}
    says(text, "median", f"57 - 21 = {min(apart):.0f}", "between 21 and 57", "between 22 and 26")
    assert np.ptp(list(apart)) < 1e-12


def test_a_sixth_morning_leaves_a_choice(text):
    six = np.append(MINUTES, 25.0)
    flat = [losses.mae(np.full(6, c), six) for c in (24.0, 24.5, 25.0)]
    assert np.ptp(flat) < 1e-12 < losses.mae(np.full(6, 23.9), six) - flat[0]
    says(text, "median", "Every number from 24 to 25")


def test_hubers_constant_goes_from_the_median_to_the_mean(text):
    ends = [experiments.huber_constant(MINUTES, delta) for delta in (3.0, 3.1, 26.9, 27.0)]
    assert ends[0] == pytest.approx(24) and ends[3] == pytest.approx(30)
    assert 24 < ends[1] < ends[2] < 30
    says(text, "huber_constants_caption", "up to 3 minutes", r"$\delta = 27$")
    says(text, "huber_constants", "24, the median, up to a delta of 3", "30", "a delta of 27")


def test_slopes_with_outliers(text):
    fits = {delta: demos.delta.compute(delta=delta, outliers=6).lines for delta in (0.1, 1, 10)}
    says(text, "huber_lines_notes", f"squared error finds a slope of {fits[1]['MSE'][0]:.2f}")
    says(text, "huber_lines_notes", f"finds {fits[1]['Huber'][0]:.2f} with $\\delta = 1$")
    absolute = f"{fits[1]['MAE'][0]:.2f}"
    says(text, "huber_lines_notes", f"absolute error one of {absolute}", f"nearly {absolute} with")
    says(text, "huber_lines_notes", r"the slope of the squared error with $\delta = 10$")
    assert fits[10]["Huber"][0] == pytest.approx(fits[10]["MSE"][0], abs=1e-6)
    assert fits[0.1]["Huber"][0] == pytest.approx(fits[0.1]["MAE"][0], abs=0.01)


def test_the_median_strays_farther_where_there_are_no_outliers(text):
    draws = np.random.default_rng(0).standard_normal((10_000, 101))
    ratio = np.median(draws, axis=1).std() / draws.mean(axis=1).std()
    says(text, "efficiency_notes", f"strays {ratio:.2f} times", f"{ratio:.2f}^2", f"{ratio**2:.1f}")
    fewer = draws[:, :25].mean(axis=1).std() / draws[:, :100].mean(axis=1).std()
    assert fewer == pytest.approx(2, abs=0.05)
    says(text, "efficiency_notes", "four times as many, half as far")


def test_odds(text):
    says(text, "softmax", f"means {math.e:.1f} times", f"a lead of {math.log(10):.1f} ten times")


def test_probabilities_at_three_temperatures(text):
    cat = [f"{losses.softmax(SCORES / t)[0]:.2f}" for t in (0.5, 1, 4)]
    says(text, "temperatures_caption", f"{cat[0]}, {cat[1]} and {cat[2]}")
    at = f"At T = 0.5 the cat has {cat[0]}, at T = 1 it has {cat[1]}, at T = 4 it has {cat[2]}"
    says(text, "temperatures_bars", at)


def test_said_minus_true(text):
    p = losses.softmax(SCORES)
    gradient = losses.cross_entropy_grad(SCORES[None, :], [1])[0]
    said = "cat {:.2f}, dog {:.2f}, fox {:.2f}".format(*p)
    pulled = "{:+.2f} for cat, {:+.2f} for dog and {:+.2f} for fox".format(*gradient)
    says(text, "gradient_figure", said, pulled)
    assert gradient.sum() == pytest.approx(0, abs=1e-15)
    assert gradient[[0, 2]] == pytest.approx(p[[0, 2]])  # in proportion to the probability it had


def test_cauchy_noise_makes_a_residual_steepest_at_one(text):
    r = np.linspace(0, 5, 5001)
    slope = np.gradient(np.log(1 + r**2), r)
    steepest = r[np.argmax(slope)]
    assert steepest == pytest.approx(1, abs=0.01)
    assert np.all(np.diff(slope[r > 1.01]) < 0)
    says(text, "noise_caption", f"beyond a residual of {steepest:.0f} its price", r"\log(1 + r^2)")


def test_no_price_of_a_lead_is_below_that_of_a_mistake(text):
    lead = np.linspace(-3, 4, 351)
    mistakes = lead <= 0
    rows, true = np.stack([lead, 0 * lead], axis=1)[:, None], np.array([0])
    prices = {
        "hinge": np.array([losses.hinge(row, true) for row in rows]),
        "cross-entropy": np.array([losses.cross_entropy(row, true) for row in rows]) / np.log(2),
        "squared": (1 - lead) ** 2,
    }
    assert all(np.all(price >= mistakes - 1e-12) for price in prices.values())
    says(text, "margins_caption", "nowhere below it", "a lead of 0 costs 1", "leads above 1")


def test_prices_of_claims(text):
    says(text, "epsilon_answer", f"{-math.log(1e-8):.2f}")
    says(text, "cross_entropy", f"{math.log(10):.3f}", f"{math.log(2):.2f}")
    says(text, "cross_entropy", "first loss of a new network for ten classes is 11.5")
    assert math.log10(math.exp(-11.5)) == pytest.approx(-5, abs=0.01)
    assert f"{5 * math.log(10):.1f}" == "11.5"
    entropy = f"{-0.7 * math.log(0.7) - 0.3 * math.log(0.3):.3f}"
    says(text, "honest_caption", entropy)
    says(text, "honest", f"the entropy, {entropy}")


def test_the_pull_of_a_certain_and_wrong_answer(text):
    p = 1 / (1 + math.exp(10))
    says(text, "certain_caption", f"{2 * (1 - p) ** 2 * p:.5f}")
    q = np.linspace(0, 1, 1001)
    says(text, "certain_figure", f"at most {np.max(2 * (1 - q) ** 2 * q):.1f}")


def test_the_loss_falls_and_the_risk_rises(text, overtrained):
    digits, models = overtrained
    seen, unseen = (
        [losses.cross_entropy(m.scores(x), y) for m in models]
        for x, y in ((digits.x, digits.labels), (digits.x_unseen, digits.labels_unseen))
    )
    assert 7.5 < seen[0] / seen[1] < 8.5
    says(text, "overtrained_caption", f"from {seen[0]:.4f} to {seen[1]:.4f}", "an eighth")
    says(text, "overtrained_caption", f"from {unseen[0]:.3f} to {unseen[1]:.3f}")
    says(text, "overtrained_caption", f"On {len(digits.x_unseen)} unseen images")


def test_temperature_changes_the_loss_and_not_the_accuracy(text, overtrained):
    digits, (_, late) = overtrained
    z = late.scores(digits.x_unseen)
    hits = {experiments.accuracy(z / t, digits.labels_unseen) for t in RATIOS}
    assert len(hits) == 1
    says(text, "metric_caption", percent(*hits), "after 6000 steps")
    says(text, "temperatures", f"a horizontal line at {hits.pop():.2f}")
    prices = [losses.cross_entropy(z / t, digits.labels_unseen) for t in RATIOS]
    best = f"{RATIOS[np.argmin(prices)]:.1f}"
    says(text, "metric_caption", f"$T = {best}$")
    says(text, "temperatures", f"lowest at about {best}", "nearly four times as large at both ends")
    assert all(3.5 < prices[end] / min(prices) < 4 for end in (0, -1))


def test_a_penalty_on_weights_pays(text, penalised):
    digits, models = penalised
    hits = {
        lam: experiments.accuracy(m.scores(digits.x_unseen), digits.labels_unseen)
        for lam, m in models.items()
    }
    says(text, "penalty_caption", rf"$\lambda = 0.01$ {percent(hits[1e-2])}")
    says(text, "penalty_caption", f"reads {percent(hits[1e-4])}")
    assert max(hits, key=hits.get) == 1e-2
    says(text, "penalty", f"highest, {hits[1e-2]:.0%}".replace("%", " percent") + ", at 0.01")
    seen = [losses.cross_entropy(m.scores(digits.x), digits.labels) for m in models.values()]
    assert seen == sorted(seen)
    unseen = {
        lam: losses.cross_entropy(m.scores(digits.x_unseen), digits.labels_unseen)
        for lam, m in models.items()
    }
    assert min(unseen, key=unseen.get) == 1e-3
    says(text, "penalty_caption", r"lowest at $\lambda = 0.001$")
    says(text, "penalty", "lowest at 0.001 on unseen ones")
    below = [lam for lam, loss in zip(models, seen, strict=True) if unseen[lam] < loss]
    assert below == [3e-3, 1e-2, 3e-2, 1e-1]


def test_wrong_labels_are_learnt_where_weights_cost_little(text, penalised):
    digits, models = penalised
    is_slip = digits.labels != experiments.few_digits(200).labels
    learnt = (models[1e-4].scores(digits.x).argmax(axis=1) == digits.labels)[is_slip]
    says(
        text, "penalty_caption", f"{learnt.sum()} of the {is_slip.sum()}", r"At $\lambda = 0.0001$"
    )
