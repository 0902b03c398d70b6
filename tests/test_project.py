"""What holds across the whole repository: one list of requirements, sizes, who imports whom."""

import ast
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from autograder.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
SET_UP = ("instructor", "lectures", "docs", "dev")  # what `make setup` installs
SOURCES = sorted(
    p for room in ("dlkit", "autograder", "course") for p in (ROOT / room).rglob("*.py")
)

# Stages know the model and the ground they stand on, not one another; `pipeline` knows them all.
GROUND = {
    "errors",
    "model",
    "course",
    "records",
    "console",
    "topics",
    "names",
    "notebook",
    "delimiters",
}
STAGES = {
    "assignment": {"exercises", "imports"},
    "imports": set(),
    "reuse": set(),
    "restore": set(),
    "submissions": set(),
    "grading": {"exercises"},
    "exercises": set(),
    "sandbox": set(),
    "judge": {"grading", "sandbox"},
    "gradebook": set(),
    "feedback": set(),
    "report": {"feedback"},
    "release": {"assignment", "exercises", "gradebook", "secret"},
    "audit": {"exercises", "grading"},
    "worker": {"judge", "restore", "reuse", "sandbox", "submissions", "whole_record"},
}


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


def test_every_pinned_version_runs_on_the_oldest_python_that_is_promised():
    """Debian 12 has 3.11.2; a pin that needs 3.11.5 makes `make setup` fail there."""
    oldest = re.fullmatch(r">=(\d+\.\d+)", PYPROJECT["project"]["requires-python"])[1] + ".0"
    names = [line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().split()]
    needed = {name: requires_python(name) for name in names}
    assert {name: text for name, text in needed.items() if oldest not in SpecifierSet(text)} == {}


def requires_python(name):
    """What an installed package asks of Python; nothing where it is not installed."""
    try:
        return metadata.metadata(name)["Requires-Python"] or ""
    except metadata.PackageNotFoundError:
        return ""


def test_readme_and_docs_name_only_commands_that_exist():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert set(re.findall(r"^\s*autograder (\w+)", text, re.MULTILINE)) <= set(COMMANDS)
    assert set(re.findall(r"`autograder ([a-z]\w*)", text)) <= set(COMMANDS)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"(?:`|^)make (\w+)", text, re.MULTILINE)) <= set(targets)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 260
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert length(node) <= 30, f"{node.name} has {length(node)} lines"


def length(function):
    """Lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("stage", STAGES)
def test_stages_do_not_know_one_another(stage):
    allowed = GROUND | STAGES[stage] | {stage}
    room = ROOT / "autograder" / stage
    for path in sorted(room.rglob("*.py")) or [room.with_suffix(".py")]:
        known = set(stages_imported(ast.parse(path.read_text(encoding="utf-8"))))
        assert known <= allowed, f"{path.name} imports {known - allowed}"


def stages_imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("autograder"):
            rest = node.module.split(".")[1:]
            yield from [rest[0]] if rest else [alias.name for alias in node.names]


def test_the_inner_half_of_the_sandbox_stands_alone():
    for path in (ROOT / "autograder/sandbox/inside").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and not node.level:
                assert not (node.module or "").startswith("autograder"), path
                assert not (node.module or "").startswith("dlkit.") or (
                    node.module.startswith("dlkit.check")
                )
