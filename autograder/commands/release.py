"""``autograder release``: the students' notebooks, from the instructor's."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from autograder.commands import console
from autograder.commands.console import course_option, json_option, reports_faults
from autograder.coursework.course import assignment_names, open_course
from autograder.release import Released
from autograder.release import release as release_assignments


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@course_option
@json_option
@reports_faults
def release(assignments: tuple[str, ...], course_root: Path, as_json: bool) -> None:
    """Make the students' notebooks from source/, of each ASSIGNMENT or of all.

    Looks for leaks, misspelt delimiters and wrong points first, and releases nothing where it
    finds one.

    \b
    Example:
        autograder release losses
        autograder release a02_losses --json
    """
    course = open_course(course_root)
    count = len(assignments) or len(assignment_names(course))
    with console.progress("releasing", count, silent=as_json) as step:
        done = release_assignments(course, assignments, step)
    if as_json:
        click.echo(json.dumps({"released": [asdict(each) for each in done]}, indent=1))
    else:
        _tell(done)
    warned = any(each.warnings for each in done)
    raise SystemExit(console.NEEDS_A_LOOK if warned else console.DONE)


def _tell(done: list[Released]) -> None:
    for each in done:
        names = ", ".join(f"{name}.ipynb" for name in each.notebooks)
        click.echo(f"{each.assignment}: released {names}, {each.points:g} points.")
        for problem in each.warnings:
            click.echo(f"  look: {problem}")
