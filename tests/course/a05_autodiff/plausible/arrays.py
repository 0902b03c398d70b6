"""Answers on the ways back through operations of arrays."""

import numpy as np

from dlkit.arguments import real_array, require_same_shape
from tests.course.plausible import right, wrong


def stretches(dy, shape):
    if np.broadcast_shapes(dy.shape, tuple(shape)) != dy.shape:
        raise ValueError("the shapes do not fit")


def without_new_axes(dy, shape):
    dy = real_array(dy)
    stretches(dy, shape)
    while dy.ndim > len(shape):
        dy = dy.sum(axis=0)
    return dy


@right
def unbroadcast__while_too_many_axes(dy, shape):
    dy = without_new_axes(dy, shape)
    for i, n in enumerate(shape):
        if n == 1:
            dy = dy.sum(axis=i, keepdims=True)
    return dy.copy()


@wrong("is gone from your result")
def unbroadcast__no_keepdims(dy, shape):
    dy = without_new_axes(dy, shape)
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return np.array(dy.sum(axis=axes))


@wrong("those are copies, too")
def unbroadcast__new_axes_alone(dy, shape):
    dy = without_new_axes(dy, shape)
    return np.array(dy)


@wrong("averages over the copies")
def unbroadcast__mean(dy, shape):
    dy = real_array(dy)
    stretches(dy, shape)
    while dy.ndim > len(shape):
        dy = dy.mean(axis=0) if len(dy) else dy.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            dy = dy.mean(axis=i, keepdims=True) if dy.shape[i] else dy.sum(axis=i, keepdims=True)
    return np.array(dy)


@wrong("must be refused")
def unbroadcast__refuses_nothing(dy, shape):
    dy = real_array(dy)
    while dy.ndim > len(shape):
        dy = dy.sum(axis=0)
    for i, n in enumerate(shape[: dy.ndim]):
        if n == 1:
            dy = dy.sum(axis=i, keepdims=True)
    return np.array(dy)


def products(dy, a, b):
    dy, a, b = real_array(dy), real_array(a), real_array(b)
    if a.ndim < 2 or b.ndim < 2 or dy.shape != (a @ b).shape:
        raise ValueError("the shapes do not fit")
    return dy, a, b


def summed(gradient, x):
    return unbroadcast__while_too_many_axes(gradient, x.shape).astype(x.dtype)


@right
def matmul_backward__by_moveaxis(dy, a, b):
    dy, a, b = products(dy, a, b)
    return summed(dy @ np.moveaxis(b, -1, -2), a), summed(np.moveaxis(a, -1, -2) @ dy, b)


@wrong("turns \\*all\\* axes of a stack round")
def matmul_backward__dot_t(dy, a, b):
    dy, a, b = products(dy, a, b)
    return summed(dy @ b.T, a), summed(a.T @ dy, b)


@wrong("one gradient for each use")
def matmul_backward__no_sum(dy, a, b):
    dy, a, b = products(dy, a, b)
    return dy @ b.swapaxes(-1, -2), a.swapaxes(-1, -2) @ dy


@wrong("gives each gradient to the other factor")
def matmul_backward__db_first(dy, a, b):
    return matmul_backward__by_moveaxis(dy, a, b)[::-1]


@right
def sum_backward__times_ones(dy, x, *, axis=None, keepdims=False):
    dy, x = real_array(dy), real_array(x)
    full = x.sum(axis=axis, keepdims=True).shape
    require_same_shape(dy=dy, result=x.sum(axis=axis, keepdims=keepdims))
    return (dy.reshape(full) * np.ones_like(x)).astype(x.dtype)


@wrong("stretched as it comes")
def sum_backward__broadcast(dy, x, *, axis=None, keepdims=False):
    dy, x = real_array(dy), real_array(x)
    require_same_shape(dy=dy, result=x.sum(axis=axis, keepdims=keepdims))
    return dy * np.ones_like(x)


@wrong("result is a view")
def sum_backward__broadcast_to(dy, x, *, axis=None, keepdims=False):
    dy, x = np.asarray(dy), real_array(x)
    dy = dy.astype(x.dtype, copy=False)
    require_same_shape(dy=dy, result=x.sum(axis=axis, keepdims=keepdims))
    return np.broadcast_to(dy.reshape(x.sum(axis=axis, keepdims=True).shape), x.shape)


