"""The figures of the lecture notes, each drawn by code: ``python -m docs.figures``.

Nothing is copied: what a figure shows is computed with dlkit when it is drawn. `ENTRIES` lists
them, each with its lecture, a caption and a text for those who cannot see it.
"""

from docs.figures import classifiers, curves, derivatives, descents, graphs, units  # fill ENTRIES
from docs.figures.gallery import ENTRIES, Entry, write_page

__all__ = [
    "ENTRIES",
    "Entry",
    "classifiers",
    "curves",
    "derivatives",
    "descents",
    "graphs",
    "units",
    "write_page",
]
