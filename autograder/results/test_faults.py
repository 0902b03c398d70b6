"""Tests that fail for the whole class in the same way: that may be the fault of the test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.model import CellRecord, EndingKind, Record, Role

FEWEST = 3  # submissions; of fewer, the same mistake may be a coincidence
FEWEST_UNBOUND = 2  # where the name in the test is bound by nobody
CLASS_AT_FAULT = ("AssertionError", "NotImplementedError")  # a hard question, or one not tried
UNBOUND = "NameError"


@dataclass(frozen=True)
class TestFault:
    """A test cell that ends for every submission with the same exception."""

    notebook: str
    grade_id: str
    exception: str
    message: str
    submissions: int

    @property
    def sentence(self) -> str:
        """Say what may be wrong."""
        end = f"{self.exception}: {self.message}" if self.message else self.exception
        unbound = ", a name that nobody binds" if self.exception == UNBOUND else ""
        return (
            f"{self.grade_id} of {self.notebook}.ipynb fails for all {self.submissions} "
            f"submissions in the same way ({end}{unbound}): the test itself may be at fault."
        )


def test_faults(records: Iterable[Record]) -> tuple[TestFault, ...]:
    """Return the test cells that nobody passes, and that end with one exception for everybody."""
    met: dict[tuple[str, str], list[CellRecord]] = {}
    for record in records:
        if record.was_run:
            for cell in record.cells:
                if cell.role is Role.TEST:
                    met.setdefault((cell.notebook or record.notebook, cell.grade_id), []).append(
                        cell
                    )
    return tuple(fault for key, cells in met.items() if (fault := _fault(*key, cells)))


def _fault(notebook: str, grade_id: str, cells: list[CellRecord]) -> TestFault | None:
    ends = {(cell.ending.exception, cell.ending.message) for cell in cells}
    if len(ends) > 1 or not all(_is_the_tests(cell) for cell in cells):
        return None
    ((exception, message),) = ends
    enough = FEWEST_UNBOUND if exception == UNBOUND else FEWEST
    if len(cells) < enough:
        return None
    return TestFault(notebook, grade_id, exception, message, len(cells))


def _is_the_tests(cell: CellRecord) -> bool:
    """Whether an exception came out of the test, as far as can be told where it ran inside."""
    by_test = not cell.ending.by_student or cell.why_inside is not None
    raised = cell.ending.kind is EndingKind.RAISED
    return raised and by_test and cell.ending.exception not in CLASS_AT_FAULT
