"""More answers on the ways back from broadcasting and from products of matrices."""

import numpy as np

from dlkit.arguments import real_array
from tests.course.a05_autodiff.plausible.arrays import products, stretches, summed, without_new_axes
from tests.course.plausible import wrong


@wrong("Return something new")
def unbroadcast__dy_itself(dy, shape):
    dy = without_new_axes(dy, shape)
    for i, n in enumerate(shape):
        if n == 1:
            dy = dy.sum(axis=i, keepdims=True)
    return dy


@wrong("averages over the copies")
def unbroadcast__mean_of_nothing(dy, shape):
    dy = real_array(dy)
    stretches(dy, shape)
    ones = (1,) * (dy.ndim - len(shape)) + tuple(shape)
    axes = tuple(k for k, n in enumerate(ones) if n == 1)
    total = dy.sum(axis=axes, keepdims=True)
    with np.errstate(all="ignore"):
        return (total / np.divide(dy.size, total.size, dtype=dy.dtype)).reshape(shape)


@wrong("your result keeps the length 0")
def unbroadcast__empty_stays_empty(dy, shape):
    dy = np.array(without_new_axes(dy, shape))
    for i, n in enumerate(shape):
        if n == 1 and dy.shape[i] > 1:
            dy = dy.sum(axis=i, keepdims=True)
    return dy


@wrong("axes at the end for the new ones")
def unbroadcast__from_the_left(dy, shape):
    dy = real_array(dy)
    stretches(dy, shape)
    dy = dy.sum(axis=tuple(range(len(shape), dy.ndim)))
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return np.array(dy.sum(axis=axes, keepdims=True))


@wrong("shape \\(4, 3\\); shape \\(3,\\) is needed|still there in your result|too many")
def unbroadcast__one_new_axis(dy, shape):
    dy = real_array(dy)
    stretches(dy, shape)
    if dy.ndim > len(shape):
        dy = dy.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            dy = dy.sum(axis=i, keepdims=True)
    return np.array(dy)


def flipped(x):
    return np.swapaxes(x, -1, -2)


@wrong("Rows and columns are exchanged|transpose")
def matmul_backward__db_transposed(dy, a, b):
    dy, a, b = products(dy, a, b)
    return summed(dy @ flipped(b), a), (flipped(dy) @ a).astype(b.dtype)


@wrong("the dtype of its own factor")
def matmul_backward__dtype_of_the_product(dy, a, b):
    dy, a, b = products(dy, a, b)
    same = np.result_type(dy, a, b)
    da, db = dy @ flipped(b), flipped(a) @ dy
    return summed(da, np.empty(a.shape, same)), summed(db, np.empty(b.shape, same))


@wrong("not there: this input must be refused")
def matmul_backward__dy_stretched(dy, a, b):
    dy, a, b = real_array(dy), real_array(a), real_array(b)
    if a.ndim < 2 or b.ndim < 2:
        raise ValueError("matrices are needed")
    return summed(dy @ flipped(b), a), summed(flipped(a) @ dy, b)


@wrong("multiply by a factor as it is")
def matmul_backward__not_transposed(dy, a, b):
    dy, a, b = products(dy, a, b)
    return summed(dy @ b, a), summed(a @ dy, b)


@wrong("gets the mean of its gradients")
def matmul_backward__shared_averaged(dy, a, b):
    dy, a, b = products(dy, a, b)
    return averaged(dy @ flipped(b), a), averaged(flipped(a) @ dy, b)


@wrong("has the length 1 is not summed")
def matmul_backward__first_axis_once(dy, a, b):
    dy, a, b = products(dy, a, b)
    da, db = dy @ flipped(b), flipped(a) @ dy
    da = da.sum(axis=0) if da.ndim > a.ndim else da
    db = db.sum(axis=0) if db.ndim > b.ndim else db
    return da.astype(a.dtype), db.astype(b.dtype)


@wrong("has the length 1 is not summed")
def matmul_backward__all_new_axes(dy, a, b):
    dy, a, b = products(dy, a, b)
    da, db = dy @ flipped(b), flipped(a) @ dy
    while da.ndim > a.ndim:
        da = da.sum(axis=0)
    while db.ndim > b.ndim:
        db = db.sum(axis=0)
    return da.astype(a.dtype), db.astype(b.dtype)


@wrong("moves the axis that counts the matrices")
def matmul_backward__first_two_exchanged(dy, a, b):
    dy, a, b = products(dy, a, b)
    return summed(dy @ np.swapaxes(b, 0, 1), a), summed(np.swapaxes(a, 0, 1) @ dy, b)


def averaged(g, x):
    while g.ndim > x.ndim:
        g = g.mean(axis=0)
    for i, n in enumerate(x.shape[:-2]):
        if n == 1:
            g = g.mean(axis=i, keepdims=True)
    return g.astype(x.dtype)
