"""The command line: ``autograder COMMAND``; each command loads what it needs, when it runs."""

from __future__ import annotations

import importlib
import io
import sys
from typing import Any

import click

COMMANDS = {
    "release": ("autograder.commands.release", "Make the students' notebooks from source/."),
    "grade": ("autograder.commands.grade", "Grade what was handed in."),
    "compare": (
        "autograder.commands.compare",
        "Grade with plain nbgrader too, and explain each mark that differs.",
    ),
    "feedback": ("autograder.commands.feedback", "Write a page of feedback for every student."),
    "explain": ("autograder.commands.explain", "Show the case that decided a student's mark."),
    "report": ("autograder.commands.report", "Write a page about the whole class."),
    "export": ("autograder.commands.export", "Write the marks for a learning platform."),
    "audit": ("autograder.commands.audit", "Test the tests: wrong answers, variants, mutants."),
    "new": ("autograder.commands.new", "Begin an exercise that works, to be changed."),
    "demo": ("autograder.commands.demo", "Play the whole loop on the sample class."),
    "doctor": (
        "autograder.commands.doctor",
        "Say what this machine offers and how to mend the rest.",
    ),
}


class _Lazy(click.Group):
    """Imports a command's module when it is asked for, so that ``--help`` answers at once."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[name][0]), name)
        return command

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        context.meta["as_json"] = "--json" in args
        return super().parse_args(context, args)

    def invoke(self, context: click.Context) -> Any:
        """Run a command; a call that click refuses is told to programs as well.

        What a stream has no letter for is written as a number: no text ends a command.
        """
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(context)
        except click.UsageError as fault:
            if context.meta["as_json"]:
                from autograder.commands import console

                console.print_fault(fault.format_message(), fault.exit_code, {})
            raise

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dlkit", prog_name="autograder")
def main() -> None:
    """Release, grade, explain and report the assignments of a course folder."""
