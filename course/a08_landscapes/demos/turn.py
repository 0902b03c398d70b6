"""A flat place in a landscape that can be turned: what curvatures say of it, and what they hide."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from course.widgets import Choice, Demo, Prediction, Slider
from dlkit.arguments import Array
from dlkit.landscapes import classify_critical, hessian_fd
from dlkit.plots.style import COLORS, GREY

CELLS = 24  # along either side of the square
FLAT = 15  # degrees: so low that the outline shows whether it goes down
SURFACES: dict[str, Callable[[Array, Array], Array]] = {
    "x² + y³": lambda x, y: x**2 + y**3,
    "x² + y⁴": lambda x, y: x**2 + y**4,
    "x² + y²": lambda x, y: x**2 + y**2,
    "x² − y²": lambda x, y: x**2 - y**2,
    "x³ − 3 x y²": lambda x, y: (x**3 - 3 * x * y**2) / 2,
}


@dataclass(frozen=True)
class View:
    """A surface seen from one side: its cells from back to front, and what its curvatures say."""

    name: str
    azimuth: float
    elevation: float
    cells: Array  # (n, 4, 2) corners on the picture
    heights: Array  # (n,) of the cells
    axes: dict[str, Array]  # (2, 2) the ends of a line along each axis
    middle: Array  # (2,) where the flat place is
    curvatures: Array  # (2,)
    kind: str


def compute(name: str, azimuth: float, elevation: float) -> View:
    """Turn the surface, and put its cells into the order in which they hide each other."""
    corners, heights = cells_of(name)
    shown = projected(corners, azimuth, elevation)
    order = np.argsort(-shown[..., 2].mean(axis=1))  # the far ones first
    ends = {"x": [[-1, -1.1, 0], [1, -1.1, 0]], "y": [[-1.1, -1, 0], [-1.1, 1, 0]]}
    axes = {
        axis: projected(np.array(line, dtype=float), azimuth, elevation)[:, :2]
        for axis, line in ends.items()
    }
    middle = projected(np.zeros(3), azimuth, elevation)[:2]
    curvatures, kind = at_middle(name)
    return View(
        name,
        azimuth,
        elevation,
        shown[order, :, :2],
        heights[order],
        axes,
        middle,
        curvatures,
        kind,
    )


@functools.cache
def cells_of(name: str) -> tuple[Array, Array]:
    """Return the corners (n, 4, 3) of a surface's cells, and the height of each cell."""
    grid = np.linspace(-1, 1, CELLS + 1)
    x, y = np.meshgrid(grid, grid, indexing="ij")
    points = np.stack([x, y, SURFACES[name](x, y) / 2], axis=-1)
    around = points[:-1, :-1], points[1:, :-1], points[1:, 1:], points[:-1, 1:]
    corners = np.stack(around, axis=2).reshape(-1, 4, 3)
    return corners, corners[..., 2].mean(axis=1)


@functools.cache
def at_middle(name: str) -> tuple[Array, str]:
    """Return the curvatures of a surface in its middle, and what kind of place they make it."""
    H = hessian_fd(lambda p: float(SURFACES[name](p[0], p[1])), np.zeros(2))
    return np.linalg.eigvalsh(H).round(3) + 0.0, classify_critical(H, 1e-3)


def projected(points: Array, azimuth: float, elevation: float) -> Array:
    """Return where points (..., 3) are on the picture, and third how far away."""
    a, e = np.radians(azimuth), np.radians(elevation)
    across = points[..., 0] * np.cos(a) - points[..., 1] * np.sin(a)
    away = points[..., 0] * np.sin(a) + points[..., 1] * np.cos(a)
    up = points[..., 2] * np.cos(e) + away * np.sin(e)
    return np.stack([across, up, away * np.cos(e) - points[..., 2] * np.sin(e)], axis=-1)


def draw(figure: Figure, view: View) -> None:
    """Draw the surface with both axes, and the side from which it is seen on a map of it."""
    ax, above = figure.subplots(1, 2, width_ratios=(2, 1))
    paint(ax, view)
    draw_axes(ax, view)
    draw_map(above, view)
    bends = " and ".join(f"{value:g}" for value in view.curvatures[::-1])
    ax.set(xlim=(-1.9, 1.9), ylim=(-1.65, 1.65), aspect="equal")
    ax.set_title(f"curvatures {bends}: {view.kind}")


