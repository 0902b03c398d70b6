"""What passes between the stages: frozen, plain, without behaviour beyond totals.

source notebook ─► Assignment ┐
submitted notebook ───────────┴► Plan ─► [sandbox] ⇄ judge ─► Record ─► gradebook
                                                                 ├────► feedback
                                                                 └────► report
"""

from __future__ import annotations

from autograder.model.assignment import (
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
from autograder.model.control import CellControl, Controls, Place, WhyInside
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
    "Import",
    "ILLUSTRATION",
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
