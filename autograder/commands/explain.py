"""``autograder explain``: the checks that cost a student points, with inputs and both outputs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from autograder.commands import console
from autograder.commands.console import (
    DONE,
    course_option,
    json_option,
    mark_text,
    reports_faults,
)
from autograder.commands.explained import Explained, as_document, find
from autograder.coursework.course import assignment_name, open_course
from autograder.model import ExerciseRecord, FindingRecord
from autograder.results import control_words, wording
from autograder.results.plain_text import cleaned

COLOURS = {"failed": "red", "stopped": "magenta", "not attempted": "yellow"}

_ARGUMENT_ENDS = re.compile(r"(dtype=\w+\)), ")  # arrays stand one below the other


class _OfAnyName(click.Command):
    """Takes for an option only what is one: an id may begin with a dash."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        flags = dict.fromkeys(context.help_option_names, True)
        for option in (each for each in self.params if isinstance(each, click.Option)):
            flags |= dict.fromkeys(option.opts, option.is_flag)
        options, names = list[str](), list[str]()
        waiting = iter(args)
        for each in waiting:
            name, has_value, _ = each.partition("=")
            if each == "--":
                names += waiting
            elif name not in flags:
                names.append(each)
            else:
                one_more = not (flags[name] or has_value)
                options += [each, *itertools.islice(waiting, one_more)]
        return super().parse_args(context, [*options, "--", *names])


@click.command(cls=_OfAnyName)
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
    explained = find(course, assignment_name(course, assignment), student, exercise)
    if as_json:
        click.echo(console.as_json(as_document(explained)))
    else:
        _print(explained, in_full)
    context.exit(DONE)


def _print(explained: Explained, in_full: bool) -> None:
    """Print for a person; text of the student's never counts as markup of the terminal."""
    console = Console(highlight=False, soft_wrap=True)
    for line in _head(explained):
        console.print(line)
    first: set[str] = set()
    for finding in explained.failed:
        if in_full or finding.function not in first:
            console.print()
            for line in _of_finding(finding):
                console.print(line)
        first.add(finding.function)
    if others := () if in_full else _others(explained.failed):
        console.print("\nAlso (in full with --all):")
        for finding in others:
            console.print(Text.assemble("  ", _title(finding)))
    if explained.exercise is not None and not explained.failed:
        console.print("Every check passed.")


def _others(failed: tuple[FindingRecord, ...]) -> tuple[FindingRecord, ...]:
    """Return the failed checks that are not the first of their function."""
    first = {finding.function: finding for finding in reversed(failed)}
    return tuple(finding for finding in failed if first[finding.function] is not finding)


def _head(explained: Explained) -> Iterator[Text]:
    """The mark, why the cell ended as it did, the seed, and what was recognised."""
    document = as_document(explained)
    mark = mark_text(document["mark"], "no mark yet")
    yield Text.assemble(
        (cleaned(explained.name), "bold"),
        f" of {cleaned(explained.record.student)} in {explained.record.assignment}: "
        f"{mark} of {document['points']:g} points",
    )
    yield from _of_test(explained)
    if explained.is_written:
        yield Text(_of_answer(explained))
        return
    if explained.mark != explained.by_checks:
        checks = mark_text(explained.by_checks)
        yield Text(f"A person set this mark; the checks gave {checks}.")
    if explained.exercise is None:
        yield Text("It is a plain test cell: no single checks are recorded.")
        return
    passed, total = explained.exercise.passed, len(explained.exercise.findings)
    yield Text(f"{passed} of {total} checks passed: {', '.join(_parts(explained.exercise))}.")
    yield Text(f"Their cases come from seed {explained.exercise.seed}.")
    for each in explained.exercise.misconceptions:
        yield Text(f"Recognised in {cleaned(each.function)}: {cleaned(each.name)}", "bold")
        yield Text(f"  {cleaned(each.message)}")


def _of_test(explained: Explained) -> Iterator[Text]:
    """How the test cell ended, and where it ran."""
    if reason := wording.ending(explained.cell.ending):
        yield Text(f"The test cell: {cleaned(reason)}")
    if inside := control_words.ran_inside(explained.cell):
        yield Text(cleaned(f"Look: {inside}."))


def _of_answer(explained: Explained) -> str:
    """Say who marks a written answer."""
    if explained.by_person.score is not None:
        return "It is a written answer: a person gave this mark."
    if explained.mark is None:
        return "It is a written answer: a person marks it, and has not done so yet."
    return "It is a written answer, handed in as it was given out: that gives no points."


def _parts(exercise: ExerciseRecord) -> Iterator[str]:
    from dlkit.check.battery import PARTS  # long to import

    for part in PARTS:
        passed = [
            finding.status == "passed" for finding in exercise.findings if finding.part == part
        ]
        if passed:
            yield f"{part} {sum(passed)} of {len(passed)}"


def _title(finding: FindingRecord) -> Text:
    return Text.assemble(
        (f"{finding.status}: ", COLOURS.get(finding.status, "red")),
        (f"{cleaned(finding.function)}, {cleaned(finding.title)}", "bold"),
        f"  ({finding.part})",
    )


def _of_finding(finding: FindingRecord) -> Iterator[Text]:
    """One check: its title, then all that is known of it, long values on lines of their own."""
    yield _title(finding)
    details = {
        "call": _ARGUMENT_ENDS.sub(r"\1,\n", finding.call),
        "answer": finding.answer,
        "expected": finding.expected,
        "reason": finding.message,
    }
    if finding.status == "not attempted":
        details = {"reason": finding.message}
    for name, value in details.items():
        if value:
            shown = cleaned(value).replace("\n", "\n" + " " * 12)
            yield Text.assemble("  ", (f"{name:<10}", "dim"), shown)
