"""One page for every public module of our packages, topics in the order of the syllabus."""

import importlib
import pkgutil

from autograder.topics import ORDER

PACKAGES = {
    "dlkit": "dlkit: the reference",
    "autograder": "autograder: from source to mark",
    "course.demos": "course.demos: how a demo is made",
}


def write_pages(folder):
    """Write the reStructuredText that autodoc fills; nothing here is listed by hand."""
    folder.mkdir(parents=True, exist_ok=True)
    for package, title in PACKAGES.items():
        names = [f"{package}.{child}" for child in children(package)]
        tree = "\n".join(f"   {name}" for name in names)
        text = f"{heading(title, '=')}\n.. automodule:: {package}\n   :no-members:\n"
        text += f"\n.. toctree::\n   :maxdepth: 1\n\n{tree}\n"
        (folder / f"{package}.rst").write_text(text, encoding="utf-8")
        for name in names:
            (folder / f"{name}.rst").write_text(page(name), encoding="utf-8")


def children(package):
    """Return the names of a package's public parts, topics first."""
    path = importlib.import_module(package).__path__
    found = [p.name for p in pkgutil.iter_modules(path) if not p.name.startswith("_")]
    return sorted(
        found, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name)
    )


def page(name):
    """Return a module's page. A package that exports nothing shows its parts."""
    module = importlib.import_module(name)
    lines = [heading(name, "="), f".. automodule:: {name}"]
    if hasattr(module, "__all__"):
        lines.append("   :members:\n   :imported-members:\n")
    elif hasattr(module, "__path__"):
        parts = [p.name for p in pkgutil.walk_packages(module.__path__, f"{name}.")]
        lines += ["", *(f"{heading(part, '-')}\n{members(part)}" for part in parts)]
    else:
        lines.append("   :members:\n")
    return "\n".join(lines)


def members(part):
    """Return the directive for one part of a package."""
    return f".. automodule:: {part}\n   :members:\n"


def heading(text, rule):
    """Return a title and the line below it."""
    return f"{text}\n{rule * len(text)}\n"
