"""What the exercises on optimizers share: drawn steps, common questions, and solutions' guards."""

from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.promises import Takes, takes

ARRAY = takes("N", "N M")


def arrays(*names: str) -> dict[str, Takes]:
    """Declare the arguments of a step: the weights, their gradient, and the state by its names."""
    return dict.fromkeys(("w", "dw", *names), ARRAY)


def draw(rng: np.random.Generator, shape: tuple[int, ...], states: int) -> list[np.ndarray]:
    """Draw weights, a gradient, and a state in the middle of a run, which is positive.

    All have two digits, since the file of checks holds what every wrong solution makes of them.
    """
    signs = rng.choice([-1.0, 1.0], size=(2, *shape))
    w, dw = signs * rng.uniform(0.3, 2.0, size=(2, *shape)).round(2)
    return [w, dw, *rng.uniform(0.2, 1.0, size=(states, *shape)).round(2)]


def ask_step(ask: Ask, rng: np.random.Generator, states: int, *count: int, **options: Any) -> None:
    """The questions that every step must answer; `count` is its t, where it has one.

    They are few and small: each wrong solution keeps its results in the file of checks.
    """
    ask.values("a row of weights", *draw(rng, (2,), states), *count, **options)
    _ask_technical(ask, rng, states, count, options)
    w, dw, *state = draw(rng, (2,), states)
    column = dw[:, None]
    ask.refuses("a gradient of shape (2, 1)", "ValueError", w, column, *state, *count, **options)
    for place in range(states):
        short = [a[:1] if place == i else a for i, a in enumerate(state)]
        title = "a state of one number for two weights"
        ask.refuses(f"{title} ({place + 1})", "ValueError", w, dw, *short, *count, **options)
    _ask_numbers(ask, [*draw(rng, (1,), states), *count], options)


def _ask_technical(
    ask: Ask, rng: np.random.Generator, states: int, count: tuple[int, ...], options: dict[str, Any]
) -> None:
    """As `ask.standard`, where a view needs two numbers to have gaps, and a dtype needs one."""
    matrix, single = ([*draw(rng, shape, states), *count] for shape in ((1, 2), (1,)))
    ask.layouts(*matrix, **options)
    ask.pure(*matrix, **options)
    ask.float32(*single, **options)
    ask.integers(*single, **options)
    ask.mixed_dtypes(*single, **options)


def _ask_numbers(ask: Ask, step: list[Any], options: dict[str, Any]) -> None:
    """The limits of the numbers that a step was given by name."""
    ask.edge("a learning rate of 0", *step, **options | {"lr": 0.0})
    for name, wrong in (("lr", -0.1), ("lr", np.inf), ("eps", 0.0)):
        if name in options:
            title = f"a {name} of {wrong}"
            ask.refuses(title, "ValueError", *step, **options | {name: wrong})
    for name in (each for each in ("momentum", "rho", "beta1", "beta2") if each in options):
        ask.refuses(f"a {name} of 1", "ValueError", *step, **options | {name: 1.0})
        ask.refuses(f"a negative {name}", "ValueError", *step, **options | {name: -0.1})


def ask_counts(ask: Ask, rng: np.random.Generator, states: int, **options: Any) -> None:
    """A late step, and what is no number of a step."""
    step = draw(rng, (1,), states)
    ask.values("step 100", *step, 100, **options)
    ask.refuses("a step 0: the first one is 1", "ValueError", *step, 0, **options)
    ask.refuses("a step 1.5", "TypeError", *step, 1.5, **options)


def alike(w, *others):
    """Return arrays of one shape as floats of one dtype, with the guard that solutions share."""
    w = np.asarray(w, dtype=np.result_type(w, np.float32))
    if any(np.shape(array) != w.shape for array in others):
        raise ValueError("arrays of one shape are needed")
    return (w, *(np.asarray(array).astype(w.dtype) for array in others))


def require(lr, eps=1.0, t=1, **shares):
    """Refuse numbers out of their range: the guard that right and wrong solutions share."""
    if not isinstance(t, int | np.integer):
        raise TypeError("t is a whole number")
    if not (0 <= lr < np.inf and 0 < eps < np.inf and t >= 1):
        raise ValueError("lr is not negative, eps positive, t at least 1")
    if any(not 0 <= share < 1 for share in shares.values()):
        raise ValueError("a share of the past lies in [0, 1)")


def named(**functions):
    """Return functions under names of their own, which tell the members of a family apart."""
    for name, function in functions.items():
        function.__name__ = name
    return tuple(functions.values())
