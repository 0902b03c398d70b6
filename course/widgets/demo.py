"""A demo whose picture follows its controls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure

from course.widgets.controls import Control, Slider
from course.widgets.panel import Panel
from course.widgets.picture import Picture, Sheet
from course.widgets.player import join, player
from course.widgets.prediction import Prediction


@dataclass(frozen=True)
class Demo:
    """Everything that one demo is; see the package's docstring for an example.

    title, task : str    what it is about, and what to do with it
    controls : tuple of Slider, Choice, Switch and Entry
    compute : callable    from the settings, by keyword, to a result; pure
    draw : callable    draws the result on an empty figure
    describe : callable    from a result to the words for its picture
    prediction : Prediction
    size : (float, float)    of the figure, in inches
    played : str    the name of a slider that the buttons Play and Step move, if there is one
    """

    title: str
    task: str
    controls: tuple[Control, ...]
    compute: Callable[..., Any]
    draw: Callable[[Figure, Any], object]
    describe: Callable[[Any], str]
    prediction: Prediction
    size: tuple[float, float] = (6.6, 3.6)
    played: str = ""

    def show(self) -> "DemoPanel":
        """Return the panel, which a notebook shows as the last value of a cell."""
        return DemoPanel(self)

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Return the default settings with some of them changed."""
        return {control.name: control.default for control in self.controls} | changes

    def picture(self, **changes: Any) -> bytes:
        """Return the picture as a PNG, for a page or a slide without a kernel."""
        return Sheet(self.size).png(self.draw, self.compute(**self.settings(**changes)))


class DemoPanel(Panel):
    """The panel of a `Demo`: each move computes and draws once."""

    view: Picture
    sheet: Sheet
    result: Any  # of `compute`, as it is shown

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.sliders = {control.name for control in demo.controls if isinstance(control, Slider)}
        buttons = player() if demo.played else ()
        super().__init__(demo, Picture(), buttons)
        if buttons:
            join(*buttons, self.controls[demo.played])
        self.view.observe(self._fit, "narrow")
        self.sheet = self._new_sheet()
        self.changed(set(self.controls))

    def changed(self, names: set[str]) -> None:
        """Compute, draw, describe, and see whether that settles the prediction."""
        self.result = self.demo.compute(**self.settings)
        if len(names) > 1 or not names <= self.sliders:
            self.sheet = self._new_sheet()  # another choice may need other axes
        self._draw()
        self.prediction.observe_result(self.result)

    def _draw(self) -> None:
        png = self.sheet.png(self.demo.draw, self.result)
        self.view.content = {"png": png, "alt": self.demo.describe(self.result)}

    def _new_sheet(self) -> Sheet:
        return Sheet(self.demo.size, narrow=self.view.narrow)

    def _fit(self, _: object) -> None:
        """Draw for the room that the browser has."""
        with self.lock:
            self.sheet = self._new_sheet()
            self._draw()
