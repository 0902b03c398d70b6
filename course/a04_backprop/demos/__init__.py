"""Demos of backpropagation, in the order of the lecture.

`chain`: a graph of ten computations, forward and backward step by step. `step_size`: the error of
a measured gradient over the step.
"""

from course.a04_backprop.demos.chain import chain
from course.a04_backprop.demos.step_size import step_size

__all__ = ["chain", "step_size"]
