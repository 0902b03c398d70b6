"""``autograder audit``: test the tests of some topics and say what gets past them."""

from __future__ import annotations

import functools
import json

import click

from autograder.audit import SEEDS, run
from autograder.console import DONE, NEEDS_A_LOOK, json_option, progress, reports_faults
from autograder.exercises import topics as known_topics


@click.command()
@click.argument("topics", nargs=-1, metavar="[TOPIC]...")
@click.option(
    "--seeds",
    default=SEEDS,
    show_default=True,
    type=click.IntRange(min=1),
    help="How many students' cases to try everything on.",
)
@json_option
@click.pass_context
@reports_faults
def audit(context: click.Context, topics: tuple[str, ...], seeds: int, as_json: bool) -> None:
    """Test the tests: every mistake must lose points, and no right answer may.

    Tries the wrong solutions, right variants, mutants and useless submissions of each TOPIC (of
    all topics where none is given). Exit code 1 when something gets past the checks.

    \b
    Example:
      autograder audit losses --seeds 5
    """
    bar = functools.partial(progress, silent=as_json)
    report = run(topics or known_topics(), seeds=seeds, progress=bar)
    click.echo(json.dumps(report.as_json(), indent=1) if as_json else report.as_table(), nl=as_json)
    context.exit(DONE if report.passed else NEEDS_A_LOOK)
