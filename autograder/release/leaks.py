"""The proof at the end: no line that should be hidden stands in what was generated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from traitlets.config import Config

from autograder.model import Cell, Notebook
from autograder.release.problems import Problem, error
from autograder.release.regions import Kind, hidden_lines


def leaks(
    source: Notebook, released: Notebook, kinds: Iterable[Kind], stubs: frozenset[str]
) -> Iterator[Problem]:
    """Name each released cell that holds a hidden line of the source.

    A line counts as leaked when it stands more often in the release than it does in what the
    source shows, so that ``return loss`` may be both a solution and part of an example.
    """
    kinds = tuple(kinds)
    hidden = {line for cell in source.cells for line in _hidden(cell, kinds)} - stubs
    shown = Counter(line for cell in source.cells for line in _shown(cell, kinds))
    released_lines = Counter(line for cell in released.cells for line in _lines(cell))
    leaked = {line for line in hidden if released_lines[line] > shown[line]}
    for cell in released.cells:
        first = next((line for line in _lines(cell) if line in leaked), None)
        if first is not None:
            yield error(
                released,
                cell,
                f"the release would show {first!r}, which is hidden in the source. Look at the "
                "delimiters there, and at c.GenerateAssignment in nbgrader_config.py.",
            )


def stub_lines(config: Config) -> frozenset[str]:
    """The lines that nbgrader puts in place of a solution."""
    from nbgrader.preprocessors import ClearSolutions

    step = ClearSolutions(config=config)
    texts = (*step.code_stub.values(), step.text_stub)
    return frozenset(line.strip() for text in texts for line in text.split("\n"))


def _lines(cell: Cell) -> list[str]:
    return [stripped for line in cell.source.split("\n") if (stripped := line.strip())]


def _hidden(cell: Cell, kinds: tuple[Kind, ...]) -> Iterator[str]:
    yield from (s for line in hidden_lines(cell, kinds).values() if (s := line.strip()))


def _shown(cell: Cell, kinds: tuple[Kind, ...]) -> Iterator[str]:
    hidden = hidden_lines(cell, kinds)
    lines = enumerate(cell.source.split("\n"), start=1)
    yield from (line.strip() for number, line in lines if number not in hidden)
