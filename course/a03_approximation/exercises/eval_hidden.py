"""The exercise on one hidden layer as a function of one number."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a03_approximation.exercises.shared import real
from dlkit import approximation
from dlkit.activations import mlp_forward

NETWORK = {"x": takes("N"), "w": takes("H"), "b": takes("H"), "v": takes("H")}

eval_hidden = Exercise(
    id="approximation.eval_hidden",
    title="One hidden layer as a function",
    difficulty=1,
    minutes=15,
    hints=(
        "Every unit sees every point. How many numbers are that, for N points and H units?",
        "Make a table of N rows and H columns: entry n, h is weight h times point n, plus bias h. "
        "The activation acts on each entry of the table, and only then do the output weights come.",
        "Turn the points into a column, so that multiplying by the row of weights gives the table; "
        "add the row of biases; call the activation once; multiply by the output weights and sum "
        "over the units; add the output bias once.",
    ),
)


def layer(rng: np.random.Generator, units: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Draw the four parts of a network."""
    w, b, v = rng.normal(size=(3, units))
    return w, b, v, float(rng.normal())


@eval_hidden.asks(approximation.eval_hidden, NETWORK)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    w, b, v = np.array([1.0, -1.0, 2.0]), np.array([0.0, 1.0, -3.0]), np.array([1.0, 2.0, 10.0])
    ask.paper(np.array([0.0, 2.0]), w, b, v, 5.0, np.abs)
    for n, units, activation in ((7, 4, np.tanh), (3, 6, np.abs), (8, 5, np.sin)):
        title = f"{n} points, {units} units, activation np.{activation.__name__}"
        ask.values(title, rng.normal(size=n), *layer(rng, units), activation)
    ask.values("as many points as units", rng.normal(size=5), *layer(rng, 5), np.tanh)
    ask.standard(rng.normal(size=6), *layer(rng, 4), np.tanh)
    ask.edge("one point and one unit", rng.normal(size=1), *layer(rng, 1), np.tanh)
    ask.edge("no points", np.empty(0), *layer(rng, 3), np.tanh)
    x, net = rng.normal(size=4), layer(rng, 3)
    ask.refuses("a bias too few", "ValueError", x, net[0], net[1][1:], *net[2:], np.tanh)
    ask.refuses("an output weight too few", "ValueError", x, *net[:2], net[2][1:], net[3], np.tanh)
    ask.refuses("one bias for three units", "ValueError", x, net[0], net[1][:1], *net[2:], np.tanh)
    ask.refuses("units in a table", "ValueError", x, *rng.normal(size=(3, 1, 1)), net[3], np.tanh)
    ask.refuses("points as a column", "ValueError", x[:, None], *net, np.tanh)


def accepted(x, w, b, v):
    """Return the arrays as floats, with the guards that right and wrong solutions share."""
    x, w, b, v = map(real, (x, w, b, v))
    if x.ndim != 1 or w.ndim != 1 or not w.shape == b.shape == v.shape:
        raise ValueError("x is (N,), and w, b, v are (H,)")
    return x, w, b, v


