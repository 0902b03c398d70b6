"""The exercise on weight decay that does not go through the gradient."""

from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a06_optimizers.exercises.adam import ADAM, STATE, moved, parts
from course.a06_optimizers.exercises.shared import alike, arrays, ask_step, draw
from dlkit import optimizers
from dlkit.check.compare import SINGLE

GIVEN: dict[str, Any] = {"lr": 0.2, "beta1": 0.7, "beta2": 0.8}

adamw = Exercise(
    id="optimizers.adamw_step",
    title="Adam with weight decay",
    difficulty=2,
    minutes=15,
    is_core=False,
    hints=(
        "A weight without any gradient should still shrink. Does it, if the decay is a part of the "
        "gradient and is divided by its own size?",
        "Multiply the weights by 1 less lr times the decay, and take a step of Adam from there. "
        "The gradient, m and v know nothing of the decay.",
        "Check the decay: one number, or an array of the shape of the weights, nothing negative. "
        "Shrink the weights into a new array, and call your adam_step with it and everything else.",
    ),
)


@adamw.asks(optimizers.adamw_step, arrays(*STATE))
def _ask_adamw_step(ask: Ask, rng: np.random.Generator) -> None:
    paper = (np.array([value]) for value in (8.0, 4.0, 2.0, 2.0))
    ask.paper(*paper, 2, lr=0.5, beta1=0.5, beta2=0.5, weight_decay=0.25)
    ask_step(ask, rng, 2, 3, eps=0.1, **GIVEN)
    w, dw, m, v = draw(rng, (1,), 2)
    ask.values("the numbers that hold where none are given", w, 0.1 * dw, m, v, 5)
    tiny = 1e-8 * np.sign(dw)
    ask.edge("gradients as small as eps", w, tiny, 0 * m, 0 * v, 1)
    ask.refuses("a step 0: the first one is 1", "ValueError", w, dw, m, v, 0)
    _ask_decay(ask, rng)
    _ask_decays(ask, rng)


def _ask_decay(ask: Ask, rng: np.random.Generator) -> None:
    """One decay for all weights."""
    w, dw, m, v = draw(rng, (2,), 2)
    with ask.essential("the decay is decoupled: it never meets the gradient"):
        ask.values("a decay of 0.5", w, dw, m, v, 3, weight_decay=0.5, **GIVEN)
        ask.values("no gradient at all", w, 0 * dw, 0 * m, 0 * v, 1, lr=0.5, weight_decay=0.25)
    ask.edge("no decay", w, dw, m, v, 3, weight_decay=0.0, **GIVEN)
    ask.refuses("a negative decay", "ValueError", w, dw, m, v, 3, weight_decay=-0.1)
    ask.refuses("an infinite decay", "ValueError", w, dw, m, v, 3, weight_decay=np.inf)


def _ask_decays(ask: Ask, rng: np.random.Generator) -> None:
    """A decay for each weight."""
    drawn, decays = draw(rng, (2,), 2), np.array([0.5, 0.0])
    step = (*drawn, 3)
    ask.values("a decay for each weight", *step, weight_decay=decays, **GIVEN)
    matrix = draw(rng, (1, 2), 2)
    title = "a decay for each weight of a matrix"
    ask.edge(title, *matrix, 3, weight_decay=rng.uniform(size=(1, 2)).round(2), **GIVEN)
    single = [each.astype(np.float32) for each in drawn]
    title = "float32 and a decay in float64"
    ask.edge(title, *single, 3, tolerance=SINGLE, weight_decay=decays, **GIVEN)
    ask.refuses("one of two decays negative", "ValueError", *step, weight_decay=-decays)
    ask.refuses("three decays for two weights", "ValueError", *step, weight_decay=np.ones(3))
    ask.refuses("a decay of shape (1,)", "ValueError", *step, weight_decay=decays[:1])


