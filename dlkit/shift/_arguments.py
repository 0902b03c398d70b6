"""What the functions about shift demand of their arguments beyond `dlkit._requirements`."""

import numpy as np
import numpy.typing as npt

from dlkit._requirements import Array, axes, not_empty, real
from dlkit.errors import ShapeError


def sample_weights(who: str, name: str, value: npt.ArrayLike, n: int | None = None) -> Array:
    """Return N weights, finite and none negative, with a sum above 0; N is `n` where given."""
    w = real(who, name, value)
    axes(who, name, w, "N")
    not_empty(who, name, w)
    if n is not None and len(w) != n:
        raise ShapeError(f"{who}: {name} has shape {w.shape}; ({n},) is needed, one per sample")
    if not (np.isfinite(w).all() and (w >= 0).all()):
        index = np.flatnonzero(~(np.isfinite(w) & (w >= 0)))[0]
        raise ValueError(
            f"{who}: {name}[{index}] is {w[index]}; finite numbers from 0 on are needed"
        )
    if not w.any():
        raise ValueError(f"{who}: {name} is 0 everywhere; at least one sample must count")
    return w


def prior(who: str, name: str, value: npt.ArrayLike) -> Array:
    """Return probabilities of C classes, which add up to 1."""
    p = sample_weights(who, name, value)
    if abs(p.sum() - 1) > 1e-6:
        raise ValueError(f"{who}: {name} adds up to {p.sum()}; probabilities add up to 1")
    return p


def probabilities(who: str, name: str, value: npt.ArrayLike, classes: int) -> Array:
    """Return N rows of probabilities of C classes, each adding up to 1."""
    P = real(who, name, value)
    axes(who, name, P, "NC")
    if P.shape[1] != classes:
        raise ShapeError(f"{who}: {name} has shape {P.shape}; (N, {classes}) is needed")
    wrong = np.flatnonzero(~((P >= 0).all(axis=1) & (np.abs(P.sum(axis=1) - 1) <= 1e-5)))
    if wrong.size:
        raise ValueError(
            f"{who}: row {wrong[0]} of {name} is {P[wrong[0]]}; "
            "numbers from 0 on that add up to 1 are needed"
        )
    return P


def finite(who: str, name: str, array: Array) -> None:
    """Demand numbers that a linear system can be solved with: one nan would spoil every weight."""
    if not np.isfinite(array).all():
        index = tuple(np.argwhere(~np.isfinite(array))[0].tolist())
        raise ValueError(
            f"{who}: {name}[{', '.join(map(str, index))}] is {array[index]}; "
            "finite numbers are needed"
        )
