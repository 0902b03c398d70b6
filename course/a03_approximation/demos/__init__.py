"""Demos of approximation, in the order of the lecture.

`bumps`: a curve built as a wall of bumps. `pieces`: what depth folds and width has to follow.
`triangle`: three lines and an AND, with corners that move.
"""

from course.a03_approximation.demos.bumps import bumps
from course.a03_approximation.demos.pieces import pieces
from course.a03_approximation.demos.triangle import triangle

__all__ = ["bumps", "pieces", "triangle"]
