"""Optimizers that change one vector of weights in place and keep their state between the steps.

`Optimizer` applies any pure step, a student's too. `SGD` and `Adam` are the two that training
uses most, as in-place lines: they take the same steps as the pure functions without temporary
arrays, which is two to three times as fast on 50,000 weights.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    positional_names,
    real_array,
    require_callables,
    require_number,
    require_same_shape,
)

# A weight that gets no gradient any more (behind a dead ReLU) leaves its mean of gradients to
# shrink at every step. After some 800 float32 steps it would stick in the denormal numbers, with
# which a processor reckons about ten times as slowly. What still gets a gradient, however tiny, is
# left alone: there the step is that of the pure function.
FLUSH_EVERY = 100
FLUSH_BELOW = 1e5  # times the smallest normal number: 100 steps of 0.9 make 4e4 of it


class _InPlace:
    """What the optimizers share: the weights, the state by name, the count, and the flush."""

    def __init__(self, p: Array, lr: float, names: list[str]) -> None:
        who = type(self).__name__
        if not isinstance(p, np.ndarray) or p.dtype not in (np.float64, np.float32):
            came = f"an array of {p.dtype}" if isinstance(p, np.ndarray) else type(p).__name__
            raise TypeError(
                f"{who}: p is {came}; an array of floats is needed, to change in place: of float64 "
                "or float32"
            )
        self.p = p
        self.lr = require_number(lr, "lr", who, at_least=0)
        self.state = {name: np.zeros_like(p) for name in names}
        self.t = 0

    def step(self, g: npt.ArrayLike) -> None:
        """Change the weights and the state by one step along the gradient."""
        gradient = real_array(g, "g", type(self).__name__)
        require_same_shape(type(self).__name__, p=self.p, g=gradient)
        self.t += 1
        self._advance(gradient)
        if self.t % FLUSH_EVERY == 0:
            least = FLUSH_BELOW * np.finfo(self.p.dtype).tiny
            for array in self.state.values():
                array[(np.abs(array) < least) & (gradient == 0)] = 0

    def _advance(self, g: Array) -> None:
        raise NotImplementedError


class Optimizer(_InPlace):
    r"""Apply a pure step to one array of weights, in place, and keep its state.

    .. math:: (w, s) \leftarrow \text{rule}(w, g, s, t)

    The state s is made from the rule's signature: zeros for each argument after ``w, dw``, and
    under ``t`` the number of the step.

    Parameters
    ----------
    rule : callable    such as `adagrad_step`, with the new w first in what it returns
    p : array of any shape    the weights; `step` changes them
    lr : float    the learning rate :math:`\eta \ge 0`
    **options : float    passed on to `rule`

    Attributes
    ----------
    p, lr : as given    `lr` may be changed between the steps
    state : dict of arrays, of the shape of `p`    by the names in the signature of `rule`
    t : int    the number of steps taken; a checkpoint needs p, state, and t

    Raises
    ------
    TypeError    if `p` is not an array of floats: another could not be changed in place
    TypeError    if `rule` is no function
    ShapeError, ValueError, TypeError    from ``step(g)``, as in `rule`

    Examples
    --------
    >>> from dlkit.optimizers import adagrad_step
    >>> p = np.array([1.0, 1.0])
    >>> Optimizer(adagrad_step, p, lr=0.5).step(np.array([4.0, -0.1]))
    >>> p
    array([0.5, 1.5])

    Source: Kingma, Ba, Adam: A Method for Stochastic Optimization, ICLR, 2015, section 2.
    """

    def __init__(self, rule: Callable[..., Any], p: Array, *, lr: float, **options: Any) -> None:
        require_callables("Optimizer", rule=rule)
        names = positional_names(rule)[2:]
        super().__init__(p, lr, [name for name in names if name != "t"])
        self._rule, self._options, self._counts = rule, options, "t" in names

    def _advance(self, g: Array) -> None:
        count = {"t": self.t} if self._counts else {}
        new = self._rule(self.p, g, **self.state, **count, lr=self.lr, **self._options)
        if not isinstance(new, tuple):  # a rule without state returns the plain array
            new = (new,)
        self.p[...], *state = new
        self.state = dict(zip(self.state, state, strict=True))


class SGD(_InPlace):
    r"""Gradient descent in place: plain, with momentum, or with Nesterov's.

    .. math:: v \leftarrow \mu v + g, \qquad w \leftarrow w - \eta v \quad\text{or}\quad
              w \leftarrow w - \eta (g + \mu v)

    Parameters
    ----------
    p : array of any shape    the weights; `step` changes them
    lr : float    the learning rate :math:`\eta \ge 0`
    momentum : float    :math:`\mu` in [0, 1); 0 keeps no velocity
    nesterov : bool    look ahead, as `nesterov_step` does

    Attributes
    ----------
    p, lr : as given    `lr` may be changed between the steps
    state : dict of arrays, of the shape of `p`    the velocity v, if there is momentum
    t : int    the number of steps taken; a checkpoint needs p, state, and t

    Raises
    ------
    TypeError     if `p` is not an array of floats, or an argument of the wrong kind
    ValueError    if `lr` is negative or `momentum` outside [0, 1)
    ShapeError    from ``step(g)``, if g has not the shape of `p`

    Conventions: the steps of `sgd_step`, `momentum_step` and `nesterov_step`.

    Examples
    --------
    >>> p = np.array([1.0])
    >>> optimizer = SGD(p, lr=0.1, momentum=0.9)
    >>> optimizer.step([2.0]), optimizer.step([2.0])
    (None, None)
    >>> p
    array([0.42])

    Source: Polyak, Some methods of speeding up the convergence of iteration methods, USSR
    Computational Mathematics and Mathematical Physics 4(5), 1964, pages 1-17.
    """

    def __init__(
        self, p: Array, *, lr: float, momentum: float = 0.0, nesterov: bool = False
    ) -> None:
        super().__init__(p, lr, ["v"] if momentum else [])
        self.momentum = require_number(momentum, "momentum", "SGD", at_least=0, below=1)
        self.nesterov = nesterov

    def _advance(self, g: Array) -> None:
        with np.errstate(under="ignore"):
            if self.momentum:
                v = self.state["v"]
                v *= self.momentum
                v += g
                g = g + self.momentum * v if self.nesterov else v
            self.p -= self.lr * g


class Adam(_InPlace):
    r"""Adam and AdamW in place.

    .. math:: m \leftarrow \beta_1 m + (1 - \beta_1) g, \qquad
              v \leftarrow \beta_2 v + (1 - \beta_2) g^2, \qquad
              w \leftarrow (1 - \eta \lambda) w - \eta \,
              \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}

    Parameters
    ----------
    p : array of any shape    the weights; `step` changes them
    lr : float    the learning rate :math:`\eta \ge 0`
    beta1, beta2, eps : float    as in `adam_step`
    weight_decay : float    :math:`\lambda \ge 0`, decoupled as in `adamw_step`

    Attributes
    ----------
    p, lr : as given    `lr` may be changed between the steps
    state : dict of arrays, of the shape of `p`    the means m and v
    t : int    the number of steps taken; a checkpoint needs p, state, and t

    Raises
    ------
    TypeError     if `p` is not an array of floats, or an argument of the wrong kind
    ValueError    if a number is out of its range
    ShapeError    from ``step(g)``, if g has not the shape of `p`

    Examples
    --------
    >>> p = np.array([1.0, 1.0])
    >>> Adam(p, lr=0.5).step([4.0, -0.1])
    >>> p.round(6)
    array([0.5, 1.5])

    Source: Kingma, Ba, Adam: A Method for Stochastic Optimization, ICLR, 2015, algorithm 1.
    """

    def __init__(
        self,
        p: Array,
        *,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(p, lr, ["m", "v"])
        self.beta1, self.beta2 = (
            require_number(beta1, "beta1", "Adam", at_least=0, below=1),
            require_number(beta2, "beta2", "Adam", at_least=0, below=1),
        )
        self.eps = require_number(eps, "eps", "Adam", above=0)
        self.weight_decay = require_number(weight_decay, "weight_decay", "Adam", at_least=0)
        self._scratch = np.empty_like(p)

    def _advance(self, g: Array) -> None:
        m, v, scratch = self.state["m"], self.state["v"], self._scratch
        with np.errstate(under="ignore"):
            m *= self.beta1
            m += np.multiply(g, 1 - self.beta1, out=scratch)
            v *= self.beta2
            np.multiply(g, g, out=scratch)
            scratch *= 1 - self.beta2
            v += scratch
            # Both sides of the fraction times c: one pass less over all weights.
            c = math.sqrt(1 - self.beta2**self.t)
            np.sqrt(v, out=scratch)
            scratch += c * self.eps
            np.divide(m, scratch, out=scratch)
            scratch *= c * self.lr / (1 - self.beta1**self.t)
            if self.weight_decay:
                self.p *= 1 - self.lr * self.weight_decay
            self.p -= scratch
