"""``autograder audit``: test the tests of some topics and say what gets past them."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import click

from autograder.audit import SEEDS, run
from autograder.commands.console import (
    DONE,
    NEEDS_A_LOOK,
    course_option,
    json_option,
    progress,
    reports_faults,
)
from autograder.coursework.course import open_course
from autograder.specification.registry import topic_of, using
from autograder.specification.registry import topics as known_topics


@click.command()
@click.argument("topics", nargs=-1, metavar="[TOPIC]...")
@click.option(
    "--seeds",
    default=SEEDS,
    show_default=True,
    type=click.IntRange(min=1),
    help="How many students' cases to try everything on.",
)
@course_option
@json_option
@click.pass_context
@reports_faults
def audit(
    context: click.Context, topics: tuple[str, ...], seeds: int, course_root: Path, as_json: bool
) -> None:
    """Test the tests: every mistake must lose points, and no right answer may.

    Tries the wrong solutions, right variants, mutants and useless submissions of each TOPIC (of
    all topics where none is given). Exit code 1 when something gets past the checks.

    \b
    Example:
      autograder audit losses --seeds 5
    """
    bar = functools.partial(progress, silent=as_json)
    with using(open_course(course_root).registry):
        wanted = [topic if topic in known_topics() else topic_of(topic) for topic in topics]
        report = run(wanted or known_topics(), seeds=seeds, progress=bar)
    click.echo(json.dumps(report.as_json(), indent=1) if as_json else report.as_table(), nl=as_json)
    context.exit(DONE if report.passed else NEEDS_A_LOOK)
