"""The notebooks that Voila serves, in a folder that holds nothing else."""

from collections.abc import Iterable
from pathlib import Path

from course.lectures.topics import Topic

LECTURE, DEMOS = "lecture.ipynb", "demos.ipynb"


def lay_out(topics: Iterable[Topic], folder: Path) -> None:
    """Write the lecture and the demos of every topic, as they are now, into `folder`."""
    for topic in topics:
        place = folder / topic.address
        place.mkdir(parents=True, exist_ok=True)
        if topic.lecture:
            (place / LECTURE).write_bytes(topic.lecture.read_bytes())
        if topic.demos:
            (place / DEMOS).write_bytes(topic.demos_notebook())
