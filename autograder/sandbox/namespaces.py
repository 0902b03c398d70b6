"""Build a small world of its own with Linux namespaces, then become the program in it.

Run as a script by root, or by an ordinary user where user namespaces are allowed. It stands
alone: it knows the standard library only. The world has a read-only view of chosen places, an
empty writable folder in memory with a size limit, its own processes, and no network.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import sys
from typing import Any

NEWNS, NEWUTS, NEWIPC, NEWUSER = 0x00020000, 0x04000000, 0x08000000, 0x10000000
NEWPID, NEWNET = 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC = 1, 2, 4, 8
REMOUNT, BIND, REC, PRIVATE = 32, 4096, 16384, 1 << 18
DETACH = 2
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}  # the system call has no wrapper in the C library
DEVICES = ("null", "zero", "full", "random", "urandom")

_libc = ctypes.CDLL(None, use_errno=True)


def main(spec: dict[str, Any]) -> None:
    """Enter fresh namespaces, fork the first process of the new world, and wait for it."""
    die_with_parent()
    flags = NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
    if os.geteuid() == 0:
        _check(_libc.unshare(flags), "unshare")
    else:
        _enter_user_namespace(flags)
    first = os.fork()
    if first == 0:
        die_with_parent()
        _build(spec)
        _drop_privileges(spec["uid"])
        os.execve(spec["argv"][0], spec["argv"], spec["environment"])
    _close_inherited()
    _, status = os.waitpid(first, 0)
    sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _enter_user_namespace(flags: int) -> None:
    uid, gid = os.geteuid(), os.getegid()
    _check(_libc.unshare(NEWUSER | flags), "unshare")
    maps = {"setgroups": "deny", "uid_map": f"{uid} {uid} 1", "gid_map": f"{gid} {gid} 1"}
    for name, text in maps.items():
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def _build(spec: dict[str, Any]) -> None:
    """Make the new root in a tmpfs, bind what is allowed, and forget the old one."""
    _mount(None, "/", None, REC | PRIVATE)
    root = spec["root"]
    _mount("tmpfs", root, "tmpfs", NOSUID | NODEV, "size=64m,mode=755")
    for inside, outside in spec["places"]:
        _bind(root + inside, outside)
    for covered in spec["covered"]:
        if os.path.isdir(root + covered):
            _mount("tmpfs", root + covered, "tmpfs", RDONLY | NOSUID | NODEV, "size=4k")
    _make_devices(root)
    for name, options in spec["writable"]:
        os.makedirs(root + name, exist_ok=True)
        _mount("tmpfs", root + name, "tmpfs", NOSUID | NODEV, options + ",mode=1777")
    os.makedirs(root + "/proc", exist_ok=True)
    _mount("proc", root + "/proc", "proc", NOSUID | NODEV | NOEXEC)
    for inside, outside in spec["files"]:
        copy_file(outside, root + inside)
    _change_root(root)
    _mount(None, "/", None, REMOUNT | RDONLY | NOSUID | NODEV)
    socket.sethostname("sandbox")
    os.chdir(spec["folder"])


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
    _mount(source, target, None, BIND)
    _mount(None, target, None, REMOUNT | BIND | RDONLY | NOSUID | NODEV)


def _make_devices(root: str) -> None:
    os.makedirs(root + "/dev/shm", exist_ok=True)
    os.makedirs(root + "/dev/pts", exist_ok=True)
    _mount("devpts", root + "/dev/pts", "devpts", NOSUID | NOEXEC, "newinstance,ptmxmode=0666")
    os.symlink("pts/ptmx", root + "/dev/ptmx")
    for name in DEVICES:
        open(f"{root}/dev/{name}", "x").close()
        _mount(f"/dev/{name}", f"{root}/dev/{name}", None, BIND)
    for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        os.symlink(f"/proc/self/fd{target}", f"{root}/dev/{name}")


def _change_root(root: str) -> None:
    os.chdir(root)
    number = PIVOT_ROOT.get(os.uname().machine)
    if number is None:
        raise OSError(f"namespaces are not known to work on {os.uname().machine}")
    _check(_libc.syscall(number, b".", b"."), "pivot_root")  # new root over the old one
    _check(_libc.umount2(b".", DETACH), "umount")
    os.chdir("/")


def copy_file(source: str, target: str) -> None:
    """Copy a companion file; a link is not followed, it could point at anything."""
    folder = os.path.dirname(target)
    if not os.path.isdir(folder):
        os.makedirs(folder)
        os.chmod(folder, 0o777)  # the student's user id is not the one that copies
    with open(os.open(source, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        content = file.read()
    with open(target, "wb") as file:
        file.write(content)
    os.chmod(target, 0o666)


def _drop_privileges(uid: int) -> None:
    if os.geteuid() == 0 and uid:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    _check(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
    die_with_parent()


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the one that started it ends, however it ends."""
    _check(_libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "prctl")


def _close_inherited() -> None:
    """Leave the socket to the child alone, so that its end closes when the child ends."""
    os.closerange(3, 4096)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    encoded = [None if text is None else text.encode() for text in (source, target, kind)]
    _check(_libc.mount(*encoded, ctypes.c_ulong(flags), data.encode()), f"mount {target}")


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


if __name__ == "__main__":
    main(json.loads(sys.stdin.buffer.read()))
