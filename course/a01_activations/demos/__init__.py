"""Demos of activations, in the order of the lecture.

`bends`: a curve made of one to five ReLU units. `explorer`: each activation, its slope, and where
it is saturated. `dying`: a network in training, and how many of its ReLU units are dead.
"""

from course.a01_activations.demos.bends import bends
from course.a01_activations.demos.dying import dying
from course.a01_activations.demos.explorer import explorer

__all__ = ["bends", "explorer", "dying"]
