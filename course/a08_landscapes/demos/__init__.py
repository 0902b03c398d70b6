"""Demos of landscapes, in the order of the lecture.

`turn`: flat places to look at from all sides. `shell`: where a ball has its points, and the angles
between directions. `escape`: leaving a saddle. `patience`: when to stop a training.
"""

from course.a08_landscapes.demos.escape import escape
from course.a08_landscapes.demos.patience import patience
from course.a08_landscapes.demos.shell import shell
from course.a08_landscapes.demos.turn import turn

__all__ = ["escape", "patience", "shell", "turn"]
