"""The exercises of a course, found by topic or by id.

A course names the package that holds them in its ``nbgrader_config.py``::

    c.AutograderCourse.exercises = "course"  # course/<assignment>/exercises/__init__.py

An assignment's exercises are the tuple ``EXERCISES`` of that module, in the order of its notebook.
The engine says which course is open; where nobody has (the kernel of a plain nbgrader), it is the
one whose folder the process runs in.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config.loader import PyFileConfigLoader

from autograder.errors import UnknownExercise

if TYPE_CHECKING:  # commands that never grade should not wait for numpy
    from autograder.specification.exercise import Exercise

__all__ = [
    "CONFIG",
    "Registry",
    "current",
    "exercises_for",
    "find",
    "topic_of",
    "topics",
    "use",
    "using",
]

CONFIG = "nbgrader_config.py"
SECTION, SETTING = "AutograderCourse", "exercises"


@dataclass(frozen=True)
class Registry:
    """The exercises in the package ``package``, whose folder is ``home``; both may be empty."""

    package: str = ""
    home: str = ""

    @classmethod
    def of_course(cls, root: Path, package: str) -> Registry:
        """Look for the package in the course folder, then where Python finds packages."""
        if not package:
            return cls()
        home = root.joinpath(*package.split("."))
        found = cls(package, str(home if home.is_dir() else _installed(package)))
        if not found.home or str(found.root) in _opened - {str(root)}:
            raise UnknownExercise(
                f"c.{SECTION}.{SETTING} is {package!r}, but there is no such package in "
                f"{root}. Make that folder, or correct the name."
            )
        return found

    @property
    def top(self) -> str:
        """The outermost package."""
        return self.package.partition(".")[0]

    @property
    def root(self) -> Path:
        """The folder that holds the outermost package."""
        return Path(self.home).parents[self.package.count(".")]

    @property
    def folders(self) -> dict[str, Path]:
        """The folder of every topic's exercises, by topic, in the order of the assignments."""
        packages = Path(self.home).glob("*/exercises/__init__.py") if self.package else ()
        return {topic_of(path.parts[-3]): path.parent for path in sorted(packages)}

    def exercises_for(self, topic: str) -> tuple[Exercise, ...]:
        """The exercises of a topic in the order of its notebook."""
        folders = self.folders
        if topic not in folders:
            raise UnknownExercise(self.lacks(topic))
        return _load(self, folders[topic].parent.name)

    def lacks(self, topic: str) -> str:
        """Say that a topic has no exercises, which have, and how it gets some."""
        if not self.package:
            return (
                f"This course specifies no exercises: its {CONFIG} does not set "
                f"c.{SECTION}.{SETTING}. `autograder new {topic or 'TOPIC'}` writes a first one."
            )
        topics = ", ".join(self.folders) or "none yet"
        what = f"{topic!r} is not a topic with exercises" if topic else "There are no exercises"
        return (
            f"{what} in {self.home}; there are: {topics}. `autograder new {topic or 'TOPIC'}` "
            "begins one."
        )

    def find(self, exercise_id: str) -> Exercise:
        """The exercise with this id, such as ``losses.mse``."""
        exercises = self.exercises_for(exercise_id.partition(".")[0])
        for exercise in exercises:
            if exercise.id == exercise_id:
                return exercise
        ids = ", ".join(exercise.id for exercise in exercises)
        raise UnknownExercise(f"{exercise_id!r} is not an exercise; this topic has: {ids}.")


def topic_of(assignment: str) -> str:
    """The topic of an assignment: ``a02_losses`` is about ``losses``."""
    return assignment.partition("_")[2] or assignment


def topics() -> tuple[str, ...]:
    """The topics of the open course that have exercises, in the order of its assignments."""
    return tuple(current().folders)


def exercises_for(topic: str) -> tuple[Exercise, ...]:
    """As :meth:`Registry.exercises_for`, of the open course."""
    return current().exercises_for(topic)


def find(exercise_id: str) -> Exercise:
    """As :meth:`Registry.find`, of the open course."""
    return current().find(exercise_id)


_open: ContextVar[Registry | None] = ContextVar("registry", default=None)
_opened: set[str] = set()  # course folders that Python finds packages in because we put them there


def use(registry: Registry) -> None:
    """From now on the exercises are those of ``registry``; for a process of our own."""
    _open.set(registry)


@contextmanager
def using(registry: Registry) -> Iterator[None]:
    """Inside this block the exercises are those of ``registry``."""
    token = _open.set(registry)
    try:
        yield
    finally:
        _open.reset(token)


def current() -> Registry:
    """The registry in use, else that of the course folder the process runs in."""
    return _open.get() or _around(Path.cwd())


def _installed(package: str) -> str:
    """The folder of a package that Python finds, or nothing."""
    try:
        spec = importlib.util.find_spec(package)
    except ModuleNotFoundError:  # the package around it
        return ""
    return next(iter((spec and spec.submodule_search_locations) or ()), "")


@lru_cache(maxsize=4)
def _around(folder: Path) -> Registry:
    for root in (folder, *folder.parents):
        if (root / CONFIG).is_file():
            config = PyFileConfigLoader(CONFIG, path=str(root)).load_config()
            return Registry.of_course(root, config.get(SECTION, {}).get(SETTING, ""))
    raise UnknownExercise(
        f"{folder} is not inside a course folder: neither it nor a folder above it has a {CONFIG}, "
        "which names the exercises of a course."
    )


@lru_cache(maxsize=32)
def _load(registry: Registry, assignment: str) -> tuple[Exercise, ...]:
    """Import an assignment's exercises, anew where another course had a package of this name."""
    top, root = registry.top, registry.root
    loaded = getattr(sys.modules.get(top), "__path__", [])
    is_other = bool(loaded) and str(root / top) not in map(str, loaded)
    for name in [name for name in sys.modules if is_other and name.partition(".")[0] == top]:
        del sys.modules[name]
    if str(root) not in sys.path:
        _opened.add(str(root))
    if is_other or str(root) not in sys.path:
        sys.path[:] = [str(root), *(place for place in sys.path if place != str(root))]
    from autograder.specification.loading import load  # numpy: not before it is needed

    return load(
        f"{registry.package}.{assignment}.exercises",
        Path(registry.home) / assignment / "exercises",
        topic_of(assignment),
    )
