"""The exercise on momentum and its look ahead; this file is about momentum alone."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a06_optimizers.exercises.shared import alike, arrays, ask_step, draw, require
from dlkit import optimizers

momentum = Exercise(
    id="optimizers.momentum_step",
    title="Momentum",
    difficulty=2,
    minutes=25,
    hints=(
        "A step now depends on the past. What of the past has to be known, and who keeps it from "
        "one step to the next, if the function itself forgets everything?",
        "The velocity is an array of the shape of the weights: the old one times mu, plus the "
        "gradient. Momentum moves by lr times the new velocity. Nesterov's step moves by lr times "
        "the sum of the gradient and mu times the new velocity.",
        "Make floats of one dtype, check the numbers, compute the new velocity as a new array, "
        "compute the new weights from it, and return both, the weights first.",
    ),
)

VELOCITY = (
    "each step is made with the new velocity, the decaying sum of all gradients without the rate"
)


def ask_momentum(ask: Ask, rng: np.random.Generator) -> None:
    """The questions for both steps alike."""
    ask.paper(np.array([1.0]), np.array([2.0]), np.array([4.0]), lr=0.1, momentum=0.5)
    options = {"lr": 0.3, "momentum": 0.8}
    with ask.essential(VELOCITY):
        ask.values("a velocity in mid-run", *draw(rng, (2,), 1), lr=0.25, momentum=0.6)
    ask_step(ask, rng, 1, **options)
    w, dw, v = draw(rng, (2,), 1)
    ask.values("momentum 0.9 where none is given", w, dw, v, lr=0.1)
    ask.edge("a momentum of 0", w, dw, v, lr=0.2, momentum=0.0)


@momentum.asks(optimizers.momentum_step, arrays("v"))
def _ask_momentum_step(ask: Ask, rng: np.random.Generator) -> None:
    ask_momentum(ask, rng)


def velocity(w, dw, v, lr, momentum):
    """Return w, g, the old velocity and the new one, after the guards."""
    require(lr, momentum=momentum)
    w, g, v = alike(w, dw, v)
    return w, g, v, momentum * v + g


@momentum.wrong(
    "momentum_step",
    "new gradient weighted by 1 - mu",
    "your velocity is a mean of the gradients: the new one comes in times 1 - mu. That is the "
    "other of the two conventions. Here the velocity is a sum, and the new gradient counts whole.",
)
def momentum_as_mean(w, dw, v, *, lr, momentum=0.9):
    w, g, v, _ = velocity(w, dw, v, lr, momentum)
    v = momentum * v + (1 - momentum) * g
    return w - lr * v, v


@momentum.wrong(
    "momentum_step",
    "learning rate inside the velocity",
    "your velocity holds steps: the gradient goes into it times the learning rate, or times its "
    "negative. Here the gradient goes in as it is, and the rate multiplies the velocity where the "
    "weights move.",
    sign=(1, -1),
)
def momentum_with_rate_inside(w, dw, v, *, lr, momentum=0.9, sign):
    w, g, v, _ = velocity(w, dw, v, lr, momentum)
    v = momentum * v + sign * lr * g
    return w - sign * v, v


@momentum.wrong(
    "momentum_step",
    "wrong sign",
    "a sign is wrong: the gradient points uphill, so the velocity adds it, and the weights "
    "subtract the velocity.",
    where=("weights", "both"),
)
def momentum_uphill(w, dw, v, *, lr, momentum=0.9, where):
    w, g, v, new = velocity(w, dw, v, lr, momentum)
    if where in ("velocity", "both"):
        new = momentum * v - g
    return (w + lr * new if where in ("weights", "both") else w - lr * new), new


@momentum.wrong(
    "momentum_step",
    "velocity written into, or shared between weights",
    "an array that came in was changed. Somebody may still need it, for another group of weights "
    "or another try: make the new velocity and the new weights as new arrays.",
    of=("w", "v", "both"),
)
def momentum_in_place(w, dw, v, *, lr, momentum=0.9, of):
    arrays = w, v
    w, _, _, new = velocity(w, dw, v, lr, momentum)
    result = w - lr * new, new
    for name, array, values in zip("wv", arrays, result, strict=True):
        if of in (name, "both") and array.flags.writeable and array.dtype.kind == "f":
            array[...] = values
    return result


@momentum.wrong(
    "momentum_step",
    "moved by the old velocity",
    "your weights move by the velocity that came in. Compute the new one first, and move by that.",
)
def momentum_by_old_velocity(w, dw, v, *, lr, momentum=0.9):
    w, _, v, new = velocity(w, dw, v, lr, momentum)
    return w - lr * v, new


@momentum.wrong(
    "momentum_step",
    "old velocity handed back",
    "your weights are right, but the velocity that you return is the one that came in. The next "
    "step needs the new one.",
    what=("old", "decayed", "gradient"),
)
def momentum_that_forgets(w, dw, v, *, lr, momentum=0.9, what):
    w, g, v, new = velocity(w, dw, v, lr, momentum)
    return w - lr * new, {"old": v.copy(), "decayed": momentum * v, "gradient": g.copy()}[what]


@momentum.wrong(
    "momentum_step",
    "no memory",
    "your step is that of plain gradient descent: the velocity that came in changes nothing.",
)
def momentum_without_past(w, dw, v, *, lr, momentum=0.9):
    w, g, _, _ = velocity(w, dw, v, lr, momentum)
    return w - lr * g, g.copy()


@momentum.wrong(
    "momentum_step",
    "the past does not decay",
    "the old velocity counts whole in yours, so it never dies away. Multiply it by mu.",
)
def momentum_without_decay(w, dw, v, *, lr, momentum=0.9):
    w, g, v, _ = velocity(w, dw, v, lr, momentum)
    return w - lr * (v + g), v + g


@momentum.wrong(
    "momentum_step",
    "mu on the gradient",
    "mu multiplies the gradient in your velocity. It says how much of the *past* is kept: mu "
    "belongs to the old velocity.",
)
def momentum_on_gradient(w, dw, v, *, lr, momentum=0.9):
    w, g, v, _ = velocity(w, dw, v, lr, momentum)
    v = v + momentum * g
    return w - lr * v, v


@momentum.wrong(
    "momentum_step",
    "the step of Nesterov",
    "your step counts the newest gradient once more. That is Nesterov's, the second function of "
    "this exercise.",
)
def momentum_with_look_ahead(w, dw, v, *, lr, momentum=0.9):
    w, g, _, new = velocity(w, dw, v, lr, momentum)
    return w - lr * (g + momentum * new), new


@momentum.wrong(
    "momentum_step",
    "results in another order",
    "you return the velocity first. The order is: weights, velocity.",
)
def momentum_exchanged(w, dw, v, *, lr, momentum=0.9):
    w, _, _, new = velocity(w, dw, v, lr, momentum)
    return new, w - lr * new


@momentum.right("momentum_step")
def momentum_on_copies(w, dw, v, *, lr, momentum=0.9):
    w, g, v, _ = velocity(w, dw, v, lr, momentum)
    new, moved = v.copy(), w.copy()
    new *= momentum
    new += g
    moved -= lr * new
    return moved, new


@momentum.right("momentum_step")
def momentum_in_two_parts(w, dw, v, *, lr, momentum=0.9):
    w, g, v, new = velocity(w, dw, v, lr, momentum)
    return w - lr * momentum * v - lr * g, new
