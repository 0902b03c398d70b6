"""A prediction: what will happen? To be written down before one looks.

Who has committed to an answer learns from the picture even when it disagrees, so the panel keeps
the answer, waits until the picture shows the matter, and then says which it was. It is kept in
this kernel only and stored nowhere.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets

from course.widgets.text import Status

MISSING = "Choose an answer first.", "Write a number first."
WAITING = "Recorded: {}. Now find out."
RIGHT = "You predicted {}: right. {}"
WRONG = "You predicted {}; the picture shows {}. {}"


@dataclass(frozen=True)
class Prediction:
    """A question about the picture.

    question : str
    answer : callable    from a result to the answer that it shows, or None where it shows none
    because : str    why, read after the answer is known
    choices : tuple of str    possible answers; without them the answer is a number
    tolerance : float    how far a predicted number may be off
    """

    question: str
    answer: Callable[[Any], str | float | None]
    because: str
    choices: tuple[str, ...] = ()
    tolerance: float = 0.0

    def is_right(self, predicted: str | float, shown: str | float) -> bool:
        """Compare a prediction with the answer that a result shows."""
        if isinstance(predicted, str) or isinstance(shown, str):
            return predicted == shown
        return abs(predicted - shown) <= self.tolerance


class PredictionBox(widgets.VBox):
    """The question, a place for the answer, and the verdict.

    Attributes
    ----------
    recorded : str, float or None    what was predicted
    right : bool or None    None as long as no picture has shown the answer
    """

    def __init__(self, prediction: Prediction) -> None:
        self.prediction = prediction
        self.recorded: str | float | None = None
        self.right: bool | None = None
        self._shown: str | float | None = None  # the answer that the picture shows now
        self.entry = _entry(prediction)
        self.button = widgets.Button(description="Record my prediction", button_style="primary")
        self.button.layout.width = "auto"
        self.button.on_click(lambda _: self._record_entry())
        self.verdict = Status()
        heading = widgets.HTML(f"<b>Predict first.</b> {prediction.question}")
        super().__init__([heading, self.entry, self.button, self.verdict])
        self.add_class("demo-prediction")

    def record(self, answer: str | float | None) -> None:
        """Keep an answer; it can be changed until the picture has shown the true one."""
        if answer is None or self.right is not None:
            return
        self.recorded = answer
        self.verdict.value = WAITING.format(_text(answer))
        self._judge()

    def observe_result(self, result: Any) -> None:
        """Say whether the prediction was right, once a result shows it."""
        self._shown = self.prediction.answer(result)
        self._judge()

    def clear(self) -> None:
        """Forget the prediction, for the next one who tries."""
        self.recorded, self.right, self.verdict.value = None, None, ""
        self.entry.value = None if self.prediction.choices else ""
        self._lock(False)

    def _judge(self) -> None:
        """Give the verdict where the question stands, as soon as both answers are there."""
        if self.recorded is None or self.right is not None or self._shown is None:
            return
        self.right = self.prediction.is_right(self.recorded, self._shown)
        answers = [_text(self.recorded)] + ([] if self.right else [_text(self._shown)])
        sentence = RIGHT if self.right else WRONG
        self.verdict.value = sentence.format(*answers, self.prediction.because)
        self._lock(True)

    def _record_entry(self) -> None:
        answer = self.entry.value if self.prediction.choices else _number(self.entry.value)
        if answer is None:
            self.verdict.value = MISSING[not self.prediction.choices]
        self.record(answer)

    def _lock(self, locked: bool) -> None:
        self.entry.disabled = self.button.disabled = locked


def _entry(prediction: Prediction) -> widgets.Widget:
    if prediction.choices:
        return widgets.RadioButtons(
            options=prediction.choices, value=None, layout={"width": "auto"}
        )
    # Not a FloatText: that begins with a 0, which is a suggestion.
    return widgets.Text(description="My number", layout={"width": "14em"})


def _number(text: str) -> float | None:
    """Return the number that a text is, with a point or a comma."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _text(answer: str | float) -> str:
    return f"“{answer}”" if isinstance(answer, str) else f"{answer:.4g}"
