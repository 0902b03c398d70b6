"""Curves: functions, a loss over its residual, a fit through points, a training over its epochs."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from dlkit.arguments import Array, require_callables
from dlkit.plots.style import COLORS, GREY, MARKERS, axes, line


def functions(
    curves: Mapping[str, Callable[[Array], Array]],
    *,
    low: float = -4.0,
    high: float = 4.0,
    points: tuple[Array, Array] | None = None,
    xlabel: str = "x",
    ylabel: str = "y",
    ax: Axes | None = None,
) -> Axes:
    """Draw functions of one number, each once, over points where there are some.

    Parameters
    ----------
    curves : name -> function    from (n,) numbers to (n,) numbers
    low, high : float    where the curves begin and end
    points : (x, y) of (N,) each, optional    drawn behind the curves
    xlabel, ylabel : str    what the axes show
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = functions({"rectifier": lambda x: np.maximum(x, 0)}, ylabel="max(0, x)")
    >>> ax.lines[0].get_ydata()[[0, -1]]
    array([0., 4.])
    """
    require_callables("functions", **{f"curves[{name!r}]": curve for name, curve in curves.items()})
    ax = axes(ax)
    if points is not None:
        ax.scatter(*points, s=18, color=GREY, linewidths=0, label="data")
    positions = np.linspace(low, high, 401)
    for index, (name, curve) in enumerate(curves.items()):
        ax.plot(positions, curve(positions), linewidth=2, label=name, **line(index))
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if len(curves) > 1 or points is not None:
        ax.legend(frameon=True, framealpha=0.9, edgecolor="none")
    return ax


def measured(
    series: Mapping[str, npt.ArrayLike],
    x: npt.ArrayLike,
    *,
    xlabel: str,
    ylabel: str,
    logarithmic: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw what was measured at a few places, with a mark at each.

    Parameters
    ----------
    series : name -> (n,)    the values
    x : (n,)    where they were measured
    xlabel, ylabel : str    what was measured over what, with its unit
    logarithmic : bool    the axis of the values, which must then be positive
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = measured({"He": [1.0, 0.9]}, [1, 2], xlabel="layer", ylabel="deviation")
    >>> ax.lines[0].get_ydata()
    array([1. , 0.9])
    """
    ax = axes(ax)
    for index, (name, values) in enumerate(series.items()):
        style = line(index) | {"marker": MARKERS[index % len(MARKERS)], "markersize": 4}
        ax.plot(np.asarray(x), np.asarray(values), label=name, **style)
    ax.set(xlabel=xlabel, ylabel=ylabel, yscale="log" if logarithmic else "linear")
    if len(series) > 1:
        ax.legend(frameon=False)
    return ax


def loss_curves(
    losses: Mapping[str, Callable[[float], float]], *, reach: float = 3.0, ax: Axes | None = None
) -> Axes:
    """Draw what a loss costs over the residual, element-wise, one curve per loss.

    Parameters
    ----------
    losses : name -> function    from one residual to one number
    reach : float    the curves run from -reach to reach
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = loss_curves({"squared": lambda r: r**2, "absolute": abs})
    >>> ax.get_xlabel()
    'residual: prediction − target'
    """
    require_callables("loss_curves", **{f"losses[{name!r}]": loss for name, loss in losses.items()})
    ax = axes(ax)
    residuals = np.linspace(-reach, reach, 301)
    for index, (name, loss) in enumerate(losses.items()):
        ax.plot(residuals, [loss(r) for r in residuals], label=name, **line(index))
    ax.set(xlabel="residual: prediction − target", ylabel="loss", xlim=(-reach, reach))
    ax.set_ylim(bottom=0)
    ax.legend(frameon=False)
    return ax


def fit_with_outliers(
    x: Array,
    y: Array,
    fits: Mapping[str, Callable[[Array], Array]],
    *,
    outliers: npt.NDArray[np.bool_],
    outlier_label: str = "outliers",
    ax: Axes | None = None,
) -> Axes:
    """Draw points, the outliers marked, and the curves fitted to them.

    Parameters
    ----------
    x, y : (N,), (N,)    the points
    fits : name -> function    from (n,) positions to (n,) predictions
    outliers : (N,)    bool
    outlier_label : str    what the legend calls them
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> x = np.arange(4.0)
    >>> ax = fit_with_outliers(x, 2 * x, {"fit": lambda x: 2 * x}, outliers=x > 2)
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['data', 'outliers', 'fit']
    """
    require_callables("fit_with_outliers", **{f"fits[{name!r}]": fit for name, fit in fits.items()})
    ax = axes(ax)
    ax.scatter(x[~outliers], y[~outliers], s=22, color=GREY, linewidths=0, label="data")
    ax.scatter(x[outliers], y[outliers], s=40, color=COLORS[6], marker="x", label=outlier_label)
    positions = np.linspace(x.min(), x.max(), 201)
    for index, (name, fit) in enumerate(fits.items()):
        ax.plot(positions, fit(positions), linewidth=2, label=name, **line(index))
    ax.set(xlabel="x", ylabel="y")
    ax.legend(frameon=False)
    return ax


def training_curve(losses: Mapping[str, Sequence[float]], *, ax: Axes | None = None) -> Axes:
    """Draw losses over the epochs, on a logarithmic axis where all are positive.

    Parameters
    ----------
    losses : name -> (E,)    one number per epoch, as in {"training": ..., "validation": ...}
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> training_curve({"training": [1.0, 0.1, 0.05]}).get_yscale()
    'log'
    """
    ax = axes(ax)
    for index, (name, values) in enumerate(losses.items()):
        ax.plot(np.arange(1, len(values) + 1), values, label=name, **line(index))
    logarithmic = all(np.min(values) > 0 for values in losses.values())
    if logarithmic:
        ax.set_yscale("log")
        ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.yaxis.set_major_formatter("{x:g}")  # 0.2, not 2 × 10⁻¹
        ax.yaxis.set_minor_locator(NullLocator())
    ax.set(xlabel="epoch", ylabel="loss, logarithmic" if logarithmic else "loss")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))  # there is no epoch 2.5
    ax.legend(frameon=False)
    return ax
