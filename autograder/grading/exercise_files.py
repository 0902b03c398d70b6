"""Which files decide an exercise, and which of them a cell leads to.

An exercise is the file in which it stands, every file of the course and of dlkit that this one
leads to, and the files of its package that import it: they may add solutions to it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from autograder.coursework import names
from autograder.grading.dependencies import Files, Import, Modules, imports, only_collects
from autograder.model import Assignment, Cell
from autograder.specification.registry import Registry

ENGINE, GRADE, EXERCISES, INIT = "autograder", "grade", "EXERCISES", "__init__.py"
NOT_READ = ".toml"  # the tables beside exercises are for the audit


def exercise_files(modules: Modules, topic: str) -> dict[str, Files]:
    """The files that decide each exercise of a topic, by its id."""
    if not topic:
        return {}
    exercises = modules.registry.exercises_for(topic)
    listed = _listed(modules.tree(modules.registry.folders[topic] / INIT))
    if len(listed) != len(exercises):  # they are not simply listed by name: all decide each
        listed = ((EXERCISES, ""),) * len(exercises)
    return {
        exercise.id: _deciding(modules, topic, *names)
        for exercise, names in zip(exercises, listed, strict=True)
    }


def cell_files(modules: Modules, cell: Cell, exercises: Mapping[str, Files]) -> Files:
    """The files behind the exercises that a cell asks for and the modules that it imports."""
    try:
        tree = names.parse(cell.source)
    except SyntaxError:
        return {}
    files = modules.behind(imports(tree))
    for exercise in _asked(tree, exercises):
        files |= exercises[exercise]
    return files


def data_files(registry: Registry, topic: str) -> Files:
    """The files beside a topic's exercises that hold no code: any exercise may read them."""
    return {
        name: path
        for name, path in _package_files(registry, topic).items()
        if path.suffix not in (".py", NOT_READ)
    }


def course_files(modules: Modules, assignment: Assignment) -> Files:
    """The files of the course that judging needs, by their place in the folder that holds it."""
    registry, exercises = modules.registry, exercise_files(modules, assignment.topic)
    cells = (cell for each in assignment.notebooks for cell in each.code if not cell.is_editable)
    mappings = [*exercises.values(), *(cell_files(modules, cell, exercises) for cell in cells)]
    paths = {path for files in mappings for path in files.values()}
    paths |= set(_package_files(registry, assignment.topic).values())
    home = modules.homes.get(registry.top)
    inside = {path for path in paths if home and path.is_relative_to(home)}
    packages = {folder / INIT for path in inside for folder in path.parents}
    inside |= {path for path in packages if home and path.is_relative_to(home) and path.exists()}
    return {str(path.relative_to(registry.root)): path for path in sorted(inside)}


def _deciding(modules: Modules, topic: str, name: str, attribute: str) -> Files:
    """The files behind ``name`` or ``name.attribute`` of the package, and those that import it."""
    folder = modules.registry.folders[topic]
    package = f"{modules.registry.package}.{folder.parent.name}.{folder.name}"
    wanted = [Import(package, name, name, frozenset([attribute]) if attribute else None)]
    for path in sorted(folder.glob("*.py")):
        imported = imports(modules.tree(path), package)
        ours = {each.name for each in imported if each.module.startswith(package)}
        if path.name != INIT and not ours.isdisjoint({name, attribute}):
            wanted.append(Import(f"{package}.{path.stem}", attribute or name, "", None))
    return modules.behind(wanted)


def _listed(init: ast.Module) -> tuple[tuple[str, str], ...]:
    """The names in ``EXERCISES``, where the file does nothing but list them: a or a.b each."""
    for statement in init.body if only_collects(init) else ():
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Tuple(elts=listed)):
                if name == EXERCISES:
                    return tuple(filter(None, map(_dotted, listed)))
    return ()


def _dotted(node: ast.expr) -> tuple[str, str] | None:
    match node:
        case ast.Name(id=name):
            return name, ""
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return name, attribute
    return None


def _asked(tree: ast.Module, exercises: Mapping[str, Files]) -> Iterator[str]:
    """The exercises that a cell names; all of them where it asks without naming one by text."""
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return iter(exercises) if _asks_openly(tree) else (name for name in exercises if name in texts)


def _asks_openly(tree: ast.Module) -> bool:
    """Whether ``grade`` is used otherwise than called with the text of an exercise's id."""
    used = calls = 0
    for node in ast.walk(tree):
        match node:
            case ast.Name(id="grade", ctx=ast.Load()):
                used += 1
            case ast.Call(func=ast.Name(id="grade"), args=[ast.Constant(), *_]):
                calls += 1
    others = (each for each in imports(tree) if each.module.partition(".")[0] == ENGINE)
    return used != calls or any(each.bound != GRADE for each in others)


def _package_files(registry: Registry, topic: str) -> Files:
    folder = registry.folders[topic] if topic else None
    paths = folder.rglob("*") if folder else ()
    return {
        str(path.relative_to(registry.root)): path
        for path in sorted(paths)
        if path.is_file() and path.suffix != ".pyc"
    }
