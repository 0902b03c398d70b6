"""The exercise on clipping a gradient that is too long."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a06_optimizers.exercises.shared import named
from dlkit import optimizers
from dlkit.check.compare import Tolerance

RELATIVE = Tolerance(relative=1e-7, of_scale=0.0, absolute=0.0)

clip_by_global_norm = Exercise(
    id="optimizers.clip_by_global_norm",
    title="Clipping",
    difficulty=2,
    minutes=20,
    hints=(
        "The gradients of all layers are one long arrow, cut into pieces. What may change about "
        "an arrow that is too long, and what must not?",
        "The norm is the root of the sum of all squares, over every entry of every array. Where it "
        "is above the bound, all arrays are multiplied by the same number.",
        "Make a list of float arrays and check the bound. Divide by the largest size before you "
        "square, so that no square overflows. The factor is the bound over the norm, or 1 if the "
        "norm is not above it. Return new arrays in a list, and the norm before clipping.",
    ),
)


def _grads(rng: np.random.Generator, scale: float = 1.0) -> list[np.ndarray]:
    return [(scale * rng.normal(size=shape)).round(2) for shape in ((1, 1), (1,), (1, 2))]


@clip_by_global_norm.asks(optimizers.clip_by_global_norm)
def _ask_clip(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper([np.array([3.0]), np.array([[4.0, 0.0]])], 1.0)
    with ask.essential("one norm over all arrays, and one factor for all"):
        ask.values("three arrays, far above the bound", _grads(rng, 10.0), 1.5)
    ask.values("below the bound", _grads(rng, 0.1), 5.0)
    ask.values("one array", [rng.normal(size=4) + 1], 0.5)
    ask.values("single arrays below the bound, all together above", _grads(rng), 2.5)
    ask.values("one is long", [np.array([0.1, -0.2]), np.array([[30.0, -40.0]])], 2.0)
    _ask_edges(ask, rng)


def _ask_edges(ask: Ask, rng: np.random.Generator) -> None:
    ask.edge("exactly at the bound", [np.array([3.0]), np.array([4.0])], 5.0)
    ask.edge("gradients of zeros", [np.zeros(3), np.zeros((2, 2))], 1.0)
    ask.edge("no gradients at all", [], 1.0)
    ask.edge("an array without entries", [np.zeros((0, 3)), np.array([6.0, 8.0])], 1.0)
    ask.edge("entries of 1e200, whose squares overflow", [np.array([-3e200, -4e200])], 1.0)
    tiny = [np.array([3e-200, 4e-200])]
    ask.edge("entries of 1e-200, whose squares vanish", tiny, 1e-200, tolerance=RELATIVE)
    ask.edge("whole numbers", [np.array([3, -4]), np.array([[12]])], 2.0)
    long = [np.array([[6.0, -8.0]]), rng.normal(size=1).round(2)]
    for technical in (ask.float32, ask.layouts, ask.pure):
        technical(long, 1.0)
    ask.pure(long, 20.0, title="new arrays below the bound")
    ask.pure([np.zeros(2)], 1.0, title="new arrays of zeros")
    ask.edge("float32 beside float64", [np.array([3.0], np.float32), np.array([4.0])], 1.0)
    ask.edge("a tuple of arrays", tuple(_grads(rng, 0.1)), 1.0)
    for bound in (0.0, -1.0, np.inf):
        ask.refuses(f"a bound of {bound}", "ValueError", _grads(rng), bound)
    ask.refuses("an array instead of a list", "TypeError", rng.normal(size=(2, 3)), 1.0)


def accepted(grads, max_norm):
    """Return a list of float arrays, with the guards that right and wrong solutions share."""
    if not isinstance(grads, list | tuple):
        raise TypeError("a list of arrays is needed")
    if not 0 < max_norm < np.inf:
        raise ValueError("the bound is positive and finite")
    return [np.asarray(g, dtype=np.result_type(g, np.float32)) for g in grads]


def norm_of(arrays):
    """Return the norm over all arrays, without overflow."""
    top = max((float(np.max(np.abs(g), initial=0)) for g in arrays), default=0.0)
    total = sum(float(np.sum((g.astype(float) / (top or 1)) ** 2)) for g in arrays)
    return top * total**0.5


def plain_norm_of(arrays):
    """Return the norm over all arrays, whose squares may overflow or vanish."""
    with np.errstate(over="ignore", under="ignore"):
        return float(np.sqrt(sum(np.sum(g.astype(float) ** 2) for g in arrays)))


def scaled(arrays, factor):
    return [g * np.asarray(factor, g.dtype) for g in arrays]


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "each array by itself",
    "each of your arrays is shortened by its own norm. That turns the whole arrow: all arrays are "
    "multiplied by one factor, from one norm.",
    norm=(norm_of, plain_norm_of),
)
def clip_each_array(grads, max_norm, *, norm):
    arrays = accepted(grads, max_norm)
    factors = [min(1.0, max_norm / (norm([g]) or max_norm)) for g in arrays]
    return [scaled([g], f)[0] for g, f in zip(arrays, factors, strict=True)], norm(arrays)


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "entries cut instead of the norm",
    "you cut single entries, which turns the arrow. Shorten it as a whole: one factor for all.",
)
def clip_entries(grads, max_norm):
    arrays = accepted(grads, max_norm)
    return [np.clip(g, -max_norm, max_norm) for g in arrays], norm_of(arrays)


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "always scaled",
    "a gradient below the bound is made longer. Only one that is too long is touched.",
)
def clip_always(grads, max_norm):
    arrays = accepted(grads, max_norm)
    norm = norm_of(arrays)
    return scaled(arrays, max_norm / norm if norm else 1.0), norm


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "nan for a norm of 0",
    "gradients of zeros become nan: your factor divides by a norm of 0. There is nothing to clip.",
)
def clip_by_zero_norm(grads, max_norm):
    arrays = accepted(grads, max_norm)
    norm = norm_of(arrays)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.minimum(1.0, max_norm / np.float64(norm)) if norm else np.nan
    return scaled(arrays, factor), norm


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "written into the arrays",
    "the arrays that came in have been written into. Somebody may still need them: make new ones.",
)
def clip_in_place(grads, max_norm):
    arrays = accepted(grads, max_norm)
    norm = norm_of(arrays)
    clipped = scaled(arrays, min(1.0, max_norm / (norm or max_norm)))
    for old, new in zip(grads, clipped, strict=True):
        if old.flags.writeable and old.dtype.kind == "f":
            old[...] = new
    return clipped, norm


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "norm after clipping",
    "the norm that you return is not the one before clipping. Return that one: it tells how wild "
    "the gradients are.",
    what=named(
        first=lambda norm, bound: min(norm, bound),
        second=lambda norm, bound: min(1.0, bound / (norm or 1)),
    ),
)
def clip_with_norm_after(grads, max_norm, *, what):
    arrays = accepted(grads, max_norm)
    norm = norm_of(arrays)
    return scaled(arrays, min(1.0, max_norm / (norm or max_norm))), float(what(norm, max_norm))


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "root forgotten, or not squares",
    "your norm is not the length of the arrow: it is the root of the sum of all squares.",
    norm=named(
        first=lambda arrays: sum(float(np.sum(g.astype(float) ** 2)) for g in arrays),
        third=lambda arrays: max(
            (float(np.max(np.abs(g), initial=0)) for g in arrays), default=0.0
        ),
    ),
)
def clip_by_another_norm(grads, max_norm, *, norm):
    arrays = accepted(grads, max_norm)
    with np.errstate(over="ignore", under="ignore"):
        length = norm(arrays)
    return scaled(arrays, min(1.0, max_norm / (length or max_norm))), length


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "norms added up",
    "your norm is the sum of the norms of the single arrays. A length is not a sum of lengths: add "
    "the squares of all arrays, and take one root at the end.",
    norm=(norm_of, plain_norm_of),
)
def clip_by_added_norms(grads, max_norm, *, norm):
    arrays = accepted(grads, max_norm)
    length = float(sum(norm([g]) for g in arrays))
    return scaled(arrays, min(1.0, max_norm / (length or max_norm))), length


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "squares overflow",
    "your squares overflow to infinity, or vanish, and the factor is wrong. Divide by the largest "
    "size first, and multiply the norm by it afterwards.",
)
def clip_that_overflows(grads, max_norm):
    arrays = accepted(grads, max_norm)
    norm = plain_norm_of(arrays)
    return scaled(arrays, min(1.0, max_norm / (norm or max_norm))), norm


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "a small number added to the norm",
    "your gradients come out a little too short: a small number is added to the norm. Zeros need "
    "no such help, since they are not above the bound.",
    eps=(1e-4, 1e-6),
)
def clip_with_eps(grads, max_norm, *, eps):
    arrays = accepted(grads, max_norm)
    norm = norm_of(arrays)
    return scaled(arrays, min(1.0, max_norm / (norm + eps))), norm


@clip_by_global_norm.wrong(
    "clip_by_global_norm",
    "gradients alone",
    "two things are asked for: the list of gradients, and the norm before clipping.",
)
def clip_without_norm(grads, max_norm):
    arrays = accepted(grads, max_norm)
    return scaled(arrays, min(1.0, max_norm / (norm_of(arrays) or max_norm)))


@clip_by_global_norm.right("clip_by_global_norm")
def clip_by_hypot(grads, max_norm):
    arrays = accepted(grads, max_norm)
    lengths = [float(np.hypot.reduce(g, axis=None, initial=0)) for g in arrays]
    norm = float(np.hypot.reduce(np.array([0.0, *lengths])))
    return [g * (max_norm / norm) if norm > max_norm else g.copy() for g in arrays], norm


@clip_by_global_norm.right("clip_by_global_norm")
def clip_by_comprehension(grads, max_norm):
    arrays = accepted(grads, max_norm)
    norm = norm_of(arrays)
    factor = max_norm / max(norm, max_norm)
    return [np.multiply(g, factor, dtype=g.dtype) for g in arrays], float(norm)
