"""Demos of losses, in the order of the lecture.

`outlier`: one weight and one outlier under each loss. `delta`: where Huber's loss stops squaring.
`softmax`: scores, temperature, and an overflow. `boundary`: softmax regression, trained live.
"""

from course.a02_losses.demos.boundary import boundary
from course.a02_losses.demos.delta import delta
from course.a02_losses.demos.outlier import outlier
from course.a02_losses.demos.softmax import softmax

__all__ = ["outlier", "delta", "softmax", "boundary"]
