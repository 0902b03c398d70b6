"""The ten exercises of the losses notebook, in its order."""

from autograder.exercises.losses.regression import MSE

EXERCISES = (MSE,)
