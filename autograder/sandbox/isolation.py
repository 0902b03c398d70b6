"""How students' processes are fenced off: four isolation levels, the best that works here is taken.

namespaces   a world of its own (mounts, processes, network), made by `inside.world` as root, or by
             an ordinary user where user namespaces are allowed
bubblewrap   the same by the program ``bwrap``, which may be allowed where we are not
landlock     no world of its own, but rules of files and a filter of system calls, which need no
             privilege: for locked-down containers
process      a process group with resource limits only: files and network stay open

On each level but the last, `inside.fence` adds for every child what the kernel offers: Landlock,
 the filter of system calls, limits of resources.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from autograder.errors import NoIsolation
from autograder.sandbox import launch, staging
from autograder.sandbox.inside import landlock, system_calls
from autograder.sandbox.launch import World

NAMES = ("namespaces", "bubblewrap", "landlock", "process")
FIRST_WITH_ALL = 4  # the version of Landlock from which on it knows TCP
UNPROTECTED = (
    "Without isolation a student's code runs in your own account: it can read and change every "
    "file you can (the gradebook, the solutions, other submissions), use the network, and leave "
    "processes behind. Marks are still judged outside its process."
)
# Can it see what it must not see, and can it make what every child needs?
TRIAL = (
    "import os, sys; sys.path.insert(0, {engine!r}); from inside import linux\n"
    "if os.path.exists({outside!r}): sys.exit('what is outside can be seen')\n"
    "linux.unshare(linux.NEWPID); child = os.fork()\n"
    "if child: sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    "linux.unshare(linux.NEWNS | linux.NEWIPC); linux.mount('proc', '/proc', 'proc', 0)"
)


@dataclass(frozen=True)
class IsolationLevel:
    """One way to isolate: whether it works on this machine and, if not, why."""

    name: str
    works: bool
    why: str = ""


def available() -> tuple[IsolationLevel, ...]:
    """Try every isolation level on this machine, best first."""
    return tuple(_try(name) for name in NAMES)


def choose(wanted: str | None) -> str:
    """Return the isolation level to use; grading unfenced has to be asked for by name."""
    if wanted:
        isolation_level = _try(wanted)
        if not isolation_level.works:
            raise NoIsolation(f"isolation {wanted!r} does not work here: {isolation_level.why}")
        return wanted
    failed = []
    for name in NAMES[:-1]:
        isolation_level = _try(name)
        if isolation_level.works:
            return name
        failed.append(f"{name}: {isolation_level.why}")
    raise NoIsolation(
        f"this machine offers no isolation ({'; '.join(failed)}). {UNPROTECTED} To grade all the "
        "same, add --isolation process."
    )


@lru_cache(maxsize=8)
def _try(name: str) -> IsolationLevel:
    trials: dict[str, Callable[[], str]] = {
        "namespaces": lambda: _fails("namespaces"),
        "bubblewrap": lambda: (
            _fails("bubblewrap") if shutil.which("bwrap") else "the program bwrap is not installed"
        ),
        "landlock": _lacks_landlock,
        "process": lambda: "",
    }
    why = trials[name]() if sys.platform == "linux" or name == "process" else "it needs Linux"
    return IsolationLevel(name, not why, why)


def _fails(name: str) -> str:
    """Start a small program on an isolation level; return why it did not work."""
    program = TRIAL.format(engine=staging.ENGINE, outside=str(Path(__file__).parent))
    trial = launch.prepare(name, World(staging.view(())), program, [])
    try:
        done = subprocess.run(
            trial.argv,
            input=trial.stdin,
            env=trial.environment,
            cwd=trial.folder,
            capture_output=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        return str(fault)
    finally:
        launch.clean_up(trial)
    if done.returncode == 0:
        return ""
    words = done.stderr.decode(errors="replace").strip().splitlines()
    return words[-1] if words else f"exit code {done.returncode}"


def _lacks_landlock() -> str:
    if not system_calls.known_here():
        return f"the system calls of {os.uname().machine} are not known here"
    version = landlock.version()
    if version < FIRST_WITH_ALL:
        return f"the kernel offers Landlock {version}; {FIRST_WITH_ALL} is needed"
    return ""
