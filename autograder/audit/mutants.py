"""Mutants of a function: its source with one small mistake, compiled in its own module's globals.

Private helpers of the same module are part of the function, so their mutants are mutants of it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

from autograder.audit.operators import alternatives
from autograder.errors import AutograderError

Solution = Callable[..., Any]
DROPPED = "(dropped)"
_UNGRADED = (ast.JoinedStr, ast.Raise, ast.Global, ast.Nonlocal)  # texts, and what has no twin


@dataclass(frozen=True)
class Mutant:
    """One mistake in one function.

    ``name`` is the same wherever the function stands in its file: "before -> after", with the
    helper in front where the mistake is made there, and a number where the same text occurs again.
    """

    function: str
    name: str
    place: str
    solution: Solution


def mutants_of(function: Solution) -> Iterator[Mutant]:
    """Yield every mutant of ``function`` and of its private helpers, no source text twice."""
    family = _family(function)
    for member in family.values():
        prefix = "" if member is function else f"{member.__name__}: "
        for change, line, source in _changed_sources(member):
            namespace = _namespace(family)
            exec(compile(source, "<mutant>", "exec"), namespace)
            yield Mutant(
                function=full_name(function),
                name=prefix + change,
                place=f"{_path(member)}:{line}",
                solution=namespace[function.__name__],
            )


def full_name(function: Solution) -> str:
    """Name a function with its module."""
    return f"{function.__module__}.{function.__name__}"


def _family(function: Solution) -> dict[str, Solution]:
    """Return the function and the private functions of its module that it calls, by name."""
    family: dict[str, Solution] = {}
    waiting = [function]
    while waiting:
        member = waiting.pop()
        family[member.__name__] = member
        used = {node.id for node in ast.walk(_tree(member)) if isinstance(node, ast.Name)}
        for name in sorted(used - set(family)):
            helper = member.__globals__.get(name)
            local = getattr(helper, "__module__", "") == member.__module__
            if name.startswith("_") and local and inspect.isfunction(helper):
                waiting.append(helper)
    return family


def _namespace(family: dict[str, Solution]) -> dict[str, Any]:
    """Copy the module's globals with the whole family rebound, so that a mutant is met by all."""
    namespace: dict[str, Any] = {}
    for member in family.values():
        namespace |= member.__globals__
    for name, member in family.items():
        namespace |= inspect.getclosurevars(member).nonlocals
        rebound = FunctionType(
            member.__code__, namespace, name, member.__defaults__, member.__closure__
        )
        rebound.__kwdefaults__ = member.__kwdefaults__
        namespace[name] = rebound
    return namespace


def _changed_sources(function: Solution) -> Iterator[tuple[str, int, str]]:
    """Yield (identity, line in the file, source) for every mistake that gives a new source."""
    tree = _tree(function)
    sources, occurrences = {ast.unparse(tree)}, Counter[str]()
    for parent, put, child in list(_places(tree)):
        for other in _replacements(child):
            shown = child if _is_compound(parent) else parent
            before = _first_line(shown)
            put(other)
            source = ast.unparse(tree)
            after = _first_line(other if shown is child else parent)
            put(child)
            if source not in sources:
                sources.add(source)
                change = f"{before} -> {DROPPED if isinstance(other, ast.Pass) else after}"
                occurrences[change] += 1
                again = f" #{occurrences[change]}" if occurrences[change] > 1 else ""
                yield change + again, child.lineno, source


def _replacements(node: ast.AST) -> Iterator[ast.AST]:
    yield from alternatives(node)
    if isinstance(node, ast.stmt) and not isinstance(node, ast.Pass):
        yield ast.Pass()


Put = Callable[[ast.AST], None]


def _places(parent: ast.AST) -> Iterator[tuple[ast.AST, Put, Any]]:
    """Yield (parent, how to put another node there, node) for every statement and expression."""
    if isinstance(parent, _UNGRADED) or _cannot_matter(parent):
        return
    for field, value in ast.iter_fields(parent):
        items = value if isinstance(value, list) else [value]
        for position, child in enumerate(items):
            if isinstance(child, ast.expr | ast.stmt) and not isinstance(parent, ast.Module):
                yield parent, _putter(parent, field, position), child
            if isinstance(child, ast.AST):
                yield from _places(child)


def _putter(parent: ast.AST, field: str, position: int) -> Put:
    def put(node: ast.AST) -> None:
        held = getattr(parent, field)
        if isinstance(held, list):
            held[position] = node
        else:
            setattr(parent, field, node)

    return put


def _tree(function: Solution) -> ast.Module:
    """Parse a function without what is never graded: docstring, decorators, annotations."""
    try:
        lines, first = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError):
        raise AutograderError(f"{function!r} has no source of its own to make mutants of") from None
    (definition,) = tree.body
    if not isinstance(definition, ast.FunctionDef):
        raise AutograderError(f"{function!r} must be written with `def` to make mutants of it")
    ast.increment_lineno(tree, first - 1)
    definition.decorator_list = []
    if ast.get_docstring(definition) is not None:
        definition.body = definition.body[1:] or [ast.Pass()]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
    return tree


def _cannot_matter(node: ast.AST) -> bool:
    """Know the sign of a number (it changes with the number) and a copy more than needed."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
        case ast.keyword(arg="copy", value=ast.Constant(value=False)):
            return True
    return False


def _is_compound(node: ast.AST) -> bool:
    return isinstance(getattr(node, "body", None), list)


def _path(function: Solution) -> str:
    """Return the file of a function, from the folder of its package on."""
    file = Path(inspect.getfile(function))
    depth = function.__module__.count(".") + 1 + (file.stem == "__init__")
    return "/".join(file.parts[-depth:])


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]
