"""The folder in which the judge's cells run: beside the source's files, never a student's."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.sandbox import folders


@contextlib.contextmanager
def trusted_folder(companions: tuple[str, ...]) -> Iterator[None]:
    """Let the judge's cells run beside copies of the source's files, as the kernel's cells do.

    A module among them is imported anew for each submission: a test may have changed it.
    """
    before, known = Path.cwd(), set(sys.modules)
    with folders.temporary() as folder:
        for path in companions:
            shutil.copy(path, folder)
        os.chdir(folder)
        sys.path.insert(0, folder)
        try:
            yield
        finally:
            os.chdir(before)
            sys.path.remove(folder)
            for name in set(sys.modules) - known:
                if str(getattr(sys.modules[name], "__file__", None) or "").startswith(folder):
                    del sys.modules[name]
