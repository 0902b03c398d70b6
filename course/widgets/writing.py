"""Text that is drawn once: of all that a picture is made of, it takes by far the longest."""

import functools
import math
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties

Color = tuple[float, float, float, float] | tuple[float, float, float]
Stamp = tuple[npt.NDArray[np.uint8], int, int]  # pixels, and their place from where text begins

KEPT = 200  # texts; a picture has about thirty


class Canvas(FigureCanvasAgg):
    """Where a figure is drawn again and again; see `Writer`."""

    def get_renderer(self) -> RendererAgg:
        """Return the same renderer every time, for it remembers."""
        if not hasattr(self, "_writer"):
            width, height = self.get_width_height(physical=True)
            self._writer = self.renderer = Writer(width, height, self.figure.dpi)
        return self._writer


class Writer(RendererAgg):
    """Draws as its parent does, and keeps each text as pixels, to be laid down the next time.

    A text is known by all that its pixels depend on. It begins at a whole pixel, so that it is
    known again wherever it stands.
    """

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__(width, height, dpi)
        self._stamp = functools.lru_cache(KEPT)(self._write)

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Lay down the text `s`, which begins at x from the left and y from the top."""
        ink = gc.get_rgb(), gc.get_antialiased()
        pixels, left, low = self._stamp(s, prop.copy(), angle, ismath, *ink)
        if pixels.size:
            self.draw_image(gc, round(x) + left, round(self.height - y) + low, pixels)

    def _write(
        self, s: str, prop: FontProperties, angle: float, ismath: Any, color: Color, smooth: bool
    ) -> Stamp:
        """Draw a text by itself, in the middle of a sheet that has room for it at any angle."""
        width, height, _ = self.get_text_width_height_descent(s, prop, ismath)
        middle = math.ceil(math.hypot(width, height)) + 2
        sheet = RendererAgg(2 * middle, 2 * middle, self.dpi)
        gc = sheet.new_gc()
        gc.set_foreground(color, isRGBA=True)
        gc.set_antialiased(smooth)
        sheet.draw_text(gc, middle, middle, s, prop, angle, ismath)
        pixels = np.asarray(sheet.buffer_rgba())[::-1]  # images are laid down from below
        rows, columns = (np.flatnonzero(pixels[..., 3].any(axis=axis)) for axis in (1, 0))
        if not rows.size:
            return pixels[:0], 0, 0
        ink = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        return ink.copy(), int(columns[0]) - middle, int(rows[0]) - middle
