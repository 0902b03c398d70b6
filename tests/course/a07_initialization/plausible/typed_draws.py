"""Weights, fans and gains as they are typed with a slip, and right in other ways."""

import numpy as np

from dlkit.arguments import require_generator, require_number, require_whole_number
from dlkit.initialization import fans
from tests.course.a07_initialization.plausible.typed_measurements import draws_of, settings
from tests.course.a07_initialization.plausible.typed_weights import whole
from tests.course.plausible import right, wrong

KEPT = 0.8796256610342398


def sizes_of(shape):
    sizes = [require_whole_number(n, at_least=1) for n in tuple(shape)]
    if len(sizes) < 2:
        raise ValueError("bias")
    return sizes


@wrong("multiplied")
def fans__side_of_the_kernel(shape):
    first, second, *kernel = sizes_of(shape)
    return (second * kernel[0], first * kernel[0]) if kernel else (first, second)


@wrong("(?s)right results are all of edge cases.*missing from a fan")
def fans__area_once(shape):
    first, second, *kernel = sizes_of(shape)
    return (second * int(np.prod(kernel)), first) if kernel else (first, second)


@wrong("filters, the outputs, come first")
def fans__inputs_first(shape):
    first, second, *kernel = sizes_of(shape)
    return first * int(np.prod(kernel)), second * int(np.prod(kernel))


@wrong("one over the fan-in")
def torch_default_linear__no_root(shape, *, rng):
    a = 1 / fans(shape)[0]
    return require_generator(rng).uniform(-a, a, tuple(shape))


@wrong("both sides of the kernel count")
def torch_default_linear__first_size(shape, *, rng):
    fans(shape)
    a = 1 / np.sqrt(shape[0])
    return require_generator(rng).uniform(-a, a, tuple(shape))


def scale(shape, gain, rng):
    return require_number(gain, above=0), 2 / sum(fans(shape)), require_generator(rng)


@wrong("root is missing")
def xavier_uniform__variance_as_bound(shape, *, gain=1.0, rng):
    gain, variance, rng = scale(shape, gain, rng)
    a = gain**2 * 3 * variance
    return rng.uniform(-a, a, tuple(shape))


@wrong("as another power")
def xavier_uniform__gain_under_root(shape, *, gain=1.0, rng):
    gain, variance, rng = scale(shape, gain, rng)
    a = np.sqrt(gain * 3 * variance)
    return rng.uniform(-a, a, tuple(shape))


@wrong("root of it")
def xavier_normal__variance_as_scale(shape, *, gain=1.0, rng):
    gain, variance, rng = scale(shape, gain, rng)
    return rng.normal(0, gain**2 * variance, tuple(shape))


@wrong("half or twice")
def xavier_normal__one_over_sum(shape, *, gain=1.0, rng):
    gain, variance, rng = scale(shape, gain, rng)
    return gain * rng.standard_normal(tuple(shape)) * np.sqrt(variance / 2)


@wrong("one part of the fraction only")
def he_normal__root_of_two(shape, *, rng):
    return require_generator(rng).normal(0, np.sqrt(2) / fans(shape)[0], tuple(shape))


@wrong("may fall outside once more")
def truncated_normal__once(shape, *, std, rng):
    sizes, std, rng = whole(shape, std, rng)
    s = std / KEPT
    W = rng.normal(0, s, sizes)
    outside = np.abs(W) > 2 * s
    if outside.any():
        W[outside] = rng.normal(0, s, outside.sum())
    return W


@wrong("one tail of the bell")
def truncated_normal__without_abs(shape, *, std, rng):
    sizes, std, rng = whole(shape, std, rng)
    s = std / KEPT
    W = rng.normal(0, s, sizes)
    while (outside := W > 2 * s).any():
        W[outside] = rng.normal(0, s, outside.sum())
    return W


@wrong("Yours is at twice std")
def truncated_normal__cut_at_two_std(shape, *, std, rng):
    sizes, std, rng = whole(shape, std, rng)
    W = rng.normal(0, std / KEPT, sizes)
    while (outside := np.abs(W) > 2 * std).any():
        W[outside] = rng.normal(0, std / KEPT, outside.sum())
    return W


@right
def truncated_normal__from_a_pool(shape, *, std, rng):
    sizes, std, rng = whole(shape, std, rng)
    pool = np.empty(0)
    while pool.size < (count := int(np.prod(sizes))):
        z = rng.standard_normal(count + 10)
        pool = np.concatenate([pool, z[abs(z) <= 2]])
    return std / KEPT * pool[:count].reshape(sizes)


def decomposed(shape, gain, draw):
    rows, columns = shape[0], int(np.prod(shape[1:]))
    Q, R = np.linalg.qr(draw((max(rows, columns), min(rows, columns))))
    return require_number(gain, above=0), Q * np.sign(np.diag(R)), rows < columns


@wrong("leaves the numbers in their order")
def orthogonal__reshaped(shape, *, gain=1.0, rng):
    fans(shape)
    gain, Q, _ = decomposed(shape, gain, require_generator(rng).standard_normal)
    return gain * Q.reshape(shape)


@wrong("as another power")
def orthogonal__root_of_gain(shape, *, gain=1.0, rng):
    fans(shape)
    gain, Q, is_wide = decomposed(shape, gain, require_generator(rng).standard_normal)
    return np.sqrt(gain) * (Q.T if is_wide else Q).reshape(shape)


@wrong("not normal ones")
def orthogonal__of_uniform_numbers(shape, *, gain=1.0, rng):
    fans(shape)
    gain, Q, is_wide = decomposed(shape, gain, require_generator(rng).random)
    return gain * (Q.T if is_wide else Q).reshape(shape)


@wrong("not at right angles")
def orthogonal__normalized(shape, *, gain=1.0, rng):
    fans(shape)
    gain, A = require_number(gain, above=0), require_generator(rng).standard_normal(shape)
    A = A.reshape(len(A), -1)
    A /= np.linalg.norm(A, axis=0 if A.shape[0] >= A.shape[1] else 1, keepdims=True)
    return gain * A.reshape(shape)


Z = np.linspace(-12, 12, 4801)


@wrong("square the bell curve")
def predict_layer_gain__bell_squared(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    bell = np.exp(-(Z**2) / 2) / np.sqrt(2 * np.pi)
    return float(fan_in * std**2 * np.sum((activation(Z) * bell) ** 2) * 0.005)


@wrong("root of 2 pi")
def predict_layer_gain__two_pi(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    bell = np.exp(-(Z**2) / 2) / (2 * np.pi)
    return float(fan_in * std**2 * np.sum(activation(Z) ** 2 * bell) * 0.005)


@wrong("one draw less")
def calibrate_gain__n_minus_1(activation, *, rng, draws=100_000):
    mean_square = np.sum(activation(draws_of(rng, draws)) ** 2) / max(draws - 1, 1)
    if mean_square == 0:
        raise ValueError("nothing comes out")
    return float(mean_square**-0.5)


@wrong("draws as many numbers as it likes")
def calibrate_gain__always_as_many(activation, *, rng, draws=100_000):
    draws_of(np.random.default_rng(0), draws)
    mean_square = np.mean(activation(draws_of(rng, 100_000)) ** 2)
    if mean_square == 0:
        raise ValueError("nothing comes out")
    return float(1 / np.sqrt(mean_square))
