"""Two symmetries, measured: the output moves along, or it does not move at all."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, require_callables, require_whole_number
from dlkit.convolution.columns import images


def equivariance_error(
    f: Callable[[Array], npt.ArrayLike],
    x: npt.ArrayLike,
    shift: tuple[int, int],
    *,
    margin: int = 0,
) -> float:
    r"""How far "first move, then f" is from "first f, then move".

    With S, which moves images in a circle,

    .. math:: e = \frac{\lVert f(S x) - S f(x) \rVert}
              {\max(\lVert f(S x) \rVert, \lVert S f(x) \rVert)} .

    Parameters
    ----------
    f : callable    from (N, C, H, W) to (N, F, H', W')
    x : (N, C, H, W)
    shift : (down, right)    whole pixels; negative is up and left
    margin : int    so many pixels at each border of the output are left out, where the circle or
        the padding shows

    Returns
    -------
    float    0 for an equivariant f; 0 also where both sides are 0

    Raises
    ------
    ShapeError    if x or the output has not four axes, or the margin leaves nothing
    ValueError    if `margin` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x = np.arange(6.0).reshape(1, 1, 2, 3)
    >>> equivariance_error(lambda x: 3 * x, x, (0, 1))
    0.0
    >>> round(equivariance_error(lambda x: x * [[1.0, 0.0, 0.0]], x, (0, 1)), 3)
    1.145

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.2.
    """
    who = "equivariance_error"
    require_callables(who, f=f)
    x, shift = images(who, x), _shift(who, shift)
    moved_first, moved_after = np.asarray(f(_moved(x, shift))), np.asarray(f(x.copy()))
    if moved_first.ndim != 4 or moved_first.shape != moved_after.shape:
        raise ShapeError(
            f"{who}: f returned shapes {moved_first.shape} and {moved_after.shape}; "
            "(N, F, H', W') is needed, the same for both"
        )
    margin = require_whole_number(margin, "margin", who, at_least=0)
    H, W = moved_first.shape[2:]
    if min(H, W) <= 2 * margin:
        raise ShapeError(f"{who}: margin is {margin}, which leaves nothing of an output {H} x {W}")
    inner = (..., slice(margin, H - margin), slice(margin, W - margin))
    return _distance(moved_first[inner], _moved(moved_after, shift)[inner])


def invariance_error(
    f: Callable[[Array], npt.ArrayLike], x: npt.ArrayLike, shift: tuple[int, int]
) -> float:
    r"""How far the output changes when the images move.

    With S, which moves images in a circle,

    .. math:: e = \frac{\lVert f(S x) - f(x) \rVert}
              {\max(\lVert f(S x) \rVert, \lVert f(x) \rVert)} .

    Parameters
    ----------
    f : callable    from (N, C, H, W) to an array of any shape
    x : (N, C, H, W)
    shift : (down, right)    whole pixels; negative is up and left

    Returns
    -------
    float    0 for an invariant f; 0 also where both sides are 0

    Raises
    ------
    ShapeError    if `x` has not four axes, or the two outputs differ in shape
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x = np.arange(6.0).reshape(1, 1, 2, 3)
    >>> invariance_error(lambda x: x.max(axis=(2, 3)), x, (1, 2))
    0.0

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.3.
    """
    who = "invariance_error"
    require_callables(who, f=f)
    x, shift = images(who, x), _shift(who, shift)
    moved, still = np.asarray(f(_moved(x, shift))), np.asarray(f(x.copy()))
    if moved.shape != still.shape:
        raise ShapeError(f"{who}: f returned shapes {moved.shape} and {still.shape} for two images")
    return _distance(moved, still)


def _shift(who: str, shift: tuple[int, int]) -> tuple[int, int]:
    if not isinstance(shift, tuple | list) or len(shift) != 2:
        raise TypeError(f"{who}: shift is {shift}; (down, right) is needed")
    down, right = (require_whole_number(by, "shift", who) for by in shift)
    return down, right


def _moved(x: Array, shift: tuple[int, int]) -> Array:
    return np.roll(x, shift, axis=(2, 3))


def _distance(a: Array, b: Array) -> float:
    size = max(float(np.linalg.norm(a)), float(np.linalg.norm(b)))
    return float(np.linalg.norm(a - b)) / size if size else 0.0
