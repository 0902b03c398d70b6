"""The second function of the exercise on a rate for each weight: the memory that decays."""

import numpy as np

from autograder.specification.ask import Ask
from course.a06_optimizers.exercises.adagrad import EPS_INSIDE, ONE_FOR_ALL, ask_memory, rates
from course.a06_optimizers.exercises.shared import alike, arrays, draw, named, require
from dlkit import optimizers


@rates.asks(optimizers.rmsprop_step, arrays("s"))
def _ask_rmsprop_step(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([1.0]), np.array([4.0]), np.array([2.0]), lr=0.3, rho=0.5)
    ask_memory(ask, rng, lr=0.3, rho=0.8)
    w, dw, s = draw(rng, (1,), 1)
    ask.edge("no memory at all: rho = 0", w, dw, s, lr=0.1, rho=0.0)
    ask.edge("in the long run of a constant gradient", w, dw, dw * dw, lr=0.1, rho=0.9)


def mean_square(w, dw, s, lr, rho, eps):
    """Return w, g, the old mean and the new one, after the guards."""
    require(lr, eps, rho=rho)
    w, g, s = alike(w, dw, s)
    return w, g, s, rho * s + (1 - rho) * g * g


def moved(w, g, mean, lr, eps):
    return w - lr * g / (np.sqrt(mean) + eps)


@rates.wrong(
    "rmsprop_step",
    "rho and 1 - rho exchanged",
    "your state keeps 1 - rho of the past and takes rho of the new square. Rho is the share of the "
    "past.",
)
def rmsprop_exchanged(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, s, _ = mean_square(w, dw, s, lr, rho, eps)
    new = (1 - rho) * s + rho * g * g
    return moved(w, g, new, lr, eps), new


@rates.wrong(
    "rmsprop_step",
    "root forgotten",
    "your step divides by the mean of squares itself. Its root is needed, which is of the size of "
    "a gradient.",
)
def rmsprop_without_root(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, _, new = mean_square(w, dw, s, lr, rho, eps)
    return w - lr * g / (new + eps), new


@rates.wrong("rmsprop_step", "eps inside the root", EPS_INSIDE)
def rmsprop_with_eps_inside(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, _, new = mean_square(w, dw, s, lr, rho, eps)
    return w - lr * g / np.sqrt(new + eps), new


@rates.wrong(
    "rmsprop_step",
    "state begun with something else than zeros",
    "where the state is 0 you put 1 in its place. The state begins with zeros, and nothing has to "
    "be done about it.",
)
def rmsprop_begun_otherwise(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, s, _ = mean_square(w, dw, s, lr, rho, eps)
    s = np.where(s == 0, np.ones_like(g), s)
    new = rho * s + (1 - rho) * g * g
    return moved(w, g, new, lr, eps), new


@rates.wrong(
    "rmsprop_step",
    "mean of gradients without a square",
    "your state is a mean of the gradients themselves, or of their sizes. The mean of their "
    "squares is needed.",
    size=(lambda g: g, np.abs),
)
def rmsprop_of_plain_mean(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8, size):
    w, g, s, _ = mean_square(w, dw, s, lr, rho, eps)
    new = rho * s + (1 - rho) * size(g)
    with np.errstate(invalid="ignore"):
        return moved(w, g, new, lr, eps), new


@rates.wrong("rmsprop_step", "one rate for all weights", ONE_FOR_ALL)
def rmsprop_of_all_weights(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, s, _ = mean_square(w, dw, s, lr, rho, eps)
    new = rho * s + (1 - rho) * np.mean(g * g)
    return moved(w, g, new, lr, eps), new


@rates.wrong(
    "rmsprop_step",
    "weights of the mean do not add up to 1",
    "the two shares in your mean do not add up to 1: rho belongs to the past and 1 - rho to the "
    "new square.",
    whole=("past", "square"),
)
def rmsprop_of_wrong_shares(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8, whole):
    w, g, s, _ = mean_square(w, dw, s, lr, rho, eps)
    past, square = (s, (1 - rho) * g * g) if whole == "past" else (rho * s, g * g)
    new = past + square
    return moved(w, g, new, lr, eps), new


@rates.wrong(
    "rmsprop_step",
    "square of the share",
    "1 - rho is squared together with the gradient in your mean. Square the gradient alone.",
)
def rmsprop_of_squared_share(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, s, _ = mean_square(w, dw, s, lr, rho, eps)
    new = rho * s + ((1 - rho) * g) ** 2
    return moved(w, g, new, lr, eps), new


@rates.wrong(
    "rmsprop_step",
    "divided before the new gradient was mixed in",
    "your step divides by the mean that came in, which does not know the newest gradient; in the "
    "first step it is 0. Mix the square in first.",
)
def rmsprop_by_old_mean(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, s, new = mean_square(w, dw, s, lr, rho, eps)
    return moved(w, g, s, lr, eps), new


@rates.wrong(
    "rmsprop_step",
    "old state handed back",
    "your weights are right, but the state that you return is not the new mean of squares.",
    what=named(old=lambda s, new: s.copy(), root=lambda s, new: np.sqrt(new)),
)
def rmsprop_that_forgets(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8, what):
    w, g, s, new = mean_square(w, dw, s, lr, rho, eps)
    return moved(w, g, new, lr, eps), what(s, new)


@rates.wrong(
    "rmsprop_step",
    "state corrected for its start",
    "you divide the mean by 1 - rho, as if this were always the first step. That correction is "
    "Adam's; RMSprop has none.",
)
def rmsprop_corrected(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, _, new = mean_square(w, dw, s, lr, rho, eps)
    return moved(w, g, new / (1 - rho), lr, eps), new


@rates.wrong(
    "rmsprop_step",
    "uphill",
    "your weights move along the gradient, which points up. Subtract the step.",
)
def rmsprop_uphill(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, _, new = mean_square(w, dw, s, lr, rho, eps)
    return moved(w, -g, new, lr, eps), new


@rates.wrong(
    "rmsprop_step",
    "eps left out",
    "a weight that never had a gradient becomes nan: 0 divided by 0. That is what eps is for.",
)
def rmsprop_without_eps(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, _, new = mean_square(w, dw, s, lr, rho, eps)
    with np.errstate(invalid="ignore"):
        return moved(w, g, new, lr, 0.0), new


@rates.wrong(
    "rmsprop_step",
    "state written into",
    "an array that came in was changed. Somebody may still need it: make new arrays.",
    of=("w", "s"),
)
def rmsprop_in_place(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8, of):
    array = {"w": w, "s": s}[of]
    w, g, _, new = mean_square(w, dw, s, lr, rho, eps)
    result = moved(w, g, new, lr, eps), new
    if array.flags.writeable and array.dtype.kind == "f":
        array[...] = result[of == "s"]
    return result


@rates.right("rmsprop_step")
def rmsprop_towards_the_square(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, s, _ = mean_square(w, dw, s, lr, rho, eps)
    new = s + (1 - rho) * (g**2 - s)
    return w - g * (lr / (new**0.5 + eps)), new


@rates.right("rmsprop_step")
def rmsprop_on_copies(w, dw, s, *, lr=1e-2, rho=0.99, eps=1e-8):
    w, g, s, _ = mean_square(w, dw, s, lr, rho, eps)
    new, result = s.copy(), w.copy()
    new *= rho
    new += np.square(g) * (1 - rho)
    result -= lr * np.divide(g, np.sqrt(new) + eps)
    return result, new
