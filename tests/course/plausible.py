"""What students may well write and no catalogue holds: mistakes, and natural right answers.

They stand in ``tests/course/<address>/plausible/``, each under the name of the function that it
answers, two underscores, and what is special about it::

    @wrong("root of the mean")  # a regular expression: the student must read something like this
    def mse__root(predictions, targets):
        return np.sqrt(np.mean((predictions - targets) ** 2))
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Solution = Callable[..., Any]


@dataclass(frozen=True)
class Answer:
    """A solution, whether it is right, and what a student must read about it ("": anything)."""

    solution: Solution
    is_right: bool
    sentence: str = ""

    @property
    def function(self):
        return self.solution.__name__.partition("__")[0]


def right(solution):
    """Mark a natural right answer; it stays a function that other answers may call."""
    return _marked(solution, is_right=True)


def wrong(solution_or_sentence):
    """Mark a mistake: as ``@wrong``, or as ``@wrong("expression")``."""
    if callable(solution_or_sentence):
        return _marked(solution_or_sentence, is_right=False)
    return lambda solution: _marked(solution, is_right=False, sentence=solution_or_sentence)


def _marked(solution, **settings):
    solution.answer = Answer(solution, **settings)
    return solution


def answers_for(address):
    """Find the plausible answers to the exercises of an assignment, file by file."""
    if not (Path(__file__).parent / address / "plausible").is_dir():
        return
    package = importlib.import_module(f"tests.course.{address}.plausible")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if hasattr(value, "answer") and value.__module__ == module.name:
                yield value.answer
