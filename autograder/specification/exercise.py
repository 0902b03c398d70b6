"""An exercise is specified once: for instant check, hidden test, audit and feedback.

A specification names the reference functions, asks for checks (`ask.Ask`), and lists wrong
solutions, each with its misconception, and right variants that must get every point.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from dlkit.check.battery import Check
from dlkit.check.misconceptions import Misconception, outcome

Solution = Callable[..., Any]


@dataclass(frozen=True)
class Function:
    """One function that an exercise asks for.

    ``ask(ask, rng)`` puts the questions; ``part`` is where its plain values count, "values" for a
    forward function and "gradients" for a gradient.
    """

    name: str
    reference: Solution
    ask: Callable[[Ask, np.random.Generator], None]
    part: str = "values"


@dataclass(frozen=True)
class Wrong:
    """A wrong solution: the function it replaces, the misconception, the words for a student."""

    replaces: str
    misconception: str
    message: str
    solution: Solution


@dataclass(frozen=True)
class Right:
    """A right solution that is built differently from the reference."""

    replaces: str
    solution: Solution


def wrong(replaces: str, misconception: str, message: str) -> Callable[[Solution], Wrong]:
    """Mark a function as a wrong solution; used as a decorator."""
    return lambda solution: Wrong(replaces, misconception, message, solution)


def right(replaces: str) -> Callable[[Solution], Right]:
    """Mark a function as a right variant; used as a decorator."""
    return lambda solution: Right(replaces, solution)


@dataclass(frozen=True)
class Exercise:
    """One row of the syllabus: functions, points, difficulty from 1 to 5, minutes, hints."""

    id: str
    title: str
    functions: tuple[Function, ...]
    difficulty: int
    minutes: int
    hints: tuple[str, str, str]
    wrong: tuple[Wrong, ...]
    right: tuple[Right, ...]
    points: float = 10.0

    @property
    def references(self) -> Mapping[str, Solution]:
        """The reference of every function, by name."""
        return MappingProxyType({each.name: each.reference for each in self.functions})

    def checks(self, rng: np.random.Generator) -> tuple[Check, ...]:
        """Generate the checks, with expected values of the reference, from one seed."""
        return tuple(check for each in self.functions for check in self._asked(each, rng))

    def _asked(self, function: Function, rng: np.random.Generator) -> Iterator[Check]:
        ask = Ask(function.name, function.reference, function.part)
        function.ask(ask, rng)
        yield from ask.checks

    def misconceptions(
        self, checks: tuple[Check, ...], functions: Container[str] | None = None
    ) -> tuple[Misconception, ...]:
        """Trace on these checks every wrong solution, or those of the ``functions`` named."""
        wanted = self.references if functions is None else functions
        return tuple(self._misconception(w, checks) for w in self.wrong if w.replaces in wanted)

    def _misconception(self, each: Wrong, checks: tuple[Check, ...]) -> Misconception:
        own = tuple(check for check in checks if check.function == each.replaces)
        functions = {**self.references, each.replaces: each.solution}
        return Misconception(each.replaces, each.misconception, each.message, Trace(own, functions))


class Trace(Sequence[Any]):
    """What a solution gives on each check, found out when it is asked for.

    Most wrong solutions are told from an answer by a single check; the others need not be run.
    """

    def __init__(self, checks: tuple[Check, ...], functions: Mapping[str, Solution]) -> None:
        self._checks = checks
        self._functions = functions
        self._found: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._checks)

    def __getitem__(self, position: Any) -> Any:
        if not isinstance(position, int):
            return [self[index] for index in range(*position.indices(len(self)))]
        if not 0 <= position < len(self):
            raise IndexError(position)
        if position not in self._found:
            self._found[position] = outcome(self._checks[position].run(self._functions))
        return self._found[position]
