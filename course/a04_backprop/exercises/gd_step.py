"""The exercise on one step of gradient descent."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a04_backprop.exercises.shared import network, two_layers
from dlkit import backprop

gd_step = Exercise(
    id="backprop.gd_step",
    title="One step down",
    difficulty=2,
    minutes=20,
    hints=(
        "For one array the step is a single line. For a list of things that can be stepped, what "
        "has to be done with each of them, and which function does that?",
        "An array minus lr times its gradient is a new array of the same shape and dtype. A list "
        "or tuple becomes a new one of the same kind and length, from the pairs of an entry of the "
        "parameters and an entry of the gradients.",
        "Check lr. If the parameters are a list or a tuple, check that the gradients are one of "
        "the same length, step each pair by calling yourself, and collect the results in the same "
        "kind of container. Otherwise compare the shapes and return the new array.",
    ),
)


@gd_step.asks(backprop.gd_step)
def _ask_gd_step(ask: Ask, rng: np.random.Generator) -> None:
    title = "from the array [1, 2], with the gradient [10, -10] and lr=0.1"
    ask.values(title, np.array([1.0, 2.0]), np.array([10.0, -10.0]), lr=0.1)
    ask.values("one matrix", rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), lr=0.5)
    sizes = 3, 5, 4, 2
    ask.values("a list of layers", network(rng, *sizes), network(rng, *sizes), lr=0.1)
    ask.values("W1, b1, W2, b2", two_layers(rng, 2, 4, 3), two_layers(rng, 2, 4, 3), lr=2.0)
    with ask.essential("new arrays come back: what came in stays, and nothing is shared"):
        (W1, b1), (W2, _) = network(rng, 3, 5, 2)
        ask.pure([(W1, b1), (W2, np.zeros(2))], [(W1 + 1, 2 * b1), (W2 - 1, np.zeros(2))], lr=0.1)
    single = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    ask.layouts(*single, lr=0.3)
    ask.float32(*single, lr=0.3)
    ask.integers(*single, lr=0.3)
    ask.mixed_dtypes(*single, lr=0.3)
    nested = [rng.normal(size=2), [(rng.normal(size=3),), []]]
    slopes = [rng.normal(size=2), [(rng.normal(size=3),), []]]
    ask.edge("lists in lists", nested, slopes, lr=0.2)
    ask.edge("a learning rate of 0", rng.normal(size=4), rng.normal(size=4), lr=0.0)
    ask.edge("a parameter that is one number", np.array(2.0), np.array(-3.0), lr=0.1)
    ask.edge("gradients in a tuple, parameters in a list", [single[0]], (single[1],), lr=0.1)
    _ask_refusals(ask, rng, single)


def _ask_refusals(ask: Ask, rng: np.random.Generator, single: tuple[np.ndarray, ...]) -> None:
    ask.refuses("a gradient too few", "ValueError", network(rng, 2, 3), [single], lr=0.1)
    ask.refuses("one list against two", "ValueError", [single[0]], [single[1]] * 2, lr=0.1)
    ask.refuses("a gradient of shape (1, 3)", "ValueError", *_uneven(rng), lr=0.1)
    rows = [rng.normal(size=3), rng.normal(size=3)]
    ask.refuses("an array against a list", "ValueError", rows, rng.normal(size=(2, 3)), lr=0.1)
    ask.refuses("a negative learning rate", "ValueError", *single, lr=-0.1)
    ask.refuses("an infinite learning rate", "ValueError", *single, lr=np.inf)
    ask.refuses("an array as learning rate", "TypeError", *single, lr=np.array([0.1, 0.2]))


def _uneven(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return rng.normal(size=(2, 3)), rng.normal(size=(1, 3))


def accepted(lr):
    """Return the learning rate, with the guard that right and wrong solutions share."""
    if np.ndim(lr):
        raise TypeError("the learning rate is one number")
    if not 0 <= lr < np.inf:
        raise ValueError("the learning rate is not negative, and finite")
    return float(lr)


def walk(params, grads, move):
    """Apply `move` to every array and its gradient; guards against structures that differ."""
    if isinstance(params, list | tuple):
        if not isinstance(grads, list | tuple) or len(params) != len(grads):
            raise ValueError("the gradients need the structure of the parameters")
        return type(params)(walk(p, g, move) for p, g in zip(params, grads, strict=True))
    if np.shape(params) != np.shape(grads):
        raise ValueError("a gradient has the shape of its array")
    return move(params, np.asarray(grads))


def floats(p):
    return np.asarray(p, dtype=np.result_type(p, np.float32))


@gd_step.wrong(
    "gd_step",
    "uphill",
    "your step goes in the direction of the gradient, which is up. Subtract it.",
)
def step_uphill(params, grads, *, lr):
    lr = accepted(lr)
    return walk(params, grads, lambda p, g: (floats(p) + lr * g).astype(floats(p).dtype))


@gd_step.wrong(
    "gd_step",
    "old and new share their arrays",
    "an array that came in has been written into, or is handed back where nothing moves. A step "
    "makes new arrays in every case, so that the old place is still there to be compared with.",
    how=("written into", "handed back"),
)
def step_that_shares(params, grads, *, lr, how):
    lr = accepted(lr)

    def move(p, g):
        new = (floats(p) - lr * g).astype(floats(p).dtype)
        if how == "handed back":
            return new if np.any(g) else p
        if not p.flags.writeable or p.dtype.kind != "f":
            return new
        p[...] = new
        return p

    return walk(params, grads, move)


@gd_step.wrong(
    "gd_step",
    "learning rate applied twice",
    "your step is lr times too short: the gradient is multiplied by lr more than once.",
)
def step_with_squared_rate(params, grads, *, lr):
    lr = accepted(lr)
    return walk(params, grads, lambda p, g: (floats(p) - lr**2 * g).astype(floats(p).dtype))


@gd_step.wrong(
    "gd_step",
    "learning rate left out",
    "your step subtracts the whole gradient, whatever lr is. Multiply it by lr first.",
)
def step_without_rate(params, grads, *, lr):
    accepted(lr)
    return walk(params, grads, lambda p, g: (floats(p) - g).astype(floats(p).dtype))


@gd_step.wrong(
    "gd_step",
    "old parameters shrunk",
    "your step multiplies the parameters by lr as well, or by 1 less lr. Only the gradient is "
    "multiplied.",
    keeps=("rate", "rest"),
)
def step_that_shrinks(params, grads, *, lr, keeps):
    lr = accepted(lr)
    share = lr if keeps == "rate" else 1 - lr
    return walk(params, grads, lambda p, g: (share * floats(p) - lr * g).astype(floats(p).dtype))


@gd_step.wrong(
    "gd_step",
    "gradient alone",
    "you return the step itself. The new parameters are asked for: the old ones less lr times the "
    "gradient.",
    sign=(1, -1),
)
def step_alone(params, grads, *, lr, sign):
    lr = accepted(lr)
    return walk(params, grads, lambda p, g: (sign * lr * g).astype(floats(p).dtype))


@gd_step.wrong(
    "gd_step",
    "not into every list",
    "your step does not reach every array: a list or tuple may hold lists and tuples again, nested "
    "in any way. What your function does with one of them has to work at every depth.",
    depth=(0, 1),
)
def step_of_flat_lists(params, grads, *, lr, depth):
    lr = accepted(lr)
    if depth == 1 and isinstance(params, list | tuple):
        if len(params) != len(grads):
            raise ValueError("the gradients need the structure of the parameters")
        return type(params)(step_of_array(p, g, lr) for p, g in zip(params, grads, strict=True))
    return step_of_array(params, grads, lr)


def step_of_array(p, g, lr):
    if isinstance(p, list | tuple):
        raise TypeError("a list cannot be subtracted from")
    return walk(p, g, lambda p, g: (floats(p) - lr * g).astype(floats(p).dtype))


@gd_step.right("gd_step")
def step_by_map(params, grads, *, lr):
    lr = accepted(lr)
    if not isinstance(params, list | tuple):
        if np.shape(params) != np.shape(grads):
            raise ValueError("shapes differ")
        p = floats(params)
        return np.add(p, np.multiply(grads, -lr), dtype=np.float64).astype(p.dtype)
    if not isinstance(grads, list | tuple) or len(params) != len(grads):
        raise ValueError("structures differ")
    return type(params)(step_by_map(params[i], grads[i], lr=lr) for i in range(len(params)))


@gd_step.right("gd_step")
def step_on_copies(params, grads, *, lr):
    lr = accepted(lr)

    def move(p, g):
        new = np.array(p, dtype=floats(p).dtype)
        new -= (lr * g).astype(new.dtype)
        return new

    return walk(params, grads, move)
