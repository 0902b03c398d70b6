"""The third of the variants of Adam: Nadam, with Nesterov's look ahead."""

import math

import numpy as np

from autograder.specification.ask import Ask
from course.a06_optimizers.exercises.adam import SLOWER, STATE, ask_adam, parts
from course.a06_optimizers.exercises.adamax import variants
from course.a06_optimizers.exercises.shared import arrays, draw
from dlkit import optimizers


@variants.asks(optimizers.nadam_step, arrays(*STATE))
def _ask_nadam_step(ask: Ask, rng: np.random.Generator) -> None:
    w, dw, m, v = draw(rng, (2,), 2)
    with ask.essential("the newest gradient counts once more, with the momentum of its step"):
        ask.values("step 16, whose products are nearly 0", w, dw, m, v, 16, lr=0.2, beta1=0.5)
    ask.values("the second step", w[:1], dw[:1], m[:1], v[:1], 2, lr=0.2, beta1=0.8, beta2=0.9)
    ask_adam(ask, rng)


def growing(k, beta1):
    return beta1 * (1 - 0.96 ** (0.004 * k) / 2)


def product_to(t, beta1):
    return math.prod(growing(k, beta1) for k in range(1, t + 1))


def shares(t, beta1):
    """Return the right factors of the mean of gradients and of the newest gradient."""
    ahead = growing(t + 1, beta1) / (1 - product_to(t + 1, beta1))
    return ahead, (1 - growing(t, beta1)) / (1 - product_to(t, beta1))


def along(a, first, second, t, lr, beta2, eps):
    """Return Nadam's step from the two factors."""
    root = np.sqrt(a.v_new / (1 - beta2**t))
    return a.w - lr * (first * a.m_new + second * a.g) / (root + eps), a.m_new, a.v_new


@variants.wrong(
    "nadam_step",
    "no look ahead",
    "your step goes along m alone, as Adam's does. Nadam adds the newest gradient once more.",
    alone=("m", "adam"),
)
def nadam_without_look_ahead(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, alone):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    first = shares(t, beta1)[0] if alone == "m" else 1 / (1 - beta1**t)
    return along(a, first, 0.0, t, lr, beta2, eps)


@variants.wrong(
    "nadam_step",
    "constant momentum",
    "your momentum is beta1 in every step. Here it grows with the number of the step, from half of "
    "beta1 towards beta1.",
    ahead=(0, 1),
)
def nadam_with_constant_momentum(
    w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, ahead
):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    first = beta1 / (1 - beta1 ** (t + ahead))
    return along(a, first, (1 - beta1) / (1 - beta1**t), t, lr, beta2, eps)


@variants.wrong(
    "nadam_step",
    "one product for both parts",
    "both parts of your step are divided by the same. The product for m has one factor more, that "
    "of the next step.",
)
def nadam_with_one_product(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    rest = 1 - product_to(t, beta1)
    first, second = growing(t + 1, beta1) / rest, (1 - growing(t, beta1)) / rest
    return along(a, first, second, t, lr, beta2, eps)


@variants.wrong(
    "nadam_step",
    "no product",
    "you divide by 1 less one momentum. The product of the momenta of all steps so far is needed.",
)
def nadam_without_product(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    now, ahead = growing(t, beta1), growing(t + 1, beta1)
    return along(a, ahead / (1 - ahead), 1.0 + 0 * now, t, lr, beta2, eps)


@variants.wrong(
    "nadam_step",
    "powers of one momentum instead of the product",
    "you take the momentum of this step to the power of t. It differs from step to step: multiply "
    "those of all steps so far.",
)
def nadam_with_powers(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    now, ahead = growing(t, beta1), growing(t + 1, beta1)
    first = ahead / (1 - ahead ** (t + 1))
    return along(a, first, (1 - now) / (1 - now**t), t, lr, beta2, eps)


@variants.wrong(
    "nadam_step",
    "momentum of another step",
    "your two parts have the momentum of the same step, or the wrong one of two. That of the next "
    "step belongs to m, that of this step to the gradient.",
    steps=((0, 0), (1, 1)),
)
def nadam_of_another_step(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, steps):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    first = growing(t + steps[0], beta1) / (1 - product_to(t + 1, beta1))
    second = (1 - growing(t + steps[1], beta1)) / (1 - product_to(t, beta1))
    return along(a, first, second, t, lr, beta2, eps)


@variants.wrong(
    "nadam_step",
    "momenta counted from 0",
    "your momenta begin with k = 0, so that each is that of the step before. The first step has "
    "k = 1.",
)
def nadam_one_step_late(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    momenta = [growing(k, beta1) for k in range(t + 1)]
    first = momenta[t] / (1 - math.prod(momenta))
    second = (1 - momenta[t - 1]) / (1 - math.prod(momenta[:t]))
    return along(a, first, second, t, lr, beta2, eps)


@variants.wrong(
    "nadam_step",
    "v not corrected",
    "v is used as it is. It begins with zeros: divide it by 1 - beta2**t before you take the root.",
)
def nadam_uncorrected(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    first, second = shares(t, beta1)
    direction = first * a.m_new + second * a.g
    return a.w - lr * direction / (np.sqrt(a.v_new) + eps), a.m_new, a.v_new


@variants.wrong(
    "nadam_step",
    "m corrected as in Adam",
    "your m is divided by 1 - beta1**t, as in Adam. In Nadam the products of the momenta take the "
    "place of that correction.",
    of=("both", "alone"),
)
def nadam_corrected_twice(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, of):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    first, second = shares(t, beta1)
    ahead = first if of == "both" else growing(t + 1, beta1)
    return along(a, ahead / (1 - beta1**t), second, t, lr, beta2, eps)


@variants.right("nadam_step")
def nadam_by_cumulative_product(w, dw, m, v, t, **numbers):
    lr, beta1, beta2, eps = (SLOWER | numbers).values()
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    momenta = beta1 * (1 - 0.5 * 0.96 ** (0.004 * np.arange(1, t + 2)))
    now, ahead = np.cumprod(momenta)[-2:].tolist()
    first, second = float(momenta[-1]) / (1 - ahead), float(1 - momenta[-2]) / (1 - now)
    return along(a, first, second, t, lr, beta2, eps)


@variants.right("nadam_step")
def nadam_in_two_terms(w, dw, m, v, t, **numbers):
    lr, beta1, beta2, eps = (SLOWER | numbers).values()
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    first, second = shares(t, beta1)
    size = a.v_hat**0.5 + eps
    return a.w - lr * first * a.m_new / size - lr * second * a.g / size, a.m_new, a.v_new
