"""Plausible answers on Adam, its variants, and weight decay."""

import numpy as np

from dlkit.arguments import arrays_alike, real_array, require_number, require_whole_number
from dlkit.optimizers import adam_step
from tests.course.plausible import right, wrong


def checked(t, lr, beta1, beta2, eps, **arrays):
    require_whole_number(t, at_least=1)
    require_number(lr, at_least=0)
    require_number(eps, above=0)
    for beta in (beta1, beta2):
        require_number(beta, at_least=0, below=1)
    return arrays_alike(**arrays)


def means(m, v, g, beta1, beta2):
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g


@wrong("means are used as they are")
def adam_step__no_hats(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = means(m, v, g, beta1, beta2)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@wrong("second mean of gradients")
def adam_step__as_in_the_sheet(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = beta1 * m + (1 - beta1) * g, beta1 * v + (1 - beta1) * g
    with np.errstate(invalid="ignore"):
        return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@wrong("does not change with t")
def adam_step__one_minus_beta(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = means(m, v, g, beta1, beta2)
    return w - lr * m / (1 - beta1) / (np.sqrt(v / (1 - beta2)) + eps), m, v


@wrong("goes back corrected")
def adam_step__hats_returned(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = means(m, v, g, beta1, beta2)
    m, v = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@wrong("eps stands inside the root")
def adam_step__eps_under_the_root(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = means(m, v, g, beta1, beta2)
    return w - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t) + eps), m, v


@wrong("before the correction|uncorrected v")
def adam_step__shortcut(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = means(m, v, g, beta1, beta2)
    rate = lr * np.sqrt(1 - beta2**t).item() / (1 - beta1**t)
    return w - rate * m / (np.sqrt(v) + eps), m, v


@wrong("v plays no part")
def adam_step__momentum_only(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = means(m, v, g, beta1, beta2)
    return w - lr * m / (1 - beta1**t), m, v


@wrong("each other's place")
def adam_step__betas_exchanged(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = means(m, v, g, beta2, beta1)
    return w - lr * m / (1 - beta2**t) / (np.sqrt(v / (1 - beta1**t)) + eps), m, v


@wrong("step after|t . 1 for t")
def adam_step__t_plus_one(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = means(m, v, g, beta1, beta2)
    t += 1
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@wrong
def adam_step__beta_times_t(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = means(m, v, g, beta1, beta2)
    with np.errstate(all="ignore"):
        return w - lr * m / (1 - beta1 * t) / (np.sqrt(v / (1 - beta2 * t)) + eps), m, v


@right
def adam_step__by_lerp(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    update = np.divide(m / (1 - beta1**t), np.sqrt(v / (1 - beta2**t)) + eps)
    return w - lr * update, m, v


@wrong("sum or a mean of squares")
def adamax_step__l2(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, u = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, u=u)
    m, u = means(m, u, g, beta1, beta2)
    return w - lr / (1 - beta1**t) * m / (np.sqrt(u) + eps), m, u


@wrong("u for its start at zero")
def adamax_step__u_corrected(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, u = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, u=u)
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    return w - lr / (1 - beta1**t) * m / (u / (1 - beta2**t)), m, u


@wrong("maximum is taken of the corrected v")
def amsgrad_step__of_hats(w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v, v_max = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v, v_max=v_max)
    m, v = means(m, v, g, beta1, beta2)
    v_max = np.maximum(v_max, v / (1 - beta2**t))
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v_max) + eps), m, v, v_max


@wrong("used as it is|begin with zeros")
def amsgrad_step__as_in_the_paper(
    w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8
):
    w, g, m, v, v_max = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v, v_max=v_max)
    m, v = means(m, v, g, beta1, beta2)
    v_max = np.maximum(v_max, v)
    return w - lr * m / (np.sqrt(v_max) + eps), m, v, v_max


@wrong("momentum is beta1 in every step")
def nadam_step__constant(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = means(m, v, g, beta1, beta2)
    along = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    return w - lr * along / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def decay_of(w, weight_decay):
    w = real_array(w)
    decay = real_array(weight_decay).astype(w.dtype)
    if decay.shape not in ((), w.shape) or not (np.isfinite(decay) & (decay >= 0)).all():
        raise ValueError("decay")
    return w, decay


@wrong("the decay goes through your gradient")
def adamw_step__l2(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    w, decay = decay_of(w, weight_decay)
    numbers = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
    (g,) = arrays_alike(dw=np.asarray(dw).astype(w.dtype))
    if g.shape != w.shape:
        raise ValueError("shapes")
    return adam_step(w, g + decay * w, m, v, t, **numbers)


@wrong("by the decay alone")
def adamw_step__as_in_the_paper(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    w, decay = decay_of(w, weight_decay)
    numbers = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
    return adam_step(w * (1 - decay), dw, m, v, t, **numbers)


@wrong("shrink the weights after the step")
def adamw_step__afterwards(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    w, decay = decay_of(w, weight_decay)
    numbers = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
    w, m, v = adam_step(w, dw, m, v, t, **numbers)
    return w - lr * decay * w, m, v


@right
def adamw_step__two_parts(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    w, decay = decay_of(w, weight_decay)
    numbers = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
    stepped, m, v = adam_step(w, dw, m, v, t, **numbers)
    return stepped - lr * decay * w, m, v


@wrong("square of the newest gradient belongs there")
def adam_step__square_of_the_mean(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@wrong("runs over all weights")
def adamax_step__np_max(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, u = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, u=u)
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.max(np.abs(g)) + eps)
    return w - lr / (1 - beta1**t) * m / u, m, u


@wrong("taken of the v that came in")
def amsgrad_step__maximum_first(
    w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8
):
    w, g, m, v, v_max = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v, v_max=v_max)
    v_max = np.maximum(v_max, v)
    m, v = means(m, v, g, beta1, beta2)
    root = np.sqrt(v_max / (1 - beta2**t))
    return w - lr * m / (1 - beta1**t) / (root + eps), m, v, v_max


@wrong("take its root")
def adamax_step__denominator_of_adam(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, u = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, u=u)
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, np.abs(g) + eps)
    return w - lr * m / (1 - beta1**t) / np.sqrt(u / (1 - beta2**t)), m, u


@wrong("newest gradient is shrunk")
def adamax_step__maximum_of_shares(w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, u = checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, u=u)
    m = beta1 * m + (1 - beta1) * g
    u = np.maximum(beta2 * u, (1 - beta2) * np.abs(g) + eps)
    return w - lr * m / (1 - beta1**t) / u, m, u
