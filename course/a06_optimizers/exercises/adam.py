"""The exercise on Adam; its wrong solutions here are about means and their correction."""

from dataclasses import dataclass

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a06_optimizers.exercises.shared import (
    alike,
    arrays,
    ask_counts,
    ask_step,
    draw,
    named,
    require,
)
from dlkit import optimizers

adam = Exercise(
    id="optimizers.adam_step",
    title="Adam",
    difficulty=3,
    minutes=30,
    hints=(
        "You have written both halves: a memory of gradients, and a memory of their squares. What "
        "do both memories hold after the very first step, if they begin with zeros?",
        "m is the decaying mean of gradients with beta1, v that of squared gradients with beta2. "
        "Each is divided by 1 less its beta to the power of t before it is used, but handed back "
        "as it is.",
        "Mix g into m and its square into v. Divide each by 1 less the t-th power of its own "
        "beta. Take the root of the second, add eps, divide the first by it, multiply by lr, "
        "subtract. Return the weights, m and v, the last two without the division.",
    ),
)
STATE = ("m", "v")
ADAM = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
SLOWER = ADAM | {"lr": 2e-3}


def ask_adam(ask: Ask, rng: np.random.Generator, states: int = 2) -> None:
    """The questions for Adam and for its variants alike."""
    beta1, beta2 = rng.uniform((0.3, 0.75), (0.45, 0.9)).round(2).tolist()
    ask_step(ask, rng, states, 10, lr=0.2, beta1=beta1, beta2=beta2, eps=0.1)
    ask_counts(ask, rng, states, lr=0.1, beta1=0.5, beta2=0.6, eps=1e-3)
    w, dw, *state = draw(rng, (1,), states)
    ask.values("the numbers that hold where none are given", w, 0.1 * dw, *state, 5)
    zeros = [0 * each for each in state]
    ask.edge("a first step without a gradient", w, 0 * dw, *zeros, 1, lr=0.1)
    ask.edge("gradients as small as eps", w, 1e-8 * np.sign(dw), *zeros, 1)


@adam.asks(optimizers.adam_step, arrays(*STATE))
def _ask_adam_step(ask: Ask, rng: np.random.Generator) -> None:
    paper = (np.array([value]) for value in (1.0, 4.0, 2.0, 2.0))
    ask.paper(*paper, 2, lr=0.5, beta1=0.5, beta2=0.5)
    w, dw = draw(rng, (1,), 0)
    with ask.essential("both means are corrected for their start at zero, for this step only"):
        ask.values("the second of two steps", w, dw, 0.1 * dw, 0.01 * dw**2, 2, lr=0.1)
    ask_adam(ask, rng)


@dataclass(frozen=True)
class Step:
    """One step of Adam in its parts, after the guards."""

    w: np.ndarray
    g: np.ndarray
    m: np.ndarray  # as it came
    v: np.ndarray
    m_new: np.ndarray
    v_new: np.ndarray
    m_hat: np.ndarray  # corrected
    v_hat: np.ndarray


def parts(w, dw, m, v, t, *, lr, beta1, beta2, eps):
    """Compute every part of a step of Adam, for the solutions whose mistake lies elsewhere."""
    require(lr, eps, t, beta1=beta1, beta2=beta2)
    w, g, m, v = alike(w, dw, m, v)
    m_new, v_new = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    return Step(w, g, m, v, m_new, v_new, m_new / (1 - beta1**t), v_new / (1 - beta2**t))


