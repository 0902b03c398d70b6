"""Control groups: one limit on the memory and the processes of all that a warm parent forks.

The limits of resources count each process alone, and not what processes share; a control group
counts everything. Making one needs a right that an ordinary user has only where it was delegated;
`autograder doctor` says where it is missing.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from autograder.model import Limits

ROOT = Path("/sys/fs/cgroup")
HEADROOM_BYTES = 512 << 20  # the warm parent itself, its libraries, folders in memory
HEADROOM_PROCESSES = 16
SECOND_VERSION = {"memory": "memory.max", "pids": "pids.max"}
FIRST_VERSION = {"memory": "memory.limit_in_bytes", "pids": "pids.max"}
JOIN = 'for group in $0; do echo $$ > "$group/cgroup.procs"; done; exec "$@"'

_numbers = count()


@dataclass(frozen=True)
class Group:
    """The folders of one control group: one, or one for each controller in the first version."""

    folders: tuple[Path, ...]

    def around(self, argv: Sequence[str]) -> list[str]:
        """The command that joins this group, then becomes ``argv``."""
        return ["/bin/sh", "-c", JOIN, " ".join(map(str, self.folders)), *argv]

    def close(self) -> None:
        """Kill what is still in it, and remove it."""
        for folder in self.folders:
            for _ in range(50):
                with contextlib.suppress(OSError):
                    folder.rmdir()
                if not folder.exists():
                    break
                _kill_all(folder)
                time.sleep(0.01)


def make(limits: Limits) -> Group | None:
    """Make a group with these limits; None where that is not allowed."""
    values = {
        "memory": limits.memory_bytes + HEADROOM_BYTES,
        "pids": limits.processes + HEADROOM_PROCESSES,
    }
    name = f"autograder-{os.getpid()}-{next(_numbers)}"
    made: list[Path] = []
    for parent, files in places():
        _sweep(parent)
        folder = parent / name
        with contextlib.suppress(OSError):
            folder.mkdir()
            made.append(folder)
            for controller, file in files.items():
                (folder / file).write_text(str(values[controller]))
    return Group(tuple(made)) if made else None


def places() -> Iterator[tuple[Path, dict[str, str]]]:
    """Folders in which groups may be made, and the file of each controller's limit in there."""
    with contextlib.suppress(OSError):
        own = dict(_memberships(Path("/proc/self/cgroup").read_text(encoding="ascii")))
        for controller, file in FIRST_VERSION.items():
            if controller in own:
                yield from _writable(ROOT / controller, own[controller], {controller: file})
        if "memory" not in own:
            yield from _writable(ROOT, own.get("", "/"), SECOND_VERSION)


def _writable(root: Path, own: str, files: dict[str, str]) -> Iterator[tuple[Path, dict[str, str]]]:
    """This process's own group, or the one around it where only that hands its limits on."""
    own_group = root / own.lstrip("/")
    for folder in (own_group if own_group.is_dir() else root, *own_group.parents):
        if folder != root and root not in folder.parents:
            return
        handed_on = folder / "cgroup.subtree_control"  # in the second version alone
        if handed_on.exists() and not set(files) <= set(handed_on.read_text().split()):
            continue
        if os.access(folder, os.W_OK) and os.access(folder / "cgroup.procs", os.W_OK):
            yield folder, files
            return


def _memberships(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            yield controller, path


def _sweep(parent: Path) -> None:
    """Remove the groups of graders that were killed, and what still runs in them."""
    for folder in parent.glob("autograder-*-*"):
        if not Path(f"/proc/{folder.name.split('-')[1]}").exists():
            _kill_all(folder)
            with contextlib.suppress(OSError):
                folder.rmdir()


def _kill_all(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for process in (folder / "cgroup.procs").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(process), signal.SIGKILL)
