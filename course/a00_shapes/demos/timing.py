"""The time that a dense layer takes: as three loops in Python, and as one product in NumPy.

What a machine takes is measured once for each size and then kept, so that the picture of a
setting stays the same while one moves back and forth.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider, key
from dlkit.plots.style import axes, line
from dlkit.shapes import dense_forward

D, M = 16, 8
SMALLEST, AT_FIRST, LARGEST, STEP = 8, 512, 4096, 128  # rows
RUNS = 3
NAMES = ("three loops", "one product")
CHOICES = ("less than twice as long", "2 to 20 times as long", "more than 20 times as long")


@dataclass(frozen=True)
class Times:
    """Seconds over the number of rows, for both ways; the last place is the chosen one."""

    rows: tuple[int, ...]
    loops: tuple[float, ...]
    product: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times as long the loops take at the chosen number of rows."""
        return self.loops[-1] / self.product[-1]


def compute(rows: int) -> Times:
    """Measure both ways at the powers of two below the chosen number of rows, and there."""
    below = (SMALLEST * 2**k for k in range(10))
    sizes = (*(size for size in below if size < rows), rows)
    loops, product = zip(*map(measured, sizes), strict=True)
    return Times(sizes, loops, product)


@functools.cache
def measured(rows: int) -> tuple[float, float]:
    """Return the seconds that the loops and the product take, each in the fastest of its runs."""
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(rows, D)), rng.normal(size=(D, M)), rng.normal(size=M)
    lists = x.tolist(), W.tolist(), b.tolist()  # which loops read faster than arrays
    return fastest(lambda: loops(*lists)), fastest(lambda: dense_forward(x, W, b))


def loops(x: list[list[float]], W: list[list[float]], b: list[float]) -> list[list[float]]:
    """Compute a dense layer as its formula reads, one multiplication after the other."""
    y = []
    for row in x:
        outputs = []
        for m in range(len(b)):
            total = b[m]
            for d in range(len(row)):
                total += row[d] * W[d][m]
            outputs.append(total)
        y.append(outputs)
    return y


def fastest(call: Callable[[], object]) -> float:
    """Return the shortest of a few runs: other programs can only make one longer."""
    seconds = []
    for _ in range(RUNS):
        start = perf_counter()
        call()
        seconds.append(perf_counter() - start)
    return min(seconds)


def draw(figure: Figure, times: Times) -> None:
    """Draw both times over the number of rows, and as bars for the chosen number."""
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    for index, seconds in enumerate((times.loops, times.product)):
        milliseconds = 1000 * np.array(seconds)
        axes(left).loglog(times.rows, milliseconds, linewidth=2, marker="o", **line(index))
    left.set(title="time over the number of rows", xlabel="rows N", ylabel="milliseconds")
    left.set(xlim=(6, 5500), ylim=(5e-4, 1e5))
    left.set_xticks([8, 64, 512, 4096], ["8", "64", "512", "4096"])
    left.minorticks_off()
    key(left, {name: line(index) for index, name in enumerate(NAMES)})
    axes(right).bar([0, 1], [1, 1 / times.ratio], color=[line(0)["color"], line(1)["color"]])
    right.set_xticks([0, 1], NAMES)
    right.set(title=f"N = {times.rows[-1]}", ylim=(0, 1.2), ylabel="share of the loops' time")
    right.text(1, 1 / times.ratio + 0.03, f"1/{times.ratio:.0f}", ha="center")


def describe(times: Times) -> str:
    """Say both times at the chosen number of rows."""
    return (
        f"A layer of {D} inputs and {M} outputs for {times.rows[-1]} rows: three loops take "
        f"{1000 * times.loops[-1]:.2f} milliseconds on this machine, one product "
        f"{1000 * times.product[-1]:.4f}. The loops take {times.ratio:.0f} times as long as the "
        "product."
    )


def how_much_longer(times: Times) -> str | None:
    """Return how the loops compare, once there are as many rows as the slider allows."""
    if times.rows[-1] < LARGEST:
        return None
    return CHOICES[int(times.ratio >= 2) + int(times.ratio >= 20)]


timing = Demo(
    title="Three loops or one product",
    task="Double the rows again and again; both scales are logarithmic. Which curve rises at once? "
    "From about which N does the other rise, too?",
    controls=(Slider("rows", "rows N", STEP, LARGEST, default=AT_FIRST, step=STEP),),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        f"Move to {LARGEST} rows. How long do the loops take, compared with the product?",
        choices=CHOICES,
        answer=how_much_longer,
        because="Both do the same multiplications. In a loop Python looks up every number, its "
        "type and its operation anew; the product is one call of a library made for the machine.",
    ),
)
