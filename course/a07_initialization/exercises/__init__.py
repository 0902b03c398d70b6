"""The exercises of a07_initialization, in the order of its notebook."""

from course.a07_initialization.exercises import mean_of

EXERCISES = (mean_of.exercise,)
