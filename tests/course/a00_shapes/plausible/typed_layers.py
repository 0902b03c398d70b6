"""Units and layers, as students type them."""

import numpy as np

from dlkit.arguments import fitting_arrays, real_array
from tests.course.plausible import right, wrong


@right
def linear_unit__dot(x, w, b):
    x, w = fitting_arrays(x=(x, "D"), w=(w, "D"))
    return np.dot(x, w) + b


@right
def linear_unit__compares_shapes_itself(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes differ")
    total = 0.0
    for i in range(x.shape[0]):
        total += x[i] * w[i]
    return float(total + b)


@right
def linear_unit__zip(x, w, b):
    if len(x) != len(w):
        raise ValueError
    return sum(xi * wi for xi, wi in zip(x, w)) + b


@wrong("its bias and nothing else")
def linear_unit__only_the_bias(x, w, b):
    return b


@wrong("once for each input")
def linear_unit__bias_inside_the_loop(x, w, b):
    x, w = fitting_arrays(x=(x, "D"), w=(w, "D"))
    total = 0.0
    for xi, wi in zip(x, w):
        total += xi * wi + b
    return total


@wrong("None")
def linear_unit__prints(x, w, b):
    print(np.sum(x * w) + b)


@wrong("one number")
def linear_unit__outer(x, w, b):
    return np.outer(x, w) + b


@wrong("not right")
def linear_unit__sum_overwritten(x, w, b):
    x, w = fitting_arrays(x=(x, "D"), w=(w, "D"))
    total = 0.0
    for xi, wi in zip(x, w):
        total = xi * wi
    return float(total + b)


@wrong("one of the inputs is missing")
def linear_unit__forgets_the_last(x, w, b):
    x, w = fitting_arrays(x=(x, "D"), w=(w, "D"))
    total = b
    for i in range(len(x) - 1):
        total += x[i] * w[i]
    return total


@wrong("NameError")
def linear_unit__misspelt(x, w, b):
    x, w = fitting_arrays(x=(x, "D"), w=(w, "D"))
    return np.sum(x * W) + b  # noqa: F821


@right
def two_layer_paper__with_linear_unit(x):
    x = real_array(x)
    if x.shape != (2,):
        raise ValueError
    h0, h1 = np.sum(x * [1, 1]), np.sum(x * [1, -1])
    return np.sum(np.array([h0, h1]) * [1, -1])


@wrong("twice the first input")
def two_layer_paper__adds_at_the_output(x):
    x = real_array(x)
    if x.shape != (2,):
        raise ValueError
    return float((x[0] + x[1]) + (x[0] - x[1]))


@wrong("same number for every sample")
def two_layer_paper__weights_of_the_sample_in_the_picture(x):
    x = real_array(x)
    if x.shape != (2,):
        raise ValueError
    h0, h1 = 40 + 0, 40 - 0
    return float(h0 - h1)


@wrong("three inputs|row of a batch")
def two_layer_paper__takes_any_shape(x):
    return float(2 * np.ravel(x)[1])


@right
def forward_matrix__sum_of_rows(x, W1, W2):
    x, W1, W2 = fitting_arrays(x=(x, "N D"), W1=(W1, "D H"), W2=(W2, "H M"))
    if W2.shape[1] != 1:
        raise ValueError
    return (x @ W1 * W2[:, 0]).sum(axis=1)


@right
def forward_matrix__reshaped(x, W1, W2):
    x, W1, W2 = fitting_arrays(x=(x, "N D"), W1=(W1, "D H"), W2=(W2, "H M"))
    if W2.shape != (W1.shape[1], 1):
        raise ValueError
    return (x @ W1 @ W2).reshape(len(x))


@wrong("row of its own|length 1")
def forward_matrix__keeps_the_column(x, W1, W2):
    x, W1, W2 = fitting_arrays(x=(x, "N D"), W1=(W1, "D H"), W2=(W2, "H M"))
    if W2.shape[1] != 1:
        raise ValueError
    return np.dot(np.dot(x, W1), W2)


@wrong("samples are put together|first sample|shape")
def forward_matrix__mean_over_samples(x, W1, W2):
    x, W1, W2 = fitting_arrays(x=(x, "N D"), W1=(W1, "D H"), W2=(W2, "H M"))
    return (x.sum(axis=0) @ W1 @ W2)[0]


@wrong("takes 0 in its place")
def forward_matrix__relu(x, W1, W2):
    x, W1, W2 = fitting_arrays(x=(x, "N D"), W1=(W1, "D H"), W2=(W2, "H M"))
    if W2.shape[1] != 1:
        raise ValueError
    hidden = x @ W1
    hidden[hidden < 0] = 0
    return (hidden @ W2)[:, 0]


@wrong("stopped at line|ValueError")
def forward_matrix__elementwise(x, W1, W2):
    return (x * W1 * W2)[:, 0]


@right
def dense_forward__einsum(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    return np.einsum("nd,dm->nm", x, W) + b


@right
def dense_forward__column_by_column(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    return np.stack([x @ W[:, m] + b[m] for m in range(len(b))], axis=1)


@wrong("exchanged")
def dense_forward__as_in_the_notes(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    return x @ W.T + b


@wrong("missing")
def dense_forward__no_bias(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    return np.matmul(x, W)


@wrong("bias")
def dense_forward__bias_twice(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    y = x @ W + b
    y += b
    return y


@wrong("stretches it|must be refused")
def dense_forward__nothing_compared(x, W, b):
    return x @ W + b


@wrong("float64")
def dense_forward__into_zeros(x, W, b):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    y = np.zeros((len(x), len(b)))
    for n in range(len(x)):
        y[n] = x[n] @ W + b
    return y
