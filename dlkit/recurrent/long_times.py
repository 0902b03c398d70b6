"""What many equal steps in a row do to a gradient: it vanishes, explodes, or stays."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from dlkit.activations import tanh, tanh_backward
from dlkit.arguments import (
    Array,
    ShapeError,
    fitting_arrays,
    real_array,
    require_callables,
    require_finite,
    require_number,
    require_whole_number,
)
from dlkit.recurrent.steps import rnn_step, rnn_step_backward


def spectral_radius(W: npt.ArrayLike) -> float:
    r"""Largest absolute value among the eigenvalues of a square matrix.

    .. math:: \rho(W) = \max_i |\lambda_i|, \qquad \lim_{T \to \infty} \lVert W^T \rVert^{1/T}
              = \rho(W)

    Parameters
    ----------
    W : (H, H)    H at least 1

    Returns
    -------
    float    at least 0, and at most the largest singular value

    Raises
    ------
    ShapeError    if `W` is not square or has no entries
    ValueError    if `W` holds nan or infinity
    TypeError     if `W` does not hold real numbers

    Conventions: eigenvalues of a real matrix may be complex; their absolute value counts.

    Examples
    --------
    >>> spectral_radius([[0.5, 9.0], [0.0, 0.25]])
    0.5

    Source: Horn, Johnson, Matrix Analysis, 2nd edition, 2013, sections 1.2 and 5.6.
    """
    return float(np.max(np.abs(np.linalg.eigvals(_square("spectral_radius", W)))))


def linear_rnn_grad(W: npt.ArrayLike, T: int) -> float:
    r"""How much a linear recurrent network stretches a gradient over T steps, at most.

    For :math:`h_t = h_{t-1} W` with every step the same,

    .. math:: \left\lVert \frac{\partial h_T}{\partial h_0} \right\rVert_2
              = \lVert W^T \rVert_2 = \underbrace{\lVert W W \cdots W \rVert_2}_{T} .

    Parameters
    ----------
    W : (H, H)    the recurrent weights
    T : int    number of steps; 0 gives 1

    Returns
    -------
    float    the largest singular value of the product; inf when it is beyond the largest float

    Raises
    ------
    ShapeError    if `W` is not square or has no entries
    ValueError    if `T` is negative, or `W` holds nan or infinity
    TypeError     if `T` is not a whole number or `W` not real

    Conventions: the spectral norm. The Frobenius norm is up to :math:`\sqrt H` times as large.

    Examples
    --------
    >>> linear_rnn_grad([[0.5, 0.0], [0.0, 0.25]], 4)
    0.0625

    Source: Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks,
    ICML, 2013, section 2.1.
    """
    product = _square("linear_rnn_grad", W).astype(np.float64)
    T = require_whole_number(T, "T", "linear_rnn_grad", at_least=0)
    power, exponent = np.eye(len(product)), 0
    with np.errstate(under="ignore"):
        for _ in range(T):
            power = power @ product
            # Keep the entries near 1; dividing by powers of two rounds nothing.
            _, e = np.frexp(np.max(np.abs(power)))
            power, exponent = np.ldexp(power, -e), exponent + int(e)
    with np.errstate(over="ignore", under="ignore"):
        return float(np.ldexp(np.linalg.norm(power, 2), exponent))


def jordan_block(eigenvalue: float, size: int) -> Array:
    r"""Matrix with one eigenvalue over and over, but only one eigenvector.

    .. math:: J = \lambda I + N, \qquad (J^T)_{ij} = \binom{T}{j - i} \lambda^{T - (j - i)},
              \qquad N_{i, i+1} = 1

    Parameters
    ----------
    eigenvalue : float    :math:`\lambda`, on the diagonal
    size : int    H, at least 1; from 2 on the matrix cannot be diagonalised

    Returns
    -------
    (H, H)    float64; ones above the diagonal

    Raises
    ------
    ValueError    if `size` is below 1
    TypeError     if `eigenvalue` is not one number or `size` not a whole number

    Examples
    --------
    >>> np.linalg.matrix_power(jordan_block(1.0, 2), 50)
    array([[ 1., 50.],
           [ 0.,  1.]])

    Source: Horn, Johnson, Matrix Analysis, 2nd edition, 2013, section 3.1.
    """
    eigenvalue = require_number(eigenvalue, "eigenvalue", "jordan_block")
    size = require_whole_number(size, "size", "jordan_block", at_least=1)
    return eigenvalue * np.eye(size) + np.eye(size, k=1)


def is_diagonalizable_counterexample() -> Array:
    r"""A square matrix that cannot be diagonalised, and whose powers grow.

    .. math:: \begin{pmatrix} 1 & 1 \\ 0 & 1 \end{pmatrix}^T
              = \begin{pmatrix} 1 & T \\ 0 & 1 \end{pmatrix}

    Its only eigenvalue is 1, which neither explodes nor vanishes, and yet the power grows: not
    every square matrix can be diagonalised, and eigenvalues alone do not tell all.

    Returns
    -------
    (2, 2)    float64

    Examples
    --------
    >>> is_diagonalizable_counterexample()
    array([[1., 1.],
           [0., 1.]])

    Source: Horn, Johnson, Matrix Analysis, 2nd edition, 2013, section 1.3.
    """
    return jordan_block(1.0, 2)


def gradient_norms(
    dh: npt.ArrayLike,
    x: npt.ArrayLike,
    h0: npt.ArrayLike,
    Wx: npt.ArrayLike,
    Wh: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    activation: Callable[[Array], Array] = tanh,
    activation_backward: Callable[[Array, Array], Array] = tanh_backward,
) -> Array:
    r"""How large the gradient of a loss at the end still is at every state before.

    .. math:: g_t = \left\lVert \frac{\partial L}{\partial h_t} \right\rVert
              = \left\lVert \frac{\partial L}{\partial h_T}
                \prod_{s = t + 1}^{T} \frac{\partial h_s}{\partial h_{s-1}} \right\rVert ,
              \qquad t = 0..T

    Parameters
    ----------
    dh : (N, H)    gradient of the loss with respect to the last state; it reads no other
    x, h0, Wx, Wh, b : (N, T, D), (N, H), (D, H), (H, H), (H,)    as in `rnn_forward`
    activation, activation_backward : as in `rnn_backward`

    Returns
    -------
    (T + 1,)    float64; the last is the norm of `dh`, the first that of the gradient of `h0`

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers
    TypeError     if `activation` or `activation_backward` is no function

    Conventions: the Frobenius norm over the samples and units.

    Examples
    --------
    >>> gradient_norms([[1.0]], np.zeros((1, 3, 1)), [[0.0]], [[1.0]], [[0.5]], [0.0])
    array([0.125, 0.25 , 0.5  , 1.   ])

    Source: Bengio, Simard, Frasconi, Learning Long-Term Dependencies with Gradient Descent is
    Difficult, IEEE Transactions on Neural Networks 5, 1994, pages 157-166.
    """
    require_callables(
        "gradient_norms", activation=activation, activation_backward=activation_backward
    )
    x, h0, Wx, Wh, b, dh = fitting_arrays(
        "gradient_norms",
        x=(x, "N T D"),
        h0=(h0, "N H"),
        Wx=(Wx, "D H"),
        Wh=(Wh, "H H"),
        b=(b, "H"),
        dh=(dh, "N H"),
    )
    states = [h0]
    for t in range(x.shape[1]):
        states.append(rnn_step(x[:, t], states[-1], Wx, Wh, b, activation=activation))
    norms = [_norm(dh)]
    for t in reversed(range(x.shape[1])):
        step = x[:, t], states[t], Wx, Wh, b
        _, dh, *_ = rnn_step_backward(dh, *step, activation_backward=activation_backward)
        norms.append(_norm(dh))
    return np.array(norms[::-1])


def _norm(dh: Array) -> float:
    """Return the Frobenius norm, of entries scaled to 1, whose squares neither vanish nor grow."""
    largest = float(np.max(np.abs(dh), initial=0))
    if largest == 0 or not np.isfinite(largest):
        return largest
    with np.errstate(under="ignore"):
        return largest * float(np.linalg.norm(dh.astype(np.float64) / largest))


def _square(who: str, W: npt.ArrayLike) -> Array:
    matrix = real_array(W, "W", who)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.size == 0:
        raise ShapeError(
            f"{who}: W has shape {matrix.shape}; a square matrix (H, H) is needed, H at least 1"
        )
    require_finite(matrix, "W", who)
    return matrix
