"""What all figures share: colours, dashes, and axes without clutter."""

from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

# The palette of Okabe and Ito (Color Universal Design, 2008), its pale yellow put last.
COLORS = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#000000",
    "#F0E442",
)
DASHES = ("-", "--", "-.", ":")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
HATCHES = (None, "//", "..", "xx")  # of bars
GREY = "#8C8C8C"


def axes(ax: Axes | None, *, width: float = 6.0, height: float = 4.0) -> Axes:
    """Return `ax`, or the Axes of a new figure of that size in inches."""
    if ax is None:
        figure, ax = plt.subplots(figsize=(width, height))
        # Room for labels, in inches. A layout engine finds it too, in a third of all drawing time.
        figure.subplots_adjust(0.8 / width, 0.55 / height, 1 - 0.2 / width, 1 - 0.35 / height)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def blank(ax: Axes | None, *, width: float, height: float) -> Axes:
    """Return `ax`, or Axes that fill a new figure of that size in inches, without an axis."""
    if ax is None:
        ax = plt.figure(figsize=(width, height)).add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    return ax


def line(index: int) -> dict[str, Any]:
    """Return the colour and the dashes of the line with that number."""
    return {"color": COLORS[index % len(COLORS)], "linestyle": DASHES[index % len(DASHES)]}
