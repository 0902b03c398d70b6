"""Mistakes with a perturbed descent that are mistakes with its path."""

import numpy as np

from course.a08_landscapes.exercises.perturbed_gd import (
    accepted,
    perturbed_gd,
    slope_at,
    walk,
)


@perturbed_gd.wrong(
    "perturbed_gd",
    "uphill",
    "your path goes up the slope: the step goes in the direction of the gradient. Subtract it.",
)
def uphill(gradient, x, *, lr, steps, sigma, rng):
    x, steps = accepted(x, lr, steps, sigma, rng)
    return walk(gradient, x, steps, lambda g: lr * (g + sigma * rng.standard_normal(x.shape)))


def right_path(gradient, x, *, lr, steps, sigma, rng):
    """The right path, for the solutions whose mistake lies in what they make of it."""
    x, steps = accepted(x, lr, steps, sigma, rng)
    return walk(gradient, x, steps, lambda g: -lr * (g + sigma * rng.standard_normal(x.shape)))


@perturbed_gd.wrong(
    "perturbed_gd",
    "the end in place of the path",
    "your function returns the last place only. The whole path is asked for, with the start.",
)
def end_alone(gradient, x, *, lr, steps, sigma, rng):
    return right_path(gradient, x, lr=lr, steps=steps, sigma=sigma, rng=rng)[-1]


@perturbed_gd.wrong(
    "perturbed_gd",
    "path without its start",
    "your path has as many places as there are steps. It begins with x itself, so it has one more.",
    is_first_missing=(True, False),
)
def path_cut(gradient, x, *, lr, steps, sigma, rng, is_first_missing):
    path = right_path(gradient, x, lr=lr, steps=steps, sigma=sigma, rng=rng)
    return path[1:] if is_first_missing else path[:-1]


@perturbed_gd.wrong(
    "perturbed_gd",
    "every row the same array",
    "every row of your path holds the last place: one array is changed in place and put into the "
    "list again and again. Make a new array in each step, or store a copy.",
)
def aliased_rows(gradient, x, *, lr, steps, sigma, rng):
    path = right_path(gradient, x, lr=lr, steps=steps, sigma=sigma, rng=rng)
    return np.array([path[-1]] * len(path))


@perturbed_gd.wrong(
    "perturbed_gd",
    "gradient of the start in every step",
    "your gradient is that of the start in every step. Take it anew at each place.",
)
def first_gradient(gradient, x, *, lr, steps, sigma, rng):
    x, steps = accepted(x, lr, steps, sigma, rng)
    g = slope_at(gradient, x)
    return walk(lambda _: g, x, steps, lambda g: -lr * (g + sigma * rng.standard_normal(x.shape)))


@perturbed_gd.wrong(
    "perturbed_gd",
    "the gradient gets the path itself",
    "a gradient may write into the array that it gets. Then your path is spoiled: hand it a copy "
    "of the place.",
)
def without_copies(gradient, x, *, lr, steps, sigma, rng):
    x, steps = accepted(x, lr, steps, sigma, rng)
    path = np.empty((steps + 1, *x.shape))
    path[0] = x
    for t in range(steps):
        g = np.asarray(gradient(path[t, ...]))
        if g.shape != x.shape:
            raise ValueError("the gradient has the shape of x")
        path[t + 1] = path[t] - lr * (g + sigma * rng.standard_normal(x.shape))
    return path
