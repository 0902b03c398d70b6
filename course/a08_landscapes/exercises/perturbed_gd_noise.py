"""Mistakes with a perturbed descent that are mistakes with the size or the kind of its noise."""

import numpy as np

from course.a08_landscapes.exercises.perturbed_gd import (
    accepted,
    perturbed_gd,
    slope_at,
    walk,
)


@perturbed_gd.wrong(
    "perturbed_gd",
    "noise of another size or kind",
    "your noise is of another size or kind: it is to be sigma times standard normal numbers.",
    kind=("square", "unit", "uniform", "absolute"),
)
def other_noise(gradient, x, *, lr, steps, sigma, rng, kind):
    x, steps = accepted(x, lr, steps, sigma, rng)
    draws = {
        "square": lambda: sigma**2 * rng.standard_normal(x.shape),
        "unit": lambda: rng.standard_normal(x.shape),
        "uniform": lambda: rng.uniform(-sigma, sigma, x.shape),
        "absolute": lambda: np.abs(sigma * rng.standard_normal(x.shape)),
    }
    return walk(gradient, x, steps, lambda g: -lr * (g + draws[kind]()))


@perturbed_gd.wrong(
    "perturbed_gd",
    "sigma taken for the variance",
    "sigma is the variance of your noise. It is to be its standard deviation.",
)
def sigma_as_variance(gradient, x, *, lr, steps, sigma, rng):
    x, steps = accepted(x, lr, steps, sigma, rng)
    root = np.sqrt(sigma)
    return walk(gradient, x, steps, lambda g: -lr * (g + root * rng.standard_normal(x.shape)))


@perturbed_gd.wrong(
    "perturbed_gd",
    "noise multiplied with the gradient",
    "your noise is a multiple of the gradient. Where the gradient is 0 there is no push then, and "
    "nothing ever leaves a saddle: add the noise.",
)
def noise_as_factor(gradient, x, *, lr, steps, sigma, rng):
    x, steps = accepted(x, lr, steps, sigma, rng)
    return walk(gradient, x, steps, lambda g: -lr * g * (1 + sigma * rng.standard_normal(x.shape)))


@perturbed_gd.wrong(
    "perturbed_gd",
    "one random number for all entries",
    "one random number pushes all entries alike. Each entry needs its own: draw in the shape of x.",
)
def one_push(gradient, x, *, lr, steps, sigma, rng):
    x, steps = accepted(x, lr, steps, sigma, rng)
    return walk(gradient, x, steps, lambda g: -lr * (g + sigma * rng.standard_normal()))


@perturbed_gd.wrong(
    "perturbed_gd",
    "gradient taken beside the place",
    "your noise is added to the place before the gradient is taken there. Take the gradient at the "
    "place itself, and add the noise to what it returns.",
    scale=(lambda lr, sigma: sigma, lambda lr, sigma: lr * sigma),
    sign=(1, -1),
    is_kept=(False, True),
)
def gradient_beside(gradient, x, *, lr, steps, sigma, rng, scale, sign, is_kept):
    x, steps = accepted(x, lr, steps, sigma, rng)
    path = [x]
    for _ in range(steps):
        beside = path[-1] + sign * scale(lr, sigma) * rng.standard_normal(x.shape)
        path.append((beside if is_kept else path[-1]) - lr * slope_at(gradient, beside))
    return np.array(path)
