"""What one layer does to the size of a signal: by an integral, and by drawing."""

import math
from collections.abc import Callable

import numpy as np

from dlkit.arguments import (
    Array,
    require_callables,
    require_generator,
    require_number,
    require_whole_number,
)

# The trapezoidal rule on a fine grid across the bell curve: errors below 1e-9 for activations
# that are smooth, but for a bend where they are 0 and where the grid has a point, as in ReLU.
_GRID = np.linspace(-12, 12, 4801)
_WEIGHTS = np.exp(-_GRID * _GRID / 2) / math.sqrt(2 * math.pi) * (_GRID[1] - _GRID[0])


def predict_layer_gain(std: float, fan_in: int, activation: Callable[[Array], Array]) -> float:
    r"""Factor on the variance of the pre-activations from one layer to the next.

    For standard normal pre-activations :math:`z` and independent weights,

    .. math:: \frac{\operatorname{Var} z'}{\operatorname{Var} z}
              = \text{fan}_{in} \cdot \text{std}^2 \cdot \mathbb{E}\big[\varphi(z)^2\big] .

    Parameters
    ----------
    std : float    standard deviation of the weights, at least 0
    fan_in : int    how many activations a unit adds up, at least 1
    activation : callable    element-wise, from an array to an array of the same shape

    Returns
    -------
    float    1 keeps the signal, L layers raise it to the power L

    Raises
    ------
    ValueError    if `std` is negative or `fan_in` below 1
    TypeError     if an argument is of the wrong kind

    Conventions: the mean square of the activations counts, not their variance: the weights have
    mean 0, so a mean of the activations spreads as well. For activations with a bend at 0 only
    (ReLU, linear) the factor holds at every size of z, for others only at 1.

    Examples
    --------
    >>> from dlkit.activations import relu
    >>> round(predict_layer_gain(0.1, 100, lambda z: z), 6)
    1.0
    >>> round(predict_layer_gain(0.1, 100, relu), 6)
    0.5

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV, 2015, section 2.2; Poole,
    Lahiri, Raghu, Sohl-Dickstein, Ganguli, Exponential expressivity in deep neural networks
    through transient chaos, NeurIPS, 2016, equation 3.
    """
    require_callables("predict_layer_gain", activation=activation)
    std = require_number(std, "std", "predict_layer_gain", at_least=0)
    fan_in = require_whole_number(fan_in, "fan_in", "predict_layer_gain", at_least=1)
    return float(fan_in * std * std * np.sum(_WEIGHTS * np.square(activation(_GRID.copy()))))


def calibrate_gain(
    activation: Callable[[Array], Array], *, rng: np.random.Generator, draws: int = 100_000
) -> float:
    r"""Factor on the weights that makes up for an activation, estimated by drawing.

    .. math:: g = \frac{1}{\sqrt{\mathbb{E}[\varphi(z)^2]}}, \qquad z \sim \mathcal{N}(0, 1)

    With ``lecun_normal(shape, gain=g)`` pre-activations of variance 1 give such again.

    Parameters
    ----------
    activation : callable    element-wise, from an array to an array of the same shape
    rng : numpy.random.Generator
    draws : int    how many z; the error of the result falls as one over the root

    Returns
    -------
    float

    Raises
    ------
    ValueError    if `draws` is below 1, or the activation is 0 for all of them
    TypeError     if an argument is of the wrong kind

    Conventions: for tanh 1.59. The 5/3 that PyTorch returns for tanh is a rounded piece of
    experience for deep nets, not this expectation.

    Examples
    --------
    >>> from dlkit.activations import relu
    >>> round(calibrate_gain(relu, rng=np.random.default_rng(0)), 1)
    1.4

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV, 2015, section 2.2.
    """
    require_callables("calibrate_gain", activation=activation)
    draws = require_whole_number(draws, "draws", "calibrate_gain", at_least=1)
    z = require_generator(rng, "calibrate_gain").standard_normal(draws)
    mean_square = float(np.mean(np.square(activation(z))))
    if mean_square == 0:
        raise ValueError("calibrate_gain: the activation is 0 everywhere; no gain brings it back")
    return 1 / math.sqrt(mean_square)
