"""Demos of shapes, in the order of the lecture.

`neuron`: weight, bias and input of one unit. `plane`: a unit with two inputs, seen from above.
`timing`: a dense layer as three loops and as one product.
"""

from course.a00_shapes.demos.neuron import neuron
from course.a00_shapes.demos.plane import plane
from course.a00_shapes.demos.timing import timing

__all__ = ["neuron", "plane", "timing"]
