"""Data that need no download: small tables that come with the package, and generators.

Every call returns fresh arrays, so changing them changes nothing for the next caller.
`LICENSES.md` in this folder names the origin and the terms of each table.
"""

from dlkit.datasets.generators import blobs, line_with_outliers, moons, triangle
from dlkit.datasets.sequences import adding_problem, delayed_copy, first_sign
from dlkit.datasets.shifted import clouds, parabola
from dlkit.datasets.tables import breast_cancer, diabetes, digits, given_names

__all__ = [
    "adding_problem",
    "blobs",
    "breast_cancer",
    "clouds",
    "delayed_copy",
    "diabetes",
    "digits",
    "first_sign",
    "given_names",
    "line_with_outliers",
    "moons",
    "parabola",
    "triangle",
]
