"""What several activation exercises share: drawn cases, common questions, solutions' own guards."""

from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.promises import takes
from dlkit.check.compare import Tolerance

SHAPES = ((5,), (5, 3), (3, 4), (2, 3, 2))
SHAPE_NAMES = ("N", "N M", "N T M")
FORWARD = {"z": takes(*SHAPE_NAMES)}
BACKWARD = {"dy": takes(*SHAPE_NAMES), "z": takes(*SHAPE_NAMES)}
FAR_FORWARD = {"z": takes(*SHAPE_NAMES, up_to=1e4)}
FAR_BACKWARD = {"dy": takes(*SHAPE_NAMES), "z": takes(*SHAPE_NAMES, up_to=1e4)}
TINY = Tolerance(of_scale=0.0, absolute=0.0)  # seven digits of numbers that are nearly 0, too
NO_OVERFLOW = "nothing overflows, however large z is"
OF_FLOAT64 = (
    "for z of float32 your gradient has dtype float64: something on its way is float64, as "
    "`np.where` makes it of plain numbers. Bring it to the dtype of z."
)


def pre_activations(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Draw numbers on both sides of 0, each side half of them."""
    count = int(np.prod(shape))
    sizes = rng.uniform(0.2, 3.0, count) * np.where(np.arange(count) % 2, 1.0, -1.0)
    return rng.permutation(sizes).reshape(shape)


def upstream(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Draw an upstream gradient of both signs, no entry of size 1."""
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(1.2, 3.0, size=shape)


def ask_forward(ask: Ask, rng: np.random.Generator, **options: Any) -> None:
    """The questions that every element-wise activation must answer."""
    ask.paper(np.array([-2.0, 0.0, 1.0]), **options)
    for shape in SHAPES:
        ask.values(f"z of shape {shape}", pre_activations(rng, shape), **options)
    ask.standard(pre_activations(rng, (4, 3)), **options)
    ask.edge("one sample with one unit", pre_activations(rng, (1, 1)), **options)


def ask_backward(ask: Ask, rng: np.random.Generator, **options: Any) -> None:
    """The questions that every way back through an element-wise activation must answer."""
    ask.paper(np.array([3.0, 5.0, -2.0]), np.array([-2.0, 0.0, 1.0]), **options)
    for shape in SHAPES:
        case = upstream(rng, shape), pre_activations(rng, shape)
        ask.values(f"z of shape {shape}", *case, **options)
    dy, z = upstream(rng, (4, 3)), pre_activations(rng, (4, 3))
    ask.standard(dy, z, **options)
    ask.edge("one sample with one unit", dy[:1, :1], z[:1, :1], **options)
    ask.refuses("dy of another shape than z", "ValueError", dy[:, :1], z, **options)


def ask_far(ask: Ask, rng: np.random.Generator, *before: np.ndarray) -> None:
    """What must not overflow: large numbers of both signs, after the arguments ``before``."""
    with ask.essential(NO_OVERFLOW):
        ask.silent("z of 1000 and -1000", *before, np.array([1000.0, -1000.0, 0.5, -2.0]))
        far = 1e4 * np.array([1.0, -1.0, -1.0, 1.0]) * rng.uniform(0.95, 1.0, 4)
        far[0] = -1e4
        ask.silent("z up to 10 000 in size", *before, far)


def real(z):
    """Make whole numbers float64, and leave float32 as it is."""
    return np.asarray(z, dtype=np.result_type(z, np.float32))


def pair(dy, z):
    """Return the upstream gradient in the dtype of z, and z, with the solutions' common guard."""
    if np.shape(dy) != np.shape(z):
        raise ValueError("dy and z need the same shape")
    z = real(z)
    return np.asarray(dy, dtype=z.dtype), z


def stable_sigmoid(z):
    """The sigmoid, right, for the solutions whose point lies elsewhere."""
    z = real(z)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)
