"""The sandbox's folders outside of it: made for one grader, emptied after each student, removed.

What students leave may be made to resist: nested thousands deep, or closed to everybody. So it is
moved out of the way in one step, and removed by the system's own tools, which follow no link and
know no depth. A folder is locked by the grader that made it; one that a killed grader has left
has lost its lock, and the next grader removes it.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if sys.platform != "win32":
    import fcntl

PREFIX = "autograder-"
SETTLED_SECONDS = 60.0  # a younger folder may be about to be locked

_locks: dict[Path, int] = {}


def make() -> Path:
    """Make a folder of this process; remove those of processes that were killed."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            _remove_if_left(left)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)
    _locks[folder] = _lock(folder)
    return folder


def remove(folder: Path) -> None:
    """Remove a folder and all that is in it, whatever that is."""
    for command in ("chmod -R u+rwX", "rm -rf"):
        subprocess.run([*command.split(), "--", str(folder)], capture_output=True, check=False)
    if (lock := _locks.pop(folder, None)) is not None:
        os.close(lock)


def empty(folder: Path) -> None:
    """Put an empty folder in the place of one that a student could write to."""
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix="left-"))
    folder.rename(aside / "x")
    folder.mkdir()
    remove(aside)


def _lock(folder: Path) -> int:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def _remove_if_left(folder: Path) -> None:
    status = folder.lstat()
    if status.st_uid == os.geteuid() and time.time() - status.st_mtime > SETTLED_SECONDS:
        handle = _lock(folder)
        remove(folder)
        os.close(handle)
