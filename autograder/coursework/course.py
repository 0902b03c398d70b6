"""A course: where its folders are, and what its ``nbgrader_config.py`` changes.

nbgrader's own settings decide the folders, the database and the course id, so that nbgrader's
tools and ours always look at the same places. Our own settings stand beside them: see `settings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets import TraitError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.coursework import nbgrader_settings, settings
from autograder.coursework.nbgrader_folders import CourseDirectory
from autograder.coursework.nbgrader_settings import NbgraderSettings
from autograder.errors import CourseError, UnknownAssignment
from autograder.model import Limits
from autograder.specification.registry import CONFIG as CONFIG  # a name of this module as well
from autograder.specification.registry import Registry, topic_of

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory as NbgradersOwn


@dataclass(frozen=True)
class Course:
    """Folders, database and settings of one course."""

    root: Path
    course_id: str
    db_url: str
    source: Path
    release: Path
    submitted: Path
    autograded: Path
    feedback: Path
    limits: Limits
    allow: tuple[str, ...]
    deny: tuple[str, ...]
    in_kernel: tuple[str, ...]
    fresh_kernel: bool
    strict: bool
    registry: Registry
    sample_class: str  # a package that makes the class of the demo
    config: Config
    nbgrader: NbgraderSettings  # its own settings that count here

    @property
    def private(self) -> Path:
        """Our own folder: records, the course secret, reports. Never copied, ignored by git."""
        return self.root / ".autograder"


def open_course(root: Path) -> Course:
    """Read the settings in ``root``; raise :class:`CourseError` where there is no course."""
    root = root.resolve()
    if not (root / CONFIG).is_file():
        raise CourseError(
            f"{root} is not a course folder: it has no {CONFIG}. Run the command in the folder "
            "that holds it, or name the folder with --course."
        )
    config = _read_config(root)
    return of_nbgrader(_course_directory(root, config), config)


def of_nbgrader(folder: CourseDirectory | NbgradersOwn, config: Config) -> Course:
    """The course that a tool of nbgrader has open, with the settings of its command line."""
    root = Path(folder.root).resolve()
    nbgrader = nbgrader_settings.read_settings(folder, config)
    sandbox = dict(config.get("AutograderSandbox", {}))
    settings_of_sandbox = (*settings.SANDBOX_LISTS, *settings.SANDBOX_FLAGS)
    settings.refuse_unknown("AutograderSandbox", sandbox, settings_of_sandbox)
    flags = settings.sandbox_flags(sandbox)
    names = settings.course_names(dict(config.get("AutograderCourse", {})))
    return Course(
        root=root,
        course_id=folder.course_id,
        db_url=_anchored(folder.db_url, root),
        source=root / folder.source_directory,
        release=root / folder.release_directory,
        submitted=root / folder.submitted_directory,
        autograded=root / folder.autograded_directory,
        feedback=root / folder.feedback_directory,
        limits=_limits(config, nbgrader, names["exercises"]),
        config=config,
        nbgrader=nbgrader,
        registry=Registry.of_course(root, names["exercises"]),
        sample_class=names["sample_class"],
        fresh_kernel=flags["fresh_kernel"],
        strict=flags["strict"],
        **settings.sandbox_lists(sandbox),
    )


def _limits(config: Config, nbgrader: NbgraderSettings, exercises: str) -> Limits:
    """Short ones for exercises, which are many quick calls; else as long as nbgrader waits."""
    base = Limits() if exercises else settings.ordinary(nbgrader.seconds)
    return settings.limits(dict(config.get("AutograderLimits", {})), base)


def assignment_name(course: Course, wanted: str) -> str:
    """Accept an assignment's name or its slug: ``a02_losses`` or ``losses``."""
    names = assignment_names(course)
    matches = [name for name in names if wanted in (name, topic_of(name))]
    if len(matches) == 1:
        return matches[0]
    assignments = ", ".join(names) or "none yet"
    raise UnknownAssignment(f"there is no assignment {wanted!r} in {course.source}: {assignments}.")


def assignment_names(course: Course) -> tuple[str, ...]:
    """Every assignment in ``source/``, in order of their names."""
    folders = course.source.iterdir() if course.source.is_dir() else ()
    visible = (f for f in folders if f.is_dir() and not f.name.startswith("."))  # no checkpoints
    return tuple(sorted(folder.name for folder in visible if any(folder.glob("*.ipynb"))))


def _read_config(root: Path) -> Config:
    try:
        return PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    except (Exception, SystemExit) as fault:
        raise CourseError(
            f"{root / CONFIG} cannot be read: {type(fault).__name__}: {fault}"
        ) from None


def _course_directory(root: Path, config: Config) -> CourseDirectory:
    configured = dict(config.get("CourseDirectory", {})).get("root", "")
    try:
        config.CourseDirectory.root = str((root / configured).resolve())
        folder = CourseDirectory(config=config)
    except (TypeError, TraitError) as fault:
        raise CourseError(
            f"a setting c.CourseDirectory in {root / CONFIG} is wrong: {fault}"
        ) from None
    # Set for nbgrader's own classes too, which would look in the folder the command runs in.
    folder.db_url = config.CourseDirectory.db_url = _anchored(folder.db_url, Path(folder.root))
    return folder


def _anchored(db_url: str, root: Path) -> str:
    """A relative SQLite file is meant from the course folder, wherever the command runs."""
    start = "sqlite:///"
    path = db_url.removeprefix(start)
    if path == db_url or path.startswith(("/", ":memory:", "file:")) or not path:
        return db_url
    return f"{start}{root / path}"
