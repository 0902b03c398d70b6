"""A demo that trains: the loop, and the panel with play, pause, step and speed."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets

from course.widgets.controls import STYLE, WIDE, Control
from course.widgets.live.canvas import Canvas
from course.widgets.live.plot import Plot
from course.widgets.panel import Panel
from course.widgets.prediction import Prediction

PICTURE_TIME = 1 / 30  # seconds; faster than that is wasted on the eye
SPEED = "steps per picture (Play)"
PATIENCE = 3.0  # seconds without an answer: the page is closed or the cell was run again


@dataclass(frozen=True)
class LiveDemo:
    """Everything that one live demo is.

    title, task : str    what it is about, and what to do with it
    controls : tuple of Slider, Choice and Switch
    start : callable    from the settings, by keyword, to a first state; pure
    step : callable    from a state, and the settings by keyword, to the next state; pure
    plots : callable    from a state to a tuple of `Plot`
    describe : callable    from a state to the words for its picture
    prediction : Prediction    its `answer` gets a state
    speed : int    steps from one picture to the next, at first
    """

    title: str
    task: str
    controls: tuple[Control, ...]
    start: Callable[..., Any]
    step: Callable[..., Any]
    plots: Callable[[Any], tuple[Plot, ...]]
    describe: Callable[[Any], str]
    prediction: Prediction
    speed: int = 1

    def show(self) -> "LivePanel":
        """Return the panel, which a notebook shows as the last value of a cell."""
        return LivePanel(self)


class LivePanel(Panel):
    """The panel of a `LiveDemo`.

    Attributes
    ----------
    state : what `start` or `step` last returned
    """

    view: Canvas

    def __init__(self, demo: LiveDemo) -> None:
        self.demo = demo
        self.state: Any = None
        self._training: object | None = None  # of the present training; None while it rests
        self.play_button = _button("Play", lambda: self.pause() if self.playing else self.play())
        self.step_button = _button("Step", self.step)
        self.speed = widgets.IntSlider(
            value=demo.speed, min=1, max=50, description=SPEED, style=STYLE, layout=WIDE
        )
        self._restarting = {control.name for control in demo.controls if control.restarts}
        super().__init__(demo, Canvas(), [self.play_button, self.step_button], [self.speed])
        self.changed(set(self.controls))

    @property
    def playing(self) -> bool:
        """Whether the training runs."""
        return self._training is not None

    def play(self) -> None:
        """Train until `pause`; needs a running event loop, which every notebook has."""
        if self.playing:
            return
        self._training = training = object()
        self._task = asyncio.get_running_loop().create_task(self._train(training))
        self.play_button.description = "Pause"

    def pause(self) -> None:
        """Stop where the training is."""
        with self.lock:
            self._stop()
            self._show()

    def step(self) -> None:
        """Train by one step and stop there."""
        self.advance(1)
        self.pause()

    def advance(self, steps: int) -> None:
        """Train by some steps and show the state."""
        with self.lock:
            for _ in range(steps):
                self.state = self.demo.step(self.state, **self.settings)
            self._show()

    def reset(self) -> None:
        """Stop, put every control back and start afresh."""
        self.pause()
        self.speed.value = self.demo.speed
        super().reset()

    def close(self) -> None:
        """Stop, and take the panel out of the page."""
        self._stop()
        super().close()

    def changed(self, names: set[str]) -> None:
        """Start afresh where a setting asks for it; the others act from the next step on."""
        if names & self._restarting:
            self.state = self.demo.start(**self.settings)
            self._show()

    def _show(self) -> None:
        state = self.state
        self.view.push(self.demo.plots(state), self.demo.describe(state), moving=self.playing)
        self.prediction.observe_result(state)

    def _stop(self) -> None:
        self._training = None  # ends the task, in whichever thread it is
        self.play_button.description = "Play"

    async def _train(self, training: object) -> None:
        while self._training is training:
            begun = time.monotonic()
            self.advance(self.speed.value)
            try:
                async with asyncio.timeout(PATIENCE):
                    await self.view.caught_up()
            except TimeoutError:
                if self._training is training:
                    self.pause()
            # Even 0 s lets the kernel read what the controls have sent.
            await asyncio.sleep(max(0.0, PICTURE_TIME - (time.monotonic() - begun)))


def _button(text: str, action: Callable[[], None]) -> widgets.Button:
    button = widgets.Button(description=text, layout={"width": "5.5em"})
    button.on_click(lambda _: action())
    return button
