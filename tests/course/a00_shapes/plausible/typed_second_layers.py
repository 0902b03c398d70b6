"""Units and layers, typed by a second hand."""

import numpy as np

from dlkit.arguments import (
    fitting_arrays,
    real_array,
)
from tests.course.plausible import right, wrong


@wrong("takes the mean of the products")
def linear_unit__mean_of_products(x, w, b):
    x, w = fitting_arrays(x=(x, "D"), w=(w, "D"))
    products = x * w
    return float(products.mean() + b)


@wrong("once for each input")
def linear_unit__bias_per_feature(x, w, b):
    x, w = fitting_arrays(x=(x, "D"), w=(w, "D"))
    return float(np.sum(x * w + b))


@wrong("the bias is subtracted")
def linear_unit__threshold(x, w, b):
    x, w = fitting_arrays(x=(x, "D"), w=(w, "D"))
    return float(x @ w - b)


@wrong("argument 1 of linear_unit was changed")
def linear_unit__in_place(x, w, b):
    x, w = fitting_arrays(x=(x, "D"), w=(w, "D"))
    x *= w
    return float(x.sum() + b)


def two_inputs(x):
    x = real_array(x)
    if x.shape != (2,):
        raise ValueError("x has to have the shape (2,)")
    return x


@wrong("so a sign is wrong")
def two_layer_paper__h1_reversed(x):
    x = two_inputs(x)
    h0, h1 = x[0] + x[1], x[1] - x[0]
    return float(h0 - h1)


@wrong("no bend")
def two_layer_paper__relu(x):
    x = two_inputs(x)
    h0, h1 = np.maximum([x[0] + x[1], x[0] - x[1]], 0)
    return float(h0 - h1)


@wrong("three inputs: this input must be refused")
def two_layer_paper__length_unchecked(x):
    x = real_array(x)
    if x.ndim != 1:
        raise ValueError("x needs one axis")
    h0 = x[0] + x[1]
    h1 = x[0] - x[1]
    return float(h0 - h1)


def three_arrays(x, W1, W2):
    x, W1, W2 = fitting_arrays(x=(x, "N D"), W1=(W1, "D H"), W2=(W2, "H M"))
    if W2.shape[1] != 1:
        raise ValueError("one output only")
    return x, W1, W2


@wrong("stands in a row of its own")
def forward_matrix__keeps_column(x, W1, W2):
    x, W1, W2 = three_arrays(x, W1, W2)
    return x @ W1 @ W2


@wrong("with a single sample your result has no axis left")
def forward_matrix__squeeze(x, W1, W2):
    x, W1, W2 = three_arrays(x, W1, W2)
    return np.squeeze(x @ W1 @ W2)


@wrong("weights of two outputs were accepted")
def forward_matrix__first_of_many(x, W1, W2):
    x, W1, W2 = fitting_arrays(x=(x, "N D"), W1=(W1, "D H"), W2=(W2, "H M"))
    return (x @ W1 @ W2)[:, 0]


@wrong("mean over the hidden units")
def forward_matrix__mean_over_hidden(x, W1, W2):
    x, W1, W2 = three_arrays(x, W1, W2)
    hidden = x @ W1
    return (hidden * W2[:, 0]).mean(axis=1)


@wrong("refuses arrays that fit")
def dense_forward__rows_are_outputs(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "M D"), b=(b, "M"))
    return x @ W.T + b


@wrong("refuses arrays that fit")
def dense_forward__bias_down(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "N"))
    return x @ W + b[:, None]


@wrong("NumPy stretches it")
def dense_forward__b_unchecked(x, W, b):
    x, W = fitting_arrays(x=(x, "N D"), W=(W, "D M"))
    return x @ W + real_array(b)


@wrong("take its precision")
def dense_forward__plus_equals(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    product = x @ W
    product += b
    return product


@wrong("your result is float64")
def dense_forward__zeros_first(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    y = np.zeros((x.shape[0], W.shape[1]))
    for m in range(W.shape[1]):
        y[:, m] = x @ W[:, m] + b[m]
    return y


@right
def linear_unit__zip(x, w, b):
    x, w = fitting_arrays(x=(x, "D"), w=(w, "D"))
    total = b
    for feature, weight in zip(x.tolist(), w.tolist()):
        total += feature * weight
    return float(total)


@right
def forward_matrix__weights_first(x, W1, W2):
    x, W1, W2 = fitting_arrays(x=(x, "N D"), W1=(W1, "D H"), W2=(W2, "H M"))
    if W2.shape != (W1.shape[1], 1):
        raise ValueError(f"W2 has {W2.shape[1]} outputs, not one")
    return x @ (W1 @ W2).ravel()


@right
def dense_forward__ones_column(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    ones = np.ones((len(x), 1), dtype=x.dtype)
    return np.hstack([x, ones]) @ np.vstack([W, b])
