"""More answers on the ways back through sums, means, indices and maxima."""

import numpy as np

from dlkit.arguments import real_array, require_same_shape
from tests.course.a05_autodiff.plausible.arrays import sum_backward__times_ones, winners
from tests.course.plausible import wrong


def summed(dy, x, axis, keepdims):
    dy, x = real_array(dy), real_array(x)
    require_same_shape(dy=dy, result=np.asarray(x.sum(axis=axis, keepdims=keepdims)))
    return dy.astype(x.dtype), x


@wrong("share one number in memory")
def sum_backward__view_of_a_copy(dy, x, *, axis=None, keepdims=False):
    dy, x = summed(dy, x, axis, keepdims)
    if axis is not None and not keepdims:
        dy = np.expand_dims(dy, axis)
    return np.broadcast_to(dy, x.shape)


@wrong("keepdims=True")
def sum_backward__keepdims_ignored(dy, x, *, axis=None, keepdims=False):
    dy, x = summed(dy, x, axis, keepdims)
    if axis is not None:
        dy = np.expand_dims(dy, axis)
    return np.ones_like(x) * dy


def put_back_in_order(dy, x, axis, keepdims):
    dy, x = summed(dy, x, axis, keepdims)
    if axis is not None and not keepdims:
        for k in axis if isinstance(axis, tuple) else (axis,):
            dy = np.expand_dims(dy, k)
    return np.broadcast_to(dy, x.shape).astype(x.dtype)


@wrong("as the tuple names them")
def sum_backward__axes_in_given_order(dy, x, *, axis=None, keepdims=False):
    return put_back_in_order(dy, x, axis, keepdims)


@wrong("in front of the last one")
def sum_backward__inserted_at_minus_one(dy, x, *, axis=None, keepdims=False):
    dy, x = summed(dy, x, axis, keepdims)
    if not keepdims:
        lengths = [1] * x.ndim if axis is None else list(dy.shape)
        for k in () if axis is None else sorted(np.ravel(axis).astype(int)):
            lengths.insert(k, 1)
        dy = dy.reshape(lengths)
    return np.broadcast_to(dy, x.shape).copy()


def averaged(dy, x, axis, keepdims, count):
    if np.size(x) == 0:
        raise ValueError("empty")
    dx = sum_backward__times_ones(dy, x, axis=axis, keepdims=keepdims)
    return dx / np.asarray(count, dx.dtype)


@wrong("divide by a number that is not that of the terms")
def mean_backward__number_of_means(dy, x, *, axis=None, keepdims=False):
    return averaged(dy, x, axis, keepdims, np.size(dy))


@wrong("as the tuple names them")
def mean_backward__axes_in_given_order(dy, x, *, axis=None, keepdims=False):
    if np.size(x) == 0:
        raise ValueError("empty")
    dx = put_back_in_order(dy, x, axis, keepdims)
    return dx * np.asarray(np.size(dy) / dx.size, dx.dtype)


@wrong("divide by a number that is not that of the terms")
def mean_backward__first_axis_of_the_tuple(dy, x, *, axis=None, keepdims=False):
    n = np.size(x)
    if axis is not None:
        n = np.shape(x)[axis[0] if isinstance(axis, tuple) else axis] if axis != () else 1
    return averaged(dy, x, axis, keepdims, n)


@wrong("the mean of no numbers does not exist")
def mean_backward__empty_allowed(dy, x, *, axis=None, keepdims=False):
    dx = sum_backward__times_ones(dy, x, axis=axis, keepdims=keepdims)
    axes = range(dx.ndim) if axis is None else np.atleast_1d(axis).astype(int)
    return (dx / np.prod([dx.shape[k] for k in axes])).astype(dx.dtype)


@wrong("with a tuple of axes")
def mean_backward__axis_as_one_number(dy, x, *, axis=None, keepdims=False):
    n = np.size(x) if axis is None else np.shape(x)[axis]
    return averaged(dy, x, axis, keepdims, n)


@wrong("was changed by the call")
def mean_backward__dy_in_place(dy, x, *, axis=None, keepdims=False):
    if np.size(x) == 0:
        raise ValueError("empty")
    dx = sum_backward__times_ones(dy, x, axis=axis, keepdims=keepdims)
    share = np.size(dy) / dx.size
    if isinstance(dy, np.ndarray) and dy.dtype.kind == "f":
        dy *= share
    return (dx * share).astype(dx.dtype)


def read(dy, x, index):
    dy, x = real_array(dy), real_array(x)
    require_same_shape(dy=dy, read=np.array(x[index]))
    return dy, x


@wrong("holds the entries of x")
def getitem_backward__copy_of_x(dy, x, *, index):
    dy, x = read(dy, x, index)
    dx = x.copy()
    dx[index] = 0
    np.add.at(dx, index, dy)
    return dx


@wrong("must be refused")
def getitem_backward__dy_not_refused(dy, x, *, index):
    dx = np.zeros_like(real_array(x))
    np.add.at(dx, index, real_array(dy))
    return dx


@wrong("array of whole numbers")
def getitem_backward__whole_numbers(dy, x, *, index):
    read(dy, x, index)
    dx = np.zeros_like(x)
    np.add.at(dx, index, np.asarray(dy, dx.dtype))
    return dx


@wrong("was changed by the call")
def getitem_backward__x_overwritten(dy, x, *, index):
    dy, x = read(dy, x, index)
    x[...] = 0
    np.add.at(x, index, dy)
    return x


@wrong("the last one gets the gradient")
def max_backward__last(dy, x, *, axis=None, keepdims=False):
    dy, x = winners(dy, x, axis, keepdims)
    dx = np.zeros_like(x)
    if axis is None:
        dx.flat[x.size - 1 - np.argmax(x.ravel()[::-1])] = dy.item()
        return dx
    place = x.shape[axis] - 1 - np.argmax(np.flip(x, axis), axis=axis, keepdims=True)
    np.put_along_axis(dx, place, dy, axis)
    return dx


@wrong("only the largest entry of the whole array")
def max_backward__one_winner(dy, x, *, axis=None, keepdims=False):
    dy, x = winners(dy, x, axis, keepdims)
    dx = np.zeros_like(x)
    dx.flat[x.argmax()] = dy.sum()
    return dx


@wrong("with axis=None every row, or column")
def max_backward__first_of_each_row(dy, x, *, axis=None, keepdims=False):
    dy, x = winners(dy, x, axis, keepdims)
    ties = x == x.max(axis=axis, keepdims=True)
    first = ties & (np.cumsum(ties, axis=-1 if axis is None else axis) == 1)
    return np.where(first, dy, 0).astype(x.dtype)


@wrong("stopped")
def max_backward__keepdims_ignored(dy, x, *, axis=None, keepdims=False):
    winners(dy, x, axis, keepdims)
    x, dx = real_array(x), np.zeros_like(real_array(x))
    if axis is None:
        dx.flat[x.argmax()] = np.asarray(dy).item()
        return dx
    place = np.argmax(x, axis=axis, keepdims=True)
    np.put_along_axis(dx, place, np.expand_dims(dy, axis), axis)
    return dx


@wrong("stopped")
def max_backward__rows_only(dy, x, *, axis=None, keepdims=False):
    dy, x = winners(dy, x, axis, keepdims)
    dx = np.zeros_like(x)
    if axis is None:
        dx[np.unravel_index(np.argmax(x), x.shape)] = dy.squeeze()
    else:
        dx[np.arange(len(x)), np.argmax(x, axis=axis)] = dy.ravel()
    return dx
