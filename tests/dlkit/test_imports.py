"""Who imports whom: the order of the syllabus, and little beside NumPy."""

import ast
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

import dlkit
from dlkit.topics import ORDER, WITHOUT_TOPIC

PACKAGE = Path(dlkit.__file__).parent
FOUNDATIONS = ["arguments", "topics"]  # what every other module may import
FILES = sorted(PACKAGE.rglob("*.py"))


def room(path):
    """Return the module of dlkit that a file belongs to: losses for losses/softmax.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path):
    """Return the dotted names that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_imported(path):
    for name in imported(path):
        if name.startswith("dlkit."):
            yield name.split(".")[1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_comes_before_it(path):
    own = room(path)
    earlier = ORDER[: ORDER.index(own)] if own in ORDER else ()
    assert own in (*ORDER, *WITHOUT_TOPIC, "__init__"), f"{own} is not in dlkit.topics"
    allowed = (own,) if own in FOUNDATIONS else (*FOUNDATIONS, *earlier, own)
    assert set(rooms_imported(path)) <= set(allowed)


def test_the_package_itself_imports_nothing():
    assert list(imported(PACKAGE / "__init__.py")) == []


def test_the_version_is_written_once():
    assert importlib.metadata.version("dlkit") == dlkit.__version__


@pytest.mark.parametrize(
    "name", sorted({room(path) for path in FILES} & {*ORDER, "arguments", "datasets", "topics"})
)
def test_importing_a_topic_loads_only_numpy(name):
    script = (
        "import sys, numpy.random; before = set(sys.modules)\n"
        f"import dlkit.{name}\n"
        "loaded = {m.partition('.')[0] for m in set(sys.modules) - before}\n"
        "print(*sorted(loaded - set(sys.stdlib_module_names)))"
    )
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert set(answer.stdout.split()) <= {"dlkit", "numpy"}
    assert "dlkit" in answer.stdout
