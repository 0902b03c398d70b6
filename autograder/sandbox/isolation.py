"""How a student's process is fenced off: three rungs, the best that works here is taken.

namespaces   its own mounts, processes and network, made by `namespaces`: as root with a user
             id of its own for each worker, otherwise in a user namespace
bubblewrap   the same by the program ``bwrap``, which may be allowed where we are not
process      a process group with resource limits only: files and network stay open
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.errors import NoIsolation
from autograder.sandbox import namespaces, staging
from autograder.sandbox.staging import ENGINE, HOME, SITE, WORK, View

NAMES = ("namespaces", "bubblewrap", "process")
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime")
COVERED = ("/usr/local/lib", "/usr/lib/python3/dist-packages")
UNPROTECTED = (
    "Without isolation a student's code runs in your own account: it can read and change every "
    "file you can (the gradebook, the solutions, other submissions), use the network, and leave "
    "processes behind. Marks are still judged outside its process."
)


@dataclass(frozen=True)
class Rung:
    """One way to isolate: whether it works on this machine and, if not, why."""

    name: str
    works: bool
    why: str = ""


@dataclass(frozen=True)
class World:
    """What one student's process shall find: its view, copies of files, its number.

    ``files`` are (place inside, path outside); ``slot`` numbers the workers of a run, so that
    each has a user id of its own where that can be had.
    """

    view: View
    files: tuple[tuple[str, str], ...] = ()
    slot: int = 0


@dataclass(frozen=True)
class Launch:
    """A command that starts the process in its world."""

    argv: list[str]
    stdin: bytes = b""
    environment: dict[str, str] = field(default_factory=dict)
    folder: str | None = None
    temporary: Path | None = None


def prepare(rung: str, world: World, program: str, arguments: list[str]) -> Launch:
    """Return the launch of ``python -c program`` in ``world`` on this rung."""
    temporary = Path(tempfile.mkdtemp(prefix="autograder-"))
    temporary.chmod(0o755)
    makers = {"bubblewrap": _bubblewrap, "namespaces": _namespaces, "process": _process}
    return makers[rung](world, ["-I", "-S", "-c", program, *arguments], temporary)


def available() -> tuple[Rung, ...]:
    """Try every rung on this machine, best first."""
    return tuple(_try(name) for name in NAMES)


def choose(wanted: str | None) -> str:
    """Return the rung to use; refuse to grade unfenced unless that was asked for by name."""
    if wanted:
        rung = _try(wanted)
        if not rung.works:
            raise NoIsolation(f"isolation {wanted!r} does not work here: {rung.why}")
        return wanted
    failed = []
    for name in NAMES[:-1]:
        rung = _try(name)
        if rung.works:
            return name
        failed.append(f"{name}: {rung.why}")
    raise NoIsolation(
        f"this machine offers no isolation ({'; '.join(failed)}). {UNPROTECTED} To grade all the "
        "same, add --isolation process."
    )


def kernel_environment(home: str) -> Mapping[str, str]:
    """The whole environment of a student's process; nothing of ours is passed on."""
    return {
        "HOME": home,
        "TMPDIR": home,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "IPYTHONDIR": f"{home}/.ipython",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")},
    }


@lru_cache(maxsize=8)
def _try(name: str) -> Rung:
    """Start a small program on the rung that looks whether it can see what it must not."""
    if name == "process":
        return Rung(name, True)
    if name == "bubblewrap" and not shutil.which("bwrap"):
        return Rung(name, False, "the program bwrap is not installed")
    course = str(Path(__file__).parent)
    program = f"import os, sys; sys.exit(7 if os.path.exists({course!r}) else 0)"
    launch = prepare(name, World(staging.view(())), program, [])
    try:
        done = run(launch)
    except (OSError, subprocess.TimeoutExpired) as fault:
        return Rung(name, False, str(fault))
    finally:
        clean_up(launch)
    if done.returncode == 0:
        return Rung(name, True)
    words = done.stderr.decode(errors="replace").strip().splitlines()
    return Rung(name, False, words[-1] if words else f"exit code {done.returncode}")


