"""Mistakes with second derivatives by differences that are mistakes with the step."""

import numpy as np

from course.a08_landscapes.exercises.hessian_fd import (
    accepted,
    central,
    corner_values,
    filled,
    hessian_fd,
)


@hessian_fd.wrong(
    "hessian_fd",
    "h ignored",
    "your function takes the same step whatever h is. The step is h times the larger of 1 and the "
    "size of the entry.",
    fixed=(1e-2, 1e-3, 1e-4, 1e-5, 1e-6),
)
def hessian_with_fixed_step(f, x, *, h=1e-4, fixed):
    accepted(x, h)
    return filled(f, accepted(x, fixed), central)


@hessian_fd.wrong(
    "hessian_fd",
    "step of the same size for every entry",
    "your step is h for every entry. It should grow with entries beyond 1: beside a large number a "
    "small step is lost in rounding.",
)
def hessian_with_absolute_step(f, x, *, h=1e-4):
    x, _ = accepted(x, h)
    return filled(f, (x, np.full(x.size, float(h))), central)


@hessian_fd.wrong(
    "hessian_fd",
    "step that shrinks with the entry",
    "your step is h times the size of the entry, also where the entry is smaller than 1. Near 0 "
    "it vanishes: take at least h.",
)
def hessian_with_relative_step(f, x, *, h=1e-4):
    x, _ = accepted(x, h)
    return filled(f, (x, h * np.where(x == 0, 1, np.abs(x))), central)


@hessian_fd.wrong(
    "hessian_fd",
    "step from the entry with its sign",
    "your step takes the larger of 1 and the entry itself, so for an entry such as -1000 it does "
    "not grow. Take the absolute value of the entry.",
)
def hessian_with_signed_scale(f, x, *, h=1e-4):
    x, _ = accepted(x, h)
    return filled(f, (x, h * np.maximum(1, x)), central)


@hessian_fd.wrong(
    "hessian_fd",
    "precision of the input kept",
    "with `float32` or whole numbers as input your result has their dtype, too. It is to be "
    "`float64` whatever comes in: convert x first.",
)
def hessian_in_dtype_of_x(f, x, *, h=1e-4):
    return filled(f, accepted(x, h), central).astype(np.asarray(x).dtype)


@hessian_fd.wrong(
    "hessian_fd",
    "places in the precision of the input",
    "with `float32` as input your places are `float32`, too. So small a step is rounded there, and "
    "the difference of four values holds hardly anything else: convert x to `float64` first.",
    are_steps_rounded=(True, False),
)
def hessian_at_places_like_x(f, x, *, h=1e-4, are_steps_rounded):
    start = np.asarray(x)
    start = start if start.dtype == np.float32 else start.astype(np.float64)
    return filled_from(f, start, h, are_steps_rounded)


def filled_from(f, start, h, are_steps_rounded):
    """Fill the matrix with copies of the start, moved in its own dtype."""
    _, steps = accepted(start, h)
    if are_steps_rounded:
        steps = h * np.maximum(1, np.abs(start))
    H = np.zeros((start.size, start.size))
    for i, j in np.ndindex(H.shape):
        for s, t in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            place = start.copy()
            place[i] = place[i] + s * steps[i]
            place[j] = place[j] + t * steps[j]
            H[i, j] += s * t * f(place) / (4 * steps[i] * steps[j])
    return H


@hessian_fd.wrong(
    "hessian_fd",
    "places of whole numbers",
    "your corners keep the dtype of x. Among whole numbers a step is cut off when it is stored, "
    "and in `float32` a small one is rounded: convert x to `float64` first.",
    are_steps_rounded=(True, False),
)
def hessian_at_whole_places(f, x, *, h=1e-4, are_steps_rounded):
    return filled_from(f, np.array(x), h, are_steps_rounded)


@hessian_fd.wrong(
    "hessian_fd",
    "the function gets the only copy",
    "a function may write into the array that it gets, and afterwards your own array is spoiled: "
    "hand a fresh array to every call.",
    way=("to and fro", "put back", "new for each pair"),
)
def hessian_without_copies(f, x, *, h=1e-4, way):
    x, steps = accepted(x, h)
    place, H = x.copy(), np.zeros((x.size, x.size))
    for i, j in np.ndindex(H.shape):
        if way == "new for each pair":
            place = x.copy()
        for s, t in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            place[i] += s * steps[i]
            place[j] += t * steps[j]
            H[i, j] += s * t * f(place) / (4 * steps[i] * steps[j])
            if way == "to and fro":
                place[i] -= s * steps[i]
                place[j] -= t * steps[j]
            else:
                place[i], place[j] = x[i], x[j]
    return H


@hessian_fd.wrong(
    "hessian_fd",
    "rows that are products of slopes",
    "your matrix is made of products of first derivatives. That is another matrix: the curvature "
    "is how a slope changes.",
)
def hessian_of_slopes(f, x, *, h=1e-4):
    x, steps = accepted(x, h)
    moves = np.diag(steps)
    slopes = np.array([f(x + m) - f(x - m) for m in moves]) / (2 * steps)
    return np.outer(slopes, slopes)


@hessian_fd.wrong(
    "hessian_fd",
    "first derivatives only",
    "your function returns first derivatives, one number for each entry. A number is needed for "
    "each pair of entries.",
    is_repeated=(False, True),
)
def hessian_that_is_a_gradient(f, x, *, h=1e-4, is_repeated):
    x, steps = accepted(x, h)
    moves = np.diag(steps)
    slopes = np.array([f(x + m) - f(x - m) for m in moves]) / (2 * steps)
    return np.tile(slopes, (x.size, 1)) if is_repeated else slopes


@hessian_fd.wrong(
    "hessian_fd",
    "curvature along the sum of two moves",
    "beside the diagonal your numbers are the curvature in the direction where both entries move "
    "together. The mixed corners, one up and the other down, are missing.",
)
def hessian_along_sums(f, x, *, h=1e-4):
    x, steps = accepted(x, h)
    middle = f(x.copy())
    H = np.zeros((x.size, x.size))
    for i, j in np.ndindex(H.shape):
        v = corner_values(f, x, steps, i, j)
        H[i, j] = (v["++"] - 2 * middle + v["--"]) / (4 * steps[i] * steps[j])
    return H


@hessian_fd.wrong(
    "hessian_fd",
    "divided by h, whatever the steps were",
    "where an entry is larger than 1, your step is larger than h, but you divide by the square of "
    "h all the same. Divide by the steps that were really made.",
)
def hessian_over_h(f, x, *, h=1e-4):
    return filled(f, accepted(x, h), lambda v, s, t: central(v, s, t) * s * t / h**2)
