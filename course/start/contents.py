"""What lies on a desk: released assignments, lectures, and a notebook of demos for each topic."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.lectures.topics import title, topics
from course.start.desk import NoDesk

UNWANTED = {".ipynb_checkpoints", "__pycache__"}
RUN_ALL = "Choose *Run → Run All Cells*, then move what can be moved."


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
    for topic in topics(root):
        if topic.lecture:
            content = topic.lecture.read_bytes().replace(b"../../release/", b"../../assignments/")
            yield File(f"lectures/{topic.address}/{topic.lecture.name}", content)
    for topic in topics(root):
        if topic.demos:
            yield File(f"demos/{topic.address}.ipynb", topic.demos_notebook(RUN_ALL))


def listed(files: Iterable[File]) -> list[Listed]:
    """Describe the notebooks among the files."""
    return [_describe(file) for file in files if file.place.endswith(".ipynb")]


def _copies(folder: Path, room: str) -> Iterator[File]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not UNWANTED & set(path.parts):
            place = f"{room}/{folder.name}/{path.relative_to(folder).as_posix()}"
            yield File(place, path.read_bytes())


def _describe(file: File) -> Listed:
    room = file.place.partition("/")[0]
    remark = _extent(json.loads(file.content)["cells"]) if room == "assignments" else ""
    return Listed(room, file.place, title(file.content) or file.place, remark)


def _extent(cells: list[dict[str, Any]]) -> str:
    """Count what an assignment asks for: exercises, written answers and their points."""
    graded = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    written = sum(cell["cell_type"] == "markdown" for cell in graded)
    points = sum(cell["metadata"]["nbgrader"].get("points", 0) for cell in graded)
    asked = f"{len(graded) - written} exercises"
    return f"{asked}, {written} written answers, {points:g} points" if written else asked
