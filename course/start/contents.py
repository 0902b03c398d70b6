"""What lies on a desk: released assignments, lectures, and a notebook of demos for each topic."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from course.start.desk import NoDesk

UNWANTED = {".ipynb_checkpoints", "__pycache__"}
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


@dataclass(frozen=True)
class File:
    """A file and its place on the desk, with slashes."""

    place: str
    content: bytes


@dataclass(frozen=True)
class Listed:
    """A notebook as the start page lists it; `room` is assignments, lectures or demos."""

    room: str
    place: str
    title: str
    remark: str


def files(root: Path) -> Iterator[File]:
    """Find everything below the folder of the course that belongs on a desk."""
    released = sorted(path.parent for path in (root / "release").glob("*/*.ipynb"))
    if not released:
        raise NoDesk(f"there is nothing in {root / 'release'}; start from a clone of the course.")
    for folder in dict.fromkeys(released):
        yield from _copies(folder, "assignments")
    for lecture in sorted((root / "course").glob("*/lecture.ipynb")):
        content = lecture.read_bytes().replace(b"../../release/", b"../../assignments/")
        yield File(f"lectures/{lecture.parent.name}/{lecture.name}", content)
    for package in sorted((root / "course").glob("*/demos/__init__.py")):
        address = package.parts[-3]
        yield File(f"demos/{address}.ipynb", _demos(address, package.read_text(encoding="utf-8")))


def listed(found: Iterable[File]) -> list[Listed]:
    """Describe the notebooks among the files."""
    return [_describe(file) for file in found if file.place.endswith(".ipynb")]


def _copies(folder: Path, room: str) -> Iterator[File]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not UNWANTED & set(path.parts):
            place = f"{room}/{folder.name}/{path.relative_to(folder).as_posix()}"
            yield File(place, path.read_bytes())


def _demos(address: str, package: str) -> bytes:
    """A notebook that shows every demo of a topic."""
    tree = ast.parse(package)
    said = (ast.get_docstring(tree) or "").partition("\n")[0]
    names = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    title = f"# Demos: {address.partition('_')[2]}"
    heading = f"{title}\n\n{said} Choose *Run → Run All Cells*, then move what can be moved."
    texts = [f"from course.{address} import demos", *(f"demos.{name}.show()" for name in names)]
    cells = [nbformat.v4.new_markdown_cell(heading)]
    cells += [nbformat.v4.new_code_cell(text) for text in texts]
    for number, cell in enumerate(cells):
        cell.id = f"demo-{number}"  # not by chance: the same notebook at every start
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    return (nbformat.writes(notebook) + "\n").encode()


def _describe(file: File) -> Listed:
    cells = json.loads(file.content)["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    room = file.place.partition("/")[0]
    remark = _extent(cells) if room == "assignments" else ""
    return Listed(room, file.place, title[1].strip() if title else file.place, remark)


def _extent(cells: list[dict[str, Any]]) -> str:
    """Count what an assignment asks for: exercises, written answers and their points."""
    graded = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    written = sum(cell["cell_type"] == "markdown" for cell in graded)
    points = sum(cell["metadata"]["nbgrader"].get("points", 0) for cell in graded)
    asked = f"{len(graded) - written} exercises"
    return f"{asked}, {written} written answers, {points:g} points" if written else asked
