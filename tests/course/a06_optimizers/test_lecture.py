"""The numbers in the words of the lecture on optimizers are those that come out."""

import re

import nbformat
import numpy as np
import pytest

from course.a06_optimizers import experiments, figures
from course.a06_optimizers.demos.budget import CURVATURES, NOISE, SAMPLES, START, budget
from course.lectures.topics import ROOT
from dlkit import optimizers


@pytest.fixture(scope="module")
def text():
    """The source of every cell; a description that is written in several pieces is one text."""
    cells = nbformat.read(ROOT / "course/a06_optimizers/lecture.ipynb", as_version=4).cells
    return {cell["id"]: re.sub(r'"\n\s*"', "", cell.source) for cell in cells}


def says(text, cell, *values):
    """Demand that a cell holds each of these numbers as it is written."""
    for value in values:
        assert value in text[cell], f"{cell} does not say {value}"


def test_two_rates_of_three_do_no_better_than_guessing(text):
    slow, good, wild = (
        experiments.digits_read("gradient descent", rate) for rate in (0.001, 1.0, 10.0)
    )
    assert max(slow, wild) < 0.2 and good > 0.95
    says(text, "same_network_question", "Guessing reads 10 %", "110 steps")
    assert optimizers.update_count(len(experiments.divided(0)[0]), 128, 10) == 110
    says(text, "same_network_question", "more steps would help", "in the third only a smaller rate")
    slow, wild = (
        experiments.digits_read("gradient descent", rate, epochs=100) for rate in (0.001, 10.0)
    )
    assert slow > 0.5 and wild < 0.2


def test_small_batches_cost_a_sixteenth(text):
    says(text, "noisy_path_caption", "64 points in 60 steps with $\\eta = 0.08$", "a sixteenth")
    ends = [experiments.line_path(batch, 60)[-1] for batch in (64, 4)]
    assert np.hypot(*(ends[0] - ends[1])) < 0.5 and 64 / 4 == 16


def test_the_limit_of_the_wall(text):
    says(text, "valley_caption", "from $(-4, 0.8)$", "$2/40 = 0.05$", "0.045", "0.0505")
    assert figures.down_the_valley(0.0)[0].tolist() == [-4.0, 0.8]
    inside, outside = (figures.down_the_valley(0.0, lr)[:, 1] for lr in (0.045, 0.0505))
    assert abs(inside[-1]) < 0.1 * abs(inside[0]) and abs(outside[-1]) > abs(outside[0])
    says(text, "narrow_question", r"0.99^{458} \approx 0.01", r"0.98^{228} \approx 0.01")
    assert [round(np.log(0.01) / np.log(factor)) for factor in (0.99, 0.98)] == [458, 228]


def test_momentum_is_three_times_as_fast(text):
    says(text, "momentum_caption", "in 30 steps, momentum was after ten")
    plain, fast = (figures.loss(figures.down_the_valley(mu)) for mu in (0.0, 0.7))
    assert fast[10] < plain[30]
    says(text, "momentum_caption", "with 0.9 momentum would swing through this valley for longer")
    assert figures.loss(figures.down_the_valley(0.9))[20:].min() > fast[20:].max()


def test_a_gradient_that_changes_its_sign_shrinks_to_about_half(text):
    says(text, "momentum", r"shrinks to $\frac{g}{1 + \mu}$, about half")
    v = 0.0
    for sign in [1, -1] * 100:
        v = 0.9 * v + sign
    assert abs(v) == pytest.approx(1 / 1.9)


def test_the_order_of_the_three(text):
    rules = (optimizers.sgd_step, optimizers.momentum_step, optimizers.nesterov_step)
    steps = [experiments.steps_down(rule, 0.01, 0) for rule in rules]
    assert steps == sorted(steps, reverse=True)
    says(text, "nesterov_caption", "w_1^2 + 100 w_2^2", "$(1, 0.5)$", "0.0001 (for 50 steps")
    A, start = experiments.valley(0)
    assert A.tolist() == [[1.0, 0.0], [0.0, 100.0]] and start.tolist() == [1.0, 0.5]


