"""Demos of losses, in the order of the lecture.

`outlier`: one weight and one outlier under each loss. `delta`: where Huber's loss stops squaring.
`softmax`: scores, temperature, and an overflow. `boundary`: softmax regression, trained live.
"""

from course.demos.losses.boundary import boundary
from course.demos.losses.delta import delta
from course.demos.losses.outlier import outlier
from course.demos.losses.softmax import softmax

__all__ = ["outlier", "delta", "softmax", "boundary"]
