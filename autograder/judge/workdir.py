"""The folder in which the judge's cells run, and what of a student's files comes into it."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import sys
import tempfile
from collections.abc import Container, Iterator, Mapping
from importlib import machinery
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from autograder.judge.failures import Unjudged
from autograder.sandbox import folders
from autograder.sandbox.inside.files import Folder

PICKLE = "the test opens a pickle that the student's code wrote, which could run anything"


@contextlib.contextmanager
def trusted_folder(companions: Mapping[str, str], hidden: Container[str] = ()) -> Iterator[None]:
    """Let the judge's cells run beside copies of the source's files, as the kernel's cells do.

    ``companions`` are their paths, by the places that they have beside the notebook; those that are
    ``hidden`` no student gets. A module among them is imported anew for each submission: a test may
    have changed it.
    """
    before, modules = Path.cwd(), set(sys.modules)
    folder = tempfile.mkdtemp(dir=_parent_folder())
    for place, path in companions.items():
        target = Path(folder, place)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    os.chdir(folder)
    sys.path.insert(0, folder)
    _trusted.append((folder, frozenset(place for place in companions if place in hidden)))
    try:
        yield
    finally:
        os.chdir(before)
        _trusted.pop()
        sys.path.remove(folder)
        sys.path_importer_cache.pop(folder, None)  # no later submission has this folder
        for name in set(sys.modules) - modules:
            if str(getattr(sys.modules[name], "__file__", None) or "").startswith(folder):
                del sys.modules[name]
        _has_students_files.clear()
        shutil.rmtree(folder, ignore_errors=True)  # leftovers are deleted when the worker exits


class Exchange:
    """Files that a test's cell and the student's code have for one another.

    The source's own files stay as they are, and nothing comes in that an import would run.
    """

    def __init__(self) -> None:
        self._root, self._hidden = _trusted[-1] if _trusted else ("", frozenset())
        self._source = Folder(self._root).sizes if self._root else {}
        self._is_wanted = False
        self.begin_anew()

    def begin_anew(self) -> None:
        """Begin with a new process, which has the source's files alone."""
        self._folder = Folder(self._root, self._source) if self._root else None
        shown = {path: size for path, size in self._source.items() if path not in self._hidden}
        self._known: dict[str, int] | None = shown

    @property
    def is_wanted(self) -> bool:
        """Whether the test that runs has to do with files."""
        return self._is_wanted and self._folder is not None

    @is_wanted.setter
    def is_wanted(self, value: bool) -> None:
        self._is_wanted = value

    def sent(self) -> dict[str, Any]:
        """The files that are new or changed here; the first time also which ones both have."""
        if self._folder is None or not self._is_wanted:
            return {}
        known, self._known = self._known, None
        changed = self._folder.changed().items()
        files = {"files": {path: text for path, text in changed if self._may_go(path)}}
        return files if known is None else {**files, "known": known}

    def take(self, files: Mapping[str, Any]) -> None:
        """Write what the student's code wrote."""
        if self._folder is None or not self._is_wanted:
            return
        allowed = {path: text for path, text in files.items() if self._may_come(path)}
        if allowed:
            _watch_pickles()
            _has_students_files.append(True)
        self._folder.write(allowed)

    def _may_go(self, path: str) -> bool:
        return path not in self._hidden and not _is_module(path)

    def _may_come(self, path: str) -> bool:
        return path not in self._source and not _is_module(path)


def _is_module(path: str) -> bool:
    """Whether an import could read it, or has written it: it may hold the reference."""
    return path.endswith(tuple(machinery.all_suffixes())) or "__pycache__" in path


# The folder in which this process runs the cells of a submission, and what no student gets of it.
_trusted: list[tuple[str, frozenset[str]]] = []
_has_students_files: list[bool] = []


@functools.cache
def _watch_pickles() -> None:
    """From now on refuse to open pickles while there are files of a student's."""
    sys.addaudithook(_refuse_pickles)


def _refuse_pickles(event: str, _: Any) -> None:
    if event == "pickle.find_class" and _has_students_files:
        raise Unjudged(PICKLE)


@functools.cache
def _parent_folder() -> Path:
    """The folder of all working directories of this process; removed when the process ends."""
    parent = folders.make()
    Finalize(None, folders.remove, (parent,), exitpriority=0)
    return parent
