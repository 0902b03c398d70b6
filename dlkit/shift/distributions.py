"""Distributions as arguments: weights of samples, shares of classes, rows of probabilities."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array, require_axes, require_samples


def sample_weights(value: npt.ArrayLike, name: str, who: str, n: int | None = None) -> Array:
    """Return N weights, finite and none negative, with a sum above 0; N is `n` where given."""
    w = real_array(value, name, who)
    require_axes(w, "N", name, who)
    require_samples(w, name, who)
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


def prior(value: npt.ArrayLike, name: str, who: str) -> Array:
    """Return probabilities of C classes, which add up to 1."""
    p = sample_weights(value, name, who)
    if abs(p.sum() - 1) > 1e-6:
        raise ValueError(f"{who}: {name} adds up to {p.sum()}; probabilities add up to 1")
    return p


def probabilities(value: npt.ArrayLike, classes: int, name: str, who: str) -> Array:
    """Return N rows of probabilities of C classes, each adding up to 1."""
    P = real_array(value, name, who)
    require_axes(P, "NC", name, who)
    if P.shape[1] != classes:
        raise ShapeError(f"{who}: {name} has shape {P.shape}; (N, {classes}) is needed")
    wrong = np.flatnonzero(~((P >= 0).all(axis=1) & (np.abs(P.sum(axis=1) - 1) <= 1e-5)))
    if wrong.size:
        raise ValueError(
            f"{who}: row {wrong[0]} of {name} is {P[wrong[0]]}; "
            "numbers from 0 on that add up to 1 are needed"
        )
    return P
