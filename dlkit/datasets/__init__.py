"""Data that need no download: small tables that come with the package, and generators.

Every call returns fresh arrays, so changing them changes nothing for the next caller.
`LICENSES.md` in this folder names the origin and the terms of each table.
"""

from dlkit.datasets.entangled import circles, moons, spirals
from dlkit.datasets.lines import ill_conditioned, line_with_outliers, sinusoid
from dlkit.datasets.plane import blobs, triangle, xor
from dlkit.datasets.sequences import adding_problem, delayed_copy, first_sign
from dlkit.datasets.shifted import clouds, cubic, gaussian_pair, parabola
from dlkit.datasets.tables import breast_cancer, diabetes, digits, given_names, iris, penguins, wine

__all__ = [
    "adding_problem",
    "blobs",
    "breast_cancer",
    "circles",
    "clouds",
    "cubic",
    "delayed_copy",
    "diabetes",
    "digits",
    "first_sign",
    "gaussian_pair",
    "given_names",
    "ill_conditioned",
    "iris",
    "line_with_outliers",
    "moons",
    "parabola",
    "penguins",
    "sinusoid",
    "spirals",
    "triangle",
    "wine",
    "xor",
]
