"""Which global names a cell uses, and which it assigns."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def parse(source: str) -> ast.Module:
    """Parse a cell without the lines that only a kernel understands (magics, shell)."""
    lines = source.splitlines()
    plain = ("" if line.lstrip().startswith(("%", "!")) else line for line in lines)
    return ast.parse("\n".join(plain))


def used(tree: ast.Module) -> frozenset[str]:
    """Every name that is read somewhere in the cell, also inside its functions."""
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return frozenset(node.id for node in names if isinstance(node.ctx, ast.Load))


def assigned(tree: ast.Module) -> frozenset[str]:
    """Every name that the cell binds at its top level: =, def, class, import, for, with, :=."""
    return frozenset(name for statement in tree.body for name in _bound(statement))


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return
    if isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name
    for child in ast.iter_child_nodes(node):
        yield from _bound(child)
