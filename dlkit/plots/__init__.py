"""Figures of the course. They draw the arrays and the functions they are given.

Each draws on `ax`, or on a new figure without it, and returns the Axes. No figure knows a topic:
a loss, a model or a score comes in as an argument. Colours are told apart by colour-blind eyes,
and lines differ in dashes as well. `show` puts a figure below a cell, with words that describe it.
"""

from dlkit.plots.curves import fit_with_outliers, functions, loss_curves, measured, training_curve
from dlkit.plots.decisions import decision_regions, probabilities, probability_map, separating_lines
from dlkit.plots.display import show
from dlkit.plots.graphs import graph
from dlkit.plots.images import digit_grid
from dlkit.plots.matrices import matrix_equation
from dlkit.plots.networks import network
from dlkit.plots.surfaces import contours

__all__ = [
    "contours",
    "decision_regions",
    "digit_grid",
    "fit_with_outliers",
    "functions",
    "graph",
    "loss_curves",
    "matrix_equation",
    "measured",
    "network",
    "probabilities",
    "probability_map",
    "separating_lines",
    "show",
    "training_curve",
]
