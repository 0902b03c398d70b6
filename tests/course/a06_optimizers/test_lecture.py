"""The numbers in the words of the lecture on optimizers are those that come out."""

import re

import nbformat
import numpy as np
import pytest

from course.a06_optimizers import experiments, figures
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


def test_small_batches_cost_a_sixteenth(text):
    says(text, "noisy_path_caption", "64 points in 60 steps", "four of them", "a sixteenth")
    ends = [experiments.line_path(batch, 60)[-1] for batch in (64, 4)]
    assert np.hypot(*(ends[0] - ends[1])) < 0.5 and 64 / 4 == 16


def test_the_limit_of_the_wall(text):
    says(text, "valley_caption", "$2/40 = 0.05$", "0.045", "0.0505")
    inside, outside = (figures.down_the_valley(0.0, lr)[:, 1] for lr in (0.045, 0.0505))
    assert abs(inside[-1]) < 0.1 * abs(inside[0]) and abs(outside[-1]) > abs(outside[0])
    says(text, "narrow_question", r"0.99^{458} \approx 0.01", r"0.98^{228} \approx 0.01")
    assert [round(np.log(0.01) / np.log(factor)) for factor in (0.99, 0.98)] == [458, 228]


def test_momentum_is_three_times_as_fast(text):
    says(text, "momentum_caption", "in 30 steps, momentum was after ten")
    plain, fast = (figures.height(figures.down_the_valley(mu)) for mu in (0.0, 0.7))
    assert fast[10] < plain[30]
    says(text, "momentum_caption", "with 0.9 momentum would swing through this valley for longer")
    assert figures.height(figures.down_the_valley(0.9))[20:].min() > fast[20:].max()


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
    says(text, "nesterov_caption", "condition number 100", "0.0001")


def test_the_turn_costs_adagrad_but_not_momentum(text):
    says(text, "axes_results", "(0.01, 0.01)", "(0.5, 0.5)", "(0.0025, 0.0015)")
    momentum, adagrad = (
        [experiments.steps_down(rule, rate, degrees) for degrees in (0, 45)]
        for rule, rate in ((optimizers.momentum_step, 0.01), (optimizers.adagrad_step, 0.5))
    )
    assert momentum[0] == momentum[1] and adagrad[1] > 40 * adagrad[0]


def test_a_small_eps_inside_the_root_does_more(text):
    says(text, "mistake_eps", "first gradient is $10^{-6}$", "a hundred times shorter")
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


def test_the_printed_adam_is_nan_at_once_or_after_195_steps(text):
    paths = [experiments.parabola(experiments.sheet_step, start) for start in (-5.0, 5.0)]
    first = [int(np.isnan(path).argmax()) for path in paths]
    says(text, "mistake_adam_answer", f"after {first[1]} steps")
    assert first[0] == 1
    assert all(abs(experiments.parabola(optimizers.adam_step, s)[-1]) < 1e-9 for s in (-5.0, 5.0))


def test_a_penalty_hardly_shrinks_weights_with_large_gradients(text):
    penalty, decay = experiments.decayed(True), experiments.decayed(False)
    assert penalty[0] > 0.9 and abs(penalty[2]) < 0.01
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


def test_schedules_end_lower(text):
    heights = [
        experiments.trembling(rate).mean()
        for rate in (
            lambda k: 0.1,
            lambda k: optimizers.step_decay(k, lr=0.1, every=100),
            lambda k: optimizers.warmup_cosine(k, lr=0.1, total=300, warmup=20),
        )
    ]
    says(text, "schedules_caption", *(f"{height:.2f}" for height in heights))
