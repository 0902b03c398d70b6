"""Regions that students must not see: where they begin and end, and delimiters gone wrong.

nbgrader finds a delimiter by looking for its exact words in a line. One letter wrong, and the
hidden tests are handed to the students without a word of warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from traitlets.config import Config

from autograder.coursework.delimiters import SETTINGS, delimiters
from autograder.model import ANSWERS, Cell, Notebook, Role
from autograder.release.problems import Problem, error, warning

BEGINNINGS, ENDINGS = ("BEGIN", "START"), ("END", "STOP")
COMMENTS = ("#", "//", "%", "--", ";")  # as different languages begin them
MEANT = {
    "SOLUTION": "solution",
    "HIDDEN TESTS": "hidden tests",
    "HIDDEN": "hidden tests",
    "TESTS": "hidden tests",
    "MARK SCHEME": "mark scheme",
    "MARKING SCHEME": "mark scheme",
}
ROLES = {
    "solution": ANSWERS,
    "hidden tests": (Role.TEST, Role.MANUAL),
    "mark scheme": (Role.TASK,),
}


@dataclass(frozen=True)
class Kind:
    """One kind of region: its delimiters, and the roles of cells in which it may stand."""

    name: str
    begin: str
    end: str
    roles: tuple[Role, ...]


def kinds(config: Config) -> tuple[Kind, ...]:
    """The three kinds of nbgrader, with the delimiters that the course has set."""
    return tuple(Kind(name, *delimiters(config, name), ROLES[name]) for name in SETTINGS)


def hidden_lines(cell: Cell, kinds: Iterable[Kind]) -> dict[int, str]:
    """The lines of a cell that students must not see, by their number from 1."""
    lines = list(enumerate(cell.source.split("\n"), start=1))
    if cell.role in ANSWERS and not has_region(cell, kinds, "solution"):
        return dict(lines)  # nbgrader puts the stub in place of the whole cell
    hidden: dict[int, str] = {}
    for kind in kinds:
        inside = False
        for number, line in lines:
            if kind.begin in line or kind.end in line:
                inside = kind.begin in line
            elif inside:
                hidden[number] = line
    return hidden


def has_region(cell: Cell, kinds: Iterable[Kind], name: str) -> bool:
    """Whether a region of this kind begins in the cell."""
    return any(kind.begin in cell.source for kind in kinds if kind.name == name)


def problems(notebook: Notebook, cell: Cell, kinds: Iterable[Kind]) -> Iterator[Problem]:
    """Everything that is wrong with the delimiters of one cell."""
    kinds = tuple(kinds)
    for kind in kinds:
        for sentence in _faults(cell, kind):
            yield error(notebook, cell, sentence)
        yield from _out_of_place(notebook, cell, kind, kinds)
    exact = tuple(words for kind in kinds for words in (kind.begin, kind.end))
    for line in cell.source.split("\n"):
        wanted = None if any(words in line for words in exact) else _meant(line, cell.kind, kinds)
        if wanted is not None:
            yield error(
                notebook,
                cell,
                f"{line.strip()!r} is no delimiter, so that what follows would go to the "
                f"students. Write '### {wanted}', or other words if no delimiter is meant.",
            )


def _faults(cell: Cell, kind: Kind) -> Iterator[str]:
    opened = False
    for line in cell.source.split("\n"):
        if kind.begin in line:
            if opened or kind.end in line:
                yield f"a region of {kind.name} begins inside another; each needs lines of its own."
            opened = True
        elif kind.end in line:
            if not opened:
                yield f"'{kind.end}' stands without '{kind.begin}' before it."
            opened = False
    if opened:
        yield f"a region of {kind.name} does not end; add '### {kind.end}'."


def _out_of_place(
    notebook: Notebook, cell: Cell, kind: Kind, kinds: Iterable[Kind]
) -> Iterator[Problem]:
    if kind.begin not in cell.source or cell.role in kind.roles:
        return
    roles = " or ".join(kind.roles)
    place = f"a region of {kind.name} stands in a {cell.role} cell; it belongs into a {roles} cell."
    solution = [each for each in kinds if each.name == "solution" and each is not kind]
    if has_region(cell, solution, "solution") and any(
        kind.begin in line for line in hidden_lines(cell, solution).values()
    ):
        # Taken out with the solution, so that the release is right all the same.
        yield warning(notebook, cell, f"{place} nbgrader generate_solution refuses it.")
    else:
        yield error(notebook, cell, place)


def _meant(line: str, kind_of_cell: str, kinds: Iterable[Kind]) -> str | None:
    """The delimiter that a line was probably meant to be."""
    stripped = line.strip()
    words = re.findall(r"[A-Za-z]+", stripped)
    if len(words) < 2 or (kind_of_cell == "code" and not stripped.startswith(COMMENTS)):
        return None
    shouted = all(word.isupper() for word in words[:2])
    begins = _is_one_of(words[0], BEGINNINGS, shouted)
    if not begins and not _is_one_of(words[0], ENDINGS, shouted):
        return None
    name = next((MEANT[noun] for noun in MEANT if _is_noun(words[1:], noun, shouted)), None)
    for kind in kinds:
        if kind.name == name:
            return kind.begin if begins else kind.end
    return None


def _is_one_of(word: str, verbs: Iterable[str], shouted: bool) -> bool:
    """In capitals a misspelt verb counts too; in prose only the verb itself."""
    needed = 0.65 if shouted else 1.0
    return any(_similarity(word.upper(), verb) >= needed for verb in verbs)


def _is_noun(words: list[str], noun: str, shouted: bool) -> bool:
    """In capitals more words may follow; in prose the noun ends the line."""
    lengths = range(1, noun.count(" ") + 2) if shouted else (len(words),)
    wanted = noun.replace(" ", "")
    return any(_similarity("".join(words[:n]).upper(), wanted) >= 0.75 for n in lengths)


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
