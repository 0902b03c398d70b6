"""The exercise on the way back through an activation: one factor for each element."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a04_backprop.exercises.shared import real
from dlkit import backprop

NAMES = ("sigmoid", "tanh", "relu")
PAIR = {"dy": takes("N", "N M"), "z": takes("N", "N M", up_to=1e4)}

activation_backward = Exercise(
    id="backprop.activation_backward",
    title="An activation backwards",
    difficulty=2,
    minutes=20,
    hints=(
        "An activation looks at one number at a time. So how does one entry of its output depend "
        "on the other entries of its input, and what is left of the chain rule?",
        "Each entry of the result is the entry of dy times the slope of the activation at the "
        "entry of z. For sigmoid and tanh the slope can be written with the output at z; for relu "
        "it is 1 or 0.",
        "Check the name and the shapes. Compute the output s of the activation at z. The slope of "
        "sigmoid is s times the rest to 1, that of tanh is 1 less the square of s, that of relu "
        "is 1 where z is positive and 0 elsewhere. Multiply by dy.",
    ),
)


@activation_backward.asks(backprop.activation_backward, PAIR, part="gradients")
def _ask_activation_backward(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper("sigmoid", np.array([1.0, 8.0]), np.array([0.0, 0.0]))
    for name in NAMES:
        for shape in ((5,), (3, 4)):
            title = f"{name}, pre-activations of shape {shape}"
            ask.values(title, name, rng.normal(size=shape), rng.normal(size=shape))
    far = np.array([1e4, -1e4, 800.0, -800.0, 1.0])
    with ask.essential("the slope is that of the activation at z, not at its output"):
        for name in NAMES:
            z = np.array([-2.0, -0.5, 0.25, 1.5])
            ask.values(f"{name} at -2, -0.5, 0.25 and 1.5", name, rng.normal(size=4) + 3, z)
    for name in NAMES:
        ask.edge(f"{name} at pre-activations as large as 10 000", name, rng.normal(size=5), far)
    ask.edge("relu at 0", "relu", np.array([3.0, -2.0, 5.0]), np.array([0.0, -0.0, 1.0]))
    dy, z = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    ask.standard("tanh", dy, z)
    ask.edge("whole numbers and sigmoid", "sigmoid", np.array([1, 2]), np.array([0, 3]))
    ask.edge("whole numbers and relu", "relu", np.array([3, 2]), np.array([-2, 3]))
    ask.edge("no samples", "sigmoid", np.empty((0, 3)), np.empty((0, 3)))
    ask.refuses("the name softmax", "ValueError", "softmax", dy, z)
    ask.refuses("shape (4, 3) against (1, 3)", "ValueError", "tanh", dy, z[:1])
    ask.refuses("shape (4, 3) against (4, 1)", "ValueError", "relu", dy, z[:, :1])
    ask.property("linear", "sigmoid", dy, z, argument=1)


def accepted(name, dy, z):
    """Return dy and z as floats, with the guards that right and wrong solutions share."""
    if name not in NAMES:
        raise ValueError("there is no such activation")
    if np.shape(dy) != np.shape(z):
        raise ValueError("the upstream gradient needs the shape of the pre-activations")
    z = real(z)
    return np.asarray(dy).astype(z.dtype), z


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def output_of(name, z):
    if name == "relu":
        return np.maximum(z, 0)
    return sigmoid(z) if name == "sigmoid" else np.tanh(z)


def slope_of(name, z):
    """The right slope, for the solutions whose mistake lies elsewhere."""
    y = output_of(name, z)
    return {"sigmoid": y * (1 - y), "tanh": 1 - y**2, "relu": (z > 0).astype(z.dtype)}[name]


@activation_backward.wrong(
    "activation_backward",
    "formula for the output, given the input",
    "the short formula for a slope takes the output of the activation, and in yours z stands in "
    "its place. Compute the output first.",
    broken=("sigmoid", "tanh", "both", "first factor", "second factor"),
)
def activation_slope_of_z(name, dy, z, *, broken):
    dy, z = accepted(name, dy, z)
    if name == "sigmoid" and broken != "tanh":
        y = sigmoid(z)
        first, second = y if broken == "second factor" else z, y if broken == "first factor" else z
        return dy * first * (1 - second)
    if name == "tanh" and broken in ("tanh", "both"):
        return dy * (1 - z**2)
    return dy * slope_of(name, z)


@activation_backward.wrong(
    "activation_backward",
    "slope at the output",
    "you take the slope of the activation at its output, as if it were applied twice. The slope "
    "is needed where the activation was evaluated: at z.",
    where=(NAMES, ("sigmoid",), ("tanh",)),
)
def activation_slope_at_output(name, dy, z, *, where):
    dy, z = accepted(name, dy, z)
    return dy * slope_of(name, output_of(name, z) if name in where else z)


@activation_backward.wrong(
    "activation_backward",
    "upstream gradient ignored",
    "your result is the slope of the activation alone. The chain rule multiplies it by the "
    "upstream gradient, element by element.",
)
def activation_without_upstream(name, dy, z):
    dy, z = accepted(name, dy, z)
    return slope_of(name, z)


@activation_backward.wrong(
    "activation_backward",
    "upstream gradient and pre-activations exchanged",
    "you take the slope at dy and multiply it by z. It is the other way round: the slope is that "
    "at z, and dy is what it is multiplied by.",
)
def activation_with_arguments_exchanged(name, dy, z):
    dy, z = accepted(name, dy, z)
    return z * slope_of(name, dy)


@activation_backward.wrong(
    "activation_backward",
    "slope of relu at 0 taken as 1",
    "at exactly 0 your gradient of relu lets the upstream gradient through. There is no derivative "
    "there; this course takes 0.",
    at_zero=(1.0, 0.5),
)
def activation_open_at_zero(name, dy, z, *, at_zero):
    dy, z = accepted(name, dy, z)
    if name == "relu":
        return dy * np.where(z == 0, at_zero, z > 0).astype(z.dtype)
    return dy * slope_of(name, z)


@activation_backward.wrong(
    "activation_backward",
    "relu applied to the upstream gradient",
    "for relu you look at the sign of the upstream gradient. Whether it passes is decided by z: "
    "where the unit was active, all of it passes, negative or not.",
)
def activation_relu_of_upstream(name, dy, z):
    dy, z = accepted(name, dy, z)
    return np.maximum(dy, 0) if name == "relu" else dy * slope_of(name, z)


@activation_backward.wrong(
    "activation_backward",
    "output of the activation instead of its slope",
    "you multiply the upstream gradient by the output of the activation. What the chain rule needs "
    "is its slope.",
    where=(NAMES, ("relu",), ("sigmoid",), ("tanh",), ("sigmoid", "tanh")),
)
def activation_by_output(name, dy, z, *, where):
    dy, z = accepted(name, dy, z)
    return dy * (output_of(name, z) if name in where else slope_of(name, z))


@activation_backward.wrong(
    "activation_backward",
    "square forgotten in the slope of tanh",
    "the slope of tanh is 1 less the square of its output. In your formula the 1 or the square is "
    "missing, or something else than the output is squared.",
    slope=(lambda z: 1 - np.tanh(z), lambda z: np.tanh(z) ** 2, lambda z: 1 - np.tanh(z**2)),
)
def activation_tanh_without_square(name, dy, z, *, slope):
    dy, z = accepted(name, dy, z)
    return dy * (slope(z) if name == "tanh" else slope_of(name, z))


@activation_backward.wrong(
    "activation_backward",
    "slope of tanh like that of sigmoid",
    "you use the formula of sigmoid for tanh as well. The slope of tanh is 1 at 0, four times as "
    "steep as sigmoid, and has a formula of its own.",
)
def activation_tanh_like_sigmoid(name, dy, z):
    dy, z = accepted(name, dy, z)
    if name == "tanh":
        y = np.tanh(z)
        return dy * y * (1 - y)
    return dy * slope_of(name, z)


@activation_backward.wrong(
    "activation_backward",
    "exponentials overflow",
    "for pre-activations far from 0 an exponential in your formula overflows, and infinity over "
    "infinity is nan. Write the slope with the output, which stays between -1 and 1.",
)
def activation_that_overflows(name, dy, z):
    dy, z = accepted(name, dy, z)
    if name == "sigmoid":
        return dy * (np.exp(-z) / (1 + np.exp(-z)) ** 2)
    if name == "tanh":
        return dy * (1 - ((np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)) ** 2)
    return dy * slope_of(name, z)


@activation_backward.wrong(
    "activation_backward",
    "unknown names pass",
    "a name that is none of the three is not refused: your function takes it for one of them. "
    "Raise a ValueError.",
    taken_for=NAMES,
)
def activation_of_any_name(name, dy, z, *, taken_for):
    name = name if name in NAMES else taken_for
    dy, z = accepted(name, dy, z)
    return dy * slope_of(name, z)


@activation_backward.right("activation_backward")
def activation_by_cases(name, dy, z):
    dy, z = accepted(name, dy, z)
    if name == "relu":
        return np.where(z > 0, dy, 0)
    y = output_of(name, z)
    return dy * (y - y**2) if name == "sigmoid" else dy - dy * y * y


@activation_backward.right("activation_backward")
def activation_by_exponentials(name, dy, z):
    dy, z = accepted(name, dy, z)
    if name == "relu":
        return dy * np.heaviside(z, 0).astype(z.dtype)
    if name == "tanh":
        z, dy = z + z, 4 * dy
    e = np.exp(-np.abs(z))
    return dy * e / (1 + e) ** 2
