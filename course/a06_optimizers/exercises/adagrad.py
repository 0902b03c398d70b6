"""The exercise on a rate for each weight; this file is about the memory of all gradients."""

from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a06_optimizers.exercises.shared import alike, arrays, ask_step, draw, named, require
from dlkit import optimizers

rates = Exercise(
    id="optimizers.adagrad_step",
    title="A rate for each weight",
    difficulty=2,
    minutes=25,
    hints=(
        "One rate for all weights is too long for the steep ones and too short for the flat ones. "
        "What does a weight know about its own steepness?",
        "Keep for each weight a number made of its squared gradients: their sum for Adagrad, their "
        "decaying mean for RMSprop. The gradient is divided by the root of that number plus eps.",
        "Make floats of one dtype, check the numbers, put the square of the new gradient into the "
        "state, take its root, add eps to the root, divide, multiply by lr, subtract. Return the "
        "weights and the new state.",
    ),
)


def ask_memory(ask: Ask, rng: np.random.Generator, **options: Any) -> None:
    """The questions for both steps alike."""
    w, dw, s = draw(rng, (1,), 1)
    ask_step(ask, rng, 1, eps=0.1, **options)
    ask.values("the numbers that hold where none are given", w, dw, s)
    ask.edge("a first step without a gradient", w, 0 * dw, 0 * s, **options)
    w, _, s = draw(rng, (2,), 1)
    tiny = np.array([-1e-10, 0.0])
    ask.edge("gradients as small as eps", w, tiny, 0 * s)
    with ask.essential("each weight is divided by the size of its own gradients"):
        far = np.array([1e2, 1e5])  # beside them eps does not count, wherever it stands
        ask.values("a large gradient and a far larger one", w, far, 0 * far, **options)


@rates.asks(optimizers.adagrad_step, arrays("s"))
def _ask_adagrad_step(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([1.0]), np.array([4.0]), np.array([9.0]), lr=0.5)
    ask_memory(ask, rng, lr=0.3)


def squares(w, dw, s, lr, eps):
    """Return w, g, the old sum and the new one, after the guards."""
    require(lr, eps)
    w, g, s = alike(w, dw, s)
    return w, g, s, s + g * g


ONE_FOR_ALL = (
    "you take a sum or a mean over all weights, so that each is divided by the gradients of the "
    "others, too. Every weight has a number of its own, made of its own gradients."
)
EPS_INSIDE = (
    "your eps stands inside the root. That is a convention, too, but here it is added to the root: "
    "outside."
)


@rates.wrong("adagrad_step", "eps inside the root", EPS_INSIDE)
def adagrad_with_eps_inside(w, dw, s, *, lr=1e-2, eps=1e-10):
    w, g, _, new = squares(w, dw, s, lr, eps)
    return w - lr * g / np.sqrt(new + eps), new


@rates.wrong(
    "adagrad_step",
    "gradients added up without a square",
    "your state adds up the gradients themselves, or their sizes. Their squares are needed: those "
    "of both signs count, and large ones count more.",
    size=(lambda g: g, np.abs),
)
def adagrad_of_plain_sum(w, dw, s, *, lr=1e-2, eps=1e-10, size):
    w, g, s, _ = squares(w, dw, s, lr, eps)
    new = s + size(g)
    with np.errstate(invalid="ignore", divide="ignore"):
        return w - lr * g / (new + eps), new


@rates.wrong(
    "adagrad_step",
    "memory lost",
    "your state is the square of the newest gradient alone: what came in as `s` is forgotten, or "
    "is not used for the step.",
    returns=("square", "sum"),
)
def adagrad_without_past(w, dw, s, *, lr=1e-2, eps=1e-10, returns):
    w, g, _, new = squares(w, dw, s, lr, eps)
    return w - lr * g / (np.abs(g) + eps), g * g if returns == "square" else new


@rates.wrong(
    "adagrad_step",
    "divided before the new gradient was added",
    "your step divides by the sum that came in, which does not know the newest gradient; in the "
    "first step it is 0. Add the square first.",
)
def adagrad_by_old_sum(w, dw, s, *, lr=1e-2, eps=1e-10):
    w, g, s, new = squares(w, dw, s, lr, eps)
    return w - lr * g / (np.sqrt(s) + eps), new


