"""Plausible answers on rates for each weight: Adagrad, RMSprop, Adadelta."""

import numpy as np

from dlkit.arguments import arrays_alike, require_number
from tests.course.plausible import right, wrong


def checked(lr, eps, rho=0.0, **arrays):
    require_number(lr, at_least=0)
    require_number(eps, above=0)
    require_number(rho, at_least=0, below=1)
    return arrays_alike(**arrays)


@wrong("eps stands inside the root")
def adagrad_step__eps_under_the_root(w, dw, s, *, lr=0.01, eps=1e-10):
    w, g, s = checked(lr, eps, w=w, dw=dw, s=s)
    s = s + g**2
    return w - lr / np.sqrt(s + eps) * g, s


@wrong("the gradients themselves, or their sizes")
def adagrad_step__absolute_values(w, dw, s, *, lr=0.01, eps=1e-10):
    w, g, s = checked(lr, eps, w=w, dw=dw, s=s)
    s = s + abs(g)
    return w - lr * g / (s + eps), s


@wrong("sum of squares itself")
def adagrad_step__no_root(w, dw, s, *, lr=0.01, eps=1e-10):
    w, g, s = checked(lr, eps, w=w, dw=dw, s=s)
    s = s + g**2
    return w - lr * g / (s + eps), s


@wrong("sum that came in")
def adagrad_step__updated_afterwards(w, dw, s, *, lr=0.01, eps=1e-10):
    w, g, s = checked(lr, eps, w=w, dw=dw, s=s)
    new = w - lr * g / (np.sqrt(s) + eps)
    return new, s + g**2


@wrong("over all weights")
def adagrad_step__norm(w, dw, s, *, lr=0.01, eps=1e-10):
    w, g, s = checked(lr, eps, w=w, dw=dw, s=s)
    s = s + g**2
    return w - lr * g / (np.sqrt(s.sum()) + eps), s


@right
def adagrad_step__hypot(w, dw, s, *, lr=0.01, eps=1e-10):
    w, g, s = checked(lr, eps, w=w, dw=dw, s=s)
    size = np.hypot(np.sqrt(s), g)
    return w - lr * (g / (size + eps)), s + np.square(g)


@wrong("keeps 1 - rho of the past")
def rmsprop_step__the_other_way_round(w, dw, s, *, lr=0.01, rho=0.99, eps=1e-8):
    w, g, s = checked(lr, eps, rho, w=w, dw=dw, s=s)
    s = rho * g**2 + (1 - rho) * s
    return w - lr * g / (np.sqrt(s) + eps), s


@wrong("do not add up to 1")
def rmsprop_step__without_1_minus_rho(w, dw, s, *, lr=0.01, rho=0.99, eps=1e-8):
    w, g, s = checked(lr, eps, rho, w=w, dw=dw, s=s)
    s = rho * s + g**2
    return w - lr * g / (np.sqrt(s) + eps), s


@wrong("along the gradient, which points up")
def rmsprop_step__plus(w, dw, s, *, lr=0.01, rho=0.99, eps=1e-8):
    w, g, s = checked(lr, eps, rho, w=w, dw=dw, s=s)
    s = rho * s + (1 - rho) * g**2
    return w + lr * g / (np.sqrt(s) + eps), s


@wrong("goes back|not the new mean")
def rmsprop_step__root_returned(w, dw, s, *, lr=0.01, rho=0.99, eps=1e-8):
    w, g, s = checked(lr, eps, rho, w=w, dw=dw, s=s)
    s = np.sqrt(rho * s + (1 - rho) * g**2)
    return w - lr * g / (s + eps), s


@right
def rmsprop_step__average(w, dw, s, *, lr=0.01, rho=0.99, eps=1e-8):
    w, g, s = checked(lr, eps, rho, w=w, dw=dw, s=s)
    s = np.average([s, g**2], axis=0, weights=[rho, 1 - rho]).astype(w.dtype)
    return w - lr * g / (np.sqrt(s) + eps), s


@wrong("mean that already knows this step|already knows this step")
def adadelta_step__new_d_in_the_step(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = checked(lr, eps, rho, w=w, dw=dw, s=s, d=d)
    s = rho * s + (1 - rho) * g**2
    step = np.sqrt(d + eps) / np.sqrt(s + eps) * g
    d = rho * d + (1 - rho) * step**2
    step = np.sqrt(d + eps) / np.sqrt(s + eps) * g
    return w - lr * step, s, d


@wrong("eps is missing in one of your roots, or stands outside")
def adadelta_step__eps_as_in_rmsprop(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = checked(lr, eps, rho, w=w, dw=dw, s=s, d=d)
    s = rho * s + (1 - rho) * g**2
    step = np.sqrt(d + eps) / (np.sqrt(s) + eps) * g
    return w - lr * step, s, rho * d + (1 - rho) * step**2


@wrong("lr enters your mean")
def adadelta_step__d_of_the_whole_step(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = checked(lr, eps, rho, w=w, dw=dw, s=s, d=d)
    s = rho * s + (1 - rho) * g**2
    step = lr * np.sqrt(d + eps) / np.sqrt(s + eps) * g
    return w - step, s, rho * d + (1 - rho) * step**2


@wrong("lr does nothing")
def adadelta_step__no_rate(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = checked(lr, eps, rho, w=w, dw=dw, s=s, d=d)
    s = rho * s + (1 - rho) * g**2
    step = np.sqrt((d + eps) / (s + eps)) * g
    return w - step, s, rho * d + (1 - rho) * step**2


@right
def adadelta_step__one_quotient(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = checked(lr, eps, rho, w=w, dw=dw, s=s, d=d)
    s = s * rho + np.square(g) * (1 - rho)
    step = ((d + eps) / (s + eps)) ** 0.5 * g
    return w - step * lr, s, d * rho + step**2 * (1 - rho)


@wrong("old one goes back, or a root")
def adagrad_step__root_kept(w, dw, s, *, lr=0.01, eps=1e-10):
    w, g, s = checked(lr, eps, w=w, dw=dw, s=s)
    s = np.sqrt(s + g**2)
    return w - lr * g / (s + eps), s


@wrong("or stands outside")
def adadelta_step__eps_beside_the_roots(w, dw, s, d, *, lr=1.0, rho=0.9, eps=1e-6):
    w, g, s, d = checked(lr, eps, rho, w=w, dw=dw, s=s, d=d)
    s = rho * s + (1 - rho) * g**2
    step = (np.sqrt(d) + eps) / (np.sqrt(s) + eps) * g
    return w - lr * step, s, rho * d + (1 - rho) * step**2
