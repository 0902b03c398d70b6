"""Which names of other cells the code of a cell reads, and what it leaves for them to read."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache

from autograder.coursework import names

ANY_NAME = frozenset({"eval", "exec", "globals", "locals", "vars"})  # with these all can be read
CALLED_LATER = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.GeneratorExp
BLOCKS = ("body", "orelse", "finalbody")
COMPOUND = ast.For | ast.While | ast.If | ast.With | ast.Try


@lru_cache(maxsize=names.KEPT)
def read_first(tree: ast.Module) -> frozenset[str]:
    """The names that a cell may read as other cells left them, before it binds them itself."""
    deleted = frozenset(
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)
    )
    return deleted | frozenset(_free(tree.body, frozenset(), deleted))


@lru_cache(maxsize=names.KEPT)
def read_when_called(tree: ast.Module) -> frozenset[str]:
    """The names that functions of a cell read, whenever they are called."""
    functions = (node for node in ast.walk(tree) if isinstance(node, CALLED_LATER))
    return frozenset(name for function in functions for name in _loaded(function))


@lru_cache(maxsize=names.KEPT)
def changed(tree: ast.Module) -> frozenset[str]:
    """The names whose values a cell changes in place, as far as its text shows."""
    return frozenset(_changed(tree))


@lru_cache(maxsize=names.KEPT)
def imported(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """What the imports at the top level of a cell bind: a module and a name in it, or none."""
    return {bound: what for statement in tree.body for bound, what in _imports(statement)}


@lru_cache(maxsize=names.KEPT)
def imported_at_once(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """As :func:`imported`, of the imports that stand before anything that can fail."""
    imports: dict[str, tuple[str, str]] = {}
    for statement in tree.body:
        bound = dict(_imports(statement))
        magic = isinstance(statement, ast.Expr) and _loaded(statement) <= {"get_ipython"}
        if not bound and not magic:
            break
        imports |= bound
    return imports


@lru_cache(maxsize=names.KEPT)
def bound_otherwise(tree: ast.Module) -> frozenset[str]:
    """The names that a cell binds by anything else than an import at its top level."""
    others = [statement for statement in tree.body if not list(_imports(statement))]
    return names.assigned(ast.Module(others, []))


def _free(
    statements: Iterable[ast.stmt], bound: frozenset[str], deleted: frozenset[str]
) -> set[str]:
    """The names read in a block that begins when ``bound`` are bound."""
    free: set[str] = set()
    for statement in statements:
        if isinstance(statement, COMPOUND):
            free |= _read_by_head(statement) - bound
            for block, targets in _blocks(statement):
                free |= _free(block, bound | (targets - deleted), deleted)
        else:
            free |= _read_by(statement) - bound
            bound |= _surely_bound(statement) - deleted
    return free


def _read_by(statement: ast.stmt) -> frozenset[str]:
    """The global names that a statement without blocks reads, its functions included."""
    if any(isinstance(node, ast.ClassDef) for node in ast.walk(statement)):
        return _loaded(statement)
    try:
        read = names.used_globally(ast.Module([statement], []))
    except SyntaxError:  # an `await` at the top level, which a notebook may have
        return _loaded(statement)
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        read |= {statement.target.id}
    return read


def _read_by_head(statement: ast.stmt) -> frozenset[str]:
    """The names that a compound statement reads outside of its blocks."""
    parts = [node for node in ast.iter_child_nodes(statement) if not isinstance(node, ast.stmt)]
    heads = [part.type if isinstance(part, ast.ExceptHandler) else part for part in parts]
    return frozenset().union(*(_loaded(head) for head in heads if head is not None))


def _blocks(statement: ast.stmt) -> Iterator[tuple[list[ast.stmt], frozenset[str]]]:
    """The blocks of a compound statement, each with what its head binds for it."""
    targets: list[ast.expr | None] = []
    if isinstance(statement, ast.For):
        targets = [statement.target]
    elif isinstance(statement, ast.With):
        targets = [item.optional_vars for item in statement.items]
    stored = frozenset().union(*(_stored(target) for target in targets if target is not None))
    for name in BLOCKS:
        yield getattr(statement, name, []), stored if name == "body" else frozenset()
    for handler in getattr(statement, "handlers", []):
        yield handler.body, frozenset([handler.name] if handler.name else [])


def _surely_bound(statement: ast.stmt) -> frozenset[str]:
    """What is bound once a statement without blocks is done."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return frozenset([name])
        case ast.Assign(targets=targets):
            return frozenset().union(*map(_stored, targets))
    return frozenset(bound for bound, _ in _imports(statement))


def _imports(statement: ast.stmt) -> Iterator[tuple[str, tuple[str, str]]]:
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            whole = alias.name if alias.asname else alias.name.partition(".")[0]
            yield alias.asname or whole, (whole, "")
    elif isinstance(statement, ast.ImportFrom):
        module = "." * statement.level + (statement.module or "")
        for alias in statement.names:
            yield alias.asname or alias.name, (module, alias.name)


def _changed(tree: ast.Module) -> Iterator[str]:
    """Names of which an item or attribute is set, or a method called for nothing but its effect."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(ctx=ast.Store() | ast.Del()):
                yield from _base(node)
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                yield from _base(node)
            case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
                yield from _base(method)


def _base(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _loaded(node: ast.AST) -> frozenset[str]:
    names = (each for each in ast.walk(node) if isinstance(each, ast.Name))
    return frozenset(each.id for each in names if isinstance(each.ctx, ast.Load))


def _stored(node: ast.AST) -> frozenset[str]:
    names = (each for each in ast.walk(node) if isinstance(each, ast.Name))
    return frozenset(each.id for each in names if isinstance(each.ctx, ast.Store))
