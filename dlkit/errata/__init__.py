"""The errors of the lecture notes, proved; tests of one's own; and everything put together.

The functions whose names begin with `noted` are wrong on purpose: they are what the notes print.
"""

from dlkit.errata.capstone import train_model
from dlkit.errata.counterexamples import (
    counterexample_adam,
    counterexample_psd,
    counterexample_sqrt_init,
    counterexample_tanh,
    noted_adam,
    noted_tanh,
)
from dlkit.errata.repairs import fix_adam
from dlkit.errata.suites import tests_for_adam, tests_for_softmax

__all__ = [
    "counterexample_adam",
    "counterexample_psd",
    "counterexample_sqrt_init",
    "counterexample_tanh",
    "fix_adam",
    "noted_adam",
    "noted_tanh",
    "tests_for_adam",
    "tests_for_softmax",
    "train_model",
]
