"""The numbers in the words of the lecture on landscapes are those that come out."""

import math
import re

import nbformat
import numpy as np
import pytest

from course.a08_landscapes import experiments
from course.lectures.topics import ROOT
from dlkit.landscapes import early_stop, hessian_fd, p_local_min, shell_fraction


@pytest.fixture(scope="module")
def text():
    """The source of every cell; a description that is written in several pieces is one text."""
    cells = nbformat.read(ROOT / "course/a08_landscapes/lecture.ipynb", as_version=4).cells
    return {cell["id"]: re.sub(r'"\n\s*"', "", cell.source) for cell in cells}


def says(text, cell, *values):
    """Demand that a cell holds each of these numbers as it is written."""
    for value in values:
        assert value in text[cell], f"{cell} does not say {value}"


def below_one(losses):
    return next(step for step, loss in enumerate(losses) if loss < 1)


def test_the_standstill_lasts_as_long_as_the_curvature_says(text):
    assert set(np.round(experiments.beside_zero(0), 3)) == {1.099}
    steps = [below_one(experiments.beside_zero(size)) for size in (1e-12, 1e-8, 1e-4)]
    assert all(23 <= later - sooner <= 25 for sooner, later in zip(steps[1:], steps, strict=False))
    says(text, "standstill_question", "a little less than 25 steps", "about step 95")
    at = zip((1e-4, 1e-8, 1e-12), (25, 50, 75), ("0.957", "0.864", "0.774"), strict=True)
    for size, step, loss in at:
        assert f"{experiments.beside_zero(size)[step]:.3f}" == loss
        says(text, "standstill_question", f"{loss} after {step}")
    assert below_one(experiments.beside_zero(1e-16)) == 95
    lowest = experiments.curvatures_at_zero().min()
    assert round(-lowest, 3) == 0.956
    growth = math.log(1 + 0.5 * 0.956)
    assert round(math.log(1e16) / growth) in (94, 95)
    assert f"{math.log(1e8):.1f}" == "18.4" and f"{growth:.3f}" == "0.391"
    assert round(math.log(1e8) / growth) == 47
    says(
        text,
        "network_curvatures_notes",
        r"$18.4 / 0.391 \approx 47$",
        "four ways down",
        "nine zeros",
    )
    assert np.sum(experiments.curvatures_at_zero() < -1e-3) == 4
    assert np.sum(np.abs(experiments.curvatures_at_zero()) < 1e-3) == 9


def test_minima_are_rarer_than_with_coins(text):
    shares = [p_local_min(D, 100_000, rng=np.random.default_rng(D)) for D in (2, 3)]
    assert [f"{share:.3f}" for share in shares] == ["0.146", "0.025"]
    says(
        text,
        "mistake_coins",
        "0.146 instead of 0.25",
        "0.025 instead of 0.125",
        "more than two hundred times",
    )
    rare = p_local_min(5, 2_000_000, rng=np.random.default_rng(0))
    assert f"{rare:.5f}" == "0.00013"
    assert 200 < 2.0**-5 / rare < 300
    says(text, "many", "about 3 %", "about 0.013 %", "two million matrices")


def test_both_eigenvalues_are_positive_in_as_many_pairs_as_the_caption_says(text):
    shares = [(values > 0).all(axis=1).mean() for values in experiments.pairs().values()]
    assert [f"{share:.0%}" for share in shares] == ["25%", "15%"]
    says(
        text,
        "repulsion_caption",
        "2000 pairs",
        "25 % of the pairs on the left, in 15 % on the right",
    )


def test_low_places_are_minima(text):
    shifts, shares = experiments.shares_of_minima()
    assert (shares[shifts <= 8] == 0).all() and (shares[shifts >= 10.5] > 0.98).all()
    says(text, "minima_over_shift", "0 up to 8", "nearly 1 from 10.5 on", "which is 10")
    says(text, "low_caption", "Up to a shift of 8", "from 10.5 on")


def test_the_higher_the_more_ways_down(text):
    loss, share = experiments.critical_points().T
    assert len(loss) == 100
    by_ways = [loss[(9 * share).round() == ways] for ways in range(3)]
    assert sum(map(len, by_ways)) == 100
    assert {f"{value:.3f}" for value in by_ways[0]} <= {"0.504", "0.505", "0.506"}
    assert by_ways[0].max() < by_ways[1].min() and by_ways[1].max() < by_ways[2].min()
    assert f"{by_ways[1].min():.2f}" == "0.52" and f"{by_ways[1].max():.2f}" == "0.62"
    assert 0.6925 < by_ways[2].min() <= by_ways[2].max() < 0.695
    assert [len(each) for each in by_ways] == [2, 10, 88]
    says(text, "critical_points", "2 points at about 0.505", "10 points from 0.52 to 0.62")
    says(text, "critical_points", "88 points at 0.693")
    assert experiments.PENALTY / 2 == 0.005
    says(text, "critical", "0.005 times the sum of all squared weights")


