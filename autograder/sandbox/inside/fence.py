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
MANY = 1000


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
        _become(spec)
    limit_resources(spec["limits"])
    if spec["landlock"]:
        landlock.restrict(spec["readable"], spec["changeable"])
    if program is not None:
        system_calls.install(program)


def _become(spec: Mapping[str, Any]) -> None:
    """Become a user of one's own, to whom the limit of processes and the rules of files apply.

    Without a world of its own it has to read an interpreter that may be root's alone.
    """
    keep = 0
    if spec["uid"] and not spec["namespaces"]:
        keep = linux.READ_EVERYTHING
        for folder in spec["changeable"]:
            if os.path.isdir(folder):
                os.chown(folder, spec["uid"], -1)
    linux.drop_privileges(spec["uid"], keep)
    linux.die_with_parent()  # the kernel has forgotten it with the change of user


def limit_resources(limits: Mapping[str, int]) -> None:
    """Limit this process and all it starts; soft and hard, so that nothing can be raised again."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def end(child: int, spec: Mapping[str, Any]) -> None:
    """Kill a child and everything that it has started, and wait until it is gone."""
    if not spec["namespaces"]:
        _stop_descendants()
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)  # with the first process its whole namespace goes
        os.waitpid(child, 0)
    if not spec["namespaces"]:
        while orphans := _children(os.getpid(), _parents()):  # this process has adopted them
            for orphan in orphans:
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(orphan, signal.SIGKILL)
                    os.waitpid(orphan, 0)


def _stop_descendants() -> None:
    """Stop them all before the first is killed: one that is stopped cannot make others, and takes
    up the place of one more, so that even those who multiply come to an end."""
    stopped: set[int] = set()
    for _ in range(MANY):
        parents = _parents()
        found, waiting = set[int](), [os.getpid()]
        while waiting:
            children = set(_children(waiting.pop(), parents)) - found
            found |= children
            waiting += children
        if found <= stopped:
            return
        for each in found - stopped:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGSTOP)
        stopped |= found


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


def _children(parent: int, parents: Mapping[int, int]) -> list[int]:
    return [process for process, its_parent in parents.items() if its_parent == parent]


def _parents() -> dict[int, int]:
    """Every process that can be seen, and its parent."""
    found = {}
    processes = os.listdir("/proc") if sys.platform == "linux" else ()
    for name in filter(str.isdigit, processes):
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
            found[int(name)] = int(file.read().rpartition(b")")[2].split()[1])
    return found