def test_at_the_end_the_place_ahead_and_the_weights_agree(text):
    says(text, "nesterov", "both nearly agree")
    A, w = experiments.valley(0)
    v = np.zeros(2)
    for _ in range(150):
        w, v = optimizers.nesterov_step(w, A @ w, v, lr=0.01, momentum=0.9)
    assert np.abs(0.01 * 0.9 * v).max() < 1e-3


def test_the_turn_costs_adagrad_but_not_momentum(text):
    says(text, "axes_caption", "30 steps in the valley")
    momentum, adagrad = (
        [experiments.steps_down(rule, rate, degrees) for degrees in (0, 45)]
        for rule, rate in ((optimizers.momentum_step, 0.01), (optimizers.adagrad_step, 0.5))
    )
    assert momentum[0] == momentum[1] and adagrad[1] > 40 * adagrad[0]


def test_at_45_degrees_adagrad_divides_both_gradients_by_nearly_the_same_large_number(text):
    says(text, "axes_question", "divided by nearly the same number", "the steep crossing stays")
    (A, w), s, sums = experiments.valley(45), np.zeros(2), []
    for _ in range(30):
        w, s = optimizers.adagrad_step(w, A @ w, s, lr=0.5)
        sums.append(s)
    divisors = np.sqrt(sums)
    np.testing.assert_allclose(divisors[:, 0], divisors[:, 1], rtol=0.05)
    assert divisors[0].min() > 0.8 * divisors[-1].max()


def test_the_shares_of_a_decaying_mean(text):
    says(text, "lengths_caption", r"$(1 - \rho) \rho^j$")
    says(text, "correction_why", r"$(1 - \beta) \beta^j$", r"= 1 - \beta^t")
    s, rho = np.zeros(5), 0.9
    for square in np.eye(5):
        s = rho * s + (1 - rho) * square
    np.testing.assert_allclose(s[::-1], (1 - rho) * rho ** np.arange(5))
    assert s.sum() == pytest.approx(1 - rho**5)


def test_a_small_eps_inside_the_root_does_more(text):
    says(text, "mistake_eps", "a first gradient of $10^{-6}$", "a hundred times shorter")
    outside, inside = 1e-6 + 1e-8, np.sqrt(1e-6**2 + 1e-8)
    assert 95 < inside / outside < 105


def test_lengths_of_steps(text):
    says(text, "lengths", "RMSprop's begin at 3.2 and settle at 1")
    assert round(1 / np.sqrt(1 - 0.9), 1) == 3.2
    t = np.arange(1, 61)
    lengths = (1 - 0.9**t) / np.sqrt(1 - 0.999**t)
    says(text, "uncorrected", "3.2 units long at first, more than 6 around step 12", "4 at step 60")
    assert (round(lengths[0], 1), lengths.argmax() + 1, round(lengths[-1])) == (3.2, 12, 4)


def test_both_means_of_adam_arrive_after_as_many_steps_as_the_caption_says(text):
    says(text, "uncorrected_caption", "some four thousand steps", "only forty")
    assert 1 - 0.999**4000 > 0.98 and 1 - 0.9**40 > 0.98


def test_the_printed_adam_is_nan_at_once_or_after_194_steps(text):
    paths = [experiments.parabola(experiments.sheet_step, start) for start in (-5.0, 5.0)]
    first = [int(np.isnan(path).argmax()) for path in paths]
    says(text, "mistake_adam_answer", "194 steps that look well, number 195 is `nan`")
    assert first[1] == 195 and (paths[1][:195] < 0).argmax() == 182
    says(text, "mistake_adam_answer", "below 0 after 182 steps")
    assert first[0] == 1
    assert all(abs(experiments.parabola(optimizers.adam_step, s)[-1]) < 1e-9 for s in (-5.0, 5.0))


