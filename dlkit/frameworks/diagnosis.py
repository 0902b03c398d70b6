"""Bug hunting: what a curve tells, and which layer is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_axes, require_generator
from dlkit.backprop import check_backward

STUCK = 1e-3  # of the first loss: less than that is no change
SLOW = 0.5  # of the first loss: what is still above it, and falling as fast as ever, is slow
LEVEL = 0.02  # of the first loss: the last half falls by less, so the curve is level
FLOOR = 0.1  # of the first loss: a level below it is no sign of noise
ABOVE = 1.25  # how far one curve must end above another, or above its own best


def diagnose(loss: npt.ArrayLike, val_loss: npt.ArrayLike | None = None) -> str:
    r"""Likely trouble of a training, from its curves, whatever their unit.

    Ends and starts are means over a tenth of the epochs. With the losses :math:`L_0, \dots, L_E`
    of training and :math:`V` of validation, the first line that holds:

    .. math::
        \begin{array}{ll}
        \text{diverged} & \text{a loss is not finite, or } L_E > 1.25 \, L_0 \\
        \text{dead} & L \text{ moves by less than } 0.001 \, L_0 \text{ in the whole} \\
        \text{overfit} & V_E > 1.25 \min V \text{ while } L \text{ went down} \\
        \text{label\_noise} & L \text{ is level at the end, with } L_E > 1.25 \, V_E
        \text{ and } L_E > 0.1 \, L_0 \\
        \text{lr\_too\_small} & L_E > 0.5 \, L_0 \text{, and its second half fell at least half as
        far as its first} \\
        \text{ok} & \text{otherwise} \end{array}

    Parameters
    ----------
    loss : (E,)    of training, one per epoch, at least 10
    val_loss : (E,), optional    of validation, with clean labels; without it neither overfitting
        nor noise can be told

    Returns
    -------
    str, no array    "diverged", "dead", "overfit", "label_noise", "lr_too_small" or "ok"

    Raises
    ------
    ShapeError    if a curve is not one row
    ValueError    if there are fewer than 10 epochs, or the curves differ in length
    TypeError     if a curve does not hold real numbers

    Conventions: a guess by thresholds, to be checked; the loss must be one that is at least 0.

    Examples
    --------
    >>> epochs = np.arange(40)
    >>> diagnose(0.9**epochs), diagnose(1 - 0.001 * epochs), diagnose(1.1**epochs)
    ('ok', 'lr_too_small', 'diverged')

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, chapter 11.
    """
    train = _curve("loss", loss)
    val = train if val_loss is None else _curve("val_loss", val_loss)
    if len(val) != len(train):
        raise ValueError(
            f"diagnose: loss has {len(train)} epochs but val_loss has {len(val)}; "
            "equal numbers are needed"
        )
    if not (np.isfinite(train).all() and np.isfinite(val).all()):
        return "diverged"
    tenth = len(train) // 10
    middle = len(train) // 2
    start, end = train[:tenth].mean(), train[-tenth:].mean()
    halfway = train[middle - tenth // 2 : middle + tenth // 2 + 1].mean()
    if end > ABOVE * start:
        return "diverged"
    if np.ptp(train) <= STUCK * train[0]:
        return "dead"
    if val_loss is not None and end < start and val[-tenth:].mean() > ABOVE * val.min():
        return "overfit"
    level = halfway - end < LEVEL * start and end > FLOOR * start
    if level and end > ABOVE * val[-tenth:].mean():
        return "label_noise"
    if end > SLOW * start and halfway - end > (start - halfway) / 2:
        return "lr_too_small"
    return "ok"


def gradcheck_report(
    layers: Sequence[tuple[Any, ...]], x: npt.ArrayLike, *, rng: np.random.Generator
) -> tuple[int, str] | None:
    r"""First layer of a network whose backward is wrong, each checked in place.

    With :math:`x_{l+1} = f_l(x_l, \theta_l)`, for l = 0, 1, ... and a random upstream r and
    directions v,

    .. math:: \langle \text{f\_backward}_l(r, x_l, \theta_l), v \rangle \approx
              \frac{\langle r, f_l(\cdot + hv) - f_l(\cdot - hv) \rangle}{2h} .

    A check of the whole network says that something is wrong; this one says where.

    Parameters
    ----------
    layers : list of (f, f_backward, \*params)    in the order of the forward pass
    x : array    what goes into the first layer
    rng : numpy.random.Generator

    Returns
    -------
    None, or (index, message) of the first wrong layer    index from 0, no array

    Raises
    ------
    TypeError    if an array does not hold real numbers or `rng` is no generator

    Examples
    --------
    >>> from dlkit.activations import tanh, tanh_backward
    >>> layers = [(tanh, tanh_backward), (np.exp, lambda dy, z: dy)]
    >>> index, message = gradcheck_report(layers, [0.5, 1.0], rng=np.random.default_rng(0))
    >>> index
    1

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 8.1.
    """
    require_generator(rng, "gradcheck_report")
    for index, (f, f_backward, *params) in enumerate(layers):
        if problem := check_backward(f, f_backward, x, *params, rng=rng):
            return index, f"layer {index}: {problem}"
        x = f(x, *params)
    return None


def _curve(name: str, values: npt.ArrayLike) -> Array:
    curve = real_array(values, name, "diagnose")
    require_axes(curve, "E", name, "diagnose")
    if len(curve) < 10:
        raise ValueError(f"diagnose: {name} has {len(curve)} epochs; at least 10 are needed")
    return curve
