"""What a figure of the gallery is, and the list of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

LECTURES = {
    2: "Units, layers, training, initialisation",
    3: "Backpropagation, derivatives, frameworks",
    4: "Forward pass, losses, activations, optimizers",
}
STYLE = {
    "svg.hashsalt": "figures",  # the same figure is the same text
    "figure.dpi": 150,
    "savefig.bbox": "tight",
    "mathtext.fontset": "cm",
}
PAGE = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title>
<style>body{{font-family:sans-serif;max-width:60em;margin:2em auto}}img{{max-width:100%}}</style>
<h1>Figures of the lecture notes</h1>
{figures}
</html>
"""


@dataclass(frozen=True)
class Entry:
    """A figure: which lecture it belongs to, what it shows, and how it is drawn."""

    name: str
    lecture: int
    caption: str
    alt: str
    draw: Callable[[], Axes | Figure]

    def save(self, folder: Path, suffix: str) -> Path:
        """Draw the figure into a file of its name."""
        path = folder / f"{self.name}.{suffix}"
        with mpl.rc_context(STYLE):
            drawn = self.draw()
            figure = drawn if isinstance(drawn, Figure) else drawn.get_figure(root=True)
            figure.savefig(path, metadata={"Date": None} if suffix == "svg" else None)
            plt.close(figure)
        return path


ENTRIES: list[Entry] = []


def figure(
    lecture: int, caption: str, alt: str
) -> Callable[[Callable[[], Axes | Figure]], Callable[[], Axes | Figure]]:
    """Put a function that draws into the gallery, under its own name."""

    def enter(draw: Callable[[], Axes | Figure]) -> Callable[[], Axes | Figure]:
        ENTRIES.append(Entry(draw.__name__, lecture, caption, alt, draw))
        return draw

    return enter


def panels(
    columns: int, rows: int = 1, *, width: float = 3.4, height: float = 2.8
) -> tuple[Figure, list[Axes]]:
    """Return a figure of several Axes, row after row."""
    whole, grid = plt.subplots(
        rows, columns, figsize=(columns * width, rows * height), layout="constrained", squeeze=False
    )
    return whole, list(grid.flat)


def write_page(folder: Path, suffix: str) -> None:
    """Write a page that shows all figures with their captions, by lecture."""
    parts = []
    for lecture, title in LECTURES.items():
        parts.append(f"<h2>Lecture {lecture}: {escape(title)}</h2>")
        for entry in ENTRIES:
            if entry.lecture == lecture:
                image = f'<img src="{entry.name}.{suffix}" alt="{escape(entry.alt)}">'
                parts.append(
                    f"<figure>{image}<figcaption>{escape(entry.caption)}</figcaption></figure>"
                )
    page = PAGE.format(figures="\n".join(parts))
    (folder / "index.html").write_text(page, encoding="utf-8")
