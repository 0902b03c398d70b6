"""The layers that do the same in training and in evaluation."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit import activations
from dlkit.arguments import (
    Array,
    ShapeError,
    require_callables,
    require_generator,
    require_whole_number,
)
from dlkit.backprop import dense_backward
from dlkit.initialization import he_normal
from dlkit.regularization.group_norm import groupnorm_backward, groupnorm_forward
from dlkit.regularization.layer_norm import layernorm_backward, layernorm_forward
from dlkit.regularization.nn.layer import Function, Layer
from dlkit.shapes import dense_forward


class Dense(Function):
    r"""Dense layer, :math:`y = xW + b`.

    Parameters
    ----------
    inputs, outputs : int    D and M, at least 1
    rng : numpy.random.Generator    draws the weights
    init : callable    from the shape ``(D, M)`` and ``rng=`` to the weights; biases start at 0

    Attributes
    ----------
    params : dict    W of shape (D, M) and b of shape (M,)

    Raises
    ------
    ValueError    if a size is below 1
    TypeError     if an argument is of the wrong kind
    ShapeError    from ``forward``, if x is not (N, D)

    Examples
    --------
    >>> Dense(3, 2, rng=np.random.default_rng(0)).forward(np.ones((4, 3))).shape
    (4, 2)

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV, 2015, section 2.2.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        *,
        rng: np.random.Generator,
        init: Callable[..., npt.ArrayLike] = he_normal,
    ) -> None:
        require_callables("Dense", init=init)
        D = require_whole_number(inputs, "inputs", "Dense", at_least=1)
        M = require_whole_number(outputs, "outputs", "Dense", at_least=1)
        W = init((D, M), rng=require_generator(rng, "Dense"))
        super().__init__(dense_forward, dense_backward, W=W, b=np.zeros(M))


class Activation(Function):
    r"""An activation by its name, :math:`y = \varphi(x)`, element-wise.

    Parameters
    ----------
    name : str    of `dlkit.activations`: "relu", "tanh", "sigmoid", "gelu" ...
    **options : float    for the activation, such as the slope of "leaky_relu"

    Attributes
    ----------
    params : dict    empty; there are no arrays to learn

    Raises
    ------
    ValueError    if there is no such activation

    Examples
    --------
    >>> Activation("relu").forward(np.array([-1.0, 2.0]))
    array([0., 2.])

    Source: Glorot, Bordes, Bengio, Deep Sparse Rectifier Neural Networks, AISTATS, 2011.
    """

    def __init__(self, name: str, **options: Any) -> None:
        pairs = [n for n in activations.__all__ if f"{n}_backward" in activations.__all__]
        if name not in pairs:
            raise ValueError(f"Activation: name is {name!r}; one of {', '.join(pairs)} is needed")
        backward = getattr(activations, f"{name}_backward")
        super().__init__(getattr(activations, name), backward, options=options)


class Flatten(Layer):
    r"""Make one row of each sample, :math:`(N, C, H, W) \to (N, C H W)`.

    Parameters
    ----------
    none

    Attributes
    ----------
    params : dict    empty; there are no arrays to learn

    Raises
    ------
    ShapeError    from ``forward``, if x has no axis
    ValueError    from ``backward``, if dy has another number of elements

    Examples
    --------
    >>> Flatten().forward(np.zeros((5, 2, 3, 4))).shape
    (5, 24)

    Source: Chollet et al., Keras, 2015, the Flatten layer.
    """

    def __init__(self) -> None:
        super().__init__()

    def forward(self, x: Array) -> Array:
        if x.ndim == 0:
            raise ShapeError("Flatten: x has shape (); an axis of samples is needed")
        self._shape = x.shape
        return x.reshape(len(x), int(np.prod(x.shape[1:])))  # (N, C, H, W) -> (N, C*H*W)

    def backward(self, dy: Array, *, need_dx: bool = True) -> Array:
        return dy.reshape(self._shape)  # (N, C*H*W) -> (N, C, H, W)


class LayerNorm(Function):
    r"""Layer norm, :math:`y = \gamma \hat x + \beta`, over the last axis.

    Parameters
    ----------
    features : int    D, the length of the last axis
    eps : float    as in `layernorm_forward`

    Attributes
    ----------
    params : dict    gamma and beta, of shape (D,)

    Raises
    ------
    ValueError    if `features` is below 1
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> LayerNorm(2).forward(np.array([[1.0, 3.0]])).round(3)
    array([[-1.,  1.]])

    Source: Ba, Kiros, Hinton, Layer Normalization, arXiv:1607.06450, 2016, section 3.
    """

    def __init__(self, features: int, *, eps: float = 1e-5) -> None:
        D = require_whole_number(features, "features", "LayerNorm", at_least=1)
        super().__init__(
            layernorm_forward,
            layernorm_backward,
            options={"eps": eps},
            gamma=np.ones(D),
            beta=np.zeros(D),
        )


class GroupNorm(Function):
    r"""Group norm, :math:`y = \gamma \hat x + \beta`, over groups of channels.

    Parameters
    ----------
    features : int    C, the number of channels, the second axis
    groups : int    G, which divides C; C is instance norm
    eps : float    as in `groupnorm_forward`

    Attributes
    ----------
    params : dict    gamma and beta, of shape (C,)

    Raises
    ------
    ValueError    if a number is below 1, or `groups` does not divide `features`
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> GroupNorm(2, 2).forward(np.array([[[1.0, 3.0], [10.0, 30.0]]])).round(3)
    array([[[-1.,  1.],
            [-1.,  1.]]])

    Source: Wu, He, Group Normalization, ECCV, 2018.
    """

    def __init__(self, features: int, groups: int, *, eps: float = 1e-5) -> None:
        C = require_whole_number(features, "features", "GroupNorm", at_least=1)
        G = require_whole_number(groups, "groups", "GroupNorm", at_least=1)
        if C % G:
            raise ValueError(f"GroupNorm: groups is {G}; a number that divides {C} is needed")
        super().__init__(
            groupnorm_forward,
            groupnorm_backward,
            options={"groups": G, "eps": eps},
            gamma=np.ones(C),
            beta=np.zeros(C),
        )
