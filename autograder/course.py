"""A course folder: where its rooms are, and what its ``nbgrader_config.py`` changes.

nbgrader's own settings decide the folders, the database and the course id, so that nbgrader's
tools and ours always look at the same places. Our own settings stand beside them::

    c.AutograderLimits.cell_seconds = 20
    c.AutograderSandbox.allow = ["mypackage"]
    c.AutograderSandbox.in_kernel = ["test_the_magic"]  # forgeable: see docs/decisions/judge.md
    c.AutograderSandbox.fresh_kernel = True  # for libraries that do not survive a fork; forgeable
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.errors import CourseError, UnknownAssignment
from autograder.model import Limits

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

CONFIG = "nbgrader_config.py"
MAY_BE_ZERO = "restarts"  # of the limits: a process that has to be ended is then not started anew
SANDBOX_LISTS = ("allow", "deny", "in_kernel")
FRESH_KERNEL = "fresh_kernel"
OWN_INSIDE = ("/tmp", "/work", "/dev", "/proc")  # where a student's process has folders of its own


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
    config: Config

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


def of_nbgrader(folder: CourseDirectory, config: Config) -> Course:
    """The course that a tool of nbgrader has open, with the settings of its command line."""
    root = Path(folder.root).resolve()
    sandbox = dict(config.get("AutograderSandbox", {}))
    _refuse_unknown("AutograderSandbox", sandbox, (*SANDBOX_LISTS, FRESH_KERNEL))
    return Course(
        root=root,
        course_id=folder.course_id,
        db_url=_anchored(folder.db_url, root),
        source=root / folder.source_directory,
        release=root / folder.release_directory,
        submitted=root / folder.submitted_directory,
        autograded=root / folder.autograded_directory,
        feedback=root / folder.feedback_directory,
        limits=_limits(dict(config.get("AutograderLimits", {}))),
        config=config,
        fresh_kernel=_fresh_kernel(sandbox),
        **_lists(sandbox),
    )


def assignment_name(course: Course, wanted: str) -> str:
    """Accept an assignment's name or its slug: ``a02_losses`` or ``losses``."""
    names = assignment_names(course)
    matches = [name for name in names if wanted in (name, slug(name))]
    if len(matches) == 1:
        return matches[0]
    known = ", ".join(names) or "none yet"
    raise UnknownAssignment(f"there is no assignment {wanted!r} in {course.source}: {known}.")


def assignment_names(course: Course) -> tuple[str, ...]:
    """Every assignment in ``source/``, in order of their names."""
    folders = course.source.iterdir() if course.source.is_dir() else ()
    visible = (f for f in folders if f.is_dir() and not f.name.startswith("."))  # no checkpoints
    return tuple(sorted(folder.name for folder in visible if any(folder.glob("*.ipynb"))))


def slug(assignment: str) -> str:
    """The topic of an assignment: ``a02_losses`` is about ``losses``."""
    return assignment.partition("_")[2] or assignment


def _read_config(root: Path) -> Config:
    try:
        return PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    except (Exception, SystemExit) as fault:
        raise CourseError(
            f"{root / CONFIG} cannot be read: {type(fault).__name__}: {fault}"
        ) from None


def _course_directory(root: Path, config: Config) -> Any:
    # jsonschema would build a grammar of IRIs, which takes longer than all else that is imported
    # here, and which no notebook's schema asks for.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from nbgrader.coursedir import CourseDirectory  # long to import

    config.CourseDirectory.root = str(root)
    folder = CourseDirectory(config=config)
    # Set for nbgrader's own classes too, which would look in the folder the command runs in.
    folder.db_url = config.CourseDirectory.db_url = _anchored(folder.db_url, root)
    return folder


def _anchored(db_url: str, root: Path) -> str:
    """A relative SQLite file is meant from the course folder, wherever the command runs."""
    start = "sqlite:///"
    path = db_url.removeprefix(start)
    if path == db_url or path.startswith(("/", ":memory:", "file:")) or not path:
        return db_url
    return f"{start}{root / path}"


def _limits(settings: dict[str, Any]) -> Limits:
    """Refuse what would stop every submission at once, and cost a whole class its marks."""
    defaults = asdict(Limits())
    _refuse_unknown("AutograderLimits", settings, defaults)
    for name, value in settings.items():
        whole = isinstance(defaults[name], int)
        number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        enough = number and (0 < value < math.inf or (name == MAY_BE_ZERO and value == 0))
        if not enough:
            kind = "whole number" if whole else "number"
            raise CourseError(
                f"c.AutograderLimits.{name} is {value!r}; a {kind} above 0 is needed."
            )
    return Limits(**settings)


def _lists(settings: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    lists = {name: settings[name] for name in SANDBOX_LISTS if name in settings}
    for name, value in lists.items():
        listed = isinstance(value, list | tuple | set)
        if not listed or not all(isinstance(each, str) for each in value):
            raise CourseError(
                f"c.AutograderSandbox.{name} is {value!r}; a list of names is needed, as in "
                '["scipy"].'
            )
    _refuse_absent(path for path in lists.get("allow", ()) if path.startswith("/"))
    return {name: tuple(lists.get(name, ())) for name in SANDBOX_LISTS}


def _refuse_absent(folders: Iterable[str]) -> None:
    """Folders that shall be seen in the sandbox, which has a /tmp and a /work of its own."""
    for folder in folders:
        hidden = folder.startswith(OWN_INSIDE)
        if hidden or not Path(folder).is_dir():
            why = "the sandbox has its own folder there" if hidden else "there is no such folder"
            raise CourseError(f"c.AutograderSandbox.allow names {folder!r}, but {why}.")


def _fresh_kernel(settings: dict[str, Any]) -> bool:
    value = settings.get(FRESH_KERNEL, False)
    if not isinstance(value, bool):
        raise CourseError(
            f"c.AutograderSandbox.{FRESH_KERNEL} is {value!r}; True or False is needed."
        )
    return value


def _refuse_unknown(section: str, settings: Iterable[str], known: Iterable[str]) -> None:
    if unknown := set(settings) - set(known):
        raise CourseError(
            f"c.{section} has no {', '.join(sorted(unknown))}; it has: {', '.join(sorted(known))}."
        )
