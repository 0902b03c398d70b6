"""Augmentation: the same digit one pixel farther is the same digit."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_axes, require_generator, require_whole_number


def shift_image(images: npt.ArrayLike, down: int, right: int) -> Array:
    r"""Move images by whole pixels; what comes in from outside is 0.

    .. math:: y_{nchw} = x_{n, c, h - \text{down}, w - \text{right}}

    Parameters
    ----------
    images : (N, C, H, W)
    down, right : int    negative moves up and left; beyond the size everything becomes 0

    Returns
    -------
    (N, C, H, W)    a new array, in the dtype and order of `images`

    Raises
    ------
    ShapeError    if `images` has not four axes
    TypeError     if an argument is of the wrong kind

    Conventions: zeros come in; nothing wraps around.

    Examples
    --------
    >>> shift_image([[[[1.0, 2.0], [3.0, 4.0]]]], 1, 0)[0, 0]
    array([[0., 0.],
           [1., 2.]])

    Source: Simard, Steinkraus, Platt, Best Practices for Convolutional Neural Networks Applied
    to Visual Document Analysis, ICDAR, 2003, section 2.
    """
    x = real_array(images, "images", "shift_image")
    require_axes(x, "NCHW", "images", "shift_image")
    moved = np.zeros_like(x)
    (to_h, from_h), (to_w, from_w) = (
        _places(size, require_whole_number(by, name, "shift_image"))
        for size, name, by in ((x.shape[2], "down", down), (x.shape[3], "right", right))
    )
    moved[:, :, to_h, to_w] = x[:, :, from_h, from_w]
    return moved


def random_shifts(images: npt.ArrayLike, most: int, *, rng: np.random.Generator) -> Array:
    r"""Move each image by a random number of pixels, so that none comes twice.

    Both moves of an image are drawn from :math:`\{-m, \ldots, m\}`, all equally likely.

    Parameters
    ----------
    images : (N, C, H, W)
    most : int    the largest move m, from 0 on
    rng : numpy.random.Generator

    Returns
    -------
    (N, C, H, W)    a new array; the labels stay as they are

    Raises
    ------
    ShapeError    if `images` has not four axes
    ValueError    if `most` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> random_shifts(np.ones((2, 1, 3, 3)), 1, rng=np.random.default_rng(0)).shape
    (2, 1, 3, 3)

    Source: Simard, Steinkraus, Platt, Best Practices for Convolutional Neural Networks Applied
    to Visual Document Analysis, ICDAR, 2003, section 2.
    """
    x = real_array(images, "images", "random_shifts")
    require_axes(x, "NCHW", "images", "random_shifts")
    most = require_whole_number(most, "most", "random_shifts", at_least=0)
    moves = require_generator(rng, "random_shifts").integers(
        -most, most, endpoint=True, size=(len(x), 2)
    )
    moved = np.empty_like(x)
    for down, right in np.unique(moves, axis=0):
        chosen = np.all(moves == (down, right), axis=1)
        moved[chosen] = shift_image(x[chosen], down, right)
    return moved


def _places(size: int, by: int) -> tuple[slice, slice]:
    """Return where pixels of one axis go and where they come from."""
    by = max(-size, min(size, by))
    return slice(max(by, 0), size + min(by, 0)), slice(max(-by, 0), size + min(-by, 0))
