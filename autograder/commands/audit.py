"""``autograder audit``: test the tests of some topics and say what gets past them."""

from __future__ import annotations

import functools
from pathlib import Path

import click

from autograder.audit import SEEDS, draft_excuses, run
from autograder.commands import console
from autograder.commands.console import (
    DONE,
    NEEDS_A_LOOK,
    course_option,
    json_option,
    progress,
    reports_faults,
)
from autograder.coursework.course import open_course
from autograder.errors import UnknownExercise
from autograder.specification.registry import topic_of, using


@click.command()
@click.argument("topics", nargs=-1, metavar="[TOPIC]...")
@click.option(
    "--seeds",
    default=SEEDS,
    show_default=True,
    type=click.IntRange(min=1),
    help="How many students' cases to try everything on.",
)
@click.option(
    "--write-excuses",
    is_flag=True,
    help="Add the surviving mutants to equivalents.toml, for you to write the reasons.",
)
@course_option
@json_option
@click.pass_context
@reports_faults
def audit(
    context: click.Context,
    topics: tuple[str, ...],
    seeds: int,
    write_excuses: bool,
    course_root: Path,
    as_json: bool,
) -> None:
    """Test the tests: every mistake must lose points, and no right answer may.

    Tries the wrong solutions, right variants, mutants and useless submissions of each TOPIC (of
    all topics where none is given). Exit code 1 when something gets past the checks.

    \b
    Example:
      autograder audit losses --seeds 5
    """
    bar = functools.partial(progress, silent=as_json)
    registry = open_course(course_root).registry
    with using(registry):
        wanted = [topic if topic in registry.folders else topic_of(topic) for topic in topics]
        if not (wanted or registry.folders):
            raise UnknownExercise(registry.lacks(""))
        report = run(wanted or tuple(registry.folders), seeds=seeds, progress=bar)
        drafted = draft_excuses(report) if write_excuses else []
    if as_json:
        described = report.as_json() | {"drafted": [str(file) for file in drafted]}
        click.echo(console.as_json(described))
    else:
        click.echo(report.as_table(), nl=False)
        for file in drafted:
            click.echo(f"drafted   {file}: write the reasons there, or ask for what survived")
    context.exit(DONE if report.passed else NEEDS_A_LOOK)
