"""Data that need no download: small tables that come with the package, and generators.

Every call returns fresh arrays, so changing them changes nothing for the next caller.
`LICENSES.md` in this folder names the origin and the terms of each table.
"""

from dlkit.datasets.generators import blobs, line_with_outliers, moons, triangle
from dlkit.datasets.tables import diabetes, digits, given_names

__all__ = ["blobs", "diabetes", "digits", "given_names", "line_with_outliers", "moons", "triangle"]
