"""Which global names the code of a cell uses, which it binds, and which modules it imports."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator
from functools import lru_cache

WORD = re.compile(r"[^\W\d]\w*")
ANY = "*"
KEPT = 1024  # cells whose meaning is remembered
LONGEST_KEPT = 20_000  # letters of a cell that others may have as well
LONGEST_WITH_MAGICS = 20_000
MAX_DEPTH = 150  # of nested code: a walk takes up to five calls for each level

# Cell magics whose body still assigns in the notebook's own namespace.
TRANSPARENT_MAGICS = ("%%time", "%%capture", "%%prun")

_SIGNS = "add sub mul matmul truediv floordiv mod pow and or xor lshift rshift"
OPERATORS = frozenset(
    f"__{name}__"
    for name in (*_SIGNS.split(), *"neg pos invert abs lt le gt ge eq contains hash".split())
) | {f"__r{name}__" for name in _SIGNS.split()}
AGREEABLE = frozenset({"ma", "Counter", "defaultdict"})  # masked arrays, and such as have any key
# What a module of random numbers has beside its global generator, which these do not move.
OWN_GENERATORS = frozenset(
    "default_rng Generator RandomState SeedSequence BitGenerator MT19937 PCG64 PCG64DXSM Philox "
    "SFC64 Random SystemRandom".split()
)
WRITE_OPERATORS = {"dataclass", "total_ordering"}  # decorators


class Unreadable(SyntaxError):
    """A cell of a student's that may be Python, but cannot be looked into."""


def parse(source: str) -> ast.Module:
    """Parse the code of a cell, also where it has magics.

    The result is kept, for the cells that every submission has in common: do not change it. Every
    function here may walk it: it is no deeper than Python's stack allows.
    """
    return _parsed(source) if len(source) > LONGEST_KEPT else _kept(source)


def _parsed(source: str) -> ast.Module:
    first, _, rest = source.lstrip().partition("\n")
    if first.startswith("%%"):
        source = rest if first.split()[0] in TRANSPARENT_MAGICS else ""
    try:
        tree = _without_magics(source)
    except SyntaxError:
        raise
    except Exception as fault:  # nested too deep for the parser, a magic that IPython stumbles over
        raise Unreadable(f"{type(fault).__name__}: {fault}") from None
    if _is_deeper(tree, MAX_DEPTH):
        raise Unreadable(f"it is nested deeper than {MAX_DEPTH} levels")
    return tree


_kept = lru_cache(maxsize=KEPT)(_parsed)


def _without_magics(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        if len(source) > LONGEST_WITH_MAGICS:  # IPython reads all of it again for each magic
            raise
        from IPython.core.inputtransformer2 import TransformerManager  # for the few with magics

        return ast.parse(TransformerManager().transform_cell(source))


def _is_deeper(tree: ast.AST, depth: int) -> bool:
    level = [tree]
    while level and depth >= 0:
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        depth -= 1
    return bool(level)


@lru_cache(maxsize=KEPT)
def used(tree: ast.Module) -> frozenset[str]:
    """Every name that is read somewhere in the cell, also inside its functions."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return frozenset(node.id for node in nodes if isinstance(node.ctx, ast.Load))


@lru_cache(maxsize=KEPT)
def mentioned(tree: ast.Module) -> frozenset[str]:
    """Every name that is read, bound or deleted somewhere in the cell, also as a text.

    `ANY` is among them where the cell can see them all.
    """
    nodes = list(ast.walk(tree))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    texts = (node.value for node in nodes if isinstance(node, ast.Constant))
    words = (WORD.findall(text) for text in texts if isinstance(text, str))
    return frozenset(names.union([ANY] if any(map(_lists_names, nodes)) else [], *words))


def _lists_names(node: ast.AST) -> bool:
    """Whether it is a call that can see every name of the notebook."""
    match node:
        case ast.Call(func=ast.Name(id="globals" | "locals" | "eval" | "exec")):
            return True
        case ast.Call(func=ast.Name(id="dir" | "vars"), args=[]):
            return True
    return False


@lru_cache(maxsize=KEPT)
def words(tree: ast.Module) -> frozenset[str]:
    """Every name and attribute of the cell, but the module of a generator of the cell's own."""
    nodes = list(ast.walk(tree))
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    modules = {node.value for node in attributes if node.attr in OWN_GENERATORS}
    names = {node.id for node in nodes if isinstance(node, ast.Name) and node not in modules}
    return frozenset(names | {node.attr for node in attributes if node not in modules})


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
    """Names of the classes that the cell defines together with an operator of theirs.

    And names of libraries' classes that it uses though they agree with more than they hold.
    """
    yield from words(tree) & AGREEABLE
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            methods = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
            written_by = {name for each in node.decorator_list for name in _last_names(each)}
            if methods & OPERATORS or written_by & WRITE_OPERATORS:
                yield node.name


def _last_names(node: ast.expr) -> Iterator[str]:
    """The name of a decorator: ``dataclass`` of ``dataclasses.dataclass(order=True)``."""
    node = node.func if isinstance(node, ast.Call) else node
    if isinstance(node, ast.Name | ast.Attribute):
        yield node.id if isinstance(node, ast.Name) else node.attr


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
