"""What a lecturer moves: sliders, choices, switches and lines of text, named after settings."""

import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import ipywidgets as widgets

WIDE = widgets.Layout(width="100%", margin="2px 0")
STYLE = {"description_width": "9em"}


@dataclass(frozen=True)
class Slider:
    """A number in a range. Whole `low`, `high` and `step` give whole numbers.

    With `log` equal ways along the slider are equal factors, and `step` is in powers of ten.
    A setting that is only read at the start of a training says `restarts`.
    """

    name: str
    label: str
    low: float
    high: float
    default: float
    step: float = 1
    log: bool = False
    restarts: bool = False

    def widget(self) -> widgets.Widget:
        """Return a slider at its default."""
        low, high = (
            (math.log10(self.low), math.log10(self.high)) if self.log else (self.low, self.high)
        )
        return self._kind()(
            value=self.default,
            min=low,
            max=high,
            step=self.step,
            description=self.label,
            readout_format=".2g" if self.log else "d" if self._whole() else ".3g",
            style=STYLE,
            layout=WIDE,
        )

    def values(self) -> list[Any]:
        """Return settings worth trying: both ends, the default, and some between."""
        steps = [self.low + (self.high - self.low) * k / 8 for k in range(9)]
        if self.log:
            steps = [self.low * (self.high / self.low) ** (k / 8) for k in range(9)]
        return sorted({self.default, *(round(s) if self._whole() else s for s in steps)})

    def _whole(self) -> bool:
        numbers = (self.low, self.high, self.step, self.default)
        return not self.log and all(isinstance(number, int) for number in numbers)

    def _kind(self) -> type[widgets.Widget]:
        if self.log:
            return widgets.FloatLogSlider
        return widgets.IntSlider if self._whole() else widgets.FloatSlider


@dataclass(frozen=True)
class Choice:
    """One of several names; the first is the default."""

    name: str
    label: str
    options: tuple[str, ...]
    restarts: bool = False

    @property
    def default(self) -> str:
        """The option chosen at first and after a reset."""
        return self.options[0]

    def widget(self) -> widgets.Widget:
        """Return a drop-down list at its default."""
        return widgets.Dropdown(
            options=self.options, description=self.label, style=STYLE, layout=WIDE
        )

    def values(self) -> list[Any]:
        """Return every option."""
        return list(self.options)


@dataclass(frozen=True)
class Switch:
    """Off or on; off is the default."""

    name: str
    label: str
    restarts: bool = False
    default: bool = False

    def widget(self) -> widgets.Widget:
        """Return a check box at its default."""
        return widgets.Checkbox(
            value=self.default, description=self.label, indent=False, layout=WIDE
        )

    def values(self) -> list[Any]:
        """Return off and on."""
        return [False, True]


@dataclass(frozen=True)
class Entry:
    """A line of text, which takes effect with Enter; `examples` are worth trying."""

    name: str
    label: str
    default: str
    examples: tuple[str, ...]
    restarts: bool = False

    def widget(self) -> widgets.Widget:
        """Return a line to type in, with its default."""
        return widgets.Text(
            value=self.default,
            description=self.label,
            continuous_update=False,
            style=STYLE,
            layout=WIDE,
        )

    def values(self) -> list[Any]:
        """Return the examples and the default."""
        return [self.default, *self.examples]


Control: TypeAlias = Slider | Choice | Switch | Entry
