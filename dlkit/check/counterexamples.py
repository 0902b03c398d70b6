"""Properties of a counterexample to "every bounded continuous sigma approximates everything".

The answer is free: values of a sigma at the points z, values of a target f at the points x of an
interval, and a number eps, such that no sum of units v sigma(w x + b) comes nearer to f than eps.
Among bounded continuous functions only constants fail (Leshno and others, 1993), so what such sums
reach is known exactly. Each property looks at one thing, so that a wrong answer shows which it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlkit.check.answers import Calls, NotNumbers, numbers_of
from dlkit.check.compare import kind_of

FAR = 1e3  # from here on a point is far out
NEIGHBOURS = 1e-6  # points so near to each other are there to show a jump
JUMP = 1e-3
Triple = tuple[np.ndarray, np.ndarray, float]


def _triple(answer: Any, args: tuple[Any, ...]) -> Triple:
    """Return sigma(z), f(x) and eps, which must be finite numbers of the right shapes."""
    if not isinstance(answer, list | tuple) or len(answer) != 3:
        raise NotNumbers(
            f"three results are needed, sigma(z), f(x) and eps; {kind_of(answer)} came"
        )
    for name, value, points in zip(("sigma(z)", "f(x)"), answer, args, strict=False):
        if not isinstance(value, np.ndarray) or value.shape != points.shape:
            raise NotNumbers(
                f"{name} needs one value for each point, shape {points.shape}; "
                f"{kind_of(value)} came"
            )
    sigma, f, eps = numbers_of(answer)
    if eps.ndim:
        raise NotNumbers(f"eps is one number; {kind_of(answer[2])} came")
    if not all(np.isfinite(each).all() for each in (sigma, f, eps)):
        raise NotNumbers("a value is infinite or nan, for finite points")
    return sigma, f, float(eps)


def _jumps(points: np.ndarray, values: np.ndarray) -> bool:
    """Whether neighbouring points have values that are far apart."""
    order = np.argsort(points)
    near = np.diff(points[order]) <= NEIGHBOURS
    return bool(np.any(np.abs(np.diff(values[order]))[near] > JUMP))


def bounded_sigma(args: tuple[Any, ...]) -> Calls:
    """Far out sigma is not much larger than near 0."""
    (answer,) = yield (args,)
    sigma, _, _ = _triple(answer, args)
    size, is_far = np.abs(sigma), np.abs(args[0]) >= FAR
    if size[is_far].max() <= 100 * max(size[~is_far].max(), 1.0):
        return ""
    return "your sigma grows without a bound as z does, so the theorem does not speak of it"


def continuous_sigma(args: tuple[Any, ...]) -> Calls:
    """Sigma has no jump between neighbouring points."""
    (answer,) = yield (args,)
    sigma, _, _ = _triple(answer, args)
    if not _jumps(args[0], sigma):
        return ""
    return "your sigma is not continuous: close together lie two points with values far apart"


def continuous_target(args: tuple[Any, ...]) -> Calls:
    """F has no jump between neighbouring points."""
    (answer,) = yield (args,)
    _, f, _ = _triple(answer, args)
    if not _jumps(args[1], f):
        return ""
    return "your f is not continuous: close together lie two points with values far apart"


def failing_sigma(args: tuple[Any, ...]) -> Calls:
    """Sigma is constant: any other bounded continuous function approximates everything."""
    (answer,) = yield (args,)
    sigma, _, _ = _triple(answer, args)
    if np.ptp(sigma) == 0:
        return ""
    return (
        "if your sigma is bounded and continuous, then sums of its units come as near to every "
        "continuous f as you like: it is no counterexample"
    )


def unreached_target(args: tuple[Any, ...]) -> Calls:
    """F is not itself a sum of units of a constant sigma."""
    (answer,) = yield (args,)
    sigma, f, _ = _triple(answer, args)
    if _distance(sigma, f) > 0:
        return ""
    return "your f is constant, and units can make a constant: choose an f that they cannot make"


def positive_eps(args: tuple[Any, ...]) -> Calls:
    """A distance of 0 or less is no claim."""
    (answer,) = yield (args,)
    _, _, eps = _triple(answer, args)
    if eps > 0:
        return ""
    return f"your eps is {eps:g}: an error above it says nothing, so eps must be positive"


def honest_eps(args: tuple[Any, ...]) -> Calls:
    """Units of the constant sigma do not come nearer to f than eps."""
    (answer,) = yield (args,)
    sigma, f, eps = _triple(answer, args)
    distance = _distance(sigma, f)
    if np.ptp(sigma) > 0 or eps <= max(distance, 0) * (1 + 1e-9) or distance == 0:
        return ""
    return f"your eps is {eps:g}, but units of your sigma come nearer to your f than that"


def _distance(sigma: np.ndarray, f: np.ndarray) -> float:
    """Return the least error of sums of units of a constant sigma: constants, or 0 alone."""
    return float(np.ptp(f) / 2 if sigma.any() else np.abs(f).max())


TITLES: dict[Callable[..., Calls], str] = {
    bounded_sigma: "the size of sigma far out",
    continuous_sigma: "sigma at neighbouring points",
    continuous_target: "f at neighbouring points",
    failing_sigma: "what sums of units of sigma reach",
    unreached_target: "the reach of such sums, and f",
    positive_eps: "the sign of eps",
    honest_eps: "eps, and how near such sums come",
}
