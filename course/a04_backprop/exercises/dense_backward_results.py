"""Mistakes with a dense layer's gradients that are mistakes with how they are handed back."""

from course.a04_backprop.exercises.dense_backward import (
    accepted,
    dense_backward,
    right_gradients,
    typed,
)


@dense_backward.wrong(
    "dense_backward",
    "dx always returned",
    "with `need_dx=False` the first of your three results is still there. Return None in its "
    "place: the product that makes it is what is to be saved.",
)
def dense_with_dx(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    return typed(right_gradients(dy, x, W), x, W, b)


@dense_backward.wrong(
    "dense_backward",
    "another order",
    "your gradients come in another order than the arguments. They are returned as x, W and b "
    "came.",
    order=((1, 0, 2), (1, 2, 0), (2, 1, 0)),
)
def dense_in_other_order(dy, x, W, b, *, need_dx=True, order):
    dy, x, W, b = accepted(dy, x, W, b)
    gradients = typed(right_gradients(dy, x, W), x, W, b, need_dx=need_dx)
    return tuple(gradients[position] for position in order)


@dense_backward.wrong(
    "dense_backward",
    "two results without dx",
    "with `need_dx=False` two results come back. Three are needed in every case: put None in the "
    "place of dx.",
)
def dense_without_place_of_dx(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    gradients = typed(right_gradients(dy, x, W), x, W, b)
    return gradients if need_dx else gradients[1:]


@dense_backward.wrong(
    "dense_backward",
    "dtypes left to NumPy",
    "where the arrays differ in `dtype`, your gradients have the one that NumPy's products make. "
    "Each gradient is returned in the `dtype` of its own input: dx in that of x, db in that of b.",
)
def dense_in_dtypes_of_products(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = accepted(dy, x, W, b)
    dx, dW, db = right_gradients(dy, x, W)
    return (dx if need_dx else None), dW, db
