"""Demos of optimizers, in the order of the lecture.

`race`: two optimizers run down one of five surfaces, live. `correction`: the first twenty steps of
Adam with and without its corrections. `budget`: learning rate and size of the batch on one map.
"""

from course.a06_optimizers.demos.budget import budget
from course.a06_optimizers.demos.correction import correction
from course.a06_optimizers.demos.race import race

__all__ = ["budget", "correction", "race"]
