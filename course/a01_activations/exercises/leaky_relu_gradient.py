"""The way back through leaky ReLU: a gradient for z, and one for the slope."""

import numpy as np

from autograder.specification.ask import Ask
from course.a01_activations.exercises.leaky_relu import (
    ARRAYS,
    SLOPE,
    accepted,
    leaky_relu,
    slopes,
)
from course.a01_activations.exercises.shared import OF_FLOAT64, pair, pre_activations, upstream
from dlkit import activations
from dlkit.check.compare import SINGLE


@leaky_relu.asks(
    activations.leaky_relu_backward, {"dy": ARRAYS, "z": ARRAYS, "a": SLOPE}, part="gradients"
)
def _ask_leaky_relu_backward(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([[5.0, 4.0], [3.0, 2.0]]), np.array([[-2.0, 3.0], [-1.0, -3.0]]), 0.5)
    for shape, a in (((5,), 0.1), ((3, 4), 2.5)):
        case = upstream(rng, shape), pre_activations(rng, shape)
        ask.values(f"z of shape {shape}, a = {a}", *case, a)
    with ask.essential("each slope gets the sum of what all its elements say"):
        dy, z = upstream(rng, (5, 3)), pre_activations(rng, (5, 3))
        ask.values("one slope for three columns", dy, z, 0.3)
        ask.values("a slope for each column", dy, z, slopes(rng, 3))
        square = upstream(rng, (3, 3)), pre_activations(rng, (3, 3))
        ask.values("as many rows as columns, each with a slope", *square, slopes(rng, 3))
    ask.standard(dy, z, 0.2)
    single = [each.astype(np.float32) for each in (dy, z, slopes(rng, 3))]
    ask.edge("float32, a slope for each column", *single, tolerance=SINGLE)
    ask.edge("a slope of 0", dy, z, 0.0)
    zeros = np.where(rng.permutation(15).reshape(5, 3) % 3 == 0, 0.0, z)
    ask.edge("z exactly 0 in places", dy, zeros, 0.4)
    ask.edge("one sample with one unit", dy[:1, :1], np.array([[-1.5]]), 0.3)
    ask.edge("no samples", np.empty((0, 3)), np.empty((0, 3)), np.array([0.1, 0.2, 0.3]))
    ask.refuses("dy of another shape than z", "ValueError", dy[:, :1], z, 0.2)
    column = slopes(rng, 5)[:, None]
    ask.refuses("slopes as a column, shape (N, 1)", "ValueError", dy, z, column)
    ask.refuses("several slopes for z of shape (N,)", "ValueError", dy[:, 0], z[:, 0], column[:, 0])
    ask.refuses("a complex slope", "TypeError", dy, z, 1j)


def parts(dy, z, a):
    """Return the guarded arguments, the slope of each element, and what each says of a."""
    dy, z = pair(dy, z)
    z, a = accepted(z, a)
    return dy, z, a, np.where(z > 0, 1, a).astype(z.dtype), dy * np.minimum(z, 0)


def summed(terms, a):
    """Sum over all elements that share a slope."""
    return terms.sum(axis=0) if a.ndim else terms.sum()


@leaky_relu.wrong(
    "leaky_relu_backward",
    "no gradient for the slope",
    "your function returns the gradient for z alone. The slope is an input as well: return the "
    "pair of both gradients, first that of z, then that of the slope.",
)
def leaky_backward_without_slope(dy, z, a):
    dy, _, _, slope, _ = parts(dy, z, a)
    return dy * slope


@leaky_relu.wrong(
    "leaky_relu_backward",
    "mean instead of sum for the slope",
    "your gradient for the slope is a mean over elements or over samples. All elements that share "
    "a slope move the loss together, so what they say is added up.",
    over=("elements", "samples"),
)
def leaky_backward_mean(dy, z, a, *, over):
    dy, z, a, slope, terms = parts(dy, z, a)
    count = len(z) if over == "samples" else z.size // a.size
    return dy * slope, summed(terms, a) / count if count else np.nan * a


@leaky_relu.wrong(
    "leaky_relu_backward",
    "gradient for the slope not summed",
    "your gradient for the slope has an entry for every element of z. It must have the shape of "
    "the slope: add up all elements that share one.",
)
def leaky_backward_not_summed(dy, z, a):
    dy, _, _, slope, terms = parts(dy, z, a)
    return dy * slope, terms


@leaky_relu.wrong(
    "leaky_relu_backward",
    "one sum for all slopes",
    "with a slope for each column your gradient for the slopes is one number. Each slope acts on "
    "its own column alone, so each has a sum of its own.",
)
def leaky_backward_one_sum(dy, z, a):
    dy, _, _, slope, terms = parts(dy, z, a)
    return dy * slope, terms.sum()


