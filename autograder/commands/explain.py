"""``autograder explain``: the checks that cost a student points, with inputs and both outputs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from autograder.commands.console import DONE, course_option, json_option, reports_faults
from autograder.coursework.course import Course, assignment_name, open_course
from autograder.errors import AutograderError
from autograder.gradebook.manual_marks import read_manual_marks
from autograder.model import CellRecord, ExerciseRecord, FindingRecord, Record, Role
from autograder.results import records, roster, wording
from autograder.results.manual_marks import NO_MANUAL_MARKS, HumanMark, ManualMarks
from autograder.results.marks import BY_HAND, final_mark
from dlkit.check.battery import PARTS

COLOURS = {"failed": "red", "stopped": "magenta", "not attempted": "yellow"}

# A student's words may hold what moves the cursor or colours the terminal.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_ARGUMENT_ENDS = re.compile(r"(dtype=\w+\)), ")  # arrays stand one below the other


@dataclass(frozen=True)
class Explained:
    """One exercise of one student; a plain test cell or a written answer has none behind it."""

    record: Record
    cell: CellRecord
    exercise: ExerciseRecord | None
    by_person: HumanMark

    @property
    def name(self) -> str:
        return self.exercise.exercise if self.exercise else self.cell.grade_id

    @property
    def is_written(self) -> bool:
        """Whether a person marks it, not a test."""
        return self.cell.role in BY_HAND

    @property
    def by_checks(self) -> float | None:
        """The mark that tests gave; of an answer, 0 where it was left as it was given out."""
        return self.exercise.mark if self.exercise else self.cell.mark

    @property
    def mark(self) -> float | None:
        """The mark that counts."""
        final = final_mark(self.cell, self.by_person)
        return self.by_checks if final == self.cell.mark else final

    @property
    def failed(self) -> tuple[FindingRecord, ...]:
        findings = self.exercise.findings if self.exercise else ()
        return tuple(finding for finding in findings if finding.status != "passed")


@click.command()
@click.argument("assignment")
@click.argument("student")
@click.argument("exercise")
@click.option("--all", "in_full", is_flag=True, help="Show every failed check in full.")
@course_option
@json_option
@click.pass_context
@reports_faults
def explain(
    context: click.Context,
    assignment: str,
    student: str,
    exercise: str,
    in_full: bool,
    course_root: Path,
    as_json: bool,
) -> None:
    """Show the checks of EXERCISE that STUDENT did not pass in ASSIGNMENT.

    For the first one of each function: the call, the answer, what was expected and the reason the
    student reads; of the others a line. An exercise may be named in full, by its last part, or by
    the grade_id of its test cell; a written answer by its grade_id.

    \b
    Examples:
      autograder explain losses ada losses.mse
      autograder explain losses ada mse --all
    """
    course = open_course(course_root)
    found = find(course, assignment_name(course, assignment), student, exercise)
    if as_json:
        click.echo(json.dumps(_as_document(found), indent=1))
    else:
        _print(found, in_full)
    context.exit(DONE)


def find(course: Course, assignment: str, student: str, exercise: str) -> Explained:
    """Find what was recorded of an exercise; refuse unknown names with the known ones."""
    (known,) = roster.chosen(course, assignment, [student])
    record = records.read(course, assignment, known)
    if record is None:
        raise AutograderError(
            f"the record of {known} cannot be read; run: "
            f"autograder grade {assignment} --student {known} --force"
        )
    if not record.was_run:
        raise AutograderError(
            f"nothing that {known} handed in was checked: {'; '.join(wording.endings(record))}"
        )
    by_notebook = read_manual_marks(course, assignment).get(known, {})
    candidates = list(_explained(record, by_notebook))
    test = f"test_{exercise.rpartition('.')[2]}"  # of an exercise whose test did not reach it
    for named in (exercise, test):
        for explained in candidates:
            short = explained.name.rpartition(".")[2]
            if named in (explained.name, short, explained.cell.grade_id):
                return explained
    names = list(dict.fromkeys(explained.name for explained in candidates))
    raise AutograderError(roster.unknown(f"exercise of {known} called", exercise, names))


def _explained(record: Record, manual_marks: Mapping[str, ManualMarks]) -> Iterator[Explained]:
    for cell in record.cells:
        if cell.role is Role.TEST or cell.role in BY_HAND:
            beside = manual_marks.get(cell.notebook or record.notebook, NO_MANUAL_MARKS)
            for exercise in cell.exercises or (None,):
                yield Explained(record, cell, exercise, beside.of(cell.grade_id))


def _as_document(found: Explained) -> dict[str, object]:
    exercise = found.exercise
    return {
        "assignment": found.record.assignment,
        "student": found.record.student,
        "exercise": found.name,
        "cell": found.cell.grade_id,
        "mark": found.mark,
        "mark_by_checks": None if found.is_written else found.by_checks,
        "mark_by_person": found.by_person.score,
        "waits_for_person": found.mark is None,
        "points": exercise.points if exercise else found.cell.points,
        "ending": asdict(found.cell.ending),
        "reason": wording.ending(found.cell.ending),
        "seed": exercise.seed if exercise else None,
        "checks": len(exercise.findings) if exercise else 0,
        "failed": [asdict(finding) for finding in found.failed],
        "misconceptions": [asdict(each) for each in exercise.misconceptions] if exercise else [],
    }


def _print(found: Explained, in_full: bool) -> None:
    """Print for a person; text of the student's never counts as markup of the terminal."""
    console = Console(highlight=False, soft_wrap=True)
    for line in _head(found):
        console.print(line)
    first: set[str] = set()
    for finding in found.failed:
        if in_full or finding.function not in first:
            console.print()
            for line in _of_finding(finding):
                console.print(line)
        first.add(finding.function)
    if others := () if in_full else _others(found.failed):
        console.print("\nAlso (in full with --all):")
        for finding in others:
            console.print(Text.assemble("  ", _title(finding)))
    if found.exercise is not None and not found.failed:
        console.print("Every check passed.")


