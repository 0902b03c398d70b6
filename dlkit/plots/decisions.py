"""What a classifier believes, and where on the plane it decides for which class."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap

from dlkit.arguments import Array, require_callables
from dlkit.plots.style import COLORS, HATCHES, MARKERS, axes, line


def probabilities(
    distributions: Mapping[str, Array],
    *,
    classes: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw probabilities as bars: a group for each class, a hatching for each set.

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
            hatch=HATCHES[index % len(HATCHES)],
            edgecolor="white",
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
    require_callables("decision_regions", predict=predict)
    ax = axes(ax, width=5.2, height=4.4)
    left, right, low, high = extent = _around(x)
    _colour_plane(ax, predict, extent)
    _samples(ax, x, labels)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(left, right), ylim=(low, high))
    return ax


def probability_map(
    probability: Callable[[Array], Array],
    x: Array,
    labels: npt.NDArray[np.integer],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw lines of equal probability of class 1, with the samples on them.

    Parameters
    ----------
    probability : callable    from (n, 2) points to (n,) numbers in [0, 1]; called once
    x, labels : (N, 2), (N,)    labels 0 and 1
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> x = np.array([[0.0, 0.0], [1.0, 1.0]])
    >>> ax = probability_map(lambda x: x.mean(axis=1).clip(0, 1), x, np.array([0, 1]))
    >>> len(ax.get_legend().get_texts())
    2
    """
    require_callables("probability_map", probability=probability)
    ax = axes(ax, width=5.2, height=4.4)
    left, right, low, high = extent = _around(x)
    columns, rows = np.linspace(left, right, 200), np.linspace(low, high, 200)
    p = probability(_grid(columns, rows)).reshape(200, 200)
    lines = ax.contour(
        columns, rows, p, levels=[0.1, 0.3, 0.5, 0.7, 0.9], colors=COLORS[6], linewidths=0.9
    )
    ax.clabel(lines, fmt="%.1f", fontsize=8)
    _samples(ax, x, labels)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=extent[:2], ylim=extent[2:])
    return ax


def separating_lines(
    W: Array, b: Array, *, names: Sequence[str] = (), ax: Axes | None = None
) -> Axes:
    r"""Draw where linear units are zero, with arrows to where they are positive.

    Parameters
    ----------
    W, b : (2, M), (M,)    weights and biases of M units, as a dense layer has them
    names : M str, optional
    ax : Axes, optional    keeps its limits; a new one shows [-1, 1] x [-1, 1]

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = separating_lines(np.array([[1.0], [0.0]]), np.array([-0.5]), names=["right"])
    >>> ax.lines[0].get_xdata()
    array([0.5, 0.5])
    """
    if ax is None:
        ax = axes(None, width=5.2, height=4.4)
        ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(-1, 1), ylim=(-1, 1))
    limits = np.array([ax.get_xlim(), ax.get_ylim()])
    for index, (w, bias) in enumerate(zip(W.T, b, strict=True)):
        length = np.linalg.norm(w)
        normal, middle = w / length, limits.mean(axis=1)
        foot = middle - normal * (w @ middle + bias) / length  # the nearest point of the line
        reach = np.outer([-1, 1], [-normal[1], normal[0]]) * np.ptp(limits)
        style = line(index)
        ax.plot(*(foot + reach).T, linewidth=2, label=names[index] if names else None, **style)
        tip = foot + 0.12 * np.ptp(limits[0]) * normal
        arrow = {"arrowstyle": "-|>", "color": style["color"], "linewidth": 1.5}
        ax.annotate("", xy=tip, xytext=foot, arrowprops=arrow)
    ax.set(xlim=limits[0], ylim=limits[1])
    if names:
        ax.legend(frameon=True, framealpha=0.9, edgecolor="none")
    return ax


def _around(x: Array) -> tuple[float, float, float, float]:
    """Return the extent of the points with a margin: left, right, low, high."""
    margin = 0.1 * np.ptp(x, axis=0)
    (left, low), (right, high) = x.min(axis=0) - margin, x.max(axis=0) + margin
    return left, right, low, high


def _grid(columns: Array, rows: Array) -> Array:
    """Return all points of a grid, row after row."""
    return np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)


def _samples(ax: Axes, x: Array, labels: npt.NDArray[np.integer]) -> None:
    """Draw the points, by colour and marker of their class, and a legend."""
    for label in np.unique(labels):
        ax.scatter(
            x[labels == label, 0],
            x[labels == label, 1],
            s=26,
            color=COLORS[label],
            marker=MARKERS[label],
            edgecolors="white",
            linewidths=0.5,
            label=f"class {label}",
        )
    ax.legend(frameon=True, framealpha=0.9, edgecolor="none")


def _colour_plane(
    ax: Axes,
    predict: Callable[[Array], npt.NDArray[np.integer]],
    extent: tuple[float, float, float, float],
) -> None:
    """Ask for the class of 300 x 300 points in the extent and paint each in a pale colour."""
    left, right, low, high = extent
    columns, rows = np.linspace(left, right, 300), np.linspace(low, high, 300)
    ax.imshow(
        predict(_grid(columns, rows)).reshape(300, 300),
        extent=extent,
        origin="lower",
        aspect="auto",
        cmap=ListedColormap(COLORS),
        vmin=0,
        vmax=len(COLORS) - 1,
        alpha=0.25,
        interpolation="nearest",
    )
