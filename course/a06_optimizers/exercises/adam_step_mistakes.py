"""More wrong solutions of the exercise on Adam: the step itself, and what is handed back."""

import numpy as np

from course.a06_optimizers.exercises.adam import adam, moved, parts
from course.a06_optimizers.exercises.shared import named


@adam.wrong(
    "adam_step",
    "eps inside the root",
    "your eps stands inside the root. That is a convention, too, but here it is added to the root: "
    "outside.",
)
def adam_with_eps_inside(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return a.w - lr * a.m_hat / np.sqrt(a.v_hat + eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "eps added before the correction",
    "your eps is added to the root of the uncorrected v, as in the shortened form of the paper. "
    "Correct first, then take the root, then add eps.",
)
def adam_with_eps_hat(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    rate = lr * (1 - beta2**t) ** 0.5
    return moved(a.w, a.m_hat, a.v_new, rate, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "eps left out",
    "a weight that never had a gradient becomes nan: 0 divided by 0. That is what eps is for.",
)
def adam_without_eps(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved(a.w, a.m_hat, a.v_hat, lr, 0.0), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "first moment only",
    "your step never divides by the size of the gradients: v plays no part in it. Divide by the "
    "root of the corrected v plus eps.",
)
def adam_of_first_moment(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return a.w - lr * a.m_hat, a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "gradient instead of its mean",
    "your step goes along the newest gradient, as RMSprop does. Adam goes along m, corrected.",
)
def adam_along_gradient(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved(a.w, a.g, a.v_hat, lr, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "root forgotten",
    "your step divides by the mean of squares itself. Its root is needed, which is of the size of "
    "a gradient.",
)
def adam_without_root(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return a.w - lr * a.m_hat / (a.v_hat + eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "square of the mean gradient",
    "your v mixes in the square of m. The square of the newest gradient belongs there: a mean of "
    "squares is not the square of a mean.",
    mean=named(new=lambda a: a.m_new, corrected=lambda a: a.m_hat),
)
def adam_of_squared_mean(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, mean):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    v_new = beta2 * a.v + (1 - beta2) * mean(a) ** 2
    return moved(a.w, a.m_hat, v_new / (1 - beta2**t), lr, eps), a.m_new, v_new


@adam.wrong(
    "adam_step",
    "means that came in used for the step",
    "your step uses a mean as it came in, before the newest gradient was mixed in.",
    which=("m", "v"),
)
def adam_by_old_means(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, which):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    first = a.m_hat if which == "v" else a.m / (1 - beta1**t)
    second = a.v_hat if which == "m" else a.v / (1 - beta2**t)
    return moved(a.w, first, second, lr, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "corrected means handed back",
    "a mean goes back corrected. The next step would mix into it and correct it once more: hand "
    "back m and v without the division.",
    which=("m", "v", "both"),
)
def adam_that_stores_corrected(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, which):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    states = a.m_new if which == "v" else a.m_hat, a.v_new if which == "m" else a.v_hat
    return moved(a.w, a.m_hat, a.v_hat, lr, eps), *states


@adam.wrong(
    "adam_step",
    "old means handed back",
    "your weights are right, but a mean that came in goes back as it was. The next step needs the "
    "new ones.",
    which=("m", "v", "both"),
)
def adam_that_forgets(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, which):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    states = a.m_new if which == "v" else a.m.copy(), a.v_new if which == "m" else a.v.copy()
    return moved(a.w, a.m_hat, a.v_hat, lr, eps), *states


@adam.wrong(
    "adam_step",
    "state written into",
    "an array that came in was changed. Somebody may still need it, for other weights or another "
    "try: make new arrays.",
    of=(0, 1, 2),
)
def adam_in_place(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, of):
    array = (w, m, v)[of]
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    result = moved(a.w, a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new
    if array.flags.writeable and array.dtype.kind == "f":
        array[...] = result[of]
    return result


@adam.wrong(
    "adam_step",
    "uphill",
    "your weights move along the mean gradient, which points up. Subtract the step.",
)
def adam_uphill(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return moved(a.w, -a.m_hat, a.v_hat, lr, eps), a.m_new, a.v_new


@adam.wrong(
    "adam_step",
    "one size for all weights",
    "all your weights are divided by the same number, made of the squares of all gradients. Every "
    "weight has a v of its own.",
)
def adam_of_all_weights(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    a = parts(w, dw, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    size = np.full_like(a.v_hat, a.v_hat.mean()) if a.v_hat.size else a.v_hat
    return moved(a.w, a.m_hat, size, lr, eps), a.m_new, a.v_new
