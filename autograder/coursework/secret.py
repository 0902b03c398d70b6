"""The course secret, from which every student's hidden cases are drawn."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from autograder.coursework.course import Course
from autograder.errors import CourseError

NAME = ".course_secret"
BYTES = 32


def course_secret(course: Course) -> bytes:
    """Return the secret, which is made when it is asked for the first time."""
    path = course.root / NAME
    try:
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as fault:
        raise CourseError(
            f"the course secret {path} cannot be made or read ({fault.strerror}). Make the folder "
            "writable and the file your own."
        ) from None


def _make(path: Path) -> None:
    """Write it beside and link it into place: never half, and never over an older one."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{NAME}.")
    try:
        with os.fdopen(handle, "wb") as file:  # mkstemp gave it mode 600
            file.write(secrets.token_bytes(BYTES))
        os.link(temporary, path)
    except FileExistsError:
        return  # another process was faster; its secret holds
    finally:
        os.unlink(temporary)


def _read(path: Path) -> bytes:
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise CourseError(
            f"others can read the course secret {path} (mode {mode:o}), and with it could work out "
            f"the hidden tests. Run: chmod 600 {path}"
        )
    secret = path.read_bytes()
    if len(secret) != BYTES:
        raise CourseError(
            f"the course secret {path} is damaged: it has {len(secret)} bytes, not {BYTES}. Put "
            "back a copy, or delete it: then every student's hidden cases change."
        )
    return secret
