"""The exercise on Adadelta, whose rate is the size of its own earlier steps."""

from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a06_optimizers.exercises.shared import alike, arrays, ask_step, draw, named, require
from dlkit import optimizers

adadelta = Exercise(
    id="optimizers.adadelta_step",
    title="Adadelta",
    difficulty=3,
    minutes=20,
    is_core=False,
    hints=(
        "A rate has a unit: weight over gradient. Which of the things that an optimizer can "
        "remember has the unit of a weight?",
        "There are two decaying means: s of squared gradients, d of squared steps. The step is the "
        "gradient times the root of the old d plus eps, over the root of the new s plus eps.",
        "Mix the squared gradient into s. Compute the step with the new s and the d that came in. "
        "Then mix the squared step into d, and subtract lr times the step from the weights.",
    ),
)


@adadelta.asks(optimizers.adadelta_step, arrays("s", "d"))
def _ask_adadelta_step(ask: Ask, rng: np.random.Generator) -> None:
    paper = (np.array([value]) for value in (1.0, 3.0, 3.0, 3.75))
    ask.paper(*paper, rho=0.5, eps=0.25)
    ask_step(ask, rng, 2, lr=0.7, rho=0.8, eps=0.1)
    w, dw, s, d = draw(rng, (1,), 2)
    with ask.essential("the root of the mean squared step takes the place of a learning rate"):
        tiny: dict[str, Any] = {"rho": 0.7, "eps": 1e-14}  # its place does not matter here
        ask.values("means in mid-run", w, dw, s, d, **tiny)
        ask.values("gradients ten times as large", w, 10 * dw, 100 * s, d, **tiny)
    ask.values("the first step, from means of zeros", w, dw, 0 * s, 0 * d)
    ask.edge("a gradient of zeros", w, 0 * dw, s, d, rho=0.8)
    ask.edge("a first step without a gradient", w, 0 * dw, 0 * s, 0 * d)
    ask.edge("no memory at all: rho = 0", w, dw, s, d, rho=0.0)


def means(w, dw, s, d, lr, rho, eps):
    """Return w, g, the new mean of squared gradients and the old mean of squared steps."""
    require(lr, eps, rho=rho)
    w, g, s, d = alike(w, dw, s, d)
    return w, g, rho * s + (1 - rho) * g * g, d


def step_of(g, s, d, eps):
    return np.sqrt(d + eps) / np.sqrt(s + eps) * g


def mixed(d, step, rho):
    return rho * d + (1 - rho) * step * step