@leaky_relu.wrong(
    "leaky_relu_backward",
    "positive elements counted for the slope",
    "elements above 0 enter your gradient for the slope. Their output does not depend on it: only "
    "negative elements count.",
)
def leaky_backward_all_elements(dy, z, a):
    dy, z, a, slope, _ = parts(dy, z, a)
    return dy * slope, summed(dy * z, a)


@leaky_relu.wrong(
    "leaky_relu_backward",
    "upstream gradient missing for the slope",
    "your gradient for the slope adds up z alone. What an element says of the slope counts as much "
    "as the upstream gradient of that element.",
)
def leaky_backward_slope_without_upstream(dy, z, a):
    dy, z, a, slope, _ = parts(dy, z, a)
    return dy * slope, summed(np.minimum(z, 0), a)


@leaky_relu.wrong(
    "leaky_relu_backward",
    "z missing for the slope",
    "your gradient for the slope adds up the upstream gradient of negative elements. Below 0 the "
    "output is the slope times z, so z is a factor in its derivative.",
)
def leaky_backward_slope_without_z(dy, z, a):
    dy, z, a, slope, _ = parts(dy, z, a)
    return dy * slope, summed(dy * (z <= 0), a)


@leaky_relu.wrong(
    "leaky_relu_backward",
    "upstream gradient ignored",
    "your gradient for z is the slope of each element alone. It has to be multiplied by the "
    "upstream gradient.",
)
def leaky_backward_without_upstream(dy, z, a):
    _, _, a, slope, terms = parts(dy, z, a)
    return slope, summed(terms, a)


@leaky_relu.wrong(
    "leaky_relu_backward",
    "nothing passes below 0",
    "where z is negative your gradient for z is 0, as for the plain rectifier. A leaky one lets "
    "the share a of it through.",
)
def leaky_backward_as_relu(dy, z, a):
    dy, z, a, _, terms = parts(dy, z, a)
    return dy * (z > 0), summed(terms, a)


@leaky_relu.wrong(
    "leaky_relu_backward",
    "slope of 1 at 0",
    "at z exactly 0 your slope is 1. There is a corner, and the specification chooses the slope "
    "from below, which is a.",
)
def leaky_backward_at_corner(dy, z, a):
    dy, z, a, slope, terms = parts(dy, z, a)
    return dy * np.where(z == 0, 1, slope).astype(z.dtype), summed(terms, a)


@leaky_relu.wrong(
    "leaky_relu_backward",
    "the two gradients exchanged",
    "your pair has the gradient for the slope first. The order is that of the inputs: z, then the "
    "slope.",
)
def leaky_backward_exchanged(dy, z, a):
    dy, _, a, slope, terms = parts(dy, z, a)
    return summed(terms, a), dy * slope


@leaky_relu.wrong(
    "leaky_relu_backward",
    "summed over the wrong axis",
    "with a slope for each column your sums run along the rows. A slope acts down its column, on "
    "all samples: that is where to add up.",
)
def leaky_backward_along_rows(dy, z, a):
    dy, z, a, slope, terms = parts(dy, z, a)
    return dy * slope, terms.sum(axis=-1 if a.ndim else None)


@leaky_relu.wrong(
    "leaky_relu_backward",
    "one sum for each column in any case",
    "with a single slope your gradient for it has an entry for each column. All columns share this "
    "slope, so they are added up as well.",
)
def leaky_backward_always_by_columns(dy, z, a):
    dy, z, a, slope, terms = parts(dy, z, a)
    return dy * slope, terms.sum(axis=0)


@leaky_relu.wrong("leaky_relu_backward", "slope in another precision", OF_FLOAT64)
def leaky_backward_in_float64(dy, z, a):
    dy, _, a, _, terms = parts(dy, z, a)
    return dy * np.where(z > 0, 1.0, a.astype(np.float64)), summed(terms, a)


@leaky_relu.right("leaky_relu_backward")
def leaky_backward_by_masks(dy, z, a):
    dy, z, a, _, _ = parts(dy, z, a)
    negative = z <= 0
    dz = dy * ~negative + a * dy * negative
    da = (dy * z * negative).sum(axis=0 if a.ndim else None)
    return dz, da


@leaky_relu.right("leaky_relu_backward")
def leaky_backward_by_loop(dy, z, a):
    dy, z, a, slope, _ = parts(dy, z, a)
    da = np.zeros(a.shape, z.dtype)
    for place in np.ndindex(z.shape):
        da[place[1:] if a.ndim else ()] += dy[place] * min(z[place], 0)
    return slope * dy, da
