"""``autograder release``: the students' notebooks, from the instructor's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from autograder.commands import console, control_table
from autograder.commands.console import course_option, json_option, reports_faults
from autograder.coursework.course import assignment_name, assignment_names, open_course
from autograder.errors import NotebookError
from autograder.grading.release_controls import control
from autograder.release import Released, look_through
from autograder.release import release as release_assignments
from autograder.release.problems import NOTE


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--check", "only_check", is_flag=True, help="Look through source/, change nothing.")
@course_option
@json_option
@reports_faults
def release(
    assignments: tuple[str, ...], only_check: bool, course_root: Path, as_json: bool
) -> None:
    """Make the students' notebooks from source/, of each ASSIGNMENT or of all.

    Brings the cells up to date that all notebooks share. Then looks for leaks, misspelt
    delimiters and wrong points, grades the source's own solution, and does not release an
    assignment where it finds a fault. The others go out all the same. The solution also says where
    each test cell can be judged.

    \b
    Example:
        autograder release losses
        autograder release a02_losses --json
        autograder release --check
    """
    course = open_course(course_root)
    names = [assignment_name(course, name) for name in assignments] or assignment_names(course)
    act = look_through if only_check else partial(release_assignments, control=control)
    with console.progress("releasing", len(names), silent=as_json) as step:
        if len(names) > 1:
            done, refused = _each(names, lambda name: act(course, [name], step))
        else:
            done, refused = act(course, names, step), []
    if as_json:
        key = "checked" if only_check else "released"
        document = {key: [asdict(each) for each in done]}
        if refused:
            document["refused"] = [{"error": str(each), **each.details} for each in refused]
        click.echo(console.as_json(document))
    else:
        _tell(done, "can be released:" if only_check else "released")
    for each in refused:
        click.echo(f"autograder: {each}", err=True)
    raise SystemExit(_exit_code(done, refused))


def _each(
    names: Iterable[str], act: Callable[[str], list[Released]]
) -> tuple[list[Released], list[NotebookError]]:
    """Take assignment after assignment: one with a fault keeps no other from going out."""
    done: list[Released] = []
    refused: list[NotebookError] = []
    for name in names:
        try:
            done += act(name)
        except NotebookError as fault:
            refused.append(fault)
    return done, refused


def _exit_code(done: Iterable[Released], refused: Iterable[NotebookError]) -> int:
    if any(refused):
        return console.WRONG_USE
    warned = any(each.severity != NOTE for made in done for each in made.warnings)
    return console.NEEDS_A_LOOK if warned else console.DONE


def _tell(done: list[Released], verb: str) -> None:
    for each in done:
        names = ", ".join(f"{name}.ipynb" for name in each.notebooks)
        click.echo(f"{each.assignment}: {verb} {names}, {each.points:g} points.")
        if each.refreshed:
            click.echo(f"  brought up to date in source/: {', '.join(each.refreshed)}.")
        if each.controls:
            click.echo(f"  {control_table.summary(each.controls)}")
        for problem in each.warnings:
            click.echo(f"  {'note' if problem.severity == NOTE else 'look'}: {problem}")
