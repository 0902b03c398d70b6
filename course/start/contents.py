"""What lies on a desk: released assignments, lectures, and a notebook of demos for each topic."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.lectures.topics import topics
from course.start.desk import NoDesk

UNWANTED = {".ipynb_checkpoints", "__pycache__"}
RUN_ALL = "Choose *Run → Run All Cells*, then move what can be moved."


@dataclass(frozen=True)
class File:
    """A file and its place on the desk, with slashes."""

    place: str
    content: bytes


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


def _copies(folder: Path, room: str) -> Iterator[File]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not UNWANTED & set(path.parts):
            place = f"{room}/{folder.name}/{path.relative_to(folder).as_posix()}"
            yield File(place, path.read_bytes())