@rates.wrong(
    "adagrad_step",
    "old state handed back",
    "your weights are right, but the state that you return is not the new sum of squares: the "
    "old one goes back, or a root.",
    what=named(old=lambda s, new: s.copy(), root=lambda s, new: np.sqrt(new)),
)
def adagrad_that_forgets(w, dw, s, *, lr=1e-2, eps=1e-10, what):
    w, g, s, new = squares(w, dw, s, lr, eps)
    return w - lr * g / (np.sqrt(new) + eps), what(s, new)


@rates.wrong(
    "adagrad_step",
    "root forgotten",
    "your step divides by the sum of squares itself. Its root is needed, which is of the size of a "
    "gradient.",
)
def adagrad_without_root(w, dw, s, *, lr=1e-2, eps=1e-10):
    w, g, _, new = squares(w, dw, s, lr, eps)
    return w - lr * g / (new + eps), new


@rates.wrong(
    "adagrad_step",
    "one rate for all weights",
    ONE_FOR_ALL,
    stored=(False, True),
)
def adagrad_of_all_weights(w, dw, s, *, lr=1e-2, eps=1e-10, stored):
    w, g, s, new = squares(w, dw, s, lr, eps)
    if stored:
        new = s + np.sum(g * g)
    size = new if stored else np.sum(new)
    return w - lr * g / (np.sqrt(size) + eps), new


@rates.wrong(
    "adagrad_step",
    "eps left out",
    "a weight that never had a gradient becomes nan: 0 divided by 0. That is what eps is for.",
)
def adagrad_without_eps(w, dw, s, *, lr=1e-2, eps=1e-10):
    w, g, _, new = squares(w, dw, s, lr, eps)
    with np.errstate(invalid="ignore"):
        return w - lr * g / np.sqrt(new), new


@rates.wrong(
    "adagrad_step",
    "uphill",
    "your weights move along the gradient, which points up. Subtract the step.",
)
def adagrad_uphill(w, dw, s, *, lr=1e-2, eps=1e-10):
    w, g, _, new = squares(w, dw, s, lr, eps)
    return w + lr * g / (np.sqrt(new) + eps), new


@rates.wrong(
    "adagrad_step",
    "state written into",
    "an array that came in was changed. Somebody may still need it: make new arrays.",
    of=("w", "s"),
)
def adagrad_in_place(w, dw, s, *, lr=1e-2, eps=1e-10, of):
    array = {"w": w, "s": s}[of]
    w, g, _, new = squares(w, dw, s, lr, eps)
    result = w - lr * g / (np.sqrt(new) + eps), new
    if array.flags.writeable and array.dtype.kind == "f":
        array[...] = result[of == "s"]
    return result


@rates.wrong(
    "adagrad_step",
    "a decaying mean",
    "your state forgets: that is RMSprop's, the second function of this exercise. Adagrad adds up "
    "all squares.",
    rho=(0.9, 0.99),
)
def adagrad_that_decays(w, dw, s, *, lr=1e-2, eps=1e-10, rho):
    w, g, s, _ = squares(w, dw, s, lr, eps)
    new = rho * s + (1 - rho) * g * g
    return w - lr * g / (np.sqrt(new) + eps), new


@rates.right("adagrad_step")
def adagrad_by_powers(w, dw, s, *, lr=1e-2, eps=1e-10):
    w, g, s, _ = squares(w, dw, s, lr, eps)
    new = np.add(s, np.square(g))
    return w - np.divide(g, new**0.5 + eps) * lr, new


@rates.right("adagrad_step")
def adagrad_by_own_rates(w, dw, s, *, lr=1e-2, eps=1e-10):
    w, g, s, _ = squares(w, dw, s, lr, eps)
    new, moved = s.copy(), w.copy()
    new += g**2
    own_rates = lr / (np.sqrt(new) + eps)
    moved -= own_rates * g
    return moved, new
