"""The words for how cells and runs ended, and for what was put back: chosen here, parsed nowhere.

What an instructor reads has all the details. What a student reads has none that a test, or the
code that a test called, could have put there.
"""

from __future__ import annotations

from autograder.model import CellRecord, Ending, EndingKind, Record, Repair, RepairKind, Stop

STOPPED = {
    Stop.TIME: "did not come back in time and was stopped",
    Stop.DIED: "ended the process of the notebook",
    Stop.REPLY: "returned something that cannot be judged",
    Stop.TOO_MUCH: "was given more than can be sent",
}
RAN_INSIDE = "They ran in the process of your notebook."
CHANGED = (
    "a call changed an argument that the test had made; if the test reads it afterwards, its mark "
    "may be wrong"
)
KERNEL = "the kernel does not start beside the files that were handed in"
NOT_RUNNING = "the process of the notebook was not running"

ENDINGS = {
    EndingKind.COMPLETE: "",
    EndingKind.OUT_OF_TIME: "not run: the submission had used up its {limit:g} seconds",
    EndingKind.OUT_OF_RESTARTS: (
        "not run: the student's process had to be ended more than {limit:g} times"
    ),
    EndingKind.TEST_BROKEN: "the test cell is at fault: {message}",
    EndingKind.NOT_JUDGED: "the judge cannot tell: {message}",
    EndingKind.TEST_TIMED_OUT: "the test cell itself did not end within {limit:.0f} s",
    EndingKind.TEST_NO_NUMBER: "the test cell ends with a {message}: is that a pass or a mark?",
    EndingKind.TEST_OUT_OF_RANGE: (
        "the test cell ends with {message}, which is no mark between 0 and {limit:g}"
    ),
    EndingKind.ONLY_INSIDE: (
        "its test runs in the student's process alone, which c.AutograderSandbox.strict forbids"
    ),
    EndingKind.NOT_HANDED_IN: "no {message}.ipynb was handed in",
    EndingKind.UNREADABLE: "{message}",
    EndingKind.GRADER_FAULT: "the grader stumbled over it ({exception}: {message})",
    EndingKind.GRADER_DIED: "the grader's own process ended while it graded this",
}

REPAIRS = {
    RepairKind.MISSING: "{subject} was missing and was put back",
    RepairKind.ANSWER: "{subject} was missing; the answer in another cell was run where it stands",
    RepairKind.DUPLICATE: (
        "{subject} stood there more than once; all were run, the last one in its place"
    ),
    RepairKind.RECOGNISED: (
        "cells had lost their settings and were recognised by text and place: {subject}"
    ),
    RepairKind.ORDER: "cells were in another order: the order of the assignment was put back",
    RepairKind.SETTINGS: "the settings of {subject} were changed and were put back",
    RepairKind.TEXT: "{subject} is read-only; its text was changed and was put back",
    RepairKind.FILE_NAME: "the notebook was handed in as {subject}, not as {notebook}.ipynb",
}

# To a student: why a test did not pass, and why a notebook was not run to its end.
TEST_NOT_RUN = {
    EndingKind.OUT_OF_TIME: "your notebook had used up its {limit:g} seconds",
    EndingKind.OUT_OF_RESTARTS: "your notebook had to be stopped more than {limit:g} times",
}
UNREAD = {
    EndingKind.NOT_HANDED_IN: "there is no {message}.ipynb",
    EndingKind.UNREADABLE: "{message}",
}


def ending(how: Ending) -> str:
    """Say to an instructor how a cell or a run ended; "" where it ran to its end."""
    match how.kind:
        case EndingKind.RAISED:
            said = f"{how.exception}: {how.message}" if how.message else how.exception
            return f"the student's code raised {said}" if how.by_student else said
        case EndingKind.CALL_STOPPED | EndingKind.CELL_STOPPED:
            return _stopped(how)
    return _filled(ENDINGS[how.kind], how)


def remark(cell: CellRecord, answer: Ending) -> str:
    """Say to a student how a test cell ended, and nothing that its test has said.

    ``answer`` is how the student's own code for it ended.
    """
    words = _remark(cell, answer)
    return f"{words} {RAN_INSIDE}" if cell.why_inside else words


def _remark(cell: CellRecord, answer: Ending) -> str:
    if cell.mark is None:
        return "The test itself needs a look by your instructor before there is a mark."
    if cell.mark >= cell.points:
        return "Its tests passed."
    if cell.ending.kind in (EndingKind.CALL_STOPPED, EndingKind.CELL_STOPPED):
        return f"Its tests did not pass: {_stopped(cell.ending)}."
    if cell.ending.kind in TEST_NOT_RUN:
        return f"Its tests were not run: {_filled(TEST_NOT_RUN[cell.ending.kind], cell.ending)}."
    return f"Its tests did not all pass. {_answer_remark(answer)}".rstrip()


def _answer_remark(answer: Ending) -> str:
    match answer.kind:
        case EndingKind.RAISED:
            why = "it ended with an error, which stands below it in your notebook"
        case EndingKind.CELL_STOPPED:
            why = _stopped(answer)
        case _:
            return ""
    return f"Your code before them did not run to its end: {why}."


def run_remark(how: Ending) -> str:
    """Say to a student why a notebook was not run, or not to its end; the rest of a sentence."""
    words = (TEST_NOT_RUN | UNREAD).get(how.kind, "")
    return _filled(words, how).rstrip(".")


def repair(done: Repair) -> str:
    """Say what was put back."""
    return REPAIRS[done.kind].format(subject=done.subject, notebook=done.notebook)


def endings(record: Record) -> tuple[str, ...]:
    """Say of each notebook that did not run to its end why; which one, where there are several."""
    incomplete = ((name, how) for name, how in record.endings.items() if not how.is_complete)
    return tuple(_of(record, name) + ending(how) for name, how in incomplete)


def repairs(record: Record) -> tuple[str, ...]:
    """Say what was put back; in which notebook, where there are several."""
    return tuple(_of(record, each.notebook) + repair(each) for each in record.repairs)


def faults(record: Record) -> tuple[str, ...]:
    """Say of each test without a mark why an instructor has to look at it."""
    return tuple(f"{cell.grade_id}: {ending(cell.ending)}" for cell in record.faults)


def changed_arguments(record: Record) -> tuple[str, ...]:
    """Say which tests may have compared with what the student's code made of their arguments."""
    return tuple(f"{c.grade_id}: {CHANGED}" for c in record.cells if c.changed_arguments)


def stopped_cells(record: Record) -> tuple[str, ...]:
    """Say which of the student's cells had to be stopped, or ended their process."""
    stopped = [c for c in record.cells if c.ending.kind is EndingKind.CELL_STOPPED]
    return tuple(f"{c.grade_id or 'a cell of their own'}: {ending(c.ending)}" for c in stopped)


def notes(record: Record) -> tuple[str, ...]:
    """Say all that an instructor may look at in a record."""
    looked_at = (*endings(record), *faults(record), *changed_arguments(record))
    return (*looked_at, *repairs(record))


def _of(record: Record, notebook: str) -> str:
    return f"{notebook}: " if len(record.endings) > 1 else ""


def _stopped(how: Ending) -> str:
    match how.stop:
        case None | Stop.NOT_RUNNING:
            return NOT_RUNNING
        case Stop.KERNEL:
            return KERNEL
    what = "the cell" if how.kind is EndingKind.CELL_STOPPED else "a call"
    return f"{what} {STOPPED[how.stop]}"


def _filled(words: str, how: Ending) -> str:
    return words.format(exception=how.exception, message=how.message, limit=how.limit)
