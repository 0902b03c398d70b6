"""Show a figure together with words for those who do not see it.

JupyterLab and Voila ignore descriptions in a cell's metadata. So the picture goes out as an HTML
image that carries its words, which every page that shows notebooks hands on to a screen reader.
"""

from __future__ import annotations

import base64
import html
import io
import struct

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

DPI = 96  # pixels of a screen for an inch of the figure
SHARPNESS = 2  # pixels of the picture for one of the screen: sharp on a projector and when enlarged

# On a dark page of Jupyter the ink is shown in negative and the hue turned back: blue stays blue.
_DARK = """<style>[data-jp-theme-light="false"] .dlkit-figure {
  background: none !important; filter: invert(0.93) hue-rotate(180deg);
}</style>"""
_IMAGE = """{dark}<img class="dlkit-figure" src="data:image/png;base64,{png}" \
width="{width}" alt="{alt}" style="{style}">"""
_STYLE = "max-width: 100%; height: auto; background: white"


def show(figure: Figure | Axes, alt: str) -> None:
    """Show a figure below the cell, with words that say what it shows, and close it.

    Parameters
    ----------
    figure : Figure or Axes    of Axes, the figure they belong to
    alt : str    what the picture shows, for a screen reader; printed where there is no notebook

    Returns
    -------
    None

    Raises
    ------
    TypeError    `figure` is neither, or `alt` is not a string
    ValueError    `alt` is empty

    Examples
    --------
    >>> figure, ax = plt.subplots()
    >>> show(figure, "An empty pair of axes.")
    An empty pair of axes.
    """
    whole = figure.get_figure(root=True) if isinstance(figure, Axes) else figure
    if not isinstance(whole, Figure):
        raise TypeError(f"show: {type(figure).__name__} came; a Figure or Axes are needed")
    if not isinstance(alt, str):
        raise TypeError(f"show: alt is {type(alt).__name__}; words are needed")
    if not alt.strip():
        raise ValueError("show: alt is empty; say in words what the picture shows")
    _display(_Picture(_png(whole), " ".join(alt.split())))
    plt.close(whole)


class _Picture:
    """What a notebook keeps of a figure: an image with its words, and the words alone."""

    def __init__(self, png: bytes, alt: str) -> None:
        self.png, self.alt = png, alt

    def _repr_html_(self) -> str:
        (pixels,) = struct.unpack(">I", self.png[16:20])  # where a PNG holds its width
        return _IMAGE.format(
            png=base64.b64encode(self.png).decode(),
            width=pixels // SHARPNESS,
            alt=html.escape(self.alt),
            style=_STYLE,
            dark=_DARK,
        )

    def __repr__(self) -> str:
        return self.alt


def _png(figure: Figure) -> bytes:
    """Draw the figure; nothing in the file depends on the day or the machine."""
    stream = io.BytesIO()
    figure.savefig(
        stream,
        format="png",
        dpi=SHARPNESS * DPI,
        bbox_inches="tight",
        metadata={},
        transparent=True,
    )
    return stream.getvalue()


def _display(picture: _Picture) -> None:
    try:
        from IPython.display import display
    except ImportError:
        print(picture)
    else:
        display(picture)  # type: ignore[no-untyped-call]
