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
GREY = "#8C8C8C"


def axes(ax: Axes | None, *, width: float = 6.0, height: float = 4.0) -> Axes:
    """Return `ax`, or the Axes of a new figure of that size in inches."""
    if ax is None:
        _, ax = plt.subplots(figsize=(width, height))
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def line(index: int) -> dict[str, Any]:
    """Return the colour and the dashes of the line with that number."""
    return {"color": COLORS[index % len(COLORS)], "linestyle": DASHES[index % len(DASHES)]}
