"""The exercise on leaky and parametric ReLU: a slope below 0, fixed or learnt."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a01_activations.exercises.shared import pre_activations, real
from dlkit import activations
from dlkit.check.compare import SINGLE

SLOPE = takes("", "M", dtypes=("float64",))
ARRAYS = takes("N", "N M")

leaky_relu = Exercise(
    id="activations.leaky_relu",
    title="Leaky ReLU",
    difficulty=2,
    minutes=25,
    is_core=False,
    hints=(
        "Above 0 nothing changes, below 0 the line goes on with another slope. How much does the "
        "output move when z moves, and how much when the slope itself moves?",
        "The forward result has the shape of z. Backward there are two gradients: one in the shape "
        "of z, and one in the shape of the slope. An element above 0 does not feel the slope; one "
        "below feels it by the factor z.",
        "For z, multiply the upstream gradient by 1 or by the slope. For the slope, multiply it by "
        "z where z is negative, else by 0, and add up all elements that share this slope: every "
        "one of them, or those of one column.",
    ),
)


def slopes(rng: np.random.Generator, count: int) -> np.ndarray:
    """Draw one slope for each column, below 1 and above."""
    return rng.permutation(np.linspace(0.1, 1.9, count)) + rng.uniform(0, 0.05, count)


@leaky_relu.asks(activations.leaky_relu, {"z": ARRAYS, "a": SLOPE})
def _ask_leaky_relu(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([-2.0, 0.0, 3.0]), 0.5)
    for shape, a in (((5,), 0.1), ((5, 3), 0.3), ((3, 4), 0.05)):
        ask.values(f"z of shape {shape}, a = {a}", pre_activations(rng, shape), a)
    ask.values("a slope for each column", pre_activations(rng, (5, 3)), slopes(rng, 3))
    ask.values(
        "as many rows as columns, each with a slope", pre_activations(rng, (3, 3)), slopes(rng, 3)
    )
    z = pre_activations(rng, (4, 3))
    ask.standard(z, 0.2)
    single = z.astype(np.float32), slopes(rng, 3).astype(np.float32)
    ask.edge("float32, a slope for each column", *single, tolerance=SINGLE)
    ask.edge("a slope above 1", z, 2.5)
    ask.edge("a slope of 0", z, 0.0)
    ask.edge("a slope of 1", z, 1.0)
    ask.edge("a negative slope", z, -0.5)
    ask.edge("one sample with one unit", z[:1, :1], 0.3)
    ask.edge("no samples", np.empty((0, 3)), 0.3)
    ask.refuses("slopes as a column, shape (N, 1)", "ValueError", z, slopes(rng, 4)[:, None])
    ask.refuses("several slopes for z of shape (N,)", "ValueError", z[:, 0], slopes(rng, 4))
    ask.refuses("a complex slope", "TypeError", z, 1j)


@leaky_relu.wrong(
    "leaky_relu",
    "slope on the positive side",
    "your slope acts on what is positive. Above 0 nothing changes; it is below 0 that z is "
    "multiplied by the slope.",
)
def leaky_on_positives(z, a):
    z, a = accepted(z, a)
    return np.where(z > 0, a * z, z)


@leaky_relu.wrong(
    "leaky_relu",
    "larger of z and a z",
    "for a slope above 1 your function chooses the wrong branch: the larger of z and a times z is "
    "the right one only while a is at most 1. Let the sign of z decide.",
)
def leaky_by_maximum(z, a):
    z, a = accepted(z, a)
    return np.maximum(z, a * z)


@leaky_relu.wrong(
    "leaky_relu",
    "slope ignored",
    "your result does not depend on the slope that is given. Some libraries have a default of "
    "0.01; here the slope is an argument.",
    fixed=(0.0, 0.01, 0.1, 0.2),
)
def leaky_with_fixed_slope(z, a, *, fixed):
    z, _ = accepted(z, a)
    return np.where(z > 0, z, np.asarray(fixed, z.dtype) * z)


@leaky_relu.wrong(
    "leaky_relu",
    "z missing below 0",
    "below 0 your result is the slope itself, so the curve is flat there and jumps at 0. The slope "
    "has to multiply z.",
)
def leaky_constant(z, a):
    z, a = accepted(z, a)
    return np.where(z > 0, z, a + 0 * z)


@leaky_relu.wrong(
    "leaky_relu",
    "sign turned below 0",
    "below 0 your result is positive: the sign of z is lost. A slope times a negative number is "
    "negative (unless the slope is).",
)
def leaky_turned(z, a):
    z, a = accepted(z, a)
    return np.where(z > 0, z, -a * z)


@leaky_relu.wrong(
    "leaky_relu",
    "a slope for each row",
    "where a slope for each column is given, yours act on the rows. Rows are samples; the units, "
    "each with its own slope, are the columns.",
)
def leaky_by_rows(z, a):
    z, a = accepted(z, a)
    return np.where(z > 0, z, (a[:, None] if a.ndim else a) * z)


@leaky_relu.wrong(
    "leaky_relu",
    "every element scaled",
    "your function multiplies every element by the slope, whatever its sign. Above 0 nothing may "
    "change.",
)
def leaky_everywhere(z, a):
    z, a = accepted(z, a)
    return a * z


@leaky_relu.wrong(
    "leaky_relu",
    "slope added",
    "your function adds the slope to a rectified z. A slope says how steep the line is: it "
    "multiplies what is negative.",
)
def leaky_added(z, a):
    z, a = accepted(z, a)
    return np.maximum(z, 0) + a


@leaky_relu.wrong(
    "leaky_relu",
    "divided by the slope",
    "below 0 your function divides z by the slope. It is a factor there.",
)
def leaky_divided(z, a):
    z, a = accepted(z, a)
    return np.where(z > 0, z, z / np.where(a == 0, 1, a))


@leaky_relu.wrong(
    "leaky_relu",
    "leak on both sides",
    "your function adds a times z on both sides, so that above 0 the line is too steep. There z "
    "stays as it is.",
)
def leaky_on_both_sides(z, a):
    z, a = accepted(z, a)
    return np.maximum(z, 0) + a * z


@leaky_relu.right("leaky_relu")
def leaky_by_choice(z, a):
    z, a = accepted(z, a)
    return np.where(z > 0, z, a * z)


@leaky_relu.right("leaky_relu")
def leaky_less_the_rest(z, a):
    z, a = accepted(z, a)
    return z - (1 - a) * np.minimum(z, 0)


def accepted(z, a):
    """Return z and the slope as arrays of one dtype, with the guards that solutions share."""
    z = real(z)
    if np.iscomplexobj(a):
        raise TypeError("a slope is a real number")
    a = np.asarray(a, dtype=z.dtype)
    if a.ndim and a.shape != z.shape[1:]:
        raise ValueError("one slope, or one for each column")
    return z, a
