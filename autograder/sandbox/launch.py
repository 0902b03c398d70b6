"""Start a trusted program in a world of its own: the command for each isolation level."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.sandbox import folders
from autograder.sandbox.staging import ENGINE, HOME, SITE, WORK, View

GRADING = {"NBGRADER_EXECUTION": "autograde"}  # a test may ask by it whether it is graded
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime")
COVERED, LOCAL = "/usr/lib/python3/dist-packages", Path("/usr/local/lib")
WRITABLE = (
    (WORK, "size=64m,nr_inodes=4096"),
    (HOME, "size=16m,nr_inodes=1024"),
    ("/dev/shm", "size=16m,nr_inodes=1024"),
)
LAUNCH = "import sys; sys.path.insert(0, sys.argv[1]); from inside import world; world.launch()"
FIRST_UID = 60_000
# Where all processes are visible, a process may look into its own only.
PROC = tuple(f"/proc/{name}" for name in "self cpuinfo filesystems meminfo stat version".split())


@dataclass(frozen=True)
class World:
    """What exists inside: a view, and copies of files as (place inside, path outside)."""

    view: View
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Launch:
    """A command that starts a program in its world; ``base`` is what "/" inside is outside."""

    argv: list[str]
    stdin: bytes = b""
    environment: dict[str, str] = field(default_factory=dict)
    folder: str | None = None
    temporary: Path | None = None
    base: str = ""


def prepare(isolation_level: str, world: World, program: str, arguments: list[str]) -> Launch:
    """Return the launch of ``python -c program`` in ``world`` on this isolation level."""
    temporary = folders.make()
    makers = {"bubblewrap": _bubblewrap, "namespaces": _namespaces}
    return makers.get(isolation_level, _folder)(
        world, ["-I", "-S", "-c", program, *arguments], temporary
    )


def clean_up(launch: Launch) -> None:
    """Remove what :func:`prepare` made."""
    if launch.temporary:
        folders.remove(launch.temporary)


def fence(isolation_level: str, view: View, slot: int, base: str) -> dict[str, Any]:
    """What `inside.fence` needs to know about a warm parent's children on this isolation level."""
    own_world = isolation_level in ("namespaces", "bubblewrap")
    changeable = [f"{base}{WORK}", f"{base}{HOME}"]
    return {
        "namespaces": own_world,
        "writable": WRITABLE,
        "work": f"{base}{WORK}",
        "uid": FIRST_UID + slot if isolation_level != "process" and os.geteuid() == 0 else 0,
        "landlock": isolation_level != "process",
        "filter": isolation_level != "process",
        "readable": ["/"] if own_world else _readable(view, base),
        "changeable": [*changeable, "/dev"] if own_world else [*changeable, "/dev/null"],
    }


def _environment(home: str) -> Mapping[str, str]:
    """The whole environment of a student's process; nothing of ours is passed on."""
    return {
        "HOME": home,
        "TMPDIR": home,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        **GRADING,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "IPYTHONDIR": f"{home}/.ipython",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")},
    }


def _system_places(view: View) -> list[tuple[str, str]]:
    places = [(path, path) for path in SYSTEM if os.path.lexists(path)]
    if not view.prefix.is_relative_to("/usr"):
        places.append((str(view.prefix), str(view.prefix)))
    return places + [(inside, str(outside)) for inside, outside in view.places]


def _covered(view: View) -> list[str]:
    """Where other packages lie in the places that are shown: ours are staged one by one."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own = view.prefix / "lib" / version
    # Other languages keep their libraries there, beside those of Python.
    local = map(str, LOCAL.glob("python*")) if view.kernels else [str(LOCAL)]
    covered = [COVERED, *local, str(own / "site-packages"), str(own / "dist-packages")]
    outside = [p for p in covered if not view.prefix.is_relative_to(p)]
    return [path for path in outside if os.path.isdir(path)]


def _namespaces(world: World, arguments: list[str], temporary: Path) -> Launch:
    spec: dict[str, Any] = {
        "root": str(temporary),
        "places": _system_places(world.view),
        "covered": _covered(world.view),
        "writable": WRITABLE,
        "files": world.files,
        "folder": WORK,
        "argv": [world.view.python, *arguments],
        "environment": dict(_environment(HOME)),
    }
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCH, str(Path(__file__).parent)]
    return Launch(launcher, json.dumps(spec).encode(), {}, None, temporary)


def _bubblewrap(world: World, arguments: list[str], temporary: Path) -> Launch:
    argv = ["bwrap", "--die-with-parent", "--new-session", "--clearenv", "--cap-add", "ALL"]
    argv += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    if os.geteuid() != 0:
        argv += ["--unshare-user", "--uid", "0", "--gid", "0"]
    argv += ["--hostname", "sandbox"]
    for folder in _parents(inside for inside, _ in _system_places(world.view)):
        argv += ["--perms", "0755", "--dir", folder]
    for inside, outside in _system_places(world.view):
        if os.path.islink(outside):
            argv += ["--symlink", os.readlink(outside), inside]
        else:
            argv += ["--ro-bind", outside, inside]
    for covered in _covered(world.view):
        argv += ["--tmpfs", covered, "--remount-ro", covered]
    argv += ["--dev", "/dev", "--proc", "/proc", "--tmpfs", HOME, "--tmpfs", WORK, "--chdir", WORK]
    for inside, outside in world.files:
        argv += ["--ro-bind", outside, inside]
    for name, value in _environment(HOME).items():
        argv += ["--setenv", name, value]
    argv += ["--remount-ro", "/", "--", world.view.python, *arguments]
    return Launch(argv, b"", {"PATH": os.environ.get("PATH", "/usr/bin")}, None, temporary)


def _parents(places: Iterable[str]) -> list[str]:
    folders = {str(parent) for place in places for parent in Path(place).parents}
    return sorted(folders - {"/"})


def _folder(world: World, arguments: list[str], temporary: Path) -> Launch:
    """No world of its own: a folder of links, and the program's places moved below it."""
    for inside, outside in world.view.places:
        link = temporary / inside.lstrip("/")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(outside)
    home, work = temporary / HOME.lstrip("/"), temporary / WORK.lstrip("/")
    for own in (home, work):
        own.mkdir(exist_ok=True)
    for inside, file in world.files:
        target = temporary / inside.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    moved = [_below(temporary, argument) for argument in arguments]
    argv = [world.view.python, *moved]
    environment = dict(_environment(str(home)))
    return Launch(argv, b"", environment, str(work), temporary, str(temporary))


def _below(temporary: Path, argument: str) -> str:
    for place in (SITE, ENGINE):
        argument = argument.replace(repr(place), repr(f"{temporary}{place}"))
    return argument


def _readable(view: View, base: str) -> list[str]:
    """What may be read where only Landlock fences: the same as a world of its own would hold."""
    covered = {Path(path) for path in _covered(view)}
    shown = [Path(path) for path in (*SYSTEM, str(view.prefix)) if os.path.exists(path)]
    places = [str(part) for path in shown for part in _without(path.resolve(), covered)]
    staged = [str(outside) for _, outside in view.places]
    devices = [f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom")]
    return [*places, *staged, *devices, f"{base}{SITE}", f"{base}{ENGINE}", *PROC]


def _without(folder: Path, covered: set[Path]) -> Iterator[Path]:
    """A folder, or its parts where something in it must stay out of sight."""
    if folder in covered:
        return
    if any(path.is_relative_to(folder) for path in covered):
        for part in folder.iterdir():
            yield from _without(part, covered)
    else:
        yield folder
