"""Where an exercise lives: the names of its assignment, package, files and function."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.coursework.course import Course, assignment_names
from autograder.errors import CourseError
from autograder.specification.registry import topic_of
from dlkit.topics import ORDER

ASSIGNMENT = re.compile(r"[a-z]+\d+_[a-z]\w*")  # a16_knitting; anything else is a topic
NUMBERED = re.compile(r"a(\d+)_")
OWN_PACKAGE = "exercises"  # of a course that has named none
TAKEN = ("exercise", "exercises", "shared", "check", "grade", "hint", "stub", "sum", "len", "max")


@dataclass(frozen=True)
class Address:
    """Where one exercise lives. ``is_of_dlkit`` says that the course is the one of dlkit itself."""

    root: Path
    source: Path
    package: str
    assignment: str
    function: str
    is_of_dlkit: bool

    @property
    def topic(self) -> str:
        return topic_of(self.assignment)

    @property
    def exercise_id(self) -> str:
        return f"{self.topic}.{self.function}"

    @property
    def package_folder(self) -> Path:
        return self.root.joinpath(*self.package.split("."))

    @property
    def exercise(self) -> Path:
        """The file that specifies the exercise."""
        return self.package_folder / self.assignment / "exercises" / f"{self.function}.py"

    @property
    def notebook(self) -> Path:
        return self.source / self.assignment / f"{self.topic}.ipynb"

    def names(self) -> dict[str, str]:
        """What the templates may use."""
        return {
            "assignment": self.assignment,
            "topic": self.topic,
            "topic_title": self.topic.replace("_", " ").capitalize(),
            "exercise_id": self.exercise_id,
            "function": self.function,
            "title": self.function.replace("_", " ").capitalize(),
            "package": self.package,
        }


def address_of(course: Course, topic: str, function: str) -> Address:
    """Find the address of an exercise by the name of its topic or of its assignment."""
    _require_name(topic, "a topic")
    _require_name(function, "a function")
    if function in TAKEN:
        raise CourseError(f"{function!r} has a meaning in these files. Name another function.")
    is_of_dlkit = (course.root / "dlkit" / "topics.py").is_file()
    return Address(
        root=course.root,
        source=course.source,
        package=course.registry.package or OWN_PACKAGE,
        assignment=_in_order(topic) if is_of_dlkit else _assignment(course, topic),
        function=function,
        is_of_dlkit=is_of_dlkit,
    )


def _require_name(name: str, what: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise CourseError(
            f"{name!r} cannot be the name of {what}: small letters, digits and _ are needed, with "
            "a letter first, and no word of Python's own. Try softmax_regression."
        )


def _in_order(topic: str) -> str:
    """The assignment of one of dlkit's topics; another topic needs a whole name."""
    slug = topic_of(topic) if ASSIGNMENT.fullmatch(topic) else topic
    if slug in ORDER:
        name = f"a{ORDER.index(slug):02}_{slug}"
        if topic not in (slug, name):
            raise CourseError(f"{topic!r} is in another place: the order of topics says {name!r}.")
        return name
    if topic == slug:
        raise CourseError(
            f"{topic!r} is no topic of dlkit; there are: {', '.join(ORDER)}. For one beside them "
            f"give the whole name of its assignment, as in a{len(ORDER):02}_{topic}."
        )
    return topic


def _assignment(course: Course, topic: str) -> str:
    """The name given, that of the assignment about this topic, or one with the next number."""
    if ASSIGNMENT.fullmatch(topic):
        return topic
    specified = {folder.parent.name for folder in course.registry.folders.values()}
    names = sorted({*assignment_names(course), *specified})
    about = [name for name in names if topic_of(name) == topic]
    if len(about) > 1:
        raise CourseError(
            f"{topic!r} is the topic of {', '.join(about)}. Give the whole name of one of them."
        )
    numbers = [int(match[1]) for name in names if (match := NUMBERED.match(name))]
    return about[0] if about else f"a{max(numbers, default=0) + 1:02}_{topic}"
