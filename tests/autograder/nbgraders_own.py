"""A plugin of pytest that runs nbgrader's own tests of ``autograde`` with our engine.

``AUTOGRADER_OWN`` says how: ``exporter`` writes our lines into the settings of each test,
``command`` runs ``autograder grade`` in place of ``nbgrader autograde``. The command ends with 1
where something needs a look, which is no failure there. What differs by decision has to fail, and
nothing else may: ``make theirs`` runs both.
"""

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.commands.main import main

EXPORTER = """
c = get_config()
c.Autograde.exporter_class = "autograder.grading.inside_nbgrader.GradedNotebook"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.LimitOutput"]
"""
CONFIG = Path("nbgrader_config.py")
BY_BOTH = (
    "test_no_execute",
    "test_handle_failure",
    "test_handle_failure_single_notebook",
    "test_missing_source_kernelspec",
)
DIFFERENT = {  # by decision: docs/decisions/marks.md has the reasons
    "exporter": BY_BOTH,
    "command": (*BY_BOTH, "test_grade_empty_timestamp", "test_filter_notebook"),
}
FLAGS = {"--force": "--force", "-f": "--force"}
OPTIONS = ("--student", "--notebook")


def pytest_configure():
    """nbgrader calls ``alembic`` by name: that of this environment."""
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))


def pytest_collection_modifyitems(items):
    """Put our engine in the place of ``nbgrader autograde`` in the modules that were collected."""
    for module in {item.module for item in items}:
        module.run_nbgrader = _instead_of(module.run_nbgrader)
    for item in items:
        if item.name in DIFFERENT[os.environ["AUTOGRADER_OWN"]]:
            item.add_marker(pytest.mark.xfail(strict=True, reason="it differs by decision"))


def _instead_of(run_nbgrader):
    own = {"exporter": _by_exporter, "command": _by_command}[os.environ["AUTOGRADER_OWN"]]

    def run(arguments, *rest, **options):
        if arguments[0] != "autograde" or "--help-all" in arguments:
            return run_nbgrader(arguments, *rest, **options)
        return own(run_nbgrader, arguments, *rest, **options)

    return run


def _by_exporter(run_nbgrader, arguments, *rest, **options):
    if EXPORTER not in CONFIG.read_text():
        _add(EXPORTER)
    return run_nbgrader(arguments, *rest, **options)


def _by_command(_, arguments, retcode=0, **options):
    asked, settings = ["grade", arguments[1]], ["c = get_config()"]
    rest = iter([each for each in arguments[1:] if each not in FLAGS])
    asked += [FLAGS[each] for each in arguments if each in FLAGS]
    for argument in rest:
        if argument == "--db":
            settings.append(f"c.CourseDirectory.db_url = {next(rest)!r}")
        elif argument in OPTIONS:
            asked += [argument, next(rest)]
        elif argument.startswith("--") and "=" in argument:
            name, value = argument.removeprefix("--").split("=", 1)
            value = value if value[:1].isdigit() or value in ("True", "False") else repr(value)
            settings.append(f"c.{name} = {value}")
        elif argument.startswith("--"):
            asked.append(argument)
        else:
            asked[1] = argument
    before = CONFIG.read_text()
    _add("\n".join(settings))
    try:
        result = CliRunner().invoke(main, [*asked, "--workers", "1"])
    finally:
        CONFIG.write_text(before)  # those were said for one run
    assert (result.exit_code in (0, 1)) is (retcode == 0), result.output
    return result.output


def _add(text):
    with CONFIG.open("a") as file:
        file.write(f"\n{text}\n")
