"""The page about the command line, written by the command line itself."""

import inspect
import re

import click

from autograder.commands.main import main

HEAD = """\
# Command line

`autograder COMMAND --help` says the same in a terminal. Exit codes: 0 done, 1 done but something
needs a look, 2 wrong use, 3 the machine's fault.
"""


def write_page(folder):
    """Write commands.md."""
    folder.mkdir(parents=True, exist_ok=True)
    context = click.Context(main, info_name="autograder")
    names = main.list_commands(context)
    parts = [section(main.get_command(context, name), name, context) for name in names]
    (folder / "commands.md").write_text("\n".join([HEAD, *parts]), encoding="utf-8")


def section(command, name, parent):
    """Return what one command does, how it is called, and its options."""
    context = click.Context(command, info_name=name, parent=parent)
    usage = command.get_usage(context).removeprefix("Usage: ")
    parts = [
        f"## autograder {name}",
        f"```text\n{usage}\n```",
        *prose(inspect.cleandoc(command.help or "")),
    ]
    options = (p for p in command.params if isinstance(p, click.Option) and not p.hidden)
    parts += [option_lines(option, context) for option in options]
    return "\n\n".join(parts) + "\n"


def prose(text):
    """Return the paragraphs of a help text; what it forbids to rewrap (``\\b``) is an example."""
    for paragraph in text.strip().split("\n\n"):
        if paragraph.startswith("\b"):
            title, *lines = paragraph.removeprefix("\b").strip("\n").split("\n")
            indent = min((len(line) - len(line.lstrip()) for line in lines), default=0)
            code = "\n".join(line[indent:] for line in lines)
            yield f"{title}\n\n```bash\n{code}\n```" if lines else escaped(title)
        else:
            yield escaped(" ".join(paragraph.split()))


def option_lines(option, context):
    """Return an option as an entry of a definition list."""
    names, text = option.get_help_record(context)
    return f"`{names}`\n: {escaped(text)}"


def escaped(text):
    """Let signs that markup would read stand for themselves."""
    return re.sub(r"([\\*_<>\[\]])", r"\\\1", text)
