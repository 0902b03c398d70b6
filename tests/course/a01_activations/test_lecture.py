"""The numbers in the words of the lecture on activations are those that come out."""

import re

import nbformat
import numpy as np
import pytest

from course.a01_activations import experiments, figures
from course.a01_activations.demos import bends, dying, explorer
from course.lectures.topics import ROOT
from dlkit import activations


@pytest.fixture(scope="module")
def text():
    """The source of every cell; a description that is written in several pieces is one text."""
    cells = nbformat.read(ROOT / "course/a01_activations/lecture.ipynb", as_version=4).cells
    return {cell["id"]: re.sub(r'"\n\s*"', "", cell.source) for cell in cells}


def says(text, cell, *values):
    """Demand that a cell holds each of these numbers as it is written."""
    for value in values:
        assert value in text[cell], f"{cell} does not say {value}"


def percent(share, digits=1):
    return f"{share:.{digits}%}".replace("%", " %")


def answers(activation):
    x = np.array([[40.0, 0.0], [40.0, 10.0], [-40.0, 10.0]])
    return figures.paper_network(x, activation).tolist()


def test_the_layers_that_become_one_have_the_sizes_that_are_printed(text):
    sizes = re.search(r"random_layers\(\((.+?)\), rng", text["collapse_code"])[1].split(", ")
    says(text, "collapse_code", " → ".join(sizes), f"{sizes[0]} → {sizes[-1]}:")


def test_the_paper_network(text):
    assert answers(experiments.as_it_is) == [0, 20, 20]
    assert answers(activations.relu) == [0, 20, 0]
    says(text, "paper", "20 in both cases", "the weights 0 and 2")
    says(text, "switch_caption", "For −40 and 10 the network now says 0 instead of 20")


def test_the_switch_is_as_wide_as_the_caption_says(text):
    second = np.array([-41.0, -40.0, 0.0, 40.0, 41.0])
    at = {
        first: figures.paper_network(
            np.column_stack([0 * second + first, second]), activations.relu
        )
        for first in (40.0, -40.0)
    }
    np.testing.assert_array_equal(at[40.0] == 2 * second, [False, True, True, True, False])
    np.testing.assert_array_equal(at[-40.0] == 0, [False, True, True, True, False])
    says(text, "switch_caption", "below 40 in size", "Beyond, one of the two is active: slope 1")
    beyond = np.array([[40.0, 50.0], [40.0, -50.0], [-40.0, 50.0], [-40.0, -50.0]])
    np.testing.assert_array_equal((beyond @ figures.W1 > 0).sum(axis=1), 1)
    rises = [figures.paper_network(beyond + [0, d], activations.relu) for d in (0.0, 1.0)]
    np.testing.assert_array_equal(rises[1] - rises[0], 1)


def test_the_hat_and_the_step_of_the_answer(text):
    x = np.linspace(-3, 3, 601)
    hat = activations.relu(x + 1) - 2 * activations.relu(x) + activations.relu(x - 1)
    np.testing.assert_allclose(hat, np.maximum(1 - np.abs(x), 0), atol=1e-12)
    says(text, "bends_answer", r"$\max(0, x + 1) - 2 \max(0, x) + \max(0, x - 1)$")
    turns = {"turn0": 3.0, "turn1": 2.0, "turn2": -3.0, "turn3": -2.0}
    places = {"place0": -1.0, "place1": -1.0, "place2": -0.8, "place3": -0.8}
    step = bends.compute(**bends.settings(target="step", units=4, **turns, **places))
    assert step.error < 1e-12
    says(text, "bends_answer", "+5 at −1", "−5 at −0.8", "end at ±3", "needs four")


def test_three_lines_make_seven_regions(text):
    W, b = figures.FOLDS
    side = np.linspace(-1, 1, 400)
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    patterns = np.unique(points @ W + b > 0, axis=0)
    assert len(patterns) == 7
    says(text, "folds_caption", "into 7 regions")
    says(text, "folds_figure", "into seven regions")


