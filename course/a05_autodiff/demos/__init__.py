"""Demos of automatic differentiation, in the order of the lecture.

`graph`: the graph of an expression that somebody types, forward and back step by step. `diamond`: a
number that is used several times, with its parts added up or overwritten.
"""

from course.a05_autodiff.demos.diamond import diamond
from course.a05_autodiff.demos.graph import graph

__all__ = ["diamond", "graph"]
