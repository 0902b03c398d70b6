"""An exercise is specified once: for instant check, hidden test, audit and feedback.

    mse = Exercise(id="losses.mse", title="Mean squared error", ...)

    @mse.asks(losses.mse, {"predictions": takes("N", "N M"), "targets": takes("N", "N M")})
    def ask_mse(ask, rng): ...

    @mse.wrong("mse", "factor one half", "your loss is half of ...")
    def mse_half(predictions, targets): ...

    @mse.right("mse")
    def mse_by_loop(predictions, targets): ...

Functions, wrong solutions and right variants register themselves with their exercise, in this
order; the decorators leave the functions as they are.
"""

from __future__ import annotations

import functools
import inspect
import itertools
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from autograder.errors import SpecificationError
from autograder.specification.ask import Ask
from autograder.specification.faults import name_of, place_of
from autograder.specification.promises import Promises, broken
from dlkit.check.battery import Check
from dlkit.check.misconceptions import Misconception, outcome

Solution = Callable[..., Any]
Questions = Callable[[Ask, np.random.Generator], None]
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(frozen=True)
class Function:
    """One function that an exercise asks for.

    ``ask(ask, rng)`` puts the questions; ``part`` is where its plain values count, "values" for a
    forward function and "gradients" for a gradient; ``promises`` are what its arguments may be.
    """

    name: str
    reference: Solution
    ask: Questions
    part: str = "values"
    promises: Promises = field(default_factory=dict)


@dataclass(frozen=True)
class Wrong:
    """A wrong solution: the function it replaces, the misconception, the words for a student.

    A misconception is a family where the mistake has a parameter: ``variants`` are its members by
    name, one for each value; without a parameter ``solution`` is the only one.
    """

    replaces: str
    misconception: str
    message: str
    solution: Solution
    variants: Mapping[str, Solution]


@dataclass(frozen=True)
class Right:
    """A right solution that is built differently from the reference."""

    replaces: str
    solution: Solution


@dataclass(eq=False)
class Exercise:
    """One row of the syllabus: points, difficulty from 1 to 5, minutes, hints, and its parts."""

    id: str
    title: str
    difficulty: int
    minutes: int
    hints: tuple[str, str, str]
    points: float = 10.0
    is_core: bool = True  # later topics build on it; an extension can be left for later
    functions: list[Function] = field(default_factory=list, init=False, repr=False)
    wrong_solutions: list[Wrong] = field(default_factory=list, init=False, repr=False)
    right_variants: list[Right] = field(default_factory=list, init=False, repr=False)

    def asks(
        self, reference: Solution, promises: Promises = MappingProxyType({}), part: str = "values"
    ) -> Callable[[Questions], Questions]:
        """Ask for the function ``reference``; the decorated function puts the questions."""

        def register(ask: Questions) -> Questions:
            name = getattr(reference, "__name__", "")
            if not name.isidentifier():  # a lambda, or a partial function
                raise SpecificationError(
                    f"{self.id}: the reference {reference!r} has no name that a student could "
                    "give a function. Define it with def"
                )
            self.functions.append(Function(name, reference, ask, part, promises))
            return ask

        return register

    def wrong(
        self, replaces: str, misconception: str, message: str, **values: Sequence[Any]
    ) -> Callable[[Decorated], Decorated]:
        """Register a wrong solution of one function; ``values`` are those of its parameters."""

        def register(solution: Decorated) -> Decorated:
            variants = _variants(solution, values)
            self.wrong_solutions.append(
                Wrong(replaces, misconception, message, next(iter(variants.values())), variants)
            )
            return solution

        return register

    def right(self, replaces: str) -> Callable[[Decorated], Decorated]:
        """Register a right variant of one function."""

        def register(solution: Decorated) -> Decorated:
            self.right_variants.append(Right(replaces, solution))
            return solution

        return register

    @property
    def references(self) -> Mapping[str, Solution]:
        """The reference of every function, by name."""
        return MappingProxyType({each.name: each.reference for each in self.functions})

    def checks(self, rng: np.random.Generator) -> tuple[Check, ...]:
        """Generate the checks, with expected values of the reference, from one seed."""
        return tuple(check for each in self.functions for check in self._asked(each, rng))

    def broken_promises(self, checks: Sequence[Check]) -> Iterator[str]:
        """Yield what a specification box promises and none of these checks asks for."""
        for each in self.functions:
            yield from broken(each.name, each.reference, each.promises, checks)

    def _asked(self, function: Function, rng: np.random.Generator) -> Iterator[Check]:
        ask = Ask(function.name, function.reference, function.part, function.promises)
        try:
            function.ask(ask, rng)
        except Exception as fault:  # of the author's code: the reference on these arguments
            place = place_of(fault, Path(function.ask.__code__.co_filename))
            raise SpecificationError(
                f"{place}: asking for {function.name} of {self.id} ends in {name_of(fault)}. Mend "
                "the question or the reference."
            ) from fault
        yield from ask.checks

    def misconceptions(
        self, checks: tuple[Check, ...], functions: Container[str] | None = None
    ) -> tuple[Misconception, ...]:
        """Trace on these checks every wrong solution, or those of the ``functions`` named."""
        wanted = self.references if functions is None else functions
        return tuple(
            self._misconception(each, solution, checks)
            for each in self.wrong_solutions
            if each.replaces in wanted
            for solution in each.variants.values()
        )

    def _misconception(
        self, each: Wrong, solution: Solution, checks: tuple[Check, ...]
    ) -> Misconception:
        own = tuple(check for check in checks if check.function == each.replaces)
        functions = {**self.references, each.replaces: solution}
        return Misconception(each.replaces, each.misconception, each.message, Trace(own, functions))


def _variants(solution: Solution, values: Mapping[str, Sequence[Any]]) -> dict[str, Solution]:
    """The members of a family by name: one for each combination of its parameters' values."""
    members: dict[str, Solution] = {}
    for chosen in itertools.product(*values.values()):
        named = dict(zip(values, chosen, strict=True))
        label = ", ".join(f"{name}={_text(value)}" for name, value in named.items())
        if not named:
            return {"": solution}
        member = functools.wraps(solution)(functools.partial(solution, **named))
        parameters = inspect.signature(solution).parameters
        member.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [each for name, each in parameters.items() if name not in named]
        )
        alike = sum(each.partition(" #")[0] == label for each in members)  # lambdas have one name
        members[f"{label} #{alike + 1}" if alike else label] = member
    return members


def _text(value: Any) -> str:
    """The name of a function, or a value as it is typed: the same in every process."""
    return str(getattr(value, "__name__", repr(value)))


class Trace(Sequence[Any]):
    """What a solution gives on each check, found out when it is asked for.

    Most wrong solutions are told from an answer by a single check; the others need not be run.
    """

    def __init__(self, checks: tuple[Check, ...], functions: Mapping[str, Solution]) -> None:
        self._checks = checks
        self._functions = functions
        self._outcomes: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._checks)

    def __getitem__(self, position: Any) -> Any:
        if not isinstance(position, int):
            return [self[index] for index in range(*position.indices(len(self)))]
        if not 0 <= position < len(self):
            raise IndexError(position)
        if position not in self._outcomes:
            self._outcomes[position] = outcome(self._checks[position].run(self._functions))
        return self._outcomes[position]
