"""How many numbers feed one unit, and how many units one number feeds."""

import math
from collections.abc import Sequence

from dlkit.arguments import ShapeError, require_whole_number


def fans(shape: Sequence[int]) -> tuple[int, int]:
    r"""Number of inputs of one output, and of outputs of one input.

    For dense weights of shape (D, M) and for a convolution with F filters over C channels,

    .. math:: (D, M) \to (D, \; M), \qquad
              (F, C, k_h, k_w) \to (C \, k_h k_w, \; F \, k_h k_w) .

    Parameters
    ----------
    shape : (D, M), or (F, C, \*kernel) with one size or more for the kernel

    Returns
    -------
    fan_in, fan_out : int, int

    Raises
    ------
    ShapeError    if the shape has fewer than two axes: a bias has no fans
    ValueError    if a size is below 1
    TypeError     if `shape` is not a tuple or list of integers

    Conventions: dense weights have the inputs first; PyTorch's ``nn.Linear`` has them last.
    At the borders of an image an input has fewer outputs than the fan says.

    Examples
    --------
    >>> fans((5, 3)), fans((8, 2, 3, 3))
    ((5, 3), (18, 72))

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV, 2015, section 2.2.
    """
    sizes = whole_sizes("fans", shape, least=1)
    if len(sizes) < 2:
        raise ShapeError(
            f"fans: shape is {sizes}; (inputs, outputs) or (filters, channels, *kernel) is "
            "needed (a bias has no fans: it starts at 0)"
        )
    if len(sizes) == 2:
        return sizes
    filters, channels, *kernel = sizes
    area = math.prod(kernel)
    return channels * area, filters * area


def whole_sizes(who: str, shape: object, *, least: int) -> tuple[int, ...]:
    """Return a shape as a tuple of Python integers, each of at least `least`."""
    if not isinstance(shape, tuple | list):
        raise TypeError(f"{who}: shape is {type(shape).__name__}; a tuple of integers is needed")
    return tuple(
        require_whole_number(n, f"shape[{i}]", who, at_least=least) for i, n in enumerate(shape)
    )
