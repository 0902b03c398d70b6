"""Demos of initialization, in the order of the lecture.

`symmetry`: equal hidden units in training, and how little noise it takes to part them. `depth`: the
sizes of a signal and of its gradient, layer by layer.
"""

from course.a07_initialization.demos.depth import depth
from course.a07_initialization.demos.symmetry import symmetry

__all__ = ["depth", "symmetry"]
