"""The second function of the exercise on whole descents: how soon it has arrived."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.promises import takes
from course.a06_optimizers.exercises.minimize import minimize
from course.a06_optimizers.exercises.shared import named
from dlkit import optimizers


@minimize.asks(optimizers.steps_to_tolerance, {"values": takes("N")})
def _ask_steps_to_tolerance(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([9.0, 0.5, 4.0, 0.5, 0.25]), 1.0, hold=2)
    falling = np.sort(rng.uniform(size=9))[::-1].copy()
    ask.values("values that fall", falling, float(falling[4:6].mean()))
    waves = np.tile([3.0, 0.5, 0.5], 3)
    with ask.essential("the values stay below for as long as is asked"):
        ask.values("waves that come back up", np.append(waves, [0.5, 0.2, 4.0]), 1.0, hold=4)
    ask.values("one pass is enough where nothing else is said", waves, 1.0)
    ask.edge("low from the start", rng.uniform(size=5), 2.0, hold=3)
    ask.edge("low from the start to the end", rng.uniform(size=3), 2.0, hold=3)
    ask.edge("never low for so long", waves, 1.0, hold=3)
    ask.edge("exactly the tolerance", np.array([3.0, 2.0, 2.0, 2.0]), 2.0, hold=3)
    ask.edge("never", falling + 5, 1.0)
    ask.edge("no values", np.zeros(0), 1.0)
    ask.edge("held to the last value", np.array([5.0, 5.0, 1.0, 1.0]), 2.0, hold=2)
    ask.edge("a tolerance below 0", np.array([0.0, -3.0, -5.0]), -4.0)
    ask.standard(np.append(waves, [0.25, 0.5]), 1.0, hold=3)
    ask.refuses("a column of values", "ValueError", np.ones((3, 1)), 2.0)
    ask.refuses("held for 0 values", "ValueError", waves, 1.0, hold=0)
    ask.refuses("held for 1.5 values", "TypeError", waves, 1.0, hold=1.5)
    ask.refuses("an array as tolerance", "TypeError", waves, np.array([1.0, 2.0]))


def below(values, tolerance, hold):
    """Return which values are low enough, after the guards."""
    if np.ndim(tolerance) or isinstance(hold, bool) or not isinstance(hold, int):
        raise TypeError("one tolerance, and a whole number to hold it")
    if np.ndim(values) != 1 or hold < 1:
        raise ValueError("a row of values, and at least one to hold")
    return np.asarray(values) <= tolerance


def first(low, hold):
    """Return where `hold` true entries in a row begin, or None."""
    starts = (t for t in range(len(low) - hold + 1) if low[t : t + hold].all())
    return next(starts, None)


@minimize.wrong(
    "steps_to_tolerance",
    "first pass taken for the arrival",
    "your function takes the first value below the tolerance. It may come back up: as many as "
    "`hold` in a row have to be below.",
)
def steps_to_first_pass(values, tolerance, *, hold=1):
    return first(below(values, tolerance, hold), 1)


@minimize.wrong(
    "steps_to_tolerance",
    "end of the row instead of its beginning",
    "you return where the row of low values ends, or the place after it. Asked is where it begins.",
    shift=named(first=lambda hold: hold - 1, second=lambda hold: hold),
)
def steps_to_the_end_of_the_row(values, tolerance, *, hold=1, shift):
    t = first(below(values, tolerance, hold), hold)
    return None if t is None else t + shift(hold)


@minimize.wrong(
    "steps_to_tolerance",
    "place beside the beginning",
    "you return the place after the first low value of the row, or before it. Places are counted "
    "from 0.",
    shift=(1, -1),
)
def steps_beside_the_beginning(values, tolerance, *, hold=1, shift):
    t = first(below(values, tolerance, hold), hold)
    return None if t is None else t + shift


@minimize.wrong(
    "steps_to_tolerance",
    "values counted that do not follow one another",
    "you count all values below the tolerance. Those in a row count: a value above it begins the "
    "count anew.",
)
def steps_by_total(values, tolerance, *, hold=1):
    low = below(values, tolerance, hold)
    places = np.flatnonzero(low)
    return int(places[hold - 1]) - hold + 1 if len(places) >= hold else None


@minimize.wrong(
    "steps_to_tolerance",
    "row cut off by the end",
    "the values end before your row is as long as `hold`, and it counts all the same. Near the end "
    "fewer values are left: as many as `hold` have to be low.",
)
def steps_to_a_row_cut_off(values, tolerance, *, hold=1):
    low = below(values, tolerance, hold)
    return next((t for t in range(len(low)) if low[t : t + hold].all()), None)


@minimize.wrong(
    "steps_to_tolerance",
    "last place not tried",
    "a row of low values that ends with the very last value is overlooked: your function stops "
    "looking too early.",
)
def steps_without_the_last_place(values, tolerance, *, hold=1):
    low = below(values, tolerance, hold)
    return next((t for t in range(len(low) - hold) if low[t : t + hold].all()), None)


@minimize.wrong(
    "steps_to_tolerance",
    "exactly the tolerance is not enough",
    "a value exactly at the tolerance is low enough: compare with <=.",
)
def steps_strictly_below(values, tolerance, *, hold=1):
    return first(below(values, tolerance, hold) & (np.asarray(values) != tolerance), hold)


@minimize.wrong(
    "steps_to_tolerance",
    "a number where it never arrives",
    "where the values never stay below the tolerance you return a number. There is none: return "
    "None.",
    never=named(first=lambda n: -1, second=lambda n: n, third=lambda n: 0, fourth=lambda n: n - 1),
)
def steps_to_never(values, tolerance, *, hold=1, never):
    t = first(below(values, tolerance, hold), hold)
    return never(len(values)) if t is None else t


@minimize.wrong(
    "steps_to_tolerance",
    "last row instead of the first",
    "you return a later row of low values. The first one is asked for.",
)
def steps_to_last_row(values, tolerance, *, hold=1):
    low = below(values, tolerance, hold)
    rows = [t for t in range(len(low) - hold + 1) if low[t : t + hold].all()]
    return rows[-1] if rows else None


@minimize.wrong(
    "steps_to_tolerance",
    "absolute value compared",
    "you compare the size of a value. A value far below 0 is below every tolerance that is not.",
)
def steps_by_size(values, tolerance, *, hold=1):
    return first(np.abs(values) <= tolerance + 0 * below(values, tolerance, hold), hold)


@minimize.right("steps_to_tolerance")
def steps_by_windows(values, tolerance, *, hold=1):
    low = below(values, tolerance, hold)
    if len(low) < hold:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(low, hold).all(axis=1)
    return int(windows.argmax()) if windows.any() else None


@minimize.right("steps_to_tolerance")
def steps_by_text(values, tolerance, *, hold=1):
    letters = "".join("x" if low else "." for low in below(values, tolerance, hold))
    place = letters.find("x" * hold)
    return None if place < 0 else place
