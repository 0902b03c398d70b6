"""Demos on pages without a kernel: a picture of the demo at its defaults, with its words."""

import base64
import html

from matplotlib.figure import Figure

from course.widgets.demo import DemoPanel
from course.widgets.live import LivePanel
from course.widgets.picture import Sheet
from dlkit.plots.style import COLORS, MARKERS, axes, line

STEPS = 30  # of a training, before its picture is taken
SIZE = (9.0, 3.4)
FRAME = """\
<figure class="demo-still"><p class="demo-title"><strong>{title}</strong> \
<em>Demo: a still picture, live with <code>make lectures</code></em></p>
<p>{task}</p><img src="data:image/png;base64,{png}" alt="{alt}">
<figcaption>{alt}</figcaption></figure>
"""


def install():
    """Let this kernel show stills where it would show panels."""
    from IPython import get_ipython

    formatter = get_ipython().display_formatter.mimebundle_formatter
    formatter.for_type(DemoPanel, lambda panel, **_: still(panel))
    formatter.for_type(LivePanel, lambda panel, **_: live_still(panel))


def still(panel):
    """Return the picture of a demo whose picture follows its controls."""
    demo = panel.demo
    words = demo.describe(demo.compute(**demo.settings()))
    return bundle(demo, demo.picture(), words)


def live_still(panel):
    """Return the picture of a training after its first steps."""
    demo = panel.demo
    settings = {control.name: control.default for control in demo.controls}
    state = demo.start(**settings)
    for _ in range(STEPS):
        state = demo.step(state, **settings)
    return bundle(demo, Sheet(SIZE).png(draw, demo.plots(state)), demo.describe(state))


def bundle(demo, png, words):
    """Return what a notebook keeps of it."""
    fields = {"title": demo.title, "task": demo.task, "alt": words}
    page = FRAME.format(
        png=base64.b64encode(png).decode(), **{k: html.escape(v) for k, v in fields.items()}
    )
    return {"text/html": page, "text/plain": f"{demo.title}: {words}"}


def draw(figure: Figure, plots):
    """Draw what the canvas of a browser would draw."""
    all_axes = figure.subplots(1, len(plots), width_ratios=[plot.width for plot in plots])
    for ax, plot in zip(all_axes, plots, strict=True):
        left, right, low, high = plot.extent
        if plot.image is not None:
            ax.imshow(plot.image, origin="lower", extent=plot.extent, aspect="auto")
        if plot.points is not None:
            scatter(ax, plot.points)
        for curve in plot.curves:
            ax.plot(*curve.xy.T, linewidth=2, **line(curve.color))
        labels = {"title": plot.title, "xlabel": plot.xlabel, "ylabel": plot.ylabel}
        axes(ax).set(xlim=(left, right), ylim=(low, high), **labels)


def scatter(ax, points):
    """Draw dots, whose class gives colour and shape."""
    for c in sorted(set(points.classes.tolist())):
        xy = points.xy[points.classes == c]
        look = {"color": COLORS[c], "marker": MARKERS[c], "edgecolor": "white", "linewidth": 0.5}
        ax.scatter(*xy.T, s=22, **look)
