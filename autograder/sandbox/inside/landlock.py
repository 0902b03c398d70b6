"""Rules of files by Landlock, which any process may set for itself, without privilege.

What is not named cannot be opened; nothing outside can be sent a signal, no TCP port can be used.
Older kernels know fewer of these; without Landlock nothing happens and ``version`` is 0.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from . import linux

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
ASK_VERSION, PATH_BENEATH = 1, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, DEVICE_CONTROL = 1 << 14, 1 << 15
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | DEVICE_CONTROL
LOOK = EXECUTE | READ_FILE | READ_DIR
KNOWN_SINCE = {1: (1 << 13) - 1, 2: 1 << 13, 3: TRUNCATE, 5: DEVICE_CONTROL}
FIRST_WITH_SIGNALS = 6
TCP, SIGNALS_AND_SOCKETS = 0b11, 0b11

_libc = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """Which version of Landlock this kernel offers; 0 for none."""
    return max(0, int(_libc.syscall(CREATE_RULESET, None, 0, ASK_VERSION)))


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Leave this process, and all that it starts, no more than these files and folders."""
    abi = version()
    if not abi:
        return
    every = sum(bits for since, bits in KNOWN_SINCE.items() if abi >= since)
    ruleset = _ruleset(abi, every)
    for places, rights in ((readable, LOOK), (writable, every)):
        for place in places:
            _allow(ruleset, place, rights & every)
    linux.forbid_new_privileges()
    _check(_libc.syscall(RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def _ruleset(version: int, every: int) -> int:
    attributes = struct.pack(
        "=QQQ",
        every,
        TCP if version >= 4 else 0,
        SIGNALS_AND_SOCKETS if version >= FIRST_WITH_SIGNALS else 0,
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    return _check(_libc.syscall(CREATE_RULESET, attributes, size, 0))


def _allow(ruleset: int, place: str, rights: int) -> None:
    try:
        descriptor = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= OF_FILES
        rule = struct.pack("=Qi", rights, descriptor)
        _check(_libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, rule, 0))
    finally:
        os.close(descriptor)


def _check(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), f"Landlock: {os.strerror(ctypes.get_errno())}")
    return result
