"""The figures of the lecture notes, each drawn by code: ``python -m docs.figures``.

Nothing is copied: what a figure shows is computed with dlkit when it is drawn. `ENTRIES` lists
them in the order of the lectures, with a caption and a text for those who cannot see them.
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
