"""The panel that every demo shows: heading, controls, prediction, reset, and a view."""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import ipywidgets as widgets

from course.widgets.controls import Control
from course.widgets.prediction import Prediction, PredictionBox
from course.widgets.text import Heading


class Frame(Protocol):
    """What a panel needs to know of a demo."""

    @property
    def title(self) -> str: ...
    @property
    def task(self) -> str: ...
    @property
    def controls(self) -> tuple[Control, ...]: ...
    @property
    def prediction(self) -> Prediction: ...


class Panel(widgets.VBox):
    """A demo in a notebook. Subclasses say what happens when settings change.

    JupyterLab delivers what widgets send in a thread of its own, so that they answer even while
    a cell runs; whatever touches the picture holds `lock`.

    Attributes
    ----------
    controls : dict    the widget of each setting; set ``controls["delta"].value`` to move one
    prediction : PredictionBox
    view : widget    what shows the picture
    """

    def __init__(
        self,
        demo: Frame,
        view: widgets.Widget,
        buttons: Sequence[widgets.Widget] = (),
        more: Sequence[widgets.Widget] = (),
    ) -> None:
        self.view = view
        self.prediction = PredictionBox(demo.prediction)
        self.controls = {control.name: control.widget() for control in demo.controls}
        self._defaults = {control.name: control.default for control in demo.controls}
        self._held = False
        self.lock = threading.RLock()
        for name, widget in self.controls.items():
            # A slider sends its next value only when this one has been dealt with, so drawing
            # at once keeps a drag from queueing; drawing later would invite a backlog.
            widget.observe(lambda _, name=name: self._moved(name), "value")
        self.reset_button = widgets.Button(description="Reset", layout={"width": "auto"})
        self.reset_button.on_click(lambda _: self.reset())
        row = widgets.HBox([*buttons, self.reset_button])
        row.add_class("demo-buttons")
        side = widgets.VBox([*self.controls.values(), *more, row, self.prediction])
        side.add_class("demo-side")
        columns = widgets.Box([side, view])
        columns.add_class("demo-columns")
        super().__init__([Heading(title=demo.title, task=demo.task), columns])
        self.add_class("demo-panel")

    @property
    def settings(self) -> dict[str, Any]:
        """The value of every control."""
        return {name: widget.value for name, widget in self.controls.items()}

    def reset(self) -> None:
        """Put every control back and forget the prediction."""
        with self.lock:
            with self._one_change():
                for name, value in self._defaults.items():
                    self.controls[name].value = value
            self.prediction.clear()
            self.changed(set(self.controls))

    def changed(self, names: set[str]) -> None:
        """Show the settings, some of which have just changed."""
        raise NotImplementedError

    def _moved(self, name: str) -> None:
        with self.lock:
            if not self._held:
                self.changed({name})

    @contextlib.contextmanager
    def _one_change(self) -> Iterator[None]:
        """Let many controls move without a picture for each."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
