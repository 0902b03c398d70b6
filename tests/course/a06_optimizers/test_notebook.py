"""What only the notebook on optimizers claims."""

import inspect
import re

import numpy as np
import pytest

from dlkit import optimizers
from tests.course.notebooks import NOTEBOOKS

(NOTEBOOK,) = (each for each in NOTEBOOKS if each.topic == "optimizers")

OWN = ("failures", "find_out_minimize", "find_out_rates", "find_out_adam", "find_out_adamw")
LATER = ("round_bowl", "find_out_schedules", "race", "milestone")


@pytest.fixture(scope="module")
def text():
    """All that students read, but for the written answers."""
    cells = NOTEBOOK.document.cells
    return "\n".join(each.source for each in cells if each.cell_type == "markdown")


@pytest.fixture(scope="module")
def printed():
    """The names that the solutions and the cells that compute define, and what each cell says."""
    names, said = NOTEBOOK.solution(), {}
    sources = {cell.id: cell.source for cell in NOTEBOOK.document.cells}
    for cell in (*OWN, *LATER):
        lines = []
        names["print"] = lambda *words, lines=lines: lines.append(" ".join(map(str, words)))
        exec(sources[cell], names)
        said[cell] = lines
    return names, said


def numbers(line):
    return [float(number) for number in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", line)]


@pytest.mark.slow
def test_too_small_a_rate_and_too_large_a_one_read_no_better_than_guessing(printed, text):
    slow, good, wild = (numbers(line)[-1] for line in printed[1]["failures"])
    assert max(slow, wild) < 20 and good > 95
    assert "Guessing reads a tenth of the digits; a training that fails may read even fewer" in text
    assert wild < 10


def test_the_rows_of_weights_hold_2410(printed):
    assert printed[0]["fresh_weights"](0).shape == (2410,)


def test_steps_down_the_valley(printed, text):
    gd, momentum, nesterov = (numbers(line) for line in printed[1]["find_out_minimize"])
    for line in (gd, momentum, nesterov):
        assert line[1] == line[2]  # along an axis and at 45 degrees
    assert "needs about 420 steps" in text and 415 < gd[1] < 425
    assert "about a quarter of the steps, Nesterov less than a fifth" in text
    assert 0.22 < momentum[1] / gd[1] < 0.28 and nesterov[1] / gd[1] < 0.2


def test_what_the_turn_costs(printed, text):
    adagrad, rmsprop = (numbers(line) for line in printed[1]["find_out_rates"])
    assert "Along an axis Adagrad arrives in four steps" in text and adagrad[0] == 4
    assert "eighty times as many, RMSprop twice as many" in text
    slowest = numbers(printed[1]["find_out_minimize"][0])[1]  # gradient descent, either way
    assert "slower than gradient descent either way" in text and slowest < min(rmsprop[:2])
    assert "nearly all that Adagrad gains" in text and 0.7 < adagrad[1] / slowest < 1
    assert 75 < adagrad[1] / adagrad[0] < 85 and 1.9 < rmsprop[1] / rmsprop[0] < 2.1
    assert "best of 0.001, 0.002, 0.005" in printed_source("find_out_rates")


def printed_source(cell):
    return next(each.source for each in NOTEBOOK.document.cells if each.id == cell)


def test_the_rates_of_that_cell_are_the_best_of_those_it_names(printed):
    needed = printed[0]["steps_needed"]
    grid = [c * 10.0**k for k in (-3, -2, -1, 0, 1) for c in (1, 2, 5)]
    rules = {"adagrad_step": ((20.0, 1.0), {}), "rmsprop_step": ((0.002, 0.002), {"rho": 0.9})}
    for name, (chosen, options) in rules.items():
        rule = getattr(optimizers, name)
        for rate, degrees in zip(chosen, (0, 45), strict=True):
            steps = {lr: needed(rule, lr, degrees, **options) for lr in grid}
            assert steps[rate] == min(each for each in steps.values() if each is not None)


def test_the_adam_of_the_sheet_ends_in_nan_sooner_or_later(printed, text):
    left, ours, right, ours_too = printed[1]["find_out_adam"]
    assert left.endswith("nan from step 1 on")
    assert "nearly 200 steps that looked well" in text
    assert 190 <= numbers(right)[-1] < 200
    assert all(numbers(line)[1] < 1e-9 for line in (ours, ours_too))


def test_what_is_left_of_three_weights(printed, text):
    penalty, decay = (numbers(line.partition(":")[2])[1:] for line in printed[1]["find_out_adamw"])
    assert decay == [0.37] * 3 and r"0.999^{1000} \approx 0.37" in text
    assert round(0.999**1000, 2) == 0.37
    assert "kept nine tenths, the one with the small ones nothing" in text
    assert penalty[0] == pytest.approx(0.9, abs=0.03) and penalty[2] == 0


def test_adam_is_slower_down_the_round_bowl_at_every_rate(printed, text):
    gd, *adam = printed[1]["round_bowl"]
    steps = [int(re.search(r"(\d+) steps", line)[1]) for line in (gd, *adam)]
    assert steps[0] < 10 and min(steps[1:]) >= 100
    slow, *longer = steps[1:]
    assert "it arrives hardly earlier, or later" in text
    assert min(longer) < slow < max(longer) and min(longer) > 0.95 * slow
    assert "[[4.0, 1.0], [2.0, 0.5], [1.0, 0.25]]" in gd
    assert "[[4.0, 1.0], [3.9, 0.9], [3.8, 0.8]]" in adam[0]


def test_schedules_end_much_lower(printed, text):
    constant, stairs, wave = (numbers(line)[0] for line in printed[1]["find_out_schedules"])
    assert "stairs end more than four times as low, warm-up and wave more than six times" in text
    assert 4 < constant / stairs < 5 and 6 < constant / wave < 7
    assert "all begin at a height of 45" in text and 10 * 3.0**2 / 2 == 45


def test_momentum_and_adam_get_farthest_in_the_race(printed, text):
    gd, momentum, rmsprop, adam = (numbers(line)[-1] for line in printed[1]["race"])
    assert max(momentum, adam) < 0.5 < rmsprop < gd
    assert "Momentum and Adam are carried along the floor by what they remember" in text


def test_momentum_and_adam_are_faster_along_the_floor_and_slow_down(printed, text):
    lengths = {
        name: np.linalg.norm(np.diff(path, axis=0), axis=1)
        for name, path in printed[0]["paths"].items()
    }
    assert "with longer steps at first, and slow down towards the minimum" in text
    others = max(lengths[name][20:60].mean() for name in ("gradient descent", "RMSprop"))
    for name in ("momentum", "Adam"):
        early, late = lengths[name][20:60].mean(), lengths[name][-40:].mean()
        assert early > 2 * others and late < early / 3


def test_rmsprop_creeps_along_the_floor_in_even_steps(printed, text):
    path = printed[0]["paths"]["RMSprop"]
    lengths = np.linalg.norm(np.diff(path, axis=0), axis=1)
    assert "creeps along it in small, even steps: with $\\rho = 0.99$ the huge first" in text
    assert inspect.signature(optimizers.rmsprop_step).parameters["rho"].default == 0.99
    assert lengths[0] > 0.5 and lengths[100:].max() < min(0.02, 3 * lengths[100:].min())
    across = np.sign(path[:, 1] - path[:, 0] ** 2)
    assert np.count_nonzero(np.diff(across[50:])) <= 1  # it no longer jumps


def test_the_milestone_is_what_the_text_says(printed, text):
    shares, contenders = printed[0]["shares"], printed[0]["contenders"]
    assert "nine of yours and plain gradient descent" in text and len(contenders) == 9 + 1
    means = {name: {lr: np.mean(x) for lr, x in each.items()} for name, each in shares.items()}
    rates = printed[0]["RATES"]
    best = {name: max(each[lr] for lr in rates) for name, each in means.items()}
    default = {name: means[name][rate] for name, (_, rate) in contenders.items()}
    (low, high), (least, most) = (
        re.search(pattern, text).groups()
        for pattern in (
            r"reads between ([\d.]+) % and ([\d.]+) % of the unseen",
            r"default rate they read between ([\d.]+) % and ([\d.]+) %",
        )
    )
    for said, value in zip(
        (low, high, least, most),
        (min(best.values()), max(best.values()), min(default.values()), max(default.values())),
        strict=True,
    ):
        assert said == f"{100 * value:.1f}"
    assert max(default, key=default.get) == "RMSprop"
    assert max(best.values()) - default["RMSprop"] < 0.005  # "within half a percent"
    assert "all within one percent" in text and max(best.values()) - min(best.values()) < 0.01
    good = {name: sum(each[lr] > 0.9 for lr in rates) for name, each in means.items()}
    said = "Gradient descent has two good rates of the five, Adam four, RMSprop five; Adadelta"
    assert said in text
    four = ("gradient descent", "Adam", "RMSprop", "Adadelta")
    assert [good[name] for name in four] == [2, 4, 5, 2]
    assert sum(map(len, shares.values())) * 3 == 156  # "some 160 trainings"


def test_the_defaults_are_those_of_pytorch(printed):
    torch = pytest.importorskip("torch")
    parameter = [torch.zeros(1, requires_grad=True)]
    names = {"Adagrad": "Adagrad", "RMSprop": "RMSprop", "Adadelta": "Adadelta", "Adam": "Adam"}
    names |= {"gradient descent": "SGD", "momentum": "SGD", "Nesterov": "SGD"}
    names |= {"AdaMax": "Adamax", "AMSGrad": "Adam", "Nadam": "NAdam"}
    for name, (_, rate) in printed[0]["contenders"].items():
        assert getattr(torch.optim, names[name])(parameter).defaults["lr"] == rate


def test_the_table_of_the_budget(text):
    for batch, updates, rate in ((32, 430, 0.1), (128, 110, 0.4), (1348, 10, 4.2)):
        assert optimizers.update_count(1348, batch, 10) == updates
        assert round(optimizers.linear_scaling_lr(0.1, 32, batch), 1) == rate
        assert f"| {batch} | {updates} | {rate}" in text
    assert "nearly four times as many updates" in text and 3.8 < 430 / 110 < 4


def test_numbers_of_the_pictures_on_adam(text):
    t = np.arange(1, 61)
    lengths = (1 - 0.9**t) / np.sqrt(1 - 0.999**t)
    assert "first step is 3.2 units long and the longest more than 6" in text
    assert round(lengths[0], 1) == 3.2 and 6 < lengths.max() < 7
    assert "first step 3.2 times as long and later ones more than 6 times" in text
    assert "needs some forty steps to arrive at 1" in text and 1 - 0.9**40 > 0.98
    assert "jumps to 3.5" in text
    corrected = (0.9 * (1 - 0.9**19) + 0.1 * 100) / (1 - 0.9**20)
    assert round(float(np.sqrt(corrected)), 1) == 3.5
    largest = corrected * (1 - 0.9**20)
    assert "the divisor stays near 3.3" in text
    assert round(float(np.sqrt(largest / (1 - 0.9**80))), 1) == 3.3
