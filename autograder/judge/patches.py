"""Functions of Python and numpy that a test has replaced, and the judge's streams and states."""

from __future__ import annotations

import builtins
import contextlib
import hashlib
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from operator import is_
from types import ModuleType
from typing import Any

import numpy as np

from autograder.sandbox.inside import randomness

Function = Callable[..., Any]


# What a test may replace: `input` and `print`, clocks, random numbers.
ORIGINALS: Mapping[ModuleType, Mapping[str, Function]] = {
    module: {name: vars(module)[name] for name in names if callable(vars(module)[name])}
    for module, names in (
        (builtins, ("input", "print")),
        (time, ("sleep", "time", "perf_counter", "monotonic")),
        (random, random.__all__),
        (np.random, np.random.__all__),
    )
}
_inputs: list[Any] = []  # the standard input of each block that `undone` undoes


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Undo at the end what the tests of a submission have replaced: the next ones begin anew."""
    _inputs.append(sys.stdin)
    try:
        yield
    finally:
        sys.stdin = _inputs.pop()
        for module, functions in ORIGINALS.items():
            vars(module).update(functions)


def replaced() -> dict[str, Function]:
    """The functions that stand where others stood, by the place in which the student's code looks.

    Of a standard input that was replaced, the function that reads a line.
    """
    places: dict[str, Function] = {}
    for module, functions in ORIGINALS.items():
        present: list[Any] = list(map(vars(module).get, functions))  # before every act: quickly
        if not all(map(is_, present, functions.values())):
            pairs = zip(functions, present, strict=True)
            theirs = {name: each for name, each in pairs if each is not functions[name]}
            places |= {f"{module.__name__}.{name}": each for name, each in theirs.items()}
    if _inputs and sys.stdin is not _inputs[-1] and hasattr(sys.stdin, "readline"):
        places["sys.stdin"] = _read_line
    return places


def _read_line() -> str:
    return str(sys.stdin.readline())


def write(stream: str, text: str) -> None:
    """Print on a stream of the judge's, where the test may have put one of its own."""
    target = getattr(sys, stream)
    if target is not None and not getattr(target, "nobody_reads", False):
        target.write(text)


def warning_of(bases: Any) -> type[Warning]:
    """The class of a warning, or the first of those it is derived from that Python has."""
    for name in map(str, bases[:20]):
        kind = getattr(builtins, name, None) or getattr(np.exceptions, name, None)
        if isinstance(kind, type) and issubclass(kind, Warning):
            return kind
    return UserWarning


def draw_on(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Set the judge's random generators to where drawing numbers has led; return their states."""
    states = dict(before)
    for name in ("python", "numpy"):
        if randomness.lead_on(before[name], after[name]):
            words, place, _ = after[name]
            states[name] = [words, place, randomness.kept(name, after[name])]
    randomness.write(states)
    return randomness.read()


def seed_generators(seed: int) -> None:
    """Begin with states that say nothing of the seed: a test may show them to the student."""
    digest = hashlib.sha256(f"global generators {seed}".encode()).digest()
    random.seed(digest)
    np.random.seed(int.from_bytes(digest[:4], "big"))