def test_the_formula_of_the_notes_stays_in_an_interval_of_length_one(text):
    names = {"np": np, "activations": activations}
    exec(text["output_range"], names)
    np.testing.assert_allclose(names["notes"].ravel(), [7, 7, 7.5, 8, 8], atol=1e-12)
    says(text, "network", "an interval of length 1")
    says(text, "output_range", "every output lies between 7 and 8")


def test_slopes_of_the_sigmoid(text):
    slope = activations.sigmoid_backward(np.ones(4), [4.55, 4.6, 10.0, 0.0])
    assert slope[0] > 0.01 > slope[1] and slope[3] == 0.25
    says(text, "sigmoid_caption", "beyond 4.6 in size")
    says(text, "sigmoid_figure", "0.25 high at 0", "Beyond 4.6")
    says(text, "mistake_small", f"it is {slope[2]:.6f}")


def test_what_ten_layers_leave_of_a_gradient(text):
    names = ("ReLU", "tanh", "sigmoid")
    left = {n: experiments.gradient_on_the_way_back(n)[-1] for n in names}
    says(text, "depth_caption", f"ReLU has left {left['ReLU']:.2f}", f"tanh {left['tanh']:.2f}")
    step = left["sigmoid"] ** (1 / 9)  # the curve begins at 1
    says(text, "depth_caption", f"the sigmoid {left['sigmoid']:.7f}")
    says(text, "depth_caption", f"each of the nine steps back leaves about {step:.2f} on average")
    says(text, "depth_figure", f"to {left['tanh']:.2f} at the first", f"to {left['sigmoid']:.6f}")


def test_slopes_of_tanh(text):
    slope = activations.tanh_backward(np.ones(3), [2.95, 3.0, 0.0])
    assert slope[0] > 0.01 > slope[1] and slope[2] == 1
    says(text, "tanh_caption", "beyond 3 in size")
    says(text, "tanh_figure", "1 high at 0", "Beyond 3")


def test_the_curve_of_the_notes_is_tanh_of_half(text):
    z = np.linspace(-5, 5, 21)
    curve = (1 - np.exp(-z)) / (1 + np.exp(-z))
    np.testing.assert_allclose(curve, activations.tanh(z / 2), atol=1e-15)
    half, whole = activations.tanh([1.0, 2.0])
    says(text, "tahn_answer", r"$\tanh(x / 2)$")
    says(text, "tahn_answer", f"at $x = 2$ it gives {half:.2f}, and tanh {whole:.2f}")


def test_where_formulas_overflow(text):
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(710.0)) and np.isfinite(np.exp(709.0))
        assert np.isinf(np.exp(2 * 355.0)) and np.isfinite(np.exp(2 * 354.5))
    says(text, "on_paper_notes", "from 710 on", "from $z = 355$ on")
    assert f"{2 * activations.sigmoid([2e-12])[0] - 1:.6e}" == "1.000089e-12"
    wrong = "should be 1e-12, and is wrong from the fifth digit after the point on"
    says(text, "on_paper_notes", wrong)


def slopes(name, z, a=0.2):
    return explorer.compute(**explorer.settings(activation=name, a=a, z=z)).slope


def test_what_passes_where(text):
    for name in ("sigmoid", "tanh"):
        assert slopes(name, -6) < 0.01 and slopes(name, 6) < 0.01
    for name, z in (("ReLU", -6), ("ELU", -6), ("softplus", -6), ("GELU", -6), ("SiLU", -7)):
        assert abs(slopes(name, z)) < 0.01 and slopes(name, 6) > 0.99
    assert slopes("leaky ReLU", -6) == 0.2 and abs(slopes("SiLU", -6)) > 0.01
    says(text, "explorer_answer", "SiLU too, beyond the picture", "leaky ReLU with $a = 0.2$")
    for name, z in (("GELU", 0.8), ("SiLU", 1.3)):
        assert slopes(name, z - 0.1) < 1 < slopes(name, z)
    says(text, "explorer_answer", "GELU from about $z = 0.8$ on and SiLU from 1.3 on")
    assert slopes("leaky ReLU", -6, a=1.5) == 1.5 and slopes("ELU", -0.1, a=1.5) > 1


