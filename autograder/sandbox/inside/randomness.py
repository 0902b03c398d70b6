"""The states of the global random generators of Python and numpy, as both ends see them.

Both are of the kind MT19937. The judge sends its states before a test uses the student's code, and
takes them back only where that many numbers drawn lead there: no student chooses a test's numbers.
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np

WORDS = 624  # in a state
MAX_BLOCKS = 2000  # of so many words, that one act may draw
MAX_BACK = 400  # words to look back for where a number in hand was drawn
State = list[Any]


def read() -> dict[str, State]:
    """Both states: the words, the place in them, and the normal number that is kept in hand."""
    _, words, kept = random.getstate()
    state: Any = np.random.get_state()
    _, key, place, has_kept, number = state
    numpy_kept = float(number) if has_kept else None
    return {
        "python": [list(words[:-1]), words[-1], kept],
        "numpy": [key.tolist(), int(place), numpy_kept],
    }


def write(states: dict[str, State]) -> None:
    """Set both generators."""
    words, place, kept = states["python"]
    random.setstate((3, (*map(int, words), int(place)), kept))
    words, place, kept = states["numpy"]
    key = np.array(words, dtype=np.uint64).astype(np.uint32)
    np.random.set_state(("MT19937", key, int(place), int(kept is not None), kept or 0.0))


def lead_on(before: State, after: Any) -> bool:
    """Whether drawing numbers leads from one state to the other; kept numbers are not compared."""
    try:
        words = np.array(after[0], dtype=np.uint64).astype(np.uint32)
        place = int(after[1])
    except (TypeError, ValueError, OverflowError, LookupError):
        return False
    if words.shape != (WORDS,) or not 0 <= place <= WORDS:
        return False
    key = np.array(before[0], dtype=np.uint32)
    if np.array_equal(key, words):
        return place >= int(before[1])
    bits, place = np.random.MT19937(), int(before[1])
    bits.state = {"bit_generator": "MT19937", "state": {"key": key, "pos": place}}
    for _ in range(MAX_BLOCKS):
        bits.random_raw(WORDS - place + 1, output=False)  # the next block, and one word of it
        place = 1
        if np.array_equal(bits.state["state"]["key"], words):
            return True
    return False


def kept(name: str, state: State) -> float | None:
    """The normal number that a state keeps in hand, where its own last words give it."""
    words, place, number = state
    for back in range(4, min(int(place), MAX_BACK) + 1, 2):
        if isinstance(number, float) and _kept_after(name, words, int(place) - back) == number:
            return number
    return None


def _kept_after(name: str, words: Any, place: int) -> float | None:
    """The number kept in hand after one normal number is drawn at a place."""
    if name == "python":
        python = random.Random()
        python.setstate((3, (*map(int, words), place), None))
        python.gauss(0.0, 1.0)
        last: float | None = python.getstate()[2]
        return last
    legacy = np.random.RandomState()
    legacy.set_state(("MT19937", np.array(words, dtype=np.uint32), place, 0, 0.0))
    legacy.standard_normal()
    number: Any = legacy.get_state()[4]  # type: ignore[index]
    return float(number)
