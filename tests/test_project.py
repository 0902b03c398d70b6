"""What holds across the whole repository: one list of requirements, sizes, who imports whom."""

import ast
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from autograder.commands.main import COMMANDS
from dlkit.topics import ORDER

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "autograder"
UNNAMED = ("__init__.py", "__main__.py", "__pycache__", "py.typed")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
SET_UP = ("instructor", "lectures", "docs", "dev")  # what `make setup` installs
LINES, FUNCTION_LINES = 250, 25  # the longest that a file and a function may be


def files_below(*folders):
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path):
    return str(path.relative_to(ROOT))


SOURCES = files_below("dlkit", "autograder", "course", "docs", "benchmarks")

# Each part of the engine imports only what stands above it: so there is no circle.
PARTS = {
    "errors": set(),
    "model": set(),
    "specification": {"errors"},
    "coursework": {"errors", "model", "specification"},
    "results": {"errors", "model", "coursework"},
    "gradebook": {"errors", "model", "coursework", "results"},
    "sandbox": {"errors", "model", "coursework"},
    "judge": {"errors", "model", "coursework", "specification", "results", "sandbox"},
    "release": {"errors", "model", "coursework", "specification", "gradebook"},
    "grading": {
        *("errors", "model", "coursework", "specification", "results", "gradebook"),
        *("sandbox", "judge", "release"),
    },
    "comparison": {"errors", "model", "coursework", "results", "gradebook", "grading"},
    "feedback": {"errors", "model", "coursework", "results"},
    "report": {"errors", "model", "coursework", "results", "specification"},
    "audit": {"errors", "specification"},
    "skeleton": {"errors", "model", "coursework", "specification", "release"},
    "commands": set(),  # know everything; nobody knows them
}
TOPICS = set(ORDER)


def requirements():
    extras = [entry for name in SET_UP for entry in EXTRAS[name]]
    listed = [*PYPROJECT["project"]["dependencies"], *extras]
    return {re.split("[<>=]", entry)[0]: entry for entry in listed}


def test_environment_yml_lists_the_requirements_of_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    by_pip = next(entry for entry in listed if isinstance(entry, dict))["pip"]
    plain = {entry for entry in [*listed, *by_pip] if isinstance(entry, str)}
    python = PYPROJECT["project"]["requires-python"]
    assert plain == {*requirements().values(), f"python{python}", "pip", "--editable ."}


def test_constraints_pin_every_requirement_to_one_version():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in lines}
    assert {name.lower() for name in requirements()} <= pinned
    assert all(re.fullmatch(r"[\w.-]+==[\w.!+-]+", line) for line in lines)


def test_the_wheel_holds_the_kit_and_a_clone_can_import_the_course():
    build = PYPROJECT["tool"]["hatch"]["build"]
    assert build["targets"] == {"wheel": {"packages": ["dlkit", "autograder"]}}
    assert build["dev-mode-dirs"] == ["."]


def test_the_stated_limits_are_the_tested_ones():
    text = " ".join((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    assert f"Files of at most {LINES} lines" in text
    assert f"functions of at most {FUNCTION_LINES}" in text


def test_every_pinned_version_runs_on_the_oldest_python_that_is_promised():
    """Debian 12 has 3.11.2; a pin that needs 3.11.5 makes `make setup` fail there."""
    oldest = re.fullmatch(r">=(\d+\.\d+)", PYPROJECT["project"]["requires-python"])[1] + ".0"
    names = [line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().split()]
    needed = {name: requires_python(name) for name in names}
    assert {name: text for name, text in needed.items() if oldest not in SpecifierSet(text)} == {}


def requires_python(name):
    """What an installed package asks of Python; nothing where it is not installed."""
    try:
        return metadata.metadata(name).get("Requires-Python") or ""
    except metadata.PackageNotFoundError:
        return ""


def test_readme_and_docs_name_only_commands_that_exist():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert set(re.findall(r"^\s*autograder (\w+)", text, re.MULTILINE)) <= set(COMMANDS)
    assert set(re.findall(r"`autograder ([a-z]\w*)", text)) <= set(COMMANDS)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"(?:`|^)make (\w+)", text, re.MULTILINE)) <= set(targets)


@pytest.mark.parametrize("path", [*SOURCES, *files_below("tests")], ids=name_of)
def test_a_file_stays_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_stay_short(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert length(node) <= FUNCTION_LINES, f"{node.name} has {length(node)} lines"


def length(function):
    """Lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("part", [part for part in PARTS if part != "commands"])
def test_a_part_of_the_engine_imports_only_parts_above_it(part):
    above = list(PARTS)[: list(PARTS).index(part)]
    assert PARTS[part] <= set(above)
    for path in files_of(part):
        ours = (name for name in imported(path) if name.startswith("autograder."))
        parts = {name.split(".")[1] for name in ours} - {""}
        assert parts <= PARTS[part] | {part}, f"{path.name} imports {parts - PARTS[part]}"


def test_every_part_of_the_engine_is_named_here():
    found = {path.stem for path in ENGINE.iterdir() if path.name not in UNNAMED}
    assert found == set(PARTS)


def test_the_engine_imports_no_course_and_no_topic():
    for path in ENGINE.rglob("*.py"):
        for name in imported(path):
            assert not name.startswith("course."), f"{path} imports {name}"
            assert not (name.startswith("dlkit.") and name.split(".")[1] in TOPICS), path


def test_sql_stands_only_in_the_gradebook():
    for part in PARTS:
        for path in files_of(part):
            sql = {name for name in imported(path) if name.startswith(("sqlalchemy", "sqlite3"))}
            assert not sql or part == "gradebook", f"{path} imports {sql}"


def files_of(part):
    room = ENGINE / part
    return sorted(room.rglob("*.py")) or [room.with_suffix(".py")]


def imported(path):
    """Yield the dotted names that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (f"{alias.name}." for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_inner_half_of_the_sandbox_stands_alone():
    for path in (ROOT / "autograder/sandbox/inside").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and not node.level:
                assert not (node.module or "").startswith("autograder"), path
                assert not (node.module or "").startswith("dlkit.") or (
                    node.module.startswith("dlkit.check")
                )