def run(launch: Launch) -> subprocess.CompletedProcess[bytes]:
    """Run a launch to its end; for trials."""
    return subprocess.run(
        launch.argv,
        input=launch.stdin,
        env=launch.environment,
        cwd=launch.folder,
        capture_output=True,
        timeout=30,
        check=False,
    )


def clean_up(launch: Launch) -> None:
    """Remove what :func:`prepare` made."""
    if launch.temporary:
        with contextlib.suppress(OSError):
            shutil.rmtree(launch.temporary)


def _system_places(view: View) -> list[tuple[str, str]]:
    found = [(path, path) for path in SYSTEM if os.path.lexists(path)]
    if not view.prefix.is_relative_to("/usr"):
        found.append((str(view.prefix), str(view.prefix)))
    return found + [(inside, str(outside)) for inside, outside in view.places]


def _covered(view: View) -> list[str]:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own = view.prefix / "lib" / version
    covered = [*COVERED, str(own / "site-packages"), str(own / "dist-packages")]
    outside = [p for p in covered if not view.prefix.is_relative_to(p)]
    return [path for path in outside if os.path.isdir(path)]


def _namespaces(world: World, arguments: list[str], temporary: Path) -> Launch:
    spec: dict[str, Any] = {
        "root": str(temporary),
        "places": _system_places(world.view),
        "covered": _covered(world.view),
        "writable": [(WORK, "size=64m,nr_inodes=4096"), (HOME, "size=16m,nr_inodes=1024")],
        "files": world.files,
        "folder": WORK,
        "uid": 60_000 + world.slot,
        "argv": [world.view.python, *arguments],
        "environment": dict(kernel_environment(HOME)),
    }
    launcher = [sys.executable, "-I", "-S", namespaces.__file__]
    return Launch(launcher, json.dumps(spec).encode(), {}, None, temporary)


def _bubblewrap(world: World, arguments: list[str], temporary: Path) -> Launch:
    argv = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    argv += ["--cap-drop", "ALL", "--hostname", "sandbox"]
    if os.geteuid() == 0:
        argv += ["--uid", str(60_000 + world.slot), "--gid", str(60_000 + world.slot)]
    for folder in _parents(inside for inside, _ in _system_places(world.view)):
        argv += ["--perms", "0755", "--dir", folder]
    for inside, outside in _system_places(world.view):
        if os.path.islink(outside):
            argv += ["--symlink", os.readlink(outside), inside]
        else:
            argv += ["--ro-bind", outside, inside]
    for covered in _covered(world.view):
        argv += ["--tmpfs", covered, "--remount-ro", covered]
    argv += ["--dev", "/dev", "--proc", "/proc", "--size", str(16 << 20), "--tmpfs", HOME]
    argv += ["--size", str(64 << 20), "--tmpfs", WORK, "--chdir", WORK]
    for number, (name, path) in enumerate(world.files):
        staged = temporary / str(number)
        namespaces.copy_file(path, str(staged))
        argv += ["--bind", str(staged), name]
    for name, value in kernel_environment(HOME).items():
        argv += ["--setenv", name, value]
    argv += ["--remount-ro", "/", "--", world.view.python, *arguments]
    return Launch(argv, b"", {"PATH": os.environ.get("PATH", "/usr/bin")}, None, temporary)


def _parents(places: Any) -> list[str]:
    folders = {str(parent) for place in places for parent in Path(place).parents}
    return sorted(folders - {"/"})


def _process(world: World, arguments: list[str], temporary: Path) -> Launch:
    for inside, outside in world.view.places:
        link = temporary / inside.lstrip("/")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(outside)
    home, work = temporary / HOME.lstrip("/"), temporary / WORK.lstrip("/")
    for folder in (home, work):
        folder.mkdir(exist_ok=True)
    for name, path in world.files:
        namespaces.copy_file(path, f"{temporary}{name}")
    # Program text and places name /site and /engine; here they lie below the temporary folder.
    moved = [_below(temporary, argument) for argument in arguments]
    argv = [world.view.python, *moved]
    return Launch(argv, b"", dict(kernel_environment(str(home))), str(work), temporary)


def _below(temporary: Path, argument: str) -> str:
    for place in (SITE, ENGINE):
        argument = argument.replace(repr(place), repr(f"{temporary}{place}"))
    return argument
