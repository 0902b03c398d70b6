"""Which cell of a submission answers which cell of the source.

A grade_id says it, where it is still there. Tools that drop metadata, and releases that named their
cells otherwise, leave cells without one that the source knows. Such a read-only cell is recognised
by its text; an answer by its place between cells that are known, and by what it defines.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.coursework import names
from autograder.model import ANSWERS, Cell, Notebook


@dataclass(frozen=True)
class Identified:
    """The grade_id that each submitted cell has in the source; "" for cells of the student's own.

    ``copies`` are the grade_ids that stood on several cells: the last one has it.
    """

    grade_ids: tuple[str, ...]
    copies: tuple[str, ...]
    recognised: tuple[str, ...]  # by their text or their place


def identify(source: Notebook, released: Notebook, submitted: Sequence[Cell]) -> Identified:
    """Say what each submitted cell is; ``released`` has the texts that were handed out."""
    known = {cell.grade_id for cell in source.cells if cell.grade_id}
    last = {cell.grade_id: place for place, cell in enumerate(submitted) if cell.grade_id in known}
    counted = Counter(cell.grade_id for cell in submitted if cell.grade_id in known)
    search = _Search(source, released, submitted, {place: name for name, place in last.items()})
    search.read_only()
    search.answers()
    return Identified(
        grade_ids=tuple(search.found.get(place, "") for place in range(len(submitted))),
        copies=tuple(name for name, count in counted.items() if count > 1),
        recognised=tuple(name for name in search.found.values() if name not in last),
    )


@dataclass
class _Search:
    """Looks among the cells without a known grade_id for those that the source misses."""

    source: Notebook
    released: Notebook
    submitted: Sequence[Cell]
    found: dict[int, str]  # grade_ids by the place of their cell in the submission
    stubs: Mapping[str, Cell] = field(init=False)
    free: frozenset[str] = field(init=False)  # texts of cells that are the student's from the start

    def __post_init__(self) -> None:
        self.stubs = {cell.grade_id: cell for cell in self.released.cells if cell.grade_id}
        given = (cell.source.strip() for cell in self.released.cells if not cell.grade_id)
        self.free = frozenset(text for text in given if text)

    def read_only(self) -> None:
        """Find locked and test cells by the text that was handed out."""
        for cell in self._missing():
            text = self.stubs.get(cell.grade_id, cell).source.strip()
            if cell.role not in ANSWERS and text:
                places = (p for p in self._unknown(cell) if self._text(p) == text)
                self._take(next(places, None), cell)

    def answers(self) -> None:
        """Find answers in the gaps that the source's own order leaves for them."""
        for cell in self._missing():
            if cell.role in ANSWERS:
                begin, end = self._gap(cell.grade_id)
                places = [p for p in self._unknown(cell) if begin < p < end]
                self._take(self._likeliest(cell, places), cell)

    def _missing(self) -> Iterator[Cell]:
        """The cells of the source that are not found yet."""
        for cell in self.source.cells:
            if cell.grade_id and cell.grade_id not in self.found.values():
                yield cell

    def _unknown(self, wanted: Cell) -> Iterator[int]:
        """The places of cells that could be this one; a copy of a known cell is none of them."""
        known = set(self.found.values())
        for place, cell in enumerate(self.submitted):
            if place not in self.found and cell.kind == wanted.kind and cell.grade_id not in known:
                yield place

    def _gap(self, grade_id: str) -> tuple[int, int]:
        """The places of the nearest found cells before and behind one that is missing."""
        order = [cell.grade_id for cell in self.source.cells if cell.grade_id]
        places = {name: place for place, name in self.found.items()}
        at = order.index(grade_id)
        begin = next((places[name] for name in reversed(order[:at]) if name in places), -1)
        later = (places[name] for name in order[at:] if places.get(name, -1) > begin)
        return begin, next(later, len(self.submitted))

    def _likeliest(self, answer: Cell, places: Sequence[int]) -> int | None:
        """The cell as it was handed out, or the one that binds its names, or else the only one."""
        stub = self.stubs.get(answer.grade_id, answer).source.strip()
        places = [p for p in places if self._text(p) == stub or self._text(p) not in self.free]
        wanted = bound_in(answer)
        for place in places:
            if self._text(place) == stub or wanted & bound_in(self.submitted[place]):
                return place
        written = [place for place in places if self._text(place)]
        return written[0] if len(written) == 1 or (written and answer.kind != "code") else None

    def _text(self, place: int) -> str:
        return self.submitted[place].source.strip()

    def _take(self, place: int | None, cell: Cell) -> None:
        if place is not None:
            self.found[place] = cell.grade_id


def bound_in(cell: Cell) -> frozenset[str]:
    """The names that a cell binds; none where it is text, or cannot be parsed."""
    if cell.kind == "code":
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            return names.assigned(names.parse(cell.source))
    return frozenset()
