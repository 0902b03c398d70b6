"""A page as a reader follows it: its captioned blocks are written, its commands are run.

A block with a caption goes where the caption says: into a file, into a cell of a notebook ("cell
NAME of FILE"), or in the place of a function ("function NAME of FILE"). What is "seen in FILE" has
to be there. A block of the language ``console`` is run; three dots stand for any output.
"""

import ast
import doctest
import html
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat

BLOCK = re.compile(
    r"^(?P<fence>`{3,})\{code-block\} (?P<language>\w+)\n(?::caption: (?P<caption>[^\n]+)\n)?"
    r"(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
SEEN = "seen in "
PART = re.compile(r"(?P<kind>cell|function) (?P<name>\w+) of (?P<file>\S+)")


@dataclass(frozen=True)
class Block:
    """One fenced block that a reader acts on."""

    language: str
    caption: str
    text: str


def blocks(page: Path) -> list[Block]:
    """The blocks of a page in their order."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(each["language"], each["caption"] or "", each["text"]) for each in found]


def follow(block: Block, folder: Path) -> None:
    """Do in ``folder`` what the block says; a command must print what the page shows."""
    if block.language == "console":
        for command, shown in _commands(block.text):
            printed = run(command, folder)
            same = doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS)
            assert same, f"$ {command}\n{printed}\ninstead of\n{shown}"
    elif block.caption.startswith(SEEN):
        page = (folder / block.caption.removeprefix(SEEN)).read_text(encoding="utf-8")
        words = html.unescape(re.sub(r"<[^>]+>", " ", page))
        for line in block.text.splitlines():
            assert line in words, f"{block.caption} does not show: {line}"
    elif part := PART.fullmatch(block.caption):
        put = {"cell": _put_cell, "function": _put_function}[part["kind"]]
        put(folder / part["file"], part["name"], block.text)
    else:
        (folder / block.caption).write_text(block.text, encoding="utf-8")


def run(command: str, folder: Path) -> str:
    """What a command prints, with the programs of this environment."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": programs, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment | {"COLUMNS": "100"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert "Traceback" not in done.stdout, done.stdout
    return done.stdout


def _commands(text: str) -> list[tuple[str, str]]:
    """Each command with the output that is shown below it."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]


def _put_cell(path: Path, name: str, text: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    named = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name]
    (cell,) = named
    cell.source = text.rstrip("\n")
    nbformat.write(notebook, path)


def _put_function(path: Path, name: str, text: str) -> None:
    source = path.read_text(encoding="utf-8")
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    (function,) = (node for node in functions if node.name == name)
    first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
    lines = source.splitlines(keepends=True)
    lines[first - 1 : function.end_lineno] = [text]
    path.write_text("".join(lines), encoding="utf-8")