def moved(w, m, v, lr, eps):
    """Return the weights after a step along m over the root of v."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return w - lr * m / (np.sqrt(v) + eps)


@adam.wrong(
    "adam_step",
    "no bias correction",
    "the means are used as they are. Both begin with zeros, so that early ones are too small: "
    "divide each by 1 less its beta to the power of t.",
)
def adam_uncorrected(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved(a.w, a.m_new, a.v_new, lr, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "one of the two corrected",
    "one of your two means is corrected for its start at zero and the other is not. Divide each by "
    "1 less its beta to the power of t.",
    which=("m", "v"),
)
def adam_half_corrected(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, which):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    first, second = (a.m_hat, a.v_new) if which == "m" else (a.m_new, a.v_hat)
    return moved(a.w, first, second, lr, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "correction without the power of t",
    "your correction does not change with t: it divides by 1 - beta. That is right in the first "
    "step only; after t steps the share of the zeros is beta to the power of t.",
    which=("m", "v", "both"),
)
def adam_corrected_once(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, which):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    first = a.m_hat if which == "v" else a.m_new / (1 - beta1)
    second = a.v_hat if which == "m" else a.v_new / (1 - beta2)
    return moved(a.w, first, second, lr, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "one beta in both corrections",
    "both means are corrected with the same beta. Each has a beta of its own, and the share of its "
    "zeros is a power of that one.",
    beta=named(first=lambda beta1, beta2: beta1, second=lambda beta1, beta2: beta2),
)
def adam_corrected_by_one_beta(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, beta):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    missing = 1 - beta(beta1, beta2) ** t
    return moved(a.w, a.m_new / missing, a.v_new / missing, lr, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "t counted from 0",
    "your correction belongs to the step before: it has t - 1 for t, and divides by 0 in the first "
    "step. The first step has t = 1.",
)
def adam_counted_from_zero(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    with np.errstate(invalid="ignore", divide="ignore"):
        first = a.m_new / np.asarray(1 - beta1 ** (t - 1), a.w.dtype)
        second = a.v_new / np.asarray(1 - beta2 ** (t - 1), a.w.dtype)
    return moved(a.w, first, second, lr, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "t ahead by one",
    "your correction belongs to the step after: it has t + 1 for t. The t that comes in is the "
    "number of this step already.",
)
def adam_counted_ahead(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    first, second = a.m_new / (1 - beta1 ** (t + 1)), a.v_new / (1 - beta2 ** (t + 1))
    return moved(a.w, first, second, lr, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "v with beta1 and the plain gradient",
    "your v is a second mean of gradients: it has beta1 or the gradient without its square. A mean "
    "of gradients may be negative, and its root is nan. v has beta2 and the squares.",
    how=((1, "beta1"), (1, "beta2"), (2, "beta1")),
)
def adam_of_the_notes(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, how):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    power, beta = how[0], beta1 if how[1] == "beta1" else beta2
    v = beta * a.v + (1 - beta) * a.g**power
    return moved(a.w, a.m_hat, v / (1 - beta2**t), lr, eps), a.m_new, v


@adam.wrong(
    "adam_step",
    "the two betas exchanged",
    "beta1 and beta2 stand in each other's place: beta1 belongs to m, beta2 to v, in the means and "
    "in their correction.",
    where=("everywhere", "means"),
)
def adam_exchanged(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, where):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta2, beta2=beta1, eps=eps)
    if where == "everywhere":
        return moved(a.w, a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new
    m_hat, v_hat = a.m_new / (1 - beta1**t), a.v_new / (1 - beta2**t)
    return moved(a.w, m_hat, v_hat, lr, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "beta and 1 - beta exchanged",
    "a mean of yours keeps 1 - beta of the past. Beta is the share of the past, in m and in v.",
    which=("m", "v"),
)
def adam_with_shares_exchanged(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, which):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    m = a.m_new if which == "v" else (1 - beta1) * a.m + beta1 * a.g
    v = a.v_new if which == "m" else (1 - beta2) * a.v + beta2 * a.g * a.g
    return moved(a.w, m / (1 - beta1**t), v / (1 - beta2**t), lr, eps), m, v


@adam.right("adam_step")
def adam_by_one_rate(w, dw, m, v, t, **numbers):
    lr, beta1, beta2, eps = (ADAM | numbers).values()
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    root = (1 - beta2**t) ** 0.5
    rate = lr * root / (1 - beta1**t)
    return a.w - rate * a.m_new / (a.v_new**0.5 + eps * root), a.m_new, a.v_new


@adam.right("adam_step")
def adam_on_copies(w, dw, m, v, t, **numbers):
    lr, beta1, beta2, eps = (ADAM | numbers).values()
    require(lr, eps, t, beta1=beta1, beta2=beta2)
    w, g, m, v = map(np.copy, alike(w, dw, m, v))
    m += (1 - beta1) * (g - m)
    v += (1 - beta2) * (np.square(g) - v)
    scale = np.sqrt(v / (1 - beta2**t))
    scale += eps
    w -= lr * (m / (1 - beta1**t)) / scale
    return w, m, v
