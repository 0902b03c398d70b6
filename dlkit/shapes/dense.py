"""The dense layer: one unit, two layers worked out on paper, and any number at once."""

import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    fitting_arrays,
    real_array,
    require_number,
)

# The network of the lecture: one column per hidden unit, then one column for the output.
PAPER_W1 = ((1.0, 1.0), (1.0, -1.0))
PAPER_W2 = ((1.0,), (-1.0,))


def linear_unit(x: npt.ArrayLike, w: npt.ArrayLike, b: float) -> float:
    r"""Linear unit: the weighted sum of one sample's features, plus a bias.

    .. math:: y = \sum_d x_d w_d + b

    Parameters
    ----------
    x : (D,)    one sample
    w : (D,)    one weight per feature
    b : float    the bias, added once

    Returns
    -------
    float

    Raises
    ------
    ShapeError    if `x` and `w` have not the same shape (D,)
    TypeError     if an argument does not hold real numbers, or `b` is not one number

    Examples
    --------
    >>> linear_unit([1.0, 2.0, 3.0], [1.0, 0.0, -1.0], 0.5)
    -1.5

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 5.1.4.
    """
    x, w = fitting_arrays("linear_unit", x=(x, "D"), w=(w, "D"))
    return float(x @ w) + require_number(b, "b", "linear_unit")


def two_layer_paper(x: npt.ArrayLike) -> float:
    r"""Output of the network that the lecture computes on paper, for one sample.

    .. math:: h_0 = x_0 + x_1, \qquad h_1 = x_0 - x_1, \qquad y = h_0 - h_1

    Parameters
    ----------
    x : (2,)    one sample

    Returns
    -------
    float

    Raises
    ------
    ShapeError    if `x` has not the shape (2,)
    TypeError     if `x` does not hold real numbers

    Conventions: no biases and no activation, so the network is linear: :math:`y = 2 x_1`.

    Examples
    --------
    >>> two_layer_paper([40.0, 0.0]), two_layer_paper([3.0, 5.0])
    (0.0, 10.0)

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.1.
    """
    x = real_array(x, "x", "two_layer_paper")
    if x.shape != (2,):
        raise ShapeError(f"two_layer_paper: x has shape {x.shape}; the shape must be (2,)")
    return float(forward_matrix(x[None], PAPER_W1, PAPER_W2)[0])


def forward_matrix(x: npt.ArrayLike, W1: npt.ArrayLike, W2: npt.ArrayLike) -> Array:
    r"""Two layers without biases or activation, for a whole batch, as two products.

    .. math:: y = (x W_1) \, W_2

    Parameters
    ----------
    x : (N, D)    a batch of samples; N may be 0
    W1 : (D, H)    one column of weights per hidden unit
    W2 : (H, 1)    the weights of the one output

    Returns
    -------
    (N,)    one number per sample, without an axis for the single output

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> forward_matrix([[40.0, 0.0], [3.0, 5.0]], [[1.0, 1.0], [1.0, -1.0]], [[1.0], [-1.0]])
    array([ 0., 10.])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.1.
    """
    x, W1, W2 = fitting_arrays("forward_matrix", x=(x, "N D"), W1=(W1, "D H"), W2=(W2, "H M"))
    if W2.shape[1] != 1:
        raise ShapeError(f"forward_matrix: W2 has shape {W2.shape}; one output is needed, (H, 1)")
    return (x @ W1 @ W2)[:, 0]  # (N, 1) -> (N,)


def dense_forward(x: npt.ArrayLike, W: npt.ArrayLike, b: npt.ArrayLike) -> Array:
    r"""Dense layer: every output is a weighted sum of all inputs, plus a bias.

    .. math:: y_{nm} = \sum_d x_{nd} W_{dm} + b_m, \qquad y = xW + b

    Parameters
    ----------
    x : (N, D)    a batch of samples; N may be 0
    W : (D, M)    one column of weights per output
    b : (M,)    one bias per output

    Returns
    -------
    (N, M)

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Conventions: W is (inputs, outputs), so that the product reads from left to right.

    Examples
    --------
    >>> dense_forward([[1.0, 2.0]], [[1.0, 0.0, 2.0], [0.0, 1.0, 3.0]], [0.0, 0.0, 1.0])
    array([[1., 2., 9.]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.1.
    """
    x, W, b = fitting_arrays("dense_forward", x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    return x @ W + b