@eval_hidden.wrong(
    "eval_hidden",
    "output weights before the activation",
    "your output weights act before the activation: each unit first bends, and only what comes "
    "out of it is weighted and summed.",
)
def v_inside(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return activation(v * (x[:, None] * w + b)).sum(axis=1) + c


@eval_hidden.wrong(
    "eval_hidden",
    "bias outside the activation",
    "the biases of your hidden units are added after the activation. A bias moves the place where "
    "its unit bends, so it belongs inside.",
)
def b_outside(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return (activation(x[:, None] * w) + b) @ v + c


@eval_hidden.wrong(
    "eval_hidden",
    "points paired with units",
    "your points and units are multiplied pairwise, point 0 with unit 0 and so on. Every unit has "
    "to see every point: that is a table with a row for each point.",
)
def paired(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return activation(x * w + b) * v + c


@eval_hidden.wrong(
    "eval_hidden",
    "output bias forgotten",
    "the bias of the output, the number c, does not enter your result. It is added once, after the "
    "sum over the units.",
)
def without_c(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return activation(x[:, None] * w + b) @ v


@eval_hidden.wrong(
    "eval_hidden",
    "output bias once for each unit",
    "your output bias is added once for each unit. There is one output, so it is added once, after "
    "the sum.",
)
def c_for_each_unit(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return (activation(x[:, None] * w + b) * v + c).sum(axis=1)


@eval_hidden.wrong(
    "eval_hidden",
    "activation forgotten",
    "nothing bends in your network: without the activation the whole sum is one straight line.",
)
def without_activation(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return (x[:, None] * w + b) @ v + c


@eval_hidden.wrong(
    "eval_hidden",
    "activation on the output as well",
    "your output goes through the activation too. The output unit is linear: a weighted sum, and "
    "its bias.",
)
def activated_output(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return activation(activation(x[:, None] * w + b) @ v + c)


@eval_hidden.wrong(
    "eval_hidden",
    "bias subtracted",
    "your biases are subtracted. The unit computes its weight times the point, plus its bias.",
)
def minus_b(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return activation(x[:, None] * w - b) @ v + c


@eval_hidden.wrong(
    "eval_hidden",
    "mean over the units",
    "your result takes the mean over the units. Their outputs are weighted and summed, so that "
    "another unit adds to the sum.",
)
def mean_of_units(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return (activation(x[:, None] * w + b) * v).mean(axis=1) + c


@eval_hidden.wrong(
    "eval_hidden",
    "output weights forgotten",
    "the outputs of your units are summed as they are. Each of them has a weight of its own in the "
    "sum, its entry of v.",
)
def without_v(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return activation(x[:, None] * w + b).sum(axis=1) + c


@eval_hidden.wrong(
    "eval_hidden",
    "activation around the whole sum",
    "your activation acts on the weighted sum, so all units bend together. Each unit bends by "
    "itself; what comes out of it is weighted and summed.",
    c_inside=(False, True),
)
def bent_sum(x, w, b, v, c, activation, *, c_inside):
    x, w, b, v = accepted(x, w, b, v)
    total = (x[:, None] * w + b) @ v
    return activation(total + c) if c_inside else activation(total) + c


@eval_hidden.wrong(
    "eval_hidden",
    "bias inside the product",
    "your biases are added before the product is made. A unit multiplies its weight by the point "
    "first, and then adds its bias.",
    added_to=("weight", "point"),
)
def b_in_the_product(x, w, b, v, c, activation, *, added_to):
    x, w, b, v = accepted(x, w, b, v)
    z = x[:, None] * (w + b) if added_to == "weight" else (x[:, None] + b) * w
    return activation(z) @ v + c


@eval_hidden.wrong(
    "eval_hidden",
    "float32 becomes float64",
    "float32 goes into your function and float64 comes out. One array of float64, such as "
    "`np.zeros(N)` or `real_array(c)`, is enough for that. The number c needs no array.",
)
def c_as_array(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return activation(x[:, None] * w + b) @ v + np.array(c, dtype=float)


@eval_hidden.right("eval_hidden")
def by_two_layers(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    params = [(w[None, :], b), (v[:, None], np.array([c], dtype=v.dtype))]
    return mlp_forward(x[:, None], params, activation)[0][:, 0]


@eval_hidden.right("eval_hidden")
def unit_by_unit(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    y = np.zeros(len(x), dtype=np.result_type(x, w, b, v)) + c
    for h in range(len(w)):
        y = y + v[h] * activation(w[h] * x + b[h])
    return y


@eval_hidden.right("eval_hidden")
def by_outer_product(x, w, b, v, c, activation):
    x, w, b, v = accepted(x, w, b, v)
    return np.einsum("nh,h->n", activation(np.outer(x, w) + b), v) + c
