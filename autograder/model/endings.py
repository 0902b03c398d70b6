"""How cells and runs end, and what was put back in a notebook: data, never a sentence.

Names and texts in it may be a student's own, so no module decides anything by reading them.
`autograder.results.wording` alone chooses the words that people read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_NAME = 80  # characters of an exception's class
MAX_MESSAGE = 500  # characters of what an exception says


class Stop(StrEnum):
    """Why no answer came from a student's process."""

    TIME = "time"  # none came in time
    DIED = "died"  # the process ended
    REPLY = "reply"  # what came cannot be judged
    TOO_MUCH = "too much"  # the call was given more than can be sent
    KERNEL = "kernel"  # the kernel does not start beside the files that were handed in
    NOT_RUNNING = "not run"  # there was no process to ask


class Status(StrEnum):
    """How far the grader came with a notebook."""

    GRADED = "graded"
    ENDED_EARLY = "ended early"  # limits were used up; what was earned stands
    UNREADABLE = "unreadable"  # it was handed in broken, or not at all
    NOT_GRADED = "not graded"  # the grader itself failed


class EndingKind(StrEnum):
    """How a cell, or the run of a notebook, ended; behind each the details it has."""

    COMPLETE = "complete"  # it ran to its end
    RAISED = "raised"  # exception, message, by_student
    CALL_STOPPED = "call stopped"  # stop; a test called the student's code
    CELL_STOPPED = "cell stopped"  # stop; a cell ran in the student's process
    OUT_OF_TIME = "out of time"  # limit: the seconds of a submission
    OUT_OF_RESTARTS = "out of restarts"  # limit: the restarts of a submission
    TEST_BROKEN = "test broken"  # message: what is wrong with the test
    NOT_JUDGED = "not judged"  # message: what the test asks that the judge cannot do
    TEST_TIMED_OUT = "test timed out"  # limit: the seconds that it had
    TEST_NO_NUMBER = "test no number"  # message: what it ended with
    TEST_OUT_OF_RANGE = "test out of range"  # message: the number, limit: its points
    ONLY_INSIDE = "only inside"  # a test that a strict course does not let run
    NOT_HANDED_IN = "not handed in"  # message: the name of the notebook
    UNREADABLE = "unreadable"  # message: what is wrong with the file
    GRADER_FAULT = "grader fault"  # exception, message
    GRADER_DIED = "grader died"


STATUS = {
    EndingKind.OUT_OF_TIME: Status.ENDED_EARLY,
    EndingKind.OUT_OF_RESTARTS: Status.ENDED_EARLY,
    EndingKind.NOT_HANDED_IN: Status.UNREADABLE,
    EndingKind.UNREADABLE: Status.UNREADABLE,
    EndingKind.GRADER_FAULT: Status.NOT_GRADED,
    EndingKind.GRADER_DIED: Status.NOT_GRADED,
}


@dataclass(frozen=True)
class Ending:
    """How a cell, or the run of a notebook, ended; `EndingKind` says which details count.

    ``by_student`` says that the exception came out of the student's code.
    """

    kind: EndingKind = EndingKind.COMPLETE
    stop: Stop | None = None
    exception: str = ""
    message: str = ""
    by_student: bool = False
    limit: float = 0.0

    @property
    def is_complete(self) -> bool:
        return self.kind is EndingKind.COMPLETE

    @property
    def status(self) -> Status:
        """How far the grader came with a notebook whose run ended so."""
        return STATUS.get(self.kind, Status.GRADED)


COMPLETE = Ending()


def raised(exception: str, message: str, *, by_student: bool) -> Ending:
    """Describe an end by an exception."""
    return Ending(
        EndingKind.RAISED,
        exception=exception[:MAX_NAME],
        message=message[:MAX_MESSAGE],
        by_student=by_student,
    )


class RepairKind(StrEnum):
    """What was put back in a submitted notebook."""

    MISSING = "missing"  # the cell was not there
    ANSWER = "answer"  # the cell for an answer was not there; another cell has the answer
    DUPLICATE = "duplicate"  # the cell was there more than once
    RECOGNISED = "recognised"  # cells had lost their settings; subject: their grade_ids
    ORDER = "order"  # the cells had another order
    SETTINGS = "settings"  # role, points or type of the cell were changed
    TEXT = "text"  # the text of a read-only cell was changed
    FILE_NAME = "file name"  # the notebook bore another name


@dataclass(frozen=True)
class Repair:
    """One repair; ``subject`` is the grade_id of the cell, or the name of the file."""

    kind: RepairKind
    subject: str = ""
    notebook: str = ""
