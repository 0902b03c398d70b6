"""The folder in which the judge's cells run: beside the source's files, never a student's."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.util import Finalize
from pathlib import Path

from autograder.sandbox import folders


@contextlib.contextmanager
def trusted_folder(companions: tuple[str, ...]) -> Iterator[None]:
    """Let the judge's cells run beside copies of the source's files, as the kernel's cells do.

    A module among them is imported anew for each submission: a test may have changed it.
    """
    before, modules = Path.cwd(), set(sys.modules)
    folder = tempfile.mkdtemp(dir=_parent_folder())
    for path in companions:
        shutil.copy(path, folder)
    os.chdir(folder)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        os.chdir(before)
        sys.path.remove(folder)
        for name in set(sys.modules) - modules:
            if str(getattr(sys.modules[name], "__file__", None) or "").startswith(folder):
                del sys.modules[name]
        shutil.rmtree(folder, ignore_errors=True)  # leftovers are deleted when the worker exits


@functools.cache
def _parent_folder() -> Path:
    """The folder of all working directories of this process; removed when the process ends."""
    parent = folders.make()
    Finalize(None, folders.remove, (parent,), exitpriority=0)
    return parent
