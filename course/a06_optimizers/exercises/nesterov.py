"""The second function of the exercise on momentum: Nesterov's look ahead."""

import numpy as np

from autograder.specification.ask import Ask
from course.a06_optimizers.exercises.momentum import ask_momentum, momentum, velocity
from course.a06_optimizers.exercises.shared import arrays
from dlkit import optimizers


@momentum.asks(optimizers.nesterov_step, arrays("v"))
def _ask_nesterov_step(ask: Ask, rng: np.random.Generator) -> None:
    ask_momentum(ask, rng)


@momentum.wrong(
    "nesterov_step",
    "look ahead along the old velocity",
    "your step is that of plain momentum: the gradient plus mu times the *old* velocity is nothing "
    "but the new velocity. The look ahead adds mu times the new one to the gradient.",
)
def nesterov_by_old_velocity(w, dw, v, *, lr, momentum=0.9):
    w, g, v, new = velocity(w, dw, v, lr, momentum)
    return w - lr * (g + momentum * v), new


@momentum.wrong(
    "nesterov_step",
    "look ahead without mu",
    "your step adds the whole new velocity to the gradient, or mu times the gradient to the "
    "velocity. Mu multiplies the new velocity, and the gradient counts whole.",
    mu_on=("nothing", "gradient"),
)
def nesterov_with_mu_misplaced(w, dw, v, *, lr, momentum=0.9, mu_on):
    w, g, _, new = velocity(w, dw, v, lr, momentum)
    step = {"nothing": g + new, "gradient": momentum * g + new}
    return w - lr * step[mu_on], new


@momentum.wrong(
    "nesterov_step",
    "look ahead added to the velocity",
    "your step adds the look ahead to the new velocity, so that the past counts twice. It is the "
    "gradient that the look ahead is added to.",
)
def nesterov_with_velocity_twice(w, dw, v, *, lr, momentum=0.9):
    w, _, _, new = velocity(w, dw, v, lr, momentum)
    return w - lr * (new + momentum * new), new


@momentum.wrong(
    "nesterov_step",
    "look ahead stored as the velocity",
    "the weights are right, but the velocity that you return holds the look ahead. Return mu times "
    "the old velocity plus the gradient.",
)
def nesterov_that_stores_the_step(w, dw, v, *, lr, momentum=0.9):
    w, g, _, new = velocity(w, dw, v, lr, momentum)
    step = g + momentum * new
    return w - lr * step, step


@momentum.wrong(
    "nesterov_step",
    "old velocity handed back",
    "your weights are right, but the velocity that you return is the one that came in. The next "
    "step needs the new one.",
)
def nesterov_that_forgets(w, dw, v, *, lr, momentum=0.9):
    w, g, v, new = velocity(w, dw, v, lr, momentum)
    return w - lr * (g + momentum * new), v.copy()


@momentum.wrong(
    "nesterov_step",
    "new gradient weighted by 1 - mu",
    "your velocity is a mean of the gradients: the new one comes in times 1 - mu. That is the "
    "other of the two conventions. Here the velocity is a sum, and the new gradient counts whole.",
)
def nesterov_of_mean(w, dw, v, *, lr, momentum=0.9):
    w, g, v, _ = velocity(w, dw, v, lr, momentum)
    share = (1 - momentum) * g
    v = momentum * v + share
    return w - lr * (share + momentum * v), v


@momentum.wrong(
    "nesterov_step",
    "learning rate inside the velocity",
    "your velocity holds steps: the gradient goes into it times the learning rate, or times its "
    "negative. Here the gradient goes in as it is, and the rate multiplies where the weights move.",
    sign=(1, -1),
)
def nesterov_with_rate_inside(w, dw, v, *, lr, momentum=0.9, sign):
    w, g, v, _ = velocity(w, dw, v, lr, momentum)
    v = momentum * v + sign * lr * g
    return w - sign * (momentum * v + sign * lr * g), v


@momentum.wrong(
    "nesterov_step",
    "wrong sign",
    "a sign is wrong: the weights subtract lr times the gradient, and lr times mu times the new "
    "velocity.",
    signs=((1, 1), (1, -1), (-1, 1)),
)
def nesterov_uphill(w, dw, v, *, lr, momentum=0.9, signs):
    w, g, _, new = velocity(w, dw, v, lr, momentum)
    return w + lr * (signs[0] * g + signs[1] * momentum * new), new


@momentum.wrong(
    "nesterov_step",
    "velocity written into",
    "an array that came in was changed. Somebody may still need it: make the new velocity and the "
    "new weights as new arrays.",
    of=("w", "v", "both"),
)
def nesterov_in_place(w, dw, v, *, lr, momentum=0.9, of):
    arrays = w, v
    w, g, _, new = velocity(w, dw, v, lr, momentum)
    result = w - lr * (g + momentum * new), new
    for name, array, values in zip("wv", arrays, result, strict=True):
        if of in (name, "both") and array.flags.writeable and array.dtype.kind == "f":
            array[...] = values
    return result


@momentum.right("nesterov_step")
def nesterov_written_out(w, dw, v, *, lr, momentum=0.9):
    w, g, v, new = velocity(w, dw, v, lr, momentum)
    return w - lr * ((1 + momentum) * g + momentum**2 * v), new


@momentum.right("nesterov_step")
def nesterov_in_two_moves(w, dw, v, *, lr, momentum=0.9):
    w, g, _, new = velocity(w, dw, v, lr, momentum)
    return (w - lr * momentum * new) - lr * g, new
