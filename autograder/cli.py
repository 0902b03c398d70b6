"""The command line: ``autograder COMMAND``; each command loads what it needs, when it runs."""

from __future__ import annotations

import importlib
from typing import Any

import click

COMMANDS = {
    "release": ("autograder.release.command", "Make the students' notebooks from source/."),
    "grade": ("autograder.grade_command", "Grade what was handed in."),
    "feedback": ("autograder.feedback.command", "Write a page of feedback for every student."),
    "explain": ("autograder.explain", "Show the case that decided a student's mark."),
    "report": ("autograder.report.command", "Write a page about the whole class."),
    "export": ("autograder.export", "Write the marks for a learning platform."),
    "audit": ("autograder.audit.command", "Test the tests: wrong answers, variants, mutants."),
    "demo": ("autograder.demo", "Play the whole loop on the sample class."),
    "doctor": ("autograder.doctor", "Say what this machine offers and how to mend the rest."),
}


class _Lazy(click.Group):
    """Imports a command's module when it is asked for, so that ``--help`` answers at once."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        found: Any = getattr(importlib.import_module(COMMANDS[name][0]), name)
        return found

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        context.meta["as_json"] = "--json" in args
        return super().parse_args(context, args)

    def invoke(self, context: click.Context) -> Any:
        """Run a command; a call that click refuses is told to programs as well."""
        try:
            return super().invoke(context)
        except click.UsageError as fault:
            if context.meta["as_json"]:
                from autograder import console  # rich takes longer than all of this file

                console.print_fault(fault.format_message(), fault.exit_code, {})
            raise

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dlkit", prog_name="autograder")
def main() -> None:
    """Release, grade, explain and report the assignments of a course folder."""