@right
def mean_backward__of_the_sum(dy, x, *, axis=None, keepdims=False):
    dx = sum_backward__times_ones(dy, x, axis=axis, keepdims=keepdims)
    if dx.size == 0:
        raise ValueError("empty")
    return dx * (np.size(dy) / dx.size)


@wrong("is that of a sum")
def mean_backward__is_the_sum(dy, x, *, axis=None, keepdims=False):
    if np.size(x) == 0:
        raise ValueError("empty")
    return sum_backward__times_ones(dy, x, axis=axis, keepdims=keepdims)


@wrong("divide by a number that is not that of the terms")
def mean_backward__over_all(dy, x, *, axis=None, keepdims=False):
    if np.size(x) == 0:
        raise ValueError("empty")
    return sum_backward__times_ones(dy, x, axis=axis, keepdims=keepdims) / np.float32(np.size(x))


@right
def getitem_backward__through_a_list(dy, x, *, index):
    dy, x = real_array(dy), real_array(x)
    require_same_shape(dy=dy, read=np.array(x[index]))
    flat = [0.0] * x.size
    places = np.arange(x.size).reshape(x.shape)[index]
    for place, part in zip(places.ravel().tolist(), dy.ravel().tolist(), strict=True):
        flat[place] += part
    return np.array(flat, x.dtype).reshape(x.shape)


@wrong("one part of its gradient only")
def getitem_backward__plus_equals(dy, x, *, index):
    dy, x = real_array(dy), real_array(x)
    require_same_shape(dy=dy, read=np.array(x[index]))
    dx = np.zeros_like(x)
    dx[index] += dy
    return dx


@wrong("one part of its gradient only")
def getitem_backward__equals(dy, x, *, index):
    dy, x = real_array(dy), real_array(x)
    require_same_shape(dy=dy, read=np.array(x[index]))
    dx = np.zeros_like(x)
    dx[index] = dy
    return dx


@wrong("shape of what was read")
def getitem_backward__dy_itself(dy, x, *, index):
    dy, x = real_array(dy), real_array(x)
    require_same_shape(dy=dy, read=np.array(x[index]))
    return dy.astype(x.dtype)


def winners(dy, x, axis, keepdims):
    dy, x = real_array(dy), real_array(x)
    require_same_shape(dy=dy, result=np.array(x.max(axis=axis, keepdims=keepdims)))
    return dy.reshape(x.max(axis=axis, keepdims=True).shape), x


@right
def max_backward__by_cumulative_sum(dy, x, *, axis=None, keepdims=False):
    dy, x = winners(dy, x, axis, keepdims)
    rows = x.reshape(1, -1) if axis is None else np.moveaxis(x, axis, -1)
    ties = rows == rows.max(axis=-1, keepdims=True)
    first = ties & (np.cumsum(ties, axis=-1) == 1)
    mask = first.reshape(x.shape) if axis is None else np.moveaxis(first, -1, axis)
    return (dy * mask).astype(x.dtype)


@wrong("more goes back than came")
def max_backward__mask(dy, x, *, axis=None, keepdims=False):
    dy, x = winners(dy, x, axis, keepdims)
    return (dy * (x == x.max(axis=axis, keepdims=True))).astype(x.dtype)


@wrong("share the gradient")
def max_backward__shared(dy, x, *, axis=None, keepdims=False):
    dy, x = winners(dy, x, axis, keepdims)
    mask = x == x.max(axis=axis, keepdims=True)
    return (dy * mask / mask.sum(axis=axis, keepdims=True)).astype(x.dtype)


@wrong("compare|Compare exactly")
def max_backward__isclose(dy, x, *, axis=None, keepdims=False):
    dy, x = winners(dy, x, axis, keepdims)
    rows = x.reshape(1, -1) if axis is None else np.moveaxis(x, axis, -1)
    ties = np.isclose(rows, rows.max(axis=-1, keepdims=True))
    first = ties & (np.cumsum(ties, axis=-1) == 1)
    mask = first.reshape(x.shape) if axis is None else np.moveaxis(first, -1, axis)
    return (dy * mask).astype(x.dtype)
