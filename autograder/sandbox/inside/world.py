"""Build a small world of its own with Linux namespaces, then become the program in it.

Run as a program by root, or by an ordinary user where user namespaces are allowed. It knows the
standard library and `linux` only. The world has a read-only view of chosen places, an
empty writable folder in memory with a size limit, its own processes, and no network. The program
in it is trusted: it keeps the right to make namespaces, for the children it forks.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import Any

from . import linux

DEVICES = ("null", "zero", "full", "random", "urandom")


def main(spec: dict[str, Any]) -> None:
    """Enter fresh namespaces, fork the first process of the new world, and wait for it."""
    linux.die_with_parent()
    flags = linux.NEWNS | linux.NEWPID | linux.NEWNET | linux.NEWIPC | linux.NEWUTS
    if os.geteuid() == 0:
        linux.unshare(flags)
    else:
        _enter_user_namespace(flags)
    first = os.fork()
    if first == 0:
        linux.die_with_parent()
        _build(spec)
        os.execve(spec["argv"][0], spec["argv"], spec["environment"])
    _close_inherited()
    _, status = os.waitpid(first, 0)
    sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _enter_user_namespace(flags: int) -> None:
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(linux.NEWUSER | flags)
    # As root of the new namespace alone, so that the rights in it outlive the exec.
    maps = {"setgroups": "deny", "uid_map": f"0 {uid} 1", "gid_map": f"0 {gid} 1"}
    for name, text in maps.items():
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def _build(spec: dict[str, Any]) -> None:
    """Make the new root in a tmpfs, bind what is allowed, and forget the old one."""
    linux.mount(None, "/", None, linux.REC | linux.PRIVATE)
    root = spec["root"]
    _mount_memory(root, "size=64m,mode=755")
    for inside, outside in spec["places"]:
        _bind(root + inside, outside)
    for covered in spec["covered"]:
        if os.path.isdir(root + covered):
            _mount_memory(root + covered, "size=4k", linux.RDONLY)
    _make_devices(root)
    for name, options in spec["writable"]:
        os.makedirs(root + name, exist_ok=True)
        _mount_memory(root + name, f"{options},mode=1777")
    os.makedirs(root + "/proc", exist_ok=True)
    linux.mount("proc", root + "/proc", "proc", linux.NOSUID | linux.NODEV | linux.NOEXEC)
    for inside, outside in spec["files"]:
        _copy(outside, root + inside)
    linux.change_root(root)
    linux.mount(None, "/", None, linux.REMOUNT | linux.RDONLY | linux.NOSUID | linux.NODEV)
    socket.sethostname("sandbox")
    os.chdir(spec["folder"])


def _mount_memory(target: str, options: str, flags: int = 0) -> None:
    linux.mount("tmpfs", target, "tmpfs", flags | linux.NOSUID | linux.NODEV, options)


def _bind(target: str, source: str) -> None:
    if os.path.islink(source):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.symlink(os.readlink(source), target)
        return
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        open(target, "x").close()
    linux.mount(source, target, None, linux.BIND)
    linux.mount(
        None, target, None, linux.REMOUNT | linux.BIND | linux.RDONLY | linux.NOSUID | linux.NODEV
    )


def _make_devices(root: str) -> None:
    os.makedirs(root + "/dev/shm", exist_ok=True)
    os.makedirs(root + "/dev/pts", exist_ok=True)
    linux.mount(
        "devpts",
        root + "/dev/pts",
        "devpts",
        linux.NOSUID | linux.NOEXEC,
        "newinstance,ptmxmode=0666",
    )
    os.symlink("pts/ptmx", root + "/dev/ptmx")
    for name in DEVICES:
        open(f"{root}/dev/{name}", "x").close()
        linux.mount(f"/dev/{name}", f"{root}/dev/{name}", None, linux.BIND)
    for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        os.symlink(f"/proc/self/fd{target}", f"{root}/dev/{name}")


def _copy(source: str, target: str) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(source, "rb") as file:
        content = file.read()
    with open(target, "wb") as file:
        file.write(content)


def _close_inherited() -> None:
    """Leave the socket to the child alone, so that its end closes when the child ends."""
    os.closerange(3, 4096)


def launch() -> None:
    """Read what to build from the standard input, then become it."""
    main(json.loads(sys.stdin.buffer.read()))
