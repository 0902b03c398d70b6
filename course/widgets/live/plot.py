"""What a canvas can show: plots made of an image, points and curves, and their way as bytes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, Labels

Image = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Points:
    """Dots, whose class gives colour and shape."""

    xy: Array  # (N, 2)
    classes: Labels  # (N,)


@dataclass(frozen=True)
class Curve:
    """A line through points; its number gives colour and dashes."""

    xy: Array  # (K, 2)
    color: int = 0


@dataclass(frozen=True)
class Plot:
    """One pair of axes with what is drawn on it.

    extent : (left, right, low, high)    the ends of the axes
    image : (H, W, 3) of uint8, optional    fills the axes; the first row is the lowest
    width : float    the share of the canvas's width, in comparison with its neighbours
    """

    title: str
    extent: tuple[float, float, float, float]
    xlabel: str = ""
    ylabel: str = ""
    image: Image | None = None
    points: Points | None = None
    curves: tuple[Curve, ...] = ()
    width: float = 1.0

    def message(self) -> dict[str, Any]:
        """Return the plot as plain data and bytes, as canvas.js reads it."""
        return {
            "title": self.title,
            "extent": [float(end) for end in self.extent],
            "labels": [self.xlabel, self.ylabel],
            "width": self.width,
            "image": None if self.image is None else _pixels(self.image),
            "points": None if self.points is None else _dots(self.points),
            "curves": [{"xy": _floats(curve.xy), "color": curve.color} for curve in self.curves],
        }


def _pixels(image: Image) -> dict[str, Any]:
    height, width, _ = image.shape
    opaque = np.full((height, width, 4), 255, dtype=np.uint8)
    opaque[..., :3] = image
    return {"rgba": opaque.tobytes(), "width": width, "height": height}


def _dots(points: Points) -> dict[str, Any]:
    return {"xy": _floats(points.xy), "classes": points.classes.astype(np.uint8).tobytes()}


def _floats(xy: Array) -> bytes:
    return np.asarray(xy, dtype="<f4").tobytes()