def accepted(w, weight_decay):
    """Return the decay in the dtype of the weights, with the guard that solutions share."""
    decay = np.asarray(weight_decay).astype(alike(w)[0].dtype)
    if decay.shape not in ((), np.shape(w)):
        raise ValueError("one decay, or one for each weight")
    if not np.all((decay >= 0) & (decay < np.inf)):
        raise ValueError("a decay is not negative, and finite")
    return decay


@adamw.wrong(
    "adamw_step",
    "decay added to the gradient",
    "the decay goes through your gradient, and is divided by the size of the gradients like "
    "everything there: that is an L2 penalty. Shrink the weights on their own.",
    signed=(1, -1),
)
def adamw_as_penalty(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2, signed
):
    decay = accepted(w, weight_decay)
    floats, g, *_ = alike(w, dw, m, v)
    gradient = g + signed * decay * floats
    a = parts(w, gradient, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved(a.w, a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new


@adamw.wrong(
    "adamw_step",
    "decay of the new weights",
    "you shrink the weights after the step, and with them the step. Shrink those that came in.",
)
def adamw_after_the_step(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    decay = accepted(w, weight_decay)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return (1 - lr * decay) * moved(a.w, a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new


@adamw.wrong(
    "adamw_step",
    "decay scaled by the size of the gradients",
    "your decay is divided by the size of the gradients, as a part of the step is. It is a share "
    "of the weight, whatever the gradients are.",
)
def adamw_scaled(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    decay = accepted(w, weight_decay)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved(a.w, a.m_hat + decay * a.w, a.v_hat, lr, eps), a.m_new, a.v_new


@adamw.wrong(
    "adamw_step",
    "decay without the learning rate",
    "your weights shrink by the decay alone. The share is lr times the decay, so that a schedule "
    "slows both down.",
)
def adamw_without_rate(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    decay = accepted(w, weight_decay)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved(a.w * (1 - decay), a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new


@adamw.wrong(
    "adamw_step",
    "no decay",
    "the decay does nothing in your step, which is that of Adam. Shrink the weights as well.",
)
def adamw_without_decay(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    accepted(w, weight_decay)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved(a.w, a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new


@adamw.wrong(
    "adamw_step",
    "one decay for all weights",
    "you make one number of the decays. Where an array comes in, each weight has a decay of its "
    "own, such as 0 for a bias.",
    of=(np.max, np.mean, np.min),
)
def adamw_with_one_decay(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2, of
):
    decay = of(accepted(w, weight_decay))
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved((1 - lr * decay) * a.w, a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new


@adamw.wrong(
    "adamw_step",
    "weights that grow",
    "your decay makes the weights larger: the share is added to 1. Subtract it from 1.",
)
def adamw_that_grows(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    decay = accepted(w, weight_decay)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved((1 + lr * decay) * a.w, a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new


@adamw.wrong(
    "adamw_step",
    "decay of another size than the weight",
    "your decay is the same for all weights, or a square of the weight. Each weight loses a share "
    "of itself.",
    power=(2, 0),
)
def adamw_of_squares(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2, power
):
    decay = accepted(w, weight_decay)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved(a.w - lr * decay * a.w**power, a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new


@adamw.right("adamw_step")
def adamw_in_one_line(w, dw, m, v, t, *, weight_decay=1e-2, **numbers):
    lr, beta1, beta2, eps = (ADAM | numbers).values()
    decay = accepted(w, weight_decay)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return a.w - lr * (a.m_hat / (a.v_hat**0.5 + eps) + decay * a.w), a.m_new, a.v_new


@adamw.right("adamw_step")
def adamw_by_adam(w, dw, m, v, t, *, weight_decay=1e-2, **numbers):
    lr, beta1, beta2, eps = (ADAM | numbers).values()
    shrunk = np.subtract(alike(w)[0], lr * accepted(w, weight_decay) * alike(w)[0])
    a = parts(shrunk, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved(a.w, a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new
