"""Keep freed memory, so that large arrays do not have to be fetched anew at every step."""

import ctypes
import sys

# The numbers of the two settings in glibc's malloc.h.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
KEPT_BYTES = 1 << 30


def keep_freed_memory() -> bool:
    """Let this process reuse freed memory instead of giving it back to the system.

    NumPy's temporary arrays come and go at every training step. glibc may give large ones back at
    once, and the system then clears and maps each page again at the next step. Which program is
    hit, and how hard, depends on what else lies in its memory, so that the same network seems to
    be fast one day and slow the next. Results stay as they are, :math:`y = f(x)`.

    Parameters
    ----------
    none    the setting holds for the whole process until it ends

    Returns
    -------
    bool, not an array    whether it was done; False where the C library is not glibc

    Conventions: up to 1 GiB that was once in use stays with the process. It is a choice of the
    program, so training never makes it by itself.

    Examples
    --------
    >>> keep_freed_memory() in (True, False)
    True

    Source: GNU C Library, Reference Manual, 2024, section 3.2.3.5, Malloc Tunable Parameters.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # another C library
        return False
    mallopt.argtypes, mallopt.restype = [ctypes.c_int, ctypes.c_int], ctypes.c_int
    trimming = mallopt(TRIM_THRESHOLD, KEPT_BYTES)
    # Older versions refuse more than 32 MiB here.
    mapping = mallopt(MMAP_THRESHOLD, KEPT_BYTES) or mallopt(MMAP_THRESHOLD, 32 << 20)
    return bool(trimming and mapping)
