"""Fence off one child of the warm parent, from the inside, before it runs a line of a student.

Several layers, so that a missing or broken one is not the only one: namespaces of its own
(mounts, processes, shared memory), a user of its own without capabilities, limits of resources,
rules of files, a filter of system calls. What this isolation level cannot have is left out by
the trusted side, which has said so to the instructor.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import landlock, linux, system_calls

if sys.platform != "win32":
    import resource

OWN_PROCESSES = "/proc/self/ns/pid"
MANY = 1000
STILL = "TZX"  # stopped, ended, gone


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
    """Become another user, to whom the limit of processes and the rules of files apply.

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
    if spec["namespaces"] or sys.platform != "linux":
        _kill(child, signal.SIGKILL)  # with the first process its whole namespace goes
        os.waitpid(child, 0)
        return
    while processes := _stopped_descendants():
        for each in processes:
            _kill(each, signal.SIGKILL)
        for each in processes:
            with contextlib.suppress(ChildProcessError):  # not adopted yet: the next round
                os.waitpid(each, 0)


def _kill(process: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)


def _stopped_descendants() -> set[int]:
    """Stop all descendants before the first is killed.

    One that is stopped cannot make others, and takes up the place of one more: so even those who
    multiply come to an end. That is when they are seen twice in a row, all of them stopped: what
    was made while the first list was read stands in the second.
    """
    before: set[int] = set()
    were_still = False
    for _ in range(MANY):
        processes = _descendants()
        moving = {process for process, state in processes.items() if state not in STILL}
        if not moving and were_still and before == set(processes):
            break
        for each in moving:
            _kill(each, signal.SIGSTOP)
        before, were_still = set(processes), not moving
    return before


def _own_mounts(writable: Sequence[Sequence[str]]) -> None:
    linux.unshare(linux.NEWNS | linux.NEWIPC)
    with contextlib.suppress(OSError):  # only the name of its control group is seen without
        linux.unshare(linux.NEWCGROUP)
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
    """Make the kernel end this process, not the grader, where the machine's memory runs out."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def _descendants() -> dict[int, str]:
    """All processes that this one has started, however far down, and the state of each."""
    processes = dict(_processes())
    descendants: dict[int, str] = {}
    waiting = {os.getpid()}
    while waiting:
        children = {p for p, (_, parent) in processes.items() if parent in waiting} - set(
            descendants
        )
        descendants |= {child: processes[child][0] for child in children}
        waiting = children
    return descendants


def _processes() -> Iterator[tuple[int, tuple[str, int]]]:
    """Every process that can be seen: its number, its state and its parent."""
    names = os.listdir("/proc") if sys.platform == "linux" else ()
    for name in filter(str.isdigit, names):
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
            state, parent = file.read().rpartition(b")")[2].split()[:2]
            yield int(name), (state.decode(), int(parent))
