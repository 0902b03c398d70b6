"""What every command shares: options, progress, and faults told in one sentence.

Exit codes: 0 done, 1 done but something needs a look, 2 wrong use, 3 the machine's fault.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from autograder.errors import AutograderError, MachineError
from autograder.results.plain_text import cleaned

if TYPE_CHECKING:
    from rich.table import Table

DONE, NEEDS_A_LOOK, WRONG_USE, MACHINE_FAULT, INTERRUPTED = 0, 1, 2, 3, 130

Command = Callable[..., Any]

course_option = click.option(
    "--course",
    "course_root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=".",
    show_default=True,
    help="The course folder: the one that holds nbgrader_config.py.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document instead of text."
)


def reports_faults(command: Command) -> Command:
    """Turn the faults of an instructor or a machine into one sentence and an exit code."""

    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        end = functools.partial(fail, as_json=bool(options.get("as_json")))
        try:
            return command(*arguments, **options)
        except AutograderError as fault:
            end(str(fault), fault.exit_code, details=fault.details)
        except BrokenPipeError:
            raise  # the reader of a pipe went away: click ends quietly
        except OSError as fault:
            end(about_file(fault), MachineError.exit_code)
        except KeyboardInterrupt:
            end("interrupted.", INTERRUPTED)

    return run


def say(text: str, *, err: bool = False) -> None:
    """Print a text that may hold a student's: nothing in it acts on the terminal."""
    click.echo(cleaned(text), err=err)


def add_row(table: Table, *cells: str) -> None:
    """Add texts to a table as they are: none is markup, and nothing in them acts."""
    from rich.text import Text  # long to import, and wanted where something is shown

    table.add_row(*(Text(cleaned(cell)) for cell in cells))


def mark_text(mark: float | None, without: str = "no mark") -> str:
    """Write a mark as a person does; ``without`` stands for a missing one."""
    return without if mark is None else f"{mark:g}"


def fail(
    sentence: str,
    exit_code: int,
    *,
    as_json: bool = False,
    details: Mapping[str, Any] | None = None,
) -> NoReturn:
    """Say a sentence on stderr, for programs in a document on stdout too, and end."""
    if as_json:
        print_fault(sentence, exit_code, details or {})
    say(f"autograder: {sentence}", err=True)
    sys.exit(exit_code)


def print_fault(sentence: str, exit_code: int, details: Mapping[str, Any]) -> None:
    """Print what ``--json`` tells of a fault."""
    click.echo(as_json({"error": sentence, "exit_code": exit_code, **details}))


def as_json(document: Any, **options: Any) -> str:
    """Write what ``--json`` prints, by the standard of JSON, which has no word for nan."""
    try:
        return json.dumps(document, indent=1, allow_nan=False, **options)
    except ValueError:
        from dlkit.check import finite  # long to import, and hardly ever needed

        return finite.dumps(document, indent=1, **options)


@contextmanager
def progress(description: str, total: int, *, silent: bool = False) -> Iterator[Callable[[], None]]:
    """Show a bar with the time left on stderr; the block calls what it gets after each step.

    It stays silent where stderr is no terminal, and with ``silent`` (for ``--json``).
    """
    if silent or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich import progress as bar  # only now: a command that shows none starts sooner
    from rich.console import Console

    columns = (bar.TextColumn("{task.description}"), bar.BarColumn(), bar.MofNCompleteColumn())
    with bar.Progress(
        *columns, bar.TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bars:
        task = bars.add_task(description, total=total)
        yield lambda: bars.advance(task)


def about_file(fault: OSError) -> str:
    """Say which file it was, what the system says, and where to look."""
    path = fault.filename2 or fault.filename  # the second is where a file was to be moved
    place = f"{path}: " if path else ""
    return f"{place}{fault.strerror or fault}. Look at the rights and the free space there."
