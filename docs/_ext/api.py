"""One page for every public module of our packages, topics in the order of the syllabus."""

import importlib
import pkgutil

from dlkit.topics import ORDER

PACKAGES = {
    "dlkit": "dlkit: the reference",
    "autograder": "autograder: from source to mark",
    "course.widgets": "course.widgets: how a demo is made",
}


def write_pages(folder):
    """Write the reStructuredText that autodoc fills; nothing here is listed by hand."""
    folder.mkdir(parents=True, exist_ok=True)
    every = {package: [f"{package}.{child}" for child in children(package)] for package in PACKAGES}
    pages = {*every, *(name for names in every.values() for name in names)}
    for old in folder.glob("*.rst"):
        if old.stem not in pages:
            old.unlink()  # of a module that is gone
    for package, title in PACKAGES.items():
        names = every[package]
        tree = "\n".join(f"   {name}" for name in names)
        text = f"{heading(title, '=')}\n.. automodule:: {package}\n   :no-members:\n"
        text += f"\n.. toctree::\n   :maxdepth: 1\n\n{tree}\n"
        (folder / f"{package}.rst").write_text(text, encoding="utf-8")
        for name in names:
            (folder / f"{name}.rst").write_text(page(name), encoding="utf-8")


def children(package):
    """Return the names of a package's public parts, topics first."""
    path = importlib.import_module(package).__path__
    names = [p.name for p in pkgutil.iter_modules(path) if not p.name.startswith("_")]
    return sorted(names, key=lambda name: ((*ORDER, name).index(name), name))


def page(name):
    """Return a module's page, with a section for each part that has names of its own."""
    sections = [f"{heading(name, '=')}\n{members(name)}"]
    sections += [f"{heading(part, '-')}\n{members(part)}" for part in parts(name)]
    return "\n".join(sections)


def parts(name):
    """Return the parts of a package; where it exports names, those alone that export others."""
    package = importlib.import_module(name)
    modules = pkgutil.walk_packages(getattr(package, "__path__", []), f"{name}.")
    names = [part.name for part in modules]
    return [part for part in names if exports(part)] if exports(name) else names


def members(name):
    """Return the directive that documents a module, or what a package exports."""
    options = ["members", "imported-members"] if exports(name) else ["members"]
    return f".. automodule:: {name}\n" + "".join(f"   :{option}:\n" for option in options)


def exports(name):
    """Say whether a module lists its public names."""
    return hasattr(importlib.import_module(name), "__all__")


def heading(text, rule):
    """Return a title and the line below it."""
    return f"{text}\n{rule * len(text)}\n"
