"""Keep hidden tests and mark schemes out of the page, also where an output repeats them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from traitlets.config import Config

from autograder.coursework.delimiters import Delimiters, delimiters

Pairs = Sequence[Delimiters]

KINDS = ("hidden tests", "mark scheme")  # model solutions are in no submission
SHORTEST = 12  # characters; a shorter line of a test may stand in anybody's output


def pairs(config: Config) -> Pairs:
    """Return the begin and end marks of what students must not read, as the course sets them."""
    return tuple(delimiters(config, kind) for kind in KINDS)


NBGRADERS_OWN = pairs(Config())


def separate(source: str, pairs: Pairs) -> tuple[str, list[str]]:
    """Split a source into what a student may read and the lines they may not.

    A region that is never closed is hidden to its end.
    """
    cut = cut_lines(source, pairs)
    if not cut:
        return source, []
    lines = list(enumerate(source.split("\n"), start=1))
    shown = (line for number, line in lines if number not in cut)
    return "\n".join(shown), [line for number, line in lines if number in cut]


def cut_lines(source: str, pairs: Pairs) -> frozenset[int]:
    """Return the numbers, from 1, of the lines that are in no released notebook."""
    if not any(begin in source for begin, _ in pairs):
        return frozenset()
    cut, closing = set(), ""
    for number, line in enumerate(source.split("\n"), start=1):
        if closing:
            cut.add(number)
            closing = "" if closing in line else closing
        elif closing := next((end for begin, end in pairs if begin in line), ""):
            cut.add(number)
    return frozenset(cut)


def telling(hidden: Iterable[str]) -> frozenset[str]:
    """Return the hidden lines that give themselves away when they turn up in an output."""
    stripped = (line.strip() for line in hidden)
    return frozenset(line for line in stripped if len(line) >= SHORTEST)


def leaks(text: str, lines: frozenset[str]) -> bool:
    """Whether a text repeats a hidden line."""
    return any(line in text for line in lines)
