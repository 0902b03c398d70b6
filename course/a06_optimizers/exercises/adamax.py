"""The exercise on three variants of Adam; this file is about AdaMax."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a06_optimizers.exercises.adam import SLOWER, ask_adam
from course.a06_optimizers.exercises.shared import alike, arrays, draw, require
from dlkit import optimizers

variants = Exercise(
    id="optimizers.adamax_step",
    title="Three variants of Adam",
    difficulty=4,
    minutes=40,
    is_core=False,
    hints=(
        "Each of the three is your Adam with one line changed. Which line is it: the mean of "
        "squares, what becomes of it, or the direction above it?",
        "AdaMax keeps the larger of beta2 times u and the size of the gradient plus eps, entry by "
        "entry, and divides by it without a root. AMSGrad keeps the largest v so far beside v. "
        "Nadam mixes m and the newest gradient, with a momentum that depends on t.",
        "AdaMax: correct m only. AMSGrad: entry by entry the larger of v_max and the new v, then "
        "correct that as Adam corrects v. Nadam: write a small function for the momentum of a "
        "step, multiply those of the steps 1 to t, and one more for the second product.",
    ),
)


@variants.asks(optimizers.adamax_step, arrays("m", "u"))
def _ask_adamax_step(ask: Ask, rng: np.random.Generator) -> None:
    paper = (np.array([value]) for value in (1.0, -4.0, 2.0, 12.0))
    ask.paper(*paper, 2, lr=0.5, beta1=0.5, beta2=0.5, eps=1.0)
    w, _, m, _ = draw(rng, (2,), 2)
    with ask.essential("the largest gradient of each weight counts, with decay"):
        dw, u = np.array([0.5, -3.0]), rng.uniform(1.5, 2.5, size=2)
        ask.values("one gradient below u, one above", w, dw, m, u, 2, lr=0.2, beta2=0.9)
    ask_adam(ask, rng)


def parts(w, dw, m, u, t, *, lr, beta1, beta2, eps):
    """Return w, g, the old u, the new m, the corrected m and the new u, after the guards."""
    require(lr, eps, t, beta1=beta1, beta2=beta2)
    w, g, m, u = alike(w, dw, m, u)
    m = beta1 * m + (1 - beta1) * g
    return w, g, u, m, m / (1 - beta1**t), np.maximum(beta2 * u, np.abs(g) + eps)


@variants.wrong(
    "adamax_step",
    "a mean of squares instead of the largest",
    "your u comes from a sum or a mean of squares, as in Adam. AdaMax keeps the larger of two "
    "sizes: the decayed u, and that of the newest gradient.",
    rooted=(True, False),
)
def adamax_of_squares(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, rooted):
    w, g, u, m, m_hat, _ = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    u = beta2 * (u**2 if rooted else u) + (1 - beta2) * g**2
    u = np.sqrt(u) + eps if rooted else u
    size = u if rooted else np.sqrt(u) + eps
    return w - lr * m_hat / size, m, u


@variants.wrong(
    "adamax_step",
    "u corrected",
    "you correct u for its start at zero, or take its root. A maximum with the newest gradient is "
    "not too small, and has the unit of a gradient: divide by u as it is.",
    how=("corrected", "root", "both"),
)
def adamax_corrected(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, how):
    w, _, _, m, m_hat, u = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    size = u if how == "root" else u / (1 - beta2**t)
    return w - lr * m_hat / (size if how == "corrected" else np.sqrt(size)), m, u


@variants.wrong(
    "adamax_step",
    "no bias correction",
    "m is used as it is. It begins with zeros: divide it by 1 - beta1**t.",
)
def adamax_uncorrected(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, _, _, m, _, u = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return w - lr * m / u, m, u


@variants.wrong(
    "adamax_step",
    "eps in another place",
    "your eps is added to u, or stands beside it where the weights move. Here it is added to the "
    "size of the gradient, before the larger one is chosen.",
    stored=(True, False),
)
def adamax_with_eps_elsewhere(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, stored):
    w, g, u, m, m_hat, _ = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    u = np.maximum(beta2 * u, np.abs(g))
    return w - lr * m_hat / (u + eps), m, u + eps if stored else u


@variants.wrong(
    "adamax_step",
    "sign of the gradient kept",
    "your u looks at the gradient with its sign. A large negative one has to count as well: take "
    "its absolute value.",
)
def adamax_with_sign(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, u, m, m_hat, _ = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    u = np.maximum(beta2 * u, g + eps)
    with np.errstate(divide="ignore", invalid="ignore"):
        return w - lr * m_hat / u, m, u


@variants.wrong(
    "adamax_step",
    "one largest for all weights",
    "your maximum runs over all weights, so that each is divided by the gradients of the others, "
    "too. Each weight has a u of its own.",
    past=(False, True),
)
def adamax_of_all_weights(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, past):
    w, g, old, m, m_hat, u = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    size = np.maximum(beta2 * old, np.max(np.abs(g), initial=0) + np.asarray(eps, w.dtype))
    u = np.full_like(u, u.max(initial=0)) if past else size
    return w - lr * m_hat / u, m, u


@variants.wrong(
    "adamax_step",
    "the largest does not decay",
    "your u never becomes smaller, or the newest gradient is shrunk, too. The past is multiplied "
    "by beta2, and nothing else.",
    shrunk=("none", "both"),
)
def adamax_without_decay(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, shrunk):
    w, g, u, m, m_hat, _ = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    past, present = (beta2, 1 - beta2) if shrunk == "both" else (1, 1)
    u = np.maximum(past * u, present * np.abs(g) + eps)
    return w - lr * m_hat / u, m, u


@variants.wrong(
    "adamax_step",
    "divided by the old u",
    "your step divides by the u that came in. The new one is needed, which knows the newest "
    "gradient.",
)
def adamax_by_old_maximum(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, _, old, m, m_hat, u = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    with np.errstate(divide="ignore", invalid="ignore"):
        return w - lr * m_hat / old, m, u


@variants.wrong(
    "adamax_step",
    "old state handed back",
    "your weights are right, but u goes back as it came. The next step needs the new one.",
)
def adamax_that_forgets(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, _, old, m, m_hat, u = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return w - lr * m_hat / u, m, old.copy()


@variants.wrong(
    "adamax_step",
    "corrected mean handed back",
    "m goes back corrected. The next step would mix into it and correct it once more: hand it back "
    "without the division.",
)
def adamax_that_stores_corrected(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, _, _, _, m_hat, u = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return w - lr * m_hat / u, m_hat, u


@variants.right("adamax_step")
def adamax_by_choice(w, dw, m, u, t, **numbers):
    lr, beta1, beta2, eps = (SLOWER | numbers).values()
    w, g, old, m, m_hat, _ = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    size, decayed = np.abs(g) + eps, beta2 * old
    u = np.where(size > decayed, size, decayed)
    return w - m_hat / u * lr, m, u


@variants.right("adamax_step")
def adamax_by_stack(w, dw, m, u, t, **numbers):
    lr, beta1, beta2, eps = (SLOWER | numbers).values()
    w, g, old, m, _, _ = parts(w, dw, m, u, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    u = np.max([beta2 * old, np.sqrt(g * g) + eps], axis=0)
    return w - lr / (1 - beta1**t) * (m / u), m, u
