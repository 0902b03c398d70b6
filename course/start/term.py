"""The term as the start page shows it: what each topic asks for, and how far the student is."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from course.lectures.topics import title
from course.start.contents import File
from dlkit.check.checksfile import NAME
from dlkit.check.display import RESULT


@dataclass(frozen=True)
class Assignment:
    """One released notebook; `right` and `earned` are by the checks saved in the student's copy."""

    place: str
    title: str
    core: int
    extensions: int
    written: int
    points: float
    right: int = 0
    earned: float = 0.0

    @property
    def exercises(self) -> int:
        return self.core + self.extensions


@dataclass(frozen=True)
class Topic:
    """A topic of the term with what lies on the desk of it; "" where there is no such notebook."""

    address: str
    assignments: tuple[Assignment, ...]
    lecture: str = ""
    demos: str = ""


def term(files: Iterable[File], desk: Path) -> list[Topic]:
    """Describe the topics among the files, in the order of the term."""
    contents = {file.place: file.content for file in files}
    return [_topic(address, contents, desk) for address in sorted(set(map(_address, contents)))]


def _topic(address: str, contents: Mapping[str, bytes], desk: Path) -> Topic:
    own = [place for place in contents if place.endswith(".ipynb") and _address(place) == address]
    rooms = {place.partition("/")[0]: place for place in own}
    assignments = [place for place in own if place.startswith("assignments/")]
    asked = json.loads(contents.get(f"assignments/{address}/{NAME}", b"{}")).get("exercises", [])
    return Topic(
        address,
        tuple(_assignment(place, contents[place], asked, desk) for place in assignments),
        rooms.get("lectures", ""),
        rooms.get("demos", ""),
    )


def _assignment(place: str, notebook: bytes, asked: list[dict[str, Any]], desk: Path) -> Assignment:
    """Count what an assignment asks for, and what of it the saved checks say is right."""
    graded = [
        cell
        for cell in json.loads(notebook)["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade")
    ]
    tests = sum(cell["cell_type"] == "code" for cell in graded)
    extensions = sum(not each.get("is_core", True) for each in asked)
    earned = dict(_saved_results(desk / place))
    return Assignment(
        place,
        title(notebook) or place,
        core=tests - extensions,
        extensions=extensions,
        written=len(graded) - tests,
        points=sum(cell["metadata"]["nbgrader"].get("points", 0) for cell in graded),
        right=sum(earned.get(each["id"]) == each["points"] for each in asked),
        earned=sum(earned.get(each["id"], 0.0) for each in asked),
    )


def _saved_results(path: Path) -> Iterator[tuple[str, float]]:
    """What each check said last, by the outputs saved in a notebook that may be anything."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", ())]
        results = [output.get("metadata", {}).get(RESULT) for output in outputs]
        yield from [(str(each["exercise"]), float(each["earned"])) for each in results if each]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return


def _address(place: str) -> str:
    """The address in a place: `assignments/a02_losses/losses.ipynb`, `demos/a02_losses.ipynb`."""
    return PurePosixPath(place).parts[1].removesuffix(".ipynb")
