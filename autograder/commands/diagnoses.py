"""What `autograder doctor` looks at: one function for each thing, from Python to the course."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from autograder.coursework.course import assignment_names, open_course
from autograder.errors import CourseError

OK, NOTE, MISSING = "ok", "note", "missing"

OLDEST_PYTHON = (3, 11)
INSTALL = "pip install -c constraints.txt 'dlkit[instructor]'"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FENCES = (
    "Install bubblewrap (on Debian and Ubuntu: sudo apt install bubblewrap) and allow user "
    "namespaces (sudo sysctl kernel.unprivileged_userns_clone=1, or on Ubuntu "
    "kernel.apparmor_restrict_unprivileged_userns=0)."
)


@dataclass(frozen=True)
class Diagnosis:
    """One thing that was looked at; ``mend`` says what to do where it is not ``ok``."""

    name: str
    state: str
    found: str
    mend: str = ""


def examine(course_root: Path) -> tuple[Diagnosis, ...]:
    """Look at everything."""
    return (
        python(),
        *packages(),
        tested_versions(course_root),
        isolation(),
        *(layers() if sys.platform == "linux" else ()),
        alembic(),
        lab_extension(),
        browser(),
        course(course_root),
    )


def python() -> Diagnosis:
    """Whether this Python is young enough."""
    version = platform.python_version()
    if sys.version_info >= OLDEST_PYTHON:
        return Diagnosis("Python", OK, f"{version} ({sys.executable})")
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Diagnosis("Python", MISSING, version, f"Use Python {oldest} or newer.")


def packages() -> Iterator[Diagnosis]:
    """Whether every package is there that students' and instructors' parts need."""
    from packaging.requirements import Requirement

    try:
        wanted = [Requirement(line) for line in metadata.requires("dlkit") or ()]
    except metadata.PackageNotFoundError:
        yield Diagnosis("dlkit", MISSING, "not installed", INSTALL)
        return
    for each in wanted:
        extras = ("", "instructor")
        if each.marker and not any(each.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        version = _version(each.name)
        if version and each.specifier.contains(version, prereleases=True):
            yield Diagnosis(each.name, OK, version)
        else:
            version_sentence = f"{version or 'not installed'}, needed is {each.specifier}"
            yield Diagnosis(each.name, MISSING, version_sentence, INSTALL)


def tested_versions(course_root: Path) -> Diagnosis:
    """Whether the installed versions are those the course was tested with."""
    name, path = "tested versions", course_root / "constraints.txt"
    if not path.is_file():
        return Diagnosis(name, NOTE, f"no constraints.txt in {course_root}", "Nothing to do.")
    differing = []
    for line in path.read_text(encoding="utf-8").splitlines():
        package, _, tested = line.partition("#")[0].strip().partition("==")
        installed = _version(package) if tested else None
        if installed and installed != tested:
            differing.append(f"{package} {installed} (tested: {tested})")
    if not differing:
        return Diagnosis(name, OK, "every installed package is at the version tested")
    return Diagnosis(name, NOTE, ", ".join(differing), f"If something fails: {INSTALL}")


def isolation() -> Diagnosis:
    """Whether a student's process can be fenced off here."""
    from autograder.sandbox.isolation import available

    isolation_levels = available()
    best = next(
        isolation_level.name for isolation_level in isolation_levels if isolation_level.works
    )
    failed = "; ".join(
        f"{isolation_level.name}: {isolation_level.why}"
        for isolation_level in isolation_levels
        if not isolation_level.works
    )
    if best != isolation_levels[-1].name:
        return Diagnosis("isolation", OK, best + (f" ({failed})" if failed else ""))
    return Diagnosis("isolation", MISSING, failed, FENCES)


def layers() -> Iterator[Diagnosis]:
    """What the fence around a student's process is made of here, layer by layer."""
    from autograder.sandbox import cgroups
    from autograder.sandbox.inside import landlock, system_calls

    allowed = _first_line(Path("/proc/sys/user/max_user_namespaces"))
    yield _layer("user namespaces", allowed not in ("", "0") and f"up to {allowed}", FENCES)
    version = landlock.version()
    younger = "A kernel of 6.12 or newer has all of it that is used here."
    yield _layer("Landlock", version and f"version {version}", younger)
    machine = system_calls.known_here() and f"for {platform.machine()}"
    yield _layer("filter of system calls", machine, "x86_64 and aarch64 have one.")
    controllers = sorted({name for _, files in cgroups.places() for name in files})
    counted = "As root, or in a unit of systemd with Delegate=yes, memory is limited as a whole."
    yield _layer("control groups", ", ".join(controllers), counted)


def _layer(name: str, state: str | int, mend: str) -> Diagnosis:
    if state:
        return Diagnosis(name, OK, str(state))
    return Diagnosis(name, NOTE, "not offered here", mend)


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").partition("\n")[0]
    except OSError:
        return ""


def alembic() -> Diagnosis:
    """Whether nbgrader finds the program it keeps its database with."""
    if path := shutil.which("alembic"):
        return Diagnosis("alembic", OK, path)
    scripts = Path(sys.executable).parent
    if path := shutil.which("alembic", path=str(scripts)):
        mend = f"For nbgrader's own commands activate the environment, or put {scripts} on PATH."
        return Diagnosis("alembic", NOTE, f"{path}, which is not on PATH", mend)
    return Diagnosis("alembic", MISSING, "not installed", INSTALL)


def lab_extension() -> Diagnosis:
    """Whether JupyterLab will show nbgrader's menus and formgrader."""
    from jupyter_core.paths import jupyter_config_path, jupyter_path

    name = "nbgrader in JupyterLab"
    pages = (Path(folder, "@jupyter", "nbgrader") for folder in jupyter_path("labextensions"))
    servers = (
        Path(folder, "jupyter_server_config.d", "nbgrader.json") for folder in jupyter_config_path()
    )
    page = next((path for path in pages if path.is_dir()), None)
    server = next((path for path in servers if path.is_file()), None)
    if page and server:
        return Diagnosis(name, OK, str(page))
    lacking = " and ".join(
        part for part, path in (("lab extension", page), ("server extension", server)) if not path
    )
    mend = "pip install --force-reinstall --no-deps nbgrader"
    return Diagnosis(name, MISSING, f"no {lacking}", mend)


def browser() -> Diagnosis:
    """Whether the tests that click through JupyterLab can run; nobody else needs it."""
    path_of_browser = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    if path_of_browser:
        return Diagnosis("Chromium", OK, path_of_browser)
    mend = "Only the browser tests need it (on Debian: sudo apt install chromium)."
    return Diagnosis("Chromium", NOTE, "not found", mend)


def course(course_root: Path) -> Diagnosis:
    """Whether the folder is a course that can be read and written."""
    try:
        opened = open_course(course_root)
        names = assignment_names(opened)
    except (CourseError, OSError) as fault:
        return Diagnosis("course", MISSING, str(course_root), str(fault))
    if not os.access(opened.root, os.W_OK | os.X_OK):
        mend = "Give yourself the right to write there: records and the gradebook are kept in it."
        return Diagnosis("course", MISSING, f"{opened.root} is read-only", mend)
    if not names:
        mend = f"Put source notebooks into {opened.source}/ASSIGNMENT/."
        return Diagnosis("course", NOTE, f"{opened.root} has no assignment yet", mend)
    return Diagnosis("course", OK, f"{opened.root}: {', '.join(names)}")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