def draw_axes(ax: Axes, view: View) -> None:
    """Draw an arrow along x and one along y, below two sides of the surface."""
    for axis, ends in view.axes.items():
        ax.annotate("", ends[1], ends[0], arrowprops={"arrowstyle": "->"})
        x, y = 1.08 * ends[1] - 0.08 * ends[0]
        ax.text(x, y, axis, ha="center", va="center")


def draw_map(ax: Axes, view: View) -> None:
    """Draw lines of equal height from above, and an arrow in the direction of the view."""
    grid = np.linspace(-1, 1, CELLS + 1)
    x, y = np.meshgrid(grid, grid)
    heights = SURFACES[view.name](x, y)
    ax.contour(grid, grid, heights, levels=9, colors=GREY, linewidths=0.7, linestyles="solid")
    ax.plot(0, 0, "o", color=COLORS[1])
    x_ahead, y_ahead = np.sin(np.radians(view.azimuth)), np.cos(np.radians(view.azimuth))
    end, start = (-0.2 * x_ahead, -0.2 * y_ahead), (-0.95 * x_ahead, -0.95 * y_ahead)
    ax.annotate("", end, start, arrowprops={"arrowstyle": "->"})
    ax.set(xlim=(-1, 1), ylim=(-1, 1), xlabel="x", ylabel="y", aspect="equal")
    ax.set_title("from above: you look\nalong the arrow")


def paint(ax: Axes, view: View) -> None:
    """Draw the cells of a surface, coloured by height, and its flat place."""
    ax.set_axis_off()
    span = np.ptp(view.heights) or 1.0
    colours = mpl.colormaps["cividis"]((view.heights - view.heights.min()) / span)
    ax.add_collection(
        PolyCollection(list(view.cells), facecolors=colours, edgecolors=GREY, linewidths=0.3)
    )
    ax.plot(*view.middle, "o", color=COLORS[1], markersize=8, markeredgecolor="white", zorder=4)


def describe(view: View) -> str:
    """Say what the curvatures are, where one stands, and what is to be seen from there."""
    bends = " and ".join(f"{value:g}" for value in view.curvatures[::-1])
    side = facing(view.azimuth)
    is_low = view.elevation <= FLAT
    height = "from the side" if is_low else "from above"
    return (
        f"The surface {view.name} over a square, coloured by height, with a dot on its flat "
        f"place. You look {side}, {height} ({view.elevation:g} degrees up). In the dot the "
        f"curvatures are {bends}, so the test says {view.kind}. "
        f"{TRUTH[view.name] if is_low else 'From lower down the outline shows more.'}"
    )


TRUTH = {
    "x² + y³": "The surface goes down towards negative y: the dot is no minimum.",
    "x² + y⁴": "The surface goes up on every side: the dot is a minimum.",
    "x² + y²": "The surface goes up on every side: the dot is a minimum.",
    "x² − y²": "The surface goes up along x and down along y: the dot is a saddle.",
    "x³ − 3 x y²": "Three ways go up and three go down, though nothing bends in the dot: a saddle.",
}


def facing(azimuth: float) -> str:
    """Say along which axis one looks."""
    quarter = abs((azimuth + 90) % 180 - 90)
    if quarter <= 20:
        return "along y"
    return "along x" if quarter >= 70 else "between the axes"


CHOICES = ("yes, it goes up on every side", "no, it goes down to one side")


def is_a_minimum(view: View) -> str | None:
    """Return whether x² + y³ has a bottom, once its outline along y is to be seen."""
    seen = view.elevation <= FLAT and facing(view.azimuth) == "along x"
    return CHOICES[1] if view.name == "x² + y³" and seen else None


turn = Demo(
    title="A flat place from all sides",
    task="Turn x² + y³ until you look along x (90 degrees) from low down, then x² + y⁴ in the same "
    "way; arrow keys move a slider by one step. Their curvatures are the same. Which of the two "
    "goes down from the dot? Then try the others: where do the curvatures decide?",
    controls=(
        Choice("name", "surface", tuple(SURFACES)),
        Slider("azimuth", "turn (degrees)", 0, 180, default=35, step=5),
        Slider("elevation", "look down (degrees)", 5, 90, default=15, step=5),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "x² + y³ has the curvatures 2 and 0 in its dot. When you look along x from at most "
        f"{FLAT} degrees: is the dot a minimum?",
        choices=CHOICES,
        answer=is_a_minimum,
        because="A curvature of 0 leaves it to higher derivatives: y³ goes down for negative y, "
        "and y⁴ does not.",
    ),
)
