"""A folder of copies that a student works in, brought up to date without losing their work.

A list of what was laid out, with a digest of each file, tells what the student has changed since:
that is never touched again, not even by a newer version.
"""

import hashlib
import json
from pathlib import Path

LIST = ".desk.json"


class NoDesk(Exception):
    """The folder cannot be a desk; the text says why and what to do."""


class Desk:
    """The files on one desk; `kept` names the student's own for which a newer version is out."""

    def __init__(self, folder: Path) -> None:
        if folder.exists() and not folder.is_dir():
            raise NoDesk(f"{folder} is a file; --desk needs a folder, which may be new.")
        self._folder = folder
        self._list = folder / LIST
        if folder.is_dir() and any(folder.iterdir()) and not self._list.exists():
            raise NoDesk(f"{folder} holds other things; choose a new or an empty folder as --desk.")
        self._laid_out = self._read()
        self.kept: list[str] = []

    def put(self, place: str, content: bytes) -> None:
        """Lay out a file, unless the student has changed the one that is there."""
        path, newest = self._folder / place, _digest(content)
        before = self._laid_out.get(place)
        if path.exists() and _digest(path.read_bytes()) not in (before, newest):
            if before != newest:
                self.kept.append(place)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._laid_out[place] = newest

    def close(self) -> None:
        """Remember what was laid out."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._list.write_text(json.dumps(self._laid_out, indent=1) + "\n", encoding="utf-8")

    def _read(self) -> dict[str, str]:
        try:
            read = json.loads(self._list.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}  # then every file counts as the student's, and stays
        return read if isinstance(read, dict) else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
