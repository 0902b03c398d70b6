"""More plausible answers on many dimensions: halves, digits, directions and pairs."""

import math

import numpy as np

from dlkit.arguments import require_number
from tests.course.a08_landscapes.plausible.typed_dimensions import guarded, normals, shell
from tests.course.plausible import right, wrong


def drawn(dimensions, n, rng, shift):
    D, n, rng = guarded(dimensions, n, rng)
    require_number(shift, above=-np.inf)
    return rng.standard_normal((n, D, D)), shift * np.eye(D)


def share(H):
    return float(np.mean(np.all(np.linalg.eigvalsh(H) > 0, axis=1)))


@wrong("independent")
def p_local_min__coins(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    values = rng.standard_normal((n, D)) + require_number(shift, above=-np.inf)
    return float(np.mean(np.all(values > 0, axis=1)))


@wrong("not symmetric")
def p_local_min__one_half_of_it_read(dimensions, n, *, rng, shift=0.0):
    A, offset = drawn(dimensions, n, rng, shift)
    return share(A + offset)


@wrong("every entry of the matrices")
def p_local_min__shift_everywhere(dimensions, n, *, rng, shift=0.0):
    A, _ = drawn(dimensions, n, rng, shift)
    return share(0.5 * (A + A.swapaxes(1, 2)) + shift)


@wrong("not half of that")
def p_local_min__no_half(dimensions, n, *, rng, shift=0.0):
    A, offset = drawn(dimensions, n, rng, shift)
    return share(A + np.transpose(A, (0, 2, 1)) + offset)


@right
def p_local_min__smallest_alone(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    require_number(shift, above=-np.inf)
    minima = 0
    for _ in range(n):
        A = rng.normal(size=(D, D))
        minima += np.linalg.eigvalsh(0.5 * (A + A.T))[0] + shift > 0
    return minima / n


@wrong("number near 1 is taken from 1")
def shell_fraction__one_minus_exp(dimensions, eps):
    D, eps = shell(dimensions, eps)
    return 1.0 if eps == 1 else 1 - math.exp(D * math.log1p(-eps))


@wrong("eps = 1")
def shell_fraction__logarithm_of_zero(dimensions, eps):
    D, eps = shell(dimensions, eps)
    return -math.expm1(D * math.log1p(-eps))


@wrong("larger ball")
def shell_fraction__outside(dimensions, eps):
    D, eps = shell(dimensions, eps)
    return -math.expm1(-D * math.log1p(eps))


@wrong("points of a cube")
def sample_ball__cube_directions(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (0, 1))
    z = rng.uniform(-1, 1, size=(n, D))
    return z / np.linalg.norm(z, axis=1, keepdims=True) * rng.uniform(size=(n, 1)) ** (1 / D)


@wrong("every entry of your points")
def sample_ball__distance_per_entry(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (0, 1))
    z = rng.standard_normal((n, D))
    return z / np.linalg.norm(z, axis=1, keepdims=True) * rng.uniform(size=(n, D)) ** (1 / D)


@right
def sample_ball__two_more_entries(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (0, 1))
    sphere = rng.normal(size=(n, D + 2))
    sphere /= np.sqrt((sphere**2).sum(axis=1, keepdims=True))
    return sphere[:, :D].copy()


@wrong("number of its terms")
def mean_pairwise_cos__mean_of_triangle(n, dimensions, *, rng):
    z = normals(n, dimensions, rng)
    return float(np.mean(np.abs(np.triu(z @ z.T, 1))))


@wrong("norms of both vectors")
def mean_pairwise_cos__divided_by_dimensions(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (2, 1))
    z = rng.standard_normal((n, D))
    return float(np.mean(np.abs((z @ z.T)[np.triu_indices(n, 1)]) / D))


@right
def mean_pairwise_cos__row_by_row(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (2, 1))
    z = rng.normal(0, 1, (n, D))
    lengths = np.sqrt(np.sum(z * z, axis=1))
    total = 0.0
    for i in range(n - 1):
        total += np.sum(np.abs(z[i + 1 :] @ z[i]) / (lengths[i] * lengths[i + 1 :]))
    return total * 2 / (n * (n - 1))
