"""The size of a signal and of its gradient, layer by layer, in a deep net of random weights."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from dlkit.activations import mlp_forward
from dlkit.arguments import (
    Array,
    real_array,
    require_axes,
    require_callables,
    require_generator,
    require_samples,
    require_whole_number,
)

Initializer = Callable[..., Array]


def activation_stats(
    x: npt.ArrayLike,
    init: Initializer,
    activation: Callable[[Array], Array],
    depth: int,
    *,
    rng: np.random.Generator,
) -> Array:
    r"""Standard deviation of the activations in each layer.

    With :math:`h_0 = x`, new weights :math:`W_l` of shape (D, D) in each layer and no biases,

    .. math:: h_l = \varphi(h_{l-1} W_l), \qquad s_l = \operatorname{std}(h_l), \qquad
              l = 1..\text{depth} .

    Parameters
    ----------
    x : (N, D)    a batch of samples; D is the width of all layers
    init : callable    ``init((D, D), rng=rng)`` returns the weights of a layer
    activation : callable    element-wise
    depth : int    the number of layers, at least 1
    rng : numpy.random.Generator

    Returns
    -------
    (depth,)    over all samples and units of a layer together, from the first layer to the last

    Raises
    ------
    ShapeError    if `x` has not two axes, or `init` returns another shape than (D, D)
    ValueError    if `x` is empty or `depth` is below 1
    TypeError     if an argument is of the wrong kind

    Conventions: the standard deviation, not the root of the mean square, which for ReLU is
    larger. What overflows is inf or nan, without a warning.

    Examples
    --------
    >>> from dlkit.initialization import orthogonal
    >>> x = np.array([[1.0, -1.0], [2.0, -2.0]])
    >>> activation_stats(x, orthogonal, lambda z: z, 3, rng=np.random.default_rng(0)).shape
    (3,)

    Source: Glorot, Bengio, Understanding the difficulty of training deep feedforward neural
    networks, AISTATS, 2010, section 4.2.
    """
    require_callables("activation_stats", init=init, activation=activation)
    _, z = _deep_net("activation_stats", x, init, activation, depth, rng)
    with np.errstate(all="ignore"):
        return np.array([np.std(activation(z_l)) for z_l in z])


def gradient_stats(
    x: npt.ArrayLike,
    init: Initializer,
    activation: Callable[[Array], Array],
    activation_backward: Callable[[Array, Array], Array],
    depth: int,
    *,
    rng: np.random.Generator,
) -> Array:
    r"""Standard deviation of the gradient at each layer's pre-activations.

    In the net of `activation_stats`, with a standard normal gradient r at the last activations,

    .. math:: \delta_L = r \odot \varphi'(z_L), \qquad
              \delta_{l-1} = \delta_l W_l^\top \odot \varphi'(z_{l-1}), \qquad
              s_l = \operatorname{std}(\delta_l) .

    Parameters
    ----------
    x : (N, D)    a batch of samples; D is the width of all layers
    init : callable    ``init((D, D), rng=rng)`` returns the weights of a layer
    activation : callable    element-wise
    activation_backward : callable    from ``dy, z`` to the gradient with respect to z
    depth : int    the number of layers, at least 1
    rng : numpy.random.Generator    the same seed gives the same net in both functions

    Returns
    -------
    (depth,)    from the first layer to the last; entry 0 divided by entry -1 says how much of
        the gradient arrives

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `activation_stats`
    TypeError     if `init`, `activation` or `activation_backward` is no function

    Conventions: what overflows is inf or nan, without a warning.

    Examples
    --------
    >>> x, double = np.ones((1, 2)), lambda shape, rng: 2 * np.eye(2)
    >>> rng = np.random.default_rng(0)
    >>> s = gradient_stats(x, double, lambda z: z, lambda dy, z: dy, 3, rng=rng)
    >>> s / s[-1]
    array([4., 2., 1.])

    Source: Glorot, Bengio, Understanding the difficulty of training deep feedforward neural
    networks, AISTATS, 2010, section 4.2.
    """
    require_callables(
        "gradient_stats", init=init, activation=activation, activation_backward=activation_backward
    )
    weights, z = _deep_net("gradient_stats", x, init, activation, depth, rng)
    delta: Array = rng.standard_normal(np.shape(x))
    stats = np.empty(depth)
    with np.errstate(all="ignore"):
        for layer in reversed(range(depth)):
            delta = activation_backward(delta, z[layer])
            stats[layer] = np.std(delta)
            delta = delta @ weights[layer].T
    return stats


def _deep_net(
    who: str,
    x: npt.ArrayLike,
    init: Initializer,
    activation: Callable[[Array], Array],
    depth: int,
    rng: np.random.Generator,
) -> tuple[list[Array], list[Array]]:
    """Return the weights and the pre-activations of each layer."""
    x = real_array(x, "x", who)
    require_axes(x, "ND", "x", who)
    require_samples(x, "x", who)
    (_, width), depth = x.shape, require_whole_number(depth, "depth", who, at_least=1)
    rng = require_generator(rng, who)
    weights = [init((width, width), rng=rng) for _ in range(depth)]
    with np.errstate(all="ignore"):  # an explosion is what is to be seen
        _, z = mlp_forward(x, [(W, np.zeros(width)) for W in weights], activation)
    return weights, z
