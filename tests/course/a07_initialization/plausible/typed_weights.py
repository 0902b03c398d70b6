"""Weights as they are typed from the notebook's text, right and wrong."""

import numpy as np

from dlkit.arguments import require_generator, require_number, require_whole_number
from dlkit.initialization import fans
from tests.course.plausible import right, wrong


@wrong("(?s)Half of the points.*inputs first, so the fan-in is D")
def fans__as_in_pytorch(shape):
    sizes = [require_whole_number(n, at_least=1) for n in tuple(shape)]
    if len(sizes) < 2:
        raise ValueError("bias")
    area = int(np.prod(sizes[2:]))
    return sizes[1] * area, sizes[0] * area


@wrong("whole patch")
def fans__kernel_forgotten(shape):
    sizes = [require_whole_number(n, at_least=1) for n in tuple(shape)]
    if len(sizes) < 2:
        raise ValueError("bias")
    return (sizes[0], sizes[1]) if len(sizes) == 2 else (sizes[1], sizes[0])


@wrong("root is missing")
def xavier_uniform__no_root(shape, *, gain=1.0, rng):
    gain, rng = require_number(gain, above=0), require_generator(rng)
    a = gain * 6 / sum(fans(shape))
    return rng.uniform(-a, a, size=shape)


@wrong("standard deviation of the weights is")
def xavier_normal__product_of_fans(shape, *, gain=1.0, rng):
    gain, rng = require_number(gain, above=0), require_generator(rng)
    fan_in, fan_out = fans(shape)
    return rng.normal(0, gain * np.sqrt(2 / np.sqrt(fan_in * fan_out)), size=shape)


@wrong("root of it")
def xavier_normal__variance_into_normal(shape, *, gain=1.0, rng):
    gain, rng = require_number(gain, above=0), require_generator(rng)
    return rng.normal(0, gain * 2 / sum(fans(shape)), size=shape)


@right
def xavier_normal__by_list(shape, *, gain=1.0, rng):
    gain, rng = require_number(gain, above=0), require_generator(rng)
    std = gain * (2 / sum(fans(shape))) ** 0.5
    numbers = [rng.normal() * std for _ in range(int(np.prod(shape)))]
    return np.array(numbers).reshape(shape)


@wrong("root of it")
def he_normal__variance_into_normal(shape, *, rng):
    return require_generator(rng).normal(0, 2 / fans(shape)[0], size=shape)


def bell_cut(shape, std, rng):
    W = require_generator(rng).normal(0, std, tuple(shape))
    while (outside := np.abs(W) > 2 * std).any():
        W[outside] = rng.normal(0, std, outside.sum())
    return W


@wrong("tails of your weights are missing")
def he_normal__cut(shape, *, rng):
    return bell_cut(shape, np.sqrt(2 / fans(shape)[0]), rng)


@wrong("tails of your weights are missing")
def he_normal__cut_and_stretched(shape, *, rng):
    return bell_cut(shape, np.sqrt(2 / fans(shape)[0]) / 0.8796256610342398, rng)


@wrong("tails of your weights are missing")
def xavier_normal__cut(shape, *, gain=1.0, rng):
    return bell_cut(shape, require_number(gain, above=0) * np.sqrt(2 / sum(fans(shape))), rng)


@wrong("tails of your weights are missing")
def xavier_normal__cut_and_stretched(shape, *, gain=1.0, rng):
    std = require_number(gain, above=0) * np.sqrt(2 / sum(fans(shape))) / 0.8796256610342398
    return bell_cut(shape, std, rng)


@wrong("number of outputs")
def he_normal__fan_out(shape, *, rng):
    return np.sqrt(2 / fans(shape)[1]) * require_generator(rng).standard_normal(shape)


@right
def he_normal__from_uniform_pairs(shape, *, rng):
    rng = require_generator(rng)
    u, v = 1 - rng.random(tuple(shape)), rng.random(tuple(shape))
    return np.sqrt(2 / fans(shape)[0]) * np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)


@wrong("larger by the root of 3|smaller by the root of 3")
def torch_default_linear__normal(shape, *, rng):
    return require_generator(rng).normal(0, 1 / np.sqrt(fans(shape)[0]), size=shape)


@wrong("negative")
def torch_default_linear__from_zero(shape, *, rng):
    return require_generator(rng).random(shape) / np.sqrt(fans(shape)[0])


@right
def torch_default_linear__shifted(shape, *, rng):
    a = fans(shape)[0] ** -0.5
    return 2 * a * require_generator(rng).random(tuple(shape)) - a


def whole(shape, std, rng):
    sizes = [require_whole_number(n, at_least=0) for n in tuple(shape)]
    return sizes, require_number(std, at_least=0), require_generator(rng)


@wrong("piles up")
def truncated_normal__clip(shape, *, std, rng):
    sizes, std, rng = whole(shape, std, rng)
    return np.clip(rng.normal(0, std, sizes), -2 * std, 2 * std)


@wrong("0.88 of the")
def truncated_normal__no_stretch(shape, *, std, rng):
    sizes, std, rng = whole(shape, std, rng)
    W = np.asarray(rng.standard_normal(sizes))
    while (outside := np.abs(W) > 2).any():
        W[outside] = rng.standard_normal(outside.sum())
    return std * W


@wrong("missing, or stands there as another power")
def orthogonal__no_gain(shape, *, gain=1.0, rng):
    fans(shape)
    require_number(gain, above=0)
    A = require_generator(rng).standard_normal((shape[0], int(np.prod(shape[1:]))))
    u, _, vt = np.linalg.svd(A, full_matrices=False)
    return (u @ vt).reshape(shape)


@wrong("habits about signs")
def orthogonal__plain_q(shape, *, gain=1.0, rng):
    fans(shape)
    gain = require_number(gain, above=0)
    A = require_generator(rng).standard_normal((shape[0], int(np.prod(shape[1:]))))
    Q = np.linalg.qr(A)[0] if A.shape[0] >= A.shape[1] else np.linalg.qr(A.T)[0].T
    return gain * Q.reshape(shape)
