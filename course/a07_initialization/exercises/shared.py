"""What several exercises on initialization share: questions on random weights, and guards."""

import math

import numpy as np

from autograder.specification.ask import Ask
from course.a00_shapes.exercises.shared import generator
from dlkit.check.weights import MANY

SMALL = (3, 2)
CUT, KEPT = 2.0, 0.8796256610342398  # in deviations, and what the cut leaves of one


def dense_shapes(rng: np.random.Generator) -> tuple[tuple[int, int], tuple[int, int]]:
    """Draw a wide and a tall shape with enough weights to judge their statistics."""
    fewer, other = (int(n) for n in rng.choice([40, 50, 80, 100], size=2, replace=False))
    return (fewer, MANY // fewer), (MANY // other, other)


def kernel_shape(rng: np.random.Generator) -> tuple[int, ...]:
    """Draw the shape of a convolution whose four sizes all differ."""
    filters = int(rng.choice([20, 40, 50, 100]))
    return (filters, MANY // (filters * 20), 4, 5)


def ask_weights(ask: Ask, rng: np.random.Generator, law: str, variance_of, essential: str) -> None:
    """The questions for weights whose variance follows from their fans, ``variance_of(i, o)``."""
    wide, tall = dense_shapes(rng)
    kernel = kernel_shape(rng)
    with ask.essential(essential):
        ask_law(ask, rng, "more outputs than inputs", wide, law, variance_of)
        ask_law(ask, rng, "more inputs than outputs", tall, law, variance_of, is_once=True)
    ask_law(ask, rng, "a convolution", kernel, law, variance_of, is_once=True)
    ask_law(ask, rng, "few weights", SMALL, law, variance_of)
    ask_refusals(ask, rng)


def ask_law(
    ask: Ask, rng: np.random.Generator, about, shape, law, variance_of, *, is_once=False, **kwargs
) -> None:
    """Ask for weights of one shape; they are drawn only once where others show the generator."""
    needs = {"law": law, "std": math.sqrt(variance_of(*fans_of(shape))), "is_once": is_once}
    ask.drawn("random_weights", about, shape, rng=rng, needs=needs, **kwargs)


def ask_refusals(ask: Ask, rng: np.random.Generator) -> None:
    """What every initializer that needs fans refuses, and that it changes nothing."""
    ask.pure(SMALL, rng=rng)
    ask.refuses("the shape of a bias", "ValueError", (3,), rng=rng)
    ask.refuses("no inputs", "ValueError", (0, 3), rng=rng)
    ask.refuses("a size that is not whole", "TypeError", (2.5, 3), rng=rng)
    ask.refuses("a seed in place of a generator", "TypeError", SMALL, rng=0)


def ask_gains(ask: Ask, rng: np.random.Generator) -> None:
    """What an initializer with a gain refuses."""
    ask.refuses("a gain of 0", "ValueError", SMALL, gain=0.0, rng=rng)
    ask.refuses("a negative gain", "ValueError", SMALL, gain=-1.0, rng=rng)
    ask.refuses("an infinite gain", "ValueError", SMALL, gain=np.inf, rng=rng)


def sizes_of(shape, least=1):
    """Return the sizes of a shape as integers, refused where they are none or too small."""
    if not isinstance(shape, tuple | list):
        raise TypeError("a shape is a tuple of whole numbers")
    if not all(isinstance(n, int | np.integer) and not isinstance(n, bool) for n in shape):
        raise TypeError("sizes are whole numbers")
    if any(n < least for n in shape):
        raise ValueError("a size is too small")
    return tuple(int(n) for n in shape)


def fans_of(shape):
    """Return both fans, right, for solutions whose point lies elsewhere."""
    sizes = sizes_of(shape)
    if len(sizes) < 2:
        raise ValueError("a bias has no fans")
    if len(sizes) == 2:
        return sizes
    area = math.prod(sizes[2:])
    return sizes[1] * area, sizes[0] * area


def positive(gain):
    """Return the gain, refused where it is not positive and finite."""
    if not 0 < gain < np.inf:
        raise ValueError("the gain has to be positive")
    return float(gain)


def accepted(shape, rng, gain=1.0):
    """Return fan-in, fan-out, gain and generator, with the guards that solutions share."""
    return *fans_of(shape), positive(gain), generator(rng)


def evenly(rng, bound, shape):
    """Draw from -bound to bound."""
    return rng.uniform(-bound, bound, tuple(shape))


def bell(rng, std, shape):
    """Draw normal weights."""
    return std * rng.standard_normal(tuple(shape))


def within(rng, sizes, cut=CUT, times=1_000):
    """Draw standard normal numbers; those beyond the cut are drawn again, so many times."""
    W = np.asarray(rng.standard_normal(sizes))
    for _ in range(times):
        outside = np.abs(W) > cut
        if not outside.any():
            break
        W[outside] = rng.standard_normal(np.count_nonzero(outside))
    return W
