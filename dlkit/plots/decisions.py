"""What a classifier believes, and where on the plane it decides for which class."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap

from dlkit._requirements import Array
from dlkit.plots.style import COLORS, MARKERS, axes


def probabilities(
    distributions: Mapping[str, Array],
    *,
    classes: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw probabilities as bars, one group per class, one colour per distribution.

    Parameters
    ----------
    distributions : name -> (C,)    probabilities in [0, 1]
    classes : C names, optional    0..C-1 without them
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = probabilities({"cold": [0.9, 0.1], "hot": [0.6, 0.4]}, classes=["cat", "dog"])
    >>> len(ax.patches)
    4
    """
    ax = axes(ax)
    count = len(next(iter(distributions.values())))
    width = 0.8 / len(distributions)
    for index, (name, p) in enumerate(distributions.items()):
        offset = (index - (len(distributions) - 1) / 2) * width
        ax.bar(
            np.arange(count) + offset,
            p,
            0.92 * width,
            color=COLORS[index % len(COLORS)],
            label=name,
        )
    ax.set_xticks(range(count), classes or [str(c) for c in range(count)])
    ax.set(xlabel="class", ylabel="probability", ylim=(0, 1))
    if len(distributions) > 1:
        ax.legend(frameon=False)
    return ax


def decision_regions(
    predict: Callable[[Array], npt.NDArray[np.integer]],
    x: Array,
    labels: npt.NDArray[np.integer],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Colour the plane by predicted class, with the samples by true class on it.

    Parameters
    ----------
    predict : callable    from (n, 2) points to (n,) labels 0..C-1; called once
    x, labels : (N, 2), (N,)    at most eight classes
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> x = np.array([[0.0, 0.0], [1.0, 1.0]])
    >>> ax = decision_regions(lambda x: (x[:, 0] > 0.5).astype(int), x, np.array([0, 1]))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['class 0', 'class 1']
    """
    ax = axes(ax, width=5.2, height=4.4)
    margin = 0.1 * np.ptp(x, axis=0)
    (left, low), (right, high) = x.min(axis=0) - margin, x.max(axis=0) + margin
    _colour_plane(ax, predict, (left, right, low, high))
    for label in np.unique(labels):
        members = x[labels == label]
        ax.scatter(
            members[:, 0],
            members[:, 1],
            s=26,
            color=COLORS[label],
            marker=MARKERS[label],
            edgecolors="white",
            linewidths=0.5,
            label=f"class {label}",
        )
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(left, right), ylim=(low, high))
    ax.legend(frameon=True, framealpha=0.9, edgecolor="none")
    return ax


def _colour_plane(
    ax: Axes,
    predict: Callable[[Array], npt.NDArray[np.integer]],
    extent: tuple[float, float, float, float],
) -> None:
    """Ask for the class of 300 x 300 points in the extent and paint each in a pale colour."""
    left, right, low, high = extent
    columns, rows = np.linspace(left, right, 300), np.linspace(low, high, 300)
    grid = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    ax.imshow(
        predict(grid).reshape(300, 300),
        extent=extent,
        origin="lower",
        aspect="auto",
        cmap=ListedColormap(COLORS),
        vmin=0,
        vmax=len(COLORS) - 1,
        alpha=0.25,
        interpolation="nearest",
    )
