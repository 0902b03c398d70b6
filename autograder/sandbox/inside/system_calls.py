"""A filter of system calls: what is listed in ``system_calls.txt`` may be called, nothing else.

The filter is a program in the kernel's own small language (classic BPF), assembled here. A call
that is not listed fails with ENOSYS, so that the C library falls back to an older one where it
can. Of the listed calls five are looked into: sockets are local only, namespaces cannot be made,
input cannot be put into a terminal, and locks of files, which all students' processes would see on
the libraries that they share, seem to succeed and do nothing. Where rules of files are the only
fence, there is no socket at all, and what those rules do not know is refused too.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterator
from pathlib import Path

from . import landlock, linux

ARCHITECTURES = {"x86_64": (0xC000003E, 1), "aarch64": (0xC00000B7, 2)}  # audit number, column
LOAD, JUMP_EQUAL, JUMP_GREATER, JUMP_FROM, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24  # offsets in seccomp_data
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
NEW_NAMESPACES = 0x7E020080  # every CLONE_NEW… flag
LOCAL_SOCKETS, TO_THE_KERNEL = 1, 16  # AF_UNIX, AF_NETLINK
OF_METADATA = (  # these seem to succeed and change nothing, since copying a file calls them as well
    "chmod fchmod fchmodat chown lchown fchown fchownat utime utimes futimesat utimensat".split()
)
SIGNALS = "kill tkill tgkill rt_sigqueueinfo".split()
TYPE_INTO_TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX
SET_LOCK, SET_LOCK_AND_WAIT, SET_OPEN_LOCK, SET_OPEN_LOCK_AND_WAIT = 6, 7, 37, 38  # of fcntl
GET_LOCK, GET_OPEN_LOCK = 5, 36
PR_SET_SECCOMP, FILTER_MODE = 22, 2

Instruction = tuple[int, int, int, int]  # operation, jump if true, jump if false, constant

# One bad argument fails the call; what is behind the block allows it.
REFUSE = (RETURN, 0, 0, FAIL | errno.EPERM)
NO_FAMILY = (RETURN, 0, 0, FAIL | errno.EAFNOSUPPORT)
DO_NOTHING = (RETURN, 0, 0, FAIL)  # with error 0: it seems to succeed
BLOCKS: dict[str, list[Instruction]] = {
    "clone": [(LOAD, 0, 0, FIRST_ARGUMENT), (JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES), REFUSE],
    "socket": [
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_EQUAL, 3, 0, LOCAL_SOCKETS),
        (JUMP_EQUAL, 0, 1, TO_THE_KERNEL),
        (RETURN, 0, 0, FAIL | errno.EOPNOTSUPP),  # ZeroMQ aborts on every other refusal
        NO_FAMILY,
    ],
    "flock": [DO_NOTHING],
    "fcntl": [
        (LOAD, 0, 0, SECOND_ARGUMENT),
        (JUMP_EQUAL, 5, 0, SET_LOCK),  # each jumps to the end that is its own
        (JUMP_EQUAL, 4, 0, SET_LOCK_AND_WAIT),
        (JUMP_EQUAL, 3, 0, SET_OPEN_LOCK),
        (JUMP_EQUAL, 2, 0, SET_OPEN_LOCK_AND_WAIT),
        (JUMP_EQUAL, 2, 0, GET_LOCK),
        (JUMP_EQUAL, 1, 2, GET_OPEN_LOCK),
        DO_NOTHING,
        (RETURN, 0, 0, FAIL | errno.EINVAL),
    ],
    "ioctl": [
        (LOAD, 0, 0, SECOND_ARGUMENT),
        (JUMP_EQUAL, 1, 0, TYPE_INTO_TERMINAL[0]),
        (JUMP_EQUAL, 0, 1, TYPE_INTO_TERMINAL[1]),
        REFUSE,
    ],
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def known_here() -> bool:
    """Whether the numbers of this machine's system calls are known."""
    return os.uname().machine in ARCHITECTURES


def assemble(*, alone: bool) -> bytes:
    """Assemble the filter of this machine; ``alone`` where no world of its own is around it."""
    audit, column = ARCHITECTURES[os.uname().machine]
    rows = [line.split() for line in _table().splitlines() if not line.startswith("#")]
    numbers = {row[0]: int(row[column]) for row in rows if row[column] != "-"}
    program: list[Instruction] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, audit),
        (RETURN, 0, 0, KILL),
        *_looked_into(numbers, alone),
        (LOAD, 0, 0, NUMBER),
        *_ranges(sorted(numbers.values())),
        (RETURN, 0, 0, FAIL | errno.ENOSYS),
    ]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def install(program: bytes) -> None:
    """Put the filter on this process and all that it starts; it can never be taken off."""
    linux.forbid_new_privileges()
    libc = ctypes.CDLL(None, use_errno=True)
    described = _Program(len(program) // 8, program)
    if libc.prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(described), 0, 0):
        raise OSError(ctypes.get_errno(), "the filter of system calls was refused")


def _table() -> str:
    return Path(__file__).with_suffix(".txt").read_text(encoding="ascii")


def _looked_into(numbers: dict[str, int], alone: bool) -> Iterator[Instruction]:
    """Each block is skipped unless its call is made."""
    blocks = dict(BLOCKS)
    if alone:
        # Rules of files say nothing of sockets in folders, nor of owners, rights and times.
        blocks["socket"] = [NO_FAMILY]
        blocks |= {name: [DO_NOTHING] for name in OF_METADATA if name in numbers}
        if landlock.version() < landlock.FIRST_WITH_SIGNALS:
            blocks |= {name: [REFUSE] for name in SIGNALS if name in numbers}
    for name, block in blocks.items():
        yield (LOAD, 0, 0, NUMBER)
        yield (JUMP_EQUAL, 0, len(block), numbers[name])
        yield from block


def _ranges(numbers: list[int]) -> Iterator[Instruction]:
    """Allow runs of neighbouring numbers, two comparisons for each run."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    for first, last in runs:
        yield (JUMP_FROM, 0, 2, first)
        yield (JUMP_GREATER, 1, 0, last)
        yield (RETURN, 0, 0, ALLOW)
