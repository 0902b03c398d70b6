"""The few system calls of Linux that build a fence and have no name in Python.

Staged inside the sandbox and used by the launcher outside of it, so it knows the standard library
only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct
from typing import Any

NEWNS, NEWUTS, NEWIPC, NEWUSER = 0x00020000, 0x04000000, 0x08000000, 0x10000000
NEWPID, NEWNET, NEWCGROUP = 0x20000000, 0x40000000, 0x02000000
RDONLY, NOSUID, NODEV, NOEXEC = 1, 2, 4, 8
REMOUNT, BIND, REC, PRIVATE = 32, 4096, 16384, 1 << 18
DETACH = 2
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}  # these two have no wrapper in the C library
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAPBSET_DROP = 1, 8, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
CAPABILITIES = 64  # more than there are; the kernel refuses those it does not know
CAPABILITY_VERSION = 0x20080522
READ_EVERYTHING = 1 << 2  # CAP_DAC_READ_SEARCH

_libc = ctypes.CDLL(None, use_errno=True)


def unshare(flags: int) -> None:
    """Leave the namespaces named by ``flags`` for fresh ones."""
    _check(_libc.unshare(flags), "unshare")


def join_namespace(descriptor: int, kind: int) -> None:
    """Go (back) into the namespace behind a file of ``/proc/…/ns``."""
    _check(_libc.setns(descriptor, kind), "setns")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount a file system, or change a mount that is there."""
    encoded = [None if text is None else text.encode() for text in (source, target, kind)]
    _check(_libc.mount(*encoded, ctypes.c_ulong(flags), data.encode()), f"mount {target}")


def change_root(root: str) -> None:
    """Make ``root`` the root of this process's mounts, and forget what was there before."""
    os.chdir(root)
    number = PIVOT_ROOT.get(os.uname().machine)
    if number is None:
        raise OSError(f"namespaces are not known to work on {os.uname().machine}")
    _check(_libc.syscall(number, b".", b"."), "pivot_root")  # new root over the old one
    _check(_libc.umount2(b".", DETACH), "umount")
    os.chdir("/")


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the one that started it ends, however it ends."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def forbid_new_privileges() -> None:
    """Never let a program give this process a right that it does not have.

    The kernel demands it of a process that restricts itself without being root. Each layer of the
    fence that needs it asks for it itself, so that it does not depend on another layer.
    """
    _prctl(PR_SET_NO_NEW_PRIVS, 1)


def drop_privileges(uid: int, keep: int = 0) -> None:
    """Become an ordinary user (where ``uid`` is not 0) without any capability, for ever.

    ``keep`` are capabilities, as bits, that a user who was root keeps until it starts a program.
    """
    _prctl(PR_SET_KEEPCAPS, int(bool(keep)))
    for capability in range(CAPABILITIES):
        _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    if uid:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    header, kept = (
        struct.pack("=Ii", CAPABILITY_VERSION, 0),
        struct.pack("=6I", keep, keep, *[0] * 4),
    )
    _check(_libc.capset(header, kept), "capset")
    forbid_new_privileges()


def _prctl(option: int, value: int) -> None:
    _check(_libc.prctl(option, value, 0, 0, 0), "prctl")


def _check(result: Any, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
