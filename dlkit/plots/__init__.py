"""Figures of the course. They draw the arrays and the functions they are given.

Each draws on `ax`, or on a new figure without it, and returns the Axes. No figure knows a topic:
a loss, a model or a score comes in as an argument. Colours are told apart by colour-blind eyes,
and lines differ in dashes as well.
"""

from dlkit.plots.curves import fit_with_outliers, loss_curves, training_curve
from dlkit.plots.decisions import decision_regions, probabilities
from dlkit.plots.graphs import graph
from dlkit.plots.images import digit_grid

__all__ = [
    "decision_regions",
    "digit_grid",
    "fit_with_outliers",
    "graph",
    "loss_curves",
    "probabilities",
    "training_curve",
]
