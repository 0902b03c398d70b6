"""Attention: every place asks, all places answer, and the fitting answers count."""

import math

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, fitting_arrays, plain_array, require_whole_number
from dlkit.losses import softmax, softmax_backward
from dlkit.recurrent.precision import in_precision_of


def attention(
    Q: npt.ArrayLike, K: npt.ArrayLike, V: npt.ArrayLike, *, mask: npt.ArrayLike | None = None
) -> Array:
    r"""Scaled dot-product attention: a mean of the values, weighted by fit.

    .. math:: Y = A V, \qquad A = \operatorname{softmax}\left(\frac{Q K^\top}{\sqrt D}\right)
              \quad\text{over the places that may be looked at}

    Parameters
    ----------
    Q : (N, T, D)    a question from each of T places
    K : (N, S, D)    what each of S places has to offer
    V : (N, S, M)    what it says
    mask : (T, S), (N, T, S) or None    bool, True where t may look at s; `causal_mask` for text

    Returns
    -------
    (N, T, M)    0 for a place that may look nowhere

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers, or the mask is not bool

    Conventions: the mask acts before the softmax, True keeps; in PyTorch's
    ``nn.MultiheadAttention`` True hides, in ``scaled_dot_product_attention`` it keeps.

    Examples
    --------
    >>> attention([[[0.0]]], [[[1.0], [2.0]]], [[[10.0], [30.0]]])
    array([[[20.]]])

    Source: Vaswani et al., Attention Is All You Need, NIPS, 2017, section 3.2.1.
    """
    (Q, K, V), allowed = _arguments("attention", Q, K, V, mask)
    scores, seeing = _scores(Q, K, allowed)
    with np.errstate(under="ignore"):
        return softmax(scores) * seeing @ V


def attention_backward(
    dy: npt.ArrayLike,
    Q: npt.ArrayLike,
    K: npt.ArrayLike,
    V: npt.ArrayLike,
    *,
    mask: npt.ArrayLike | None = None,
) -> tuple[Array, Array, Array]:
    r"""Gradients of `attention`: of the questions, the offers and the values.

    .. math:: \frac{\partial L}{\partial V} = A^\top dY, \quad
              dA = dY \, V^\top, \quad
              dS = A \odot \left(dA - \textstyle\sum_s A \odot dA\right), \quad
              \frac{\partial L}{\partial Q} = \frac{dS \, K}{\sqrt D}, \quad
              \frac{\partial L}{\partial K} = \frac{dS^\top Q}{\sqrt D}

    Parameters
    ----------
    dy : (N, T, M)    gradient of the loss with respect to ``attention(Q, K, V)``
    Q, K, V : (N, T, D), (N, S, D), (N, S, M)    the inputs of the forward pass
    mask : (T, S), (N, T, S) or None    bool, as in `attention`

    Returns
    -------
    dQ, dK, dV : the shapes and dtypes of Q, K, V

    Raises
    ------
    ShapeError, TypeError    as in `attention`

    Examples
    --------
    >>> dQ, dK, dV = attention_backward([[[1.0]]], [[[0.0]]], [[[1.0], [2.0]]], [[[10.0], [30.0]]])
    >>> dQ, dV.tolist()
    (array([[[5.]]]), [[[0.5], [0.5]]])

    Source: Vaswani et al., Attention Is All You Need, NIPS, 2017, section 3.2.1.
    """
    (Q, K, V, dy), allowed = _arguments("attention_backward", Q, K, V, mask, dy=dy)
    scores, seeing = _scores(Q, K, allowed)
    with np.errstate(under="ignore"):
        dS = softmax_backward(dy @ V.swapaxes(1, 2) * seeing, scores) / math.sqrt(Q.shape[2])
        dV = (softmax(scores) * seeing).swapaxes(1, 2) @ dy
        return in_precision_of((Q, K, V), (dS @ K, dS.swapaxes(1, 2) @ Q, dV))


def causal_mask(T: int) -> npt.NDArray[np.bool_]:
    r"""Mask for text: each place may look at itself and at what stands before it.

    .. math:: m_{ts} = \mathbb{1}[s \le t]

    Parameters
    ----------
    T : int    number of places

    Returns
    -------
    (T, T)    bool, True at and below the diagonal

    Raises
    ------
    ValueError, TypeError    if `T` is not a whole number from 0 on

    Examples
    --------
    >>> causal_mask(3).astype(int)
    array([[1, 0, 0],
           [1, 1, 0],
           [1, 1, 1]])

    Source: Vaswani et al., Attention Is All You Need, NIPS, 2017, section 3.2.3.
    """
    T = require_whole_number(T, "T", "causal_mask", at_least=0)
    return np.tri(T, dtype=bool)


def _scores(
    Q: Array, K: Array, allowed: npt.NDArray[np.bool_]
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Return scores (N, T, S), -inf where nothing may be seen, and which places see anything.

    A place that sees nothing keeps its scores, as a row of only -inf has no softmax; what comes of
    them is multiplied by 0.
    """
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    seeing = np.any(allowed, axis=-1, keepdims=True)
    return np.where(allowed | ~seeing, scores, -np.inf), seeing


def _arguments(
    who: str,
    Q: npt.ArrayLike,
    K: npt.ArrayLike,
    V: npt.ArrayLike,
    mask: npt.ArrayLike | None,
    **upstream: npt.ArrayLike,
) -> tuple[list[Array], npt.NDArray[np.bool_]]:
    more = {name: (value, "N T M") for name, value in upstream.items()}
    arrays = fitting_arrays(who, Q=(Q, "N T D"), K=(K, "N S D"), V=(V, "N S M"), **more)
    (N, T, _), S = arrays[0].shape, arrays[1].shape[1]
    allowed = np.ones((T, S), bool) if mask is None else plain_array(mask, "mask", who)
    if allowed.dtype != bool:
        raise TypeError(f"{who}: mask has dtype {allowed.dtype}; bool is needed, True where t sees")
    if allowed.shape not in ((T, S), (N, T, S)):
        raise ShapeError(
            f"{who}: mask has shape {allowed.shape}; {(T, S)} or {(N, T, S)} is needed"
        )
    return list(arrays), allowed
