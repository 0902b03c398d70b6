"""Installed kernels: how one is started in the sandbox, and what of it has to exist in there.

A kernel whose program is this environment's Python runs on the sandbox's own interpreter and
libraries, to which its module is added. Any other program brings the folders beside it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import MachineError, NotebookError

KERNELS = "/kernels"
SHOWN_ANYWAY = ("/usr", "/bin", "/lib", "/lib64")
PYTHONS = ("python", "python3", f"python3.{sys.version_info.minor}")
# Of the folder in which a program's own folder lies, where that is not somebody's home.
BESIDE = ("bin", "lib", "lib64", "libexec", "share", "etc", "pyvenv.cfg")
HOMES = (Path.home(), Path.home() / ".local")


@dataclass(frozen=True)
class Kernelspec:
    """A kernel that is installed here: how it is started, and what it needs inside."""

    name: str
    settings: dict[str, Any]
    places: tuple[tuple[str, Path], ...]
    modules: tuple[str, ...] = ()  # of Python, where the sandbox's own Python runs them

    def described(self, base: str, site: str) -> dict[str, Any]:
        """What jupyter_client is told inside, with the libraries in ``site`` below ``base``."""
        settings = {**self.settings, "resource_dir": f"{base}{KERNELS}/{self.name}"}
        if self.settings["argv"][0] in PYTHONS:
            settings["env"] = {**self.settings["env"], "PYTHONPATH": f"{base}{site}"}
        return settings


def find(name: str) -> Kernelspec:
    """Return the kernelspec of this name, or say which ones are installed here."""
    spec = _installed(name)
    place = (f"{KERNELS}/{name}", Path(spec.resource_dir))
    program, *arguments = spec.argv
    if _is_ours(program):
        settings = {**spec.to_dict(), "argv": [PYTHONS[0], *arguments]}
        return Kernelspec(name, settings, (place,), tuple(_modules(arguments)))
    executable = shutil.which(program)
    if executable is None:
        raise MachineError(
            f"the kernel {name!r} is started by the program {program}, which is not here. Install "
            f"it, or mend {spec.resource_dir}/kernel.json."
        )
    settings = {**spec.to_dict(), "argv": [executable, *arguments]}
    return Kernelspec(name, settings, (place, *_beside(Path(executable))))


def _installed(name: str) -> Any:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    manager = KernelSpecManager()
    try:
        return manager.get_kernel_spec(name)
    except (NoSuchKernel, ValueError):
        names = ", ".join(sorted(manager.find_kernel_specs()))
        raise NotebookError(
            f"a notebook is to be run by the kernel {name!r}, which is not installed here; there "
            f"is: {names}. Install it (jupyter kernelspec list shows it then), or choose another "
            "kernel in JupyterLab and save the source notebook."
        ) from None


def _is_ours(program: str) -> bool:
    """Whether jupyter_client would start the Python of this environment."""
    is_neighbour = Path(program).parent == Path(sys.executable).parent
    return program in PYTHONS or (is_neighbour and Path(program).name.startswith("python"))


def _modules(arguments: list[str]) -> Iterator[str]:
    """The package that ``python -m`` is to run."""
    if "-m" in arguments[:-1]:
        yield arguments[arguments.index("-m") + 1].partition(".")[0]


def _beside(program: Path) -> Iterator[tuple[str, Path]]:
    for folder in dict.fromkeys((program.parent, program.resolve().parent)):
        if any(folder.is_relative_to(shown) for shown in SHOWN_ANYWAY):
            continue
        own = folder.name == "bin" and folder.parent not in HOMES
        parts = [folder.parent / name for name in BESIDE] if own else [folder]
        yield from ((str(part), part) for part in parts if part.exists())
