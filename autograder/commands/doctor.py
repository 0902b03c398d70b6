"""``autograder doctor``: what this machine and course offer, and how to mend what is missing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from autograder.commands import console
from autograder.commands.console import (
    DONE,
    NEEDS_A_LOOK,
    course_option,
    json_option,
    reports_faults,
)
from autograder.commands.diagnoses import MISSING, NOTE, OK, Diagnosis, examine

COLOURS = {OK: "green", NOTE: "yellow", MISSING: "red"}


@click.command()
@course_option
@json_option
@click.pass_context
@reports_faults
def doctor(context: click.Context, course_root: Path, as_json: bool) -> None:
    """Say what this machine offers, and how to mend what is missing.

    Notes are worth knowing and stop nothing. Exit code 1 when something is missing.

    \b
    Examples:
      autograder doctor
      autograder doctor --course ~/course --json
    """
    diagnoses = examine(course_root)
    healthy = all(each.state != MISSING for each in diagnoses)
    if as_json:
        document = {"healthy": healthy, "found": [asdict(each) for each in diagnoses]}
        click.echo(console.as_json(document))
    else:
        _print(diagnoses)
    context.exit(DONE if healthy else NEEDS_A_LOOK)


def _print(diagnoses: tuple[Diagnosis, ...]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    width = max(len(each.name) for each in diagnoses)
    for each in diagnoses:
        state = (f"{each.state:<8}", COLOURS[each.state])
        console.print(Text.assemble(state, f"{each.name:<{width}}  {each.found}"))
        if each.mend:
            console.print(Text(" " * (10 + width) + each.mend, "dim"))