def test_two_maxout_units_draw_the_hat(text):
    x = np.linspace(-3, 3, 601)
    hat = np.max([0 * x, x + 1, 2 * x], axis=0) - np.maximum(0, 2 * x)
    np.testing.assert_allclose(hat, np.maximum(1 - np.abs(x), 0), atol=1e-12)
    says(text, "pieces_question", r"$\max(0, \, x + 1, \, 2x) - \max(0, \, 2x)$")


def drawn_rates(text):
    """The learning rates of the figure of dead units."""
    rates = re.search(r"array\(\[(.+?)\]", text["dead_figure"])[1]
    return [float(rate) for rate in rates.split(",")]


def test_the_share_of_dead_units(text):
    shares = {rate: experiments.dead_after(rate) for rate in drawn_rates(text)}
    alive = max(rate for rate, share in shares.items() if share == 0)
    says(text, "dead_caption", f"no unit dies up to a learning rate of {alive:g}")
    at_10, at_20 = (percent(shares[rate], 0) for rate in (10, 20))
    says(text, "dead_caption", f"{at_10} do at 10 and {at_20} at 20")
    says(text, "dead_figure", f"rate of {alive:g}; at 10 it is {100 * shares[10]:.0f} percent")
    says(text, "dead_figure", f"at 20 it is {100 * shares[20]:.0f}. With")


def test_the_still_of_the_training_demo_shows_the_share_of_the_figure(text):
    assert experiments.dead_after(10.0, steps=30) == experiments.dead_after(10.0)
    says(text, "dying_caption", "the network of the slide before, learning rate 10")


def test_the_share_of_units_that_are_dead_from_the_start(text):
    start = experiments.dead_after(1.0, bias=-2, steps=0)
    rates = drawn_rates(text)
    *same, more, most = [experiments.dead_after(rate, bias=-2) for rate in rates]
    assert set(same) == {start} and rates[6] == 10 and start < more < most
    says(text, "dead_caption", f"{percent(start, 0)} are dead before the first step")
    says(text, "dead_caption", "beyond a rate of 10 more join them")
    says(text, "dead_figure", f"{100 * start:.0f} percent up to a rate of {rates[6]:g}")
    says(text, "dead_figure", f"at 20 it is {100 * most:.0f} percent")


def test_the_settings_under_the_training_demo(text):
    settings = {control.name: control.default for control in dying.controls}
    says(text, "dying_caption", f"rate {settings['rate']:g}, initial bias {settings['bias']:g}")


def test_what_a_bend_is_worth(text):
    cases = {"none": (2, 16, 16, 1), "sigmoid": (2, 16, 1), "ReLU": (2, 16, 1)}
    right = {n: experiments.train_moons(n, widths, 0).right for n, widths in cases.items()}
    says(text, "moons_caption", f"({percent(right['none'])} right)", f"({percent(right['ReLU'])})")
    says(text, "moons_caption", f"they have {percent(right['sigmoid'])}")
    for share in right.values():
        says(text, "moons_figure", f"{100 * share:.0f} percent")
    run = experiments.train_moons("ReLU", (2, 16, 1), 0)
    squares = run.x[run.labels == 1]
    angles = np.linspace(0, 2 * np.pi, 24)
    around = 0.02 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    assert set(run.classes(squares[squares[:, 1].argmax()] + around)) == {0, 1}
    says(text, "moons_caption", "just above the topmost square")
    more = experiments.train_moons("sigmoid", (2, 16, 1), 0, steps=5000).right
    says(text, "moons_caption", f"after 5000 steps {percent(more)}")
