"""Pictures of small images."""

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from dlkit.arguments import Array
from dlkit.plots.style import COLORS, blank


def digit_grid(
    images: Array,
    labels: npt.NDArray[np.integer] | None = None,
    predictions: npt.NDArray[np.integer] | None = None,
    *,
    columns: int = 10,
    ax: Axes | None = None,
) -> Axes:
    """Draw images side by side; wrong predictions are written in colour.

    Parameters
    ----------
    images : (N, 64)    8 x 8 pixels in [0, 1], or (N, S, S) of any size S
    labels : (N,), optional    written under the images
    predictions : (N,), optional    with labels: a wrong one is written "read 8" over "is 3"
    columns : int    images in a row
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = digit_grid(np.zeros((3, 64)), np.array([1, 2, 3]), np.array([1, 2, 8]))
    >>> [text.get_text() for text in ax.texts]
    ['1', '2', 'read 8\\nis 3']
    """
    side = images.shape[-1] if images.ndim == 3 else round(images.shape[1] ** 0.5)
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    lines = 1 if predictions is None else 2
    cell = np.array([(1.2 + 0.3 * lines) * side, 1.25 * side])  # room for the lines below
    ax = blank(ax, width=0.75 * columns, height=0.6 * cell[0] / side * rows)
    for index, image in enumerate(images.reshape(-1, side, side)):
        top, left = np.array(divmod(index, columns)) * cell
        ax.imshow(image, cmap="gray_r", vmin=0, vmax=1, extent=(left, left + side, top + side, top))
        if labels is not None:
            text, color = _caption(labels, predictions, index)
            ax.text(left + side / 2, top + 1.05 * side, text, color=color, ha="center", va="top")
    ax.set(xlim=(0, columns * cell[1]), ylim=(rows * cell[0], 0), aspect="equal")
    return ax


def _caption(
    labels: npt.NDArray[np.integer], predictions: npt.NDArray[np.integer] | None, index: int
) -> tuple[str, str]:
    """Return the text under one image and its colour."""
    label = labels[index]
    if predictions is None or predictions[index] == label:
        return f"{label}", "black"
    return f"read {predictions[index]}\nis {label}", COLORS[1]
