"""Take one plan through sandbox and judge: every cell in order, every end with a reason.

One cell never costs another: when the student's process has to be ended, a fresh one is started,
the cells that had finished are replayed, and the run goes on behind the cell that broke it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from autograder.coursework import names
from autograder.judge import cell_records, cells, last_value, outputs, patches, plots, written_files
from autograder.judge.binding import Binding
from autograder.judge.listener import Listener
from autograder.judge.student import Student
from autograder.model import (
    COMPLETE,
    Cell,
    CellRecord,
    Ending,
    EndingKind,
    Plan,
    Record,
    Role,
    Stop,
)
from autograder.results import wording
from autograder.sandbox.session import SandboxEnded, Session
from autograder.specification.grade import recording
from dlkit.check import check

GRACE_SECONDS = 5.0  # for a test to end by itself after the last of its calls was stopped


class _EndedEarly(Exception):
    """The submission has used up a limit; what it earned stands."""

    def __init__(self, kind: EndingKind, limit: float) -> None:
        super().__init__(kind)
        self.ending = Ending(kind, limit=limit)


class NotebookRunner:
    """Runs one plan; ``start`` makes a fresh session of the student's process.

    ``settled`` holds the records of test cells that need not be asked again, by grade_id.
    """

    def __init__(
        self,
        plan: Plan,
        start: Callable[[], Session],
        settled: Mapping[str, CellRecord] | None = None,
    ) -> None:
        self._plan = plan
        self._start = start
        self._settled = settled or {}
        self._session: Session | None = None
        self.written: dict[str, bytes] = {}  # the files that the student's code left behind
        self._restarts = -1  # the first start is none
        self._finished: list[dict[str, Any]] = []
        self._mentioned_by_trusted: set[str] = set()
        self._words_of_trusted: set[str] = set()
        self._started = time.monotonic()
        self._student = Student(self._ask, plan.limits.call_seconds, self._revived)
        self._binding = Binding(plan, self._student)
        self._namespace = self._binding.namespace

    def run(self) -> Record:
        """Run every cell and return the record of the submission."""
        patches.seed_generators(self._plan.seed)  # no test shall depend on who was graded before
        with patches.undone():
            return self._run()

    def _run(self) -> Record:
        records: list[CellRecord] = []
        ended = COMPLETE
        try:
            for cell in self._plan.notebook.cells:
                if not ended.is_complete:
                    records.append(cell_records.unrun(self._plan, cell, ended))
                    continue
                try:
                    records.append(self._cell(cell))
                except _EndedEarly as end:
                    ended = end.ending
                    records.append(cell_records.unrun(self._plan, cell, ended))
            if self._session is not None:
                self.written = written_files.of_session(
                    self._session, self._plan.limits.cell_seconds
                )
        finally:
            self._end_session()
        return self._record(tuple(records), ended)

    def _cell(self, cell: Cell) -> CellRecord:
        started = time.monotonic()
        if cell.kind != "code" or cell.is_illustration:
            record = cell_records.unexecuted(self._plan, cell)
        elif cell.role is Role.TEST and cell.grade_id in self._settled:
            return self._settled[cell.grade_id]
        elif cell.role is Role.TEST and self._plan.runs_inside(cell):
            record = self._test_inside(cell)
        elif cell.role is Role.TEST:
            record = self._test(cell)
        else:
            record = self._students(cell)
        return replace(record, seconds=round(time.monotonic() - started, 3))

    def _students(self, cell: Cell) -> CellRecord:
        """Run a cell in the sandbox and, where it is read-only, in the judge as well."""
        collect = outputs.Collector(self._plan.limits.output_bytes)
        try:
            session, seconds = self._running(), self._plan.limits.cell_seconds
            listener = Listener(self._student)
            seconds = min(seconds, self._left())
            session.ask("execute", seconds, collect, listener, code=cell.source)
            self._finished.append({"op": "execute", "code": cell.source})
        except SandboxEnded as ended:
            ending = Ending(EndingKind.CELL_STOPPED, stop=ended.stop)
            collect.outputs.append(outputs.error("Stopped", wording.ending(ending)))
        else:
            ending = outputs.ending(collect.outputs)
        if cell.role is Role.LOCKED and not self._plan.kernel:
            self._trust(cell)
        return replace(
            cell_records.unexecuted(self._plan, cell), ending=ending, outputs=tuple(collect.outputs)
        )

    def _trust(self, cell: Cell) -> None:
        """Run a read-only cell in the judge, with the student's names it uses."""
        try:
            tree = names.parse(cell.source)
            self._mentioned_by_trusted |= names.used(tree)
            self._words_of_trusted |= names.words(tree)
            self._binding.bind(names.mentioned(tree))
            with cells.limited(self._left() + GRACE_SECONDS):
                cells.run(tree, self._namespace, f"<cell {cell.grade_id}>")
        except KeyboardInterrupt:
            raise
        except BaseException:  # it may need what the student has not written, or be no Python
            return
        self._binding.add_classes(names.assigned(tree))
        # The instant check asks what `grade` asks. Here it would double the time, and a call that
        # hangs in it would leave nothing to grade.
        for name in [name for name, value in self._namespace.items() if value is check]:
            self._namespace[name] = _nothing

    def _test(self, cell: Cell) -> CellRecord:
        """Run a test cell in the judge and send back what it assigned."""
        words: frozenset[str] = frozenset()
        try:
            tree = names.parse(cell.source)
            words = names.words(tree) | self._words_of_trusted
            self._running()
            self._binding.beside.begin(names.assigned(tree), words)
            self._binding.bind(names.mentioned(tree) | self._mentioned_by_trusted)
            self._student.exchange()
        except (SyntaxError, SandboxEnded):
            pass
        with recording(self._plan.seed) as grade_log, plots.shared(self._student, words):
            judged = cells.judge(
                cell.source,
                self._namespace,
                cell.points,
                f"<cell {cell.grade_id}>",
                self._left() + GRACE_SECONDS,
            )
        self._send_back()
        changed = self._binding.beside.changed_arguments
        return cell_records.of_test(cell, judged, grade_log.entries, changed_arguments=changed)

    def _test_inside(self, cell: Cell) -> CellRecord:
        """Run a test cell in the student's own process: its word is taken for the mark."""
        record = self._students(cell)
        if not record.ending.is_complete:
            return replace(record, mark=0.0)
        mark, ending = last_value.read_mark(outputs.last_number(record.outputs), cell.points)
        return replace(record, mark=mark, ending=ending)

    def _send_back(self) -> None:
        """Give the student's later cells what the test has bound, also in a process to come."""
        try:
            self._student.exchange()
        except SandboxEnded:
            return
        values = self._binding.whole()
        if values:
            self._finished.append({"op": "assign", "beside": {"names": values}})

    def _ask(self, op: str, seconds: float, **rest: Any) -> dict[str, Any]:
        if self._session is None or not self._session.alive:
            raise SandboxEnded(Stop.NOT_RUNNING)
        return self._session.ask(op, min(seconds, self._left()), **rest)

    def _running(self) -> Session:
        """Return the live session, after a restart and replay where the last one was ended."""
        if self._left() <= 0:
            raise _EndedEarly(EndingKind.OUT_OF_TIME, self._plan.limits.submission_seconds)
        while self._session is None or not self._session.alive:
            self._restarts += 1
            if self._restarts > self._plan.limits.restarts:
                raise _EndedEarly(EndingKind.OUT_OF_RESTARTS, self._plan.limits.restarts)
            self._session = self._start()
            self._student.descriptions.new_session()
            self._binding.beside.new_session()
            listener = Listener(self._student)
            self._session.until = self._started + self._plan.limits.submission_seconds
            try:
                for request in self._finished:
                    seconds = self._plan.limits.cell_seconds
                    self._session.ask(seconds=seconds, listener=listener, **request)
            except SandboxEnded:
                continue  # the replay itself broke: that was one restart more
        return self._session

    def _revived(self) -> bool:
        """Start the process anew in the middle of a test, so that the guilty call can be found."""
        self._restarts -= 1  # the one that this saves will count
        try:
            self._running()
        except _EndedEarly:
            return False
        return True

    def _left(self) -> float:
        return self._plan.limits.submission_seconds - (time.monotonic() - self._started)

    def _end_session(self) -> None:
        if self._session is not None and self._session.alive:
            self._session.end()

    def _record(self, records: tuple[CellRecord, ...], ending: Ending) -> Record:
        return Record(
            assignment=self._plan.assignment,
            student=self._plan.student,
            notebook=self._plan.notebook.name,
            fingerprint=self._plan.fingerprint,
            endings={self._plan.notebook.name: ending},
            cells=records,
            repairs=self._plan.repairs,
            seconds=round(time.monotonic() - self._started, 3),
        )


def _nothing(*_functions: object) -> None:
    """Stands for ``check`` in the judge."""
