"""``autograder new``: the skeleton of an exercise, which passes audit and release as it is."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from autograder.commands import console
from autograder.commands.console import (
    DONE,
    NEEDS_A_LOOK,
    course_option,
    json_option,
    reports_faults,
)
from autograder.coursework.course import open_course
from autograder.skeleton import Skeleton, begin


@click.command()
@click.argument("topic")
@click.option(
    "--function",
    default="mean_of",
    show_default=True,
    help="The function that students are to write; the exercise has its name.",
)
@course_option
@json_option
@click.pass_context
@reports_faults
def new(
    context: click.Context, topic: str, function: str, course_root: Path, as_json: bool
) -> None:
    """Begin an exercise: a specification and a notebook that work, to be changed into your own.

    TOPIC is the name of a topic, or of an assignment such as a16_knitting. The example that is
    written asks for the mean of some numbers; `audit` and `release` pass on it. Files that exist
    are left alone: what to add to them is said, with exit code 1.

    \b
    Example:
      autograder new word_counts
      autograder new word_counts --function longest_word
    """
    skeleton = begin(open_course(course_root), topic, function)
    click.echo(console.as_json(asdict(skeleton)) if as_json else _told(skeleton))
    context.exit(NEEDS_A_LOOK if skeleton.additions else DONE)


def _told(skeleton: Skeleton) -> str:
    lines = [f"wrote  {path}" for path in skeleton.written]
    if skeleton.setting:
        lines.append(f"added  nbgrader_config.py: {skeleton.setting}")
    for addition in skeleton.additions:
        lines += ["", f"add to {addition.file}:", *_indented(addition.text)]
    works = "" if skeleton.additions else " that works as it is"
    lines += [
        "",
        f"{skeleton.exercise} is an exercise of {skeleton.assignment}{works}. Change it into your",
        "own, and see after each change that it still holds:",
        f"  autograder audit {skeleton.topic}",
        f"  autograder release {skeleton.topic}",
    ]
    if skeleton.reference:
        tests = f"tests/{skeleton.reference}*.py".replace("dlkit/", "dlkit/test_")
        lines += [
            "",
            "The reference stands in the exercise for now. It belongs in",
            f"{skeleton.reference}/, with tests of its own in {tests}. No test that exists",
            "has to be edited. What a finished topic still needs is said by",
            f"  python -m pytest tests/course -k {skeleton.topic}",
        ]
    return "\n".join(lines)


def _indented(text: str) -> list[str]:
    return [f"  {line}".rstrip() for line in text.split("\n")]
