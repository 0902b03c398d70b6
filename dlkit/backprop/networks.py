"""Backpropagation by hand: through a dense layer, through two layers, through any number."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy.typing as npt

from dlkit.activations import mlp_forward, tanh, tanh_backward
from dlkit.arguments import Array, ShapeError, real_array, require_callables, require_same_shape
from dlkit.losses import cross_entropy, cross_entropy_grad, l2_objective, l2_objective_grad
from dlkit.shapes import dense_forward

Layer: TypeAlias = tuple[npt.ArrayLike, npt.ArrayLike]
TwoLayers: TypeAlias = tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike, npt.ArrayLike]


def dense_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    W: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    need_dx: bool = True,
) -> tuple[Any, Array, Array]:
    r"""Gradients of `dense_forward`: of the samples, the weights and the biases.

    .. math:: \frac{\partial L}{\partial x} = dy \, W^\top, \qquad
              \frac{\partial L}{\partial W} = x^\top dy, \qquad
              \frac{\partial L}{\partial b_m} = \sum_n dy_{nm}

    Parameters
    ----------
    dy : (N, M)    gradient of the loss with respect to ``dense_forward(x, W, b)``
    x, W, b : (N, D), (D, M), (M,)    the inputs of the forward pass
    need_dx : bool    False leaves out dx, which nobody reads in front of the first layer

    Returns
    -------
    dx, dW, db : (N, D), (D, M), (M,)    the dtypes of x, W and b; dx is None if not needed

    Raises
    ------
    ShapeError    if the shapes do not fit together
    TypeError     if an argument does not hold real numbers

    Conventions: sums over the samples; the 1/N of a mean loss is in `dy` already.

    Examples
    --------
    >>> dx, dW, db = dense_backward([[1.0, 10.0]], [[2.0]], [[3.0, 4.0]], [0.0, 0.0])
    >>> dx, dW, db
    (array([[43.]]), array([[ 2., 20.]]), array([ 1., 10.]))

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.5.6.
    """
    who = "dense_backward"
    dy, x = real_array(dy, "dy", who), real_array(x, "x", who)
    W, b = real_array(W, "W", who), real_array(b, "b", who)
    if not (
        x.ndim == 2
        and b.ndim == 1
        and W.shape == (x.shape[1], len(b))
        and dy.shape == (len(x), len(b))
    ):
        raise ShapeError(
            f"{who}: dy has shape {dy.shape}, x {x.shape}, W {W.shape} and b {b.shape}; "
            "(N, M), (N, D), (D, M) and (M,) are needed"
        )
    dx = (dy @ W.T).astype(x.dtype, copy=False) if need_dx else None
    dW, db = x.T @ dy, dy.sum(axis=0)
    return dx, dW.astype(W.dtype, copy=False), db.astype(b.dtype, copy=False)


def mlp_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    params: Sequence[Layer],
    activation: Callable[[Array], Array],
    activation_backward: Callable[[Array, Array], Array],
) -> tuple[Array, list[tuple[Array, Array]]]:
    r"""Gradients of `mlp_forward`, from the last layer to the first.

    With :math:`\delta_L = dy`, for l = L..1,

    .. math:: \frac{\partial L}{\partial W_l} = h_{l-1}^\top \delta_l, \quad
              \frac{\partial L}{\partial b_l} = \sum_n \delta_{l,n}, \quad
              \delta_{l-1} = \delta_l W_l^\top \odot \varphi'(z_{l-1}) .

    Parameters
    ----------
    dy : (N, M)    gradient of the loss with respect to the output y
    x : (N, D)    a batch of samples
    params : list of (W, b)    one pair per layer
    activation : callable    as in `mlp_forward`
    activation_backward : callable    from ``dy, z`` to the gradient with respect to z

    Returns
    -------
    dx, grads : (N, D), list of (dW, db)    in the order of `params`

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if `params` is empty
    TypeError     if an argument does not hold real numbers
    TypeError     if `activation` or `activation_backward` is no function

    Examples
    --------
    >>> from dlkit.activations import relu, relu_backward
    >>> params = [([[1.0, -1.0]], [0.0, 0.0]), ([[5.0], [7.0]], [0.0])]
    >>> dx, grads = mlp_backward([[1.0]], [[2.0]], params, relu, relu_backward)
    >>> dx, grads[0][0]
    (array([[5.]]), array([[10.,  0.]]))

    Source: Rumelhart, Hinton, Williams, Learning Representations by Back-Propagating Errors,
    Nature 323, 1986, pages 533-536.
    """
    require_callables(
        "mlp_backward", activation=activation, activation_backward=activation_backward
    )
    y, z = mlp_forward(x, params, activation)
    delta = real_array(dy, "dy", "mlp_backward")
    require_same_shape("mlp_backward", dy=delta, output=y)
    grads: list[tuple[Array, Array]] = []
    for layer in reversed(range(len(params))):
        h = activation(z[layer - 1]) if layer else x  # what the layer has read
        delta, dW, db = dense_backward(delta, h, *params[layer])
        grads.insert(0, (dW, db))
        if layer:
            delta = activation_backward(delta, z[layer - 1])
    return delta, grads


def two_layer_objective(
    params: TwoLayers,
    x: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    lam: float = 0.0,
    activation: Callable[[Array], Array] = tanh,
) -> float:
    r"""Objective of a network with one hidden layer: cross-entropy and L2 penalty.

    .. math:: z = x W_1 + b_1, \quad h = \varphi(z), \quad o = h W_2 + b_2, \quad
              J = L(o, y) + \frac{\lambda}{2}
              \left(\lVert W_1 \rVert_F^2 + \lVert W_2 \rVert_F^2\right)

    Parameters
    ----------
    params : (W1, b1, W2, b2)    of shapes (D, H), (H,), (H, C), (C,)
    x : (N, D)    a batch of samples
    labels : (N,)    integers y in 0..C-1
    lam : float    the strength :math:`\lambda \ge 0` of the penalty, which leaves biases out
    activation : callable    element-wise

    Returns
    -------
    float    in nats; the mean over the batch, the penalty added once

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `dense_forward`, `cross_entropy`, `l2_objective`
    TypeError     if `activation` is no function

    Examples
    --------
    >>> params = ([[1.0]], [0.0], [[0.0, 0.0]], [0.0, 0.0])
    >>> round(two_layer_objective(params, [[3.0]], [1], lam=0.1), 6)
    0.743147

    Source: Zhang, Lipton, Li, Smola, Dive into Deep Learning, 2023, section 5.3.
    """
    require_callables("two_layer_objective", activation=activation)
    W1, b1, W2, b2 = _four("two_layer_objective", params)
    h = activation(dense_forward(x, W1, b1))
    return l2_objective(cross_entropy(dense_forward(h, W2, b2), labels), [W1, W2], lam)


def two_layer_objective_grad(
    params: TwoLayers,
    x: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    lam: float = 0.0,
    activation: Callable[[Array], Array] = tanh,
    activation_backward: Callable[[Array, Array], Array] = tanh_backward,
) -> tuple[Array, Array, Array, Array]:
    r"""Gradients of `two_layer_objective` with respect to its parameters.

    .. math:: \frac{\partial J}{\partial W_2} = h^\top \frac{\partial L}{\partial o}
              + \lambda W_2, \quad
              \frac{\partial L}{\partial z} = \frac{\partial L}{\partial o} W_2^\top
              \odot \varphi'(z), \quad
              \frac{\partial J}{\partial W_1} = x^\top \frac{\partial L}{\partial z}
              + \lambda W_1

    Parameters
    ----------
    params : (W1, b1, W2, b2)    of shapes (D, H), (H,), (H, C), (C,)
    x : (N, D)    a batch of samples
    labels : (N,)    integers y in 0..C-1
    lam : float    the strength of the penalty
    activation : callable    element-wise
    activation_backward : callable    from ``dy, z`` to the gradient with respect to z

    Returns
    -------
    dW1, db1, dW2, db2 : (D, H), (H,), (H, C), (C,)

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `two_layer_objective`
    TypeError     if `activation` or `activation_backward` is no function

    Examples
    --------
    >>> params = ([[0.0]], [0.0], [[2.0, -2.0]], [0.0, 0.0])
    >>> dW1, db1, dW2, db2 = two_layer_objective_grad(params, [[3.0]], [1])
    >>> dW1, db2
    (array([[6.]]), array([ 0.5, -0.5]))

    Source: Zhang, Lipton, Li, Smola, Dive into Deep Learning, 2023, section 5.3.
    """
    require_callables(
        "two_layer_objective_grad", activation=activation, activation_backward=activation_backward
    )
    W1, b1, W2, b2 = _four("two_layer_objective_grad", params)
    z = dense_forward(x, W1, b1)
    h = activation(z)
    do = cross_entropy_grad(dense_forward(h, W2, b2), labels)
    dh, dW2, db2 = dense_backward(do, h, W2, b2)
    _, dW1, db1 = dense_backward(activation_backward(dh, z), x, W1, b1)
    penalty1, penalty2 = l2_objective_grad([W1, W2], lam)
    return dW1 + penalty1, db1, dW2 + penalty2, db2


def _four(who: str, params: TwoLayers) -> TwoLayers:
    """Demand W1, b1, W2, b2."""
    if not isinstance(params, list | tuple) or len(params) != 4:
        came = (
            f"{len(params)} entries" if isinstance(params, list | tuple) else type(params).__name__
        )
        raise TypeError(f"{who}: params is {came}; W1, b1, W2 and b2 are needed")
    return params
