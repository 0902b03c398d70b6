"""The histogram of marks as plain numbers; the template only draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 220
MARGIN = 32  # below for the scale, above for the counts
GAP = 4


@dataclass(frozen=True)
class Bar:
    """One bar, in units of the drawing: its place, corner and size, and what it counts."""

    index: int
    x: float
    y: float
    width: float
    height: float
    count: int


@dataclass(frozen=True)
class Tick:
    """A number of the scale below the bars, between two of them."""

    x: float
    percent: int


def histogram(counts: Sequence[int]) -> tuple[Bar, ...]:
    """Place a bar for every count, the highest as high as the drawing allows."""
    step = WIDTH / len(counts)
    highest = max(max(counts), 1)
    heights = [round((HEIGHT - 2 * MARGIN) * count / highest, 2) for count in counts]
    return tuple(
        Bar(
            index=index,
            x=round(index * step + GAP / 2, 2),
            y=round(HEIGHT - MARGIN - height, 2),
            width=round(step - GAP, 2),
            height=height,
            count=count,
        )
        for index, (count, height) in enumerate(zip(counts, heights, strict=True))
    )


def scale(bins: int) -> tuple[Tick, ...]:
    """Place the percentages at which one bin ends and the next begins."""
    return tuple(Tick(round(WIDTH * i / bins, 2), 100 * i // bins) for i in range(bins + 1))
