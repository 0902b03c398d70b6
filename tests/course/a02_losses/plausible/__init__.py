"""Plausible answers to the exercises on losses: ``WRONG`` and ``RIGHT`` as (function, solution)."""

from tests.exercises.plausible import classification, penalty, regression, softmax
from tests.exercises.plausible.answers import RIGHT, WRONG

__all__ = ["RIGHT", "WRONG", "classification", "penalty", "regression", "softmax"]
