"""The exercise on gradient descent with a push in every step."""

from itertools import accumulate
from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a08_landscapes.exercises.shared import generator, whole
from dlkit import landscapes
from dlkit.check import examples

perturbed_gd = Exercise(
    id="landscapes.perturbed_gd",
    title="A push in every step",
    difficulty=3,
    minutes=25,
    hints=(
        "A gradient of a minibatch is the true one and some noise. Where does the noise go in, and "
        "how often is it drawn?",
        "Each step takes the gradient at the present place, adds sigma times fresh standard normal "
        "numbers, one for each entry, and moves by minus the learning rate times that sum. The "
        "path has one place more than there are steps.",
        "Guard the numbers. Make a float64 array with room for the start and one place for each "
        "step. Put x into the first row, and fill each row from the one before it. Hand a copy of "
        "that row to the gradient, and draw standard normal numbers in the shape of x.",
    ),
)

NOISY: dict[str, Any] = {"lr": 0.1, "steps": 5, "sigma": 0.3}


@perturbed_gd.asks(landscapes.perturbed_gd, {"x": takes("", "N", "N M")})
def _ask_perturbed_gd(ask: Ask, rng: np.random.Generator) -> None:
    slopes, noisy = examples.saddle_slopes, NOISY
    ask.paper(slopes, np.array([4.0, 1.0]), lr=0.5, steps=2, sigma=0.0, rng=rng)
    # One entry, and both numbers 1: a mistake with their sizes alone passes these.
    plain = {"lr": 1.0, "sigma": 1.0, "rng": rng}
    with ask.essential("fresh noise joins each gradient, and a step starts where the last ended"):
        start = rng.uniform(4.0, 5.0, size=1)  # no slope on the way comes near 0
        ask.values("5 steps of one entry", np.tanh, start, steps=5, **plain)
        ask.values("one entry from 0", np.tanh, np.zeros(1), steps=3, **plain)
    ask.values("5 steps with noise", slopes, rng.normal(size=3), rng=rng, **noisy)
    start = np.array([1.0, 0.0])
    ask.values("noise at a saddle", slopes, start, lr=0.5, steps=4, sigma=0.01, rng=rng)
    ask.values("5 steps without noise", slopes, rng.normal(size=4), lr=0.2, steps=5, sigma=0.0,
               rng=rng)  # fmt: skip
    ask.values("down tanh, with noise", np.tanh, rng.normal(size=2), rng=rng, **noisy)
    ask.values("a matrix", slopes, rng.normal(size=(2, 3)), lr=0.3, steps=3, sigma=2.0, rng=rng)
    start = np.zeros(3)
    ask.values("from the flat place itself", slopes, start, lr=0.1, steps=3, sigma=1.0, rng=rng)
    _ask_edges(ask, rng)


def _ask_edges(ask: Ask, rng: np.random.Generator) -> None:
    """The questions about small shapes, settings of 0, copies and refusals."""
    slopes, noisy = examples.saddle_slopes, NOISY
    single = np.array(rng.normal())
    ask.edge("a single number", np.tanh, single, lr=0.1, steps=3, sigma=0.5, rng=rng)
    ask.edge("no steps", slopes, rng.normal(size=2), lr=0.1, steps=0, sigma=1.0, rng=rng)
    ask.edge("a learning rate of 0", slopes, rng.normal(size=2), lr=0.0, steps=2, sigma=1.0,
             rng=rng)  # fmt: skip
    ask.edge("a gradient that overwrites", examples.overwriting_saddle_slopes, rng.normal(size=3),
             rng=rng, **noisy)  # fmt: skip
    ask.standard(slopes, rng.normal(size=3), rng=rng, **noisy)
    good = {"lr": 0.1, "steps": 2, "sigma": 0.1, "rng": rng}
    x = rng.normal(size=2)
    ask.refuses("a negative learning rate", "ValueError", slopes, x, **good | {"lr": -0.1})
    ask.refuses("a negative number of steps", "ValueError", slopes, x, **good | {"steps": -1})
    ask.refuses("a negative sigma", "ValueError", slopes, x, **good | {"sigma": -0.1})
    ask.refuses("steps that are not whole", "TypeError", slopes, x, **good | {"steps": 2.5})
    ask.refuses("a seed in place of a generator", "TypeError", slopes, x, **good | {"rng": 0})
    short = examples.products_of_neighbours
    ask.refuses("a gradient of another shape", "ValueError", short, np.ones(2), **good)


def accepted(x, lr, steps, sigma, rng):
    """Return the start as float64 and the number of steps, with the guards that all share."""
    if lr < 0 or sigma < 0:
        raise ValueError("neither lr nor sigma is negative")
    generator(rng)
    return np.array(x, dtype=np.float64), whole(steps)