def test_a_high_place_can_be_a_minimum(text):
    corners = experiments.xor(experiments.PENALTY, count=4, noise=0.0)
    assert np.abs(corners.x).tolist() == np.ones((4, 2)).tolist()
    assert not corners.gradients(np.zeros((1, 9))).any()
    assert corners.losses(np.zeros((1, 9))) == pytest.approx(math.log(2))
    H = hessian_fd(lambda w: float(corners.losses(w[None])[0]), np.zeros(9))
    assert np.linalg.eigvalsh(H).round(3).tolist() == [0.01] * 8 + [0.26]
    says(
        text,
        "critical_caption",
        "no law",
        "four points",
        "all weights 0 is a local *minimum*",
        "0.693",
    )


def test_shells(text):
    assert f"{shell_fraction(100, 0.01):.3f}" == "0.634"


def test_ways_to_leave(text):
    plain = [experiments.steps_to_leave(10.0**-k) for k in range(1, 11)]
    fast = [experiments.steps_to_leave(10.0**-k, momentum=0.9) for k in range(1, 11)]
    noisy = [experiments.steps_to_leave(10.0**-k, sigma=0.1) for k in range(1, 11)]
    assert 465 < plain[-1] < 475 and 125 < fast[-1] < 135
    assert round(noisy[0]) == 48 and all(92 <= steps <= 97 for steps in noisy[1:])
    says(text, "ways_to_leave", "about 470", "about 130", "48 at 0.1", "about 94 from 0.01 on")
    assert 3.5 < plain[-1] / fast[-1] < 4
    assert plain[1] == 95
    says(
        text,
        "ways_caption",
        "from 0.01 plain descent needs about as many steps, 95",
        "level from 0.01 on",
    )
    assert experiments.steps_to_leave(0.0, momentum=0.9) == math.inf
    assert experiments.steps_to_leave(0.0, sigma=0.1) < math.inf


def test_bad_ends_belong_to_small_networks(text):
    final = {units: experiments.final_losses(units) for units in (2, 3, 4, 8)}
    bad = [int(np.sum(losses > experiments.BAD)) for losses in final.values()]
    assert bad == [10, 2, 0, 0]
    says(text, "wide_caption", "with 2 units 10 of 50", "with 3 units 2, with 4 and 8 none")
    ends = np.concatenate(list(final.values()))
    assert 0.345 < ends[ends > 0.2].min() < ends.max() < 0.355 and ends[ends < 0.2].max() < 0.01
    spreads = [np.ptp(final[units]) for units in (2, 3, 4, 8)]
    assert min(spreads[:2]) > 0.3 and 0.01 > spreads[2] > spreads[3]


def test_bad_ends_are_valleys_without_an_end(text):
    is_bad = experiments.final_losses(2) > experiments.BAD
    sooner, later = (experiments.trained(2, steps=steps)[is_bad] for steps in (1000, 4000))
    won = experiments.xor().losses(sooner) - experiments.xor().losses(later)
    assert (won > 0).all() and (won < 0.005).all()
    lengths = [np.linalg.norm(w, axis=1) for w in (sooner, later)]
    assert (lengths[1] > lengths[0] + 2).all()
    assert [round(np.mean(length)) for length in lengths] == [9, 12]
    says(text, "wide_caption", "from a length of 9 to 12", "by less than 0.005")


def test_the_lowest_loss_is_not_the_one_to_want(text):
    learned, watched = experiments.noisy_digits()
    best, stop = early_stop(watched, patience=10)
    says(text, "stopped_early", f"to {learned[-1]:.2f}", f"to {watched[best]:.2f} at epoch {best}")
    says(text, "stopped_early", f"rises to {watched[-1]:.2f}", f"epoch {stop}")
    says(text, "early_caption", f"From epoch {best} on")
    assert (learned[1:best] > watched[1:best]).all()


def test_the_curve_that_is_asked_about(text):
    val = [5.0, 3.0, 4.0, 3.5, 2.0, 1.0]
    assert early_stop(val, 2) == (1, 3) and early_stop(val, 3) == (5, 5)
    says(text, "early_rule", "Patience 2 stops at epoch 3 and keeps epoch 1")
