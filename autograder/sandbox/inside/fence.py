"""Fence off one child of the warm parent, from the inside, before it runs a line of a student.

Layer upon layer, so that one that is missing or broken is not the last: namespaces of its own
(mounts, processes, shared memory), a user of its own without capabilities, limits of resources,
rules of files, a filter of system calls. What cannot be had on this rung is left out by the
trusted side, which has said so to the instructor.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from . import landlock, linux, system_calls

OWN_PROCESSES = "/proc/self/ns/pid"


def fork(spec: Mapping[str, Any]) -> int:
    """Fork; the child is the first process of a namespace of its own where that is possible."""
    if not spec["namespaces"]:
        return os.fork()
    home = os.open(OWN_PROCESSES, os.O_RDONLY | os.O_CLOEXEC)
    try:
        linux.unshare(linux.NEWPID)  # counts for the children to come, not for this process
        child = os.fork()
        if child:
            linux.join_namespace(home, linux.NEWPID)
        return child
    finally:
        os.close(home)


def enter(spec: Mapping[str, Any], files: Mapping[str, int], program: bytes | None) -> None:
    """Fence this process off; ``files`` are open companions by the name they shall have."""
    if sys.platform == "linux":
        linux.die_with_parent()
    if spec["namespaces"]:
        _own_mounts(spec["writable"])
    else:
        os.setsid()
    os.chdir(spec["work"])
    for name, descriptor in files.items():
        with contextlib.suppress(OSError):  # a file named like a folder that is there already
            _copy(descriptor, os.path.join(spec["work"], name))
    if sys.platform == "linux":
        _first_to_be_killed()
        linux.drop_privileges(spec["uid"])
    limit_resources(spec["limits"])
    if spec["landlock"]:
        landlock.restrict(spec["readable"], spec["changeable"])
    if program is not None:
        system_calls.install(program)


def limit_resources(limits: Mapping[str, int]) -> None:
    """Limit this process and all it starts; soft and hard, so that nothing can be raised again."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def end(child: int, spec: Mapping[str, Any]) -> None:
    """Kill a child and everything that it has started, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)  # with the first process its whole namespace goes
        os.waitpid(child, 0)
    if not spec["namespaces"]:
        while orphans := _children():  # this process has adopted what the child left behind
            for orphan in orphans:
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(orphan, signal.SIGKILL)
                    os.waitpid(orphan, 0)


def _own_mounts(writable: Sequence[Sequence[str]]) -> None:
    linux.unshare(linux.NEWNS | linux.NEWIPC)
    for place, options in writable:
        flags = linux.NOSUID | linux.NODEV
        linux.mount("tmpfs", place, "tmpfs", flags, f"{options},mode=1777")
    flags = linux.NOSUID | linux.NODEV | linux.NOEXEC
    linux.mount("proc", "/proc", "proc", flags)


def _copy(descriptor: int, target: str) -> None:
    folder = os.path.dirname(target)
    os.makedirs(folder, mode=0o777, exist_ok=True)
    os.chmod(folder, 0o777)  # the student's user id is not the one that copies
    with open(descriptor, "rb") as source, open(target, "xb") as file:
        while piece := source.read(1 << 20):
            file.write(piece)
    os.chmod(target, 0o666)


def _first_to_be_killed() -> None:
    """Where the machine's memory runs out, the kernel shall end this process, not the grader."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def _children() -> list[int]:
    found = []
    processes = os.listdir("/proc") if sys.platform == "linux" else ()
    for name in filter(str.isdigit, processes):
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
            parent = int(file.read().rpartition(b")")[2].split()[1])
            if parent == os.getpid():
                found.append(int(name))
    return found
