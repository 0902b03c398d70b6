"""Sequences of different lengths in one array: a mask says which steps are real."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    Labels,
    ShapeError,
    plain_array,
    real_array,
    require_axes,
    require_whole_number,
    whole_numbers,
)
from dlkit.losses import cross_entropy, cross_entropy_grad


def length_mask(lengths: npt.ArrayLike, T: int) -> npt.NDArray[np.bool_]:
    r"""Mask of sequences that are padded at the end.

    .. math:: m_{nt} = \mathbb{1}[t < \ell_n], \qquad t = 0..T-1

    Parameters
    ----------
    lengths : (N,)    integers :math:`\ell_n` in 0..T
    T : int    number of steps of the padded array

    Returns
    -------
    (N, T)    bool, True where a step is real

    Raises
    ------
    ShapeError    if `lengths` is not (N,)
    ValueError    if a length is outside 0..T
    TypeError     if a length is not an integer

    Examples
    --------
    >>> length_mask([1, 3], 3)
    array([[ True, False, False],
           [ True,  True,  True]])

    Source: Zhang, Lipton, Li, Smola, Dive into Deep Learning, 2023, section 10.7.
    """
    T = require_whole_number(T, "T", "length_mask", at_least=0)
    real_steps = whole_numbers(lengths, T + 1, "lengths", "length_mask")
    require_axes(real_steps, "N", "lengths", "length_mask")
    return np.arange(T) < real_steps[:, None]  # (N, T)


def masked_cross_entropy(
    logits: npt.ArrayLike, labels: npt.ArrayLike, mask: npt.ArrayLike
) -> float:
    r"""Cross-entropy of the real steps of padded sequences.

    With the mask :math:`m_{nt} \in \{0, 1\}`,

    .. math:: L = -\frac{\sum_{nt} m_{nt} \log \operatorname{softmax}(z_{nt})_{y_{nt}}}
                        {\sum_{nt} m_{nt}} .

    Parameters
    ----------
    logits : (N, T, C)    scores z, not probabilities
    labels : (N, T)    integers 0..C-1 where the mask is true, any integer elsewhere
    mask : (N, T)    bool, or 0 and 1

    Returns
    -------
    float    in nats; the mean over all real steps

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if no step is real, a label of a real step is outside 0..C-1, or the mask holds
        other numbers than 0 and 1
    TypeError     if the labels are not integers or the logits not real

    Conventions: every real step counts the same, so that a long sequence counts more than a
    short one. What stands in the padding changes nothing, not even nan.

    Examples
    --------
    >>> logits = [[[0.0, 0.0], [9.0, 9.0]], [[0.0, 0.0], [0.0, 1000.0]]]
    >>> round(masked_cross_entropy(logits, [[0, -1], [1, 0]], [[1, 0], [1, 0]]), 6)
    0.693147

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 10.2.
    """
    z, y, m = _arguments("masked_cross_entropy", logits, labels, mask)
    return cross_entropy(z[m], y[m])


def masked_cross_entropy_grad(
    logits: npt.ArrayLike, labels: npt.ArrayLike, mask: npt.ArrayLike
) -> Array:
    r"""Gradient of `masked_cross_entropy` with respect to the logits.

    .. math:: \frac{\partial L}{\partial z_{ntj}} = \frac{m_{nt}}{\sum_{nt} m_{nt}}
              \left(\operatorname{softmax}(z_{nt})_j - \mathbb{1}[j = y_{nt}]\right)

    Parameters
    ----------
    logits : (N, T, C)    scores z, not probabilities
    labels : (N, T)    integers 0..C-1 where the mask is true
    mask : (N, T)    bool, or 0 and 1

    Returns
    -------
    (N, T, C)    0 in the padding; the dtype of `logits`

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `masked_cross_entropy`

    Examples
    --------
    >>> masked_cross_entropy_grad([[[0.0, 0.0], [9.0, 5.0]]], [[0, -1]], [[1, 0]])
    array([[[-0.5,  0.5],
            [ 0. ,  0. ]]])

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 10.2.
    """
    z, y, m = _arguments("masked_cross_entropy_grad", logits, labels, mask)
    dz = np.zeros_like(z)
    dz[m] = cross_entropy_grad(z[m], y[m])
    return dz


def _arguments(
    who: str, logits: npt.ArrayLike, labels: npt.ArrayLike, mask: npt.ArrayLike
) -> tuple[Array, Labels, npt.NDArray[np.bool_]]:
    z, y, m = (
        real_array(logits, "logits", who),
        plain_array(labels, "labels", who),
        plain_array(mask, "mask", who),
    )
    require_axes(z, "NTC", "logits", who)
    if not z.shape[:2] == y.shape == m.shape:
        raise ShapeError(
            f"{who}: logits have shape {z.shape}, labels {y.shape} and mask {m.shape}; "
            "(N, T, C), (N, T) and (N, T) are needed"
        )
    if not np.isin(m, (0, 1)).all():
        raise ValueError(
            f"{who}: mask holds {m[~np.isin(m, (0, 1))][0]}; 0 and 1, or False and True, are needed"
        )
    if not m.any():
        raise ValueError(f"{who}: mask has no true element; a mean over no steps has no value")
    m = m.astype(bool)
    return z, whole_numbers(np.where(m, y, 0), z.shape[2], "labels", who), m