def test_a_penalty_hardly_shrinks_weights_with_large_gradients(text):
    penalty, decay = experiments.decayed(True), experiments.decayed(False)
    assert penalty[0] > 0.9 and abs(penalty[2]) < 0.01
    says(text, "decay_question", "a tenth as fast as the second, and the third ten times as fast")
    shrunk = -np.log(np.abs(penalty)) / -np.log(abs(penalty[1]))
    assert 0.05 < shrunk[0] < 0.2 and 5 < shrunk[2] < 20
    np.testing.assert_allclose(decay, 0.37, atol=0.01)
    says(text, "decay_question", r"0.999^{1000} \approx 0.37")


def test_adam_needs_a_hundred_steps_down_the_round_bowl(text):
    says(text, "slower_question", "about a hundred steps with each of these rates")
    adam = [experiments.steps_down_the_bowl(optimizers.adam_step, r) for r in (0.1, 0.5, 1.0)]
    assert 95 < min(adam) <= max(adam) < 110
    assert experiments.steps_down_the_bowl(optimizers.sgd_step, 0.5) < 10


def test_the_rate_of_adam_matters(text):
    says(
        text, "mistake_guarantee", "85 % of the digits with its default, 0.001, and 96 % with 0.01"
    )
    read = [experiments.digits_read("Adam", rate) for rate in (0.001, 0.01)]
    assert [round(100 * share) for share in read] == [85, 96]


def test_peaks_are_equal_and_plateaus_are_not(text):
    says(text, "choosing_caption", "95 to 97 %")
    read = {
        name: [experiments.digits_read(name, rate) for rate in experiments.RATES]
        for name in experiments.CONTENDERS
    }
    assert all(0.95 <= max(shares) < 0.97 for shares in read.values())
    wide = {name: sum(share > 0.9 for share in shares) for name, shares in read.items()}
    assert min(wide["Adagrad"], wide["RMSprop"], wide["Adam"]) >= 4
    assert max(wide["gradient descent"], wide["momentum"]) <= 2


def test_the_rate_10_lets_weights_explode_unless_steps_are_divided_by_the_gradients(text):
    says(text, "choosing_caption", "the weights become large, but they do not explode")
    sizes = {name: np.std(experiments.trained(name, 10.0)) for name in experiments.CONTENDERS}
    assert all(10 < sizes[name] < 1000 for name in ("Adagrad", "RMSprop", "Adam"))
    assert min(sizes["gradient descent"], sizes["momentum"]) > 1e9
    wild = [experiments.digits_read(name, 10.0) for name in ("Adagrad", "RMSprop", "Adam")]
    assert min(wild) > 0.9


def test_schedules_end_lower(text):
    constant, stairs, wave = (
        f"{experiments.trembling(rate).mean():.2f}" for rate in experiments.SCHEDULES.values()
    )
    says(text, "schedules_caption", "all 3 at the start", "standard deviation 1", "rate 0.1")
    says(text, "schedules_caption", f"a loss of {constant}", f"decay at {stairs}", f"at {wave}")
    says(text, "schedules_figure", "300 updates: stairs at 0.1, 0.01 and 0.001", "over 20 updates")
    rates = [experiments.SCHEDULES["step decay"](k) for k in (99, 199, 299)]
    assert rates == pytest.approx([0.1, 0.01, 0.001])
    assert experiments.SCHEDULES["warm-up, then cosine"](20) == pytest.approx(0.1)


def test_the_noisy_bowl_of_the_demo_is_the_one_in_the_text(text):
    says(text, "batches", r"$\sigma^2 = 4$", "All 20 distances begin at 1", "4096 samples")
    assert (NOISE, len(CURVATURES), START, SAMPLES) == (4.0, 20, 1.0, 4096)
    assert "20 curvatures from 0.01 to 1" in budget.task
    assert (CURVATURES.min(), CURVATURES.max()) == pytest.approx((0.01, 1.0))
