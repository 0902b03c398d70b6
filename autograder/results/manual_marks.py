"""What people and the course's rules made of a submission beside the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class HumanMark(NamedTuple):
    """What a person gave one cell: points (None where they gave none) and a comment."""

    score: float | None = None
    comment: str = ""
    extra_credit: float = 0.0


@dataclass(frozen=True)
class ManualMarks:
    """What was manual_marks about one submitted notebook beside the checks."""

    marks: Mapping[str, HumanMark] = field(default_factory=dict)  # by grade_id
    penalty: float = 0.0  # points taken off for lateness

    def of(self, grade_id: str) -> HumanMark:
        """Return what a person gave a cell."""
        return self.marks.get(grade_id, HumanMark())


NO_MANUAL_MARKS = ManualMarks()
