"""Plausible slips in steps: a sign, a square, a root, a power, or one name taken for another."""

import math

import numpy as np

from dlkit.optimizers import adam_step
from tests.course.a06_optimizers.plausible import adams, around, momenta, rates
from tests.course.plausible import right, wrong


@wrong("velocity holds steps")
def momentum_step__keras_with_the_rate(w, dw, v, *, lr, momentum=0.9):
    w, g, v = momenta.checked(w, dw, v, lr, momentum)
    v = momentum * v - lr * g
    return w + v, v


@wrong("the past counts twice")
def nesterov_step__ahead_of_the_velocity(w, dw, v, *, lr, momentum=0.9):
    w, g, v = momenta.checked(w, dw, v, lr, momentum)
    v = momentum * v + g
    return w - lr * (v + momentum * v), v


@wrong("a momentum of 1")
def nesterov_step__without_decay_allowed(w, dw, v, *, lr, momentum=0.9):
    w, g, v = momenta.checked(w, dw, v, lr, momentum if momentum != 1 else 0.5)
    v = momentum * v + g
    return w - lr * (g + momentum * v), v


@right
def nesterov_step__in_numpy_calls(w, dw, v, *, lr, momentum=0.9):
    w, g, v = momenta.checked(w, dw, v, lr, momentum)
    new = np.add(np.multiply(momentum, v), g)
    return w - lr * g - lr * momentum * new, new


@wrong("over all weights")
def adagrad_step__np_sum(w, dw, s, *, lr=0.01, eps=1e-10):
    w, g, s = rates.checked(lr, eps, w=w, dw=dw, s=s)
    s = s + np.sum(g**2)
    return w - lr * g / (np.sqrt(s) + eps), s


@wrong("over all weights")
def rmsprop_step__np_mean(w, dw, s, *, lr=0.01, rho=0.99, eps=1e-8):
    w, g, s = rates.checked(lr, eps, rho, w=w, dw=dw, s=s)
    s = rho * s + (1 - rho) * np.mean(np.square(g))
    return w - lr * g / (np.sqrt(s) + eps), s


@wrong("mean of squares itself")
def rmsprop_step__no_root(w, dw, s, *, lr=0.01, rho=0.99, eps=1e-8):
    w, g, s = rates.checked(lr, eps, rho, w=w, dw=dw, s=s)
    s = rho * s + (1 - rho) * g**2
    return w - lr * g / (s + eps), s


@wrong("Their squares are needed")
def adadelta_step__mean_of_steps(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = rates.checked(lr, eps, rho, w=w, dw=dw, s=s, d=d)
    s = rho * s + (1 - rho) * g**2
    step = np.sqrt(d + eps) / np.sqrt(s + eps) * g
    return w - lr * step, s, rho * d + (1 - rho) * step


@wrong("one of your two means is corrected")
def adam_step__m_hat_alone(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = adams.checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = adams.means(m, v, g, beta1, beta2)
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v) + eps), m, v


@wrong("corrected with the same beta")
def adam_step__beta1_copied(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = adams.checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = adams.means(m, v, g, beta1, beta2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta1**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@right
def adam_step__corrected_root(w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = adams.checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    m, v = adams.means(m, v, g, beta1, beta2)
    size = np.sqrt(v) / math.sqrt(1 - beta2**t) + eps
    return w - (lr / (1 - beta1**t)) * (m / size), m, v


@wrong("eps is added to u")
def adamax_step__eps_after_the_maximum(
    w, dw, m, u, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8
):
    w, g, m, u = adams.checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, u=u)
    m, u = beta1 * m + (1 - beta1) * g, np.maximum(beta2 * u, np.abs(g))
    return w - lr / (1 - beta1**t) * m / (u + eps), m, u


@wrong("mix into it")
def amsgrad_step__v_from_the_largest(
    w, dw, m, v, v_max, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8
):
    w, g, m, _, v_max = adams.checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v, v_max=v_max)
    m, v = adams.means(m, v_max, g, beta1, beta2)
    v_max = np.maximum(v_max, v)
    root = np.sqrt(v_max / (1 - beta2**t))
    return w - lr * m / (1 - beta1**t) / (root + eps), m, v, v_max


def nadam(w, g, m, v, t, lr, betas, eps, factors):
    """Return the step of Nadam with these factors of the new mean and of the gradient."""
    m, v = adams.means(m, v, g, *betas)
    along = factors[0] * m + factors[1] * g
    return w - lr * along / (np.sqrt(v / (1 - betas[1] ** t)) + eps), m, v


@wrong("divided by the same")
def nadam_step__product_to_t(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = adams.checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    momenta = [beta1 * (1 - 0.5 * 0.96 ** (0.004 * k)) for k in range(1, t + 2)]
    rest = 1 - math.prod(momenta[:t])
    factors = momenta[t] / rest, (1 - momenta[t - 1]) / rest
    return nadam(w, g, m, v, t, lr, (beta1, beta2), eps, factors)


@wrong("begin with k = 0")
def nadam_step__range_from_zero(w, dw, m, v, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = adams.checked(t, lr, beta1, beta2, eps, w=w, dw=dw, m=m, v=v)
    momenta = [beta1 * (1 - 0.5 * 0.96 ** (0.004 * k)) for k in range(t + 1)]
    first = momenta[-1] / (1 - math.prod(momenta))
    second = (1 - momenta[-2]) / (1 - math.prod(momenta[:-1]))
    return nadam(w, g, m, v, t, lr, (beta1, beta2), eps, (first, second))


@wrong("a negative decay")
def adamw_step__any_decay(
    w, dw, m, v, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    numbers = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
    stepped, m, v = adam_step(w, dw, m, v, t, **numbers)
    return (stepped - lr * np.asarray(weight_decay) * w).astype(stepped.dtype), m, v


@wrong("first update has the rate 0")
def warmup_cosine__three_slips(updates, *, lr, total, warmup):
    around.planned(updates, lr, total, warmup)
    if updates < warmup:
        return lr * updates / warmup
    return lr * 0.5 * (1 + math.cos(math.pi * updates / total))


@wrong("stretched over all updates")
def warmup_cosine__two_slips(updates, *, lr, total, warmup):
    around.planned(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / warmup
    return lr * 0.5 * (1 + math.cos(math.pi * updates / total))