def slope_at(gradient, x):
    """Return the gradient, refused where it has not the shape of x."""
    g = np.asarray(gradient(x.copy()))
    if g.shape != x.shape:
        raise ValueError("the gradient has the shape of x")
    return g


def walk(gradient, x, steps, move):
    """Collect the places of a descent whose moves are a function of the slope."""
    path = [x]
    for _ in range(steps):
        path.append(path[-1] + move(slope_at(gradient, path[-1])))
    return np.array(path)


@perturbed_gd.wrong(
    "perturbed_gd",
    "noise once",
    "noise is drawn once in your function, for the first step or for all of them. Every step needs "
    "fresh numbers.",
    way=("same in all", "first step", "start"),
)
def noise_once(gradient, x, *, lr, steps, sigma, rng, way):
    x, steps = accepted(x, lr, steps, sigma, rng)
    push = sigma * rng.standard_normal(x.shape)
    if way == "start":
        path = walk(gradient, x + push, steps, lambda g: -lr * g)
        path[0] = x
        return path
    pushes = iter([push] * (steps if way == "same in all" else 1) + [0 * push] * steps)
    return walk(gradient, x, steps, lambda g: -lr * (g + next(pushes)))


@perturbed_gd.wrong(
    "perturbed_gd",
    "noise not scaled by the learning rate, or twice",
    "the learning rate does not reach your noise exactly once. The noise is part of the gradient: "
    "add both first, and multiply the sum.",
    power=(0, 2),
)
def noise_scaled_otherwise(gradient, x, *, lr, steps, sigma, rng, power):
    x, steps = accepted(x, lr, steps, sigma, rng)

    def move(g):
        return -lr * g - lr**power * sigma * rng.standard_normal(x.shape)

    return walk(gradient, x, steps, move)


@perturbed_gd.wrong(
    "perturbed_gd",
    "noise added with a plus",
    "your noise is added to the place, not to the gradient: it has the other sign than in the "
    "formula. (That is as random, but not the same path.)",
    is_scaled=(True, False),
)
def noise_with_plus(gradient, x, *, lr, steps, sigma, rng, is_scaled):
    x, steps = accepted(x, lr, steps, sigma, rng)
    size = sigma * (lr if is_scaled else 1)
    return walk(gradient, x, steps, lambda g: -lr * g + size * rng.standard_normal(x.shape))


@perturbed_gd.wrong(
    "perturbed_gd",
    "generator begun again in every step",
    "a new generator is made in your function, so that the noise does not come from `rng`, or is "
    "the same in every step. Draw from the generator that came.",
    seed=(0, 42),
    is_once=(False, True),
)
def own_generator(gradient, x, *, lr, steps, sigma, rng, seed, is_once):
    x, steps = accepted(x, lr, steps, sigma, rng)
    once = np.random.default_rng(seed)

    def move(g):
        draw = once if is_once else np.random.default_rng(seed)
        return -lr * (g + sigma * draw.standard_normal(x.shape))

    return walk(gradient, x, steps, move)


@perturbed_gd.wrong(
    "perturbed_gd",
    "noise only where the gradient is 0",
    "your function pushes only where the gradient is exactly 0. Beside the saddle the slope is "
    "tiny but not 0, and there it would stay for very long: add noise in every step.",
    near=(0.0, 1e-6, 1e-3),
)
def noise_when_stuck(gradient, x, *, lr, steps, sigma, rng, near):
    x, steps = accepted(x, lr, steps, sigma, rng)

    def move(g):
        stuck = np.linalg.norm(g) <= near
        return -lr * (g + (sigma * rng.standard_normal(x.shape) if stuck else 0))

    return walk(gradient, x, steps, move)


@perturbed_gd.wrong(
    "perturbed_gd",
    "no noise at all",
    "your path is that of plain gradient descent, whatever sigma is.",
)
def plain_descent(gradient, x, *, lr, steps, sigma, rng):
    x, steps = accepted(x, lr, steps, sigma, rng)
    return walk(gradient, x, steps, lambda g: -lr * g)


@perturbed_gd.right("perturbed_gd")
def all_noise_at_once(gradient, x, *, lr, steps, sigma, rng):
    x, steps = accepted(x, lr, steps, sigma, rng)
    noise = rng.normal(0, sigma, size=(steps, *x.shape))
    places = accumulate(noise, lambda x, push: x - lr * (slope_at(gradient, x) + push), initial=x)
    return np.array(list(places))


@perturbed_gd.right("perturbed_gd")
def by_steps(gradient, x, *, lr, steps, sigma, rng):
    x, steps = accepted(x, lr, steps, sigma, rng)
    path = [x]
    for _ in range(steps):
        push = rng.standard_normal(size=x.shape)
        path.append(path[-1] - lr * slope_at(gradient, path[-1]) - lr * sigma * push)
    return np.stack(path)
