"""The exercise on the gain that makes up for an activation, by drawing."""

import math

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a00_shapes.exercises.shared import generator, whole
from dlkit import activations, initialization
from dlkit.check import examples

calibrate_gain = Exercise(
    id="initialization.calibrate_gain",
    title="A gain by experiment",
    difficulty=2,
    minutes=15,
    is_core=False,
    hints=(
        "What does the next layer add up: the activations, or their squares?",
        "Draw standard normal numbers, send them through the activation, and take the mean of the "
        "squares. The gain is one over the root of that mean.",
        "Check draws and the generator, draw `draws` numbers with `rng.standard_normal`, compute "
        "the mean square. Refuse a mean square of 0; return one over its root.",
    ),
)


@calibrate_gain.asks(initialization.calibrate_gain)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.sign, rng=rng, draws=21)  # odd: the signs cannot balance, so their mean is not 0
    with ask.essential("the mean of the squared activations counts"):
        ask.values("relu, 200 draws", activations.relu, rng=rng, draws=200)
        ask.values("tanh, 150 draws", np.tanh, rng=rng, draws=150)
    ask.values("sigmoid, 40 draws", activations.sigmoid, rng=rng, draws=40)
    ask.values("sine, 50 draws", np.sin, rng=rng, draws=50)
    ask.values("absolute values, 60 draws", np.absolute, rng=rng, draws=60)
    ask.edge("one draw", np.tanh, rng=rng, draws=1)
    default = np.random.default_rng(0)  # one draw more or less must show in each student's case
    ask.edge("as many draws as by default", np.tanh, rng=default)
    ask.pure(np.tanh, rng=rng, draws=20)
    ask.refuses("no draws", "ValueError", np.tanh, rng=rng, draws=0)
    ask.refuses("half a draw", "TypeError", np.tanh, rng=rng, draws=2.5)
    ask.refuses("a seed in place of a generator", "TypeError", np.tanh, rng=0, draws=20)
    ask.refuses("an activation of 0 everywhere", "ValueError", examples.dead, rng=rng, draws=9)


def drawn(activation, rng, draws):
    """Return the activations of standard normal numbers, with the guards that solutions share."""
    return activation(generator(rng).standard_normal(whole(draws, at_least=1)))


def gain_for(mean_square):
    if mean_square == 0:
        raise ValueError("no gain brings back an activation that is 0 everywhere")
    return 1 / math.sqrt(mean_square)


@calibrate_gain.wrong(
    "calibrate_gain",
    "square of the mean",
    "you square the mean of the activations. It is the other way round: square each of them, and "
    "take the mean afterwards.",
)
def calibrated_by_squared_mean(activation, *, rng, draws=100_000):
    return gain_for(float(np.mean(drawn(activation, rng, draws))) ** 2)


@calibrate_gain.wrong(
    "calibrate_gain",
    "root missing",
    "your gain is one over the mean square. It multiplies weights, not variances: the root is "
    "missing.",
)
def calibrated_without_root(activation, *, rng, draws=100_000):
    return gain_for(float(np.mean(drawn(activation, rng, draws) ** 2))) ** 2


@calibrate_gain.wrong(
    "calibrate_gain",
    "not turned over",
    "your number is what the activation leaves of the signal, or its square. The gain makes up for "
    "it: one over the root of the mean square.",
    power=(0.5, 1),
)
def calibrated_not_turned_over(activation, *, rng, draws=100_000, power):
    mean_square = float(np.mean(drawn(activation, rng, draws) ** 2))
    gain_for(mean_square)
    return mean_square**power


@calibrate_gain.wrong(
    "calibrate_gain",
    "divided by n - 1",
    "your mean divides by one draw less than there are. The mean of the squares has nothing "
    "subtracted, so it divides by all of them.",
    least=(1, 0),
)
def calibrated_unbiased(activation, *, rng, draws=100_000, least):
    y = drawn(activation, rng, draws)
    with np.errstate(all="ignore"):
        return gain_for(np.sum(y**2) / max(draws - 1, least))


@calibrate_gain.wrong(
    "calibrate_gain",
    "deviation in place of the mean square",
    "you use the variance of the activations, which has their mean subtracted. The next layer adds "
    "up squares, the mean included.",
    refused=(lambda y: np.mean(y**2), np.std),
)
def calibrated_by_variance(activation, *, rng, draws=100_000, refused):
    y = drawn(activation, rng, draws)
    gain_for(float(refused(y)))
    with np.errstate(all="ignore"):
        return float(1 / np.std(y))


@calibrate_gain.wrong(
    "calibrate_gain",
    "one draw",
    "your estimate is made of one draw, whatever `draws` is. One number says next to nothing.",
)
def calibrated_by_one_draw(activation, *, rng, draws=100_000):
    whole(draws, at_least=1)
    return gain_for(float(np.mean(drawn(activation, rng, 1) ** 2)))


@calibrate_gain.wrong(
    "calibrate_gain",
    "number of draws ignored",
    "your function draws as many numbers as it likes. Draw `draws` of them.",
    count=(1_000, 10_000, 100_000),
)
def calibrated_by_other_count(activation, *, rng, draws=100_000, count):
    whole(draws, at_least=1)
    return gain_for(float(np.mean(drawn(activation, rng, count) ** 2)))


@calibrate_gain.wrong(
    "calibrate_gain",
    "derivative in place of the value",
    "you look at the slope of the activation. What the next layer reads are its values.",
)
def calibrated_by_slope(activation, *, rng, draws=100_000):
    z = generator(rng).standard_normal(whole(draws, at_least=1))
    slope = (activation(z + 1e-6) - activation(z - 1e-6)) / 2e-6
    gain_for(float(np.mean(activation(z) ** 2)))
    with np.errstate(all="ignore"):
        return float(1 / np.sqrt(np.mean(slope**2)))


@calibrate_gain.wrong(
    "calibrate_gain",
    "mean size",
    "you average the sizes of the activations. Average their squares, and take the root "
    "afterwards.",
)
def calibrated_by_mean_size(activation, *, rng, draws=100_000):
    y = drawn(activation, rng, draws)
    gain_for(float(np.mean(y**2)))
    return float(1 / np.mean(np.abs(y)))


@calibrate_gain.wrong(
    "calibrate_gain",
    "uniform draws",
    "your numbers are spread evenly between two bounds. Pre-activations are normal, with variance "
    "1: `rng.standard_normal`.",
    low=(-1, 0),
)
def calibrated_by_uniform(activation, *, rng, draws=100_000, low):
    z = generator(rng).uniform(low, 1, whole(draws, at_least=1))
    return gain_for(float(np.mean(activation(z) ** 2)))


@calibrate_gain.wrong(
    "calibrate_gain",
    "a generator of its own",
    "your numbers do not come from `rng`, but from a generator that your function makes or has "
    "at hand.",
    make=(np.random.RandomState, np.random.default_rng),
)
def calibrated_from_own_generator(activation, *, rng, draws=100_000, make):
    generator(rng)
    z = make(0).standard_normal(whole(draws, at_least=1))
    return gain_for(float(np.mean(activation(z) ** 2)))


@calibrate_gain.right("calibrate_gain")
def calibrated_by_dot_product(activation, *, rng, draws=100_000):
    y = drawn(activation, rng, draws)
    gain_for(float(y @ y))
    return np.sqrt(len(y) / (y @ y))


@calibrate_gain.right("calibrate_gain")
def calibrated_from_normal(activation, *, rng, draws=100_000):
    z = generator(rng).normal(0, 1, size=(whole(draws, at_least=1), 1))
    return gain_for(np.average(np.square(activation(z))))
