"""The second of the three variants of Adam: AMSGrad, which never lets its rate grow again."""

import numpy as np

from autograder.specification.ask import Ask
from course.a06_optimizers.exercises.adam import ADAM, ask_adam, moved, parts
from course.a06_optimizers.exercises.adamax import variants
from course.a06_optimizers.exercises.shared import alike, arrays, draw
from dlkit import optimizers


@variants.asks(optimizers.amsgrad_step, arrays("m", "v", "v_max"))
def _ask_amsgrad_step(ask: Ask, rng: np.random.Generator) -> None:
    paper = (np.array([value]) for value in (1.0, 4.0, 2.0, 2.0, 12.0))
    ask.paper(*paper, 2, lr=0.5, beta1=0.5, beta2=0.5)
    w, dw, m, v = draw(rng, (2,), 2)
    with ask.essential("the largest v so far stays the divisor"):
        v_max = v * np.array([9.0, 0.1])
        ask.values("v below and above the largest", w, 0.1 * dw, m, v, v_max, 4, lr=0.2)
    ask_adam(ask, rng, states=3)


def largest(v_max, v):
    return np.maximum(alike(v, v_max)[1], v)


@variants.wrong(
    "amsgrad_step",
    "no memory of the largest",
    "your largest v is the newest v: what came in as v_max plays no part, so the step is that of "
    "Adam.",
    kept=(True, False),
)
def amsgrad_without_memory(
    w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, kept
):
    alike(w, v_max)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_max = largest(v_max, a.v_new) if kept else a.v_new.copy()
    return moved(a.w, a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new, v_max


@variants.wrong(
    "amsgrad_step",
    "maximum of the corrected v",
    "your maximum is taken of the corrected v. In this course, as in PyTorch, it is taken of v as "
    "it is, and corrected afterwards.",
)
def amsgrad_of_corrected(w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    alike(w, v_max)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_max = largest(v_max, a.v_hat)
    return moved(a.w, a.m_hat, v_max, lr, eps), a.m_new, a.v_new, v_max


@variants.wrong(
    "amsgrad_step",
    "no bias correction",
    "m, or the largest v, is used as it is. Both begin with zeros: divide by 1 less the beta to "
    "the power of t.",
    which=("m", "both"),
)
def amsgrad_uncorrected(w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, which):
    alike(w, v_max)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_max = largest(v_max, a.v_new)
    first = a.m_hat if which == "v_max" else a.m_new
    second = v_max / (1 - beta2**t) if which == "m" else v_max
    return moved(a.w, first, second, lr, eps), a.m_new, a.v_new, v_max


@variants.wrong(
    "amsgrad_step",
    "maximum of the old v",
    "your maximum is taken of the v that came in. The new v is needed, which knows the newest "
    "gradient.",
)
def amsgrad_of_old_v(w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    alike(w, v_max)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_max = largest(v_max, a.v)
    return moved(a.w, a.m_hat, v_max / (1 - beta2**t), lr, eps), a.m_new, a.v_new, v_max


@variants.wrong(
    "amsgrad_step",
    "smaller instead of larger",
    "your v_max keeps the smaller of the two. AMSGrad keeps the larger one, so that one large "
    "gradient is not forgotten.",
)
def amsgrad_of_smallest(w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, v_max = alike(w, v_max)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_max = np.minimum(v_max, a.v_new)
    return moved(a.w, a.m_hat, v_max / (1 - beta2**t), lr, eps), a.m_new, a.v_new, v_max


@variants.wrong(
    "amsgrad_step",
    "the largest put in place of v",
    "you hand the largest back as v, or mix into it. v itself goes on as in Adam; the largest is "
    "kept beside it.",
    mixed=(True, False),
)
def amsgrad_that_mixes_into_largest(
    w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, mixed
):
    _, v_max = alike(w, v_max)
    base = v_max if mixed else v
    a = parts(w, dw, m, base, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_max = np.maximum(v_max, a.v_new)
    v = a.v_new if mixed else v_max.copy()
    return moved(a.w, a.m_hat, v_max / (1 - beta2**t), lr, eps), a.m_new, v, v_max


@variants.wrong(
    "amsgrad_step",
    "one largest for all weights",
    "your maximum runs over all weights and is one number. Each weight has a largest v of its own.",
)
def amsgrad_of_all_weights(w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    _, v_max = alike(w, v_max)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_max = np.full_like(v_max, max(v_max.max(initial=0), a.v_new.max(initial=0)))
    return moved(a.w, a.m_hat, v_max / (1 - beta2**t), lr, eps), a.m_new, a.v_new, v_max


@variants.wrong(
    "amsgrad_step",
    "old state handed back",
    "your weights are right, but the largest v goes back as it came, or corrected. Hand back the "
    "new one, uncorrected.",
    corrected=(True, False),
)
def amsgrad_that_forgets(
    w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, corrected
):
    old = alike(w, v_max)[1]
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_max = largest(old, a.v_new)
    result = moved(a.w, a.m_hat, v_max / (1 - beta2**t), lr, eps)
    return result, a.m_new, a.v_new, v_max / (1 - beta2**t) if corrected else old.copy()


@variants.right("amsgrad_step")
def amsgrad_by_choice(w, dw, m, v, v_max, t, **numbers):
    lr, beta1, beta2, eps = (ADAM | numbers).values()
    _, v_max = alike(w, v_max)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_max = np.where(a.v_new > v_max, a.v_new, v_max)
    size = (v_max / (1 - beta2**t)) ** 0.5 + eps
    return a.w - lr * (a.m_hat / size), a.m_new, a.v_new, v_max


@variants.right("amsgrad_step")
def amsgrad_by_stack(w, dw, m, v, v_max, t, **numbers):
    lr, beta1, beta2, eps = (ADAM | numbers).values()
    _, v_max = alike(w, v_max)
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_max = np.max(np.stack([v_max, a.v_new]), axis=0)
    root = np.sqrt(v_max) / np.sqrt(1 - beta2**t)
    return a.w - (lr * a.m_hat / (root + eps)).astype(a.w.dtype), a.m_new, a.v_new, v_max
