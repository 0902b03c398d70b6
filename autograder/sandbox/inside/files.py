"""The files of a working folder at both ends: what changed at one is sent to the other."""

from __future__ import annotations

import base64
import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

MAX_FILES, MAX_BYTES = 200, 16 << 20  # that are sent at a time
MAX_DEPTH = 8
Mark = tuple[int, int, int]
Seen = dict[str, Mark]
FOLDER: Mark = (0, 0, 0)


class Folder:
    """What is in a folder, and what was in it when both ends had the same.

    ``known`` are the files that the other end has, with their sizes; without it, all that are here.
    """

    def __init__(self, root: str, known: Mapping[str, int] | None = None) -> None:
        self._root = root
        now = dict(_files(root))
        same = (path for path, mark in now.items() if known is None or known.get(path) == mark[0])
        self._seen: Seen = {path: now[path] for path in same}

    @property
    def sizes(self) -> dict[str, int]:
        """The files that both ends have, with their sizes."""
        return {path: mark[0] for path, mark in self._seen.items()}

    def changed(self) -> dict[str, str | None]:
        """The files that are new or changed, and those that are gone; as text for the wire."""
        now = dict(_files(self._root))
        changed: dict[str, str | None] = {path: None for path in self._seen.keys() - now.keys()}
        left = MAX_BYTES
        for path, mark in now.items():
            if path.endswith(os.sep):
                changed |= {} if path in self._seen else {path: ""}
                continue
            if self._seen.get(path) == mark or mark[0] > left or len(changed) >= MAX_FILES:
                continue
            with contextlib.suppress(OSError):
                data = Path(self._root, path).read_bytes()
                left -= len(data)
                changed[path] = base64.b64encode(data).decode("ascii")
        self._seen = now
        return changed

    def write(self, files: Mapping[str, Any]) -> None:
        """Take over what changed at the other end; nothing outside of the folder."""
        for path, text in list(files.items())[:MAX_FILES]:
            if not is_inside(path):
                continue
            with contextlib.suppress(OSError, ValueError):
                self._write(path, text)

    def _write(self, path: str, text: Any) -> None:
        target = Path(self._root, path)
        below = [target, *list(target.parents)[: len(Path(path).parts) - 1]]
        if any(part.is_symlink() for part in below):
            return
        if text is None:
            target.rmdir() if path.endswith(os.sep) else target.unlink(missing_ok=True)
            self._seen.pop(path, None)
            return
        if path.endswith(os.sep):
            target.mkdir(parents=True, exist_ok=True)
            self._seen[path] = FOLDER
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(str(text)))
        self._seen[path] = _mark(target.stat())


def is_inside(path: str) -> bool:
    """Whether a relative path names a file below the folder."""
    parts = Path(path).parts
    plain = bool(parts) and not path.startswith("/") and "\0" not in path
    return plain and ".." not in parts and len(parts) <= MAX_DEPTH


def _files(root: str, below: str = "", depth: int = 0) -> Iterator[tuple[str, Mark]]:
    """Regular files, no links, with their size, time and number."""
    if depth > MAX_DEPTH:
        return
    with contextlib.suppress(OSError), os.scandir(os.path.join(root, below)) as entries:
        for entry in entries:
            path = os.path.join(below, entry.name)
            if entry.is_dir(follow_symlinks=False):
                yield path + os.sep, FOLDER
                yield from _files(root, path, depth + 1)
            elif entry.is_file(follow_symlinks=False):
                yield path, _mark(entry.stat(follow_symlinks=False))


def _mark(status: os.stat_result) -> Mark:
    return status.st_size, status.st_mtime_ns, status.st_ino
