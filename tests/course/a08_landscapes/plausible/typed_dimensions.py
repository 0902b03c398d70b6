"""Plausible answers on many dimensions: random curvatures, balls and angles."""

import math

import numpy as np

from dlkit.arguments import require_generator, require_number, require_whole_number
from tests.course.plausible import right, wrong


def guarded(first, second, rng, least=(1, 1)):
    return (
        require_whole_number(first, at_least=least[0]),
        require_whole_number(second, at_least=least[1]),
        require_generator(rng),
    )


def curvatures(D, n, rng, shift):
    A = rng.standard_normal((n, D, D))
    return np.linalg.eigvalsh((A + A.transpose(0, 2, 1)) / 2 + shift * np.eye(D))


@wrong("independent")
def p_local_min__formula(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    require_number(shift, above=-np.inf)
    return 0.5**D


@wrong("not symmetric")
def p_local_min__not_symmetrised(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    require_number(shift, above=-np.inf)
    A = rng.standard_normal((n, D, D)) + shift * np.eye(D)
    return float(np.mean(np.all(np.linalg.eigvals(A).real > 0, axis=1)))


@wrong("share of eigenvalues|one half")
def p_local_min__mean_of_all(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    return float(np.mean(curvatures(D, n, rng, require_number(shift, above=-np.inf)) > 0))


@wrong("one positive eigenvalue|at least one")
def p_local_min__any(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    values = curvatures(D, n, rng, require_number(shift, above=-np.inf))
    return float(np.mean(np.any(values > 0, axis=1)))


@wrong("shift")
def p_local_min__shift_forgotten(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    require_number(shift, above=-np.inf)
    return float(np.mean((curvatures(D, n, rng, 0.0) > 0).all(axis=1)))


@wrong("Divide by n|share of the matrices")
def p_local_min__count(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    values = curvatures(D, n, rng, require_number(shift, above=-np.inf))
    return np.sum((values > 0).all(axis=1))


@right
def p_local_min__loop(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    require_number(shift, above=-np.inf)
    count = 0
    for _ in range(n):
        A = rng.standard_normal((D, D))
        H = 0.5 * (A + A.T) + shift * np.eye(D)
        if np.all(np.linalg.eigvalsh(H) > 0):
            count += 1
    return count / n


def shell(dimensions, eps):
    D = require_whole_number(dimensions, at_least=1)
    return D, require_number(eps, at_least=0, at_most=1)


@wrong("digits")
def shell_fraction__plain_power(dimensions, eps):
    D, eps = shell(dimensions, eps)
    return 1 - (1 - eps) ** D


@wrong("beyond 1|grows")
def shell_fraction__of_the_notes(dimensions, eps):
    D, eps = shell(dimensions, eps)
    try:
        return (1 + eps) ** D - 1
    except OverflowError:
        return math.inf


@wrong("inner ball")
def shell_fraction__inside(dimensions, eps):
    D, eps = shell(dimensions, eps)
    return math.exp(D * math.log1p(-eps)) if eps < 1 else 0.0


@wrong("minus")
def shell_fraction__sign(dimensions, eps):
    D, eps = shell(dimensions, eps)
    return math.expm1(D * math.log1p(-eps)) if eps < 1 else -1.0


@wrong("percent")
def shell_fraction__in_percent(dimensions, eps):
    D, eps = shell(dimensions, eps)
    return -100 * math.expm1(D * math.log1p(-eps)) if eps < 1 else 100.0


@right
def shell_fraction__numpy_float(dimensions, eps):
    D, eps = shell(dimensions, eps)
    with np.errstate(divide="ignore"):
        return -np.expm1(D * np.log1p(-np.float64(eps)))


@wrong("uniform")
def sample_ball__uniform_radius(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (0, 1))
    z = rng.normal(size=(n, D))
    return z / np.linalg.norm(z, axis=1, keepdims=True) * rng.random((n, 1))


@wrong("surface")
def sample_ball__normalised(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (0, 1))
    z = rng.normal(size=(n, D))
    return z / np.linalg.norm(z, axis=1, keepdims=True)


@wrong("outside of the (unit )?ball")
def sample_ball__cube(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (0, 1))
    return rng.uniform(-1, 1, (n, D))


@wrong("centre")
def sample_ball__power_turned_round(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (0, 1))
    z = rng.normal(size=(n, D))
    return z / np.linalg.norm(z, axis=1, keepdims=True) * rng.random((n, 1)) ** D


@wrong("same distance|one for each row")
def sample_ball__one_number(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (0, 1))
    z = rng.normal(size=(n, D))
    return rng.random() ** (1 / D) * z / np.linalg.norm(z, axis=1, keepdims=True)


@right
def sample_ball__row_by_row(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (0, 1))
    points = np.empty((n, D))
    for k in range(n):
        z = rng.normal(size=D)
        points[k] = z / np.sqrt(np.sum(z**2)) * rng.random() ** (1 / D)
    return points


def normals(n, dimensions, rng):
    n, D, rng = guarded(n, dimensions, rng, (2, 1))
    z = rng.normal(size=(n, D))
    return z / np.linalg.norm(z, axis=1, keepdims=True)


@wrong("diagonal|different directions|itself")
def mean_pairwise_cos__with_itself(n, dimensions, *, rng):
    z = normals(n, dimensions, rng)
    return float(np.mean(np.abs(z @ z.T)))


@wrong("cancel")
def mean_pairwise_cos__no_abs(n, dimensions, *, rng):
    z = normals(n, dimensions, rng)
    return float(np.mean((z @ z.T)[np.triu_indices(n, 1)]))


@wrong("norms")
def mean_pairwise_cos__not_normalised(n, dimensions, *, rng):
    n, D, rng = guarded(n, dimensions, rng, (2, 1))
    z = rng.normal(size=(n, D))
    return float(np.mean(np.abs((z @ z.T)[np.triu_indices(n, 1)])))


@wrong("number of its terms|pairs")
def mean_pairwise_cos__over_n_squared(n, dimensions, *, rng):
    z = normals(n, dimensions, rng)
    return float(np.abs(np.triu(z @ z.T, 1)).sum() / n**2)


@right
def mean_pairwise_cos__two_loops(n, dimensions, *, rng):
    z = normals(n, dimensions, rng)
    cosines = [abs(float(z[i] @ z[j])) for i in range(n) for j in range(i)]
    return sum(cosines) / len(cosines)
