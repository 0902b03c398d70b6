"""A figure as a picture in the page, with a description in words."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.widgets.writing import Canvas

HERE = Path(__file__).parent
NARROW = (3.7, 3.0)  # inches for one pair of axes where there is no room for two side by side
DPI = 112  # so that a picture of the usual size is as wide as a panel's, and large in its words


class Picture(anywidget.AnyWidget):
    """A PNG and the words for it; a browser shows both in the same moment."""

    _esm = HERE / "picture.js"
    content = traitlets.Dict({"png": b"", "alt": ""}).tag(sync=True)
    narrow = traitlets.Bool(False).tag(sync=True)  # said by the browser: a phone, or a split screen


class Sheet(Figure):
    """A figure to draw on again and again: `subplots` gives the same axes, wiped.

    Making axes and ticks anew and laying them out takes longer than drawing, and axes that stay
    where they are let the eye see what moves. It is no figure of pyplot's, so a notebook's own
    plots stay as they are and no figure is left open. Nothing is painted behind the lines, so that
    a page may show them on its own colour. On a narrow sheet axes stand below one another.
    """

    def __init__(self, size: tuple[float, float], *, narrow: bool = False) -> None:
        figsize = NARROW if narrow else size
        super().__init__(figsize=figsize, dpi=DPI, layout="constrained", facecolor="none")
        self._narrow = narrow
        self._axes_kept: Any = None
        self._laid_out = False
        self._canvas = Canvas(self)

    def subplots(self, nrows: int = 1, ncols: int = 1, **options: Any) -> Any:
        """Return new axes at the first call, and afterwards the same ones without content."""
        if self._axes_kept is None:
            if self._narrow and nrows == 1:
                options.pop("width_ratios", None)
                nrows, ncols = ncols, 1
                self.set_size_inches(NARROW[0], nrows * NARROW[1])
            self._axes_kept = super().subplots(nrows, ncols, **options)
            for ax in self.axes:
                ax.set_facecolor("none")
                ax.locator_params(nbins=5)  # writing ticks is what takes longest
        for ax in self.axes:
            _wipe(ax)
        return self._axes_kept

    def png(self, draw: Callable[[Figure, Any], object], result: Any) -> bytes:
        """Draw the result and return the picture."""
        draw(self, result)
        if self._laid_out:
            for ax in self.axes:
                ax.set_title(ax.get_title(), y=1)
        png = io.BytesIO()
        # Hardly compressed: the way to the browser is short, and compressing takes longer.
        self._canvas.print_png(png, pil_kwargs={"compress_level": 1})
        if not self._laid_out:
            self._keep_layout()
        return png.getvalue()

    def _keep_layout(self) -> None:
        """Let axes and labels stay where they are: finding their places anew takes long."""
        self._laid_out = True
        self.set_layout_engine("none")
        for ax in self.axes:
            for axis in (ax.xaxis, ax.yaxis):
                label = axis.label
                place = label.get_transform().transform(label.get_position())
                axis.set_label_coords(*ax.transAxes.inverted().transform(place))


def _wipe(ax: Axes) -> None:
    """Take everything drawn off the axes, and leave the axes."""
    for artist in [*ax.lines, *ax.collections, *ax.patches, *ax.images, *ax.texts]:
        artist.remove()
    legend = ax.get_legend()
    if legend is not None:
        legend.remove()
    ax.set_prop_cycle(None)
    ax.autoscale(True)
    ax.relim()