def _others(failed: tuple[FindingRecord, ...]) -> tuple[FindingRecord, ...]:
    """Return the failed checks that are not the first of their function."""
    first = {finding.function: finding for finding in reversed(failed)}
    return tuple(finding for finding in failed if first[finding.function] is not finding)


def _head(found: Explained) -> Iterator[Text]:
    """The mark, why the cell ended as it did, the seed, and what was recognised."""
    document = _as_document(found)
    mark = "no mark yet" if document["mark"] is None else f"{document['mark']:g}"
    yield Text.assemble(
        (_clean(found.name), "bold"),
        f" of {_clean(found.record.student)} in {found.record.assignment}: "
        f"{mark} of {document['points']:g} points",
    )
    if document["reason"]:
        yield Text(f"The test cell: {_clean(wording.ending(found.cell.ending))}")
    if found.is_written:
        yield Text(_of_answer(found))
        return
    if found.mark != found.by_checks:
        checks = "no mark" if found.by_checks is None else f"{found.by_checks:g}"
        yield Text(f"A person set this mark; the checks gave {checks}.")
    if found.exercise is None:
        yield Text("It is a plain test cell: no single checks are recorded.")
        return
    passed, total = found.exercise.passed, len(found.exercise.findings)
    yield Text(f"{passed} of {total} checks passed: {', '.join(_parts(found.exercise))}.")
    yield Text(f"Their cases come from seed {found.exercise.seed}.")
    for each in found.exercise.misconceptions:
        yield Text(f"Recognised in {_clean(each.function)}: {_clean(each.name)}", "bold")


def _of_answer(found: Explained) -> str:
    """Say who marks a written answer."""
    if found.by_person.score is not None:
        return "It is a written answer: a person gave this mark."
    if found.mark is None:
        return "It is a written answer: a person marks it, and has not done so yet."
    return "It is a written answer, handed in as it was given out: that gives no points."


def _parts(exercise: ExerciseRecord) -> Iterator[str]:
    for part in PARTS:
        passed = [
            finding.status == "passed" for finding in exercise.findings if finding.part == part
        ]
        if passed:
            yield f"{part} {sum(passed)} of {len(passed)}"


def _title(finding: FindingRecord) -> Text:
    return Text.assemble(
        (f"{finding.status}: ", COLOURS.get(finding.status, "red")),
        (f"{_clean(finding.function)}, {_clean(finding.title)}", "bold"),
        f"  ({finding.part})",
    )


def _of_finding(finding: FindingRecord) -> Iterator[Text]:
    """One check: its title, then whatever is known of it, long values on lines of their own."""
    yield _title(finding)
    told = {
        "call": _ARGUMENT_ENDS.sub(r"\1,\n", finding.call),
        "answer": finding.answer,
        "expected": finding.expected,
        "reason": finding.message,
    }
    if finding.status == "not attempted":
        told = {"reason": finding.message}
    for name, value in told.items():
        if value:
            cleaned = _clean(value).replace("\n", "\n" + " " * 12)
            yield Text.assemble("  ", (f"{name:<10}", "dim"), cleaned)


def _clean(text: str) -> str:
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
