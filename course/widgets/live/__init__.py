"""Demos that train before one's eyes: numpy in the kernel, a canvas in the browser.

A `LiveDemo` has `start(**settings) -> state`, `step(state, **settings) -> state` and
`plots(state)`, all pure; the panel adds play, pause, step, speed and reset. A control that is
only read by `start` says ``restarts=True``; the others act while the training runs.
The files, in reading order: `plot`, `pictures`, `canvas`, `demo`.
"""

from course.widgets.live.demo import LiveDemo, LivePanel
from course.widgets.live.plot import Curve, Plot, Points

__all__ = ["Curve", "LiveDemo", "LivePanel", "Plot", "Points"]
