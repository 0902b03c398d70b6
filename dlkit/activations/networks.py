"""Layers in a row: why a bend is needed between them, and what happens when it is there."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from dlkit.activations._elementwise import step
from dlkit.arguments import Array, real_array, require_axes, require_callables, require_samples
from dlkit.shapes import dense_forward


def collapse_affine(
    W1: npt.ArrayLike, b1: npt.ArrayLike, W2: npt.ArrayLike, b2: npt.ArrayLike
) -> tuple[Array, Array]:
    r"""One dense layer that does what two in a row do without an activation.

    .. math:: (x W_1 + b_1) W_2 + b_2 = x \, (W_1 W_2) + (b_1 W_2 + b_2)

    Parameters
    ----------
    W1, b1 : (D, H), (H,)    the layer next to the inputs
    W2, b2 : (H, M), (M,)    the layer after it

    Returns
    -------
    W, b : (D, M), (M,)

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> W, b = collapse_affine([[1.0, 2.0]], [3.0, 4.0], [[1.0], [10.0]], [100.0])
    >>> W, b
    (array([[21.]]), array([143.]))

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.1.
    """
    b1 = real_array(b1, "b1", "collapse_affine")
    require_axes(b1, "H", "b1", "collapse_affine")
    # The first layer's columns travel through the second like samples, without its bias.
    W = dense_forward(W1, W2, np.zeros_like(real_array(b2, "b2", "collapse_affine")))
    b = dense_forward(b1[None], W2, b2)[0]  # (1, H) -> (M,)
    return W, b


def mlp_forward(
    x: npt.ArrayLike,
    params: Sequence[tuple[npt.ArrayLike, npt.ArrayLike]],
    activation: Callable[[Array], Array],
) -> tuple[Array, list[Array]]:
    r"""Dense layers with an activation between them, and none after the last.

    With :math:`h_0 = x` and the activation :math:`\varphi`, for the layers l = 1..L,

    .. math:: z_l = h_{l-1} W_l + b_l, \qquad h_l = \varphi(z_l), \qquad y = z_L .

    Parameters
    ----------
    x : (N, D)    a batch of samples
    params : list of (W, b)    one pair per layer, (D, H) and (H,) first; at least one
    activation : callable    element-wise, from an array to an array of the same shape

    Returns
    -------
    y, pre_activations : (N, M), list of L arrays    all :math:`z_l`; the last of them is y

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if `params` is empty
    TypeError     if an argument does not hold real numbers, or `params` is no list of pairs
    TypeError     if `activation` is no function

    Examples
    --------
    >>> params = [([[1.0, -1.0]], [0.0, 0.0]), ([[1.0], [1.0]], [10.0])]
    >>> y, (z1, z2) = mlp_forward([[-3.0]], params, lambda z: np.maximum(z, 0))
    >>> y, z1
    (array([[13.]]), array([[-3.,  3.]]))

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.5.4, algorithm 6.3.
    """
    require_callables("mlp_forward", activation=activation)
    if not isinstance(params, list | tuple) or not all(_is_pair(layer) for layer in params):
        raise TypeError("mlp_forward: params is no list of pairs; one (W, b) per layer is needed")
    if not params:
        raise ValueError("mlp_forward: params is empty; at least one layer is needed")
    pre_activations: list[Array] = []
    for W, b in params:
        h = activation(pre_activations[-1]) if pre_activations else x
        pre_activations.append(dense_forward(h, W, b))
    return pre_activations[-1], pre_activations


def _is_pair(layer: object) -> bool:
    return isinstance(layer, list | tuple) and len(layer) == 2


def dead_fraction(z: npt.ArrayLike) -> float:
    r"""Share of rectified units that are silent for the whole batch.

    .. math:: \frac{1}{M} \sum_m \mathbb{1}\Big[\max_n z_{nm} \le 0\Big]

    Such a unit has the gradient 0 for every sample: it cannot learn from this batch.

    Parameters
    ----------
    z : (N, M)    pre-activations of M units for N samples, both at least 1

    Returns
    -------
    float    in [0, 1]

    Raises
    ------
    ShapeError    if `z` has not two axes
    ValueError    if `z` is empty
    TypeError     if `z` does not hold real numbers

    Conventions: dead means never positive; one sample above 0 keeps a unit alive.

    Examples
    --------
    >>> dead_fraction([[-1.0, 2.0, 0.0, -3.0], [-1.0, -5.0, 0.0, 4.0]])
    0.5

    Source: Lu, Shin, Su, Karniadakis, Dying ReLU and Initialization, Communications in
    Computational Physics 28, 2020, pages 1671-1706.
    """
    z = real_array(z, "z", "dead_fraction")
    require_axes(z, "NM", "z", "dead_fraction")
    require_samples(z, "z", "dead_fraction")
    return float(np.mean(1 - step(z.max(axis=0))))
