"""The exercise on the theorem as the lecture notes state it, and why it is false so."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a03_approximation.exercises.shared import relu, sigmoid
from dlkit import approximation

uat_counterexample = Exercise(
    id="approximation.uat_counterexample",
    title="Bounded and continuous is not enough",
    difficulty=4,
    minutes=20,
    is_core=False,
    hints=(
        "The last row of the table fails: what have all sums of its units in common? Look for a "
        "bounded sigma whose sums have something in common, too.",
        "If a unit gives the same number whatever comes in, then every sum of units does so too. A "
        "target that is not the same everywhere stays away from all of them. How far at least?",
        "Fill an array of the shape of z with one number. For the target take any continuous "
        "function that is not the same everywhere, evaluated at x, as a new array. Half the "
        "distance from its lowest to its highest value is the most that eps may be; say less.",
    ),
)
PLACES = np.array([-5.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 5.0])


def both_sides(places: np.ndarray) -> np.ndarray:
    """Two points for each place, one on each side, so near that only a jump parts their values."""
    return np.concatenate([places - 4e-8, places + 4e-8])


@uat_counterexample.asks(approximation.uat_counterexample)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    far = np.array([-1e6, -1e4, 1e4, 1e6]) * rng.uniform(0.5, 2, 4)
    z = np.concatenate([far, rng.normal(scale=3, size=8), both_sides(PLACES)])
    inner = both_sides(np.arange(1, 10) / 10)
    x = np.sort(np.concatenate([[0.0, 1.0], rng.uniform(0, 1, 12), inner]))
    for name in ("bounded_sigma", "continuous_sigma", "continuous_target"):
        ask.property(name, z, x)
    with ask.essential("with your sigma the theorem fails, and your f shows it"):
        ask.property("failing_sigma", z, x)
        ask.property("unreached_target", z, x)
    ask.property("positive_eps", z, x)
    ask.property("honest_eps", z, x)
    ask.pure(z, x)


@uat_counterexample.wrong(
    "uat_counterexample",
    "an unbounded sigma",
    "your sigma is not bounded, so it is no counterexample to a theorem about bounded functions.",
    sigma=(relu, np.positive, np.square, np.abs),
)
def unbounded(z, x, *, sigma):
    return sigma(z) * 1.0, x.copy(), 0.25


@uat_counterexample.wrong(
    "uat_counterexample",
    "a sigma with a jump",
    "your sigma is not continuous: close together lie two points where its values are far apart. "
    "The theorem speaks of continuous functions only.",
    at_zero=(0.0, 0.5, 1.0),
)
def jumping(z, x, *, at_zero):
    return np.heaviside(z, at_zero), x.copy(), 0.25


@uat_counterexample.wrong(
    "uat_counterexample",
    "a sigma for which the theorem holds",
    "your sigma is bounded and continuous, but for this sigma the theorem is true: sums of its "
    "units come near every continuous f. Look for one whose sums are all of one kind.",
    sigma=(np.sin, np.tanh, sigmoid, np.cos, np.arctan),
)
def harmless(z, x, *, sigma):
    return sigma(z), x.copy(), 0.25


@uat_counterexample.wrong(
    "uat_counterexample",
    "a target that units can make",
    "your sigma is right, but your f is constant as well, and a sum of constant units can be any "
    "constant. Choose an f that is not.",
)
def reached(z, x):
    return np.ones_like(z), np.full_like(x, 0.5), 0.25


@uat_counterexample.wrong(
    "uat_counterexample",
    "eps too large",
    "your sigma and your f are right, but some constant comes nearer to f than your eps. The best "
    "constant lies in the middle between the lowest and the highest value of f.",
    eps=(0.51, 0.75, 1.0, 2.0),
)
def too_much(z, x, *, eps):
    return np.ones_like(z), x.copy(), eps


@uat_counterexample.wrong(
    "uat_counterexample",
    "a target with a jump",
    "your f is not continuous: close together lie two points where its values are far apart. The "
    "theorem is about continuous targets, so choose one.",
)
def broken_target(z, x):
    return np.ones_like(z), (x > 0.5).astype(float), 0.25


@uat_counterexample.wrong(
    "uat_counterexample",
    "the points themselves as values",
    "your answer is right, but one of its arrays is an argument itself, so a change of one changes "
    "both. Results are new arrays: x.copy() makes one.",
)
def not_copied(z, x):
    return np.ones_like(z), x, 0.25


@uat_counterexample.right("uat_counterexample")
def nothing_at_all(z, x):
    return np.zeros_like(z), np.ones_like(x), 1.0


@uat_counterexample.right("uat_counterexample")
def a_wave(z, x):
    return np.full_like(z, np.pi), np.cos(np.pi * x), 0.9