@adadelta.wrong(
    "adadelta_step",
    "learning rate instead of the size of earlier steps",
    "your step is that of RMSprop: lr times the gradient over its size. Here the root of the mean "
    "squared step stands above the line.",
)
def adadelta_by_rate(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    step = g / np.sqrt(s + eps)
    return w - lr * step, s, mixed(d, step, rho)


@adadelta.wrong(
    "adadelta_step",
    "squared gradients in the mean of steps",
    "your second mean is one of squared gradients, too. It has to be one of squared *steps*.",
)
def adadelta_of_gradients(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    return w - lr * step_of(g, s, d, eps), s, mixed(d, g, rho)


@adadelta.wrong(
    "adadelta_step",
    "steps without a square",
    "your second mean takes in the steps themselves, or their sizes. Their squares are needed: it "
    "stands under a root, beside the mean of squared gradients.",
    size=(lambda step: step, np.abs),
)
def adadelta_of_plain_steps(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6, size):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    step = step_of(g, s, d, eps)
    return w - lr * step, s, rho * d + (1 - rho) * size(step)


@adadelta.wrong(
    "adadelta_step",
    "mean of steps brought up to date too early",
    "your step uses a mean of squared steps that already knows this step. The mean that came in is "
    "needed; it is brought up to date afterwards.",
)
def adadelta_too_early(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    d = mixed(d, step_of(g, s, d, eps), rho)
    return w - lr * step_of(g, s, d, eps), s, d


@adadelta.wrong(
    "adadelta_step",
    "eps not in both roots",
    "eps is missing in one of your roots, or stands outside. Here it is inside both, which is how "
    "the first step gets away from 0.",
    root=named(
        below=lambda s, d, eps: np.sqrt(d + eps) / (np.sqrt(s) + eps),
        both=lambda s, d, eps: (np.sqrt(d) + eps) / (np.sqrt(s) + eps),
    ),
)
def adadelta_with_eps_elsewhere(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6, root):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    step = root(s, d, eps) * g
    return w - lr * step, s, mixed(d, step, rho)


@adadelta.wrong(
    "adadelta_step",
    "roots forgotten",
    "your step divides the means themselves, without a root above or below the line. A mean of "
    "squares has the unit of a square.",
    powers=((1, 1), (0.5, 1)),
)
def adadelta_without_roots(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6, powers):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    step = (d + eps) ** powers[0] / (s + eps) ** powers[1] * g
    return w - lr * step, s, mixed(d, step, rho)


@adadelta.wrong(
    "adadelta_step",
    "roots exchanged",
    "your fraction stands on its head. The size of the steps is above the line, that of the "
    "gradients below.",
)
def adadelta_upside_down(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    step = step_of(g, d, s, eps)
    return w - lr * step, s, mixed(d, step, rho)


@adadelta.wrong(
    "adadelta_step",
    "lr in the mean of steps",
    "lr enters your mean of squared steps. The mean is one of the steps before they are multiplied "
    "by lr.",
)
def adadelta_with_rate_in_mean(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    step = lr * step_of(g, s, d, eps)
    return w - step, s, mixed(d, step, rho)


@adadelta.wrong(
    "adadelta_step",
    "lr ignored",
    "lr does nothing in your step. It is a factor of the whole step, 1 where none is given.",
)
def adadelta_without_rate(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    step = step_of(g, s, d, eps)
    return w - step, s, mixed(d, step, rho)


@adadelta.wrong(
    "adadelta_step",
    "rho and 1 - rho exchanged",
    "one of your means keeps 1 - rho of the past. Rho is the share of the past, in both of them.",
    where=("gradients", "both"),
)
def adadelta_exchanged(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6, where):
    first = rho if where == "steps" else 1 - rho
    second = rho if where == "gradients" else 1 - rho
    require(lr, eps, rho=rho)
    w, g, s, d = alike(w, dw, s, d)
    s = mixed(s, g, first)
    step = step_of(g, s, d, eps)
    return w - lr * step, s, mixed(d, step, second)


@adadelta.wrong(
    "adadelta_step",
    "old gradients' mean in the step",
    "your step divides by the mean of squared gradients that came in. The new one is needed, which "
    "knows the newest gradient.",
)
def adadelta_by_old_mean(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    require(lr, eps, rho=rho)
    w, g, s, d = alike(w, dw, s, d)
    step = step_of(g, s, d, eps)
    return w - lr * step, mixed(s, g, rho), mixed(d, step, rho)


@adadelta.wrong(
    "adadelta_step",
    "old state handed back",
    "your weights are right, but a state that came in goes back as it was. Both means have to be "
    "the new ones.",
    which=("s", "d", "both"),
)
def adadelta_that_forgets(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6, which):
    old = alike(w, dw, s, d)[2].copy()
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    step = step_of(g, s, d, eps)
    new = mixed(d, step, rho)
    return w - lr * step, s if which == "d" else old, new if which == "s" else d.copy()


@adadelta.wrong(
    "adadelta_step",
    "states in another order",
    "the two means that you return are exchanged: first that of the gradients, then that of the "
    "steps.",
)
def adadelta_with_states_exchanged(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    step = step_of(g, s, d, eps)
    return w - lr * step, mixed(d, step, rho), s


@adadelta.right("adadelta_step")
def adadelta_by_one_root(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    ratio = (d + eps) / (s + eps)
    return w - lr * g * np.sqrt(ratio), s, d + (1 - rho) * (ratio * g**2 - d)


@adadelta.right("adadelta_step")
def adadelta_on_copies(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = means(w, dw, s, d, lr, rho, eps)
    step = np.multiply(g, (d + eps) ** 0.5) / np.power(s + eps, 0.5)
    steps, moved = d * rho, w.copy()
    steps += (1 - rho) * np.square(step)
    moved -= lr * step
    return moved, s, steps
