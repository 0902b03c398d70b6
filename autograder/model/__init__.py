"""What passes between the stages: frozen, plain, without behaviour beyond totals.

source notebook ─► Assignment ┐
submitted notebook ───────────┴► Plan ─► [sandbox] ⇄ judge ─► Record ─► gradebook
                                                                 ├────► feedback
                                                                 └────► report
"""

from __future__ import annotations

from autograder.model.assignment import (
    ANSWERS,
    GRADED,
    ILLUSTRATION,
    PYTHON,
    Assignment,
    Cell,
    Import,
    Limits,
    Notebook,
    Plan,
    Role,
)
from autograder.model.control import CellControl, Controls, Key, Place, WhyInside
from autograder.model.endings import (
    COMPLETE,
    MAX_MESSAGE,
    MAX_NAME,
    Ending,
    EndingKind,
    Repair,
    RepairKind,
    Status,
    Stop,
    raised,
)
from autograder.model.record import (
    AdviceRecord,
    CellRecord,
    ExerciseRecord,
    FindingRecord,
    MisconceptionRecord,
    Record,
)

__all__ = [
    "ANSWERS",
    "AdviceRecord",
    "Assignment",
    "COMPLETE",
    "Cell",
    "CellControl",
    "CellRecord",
    "Controls",
    "Ending",
    "EndingKind",
    "ExerciseRecord",
    "FindingRecord",
    "GRADED",
    "Import",
    "ILLUSTRATION",
    "Key",
    "Limits",
    "MAX_MESSAGE",
    "MAX_NAME",
    "MisconceptionRecord",
    "Notebook",
    "PYTHON",
    "Place",
    "Plan",
    "Record",
    "Repair",
    "RepairKind",
    "Role",
    "Status",
    "Stop",
    "WhyInside",
    "raised",
]
