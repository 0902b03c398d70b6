"""One small call of everything public in dlkit, one file per topic.

`EXAMPLES` holds for each function or class its arguments; `tests/dlkit/test_every_function.py`
gives the same numbers again in other clothes (lists, small integers, strided arrays ...), and
demands the same answer. A function without an example fails there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Random:
    """Stands for a generator; each call gets a new one of the same seed."""

    seed: int = 0


RNG = Random()


@dataclass(frozen=True)
class Example:
    """One call: ``call(*args, **kwargs)``.

    ``call`` is the function itself, or for a class a function that makes one and uses it.
    ``single`` is the tolerance in float32, of the largest value; None where an answer in float32
    cannot be like that in float64. ``without`` names the clothes (`odd_inputs.CLOTHES`) that mean
    something else here.
    """

    call: Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    single: float | None = 1e-4
    without: tuple[str, ...] = ()


EXAMPLES: dict[Any, Example] = {}


def example(
    thing: Any,
    *args: Any,
    call: Callable[..., Any] | None = None,
    single: float | None = 1e-4,
    without: tuple[str, ...] = (),
    **kwargs: Any,
) -> None:
    """Register a call of a public function or class."""
    EXAMPLES[thing] = Example(call or thing, args, kwargs, single, without)


def real(*shape: int, seed: int = 0) -> np.ndarray:
    """Draw real numbers."""
    return np.random.default_rng(seed).normal(size=shape)


def shares(*shape: int, seed: int = 0) -> np.ndarray:
    """Draw rows of probabilities above 0, sixteenths that every precision holds exactly."""
    classes = shape[-1]
    rng = np.random.default_rng(seed)
    return (rng.multinomial(16 - classes, np.full(classes, 1 / classes), shape[:-1]) + 1) / 16
