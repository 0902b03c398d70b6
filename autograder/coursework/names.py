"""Which global names the code of a cell uses, which it binds, and which modules it imports."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from functools import lru_cache

KEPT = 1024  # cells whose meaning is remembered

# Cell magics whose body still assigns in the notebook's own namespace.
TRANSPARENT_MAGICS = ("%%time", "%%capture", "%%prun")

_SIGNS = "add sub mul matmul truediv floordiv mod pow and or xor lshift rshift"
OPERATORS = frozenset(
    f"__{name}__"
    for name in (*_SIGNS.split(), *"neg pos invert abs lt le gt ge eq contains".split())
)


@lru_cache(maxsize=KEPT)
def parse(source: str) -> ast.Module:
    """Parse the code of a cell, also where it has magics.

    The result is kept, for the cells that every submission has in common: do not change it.
    """
    first, _, rest = source.lstrip().partition("\n")
    if first.startswith("%%"):
        source = rest if first.split()[0] in TRANSPARENT_MAGICS else ""
    try:
        return ast.parse(source)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager  # for the few with magics

        return ast.parse(TransformerManager().transform_cell(source))


@lru_cache(maxsize=KEPT)
def used(tree: ast.Module) -> frozenset[str]:
    """Every name that is read somewhere in the cell, also inside its functions."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return frozenset(node.id for node in nodes if isinstance(node.ctx, ast.Load))


@lru_cache(maxsize=KEPT)
def used_globally(tree: ast.Module) -> frozenset[str]:
    """Every global name that is read, as the compiler sees it: no parameter, no local variable."""
    tables = [symtable.symtable(ast.unparse(tree), "<cell>", "exec")]
    used: set[str] = set()
    for table in tables:  # grows while it is walked
        outermost = table.get_type() == "module"
        read = (s for s in table.get_symbols() if s.is_referenced())
        used |= {s.get_name() for s in read if outermost or s.is_global()}
        tables += table.get_children()
    return frozenset(used)


@lru_cache(maxsize=KEPT)
def assigned(tree: ast.Module) -> frozenset[str]:
    """Every name that the cell binds in the notebook's namespace."""
    return frozenset(_bound(tree))


def imported(tree: ast.Module) -> Iterator[str]:
    """Modules that the cell imports by name; of ``from a import b`` it may be ``a.b`` as well."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def with_operators(tree: ast.Module) -> Iterator[str]:
    """Names of the classes that the cell defines together with an operator of theirs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            methods = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
            if methods & OPERATORS:
                yield node.name


def _bound(node: ast.AST, *, inner: bool = False) -> Iterator[str]:
    """Names bound by a statement; ``inner`` inside functions, where only ``global`` reaches out."""
    if isinstance(node, ast.Global):
        yield from node.names
    elif not inner:
        yield from _binds(node)
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        # The loop variables stay inside; a walrus does not.
        walruses = (n for n in ast.walk(node) if isinstance(n, ast.NamedExpr) and not inner)
        yield from (walrus.target.id for walrus in walruses)
        return
    scopes = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
    for child in ast.iter_child_nodes(node):
        yield from _bound(child, inner=inner or isinstance(node, scopes))


def _binds(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.partition(".")[0]
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
