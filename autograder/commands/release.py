"""``autograder release``: the students' notebooks, from the instructor's."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from autograder.commands import console, control_table
from autograder.commands.console import course_option, json_option, reports_faults
from autograder.coursework.course import assignment_names, open_course
from autograder.grading.release_controls import control
from autograder.release import Released, look_through
from autograder.release import release as release_assignments


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
    delimiters and wrong points, grades the source's own solution, and releases nothing where it
    finds a fault. The solution also says where each test cell can be judged.

    \b
    Example:
        autograder release losses
        autograder release a02_losses --json
        autograder release --check
    """
    course = open_course(course_root)
    count = len(assignments) or len(assignment_names(course))
    with console.progress("releasing", count, silent=as_json) as step:
        if only_check:
            done = look_through(course, assignments, step)
        else:
            done = release_assignments(course, assignments, step, control)
    if as_json:
        key = "checked" if only_check else "released"
        click.echo(json.dumps({key: [asdict(each) for each in done]}, indent=1))
    else:
        _tell(done, "can be released:" if only_check else "released")
    warned = any(each.warnings for each in done)
    raise SystemExit(console.NEEDS_A_LOOK if warned else console.DONE)


def _tell(done: list[Released], verb: str) -> None:
    for each in done:
        names = ", ".join(f"{name}.ipynb" for name in each.notebooks)
        click.echo(f"{each.assignment}: {verb} {names}, {each.points:g} points.")
        if each.refreshed:
            click.echo(f"  brought up to date in source/: {', '.join(each.refreshed)}.")
        if each.controls:
            click.echo(f"  {control_table.summary(each.controls)}")
        for problem in each.warnings:
            click.echo(f"  look: {problem}")
