"""The canvas in the browser, seen from Python."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import anywidget
import traitlets

from course.widgets.live.plot import Plot
from dlkit.plots.style import COLORS

HERE = Path(__file__).parent
ON_THE_WAY = 3  # pictures; enough to hide the way there and back, few enough to stop at once


class Canvas(anywidget.AnyWidget):
    """Shows plots, and answers when it has: `shown` is the number of the last picture drawn."""

    _esm = HERE / "canvas.js"
    palette = traitlets.List(list(COLORS)).tag(sync=True)
    picture = traitlets.Dict({"number": 0, "plots": [], "alt": "", "moving": False}).tag(sync=True)
    shown = traitlets.Int(0).tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self._sent = 0

    def push(self, plots: Sequence[Plot], alt: str, *, moving: bool) -> None:
        """Send a picture. While it is `moving`, its description is not read aloud."""
        self._sent += 1
        self.picture = {
            "number": self._sent,  # one message, so that all of it fits together
            "plots": [plot.message() for plot in plots],
            "alt": alt,
            "moving": moving,
        }

    async def caught_up(self) -> None:
        """Wait until the browser is only a few pictures behind.

        The answer may arrive in another thread (see `Panel`), where an asyncio event would not
        wake this one.
        """
        while self.shown <= self._sent - ON_THE_WAY:
            await asyncio.sleep(0.003)
